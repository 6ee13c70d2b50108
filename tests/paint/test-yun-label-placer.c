/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "paint-fixture.h"
#include "symbol-plan-fixture.h"
#include "yun-label-candidate.h"
#include "yun-label-sizer.h"
#include "yun-symbol-painter.h"
#include "yun-text-painter.h"

#include <math.h>
#include <string.h>

/* Names on the map: which have a place, and that they keep it. */

typedef struct
{
  double x0, y0, x1, y1;
} Box;

/* What a text takes when it is drawn. */
static void
measure_anew (
  const YunStyle *style, YunLabelKind kind, const char *text, double *width, double *height)
{
  g_autoptr (PangoLayout) layout = yun_text_new_label (style, kind);
  PangoRectangle          logical;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  *width = logical.width / (double) PANGO_SCALE;
  *height = logical.height / (double) PANGO_SCALE;
}

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
      measure_anew (yun_scene_get_style (yun_symbol_plan_get_scene (plan)), labels[i].kind,
                    labels[i].text, &w, &h);
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
  g_autoptr (YunScene) scene = fixture_new_scene (400, TRUE);
  guint                kinds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      YunView                   view = fixture_new_view (zooms[i]);
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
  YunView        view = fixture_new_view (zoom), views[PAN_STEPS];
  YunSymbolPlan *plans[PAN_STEPS];
  guint          n_stayed = 0, n_seen = 0;

  for (guint i = 0; i < PAN_STEPS; i++)
    {
      views[i] = view;
      plans[i] = yun_symbol_plan_new_around (scene, &(YunSight){ .view = view, .grow = PAN_GROW },
                                             2000, NULL);
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
  g_autoptr (YunScene) sparse = fixture_new_scene (400, TRUE);
  g_autoptr (YunScene) dense = fixture_new_scene (4000, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      check_stable (sparse, zooms[i], 13.3, -7.9);
      check_stable (dense, zooms[i], -31.7, 18.6);
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

/* How many towns and zones have their name in sight. */
static void
count_named (const YunSymbolPlan *plan, const YunView *view, guint n_named[2])
{
  guint           n;
  const YunLabel *labels = yun_symbol_plan_get_labels (plan, &n);

  n_named[0] = n_named[1] = 0;
  for (guint i = 0; i < n; i++)
    if (labels[i].kind <= YUN_LABEL_TOWN && is_seen (&labels[i], view))
      n_named[labels[i].kind]++;
}

/* The whole district in a small window: each town but the smallest has its name where nothing
 * stands on it, and most of them where firms are fanned out about the middle of each. */
static void
test_town_labels (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunFeatureBuilder     *builder = yun_feature_builder_new ();
  g_autoptr (YunScene)   scene = NULL;
  g_autoptr (YunScene)   full = NULL;
  g_autoptr (YunScene)   bare = NULL;
  YunVertex              min, max;
  guint                  n_shapes, n_towns = 0;
  const YunBaseShape    *shapes = yun_base_map_get_shapes (base, &n_shapes);

  for (guint i = 0; i < n_shapes; i++)
    if (shapes[i].kind == YUN_BASE_TOWN)
      {
        YunPoint at = yun_vertex_to_lonlat (shapes[i].anchor);

        n_towns++;
        for (guint k = 0; k < 26; k++)
          fixture_add_point (builder, 4, k < 3 ? 1 << k : 0, at.x, at.y);
      }
  scene = fixture_end_scene (builder);
  full = yun_scene_new (yun_scene_get_index (scene), NULL, base, yun_scene_get_style (scene));
  bare = yun_scene_new (NULL, NULL, base, yun_scene_get_style (scene));
  yun_base_map_get_box (base, &min, &max);
  {
    YunView                   view = yun_view_fit (min, max, 1000, 500, 20, 1);
    g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (full, &view, 300, NULL);
    g_autoptr (YunSymbolPlan) empty = yun_symbol_plan_new (bare, &view, 300, NULL);
    guint                     n_named[2];

    g_assert_cmpuint (n_towns, ==, 17);
    count_named (empty, &view, n_named);
    /* but the smallest */
    g_assert_cmpuint (n_named[YUN_LABEL_TOWN], >=, n_towns - 1);
    count_named (plan, &view, n_named);
    g_test_message ("%u named", n_named[1]);
    g_assert_cmpuint (n_named[YUN_LABEL_TOWN], >=, 11);
    check_labels (plan, &view);
    fixture_check_apart (plan, &view);
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
  scene = fixture_end_scene (builder);

  for (double zoom = 11; zoom <= 12; zoom += 1)
    {
      YunView                   view = fixture_new_view (zoom);
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

/* As before where thousands of firms are all over the district, in maps of the size that a window
 * of 1280×800 and of 1920×1080 leaves them, and of the whole of it. */
static void
test_crowded_towns (void)
{
  static const struct
  {
    double width, height;
    guint  n_towns; /* at least so many are named */
    guint  n_zones;
  } sizes[] = { { 748, 374, 10, 0 },  { 748, 640, 16, 1 },  { 1060, 374, 10, 0 },
                { 1280, 800, 15, 2 }, { 1390, 654, 16, 2 }, { 1700, 654, 16, 2 },
                { 1920, 1080, 17, 2 } };
  g_autoptr (YunScene)   scene = fixture_new_scene (10000, TRUE);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunVertex              min, max;

  yun_base_map_get_box (base, &min, &max);
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      YunView view = yun_view_fit (min, max, sizes[k].width, sizes[k].height, 20, 1);
      g_autoptr (YunSymbolPlan) plan =
        yun_symbol_plan_new_around (scene, &(YunSight){ .view = view, .grow = 0.25 }, 1500, NULL);
      guint n_named[2];

      count_named (plan, &view, n_named);
      g_test_message ("%g×%g: %u towns, %u zones", view.width, view.height, n_named[1], n_named[0]);
      g_assert_cmpuint (n_named[YUN_LABEL_ZONE], >=, sizes[k].n_zones);
      g_assert_cmpuint (n_named[YUN_LABEL_TOWN], >=, sizes[k].n_towns);
    }
}

static gboolean
area_has (const YunFeatureIndex *index, guint i, double x, double y)
{
  gboolean inside = FALSE;

  for (guint r = 0; r < yun_feature_index_get_n_rings (index, i); r++)
    {
      guint            n;
      const YunVertex *ring = yun_feature_index_get_ring (index, i, r, &n);

      for (guint k = 1; k < n; k++)
        inside ^= (ring[k - 1].y > y) != (ring[k].y > y) &&
                  x < ring[k].x + ((double) ring[k - 1].x - ring[k].x) * (y - ring[k].y) /
                                    ((double) ring[k - 1].y - ring[k].y);
    }

  return inside;
}

/* Whether the box of @label is in @shape, or else in the area of its feature, looked at pixel by
 * pixel. */
static gboolean
stands_in (const YunLabel        *label,
           const YunBaseShape    *shape,
           const YunFeatureIndex *index,
           const YunView         *view)
{
  for (double dy = 0; dy <= label->height; dy++)
    for (double dx = 0; dx <= label->width; dx++)
      {
        double x = label->anchor.x + (label->dx + dx) * view->scale;
        double y = label->anchor.y + (label->dy + dy) * view->scale;

        if (!(shape != NULL ? yun_base_shape_has (shape, x, y)
                            : area_has (index, (guint) label->feature, x, y)))
          return FALSE;
      }

  return TRUE;
}

/* (nullable): the town or zone whose name @label is */
static const YunBaseShape *
find_named (const YunBaseMap *base, const YunLabel *label)
{
  guint               n;
  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n);

  for (guint i = 0; i < n; i++)
    if (shapes[i].anchor.x == label->anchor.x && shapes[i].anchor.y == label->anchor.y &&
        shapes[i].kind == (label->kind == YUN_LABEL_TOWN ? YUN_BASE_TOWN : YUN_BASE_ZONE))
      return &shapes[i];
  return NULL;
}

/* Whether @label is the name of an area, of the base map (@shape) or of the registry. */
static gboolean
names_area (const YunLabel        *label,
            const YunBaseMap      *base,
            const YunFeatureIndex *index,
            const YunBaseShape   **shape)
{
  *shape = label->kind <= YUN_LABEL_TOWN ? find_named (base, label) : NULL;

  return *shape != NULL ||
         (label->feature >= 0 &&
          yun_feature_index_get (index, (guint) label->feature)->kind == YUN_GEOM_POLYGON);
}

/* Random registries in windows of random size, from the whole district to a town: the name of an
 * area stands inside it. */
static void
test_inside (void)
{
  g_autoptr (GRand)      rand = g_rand_new_with_seed (5);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunVertex              min, max;
  guint                  n_named[2] = { 0 };

  yun_base_map_get_box (base, &min, &max);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (YunScene) scene = fixture_new_scene (1u << g_rand_int_range (rand, 2, 14), TRUE);
      YunView              view = yun_view_fit (min, max, g_rand_int_range (rand, 400, 2600),
                                                g_rand_int_range (rand, 300, 1500), 20, 1);
      g_autoptr (YunSymbolPlan) plan = NULL;
      guint                     n;
      const YunLabel           *labels;

      view = yun_view_at (
        view.x + view.width / 2 * view.scale, view.y + view.height / 2 * view.scale,
        yun_view_get_zoom (&view) + g_rand_double_range (rand, 0, 5), view.width, view.height, 1);
      plan = yun_symbol_plan_new (scene, &view, 1500, NULL);
      labels = yun_symbol_plan_get_labels (plan, &n);
      for (guint i = 0; i < n; i++)
        {
          const YunFeatureIndex *index = yun_scene_get_index (scene);
          const YunBaseShape    *shape;

          if (!names_area (&labels[i], base, index, &shape))
            continue;
          g_assert_true (stands_in (&labels[i], shape, index, &view));
          n_named[shape == NULL]++;
        }
    }
  g_assert_cmpuint (n_named[0], >, 300);
  g_assert_cmpuint (n_named[1], >, 50);
}

/* ---- Names along lines -------------------------------------------------------------- */

/* Whether a line of the base map is called so, or begins with the number or ends with the name. */
static gboolean
is_called (const YunBaseShape *shape, const YunLabel *label)
{
  if (label->kind == YUN_LABEL_SIGN)
    return shape->kind == YUN_BASE_ROAD && g_str_has_prefix (shape->name, label->text);
  return shape->kind == (label->kind == YUN_LABEL_ROAD    ? YUN_BASE_ROAD
                         : label->kind == YUN_LABEL_WATER ? YUN_BASE_WATER
                                                          : YUN_BASE_RAIL) &&
         g_str_has_suffix (shape->name, label->text);
}

/* Pixels from a place of the world to the nearest line that the label may name. */
static double
measure_to_line (const YunBaseMap *base, const YunLabel *label, const YunView *view, YunPoint at)
{
  guint               n;
  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n);
  double              least = INFINITY;

  for (guint i = 0; i < n; i++)
    for (guint r = 0; is_called (&shapes[i], label) && r < shapes[i].n_rings; r++)
      for (guint k = 1; k < shapes[i].rings[r].n; k++)
        {
          YunVertex a = shapes[i].rings[r].vertices[k - 1], b = shapes[i].rings[r].vertices[k];
          double    dx = (double) b.x - a.x, dy = (double) b.y - a.y;
          double    share = ((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy);

          share = CLAMP (share, 0, 1);
          least = MIN (least, hypot (a.x + share * dx - at.x, a.y + share * dy - at.y));
        }
  return least / view->scale;
}

/* Where a label stands, from its left end (-0.5) to its right end (0.5), in the world. */
static YunPoint
find_on_label (const YunLabel *label, const YunView *view, double share)
{
  double along = label->dx + label->width * (0.5 + share), across = label->dy + label->height / 2;

  return (YunPoint){
    label->anchor.x + view->scale * (cos (label->angle) * along - sin (label->angle) * across),
    label->anchor.y + view->scale * (sin (label->angle) * along + cos (label->angle) * across)
  };
}

static void
check_along (const YunBaseMap *base, const YunLabel *label, const YunView *view)
{
  double slack = label->kind == YUN_LABEL_WATER ? 30 : 4;

  /* never upside down */
  g_assert_cmpfloat (fabs (label->angle), <=, G_PI / 2 + 1e-4);
  for (double share = -0.5; share <= 0.5; share += 0.25)
    {
      YunPoint at = find_on_label (label, view, label->kind == YUN_LABEL_SIGN ? 0 : share);
      double   x = (at.x - view->x) / view->scale, y = (at.y - view->y) / view->scale;

      g_assert_cmpfloat (measure_to_line (base, label, view, at), <, slack);
      g_assert_true (x >= 0 && y >= 0 && x <= view->width && y <= view->height);
    }
}

/* Names of roads, rivers and metro lines stand on their lines and in the picture, at any size and
 * zoom; those of the districts around outside of ours, each once. */
static void
test_lines (void)
{
  g_autoptr (GRand)      rand = g_rand_new_with_seed (11);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  g_autoptr (YunScene)   scene = fixture_new_scene (300, TRUE);
  YunVertex              min, max;
  guint                  n_named[YUN_LABEL_N] = { 0 };

  yun_base_map_get_box (base, &min, &max);
  for (guint round = 0; round < 200; round++)
    {
      YunView view =
        yun_view_at (g_rand_double_range (rand, min.x, max.x),
                     g_rand_double_range (rand, min.y, max.y), g_rand_double_range (rand, 9.5, 17),
                     g_rand_int_range (rand, 400, 2600), g_rand_int_range (rand, 300, 1500), 1);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 1500, NULL);
      g_autoptr (GHashTable)    around = g_hash_table_new (g_str_hash, g_str_equal);
      guint                     n;
      const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

      for (guint i = 0; i < n; i++)
        {
          n_named[labels[i].kind]++;
          if (labels[i].kind == YUN_LABEL_NEIGHBOUR)
            {
              YunPoint at = find_on_label (&labels[i], &view, 0);
              guint    n_shapes;

              g_assert_true (g_hash_table_add (around, (gpointer) labels[i].text));
              g_assert_false (
                yun_base_shape_has (yun_base_map_get_shapes (base, &n_shapes), at.x, at.y));
            }
          else if (labels[i].kind == YUN_LABEL_ROAD || labels[i].kind >= YUN_LABEL_WATER)
            check_along (base, &labels[i], &view);
        }
    }
  g_assert_cmpuint (n_named[YUN_LABEL_ROAD], >, 500);
  g_assert_cmpuint (n_named[YUN_LABEL_SIGN], >, 200);
  g_assert_cmpuint (n_named[YUN_LABEL_WATER], >, 100);
  g_assert_cmpuint (n_named[YUN_LABEL_RAIL], >, 20);
  g_assert_cmpuint (n_named[YUN_LABEL_NEIGHBOUR], >, 50);
}

static gboolean
reaches (const YunView *view, YunVertex at)
{
  YunVertex min, max;

  yun_view_get_box (view, 200, &min, &max);
  return at.x >= min.x && at.x <= max.x && at.y >= min.y && at.y <= max.y;
}

static gboolean
has_line_name (GArray *names, const YunLabelCandidate *wanted)
{
  for (guint i = 0; i < names->len; i++)
    {
      const YunLabelCandidate *name = &g_array_index (names, YunLabelCandidate, i);

      if (strcmp (name->text, wanted->text) == 0 && name->anchor.x == wanted->anchor.x &&
          name->anchor.y == wanted->anchor.y)
        return TRUE;
    }
  return FALSE;
}

/* Where a line has its name is the same in every view that the text may reach into. */
static void
test_lines_panned (void)
{
  g_autoptr (GRand)      rand = g_rand_new_with_seed (12);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  g_autoptr (YunScene)   scene = fixture_new_scene (10, TRUE);
  YunVertex              min, max;
  guint                  n_seen = 0;

  yun_base_map_get_box (base, &min, &max);
  for (guint round = 0; round < 200; round++)
    {
      double  x = g_rand_double_range (rand, min.x, max.x);
      double  y = g_rand_double_range (rand, min.y, max.y);
      double  zoom = g_rand_double_range (rand, 12, 16);
      YunView one = yun_view_at (x, y, zoom, 500, 400, 1);
      YunView other =
        yun_view_at (x + g_rand_double_range (rand, -450, 450) * one.scale,
                     y + g_rand_double_range (rand, -350, 350) * one.scale, zoom, 500, 400, 1);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &one, 10, NULL);
      g_autoptr (YunSymbolPlan) panned = yun_symbol_plan_new (scene, &other, 10, NULL);
      g_autoptr (GArray)        names = g_array_new (FALSE, FALSE, sizeof (YunLabelCandidate));
      g_autoptr (GArray) panned_names = g_array_new (FALSE, FALSE, sizeof (YunLabelCandidate));

      yun_label_lines_collect (plan, names);
      yun_label_lines_collect (panned, panned_names);
      for (guint i = 0; i < names->len; i++)
        {
          const YunLabelCandidate *name = &g_array_index (names, YunLabelCandidate, i);

          if (!reaches (&one, name->anchor) || !reaches (&other, name->anchor))
            continue;
          n_seen++;
          g_assert_true (has_line_name (panned_names, name));
        }
    }
  g_assert_cmpuint (n_seen, >, 100);
}

/* From a picture of the district alone one sees where the expressways, the river and all four
 * districts around are. */
static void
test_whole (void)
{
  static const char *const texts[] = { "G60",    "G15",    "S32",    "G1503", "黄浦江",
                                       "闵行区", "青浦区", "金山区", "奉贤区" };
  g_autoptr (YunBaseMap)   base = yun_base_map_get_default ();
  g_autoptr (YunScene)     scene = fixture_new_scene (60, TRUE);
  YunVertex                min, max;

  yun_base_map_get_box (base, &min, &max);
  for (guint k = 0; k < 2; k++)
    {
      YunView view = yun_view_fit (min, max, k == 0 ? 1280 : 1920, k == 0 ? 700 : 1000, 20, 1);
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new (scene, &view, 1500, NULL);
      guint                     n;
      const YunLabel           *labels = yun_symbol_plan_get_labels (plan, &n);

      for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          gboolean found = FALSE;

          for (guint i = 0; i < n; i++)
            found = found || strcmp (labels[i].text, texts[t]) == 0;
          g_test_message ("%g×%g: %s", view.width, view.height, texts[t]);
          g_assert_true (found);
        }
    }
}

/* How many names of towns and zones stand under a card. */
static guint
count_hidden (const YunSymbolPlan *plan, const YunView *view, const cairo_rectangle_int_t *card)
{
  guint           n, n_hidden = 0;
  const YunLabel *labels = yun_symbol_plan_get_labels (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      double x, y;

      yun_view_to_pixel (view, labels[i].anchor, &x, &y);
      x += labels[i].dx;
      y += labels[i].dy;
      n_hidden += labels[i].kind <= YUN_LABEL_TOWN && x < card->x + card->width &&
                  x + labels[i].width > card->x && y < card->y + card->height &&
                  y + labels[i].height > card->y;
    }

  return n_hidden;
}

/* A name goes out from under a card, unless all of its town lies there. */
static void
test_cards (void)
{
  g_autoptr (YunScene)   scene = fixture_new_scene (400, TRUE);
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunVertex              min, max;
  guint                  n_bare = 0, n_hidden = 0;

  yun_base_map_get_box (base, &min, &max);
  for (int x = 300; x < 1500; x += 20)
    {
      YunSight                  sight = { .view = yun_view_fit (min, max, 1920, 1080, 20, 1),
                                          .grow = 0.25,
                                          .cards = { { x, 400, 150, 60 } },
                                          .n_cards = 1 };
      YunSight                  bare = { .view = sight.view, .grow = 0.25 };
      g_autoptr (YunSymbolPlan) plan = yun_symbol_plan_new_around (scene, &sight, 1500, NULL);
      g_autoptr (YunSymbolPlan) other = yun_symbol_plan_new_around (scene, &bare, 1500, NULL);

      n_hidden += count_hidden (plan, &sight.view, &sight.cards[0]);
      n_bare += count_hidden (other, &sight.view, &sight.cards[0]);
    }
  g_assert_cmpuint (n_bare, >, 5);
  g_assert_cmpuint (n_hidden, ==, 0);
}

/* What is remembered is what a layout says, for every kind, and there is an end to it. */
static void
test_sizes (void)
{
  static const char *const texts[] = { "泗泾", "广富林\n街道", "G60 科创云廊", "a", "", "泗泾" };
  YunLabelSizer            many = { .style = yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS) };
  guint                    most = 0;

  for (guint scheme = 0; scheme < 2; scheme++)
    for (YunLabelKind kind = 0; kind < YUN_LABEL_N; kind++)
      {
        YunLabelSizer sizer = { .style = yun_style_get (scheme, YUN_FILL_STATUS) };

        for (guint i = 0; i < 2 * G_N_ELEMENTS (texts); i++)
          {
            const char *text = texts[i % G_N_ELEMENTS (texts)];
            double      w, h, expected_w, expected_h;

            yun_label_sizer_measure (&sizer, kind, text, &w, &h);
            measure_anew (sizer.style, kind, text, &expected_w, &expected_h);
            g_assert_cmpfloat (w, ==, expected_w);
            g_assert_cmpfloat (h, ==, expected_h);
          }
        yun_label_sizer_clear (&sizer);
      }

  for (guint i = 0; i < 40000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      double           w, h;

      yun_label_sizer_measure (&many, YUN_LABEL_PLOT, text, &w, &h);
      most = MAX (most, yun_label_sizer_get_n_known ());
    }
  yun_label_sizer_clear (&many);
  g_assert_cmpuint (most, >, 10000);
  g_assert_cmpuint (most, <, 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-placer/labels", test_labels);
  g_test_add_func ("/label-placer/stable-labels", test_stable_labels);
  g_test_add_func ("/label-placer/town-labels", test_town_labels);
  g_test_add_func ("/label-placer/crowded-towns", test_crowded_towns);
  g_test_add_func ("/label-placer/leaders", test_leaders);
  g_test_add_func ("/label-placer/inside", test_inside);
  g_test_add_func ("/label-placer/lines", test_lines);
  g_test_add_func ("/label-placer/lines-panned", test_lines_panned);
  g_test_add_func ("/label-placer/whole", test_whole);
  g_test_add_func ("/label-placer/cards", test_cards);
  g_test_add_func ("/label-placer/sizes", test_sizes);

  return g_test_run ();
}
