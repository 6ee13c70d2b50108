/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-history.h"
#include "yun-table.h"
#include "yun-undo.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>

/* A change that touched more rows than this does not carry them. */
#define MAX_ROWS 10000

static char *
get_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

YunChange *
yun_store_begin_change (
  YunDb *db, YunAction action, const char *summary, const char *who, GError **error)
{
  g_autoptr (YunChange) change = yun_change_new ();

  change->action = action;
  change->summary = g_strdup (summary != NULL ? summary : "");
  change->who = g_strdup (who != NULL ? who : "");
  change->at = get_now ();
  change->box = YUN_RECT_EMPTY;
  if (!yun_history_next_number (db, &change->number, error))
    return NULL;
  return g_steal_pointer (&change);
}

static void
touch_row (YunChange *change, const YunEntity *entity, gint64 id)
{
  YunChangeRow row = { (guint8) yun_entity_get_index (entity), id };

  if (change->rows == NULL && change->n_rows == 0)
    change->rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  change->n_rows++;
  change->entities |= 1u << row.entity;
  if (change->n_rows > MAX_ROWS)
    g_clear_pointer (&change->rows, g_array_unref);
  else
    g_array_append_val (change->rows, row);
}

static void
touch_shape (YunChange *change, YunGeom *shape)
{
  if (shape != NULL)
    change->box = yun_rect_union (&change->box, yun_geom_get_box (shape));
}

/* ---- One record ------------------------------------------------------------------------ */

typedef struct
{
  YunStore  *store;
  YunRecord *original; /* (owned): gets its id and revision when all is done */
  YunRecord *record;   /* (owned): what is written */
  char      *who;      /* (owned) */
  gint64     id;
  YunChange *change; /* (owned) (nullable): the result */
} WriteArgs;

static WriteArgs *
write_args_new (YunStore *store, YunRecord *record, const char *who)
{
  WriteArgs *args = g_new0 (WriteArgs, 1);

  args->store = store;
  args->original = g_object_ref (record);
  args->record = yun_record_copy (record);
  args->who = g_strdup (who);
  args->id = yun_record_get_id (record);
  return args;
}

static void
write_args_free (gpointer data)
{
  WriteArgs *args = data;

  g_object_unref (args->original);
  g_object_unref (args->record);
  g_free (args->who);
  g_clear_pointer (&args->change, yun_change_unref);
  g_free (args);
}

static gpointer
write_args_take (gpointer data)
{
  return g_steal_pointer (&((WriteArgs *) data)->change);
}

/* What the row is now: its revision, when it was made, and where it is (into the change's box). */
static gboolean
look_at_row (YunDb *db, WriteArgs *args, const YunEntity *entity, char **created, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT revision, created, geom FROM %s WHERE id=?", entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  YunRect             box;
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, args->id);
  if ((rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 0)
    {
      g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                   _ ("“%s” is no longer in the registry."), yun_record_get_name (args->record));
      return FALSE;
    }
  if (sqlite3_column_int64 (stmt->handle, 0) != yun_record_get_revision (args->record))
    {
      g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT,
                   _ ("“%s” has been changed since it was read; nothing was written."),
                   yun_record_get_name (args->record));
      return FALSE;
    }
  *created = g_strdup (yun_stmt_text (stmt, 1));
  if (sqlite3_column_blob (stmt->handle, 2) != NULL &&
      yun_wkb_blob_box (sqlite3_column_blob (stmt->handle, 2),
                        (gsize) sqlite3_column_bytes (stmt->handle, 2), &box))
    args->change->box = yun_rect_union (&args->change->box, &box);
  return TRUE;
}

static gboolean
insert_record (YunDb *db, WriteArgs *args, const YunTable *table, GError **error)
{
  YunChange          *change = args->change;
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, table->insert, error);

  if (stmt == NULL)
    return FALSE;
  yun_table_bind (table, stmt, args->record, change->number, change->at, change->at);
  if (!yun_stmt_run (stmt, error))
    return FALSE;
  args->id = sqlite3_last_insert_rowid (yun_db_get_handle (db));
  return TRUE;
}

static gboolean
update_record (YunDb *db, WriteArgs *args, const YunTable *table, GError **error)
{
  YunChange          *change = args->change;
  g_autofree char    *created = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  int                 i;

  if (!look_at_row (db, args, table->entity, &created, error) ||
      (stmt = yun_db_prepare (db, table->update, error)) == NULL)
    return FALSE;
  i = yun_table_bind (table, stmt, args->record, change->number, created, change->at);
  yun_stmt_bind_int (stmt, i, args->id);
  yun_stmt_bind_int (stmt, i + 1, yun_record_get_revision (args->record));
  return yun_stmt_run (stmt, error);
}

static gboolean
remove_record (YunDb *db, WriteArgs *args, const YunTable *table, GError **error)
{
  g_autofree char    *created = NULL;
  g_autoptr (YunStmt) stmt = NULL;

  if (!look_at_row (db, args, table->entity, &created, error) ||
      (stmt = yun_db_prepare (db, table->remove, error)) == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, args->id);
  yun_stmt_bind_int (stmt, 2, yun_record_get_revision (args->record));
  return yun_stmt_run (stmt, error);
}

static gboolean
write_record (YunDb *db, WriteArgs *args, YunAction action, GError **error)
{
  const YunTable         *table = yun_table_get (yun_record_get_entity (args->record));
  YunChange              *change;
  g_autoptr (YunRecorder) recorder = NULL;
  gboolean                ok;

  g_clear_pointer (&args->change, yun_change_unref);
  change = args->change =
    yun_store_begin_change (db, action, yun_record_get_name (args->record), args->who, error);
  if (change == NULL || (recorder = yun_recorder_new (db, error)) == NULL)
    return FALSE;
  if (action == YUN_ACTION_REMOVE)
    ok = remove_record (db, args, table, error);
  else
    {
      ok = yun_table_check_shape (args->record, error) &&
           (action == YUN_ACTION_ADD ? insert_record (db, args, table, error)
                                     : update_record (db, args, table, error));
      touch_shape (change, yun_record_get_shape (args->record));
    }
  if (!ok)
    return FALSE;
  touch_row (change, table->entity, args->id);
  return yun_recorder_keep (recorder, change->number, error) &&
         yun_history_add_rows (db, change->number, yun_entity_get_index (table->entity), args->id,
                               args->id, error) &&
         yun_history_add (db, change, error);
}

static gboolean
save_cb (YunDb *db, gpointer user_data, GError **error)
{
  WriteArgs *args = user_data;
  gboolean   fresh = yun_record_get_id (args->record) == 0;

  return write_record (db, args, fresh ? YUN_ACTION_ADD : YUN_ACTION_EDIT, error);
}

static gboolean
remove_cb (YunDb *db, gpointer user_data, GError **error)
{
  return write_record (db, user_data, YUN_ACTION_REMOVE, error);
}

static void
written_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  WriteArgs *args = user_data;

  yun_store_committed (self, db, args->change);
}

static const YunWork save_work = { YUN_LANE_WRITE, save_cb, written_cb };
static const YunWork remove_work = { YUN_LANE_WRITE, remove_cb, written_cb };

static void
update_original (WriteArgs *args, YunChange *change)
{
  const YunEntity *entity = yun_record_get_entity (args->original);

  if (yun_record_get_id (args->original) == 0)
    yun_record_set_text (args->original, yun_entity_get_field (entity, "created"), change->at);
  yun_record_set_text (args->original, yun_entity_get_field (entity, "updated"), change->at);
  yun_record_set_id (args->original, args->id);
  yun_record_set_revision (args->original, change->number);
}

YunChange *
yun_store_save_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error)
{
  WriteArgs *args;
  YunChange *change = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), NULL);

  yun_record_derive (record, NULL);
  args = write_args_new (self, record, who);
  if (yun_store_run (self, &save_work, args, cancellable, error))
    {
      change = write_args_take (args);
      update_original (args, change);
    }
  write_args_free (args);
  return change;
}

void
yun_store_save_async (YunStore           *self,
                      YunRecord          *record,
                      const char         *who,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record));

  yun_record_derive (record, NULL);
  yun_store_start (self, &save_work, write_args_new (self, record, who), write_args_free,
                   write_args_take, (GDestroyNotify) yun_change_unref, cancellable, callback,
                   user_data);
}

YunChange *
yun_store_save_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  YunChange *change = g_task_propagate_pointer (G_TASK (result), error);

  if (change != NULL)
    update_original (yun_store_get_args (result), change);
  return change;
}

YunChange *
yun_store_remove_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error)
{
  WriteArgs *args;
  YunChange *change = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), NULL);

  args = write_args_new (self, record, who);
  if (yun_store_run (self, &remove_work, args, cancellable, error))
    change = write_args_take (args);
  write_args_free (args);
  return change;
}

/* ---- Many records ------------------------------------------------------------------------ */

/* How one entity is being filled. */
typedef struct
{
  YunStmt *insert;  /* (owned) (nullable): NULL while no record of it has come */
  char    *trigger; /* (owned) (nullable): while its R*Tree waits for the end */
  gint64   first;
  gint64   last;
} Fill;

static gboolean
begin_entity (YunDb *db, Fill *fill, const YunTable *table, GError **error)
{
  gboolean empty;

  if (!yun_table_is_empty (db, table->entity, &empty, error))
    return FALSE;
  if (empty && (fill->trigger = yun_table_begin_fill (db, table->entity, error)) == NULL)
    return FALSE;
  fill->insert = yun_db_prepare (db, table->insert, error);
  return fill->insert != NULL;
}

static gboolean
insert_one (YunDb *db, Fill *fills, YunChange *change, YunRecord *record, GError **error)
{
  const YunTable *table = yun_table_get (yun_record_get_entity (record));
  Fill           *fill = &fills[yun_entity_get_index (table->entity)];

  yun_record_derive (record, NULL);
  if (!yun_table_check_shape (record, error) ||
      (fill->insert == NULL && !begin_entity (db, fill, table, error)))
    return FALSE;
  yun_table_bind (table, fill->insert, record, change->number, change->at, change->at);
  if (!yun_stmt_run (fill->insert, error))
    return FALSE;
  fill->last = sqlite3_last_insert_rowid (yun_db_get_handle (db));
  if (fill->first == 0)
    fill->first = fill->last;
  touch_row (change, table->entity, fill->last);
  touch_shape (change, yun_record_get_shape (record));
  return TRUE;
}

static gboolean
end_entity (YunDb *db, Fill *fill, YunChange *change, const YunEntity *entity, GError **error)
{
  if (fill->insert == NULL)
    return TRUE;
  return (fill->trigger == NULL || yun_table_end_fill (db, entity, fill->trigger, error)) &&
         yun_history_add_rows (db, change->number, yun_entity_get_index (entity), fill->first,
                               fill->last, error);
}

gboolean
yun_store_fill (YunDb          *db,
                YunChange      *change,
                YunRecordSource source,
                gpointer        user_data,
                GCancellable   *cancellable,
                GError        **error)
{
  Fill                    fills[8] = { 0 };
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GError)      local = NULL;
  YunRecord              *record;
  gboolean                ok = TRUE;

  while (ok && (record = source (user_data, &local)) != NULL)
    ok = !g_cancellable_set_error_if_cancelled (cancellable, &local) &&
         insert_one (db, fills, change, record, &local);
  ok = local == NULL;
  for (guint i = 0; i < n; i++)
    {
      ok = ok && end_entity (db, &fills[i], change, entities[i], &local);
      g_clear_pointer (&fills[i].insert, yun_stmt_free);
      g_free (fills[i].trigger);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

typedef struct
{
  YunAction       action;
  const char     *summary;
  const char     *who;
  YunRecordSource source;
  gpointer        user_data;
  GCancellable   *cancellable;
  YunChange      *change; /* (owned) (nullable): the result */
} ImportArgs;

static gboolean
import_cb (YunDb *db, gpointer user_data, GError **error)
{
  ImportArgs *args = user_data;

  args->change = yun_store_begin_change (db, args->action, args->summary, args->who, error);
  return args->change != NULL &&
         yun_store_fill (db, args->change, args->source, args->user_data, args->cancellable,
                         error) &&
         yun_history_add (db, args->change, error);
}

static void
imported_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  yun_store_committed (self, db, ((ImportArgs *) user_data)->change);
}

YunChange *
yun_store_import_sync (YunStore       *self,
                       YunAction       action,
                       const char     *summary,
                       YunRecordSource source,
                       gpointer        user_data,
                       const char     *who,
                       GCancellable   *cancellable,
                       GError        **error)
{
  static const YunWork work = { YUN_LANE_WRITE, import_cb, imported_cb };
  ImportArgs           args = { action, summary, who, source, user_data, cancellable, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && source != NULL, NULL);
  g_return_val_if_fail (action == YUN_ACTION_IMPORT || action == YUN_ACTION_CREATE, NULL);

  if (yun_store_run (self, &work, &args, cancellable, error))
    return args.change;
  g_clear_pointer (&args.change, yun_change_unref);
  return NULL;
}

static gboolean
set_sample_cb (YunDb *db, gpointer user_data, GError **error)
{
  return yun_db_exec (db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('sample', '1')", error);
}

gboolean
yun_store_set_sample_sync (YunStore *self, GError **error)
{
  static const YunWork work = { YUN_LANE_WRITE, set_sample_cb };

  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  if (!yun_store_run (self, &work, NULL, NULL, error))
    return FALSE;
  yun_store_mark_sample (self);
  return TRUE;
}

/* ---- Undo and redo -------------------------------------------------------------------------- */

typedef struct
{
  gboolean   redo;
  YunChange *change; /* (owned) (nullable): the result */
} StepArgs;

static gboolean
step_cb (YunDb *db, gpointer user_data, GError **error)
{
  StepArgs *args = user_data;

  args->change = yun_history_find_next (db, args->redo, error);
  if (args->change == NULL)
    return FALSE;
  args->change->state = args->redo ? YUN_CHANGE_DONE : YUN_CHANGE_UNDONE;
  return args->redo ? yun_undo_repeat (db, args->change, error)
                    : yun_undo_revert (db, args->change, error);
}

static void
stepped_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  yun_store_committed (self, db, ((StepArgs *) user_data)->change);
}

static const YunWork step_work = { YUN_LANE_WRITE, step_cb, stepped_cb };

static YunChange *
step_sync (YunStore *self, gboolean redo, GCancellable *cancellable, GError **error)
{
  StepArgs args = { redo, NULL };

  if (yun_store_run (self, &step_work, &args, cancellable, error))
    return args.change;
  g_clear_pointer (&args.change, yun_change_unref);
  return NULL;
}

YunChange *
yun_store_undo_sync (YunStore *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return step_sync (self, FALSE, cancellable, error);
}

YunChange *
yun_store_redo_sync (YunStore *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return step_sync (self, TRUE, cancellable, error);
}

static void
free_step_args (gpointer data)
{
  StepArgs *args = data;

  g_clear_pointer (&args->change, yun_change_unref);
  g_free (args);
}

static gpointer
take_step_change (gpointer data)
{
  return g_steal_pointer (&((StepArgs *) data)->change);
}

static void
start_step (YunStore           *self,
            gboolean            redo,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  StepArgs *args = g_new0 (StepArgs, 1);

  args->redo = redo;
  yun_store_start (self, &step_work, args, free_step_args, take_step_change,
                   (GDestroyNotify) yun_change_unref, cancellable, callback, user_data);
}

void
yun_store_undo_async (YunStore           *self,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  start_step (self, FALSE, cancellable, callback, user_data);
}

YunChange *
yun_store_undo_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
yun_store_redo_async (YunStore           *self,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  start_step (self, TRUE, cancellable, callback, user_data);
}

YunChange *
yun_store_redo_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
