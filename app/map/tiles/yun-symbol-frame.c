/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-symbol-frame.h"

#include "yun-symbol-painter.h"

#include <math.h>

struct _YunSymbolFrame
{
  YunSymbolPlan *plan;     /* (owned) */
  GPtrArray     *symbols;  /* (owned): YunSprite, one for each of the plan's */
  GPtrArray     *clusters; /* (owned) */
  GPtrArray     *labels;   /* (owned) */
};

static GPtrArray *
new_sprites (guint n)
{
  return g_ptr_array_new_full (n, (GDestroyNotify) yun_sprite_unref);
}

YunSymbolFrame *
yun_symbol_frame_new (YunScene       *scene,
                      const YunSight *sight,
                      guint           max_labels,
                      YunSpriteCache *sprites,
                      GCancellable   *cancellable)
{
  g_autoptr (YunSymbolFrame) self = NULL;
  YunSymbolPlan    *plan = yun_symbol_plan_new_around (scene, sight, max_labels, cancellable);
  YunFeatureIndex  *index = yun_scene_get_index (scene);
  const YunSymbol  *symbols;
  const YunCluster *clusters;
  const YunLabel   *labels;
  guint             n_symbols, n_clusters, n_labels;

  if (plan == NULL)
    return NULL;
  symbols = yun_symbol_plan_get_symbols (plan, &n_symbols);
  clusters = yun_symbol_plan_get_clusters (plan, &n_clusters);
  labels = yun_symbol_plan_get_labels (plan, &n_labels);

  self = g_new0 (YunSymbolFrame, 1);
  self->plan = plan;
  self->symbols = new_sprites (n_symbols);
  self->clusters = new_sprites (n_clusters);
  self->labels = new_sprites (n_labels);

  for (guint i = 0; i < n_symbols; i++)
    g_ptr_array_add (self->symbols, yun_sprite_cache_get_symbol (
                                      sprites, yun_feature_index_get (index, symbols[i].feature),
                                      YUN_STATE_NORMAL));
  for (guint i = 0; i < n_clusters; i++)
    g_ptr_array_add (self->clusters,
                     yun_sprite_cache_get_cluster (sprites, &clusters[i], YUN_STATE_NORMAL));
  for (guint i = 0; i < n_labels; i++)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      g_ptr_array_add (self->labels, yun_sprite_cache_get_label (sprites, &labels[i]));
    }
  return g_steal_pointer (&self);
}

void
yun_symbol_frame_free (YunSymbolFrame *self)
{
  yun_symbol_plan_unref (self->plan);
  g_ptr_array_unref (self->symbols);
  g_ptr_array_unref (self->clusters);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

YunSymbolPlan *
yun_symbol_frame_get_plan (YunSymbolFrame *self)
{
  return self->plan;
}

void
yun_sprite_place (YunSprite *sprite, YunCanvas *canvas, double px, double py, double device_scale)
{
  graphene_rect_t box = sprite->box;

  box.origin.x = (float) (round ((px + box.origin.x) * device_scale) / device_scale);
  box.origin.y = (float) (round ((py + box.origin.y) * device_scale) / device_scale);
  yun_canvas_place (canvas, sprite->texture, &box);
}

static gboolean
is_in_view (const YunView *view, const YunSprite *sprite, double px, double py)
{
  return px + sprite->box.origin.x < view->width && py + sprite->box.origin.y < view->height &&
         px + sprite->box.origin.x + sprite->box.size.width > 0 &&
         py + sprite->box.origin.y + sprite->box.size.height > 0;
}

static void
place_label (YunCanvas *canvas, const YunView *view, const YunLabel *label, YunSprite *sprite)
{
  double px, py;

  yun_view_to_pixel (view, label->anchor, &px, &py);
  if (label->angle == 0)
    {
      if (is_in_view (view, sprite, px + label->dx, py + label->dy))
        yun_sprite_place (sprite, canvas, px + label->dx, py + label->dy, view->device_scale);
      return;
    }
  if (px < -label->width || py < -label->width || px > view->width + label->width ||
      py > view->height + label->width)
    return;
  yun_canvas_turn (canvas, px, py, label->angle);
  yun_canvas_place (canvas, sprite->texture,
                    &GRAPHENE_RECT_INIT (label->dx + sprite->box.origin.x,
                                         label->dy + sprite->box.origin.y, sprite->box.size.width,
                                         sprite->box.size.height));
  yun_canvas_unturn (canvas);
}

/* Bars cost a frame much less than a drawing each. */
static void
place_leg (YunCanvas       *canvas,
           const YunView   *view,
           const YunSymbol *symbol,
           const GdkRGBA   *halo,
           const GdkRGBA   *line)
{
  double x, y, px, py, length;

  yun_view_to_pixel (view, symbol->anchor, &x, &y);
  yun_view_to_pixel (view, symbol->place, &px, &py);
  x += symbol->dx;
  y += symbol->dy;
  length = hypot (px - x, py - y);
  if (MAX (x, px) < 0 || MAX (y, py) < 0 || MIN (x, px) > view->width ||
      MIN (y, py) > view->height || length < 1)
    return;
  yun_canvas_turn (canvas, x, y, atan2 (py - y, px - x));
  yun_canvas_fill (canvas, halo,
                   &GRAPHENE_RECT_INIT (0, -YUN_LEG_HALO / 2, (float) length, YUN_LEG_HALO));
  yun_canvas_fill (canvas, line,
                   &GRAPHENE_RECT_INIT (0, -YUN_LEG_WIDTH / 2, (float) length, YUN_LEG_WIDTH));
  yun_canvas_unturn (canvas);
}

static GdkRGBA
to_rgba (const YunColour *colour)
{
  return (GdkRGBA){ (float) colour->r, (float) colour->g, (float) colour->b, (float) colour->a };
}

static void
place_legs (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view)
{
  guint            n;
  const YunSymbol *symbols = yun_symbol_plan_get_symbols (self->plan, &n);
  YunColour        halo, line;
  GdkRGBA          colours[2];

  yun_symbol_painter_get_leg_colours (yun_scene_get_style (yun_symbol_plan_get_scene (self->plan)),
                                      &halo, &line);
  colours[0] = to_rgba (&halo);
  colours[1] = to_rgba (&line);
  for (guint i = 0; i < n; i++)
    if (symbols[i].led)
      place_leg (canvas, view, &symbols[i], &colours[0], &colours[1]);
}

static void
place_labels (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view, gboolean base)
{
  guint           n;
  const YunLabel *labels = yun_symbol_plan_get_labels (self->plan, &n);

  for (guint i = 0; i < n; i++)
    if ((labels[i].feature < 0) == base)
      place_label (canvas, view, &labels[i], g_ptr_array_index (self->labels, i));
}

void
yun_symbol_frame_place (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view)
{
  guint             n;
  const YunSymbol  *symbols;
  const YunCluster *clusters;
  double            px, py;

  place_labels (self, canvas, view, TRUE);
  place_legs (self, canvas, view);

  symbols = yun_symbol_plan_get_symbols (self->plan, &n);
  for (guint i = 0; i < n; i++)
    {
      YunSprite *sprite = g_ptr_array_index (self->symbols, i);

      yun_view_to_pixel (view, symbols[i].anchor, &px, &py);
      px += symbols[i].dx;
      py += symbols[i].dy;
      if (is_in_view (view, sprite, px, py))
        yun_sprite_place (sprite, canvas, px, py, view->device_scale);
    }

  clusters = yun_symbol_plan_get_clusters (self->plan, &n);
  for (guint i = 0; i < n; i++)
    {
      YunSprite *sprite = g_ptr_array_index (self->clusters, i);

      yun_view_to_pixel (view, clusters[i].anchor, &px, &py);
      if (is_in_view (view, sprite, px, py))
        yun_sprite_place (sprite, canvas, px, py, view->device_scale);
    }

  place_labels (self, canvas, view, FALSE);
}
