/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-symbol-painter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunSpriteCache: symbols, clusters and labels painted once, as textures.
 *
 * For one style and one device scale. Reference-counted; any thread, several at
 * once: a worker fills it so that a frame finds everything ready. The last
 * reference is to be dropped on the main thread.
 */
typedef struct _YunSpriteCache YunSpriteCache;

/** A picture and where it stands: its box around the symbol's middle or from the label's left upper
 * corner, in pixels. Valid while the reference is held. */
typedef struct
{
  GdkTexture     *texture; /* (owned) */
  graphene_rect_t box;
  /*< private >*/
  gatomicrefcount ref_count;
  guint           used; /* age at its last use */
} YunSprite;

YunSpriteCache *yun_sprite_cache_new (const YunStyle *style, double scale);
YunSpriteCache *yun_sprite_cache_ref (YunSpriteCache *self);
void            yun_sprite_cache_unref (YunSpriteCache *self);

const YunStyle *yun_sprite_cache_get_style (const YunSpriteCache *self);
double          yun_sprite_cache_get_scale (const YunSpriteCache *self);

/** (transfer full) each; equal requests give the same sprite. */
YunSprite *
yun_sprite_cache_get_symbol (YunSpriteCache *self, const YunFeature *feature, YunState state);
YunSprite *
yun_sprite_cache_get_cluster (YunSpriteCache *self, const YunCluster *cluster, YunState state);
YunSprite *yun_sprite_cache_get_label (YunSpriteCache *self, const YunLabel *label);

/** Says that a plan is in use: sprites that no recent plan used are let go. Main thread, for a
 * texture that was on screen has to end there. */
void yun_sprite_cache_age (YunSpriteCache *self);

YunSprite *yun_sprite_ref (YunSprite *self);
void       yun_sprite_unref (YunSprite *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSpriteCache, yun_sprite_cache_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSprite, yun_sprite_unref)

G_END_DECLS
