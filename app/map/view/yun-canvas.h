/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunCanvas: places pictures in a frame, the quick way for the renderer at hand.
 *
 * With a GPU (or what plays one) a picture is a texture node. GTK 4.8's cairo
 * renderer turns every pixel of such a node to floats and back in each frame,
 * 60 ms for a window; there the pictures are painted from their own surfaces
 * instead. A value on the stack of a snapshot function. Main thread.
 */
typedef struct
{
  /*< private >*/
  GtkSnapshot *snapshot; /* (unowned) */
  cairo_t     *cr;       /* (owned) (nullable): painting with cairo */
  double       magnified;
} YunCanvas;

/** (transfer full): the picture @surface, an ARGB32 image, as a texture; swallows @surface, which
 * must not be painted on any more. Any thread. */
GdkTexture *yun_canvas_new_texture (cairo_surface_t *surface);

/** (transfer none): the picture that such a texture was made of. */
cairo_surface_t *yun_canvas_peek_surface (GdkTexture *texture);

void yun_canvas_begin (YunCanvas *self, GtkWidget *widget, GtkSnapshot *snapshot);
/** Places in a picture instead of a frame; @cr is (transfer none). */
void yun_canvas_begin_picture (YunCanvas *self, cairo_t *cr);
void yun_canvas_end (YunCanvas *self);

/** Makes all that follows @by times as large, about the widget's corner; at most once. */
void yun_canvas_magnify (YunCanvas *self, double by);

/** Places a texture of yun_canvas_new_texture() in @box. */
void yun_canvas_place (YunCanvas *self, GdkTexture *texture, const graphene_rect_t *box);
void yun_canvas_fill (YunCanvas *self, const GdkRGBA *colour, const graphene_rect_t *box);

/** Keeps what follows within @box, until _unclip(). */
void yun_canvas_clip (YunCanvas *self, const graphene_rect_t *box);
void yun_canvas_unclip (YunCanvas *self);
/** Turns what follows by @angle radians about (@x, @y), the new origin, until _unturn(). */
void yun_canvas_turn (YunCanvas *self, double x, double y, double angle);
void yun_canvas_unturn (YunCanvas *self);

/** (transfer full): for drawing within @box; free with cairo_destroy() before anything else. */
cairo_t *yun_canvas_draw (YunCanvas *self, const graphene_rect_t *box);

G_END_DECLS
