/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-file-place.h"

#include "yun-db.h"
#include "yun-temp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

/* Nobody writes a longer note. */
#define MAX_NOTE 4096

/* What Syncthing, Dropbox, Nextcloud and ownCloud leave in the folder they keep. */
static const char *const marks[] = {
  ".stfolder",          ".dropbox",          ".dropbox.cache",
  ".nextcloudsync.log", ".owncloudsync.log", ".nextcloud.sync.db",
};

static gboolean
has_mark (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *path = g_build_filename (folder, marks[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

YunFilePlace
yun_file_get_place (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);

  if (yun_db_is_on_network (path))
    return YUN_FILE_NETWORK;
  while (TRUE)
    {
      g_autofree char *above = g_path_get_dirname (folder);

      if (has_mark (folder))
        return YUN_FILE_SYNCED;
      if (strcmp (above, folder) == 0)
        return YUN_FILE_LOCAL;
      g_free (folder);
      folder = g_steal_pointer (&above);
    }
}

/* ---- Who writes to it ------------------------------------------------------------------- */

static char *
get_note_path (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);
  g_autofree char *name = g_path_get_basename (real != NULL ? real : path);
  g_autofree char *note = g_strdup_printf (".%s.holder", name);

  return g_build_filename (folder, note, NULL);
}

/* FALSE with errno. */
static gboolean
write_note (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *at = g_date_time_format (now, "%Y-%m-%d %H:%M");
  g_autofree char      *text = g_strdup_printf ("%s\n%s\n%d\n%s\n", g_get_real_name (),
                                                g_get_host_name (), (int) getpid (), at);
  int                   fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  gboolean              ok;
  int                   number;

  if (fd < 0)
    return FALSE;
  ok = write (fd, text, strlen (text)) == (gssize) strlen (text);
  number = errno;
  close (fd);
  if (!ok)
    g_unlink (path);
  errno = number;
  return ok;
}

/* (transfer full): the lines of the note: who, machine, process, since when; NULL when it cannot be
 * read. */
static char **
read_note (const char *path)
{
  char   text[MAX_NOTE + 1] = { 0 };
  int    fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  gssize n = fd >= 0 ? read (fd, text, MAX_NOTE) : -1;
  char **lines = NULL;

  if (fd >= 0)
    close (fd);
  if (n > 0 && g_utf8_validate (text, -1, NULL))
    lines = g_strsplit (text, "\n", 5);
  if (lines != NULL && g_strv_length (lines) < 4)
    g_clear_pointer (&lines, g_strfreev);
  return lines;
}

/* The process that wrote it, where that is or was one of this machine; else 0. */
static pid_t
get_writer (char **note)
{
  gint64 pid = g_ascii_strtoll (note[2], NULL, 10);

  return strcmp (note[1], g_get_host_name ()) == 0 && pid > 0 && pid <= G_MAXINT ? (pid_t) pid : 0;
}

static gboolean
is_gone (char **note)
{
  pid_t pid = get_writer (note);

  return pid != 0 && (pid == getpid () || (kill (pid, 0) != 0 && errno == ESRCH));
}

/* Takes the note away if it is still @note. Others may be about to take the same one: who renames
 * it has it alone, and what another wrote meanwhile goes back. FALSE with errno. */
static gboolean
take_away (const char *note_path, char **note)
{
  g_autofree char *own = g_strdup_printf ("%s.%d", note_path, (int) getpid ());
  g_auto (GStrv)   taken = NULL;

  if (g_rename (note_path, own) != 0)
    return FALSE;
  taken = read_note (own);
  if (taken != NULL && g_strv_equal ((const char *const *) taken, (const char *const *) note))
    return g_unlink (own) == 0;
  if (link (own, note_path) == 0 || errno == EEXIST)
    g_unlink (own);
  else
    g_rename (own, note_path);
  errno = EEXIST;
  return FALSE;
}

gboolean
yun_file_hold (const char *path, char **holder, GError **error)
{
  g_autofree char *note_path = get_note_path (path);
  g_auto (GStrv)   note = NULL;

  *holder = NULL;
  if (write_note (note_path))
    return TRUE;
  if (errno != EEXIST)
    return yun_temp_file_set_errno (path, error);
  note = read_note (note_path);
  if (note != NULL && is_gone (note) && take_away (note_path, note) && write_note (note_path))
    return TRUE;
  *holder = note != NULL
              /* Translators: a person, a machine, a time */
              ? g_strdup_printf (_ ("%s on %s, since %s"), note[0], note[1], note[3])
              : g_strdup (_ ("someone unknown"));
  return FALSE;
}

void
yun_file_let_go (const char *path)
{
  g_autofree char *note_path = get_note_path (path);
  g_auto (GStrv)   note = read_note (note_path);

  if (note != NULL && get_writer (note) == getpid ())
    take_away (note_path, note);
}
