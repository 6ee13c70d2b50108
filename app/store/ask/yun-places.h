/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunPlaces: where those records are that near: and in: ask about.
 *
 * What is known only by its town is loose: somewhere in the town's outline, or
 * in that of one of its towns. A plain value of one owner; who is given it
 * changes nothing of it.
 */
typedef struct
{
  GPtrArray  *exact; /* (owned) (element-type YunGeom) */
  GPtrArray  *loose; /* (owned) (element-type GPtrArray of YunGeom): in one of these each */
  GHashTable *lists; /* (owned): the lists of towns that .loose stands for, each once */
  GHashTable *towns; /* (owned): yun_places_read_towns() */
} YunPlaces;

/** (transfer full) (nullable) (element-type utf8 YunGeom): the outlines of all towns as @db has
 * them, by uid: read once for all clauses of a question, and never changed. */
GHashTable *yun_places_read_towns (YunDb *db, GError **error);

/** (transfer full): no places yet; keeps a reference to @towns, yun_places_read_towns(). */
YunPlaces *yun_places_new (GHashTable *towns);
void       yun_places_free (YunPlaces *self);

/** (transfer full): three SQL expressions of a row t of @entity, which has a place: its shape,
 * whether it is loose, and the ';' list of its towns' uids (NULL: it has none). */
char *yun_places_dup_columns (const YunEntity *entity);

/**
 * yun_places_add_row:
 * @column: the first of yun_places_dup_columns() in @stmt
 * @areas: only an outline will do
 *
 * Adds where the row is that @stmt stands on; FALSE when that is not known.
 */
gboolean yun_places_add_row (YunPlaces *self, YunStmt *stmt, int column, gboolean areas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPlaces, yun_places_free)

G_END_DECLS
