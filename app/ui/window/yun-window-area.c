/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-reach.h"

#include <glib/gi18n.h>

/* What lies in a place or in an area drawn on the map becomes a condition of the filter. */

void
yun_window_ask_for (YunWindow *self, YunFilter *filter, const char *what)
{
  g_autofree char *before = yun_filter_print (yun_workspace_get_filter (self->workspace));
  AdwToast        *toast;

  if (yun_filter_equal (filter, yun_workspace_get_filter (self->workspace)))
    return;
  toast = adw_toast_new (what);
  yun_workspace_set_filter (self->workspace, filter);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.filter-by");
  adw_toast_set_action_target (toast, "s", before);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

/* What is typed is part of what is looked for. */
static void
take_entry (YunWindow *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
}

static void
drawn_cb (YunWindow *self, YunGeom *shape, YunGeom *old)
{
  g_autoptr (YunFilter) filter = NULL;

  if (self->workspace == NULL)
    return;
  if (yun_geom_get_kind (shape) == YUN_GEOM_POINT)
    {
      const YunRect *at = yun_geom_get_box (shape);

      yun_window_place_at (self, at->x0, at->y0);
      return;
    }
  take_entry (self);
  filter = yun_filter_with_area (yun_workspace_get_filter (self->workspace), shape, old);
  yun_window_ask_for (self, filter, _ ("The drawn area is a condition now"));
}

/* (transfer full) (element-type YunGeom): the areas that are drawn in @filter. */
static GPtrArray *
list_drawn (YunFilter *filter)
{
  GPtrArray *areas = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);

  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (clause->area != NULL)
        g_ptr_array_add (areas, yun_geom_ref (clause->area));
    }
  return areas;
}

/* The map goes to the areas that are outlined, when it was asked to. */
static void
fit_areas (YunWindow *self)
{
  GPtrArray *areas = yun_map_view_get_areas (YUN_MAP_VIEW (self->map));
  YunRect    box = YUN_RECT_EMPTY;

  /* What is outlined is not all while the reach is not known. */
  if (self->to_fit == NULL || areas == NULL || self->reaching != NULL ||
      !yun_filter_equal (self->to_fit, yun_workspace_get_answered_filter (self->workspace)))
    return;
  g_clear_pointer (&self->to_fit, yun_filter_unref);
  for (guint i = 0; i < areas->len; i++)
    box = yun_rect_union (&box, yun_geom_get_box (g_ptr_array_index (areas, i)));
  if (!yun_rect_is_empty (&box))
    yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), &box);
}

void
yun_window_fit_areas (YunWindow *self, YunFilter *filter)
{
  g_clear_pointer (&self->to_fit, yun_filter_unref);
  self->to_fit = yun_filter_ref (filter);
  fit_areas (self);
}

/* How far near: reaches is outlined beside what is drawn. */
static void
reached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GError)    error = NULL;
  GPtrArray            *reach = yun_reach_find_finish (result, &error);

  const gboolean wanted =
    self->stack != NULL && self->reaching == g_task_get_cancellable (G_TASK (result));

  if (wanted)
    g_clear_object (&self->reaching);
  if (reach == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_debug ("no reach: %s", error->message);
      if (wanted)
        g_clear_pointer (&self->to_fit, yun_filter_unref);
      return;
    }
  if (wanted)
    {
      g_ptr_array_extend_and_steal (
        reach, list_drawn (yun_workspace_get_answered_filter (self->workspace)));
      yun_map_view_set_areas (YUN_MAP_VIEW (self->map), reach);
      fit_areas (self);
    }
  g_ptr_array_unref (reach);
}

static void
let_outlines_go (YunWindow *self)
{
  if (self->reaching != NULL)
    g_cancellable_cancel (self->reaching);
  g_clear_object (&self->reaching);
  g_clear_pointer (&self->outlined, yun_filter_unref);
}

void
yun_window_outline_areas (YunWindow *self)
{
  YunFilter            *filter = yun_workspace_get_answered_filter (self->workspace);
  g_autoptr (GPtrArray) areas = NULL;

  /* Another order of the list has the same areas. */
  if (self->outlined != NULL && yun_filter_equal (self->outlined, filter))
    return;
  let_outlines_go (self);
  self->outlined = yun_filter_ref (filter);
  areas = list_drawn (filter);
  yun_map_view_set_areas (YUN_MAP_VIEW (self->map), areas);
  if (!yun_reach_is_asked (filter))
    return;
  self->reaching = g_cancellable_new ();
  yun_reach_find_async (self->store, filter, self->reaching, reached_cb, g_object_ref (self));
}

/* ---- Actions -------------------------------------------------------------- */

static void
filter_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  if (self->workspace != NULL)
    yun_window_set_filter_text (self, g_variant_get_string (parameter, NULL));
}

/* The condition names the area, as others may have come and gone meanwhile. */
static void
redraw_area_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  g_autoptr (YunFilter) filter =
    yun_filter_parse (g_variant_get_string (parameter, NULL), NULL, NULL);
  YunGeom *area = NULL;

  if (filter != NULL && yun_filter_get_n_clauses (filter) == 1)
    area = yun_filter_get_clause (filter, 0)->area;
  if (area == NULL)
    return;
  yun_map_view_draw_area (YUN_MAP_VIEW (self->map), area);
  yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), yun_geom_get_box (area));
}

/* In place of what was asked for before: of a place nobody knows whether anything of that is in it.
 */
/* @filter: (transfer full); @place: as people call it */
static void
show_inside (YunWindow *self, YunFilter *filter, const char *place)
{
  g_autoptr (YunFilter) only = filter;
  g_autofree char      *text = g_strdup_printf (_ ("Only what lies in “%s”"), place);
  g_autofree char      *escaped = g_markup_escape_text (text, -1);

  take_entry (self);
  yun_window_ask_for (self, only, escaped);
}

static void
show_inside_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  const char           *place = yun_detail_pane_get_area_name (YUN_DETAIL_PANE (self->detail));
  g_autoptr (YunFilter) all = yun_filter_new (NULL);

  if (self->workspace != NULL && place != NULL)
    show_inside (self, yun_filter_with_place (all, place), place);
}

/* The same of a place of the map. */
static void
show_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow  *self = YUN_WINDOW (widget);
  const char *text, *place;
  YunFilter  *filter;

  g_variant_get (parameter, "(&s&s)", &text, &place);
  filter = self->workspace != NULL ? yun_filter_parse_kept (text, NULL, NULL) : NULL;
  if (filter != NULL)
    show_inside (self, filter, place);
}

void
yun_window_update_area_actions (YunWindow *self)
{
  gboolean selected =
    self->workspace != NULL && yun_workspace_get_selected_entity (self->workspace) != NULL;

  gtk_widget_action_set_enabled (
    GTK_WIDGET (self), "win.show-inside",
    selected && yun_detail_pane_get_area_name (YUN_DETAIL_PANE (self->detail)) != NULL);
  yun_window_update_place (self);
}

void
yun_window_class_add_area_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.filter-by", "s", filter_by_action);
  gtk_widget_class_install_action (widget_class, "win.redraw-area", "s", redraw_area_action);
  gtk_widget_class_install_action (widget_class, "win.show-inside", NULL, show_inside_action);
  gtk_widget_class_install_action (widget_class, "win.show-in", "(ss)", show_in_action);
  yun_window_class_add_lead_actions (klass);
  yun_window_class_add_place_actions (klass);
}

void
yun_window_let_areas_go (YunWindow *self)
{
  let_outlines_go (self);
  g_clear_pointer (&self->to_fit, yun_filter_unref);
  g_clear_object (&self->map_about);
}

void
yun_window_init_area (YunWindow *self)
{
  g_signal_connect_object (self->map, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  yun_window_init_leads (self);
}
