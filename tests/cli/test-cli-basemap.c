/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../jobs/osm-fixture.h"
#include "cli-journey.h"

/* The street map at a terminal, in a folder of the user's data that only the test has. */

typedef struct
{
  Journey journey;
  char   *data; /* in place of the user's data */
} Streets;

static void
set_up (Streets *self, gconstpointer data)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (OsmFixture) town = osm_fixture_new_town ();
  g_autofree char       *xml = NULL;
  g_autofree char       *pbf = NULL;

  journey_set_up (&self->journey, data);
  self->data = g_dir_make_tmp ("yun-data-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (g_setenv ("XDG_DATA_HOME", self->data, TRUE));
  xml = g_build_filename (self->journey.folder, "town.osm", NULL);
  pbf = g_build_filename (self->journey.folder, "town.osm.pbf", NULL);
  osm_fixture_write_xml (town, xml);
  osm_fixture_write_pbf (town, pbf);
}

/* How many files are in the folder of the street map. */
static guint
count_data (Streets *self)
{
  g_autofree char *folder = g_build_filename (self->data, "yunjian", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint            n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Streets *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->data, "yunjian", NULL);
  g_autofree char *path = g_build_filename (folder, "street-map.pack", NULL);

  g_unlink (path);
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (self->data), ==, 0);
  g_free (self->data);
  journey_tear_down (&self->journey, data);
}

static void
test_build (Streets *self, gconstpointer data)
{
  Journey *journey = &self->journey;

  journey_fail (journey, "basemap info", 3, "no street map");
  for (guint i = 0; i < 2; i++)
    {
      journey_succeed (journey, i == 0 ? "basemap build town.osm" : "basemap build town.osm.pbf");
      g_assert_true (g_str_has_suffix (journey->out, "/yunjian/street-map.pack\n"));
      g_assert_cmpuint (count_data (self), ==, 1);
      journey_succeed (journey, "basemap info");
      g_assert_nonnull (strstr (journey->out, i == 0 ? "town.osm\n" : "town.osm.pbf\n"));
      g_assert_nonnull (strstr (journey->out, "OpenStreetMap contributors, ODbL"));
    }
  /* What it names is found, as long as it is there. */
  journey_succeed (journey, "init r.sqlite");
  journey_succeed (journey, "count firms near:试验大道<3km r.sqlite");
  journey_succeed (journey, "count firms near:试验村<3km r.sqlite");
  journey_succeed (journey, "basemap remove");
  g_assert_cmpuint (count_data (self), ==, 0);
  journey_fail (journey, "count firms near:试验大道<3km r.sqlite", 2, "试验大道");
  journey_fail (journey, "basemap remove", 3, "no street map");
}

static void
test_wrong (Streets *self, gconstpointer data)
{
  Journey         *journey = &self->journey;
  g_autofree char *path = g_build_filename (self->data, "yunjian", "street-map.pack", NULL);

  journey_fail (journey, "basemap build", 2, "takes an extract");
  journey_fail (journey, "basemap make town.osm", 2, "build FILE");
  journey_fail (journey, "basemap info town.osm", 2, "build FILE");
  journey_fail (journey, "basemap build no.osm", 4, "“no.osm” cannot be read");
  journey_succeed (journey, "init r.osm.sqlite");
  journey_fail (journey, "basemap build r.osm.sqlite", 4, "no extract of OpenStreetMap");
  g_assert_cmpuint (count_data (self), ==, 0);
  /* a street map that is none */
  g_assert_true (g_file_set_contents (path, "what is this", -1, NULL));
  journey_fail (journey, "basemap info", 4, "build it anew");
  journey_succeed (journey, "basemap build town.osm");
  journey_succeed (journey, "basemap info");
}

static void
add_tests (void)
{
  g_test_add ("/cli-basemap/build", Streets, NULL, set_up, test_build, tear_down);
  g_test_add ("/cli-basemap/wrong", Streets, NULL, set_up, test_wrong, tear_down);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
