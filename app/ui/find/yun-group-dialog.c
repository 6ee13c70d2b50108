/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-group-dialog.h"

#include "yun-output-file.h"
#include "yun-report.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

#define LEAST_CHARS 12 /* of a label, when there are so many */
#include <math.h>

typedef struct
{
  YunMeasure      measure;
  const YunField *number; /* (nullable) */
} Shown;

struct _YunGroupDialog
{
  AdwWindow parent_instance;

  GtkWidget *title;
  GtkWidget *rows_row;
  GtkWidget *columns_row;
  GtkWidget *shown_row;
  GtkWidget *table;
  GtkWidget *note;
  GtkWidget *toasts;

  YunWorkspace    *workspace; /* (owned) */
  const YunEntity *entity;    /* (nullable): whose fields are offered */
  GPtrArray       *fields;    /* (owned): that can be counted by */
  GArray          *shown;     /* (owned) (element-type Shown) */
  YunGroups       *groups;    /* (owned) (nullable) */
  YunMeasure       measure;   /* of the table */
  YunFilter       *filter;    /* (owned) (nullable): what the table is of */
  GCancellable    *asking;    /* (owned) (nullable) */
  guint            writing;
  gboolean         filling;
};

G_DEFINE_FINAL_TYPE (YunGroupDialog, yun_group_dialog, ADW_TYPE_WINDOW)

static void ask (YunGroupDialog *self);

/* ---- The table ---------------------------------------------------------------- */

static char *
format_cell (YunGroupDialog *self, const YunGroupCell *cell)
{
  double value = yun_group_cell_get_value (cell, self->measure, self->groups->number);

  if (cell->count == 0)
    return g_strdup ("");
  return yun_number_format (value, self->measure == YUN_MEASURE_COUNT ? 0 : 2);
}

static GtkWidget *
new_label (const char *text, float xalign, gboolean strong)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  /* A table that is too wide scrolls before its words are cut to nothing. */
  gtk_label_set_width_chars (GTK_LABEL (label), MIN ((int) g_utf8_strlen (text, -1), LEAST_CHARS));
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_add_css_class (label, "group-cell");
  if (strong)
    gtk_widget_add_css_class (label, "heading");
  return label;
}

static void
cell_clicked_cb (GtkButton *button, YunGroupDialog *self)
{
  int row = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "yun-row"));
  int column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "yun-column"));

  yun_group_dialog_filter (self, row, column);
}

static gboolean
is_other (GPtrArray *keys, int place)
{
  return place >= 0 && ((YunGroupKey *) keys->pdata[place])->part == YUN_GROUP_OTHER;
}

/* A cell at @row and @column of the table, -1: the totals. */
static void
add_cell (YunGroupDialog *self, int row, int column, const YunGroupCell *cell)
{
  g_autofree char *text = format_cell (self, cell);
  gboolean         strong = row < 0 || column < 0;
  int              n_rows = (int) self->groups->row_keys->len;
  int              n_columns = (int) self->groups->column_keys->len;
  GtkWidget       *label = new_label (text, 1, strong);

  gtk_widget_add_css_class (label, "numeric");
  if (cell->count > 0 && !is_other (self->groups->row_keys, row) &&
      !is_other (self->groups->column_keys, column))
    {
      GtkWidget *button = gtk_button_new ();

      gtk_widget_set_tooltip_text (label, NULL);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "group-button");
      g_object_set_data (G_OBJECT (button), "yun-row", GINT_TO_POINTER (row));
      g_object_set_data (G_OBJECT (button), "yun-column", GINT_TO_POINTER (column));
      g_signal_connect_object (button, "clicked", G_CALLBACK (cell_clicked_cb), self, 0);
      label = button;
    }
  gtk_grid_attach (GTK_GRID (self->table), label, 1 + (column < 0 ? n_columns : column),
                   1 + (row < 0 ? n_rows : row), 1, 1);
}

/* How many numbers are not known, beside the total of each row. */
static void
add_unknown (YunGroupDialog *self, int row, const YunGroupCell *cell)
{
  g_autofree char *text = NULL;

  if (self->measure == YUN_MEASURE_COUNT)
    return;
  text = yun_number_format ((double) (cell->count - cell->known), 0);
  gtk_grid_attach (GTK_GRID (self->table), new_label (text, 1, FALSE),
                   2 + (int) self->groups->column_keys->len,
                   1 + (row < 0 ? (int) self->groups->row_keys->len : row), 1, 1);
}

static void
add_heads (YunGroupDialog *self)
{
  YunGroups       *groups = self->groups;
  g_autofree char *title = yun_groups_dup_title (groups);
  g_autofree char *label = yun_measure_dup_label (self->measure, groups->number);
  GtkGrid         *grid = GTK_GRID (self->table);
  int              n = (int) groups->column_keys->len;

  gtk_grid_attach (grid, new_label (title, 0, TRUE), 0, 0, 1, 1);
  for (int c = 0; c < n; c++)
    {
      g_autofree char *text =
        yun_group_key_dup_label (groups->column_keys->pdata[c], groups->columns);

      gtk_grid_attach (grid, new_label (text, 1, TRUE), 1 + c, 0, 1, 1);
    }
  gtk_grid_attach (grid, new_label (groups->columns != NULL ? _ ("Total") : label, 1, TRUE), 1 + n,
                   0, 1, 1);
  if (self->measure != YUN_MEASURE_COUNT)
    gtk_grid_attach (grid, new_label (C_ ("count", "Not known"), 1, TRUE), 2 + n, 0, 1, 1);
}

static void
show_table (YunGroupDialog *self)
{
  YunGroups *groups = self->groups;
  GtkWidget *child;
  int        n_rows = (int) groups->row_keys->len, n_columns = (int) groups->column_keys->len;

  while ((child = gtk_widget_get_first_child (self->table)) != NULL)
    gtk_grid_remove (GTK_GRID (self->table), child);
  add_heads (self);
  for (int r = 0; r < n_rows; r++)
    {
      YunGroupKey     *key = groups->row_keys->pdata[r];
      g_autofree char *text = yun_group_key_dup_label (key, groups->rows);

      gtk_grid_attach (GTK_GRID (self->table), new_label (text, 0, FALSE), 0, 1 + r, 1, 1);
      for (int c = 0; c < n_columns; c++)
        add_cell (self, r, c, yun_groups_get_cell (groups, (guint) r, (guint) c));
      add_cell (self, r, -1, &key->total);
      add_unknown (self, r, &key->total);
    }
  gtk_grid_attach (GTK_GRID (self->table), new_label (_ ("Total"), 0, TRUE), 0, 1 + n_rows, 1, 1);
  for (int c = 0; c < n_columns; c++)
    add_cell (self, -1, c, &((YunGroupKey *) groups->column_keys->pdata[c])->total);
  add_cell (self, -1, -1, &groups->total);
  add_unknown (self, -1, &groups->total);
  gtk_widget_set_visible (self->note, groups->rows_overlap || groups->columns_overlap);
}

/* ---- Asking ------------------------------------------------------------------- */

static const YunField *
get_chosen (YunGroupDialog *self, GtkWidget *row, guint offset)
{
  guint place = gtk_drop_down_get_selected (GTK_DROP_DOWN (row));

  if (place == GTK_INVALID_LIST_POSITION || place < offset || place - offset >= self->fields->len)
    return NULL;
  return self->fields->pdata[place - offset];
}

static void
grouped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunGroupDialog) self = user_data;
  g_autoptr (GError)         error = NULL;
  YunGroups                 *groups = yun_store_group_finish (YUN_STORE (source), result, &error);

  if (self->workspace == NULL || g_task_get_cancellable (G_TASK (result)) != self->asking)
    {
      g_clear_pointer (&groups, yun_groups_free);
      return;
    }
  g_clear_object (&self->asking);
  if (groups == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  g_clear_pointer (&self->groups, yun_groups_free);
  self->groups = groups;
  show_table (self);
}

static void
stop_asking (YunGroupDialog *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
ask (YunGroupDialog *self)
{
  const YunField *rows = get_chosen (self, self->rows_row, 0);
  const YunField *columns = get_chosen (self, self->columns_row, 1);
  guint           place = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->shown_row));
  Shown          *shown;

  if (self->filling || rows == NULL || place >= self->shown->len)
    return;
  shown = &g_array_index (self->shown, Shown, place);
  stop_asking (self);
  g_clear_pointer (&self->filter, yun_filter_unref);
  self->filter = yun_filter_ref (yun_workspace_get_answered_filter (self->workspace));
  self->measure = shown->measure;
  self->asking = g_cancellable_new ();
  yun_store_group_async (yun_workspace_get_store (self->workspace), self->entity, self->filter,
                         rows, columns != rows ? columns : NULL, shown->number, self->asking,
                         grouped_cb, g_object_ref (self));
}

/* ---- What can be chosen --------------------------------------------------------- */

static void
add_shown (YunGroupDialog *self, GtkStringList *names, YunMeasure measure, const YunField *number)
{
  Shown            shown = { measure, number };
  g_autofree char *label = yun_measure_dup_label (measure, number);

  g_array_append_val (self->shown, shown);
  gtk_string_list_append (names, label);
}

static guint
find_field (YunGroupDialog *self, const char *id)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (strcmp (((const YunField *) self->fields->pdata[i])->id, id) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
fill (YunGroupDialog *self)
{
  const YunField *const    *fields = yun_entity_get_fields (self->entity, NULL);
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) columns = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint                     zone, second;

  self->filling = TRUE;
  g_ptr_array_set_size (self->fields, 0);
  g_array_set_size (self->shown, 0);
  gtk_string_list_append (columns, C_ ("columns", "None"));
  add_shown (self, names, YUN_MEASURE_COUNT, NULL);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (yun_field_can_group (fields[i]))
        {
          g_ptr_array_add (self->fields, (gpointer) fields[i]);
          gtk_string_list_append (rows, yun_field_get_label (fields[i]));
          gtk_string_list_append (columns, yun_field_get_label (fields[i]));
        }
      if (fields[i]->kind != YUN_KIND_REAL && fields[i]->kind != YUN_KIND_INT)
        continue;
      if ((fields[i]->flags & YUN_FIELD_SYSTEM) != 0)
        continue;
      if ((fields[i]->flags & YUN_FIELD_SUM) != 0)
        add_shown (self, names, YUN_MEASURE_SUM, fields[i]);
      add_shown (self, names, YUN_MEASURE_MEAN, fields[i]);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->rows_row), G_LIST_MODEL (rows));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->columns_row), G_LIST_MODEL (columns));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->shown_row), G_LIST_MODEL (names));
  zone = find_field (self, "zone");
  second = find_field (self, "status");
  if (second == GTK_INVALID_LIST_POSITION)
    second = find_field (self, "segment");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->rows_row),
                              zone != GTK_INVALID_LIST_POSITION ? zone : 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->columns_row),
                              second != GTK_INVALID_LIST_POSITION ? second + 1 : 0);
  self->filling = FALSE;
}

static void
answered_cb (YunGroupDialog *self)
{
  const YunEntity *entity = yun_workspace_get_entity (self->workspace);
  g_autofree char *filter =
    yun_filter_describe (yun_workspace_get_answered_filter (self->workspace));

  if (entity != self->entity)
    {
      self->entity = entity;
      fill (self);
    }
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), yun_entity_get_label (entity));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title),
                                 *filter != '\0' ? filter : _ ("Everything"));
  ask (self);
}

/* ---- Copying, writing ------------------------------------------------------------ */

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunGroupDialog  *self = YUN_GROUP_DIALOG (widget);
  g_autofree char *text = NULL;

  if (self->groups == NULL)
    return;
  text = yun_groups_print (self->groups, self->measure, '\t');
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                               adw_toast_new (_ ("Copied for a spreadsheet")));
}

typedef struct
{
  char *path; /* (owned) */
  char *text; /* (owned) */
} File;

static void
free_file (gpointer data)
{
  File *file = data;

  g_free (file->path);
  g_free (file->text);
  g_free (file);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static const char *const suffixes[] = { ".csv", NULL };
  File                    *file = data;
  GError                  *error = NULL;

  if (yun_output_file_write (file->path, suffixes, TRUE, file->text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunGroupDialog    *self = YUN_GROUP_DIALOG (source);
  File              *file = g_task_get_task_data (G_TASK (result));
  g_autofree char   *name = g_filename_display_basename (file->path);
  g_autoptr (GError) error = NULL;

  self->writing--;
  if (self->workspace == NULL)
    return;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *text = g_strdup_printf (_ ("Exported: %s"), name);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (escaped));
    }
  else
    {
      yun_report_serious (GTK_WINDOW (self), _ ("The Table Was Not Exported"), error);
    }
}

void
yun_group_dialog_export_to (YunGroupDialog *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char  *table = NULL;
  File             *file;

  g_return_if_fail (YUN_IS_GROUP_DIALOG (self) && path != NULL);

  if (self->groups == NULL)
    return;
  table = yun_groups_print (self->groups, self->measure, ',');
  file = g_new0 (File, 1);
  file->path = g_strdup (path);
  /* Without this mark Excel reads the text in the system's encoding. */
  file->text = g_strconcat ("\xef\xbb\xbf", table, NULL);
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, file, free_file);
  self->writing++;
  g_task_run_in_thread (task, write_thread);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, YunGroupDialog *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    yun_group_dialog_export_to (self, g_file_peek_path (file));
  g_object_set_data (G_OBJECT (self), "yun-chooser", NULL);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunGroupDialog       *self = YUN_GROUP_DIALOG (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Export As"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Choose"), NULL);
  g_autofree char *title = self->groups != NULL ? yun_groups_dup_title (self->groups) : NULL;
  g_autofree char *file = g_strdup_printf ("%s.csv", title != NULL ? title : "table");

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self), "yun-chooser", chooser, (GDestroyNotify) g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- Filtering --------------------------------------------------------------------- */

/* (transfer full): @filter (transfer full) narrowed to one value. */
static YunFilter *
narrow (YunFilter *filter, const YunField *field, const YunGroupKey *key)
{
  g_autoptr (YunFilter) before = filter;
  g_autoptr (YunFilter) without = NULL;
  g_autoptr (YunFilter) year = NULL;
  g_autofree char      *text = NULL;
  double                number;

  if (key->part == YUN_GROUP_VALUE && field->kind == YUN_KIND_INT &&
      yun_number_parse (key->value, &number))
    return yun_filter_with_range (before, field->id, number, number, NULL);
  if (key->part != YUN_GROUP_VALUE || field->kind != YUN_KIND_DATE)
    return yun_filter_with_only (before, field->id, key->value);
  text = g_strdup_printf ("%s:%s", field->id, key->value);
  year = yun_filter_parse (text, NULL, NULL);
  without = yun_filter_without_field (before, field->id);
  return year != NULL ? yun_filter_with_all (without, year) : yun_filter_ref (before);
}

void
yun_group_dialog_filter (YunGroupDialog *self, int row, int column)
{
  YunFilter *filter;

  g_return_if_fail (YUN_IS_GROUP_DIALOG (self) && self->groups != NULL);
  g_return_if_fail (row < (int) self->groups->row_keys->len);
  g_return_if_fail (column < (int) self->groups->column_keys->len);

  filter = yun_filter_with_entity (self->filter, self->groups->entity);
  if (row >= 0)
    filter = narrow (filter, self->groups->rows, self->groups->row_keys->pdata[row]);
  if (column >= 0)
    filter = narrow (filter, self->groups->columns, self->groups->column_keys->pdata[column]);
  yun_workspace_set_filter (self->workspace, filter);
  yun_filter_unref (filter);
}

/* ---- Object ------------------------------------------------------------------------ */

static void
yun_group_dialog_dispose (GObject *object)
{
  YunGroupDialog *self = YUN_GROUP_DIALOG (object);

  stop_asking (self);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->groups, yun_groups_free);
  g_clear_pointer (&self->filter, yun_filter_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_GROUP_DIALOG);
  G_OBJECT_CLASS (yun_group_dialog_parent_class)->dispose (object);
}

static void
yun_group_dialog_finalize (GObject *object)
{
  YunGroupDialog *self = YUN_GROUP_DIALOG (object);

  g_ptr_array_unref (self->fields);
  g_array_unref (self->shown);
  G_OBJECT_CLASS (yun_group_dialog_parent_class)->finalize (object);
}

static void
yun_group_dialog_class_init (YunGroupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_group_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_group_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, title);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, rows_row);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, columns_row);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, shown_row);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, table);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, note);
  gtk_widget_class_bind_template_child (widget_class, YunGroupDialog, toasts);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_install_action (widget_class, "groups.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "groups.export", NULL, export_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "groups.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "groups.export",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_group_dialog_init (YunGroupDialog *self)
{
  self->fields = g_ptr_array_new ();
  self->shown = g_array_new (FALSE, FALSE, sizeof (Shown));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
yun_group_dialog_new (GtkWindow *parent, YunWorkspace *workspace)
{
  YunGroupDialog *self;

  g_return_val_if_fail (YUN_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (YUN_TYPE_GROUP_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "answered", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  answered_cb (self);
  return GTK_WIDGET (self);
}

static gboolean
find_chosen (YunGroupDialog *self, const YunField *field, guint *place)
{
  return field != NULL && g_ptr_array_find (self->fields, field, place);
}

gboolean
yun_group_dialog_choose (YunGroupDialog *self,
                         const YunField *rows,
                         const YunField *columns,
                         YunMeasure      measure,
                         const YunField *number)
{
  guint r, c = 0, s = 0;

  g_return_val_if_fail (YUN_IS_GROUP_DIALOG (self), FALSE);

  if (!find_chosen (self, rows, &r) || (columns != NULL && !find_chosen (self, columns, &c)))
    return FALSE;
  while (s < self->shown->len && (g_array_index (self->shown, Shown, s).measure != measure ||
                                  g_array_index (self->shown, Shown, s).number != number))
    s++;
  if (s == self->shown->len)
    return FALSE;
  self->filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->rows_row), r);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->columns_row), columns != NULL ? c + 1 : 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->shown_row), s);
  self->filling = FALSE;
  ask (self);
  return TRUE;
}

const YunGroups *
yun_group_dialog_get_groups (YunGroupDialog *self)
{
  g_return_val_if_fail (YUN_IS_GROUP_DIALOG (self), NULL);
  return self->groups;
}

gboolean
yun_group_dialog_is_loading (YunGroupDialog *self)
{
  g_return_val_if_fail (YUN_IS_GROUP_DIALOG (self), FALSE);
  return self->asking != NULL || self->writing > 0;
}
