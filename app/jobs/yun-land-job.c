/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-land-groups.h"

#include "yun-plot.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  YunStore    *store;  /* (owned) */
  YunFilter   *filter; /* (owned) */
  YunLandWants wants;
} Task;

typedef struct
{
  YunJob         *job;
  YunLandResult  *result;
  YunLandWants    wants;
  const YunField *area;
  const YunField *holder;
  const YunField *number;
  const YunField *town;
  const YunField *accuracy;
} Reading;

static void
task_free (Task *self)
{
  g_object_unref (self->store);
  yun_filter_unref (self->filter);
  g_free (self);
}

static gboolean
read_plot_cb (YunRecord *record, gpointer user_data)
{
  Reading     *self = user_data;
  YunGeom     *shape = yun_record_get_shape (record);
  YunLandPlot *plot =
    yun_land_plot_new (yun_record_get_id (record), shape, yun_record_get_real (record, self->area),
                       yun_record_get_text (record, self->holder));
  gint64 accuracy = yun_record_get_int (record, self->accuracy);

  g_free (plot->name);
  plot->name = g_strdup (yun_record_get_name (record));
  plot->number = g_strdup (yun_record_get_text (record, self->number));
  plot->uid = g_strdup (yun_record_get_uid (record));
  plot->town = yun_record_dup_value (record, self->town);
  plot->is_sketch = accuracy == YUN_ACCURACY_SCHEMATIC || accuracy == YUN_ACCURACY_TOWN;
  if (shape == NULL || yun_geom_get_kind (shape) != YUN_GEOM_POLYGON)
    self->result->n_without_shape++;
  /* NAN is not more than anything */
  if (self->wants.area_m2 > 0 && plot->area_m2 >= self->wants.area_m2)
    self->result->n_alone++;
  g_ptr_array_add (self->result->plots, plot);
  if (self->result->plots->len % 1000 == 0)
    yun_job_report (self->job, _ ("Reading plots"), self->result->plots->len, 0);
  return TRUE;
}

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  yun_job_report (user_data, _ ("Looking for neighbours"), done, total);
}

static gpointer
run (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Task                     *task = data;
  g_autoptr (YunLandResult) result = g_new0 (YunLandResult, 1);
  const YunEntity          *entity = &yun_entity_plot;
  Reading                   reading = { .job = job, .result = result, .wants = task->wants };

  result->plots = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_land_plot_free);
  reading.area = yun_entity_get_field (entity, "area");
  reading.holder = yun_entity_get_field (entity, "holder");
  reading.number = yun_entity_get_field (entity, "number");
  reading.town = yun_entity_get_field (entity, "town");
  reading.accuracy = yun_entity_get_field (entity, "accuracy");
  if (!yun_store_each_record_sync (task->store, entity, task->filter, read_plot_cb, &reading,
                                   cancellable, error))
    return NULL;
  result->groups =
    yun_land_groups_find (result->plots, &task->wants, progress_cb, job, cancellable, error);
  if (result->groups == NULL)
    return NULL;
  return g_steal_pointer (&result);
}

YunJob *
yun_land_groups_job_new (YunStore *store, YunFilter *filter, const YunLandWants *wants)
{
  Task *task = g_new0 (Task, 1);

  task->store = g_object_ref (store);
  task->filter = yun_filter_ref (filter);
  task->wants = *wants;
  return yun_job_new (_ ("Looking for neighbouring plots"), run, task, (GDestroyNotify) task_free,
                      (GDestroyNotify) yun_land_result_free);
}
