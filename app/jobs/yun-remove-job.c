/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-remove-job.h"

#include "yun-picked.h"
#include "yun-store-removal.h"
#include "yun-store-write.h"

#include <glib/gi18n-lib.h>

void
yun_removal_free (YunRemoval *self)
{
  yun_change_unref (self->change);
  g_free (self->name);
  g_free (self->unlinked);
  g_free (self);
}

/* ---- Work ----------------------------------------------------------------- */

static void
keep_cb (YunRecord *record, gpointer records)
{
  g_ptr_array_add (records, g_object_ref (record));
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
  YunPicked            *picked = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (YunEdits)  edits = NULL;
  YunChange            *change;

  if (!yun_picked_each (picked, job, TRUE, keep_cb, records, cancellable, error))
    return NULL;
  yun_job_report (job, _ ("Looking for links"), 0, 0);
  edits =
    yun_store_plan_removal_sync (picked->store, records, picked->who, &links, cancellable, error);
  if (edits == NULL)
    return NULL;
  yun_job_report (job, _ ("Removing"), 0, 0);
  change = yun_store_write_sync (picked->store, edits, cancellable, error);
  return change != NULL ? new_removal (records, links, change) : NULL;
}

YunJob *
yun_remove_job_new (YunStore *store, const YunEntity *entity, GArray *ids, const char *who)
{
  g_return_val_if_fail (YUN_IS_STORE (store) && entity != NULL && ids != NULL, NULL);

  return yun_job_new (_ ("Removing"), remove_thread, yun_picked_new (store, entity, ids, who),
                      (GDestroyNotify) yun_picked_free, (GDestroyNotify) yun_removal_free);
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
