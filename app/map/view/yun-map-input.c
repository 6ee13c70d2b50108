/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-input.h"

#include "yun-map-pick.h"
#include "yun-map-popover.h"
#include "yun-map-tools.h"
#include "yun-record.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WHEEL_LEVELS 0.5 /* a notch */
#define WHEEL_PX 120.0   /* of a touchpad, a notch */
#define PAN_SHARE 0.2    /* of the view, an arrow key */
#define FAR_SHARE 0.8    /* of the view, with Shift or Page Up and Down */
#define CLICK_PX 6.0     /* a button that moves less is a click, not a drag */
#define MOUSE_SLACK 4.0
#define CROSS_SLACK 12.0
#define SPLIT_LEVELS 1.5

struct _YunMapInput
{
  GObject parent_instance;

  YunMapView   *view;    /* (unowned): it has us */
  GtkWidget    *map;     /* (unowned) */
  GtkWidget    *cross;   /* (unowned): in the middle, while keys are in use */
  YunMapCamera *camera;  /* (owned) */
  YunMapTools  *tools;   /* (owned) */
  GtkWidget    *popover; /* (owned) (nullable): the view's child */

  int hovered; /* feature, or -1 */
  int hovered_cluster;
  int stepped; /* feature last gone to with n and p, or -1 */

  double   press_x; /* where the button went down */
  double   press_y;
  gboolean mode_pressed; /* the first click at this place was a mode's */
  double   pointer_x;
  double   pointer_y;
  gboolean dark;
};

G_DEFINE_FINAL_TYPE (YunMapInput, yun_map_input, G_TYPE_OBJECT)

static guint menu_signal; /* of the view */

static YunSymbolPlan *
get_plan (YunMapInput *self)
{
  return yun_symbol_layer_get_plan (yun_map_view_get_symbols (self->view));
}

static double
get_magnify (YunMapInput *self)
{
  return yun_symbol_layer_get_magnify (yun_map_view_get_symbols (self->view));
}

/* The view in the plan's pixels. */
static YunView
get_plan_view (YunMapInput *self)
{
  YunView view = yun_map_camera_get_view (self->camera);

  return yun_map_frame_magnify (&view, get_magnify (self));
}

static YunMapPick
pick_at (YunMapInput *self, double px, double py, double slack)
{
  YunView   view = get_plan_view (self);
  double    by = get_magnify (self);
  YunScene *scene = yun_map_view_get_scene (self->view);

  if (scene == NULL || view.width <= 0)
    return (YunMapPick){ -1, -1 };
  return yun_map_pick (scene, get_plan (self), &view, px / by, py / by, slack / by);
}

static void
emit_feature (YunMapInput *self, int feature)
{
  const YunFeature *f;

  if (feature < 0)
    {
      yun_map_view_emit_picked (self->view, 0, 0);
      return;
    }
  f = yun_feature_index_get (yun_map_view_get_index (self->view), (guint) feature);
  yun_map_view_emit_picked (self->view, (guint) f->entity, f->id);
}

static void
chosen_cb (YunMapInput *self, guint entity, gint64 id)
{
  yun_map_view_emit_picked (self->view, entity, id);
}

static void
list_members (YunMapInput *self, int cluster)
{
  YunSymbolPlan      *plan = get_plan (self);
  const YunCluster   *c = yun_map_pick_get_cluster (plan, cluster);
  YunView             view = yun_map_camera_get_view (self->camera);
  g_autoptr (GArray)  members = g_array_new (FALSE, FALSE, sizeof (guint32));
  const YunBaseShape *town;
  GdkRectangle        at;
  double              px, py, radius = c->radius * get_magnify (self);

  if (self->popover == NULL)
    {
      self->popover = yun_map_popover_new ();
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self->view));
      g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->popover, "closed", G_CALLBACK (gtk_widget_grab_focus),
                               self->view, G_CONNECT_SWAPPED);
    }
  yun_symbol_plan_list_members (plan, (guint) cluster, members);
  town = yun_base_map_find_town (yun_map_view_get_base (self->view), c->anchor);
  yun_map_popover_set_features (
    YUN_MAP_POPOVER (self->popover), yun_map_view_get_index (self->view),
    yun_scene_get_style (yun_map_view_get_scene (self->view)), town != NULL ? town->name : NULL,
    (const guint32 *) (gpointer) members->data, members->len);

  yun_view_to_pixel (&view, c->anchor, &px, &py);
  at = (GdkRectangle){ (int) (px - radius), (int) (py - radius), (int) (2 * radius),
                       (int) (2 * radius) };
  yun_map_popover_open (YUN_MAP_POPOVER (self->popover), &at);
}

static void
open_cluster (YunMapInput *self, int cluster)
{
  YunSymbolPlan    *plan = get_plan (self);
  const YunCluster *c = yun_map_pick_get_cluster (plan, cluster);
  YunView           view = yun_map_camera_get_view (self->camera);
  YunPoint          a = yun_vertex_to_lonlat (c->min);
  YunPoint          b = yun_vertex_to_lonlat (c->max);
  YunRect           box = { a.x, b.y, b.x, a.y };
  double            zoom = yun_view_get_zoom (&view);
  double            px, py;

  if (!yun_cluster_can_split (c) || zoom >= YUN_MAP_CAMERA_MAX_ZOOM - 0.01)
    {
      list_members (self, cluster);
      return;
    }
  yun_view_to_pixel (&view, c->anchor, &px, &py);
  if (yun_map_frame_fit (&box, view.width, view.height) > zoom + SPLIT_LEVELS)
    yun_map_camera_show_beside (self->camera, &box);
  else
    yun_map_camera_zoom_by (self->camera, SPLIT_LEVELS, px, py);
}

static void
pick (YunMapInput *self, double px, double py, double slack)
{
  YunMapPick found = pick_at (self, px, py, slack);

  if (found.cluster >= 0)
    open_cluster (self, found.cluster);
  else
    emit_feature (self, found.feature);
}

/* ---- The menu ------------------------------------------------------------- */

/* What it is about is told first; a mode has the menu of the map alone. */
static void
open_menu (YunMapInput *self, int feature, double px, double py)
{
  YunFeatureIndex *index = yun_map_view_get_index (self->view);
  YunView          view = yun_map_camera_get_view (self->camera);
  guint            entity = 0;
  gint64           id = 0;
  YunPoint         at;

  if (view.width <= 0)
    return;
  if (feature >= 0)
    {
      const YunFeature *f = yun_feature_index_get (index, (guint) feature);

      entity = (guint) f->entity;
      id = f->id;
      /* Its sign may stand beside its place. */
      if (f->kind == YUN_GEOM_POINT)
        yun_view_to_pixel (&view, f->anchor, &px, &py);
    }
  at = yun_vertex_to_lonlat (yun_map_frame_to_vertex (&view, px, py));
  g_menu_remove_all (yun_map_view_get_menu_top (self->view));
  if (yun_map_tools_get_mode (self->tools) == NULL)
    g_signal_emit (self->view, menu_signal, 0, entity, id, at.x, at.y);
  yun_map_tools_open_menu (self->tools, px, py);
}

/* Several things in one place are chosen from, as by a click. */
static void
open_menu_at (YunMapInput *self, double px, double py, double slack)
{
  YunMapPick found = { -1, -1 };

  if (yun_map_tools_get_mode (self->tools) == NULL)
    found = pick_at (self, px, py, slack);
  if (found.cluster >= 0)
    open_cluster (self, found.cluster);
  else
    open_menu (self, found.feature, px, py);
}

/* About what is selected and in view, else what is under the cross. */
static void
open_menu_by_key (YunMapInput *self)
{
  YunView view = yun_map_camera_get_view (self->camera);
  int     selected = yun_map_view_get_selected (self->view);
  double  px, py;

  if (selected >= 0 && yun_map_tools_get_mode (self->tools) == NULL)
    {
      yun_view_to_pixel (
        &view,
        yun_feature_index_get (yun_map_view_get_index (self->view), (guint) selected)->anchor, &px,
        &py);
      if (px >= 0 && py >= 0 && px <= view.width && py <= view.height)
        {
          open_menu (self, selected, px, py);
          return;
        }
    }
  open_menu_at (self, view.width / 2, view.height / 2, CROSS_SLACK);
}

static void
long_pressed_cb (YunMapInput *self, double x, double y, GtkGesture *press)
{
  gtk_gesture_set_state (press, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_at (self, x, y, CROSS_SLACK);
}

/* ---- Clicks --------------------------------------------------------------- */

static void
pressed_cb (YunMapInput *self, int n_press, double x, double y, GtkGesture *click)
{
  /* A double click is ours alone: shumate would zoom too. */
  if (n_press > 1)
    gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  self->press_x = x;
  self->press_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
released_cb (YunMapInput *self, int n_press, double x, double y, GtkGesture *click)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  YunView     view = yun_map_camera_get_view (self->camera);
  YunMapMode *mode = yun_map_tools_get_mode (self->tools);
  double      levels = (state & GDK_SHIFT_MASK) != 0 ? -1 : 1;

  if (hypot (x - self->press_x, y - self->press_y) > CLICK_PX)
    return;
  if (n_press == 1)
    self->mode_pressed = mode != NULL;
  if (mode != NULL)
    yun_map_mode_click (mode, &view, x, y, n_press);
  else if (self->mode_pressed)
    return; /* the rest of the double click that ended it */
  else if (n_press == 1 && levels > 0)
    pick (self, x, y, MOUSE_SLACK);
  else if (n_press == 2 && pick_at (self, x, y, MOUSE_SLACK).cluster < 0)
    yun_map_camera_zoom_by (self->camera, levels, x, y);
}

/* ---- Dragging a box ------------------------------------------------------- */

static void
drag_begin_cb (YunMapInput *self, double x, double y, GtkGesture *drag)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  gboolean takes = yun_map_tools_mode_drags (self->tools, x, y);

  if (shift && !takes)
    yun_map_tools_begin_drag_mode (self->tools);
  else if (!takes)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (YunMapInput *self, double dx, double dy, GtkGesture *drag)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  x, y;

  if (yun_map_tools_get_drag_mode (self->tools) == NULL ||
      !gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (drag), &x, &y))
    return;
  /* From here on it is no click, nor a drag of the map. */
  if (hypot (dx, dy) > CLICK_PX)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  yun_map_mode_drag (yun_map_tools_get_drag_mode (self->tools), &view, x, y, x + dx, y + dy);
}

static void
drag_end_cb (YunMapInput *self, double dx, double dy, GtkGesture *drag)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  x, y;

  if (yun_map_tools_get_drag_mode (self->tools) != NULL &&
      gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (drag), &x, &y))
    yun_map_mode_drag_end (yun_map_tools_get_drag_mode (self->tools), &view, x, y, x + dx, y + dy);
  yun_map_tools_end_drag_mode (self->tools);
}

/* ---- The other buttons ---------------------------------------------------- */

static void
other_pressed_cb (YunMapInput *self, int n_press, double x, double y, GtkGesture *click)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));

  if (button == GDK_BUTTON_SECONDARY)
    open_menu_at (self, x, y, MOUSE_SLACK);
  else if (button == 8 || button == 9)
    yun_map_view_go (self->view, button == 8 ? -1 : 1);
}

static gboolean
scroll_cb (YunMapInput *self, double dx, double dy, GtkEventController *scroll)
{
  GtkEventControllerScroll *wheel = GTK_EVENT_CONTROLLER_SCROLL (scroll);

  if (self->popover != NULL && gtk_widget_get_visible (self->popover))
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (gtk_event_controller_scroll_get_unit (wheel) == GDK_SCROLL_UNIT_SURFACE)
    yun_map_camera_zoom_at_once (self->camera, -dy / WHEEL_PX * WHEEL_LEVELS, self->pointer_x,
                                 self->pointer_y);
  else
    yun_map_camera_zoom_by (self->camera, -dy * WHEEL_LEVELS, self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

void
yun_map_input_update_cursor (YunMapInput *self)
{
  const char *name = self->hovered >= 0 || self->hovered_cluster >= 0 ? "pointer" : "grab";
  YunMapMode *mode = yun_map_tools_get_mode (self->tools);

  if (mode != NULL)
    name = YUN_MAP_MODE_GET_CLASS (mode)->cursor;
  gtk_widget_set_cursor_from_name (self->map, name);
}

static void
set_hovered (YunMapInput *self, int feature, int cluster)
{
  if (self->hovered == feature && self->hovered_cluster == cluster)
    return;
  self->hovered = feature;
  self->hovered_cluster = cluster;
  yun_symbol_layer_set_hovered (yun_map_view_get_symbols (self->view), feature, cluster);
  yun_map_input_update_cursor (self);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self->view));
}

void
yun_map_input_forget_hover (YunMapInput *self)
{
  set_hovered (self, -1, -1);
}

static void
motion_cb (YunMapInput *self, double x, double y)
{
  YunMapPick  found = { -1, -1 };
  YunView     view = yun_map_camera_get_view (self->camera);
  YunMapMode *mode = yun_map_tools_get_mode (self->tools);

  self->pointer_x = x;
  self->pointer_y = y;
  yun_map_tools_point_at (self->tools, x, y);
  if (mode != NULL)
    yun_map_mode_motion (mode, &view, x, y);
  else if (!yun_map_camera_is_moving (self->camera))
    found = pick_at (self, x, y, MOUSE_SLACK);
  set_hovered (self, found.feature, found.cluster);
}

static gboolean
query_tooltip_cb (YunMapInput *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  YunSymbolPlan   *plan = get_plan (self);
  YunFeatureIndex *index = yun_map_view_get_index (self->view);
  guint            n_clusters = 0;

  if (keyboard || index == NULL)
    return FALSE;
  if (self->hovered >= 0)
    {
      const char *name = yun_feature_index_get_name (index, (guint) self->hovered);

      gtk_tooltip_set_text (tooltip, name);
      return *name != '\0';
    }
  if (self->hovered_cluster >= 0 && plan != NULL)
    {
      const YunCluster *clusters = yun_symbol_plan_get_clusters (plan, &n_clusters);

      if ((guint) self->hovered_cluster < n_clusters)
        {
          guint            n = clusters[self->hovered_cluster].count;
          g_autofree char *text =
            g_strdup_printf (ngettext ("%u record here", "%u records here", n), n);

          gtk_tooltip_set_text (tooltip, text);
          return TRUE;
        }
    }
  return FALSE;
}

static void
step (YunMapInput *self, int direction)
{
  YunSymbolPlan *plan = get_plan (self);
  YunView        view = get_plan_view (self);
  YunScene      *scene = yun_map_view_get_scene (self->view);
  int            from = yun_map_view_get_selected (self->view);
  int            to;

  if (plan == NULL || scene == NULL || yun_symbol_plan_get_scene (plan) != scene)
    return;
  to = yun_map_pick_step (plan, &view, from >= 0 ? from : self->stepped, direction);
  if (to < 0)
    return;
  self->stepped = to;
  emit_feature (self, to);
}

static gboolean
key_cb (YunMapInput *self, guint key, guint code, GdkModifierType state)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  share = (state & GDK_SHIFT_MASK) != 0 ? FAR_SHARE : PAN_SHARE;
  double  dx = view.width * share, dy = view.height * share;

  if (key == GDK_KEY_Menu || ((state & GDK_SHIFT_MASK) != 0 && key == GDK_KEY_F10))
    {
      open_menu_by_key (self);
      return GDK_EVENT_STOP;
    }
  if (yun_map_tools_key (self->tools, key, state))
    return GDK_EVENT_STOP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      yun_map_camera_pan_by (self->camera, -dx, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      yun_map_camera_pan_by (self->camera, dx, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      yun_map_camera_pan_by (self->camera, 0, -dy);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      yun_map_camera_pan_by (self->camera, 0, dy);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      yun_map_camera_pan_by (self->camera, 0, -view.height * FAR_SHARE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      yun_map_camera_pan_by (self->camera, 0, view.height * FAR_SHARE);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      yun_map_view_zoom_by (self->view, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      yun_map_view_zoom_by (self->view, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      yun_map_view_zoom_to_district (self->view);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      pick (self, view.width / 2, view.height / 2, CROSS_SLACK);
      return GDK_EVENT_STOP;
    case GDK_KEY_n:
      step (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_p:
      step (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
state_flags_cb (YunMapInput *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self->view));

  gtk_widget_set_visible (self->cross, (flags & GTK_STATE_FLAG_FOCUSED) != 0 &&
                                         (flags & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0);
}

static void
listen (YunMapInput *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *other = gtk_gesture_click_new ();
  GtkGesture         *press = gtk_gesture_long_press_new ();
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (other), 0);
  g_signal_connect_object (other, "pressed", G_CALLBACK (other_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, GTK_EVENT_CONTROLLER (other));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, GTK_EVENT_CONTROLLER (press));

  /* Before shumate's own, which moves the map. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (yun_map_input_forget_hover), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, motion);

  /* Before shumate's own, which knows steps of a fifth of a level only. */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->map, scroll);

  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), key);

  g_signal_connect_object (self->view, "query-tooltip", G_CALLBACK (query_tooltip_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "state-flags-changed", G_CALLBACK (state_flags_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
draw_cross_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunMapInput    *self = user_data;
  const YunStyle *style =
    yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  double cx = width / 2.0, cy = height / 2.0;

  for (int pass = 0; pass < 2; pass++)
    {
      cairo_set_line_width (cr, pass == 0 ? 4 : 1.5);
      yun_colour_set_source (pass == 0 ? &style->paper : &style->ink, cr);
      cairo_move_to (cr, cx - 15, cy);
      cairo_line_to (cr, cx - 4, cy);
      cairo_move_to (cr, cx + 4, cy);
      cairo_line_to (cr, cx + 15, cy);
      cairo_move_to (cr, cx, cy - 15);
      cairo_line_to (cr, cx, cy - 4);
      cairo_move_to (cr, cx, cy + 4);
      cairo_line_to (cr, cx, cy + 15);
      cairo_stroke (cr);
    }
}

/* ---- Object ----------------------------------------------------------------- */

static void
yun_map_input_dispose (GObject *object)
{
  YunMapInput *self = YUN_MAP_INPUT (object);

  if (self->camera != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->cross), NULL, NULL, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->camera);
  g_clear_object (&self->tools);
  G_OBJECT_CLASS (yun_map_input_parent_class)->dispose (object);
}

static void
yun_map_input_class_init (YunMapInputClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_map_input_dispose;
}

void
yun_map_input_class_init_view (GtkWidgetClass *klass)
{
  menu_signal =
    g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
yun_map_input_init (YunMapInput *self)
{
  self->hovered = self->hovered_cluster = self->stepped = -1;
}

YunMapInput *
yun_map_input_new (YunMapView *view, GtkDrawingArea *cross)
{
  YunMapInput *self = g_object_new (YUN_TYPE_MAP_INPUT, NULL);

  self->view = view;
  self->map = GTK_WIDGET (yun_map_view_get_map (view));
  self->cross = GTK_WIDGET (cross);
  self->camera = g_object_ref (yun_map_view_get_camera (view));
  self->tools = g_object_ref (yun_map_view_get_tools (view));
  gtk_drawing_area_set_draw_func (cross, draw_cross_cb, self, NULL);
  listen (self);
  return self;
}

void
yun_map_input_set_dark (YunMapInput *self, gboolean dark)
{
  self->dark = dark;
  gtk_widget_queue_draw (self->cross);
}

void
yun_map_input_present_popover (YunMapInput *self)
{
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}
