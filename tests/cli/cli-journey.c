/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-journey.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

void
journey_set_up (Journey *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("yun-cli-XXXXXX", &error);
  g_assert_no_error (error);
}

void
journey_tear_down (Journey *self, gconstpointer data)
{
  GDir       *dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_dir_close (dir);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->out);
  g_free (self->err);
}

int
journey_run_with (Journey *self, const char *environment, char **arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError)      error = NULL;

  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "en", TRUE);
  if (environment != NULL)
    {
      g_auto (GStrv) pair = g_strsplit (environment, "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

int
journey_run (Journey *self, const char *line)
{
  g_autofree char   *full = g_strconcat ("yunjian-cli ", line, NULL);
  g_auto (GStrv)     arguments = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_shell_parse_argv (full, NULL, &arguments, &error));
  g_assert_no_error (error);
  g_free (arguments[0]);
  arguments[0] = g_strdup (g_getenv ("YUN_CLI"));
  return journey_run_with (self, NULL, arguments);
}

void
journey_succeed (Journey *self, const char *line)
{
  int status = journey_run (self, line);

  if (status != 0)
    g_test_message ("%s: %s", line, self->err);
  g_assert_cmpint (status, ==, 0);
}

void
journey_fail (Journey *self, const char *line, int status, const char *words)
{
  int got = journey_run (self, line);

  if (got != status || strstr (self->err, words) == NULL)
    g_test_message ("%s: %d %s", line, got, self->err);
  g_assert_cmpint (got, ==, status);
  g_assert_true (g_str_has_prefix (self->err, "yunjian-cli: "));
  g_assert_nonnull (strstr (self->err, words));
  g_assert_cmpstr (self->out, ==, "");
}

gint64
journey_count (Journey *self, const char *line)
{
  journey_succeed (self, line);
  return g_ascii_strtoll (self->out, NULL, 10);
}

JsonNode *
journey_read_json (Journey *self)
{
  g_autoptr (GError) error = NULL;
  JsonNode          *node = json_from_string (self->out, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

int
journey_main (int argc, char **argv, void (*add_tests) (void))
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("YUN_CLI") == NULL)
    {
      g_print ("1..0 # SKIP YUN_CLI does not name the program\n");
      return 0;
    }
  add_tests ();
  return g_test_run ();
}
