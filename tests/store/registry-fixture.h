/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-fixture.h"

/* A registry of random records, which are also in memory, to compare a filter's SQL with
 * yun_filter_match() on each of them. */

#define REGISTRY_N_RECORDS 150 /* of each entity, at first */

typedef struct
{
  Fixture   fixture;
  YunStore *store; /* (owned) */
  GPtrArray *
    *records; /* (owned): by yun_entity_get_index(): all rows of each entity, in id order */
} Registry;

void registry_set_up (Registry *self, gconstpointer data);
void registry_tear_down (Registry *self, gconstpointer data);

/** Reads the records anew: another program wrote. */
void registry_read (Registry *self);

/* Saves a record more, with a name and a shape (nullable). */
YunRecord *registry_add (Registry *self, const YunEntity *entity, const char *name, YunGeom *shape);

/* The same of one that is known only by its town, and drawn at the town's anchor. */
YunRecord *registry_add_in (
  Registry *self, const YunEntity *entity, const char *name, YunRecord *town, YunGeom *anchor);

/* What @filter means for @record, other records looked at one by one. */
gboolean registry_match (Registry *self, YunFilter *filter, YunRecord *record);

/* Asks the store and compares with every record; how many match. */
guint registry_compare (Registry *self, YunFilter *filter);
