/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-first-look.h"

G_BEGIN_DECLS

/**
 * YunScreenshot: `--screenshot`: waits until the window shows all it has to, and what was asked for
 * of it, saves its picture and closes it. When it does not come to rest, or the picture cannot be
 * saved, that is said on stderr. Main thread.
 */
typedef struct _YunScreenshot YunScreenshot;

/** @look: outlives it */
YunScreenshot *yun_screenshot_new (const char *path, YunFirstLook *look);
void           yun_screenshot_free (YunScreenshot *self);

/** Begins; the first window wins. */
void     yun_screenshot_take (YunScreenshot *self, YunWindow *window);
gboolean yun_screenshot_has_failed (YunScreenshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunScreenshot, yun_screenshot_free)

G_END_DECLS
