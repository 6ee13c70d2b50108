/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-png-writer.h"

#include <string.h>

#define CHUNK 65536
#define LEVEL 6
#define FILTER_UP 2 /* a row is told as its difference from the one above */

struct _YunPngWriter
{
  GOutputStream *out;        /* (owned) */
  GConverter    *compressor; /* (owned) */
  int            width;
  int            height;
  int            n_rows;   /* so far */
  guint8        *previous; /* (owned): bytes of the row above */
  guint8        *row;      /* (owned): of this one */
  guint8        *filtered; /* (owned): one more, the filter's number comes first */
  guint8        *buffer;   /* (owned): CHUNK compressed bytes */
};

static guint32
add_to_crc (guint32 crc, const guint8 *data, gsize n)
{
  static guint32 table[256];
  static gsize   ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (guint32 i = 0; i < 256; i++)
        {
          guint32 value = i;

          for (guint bit = 0; bit < 8; bit++)
            value = value & 1 ? 0xedb88320u ^ (value >> 1) : value >> 1;
          table[i] = value;
        }
      g_once_init_leave (&ready, 1);
    }
  for (gsize i = 0; i < n; i++)
    crc = table[(crc ^ data[i]) & 0xff] ^ (crc >> 8);
  return crc;
}

static gboolean
write_chunk (YunPngWriter *self,
             const char   *kind,
             const guint8 *data,
             gsize         n,
             GCancellable *cancellable,
             GError      **error)
{
  guint32 length = GUINT32_TO_BE ((guint32) n), crc;
  guint8  head[8];

  memcpy (head, &length, 4);
  memcpy (head + 4, kind, 4);
  crc = add_to_crc (add_to_crc (G_MAXUINT32, head + 4, 4), data, n) ^ G_MAXUINT32;
  crc = GUINT32_TO_BE (crc);
  return g_output_stream_write_all (self->out, head, sizeof head, NULL, cancellable, error) &&
         (n == 0 || g_output_stream_write_all (self->out, data, n, NULL, cancellable, error)) &&
         g_output_stream_write_all (self->out, &crc, sizeof crc, NULL, cancellable, error);
}

static void
put_be32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

YunPngWriter *
yun_png_writer_new (GOutputStream *out,
                    int            width,
                    int            height,
                    double         dots_per_metre,
                    GCancellable  *cancellable,
                    GError       **error)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  YunPngWriter       *self = g_new0 (YunPngWriter, 1);
  guint8              header[13] = { 0 };
  guint8              density[9] = { 0 };

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self->out = g_object_ref (out);
  self->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, LEVEL));
  self->width = width;
  self->height = height;
  self->previous = g_malloc0 ((gsize) width * 3);
  self->row = g_malloc ((gsize) width * 3);
  self->filtered = g_malloc ((gsize) width * 3 + 1);
  self->buffer = g_malloc (CHUNK);

  put_be32 (header, (guint32) width);
  put_be32 (header + 4, (guint32) height);
  header[8] = 8; /* bits */
  header[9] = 2; /* red, green, blue */
  put_be32 (density, (guint32) (dots_per_metre + 0.5));
  put_be32 (density + 4, (guint32) (dots_per_metre + 0.5));
  density[8] = 1; /* a metre */
  if (!g_output_stream_write_all (out, signature, sizeof signature, NULL, cancellable, error) ||
      !write_chunk (self, "IHDR", header, sizeof header, cancellable, error) ||
      (dots_per_metre > 0 &&
       !write_chunk (self, "pHYs", density, sizeof density, cancellable, error)))
    g_clear_pointer (&self, yun_png_writer_free);
  return self;
}

void
yun_png_writer_free (YunPngWriter *self)
{
  g_object_unref (self->out);
  g_object_unref (self->compressor);
  g_free (self->previous);
  g_free (self->row);
  g_free (self->filtered);
  g_free (self->buffer);
  g_free (self);
}

/* Compresses @n bytes, or with @last what is still inside. */
static gboolean
compress (YunPngWriter *self,
          const guint8 *data,
          gsize         n,
          gboolean      last,
          GCancellable *cancellable,
          GError      **error)
{
  GConverterFlags  flags = last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (last ? result != G_CONVERTER_FINISHED : n > 0)
    {
      gsize n_read = 0, n_written = 0;

      result = g_converter_convert (self->compressor, data, n, self->buffer, CHUNK, flags, &n_read,
                                    &n_written, error);
      if (result == G_CONVERTER_ERROR)
        return FALSE;
      data += n_read;
      n -= n_read;
      if (n_written > 0 && !write_chunk (self, "IDAT", self->buffer, n_written, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static void
filter_row (YunPngWriter *self, const guint32 *pixels)
{
  guint8 *swapped;

  for (int x = 0; x < self->width; x++)
    {
      self->row[3 * x] = (guint8) (pixels[x] >> 16);
      self->row[3 * x + 1] = (guint8) (pixels[x] >> 8);
      self->row[3 * x + 2] = (guint8) pixels[x];
    }
  self->filtered[0] = FILTER_UP;
  for (gsize i = 0; i < (gsize) self->width * 3; i++)
    self->filtered[i + 1] = (guint8) (self->row[i] - self->previous[i]);
  swapped = self->previous;
  self->previous = self->row;
  self->row = swapped;
}

gboolean
yun_png_writer_add (YunPngWriter    *self,
                    cairo_surface_t *band,
                    GCancellable    *cancellable,
                    GError         **error)
{
  const guint8 *data;
  int           stride, height;

  cairo_surface_flush (band);
  data = cairo_image_surface_get_data (band);
  stride = cairo_image_surface_get_stride (band);
  height = cairo_image_surface_get_height (band);
  g_return_val_if_fail (cairo_image_surface_get_width (band) == self->width, FALSE);
  g_return_val_if_fail (self->n_rows + height <= self->height, FALSE);

  for (int y = 0; y < height; y++)
    {
      filter_row (self, (const guint32 *) (gconstpointer) (data + (gsize) y * (gsize) stride));
      if (!compress (self, self->filtered, (gsize) self->width * 3 + 1, FALSE, cancellable, error))
        return FALSE;
    }
  self->n_rows += height;
  return TRUE;
}

gboolean
yun_png_writer_finish (YunPngWriter *self, GCancellable *cancellable, GError **error)
{
  static const guint8 nothing[1];

  g_return_val_if_fail (self->n_rows == self->height, FALSE);
  return compress (self, nothing, 0, TRUE, cancellable, error) &&
         write_chunk (self, "IEND", nothing, 0, cancellable, error);
}
