/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "osm-fixture.h"
#include "yun-osm-file.h"
#include "yun-street-job.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A street map from extracts that the tests write themselves, XML and PBF. */

typedef struct
{
  char *folder;
  char *extract;
  char *pbf;
  char *path; /* of the street map, in a folder of its own */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("yun-street-XXXXXX", &error);
  g_assert_no_error (error);
  self->extract = g_build_filename (self->folder, "town.osm", NULL);
  self->pbf = g_build_filename (self->folder, "town.osm.pbf", NULL);
  self->path = g_build_filename (self->folder, "data", "street-map.pack", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_unlink (self->extract);
  g_unlink (self->pbf);
  g_unlink (self->path);
  /* nothing else was left */
  g_assert_true (g_rmdir (folder) == 0 || !g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->extract);
  g_free (self->pbf);
  g_free (self->path);
}

static YunStreetMap *
build (Fixture *self, const char *extract, GError **error)
{
  g_autoptr (YunJob) job = yun_street_job_new (extract, self->path);

  return yun_job_run_sync (job, error);
}

/* (transfer full): all that is drawn at @zoom. */
static GArray *
find_all (YunStreetMap *map, double zoom)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape));

  yun_street_map_find (map, zoom, (YunVertex){ 0, 0 }, (YunVertex){ G_MAXUINT32, G_MAXUINT32 },
                       YUN_STREET_ALL, found);
  g_assert_false (yun_street_map_is_damaged (map));
  return found;
}

static const YunStreetShape *
find_one (GArray *shapes, YunStreetKind kind, const char *name)
{
  const YunStreetShape *one = NULL;

  for (guint i = 0; i < shapes->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (shapes, YunStreetShape, i);

      if (shape->kind != kind || strcmp (shape->name, name) != 0)
        continue;
      g_assert_null (one);
      one = shape;
    }
  return one;
}

static void
check_town (YunStreetMap *map, const char *source)
{
  g_autoptr (GArray)    far = find_all (map, 10);
  g_autoptr (GArray)    near = find_all (map, 17);
  const YunStreetShape *shape;
  YunPoint              end;

  g_assert_cmpstr (yun_street_map_get_source (map), ==, source);
  g_assert_cmpstr (yun_street_map_get_licence (map), ==, "© OpenStreetMap contributors, ODbL");
  g_assert_cmpint (yun_street_map_get_made (map), >, 0);

  /* four pieces are one road; the number and the name are one name */
  shape = find_one (near, YUN_STREET_ROAD, "试验大道");
  g_assert_nonnull (shape);
  g_assert_cmpuint (shape->class, ==, YUN_ROAD_MAIN);
  shape = find_one (far, YUN_STREET_ROAD, "G99试验高速");
  g_assert_nonnull (shape);
  g_assert_cmpuint (shape->class, ==, YUN_ROAD_EXPRESSWAY);
  /* what goes on to the sea is cut 10 km from the district */
  shape = find_one (near, YUN_STREET_ROAD, "远路");
  g_assert_nonnull (shape);
  end = yun_vertex_to_lonlat (shape->max);
  g_assert_cmpfloat (end.x, >, 121.45);
  g_assert_cmpfloat (end.x, <, 121.60);
  g_assert_nonnull (find_one (near, YUN_STREET_RAIL, "试验铁路"));
  g_assert_nonnull (find_one (near, YUN_STREET_RIVER, "试验河"));
  shape = find_one (near, YUN_STREET_LAKE, "试验湖");
  g_assert_nonnull (shape);
  g_assert_cmpuint (shape->n_rings, ==, 2);
  g_assert_nonnull (find_one (near, YUN_STREET_GREEN, "试验公园"));
  /* a house is no house from afar, and building=no never */
  g_assert_nonnull (find_one (near, YUN_STREET_BUILDING, ""));
  g_assert_null (find_one (far, YUN_STREET_BUILDING, ""));
  g_assert_null (find_one (far, YUN_STREET_ROAD, "小径"));
  g_assert_nonnull (find_one (near, YUN_STREET_ROAD, "小径"));
  g_assert_nonnull (find_one (near, YUN_STREET_STATION, "试验站"));
  shape = find_one (near, YUN_STREET_PLACE, "试验村");
  g_assert_nonnull (shape);
  end = yun_vertex_to_lonlat (shape->vertices[0]);
  g_assert_cmpfloat_with_epsilon (end.x, 121.31, 1e-6);
  g_assert_cmpfloat_with_epsilon (end.y, 31.11, 1e-6);
  g_assert_null (find_one (near, YUN_STREET_PLACE, "书店"));

  g_assert_true (yun_street_map_covers (map, yun_vertex_from_lonlat (121.28, 31.09)));
  /* beyond the bounds of the extract */
  g_assert_false (yun_street_map_covers (map, yun_vertex_from_lonlat (121.10, 31.00)));
}

static void
test_town (Fixture *self, gconstpointer data)
{
  const char *const files[] = { self->extract, self->pbf };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OsmFixture)   town = osm_fixture_new_town ();
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunStreetMap) map = NULL;
      g_autoptr (YunStreetMap) again = NULL;

      osm_fixture_write_xml (town, self->extract);
      osm_fixture_write_pbf (town, self->pbf);
      map = build (self, files[i], &error);
      g_assert_no_error (error);
      check_town (map, i == 0 ? "town.osm" : "town.osm.pbf");
      again = yun_street_map_open (self->path, &error);
      g_assert_no_error (error);
      check_town (again, i == 0 ? "town.osm" : "town.osm.pbf");
    }
}

/* A road to the sea ends where the region does, near its edge. */
static void
test_cut (Fixture *self, gconstpointer data)
{
  g_autoptr (OsmFixture)   town = osm_fixture_new_town ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = NULL;
  g_autoptr (GArray)       near = NULL;
  double                   lonlat[200];
  const YunStreetShape    *road;

  for (guint i = 0; i < 100; i++)
    {
      lonlat[2 * i] = 121.2 + 0.02 * i;
      lonlat[2 * i + 1] = 31.05;
    }
  osm_fixture_add_line (town, lonlat, 100, "highway=primary;name=东路");
  osm_fixture_write_xml (town, self->extract);
  map = build (self, self->extract, &error);
  g_assert_no_error (error);
  near = find_all (map, 17);
  road = find_one (near, YUN_STREET_ROAD, "东路");
  g_assert_nonnull (road);
  g_assert_cmpfloat (yun_vertex_to_lonlat (road->max).x, >, 121.36);
  g_assert_cmpfloat (yun_vertex_to_lonlat (road->max).x, <, 121.60);
}

static void
expect (Fixture *self, const char *file, GQuark domain, int code)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = build (self, file, &error);
  g_autofree char         *folder = g_path_get_dirname (self->path);
  g_autoptr (GDir)         dir = g_dir_open (folder, 0, NULL);
  g_autofree char         *name = g_path_get_basename (file);

  g_assert_null (map);
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (dir != NULL ? g_dir_read_name (dir) : NULL);
}

/* Whatever is wrong with a file is said, and nothing is left. */
static void
test_bad_files (Fixture *self, gconstpointer data)
{
  g_autoptr (OsmFixture) town = osm_fixture_new_town ();
  g_autofree char       *xml = NULL;
  g_autofree char       *pbf = NULL;
  gsize                  n_xml, n_pbf;

  expect (self, self->extract, YUN_OSM_ERROR, YUN_OSM_ERROR_OPEN);
  expect (self, self->folder, YUN_OSM_ERROR, YUN_OSM_ERROR_OPEN);
  g_file_set_contents (self->extract, "", 0, NULL);
  expect (self, self->extract, YUN_OSM_ERROR, YUN_OSM_ERROR_FORMAT);
  g_file_set_contents (self->extract, "SQLite format 3 of another kind", -1, NULL);
  expect (self, self->extract, YUN_OSM_ERROR, YUN_OSM_ERROR_FORMAT);
  g_file_set_contents (self->extract, "<osm version=\"0.6\"></osm>", -1, NULL);
  expect (self, self->extract, YUN_STREET_ERROR, YUN_STREET_ERROR_ELSEWHERE);

  osm_fixture_write_xml (town, self->extract);
  osm_fixture_write_pbf (town, self->pbf);
  g_assert_true (g_file_get_contents (self->extract, &xml, &n_xml, NULL));
  g_assert_true (g_file_get_contents (self->pbf, &pbf, &n_pbf, NULL));
  g_file_set_contents (self->extract, xml, (gssize) (n_xml / 2), NULL);
  expect (self, self->extract, YUN_OSM_ERROR, YUN_OSM_ERROR_DAMAGED);
  g_file_set_contents (self->pbf, pbf, (gssize) (n_pbf / 2), NULL);
  expect (self, self->pbf, YUN_OSM_ERROR, YUN_OSM_ERROR_DAMAGED);
}

/* Any byte of a PBF may be wrong: an error or a map, and nothing is left. */
static void
test_damaged_bytes (Fixture *self, gconstpointer data)
{
  g_autoptr (OsmFixture) town = osm_fixture_new_town ();
  g_autofree char       *pbf = NULL;
  gsize                  n;

  osm_fixture_write_pbf (town, self->pbf);
  g_assert_true (g_file_get_contents (self->pbf, &pbf, &n, NULL));
  for (gsize at = 0; at < n; at += 37)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunStreetMap) map = NULL;
      char                     was = pbf[at];

      pbf[at] = (char) ~was;
      g_file_set_contents (self->pbf, pbf, (gssize) n, NULL);
      pbf[at] = was;
      map = build (self, self->pbf, &error);
      g_assert_true ((map == NULL) == (error != NULL));
      g_unlink (self->path);
    }
}

/* An existing street map is as it was after a failure. */
static void
test_failure_keeps (Fixture *self, gconstpointer data)
{
  g_autoptr (OsmFixture)   town = osm_fixture_new_town ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) first = NULL;
  g_autoptr (YunStreetMap) second = NULL;
  g_autoptr (YunStreetMap) kept = NULL;

  osm_fixture_write_xml (town, self->extract);
  first = build (self, self->extract, &error);
  g_assert_no_error (error);
  g_file_set_contents (self->extract, "<osm version=\"0.6\"><node", -1, NULL);
  second = build (self, self->extract, &error);
  g_assert_null (second);
  g_assert_error (error, YUN_OSM_ERROR, YUN_OSM_ERROR_DAMAGED);
  g_clear_error (&error);
  kept = yun_street_map_open (self->path, &error);
  g_assert_no_error (error);
  check_town (kept, "town.osm");
  g_assert_true (yun_street_remove (self->path, &error));
  g_assert_false (yun_street_remove (self->path, &error));
  g_assert_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING);
  /* who has it open goes on with it */
  check_town (kept, "town.osm");
}

static void
cancel_cb (YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  if (done >= GPOINTER_TO_UINT (user_data))
    yun_job_cancel (job);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  static const guint     whens[] = { 0, 1, 700, 800, 900 };
  g_autoptr (OsmFixture) town = osm_fixture_new_town ();

  osm_fixture_write_xml (town, self->extract);
  for (guint i = 0; i < G_N_ELEMENTS (whens); i++)
    {
      g_autoptr (YunJob)       job = yun_street_job_new (self->extract, self->path);
      g_autoptr (GError)       error = NULL;
      g_autoptr (YunStreetMap) map = NULL;
      g_autofree char         *folder = g_path_get_dirname (self->path);

      yun_job_set_report_func (job, cancel_cb, GUINT_TO_POINTER (whens[i]));
      map = yun_job_run_sync (job, &error);
      g_assert_null (map);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_rmdir (folder), ==, 0); /* empty */
    }
}

/* What a file may say, whoever wrote it. */
static void
test_hostile (Fixture *self, gconstpointer data)
{
  static const double      bow[] = { 121.28, 31.08,  121.29, 31.09,  121.29,
                                     31.08,  121.28, 31.09,  121.28, 31.08 };
  static const double      world[] = { -179, -80, 179, -80, 179, 80, -179, 80 };
  g_autoptr (OsmFixture)   town = osm_fixture_new_town ();
  g_autofree char         *long_name = g_strnfill (5000, 'x');
  g_autofree char         *tags = g_strconcat ("highway=primary;name=", long_name, NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = NULL;
  g_autoptr (GArray)       near = NULL;
  gint64                   none[] = { 900001, 900002 }, ring[5];

  for (guint i = 0; i < 4; i++)
    ring[i] = osm_fixture_add_node (town, bow[2 * i], bow[2 * i + 1], "");
  ring[4] = ring[0];
  osm_fixture_add_way (town, ring, 5, "natural=water;name=bow");
  for (guint i = 0; i < 4; i++)
    ring[i] = osm_fixture_add_node (town, world[2 * i], world[2 * i + 1], "");
  ring[4] = ring[0];
  osm_fixture_add_way (town, ring, 5, "natural=wood;name=world");
  osm_fixture_add_way (town, none, 2, "highway=primary;name=nowhere");
  osm_fixture_add_way (town, ring, 1, "highway=primary;name=short");
  osm_fixture_add_line (town, bow, 2, tags);
  osm_fixture_add_line (town, bow, 2, "highway=primary;name=\xff\xfe bad \n\x01\xe2\x80\xae name");
  osm_fixture_add_node (town, 12.3, 31.1, "place=village;name=outside");
  osm_fixture_add_node (town, 121.3, 31.1, "place=village");
  osm_fixture_write_pbf (town, self->pbf);
  map = build (self, self->pbf, &error);
  g_assert_no_error (error);
  near = find_all (map, 17);
  g_assert_nonnull (find_one (near, YUN_STREET_LAKE, "bow"));
  g_assert_nonnull (find_one (near, YUN_STREET_GREEN, "world"));
  g_assert_null (find_one (near, YUN_STREET_ROAD, "nowhere"));
  g_assert_null (find_one (near, YUN_STREET_PLACE, "outside"));
  for (guint i = 0; i < near->len; i++)
    {
      const char *name = g_array_index (near, YunStreetShape, i).name;

      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpuint (strlen (name), <=, YUN_STREET_MAX_NAME);
      g_assert_null (strpbrk (name, "\n\x01"));
      g_assert_null (strstr (name, "\xe2\x80\xae"));
    }
}

/* A road of many nodes, each where it takes the most work to leave one out. */
static void
test_long_way (Fixture *self, gconstpointer data)
{
  const guint              n = 200000;
  g_autoptr (OsmFixture)   town = osm_fixture_new_town ();
  g_autofree gint64       *nodes = g_new (gint64, n + 1);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStreetMap) map = NULL;
  g_autoptr (GArray)       near = NULL;

  for (guint i = 0; i < n; i++)
    nodes[i] = osm_fixture_add_node (town, 121.22 + 0.12 * i / n, i % 2 ? 31.04 : 31.14, "");
  nodes[n] = nodes[0];
  osm_fixture_add_way (town, nodes, n, "highway=primary;name=zigzag");
  osm_fixture_add_way (town, nodes, n + 1, "natural=water;name=comb");
  osm_fixture_write_pbf (town, self->pbf);
  map = build (self, self->pbf, &error);
  g_assert_no_error (error);
  near = find_all (map, 17);
  for (guint i = 0; i < near->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (near, YunStreetShape, i);

      g_assert_cmpuint (shape->ends[shape->n_rings - 1], <=, 4096);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/street-job/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("town", test_town);
  ADD ("cut", test_cut);
  ADD ("bad-files", test_bad_files);
  ADD ("damaged-bytes", test_damaged_bytes);
  ADD ("failure-keeps", test_failure_keeps);
  ADD ("cancel", test_cancel);
  ADD ("hostile", test_hostile);
  ADD ("long-way", test_long_way);
  return g_test_run ();
}
