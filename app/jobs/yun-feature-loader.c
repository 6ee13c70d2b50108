/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-feature-loader.h"

#include "yun-cache.h"
#include "yun-wkb.h"

/* The number goes up with every change of what the arrays hold or mean. */
#define CACHE "map-5"

/* After how many rows of an entity what there is so far is worth showing. Each is a few times the
 * one before, so that all together cost less than half of the whole. */
static const guint stops[] = { 1 << 14, 1 << 17 };

typedef struct
{
  YunFeatureBuilder *areas;  /* (owned): sites and lots, which are painted first */
  YunFeatureBuilder *points; /* (owned): all else */
  guint              entity;
  gboolean           numbered;                        /* has values to be shaded by */
  guint              n_rows;                          /* of the entity */
  void (*partly) (gpointer load, gpointer user_data); /* (nullable) */
  gpointer user_data;
} Load;

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->areas, yun_feature_builder_free);
  g_clear_pointer (&load->points, yun_feature_builder_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static void
add_feature (const YunFeatureRow *row, gpointer user_data)
{
  Load               *load = user_data;
  g_autoptr (YunGeom) shape = NULL;
  YunFeature          values = {
             .id = row->id,
             .entity = (gint8) load->entity,
             .accuracy = (gint8) row->accuracy,
             .status = (gint8) row->kind,
             .segments = (guint8) row->segments,
             .zone = (gint8) row->zone,
             .traits = row->leader ? YUN_FEATURE_LEADER : 0,
  };

  if (row->blob != NULL)
    {
      g_autoptr (GError) error = NULL;

      /* A place that cannot be read is drawn as none: the record is still in the list. */
      shape = yun_wkb_read_blob (row->blob, row->n_blob, NULL, &error);
      if (shape == NULL)
        g_debug ("%" G_GINT64_FORMAT ": %s", row->id, error->message);
    }
  if (load->numbered)
    {
      const float numbers[] = {
        [YUN_FEATURE_FAR] = (float) row->shades[YUN_SHADE_RATIO],
        [YUN_FEATURE_TAX] = (float) row->shades[YUN_SHADE_TAX],
        [YUN_FEATURE_DATE] = (float) row->shades[YUN_SHADE_DATE],
      };

      yun_feature_builder_add_with_values (load->areas, &values, numbers, row->name, shape);
    }
  else
    yun_feature_builder_add (load->points, &values, row->name, shape);

  load->n_rows++;
  for (guint i = 0; load->partly != NULL && i < G_N_ELEMENTS (stops); i++)
    if (load->n_rows == stops[i])
      load->partly (load, load->user_data);
}

/* Reads @ids (nullable: all) of @entity into @load. */
static gboolean
read_entity (YunStore        *store,
             Load            *load,
             const YunEntity *entity,
             GArray          *ids,
             GCancellable    *cancellable,
             GError         **error)
{
  load->entity = yun_entity_get_index (entity);
  load->numbered = yun_look_is_land (entity->portrait->look);
  load->n_rows = 0;

  return yun_store_each_feature_sync (store, entity, ids, add_feature, load, cancellable, error);
}

static void
load_init (Load *load)
{
  *load = (Load){ .areas = yun_feature_builder_new (), .points = yun_feature_builder_new () };
}

static YunFeatureIndex *
read_all (YunStore *store, Load *load, GCancellable *cancellable, GError **error)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);

  for (guint i = 0; entities[i] != NULL; i++)
    if (!read_entity (store, load, entities[i], NULL, cancellable, error))
      return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  /* The order in which they are painted. */
  yun_feature_builder_append (load->areas, load->points);
  g_clear_pointer (&load->points, yun_feature_builder_free);

  return yun_feature_builder_end (g_steal_pointer (&load->areas));
}

YunFeatureIndex *
yun_feature_loader_load_sync (YunStore *store, GCancellable *cancellable, GError **error)
{
  g_auto (Load) load = { 0 };

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  load_init (&load);

  return read_all (store, &load, cancellable, error);
}

/* ---- With the cache -------------------------------------------------------------------------- */

static YunFeatureIndex *
read_pack (YunPack *pack)
{
  YunFeatureIndex *index = yun_feature_index_read (pack);

  /* All of it has been looked at; a view needs a part. */
  if (index != NULL)
    yun_pack_release (pack);

  return index;
}

/* (transfer full) (nullable): what is kept, with what was written since patched in. */
static YunFeatureIndex *
find_cached (YunStore *store, const char *path, GCancellable *cancellable)
{
  g_autofree char            *state = NULL;
  g_autoptr (GArray)          rows = NULL;
  g_autoptr (YunPack)         pack = yun_cache_open (path, CACHE, &state);
  g_autoptr (YunFeatureIndex) index = NULL;
  YunRect                     changed;

  if (pack == NULL || (rows = yun_store_list_rows_since_sync (store, state)) == NULL)
    return NULL;
  index = read_pack (pack);
  if (index == NULL || rows->len == 0)
    return g_steal_pointer (&index);

  return yun_feature_loader_patch_sync (store, index, rows, &changed, cancellable, NULL);
}

/* (transfer full): @index, or the same from the cache, which takes no memory of its own. */
static YunFeatureIndex *
keep_cached (const char *path, const char *state, YunFeatureIndex *index)
{
  g_autoptr (YunPackWriter) writer = yun_cache_new_writer (CACHE, state);
  g_autofree char          *kept = NULL;
  g_autoptr (YunPack)       pack = NULL;
  YunFeatureIndex          *cached = NULL;

  yun_feature_index_write (index, writer);
  if (yun_cache_save (path, CACHE, writer))
    pack = yun_cache_open (path, CACHE, &kept);
  /* Another program may have kept its own meanwhile. */
  if (pack != NULL && strcmp (kept, state) == 0)
    cached = read_pack (pack);
  if (cached == NULL)
    return index;
  yun_feature_index_unref (index);

  return cached;
}

YunFeatureIndex *
yun_feature_loader_load_cached_sync (YunStore     *store,
                                     gboolean     *cached,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  const char      *path;
  YunFeatureIndex *index;
  g_autofree char *state = NULL;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  path = yun_store_get_path (store);
  index = find_cached (store, path, cancellable);
  if (cached != NULL)
    *cached = index != NULL;
  if (index != NULL)
    return index;
  state = yun_store_dup_state_sync (store);
  index = yun_feature_loader_load_sync (store, cancellable, error);

  return index != NULL && state != NULL ? keep_cached (path, state, index) : index;
}

typedef struct
{
  YunStore            *store; /* (owned) (nullable) */
  char                *path;  /* (owned) */
  YunFeatureLoaderFunc partly;
  gpointer             user_data;
} LoadArgs;

static void
load_args_free (gpointer data)
{
  LoadArgs *args = data;

  g_clear_object (&args->store);
  g_free (args->path);
  g_free (args);
}

typedef struct
{
  GTask           *task;  /* (owned) */
  YunFeatureIndex *index; /* (owned) */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  g_object_unref (part->task);
  yun_feature_index_unref (part->index);
  g_free (part);
}

static gboolean
part_cb (gpointer data)
{
  Part     *part = data;
  LoadArgs *args = g_task_get_task_data (part->task);

  args->partly (part->index, args->user_data);

  return G_SOURCE_REMOVE;
}

static void
give_part (gpointer data, gpointer user_data)
{
  Load *load = data;
  Part *part = g_new0 (Part, 1);

  part->task = g_object_ref (user_data);
  part->index = yun_feature_builder_snapshot (load->areas, load->points);
  /* of the same priority as the task's callback, which therefore comes after it */
  g_main_context_invoke_full (g_task_get_context (part->task), g_task_get_priority (part->task),
                              part_cb, part, part_free);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  LoadArgs        *args = data;
  GError          *error = NULL;
  YunFeatureIndex *index = find_cached (args->store, args->path, cancellable);
  g_autofree char *state = NULL;

  if (index == NULL)
    {
      g_auto (Load) load = { 0 };

      load_init (&load);
      load.partly = args->partly != NULL ? give_part : NULL;
      load.user_data = task;
      state = yun_store_dup_state_sync (args->store);
      index = read_all (args->store, &load, cancellable, &error);
    }
  /* The registry need not stay open for what follows. */
  g_clear_object (&args->store);
  if (index == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (state != NULL)
    index = keep_cached (args->path, state, index);
  g_task_return_pointer (task, index, (GDestroyNotify) yun_feature_index_unref);
}

void
yun_feature_loader_load_async (YunStore            *store,
                               YunFeatureLoaderFunc partly,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  LoadArgs         *args;

  g_return_if_fail (YUN_IS_STORE (store));

  args = g_new0 (LoadArgs, 1);
  args->store = g_object_ref (store);
  args->path = g_strdup (yun_store_get_path (store));
  args->partly = partly;
  args->user_data = user_data;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yun_feature_loader_load_async);
  g_task_set_task_data (task, args, load_args_free);
  g_task_run_in_thread (task, load_thread);
}

YunFeatureIndex *
yun_feature_loader_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Patches --------------------------------------------------------------------------------- */

YunFeatureIndex *
yun_feature_loader_patch_sync (YunStore        *store,
                               YunFeatureIndex *index,
                               const GArray    *rows,
                               YunRect         *changed,
                               GCancellable    *cancellable,
                               GError         **error)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);
  g_autoptr (GArray)      keys = g_array_new (FALSE, FALSE, sizeof (YunFeatureKey));
  g_auto (Load)           load = { 0 };

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (index != NULL && rows != NULL && changed != NULL, NULL);

  load_init (&load);
  for (guint i = 0; entities[i] != NULL; i++)
    {
      guint              entity = yun_entity_get_index (entities[i]);
      g_autoptr (GArray) ids = yun_change_rows_list_ids (rows, entity);

      for (guint k = 0; k < ids->len; k++)
        {
          YunFeatureKey key = { g_array_index (ids, gint64, k), entity };

          g_array_append_val (keys, key);
        }
      if (ids->len > 0 && !read_entity (store, &load, entities[i], ids, cancellable, error))
        return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  yun_feature_builder_append (load.areas, load.points);

  return yun_feature_index_patch (index, keys, load.areas, changed);
}

typedef struct
{
  YunStore        *store; /* (owned) */
  YunFeatureIndex *index; /* (owned) */
  GArray          *rows;  /* (owned) */
  YunRect          changed;
} PatchArgs;

static void
patch_args_free (gpointer data)
{
  PatchArgs *args = data;

  g_object_unref (args->store);
  yun_feature_index_unref (args->index);
  g_array_unref (args->rows);
  g_free (args);
}

static void
patch_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PatchArgs       *args = data;
  GError          *error = NULL;
  YunFeatureIndex *index = yun_feature_loader_patch_sync (args->store, args->index, args->rows,
                                                          &args->changed, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, index, (GDestroyNotify) yun_feature_index_unref);
}

void
yun_feature_loader_patch_async (YunStore           *store,
                                YunFeatureIndex    *index,
                                GArray             *rows,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  PatchArgs        *args;

  g_return_if_fail (YUN_IS_STORE (store));
  g_return_if_fail (index != NULL && rows != NULL);

  args = g_new0 (PatchArgs, 1);
  args->store = g_object_ref (store);
  args->index = yun_feature_index_ref (index);
  args->rows = g_array_ref (rows);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yun_feature_loader_patch_async);
  g_task_set_task_data (task, args, patch_args_free);
  g_task_run_in_thread (task, patch_thread);
}

YunFeatureIndex *
yun_feature_loader_patch_finish (GAsyncResult *result, YunRect *changed, GError **error)
{
  PatchArgs *args;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  args = g_task_get_task_data (G_TASK (result));
  *changed = args->changed;

  return g_task_propagate_pointer (G_TASK (result), error);
}
