/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-remove-job.h"

#include "yun-store-removal.h"
#include "yun-store-write.h"

#include <glib/gi18n-lib.h>

#define BATCH 1000

typedef struct
{
  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids; /* (owned) */
  char            *who; /* (owned) */
} Input;

static void
free_input (gpointer data)
{
  Input *input = data;

  g_object_unref (input->store);
  g_array_unref (input->ids);
  g_free (input->who);
  g_free (input);
}

void
yun_removal_free (YunRemoval *self)
{
  yun_change_unref (self->change);
  g_free (self->name);
  g_free (self->unlinked);
  g_free (self);
}

/* ---- Work ----------------------------------------------------------------- */

static GPtrArray *
load (YunJob *job, Input *input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < input->ids->len; i += BATCH)
    {
      g_autoptr (GPtrArray) records =
        yun_store_load_sync (input->store, input->entity, &g_array_index (input->ids, gint64, i),
                             MIN (BATCH, input->ids->len - i), TRUE, cancellable, error);

      if (records == NULL)
        return NULL;
      for (guint k = 0; k < records->len; k++)
        if (records->pdata[k] != NULL)
          g_ptr_array_add (all, g_object_ref (records->pdata[k]));
      yun_job_report (job, _ ("Reading"), i, input->ids->len);
    }
  if (all->len > 0)
    return g_steal_pointer (&all);
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                       _ ("It is no longer in the registry."));
  return NULL;
}

static YunRemoval *
new_removal (GPtrArray *records, GPtrArray *links, YunChange *change)
{
  YunRemoval            *removal = g_new0 (YunRemoval, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  removal->entity = yun_record_get_entity (records->pdata[0]);
  removal->change = change;
  removal->n_records = records->len;
  removal->name = g_strdup (yun_record_get_name (records->pdata[0]));
  for (guint i = 0; i < links->len; i++)
    {
      const YunGoneLink *link = links->pdata[i];

      if (g_hash_table_add (seen, (gpointer) yun_record_get_uid (link->record)))
        removal->n_unlinked++;
    }
  if (links->len > 0)
    removal->unlinked =
      g_strdup (yun_record_get_name (((const YunGoneLink *) links->pdata[0])->record));
  return removal;
}

static gpointer
remove_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Input                *input = data;
  g_autoptr (GPtrArray) records = load (job, input, cancellable, error);
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (YunEdits)  edits = NULL;
  YunChange            *change;

  if (records == NULL)
    return NULL;
  yun_job_report (job, _ ("Looking for links"), 0, 0);
  edits =
    yun_store_plan_removal_sync (input->store, records, input->who, &links, cancellable, error);
  if (edits == NULL)
    return NULL;
  yun_job_report (job, _ ("Removing"), 0, 0);
  change = yun_store_write_sync (input->store, edits, cancellable, error);
  return change != NULL ? new_removal (records, links, change) : NULL;
}

YunJob *
yun_remove_job_new (YunStore *store, const YunEntity *entity, GArray *ids, const char *who)
{
  Input *input;

  g_return_val_if_fail (YUN_IS_STORE (store) && entity != NULL && ids != NULL, NULL);

  input = g_new0 (Input, 1);
  input->store = g_object_ref (store);
  input->entity = entity;
  input->ids = g_array_ref (ids);
  input->who = g_strdup (who);
  return yun_job_new (_ ("Removing"), remove_thread, input, free_input,
                      (GDestroyNotify) yun_removal_free);
}

/* ---- Words ---------------------------------------------------------------- */

static char *
describe_records (const YunRemoval *self)
{
  g_autofree char *count = NULL;

  if (self->n_records == 1 && *self->name != '\0')
    return g_strdup_printf (_ ("Removed “%s”"), self->name);
  count = yun_entity_format_count (self->entity, self->n_records);
  /* Translators: "23 plots" */
  return g_strdup_printf (_ ("Removed %s"), count);
}

char *
yun_removal_describe (const YunRemoval *self)
{
  g_autofree char *what = describe_records (self);
  g_autofree char *links = NULL;

  if (self->n_unlinked == 0)
    return g_steal_pointer (&what);
  if (self->n_unlinked == 1 && *self->unlinked != '\0')
    links = g_strdup_printf (_ ("“%s” no longer links to it"), self->unlinked);
  else
    links = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record no longer links to it",
                                          "%u records no longer link to it", self->n_unlinked),
                             self->n_unlinked);
  /* Translators: what was removed, and what linked to it */
  return g_strdup_printf (_ ("%s; %s"), what, links);
}
