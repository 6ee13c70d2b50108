/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "yun-feature-index-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_IDS 60

/* What the registry would hold: for each entity and id a shape, a name and numbers, or nothing. */
typedef struct
{
  YunGeom   *shape; /* (owned) (nullable) */
  char      *name;  /* (owned) (nullable) */
  YunFeature values;
  float      numbers[YUN_FEATURE_N_VALUES];
} Row;

typedef struct
{
  GRand *rand; /* (owned) */
  Row    rows[YUN_FEATURE_FACILITY + 1][N_IDS];
} Registry;

static YunGeom *
new_shape (GRand *rand, guint entity)
{
  /* few places, so that points stack and areas overlap */
  double          lon = 121.2 + g_rand_int_range (rand, 0, 12) * 0.001;
  double          lat = 31.0 + g_rand_int_range (rand, 0, 12) * 0.001;
  double          size = g_rand_double_range (rand, 0.0005, 0.003);
  guint           n_parts = g_rand_int_range (rand, 1, 3);
  YunGeomBuilder *builder;

  if (entity >= YUN_FEATURE_FIRM || g_rand_int_range (rand, 0, 4) == 0)
    return yun_geom_new_point (lon, lat);

  builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  for (guint part = 0; part < n_parts; part++, lon += 2.5 * size)
    {
      guint n_rings = g_rand_int_range (rand, 1, 3);

      yun_geom_builder_begin_part (builder);
      for (guint ring = 0; ring < n_rings; ring++)
        {
          guint n = g_rand_int_range (rand, 3, 8);

          yun_geom_builder_begin_ring (builder);
          for (guint i = 0; i < n; i++)
            {
              double angle = 2 * G_PI * i / n, r = ring == 0 ? size : size * 0.3;

              yun_geom_builder_add (builder, lon + r * cos (angle), lat + r * sin (angle));
            }
        }
    }

  return yun_geom_builder_end (builder);
}

static void
clear_row (Row *row)
{
  g_clear_pointer (&row->shape, yun_geom_unref);
  g_clear_pointer (&row->name, g_free);
}

static void
fill_row (Registry *self, guint entity, guint at)
{
  Row *row = &self->rows[entity][at];

  clear_row (row);
  row->shape = new_shape (self->rand, entity);
  row->name =
    g_rand_int_range (self->rand, 0, 3) ? g_strdup_printf ("名%u", g_rand_int (self->rand)) : NULL;
  row->values = (YunFeature){ .id = at + 1,
                              .entity = (gint8) entity,
                              .status = (gint8) g_rand_int_range (self->rand, -1, 10),
                              .segments = (guint8) g_rand_int_range (self->rand, 0, 16),
                              .accuracy = (gint8) g_rand_int_range (self->rand, -1, 4),
                              .zone = -1 };
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    row->numbers[i] =
      g_rand_int_range (self->rand, 0, 4) ? (float) g_rand_double (self->rand) : NAN;
}

static void
add_row (YunFeatureBuilder *builder, const Row *row)
{
  if (row->values.entity <= YUN_FEATURE_PLOT)
    yun_feature_builder_add_with_values (builder, &row->values, row->numbers, row->name,
                                         row->shape);
  else
    yun_feature_builder_add (builder, &row->values, row->name, row->shape);
}

static Registry *
registry_new (guint32 seed)
{
  Registry *self = g_new0 (Registry, 1);

  self->rand = g_rand_new_with_seed (seed);
  for (guint entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    for (guint at = 0; at < N_IDS; at++)
      if (g_rand_int_range (self->rand, 0, 3))
        fill_row (self, entity, at);
  return self;
}

static void
registry_free (Registry *self)
{
  for (guint entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    for (guint at = 0; at < N_IDS; at++)
      clear_row (&self->rows[entity][at]);
  g_rand_free (self->rand);
  g_free (self);
}

static YunFeatureIndex *
build (Registry *self)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();

  for (guint entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    for (guint at = 0; at < N_IDS; at++)
      add_row (builder, &self->rows[entity][at]);
  return yun_feature_builder_end (builder);
}

/* Changes some rows and patches @index; NULL when there is no room. */
static YunFeatureIndex *
edit (Registry *self, YunFeatureIndex *index, guint n, YunRect *changed)
{
  g_autoptr (YunFeatureBuilder) builder = yun_feature_builder_new ();
  g_autoptr (GArray)            keys = g_array_new (FALSE, FALSE, sizeof (YunFeatureKey));
  g_autoptr (GHashTable)        seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    {
      guint         entity = g_rand_int_range (self->rand, YUN_FEATURE_PARK, 6);
      guint         at = g_rand_int_range (self->rand, 0, N_IDS);
      YunFeatureKey key = { at + 1, entity };

      if (g_rand_int_range (self->rand, 0, 3) == 0)
        clear_row (&self->rows[entity][at]);
      else
        fill_row (self, entity, at);
      g_array_append_val (keys, key);
      g_hash_table_add (seen, GUINT_TO_POINTER (entity * N_IDS + at));
    }
  for (guint i = 0; i < (YUN_FEATURE_FACILITY + 1) * N_IDS; i++)
    if (g_hash_table_contains (seen, GUINT_TO_POINTER (i)))
      add_row (builder, &self->rows[i / N_IDS][i % N_IDS]);
  return yun_feature_index_patch (index, keys, builder, changed);
}

static void
assert_same_feature (const YunFeatureIndex *a, guint na, const YunFeatureIndex *b, guint nb)
{
  const YunFeature *fa = yun_feature_index_get (a, na), *fb = yun_feature_index_get (b, nb);
  YunFeature        copy = *fa;

  copy.first_ring = fb->first_ring;
  copy.name = fb->name;
  g_assert_cmpmem (&copy, sizeof copy, fb, sizeof *fb);
  g_assert_cmpstr (yun_feature_index_get_name (a, na), ==, yun_feature_index_get_name (b, nb));
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    {
      float va = yun_feature_index_get_value (a, na, i),
            vb = yun_feature_index_get_value (b, nb, i);

      g_assert_true (isnan (va) ? isnan (vb) : va == vb);
    }
  g_assert_cmpuint (yun_feature_index_get_n_rings (a, na), ==,
                    yun_feature_index_get_n_rings (b, nb));
  for (guint ring = 0; ring < yun_feature_index_get_n_rings (a, na); ring++)
    {
      guint            n, m;
      const YunVertex *va = yun_feature_index_get_ring (a, na, ring, &n);
      const YunVertex *vb = yun_feature_index_get_ring (b, nb, ring, &m);

      g_assert_cmpmem (va, n * sizeof *va, vb, m * sizeof *vb);
    }
}

/* The same features in the same order of drawing. */
static void
assert_same_list (const YunFeatureIndex *a,
                  const guint32         *la,
                  guint                  na,
                  const YunFeatureIndex *b,
                  const guint32         *lb,
                  guint                  nb)
{
  g_assert_cmpuint (na, ==, nb);
  for (guint k = 0; k < na; k++)
    assert_same_feature (a, la[k], b, lb[k]);
}

static void
assert_same_points (const YunFeatureIndex *a, const YunFeatureIndex *b)
{
  g_assert_cmpmem (a->codes, a->n_points * 8, b->codes, b->n_points * 8);
  for (guint k = 0; k < a->n_points; k++)
    {
      const YunFeature *f = &a->features[a->points[k]];
      int               other = yun_feature_index_find (b, (guint) f->entity, f->id);
      gboolean          found = FALSE;

      g_assert_cmpuint (a->point_segments[k], ==, yun_feature_get_point_segments (f));
      for (guint i = 0; i < b->n_points; i++)
        found |= (int) b->points[i] == other && b->codes[i] == a->codes[k];
      g_assert_true (found);
    }
}

static void
assert_same_sets (GRand *rand, const YunFeatureIndex *a, const YunFeatureIndex *b)
{
  GArray                   *ids[YUN_FEATURE_FACILITY + 1] = { NULL };
  g_autoptr (YunFeatureSet) sa = NULL;
  g_autoptr (YunFeatureSet) sb = NULL;

  for (guint entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    {
      ids[entity] = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (gint64 id = 1; id <= N_IDS; id++)
        if (g_rand_int_range (rand, 0, 2))
          g_array_append_val (ids[entity], id);
    }
  sa = yun_feature_set_new (a, ids, G_N_ELEMENTS (ids));
  sb = yun_feature_set_new (b, ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (yun_feature_set_get_count (sa), ==, yun_feature_set_get_count (sb));
  for (guint i = 0; i < a->n; i++)
    if (yun_feature_set_has (sa, i))
      {
        int other = yun_feature_index_find (b, (guint) a->features[i].entity, a->features[i].id);

        g_assert_true (yun_feature_index_has (a, i));
        g_assert_true (other >= 0 && yun_feature_set_has (sb, (guint) other));
      }
  for (guint entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    g_array_unref (ids[entity]);
}

static void
assert_same_index (GRand *rand, const YunFeatureIndex *a, const YunFeatureIndex *b)
{
  YunRect ba = yun_feature_set_get_box (NULL, a), bb = yun_feature_set_get_box (NULL, b);

  g_assert_true (ba.x0 == bb.x0 && ba.y0 == bb.y0 && ba.x1 == bb.x1 && ba.y1 == bb.y1);
  for (guint round = 0; round < 12; round++)
    {
      g_autoptr (GArray) fa = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray) fb = g_array_new (FALSE, FALSE, sizeof (guint32));
      double             lon = g_rand_double_range (rand, 121.19, 121.22);
      double             lat = g_rand_double_range (rand, 30.99, 31.02);
      double             size = round == 0 ? 1 : g_rand_double_range (rand, 0, 0.01);
      YunVertex          min = yun_vertex_from_lonlat (lon - size, lat + size);
      YunVertex          max = yun_vertex_from_lonlat (lon + size, lat - size);
      int                pa = yun_feature_index_pick (a, min, 30000, NULL);
      int                pb = yun_feature_index_pick (b, min, 30000, NULL);

      yun_feature_index_search (a, min, max, fa);
      yun_feature_index_search (b, min, max, fb);
      assert_same_list (a, (guint32 *) fa->data, fa->len, b, (guint32 *) fb->data, fb->len);
      g_assert_cmpint (pa < 0, ==, pb < 0);
      if (pa >= 0)
        assert_same_feature (a, (guint) pa, b, (guint) pb);
    }
  assert_same_list (a, a->parks, a->n_parks, b, b->parks, b->n_parks);
  assert_same_points (a, b);
  assert_same_sets (rand, a, b);
  for (guint entity = 0; entity <= YUN_FEATURE_FACILITY; entity++)
    for (gint64 id = 0; id <= N_IDS + 1; id++)
      {
        int na = yun_feature_index_find (a, entity, id),
            nb = yun_feature_index_find (b, entity, id);

        g_assert_cmpint (na < 0, ==, nb < 0);
        if (na >= 0)
          assert_same_feature (a, (guint) na, b, (guint) nb);
      }
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 12; seed++)
    {
      Registry                   *registry = registry_new (seed);
      g_autoptr (YunFeatureIndex) index = build (registry);

      for (guint round = 0; round < 15; round++)
        {
          YunRect                     changed;
          guint                       n = round == 7 ? 0 : g_rand_int_range (registry->rand, 1, 30);
          g_autoptr (YunFeatureIndex) fresh = NULL;
          g_autoptr (YunFeatureIndex) before = build (registry);
          YunFeatureIndex            *next = edit (registry, index, n, &changed);

          g_assert_nonnull (next);
          fresh = build (registry);
          assert_same_index (registry->rand, next, fresh);
          /* who still holds the old one sees the old one */
          assert_same_index (registry->rand, index, before);
          yun_feature_index_unref (index);
          index = next;
          if (round == 10)
            {
              next = yun_feature_index_compact (index);
              g_assert_cmpuint (yun_feature_index_get_n_patched (next), ==, 0);
              assert_same_index (registry->rand, next, fresh);
              yun_feature_index_unref (index);
              index = next;
            }
        }
      registry_free (registry);
    }
}

/* The box holds all that differs, and an index is patched once only. */
static void
test_box (void)
{
  Registry                   *registry = registry_new (99);
  g_autoptr (YunFeatureIndex) index = build (registry);
  g_autoptr (YunFeatureIndex) a = NULL;
  YunRect                     changed;

  a = edit (registry, index, 5, &changed);
  g_assert_false (yun_rect_is_empty (&changed));
  for (guint i = 0; i < index->n; i++)
    if (!yun_feature_index_has (a, i))
      {
        YunPoint p = yun_vertex_to_lonlat (index->features[i].min);

        g_assert_true (yun_rect_contains (&changed, p.x, p.y));
      }
  g_assert_null (edit (registry, index, 5, &changed));
  registry_free (registry);
}

static void
test_no_room (void)
{
  Registry                   *registry = registry_new (7);
  g_autoptr (YunFeatureIndex) index = build (registry);
  guint                       n = 0;

  for (;; n++)
    {
      YunRect          changed;
      YunFeatureIndex *next = edit (registry, index, 100, &changed);

      if (next == NULL)
        break;
      yun_feature_index_unref (index);
      index = next;
    }
  g_assert_cmpuint (n, >, 20);
  registry_free (registry);
}

/* ---- In a file --------------------------------------------------------------- */

static YunPack *
write_and_open (const YunFeatureIndex *index, const char *path)
{
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new ("k", 1);
  g_autoptr (GError)        error = NULL;
  YunPack                  *pack;

  yun_feature_index_write (index, writer);
  g_assert_true (yun_pack_writer_finish (writer, path, &error));
  g_assert_no_error (error);
  pack = yun_pack_open (path, "k", 1, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return pack;
}

static void
test_pack (void)
{
  g_autofree char *folder = g_dir_make_tmp ("yun-index-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "index", NULL);

  for (guint32 seed = 20; seed < 24; seed++)
    {
      Registry                   *registry = registry_new (seed);
      g_autoptr (YunFeatureIndex) index = build (registry);
      g_autoptr (YunPack)         pack = write_and_open (index, path);
      g_autoptr (YunFeatureIndex) back = yun_feature_index_read (pack);

      g_assert_nonnull (back);
      assert_same_index (registry->rand, back, index);
      for (guint round = 0; round < 5; round++)
        {
          YunRect                     changed;
          YunFeatureIndex            *next = edit (registry, back, 20, &changed);
          g_autoptr (YunFeatureIndex) fresh = build (registry);

          assert_same_index (registry->rand, next, fresh);
          yun_feature_index_unref (back);
          back = next;
        }
      registry_free (registry);
    }
  {
    YunFeatureBuilder          *builder = yun_feature_builder_new ();
    g_autoptr (YunFeatureIndex) index = yun_feature_builder_end (builder);
    g_autoptr (YunPack)         pack = write_and_open (index, path);
    g_autoptr (YunFeatureIndex) back = yun_feature_index_read (pack);

    g_assert_nonnull (back);
    g_assert_cmpuint (yun_feature_index_get_n (back), ==, 0);
  }
  g_rmdir (folder);
}

/* Any word of any section changed, the sums made to fit: refused, or every reader is safe. */
static void
test_pack_damage (void)
{
  static const char *const names[] = { "head",   "features", "rings", "vertices", "names", "codes",
                                       "points", "segments", "parks", "numbers",  "boxes", "far" };
  g_autofree char         *folder = g_dir_make_tmp ("yun-index-XXXXXX", NULL);
  g_autofree char         *path = g_build_filename (folder, "index", NULL);
  Registry                *registry = registry_new (31);
  g_autoptr (YunFeatureIndex) index = build (registry);
  guint                       n_refused = 0, n_read = 0;

  for (guint round = 0; round < 3000; round++)
    {
      static const guint32        words[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff };
      g_autoptr (YunPack)         pack = NULL;
      g_autoptr (YunFeatureIndex) back = NULL;
      const char                 *name = names[round % G_N_ELEMENTS (names)];
      gsize                       n, at;
      guint8                     *bytes;
      guint32 word = words[g_rand_int_range (registry->rand, 0, G_N_ELEMENTS (words))];

      if (round % 100 == 0)
        {
          g_autoptr (YunPackWriter) writer = yun_pack_writer_new ("k", 1);

          yun_feature_index_write (index, writer);
          g_assert_true (yun_pack_writer_finish (writer, path, NULL));
        }
      pack = yun_pack_open (path, "k", 1, NULL);
      bytes = yun_pack_get (pack, name, 1, &n);
      /* within what is in use: the room behind is long */
      at = (gsize) g_rand_int_range (registry->rand, 0, (gint32) MIN (n, 2000) - 3);
      if (g_rand_int_range (registry->rand, 0, 2))
        memcpy (bytes + at, &word, 4);
      else
        bytes[at] ^= (guint8) (1 << g_rand_int_range (registry->rand, 0, 8));

      back = yun_feature_index_read (pack);
      n_refused += back == NULL;
      n_read += back != NULL;
      for (guint k = 0; back != NULL && k < 3; k++)
        {
          g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
          YunVertex          v = yun_vertex_from_lonlat (121.2 + 0.003 * k, 31.0 + 0.003 * k);
          YunVertex          w = { v.x + 200000, v.y + 200000 };

          yun_feature_index_search (back, v, w, found);
          yun_feature_index_pick (back, v, 30000, NULL);
          for (guint i = 0; i < found->len; i++)
            {
              guint number = g_array_index (found, guint32, i);

              g_assert_cmpuint (strlen (yun_feature_index_get_name (back, number)), <, 100000);
              yun_feature_index_get_value (back, number, YUN_FEATURE_FAR);
            }
        }
    }
  g_assert_cmpuint (n_refused, >, 500);
  g_assert_cmpuint (n_read, >, 100);
  g_unlink (path);
  g_rmdir (folder);
  registry_free (registry);
}

/* ---- Threads ------------------------------------------------------------------ */

typedef struct
{
  GMutex           mutex;
  YunFeatureIndex *index; /* (owned): the newest */
  int              stop;  /* atomic */
} Shared;

static gpointer
read_often (gpointer data)
{
  Shared           *shared = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gsize             sum = 0;

  while (!g_atomic_int_get (&shared->stop))
    {
      g_autoptr (YunFeatureIndex) index = NULL;
      g_autoptr (GArray)          found = g_array_new (FALSE, FALSE, sizeof (guint32));
      YunVertex v = yun_vertex_from_lonlat (g_rand_double_range (rand, 121.2, 121.212), 31.006);

      g_mutex_lock (&shared->mutex);
      index = yun_feature_index_ref (shared->index);
      g_mutex_unlock (&shared->mutex);
      yun_feature_index_search (index, (YunVertex){ 0, 0 }, (YunVertex){ G_MAXUINT32, G_MAXUINT32 },
                                found);
      for (guint k = 0; k < found->len; k++)
        {
          guint i = g_array_index (found, guint32, k), n = 0;

          sum += strlen (yun_feature_index_get_name (index, i));
          for (guint ring = 0; ring < yun_feature_index_get_n_rings (index, i); ring++)
            sum += yun_feature_index_get_ring (index, i, ring, &n)->x + n;
          sum += !isnan (yun_feature_index_get_value (index, i, YUN_FEATURE_TAX));
        }
      for (guint k = 0; k < index->n_points; k++)
        sum += index->features[index->points[k]].anchor.x ^ (guint32) index->codes[k];
      sum += (gsize) yun_feature_index_pick (index, v, 1000, NULL);
    }
  return GSIZE_TO_POINTER (sum);
}

static void
test_threads (void)
{
  Registry *registry = registry_new (3);
  Shared    shared = { .index = build (registry) };
  GThread  *threads[3];

  g_mutex_init (&shared.mutex);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_often, &shared);
  for (guint round = 0; round < 300; round++)
    {
      YunRect          changed;
      YunFeatureIndex *next = edit (registry, shared.index, 5, &changed), *old = shared.index;

      g_assert_nonnull (next);
      g_mutex_lock (&shared.mutex);
      shared.index = next;
      g_mutex_unlock (&shared.mutex);
      yun_feature_index_unref (old);
      g_thread_yield ();
    }
  g_atomic_int_set (&shared.stop, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  yun_feature_index_unref (shared.index);
  g_mutex_clear (&shared.mutex);
  registry_free (registry);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feature-patch/random", test_random);
  g_test_add_func ("/feature-patch/box", test_box);
  g_test_add_func ("/feature-patch/no-room", test_no_room);
  g_test_add_func ("/feature-patch/pack", test_pack);
  g_test_add_func ("/feature-patch/pack-damage", test_pack_damage);
  g_test_add_func ("/feature-patch/threads", test_threads);

  return g_test_run ();
}
