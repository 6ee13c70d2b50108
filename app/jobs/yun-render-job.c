/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-render-job.h"

#include "yun-output-file.h"
#include "yun-png-writer.h"
#include "yun-svg-text.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define BAND_DOTS 16000000 /* dots of a band: 64 MB, twice */
#define LEAST_ROWS 64
#define MM_PER_INCH 25.4
#define POINTS_PER_INCH 72.0

typedef struct
{
  YunStore         *store;   /* (owned) */
  YunRenderOptions *options; /* (owned) */
} Render;

/* Where cairo writes to. */
typedef struct
{
  GOutputStream *out; /* (unowned) */
  GCancellable  *cancellable;
  GError        *error; /* (owned) (nullable): the first */
} Sink;

static void
render_free (Render *self)
{
  g_object_unref (self->store);
  yun_render_options_free (self->options);
  g_free (self);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  Sink *sink = closure;

  if (sink->error != NULL ||
      !g_output_stream_write_all (sink->out, data, length, NULL, sink->cancellable, &sink->error))
    return CAIRO_STATUS_WRITE_ERROR;
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_png (YunJob        *job,
          const YunPage *page,
          const Render  *self,
          GOutputStream *out,
          GCancellable  *cancellable,
          GError       **error)
{
  double per_metre = self->options->width_mm > 0 ? self->options->dpi / MM_PER_INCH * 1000 : 0;
  g_autoptr (YunPngWriter) writer = NULL;
  int                      width, height, rows;

  yun_page_get_dots (page, &width, &height);
  rows = MAX (BAND_DOTS / width, LEAST_ROWS);
  writer = yun_png_writer_new (out, width, height, per_metre, cancellable, error);
  if (writer == NULL)
    return FALSE;
  for (int first = 0; first < height; first += rows)
    {
      cairo_surface_t *band;
      gboolean         added;

      yun_job_report (job, _ ("Drawing"), (guint64) first, (guint64) height);
      band = yun_page_paint_band (page, first, MIN (rows, height - first), cancellable);
      if (band == NULL)
        {
          if (!g_cancellable_set_error_if_cancelled (cancellable, error))
            g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                                 _ ("There is not enough memory for the picture."));
          return FALSE;
        }
      added = yun_png_writer_add (writer, band, cancellable, error);
      cairo_surface_destroy (band);
      if (!added)
        return FALSE;
    }
  return yun_png_writer_finish (writer, cancellable, error);
}

/* Ends the drawing on @surface, which writes it. */
static gboolean
finish_surface (cairo_surface_t *surface, gboolean drawn, Sink *sink, GError **error)
{
  cairo_status_t status;

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (g_cancellable_set_error_if_cancelled (sink->cancellable, error))
    {
      g_clear_error (&sink->error);
      return FALSE;
    }
  if (sink->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&sink->error));
      return FALSE;
    }
  if (status == CAIRO_STATUS_SUCCESS && drawn)
    return TRUE;
  g_debug ("cairo: %s", cairo_status_to_string (status));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The map could not be drawn."));
  return FALSE;
}

/* Points of a sheet; returns those of a pixel. */
static double
get_size (const YunRenderOptions *options, const YunPage *page, double *width, double *height)
{
  double per_dot = POINTS_PER_INCH / options->dpi;
  int    dots_x, dots_y;

  yun_page_get_dots (page, &dots_x, &dots_y);
  *width =
    options->width_mm > 0 ? options->width_mm / MM_PER_INCH * POINTS_PER_INCH : dots_x * per_dot;
  *height =
    options->width_mm > 0 ? options->height_mm / MM_PER_INCH * POINTS_PER_INCH : dots_y * per_dot;
  return yun_page_get_view (page)->device_scale * per_dot;
}

static gboolean
draw_pdf (const YunPage *page,
          const Render  *self,
          GOutputStream *out,
          GCancellable  *cancellable,
          GError       **error)
{
  Sink             sink = { out, cancellable, NULL };
  double           width, height, pixel = get_size (self->options, page, &width, &height);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, &sink, width, height);
  cairo_t         *cr = cairo_create (surface);
  gboolean         drawn;

  if (self->options->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->options->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Yunjian " YUN_VERSION);
  cairo_scale (cr, pixel, pixel);
  drawn = yun_page_draw (page, cr, cancellable);
  cairo_destroy (cr);
  return finish_surface (surface, drawn, &sink, error);
}

static gboolean
draw_svg (const YunPage *page,
          const Render  *self,
          GOutputStream *out,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GFile)         file = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (YunSvgText)    texts = yun_svg_text_new ();
  GInputStream             *in;
  Sink                      sink = { NULL, cancellable, NULL };
  double                    width, height, pixel = get_size (self->options, page, &width, &height);
  cairo_surface_t          *surface;
  cairo_t                  *cr;
  gboolean                  drawn;

  /* What cairo writes is read again; the file has no name from the start. */
  file = g_file_new_tmp ("yunjian-XXXXXX.svg", &stream, error);
  if (file == NULL)
    return FALSE;
  g_file_delete (file, NULL, NULL);
  sink.out = g_io_stream_get_output_stream (G_IO_STREAM (stream));
  surface = cairo_svg_surface_create_for_stream (write_cb, &sink, width, height);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
  cr = cairo_create (surface);
  cairo_scale (cr, pixel, pixel);
  yun_svg_text_attach (texts, cr);
  drawn = yun_page_draw (page, cr, cancellable);
  cairo_destroy (cr);
  if (!finish_surface (surface, drawn, &sink, error))
    return FALSE;
  in = g_io_stream_get_input_stream (G_IO_STREAM (stream));
  return g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, cancellable, error) &&
         yun_svg_text_copy (texts, in, out, self->options->title, cancellable, error);
}

static gboolean
draw_file (YunJob        *job,
           const YunPage *page,
           const Render  *self,
           const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFile)         file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) raw = NULL;
  g_autoptr (GOutputStream) out = NULL;
  gboolean                  ok;

  raw = G_OUTPUT_STREAM (g_file_append_to (file, G_FILE_CREATE_NONE, cancellable, error));
  if (raw == NULL)
    return FALSE;
  out = g_buffered_output_stream_new_sized (raw, 1 << 16);
  yun_job_report (job, _ ("Drawing"), 0, 0);
  switch (self->options->format)
    {
    case YUN_RENDER_PNG:
      ok = draw_png (job, page, self, out, cancellable, error);
      break;
    case YUN_RENDER_SVG:
      ok = draw_svg (page, self, out, cancellable, error);
      break;
    case YUN_RENDER_PDF:
    default:
      ok = draw_pdf (page, self, out, cancellable, error);
      break;
    }
  if (!ok)
    {
      g_output_stream_close (out, NULL, NULL);
      return FALSE;
    }
  return g_output_stream_close (out, cancellable, error);
}

/* What a stream says names the temporary file and is not always a sentence. */
static void
retell (GError **error, const char *path)
{
  g_autofree char *name = NULL;
  GError          *told = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != G_IO_ERROR ||
      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return;
  g_debug ("%s", (*error)->message);
  name = g_filename_display_basename (path);
  told = g_error_new (G_IO_ERROR, (*error)->code,
                      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                        ? _ ("There is no room on the disk for “%s”.")
                        : _ ("“%s” could not be written."),
                      name);
  g_error_free (*error);
  *error = told;
}

static const char *
get_suffix (YunRenderFormat format)
{
  return format == YUN_RENDER_PNG ? ".png" : format == YUN_RENDER_SVG ? ".svg" : ".pdf";
}

static gpointer
render_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Render             *self = data;
  YunRenderOptions   *options = self->options;
  const char *const   suffixes[] = { get_suffix (options->format), NULL };
  g_autofree char    *temporary = NULL;
  g_autoptr (YunPage) page = NULL;
  g_autoptr (GError)  failure = NULL;

  temporary = yun_output_file_begin (options->path, suffixes, options->replace, error);
  if (temporary == NULL)
    return NULL;
  yun_job_report (job, _ ("Reading the registry"), 0, 0);
  page = yun_render_make_page_sync (self->store, options, cancellable, &failure);
  if (page != NULL && options->title == NULL)
    options->title = yun_render_dup_title (options->filter);
  if (page == NULL || !draw_file (job, page, self, temporary, cancellable, &failure) ||
      g_cancellable_set_error_if_cancelled (cancellable, &failure) ||
      !yun_output_file_end (temporary, options->path, options->replace, &failure))
    {
      yun_output_file_discard (temporary);
      retell (&failure, options->path);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_strdup (options->path);
}

YunJob *
yun_render_job_new (YunStore *store, YunRenderOptions *options)
{
  Render *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (options != NULL && options->path != NULL, NULL);

  self = g_new0 (Render, 1);
  self->store = g_object_ref (store);
  self->options = options;
  return yun_job_new (_ ("Saving the map"), render_func, self, (GDestroyNotify) render_free,
                      g_free);
}
