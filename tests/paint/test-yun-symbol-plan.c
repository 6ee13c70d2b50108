/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "paint-fixture.h"
#include "symbol-plan-fixture.h"
#include "yun-feature-index-private.h"
#include "yun-plot.h"
#include "yun-record.h"
#include "yun-symbol-painter.h"
#include "yun-symbol-plan.h"

#include <math.h>
#include <string.h>

/* Each shown point of the extent is one symbol, or in one cluster. */
static void
check_partition (YunScene *scene, const YunSymbolPlan *plan, const YunView *view)
{
  const YunFeatureIndex *index = yun_scene_get_index (scene);
  guint                  n = yun_feature_index_get_n (index), n_items, in_view = 0;
  g_autofree guint8     *times = g_new0 (guint8, n);
  const YunSymbol       *symbols = yun_symbol_plan_get_symbols (plan, &n_items);
  const YunCluster      *clusters;
  YunVertex              min, max;

  for (guint i = 0; i < n_items; i++)
    {
      int symbol, cluster;

      g_assert_cmpint (yun_feature_index_get (index, symbols[i].feature)->kind, ==, YUN_GEOM_POINT);
      g_assert_true (yun_scene_has (scene, symbols[i].feature));
      times[symbols[i].feature]++;
      if (i % 7 == 0)
        {
          yun_symbol_plan_find (plan, symbols[i].feature, &symbol, &cluster);
          g_assert_cmpint (symbol, ==, (int) i);
          g_assert_cmpint (cluster, ==, -1);
        }
    }

  clusters = yun_symbol_plan_get_clusters (plan, &n_items);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint32));
      double             share[5] = { 0 };
      int                symbol, cluster;

      yun_symbol_plan_list_members (plan, i, members);
      g_assert_cmpuint (members->len, ==, clusters[i].count);
      g_assert_cmpuint (members->len, >=, 2);
      for (guint k = 0; k < members->len; k++)
        {
          guint             number = g_array_index (members, guint32, k);
          const YunFeature *f = yun_feature_index_get (index, number);

          times[number]++;
          g_assert_cmpuint (f->anchor.x, >=, clusters[i].min.x);
          g_assert_cmpuint (f->anchor.y, <=, clusters[i].max.y);
          share[4] += f->segments == 0;
          for (guint s = 0; s < 4; s++)
            if (f->segments & (1 << s))
              share[s] += 1.0 / __builtin_popcount (f->segments);
        }
      for (guint s = 0; s < 5; s++)
        g_assert_cmpfloat_with_epsilon (clusters[i].share[s], share[s] / members->len, 1e-5);
      yun_symbol_plan_find (plan, g_array_index (members, guint32, members->len / 2), &symbol,
                            &cluster);
      g_assert_cmpint (symbol, ==, -1);
      g_assert_cmpint (cluster, ==, (int) i);
    }

  yun_view_get_box (view, 0, &min, &max);
  for (guint i = 0; i < n; i++)
    {
      const YunFeature *f = yun_feature_index_get (index, i);

      g_assert_cmpuint (times[i], <=, 1);
      if (f->kind == YUN_GEOM_POINT && yun_scene_has (scene, i) && f->anchor.x >= min.x &&
          f->anchor.x <= max.x && f->anchor.y >= min.y && f->anchor.y <= max.y)
        {
          in_view++;
          g_assert_cmpuint (times[i], ==, 1);
        }
    }
  g_assert_cmpuint (in_view, >, 0);
}

static void
test_partition (void)
{
  static const double       zooms[] = { 8, 10, 10.7, 12.3, 14, 15.5 };
  g_autoptr (YunScene)      scene = fixture_new_scene (3000, FALSE);
  g_autoptr (GArray)        some = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (YunFeatureSet) set = NULL;
  g_autoptr (YunScene)      filtered = NULL;
  GArray                   *ids[6] = { NULL };

  for (gint64 id = 1; id < 3000; id += 2)
    g_array_append_val (some, id);
  ids[4] = some;
  set = yun_feature_set_new (yun_scene_get_index (scene), ids, 6);
  filtered = yun_scene_new (yun_scene_get_index (scene), set, NULL, yun_scene_get_style (scene));

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      YunView                   view = fixture_new_view (zooms[i]);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      g_autoptr (YunSymbolPlan) less = yun_symbol_plan_new (filtered, &view, 0, NULL);

      check_partition (scene, plan, &view);
      check_partition (filtered, less, &view);
    }
}

static void
test_deterministic (void)
{
  g_autoptr (YunScene)      scene = fixture_new_scene (2000, TRUE);
  YunView                   view = fixture_new_view (12);
  g_autoptr (YunSymbolPlan) a = yun_symbol_plan_new (scene, &view, 200, NULL);
  g_autoptr (YunSymbolPlan) b = yun_symbol_plan_new (scene, &view, 200, NULL);
  guint                     n, m;

  const YunSymbol *sa = yun_symbol_plan_get_symbols (a, &n);
  const YunSymbol *sb = yun_symbol_plan_get_symbols (b, &m);

  g_assert_cmpmem (sa, n * sizeof *sa, sb, m * sizeof *sb);
  {
    const YunCluster *ca = yun_symbol_plan_get_clusters (a, &n);
    const YunCluster *cb = yun_symbol_plan_get_clusters (b, &m);

    g_assert_cmpuint (n, ==, m);
    for (guint i = 0; i < n; i++)
      g_assert_true (ca[i].anchor.x == cb[i].anchor.x && ca[i].count == cb[i].count);
  }
  {
    const YunLabel *la = yun_symbol_plan_get_labels (a, &n);
    const YunLabel *lb = yun_symbol_plan_get_labels (b, &m);

    g_assert_cmpuint (n, ==, m);
    for (guint i = 0; i < n; i++)
      {
        g_assert_cmpstr (la[i].text, ==, lb[i].text);
        g_assert_true (la[i].dx == lb[i].dx && la[i].dy == lb[i].dy);
      }
  }
}

/* A pan by whole cells leaves the clusters where they were. */
static void
test_pan (void)
{
  g_autoptr (YunScene)      scene = fixture_new_scene (3000, FALSE);
  YunView                   view = fixture_new_view (12), panned = view;
  g_autoptr (YunSymbolPlan) a = yun_symbol_plan_new (scene, &view, 0, NULL);
  g_autoptr (YunSymbolPlan) b = NULL;
  guint                     n, m, n_same = 0, n_inside = 0;

  panned.x += 37 * view.scale;
  panned.y -= 21 * view.scale;
  b = yun_symbol_plan_new (scene, &panned, 0, NULL);
  {
    const YunCluster *ca = yun_symbol_plan_get_clusters (a, &n);
    const YunCluster *cb = yun_symbol_plan_get_clusters (b, &m);

    for (guint i = 0; i < n; i++)
      {
        double   x, y;
        gboolean found = FALSE;

        yun_view_to_pixel (&view, ca[i].anchor, &x, &y);
        if (x < 150 || y < 150 || x > FIXTURE_WIDTH - 150 || y > FIXTURE_HEIGHT - 150)
          continue;
        n_inside++;
        for (guint k = 0; k < m && !found; k++)
          found = ABS ((gint64) ca[i].anchor.x - cb[k].anchor.x) <= 2 &&
                  ABS ((gint64) ca[i].anchor.y - cb[k].anchor.y) <= 2 && ca[i].count == cb[k].count;
        n_same += found;
      }
  }
  g_assert_cmpuint (n_inside, >, 20);
  g_assert_cmpuint (n_same, ==, n_inside);
}

static YunScene *
make_stack (guint n)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunGeom)         shape = yun_geom_new_point (121.23, 31.03);

  for (guint i = 0; i < n; i++)
    yun_feature_builder_add (
      builder,
      &(YunFeature){
        .id = i + 1, .entity = 4, .segments = 1 << (i % 4), .accuracy = YUN_ACCURACY_TOWN },
      "企业", shape);
  index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

static void
test_fan (void)
{
  YunView view = fixture_new_view (12);

  for (guint count = 1; count <= 24; count++)
    {
      g_autoptr (YunScene)      scene = make_stack (count);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      guint                     n, n_clusters;
      const YunSymbol          *symbols = yun_symbol_plan_get_symbols (plan, &n);
      const YunCluster         *clusters = yun_symbol_plan_get_clusters (plan, &n_clusters);

      if (count > 19)
        {
          g_assert_cmpuint (n, ==, 0);
          g_assert_cmpuint (n_clusters, ==, 1);
          g_assert_false (yun_cluster_can_split (&clusters[0]));
          continue;
        }
      g_assert_cmpuint (n, ==, count);
      g_assert_cmpuint (n_clusters, ==, 0);
      for (guint i = 0; i < n; i++)
        {
          int symbol, cluster;

          for (guint k = 0; k < i; k++)
            {
              double d = hypot (symbols[i].dx - symbols[k].dx, symbols[i].dy - symbols[k].dy);

              g_assert_cmpuint (symbols[i].feature, !=, symbols[k].feature);
              g_assert_cmpfloat (d, >=, 20);
            }
          /* compact: no symbol is far from the place */
          g_assert_cmpfloat (hypot (symbols[i].dx, symbols[i].dy), <=, 50);
          g_assert_true (yun_symbol_plan_pick (plan, &view, FIXTURE_WIDTH / 2 + symbols[i].dx,
                                               FIXTURE_HEIGHT / 2 + symbols[i].dy, 2, &symbol,
                                               &cluster));
          g_assert_cmpint (symbol, ==, (int) i);
        }
    }
}

static void
test_apart (void)
{
  g_autoptr (YunScene) scene = fixture_new_scene (5000, FALSE);

  for (double zoom = 9; zoom < 16; zoom += 0.7)
    {
      YunView                   view = fixture_new_view (zoom);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);

      fixture_check_apart (plan, &view);
    }
}

/* Firms of a known segment stand around the ring of all else at their place. */
static void
test_around (void)
{
  YunView view = fixture_new_view (12);

  for (guint n_firms = 0; n_firms <= 14; n_firms++)
    {
      YunFeatureBuilder        *builder = yun_feature_builder_new ();
      g_autoptr (YunScene)      scene = NULL;
      g_autoptr (YunSymbolPlan) plan = NULL;
      guint                     n, n_clusters, n_out = n_firms <= 12 ? n_firms : 0;
      const YunSymbol          *symbols;
      const YunCluster         *clusters;
      int                       symbol, cluster;

      /* what has a segment and is no firm stays in the ring */
      for (guint i = 0; i < 20; i++)
        {
          fixture_add_point (builder, i % 4 + 2, i % 4 == 2 ? 0 : i % 16, 121.23, 31.03);
          if (i < n_firms)
            fixture_add_point (builder, 4, 1 << (i % 4), 121.23, 31.03);
        }
      scene = fixture_end_scene (builder);
      plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      check_partition (scene, plan, &view);
      fixture_check_apart (plan, &view);
      symbols = yun_symbol_plan_get_symbols (plan, &n);
      clusters = yun_symbol_plan_get_clusters (plan, &n_clusters);
      g_assert_cmpuint (n, ==, n_out);
      g_assert_cmpuint (n_clusters, ==, 1);
      g_assert_cmpuint (clusters[0].count, ==, 20 + n_firms - n_out);
      g_assert_false (yun_cluster_can_split (&clusters[0]));
      for (guint i = 0; i < n; i++)
        {
          const YunFeature *f =
            yun_feature_index_get (yun_scene_get_index (scene), symbols[i].feature);

          g_assert_cmpint (f->entity, ==, 4);
          g_assert_cmpuint (f->segments, !=, 0);
          /* close to the ring, all at one distance */
          g_assert_cmpfloat (hypot (symbols[i].dx, symbols[i].dy), <, 48);
          g_assert_cmpfloat_with_epsilon (hypot (symbols[i].dx, symbols[i].dy),
                                          hypot (symbols[0].dx, symbols[0].dy), 0.01);
          g_assert_true (yun_symbol_plan_pick (plan, &view, FIXTURE_WIDTH / 2 + symbols[i].dx,
                                               FIXTURE_HEIGHT / 2 + symbols[i].dy, 2, &symbol,
                                               &cluster));
          g_assert_cmpint (symbol, ==, (int) i);
          g_assert_cmpint (cluster, ==, -1);
          yun_symbol_plan_find (plan, symbols[i].feature, &symbol, &cluster);
          g_assert_cmpint (symbol, ==, (int) i);
          g_assert_cmpint (cluster, ==, -1);
        }
      /* all over the ring it is the ring that is picked, though a symbol's middle may be nearer */
      for (guint i = 0; i < 24; i++)
        {
          double a = i * G_PI / 12, r = clusters[0].radius - 0.5;

          g_assert_true (yun_symbol_plan_pick (plan, &view, FIXTURE_WIDTH / 2 + r * cos (a),
                                               FIXTURE_HEIGHT / 2 + r * sin (a), 4, &symbol,
                                               &cluster));
          g_assert_cmpint (cluster, ==, 0);
          g_assert_cmpint (symbol, ==, -1);
        }
    }
}

/* Of firms and plots too close for fans: the one that is left needs no ring, nor does none. */
static void
test_around_one (void)
{
  YunView view = fixture_new_view (12);

  for (guint n_plots = 0; n_plots <= 3; n_plots++)
    for (guint n_firms = 1; n_firms <= 6; n_firms++)
      {
        YunFeatureBuilder        *builder = yun_feature_builder_new ();
        g_autoptr (YunScene)      scene = NULL;
        g_autoptr (YunSymbolPlan) plan = NULL;
        guint                     n, n_clusters;

        for (guint i = 0; i < n_firms; i++)
          fixture_add_point (builder, 4, 1 << (i % 4), 121.23 + i * 0.0006, 31.03);
        for (guint i = 0; i < n_plots; i++)
          fixture_add_point (builder, 3, 0, 121.23, 31.03 + i * 0.0006);
        scene = fixture_end_scene (builder);
        plan = yun_symbol_plan_new (scene, &view, 0, NULL);
        check_partition (scene, plan, &view);
        fixture_check_apart (plan, &view);
        yun_symbol_plan_get_symbols (plan, &n);
        yun_symbol_plan_get_clusters (plan, &n_clusters);
        g_assert_cmpuint (n_clusters, <=, n_plots > 1);
        g_assert_cmpuint (n, >=, n_firms);
      }
}

/* Parks and plots at a neighbouring place give way to firms of a known segment. */
static void
test_around_crowd (void)
{
  YunView              view = fixture_new_view (12);
  YunFeatureBuilder   *builder = yun_feature_builder_new ();
  g_autoptr (YunScene) scene = NULL;
  double               degrees = 360 / (256 * exp2 (12)); /* a pixel */

  for (guint i = 0; i < 25; i++)
    fixture_add_point (builder, 4, i % 5 == 0 ? 1 << (i / 5 % 4) : 0, 121.23, 31.03);
  /* all around, each with room for a fan as long as there is nothing but the ring */
  for (guint place = 0; place < 6; place++)
    for (guint i = 0; i < 5; i++)
      fixture_add_point (builder, i == 0 ? 2 : 3, 0, 121.23 + 52 * degrees * cos (place * G_PI / 3),
                         31.03 + 52 * degrees * sin (place * G_PI / 3) * cos (31.03 * G_PI / 180));
  scene = fixture_end_scene (builder);

  for (double zoom = 11.5; zoom < 13; zoom += 0.1)
    {
      g_autoptr (YunSymbolPlan) plan = NULL;
      const YunSymbol          *symbols;
      guint                     n, n_firms = 0;

      view = fixture_new_view (zoom);
      plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      check_partition (scene, plan, &view);
      fixture_check_apart (plan, &view);
      symbols = yun_symbol_plan_get_symbols (plan, &n);
      for (guint i = 0; i < n; i++)
        n_firms +=
          yun_feature_index_get (yun_scene_get_index (scene), symbols[i].feature)->segments != 0;
      g_assert_cmpuint (n_firms, ==, 5);
    }
}

/* A registry of @n points: by one at their own places, in groups at a few, and in parts of each. */
static YunScene *
make_registry (GRand *rand, guint n)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();
  double             crowd = g_rand_double (rand);
  guint              n_stacks = (guint) g_rand_int_range (rand, 1, 30);

  /* one in the middle, so that something is in view */
  fixture_add_point (builder, 3, 0, 121.23, 31.03);
  for (guint i = 0; i < n; i++)
    {
      gboolean stacked = g_rand_double (rand) < crowd;
      GRand   *own = stacked ? g_rand_new_with_seed (g_rand_int_range (rand, 0, n_stacks)) : rand;
      double   x = g_rand_double_range (own, 121.05, 121.42);
      double   y = g_rand_double_range (own, 30.88, 31.16);

      fixture_add_point (builder, g_rand_int_range (rand, 2, 6),
                         g_rand_boolean (rand) ? 1u << g_rand_int_range (rand, 0, 4) : 0, x, y);
      if (stacked)
        g_rand_free (own);
    }
  return fixture_end_scene (builder);
}

static void
check_places (YunScene *scene, const YunSymbolPlan *plan, const YunView *view, guint *n_led)
{
  guint            n;
  const YunSymbol *symbols = yun_symbol_plan_get_symbols (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      const YunFeature *f = yun_feature_index_get (yun_scene_get_index (scene), symbols[i].feature);
      double            x, y, px, py;

      yun_view_to_pixel (view, symbols[i].anchor, &x, &y);
      yun_view_to_pixel (view, f->anchor, &px, &py);
      x += symbols[i].dx - px;
      y += symbols[i].dy - py;
      g_assert_true (symbols[i].place.x == f->anchor.x && symbols[i].place.y == f->anchor.y);
      g_assert_true (symbols[i].led || hypot (x, y) <= 12.01);
      /* and a line is short: what is farther off is in its cluster */
      g_assert_cmpfloat (hypot (x, y), <, 90);
      *n_led += symbols[i].led;
    }
}

/* Random registries in windows of random size: a symbol stands where its thing is, at most twelve
 * pixels off, or a line leads there. */
static void
test_places (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  guint             n_led = 0;

  for (guint round = 0; round < 150; round++)
    {
      g_autoptr (YunScene) scene = make_registry (rand, 1u << g_rand_int_range (rand, 1, 13));
      YunVertex            at = yun_vertex_from_lonlat (121.23, 31.03);
      YunView              view =
        yun_view_at (at.x, at.y, g_rand_double_range (rand, 9, 15),
                     g_rand_int_range (rand, 400, 2600), g_rand_int_range (rand, 300, 1500), 1);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);

      check_partition (scene, plan, &view);
      check_places (scene, plan, &view, &n_led);
      fixture_check_apart (plan, &view);
    }
  g_assert_cmpuint (n_led, >, 100);
}

static void
test_cancel (void)
{
  g_autoptr (YunScene)     scene = fixture_new_scene (100, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  YunView                  view = fixture_new_view (11);

  g_cancellable_cancel (cancellable);
  g_assert_null (yun_symbol_plan_new (scene, &view, 10, cancellable));
}

/* The tests know the entities, and the layer the vocabularies, by constants of their own. */
static void
test_entities (void)
{
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("park")), ==, YUN_FEATURE_PARK);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("plot")), ==, YUN_FEATURE_PLOT);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("firm")), ==, YUN_FEATURE_FIRM);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("facility")), ==, YUN_FEATURE_FACILITY);
  g_assert_cmpint (yun_enum_status.n_plain, ==, YUN_STYLE_N_STATUS);
  g_assert_cmpint (yun_enum_zone.n_plain, ==, YUN_STYLE_N_ZONES);
  g_assert_cmpint (yun_enum_segment.n_plain, ==, YUN_STYLE_N_SEGMENTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/symbol-plan/partition", test_partition);
  g_test_add_func ("/symbol-plan/deterministic", test_deterministic);
  g_test_add_func ("/symbol-plan/pan", test_pan);
  g_test_add_func ("/symbol-plan/fan", test_fan);
  g_test_add_func ("/symbol-plan/apart", test_apart);
  g_test_add_func ("/symbol-plan/around", test_around);
  g_test_add_func ("/symbol-plan/around-one", test_around_one);
  g_test_add_func ("/symbol-plan/around-crowd", test_around_crowd);
  g_test_add_func ("/symbol-plan/places", test_places);
  g_test_add_func ("/symbol-plan/cancel", test_cancel);
  g_test_add_func ("/symbol-plan/entities", test_entities);

  return g_test_run ();
}
