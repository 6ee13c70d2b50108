/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-rect.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunCrs: which coordinate systems the program offers by name, and any other by definition.
 * Immutable values, any thread.
 */
typedef struct
{
  const char *id;    /* "EPSG:4549" */
  const char *label; /* N_() "CGCS2000 / 3-degree Gauss-Krüger, CM 120°E" */
  const char *zh;    /* "CGCS2000 三度带 中央经线 120°（不加带号）" */
  gboolean    geographic;
} YunCrs;

/** The systems offered in lists: 4490, 4549, 4528, 4326, then the rest; NULL id ends. */
const YunCrs *yun_crs_list (void);

#define YUN_GEO_ERROR (yun_geo_error_quark ())
GQuark yun_geo_error_quark (void);

typedef enum
{
  YUN_GEO_ERROR_CRS, /* a definition that PROJ does not understand, or no way between two systems */
  YUN_GEO_ERROR_BALLPARK, /* PROJ would leave out a datum shift of tens of metres (domain.md 2.3) */
  YUN_GEO_ERROR_COORDINATE, /* a coordinate outside what the projection can do */
  YUN_GEO_ERROR_WRITE,      /* the target cannot be written */
  YUN_GEO_ERROR_READ,
  YUN_GEO_ERROR_TEXT,   /* text that the encoding lacks, or that is too long: see the report */
  YUN_GEO_ERROR_VERIFY, /* what was read back is not what was written */
} YunGeoError;

/**
 * yun_crs_check:
 * @definition: "EPSG:4549", a bare "4549", a PROJ string or WKT
 * @id: (out) (optional) (transfer full): the canonical form, "EPSG:4549" where it is one
 * @geographic: (out) (optional): whether its units are degrees
 *
 * Returns: FALSE with %YUN_GEO_ERROR_CRS when it is not a coordinate system for a map
 */
gboolean yun_crs_check (const char *definition, char **id, gboolean *geographic, GError **error);

/** The area that @definition is made for, in degrees of WGS 84, as the EPSG register gives it;
 * FALSE where it gives none, or one across 180°. */
gboolean yun_crs_get_area (const char *definition, YunRect *area);

G_END_DECLS
