/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-list.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-segment-tags.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_COLUMNS 10
#define N_SWITCHES 4

struct _YunRecordList
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *switches;
  GtkWidget *totals;
  GtkWidget *stack;
  GtkWidget *empty_label;
  GtkWidget *scroller;
  GtkWidget *column_view;
  GtkWidget *switch_buttons[N_SWITCHES]; /* (unowned) */

  YunWorkspace    *workspace; /* (owned) (nullable) */
  YunRecordModel  *model;     /* (owned) (nullable) */
  const YunEntity *entity;    /* (nullable): whose columns there are */
  const YunField  *probed;    /* (nullable): the column asked last to compare */
  gboolean         building;  /* columns are being made; their sorters say nothing */
  gboolean         updating;  /* switch buttons follow the workspace */
};

G_DEFINE_FINAL_TYPE (YunRecordList, yun_record_list, GTK_TYPE_WIDGET)

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
set_up_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const YunField *field)
{
  g_object_set_data (G_OBJECT (cell), "yun-field", (gpointer) field);
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
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const YunField *field)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "notify::record",
                           G_CALLBACK (record_read_cb), cell, G_CONNECT_SWAPPED);
  show_value (cell, field);
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const YunField *field)
{
  gpointer item = gtk_list_item_get_item (cell);

  if (item != NULL)
    g_signal_handlers_disconnect_by_func (item, record_read_cb, cell);
}

/* ---- Columns -------------------------------------------------------------- */

/* GTK 4.8 does not tell which column is sorted by. The view's sorter asks the sorter of that column
 * first; ours answer "smaller" and note that they were asked, so one comparison tells both the
 * column and the direction. */
typedef struct
{
  YunRecordList  *list; /* (unowned): outlives its columns */
  const YunField *field;
} Probe;

static int
probe_column (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Probe *probe = user_data;

  if (probe->list->probed == NULL)
    probe->list->probed = probe->field;
  return GTK_ORDERING_SMALLER;
}

static void
order_changed_cb (GtkSorter *sorter, GtkSorterChange change, YunRecordList *self)
{
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering         ordering;

  if (self->building || self->workspace == NULL ||
      yun_workspace_get_entity (self->workspace) != self->entity)
    return;
  self->probed = NULL;
  ordering = gtk_sorter_compare (sorter, a, b);
  yun_workspace_set_sort (self->workspace, self->probed, ordering == GTK_ORDERING_LARGER);
}

static int
column_width (const YunField *field)
{
  switch (field->kind)
    {
    case YUN_KIND_INT:
    case YUN_KIND_REAL:
      return g_strcmp0 (field->unit, "m²") == 0 ? 190 : 124;
    case YUN_KIND_DATE:
      return 104;
    case YUN_KIND_ENUM:
      return 104;
    case YUN_KIND_SET:
      return field->values == &yun_enum_segment ? 108 : 104;
    case YUN_KIND_LIST:
    case YUN_KIND_TEXT:
      break;
    }
  if (g_strcmp0 (field->ref, "town") == 0)
    return 96;
  return g_strcmp0 (field->id, "name") == 0 ? 250 : 150;
}

static void
add_column (YunRecordList *self, const YunField *field)
{
  GtkListItemFactory   *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn  *column;
  Probe                *probe = g_new0 (Probe, 1);
  g_autoptr (GtkSorter) sorter = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell_cb), (gpointer) field);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), (gpointer) field);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), (gpointer) field);
  column = gtk_column_view_column_new (yun_field_get_label (field), factory);
  probe->list = self;
  probe->field = field;
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_column, probe, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, column_width (field));
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->column_view), column);
  g_object_unref (column);
}

static void
rebuild (YunRecordList *self, const YunEntity *entity)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->column_view));
  const YunField *const *fields;
  guint                  n_fields, n = 0;

  self->building = TRUE;
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->column_view), NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->column_view), column);
    }
  fields = yun_entity_get_fields (entity, &n_fields);
  for (guint i = 0; i < n_fields && n < MAX_COLUMNS; i++)
    if (i == 0 || (fields[i]->flags & YUN_FIELD_COLUMN) != 0)
      {
        add_column (self, fields[i]);
        n++;
      }
  self->entity = entity;
  self->building = FALSE;
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
update_switches (YunRecordList *self, const YunAnswer *answer)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  self->updating = TRUE;
  for (guint i = 0; entities[i] != NULL; i++)
    {
      g_autofree char *count =
        yun_number_format (answer->totals[yun_entity_get_index (entities[i])].count, 0);
      g_autofree char *label = g_strdup_printf ("%s %s", yun_entity_get_label (entities[i]), count);

      gtk_button_set_label (GTK_BUTTON (self->switch_buttons[i]), label);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->switch_buttons[i]),
                                    entities[i] == self->entity);
    }
  self->updating = FALSE;
}

static void
update_totals (YunRecordList *self, const YunTotals *totals)
{
  g_autofree char    *count = yun_entity_format_count (self->entity, totals->count);
  g_autoptr (GString) text = g_string_new (count);

  if (!isnan (totals->area_m2) && totals->count > totals->area_unknown)
    {
      g_autofree char *area = yun_area_format (totals->area_m2);

      g_string_append_printf (text, " · %s", area);
    }
  if (!isnan (totals->area_m2) && totals->area_unknown > 0)
    {
      g_autofree char *number = yun_number_format (totals->area_unknown, 0);

      g_string_append (text, " · ");
      g_string_append_printf (
        text, ngettext ("area of %s unknown", "areas of %s unknown", totals->area_unknown), number);
    }
  if (totals->without_place > 0)
    {
      g_autofree char *number = yun_number_format (totals->without_place, 0);

      g_string_append (text, " · ");
      g_string_append_printf (
        text, ngettext ("%s not on the map", "%s not on the map", totals->without_place), number);
    }
  gtk_label_set_text (GTK_LABEL (self->totals), text->str);
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
      rebuild (self, entity);
      g_clear_object (&self->model);
      self->model = yun_record_model_new (yun_workspace_get_store (self->workspace), entity);
      g_signal_connect_object (self->model, "row-selected", G_CALLBACK (row_selected_cb), self,
                               G_CONNECT_SWAPPED);
      if (yun_workspace_get_selected_entity (self->workspace) == entity)
        yun_record_model_select_id (self->model, yun_workspace_get_selected_id (self->workspace));
      yun_record_model_set_ids (self->model, ids);
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view),
                                 GTK_SELECTION_MODEL (self->model));
      reveal_selected (self);
    }
  else
    {
      yun_record_model_set_ids (self->model, ids);
    }
  update_switches (self, answer);
  update_totals (self, &answer->totals[yun_entity_get_index (entity)]);
  gtk_label_set_text (GTK_LABEL (self->empty_label),
                      yun_workspace_get_n_all (self->workspace) == 0
                        ? _ ("There are no records in this registry yet.")
                        : _ ("Nothing here matches the conditions."));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), ids->len > 0 ? "rows" : "empty");
}

static void
changed_cb (YunRecordList *self, YunChange *change)
{
  if (self->model != NULL && (change->entities & (1u << yun_entity_get_index (self->entity))) != 0)
    yun_record_model_reload (self->model);
}

/* Enter or a double click shows the row on the map. */
static void
row_activated_cb (GtkColumnView *view, guint position, YunRecordList *self)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.zoom-to-selection", NULL);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_record_list_dispose (GObject *object)
{
  YunRecordList *self = YUN_RECORD_LIST (object);

  yun_record_list_set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_RECORD_LIST);
  G_OBJECT_CLASS (yun_record_list_parent_class)->dispose (object);
}

static void
yun_record_list_class_init (YunRecordListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_record_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-record-list.ui");
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, page);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, switches);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, totals);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, stack);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, empty_label);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunRecordList, column_view);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_record_list_init (YunRecordList *self)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_SWITCHES; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (yun_entity_get_label (entities[i]));

      g_object_set_data (G_OBJECT (button), "yun-entity", (gpointer) entities[i]);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     GTK_TOGGLE_BUTTON (self->switch_buttons[0]));
      g_signal_connect_object (button, "toggled", G_CALLBACK (switch_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->switches), button);
      self->switch_buttons[i] = button;
    }
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->column_view)),
                           "changed", G_CALLBACK (order_changed_cb), self, 0);
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

char *
yun_entity_format_count (const YunEntity *entity, gint64 count)
{
  g_autofree char *number = yun_number_format (count, 0);
  const char      *format;

  if (entity == &yun_entity_firm)
    format = ngettext ("%s firm", "%s firms", count);
  else if (entity == &yun_entity_park)
    format = ngettext ("%s park", "%s parks", count);
  else if (entity == &yun_entity_plot)
    format = ngettext ("%s plot", "%s plots", count);
  else if (entity == &yun_entity_facility)
    format = ngettext ("%s facility", "%s facilities", count);
  else
    format = ngettext ("%s record", "%s records", count);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, number);
#pragma GCC diagnostic pop
}
