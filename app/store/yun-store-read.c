/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-functions.h"
#include "yun-log.h"
#include "yun-related.h"
#include "yun-query.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-undo.h"

#include <glib/gi18n-lib.h>

/* ---- One record ------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  gint64           id;
  YunRecord       *record; /* (owned) (nullable): the result */
} GetArgs;

static gboolean
get_cb (YunDb *db, gpointer user_data, GError **error)
{
  GetArgs            *args = user_data;
  const YunTable     *table = yun_table_get (args->entity);
  g_autofree char    *word = g_strdup_printf ("%" G_GINT64_FORMAT, args->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, table->select_row, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, args->id);
  if ((rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 1)
    args->record = yun_table_load (table, stmt, TRUE);
  else
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                 /* Translators: a kind of record ("Plots") and what was looked for */
                 _ ("%s: there is no “%s”."), yun_entity_get_label (args->entity), word);
  return rc == 1;
}

YunRecord *
yun_store_get_sync (YunStore *self, const YunEntity *entity, gint64 id, GError **error)
{
  static const YunWork work = { YUN_LANE_LIST, get_cb };
  GetArgs              args = { .entity = entity, .id = id };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL, NULL);

  return yun_store_run (self, &work, &args, NULL, error) ? args.record : NULL;
}

/* ---- Lists of ids -------------------------------------------------------------------- */

typedef struct
{
  YunStore        *store; /* (unowned): it runs the work */
  const YunEntity *entity;
  YunFilter       *filter; /* (owned) */
  const YunField  *sort;
  gboolean         descending;
  GArray          *ids; /* (owned) (nullable): the result */
} ListArgs;

/* Below one row in so many, sorting those alone is less work than ordering all for the first time.
 */
#define FEW 8

/* From memory; .ids stays NULL when the order is not known there and not worth making. */
static gboolean
find_list (YunFinder *finder, YunDb *db, ListArgs *args, GHashTable *places, GError **error)
{
  g_auto (YunFound)   found = { NULL };
  g_autofree guint64 *rows = NULL;
  guint               n;

  if (!yun_finder_find (finder, db, args->entity, args->filter, places, &found, error))
    return FALSE;
  rows = yun_found_dup_rows (&found, NULL);
  n = yun_columns_get_n_rows (found.columns);
  args->ids = yun_columns_list_sorted (found.columns, args->sort, args->descending, rows);
  if (args->ids != NULL || yun_bits_count (rows, n) < n / FEW)
    return TRUE;
  if (!yun_finder_ensure_order (finder, db, args->entity, args->sort, args->descending, error))
    return FALSE;
  args->ids = yun_columns_list_sorted (found.columns, args->sort, args->descending, rows);
  return TRUE;
}

static gboolean
list_cb (YunDb *db, gpointer user_data, GError **error)
{
  ListArgs              *args = user_data;
  g_autofree char       *head = g_strdup_printf ("SELECT t.id FROM %s t", args->entity->id);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (YunStmt)    stmt = NULL;
  g_autoptr (GString)    tail = g_string_new (NULL);
  g_autoptr (GArray)     ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  YunFinder             *finder = yun_store_get_finder (args->store, db);
  int                    rc;

  if (places == NULL || (finder != NULL && !find_list (finder, db, args, places, error)))
    return FALSE;
  if (args->ids != NULL)
    return TRUE;
  query = yun_query_new (args->entity, args->filter, places);
  yun_query_append_order (tail, args->sort, args->descending);
  stmt = yun_query_prepare (query, db, head, tail->str, error);
  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 id = yun_stmt_int (stmt, 0);

      g_array_append_val (ids, id);
    }
  if (rc < 0)
    return FALSE;
  args->ids = g_steal_pointer (&ids);
  return TRUE;
}

GArray *
yun_store_find_ids (
  YunStore *self, YunDb *db, const YunEntity *entity, YunFilter *filter, GError **error)
{
  ListArgs args = { self, entity, filter, NULL, FALSE, NULL };

  return list_cb (db, &args, error) ? args.ids : NULL;
}

static const YunWork list_work = { YUN_LANE_LIST, list_cb };

GArray *
yun_store_list_ids_sync (YunStore        *self,
                         const YunEntity *entity,
                         YunFilter       *filter,
                         const YunField  *sort,
                         gboolean         descending,
                         GCancellable    *cancellable,
                         GError         **error)
{
  ListArgs args = { self, entity, filter, sort, descending, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, NULL);

  return yun_store_run (self, &list_work, &args, cancellable, error) ? args.ids : NULL;
}

static void
free_list_args (gpointer data)
{
  ListArgs *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->ids, g_array_unref);
  g_free (args);
}

static gpointer
take_ids (gpointer data)
{
  return g_steal_pointer (&((ListArgs *) data)->ids);
}

void
yun_store_list_ids_async (YunStore           *self,
                          const YunEntity    *entity,
                          YunFilter          *filter,
                          const YunField     *sort,
                          gboolean            descending,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  ListArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL);

  args = g_new0 (ListArgs, 1);
  *args = (ListArgs){ self, entity, yun_filter_ref (filter), sort, descending, NULL };
  yun_store_start (self, &list_work, args, free_list_args, take_ids, (GDestroyNotify) g_array_unref,
                   cancellable, callback, user_data);
}

GArray *
yun_store_list_ids_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Records by id ---------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  gint64          *ids; /* (owned by async calls) */
  gsize            n_ids;
  gboolean         with_shapes;
  GPtrArray       *records; /* (owned) (nullable): the result */
} LoadArgs;

static void
unref_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

/* A record that is not there may be gone, or lie in a damaged page; @missing: how many. */
static gboolean
check_missing (YunDb *db, const YunEntity *entity, guint missing, GError **error)
{
  g_autofree char *check = g_strdup_printf ("integrity_check(\"%s\")", entity->id);

  return missing == 0 || yun_db_check (db, check, error);
}

static gboolean
load_cb (YunDb *db, gpointer user_data, GError **error)
{
  LoadArgs        *args = user_data;
  const YunTable  *table = yun_table_get (args->entity);
  g_autofree char *sql =
    g_strconcat (args->with_shapes ? table->select_places : table->select, "WHERE t.id=?", NULL);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (unref_record);
  guint                 missing = 0;

  if (stmt == NULL)
    return FALSE;
  for (gsize i = 0; i < args->n_ids; i++)
    {
      int rc;

      yun_stmt_bind_int (stmt, 1, args->ids[i]);
      if ((rc = yun_stmt_step (stmt, error)) < 0)
        return FALSE;
      missing += rc == 0;
      g_ptr_array_add (records, rc == 1 ? yun_table_load (table, stmt, args->with_shapes) : NULL);
      yun_stmt_reset (stmt);
    }
  if (!check_missing (db, args->entity, missing, error))
    return FALSE;
  args->records = g_steal_pointer (&records);
  return TRUE;
}

static const YunWork load_work = { YUN_LANE_LIST, load_cb };

GPtrArray *
yun_store_load_sync (YunStore        *self,
                     const YunEntity *entity,
                     const gint64    *ids,
                     gsize            n_ids,
                     gboolean         with_shapes,
                     GCancellable    *cancellable,
                     GError         **error)
{
  LoadArgs args = { entity, (gint64 *) ids, n_ids, with_shapes, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL, NULL);

  return yun_store_run (self, &load_work, &args, cancellable, error) ? args.records : NULL;
}

static void
free_load_args (gpointer data)
{
  LoadArgs *args = data;

  g_free (args->ids);
  g_clear_pointer (&args->records, g_ptr_array_unref);
  g_free (args);
}

static gpointer
take_records (gpointer data)
{
  return g_steal_pointer (&((LoadArgs *) data)->records);
}

void
yun_store_load_async (YunStore           *self,
                      const YunEntity    *entity,
                      const gint64       *ids,
                      gsize               n_ids,
                      gboolean            with_shapes,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  LoadArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL);

  args = g_new0 (LoadArgs, 1);
  *args = (LoadArgs){ entity, g_memdup2 (ids, n_ids * sizeof *ids), n_ids, with_shapes, NULL };
  yun_store_start (self, &load_work, args, free_load_args, take_records,
                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
yun_store_load_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
