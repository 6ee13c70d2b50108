/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-store.h"

G_BEGIN_DECLS

/** What a removal did. A plain value, of whoever has it. */
typedef struct
{
  const YunEntity *entity;
  YunChange       *change;     /* (owned) */
  guint            n_records;  /* that are gone */
  char            *name;       /* (owned): of the first of them, "" when it has none */
  guint            n_unlinked; /* records that linked to them and no longer do */
  char            *unlinked;   /* (owned) (nullable): the name of the first of those */
} YunRemoval;

void yun_removal_free (YunRemoval *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunRemoval, yun_removal_free)

/** (transfer full): in words, translated: what is gone, and what linked to it. */
char *yun_removal_describe (const YunRemoval *self);

/**
 * yun_remove_job_new:
 * @ids: (element-type gint64): of @entity; those no longer there are left out
 *
 * Removes the records and the links to them as one change.
 *
 * Returns: (transfer full): a job whose result is a YunRemoval. It fails with
 * %YUN_STORE_ERROR_NOT_FOUND when none of the records is there, and as yun_store_write_sync();
 * nothing is removed then.
 */
YunJob *yun_remove_job_new (YunStore *store, const YunEntity *entity, GArray *ids, const char *who);

G_END_DECLS
