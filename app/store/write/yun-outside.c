/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-outside.h"

#include "yun-door.h"
#include "yun-table.h"

/* A random UUID of version 4, of functions that every SQLite has. */
#define NEW_UID                                                                                    \
  "lower(hex(randomblob(4))||'-'||hex(randomblob(2))||'-4'||substr(hex(randomblob(2)),2)||'-a'||"  \
  "substr(hex(randomblob(2)),2)||'-'||hex(randomblob(6)))"
#define WHEN "WHEN (SELECT inside FROM writer)=0"

/* ---- Tables and triggers ---------------------------------------------------- */

/* The columns of an entity's table as they are in this file, which may be of an earlier schema. */
typedef struct
{
  const YunEntity *entity;
  GPtrArray       *names; /* (owned): the key, the fields, the place */
  GPtrArray       *types; /* (owned) */
} Columns;

static void
columns_clear (Columns *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

static gboolean
columns_read (Columns *self, YunDb *db, const char *table, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "SELECT name, type FROM pragma_table_info(?) WHERE name NOT IN ('search', "
                    "'name_key')",
                    error);
  int rc;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->types = g_ptr_array_new_with_free_func (g_free);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, table);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_ptr_array_add (self->names, g_strdup (yun_stmt_text (stmt, 0)));
      g_ptr_array_add (self->types, g_strdup (yun_stmt_text (stmt, 1)));
    }
  return rc == 0;
}

/* (transfer full): as an SQL identifier. */
static char *
quote_name (const char *name)
{
  GString *out = g_string_new (name);

  g_string_replace (out, "\"", "\"\"", 0);
  g_string_prepend_c (out, '"');
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

/* @prefix: "OLD." or "" */
static char *
list_columns (const Columns *columns, const char *prefix)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < columns->names->len; i++)
    {
      /* Another program's column may be called anything. */
      g_autofree char *name = quote_name (g_ptr_array_index (columns->names, i));

      g_string_append_printf (out, "%s%s%s", i > 0 ? ", " : "", prefix, name);
    }
  return g_string_free (out, FALSE);
}

static void
add_trigger (GHashTable *triggers, const Columns *columns, const char *event, char *body)
{
  const char *id = columns->entity->id;
  char       *name = g_strdup_printf ("outside_%s_%s", id, event);

  g_hash_table_insert (triggers, name, g_strdup_printf ("CREATE TRIGGER \"%s\" %s", name, body));
  g_free (body);
}

/* A row put in place of another is deleted without its trigger (INSERT OR REPLACE), so it is kept
 * before. A uid stays with its row, and a copy of a row gets one of its own. */
static void
add_triggers (GHashTable *triggers, const Columns *columns)
{
  const char      *id = columns->entity->id;
  g_autofree char *names = list_columns (columns, "");
  g_autofree char *old = list_columns (columns, "OLD.");
  char            *body;

  body =
    g_strdup_printf ("BEFORE INSERT ON \"%s\" " WHEN " AND EXISTS (SELECT 1 FROM \"%s\" WHERE "
                     "id=NEW.id) BEGIN INSERT INTO \"outside_%s\" (op, %s) SELECT 'update', %s "
                     "FROM \"%s\" WHERE id=NEW.id; END",
                     id, id, id, names, names, id);
  add_trigger (triggers, columns, "insert_over", body);
  body = g_strdup_printf ("AFTER INSERT ON \"%s\" " WHEN " BEGIN INSERT INTO \"outside_%s\" (op, "
                          "id) VALUES ('insert', NEW.id); UPDATE \"%s\" SET uid=coalesce((SELECT "
                          "o.uid FROM \"outside_%s\" o WHERE o.seq=(SELECT max(seq)-1 FROM "
                          "\"outside_%s\") AND o.id=NEW.id AND o.op='update'), " NEW_UID
                          ") WHERE id=NEW.id AND (uid IS NULL OR uid='' OR EXISTS (SELECT 1 FROM "
                          "\"%s\" o WHERE o.uid=NEW.uid AND o.id<>NEW.id)); END",
                          id, id, id, id, id, id);
  add_trigger (triggers, columns, "insert", body);
  body = g_strdup_printf ("AFTER UPDATE ON \"%s\" " WHEN " BEGIN INSERT INTO \"outside_%s\" (op, "
                          "%s) VALUES ('update', %s); UPDATE \"%s\" SET uid=OLD.uid WHERE "
                          "id=NEW.id AND NEW.uid IS NOT OLD.uid AND OLD.uid<>'' AND NOT EXISTS "
                          "(SELECT 1 FROM \"%s\" o WHERE o.uid=OLD.uid); END",
                          id, id, names, old, id, id);
  add_trigger (triggers, columns, "update", body);
  body = g_strdup_printf ("AFTER UPDATE ON \"%s\" " WHEN " AND OLD.id IS NOT NEW.id BEGIN INSERT "
                          "INTO \"outside_%s\" (op, id) VALUES ('insert', NEW.id); END",
                          id, id);
  add_trigger (triggers, columns, "update_key", body);
  body = g_strdup_printf ("AFTER DELETE ON \"%s\" " WHEN " BEGIN INSERT INTO \"outside_%s\" (op, "
                          "%s) VALUES ('delete', %s); END",
                          id, id, names, old);
  add_trigger (triggers, columns, "delete", body);
}

/* The columns of the table in which rows are kept aside that come from the entity's. */
static void
drop_own_columns (Columns *columns)
{
  static const char *const own[] = { "seq", "op" };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      guint at;

      if (g_ptr_array_find_with_equal_func (columns->names, own[i], g_str_equal, &at))
        {
          g_ptr_array_remove_index (columns->names, at);
          g_ptr_array_remove_index (columns->types, at);
        }
    }
}

GHashTable *
yun_outside_list_triggers (YunDb *db, gboolean kept, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GHashTable) triggers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < n; i++)
    {
      g_auto (Columns) columns = { .entity = entities[i] };
      g_autofree char *table = g_strconcat (kept ? "outside_" : "", entities[i]->id, NULL);

      if (!columns_read (&columns, db, table, error))
        return NULL;
      if (kept)
        drop_own_columns (&columns);
      if (columns.names->len > 0)
        add_triggers (triggers, &columns);
    }
  return g_steal_pointer (&triggers);
}

/* (transfer full): "name" TYPE; places are bytes where rows are kept aside. */
static char *
describe_column (const Columns *columns, guint i)
{
  const char      *name = g_ptr_array_index (columns->names, i);
  gboolean         place = strcmp (name, "geom") == 0 || strcmp (name, "point") == 0;
  g_autofree char *quoted = quote_name (name);

  return g_strdup_printf ("%s %s", quoted,
                          place ? "BLOB" : (const char *) g_ptr_array_index (columns->types, i));
}

static gboolean
create_table (YunDb *db, const char *name, const Columns *wanted, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_printf (
    sql, "CREATE TABLE \"%s\" (seq INTEGER PRIMARY KEY, op TEXT NOT NULL, id INTEGER NOT NULL",
    name);
  for (guint i = 0; i < wanted->names->len; i++)
    {
      g_autofree char *column = describe_column (wanted, i);

      if (strcmp (g_ptr_array_index (wanted->names, i), "id") != 0)
        g_string_append_printf (sql, ", %s", column);
    }
  g_string_append_c (sql, ')');
  return yun_db_exec (db, sql->str, error);
}

/* The table in which an entity's rows are kept aside. All columns at once: SQLite reads the whole
 * schema anew for each that is added. */
static gboolean
ensure_table (YunDb *db, const YunEntity *entity, GError **error)
{
  g_auto (Columns) wanted = { .entity = entity };
  g_auto (Columns) there = { .entity = entity };
  g_autofree char *name = g_strdup_printf ("outside_%s", entity->id);

  if (!columns_read (&wanted, db, entity->id, error) || !columns_read (&there, db, name, error))
    return FALSE;
  if (wanted.names->len == 0)
    return TRUE;
  if (there.names->len == 0)
    return create_table (db, name, &wanted, error);
  for (guint i = 0; i < wanted.names->len; i++)
    {
      const char      *column = g_ptr_array_index (wanted.names, i);
      g_autofree char *text = describe_column (&wanted, i);
      g_autofree char *sql = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s", name, text);

      if (!g_ptr_array_find_with_equal_func (there.names, column, g_str_equal, NULL) &&
          !yun_db_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* The text in the file of each trigger of ours that is there. */
static GHashTable *
read_triggers (YunDb *db, GError **error)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (YunStmt)    stmt =
    yun_db_prepare (db,
                    "SELECT name, sql FROM sqlite_schema WHERE type='trigger' AND name GLOB "
                    "'outside_*'",
                    error);
  int rc;

  if (stmt == NULL)
    return NULL;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_hash_table_insert (there, g_strdup (yun_stmt_text (stmt, 0)),
                         g_strdup (yun_stmt_text (stmt, 1)));
  return rc < 0 ? NULL : g_steal_pointer (&there);
}

static gboolean
ensure_trigger (YunDb      *db,
                GHashTable *there,
                const char *name,
                const char *text,
                gboolean   *renewed,
                GError    **error)
{
  const char      *present = g_hash_table_lookup (there, name);
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER \"%s\"", name);

  if (g_strcmp0 (present, text) == 0)
    return TRUE;
  *renewed = TRUE;
  return (present == NULL || yun_db_exec (db, drop, error)) && yun_db_exec (db, text, error);
}

gboolean
yun_outside_is_wrong (YunDb *db, gboolean *wrong, GError **error)
{
  g_autoptr (GHashTable) triggers = yun_outside_list_triggers (db, FALSE, error);
  g_autoptr (GHashTable) there = triggers != NULL ? read_triggers (db, error) : NULL;
  GHashTableIter         iter;
  gpointer               name, text;

  *wrong = FALSE;
  if (there == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, triggers);
  while (g_hash_table_iter_next (&iter, &name, &text))
    *wrong = *wrong || g_strcmp0 (g_hash_table_lookup (there, name), text) != 0;
  return TRUE;
}

gboolean
yun_outside_ensure (YunDb *db, gboolean *renewed, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GHashTable)  triggers = yun_outside_list_triggers (db, FALSE, error);
  g_autoptr (GHashTable)  there = triggers != NULL ? read_triggers (db, error) : NULL;
  GHashTableIter          iter;
  gpointer                name, text;

  *renewed = FALSE;
  if (there == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!ensure_table (db, entities[i], error))
      return FALSE;
  g_hash_table_iter_init (&iter, triggers);
  while (g_hash_table_iter_next (&iter, &name, &text))
    if (!ensure_trigger (db, there, name, text, renewed, error))
      return FALSE;
  return TRUE;
}

/* ---- Taking in -------------------------------------------------------------- */

typedef struct
{
  gint64 id;
  gint64 seq; /* of the first thing that was done to the row since the last taking in */
} First;

static GArray *
list_firsts (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, min(seq) FROM \"outside_%s\" GROUP BY id ORDER BY 2", entity->id);
  g_autoptr (GArray)  firsts = g_array_new (FALSE, FALSE, sizeof (First));
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return NULL;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      First first = { yun_stmt_int (stmt, 0), yun_stmt_int (stmt, 1) };

      g_array_append_val (firsts, first);
    }
  return rc < 0 ? NULL : g_steal_pointer (&firsts);
}

static gboolean
is_insert (YunDb *db, const YunEntity *entity, gint64 seq, gboolean *insert, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT op='insert' FROM \"outside_%s\" WHERE seq=?", entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, seq);
  if (yun_stmt_step (stmt, error) < 0)
    return FALSE;
  *insert = yun_stmt_int (stmt, 0) != 0;
  return TRUE;
}

/* @sql: selects the kept row of a number */
static gboolean
take_row (YunDb          *db,
          YunDoor        *door,
          const YunTable *table,
          const char     *sql,
          const First    *first,
          GError        **error)
{
  g_autoptr (YunStmt) stmt = NULL;
  gboolean            insert;

  if (!is_insert (db, table->entity, first->seq, &insert, error))
    return FALSE;
  if (insert)
    return yun_door_adopt (door, table->entity, first->id, NULL, error);
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, first->seq);
  return yun_stmt_step (stmt, error) == 1 &&
         yun_door_adopt (door, table->entity, first->id, stmt, error);
}

static gboolean
take_entity (YunDb *db, YunDoor *door, const YunEntity *entity, GError **error)
{
  const YunTable    *table = yun_table_get (entity);
  g_autoptr (GArray) firsts = list_firsts (db, entity, error);
  g_autofree char   *name = g_strdup_printf ("outside_%s", entity->id);
  g_autofree char   *clear = g_strdup_printf ("DELETE FROM \"%s\"", name);
  g_autofree char   *select = yun_table_dup_select (table, name);
  g_autofree char   *sql = g_strconcat (select, "WHERE t.seq=?", NULL);

  if (firsts == NULL)
    return FALSE;
  for (guint i = 0; i < firsts->len; i++)
    if (!take_row (db, door, table, sql, &g_array_index (firsts, First, i), error))
      return FALSE;
  return firsts->len == 0 || yun_db_exec (db, clear, error);
}

static gboolean
end (YunDoor *door, YunChange **change, GError **error)
{
  if (!yun_door_close (door, error))
    return FALSE;
  if (!yun_door_is_empty (door))
    *change = yun_change_ref (yun_door_get_change (door));
  return TRUE;
}

gboolean
yun_outside_take_in (YunDb *db, YunChange **change, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunDoor)     door = NULL;
  YunLogStamp             stamp;

  *change = NULL;
  if (!yun_log_get_stamp (db, &stamp, error))
    return FALSE;
  if (stamp.outside == 0)
    return TRUE;
  door = yun_door_open (db, YUN_ACTION_OUTSIDE, "", "", error);
  if (door == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!take_entity (db, door, entities[i], error))
      return FALSE;
  return end (door, change, error);
}

/* ---- After what was not seen ------------------------------------------------ */

static gboolean
renew_entity (YunDb *db, YunDoor *door, const YunEntity *entity, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM \"%s\" WHERE id>? ORDER BY id LIMIT 1", entity->id);
  gint64 id = G_MININT64;

  for (;;)
    {
      g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
      int                 rc;

      if (stmt == NULL)
        return FALSE;
      yun_stmt_bind_int (stmt, 1, id);
      rc = yun_stmt_step (stmt, error);
      if (rc <= 0)
        return rc == 0;
      id = yun_stmt_int (stmt, 0);
      g_clear_pointer (&stmt, yun_stmt_free);
      if (!yun_door_renew (door, entity, id, error))
        return FALSE;
    }
}

gboolean
yun_outside_renew (YunDb *db, YunChange **change, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunDoor)     door = yun_door_open (db, YUN_ACTION_RENEW, "", "", error);

  *change = NULL;
  if (door == NULL)
    return FALSE;
  g_clear_pointer (&yun_door_get_change (door)->rows, g_array_unref);
  for (guint i = 0; i < n; i++)
    {
      yun_door_get_change (door)->entities |= G_GUINT64_CONSTANT (1) << i;
      if (!renew_entity (db, door, entities[i], error))
        return FALSE;
    }
  return end (door, change, error);
}
