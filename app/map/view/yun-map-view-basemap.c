/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-view-private.h"

#include "yun-painter.h"

#include <glib/gi18n-lib.h>

/* A light picture under a dark window steps back. */
#define DARK_STRENGTH 0.35

/* Painted by workers; which layers changes only together with the scene's version. */
cairo_surface_t *
yun_map_view_paint_tile (const YunScene              *scene,
                         const YunView               *view,
                         const cairo_rectangle_int_t *part,
                         YunBaseCache                *base,
                         GCancellable                *cancellable,
                         gpointer                     user_data)
{
  YunMapView *self = user_data;
  gboolean    on_basemap = g_atomic_int_get (&self->on_basemap) != 0;

  return yun_painter_paint_tile (
    scene, view, part, on_basemap ? YUN_LAYER_ON_BASEMAP : YUN_LAYER_ALL, base, cancellable);
}

void
yun_map_view_update_ground (YunMapView *self)
{
  YunColour colour =
    yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS)->ground;
  GdkRGBA ground = { (float) colour.r, (float) colour.g, (float) colour.b, 1 };
  GdkRGBA clear = { 0 };

  yun_basemap_layer_set_ground (self->basemap, &ground,
                                self->basemap_strength * (self->dark ? DARK_STRENGTH : 1));
  yun_feature_layer_set_ground (self->features,
                                yun_basemap_layer_is_usable (self->basemap) ? &clear : &ground);
}

static void
update_licence (YunMapView *self)
{
  YunTileSource   *source = yun_basemap_layer_get_source (self->basemap);
  const char      *own = _ ("Outlines © OpenStreetMap contributors (ODbL)");
  const char      *other = source != NULL ? yun_tile_source_get_licence (source) : "";
  g_autofree char *both = NULL;

  if (yun_basemap_layer_is_usable (self->basemap) && *other != '\0')
    both = g_strdup_printf ("%s | %s", other, own);
  gtk_label_set_text (self->licence, both != NULL ? both : own);
}

/* Said once: until it works again, or another basemap is chosen. */
static void
update_notice (YunMapView *self)
{
  const char      *failure = yun_basemap_layer_get_failure (self->basemap);
  g_autofree char *text = NULL;

  if (failure != NULL)
    {
      text = g_strdup_printf (_ ("The basemap does not open: %s. Our own map is shown."), failure);
      gtk_label_set_text (self->notice_text, text);
    }
  gtk_widget_set_visible (self->notice, failure != NULL);
}

static void
basemap_changed_cb (YunMapView *self)
{
  gboolean on_basemap = yun_basemap_layer_is_usable (self->basemap);

  update_notice (self);
  update_licence (self);
  if (on_basemap == (g_atomic_int_get (&self->on_basemap) != 0))
    return;
  g_atomic_int_set (&self->on_basemap, on_basemap);
  yun_map_view_update_ground (self);
  if (self->scene != NULL)
    yun_tile_painter_set_scene (self->painter, self->scene, NULL, NULL);
}

static void
retry_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_basemap_layer_retry (YUN_MAP_VIEW (widget)->basemap);
}

static void
close_notice_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_set_visible (YUN_MAP_VIEW (widget)->notice, FALSE);
  gtk_widget_grab_focus (widget);
}

void
yun_map_view_class_add_basemap (YunMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_bind_template_child (widget_class, YunMapView, licence);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, notice);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, notice_text);
  gtk_widget_class_install_action (widget_class, "map.retry-basemap", NULL, retry_cb);
  gtk_widget_class_install_action (widget_class, "map.close-notice", NULL, close_notice_cb);
}

void
yun_map_view_add_basemap (YunMapView *self)
{
  self->basemap_strength = 1;
  self->basemap = yun_basemap_layer_new (shumate_map_get_viewport (self->map));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->basemap));
  g_signal_connect_object (self->basemap, "changed", G_CALLBACK (basemap_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
yun_map_view_set_basemap (YunMapView *self, YunTileSource *source, double strength)
{
  g_autofree char *folder = NULL;

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  folder = yun_tile_loader_dup_folder ();
  self->basemap_strength = strength;
  yun_basemap_layer_set_source (self->basemap, source, folder);
  yun_map_view_update_ground (self);
}

const char *
yun_map_view_get_basemap_failure (YunMapView *self)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), NULL);

  return yun_basemap_layer_get_failure (self->basemap);
}
