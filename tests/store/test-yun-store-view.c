/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"
#include "yun-store-history.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static YunSavedView *
save (YunStore *store, const char *kind, const char *name)
{
  g_autoptr (YunSavedView) view = yun_saved_view_new (kind, name, "{}");
  g_autoptr (GError)       error = NULL;
  YunSavedView            *saved = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, view, &error);

  g_assert_no_error (error);
  return saved;
}

/* The names of the bookmarks in order, and that their positions are 0, 1, 2 … */
static char *
list_names (YunStore *store)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) views = yun_store_list_views_sync (store, YUN_VIEW_BOOKMARK, &error);
  GString              *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < views->len; i++)
    {
      const YunSavedView *view = g_ptr_array_index (views, i);

      g_assert_cmpint (view->position, ==, (int) i);
      g_assert_cmpstr (view->kind, ==, YUN_VIEW_BOOKMARK);
      g_string_append_printf (names, "%s ", view->name);
    }
  return g_string_free (names, FALSE);
}

#define ASSERT_NAMES(store, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *names_ = list_names (store);                                                  \
    g_assert_cmpstr (names_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
edit (YunStore *store, YunViewEdit what, const YunSavedView *view)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) after = yun_store_edit_view_sync (store, what, view, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (after->uid, ==, view->uid);
}

static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) a = save (store, YUN_VIEW_BOOKMARK, " 甲 ");
  g_autoptr (YunSavedView) b = save (store, YUN_VIEW_BOOKMARK, "b");
  g_autoptr (YunSavedView) other = save (store, YUN_VIEW_VIEW, "not a bookmark");
  g_autoptr (YunSavedView) c = save (store, YUN_VIEW_BOOKMARK, "c");
  g_autoptr (GError)       error = NULL;

  g_assert_cmpstr (a->name, ==, "甲");
  g_assert_nonnull (a->created);
  g_assert_cmpint (a->opened_change, ==, G_MININT64);
  g_assert_cmpint (other->position, ==, 0);
  ASSERT_NAMES (store, "甲 b c ");

  /* Only the name is written: someone else's content stays. */
  g_free (b->content);
  b->content = g_strdup ("stale");
  g_free (b->name);
  b->name = g_strdup ("B");
  edit (store, YUN_VIEW_RENAME, b);
  ASSERT_NAMES (store, "甲 B c ");
  c->position = 0;
  edit (store, YUN_VIEW_MOVE, c);
  ASSERT_NAMES (store, "c 甲 B ");
  c->position = 99;
  edit (store, YUN_VIEW_MOVE, c);
  ASSERT_NAMES (store, "甲 B c ");

  /* Removed, and saved again as it was. */
  {
    g_autoptr (YunSavedView) removed = yun_store_edit_view_sync (store, YUN_VIEW_REMOVE, b, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (removed->content, ==, "{}");
    ASSERT_NAMES (store, "甲 c ");
    edit (store, YUN_VIEW_SAVE, removed);
    ASSERT_NAMES (store, "甲 B c ");
  }

  edit (store, YUN_VIEW_OPENED, a);
  g_clear_object (&store);
  store = fixture_open (fixture);
  ASSERT_NAMES (store, "甲 B c ");
  {
    g_autoptr (GPtrArray) views = yun_store_list_views_sync (store, YUN_VIEW_BOOKMARK, &error);
    const YunSavedView   *first = g_ptr_array_index (views, 0);
    g_autoptr (GPtrArray) history = yun_store_list_changes_sync (store, NULL, &error);
    const YunChange      *newest = g_ptr_array_index (history, 0);

    g_assert_cmpint (first->opened_change, ==, newest->number);
    /* A bookmark is no change of the registry. */
    g_assert_cmpuint (history->len, ==, 1);
  }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) a = save (store, YUN_VIEW_BOOKMARK, "a");
  g_autoptr (YunSavedView) blank = yun_saved_view_new (YUN_VIEW_BOOKMARK, " ", "{}");
  g_autoptr (GError)       error = NULL;

  g_assert_null (yun_store_edit_view_sync (store, YUN_VIEW_SAVE, blank, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  ASSERT_NAMES (store, "a ");

  edit (store, YUN_VIEW_REMOVE, a);
  g_assert_null (yun_store_edit_view_sync (store, YUN_VIEW_RENAME, a, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_object (&store);

  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  ASSERT_NAMES (store, "");
  g_assert_null (yun_store_edit_view_sync (store, YUN_VIEW_SAVE, a, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY);
}

/* Views are found by name: two cannot have the same, of bookmarks they may. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) a = save (store, YUN_VIEW_VIEW, "甲");
  g_autoptr (YunSavedView) b = save (store, YUN_VIEW_VIEW, "乙");
  g_autoptr (YunSavedView) c = save (store, YUN_VIEW_BOOKMARK, "甲");
  g_autoptr (YunSavedView) d = save (store, YUN_VIEW_BOOKMARK, "甲");
  g_autoptr (YunSavedView) again = yun_saved_view_new (YUN_VIEW_VIEW, " 甲 ", "{}");
  g_autoptr (YunSavedView) same = NULL;
  g_autoptr (GPtrArray)    views = NULL;
  g_autoptr (GError)       error = NULL;

  g_assert_null (yun_store_edit_view_sync (store, YUN_VIEW_SAVE, again, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_free (b->name);
  b->name = g_strdup ("甲");
  g_assert_null (yun_store_edit_view_sync (store, YUN_VIEW_RENAME, b, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  /* To itself. */
  same = yun_store_edit_view_sync (store, YUN_VIEW_RENAME, a, &error);
  g_assert_no_error (error);
  views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, &error);
  g_assert_cmpuint (views->len, ==, 2);
  g_assert_cmpstr (((YunSavedView *) g_ptr_array_index (views, 1))->name, ==, "乙");
}

/* When a view was opened stands in its content; a content that cannot be read stays as it is. */
static void
test_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) view =
    yun_saved_view_new (YUN_VIEW_VIEW, "a", "{\"format\":\"yunjian-view\",\"filter\":\"机加工\"}");
  g_autoptr (YunSavedView) broken = yun_saved_view_new (YUN_VIEW_VIEW, "b", "{ not JSON");
  g_autoptr (YunSavedView) a = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, view, NULL);
  g_autoptr (YunSavedView) b = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, broken, NULL);
  g_autoptr (YunSavedView) a2 = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, a, NULL);
  g_autoptr (YunSavedView) b2 = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, b, NULL);

  g_assert_nonnull (strstr (a2->content, "\"opened\""));
  g_assert_nonnull (strstr (a2->content, "机加工"));
  g_assert_cmpstr (b2->content, ==, "{ not JSON");
  g_assert_cmpint (b2->opened_change, >=, 0);
}

static void
count_cb (YunStore *store, gpointer user_data)
{
  (*(int *) user_data)++;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_autoptr (YunSavedView) saved = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (saved->uid);
  (*(int *) user_data)++;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) views = yun_store_list_views_finish (YUN_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (views->len, ==, 1);
  (*(int *) user_data)++;
}

/* The asynchronous face, its news, and the state that caches go by. */
static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) view = yun_saved_view_new (YUN_VIEW_BOOKMARK, "a", "{}");
  g_autofree char         *before = yun_store_dup_state_sync (store);
  g_autofree char         *after = NULL;
  int                      news = 0, done = 0;

  g_signal_connect (store, "views-changed", G_CALLBACK (count_cb), &news);
  yun_store_edit_view_async (store, YUN_VIEW_SAVE, view, NULL, done_cb, &done);
  while (done < 1 || news < 1)
    g_main_context_iteration (NULL, TRUE);
  yun_store_list_views_async (store, YUN_VIEW_BOOKMARK, NULL, listed_cb, &done);
  while (done < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (news, ==, 1);
  after = yun_store_dup_state_sync (store);
  g_assert_nonnull (before);
  g_assert_cmpstr (after, ==, before);
}

/* Any sequence of edits against a plain array. */
static void
test_random_moves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) order =
    g_ptr_array_new_with_free_func ((GDestroyNotify) yun_saved_view_free);

  for (int round = 0; round < 120; round++)
    {
      g_autoptr (GPtrArray) views = NULL;
      gint32                what = g_rand_int_range (rand, 0, 3);

      if (what == 0 || order->len < 2)
        {
          g_autofree char *name = g_strdup_printf ("%d", round);

          g_ptr_array_add (order, save (store, YUN_VIEW_BOOKMARK, name));
        }
      else if (what == 1)
        {
          guint         from = (guint) g_rand_int_range (rand, 0, (gint32) order->len);
          guint         to = (guint) g_rand_int_range (rand, 0, (gint32) order->len);
          YunSavedView *view = g_ptr_array_steal_index (order, from);

          g_ptr_array_insert (order, (int) to, view);
          view->position = (int) to;
          edit (store, YUN_VIEW_MOVE, view);
        }
      else
        {
          guint at = (guint) g_rand_int_range (rand, 0, (gint32) order->len);

          edit (store, YUN_VIEW_REMOVE, g_ptr_array_index (order, at));
          g_ptr_array_remove_index (order, at);
        }
      views = yun_store_list_views_sync (store, YUN_VIEW_BOOKMARK, NULL);
      g_assert_cmpuint (views->len, ==, order->len);
      for (guint i = 0; i < views->len; i++)
        {
          const YunSavedView *is = g_ptr_array_index (views, i);
          const YunSavedView *ought = g_ptr_array_index (order, i);

          g_assert_cmpstr (is->uid, ==, ought->uid);
          g_assert_cmpint (is->position, ==, (int) i);
        }
    }
}

/* What the program gives for the view's .opened_change to somebody with another home. Runs first,
 * while this process has no threads. */
static int
look_as_other (Fixture *fixture)
{
  g_autofree char *home = g_build_filename (fixture->folder, "home", NULL);
  pid_t            child = fork ();
  int              status;

  if (child == 0)
    {
      g_autoptr (YunStore)  store = NULL;
      g_autoptr (GPtrArray) views = NULL;
      const YunSavedView   *view;

      g_setenv ("XDG_STATE_HOME", home, TRUE);
      store = yun_store_open_sync (fixture->path, YUN_STORE_DEFAULT, NULL, NULL);
      views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, NULL);
      view = g_ptr_array_index (views, 0);
      if (view->opened_change != G_MININT64 || strstr (view->content, "opened") != NULL)
        _exit (1);
      yun_store_close (store);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static int
see (Fixture *fixture)
{
  pid_t child = fork ();
  int   status;

  if (child == 0)
    {
      g_autoptr (YunStore)     store = yun_store_create_sync (fixture->path, NULL, NULL);
      g_autoptr (YunSavedView) view = yun_saved_view_new (
        YUN_VIEW_VIEW, "a", "{\"format\":\"yunjian-view\",\"filter\":\"机加工\"}");
      g_autoptr (YunSavedView) saved = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, view, NULL);
      g_autoptr (YunSavedView) seen =
        yun_store_edit_view_sync (store, YUN_VIEW_OPENED, saved, NULL);

      if (seen == NULL || seen->opened_change != 1 || strstr (seen->content, "opened") == NULL)
        _exit (1);
      /* Also what is written again later says nothing of it. */
      g_clear_pointer (&saved, yun_saved_view_free);
      saved = yun_store_edit_view_sync (store, YUN_VIEW_RENAME, seen, NULL);
      yun_store_close (store);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

/* What one has seen is not seen by another. */
static void
test_two_people (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (see (fixture), ==, 0);
  g_assert_cmpint (look_as_other (fixture), ==, 0);
}

/* To look at a view writes nothing to the file, and is noted where nothing can be written. */
static void
test_seen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunSavedView) view = save (store, YUN_VIEW_VIEW, "a");
  g_autoptr (YunSavedView) seen = NULL;
  g_autoptr (GPtrArray)    views = NULL;
  g_autofree char         *before = NULL;
  g_autofree char         *after = NULL;
  gsize                    n_before, n_after;

  yun_store_close (store);
  g_clear_object (&store);
  g_assert_true (g_file_get_contents (fixture->path, &before, &n_before, NULL));
  store = yun_store_open_sync (fixture->path, YUN_STORE_READ_ONLY, NULL, NULL);
  seen = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, view, NULL);
  g_assert_nonnull (seen);
  views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, NULL);
  g_assert_cmpint (((YunSavedView *) g_ptr_array_index (views, 0))->opened_change, ==, 1);
  yun_store_close (store);
  g_clear_object (&store);

  store = fixture_open (fixture);
  g_clear_pointer (&seen, yun_saved_view_free);
  seen = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, view, NULL);
  yun_store_close (store);
  g_assert_true (g_file_get_contents (fixture->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while this process has no threads that a fork would lose. */
  ADD ("/views/two-people", test_two_people);
  ADD ("/views/life", test_life);
  ADD ("/views/seen", test_seen);
  ADD ("/views/refused", test_refused);
  ADD ("/views/names", test_names);
  ADD ("/views/opened", test_opened);
  ADD ("/views/async", test_async);
  ADD ("/views/random-moves", test_random_moves);
  return g_test_run ();
}
