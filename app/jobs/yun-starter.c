/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-starter.h"

#include "yun-chain.h"
#include "yun-csv.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-link.h"
#include "yun-office.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-task.h"
#include "yun-town.h"
#include "yun-unit.h"
#include "yun-wkb.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const YunEntity *entity;
  const char      *resource;
} Table;

static const Table tables[] = {
  { &yun_entity_park, "geodata/starter/parks.csv" },
  { &yun_entity_plot, "geodata/starter/plots.csv" },
  { &yun_entity_firm, "geodata/starter/firms.csv" },
  { &yun_entity_facility, "geodata/starter/facilities.csv" },
  { &yun_entity_unit, "geodata/plan/units.csv" },
  { &yun_entity_task, "geodata/plan/tasks.csv" },
};

/* Where the reading of the tables stands. */
typedef struct
{
  guint            table;
  YunCsv          *csv; /* (owned) (nullable): the table's */
  guint            row;
  const YunField **fields; /* (owned) (nullable): of each column, NULL for those of the place */
} Reader;

static void
close_table (Reader *self)
{
  g_clear_pointer (&self->csv, yun_csv_free);
  g_clear_pointer (&self->fields, g_free);
}

static const YunField *
find_column (const YunEntity *entity, const char *column)
{
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (fields[i]->column, column) == 0)
      return fields[i];
  return NULL;
}

static gboolean
is_place_column (const char *column)
{
  return strcmp (column, "lon") == 0 || strcmp (column, "lat") == 0 || strcmp (column, "wkt") == 0;
}

static gboolean
open_table (Reader *self, GError **error)
{
  const Table *table = &tables[self->table];
  guint        n_columns;

  self->csv = yun_csv_load_resource (table->resource);
  self->row = 0;
  n_columns = yun_csv_get_n_columns (self->csv);
  self->fields = g_new0 (const YunField *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      const char *column = yun_csv_get_column_name (self->csv, i);

      self->fields[i] = find_column (table->entity, column);
      if (self->fields[i] == NULL && !is_place_column (column))
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("%s: “%s” is no field of %s."), table->resource, column,
                       yun_entity_get_label (table->entity));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_place (Reader *self, YunRecord *record, GError **error)
{
  const char         *wkt = yun_csv_get (self->csv, self->row, "wkt");
  const char         *lon = yun_csv_get (self->csv, self->row, "lon");
  const char         *lat = yun_csv_get (self->csv, self->row, "lat");
  g_autoptr (YunGeom) shape = NULL;

  if (wkt[0] != '\0')
    {
      shape = yun_wkt_read (wkt, error);
      if (shape == NULL)
        return FALSE;
    }
  else if (lon[0] != '\0' || lat[0] != '\0')
    {
      double x;
      double y;

      if (yun_number_parse (lon, &x) && yun_number_parse (lat, &y))
        shape = yun_geom_new_point (x, y);
      if (shape == NULL)
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE,
                       _ ("%s, row %u: “%s %s” is no position."), tables[self->table].resource,
                       self->row + 1, lon, lat);
          return FALSE;
        }
    }
  yun_record_set_shape (record, shape);
  return TRUE;
}

/* (transfer full) (nullable) */
static YunRecord *
read_row (Reader *self, GError **error)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (tables[self->table].entity);

  for (guint i = 0; i < yun_csv_get_n_columns (self->csv); i++)
    {
      const YunField *field = self->fields[i];
      const char     *text = yun_csv_get_at (self->csv, self->row, i);

      /* An empty cell is unknown, as a new record is, but for the uid it has by itself. */
      if (field == NULL || text[0] == '\0' || (field->flags & YUN_FIELD_DERIVED))
        continue;
      if (!yun_record_parse_value (record, field, text, error))
        {
          g_prefix_error (error, "%s, %u: ", tables[self->table].resource, self->row + 1);
          return NULL;
        }
    }
  if (!read_place (self, record, error))
    return NULL;
  return g_steal_pointer (&record);
}

/* Reads all tables: a row may link to one that comes after it. */
static gboolean
read_all (GPtrArray *records, GError **error)
{
  Reader   reader = { 0 };
  gboolean ok = TRUE;

  for (; ok && reader.table < G_N_ELEMENTS (tables); reader.table++)
    {
      ok = open_table (&reader, error);
      for (; ok && reader.row < yun_csv_get_n_rows (reader.csv); reader.row++)
        {
          YunRecord *record = read_row (&reader, error);

          ok = record != NULL;
          if (ok)
            g_ptr_array_add (records, record);
        }
      close_table (&reader);
    }
  return ok;
}

/* ---- Links: the tables name what they link to ---- */

static char *
dup_label (const YunLinkSource *source, const YunEntity *target, const char *uid)
{
  GPtrArray             *records = source->data;
  const YunDistrictTown *town = target == &yun_entity_town ? yun_chain_find_town (uid) : NULL;

  for (guint i = 0; town == NULL && i < records->len; i++)
    if (yun_record_get_entity (records->pdata[i]) == target &&
        strcmp (yun_record_get_uid (records->pdata[i]), uid) == 0)
      return g_strdup (yun_record_get_name (records->pdata[i]));
  return town != NULL ? g_strdup (town->name) : NULL;
}

static GPtrArray *
list_named (const YunLinkSource *source, const YunEntity *target, const char *text)
{
  GPtrArray             *records = source->data;
  GPtrArray             *uids = g_ptr_array_new_with_free_func (g_free);
  const YunDistrictTown *town = target == &yun_entity_town ? yun_chain_find_town (text) : NULL;

  if (town != NULL)
    g_ptr_array_add (uids, g_strdup (town->uid));
  for (guint i = 0; i < records->len; i++)
    if (yun_record_get_entity (records->pdata[i]) == target &&
        strcmp (yun_record_get_name (records->pdata[i]), text) == 0)
      g_ptr_array_add (uids, g_strdup (yun_record_get_uid (records->pdata[i])));
  return uids;
}

/* What is given to the store, one after another. */
typedef struct
{
  GPtrArray *records;
  guint      next;
} Giver;

static YunRecord *
next_record (gpointer user_data, GError **error)
{
  Giver *self = user_data;

  return self->next < self->records->len ? self->records->pdata[self->next++] : NULL;
}

static gboolean
fill_starter (YunStore *store, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (YunChange) change = NULL;
  YunLinkSource         source = { dup_label, NULL, list_named, records };
  Giver                 giver = { records, 0 };

  if (!read_all (records, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    yun_record_resolve_known_links (records->pdata[i], &source);
  change = yun_store_import_sync (store, YUN_ACTION_CREATE, _ ("Starter registry"), next_record,
                                  &giver, g_get_user_name (), cancellable, error);
  return change != NULL;
}

static gpointer
starter_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return yun_store_make_sync (data, fill_starter, NULL, cancellable, error);
}

static gpointer
empty_func (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return yun_store_make_sync (data, NULL, NULL, cancellable, error);
}

YunJob *
yun_starter_job_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return yun_job_new (_ ("Making the starter registry"), starter_func, g_strdup (path), g_free,
                      g_object_unref);
}

YunJob *
yun_empty_job_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return yun_job_new (_ ("Making an empty registry"), empty_func, g_strdup (path), g_free,
                      g_object_unref);
}
