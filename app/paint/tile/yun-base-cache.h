/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * YunBaseCache: the base map of tiles, painted once.
 *
 * The base map knows no filter and no edit, so a new scene of the same base map
 * and scheme takes its ground and its lines from here and paints only features.
 * The least recently used go when there is more than the limit. Reference-counted;
 * any thread, several at once.
 */
typedef struct _YunBaseCache YunBaseCache;

/** What is kept apart: where there are parks, they lie between ground and lines. */
typedef enum
{
  YUN_BASE_PART_ALL, /* both, where no park is */
  YUN_BASE_PART_GROUND,
  YUN_BASE_PART_LINES,
  YUN_BASE_PART_OUTLINES, /* boundaries alone, over a ground of another's */
} YunBasePart;

/** @limit: bytes of pictures kept. */
YunBaseCache *yun_base_cache_new (gsize limit);
YunBaseCache *yun_base_cache_ref (YunBaseCache *self);
void          yun_base_cache_unref (YunBaseCache *self);

/** (transfer full): the picture of @part in @view, as large as the view is in device pixels, its
 * device scale set; painted now unless it is kept. Not to be painted on. */
cairo_surface_t *yun_base_cache_get (YunBaseCache   *self,
                                     const YunScene *scene,
                                     const YunView  *view,
                                     YunBasePart     part);

/** Bytes held, and how often a picture was painted rather than found. */
gsize yun_base_cache_get_size (YunBaseCache *self);
guint yun_base_cache_get_n_painted (YunBaseCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunBaseCache, yun_base_cache_unref)

G_END_DECLS
