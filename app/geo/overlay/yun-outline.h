/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * YunOutline: whether outlines are ones that other programs take, by GEOS. One thread.
 */
typedef struct _YunOutline YunOutline;

YunOutline *yun_outline_new (void);
void        yun_outline_free (YunOutline *self);

/**
 * yun_outline_find_fault:
 * @shape: any kind; only polygons can have a fault
 * @at: (out): where the fault is, in the units of @shape
 *
 * Returns: whether a border crosses or touches itself, or a hole lies outside of its border: valid
 * in the sense of OGC 06-103r4, 6.1.11
 */
gboolean yun_outline_find_fault (YunOutline *self, const YunGeom *shape, YunPoint *at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunOutline, yun_outline_free)

G_END_DECLS
