/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-column-layout.h"
#include "yun-record-list.h"

G_BEGIN_DECLS

/* The table's columns and cells are in yun-record-columns.c, the menu of a row in
 * yun-record-menu.c, the line under the table in yun-record-foot.c; all else is in
 * yun-record-list.c. */

struct _YunRecordList
{
  GtkWidget parent_instance;

  GtkWidget *page;
  GtkWidget *switches;
  GtkWidget *listed_button; /* in place of the switches where they have no room … */
  GMenu     *listed_menu;   /* … (unowned): and its menu */
  GtkWidget *columns_button;
  GtkWidget *chooser;
  GtkWidget *totals;
  GtkWidget *untold;   /* links beside it … */
  GtkWidget *unplaced; /* … of what the filter leaves out, or the map */
  GtkWidget *place_it;
  GtkWidget *stack;
  GtkWidget *empty_label;
  GtkWidget *scroller;
  GtkWidget *column_view;
  GtkWidget *menu;           /* (owned) (nullable): of a row */
  GMenu     *row_menu;       /* (unowned) */
  GPtrArray *switch_buttons; /* (owned) (element-type GtkWidget): beside the listed entities */

  YunWorkspace    *workspace; /* (owned) (nullable) */
  YunRecordModel  *model;     /* (owned) (nullable) */
  const YunEntity *entity;    /* (nullable): whose columns there are */
  double           scale;     /* of the text the columns were made for */
  gboolean         building;  /* columns are being made */
  gboolean         updating;  /* switch buttons follow the workspace */

  GSettings      *settings; /* (owned) (nullable) */
  GArray         *layout;   /* (owned) (nullable): of the columns there are */
  guint           saving;   /* a source: the layout is written a moment after the last change */
  const YunField *current;  /* (nullable): the column of the current cell */
  GPtrArray      *cells;    /* (owned): of GtkListItem (unowned), those alive */

  GCancellable *summing; /* (owned) (nullable) */
  GArray       *sums;    /* (owned) (nullable): of what the filter shows, or is selected */
  GCancellable *copying; /* (owned) (nullable) */
};

/* Makes the columns of @entity anew. */
void yun_record_columns_build (YunRecordList *self, const YunEntity *entity);
/* Makes the columns as wide as the text's size asks for. */
void yun_record_columns_scale (YunRecordList *self);
/* Shows in the heads what the workspace sorts by. */
void yun_record_columns_show_sort (YunRecordList *self);
/* Connects the view's head and keys; once. */
void yun_record_columns_init (YunRecordList *self);
/* Writes what has not been written, and frees. */
void yun_record_columns_dispose (YunRecordList *self);
/* Shows which cell is the current one. */
void yun_record_columns_show_current (YunRecordList *self);

/* The template's children and actions under the table. */
void yun_record_foot_class_init (GtkWidgetClass *klass);
/* FALSE: there is nothing there to go to. */
gboolean yun_record_foot_grab_focus (YunRecordList *self);
/* Says what there is by the answer, and the sums that are known. */
void yun_record_foot_show (YunRecordList *self);
/* Adds up anew what is shown, or selected; nothing when there is no answer. */
void yun_record_foot_update (YunRecordList *self);
/* Gives up adding. */
void yun_record_foot_stop (YunRecordList *self);

/* Adds the menu of a row and the keys for it; once. */
void yun_record_menu_init (YunRecordList *self);
void yun_record_menu_dispose (YunRecordList *self);

G_END_DECLS
