/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-place.h"

#include "yun-coordinate.h"
#include "yun-functions.h"
#include "yun-measure.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>

/* How many names a message suggests, and how many firms are compared for it. */
#define MAX_SUGGESTIONS 5
#define MAX_COMPARED 5000
#define MAX_TWINS 10

typedef struct
{
  const char *word;       /* (unowned): normalised */
  gboolean    area;       /* only a place with an area will do */
  YunGeom    *shape;      /* (owned) (nullable): of the first exact match that has a position */
  GPtrArray  *twins;      /* (owned): what tells those apart that match exactly and have one */
  gboolean    found;      /* an exact match, with or without a position */
  YunGeom    *part_shape; /* (owned) (nullable): of the first match that contains the word */
  guint       n_parts;    /* how many contain it */
  GPtrArray  *names;      /* (owned): names that contain it or come near */
} Search;

static YunGeom *
load_shape (
  const Search *search, YunStmt *stmt, int column, const YunEntity *entity, const char *accuracy)
{
  gsize               n;
  const guint8       *blob = yun_stmt_blob (stmt, column, &n);
  g_autoptr (YunGeom) shape = NULL;

  if (blob == NULL || g_strcmp0 (accuracy, "none") == 0)
    return NULL;
  shape = yun_wkb_read_blob (blob, n, NULL, NULL);
  if (search->area)
    return shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POLYGON ? g_steal_pointer (&shape)
                                                                          : NULL;
  if (shape != NULL && (entity->portrait->traits & YUN_PORTRAIT_ANCHORED) != 0)
    {
      YunPoint anchor = yun_measure_label_point (shape);

      return yun_geom_new_point (anchor.x, anchor.y);
    }
  return g_steal_pointer (&shape);
}

/* Takes in a row that matches exactly: accuracy, shape, identifier and name. */
static void
add_exact (Search *search, YunStmt *stmt, const YunEntity *entity)
{
  g_autoptr (YunGeom) shape = load_shape (search, stmt, 1, entity, yun_stmt_text (stmt, 0));
  const char         *name;

  search->found = TRUE;
  if (shape == NULL)
    return;
  name = yun_stmt_text (stmt, 3);
  g_ptr_array_add (search->twins,
                   g_strdup_printf ("%s  %s", yun_stmt_text (stmt, 2), name != NULL ? name : ""));
  if (search->shape == NULL)
    search->shape = g_steal_pointer (&shape);
}

/* The rows in which @column is @value. */
static gboolean
find_by (YunDb           *db,
         Search          *search,
         const YunEntity *entity,
         const char      *column,
         const char      *value,
         GError         **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT accuracy, %s, uid, name FROM %s t WHERE \"%s\"=? ORDER BY id",
                     yun_table_get (entity)->place, entity->id, column);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, value);
  while ((rc = yun_stmt_step (stmt, error)) == 1 && search->twins->len < MAX_TWINS)
    add_exact (search, stmt, entity);
  return rc >= 0;
}

/* By name, else by what else names a record, the word as it was written. */
static gboolean
find_exact (YunDb *db, Search *search, const YunEntity *entity, const char *word, GError **error)
{
  g_autofree char      *key = yun_text_dup_sort_key (word);
  g_autoptr (GPtrArray) keys = yun_entity_list_fields (entity, entity->portrait->keys);

  if (!find_by (db, search, entity, "name_key", key, error))
    return FALSE;
  for (guint i = 0; search->shape == NULL && i < keys->len; i++)
    {
      const YunField *field = keys->pdata[i];

      if (!find_by (db, search, entity, field->column, word, error))
        return FALSE;
      /* A word of a vocabulary is no name: "core" is the first of the zone core. */
      if (field->values != NULL)
        g_ptr_array_set_size (search->twins, MIN (1, (int) search->twins->len));
    }
  return TRUE;
}

static gboolean
is_name (const char *names, const char *word)
{
  const char *item;
  gsize       length;

  for (const char *next = names; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);
      g_autofree char *plain = yun_text_normalise (name);

      if (strcmp (plain, word) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full): an expression: one ';' list of all names. */
static char *
make_names (const YunEntity *entity)
{
  g_autoptr (GPtrArray) fields = yun_entity_list_fields (entity, entity->portrait->names);
  GString              *sql = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (sql, "%scoalesce(\"%s\",'')", i > 0 ? "||';'||" : "",
                            ((const YunField *) fields->pdata[i])->column);
  return g_string_free (sql, FALSE);
}

/* Rows whose search text contains the word: pinyin and initials too, so names are looked at again.
 */
static gboolean
find_similar (YunDb *db, Search *search, const YunEntity *entity, GError **error)
{
  g_autofree char *list = make_names (entity);
  g_autofree char *sql = g_strdup_printf (
    "SELECT accuracy, %s, uid, name, %s FROM %s t WHERE instr(search, ?)>0 ORDER BY id",
    yun_table_get (entity)->place, list, entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, search->word);
  while ((rc = yun_stmt_step (stmt, error)) == 1 && search->twins->len < MAX_TWINS)
    {
      const char      *names = yun_stmt_text (stmt, 4);
      const char      *item;
      gsize            length;
      g_autofree char *plain = yun_text_normalise (names);

      if (names == NULL || strstr (plain, search->word) == NULL)
        continue;
      if (is_name (names, search->word))
        {
          add_exact (search, stmt, entity);
          continue;
        }
      search->n_parts++;
      if (search->part_shape == NULL)
        search->part_shape = load_shape (search, stmt, 1, entity, yun_stmt_text (stmt, 0));
      if (search->names->len < MAX_SUGGESTIONS &&
          yun_text_next_item (names, &item, &length) != NULL)
        g_ptr_array_add (search->names, g_strndup (item, length));
    }
  return rc >= 0;
}

/* Names that sound like the word: 九停 for 九亭. */
static gboolean
suggest_sound (YunDb *db, Search *search, GError **error)
{
  const YunEntity *const *kinds = yun_entity_list_in (YUN_ORDER_PLACE, NULL);
  g_autofree char        *spaced = yun_text_to_pinyin (search->word);
  g_auto (GStrv)          syllables = g_strsplit (spaced, " ", -1);
  g_autofree char        *pinyin = g_strjoinv ("", syllables);

  for (guint kind = 0; kinds[kind] != NULL && !g_str_is_ascii (search->word); kind++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT name FROM %s WHERE instr(search, ?)>0 ORDER BY id LIMIT %d",
                         kinds[kind]->id, MAX_SUGGESTIONS);
      g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
      int                 rc;

      if (stmt == NULL)
        return FALSE;
      if ((kinds[kind]->portrait->traits & YUN_PORTRAIT_HINTS) == 0)
        continue;
      yun_stmt_bind_text (stmt, 1, pinyin);
      while ((rc = yun_stmt_step (stmt, error)) == 1 && search->names->len < MAX_SUGGESTIONS)
        if (yun_stmt_text (stmt, 0) != NULL)
          g_ptr_array_add (search->names, g_strdup (yun_stmt_text (stmt, 0)));
      if (rc < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
suggest (YunDb *db, Search *search, GError **error)
{
  const YunEntity *const *kinds = yun_entity_list_in (YUN_ORDER_PLACE, NULL);
  guint                   limit = (guint) MAX (1, g_utf8_strlen (search->word, -1) / 3);

  for (guint kind = 0; kinds[kind] != NULL; kind++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT name FROM %s WHERE name NOTNULL ORDER BY id LIMIT %d",
                         kinds[kind]->id, MAX_COMPARED);
      g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
      int                 rc;

      if (stmt == NULL)
        return FALSE;
      if ((kinds[kind]->portrait->traits & YUN_PORTRAIT_HINTS) == 0)
        continue;
      while ((rc = yun_stmt_step (stmt, error)) == 1 && search->names->len < MAX_SUGGESTIONS)
        if (yun_text_distance (yun_stmt_text (stmt, 0), search->word, limit + 1) <= limit)
          g_ptr_array_add (search->names, g_strdup (yun_stmt_text (stmt, 0)));
      if (rc < 0)
        return FALSE;
    }
  return TRUE;
}

static void
set_twins_error (Search *search, const char *word, GError **error)
{
  g_autofree char *list = NULL;

  g_ptr_array_add (search->twins, NULL);
  list = g_strjoinv ("\n  ", (char **) search->twins->pdata);
  g_set_error (
    error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE,
    /* Translators: a name, then the places called so, one a line */
    _ ("Several places are called “%s”; say which by (uid:…) in place of the name:\n  %s"), word,
    list);
}

static void
set_place_error (Search *search, const char *word, GError **error)
{
  g_autofree char *list = NULL;

  if (search->found || search->n_parts == 1)
    {
      g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE,
                   search->area ? _ ("“%s” has no known area, so nothing can be in it.")
                                : _ ("“%s” has no known position, so nothing can be near it."),
                   word);
      return;
    }
  if (search->names->len == 0)
    {
      g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE,
                   _ ("There is no place called “%s”."), word);
      return;
    }
  g_ptr_array_add (search->names, NULL);
  list = g_strjoinv (_ (", "), (char **) search->names->pdata);
  g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE,
               search->n_parts > 0
                 /* Translators: a word, then names that contain it */
                 ? _ ("Several places are called something like “%s”: %s")
                 /* Translators: a word, then names like it */
                 : _ ("There is no place called “%s”. Did you mean: %s?"),
               word, list);
}

YunGeom *
yun_place_find (YunDb *db, const char *word, gboolean area, GError **error)
{
  g_autofree char        *plain = yun_text_normalise (word);
  const YunEntity *const *kinds = yun_entity_list_in (YUN_ORDER_PLACE, NULL);
  Search                  search = { .word = plain, .area = area };
  YunGeom                *shape = NULL;
  YunCoordinate           typed;
  gboolean                ok = TRUE;

  if (!area && yun_coordinate_parse (word, &typed, NULL) && typed.system == YUN_COORDINATE_LONLAT)
    return yun_geom_new_point (typed.x, typed.y);
  search.names = g_ptr_array_new_with_free_func (g_free);
  search.twins = g_ptr_array_new_with_free_func (g_free);
  for (guint kind = 0; ok && search.shape == NULL && kinds[kind] != NULL; kind++)
    ok = find_exact (db, &search, kinds[kind], word, error);
  if (!search.found && *plain != '\0')
    for (guint kind = 0; ok && search.shape == NULL && kinds[kind] != NULL; kind++)
      ok = find_similar (db, &search, kinds[kind], error);
  if (ok && search.shape == NULL && !search.found && search.n_parts == 0)
    ok =
      suggest_sound (db, &search, error) && (search.names->len > 0 || suggest (db, &search, error));

  if (ok)
    {
      if (search.twins->len > 1)
        set_twins_error (&search, word, error);
      else if (search.shape != NULL)
        shape = yun_geom_ref (search.shape);
      else if (!search.found && search.n_parts == 1 && search.part_shape != NULL)
        shape = yun_geom_ref (search.part_shape);
      else
        set_place_error (&search, word, error);
    }
  g_clear_pointer (&search.shape, yun_geom_unref);
  g_clear_pointer (&search.part_shape, yun_geom_unref);
  g_ptr_array_unref (search.names);
  g_ptr_array_unref (search.twins);
  return shape;
}
