/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

#include "yun-chip-bar.h"
#include "yun-detail-pane.h"
#include "yun-facet-pane.h"
#include "yun-map-bar.h"
#include "yun-map-view.h"
#include "yun-record-list.h"
#include "yun-welcome-page.h"

G_BEGIN_DECLS

/* Shared by yun-window.c, yun-window-actions.c and yun-window-map.c. */
struct _YunWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *stack;
  GtkWidget *header_buttons_start;
  GtkWidget *header_buttons_end;
  GtkWidget *window_title;
  GtkWidget *search_box;
  GtkWidget *filter_entry;
  GtkWidget *filter_error;
  GtkWidget *filter_error_revealer;
  GtkWidget *new_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *menu_button;
  GtkWidget *spinner;
  GtkWidget *sample_bar;
  GtkWidget *read_only_bar;
  GtkWidget *welcome;
  GtkWidget *outer_paned;
  GtkWidget *inner_paned;
  GtkWidget *middle_paned;
  GtkWidget *facets;
  GtkWidget *map_side;
  GtkWidget *chips;
  GtkWidget *map;
  GtkWidget *map_bar;
  GtkWidget *list;
  GtkWidget *detail;

  YunStore     *store;     /* (owned) (nullable) */
  YunWorkspace *workspace; /* (owned) (nullable) */
  char         *path;      /* (owned) (nullable) */
  GCancellable *opening;   /* (owned) (nullable) */
  GSettings    *settings;  /* (owned) (nullable) */

  GtkWidget *form; /* (weak) (nullable): the one that is open */
  GtkWidget *idle; /* (weak) (nullable): the finder of idle land, while it is open */

  YunView  view;
  gboolean facets_hidden;
  gboolean detail_hidden;

  YunFilter *base;           /* (owned) (nullable): the filter without what stands in the entry */
  guint      typing;         /* source that reads the entry when typing pauses */
  gboolean   can_read_entry; /* the entry's change is the user's */
};

/** Adds the actions "win.…" and their keys to the class. */
void yun_window_class_add_actions (YunWindowClass *klass);

/** Adds the actions for moving about the map, in yun-window-map.c, and follows the map. */
void yun_window_init_map (YunWindow *self);
void yun_window_update_map_actions (YunWindow *self);

/** Which actions can be used now. */
void yun_window_update_actions (YunWindow *self);

/** Reads the history for what undo and redo would do. */
void yun_window_update_undo (YunWindow *self);

/** Adds what stands in the entry to the chips and clears it. */
void yun_window_commit_entry (YunWindow *self);

G_END_DECLS
