/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunPortrait: how the map, lists, search and the command line show the records of one entity.
 *
 * A row in the entity's model file, beside its table of fields. The store, the loader and the
 * painters of the map, search and the workspace read the row; none of them knows an entity by name.
 * Fields are named by their id. Static, immutable, any thread.
 */
typedef struct _YunPortrait YunPortrait;

/** As what a record is drawn; the painters have one way for each. */
typedef enum
{
  YUN_LOOK_NONE,     /* not on the map */
  YUN_LOOK_SITE,     /* ground that others lie on: painted below them, all in one colour */
  YUN_LOOK_LOT,      /* a piece of land: painted by .kind_of, of yun_enum_status */
  YUN_LOOK_FIRM,     /* a disc of its segments' colours, marked when it leads a chain */
  YUN_LOOK_FACILITY, /* a sign by .kind_of, of yun_enum_facility_kind */
} YunLook;

/** Whether it is land: painted before all points, and shaded by numbers. */
static inline gboolean
yun_look_is_land (YunLook look)
{
  return look == YUN_LOOK_SITE || look == YUN_LOOK_LOT;
}

/** Where records stand in an order of their own; see yun_entity_list_in(). */
typedef enum
{
  YUN_ORDER_LIST,   /* the list's switch, and what of a filter that names none is shown first */
  YUN_ORDER_SEARCH, /* of hits that fit as well as each other */
  YUN_ORDER_FILTER, /* whose field a word is when a filter names no entity */
  YUN_ORDER_PLACE,  /* whose name is meant in near: and in: */
  YUN_ORDER_MAP,    /* in which the map reads them: what there is most of comes last */
  YUN_N_ORDERS,
} YunEntityOrder;

typedef enum
{
  YUN_PORTRAIT_DEFAULT = 0,
  /* Together they cover the district: a place among them is meant only when it is asked for. */
  YUN_PORTRAIT_COVERS = 1 << 0,
  YUN_PORTRAIT_HINTS = 1 << 1, /* its names are offered for a place that is not found */
} YunPortraitTraits;

/** The numbers that areas on the map can be shaded by, in the order of YunFeatureValue. */
typedef enum
{
  YUN_SHADE_RATIO, /* floor-area ratio */
  YUN_SHADE_TAX,   /* 万元/亩 */
  YUN_SHADE_DATE,  /* YYYY, YYYY-MM or YYYY-MM-DD */
  YUN_N_SHADES,
} YunShade;

/** Both forms of a text with a number, for ngettext(); xgettext finds them by this name. */
#define YUN_PLURAL(one, many) one, many

struct _YunPortrait
{
  const char *count_one, *count_many; /* YUN_PLURAL ("%s firm", "%s firms"): %s the number */

  /* 0: not in that order; else the least first. Tens apart, so that others fit between. */
  guint8            orders[YUN_N_ORDERS];
  YunPortraitTraits traits;

  /* Names. Lists of fields are joined with ';'. */
  const char *keys; /* (nullable): those of which a value, whole, names the record: its number … */
  const char *names;  /* all its names, the best first: what a place is found by */
  const char *others; /* (nullable): the one of them that search counts as names besides the name;
                         it stands right after the name among the SEARCH fields */
  const char *code;   /* (nullable): what search finds by its beginning */
  const char *beside; /* (nullable): those shown beside a hit's name */
  const char *beside_else; /* (nullable): the one shown where none of these is known */

  /* On the map; nothing of this with YUN_LOOK_NONE. */
  YunLook     look;
  const char *label;                /* written beside it: the first of these that is known */
  const char *kind_of;              /* (nullable): the ENUM field that chooses its colour or sign */
  const char *shades[YUN_N_SHADES]; /* (nullable): the first of these fields that is known */
  const char *role;                 /* (nullable): the field that .leads is asked of */
  gboolean (*leads) (const char *role); /* (nullable); its argument too: whether it leads a chain */
};

G_END_DECLS
