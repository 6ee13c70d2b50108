/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/*
 * How a street map lies in its file, a YunPack with YUN_STREET_KEY:
 *
 *   head      YunStreetHead
 *   names     texts, each ended by a zero byte, each once; the first is ""
 *   cover     YunStreetBox: what the extract covered of the district and around
 *   index-N   YunStreetEntry, one a block of level N
 *   blocks-N  the blocks of level N, not summed up by the pack: a block is when it is read
 *
 * A level has what is drawn in a range of zooms, as simple as that allows. A block is some things
 * that lie near each other:
 *
 *   YunStreetBlock, YunStreetItem × n_items, guint32 × n_ends, YunVertex × n_vertices
 *
 * Offsets are in bytes from the section's begin. A reader believes none of it.
 */
#define YUN_STREET_KEY "yunjian street map 1"
#define YUN_STREET_LEVELS 4

/* From which zoom on a level is used; it is simplified for the zoom at which the next one begins.
 */
extern const double yun_street_level_from[YUN_STREET_LEVELS + 1];

#define YUN_STREET_BLOCK_ITEMS 64     /* in a block, at most */
#define YUN_STREET_PIECE_VERTICES 400 /* of an item; an area that cannot be parted has more */
#define YUN_STREET_MOST_VERTICES 4096 /* and never more than these */

typedef struct
{
  gint64  made; /* seconds since 1970 */
  guint64 n_shapes;
  guint32 source; /* names: the file that was read */
  guint32 licence;
  guint32 reserved[2];
} YunStreetHead;

typedef struct
{
  guint64   offset;
  guint64   sum;
  guint32   size;
  guint32   n_items;
  YunVertex min;
  YunVertex max;
} YunStreetEntry;

typedef struct
{
  guint32 n_items;
  guint32 n_ends;
  guint32 n_vertices;
  guint32 reserved;
} YunStreetBlock;

typedef struct
{
  guint32 name;
  guint8  kind;
  guint8 class;
  guint8    from; /* tenths of a zoom */
  guint8    reserved;
  guint32   first_end;
  guint32   n_rings;
  guint32   first_vertex;
  YunVertex min;
  YunVertex max;
} YunStreetItem;

G_STATIC_ASSERT (sizeof (YunStreetEntry) == 40 && sizeof (YunStreetItem) == 36);

G_END_DECLS
