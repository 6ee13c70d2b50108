/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store-write.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * yun_undo_question_run_async:
 * @parent: (nullable): the window that a question is over
 * @number: the change; 0: the newest in force
 *
 * Takes a change back, if others came after it too. Where something of it has been edited since,
 * asks: tells what and by whom, and offers to take back the rest. Main thread.
 */
void yun_undo_question_run_async (GtkWindow          *parent,
                                  YunStore           *store,
                                  gint64              number,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/** (transfer full): the new change; NULL with %G_IO_ERROR_CANCELLED when the person left it as it
 * is, or with what yun_store_undo_sync() fails with. */
YunChange *yun_undo_question_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
