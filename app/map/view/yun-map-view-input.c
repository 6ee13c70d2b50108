/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-popover.h"
#include "yun-map-view-private.h"
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

static YunMapPick
pick_at (YunMapView *self, double px, double py, double slack)
{
  YunView view = yun_map_camera_get_view (self->camera);

  if (self->scene == NULL || view.width <= 0)
    return (YunMapPick){ -1, -1 };
  return yun_map_pick (self->scene, yun_symbol_layer_get_plan (self->symbols), &view, px, py,
                       slack);
}

static void
emit_feature (YunMapView *self, int feature)
{
  const YunFeature *f;

  if (feature < 0)
    {
      yun_map_view_emit_picked (self, 0, 0);
      return;
    }
  f = yun_feature_index_get (self->index, (guint) feature);
  yun_map_view_emit_picked (self, (guint) f->entity, f->id);
}

static void
chosen_cb (YunMapView *self, guint entity, gint64 id)
{
  yun_map_view_emit_picked (self, entity, id);
}

static void
list_members (YunMapView *self, int cluster)
{
  YunSymbolPlan      *plan = yun_symbol_layer_get_plan (self->symbols);
  const YunCluster   *c = yun_map_pick_get_cluster (plan, cluster);
  YunView             view = yun_map_camera_get_view (self->camera);
  g_autoptr (GArray)  members = g_array_new (FALSE, FALSE, sizeof (guint32));
  const YunBaseShape *town;
  GdkRectangle        at;
  double              px, py;

  if (self->popover == NULL)
    {
      self->popover = yun_map_popover_new ();
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->popover, "closed", G_CALLBACK (gtk_widget_grab_focus), self,
                               G_CONNECT_SWAPPED);
    }
  yun_symbol_plan_list_members (plan, (guint) cluster, members);
  town = yun_base_map_find_town (self->base, c->anchor);
  yun_map_popover_set_features (YUN_MAP_POPOVER (self->popover), self->index,
                                yun_scene_get_style (self->scene), town != NULL ? town->name : NULL,
                                (const guint32 *) (gpointer) members->data, members->len);

  yun_view_to_pixel (&view, c->anchor, &px, &py);
  at = (GdkRectangle){ (int) (px - c->radius), (int) (py - c->radius), (int) (2 * c->radius),
                       (int) (2 * c->radius) };
  yun_map_popover_open (YUN_MAP_POPOVER (self->popover), &at);
}

static void
open_cluster (YunMapView *self, int cluster)
{
  YunSymbolPlan    *plan = yun_symbol_layer_get_plan (self->symbols);
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
pick (YunMapView *self, double px, double py, double slack)
{
  YunMapPick found = pick_at (self, px, py, slack);

  if (found.cluster >= 0)
    open_cluster (self, found.cluster);
  else
    emit_feature (self, found.feature);
}

static void
pressed_cb (YunMapView *self, int n_press, double x, double y, GtkGesture *click)
{
  /* A double click is ours alone: shumate would zoom too. */
  if (n_press > 1)
    gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  self->press_x = x;
  self->press_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released_cb (YunMapView *self, int n_press, double x, double y, GtkGesture *click)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  YunView view = yun_map_camera_get_view (self->camera);
  double  levels = (state & GDK_SHIFT_MASK) != 0 ? -1 : 1;

  if (hypot (x - self->press_x, y - self->press_y) > CLICK_PX)
    return;
  if (n_press == 1)
    self->mode_pressed = self->mode != NULL;
  if (self->mode != NULL)
    yun_map_mode_click (self->mode, &view, x, y, n_press);
  else if (self->mode_pressed)
    return; /* the rest of the double click that ended it */
  else if (n_press == 1 && levels > 0)
    pick (self, x, y, MOUSE_SLACK);
  else if (n_press == 2 && pick_at (self, x, y, MOUSE_SLACK).cluster < 0)
    yun_map_camera_zoom_by (self->camera, levels, x, y);
}

/* ---- Dragging a box ------------------------------------------------------- */

/* Shift drags a box whatever else goes on; the mode of the map stays. */
static YunMapMode *
get_drag_mode (YunMapView *self)
{
  return self->drag_mode != NULL ? self->drag_mode : self->mode;
}

static void
drag_begin_cb (YunMapView *self, double x, double y, GtkGesture *drag)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  gboolean takes = yun_map_view_mode_drags (self, x, y);

  if (shift && !takes)
    yun_map_view_begin_drag_mode (self);
  else if (!takes)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (YunMapView *self, double dx, double dy, GtkGesture *drag)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  x, y;

  if (get_drag_mode (self) == NULL ||
      !gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (drag), &x, &y))
    return;
  /* From here on it is no click, nor a drag of the map. */
  if (hypot (dx, dy) > CLICK_PX)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  yun_map_mode_drag (get_drag_mode (self), &view, x, y, x + dx, y + dy);
}

static void
drag_end_cb (YunMapView *self, double dx, double dy, GtkGesture *drag)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  x, y;

  if (get_drag_mode (self) != NULL &&
      gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (drag), &x, &y))
    yun_map_mode_drag_end (get_drag_mode (self), &view, x, y, x + dx, y + dy);
  yun_map_view_end_drag_mode (self);
}

/* ---- The other buttons ---------------------------------------------------- */

static void
other_pressed_cb (YunMapView *self, int n_press, double x, double y, GtkGesture *click)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));

  if (button == GDK_BUTTON_SECONDARY)
    yun_map_view_open_menu (self, x, y);
  else if (button == 8 || button == 9)
    yun_map_view_go (self, button == 8 ? -1 : 1);
}

static gboolean
scroll_cb (YunMapView *self, double dx, double dy, GtkEventController *scroll)
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

static void
set_hovered (YunMapView *self, int feature, int cluster)
{
  if (self->hovered == feature && self->hovered_cluster == cluster)
    return;
  self->hovered = feature;
  self->hovered_cluster = cluster;
  yun_symbol_layer_set_hovered (self->symbols, feature, cluster);
  yun_map_view_update_cursor (self);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

void
yun_map_view_forget_hover (YunMapView *self)
{
  set_hovered (self, -1, -1);
}

static void
motion_cb (YunMapView *self, double x, double y)
{
  YunMapPick found = { -1, -1 };

  YunView view = yun_map_camera_get_view (self->camera);

  self->pointer_x = x;
  self->pointer_y = y;
  yun_map_view_point_at (self, x, y);
  if (self->mode != NULL)
    yun_map_mode_motion (self->mode, &view, x, y);
  else if (!yun_map_camera_is_moving (self->camera))
    found = pick_at (self, x, y, MOUSE_SLACK);
  set_hovered (self, found.feature, found.cluster);
}

static gboolean
query_tooltip_cb (YunMapView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  YunSymbolPlan *plan = yun_symbol_layer_get_plan (self->symbols);
  guint          n_clusters = 0;

  if (keyboard || self->index == NULL)
    return FALSE;
  if (self->hovered >= 0)
    {
      const char *name = yun_feature_index_get_name (self->index, (guint) self->hovered);

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
step (YunMapView *self, int direction)
{
  YunSymbolPlan *plan = yun_symbol_layer_get_plan (self->symbols);
  YunView        view = yun_map_camera_get_view (self->camera);
  int            from = self->selected >= 0 ? self->selected : self->stepped;
  int            to;

  if (plan == NULL || self->scene == NULL || yun_symbol_plan_get_scene (plan) != self->scene)
    return;
  to = yun_map_pick_step (plan, &view, from, direction);
  if (to < 0)
    return;
  self->stepped = to;
  emit_feature (self, to);
}

static gboolean
key_cb (YunMapView *self, guint key, guint code, GdkModifierType state)
{
  YunView view = yun_map_camera_get_view (self->camera);
  double  share = (state & GDK_SHIFT_MASK) != 0 ? FAR_SHARE : PAN_SHARE;
  double  dx = view.width * share, dy = view.height * share;

  if (yun_map_view_tool_key (self, key, state))
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
      yun_map_view_zoom_by (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      yun_map_view_zoom_by (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      yun_map_view_zoom_to_district (self);
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
state_flags_cb (YunMapView *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self->cross), (flags & GTK_STATE_FLAG_FOCUSED) != 0 &&
                                                      (flags & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0);
}

void
yun_map_view_add_input (YunMapView *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *other = gtk_gesture_click_new ();
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (other), 0);
  g_signal_connect_swapped (other, "pressed", G_CALLBACK (other_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), GTK_EVENT_CONTROLLER (other));

  /* Before shumate's own, which moves the map. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (yun_map_view_forget_hover), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), motion);

  /* Before shumate's own, which knows steps of a fifth of a level only. */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), scroll);

  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);

  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (state_flags_cb), NULL);
}
