/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-screenshot.h"

#include "yun-report.h"
#include "yun-style.h"

#include <glib/gi18n.h>

#define LOOK_MS 15
#define PATIENCE_S 120
#define CALM_LOOKS 8 /* complete so often in a row, so that a late repaint is seen */

typedef enum
{
  STEP_OPEN,
  STEP_FILTER,
  STEP_SELECT,
  STEP_SETTLE,
} Step;

struct _YunScreenshot
{
  char      *path;    /* (owned) */
  char      *filter;  /* (owned) (nullable) */
  char      *select;  /* (owned) (nullable) */
  char      *page;    /* (owned) (nullable) */
  char      *colours; /* (owned) (nullable) */
  int        width;
  int        height;
  YunWindow *window; /* (unowned) (nullable) */
  Step       step;
  guint      calm;
  guint      source;
  gint64     deadline;
  gboolean   selecting;
  gboolean   told_map; /* the first complete map has been told in the log */
  gboolean   told_all;
  int        status;
};

/* Whoever asked for a picture is told by the status; whoever works in the window, there too. */
static void
fail (YunScreenshot *self, const char *message)
{
  g_printerr ("%s\n", message);
  if (self->path != NULL)
    self->status = 1;
  else if (self->window != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, message);

      yun_report_serious (GTK_WINDOW (self->window), _ ("Not All That Was Asked For Is Shown"),
                          error);
    }
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

/* "firm 格思航天": the list's entity, then a name, found in the list's store. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunScreenshot     *self = user_data;
  g_autoptr (GArray) ids = yun_store_list_ids_finish (YUN_STORE (source), result, NULL);
  const YunEntity   *entity = g_object_get_data (source, "yun-screenshot-entity");

  self->selecting = FALSE;
  if (self->window == NULL)
    return;
  if (ids == NULL || ids->len == 0)
    {
      fail (self, _ ("There is no such record to select"));
      return;
    }
  yun_workspace_select (yun_window_get_workspace (self->window), entity,
                        g_array_index (ids, gint64, 0));
}

static void
begin_select (YunScreenshot *self)
{
  YunStore             *store = yun_workspace_get_store (yun_window_get_workspace (self->window));
  const char           *space = strchr (self->select, ' ');
  const char           *name = space != NULL ? space + 1 : "";
  g_autofree char      *word = g_strndup (self->select, space != NULL ? space - self->select : 0);
  const YunEntity      *entity = yun_entity_find (word);
  g_autofree char      *text = g_strdup_printf ("\"%s\"", name);
  g_autoptr (YunFilter) filter = NULL;

  if (entity != NULL)
    filter = yun_filter_parse (strchr (name, ' ') != NULL ? text : name, NULL, NULL);
  if (filter == NULL)
    {
      fail (self, _ ("--select takes an entity and a name: “firm 格思航天”"));
      return;
    }
  self->selecting = TRUE;
  g_object_set_data (G_OBJECT (store), "yun-screenshot-entity", (gpointer) entity);
  yun_store_list_ids_async (store, entity, filter, NULL, FALSE, NULL, found_cb, self);
}

static void
take_step (YunScreenshot *self)
{
  YunWorkspace *workspace = yun_window_get_workspace (self->window);

  switch (self->step++)
    {
    case STEP_OPEN:
      if (self->page != NULL)
        gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", self->page);
      if (self->colours != NULL)
        yun_window_show_colours (self->window, self->colours);
      break;
    case STEP_FILTER:
      if (self->filter != NULL && workspace != NULL &&
          !yun_window_set_filter_text (self->window, self->filter))
        fail (self, yun_window_get_filter_error (self->window));
      break;
    case STEP_SELECT:
      if (self->select != NULL && workspace != NULL)
        begin_select (self);
      break;
    case STEP_SETTLE:
      break;
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

static gboolean
look_cb (gpointer user_data)
{
  YunScreenshot *self = user_data;

  if (self->window == NULL)
    {
      self->source = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->path != NULL && g_get_monotonic_time () > self->deadline)
    {
      fail (self, _ ("The window did not come to rest"));
      self->source = 0;
      gtk_window_destroy (GTK_WINDOW (self->window));
      return G_SOURCE_REMOVE;
    }
  tell_once (&self->told_map, yun_window_is_map_complete (self->window), "map");
  tell_once (&self->told_all, self->told_map && yun_window_is_complete (self->window), "window");
  if (self->selecting || !yun_window_is_complete (self->window) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    {
      self->calm = 0;
      return G_SOURCE_CONTINUE;
    }
  if (++self->calm < CALM_LOOKS)
    return G_SOURCE_CONTINUE;
  self->calm = 0;
  if (self->step < STEP_SETTLE)
    {
      take_step (self);
      return G_SOURCE_CONTINUE;
    }
  if (self->path == NULL)
    {
      self->source = 0;
      return G_SOURCE_REMOVE;
    }
  if (yun_window_lacks_view (self->window))
    fail (self, _ ("There is no such view to open"));
  save (self);
  self->source = 0;
  gtk_window_destroy (GTK_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

gboolean
yun_screenshot_is_wanted (GVariantDict *options)
{
  static const char *const names[] = {
    "screenshot", "filter", "select", "page", "colour-by", "size"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_variant_dict_contains (options, names[i]))
      return TRUE;
  return FALSE;
}

YunScreenshot *
yun_screenshot_new (GVariantDict *options, GError **error)
{
  g_autoptr (YunScreenshot) self = g_new0 (YunScreenshot, 1);
  g_autofree char          *size = NULL;
  YunFillBy                 by;
  char                      rest;

  g_variant_dict_lookup (options, "screenshot", "^ay", &self->path);
  g_variant_dict_lookup (options, "filter", "s", &self->filter);
  g_variant_dict_lookup (options, "select", "s", &self->select);
  g_variant_dict_lookup (options, "page", "s", &self->page);
  g_variant_dict_lookup (options, "colour-by", "s", &self->colours);
  if (self->path != NULL)
    {
      self->width = 1280;
      self->height = 800;
    }
  if (g_variant_dict_lookup (options, "size", "s", &size) &&
      (sscanf (size, "%dx%d%c", &self->width, &self->height, &rest) != 2 || self->width < 1 ||
       self->height < 1))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no size like 1280x800"), size);
      return NULL;
    }
  if (self->page != NULL && strcmp (self->page, "map") != 0 && strcmp (self->page, "ledger") != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no page: map or ledger"), self->page);
      return NULL;
    }
  if (self->colours != NULL && !yun_fill_by_find (self->colours, &by))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no question of colours: status, segment, far, tax or age"),
                   self->colours);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
yun_screenshot_free (YunScreenshot *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_free (self->path);
  g_free (self->filter);
  g_free (self->select);
  g_free (self->page);
  g_free (self->colours);
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
  if (self->width > 0)
    {
      gtk_window_unmaximize (GTK_WINDOW (window));
      gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
    }
  self->deadline = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

int
yun_screenshot_get_status (YunScreenshot *self)
{
  return self->status;
}
