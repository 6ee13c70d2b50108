/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-scale.h"

#include "yun-measure.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TICK 5 /* of both ends, upwards */
#define LINE 2
#define GAP 2 /* between text and bar */

struct _YunMapScale
{
  GtkWidget parent_instance;

  PangoLayout *layout; /* (owned): the text */
  double       metres; /* a pixel; 0: not known yet */
  double       length; /* of the bar in pixels */
};

G_DEFINE_FINAL_TYPE (YunMapScale, yun_map_scale, GTK_TYPE_WIDGET)

static void
yun_map_scale_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  YunMapScale *self = YUN_MAP_SCALE (widget);
  int          width, height;

  pango_layout_get_pixel_size (self->layout, &width, &height);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (width, (int) ceil (self->length))
                                                       : height + GAP + LINE;
  *natural = *minimum;
}

static void
yun_map_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YunMapScale *self = YUN_MAP_SCALE (widget);
  float        length = (float) self->length, bottom = (float) gtk_widget_get_height (widget);
  GdkRGBA      colour;
  int          width;

  if (self->length <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (MAX ((length - (float) width) / 2, 0), 0));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (0, bottom - LINE, length, LINE));
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (0, bottom - LINE - TICK, LINE, TICK));
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (length - LINE, bottom - LINE - TICK, LINE, TICK));
}

/* The text follows the font of the moment. */
static void
yun_map_scale_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  YunMapScale *self = YUN_MAP_SCALE (widget);

  GTK_WIDGET_CLASS (yun_map_scale_parent_class)->css_changed (widget, change);
  pango_layout_context_changed (self->layout);
  gtk_widget_queue_resize (widget);
}

static void
yun_map_scale_dispose (GObject *object)
{
  g_clear_object (&YUN_MAP_SCALE (object)->layout);
  G_OBJECT_CLASS (yun_map_scale_parent_class)->dispose (object);
}

static void
yun_map_scale_class_init (YunMapScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_map_scale_dispose;
  widget_class->measure = yun_map_scale_measure;
  widget_class->snapshot = yun_map_scale_snapshot;
  widget_class->css_changed = yun_map_scale_css_changed;
  gtk_widget_class_set_css_name (widget_class, "map-scale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
yun_map_scale_init (YunMapScale *self)
{
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "");
}

void
yun_map_scale_set_metres_per_pixel (YunMapScale *self, double metres)
{
  double           length;
  g_autofree char *text = NULL, *name = NULL;

  g_return_if_fail (YUN_IS_MAP_SCALE (self));
  g_return_if_fail (metres > 0);

  length = yun_measure_round (metres * YUN_MAP_SCALE_WIDTH);
  if (metres == self->metres)
    return;
  self->metres = metres;
  self->length = length / metres;
  text = yun_length_format (length);
  name = g_strdup_printf (_ ("Scale %s"), text);
  pango_layout_set_text (self->layout, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const char *
yun_map_scale_get_text (YunMapScale *self)
{
  g_return_val_if_fail (YUN_IS_MAP_SCALE (self), NULL);
  return pango_layout_get_text (self->layout);
}

int
yun_map_scale_get_height (YunMapScale *self)
{
  int height;

  g_return_val_if_fail (YUN_IS_MAP_SCALE (self), 0);

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}
