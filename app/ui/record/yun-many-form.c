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
  AdwWindow parent_instance;

  GtkWidget *page;
  GtkWidget *error_label;

  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids;    /* (owned) */
  GPtrArray       *rows;   /* (owned) (element-type YunFieldRow) */
  YunRecord       *sample; /* (owned): to try values on */
  GtkWidget       *focus;  /* (weak) (nullable): what had the focus before saving */
  gboolean         saving;
  gboolean         discard; /* closes without asking */
};

G_DEFINE_FINAL_TYPE (YunManyForm, yun_many_form, ADW_TYPE_WINDOW)

static guint edited_signal;

/* ---- Saving --------------------------------------------------------------- */

static void
show_error (YunManyForm *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->error_label, text != NULL);
}

static void
set_saving (YunManyForm *self, gboolean saving)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->saving = saving;
  /* An entry that is made insensitive is not told that it loses the focus. */
  if (saving)
    {
      g_set_weak_pointer (&self->focus, focus);
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_widget_set_sensitive (self->page, !saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", !saving);
}

static gboolean
is_changed (YunManyForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (yun_field_row_is_changed (self->rows->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
close_for_good (YunManyForm *self)
{
  self->discard = TRUE;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* (transfer full) (nullable): what is to be written; NULL when a row cannot be read, which then has
 * the focus. */
static GPtrArray *
read_rows (YunManyForm *self)
{
  g_autoptr (GPtrArray) texts = yun_field_texts_new ();
  g_autoptr (YunRecord) record = yun_record_copy (self->sample);
  YunFieldRow          *wrong = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      YunFieldRow       *row = self->rows->pdata[i];
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
  g_autoptr (YunManyForm)    self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (YunEditOutcome) outcome = yun_job_run_finish (YUN_JOB (source), result, &error);

  if (self->page == NULL)
    return;
  set_saving (self, FALSE);
  if (outcome != NULL)
    {
      g_signal_emit (self, edited_signal, 0, outcome);
      close_for_good (self);
    }
  else
    {
      if (self->focus != NULL)
        gtk_widget_grab_focus (self->focus);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error->message);
    }
}

void
yun_many_form_save (YunManyForm *self)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (YunJob)    job = NULL;

  g_return_if_fail (YUN_IS_MANY_FORM (self));

  if (self->saving)
    return;
  show_error (self, NULL);
  texts = read_rows (self);
  if (texts == NULL)
    return;
  if (texts->len == 0)
    {
      close_for_good (self);
      return;
    }
  set_saving (self, TRUE);
  job = yun_edit_job_new (self->store, self->entity, self->ids, texts, yun_change_get_person ());
  if (self->ids->len > MANY)
    yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, edited_cb, g_object_ref (self));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_many_form_save (YUN_MANY_FORM (widget));
}

/* ---- Closing -------------------------------------------------------------- */

static gboolean
close_later_cb (gpointer user_data)
{
  close_for_good (user_data);
  return G_SOURCE_REMOVE;
}

/* Not at once: the dialog that asked still needs the window it is over. */
static void
discard_answered_cb (YunManyForm *self, const char *response)
{
  if (strcmp (response, "discard") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_later_cb, g_object_ref (self), g_object_unref);
}

static gboolean
yun_many_form_close_request (GtkWindow *window)
{
  YunManyForm *self = YUN_MANY_FORM (window);
  GtkWidget   *dialog;

  if (self->saving)
    return TRUE;
  if (self->discard || !is_changed (self))
    return GTK_WINDOW_CLASS (yun_many_form_parent_class)->close_request (window);
  dialog = adw_message_dialog_new (window, _ ("Discard Changes?"),
                                   _ ("What you changed here has not been saved."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Editing"),
                                    "discard", _ ("_Discard Changes"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* ---- Rows ----------------------------------------------------------------- */

/* What is one record's alone is not given to several. */
static gboolean
names_record (const YunEntity *entity, const YunField *field)
{
  const YunPortrait *portrait = entity->portrait;

  if (strcmp (field->id, "name") == 0 || g_strcmp0 (field->id, portrait->code) == 0)
    return TRUE;
  if (portrait->keys != NULL)
    {
      g_auto (GStrv) keys = g_strsplit (portrait->keys, ";", -1);

      return g_strv_contains ((const char *const *) keys, field->id);
    }
  return FALSE;
}

static void
make_rows (YunManyForm *self, const YunShared *shared)
{
  const YunField *const *fields = yun_entity_get_fields (self->entity, NULL);
  const char            *title = _ ("Name and Facts");
  GtkWidget             *group = NULL;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      YunFieldRow *row;

      if (fields[i]->section != NULL)
        {
          title = _ (fields[i]->section);
          group = NULL;
        }
      if ((fields[i]->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) != 0 ||
          names_record (self->entity, fields[i]))
        continue;
      if (group == NULL)
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page),
                                    ADW_PREFERENCES_GROUP (group));
        }
      row = yun_field_row_new (fields[i], ADW_PREFERENCES_GROUP (group));
      if (g_hash_table_contains (shared->mixed, fields[i]))
        yun_field_row_load_mixed (row);
      else
        yun_field_row_load (row, shared->record);
      g_ptr_array_add (self->rows, row);
    }
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_many_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_MANY_FORM);
  G_OBJECT_CLASS (yun_many_form_parent_class)->dispose (object);
}

static void
yun_many_form_finalize (GObject *object)
{
  YunManyForm *self = YUN_MANY_FORM (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->store);
  g_clear_object (&self->sample);
  g_clear_pointer (&self->ids, g_array_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (yun_many_form_parent_class)->finalize (object);
}

static void
yun_many_form_class_init (YunManyFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_many_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_many_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_many_form_close_request;
  edited_signal = g_signal_new ("edited", YUN_TYPE_MANY_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-many-form.ui");
  gtk_widget_class_bind_template_child (widget_class, YunManyForm, page);
  gtk_widget_class_bind_template_child (widget_class, YunManyForm, error_label);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "form.save", NULL);
}

static void
yun_many_form_init (YunManyForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_field_row_free);
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
  make_rows (self, shared);
  if (self->rows->len > 0)
    yun_field_row_grab_focus (self->rows->pdata[0]);
  return GTK_WIDGET (self);
}

YunFieldRow *
yun_many_form_get_row (YunManyForm *self, const char *field)
{
  g_return_val_if_fail (YUN_IS_MANY_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (strcmp (yun_field_row_get_field (self->rows->pdata[i])->id, field) == 0)
      return self->rows->pdata[i];
  return NULL;
}
