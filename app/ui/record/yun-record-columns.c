/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-list-private.h"

#include "yun-segment-tags.h"
#include "yun-text-size.h"

#include <glib/gi18n.h>
#include <math.h>

#define SAVE_DELAY_MS 400

/* A column, for its cells. */
typedef struct
{
  YunRecordList  *list; /* (unowned): outlives its columns */
  const YunField *field;
} Column;

static void
free_column (gpointer column, GClosure *closure)
{
  g_free (column);
}

static void
mark_current (YunRecordList *self, GtkListItem *cell)
{
  GtkWidget *child = gtk_list_item_get_child (cell);

  if (child == NULL)
    return;
  if (self->current == g_object_get_data (G_OBJECT (cell), "yun-field") && self->model != NULL &&
      gtk_list_item_get_position (cell) == yun_record_model_get_selected (self->model) &&
      gtk_list_item_get_item (cell) != NULL)
    gtk_widget_add_css_class (child, "current-cell");
  else
    gtk_widget_remove_css_class (child, "current-cell");
}

/* ---- Cells ---------------------------------------------------------------- */

static void
show_value (GtkListItem *cell, const YunField *field)
{
  YunRecordItem *item = gtk_list_item_get_item (cell);
  YunRecord     *record = item != NULL ? yun_record_item_get_record (item) : NULL;
  GtkWidget     *child = gtk_list_item_get_child (cell);

  if (YUN_IS_SEGMENT_TAGS (child))
    {
      yun_segment_tags_set_segments (
        YUN_SEGMENT_TAGS (child), record != NULL ? (guint) yun_record_get_int (record, field) : 0);
    }
  else
    {
      g_autofree char *text = record != NULL ? yun_record_format (record, field) : NULL;

      gtk_label_set_text (GTK_LABEL (child), text != NULL ? text : "");
      if (record != NULL && !yun_record_is_known (record, field))
        gtk_widget_add_css_class (child, "dim-label");
      else
        gtk_widget_remove_css_class (child, "dim-label");
    }
}

static void
record_read_cb (GtkListItem *cell)
{
  if (gtk_list_item_get_item (cell) != NULL)
    show_value (cell, g_object_get_data (G_OBJECT (cell), "yun-field"));
}

/* What is cut off in a narrow column is read in its tooltip. */
static gboolean
query_tooltip_cb (
  GtkWidget *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (label)));
  return TRUE;
}

static void
set_up_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, Column *column)
{
  const YunField *field = column->field;

  g_object_set_data (G_OBJECT (cell), "yun-field", (gpointer) field);
  g_ptr_array_add (column->list->cells, cell);
  if (field->kind == YUN_KIND_SET && field->values == &yun_enum_segment)
    {
      gtk_list_item_set_child (cell, yun_segment_tags_new (FALSE));
    }
  else
    {
      GtkWidget *label = gtk_label_new (NULL);
      gboolean   number = field->kind == YUN_KIND_REAL || field->kind == YUN_KIND_INT;

      gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
      if (number || field->kind == YUN_KIND_DATE)
        gtk_widget_add_css_class (label, "numeric");
      gtk_widget_set_has_tooltip (label, TRUE);
      g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
      gtk_list_item_set_child (cell, label);
    }
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (cell)), "yun-field", (gpointer) field);
}

static void
tear_down_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, Column *column)
{
  g_ptr_array_remove_fast (column->list->cells, cell);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, Column *column)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "notify::record",
                           G_CALLBACK (record_read_cb), cell, G_CONNECT_SWAPPED);
  show_value (cell, column->field);
  mark_current (column->list, cell);
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, Column *column)
{
  gpointer item = gtk_list_item_get_item (cell);

  if (item != NULL)
    g_signal_handlers_disconnect_by_func (item, record_read_cb, cell);
}

void
yun_record_columns_show_current (YunRecordList *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    mark_current (self, self->cells->pdata[i]);
}

/* ---- Remembering ------------------------------------------------------------- */

static void
save (YunRecordList *self)
{
  g_clear_handle_id (&self->saving, g_source_remove);
  if (self->entity != NULL && self->layout != NULL)
    yun_column_layout_save (self->settings, self->entity, self->layout);
}

static gboolean
save_cb (gpointer user_data)
{
  YunRecordList *self = user_data;

  self->saving = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
save_soon (YunRecordList *self)
{
  g_clear_handle_id (&self->saving, g_source_remove);
  self->saving = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

/* ---- Columns ----------------------------------------------------------------- */

static const YunField *
get_field (gpointer column)
{
  return g_object_get_data (G_OBJECT (column), "yun-field");
}

static int
to_screen (YunRecordList *self, int width)
{
  return width > 0 ? (int) lround (width * self->scale) : width;
}

/* The layout's width of a column; what nobody changed stays to the pixel. */
static int
get_width (YunRecordList *self, GtkColumnViewColumn *column)
{
  int on_screen = gtk_column_view_column_get_fixed_width (column);
  int place = yun_column_layout_find (self->layout, get_field (column));
  int width = place >= 0 ? g_array_index (self->layout, YunLayoutColumn, place).width : -1;

  if (place >= 0 && to_screen (self, width) == on_screen)
    return width;
  return on_screen > 0 ? MAX ((int) lround (on_screen / self->scale), 1) : on_screen;
}

/* Columns have been moved or resized by their heads. */
static void
read_layout (YunRecordList *self)
{
  g_autoptr (GArray) layout = NULL;
  GListModel        *columns;

  if (self->building || self->layout == NULL)
    return;
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  layout = g_array_new (FALSE, FALSE, sizeof (YunLayoutColumn));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      YunLayoutColumn                 entry = { get_field (column), get_width (self, column) };

      g_array_append_val (layout, entry);
    }
  g_array_unref (self->layout);
  self->layout = g_steal_pointer (&layout);
  save_soon (self);
}

static void
width_changed_cb (YunRecordList *self)
{
  read_layout (self);
}

static void
add_column (YunRecordList *self, const YunLayoutColumn *entry)
{
  GtkListItemFactory  *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;
  Column              *data = g_new0 (Column, 1);

  data->list = self;
  data->field = entry->field;
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell_cb), data);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), data);
  g_signal_connect_data (factory, "teardown", G_CALLBACK (tear_down_cell_cb), data, free_column, 0);
  column = gtk_column_view_column_new (yun_field_get_label (entry->field), factory);
  g_object_set_data (G_OBJECT (column), "yun-field", (gpointer) entry->field);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, to_screen (self, entry->width));
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->column_view), column);
  g_object_unref (column);
}

void
yun_record_columns_scale (YunRecordList *self)
{
  double      scale = yun_text_size_get_scale (GTK_WIDGET (self));
  GListModel *columns;

  if (self->layout == NULL || self->building || scale == self->scale)
    return;
  self->scale = scale;
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  self->building = TRUE;
  for (guint i = 0; i < self->layout->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_column_view_column_set_fixed_width (
        column, to_screen (self, g_array_index (self->layout, YunLayoutColumn, i).width));
    }
  self->building = FALSE;
}

static void
fill (YunRecordList *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));

  self->building = TRUE;
  self->scale = yun_text_size_get_scale (GTK_WIDGET (self));
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->column_view), column);
    }
  for (guint i = 0; i < self->layout->len; i++)
    add_column (self, &g_array_index (self->layout, YunLayoutColumn, i));
  self->building = FALSE;
  if (self->current == NULL || yun_column_layout_find (self->layout, self->current) < 0)
    self->current = g_array_index (self->layout, YunLayoutColumn, 0).field;
  yun_record_columns_show_sort (self);
}

void
yun_record_columns_build (YunRecordList *self, const YunEntity *entity)
{
  if (self->saving != 0)
    save (self);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
  g_clear_pointer (&self->layout, g_array_unref);
  self->entity = entity;
  self->layout = yun_column_layout_load (self->settings, entity);
  fill (self);
}

char *
yun_record_list_dup_columns (YunRecordList *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_LIST (self), NULL);

  return self->layout != NULL ? yun_column_layout_print (self->entity, self->layout) : NULL;
}

gboolean
yun_record_list_set_columns (YunRecordList *self, const char *text)
{
  const YunEntity   *entity;
  g_autoptr (GArray) layout = NULL;

  g_return_val_if_fail (YUN_IS_RECORD_LIST (self) && text != NULL, FALSE);

  layout = yun_column_layout_parse (text, &entity);
  if (layout == NULL)
    return FALSE;
  yun_column_layout_save (self->settings, entity, layout);
  if (entity == self->entity)
    {
      g_array_unref (self->layout);
      self->layout = g_steal_pointer (&layout);
      fill (self);
      g_signal_emit_by_name (self, "columns-changed");
    }
  return TRUE;
}

/* ---- Sorting ------------------------------------------------------------------ */

void
yun_record_columns_show_sort (YunRecordList *self)
{
  GListModel       *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  guint             n = 0;
  const YunSortKey *keys =
    self->workspace != NULL ? yun_workspace_get_sort_keys (self->workspace, &n) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const YunField                 *field = get_field (column);
      g_autoptr (GString)             title = g_string_new (yun_field_get_label (field));

      for (guint k = 0; k < n; k++)
        if (keys[k].field == field)
          {
            g_string_append (title, keys[k].descending ? " ▼" : " ▲");
            if (n > 1)
              g_string_append_printf (title, "%u", k + 1);
          }
      if (strcmp (gtk_column_view_column_get_title (column), title->str) != 0)
        gtk_column_view_column_set_title (column, title->str);
    }
}

void
yun_record_list_sort_by (YunRecordList *self, const YunField *field, gboolean more)
{
  YunSortKey        keys[YUN_SORT_MAX_KEYS];
  const YunSortKey *now;
  guint             n, at;

  g_return_if_fail (YUN_IS_RECORD_LIST (self) && field != NULL);

  if (self->workspace == NULL || yun_workspace_get_entity (self->workspace) != self->entity)
    return;
  now = yun_workspace_get_sort_keys (self->workspace, &n);
  for (guint i = 0; i < n; i++)
    keys[i] = now[i];
  for (at = 0; at < n && keys[at].field != field; at++)
    ;
  if (!more && (at == n || n > 1))
    n = at = 0;
  if (at == n && n == YUN_SORT_MAX_KEYS)
    at = --n;
  if (at == n)
    keys[n++] = (YunSortKey){ field, FALSE };
  else if (!keys[at].descending)
    keys[at].descending = TRUE;
  else
    {
      for (guint i = at + 1; i < n; i++)
        keys[i - 1] = keys[i];
      n--;
    }
  yun_workspace_set_sort_keys (self->workspace, keys, n);
  yun_record_columns_show_sort (self);
}

/* The head's titles have no sorter: GTK 4.8 would neither tell the columns nor show the second. */
static void
head_released_cb (GtkGestureClick *click, int n_press, double x, double y, YunRecordList *self)
{
  GtkWidget      *head = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  GtkWidget      *title = gtk_widget_pick (head, x, y, GTK_PICK_DEFAULT);
  GListModel     *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  guint place = 0;

  while (title != NULL && title != head && gtk_widget_get_parent (title) != head)
    title = gtk_widget_get_parent (title);
  if (title == NULL || title == head)
    return;
  while ((title = gtk_widget_get_prev_sibling (title)) != NULL)
    place++;
  if (place < g_list_model_get_n_items (columns))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, place);

      yun_record_list_sort_by (self, get_field (column), (state & GDK_SHIFT_MASK) != 0);
    }
}

/* ---- The current cell --------------------------------------------------------- */

static void
cell_pressed_cb (GtkGestureClick *click, int n_press, double x, double y, YunRecordList *self)
{
  GtkWidget *widget = gtk_widget_pick (self->column_view, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != self->column_view; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget      *child = gtk_widget_get_first_child (widget);
      const YunField *field = get_field (widget);

      if (field == NULL && child != NULL && gtk_widget_get_next_sibling (child) == NULL)
        field = get_field (child);
      if (field != NULL)
        {
          self->current = field;
          break;
        }
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                YunRecordList         *self)
{
  int place, to;

  if (self->layout == NULL || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right) ||
      (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  place = yun_column_layout_find (self->layout, self->current);
  to = CLAMP (place + (keyval == GDK_KEY_Left ? -1 : 1), 0, (int) self->layout->len - 1);
  self->current = g_array_index (self->layout, YunLayoutColumn, to).field;
  yun_record_columns_show_current (self);
  return TRUE;
}

void
yun_record_columns_init (YunRecordList *self)
{
  GListModel         *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  GtkWidget          *head = gtk_widget_get_first_child (self->column_view);
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *press = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cells = g_ptr_array_new ();
  g_signal_connect_object (columns, "items-changed", G_CALLBACK (read_layout), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (head_released_cb), self, 0);
  gtk_widget_add_controller (head, click);
  gtk_event_controller_set_propagation_phase (press, GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (cell_pressed_cb), self, 0);
  gtk_widget_add_controller (self->column_view, press);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (self->column_view, keys);
}

void
yun_record_columns_dispose (YunRecordList *self)
{
  if (self->saving != 0)
    save (self);
}
