/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-screenshot.h"

#include <glib/gi18n.h>

#define LOOK_MS 15
#define PATIENCE_S 120
#define CALM_LOOKS 8 /* complete so often in a row, so that a late repaint is seen */

struct _YunScreenshot
{
  char         *path;   /* (owned) */
  YunFirstLook *look;   /* (unowned) */
  YunWindow    *window; /* (unowned) (nullable) */
  guint         calm;
  guint         source;
  gint64        deadline;
  gboolean      told_map; /* the first complete map has been told in the log */
  gboolean      told_all;
  gboolean      failed;
};

static void
fail (YunScreenshot *self, const char *message)
{
  g_printerr ("%s\n", message);
  self->failed = TRUE;
}

/* In device pixels, as on the screen. */
static GdkTexture *
render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int                      width = gdk_paintable_get_intrinsic_width (paintable);
  int                      height = gdk_paintable_get_intrinsic_height (paintable);
  int                      scale = gtk_widget_get_scale_factor (widget);
  GtkSnapshot             *snapshot = gtk_snapshot_new ();
  GdkTexture              *texture;
  GskRenderNode           *node;

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
    &GRAPHENE_RECT_INIT (0, 0, (float) (width * scale), (float) (height * scale)));
  gsk_render_node_unref (node);
  return texture;
}

static void
save (YunScreenshot *self)
{
  GtkWidget             *widget = GTK_WIDGET (self->window);
  g_autoptr (GdkTexture) texture = render (widget);

  if (texture == NULL || !gdk_texture_save_to_png (texture, self->path))
    {
      g_autofree char *name = g_filename_display_name (self->path);
      g_autofree char *message = g_strdup_printf (_ ("%s could not be written"), name);

      fail (self, message);
    }
}

/* For benchmarks, which know when they started the program: a moment of the monotonic clock. */
static void
tell_once (gboolean *told, gboolean is, const char *what)
{
  if (*told || !is)
    return;
  *told = TRUE;
  g_debug ("%s complete at %" G_GINT64_FORMAT, what, g_get_monotonic_time ());
}

static void
end (YunScreenshot *self)
{
  self->source = 0;
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
}

static gboolean
look_cb (gpointer user_data)
{
  YunScreenshot *self = user_data;

  if (self->window == NULL)
    {
      end (self);
      return G_SOURCE_REMOVE;
    }
  if (g_get_monotonic_time () > self->deadline)
    {
      fail (self, _ ("The window did not come to rest"));
      end (self);
      return G_SOURCE_REMOVE;
    }
  tell_once (&self->told_map, yun_window_is_map_complete (self->window), "map");
  tell_once (&self->told_all, self->told_map && yun_window_is_complete (self->window), "window");
  if (!yun_first_look_is_done (self->look) || !yun_window_is_complete (self->window) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    self->calm = 0;
  else
    self->calm++;
  if (self->calm < CALM_LOOKS)
    return G_SOURCE_CONTINUE;
  if (yun_window_lacks_view (self->window))
    fail (self, _ ("There is no such view to open"));
  save (self);
  end (self);
  return G_SOURCE_REMOVE;
}

YunScreenshot *
yun_screenshot_new (const char *path, YunFirstLook *look)
{
  YunScreenshot *self = g_new0 (YunScreenshot, 1);

  self->path = g_strdup (path);
  self->look = look;
  return self;
}

void
yun_screenshot_free (YunScreenshot *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_free (self->path);
  g_free (self);
}

void
yun_screenshot_take (YunScreenshot *self, YunWindow *window)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (YUN_IS_WINDOW (window));

  if (self->window != NULL)
    return;
  g_set_weak_pointer (&self->window, window);
  self->deadline = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

gboolean
yun_screenshot_has_failed (YunScreenshot *self)
{
  return self->failed;
}
