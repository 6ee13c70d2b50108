/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunPngWriter: a PNG file written band by band, so that a picture need not be in memory as a
 * whole. 8 bits, red, green and blue. One thread.
 */
typedef struct _YunPngWriter YunPngWriter;

/** @dots_per_metre: how large the picture is on paper; 0: not said */
YunPngWriter *yun_png_writer_new (GOutputStream *out,
                                  int            width,
                                  int            height,
                                  double         dots_per_metre,
                                  GCancellable  *cancellable,
                                  GError       **error);
void          yun_png_writer_free (YunPngWriter *self);

/** Adds the rows of @band, an image of the picture's width (RGB24 or ARGB32). */
gboolean yun_png_writer_add (YunPngWriter    *self,
                             cairo_surface_t *band,
                             GCancellable    *cancellable,
                             GError         **error);

/** Writes the end; all rows must have been added. */
gboolean yun_png_writer_finish (YunPngWriter *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPngWriter, yun_png_writer_free)

G_END_DECLS
