/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-map-dialog.h"

#include <glib/gstdio.h>

static YunMapDialog *
open_dialog (Fixture *f, gboolean print)
{
  YunRect       extent = yun_map_view_get_extent (YUN_MAP_VIEW (f->window->map));
  YunMapDialog *dialog = YUN_MAP_DIALOG (
    yun_map_dialog_new (GTK_WINDOW (f->window), f->workspace, &extent, NULL, "far", print));

  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
assert_begins (const char *path, const char *bytes)
{
  g_autofree char   *contents = NULL;
  gsize              length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (contents, bytes));
}

/* Each format is what its name says; a name that is taken is asked about. */
static void
test_save (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "map.pdf", "map.svg", "map.png" };
  static const char *const begins[] = { "%PDF-", "<?xml", "\x89PNG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, names[i], NULL);
      YunMapDialog    *dialog = open_dialog (f, FALSE);

      yun_map_dialog_set_path (dialog, path);
      wait_until (yun_map_dialog_is_previewed (dialog));
      yun_map_dialog_start (dialog);
      g_assert_cmpstr (yun_map_dialog_get_page (dialog), ==, "job");
      wait_until (g_strcmp0 (yun_map_dialog_get_page (dialog), "job") != 0);
      g_assert_cmpstr (yun_map_dialog_get_page (dialog), ==, "done");
      assert_begins (path, begins[i]);
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
}

/* (transfer full): what pdftotext reads in the sheet; NULL where there is no such program. */
static char *
read_sheet (const char *path)
{
  char *arguments[] = { (char *) "pdftotext", (char *) "-raw", (char *) path, (char *) "-", NULL };
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                     &error))
    {
      g_test_message ("no pdftotext: %s", error->message);
      return NULL;
    }
  return text;
}

/* (nullable): the row of @widget with that title */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

/* Wherever the window looks, the sheet fits what is shown, unless the window is asked for; it says
 * who made it. */
static void
test_fit (Fixture *f, gconstpointer data)
{
  static const struct
  {
    guint    scale;
    gboolean whole;
  } choices[] = { { 0, TRUE }, { 1, TRUE }, { 2, FALSE } };
  YunRect corner = { 121.30, 31.10, 121.302, 31.102 };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, "fit.pdf", NULL);
      YunMapDialog    *dialog = YUN_MAP_DIALOG (
           yun_map_dialog_new (GTK_WINDOW (f->window), f->workspace, &corner, NULL, "status", FALSE));
      GtkWidget       *scale = find_row (GTK_WIDGET (dialog), "Scale");
      g_autofree char *text = NULL;

      gtk_window_present (GTK_WINDOW (dialog));
      yun_map_dialog_set_path (dialog, path);
      g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (scale)), ==, 0);
      adw_combo_row_set_selected (ADW_COMBO_ROW (scale), choices[i].scale);
      yun_map_dialog_start (dialog);
      wait_until (g_strcmp0 (yun_map_dialog_get_page (dialog), "job") != 0);
      g_assert_cmpstr (yun_map_dialog_get_page (dialog), ==, "done");
      text = read_sheet (path);
      if (text != NULL)
        {
          g_assert_true ((strstr (text, "outside the frame") == NULL) == choices[i].whole);
          g_assert_nonnull (strstr (text, "Made by:"));
          g_assert_nonnull (strstr (text, "Made on:"));
        }
      g_unlink (path);
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
}

/* Where nothing can be written the choices stay, and nothing is left. */
static void
test_no_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "none", "map.pdf", NULL);
  YunMapDialog    *dialog = open_dialog (f, FALSE);

  yun_map_dialog_set_path (dialog, path);
  yun_map_dialog_start (dialog);
  wait_until (g_strcmp0 (yun_map_dialog_get_page (dialog), "job") != 0);
  g_assert_cmpstr (yun_map_dialog_get_page (dialog), ==, "form");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_print (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "print.pdf", NULL);
  YunMapDialog    *dialog = open_dialog (f, TRUE);

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  yun_map_dialog_print (dialog, path);
  wait_until (dialog == NULL);
  assert_begins (path, "%PDF-");
}

/* Closing the window ends the work; its file does not appear. */
static void
test_close (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "map.png", NULL);
  YunMapDialog    *dialog = open_dialog (f, FALSE);

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  yun_map_dialog_set_path (dialog, path);
  yun_map_dialog_start (dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (dialog == NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/map-dialog/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/map-dialog/fit", Fixture, NULL, set_up, test_fit, tear_down);
  g_test_add ("/map-dialog/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/map-dialog/print", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/map-dialog/close", Fixture, NULL, set_up, test_close, tear_down);
  return g_test_run ();
}
