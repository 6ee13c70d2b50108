/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-view-private.h"

#define MOST_DIFFERING 50000 /* features looked at for what a filter touches: about 1 ms */

/* What the classes are made of, as it was when the work began. */
typedef struct
{
  YunFillBy        by;
  YunFeatureIndex *index; /* (owned) */
  YunFeatureSet   *shown; /* (owned) (nullable) */
  gboolean         fitted;
  YunVertex        min;
  YunVertex        max;
  gint64           today;
  YunRect          changed;
  gboolean         unknown;
  gboolean         everything;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  yun_feature_index_unref (work->index);
  g_clear_pointer (&work->shown, yun_feature_set_unref);
  g_free (work);
}

static void
shade_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work       *work = task_data;
  YunShading *shading =
    yun_shading_new (work->by, work->index, work->shown, work->fitted ? &work->min : NULL,
                     work->fitted ? &work->max : NULL, work->today);

  g_task_return_pointer (task, shading, (GDestroyNotify) yun_shading_unref);
}

static void
apply (YunMapView      *self,
       YunFeatureIndex *index,
       YunFeatureSet   *shown,
       YunShading      *shading,
       const YunRect   *changed,
       gboolean         everything)
{
  gboolean  known = FALSE;
  YunRegion region;

  if (everything || !yun_shading_is_alike (self->shading, shading))
    known = FALSE;
  else if (changed != NULL && !yun_rect_is_empty (changed))
    {
      yun_region_init_box (&region, yun_vertex_from_lonlat (changed->x0, changed->y1),
                           yun_vertex_from_lonlat (changed->x1, changed->y0));
      known = TRUE;
    }
  else if (index != NULL && index == self->index)
    known = yun_region_init_difference (&region, index, self->shown, shown, MOST_DIFFERING);

  if (index != NULL)
    yun_feature_index_ref (index);
  if (shown != NULL)
    yun_feature_set_ref (shown);
  g_clear_pointer (&self->index, yun_feature_index_unref);
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  g_clear_pointer (&self->shading, yun_shading_unref);
  self->index = index;
  self->shown = shown;
  self->shading = shading;
  yun_map_view_update_scene (self, known ? &region : NULL);
}

static void
shaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapView *self = YUN_MAP_VIEW (source);
  Work       *work = g_task_get_task_data (G_TASK (result));
  YunShading *shading = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean    again = self->shade_again;

  self->shade_work = FALSE;
  self->shade_again = FALSE;
  if (self->closed || work->by != self->fill_by)
    {
      g_clear_pointer (&shading, yun_shading_unref);
      self->stale_everything = TRUE;
    }
  else
    apply (self, work->index, work->shown, shading, work->unknown ? NULL : &work->changed,
           work->everything);
  if (again && !self->closed)
    yun_map_view_shade (self);
}

static void
begin_shading (YunMapView *self)
{
  Work             *work = g_new0 (Work, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, shaded_cb, NULL);

  work->by = self->fill_by;
  work->index = yun_feature_index_ref (self->next_index);
  work->shown = self->next_shown != NULL ? yun_feature_set_ref (self->next_shown) : NULL;
  work->fitted = self->fitted;
  work->min = self->fit_min;
  work->max = self->fit_max;
  work->today = yun_shading_get_today ();
  work->changed = self->stale;
  work->unknown = self->stale_unknown;
  work->everything = self->stale_everything;
  self->shade_work = TRUE;
  g_task_set_source_tag (task, begin_shading);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, shade_cb);
}

void
yun_map_view_shade (YunMapView *self)
{
  if (self->shade_work)
    {
      self->shade_again = TRUE;
      return;
    }
  if (yun_shading_is_needed (self->fill_by) && self->next_index != NULL)
    begin_shading (self);
  else
    apply (self, self->next_index, self->next_shown, NULL,
           self->stale_unknown ? NULL : &self->stale, self->stale_everything);
  self->stale = YUN_RECT_EMPTY;
  self->stale_unknown = FALSE;
  self->stale_everything = FALSE;
}

static void
fit (YunMapView *self, gboolean fitted)
{
  YunView view = yun_map_camera_get_view (self->camera);

  if (!yun_shading_can_fit (self->fill_by) || view.width <= 0)
    return;
  self->fitted = fitted;
  yun_view_get_box (&view, 0, &self->fit_min, &self->fit_max);
  yun_map_view_update_colour_actions (self);
  yun_map_view_shade (self);
}

void
yun_map_view_fit_classes (YunMapView *self)
{
  fit (self, TRUE);
}

void
yun_map_view_unfit_classes (YunMapView *self)
{
  fit (self, FALSE);
}

void
yun_map_view_update_colour_actions (YunMapView *self)
{
  gboolean can_fit = yun_shading_can_fit (self->fill_by);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.fit-classes", can_fit);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.unfit-classes", can_fit && self->fitted);
}

gboolean
yun_map_view_set_colour_by (YunMapView *self, const char *id)
{
  YunFillBy by;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  if (!yun_fill_by_find (id, &by))
    return FALSE;
  if (by == self->fill_by)
    return TRUE;
  self->fill_by = by;
  self->fitted = FALSE;
  self->stale_everything = TRUE;
  yun_map_view_update_colour_actions (self);
  yun_map_view_shade (self);
  g_object_notify (G_OBJECT (self), "colour-by");
  return TRUE;
}
