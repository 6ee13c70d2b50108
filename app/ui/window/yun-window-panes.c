/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include <glib/gi18n.h>

#define LEAST_SHARE 0.05 /* of the height, for the map as for the list */
#define SEARCH_EM 42     /* the entry grows to this width */

/* ---- From pane to pane ------------------------------------------------------- */

/* From pane to pane by F6, as in other programs: the entry, the facets, the conditions, the map,
 * the table, the details, and round again. GtkPaned has such keys too, but knows no header. */

typedef struct
{
  GtkWidget *pane;
  GtkWidget *target; /* what gets the focus */
  gboolean   back;   /* rather what had it before */
} Pane;

static void
list_panes (YunWindow *self, Pane panes[YUN_WINDOW_N_PANES])
{
  panes[0] = (Pane){ self->filter_entry, self->filter_entry, FALSE };
  panes[1] = (Pane){ self->facets, self->facets, TRUE };
  panes[2] = (Pane){ self->chips, self->chips, FALSE };
  panes[3] = (Pane){ self->map_side, self->map, FALSE };
  panes[4] = (Pane){ self->list, self->list, FALSE };
  panes[5] = (Pane){ self->detail, self->detail, TRUE };
}

static gboolean
is_inside (GtkWidget *widget, GtkWidget *pane)
{
  return widget != NULL && (widget == pane || gtk_widget_is_ancestor (widget, pane));
}

static gboolean
enter (const Pane *pane, GtkWidget *before)
{
  if (!gtk_widget_get_mapped (pane->pane))
    return FALSE;
  if (pane->back && is_inside (before, pane->pane) && gtk_widget_get_mapped (before) &&
      gtk_widget_grab_focus (before))
    return TRUE;
  if (!gtk_widget_grab_focus (pane->target))
    gtk_widget_child_focus (pane->target, GTK_DIR_TAB_FORWARD);
  /* Containers say that they took the focus when nothing in them could. */
  return is_inside (gtk_root_get_focus (gtk_widget_get_root (pane->pane)), pane->pane);
}

static void
go (YunWindow *self, guint step)
{
  Pane       panes[YUN_WINDOW_N_PANES];
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  guint      from = 0;

  list_panes (self, panes);
  while (from < YUN_WINDOW_N_PANES && !is_inside (focus, panes[from].pane))
    from++;
  if (from < YUN_WINDOW_N_PANES)
    g_set_weak_pointer (&self->pane_focus[from], focus);
  else
    from = step == 1 ? YUN_WINDOW_N_PANES - 1 : 0;
  for (guint i = 1; i < YUN_WINDOW_N_PANES; i++)
    {
      guint to = (from + i * step) % YUN_WINDOW_N_PANES;

      if (enter (&panes[to], self->pane_focus[to]))
        break;
    }
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

static void
next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (YUN_WINDOW (widget), 1);
}

static void
previous_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (YUN_WINDOW (widget), YUN_WINDOW_N_PANES - 1);
}

/* ---- As there is room ----------------------------------------------------------- */

/* The pane of each side among those of list_panes(). */
static const guint pane_of_side[YUN_N_SIDES] = { 1, 5 };

void
yun_window_show_pane (YunWindow *self, YunSide side, gboolean shown)
{
  YunSidePanes *sides = YUN_SIDE_PANES (self->panes);
  Pane          panes[YUN_WINDOW_N_PANES];
  guint         i = pane_of_side[side];

  self->detail_waits = FALSE;
  list_panes (self, panes);
  if (!shown && is_inside (gtk_root_get_focus (GTK_ROOT (self)), panes[i].pane) &&
      !yun_side_panes_is_folded (sides, side))
    yun_window_focus_content (self);
  yun_side_panes_show (sides, side, shown);
  if (!shown || !yun_side_panes_is_folded (sides, side))
    return;
  self->detail_waits = !enter (&panes[i], self->pane_focus[i]) && side == YUN_SIDE_END;
}

void
yun_window_go_to_detail (YunWindow *self)
{
  Pane  panes[YUN_WINDOW_N_PANES];
  guint i = pane_of_side[YUN_SIDE_END];

  list_panes (self, panes);
  yun_side_panes_show (YUN_SIDE_PANES (self->panes), YUN_SIDE_END, TRUE);
  self->detail_waits = !enter (&panes[i], self->pane_focus[i]);
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

void
yun_window_enter_detail (YunWindow *self)
{
  if (self->detail_waits && yun_window_has_pane (self, YUN_SIDE_END))
    yun_window_show_pane (self, YUN_SIDE_END, TRUE);
}

/* Actions ask for it before there is a template. */
gboolean
yun_window_has_pane (YunWindow *self, YunSide side)
{
  return self->panes == NULL || yun_side_panes_is_shown (YUN_SIDE_PANES (self->panes), side);
}

void
yun_window_focus_content (YunWindow *self)
{
  if (self->view == YUN_VIEW_MAP)
    gtk_widget_grab_focus (self->map);
  else
    gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

void
yun_window_show_picked (YunWindow *self)
{
  YunSidePanes *sides = YUN_SIDE_PANES (self->panes);

  if (!yun_side_panes_is_folded (sides, YUN_SIDE_END))
    return;
  yun_side_panes_show (sides, YUN_SIDE_END, TRUE);
  yun_map_view_uncover_selection (YUN_MAP_VIEW (self->map));
}

void
yun_window_hide_empty (YunWindow *self)
{
  YunSidePanes *sides = YUN_SIDE_PANES (self->panes);

  if (yun_side_panes_is_folded (sides, YUN_SIDE_END))
    yun_side_panes_show (sides, YUN_SIDE_END, FALSE);
}

/* What leaves the header is found in the menu; "Export" always is. */
static void
fill_folded_menu (YunWindow *self)
{
  g_menu_remove_all (self->folded_menu);
  if (self->header < YUN_HEADER_LEAST)
    return;
  g_menu_append (self->folded_menu, _ ("Map and list"), "win.view::map");
  g_menu_append (self->folded_menu, _ ("List only"), "win.view::ledger");
  g_menu_append (self->folded_menu, _ ("Undo"), "win.undo");
  g_menu_append (self->folded_menu, _ ("Redo"), "win.redo");
}

void
yun_window_fit (YunWindow *self, int width, double em)
{
  YunHeader header = yun_fold_get_header (width, em);

  adw_clamp_set_maximum_size (ADW_CLAMP (self->search_box), (int) (SEARCH_EM * em));
  if (header == self->header)
    return;
  self->header = header;
  gtk_widget_set_visible (self->new_word, header < YUN_HEADER_SHORT);
  gtk_widget_set_visible (self->export_button, header < YUN_HEADER_SHORT);
  gtk_widget_set_visible (self->view_switch, header < YUN_HEADER_LEAST);
  gtk_widget_set_visible (self->undo_button, header < YUN_HEADER_LEAST);
  gtk_widget_set_visible (self->redo_button, header < YUN_HEADER_LEAST);
  fill_folded_menu (self);
}

static void
cover_map (YunWindow *self)
{
  YunSidePanes *sides = YUN_SIDE_PANES (self->panes);
  int           start = yun_side_panes_get_covered (sides, YUN_SIDE_START);
  int           end = yun_side_panes_get_covered (sides, YUN_SIDE_END);
  gboolean      rtl = gtk_widget_get_direction (self->panes) == GTK_TEXT_DIR_RTL;

  yun_map_view_set_covered (YUN_MAP_VIEW (self->map), rtl ? end : start, rtl ? start : end);
}

static void
facets_shown_cb (YunWindow *self)
{
  cover_map (self);
  g_object_notify (G_OBJECT (self), "show-facets");
}

static void
detail_shown_cb (YunWindow *self)
{
  if (!yun_window_has_pane (self, YUN_SIDE_END))
    self->detail_waits = FALSE;
  cover_map (self);
  g_object_notify (G_OBJECT (self), "show-detail");
}

/* Once the height is known. */
static void
middle_allocated_cb (YunWindow *self)
{
  double share = g_settings_get_double (self->settings, "map-share");
  int    height = gtk_widget_get_height (self->middle_paned);

  if (height <= 0)
    return;
  g_signal_handlers_disconnect_by_func (self->middle_paned, middle_allocated_cb, self);
  gtk_paned_set_position (GTK_PANED (self->middle_paned), (int) (share * height + 0.5));
}

void
yun_window_remember_size (YunWindow *self)
{
  int divided = gtk_widget_get_height (self->middle_paned);
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (divided > 0 && gtk_widget_get_visible (self->map_side))
    g_settings_set_double (
      self->settings, "map-share",
      CLAMP (gtk_paned_get_position (GTK_PANED (self->middle_paned)) / (double) divided,
             LEAST_SHARE, 1 - LEAST_SHARE));
}

static void
recall_size (YunWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

void
yun_window_init_panes (YunWindow *self)
{
  g_signal_connect_object (self->panes, "notify::show-start", G_CALLBACK (facets_shown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panes, "notify::show-end", G_CALLBACK (detail_shown_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->settings == NULL)
    return;
  recall_size (self);
  g_settings_bind (self->settings, "show-facets", self->panes, "start-beside",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-detail", self->panes, "end-beside",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "facets-width", self->panes, "start-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "detail-width", self->panes, "end-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->middle_paned, "notify::max-position",
                           G_CALLBACK (middle_allocated_cb), self, G_CONNECT_SWAPPED);
}

void
yun_window_class_add_pane_actions (YunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, next_pane_action);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, previous_pane_action);
}

void
yun_window_forget_panes (YunWindow *self)
{
  for (guint i = 0; i < YUN_WINDOW_N_PANES; i++)
    g_clear_weak_pointer (&self->pane_focus[i]);
}
