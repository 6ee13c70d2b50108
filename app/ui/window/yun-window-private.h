/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

#include "yun-chip-bar.h"
#include "yun-detail-pane.h"
#include "yun-facet-pane.h"
#include "yun-fold-bin.h"
#include "yun-map-bar.h"
#include "yun-map-view.h"
#include "yun-record-list.h"
#include "yun-search-popover.h"
#include "yun-side-panes.h"
#include "yun-view-pane.h"
#include "yun-view-state.h"
#include "yun-welcome-page.h"

G_BEGIN_DECLS

#define YUN_WINDOW_N_PANES 6

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
  GtkWidget *view_switch;
  GtkWidget *new_button;
  GtkWidget *new_word;
  GtkWidget *export_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *menu_button;
  GMenu     *folded_menu; /* what has no room in the header */
  GtkWidget *spinner;
  GtkWidget *sample_bar;
  GtkWidget *file_bar;
  GtkWidget *file_label;
  GtkWidget *file_reopen;
  GtkWidget *file_save;
  GtkWidget *file_clean;
  GtkWidget *welcome;
  GtkWidget *panes;
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

  YunSearchPopover *search;        /* (unowned) (nullable): the search box has it */
  gboolean          offered_early; /* the cursor may not be where the last change left it */
  gboolean          composing;     /* an input method is at work in the entry */

  GtkWidget  *form;       /* (weak) (nullable): the one that is open */
  char       *entry_then; /* (owned) (nullable): what stood in the entry after the last edit here */
  GtkWidget  *history;    /* (weak) (nullable): the one that is open */
  GtkWidget  *idle;       /* (weak) (nullable): the finder of idle land, while it is open */
  const char *then;       /* (nullable): an action that waits for the answer to … */
  YunFilter  *then_of;    /* … (owned) (nullable): this filter */

  char         *view_uid;     /* (owned) (nullable): the saved view that is on */
  YunViewState *view_before;  /* (owned) (nullable): what was shown before it */
  YunFilter    *view_shown;   /* (owned) (nullable): its filter */
  GCancellable *view_asking;  /* (owned) (nullable): for what changed in it */
  char         *view_wanted;  /* (owned) (nullable): by name, as soon as the views are listed */
  YunSavedView *view_undo;    /* (owned) (nullable): as it was before the last edit */
  gboolean      view_missing; /* the one wanted last could not be opened */

  GtkWidget *pane_focus[YUN_WINDOW_N_PANES]; /* (weak) (nullable): where it was in each */
  gboolean   detail_waits;                   /* they were opened before they were read */

  YunView   view;
  YunHeader header; /* what of it is in the window */

  YunFilter    *entered;  /* (owned) (nullable): what was entered last, while there is no answer */
  GCancellable *reaching; /* (owned) (nullable): while it is looked how far near: reaches */
  YunFilter    *outlined; /* (owned) (nullable): whose areas are outlined on the map */
  YunFilter    *to_fit;   /* (owned) (nullable): the map goes to its areas once they are outlined */
  const YunEntity *placing;    /* (nullable): of the record that the mode "place" places … */
  gint64           placing_id; /* … its id */
  GMenu *row_menu;    /* (owned): the part of a row's menu that is about the selected record */
  GMenu *map_about;   /* (owned) (nullable): that of the map's menu, while it waits for what leads
                         on from the record */
  AdwToast  *way_out; /* (owned) (nullable): the last that said what makes an answer empty … */
  YunFilter *empty;   /* … (owned) (nullable): to this filter */

  guint    typing;         /* source that reads the entry when typing pauses */
  gboolean can_read_entry; /* the entry's change is the user's */
};

/** Adds the actions "win.…" and their keys to the class. */
void yun_window_class_add_actions (YunWindowClass *klass);

/** Adds the actions for moving about the map, in yun-window-map.c, and follows the map. */
void yun_window_init_map (YunWindow *self);
void yun_window_update_map_actions (YunWindow *self);

/** Whether the registry has answered what it was asked, or none is being opened; lists and the map
 * may still be reading. */
gboolean yun_window_is_answered (YunWindow *self);

/** Whether the registry can be written. */
gboolean yun_window_is_writable (YunWindow *self);

/** Which actions can be used now. */
void yun_window_update_actions (YunWindow *self);
/** Does what waits for the answer to a filter, when that is there; nothing any more when another
 * filter has been asked for. */
void yun_window_run_waiting (YunWindow *self);
void yun_window_forget_waiting (YunWindow *self);
/** Does @action, a literal, when there is an answer to @filter, which was asked for just now. */
void yun_window_do_when_answered (YunWindow *self, YunFilter *filter, const char *action);

/** Editing and removing records, and their history, in yun-window-edit.c: the actions and their
 * keys.
 * @writable: the registry can be written */
void yun_window_class_add_edit_actions (YunWindowClass *klass);
void yun_window_init_edit (YunWindow *self);
void yun_window_update_edit_actions (YunWindow *self, gboolean writable);

/** What the window says about its file, in yun-window-file.c: once it has another store. */
void yun_window_class_add_file_actions (YunWindowClass *klass);
void yun_window_follow_file (YunWindow *self);
void yun_window_show_file (YunWindow *self);
/** Gives the store up and shows the first page. The window's path stays. */
void yun_window_drop_store (YunWindow *self);

/** Reads the history for what undo and redo would do. */
void yun_window_update_undo (YunWindow *self);

/** The panes and the header, as there is room, and the keys from pane to pane, in
 * yun-window-panes.c. */
void yun_window_class_add_pane_actions (YunWindowClass *klass);
void yun_window_init_panes (YunWindow *self);
/** Keeps the window's size and the divider for the next start. */
void yun_window_remember_size (YunWindow *self);
void yun_window_forget_panes (YunWindow *self);
/** There is so much room, in pixels, for text of this size. */
void yun_window_fit (YunWindow *self, int width, double em);
/** Shows the pane, or puts it away. One that opens over the map and list gets the focus. */
void     yun_window_show_pane (YunWindow *self, YunSide side, gboolean shown);
gboolean yun_window_has_pane (YunWindow *self, YunSide side);
/** Gives the focus to the map or, where there is none, to the list. */
void yun_window_focus_content (YunWindow *self);
/** Something was picked on the map: its details are seen. Nothing is selected any more: a pane
 * over the map has nothing to say. */
void yun_window_show_picked (YunWindow *self);
/** Shows the details; they get the focus, when they are being read then. */
void yun_window_go_to_detail (YunWindow *self);
/** The details are read: they get the focus if they were opened for it. */
void yun_window_enter_detail (YunWindow *self);
void yun_window_hide_empty (YunWindow *self);

/** Filtering by places and drawn areas, in yun-window-area.c: its actions, and what the map says.
 */
void yun_window_class_add_area_actions (YunWindowClass *klass);
void yun_window_init_area (YunWindow *self);
void yun_window_let_areas_go (YunWindow *self);
/** The workspace has an answer: outlines the areas its filter asks for. */
void yun_window_outline_areas (YunWindow *self);
/** Answers with nothing in them, in yun-window-empty.c: when there is an answer to what was
 * entered, looks whether there is something in it. */
void yun_window_judge_entered (YunWindow *self);
void yun_window_let_entered_go (YunWindow *self);
/** The map goes to what the areas of @filter reach, as soon as they are outlined. */
void yun_window_fit_areas (YunWindow *self, YunFilter *filter);
/** Asks for @filter alone, in place of all that was asked for before; the toast, which says @what,
 * can go back to that. */
void yun_window_ask_for (YunWindow *self, YunFilter *filter, const char *what);
/** What leads on from the selected record, in yun-window-leads.c; called by those of areas. */
void yun_window_class_add_lead_actions (YunWindowClass *klass);
void yun_window_init_leads (YunWindow *self);
/** The menus of a thing on the map and of a row, in yun-window-menu.c; called by those of leads. */
void yun_window_class_add_menu_actions (YunWindowClass *klass);
void yun_window_init_menus (YunWindow *self);
/** Another record may be selected, or the registry may not be written any more. */
void yun_window_update_menus (YunWindow *self);
/** Saying where a record is, in yun-window-place.c: its actions, called by those of areas. */
void yun_window_class_add_place_actions (YunWindowClass *klass);
/** Another record may be selected: whether it can be placed, and the mode for another ends. */
void yun_window_update_place (YunWindow *self);
/** The record that is being placed is there, EPSG:4490. */
void yun_window_place_at (YunWindow *self, double lon, double lat);
/** Whether coordinates that are typed say where a record is. */
gboolean yun_window_is_placing (YunWindow *self);
/** A toast that says @text, whose button takes @change back. */
void yun_window_tell_undoable (YunWindow *self, const char *text, const YunChange *change);
/** Whether what lies in the selected record can be asked for. */
void yun_window_update_area_actions (YunWindow *self);

/** Parts of the window's making and life: the saved views, of yun-window-views.c. */
void yun_window_class_add_view_actions (YunWindowClass *klass);
void yun_window_init_views (YunWindow *self);
void yun_window_let_views_go (YunWindow *self);
void yun_window_update_view_actions (YunWindow *self);
/** The workspace has an answer: is it still the view's? */
void         yun_window_views_answered (YunWindow *self);
YunViewPane *yun_window_get_view_pane (YunWindow *self);
/** A toast with @format and @name; @undo (nullable): its button saves this one again. */
void yun_window_tell_view (YunWindow          *self,
                           const char         *format,
                           const char         *name,
                           const YunSavedView *undo);
/** A toast that stays: the conditions of the view @name were an earlier version's and read
 * otherwise now. */
void yun_window_tell_moved (YunWindow *self, const char *name);
/** Saves @state as @name, in place of the one that has the name. */
void yun_window_save_view (YunWindow *self, YunViewState *state, const char *name);

/** Of yun-window-view-files.c: */
void yun_window_export_view_action (GtkWidget *widget, const char *name, GVariant *parameter);
void yun_window_import_view_action (GtkWidget *widget, const char *name, GVariant *parameter);
/** Writes the view to @file, or adds the one in @file; what goes wrong is told. */
void yun_window_export_view (YunWindow *self, const char *uid, GFile *file);
void yun_window_import_view (YunWindow *self, GFile *file);

/** The entry for filters and search, in yun-window-entry.c. */
void yun_window_class_init_entry (GtkWidgetClass *klass);
/** Says what is wrong with what is typed; NULL: nothing. */
void yun_window_show_filter_error (YunWindow *self, const char *text);
/** Clears the entry when what was typed is among the chips now. */
void yun_window_settle_entry (YunWindow *self);
/** Adds what stands in the entry to the chips and clears it. */
void yun_window_commit_entry (YunWindow *self);

/** Takes back what stands in the entry, and what it filtered. */
void yun_window_drop_entry (YunWindow *self);

/** What is offered while one types, in yun-window-search.c. */
void yun_window_init_search (YunWindow *self);
/** Offers what fits the entry, when the user is in it. */
void yun_window_offer (YunWindow *self);

G_END_DECLS
