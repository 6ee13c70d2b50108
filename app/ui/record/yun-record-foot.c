/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-list-private.h"

#include "yun-group.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* The line under the table: what there is, added up, and what is not on the map or cannot be told,
 * each of which leads to it. */

/* The numbers that are added up: the area, and of the columns there are those whose sum has a
 * meaning. */
static GPtrArray *
list_summed (YunRecordList *self)
{
  GPtrArray      *fields = g_ptr_array_new ();
  const YunField *area = yun_entity_get_field (self->entity, "area");

  if (area != NULL && strcmp (area->id, "area") == 0 && (area->flags & YUN_FIELD_SUM) != 0)
    g_ptr_array_add (fields, (gpointer) area);
  for (guint i = 0; i < self->layout->len; i++)
    {
      const YunField *field = g_array_index (self->layout, YunLayoutColumn, i).field;

      if ((field->flags & YUN_FIELD_SUM) != 0 && field != area)
        g_ptr_array_add (fields, (gpointer) field);
    }
  return fields;
}

static void
append_part (GString *text, const char *part)
{
  g_string_append (text, text->len > 0 ? " · " : "");
  g_string_append (text, part);
}

static void
append_number (GString *text, const YunField *field, double value)
{
  g_autofree char *number = NULL;

  if (g_strcmp0 (field->unit, "m²") == 0)
    number = yun_area_format (value);
  else
    number = yun_number_format (value, 1);
  g_string_append (text, number);
  if (field->unit != NULL && strcmp (field->unit, "m²") != 0)
    g_string_append_printf (text, " %s", yun_unit_get_label (field->unit));
}

/* The area says what it is by its unit; other numbers are named. */
static void
append_sum (GString *text, const YunField *field, const YunGroupCell *cell)
{
  gboolean            area = strcmp (field->id, "area") == 0;
  gint64              unknown = cell->count - cell->known;
  g_autofree char    *n = yun_number_format ((double) unknown, 0);
  g_autoptr (GString) sum = g_string_new (NULL), mean = g_string_new (NULL);
  g_autofree char    *part = NULL;

  if (cell->known > 0)
    {
      append_number (sum, field, cell->sum);
      append_number (mean, field, yun_group_cell_get_mean (cell));
      part = area ? g_strdup_printf (_ ("%s, mean %s"), sum->str, mean->str)
                  : g_strdup_printf (_ ("%s: %s, mean %s"), yun_field_get_label (field), sum->str,
                                     mean->str);
      append_part (text, part);
    }
  if (unknown > 0)
    {
      g_autofree char *missing =
        area ? g_strdup_printf (ngettext ("area of %s unknown", "areas of %s unknown", unknown), n)
             : g_strdup_printf (_ ("%s: %s unknown"), yun_field_get_label (field), n);

      append_part (text, missing);
    }
}

static gboolean
asks_for_nowhere (YunFilter *filter)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (clause->kind == YUN_CLAUSE_NOWHERE && !clause->negated)
        return TRUE;
    }
  return FALSE;
}

/* What the answer leaves out, or cannot draw, until just that is asked for; then it can be placed.
 */
static void
show_links (YunRecordList *self, const YunTotals *totals, gboolean many)
{
  const gboolean   asked = asks_for_nowhere (yun_workspace_get_answered_filter (self->workspace));
  g_autofree char *untold = yun_number_format ((double) totals->untold, 0);
  g_autofree char *unplaced = yun_number_format ((double) totals->without_place, 0);
  /* Translators: of how many records it is not known whether they are near or in a place:
   * only their town is known, or nothing */
  g_autofree char *untold_text = g_strdup_printf (_ ("of %s more the place is not known"), untold);
  g_autofree char *unplaced_text = g_strdup_printf (
    ngettext ("%s not on the map", "%s not on the map", totals->without_place), unplaced);

  gtk_button_set_label (GTK_BUTTON (self->untold), untold_text);
  gtk_widget_set_visible (self->untold, !many && totals->untold > 0);
  gtk_button_set_label (GTK_BUTTON (self->unplaced), unplaced_text);
  gtk_widget_set_visible (self->unplaced, !many && !asked && totals->without_place > 0);
  gtk_widget_set_visible (self->place_it,
                          asked && totals->count > 0 && yun_entity_can_be_point (self->entity));
}

/* What is typed is part of what is asked for. */
static void
ask (YunRecordList *self, YunFilter *filter)
{
  if (filter == NULL)
    return;
  yun_workspace_set_filter (self->workspace, filter);
  yun_filter_unref (filter);
}

static void
show_untold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunRecordList *self = YUN_RECORD_LIST (widget);

  if (self->workspace != NULL)
    ask (self, yun_filter_with_untold (yun_workspace_get_filter (self->workspace)));
}

static void
show_unplaced_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunRecordList *self = YUN_RECORD_LIST (widget);

  if (self->workspace != NULL)
    ask (self, yun_filter_with_nowhere (yun_workspace_get_filter (self->workspace)));
}

gboolean
yun_record_foot_grab_focus (YunRecordList *self)
{
  return gtk_widget_child_focus (gtk_widget_get_parent (self->totals), GTK_DIR_TAB_FORWARD);
}

void
yun_record_foot_class_init (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "table.show-untold", NULL, show_untold_action);
  gtk_widget_class_install_action (klass, "table.show-unplaced", NULL, show_unplaced_action);
  gtk_widget_class_bind_template_child (klass, YunRecordList, totals);
  gtk_widget_class_bind_template_child (klass, YunRecordList, untold);
  gtk_widget_class_bind_template_child (klass, YunRecordList, unplaced);
  gtk_widget_class_bind_template_child (klass, YunRecordList, place_it);
}

void
yun_record_foot_show (YunRecordList *self)
{
  const YunAnswer      *answer = yun_workspace_get_answer (self->workspace);
  const YunTotals      *totals = &answer->totals[yun_entity_get_index (self->entity)];
  guint                 n = yun_record_model_get_n_selected (self->model);
  g_autofree char      *count = yun_entity_format_count (self->entity, n > 1 ? n : totals->count);
  g_autoptr (GString)   text = g_string_new (NULL);
  g_autoptr (GPtrArray) fields = list_summed (self);
  g_autofree char      *head = NULL;

  /* Translators: "23 plots selected", "23 plots in all" */
  head =
    n > 1 ? g_strdup_printf (_ ("%s selected"), count) : g_strdup_printf (_ ("%s in all"), count);
  append_part (text, head);
  for (guint i = 0; self->sums != NULL && i < MIN (fields->len, self->sums->len); i++)
    append_sum (text, fields->pdata[i], &g_array_index (self->sums, YunGroupCell, i));
  gtk_label_set_text (GTK_LABEL (self->totals), text->str);
  show_links (self, totals, n > 1);
}

static void
summed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordList) self = user_data;
  g_autoptr (GError)        error = NULL;
  GArray                   *sums = yun_store_sum_finish (YUN_STORE (source), result, &error);

  /* Another question was asked meanwhile, or the registry is closed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->summing)
    {
      g_clear_pointer (&sums, g_array_unref);
      return;
    }
  g_clear_object (&self->summing);
  if (sums == NULL)
    g_debug ("no sums: %s", error->message);
  g_clear_pointer (&self->sums, g_array_unref);
  self->sums = sums;
  yun_record_foot_show (self);
}

void
yun_record_foot_stop (YunRecordList *self)
{
  if (self->summing != NULL)
    g_cancellable_cancel (self->summing);
  g_clear_object (&self->summing);
}

void
yun_record_foot_update (YunRecordList *self)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GArray)    ids = NULL;

  if (self->model == NULL || self->workspace == NULL ||
      yun_workspace_get_answer (self->workspace) == NULL)
    return;
  yun_record_foot_stop (self);
  fields = list_summed (self);
  if (fields->len == 0)
    {
      g_clear_pointer (&self->sums, g_array_unref);
      yun_record_foot_show (self);
      return;
    }
  if (yun_record_model_get_n_selected (self->model) > 1)
    ids = yun_record_model_list_selected (self->model);
  self->summing = g_cancellable_new ();
  yun_store_sum_async (yun_workspace_get_store (self->workspace), self->entity,
                       yun_workspace_get_answered_filter (self->workspace), ids,
                       (const YunField *const *) fields->pdata, fields->len, self->summing,
                       summed_cb, g_object_ref (self));
}
