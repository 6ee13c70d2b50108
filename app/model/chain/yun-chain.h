/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-field.h"

G_BEGIN_DECLS

/**
 * YunChain: segments 星箭端网 and their niches, read once from geodata/chain.
 *
 * The vocabulary is the program's, not the file's: ids are final (domain.md
 * 6.6). Loaded at first use; immutable; any thread.
 */
typedef struct
{
  const char *id;     /* "satellite" */
  const char *name;   /* 卫星 */
  const char *letter; /* 星 */
  const char *colour; /* "#0072B2" */
  const char *shape;  /* "circle" "triangle" "square" "diamond" */
} YunSegment;

typedef struct
{
  const char *id;      /* "sat.ait" */
  int         segment; /* index of its segment */
  const char *name;    /* 整星研制与总装集成测试 */
  const char *name_en;
  gboolean    named;       /* in the plan */
  const char *replaced_by; /* (nullable) */
} YunNiche;

/** The four segments, in the order of the bits of YUN_SEGMENT_…; index 0 to 3. */
const YunSegment *yun_chain_get_segment (guint index);

const YunNiche *yun_chain_get_niches (guint *n);
/** The niche with this id or name, or NULL. */
const YunNiche *yun_chain_find_niche (const char *word);
/** The niche's name in the language of the program. */
const char *yun_niche_get_label (const YunNiche *self);

/** The segment bits of a ';' list of niche ids; unknown ids count for nothing. */
guint yun_chain_get_segments (const char *niches);

/** A town of the district, from geodata/districts.csv. */
typedef struct
{
  const char *code;
  const char *uid;  /* of its record in every registry (yun_link_dup_key_uid()) */
  const char *name; /* 九亭镇 */
  const char *name_en;
  const char *zone; /* "core" "north" "south" "outside" */
  double      lon;  /* of its anchor, EPSG:4490 */
  double      lat;
} YunDistrictTown;

const YunDistrictTown *yun_chain_get_towns (guint *n);
/** The town with this name, code, uid, short name (九亭) or English name, or NULL. */
const YunDistrictTown *yun_chain_find_town (const char *word);

G_END_DECLS
