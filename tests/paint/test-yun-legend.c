/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-legend.h"
#include "yun-plot.h"

#include <string.h>

static gboolean
has_entry (const YunLegend *legend, YunLegendKind kind, int value)
{
  guint                 n;
  const YunLegendEntry *entries = yun_legend_get_entries (legend, &n);

  for (guint i = 0; i < n; i++)
    if (entries[i].kind == kind && entries[i].value == value)
      return TRUE;

  return FALSE;
}

static const char *
get_text (const YunLegend *legend, YunLegendKind kind, int value)
{
  guint                 n;
  const YunLegendEntry *entries = yun_legend_get_entries (legend, &n);

  for (guint i = 0; i < n; i++)
    if (entries[i].kind == kind && entries[i].value == value)
      return entries[i].text;

  return NULL;
}

static YunScene *
make_scene (YunFillBy fill_by)
{
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunBaseMap)      base = yun_base_map_get_default ();
  g_autoptr (YunGeom)         plot = fixture_new_box (121.2, 31.1, 0.002, 0.002, FALSE);
  g_autoptr (YunGeom)         firm = yun_geom_new_point (121.2, 31.1);
  g_autoptr (YunGeom)         far = yun_geom_new_point (121.3, 31.0);

  yun_feature_builder_add (
    builder,
    &(YunFeature){
      .id = 1, .entity = 3, .status = YUN_STATUS_RESERVE, .segments = 4, .accuracy = 0 },
    "地块", plot);
  yun_feature_builder_add (
    builder,
    &(YunFeature){ .id = 2, .entity = 3, .status = YUN_STATUS_CONSTRUCTION, .accuracy = 2 }, "示意",
    firm);
  yun_feature_builder_add (builder,
                           &(YunFeature){ .id = 1,
                                          .entity = 4,
                                          .status = -1,
                                          .segments = 2,
                                          .accuracy = YUN_ACCURACY_TOWN,
                                          .traits = YUN_FEATURE_LEADER },
                           "企业", firm);
  yun_feature_builder_add (
    builder, &(YunFeature){ .id = 1, .entity = 5, .status = 0, .segments = 0, .accuracy = -1 },
    "地面站", far);
  yun_feature_builder_add (
    builder, &(YunFeature){ .id = 3, .entity = 3, .status = -1, .segments = 4, .accuracy = 0 },
    "不明", plot);
  index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, base, yun_style_get (YUN_SCHEME_LIGHT, fill_by));
}

/* Land that could be put to use is a heading, its parts stand under it, the rest behind. */
static void
test_group (void)
{
  g_autoptr (YunScene)  scene = make_scene (YUN_FILL_STATUS);
  YunVertex             at = yun_vertex_from_lonlat (121.2, 31.1);
  YunView               view = yun_view_at (at.x, at.y, 15, 400, 300, 1);
  g_autoptr (YunLegend) legend = yun_legend_new (scene, &view, NULL);
  guint                 n, heading = 0;
  const YunLegendEntry *entries = yun_legend_get_entries (legend, &n);

  while (heading < n && entries[heading].kind != YUN_LEGEND_GROUP)
    heading++;
  g_assert_cmpuint (heading + 2, <, n);
  g_assert_cmpstr (entries[heading].text, ==, "Reusable");
  g_assert_cmpuint (entries[heading].count, ==, entries[heading + 1].count);
  g_assert_cmpint (entries[heading + 1].value, ==, YUN_STATUS_RESERVE);
  g_assert_cmpfloat (yun_legend_get_indent (&entries[heading + 1]), >, 0);
  g_assert_cmpint (entries[heading + 2].value, ==, YUN_STATUS_CONSTRUCTION);
  g_assert_cmpfloat (yun_legend_get_indent (&entries[heading + 2]), ==, 0);
  g_assert_cmpint (yun_legend_get_part (YUN_LEGEND_GROUP), ==, YUN_LEGEND_PART_COLOUR);
}

static void
test_entries (void)
{
  g_autoptr (YunScene)  scene = make_scene (YUN_FILL_STATUS);
  g_autoptr (YunScene)  by_segment = make_scene (YUN_FILL_SEGMENT);
  YunVertex             at = yun_vertex_from_lonlat (121.2, 31.1);
  YunView               near = yun_view_at (at.x, at.y, 15, 400, 300, 1);
  YunView               wide = yun_view_at (at.x, at.y, 9, 400, 300, 1);
  g_autoptr (YunLegend) a = yun_legend_new (scene, &near, NULL);
  g_autoptr (YunLegend) b = yun_legend_new (scene, &wide, NULL);
  g_autoptr (YunLegend) c = yun_legend_new (by_segment, &near, NULL);
  g_autoptr (YunLegend) again = yun_legend_new (scene, &near, NULL);

  g_assert_true (has_entry (a, YUN_LEGEND_STATUS, YUN_STATUS_RESERVE));
  g_assert_false (has_entry (a, YUN_LEGEND_STATUS, YUN_STATUS_VACANT));
  g_assert_cmpstr (get_text (a, YUN_LEGEND_STATUS, YUN_STATUS_UNKNOWN), ==, "Status unknown");
  /* the sign of a plot of which only the place is known is coloured as well */
  g_assert_true (has_entry (a, YUN_LEGEND_STATUS, YUN_STATUS_CONSTRUCTION));
  g_assert_true (has_entry (a, YUN_LEGEND_SEGMENT, 1));
  g_assert_false (has_entry (a, YUN_LEGEND_SEGMENT, 2));
  g_assert_true (has_entry (a, YUN_LEGEND_ACCURACY, YUN_ACCURACY_TOWN));
  g_assert_false (has_entry (a, YUN_LEGEND_FACILITY, 0));
  g_assert_true (has_entry (a, YUN_LEGEND_ZONE, 1));
  g_assert_false (has_entry (a, YUN_LEGEND_ZONE, 2));

  g_assert_true (has_entry (a, YUN_LEGEND_LEADER, 0));

  g_assert_true (has_entry (b, YUN_LEGEND_FACILITY, 0));
  g_assert_true (has_entry (b, YUN_LEGEND_ZONE, 2));

  g_assert_false (has_entry (c, YUN_LEGEND_STATUS, YUN_STATUS_RESERVE));
  g_assert_true (has_entry (c, YUN_LEGEND_SUITED, 2));

  g_assert_true (yun_legend_equal (a, again));
  g_assert_false (yun_legend_equal (a, b));
}

/* Every part begins with the name of what its entries are values of, and has one such head. */
static void
test_heads (void)
{
  for (guint by = 0; by < YUN_FILL_N; by++)
    {
      g_autoptr (YunScene)  scene = make_scene ((YunFillBy) by);
      YunVertex             at = yun_vertex_from_lonlat (121.2, 31.1);
      YunView               view = yun_view_at (at.x, at.y, 9, 400, 300, 1);
      g_autoptr (YunLegend) legend = yun_legend_new (scene, &view, NULL);
      guint                 n, heads = 0;
      const YunLegendEntry *entries = yun_legend_get_entries (legend, &n);

      g_assert_cmpuint (n, >, 6);
      g_assert_cmpint (entries[0].kind, ==, YUN_LEGEND_HEAD);
      g_assert_cmpint (entries[n - 1].kind, !=, YUN_LEGEND_HEAD);
      for (guint i = 0, part = 0; i < n; i++)
        {
          if (entries[i].kind != YUN_LEGEND_HEAD)
            {
              g_assert_cmpuint (yun_legend_get_part (entries[i].kind), ==, part);
              continue;
            }
          part = (guint) entries[i].value;
          g_assert_false (yun_legend_has_sign (&entries[i]));
          g_assert_cmpuint (heads & (1u << part), ==, 0);
          heads |= 1u << part;
          if (part == YUN_LEGEND_PART_COLOUR)
            g_assert_cmpstr (entries[i].text, ==, yun_fill_by_get_label ((YunFillBy) by));
        }
      g_assert_true (heads & (1u << YUN_LEGEND_PART_ZONE));
      g_assert_true (heads & (1u << YUN_LEGEND_PART_SEGMENT));
      g_assert_true (heads & (1u << YUN_LEGEND_PART_FACILITY));
      g_assert_true (heads & (1u << YUN_LEGEND_PART_PLACE));
    }
}

/* No two entries have the same sign. */
static void
test_swatches (void)
{
  static const YunLegendEntry entries[] = {
    { YUN_LEGEND_SEGMENT, 0 },
    { YUN_LEGEND_SEGMENT, 1 },
    { YUN_LEGEND_SEGMENT, 2 },
    { YUN_LEGEND_SEGMENT, 3 },
    { YUN_LEGEND_SEGMENT, 4 },
    { YUN_LEGEND_KIND, YUN_SHAPE_PARK },
    { YUN_LEGEND_KIND, YUN_SHAPE_PLOT },
    { YUN_LEGEND_FACILITY, -1 },
    { YUN_LEGEND_FACILITY, 0 },
    { YUN_LEGEND_FACILITY, 1 },
    { YUN_LEGEND_FACILITY, 2 },
    { YUN_LEGEND_FACILITY, 3 },
    { YUN_LEGEND_FACILITY, 4 },
    { YUN_LEGEND_FACILITY, 5 },
    { YUN_LEGEND_FACILITY, 6 },
    { YUN_LEGEND_FACILITY, 7 },
    { YUN_LEGEND_FACILITY, 8 },
    { YUN_LEGEND_LEADER, 0 },
    { YUN_LEGEND_CLUSTER, 0 },
    { YUN_LEGEND_ACCURACY, 1 },
    { YUN_LEGEND_ACCURACY, 2 },
    { YUN_LEGEND_ACCURACY, 3 },
    { YUN_LEGEND_OUTLINE, 1 },
    { YUN_LEGEND_OUTLINE, 2 },
    { YUN_LEGEND_SUITED, 0 },
    { YUN_LEGEND_SUITED, 1 },
    { YUN_LEGEND_SUITED, 2 },
    { YUN_LEGEND_SUITED, 3 },
    { YUN_LEGEND_STEP, 0 },
    { YUN_LEGEND_STEP, 3 },
    { YUN_LEGEND_STEP, 5 },
    { YUN_LEGEND_STEP, YUN_STYLE_UNKNOWN },
    { YUN_LEGEND_STATUS, 0 },
    { YUN_LEGEND_STATUS, 1 },
    { YUN_LEGEND_STATUS, 2 },
    { YUN_LEGEND_STATUS, 3 },
    { YUN_LEGEND_STATUS, 4 },
    { YUN_LEGEND_STATUS, 5 },
    { YUN_LEGEND_STATUS, 6 },
    { YUN_LEGEND_STATUS, 7 },
    { YUN_LEGEND_STATUS, 8 },
    { YUN_LEGEND_STATUS, 9 },
    { YUN_LEGEND_PARK, 0 },
    { YUN_LEGEND_ZONE, 0 },
    { YUN_LEGEND_ZONE, 1 },
    { YUN_LEGEND_ZONE, 2 },
  };
  cairo_surface_t *surfaces[G_N_ELEMENTS (entries)];

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      cairo_t *cr;

      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, YUN_LEGEND_SWATCH_WIDTH,
                                                YUN_LEGEND_SWATCH_HEIGHT);
      cr = cairo_create (surfaces[i]);
      yun_legend_draw_swatch (
        yun_style_get (YUN_SCHEME_DARK, entries[i].kind == YUN_LEGEND_STEP     ? YUN_FILL_TAX
                                        : entries[i].kind == YUN_LEGEND_SUITED ? YUN_FILL_SEGMENT
                                                                               : YUN_FILL_STATUS),
        cr, &entries[i]);
      cairo_destroy (cr);
      cairo_surface_flush (surfaces[i]);
      for (guint k = 0; k < i; k++)
        g_assert_cmpint (
          memcmp (cairo_image_surface_get_data (surfaces[i]),
                  cairo_image_surface_get_data (surfaces[k]),
                  (gsize) cairo_image_surface_get_stride (surfaces[i]) * YUN_LEGEND_SWATCH_HEIGHT),
          !=, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    cairo_surface_destroy (surfaces[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/legend/entries", test_entries);
  g_test_add_func ("/legend/group", test_group);
  g_test_add_func ("/legend/heads", test_heads);
  g_test_add_func ("/legend/swatches", test_swatches);

  return g_test_run ();
}
