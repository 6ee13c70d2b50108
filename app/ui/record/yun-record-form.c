/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-form.h"

#include "yun-chain.h"
#include "yun-entry.h"
#include "yun-firm.h"
#include "yun-missing-record.h"
#include "yun-store-links.h"
#include "yun-store-match.h"
#include "yun-store-write.h"

#include <glib/gi18n.h>

/* Looks for other records of that name so long after the last key. */
#define PAUSE_MS 400

struct _YunRecordForm
{
  AdwWindow parent_instance;

  GtkWidget *page;
  GtkWidget *error_label;
  GtkWidget *save_button;
  GtkWidget *spinner;

  YunStore  *store;   /* (owned) */
  YunRecord *record;  /* (owned): as it was read */
  GPtrArray *watched; /* (owned) (element-type YunFieldRow): of .rows, those that may have twins */
  guint      pause;   /* a source: looks for twins when the typing pauses */
  GCancellable *looking;   /* (owned) (nullable): for twins */
  GPtrArray    *rows;      /* (owned) (element-type YunFieldRow) */
  char         *warned_of; /* (owned) (nullable): the wrong code that is saved when asked again */
  char         *other;     /* (owned) (nullable): who wrote what is being read again */
  char         *town;      /* (owned) (nullable): the town the zone row was last in step with */
  GtkWidget    *focus;     /* (weak) (nullable): what had the focus before saving */
  gboolean      loading;   /* the rows change, but not by the user */
  gboolean      saving;    /* or reading again after that failed */
  gboolean      refused;   /* it is read again since it could not be saved */
  gboolean      discard;   /* closes without asking */
};

G_DEFINE_FINAL_TYPE (YunRecordForm, yun_record_form, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  RECORD,
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

/* ---- Twins ---------------------------------------------------------------- */

/* Warns at each row of which another record has the value; takes the warnings back of the others.
 */
static void
show_twins (YunRecordForm *self, GPtrArray *twins)
{
  for (guint i = 0; i < self->watched->len; i++)
    {
      YunFieldRow     *row = g_ptr_array_index (self->watched, i);
      const YunTwin   *first = NULL;
      guint            n = 0;
      g_autofree char *text = NULL;

      for (guint k = 0; k < twins->len; k++)
        {
          const YunTwin *twin = g_ptr_array_index (twins, k);

          if (twin->field != yun_field_row_get_field (row))
            continue;
          first = first != NULL ? first : twin;
          n++;
        }
      if (n == 0)
        {
          yun_field_row_mark (row, NULL, NULL);
          continue;
        }
      text = g_strdup_printf (
        ngettext ("%u other record has this too:", "%u other records have this too, first:", n), n);
      yun_field_row_warn_of (row, text, *first->name != '\0' ? first->name : _ ("Without a name"),
                             first->id);
    }
}

static void
twins_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (GPtrArray) twins = yun_store_list_twins_finish (YUN_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (twins == NULL)
    g_debug ("no twins: %s", error->message);
  else if (self->page != NULL && !self->saving)
    show_twins (self, twins);
}

static gboolean
look_for_twins_cb (gpointer user_data)
{
  YunRecordForm        *self = user_data;
  g_autoptr (YunRecord) record = yun_record_copy (self->record);

  self->pause = 0;
  for (guint i = 0; i < self->watched->len; i++)
    if (!yun_field_row_apply (g_ptr_array_index (self->watched, i), record, NULL))
      return G_SOURCE_REMOVE;
  self->looking = g_cancellable_new ();
  yun_store_list_twins_async (self->store, record, self->looking, twins_listed_cb,
                              g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
stop_looking (YunRecordForm *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* Looked for when the typing pauses. */
static void
watched_changed_cb (YunRecordForm *self)
{
  if (self->loading)
    return;
  stop_looking (self);
  self->pause = g_timeout_add (PAUSE_MS, look_for_twins_cb, self);
}

static void
twin_followed_cb (gint64 id, gpointer user_data)
{
  g_signal_emit (user_data, signals[RECORD], 0, id);
}

/* The name and the code: what should be one record's alone. */
static void
watch_twins (YunRecordForm *self)
{
  const char *const ids[] = { "name", yun_record_get_entity (self->record)->portrait->code };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      YunFieldRow *row = ids[i] != NULL ? yun_record_form_get_row (self, ids[i]) : NULL;

      if (row == NULL)
        continue;
      g_ptr_array_add (self->watched, row);
      yun_field_row_on_change (row, G_CALLBACK (watched_changed_cb), self);
      yun_field_row_on_link (row, twin_followed_cb, self);
    }
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
      if (yun_field_row_is_undecided (row))
        {
          yun_field_row_mark (row, "error", _ ("Choose which value is to stand."));
          wrong = wrong != NULL ? wrong : row;
          continue;
        }
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

/* Takes over what is there now: rows that the user has not touched show it, of the others those
 * that differ from it are chosen from. */
static void
meet (YunRecordForm *self, YunRecord *now, const char *who)
{
  YunFieldRow *town = yun_record_form_get_row (self, "town");
  YunFieldRow *undecided = NULL;

  self->loading = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      YunFieldRow *row = g_ptr_array_index (self->rows, i);

      yun_field_row_meet (row, self->record, now, who);
      if (undecided == NULL && yun_field_row_is_undecided (row))
        undecided = row;
    }
  self->loading = FALSE;
  g_set_object (&self->record, now);
  g_free (self->town);
  self->town = town != NULL ? yun_field_row_dup_text (town) : NULL;
  if (undecided != NULL)
    {
      show_error (self, _ ("Someone else changed this record meanwhile, and nothing was saved yet. "
                           "Choose below which values are to stand, then save."));
      yun_field_row_grab_focus (undecided);
    }
  else if (self->refused)
    {
      show_error (self, _ ("Someone else changed this record meanwhile, and nothing was saved yet. "
                           "What is other now is marked below; save again when it is right."));
    }
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GPtrArray)     records = NULL;
  g_autoptr (GError)        error = NULL;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  /* What is being saved will itself tell what stands in the way. */
  if (self->page == NULL || (self->saving && !self->refused))
    return;
  if (self->refused)
    {
      set_saving (self, FALSE);
      restore_focus (self);
    }
  if (records == NULL)
    show_error (self, error->message);
  else if (records->len == 0 || g_ptr_array_index (records, 0) == NULL)
    show_error (self, _ ("The record is no longer in the registry."));
  else
    meet (self, g_ptr_array_index (records, 0), self->other);
  self->refused = FALSE;
}

/* @who: (nullable): who wrote the record meanwhile */
static void
read_again (YunRecordForm *self, const char *who)
{
  gint64 id = yun_record_get_id (self->record);

  g_free (self->other);
  self->other = g_strdup (who);
  yun_store_load_async (self->store, yun_record_get_entity (self->record), &id, 1, TRUE, NULL,
                        read_again_cb, g_object_ref (self));
}

/* A commit, not of this form: is it about its record? */
static void
changed_cb (YunRecordForm *self, YunChange *change)
{
  gboolean touched = change->rows == NULL;
  gint64   id = yun_record_get_id (self->record);
  guint    entity = yun_entity_get_index (yun_record_get_entity (self->record));

  if (self->page == NULL || self->saving || self->discard || id == 0)
    return;
  for (guint i = 0; change->rows != NULL && i < change->rows->len; i++)
    {
      const YunChangeRow *row = &g_array_index (change->rows, YunChangeRow, i);

      if (row->entity == entity && row->id == id)
        touched = TRUE;
    }
  if (touched)
    read_again (self, change->who);
}

/* ---- Saving --------------------------------------------------------------- */

typedef struct
{
  YunRecordForm *self;   /* (owned) */
  YunRecord     *edited; /* (owned) */
  YunEdits      *edits;  /* (owned) */
} Save;

/* (nullable): who wrote what stood in the way. */
static const char *
find_other (YunEdits *edits)
{
  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    {
      const YunEdit *edit = yun_edits_get (edits, i);

      if (edit->verdict == YUN_VERDICT_CONFLICT && edit->who != NULL && *edit->who != '\0')
        return edit->who;
    }
  return NULL;
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
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT))
    {
      set_saving (self, TRUE);
      self->refused = TRUE;
      read_again (self, find_other (edits));
      return;
    }
  restore_focus (self);
  show_error (self, error->message);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunChange)     change = yun_store_write_finish (YUN_STORE (source), result, &error);

  if (self->page == NULL)
    return;
  set_saving (self, FALSE);
  if (change != NULL)
    yun_record_form_save (self);
  else
    show_error (self, error->message);
}

/* A record for a name that none has, since the person wants one. */
static void
make_record (GtkWindow *window, YunEdits *edits)
{
  YunRecordForm *self = YUN_RECORD_FORM (window);

  if (self->page == NULL)
    return;
  set_saving (self, TRUE);
  yun_store_write_async (self->store, edits, NULL, made_cb, g_object_ref (self));
}

static void
write_record (YunRecordForm *self, YunRecord *edited)
{
  gboolean fresh = yun_record_get_id (self->record) == 0;
  Save    *save = g_new0 (Save, 1);

  set_saving (self, TRUE);
  save->self = g_object_ref (self);
  save->edited = g_object_ref (edited);
  save->edits =
    yun_edits_new (fresh ? YUN_ACTION_ADD : YUN_ACTION_EDIT, "", yun_change_get_person ());
  yun_edits_set_whole (save->edits, TRUE);
  if (fresh)
    yun_edits_add_insert (save->edits, edited);
  else
    yun_edits_add_difference (save->edits, self->record, edited);
  yun_store_write_async (self->store, save->edits, NULL, saved_cb, save);
}

/* What the rows name is known now, or one of the names is not. */
static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  YunUnresolved             unresolved = { NULL };
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunRecord)     edited =
    yun_store_resolve_links_finish (YUN_STORE (source), result, &unresolved, &error);
  g_autofree char *name = unresolved.name;

  if (self->page == NULL)
    return;
  set_saving (self, FALSE);
  if (edited != NULL)
    {
      if (place_by_town (self, edited))
        write_record (self, edited);
      return;
    }
  if (name == NULL)
    {
      show_error (self, error->message);
      return;
    }
  refuse (yun_record_form_get_row (self, unresolved.field->id), "error", error->message);
  if (g_error_matches (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD))
    yun_missing_record_offer (GTK_WINDOW (self), &unresolved, error->message, make_record);
}

void
yun_record_form_save (YunRecordForm *self)
{
  g_autoptr (YunRecord) edited = NULL;

  g_return_if_fail (YUN_IS_RECORD_FORM (self));

  if (self->saving)
    return;
  show_error (self, NULL);
  stop_looking (self);
  edited = read_rows (self);
  if (edited == NULL)
    return;
  if (yun_record_get_id (self->record) != 0 && !is_changed (self))
    {
      close_for_good (self);
      return;
    }
  set_saving (self, TRUE);
  yun_store_resolve_links_async (self->store, edited, NULL, resolved_cb, g_object_ref (self));
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

  stop_looking (self);
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
  g_ptr_array_unref (self->watched);
  g_ptr_array_unref (self->rows);
  g_free (self->warned_of);
  g_free (self->other);
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

  signals[RECORD] = g_signal_new ("record", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

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
  self->watched = g_ptr_array_new ();
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
  watch_twins (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
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
