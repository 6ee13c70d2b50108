/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-report.h"

#include <glib/gi18n.h>

/* From one record on to others: the links in the details, what belongs to it, what is near by. */

static YunLeadView *
get_leads (YunWindow *self)
{
  return yun_detail_pane_get_leads (YUN_DETAIL_PANE (self->detail));
}

/* ---- One record ------------------------------------------------------------ */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow) self = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) record = yun_store_find_key_finish (YUN_STORE (source), result, &error);
  YunGeom              *shape;

  if (self->stack == NULL || self->store != YUN_STORE (source))
    return;
  if (record == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
      return;
    }
  yun_workspace_select (self->workspace, yun_record_get_entity (record),
                        yun_record_get_id (record));
  shape = yun_record_get_shape (record);
  if (shape != NULL)
    yun_map_view_zoom_to (YUN_MAP_VIEW (self->map), yun_geom_get_box (shape));
}

static void
open_record_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  const char      *id, *key;
  const YunEntity *entity;

  g_variant_get (parameter, "(&s&s)", &id, &key);
  entity = yun_entity_find (id);
  if (self->workspace != NULL && entity != NULL)
    yun_store_find_key_async (self->store, entity, key, NULL, found_cb, g_object_ref (self));
}

/* ---- Several --------------------------------------------------------------- */

static gboolean
measures (YunFilter *filter)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    if (yun_filter_get_clause (filter, i)->kind == YUN_CLAUSE_NEAR)
      return TRUE;
  return FALSE;
}

/* In place of what was asked for before, of which the new records may not be a part; the map goes
 * there, to all that a distance reaches. */
static void
show_related (YunWindow *self, YunFilter *filter)
{
  /* What is typed comes back with the rest of what was asked for. */
  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
  yun_window_ask_for (self, filter, _ ("Shown in place of what was shown before"));
  if (measures (filter))
    {
      g_object_set (self, "view", YUN_VIEW_MAP, NULL);
      yun_window_fit_areas (self, filter);
    }
  else if (self->view == YUN_VIEW_MAP &&
           yun_filter_get_entity (filter)->portrait->look != YUN_LOOK_NONE)
    {
      yun_window_do_when_answered (self, filter, "win.zoom-to-results");
    }
}

static void
show_related_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  g_autoptr (YunFilter) filter =
    yun_filter_parse_kept (g_variant_get_string (parameter, NULL), NULL, NULL);

  if (self->workspace != NULL && filter != NULL && yun_filter_get_entity (filter) != NULL)
    show_related (self, filter);
}

/* ---- Near by --------------------------------------------------------------- */

/* (nullable): what is near the selected record; @id: an entity, of plots those that can be put to
 * use. */
static const YunLead *
find_near (YunWindow *self, const char *id)
{
  const YunEntity *entity = yun_entity_find (id);
  YunLeadView     *leads = get_leads (self);
  const YunLead   *lead;

  if (entity == NULL)
    return NULL;
  lead = yun_lead_view_find (leads, YUN_LEAD_REUSABLE, entity);
  return lead != NULL ? lead : yun_lead_view_find (leads, YUN_LEAD_NEAR, entity);
}

static void
near_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow     *self = YUN_WINDOW (widget);
  const YunLead *lead = find_near (self, g_variant_get_string (parameter, NULL));

  if (self->workspace != NULL && lead != NULL)
    show_related (self, lead->filter);
}

/* The same of a point of the map that is no record's. */
static void
near_point_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow            *self = YUN_WINDOW (widget);
  YunCoordinate         place = { .system = YUN_COORDINATE_LONLAT };
  g_autofree char      *text = NULL;
  const char           *id;
  const YunEntity      *entity;
  g_autoptr (YunFilter) all = NULL, near = NULL, reusable = NULL;
  int                   distance;

  g_variant_get (parameter, "(&sdd)", &id, &place.x, &place.y);
  entity = yun_entity_find (id);
  if (self->workspace == NULL || entity == NULL)
    return;
  g_object_get (get_leads (self), "near-distance", &distance, NULL);
  text = yun_coordinate_format (&place, YUN_DEGREES_DECIMAL);
  all = yun_filter_new (entity);
  near = yun_filter_with_near (all, text, NULL, distance);
  if (yun_entity_get_field (entity, "status") != NULL && entity->portrait->look == YUN_LOOK_LOT)
    reusable = yun_filter_with_value (near, "status", "reusable", TRUE);
  show_related (self, reusable != NULL ? reusable : near);
}

static void
leads_answered_cb (YunWindow *self)
{
  const YunLeads *leads = yun_lead_view_get_leads (get_leads (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.near", leads != NULL && leads->measured);
}

/* ---- All ------------------------------------------------------------------- */

void
yun_window_class_add_lead_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.open-record", "(ss)", open_record_action);
  gtk_widget_class_install_action (widget_class, "win.show-related", "s", show_related_action);
  gtk_widget_class_install_action (widget_class, "win.near", "s", near_action);
  gtk_widget_class_install_action (widget_class, "win.near-point", "(sdd)", near_point_action);
  yun_window_class_add_menu_actions (klass);
}

void
yun_window_init_leads (YunWindow *self)
{
  YunLeadView                *leads = get_leads (self);
  g_autoptr (GPropertyAction) distance =
    g_property_action_new ("near-distance", leads, "near-distance");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (distance));
  if (self->settings != NULL)
    g_settings_bind (self->settings, "near-distance", leads, "near-distance",
                     G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (leads, "answered", G_CALLBACK (leads_answered_cb), self,
                           G_CONNECT_SWAPPED);
  leads_answered_cb (self);
  yun_window_init_menus (self);
}
