/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-list-private.h"

#include "yun-column-chooser.h"
#include "yun-record-copy.h"
#include "yun-settings.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* More rows than this that come and go are not followed one by one. */
#define MAX_CHANGED 1000

G_DEFINE_FINAL_TYPE (YunRecordList, yun_record_list, GTK_TYPE_WIDGET)

enum
{
  PROP_LISTED = 1,
};

static void
reveal_selected (YunRecordList *self)
{
  guint position =
    self->model != NULL ? yun_record_model_get_selected (self->model) : GTK_INVALID_LIST_POSITION;

  if (position != GTK_INVALID_LIST_POSITION)
    {
      GtkWidget *rows = gtk_widget_get_last_child (self->column_view);

      /* GTK 4.8 has no other way to scroll a list to a row. */
      gtk_widget_activate_action (rows, "list.scroll-to-item", "u", position);
    }
}

/* ---- Following the workspace ---------------------------------------------- */

static void
row_selected_cb (YunRecordList *self, gint64 id)
{
  if (self->workspace != NULL)
    yun_workspace_select (self->workspace, id != 0 ? self->entity : NULL, id);
}

static void
selected_cb (YunRecordList *self)
{
  const YunEntity *entity = yun_workspace_get_selected_entity (self->workspace);
  gint64           id = yun_workspace_get_selected_id (self->workspace);

  if (self->model == NULL)
    return;
  if (entity != NULL && entity != self->entity)
    {
      /* What is selected on the map is shown in the list of its kind. */
      yun_record_model_select_id (self->model, 0);
      yun_workspace_set_entity (self->workspace, entity);
      return;
    }
  yun_record_model_select_id (self->model, id);
  reveal_selected (self);
}

static void
switch_toggled_cb (GtkToggleButton *button, YunRecordList *self)
{
  if (self->updating || self->workspace == NULL || !gtk_toggle_button_get_active (button))
    return;
  yun_workspace_set_entity (self->workspace, g_object_get_data (G_OBJECT (button), "yun-entity"));
}

static void
add_listed (YunRecordList *self, const YunEntity *entity, const char *label)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "table.listed", "s", entity->id);
  g_menu_append_item (self->listed_menu, item);
}

static void
update_switches (YunRecordList *self, const YunAnswer *answer)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  self->updating = TRUE;
  g_menu_remove_all (self->listed_menu);
  for (guint i = 0; entities[i] != NULL; i++)
    {
      g_autofree char *count =
        yun_number_format (answer->totals[yun_entity_get_index (entities[i])].count, 0);
      g_autofree char *label = g_strdup_printf ("%s %s", yun_entity_get_label (entities[i]), count);

      gtk_button_set_label (GTK_BUTTON (g_ptr_array_index (self->switch_buttons, i)), label);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (g_ptr_array_index (self->switch_buttons, i)),
                                    entities[i] == self->entity);
      add_listed (self, entities[i], label);
      if (entities[i] == self->entity)
        gtk_menu_button_set_label (GTK_MENU_BUTTON (self->listed_button), label);
    }
  self->updating = FALSE;
  g_object_notify (G_OBJECT (self), "listed");
}

static void
selection_changed_cb (YunRecordList *self)
{
  static const char key[] = "yun-many";
  gboolean          many = yun_record_model_get_n_selected (self->model) > 1;

  yun_record_columns_show_current (self);
  /* What the filter shows is not added up again for every row that is looked at. */
  if (many || g_object_get_data (G_OBJECT (self->model), key) != NULL)
    yun_record_foot_update (self);
  g_object_set_data (G_OBJECT (self->model), key, GINT_TO_POINTER (many));
}

/* ---- Copying -------------------------------------------------------------------- */

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordList)      self = user_data;
  g_autoptr (GError)             error = NULL;
  g_autoptr (GdkContentProvider) content = yun_record_copy_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->copying)
    return;
  g_clear_object (&self->copying);
  if (content != NULL && self->workspace != NULL)
    gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  else if (error != NULL)
    g_debug ("nothing is copied: %s", error->message);
}

static void
copy_rows_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunRecordList        *self = YUN_RECORD_LIST (widget);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GArray)    ids = NULL;

  if (self->model == NULL)
    return;
  ids = yun_record_model_list_selected (self->model);
  if (ids->len == 0)
    return;
  for (guint i = 0; i < self->layout->len; i++)
    g_ptr_array_add (fields, (gpointer) g_array_index (self->layout, YunLayoutColumn, i).field);
  if (self->copying != NULL)
    g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  self->copying = g_cancellable_new ();
  yun_record_copy_async (yun_workspace_get_store (self->workspace), self->entity, ids,
                         (const YunField *const *) fields->pdata, fields->len, self->copying,
                         copied_cb, g_object_ref (self));
}

static void
copy_cell_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunRecordList            *self = YUN_RECORD_LIST (widget);
  g_autoptr (YunRecordItem) item = NULL;
  g_autofree char          *text = NULL;
  guint                     position;

  if (self->model == NULL || self->current == NULL)
    return;
  position = yun_record_model_get_selected (self->model);
  item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  if (item == NULL || yun_record_item_get_record (item) == NULL)
    return;
  text = yun_record_dup_cell (yun_record_item_get_record (item), self->current);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* ---- Choosing columns ------------------------------------------------------------ */

static void
chooser_shown_cb (YunRecordList *self)
{
  if (self->layout != NULL)
    yun_column_chooser_show (YUN_COLUMN_CHOOSER (self->chooser), self->entity, self->layout);
}

static void
chosen_cb (YunRecordList *self)
{
  g_autofree char *text = yun_column_layout_print (
    self->entity, yun_column_chooser_get_layout (YUN_COLUMN_CHOOSER (self->chooser)));

  yun_record_list_set_columns (self, text);
}

static void
sort_chosen_cb (YunRecordList *self, gpointer field)
{
  yun_record_list_sort_by (self, field, FALSE);
}

/* ---- Answers --------------------------------------------------------------------- */

/* Whether the row that counts is in view. */
static gboolean
is_selected_visible (YunRecordList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->column_view));
  guint          n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint          position = yun_record_model_get_selected (self->model);
  double         height, top;

  if (position == GTK_INVALID_LIST_POSITION || n == 0 || adjustment == NULL)
    return FALSE;
  height = gtk_adjustment_get_upper (adjustment) / n;
  top = gtk_adjustment_get_value (adjustment);
  return (position + 1) * height > top &&
         position * height < top + gtk_adjustment_get_page_size (adjustment);
}

static void
answered_cb (YunRecordList *self)
{
  const YunEntity *entity = yun_workspace_get_ids_entity (self->workspace);
  const YunAnswer *answer = yun_workspace_get_answer (self->workspace);
  GArray          *ids = yun_workspace_get_ids (self->workspace);

  if (entity == NULL || answer == NULL || ids == NULL)
    return;
  if (entity != self->entity || self->model == NULL)
    {
      if (self->model != NULL)
        {
          yun_record_model_close (self->model);
          g_signal_handlers_disconnect_by_data (self->model, self);
        }
      yun_record_columns_build (self, entity);
      yun_record_foot_stop (self);
      g_clear_pointer (&self->sums, g_array_unref);
      g_clear_object (&self->model);
      self->model = yun_record_model_new (yun_workspace_get_store (self->workspace), entity);
      g_signal_connect_object (self->model, "row-selected", G_CALLBACK (row_selected_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->model, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, G_CONNECT_SWAPPED);
      if (yun_workspace_get_selected_entity (self->workspace) == entity)
        yun_record_model_select_id (self->model, yun_workspace_get_selected_id (self->workspace));
      yun_record_model_set_ids (self->model, ids);
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view),
                                 GTK_SELECTION_MODEL (self->model));
      reveal_selected (self);
    }
  else
    {
      gboolean visible = is_selected_visible (self);
      gboolean far = yun_record_model_count_changed (self->model, ids) > MAX_CHANGED;
      gboolean focused = gtk_widget_get_focus_child (self->column_view) != NULL;

      /* GTK 4.8 looks at every new row for those it showed; many rows are a new list. */
      if (far)
        gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
      yun_record_model_set_ids (self->model, ids);
      if (far)
        gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view),
                                   GTK_SELECTION_MODEL (self->model));
      if (visible)
        reveal_selected (self);
      if (far && focused)
        gtk_widget_grab_focus (self->column_view);
    }
  yun_record_columns_show_sort (self);
  update_switches (self, answer);
  yun_record_foot_show (self);
  yun_record_foot_update (self);
  gtk_label_set_text (GTK_LABEL (self->empty_label),
                      yun_workspace_get_n_all (self->workspace) == 0
                        ? _ ("There are no records in this registry yet.")
                        : _ ("Nothing here matches the conditions."));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), ids->len > 0 ? "rows" : "empty");
}

static void
changed_cb (YunRecordList *self, YunChange *change)
{
  if (self->model != NULL && (change->entities & yun_entity_get_shown_mask (self->entity)) != 0)
    yun_record_model_reload (self->model);
}

/* Enter or a double click shows the row on the map, or the form of what has no place. */
static void
row_activated_cb (GtkColumnView *view, guint position, YunRecordList *self)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), position, TRUE);
  gtk_widget_activate_action (
    GTK_WIDGET (self), self->entity->shape != YUN_SHAPE_NONE ? "win.zoom-to-selection" : "win.edit",
    NULL);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_record_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunRecordList *self = YUN_RECORD_LIST (object);

  if (id == PROP_LISTED)
    g_value_set_string (value, self->entity != NULL ? self->entity->id : "");
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_record_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunRecordList   *self = YUN_RECORD_LIST (object);
  const YunEntity *entity;

  if (id != PROP_LISTED)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  entity = yun_entity_find (g_value_get_string (value));
  if (entity != NULL && self->workspace != NULL)
    yun_workspace_set_entity (self->workspace, entity);
}

static void
yun_record_list_dispose (GObject *object)
{
  YunRecordList *self = YUN_RECORD_LIST (object);

  yun_record_columns_dispose (self);
  yun_record_menu_dispose (self);
  yun_record_list_set_workspace (self, NULL);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->layout, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_RECORD_LIST);
  G_OBJECT_CLASS (yun_record_list_parent_class)->dispose (object);
}

static void
yun_record_list_finalize (GObject *object)
{
  g_ptr_array_unref (YUN_RECORD_LIST (object)->cells);
  g_ptr_array_unref (YUN_RECORD_LIST (object)->switch_buttons);
  G_OBJECT_CLASS (yun_record_list_parent_class)->finalize (object);
}

/* The rows, where there are some. */
static gboolean
yun_record_list_grab_focus (GtkWidget *widget)
{
  YunRecordList *self = YUN_RECORD_LIST (widget);

  return gtk_widget_grab_focus (self->column_view) ||
         gtk_widget_child_focus (gtk_widget_get_parent (self->switches), GTK_DIR_TAB_FORWARD);
}

/* The text may have another size. */
static void
yun_record_list_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yun_record_list_parent_class)->css_changed (widget, change);
  yun_record_columns_scale (YUN_RECORD_LIST (widget));
}

static void
yun_record_list_class_init (YunRecordListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_record_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_record_list_finalize;
  G_OBJECT_CLASS (klass)->get_property = yun_record_list_get_property;
  G_OBJECT_CLASS (klass)->set_property = yun_record_list_set_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = yun_record_list_grab_focus;
  GTK_WIDGET_CLASS (klass)->css_changed = yun_record_list_css_changed;
  g_object_class_install_property (
    G_OBJECT_CLASS (klass), PROP_LISTED,
    g_param_spec_string ("listed", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_install_property_action (widget_class, "table.listed", "listed");
  g_signal_new ("columns-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_rows_action);
  gtk_widget_class_install_action (widget_class, "table.copy-cell", NULL, copy_cell_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "table.copy-cell", NULL);
  g_type_ensure (YUN_TYPE_COLUMN_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-record-list.ui");
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, page);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, switches);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, listed_button);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, listed_menu);
  yun_record_foot_class_init (widget_class);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, columns_button);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, chooser);
  gtk_widget_class_bind_template_callback (widget_class, chooser_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_chosen_cb);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, stack);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, empty_label);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, column_view);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_record_list_init (YunRecordList *self)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->switch_buttons = g_ptr_array_new ();
  for (guint i = 0; entities[i] != NULL; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (yun_entity_get_label (entities[i]));

      g_object_set_data (G_OBJECT (button), "yun-entity", (gpointer) entities[i]);
      if (i > 0)
        gtk_toggle_button_set_group (
          GTK_TOGGLE_BUTTON (button),
          GTK_TOGGLE_BUTTON (g_ptr_array_index (self->switch_buttons, 0)));
      g_signal_connect_object (button, "toggled", G_CALLBACK (switch_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->switches), button);
      g_ptr_array_add (self->switch_buttons, button);
    }
  self->settings = yun_settings_new ();
  yun_record_columns_init (self);
  yun_record_menu_init (self);
  g_signal_connect (self, "columns-changed", G_CALLBACK (yun_record_foot_update), NULL);
}

void
yun_record_list_set_workspace (YunRecordList *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_RECORD_LIST (self));

  if (workspace == self->workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  if (self->model != NULL)
    {
      yun_record_model_close (self->model);
      g_signal_handlers_disconnect_by_data (self->model, self);
      if (self->column_view != NULL)
        gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
      g_clear_object (&self->model);
    }
  yun_record_foot_stop (self);
  if (self->copying != NULL)
    g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  g_clear_pointer (&self->sums, g_array_unref);
  if (self->entity != NULL)
    yun_record_columns_dispose (self);
  self->entity = NULL;
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "answered", G_CALLBACK (answered_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "selected", G_CALLBACK (selected_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      answered_cb (self);
    }
}

YunRecordModel *
yun_record_list_get_model (YunRecordList *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_LIST (self), NULL);
  return self->model;
}

gboolean
yun_record_list_is_loading (YunRecordList *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_LIST (self), FALSE);
  return self->summing != NULL || self->copying != NULL ||
         (self->model != NULL && yun_record_model_is_loading (self->model));
}
