/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

G_BEGIN_DECLS

/**
 * YunApplication: the program: its command line, keys and windows, one for each registry file.
 */
#define YUN_TYPE_APPLICATION (yun_application_get_type ())
G_DECLARE_FINAL_TYPE (YunApplication, yun_application, YUN, APPLICATION, AdwApplication)

YunApplication *yun_application_new (void);

/** Shows the registry at @path in the window that has it, else in @window (nullable) when it has
 * none, else in a new one. */
void yun_application_open_path (YunApplication *self, YunWindow *window, const char *path);

/** What the program ends with, when it ran without a fault: not 0 when a picture that was asked for
 * could not be made. */
int yun_application_get_status (YunApplication *self);

G_END_DECLS
