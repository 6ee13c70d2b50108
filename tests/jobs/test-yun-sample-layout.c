/* SPDX-License-Identifier: GPL-3.0-or-later */
#define GEOS_USE_ONLY_R_API
#include "yun-sample-layout.h"

#include "yun-chain.h"
#include "yun-geojson.h"
#include "yun-measure.h"
#include "yun-rtree.h"
#include "yun-wkb.h"

#include <geos_c.h>
#include <string.h>

/* Two lots may share an edge; what rounding makes of it is far below a square millimetre. */
#define DEG2_OF_CM2 1e-14

typedef struct
{
  GEOSContextHandle_t geos;
  GPtrArray          *shapes; /* (element-type GEOSGeometry) */
  guint               at;
  guint               n_pairs;
} Overlap;

static GEOSGeometry *
to_geos (GEOSContextHandle_t geos, YunGeom *shape)
{
  g_autoptr (GBytes) wkb = yun_wkb_write (shape);
  GEOSWKBReader     *reader = GEOSWKBReader_create_r (geos);
  gsize              n;
  const guint8      *data = g_bytes_get_data (wkb, &n);
  GEOSGeometry      *geometry = GEOSWKBReader_read_r (geos, reader, data, n);

  GEOSWKBReader_destroy_r (geos, reader);
  g_assert_nonnull (geometry);
  return geometry;
}

static gboolean
box_met_cb (guint number, gpointer user_data)
{
  Overlap *overlap = user_data;
  double   area = 0;

  if (number <= overlap->at)
    return TRUE;
  GEOSGeometry *both = GEOSIntersection_r (overlap->geos, overlap->shapes->pdata[overlap->at],
                                           overlap->shapes->pdata[number]);
  g_assert_nonnull (both);
  g_assert_cmpint (GEOSArea_r (overlap->geos, both, &area), ==, 1);
  GEOSGeom_destroy_r (overlap->geos, both);
  g_assert_cmpfloat (area, <, DEG2_OF_CM2);
  overlap->n_pairs++;
  return TRUE;
}

/* Asserts that @shapes are valid and none lies over another; how many pairs were tried. */
static guint
check_apart (GEOSContextHandle_t geos, GPtrArray *shapes)
{
  g_autoptr (YunRTree)  tree = yun_rtree_new (shapes->len);
  g_autoptr (GPtrArray) geometries = g_ptr_array_new ();
  Overlap               overlap = { geos, geometries, 0, 0 };

  for (guint i = 0; i < shapes->len; i++)
    {
      yun_rtree_add (tree, yun_geom_get_box (shapes->pdata[i]));
      g_ptr_array_add (geometries, to_geos (geos, shapes->pdata[i]));
      g_assert_cmpint (GEOSisValid_r (geos, geometries->pdata[i]), ==, 1);
    }
  yun_rtree_build (tree);
  for (overlap.at = 0; overlap.at < shapes->len; overlap.at++)
    yun_rtree_search (tree, yun_geom_get_box (shapes->pdata[overlap.at]), box_met_cb, &overlap);
  for (guint i = 0; i < shapes->len; i++)
    GEOSGeom_destroy_r (geos, geometries->pdata[i]);
  return overlap.n_pairs;
}

static GPtrArray *
make_lots (YunSampleLayout *layout)
{
  GPtrArray *lots = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);

  for (guint i = 0; i < yun_sample_layout_get_n_blocks (layout); i++)
    for (guint k = 0; k < yun_sample_layout_get_block (layout, i)->n_lots; k++)
      g_ptr_array_add (lots, yun_sample_layout_make_lot (layout, i, k));
  return lots;
}

/* The outline of the town of block @i, as the layout was given it. */
static YunGeom *
find_outline (YunGeoJson *outlines, guint town)
{
  guint                  n;
  const YunDistrictTown *towns = yun_chain_get_towns (&n);

  for (guint i = 0; i < yun_geojson_get_n (outlines); i++)
    if (strcmp (yun_geojson_get (outlines, i, "name"), towns[town].name) == 0)
      return yun_geojson_get_shape (outlines, i);
  g_assert_not_reached ();
}

static void
check_inside (GEOSContextHandle_t geos, YunSampleLayout *layout)
{
  g_autoptr (YunGeoJson) outlines = yun_geojson_load_resource ("geodata/layout/towns.geojson");
  GEOSGeometry          *outline = NULL;
  int                    town = -1;

  for (guint i = 0; i < yun_sample_layout_get_n_blocks (layout); i++)
    {
      const YunSampleBlock *block = yun_sample_layout_get_block (layout, i);

      if (block->town != town)
        {
          if (outline != NULL)
            GEOSGeom_destroy_r (geos, outline);
          town = block->town;
          outline = to_geos (geos, find_outline (outlines, block->town));
        }
      for (guint k = 0; k < block->n_lots; k++)
        {
          g_autoptr (YunGeom) lot = yun_sample_layout_make_lot (layout, i, k);
          GEOSGeometry       *geometry = to_geos (geos, lot);

          g_assert_cmpint (GEOSContains_r (geos, outline, geometry), ==, 1);
          GEOSGeom_destroy_r (geos, geometry);
        }
    }
  if (outline != NULL)
    GEOSGeom_destroy_r (geos, outline);
}

static void
test_lots (gconstpointer data)
{
  guint                       n = GPOINTER_TO_UINT (data);
  guint                       n_parks = MAX (3, n / 500);
  g_autoptr (YunSampleLayout) layout = yun_sample_layout_new (n, n_parks, 7);
  g_autoptr (GPtrArray)       lots = NULL;
  g_autoptr (GPtrArray)       parks = NULL;
  GEOSContextHandle_t         geos = GEOS_init_r ();
  guint                       n_in_parks = 0;
  guint                       n_pairs;

  g_assert_nonnull (layout);
  lots = make_lots (layout);
  g_assert_cmpuint (lots->len, ==, n);
  n_pairs = check_apart (geos, lots);
  if (n >= 2000)
    g_assert_cmpuint (n_pairs, >, n);
  check_inside (geos, layout);

  parks = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);
  for (guint i = 0; i < n_parks; i++)
    g_ptr_array_add (parks, yun_sample_layout_make_park (layout, i));
  check_apart (geos, parks);

  /* A plot that is said to be in a park lies in it. */
  for (guint i = 0; i < yun_sample_layout_get_n_blocks (layout); i++)
    {
      const YunSampleBlock *block = yun_sample_layout_get_block (layout, i);
      YunPoint              at = yun_sample_layout_place_in_block (layout, i, 0.3, 0.6);

      for (guint k = 0; k < n_parks; k++)
        g_assert_true (yun_measure_contains (parks->pdata[k], at.x, at.y) ==
                       (block->park == (int) k));
      n_in_parks += block->park >= 0 ? block->n_lots : 0;
    }
  g_assert_cmpuint (n_in_parks, >, 0);
  GEOS_finish_r (geos);
}

static void
test_same_again (void)
{
  g_autoptr (YunSampleLayout) a = yun_sample_layout_new (3000, 5, 11);
  g_autoptr (YunSampleLayout) b = yun_sample_layout_new (3000, 5, 11);
  g_autoptr (YunSampleLayout) c = yun_sample_layout_new (3000, 5, 12);
  g_autoptr (GPtrArray)       lots_a = make_lots (a);
  g_autoptr (GPtrArray)       lots_b = make_lots (b);
  g_autoptr (GPtrArray)       lots_c = make_lots (c);
  guint                       n_same = 0;

  g_assert_cmpuint (lots_a->len, ==, lots_b->len);
  for (guint i = 0; i < lots_a->len; i++)
    {
      g_assert_true (yun_geom_equal (lots_a->pdata[i], lots_b->pdata[i]));
      n_same += yun_geom_equal (lots_a->pdata[i], lots_c->pdata[i]) ? 1 : 0;
    }
  g_assert_cmpuint (n_same, ==, 0);
}

/* Sizes as in life while there is room: most between 5 and 100 mu, some larger, some with a hole or
 * a corner more. */
static void
test_sizes (void)
{
  g_autoptr (YunSampleLayout) layout = yun_sample_layout_new (5000, 10, 3);
  g_autoptr (GPtrArray)       lots = make_lots (layout);
  guint                       n_usual = 0;
  guint                       n_holes = 0;
  guint                       n_ells = 0;

  for (guint i = 0; i < lots->len; i++)
    {
      YunGeom *lot = lots->pdata[i];
      double   mu = yun_measure_area_lonlat (lot) / YUN_MU_M2;
      guint    n;

      n_usual += mu >= 5 && mu <= 100 ? 1 : 0;
      n_holes += yun_geom_get_n_rings (lot, 0) > 1 ? 1 : 0;
      yun_geom_get_ring (lot, 0, 0, &n);
      n_ells += n == 7 ? 1 : 0;
    }
  g_assert_cmpuint (n_usual, >, lots->len * 9 / 10);
  g_assert_cmpuint (n_holes, >, 0);
  g_assert_cmpuint (n_holes, <, lots->len / 20);
  g_assert_cmpuint (n_ells, >, lots->len / 100);
}

static void
test_too_many (void)
{
  g_assert_null (yun_sample_layout_new (G_MAXUINT, 0, 1));
}

static void
test_nothing (void)
{
  g_autoptr (YunSampleLayout) layout = yun_sample_layout_new (0, 0, 1);
  g_autoptr (GPtrArray)       lots = NULL;

  g_assert_nonnull (layout);
  lots = make_lots (layout);
  g_assert_cmpuint (lots->len, ==, 0);
  g_assert_cmpuint (yun_sample_layout_get_n_blocks (layout), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sample-layout/lots/1", GUINT_TO_POINTER (1), test_lots);
  g_test_add_data_func ("/sample-layout/lots/10", GUINT_TO_POINTER (10), test_lots);
  g_test_add_data_func ("/sample-layout/lots/2000", GUINT_TO_POINTER (2000), test_lots);
  g_test_add_data_func ("/sample-layout/lots/30000", GUINT_TO_POINTER (30000), test_lots);
  g_test_add_func ("/sample-layout/same-again", test_same_again);
  g_test_add_func ("/sample-layout/sizes", test_sizes);
  g_test_add_func ("/sample-layout/too-many", test_too_many);
  g_test_add_func ("/sample-layout/nothing", test_nothing);
  return g_test_run ();
}
