/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-idle-dialog.h"

#include "yun-plot.h"
#include "yun-rule.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _YunIdleDialog
{
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *rules;
  GtkWidget *day_row;
  GtkWidget *calendar;
  GtkWidget *calendar_popover;
  GtkWidget *unknown_switch;
  GtkWidget *count;
  GtkWidget *show_button;
  GtkWidget *page;

  GPtrArray    *checks;    /* (owned) (element-type GtkCheckButton): in the order of the rules */
  YunWorkspace *workspace; /* (owned) */
  GCancellable *counting;  /* (owned) (nullable) */
  gint64        n;         /* counted; -1: not known */
  gboolean      filling;   /* the rows are being set by the program */
};

G_DEFINE_FINAL_TYPE (YunIdleDialog, yun_idle_dialog, ADW_TYPE_WINDOW)

/* ---- The clause --------------------------------------------------------------- */

/* "" or a day. */
static gboolean
is_day (const char *text)
{
  GDate date;

  if (text[0] == '\0')
    return TRUE;
  g_date_clear (&date, 1);
  if (strlen (text) == 10 && text[4] == '-' && text[7] == '-' && strspn (text, "0123456789-") == 10)
    g_date_set_parse (&date, text);
  return g_date_valid (&date);
}

static const char *
get_day (YunIdleDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->day_row));
}

/* (transfer full) (nullable): the present filter with the choice in place of its candidates. */
static YunFilter *
make_filter (YunIdleDialog *self)
{
  guint                 n, n_chosen = 0;
  const YunRule *const *rules = yun_rule_list (&n);
  g_autoptr (YunFilter) filter = yun_filter_ref (yun_workspace_get_filter (self->workspace));
  g_autoptr (YunFilter) clause = NULL;
  g_autoptr (GString)   text = g_string_new ("plot candidate:");
  const char           *day = get_day (self);

  for (guint i = 0; i < n; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_string_append_printf (text, "%s%s", n_chosen++ > 0 ? "," : "", yun_rule_get_id (rules[i]));
  if (n_chosen == 0 || !is_day (day))
    return NULL;
  if (gtk_switch_get_active (GTK_SWITCH (self->unknown_switch)))
    g_string_append (text, ",?");
  if (day[0] != '\0')
    g_string_append_printf (text, "@%s", day);
  clause = yun_filter_parse (text->str, NULL, NULL);
  if (clause == NULL)
    return NULL;
  for (guint i = yun_filter_get_n_clauses (filter); i-- > 0;)
    if (yun_filter_get_clause (filter, i)->kind == YUN_CLAUSE_RULE)
      {
        YunFilter *without = yun_filter_without_clause (filter, i);

        yun_filter_unref (filter);
        filter = without;
      }
  /* What is asked of firms or parks says nothing of plots. */
  if (!yun_filter_may_match (filter, &yun_entity_plot))
    {
      yun_filter_unref (filter);
      filter = yun_filter_new (NULL);
    }
  return yun_filter_with_all (filter, clause);
}

/* ---- Counting -------------------------------------------------------------------- */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* Not held: a window must not outlive its parent. Once it is gone the count was cancelled. */
  YunIdleDialog        *self = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunAnswer) answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  const YunTotals      *totals;
  g_autofree char      *number = NULL, *area = NULL, *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counting);
  if (answer == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->count), error->message);
      return;
    }
  totals = &answer->totals[yun_entity_get_index (&yun_entity_plot)];
  self->n = totals->count;
  number = yun_number_format ((double) totals->count, 0);
  area = yun_number_format (totals->count > 0 ? totals->area_m2 / (2000.0 / 3.0) : 0, 1);
  /* Translators: a number of plots, their area in mu */
  text = g_strdup_printf (_ ("%s candidates · %s mu"), number, area);
  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
update (YunIdleDialog *self)
{
  g_autoptr (YunFilter) filter = make_filter (self);
  gboolean              day_ok = is_day (get_day (self));

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->n = -1;
  gtk_widget_set_sensitive (self->show_button, filter != NULL);
  if (day_ok)
    gtk_widget_remove_css_class (self->day_row, "error");
  else
    gtk_widget_add_css_class (self->day_row, "error");
  if (filter == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->count),
                          day_ok ? _ ("Choose a rule.") : _ ("Write the day like 2026-12-31."));
      return;
    }
  self->counting = g_cancellable_new ();
  yun_store_ask_async (yun_workspace_get_store (self->workspace), filter,
                       yun_entity_get_bit (&yun_entity_plot), NULL, self->counting, counted_cb,
                       self);
}

static void
changed_cb (YunIdleDialog *self)
{
  if (!self->filling && self->workspace != NULL)
    update (self);
}

gboolean
yun_idle_dialog_show_candidates (YunIdleDialog *self)
{
  g_autoptr (YunFilter) filter = NULL;

  g_return_val_if_fail (YUN_IS_IDLE_DIALOG (self), FALSE);

  filter = make_filter (self);
  if (filter == NULL)
    return FALSE;
  yun_workspace_set_filter (self->workspace, filter);
  return TRUE;
}

/* ---- The day ------------------------------------------------------------------------ */

static void
set_day (YunIdleDialog *self, const char *day)
{
  gtk_editable_set_text (GTK_EDITABLE (self->day_row), day);
  gtk_popover_popdown (GTK_POPOVER (self->calendar_popover));
}

static void
day_selected_cb (YunIdleDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  g_autofree char      *day = g_date_time_format (date, "%Y-%m-%d");

  set_day (self, day);
}

static void
today_cb (YunIdleDialog *self)
{
  set_day (self, "");
}

static void
year_end_cb (YunIdleDialog *self)
{
  g_autofree char *today = yun_rule_get_today ();
  g_autofree char *day = g_strdup_printf ("%.4s-12-31", today);

  set_day (self, day);
}

/* ---- Rows ------------------------------------------------------------------------------ */

static void
add_rules (YunIdleDialog *self)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget       *row = adw_action_row_new ();
      GtkWidget       *check = gtk_check_button_new ();
      g_autofree char *title = g_markup_escape_text (yun_rule_get_title (rules[i]), -1);
      g_autofree char *text =
        g_markup_printf_escaped ("%s\n%s %s", yun_rule_get_means (rules[i]),
                                 yun_rule_get_document (rules[i]), yun_rule_get_clause (rules[i]));

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      yun_rule_get_title (rules[i]), -1);
      g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->rules), row);
      g_ptr_array_add (self->checks, g_object_ref (check));
    }
}

/* What the present filter asks, else the first rule. */
static void
fill (YunIdleDialog *self)
{
  YunFilter       *filter = yun_workspace_get_filter (self->workspace);
  const YunClause *clause = NULL;

  self->filling = TRUE;
  for (guint i = 0; i < yun_filter_get_n_clauses (filter) && clause == NULL; i++)
    if (yun_filter_get_clause (filter, i)->kind == YUN_CLAUSE_RULE &&
        !yun_filter_get_clause (filter, i)->negated)
      clause = yun_filter_get_clause (filter, i);
  if (clause == NULL)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, 0), TRUE);
  else
    {
      for (guint i = 0; clause->values != NULL && clause->values[i] != NULL; i++)
        yun_idle_dialog_set_rule (self, clause->values[i], TRUE);
      gtk_editable_set_text (GTK_EDITABLE (self->day_row),
                             clause->min_text != NULL ? clause->min_text : "");
      gtk_switch_set_active (GTK_SWITCH (self->unknown_switch), clause->or_unknown);
    }
  self->filling = FALSE;
  update (self);
}

/* ---- Object ------------------------------------------------------------------------------ */

static void
yun_idle_dialog_dispose (GObject *object)
{
  YunIdleDialog *self = YUN_IDLE_DIALOG (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  if (self->page != NULL)
    yun_land_page_set_workspace (YUN_LAND_PAGE (self->page), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_IDLE_DIALOG);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (yun_idle_dialog_parent_class)->dispose (object);
}

static void
yun_idle_dialog_class_init (YunIdleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YUN_TYPE_LAND_PAGE);
  G_OBJECT_CLASS (klass)->dispose = yun_idle_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-idle-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, rules);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, calendar_popover);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, unknown_switch);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, count);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, show_button);
  gtk_widget_class_bind_template_child (widget_class, YunIdleDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, year_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, yun_idle_dialog_show_candidates);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_idle_dialog_init (YunIdleDialog *self)
{
  self->n = -1;
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rules (self);
}

GtkWidget *
yun_idle_dialog_new (GtkWindow *parent, YunWorkspace *workspace)
{
  YunIdleDialog *self;

  g_return_val_if_fail (YUN_IS_WORKSPACE (workspace), NULL);

  self =
    g_object_new (YUN_TYPE_IDLE_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->workspace = g_object_ref (workspace);
  yun_land_page_set_workspace (YUN_LAND_PAGE (self->page), workspace);
  /* Another clause, or an edit, and there are other candidates. */
  g_signal_connect_object (workspace, "answered", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}

void
yun_idle_dialog_set_rule (YunIdleDialog *self, const char *id, gboolean chosen)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);

  g_return_if_fail (YUN_IS_IDLE_DIALOG (self));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (yun_rule_get_id (rules[i]), id))
      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), chosen);
}

void
yun_idle_dialog_set_day (YunIdleDialog *self, const char *day)
{
  g_return_if_fail (YUN_IS_IDLE_DIALOG (self));
  gtk_editable_set_text (GTK_EDITABLE (self->day_row), day);
}

void
yun_idle_dialog_set_unknown (YunIdleDialog *self, gboolean too)
{
  g_return_if_fail (YUN_IS_IDLE_DIALOG (self));
  gtk_switch_set_active (GTK_SWITCH (self->unknown_switch), too);
}

gint64
yun_idle_dialog_get_count (YunIdleDialog *self)
{
  g_return_val_if_fail (YUN_IS_IDLE_DIALOG (self), -1);
  return self->n;
}

void
yun_idle_dialog_set_page (YunIdleDialog *self, const char *name)
{
  g_return_if_fail (YUN_IS_IDLE_DIALOG (self));
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->stack), name);
}

YunLandPage *
yun_idle_dialog_get_land_page (YunIdleDialog *self)
{
  g_return_val_if_fail (YUN_IS_IDLE_DIALOG (self), NULL);
  return YUN_LAND_PAGE (self->page);
}
