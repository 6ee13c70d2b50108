/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-locator.h"

#include "yun-china-shift.h"
#include "yun-transform.h"

#include <glib/gi18n-lib.h>

struct _YunLocator
{
  GObject parent_instance;

  GThread     *thread; /* (owned) */
  GAsyncQueue *tasks;  /* (owned) (element-type GTask) */
};

G_DEFINE_FINAL_TYPE (YunLocator, yun_locator, G_TYPE_OBJECT)

typedef struct
{
  YunCoordinate       from;
  YunCoordinateSystem target;
  YunCoordinate       result;
} Errand;

/* ---- On the thread ------------------------------------------------------------ */

/* @transforms: (element-type YunTransform): by SRID, negative for the way from degrees. */
static YunTransform *
get_transform (GHashTable *transforms, int srid, gboolean to_metres, GError **error)
{
  gpointer         key = GINT_TO_POINTER (to_metres ? -srid : srid);
  YunTransform    *transform = g_hash_table_lookup (transforms, key);
  g_autofree char *metres = NULL;

  if (transform != NULL)
    return transform;
  metres = g_strdup_printf ("EPSG:%d", srid);
  transform = to_metres ? yun_transform_new ("EPSG:4490", metres, error)
                        : yun_transform_new (metres, "EPSG:4490", error);
  if (transform != NULL)
    g_hash_table_insert (transforms, key, transform);
  return transform;
}

static gboolean
to_lonlat (GHashTable *transforms, const YunCoordinate *from, YunPoint *p, GError **error)
{
  YunTransform *transform;

  *p = (YunPoint){ from->x, from->y };
  switch (from->system)
    {
    case YUN_COORDINATE_LONLAT:
      break;
    case YUN_COORDINATE_METRES:
      transform = get_transform (transforms, from->srid, FALSE, error);
      if (transform == NULL || !yun_transform_points (transform, p, 1, error))
        return FALSE;
      break;
    case YUN_COORDINATE_GCJ02:
      *p = yun_china_from_gcj02 (*p);
      break;
    case YUN_COORDINATE_BD09:
      *p = yun_china_from_bd09 (*p);
      break;
    }
  if (p->x >= YUN_CHINA_WEST && p->x <= YUN_CHINA_EAST && p->y >= YUN_CHINA_SOUTH &&
      p->y <= YUN_CHINA_NORTH)
    return TRUE;
  g_set_error_literal (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE,
                       _ ("This place is not in China."));
  return FALSE;
}

static gboolean
convert (GHashTable *transforms, Errand *errand, GError **error)
{
  YunPoint      p;
  YunTransform *transform;

  errand->result = (YunCoordinate){ .system = errand->target };
  if (!to_lonlat (transforms, &errand->from, &p, error))
    return FALSE;
  switch (errand->target)
    {
    case YUN_COORDINATE_LONLAT:
      break;
    case YUN_COORDINATE_METRES:
      errand->result.srid = yun_coordinate_get_zone_srid (p.x);
      transform = get_transform (transforms, errand->result.srid, TRUE, error);
      if (transform == NULL || !yun_transform_points (transform, &p, 1, error))
        return FALSE;
      break;
    case YUN_COORDINATE_GCJ02:
      p = yun_china_to_gcj02 (p);
      break;
    case YUN_COORDINATE_BD09:
      p = yun_china_to_bd09 (p);
      break;
    }
  errand->result.x = p.x;
  errand->result.y = p.y;
  return TRUE;
}

static GHashTable *
new_transforms (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) yun_transform_free);
}

static gboolean
nothing_cb (gpointer task)
{
  return G_SOURCE_REMOVE;
}

/* The last reference to a task goes in its own context, lest its source die on this thread. */
static void
let_task_go (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, nothing_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static gpointer
thread_main (gpointer data)
{
  g_autoptr (GAsyncQueue) tasks = data;
  g_autoptr (GHashTable)  transforms = new_transforms ();

  for (;;)
    {
      gpointer item = g_async_queue_pop (tasks);
      GTask   *task;
      GError  *error = NULL;

      /* The queue itself is the sign to end. */
      if (item == (gpointer) tasks)
        return NULL;
      task = item;
      if (!g_task_return_error_if_cancelled (task))
        {
          if (convert (transforms, g_task_get_task_data (task), &error))
            g_task_return_boolean (task, TRUE);
          else
            g_task_return_error (task, error);
        }
      let_task_go (task);
    }
}

/* ---- Elsewhere ------------------------------------------------------------------ */

static void
yun_locator_finalize (GObject *object)
{
  YunLocator *self = YUN_LOCATOR (object);

  g_async_queue_push (self->tasks, self->tasks);
  g_thread_join (self->thread);
  g_async_queue_unref (self->tasks);
  G_OBJECT_CLASS (yun_locator_parent_class)->finalize (object);
}

static void
yun_locator_class_init (YunLocatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yun_locator_finalize;
}

static void
yun_locator_init (YunLocator *self)
{
  self->tasks = g_async_queue_new ();
  self->thread = g_thread_new ("locator", thread_main, g_async_queue_ref (self->tasks));
}

YunLocator *
yun_locator_new (void)
{
  return g_object_new (YUN_TYPE_LOCATOR, NULL);
}

void
yun_locator_convert_async (YunLocator          *self,
                           const YunCoordinate *from,
                           YunCoordinateSystem  target,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask  *task;
  Errand *errand;

  g_return_if_fail (YUN_IS_LOCATOR (self) && from != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  errand = g_new0 (Errand, 1);
  errand->from = *from;
  errand->target = target;
  g_task_set_task_data (task, errand, g_free);
  g_async_queue_push (self->tasks, task);
}

gboolean
yun_locator_convert_finish (YunLocator    *self,
                            GAsyncResult  *result,
                            YunCoordinate *coordinate,
                            GError       **error)
{
  Errand *errand = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *coordinate = errand->result;
  return TRUE;
}

gboolean
yun_locator_convert_sync (const YunCoordinate *from,
                          YunCoordinateSystem  target,
                          YunCoordinate       *coordinate,
                          GError             **error)
{
  g_autoptr (GHashTable) transforms = new_transforms ();
  Errand                 errand = { .from = *from, .target = target };

  g_return_val_if_fail (from != NULL && coordinate != NULL, FALSE);

  if (!convert (transforms, &errand, error))
    return FALSE;
  *coordinate = errand.result;
  return TRUE;
}
