/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-log.h"

/* What has changed since when. */

gboolean
yun_log_get_last (YunDb *db, gint64 *number, GError **error)
{
  *number = 0;
  return yun_db_get_int (db, "SELECT max(number) FROM change", number, error);
}

/* "SELECT … FROM outside_plot UNION ALL …" of all entities. */
static char *
make_outside (const char *format)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  GString                *sql = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv)   parts = g_strsplit (format, "%", -1);
      g_autofree char *select = g_strjoinv (entities[i]->id, parts);

      g_string_append_printf (sql, "%s%s", i > 0 ? " UNION ALL " : "", select);
    }
  return g_string_free (sql, FALSE);
}

static gpointer
make_outside_sum (gpointer unused)
{
  g_autofree char *all = make_outside ("SELECT max(seq) AS seq FROM \"outside_%\"");

  return g_strdup_printf ("SELECT total(seq) FROM (%s)", all);
}

/* Asked with every question, so its text is made once. */
static gboolean
get_outside (YunDb *db, gint64 *outside, GError **error)
{
  static GOnce once = G_ONCE_INIT;

  *outside = 0;
  return yun_db_get_int (db, g_once (&once, make_outside_sum, NULL), outside, error);
}

gboolean
yun_log_get_stamp (YunDb *db, YunLogStamp *stamp, GError **error)
{
  return yun_log_get_last (db, &stamp->number, error) && get_outside (db, &stamp->outside, error);
}

static gboolean
is_too_much (YunDb *db, gint64 from, gboolean *too_much, GError **error)
{
  g_autofree char *all = make_outside ("SELECT count(*) AS n FROM \"outside_%\"");
  g_autofree char *sql = g_strdup_printf (
    "SELECT coalesce(max(number), 0) < ?1 OR total(n_rows) + (SELECT total(n) FROM (%s)) > ?2 OR "
    "coalesce(max(action='renew'), 0) FROM change WHERE number>?1 OR number=(SELECT max(number) "
    "FROM "
    "change)",
    all);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, from);
  yun_stmt_bind_int (stmt, 2, YUN_LOG_MAX_ROWS);
  if (yun_stmt_step (stmt, error) < 0)
    return FALSE;
  *too_much = yun_stmt_int (stmt, 0) != 0;
  return TRUE;
}

/* Appends the rows that @stmt names as runs: entity, first, last. */
static gboolean
add_runs (YunStmt *stmt, GArray *rows, GError **error)
{
  int rc;

  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char      *name = yun_stmt_text (stmt, 0);
      const YunEntity *entity = name != NULL ? yun_entity_find (name) : NULL;
      gint64           last = yun_stmt_int (stmt, 2);

      if (entity == NULL)
        continue; /* of a newer program; not shown by this one */
      for (gint64 id = yun_stmt_int (stmt, 1); id <= last && rows->len <= YUN_LOG_MAX_ROWS; id++)
        {
          YunChangeRow row = { (guint8) yun_entity_get_index (entity), id };

          g_array_append_val (rows, row);
          if (id == G_MAXINT64)
            break;
        }
    }
  return rc == 0;
}

GArray *
yun_log_list_rows (YunDb *db, gint64 from, GError **error)
{
  g_autofree char *all = make_outside ("SELECT DISTINCT '%', id, id FROM \"outside_%\"");
  g_autofree char *sql = g_strdup_printf (
    "SELECT entity, id, id FROM change_edit WHERE change>?1 GROUP BY entity, id UNION ALL "
    "SELECT entity, first, last FROM change_run WHERE change>?1 UNION ALL %s",
    all);
  g_autoptr (GArray)  rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  g_autoptr (YunStmt) stmt = NULL;
  gboolean            too_much = FALSE;

  if (!is_too_much (db, from, &too_much, error) || too_much ||
      (stmt = yun_db_prepare (db, sql, error)) == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, from);
  return add_runs (stmt, rows, error) && rows->len <= YUN_LOG_MAX_ROWS ? g_steal_pointer (&rows)
                                                                       : NULL;
}

/* ---- The content as a text --------------------------------------------------- */

char *
yun_log_dup_state (YunDb *db, GError **error)
{
  YunLogStamp         stamp;
  g_autoptr (YunStmt) stmt = NULL;

  if (!yun_log_get_stamp (db, &stamp, error) || stamp.outside != 0)
    return NULL;
  stmt = yun_db_prepare (db,
                         "SELECT c.number || ' ' || c.uid || ' ' || m.value FROM change c, meta m "
                         "WHERE m.key='registry' ORDER BY c.number DESC LIMIT 1",
                         error);
  return stmt != NULL && yun_stmt_step (stmt, error) == 1 ? g_strdup (yun_stmt_text (stmt, 0))
                                                          : NULL;
}

gboolean
yun_log_has_state (YunDb *db, const char *state, gint64 *number)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "SELECT c.number FROM change c, meta m WHERE m.key='registry' AND c.number=?1 "
                    "AND c.number || ' ' || c.uid || ' ' || m.value = ?2",
                    NULL);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, g_ascii_strtoll (state, NULL, 10));
  yun_stmt_bind_text (stmt, 2, state);
  if (yun_stmt_step (stmt, NULL) != 1)
    return FALSE;
  *number = yun_stmt_int (stmt, 0);
  return TRUE;
}
