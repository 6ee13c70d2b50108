/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-painter-private.h"
#include "yun-path.h"

#include <math.h>

static void
paint_base (
  const YunScene *scene, cairo_t *cr, const YunView *view, YunBaseCache *cache, YunBasePart part)
{
  cairo_surface_t *picture;

  if (cache == NULL)
    {
      if (part == YUN_BASE_PART_GROUND)
        yun_base_painter_paint_ground (scene, cr, view);
      else if (part == YUN_BASE_PART_LINES)
        yun_base_painter_paint_lines (scene, cr, view);
      else
        yun_base_painter_paint_outlines (scene, cr, view);
      return;
    }

  picture = yun_base_cache_get (cache, scene, view, part);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  /* the ground is the first of all: it is copied */
  cairo_set_operator (cr,
                      part == YUN_BASE_PART_GROUND ? CAIRO_OPERATOR_SOURCE : CAIRO_OPERATOR_OVER);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  cairo_surface_destroy (picture);
}

static gboolean
paint (const YunScene  *scene,
       cairo_t         *cr,
       cairo_surface_t *target,
       const YunView   *view,
       YunLayers        layers,
       YunBaseCache    *cache,
       GCancellable    *cancellable)
{
  gboolean done = !g_cancellable_is_cancelled (cancellable);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, view->width, view->height);
  cairo_clip (cr);

  if (done && layers & YUN_LAYER_BASE)
    paint_base (scene, cr, view, cache, YUN_BASE_PART_GROUND);
  if (done && layers & YUN_LAYER_PARKS)
    done = yun_feature_painter_paint (scene, cr, target, view, TRUE, cancellable);
  if (done && layers & YUN_LAYER_BASE)
    paint_base (scene, cr, view, cache, YUN_BASE_PART_LINES);
  else if (done && layers & YUN_LAYER_OUTLINES)
    paint_base (scene, cr, view, cache, YUN_BASE_PART_OUTLINES);
  if (done && layers & YUN_LAYER_PLOTS)
    done = yun_feature_painter_paint (scene, cr, target, view, FALSE, cancellable);

  cairo_restore (cr);

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

  return paint (scene, cr, NULL, view, layers, NULL, cancellable);
}

cairo_surface_t *
yun_painter_paint_surface (const YunScene *scene,
                           const YunView  *view,
                           YunLayers       layers,
                           GCancellable   *cancellable)
{
  return yun_painter_paint_tile (scene, view, layers, NULL, cancellable);
}

cairo_surface_t *
yun_painter_paint_tile (const YunScene *scene,
                        const YunView  *view,
                        YunLayers       layers,
                        YunBaseCache   *cache,
                        GCancellable   *cancellable)
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  gboolean         done;

  g_return_val_if_fail (scene != NULL && view != NULL, NULL);

  surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, ceil (view->width * view->device_scale),
                                ceil (view->height * view->device_scale));
  cairo_surface_set_device_scale (surface, view->device_scale, view->device_scale);
  cr = cairo_create (surface);
  done = paint (scene, cr, surface, view, layers, cache, cancellable);
  cairo_destroy (cr);
  if (!done)
    g_clear_pointer (&surface, cairo_surface_destroy);

  return surface;
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
