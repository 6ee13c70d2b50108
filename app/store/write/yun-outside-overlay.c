/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-outside.h"

#include "yun-log.h"
#include "yun-table.h"

/* What waits to be taken in of a file that cannot be written: the rows are derived anew into a
 * temporary table, and a temporary view shows them in place of those in the file. */

static gboolean
copy_row (YunDb *db, const YunTable *table, const char *insert, YunStmt *row, GError **error)
{
  g_autoptr (YunRecord) record = yun_table_load (table, row, TRUE);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (db, insert, error);

  if (stmt == NULL)
    return FALSE;
  yun_record_derive (record, NULL);
  yun_table_bind (table, stmt, yun_record_get_id (record), record, yun_record_get_revision (record),
                  yun_record_get_text (record, yun_entity_get_field (table->entity, "created")),
                  yun_record_get_text (record, yun_entity_get_field (table->entity, "updated")));
  return yun_stmt_run (stmt, error);
}

static gboolean
copy_rows (YunDb *db, const YunTable *table, GError **error)
{
  const char      *id = table->entity->id;
  g_autofree char *name = g_strdup_printf ("temp.\"fresh_%s\"", id);
  g_autofree char *insert = yun_table_dup_insert (table, name);
  g_autofree char *select =
    g_strdup_printf ("%sWHERE t.id IN (SELECT id FROM \"outside_%s\")", table->select_places, id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, select, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (!copy_row (db, table, insert, stmt, error))
      return FALSE;
  return rc == 0;
}

static gboolean
overlay_entity (YunDb *db, const YunEntity *entity, GError **error)
{
  const char      *id = entity->id;
  g_autofree char *ask = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM \"outside_%s\")", id);
  g_autofree char *table =
    g_strdup_printf ("CREATE TEMP TABLE \"fresh_%s\" AS SELECT * FROM main.\"%s\" WHERE 0", id, id);
  g_autofree char *view = g_strdup_printf (
    "CREATE TEMP VIEW \"%s\" AS SELECT * FROM main.\"%s\" WHERE id NOT IN (SELECT id FROM "
    "temp.\"fresh_%s\") UNION ALL SELECT * FROM temp.\"fresh_%s\"",
    id, id, id, id);
  gint64 any = 0;

  if (!yun_db_get_int (db, ask, &any, error))
    return FALSE;
  return any == 0 ||
         (yun_db_exec (db, table, error) && copy_rows (db, yun_table_get (entity), error) &&
          yun_db_exec (db, view, error));
}

gboolean
yun_outside_overlay (YunDb *db, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  YunLogStamp             stamp;
  gboolean                ok = TRUE;

  if (!yun_log_get_stamp (db, &stamp, error))
    return FALSE;
  if (stamp.outside == 0)
    return TRUE;
  if (!yun_db_exec (db, "PRAGMA query_only=OFF", error))
    return FALSE;
  for (guint i = 0; ok && i < n; i++)
    ok = overlay_entity (db, entities[i], error);
  return yun_db_exec (db, "PRAGMA query_only=ON", ok ? error : NULL) && ok;
}
