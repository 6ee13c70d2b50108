/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-history-dialog.h"

#include "yun-history-row.h"
#include "yun-report.h"
#include "yun-store-history.h"
#include "yun-undo-question.h"

#include <glib/gi18n.h>

#define PAGE 50

struct _YunHistoryDialog
{
  AdwWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *search;
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *empty;

  YunStore     *store;  /* (owned) */
  YunRecord    *record; /* (owned) (nullable) */
  guint         n;      /* rows there are */
  gint64        last;   /* the number of the oldest of them */
  gboolean      complete;
  gboolean      undoing;
  gboolean      fresh;   /* nothing has been shown yet */
  GHashTable   *open;    /* (owned): numbers of the rows that are open, while they are made anew */
  gint64        focused; /* the number of the row that had the focus then; 0: none */
  GCancellable *cancellable; /* (owned) (nullable): of the reading under way */
};

G_DEFINE_FINAL_TYPE (YunHistoryDialog, yun_history_dialog, ADW_TYPE_WINDOW)

static guint record_signal;

/* ---- Rows ----------------------------------------------------------------- */

static gboolean
is_writable (YunHistoryDialog *self)
{
  return !yun_store_is_read_only (self->store) && !yun_store_is_replaced (self->store);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunHistoryDialog) self = user_data;
  g_autoptr (GError)           error = NULL;
  g_autoptr (YunChange)        change = yun_undo_question_run_finish (result, &error);

  self->undoing = FALSE;
  if (self->list != NULL && change == NULL)
    yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

static void
undo_cb (YunHistoryDialog *self, YunHistoryRow *row)
{
  if (self->undoing)
    return;
  self->undoing = TRUE;
  yun_undo_question_run_async (GTK_WINDOW (self), self->store,
                               yun_history_row_get_change (row)->number, undone_cb,
                               g_object_ref (self));
}

static void
row_undo_cb (YunHistoryRow *row, YunHistoryDialog *self)
{
  undo_cb (self, row);
}

static void
row_record_cb (YunHistoryRow *row, gpointer entity, gint64 id, YunHistoryDialog *self)
{
  g_signal_emit (self, record_signal, 0, entity, id);
}

static void
add_row (YunHistoryDialog *self, YunChange *change)
{
  GtkWidget *row = yun_history_row_new (
    self->store, change, self->record != NULL ? yun_record_get_entity (self->record) : NULL,
    self->record != NULL ? yun_record_get_id (self->record) : 0, is_writable (self));

  g_signal_connect_object (row, "undo", G_CALLBACK (row_undo_cb), self, 0);
  g_signal_connect_object (row, "record", G_CALLBACK (row_record_cb), self, 0);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  if (g_hash_table_contains (self->open, &change->number) || (self->fresh && self->record != NULL))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  if (change->number == self->focused)
    gtk_widget_grab_focus (row);
  self->fresh = FALSE;
  self->last = change->number;
  self->n++;
}

/* Takes the rows away, and notes which were open and which had the focus. */
static void
clear_rows (YunHistoryDialog *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row;

  g_hash_table_remove_all (self->open);
  self->focused = 0;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    {
      gint64 number = yun_history_row_get_change (YUN_HISTORY_ROW (row))->number;

      if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
        g_hash_table_add (self->open, g_memdup2 (&number, sizeof number));
      if (focus != NULL && gtk_widget_is_ancestor (focus, row))
        self->focused = number;
      gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
    }
  self->n = 0;
  self->last = 0;
}

/* ---- Reading -------------------------------------------------------------- */

static void read_more (YunHistoryDialog *self, guint limit, gboolean anew);

typedef struct
{
  YunHistoryDialog *self; /* (owned) */
  guint             limit;
  gboolean          anew; /* in place of the rows there are */
} Reading;

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading          *reading = user_data;
  g_autoptr (YunHistoryDialog) self = reading->self;
  g_autoptr (GError)           error = NULL;
  g_autoptr (GPtrArray)        changes =
    yun_store_list_changes_finish (YUN_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->list == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (changes == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  if (reading->anew)
    clear_rows (self);
  self->complete = changes->len < reading->limit;
  for (guint i = 0; i < changes->len; i++)
    add_row (self, changes->pdata[i]);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->n > 0 ? "changes" : "empty");
}

static void
read_more (YunHistoryDialog *self, guint limit, gboolean anew)
{
  YunChangeQuery query = { .before = anew ? 0 : self->last, .limit = limit };
  Reading       *reading = g_new0 (Reading, 1);

  if (self->record != NULL)
    {
      query.entity = yun_record_get_entity (self->record);
      query.id = yun_record_get_id (self->record);
    }
  else
    query.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reading->self = g_object_ref (self);
  reading->limit = limit;
  reading->anew = anew;
  yun_store_list_changes_async (self->store, &query, self->cancellable, listed_cb, reading);
}

/* As many as there were, so that what is looked at stays. */
static void
read_anew (YunHistoryDialog *self)
{
  read_more (self, MAX (PAGE, self->n + 1), TRUE);
}

static void
search_changed_cb (YunHistoryDialog *self)
{
  read_more (self, PAGE, TRUE);
}

/* Near the end of what there is, the next page. */
static void
scrolled_cb (YunHistoryDialog *self)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double page = gtk_adjustment_get_page_size (adjustment);

  if (self->cancellable == NULL && !self->complete && self->n > 0 &&
      gtk_adjustment_get_value (adjustment) + 2 * page > gtk_adjustment_get_upper (adjustment))
    read_more (self, PAGE, FALSE);
}

static void
changed_cb (YunHistoryDialog *self)
{
  if (self->list != NULL)
    read_anew (self);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_history_dialog_dispose (GObject *object)
{
  YunHistoryDialog *self = YUN_HISTORY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_HISTORY_DIALOG);
  G_OBJECT_CLASS (yun_history_dialog_parent_class)->dispose (object);
}

static void
yun_history_dialog_finalize (GObject *object)
{
  YunHistoryDialog *self = YUN_HISTORY_DIALOG (object);

  g_hash_table_unref (self->open);
  g_clear_object (&self->store);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (yun_history_dialog_parent_class)->finalize (object);
}

static void
yun_history_dialog_class_init (YunHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_history_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_history_dialog_finalize;
  record_signal = g_signal_new ("record", YUN_TYPE_HISTORY_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, search);
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, list);
  gtk_widget_class_bind_template_child (widget_class, YunHistoryDialog, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_history_dialog_init (YunHistoryDialog *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->fresh = TRUE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
yun_history_dialog_new (GtkWindow *parent, YunStore *store, YunRecord *record)
{
  YunHistoryDialog *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  self = g_object_new (YUN_TYPE_HISTORY_DIALOG, "transient-for", parent, "destroy-with-parent",
                       TRUE, NULL);
  self->store = g_object_ref (store);
  if (record != NULL)
    {
      g_autofree char *title =
        /* Translators: the name of a record */
        g_strdup_printf (_ ("History: %s"), yun_record_get_name (record));

      self->record = yun_record_copy (record);
      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  gtk_widget_set_visible (self->search, record == NULL);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  read_more (self, PAGE, TRUE);
  return GTK_WIDGET (self);
}

GtkWidget *
yun_history_dialog_get_list (YunHistoryDialog *self)
{
  g_return_val_if_fail (YUN_IS_HISTORY_DIALOG (self), NULL);
  return self->list;
}

void
yun_history_dialog_search (YunHistoryDialog *self, const char *text)
{
  g_return_if_fail (YUN_IS_HISTORY_DIALOG (self));
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

gboolean
yun_history_dialog_is_busy (YunHistoryDialog *self)
{
  g_return_val_if_fail (YUN_IS_HISTORY_DIALOG (self), FALSE);
  return self->cancellable != NULL || self->undoing;
}
