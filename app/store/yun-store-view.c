/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-store-seen.h"
#include "yun-view-state.h"

#include <glib/gi18n-lib.h>

#define COLUMNS "uid, name, kind, content, position, created, updated"

YunSavedView *
yun_saved_view_new (const char *kind, const char *name, const char *content)
{
  YunSavedView *self = g_new0 (YunSavedView, 1);

  self->kind = g_strdup (kind);
  self->name = g_strdup (name);
  self->content = g_strdup (content);
  self->position = -1;
  self->opened_change = G_MININT64;
  return self;
}

YunSavedView *
yun_saved_view_copy (const YunSavedView *self)
{
  YunSavedView *copy = g_memdup2 (self, sizeof *self);

  copy->uid = g_strdup (self->uid);
  copy->name = g_strdup (self->name);
  copy->kind = g_strdup (self->kind);
  copy->content = g_strdup (self->content);
  copy->created = g_strdup (self->created);
  copy->updated = g_strdup (self->updated);
  return copy;
}

void
yun_saved_view_free (YunSavedView *self)
{
  if (self == NULL)
    return;
  g_free (self->uid);
  g_free (self->name);
  g_free (self->kind);
  g_free (self->content);
  g_free (self->created);
  g_free (self->updated);
  g_free (self);
}

/* (transfer full): the content of a view with @when in it (nullable: without) as the time it was
 * opened; another content as it is. */
static char *
dup_content (const YunSavedView *view, const char *when)
{
  g_autoptr (YunViewState) state = NULL;

  if (strcmp (view->kind, YUN_VIEW_VIEW) == 0)
    state = yun_view_state_parse (view->content, -1, NULL);
  if (state == NULL || g_strcmp0 (state->opened, when) == 0)
    return g_strdup (view->content);
  g_free (state->opened);
  state->opened = g_strdup (when);
  return yun_view_state_print (state);
}

static void
set_opened (YunSavedView *view, gint64 change, const char *when)
{
  char *content = dup_content (view, when);

  view->opened_change = change;
  g_free (view->content);
  view->content = content;
}

static YunSavedView *
read_row (YunDb *db, YunStmt *stmt)
{
  YunSavedView *view = yun_saved_view_new (yun_stmt_text (stmt, 2), NULL, yun_stmt_text (stmt, 3));
  const char   *name = yun_stmt_text (stmt, 1);

  /* Written by something else, it may be no text. */
  view->name = g_utf8_make_valid (name != NULL ? name : "", -1);
  view->uid = g_strdup (yun_stmt_text (stmt, 0));
  view->position = (int) yun_stmt_int (stmt, 4);
  view->created = g_strdup (yun_stmt_text (stmt, 5));
  view->updated = g_strdup (yun_stmt_text (stmt, 6));
  if (view->uid != NULL)
    {
      g_autofree char *when = NULL;
      gint64           change;

      yun_seen_read (db, view->uid, &change, &when);
      set_opened (view, change, when);
    }
  return view;
}

/* ---- Listing ---------------------------------------------------------------- */

typedef struct
{
  char      *kind;  /* (owned) */
  GPtrArray *views; /* (owned) (nullable): the result */
} ListArgs;

static gboolean
list_cb (YunDb *db, gpointer user_data, GError **error)
{
  ListArgs             *args = user_data;
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (YunStmt)   stmt = NULL;
  gint64                there = 0;
  int                   rc;

  /* A file of the first version that can only be read has no such table. */
  if (!yun_db_get_int (db, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name='saved_view'",
                       &there, error))
    return FALSE;
  views = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_saved_view_free);
  if (there)
    {
      stmt = yun_db_prepare (
        db, "SELECT " COLUMNS " FROM saved_view WHERE kind=? ORDER BY position, created, uid",
        error);
      if (stmt == NULL)
        return FALSE;
      yun_stmt_bind_text (stmt, 1, args->kind);
      while ((rc = yun_stmt_step (stmt, error)) == 1)
        g_ptr_array_add (views, read_row (db, stmt));
      if (rc < 0)
        return FALSE;
    }
  args->views = g_steal_pointer (&views);
  return TRUE;
}

static const YunWork list_work = { YUN_LANE_LIST, list_cb, NULL };

static void
free_list_args (gpointer data)
{
  ListArgs *args = data;

  g_clear_pointer (&args->views, g_ptr_array_unref);
  g_free (args->kind);
  g_free (args);
}

static gpointer
take_views (gpointer data)
{
  return g_steal_pointer (&((ListArgs *) data)->views);
}

GPtrArray *
yun_store_list_views_sync (YunStore *self, const char *kind, GError **error)
{
  ListArgs args = { .kind = (char *) kind };

  g_return_val_if_fail (YUN_IS_STORE (self) && kind != NULL, NULL);

  return yun_store_run (self, &list_work, &args, NULL, error) ? args.views : NULL;
}

void
yun_store_list_views_async (YunStore           *self,
                            const char         *kind,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  ListArgs *args = g_new0 (ListArgs, 1);

  args->kind = g_strdup (kind);
  yun_store_start (self, &list_work, args, free_list_args, take_views,
                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
yun_store_list_views_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Editing ---------------------------------------------------------------- */

typedef struct
{
  YunViewEdit   edit;
  YunSavedView *view;   /* (owned) */
  YunSavedView *result; /* (owned) (nullable) */
} EditArgs;

static char *
get_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

/* NULL with @error set when there is none. */
static YunSavedView *
find (YunDb *db, const char *uid, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT " COLUMNS " FROM saved_view WHERE uid=?", error);
  int rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_text (stmt, 1, uid);
  rc = yun_stmt_step (stmt, error);
  if (rc == 0)
    g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                         _ ("It is not there any more: someone has removed it."));
  return rc == 1 ? read_row (db, stmt) : NULL;
}

/* Moves the positions of @kind from @first on by @step, to make or close a gap. */
static gboolean
shift (YunDb *db, const char *kind, int first, int step, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "UPDATE saved_view SET position = position + ? WHERE kind=? AND position >= ?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, step);
  yun_stmt_bind_text (stmt, 2, kind);
  yun_stmt_bind_int (stmt, 3, first);
  return yun_stmt_run (stmt, error);
}

static gboolean
count (YunDb *db, const char *kind, int *n, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT count(*) FROM saved_view WHERE kind=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, kind);
  if (yun_stmt_step (stmt, error) != 1)
    return FALSE;
  *n = (int) yun_stmt_int (stmt, 0);
  return TRUE;
}

static gboolean
write_row (YunDb *db, const YunSavedView *view, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "INSERT OR REPLACE INTO saved_view (" COLUMNS ") VALUES (?,?,?,?,?,?,?)", error);
  g_autofree char *content = dup_content (view, NULL);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, view->uid);
  yun_stmt_bind_text (stmt, 2, view->name);
  yun_stmt_bind_text (stmt, 3, view->kind);
  yun_stmt_bind_text (stmt, 4, content);
  yun_stmt_bind_int (stmt, 5, view->position);
  yun_stmt_bind_text (stmt, 6, view->created);
  yun_stmt_bind_text (stmt, 7, view->updated);
  return yun_stmt_run (stmt, error);
}

static gboolean
take_out (YunDb *db, const YunSavedView *view, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "DELETE FROM saved_view WHERE uid=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, view->uid);
  return yun_stmt_run (stmt, error) && shift (db, view->kind, view->position + 1, -1, error);
}

/* @view is in no row now; its position is made one of the list's. */
static gboolean
put_in (YunDb *db, YunSavedView *view, GError **error)
{
  int n;

  if (!count (db, view->kind, &n, error))
    return FALSE;
  view->position = view->position < 0 ? n : MIN (view->position, n);
  return shift (db, view->kind, view->position, 1, error) && write_row (db, view, error);
}

static gboolean
save (YunDb *db, YunSavedView *view, GError **error)
{
  g_autoptr (YunSavedView) before = NULL;
  g_autoptr (GError)       local = NULL;

  g_free (view->updated);
  view->updated = get_now ();
  if (view->created == NULL)
    view->created = g_strdup (view->updated);
  if (view->uid == NULL)
    view->uid = g_uuid_string_random ();
  else
    before = find (db, view->uid, &local);
  if (local != NULL && !g_error_matches (local, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (before == NULL)
    return put_in (db, view, error);
  view->position = before->position;
  return write_row (db, view, error);
}

/* Views are opened by name on the command line; bookmarks are only clicked. */
static gboolean
check_name (YunDb *db, const YunSavedView *view, GError **error)
{
  g_autoptr (YunStmt) stmt = NULL;
  int                 rc;

  if (*view->name == '\0')
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT,
                           _ ("It needs a name."));
      return FALSE;
    }
  if (strcmp (view->kind, YUN_VIEW_VIEW) != 0)
    return TRUE;
  stmt =
    yun_db_prepare (db, "SELECT 1 FROM saved_view WHERE kind=? AND name=? AND uid IS NOT ?", error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, view->kind);
  yun_stmt_bind_text (stmt, 2, view->name);
  yun_stmt_bind_text (stmt, 3, view->uid);
  rc = yun_stmt_step (stmt, error);
  if (rc == 1)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS,
                 _ ("There is a view “%s” already."), view->name);
  return rc == 0;
}

static gboolean
edit_cb (YunDb *db, gpointer user_data, GError **error)
{
  EditArgs                *args = user_data;
  g_autoptr (YunSavedView) now = NULL;
  gboolean                 ok = FALSE;

  if (args->edit == YUN_VIEW_SAVE)
    now = yun_saved_view_copy (args->view);
  else if ((now = find (db, args->view->uid, error)) == NULL)
    return FALSE;

  if (args->edit == YUN_VIEW_SAVE || args->edit == YUN_VIEW_RENAME)
    {
      g_free (now->name);
      now->name = g_strstrip (g_strdup (args->view->name));
      if (!check_name (db, now, error))
        return FALSE;
    }
  switch (args->edit)
    {
    case YUN_VIEW_SAVE:
    case YUN_VIEW_RENAME:
      ok = save (db, now, error);
      break;
    case YUN_VIEW_MOVE:
      ok = take_out (db, now, error);
      now->position = args->view->position;
      ok = ok && put_in (db, now, error);
      break;
    case YUN_VIEW_REMOVE:
      ok = take_out (db, now, error);
      break;
    case YUN_VIEW_OPENED:
      g_assert_not_reached ();
    }
  if (!ok)
    return FALSE;
  args->result = g_steal_pointer (&now);
  return TRUE;
}

/* Looking at a view writes nothing to the registry. */
static gboolean
see_cb (YunDb *db, gpointer user_data, GError **error)
{
  EditArgs                *args = user_data;
  g_autoptr (YunSavedView) now = find (db, args->view->uid, error);
  g_autofree char         *when = NULL;
  gint64                   change;

  if (now == NULL || !yun_seen_write (db, now->uid, &change, &when, error))
    return FALSE;
  set_opened (now, change, when);
  args->result = g_steal_pointer (&now);
  return TRUE;
}

static void
tell_cb (YunStore *self, YunDb *db, gpointer user_data)
{
  yun_store_tell_views (self);
}

static const YunWork edit_work = { YUN_LANE_WRITE, edit_cb, tell_cb };
static const YunWork see_work = { YUN_LANE_LIST, see_cb, tell_cb };

static const YunWork *
get_work (YunViewEdit edit)
{
  return edit == YUN_VIEW_OPENED ? &see_work : &edit_work;
}

static void
free_edit_args (gpointer data)
{
  EditArgs *args = data;

  g_clear_pointer (&args->view, yun_saved_view_free);
  g_clear_pointer (&args->result, yun_saved_view_free);
  g_free (args);
}

static gpointer
take_result (gpointer data)
{
  return g_steal_pointer (&((EditArgs *) data)->result);
}

YunSavedView *
yun_store_edit_view_sync (YunStore           *self,
                          YunViewEdit         edit,
                          const YunSavedView *view,
                          GError            **error)
{
  EditArgs args = { .edit = edit, .view = (YunSavedView *) view };

  g_return_val_if_fail (YUN_IS_STORE (self) && view != NULL, NULL);
  g_return_val_if_fail (edit == YUN_VIEW_SAVE || view->uid != NULL, NULL);

  if (yun_store_run (self, get_work (edit), &args, NULL, error))
    return args.result;
  g_clear_pointer (&args.result, yun_saved_view_free);
  return NULL;
}

void
yun_store_edit_view_async (YunStore           *self,
                           YunViewEdit         edit,
                           const YunSavedView *view,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  EditArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && view != NULL);
  g_return_if_fail (edit == YUN_VIEW_SAVE || view->uid != NULL);

  args = g_new0 (EditArgs, 1);
  args->edit = edit;
  args->view = yun_saved_view_copy (view);
  yun_store_start (self, get_work (edit), args, free_edit_args, take_result,
                   (GDestroyNotify) yun_saved_view_free, cancellable, callback, user_data);
}

YunSavedView *
yun_store_edit_view_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
