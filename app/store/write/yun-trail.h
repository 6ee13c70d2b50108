/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-cache.h"
#include "yun-change.h"
#include "yun-db.h"

G_BEGIN_DECLS

/**
 * The trail of a registry: which contents its file has had, and which rows were edited from each to
 * the next.
 *
 * With it what was made of an earlier content and kept in the cache is brought up to the present
 * one by looking at those rows alone: without it one edit would cost all that the cache has saved.
 * It is kept in the cache too, under the key of the content it leads to, so that it is as true as
 * the rest there: after a commit that it does not know of there is none.
 */

/* ---- Reading ------------------------------------------------------------------ */

/**
 * yun_trail_open:
 * @what: as for yun_cache_open()
 * @rows: (out) (transfer full) (element-type YunChangeRow): those edited since, in any order, some
 * perhaps twice; empty when the pack is of just this content
 * @commits: (out): of ours in the file, to be compared with what the reader's transaction sees; -1
 * when @rows is empty
 *
 * Returns: (transfer full) (nullable): what is kept of @path's content of now or of an earlier one
 * that the trail leads from
 */
YunPack *yun_trail_open (const char *path, const char *what, GArray **rows, gint64 *commits);

/* ---- Writing ------------------------------------------------------------------ */

/** What one store does to a file from opening to closing; of its writer's thread. */
typedef struct _YunTrail YunTrail;

/** (transfer full): begins where @db, the connection that will write, sees the file now. */
YunTrail *yun_trail_new (const char *path, YunDb *db);
void      yun_trail_free (YunTrail *self);

/** Notes a commit of ours. @change: (nullable): NULL when it touched no record. */
void yun_trail_note (YunTrail *self, const YunChange *change);

/**
 * yun_trail_end:
 * @db: the same connection, the last one open
 *
 * Moves the log into the file and keeps the trail. Keeps nothing when nothing was written, rows are
 * not known or too many, or another program wrote meanwhile. May take a tenth of a second. No
 * error: the next start is slower.
 */
void yun_trail_end (YunTrail *self, YunDb *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunTrail, yun_trail_free)

G_END_DECLS
