/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-view-private.h"

#include "yun-text-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MARK_PX 7.0
#define MARK_LABEL 12.0

static const YunStyle *
get_style (YunMapView *self)
{
  return yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
}

/* ---- The card ------------------------------------------------------------- */

static char *
dup_copy (YunMapView *self)
{
  if (self->mode != NULL)
    return yun_map_mode_dup_copy (self->mode);
  return self->has_mark ? g_strdup (self->mark_text) : NULL;
}

/* The first line says what is, the second what can be done. */
static void
update_card (YunMapView *self)
{
  g_autofree char *status = NULL;
  g_autofree char *copy = dup_copy (self);
  char            *hint = NULL;

  if (self->mode != NULL)
    status = yun_map_mode_dup_status (self->mode);
  else if (self->has_mark)
    status = g_strdup (self->mark_text);
  if (status != NULL && (hint = strchr (status, '\n')) != NULL)
    *hint++ = '\0';
  gtk_widget_set_visible (self->card, status != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->card_hint), hint != NULL);
  gtk_label_set_text (self->card_title, status != NULL ? status : "");
  gtk_label_set_text (self->card_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (self->card_copy, copy != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.copy", copy != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.leave",
                                 status != NULL || self->outlined != NULL);
}

static void
update_sketch (YunMapView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->sketch),
                          self->mode != NULL || self->drag_mode != NULL || self->has_mark ||
                            self->outlined != NULL || self->areas != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self->sketch));
}

static void
draw_mark (YunMapView *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  double x, y;

  yun_view_to_pixel (view, yun_vertex_from_lonlat (self->mark.x, self->mark.y), &x, &y);
  /* A drop whose point is the place. */
  cairo_move_to (cr, x, y);
  cairo_curve_to (cr, x - 2, y - MARK_PX, x - MARK_PX, y - MARK_PX - 3, x - MARK_PX,
                  y - 2 * MARK_PX - 1);
  cairo_arc (cr, x, y - 2 * MARK_PX - 1, MARK_PX, G_PI, 2 * G_PI);
  cairo_curve_to (cr, x + MARK_PX, y - MARK_PX - 3, x + 2, y - MARK_PX, x, y);
  cairo_close_path (cr);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_fill (cr);
  cairo_arc (cr, x, y - 2 * MARK_PX - 1, MARK_PX / 2.5, 0, 2 * G_PI);
  yun_colour_set_source (&style->paper, cr);
  cairo_fill (cr);
}

/* The outer rings and holes of all @shapes. */
static void
add_rings (cairo_t *cr, const YunView *view, GPtrArray *shapes)
{
  for (guint i = 0; i < shapes->len; i++)
    {
      const YunGeom *shape = g_ptr_array_index (shapes, i);

      for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
        for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
          {
            guint           n;
            const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

            cairo_new_sub_path (cr);
            for (guint k = 0; k < n; k++)
              {
                double x, y;

                yun_view_to_pixel (view, yun_vertex_from_lonlat (points[k].x, points[k].y), &x, &y);
                cairo_line_to (cr, x, y);
              }
            cairo_close_path (cr);
          }
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/* A broad line on paper, told apart from the selection by its dashes. */
static void
draw_outlined (YunMapView *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  static const double dashes[] = { 8, 4 };

  add_rings (cr, view, self->outlined);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 6);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A fine line that is always there and hides nothing. */
static void
draw_areas (YunMapView *self, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  add_rings (cr, view, self->areas);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4.5);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunMapView     *self = user_data;
  YunView         view = yun_map_camera_get_view (self->camera);
  const YunStyle *style = get_style (self);

  if (view.width <= 0)
    return;
  if (self->areas != NULL)
    draw_areas (self, cr, &view, style);
  if (self->outlined != NULL)
    draw_outlined (self, cr, &view, style);
  if (self->has_mark)
    draw_mark (self, cr, &view, style);
  if (self->mode != NULL)
    yun_map_mode_draw (self->mode, cr, &view, style);
  if (self->drag_mode != NULL)
    yun_map_mode_draw (self->drag_mode, cr, &view, style);
}

const char *
yun_map_view_get_card (YunMapView *self)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), NULL);

  return gtk_widget_get_visible (self->card) ? gtk_label_get_text (self->card_title) : NULL;
}

/* ---- Modes ---------------------------------------------------------------- */

static void
mode_changed_cb (YunMapView *self)
{
  update_card (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->sketch));
}

static void
mode_done_cb (YunMapView *self, YunMapMode *mode)
{
  g_autoptr (YunGeom) shape = NULL;
  g_autoptr (YunGeom) old = NULL;

  if (mode != self->mode)
    return;
  shape = yun_map_mode_dup_shape (mode);
  old = g_steal_pointer (&self->redrawn);
  yun_map_view_set_mode (self, "select");
  if (shape != NULL)
    yun_map_view_emit_drawn (self, shape, old);
}

/* @mode: (nullable): NULL: selecting */
static void
enter_mode (YunMapView *self, YunMapMode *mode, const char *name)
{
  if (self->mode != NULL)
    g_signal_handlers_disconnect_by_data (self->mode, self);
  g_clear_pointer (&self->redrawn, yun_geom_unref);
  g_set_object (&self->mode, mode);
  g_free (self->mode_name);
  self->mode_name = g_strdup (name);
  if (mode != NULL)
    {
      g_signal_connect_object (mode, "changed", G_CALLBACK (mode_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (mode, "done", G_CALLBACK (mode_done_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  yun_map_view_forget_hover (self);
  yun_map_view_update_cursor (self);
  update_card (self);
  update_sketch (self);
  g_object_notify (G_OBJECT (self), "mode");
}

void
yun_map_view_set_mode (YunMapView *self, const char *name)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_new (name, self->camera);

  /* A name that is not known, too, means to select. */
  if (mode == NULL)
    name = "select";
  if (g_strcmp0 (name, self->mode_name) != 0)
    enter_mode (self, mode, name);
}

void
yun_map_view_draw_area (YunMapView *self, YunGeom *old)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_filter_new (old);

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  enter_mode (self, mode, "filter");
  self->redrawn = old != NULL ? yun_geom_ref (old) : NULL;
}

void
yun_map_view_update_cursor (YunMapView *self)
{
  const char *name = self->hovered >= 0 || self->hovered_cluster >= 0 ? "pointer" : "grab";

  if (self->mode != NULL)
    name = YUN_MAP_MODE_GET_CLASS (self->mode)->cursor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->map), name);
}

gboolean
yun_map_view_mode_drags (YunMapView *self, double px, double py)
{
  YunView view = yun_map_camera_get_view (self->camera);

  return self->mode != NULL && yun_map_mode_takes_drag (self->mode, &view, px, py);
}

void
yun_map_view_begin_drag_mode (YunMapView *self)
{
  yun_map_view_end_drag_mode (self);
  self->drag_mode = yun_map_mode_new ("box", self->camera);
  g_signal_connect_object (self->drag_mode, "changed", G_CALLBACK (mode_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_sketch (self);
}

void
yun_map_view_end_drag_mode (YunMapView *self)
{
  g_clear_object (&self->drag_mode);
  update_sketch (self);
}

/* ---- The mark ------------------------------------------------------------- */

void
yun_map_view_show_mark (YunMapView *self, const YunCoordinate *place, const char *text)
{
  YunRect point = { place->x, place->y, place->x, place->y };

  g_return_if_fail (YUN_IS_MAP_VIEW (self));
  g_return_if_fail (place->system == YUN_COORDINATE_LONLAT);

  yun_map_view_set_mode (self, "select");
  self->has_mark = TRUE;
  self->mark = *place;
  g_free (self->mark_text);
  self->mark_text = g_strdup (text);
  update_card (self);
  update_sketch (self);
  yun_map_camera_show (self->camera, &point);
}

void
yun_map_view_set_outlined (YunMapView *self, GPtrArray *shapes)
{
  gboolean before = self->outlined != NULL;

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (shapes != NULL && shapes->len > 0)
    g_ptr_array_ref (shapes);
  else
    shapes = NULL;
  g_clear_pointer (&self->outlined, g_ptr_array_unref);
  self->outlined = shapes;
  update_card (self);
  update_sketch (self);
  if (before != (shapes != NULL))
    g_object_notify (G_OBJECT (self), "outlined");
}

void
yun_map_view_set_areas (YunMapView *self, GPtrArray *shapes)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (shapes != NULL && shapes->len > 0)
    g_ptr_array_ref (shapes);
  else
    shapes = NULL;
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  self->areas = shapes;
  update_sketch (self);
}

GPtrArray *
yun_map_view_get_areas (YunMapView *self)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), NULL);
  return self->areas;
}

/* First the mode, then the mark, then the group. */
static void
leave (YunMapView *self)
{
  if (self->mode != NULL)
    {
      yun_map_view_set_mode (self, "select");
      return;
    }
  if (!self->has_mark)
    yun_map_view_set_outlined (self, NULL);
  self->has_mark = FALSE;
  g_clear_pointer (&self->mark_text, g_free);
  update_card (self);
  update_sketch (self);
}

/* ---- Coordinates under the pointer ------------------------------------------ */

static const struct
{
  const char         *name;
  YunCoordinateSystem system;
  YunDegrees          degrees;
} ways[] = {
  { "degrees", YUN_COORDINATE_LONLAT, YUN_DEGREES_DECIMAL },
  { "dms", YUN_COORDINATE_LONLAT, YUN_DEGREES_DMS },
  { "metres", YUN_COORDINATE_METRES, YUN_DEGREES_DECIMAL },
  { "gcj02", YUN_COORDINATE_GCJ02, YUN_DEGREES_DECIMAL },
  { "bd09", YUN_COORDINATE_BD09, YUN_DEGREES_DECIMAL },
};

static guint
find_way (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (ways[i].name, name) == 0)
      return i;
  return 0;
}

static void
tell (YunMapView *self, const YunCoordinate *coordinate, YunDegrees degrees)
{
  g_autofree char *text = yun_coordinate_format (coordinate, degrees);
  g_autofree char *name = g_strdup_printf (_ ("Coordinates: %s"), text);

  gtk_label_set_text (self->readout_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->readout), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void ask (YunMapView *self);

static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapView        *self;
  YunCoordinate      coordinate;
  g_autoptr (GError) error = NULL;
  gboolean ok = yun_locator_convert_finish (YUN_LOCATOR (source), result, &coordinate, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  self->asking = FALSE;
  if (self->ask_again)
    ask (self);
  else if (ok)
    tell (self, &coordinate, YUN_DEGREES_DECIMAL);
}

/* Degrees are known at once; the rest is asked for, the newest place only. */
static void
ask (YunMapView *self)
{
  guint         way = find_way (self->coordinates);
  YunCoordinate here = { .system = YUN_COORDINATE_LONLAT, .x = self->here.x, .y = self->here.y };

  self->ask_again = self->asking;
  if (self->asking)
    return;
  if (ways[way].system == YUN_COORDINATE_LONLAT)
    {
      tell (self, &here, ways[way].degrees);
      return;
    }
  self->asking = TRUE;
  yun_locator_convert_async (self->locator, &here, ways[way].system, self->locating, located_cb,
                             self);
}

static void
set_here (YunMapView *self, double px, double py)
{
  YunView view = yun_map_camera_get_view (self->camera);

  if (view.width <= 0)
    return;
  self->here = yun_vertex_to_lonlat (yun_map_frame_to_vertex (&view, px, py));
  self->has_here = TRUE;
  ask (self);
}

void
yun_map_view_point_at (YunMapView *self, double px, double py)
{
  self->pointer_in = TRUE;
  set_here (self, px, py);
}

void
yun_map_view_set_coordinates (YunMapView *self, const char *name)
{
  name = ways[find_way (name)].name;
  if (g_strcmp0 (self->coordinates, name) == 0)
    return;
  g_free (self->coordinates);
  self->coordinates = g_strdup (name);
  if (self->has_here)
    ask (self);
  g_object_notify (G_OBJECT (self), "coordinates");
}

/* ---- Back and forward ------------------------------------------------------- */

static void
update_history (YunMapView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.back", yun_map_view_can_go (self, -1));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.forward", yun_map_view_can_go (self, 1));
  g_object_notify (G_OBJECT (self), "can-go-back");
  g_object_notify (G_OBJECT (self), "can-go-forward");
}

gboolean
yun_map_view_can_go (YunMapView *self, int direction)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  return yun_map_history_can_go (self->history, direction);
}

void
yun_map_view_go (YunMapView *self, int direction)
{
  const YunMapPlace *place;

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  place = yun_map_history_go (self->history, direction);
  if (place != NULL)
    yun_map_camera_show_place (self->camera, place);
  update_history (self);
}

void
yun_map_view_tools_moved (YunMapView *self, gboolean moving)
{
  YunView     view = yun_map_camera_get_view (self->camera);
  YunMapPlace place = yun_map_camera_get_place (self->camera);

  if (self->mode != NULL)
    yun_map_mode_moved (self->mode, &view);
  if (gtk_widget_get_visible (GTK_WIDGET (self->sketch)))
    gtk_widget_queue_draw (GTK_WIDGET (self->sketch));
  if (moving || view.width <= 0)
    return;
  if (self->pointer_in)
    set_here (self, self->pointer_x, self->pointer_y);
  else
    set_here (self, view.width / 2, view.height / 2);
  /* Until the district is known, no view is one the user has seen. */
  if (self->base != NULL && yun_map_history_note (self->history, &place, view.width, view.height))
    update_history (self);
}

/* ---- Keys, clipboard, menu ---------------------------------------------------- */

static void
copy_text (YunMapView *self, const char *text)
{
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
open_menu_in_middle (YunMapView *self)
{
  YunView view = yun_map_camera_get_view (self->camera);

  yun_map_view_open_menu (self, view.width / 2, view.height / 2);
}

gboolean
yun_map_view_tool_key (YunMapView *self, guint key, GdkModifierType state)
{
  YunView          view = yun_map_camera_get_view (self->camera);
  gboolean         control = (state & GDK_CONTROL_MASK) != 0;
  gboolean         shift = (state & GDK_SHIFT_MASK) != 0;
  g_autofree char *copy = NULL;

  if (self->pointer_in && !control)
    {
      /* Whoever uses the keys looks at the middle. */
      self->pointer_in = FALSE;
      set_here (self, view.width / 2, view.height / 2);
    }
  if (control && shift && (key == GDK_KEY_C || key == GDK_KEY_c))
    return gtk_widget_activate_action (GTK_WIDGET (self), "map.copy-coordinates", NULL);
  if (control && key == GDK_KEY_c && (copy = dup_copy (self)) != NULL)
    {
      copy_text (self, copy);
      return TRUE;
    }
  if (key == GDK_KEY_Menu || (shift && key == GDK_KEY_F10))
    {
      open_menu_in_middle (self);
      return TRUE;
    }
  if (key == GDK_KEY_Escape && (self->mode != NULL || self->has_mark || self->outlined != NULL))
    {
      leave (self);
      return TRUE;
    }
  return self->mode != NULL && view.width > 0 && !control && (state & GDK_ALT_MASK) == 0 &&
         yun_map_mode_key (self->mode, &view, key, state);
}

void
yun_map_view_open_menu (YunMapView *self, double px, double py)
{
  GdkRectangle at = { (int) px, (int) py, 1, 1 };

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (self->context_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  set_here (self, px, py);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* ---- Actions -------------------------------------------------------------------- */

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_go (YUN_MAP_VIEW (widget), -1);
}

static void
forward_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_go (YUN_MAP_VIEW (widget), 1);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = dup_copy (YUN_MAP_VIEW (widget));

  copy_text (YUN_MAP_VIEW (widget), text);
}

static void
copy_coordinates_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  if (self->has_here)
    copy_text (self, gtk_label_get_text (self->readout_label));
}

static void
leave_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  leave (YUN_MAP_VIEW (widget));
  gtk_widget_grab_focus (widget);
}

void
yun_map_view_tools_class_init (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, YunMapView, sketch);
  gtk_widget_class_bind_template_child (klass, YunMapView, card);
  gtk_widget_class_bind_template_child (klass, YunMapView, card_title);
  gtk_widget_class_bind_template_child (klass, YunMapView, card_hint);
  gtk_widget_class_bind_template_child (klass, YunMapView, card_copy);
  gtk_widget_class_bind_template_child (klass, YunMapView, readout);
  gtk_widget_class_bind_template_child (klass, YunMapView, readout_label);
  gtk_widget_class_bind_template_child (klass, YunMapView, context_menu);

  gtk_widget_class_install_property_action (klass, "map.mode", "mode");
  gtk_widget_class_install_property_action (klass, "map.coordinates", "coordinates");
  gtk_widget_class_install_action (klass, "map.back", NULL, back_cb);
  gtk_widget_class_install_action (klass, "map.forward", NULL, forward_cb);
  gtk_widget_class_install_action (klass, "map.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "map.copy-coordinates", NULL, copy_coordinates_cb);
  gtk_widget_class_install_action (klass, "map.leave", NULL, leave_cb);
}

void
yun_map_view_tools_init (YunMapView *self)
{
  self->mode_name = g_strdup ("select");
  self->coordinates = g_strdup (ways[0].name);
  self->history = yun_map_history_new ();
  self->locator = yun_locator_new ();
  self->locating = g_cancellable_new ();
  gtk_drawing_area_set_draw_func (self->sketch, draw_cb, self, NULL);
  update_card (self);
  update_history (self);
}

void
yun_map_view_tools_dispose (YunMapView *self)
{
  if (self->locating != NULL)
    g_cancellable_cancel (self->locating);
  g_clear_object (&self->locating);
  g_clear_object (&self->locator);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->mode != NULL)
    g_signal_handlers_disconnect_by_data (self->mode, self);
  g_clear_object (&self->mode);
  g_clear_object (&self->drag_mode);
}

void
yun_map_view_tools_finalize (YunMapView *self)
{
  g_clear_pointer (&self->history, yun_map_history_free);
  g_free (self->mode_name);
  g_free (self->mark_text);
  g_clear_pointer (&self->outlined, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->redrawn, yun_geom_unref);
  g_free (self->coordinates);
}
