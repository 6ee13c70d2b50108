/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-door.h"
#include "yun-outside.h"
#include "yun-table.h"

#include <glib/gi18n-lib.h>

/* ---- Edits ------------------------------------------------------------------- */

typedef struct
{
  YunEdits  *edits;   /* (owned) */
  YunChange *outside; /* (owned) (nullable): what others had written before */
  YunChange *change;  /* (owned) (nullable): the result */
} WriteArgs;

static WriteArgs *
write_args_new (YunEdits *edits)
{
  WriteArgs *args = g_new0 (WriteArgs, 1);

  args->edits = yun_edits_ref (edits);
  return args;
}

static void
write_args_free (gpointer data)
{
  WriteArgs *args = data;

  yun_edits_unref (args->edits);
  g_clear_pointer (&args->outside, yun_change_unref);
  g_clear_pointer (&args->change, yun_change_unref);
  g_free (args);
}

static gpointer
write_args_take (gpointer data)
{
  return g_steal_pointer (&((WriteArgs *) data)->change);
}

/* How many edits from @from on are sets of one record. */
static guint
count_together (YunEdits *edits, guint from)
{
  const YunEdit *first = yun_edits_get (edits, from);
  guint          n = 1;

  while (first->kind == YUN_EDIT_SET && from + n < yun_edits_get_n (edits))
    {
      const YunEdit *next = yun_edits_get (edits, from + n);

      if (next->kind != YUN_EDIT_SET || next->entity != first->entity || next->id != first->id)
        break;
      n++;
    }
  return n;
}

static gboolean
is_written (const YunEdit *edit)
{
  return edit->verdict == YUN_VERDICT_WRITTEN || edit->verdict == YUN_VERDICT_SAME;
}

/* The error of an edit that was not written; FALSE always. */
static gboolean
set_edit_error (const YunEdit *edit, GError **error)
{
  g_autofree char *message = yun_edit_describe (edit);

  g_set_error_literal (error, YUN_STORE_ERROR,
                       edit->verdict == YUN_VERDICT_MISSING    ? YUN_STORE_ERROR_NOT_FOUND
                       : edit->verdict == YUN_VERDICT_CONFLICT ? YUN_STORE_ERROR_CONFLICT
                                                               : YUN_STORE_ERROR_CONSTRAINT,
                       message);
  return FALSE;
}

static const YunEdit *
find_unwritten (YunEdits *edits)
{
  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    if (!is_written (yun_edits_get (edits, i)))
      return yun_edits_get (edits, i);
  return NULL;
}

/* Says why nothing of ours was written; FALSE always. */
static gboolean
set_unwritten (YunEdits *edits, GError **error)
{
  const YunEdit *unwritten = find_unwritten (edits);

  if (unwritten != NULL)
    return set_edit_error (unwritten, error);
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING,
                       _ ("The registry has these values already."));
  return FALSE;
}

static gboolean
write_edits (YunDb *db, YunDoor *door, YunEdits *edits, GError **error)
{
  g_autoptr (GPtrArray) together = g_ptr_array_new ();

  for (guint i = 0; i < yun_edits_get_n (edits); i += together->len)
    {
      guint n = count_together (edits, i);

      g_ptr_array_set_size (together, 0);
      for (guint k = 0; k < n; k++)
        g_ptr_array_add (together, yun_edits_get (edits, i + k));
      if (g_cancellable_set_error_if_cancelled (yun_db_get_cancellable (db), error) ||
          !yun_door_write (door, (YunEdit *const *) together->pdata, n, error))
        return FALSE;
      for (guint k = 0; yun_edits_is_whole (edits) && k < n; k++)
        if (!is_written (yun_edits_get (edits, i + k)))
          return set_edit_error (yun_edits_get (edits, i + k), error);
    }
  return TRUE;
}

static gboolean
write_cb (YunDb *db, gpointer user_data, GError **error)
{
  WriteArgs          *args = user_data;
  g_autoptr (YunDoor) door = NULL;

  for (guint i = 0; i < yun_edits_get_n (args->edits); i++)
    yun_edits_get (args->edits, i)->verdict = YUN_VERDICT_NONE;
  g_clear_pointer (&args->outside, yun_change_unref);
  if (!yun_outside_take_in (db, &args->outside, error))
    return FALSE;
  door = yun_door_open (db, yun_edits_get_action (args->edits), yun_edits_get_summary (args->edits),
                        yun_edits_get_who (args->edits), error);
  if (door == NULL || !write_edits (db, door, args->edits, error) || !yun_door_close (door, error))
    return FALSE;
  if (!yun_door_is_empty (door))
    args->change = yun_change_ref (yun_door_get_change (door));
  /* What others had written stays taken in when nothing of ours could be. */
  if (args->change == NULL && args->outside == NULL)
    return set_unwritten (args->edits, error);
  return TRUE;
}

static void
written_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  WriteArgs *args = user_data;

  if (args->outside != NULL)
    yun_store_committed (self, db, args->outside);
  if (args->change != NULL)
    yun_store_committed (self, db, args->change);
}

static const YunWork write_work = { YUN_LANE_WRITE, write_cb, written_cb };

YunChange *
yun_store_write_sync (YunStore *self, YunEdits *edits, GCancellable *cancellable, GError **error)
{
  WriteArgs *args;
  YunChange *change = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && edits != NULL, NULL);

  args = write_args_new (edits);
  if (yun_store_run (self, &write_work, args, cancellable, error) &&
      (change = write_args_take (args)) == NULL)
    set_unwritten (edits, error);
  write_args_free (args);
  return change;
}

void
yun_store_write_async (YunStore           *self,
                       YunEdits           *edits,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self) && edits != NULL);

  yun_store_start (self, &write_work, write_args_new (edits), write_args_free, write_args_take,
                   (GDestroyNotify) yun_change_unref, cancellable, callback, user_data);
}

YunChange *
yun_store_write_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  GError    *local = NULL;
  YunChange *change = g_task_propagate_pointer (G_TASK (result), &local);

  if (local != NULL)
    g_propagate_error (error, local);
  else if (change == NULL)
    set_unwritten (((WriteArgs *) yun_store_get_args (result))->edits, error);
  return change;
}

/* ---- Whole records ------------------------------------------------------------- */

/* What is in the file of the record that @record was read from; its revision must still be that. */
static YunRecord *
read_before (YunStore *self, YunRecord *record, GError **error)
{
  g_autoptr (YunRecord) before =
    yun_store_get_sync (self, yun_record_get_entity (record), yun_record_get_id (record), error);

  if (before == NULL)
    {
      if (error != NULL && g_error_matches (*error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND))
        {
          g_clear_error (error);
          g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                       _ ("“%s” is no longer in the registry."), yun_record_get_name (record));
        }
      return NULL;
    }
  if (yun_record_get_revision (before) != yun_record_get_revision (record))
    {
      g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT,
                   _ ("“%s” has been changed since it was read; nothing was written."),
                   yun_record_get_name (record));
      return NULL;
    }
  return g_steal_pointer (&before);
}

/* Between the reading and the writing somebody may have written too: the edits are compared then,
 * so nothing of theirs is lost. */
YunChange *
yun_store_save_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error)
{
  gboolean              fresh;
  g_autoptr (YunEdits)  edits = NULL;
  g_autoptr (YunRecord) before = NULL;
  g_autoptr (YunRecord) after = NULL;
  YunChange            *change;

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), NULL);

  fresh = yun_record_get_id (record) == 0;
  edits = yun_edits_new (fresh ? YUN_ACTION_ADD : YUN_ACTION_EDIT, "", who);
  yun_edits_set_whole (edits, TRUE);
  if (!yun_table_check_shape (record, error))
    return NULL;
  if (!fresh && (before = read_before (self, record, error)) == NULL)
    return NULL;
  if (fresh)
    yun_edits_add_insert (edits, record);
  else
    yun_edits_add_difference (edits, before, record);
  change = yun_store_write_sync (self, edits, cancellable, error);
  if (change == NULL)
    return NULL;
  if (fresh)
    yun_record_set_id (record, yun_edits_get (edits, 0)->id);
  after =
    yun_store_get_sync (self, yun_record_get_entity (record), yun_record_get_id (record), NULL);
  if (after != NULL)
    yun_record_assign (record, after);
  return change;
}

YunChange *
yun_store_remove_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunEdits)  edits = NULL;
  g_autoptr (YunRecord) before = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record), NULL);

  before = read_before (self, record, error);
  if (before == NULL)
    return NULL;
  edits = yun_edits_new (YUN_ACTION_REMOVE, "", who);
  yun_edits_add_remove (edits, before);
  return yun_store_write_sync (self, edits, cancellable, error);
}

/* ---- Many records ------------------------------------------------------------------------ */

gboolean
yun_store_fill (YunDoor        *door,
                YunRecordSource source,
                gpointer        user_data,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr (GError) local = NULL;
  YunRecord         *record;

  while ((record = source (user_data, &local)) != NULL)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !yun_door_fill (door, record, error))
      return FALSE;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

typedef struct
{
  YunAction       action;
  const char     *summary;
  const char     *who;
  YunRecordSource source;
  gpointer        user_data;
  GCancellable   *cancellable;
  YunChange      *outside; /* (owned) (nullable) */
  YunChange      *change;  /* (owned) (nullable): the result */
} ImportArgs;

static gboolean
import_cb (YunDb *db, gpointer user_data, GError **error)
{
  ImportArgs         *args = user_data;
  g_autoptr (YunDoor) door = NULL;

  if (!yun_outside_take_in (db, &args->outside, error))
    return FALSE;
  door = yun_door_open (db, args->action, args->summary, args->who, error);
  if (door == NULL ||
      !yun_store_fill (door, args->source, args->user_data, args->cancellable, error) ||
      !yun_door_close (door, error))
    return FALSE;
  args->change = yun_change_ref (yun_door_get_change (door));
  return TRUE;
}

static void
imported_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  ImportArgs *args = user_data;

  if (args->outside != NULL)
    yun_store_committed (self, db, args->outside);
  yun_store_committed (self, db, args->change);
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
  ImportArgs           args = { action, summary, who, source, user_data, cancellable, NULL, NULL };
  gboolean             ok;

  g_return_val_if_fail (YUN_IS_STORE (self) && source != NULL, NULL);
  g_return_val_if_fail (action == YUN_ACTION_IMPORT || action == YUN_ACTION_CREATE, NULL);

  ok = yun_store_run (self, &work, &args, cancellable, error);
  g_clear_pointer (&args.outside, yun_change_unref);
  if (ok)
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
