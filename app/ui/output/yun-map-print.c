/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-map-print.h"

#include <glib/gi18n.h>

#define POINTS_PER_INCH 72.0

/* What a worker draws. */
typedef struct
{
  YunStore         *store;   /* (owned) */
  YunRenderOptions *options; /* (owned) */
} Print;

static void
print_free (Print *self)
{
  g_object_unref (self->store);
  yun_render_options_free (self->options);
  g_free (self);
}

static gpointer
record_sheet (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Print              *self = data;
  g_autoptr (YunPage) page = NULL;
  cairo_surface_t    *record;
  cairo_t            *cr;
  double              pixel;
  gboolean            drawn;

  yun_job_report (job, _ ("Drawing"), 0, 0);
  page = yun_render_make_page_sync (self->store, self->options, cancellable, error);
  if (page == NULL)
    return NULL;
  record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cr = cairo_create (record);
  pixel = yun_page_get_view (page)->device_scale * POINTS_PER_INCH / self->options->dpi;
  cairo_scale (cr, pixel, pixel);
  drawn = yun_page_draw (page, cr, cancellable);
  cairo_destroy (cr);
  if (drawn)
    return record;
  cairo_surface_destroy (record);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return NULL;
}

YunJob *
yun_map_print_job_new (YunStore *store, YunRenderOptions *options)
{
  Print *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (options != NULL && options->width_mm > 0, NULL);

  self = g_new0 (Print, 1);
  self->store = g_object_ref (store);
  self->options = options;
  return yun_job_new (_ ("Preparing the print"), record_sheet, self, (GDestroyNotify) print_free,
                      (GDestroyNotify) cairo_surface_destroy);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  cairo_t      *cr = gtk_print_context_get_cairo_context (context);
  GtkPageSetup *setup = gtk_print_operation_get_default_page_setup (operation);
  double        width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  double        height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  double        factor = MIN (gtk_print_context_get_width (context) / width,
                              gtk_print_context_get_height (context) / height);

  cairo_scale (cr, factor, factor);
  cairo_set_source_surface (cr, g_object_get_data (G_OBJECT (operation), "yun-sheet"), 0, 0);
  cairo_paint (cr);
}

GtkPrintOperation *
yun_map_print_new (cairo_surface_t *sheet, const YunRenderOptions *options)
{
  GtkPrintOperation       *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  double                   width = MIN (options->width_mm, options->height_mm);
  double                   height = MAX (options->width_mm, options->height_mm);
  GtkPaperSize            *paper =
    gtk_paper_size_new_custom ("yun-sheet", _ ("Map sheet"), width, height, GTK_UNIT_MM);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_orientation (setup, options->width_mm > options->height_mm
                                           ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                           : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, options->title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "yun-sheet", sheet,
                          (GDestroyNotify) cairo_surface_destroy);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), NULL);
  return operation;
}
