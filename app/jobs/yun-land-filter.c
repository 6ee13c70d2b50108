/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-land-filter.h"

#include "yun-plot.h"

#include <glib/gi18n-lib.h>

/* More are not named one by one: nobody could read it. */
#define MAX_NAMED 100

typedef struct
{
  YunStore   *store;   /* (owned) */
  YunFilter  *base;    /* (owned) */
  GHashTable *ids;     /* (owned) (element-type gint64): of the group */
  GPtrArray  *numbers; /* (owned) (nullable): NULL: some plot has none */
  GPtrArray  *names;   /* (owned) (nullable) */
  GPtrArray  *uids;    /* (owned) (nullable) */
  YunGeom    *box;     /* (owned): around all of them */
} Task;

static void
task_free (Task *self)
{
  g_object_unref (self->store);
  yun_filter_unref (self->base);
  g_hash_table_unref (self->ids);
  g_clear_pointer (&self->numbers, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->uids, g_ptr_array_unref);
  yun_geom_unref (self->box);
  g_free (self);
}

/* (transfer full) (nullable): the plots by the texts of @field. */
static YunFilter *
name_plots (const Task *self, const char *field, GPtrArray *texts)
{
  YunFilter *filter;

  if (texts == NULL || texts->len > MAX_NAMED)
    return NULL;
  filter = yun_filter_new (&yun_entity_plot);
  for (guint i = 0; i < texts->len; i++)
    {
      YunFilter *before = filter;

      filter = yun_filter_with_value (before, field, g_ptr_array_index (texts, i), TRUE);
      yun_filter_unref (before);
    }
  return filter;
}

typedef struct
{
  const Task *task;
  guint       n;
  gboolean    others;
} Trial;

static gboolean
try_plot_cb (YunRecord *record, gpointer user_data)
{
  Trial *trial = user_data;
  gint64 id = yun_record_get_id (record);

  trial->n++;
  trial->others = !g_hash_table_contains (trial->task->ids, &id);
  return !trial->others;
}

/* (transfer full) (nullable): @filter as it is read back, when it shows the group and no more;
 * NULL without @error when it does not. @filter is taken. */
static YunFilter *
try_filter (const Task *self, YunFilter *filter, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunFilter) taken = filter;
  g_autoptr (YunFilter) read = NULL;
  g_autofree char      *text = NULL;
  Trial                 trial = { .task = self };

  if (filter == NULL)
    return NULL;
  text = yun_filter_print (filter);
  read = yun_filter_parse (text, NULL, NULL);
  if (read == NULL || !yun_store_each_record_sync (self->store, &yun_entity_plot, read, try_plot_cb,
                                                   &trial, cancellable, error))
    return NULL;
  return !trial.others && trial.n == g_hash_table_size (self->ids) ? g_steal_pointer (&read) : NULL;
}

static YunFilter *
with_box (const Task *self, YunFilter *filter)
{
  return filter != NULL ? yun_filter_with_area (filter, self->box, NULL) : NULL;
}

static gpointer
run (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  const Task           *self = data;
  g_autoptr (YunFilter) by_number = name_plots (self, "number", self->numbers);
  g_autoptr (YunFilter) by_name = name_plots (self, "name", self->names);
  YunFilter            *ways[] = {
               by_number != NULL ? yun_filter_ref (by_number) : NULL,
    with_box (self, by_number),
    by_name != NULL ? yun_filter_ref (by_name) : NULL,
    with_box (self, by_name),
    name_plots (self, "uid", self->uids),
    with_box (self, self->base),
  };
  YunFilter *found = NULL;
  GError    *local = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (found == NULL && local == NULL)
      found = try_filter (self, ways[i], cancellable, &local);
    else
      g_clear_pointer (&ways[i], yun_filter_unref);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (found == NULL)
    g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_SEVERAL,
                         _ ("No filter tells so many plots from others; choose a smaller area."));
  return found;
}

/* (transfer full) (nullable): the members' texts at @offset in YunLandPlot. */
static GPtrArray *
list_texts (const YunLandResult *result, const YunLandGroup *group, gsize offset)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot =
        g_ptr_array_index (result->plots, g_array_index (group->members, guint, i));
      const char *text = G_STRUCT_MEMBER (char *, plot, offset);

      if (text == NULL || *text == '\0')
        return NULL;
      g_ptr_array_add (texts, g_strdup (text));
    }
  return g_steal_pointer (&texts);
}

YunJob *
yun_land_filter_job_new (YunStore            *store,
                         const YunLandResult *result,
                         const YunLandGroup  *group,
                         YunFilter           *base)
{
  Task   *task = g_new0 (Task, 1);
  YunRect box = YUN_RECT_EMPTY;

  task->store = g_object_ref (store);
  task->base = yun_filter_ref (base);
  task->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot =
        g_ptr_array_index (result->plots, g_array_index (group->members, guint, i));

      g_hash_table_add (task->ids, g_memdup2 (&plot->id, sizeof plot->id));
      box = yun_rect_union (&box, yun_geom_get_box (plot->shape));
    }
  task->numbers = list_texts (result, group, G_STRUCT_OFFSET (YunLandPlot, number));
  task->names = list_texts (result, group, G_STRUCT_OFFSET (YunLandPlot, name));
  task->uids = list_texts (result, group, G_STRUCT_OFFSET (YunLandPlot, uid));
  task->box = yun_geom_new_box (&box);
  return yun_job_new (_ ("Naming the plots of a group"), run, task, (GDestroyNotify) task_free,
                      (GDestroyNotify) yun_filter_unref);
}
