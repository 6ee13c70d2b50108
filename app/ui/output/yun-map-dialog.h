/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street-map.h"
#include "yun-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunMapDialog: saves or prints the map as a sheet: choices beside a preview, progress, and what
 * was written. Nothing is drawn on the main thread.
 */
#define YUN_TYPE_MAP_DIALOG (yun_map_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YunMapDialog, yun_map_dialog, YUN, MAP_DIALOG, AdwWindow)

/**
 * yun_map_dialog_new:
 * @extent: lon/lat box that the map shows
 * @streets: (nullable): the street map that is drawn
 * @colour_by: what the map's colours say, of yun_fill_by_get_id()
 * @print: for a printer rather than a file
 *
 * Takes filter and features of @workspace as they are now.
 */
GtkWidget *yun_map_dialog_new (GtkWindow     *parent,
                               YunWorkspace  *workspace,
                               const YunRect *extent,
                               YunStreetMap  *streets,
                               const char    *colour_by,
                               gboolean       print);

/** The file to write; its end says the format. */
void yun_map_dialog_set_path (YunMapDialog *self, const char *path);

/** Saves, as the button does. */
void yun_map_dialog_start (YunMapDialog *self);

/** Prints; with @export_path (nullable) into that PDF, without asking. */
void yun_map_dialog_print (YunMapDialog *self, const char *export_path);

/** "form", "job" or "done". */
const char *yun_map_dialog_get_page (YunMapDialog *self);

/** Whether the preview shows what is chosen now. */
gboolean yun_map_dialog_is_previewed (YunMapDialog *self);

G_END_DECLS
