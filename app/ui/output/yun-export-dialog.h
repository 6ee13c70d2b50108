/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YunExportDialog: exports what the filter shows of one entity as a shapefile: choices, progress,
 * what would be lost, and what was written.
 */
#define YUN_TYPE_EXPORT_DIALOG (yun_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YunExportDialog, yun_export_dialog, YUN, EXPORT_DIALOG, AdwWindow)

/** Takes the filter and the listed entity of @workspace as they are now. */
GtkWidget *yun_export_dialog_new (GtkWindow *parent, YunWorkspace *workspace);

/** The file to write; ends in .shp. */
void yun_export_dialog_set_path (YunExportDialog *self, const char *path);

/** Starts, as the button does. */
void yun_export_dialog_start (YunExportDialog *self);

/** "form", "job", "problems" or "done". */
const char *yun_export_dialog_get_page (YunExportDialog *self);

G_END_DECLS
