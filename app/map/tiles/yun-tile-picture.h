/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define YUN_TILE_PICTURE_MAX 1024

/** (transfer full) (nullable): a PNG, JPEG or other picture as an ARGB32 image; NULL when @bytes
 * are none, are cut short, or are wider or higher than YUN_TILE_PICTURE_MAX pixels: such a one is
 * not even unpacked. Any thread. */
cairo_surface_t *yun_tile_picture_decode (GBytes *bytes);

/** (transfer full): @bottom with @top stretched over it; swallows both. */
cairo_surface_t *yun_tile_picture_lay_over (cairo_surface_t *bottom, cairo_surface_t *top);

G_END_DECLS
