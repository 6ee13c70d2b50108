/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-store.h"

G_BEGIN_DECLS

/** A folder of its own for each test, removed at the end. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned): of a registry in it, not made yet */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/** (transfer full): a new registry at .path. */
YunStore *fixture_create (Fixture *self);
/** (transfer full): the registry at .path. */
YunStore *fixture_open (Fixture *self);
/** (transfer full): the registry at .path, which a store of the test has open, as another program
 * would open it. */
YunStore *fixture_open_apart (Fixture *self);

/** (transfer full) (nullable): the TZ before; the program is now where the clocks are of @zone
 * (nullable): as if TZ were not set. */
char *swap_zone (const char *zone);

/** What another program writes into the registry at @path. */
void write_apart (const char *path, const char *sql);

/** Moments on either side of midnight in far zones, beside days known exactly, by year or month,
 * and one with a time that is no moment. */
extern const char sql_of_moments[];
/** NULL-terminated: filters that ask for days of them. */
extern const char *const questions_of_days[];

/** (transfer full): a record of @entity; each field is known with probability @known. */
YunRecord *make_record (const YunEntity *entity, GRand *rand, double known);
/** Gives @field of @record another random value. */
void change_field (YunRecord *record, const YunField *field, GRand *rand);
/** (transfer full): @word, which may be an item of the terms @field, asked for whenever or on a
 * day.
 */
char *make_term_clause (const YunField *field, const char *minus, const char *word, GRand *rand);
/** (transfer full): a shape @entity can hold, in or near the district. */
YunGeom *make_shape (const YunEntity *entity, GRand *rand);

/** (transfer full): all rows of all entities and the history's numbers as text, for comparing. */
char *dump_rows (YunStore *store);

/** Adds what random records link to: parks, two of one name, and firms. */
void add_linked (YunStore *store);

/** Imports @n random records of @entity as @action. */
YunChange *import_random (YunStore        *store,
                          YunAction        action,
                          const YunEntity *entity,
                          guint            n,
                          GRand           *rand,
                          GCancellable    *cancellable,
                          GError         **error);

/** Fails unless each R*Tree holds just the boxes of its table and is in order. */
void check_rtrees (const char *path);

/** How many records of @entity there are. */
gint64 count_rows (YunStore *store, const YunEntity *entity);

G_END_DECLS
