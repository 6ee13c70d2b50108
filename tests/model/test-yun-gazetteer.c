/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-gazetteer.h"
#include "yun-measure.h"
#include "yun-street-writer.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* What the base map names is found, as people write it. */

static const YunGazetteerPlace *
get_place (const GPtrArray *found, guint i)
{
  return g_ptr_array_index (found, i);
}

/* Metres from the nearest of what is called so to where it is; places are points. */
static double
measure (const char *word, double lon, double lat)
{
  g_autoptr (GPtrArray) found = yun_gazetteer_find (word);
  double                least = G_MAXDOUBLE;

  for (guint i = 0; i < found->len; i++)
    least = MIN (least, yun_measure_distance_to (get_place (found, i)->shape, lon, lat));
  g_test_message ("%s: %u, %.0f m", word, found->len, found->len > 0 ? least : -1.0);
  return least;
}

/* Right values are those of the network; the last two are listed only. */
static void
test_crossings (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    double      lon;
    double      lat;
    double      metres;
  } cases[] = {
    { "G15", "莘砖公路", 121.2944, 31.0953, 30 },
    { "莘砖公路", "张泾路", 121.276219, 31.095147, 30 },
    { "九新公路", "莘砖公路", 121.310977, 31.093976, 40 },
    { "G60", "莘砖公路", 121.326613, 31.093751, 40 },
    { "九新公路", "G60沪昆高速", 121.313336, 31.079939, 40 },
    { "九新公路", "姚北路", 121.313381, 31.103141, 80 },
    { "研展路", "顺庆路", 121.32078, 31.10212, 80 },
  };
  static const char *const forms[] = { "%s%s",  "%s与%s", "%s × %s",      "%s×%s",
                                       "%s/%s", "%s、%s", "%s和%s",       "%s x %s",
                                       "%s %s", "%s-%s",  "%s与%s交叉口", "%s%s路口" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
      for (guint turned = 0; turned < 2; turned++)
        {
          const char      *first = turned ? cases[i].b : cases[i].a;
          const char      *second = turned ? cases[i].a : cases[i].b;
          g_auto (GStrv)   parts = g_strsplit (forms[k], "%s", -1);
          g_autofree char *word = g_strconcat (parts[0], first, parts[1], second, parts[2], NULL);

          g_assert_cmpfloat (measure (word, cases[i].lon, cases[i].lat), <, cases[i].metres);
        }
}

static void
test_names (void)
{
  static const struct
  {
    const char      *word;
    YunGazetteerKind kind;
    const char      *name;
    double           lon;
    double           lat;
  } cases[] = {
    { "九亭站", YUN_GAZETTEER_STATION, "九亭站", 121.315026, 31.139367 },
    { "九亭地铁站", YUN_GAZETTEER_STATION, "九亭站", 121.315026, 31.139367 },
    { "地铁九亭站", YUN_GAZETTEER_STATION, "九亭站", 121.315026, 31.139367 },
    { "松江南站", YUN_GAZETTEER_STATION, "上海松江站", 121.226573, 30.986426 },
    { "G60", YUN_GAZETTEER_ROAD, "G60沪昆高速", 121.3134, 31.0799 },
    { "ｇ60", YUN_GAZETTEER_ROAD, "G60沪昆高速", 121.3134, 31.0799 },
    { "沪昆高速公路", YUN_GAZETTEER_ROAD, "G60沪昆高速", 121.3134, 31.0799 },
    { "九亭大街", YUN_GAZETTEER_ROAD, "九亭大街", 0, 0 },
    { "9号线", YUN_GAZETTEER_RAIL, "上海地铁9号线", 121.3150, 31.1394 },
    { "黄浦江", YUN_GAZETTEER_WATER, "黄浦江", 121.235457, 30.963177 },
    { "G60新桥收费站", YUN_GAZETTEER_SPOT, "G60新桥收费站", 121.290807, 31.062645 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = yun_gazetteer_find (cases[i].word);

      g_test_message ("%s", cases[i].word);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpint (get_place (found, 0)->kind, ==, cases[i].kind);
      g_assert_cmpstr (get_place (found, 0)->name, ==, cases[i].name);
      if (cases[i].lon > 0)
        g_assert_cmpfloat (
          yun_measure_distance_to (get_place (found, 0)->shape, cases[i].lon, cases[i].lat), <,
          100);
    }
}

static void
assert_first (const char *text, const char *name, YunSearchRank rank)
{
  g_autoptr (GArray)       found = yun_gazetteer_search (text, 5);
  const YunGazetteerMatch *first = &g_array_index (found, YunGazetteerMatch, 0);

  g_test_message ("%s", text);
  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpuint (found->len, <=, 5);
  g_assert_cmpstr (first->place->name, ==, name);
  g_assert_cmpint (first->rank, ==, rank);
  for (guint i = 1; i < found->len; i++)
    g_assert_cmpint (g_array_index (found, YunGazetteerMatch, i - 1).rank, <=,
                     g_array_index (found, YunGazetteerMatch, i).rank);
}

static void
test_search (void)
{
  g_autoptr (GArray) nothing = yun_gazetteer_search ("", 5);
  g_autoptr (GArray) unknown = yun_gazetteer_search ("没有这条路", 5);

  assert_first ("九亭站", "九亭站", YUN_SEARCH_EXACT);
  assert_first ("九亭", "九亭大街", YUN_SEARCH_BEGINS);
  assert_first ("九新公路", "九新公路", YUN_SEARCH_EXACT);
  assert_first ("G60", "G60沪昆高速", YUN_SEARCH_EXACT);
  assert_first ("jiutingdajie", "九亭大街", YUN_SEARCH_SOUNDS);
  assert_first ("九新公路 × 莘", "九新公路×莘砖公路", YUN_SEARCH_BEGINS);
  assert_first ("莘砖公路九新公路", "九新公路×莘砖公路", YUN_SEARCH_EXACT);
  assert_first ("九亭大街123号", "九亭大街", YUN_SEARCH_ROAD);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (unknown->len, ==, 0);
}

/* A mark stands on what it marks, and what a place is called finds it. */
static void
test_whole (void)
{
  static const char *const words[] = { "路", "公路", "站", "高速", "江", "×", "街", "收费站" };
  guint                    n_checked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GArray) found = yun_gazetteer_search (words[i], 1000);

      for (guint k = 0; k < found->len; k++)
        {
          const YunGazetteerPlace *place = g_array_index (found, YunGazetteerMatch, k).place;
          g_autoptr (GPtrArray)    named = yun_gazetteer_find (place->name);

          g_assert_cmpfloat (yun_measure_distance_to (place->shape, place->at.x, place->at.y), <,
                             0.01);
          g_assert_true (g_ptr_array_find (named, place, NULL));
          g_assert_nonnull (yun_gazetteer_kind_get_label (place->kind));
          n_checked++;
        }
    }
  g_assert_cmpuint (n_checked, >, 300);
}

/* Every crossing is on the road that is typed, but for three that are listed because the network
 * lacks one of their roads there. */
static void
test_on_road (void)
{
  g_autoptr (GArray) roads = yun_gazetteer_search ("路", 1000);
  guint              n_checked = 0, n_off = 0;

  for (guint i = 0; i < roads->len; i++)
    {
      const YunGazetteerPlace *road = g_array_index (roads, YunGazetteerMatch, i).place;
      g_autofree char         *typed = g_strconcat (road->name, "×", NULL);
      g_autoptr (GArray)       crossings = yun_gazetteer_search (typed, 1000);

      for (guint k = 0; k < crossings->len; k++)
        {
          const YunGazetteerPlace *crossing = g_array_index (crossings, YunGazetteerMatch, k).place;

          g_assert_cmpint (crossing->kind, ==, YUN_GAZETTEER_CROSSING);
          n_off += yun_measure_distance_to (road->shape, crossing->at.x, crossing->at.y) > 50;
          n_checked++;
        }
    }
  g_assert_cmpuint (n_checked, >, 500);
  g_assert_cmpuint (n_off, ==, 3);
}

/* ---- A street map --------------------------------------------------------------------- */

static void
add_shape (YunStreetWriter *writer,
           YunStreetKind    kind,
           guint class,
           const char     *name,
           const YunPoint *points,
           guint           n)
{
  g_autoptr (GError)    error = NULL;
  g_autofree YunVertex *v = g_new (YunVertex, n);
  YunStreetShape        shape = {
           .kind = kind, .class = class, .name = name, .n_rings = 1, .ends = &n, .vertices = v
  };

  for (guint i = 0; i < n; i++)
    v[i] = yun_vertex_from_lonlat (points[i].x, points[i].y);
  g_assert_true (yun_street_writer_add (writer, &shape, &error));
  g_assert_no_error (error);
}

/* At @path: a road in two parts, one of ours, a station, villages of one name, a park, a railway.
 */
static void
write_streets (const char *path, const char *road)
{
  const YunPoint part[] = { { 121.30, 31.10 }, { 121.31, 31.10 } };
  const YunPoint other[] = { { 121.32, 31.10 }, { 121.33, 31.10 } };
  const YunPoint villages[] = { { 121.20, 31.00 }, { 121.2001, 31.0001 }, { 121.30, 31.05 } };
  const YunPoint park[] = {
    { 121.25, 31.00 }, { 121.27, 31.00 }, { 121.27, 31.02 }, { 121.25, 31.02 }, { 121.25, 31.00 }
  };
  const YunStreetBox          box = { { 0, 0 }, { G_MAXUINT32, G_MAXUINT32 } };
  g_autoptr (YunStreetWriter) writer = yun_street_writer_new ();
  g_autoptr (GArray)          cover = g_array_new (FALSE, FALSE, sizeof (YunStreetBox));
  YunStreetAbout              about = { "town.osm", "licence", 1000, cover };
  g_autoptr (GError)          error = NULL;

  g_array_append_val (cover, box);
  add_shape (writer, YUN_STREET_ROAD, YUN_ROAD_STREET, road, part, 2);
  add_shape (writer, YUN_STREET_ROAD, YUN_ROAD_LANE, road, other, 2);
  add_shape (writer, YUN_STREET_ROAD, YUN_ROAD_MAIN, "莘砖公路", part, 2);
  add_shape (writer, YUN_STREET_STATION, 0, "九亭站", part, 1);
  add_shape (writer, YUN_STREET_STATION, 0, "试验站", part, 1);
  for (guint i = 0; i < G_N_ELEMENTS (villages); i++)
    add_shape (writer, YUN_STREET_PLACE, 0, "试验村", &villages[i], 1);
  add_shape (writer, YUN_STREET_GREEN, 0, "试验公园", park, 5);
  add_shape (writer, YUN_STREET_RAIL, 0, "试验铁路", part, 2);
  add_shape (writer, YUN_STREET_BUILDING, 0, "试验大厦", park, 5);
  add_shape (writer, YUN_STREET_ROAD, YUN_ROAD_STREET, "", part, 2);
  g_assert_true (yun_street_writer_finish (writer, path, &about, NULL, NULL, &error));
  g_assert_no_error (error);
}

static guint
count_found (const char *word)
{
  g_autoptr (GPtrArray) found = yun_gazetteer_find (word);

  return found->len;
}

static gboolean
is_searched (const char *text, const char *name)
{
  g_autoptr (GArray) found = yun_gazetteer_search (text, 20);

  for (guint i = 0; i < found->len; i++)
    if (strcmp (g_array_index (found, YunGazetteerMatch, i).place->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* What a street map names is found besides, as it is at the moment; what our own map has, by that.
 */
static void
test_streets (void)
{
  g_autofree char         *folder = g_dir_make_tmp ("yun-gazetteer-XXXXXX", NULL);
  g_autofree char         *path = g_build_filename (folder, "street-map.pack", NULL);
  g_autofree char         *next = g_build_filename (folder, "next.pack", NULL);
  g_autoptr (GPtrArray)    kept = NULL;
  const YunGazetteerPlace *road;

  yun_gazetteer_set_streets (path);
  g_assert_cmpuint (count_found ("试验路"), ==, 0);
  write_streets (path, "试验路");
  kept = yun_gazetteer_find ("试验路");
  g_assert_cmpuint (kept->len, ==, 1);
  road = get_place (kept, 0);
  g_assert_cmpint (road->kind, ==, YUN_GAZETTEER_ROAD);
  g_assert_cmpuint (yun_geom_get_n_parts (road->shape), ==, 2);
  g_assert_cmpfloat (measure ("试验路", 121.31, 31.1001), <, 15);
  g_assert_cmpfloat (measure ("试验路", 121.33, 31.1001), <, 15);
  g_assert_cmpuint (count_found ("莘砖公路"), ==, 1);
  g_assert_cmpfloat (measure ("莘砖公路", 121.33, 31.00), >, 1000);
  g_assert_cmpuint (count_found ("九亭地铁站"), ==, 1);
  g_assert_cmpuint (count_found ("试验站"), ==, 1);
  g_assert_cmpuint (count_found ("试验村"), ==, 2);
  g_assert_cmpfloat (measure ("试验公园", 121.26, 31.01), ==, 0);
  g_assert_cmpuint (count_found ("试验铁路"), ==, 1);
  g_assert_cmpuint (count_found ("试验大厦"), ==, 0);
  g_assert_true (is_searched ("shiyanlu", "试验路"));
  g_assert_true (is_searched ("试验", "试验公园"));

  /* Another file, which may be put in place of it by any program. */
  write_streets (next, "换名路");
  g_assert_no_errno (g_rename (next, path));
  g_assert_cmpuint (count_found ("试验路"), ==, 0);
  g_assert_cmpuint (count_found ("换名路"), ==, 1);
  g_assert_true (is_searched ("huanming", "换名路"));
  g_assert_cmpstr (road->name, ==, "试验路");
  g_assert_true (g_file_set_contents (path, "nothing of the kind", -1, NULL));
  g_assert_cmpuint (count_found ("换名路"), ==, 0);
  g_assert_cmpuint (count_found ("莘砖公路"), ==, 1);
  g_assert_no_errno (g_unlink (path));
  g_assert_cmpuint (count_found ("换名路"), ==, 0);
  yun_gazetteer_set_streets (NULL);
  g_assert_no_errno (g_rmdir (folder));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gazetteer/crossings", test_crossings);
  g_test_add_func ("/gazetteer/names", test_names);
  g_test_add_func ("/gazetteer/search", test_search);
  g_test_add_func ("/gazetteer/whole", test_whole);
  g_test_add_func ("/gazetteer/on-road", test_on_road);
  g_test_add_func ("/gazetteer/streets", test_streets);
  return g_test_run ();
}
