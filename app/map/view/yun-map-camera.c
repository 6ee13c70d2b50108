/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-camera.h"

#include "yun-coordinate.h"
#include "yun-measure.h"

#include <math.h>

#define DURATION_US 200000
#define REST_MS 90       /* so long without a move is rest */
#define ROOM_PX 48.0     /* around what is shown */
#define NAME_PX 12.0     /* more of it at the top of home, for a name above the northernmost town */
#define LEGEND_PX 266.0  /* what the legend covers at the left of home */
#define STREET_ZOOM 16.5 /* where a point is shown */
#define CLOSEST_ZOOM 18.0 /* a box is not shown larger */
#define BELOW_HOME 0.6    /* levels one can zoom out beyond home */
#define FAR_VIEWS 4.0     /* a way of more views than this is not flown but jumped */

struct _YunMapCamera
{
  GObject parent_instance;

  ShumateMap      *map;      /* (unowned): owns us by way of the map view */
  ShumateViewport *viewport; /* (owned) */
  YunRect          home;
  YunRect          bounds; /* of the middle, lon/lat */
  YunRect          asked;  /* to be shown as soon as there is a size */
  double           width;
  double           height;
  double           device_scale;
  double           inset; /* pixels covered at the left, by a card */
  double           left;  /* pixels under a pane at either side */
  double           right;
  gboolean         at_home;

  YunView  from; /* of an animation */
  YunView  target;
  gint64   start_us;
  guint    tick;     /* the animation, or 0 */
  gboolean setting;  /* we are moving the viewport ourselves */
  gint64   moved_us; /* last move */
  guint    rest;     /* timeout, or 0 */
};

G_DEFINE_FINAL_TYPE (YunMapCamera, yun_map_camera, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static double
get_view_zoom (const YunView *view)
{
  return yun_view_get_zoom (view);
}

static double
get_home_zoom (YunMapCamera *self)
{
  return yun_map_frame_fit (&self->home, self->width - ROOM_PX, self->height - ROOM_PX);
}

static double
clamp_zoom (YunMapCamera *self, double zoom)
{
  double min = yun_rect_is_empty (&self->home) ? 0 : MAX (get_home_zoom (self) - BELOW_HOME, 0);

  return CLAMP (zoom, MIN (min, YUN_MAP_CAMERA_MAX_ZOOM), YUN_MAP_CAMERA_MAX_ZOOM);
}

static YunPoint
clamp_centre (YunMapCamera *self, YunPoint centre)
{
  if (yun_rect_is_empty (&self->bounds))
    return centre;
  return (YunPoint){ CLAMP (centre.x, self->bounds.x0, self->bounds.x1),
                     CLAMP (centre.y, self->bounds.y0, self->bounds.y1) };
}

static YunView
make_view (YunMapCamera *self, YunPoint centre, double zoom)
{
  return yun_map_frame_around (clamp_centre (self, centre), clamp_zoom (self, zoom), self->width,
                               self->height, self->device_scale);
}

static gboolean
rest_cb (gpointer user_data)
{
  YunMapCamera *self = user_data;

  if (self->tick != 0 || g_get_monotonic_time () - self->moved_us < REST_MS * 1000)
    return G_SOURCE_CONTINUE;
  self->rest = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
note_move (YunMapCamera *self)
{
  self->moved_us = g_get_monotonic_time ();
  if (self->rest == 0)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
}

static void
apply_view (YunMapCamera *self, const YunView *view)
{
  YunPoint centre = yun_map_frame_get_centre (view);

  self->setting = TRUE;
  shumate_viewport_set_zoom_level (self->viewport, get_view_zoom (view));
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), centre.y, centre.x);
  self->setting = FALSE;
  note_move (self);
}

static void
stop_animation (YunMapCamera *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->map), self->tick);
  self->tick = 0;
}

static gboolean
animation_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  YunMapCamera *self = user_data;
  double        t = (double) (g_get_monotonic_time () - self->start_us) / DURATION_US;
  YunView       view = self->target;
  double        eased, way;

  if (t >= 1)
    {
      self->tick = 0;
      apply_view (self, &self->target);
      g_signal_emit (self, signals[CHANGED], 0);
      return G_SOURCE_REMOVE;
    }
  eased = 1 - (1 - t) * (1 - t) * (1 - t);
  view.scale = self->from.scale * pow (self->target.scale / self->from.scale, eased);

  /* With the middle's way in proportion to the scale's, one point of the screen stays where it is:
   * the one zoomed about. */
  if (fabs (self->target.scale / self->from.scale - 1) < 1e-9)
    way = eased;
  else
    way = (view.scale - self->from.scale) / (self->target.scale - self->from.scale);
  {
    double x0 = self->from.x + self->width / 2 * self->from.scale;
    double y0 = self->from.y + self->height / 2 * self->from.scale;
    double x1 = self->target.x + self->width / 2 * self->target.scale;
    double y1 = self->target.y + self->height / 2 * self->target.scale;

    view.x = x0 + (x1 - x0) * way - self->width / 2 * view.scale;
    view.y = y0 + (y1 - y0) * way - self->height / 2 * view.scale;
  }
  apply_view (self, &view);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_animated (YunMapCamera *self, const YunView *from, const YunView *to)
{
  gboolean enabled = TRUE;
  double   scale = MAX (from->scale, to->scale);
  double   dx = (to->x + to->width / 2 * to->scale) - (from->x + from->width / 2 * from->scale);
  double   dy = (to->y + to->height / 2 * to->scale) - (from->y + from->height / 2 * from->scale);

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->map)), "gtk-enable-animations", &enabled,
                NULL);
  return enabled && gtk_widget_get_mapped (GTK_WIDGET (self->map)) &&
         hypot (dx, dy) / scale < FAR_VIEWS * MAX (self->width, self->height);
}

static void
move_to (YunMapCamera *self, const YunView *target, gboolean animate)
{
  YunView now = yun_map_camera_get_view (self);

  self->at_home = FALSE;
  self->target = *target;
  if (animate && is_animated (self, &now, target))
    {
      self->from = now;
      self->start_us = g_get_monotonic_time ();
      if (self->tick == 0)
        self->tick =
          gtk_widget_add_tick_callback (GTK_WIDGET (self->map), animation_tick_cb, self, NULL);
      note_move (self);
    }
  else
    {
      stop_animation (self);
      apply_view (self, target);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_box (YunMapCamera *self, const YunRect *box, double room, double inset, gboolean animate)
{
  YunPoint centre = { (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2 };
  double   left = MAX (inset, self->left);
  double   fit =
    yun_map_frame_fit (box, self->width - left - self->right - 2 * room, self->height - 2 * room);
  gboolean point = box->x0 == box->x1 && box->y0 == box->y1;
  YunView  view = make_view (self, centre, point ? STREET_ZOOM : MIN (fit, CLOSEST_ZOOM));

  view.x -= (left - self->right) / 2 * view.scale;
  view = make_view (self, yun_map_frame_get_centre (&view), get_view_zoom (&view));
  move_to (self, &view, animate);
}

/* Moves the view so that what fills it with @spare pixels left on each side leaves the legend its
 * place at the left, as far as there is room for both. */
static void
make_room_for_legend (YunView *view, double spare)
{
  view->x -= CLAMP (LEGEND_PX - spare, 0, MAX (spare - ROOM_PX / 4, 0)) * view->scale;
}

static void
show_home (YunMapCamera *self, gboolean animate)
{
  YunPoint centre = { (self->home.x0 + self->home.x1) / 2, (self->home.y0 + self->home.y1) / 2 };
  YunView  view;
  double   left, right, y;

  /* Without a home or a size, set_home() or set_size() will show it. */
  if (self->width > 0 && !yun_rect_is_empty (&self->home))
    {
      view = make_view (self, centre, get_home_zoom (self));
      yun_view_to_pixel (&view, yun_vertex_from_lonlat (self->home.x0, self->home.y0), &left, &y);
      yun_view_to_pixel (&view, yun_vertex_from_lonlat (self->home.x1, self->home.y0), &right, &y);
      make_room_for_legend (&view, (self->width - (right - left)) / 2);
      view.y -= NAME_PX * view.scale;
      move_to (self, &view, animate);
    }
  self->at_home = TRUE;
}

/* The viewport was moved by others: the user drags, or shumate rolls out a drag. */
static void
viewport_moved_cb (YunMapCamera *self)
{
  YunView view, allowed;

  if (self->setting || self->width <= 0)
    return;

  stop_animation (self);
  self->at_home = FALSE;
  view = yun_map_camera_get_view (self);
  allowed = make_view (self, yun_map_frame_get_centre (&view), get_view_zoom (&view));
  self->target = allowed;
  if (fabs (allowed.x - view.x) > view.scale / 64 || fabs (allowed.y - view.y) > view.scale / 64 ||
      fabs (allowed.scale / view.scale - 1) > 1e-9)
    apply_view (self, &allowed);
  else
    self->target = view;
  note_move (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
rotation_cb (YunMapCamera *self)
{
  if (shumate_viewport_get_rotation (self->viewport) != 0)
    shumate_viewport_set_rotation (self->viewport, 0);
}

static void
yun_map_camera_dispose (GObject *object)
{
  YunMapCamera *self = YUN_MAP_CAMERA (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->map != NULL)
    {
      stop_animation (self);
      g_clear_weak_pointer (&self->map);
    }
  g_clear_object (&self->viewport);
  G_OBJECT_CLASS (yun_map_camera_parent_class)->dispose (object);
}

static void
yun_map_camera_class_init (YunMapCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_map_camera_dispose;

  signals[CHANGED] = g_signal_new ("changed", YUN_TYPE_MAP_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
yun_map_camera_init (YunMapCamera *self)
{
  self->home = YUN_RECT_EMPTY;
  self->bounds = YUN_RECT_EMPTY;
  self->asked = YUN_RECT_EMPTY;
  self->device_scale = 1;
  self->at_home = TRUE;
}

YunMapCamera *
yun_map_camera_new (ShumateMap *map)
{
  YunMapCamera *self = g_object_new (YUN_TYPE_MAP_CAMERA, NULL);

  g_set_weak_pointer (&self->map, map);
  self->viewport = g_object_ref (shumate_map_get_viewport (map));
  /* or else it stops two levels before, and what it is zoomed about moves on */
  shumate_viewport_set_max_zoom_level (self->viewport, (guint) YUN_MAP_CAMERA_MAX_ZOOM);
  g_signal_connect_object (self->viewport, "notify::zoom-level", G_CALLBACK (viewport_moved_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewport, "notify::latitude", G_CALLBACK (viewport_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewport, "notify::rotation", G_CALLBACK (rotation_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
yun_map_camera_set_home (YunMapCamera *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  self->home = *box;
  self->bounds = yun_rect_grow (box, (box->x1 - box->x0) / 8, (box->y1 - box->y0) / 8);
  self->bounds = yun_rect_union (&self->bounds, &self->asked);
  if (self->at_home && yun_rect_is_empty (&self->asked))
    show_home (self, FALSE);
}

void
yun_map_camera_set_size (YunMapCamera *self, double width, double height, double device_scale)
{
  gboolean first = self->width <= 0;

  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  if (width <= 0 || height <= 0 ||
      (self->width == width && self->height == height && self->device_scale == device_scale))
    return;
  self->width = width;
  self->height = height;
  self->device_scale = device_scale;

  if (first && !yun_rect_is_empty (&self->asked))
    show_box (self, &self->asked, ROOM_PX, 0, FALSE);
  else if (self->at_home)
    show_home (self, FALSE);
  else
    {
      YunView view = yun_map_camera_get_view (self);

      view = make_view (self, yun_map_frame_get_centre (&view), get_view_zoom (&view));
      move_to (self, &view, FALSE);
    }
}

void
yun_map_camera_set_inset (YunMapCamera *self, double left)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  self->inset = CLAMP (left, 0, self->width / 2);
}

void
yun_map_camera_set_covered (YunMapCamera *self, double left, double right)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  self->left = MAX (left, 0);
  self->right = MAX (right, 0);
}

YunView
yun_map_camera_get_view (YunMapCamera *self)
{
  return yun_map_frame_from_viewport (self->viewport, self->width, self->height,
                                      self->device_scale);
}

YunView
yun_map_camera_get_target (YunMapCamera *self)
{
  return self->tick != 0 ? self->target : yun_map_camera_get_view (self);
}

gboolean
yun_map_camera_is_moving (YunMapCamera *self)
{
  return self->tick != 0 || self->rest != 0;
}

static void
zoom_by (YunMapCamera *self, double levels, double px, double py, gboolean animate)
{
  YunView now, view;
  double  zoom, scale;

  if (self->width <= 0 || !isfinite (levels))
    return;
  now = yun_map_camera_get_view (self);
  view = yun_map_camera_get_target (self);
  zoom = clamp_zoom (self, get_view_zoom (&view) + levels);

  scale = YUN_MERCATOR_SIZE / exp2 (zoom + 8);
  view.x = now.x + px * now.scale - px * scale;
  view.y = now.y + py * now.scale - py * scale;
  view.scale = scale;
  view = make_view (self, yun_map_frame_get_centre (&view), zoom);
  move_to (self, &view, animate);
}

void
yun_map_camera_zoom_by (YunMapCamera *self, double levels, double px, double py)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  zoom_by (self, levels, px, py, TRUE);
}

void
yun_map_camera_zoom_at_once (YunMapCamera *self, double levels, double px, double py)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  zoom_by (self, levels, px, py, FALSE);
}

void
yun_map_camera_pan_by (YunMapCamera *self, double dx, double dy)
{
  YunView view;

  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  if (self->width <= 0)
    return;
  view = yun_map_camera_get_target (self);
  view.x += dx * view.scale;
  view.y += dy * view.scale;
  view = make_view (self, yun_map_frame_get_centre (&view), get_view_zoom (&view));
  move_to (self, &view, TRUE);
}

/* The part of @box that lies in China: empty, also for a box of no numbers, when there is none. */
static YunRect
clip_to_china (const YunRect *box)
{
  YunRect clipped = { MAX (box->x0, YUN_CHINA_WEST), MAX (box->y0, YUN_CHINA_SOUTH),
                      MIN (box->x1, YUN_CHINA_EAST), MIN (box->y1, YUN_CHINA_NORTH) };

  if (!(clipped.x0 <= clipped.x1 && clipped.y0 <= clipped.y1) || isnan (box->x0) ||
      isnan (box->y0) || isnan (box->x1) || isnan (box->y1))
    return YUN_RECT_EMPTY;
  return clipped;
}

static void
show (YunMapCamera *self, const YunRect *box, double room, double inset)
{
  YunRect clipped = clip_to_china (box);

  if (yun_rect_is_empty (&clipped))
    return;
  self->bounds = yun_rect_union (&self->bounds, &clipped);
  if (self->width > 0)
    show_box (self, &clipped, room, inset, TRUE);
  else
    self->asked = clipped;
}

void
yun_map_camera_show (YunMapCamera *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  show (self, box, ROOM_PX, 0);
}

void
yun_map_camera_show_beside (YunMapCamera *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  show (self, box, ROOM_PX, self->inset);
}

void
yun_map_camera_show_exactly (YunMapCamera *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  show (self, box, 0, 0);
}

void
yun_map_camera_show_place (YunMapCamera *self, const YunMapPlace *place)
{
  YunRect point = { place->centre.x, place->centre.y, place->centre.x, place->centre.y };
  YunView view;

  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  point = clip_to_china (&point);
  if (self->width <= 0 || yun_rect_is_empty (&point) || !isfinite (place->zoom))
    return;
  self->bounds = yun_rect_union (&self->bounds, &point);
  view = make_view (self, place->centre, place->zoom);
  move_to (self, &view, TRUE);
}

void
yun_map_camera_uncover (YunMapCamera *self, const YunRect *box)
{
  YunView view;
  double  px, py, least, most;

  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  if (self->width <= 0 || yun_rect_is_empty (box))
    return;
  view = yun_map_camera_get_target (self);
  yun_view_to_pixel (
    &view, yun_vertex_from_lonlat ((box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2), &px, &py);
  least = self->left > 0 ? self->left + ROOM_PX : 0;
  most = self->right > 0 ? self->width - self->right - ROOM_PX : self->width;
  if (least < most && px >= 0 && px <= self->width && (px < least || px > most))
    yun_map_camera_pan_by (self, px - CLAMP (px, least, most), 0);
}

YunMapPlace
yun_map_camera_get_place (YunMapCamera *self)
{
  YunView view = yun_map_camera_get_target (self);

  return (YunMapPlace){ yun_map_frame_get_centre (&view), get_view_zoom (&view) };
}

void
yun_map_camera_go_home (YunMapCamera *self)
{
  g_return_if_fail (YUN_IS_MAP_CAMERA (self));

  self->asked = YUN_RECT_EMPTY;
  show_home (self, TRUE);
}
