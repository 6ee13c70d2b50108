/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-store.h"

G_BEGIN_DECLS

/** One field and what it is to be in all of several records. */
typedef struct
{
  const YunField *field;
  char           *text; /* (owned): as yun_entry_set() takes it; "" makes it unknown */
} YunFieldText;

/** (transfer full) (element-type YunFieldText): an empty list of them. */
GPtrArray *yun_field_texts_new (void);
void       yun_field_texts_add (GPtrArray *texts, const YunField *field, const char *text);

/** Why a record was not edited. */
typedef struct
{
  char *name;   /* (owned): "" when it has none */
  char *reason; /* (owned): a sentence */
} YunUnedited;

/** What became of an edit of several records. A plain value, of whoever has it. */
typedef struct
{
  const YunEntity *entity;
  YunChange       *change;    /* (owned) (nullable): NULL: nothing was written */
  guint            n_changed; /* records */
  guint            n_same;    /* records that had all the values already */
  GPtrArray       *unedited;  /* (owned) (element-type YunUnedited) */
} YunEditOutcome;

void yun_edit_outcome_free (YunEditOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunEditOutcome, yun_edit_outcome_free)

/** (transfer full): in words, translated: how many were changed, and how many not. */
char *yun_edit_outcome_describe (const YunEditOutcome *self);

/**
 * yun_edit_job_new:
 * @ids: (element-type gint64): of @entity
 * @texts: (element-type YunFieldText): not changed afterwards
 *
 * Sets fields of several records as one change. A record for which the values cannot be is left as
 * it is, and so is a value that someone else changed at the same time; the others are written.
 * Names of what is linked to are looked up first.
 *
 * Returns: (transfer full): a job whose result is a YunEditOutcome; it fails as
 * yun_store_resolve_links_sync() and yun_picked_each(), and as yun_store_write_sync() where that is
 * not about single records
 */
YunJob *yun_edit_job_new (
  YunStore *store, const YunEntity *entity, GArray *ids, GPtrArray *texts, const char *who);

/**
 * YunShared: what several records have in common.
 */
typedef struct
{
  YunRecord  *record; /* (owned): the first of them, without its place */
  GHashTable *mixed;  /* (owned): the fields (const YunField *) in which they differ */
  guint       n;      /* how many there are */
} YunShared;

void yun_shared_free (YunShared *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunShared, yun_shared_free)

/** (transfer full): a job that looks at the records of @ids, and whose result is a YunShared; it
 * fails with %YUN_STORE_ERROR_NOT_FOUND when none of them is there. */
YunJob *yun_shared_job_new (YunStore *store, const YunEntity *entity, GArray *ids);

G_END_DECLS
