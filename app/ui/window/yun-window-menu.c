/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-action-list.h"
#include "yun-base-map.h"
#include "yun-chain.h"
#include "yun-measure.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <string.h>

/*
 * What is done with a thing where it is: the map's menu, about the thing under the pointer or the
 * ground there, and its twin, the menu of a row of the list. What leads on from the thing comes
 * into both once it is known; what does not apply is not there.
 */

/* So many links of its own at most: the first are what people ask for, park and town. */
#define MAX_LINKS 3

static YunLeadView *
get_leads (YunWindow *self)
{
  return yun_detail_pane_get_leads (YUN_DETAIL_PANE (self->detail));
}

static void
append (GMenu *menu, const char *label, const char *action, const char *format, ...)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  GVariant             *target = NULL;
  va_list               arguments;

  g_menu_item_set_label (item, label);
  if (format != NULL)
    {
      va_start (arguments, format);
      target = g_variant_new_va (format, NULL, &arguments);
      va_end (arguments);
    }
  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* (transfer full): a name as it is, not the mnemonics of a label. */
static char *
escape (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

/* Takes @section; one with nothing in it is not there. */
static void
append_section (GMenu *menu, const char *label, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, label, G_MENU_MODEL (section));
  g_object_unref (section);
}

/* ---- New here ------------------------------------------------------------- */

/* What can stand on a point can be new there; called as everywhere. */
static void
append_new_here (YunWindow *self, GMenu *menu, const YunPoint *at)
{
  static const char    prefix[] = "win.new-record::";
  g_autoptr (GMenu)    kinds = g_menu_new ();
  guint                n;
  const YunActionName *actions = yun_action_list_get (&n);

  if (!yun_window_is_writable (self))
    return;
  for (guint i = 0; i < n; i++)
    {
      const YunEntity *entity = g_str_has_prefix (actions[i].action, prefix)
                                  ? yun_entity_find (actions[i].action + strlen (prefix))
                                  : NULL;

      if (entity != NULL && yun_entity_can_be_point (entity))
        append (kinds, _ (actions[i].title), "win.new-here", "(sdd)", entity->id, at->x, at->y);
    }
  g_menu_append_submenu (menu, _ ("New He_re"), G_MENU_MODEL (kinds));
}

/* ---- Near by -------------------------------------------------------------- */

/* @at: (nullable): near this point rather than near the selected record */
static void
append_near (GMenu *menu, const YunPoint *at)
{
  static const struct
  {
    const char *label;
    const char *entity;
  } kinds[] = {
    { N_ ("_Reusable Land"), "plot" },
    { N_ ("_Firms"), "firm" },
    { N_ ("F_acilities"), "facility" },
  };
  static const char *const distances[] = { N_ ("Within _500 m"), N_ ("Within _1 km"),
                                           N_ ("Within _3 km") };
  g_autoptr (GMenu)        near = g_menu_new ();
  GMenu                   *what = g_menu_new (), *within = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (at != NULL)
      append (what, _ (kinds[i].label), "win.near-point", "(sdd)", kinds[i].entity, at->x, at->y);
    else
      append (what, _ (kinds[i].label), "win.near", "s", kinds[i].entity);
  for (guint i = 0; i < G_N_ELEMENTS (distances) && yun_lead_distances[i] != 0; i++)
    append (within, _ (distances[i]), "win.near-distance", "i", yun_lead_distances[i]);
  append_section (near, NULL, what);
  append_section (near, NULL, within);
  g_menu_append_submenu (menu, at != NULL ? _ ("Near This _Point") : _ ("_Near By"),
                         G_MENU_MODEL (near));
}

/* ---- What leads on -------------------------------------------------------- */

/* To one record: of several each is a link in the details. Of a name that is no record's, uid and
 * label are alike. */
static gboolean
leads_to_record (YunRecord *record, const YunField *field)
{
  const char *uid, *label;

  if (!yun_field_is_link (field) || !yun_record_is_known (record, field))
    return FALSE;
  uid = yun_record_get_text (record, field);
  label = yun_record_get_link_labels (record, field);
  return label != NULL && !g_str_equal (label, uid) && strchr (uid, ';') == NULL;
}

/* The park and the town it is in, its operator. */
static void
append_links (GMenu *menu, YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  guint                  n = 0;

  for (guint i = 0; fields[i] != NULL && n < MAX_LINKS; i++)
    {
      g_autofree char *name = NULL, *label = NULL;

      if (!leads_to_record (record, fields[i]))
        continue;
      name = escape (yun_record_get_link_labels (record, fields[i]));
      label = g_strdup_printf (_ ("%s: Open “%s”"), yun_field_get_label (fields[i]), name);
      append (menu, label, "win.open-record", "(ss)", yun_field_get_target (fields[i])->id,
              yun_record_get_text (record, fields[i]));
      n++;
    }
}

static void
append_lead (GMenu *menu, const YunLead *lead)
{
  g_autofree char *title = yun_lead_dup_title (lead);
  g_autofree char *number = yun_number_format ((double) lead->count, 0);
  g_autofree char *label = g_strdup_printf (_ ("Show all: %s, %s"), title, number);
  g_autofree char *filter = yun_filter_print (lead->filter);

  if (lead->count > 0 && lead->entity->portrait->orders[YUN_ORDER_LIST] != 0)
    append (menu, label, "win.show-related", "s", filter);
}

/* Of the record whose details are shown: what lies in it, links to it and is beside it. */
static void
append_leads (YunWindow *self, GMenu *menu, YunRecord *record)
{
  const YunLeads *leads = yun_lead_view_get_leads (get_leads (self));
  const YunLead  *neighbours =
    yun_lead_view_find (get_leads (self), YUN_LEAD_NEIGHBOURS, yun_record_get_entity (record));
  GMenu *section = g_menu_new ();

  if (yun_detail_pane_get_area_name (YUN_DETAIL_PANE (self->detail)) != NULL)
    append (section, _ ("Only What Lies in It"), "win.show-inside", NULL);
  append_links (section, record);
  for (guint i = 0; leads != NULL && i < leads->linked->len; i++)
    append_lead (section, g_ptr_array_index (leads->linked, i));
  if (neighbours != NULL)
    append_lead (section, neighbours);
  if (leads != NULL && leads->measured)
    append_near (section, NULL);
  append_section (menu, NULL, section);
}

/* (nullable): the record that is selected, once it and what leads on from it are known. */
static YunRecord *
get_known (YunWindow *self)
{
  YunDetailPane *detail = YUN_DETAIL_PANE (self->detail);
  YunRecord     *record = yun_detail_pane_get_record (detail);

  if (self->workspace == NULL || record == NULL || yun_detail_pane_is_loading (detail) ||
      yun_record_get_entity (record) != yun_workspace_get_selected_entity (self->workspace) ||
      yun_record_get_id (record) != yun_workspace_get_selected_id (self->workspace))
    return NULL;
  return record;
}

static gboolean
is_led_on (YunWindow *self)
{
  return yun_lead_view_get_leads (get_leads (self)) != NULL;
}

/* ---- The menu of a row ---------------------------------------------------- */

/* Where the record is, of an area where its label stands; FALSE: known by its town at most. */
static gboolean
find_place (YunRecord *record, YunPoint *at)
{
  if (!yun_record_is_placed (record))
    return FALSE;
  *at = yun_measure_label_point (yun_record_get_shape (record));
  return TRUE;
}

static void
append_place (YunWindow *self, GMenu *menu, YunRecord *record)
{
  GMenu   *section = g_menu_new ();
  YunPoint at;

  if (yun_window_is_writable (self) && yun_detail_pane_can_place (YUN_DETAIL_PANE (self->detail)))
    append (section, _ ("Place It on the Map…"), "win.place", NULL);
  if (find_place (record, &at))
    {
      g_autofree char *label = g_strdup_printf (_ ("Copy the Coordinates: %s"),
                                                /* Translators: how coordinates are written */
                                                _ ("Degrees (CGCS2000)"));

      append (section, label, "win.copy-place", "(dd)", at.x, at.y);
      append_new_here (self, section, &at);
    }
  append_section (menu, NULL, section);
}

static void
update_row_menu (YunWindow *self)
{
  YunRecord *record = get_known (self);

  g_menu_remove_all (self->row_menu);
  if (record == NULL)
    return;
  append_leads (self, self->row_menu, record);
  append_place (self, self->row_menu, record);
}

/* ---- The menu of the map -------------------------------------------------- */

/* (nullable) */
static const char *
find_name (YunWindow *self, guint entity, gint64 id)
{
  YunFeatureIndex *index = yun_workspace_get_features (self->workspace);
  int              feature = index != NULL ? yun_feature_index_find (index, entity, id) : -1;
  const char      *name = feature >= 0 ? yun_feature_index_get_name (index, (guint) feature) : "";

  return *name != '\0' ? name : NULL;
}

/* What leads on comes into its part when it is known: nothing above it moves. */
static void
fill_about (YunWindow *self)
{
  YunRecord *record = get_known (self);

  if (self->map_about == NULL || record == NULL || !is_led_on (self))
    return;
  append_leads (self, self->map_about, record);
  if (yun_window_is_writable (self) && yun_detail_pane_can_place (YUN_DETAIL_PANE (self->detail)))
    append (self->map_about, _ ("Place It on the Map…"), "win.place", NULL);
  g_clear_object (&self->map_about);
}

static void
fill_for_thing (YunWindow *self, GMenu *menu, const YunEntity *entity, gint64 id)
{
  GMenu *first = g_menu_new ();

  append (first, _ ("Detai_ls"), "win.go-to-details", NULL);
  if (yun_window_is_writable (self))
    append (first, _ ("_Edit…"), "win.edit", NULL);
  append_section (menu, find_name (self, yun_entity_get_index (entity), id), first);
  self->map_about = g_menu_new ();
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->map_about));
  /* Selecting reads the record, when it is another. */
  yun_workspace_select (self->workspace, entity, id);
  fill_about (self);
}

static void
append_inside (GMenu *menu, const char *filter, const char *place)
{
  g_autofree char *label = g_strdup_printf (_ ("Only what lies in “%s”"), place);

  append (menu, label, "win.show-in", "(ss)", filter, place);
}

/* The town, and the zone that it belongs to. */
static void
append_town (GMenu *menu, const char *name)
{
  const YunDistrictTown *town = yun_chain_find_town (name);
  int                    zone = town != NULL ? yun_enum_find (&yun_enum_zone, town->zone) : -1;
  g_autofree char       *in_town = g_strdup_printf ("in:%s", name);

  append_inside (menu, in_town, name);
  if (zone >= 0 && !g_str_equal (town->zone, "outside"))
    {
      g_autofree char *in_zone = g_strdup_printf ("in:(zone code:%s)", town->zone);

      append_inside (menu, in_zone, yun_enum_get_label (&yun_enum_zone, zone));
    }
}

static void
fill_for_ground (YunWindow *self, GMenu *menu, const YunPoint *at)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  const YunBaseShape *town = yun_base_map_find_town (base, yun_vertex_from_lonlat (at->x, at->y));
  GMenu              *section = g_menu_new ();

  if (town != NULL)
    append_town (section, town->name);
  append_near (section, at);
  append_section (menu, NULL, section);
}

static void
map_menu_cb (YunWindow *self, guint entity, gint64 id, double lon, double lat)
{
  GMenu                  *menu = yun_map_view_get_menu_top (YUN_MAP_VIEW (self->map));
  GMenu                  *last = g_menu_new ();
  const YunPoint          at = { lon, lat };
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  g_clear_object (&self->map_about);
  if (self->workspace != NULL && id != 0 && entity < n)
    fill_for_thing (self, menu, entities[entity], id);
  else if (self->workspace != NULL)
    fill_for_ground (self, menu, &at);
  if (self->workspace != NULL)
    append_new_here (self, last, &at);
  append_section (menu, NULL, last);
}

/* ---- Actions -------------------------------------------------------------- */

static void
go_to_details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_window_go_to_detail (YUN_WINDOW (widget));
}

static void
copy_place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  YunCoordinate    place = { .system = YUN_COORDINATE_LONLAT };
  g_autofree char *text = NULL, *said = NULL;

  g_variant_get (parameter, "(dd)", &place.x, &place.y);
  text = yun_coordinate_format (&place, YUN_DEGREES_DECIMAL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  /* Translators: coordinates, longitude first */
  said = g_strdup_printf (_ ("Copied: %s (CGCS2000)"), text);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (said));
}

void
yun_window_class_add_menu_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.go-to-details", NULL, go_to_details_action);
  gtk_widget_class_install_action (widget_class, "win.copy-place", "(dd)", copy_place_action);
}

void
yun_window_update_menus (YunWindow *self)
{
  /* Actions are looked at before there is a template, and after. */
  if (self->row_menu == NULL || self->stack == NULL)
    return;
  update_row_menu (self);
  fill_about (self);
}

void
yun_window_init_menus (YunWindow *self)
{
  self->row_menu = g_menu_new ();
  yun_record_list_set_menu_part (YUN_RECORD_LIST (self->list), G_MENU_MODEL (self->row_menu));
  g_signal_connect_object (self->map, "menu", G_CALLBACK (map_menu_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_leads (self), "answered", G_CALLBACK (yun_window_update_menus), self,
                           G_CONNECT_SWAPPED);
}
