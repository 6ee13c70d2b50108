/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-door-private.h"

#include "yun-links.h"

#include <glib/gi18n-lib.h>

/* So many rows of an entity are worth two changes of the schema. */
#define MANY 1000

static gboolean
stand_inside (YunDb *db, gboolean inside, GError **error)
{
  return yun_db_exec (db, inside ? "UPDATE writer SET inside=1" : "UPDATE writer SET inside=0",
                      error);
}

YunDoor *
yun_door_open (YunDb *db, YunAction action, const char *summary, const char *who, GError **error)
{
  g_autoptr (YunDoor) self = g_new0 (YunDoor, 1);
  guint               n;

  yun_entity_list (&n);
  self->db = db;
  self->seq = 1;
  self->fills = g_new0 (YunFill, n);
  self->change = yun_log_begin (db, action, summary, who, error);
  if (self->change == NULL || !stand_inside (db, TRUE, error))
    return NULL;
  self->change->rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  return g_steal_pointer (&self);
}

void
yun_door_free (YunDoor *self)
{
  guint n;

  if (self == NULL)
    return;
  yun_entity_list (&n);
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&self->fills[i].insert, yun_stmt_free);
      g_clear_pointer (&self->fills[i].aside, g_ptr_array_unref);
    }
  g_clear_pointer (&self->change, yun_change_unref);
  g_free (self->fills);
  g_free (self);
}

YunChange *
yun_door_get_change (YunDoor *self)
{
  return self->change;
}

gboolean
yun_door_is_empty (const YunDoor *self)
{
  return self->change->n_rows == 0;
}

static void
touch_shape (YunChange *change, YunGeom *shape)
{
  if (shape != NULL)
    change->box = yun_rect_union (&change->box, yun_geom_get_box (shape));
}

/* A change of one record is called by its name, one of several by how many they are; what others
 * did names the first. */
static void
name_change (YunDoor *self, const char *name)
{
  YunChange *change = self->change;

  if (change->n_rows == 1 && *change->summary == '\0' && change->action != YUN_ACTION_CREATE)
    {
      g_free (change->summary);
      change->summary = g_strdup (name);
      self->named = TRUE;
    }
  else if (change->n_rows > 1 && self->named && change->action != YUN_ACTION_OUTSIDE)
    {
      *change->summary = '\0';
      self->named = FALSE;
    }
}

void
yun_door_touch (
  YunDoor *self, const YunEntity *entity, gint64 id, const char *name, YunGeom *was, YunGeom *is)
{
  YunChange   *change = self->change;
  YunChangeRow row = { (guint8) yun_entity_get_index (entity), id };

  change->n_rows++;
  change->entities |= G_GUINT64_CONSTANT (1) << row.entity;
  if (change->rows != NULL && change->rows->len >= YUN_LOG_MAX_ROWS)
    g_clear_pointer (&change->rows, g_array_unref);
  else if (change->rows != NULL)
    g_array_append_val (change->rows, row);
  name_change (self, name);
  touch_shape (change, was);
  touch_shape (change, is);
}

gboolean
yun_door_expect (YunDoor *self, const YunEntity *entity, GError **error)
{
  YunFill *fill = &self->fills[yun_entity_get_index (entity)];

  if (++fill->n_rows == MANY && fill->aside == NULL)
    fill->aside = yun_table_begin_many (self->db, entity, error);
  return fill->n_rows < MANY || fill->aside != NULL;
}

/* ---- In bulk ---------------------------------------------------------------- */

static gboolean
begin_entity (YunDoor *self, YunFill *fill, const YunTable *table, GError **error)
{
  gboolean empty;

  g_assert (fill->aside == NULL); /* what edits put aside is not lost */
  if (!yun_table_is_empty (self->db, table->entity, &empty, error))
    return FALSE;
  if (empty && (fill->aside = yun_table_begin_fill (self->db, table->entity, error)) == NULL)
    return FALSE;
  fill->insert = yun_db_prepare (self->db, table->insert, error);
  return fill->insert != NULL;
}

gboolean
yun_door_fill (YunDoor *self, YunRecord *record, GError **error)
{
  YunChange      *change = self->change;
  const YunTable *table = yun_table_get (yun_record_get_entity (record));
  YunFill        *fill = &self->fills[yun_entity_get_index (table->entity)];

  yun_record_derive (record, yun_links_get_source (yun_db_get_links (self->db)));
  if (!yun_table_check_shape (record, error) ||
      (fill->insert == NULL && !begin_entity (self, fill, table, error)))
    return FALSE;
  yun_table_bind (table, fill->insert, 0, record, change->number, change->at, change->at);
  if (!yun_stmt_run (fill->insert, error))
    return FALSE;
  fill->last = yun_db_get_last_id (self->db);
  if (fill->first == 0)
    fill->first = fill->last;
  yun_door_touch (self, table->entity, fill->last, "", NULL, yun_record_get_shape (record));
  return TRUE;
}

/* What is imported may hold a record that is there already, or one twice. The first fill of a file
 * is this program's own. */
static gboolean
check_uids (YunDoor *self, const YunEntity *entity, const YunFill *fill, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT f.name FROM %s f JOIN %s o ON o.uid=f.uid AND o.id<>f.id WHERE f.id BETWEEN ? AND ? "
    "LIMIT 1",
    entity->id, entity->id);
  g_autoptr (YunStmt) stmt = NULL;
  const char         *name;
  int                 rc;

  if (self->change->action == YUN_ACTION_CREATE)
    return TRUE;
  stmt = yun_db_prepare (self->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, fill->first);
  yun_stmt_bind_int (stmt, 2, fill->last);
  if ((rc = yun_stmt_step (stmt, error)) <= 0)
    return rc == 0;
  name = yun_stmt_text (stmt, 0);
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT,
               _ ("A record with the identifier of “%s” is in the registry already."),
               name != NULL ? name : "");
  return FALSE;
}

static gboolean
end_entity (YunDoor *self, const YunEntity *entity, GError **error)
{
  YunFill *fill = &self->fills[yun_entity_get_index (entity)];

  if (fill->insert == NULL)
    return fill->aside == NULL || yun_table_end_many (self->db, fill->aside, error);
  if (fill->aside != NULL && !yun_table_end_fill (self->db, entity, fill->aside, error))
    return FALSE;
  return check_uids (self, entity, fill, error) &&
         yun_log_add_run (self->db, self->change->number, entity, fill->first, fill->last, error);
}

gboolean
yun_door_close (YunDoor *self, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    if (!end_entity (self, entities[i], error))
      return FALSE;
  /* What made a file and what was imported is kept, even when it was nothing. */
  if ((!yun_door_is_empty (self) || self->change->action == YUN_ACTION_CREATE ||
       self->change->action == YUN_ACTION_IMPORT) &&
      !yun_log_add (self->db, self->change, error))
    return FALSE;
  return stand_inside (self->db, FALSE, error);
}
