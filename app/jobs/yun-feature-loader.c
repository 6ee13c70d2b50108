/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-feature-loader.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-wkb.h"

typedef struct
{
  YunFeatureBuilder *builder; /* (unowned) */
  guint              entity;
  gboolean           numbered; /* has values to be shaded by */
} Load;

static void
add_feature (const YunFeatureRow *row, gpointer user_data)
{
  Load               *load = user_data;
  g_autoptr (YunGeom) shape = NULL;
  YunFeature          values = {
             .id = row->id,
             .entity = (gint8) load->entity,
             .accuracy = (gint8) row->accuracy,
             .status = (gint8) row->status,
             .segments = (guint8) row->segments,
             .zone = (gint8) row->zone,
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
        [YUN_FEATURE_FAR] = (float) row->far,
        [YUN_FEATURE_TAX] = (float) row->tax,
        [YUN_FEATURE_DATE] = (float) row->date,
      };

      yun_feature_builder_add_with_values (load->builder, &values, numbers, row->name, shape);
    }
  else
    yun_feature_builder_add (load->builder, &values, row->name, shape);
}

YunFeatureIndex *
yun_feature_loader_load_sync (YunStore *store, GCancellable *cancellable, GError **error)
{
  /* The order in which they are painted. */
  const YunEntity *const entities[] = {
    &yun_entity_park,
    &yun_entity_plot,
    &yun_entity_firm,
    &yun_entity_facility,
  };
  g_autoptr (YunFeatureBuilder) builder = NULL;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  builder = yun_feature_builder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      Load load = { builder, yun_entity_get_index (entities[i]),
                    entities[i] == &yun_entity_park || entities[i] == &yun_entity_plot };

      if (!yun_store_each_feature_sync (store, entities[i], NULL, add_feature, &load, cancellable,
                                        error))
        return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return yun_feature_builder_end (g_steal_pointer (&builder));
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError          *error = NULL;
  YunFeatureIndex *index = yun_feature_loader_load_sync (data, cancellable, &error);

  if (index == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, index, (GDestroyNotify) yun_feature_index_unref);
}

void
yun_feature_loader_load_async (YunStore           *store,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (YUN_IS_STORE (store));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yun_feature_loader_load_async);
  g_task_set_task_data (task, g_object_ref (store), g_object_unref);
  g_task_run_in_thread (task, load_thread);
}

YunFeatureIndex *
yun_feature_loader_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
