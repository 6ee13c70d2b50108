/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "geodata-files.h"
#include "yun-measure.h"
#include "yun-record.h"

#include <locale.h>
#include <string.h>

/* geodata/ against the collected facts that it was compiled from. */

/* (transfer full) (nullable): a file of the collected facts, which stand beside the source tree;
 * skips the test where they do not. */
static char *
dup_facts_path (const char *name)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "..", "shared", "facts", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("the collected facts are not here");
  return NULL;
}

/* What the record has at the facts' place, to the digit. */
static void
compare_place (const YunCsv *csv, const YunCsv *facts, guint row)
{
  static const char *const columns[][2] = { { "lon", "place_lon" },
                                            { "lat", "place_lat" },
                                            { "accuracy", "place_accuracy" },
                                            { "accuracy_m", "place_accuracy_m" } };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_assert_cmpstr (yun_csv_get (csv, row, columns[i][0]), ==,
                     yun_csv_get (facts, row, columns[i][1]));
}

/* A firm beside the cluster has niches only where its page states the business of the chain. */
static void
compare_segments (const YunEntity *entity, const YunCsv *csv, const YunCsv *facts, guint row)
{
  const char      *column = entity == yun_entity_find ("facility") ? "segments_said" : "segments";
  const char      *first = yun_csv_get (csv, row, "niche");
  const char      *others = yun_csv_get (csv, row, "niches");
  g_autofree char *niches =
    *others != '\0' ? g_strjoin (";", first, others, NULL) : g_strdup (first);

  if (entity != yun_entity_find ("firm"))
    g_assert_cmpstr (yun_csv_get (csv, row, column), ==, yun_csv_get (facts, row, "segments"));
  else if (g_str_equal (yun_csv_get (facts, row, "relation"), "adjacent") &&
           *yun_csv_get (facts, row, "chain_segments") == '\0')
    g_assert_cmpstr (niches, ==, "");
  else
    g_assert_cmpstr (niches, ==, yun_csv_get (facts, row, "niches"));
}

/* Against the collected facts: nothing is lost, added or moved, the page shown is the original and
 * never a copy, and the segments and niches are those that the page states. */
static void
test_facts (void)
{
  for (guint e = 0; geodata_starter[e] != NULL; e++)
    {
      static const char *const same[] = { "source_url", "source_date", "source_grade", "uscc" };
      const YunEntity         *entity = yun_entity_find (geodata_starter[e]);
      g_autofree char         *file = g_strdup_printf ("%s.csv", entity->plural);
      g_autofree char         *path = dup_facts_path (file);
      g_autoptr (YunCsv)       csv = NULL;
      g_autoptr (YunCsv)       facts = NULL;

      if (path == NULL)
        return;
      csv = geodata_load_starter (entity);
      facts = geodata_load_csv (path);
      g_assert_cmpuint (yun_csv_get_n_rows (csv), ==, yun_csv_get_n_rows (facts));
      for (guint r = 0; r < yun_csv_get_n_rows (csv); r++)
        {
          const char *name = yun_csv_get (facts, r, "name_zh");
          const char *town = yun_csv_get (facts, r, "town");

          g_test_message ("%s: %s", entity->plural, yun_csv_get (csv, r, "name"));
          if (*name == '\0')
            name = yun_csv_get (facts, r, "short_name_zh");
          g_assert_cmpstr (yun_csv_get (csv, r, "name"), ==, name);
          for (guint i = 0; i < G_N_ELEMENTS (same); i++)
            g_assert_cmpstr (yun_csv_get (csv, r, same[i]), ==, yun_csv_get (facts, r, same[i]));
          /* 松江经开区 is a park. */
          g_assert_cmpstr (yun_csv_get (csv, r, "town"), ==,
                           g_str_equal (town, "松江经开区") ? "" : town);
          compare_place (csv, facts, r);
          compare_segments (entity, csv, facts, r);
        }
    }
}

/* Metres from the point to the nearest line with @word in its name. */
static double
measure_to_road (const YunGeoJson *roads, const char *word, double lon, double lat)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < yun_geojson_get_n (roads); i++)
    if (strstr (yun_geojson_get (roads, i, "name"), word) != NULL)
      least = MIN (least, yun_measure_distance_to (yun_geojson_get_shape (roads, i), lon, lat));
  return least;
}

/* A crossing lies on its two roads as far as it says; a road that the network lacks there is not
 * asked. */
static void
test_crossings (void)
{
  g_autoptr (YunCsv)     places = geodata_load_data ("layout/places.csv");
  g_autoptr (YunGeoJson) roads = geodata_load_layer ("base/roads.geojson");
  guint                  n_measured = 0;

  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    {
      g_auto (GStrv) names = g_strsplit (yun_csv_get (places, i, "name"), "×", -1);

      for (guint k = 0; names[1] != NULL && names[k] != NULL; k++)
        {
          double away =
            measure_to_road (roads, names[k], geodata_number (yun_csv_get (places, i, "lon")),
                             geodata_number (yun_csv_get (places, i, "lat")));

          if (away > 400)
            continue;
          g_test_message ("%s: %s %.0f m", yun_csv_get (places, i, "name"), names[k], away);
          g_assert_cmpfloat (away, <=, geodata_number (yun_csv_get (places, i, "accuracy_m")));
          n_measured++;
        }
    }
  g_assert_cmpuint (n_measured, >=, 26);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geodata-facts/starter", test_facts);
  g_test_add_func ("/geodata-facts/crossings", test_crossings);
  return g_test_run ();
}
