/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-table.h"

#include "yun-functions.h"
#include "yun-text.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SRID 4490

static YunTable tables[8];

static char *
make_select (const YunTable *self, gboolean with_geom)
{
  GString *sql = g_string_new ("SELECT t.id, t.revision");

  for (guint i = 0; i < self->n_fields; i++)
    g_string_append_printf (sql, ", t.\"%s\"", self->fields[i]->column);
  g_string_append_printf (sql, "%s FROM %s t ", with_geom ? ", t.geom" : "", self->entity->id);
  return g_string_free (sql, FALSE);
}

static void
make_table (YunTable *self, const YunEntity *entity)
{
  g_autoptr (GString) columns = g_string_new ("revision");
  g_autoptr (GString) marks = g_string_new ("?");
  g_autoptr (GString) sets = g_string_new ("revision=?");

  self->entity = entity;
  self->fields = yun_entity_get_fields (entity, &self->n_fields);
  for (guint i = 0; i < self->n_fields + 3; i++)
    {
      static const char *const more[] = { "search", "name_key", "geom" };
      const char *column = i < self->n_fields ? self->fields[i]->column : more[i - self->n_fields];

      g_string_append_printf (columns, ", \"%s\"", column);
      g_string_append (marks, ", ?");
      g_string_append_printf (sets, ", \"%s\"=?", column);
    }
  self->insert =
    g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", entity->id, columns->str, marks->str);
  self->update =
    g_strdup_printf ("UPDATE %s SET %s WHERE id=? AND revision=?", entity->id, sets->str);
  self->remove = g_strdup_printf ("DELETE FROM %s WHERE id=? AND revision=?", entity->id);
  self->select = make_select (self, FALSE);
  self->select_places = make_select (self, TRUE);
}

static gpointer
make_tables (gpointer unused)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  g_assert (n <= G_N_ELEMENTS (tables));
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
yun_table_check_shape (YunRecord *record, GError **error)
{
  YunGeom     *shape = yun_record_get_shape (record);
  YunShapeRule rule = yun_record_get_entity (record)->shape;
  YunRect      world = { -180, -90, 180, 90 };
  gboolean     fits;

  if (shape == NULL)
    return TRUE;
  switch (yun_geom_get_kind (shape))
    {
    case YUN_GEOM_POLYGON:
      fits = rule == YUN_SHAPE_POLYGON || rule == YUN_SHAPE_ANY;
      break;
    case YUN_GEOM_POINT:
      fits =
        (rule == YUN_SHAPE_POINT || rule == YUN_SHAPE_ANY) && yun_geom_get_n_parts (shape) == 1;
      break;
    case YUN_GEOM_LINE:
    default:
      fits = FALSE;
      break;
    }
  if (fits && yun_rect_contains_rect (&world, yun_geom_get_box (shape)))
    return TRUE;
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT,
               _ ("The place of “%s” is not of the kind kept for it, or not in degrees."),
               yun_record_get_name (record));
  return FALSE;
}

static char *
print_set (const YunEnum *values, guint bits)
{
  GString *out;

  if (bits == 0)
    return NULL;
  out = g_string_new (NULL);
  for (int i = 0; i < values->n_plain; i++)
    if ((bits & (1u << i)) != 0)
      {
        if (out->len > 0)
          g_string_append_c (out, ';');
        g_string_append (out, values->values[i].id);
      }
  return g_string_free (out, FALSE);
}

static void
bind_field (sqlite3_stmt *stmt, int i, YunRecord *record, const YunField *field)
{
  gpointer member = yun_record_peek (record, field);

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
        char *text = print_set (field->values, *(guint *) member);

        if (text == NULL)
          sqlite3_bind_null (stmt, i);
        else
          sqlite3_bind_text (stmt, i, text, -1, g_free);
        break;
      }
    }
}

static void
bind_shape (const YunTable *self, sqlite3_stmt *stmt, int i, YunGeom *shape)
{
  GBytes  *bytes;
  gpointer data;
  gsize    n;

  if (shape == NULL)
    {
      sqlite3_bind_null (stmt, i);
      return;
    }
  bytes = yun_wkb_write_blob (shape, SRID, self->entity->shape == YUN_SHAPE_POLYGON);
  data = g_bytes_unref_to_data (bytes, &n);
  sqlite3_bind_blob64 (stmt, i, data, n, g_free);
}

int
yun_table_bind (const YunTable *self,
                YunStmt        *stmt,
                YunRecord      *record,
                gint64          revision,
                const char     *created,
                const char     *updated)
{
  sqlite3_stmt *handle = stmt->handle;
  int           i = 1;
  char         *key;

  sqlite3_bind_int64 (handle, i++, revision);
  for (guint f = 0; f < self->n_fields; f++, i++)
    if (strcmp (self->fields[f]->column, "created") == 0)
      sqlite3_bind_text (handle, i, created, -1, SQLITE_TRANSIENT);
    else if (strcmp (self->fields[f]->column, "updated") == 0)
      sqlite3_bind_text (handle, i, updated, -1, SQLITE_TRANSIENT);
    else
      bind_field (handle, i, record, self->fields[f]);
  sqlite3_bind_text (handle, i++, yun_record_dup_search_text (record), -1, g_free);
  key = yun_text_dup_name_key (yun_record_get_name (record), yun_record_get_pinyin (record));
  if (key != NULL)
    sqlite3_bind_text (handle, i, key, -1, g_free);
  else
    sqlite3_bind_null (handle, i);
  i++;
  bind_shape (self, handle, i++, yun_record_get_shape (record));
  return i;
}

/* ---- Reading --------------------------------------------------------------- */

int
yun_table_find_value (const YunEnum *values, const char *text)
{
  if (text != NULL)
    for (int i = 0; i < values->n_plain; i++)
      if (strcmp (values->values[i].id, text) == 0)
        return i;
  return -1;
}

guint
yun_table_find_values (const YunEnum *values, const char *text)
{
  const char *item;
  gsize       length;
  guint       bits = 0;

  for (const char *next = text;
       next != NULL && (next = yun_text_next_item (next, &item, &length)) != NULL;)
    for (int i = 0; i < values->n_plain; i++)
      if (strncmp (values->values[i].id, item, length) == 0 && values->values[i].id[length] == '\0')
        bits |= 1u << i;
  return bits;
}

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
        yun_table_find_value (field->values, (const char *) sqlite3_column_text (stmt, i));
      break;
    case YUN_KIND_SET:
      *(guint *) member =
        yun_table_find_values (field->values, (const char *) sqlite3_column_text (stmt, i));
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

char *
yun_table_begin_fill (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autofree char *trigger = NULL;
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER gii_%s_geom", entity->id);

  {
    g_autoptr (YunStmt) stmt =
      yun_db_prepare (db, "SELECT sql FROM sqlite_schema WHERE type='trigger' AND name=?", error);
    g_autofree char *name = g_strdup_printf ("gii_%s_geom", entity->id);
    int              rc;

    if (stmt == NULL)
      return NULL;
    yun_stmt_bind_text (stmt, 1, name);
    rc = yun_stmt_step (stmt, error);
    if (rc == 0)
      yun_db_set_error (db, SQLITE_CORRUPT, error);
    if (rc != 1)
      return NULL;
    trigger = g_strdup (yun_stmt_text (stmt, 0));
  }
  return yun_db_exec (db, drop, error) ? g_steal_pointer (&trigger) : NULL;
}

gboolean
yun_table_end_fill (YunDb *db, const YunEntity *entity, const char *trigger, GError **error)
{
  g_autofree char *fill = g_strdup_printf (
    "INSERT INTO idx_%s_geom (pkid, xmin, xmax, ymin, ymax) SELECT id, MbrMinX(geom), "
    "MbrMaxX(geom), MbrMinY(geom), MbrMaxY(geom) FROM %s WHERE geom NOTNULL",
    entity->id, entity->id);

  return yun_db_exec (db, fill, error) && yun_db_exec (db, trigger, error);
}
