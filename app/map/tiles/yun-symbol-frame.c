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

static void
place_leader (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view, const YunLabel *label)
{
  double   x, y, x0, y0, x1, y1;
  cairo_t *cr;

  yun_view_to_pixel (view, label->anchor, &x, &y);
  yun_symbol_painter_get_leader_box (label, &x0, &y0, &x1, &y1);
  if (x + x1 < 0 || y + y1 < 0 || x + x0 > view->width || y + y0 > view->height)
    return;
  cr = yun_canvas_draw (canvas, &GRAPHENE_RECT_INIT (floor (x + x0), floor (y + y0),
                                                     ceil (x1 - x0) + 1, ceil (y1 - y0) + 1));
  cairo_translate (cr, x, y);
  yun_symbol_painter_draw_leader (yun_scene_get_style (yun_symbol_plan_get_scene (self->plan)), cr,
                                  label);
  cairo_destroy (cr);
}

static void
place_labels (YunSymbolFrame *self, YunCanvas *canvas, const YunView *view, gboolean base)
{
  guint           n;
  const YunLabel *labels = yun_symbol_plan_get_labels (self->plan, &n);

  for (guint i = 0; i < n && base; i++)
    if (labels[i].led)
      place_leader (self, canvas, view, &labels[i]);
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
