/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-copy.h"
#include "yun-file.h"
#include "yun-geojson.h"
#include "yun-link.h"
#include "yun-schema.h"
#include "yun-store-shared.h"
#include "yun-temp-file.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <glib/gi18n-lib.h>

/* ---- Creating ------------------------------------------------------------------------ */

/* The layout that every registry begins with: features whose properties are named like columns. */
typedef struct
{
  guint       layer;
  guint       feature;
  YunGeoJson *json;   /* (owned) (nullable): of the layer */
  YunRecord  *record; /* (owned) (nullable): the last one given */
} Layout;

static const struct
{
  const YunEntity *entity;
  const char      *resource;
} layers[] = {
  { &yun_entity_zone, "geodata/layout/zones.geojson" },
  { &yun_entity_town, "geodata/layout/towns.geojson" },
};

/* The same in every registry: by the code, which a zone and a town keep whatever they are called.
 */
static void
set_key_uid (YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);
  g_autofree char *code = yun_record_dup_value (record, yun_entity_get_field (entity, "code"));
  g_autofree char *uid = code != NULL ? yun_link_dup_key_uid (entity, code) : NULL;

  if (uid != NULL)
    yun_record_set_text (record, yun_entity_get_field (entity, "uid"), uid);
}

static YunRecord *
next_layout_cb (gpointer user_data, GError **error)
{
  Layout                *layout = user_data;
  const YunField *const *fields;

  g_clear_object (&layout->record);
  while (layout->json == NULL || layout->feature >= yun_geojson_get_n (layout->json))
    {
      if (layout->json != NULL)
        layout->layer++;
      g_clear_pointer (&layout->json, yun_geojson_free);
      layout->feature = 0;
      if (layout->layer >= G_N_ELEMENTS (layers))
        return NULL;
      layout->json = yun_geojson_load_resource (layers[layout->layer].resource);
    }
  layout->record = yun_entity_new_record (layers[layout->layer].entity);
  fields = yun_entity_get_fields (layers[layout->layer].entity, NULL);
  for (guint i = 0; fields[i] != NULL; i++)
    if ((fields[i]->flags & YUN_FIELD_SYSTEM) == 0 &&
        !yun_record_parse_value (layout->record, fields[i],
                                 yun_geojson_get (layout->json, layout->feature, fields[i]->column),
                                 error))
      return NULL;
  set_key_uid (layout->record);
  yun_record_set_shape (layout->record, yun_geojson_get_shape (layout->json, layout->feature));
  layout->feature++;
  return layout->record;
}

static gboolean
fill_cb (YunDb *db, gpointer user_data, GError **error)
{
  GCancellable       *cancellable = user_data;
  Layout              layout = { 0 };
  g_autoptr (YunDoor) door = yun_door_open (db, YUN_ACTION_CREATE, "", "", error);
  gboolean            ok;

  if (door == NULL ||
      !yun_db_exec (
        db, "INSERT INTO meta (key, value) VALUES ('created_by', 'Yunjian " YUN_VERSION "')",
        error))
    return FALSE;
  ok = yun_store_fill (door, next_layout_cb, &layout, cancellable, error) &&
       yun_door_close (door, error);
  g_clear_pointer (&layout.json, yun_geojson_free);
  g_clear_object (&layout.record);
  return ok;
}

static gboolean
make_file (const char *temp, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunDb) db = yun_db_open (temp, YUN_DB_FRESH, error);

  return db != NULL && yun_schema_upgrade (db, NULL, NULL, cancellable, error) &&
         yun_db_transaction (db, YUN_DB_WRITE, fill_cb, cancellable, cancellable, error) &&
         yun_db_set_journal (db, error);
}

/* Has the empty registry at @temp filled, and all of it moved into the file. */
static gboolean
fill_file (const char   *temp,
           YunFillFunc   fill,
           gpointer      user_data,
           GMainContext *context,
           GCancellable *cancellable,
           GError      **error)
{
  YunStoreWay          way = { .read_flags = YUN_DB_READ_ONLY };
  g_autoptr (YunStore) store = yun_store_new (temp, &way, context, error);
  gboolean             ok = store != NULL && fill (store, user_data, cancellable, error) &&
                !g_cancellable_set_error_if_cancelled (cancellable, error) &&
                yun_store_flush_sync (store, error);
  if (store != NULL)
    yun_store_close (store);
  return ok;
}

YunStore *
yun_store_make_sync (
  const char *path, YunFillFunc fill, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char         *temp = NULL;
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  YunOpening               opening;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      yun_temp_file_set_exists (path, error);
      return NULL;
    }
  temp = yun_temp_file_make (path, error);
  if (temp == NULL)
    return NULL;
  if (!make_file (temp, cancellable, error) ||
      (fill != NULL && !fill_file (temp, fill, user_data, context, cancellable, error)) ||
      !yun_temp_file_publish (temp, path, FALSE, error))
    {
      yun_temp_file_discard (temp);
      return NULL;
    }
  opening = (YunOpening){ .context = context, .cancellable = cancellable };
  return yun_store_open_file (path, &opening, error);
}

YunStore *
yun_store_create_sync (const char *path, GCancellable *cancellable, GError **error)
{
  return yun_store_make_sync (path, NULL, NULL, cancellable, error);
}

/* ---- Copying -------------------------------------------------------------------------- */

typedef struct
{
  const char    *temp;
  const YunPart *part; /* (nullable) */
  GCancellable  *cancellable;
} CopyArgs;

/* In a transaction of @from, so that all pages are of one moment whoever writes meanwhile. */
static gboolean
copy_cb (YunDb *from, gpointer user_data, GError **error)
{
  CopyArgs         *args = user_data;
  gint64            rows;
  g_autoptr (YunDb) to = yun_db_open (args->temp, YUN_DB_FRESH | YUN_DB_PLAIN, error);

  return to != NULL && yun_db_get_int (from, "SELECT count(*) FROM meta", &rows, error) &&
         yun_db_copy (from, to, args->part, args->cancellable, error);
}

static gboolean
write_from_db (
  const char *temp, const YunPart *part, GCancellable *cancellable, gpointer from, GError **error)
{
  CopyArgs args = { temp, part, cancellable };

  return yun_db_transaction (from, YUN_DB_READ, copy_cb, &args, cancellable, error);
}

static gboolean
write_from_store (
  const char *temp, const YunPart *part, GCancellable *cancellable, gpointer from, GError **error)
{
  static const YunWork work = { YUN_LANE_OWN, copy_cb };
  CopyArgs             args = { temp, part, cancellable };

  return yun_store_run (from, &work, &args, cancellable, error);
}

YunCopy *
yun_store_copy_db (
  YunDb *from, const char *to, const YunPart *part, GCancellable *cancellable, GError **error)
{
  return yun_copy_begin (to, write_from_db, from, part, cancellable, error);
}

gboolean
yun_store_backup_sync (YunStore *self, const char *to, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunCopy) copy = NULL;

  g_return_val_if_fail (YUN_IS_STORE (self) && to != NULL, FALSE);

  copy = yun_copy_begin (to, write_from_store, self, NULL, cancellable, error);
  return copy != NULL && yun_copy_finish (copy, error);
}
