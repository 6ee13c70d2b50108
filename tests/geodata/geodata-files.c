/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "geodata-files.h"

#include <math.h>
#include <string.h>

static char *
dup_path (const char *name)
{
  return g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "geodata", name, NULL);
}

char *
geodata_read (const char *name)
{
  g_autofree char   *path = dup_path (name);
  g_autoptr (GError) error = NULL;
  char              *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

YunCsv *
geodata_load_csv (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  gsize              n = 0;
  YunCsv            *csv;

  g_file_get_contents (path, &text, &n, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, (gssize) n, NULL));
  g_assert_null (memchr (text, '\r', n));
  csv = yun_csv_parse (text, (gssize) n, &error);
  g_assert_no_error (error);
  return csv;
}

YunCsv *
geodata_load_data (const char *name)
{
  g_autofree char *path = dup_path (name);

  return geodata_load_csv (path);
}

YunGeoJson *
geodata_load_geojson (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  gsize              n = 0;
  YunGeoJson        *layer;

  g_file_get_contents (path, &text, &n, &error);
  g_assert_no_error (error);
  layer = yun_geojson_parse (text, (gssize) n, &error);
  g_assert_no_error (error);
  return layer;
}

YunGeoJson *
geodata_load_layer (const char *name)
{
  g_autofree char *path = dup_path (name);

  return geodata_load_geojson (path);
}

const char *const geodata_starter[] = { "firm", "park", "plot", "facility", NULL };

YunCsv *
geodata_load_starter (const YunEntity *entity)
{
  g_autofree char *name = g_strdup_printf ("starter/%s.csv", entity->plural);

  return geodata_load_data (name);
}

int
geodata_find_row (const YunCsv *csv, const char *column, const char *value)
{
  for (guint i = 0; i < yun_csv_get_n_rows (csv); i++)
    if (g_str_equal (yun_csv_get (csv, i, column), value))
      return (int) i;
  return -1;
}

double
geodata_number (const char *text)
{
  char  *end;
  double value = g_ascii_strtod (text, &end);

  return *text != '\0' && *end == '\0' ? value : NAN;
}
