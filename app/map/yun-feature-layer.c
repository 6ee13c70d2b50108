/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-feature-layer.h"

#include "yun-canvas.h"

#include <math.h>
#include <string.h>

#define TILE_PX 512.0
#define MAX_TILE_ZOOM 22
#define OVERVIEW_PX 640.0   /* the overview's picture of its box is about this wide */
#define REST_MS 200         /* after the picture is complete; then a pan finds whole tiles */
#define MOST_SUBSTITUTES 12 /* where some are painted in part, so that the overview is reached */
#define SUBSTITUTES 4       /* levels of other sharpness laid over each other, at most */

struct _YunFeatureLayer
{
  ShumateLayer parent_instance;

  YunTilePainter *painter;     /* (owned) */
  YunView         target;      /* width 0: none yet */
  GArray         *target_keys; /* (owned): YunTileKey */
  GArray         *wish;        /* (owned): YunTileKey, the target's and the overview's */
  gboolean        resting;     /* tiles are painted whole, not only where they are seen */
  guint           rest;        /* source; 0: none */
  YunRect         overview;
  GPtrArray      *found; /* (owned): scratch of a frame */
  GdkRGBA         ground;
  gboolean        complete;
};

G_DEFINE_FINAL_TYPE (YunFeatureLayer, yun_feature_layer, SHUMATE_TYPE_LAYER)

enum
{
  PROP_COMPLETE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

typedef struct
{
  YunTileKey key;
  double     distance;
} RankedKey;

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const RankedKey *one = a;
  const RankedKey *two = b;

  return one->distance < two->distance ? -1 : one->distance > two->distance;
}

void
yun_feature_layer_list_keys (const YunView *view, GArray *out)
{
  double world = YUN_MERCATOR_SIZE / view->scale; /* pixels */
  int    zoom = CLAMP ((int) lround (log2 (world / TILE_PX)), 0, MAX_TILE_ZOOM);
  double unit = exp2 (32 - zoom); /* vertex units a tile */
  double side = unit / view->scale;
  int    last = (1 << zoom) - 1;
  int    x0 = (int) CLAMP (floor (view->x / unit), 0, last);
  int    y0 = (int) CLAMP (floor (view->y / unit), 0, last);
  int    x1 = (int) CLAMP (floor ((view->x + view->width * view->scale) / unit), 0, last);
  int    y1 = (int) CLAMP (floor ((view->y + view->height * view->scale) / unit), 0, last);
  double cx = (view->x + view->width / 2 * view->scale) / unit;
  double cy = (view->y + view->height / 2 * view->scale) / unit;
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (RankedKey));

  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        RankedKey k = {
          .key = { zoom, x, y, (gint32) lround (side * 256), (gint32) view->device_scale },
          .distance = hypot (x + 0.5 - cx, y + 0.5 - cy),
        };

        g_array_append_val (ranked, k);
      }
  g_array_sort (ranked, compare_distance);
  for (guint i = 0; i < ranked->len; i++)
    g_array_append_val (out, g_array_index (ranked, RankedKey, i).key);
}

/* The rectangle of a tile in the widget, its edges on device pixels so that neighbours meet. */
static void
get_tile_edges (
  const YunTileKey *key, const YunView *view, double *x0, double *y0, double *x1, double *y1)
{
  double unit = exp2 (32 - key->zoom);
  double ds = view->device_scale;

  *x0 = round ((key->x * unit - view->x) / view->scale * ds) / ds;
  *y0 = round ((key->y * unit - view->y) / view->scale * ds) / ds;
  *x1 = round (((key->x + 1) * unit - view->x) / view->scale * ds) / ds;
  *y1 = round (((key->y + 1) * unit - view->y) / view->scale * ds) / ds;
}

void
yun_feature_layer_place_tile (YunCanvas *canvas, const YunTile *tile, const YunView *view)
{
  const cairo_rectangle_int_t *part = &tile->part;
  double                       unit = exp2 (32 - tile->key.zoom);
  double                       side = tile->key.side / 256.0, ds = tile->key.scale;
  double                       fx = 1, fy = 1, x0, y0, x1, y1;

  get_tile_edges (&tile->key, view, &x0, &y0, &x1, &y1);
  if (x1 <= x0 || y1 <= y0)
    return; /* of a level so fine that it is not a pixel wide here */
  /* As sharp as it was painted: pixel on pixel. Else stretched, its overlap with it. */
  if (fabs (unit / view->scale - side) >= 1.0 / 128 || tile->key.scale != view->device_scale)
    {
      fx = (x1 - x0) / side;
      fy = (y1 - y0) / side;
    }
  yun_canvas_place (canvas, tile->texture,
                    &GRAPHENE_RECT_INIT (x0 + part->x / ds * fx, y0 + part->y / ds * fy,
                                         part->width / ds * fx, part->height / ds * fy));
}

static double
get_painted_share (const YunTile *tile)
{
  double pixels = yun_tile_key_get_pixels (&tile->key);

  return tile->part.width * tile->part.height / (pixels * pixels);
}

/* How many of the found tiles, best first, are worth showing: whole levels, until one covers the
 * ground alone. */
static guint
count_substitutes (const GPtrArray *found, const YunTileKey *key)
{
  const YunTile *last = NULL;
  double         covered = 0;
  guint          levels = 0;
  gboolean       parts = FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      const YunTile *tile = g_ptr_array_index (found, i);

      if (last == NULL || tile->key.zoom != last->key.zoom || tile->key.side != last->key.side)
        {
          if (covered > 0.999 || levels == (parts ? MOST_SUBSTITUTES : SUBSTITUTES))
            return i;
          levels++;
          covered = 0;
        }
      parts = parts || get_painted_share (tile) < 1;
      covered += get_painted_share (tile) *
                 (tile->key.zoom <= key->zoom ? 1 : exp2 (2 * (key->zoom - tile->key.zoom)));
      last = tile;
    }
  return found->len;
}

/* What of the box @whole (x0, y0, x1, y1) a tile leaves bare: above, below, left and right of its
 * part; all of it where there is no tile. */
static void
split_bare (const YunTile *tile, const double whole[4], double bare[4][4])
{
  double x0 = whole[0], y0 = whole[1], x1 = whole[0], y1 = whole[1];

  if (tile != NULL)
    {
      double ds = tile->key.scale;

      x0 += tile->part.x / ds;
      y0 += tile->part.y / ds;
      x1 = MIN (x0 + tile->part.width / ds, whole[2]);
      y1 = MIN (y0 + tile->part.height / ds, whole[3]);
    }
  else
    y0 = y1 = whole[3]; /* all above */

  for (guint k = 0; k < 4; k++)
    memcpy (bare[k], whole, 4 * sizeof (double));
  bare[0][3] = y0;
  bare[1][1] = y1;
  bare[2][1] = bare[3][1] = y0;
  bare[2][3] = bare[3][3] = y1;
  bare[2][2] = x0;
  bare[3][0] = x1;
}

/* What can be shown in place of a tile, or of what @tile (nullable) has not of it, the best
 * uppermost. */
static void
append_substitutes (YunFeatureLayer  *self,
                    YunCanvas        *canvas,
                    const YunTileKey *key,
                    const YunTile    *tile,
                    const YunView    *view)
{
  double x0, y0, x1, y1, bare[4][4];

  g_ptr_array_set_size (self->found, 0);
  yun_tile_cache_list_covering (yun_tile_painter_get_cache (self->painter), key, self->found);
  if (self->found->len == 0)
    return;

  get_tile_edges (key, view, &x0, &y0, &x1, &y1);
  split_bare (tile, (const double[]){ x0, y0, x1, y1 }, bare);
  for (guint k = 0; k < 4; k++)
    {
      if (bare[k][2] <= bare[k][0] || bare[k][3] <= bare[k][1])
        continue;
      yun_canvas_clip (canvas, &GRAPHENE_RECT_INIT (bare[k][0], bare[k][1], bare[k][2] - bare[k][0],
                                                    bare[k][3] - bare[k][1]));
      for (guint i = count_substitutes (self->found, key); i > 0; i--)
        yun_feature_layer_place_tile (canvas, g_ptr_array_index (self->found, i - 1), view);
      yun_canvas_unclip (canvas);
    }
}

/* Whether of the tile all is painted that @view looks at. */
static gboolean
has_seen (const YunTile *tile, const YunTileKey *key, const YunView *view)
{
  cairo_rectangle_int_t seen = yun_tile_key_get_seen (key, view);

  return tile != NULL && yun_tile_part_has (&tile->part, &seen);
}

static YunView
get_view (YunFeatureLayer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return yun_map_frame_from_viewport (shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                                      gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                                      gtk_widget_get_scale_factor (widget));
}

static void
yun_feature_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YunFeatureLayer   *self = YUN_FEATURE_LAYER (widget);
  YunView            view = get_view (self);
  YunTileCache      *cache = yun_tile_painter_get_cache (self->painter);
  YunCanvas          canvas;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));

  if (view.width <= 0 || view.height <= 0)
    return;

  yun_canvas_begin (&canvas, widget, snapshot);
  yun_canvas_fill (&canvas, &self->ground, &GRAPHENE_RECT_INIT (0, 0, view.width, view.height));
  yun_feature_layer_list_keys (&view, keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTileKey *key = &g_array_index (keys, YunTileKey, i);
      const YunTile    *tile = yun_tile_cache_get (cache, key);

      if (!has_seen (tile, key, &view))
        append_substitutes (self, &canvas, key, tile, &view);
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTile *tile = yun_tile_cache_get (cache, &g_array_index (keys, YunTileKey, i));

      if (tile != NULL)
        yun_feature_layer_place_tile (&canvas, tile, &view);
    }
  yun_canvas_end (&canvas);
}

/* Whether all the target looks at is there, sharp and current. */
static gboolean
is_target_there (YunFeatureLayer *self)
{
  YunTileCache *cache = yun_tile_painter_get_cache (self->painter);

  for (guint i = 0; i < self->target_keys->len; i++)
    {
      const YunTileKey *key = &g_array_index (self->target_keys, YunTileKey, i);
      const YunTile    *tile = yun_tile_cache_get (cache, key);

      if (!has_seen (tile, key, &self->target) ||
          !yun_tile_painter_is_current (self->painter, tile))
        return FALSE;
    }

  return self->target.width > 0;
}

static void
update_complete (YunFeatureLayer *self)
{
  gboolean complete = is_target_there (self);

  if (complete == self->complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
ask (YunFeatureLayer *self)
{
  yun_tile_painter_want (self->painter, (const YunTileKey *) (gpointer) self->wish->data,
                         self->wish->len, self->resting ? NULL : &self->target);
}

static gboolean
rest_cb (gpointer user_data)
{
  YunFeatureLayer *self = user_data;

  self->rest = 0;
  self->resting = TRUE;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* What is seen comes first; once it stands still for a moment, all of its tiles. */
static void
update_rest (YunFeatureLayer *self)
{
  if (!is_target_there (self))
    {
      g_clear_handle_id (&self->rest, g_source_remove);
      self->resting = FALSE;
    }
  else if (!self->resting && self->rest == 0)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
}

static void
update_wish (YunFeatureLayer *self)
{
  g_array_set_size (self->target_keys, 0);
  g_array_set_size (self->wish, 0);
  if (self->target.width <= 0 || self->target.height <= 0)
    return;

  yun_feature_layer_list_keys (&self->target, self->target_keys);
  g_array_append_vals (self->wish, self->target_keys->data, self->target_keys->len);

  if (!yun_rect_is_empty (&self->overview))
    {
      YunPoint centre = { (self->overview.x0 + self->overview.x1) / 2,
                          (self->overview.y0 + self->overview.y1) / 2 };
      double   zoom = round (yun_map_frame_fit (&self->overview, OVERVIEW_PX, OVERVIEW_PX));
      YunView  view =
        yun_map_frame_around (centre, zoom, OVERVIEW_PX, OVERVIEW_PX, self->target.device_scale);

      yun_feature_layer_list_keys (&view, self->wish);
    }
  update_rest (self);
  ask (self);
}

static void
tiles_ready_cb (YunFeatureLayer *self)
{
  update_wish (self);
  update_complete (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
yun_feature_layer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunFeatureLayer *self = YUN_FEATURE_LAYER (object);

  switch (id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_feature_layer_constructed (GObject *object)
{
  YunFeatureLayer *self = YUN_FEATURE_LAYER (object);
  ShumateViewport *viewport;

  G_OBJECT_CLASS (yun_feature_layer_parent_class)->constructed (object);
  viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static void
yun_feature_layer_finalize (GObject *object)
{
  YunFeatureLayer *self = YUN_FEATURE_LAYER (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_object (&self->painter);
  g_clear_pointer (&self->target_keys, g_array_unref);
  g_clear_pointer (&self->wish, g_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (yun_feature_layer_parent_class)->finalize (object);
}

static void
yun_feature_layer_class_init (YunFeatureLayerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = yun_feature_layer_constructed;
  object_class->get_property = yun_feature_layer_get_property;
  object_class->finalize = yun_feature_layer_finalize;
  widget_class->snapshot = yun_feature_layer_snapshot;

  props[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
yun_feature_layer_init (YunFeatureLayer *self)
{
  self->target_keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  self->wish = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  self->found = g_ptr_array_new ();
  self->overview = YUN_RECT_EMPTY;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

YunFeatureLayer *
yun_feature_layer_new (ShumateViewport *viewport, YunTilePainter *painter)
{
  YunFeatureLayer *self = g_object_new (YUN_TYPE_FEATURE_LAYER, "viewport", viewport, NULL);

  self->painter = g_object_ref (painter);
  g_signal_connect_object (painter, "ready", G_CALLBACK (tiles_ready_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
yun_feature_layer_set_target (YunFeatureLayer *self, const YunView *target)
{
  g_return_if_fail (YUN_IS_FEATURE_LAYER (self));

  if (yun_map_frame_equal (&self->target, target))
    return;
  self->target = *target;
  g_clear_handle_id (&self->rest, g_source_remove);
  update_wish (self);
  update_complete (self);
}

void
yun_feature_layer_set_overview (YunFeatureLayer *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_FEATURE_LAYER (self));

  self->overview = *box;
  update_wish (self);
}

void
yun_feature_layer_set_ground (YunFeatureLayer *self, const GdkRGBA *ground)
{
  g_return_if_fail (YUN_IS_FEATURE_LAYER (self));

  if (gdk_rgba_equal (&self->ground, ground))
    return;
  self->ground = *ground;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
yun_feature_layer_is_complete (YunFeatureLayer *self)
{
  return self->complete;
}
