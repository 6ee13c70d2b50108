/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-feature-index-private.h"
#include "yun-symbol-painter.h"
#include "yun-symbol-plan.h"

#include <math.h>

/* What will be a symbol or a ring, in the plain way. */
typedef struct
{
  GArray *members; /* (owned): guint */
  double  x, y;    /* pixels */
  double  radius;
  double  placed; /* the radius it had when it took its place */
} Plain;

static void
plain_clear (gpointer data)
{
  g_array_unref (((Plain *) data)->members);
}

static int
compare_plain (gconstpointer a, gconstpointer b)
{
  const Plain *pa = *(Plain *const *) a, *pb = *(Plain *const *) b;

  if (pa->members->len != pb->members->len)
    return pa->members->len > pb->members->len ? -1 : 1;

  return pa < pb ? -1 : pa > pb; /* both in one array, in the order of the cells */
}

static int
compare_codes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeatureIndex *index = user_data;
  guint64 ca = yun_morton_encode (yun_feature_index_get (index, *(const guint *) a)->anchor);
  guint64 cb = yun_morton_encode (yun_feature_index_get (index, *(const guint *) b)->anchor);

  return ca < cb ? -1 : ca > cb;
}

static void
add_plain (
  GArray *items, const YunFeatureIndex *index, const YunView *view, const guint *numbers, guint n)
{
  Plain plain = { .members = g_array_new (FALSE, FALSE, sizeof (guint)) };

  for (guint i = 0; i < n; i++)
    {
      const YunFeature *f = yun_feature_index_get (index, numbers[i]);
      YunSymbolLook     look = yun_symbol_look_for (f);
      double            x, y;

      yun_view_to_pixel (view, f->anchor, &x, &y);
      plain.x += x / n;
      plain.y += y / n;
      plain.radius =
        n == 1 ? yun_symbol_look_get_radius (&look) : yun_symbol_painter_get_cluster_radius (n);
      g_array_append_val (plain.members, numbers[i]);
    }
  g_array_append_val (items, plain);
}

/* All that share a cell are one item when they are more than four. */
static void
fill_cells (GArray *items, const YunFeatureIndex *index, const YunView *view, guint bits)
{
  guint             n = yun_feature_index_get_n (index);
  g_autofree guint *numbers = g_new (guint, n);
  guint             from = 0;

  for (guint i = 0; i < n; i++)
    numbers[i] = i;
  g_qsort_with_data (numbers, n, sizeof *numbers, compare_codes, (gpointer) index);
  for (guint i = 1; i <= n; i++)
    {
      YunVertex a = yun_feature_index_get (index, numbers[from])->anchor;
      YunVertex b = yun_feature_index_get (index, numbers[MIN (i, n - 1)])->anchor;

      if (i < n && a.x >> bits == b.x >> bits && a.y >> bits == b.y >> bits)
        continue;
      if (i - from > 4)
        add_plain (items, index, view, numbers + from, i - from);
      else
        for (guint k = from; k < i; k++)
          add_plain (items, index, view, numbers + k, 1);
      from = i;
    }
}

/* Each looks at all that stand already. */
static void
place_plain (GPtrArray *order)
{
  guint before;

  do
    {
      guint kept = 0;

      before = order->len;
      g_ptr_array_sort (order, compare_plain);
      for (guint i = 0; i < before; i++)
        {
          Plain *item = order->pdata[i], *nearest = NULL;
          double best = INFINITY;

          for (guint k = 0; k < kept; k++)
            {
              Plain *other = order->pdata[k];
              double square = (other->x - item->x) * (other->x - item->x) +
                              (other->y - item->y) * (other->y - item->y);
              double apart = item->radius + other->placed;

              if (square < apart * apart && (square < best || (square == best && other < nearest)))
                {
                  best = square;
                  nearest = other;
                }
            }
          item->placed = item->radius;
          if (nearest == NULL)
            order->pdata[kept++] = item;
          else
            {
              g_array_append_vals (nearest->members, item->members->data, item->members->len);
              nearest->radius = yun_symbol_painter_get_cluster_radius (nearest->members->len);
            }
        }
      g_ptr_array_set_size (order, (int) kept);
    }
  while (order->len < before);
}

/* The plan has exactly these groups. */
static void
check_plain (const YunSymbolPlan *plan, const GPtrArray *order, guint n_features)
{
  g_autofree guint *groups = g_new0 (guint, n_features);
  guint             n, n_rings = 0;
  const YunCluster *clusters = yun_symbol_plan_get_clusters (plan, &n);
  const YunSymbol  *symbols;

  for (guint i = 0; i < order->len; i++)
    {
      const Plain *item = order->pdata[i];

      n_rings += item->members->len > 1;
      for (guint k = 0; k < item->members->len; k++)
        groups[g_array_index (item->members, guint, k)] = i;
    }
  g_assert_cmpuint (n, ==, n_rings);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint32));
      const Plain       *item;
      double             x, y;

      yun_symbol_plan_list_members (plan, i, members);
      item = order->pdata[groups[g_array_index (members, guint32, 0)]];
      g_assert_cmpuint (members->len, ==, item->members->len);
      for (guint k = 0; k < members->len; k++)
        g_assert_true (order->pdata[groups[g_array_index (members, guint32, k)]] == item);
      yun_view_to_pixel (yun_symbol_plan_get_view (plan), clusters[i].anchor, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, item->x, 0.1);
      g_assert_cmpfloat_with_epsilon (y, item->y, 0.1);
      g_assert_cmpfloat_with_epsilon (clusters[i].radius, item->radius, 1e-4);
    }
  symbols = yun_symbol_plan_get_symbols (plan, &n);
  g_assert_cmpuint (n, ==, order->len - n_rings);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (((Plain *) order->pdata[groups[symbols[i].feature]])->members->len, ==, 1);
}

static YunView
make_view (double zoom)
{
  YunVertex at = yun_vertex_from_lonlat (121.23, 31.03);

  return yun_view_at (at.x, at.y, zoom, 1200, 800, 1);
}

static void
add_point (YunFeatureBuilder *builder, int entity, YunPoint at)
{
  static gint64       id;
  g_autoptr (YunGeom) shape = yun_geom_new_point (at.x, at.y);

  yun_feature_builder_add (builder, &(YunFeature){ .id = ++id, .entity = entity, .status = -1 },
                           "某", shape);
}

/* Small random sets, from sparse to crowded: the grid of neighbours finds what looking at all pairs
 * finds. No two stand at one place, so nothing is fanned out. */
static void
test_plain (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);

  for (guint round = 0; round < 300; round++)
    {
      YunFeatureBuilder          *builder = yun_feature_builder_new ();
      g_autoptr (GHashTable)      used = g_hash_table_new (NULL, NULL);
      g_autoptr (GArray)          items = g_array_new (FALSE, FALSE, sizeof (Plain));
      g_autoptr (GPtrArray)       order = g_ptr_array_new ();
      g_autoptr (YunFeatureIndex) index = NULL;
      g_autoptr (YunScene)        scene = NULL;
      g_autoptr (YunSymbolPlan)   plan = NULL;
      YunView                     view = make_view (g_rand_double_range (rand, 10, 13));
      guint                       bits = (guint) ceil (log2 (36 * view.scale));
      guint                       n = g_rand_int_range (rand, 1, 250);
      guint32                     step = 1u << (bits - 4); /* at one place within such a square */
      guint32                     side = g_rand_int_range (rand, 24, 120);

      for (guint i = 0; i < n; i++)
        {
          guint32   x = g_rand_int_range (rand, 0, side), y = g_rand_int_range (rand, 0, side);
          YunVertex at = {
            (guint32) (view.x + 300 * view.scale) / step * step + x * step + step / 3,
            (guint32) (view.y + 100 * view.scale) / step * step + y * step + step / 2
          };
          YunPoint p = yun_vertex_to_lonlat (at);

          if (g_hash_table_add (used, GUINT_TO_POINTER (x * 1000 + y + 1)))
            add_point (builder, i % 3 == 0 ? 2 : 3, p);
        }
      index = yun_feature_builder_end (builder);
      scene = yun_scene_new (index, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
      plan = yun_symbol_plan_new (scene, &view, 0, NULL);

      g_array_set_clear_func (items, plain_clear);
      fill_cells (items, index, &view, bits);
      for (guint i = 0; i < items->len; i++)
        g_ptr_array_add (order, &g_array_index (items, Plain, i));
      place_plain (order);
      check_plain (plan, order, yun_feature_index_get_n (index));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/symbol-cluster/plain", test_plain);

  return g_test_run ();
}
