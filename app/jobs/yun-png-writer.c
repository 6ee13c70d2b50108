/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-png-writer.h"

#include <glib/gi18n.h>
#include <png.h>

#define LEVEL 6

struct _YunPngWriter
{
  GOutputStream *out;  /* (owned) */
  png_structp    png;  /* (owned) */
  png_infop      info; /* (owned) */
  int            width;
  int            height;
  int            n_rows;      /* so far */
  GCancellable  *cancellable; /* (unowned): of the call in hand */
  GError        *error;       /* (owned) (nullable): why the call in hand fails */
};

/* ---- What libpng calls -------------------------------------------------------------------- */

/* Does not come back: libpng leads to where the call began. */
static void
fail_cb (png_structp png, png_const_charp message)
{
  YunPngWriter *self = png_get_error_ptr (png);

  g_debug ("libpng: %s", message);
  if (self->error == NULL)
    g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("The picture could not be written."));
  png_longjmp (png, 1);
}

static void
warn_cb (png_structp png, png_const_charp message)
{
  g_debug ("libpng: %s", message);
}

static void
write_cb (png_structp png, png_bytep data, size_t n)
{
  YunPngWriter *self = png_get_io_ptr (png);

  if (!g_output_stream_write_all (self->out, data, n, NULL, self->cancellable, &self->error))
    png_error (png, "");
}

static void
flush_cb (png_structp png)
{
}

/* ---- Calls: each begins by saying where to come back to when it fails ------------------------ */

static gboolean
write_head (YunPngWriter *self, double dots_per_metre)
{
  const png_uint_32 density = (png_uint_32) (dots_per_metre + 0.5);

  if (setjmp (png_jmpbuf (self->png)))
    return FALSE;
  png_set_IHDR (self->png, self->info, (png_uint_32) self->width, (png_uint_32) self->height, 8,
                PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  if (density > 0)
    png_set_pHYs (self->png, self->info, density, density, PNG_RESOLUTION_METER);
  png_set_compression_level (self->png, LEVEL);
  png_set_filter (self->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_write_info (self->png, self->info);
  /* Cairo keeps a pixel as a number of 32 bits, blue lowest. */
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_bgr (self->png);
  png_set_filler (self->png, 0,
                  G_BYTE_ORDER == G_LITTLE_ENDIAN ? PNG_FILLER_AFTER : PNG_FILLER_BEFORE);
  return TRUE;
}

static gboolean
write_rows (YunPngWriter *self, const guint8 *data, gsize stride, int n)
{
  if (setjmp (png_jmpbuf (self->png)))
    return FALSE;
  for (int y = 0; y < n; y++)
    png_write_row (self->png, data + (gsize) y * stride);
  return TRUE;
}

static gboolean
write_end (YunPngWriter *self)
{
  if (setjmp (png_jmpbuf (self->png)))
    return FALSE;
  png_write_end (self->png, self->info);
  return TRUE;
}

static gboolean
end_call (YunPngWriter *self, gboolean ok, GError **error)
{
  self->cancellable = NULL;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return ok;
}

/* ---- The public face ------------------------------------------------------------------------ */

YunPngWriter *
yun_png_writer_new (GOutputStream *out,
                    int            width,
                    int            height,
                    double         dots_per_metre,
                    GCancellable  *cancellable,
                    GError       **error)
{
  YunPngWriter *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (YunPngWriter, 1);
  self->out = g_object_ref (out);
  self->width = width;
  self->height = height;
  self->png = png_create_write_struct (PNG_LIBPNG_VER_STRING, self, fail_cb, warn_cb);
  g_assert (self->png != NULL); /* out of memory, or another libpng than was compiled with */
  self->info = png_create_info_struct (self->png);
  png_set_write_fn (self->png, self, write_cb, flush_cb);
  png_set_user_limits (self->png, G_MAXINT32, G_MAXINT32);
  self->cancellable = cancellable;
  if (!end_call (self, write_head (self, dots_per_metre), error))
    g_clear_pointer (&self, yun_png_writer_free);
  return self;
}

void
yun_png_writer_free (YunPngWriter *self)
{
  png_destroy_write_struct (&self->png, &self->info);
  g_object_unref (self->out);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
yun_png_writer_add (YunPngWriter    *self,
                    cairo_surface_t *band,
                    GCancellable    *cancellable,
                    GError         **error)
{
  const int height = cairo_image_surface_get_height (band);

  g_return_val_if_fail (cairo_image_surface_get_width (band) == self->width, FALSE);
  g_return_val_if_fail (self->n_rows + height <= self->height, FALSE);

  cairo_surface_flush (band);
  self->cancellable = cancellable;
  if (!end_call (self,
                 write_rows (self, cairo_image_surface_get_data (band),
                             (gsize) cairo_image_surface_get_stride (band), height),
                 error))
    return FALSE;
  self->n_rows += height;
  return TRUE;
}

gboolean
yun_png_writer_finish (YunPngWriter *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self->n_rows == self->height, FALSE);

  self->cancellable = cancellable;
  return end_call (self, write_end (self), error);
}
