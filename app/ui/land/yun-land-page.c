/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-land-page.h"

#include "yun-land-filter.h"
#include "yun-plot.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>

struct _YunLandPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *gap_spin;
  GtkWidget *area_spin;
  GtkWidget *holders_spin;
  GtkWidget *find_button;
  GtkWidget *stop_button;
  GtkWidget *copy_button;
  GtkWidget *progress;
  GtkWidget *status;
  GtkWidget *results;
  GtkWidget *groups;
  GtkWidget *members;
  GtkWidget *doubts;
  GtkWidget *take_box;

  GtkStringList      *group_lines;  /* (owned) */
  GtkStringList      *member_lines; /* (owned) */
  GtkSingleSelection *chosen;       /* (owned) */
  YunWorkspace       *workspace;    /* (owned) (nullable) */
  YunJob             *job;          /* (owned) (nullable): under way */
  YunFilter          *searched;     /* (owned) (nullable): what .job looks through */
  YunLandResult      *result;       /* (owned) (nullable) */
  YunFilter          *found_in;     /* (owned) (nullable): what .result is of */
  YunJob             *naming;       /* (owned) (nullable): makes a filter of a group */
  const char         *action;       /* (nullable): for the filter that .naming makes */
};

G_DEFINE_FINAL_TYPE (YunLandPage, yun_land_page, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  TAKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- What was found --------------------------------------------------------- */

static const YunLandGroup *
get_group (YunLandPage *self)
{
  guint i = gtk_single_selection_get_selected (self->chosen);

  return self->result != NULL && i < self->result->groups->len
           ? g_ptr_array_index (self->result->groups, i)
           : NULL;
}

static const YunLandPlot *
get_member (YunLandPage *self, const YunLandGroup *group, guint i)
{
  return g_ptr_array_index (self->result->plots, g_array_index (group->members, guint, i));
}

static void
clear_lines (GtkStringList *lines)
{
  gtk_string_list_splice (lines, 0, g_list_model_get_n_items (G_LIST_MODEL (lines)), NULL);
}

static void
stop_naming (YunLandPage *self)
{
  if (self->naming != NULL)
    yun_job_cancel (self->naming);
  g_clear_object (&self->naming);
}

/* The members of the chosen group, and its shapes to whoever has a map. */
static void
chosen_cb (YunLandPage *self)
{
  const YunLandGroup   *group = get_group (self);
  g_autoptr (GPtrArray) shapes = NULL;
  g_autofree char      *doubts = NULL;

  clear_lines (self->member_lines);
  stop_naming (self);
  gtk_widget_set_sensitive (self->take_box, group != NULL);
  if (group == NULL)
    {
      gtk_widget_set_visible (self->doubts, FALSE);
      g_signal_emit (self, signals[CHOSEN], 0, NULL);
      return;
    }
  shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);
  for (guint i = 0; i < group->members->len; i++)
    {
      const YunLandPlot *plot = get_member (self, group, i);
      g_autofree char   *area = yun_area_format (plot->area_m2);
      g_autofree char   *line =
        g_strdup_printf ("%s\n%s · %s", plot->name[0] != '\0' ? plot->name : _ ("Without a name"),
                         area, plot->holder != NULL ? plot->holder : _ ("holder not known"));

      gtk_string_list_append (self->member_lines, line);
      g_ptr_array_add (shapes, yun_geom_ref (plot->shape));
    }
  doubts = yun_land_group_describe_doubts (group);
  gtk_label_set_text (GTK_LABEL (self->doubts), doubts);
  gtk_widget_set_visible (self->doubts, doubts[0] != '\0');
  g_signal_emit (self, signals[CHOSEN], 0, shapes);
}

static void
member_activated_cb (YunLandPage *self, guint position)
{
  const YunLandGroup *group = get_group (self);

  if (group != NULL && position < group->members->len)
    yun_workspace_select (self->workspace, &yun_entity_plot,
                          get_member (self, group, position)->id);
}

static void
append_sentence (GString *out, guint n, const char *text)
{
  if (n > 0)
    g_string_append_printf (out, " %s", text);
}

static char *
describe_result (const YunLandResult *result)
{
  GString         *out = g_string_new (NULL);
  guint            n = result->groups->len;
  g_autofree char *alone =
    g_strdup_printf (ngettext ("%u plot reaches the area on its own.",
                               "%u plots reach the area on their own.", result->n_alone),
                     result->n_alone);
  g_autofree char *without = g_strdup_printf (
    ngettext ("%u plot has no outline and so no neighbours.",
              "%u plots have no outline and so no neighbours.", result->n_without_shape),
    result->n_without_shape);
  g_autofree char *choice = yun_land_result_describe_choice (result);

  if (n == 0)
    g_string_append (out, _ ("No neighbouring plots reach that together."));
  else
    g_string_append_printf (out,
                            ngettext ("%u group among %u plots.", "%u groups among %u plots.", n),
                            n, result->plots->len);
  append_sentence (out, choice[0] != '\0', choice);
  append_sentence (out, result->n_alone, alone);
  append_sentence (out, result->n_without_shape, without);
  return g_string_free (out, FALSE);
}

static void
show_result (YunLandPage *self, YunLandResult *result)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *status = describe_result (result);

  g_clear_pointer (&self->result, yun_land_result_free);
  clear_lines (self->group_lines);
  self->result = result;
  for (guint i = 0; i < result->groups->len; i++)
    g_ptr_array_add (
      lines, yun_land_group_describe (g_ptr_array_index (result->groups, i), result->plots));
  g_ptr_array_add (lines, NULL);
  gtk_string_list_splice (self->group_lines, 0, 0, (const char *const *) lines->pdata);
  gtk_label_set_text (GTK_LABEL (self->status), status);
  gtk_widget_set_visible (self->results, result->groups->len > 0);
  chosen_cb (self);
}

/* ---- A group as a filter ---------------------------------------------------------- */

static void
named_cb (GObject *source, GAsyncResult *asked, gpointer user_data)
{
  g_autoptr (YunLandPage) self = user_data;
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunFilter)   filter = yun_job_run_finish (YUN_JOB (source), asked, &error);

  if (self->naming != YUN_JOB (source))
    return;
  g_clear_object (&self->naming);
  if (filter != NULL)
    g_signal_emit (self, signals[TAKEN], 0, filter, self->action);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (GTK_LABEL (self->status), error->message);
}

void
yun_land_page_take (YunLandPage *self, const char *action)
{
  const YunLandGroup *group;

  g_return_if_fail (YUN_IS_LAND_PAGE (self));

  group = get_group (self);
  if (group == NULL || self->workspace == NULL)
    return;
  stop_naming (self);
  self->action = g_intern_string (action);
  self->naming = yun_land_filter_job_new (yun_workspace_get_store (self->workspace), self->result,
                                          group, self->found_in);
  yun_job_run_async (self->naming, named_cb, g_object_ref (self));
}

static void
show_cb (YunLandPage *self)
{
  yun_land_page_take (self, NULL);
}

static void
save_view_cb (YunLandPage *self)
{
  yun_land_page_take (self, "win.save-view");
}

static void
export_cb (YunLandPage *self)
{
  yun_land_page_take (self, "win.export");
}

/* ---- Searching ------------------------------------------------------------------- */

static void
update_busy (YunLandPage *self)
{
  gtk_widget_set_visible (self->find_button, self->job == NULL);
  gtk_widget_set_visible (self->stop_button, self->job != NULL);
  gtk_widget_set_visible (self->progress, self->job != NULL);
  gtk_widget_set_sensitive (self->find_button, self->workspace != NULL);
}

static void
progress_cb (YunLandPage *self, GParamSpec *pspec, YunJob *job)
{
  double fraction = yun_job_get_fraction (job);

  if (job != self->job)
    return;
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
}

static void
found_cb (GObject *source, GAsyncResult *asked, gpointer user_data)
{
  g_autoptr (YunLandPage)   self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunLandResult) result = yun_job_run_finish (YUN_JOB (source), asked, &error);

  if (self->job != YUN_JOB (source))
    return;
  g_clear_object (&self->job);
  update_busy (self);
  if (result != NULL)
    {
      g_clear_pointer (&self->found_in, yun_filter_unref);
      self->found_in = g_steal_pointer (&self->searched);
      show_result (self, g_steal_pointer (&result));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (GTK_LABEL (self->status), error->message);
}

static void
stop (YunLandPage *self)
{
  if (self->job != NULL)
    yun_job_cancel (self->job);
}

static void
find (YunLandPage *self)
{
  YunLandWants wants = {
    gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->gap_spin)),
    gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->area_spin)) * (2000.0 / 3.0),
    (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->holders_spin)),
  };
  g_autoptr (YunFilter) plots = NULL;

  if (self->workspace == NULL || self->job != NULL)
    return;
  plots =
    yun_filter_with_entity (yun_workspace_get_answered_filter (self->workspace), &yun_entity_plot);
  self->job = yun_land_groups_job_new (yun_workspace_get_store (self->workspace), plots, &wants);
  g_clear_pointer (&self->searched, yun_filter_unref);
  self->searched = g_steal_pointer (&plots);
  g_signal_connect_object (self->job, "notify::fraction", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_label_set_text (GTK_LABEL (self->status), _ ("Looking for neighbouring plots"));
  update_busy (self);
  yun_job_run_async (self->job, found_cb, g_object_ref (self));
}

static void
stop_cb (YunLandPage *self)
{
  stop (self);
  gtk_label_set_text (GTK_LABEL (self->status), "");
}

static void
copy_cb (YunLandPage *self)
{
  g_autofree char *table = yun_land_page_dup_table (self);

  if (table != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table);
}

/* ---- Rows ---------------------------------------------------------------------------- */

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_top (label, 3);
  gtk_widget_set_margin_bottom (label, 3);
  gtk_list_item_set_child (item, label);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget  *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
}

static GtkListItemFactory *
new_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  return factory;
}

static void
fill_lists (YunLandPage *self)
{
  g_autoptr (GtkListItemFactory) of_groups = new_factory ();
  g_autoptr (GtkListItemFactory) of_members = new_factory ();
  g_autoptr (GtkNoSelection)     members = NULL;

  self->group_lines = gtk_string_list_new (NULL);
  self->member_lines = gtk_string_list_new (NULL);
  self->chosen = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->group_lines)));
  members = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->member_lines)));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->groups), GTK_SELECTION_MODEL (self->chosen));
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->groups), of_groups);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->members), GTK_SELECTION_MODEL (members));
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->members), of_members);
  g_signal_connect_object (self->chosen, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

/* ---- Object ----------------------------------------------------------------------------- */

static void
yun_land_page_dispose (GObject *object)
{
  YunLandPage *self = YUN_LAND_PAGE (object);

  stop (self);
  stop_naming (self);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_LAND_PAGE);
  g_clear_object (&self->chosen);
  g_clear_object (&self->group_lines);
  g_clear_object (&self->member_lines);
  g_clear_pointer (&self->result, yun_land_result_free);
  g_clear_pointer (&self->searched, yun_filter_unref);
  g_clear_pointer (&self->found_in, yun_filter_unref);
  G_OBJECT_CLASS (yun_land_page_parent_class)->dispose (object);
}

static void
yun_land_page_class_init (YunLandPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_land_page_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", YUN_TYPE_LAND_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[TAKEN] = g_signal_new ("taken", YUN_TYPE_LAND_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, YUN_TYPE_FILTER, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-land-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, box);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, gap_spin);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, area_spin);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, holders_spin);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, progress);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, status);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, results);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, groups);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, members);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, doubts);
  gtk_widget_class_bind_template_child (widget_class, YunLandPage, take_box);
  gtk_widget_class_bind_template_callback (widget_class, find);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, member_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_land_page_init (YunLandPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_lists (self);
  update_busy (self);
}

void
yun_land_page_set_workspace (YunLandPage *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_LAND_PAGE (self));

  if (!g_set_object (&self->workspace, workspace))
    return;
  stop (self);
  stop_naming (self);
  g_clear_object (&self->job);
  update_busy (self);
}

void
yun_land_page_find (YunLandPage *self, double gap_m, double area_mu, guint max_holders)
{
  g_return_if_fail (YUN_IS_LAND_PAGE (self));

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->gap_spin), gap_m);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->area_spin), area_mu);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->holders_spin), max_holders);
  find (self);
}

gboolean
yun_land_page_is_busy (YunLandPage *self)
{
  g_return_val_if_fail (YUN_IS_LAND_PAGE (self), FALSE);
  return self->job != NULL;
}

guint
yun_land_page_get_n_groups (YunLandPage *self)
{
  g_return_val_if_fail (YUN_IS_LAND_PAGE (self), 0);
  return self->result != NULL ? self->result->groups->len : 0;
}

void
yun_land_page_choose (YunLandPage *self, guint i)
{
  g_return_if_fail (YUN_IS_LAND_PAGE (self));
  gtk_single_selection_set_selected (self->chosen, i);
}

static void
append_cell (GString *out, const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    g_string_append_c (out, *p == '\t' || *p == '\n' || *p == '\r' ? ' ' : *p);
  g_string_append_c (out, '\t');
}

char *
yun_land_page_dup_table (YunLandPage *self)
{
  GString *out;

  g_return_val_if_fail (YUN_IS_LAND_PAGE (self), NULL);

  if (self->result == NULL)
    return NULL;
  out = g_string_new (NULL);
  append_cell (out, _ ("Group"));
  append_cell (out, _ ("Plot"));
  append_cell (out, _ ("Town"));
  append_cell (out, _ ("Holder"));
  g_string_append_printf (out, "%s\n", _ ("Area (㎡)"));
  for (guint i = 0; i < self->result->groups->len; i++)
    {
      const YunLandGroup *group = g_ptr_array_index (self->result->groups, i);

      for (guint k = 0; k < group->members->len; k++)
        {
          const YunLandPlot *plot = get_member (self, group, k);
          g_autofree char   *area =
            isnan (plot->area_m2) ? g_strdup ("") : yun_number_print (plot->area_m2);

          g_string_append_printf (out, "%u\t", i + 1);
          append_cell (out, plot->name);
          append_cell (out, plot->town);
          append_cell (out, plot->holder);
          g_string_append_printf (out, "%s\n", area);
        }
    }
  return g_string_free (out, FALSE);
}
