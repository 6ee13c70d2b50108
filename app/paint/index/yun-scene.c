/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-scene.h"

#include <math.h>

#define METRES_ROUND 40075016.686 /* of the equator */

struct _YunScene
{
  gatomicrefcount  ref;
  YunFeatureIndex *index;   /* (owned) (nullable) */
  YunFeatureSet   *shown;   /* (owned) (nullable) */
  YunBaseMap      *base;    /* (owned) (nullable) */
  const YunStyle  *style;   /* (unowned): static */
  YunShading      *shading; /* (owned) (nullable) */
};

static guint32
clamp_unit (double v)
{
  return v <= 0 ? 0 : v >= (double) G_MAXUINT32 ? G_MAXUINT32 : (guint32) v;
}

YunScene *
yun_scene_new (YunFeatureIndex *index,
               YunFeatureSet   *shown,
               YunBaseMap      *base,
               const YunStyle  *style)
{
  return yun_scene_new_shaded (index, shown, base, style, NULL);
}

YunScene *
yun_scene_new_shaded (YunFeatureIndex *index,
                      YunFeatureSet   *shown,
                      YunBaseMap      *base,
                      const YunStyle  *style,
                      YunShading      *shading)
{
  YunScene *self;

  g_return_val_if_fail (style != NULL, NULL);

  self = g_new0 (YunScene, 1);
  g_atomic_ref_count_init (&self->ref);
  self->index = index != NULL ? yun_feature_index_ref (index) : NULL;
  self->shown = shown != NULL ? yun_feature_set_ref (shown) : NULL;
  self->base = base != NULL ? yun_base_map_ref (base) : NULL;
  self->style = style;
  self->shading = shading != NULL ? yun_shading_ref (shading) : NULL;

  return self;
}

YunScene *
yun_scene_ref (YunScene *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_scene_unref (YunScene *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  g_clear_pointer (&self->index, yun_feature_index_unref);
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  g_clear_pointer (&self->base, yun_base_map_unref);
  g_clear_pointer (&self->shading, yun_shading_unref);
  g_free (self);
}

YunFeatureIndex *
yun_scene_get_index (const YunScene *self)
{
  return self->index;
}

YunFeatureSet *
yun_scene_get_shown (const YunScene *self)
{
  return self->shown;
}

YunBaseMap *
yun_scene_get_base (const YunScene *self)
{
  return self->base;
}

const YunStyle *
yun_scene_get_style (const YunScene *self)
{
  return self->style;
}

YunShading *
yun_scene_get_shading (const YunScene *self)
{
  return self->shading;
}

gboolean
yun_scene_has (const YunScene *self, guint i)
{
  return self->shown != NULL ? yun_feature_set_has (self->shown, i)
                             : self->index != NULL && yun_feature_index_has (self->index, i);
}

YunView
yun_view_for_tile (int zoom, int tx, int ty, double size, double device_scale)
{
  double width = ldexp (YUN_MERCATOR_SIZE, -zoom);

  return (YunView){ tx * width, ty * width, width / size, size, size, device_scale };
}

YunView
yun_view_at (double x, double y, double zoom, double width, double height, double device_scale)
{
  double scale = YUN_MERCATOR_SIZE / (256 * exp2 (zoom));

  return (YunView){ x - width / 2 * scale, y - height / 2 * scale, scale, width, height,
                    device_scale };
}

YunView
yun_view_fit (
  YunVertex min, YunVertex max, double width, double height, double margin, double device_scale)
{
  double dx = MAX ((double) max.x - min.x, 1), dy = MAX ((double) max.y - min.y, 1);
  double scale = MAX (dx / MAX (width - 2 * margin, 1), dy / MAX (height - 2 * margin, 1));
  double x = ((double) min.x + max.x) / 2, y = ((double) min.y + max.y) / 2;

  return (YunView){ x - width / 2 * scale, y - height / 2 * scale, scale, width, height,
                    device_scale };
}

double
yun_view_get_zoom (const YunView *self)
{
  return log2 (YUN_MERCATOR_SIZE / (256 * self->scale));
}

void
yun_view_get_box (const YunView *self, double margin, YunVertex *min, YunVertex *max)
{
  min->x = clamp_unit (floor (self->x - margin * self->scale));
  min->y = clamp_unit (floor (self->y - margin * self->scale));
  max->x = clamp_unit (ceil (self->x + (self->width + margin) * self->scale));
  max->y = clamp_unit (ceil (self->y + (self->height + margin) * self->scale));
}

void
yun_view_to_pixel (const YunView *self, YunVertex v, double *px, double *py)
{
  *px = (v.x - self->x) / self->scale;
  *py = (v.y - self->y) / self->scale;
}

double
yun_view_get_metres_per_pixel (const YunView *self)
{
  double   middle = self->y + self->height / 2 * self->scale;
  YunPoint at = yun_vertex_to_lonlat ((YunVertex){ 0, clamp_unit (middle) });

  return self->scale / YUN_MERCATOR_SIZE * METRES_ROUND * cos (at.y * G_PI / 180);
}
