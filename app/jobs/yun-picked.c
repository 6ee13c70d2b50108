/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-picked.h"

#include <glib/gi18n-lib.h>

#define BATCH 1000

YunPicked *
yun_picked_new (YunStore *store, const YunEntity *entity, GArray *ids, const char *who)
{
  YunPicked *self = g_new0 (YunPicked, 1);

  self->store = g_object_ref (store);
  self->entity = entity;
  self->ids = g_array_ref (ids);
  self->who = g_strdup (who);
  return self;
}

void
yun_picked_free (YunPicked *self)
{
  g_object_unref (self->store);
  g_array_unref (self->ids);
  g_free (self->who);
  g_free (self);
}

gboolean
yun_picked_each (const YunPicked *self,
                 YunJob          *job,
                 gboolean         places,
                 YunPickedFunc    func,
                 gpointer         user_data,
                 GCancellable    *cancellable,
                 GError         **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->ids->len; i += BATCH)
    {
      g_autoptr (GPtrArray) records =
        yun_store_load_sync (self->store, self->entity, &g_array_index (self->ids, gint64, i),
                             MIN (BATCH, self->ids->len - i), places, cancellable, error);

      if (records == NULL)
        return FALSE;
      for (guint k = 0; k < records->len; k++)
        if (records->pdata[k] != NULL)
          {
            func (records->pdata[k], user_data);
            any = TRUE;
          }
      yun_job_report (job, _ ("Reading"), i, self->ids->len);
    }
  if (any)
    return TRUE;
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                       _ ("It is no longer in the registry."));
  return FALSE;
}
