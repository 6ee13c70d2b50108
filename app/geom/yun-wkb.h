/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

G_BEGIN_DECLS

/**
 * The only codec of binary and text geometry: OGC WKB, SpatiaLite's BLOB, WKT.
 *
 * Reading takes both byte orders, EWKB's SRID and the ISO and EWKB forms of Z
 * and M (which are dropped), and geometry collections whose members are of one
 * dimension. It never reads outside the given bytes, whatever they hold, and
 * never allocates more than a small multiple of their length. Any thread.
 *
 * SpatiaLite's BLOB is described in "BLOB-Geometry" of its documentation:
 * 00, endian, SRID, box (4 doubles), 7C, body, FE; members of a MULTI body
 * begin with 69. Its compressed lines and polygons and TinyPoints are read too.
 */
#define YUN_GEOM_ERROR (yun_geom_error_quark ())
GQuark yun_geom_error_quark (void);

typedef enum
{
  YUN_GEOM_ERROR_INVALID,     /* not this encoding, cut short, or not a shape */
  YUN_GEOM_ERROR_UNSUPPORTED, /* curves, surfaces, mixed collections, empty shapes */
} YunGeomError;

/** (transfer full): the shape in @n bytes of WKB, or NULL with YUN_GEOM_ERROR. */
YunGeom *yun_wkb_read (const guint8 *data, gsize n, GError **error);

/** (transfer full): @self as little-endian WKB; MULTI types only for more than one part. */
GBytes *yun_wkb_write (const YunGeom *self);

/**
 * yun_wkb_read_blob:
 * @srid: (out) (optional): the SRID the BLOB carries
 *
 * Returns: (transfer full): the shape in @n bytes of a SpatiaLite BLOB, or NULL
 * with %YUN_GEOM_ERROR
 */
YunGeom *yun_wkb_read_blob (const guint8 *data, gsize n, int *srid, GError **error);

/**
 * yun_wkb_blob_box:
 *
 * Reads only the box in the head of a SpatiaLite BLOB, without decoding it.
 *
 * Returns: FALSE when the bytes are no BLOB
 */
gboolean yun_wkb_blob_box (const guint8 *data, gsize n, YunRect *box);

/** (transfer full): @self as a SpatiaLite BLOB; polygons always as MULTIPOLYGON when @multi. */
GBytes *yun_wkb_write_blob (const YunGeom *self, int srid, gboolean multi);

/** (transfer full): the shape of a WKT text (POINT, LINESTRING, POLYGON and their MULTI forms; Z
 * and M dropped), or NULL with YUN_GEOM_ERROR. */
YunGeom *yun_wkt_read (const char *text, GError **error);

/** (transfer full): @self as WKT with @decimals places, trailing zeros dropped, independent of the
 * locale. */
char *yun_wkt_write (const YunGeom *self, int decimals);

G_END_DECLS
