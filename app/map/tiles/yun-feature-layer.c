/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-feature-layer.h"

#include "yun-tile-mosaic.h"

#include <math.h>

#define OVERVIEW_PX 640.0 /* the overview's picture of its box is about this wide */
#define REST_MS 200       /* after the picture is complete; then a pan finds whole tiles */

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
  YunFeatureLayer *self = YUN_FEATURE_LAYER (widget);
  YunView          view = get_view (self);
  YunCanvas        canvas;

  if (view.width <= 0 || view.height <= 0)
    return;

  yun_canvas_begin (&canvas, widget, snapshot);
  yun_canvas_fill (&canvas, &self->ground, &GRAPHENE_RECT_INIT (0, 0, view.width, view.height));
  yun_tile_mosaic_place (yun_tile_painter_get_cache (self->painter), &view, &canvas);
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

      if (!yun_tile_mosaic_has_seen (tile, key, &self->target) ||
          !yun_tile_painter_is_current (self->painter, tile))
        return FALSE;
    }

  return self->target.width > 0;
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
update_rest (YunFeatureLayer *self, gboolean complete)
{
  if (!complete)
    {
      g_clear_handle_id (&self->rest, g_source_remove);
      self->resting = FALSE;
    }
  else if (!self->resting && self->rest == 0)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
}

static void
list_wish (YunFeatureLayer *self)
{
  g_array_set_size (self->target_keys, 0);
  g_array_set_size (self->wish, 0);
  if (self->target.width <= 0 || self->target.height <= 0)
    return;

  yun_tile_mosaic_list_keys (&self->target, self->target_keys);
  g_array_append_vals (self->wish, self->target_keys->data, self->target_keys->len);

  if (!yun_rect_is_empty (&self->overview))
    {
      YunPoint centre = { (self->overview.x0 + self->overview.x1) / 2,
                          (self->overview.y0 + self->overview.y1) / 2 };
      double   zoom = round (yun_map_frame_fit (&self->overview, OVERVIEW_PX, OVERVIEW_PX));
      YunView  view =
        yun_map_frame_around (centre, zoom, OVERVIEW_PX, OVERVIEW_PX, self->target.device_scale);

      yun_tile_mosaic_list_keys (&view, self->wish);
    }
}

/* The target or the overview is another, or tiles came. */
static void
update (YunFeatureLayer *self)
{
  gboolean complete;

  list_wish (self);
  complete = is_target_there (self);
  update_rest (self, complete);
  if (self->wish->len > 0)
    ask (self);
  if (complete == self->complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
tiles_ready_cb (YunFeatureLayer *self)
{
  update (self);
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
  update (self);
}

void
yun_feature_layer_set_overview (YunFeatureLayer *self, const YunRect *box)
{
  g_return_if_fail (YUN_IS_FEATURE_LAYER (self));

  self->overview = *box;
  update (self);
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
