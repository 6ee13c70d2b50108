/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-places.h"

#include "yun-table.h"
#include "yun-text.h"
#include "yun-wkb.h"

static YunGeom *
read_shape (YunStmt *stmt, int column)
{
  gsize         n;
  const guint8 *blob = yun_stmt_blob (stmt, column, &n);

  return blob != NULL ? yun_wkb_read_blob (blob, n, NULL, NULL) : NULL;
}

GHashTable *
yun_places_read_towns (YunDb *db, GError **error)
{
  g_autoptr (GHashTable) towns =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) yun_geom_unref);
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "SELECT uid, geom FROM town WHERE geom NOTNULL AND accuracy IS NOT 'none'", error);
  int rc;

  if (stmt == NULL)
    return NULL;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      const char *uid = yun_stmt_text (stmt, 0);
      YunGeom    *outline = read_shape (stmt, 1);

      if (uid != NULL && outline != NULL)
        g_hash_table_insert (towns, g_strdup (uid), outline);
      else
        g_clear_pointer (&outline, yun_geom_unref);
    }
  return rc == 0 ? g_steal_pointer (&towns) : NULL;
}

YunPlaces *
yun_places_new (GHashTable *towns)
{
  YunPlaces *self = g_new0 (YunPlaces, 1);

  self->exact = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);
  self->loose = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->towns = g_hash_table_ref (towns);
  return self;
}

void
yun_places_free (YunPlaces *self)
{
  g_ptr_array_unref (self->exact);
  g_ptr_array_unref (self->loose);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->towns);
  g_free (self);
}

char *
yun_places_dup_columns (const YunEntity *entity)
{
  const YunField *town = yun_entity_get_field (entity, "town");

  return g_strdup_printf ("%s, t.accuracy IS 'town', %s%s%s", yun_table_get (entity)->place,
                          town != NULL ? "t.\"" : "NULL", town != NULL ? town->column : "",
                          town != NULL ? "\"" : "");
}

/* A place in a town whose outline is not known could be anywhere. */
static gboolean
add_loose (YunPlaces *self, const char *list)
{
  g_autoptr (GPtrArray) outlines = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);
  const char           *item;
  gsize                 length;

  if (list == NULL || g_hash_table_contains (self->lists, list))
    return list != NULL;
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);
      YunGeom         *outline = g_hash_table_lookup (self->towns, uid);

      if (outline == NULL)
        return FALSE;
      g_ptr_array_add (outlines, yun_geom_ref (outline));
    }
  if (outlines->len == 0)
    return FALSE;
  g_hash_table_add (self->lists, g_strdup (list));
  g_ptr_array_add (self->loose, g_steal_pointer (&outlines));
  return TRUE;
}

gboolean
yun_places_add_row (YunPlaces *self, YunStmt *stmt, int column, gboolean areas)
{
  g_autoptr (YunGeom) shape = NULL;

  if (yun_stmt_int (stmt, column + 1) != 0)
    return !areas && add_loose (self, yun_stmt_text (stmt, column + 2));
  shape = read_shape (stmt, column);
  if (shape == NULL || (areas && yun_geom_get_kind (shape) != YUN_GEOM_POLYGON))
    return FALSE;
  g_ptr_array_add (self->exact, g_steal_pointer (&shape));
  return TRUE;
}
