/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-place.h"

#include "yun-coordinate.h"
#include "yun-functions.h"
#include "yun-gazetteer.h"
#include "yun-links.h"
#include "yun-measure.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>

/* How many names a message suggests, and how many firms are compared for it. */
#define MAX_SUGGESTIONS 5
#define MAX_COMPARED 5000
#define MAX_TWINS 10

/* A row that has a place. */
typedef struct
{
  const YunEntity *entity; /* (nullable): none */
  gint64           id;
} Found;

typedef struct
{
  const char *word;    /* (unowned): normalised */
  gboolean    area;    /* only a place with an area will do */
  Found       exact;   /* the first exact match that has a position */
  GPtrArray  *twins;   /* (owned): what tells those apart that match exactly and have one */
  gboolean    found;   /* an exact match, with or without a position */
  gboolean    named;   /* no record is called so, but a place of the base map is */
  Found       part;    /* the first match that contains the word */
  guint       n_parts; /* how many contain it */
  GPtrArray  *names;   /* (owned): names that contain it or come near */
} Search;

/* What the searches read of a row. */
#define COLUMNS "id, accuracy IS NOT 'none', uid"
enum
{
  COLUMN_ID,
  COLUMN_KNOWN, /* its accuracy does not say that it is nowhere */
  COLUMN_UID,
  COLUMN_PLACE,
  COLUMN_MORE,
};

static gboolean
has_place (const Search *search, YunStmt *stmt)
{
  gsize               n;
  const guint8       *blob = yun_stmt_blob (stmt, COLUMN_PLACE, &n);
  g_autoptr (YunGeom) shape = NULL;

  if (blob == NULL || yun_stmt_int (stmt, COLUMN_KNOWN) == 0)
    return FALSE;
  shape = yun_wkb_read_blob (blob, n, NULL, NULL);
  return shape != NULL && (!search->area || yun_geom_get_kind (shape) == YUN_GEOM_POLYGON);
}

/* Takes in a row that matches exactly. */
static void
add_exact (YunDb *db, Search *search, YunStmt *stmt, const YunEntity *entity)
{
  const char *uid = yun_stmt_text (stmt, COLUMN_UID);
  const char *label;

  search->found = TRUE;
  if (!has_place (search, stmt))
    return;
  label = yun_links_get_label (yun_db_get_links (db), entity, uid, -1);
  g_ptr_array_add (search->twins, g_strdup_printf ("%s  %s", uid, label != NULL ? label : ""));
  if (search->exact.entity == NULL)
    search->exact = (Found){ entity, yun_stmt_int (stmt, COLUMN_ID) };
}

/* The rows for which @condition on @value, and on its @key, holds. */
static gboolean
find_by (YunDb           *db,
         Search          *search,
         const YunEntity *entity,
         const char      *condition,
         const char      *value,
         const char      *key,
         GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT " COLUMNS ", %s FROM %s t WHERE %s ORDER BY id",
                                          yun_table_get (entity)->place, entity->id, condition);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, value);
  if (key != NULL)
    yun_stmt_bind_text (stmt, 2, key);
  while ((rc = yun_stmt_step (stmt, error)) == 1 && search->twins->len < MAX_TWINS)
    add_exact (db, search, stmt, entity);
  return rc >= 0;
}

/* By name, else by what else names a record, the word as it was written. */
static gboolean
find_exact (YunDb *db, Search *search, const YunEntity *entity, const char *word, GError **error)
{
  g_autofree char      *key = yun_text_dup_sort_key (word);
  g_autoptr (GPtrArray) keys = yun_entity_list_fields (entity, entity->portrait->keys);

  if (!find_by (db, search, entity, YUN_TABLE_CALLED ("t"), word, key, error))
    return FALSE;
  for (guint i = 0; search->exact.entity == NULL && i < keys->len; i++)
    {
      const YunField  *field = keys->pdata[i];
      g_autofree char *condition = g_strdup_printf ("\"%s\"=?1", field->column);

      if (!find_by (db, search, entity, condition, word, NULL, error))
        return FALSE;
      /* A word of a vocabulary is no name: "core" is the first of the zone core. */
      if (field->values != NULL)
        g_ptr_array_set_size (search->twins, MIN (1, (int) search->twins->len));
    }
  return TRUE;
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
  g_autofree char *sql =
    g_strdup_printf ("SELECT " COLUMNS ", %s, %s FROM %s t WHERE instr(search, ?)>0 ORDER BY id",
                     yun_table_get (entity)->place, list, entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, search->word);
  while ((rc = yun_stmt_step (stmt, error)) == 1 && search->twins->len < MAX_TWINS)
    {
      const char      *names = yun_stmt_text (stmt, COLUMN_MORE);
      const char      *item;
      gsize            length;
      g_autofree char *plain = yun_text_normalise (names);

      if (names == NULL || strstr (plain, search->word) == NULL)
        continue;
      if (yun_text_has_item (names, search->word))
        {
          add_exact (db, search, stmt, entity);
          continue;
        }
      search->n_parts++;
      if (search->part.entity == NULL && has_place (search, stmt))
        search->part = (Found){ entity, yun_stmt_int (stmt, COLUMN_ID) };
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

/* TRUE with the place added, FALSE with or without an error. */
static gboolean
add_place (YunDb *db, const Search *search, const Found *found, YunPlaces *places, GError **error)
{
  g_autofree char    *columns = yun_places_dup_columns (found->entity);
  g_autofree char    *sql = g_strdup_printf ("SELECT %s FROM %s t WHERE t.id=%" G_GINT64_FORMAT,
                                             columns, found->entity->id, found->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  return stmt != NULL && yun_stmt_step (stmt, error) == 1 &&
         yun_places_add_row (places, stmt, 0, search->area);
}

static gboolean
take_found (YunDb *db, Search *search, const char *word, YunPlaces *places, GError **error)
{
  const Found *found = !search->found && search->n_parts == 1 ? &search->part : &search->exact;
  GError      *failure = NULL;

  if (search->twins->len > 1)
    {
      set_twins_error (search, word, error);
      return FALSE;
    }
  if (found->entity != NULL && add_place (db, search, found, places, &failure))
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    {
      /* It may be loose, in a town that has no outline. */
      search->found = search->found || found->entity != NULL;
      set_place_error (search, word, error);
    }
  return FALSE;
}

/* ---- What the base map names --------------------------------------------------------- */

/* Two roads can meet twice: near one of them is near. FALSE: nothing is called so. */
static gboolean
add_named (const char *word, YunPlaces *places)
{
  g_autoptr (GPtrArray) found = yun_gazetteer_find (word);

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (
      places->exact,
      yun_geom_ref (((const YunGazetteerPlace *) g_ptr_array_index (found, i))->shape));
  return found->len > 0;
}

/* What of the base map fits the word, to be suggested. */
static void
suggest_named (Search *search)
{
  g_autoptr (GArray) found = yun_gazetteer_search (search->word, MAX_SUGGESTIONS);

  for (guint i = 0; i < found->len && search->names->len < MAX_SUGGESTIONS; i++)
    g_ptr_array_add (search->names,
                     g_strdup (g_array_index (found, YunGazetteerMatch, i).place->name));
}

gboolean
yun_place_find (YunDb *db, const char *word, gboolean area, YunPlaces *places, GError **error)
{
  g_autofree char        *plain = yun_text_normalise (word);
  const YunEntity *const *kinds = yun_entity_list_in (YUN_ORDER_PLACE, NULL);
  Search                  search = { .word = plain, .area = area };
  YunCoordinate           typed;
  gboolean                ok = TRUE;

  if (!area && yun_coordinate_parse (word, &typed, NULL) && typed.system == YUN_COORDINATE_LONLAT)
    {
      g_ptr_array_add (places->exact, yun_geom_new_point (typed.x, typed.y));
      return TRUE;
    }
  search.names = g_ptr_array_new_with_free_func (g_free);
  search.twins = g_ptr_array_new_with_free_func (g_free);
  for (guint kind = 0; ok && search.exact.entity == NULL && kinds[kind] != NULL; kind++)
    ok = find_exact (db, &search, kinds[kind], word, error);
  /* a record by its very name comes before the map, the map before a part of a record's name */
  search.named = ok && !area && !search.found && add_named (word, places);
  if (!search.found && !search.named && *plain != '\0')
    for (guint kind = 0; ok && search.exact.entity == NULL && kinds[kind] != NULL; kind++)
      ok = find_similar (db, &search, kinds[kind], error);
  if (ok && search.exact.entity == NULL && !search.found && !search.named && search.n_parts == 0)
    {
      if (!area)
        suggest_named (&search);
      ok = suggest_sound (db, &search, error) &&
           (search.names->len > 0 || suggest (db, &search, error));
    }
  ok = ok && (search.named || take_found (db, &search, word, places, error));
  g_ptr_array_unref (search.names);
  g_ptr_array_unref (search.twins);
  return ok;
}
