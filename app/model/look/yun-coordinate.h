/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunCoordinate: a place as people write it, with the system its numbers are in.
 *
 * A plain value; any thread. What the numbers mean on the ground is known to
 * yun-locator.h, which can turn one system into another.
 */
typedef enum
{
  YUN_COORDINATE_LONLAT, /* degrees of CGCS2000; WGS 84 agrees to some decimetres */
  YUN_COORDINATE_METRES, /* CGCS2000 Gauss-Krüger of .srid */
  YUN_COORDINATE_GCJ02,  /* degrees, shifted: 高德, 腾讯 */
  YUN_COORDINATE_BD09,   /* degrees, shifted twice: 百度 */
} YunCoordinateSystem;

typedef struct
{
  YunCoordinateSystem system;
  int                 srid; /* of metres: EPSG code; else 0 */
  double              x;    /* lon, or easting (with its zone number where .srid has one) */
  double              y;    /* lat, or northing */
} YunCoordinate;

/** The box in which a place is looked for: China with its seas. */
#define YUN_CHINA_WEST 73.0
#define YUN_CHINA_EAST 136.0
#define YUN_CHINA_SOUTH 3.0
#define YUN_CHINA_NORTH 54.0

#define YUN_COORDINATE_ERROR (yun_coordinate_error_quark ())
GQuark yun_coordinate_error_quark (void);

typedef enum
{
  YUN_COORDINATE_ERROR_NONE,    /* the text is something else */
  YUN_COORDINATE_ERROR_WRONG,   /* it is meant as a place, but cannot be one */
  YUN_COORDINATE_ERROR_OUTSIDE, /* a place outside China */
  YUN_COORDINATE_ERROR_SYSTEM,  /* metres of a system that the numbers do not tell, or that is not
                                   public */
} YunCoordinateError;

/**
 * yun_coordinate_parse:
 *
 * Understands a place in the ways it is pasted, half-width or full-width:
 * decimal degrees in either order (121.31,31.12; 31.12N 121.31E; 经度：121.31
 * 纬度：31.12; lng=121.31&lat=31.12), degrees, minutes and seconds (31°07′12″N
 * 121°18′36″E; 东经121度18分36秒 北纬31度7分12秒), and metres of CGCS2000
 * Gauss-Krüger in either order: an easting of eight digits carries its zone
 * number, one of six digits is taken for the meridian 120° E. GCJ-02 and BD-09
 * are never guessed: a word must say so (GCJ-02, 火星, 高德, 腾讯, BD-09, 百度).
 *
 * Nothing else is guessed either: a word that is not known means that the text
 * is no coordinate.
 *
 * Returns: FALSE with %YUN_COORDINATE_ERROR; _NONE when @text is not a coordinate at all, the
 * others with a sentence for the user
 */
gboolean yun_coordinate_parse (const char *text, YunCoordinate *coordinate, GError **error);

/** How degrees are written. */
typedef enum
{
  YUN_DEGREES_DECIMAL, /* 121.310000, 31.120000 */
  YUN_DEGREES_DMS,     /* 31°07′12.00″N 121°18′36.00″E */
} YunDegrees;

/**
 * (transfer full): @self for people, in a form that yun_coordinate_parse() reads as the same place
 * (degrees to 1e-6, seconds to 0.01, metres to 0.01). GCJ-02 and BD-09 say that they are that;
 * metres begin with the northing, as survey papers do.
 */
char *yun_coordinate_format (const YunCoordinate *self, YunDegrees degrees);

/** The EPSG code of the 3-degree zone, with its number in the easting, that @lon lies in. */
int yun_coordinate_get_zone_srid (double lon);

G_END_DECLS
