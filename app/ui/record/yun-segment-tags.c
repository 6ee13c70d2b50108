/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-segment-tags.h"

#include "yun-chain.h"
#include "yun-text-size.h"

#include <math.h>

#define SIZE 14 /* pixels beside text of the usual size, with which it grows */
#define N_SEGMENTS 4

struct _YunSegmentSwatch
{
  GtkWidget parent_instance;

  int segment;
};

struct _YunSegmentTags
{
  GtkWidget parent_instance;

  GtkWidget *tags[N_SEGMENTS]; /* (unowned): children */
  guint      segments;
  gboolean   with_names;
};

G_DEFINE_FINAL_TYPE (YunSegmentSwatch, yun_segment_swatch, GTK_TYPE_WIDGET)
G_DEFINE_FINAL_TYPE (YunSegmentTags, yun_segment_tags, GTK_TYPE_WIDGET)

/* ---- Swatch --------------------------------------------------------------- */

static void
trace_shape (cairo_t *cr, const char *shape)
{
  double r = SIZE / 2.0 - 1, c = SIZE / 2.0;

  if (g_strcmp0 (shape, "triangle") == 0)
    {
      cairo_move_to (cr, c, 1);
      cairo_line_to (cr, c + r, SIZE - 1.5);
      cairo_line_to (cr, c - r, SIZE - 1.5);
    }
  else if (g_strcmp0 (shape, "square") == 0)
    {
      cairo_rectangle (cr, c - r * .85, c - r * .85, r * 1.7, r * 1.7);
    }
  else if (g_strcmp0 (shape, "diamond") == 0)
    {
      cairo_move_to (cr, c, c - r);
      cairo_line_to (cr, c + r, c);
      cairo_line_to (cr, c, c + r);
      cairo_line_to (cr, c - r, c);
    }
  else
    {
      cairo_arc (cr, c, c, r * .95, 0, 2 * G_PI);
    }
  cairo_close_path (cr);
}

static int
get_size (GtkWidget *widget)
{
  return (int) lround (SIZE * yun_text_size_get_scale (widget));
}

static void
yun_segment_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YunSegmentSwatch *self = YUN_SEGMENT_SWATCH (widget);
  const YunSegment *segment = NULL;
  GdkRGBA           colour = { .5, .5, .5, 1 };
  cairo_t          *cr;
  graphene_rect_t   bounds;
  float             size = (float) get_size (widget);

  if (self->segment >= 0)
    segment = yun_chain_get_segment (self->segment);
  if (segment != NULL)
    gdk_rgba_parse (&colour, segment->colour);

  bounds = GRAPHENE_RECT_INIT ((gtk_widget_get_width (widget) - size) / 2.f,
                               (gtk_widget_get_height (widget) - size) / 2.f, size, size);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, bounds.origin.x, bounds.origin.y);
  cairo_scale (cr, size / (double) SIZE, size / (double) SIZE);
  trace_shape (cr, segment != NULL ? segment->shape : NULL);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
yun_segment_swatch_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  *minimum = *natural = get_size (widget);
}

static void
yun_segment_swatch_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yun_segment_swatch_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
yun_segment_swatch_class_init (YunSegmentSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = yun_segment_swatch_snapshot;
  widget_class->measure = yun_segment_swatch_measure;
  widget_class->css_changed = yun_segment_swatch_css_changed;
  /* The name or letter beside it says the same in words. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
yun_segment_swatch_init (YunSegmentSwatch *self)
{
  self->segment = -1;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
yun_segment_swatch_new (int segment)
{
  YunSegmentSwatch *self = g_object_new (YUN_TYPE_SEGMENT_SWATCH, NULL);

  g_return_val_if_fail (segment >= -1 && segment < N_SEGMENTS, NULL);
  self->segment = segment;
  return GTK_WIDGET (self);
}

/* ---- Tags ----------------------------------------------------------------- */

static void
yun_segment_tags_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (yun_segment_tags_parent_class)->dispose (object);
}

static void
yun_segment_tags_class_init (YunSegmentTagsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_segment_tags_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
yun_segment_tags_init (YunSegmentTags *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              8);
}

GtkWidget *
yun_segment_tags_new (gboolean with_names)
{
  YunSegmentTags *self = g_object_new (YUN_TYPE_SEGMENT_TAGS, NULL);

  self->with_names = with_names;
  for (int i = 0; i < N_SEGMENTS; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

      gtk_box_append (GTK_BOX (box), yun_segment_swatch_new (i));
      gtk_box_append (GTK_BOX (box),
                      gtk_label_new (with_names ? yun_enum_get_label (&yun_enum_segment, i)
                                                : yun_chain_get_segment (i)->letter));
      gtk_widget_set_visible (box, FALSE);
      gtk_widget_set_parent (box, GTK_WIDGET (self));
      self->tags[i] = box;
    }
  return GTK_WIDGET (self);
}

void
yun_segment_tags_set_segments (YunSegmentTags *self, guint segments)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_if_fail (YUN_IS_SEGMENT_TAGS (self));

  if (segments == self->segments)
    return;
  self->segments = segments;
  for (int i = 0; i < N_SEGMENTS; i++)
    {
      gboolean shown = (segments & (1u << i)) != 0;

      gtk_widget_set_visible (self->tags[i], shown);
      if (shown)
        g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "",
                                yun_enum_get_label (&yun_enum_segment, i));
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), names->len > 0 ? names->str : NULL);
}
