/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-window.h"

G_BEGIN_DECLS

/**
 * YunFirstLook: what the command line asks of the first window: its size, page, colours, filter and
 * selection. They are set when the registry has answered for the first time; the map may still be
 * drawn then. What cannot be done is said on stderr, and where no picture was asked for in the
 * window. Main thread.
 */
typedef struct _YunFirstLook YunFirstLook;

/** @options: of the command line; fails with %G_OPTION_ERROR. */
YunFirstLook *yun_first_look_new (GVariantDict *options, GError **error);
void          yun_first_look_free (YunFirstLook *self);

/** Whether anything is asked for. */
gboolean yun_first_look_asks (YunFirstLook *self);

/** Begins; the first window wins. */
void yun_first_look_show (YunFirstLook *self, YunWindow *window);
/** Whether all has been set; what is drawn may be behind. */
gboolean yun_first_look_is_done (YunFirstLook *self);
gboolean yun_first_look_has_failed (YunFirstLook *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunFirstLook, yun_first_look_free)

G_END_DECLS
