/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-sprite-cache.h"

#include "yun-canvas.h"

#include <math.h>

#define KEPT_PLANS 6 /* a sprite unused for so many plans is let go */

struct _YunSpriteCache
{
  gatomicrefcount ref_count;
  const YunStyle *style; /* (unowned): static */
  double          scale;

  GMutex      mutex;
  GHashTable *sprites; /* (owned): text key → YunSprite, owned */
  guint       age;
};

/* What is painted, and on what box. */
typedef struct
{
  const YunStyle   *style;
  YunSymbolLook     look;
  YunState          state;
  const YunCluster *cluster; /* (nullable) */
  const YunLabel   *label;   /* (nullable) */
  graphene_rect_t   box;
} Drawing;

YunSpriteCache *
yun_sprite_cache_new (const YunStyle *style, double scale)
{
  YunSpriteCache *self = g_new0 (YunSpriteCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->style = style;
  self->scale = scale;
  g_mutex_init (&self->mutex);
  self->sprites =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) yun_sprite_unref);
  return self;
}

YunSpriteCache *
yun_sprite_cache_ref (YunSpriteCache *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
yun_sprite_cache_unref (YunSpriteCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->sprites);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const YunStyle *
yun_sprite_cache_get_style (const YunSpriteCache *self)
{
  return self->style;
}

double
yun_sprite_cache_get_scale (const YunSpriteCache *self)
{
  return self->scale;
}

YunSprite *
yun_sprite_ref (YunSprite *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
yun_sprite_unref (YunSprite *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->texture);
  g_free (self);
}

static YunSprite *
paint_sprite (const Drawing *drawing, double scale)
{
  YunSprite       *sprite = g_new0 (YunSprite, 1);
  int              width = (int) ceil (drawing->box.size.width * scale);
  int              height = (int) ceil (drawing->box.size.height * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t         *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_translate (cr, -drawing->box.origin.x, -drawing->box.origin.y);
  if (drawing->label != NULL)
    yun_symbol_painter_draw_label (drawing->style, cr, drawing->label->kind, drawing->label->text);
  else if (drawing->cluster != NULL)
    yun_symbol_painter_draw_cluster (drawing->style, cr, drawing->cluster, drawing->state);
  else
    yun_symbol_painter_draw_symbol (drawing->style, cr, &drawing->look, drawing->state);
  cairo_destroy (cr);

  g_atomic_ref_count_init (&sprite->ref_count);
  sprite->texture = yun_canvas_new_texture (surface);
  sprite->box = GRAPHENE_RECT_INIT (drawing->box.origin.x, drawing->box.origin.y,
                                    (float) (width / scale), (float) (height / scale));
  return sprite;
}

static YunSprite *
get_sprite (YunSpriteCache *self, char *key, const Drawing *drawing)
{
  YunSprite *sprite;

  g_mutex_lock (&self->mutex);
  sprite = g_hash_table_lookup (self->sprites, key);
  if (sprite != NULL)
    {
      sprite->used = self->age;
      yun_sprite_ref (sprite);
    }
  g_mutex_unlock (&self->mutex);
  if (sprite != NULL)
    {
      g_free (key);
      return sprite;
    }

  /* Two threads may paint the same one; the second is used by its asker only. */
  sprite = paint_sprite (drawing, self->scale);
  g_mutex_lock (&self->mutex);
  sprite->used = self->age;
  g_hash_table_replace (self->sprites, key, yun_sprite_ref (sprite));
  g_mutex_unlock (&self->mutex);
  return sprite;
}

static graphene_rect_t
get_round_box (double radius)
{
  float reach = (float) ceil (radius + YUN_SYMBOL_MARGIN);

  return GRAPHENE_RECT_INIT (-reach, -reach, 2 * reach, 2 * reach);
}

YunSprite *
yun_sprite_cache_get_symbol (YunSpriteCache *self, const YunFeature *feature, YunState state)
{
  Drawing drawing = {
    .style = self->style,
    .look = yun_symbol_look_for (feature),
    .state = state,
  };

  drawing.box = get_round_box (yun_symbol_look_get_radius (&drawing.look));
  return get_sprite (self, g_strdup_printf ("s%u", yun_symbol_look_get_key (&drawing.look, state)),
                     &drawing);
}

YunSprite *
yun_sprite_cache_get_cluster (YunSpriteCache *self, const YunCluster *cluster, YunState state)
{
  Drawing drawing = { .style = self->style, .cluster = cluster, .state = state };
  char   *key;

  drawing.box = get_round_box (yun_symbol_painter_get_cluster_radius (cluster->count));
  key =
    g_strdup_printf ("c%u:%d:%.3f:%.3f:%.3f:%.3f", cluster->count, (int) state, cluster->share[0],
                     cluster->share[1], cluster->share[2], cluster->share[3]);
  return get_sprite (self, key, &drawing);
}

YunSprite *
yun_sprite_cache_get_label (YunSpriteCache *self, const YunLabel *label)
{
  Drawing drawing = { .style = self->style, .label = label };
  float   halo = YUN_LABEL_HALO + 1;

  drawing.box = GRAPHENE_RECT_INIT (-halo, -halo, ceilf (label->width) + 2 * halo,
                                    ceilf (label->height) + 2 * halo);
  return get_sprite (self, g_strdup_printf ("l%d:%s", (int) label->kind, label->text), &drawing);
}

static gboolean
is_old_cb (gpointer key, gpointer value, gpointer user_data)
{
  const YunSprite *sprite = value;

  return *(guint *) user_data - sprite->used > KEPT_PLANS;
}

void
yun_sprite_cache_age (YunSpriteCache *self)
{
  g_mutex_lock (&self->mutex);
  self->age++;
  g_hash_table_foreach_remove (self->sprites, is_old_cb, &self->age);
  g_mutex_unlock (&self->mutex);
}
