/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-log.h"

#include "yun-text.h"

#include <glib/gi18n-lib.h>

/* ---- Writing ---------------------------------------------------------------- */

static char *
get_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

/* One more than any that has been used, also by lines whose change someone has taken out. */
static gboolean
get_next (YunDb *db, gint64 *number, GError **error)
{
  *number = 0;
  if (!yun_db_get_int (db,
                       "SELECT max(coalesce((SELECT max(number) FROM change), 0), "
                       "coalesce((SELECT max(change) FROM change_edit), 0), "
                       "coalesce((SELECT max(change) FROM change_run), 0))",
                       number, error))
    return FALSE;
  if (*number == G_MAXINT64)
    return yun_db_set_damaged (db, error);
  ++*number;
  return TRUE;
}

YunChange *
yun_log_begin (YunDb *db, YunAction action, const char *summary, const char *who, GError **error)
{
  g_autoptr (YunChange) change = yun_change_new ();

  change->action = action;
  change->uid = g_uuid_string_random ();
  change->summary = g_strdup (summary != NULL ? summary : "");
  change->who = g_strdup (who != NULL ? who : "");
  change->at = get_now ();
  change->box = YUN_RECT_EMPTY;
  if (!get_next (db, &change->number, error))
    return NULL;
  return g_steal_pointer (&change);
}

gboolean
yun_log_add (YunDb *db, const YunChange *change, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "INSERT INTO change (number, uid, action, target, who, at, summary, n_rows, "
                    "minx, miny, maxx, maxy) VALUES (?,?,?,nullif(?,0),?,?,?,?,?,?,?,?)",
                    error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, change->number);
  yun_stmt_bind_text (stmt, 2, change->uid);
  yun_stmt_bind_text (stmt, 3, yun_action_get_id (change->action));
  yun_stmt_bind_int (stmt, 4, change->target);
  yun_stmt_bind_text (stmt, 5, change->who != NULL ? change->who : "");
  yun_stmt_bind_text (stmt, 6, change->at);
  yun_stmt_bind_text (stmt, 7, change->summary != NULL ? change->summary : "");
  yun_stmt_bind_int (stmt, 8, change->n_rows);
  if (!yun_rect_is_empty (&change->box))
    {
      yun_stmt_bind_real (stmt, 9, change->box.x0);
      yun_stmt_bind_real (stmt, 10, change->box.y0);
      yun_stmt_bind_real (stmt, 11, change->box.x1);
      yun_stmt_bind_real (stmt, 12, change->box.y1);
    }
  return yun_stmt_run (stmt, error);
}

static gboolean
add_run (YunDb           *db,
         gint64           number,
         const YunEntity *entity,
         gint64           first,
         gint64           last,
         const char      *kind,
         GError         **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "INSERT INTO change_run (change, entity, first, last, kind) VALUES (?,?,?,?,?)", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  yun_stmt_bind_text (stmt, 2, entity->id);
  yun_stmt_bind_int (stmt, 3, first);
  yun_stmt_bind_int (stmt, 4, last);
  yun_stmt_bind_text (stmt, 5, kind);
  return yun_stmt_run (stmt, error);
}

gboolean
yun_log_add_run (
  YunDb *db, gint64 number, const YunEntity *entity, gint64 first, gint64 last, GError **error)
{
  return add_run (db, number, entity, first, last, "insert", error);
}

gboolean
yun_log_add_touch (YunDb *db, gint64 number, const YunEntity *entity, gint64 id, GError **error)
{
  return add_run (db, number, entity, id, id, "touch", error);
}

gboolean
yun_log_add_line (YunDb *db, const YunLogLine *line, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "INSERT INTO change_edit (change, seq, entity, id, uid, kind, field, before, "
                    "after) VALUES (?,?,?,?,?,?,?,?,?)",
                    error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, line->change);
  yun_stmt_bind_int (stmt, 2, line->seq);
  yun_stmt_bind_text (stmt, 3, line->entity->id);
  yun_stmt_bind_int (stmt, 4, line->id);
  yun_stmt_bind_text (stmt, 5, line->uid);
  yun_stmt_bind_text (stmt, 6, line->kind);
  yun_stmt_bind_text (stmt, 7, line->column);
  yun_stmt_bind_value (stmt, 8, &line->before);
  yun_stmt_bind_value (stmt, 9, &line->after);
  return yun_stmt_run (stmt, error);
}

/* ---- Changes ---------------------------------------------------------------- */

/* The newest undo or redo about a change decides whether it is in force. "over" is the newest
 * action of a person, after which nothing older is brought again. */
#define ABOUT                                                                                      \
  "(SELECT x.number FROM change x WHERE x.target=c.number ORDER BY x.number DESC LIMIT 1)"
#define TAKEN_BACK                                                                                 \
  "coalesce((SELECT x.action='undo' FROM change x WHERE x.target=c.number ORDER BY x.number DESC " \
  "LIMIT 1), c.void)"
#define OVER                                                                                       \
  "(SELECT coalesce(max(number), 0) FROM change WHERE target IS NULL AND action NOT IN "           \
  "('outside', 'renew'))"
#define COLUMNS                                                                                    \
  "c.number, c.uid, c.action, c.target, c.who, c.at, c.summary, c.n_rows, c.minx, c.miny, "        \
  "c.maxx, "                                                                                       \
  "c.maxy, " TAKEN_BACK ", coalesce(" ABOUT ", 0) > " OVER " FROM change c "

static char *
dup_text (YunStmt *stmt, int i)
{
  const char *text = yun_stmt_text (stmt, i);

  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

static YunChange *
load_change (YunStmt *stmt)
{
  YunChange  *change = yun_change_new ();
  const char *action = yun_stmt_text (stmt, 2);
  int         known = action != NULL ? yun_action_find (action) : -1;

  change->number = yun_stmt_int (stmt, 0);
  change->uid = dup_text (stmt, 1);
  change->action = known >= 0 ? (YunAction) known : YUN_ACTION_EDIT;
  change->target = yun_stmt_int (stmt, 3);
  change->who = dup_text (stmt, 4);
  change->at = dup_text (stmt, 5);
  change->summary = dup_text (stmt, 6);
  change->n_rows = (guint) yun_stmt_int (stmt, 7);
  if (!yun_stmt_is_null (stmt, 8))
    change->box = (YunRect){ yun_stmt_real (stmt, 8), yun_stmt_real (stmt, 9),
                             yun_stmt_real (stmt, 10), yun_stmt_real (stmt, 11) };
  if (yun_stmt_int (stmt, 12) == 0)
    change->state = YUN_CHANGE_DONE;
  else
    change->state = yun_stmt_int (stmt, 13) != 0 ? YUN_CHANGE_UNDONE : YUN_CHANGE_DROPPED;
  return change;
}

YunChange *
yun_log_get (YunDb *db, gint64 number, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "SELECT " COLUMNS "WHERE c.number=?", error);
  int                 rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, number);
  rc = yun_stmt_step (stmt, error);
  if (rc == 1)
    return load_change (stmt);
  if (rc == 0)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND, _ ("There is no change %lld."),
                 (long long) number);
  return NULL;
}

#define OF_RECORD                                                                                  \
  "c.number IN (SELECT change FROM change_edit WHERE entity=?3 AND id=?4 "                         \
  "UNION SELECT change FROM change_run WHERE entity=?3 AND first<=?4 AND last>=?4)"
#define NAMES "(instr(yun_norm(c.summary),?5)>0 OR instr(yun_norm(c.who),?5)>0)"

GPtrArray *
yun_log_query (YunDb *db, const YunChangeQuery *query, GError **error)
{
  gboolean         named = query->text != NULL && *query->text != '\0';
  g_autofree char *text = named ? yun_text_normalise (query->text) : NULL;
  g_autofree char *sql =
    g_strconcat ("SELECT " COLUMNS "WHERE c.number<?2 AND c.number>?6 ",
                 query->entity != NULL ? "AND " OF_RECORD " " : "", named ? "AND " NAMES " " : "",
                 "ORDER BY c.number DESC LIMIT ?1", NULL);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_change_unref);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (db, sql, error);
  int                   rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_int (stmt, 1, query->limit == 0 ? -1 : (gint64) query->limit);
  yun_stmt_bind_int (stmt, 2, query->before > 0 ? query->before : G_MAXINT64);
  yun_stmt_bind_int (stmt, 6, query->since);
  if (query->entity != NULL)
    {
      yun_stmt_bind_text (stmt, 3, query->entity->id);
      yun_stmt_bind_int (stmt, 4, query->id);
    }
  if (named)
    yun_stmt_bind_text (stmt, 5, text);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (list, load_change (stmt));
  return rc < 0 ? NULL : g_steal_pointer (&list);
}

gboolean
yun_log_find_undo (YunDb *db, gint64 *number, GError **error)
{
  *number = 0;
  return yun_db_get_int (db,
                         "SELECT CASE WHEN c.action='create' OR c.number <= coalesce((SELECT "
                         "CAST(value AS INTEGER) FROM "
                         "meta WHERE key='undo_since'), 0) THEN 0 ELSE c.number END FROM change c "
                         "WHERE c.target IS NULL "
                         "AND c.action <> 'renew' AND NOT " TAKEN_BACK
                         " ORDER BY c.number DESC LIMIT 1",
                         number, error);
}

gboolean
yun_log_find_redo (YunDb *db, gint64 *number, GError **error)
{
  *number = 0;
  return yun_db_get_int (db,
                         "SELECT min(x.target) FROM change x JOIN change c ON c.number=x.target "
                         "WHERE x.action='undo' AND x.number > " OVER " AND x.number=" ABOUT,
                         number, error);
}

gboolean
yun_log_find_about (YunDb *db, gint64 number, gint64 *about, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT coalesce(max(number), 0) FROM change WHERE target=?", error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  if (yun_stmt_step (stmt, error) < 0)
    return FALSE;
  *about = yun_stmt_int (stmt, 0);
  return TRUE;
}

gboolean
yun_log_get_undo_since (YunDb *db, gint64 *number, GError **error)
{
  *number = 0;
  return yun_db_get_int (db, "SELECT CAST(value AS INTEGER) FROM meta WHERE key='undo_since'",
                         number, error);
}

/* ---- Lines ------------------------------------------------------------------ */

#define LINE_COLUMNS "change, seq, entity, id, uid, kind, field, before, after FROM change_edit "

/* Whether it says all that its kind needs; a file may come from anywhere. */
static gboolean
is_line (const YunLogLine *line)
{
  if (line->entity == NULL || line->kind == NULL)
    return FALSE;
  if (strcmp (line->kind, "set") == 0)
    return line->column != NULL;
  return strcmp (line->kind, "insert") == 0 || strcmp (line->kind, "remove") == 0;
}

static gboolean
each_line (YunDb *db, YunStmt *stmt, YunLogLineFunc func, gpointer user_data, GError **error)
{
  gboolean ok = TRUE;
  int      rc = 0;

  while (ok && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      YunLogLine  line = { .change = yun_stmt_int (stmt, 0), .seq = yun_stmt_int (stmt, 1) };
      const char *entity = yun_stmt_text (stmt, 2);

      line.entity = entity != NULL ? yun_entity_find (entity) : NULL;
      line.id = yun_stmt_int (stmt, 3);
      line.uid = yun_stmt_text (stmt, 4);
      line.kind = yun_stmt_text (stmt, 5);
      line.column = yun_stmt_text (stmt, 6);
      if (!is_line (&line))
        return yun_db_set_damaged (db, error);
      yun_stmt_read_value (stmt, 7, &line.before);
      yun_stmt_read_value (stmt, 8, &line.after);
      ok = func (&line, user_data, error);
      yun_value_clear (&line.before);
      yun_value_clear (&line.after);
    }
  return ok && rc == 0;
}

gboolean
yun_log_each_line (YunDb         *db,
                   gint64         number,
                   gboolean       backwards,
                   YunLogLineFunc func,
                   gpointer       user_data,
                   GError       **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    backwards ? "SELECT " LINE_COLUMNS "WHERE change=? ORDER BY seq DESC"
                              : "SELECT " LINE_COLUMNS "WHERE change=? ORDER BY seq",
                    error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  return each_line (db, stmt, func, user_data, error);
}

gboolean
yun_log_each_line_since (YunDb           *db,
                         const YunEntity *entity,
                         gint64           id,
                         gint64           number,
                         YunLogLineFunc   func,
                         gpointer         user_data,
                         GError         **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db,
                                             "SELECT " LINE_COLUMNS "WHERE entity=? AND id=? AND "
                                             "change>? ORDER BY change DESC, seq DESC",
                                             error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, entity->id);
  yun_stmt_bind_int (stmt, 2, id);
  yun_stmt_bind_int (stmt, 3, number);
  return each_line (db, stmt, func, user_data, error);
}

gboolean
yun_log_each_run (YunDb *db, gint64 number, YunLogRunFunc func, gpointer user_data, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "SELECT entity, first, last FROM change_run WHERE change=? AND kind='insert' "
                    "ORDER BY entity, first",
                    error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, number);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char      *name = yun_stmt_text (stmt, 0);
      const YunEntity *entity = name != NULL ? yun_entity_find (name) : NULL;

      if (entity == NULL)
        return yun_db_set_damaged (db, error);
      if (!func (db, entity, yun_stmt_int (stmt, 1), yun_stmt_int (stmt, 2), user_data, error))
        return FALSE;
    }
  return rc == 0;
}

gboolean
yun_log_find_writer (YunDb           *db,
                     const YunEntity *entity,
                     gint64           id,
                     const char      *column,
                     gint64           since,
                     gint64          *number,
                     char           **who,
                     GError         **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db,
    "SELECT e.change, c.who FROM change_edit e JOIN change c ON c.number=e.change WHERE "
    "e.entity=?1 "
    "AND e.id=?2 AND e.change>?4 AND (?3 IS NULL OR e.field IS ?3 OR e.field IS NULL) "
    "ORDER BY e.change DESC LIMIT 1",
    error);
  int rc;

  *number = 0;
  *who = NULL;
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, entity->id);
  yun_stmt_bind_int (stmt, 2, id);
  yun_stmt_bind_text (stmt, 3, column);
  yun_stmt_bind_int (stmt, 4, since);
  if ((rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 1)
    {
      *number = yun_stmt_int (stmt, 0);
      *who = dup_text (stmt, 1);
    }
  return TRUE;
}
