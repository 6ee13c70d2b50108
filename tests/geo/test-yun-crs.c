/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-crs.h"
#include "geo-test.h"

#include <string.h>

static void
check_case_cb (char **words, guint n, guint line)
{
  gboolean           known = strcmp (words[1], "-") != 0;
  gboolean           geographic = FALSE;
  g_autofree char   *id = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("crs.txt:%u %s", line, words[0]);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (yun_crs_check (words[0], &id, &geographic, &error), ==, known);
  if (known)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, words[1]);
      g_assert_cmpint (geographic, ==, words[2][0] == '1');
    }
  else
    {
      g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS);
      g_assert_null (id);
    }
}

static void
test_cases (void)
{
  geo_test_each_case ("crs.txt", check_case_cb);
}

/* Every system that is offered exists, is what its row says, and is offered once. */
static void
test_list (void)
{
  static const char *const first[] = { "EPSG:4490", "EPSG:4549", "EPSG:4528", "EPSG:4326" };
  g_autoptr (GHashTable)   seen = g_hash_table_new (g_str_hash, g_str_equal);
  const YunCrs            *list = yun_crs_list ();
  guint                    n = 0;

  for (; list[n].id != NULL; n++)
    {
      gboolean           geographic = FALSE;
      g_autofree char   *id = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (yun_crs_check (list[n].id, &id, &geographic, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, list[n].id);
      g_assert_cmpint (geographic, ==, list[n].geographic);
      g_assert_nonnull (list[n].label);
      g_assert_true (g_utf8_validate (list[n].zh, -1, NULL));
      g_assert_true (g_hash_table_add (seen, (gpointer) list[n].id));
    }
  g_assert_cmpuint (n, >=, G_N_ELEMENTS (first));
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_cmpstr (list[i].id, ==, first[i]);
}

/* What a .prj file holds: no code in it, still known; a false code is not believed. */
static void
test_wkt (void)
{
  static const char prj[] =
    "PROJCS[\"CGCS2000_3_Degree_GK_CM_120E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\","
    "DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
    "PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],"
    "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",120.0],"
    "PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";
  static const char lying[] =
    "PROJCS[\"mine\",GEOGCS[\"GCS\",DATUM[\"D\",SPHEROID[\"S\",6378000.0,300]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
    "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"false_easting\",7.0],"
    "PARAMETER[\"false_northing\",0.0],PARAMETER[\"central_meridian\",120.0],"
    "PARAMETER[\"scale_factor\",1.0],PARAMETER[\"latitude_of_origin\",0.0],UNIT[\"Meter\",1.0],"
    "AUTHORITY[\"EPSG\",\"4549\"]]";
  g_autofree char   *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (yun_crs_check (prj, &id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "EPSG:4549");
  g_clear_pointer (&id, g_free);

  g_assert_true (yun_crs_check (lying, &id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, lying);
  g_assert_true (yun_crs_check (lying, NULL, NULL, NULL));
}

static gpointer
check_thread_cb (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    if (!yun_crs_check (i % 2 == 0 ? "4549" : "EPSG:3857", NULL, NULL, NULL) ||
        yun_crs_check ("EPSG:5737", NULL, NULL, NULL))
      return GINT_TO_POINTER (1);
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("crs", check_thread_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crs/cases", test_cases);
  g_test_add_func ("/crs/list", test_list);
  g_test_add_func ("/crs/wkt", test_wkt);
  g_test_add_func ("/crs/threads", test_threads);
  return g_test_run ();
}
