/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-park.h"
#include "yun-record-list-private.h"

/* What is done with a thing where it is: the line under the list. */

static YunRecordList *
get_list (Fixture *f)
{
  return YUN_RECORD_LIST (f->window->list);
}

static const YunTotals *
get_totals (Fixture *f, const YunEntity *entity)
{
  return &yun_workspace_get_answer (f->workspace)->totals[yun_entity_get_index (entity)];
}

static void
ask (Fixture *f, const char *text)
{
  g_assert_true (yun_window_set_filter_text (f->window, text));
  wait_until (yun_window_is_complete (f->window));
}

static char *
dup_asked (Fixture *f)
{
  return yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
}

/* Clicks as a mouse or Enter does. */
static void
click (Fixture *f, GtkWidget *button)
{
  g_assert_true (gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button) &&
                 gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
  wait_until (yun_window_is_complete (f->window));
}

/* ---- The line under the list ---------------------------------------------------- */

/* What is not on the map is counted, listed by a click and placed from there. */
static void
test_unplaced (Fixture *f, gconstpointer data)
{
  YunRecordList *list = get_list (f);
  gint64         n;

  ask (f, "park");
  n = get_totals (f, &yun_entity_park)->without_place;
  g_assert_cmpint (n, >, 0);
  g_assert_false (gtk_widget_get_visible (list->place_it));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (list->unplaced)), ==,
                   GTK_ACCESSIBLE_ROLE_LINK);
  click (f, list->unplaced);
  {
    g_autofree char *asked = dup_asked (f);

    g_assert_cmpstr (asked, ==, "park place:?");
  }
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, n);
  g_assert_false (gtk_widget_get_visible (list->unplaced));
  g_assert_true (gtk_widget_get_mapped (list->place_it));
  g_assert_false (gtk_widget_is_sensitive (list->place_it));

  yun_workspace_select (f->workspace, &yun_entity_park,
                        g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0));
  wait_until (gtk_widget_is_sensitive (list->place_it));
  g_signal_emit_by_name (list->place_it, "clicked");
  g_assert_true (yun_window_is_placing (f->window));
  yun_window_place_at (f->window, 121.31, 31.12);
  wait_until (yun_window_is_complete (f->window) &&
              get_totals (f, &yun_entity_park)->count == n - 1);
}

/* What cannot be told is shown too by a click, and adds up. */
static void
test_untold (Fixture *f, gconstpointer data)
{
  YunRecordList   *list = get_list (f);
  gint64           sure, untold;
  g_autofree char *asked = NULL;

  ask (f, "firm near:九亭镇<1km");
  sure = get_totals (f, &yun_entity_firm)->count;
  untold = get_totals (f, &yun_entity_firm)->untold;
  g_assert_cmpint (untold, >, 0);
  click (f, list->untold);
  asked = dup_asked (f);
  g_assert_cmpstr (asked, ==, "firm near:九亭镇<1km,?");
  g_assert_cmpint (get_totals (f, &yun_entity_firm)->count, ==, sure + untold);
  g_assert_false (gtk_widget_get_visible (list->untold));
}

#define ADD(name, func) g_test_add ("/window-menu/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  ADD ("unplaced", test_unplaced);
  ADD ("untold", test_untold);
  return g_test_run ();
}
