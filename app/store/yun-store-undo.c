/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-outside.h"
#include "yun-undo.h"

/* Undo and redo: changes with the inverse edits. */

typedef struct
{
  gint64       number;
  gboolean     redo;
  YunUndoFlags flags;
  char        *who;     /* (owned) */
  GPtrArray   *kept;    /* (owned) */
  YunChange   *outside; /* (owned) (nullable) */
  YunChange   *change;  /* (owned) (nullable): the result */
} StepArgs;

static StepArgs *
step_args_new (gint64 number, gboolean redo, YunUndoFlags flags, const char *who)
{
  StepArgs *args = g_new0 (StepArgs, 1);

  args->number = number;
  args->redo = redo;
  args->flags = flags;
  args->who = g_strdup (who);
  args->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_edit_free);
  return args;
}

static void
free_step_args (gpointer data)
{
  StepArgs *args = data;

  g_free (args->who);
  g_ptr_array_unref (args->kept);
  g_clear_pointer (&args->outside, yun_change_unref);
  g_clear_pointer (&args->change, yun_change_unref);
  g_free (args);
}

/* What others wrote stays taken in, also when nothing can be taken back: it is asked for first. */
static gboolean
step_cb (YunDb *db, gpointer user_data, GError **error)
{
  StepArgs *args = user_data;

  g_ptr_array_set_size (args->kept, 0);
  if (!yun_outside_take_in (db, &args->outside, error))
    return FALSE;
  args->change =
    yun_undo_run (db, args->number, args->redo, args->flags, args->who, args->kept, error);
  return args->change != NULL;
}

static void
stepped_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  StepArgs *args = user_data;

  if (args->outside != NULL)
    yun_store_committed (self, db, args->outside);
  yun_store_committed (self, db, args->change);
}

static const YunWork step_work = { YUN_LANE_WRITE, step_cb, stepped_cb };

static YunChange *
step_sync (
  YunStore *self, StepArgs *args, GPtrArray **kept, GCancellable *cancellable, GError **error)
{
  YunChange *change = NULL;

  if (yun_store_run (self, &step_work, args, cancellable, error))
    change = g_steal_pointer (&args->change);
  if (kept != NULL)
    *kept = g_ptr_array_ref (args->kept);
  free_step_args (args);
  return change;
}

YunChange *
yun_store_undo_sync (YunStore     *self,
                     gint64        number,
                     YunUndoFlags  flags,
                     const char   *who,
                     GPtrArray   **kept,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return step_sync (self, step_args_new (number, FALSE, flags, who), kept, cancellable, error);
}

YunChange *
yun_store_redo_sync (YunStore *self, const char *who, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return step_sync (self, step_args_new (0, TRUE, YUN_UNDO_DEFAULT, who), NULL, cancellable, error);
}

static gpointer
take_step_change (gpointer data)
{
  return g_steal_pointer (&((StepArgs *) data)->change);
}

static void
start_step (YunStore           *self,
            StepArgs           *args,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  yun_store_start (self, &step_work, args, free_step_args, take_step_change,
                   (GDestroyNotify) yun_change_unref, cancellable, callback, user_data);
}

void
yun_store_undo_async (YunStore           *self,
                      gint64              number,
                      YunUndoFlags        flags,
                      const char         *who,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  start_step (self, step_args_new (number, FALSE, flags, who), cancellable, callback, user_data);
}

YunChange *
yun_store_undo_finish (YunStore *self, GAsyncResult *result, GPtrArray **kept, GError **error)
{
  if (kept != NULL)
    *kept = g_ptr_array_ref (((StepArgs *) yun_store_get_args (result))->kept);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
yun_store_redo_async (YunStore           *self,
                      const char         *who,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (YUN_IS_STORE (self));

  start_step (self, step_args_new (0, TRUE, YUN_UNDO_DEFAULT, who), cancellable, callback,
              user_data);
}

YunChange *
yun_store_redo_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
