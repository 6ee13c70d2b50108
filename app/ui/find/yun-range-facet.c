/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-range-facet.h"

#include "yun-plot.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 46
/* Half a handle: the bins stand between the handles' outermost places. */
#define MARGIN 7

struct _YunRangeFacet
{
  GtkWidget parent_instance;

  const YunHistogramSpec *spec;
  YunWorkspace           *workspace; /* (owned) (nullable) */
  GtkWidget              *expander;
  GtkWidget              *title;
  GtkWidget              *overlay;
  GtkWidget              *area;
  GtkWidget              *handles[2];
  GtkWidget              *words;
  GtkWidget              *unknown;
  YunHistogram            histogram;
  double                  min; /* of the filter, in the spec's unit; -INFINITY: open */
  double                  max;
  int                     dragged; /* a handle, or -1 */
};

G_DEFINE_FINAL_TYPE (YunRangeFacet, yun_range_facet, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* ---- Places and numbers ------------------------------------------------------------------ */

/* Where @value is, in bins from the first edge. */
static double
get_place (YunRangeFacet *self, double value)
{
  const YunHistogram *h = &self->histogram;

  if (h->n_bins == 0 || value <= h->edges[0])
    return 0;
  for (guint i = 0; i < h->n_bins; i++)
    if (value < h->edges[i + 1])
      return i + (value - h->edges[i]) / (h->edges[i + 1] - h->edges[i]);
  return h->n_bins;
}

static double
get_handle_place (YunRangeFacet *self, int handle)
{
  double value = handle == 0 ? self->min : self->max;

  if (!isfinite (value))
    return handle == 0 ? 0 : self->histogram.n_bins;
  return get_place (self, value);
}

static double
get_x (YunRangeFacet *self, double place)
{
  double width = gtk_widget_get_width (self->area) - 2 * MARGIN;

  return MARGIN + (self->histogram.n_bins > 0 ? place / self->histogram.n_bins * width : 0);
}

/* ---- Words ------------------------------------------------------------------------------- */

static void
update_handle (YunRangeFacet *self, int handle)
{
  double           value = handle == 0 ? self->min : self->max;
  g_autofree char *number =
    isfinite (value) ? yun_number_format (value, 2) : g_strdup (_ ("No limit"));

  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self->handles[handle]), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
    GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->histogram.n_bins,
    GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, get_handle_place (self, handle),
    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, number, -1);
}

/* The filter that says the range and nothing else. */
static YunFilter *
make_range (YunRangeFacet *self, YunFilter *filter)
{
  return yun_filter_with_range (filter, self->spec->field, self->min, self->max, self->spec->unit);
}

static void
show_range (YunRangeFacet *self)
{
  g_autoptr (YunFilter) everything = yun_filter_new (NULL);
  g_autoptr (YunFilter) range = make_range (self, everything);
  gboolean              asked = yun_filter_get_n_clauses (range) > 0;
  g_autofree char      *text =
    asked ? yun_filter_describe_clause (range, 0) : g_strdup (_ ("Any number"));

  gtk_label_set_text (GTK_LABEL (self->words),
                      self->histogram.n_bins > 0 || asked ? text : _ ("No number is known"));
  if (asked)
    gtk_widget_add_css_class (self->title, "accent");
  else
    gtk_widget_remove_css_class (self->title, "accent");
  for (int i = 0; i < 2; i++)
    {
      update_handle (self, i);
      gtk_widget_set_visible (self->handles[i], self->histogram.n_bins > 0);
    }
  gtk_widget_queue_draw (self->area);
  gtk_widget_queue_allocate (self->overlay);
}

/* ---- Drawing ------------------------------------------------------------------------------- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunRangeFacet      *self = user_data;
  const YunHistogram *h = &self->histogram;
  GtkStyleContext    *style = gtk_widget_get_style_context (GTK_WIDGET (area));
  GdkRGBA             colour, accent;
  gint64              most = 1;
  double              low = get_handle_place (self, 0), high = get_handle_place (self, 1);

  gtk_style_context_get_color (style, &colour);
  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &accent))
    accent = colour;
  for (guint i = 0; i < h->n_bins; i++)
    most = MAX (most, h->bins[i]);
  for (guint i = 0; i < h->n_bins; i++)
    {
      double left = floor (get_x (self, i)), right = floor (get_x (self, i + 1));
      /* What is there is seen, however little. */
      double  top = h->bins[i] > 0 ? MAX (2, round ((double) h->bins[i] / most * (height - 4))) : 0;
      GdkRGBA fill = i + 0.5 > low && i + 0.5 < high ? accent : colour;

      fill.alpha *= i + 0.5 > low && i + 0.5 < high ? 0.75f : 0.25f;
      gdk_cairo_set_source_rgba (cr, &fill);
      cairo_rectangle (cr, left, height - 1 - top, MAX (1, right - left - 1), top);
      cairo_fill (cr);
    }
  colour.alpha *= 0.4f;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_rectangle (cr, MARGIN, height - 1, width - 2 * MARGIN, 1);
  cairo_fill (cr);
}

static gboolean
place_handle_cb (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *at, YunRangeFacet *self)
{
  int handle = child == self->handles[1];

  at->width = 2 * MARGIN - 2;
  at->height = gtk_widget_get_height (GTK_WIDGET (overlay));
  at->x = (int) round (get_x (self, get_handle_place (self, handle))) - at->width / 2;
  at->y = 0;
  return TRUE;
}

/* ---- Moving ------------------------------------------------------------------------------- */

static void
ask (YunRangeFacet *self)
{
  g_autoptr (YunFilter) next = NULL;

  if (self->workspace == NULL)
    return;
  next = make_range (self, yun_workspace_get_filter (self->workspace));
  yun_workspace_set_filter (self->workspace, next);
}

/* Puts a handle on edge @edge, not past the other one. */
static void
set_edge (YunRangeFacet *self, int handle, int edge)
{
  const YunHistogram *h = &self->histogram;
  int                 n = (int) h->n_bins;

  if (n == 0)
    return;
  if (handle == 0)
    edge = CLAMP (edge, 0, (int) ceil (get_handle_place (self, 1)) - 1);
  else
    edge = CLAMP (edge, (int) floor (get_handle_place (self, 0)) + 1, n);
  edge = CLAMP (edge, 0, n);
  if (handle == 0)
    self->min = edge == 0 ? -INFINITY : h->edges[edge];
  else
    self->max = edge == n ? INFINITY : h->edges[edge];
  show_range (self);
}

void
yun_range_facet_move (YunRangeFacet *self, gboolean high, int steps)
{
  double place;

  g_return_if_fail (YUN_IS_RANGE_FACET (self));

  if (self->histogram.n_bins == 0 || steps == 0)
    return;
  place = get_handle_place (self, high ? 1 : 0);
  set_edge (self, high ? 1 : 0, (int) (steps > 0 ? floor (place) : ceil (place)) + steps);
  ask (self);
}

static gboolean
key_pressed_cb (
  GtkEventController *keys, guint key, guint code, GdkModifierType state, YunRangeFacet *self)
{
  gboolean high = gtk_event_controller_get_widget (keys) == self->handles[1];
  int      n = (int) self->histogram.n_bins;
  int      steps;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Down:
      steps = -1;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_Up:
      steps = 1;
      break;
    case GDK_KEY_Home:
      steps = -n;
      break;
    case GDK_KEY_End:
      steps = n;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  yun_range_facet_move (self, high, steps);
  return GDK_EVENT_STOP;
}

static int
find_edge (YunRangeFacet *self, double x)
{
  double width = MAX (1, gtk_widget_get_width (self->area) - 2 * MARGIN);

  return (int) round ((x - MARGIN) / width * self->histogram.n_bins);
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, YunRangeFacet *self)
{
  double low = get_x (self, get_handle_place (self, 0));
  double high = get_x (self, get_handle_place (self, 1));

  self->dragged = self->histogram.n_bins == 0 ? -1 : fabs (x - low) > fabs (x - high);
  if (self->dragged < 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->handles[self->dragged]);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, YunRangeFacet *self)
{
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->dragged >= 0)
    set_edge (self, self->dragged, find_edge (self, x + dx));
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, YunRangeFacet *self)
{
  int dragged = self->dragged;

  self->dragged = -1;
  if (dragged >= 0 && (dx != 0 || dy != 0))
    ask (self);
}

/* ---- Following ----------------------------------------------------------------------------- */

void
yun_range_facet_update (YunRangeFacet *self)
{
  YunFilter *filter;

  g_return_if_fail (YUN_IS_RANGE_FACET (self));

  if (self->workspace == NULL || self->dragged >= 0)
    return;
  filter = yun_workspace_get_filter (self->workspace);
  self->min = -INFINITY;
  self->max = INFINITY;
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);
      const YunField  *field;
      double           own = 1, shown = 1;

      if (clause->kind != YUN_CLAUSE_RANGE || clause->negated ||
          g_strcmp0 (clause->field, self->spec->field) != 0)
        continue;
      field = yun_entity_get_field (&yun_entity_plot, clause->field);
      if (self->spec->unit != NULL)
        yun_unit_find (self->spec->unit, field->unit, &shown);
      if (clause->unit != NULL)
        yun_unit_find (clause->unit, field->unit, &own);
      self->min = clause->shown_min * own / shown;
      self->max = clause->shown_max * own / shown;
    }
  show_range (self);
}

void
yun_range_facet_set_histogram (YunRangeFacet *self, const YunHistogram *histogram)
{
  g_autofree char *count = yun_number_format (histogram->unknown, 0);
  g_autofree char *text = g_strdup_printf (_ ("Not known: %s"), count);

  g_return_if_fail (YUN_IS_RANGE_FACET (self));

  self->histogram = *histogram;
  gtk_label_set_text (GTK_LABEL (self->unknown), text);
  gtk_widget_set_visible (self->unknown, histogram->unknown > 0);
  show_range (self);
}

/* ---- Object -------------------------------------------------------------------------------- */

static void
expanded_cb (GObject *expander, GParamSpec *pspec, YunRangeFacet *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

static void
yun_range_facet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    g_value_set_boolean (value, yun_range_facet_get_expanded (YUN_RANGE_FACET (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_range_facet_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    yun_range_facet_set_expanded (YUN_RANGE_FACET (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_range_facet_dispose (GObject *object)
{
  YunRangeFacet *self = YUN_RANGE_FACET (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  G_OBJECT_CLASS (yun_range_facet_parent_class)->dispose (object);
}

static void
yun_range_facet_class_init (YunRangeFacetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yun_range_facet_get_property;
  object_class->set_property = yun_range_facet_set_property;
  object_class->dispose = yun_range_facet_dispose;
  props[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_handle (YunRangeFacet *self, int handle)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  /* No box: one passes the focus on to what is in it. */
  GtkWidget *widget = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_SLIDER, "focusable", TRUE, NULL);

  gtk_widget_add_css_class (widget, "range-handle");
  gtk_widget_set_cursor_from_name (widget, "ew-resize");
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), widget);
  self->handles[handle] = widget;
}

static GtkWidget *
build_words (YunRangeFacet *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->words = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->words), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->words, TRUE);
  self->unknown = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->unknown, "dim-label");
  gtk_box_append (GTK_BOX (line), self->words);
  gtk_box_append (GTK_BOX (line), self->unknown);
  gtk_widget_add_css_class (line, "range-words");
  return line;
}

static void
yun_range_facet_init (YunRangeFacet *self)
{
  GtkWidget  *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->dragged = -1;
  self->min = -INFINITY;
  self->max = INFINITY;
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "facet-title");
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->area);
  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (place_handle_cb), self);
  for (int i = 0; i < 2; i++)
    add_handle (self, i);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (self->overlay, GTK_EVENT_CONTROLLER (drag));
  gtk_box_append (GTK_BOX (body), self->overlay);
  gtk_box_append (GTK_BOX (body), build_words (self));

  self->expander = gtk_expander_new (NULL);
  gtk_widget_add_css_class (self->expander, "facet-section");
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), self->title);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), body);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  g_signal_connect (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self);
}

GtkWidget *
yun_range_facet_new (const YunHistogramSpec *spec, const char *title)
{
  YunRangeFacet *self = g_object_new (YUN_TYPE_RANGE_FACET, NULL);

  self->spec = spec;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *label = g_strdup_printf (i == 0 ? _ ("%s, from") : _ ("%s, to"), title);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->handles[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  return GTK_WIDGET (self);
}

const char *
yun_range_facet_get_field (YunRangeFacet *self)
{
  g_return_val_if_fail (YUN_IS_RANGE_FACET (self), NULL);
  return self->spec->field;
}

void
yun_range_facet_set_workspace (YunRangeFacet *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_RANGE_FACET (self));

  g_set_object (&self->workspace, workspace);
}

const YunHistogram *
yun_range_facet_get_histogram (YunRangeFacet *self)
{
  g_return_val_if_fail (YUN_IS_RANGE_FACET (self), NULL);
  return &self->histogram;
}

void
yun_range_facet_set_expanded (YunRangeFacet *self, gboolean expanded)
{
  g_return_if_fail (YUN_IS_RANGE_FACET (self));

  gtk_expander_set_expanded (GTK_EXPANDER (self->expander), expanded);
}

gboolean
yun_range_facet_get_expanded (YunRangeFacet *self)
{
  g_return_val_if_fail (YUN_IS_RANGE_FACET (self), FALSE);
  return gtk_expander_get_expanded (GTK_EXPANDER (self->expander));
}

const char *
yun_range_facet_get_text (YunRangeFacet *self)
{
  g_return_val_if_fail (YUN_IS_RANGE_FACET (self), NULL);
  return gtk_label_get_text (GTK_LABEL (self->words));
}
