/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-job-view.h"
#include "yun-record-form.h"
#include "yun-remove-job.h"
#include "yun-report.h"

#include <glib/gi18n.h>

/* More records than this take long enough to show how far it is. */
#define MANY 500

/* How long what can be undone is offered in a toast. */
#define UNDO_SECONDS 10

/* ---- Forms ---------------------------------------------------------------- */

/* A toast whose button takes @change back. */
static void
tell_undoable (YunWindow *self, const char *text, const YunChange *change)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast        *toast = adw_toast_new (escaped);

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

  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
  if (self->workspace != NULL)
    yun_workspace_select (self->workspace, yun_record_get_entity (record),
                          yun_record_get_id (record));
}

static void
open_form (YunWindow *self, YunRecord *record)
{
  GtkWidget *form;

  if (self->form != NULL)
    return;
  form = yun_record_form_new (GTK_WINDOW (self), self->store, record);
  g_set_weak_pointer (&self->form, form);
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

/* Read anew: what the pane shows may be older than the file. */
static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  const YunEntity *entity = yun_workspace_get_selected_entity (self->workspace);
  gint64           id = yun_workspace_get_selected_id (self->workspace);

  if (entity != NULL)
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

static void
new_listed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  new_record (self, yun_workspace_get_entity (self->workspace));
}

/* ---- Removing ------------------------------------------------------------- */

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
  tell_undoable (self, text, removal->change);
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

/* ---- Actions -------------------------------------------------------------- */

void
yun_window_update_edit_actions (YunWindow *self, gboolean writable)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   selected =
    self->workspace != NULL && yun_workspace_get_selected_entity (self->workspace) != NULL;

  gtk_widget_action_set_enabled (widget, "win.edit", writable && selected);
  gtk_widget_action_set_enabled (widget, "win.remove", writable && selected);
  gtk_widget_action_set_enabled (widget, "win.new-record", writable);
  gtk_widget_action_set_enabled (widget, "win.new-listed", writable);
  gtk_widget_set_visible (self->new_button, writable);
}

void
yun_window_class_add_edit_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "win.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "win.new-record", "s", new_record_action);
  gtk_widget_class_install_action (widget_class, "win.new-listed", NULL, new_listed_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "win.edit", NULL);
}
