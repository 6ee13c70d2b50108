/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-views-upgrade.h"

#include "yun-view-state.h"
#include "yun-view-words.h"

typedef struct
{
  char *uid;
  char *name;
  char *content;
} View;

static void
view_free (gpointer data)
{
  View *self = data;

  g_free (self->uid);
  g_free (self->name);
  g_free (self->content);
  g_free (self);
}

/* (transfer full) (nullable) (element-type View): those to be saved again, as they will be. */
static GPtrArray *
list_moved (YunDb *db, GError **error)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func (view_free);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (
      db, "SELECT uid, name, content FROM saved_view WHERE kind='view' ORDER BY position, uid",
      error);
  int rc;

  if (stmt == NULL)
    return NULL;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char              *content = yun_stmt_text (stmt, 2);
      const char              *name = yun_stmt_text (stmt, 1);
      g_autoptr (YunViewState) state =
        content != NULL ? yun_view_state_parse (content, -1, NULL) : NULL;
      View *view;

      if (state == NULL || !state->moved)
        continue;
      view = g_new0 (View, 1);
      view->uid = g_strdup (yun_stmt_text (stmt, 0));
      view->name = g_utf8_make_valid (name != NULL ? name : "", -1);
      view->content = yun_view_state_print (state);
      g_ptr_array_add (views, view);
    }
  return rc == 0 ? g_steal_pointer (&views) : NULL;
}

static gboolean
save_again (YunDb *db, const View *view, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "UPDATE saved_view SET content=? WHERE uid=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, view->content);
  yun_stmt_bind_text (stmt, 2, view->uid);
  return yun_stmt_run (stmt, error);
}

gboolean
yun_views_upgrade (YunDb *db, GError **error)
{
  g_autoptr (GPtrArray) views = list_moved (db, error);
  g_autoptr (GString)   names = g_string_new (NULL);
  g_autoptr (YunStmt)   stmt = NULL;

  if (views == NULL)
    return FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      const View      *view = g_ptr_array_index (views, i);
      g_autofree char *line = g_strdelimit (g_strdup (view->name), "\n", ' ');

      if (!save_again (db, view, error))
        return FALSE;
      g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (views->len == 0)
    return TRUE;
  stmt = yun_db_prepare (db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('views_report', ?)",
                         error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, names->str);
  return yun_stmt_run (stmt, error);
}

char *
yun_views_read_report (YunDb *db, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT value FROM meta WHERE key='views_report'", error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv)      names = NULL;

  if (stmt == NULL || yun_stmt_step (stmt, error) != 1)
    return NULL;
  names = g_strsplit (yun_stmt_text (stmt, 0), "\n", -1);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *said = yun_view_words_describe (*name);

      g_string_append_printf (out, "%s\n", said);
    }
  return g_strdup (out->str);
}
