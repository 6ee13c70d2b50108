/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-edit-job.h"

#include "yun-entry.h"
#include "yun-rule.h"
#include "yun-store-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BATCH 1000

/* ---- Values --------------------------------------------------------------- */

static void
free_text (gpointer data)
{
  YunFieldText *text = data;

  g_free (text->text);
  g_free (text);
}

GPtrArray *
yun_field_texts_new (void)
{
  return g_ptr_array_new_with_free_func (free_text);
}

void
yun_field_texts_add (GPtrArray *texts, const YunField *field, const char *text)
{
  YunFieldText *entry = g_new0 (YunFieldText, 1);

  entry->field = field;
  entry->text = g_strdup (text);
  g_ptr_array_add (texts, entry);
}

static void
free_unedited (gpointer data)
{
  YunUnedited *unedited = data;

  g_free (unedited->name);
  g_free (unedited->reason);
  g_free (unedited);
}

static YunEditOutcome *
outcome_new (const YunEntity *entity)
{
  YunEditOutcome *self = g_new0 (YunEditOutcome, 1);

  self->entity = entity;
  self->unedited = g_ptr_array_new_with_free_func (free_unedited);
  return self;
}

void
yun_edit_outcome_free (YunEditOutcome *self)
{
  g_clear_pointer (&self->change, yun_change_unref);
  g_ptr_array_unref (self->unedited);
  g_free (self);
}

char *
yun_edit_outcome_describe (const YunEditOutcome *self)
{
  g_autofree char *changed = yun_entity_format_count (self->entity, self->n_changed);
  g_autofree char *left = NULL;

  if (self->n_changed == 0 && self->unedited->len == 0)
    return g_strdup (_ ("All of them had these values already."));
  if (self->unedited->len == 0)
    /* Translators: "23 plots" */
    return g_strdup_printf (_ ("%s changed"), changed);
  left = yun_entity_format_count (self->entity, self->unedited->len);
  /* Translators: "23 plots changed, 2 plots not" */
  return g_strdup_printf (_ ("%s changed, %s not"), changed, left);
}

/* ---- Records -------------------------------------------------------------- */

typedef struct
{
  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids;   /* (owned) */
  GPtrArray       *texts; /* (owned) (nullable) */
  char            *who;   /* (owned) (nullable) */
} Input;

static Input *
input_new (YunStore *store, const YunEntity *entity, GArray *ids)
{
  Input *input = g_new0 (Input, 1);

  input->store = g_object_ref (store);
  input->entity = entity;
  input->ids = g_array_ref (ids);
  return input;
}

static void
free_input (gpointer data)
{
  Input *input = data;

  g_object_unref (input->store);
  g_array_unref (input->ids);
  g_clear_pointer (&input->texts, g_ptr_array_unref);
  g_free (input->who);
  g_free (input);
}

typedef void (*RecordFunc) (YunRecord *record, gpointer user_data);

/* Calls @func for each record that is there. */
static gboolean
each_record (YunJob       *job,
             Input        *input,
             gboolean      places,
             RecordFunc    func,
             gpointer      user_data,
             GCancellable *cancellable,
             GError      **error)
{
  for (guint i = 0; i < input->ids->len; i += BATCH)
    {
      g_autoptr (GPtrArray) records =
        yun_store_load_sync (input->store, input->entity, &g_array_index (input->ids, gint64, i),
                             MIN (BATCH, input->ids->len - i), places, cancellable, error);

      if (records == NULL)
        return FALSE;
      for (guint k = 0; k < records->len; k++)
        if (records->pdata[k] != NULL)
          func (records->pdata[k], user_data);
      yun_job_report (job, _ ("Reading"), i, input->ids->len);
    }
  return TRUE;
}

/* ---- Editing -------------------------------------------------------------- */

typedef struct
{
  Input          *input;
  YunEdits       *edits; /* (owned) */
  YunEditOutcome *outcome;
  char           *today; /* (owned) */
} Editing;

static void
leave (Editing *self, const char *name, const char *reason)
{
  YunUnedited *unedited = g_new0 (YunUnedited, 1);

  unedited->name = g_strdup (name);
  unedited->reason = g_strdup (reason);
  g_ptr_array_add (self->outcome->unedited, unedited);
}

/* As a form does it, for one record after the other: what did not go together before is no fault of
 * this edit. */
static gboolean
apply (Editing *self, YunRecord *before, YunRecord *after, GError **error)
{
  const YunField    *wrong, *was;
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < self->input->texts->len; i++)
    {
      const YunFieldText *text = self->input->texts->pdata[i];

      if (!yun_entry_set (after, text->field, text->text, self->today, error))
        return FALSE;
      if (strcmp (text->field->id, "town") == 0)
        yun_record_place_by_town (after, NULL);
    }
  if (yun_entry_check (after, &wrong, &local) ||
      (!yun_entry_check (before, &was, NULL) && was == wrong))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
edit_cb (YunRecord *before, gpointer user_data)
{
  Editing              *self = user_data;
  g_autoptr (YunRecord) after = yun_record_copy (before);
  g_autoptr (GError)    error = NULL;
  guint                 n = yun_edits_get_n (self->edits);

  if (!apply (self, before, after, &error))
    {
      leave (self, yun_record_get_name (before), error->message);
      return;
    }
  yun_edits_add_difference (self->edits, before, after);
  if (yun_edits_get_n (self->edits) == n)
    self->outcome->n_same++;
}

/* The edits of one record stand together: it was changed when one of them was written, and is told
 * of when one was not. */
static void
count_edits (Editing *self)
{
  guint n = yun_edits_get_n (self->edits);

  for (guint i = 0; i < n;)
    {
      const YunEdit *first = yun_edits_get (self->edits, i);
      const YunEdit *failed = NULL;
      gboolean       written = FALSE;

      for (; i < n && yun_edits_get (self->edits, i)->id == first->id; i++)
        {
          const YunEdit *edit = yun_edits_get (self->edits, i);

          if (edit->verdict == YUN_VERDICT_WRITTEN)
            written = TRUE;
          else if (edit->verdict != YUN_VERDICT_SAME && failed == NULL)
            failed = edit;
        }
      if (failed != NULL)
        {
          g_autofree char *reason = yun_edit_describe (failed);

          leave (self, failed->name, reason);
        }
      else if (written)
        self->outcome->n_changed++;
      else
        self->outcome->n_same++;
    }
}

/* What is said of single records is no failure of the whole. */
static gboolean
is_told (const GError *error)
{
  return error->domain == YUN_STORE_ERROR &&
         (error->code == YUN_STORE_ERROR_NOTHING || error->code == YUN_STORE_ERROR_CONFLICT ||
          error->code == YUN_STORE_ERROR_NOT_FOUND || error->code == YUN_STORE_ERROR_CONSTRAINT);
}

static gboolean
write_edits (YunJob *job, Editing *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (yun_edits_get_n (self->edits) == 0)
    return TRUE;
  yun_job_report (job, _ ("Writing"), 0, 0);
  self->outcome->change =
    yun_store_write_sync (self->input->store, self->edits, cancellable, &local);
  if (local != NULL && !is_told (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  count_edits (self);
  return TRUE;
}

static gpointer
edit_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Input                     *input = data;
  g_autoptr (YunEditOutcome) outcome = outcome_new (input->entity);
  g_autoptr (YunEdits)       edits = yun_edits_new (YUN_ACTION_EDIT, "", input->who);
  g_autofree char           *today = yun_rule_get_today ();
  Editing                    self = { input, edits, outcome, today };

  if (!each_record (job, input, TRUE, edit_cb, &self, cancellable, error) ||
      !write_edits (job, &self, cancellable, error))
    return NULL;
  return g_steal_pointer (&outcome);
}

YunJob *
yun_edit_job_new (
  YunStore *store, const YunEntity *entity, GArray *ids, GPtrArray *texts, const char *who)
{
  Input *input;

  g_return_val_if_fail (YUN_IS_STORE (store) && ids != NULL && texts != NULL, NULL);

  input = input_new (store, entity, ids);
  input->texts = g_ptr_array_ref (texts);
  input->who = g_strdup (who);
  return yun_job_new (_ ("Editing"), edit_thread, input, free_input,
                      (GDestroyNotify) yun_edit_outcome_free);
}

/* ---- What they have in common --------------------------------------------- */

void
yun_shared_free (YunShared *self)
{
  g_clear_object (&self->record);
  g_hash_table_unref (self->mixed);
  g_free (self);
}

static void
compare_cb (YunRecord *record, gpointer user_data)
{
  YunShared             *shared = user_data;
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);

  shared->n++;
  if (shared->record == NULL)
    {
      shared->record = g_object_ref (record);
      return;
    }
  for (guint i = 0; fields[i] != NULL; i++)
    if (!g_hash_table_contains (shared->mixed, fields[i]) &&
        !yun_record_equal_field (shared->record, record, fields[i]))
      g_hash_table_add (shared->mixed, (gpointer) fields[i]);
}

static gpointer
compare_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunShared) shared = g_new0 (YunShared, 1);

  shared->mixed = g_hash_table_new (NULL, NULL);
  if (!each_record (job, data, FALSE, compare_cb, shared, cancellable, error))
    return NULL;
  if (shared->n > 0)
    return g_steal_pointer (&shared);
  g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                       _ ("It is no longer in the registry."));
  return NULL;
}

YunJob *
yun_shared_job_new (YunStore *store, const YunEntity *entity, GArray *ids)
{
  g_return_val_if_fail (YUN_IS_STORE (store) && ids != NULL, NULL);

  return yun_job_new (_ ("Reading"), compare_thread, input_new (store, entity, ids), free_input,
                      (GDestroyNotify) yun_shared_free);
}
