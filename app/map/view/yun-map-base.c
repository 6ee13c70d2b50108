/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-base.h"

#include <glib/gi18n-lib.h>

struct _YunMapBase
{
  GObject parent_instance;

  YunBaseMap   *base;    /* (owned) (nullable) */
  char         *path;    /* (owned) (nullable): of the street map that is wanted */
  GFileMonitor *monitor; /* (owned) (nullable): of .path */
  GCancellable *reading; /* (owned) (nullable) */
  gboolean      told;    /* that the street map is damaged */
};

G_DEFINE_FINAL_TYPE (YunMapBase, yun_map_base, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a worker read. */
typedef struct
{
  YunBaseMap *base;    /* (owned) */
  char       *failure; /* (owned) (nullable): why there is no street map over it */
} Read;

static void
read_free (gpointer data)
{
  Read *self = data;

  g_clear_pointer (&self->base, yun_base_map_unref);
  g_free (self->failure);
  g_free (self);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char              *path = data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) streets = path != NULL ? yun_street_map_open (path, &error) : NULL;
  Read                    *read = g_new0 (Read, 1);

  read->base = yun_base_map_new (streets);
  if (error != NULL && !g_error_matches (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING))
    read->failure = g_strdup (error->message);
  g_task_return_pointer (task, read, read_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapBase *self = YUN_MAP_BASE (source);
  Read       *read = g_task_propagate_pointer (G_TASK (result), NULL);

  if (read == NULL)
    return;
  g_clear_object (&self->reading);
  g_clear_pointer (&self->base, yun_base_map_unref);
  self->base = g_steal_pointer (&read->base);
  self->told = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  if (read->failure != NULL)
    g_signal_emit (self, signals[FAILED], 0, read->failure);
  read_free (read);
}

/* The one before, if it is not there yet, is not waited for. */
static void
read_again (YunMapBase *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_source_tag (task, read_again);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, read_thread);
}

static void
file_changed_cb (YunMapBase *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    read_again (self);
}

static void
yun_map_base_dispose (GObject *object)
{
  yun_map_base_close (YUN_MAP_BASE (object));
  G_OBJECT_CLASS (yun_map_base_parent_class)->dispose (object);
}

static void
yun_map_base_class_init (YunMapBaseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_map_base_dispose;
  signals[CHANGED] = g_signal_new ("changed", YUN_TYPE_MAP_BASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", YUN_TYPE_MAP_BASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
yun_map_base_init (YunMapBase *self)
{
  read_again (self);
}

YunMapBase *
yun_map_base_new (void)
{
  return g_object_new (YUN_TYPE_MAP_BASE, NULL);
}

void
yun_map_base_close (YunMapBase *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->base, yun_base_map_unref);
  g_clear_pointer (&self->path, g_free);
}

YunBaseMap *
yun_map_base_get (YunMapBase *self)
{
  return self->base;
}

YunStreetMap *
yun_map_base_get_streets (YunMapBase *self)
{
  return self->base != NULL ? yun_base_map_get_streets (self->base) : NULL;
}

void
yun_map_base_set_streets (YunMapBase *self, const char *path)
{
  g_return_if_fail (YUN_IS_MAP_BASE (self));

  if (g_strcmp0 (path, self->path) == 0)
    return;
  g_clear_object (&self->monitor);
  g_free (self->path);
  self->path = g_strdup (path);
  if (path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
      if (self->monitor != NULL)
        g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
  read_again (self);
}

gboolean
yun_map_base_is_reading (YunMapBase *self)
{
  return self->reading != NULL;
}

void
yun_map_base_check (YunMapBase *self)
{
  YunStreetMap *streets = yun_map_base_get_streets (self);

  if (self->told || streets == NULL || !yun_street_map_is_damaged (streets))
    return;
  self->told = TRUE;
  g_signal_emit (self, signals[FAILED], 0,
                 _ ("The street map is damaged: build it anew, or remove it."));
}
