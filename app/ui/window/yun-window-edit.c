/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-history-dialog.h"
#include "yun-job-view.h"
#include "yun-many-form.h"
#include "yun-record-form.h"
#include "yun-remove-job.h"
#include "yun-report.h"

#include <glib/gi18n.h>

/* More records than this take long enough to show how far it is. */
#define MANY 500

/* So many of the records that were not changed are told one by one. */
#define MAX_TOLD 8

/* How long what can be undone is offered in a toast. */
#define UNDO_SECONDS 10

/* ---- What is selected ----------------------------------------------------- */

/* (transfer full) (nullable) (element-type gint64): what is selected: rows of the list, or the
 * record that the window is about; NULL: nothing. */
static GArray *
list_selected (YunWindow *self, const YunEntity **entity)
{
  YunRecordModel *model = yun_record_list_get_model (YUN_RECORD_LIST (self->list));
  gint64          id = yun_workspace_get_selected_id (self->workspace);
  GArray         *ids;

  *entity = yun_workspace_get_selected_entity (self->workspace);
  if (*entity == NULL)
    return NULL;
  if (model != NULL && yun_record_model_get_n_selected (model) > 1 &&
      *entity == yun_workspace_get_ids_entity (self->workspace))
    return yun_record_model_list_selected (model);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, id);
  return ids;
}

/* ---- Forms ---------------------------------------------------------------- */

/* After an edit, Ctrl+Z is the edit's undo wherever the focus went, also in the search entry as
 * long as nothing else is typed there. */
static void
forget_typing (YunWindow *self)
{
  g_free (self->entry_then);
  self->entry_then = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)));
}

static gboolean
undo_pressed_cb (GtkWidget *entry, GVariant *unused, gpointer user_data)
{
  YunWindow *self = user_data;

  if (g_strcmp0 (self->entry_then, gtk_editable_get_text (GTK_EDITABLE (entry))) != 0)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo", NULL);
  return TRUE;
}

void
yun_window_init_edit (YunWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Before the entry, whose own undo GTK 4.8 keeps enabled when it is empty. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                      gtk_callback_action_new (undo_pressed_cb, self, NULL)));
  gtk_widget_add_controller (self->filter_entry, keys);
}

void
yun_window_tell_undoable (YunWindow *self, const char *text, const YunChange *change)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast        *toast = adw_toast_new (escaped);

  forget_typing (self);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo-change");
  adw_toast_set_action_target_value (toast, g_variant_new_int64 (change->number));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
record_saved_cb (YunWindow *self, YunRecord *record)
{
  AdwToast *toast = adw_toast_new (_ ("Saved"));

  forget_typing (self);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
  if (self->workspace != NULL)
    yun_workspace_select (self->workspace, yun_record_get_entity (record),
                          yun_record_get_id (record));
}

/* Behind the form, which stays as it is. */
static void
form_record_cb (GtkWidget *form, gint64 id, YunWindow *self)
{
  const YunEntity *entity = g_object_get_data (G_OBJECT (form), "yun-entity");

  if (self->workspace != NULL)
    yun_workspace_select (self->workspace, entity, id);
}

static void
open_form (YunWindow *self, YunRecord *record)
{
  GtkWidget *form;

  if (self->form != NULL)
    return;
  form = yun_record_form_new (GTK_WINDOW (self), self->store, record);
  g_set_weak_pointer (&self->form, form);
  g_object_set_data (G_OBJECT (form), "yun-entity", (gpointer) yun_record_get_entity (record));
  g_signal_connect_object (form, "record", G_CALLBACK (form_record_cb), self, 0);
  g_signal_connect_object (form, "saved", G_CALLBACK (record_saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (form));
}

static void
edited_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError)    error = NULL;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  if (self->stack == NULL || self->store != YUN_STORE (source))
    return;
  if (records == NULL)
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
  else if (records->len > 0 && g_ptr_array_index (records, 0) != NULL)
    open_form (self, g_ptr_array_index (records, 0));
}

/* ---- Several at once ------------------------------------------------------ */

/* What was not changed, and why, for as many as fit a dialog. */
static void
tell_unedited (YunWindow *self, const YunEditOutcome *outcome)
{
  g_autofree char    *title = yun_edit_outcome_describe (outcome);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget          *dialog;
  guint               n = outcome->unedited->len;

  for (guint i = 0; i < MIN (n, MAX_TOLD); i++)
    {
      const YunUnedited *unedited = outcome->unedited->pdata[i];
      const char        *name = *unedited->name != '\0' ? unedited->name : _ ("Without a name");

      /* Translators: the name of a record, and why it was not changed */
      g_string_append_printf (text, _ ("%s: %s"), name, unedited->reason);
      g_string_append_c (text, '\n');
    }
  if (n > MAX_TOLD)
    g_string_append_printf (text, ngettext ("… and %u more", "… and %u more", n - MAX_TOLD),
                            n - MAX_TOLD);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), title, text->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
many_edited_cb (YunWindow *self, const YunEditOutcome *outcome)
{
  g_autofree char *text = yun_edit_outcome_describe (outcome);

  if (outcome->change != NULL)
    yun_window_tell_undoable (self, text, outcome->change);
  else if (outcome->unedited->len == 0)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (text));
  if (outcome->unedited->len > 0)
    tell_unedited (self, outcome);
}

typedef struct
{
  YunWindow *self;  /* (owned) */
  YunStore  *store; /* (owned) */
  GArray    *ids;   /* (owned) */
} Comparing;

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Comparing *comparing = user_data;
  g_autoptr (YunWindow) self = comparing->self;
  g_autoptr (YunStore)  store = comparing->store;
  g_autoptr (GArray)    ids = comparing->ids;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunShared) shared = yun_job_run_finish (YUN_JOB (source), result, &error);

  if (self->stack == NULL || self->store != store || self->form != NULL)
    return;
  if (shared == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  g_set_weak_pointer (&self->form, yun_many_form_new (GTK_WINDOW (self), store, ids, shared));
  g_signal_connect_object (self->form, "edited", G_CALLBACK (many_edited_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->form));
}

static void
edit_many (YunWindow *self, const YunEntity *entity, GArray *ids)
{
  g_autoptr (YunJob) job = yun_shared_job_new (self->store, entity, ids);
  Comparing         *comparing = g_new0 (Comparing, 1);

  comparing->self = g_object_ref (self);
  comparing->store = g_object_ref (self->store);
  comparing->ids = g_array_ref (ids);
  if (ids->len > MANY)
    yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, compared_cb, comparing);
}

/* Read anew: what the pane shows may be older than the file. */
static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow         *self = YUN_WINDOW (widget);
  const YunEntity   *kind;
  g_autoptr (GArray) ids = list_selected (self, &kind);
  const YunEntity   *entity = yun_workspace_get_selected_entity (self->workspace);
  gint64             id = yun_workspace_get_selected_id (self->workspace);

  if (ids != NULL && ids->len > 1)
    edit_many (self, kind, ids);
  else if (entity != NULL)
    yun_store_load_async (self->store, entity, &id, 1, TRUE, NULL, edited_read_cb,
                          g_object_ref (self));
}

static void
new_record (YunWindow *self, const YunEntity *entity)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);

  open_form (self, record);
}

static void
new_record_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const YunEntity *entity = yun_entity_find (g_variant_get_string (parameter, NULL));

  if (entity != NULL)
    new_record (YUN_WINDOW (widget), entity);
}

/* As when it is placed by hand: not surveyed, and nobody says how far off it may be. */
static void
new_here_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const YunEntity      *entity;
  const char           *id;
  double                lon, lat;
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (YunGeom)   point = NULL;

  g_variant_get (parameter, "(&sdd)", &id, &lon, &lat);
  entity = yun_entity_find (id);
  if (entity == NULL || !yun_entity_can_be_point (entity))
    return;
  record = yun_entity_new_record (entity);
  point = yun_geom_new_point (lon, lat);
  yun_record_move (record, point);
  yun_record_set_int (record, yun_entity_get_field (entity, "accuracy"), YUN_ACCURACY_APPROXIMATE);
  open_form (YUN_WINDOW (widget), record);
}

static void
new_listed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  new_record (self, yun_workspace_get_entity (self->workspace));
}

/* ---- Removing ------------------------------------------------------------- */

/* The row that takes the place of @ids in the list: the next one that stays, else the one before;
 * 0: none. */
static gint64
find_next (YunWindow *self, const YunEntity *entity, GArray *ids)
{
  GArray                *rows = yun_workspace_get_ids (self->workspace);
  g_autoptr (GHashTable) gone = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64                 before = 0;
  gboolean               passed = FALSE;

  if (rows == NULL || yun_workspace_get_ids_entity (self->workspace) != entity)
    return 0;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (gone, &g_array_index (ids, gint64, i));
  for (guint i = 0; i < rows->len; i++)
    {
      gint64 *id = &g_array_index (rows, gint64, i);

      if (g_hash_table_contains (gone, id))
        passed = TRUE;
      else if (passed)
        return *id;
      else
        before = *id;
    }
  return passed ? before : 0;
}

typedef struct
{
  YunWindow       *self; /* (owned) */
  const YunEntity *entity;
  gint64           next;
} Removing;

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Removing              *removing = user_data;
  g_autoptr (YunWindow)  self = removing->self;
  const YunEntity       *entity = removing->entity;
  gint64                 next = removing->next;
  g_autoptr (GError)     error = NULL;
  g_autoptr (YunRemoval) removal = yun_job_run_finish (YUN_JOB (source), result, &error);
  g_autofree char       *text = NULL;

  g_free (removing);
  if (self->stack == NULL)
    return;
  if (removal == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  if (self->workspace != NULL && next != 0)
    yun_workspace_select (self->workspace, entity, next);
  text = yun_removal_describe (removal);
  yun_window_tell_undoable (self, text, removal->change);
}

/* Nothing is asked: what is removed can be brought back. */
static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow         *self = YUN_WINDOW (widget);
  const YunEntity   *entity;
  g_autoptr (GArray) ids = list_selected (self, &entity);
  g_autoptr (YunJob) job = NULL;
  Removing          *removing;

  if (ids == NULL)
    return;
  removing = g_new0 (Removing, 1);
  removing->self = g_object_ref (self);
  removing->entity = entity;
  removing->next = find_next (self, entity, ids);
  job = yun_remove_job_new (self->store, entity, ids, yun_change_get_person ());
  if (ids->len > MANY)
    yun_job_view_open_dialog (GTK_WINDOW (self), job);
  yun_job_run_async (job, removed_cb, removing);
}

/* ---- History -------------------------------------------------------------- */

static void
history_record_cb (YunWindow *self, gpointer entity, gint64 id)
{
  if (self->workspace == NULL)
    return;
  yun_workspace_select (self->workspace, entity, id);
  gtk_window_present (GTK_WINDOW (self));
}

/* One window of changes at a time. */
static void
open_history (YunWindow *self, YunRecord *record)
{
  if (self->history != NULL)
    gtk_window_destroy (GTK_WINDOW (self->history));
  g_set_weak_pointer (&self->history,
                      yun_history_dialog_new (GTK_WINDOW (self), self->store, record));
  g_signal_connect_object (self->history, "record", G_CALLBACK (history_record_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->history));
}

static void
history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_history (YUN_WINDOW (widget), NULL);
}

static void
record_history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);
  YunRecord *record = yun_detail_pane_get_record (YUN_DETAIL_PANE (self->detail));

  if (record != NULL)
    open_history (self, record);
}

/* ---- Actions -------------------------------------------------------------- */

void
yun_window_update_edit_actions (YunWindow *self, gboolean writable)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   selected =
    self->workspace != NULL && yun_workspace_get_selected_entity (self->workspace) != NULL;

  gtk_widget_action_set_enabled (widget, "win.edit", writable && selected);
  gtk_widget_action_set_enabled (widget, "win.remove", writable && selected);
  gtk_widget_action_set_enabled (widget, "win.history", self->store != NULL);
  gtk_widget_action_set_enabled (widget, "win.record-history", selected);
  gtk_widget_action_set_enabled (widget, "win.new-record", writable);
  gtk_widget_action_set_enabled (widget, "win.new-listed", writable);
  gtk_widget_action_set_enabled (widget, "win.new-here", writable);
  gtk_widget_set_visible (self->new_button, writable);
}

void
yun_window_class_add_edit_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "win.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "win.record-history", NULL, record_history_action);
  gtk_widget_class_install_action (widget_class, "win.new-record", "s", new_record_action);
  gtk_widget_class_install_action (widget_class, "win.new-listed", NULL, new_listed_action);
  gtk_widget_class_install_action (widget_class, "win.new-here", "(sdd)", new_here_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "win.edit", NULL);
}
