/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-journey.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* Files that are written, and files that come from others. */

static void
execute (Journey *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "r.sqlite", NULL);
  sqlite3         *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static guint
count_files (Journey *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_check (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "check --file r.sqlite");
  g_assert_nonnull (strstr (self->out, "sound"));
  journey_fail (self, "check r.sqlite", 2, "--file");
  journey_fail (self, "check --remove-strangers r.sqlite", 1, "not Yunjian's");
  journey_fail (self, "check --file none.sqlite", 4, "none.sqlite");
  execute (self, "CREATE TRIGGER spy AFTER INSERT ON saved_view BEGIN "
                 "UPDATE saved_view SET content='x'; END");
  g_assert_cmpint (journey_run (self, "check --file r.sqlite"), ==, 8);
  g_assert_nonnull (strstr (self->out, "spy"));
  journey_fail (self, "view save a plot r.sqlite", 4, "spy");
  journey_succeed (self, "check --remove-strangers r.sqlite");
  g_assert_nonnull (strstr (self->out, "r-as-received.sqlite"));
  journey_succeed (self, "check --file r.sqlite");
  journey_succeed (self, "view save a plot r.sqlite");
}

/* Nothing is written over a registry, by whatever name, nor under a name of another kind. */
static void
test_outputs (Journey *self, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (self->folder, "r.png", NULL);
  g_autofree char *view = g_build_filename (self->folder, "r.json", NULL);
  g_autofree char *shape = g_build_filename (self->folder, "r.shp", NULL);
  g_autofree char *path = g_build_filename (self->folder, "r.sqlite", NULL);

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "view save a plot r.sqlite");
  journey_fail (self, "view export a --to r.sqlite --replace r.sqlite", 1, ".json");
  journey_fail (self, "render -o r.sqlite --replace r.sqlite", 2, ".png");
  journey_fail (self, "export plots --to r.sqlite --replace r.sqlite", 2, ".shp");
  journey_fail (self, "backup r.sqlite r.json", 2, "r.json");
  journey_fail (self, "init x.shp", 2, "x.shp");
  journey_fail (self, "sample x.png", 2, "x.png");
  g_assert_cmpint (symlink (path, picture), ==, 0);
  g_assert_cmpint (symlink (path, view), ==, 0);
  g_assert_cmpint (symlink (path, shape), ==, 0);
  journey_fail (self, "render -o r.png --replace r.sqlite", 1, "registry");
  journey_fail (self, "view export a --to r.json --replace r.sqlite", 1, "registry");
  journey_fail (self, "export plots --to r.shp --replace r.sqlite", 1, "registry");
  /* One that is not the one that is read. */
  journey_succeed (self, "init --empty other.sqlite");
  journey_fail (self, "view export a --to r.json --replace other.sqlite", 3, "a");
  journey_succeed (self, "view save a plot other.sqlite");
  journey_fail (self, "view export a --to r.json --replace other.sqlite", 1, "registry");
  journey_succeed (self, "check --file r.sqlite");
}

/* What would steer a terminal is shown, not obeyed. */
static void
test_escapes (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  execute (self, "UPDATE town SET name='\x1b]0;x\x07九亭\xc2\x9b"
                 "31m\xe2\x80\xae' WHERE name='九亭镇'");
  journey_succeed (self, "list towns r.sqlite");
  g_assert_nonnull (strstr (self->out, "\\x1b]0;x\\x07九亭\\x9b31m\\u202e"));
  g_assert_null (strchr (self->out, '\x1b'));
  g_assert_null (strstr (self->out, "\xc2\x9b"));
  journey_succeed (self, "list towns --json r.sqlite");
  g_assert_null (strchr (self->out, '\x1b'));
  g_assert_null (strstr (self->out, "\xc2\x9b"));
}

static void
test_endless (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init --empty r.sqlite");
  journey_fail (self, "view import /dev/zero r.sqlite", 1, "saved view");
}

/* ---- Faults of the disk --------------------------------------------------------------- */

/* Runs @line with the fault. Returns its exit code; -1: killed. FALSE: this build cannot. */
static gboolean
run_with_fault (Journey *self, const char *fault, const char *line, int *status)
{
  const char        *shim = g_getenv ("YUN_FAULT_SHIM");
  g_autofree char   *full = NULL;
  g_auto (GStrv)     arguments = NULL;
  g_auto (GStrv)     environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int                wait;

  if (shim == NULL)
    {
      g_test_skip ("nothing can be preloaded into this build");
      return FALSE;
    }
  full = g_strdup_printf ("'%s' %s", g_getenv ("YUN_CLI"), line);
  environment = g_environ_setenv (environment, "LD_PRELOAD", shim, TRUE);
  environment = g_environ_setenv (environment, "YUN_FAULT", fault, TRUE);
  environment = g_environ_setenv (environment, "LANGUAGE", "en", TRUE);
  g_assert_true (g_shell_parse_argv (full, NULL, &arguments, &error));
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_assert_true (g_spawn_sync (self->folder, arguments, environment, G_SPAWN_DEFAULT, NULL, NULL,
                               &self->out, &self->err, &wait, &error));
  g_assert_no_error (error);
  *status = WIFEXITED (wait) ? WEXITSTATUS (wait) : -1;
  return TRUE;
}

/* Whichever sync fails: an error that names the file, and no file; or a whole one. */
static void
test_sync_fails (Journey *self, gconstpointer data)
{
  for (int n = 1; n < 40; n++)
    {
      g_autofree char *fault = g_strdup_printf ("sync %d once", n);
      int              status;

      if (!run_with_fault (self, fault, "init --empty r.sqlite", &status))
        return;
      if (status == 0)
        {
          g_assert_cmpint (n, >, 2);
          journey_succeed (self, "check --file r.sqlite");
          return;
        }
      g_assert_nonnull (strstr (self->err, "r.sqlite"));
      g_assert_null (strstr (self->err, ".part"));
      g_assert_cmpuint (count_files (self), ==, 0);
    }
  g_assert_not_reached ();
}

/* How many records the shapefile has, by the length of its index; -1: it is not there. */
static int
count_shapes (Journey *self)
{
  g_autofree char *shp = g_build_filename (self->folder, "a.shp", NULL);
  g_autofree char *shx = g_build_filename (self->folder, "a.shx", NULL);
  g_autofree char *dbf = g_build_filename (self->folder, "a.dbf", NULL);
  g_autofree char *index = NULL;
  g_autofree char *table = NULL;
  gsize            n_index, n_table;
  int              n;

  if (!g_file_test (shp, G_FILE_TEST_EXISTS))
    return -1;
  g_assert_true (g_file_get_contents (shx, &index, &n_index, NULL));
  g_assert_true (g_file_get_contents (dbf, &table, &n_table, NULL));
  n = (guchar) table[4] | (guchar) table[5] << 8;
  g_assert_cmpint ((int) (n_index - 100) / 8, ==, n);
  return n;
}

static gboolean
has_remains (Journey *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ".yunjian-export-"))
      return TRUE;
  return FALSE;
}

/* Killed at whichever rename: never parts of two sets, and the next export, of whatever, leaves the
 * old set or the new one and nothing else. */
static void
test_killed (Journey *self, gconstpointer data)
{
  int n_old, n_new = -1;

  journey_succeed (self, "sample --plots 0 --firms 30 --parks 3 s.sqlite");
  journey_succeed (self, "export towns --encoding UTF-8 --to a.shp s.sqlite");
  n_old = count_shapes (self);
  for (int n = 1; n < 60; n++)
    {
      g_autofree char *fault = g_strdup_printf ("name %d kill", n);
      int              status, count;

      if (!run_with_fault (self, fault,
                           "export zones --encoding UTF-8 --to a.shp --replace s.sqlite", &status))
        return;
      count = count_shapes (self);
      if (status == 0)
        {
          n_new = count;
          g_assert_cmpint (n, >, 5);
          break;
        }
      g_assert_cmpint (status, ==, -1);
      journey_succeed (self, "export zones --encoding UTF-8 --to b.shp --replace s.sqlite");
      g_assert_false (has_remains (self));
      g_assert_true (count < 0 || count == n_old || count == 3);
      count = count_shapes (self);
      g_assert_true (count == n_old || count == 3);
      journey_succeed (self, "export towns --encoding UTF-8 --to a.shp --replace s.sqlite");
    }
  g_assert_cmpint (n_old, ==, 17);
  g_assert_cmpint (n_new, ==, 3);
}

static void
add_tests (void)
{
#define ADD(name, func)                                                                            \
  g_test_add ("/cli-files/" name, Journey, NULL, journey_set_up, func, journey_tear_down)
  ADD ("check", test_check);
  ADD ("outputs", test_outputs);
  ADD ("escapes", test_escapes);
  ADD ("endless", test_endless);
  ADD ("sync-fails", test_sync_fails);
  ADD ("killed", test_killed);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
