/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-journey.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

/* Each writing verb with the disk failing, full, or the program killed, at one call after the
 * other. The file is whole and is as before or as after; the exit code tells which; the next run
 * leaves nothing behind. YUN_FAULTS_ALL tries every call, else some of them are tried. */

typedef struct
{
  const char *name;
  const char *line;  /* what is run in the folder of r.sqlite */
  const char *makes; /* (nullable): the file it makes; r.sqlite stays as it is */
} Verb;

static const Verb verbs[] = {
  { "add", "add plots name=新地块 number=X-1 standing=idle r.sqlite", NULL },
  { "set", "set plots --where 'plot' note=改了 r.sqlite", NULL },
  { "remove", "remove plots --where 'plot area:>30mu' r.sqlite", NULL },
  { "place", "place plots --at 121.31,31.02 SL104-0000011 r.sqlite", NULL },
  { "undo", "undo r.sqlite", NULL },
  { "init", "init new.sqlite", "new.sqlite" },
  { "sample", "sample --plots 40 --firms 10 --parks 2 new.sqlite", "new.sqlite" },
  { "backup", "backup r.sqlite new.sqlite", "new.sqlite" },
  { "export", "export plots --encoding UTF-8 --replace --to new.shp r.sqlite", "new.shp" },
};

static const char *const kinds[] = { "write", "sync", "size", "name" };
static const char *const hows[] = { "once", "full", "kill" };

/* ---- The folder ---------------------------------------------------------- */

static char *
in_folder (Journey *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
empty_folder (Journey *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = in_folder (self, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

static void
copy_base (Journey *self, const char *base)
{
  g_autofree char *to = in_folder (self, "r.sqlite");
  g_autofree char *bytes = NULL;
  gsize            size;

  empty_folder (self);
  g_assert_true (g_file_get_contents (base, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
}

/* Fails when there is anything but r.sqlite and, when @made, files named new… */
static void
check_only (Journey *self, gboolean made)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, "r.sqlite") != 0 && !(made && g_str_has_prefix (name, "new")))
      g_error ("left behind: %s", name);
}

/* (transfer full): what the plots of r.sqlite are. */
static char *
read_plots (Journey *self)
{
  g_autofree char *path = in_folder (self, "r.sqlite");
  sqlite3         *db;
  sqlite3_stmt    *stmt;
  GString         *out = g_string_new (NULL);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT id, name, number, standing, note, hex(geom), "
                                       "hex(point) FROM plot ORDER BY id",
                                       -1, &stmt, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      {
        const char *text = (const char *) sqlite3_column_text (stmt, i);

        g_string_append_printf (out, "%s|", text != NULL ? text : "");
      }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return g_string_free (out, FALSE);
}

/* ---- Runs ---------------------------------------------------------------- */

/* Runs @line with @fault. Its exit code; -1: killed. @hit: whether it came to the fault. */
static int
run_with_fault (Journey *self, const char *fault, const char *line, gboolean *hit)
{
  g_autofree char   *mark = g_strconcat (self->folder, ".hit", NULL);
  g_autofree char   *full = g_strdup_printf ("'%s' %s", g_getenv ("YUN_CLI"), line);
  g_auto (GStrv)     arguments = NULL;
  g_auto (GStrv)     environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int                wait;

  environment = g_environ_setenv (environment, "LD_PRELOAD", g_getenv ("YUN_FAULT_SHIM"), TRUE);
  environment = g_environ_setenv (environment, "YUN_FAULT", fault, TRUE);
  environment = g_environ_setenv (environment, "LANGUAGE", "en", TRUE);
  environment = g_environ_setenv (environment, "YUN_FAULT_MARK", mark, TRUE);
  g_assert_true (g_shell_parse_argv (full, NULL, &arguments, &error));
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_assert_true (g_spawn_sync (self->folder, arguments, environment, G_SPAWN_DEFAULT, NULL, NULL,
                               &self->out, &self->err, &wait, &error));
  g_assert_no_error (error);
  *hit = g_remove (mark) == 0;
  return WIFEXITED (wait) ? WEXITSTATUS (wait) : -1;
}

/* ---- What holds after a fault -------------------------------------------- */

static void
check_registry (Journey *self, int status, const char *before, const char *after)
{
  g_autofree char *is = NULL;

  /* The next run. */
  journey_succeed (self, "check --file r.sqlite");
  is = read_plots (self);
  if (status == 0)
    g_assert_cmpstr (is, ==, after);
  else if (status > 0)
    g_assert_cmpstr (is, ==, before);
  else
    g_assert_true (strcmp (is, before) == 0 || strcmp (is, after) == 0);
  journey_succeed (self, "set plots --where plot note=后 r.sqlite");
  check_only (self, FALSE);
}

static void
remove_made (Journey *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "new"))
      {
        g_autofree char *path = in_folder (self, name);

        g_remove (path);
      }
}

static void
check_made (Journey *self, const Verb *verb, int status)
{
  g_autofree char *path = in_folder (self, verb->makes);
  g_autofree char *check = g_strdup_printf ("check --file %s", verb->makes);
  gboolean         there = g_file_test (path, G_FILE_TEST_EXISTS);

  if (status == 0)
    g_assert_true (there);
  else if (status > 0)
    g_assert_false (there);
  if (there && g_str_has_suffix (verb->makes, ".sqlite"))
    journey_succeed (self, check);
  remove_made (self);
  /* The next run. */
  journey_succeed (self, verb->line);
  check_only (self, TRUE);
}

static void
check_fault (Journey *self, const Verb *verb, int status, const char *before, const char *after)
{
  if (status > 0)
    {
      g_assert_true (g_str_has_prefix (self->err, "yunjian-cli: "));
      g_assert_null (strstr (self->err, ".part"));
    }
  if (verb->makes != NULL)
    check_made (self, verb, status);
  else
    check_registry (self, status, before, after);
}

/* ---- The sweep ----------------------------------------------------------- */

/* The calls that are tried: the first, and then fewer and fewer. */
static int
next_call (int n)
{
  return g_getenv ("YUN_FAULTS_ALL") != NULL ? n + 1 : 3 * n;
}

/* Tries one kind of call until the verb ends without coming to it. */
static void
sweep (Journey    *self,
       const Verb *verb,
       const char *kind,
       const char *how,
       const char *base,
       const char *before,
       const char *after)
{
  for (int n = 1; n <= 200; n = next_call (n))
    {
      g_autofree char *fault = g_strdup_printf ("%s %d %s", kind, n, how);
      gboolean         hit;
      int              status;

      copy_base (self, base);
      status = run_with_fault (self, fault, verb->line, &hit);
      g_test_message ("%s, %s: %d %s", verb->name, fault, status, self->err);
      if (!hit)
        {
          g_assert_cmpint (status, ==, 0);
          return;
        }
      check_fault (self, verb, status, before, after);
    }
}

static void
test_verb (Journey *self, gconstpointer data)
{
  const Verb      *verb = data;
  g_autofree char *base = g_strconcat (self->folder, ".base", NULL);
  g_autofree char *path = in_folder (self, "r.sqlite");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (g_getenv ("YUN_FAULT_SHIM") == NULL)
    {
      g_test_skip ("nothing can be preloaded into this build");
      return;
    }
  journey_succeed (self, "sample --plots 30 --firms 10 --parks 2 --seed 7 r.sqlite");
  journey_succeed (self, "set plots --where 'plot' note=先 r.sqlite");
  before = read_plots (self);
  g_assert_cmpint (g_rename (path, base), ==, 0);
  copy_base (self, base);
  journey_succeed (self, verb->line);
  after = read_plots (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (hows); j++)
      /* A full disk still lets files be renamed and removed. */
      if (strcmp (kinds[i], "name") != 0 || strcmp (hows[j], "full") != 0)
        sweep (self, verb, kinds[i], hows[j], base, before, after);
  g_remove (base);
}

/* A disk that takes no byte more: what is in the registry is read all the same. */
static void
test_read_when_full (Journey *self, gconstpointer data)
{
  static const char *const lines[] = { "info r.sqlite", "list plots r.sqlite",
                                       "count plot r.sqlite", "history r.sqlite" };

  guint n_hits = 0;

  if (g_getenv ("YUN_FAULT_SHIM") == NULL)
    {
      g_test_skip ("nothing can be preloaded into this build");
      return;
    }
  journey_succeed (self, "sample --plots 30 --firms 10 --parks 2 --seed 7 r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        g_autofree char *fault = g_strdup_printf ("%s 1 full", kinds[k]);
        g_autofree char *out = NULL;
        gboolean         hit;

        journey_succeed (self, lines[i]);
        out = g_strdup (self->out);
        g_test_message ("%s, %s", lines[i], fault);
        g_assert_cmpint (run_with_fault (self, fault, lines[i], &hit), ==, 0);
        g_assert_cmpstr (self->out, ==, out);
        n_hits += hit;
        /* The next run sweeps what this one could not. */
        journey_succeed (self, lines[i]);
        check_only (self, FALSE);
      }
  /* Each of them would write something beside the file. */
  g_assert_cmpuint (n_hits, >=, G_N_ELEMENTS (lines));
}

static void
add_tests (void)
{
  g_test_add ("/cli-faults/read-when-full", Journey, NULL, journey_set_up, test_read_when_full,
              journey_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *name = g_strconcat ("/cli-faults/", verbs[i].name, NULL);

      g_test_add (name, Journey, &verbs[i], journey_set_up, test_verb, journey_tear_down);
    }
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
