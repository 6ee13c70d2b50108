/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-finder.h"

#include "yun-columns-load.h"
#include "yun-finder-near.h"
#include "yun-links.h"
#include "yun-query.h"
#include "yun-related.h"
#include "yun-rule.h"
#include "yun-text.h"

/* Clauses kept for each entity. */
#define MAX_CLAUSES 64

struct _YunFinder
{
  guint        n_entities;
  YunColumns **columns; /* (owned): by yun_entity_get_index(), each (owned) */
  GHashTable *
    *clauses; /* (owned): beside them: a day and the text of a clause → guint64 * (owned) */
  YunLogStamp stamp;
};

static YunFinder *
finder_new (void)
{
  YunFinder *self = g_new0 (YunFinder, 1);

  yun_entity_list (&self->n_entities);
  self->columns = g_new0 (YunColumns *, self->n_entities);
  self->clauses = g_new0 (GHashTable *, self->n_entities);
  return self;
}

YunFinder *
yun_finder_load (YunDb *db, GError **error)
{
  g_autoptr (YunFinder)   self = finder_new ();
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if (!yun_log_get_stamp (db, &self->stamp, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      self->columns[i] = yun_columns_load_rows (db, entities[i], NULL, 0, error);
      if (self->columns[i] == NULL || !yun_finder_load_names (db, self->columns[i], error))
        return NULL;
      self->clauses[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    }
  return g_steal_pointer (&self);
}

gboolean
yun_finder_write (YunFinder *self, YunPackWriter *writer)
{
  guint n;

  yun_entity_list (&n);
  yun_pack_writer_add_copy (writer, "stamp", &self->stamp, sizeof self->stamp);
  for (guint i = 0; i < n; i++)
    if (!yun_columns_write (self->columns[i], writer))
      return FALSE;
  return TRUE;
}

YunFinder *
yun_finder_read (YunPack *pack)
{
  g_autoptr (YunFinder)   self = finder_new ();
  gsize                   n_stamps;
  const YunLogStamp      *stamp = yun_pack_get (pack, "stamp", sizeof *stamp, &n_stamps);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if (stamp == NULL || n_stamps != 1)
    return NULL;
  self->stamp = *stamp;
  for (guint i = 0; i < n; i++)
    {
      self->columns[i] = yun_columns_read (entities[i], pack);
      if (self->columns[i] == NULL)
        return NULL;
      self->clauses[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    }
  return g_steal_pointer (&self);
}

void
yun_finder_free (YunFinder *self)
{
  for (guint i = 0; i < self->n_entities; i++)
    {
      g_clear_pointer (&self->columns[i], yun_columns_unref);
      g_clear_pointer (&self->clauses[i], g_hash_table_unref);
    }
  g_free (self->columns);
  g_free (self->clauses);
  g_free (self);
}

const YunLogStamp *
yun_finder_get_stamp (const YunFinder *self)
{
  return &self->stamp;
}

YunColumns *
yun_finder_get_columns (YunFinder *self, const YunEntity *entity)
{
  return self->columns[yun_entity_get_index (entity)];
}

gsize
yun_finder_get_size (YunFinder *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->n_entities; i++)
    size += self->columns[i] != NULL ? yun_columns_get_size (self->columns[i]) : 0;
  return size;
}

/* ---- After a commit ---------------------------------------------------------------- */

static gboolean
has_links (const YunEntity *entity)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]))
      return TRUE;
  return FALSE;
}

/* Whether one of the rows is of an entity that links lead to. */
static gboolean
touches_targets (GArray *rows)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  YunEntityBits           touched = 0;

  for (guint i = 0; i < rows->len; i++)
    touched |= yun_entity_get_bit (entities[g_array_index (rows, YunChangeRow, i).entity]);
  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if (yun_field_is_link (fields[i]) &&
            (touched & yun_entity_get_bit (yun_field_get_target (fields[i]))) != 0)
          return TRUE;
    }
  return FALSE;
}

gboolean
yun_finder_patch (
  YunFinder *self, YunDb *db, GArray *rows, const YunLogStamp *stamp, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  gboolean                renamed = touches_targets (rows);
  static const gint64     none = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray)     ids = yun_change_rows_list_ids (rows, i);
      g_autoptr (YunColumns) changed = NULL;
      g_autoptr (YunColumns) old = NULL;
      YunColumns            *patched;
      const gint64          *touched;

      /* What is near a place may have changed with the place. */
      g_hash_table_remove_all (self->clauses[i]);
      /* What a link leads to may be called otherwise, and an order by it be another. */
      if (ids->len == 0 && !(renamed && has_links (entities[i])))
        continue;
      touched = ids->len > 0 ? (const gint64 *) ids->data : &none;
      changed = yun_columns_load_rows (db, entities[i], touched, ids->len, error);
      if (changed == NULL)
        return FALSE;
      patched = yun_columns_patch (self->columns[i], touched, ids->len, changed);
      old = self->columns[i];
      self->columns[i] = patched;
      if (!yun_finder_patch_names (db, old, patched, touched, ids->len, error))
        return FALSE;
    }
  self->stamp = *stamp;
  return TRUE;
}

/* ---- Clauses ----------------------------------------------------------------------- */

/* The rows of a clause by the database; @exact: as yun_query_new_exact() has them. */
static gboolean
ask_database (YunDb            *db,
              const YunColumns *columns,
              YunFilter        *clause,
              GHashTable       *places,
              gboolean          exact,
              guint64          *bits,
              GError          **error)
{
  const YunEntity     *entity = yun_columns_get_entity (columns);
  g_autofree char     *head = g_strdup_printf ("SELECT t.id FROM %s t", entity->id);
  g_autoptr (YunQuery) query =
    exact ? yun_query_new_exact (entity, clause, places) : yun_query_new (entity, clause, places);
  g_autoptr (YunStmt) stmt = yun_query_prepare (query, db, head, "", error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  memset (bits, 0, yun_bits_n_words (yun_columns_get_n_rows (columns)) * sizeof *bits);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      guint row;

      if (yun_columns_find_row (columns, yun_stmt_int (stmt, 0), &row))
        yun_bits_set (bits, row);
    }
  return rc == 0;
}

static gboolean
has_any_cb (const char *text, gpointer user_data)
{
  return yun_related_has_any (user_data, text);
}

/* What is unknown is asked for beside the values. */
static void
add_unknown (const YunColumns *columns, const YunClause *clause, guint64 *bits)
{
  guint               n = yun_columns_get_n_rows (columns);
  g_autofree guint64 *unknown = yun_bits_new (n);
  YunClause           only = { .kind = YUN_CLAUSE_UNKNOWN, .field = clause->field };

  yun_columns_match (columns, &only, unknown);
  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    bits[i] |= unknown[i];
}

typedef struct
{
  YunLinks        *links;
  const YunEntity *target;
  const char      *word; /* normalised */
} WordArgs;

static gboolean
has_word_cb (const char *text, gpointer user_data)
{
  WordArgs *args = user_data;

  return yun_links_has_word (args->links, args->target, text, args->word);
}

/* Adds the rows whose links lead to something that is called @clause's word; FALSE when the columns
 * cannot tell. */
static gboolean
add_linked_words (YunDb *db, const YunColumns *columns, const YunClause *clause, guint64 *bits)
{
  const YunField *const *fields = yun_entity_get_fields (yun_columns_get_entity (columns), NULL);
  guint                  n = yun_columns_get_n_rows (columns);
  g_autofree char       *word = yun_text_normalise (clause->text);
  g_autofree guint64    *found = yun_bits_new (n);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      WordArgs args = { yun_db_get_links (db), NULL, word };

      if (!yun_field_is_link (fields[i]) || (fields[i]->flags & YUN_FIELD_SEARCH) == 0)
        continue;
      args.target = yun_field_get_target (fields[i]);
      if (!yun_columns_match_texts (columns, fields[i], has_word_cb, &args, found))
        return FALSE;
      for (gsize k = 0; k < yun_bits_n_words (n); k++)
        bits[k] |= found[k];
    }
  return TRUE;
}

/* The rows of the clause of @only, that leads to other records; *done FALSE when the columns cannot
 * tell. */
static gboolean
find_related (YunDb            *db,
              const YunColumns *columns,
              YunFilter        *only,
              GHashTable       *places,
              guint64          *bits,
              gboolean         *done,
              GError          **error)
{
  const YunClause *clause = yun_filter_get_clause (only, 0);
  g_autofree char *key = yun_related_dup_key (clause);
  YunRelated      *related = g_hash_table_lookup (places, key);
  const YunField  *field;

  if (related == NULL)
    return TRUE;
  if (clause->kind == YUN_CLAUSE_WHOSE || clause->kind == YUN_CLAUSE_VALUES)
    {
      field = yun_entity_get_field (yun_columns_get_entity (columns), clause->field);
      *done = field != NULL && yun_columns_match_texts (columns, field, has_any_cb, related, bits);
      if (*done && clause->or_unknown)
        add_unknown (columns, clause, bits);
      return TRUE;
    }
  if (clause->kind == YUN_CLAUSE_HAS)
    return TRUE;
  if (clause->kind == YUN_CLAUSE_NEAR &&
      !yun_finder_find_near (db, columns, clause, related, bits, done, error))
    return FALSE;
  if (*done || clause->beyond)
    return TRUE;
  /* The R*Tree finds those that have a place, the columns the others. */
  if (!ask_database (db, columns, only, places, TRUE, bits, error))
    return FALSE;
  *done = yun_finder_add_loose (columns, clause, related, bits);
  return TRUE;
}

/* (transfer none) (nullable): the rows of clause @i. What is asked of today is remembered of that
 * day. */
static guint64 *
find_clause (YunFinder  *self,
             YunDb      *db,
             guint       entity,
             YunFilter  *filter,
             guint       i,
             GHashTable *places,
             GError    **error)
{
  YunColumns           *columns = self->columns[entity];
  const YunClause      *clause = yun_filter_get_clause (filter, i);
  g_autoptr (YunFilter) only = yun_filter_only_clause (filter, i);
  g_autofree char      *text = yun_filter_print (only);
  g_autofree char      *today = yun_rule_get_today ();
  g_autofree char      *key = g_strdup_printf ("%s %s", today, text);
  g_autofree guint64   *bits = NULL;
  guint64              *known = g_hash_table_lookup (self->clauses[entity], key);
  gboolean              done = FALSE;

  if (known != NULL)
    return known;
  bits = yun_bits_new (yun_columns_get_n_rows (columns));
  if (clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN ||
      clause->kind == YUN_CLAUSE_WHOSE || yun_clause_get_link (clause) != NULL)
    {
      if (!find_related (db, columns, only, places, bits, &done, error))
        return NULL;
    }
  else
    done = yun_columns_match (columns, clause, bits) &&
           (clause->kind != YUN_CLAUSE_TEXT || add_linked_words (db, columns, clause, bits));
  if (!done && !ask_database (db, columns, only, places, FALSE, bits, error))
    return NULL;
  known = g_steal_pointer (&bits);
  g_hash_table_insert (self->clauses[entity], g_steal_pointer (&key), known);
  return known;
}

gboolean
yun_finder_find (YunFinder       *self,
                 YunDb           *db,
                 const YunEntity *entity,
                 YunFilter       *filter,
                 GHashTable      *places,
                 YunFound        *found,
                 GError         **error)
{
  guint            index = yun_entity_get_index (entity);
  const YunEntity *only = yun_filter_get_entity (filter);
  guint            n = yun_filter_get_n_clauses (filter);

  *found = (YunFound){ .columns = self->columns[index], .filter = filter };
  if (only != NULL && only != entity)
    return TRUE;
  if (g_hash_table_size (self->clauses[index]) + n > MAX_CLAUSES)
    g_hash_table_remove_all (self->clauses[index]);
  found->clauses = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      guint64 *bits = find_clause (self, db, index, filter, i, places, error);

      if (bits == NULL)
        {
          yun_found_clear (found);
          return FALSE;
        }
      g_ptr_array_add (found->clauses, bits);
    }
  return TRUE;
}

void
yun_found_clear (YunFound *self)
{
  g_clear_pointer (&self->clauses, g_ptr_array_unref);
}

guint64 *
yun_found_dup_rows (const YunFound *self, const char *except)
{
  guint    n = yun_columns_get_n_rows (self->columns);
  guint64 *bits = yun_bits_new (n);

  if (self->clauses == NULL)
    return bits;
  yun_bits_fill (bits, n);
  for (guint i = 0; i < self->clauses->len; i++)
    {
      const YunClause *clause = yun_filter_get_clause (self->filter, i);

      if (except == NULL || g_strcmp0 (clause->field, except) != 0)
        yun_bits_and (bits, g_ptr_array_index (self->clauses, i), clause->negated, n);
    }
  return bits;
}

/* ---- Orders ------------------------------------------------------------------------ */

typedef struct
{
  YunLinks        *links;
  const YunEntity *target;
} KeyArgs;

static const char *
link_key_cb (const char *value, gpointer user_data)
{
  KeyArgs *args = user_data;

  return yun_links_get_key (args->links, args->target, value);
}

gboolean
yun_finder_ensure_order (YunFinder       *self,
                         YunDb           *db,
                         const YunEntity *entity,
                         const YunField  *sort,
                         gboolean         descending,
                         GError         **error)
{
  YunColumns         *columns = yun_finder_get_columns (self, entity);
  guint               n = yun_columns_get_n_rows (columns), at = 0, row;
  g_autoptr (GString) sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  g_autofree guint32 *rows = NULL;
  int                 rc;

  if (sort != NULL && yun_field_is_link (sort))
    {
      KeyArgs args = { yun_db_get_links (db), yun_field_get_target (sort) };

      yun_columns_make_link_order (columns, sort, descending, link_key_cb, &args);
    }
  if (yun_columns_get_order (columns, sort, descending, NULL) != NULL)
    return TRUE;
  sql = g_string_new (NULL);
  g_string_printf (sql, "SELECT t.id FROM %s t", entity->id);
  yun_query_append_order (sql, sort, descending);
  stmt = yun_db_prepare (db, sql->str, error);
  if (stmt == NULL)
    return FALSE;
  rows = g_new (guint32, n + 1);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (at < n && yun_columns_find_row (columns, yun_stmt_int (stmt, 0), &row))
      rows[at++] = row;
  if (rc < 0)
    return FALSE;
  g_assert (at == n);
  yun_columns_take_order (columns, sort, descending, g_steal_pointer (&rows), n);
  return TRUE;
}
