/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-related.h"

#include "yun-links.h"
#include "yun-measure.h"
#include "yun-place.h"
#include "yun-query.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>

/* What the clauses of a filter lead to. */

/* More places than this make no question that a person would ask. */
#define MAX_PLACES 200000

/* A question with the questions in it. */
typedef struct
{
  YunDb *db;
  /* (owned) (nullable): yun_places_read_towns(), once a clause asks for places */
  GHashTable *towns;
} Question;

static GHashTable *find_all (Question *self, YunFilter *filter, GError **error);

char *
yun_related_dup_key (const YunClause *clause)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%d %s ", clause->kind, clause->field != NULL ? clause->field : "");
  if (clause->kind == YUN_CLAUSE_NEAR)
    g_string_append_printf (key, "%c%.17g ", clause->beyond ? '>' : '<', clause->distance_m);
  else if (clause->kind == YUN_CLAUSE_IN)
    g_string_append_printf (key, "%d ", clause->way);
  if (clause->sub != NULL)
    {
      g_autofree char *text = yun_filter_print (clause->sub);

      g_string_append (key, text);
    }
  else if (clause->area != NULL)
    {
      guint           n;
      const YunPoint *ring = yun_geom_get_ring (clause->area, 0, 0, &n);

      for (guint i = 0; i < n; i++)
        g_string_append_printf (key, "%.8f %.8f,", ring[i].x, ring[i].y);
    }
  else if (clause->values != NULL)
    {
      for (char **value = clause->values; *value != NULL; value++)
        g_string_append_printf (key, "%s\n", *value);
    }
  else
    {
      g_string_append (key, clause->text);
    }
  return g_string_free (key, FALSE);
}

/* ---- Places ------------------------------------------------------------------ */

static YunPlaces *
make_places (Question *self, GError **error)
{
  if (self->towns == NULL)
    self->towns = yun_places_read_towns (self->db, error);
  return self->towns != NULL ? yun_places_new (self->towns) : NULL;
}

/* Where the records are that @filter shows of @entity. */
static gboolean
add_places (YunDb           *db,
            YunFilter       *filter,
            const YunEntity *entity,
            GHashTable      *related,
            gboolean         areas,
            YunPlaces       *out,
            GError         **error)
{
  g_autofree char *columns = yun_places_dup_columns (entity);
  g_autofree char *head = g_strdup_printf ("SELECT %s FROM %s t", columns, entity->id);
  g_autofree char *tail =
    g_strdup_printf (" AND %s NOTNULL AND t.accuracy IS NOT 'none'", yun_table_get (entity)->place);
  g_autoptr (YunQuery) query = yun_query_new (entity, filter, related);
  g_autoptr (YunStmt)  stmt = NULL;
  int                  rc;

  stmt = yun_query_prepare (query, db, head, tail, error);
  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (yun_places_add_row (out, stmt, 0, areas) && out->exact->len > MAX_PLACES)
      {
        g_autofree char *text = yun_filter_print (filter);

        g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE,
                     _ ("“%s” shows more than %d places: ask for fewer."), text, MAX_PLACES);
        return FALSE;
      }
  return rc >= 0;
}

static YunRelated *
find_shapes (Question *self, const YunClause *clause, GError **error)
{
  const YunEntity *const *kinds = yun_entity_list_in (YUN_ORDER_PLACE, NULL);
  const YunEntity        *only = yun_filter_get_entity (clause->sub);
  g_autoptr (GHashTable)  related = find_all (self, clause->sub, error);
  g_autoptr (YunPlaces)   places = related != NULL ? make_places (self, error) : NULL;

  if (places == NULL)
    return NULL;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      const YunEntity *entity = kinds[i];

      /* What covers everything is near and around everything. */
      if ((only == NULL && (entity->portrait->traits & YUN_PORTRAIT_COVERS) != 0) ||
          !yun_filter_may_match (clause->sub, entity))
        continue;
      if (!add_places (self->db, clause->sub, entity, related, clause->kind == YUN_CLAUSE_IN,
                       places, error))
        return NULL;
    }
  return yun_related_new_places (clause, g_steal_pointer (&places));
}

static YunRelated *
find_named (Question *self, const YunClause *clause, GError **error)
{
  g_autoptr (YunPlaces) places = make_places (self, error);

  if (places == NULL)
    return NULL;
  if (clause->area != NULL)
    g_ptr_array_add (places->exact, yun_geom_ref (clause->area));
  else if (clause->kind == YUN_CLAUSE_NEAR)
    {
      if (!yun_place_find (self->db, clause->text, FALSE, places, error))
        return NULL;
    }
  else
    for (char **value = clause->values; *value != NULL; value++)
      if (!yun_place_find (self->db, *value, TRUE, places, error))
        return NULL;
  return yun_related_new_places (clause, g_steal_pointer (&places));
}

/* ---- Names --------------------------------------------------------------------- */

const char *
yun_related_get_key_column (const YunEntity *entity)
{
  return strcmp (entity->id, "zone") == 0 ? "code" : "uid";
}

static gboolean
add_items (YunDb           *db,
           YunFilter       *filter,
           const YunEntity *entity,
           const char      *column,
           GHashTable      *related,
           GHashTable      *out,
           GError         **error)
{
  g_autofree char *head =
    g_strdup_printf ("SELECT DISTINCT t.\"%s\" FROM %s t", column, entity->id);
  g_autoptr (YunQuery) query = yun_query_new (entity, filter, related);
  g_autoptr (YunStmt)  stmt = yun_query_prepare (query, db, head, "", error);
  int                  rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char *item;
      gsize       length;

      for (const char *next = yun_stmt_text (stmt, 0);
           (next = yun_text_next_item (next, &item, &length)) != NULL;)
        g_hash_table_add (out, g_strndup (item, length));
    }
  return rc >= 0;
}

static YunRelated *
find_whose (Question *self, const YunClause *clause, GError **error)
{
  const YunEntity       *target = yun_filter_get_entity (clause->sub);
  g_autoptr (GHashTable) related = find_all (self, clause->sub, error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (related == NULL || !add_items (self->db, clause->sub, target,
                                     yun_related_get_key_column (target), related, names, error))
    return NULL;
  return yun_related_new_names (g_steal_pointer (&names));
}

/* A HAS clause means another set of names on each entity it is asked of: each name goes in with
 * the entity it is a name of. */
static YunRelated *
find_has (Question *self, const YunClause *clause, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GHashTable)  related = find_all (self, clause->sub, error);
  g_autoptr (GHashTable)  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (related == NULL)
    return NULL;
  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      if (!yun_filter_may_match (clause->sub, entities[e]))
        continue;
      for (guint i = 0; fields[i] != NULL; i++)
        {
          const YunEntity       *target = yun_field_get_target (fields[i]);
          g_autoptr (GHashTable) found =
            g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          GHashTableIter iter;
          gpointer       name;

          if (target == NULL)
            continue;
          if (!add_items (self->db, clause->sub, entities[e], fields[i]->column, related, found,
                          error))
            return NULL;
          g_hash_table_iter_init (&iter, found);
          while (g_hash_table_iter_next (&iter, &name, NULL))
            g_hash_table_add (names, g_strconcat (target->id, "/", name, NULL));
        }
    }
  return yun_related_new_names (g_steal_pointer (&names));
}

/* ---- Links asked for by name ------------------------------------------------------ */

/* Whether a row holds @text in the place of a uid: a name that never became a record. */
static gboolean
is_held (YunDb *db, const char *field_id, const char *text, gboolean *held, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  *held = FALSE;
  for (guint i = 0; i < n && !*held; i++)
    {
      const YunField     *field = yun_entity_get_field (entities[i], field_id);
      g_autofree char    *sql = NULL;
      g_autoptr (YunStmt) stmt = NULL;
      int                 rc;

      if (field == NULL || !yun_field_is_link (field))
        continue;
      sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE yun_has_item(\"%s\", ?) LIMIT 1",
                             entities[i]->id, field->column);
      stmt = yun_db_prepare (db, sql, error);
      if (stmt == NULL)
        return FALSE;
      yun_stmt_bind_text (stmt, 1, text);
      if ((rc = yun_stmt_step (stmt, error)) < 0)
        return FALSE;
      *held = rc == 1;
    }
  return TRUE;
}

static void
fail_name (YunDb *db, const YunField *field, const char *text, GError **error)
{
  g_autofree char *near =
    yun_links_dup_near (yun_db_get_links (db), yun_field_get_target (field), text);

  if (*near != '\0')
    g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_NAME,
                 /* Translators: a name, a field, then names that come near */
                 _ ("“%s” is no value of “%s”. Did you mean: %s?"), text,
                 yun_field_get_label (field), near);
  else
    g_set_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_NAME, _ ("“%s” is no value of “%s”"),
                 text, yun_field_get_label (field));
}

/* What is searched by its words is found by part of a name too: the items of all rows whose label
 * contains @text. */
static gboolean
add_containing (
  YunDb *db, const char *field_id, const char *text, GHashTable *names, GError **error)
{
  g_autofree char        *word = yun_text_normalise (text);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField        *field = yun_entity_get_field (entities[i], field_id);
      g_autoptr (YunFilter)  all = yun_filter_new (entities[i]);
      g_autoptr (GHashTable) items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GHashTableIter         iter;
      gpointer               item;

      if (field == NULL || !yun_field_is_link (field))
        continue;
      if (!add_items (db, all, entities[i], field->column, NULL, items, error))
        return FALSE;
      g_hash_table_iter_init (&iter, items);
      while (g_hash_table_iter_next (&iter, &item, NULL))
        {
          const char *label =
            yun_links_get_label (yun_db_get_links (db), yun_field_get_target (field), item, -1);
          g_autofree char *normal = yun_text_normalise (label != NULL ? label : item);

          if (strstr (normal, word) != NULL)
            g_hash_table_add (names, g_strdup (item));
        }
    }
  return TRUE;
}

static YunRelated *
find_linked (YunDb *db, const YunClause *clause, GError **error)
{
  const YunField        *field = yun_clause_get_link (clause);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (char **value = clause->values; *value != NULL; value++)
    {
      GPtrArray *uids =
        yun_links_list_named (yun_db_get_links (db), yun_field_get_target (field), *value);
      gboolean held = FALSE;

      for (guint i = 0; i < uids->len; i++)
        g_hash_table_add (names, g_strdup (uids->pdata[i]));
      g_hash_table_add (names, g_strdup (*value));
      if ((field->flags & YUN_FIELD_SEARCH) != 0 &&
          !add_containing (db, clause->field, *value, names, error))
        return NULL;
      if (uids->len > 0 || (field->flags & YUN_FIELD_SEARCH) != 0)
        continue;
      if (!is_held (db, clause->field, *value, &held, error))
        return NULL;
      if (!held)
        {
          fail_name (db, field, *value, error);
          return NULL;
        }
    }
  return yun_related_new_names (g_steal_pointer (&names));
}

/* ---- All ----------------------------------------------------------------------- */

static YunRelated *
find_related (Question *self, const YunClause *clause, GError **error)
{
  switch (clause->kind)
    {
    case YUN_CLAUSE_NEAR:
    case YUN_CLAUSE_IN:
      return clause->sub != NULL ? find_shapes (self, clause, error)
                                 : find_named (self, clause, error);
    case YUN_CLAUSE_WHOSE:
      return find_whose (self, clause, error);
    case YUN_CLAUSE_HAS:
      return find_has (self, clause, error);
    case YUN_CLAUSE_VALUES:
      return find_linked (self->db, clause, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
leads_elsewhere (const YunClause *clause)
{
  return clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN ||
         clause->kind == YUN_CLAUSE_WHOSE || clause->kind == YUN_CLAUSE_HAS ||
         yun_clause_get_link (clause) != NULL;
}

static GHashTable *
find_all (Question *self, YunFilter *filter, GError **error)
{
  g_autoptr (GHashTable) all =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) yun_related_unref);

  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);
      g_autofree char *key = NULL;
      YunRelated      *related;

      if (!leads_elsewhere (clause))
        continue;
      key = yun_related_dup_key (clause);
      if (g_hash_table_contains (all, key))
        continue;
      related = find_related (self, clause, error);
      if (related == NULL)
        return NULL;
      g_hash_table_insert (all, g_steal_pointer (&key), related);
    }
  return g_steal_pointer (&all);
}

GHashTable *
yun_related_find_all (YunDb *db, YunFilter *filter, GError **error)
{
  Question    question = { .db = db };
  GHashTable *all = find_all (&question, filter, error);

  g_clear_pointer (&question.towns, g_hash_table_unref);
  return all;
}
