/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-map-preview.h"

#define PREVIEW_DOTS 620.0 /* longer side */
#define MM_PER_INCH 25.4

typedef struct
{
  YunStore         *store;   /* (owned) */
  YunRenderOptions *options; /* (owned) */
} Sheet;

static void
sheet_free (Sheet *self)
{
  g_object_unref (self->store);
  yun_render_options_free (self->options);
  g_free (self);
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  gsize              stride = (gsize) cairo_image_surface_get_stride (surface);
  int                width = cairo_image_surface_get_width (surface);
  int                height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes =
    g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
paint_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sheet              *sheet = data;
  GError             *error = NULL;
  g_autoptr (YunPage) page =
    yun_render_make_page_sync (sheet->store, sheet->options, cancellable, &error);
  cairo_surface_t *surface;
  int              width, height;

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  yun_page_get_dots (page, &width, &height);
  surface = yun_page_paint_band (page, 0, height, cancellable);
  if (surface == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else
    g_task_return_pointer (task, make_texture (surface), g_object_unref);
}

static void
make_small (YunRenderOptions *options)
{
  double factor;

  options->format = YUN_RENDER_PNG;
  if (options->width_mm > 0)
    {
      options->dpi = PREVIEW_DOTS * MM_PER_INCH / MAX (options->width_mm, options->height_mm);
      return;
    }
  factor = PREVIEW_DOTS / MAX (options->width, options->height);
  options->width = (int) (options->width * factor);
  options->height = (int) (options->height * factor);
  options->dpi *= factor;
}

void
yun_map_preview_paint_async (YunStore           *store,
                             YunRenderOptions   *options,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Sheet            *sheet;

  g_return_if_fail (YUN_IS_STORE (store) && options != NULL);

  make_small (options);
  sheet = g_new0 (Sheet, 1);
  sheet->store = g_object_ref (store);
  sheet->options = options;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, sheet, (GDestroyNotify) sheet_free);
  g_task_run_in_thread (task, paint_thread);
}

GdkTexture *
yun_map_preview_paint_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
