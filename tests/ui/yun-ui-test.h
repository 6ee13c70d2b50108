/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-application.h"
#include "yun-starter.h"

#include <glib/gstdio.h>

/* Wakes the main loop, so that a wait sees its end. */
static inline gboolean
keep_ticking (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @condition holds; a test that waits in vain fails. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_ = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                              \
    guint  tick_ = g_timeout_add (50, keep_ticking, NULL);                                         \
    while (!(condition) && g_get_monotonic_time () < deadline_)                                    \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (tick_);                                                                       \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

/* (transfer full): what main() begins with: the default application, registered, of this process
 * alone. */
static inline YunApplication *
init_application (int *argc, char ***argv)
{
  YunApplication    *app;
  g_autoptr (GError) error = NULL;

  g_test_init (argc, argv, NULL);
  app = yun_application_new ();
  g_application_set_default (G_APPLICATION (app));
  g_application_set_flags (G_APPLICATION (app), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (app), NULL, &error);
  g_assert_no_error (error);
  return app;
}

/* A registry of its own for one test, and its path. */
static inline YunStore *
make_starter (const char *folder, char **path)
{
  g_autoptr (YunJob) job = NULL;
  g_autoptr (GError) error = NULL;
  YunStore          *store;

  *path = g_build_filename (folder, "starter.sqlite", NULL);
  job = yun_starter_job_new (*path);
  store = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
  return store;
}
