/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-coordinate.h"
#include "yun-crs.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunLocator: turns coordinates of one system into another, off the main thread.
 *
 * PROJ reads its files when a system is first used; so a thread of its own
 * holds the transforms and answers in order, in well under a millisecond once
 * they are made. Main thread; the last unref waits for the answer in hand.
 */
#define YUN_TYPE_LOCATOR (yun_locator_get_type ())
G_DECLARE_FINAL_TYPE (YunLocator, yun_locator, YUN, LOCATOR, GObject)

YunLocator *yun_locator_new (void);

/**
 * yun_locator_convert_async:
 * @target: the system wanted; for %YUN_COORDINATE_METRES the 3-degree zone the place lies in, with
 * its number
 *
 * Fails with %YUN_GEO_ERROR_COORDINATE or %G_IO_ERROR_CANCELLED.
 */
void     yun_locator_convert_async (YunLocator          *self,
                                    const YunCoordinate *from,
                                    YunCoordinateSystem  target,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean yun_locator_convert_finish (YunLocator    *self,
                                     GAsyncResult  *result,
                                     YunCoordinate *coordinate,
                                     GError       **error);

/** The same at once, with transforms made for this call: for worker threads and tests. */
gboolean yun_locator_convert_sync (const YunCoordinate *from,
                                   YunCoordinateSystem  target,
                                   YunCoordinate       *coordinate,
                                   GError             **error);

G_END_DECLS
