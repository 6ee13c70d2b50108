/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

G_BEGIN_DECLS

/**
 * YunScreenshot: the picture that `yunjian --screenshot` saves: waits until a window shows all it
 * has to, sets what was asked for (filter, selection), saves the picture and closes the window.
 *
 * When the window does not come to rest, or the picture cannot be saved, it says so on stderr and
 * the program ends with status 1.
 */
typedef struct _YunScreenshot YunScreenshot;

/** @options: of the command line; fails with %G_OPTION_ERROR. */
YunScreenshot *yun_screenshot_new (GVariantDict *options, GError **error);
void           yun_screenshot_free (YunScreenshot *self);

/** Begins; the first window wins. */
void yun_screenshot_take (YunScreenshot *self, YunWindow *window);

/** The program's exit status so far. */
int yun_screenshot_get_status (YunScreenshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunScreenshot, yun_screenshot_free)

G_END_DECLS
