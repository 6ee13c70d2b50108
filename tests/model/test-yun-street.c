/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-pack.h"
#include "yun-street-map.h"
#include "yun-street-piece.h"
#include "yun-street-private.h"
#include "yun-street-region.h"
#include "yun-street-writer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* The file of a street map: what is written is read, and whatever is in it, nothing is read that is
 * not there. */

static const YunStreetBox world = { { 0, 0 }, { G_MAXUINT32, G_MAXUINT32 } };

static void
add (YunStreetWriter *writer, YunStreetShape shape)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (yun_street_writer_add (writer, &shape, &error));
  g_assert_no_error (error);
}

static void
add_line (YunStreetWriter *writer, guint class, const char *name, YunVertex a, YunVertex b)
{
  const YunVertex v[] = { a, b };
  const guint32   end = 2;

  add (writer, (YunStreetShape){ .kind = YUN_STREET_ROAD,
                                 .class = class,
                                 .from = class == YUN_ROAD_PATH ? 16 : 0,
                                 .name = name,
                                 .n_rings = 1,
                                 .ends = &end,
                                 .vertices = v });
}

static void
add_square (YunStreetWriter *writer, YunStreetKind kind, const char *name, YunVertex at, guint side)
{
  const YunVertex v[] = {
    at, { at.x + side, at.y }, { at.x + side, at.y + side }, { at.x, at.y + side }, at
  };
  const guint32 end = 5;

  add (writer,
       (YunStreetShape){ .kind = kind, .name = name, .n_rings = 1, .ends = &end, .vertices = v });
}

/* (transfer full): the file's path. */
static char *
write_map (YunStreetWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cover = g_array_new (FALSE, FALSE, sizeof (YunStreetBox));
  YunStreetAbout     about = { "town.osm", "licence", 1000, cover };
  char              *path = NULL;
  int                file = g_file_open_tmp ("yun-street-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (file);
  g_array_append_val (cover, world);
  g_assert_true (yun_street_writer_finish (writer, path, &about, NULL, NULL, &error));
  g_assert_no_error (error);
  return path;
}

static GArray *
find (YunStreetMap *map, double zoom, YunStreetBox box, guint kinds)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape));

  yun_street_map_find (map, zoom, box.min, box.max, kinds, found);
  return found;
}

/* Many roads in a grid, a house and a path each. */
static YunStreetWriter *
write_grid (guint n)
{
  YunStreetWriter *writer = yun_street_writer_new ();

  for (guint i = 0; i < n * n; i++)
    {
      YunVertex        at = { 2000000000u + i % n * 100000, 1000000000u + i / n * 100000 };
      g_autofree char *name = g_strdup_printf ("路%u", i % 100);

      add_line (writer, i % YUN_ROAD_N, name, at, (YunVertex){ at.x + 90000, at.y + 1000 });
      add_square (writer, YUN_STREET_BUILDING, "", (YunVertex){ at.x, at.y + 5000 }, 2000);
    }
  return writer;
}

static void
test_round_trip (void)
{
  g_autoptr (YunStreetWriter) writer = write_grid (40);
  g_autofree char            *path = write_map (writer);
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunStreetMap)    map = yun_street_map_open (path, &error);
  g_autoptr (GArray)          all = NULL;
  g_autoptr (GArray)          far = NULL;
  g_autoptr (GArray)          few = NULL;
  YunStreetBox                box = { { 2001000000, 1001000000 }, { 2001199999, 1001099999 } };
  guint                       n;

  g_assert_no_error (error);
  g_assert_cmpuint (yun_street_map_get_n (map), ==, 3200);
  g_assert_cmpstr (yun_street_map_get_source (map), ==, "town.osm");
  g_assert_cmpint (yun_street_map_get_made (map), ==, 1000);
  yun_street_map_get_cover (map, &n);
  g_assert_cmpuint (n, ==, 1);
  all = find (map, 17, world, YUN_STREET_ALL);
  g_assert_cmpuint (all->len, ==, 3200);
  /* houses of a fifth of a pixel and paths are not for a map of the district */
  far = find (map, 10, world, YUN_STREET_ALL);
  g_assert_cmpuint (far->len, ==, 1600 * 4 / 5);
  few = find (map, 17, box, 1u << YUN_STREET_ROAD);
  g_assert_cmpuint (few->len, >=, 2);
  g_assert_cmpuint (few->len, <=, 4);
  for (guint i = 0; i < few->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (few, YunStreetShape, i);
      guint                 k;
      const YunVertex      *v = yun_street_shape_get_ring (shape, 0, &k);

      g_assert_cmpuint (k, ==, 2);
      g_assert_true (yun_vertex_boxes_meet (shape->min, shape->max, box.min, box.max));
      g_assert_cmpuint (v[1].x - v[0].x, ==, 90000);
      g_assert_true (g_str_has_prefix (shape->name, "路"));
    }
  g_assert_false (yun_street_map_is_damaged (map));
  g_unlink (path);
}

/* Every region of the file in turn: it is refused, or what was hit is left out and told. */
static void
test_damage (void)
{
  g_autoptr (YunStreetWriter) writer = write_grid (12);
  g_autofree char            *path = write_map (writer);
  g_autofree char            *bytes = NULL;
  gsize                       n;
  guint                       n_refused = 0, n_told = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (gsize at = 0; at < n; at += 29)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunStreetMap) map = NULL;
      char                     was = bytes[at];

      bytes[at] = (char) (was ^ 0x55);
      g_file_set_contents_full (path, bytes, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                NULL);
      bytes[at] = was;
      map = yun_street_map_open (path, &error);
      if (map == NULL)
        {
          g_assert_true (error->domain == YUN_STREET_ERROR);
          n_refused++;
          continue;
        }
      for (double zoom = 8; zoom <= 18; zoom++)
        {
          g_autoptr (GArray) found = find (map, zoom, world, YUN_STREET_ALL);

          g_assert_cmpuint (found->len, <=, 288);
        }
      n_told += yun_street_map_is_damaged (map);
    }
  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_told, >, 0);
  for (gsize length = 0; length < n; length += 997)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunStreetMap) map = NULL;

      g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                NULL);
      map = yun_street_map_open (path, &error);
      g_assert_null (map);
      g_assert_true (error->domain == YUN_STREET_ERROR);
    }
  g_unlink (path);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (yun_street_map_open (path, &error));
    g_assert_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING);
  }
}

typedef struct
{
  guint  n;
  guint  most;
  double area; /* with what overlaps counted twice */
} Pieces;

static void
piece_cb (const YunStreetShape *piece, gpointer user_data)
{
  Pieces *pieces = user_data;

  pieces->n++;
  pieces->most = MAX (pieces->most, piece->ends[piece->n_rings - 1]);
  for (guint r = 0; r < piece->n_rings; r++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (piece, r, &n);
      double           twice = 0;

      for (guint i = 1; i < n; i++)
        twice += ((double) v[i - 1].x - v[0].x) * ((double) v[i].y - v[0].y) -
                 ((double) v[i].x - v[0].x) * ((double) v[i - 1].y - v[0].y);
      pieces->area += twice / 2;
    }
}

/* A lake of many vertices comes in pieces that make up its area. */
static void
test_parting (void)
{
  const guint           n = 20000;
  const double          radius = 3e7;
  g_autofree YunVertex *v = g_new (YunVertex, n);
  const guint32         end = n;
  YunStreetShape        lake = {
           .kind = YUN_STREET_LAKE, .name = "", .n_rings = 1, .ends = &end, .vertices = v
  };
  double area = 0;

  for (guint i = 0; i < n; i++)
    {
      double r = radius * (1 + 0.05 * sin (i * 0.37)), angle = 2 * G_PI * i / (n - 1);

      v[i] = (YunVertex){ (guint32) (2e9 + r * cos (angle)), (guint32) (1e9 + r * sin (angle)) };
    }
  v[n - 1] = v[0];
  for (guint level = 0; level < YUN_STREET_LEVELS; level++)
    {
      Pieces pieces = { 0 };

      yun_street_piece_make (&lake, level, piece_cb, &pieces);
      g_assert_cmpuint (pieces.n, >, 0);
      g_assert_cmpuint (pieces.most, <=, YUN_STREET_PIECE_VERTICES);
      area = fabs (pieces.area);
      g_assert_cmpfloat (area, >, G_PI * radius * radius * 0.97);
      g_assert_cmpfloat (area, <, G_PI * radius * radius * 1.05);
    }
}

/* What fills a pixel with vertices is thinned out. */
static void
test_crowd (void)
{
  const guint           n = 100000;
  g_autofree YunVertex *v = g_new (YunVertex, n);
  const guint32         end = n;
  YunStreetShape        crowd = {
           .kind = YUN_STREET_LAKE, .name = "", .n_rings = 1, .ends = &end, .vertices = v
  };
  Pieces pieces = { 0 };

  for (guint i = 0; i < n; i++)
    v[i] = (YunVertex){ 1000 + (i * 7919) % 300, 1000 + (i * 104729) % 300 };
  v[n - 1] = v[0];
  yun_street_piece_make (&crowd, YUN_STREET_LEVELS - 1, piece_cb, &pieces);
  g_assert_cmpuint (pieces.n, >, 0);
  g_assert_cmpuint (pieces.most, <=, YUN_STREET_MOST_VERTICES);
}

static void
test_region (void)
{
  g_autoptr (YunStreetRegion) region = yun_street_region_new_district (10000);
  YunStreetBox                box = yun_street_region_get_box (region);
  YunVertex                   inside = yun_vertex_from_lonlat (121.23, 31.03);
  YunVertex                   west = yun_vertex_from_lonlat (120.0, 31.03);
  YunVertex                   east = yun_vertex_from_lonlat (122.5, 31.03);
  YunVertex                   north = yun_vertex_from_lonlat (122.5, 33);
  YunVertex                   a = west, b = east;
  g_autoptr (GArray)          all = yun_street_region_make_boxes (region, &box);
  g_autoptr (GArray)          half = NULL;
  YunStreetBox                some = { box.min, inside };

  g_assert_true (yun_street_region_has (region, inside));
  g_assert_false (yun_street_region_has (region, west));
  /* the corners of the box are farther off than the outline */
  g_assert_false (yun_street_region_has (region, box.min));
  g_assert_false (yun_street_region_cut (region, &east, &north));
  g_assert_true (yun_street_region_cut (region, &a, &b));
  g_assert_true (yun_street_region_has (region, a) && yun_street_region_has (region, b));
  g_assert_cmpuint (a.x, <, inside.x);
  g_assert_cmpuint (b.x, >, inside.x);
  g_assert_true (yun_street_region_meets (region, inside, inside));
  g_assert_false (yun_street_region_meets (region, east, east));
  half = yun_street_region_make_boxes (region, &some);
  g_assert_cmpuint (half->len, >, 10);
  g_assert_cmpuint (half->len, <, all->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/street/round-trip", test_round_trip);
  g_test_add_func ("/street/damage", test_damage);
  g_test_add_func ("/street/parting", test_parting);
  g_test_add_func ("/street/crowd", test_crowd);
  g_test_add_func ("/street/region", test_region);
  return g_test_run ();
}
