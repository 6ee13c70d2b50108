/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-feature-index-private.h"
#include "yun-plot.h"
#include "yun-record.h"
#include "yun-symbol-painter.h"
#include "yun-symbol-plan.h"

#include <math.h>
#include <string.h>

#define WIDTH 1200
#define HEIGHT 800

static YunScene *
make_scene (guint n_firms, gboolean base)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (21);
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunBaseMap)      map = base ? yun_base_map_get_default () : NULL;

  fixture_add_parks (builder, rand, 30);
  fixture_add_plots (builder, 200, 121.22, 31.02, 0.0008);
  fixture_add_firms (builder, rand, n_firms);
  index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, map, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

static YunView
make_view (double zoom)
{
  YunVertex at = yun_vertex_from_lonlat (121.23, 31.03);

  return yun_view_at (at.x, at.y, zoom, WIDTH, HEIGHT, 1);
}

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
  g_autoptr (YunScene)      scene = make_scene (3000, FALSE);
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
      YunView                   view = make_view (zooms[i]);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      g_autoptr (YunSymbolPlan) less = yun_symbol_plan_new (filtered, &view, 0, NULL);

      check_partition (scene, plan, &view);
      check_partition (filtered, less, &view);
    }
}

typedef struct
{
  double x0, y0, x1, y1;
} Box;

static void
check_labels (const YunSymbolPlan *plan, const YunView *view)
{
  guint             n_labels, n_symbols, n_clusters;
  const YunLabel   *labels = yun_symbol_plan_get_labels (plan, &n_labels);
  const YunSymbol  *symbols = yun_symbol_plan_get_symbols (plan, &n_symbols);
  const YunCluster *clusters = yun_symbol_plan_get_clusters (plan, &n_clusters);
  g_autofree Box   *boxes = g_new (Box, n_labels + n_symbols + n_clusters);
  guint             n = 0, n_upright;

  for (guint i = 0; i < n_labels; i++)
    {
      double x, y, w, h;

      g_assert_cmpuint (strlen (labels[i].text), >, 0);
      /* slanted ones are kept apart piece by piece, not by their boxes */
      if (labels[i].angle != 0)
        continue;
      yun_symbol_painter_measure_label (yun_scene_get_style (yun_symbol_plan_get_scene (plan)),
                                        labels[i].kind, labels[i].text, &w, &h);
      g_assert_cmpfloat_with_epsilon (w, labels[i].width, 0.01);
      g_assert_cmpfloat_with_epsilon (h, labels[i].height, 0.01);
      yun_view_to_pixel (view, labels[i].anchor, &x, &y);
      x += labels[i].dx;
      y += labels[i].dy;
      boxes[n++] = (Box){ x, y, x + w, y + h };
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (x + w, <=, view->width);
      g_assert_cmpfloat (y + h, <=, view->height);
    }
  n_upright = n;
  for (guint i = 0; i < n_symbols; i++)
    {
      double x, y, r = symbols[i].radius;

      yun_view_to_pixel (view, symbols[i].anchor, &x, &y);
      x += symbols[i].dx;
      y += symbols[i].dy;
      boxes[n++] = (Box){ x - r, y - r, x + r, y + r };
    }
  for (guint i = 0; i < n_clusters; i++)
    {
      double x, y, r = clusters[i].radius;

      yun_view_to_pixel (view, clusters[i].anchor, &x, &y);
      boxes[n++] = (Box){ x - r, y - r, x + r, y + r };
    }

  for (guint i = 0; i < n_upright; i++)
    for (guint k = i + 1; k < n; k++)
      g_assert_false (boxes[i].x0 < boxes[k].x1 && boxes[k].x0 < boxes[i].x1 &&
                      boxes[i].y0 < boxes[k].y1 && boxes[k].y0 < boxes[i].y1);
}

static void
test_labels (void)
{
  static const double  zooms[] = { 9, 10.4, 11.6, 12.8, 14.2, 15.7, 18 };
  g_autoptr (YunScene) scene = make_scene (400, TRUE);
  guint                kinds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      YunView                   view = make_view (zooms[i]);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 300, NULL);
      g_autoptr (YunSymbolPlan) few = yun_symbol_plan_new (scene, &view, 3, NULL);
      guint                     n;
      const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

      for (guint k = 0; k < n; k++)
        kinds |= 1u << labels[k].kind;
      check_labels (plan, &view);
      yun_symbol_plan_get_labels (few, &n);
      g_assert_cmpuint (n, <=, 3);
    }
  /* every kind of label has had its turn */
  g_assert_cmphex (kinds, ==, (1u << YUN_LABEL_N) - 1);
}

static void
test_deterministic (void)
{
  g_autoptr (YunScene)      scene = make_scene (2000, TRUE);
  YunView                   view = make_view (12);
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
  g_autoptr (YunScene)      scene = make_scene (3000, FALSE);
  YunView                   view = make_view (12), panned = view;
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
        if (x < 150 || y < 150 || x > WIDTH - 150 || y > HEIGHT - 150)
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

/* The label of @feature (or of the base map with this text) whose anchor is near that of @like. */
static const YunLabel *
find_label (const YunSymbolPlan *plan, const YunLabel *like)
{
  guint           n;
  const YunLabel *labels = yun_symbol_plan_get_labels (plan, &n);

  for (guint i = 0; i < n; i++)
    if (labels[i].feature == like->feature && labels[i].kind == like->kind &&
        strcmp (labels[i].text, like->text) == 0 &&
        ABS ((gint64) labels[i].anchor.x - like->anchor.x) <= 2 &&
        ABS ((gint64) labels[i].anchor.y - like->anchor.y) <= 2)
      return &labels[i];

  return NULL;
}

#define PAN_STEPS 12
#define PAN_GROW 0.25
#define PAN_INSIDE 120 /* pixels from the edge of what is seen */

/* Whether the label stands well inside of @view. */
static gboolean
is_inside (const YunLabel *label, const YunView *view)
{
  double x, y;

  yun_view_to_pixel (view, label->anchor, &x, &y);

  return x > PAN_INSIDE && y > PAN_INSIDE && x < view->width - PAN_INSIDE &&
         y < view->height - PAN_INSIDE;
}

/* Panned through a dense area, labels stay where they are on the map, and none goes and comes
 * back. */
static void
check_stable (YunScene *scene, double zoom, double step_x, double step_y)
{
  YunView        view = make_view (zoom), views[PAN_STEPS];
  YunSymbolPlan *plans[PAN_STEPS];
  guint          n_stayed = 0, n_seen = 0;

  for (guint i = 0; i < PAN_STEPS; i++)
    {
      views[i] = view;
      plans[i] = yun_symbol_plan_new_around (scene, &view, PAN_GROW, 2000, NULL);
      view.x += step_x * view.scale;
      view.y += step_y * view.scale;
    }

  for (guint i = 0; i + 1 < PAN_STEPS; i++)
    {
      guint           n;
      const YunLabel *labels = yun_symbol_plan_get_labels (plans[i], &n);

      for (guint k = 0; k < n; k++)
        {
          const YunLabel *next, *later;

          if (!is_inside (&labels[k], &views[i]) || !is_inside (&labels[k], &views[i + 1]))
            continue;
          n_seen++;
          next = find_label (plans[i + 1], &labels[k]);
          n_stayed += next != NULL && fabsf (next->dx - labels[k].dx) < 0.1f &&
                      fabsf (next->dy - labels[k].dy) < 0.1f;
          later = i + 2 < PAN_STEPS && is_inside (&labels[k], &views[i + 2])
                    ? find_label (plans[i + 2], &labels[k])
                    : NULL;
          if (later != NULL)
            g_assert_nonnull (next);
        }
    }
  g_test_message ("zoom %.1f: %u of %u labels stayed", zoom, n_stayed, n_seen);
  g_assert_cmpuint (n_seen, >, 50);
  g_assert_cmpuint (n_stayed * 100, >=, n_seen * 99);

  for (guint i = 0; i < PAN_STEPS; i++)
    yun_symbol_plan_unref (plans[i]);
}

static void
test_stable_labels (void)
{
  static const double  zooms[] = { 10.9, 12.2, 13.7, 15.1, 16.4 };
  g_autoptr (YunScene) sparse = make_scene (400, TRUE);
  g_autoptr (YunScene) dense = make_scene (4000, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      check_stable (sparse, zooms[i], 13.3, -7.9);
      check_stable (dense, zooms[i], -31.7, 18.6);
    }
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
  YunView view = make_view (12);

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
          g_assert_true (yun_symbol_plan_pick (plan, &view, WIDTH / 2 + symbols[i].dx,
                                               HEIGHT / 2 + symbols[i].dy, 2, &symbol, &cluster));
          g_assert_cmpint (symbol, ==, (int) i);
        }
    }
}

/* Neither symbols nor rings cover each other. */
static void
check_apart (const YunSymbolPlan *plan, const YunView *view)
{
  g_autoptr (GArray) discs = g_array_new (FALSE, FALSE, 3 * sizeof (double));
  guint              n;
  const YunSymbol   *symbols = yun_symbol_plan_get_symbols (plan, &n);
  const YunCluster  *clusters;

  for (guint i = 0; i < n; i++)
    {
      double disc[3];

      yun_view_to_pixel (view, symbols[i].anchor, &disc[0], &disc[1]);
      disc[0] += symbols[i].dx;
      disc[1] += symbols[i].dy;
      disc[2] = symbols[i].radius;
      g_array_append_vals (discs, disc, 1);
    }
  clusters = yun_symbol_plan_get_clusters (plan, &n);
  for (guint i = 0; i < n; i++)
    {
      double disc[3];

      yun_view_to_pixel (view, clusters[i].anchor, &disc[0], &disc[1]);
      disc[2] = clusters[i].radius;
      g_array_append_vals (discs, disc, 1);
    }
  for (guint i = 0; i < discs->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const double *a = (double *) (gpointer) (discs->data + i * 3 * sizeof (double));
        const double *b = (double *) (gpointer) (discs->data + k * 3 * sizeof (double));

        g_assert_cmpfloat (hypot (a[0] - b[0], a[1] - b[1]), >, (a[2] + b[2]) * 0.98);
      }
}

static void
test_apart (void)
{
  g_autoptr (YunScene) scene = make_scene (5000, FALSE);

  for (double zoom = 9; zoom < 16; zoom += 0.7)
    {
      YunView                   view = make_view (zoom);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 0, NULL);

      check_apart (plan, &view);
    }
}

static void
add_point (YunFeatureBuilder *builder, int entity, guint segments, double lon, double lat)
{
  static gint64       id;
  g_autoptr (YunGeom) shape = yun_geom_new_point (lon, lat);

  yun_feature_builder_add (builder,
                           &(YunFeature){ .id = ++id,
                                          .entity = entity,
                                          .segments = segments,
                                          .status = -1,
                                          .accuracy = YUN_ACCURACY_TOWN },
                           "某", shape);
}

static YunScene *
end_scene (YunFeatureBuilder *builder)
{
  g_autoptr (YunFeatureIndex) index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

/* Firms of a known segment stand around the ring of all else at their place. */
static void
test_around (void)
{
  YunView view = make_view (12);

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
          add_point (builder, i % 4 + 2, i % 4 == 2 ? 0 : i % 16, 121.23, 31.03);
          if (i < n_firms)
            add_point (builder, 4, 1 << (i % 4), 121.23, 31.03);
        }
      scene = end_scene (builder);
      plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      check_partition (scene, plan, &view);
      check_apart (plan, &view);
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
          g_assert_true (yun_symbol_plan_pick (plan, &view, WIDTH / 2 + symbols[i].dx,
                                               HEIGHT / 2 + symbols[i].dy, 2, &symbol, &cluster));
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

          g_assert_true (yun_symbol_plan_pick (plan, &view, WIDTH / 2 + r * cos (a),
                                               HEIGHT / 2 + r * sin (a), 4, &symbol, &cluster));
          g_assert_cmpint (cluster, ==, 0);
          g_assert_cmpint (symbol, ==, -1);
        }
    }
}

/* Of firms and plots too close for fans: the one that is left needs no ring, nor does none. */
static void
test_around_one (void)
{
  YunView view = make_view (12);

  for (guint n_plots = 0; n_plots <= 3; n_plots++)
    for (guint n_firms = 1; n_firms <= 6; n_firms++)
      {
        YunFeatureBuilder        *builder = yun_feature_builder_new ();
        g_autoptr (YunScene)      scene = NULL;
        g_autoptr (YunSymbolPlan) plan = NULL;
        guint                     n, n_clusters;

        for (guint i = 0; i < n_firms; i++)
          add_point (builder, 4, 1 << (i % 4), 121.23 + i * 0.0006, 31.03);
        for (guint i = 0; i < n_plots; i++)
          add_point (builder, 3, 0, 121.23, 31.03 + i * 0.0006);
        scene = end_scene (builder);
        plan = yun_symbol_plan_new (scene, &view, 0, NULL);
        check_partition (scene, plan, &view);
        check_apart (plan, &view);
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
  YunView              view = make_view (12);
  YunFeatureBuilder   *builder = yun_feature_builder_new ();
  g_autoptr (YunScene) scene = NULL;
  double               degrees = 360 / (256 * exp2 (12)); /* a pixel */

  for (guint i = 0; i < 25; i++)
    add_point (builder, 4, i % 5 == 0 ? 1 << (i / 5 % 4) : 0, 121.23, 31.03);
  /* all around, each with room for a fan as long as there is nothing but the ring */
  for (guint place = 0; place < 6; place++)
    for (guint i = 0; i < 5; i++)
      add_point (builder, i == 0 ? 2 : 3, 0, 121.23 + 52 * degrees * cos (place * G_PI / 3),
                 31.03 + 52 * degrees * sin (place * G_PI / 3) * cos (31.03 * G_PI / 180));
  scene = end_scene (builder);

  for (double zoom = 11.5; zoom < 13; zoom += 0.1)
    {
      g_autoptr (YunSymbolPlan) plan = NULL;
      const YunSymbol          *symbols;
      guint                     n, n_firms = 0;

      view = make_view (zoom);
      plan = yun_symbol_plan_new (scene, &view, 0, NULL);
      check_partition (scene, plan, &view);
      check_apart (plan, &view);
      symbols = yun_symbol_plan_get_symbols (plan, &n);
      for (guint i = 0; i < n; i++)
        n_firms +=
          yun_feature_index_get (yun_scene_get_index (scene), symbols[i].feature)->segments != 0;
      g_assert_cmpuint (n_firms, ==, 5);
    }
}

/* The whole district in a small window: each town has its name, whatever stands on it. */
static void
test_town_labels (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunFeatureBuilder     *builder = yun_feature_builder_new ();
  g_autoptr (YunScene)   scene = NULL;
  g_autoptr (YunScene)   full = NULL;
  YunVertex              min, max;
  guint                  n_shapes, n_towns = 0;
  const YunBaseShape    *shapes = yun_base_map_get_shapes (base, &n_shapes);

  for (guint i = 0; i < n_shapes; i++)
    if (shapes[i].kind == YUN_BASE_TOWN)
      {
        YunPoint at = yun_vertex_to_lonlat (shapes[i].anchor);

        n_towns++;
        for (guint k = 0; k < 26; k++)
          add_point (builder, 4, k < 3 ? 1 << k : 0, at.x, at.y);
      }
  scene = end_scene (builder);
  full = yun_scene_new (yun_scene_get_index (scene), NULL, base, yun_scene_get_style (scene));
  yun_base_map_get_box (base, &min, &max);
  {
    YunView                   view = yun_view_fit (min, max, 1000, 500, 20, 1);
    g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (full, &view, 300, NULL);
    guint                     n, n_labels = 0;
    const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

    for (guint i = 0; i < n; i++)
      if (labels[i].kind == YUN_LABEL_TOWN)
        {
          n_labels++;
          /* and near enough to be understood */
          g_assert_cmpfloat (
            hypot (labels[i].dx + labels[i].width / 2, labels[i].dy + labels[i].height / 2), <,
            130);
        }
    g_assert_cmpuint (n_towns, >, 10);
    g_assert_cmpuint (n_labels, ==, n_towns);
    check_labels (plan, &view);
    check_apart (plan, &view);
  }
}

/* Firms too close for all their names: those that lead their chain have theirs, also on a map where
 * no other firm has one. */
static void
test_leaders (void)
{
  YunFeatureBuilder   *builder = yun_feature_builder_new ();
  g_autoptr (YunScene) scene = NULL;

  for (guint i = 0; i < 64; i++)
    {
      g_autoptr (YunGeom) shape = yun_geom_new_point (121.16 + i % 8 * 0.02, 30.97 + i / 8 * 0.018);
      YunFeature          values = { .id = i + 1,
                                     .entity = YUN_FEATURE_FIRM,
                                     .segments = 1 << (i % 4),
                                     .status = -1,
                                     .traits = i % 24 == 23 || i == 63 ? YUN_FEATURE_LEADER : 0 };

      yun_feature_builder_add (builder, &values, "名字很长的一家卫星企业", shape);
    }
  scene = end_scene (builder);

  for (double zoom = 11; zoom <= 12; zoom += 1)
    {
      YunView                   view = make_view (zoom);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 300, NULL);
      guint                     n;
      const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

      g_assert_cmpuint (n, >=, 3);
      g_assert_cmpuint (n, <, 64);
      if (zoom < 11.5)
        g_assert_cmpuint (n, ==, 3);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpint (
          yun_feature_index_get (yun_scene_get_index (scene), labels[i].feature)->traits, ==,
          YUN_FEATURE_LEADER);
    }
}

/* Whether the middle of a label is in what is looked at. */
static gboolean
is_seen (const YunLabel *label, const YunView *view)
{
  double x, y;

  yun_view_to_pixel (view, label->anchor, &x, &y);
  x += label->dx + label->width / 2;
  y += label->dy + label->height / 2;

  return x > 0 && y > 0 && x < view->width && y < view->height;
}

/* As before where thousands of firms are all over the district, in maps of the size that a window
 * of 1280×800 and of 1920×1080 leaves them, and of the whole of it. */
static void
test_crowded_towns (void)
{
  static const double    sizes[][2] = { { 748, 374 },  { 748, 640 },  { 1060, 374 }, { 1280, 800 },
                                        { 1390, 654 }, { 1700, 654 }, { 1920, 1080 } };
  g_autoptr (YunScene)   scene = make_scene (10000, TRUE);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunVertex              min, max;
  guint                  n_shapes, n_zones = 0, n_towns = 0;
  const YunBaseShape    *shapes = yun_base_map_get_shapes (base, &n_shapes);

  for (guint i = 0; i < n_shapes; i++)
    {
      n_zones += shapes[i].kind == YUN_BASE_ZONE && *shapes[i].name != '\0';
      n_towns += shapes[i].kind == YUN_BASE_TOWN;
    }
  yun_base_map_get_box (base, &min, &max);
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      YunView                   view = yun_view_fit (min, max, sizes[k][0], sizes[k][1], 20, 1);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new_around (scene, &view, 0.25, 1500, NULL);
      guint                     n, n_named[2] = { 0 };
      const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

      for (guint i = 0; i < n; i++)
        if (labels[i].kind <= YUN_LABEL_TOWN && is_seen (&labels[i], &view))
          n_named[labels[i].kind]++;
      g_test_message ("%g×%g: %u of %u towns", sizes[k][0], sizes[k][1], n_named[1], n_towns);
      g_assert_cmpuint (n_named[YUN_LABEL_ZONE], ==, n_zones);
      g_assert_cmpuint (n_named[YUN_LABEL_TOWN], ==, n_towns);
    }
}

static void
test_cancel (void)
{
  g_autoptr (YunScene)     scene = make_scene (100, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  YunView                  view = make_view (11);

  g_cancellable_cancel (cancellable);
  g_assert_null (yun_symbol_plan_new (scene, &view, 10, cancellable));
}

/* The layer knows the entities by constants of its own. */
static void
test_entities (void)
{
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("park")), ==, 2);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("plot")), ==, 3);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("firm")), ==, 4);
  g_assert_cmpuint (yun_entity_get_index (yun_entity_find ("facility")), ==, 5);
  g_assert_cmpint (yun_enum_status.n_plain, ==, YUN_STYLE_N_STATUS);
  g_assert_cmpint (yun_enum_zone.n_plain, ==, YUN_STYLE_N_ZONES);
  g_assert_cmpint (yun_enum_segment.n_plain, ==, YUN_STYLE_N_SEGMENTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/symbol-plan/partition", test_partition);
  g_test_add_func ("/symbol-plan/labels", test_labels);
  g_test_add_func ("/symbol-plan/deterministic", test_deterministic);
  g_test_add_func ("/symbol-plan/pan", test_pan);
  g_test_add_func ("/symbol-plan/stable-labels", test_stable_labels);
  g_test_add_func ("/symbol-plan/fan", test_fan);
  g_test_add_func ("/symbol-plan/apart", test_apart);
  g_test_add_func ("/symbol-plan/around", test_around);
  g_test_add_func ("/symbol-plan/around-one", test_around_one);
  g_test_add_func ("/symbol-plan/around-crowd", test_around_crowd);
  g_test_add_func ("/symbol-plan/town-labels", test_town_labels);
  g_test_add_func ("/symbol-plan/crowded-towns", test_crowded_towns);
  g_test_add_func ("/symbol-plan/leaders", test_leaders);
  g_test_add_func ("/symbol-plan/cancel", test_cancel);
  g_test_add_func ("/symbol-plan/entities", test_entities);

  return g_test_run ();
}
