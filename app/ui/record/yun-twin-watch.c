/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-twin-watch.h"

#include "yun-store-match.h"

#include <glib/gi18n.h>

/* Looks so long after the last key. */
#define PAUSE_MS 400

struct _YunTwinWatch
{
  YunStore     *store;   /* (owned) */
  GPtrArray    *rows;    /* (owned) (element-type YunFieldRow) */
  YunRecord    *record;  /* (owned) (nullable): whose rows they are */
  guint         pause;   /* a source */
  GCancellable *looking; /* (owned) (nullable) */
};

/* Warns at each row of which another record has the value; takes the warnings back of the others.
 */
static void
show_twins (YunTwinWatch *self, GPtrArray *twins)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      YunFieldRow     *row = self->rows->pdata[i];
      const YunTwin   *first = NULL;
      guint            n = 0;
      g_autofree char *text = NULL;

      for (guint k = 0; k < twins->len; k++)
        {
          const YunTwin *twin = twins->pdata[k];

          if (twin->field != yun_field_row_get_field (row))
            continue;
          first = first != NULL ? first : twin;
          n++;
        }
      if (n == 0)
        {
          yun_field_row_mark (row, NULL, NULL);
          continue;
        }
      text = g_strdup_printf (
        ngettext ("%u other record has this too:", "%u other records have this too, first:", n), n);
      yun_field_row_warn_of (row, text, *first->name != '\0' ? first->name : _ ("Without a name"),
                             first->id);
    }
}

/* A watch that stopped, or is gone, has cancelled. */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunTwinWatch         *self = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) twins = yun_store_list_twins_finish (YUN_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (twins != NULL)
    show_twins (self, twins);
  else
    g_debug ("no twins: %s", error->message);
}

static gboolean
look_cb (gpointer user_data)
{
  YunTwinWatch         *self = user_data;
  g_autoptr (YunRecord) record = yun_record_copy (self->record);

  self->pause = 0;
  for (guint i = 0; i < self->rows->len; i++)
    if (!yun_field_row_apply (self->rows->pdata[i], record, NULL))
      return G_SOURCE_REMOVE;
  self->looking = g_cancellable_new ();
  yun_store_list_twins_async (self->store, record, self->looking, listed_cb, self);
  return G_SOURCE_REMOVE;
}

void
yun_twin_watch_look (YunTwinWatch *self, YunRecord *record)
{
  yun_twin_watch_stop (self);
  g_set_object (&self->record, record);
  self->pause = g_timeout_add (PAUSE_MS, look_cb, self);
}

void
yun_twin_watch_stop (YunTwinWatch *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

void
yun_twin_watch_add (YunTwinWatch *self, YunFieldRow *row)
{
  g_ptr_array_add (self->rows, row);
}

YunTwinWatch *
yun_twin_watch_new (YunStore *store)
{
  YunTwinWatch *self = g_new0 (YunTwinWatch, 1);

  self->store = g_object_ref (store);
  self->rows = g_ptr_array_new ();
  return self;
}

void
yun_twin_watch_free (YunTwinWatch *self)
{
  yun_twin_watch_stop (self);
  g_clear_object (&self->record);
  g_object_unref (self->store);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
