/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-shader.h"

#define MOST_DIFFERING 50000 /* features looked at for what a filter touches: about 1 ms */

struct _YunMapShader
{
  GObject parent_instance;

  YunMapShaderFunc shaded; /* (nullable): once closed */
  gpointer         user_data;

  YunFillBy        fill_by;
  YunFeatureIndex *index;   /* (owned) (nullable): what is out */
  YunFeatureSet   *shown;   /* (owned) (nullable) */
  YunShading      *shading; /* (owned) (nullable): of index, when the question needs one */

  YunFeatureIndex *next_index;       /* (owned) (nullable): given, out when it has its classes */
  YunFeatureSet   *next_shown;       /* (owned) (nullable) */
  YunRect          stale;            /* lon/lat box in which it differs from what is out … */
  gboolean         stale_unknown;    /* … or who knows where */
  gboolean         stale_everything; /* … or everywhere */
  gboolean         working;          /* classes are being made … */
  gboolean         again;            /* … of something that is no longer the newest */
  gboolean         fitted;           /* classes are made from the box: */
  YunVertex        fit_min;
  YunVertex        fit_max;
};

G_DEFINE_FINAL_TYPE (YunMapShader, yun_map_shader, G_TYPE_OBJECT)

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
apply (YunMapShader    *self,
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
  self->shaded (known ? &region : NULL, self->user_data);
}

static void shade (YunMapShader *self);

static void
shaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapShader *self = YUN_MAP_SHADER (source);
  Work         *work = g_task_get_task_data (G_TASK (result));
  YunShading   *shading = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean      again = self->again;

  self->working = FALSE;
  self->again = FALSE;
  if (self->shaded == NULL || work->by != self->fill_by)
    {
      g_clear_pointer (&shading, yun_shading_unref);
      self->stale_everything = TRUE;
    }
  else
    apply (self, work->index, work->shown, shading, work->unknown ? NULL : &work->changed,
           work->everything);
  if (again && self->shaded != NULL)
    shade (self);
}

static void
begin_work (YunMapShader *self)
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
  self->working = TRUE;
  g_task_set_source_tag (task, begin_work);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, shade_cb);
}

/* Lets the newest out: at once, or when their classes are made. */
static void
shade (YunMapShader *self)
{
  if (self->shaded == NULL)
    return;
  if (self->working)
    {
      self->again = TRUE;
      return;
    }
  if (yun_shading_is_needed (self->fill_by) && self->next_index != NULL)
    begin_work (self);
  else
    apply (self, self->next_index, self->next_shown, NULL,
           self->stale_unknown ? NULL : &self->stale, self->stale_everything);
  self->stale = YUN_RECT_EMPTY;
  self->stale_unknown = FALSE;
  self->stale_everything = FALSE;
}

static void
yun_map_shader_finalize (GObject *object)
{
  yun_map_shader_close (YUN_MAP_SHADER (object));
  G_OBJECT_CLASS (yun_map_shader_parent_class)->finalize (object);
}

static void
yun_map_shader_class_init (YunMapShaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yun_map_shader_finalize;
}

static void
yun_map_shader_init (YunMapShader *self)
{
  self->stale = YUN_RECT_EMPTY;
  self->stale_everything = TRUE;
}

YunMapShader *
yun_map_shader_new (YunMapShaderFunc shaded, gpointer user_data)
{
  YunMapShader *self = g_object_new (YUN_TYPE_MAP_SHADER, NULL);

  self->shaded = shaded;
  self->user_data = user_data;
  return self;
}

void
yun_map_shader_close (YunMapShader *self)
{
  g_return_if_fail (YUN_IS_MAP_SHADER (self));

  self->shaded = NULL;
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  g_clear_pointer (&self->index, yun_feature_index_unref);
  g_clear_pointer (&self->shading, yun_shading_unref);
  g_clear_pointer (&self->next_shown, yun_feature_set_unref);
  g_clear_pointer (&self->next_index, yun_feature_index_unref);
}

void
yun_map_shader_set_features (YunMapShader    *self,
                             YunFeatureIndex *index,
                             YunFeatureSet   *shown,
                             const YunRect   *changed)
{
  g_return_if_fail (YUN_IS_MAP_SHADER (self));

  if (changed != NULL)
    self->stale = yun_rect_union (&self->stale, changed);
  else
    self->stale_unknown = TRUE;
  if (index != NULL)
    yun_feature_index_ref (index);
  if (shown != NULL)
    yun_feature_set_ref (shown);
  g_clear_pointer (&self->next_shown, yun_feature_set_unref);
  g_clear_pointer (&self->next_index, yun_feature_index_unref);
  self->next_index = index;
  self->next_shown = shown;
  shade (self);
}

gboolean
yun_map_shader_set_fill_by (YunMapShader *self, YunFillBy by)
{
  g_return_val_if_fail (YUN_IS_MAP_SHADER (self), FALSE);

  if (by == self->fill_by)
    return FALSE;
  self->fill_by = by;
  self->fitted = FALSE;
  self->stale_everything = TRUE;
  shade (self);
  return TRUE;
}

YunFillBy
yun_map_shader_get_fill_by (YunMapShader *self)
{
  return self->fill_by;
}

void
yun_map_shader_fit (YunMapShader *self, const YunVertex *min, const YunVertex *max)
{
  g_return_if_fail (YUN_IS_MAP_SHADER (self));
  g_return_if_fail ((min == NULL) == (max == NULL));

  if (!yun_shading_can_fit (self->fill_by))
    return;
  self->fitted = min != NULL;
  if (self->fitted)
    {
      self->fit_min = *min;
      self->fit_max = *max;
    }
  shade (self);
}

gboolean
yun_map_shader_is_fitted (YunMapShader *self)
{
  return self->fitted;
}

gboolean
yun_map_shader_is_busy (YunMapShader *self)
{
  return self->working;
}

YunFeatureIndex *
yun_map_shader_get_index (YunMapShader *self)
{
  return self->index;
}

YunScene *
yun_map_shader_make_scene (YunMapShader *self, YunBaseMap *base, const YunStyle *style)
{
  return yun_scene_new_shaded (self->index, self->shown, base, style, self->shading);
}
