/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-links.h"

#include "yun-links.h"
#include "yun-links-upgrade.h"
#include "yun-store-private.h"
#include "yun-text.h"

typedef struct
{
  const YunEntity *target;
  YunRecord       *record;     /* (owned) (nullable) */
  char            *text;       /* (owned) (nullable): a uid, or what was typed */
  YunUnresolved    unresolved; /* after a failure */
  guint            limit;      /* 0: none */
  GPtrArray       *list;       /* (owned) (nullable): the result */
} Args;

static Args *
args_new (const YunEntity *target, const char *text, guint limit)
{
  Args *args = g_new0 (Args, 1);

  args->target = target;
  args->text = g_strdup (text);
  args->limit = limit > 0 ? limit : G_MAXUINT;
  return args;
}

static void
free_args (gpointer data)
{
  Args *args = data;

  g_clear_object (&args->record);
  g_free (args->text);
  g_free (args->unresolved.name);
  g_clear_pointer (&args->list, g_ptr_array_unref);
  g_free (args);
}

static gpointer
take_list (gpointer data)
{
  return g_steal_pointer (&((Args *) data)->list);
}

/* Runs @work on @args and gives its list; frees @args. */
static GPtrArray *
run_list (
  YunStore *self, const YunWork *work, Args *args, GCancellable *cancellable, GError **error)
{
  GPtrArray *list = yun_store_run (self, work, args, cancellable, error) ? take_list (args) : NULL;

  free_args (args);
  return list;
}

/* ---- Names to uids ----------------------------------------------------------------- */

static gboolean
resolve_cb (YunDb *db, gpointer user_data, GError **error)
{
  Args *args = user_data;

  return yun_record_resolve_links (args->record, yun_links_get_source (yun_db_get_links (db)),
                                   &args->unresolved, error);
}

static const YunWork resolve_work = { YUN_LANE_LIST, resolve_cb };

static gpointer
take_record (gpointer data)
{
  return g_steal_pointer (&((Args *) data)->record);
}

gboolean
yun_store_resolve_links_sync (YunStore     *self,
                              YunRecord    *record,
                              GCancellable *cancellable,
                              GError      **error)
{
  Args args = { .record = record };

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), FALSE);

  if (yun_store_run (self, &resolve_work, &args, cancellable, error))
    return TRUE;
  g_free (args.unresolved.name);
  return FALSE;
}

void
yun_store_resolve_links_async (YunStore           *self,
                               YunRecord          *record,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  Args *args;

  g_return_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record));

  args = args_new (NULL, NULL, 0);
  args->record = yun_record_copy (record);
  yun_store_start (self, &resolve_work, args, free_args, take_record, g_object_unref, cancellable,
                   callback, user_data);
}

YunRecord *
yun_store_resolve_links_finish (YunStore      *self,
                                GAsyncResult  *result,
                                YunUnresolved *unresolved,
                                GError       **error)
{
  Args *args = yun_store_get_args (result);

  if (unresolved != NULL)
    *unresolved =
      (YunUnresolved){ args->unresolved.field, g_steal_pointer (&args->unresolved.name) };
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- What may be linked to --------------------------------------------------------- */

static gboolean
labels_cb (YunDb *db, gpointer user_data, GError **error)
{
  Args            *args = user_data;
  g_autofree char *word = yun_text_normalise (args->text);
  g_autofree char *sql =
    g_strdup_printf ("SELECT uid FROM \"%s\" WHERE uid NOTNULL AND instr(search, ?)>0 "
                     "ORDER BY name_key NULLS LAST, id",
                     args->target->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc = 0;

  if (stmt == NULL)
    return FALSE;
  args->list = g_ptr_array_new_with_free_func (g_free);
  yun_stmt_bind_text (stmt, 1, word);
  while (args->list->len < args->limit && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char *label =
        yun_links_get_label (yun_db_get_links (db), args->target, yun_stmt_text (stmt, 0), -1);

      if (label != NULL)
        g_ptr_array_add (args->list, g_strdup (label));
    }
  return rc >= 0;
}

static const YunWork labels_work = { YUN_LANE_LIST, labels_cb };

GPtrArray *
yun_store_list_labels_sync (YunStore        *self,
                            const YunEntity *target,
                            const char      *text,
                            guint            limit,
                            GCancellable    *cancellable,
                            GError         **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self) && target != NULL && text != NULL, NULL);

  return run_list (self, &labels_work, args_new (target, text, limit), cancellable, error);
}

void
yun_store_list_labels_async (YunStore           *self,
                             const YunEntity    *target,
                             const char         *text,
                             guint               limit,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && target != NULL && text != NULL);

  yun_store_start (self, &labels_work, args_new (target, text, limit), free_args, take_list,
                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
yun_store_list_labels_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- What an upgrade made of names ------------------------------------------------- */

static gboolean
report_cb (YunDb *db, gpointer user_data, GError **error)
{
  char  **text = user_data;
  GError *local = NULL;

  *text = yun_links_read_report (db, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

char *
yun_store_get_links_report_sync (YunStore *self, GError **error)
{
  static const YunWork work = { YUN_LANE_LIST, report_cb };
  char                *text = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return yun_store_run (self, &work, &text, NULL, error) ? text : NULL;
}
