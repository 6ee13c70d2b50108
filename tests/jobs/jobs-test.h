/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

#include <glib/gstdio.h>

/** (transfer full): a new folder for one test. */
static inline char *
make_test_folder (void)
{
  g_autoptr (GError) error = NULL;
  char              *folder = g_dir_make_tmp ("yun-jobs-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/** How many files lie in @folder. */
static inline guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint            n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/** Removes @folder with the files in it. */
static inline void
remove_test_folder (const char *folder)
{
  GDir       *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/** (transfer full): all records of @entity in the order of their ids. */
static inline GPtrArray *
load_all (YunStore *store, const YunEntity *entity, const char *text)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) parsed = text != NULL ? yun_filter_parse (text, NULL, &error) : NULL;
  g_autoptr (YunFilter) filter =
    text != NULL ? yun_filter_with_entity (parsed, entity) : yun_filter_new (entity);
  g_autoptr (GArray) ids = NULL;
  GPtrArray         *records;

  g_assert_no_error (error);
  ids = yun_store_list_ids_sync (store, entity, filter, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  records = yun_store_load_sync (store, entity, (const gint64 *) (gpointer) ids->data, ids->len,
                                 TRUE, NULL, &error);
  g_assert_no_error (error);
  return records;
}
