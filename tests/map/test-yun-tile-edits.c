/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-canvas.h"
#include "yun-painter.h"
#include "yun-tile-painter.h"

#include <string.h>

/*
 * Plots are moved, come and go while workers paint: an editor's thread patches, compacts or builds
 * the index anew, the main thread puts each into the painter with what changed, asks for tiles and
 * takes the wish back. Whatever tile is said to be current is, pixel for pixel, what a painting of
 * the scene gives, and in the end one of a fresh index of all plots. Also run under the thread
 * sanitizer (./dev test-threads).
 */

#define COLUMNS 20
#define N_PLOTS (COLUMNS * COLUMNS)
#define PLOT 3
#define LON 121.20
#define LAT 31.00
#define STEP 0.004 /* degrees */
#define ZOOM 13
#define N_KEYS 9
#define N_EDITS 25
#define N_ROUNDS 4

/* A plot as the "file" has it. */
typedef struct
{
  gboolean there;
  int      status;
  double   shift; /* to the east, in degrees; it stays in its own field */
} Plot;

typedef struct
{
  Plot             plots[N_PLOTS];
  GRand           *rand;  /* (owned): the editor's */
  YunFeatureIndex *index; /* (owned): the newest */

  /* From the editor to the main thread */
  GMutex mutex;
  GCond  taken; /* .edits is empty again */
  GQueue edits; /* of Edit: one at most, the editor is at work on the next */
  guint  n_left;
} Registry;

typedef struct
{
  YunFeatureIndex *index;   /* (owned) */
  gboolean         all;     /* everything may look different: the index was built anew */
  YunRect          changed; /* else: this */
} Edit;

static void
add_plot (YunFeatureBuilder *builder, const Plot *plot, guint i)
{
  double              lon = LON + i % COLUMNS * STEP + plot->shift, lat = LAT + i / COLUMNS * STEP;
  g_autoptr (YunGeom) shape =
    yun_geom_new_box (&(YunRect){ lon, lat, lon + STEP * 0.6, lat + STEP * 0.8 });
  YunFeature values = { .id = i + 1, .entity = PLOT, .status = (gint8) plot->status, .zone = -1 };

  yun_feature_builder_add (builder, &values, NULL, shape);
}

static YunFeatureIndex *
build (const Registry *self)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();

  for (guint i = 0; i < N_PLOTS; i++)
    if (self->plots[i].there)
      add_plot (builder, &self->plots[i], i);
  return yun_feature_builder_end (builder);
}

/* Changes a few plots: (transfer full) (element-type YunFeatureKey): which. */
static GArray *
edit_plots (Registry *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (YunFeatureKey));
  int     n = g_rand_int_range (self->rand, 1, 3);

  for (int k = 0; k < n; k++)
    {
      guint         i = (guint) g_rand_int_range (self->rand, 0, N_PLOTS);
      YunFeatureKey key = { i + 1, PLOT };

      self->plots[i] =
        (Plot){ g_rand_int_range (self->rand, 0, 4) > 0, g_rand_int_range (self->rand, 0, 10),
                STEP * g_rand_int_range (self->rand, 0, 4) / 20 };
      g_array_append_val (keys, key);
    }
  return keys;
}

static YunFeatureBuilder *
build_some (const Registry *self, const GArray *keys)
{
  YunFeatureBuilder     *builder = yun_feature_builder_new ();
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);

  for (guint k = 0; k < keys->len; k++)
    {
      guint i = (guint) g_array_index (keys, YunFeatureKey, k).id - 1;

      if (self->plots[i].there && g_hash_table_add (done, GUINT_TO_POINTER (i + 1)))
        add_plot (builder, &self->plots[i], i);
    }
  return builder;
}

static void
hand_over (Registry *self, Edit *edit)
{
  g_mutex_lock (&self->mutex);
  while (self->edits.length > 0)
    g_cond_wait (&self->taken, &self->mutex);
  g_queue_push_tail (&self->edits, edit);
  self->n_left--;
  g_mutex_unlock (&self->mutex);
}

static gpointer
editor_func (gpointer data)
{
  Registry *self = data;

  for (guint n = 0; n < N_EDITS; n++)
    {
      Edit                         *edit = g_new0 (Edit, 1);
      g_autoptr (GArray)            keys = edit_plots (self);
      g_autoptr (YunFeatureBuilder) fresh = build_some (self, keys);
      YunFeatureIndex *next = yun_feature_index_patch (self->index, keys, fresh, &edit->changed);

      if (next == NULL || n % 11 == 10)
        {
          g_clear_pointer (&next, yun_feature_index_unref);
          next = build (self);
          edit->all = TRUE;
        }
      else if (n % 7 == 6)
        {
          YunFeatureIndex *compact = yun_feature_index_compact (next);

          yun_feature_index_unref (next);
          next = compact;
        }
      yun_feature_index_unref (self->index);
      self->index = next;
      edit->index = yun_feature_index_ref (next);
      hand_over (self, edit);
    }
  return NULL;
}

static void
make_keys (YunTileKey *keys)
{
  YunVertex at = yun_vertex_from_lonlat (LON, LAT + COLUMNS * STEP);

  for (int i = 0; i < N_KEYS; i++)
    keys[i] = (YunTileKey){ ZOOM, (gint32) (at.x >> (32 - ZOOM)) + i % 3,
                            (gint32) (at.y >> (32 - ZOOM)) + i / 3, 200 * 256, 1 };
}

static YunScene *
make_scene (YunFeatureIndex *index, YunBaseMap *base)
{
  return yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

/* Shows what the editor has done since; FALSE when it has nothing more to do. */
static gboolean
show_edits (Registry *self, YunTilePainter *painter, YunBaseMap *base, YunScene **scene)
{
  GQueue   edits;
  gboolean more;
  Edit    *edit;

  g_mutex_lock (&self->mutex);
  edits = self->edits;
  g_queue_init (&self->edits);
  more = self->n_left > 0;
  g_cond_signal (&self->taken);
  g_mutex_unlock (&self->mutex);
  while ((edit = g_queue_pop_head (&edits)) != NULL)
    {
      YunVertex min = yun_vertex_from_lonlat (edit->changed.x0, edit->changed.y1);
      YunVertex max = yun_vertex_from_lonlat (edit->changed.x1, edit->changed.y0);

      yun_scene_unref (*scene);
      *scene = make_scene (edit->index, base);
      if (edit->all)
        yun_tile_painter_set_scene (painter, *scene, NULL, NULL);
      else if (!yun_rect_is_empty (&edit->changed))
        yun_tile_painter_set_scene (painter, *scene, &min, &max);
      yun_feature_index_unref (edit->index);
      g_free (edit);
    }
  return more;
}

static void
run_until_idle (YunTilePainter *painter)
{
  while (!yun_tile_painter_is_idle (painter))
    g_main_context_iteration (NULL, TRUE);
}

/* A tile that is said to be of the present scene against a painting of its own. */
static void
assert_tile (YunTilePainter *painter, const YunScene *scene, const YunTileKey *key)
{
  g_autoptr (YunBaseCache) cache = yun_base_cache_new (1 << 28);
  YunView                  view = yun_tile_key_get_view (key);
  const YunTile           *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), key);
  cairo_surface_t *wanted = yun_painter_paint_tile (scene, &view, NULL, YUN_LAYER_ALL, cache, NULL);
  cairo_surface_t *shown = yun_canvas_peek_surface (tile->texture);
  gsize            size = (gsize) cairo_image_surface_get_stride (wanted) *
               (gsize) cairo_image_surface_get_height (wanted);

  g_assert_cmpint (cairo_image_surface_get_stride (shown), ==,
                   cairo_image_surface_get_stride (wanted));
  g_assert_true (memcmp (cairo_image_surface_get_data (shown),
                         cairo_image_surface_get_data (wanted), size) == 0);
  cairo_surface_destroy (wanted);
}

/* How many tiles are of the present scene; those are as they should be. */
static guint
check_tiles (YunTilePainter *painter, const YunScene *scene, const YunTileKey *keys)
{
  guint current = 0;

  for (guint i = 0; i < N_KEYS; i++)
    {
      const YunTile *tile = yun_tile_cache_get (yun_tile_painter_get_cache (painter), &keys[i]);

      if (tile == NULL || !yun_tile_painter_is_current (painter, tile))
        continue;
      assert_tile (painter, scene, &keys[i]);
      current++;
    }
  return current;
}

static void
test_edits (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  g_autoptr (GRand)      rand = g_rand_new_with_seed (77);
  YunTileKey             keys[N_KEYS];

  make_keys (keys);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (YunTilePainter)  painter = yun_tile_painter_new (NULL, NULL, 3, 1 << 27);
      g_autoptr (YunScene)        scene = NULL;
      g_autoptr (YunFeatureIndex) fresh = NULL;
      Registry                    self = { .n_left = N_EDITS };
      GThread                    *editor;

      g_mutex_init (&self.mutex);
      g_cond_init (&self.taken);
      self.rand = g_rand_new_with_seed (round);
      for (guint i = 0; i < N_PLOTS; i++)
        self.plots[i] = (Plot){ TRUE, (int) i % 10, 0 };
      self.index = build (&self);
      scene = make_scene (self.index, base);
      yun_tile_painter_set_scene (painter, scene, NULL, NULL);
      yun_tile_painter_want (painter, keys, N_KEYS, NULL);

      editor = g_thread_new ("editor", editor_func, &self);
      while (show_edits (&self, painter, base, &scene))
        {
          int turns = g_rand_int_range (rand, 0, 8);

          /* mostly all tiles, sometimes none, and what is under way is cancelled */
          yun_tile_painter_want (painter, keys, g_rand_int_range (rand, 0, 8) > 0 ? N_KEYS : 0,
                                 NULL);
          for (int i = 0; i < turns && !yun_tile_painter_is_idle (painter); i++)
            g_main_context_iteration (NULL, TRUE);
          check_tiles (painter, scene, keys);
        }
      g_thread_join (editor);
      show_edits (&self, painter, base, &scene);
      yun_tile_painter_want (painter, keys, N_KEYS, NULL);
      run_until_idle (painter);

      /* the same from an index that no edit has touched */
      fresh = build (&self);
      yun_scene_unref (scene);
      scene = make_scene (fresh, base);
      g_assert_cmpuint (check_tiles (painter, scene, keys), ==, N_KEYS);
      yun_feature_index_unref (self.index);
      g_rand_free (self.rand);
      g_cond_clear (&self.taken);
      g_mutex_clear (&self.mutex);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tile-edits/fresh", test_edits);
  return g_test_run ();
}
