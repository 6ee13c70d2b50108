/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-canvas.h"

#include "yun-painter.h"

#include <math.h>

static GQuark
get_surface_quark (void)
{
  return g_quark_from_static_string ("yun-canvas-surface");
}

static void
destroy_surface (gpointer data)
{
  cairo_surface_destroy (data);
}

GdkTexture *
yun_canvas_new_texture (cairo_surface_t *surface)
{
  int                width = cairo_image_surface_get_width (surface);
  int                height = cairo_image_surface_get_height (surface);
  gsize              stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture        *texture;

  cairo_surface_flush (surface);
  bytes =
    g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                destroy_surface, cairo_surface_reference (surface));
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
  g_object_set_qdata_full (G_OBJECT (texture), get_surface_quark (), surface, destroy_surface);
  return texture;
}

cairo_surface_t *
yun_canvas_peek_surface (GdkTexture *texture)
{
  return g_object_get_qdata (G_OBJECT (texture), get_surface_quark ());
}

void
yun_canvas_begin (YunCanvas *self, GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkNative      *native = gtk_widget_get_native (widget);
  GskRenderer    *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;
  graphene_rect_t all =
    GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  self->snapshot = snapshot;
  self->cr = NULL;
  self->magnified = 1;
  if (renderer != NULL && GSK_IS_CAIRO_RENDERER (renderer))
    self->cr = gtk_snapshot_append_cairo (snapshot, &all);
}

void
yun_canvas_begin_picture (YunCanvas *self, cairo_t *cr)
{
  self->snapshot = NULL;
  self->cr = cairo_reference (cr);
  self->magnified = 1;
}

void
yun_canvas_magnify (YunCanvas *self, double by)
{
  if (by == 1)
    return;
  self->magnified = by;
  if (self->cr != NULL)
    {
      cairo_scale (self->cr, by, by);
      return;
    }
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_scale (self->snapshot, (float) by, (float) by);
}

void
yun_canvas_end (YunCanvas *self)
{
  if (self->cr == NULL && self->magnified != 1)
    gtk_snapshot_restore (self->snapshot);
  g_clear_pointer (&self->cr, cairo_destroy);
}

/* @copied: nothing below shines through */
static void
paint_box (cairo_t         *cr,
           cairo_surface_t *surface,
           double           x,
           double           y,
           double           width,
           double           height,
           gboolean         copied)
{
  cairo_pattern_t *source;

  cairo_set_source_surface (cr, surface, x, y);
  source = cairo_get_source (cr);
  cairo_pattern_set_extend (source, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (source, CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, x, y, width, height);
  if (copied)
    cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_fill (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
}

void
yun_canvas_place (YunCanvas *self, GdkTexture *texture, const graphene_rect_t *box)
{
  cairo_surface_t *surface = yun_canvas_peek_surface (texture);
  double           scale_x, scale_y, width, height;

  if (self->cr == NULL)
    {
      gtk_snapshot_append_texture (self->snapshot, texture, box);
      return;
    }

  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  width = gdk_texture_get_width (texture) / scale_x;
  height = gdk_texture_get_height (texture) / scale_y;
  if (fabs (box->size.width / width - 1) < 1e-4 && fabs (box->size.height / height - 1) < 1e-4)
    {
      paint_box (self->cr, surface, box->origin.x, box->origin.y, width, height,
                 yun_painter_is_opaque (surface));
      return;
    }

  cairo_save (self->cr);
  cairo_translate (self->cr, box->origin.x, box->origin.y);
  cairo_scale (self->cr, box->size.width / width, box->size.height / height);
  paint_box (self->cr, surface, 0, 0, width, height, FALSE);
  cairo_restore (self->cr);
}

void
yun_canvas_fill (YunCanvas *self, const GdkRGBA *colour, const graphene_rect_t *box)
{
  if (self->cr == NULL)
    {
      gtk_snapshot_append_color (self->snapshot, colour, box);
      return;
    }
  gdk_cairo_set_source_rgba (self->cr, colour);
  cairo_rectangle (self->cr, box->origin.x, box->origin.y, box->size.width, box->size.height);
  cairo_fill (self->cr);
}

void
yun_canvas_clip (YunCanvas *self, const graphene_rect_t *box)
{
  if (self->cr == NULL)
    {
      gtk_snapshot_push_clip (self->snapshot, box);
      return;
    }
  cairo_save (self->cr);
  cairo_rectangle (self->cr, box->origin.x, box->origin.y, box->size.width, box->size.height);
  cairo_clip (self->cr);
}

void
yun_canvas_unclip (YunCanvas *self)
{
  if (self->cr == NULL)
    gtk_snapshot_pop (self->snapshot);
  else
    cairo_restore (self->cr);
}

void
yun_canvas_turn (YunCanvas *self, double x, double y, double angle)
{
  if (self->cr == NULL)
    {
      gtk_snapshot_save (self->snapshot);
      gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
      gtk_snapshot_rotate (self->snapshot, (float) (angle * 180 / G_PI));
      return;
    }
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_rotate (self->cr, angle);
}

void
yun_canvas_unturn (YunCanvas *self)
{
  if (self->cr == NULL)
    gtk_snapshot_restore (self->snapshot);
  else
    cairo_restore (self->cr);
}

cairo_t *
yun_canvas_draw (YunCanvas *self, const graphene_rect_t *box)
{
  cairo_t *cr;

  if (self->cr == NULL)
    return gtk_snapshot_append_cairo (self->snapshot, box);

  /* A context of its own on the same recording, so that its state is nobody else's. */
  cr = cairo_create (cairo_get_target (self->cr));
  cairo_scale (cr, self->magnified, self->magnified);
  cairo_rectangle (cr, box->origin.x, box->origin.y, box->size.width, box->size.height);
  cairo_clip (cr);
  return cr;
}
