/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"
#include "yun-crs.h"

G_BEGIN_DECLS

/**
 * YunTransform: the one place where coordinates change their system.
 *
 * Always x = lon or easting, y = lat or northing, whatever axis order the
 * system declares. Belongs to the thread that made it.
 */
typedef struct _YunTransform YunTransform;

/**
 * (transfer full): from @source to @target (as yun_crs_check() takes them), or
 * NULL with %YUN_GEO_ERROR_CRS or _BALLPARK. Among 4490, 4480, 4326, 4979 and
 * their projections a ballpark step is right (domain.md 2.3) and accepted.
 */
YunTransform *yun_transform_new (const char *source, const char *target, GError **error);
void          yun_transform_free (YunTransform *self);

/** Moves @n points in place; FALSE with %YUN_GEO_ERROR_COORDINATE when one cannot be, the points
 * are then undefined. */
gboolean yun_transform_points (YunTransform *self, YunPoint *points, gsize n, GError **error);

/** (transfer full) (nullable): @geom in the target system. */
YunGeom *yun_transform_geom (YunTransform *self, YunGeom *geom, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTransform, yun_transform_free)

G_END_DECLS
