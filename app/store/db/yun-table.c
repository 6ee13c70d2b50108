/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-table.h"

#include "yun-db-sqlite.h"
#include "yun-functions.h"
#include "yun-links.h"
#include "yun-text.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static YunTable *tables; /* by yun_entity_get_index() */

char *
yun_table_dup_select (const YunTable *self, const char *name)
{
  GString *sql = g_string_new ("SELECT t.id, t.revision");

  for (guint i = 0; i < self->n_fields; i++)
    g_string_append_printf (sql, ", t.\"%s\"", self->fields[i]->column);
  g_string_append_printf (sql, ", %s FROM \"%s\" t ", self->place, name);
  return g_string_free (sql, FALSE);
}

static char *
make_select (const YunTable *self)
{
  GString *sql = g_string_new ("SELECT t.id, t.revision");

  for (guint i = 0; i < self->n_fields; i++)
    g_string_append_printf (sql, ", t.\"%s\"", self->fields[i]->column);
  g_string_append_printf (sql, " FROM %s t ", self->entity->id);
  return g_string_free (sql, FALSE);
}

char *
yun_table_dup_insert (const YunTable *self, const char *name)
{
  gboolean            placed = self->entity->shape != YUN_SHAPE_NONE;
  g_autoptr (GString) columns = g_string_new ("id, revision");
  g_autoptr (GString) marks = g_string_new ("?, ?");

  for (guint i = 0; i < self->n_fields; i++)
    {
      g_string_append_printf (columns, ", \"%s\"", self->fields[i]->column);
      g_string_append (marks, ", ?");
    }
  g_string_append_printf (columns, ", search, name_key%s%s", placed ? ", geom" : "",
                          self->two_places ? ", point" : "");
  g_string_append_printf (marks, ", ?, ?%s%s", placed ? ", ?" : "", self->two_places ? ", ?" : "");
  return g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", name, columns->str, marks->str);
}

static void
make_table (YunTable *self, const YunEntity *entity)
{
  self->entity = entity;
  self->fields = yun_entity_get_fields (entity, &self->n_fields);
  self->two_places = entity->shape == YUN_SHAPE_ANY;
  self->place = self->two_places                  ? "coalesce(t.geom, t.point)"
                : entity->shape == YUN_SHAPE_NONE ? "NULL"
                                                  : "t.geom";
  self->unplaced = self->two_places ? "coalesce(t.geom, t.point) IS NULL OR t.accuracy IS 'none'"
                   : entity->shape == YUN_SHAPE_NONE ? "0"
                                                     : "t.geom IS NULL OR t.accuracy IS 'none'";
  self->insert = yun_table_dup_insert (self, entity->id);
  self->select = make_select (self);
  self->select_places = yun_table_dup_select (self, entity->id);
  self->select_row = g_strconcat (self->select_places, "WHERE t.id=?", NULL);
}

static gpointer
make_tables (gpointer unused)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  tables = g_new0 (YunTable, n);
  for (guint i = 0; i < n; i++)
    make_table (&tables[i], entities[i]);
  return NULL;
}

const YunTable *
yun_table_get (const YunEntity *entity)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, make_tables, NULL);
  return &tables[yun_entity_get_index (entity)];
}

/* ---- Writing -------------------------------------------------------------- */

gboolean
yun_table_can_hold (const YunEntity *entity, const YunGeom *shape)
{
  YunShapeRule rule = entity->shape;
  YunRect      world = { -180, -90, 180, 90 };

  if (!yun_rect_contains_rect (&world, yun_geom_get_box (shape)))
    return FALSE;
  switch (yun_geom_get_kind (shape))
    {
    case YUN_GEOM_POLYGON:
      return rule == YUN_SHAPE_POLYGON || rule == YUN_SHAPE_ANY;
    case YUN_GEOM_POINT:
      return (rule == YUN_SHAPE_POINT || rule == YUN_SHAPE_ANY) &&
             yun_geom_get_n_parts (shape) == 1;
    case YUN_GEOM_LINE:
    default:
      return FALSE;
    }
}

gboolean
yun_table_check_shape (YunRecord *record, GError **error)
{
  YunGeom *shape = yun_record_get_shape (record);

  if (shape == NULL || yun_table_can_hold (yun_record_get_entity (record), shape))
    return TRUE;
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT,
               _ ("The place of “%s” is not of the kind kept for it, or not in degrees."),
               yun_record_get_name (record));
  return FALSE;
}

void
yun_table_bind_field (YunStmt *self, int i, YunRecord *record, const YunField *field)
{
  sqlite3_stmt *stmt = self->handle;
  gpointer      member = yun_record_peek (record, field);

  switch (field->kind)
    {
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_DATE:
    case YUN_KIND_TERMS:
      sqlite3_bind_text (stmt, i, *(char **) member, -1, SQLITE_STATIC);
      break;
    case YUN_KIND_INT:
      if (*(gint64 *) member == G_MININT64)
        sqlite3_bind_null (stmt, i);
      else
        sqlite3_bind_int64 (stmt, i, *(gint64 *) member);
      break;
    case YUN_KIND_REAL:
      sqlite3_bind_double (stmt, i, *(double *) member); /* NAN becomes NULL */
      break;
    case YUN_KIND_ENUM:
      if (*(int *) member < 0)
        sqlite3_bind_null (stmt, i);
      else
        sqlite3_bind_text (stmt, i, field->values->values[*(int *) member].id, -1, SQLITE_STATIC);
      break;
    case YUN_KIND_SET:
      {
        char *text = yun_enum_print_set (field->values, *(guint *) member);

        if (text == NULL)
          sqlite3_bind_null (stmt, i);
        else
          sqlite3_bind_text (stmt, i, text, -1, g_free);
        break;
      }
    }
}

static void
bind_place (sqlite3_stmt *stmt, int i, YunGeom *shape)
{
  GBytes  *bytes;
  gpointer data;
  gsize    n;

  if (shape == NULL)
    {
      sqlite3_bind_null (stmt, i);
      return;
    }
  bytes = yun_wkb_write_blob (shape, YUN_RECORD_SRID, TRUE);
  data = g_bytes_unref_to_data (bytes, &n);
  sqlite3_bind_blob64 (stmt, i, data, n, g_free);
}

int
yun_table_bind_shape (const YunTable *self, YunStmt *stmt, int i, YunGeom *shape)
{
  gboolean point = shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POINT;

  if (self->entity->shape == YUN_SHAPE_NONE)
    return i;
  bind_place (stmt->handle, i++, self->two_places && point ? NULL : shape);
  if (self->two_places)
    bind_place (stmt->handle, i++, point ? shape : NULL);
  return i;
}

void
yun_table_bind_search (YunStmt *stmt, int i, YunRecord *record)
{
  char *key = yun_text_dup_name_key (yun_record_get_name (record), yun_record_get_pinyin (record));

  sqlite3_bind_text (stmt->handle, i, yun_record_dup_search_text (record), -1, g_free);
  if (key != NULL)
    sqlite3_bind_text (stmt->handle, i + 1, key, -1, g_free);
  else
    sqlite3_bind_null (stmt->handle, i + 1);
}

void
yun_table_bind (const YunTable *self,
                YunStmt        *stmt,
                gint64          id,
                YunRecord      *record,
                gint64          revision,
                const char     *created,
                const char     *updated)
{
  sqlite3_stmt *handle = stmt->handle;
  int           i = 1;

  if (id != 0)
    sqlite3_bind_int64 (handle, i, id);
  else
    sqlite3_bind_null (handle, i);
  i++;
  sqlite3_bind_int64 (handle, i++, revision);
  for (guint f = 0; f < self->n_fields; f++, i++)
    if (strcmp (self->fields[f]->column, "created") == 0)
      sqlite3_bind_text (handle, i, created, -1, SQLITE_TRANSIENT);
    else if (strcmp (self->fields[f]->column, "updated") == 0)
      sqlite3_bind_text (handle, i, updated, -1, SQLITE_TRANSIENT);
    else
      yun_table_bind_field (stmt, i, record, self->fields[f]);
  yun_table_bind_search (stmt, i, record);
  yun_table_bind_shape (self, stmt, i + 2, yun_record_get_shape (record));
}

int
yun_table_get_column (const YunTable *self, const YunField *field)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->fields[i] == field)
      return (int) i + 2;
  return (int) self->n_fields + 2;
}

/* ---- Reading --------------------------------------------------------------- */

static void
load_text (char **member, sqlite3_stmt *stmt, int i)
{
  const char *text = (const char *) sqlite3_column_text (stmt, i);

  g_free (*member);
  if (text == NULL || *text == '\0')
    *member = NULL;
  else if (g_utf8_validate (text, -1, NULL))
    *member = g_strdup (text);
  else /* written by something else */
    *member = g_utf8_make_valid (text, -1);
}

static void
load_field (YunRecord *record, const YunField *field, sqlite3_stmt *stmt, int i)
{
  gpointer member = yun_record_peek (record, field);
  gboolean unknown = sqlite3_column_type (stmt, i) == SQLITE_NULL;

  switch (field->kind)
    {
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
    case YUN_KIND_DATE:
    case YUN_KIND_TERMS:
      load_text (member, stmt, i);
      break;
    case YUN_KIND_INT:
      *(gint64 *) member = unknown ? G_MININT64 : sqlite3_column_int64 (stmt, i);
      break;
    case YUN_KIND_REAL:
      {
        double value = sqlite3_column_double (stmt, i);

        *(double *) member = unknown || !isfinite (value) ? NAN : value;
        break;
      }
    case YUN_KIND_ENUM:
      *(int *) member =
        yun_enum_find_id (field->values, (const char *) sqlite3_column_text (stmt, i));
      break;
    case YUN_KIND_SET:
      *(guint *) member =
        yun_enum_find_ids (field->values, (const char *) sqlite3_column_text (stmt, i));
      break;
    }
}

YunRecord *
yun_table_load (const YunTable *self, YunStmt *stmt, gboolean with_shape)
{
  YunRecord    *record = yun_entity_new_record (self->entity);
  sqlite3_stmt *handle = stmt->handle;

  yun_record_set_id (record, sqlite3_column_int64 (handle, 0));
  yun_record_set_revision (record, sqlite3_column_int64 (handle, 1));
  for (guint i = 0; i < self->n_fields; i++)
    load_field (record, self->fields[i], handle, (int) i + 2);
  yun_record_label_links (record, yun_links_get_source (yun_db_get_links (stmt->db)));
  if (with_shape)
    {
      int                 i = (int) self->n_fields + 2;
      const void         *blob = sqlite3_column_blob (handle, i);
      g_autoptr (YunGeom) shape = NULL;

      if (blob != NULL)
        shape = yun_wkb_read_blob (blob, (gsize) sqlite3_column_bytes (handle, i), NULL, NULL);
      yun_record_set_shape (record, shape);
    }
  return record;
}

/* ---- Filling --------------------------------------------------------------- */

gboolean
yun_table_is_empty (YunDb *db, const YunEntity *entity, gboolean *empty, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s LIMIT 1", entity->id);
  gint64           value = 0;

  if (!yun_db_get_int (db, sql, &value, error))
    return FALSE;
  *empty = value == 0;
  return TRUE;
}

#define TRIGGERS                                                                                   \
  "type='trigger' AND (name GLOB 'gii_*' OR name GLOB 'ggi_*' OR name GLOB 'outside_*')"
#define INDEXES "type='index' AND name NOT GLOB '*_uid' AND name NOT GLOB '*_named'"

/* (element-type utf8): how to drop and how to make each thing of @which that costs something for
 * every row. */
static GPtrArray *
list_costs (YunDb *db, const YunEntity *entity, const char *which, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT 'DROP ' || type || ' \"' || name || '\"', sql FROM sqlite_schema WHERE "
    "tbl_name=? AND sql NOTNULL AND (%s)",
    which);
  g_autoptr (GPtrArray) costs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (db, sql, error);
  int                   rc;

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_text (stmt, 1, entity->id);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_ptr_array_add (costs, g_strdup (yun_stmt_text (stmt, 0)));
      g_ptr_array_add (costs, g_strdup (yun_stmt_text (stmt, 1)));
    }
  return rc < 0 ? NULL : g_steal_pointer (&costs);
}

static GPtrArray *
set_aside (YunDb *db, const YunEntity *entity, const char *which, GError **error)
{
  g_autoptr (GPtrArray) costs = list_costs (db, entity, which, error);

  for (guint i = 0; costs != NULL && i < costs->len; i += 2)
    if (!yun_db_exec (db, g_ptr_array_index (costs, i), error))
      return NULL;
  return g_steal_pointer (&costs);
}

GPtrArray *
yun_table_begin_fill (YunDb *db, const YunEntity *entity, GError **error)
{
  return set_aside (db, entity, TRIGGERS " OR " INDEXES, error);
}

GPtrArray *
yun_table_begin_many (YunDb *db, const YunEntity *entity, GError **error)
{
  return set_aside (db, entity, TRIGGERS, error);
}

gboolean
yun_table_end_many (YunDb *db, GPtrArray *costs, GError **error)
{
  for (guint i = 1; i < costs->len; i += 2)
    if (!yun_db_exec (db, g_ptr_array_index (costs, i), error))
      return FALSE;
  return TRUE;
}

gboolean
yun_table_enter_tree (const YunTable *self, YunDb *db, gint64 id, YunGeom *shape, GError **error)
{
  gboolean            point;
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  YunRect             box;

  if (shape == NULL || self->entity->shape == YUN_SHAPE_NONE)
    return TRUE;
  point = self->two_places && yun_geom_get_kind (shape) == YUN_GEOM_POINT;
  sql = g_strdup_printf (
    "INSERT OR REPLACE INTO idx_%s_%s (pkid, xmin, xmax, ymin, ymax) VALUES (?,?,?,?,?)",
    self->entity->id, point ? "point" : "geom");
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  box = *yun_geom_get_box (shape);
  yun_stmt_bind_int (stmt, 1, id);
  yun_stmt_bind_real (stmt, 2, box.x0);
  yun_stmt_bind_real (stmt, 3, box.x1);
  yun_stmt_bind_real (stmt, 4, box.y0);
  yun_stmt_bind_real (stmt, 5, box.y1);
  return yun_stmt_run (stmt, error);
}

static gboolean
fill_tree (YunDb *db, const YunEntity *entity, const char *column, GError **error)
{
  g_autofree char *fill = g_strdup_printf (
    "INSERT INTO idx_%s_%s (pkid, xmin, xmax, ymin, ymax) SELECT id, MbrMinX(%s), MbrMaxX(%s), "
    "MbrMinY(%s), MbrMaxY(%s) FROM %s WHERE %s NOTNULL",
    entity->id, column, column, column, column, column, entity->id, column);

  return yun_db_exec (db, fill, error);
}

gboolean
yun_table_end_fill (YunDb *db, const YunEntity *entity, GPtrArray *costs, GError **error)
{
  if (entity->shape != YUN_SHAPE_NONE && !fill_tree (db, entity, "geom", error))
    return FALSE;
  if (entity->shape == YUN_SHAPE_ANY && !fill_tree (db, entity, "point", error))
    return FALSE;
  return yun_table_end_many (db, costs, error);
}
