/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-store.h"

G_BEGIN_DECLS

/**
 * YunPicked: records of one kind that a job is to work on, as their keys.
 */
typedef struct
{
  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids; /* (owned) (element-type gint64) */
  char            *who; /* (owned) (nullable): for whom it is */
} YunPicked;

YunPicked *yun_picked_new (YunStore *store, const YunEntity *entity, GArray *ids, const char *who);
void       yun_picked_free (YunPicked *self);

typedef void (*YunPickedFunc) (YunRecord *record, gpointer user_data);

/**
 * yun_picked_each:
 * @places: whether they come with their places
 *
 * Reads the records in batches and calls @func for each that is there; says how far it is. On the
 * job's thread.
 *
 * Returns: FALSE as yun_store_load_sync() fails, and with %YUN_STORE_ERROR_NOT_FOUND when none of
 * them is there
 */
gboolean yun_picked_each (const YunPicked *self,
                          YunJob          *job,
                          gboolean         places,
                          YunPickedFunc    func,
                          gpointer         user_data,
                          GCancellable    *cancellable,
                          GError         **error);

G_END_DECLS
