/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-name-views.h"

/* One name is found by the index of uids; only lists are matched with all records. A text that is
 * no uid stays as it is. */
static void
append_names (GString *sql, const YunField *field)
{
  const char *target = yun_field_get_target (field)->id;
  const char *column = field->column;

  g_string_append_printf (
    sql,
    "CASE WHEN t.\"%s\" IS NULL OR instr(t.\"%s\",';')=0 THEN coalesce((SELECT l.name FROM \"%s\" "
    "l WHERE l.uid=t.\"%s\"), t.\"%s\") ELSE coalesce((SELECT group_concat(l.name, ';') FROM "
    "\"%s\" l WHERE instr(';'||t.\"%s\"||';', ';'||l.uid||';')), t.\"%s\") END AS \"%s\"",
    column, column, target, column, column, target, column, column, column);
}

/* (transfer full) (element-type utf8) (nullable): the geometry columns of @entity. */
static GPtrArray *
list_geometries (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (
      db, "SELECT f_geometry_column FROM geometry_columns WHERE f_table_name=? ORDER BY 1", error);
  int rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_text (stmt, 1, entity->id);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_ptr_array_add (columns, g_strdup (yun_stmt_text (stmt, 0)));
  return rc == 0 ? g_steal_pointer (&columns) : NULL;
}

static gboolean
register_layer (YunDb *db, const YunEntity *entity, const char *geometry, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "INSERT OR REPLACE INTO views_geometry_columns (view_name, view_geometry, view_rowid, "
    "f_table_name, f_geometry_column, read_only) VALUES ('%s_view', '%s', 'id', '%s', '%s', 1)",
    entity->id, geometry, entity->id, geometry);

  return yun_db_exec (db, sql, error);
}

static gboolean
make_view (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autoptr (GPtrArray)  geometries = list_geometries (db, entity, error);
  g_autofree char       *drop = g_strdup_printf ("DROP VIEW IF EXISTS \"%s_view\"", entity->id);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  g_autoptr (GString)    sql = g_string_new (NULL);

  if (geometries == NULL || !yun_db_exec (db, drop, error))
    return FALSE;
  g_string_printf (sql, "CREATE VIEW \"%s_view\" AS SELECT t.id AS id", entity->id);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_string_append (sql, ", ");
      if (yun_field_is_link (fields[i]))
        append_names (sql, fields[i]);
      else
        g_string_append_printf (sql, "t.\"%s\" AS \"%s\"", fields[i]->column, fields[i]->column);
    }
  for (guint i = 0; i < geometries->len; i++)
    g_string_append_printf (sql, ", t.\"%s\" AS \"%s\"", (char *) geometries->pdata[i],
                            (char *) geometries->pdata[i]);
  g_string_append_printf (sql, " FROM \"%s\" t", entity->id);
  if (!yun_db_exec (db, sql->str, error))
    return FALSE;
  for (guint i = 0; i < geometries->len; i++)
    if (!register_layer (db, entity, geometries->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
yun_name_views_make (YunDb *db, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    if (!make_view (db, entities[i], error))
      return FALSE;
  return TRUE;
}
