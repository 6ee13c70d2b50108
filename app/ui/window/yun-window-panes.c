/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

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
