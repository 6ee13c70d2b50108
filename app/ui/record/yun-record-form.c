/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-form.h"

#include "yun-chain.h"
#include "yun-entry.h"
#include "yun-firm.h"
#include "yun-store-write.h"

#include <glib/gi18n.h>

struct _YunRecordForm
{
  AdwWindow parent_instance;

  GtkWidget *page;
  GtkWidget *error_label;
  GtkWidget *save_button;
  GtkWidget *spinner;

  YunStore  *store;     /* (owned) */
  YunRecord *record;    /* (owned): as it was read */
  GPtrArray *rows;      /* (owned) (element-type YunFieldRow) */
  char      *warned_of; /* (owned) (nullable): the wrong code that is saved when asked again */
  char      *town;      /* (owned) (nullable): the town the zone row was last in step with */
  GtkWidget *focus;     /* (weak) (nullable): what had the focus before saving */
  gboolean   loading;   /* the rows change, but not by the user */
  gboolean   saving;    /* or reading again */
  gboolean   discard;   /* closes without asking */
};

G_DEFINE_FINAL_TYPE (YunRecordForm, yun_record_form, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- State ---------------------------------------------------------------- */

static void
show_error (YunRecordForm *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->error_label, text != NULL);
}

static void
set_saving (YunRecordForm *self, gboolean saving)
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
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), saving);
}

static void
restore_focus (YunRecordForm *self)
{
  if (self->focus != NULL)
    gtk_widget_grab_focus (self->focus);
}

static gboolean
is_changed (YunRecordForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (yun_field_row_is_changed (g_ptr_array_index (self->rows, i)))
      return TRUE;
  return FALSE;
}

static void
close_for_good (YunRecordForm *self)
{
  self->discard = TRUE;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_close (GTK_WINDOW (self));
}

YunFieldRow *
yun_record_form_get_row (YunRecordForm *self, const char *field)
{
  g_return_val_if_fail (YUN_IS_RECORD_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      YunFieldRow *row = g_ptr_array_index (self->rows, i);

      if (strcmp (yun_field_row_get_field (row)->id, field) == 0)
        return row;
    }
  return NULL;
}

/* ---- Town and zone -------------------------------------------------------- */

static const char *
get_zone (const char *town)
{
  const YunDistrictTown *found = town != NULL && *town != '\0' ? yun_chain_find_town (town) : NULL;

  return found != NULL ? found->zone : "";
}

/* The zone goes with the town, unless it was another one on purpose. */
static void
town_chosen_cb (YunRecordForm *self)
{
  YunFieldRow     *town_row = yun_record_form_get_row (self, "town");
  YunFieldRow     *zone_row = yun_record_form_get_row (self, "zone");
  g_autofree char *town = yun_field_row_dup_text (town_row);
  g_autofree char *zone = zone_row != NULL ? yun_field_row_dup_text (zone_row) : NULL;

  if (self->loading)
    return;
  if (zone != NULL && (*zone == '\0' || strcmp (zone, get_zone (self->town)) == 0))
    yun_field_row_set_text (zone_row, get_zone (town));
  g_free (self->town);
  self->town = g_steal_pointer (&town);
}

/* ---- Reading the rows ----------------------------------------------------- */

static void
refuse (YunFieldRow *row, const char *style, const char *text)
{
  yun_field_row_mark (row, style, text);
  yun_field_row_grab_focus (row);
}

/* Codes come with blanks, hyphens and full-width letters. */
static void
tidy_code (YunFieldRow *row)
{
  g_autofree char    *text = yun_field_row_dup_text (row);
  g_autofree char    *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char    *upper = g_ascii_strup (normal != NULL ? normal : text, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *c = upper; *c != '\0'; c++)
    if (*c != ' ' && *c != '-')
      g_string_append_c (out, *c);
  if (strcmp (out->str, text) != 0)
    yun_field_row_set_text (row, out->str);
}

/* A wrong check character is a warning: real lists have such codes. */
static gboolean
check_code (YunRecordForm *self)
{
  YunFieldRow     *row = yun_record_form_get_row (self, "credit-code");
  g_autofree char *code = NULL;

  if (row == NULL || !yun_field_row_is_changed (row))
    return TRUE;
  tidy_code (row);
  code = yun_field_row_dup_text (row);
  if (*code == '\0' || yun_firm_check_code (code) || g_strcmp0 (code, self->warned_of) == 0)
    return TRUE;
  g_free (self->warned_of);
  self->warned_of = g_steal_pointer (&code);
  refuse (row, "warning",
          _ ("This code is not 18 characters with the right check character. Save again to keep "
             "it as it is."));
  return FALSE;
}

/* Whether what @edited says goes together; what did not before is no fault of this edit. */
static gboolean
check_together (YunRecordForm *self, YunRecord *edited)
{
  const YunField    *field, *before;
  g_autoptr (GError) error = NULL;

  if (yun_entry_check (edited, &field, &error) ||
      (!yun_entry_check (self->record, &before, NULL) && before == field))
    return TRUE;
  refuse (yun_record_form_get_row (self, field->id), "error", error->message);
  return FALSE;
}

/* What the rows say; NULL when that cannot be saved, and then the first wrong row has the focus. */
static YunRecord *
read_rows (YunRecordForm *self)
{
  g_autoptr (YunRecord) edited = yun_record_copy (self->record);
  YunFieldRow          *wrong = NULL;
  YunFieldRow          *name = yun_record_form_get_row (self, "name");

  for (guint i = 0; i < self->rows->len; i++)
    {
      YunFieldRow       *row = g_ptr_array_index (self->rows, i);
      g_autoptr (GError) error = NULL;

      yun_field_row_mark (row, NULL, NULL);
      if (yun_field_row_apply (row, edited, &error))
        continue;
      yun_field_row_mark (row, "error", error->message);
      if (wrong == NULL)
        wrong = row;
    }
  if (*yun_record_get_name (edited) == '\0')
    {
      yun_field_row_mark (name, "error", _ ("A record needs a name."));
      wrong = name;
    }
  if (wrong != NULL)
    {
      yun_field_row_grab_focus (wrong);
      return NULL;
    }
  return check_together (self, edited) && check_code (self) ? g_steal_pointer (&edited) : NULL;
}

static gboolean
is_row_changed (YunRecordForm *self, const char *id)
{
  YunFieldRow *row = yun_record_form_get_row (self, id);

  return row != NULL && yun_field_row_is_changed (row);
}

/* FALSE when it is said to stand at its town, and no town is known. */
static gboolean
place_by_town (YunRecordForm *self, YunRecord *edited)
{
  gboolean           said = is_row_changed (self, "accuracy");
  g_autoptr (GError) error = NULL;

  if ((yun_record_get_id (edited) != 0 && !said && !is_row_changed (self, "town")) ||
      yun_entry_place (edited, NULL, said, &error))
    return TRUE;
  refuse (yun_record_form_get_row (self, "accuracy"), "error", error->message);
  return FALSE;
}

/* ---- Conflicts ------------------------------------------------------------ */

static void
load_rows (YunRecordForm *self)
{
  YunFieldRow *town = yun_record_form_get_row (self, "town");

  self->loading = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    yun_field_row_load (g_ptr_array_index (self->rows, i), self->record);
  self->loading = FALSE;
  g_clear_pointer (&self->town, g_free);
  self->town = town != NULL ? yun_field_row_dup_text (town) : NULL;
  g_clear_pointer (&self->warned_of, g_free);
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GPtrArray)     records = NULL;
  g_autoptr (GError)        error = NULL;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  if (self->page == NULL)
    return;
  set_saving (self, FALSE);
  restore_focus (self);
  if (records == NULL)
    show_error (self, error->message);
  else if (records->len == 0 || g_ptr_array_index (records, 0) == NULL)
    show_error (self, _ ("The record is no longer in the registry."));
  else
    {
      g_set_object (&self->record, g_ptr_array_index (records, 0));
      load_rows (self);
    }
}

static void
conflict_answered_cb (YunRecordForm *self, const char *response)
{
  gint64 id = yun_record_get_id (self->record);

  if (strcmp (response, "reload") != 0)
    return;
  set_saving (self, TRUE);
  yun_store_load_async (self->store, yun_record_get_entity (self->record), &id, 1, TRUE, NULL,
                        read_again_cb, g_object_ref (self));
}

/* @what: each field that somebody else has set to another value meanwhile */
static void
ask_about_conflict (YunRecordForm *self, const char *what)
{
  g_autofree char *text = g_strdup_printf (
    _ ("%s\n\nNothing was saved. Reloading shows what the record is now and loses your changes."),
    what);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("Changed by Someone Else"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Editing"),
                                    "reload", _ ("_Reload"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "reload",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (conflict_answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Saving --------------------------------------------------------------- */

typedef struct
{
  YunRecordForm *self;   /* (owned) */
  YunRecord     *edited; /* (owned) */
  YunEdits      *edits;  /* (owned) */
} Save;

/* (transfer full): a sentence for each edit that was not written. */
static char *
describe_unwritten (YunEdits *edits)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    if (yun_edits_get (edits, i)->verdict == YUN_VERDICT_CONFLICT)
      g_ptr_array_add (lines, yun_edit_describe (yun_edits_get (edits, i)));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save                     *save = user_data;
  g_autoptr (YunRecordForm) self = save->self;
  g_autoptr (YunRecord)     edited = save->edited;
  g_autoptr (YunEdits)      edits = save->edits;
  g_autoptr (YunChange)     change = NULL;
  g_autoptr (GError)        error = NULL;

  g_free (save);
  change = yun_store_write_finish (YUN_STORE (source), result, &error);
  if (self->page == NULL)
    return;
  set_saving (self, FALSE);
  if (change != NULL || g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING))
    {
      if (yun_record_get_id (edited) == 0)
        yun_record_set_id (edited, yun_edits_get (edits, 0)->id);
      g_signal_emit (self, signals[SAVED], 0, edited);
      close_for_good (self);
      return;
    }
  restore_focus (self);
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT))
    {
      g_autofree char *what = describe_unwritten (edits);

      ask_about_conflict (self, what);
    }
  else
    show_error (self, error->message);
}

void
yun_record_form_save (YunRecordForm *self)
{
  gboolean   fresh;
  YunRecord *edited;
  Save      *save;

  g_return_if_fail (YUN_IS_RECORD_FORM (self));

  if (self->saving)
    return;
  show_error (self, NULL);
  edited = read_rows (self);
  if (edited == NULL)
    return;
  fresh = yun_record_get_id (self->record) == 0;
  if (!fresh && !is_changed (self))
    {
      g_object_unref (edited);
      close_for_good (self);
      return;
    }
  if (!place_by_town (self, edited))
    {
      g_object_unref (edited);
      return;
    }
  set_saving (self, TRUE);
  save = g_new0 (Save, 1);
  save->self = g_object_ref (self);
  save->edited = edited;
  save->edits =
    yun_edits_new (fresh ? YUN_ACTION_ADD : YUN_ACTION_EDIT, "", yun_change_get_person ());
  yun_edits_set_whole (save->edits, TRUE);
  if (fresh)
    yun_edits_add_insert (save->edits, edited);
  else
    yun_edits_add_difference (save->edits, self->record, edited);
  yun_store_write_async (self->store, save->edits, NULL, saved_cb, save);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_record_form_save (YUN_RECORD_FORM (widget));
}

gboolean
yun_record_form_is_saving (YunRecordForm *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_FORM (self), FALSE);
  return self->saving;
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
discard_answered_cb (YunRecordForm *self, const char *response)
{
  if (strcmp (response, "discard") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_later_cb, g_object_ref (self), g_object_unref);
}

static gboolean
yun_record_form_close_request (GtkWindow *window)
{
  YunRecordForm *self = YUN_RECORD_FORM (window);
  GtkWidget     *dialog;

  if (self->saving)
    return TRUE;
  if (self->discard || !is_changed (self))
    return GTK_WINDOW_CLASS (yun_record_form_parent_class)->close_request (window);

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

/* ---- Object --------------------------------------------------------------- */

static GtkWidget *
add_group (YunRecordForm *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), ADW_PREFERENCES_GROUP (group));
  return group;
}

/* A group for each section that has a field to be edited. */
static void
make_rows (YunRecordForm *self)
{
  const YunField *const *fields =
    yun_entity_get_fields (yun_record_get_entity (self->record), NULL);
  const char  *title = _ ("Name and Facts");
  GtkWidget   *group = NULL;
  YunFieldRow *town;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (fields[i]->section != NULL)
        {
          title = _ (fields[i]->section);
          group = NULL;
        }
      if ((fields[i]->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) != 0)
        continue;
      if (group == NULL)
        group = add_group (self, title);
      g_ptr_array_add (self->rows, yun_field_row_new (fields[i], ADW_PREFERENCES_GROUP (group)));
    }
  load_rows (self);
  town = yun_record_form_get_row (self, "town");
  if (town != NULL)
    yun_field_row_on_change (town, G_CALLBACK (town_chosen_cb), self);
}

static void
yun_record_form_dispose (GObject *object)
{
  YunRecordForm *self = YUN_RECORD_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_RECORD_FORM);
  G_OBJECT_CLASS (yun_record_form_parent_class)->dispose (object);
}

static void
yun_record_form_finalize (GObject *object)
{
  YunRecordForm *self = YUN_RECORD_FORM (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->store);
  g_clear_object (&self->record);
  g_ptr_array_unref (self->rows);
  g_free (self->warned_of);
  g_free (self->town);
  G_OBJECT_CLASS (yun_record_form_parent_class)->finalize (object);
}

static void
yun_record_form_class_init (YunRecordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_record_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_record_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_record_form_close_request;

  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, YUN_TYPE_RECORD);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-record-form.ui");
  gtk_widget_class_bind_template_child (widget_class, YunRecordForm, page);
  gtk_widget_class_bind_template_child (widget_class, YunRecordForm, error_label);
  gtk_widget_class_bind_template_child (widget_class, YunRecordForm, save_button);
  gtk_widget_class_bind_template_child (widget_class, YunRecordForm, spinner);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "form.save", NULL);
}

static void
yun_record_form_init (YunRecordForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_field_row_free);
}

GtkWidget *
yun_record_form_new (GtkWindow *parent, YunStore *store, YunRecord *record)
{
  YunRecordForm *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (YUN_IS_RECORD (record), NULL);

  self = g_object_new (YUN_TYPE_RECORD_FORM, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->store = g_object_ref (store);
  self->record = yun_record_copy (record);
  make_rows (self);
  if (yun_record_get_id (record) == 0)
    {
      g_autofree char *title = g_strdup_printf (
        /* Translators: a kind of records, such as Firms */
        _ ("New: %s"), yun_entity_get_label (yun_record_get_entity (record)));

      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  else
    {
      gtk_window_set_title (GTK_WINDOW (self), yun_record_get_name (record));
    }
  yun_field_row_grab_focus (yun_record_form_get_row (self, "name"));
  return GTK_WIDGET (self);
}
