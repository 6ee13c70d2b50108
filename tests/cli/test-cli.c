/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdal.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "cli-journey.h"
#include "yun-plot.h"
#include "yun-store.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#define M2_PER_MU (2000.0 / 3.0)

/* A person at a terminal, each test in a folder of its own. */

static void
test_firms_of_the_core (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  g_assert_cmpstr (self->err, ==, "");
  journey_succeed (self, "list firms 'segment:satellite zone:core' r.sqlite");
  g_assert_nonnull (strstr (self->out, "格思航天"));
  journey_succeed (self, "list 企业 '段:卫星 片区:核心' r.sqlite");
  g_assert_nonnull (strstr (self->out, "格思航天"));
  journey_succeed (self, "list firms segment:rocket r.sqlite");
  g_assert_null (strstr (self->out, "格思航天"));
}

/* What is without a segment is counted only of what can have one; a facility has that of its kind.
 */
static void
test_segments_of_the_starter (Journey *self, gconstpointer data)
{
  static const char *const parks[] = { "科技绿洲", "久富开发区" };

  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (parks); i++)
    {
      g_autofree char *line = g_strdup_printf ("show parks %s --json r.sqlite", parks[i]);

      journey_succeed (self, line);
      g_assert_nonnull (
        strstr (self->out, "\"segment\":[\"satellite\",\"terminal\",\"operation\"]"));
    }
  g_assert_cmpint (journey_count (self, "count facilities segment:terminal r.sqlite"), ==, 3);
  g_assert_cmpint (journey_count (self, "count 设施 段:卫星 r.sqlite"), ==, 4);
  g_assert_cmpint (journey_count (self, "count facilities segment:operation r.sqlite"), ==, 12);
  g_assert_cmpint (journey_count (self, "count facilities segment:? r.sqlite"), ==, 3);
  g_assert_cmpint (journey_count (self, "count 设施 类型:各类工厂 r.sqlite"), ==, 3);
}

/* A name is found as search folds it: brackets of either width, a blank around. */
static void
test_show_folded (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "show firms ' 北斗博阳(上海)数据科技有限公司 ' r.sqlite");
  g_assert_nonnull (strstr (self->out, "北斗博阳（上海）数据科技有限公司"));
  journey_fail (self, "show firms 北斗博 r.sqlite", 3, "北斗博");
}

/* Reads the shapefile with GDAL, not with anything of ours. */
static void
check_shapefile (Journey *self, gint64 expected)
{
  g_autofree char       *path = g_build_filename (self->folder, "idle.shp", NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GDALDatasetH           set;
  OGRLayerH              layer;
  OGRFeatureH            feature;
  OGREnvelope            box;
  OGRSpatialReferenceH   crs;
  int                    n_area = 0;

  GDALAllRegister ();
  set = GDALOpenEx (path, GDAL_OF_VECTOR, NULL, NULL, NULL);
  g_assert_nonnull (set);
  layer = GDALDatasetGetLayer (set, 0);
  g_assert_cmpint (OGR_L_GetFeatureCount (layer, TRUE), ==, expected);

  /* domain.md 2.2: easting and northing of the district in EPSG:4549. */
  g_assert_cmpint (OGR_L_GetExtent (layer, &box, TRUE), ==, OGRERR_NONE);
  g_assert_cmpfloat (box.MinX, >, 590522);
  g_assert_cmpfloat (box.MaxX, <, 643443);
  g_assert_cmpfloat (box.MinY, >, 3418057);
  g_assert_cmpfloat (box.MaxY, <, 3456336);
  crs = OSRNewSpatialReference (NULL);
  g_assert_cmpint (OSRImportFromEPSG (crs, 4549), ==, OGRERR_NONE);
  g_assert_nonnull (OGR_L_GetSpatialRef (layer));
  g_assert_cmpfloat_with_epsilon (
    OSRGetProjParm (OGR_L_GetSpatialRef (layer), "central_meridian", 0, NULL), 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (
    OSRGetProjParm (OGR_L_GetSpatialRef (layer), "false_easting", 0, NULL), 500000, 1e-6);
  g_assert_cmpfloat_with_epsilon (OSRGetSemiMajor (OGR_L_GetSpatialRef (layer), NULL),
                                  OSRGetSemiMajor (crs, NULL), 1e-6);
  OSRDestroySpatialReference (crs);

  while ((feature = OGR_L_GetNextFeature (layer)) != NULL)
    {
      OGRGeometryH shape = OGR_F_GetGeometryRef (feature);
      gboolean     named = FALSE;

      for (int i = 0; i < OGR_F_GetFieldCount (feature); i++)
        {
          const char *column = OGR_Fld_GetNameRef (OGR_F_GetFieldDefnRef (feature, i));
          const char *text = OGR_F_GetFieldAsString (feature, i);

          g_assert_true (g_utf8_validate (text, -1, NULL));
          named |= g_str_has_prefix (text, "示例·") && g_str_has_suffix (text, "号地块") &&
                   g_hash_table_add (names, g_strdup (text));
          if (strcmp (column, "area_m2") == 0)
            {
              double area = OGR_F_GetFieldAsDouble (feature, i);

              n_area++;
              g_assert_cmpfloat (area, >=, 20 * M2_PER_MU - 0.1);
              g_assert_cmpfloat (area, <=, 100 * M2_PER_MU + 0.1);
              /* Gauss-Krüger at 1.5° from its meridian enlarges by up to 4 in 10 000. */
              g_assert_cmpfloat_with_epsilon (OGR_G_Area (shape) / area, 1, 1e-3);
            }
        }
      g_assert_true (named);
      OGR_F_Destroy (feature);
    }
  g_assert_cmpint (n_area, ==, expected);
  g_assert_cmpint (g_hash_table_size (names), ==, expected);
  GDALClose (set);
}

static void
test_idle_plots (Journey *self, gconstpointer data)
{
  gint64 n;

  journey_succeed (self, "sample --plots 20000 --seed 7 s.sqlite");
  journey_succeed (
    self,
    "export plots 'status:reusable area:20..100mu' --crs EPSG:4549 --encoding GBK --to idle.shp "
    "s.sqlite");
  g_assert_nonnull (strstr (self->out, "idle.shp"));
  g_assert_cmpstr (self->err, ==, "");
  n = journey_count (self, "count plots 'status:reusable area:20..100mu' s.sqlite");
  g_assert_cmpint (n, >, 500);
  check_shapefile (self, n);

  journey_fail (self, "export plots --to idle.shp s.sqlite", 1, "idle.shp");
  journey_succeed (self, "export plots status:low --to idle.shp --replace s.sqlite");
}

/* Records without a place are listed, searched, filtered and exported like the others. */
static void
test_tasks (Journey *self, gconstpointer data)
{
  g_autofree char *dbf = g_build_filename (self->folder, "t.dbf", NULL);
  g_autofree char *shp = g_build_filename (self->folder, "t.shp", NULL);

  journey_succeed (self, "init s.sqlite");
  g_assert_cmpint (journey_count (self, "count tasks s.sqlite"), ==, 18);
  g_assert_cmpint (journey_count (self, "count 任务 单位:区经委 s.sqlite"), ==, 15);
  g_assert_cmpint (journey_count (self, "count tasks 'unit:区经委 number:四（二）' s.sqlite"), ==,
                   3);
  g_assert_cmpint (journey_count (self, "count tasks 'near:九亭镇<5km' s.sqlite"), ==, 0);
  g_assert_cmpint (journey_count (self, "count units kind:town s.sqlite"), ==, 4);
  journey_succeed (self, "list tasks unit:国投集团 s.sqlite");
  g_assert_nonnull (strstr (self->out, "金融支持"));
  journey_succeed (self, "show task 四（四）2 s.sqlite");
  g_assert_nonnull (strstr (self->out, "区发展改革委"));
  journey_succeed (self, "show unit 区新城办 s.sqlite");
  g_assert_nonnull (strstr (self->out, "区新城发展办"));

  journey_fail (self, "export tasks --to t.shp s.sqlite", 2, ".dbf");
  journey_fail (self, "export plots --to t.dbf s.sqlite", 2, ".shp");
  journey_succeed (self, "export tasks --encoding UTF-8 --to t.dbf s.sqlite");
  g_assert_nonnull (strstr (self->out, "t.dbf"));
  g_assert_true (g_file_test (dbf, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (shp, G_FILE_TEST_EXISTS));
}

/* Edits a plot as another program with the same store would. */
static void
edit_plot (Journey *self, const char *number, const char *note)
{
  g_autofree char      *path = g_build_filename (self->folder, "s.sqlite", NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunStore)  store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);
  g_autoptr (YunRecord) plot = NULL;
  g_autoptr (YunChange) change = NULL;

  g_assert_no_error (error);
  plot = yun_store_find_sync (store, &yun_entity_plot, number, &error);
  g_assert_no_error (error);
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "note"), note);
  change = yun_store_save_sync (store, plot, "tester", NULL, &error);
  g_assert_no_error (error);
  yun_store_close (store);
}

/* (transfer full): the number of some plot. */
static char *
get_some_number (Journey *self)
{
  g_autoptr (JsonNode) node = NULL;

  journey_succeed (self, "list plots --limit 1 --json s.sqlite");
  node = journey_read_json (self);
  return g_strdup (json_object_get_string_member (
    json_array_get_object_element (json_node_get_array (node), 0), "number"));
}

static void
test_undo_across_programs (Journey *self, gconstpointer data)
{
  g_autofree char     *number = NULL;
  g_autoptr (JsonNode) node = NULL;

  journey_succeed (self, "sample --plots 30 --firms 5 --parks 1 s.sqlite");
  journey_fail (self, "undo s.sqlite", 1, "nothing to undo");
  journey_fail (self, "redo s.sqlite", 1, "nothing to redo");
  number = get_some_number (self);
  edit_plot (self, number, "云端批注");
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 s.sqlite"), ==, 1);
  journey_succeed (self, "undo s.sqlite");
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 s.sqlite"), ==, 0);
  journey_succeed (self, "history --json s.sqlite");
  node = journey_read_json (self);
  g_assert_cmpstr (json_object_get_string_member (
                     json_array_get_object_element (json_node_get_array (node), 1), "state"),
                   ==, "undone");
  g_assert_cmpstr (json_object_get_string_member (
                     json_array_get_object_element (json_node_get_array (node), 1), "who"),
                   ==, "tester");
  journey_succeed (self, "redo s.sqlite");
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 s.sqlite"), ==, 1);
  journey_fail (self, "redo s.sqlite", 1, "nothing to redo");
  journey_succeed (self, "history s.sqlite");
  g_assert_nonnull (strstr (self->out, "tester"));

  journey_succeed (self, "backup s.sqlite copy.sqlite");
  journey_fail (self, "backup s.sqlite copy.sqlite", 1, "copy.sqlite");
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 copy.sqlite"), ==, 1);
  /* The copy has a life of its own. */
  journey_succeed (self, "undo copy.sqlite");
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 copy.sqlite"), ==, 0);
  g_assert_cmpint (journey_count (self, "count plots note:云端批注 s.sqlite"), ==, 1);
}

static void
test_json (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) one = NULL;
  JsonArray           *array;
  guint                n_unknown = 0;
  g_auto (GStrv)       lines = NULL;
  g_autofree char     *show = NULL;

  journey_succeed (self, "sample --plots 60 --firms 5 --parks 3 s.sqlite");
  journey_succeed (self, "list plots --json --geometry --sort area --desc s.sqlite");
  lines = g_strsplit (self->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 63);
  node = journey_read_json (self);
  array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      JsonObject *plot = json_array_get_object_element (array, i);
      double      lon = json_object_get_double_member (plot, "lon");
      double      lat = json_object_get_double_member (plot, "lat");

      g_assert_cmpint (json_object_get_int_member (plot, "id"), >, 0);
      g_assert_true (g_uuid_string_is_valid (json_object_get_string_member (plot, "uid")));
      g_assert_cmpfloat (lon, >, 120.95);
      g_assert_cmpfloat (lon, <, 121.5);
      g_assert_cmpfloat (lat, >, 30.88);
      g_assert_cmpfloat (lat, <, 31.22);
      g_assert_cmpstr (
        json_object_get_string_member (json_object_get_object_member (plot, "geometry"), "type"),
        ==, "Polygon");
      n_unknown += json_object_get_null_member (plot, "area-paper") ? 1 : 0;
      g_assert_cmpfloat (json_object_get_double_member (plot, "area"), >, 0);
      if (i > 0)
        g_assert_cmpfloat (
          json_object_get_double_member (plot, "area"), <=,
          json_object_get_double_member (json_array_get_object_element (array, i - 1), "area"));
    }
  g_assert_cmpuint (n_unknown, >, 0);

  show = g_strdup_printf (
    "show plot %s --json s.sqlite",
    json_object_get_string_member (json_array_get_object_element (array, 7), "number"));
  journey_succeed (self, show);
  one = journey_read_json (self);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (one), "id"), ==,
                   json_object_get_int_member (json_array_get_object_element (array, 7), "id"));

  /* None is an array too. */
  g_clear_pointer (&node, json_node_unref);
  journey_succeed (self, "list plots name:没有 --json s.sqlite");
  node = journey_read_json (self);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 0);
  g_clear_pointer (&node, json_node_unref);
  journey_succeed (self, "count --json s.sqlite");
  node = journey_read_json (self);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 8);
}

/* The cells of a table are what the same conditions count. */
static void
test_count_by (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray           *groups;
  gint64               sum = 0;

  journey_succeed (self, "sample --plots 400 --firms 5 --parks 3 s.sqlite");
  journey_succeed (self, "count plots status:reusable --by zone,status --sum area --json s.sqlite");
  node = journey_read_json (self);
  groups = json_object_get_array_member (json_node_get_object (node), "groups");
  g_assert_cmpuint (json_array_get_length (groups), >, 3);
  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject      *cell = json_array_get_object_element (groups, i);
      const char      *zone = json_object_get_null_member (cell, "zone")
                                ? "?"
                                : json_object_get_string_member (cell, "zone");
      const char      *status = json_object_get_string_member (cell, "status");
      g_autofree char *line =
        g_strdup_printf ("count plots 'zone:%s status:%s' s.sqlite", zone, status);

      g_assert_cmpint (journey_count (self, line), ==, json_object_get_int_member (cell, "count"));
      sum += json_object_get_int_member (cell, "count");
    }
  g_assert_cmpint (sum, ==, journey_count (self, "count plots status:reusable s.sqlite"));
  journey_succeed (self, "count 'plot status:reusable' --by zone --mean area s.sqlite");
  g_assert_nonnull (strchr (self->out, '\n'));
}

/* A sum says its unit, a niche is a word, with its code where a program reads. */
static void
test_count_words (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode) sums = NULL, niches = NULL;
  JsonObject          *object;

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "add firms name=甲 niche=rkt.design r.sqlite");
  journey_succeed (self, "count plots --by zone --sum area --json r.sqlite");
  sums = journey_read_json (self);
  object = json_node_get_object (sums);
  g_assert_cmpstr (json_object_get_string_member (object, "number"), ==, "area");
  g_assert_cmpstr (json_object_get_string_member (object, "unit"), ==, "m²");
  journey_succeed (self, "count plots --by zone --sum area r.sqlite");
  g_assert_nonnull (strstr (self->out, "(mu)"));

  journey_succeed (self, "count firms 甲 --by niche r.sqlite");
  g_assert_nonnull (strstr (self->out, "Vehicle design"));
  g_assert_null (strstr (self->out, "rkt.design"));
  journey_succeed (self, "count firms 甲 --by niche --json r.sqlite");
  niches = journey_read_json (self);
  object = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (niches), "groups"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "niche"), ==, "rkt.design");
  g_assert_cmpstr (json_object_get_string_member (object, "niche_name"), ==, "Vehicle design");
}

/* People are told the time of their place, programs that of the file. */
static void
test_local_time (Journey *self, gconstpointer data)
{
  static const char *const verbs[] = { "info", "history" };
  g_autoptr (JsonNode)     changes = NULL;
  g_autoptr (GTimeZone)    zone = g_time_zone_new_offset (14 * 3600);
  g_autoptr (GDateTime)    utc = NULL, there = NULL;
  g_autofree char         *time = NULL;
  const char              *at;

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "history --json r.sqlite");
  changes = journey_read_json (self);
  at = json_object_get_string_member (
    json_array_get_object_element (json_node_get_array (changes), 0), "at");
  g_assert_true (g_str_has_suffix (at, "Z"));
  utc = g_date_time_new_from_iso8601 (at, NULL);
  there = g_date_time_to_timezone (utc, zone);
  time = g_date_time_format (there, "%Y-%m-%d %H:%M:%S");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      char *line[] = { (char *) g_getenv ("YUN_CLI"), (char *) verbs[i], "r.sqlite", NULL };

      g_assert_cmpint (journey_run_with (self, "TZ=EAST-14", line), ==, 0);
      g_assert_nonnull (strstr (self->out, time));
      g_assert_null (strstr (self->out, at));
    }
}

/* What was entered late in the day counts for the day it was in the place. */
static void
test_local_day (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode)  firm = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) utc = NULL, there = NULL;
  g_autofree char      *day = NULL, *clause = NULL, *here = NULL;
  const char           *at, *name;

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "add firms name=试验公司 r.sqlite");
  journey_succeed (self, "show firms 试验公司 --json r.sqlite");
  firm = journey_read_json (self);
  at = json_object_get_string_member (json_node_get_object (firm), "updated");
  utc = g_date_time_new_from_iso8601 (at, NULL);
  /* where it was another day */
  name = g_date_time_get_hour (utc) >= 12 ? "TZ=EAST-14" : "TZ=WEST+12";
  zone = g_time_zone_new_offset (g_date_time_get_hour (utc) >= 12 ? 14 * 3600 : -12 * 3600);
  there = g_date_time_to_timezone (utc, zone);
  day = g_date_time_format (there, "%Y-%m-%d");
  here = g_date_time_format (utc, "%Y-%m-%d");
  g_assert_cmpstr (day, !=, here);
  clause = g_strdup_printf ("试验公司 updated:%s", day);
  {
    char *program = (char *) g_getenv ("YUN_CLI");
    char *count[] = { program, "count", "firms", clause, "r.sqlite", NULL };
    char *show[] = { program, "show", "firms", "试验公司", "r.sqlite", NULL };

    g_assert_cmpint (journey_run_with (self, name, count), ==, 0);
    g_assert_cmpstr (self->out, ==, "1\n");
    g_assert_cmpint (journey_run_with (self, "TZ=UTC0", count), ==, 0);
    g_assert_cmpstr (self->out, ==, "0\n");
    g_assert_cmpint (journey_run_with (self, name, show), ==, 0);
    g_assert_nonnull (strstr (self->out, day));
    g_assert_null (strstr (self->out, here));
  }
}

static void
test_csv (Journey *self, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "list firms --csv --limit 3 r.sqlite");
  lines = g_strsplit (self->out, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "id,name,"));
  g_assert_true (g_str_has_suffix (lines[0], ",lon,lat"));

  journey_succeed (self, "list firms --csv --bom --limit 1 r.sqlite");
  g_assert_true (g_str_has_prefix (self->out, "\xEF\xBB\xBFid,name,"));
  journey_fail (self, "list firms --json --bom r.sqlite", 2, "--csv");
  journey_succeed (self, "add firm 'name==1+1' r.sqlite");
  journey_succeed (self, "list firms 'name:=1+1' --csv r.sqlite");
  g_assert_nonnull (strstr (self->out, ",'=1+1,"));
}

/* All that comes with the program can be given to old Chinese software. */
static void
test_starter_in_gbk (Journey *self, gconstpointer data)
{
  static const char *const kinds[] = { "zones", "towns", "parks",      "plots",
                                       "firms", "units", "facilities", "tasks" };

  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const YunEntity *entity = yun_entity_find (kinds[i]);
      const char      *suffix = entity->shape == YUN_SHAPE_NONE ? "dbf" : "shp";
      g_autofree char *line = g_strdup_printf ("export %s --to %s.%s --encoding GBK r.sqlite",
                                               kinds[i], kinds[i], suffix);

      journey_succeed (self, line);
    }
}

/* Filters that begin with a dash, options anywhere, FILE last. */
static void
test_operands (Journey *self, gconstpointer data)
{
  gint64 all;
  gint64 north;

  journey_succeed (self, "sample --plots 300 --firms 0 s.sqlite");
  all = journey_count (self, "count plots s.sqlite");
  north = journey_count (self, "count plots zone:north s.sqlite");
  g_assert_cmpint (all, ==, 300);
  g_assert_cmpint (north, >, 0);
  g_assert_cmpint (journey_count (self, "count plots -zone:north s.sqlite"), ==, all - north);
  g_assert_cmpint (journey_count (self, "count plots -- -zone:north s.sqlite"), ==, all - north);
  g_assert_cmpint (journey_count (self, "count plots -片区:北带 s.sqlite"), ==, all - north);
  g_assert_cmpint (journey_count (self, "count 'plot zone:north' s.sqlite"), ==, north);
  journey_succeed (self, "list --limit 1 plots --json zone:north --sort area s.sqlite");
  journey_fail (self, "list plots -json s.sqlite", 2, "-json");
  journey_fail (self, "list plots --jsn s.sqlite", 2, "--jsn");
  journey_fail (self, "list plots --json --csv s.sqlite", 2, "--csv");
  journey_fail (self, "list plots --sort nothing s.sqlite", 2, "nothing");
  journey_fail (self, "list plots a b s.sqlite", 2, "operands");
  journey_fail (self, "list plots", 2, "operand");
  journey_fail (self, "list rivers s.sqlite", 2, "rivers");
  journey_fail (self, "list plots 'firm 卫星' s.sqlite", 2, "Firms");
  journey_fail (self, "frobnicate", 2, "frobnicate");
  journey_fail (self, "sample --plots -5 t.sqlite", 2, "5000000");
  journey_fail (self, "export plots s.sqlite", 2, "--to");
  journey_fail (self, "export plots --to x.txt s.sqlite", 2, ".shp");
  journey_fail (self, "export plots --to .shp s.sqlite", 2, ".shp");
  journey_fail (self, "history --change -3 s.sqlite", 2, "numbered");
  journey_fail (self, "history --change 1 --json s.sqlite", 2, "--json");
  journey_fail (self, "export plots --to x.shp --crs EPSG:999999 s.sqlite", 2, "999999");
  journey_fail (self, "export plots --to x.shp --encoding KOI8 s.sqlite", 2, "KOI8");
}

static void
test_wrong_filter (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init --empty r.sqlite");
  journey_fail (self, "list plots 'area:20..100mu status:idel' r.sqlite", 2, "idle");
  /* The caret stands under the value. */
  g_assert_nonnull (
    strstr (self->err, "\n  area:20..100mu status:idel\n                        ^"));
  /* Chinese characters are two columns wide. */
  journey_fail (self, "list plots '片区:北带 nosuchfield:5' r.sqlite", 2, "nosuchfield");
  g_assert_nonnull (strstr (self->err, "\n            ^"));
}

/* As many words and values as a filter may have are answered; more are refused as a filter. */
static void
test_long_filter (Journey *self, gconstpointer data)
{
  static const char *const starts[] = { "", "name:", "holder:" };

  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    for (guint n = 399; n <= 400; n++)
      {
        g_autoptr (GString) line = g_string_new ("count plots '");

        g_string_append (line, starts[i]);
        for (guint k = 0; k < n + (i == 0); k++)
          g_string_append (line, i == 0 ? "a " : k == 0 ? "a" : ",a");
        g_string_append (line, "' r.sqlite");
        if (n == 399)
          journey_count (self, line->str);
        else
          journey_fail (self, line->str, 2, "too many");
      }
}

static void
test_files (Journey *self, gconstpointer data)
{
  g_autofree char *text = g_build_filename (self->folder, "text.sqlite", NULL);
  g_autofree char *kept = NULL;

  journey_succeed (self, "init --empty r.sqlite");
  g_assert_cmpint (journey_count (self, "count firms r.sqlite"), ==, 0);
  g_assert_cmpint (journey_count (self, "count towns r.sqlite"), ==, 17);
  journey_fail (self, "init r.sqlite", 1, "r.sqlite");
  journey_fail (self, "sample --plots 5 r.sqlite", 1, "r.sqlite");
  journey_fail (self, "info nothing.sqlite", 4, "nothing.sqlite");
  journey_fail (self, "undo nothing.sqlite", 4, "nothing.sqlite");
  g_assert_true (g_file_set_contents (text, "not a registry at all, but long enough", -1, NULL));
  journey_fail (self, "info text.sqlite", 4, "text.sqlite");
  journey_fail (self, "undo text.sqlite", 4, "text.sqlite");
  g_assert_true (g_file_get_contents (text, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "not a registry at all, but long enough");
  journey_fail (self, "show firm 没有这家 r.sqlite", 3, "没有这家");
  journey_fail (self, "export plots --to x.shp r.sqlite", 3, "nothing to export");
  journey_fail (self, "init no/such/folder/r.sqlite", 4, "no/such/folder");
  journey_succeed (self, "info r.sqlite");
  g_assert_nonnull (strstr (self->out, "17"));
}

/* A character that GBK lacks is refused, with the row it is in, unless it may be lost. */
static void
test_lost_text (Journey *self, gconstpointer data)
{
  g_autofree char *number = NULL;

  journey_succeed (self, "sample --plots 30 --firms 0 --parks 1 s.sqlite");
  number = get_some_number (self);
  edit_plot (self, number, "𨭎");
  journey_fail (self, "export plots --encoding GBK --to x.shp s.sqlite", 6, "𨭎");
  journey_succeed (self, "export plots --encoding GBK --lossy --to x.shp s.sqlite");
  journey_succeed (self, "export plots --encoding UTF-8 --to y.shp s.sqlite");
}

static void
test_show (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "show firm 格思航天 r.sqlite");
  g_assert_nonnull (strstr (self->out, "上海格思航天科技有限公司"));
  g_assert_null (strstr (self->out, "Unknown"));
}

static void
check_same_plots (JsonArray *shown, JsonArray *members)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (json_array_get_length (shown), ==, json_array_get_length (members));
  for (guint i = 0; i < json_array_get_length (members); i++)
    g_hash_table_add (names, (gpointer) json_object_get_string_member (
                               json_array_get_object_element (members, i), "name"));
  g_assert_cmpuint (g_hash_table_size (names), ==, json_array_get_length (members));
  for (guint i = 0; i < json_array_get_length (shown); i++)
    g_assert_true (g_hash_table_contains (
      names, json_object_get_string_member (json_array_get_object_element (shown, i), "name")));
}

/* A group is a filter: of its plots and no others, for a view and for an export. */
static void
check_taken (Journey *self, JsonArray *groups)
{
  gboolean any_choice = FALSE;

  for (guint i = 0; i < json_array_get_length (groups); i++)
    any_choice =
      json_object_get_boolean_member (json_array_get_object_element (groups, i), "choice") ||
      any_choice;
  g_assert_true (any_choice);
  for (guint i = 0; i < MIN (json_array_get_length (groups), 5); i++)
    {
      JsonObject      *group = json_array_get_object_element (groups, i);
      g_autofree char *take = g_strdup_printf ("idle --groups --area 20mu --gap 10m --holders 2 "
                                               "--filter '面积>1亩' --take %u s.sqlite",
                                               i + 1);
      g_autofree char *filter = NULL, *list = NULL;
      g_autoptr (JsonNode) shown = NULL;

      journey_succeed (self, take);
      filter = g_strstrip (g_strdup (self->out));
      g_assert_true (g_str_has_prefix (filter, "plot "));
      list = g_strdup_printf ("list plots '%s' --json s.sqlite", filter);
      journey_succeed (self, list);
      shown = journey_read_json (self);
      check_same_plots (json_node_get_array (shown), json_object_get_array_member (group, "plots"));
    }
  journey_fail (self, "idle --groups --area 20mu --take 99999 s.sqlite", 3, "groups");
  journey_fail (self, "idle --take 1 s.sqlite", 2, "--groups");
}

/* Candidates are counted as the filter counts them, explained, and grouped. */
static void
test_idle (Journey *self, gconstpointer data)
{
  g_autoptr (JsonNode) listed = NULL;
  g_autoptr (JsonNode) groups = NULL;
  g_autoptr (JsonNode) why = NULL;
  g_autofree char     *line = NULL;
  JsonObject          *plot;
  gint64               sure, both, later;

  journey_succeed (self, "sample --plots 600 --seed 7 s.sqlite");
  journey_succeed (self, "idle --by 2026-11-22 s.sqlite");
  g_assert_nonnull (strstr (self->out, "Order No. 53"));
  sure = journey_count (self, "count plots candidate:not-started@2026-11-22 s.sqlite");
  both = journey_count (self, "count plots 'candidate:not-started,?@2026-11-22' s.sqlite");
  later = journey_count (self, "count plots candidate:not-started@2030-12-31 s.sqlite");
  g_assert_cmpint (sure, >, 0);
  g_assert_cmpint (both, >, sure);
  g_assert_cmpint (later, >, sure);

  journey_succeed (self, "idle --rule not-started --by 2030-12-31 --json s.sqlite");
  listed = journey_read_json (self);
  g_assert_cmpint (json_array_get_length (json_node_get_array (listed)), ==, later);
  journey_succeed (self, "idle --rule 超期未动工 --unknown --by 2026-11-22 --json s.sqlite");
  json_node_unref (listed);
  listed = journey_read_json (self);
  g_assert_cmpint (json_array_get_length (json_node_get_array (listed)), ==, both);

  plot = json_array_get_object_element (json_node_get_array (listed), 0);
  line = g_strdup_printf ("idle --explain %s --rule not-started --by 2026-11-22 --json s.sqlite",
                          json_object_get_string_member (plot, "uid"));
  journey_succeed (self, line);
  why = journey_read_json (self);
  plot = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (why), "rules"), 0);
  g_assert_cmpstr (json_object_get_string_member (plot, "answer"), !=, "no");
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (plot, "reasons")), ==, 3);

  journey_succeed (
    self, "idle --groups --area 20mu --gap 10m --holders 2 --filter '面积>1亩' --json s.sqlite");
  groups = journey_read_json (self);
  g_assert_cmpint (json_array_get_length (json_node_get_array (groups)), >, 0);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (groups)); i++)
    {
      JsonObject *group = json_array_get_object_element (json_node_get_array (groups), i);

      g_assert_cmpfloat (json_object_get_double_member (group, "area_m2"), >=, 20 * M2_PER_MU);
      g_assert_cmpint (json_object_get_int_member (group, "holders"), <=, 2);
      g_assert_cmpint (json_array_get_length (json_object_get_array_member (group, "plots")), >, 1);
    }

  check_taken (self, json_node_get_array (groups));

  journey_fail (self, "idle --rule nothing s.sqlite", 2, "not-started");
  journey_fail (self, "idle --by tomorrow s.sqlite", 2, "--by");
  journey_fail (self, "idle --gap 5m s.sqlite", 2, "--groups");
  journey_fail (self, "idle --groups --area far s.sqlite", 2, "--area");
  journey_fail (self, "idle --explain nobody s.sqlite", 3, "nobody");
}

static void
test_help (Journey *self, gconstpointer data)
{
  static const char *const verbs[] = {
    "init",  "sample", "info",    "list", "show", "count",   "export", "add",     "set",
    "place", "remove", "restore", "undo", "redo", "history", "backup", "explain",
  };

  journey_succeed (self, "--version");
  g_assert_true (g_str_has_prefix (self->out, "yunjian-cli "));
  journey_succeed (self, "--help");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_assert_nonnull (strstr (self->out, verbs[i]));
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s --help", verbs[i]);

      journey_succeed (self, line);
      g_assert_nonnull (strstr (self->out, verbs[i]));
      g_assert_nonnull (strstr (self->out, "Exit codes: 0 done"));
    }
  g_assert_cmpint (journey_run (self, ""), ==, 2);
}

static void
test_no_gtk (Journey *self, gconstpointer data)
{
  char *arguments[] = { (char *) "ldd", (char *) g_getenv ("YUN_CLI"), NULL };

  g_assert_cmpint (journey_run_with (self, NULL, arguments), ==, 0);
  g_assert_nonnull (strstr (self->out, "libsqlite3"));
  g_assert_null (strstr (self->out, "libgtk"));
  g_assert_null (strstr (self->out, "libadwaita"));
  g_assert_null (strstr (self->out, "libshumate"));
  /* libX11 comes with cairo as Debian builds it, and no display is ever asked for. */
  g_assert_null (strstr (self->out, "libwayland-client"));
}

static void
test_full_disk_behind_stdout (Journey *self, gconstpointer data)
{
  g_autofree char *line = NULL;
  char            *arguments[] = { (char *) "sh", (char *) "-c", NULL, NULL };

  journey_succeed (self, "init r.sqlite");
  line = g_strdup_printf ("'%s' list firms --json r.sqlite > /dev/full", g_getenv ("YUN_CLI"));
  arguments[2] = line;
  g_assert_cmpint (journey_run_with (self, NULL, arguments), ==, 1);
  g_assert_true (g_str_has_prefix (self->err, "yunjian-cli: "));
}

static void
add_tests (void)
{
#define ADD(name, func)                                                                            \
  g_test_add ("/cli/" name, Journey, NULL, journey_set_up, func, journey_tear_down)
  ADD ("long-filter", test_long_filter);
  ADD ("firms-of-the-core", test_firms_of_the_core);
  ADD ("segments-of-the-starter", test_segments_of_the_starter);
  ADD ("show-folded", test_show_folded);
  ADD ("idle-plots", test_idle_plots);
  ADD ("tasks", test_tasks);
  ADD ("undo-across-programs", test_undo_across_programs);
  ADD ("json", test_json);
  ADD ("csv", test_csv);
  ADD ("starter-in-gbk", test_starter_in_gbk);
  ADD ("count-by", test_count_by);
  ADD ("count-words", test_count_words);
  ADD ("local-time", test_local_time);
  ADD ("local-day", test_local_day);
  ADD ("operands", test_operands);
  ADD ("wrong-filter", test_wrong_filter);
  ADD ("files", test_files);
  ADD ("lost-text", test_lost_text);
  ADD ("show", test_show);
  ADD ("idle", test_idle);
  ADD ("help", test_help);
  ADD ("no-gtk", test_no_gtk);
  ADD ("full-disk-behind-stdout", test_full_disk_behind_stdout);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
