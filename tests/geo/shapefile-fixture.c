/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shapefile-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
new_text (GRand *random)
{
  static const char *const words[] = { "松江", "九亭镇", "卫星",     "A",
                                       "b-2",  " ",      "（示意）", "沪松府〔2024〕102号",
                                       "·",    "镕",     "m2" };
  GString                 *text = g_string_new ("x");
  int                      n = g_rand_int_range (random, 1, 6);

  for (int i = 0; i < n; i++)
    g_string_append (text, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  g_string_append (text, "。");
  return g_string_free (text, FALSE);
}

static void
fill_field (YunRecord *record, const YunField *field, GRand *random)
{
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case YUN_KIND_INT:
      yun_record_set_int (record, field, g_rand_int_range (random, -100000, 100000));
      break;
    case YUN_KIND_REAL:
      yun_record_set_real (record, field, g_rand_double_range (random, -10, 9000));
      break;
    case YUN_KIND_DATE:
      text = g_strndup ("2026-11-22", (gsize[]){ 4, 7, 10 }[g_rand_int_range (random, 0, 3)]);
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_ENUM:
      yun_record_set_int (record, field, g_rand_int_range (random, 0, field->values->n_plain));
      break;
    case YUN_KIND_SET:
      yun_record_set_int (record, field, g_rand_int_range (random, 1, 1 << field->values->n_plain));
      break;
    case YUN_KIND_TERMS:
      text = g_strdup_printf ("%s@%d/2026-11;%s",
                              field->values->values[g_rand_int_range (random, 0, 2)].id,
                              g_rand_int_range (random, 2020, 2026), field->values->values[2].id);
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
      text = new_text (random);
      yun_record_set_text (record, field, text);
      break;
    }
}

YunRecord *
fixture_new_record (const YunEntity *entity, GRand *random, gboolean full)
{
  YunRecord             *record = yun_entity_new_record (entity);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (full || g_rand_int_range (random, 0, 3) == 0 || strcmp (fields[i]->id, "uid") == 0)
      fill_field (record, fields[i], random);
  return record;
}

YunGeom *
fixture_new_shape (GRand *random, guint kind)
{
  double           x = g_rand_double_range (random, 121.0, 121.4);
  double           y = g_rand_double_range (random, 30.9, 31.1);
  YunGeomBuilder  *builder;
  static const int ring[][2] = { { 0, 0 }, { 4, 0 }, { 5, 5 }, { 0, 4 } };

  if (kind == 3)
    return yun_geom_new_point (x, y);
  builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  for (guint part = 0; part < (kind == 2 ? 2 : 1); part++)
    {
      yun_geom_builder_begin_part (builder);
      for (guint hole = 0; hole <= kind; hole++)
        {
          gboolean turned = g_rand_boolean (random);
          double   unit = hole == 0 ? 1e-3 : 2e-4;

          if (hole == 2)
            break;
          yun_geom_builder_begin_ring (builder);
          for (guint i = 0; i < 4; i++)
            {
              const int *at = ring[turned ? 3 - i : i];

              yun_geom_builder_add (builder, x + part * 0.01 + hole * 1e-3 + at[0] * unit,
                                    y + hole * 1e-3 + at[1] * unit);
            }
        }
    }
  return yun_geom_builder_end (builder);
}

char **
fixture_export (const char          *path,
                const YunEntity     *entity,
                GPtrArray           *records,
                const char          *crs,
                YunShapefileEncoding encoding,
                gboolean             replace,
                guint               *problems,
                GError             **error)
{
  g_autoptr (YunShapefileWriter) writer =
    yun_shapefile_writer_new (path, entity, crs, encoding, error);

  if (writer == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    yun_shapefile_writer_check (writer, records->pdata[i]);
  if (problems != NULL)
    *problems = yun_shapefile_writer_get_problems (writer)->len;
  if (!yun_shapefile_writer_begin (writer, replace, error))
    return NULL;
  for (guint i = 0; i < records->len; i++)
    if (!yun_shapefile_writer_write (writer, records->pdata[i], error))
      return NULL;
  return yun_shapefile_writer_finish (writer, NULL, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
fixture_list (const char *folder)
{
  g_autoptr (GDir)      dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_assert_nonnull (dir);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, (gpointer) g_intern_string (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

void
fixture_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

char *
fixture_new_folder (void)
{
  char *folder = g_dir_make_tmp ("yun-shapefile-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

GPtrArray *
fixture_new_records (
  const YunEntity *entity, guint n, guint seed, const guint *kinds, guint n_kinds)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GPtrArray        *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      YunRecord *record = fixture_new_record (entity, random, i % 3 != 2);
      guint      kind = kinds[i % n_kinds];

      if (kind < 4)
        {
          g_autoptr (YunGeom) shape = fixture_new_shape (random, kind);

          yun_record_set_shape (record, shape);
        }
      g_ptr_array_add (records, record);
    }
  return records;
}

void
fixture_touch (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
}

GDALDatasetH
fixture_open_plainly (const char *folder, const char *name)
{
  static const char *const drivers[] = { "ESRI Shapefile", NULL };
  g_autofree char         *path = g_build_filename (folder, name, NULL);
  GDALDatasetH             data = GDALOpenEx (path, GDAL_OF_VECTOR, drivers, NULL, NULL);

  g_assert_nonnull (data);
  return data;
}
