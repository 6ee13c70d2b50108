/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-file-place.h"
#include "yun-file.h"
#include "yun-links-upgrade.h"
#include "yun-schema.h"
#include "yun-store-shared.h"
#include "yun-strangers.h"
#include "yun-temp-file.h"
#include "yun-views-upgrade.h"

#include <glib/gi18n-lib.h>

/* ---- Names beside it ------------------------------------------------------------------------ */

/* (transfer full): "NAME-WHAT.sqlite" beside @path, or with a number where that is taken. */
static char *
choose_copy_name (const char *path, const char *what)
{
  g_autofree char *stem =
    g_str_has_suffix (path, ".sqlite") ? g_strndup (path, strlen (path) - 7) : g_strdup (path);
  char *name = g_strdup_printf ("%s-%s.sqlite", stem, what);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%s-%u.sqlite", stem, what, i);
    }
  return name;
}

/* (transfer full) (nullable): the copy for @name, being verified */
static YunCopy *
copy_beside (const char        *path,
             const YunFileInfo *info,
             const char        *name,
             const YunPart     *part,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr (YunDb) from = yun_db_open (path, yun_file_info_get_flags (info) | YUN_DB_PLAIN, error);

  return from != NULL ? yun_store_copy_db (from, name, part, cancellable, error) : NULL;
}

/* Beside the copy, for those who look there; "info" tells it too. */
static gboolean
write_links_report (YunDb *db, const char *copy, GError **error)
{
  GError            *local = NULL;
  g_autofree char   *report = yun_links_read_report (db, &local);
  g_autofree char   *stem = g_strndup (copy, strlen (copy) - strlen (".sqlite"));
  g_autofree char   *path = g_strconcat (stem, "-links.txt", NULL);
  g_autoptr (GError) unwritten = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (report != NULL && !g_file_set_contents (path, report, -1, &unwritten))
    g_debug ("%s: %s", path, unwritten->message);
  return TRUE;
}

/* What became of saved views is told where the file is opened. */
static gboolean
tell_views (YunDb *db, YunStoreWay *way, GError **error)
{
  GError          *local = NULL;
  g_autofree char *report = yun_views_read_report (db, &local);
  g_autofree char *before = g_steal_pointer (&way->notice);

  if (report != NULL)
    g_strchomp (report);
  way->notice = before != NULL && report != NULL ? g_strconcat (before, "\n", report, NULL)
                                                 : g_strdup (report != NULL ? report : before);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Whole tables and their trees are made anew; with less they are written out and read back. */
#define UPGRADE_CACHE "PRAGMA cache_size=-262144"
/* What the copy takes of the whole. */
#define UPGRADE_COPY 0.1

static gboolean
finish_copy_cb (gpointer copy, GError **error)
{
  return yun_copy_finish (copy, error);
}

/* The copy is read through while the file is upgraded, which stands only if the copy is sound. */
static gboolean
upgrade_file (const char        *path,
              const YunFileInfo *info,
              YunStoreWay       *way,
              const YunOpening  *opening,
              GError           **error)
{
  const YunPart       copying = yun_part_of (&opening->part, 0, UPGRADE_COPY);
  const YunPart       upgrading = yun_part_of (&opening->part, UPGRADE_COPY, 1);
  g_autofree char    *what = g_strdup_printf ("before-v%d", yun_schema_get_version ());
  g_autofree char    *name = choose_copy_name (path, what);
  g_autoptr (YunCopy) copy = copy_beside (path, info, name, &copying, opening->cancellable, error);
  YunSchemaProof      proof = { finish_copy_cb, copy };
  g_autoptr (YunDb)   db = NULL;

  if (copy == NULL)
    return FALSE;
  db = yun_db_open (path, YUN_DB_DEFAULT, error);
  return db != NULL && yun_db_exec (db, UPGRADE_CACHE, error) &&
         yun_schema_upgrade (db, &proof, &upgrading, opening->cancellable, error) &&
         write_links_report (db, name, error) && tell_views (db, way, error);
}

/* ---- Opening -------------------------------------------------------------------------------- */

static gboolean
find_strangers (const char *path, const YunFileInfo *info, YunStoreWay *way, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open (path, yun_file_info_get_flags (info) | YUN_DB_PLAIN, error);
  g_auto (GStrv)    names = db != NULL ? yun_strangers_list (db, error) : NULL;

  if (names == NULL)
    return FALSE;
  if (names[0] != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", names);

      way->limit = YUN_STORE_LIMIT_STRANGERS;
      way->notice = g_strdup_printf (
        _ ("This file can only be read: it holds programs that are not Yunjian's and would run at "
           "every edit (%s)."),
        list);
      way->strangers = g_steal_pointer (&names);
    }
  return TRUE;
}

/* Where SQLite's locks cannot tell who writes, a note beside the file does. */
static gboolean
settle_place (const char *path, YunStoreWay *way, GError **error)
{
  YunFilePlace     place = yun_file_get_place (path);
  g_autofree char *holder = NULL;

  if (place == YUN_FILE_LOCAL || way->limit != YUN_STORE_LIMIT_NONE)
    return TRUE;
  if (yun_file_hold (path, &holder, error))
    {
      way->holds = TRUE;
      way->notice =
        g_strdup (place == YUN_FILE_NETWORK
                    ? _ ("This file lies on a network share. While it is open here, "
                         "others can only read it.")
                    : _ ("This file lies in a folder that another program synchronises. "
                         "While it is open here, others should only read it."));
      return TRUE;
    }
  if (holder == NULL)
    return FALSE;
  way->limit = YUN_STORE_LIMIT_HELD;
  way->notice = g_strdup_printf (
    _ ("This file can only be read here: it is open for writing elsewhere (%s). If that is not so "
       "any more, remove the hidden file beside it whose name ends in “.holder”."),
    holder);
  return TRUE;
}

static gboolean
set_pending (const char *path, GError **error)
{
  g_autofree char *name = yun_temp_file_dup_shown_name (path);

  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
               _ ("“%s” was not closed in order, and its newest edits are still beside it. Someone "
                  "who may write it must open it once."),
               name);
  return FALSE;
}

static gboolean
read_pending (const char *path, YunFileInfo *info, GError **error)
{
  if (!info->file_writable && info->wal && info->pending && !info->shared)
    return set_pending (path, error);
  return yun_file_read_pending (path, info, error);
}

/* What can be done with the file, by where and what it is. */
static gboolean
choose_way (
  const char *path, YunStoreFlags flags, const YunFileInfo *info, YunStoreWay *way, GError **error)
{
  if (flags & YUN_STORE_READ_ONLY)
    way->limit = YUN_STORE_LIMIT_ASKED;
  else if (!info->file_writable || !info->folder_writable)
    {
      way->limit = YUN_STORE_LIMIT_PLACE;
      way->notice =
        g_strdup (_ ("This file can only be read: it or its folder cannot be written."));
    }
  else if (!find_strangers (path, info, way, error) || !settle_place (path, way, error))
    return FALSE;
  way->read_flags = way->limit != YUN_STORE_LIMIT_NONE
                      ? yun_file_info_get_flags (info) | YUN_DB_OVERLAY
                      : YUN_DB_READ_ONLY;
  return TRUE;
}

static gboolean
reach_version (const char        *path,
               const YunFileInfo *info,
               YunStoreWay       *way,
               const YunOpening  *opening,
               GError           **error)
{
  g_autofree char *name = NULL;

  if (info->version >= yun_schema_get_version ())
    return TRUE;
  if (way->limit == YUN_STORE_LIMIT_NONE)
    return upgrade_file (path, info, way, opening, error);
  if (info->version >= YUN_SCHEMA_READABLE)
    return TRUE;
  name = yun_temp_file_dup_shown_name (path);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
               _ ("“%s” is of an older Yunjian and cannot be upgraded where it is."), name);
  return FALSE;
}

static YunStore *
try_way (const char *path, const YunOpening *opening, YunFileInfo *info, GError **error)
{
  g_auto (YunStoreWay) way = { 0 };
  YunStore            *store = NULL;

  if (read_pending (path, info, error) && choose_way (path, opening->flags, info, &way, error) &&
      reach_version (path, info, &way, opening, error))
    store = yun_store_new (path, &way, opening->context, error);
  if (store == NULL && way.holds)
    yun_file_let_go (path);
  return store;
}

/* As it lies there: nothing is made beside it. */
static YunStore *
open_on_full_disk (const char *path, GMainContext *context, GError **error)
{
  g_auto (YunStoreWay) way = {
    .read_flags = YUN_DB_READ_ONLY | YUN_DB_IMMUTABLE | YUN_DB_OVERLAY,
    .limit = YUN_STORE_LIMIT_FULL,
    .notice = g_strdup (_ ("The disk is full: this file can only be read.")),
  };

  return yun_store_new (path, &way, context, error);
}

static YunStore *
open_anew (const char *path, const YunOpening *opening, GError **error)
{
  g_autoptr (GError) failure = NULL;
  YunFileInfo        info;
  YunStore          *store;

  if (!yun_file_probe (path, &info, error) ||
      g_cancellable_set_error_if_cancelled (opening->cancellable, error))
    return NULL;
  store = try_way (path, opening, &info, &failure);
  if (store != NULL)
    return store;
  if (g_error_matches (failure, YUN_STORE_ERROR, YUN_STORE_ERROR_FULL) && !info.pending &&
      info.version >= YUN_SCHEMA_READABLE)
    return open_on_full_disk (path, opening->context, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* The store that has the file open, or a new one. */
YunStore *
yun_store_open_file (const char *path, const YunOpening *opening, GError **error)
{
  YunFileId id;
  YunStore *store;

  if (!yun_file_id_read (&id, path))
    {
      yun_temp_file_set_errno (path, error);
      return NULL;
    }
  store = yun_store_shared_begin (&id);
  if (store != NULL)
    return store;
  store = open_anew (path, opening, error);
  yun_store_shared_end (&id, store);
  return store;
}

/* ---- Strangers ------------------------------------------------------------------------------- */

static gboolean
remove_strangers (const char *path, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open (path, YUN_DB_PLAIN, error);

  return db != NULL && yun_strangers_remove (db, error);
}

/* (transfer full): the copy's path; nobody else has the file open here meanwhile. */
static char *
clean_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_auto (YunStoreWay) way = { 0 };
  g_autoptr (YunCopy)  copy = NULL;
  g_autofree char     *name = NULL;
  YunFileInfo          info;

  if (!yun_file_probe (path, &info, error) || !find_strangers (path, &info, &way, error))
    return NULL;
  if (way.strangers == NULL)
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING,
                           _ ("There is nothing in the file that is not Yunjian's."));
      return NULL;
    }
  name = choose_copy_name (path, "as-received");
  copy = copy_beside (path, &info, name, NULL, cancellable, error);
  return copy != NULL && yun_copy_finish (copy, error) && remove_strangers (path, error)
           ? g_steal_pointer (&name)
           : NULL;
}

char *
yun_store_remove_strangers_sync (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunStore) open = NULL;
  char                *copy;
  YunFileId            id;

  g_return_val_if_fail (path != NULL, NULL);

  if (!yun_file_id_read (&id, path))
    {
      yun_temp_file_set_errno (path, error);
      return NULL;
    }
  open = yun_store_shared_begin (&id);
  if (open != NULL)
    {
      yun_store_close (open);
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS,
                           _ ("The registry is open; close it first."));
      return NULL;
    }
  copy = clean_file (path, cancellable, error);
  yun_store_shared_end (&id, NULL);
  return copy;
}

/* ---- The public face ------------------------------------------------------------------------ */

gboolean
yun_store_is_registry (const char *path)
{
  g_autoptr (YunStore) open = NULL;
  YunFileId            id;
  gboolean             is;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!yun_file_id_read (&id, path))
    return FALSE;
  /* To look into a file that is open, or is being opened meanwhile, would take its locks away. */
  open = yun_store_shared_begin (&id);
  if (open != NULL)
    {
      yun_store_close (open);
      return TRUE;
    }
  is = yun_file_is_registry (path);
  yun_store_shared_end (&id, NULL);
  return is;
}

YunStore *
yun_store_open_sync (const char   *path,
                     YunStoreFlags flags,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return yun_store_open_told_sync (path, flags, NULL, NULL, cancellable, error);
}

YunStore *
yun_store_open_told_sync (const char   *path,
                          YunStoreFlags flags,
                          YunPartFunc   told,
                          gpointer      told_data,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  const YunOpening         opening = { flags, context, { told, told_data, 0, 1 }, cancellable };

  g_return_val_if_fail (path != NULL, NULL);

  return yun_store_open_file (path, &opening, error);
}

typedef struct
{
  char         *path; /* (owned) */
  YunStoreFlags flags;
  YunPartFunc   told;
  gpointer      told_data; /* (unowned) */
} OpenArgs;

static void
free_open_args (gpointer data)
{
  OpenArgs *args = data;

  g_free (args->path);
  g_free (args);
}

/* Of an opening that was cancelled when it was done: one user less, on whatever thread this is. */
static void
let_go (gpointer store)
{
  yun_store_close_async (store, NULL, NULL);
  g_object_unref (store);
}

/* There is no store thread yet whose order could be kept. */
static void
open_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenArgs        *args = data;
  GError          *error = NULL;
  const YunOpening opening = {
    args->flags, g_task_get_context (task), { args->told, args->told_data, 0, 1 }, cancellable
  };
  YunStore *store = yun_store_open_file (args->path, &opening, &error);

  if (store != NULL)
    g_task_return_pointer (task, store, let_go);
  else
    g_task_return_error (task, error);
}

void
yun_store_open_async (const char         *path,
                      YunStoreFlags       flags,
                      YunPartFunc         told,
                      gpointer            told_data,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenArgs         *args = g_new0 (OpenArgs, 1);

  g_return_if_fail (path != NULL);

  args->path = g_strdup (path);
  args->flags = flags;
  args->told = told;
  args->told_data = told_data;
  g_task_set_task_data (task, args, free_open_args);
  g_task_run_in_thread (task, open_cb);
}

YunStore *
yun_store_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
