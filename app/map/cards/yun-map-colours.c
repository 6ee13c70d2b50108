/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-colours.h"

#include "yun-map-legend.h"
#include "yun-map-shader.h"

void
yun_map_colours_update (YunMapView *self)
{
  gboolean can_fit =
    yun_shading_can_fit (yun_map_shader_get_fill_by (yun_map_view_get_shader (self)));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.fit-classes", can_fit);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.unfit-classes",
                                 can_fit &&
                                   yun_map_shader_is_fitted (yun_map_view_get_shader (self)));
}

static void
fit_classes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunMapView *self = YUN_MAP_VIEW (widget);
  YunView     view = yun_map_camera_get_view (yun_map_view_get_camera (self));
  YunVertex   min, max;

  if (view.width <= 0)
    return;
  yun_view_get_box (&view, 0, &min, &max);
  yun_map_shader_fit (yun_map_view_get_shader (self), &min, &max);
  yun_map_colours_update (self);
}

static void
unfit_classes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  yun_map_shader_fit (yun_map_view_get_shader (self), NULL, NULL);
  yun_map_colours_update (self);
}

static void
choose_colours_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_legend_popup (yun_map_view_get_legend (YUN_MAP_VIEW (widget)));
}

gboolean
yun_map_view_set_colour_by (YunMapView *self, const char *id)
{
  YunFillBy by;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  if (!yun_fill_by_find (id, &by))
    return FALSE;
  if (!yun_map_shader_set_fill_by (yun_map_view_get_shader (self), by))
    return TRUE;
  yun_map_colours_update (self);
  g_object_notify (G_OBJECT (self), "colour-by");
  return TRUE;
}

void
yun_map_colours_class_init_view (GtkWidgetClass *view_class)
{
  gtk_widget_class_install_action (view_class, "map.fit-classes", NULL, fit_classes_cb);
  gtk_widget_class_install_action (view_class, "map.unfit-classes", NULL, unfit_classes_cb);
  gtk_widget_class_install_action (view_class, "map.choose-colours", NULL, choose_colours_cb);
  gtk_widget_class_add_binding_action (view_class, GDK_KEY_c, 0, "map.choose-colours", NULL);
}
