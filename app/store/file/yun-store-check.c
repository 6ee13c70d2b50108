/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-check.h"

#include "yun-file.h"
#include "yun-store-shared.h"
#include "yun-strangers.h"
#include "yun-temp-file.h"
#include "yun-wkb.h"

#include <glib/gi18n-lib.h>

/* How many of a kind are told. */
#define MOST "100"

typedef struct
{
  GPtrArray *found; /* (owned) (element-type utf8) */
} CheckArgs;

static void
add (CheckArgs *args, char *sentence)
{
  g_ptr_array_add (args->found, sentence);
}

/* ---- Names ------------------------------------------------------------------------------ */

/* (transfer full): of a table, which may be another program's. */
static char *
dup_table_name (const char *table)
{
  const YunEntity *entity = yun_entity_find (table);

  return entity != NULL ? g_strdup (yun_entity_get_label (entity))
                        : g_strdup_printf ("“%s”", table);
}

/* (transfer full): @name: (nullable) */
static char *
dup_row_name (const char *table, const char *row, const char *name)
{
  g_autofree char *label = dup_table_name (table);

  return name != NULL && *name != '\0'
           /* Translators: Plots: “松江一号” (row 7) */
           ? g_strdup_printf (_ ("%s: “%s” (row %s)"), label, name, row)
           /* Translators: Plots: row 7 */
           : g_strdup_printf (_ ("%s: row %s"), label, row);
}

static const char *
get_name_column (const YunEntity *entity)
{
  const YunField *field = yun_entity_find_field (entity, "name");

  return field != NULL ? field->column : "NULL";
}

/* ---- Checks ----------------------------------------------------------------------------- */

/* Pages, cells, indexes against their tables, in SQLite's own words. */
static gboolean
check_pages (YunDb *db, CheckArgs *args, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, "PRAGMA integrity_check(" MOST ")", error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (g_strcmp0 (yun_stmt_text (stmt, 0), "ok") != 0)
      add (args, g_strdup_printf (_ ("The file is damaged: %s"), yun_stmt_text (stmt, 0)));
  return rc == 0;
}

/* One number. */
static gboolean
count (YunDb *db, const char *sql, gint64 *n, GError **error)
{
  *n = 0;
  return yun_db_get_int (db, sql, n, error);
}

static gboolean
check_spatial_index (
  YunDb *db, const char *table, const char *column, CheckArgs *args, GError **error)
{
  g_autofree char *missing =
    g_strdup_printf ("SELECT count(*) FROM main.\"%s\" WHERE \"%s\" NOTNULL AND rowid NOT IN "
                     "(SELECT pkid FROM \"idx_%s_%s\")",
                     table, column, table, column);
  g_autofree char *spare = g_strdup_printf ("SELECT count(*) FROM \"idx_%s_%s\" WHERE pkid NOT IN "
                                            "(SELECT rowid FROM main.\"%s\" WHERE \"%s\" NOTNULL)",
                                            table, column, table, column);
  g_autofree char *tree =
    g_strdup_printf ("SELECT rtreecheck('main', 'idx_%s_%s')='ok'", table, column);
  g_autofree char *label = dup_table_name (table);
  gint64           n_missing, n_spare, sound;

  if (!count (db, tree, &sound, error) || !count (db, missing, &n_missing, error) ||
      !count (db, spare, &n_spare, error))
    return FALSE;
  if (!sound)
    add (args, g_strdup_printf (_ ("%s: the index by which the map finds them is broken."), label));
  if (n_missing > 0 || n_spare > 0)
    add (args, g_strdup_printf (_ ("%s: the index by which the map finds them lacks %d and has %d "
                                   "that are gone."),
                                label, (int) n_missing, (int) n_spare));
  return TRUE;
}

static gboolean
check_spatial_indexes (YunDb *db, CheckArgs *args, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db,
                    "SELECT f_table_name, f_geometry_column FROM main.geometry_columns g "
                    "WHERE spatial_index_enabled=1 AND EXISTS (SELECT 1 FROM main.sqlite_schema "
                    "WHERE name='idx_' || f_table_name || '_' || f_geometry_column)",
                    error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autofree char *table = g_strdup (yun_stmt_text (stmt, 0));
      g_autofree char *column = g_strdup (yun_stmt_text (stmt, 1));

      /* A name of somebody's own layer may be anything; ours are plain. */
      if (yun_entity_find (table) != NULL && strpbrk (column, "\"'") == NULL &&
          !check_spatial_index (db, table, column, args, error))
        return FALSE;
    }
  return rc == 0;
}

static gboolean
check_foreign_keys (YunDb *db, CheckArgs *args, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (
    db, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT " MOST, error);
  int rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      /* A table without row numbers has none to tell. */
      const char      *id = yun_stmt_is_null (stmt, 1) ? "?" : yun_stmt_text (stmt, 1);
      g_autofree char *row = dup_row_name (yun_stmt_text (stmt, 0), id, NULL);
      g_autofree char *parent = dup_table_name (yun_stmt_text (stmt, 2));

      add (args, g_strdup_printf (_ ("%s: what it belongs to is not there (%s)."), row, parent));
    }
  return rc == 0;
}

/* What the file never takes a record without: a page of zeros reads as rows without anything. */
static gboolean
check_records (YunDb *db, const YunEntity *entity, CheckArgs *args, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, %s FROM main.\"%s\" NOT INDEXED WHERE uid IS NULL LIMIT " MOST,
                     get_name_column (entity), entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autofree char *row =
        dup_row_name (entity->id, yun_stmt_text (stmt, 0), yun_stmt_text (stmt, 1));

      add (args, g_strdup_printf (_ ("%s: it has no identifier (uid), so the file is damaged "
                                     "there."),
                                  row));
    }
  return rc == 0;
}

static gboolean
check_places (
  YunDb *db, const YunEntity *entity, const char *column, CheckArgs *args, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, \"%s\", %s FROM main.\"%s\" WHERE \"%s\" NOTNULL", column,
                     get_name_column (entity), entity->id, column);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  guint               n = 0;
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gsize               n_blob = 0;
      const guint8       *blob = yun_stmt_blob (stmt, 1, &n_blob);
      g_autoptr (YunGeom) shape =
        blob != NULL ? yun_wkb_read_blob (blob, n_blob, NULL, NULL) : NULL;

      if (shape == NULL && n++ < 100)
        {
          g_autofree char *row =
            dup_row_name (entity->id, yun_stmt_text (stmt, 0), yun_stmt_text (stmt, 2));

          add (args, g_strdup_printf (
                       _ ("%s: its place cannot be read, so the map cannot show it."), row));
        }
    }
  return rc == 0;
}

/* An older file may not have the table yet. */
static gboolean
has_table (YunDb *db, const YunEntity *entity, gboolean *has, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT 1 FROM main.sqlite_schema WHERE type='table' AND name='%s'", entity->id);
  gint64 there = 0;

  if (!yun_db_get_int (db, sql, &there, error))
    return FALSE;
  *has = there != 0;
  return TRUE;
}

static gboolean
check_entity (YunDb *db, const YunEntity *entity, CheckArgs *args, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (db,
                                             "SELECT f_geometry_column FROM main.geometry_columns "
                                             "WHERE f_table_name=?",
                                             error);
  gboolean            has;
  int                 rc;

  if (stmt == NULL || !has_table (db, entity, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  if (!check_records (db, entity, args, error))
    return FALSE;
  yun_stmt_bind_text (stmt, 1, entity->id);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autofree char *column = g_strdup (yun_stmt_text (stmt, 0));

      if (strpbrk (column, "\"'") == NULL && !check_places (db, entity, column, args, error))
        return FALSE;
    }
  return rc == 0;
}

static gboolean
check_strangers (YunDb *db, CheckArgs *args, GError **error)
{
  g_auto (GStrv) names = yun_strangers_list (db, error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    add (args, g_strdup_printf (
                 _ ("“%s” in the file is a program that is neither Yunjian's nor SpatiaLite's."),
                 names[i]));
  return names != NULL;
}

static gboolean
check_cb (YunDb *db, gpointer user_data, GError **error)
{
  CheckArgs              *args = user_data;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GError)      failure = NULL;
  gboolean                ok;

  ok = check_pages (db, args, &failure) && check_strangers (db, args, &failure) &&
       check_spatial_indexes (db, args, &failure) && check_foreign_keys (db, args, &failure);
  for (guint i = 0; ok && i < n; i++)
    ok = check_entity (db, entities[i], args, &failure);
  /* Damage that stops the search is what it was to find. */
  if (!ok && args->found->len > 0 &&
      g_error_matches (failure, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED))
    return TRUE;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));
  return ok;
}

/* How to open it; a file that is open, or is being opened meanwhile, is not looked into. */
static gboolean
get_flags (const char *path, YunDbFlags *flags, GError **error)
{
  g_autoptr (YunStore) open = NULL;
  YunFileId            id;
  gboolean             ok;

  if (!yun_file_id_read (&id, path))
    return yun_temp_file_set_errno (path, error);
  *flags = YUN_DB_READ_ONLY;
  open = yun_store_shared_begin (&id);
  if (open != NULL)
    {
      yun_store_close (open);
      return TRUE;
    }
  ok = yun_file_get_read_flags (path, flags, error);
  yun_store_shared_end (&id, NULL);
  return ok;
}

GPtrArray *
yun_store_check_sync (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  CheckArgs             args = { found };
  YunDbFlags            flags;
  g_autoptr (YunDb)     db = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!get_flags (path, &flags, error))
    return NULL;
  db = yun_db_open (path, flags, error);
  return db != NULL && yun_db_transaction (db, YUN_DB_READ, check_cb, &args, cancellable, error)
           ? g_steal_pointer (&found)
           : NULL;
}
