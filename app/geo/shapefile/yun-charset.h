/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-shapefile.h"

G_BEGIN_DECLS

/**
 * YunCharset: UTF-8 into the encodings of shapefiles, at table speed.
 *
 * The tables are filled from iconv at first use; only characters that come back
 * from their bytes are taken. Immutable, any thread.
 */
typedef struct _YunCharset YunCharset;

const YunCharset *yun_charset_get (YunShapefileEncoding encoding);

/** Its name for iconv and for GDAL: "GBK", "UTF-8", "GB18030". */
const char *yun_charset_get_name (const YunCharset *self);
/** What a .cpg file says, or NULL where there is none. */
const char *yun_shapefile_encoding_get_cpg (YunShapefileEncoding encoding);
/** The language byte of a .dbf. */
guint8 yun_shapefile_encoding_get_language (YunShapefileEncoding encoding);

/** What did not survive. */
typedef struct
{
  gunichar missing;  /* the first character the encoding lacks; 0 when none. Written as "?" */
  gboolean cut;      /* the text is longer than the limit, and was cut between characters */
  gboolean stripped; /* it had blanks at an end: a .dbf cannot keep them */
} YunCharsetLoss;

/**
 * yun_charset_encode:
 * @out: room for @limit bytes
 *
 * Returns: how many bytes of @out were written
 */
gsize yun_charset_encode (
  const YunCharset *self, const char *text, guint8 *out, gsize limit, YunCharsetLoss *loss);

G_END_DECLS
