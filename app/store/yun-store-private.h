/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-copy.h"
#include "yun-db-thread.h"
#include "yun-door.h"
#include "yun-finder.h"
#include "yun-search-index.h"
#include "yun-store-write.h"

G_BEGIN_DECLS

/**
 * How the parts of YunStore share the work: an operation is one function that
 * runs in a transaction in one of the store's lanes, with its arguments and
 * results in a struct. The sync face runs it and waits; the async face makes a
 * task of it.
 */
typedef enum
{
  YUN_LANE_LIST, /* lists, counts, search, history: a snapshot */
  YUN_LANE_OWN,  /* what takes long: a snapshot of a connection opened for it on the calling thread,
                    so that nobody waits for it; yun_store_run() only */
  YUN_LANE_WRITE, /* the one writer */
} YunLane;

typedef struct
{
  YunLane   lane;
  YunDbFunc func; /* its user_data are the arguments */
  /* (nullable): on the thread, after the commit */
  void (*committed) (YunStore *self, YunDb *db, gpointer args);
} YunWork;

gboolean yun_store_run (
  YunStore *self, const YunWork *work, gpointer args, GCancellable *cancellable, GError **error);

/**
 * The same as a task: @args (transfer full) is freed with @free_args; @take
 * gives its result up to the task (freed with @free_result when nobody asks).
 */
void yun_store_start (YunStore      *self,
                      const YunWork *work,
                      gpointer       args,
                      GDestroyNotify free_args,
                      gpointer (*take) (gpointer args),
                      GDestroyNotify      free_result,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data);

/** The arguments of a task of yun_store_start(), for its _finish function. */
gpointer yun_store_get_args (GAsyncResult *result);

/** How a file is opened. */
typedef struct
{
  YunDbFlags    read_flags;
  YunStoreLimit limit;
  char        **strangers; /* (owned) (nullable) */
  char         *notice;    /* (owned) (nullable) */
  gboolean      holds;     /* yun_file_hold(), until it is closed */
} YunStoreWay;

void yun_store_way_clear (YunStoreWay *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunStoreWay, yun_store_way_clear)

/** (transfer full): a store over an existing, probed file; "changed" goes to @context.
 * @way: what is owned in it is taken, when there is a store */
YunStore *yun_store_new (const char *path, YunStoreWay *way, GMainContext *context, GError **error);

/** How a file is to be opened. */
typedef struct
{
  YunStoreFlags flags;
  GMainContext *context;     /* (unowned): "changed" goes there */
  YunPart       part;        /* told of an upgrade */
  GCancellable *cancellable; /* (unowned) (nullable) */
} YunOpening;

/** (transfer full): as yun_store_open_sync(). */
YunStore *yun_store_open_file (const char *path, const YunOpening *opening, GError **error);

/** (transfer full) (nullable): a copy for @to of the file that the connection @from has open, being
 * verified. On the connection's thread, outside of transactions. */
YunCopy *yun_store_copy_db (
  YunDb *from, const char *to, const YunPart *part, GCancellable *cancellable, GError **error);

/** Moves the log into the file and syncs it (yun_db_flush()). Waits for the writer's thread. */
gboolean yun_store_flush_sync (YunStore *self, GError **error);

/** How often the file is looked after while nothing is written; the log is emptied after three
 * times that. For tests, which do not wait for seconds. */
void yun_store_set_rest_ms (YunStore *self, guint ms);

/** After a commit on the writer's thread: looks what can be undone now and emits "changed". */
void yun_store_committed (YunStore *self, YunDb *db, YunChange *change);

/** The saved views are others now, or look otherwise: emits "views-changed". Any thread. */
void yun_store_tell_views (YunStore *self);

/** (transfer none) (nullable): what finds in memory, of the very moment that the transaction of @db
 * sees; NULL when there is none (yet). On the list thread. */
YunFinder *yun_store_get_finder (YunStore *self, YunDb *db);

/** How many records of @entity @filter shows, by what is in memory or by the transaction of @db;
 * @related: of @filter, by yun_related_find_all(). On the list thread. */
gboolean yun_store_count_rows (YunStore        *self,
                               YunDb           *db,
                               const YunEntity *entity,
                               YunFilter       *filter,
                               GHashTable      *related,
                               gint64          *n,
                               GError         **error);

/** (transfer full) (element-type gint64): those of @entity that @filter shows, by name. On the list
 * thread. */
GArray *yun_store_find_ids (
  YunStore *self, YunDb *db, const YunEntity *entity, YunFilter *filter, GError **error);

/** What search keeps in memory, as of a commit. */
typedef struct
{
  /* (owned) (nullable): by yun_entity_get_index(), each (owned) (nullable); NULL before the first
   * search */
  YunSearchIndex **indexes;
  YunLogStamp      stamp;
} YunSearchCache;

/** The list thread only. */
YunSearchCache *yun_store_get_search_cache (YunStore *self);
void            yun_search_cache_clear (YunSearchCache *self);

/** Marks the open store as a sample. */
void yun_store_mark_sample (YunStore *self);

/** Writes all records of @source in bulk; the body of yun_store_import_sync(), also for files that
 * are being made. */
gboolean yun_store_fill (YunDoor        *door,
                         YunRecordSource source,
                         gpointer        user_data,
                         GCancellable   *cancellable,
                         GError        **error);

/* ---- For tests ---- */

/** As yun_store_keep_columns(), but waits until they are there. */
gboolean yun_store_keep_columns_sync (YunStore *self, GError **error);
/** Bytes they take; 0 when there are none now. */
gsize yun_store_get_columns_size_sync (YunStore *self);

/**
 * yun_store_save_sync:
 * @record: a new one (id 0), or one that was read and then changed
 *
 * Writes @record whole, for callers that have no copy of what they read: when the file has another
 * revision of it, nothing is written and the error is %YUN_STORE_ERROR_CONFLICT. Its id, revision
 * and dates are set after. A form makes edits instead.
 */
YunChange *yun_store_save_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error);

/** Removes the record; a stale revision is a conflict. */
YunChange *yun_store_remove_sync (
  YunStore *self, YunRecord *record, const char *who, GCancellable *cancellable, GError **error);

G_END_DECLS
