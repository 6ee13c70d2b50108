/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

G_BEGIN_DECLS

/**
 * YunScreenshot: what the command line asks of the first window: waits until it shows all it has
 * to, sets what was asked for (page, colours, filter, selection), and with `--screenshot` saves the
 * picture and closes the window.
 *
 * What cannot be done is said on stderr, and without a picture in the window. When the window does
 * not come to rest for a picture, or that cannot be saved, the program ends with status 1.
 */
typedef struct _YunScreenshot YunScreenshot;

/** Whether @options ask anything of the first window. */
gboolean yun_screenshot_is_wanted (GVariantDict *options);
/** @options: of the command line; fails with %G_OPTION_ERROR. */
YunScreenshot *yun_screenshot_new (GVariantDict *options, GError **error);
void           yun_screenshot_free (YunScreenshot *self);

/** Begins; the first window wins. */
void yun_screenshot_take (YunScreenshot *self, YunWindow *window);

/** The program's exit status so far. */
int yun_screenshot_get_status (YunScreenshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunScreenshot, yun_screenshot_free)

G_END_DECLS
