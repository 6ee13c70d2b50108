/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-store-private.h"

#include <sqlite3.h>

/* What the window says about its file, and what it offers. */

static gboolean
is_shown (GtkWidget *bar)
{
  return gtk_info_bar_get_revealed (GTK_INFO_BAR (bar));
}

/* Another file is moved over the open one: said by itself, nothing is written, and it is opened. */
static void
test_replaced (Fixture *f, gconstpointer data)
{
  g_autofree char     *other = g_build_filename (f->folder, "other.sqlite", NULL);
  g_autoptr (YunStore) before = g_object_ref (f->window->store);
  g_autoptr (GError)   error = NULL;

  g_assert_false (is_shown (f->window->file_bar));
  g_object_unref (yun_store_create_sync (other, NULL, &error));
  g_assert_no_error (error);
  g_assert_no_errno (g_rename (other, f->path));
  yun_store_set_rest_ms (f->store, 1);
  wait_until (is_shown (f->window->file_bar));
  g_assert_true (gtk_widget_get_visible (f->window->file_reopen));
  g_assert_true (gtk_widget_get_visible (f->window->file_save));
  g_assert_false (gtk_widget_get_visible (f->window->file_clean));
  g_assert_false (gtk_widget_get_visible (f->window->new_button));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.reopen", NULL);
  wait_until (f->window->store != NULL && yun_window_is_complete (f->window));
  g_assert_true (f->window->store != before);
  g_assert_false (is_shown (f->window->file_bar));
  g_assert_true (gtk_widget_get_visible (f->window->new_button));
}

/* A file with a trigger of somebody: named, read only, and writable once it is removed. */
static void
test_strangers (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "received.sqlite", NULL);
  g_autofree char *copy = g_build_filename (f->folder, "received-as-received.sqlite", NULL);
  sqlite3         *db;

  g_assert_true (yun_store_backup_sync (f->store, path, NULL, NULL));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "CREATE TRIGGER spy AFTER INSERT ON saved_view BEGIN "
                                 "UPDATE meta SET value='x'; END",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  yun_window_drop_store (f->window);
  yun_window_open (f->window, path);
  wait_until (f->window->store != NULL && yun_window_is_complete (f->window));
  g_assert_true (is_shown (f->window->file_bar));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (f->window->file_label)), "spy"));
  g_assert_true (gtk_widget_get_visible (f->window->file_clean));
  g_assert_false (gtk_widget_get_visible (f->window->new_button));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.remove-strangers", NULL);
  g_assert_null (f->window->store);
  wait_until (f->window->store != NULL && yun_window_is_complete (f->window));
  g_assert_false (is_shown (f->window->file_bar));
  g_assert_true (gtk_widget_get_visible (f->window->new_button));
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
}

#define ADD(name, func) g_test_add ("/window-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  ADD ("replaced", test_replaced);
  ADD ("strangers", test_strangers);
  return g_test_run ();
}
