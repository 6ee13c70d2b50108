/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-portrait.h"
#include "yun-street.h"

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * YunStyle: colours, widths and fonts of the map, as constant values.
 *
 * Styles are static: equal pointers are equal styles, so a style is part of a
 * cache key as it is. Any thread.
 */
typedef enum
{
  YUN_SCHEME_LIGHT,
  YUN_SCHEME_DARK,
} YunScheme;

/** The question that the fill of parks and plots answers. The first two are of the feature itself,
 * the others need classes: a YunShading. */
typedef enum
{
  YUN_FILL_STATUS,
  YUN_FILL_SEGMENT,
  YUN_FILL_FLOOR_AREA_RATIO,
  YUN_FILL_TAX,
  YUN_FILL_AGE,
  YUN_FILL_N,
} YunFillBy;

typedef struct
{
  double r, g, b, a; /* not premultiplied */
} YunColour;

/** How the ground of a plot with some status is filled. */
typedef enum
{
  YUN_HATCH_NONE,
  YUN_HATCH_DIAGONAL, /* rising to the right */
  YUN_HATCH_BACK,     /* falling to the right */
  YUN_HATCH_CROSS,
  YUN_HATCH_DOTS,
} YunHatch;

typedef struct
{
  YunColour fill;
  YunColour line;
  YunHatch  hatch;
} YunFill;

/** Kinds of labels; each has a font, a colour and a rank. */
typedef enum
{
  YUN_LABEL_ZONE,
  YUN_LABEL_TOWN,
  YUN_LABEL_PARK,
  YUN_LABEL_FIRM,
  YUN_LABEL_FACILITY,
  YUN_LABEL_PLOT,
  YUN_LABEL_ROAD,
  YUN_LABEL_PLACE,
  YUN_LABEL_WATER,
  YUN_LABEL_RAIL,
  YUN_LABEL_SIGN,      /* the number of an expressway, on its plate */
  YUN_LABEL_NEIGHBOUR, /* a district around ours */
  YUN_LABEL_N,
} YunLabelKind;

#define YUN_STYLE_N_STATUS 10 /* plain values of yun_enum_status */
#define YUN_STYLE_N_ZONES 4   /* yun_enum_zone */
#define YUN_STYLE_N_SEGMENTS 4
#define YUN_STYLE_N_STEPS 6                       /* of a ramp from little to much */
#define YUN_STYLE_UNKNOWN YUN_STYLE_N_STEPS       /* the step of what is not known */
#define YUN_STYLE_NO_STEP (YUN_STYLE_N_STEPS + 1) /* not asked: a park as ever */

typedef struct
{
  YunColour   text;
  YunColour   halo;
  double      size; /* pixels */
  PangoWeight weight;
  double      spacing; /* between letters, pixels */
  YunColour   plate;   /* behind the text in place of a halo; transparent: none */
} YunLabelStyle;

typedef struct
{
  YunColour line;
  YunColour casing;
  double    width[3]; /* pixels at zoom 11, 14 and 17; between them it grows smoothly */
} YunRoadStyle;

typedef struct
{
  YunScheme scheme;
  YunFillBy fill_by;

  YunColour    ground;   /* outside the district */
  YunColour    district; /* inside, where no zone is */
  YunColour    district_line;
  YunColour    town_line;
  YunColour    zone_fill[YUN_STYLE_N_ZONES]; /* core, north, south, outside; translucent */
  YunColour    zone_line[YUN_STYLE_N_ZONES];
  YunRoadStyle water; /* casing: its shores */
  YunColour    rail;
  YunColour    rail_gap;
  YunRoadStyle road[YUN_ROAD_N];
  YunRoadStyle stream; /* a small river of the street map; as .water */
  YunColour    green;
  YunColour    building;
  YunColour    building_line;

  YunColour segment[YUN_STYLE_N_SEGMENTS]; /* readable on ground and paper */
  YunColour segment_none;
  YunFill   status[YUN_STYLE_N_STATUS];
  YunFill   park;
  YunColour step[YUN_STYLE_N_STEPS + 1]; /* even to the eye, apart for every kind of colour vision;
                                            the last: unknown */

  YunColour paper; /* of symbols' insides, cluster rings, legend boxes */
  YunColour ink;   /* text on paper */
  YunColour ink_on_segment;
  YunColour leader; /* the star of a firm that leads its chain */
  YunColour hovered;
  YunColour selected;

  YunLabelStyle label[YUN_LABEL_N];
} YunStyle;

const YunStyle *yun_style_get (YunScheme scheme, YunFillBy fill_by);

/** "status", "segment", "far", "tax", "age", as users and settings name them; NULL past the end. */
const char *yun_fill_by_get_id (YunFillBy by);
/** FALSE: @id names none. */
gboolean yun_fill_by_find (const char *id, YunFillBy *by);
/** The question in words, with its unit; translated. */
const char *yun_fill_by_get_label (YunFillBy by);

/** The fill of a plot (@status -1: unknown) or, by segment, of plots and parks. A style that needs
 * classes gives plots none: yun_style_get_step_fill() has theirs. */
YunFill yun_style_get_fill (const YunStyle *self, YunLook look, int status, guint segments);

/** The fill of a plot or park in step @step of the ramp, YUN_STYLE_UNKNOWN, YUN_STYLE_NO_STEP. */
YunFill yun_style_get_step_fill (const YunStyle *self, YunLook look, guint step);

/** Width of a line in pixels at a zoom level (of 256-pixel tiles; may be fractional). */
double yun_road_style_get_width (const YunRoadStyle *self, double zoom);

/** Families, language and weight for a label; (transfer full). */
PangoFontDescription *yun_style_dup_font (const YunStyle *self, YunLabelKind kind);

/** The language of every layout, so that Chinese shapes of shared characters are used. */
#define YUN_STYLE_LANGUAGE "zh-cn"
#define YUN_STYLE_FAMILIES "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"

void yun_colour_set_source (const YunColour *self, cairo_t *cr);

G_END_DECLS
