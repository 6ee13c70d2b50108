/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-seen.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Lines of the file. */
enum
{
  CHANGE,
  AT,
  WHEN,
  N_LINES,
};

/* The uid comes out of a file and is no name to be trusted. */
static char *
get_path (const char *uid)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);

  return g_build_filename (g_get_user_state_dir (), "yunjian", "seen", name, NULL);
}

/* (transfer full): when change @number was made, "" for none (0); NULL when there is no such. */
static char *
get_time (YunDb *db, gint64 number)
{
  g_autoptr (YunStmt) stmt = NULL;

  if (number == 0)
    return g_strdup ("");
  stmt = yun_db_prepare (db, "SELECT at FROM change WHERE number=?", NULL);
  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, number);
  return yun_stmt_step (stmt, NULL) == 1 ? g_strdup (yun_stmt_text (stmt, 0)) : NULL;
}

void
yun_seen_read (YunDb *db, const char *uid, gint64 *change, char **when)
{
  g_autofree char *path = get_path (uid);
  g_autofree char *text = NULL;
  g_autofree char *at = NULL;
  g_auto (GStrv)   lines = NULL;
  gint64           number;

  *change = G_MININT64;
  *when = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return;
  lines = g_strsplit (text, "\n", N_LINES + 1);
  if (g_strv_length (lines) < N_LINES)
    return;
  number = g_ascii_strtoll (lines[CHANGE], NULL, 10);
  at = get_time (db, number);
  if (g_strcmp0 (at, lines[AT]) != 0)
    return;
  *change = number;
  *when = g_strdup (lines[WHEN]);
}

static gboolean
set_error (int number, GError **error)
{
  g_debug ("%s", g_strerror (number));
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED,
                       _ ("What you have seen could not be noted in your home folder."));
  return FALSE;
}

gboolean
yun_seen_write (YunDb *db, const char *uid, gint64 *change, char **when, GError **error)
{
  g_autofree char      *path = get_path (uid);
  g_autofree char      *folder = g_path_get_dirname (path);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char      *stamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char      *at = NULL;
  g_autofree char      *text = NULL;
  gint64                number = 0;

  if (!yun_db_get_int (db, "SELECT coalesce(max(number), 0) FROM change", &number, error))
    return FALSE;
  at = get_time (db, number);
  text = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n", number, at != NULL ? at : "", stamp);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    return set_error (errno, error);
  *change = number;
  *when = g_steal_pointer (&stamp);
  return TRUE;
}
