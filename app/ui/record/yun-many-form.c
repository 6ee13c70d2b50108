/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-many-form.h"

#include "yun-job-view.h"

#include <glib/gi18n.h>

/* More records than this take long enough to show how far it is. */
#define MANY 500

struct _YunManyForm
{
  YunForm parent_instance;

  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids;    /* (owned) */
  YunRecord       *sample; /* (owned): to try values on */
};

G_DEFINE_FINAL_TYPE (YunManyForm, yun_many_form, YUN_TYPE_FORM)

static guint edited_signal;

/* ---- Saving --------------------------------------------------------------- */

/* (transfer full) (nullable): what is to be written; NULL when a row cannot be read, which then has
 * the focus. */
static GPtrArray *
read_rows (YunManyForm *self)
{
  GPtrArray            *rows = yun_form_get_rows (YUN_FORM (self));
  g_autoptr (GPtrArray) texts = yun_field_texts_new ();
  g_autoptr (YunRecord) record = yun_record_copy (self->sample);
  YunFieldRow          *wrong = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      YunFieldRow       *row = rows->pdata[i];
      g_autofree char   *text = yun_field_row_dup_text (row);
      g_autoptr (GError) error = NULL;

      yun_field_row_mark (row, NULL, NULL);
      if (!yun_field_row_is_changed (row))
        continue;
      if (yun_field_row_apply (row, record, &error))
        {
          yun_field_texts_add (texts, yun_field_row_get_field (row), text);
          continue;
        }
      yun_field_row_mark (row, "error", error->message);
      wrong = wrong != NULL ? wrong : row;
    }
  if (wrong == NULL)
    return g_steal_pointer (&texts);
  yun_field_row_grab_focus (wrong);
  return NULL;
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunForm)        form = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (YunEditOutcome) outcome = yun_job_run_finish (YUN_JOB (source), result, &error);

  if (yun_form_is_closed (form))
    return;
  yun_form_set_saving (form, FALSE);
  if (outcome != NULL)
    {
      g_signal_emit (form, edited_signal, 0, outcome);
      yun_form_close (form);
      return;
    }
  yun_form_restore_focus (form);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    yun_form_show_error (form, error->message);
}

static void
yun_many_form_save (YunForm *form)
{
  YunManyForm          *self = YUN_MANY_FORM (form);
  g_autoptr (GPtrArray) texts = read_rows (self);
  g_autoptr (YunJob)    job = NULL;

  if (texts == NULL)
    return;
  if (texts->len == 0)
    {
      yun_form_close (form);
      return;
    }
  yun_form_set_saving (form, TRUE);
  job = yun_edit_job_new (self->store, self->entity, self->ids, texts, yun_change_get_person ());
  if (self->ids->len > MANY)
    yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, edited_cb, g_object_ref (self));
}

/* ---- Rows ----------------------------------------------------------------- */

/* What is one record's alone is not given to several. */
static gboolean
is_shared (const YunEntity *entity, const YunField *field)
{
  const YunPortrait    *portrait = entity->portrait;
  g_autoptr (GPtrArray) keys = yun_entity_list_fields (entity, portrait->keys);

  return strcmp (field->id, "name") != 0 && g_strcmp0 (field->id, portrait->code) != 0 &&
         !g_ptr_array_find (keys, field, NULL);
}

static void
load_rows (YunManyForm *self, const YunShared *shared)
{
  GPtrArray *rows = yun_form_get_rows (YUN_FORM (self));

  for (guint i = 0; i < rows->len; i++)
    if (g_hash_table_contains (shared->mixed, yun_field_row_get_field (rows->pdata[i])))
      yun_field_row_load_mixed (rows->pdata[i]);
    else
      yun_field_row_load (rows->pdata[i], shared->record);
  if (rows->len > 0)
    yun_field_row_grab_focus (rows->pdata[0]);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_many_form_finalize (GObject *object)
{
  YunManyForm *self = YUN_MANY_FORM (object);

  g_clear_object (&self->store);
  g_clear_object (&self->sample);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (yun_many_form_parent_class)->finalize (object);
}

static void
yun_many_form_class_init (YunManyFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yun_many_form_finalize;
  YUN_FORM_CLASS (klass)->save = yun_many_form_save;
  edited_signal = g_signal_new ("edited", YUN_TYPE_MANY_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
yun_many_form_init (YunManyForm *self)
{
}

GtkWidget *
yun_many_form_new (GtkWindow *parent, YunStore *store, GArray *ids, const YunShared *shared)
{
  YunManyForm     *self;
  g_autofree char *count = NULL, *title = NULL;

  g_return_val_if_fail (YUN_IS_STORE (store) && ids != NULL && shared != NULL, NULL);

  self = g_object_new (YUN_TYPE_MANY_FORM, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->store = g_object_ref (store);
  self->entity = yun_record_get_entity (shared->record);
  self->ids = g_array_ref (ids);
  self->sample = yun_record_copy (shared->record);
  count = yun_entity_format_count (self->entity, shared->n);
  /* Translators: "23 plots" */
  title = g_strdup_printf (_ ("Edit %s"), count);
  gtk_window_set_title (GTK_WINDOW (self), title);
  yun_form_set_note (YUN_FORM (self), _ ("Only what you change here is written, to all of them."));
  yun_form_add_rows (YUN_FORM (self), self->entity, is_shared);
  load_rows (self, shared);
  return GTK_WIDGET (self);
}
