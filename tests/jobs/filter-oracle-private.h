/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "filter-oracle.h"

#include <geodesic.h>
#include <geos_c.h>

/* What the files of the oracle share. */

typedef struct
{
  guint         table;
  GHashTable   *values; /* (owned): column → text, without those that hold nothing */
  GHashTable   *folded; /* (owned): column → text with case and width of letters aside */
  GEOSGeometry *shape;  /* (owned) (nullable) */
  GEOSGeometry *label;  /* (owned) (nullable): where its label stands */
} Row;

typedef struct
{
  char      *word;   /* (owned): an atom, or the head of a list */
  char      *folded; /* (owned): the same with case and width of letters aside */
  GPtrArray *parts;  /* (owned) (nullable): of a list, what follows the head */
  GPtrArray *rows;   /* (owned) (nullable): those of which it is true, once asked for */
  GPtrArray *places; /* (owned) (nullable) (element-type Place): of "within" and "inside" */
} Node;

struct _FilterOracle
{
  GPtrArray           *rows;                     /* (owned) */
  GHashTable          *columns[ORACLE_N_TABLES]; /* (owned): their names, a set */
  GEOSContextHandle_t  geos;
  struct geod_geodesic earth;
};

/* Part @i of a list. */
Node *filter_node_part (const Node *node, guint i);
/* What an atom says, a number. */
double filter_node_number (const Node *node);

/* (transfer none) (element-type Row): those of which @node is true. */
GPtrArray *filter_oracle_get_rows (FilterOracle *self, Node *node);

/* Whether a ';' list has the item @wanted. */
gboolean filter_oracle_has_item (const char *list, const char *wanted);

/* "within"; "inside", "meets" and "wholly"; of what is known only by its town of all of the town.
 */
gboolean filter_oracle_is_within (FilterOracle *self, Node *node, const Row *row);
gboolean filter_oracle_is_inside (FilterOracle *self, Node *node, const Row *row);
