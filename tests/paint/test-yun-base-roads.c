/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-base-map.h"
#include "yun-base-roads.h"

#include <locale.h>
#include <math.h>

/* A road network made ready to draw: what is drawn from where on, what is put together. Places are
 * on a grid of one kilometre. */

#define WORLD 2147483648u
#define KM 125400.0 /* world units, about, at this latitude */

static YunVertex
at (double column, double row)
{
  return (YunVertex){ (guint32) (WORLD + column * KM), (guint32) (WORLD + row * KM) };
}

static void
add (GArray *pieces, const char *name, YunRoadClass class, YunVertex from, YunVertex to)
{
  YunRoadPiece piece = { .name = name, .class = class, .n = 2, .vertices = g_new (YunVertex, 2) };

  piece.vertices[0] = from;
  piece.vertices[1] = to;
  g_array_append_val (pieces, piece);
}

static float
get_zoom (const GArray *pieces, guint i)
{
  return g_array_index (pieces, YunRoadPiece, i).min_zoom;
}

static void
free_pieces (GArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    g_free (g_array_index (pieces, YunRoadPiece, i).vertices);
  g_array_unref (pieces);
}

static gboolean
never_cb (YunVertex v, gpointer user_data)
{
  return FALSE;
}

static gboolean
far_east_cb (YunVertex v, gpointer user_data)
{
  return v.x > at (25, 0).x;
}

/* A square of main roads around (0, 0) that an expressway crosses without a crossing. */
static GArray *
new_square (void)
{
  GArray *pieces = yun_base_roads_new ();

  add (pieces, "环", YUN_ROAD_MAIN, at (0, 0), at (20, 0));
  add (pieces, "环", YUN_ROAD_MAIN, at (20, 0), at (20, 20));
  add (pieces, "环", YUN_ROAD_MAIN, at (20, 20), at (0, 20));
  add (pieces, "环", YUN_ROAD_MAIN, at (0, 20), at (0, 0));
  add (pieces, "G", YUN_ROAD_EXPRESSWAY, at (-5, 10), at (40, 10));
  return pieces;
}

/* What ends blindly is drawn when it is long enough, its longest way as one road. */
static void
test_blind (void)
{
  GArray *pieces = new_square ();

  add (pieces, "长", YUN_ROAD_MAIN, at (20, 20), at (22, 20));   /* 5: the stem, 12 km in all */
  add (pieces, "长", YUN_ROAD_MAIN, at (22, 20), at (32, 20));   /* 6: its longest branch */
  add (pieces, "短", YUN_ROAD_MAIN, at (22, 20), at (22, 20.5)); /* 7: a crumb of 500 m */
  add (pieces, "街", YUN_ROAD_STREET, at (0, 0), at (-0.5, 0));  /* 8: the same of a street */
  yun_base_roads_rank (pieces, never_cb, NULL);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (get_zoom (pieces, i), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_zoom (pieces, 5), 24 - log2 (12 * KM / 110), 0.01);
  g_assert_cmpfloat (get_zoom (pieces, 6), ==, get_zoom (pieces, 5));
  g_assert_cmpfloat_with_epsilon (get_zoom (pieces, 7), 24 - log2 (0.5 * KM / 40), 0.01);
  g_assert_cmpfloat (get_zoom (pieces, 8), ==, get_zoom (pieces, 7));
  free_pieces (pieces);
}

/* A main road that streets alone lead to hangs loose from afar; one that an expressway crosses does
 * not; where the network goes on outside there is no end. */
static void
test_loose (void)
{
  GArray *pieces = new_square ();

  add (pieces, "远", YUN_ROAD_MAIN, at (3, 3), at (6, 3)); /* 5, 6, 7: a ring by itself */
  add (pieces, "远", YUN_ROAD_MAIN, at (6, 3), at (6, 6));
  add (pieces, "远", YUN_ROAD_MAIN, at (6, 6), at (3, 3));
  add (pieces, "街", YUN_ROAD_STREET, at (0, 0), at (3, 3));   /* 8 */
  add (pieces, "街", YUN_ROAD_STREET, at (6, 6), at (20, 20)); /* 9 */
  add (pieces, "外", YUN_ROAD_MAIN, at (20, 0), at (26, 0));   /* 10: ends outside */
  yun_base_roads_rank (pieces, far_east_cb, NULL);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (get_zoom (pieces, i), ==, 0);
  for (guint i = 5; i < 10; i++)
    g_assert_cmpfloat (get_zoom (pieces, i), ==, (float) YUN_STREET_ZOOM);
  g_assert_cmpfloat (get_zoom (pieces, 10), ==, 0);
  free_pieces (pieces);
}

/* A ring becomes one line, and so does a road of three pieces, whichever way each was drawn. */
static void
test_join (void)
{
  GArray            *pieces = new_square ();
  g_autoptr (GArray) lines = NULL;
  guint              n_points = 0;

  add (pieces, "路", YUN_ROAD_STREET, at (1, 1), at (2, 1));
  add (pieces, "路", YUN_ROAD_STREET, at (3, 1), at (2, 1));
  add (pieces, "路", YUN_ROAD_STREET, at (3, 1), at (4, 1));
  add (pieces, "路", YUN_ROAD_STREET, at (9, 9), at (9, 9)); /* from a place back to it */
  add (pieces, "路", YUN_ROAD_STREET, at (9, 9), at (8, 9));
  lines = yun_base_roads_join (pieces);

  g_assert_cmpuint (lines->len, ==, 5);
  for (guint i = 0; i < lines->len; i++)
    n_points += g_array_index (lines, YunRoadPiece, i).n;
  g_assert_cmpuint (n_points, ==, 5 + 2 + 4 + 2 + 2);
  free_pieces (g_steal_pointer (&lines));
}

/* How often lines that are drawn come to @v or through it. */
static guint
count_lines (const YunBaseMap *base, double zoom, YunVertex v)
{
  guint               n, n_lines = 0;
  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0;
         shapes[i].kind == YUN_BASE_ROAD && zoom >= shapes[i].min_zoom && k < shapes[i].rings[0].n;
         k++)
      {
        YunVertex other = shapes[i].rings[0].vertices[k];

        n_lines += other.x == v.x && other.y == v.y;
      }
  return n_lines;
}

/* The shipped network at the district's scale: a line with an end that nothing goes on from, inside
 * the district, is a road and no crumb. */
static void
test_district (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  const double           zoom = 10.4;
  guint                  n, n_blind = 0, n_drawn = 0;
  const YunBaseShape    *shapes = yun_base_map_get_shapes (base, &n);

  for (guint i = 0; i < n; i++)
    {
      const YunBaseRing *line = &shapes[i].rings[0];
      double             length = 0;

      if (shapes[i].kind != YUN_BASE_ROAD || zoom < shapes[i].min_zoom)
        continue;
      n_drawn++;
      for (guint k = 1; k < line->n; k++)
        length += hypot ((double) line->vertices[k].x - line->vertices[k - 1].x,
                         (double) line->vertices[k].y - line->vertices[k - 1].y);
      for (guint end = 0; end < 2; end++)
        {
          YunVertex v = line->vertices[end == 0 ? 0 : line->n - 1];

          if (!yun_base_shape_has (&shapes[0], v.x, v.y) || count_lines (base, zoom, v) > 1)
            continue;
          g_test_message ("%s: %.0f pixels, from %.1f", shapes[i].name, length / exp2 (24 - zoom),
                          (double) shapes[i].min_zoom);
          g_assert_cmpfloat (length / exp2 (24 - zoom), >, 110);
          n_blind++;
        }
    }
  g_assert_cmpint (shapes[0].kind, ==, YUN_BASE_DISTRICT);
  g_assert_cmpuint (n_drawn, >, 100);
  g_assert_cmpuint (n_blind, <=, 2);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base-roads/blind", test_blind);
  g_test_add_func ("/base-roads/loose", test_loose);
  g_test_add_func ("/base-roads/join", test_join);
  g_test_add_func ("/base-roads/district", test_district);

  return g_test_run ();
}
