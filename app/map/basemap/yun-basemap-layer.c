/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-basemap-layer.h"

#include "yun-canvas.h"
#include "yun-tile-cache.h"

#include <math.h>

#define TILE_PX 256
#define CACHE_BYTES (96u * 1024 * 1024)
#define MAX_FLIGHTS 6
#define PATIENCE_S 20 /* a view that waits longer counts as complete */
#define FIRST_RETRY_S 15
#define LAST_RETRY_S 480
#define WITHOUT_ANY 4    /* tiles that may lack before the first is there */
#define IN_A_ROW 6       /* faults of the whole server after it once worked */
#define STRETCH_LEVELS 6 /* zooms above that are looked through for a tile to stretch */

struct _YunBasemapLayer
{
  ShumateLayer parent_instance;

  YunTileSource *source; /* (owned) (nullable) */
  YunTileLoader *loader; /* (owned) (nullable) */
  guint          generation;
  YunView        target;  /* width 0: none yet */
  GArray        *wish;    /* (owned): YunTileKey, nearest to the middle first */
  YunTileCache  *cache;   /* (owned) */
  gsize          bytes;   /* of the largest tile that came in */
  GHashTable    *lacking; /* (owned): keys that will not come, until tried again */
  GHashTable    *flights; /* (owned): key in the flight → Flight, unowned */
  GdkRGBA        ground;
  double         strength;

  char    *failure; /* (owned) (nullable) */
  guint    n_good;
  guint    n_lacking;
  guint    run; /* faults since the last good tile */
  guint    retry;
  guint    retry_s;
  guint    patience;
  gboolean waited; /* long enough for this view */
  gboolean complete;
};

typedef struct
{
  YunBasemapLayer *layer; /* (owned) */
  YunTileKey       key;
  GCancellable    *cancellable; /* (owned) */
  guint            generation;
} Flight;

G_DEFINE_FINAL_TYPE (YunBasemapLayer, yun_basemap_layer, SHUMATE_TYPE_LAYER)

enum
{
  PROP_COMPLETE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void pump (YunBasemapLayer *self);

static void
flight_free (Flight *flight)
{
  g_object_unref (flight->layer);
  g_object_unref (flight->cancellable);
  g_free (flight);
}

/* ---- Which tiles ---------------------------------------------------------- */

static YunTileKey
make_key (int zoom, int x, int y)
{
  return (YunTileKey){ zoom, x, y, TILE_PX * 256, 1 };
}

/* The source's zoom that is nearest to a tile's pixel on a device pixel; -1: too coarse for it. */
static int
get_zoom (YunBasemapLayer *self, const YunView *view)
{
  double world = YUN_MERCATOR_SIZE / view->scale * view->device_scale;
  int    zoom = (int) lround (log2 (world / TILE_PX));

  if (zoom < yun_tile_source_get_min_zoom (self->source))
    return -1;
  return MIN (zoom, yun_tile_source_get_max_zoom (self->source));
}

static int
compare_distance (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunTileKey *one = a;
  const YunTileKey *two = b;
  const double     *centre = user_data;
  double            d1 = hypot (one->x + 0.5 - centre[0], one->y + 0.5 - centre[1]);
  double            d2 = hypot (two->x + 0.5 - centre[0], two->y + 0.5 - centre[1]);

  return d1 < d2 ? -1 : d1 > d2;
}

static void
list_keys (YunBasemapLayer *self, const YunView *view, GArray *out)
{
  int    zoom = get_zoom (self, view);
  double unit, centre[2];
  int    last, x0, y0, x1, y1;

  if (zoom < 0)
    return;
  unit = exp2 (32 - zoom);
  last = (1 << zoom) - 1;
  x0 = (int) CLAMP (floor (view->x / unit), 0, last);
  y0 = (int) CLAMP (floor (view->y / unit), 0, last);
  x1 = (int) CLAMP (floor ((view->x + view->width * view->scale) / unit), 0, last);
  y1 = (int) CLAMP (floor ((view->y + view->height * view->scale) / unit), 0, last);
  centre[0] = (view->x + view->width / 2 * view->scale) / unit;
  centre[1] = (view->y + view->height / 2 * view->scale) / unit;
  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        YunTileKey key = make_key (zoom, x, y);

        g_array_append_val (out, key);
      }
  g_array_sort_with_data (out, compare_distance, centre);
}

/* ---- State ---------------------------------------------------------------- */

static gboolean
is_served (YunBasemapLayer *self, const YunTileKey *key)
{
  return yun_tile_cache_get (self->cache, key) != NULL ||
         g_hash_table_contains (self->lacking, key);
}

static gboolean
has_all (YunBasemapLayer *self)
{
  if (self->target.width <= 0)
    return FALSE;
  for (guint i = 0; i < self->wish->len; i++)
    if (!is_served (self, &g_array_index (self->wish, YunTileKey, i)))
      return FALSE;
  return TRUE;
}

static void
update_complete (YunBasemapLayer *self)
{
  gboolean complete =
    self->source == NULL || self->failure != NULL || self->waited || has_all (self);

  if (complete && self->patience != 0)
    g_clear_handle_id (&self->patience, g_source_remove);
  if (complete == self->complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static gboolean
waited_cb (gpointer user_data)
{
  YunBasemapLayer *self = user_data;

  self->patience = 0;
  self->waited = TRUE;
  update_complete (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_tiles (YunBasemapLayer *self)
{
  self->waited = FALSE;
  if (self->patience == 0 && self->source != NULL && self->failure == NULL && !has_all (self))
    self->patience = g_timeout_add_seconds (PATIENCE_S, waited_cb, self);
}

static void
drop_flights (YunBasemapLayer *self, gboolean all)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Flight  *flight = value;
      gboolean wanted = FALSE;

      for (guint i = 0; i < self->wish->len && !wanted && !all; i++)
        wanted = yun_tile_key_equal (&g_array_index (self->wish, YunTileKey, i), &flight->key);
      if (wanted)
        continue;
      g_hash_table_iter_remove (&iter);
      g_cancellable_cancel (flight->cancellable);
    }
}

static void
forget_faults (YunBasemapLayer *self)
{
  g_hash_table_remove_all (self->lacking);
  self->n_good = self->n_lacking = self->run = 0;
}

static gboolean
retry_cb (gpointer user_data)
{
  YunBasemapLayer *self = user_data;

  self->retry = 0;
  yun_basemap_layer_retry (self);
  return G_SOURCE_REMOVE;
}

static void
fail (YunBasemapLayer *self, const GError *error)
{
  gboolean news = self->failure == NULL;

  drop_flights (self, TRUE);
  forget_faults (self);
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  if (self->retry == 0)
    {
      self->retry = g_timeout_add_seconds (self->retry_s, retry_cb, self);
      self->retry_s = MIN (self->retry_s * 2, LAST_RETRY_S);
    }
  if (news)
    g_signal_emit (self, signals[CHANGED], 0);
  update_complete (self);
}

static void
take_tile (YunBasemapLayer *self, const YunTileKey *key, GdkTexture *texture)
{
  self->run = 0;
  if (texture == NULL)
    {
      g_hash_table_add (self->lacking, g_memdup2 (key, sizeof *key));
    }
  else
    {
      self->n_good++;
      self->bytes = MAX (self->bytes, (gsize) 4 * gdk_texture_get_width (texture) *
                                        gdk_texture_get_height (texture));
      yun_tile_cache_make_room (self->cache, self->wish->len * self->bytes);
      yun_tile_cache_insert (self->cache, key, NULL, texture, 1);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (self->failure == NULL)
    return;
  g_clear_pointer (&self->failure, g_free);
  g_clear_handle_id (&self->retry, g_source_remove);
  self->retry_s = FIRST_RETRY_S;
  wait_for_tiles (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A hole here and there is no failure of the basemap; a server that is not there, or from which
 * nothing ever came, is. */
static void
take_fault (YunBasemapLayer *self, const YunTileKey *key, const GError *error)
{
  gboolean whole =
    g_error_matches (error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_UNREACHABLE) ||
    g_error_matches (error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_SILENT) ||
    g_error_matches (error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_REFUSED) ||
    g_error_matches (error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_FILE);

  self->run++;
  self->n_lacking++;
  g_hash_table_add (self->lacking, g_memdup2 (key, sizeof *key));
  if (self->n_good == 0
        ? whole || self->n_lacking >= WITHOUT_ANY || self->failure != NULL || has_all (self)
        : whole && self->run >= IN_A_ROW)
    fail (self, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Flight                *flight = user_data;
  YunBasemapLayer       *self = flight->layer;
  g_autoptr (GError)     error = NULL;
  g_autoptr (GdkTexture) texture =
    yun_tile_loader_load_finish (YUN_TILE_LOADER (source), result, &error);

  if (flight->generation == self->generation && self->loader != NULL)
    {
      if (g_hash_table_lookup (self->flights, &flight->key) == flight)
        g_hash_table_remove (self->flights, &flight->key);
      if (error == NULL)
        take_tile (self, &flight->key, texture);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        take_fault (self, &flight->key, error);
      pump (self);
      update_complete (self);
    }
  flight_free (flight);
}

/* While it is failed only a retry asks, for one tile. */
static void
pump (YunBasemapLayer *self)
{
  guint most = self->failure != NULL ? 1 : MAX_FLIGHTS;

  if (self->loader == NULL || (self->failure != NULL && self->retry != 0))
    return;
  for (guint i = 0; i < self->wish->len && g_hash_table_size (self->flights) < most; i++)
    {
      const YunTileKey *key = &g_array_index (self->wish, YunTileKey, i);
      Flight           *flight;

      if (is_served (self, key) || g_hash_table_contains (self->flights, key))
        continue;
      flight = g_new0 (Flight, 1);
      flight->layer = g_object_ref (self);
      flight->key = *key;
      flight->cancellable = g_cancellable_new ();
      flight->generation = self->generation;
      g_hash_table_insert (self->flights, &flight->key, flight);
      yun_tile_loader_load_async (self->loader, key->zoom, key->x, key->y, flight->cancellable,
                                  loaded_cb, flight);
    }
}

static void
update_wish (YunBasemapLayer *self)
{
  g_array_set_size (self->wish, 0);
  if (self->source != NULL && self->target.width > 0 && self->target.height > 0)
    list_keys (self, &self->target, self->wish);
  drop_flights (self, FALSE);
  pump (self);
  wait_for_tiles (self);
  update_complete (self);
}

/* ---- Drawing -------------------------------------------------------------- */

/* The rectangle of a tile in the widget, its edges on device pixels so that neighbours meet. */
static graphene_rect_t
get_box (const YunTileKey *key, const YunView *view)
{
  double unit = exp2 (32 - key->zoom);
  double ds = view->device_scale;
  double x0 = round ((key->x * unit - view->x) / view->scale * ds) / ds;
  double y0 = round ((key->y * unit - view->y) / view->scale * ds) / ds;
  double x1 = round (((key->x + 1) * unit - view->x) / view->scale * ds) / ds;
  double y1 = round (((key->y + 1) * unit - view->y) / view->scale * ds) / ds;

  return GRAPHENE_RECT_INIT ((float) x0, (float) y0, (float) (x1 - x0), (float) (y1 - y0));
}

static gboolean
place (YunBasemapLayer *self, YunCanvas *canvas, const YunTileKey *key, const YunView *view)
{
  const YunTile  *tile = yun_tile_cache_get (self->cache, key);
  graphene_rect_t box;

  if (tile == NULL)
    return FALSE;
  box = get_box (key, view);
  if (box.size.width > 0 && box.size.height > 0)
    yun_canvas_place (canvas, tile->texture, &box);
  return TRUE;
}

/* A coarser tile stretched, and over it the finer ones that are there. */
static void
place_others (YunBasemapLayer *self, YunCanvas *canvas, const YunTileKey *key, const YunView *view)
{
  graphene_rect_t box = get_box (key, view);

  if (box.size.width <= 0 || box.size.height <= 0)
    return;
  yun_canvas_clip (canvas, &box);
  for (int up = 1; up <= MIN (STRETCH_LEVELS, key->zoom); up++)
    {
      YunTileKey parent = make_key (key->zoom - up, key->x >> up, key->y >> up);

      if (place (self, canvas, &parent, view))
        break;
    }
  for (int i = 0; i < 4; i++)
    {
      YunTileKey child = make_key (key->zoom + 1, key->x * 2 + i % 2, key->y * 2 + i / 2);

      place (self, canvas, &child, view);
    }
  yun_canvas_unclip (canvas);
}

static void
yun_basemap_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YunBasemapLayer   *self = YUN_BASEMAP_LAYER (widget);
  YunView            view;
  YunCanvas          canvas;
  graphene_rect_t    all;
  GdkRGBA            veil = self->ground;
  g_autoptr (GArray) keys = NULL;

  if (!yun_basemap_layer_is_usable (self))
    return;
  view = yun_map_frame_from_viewport (shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                                      gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                                      gtk_widget_get_scale_factor (widget));
  if (view.width <= 0 || view.height <= 0)
    return;
  all = GRAPHENE_RECT_INIT (0, 0, (float) view.width, (float) view.height);
  keys = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  list_keys (self, &view, keys);
  yun_canvas_begin (&canvas, widget, snapshot);
  yun_canvas_fill (&canvas, &self->ground, &all);
  for (guint i = 0; i < keys->len; i++)
    {
      const YunTileKey *key = &g_array_index (keys, YunTileKey, i);

      if (!place (self, &canvas, key, &view))
        place_others (self, &canvas, key, &view);
    }
  veil.alpha = (float) (1 - self->strength);
  if (veil.alpha > 0 && keys->len > 0)
    yun_canvas_fill (&canvas, &veil, &all);
  yun_canvas_end (&canvas);
}

/* ---- Object --------------------------------------------------------------- */

static void
network_changed_cb (YunBasemapLayer *self, gboolean available)
{
  if (available && self->failure != NULL)
    yun_basemap_layer_retry (self);
}

static void
yun_basemap_layer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, YUN_BASEMAP_LAYER (object)->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_basemap_layer_constructed (GObject *object)
{
  YunBasemapLayer *self = YUN_BASEMAP_LAYER (object);

  G_OBJECT_CLASS (yun_basemap_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
yun_basemap_layer_dispose (GObject *object)
{
  YunBasemapLayer *self = YUN_BASEMAP_LAYER (object);

  self->generation++;
  drop_flights (self, TRUE);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->source, yun_tile_source_unref);
  G_OBJECT_CLASS (yun_basemap_layer_parent_class)->dispose (object);
}

static void
yun_basemap_layer_finalize (GObject *object)
{
  YunBasemapLayer *self = YUN_BASEMAP_LAYER (object);

  g_clear_pointer (&self->wish, g_array_unref);
  g_clear_pointer (&self->cache, yun_tile_cache_free);
  g_clear_pointer (&self->lacking, g_hash_table_unref);
  g_clear_pointer (&self->flights, g_hash_table_unref);
  g_free (self->failure);
  G_OBJECT_CLASS (yun_basemap_layer_parent_class)->finalize (object);
}

static void
yun_basemap_layer_class_init (YunBasemapLayerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = yun_basemap_layer_constructed;
  object_class->get_property = yun_basemap_layer_get_property;
  object_class->dispose = yun_basemap_layer_dispose;
  object_class->finalize = yun_basemap_layer_finalize;
  widget_class->snapshot = yun_basemap_layer_snapshot;

  props[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", YUN_TYPE_BASEMAP_LAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
yun_basemap_layer_init (YunBasemapLayer *self)
{
  self->wish = g_array_new (FALSE, FALSE, sizeof (YunTileKey));
  self->cache = yun_tile_cache_new (CACHE_BYTES);
  self->lacking = g_hash_table_new_full (yun_tile_key_hash, yun_tile_key_equal, g_free, NULL);
  self->flights = g_hash_table_new (yun_tile_key_hash, yun_tile_key_equal);
  self->strength = 1;
  self->retry_s = FIRST_RETRY_S;
  self->complete = TRUE;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

YunBasemapLayer *
yun_basemap_layer_new (ShumateViewport *viewport)
{
  return g_object_new (YUN_TYPE_BASEMAP_LAYER, "viewport", viewport, NULL);
}

void
yun_basemap_layer_set_source (YunBasemapLayer *self, YunTileSource *source, const char *folder)
{
  g_return_if_fail (YUN_IS_BASEMAP_LAYER (self));

  if (yun_tile_source_equal (self->source, source))
    return;
  self->generation++;
  drop_flights (self, TRUE);
  forget_faults (self);
  g_clear_handle_id (&self->retry, g_source_remove);
  self->retry_s = FIRST_RETRY_S;
  g_clear_pointer (&self->failure, g_free);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->source, yun_tile_source_unref);
  yun_tile_cache_free (self->cache);
  self->cache = yun_tile_cache_new (CACHE_BYTES);
  self->bytes = 0;
  if (source != NULL)
    {
      self->source = yun_tile_source_ref (source);
      self->loader = yun_tile_loader_new (source, folder);
      /* Only now: who has no basemap is not asked about the network either. */
      g_signal_handlers_disconnect_by_func (g_network_monitor_get_default (), network_changed_cb,
                                            self);
      g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                               G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
    }
  update_wish (self);
  g_signal_emit (self, signals[CHANGED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

YunTileSource *
yun_basemap_layer_get_source (YunBasemapLayer *self)
{
  return self->source;
}

void
yun_basemap_layer_set_target (YunBasemapLayer *self, const YunView *target)
{
  g_return_if_fail (YUN_IS_BASEMAP_LAYER (self));

  if (yun_map_frame_equal (&self->target, target))
    return;
  self->target = *target;
  update_wish (self);
}

void
yun_basemap_layer_set_ground (YunBasemapLayer *self, const GdkRGBA *ground, double strength)
{
  g_return_if_fail (YUN_IS_BASEMAP_LAYER (self));

  self->ground = *ground;
  self->strength = CLAMP (strength, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
yun_basemap_layer_is_usable (YunBasemapLayer *self)
{
  return self->source != NULL && self->failure == NULL;
}

const char *
yun_basemap_layer_get_failure (YunBasemapLayer *self)
{
  return self->failure;
}

void
yun_basemap_layer_retry (YunBasemapLayer *self)
{
  g_return_if_fail (YUN_IS_BASEMAP_LAYER (self));

  if (self->failure == NULL)
    return;
  g_clear_handle_id (&self->retry, g_source_remove);
  forget_faults (self);
  pump (self);
}

gboolean
yun_basemap_layer_is_complete (YunBasemapLayer *self)
{
  return self->complete;
}
