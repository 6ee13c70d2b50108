/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-copy.h"

#include "yun-temp-file.h"

struct _YunCopy
{
  char         *temp;   /* (owned) (nullable): until it has its name */
  char         *to;     /* (owned) */
  GCancellable *cancel; /* (owned): with the caller's, or when it is given up */
  GCancellable *outer;  /* (owned) (nullable): the caller's */
  gulong        handler;
  GThread      *verifier; /* (owned) (nullable): until it has been waited for */
  GError       *error;    /* (owned) (nullable): the verifier's until then */
};

static gboolean
verify (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunDb) db =
    yun_db_open (path, YUN_DB_READ_ONLY | YUN_DB_IMMUTABLE | YUN_DB_PLAIN, error);

  if (db == NULL)
    return FALSE;
  yun_db_set_cancellable (db, cancellable);
  return yun_db_check (db, "integrity_check(1)", error);
}

static gpointer
verify_thread (gpointer data)
{
  YunCopy *self = data;

  return GINT_TO_POINTER (verify (self->temp, self->cancel, &self->error));
}

YunCopy *
yun_copy_begin (const char    *to,
                YunCopyFunc    write,
                gpointer       user_data,
                const YunPart *part,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (YunCopy) self = g_new0 (YunCopy, 1);

  self->to = g_strdup (to);
  self->cancel = g_cancellable_new ();
  if (g_file_test (to, G_FILE_TEST_EXISTS))
    {
      yun_temp_file_set_exists (to, error);
      return NULL;
    }
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->handler =
        g_cancellable_connect (cancellable, G_CALLBACK (g_cancellable_cancel), self->cancel, NULL);
    }
  self->temp = yun_temp_file_make (to, error);
  if (self->temp == NULL || !write (self->temp, part, self->cancel, user_data, error))
    return NULL;
  self->verifier = g_thread_new ("store-verify", verify_thread, self);
  return g_steal_pointer (&self);
}

static gboolean
wait_for_verifier (YunCopy *self)
{
  return GPOINTER_TO_INT (g_thread_join (g_steal_pointer (&self->verifier)));
}

gboolean
yun_copy_finish (YunCopy *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->verifier != NULL, FALSE);

  if (!wait_for_verifier (self))
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (!yun_temp_file_publish (self->temp, self->to, FALSE, error))
    return FALSE;
  g_clear_pointer (&self->temp, g_free);
  return TRUE;
}

void
yun_copy_free (YunCopy *self)
{
  if (self == NULL)
    return;
  if (self->handler != 0)
    g_cancellable_disconnect (self->outer, self->handler);
  if (self->verifier != NULL)
    {
      g_cancellable_cancel (self->cancel);
      wait_for_verifier (self);
    }
  if (self->temp != NULL)
    yun_temp_file_discard (self->temp);
  g_clear_error (&self->error);
  g_clear_object (&self->outer);
  g_object_unref (self->cancel);
  g_free (self->temp);
  g_free (self->to);
  g_free (self);
}
