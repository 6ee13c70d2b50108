/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-cli.h"

G_BEGIN_DECLS

/** How a place is said on the command line; options of several verbs. */
typedef struct
{
  char *at;  /* (owned) (nullable): --at */
  char *wkt; /* (owned) (nullable): --wkt */
  char *crs; /* (owned) (nullable): --crs */
} YunCliShape;

void yun_cli_shape_clear (YunCliShape *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunCliShape, yun_cli_shape_clear)

/** Rows for --at, --wkt and --crs in a table of options. */
GOptionEntry yun_cli_shape_at (YunCliShape *self);
GOptionEntry yun_cli_shape_wkt (YunCliShape *self);
GOptionEntry yun_cli_shape_crs (YunCliShape *self);

/**
 * yun_cli_shape_read:
 * @shape: (out) (transfer full) (nullable): the place, EPSG:4490; NULL when none is said
 *
 * FALSE after a complaint: it cannot be read, or @entity cannot have such a place.
 */
gboolean yun_cli_shape_read (const YunCliShape *self,
                             const YunCliVerb  *verb,
                             const YunEntity   *entity,
                             YunGeom          **shape,
                             YunExit           *status);

/** Whether @entity can have @shape as its place; FALSE after a complaint. */
gboolean yun_cli_check_shape (const YunEntity *entity, YunGeom *shape, YunExit *status);

G_END_DECLS
