/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shapefile-fixture.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <unistd.h>

/* A folder called like the shapefile is no shapefile to be replaced. */
static void
test_replace_folder (void)
{
  static const guint    kinds[] = { 0 };
  const YunEntity      *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 3, 1, kinds, 1);
  char                 *folder = fixture_new_folder ();
  g_autofree char      *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char      *list = NULL, *inner = NULL;
  g_autoptr (GError)    error = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  fixture_touch (path, "kept");
  fixture_touch (folder, "a.dbf");
  g_assert_null (
    fixture_export (path, entity, records, "4549", YUN_ENCODING_GBK_LDID, TRUE, NULL, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE);
  list = fixture_list (folder);
  inner = fixture_list (path);
  g_assert_cmpstr (list, ==, "a.dbf a.shp");
  g_assert_cmpstr (inner, ==, "kept");
  {
    g_autofree char *kept = g_build_filename (path, "kept", NULL);

    g_unlink (kept);
    g_rmdir (path);
  }
  fixture_remove (folder);
}

/* The .shp appears when all that belongs to it is there. */
static void
test_order (void)
{
  static const guint                  kinds[] = { 0 };
  const YunEntity                    *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray)               records = fixture_new_records (entity, 3, 1, kinds, 1);
  char                               *folder = fixture_new_folder ();
  g_autofree char                    *path = g_build_filename (folder, "a.shp", NULL);
  g_autoptr (GError)                  error = NULL;
  g_auto (GStrv)                      files = NULL;
  int                                 watch = inotify_init1 (IN_NONBLOCK);
  _Alignas(struct inotify_event) char events[4096];
  const char                         *last = NULL;
  ssize_t                             n;

  g_assert_cmpint (inotify_add_watch (watch, folder, IN_MOVED_TO), >=, 0);
  files =
    fixture_export (path, entity, records, "4549", YUN_ENCODING_GBK_LDID, FALSE, NULL, &error);
  g_assert_no_error (error);
  n = read (watch, events, sizeof events);
  g_assert_cmpint (n, >, 0);
  for (ssize_t at = 0; at < n;)
    {
      const struct inotify_event *event = (const struct inotify_event *) (events + at);

      last = event->name;
      at += (ssize_t) (sizeof *event + event->len);
    }
  g_assert_cmpstr (last, ==, "a.shp");
  close (watch);
  fixture_remove (folder);
}

/* However an export ends, what was there before is there after. */
static void
assert_untouched (char *folder)
{
  g_autofree char *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char *list = fixture_list (folder);
  g_autofree char *text = NULL;

  g_assert_cmpstr (list, ==, "a.shp");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
}

static void
test_given_up (void)
{
  static const guint             kinds[] = { 0 };
  const YunEntity               *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray)          records = fixture_new_records (entity, 3, 1, kinds, 1);
  char                          *folder = fixture_new_folder ();
  g_autofree char               *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char               *nowhere = g_build_filename (folder, "none", "a.shp", NULL);
  g_autoptr (GCancellable)       cancellable = g_cancellable_new ();
  g_autoptr (YunGeom)            wilder = yun_geom_new_point (121, 95);
  g_autoptr (GError)             error = NULL;
  g_autoptr (YunShapefileWriter) writer = NULL;

  fixture_touch (folder, "a.shp");
  for (guint stage = 0; stage < 4; stage++)
    {
      writer = yun_shapefile_writer_new (path, entity, "4549", YUN_ENCODING_UTF8, &error);
      for (guint i = 0; i < 3; i++)
        yun_shapefile_writer_check (writer, records->pdata[i]);
      if (stage > 0)
        g_assert_true (yun_shapefile_writer_begin (writer, TRUE, &error));
      for (guint i = 0; i < 3 && stage > 1; i++)
        g_assert_true (yun_shapefile_writer_write (writer, records->pdata[i], &error));
      if (stage == 3)
        {
          g_cancellable_cancel (cancellable);
          g_assert_null (yun_shapefile_writer_finish (writer, cancellable, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_clear_error (&error);
        }
      g_clear_pointer (&writer, yun_shapefile_writer_free);
      assert_untouched (folder);
    }

  /* Other records than were checked. */
  writer = yun_shapefile_writer_new (path, entity, "4549", YUN_ENCODING_UTF8, &error);
  yun_shapefile_writer_check (writer, records->pdata[0]);
  yun_shapefile_writer_check (writer, records->pdata[1]);
  g_assert_true (yun_shapefile_writer_begin (writer, TRUE, &error));
  g_assert_true (yun_shapefile_writer_write (writer, records->pdata[0], &error));
  g_assert_null (yun_shapefile_writer_finish (writer, NULL, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY);
  g_clear_error (&error);
  g_clear_pointer (&writer, yun_shapefile_writer_free);
  assert_untouched (folder);

  /* A coordinate that the projection does not take. */
  yun_record_set_shape (records->pdata[2], wilder);
  g_assert_null (
    fixture_export (path, entity, records, "4549", YUN_ENCODING_UTF8, TRUE, NULL, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE);
  g_clear_error (&error);
  assert_untouched (folder);

  g_assert_null (
    fixture_export (nowhere, entity, records, "4549", YUN_ENCODING_UTF8, TRUE, NULL, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE);
  fixture_remove (folder);
}

/* A disk that is full, at every place: a limit on the size of files stands for it. */
static void
test_disk_full (void)
{
  static const guint    kinds[] = { 0 };
  static const rlim_t   limits[] = { 0, 50, 150, 1000, 4000, 20000, 100000 };
  const YunEntity      *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray) records = fixture_new_records (entity, 1000, 1, kinds, 1);
  struct rlimit         before, limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      char              *folder = fixture_new_folder ();
      g_autofree char   *path = g_build_filename (folder, "a.shp", NULL);
      g_autoptr (GError) error = NULL;
      char             **files;

      fixture_touch (folder, "a.shp");
      limit = before;
      limit.rlim_cur = limits[i];
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      files = fixture_export (path, entity, records, "4549", YUN_ENCODING_UTF8, TRUE, NULL, &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_null (files);
      g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE);
      assert_untouched (folder);
      fixture_remove (folder);
    }
}

/* One byte that changes on the way is noticed, wherever it is. */
static void
flip_byte (const char *folder, const char *suffix, glong at)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_prefix (name, ".yunjian-export-"))
      {
        g_autofree char *file = g_strconcat ("a", suffix, NULL);
        g_autofree char *path = g_build_filename (folder, name, file, NULL);
        FILE            *stream = fopen (path, "r+b");
        int              byte;

        g_assert_nonnull (stream);
        g_assert_cmpint (fseek (stream, at, SEEK_SET), ==, 0);
        byte = fgetc (stream);
        g_assert_cmpint (byte, !=, EOF);
        g_assert_cmpint (fseek (stream, at, SEEK_SET), ==, 0);
        fputc (byte ^ 1, stream);
        fclose (stream);
        return;
      }
  g_assert_not_reached ();
}

static void
test_damage (void)
{
  static const guint    kinds[] = { 0 };
  const YunEntity      *entity = yun_entity_find ("town");
  g_autoptr (GPtrArray) few = fixture_new_records (entity, 10, 1, kinds, 1);
  /* Enough for the first megabytes to be out of the buffers. */
  const guint n = 200000;

  for (guint round = 0; round < 7; round++)
    {
      static const char *const       suffixes[] = { ".dbf", ".shp", ".shx" };
      char                          *folder = fixture_new_folder ();
      g_autofree char               *path = g_build_filename (folder, "a.shp", NULL);
      g_autofree char               *list = NULL;
      g_autoptr (GError)             error = NULL;
      g_auto (GStrv)                 files = NULL;
      g_autoptr (YunShapefileWriter) writer =
        yun_shapefile_writer_new (path, entity, "4549", YUN_ENCODING_GBK_LDID, &error);

      for (guint i = 0; i < n; i++)
        yun_shapefile_writer_check (writer, few->pdata[i % few->len]);
      g_assert_true (yun_shapefile_writer_begin (writer, FALSE, &error));
      for (guint i = 0; i < n; i++)
        g_assert_true (yun_shapefile_writer_write (writer, few->pdata[i % few->len], &error));
      if (round < 6)
        flip_byte (folder, suffixes[round / 2], g_test_rand_int_range (2000, 1000000));
      files = yun_shapefile_writer_finish (writer, NULL, &error);
      g_assert_true ((files == NULL) == (round < 6));
      if (round < 6)
        g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY);
      else
        g_assert_no_error (error);
      g_clear_pointer (&writer, yun_shapefile_writer_free);
      list = fixture_list (folder);
      if (round < 6)
        g_assert_cmpstr (list, ==, "");
      fixture_remove (folder);
    }
}

static void
test_too_large (void)
{
  const YunEntity               *entity = yun_entity_find ("plot");
  g_autoptr (YunRecord)          record = yun_entity_new_record (entity);
  const YunField *const         *fields = yun_entity_get_fields (entity, NULL);
  g_autofree char               *text = g_strnfill (254, 'x');
  char                          *folder = fixture_new_folder ();
  g_autofree char               *path = g_build_filename (folder, "a.shp", NULL);
  g_autofree char               *list = NULL;
  g_autoptr (GError)             error = NULL;
  g_autoptr (YunShapefileWriter) writer =
    yun_shapefile_writer_new (path, entity, "4549", YUN_ENCODING_UTF8, &error);

  for (guint i = 0; fields[i] != NULL; i++)
    if (fields[i]->kind == YUN_KIND_TEXT)
      yun_record_set_text (record, fields[i], text);
  for (guint i = 0; i < 500000; i++)
    yun_shapefile_writer_check (writer, record);
  g_assert_false (yun_shapefile_writer_begin (writer, FALSE, &error));
  g_assert_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "2 GB"));
  g_clear_pointer (&writer, yun_shapefile_writer_free);
  list = fixture_list (folder);
  g_assert_cmpstr (list, ==, "");
  fixture_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GDALAllRegister ();
  g_test_add_func ("/shapefile/faults/replace-folder", test_replace_folder);
  g_test_add_func ("/shapefile/faults/order", test_order);
  g_test_add_func ("/shapefile/faults/given-up", test_given_up);
  g_test_add_func ("/shapefile/faults/disk-full", test_disk_full);
  g_test_add_func ("/shapefile/faults/damage", test_damage);
  g_test_add_func ("/shapefile/faults/too-large", test_too_large);
  return g_test_run ();
}
