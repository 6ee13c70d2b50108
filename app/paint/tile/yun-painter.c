/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-painter-private.h"
#include "yun-path.h"

#include <math.h>
#include <string.h>

static const cairo_user_data_key_t opaque_key;

/* What is painted at once. */
typedef struct
{
  const YunScene  *scene;
  cairo_t         *cr;
  cairo_surface_t *target; /* (nullable) */
  YunView          view;   /* all of @cr */
  YunView          whole;  /* what the base map is kept of; @view is a part of it */
  YunBaseCache    *cache;  /* (nullable): then there is a target */

  cairo_rectangle_int_t part; /* device pixels of @whole that @view is */
} Picture;

/* What is kept lies on the picture pixel for pixel. */
static void
lay_kept (const Picture *self, YunBasePart part)
{
  cairo_surface_t *kept = yun_base_cache_get (self->cache, self->scene, &self->whole, part);

  cairo_set_source_surface (self->cr, kept, -self->part.x / self->view.device_scale,
                            -self->part.y / self->view.device_scale);
  cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (self->cr);
  cairo_surface_destroy (kept);
}

/* The first of all: it takes the place of whatever the memory held. */
static void
copy_kept (const Picture *self, YunBasePart part)
{
  cairo_surface_t *kept = yun_base_cache_get (self->cache, self->scene, &self->whole, part);
  int              from_stride = cairo_image_surface_get_stride (kept);
  int              to_stride = cairo_image_surface_get_stride (self->target);
  const guint8    *from = cairo_image_surface_get_data (kept);
  guint8          *to = cairo_image_surface_get_data (self->target);

  for (int y = 0; y < self->part.height; y++)
    memcpy (to + (gsize) y * to_stride,
            from + (gsize) (self->part.y + y) * from_stride + 4 * (gsize) self->part.x,
            4 * (gsize) self->part.width);
  cairo_surface_mark_dirty (self->target);
  cairo_surface_destroy (kept);
}

static void
paint_base (const Picture *self, YunBasePart part)
{
  if (self->cache == NULL)
    yun_base_painter_paint (self->scene, self->cr, &self->view, part);
  else if (part == YUN_BASE_PART_ALL || part == YUN_BASE_PART_GROUND)
    copy_kept (self, part);
  else
    lay_kept (self, part);
}

static gboolean
paint (const Picture *self, YunLayers layers, GCancellable *cancellable)
{
  gboolean done = !g_cancellable_is_cancelled (cancellable);
  gboolean parks =
    layers & YUN_LAYER_PARKS && yun_feature_painter_has_parks (self->scene, &self->whole);

  cairo_save (self->cr);
  cairo_rectangle (self->cr, 0, 0, self->view.width, self->view.height);
  cairo_clip (self->cr);

  if (done && layers & YUN_LAYER_BASE)
    paint_base (self, parks ? YUN_BASE_PART_GROUND : YUN_BASE_PART_ALL);
  if (done && parks)
    done = yun_feature_painter_paint (self->scene, self->cr, self->target, &self->view, TRUE,
                                      cancellable);
  if (done && parks && layers & YUN_LAYER_BASE)
    paint_base (self, YUN_BASE_PART_LINES);
  else if (done && !(layers & YUN_LAYER_BASE) && layers & YUN_LAYER_OUTLINES)
    paint_base (self, YUN_BASE_PART_OUTLINES);
  if (done && layers & YUN_LAYER_PLOTS)
    done = yun_feature_painter_paint (self->scene, self->cr, self->target, &self->view, FALSE,
                                      cancellable);

  cairo_restore (self->cr);

  return done && !g_cancellable_is_cancelled (cancellable);
}

gboolean
yun_painter_paint (const YunScene *scene,
                   cairo_t        *cr,
                   const YunView  *view,
                   YunLayers       layers,
                   GCancellable   *cancellable)
{
  g_return_val_if_fail (scene != NULL && cr != NULL && view != NULL, FALSE);

  return paint (&(Picture){ .scene = scene, .cr = cr, .view = *view, .whole = *view }, layers,
                cancellable);
}

cairo_surface_t *
yun_painter_paint_surface (const YunScene *scene,
                           const YunView  *view,
                           YunLayers       layers,
                           GCancellable   *cancellable)
{
  return yun_painter_paint_tile (scene, view, NULL, layers, NULL, cancellable);
}

/* @covered: all of it will be painted over, so its memory need not be cleared */
static cairo_surface_t *
new_surface (const cairo_rectangle_int_t *part, gboolean covered)
{
  static const cairo_user_data_key_t key;

  int              stride = cairo_format_stride_for_width (CAIRO_FORMAT_ARGB32, part->width);
  cairo_surface_t *surface;
  guint8          *data;

  if (!covered)
    return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, part->width, part->height);

  data = g_malloc ((gsize) stride * (gsize) MAX (part->height, 1));
  surface = cairo_image_surface_create_for_data (data, CAIRO_FORMAT_ARGB32, part->width,
                                                 part->height, stride);
  cairo_surface_set_user_data (surface, &key, data, g_free);

  return surface;
}

cairo_surface_t *
yun_painter_paint_tile (const YunScene              *scene,
                        const YunView               *view,
                        const cairo_rectangle_int_t *part,
                        YunLayers                    layers,
                        YunBaseCache                *cache,
                        GCancellable                *cancellable)
{
  Picture          self = { .scene = scene, .view = *view, .whole = *view, .cache = cache };
  cairo_surface_t *surface;
  double           ds;
  gboolean         done;

  g_return_val_if_fail (scene != NULL && view != NULL, NULL);

  ds = view->device_scale;
  self.part =
    (cairo_rectangle_int_t){ 0, 0, (int) ceil (view->width * ds), (int) ceil (view->height * ds) };
  if (part != NULL)
    {
      self.part = *part;
      self.view.x += part->x / ds * view->scale;
      self.view.y += part->y / ds * view->scale;
      self.view.width = part->width / ds;
      self.view.height = part->height / ds;
    }
  surface = new_surface (&self.part, cache != NULL && layers & YUN_LAYER_BASE);
  cairo_surface_set_device_scale (surface, ds, ds);
  self.target = surface;
  self.cr = cairo_create (surface);
  done = paint (&self, layers, cancellable);
  cairo_destroy (self.cr);
  if (!done)
    g_clear_pointer (&surface, cairo_surface_destroy);
  else if (layers & YUN_LAYER_BASE && self.view.width * ds == self.part.width &&
           self.view.height * ds == self.part.height)
    cairo_surface_set_user_data (surface, &opaque_key, GINT_TO_POINTER (TRUE), NULL);

  return surface;
}

gboolean
yun_painter_is_opaque (cairo_surface_t *surface)
{
  return cairo_surface_get_user_data (surface, &opaque_key) != NULL;
}

void
yun_painter_paint_mark (
  const YunScene *scene, cairo_t *cr, const YunView *view, guint i, YunState state)
{
  const YunStyle        *style = yun_scene_get_style (scene);
  const YunFeatureIndex *index = yun_scene_get_index (scene);

  g_return_if_fail (index != NULL && i < index->n);

  if (state == YUN_STATE_NORMAL)
    return;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint pass = 0; pass < 2; pass++)
    {
      yun_colour_set_source (pass == 0                    ? &style->paper
                             : state == YUN_STATE_HOVERED ? &style->hovered
                                                          : &style->selected,
                             cr);
      cairo_set_line_width (cr, (state == YUN_STATE_SELECTED ? 3 : 2) + (pass == 0 ? 3 : 0));
      for (guint ring = 0; ring < yun_feature_index_get_n_rings (index, i); ring++)
        {
          guint            n;
          const YunVertex *v = yun_feature_index_get_ring (index, i, ring, &n);

          yun_path_stroke (cr, view, v, n, NULL, 0);
        }
    }
  cairo_restore (cr);
}
