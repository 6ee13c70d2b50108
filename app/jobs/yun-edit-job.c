/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-edit-job.h"

#include "yun-entry.h"
#include "yun-picked.h"
#include "yun-rule.h"
#include "yun-store-links.h"
#include "yun-store-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* ---- Editing -------------------------------------------------------------- */

typedef struct
{
  YunPicked *picked; /* (owned) */
  GPtrArray *texts;  /* (owned) */
} Input;

static void
free_input (gpointer data)
{
  Input *input = data;

  yun_picked_free (input->picked);
  g_ptr_array_unref (input->texts);
  g_free (input);
}

typedef struct
{
  const Input    *input;
  YunRecord      *links; /* what the links among the texts lead to */
  YunEdits       *edits;
  YunEditOutcome *outcome;
  const char     *today;
} Editing;

static void
leave (Editing *self, const char *name, const char *reason)
{
  YunUnedited *unedited = g_new0 (YunUnedited, 1);

  unedited->name = g_strdup (name);
  unedited->reason = g_strdup (reason);
  g_ptr_array_add (self->outcome->unedited, unedited);
}

/* Makes uids of the names of links, once for all; a name that no record has, or several, is wrong
 * for all of them. */
static gboolean
resolve_links (Editing *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *texts = self->input->texts;

  for (guint i = 0; i < texts->len; i++)
    {
      const YunFieldText *text = texts->pdata[i];

      if (yun_field_is_link (text->field) &&
          !yun_entry_set (self->links, text->field, text->text, self->today, error))
        return FALSE;
    }
  return yun_store_resolve_links_sync (self->input->picked->store, self->links, cancellable, error);
}

static gboolean
set_value (Editing *self, YunRecord *after, const YunFieldText *text, GError **error)
{
  const YunField *field = text->field;

  if (!yun_field_is_link (field))
    return yun_entry_set (after, field, text->text, self->today, error);
  yun_record_set_text (after, field, yun_record_get_text (self->links, field));
  yun_record_set_link_labels (after, field, yun_record_get_link_labels (self->links, field));
  return TRUE;
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

      if (!set_value (self, after, text, error))
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
    yun_store_write_sync (self->input->picked->store, self->edits, cancellable, &local);
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
  YunPicked                 *picked = input->picked;
  g_autoptr (YunRecord)      links = yun_entity_new_record (picked->entity);
  g_autoptr (YunEditOutcome) outcome = outcome_new (picked->entity);
  g_autoptr (YunEdits)       edits = yun_edits_new (YUN_ACTION_EDIT, "", picked->who);
  g_autofree char           *today = yun_rule_get_today ();
  Editing                    self = { input, links, edits, outcome, today };

  if (!resolve_links (&self, cancellable, error) ||
      !yun_picked_each (picked, job, TRUE, edit_cb, &self, cancellable, error) ||
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

  input = g_new0 (Input, 1);
  input->picked = yun_picked_new (store, entity, ids, who);
  input->texts = g_ptr_array_ref (texts);
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
  return yun_picked_each (data, job, FALSE, compare_cb, shared, cancellable, error)
           ? g_steal_pointer (&shared)
           : NULL;
}

YunJob *
yun_shared_job_new (YunStore *store, const YunEntity *entity, GArray *ids)
{
  g_return_val_if_fail (YUN_IS_STORE (store) && ids != NULL, NULL);

  return yun_job_new (_ ("Reading"), compare_thread, yun_picked_new (store, entity, ids, NULL),
                      (GDestroyNotify) yun_picked_free, (GDestroyNotify) yun_shared_free);
}
