/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-log.h"

/* Which content the registry has now, for what is made of it and kept. */

typedef struct
{
  gboolean behind;
  char    *state; /* (owned) (nullable) */
  GArray  *rows;  /* (owned) (nullable) */
} ContentArgs;

static gboolean
get_state_cb (YunDb *db, gpointer user_data, GError **error)
{
  ((ContentArgs *) user_data)->state = yun_log_dup_state (db, error);
  return TRUE;
}

static gboolean
list_rows_cb (YunDb *db, gpointer user_data, GError **error)
{
  ContentArgs *args = user_data;
  gint64       from;

  if (yun_log_has_state (db, args->state, &from))
    args->rows = yun_log_list_rows (db, from, error);
  return TRUE;
}

static gboolean
look_behind_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunLogStamp stamp;

  if (!yun_log_get_stamp (db, &stamp, error))
    return FALSE;
  ((ContentArgs *) user_data)->behind = stamp.outside != 0;
  return TRUE;
}

gboolean
yun_store_is_behind_sync (YunStore *self)
{
  static const YunWork work = { YUN_LANE_LIST, look_behind_cb };
  ContentArgs          args = { 0 };

  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  return yun_store_run (self, &work, &args, NULL, NULL) && args.behind;
}

char *
yun_store_dup_state_sync (YunStore *self)
{
  static const YunWork work = { YUN_LANE_LIST, get_state_cb };
  ContentArgs          args = { 0 };

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  yun_store_run (self, &work, &args, NULL, NULL);
  return args.state;
}

GArray *
yun_store_list_rows_since_sync (YunStore *self, const char *state)
{
  static const YunWork work = { YUN_LANE_LIST, list_rows_cb };
  ContentArgs          args = { .state = (char *) state };

  g_return_val_if_fail (YUN_IS_STORE (self) && state != NULL, NULL);

  yun_store_run (self, &work, &args, NULL, NULL);
  return args.rows;
}

/* ---- Columns ----------------------------------------------------------------- */

typedef struct
{
  YunStore *store;
  gsize     size;
} SizeArgs;

static gboolean
get_size_cb (YunDb *db, gpointer user_data, GError **error)
{
  SizeArgs  *args = user_data;
  YunFinder *finder = yun_store_get_finder (args->store, db);

  args->size = finder != NULL ? yun_finder_get_size (finder) : 0;
  return TRUE;
}

gsize
yun_store_get_columns_size_sync (YunStore *self)
{
  static const YunWork work = { YUN_LANE_LIST, get_size_cb };
  SizeArgs             args = { .store = self };

  g_return_val_if_fail (YUN_IS_STORE (self), 0);

  return yun_store_run (self, &work, &args, NULL, NULL) ? args.size : 0;
}
