/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * What went wrong, said to the user in one sentence. A cancelled action is not reported, nor is
 * NULL.
 */

/** A passing notice at the foot of the window. */
void yun_report_light (AdwToastOverlay *overlay, const GError *error);

/** A dialog over @parent (nullable) that must be answered. @title: what could not be done. */
void yun_report_serious (GtkWindow *parent, const char *title, const GError *error);

G_END_DECLS
