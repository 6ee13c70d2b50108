/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-plot.h"
#include "yun-workspace-private.h"

#include <time.h>

/* What the window shows when the day changes under it. */

static guint
n_rows (Fixture *f)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (yun_record_list_get_model (YUN_RECORD_LIST (f->window->list))));
}

static void
go_to (Fixture *f, const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  tzset ();
  yun_workspace_look_at_day (f->workspace);
  wait_until (yun_window_is_complete (f->window));
}

/* What is a candidate from today on is shown when the day has come, though nothing was written. */
static void
test_next_day (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunFilter) filter =
    yun_filter_parse ("plot name:隔日 candidate:not-started", NULL, NULL);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) year = NULL;
  g_autofree char      *due = NULL;
  g_autofree char      *old = g_strdup (g_getenv ("TZ"));

  go_to (f, "Etc/GMT-14");
  now = g_date_time_new_now_local ();
  year = g_date_time_add_years (now, -1);
  due = g_date_time_format (year, "%Y-%m-%d");
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "name"), "隔日");
  yun_record_set_text (plot, yun_entity_get_field (&yun_entity_plot, "start-due"), due);
  g_assert_true (yun_record_parse_value (plot, yun_entity_get_field (&yun_entity_plot, "use-state"),
                                         "vacant", NULL));
  go_to (f, "Etc/GMT+12");
  change = yun_store_save_sync (f->store, plot, "", NULL, NULL);
  g_assert_nonnull (change);
  yun_workspace_set_entity (f->workspace, &yun_entity_plot);
  yun_workspace_set_filter (f->workspace, filter);
  wait_until (yun_window_is_complete (f->window) &&
              yun_filter_equal (yun_workspace_get_answered_filter (f->workspace), filter));
  g_assert_cmpuint (n_rows (f), ==, 0);
  go_to (f, "Etc/GMT-14");
  wait_until (n_rows (f) == 1);
  if (old != NULL)
    g_setenv ("TZ", old, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/workspace/next-day", Fixture, NULL, set_up, test_next_day, tear_down);
  return g_test_run ();
}
