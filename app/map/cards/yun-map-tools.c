/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-tools.h"

#include "yun-map-frame.h"
#include "yun-map-history.h"
#include "yun-map-readout.h"
#include "yun-text-size.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _YunMapTools
{
  GObject parent_instance;

  GtkWidget    *view;   /* (unowned): it has us */
  YunMapCamera *camera; /* (owned) */

  /* The view's children (unowned): */
  GtkWidget  *sketch; /* over the map: what the mode draws, and the marks */
  GtkWidget  *card;
  GtkLabel   *card_title;
  GtkLabel   *card_hint;
  GtkWidget  *card_copy;
  GMenuModel *context_menu;
  GMenu      *context_top;  /* what the view's owner puts there */
  GMenu      *context_copy; /* says how the coordinates are written */
  GtkWidget  *menu;         /* (owned) (nullable): the view's child */

  YunMapMode    *mode;      /* (owned) (nullable): NULL: selecting */
  YunMapMode    *drag_mode; /* (owned) (nullable): while Shift drags a box */
  char          *mode_name; /* (owned): "select" … */
  YunGeom       *redrawn;   /* (owned) (nullable): the area that the mode changes */
  YunMapMarks   *marks;     /* (owned) */
  YunMapReadout *readout;   /* (owned) */
  YunMapHistory *history;   /* (owned) */

  gboolean dark;
  double   pointer_x;
  double   pointer_y;
  gboolean pointer_in; /* the readout tells what is under the pointer, else the middle */
};

G_DEFINE_FINAL_TYPE (YunMapTools, yun_map_tools, G_TYPE_OBJECT)

enum
{
  MODE_CHANGED,
  DRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static YunMapTools *
get_tools (GtkWidget *view)
{
  return yun_map_view_get_tools (YUN_MAP_VIEW (view));
}

/* ---- The card and the sketch ------------------------------------------------ */

static char *
dup_copy (YunMapTools *self)
{
  if (self->mode != NULL)
    return yun_map_mode_dup_copy (self->mode);
  return g_strdup (yun_map_marks_get_text (self->marks));
}

/* The first line says what is, the second what can be done. */
static void
update_card (YunMapTools *self)
{
  g_autofree char *status = self->mode != NULL ? yun_map_mode_dup_status (self->mode)
                                               : g_strdup (yun_map_marks_get_text (self->marks));
  g_autofree char *copy = dup_copy (self);
  char            *hint = NULL;

  if (status != NULL && (hint = strchr (status, '\n')) != NULL)
    *hint++ = '\0';
  gtk_widget_set_visible (self->card, status != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->card_hint), hint != NULL);
  gtk_label_set_text (self->card_title, status != NULL ? status : "");
  gtk_label_set_text (self->card_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (self->card_copy, copy != NULL);
  gtk_widget_action_set_enabled (self->view, "map.copy", copy != NULL);
  gtk_widget_action_set_enabled (self->view, "map.leave",
                                 status != NULL || yun_map_marks_has_group (self->marks));
}

static void
update_sketch (YunMapTools *self)
{
  gtk_widget_set_visible (self->sketch, self->mode != NULL || self->drag_mode != NULL ||
                                          !yun_map_marks_is_empty (self->marks));
  gtk_widget_queue_draw (self->sketch);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunMapTools    *self = user_data;
  YunView         view = yun_map_camera_get_view (self->camera);
  const YunStyle *style =
    yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  double by = yun_text_size_get_scale (GTK_WIDGET (area));

  if (view.width <= 0)
    return;
  /* Signs and numbers are as large as the text. */
  cairo_scale (cr, by, by);
  view = yun_map_frame_magnify (&view, by);
  yun_map_marks_draw (self->marks, cr, &view, style);
  if (self->mode != NULL)
    yun_map_mode_draw (self->mode, cr, &view, style);
  if (self->drag_mode != NULL)
    yun_map_mode_draw (self->drag_mode, cr, &view, style);
}

/* ---- Modes ---------------------------------------------------------------- */

static void
mode_changed_cb (YunMapTools *self)
{
  update_card (self);
  gtk_widget_queue_draw (self->sketch);
}

static void
mode_done_cb (YunMapTools *self, YunMapMode *mode)
{
  g_autoptr (YunGeom) shape = NULL;
  g_autoptr (YunGeom) old = NULL;

  if (mode != self->mode)
    return;
  shape = yun_map_mode_dup_shape (mode);
  old = g_steal_pointer (&self->redrawn);
  yun_map_tools_set_mode (self, "select");
  if (shape != NULL)
    g_signal_emit (self, signals[DRAWN], 0, shape, old);
}

/* @mode: (nullable): NULL: selecting */
static void
enter_mode (YunMapTools *self, YunMapMode *mode, const char *name)
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
      gtk_widget_grab_focus (self->view);
    }
  g_signal_emit (self, signals[MODE_CHANGED], 0);
  update_card (self);
  update_sketch (self);
  g_object_notify (G_OBJECT (self->view), "mode");
}

YunMapMode *
yun_map_tools_get_mode (YunMapTools *self)
{
  return self->mode;
}

const char *
yun_map_tools_get_mode_name (YunMapTools *self)
{
  return self->mode_name;
}

void
yun_map_tools_set_mode (YunMapTools *self, const char *name)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_new (name, self->camera);

  /* A name that is not known, too, means to select. */
  if (mode == NULL)
    name = "select";
  if (g_strcmp0 (name, self->mode_name) != 0)
    enter_mode (self, mode, name);
}

void
yun_map_view_draw_area (YunMapView *view, YunGeom *old)
{
  g_autoptr (YunMapMode) mode = yun_map_mode_filter_new (old);
  YunMapTools           *self;

  g_return_if_fail (YUN_IS_MAP_VIEW (view));

  self = yun_map_view_get_tools (view);
  enter_mode (self, mode, "filter");
  self->redrawn = old != NULL ? yun_geom_ref (old) : NULL;
}

gboolean
yun_map_tools_mode_drags (YunMapTools *self, double px, double py)
{
  YunView view = yun_map_camera_get_view (self->camera);

  return self->mode != NULL && yun_map_mode_takes_drag (self->mode, &view, px, py);
}

void
yun_map_tools_begin_drag_mode (YunMapTools *self)
{
  yun_map_tools_end_drag_mode (self);
  self->drag_mode = yun_map_mode_new ("box", self->camera);
  g_signal_connect_object (self->drag_mode, "changed", G_CALLBACK (mode_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_sketch (self);
}

void
yun_map_tools_end_drag_mode (YunMapTools *self)
{
  g_clear_object (&self->drag_mode);
  update_sketch (self);
}

YunMapMode *
yun_map_tools_get_drag_mode (YunMapTools *self)
{
  return self->drag_mode != NULL ? self->drag_mode : self->mode;
}

/* ---- Marks ------------------------------------------------------------------ */

static void
show_mark (YunMapTools *self, YunPoint at, const YunRect *box, const char *text)
{
  yun_map_tools_set_mode (self, "select");
  yun_map_marks_set_place (self->marks, at, text);
  update_card (self);
  update_sketch (self);
  yun_map_camera_show (self->camera, box);
}

void
yun_map_view_show_mark (YunMapView *view, const YunCoordinate *place, const char *text)
{
  YunRect point = { place->x, place->y, place->x, place->y };

  g_return_if_fail (YUN_IS_MAP_VIEW (view));
  g_return_if_fail (place->system == YUN_COORDINATE_LONLAT);

  show_mark (yun_map_view_get_tools (view), (YunPoint){ place->x, place->y }, &point, text);
}

static void
set_outlined (YunMapTools *self, GPtrArray *shapes)
{
  gboolean before = yun_map_marks_has_group (self->marks);

  yun_map_marks_set_group (self->marks, shapes);
  update_card (self);
  update_sketch (self);
  if (before != yun_map_marks_has_group (self->marks))
    g_object_notify (G_OBJECT (self->view), "outlined");
}

void
yun_map_view_show_place (YunMapView *view, YunGeom *shape, YunPoint at, const char *text)
{
  YunMapTools          *self;
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);

  g_return_if_fail (YUN_IS_MAP_VIEW (view));
  g_return_if_fail (shape != NULL);

  self = yun_map_view_get_tools (view);
  g_ptr_array_add (shapes, yun_geom_ref (shape));
  set_outlined (self, yun_geom_get_kind (shape) == YUN_GEOM_POINT ? NULL : shapes);
  show_mark (self, at, yun_geom_get_box (shape), text);
}

void
yun_map_view_set_outlined (YunMapView *view, GPtrArray *shapes)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (view));

  set_outlined (yun_map_view_get_tools (view), shapes);
}

gboolean
yun_map_tools_has_outlined (YunMapTools *self)
{
  return yun_map_marks_has_group (self->marks);
}

void
yun_map_view_set_areas (YunMapView *view, GPtrArray *shapes)
{
  YunMapTools *self;

  g_return_if_fail (YUN_IS_MAP_VIEW (view));

  self = yun_map_view_get_tools (view);
  yun_map_marks_set_areas (self->marks, shapes);
  update_sketch (self);
}

GPtrArray *
yun_map_view_get_areas (YunMapView *view)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (view), NULL);

  return yun_map_marks_get_areas (yun_map_view_get_tools (view)->marks);
}

/* First the mode, then the mark, then the group. */
static void
leave (YunMapTools *self)
{
  if (self->mode != NULL)
    {
      yun_map_tools_set_mode (self, "select");
      return;
    }
  if (yun_map_marks_get_text (self->marks) == NULL)
    set_outlined (self, NULL);
  yun_map_marks_clear_place (self->marks);
  update_card (self);
  update_sketch (self);
}

/* ---- Coordinates under the pointer ------------------------------------------ */

static void
tell (YunMapTools *self, double px, double py)
{
  YunView view = yun_map_camera_get_view (self->camera);

  if (view.width > 0)
    yun_map_readout_tell (self->readout,
                          yun_vertex_to_lonlat (yun_map_frame_to_vertex (&view, px, py)));
}

void
yun_map_tools_point_at (YunMapTools *self, double px, double py)
{
  self->pointer_in = TRUE;
  self->pointer_x = px;
  self->pointer_y = py;
  tell (self, px, py);
}

const char *
yun_map_tools_get_coordinates (YunMapTools *self)
{
  return yun_map_readout_get_way (self->readout);
}

void
yun_map_tools_set_coordinates (YunMapTools *self, const char *name)
{
  if (yun_map_readout_set_way (self->readout, name))
    g_object_notify (G_OBJECT (self->view), "coordinates");
}

/* ---- Back and forward ------------------------------------------------------- */

static void
update_history (YunMapTools *self)
{
  gtk_widget_action_set_enabled (self->view, "map.back",
                                 yun_map_history_can_go (self->history, -1));
  gtk_widget_action_set_enabled (self->view, "map.forward",
                                 yun_map_history_can_go (self->history, 1));
  g_object_notify (G_OBJECT (self->view), "can-go-back");
  g_object_notify (G_OBJECT (self->view), "can-go-forward");
}

gboolean
yun_map_view_can_go (YunMapView *view, int direction)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (view), FALSE);

  return yun_map_history_can_go (yun_map_view_get_tools (view)->history, direction);
}

static void
go (YunMapTools *self, int direction)
{
  const YunMapPlace *place = yun_map_history_go (self->history, direction);

  if (place != NULL)
    yun_map_camera_show_place (self->camera, place);
  update_history (self);
}

void
yun_map_view_go (YunMapView *view, int direction)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (view));

  go (yun_map_view_get_tools (view), direction);
}

void
yun_map_tools_moved (YunMapTools *self, gboolean moving, gboolean known)
{
  YunView     view = yun_map_camera_get_view (self->camera);
  YunMapPlace place = yun_map_camera_get_place (self->camera);

  if (self->mode != NULL)
    yun_map_mode_moved (self->mode, &view);
  if (gtk_widget_get_visible (self->sketch))
    gtk_widget_queue_draw (self->sketch);
  if (moving || view.width <= 0)
    return;
  if (self->pointer_in)
    tell (self, self->pointer_x, self->pointer_y);
  else
    tell (self, view.width / 2, view.height / 2);
  if (known && yun_map_history_note (self->history, &place, view.width, view.height))
    update_history (self);
}

/* ---- Keys, clipboard, menu ---------------------------------------------------- */

static void
copy_text (YunMapTools *self, const char *text)
{
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (self->view), text);
}

/* Numbers that do not say of which system they are mislead. */
static void
show_copy_item (YunMapTools *self)
{
  g_autofree char *label = g_strdup_printf (
    /* Translators: how they are written: "Degrees (CGCS2000)" */
    _ ("_Copy the Coordinates Here: %s"), yun_map_readout_get_way_label (self->readout));

  g_menu_remove_all (self->context_copy);
  g_menu_append (self->context_copy, label, "map.copy-coordinates");
}

gboolean
yun_map_tools_key (YunMapTools *self, guint key, GdkModifierType state)
{
  YunView          view = yun_map_camera_get_view (self->camera);
  gboolean         control = (state & GDK_CONTROL_MASK) != 0;
  gboolean         shift = (state & GDK_SHIFT_MASK) != 0;
  g_autofree char *copy = NULL;

  if (self->pointer_in && !control)
    {
      /* Whoever uses the keys looks at the middle. */
      self->pointer_in = FALSE;
      tell (self, view.width / 2, view.height / 2);
    }
  if (control && shift && (key == GDK_KEY_C || key == GDK_KEY_c))
    return gtk_widget_activate_action (self->view, "map.copy-coordinates", NULL);
  if (control && key == GDK_KEY_c && (copy = dup_copy (self)) != NULL)
    {
      copy_text (self, copy);
      return TRUE;
    }
  if (key == GDK_KEY_Escape &&
      (self->mode != NULL || yun_map_marks_get_text (self->marks) != NULL ||
       yun_map_marks_has_group (self->marks)))
    {
      leave (self);
      return TRUE;
    }
  return self->mode != NULL && view.width > 0 && !control && (state & GDK_ALT_MASK) == 0 &&
         yun_map_mode_key (self->mode, &view, key, state);
}

void
yun_map_tools_open_menu (YunMapTools *self, double px, double py)
{
  GdkRectangle at = { (int) px, (int) py, 1, 1 };

  if (self->menu == NULL)
    {
      /* What the owner puts there may have submenus: in one popover GTK 4.8 never lets their pages
       * go. */
      self->menu =
        gtk_popover_menu_new_from_model_full (self->context_menu, GTK_POPOVER_MENU_NESTED);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, self->view);
    }
  tell (self, px, py);
  show_copy_item (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

GMenu *
yun_map_view_get_menu_top (YunMapView *view)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (view), NULL);
  return yun_map_view_get_tools (view)->context_top;
}

void
yun_map_tools_present_menu (YunMapTools *self)
{
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

/* ---- Actions -------------------------------------------------------------------- */

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (get_tools (widget), -1);
}

static void
forward_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (get_tools (widget), 1);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = dup_copy (get_tools (widget));

  copy_text (get_tools (widget), text);
}

static void
copy_coordinates_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunMapTools *self = get_tools (widget);

  copy_text (self, yun_map_readout_get_text (self->readout));
}

static void
leave_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  leave (get_tools (widget));
  gtk_widget_grab_focus (widget);
}

static const char *const children[] = {
  "sketch",  "card",          "card_title",   "card_hint",   "card_copy",
  "readout", "readout_label", "context_menu", "context_top", "context_copy",
};

void
yun_map_tools_class_init_view (GtkWidgetClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (klass, children[i], FALSE, 0);

  gtk_widget_class_install_property_action (klass, "map.mode", "mode");
  gtk_widget_class_install_property_action (klass, "map.coordinates", "coordinates");
  gtk_widget_class_install_action (klass, "map.back", NULL, back_cb);
  gtk_widget_class_install_action (klass, "map.forward", NULL, forward_cb);
  gtk_widget_class_install_action (klass, "map.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "map.copy-coordinates", NULL, copy_coordinates_cb);
  gtk_widget_class_install_action (klass, "map.leave", NULL, leave_cb);
}

/* ---- Object ----------------------------------------------------------------------- */

static void
yun_map_tools_finalize (GObject *object)
{
  YunMapTools *self = YUN_MAP_TOOLS (object);

  g_clear_pointer (&self->readout, yun_map_readout_free);
  g_clear_pointer (&self->marks, yun_map_marks_free);
  g_clear_pointer (&self->history, yun_map_history_free);
  g_clear_pointer (&self->redrawn, yun_geom_unref);
  g_clear_object (&self->mode);
  g_clear_object (&self->drag_mode);
  g_clear_object (&self->camera);
  g_free (self->mode_name);
  G_OBJECT_CLASS (yun_map_tools_parent_class)->finalize (object);
}

static void
yun_map_tools_class_init (YunMapToolsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yun_map_tools_finalize;
  signals[MODE_CHANGED] =
    g_signal_new ("mode-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DRAWN] = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, YUN_TYPE_GEOM, YUN_TYPE_GEOM);
}

static void
yun_map_tools_init (YunMapTools *self)
{
  self->mode_name = g_strdup ("select");
  self->marks = yun_map_marks_new ();
  self->history = yun_map_history_new ();
}

static gpointer
get_child (YunMapTools *self, const char *name)
{
  return gtk_widget_get_template_child (self->view, YUN_TYPE_MAP_VIEW, name);
}

YunMapTools *
yun_map_tools_new (YunMapView *view)
{
  YunMapTools *self = g_object_new (YUN_TYPE_MAP_TOOLS, NULL);

  self->view = GTK_WIDGET (view);
  self->camera = g_object_ref (yun_map_view_get_camera (view));
  self->sketch = get_child (self, "sketch");
  self->card = get_child (self, "card");
  self->card_title = get_child (self, "card_title");
  self->card_hint = get_child (self, "card_hint");
  self->card_copy = get_child (self, "card_copy");
  self->context_menu = get_child (self, "context_menu");
  self->context_top = get_child (self, "context_top");
  self->context_copy = get_child (self, "context_copy");
  self->readout =
    yun_map_readout_new (get_child (self, "readout"), get_child (self, "readout_label"));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->sketch), draw_cb, self, NULL);
  update_card (self);
  update_history (self);
  return self;
}

void
yun_map_tools_close (YunMapTools *self)
{
  yun_map_readout_close (self->readout);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->sketch), NULL, NULL, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->mode != NULL)
    g_signal_handlers_disconnect_by_data (self->mode, self);
  g_clear_object (&self->mode);
  g_clear_object (&self->drag_mode);
  g_clear_object (&self->camera);
}

void
yun_map_tools_set_dark (YunMapTools *self, gboolean dark)
{
  self->dark = dark;
  gtk_widget_queue_draw (self->sketch);
}

const char *
yun_map_view_get_card (YunMapView *view)
{
  YunMapTools *self;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (view), NULL);

  self = yun_map_view_get_tools (view);
  return gtk_widget_get_visible (self->card) ? gtk_label_get_text (self->card_title) : NULL;
}
