/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-history-row.h"

#include "yun-store-history.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* More values of a change are not told here. */
#define MAX_VALUES 400

struct _YunHistoryRow
{
  AdwExpanderRow parent_instance;

  YunStore        *store;  /* (owned) */
  YunChange       *change; /* (owned) */
  const YunEntity *entity; /* (nullable) */
  gint64           id;
  gboolean         asked;
  GCancellable    *cancellable; /* (owned) (nullable): of the reading under way */
};

G_DEFINE_FINAL_TYPE (YunHistoryRow, yun_history_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  UNDO,
  RECORD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Words ---------------------------------------------------------------- */

char *
yun_change_format_time (const YunChange *change)
{
  return yun_text_format_moment (change->at, "%Y-%m-%d %H:%M");
}

static char *
describe_state (YunHistoryRow *self)
{
  g_autofree char *when = yun_change_format_time (self->change);
  const char      *who = *self->change->who != '\0' ? self->change->who : _ ("not known who");

  if (self->change->state != YUN_CHANGE_DONE)
    /* Translators: when something was done and by whom */
    return g_strdup_printf (_ ("%s · %s · taken back"), when, who);
  if (self->change->action == YUN_ACTION_OUTSIDE)
    return g_strdup_printf (_ ("%s · written by another program"), when);
  return g_strdup_printf ("%s · %s", when, who);
}

/* ---- What was done -------------------------------------------------------- */

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* Old and new beside each other, or the one there is of a record that came or went. */
static void
add_value (GtkWidget *grid, int row, const YunChangedRecord *record, const YunChangeValue *value)
{
  const char      *title = value->field != NULL ? yun_field_get_label (value->field) : _ ("Place");
  GtkWidget       *name = new_label (title, "dim-label");
  GtkWidget       *label;
  g_autofree char *before = yun_value_format (&value->before, value->entity, value->field);
  g_autofree char *after = yun_value_format (&value->after, value->entity, value->field);
  g_autofree char *text = NULL;

  if (record->fate == YUN_RECORD_EDITED)
    /* Translators: what stood in a field before, and what stands there after */
    text = g_strdup_printf (_ ("%s → %s"), before, after);
  else
    text = g_strdup (record->fate == YUN_RECORD_WENT ? before : after);
  label = new_label (text, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (name, "change-name");
  gtk_label_set_max_width_chars (GTK_LABEL (name), 14);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name,
                                  NULL, -1);
  gtk_grid_attach (GTK_GRID (grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), label, 1, row, 1, 1);
}

static char *
describe_fate (const YunChangedRecord *record)
{
  const char *kind = yun_entity_get_label (record->entity);
  const char *name = *record->name != '\0' ? record->name : _ ("Without a name");

  switch (record->fate)
    {
    case YUN_RECORD_CAME:
      /* Translators: a kind of record and the name of one that was added */
      return g_strdup_printf (_ ("%s: %s, added"), kind, name);
    case YUN_RECORD_WENT:
      return g_strdup_printf (_ ("%s: %s, removed"), kind, name);
    case YUN_RECORD_EDITED:
    default:
      /* Translators: a kind of record and the name of one */
      return g_strdup_printf (_ ("%s: %s"), kind, name);
    }
}

static void
name_clicked_cb (GtkButton *button, YunHistoryRow *self)
{
  const YunEntity *entity = g_object_get_data (G_OBJECT (button), "yun-entity");
  const gint64    *id = g_object_get_data (G_OBJECT (button), "yun-id");

  g_signal_emit (self, signals[RECORD], 0, entity, *id);
}

/* A button that leads to the record, when it is there. */
static GtkWidget *
new_heading (YunHistoryRow *self, const YunChangedRecord *record)
{
  g_autofree char *text = describe_fate (record);
  GtkWidget       *label = new_label (text, "heading");
  GtkWidget       *button;

  if (!record->exists)
    return label;
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Show This Record"));
  g_object_set_data (G_OBJECT (button), "yun-entity", (gpointer) record->entity);
  g_object_set_data_full (G_OBJECT (button), "yun-id", g_memdup2 (&record->id, sizeof record->id),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (name_clicked_cb), self, 0);
  return button;
}

static void
add_line (YunHistoryRow *self, GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_record (YunHistoryRow *self, const YunChangedRecord *record)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new ();

  gtk_widget_add_css_class (box, "change-record");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  if (self->entity == NULL)
    gtk_box_append (GTK_BOX (box), new_heading (self, record));
  for (guint i = 0; i < record->values->len; i++)
    add_value (grid, (int) i, record, record->values->pdata[i]);
  gtk_box_append (GTK_BOX (box), grid);
  add_line (self, box);
}

static void
add_note (YunHistoryRow *self, const char *text)
{
  GtkWidget *label = new_label (text, "dim-label");

  gtk_widget_add_css_class (label, "change-record");
  add_line (self, label);
}

static void
show_records (YunHistoryRow *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    add_record (self, records->pdata[i]);
  if (records->len == 0)
    add_note (self, _ ("Its values were not kept."));
  else if (self->entity == NULL && self->change->n_rows > records->len &&
           self->change->action != YUN_ACTION_CREATE)
    {
      guint            more = self->change->n_rows - records->len;
      g_autofree char *number = yun_number_format (more, 0);
      g_autofree char *text =
        g_strdup_printf (ngettext ("… and %s more record", "… and %s more records", more), number);

      add_note (self, text);
    }
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunHistoryRow) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (GPtrArray)     records =
    yun_store_explain_change_finish (YUN_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (records != NULL)
    show_records (self, records);
  else
    add_note (self, error->message);
}

static void
expanded_cb (YunHistoryRow *self)
{
  if (self->asked || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  self->asked = TRUE;
  self->cancellable = g_cancellable_new ();
  yun_store_explain_change_async (self->store, self->change->number, self->entity, self->id,
                                  MAX_VALUES, self->cancellable, explained_cb, g_object_ref (self));
}

/* ---- Object --------------------------------------------------------------- */

static gboolean
is_undoable (const YunChange *change)
{
  return change->state == YUN_CHANGE_DONE && change->action != YUN_ACTION_CREATE &&
         change->action != YUN_ACTION_UNDO && change->action != YUN_ACTION_REDO &&
         change->action != YUN_ACTION_RENEW;
}

static void
undo_clicked_cb (YunHistoryRow *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static void
add_button (YunHistoryRow *self, const char *what)
{
  gboolean   removal = self->change->action == YUN_ACTION_REMOVE;
  GtkWidget *button = gtk_button_new_with_label (removal ? _ ("Bring Back") : _ ("Undo This"));
  g_autofree char *name = g_strdup_printf (_ ("Undo: %s"), what);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (undo_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), button);
}

static void
yun_history_row_dispose (GObject *object)
{
  YunHistoryRow *self = YUN_HISTORY_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (yun_history_row_parent_class)->dispose (object);
}

static void
yun_history_row_finalize (GObject *object)
{
  YunHistoryRow *self = YUN_HISTORY_ROW (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->change, yun_change_unref);
  G_OBJECT_CLASS (yun_history_row_parent_class)->finalize (object);
}

static void
yun_history_row_class_init (YunHistoryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_history_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_history_row_finalize;
  signals[UNDO] = g_signal_new ("undo", YUN_TYPE_HISTORY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[RECORD] = g_signal_new ("record", YUN_TYPE_HISTORY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT64);
}

static void
yun_history_row_init (YunHistoryRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
yun_history_row_new (
  YunStore *store, YunChange *change, const YunEntity *entity, gint64 id, gboolean writable)
{
  YunHistoryRow   *self = g_object_new (YUN_TYPE_HISTORY_ROW, NULL);
  g_autofree char *what = yun_change_describe (change);
  g_autofree char *state = NULL;

  self->store = g_object_ref (store);
  self->change = yun_change_ref (change);
  self->entity = entity;
  self->id = id;
  state = describe_state (self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), what);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), state);
  if (change->state != YUN_CHANGE_DONE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "taken-back");
  if (writable && is_undoable (change))
    add_button (self, what);
  return GTK_WIDGET (self);
}

YunChange *
yun_history_row_get_change (YunHistoryRow *self)
{
  g_return_val_if_fail (YUN_IS_HISTORY_ROW (self), NULL);
  return self->change;
}

gboolean
yun_history_row_is_loading (YunHistoryRow *self)
{
  g_return_val_if_fail (YUN_IS_HISTORY_ROW (self), FALSE);
  return self->cancellable != NULL;
}
