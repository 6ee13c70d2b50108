/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-change.h"
#include "yun-filter.h"
#include "yun-gazetteer.h"
#include "yun-histogram.h"
#include "yun-part.h"
#include "yun-search.h"
#include "yun-value.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunStore: the one door to a registry file.
 *
 * Owns a thread that writes and one that reads for lists, counts and search,
 * with an SQLite connection in each; what streams many rows has a connection
 * of its own for as long as it takes, so that nobody waits for it. The asynchronous functions are
 * for the main thread and never wait for the disk; those named _sync block and are for job threads,
 * the command line and tests (they may be called from any thread but the
 * store's own; "changed" is emitted on the main context the store was made
 * in). Requests to one thread are answered in order.
 *
 * Every write is one transaction and one YunChange (yun-store-write.h). A
 * function that fails leaves the file as it was. What other programs write is
 * noticed within a second, and taken into the history as a change where the file
 * can be written.
 */
#define YUN_TYPE_STORE (yun_store_get_type ())
G_DECLARE_FINAL_TYPE (YunStore, yun_store, YUN, STORE, GObject)

#define YUN_STORE_ERROR (yun_store_error_quark ())
GQuark yun_store_error_quark (void);

typedef enum
{
  YUN_STORE_ERROR_NOT_FOUND,  /* no such file, or no such record */
  YUN_STORE_ERROR_SEVERAL,    /* a word that several records may be meant by */
  YUN_STORE_ERROR_EXISTS,     /* the file to make is already there */
  YUN_STORE_ERROR_FOREIGN,    /* not a Yunjian registry */
  YUN_STORE_ERROR_DAMAGED,    /* a registry that SQLite finds broken */
  YUN_STORE_ERROR_NEWER,      /* written by a newer Yunjian */
  YUN_STORE_ERROR_LOCKED,     /* another program is writing; try again */
  YUN_STORE_ERROR_READ_ONLY,  /* the file or its folder cannot be written */
  YUN_STORE_ERROR_FULL,       /* the disk is full */
  YUN_STORE_ERROR_CONSTRAINT, /* two records with one uid or credit code … */
  YUN_STORE_ERROR_CONFLICT,   /* someone else changed the record since it was read */
  YUN_STORE_ERROR_NOTHING,    /* nothing to undo or redo */
  YUN_STORE_ERROR_REPLACED,   /* the open file was taken away or written over; nothing is written */
  YUN_STORE_ERROR_FAILED,     /* anything else; the debug log has the details */
} YunStoreError;

typedef enum
{
  YUN_STORE_DEFAULT = 0,
  YUN_STORE_READ_ONLY = 1 << 0, /* never writes, not even WAL set-up or an upgrade */
} YunStoreFlags;

/* ---- Files ------------------------------------------------------------- */

/** Fills a registry that has only zones and towns. */
typedef gboolean (*YunFillFunc) (YunStore     *store,
                                 gpointer      user_data,
                                 GCancellable *cancellable,
                                 GError      **error);

/**
 * yun_store_make_sync:
 * @path: must not exist
 * @fill: (nullable)
 *
 * Makes a registry with the current schema and the zones and towns of
 * geodata/layout, as change 1, and has it filled. Written beside @path; it gets
 * its name only when it is whole and on the disk, and so is the name: whoever
 * looks sees a whole file or none.
 *
 * Returns: (transfer full): the open store, or NULL with %YUN_STORE_ERROR_EXISTS, _READ_ONLY,
 * _FULL, _FAILED or what @fill said
 */
YunStore *yun_store_make_sync (const char   *path,
                               YunFillFunc   fill,
                               gpointer      user_data,
                               GCancellable *cancellable,
                               GError      **error);
/** The same with zones and towns alone. */
YunStore *yun_store_create_sync (const char *path, GCancellable *cancellable, GError **error);

/**
 * yun_store_open_sync:
 *
 * Opens a registry. An older schema is backed up beside the file
 * (NAME-before-vN.sqlite) and upgraded; a newer, foreign or damaged file is
 * refused and left byte for byte as it was. A file that cannot be written is
 * opened for reading (yun_store_is_read_only()), one of an older schema as it is.
 *
 * A file that this process has open already, by whatever name, is not opened again: its store is
 * given as it is, whatever @flags, and has one user more, who closes it in turn.
 */
YunStore *yun_store_open_sync (const char   *path,
                               YunStoreFlags flags,
                               GCancellable *cancellable,
                               GError      **error);
/** The same, and tells of an upgrade how much of it is done. @told is called on this thread. */
YunStore *yun_store_open_told_sync (const char   *path,
                                    YunStoreFlags flags,
                                    YunPartFunc   told,
                                    gpointer      told_data,
                                    GCancellable *cancellable,
                                    GError      **error);
/** @told (nullable) is called on another thread, until @callback comes. */
void      yun_store_open_async (const char         *path,
                                YunStoreFlags       flags,
                                YunPartFunc         told,
                                gpointer            told_data,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
YunStore *yun_store_open_finish (GAsyncResult *result, GError **error);

/** One user less: each who opened it calls this once. The last call answers what was asked, moves
 * the log into the file and closes it; further calls fail. Also done by the last unref. Where it is
 * being closed already, waits for that. */
void yun_store_close (YunStore *self);
/** The same on a thread of its own, for the main thread, which does not wait for the disk.
 * @callback: (nullable): when it is closed */
void yun_store_close_async (YunStore *self, GAsyncReadyCallback callback, gpointer user_data);

const char *yun_store_get_path (YunStore *self);

/** Why a registry can only be read. */
typedef enum
{
  YUN_STORE_LIMIT_NONE,      /* it can be written */
  YUN_STORE_LIMIT_ASKED,     /* by %YUN_STORE_READ_ONLY */
  YUN_STORE_LIMIT_PLACE,     /* it or its folder cannot be written */
  YUN_STORE_LIMIT_FULL,      /* the disk is full: it is read as it lies there */
  YUN_STORE_LIMIT_STRANGERS, /* programs in it would run at an edit: yun_store_get_strangers() */
  YUN_STORE_LIMIT_HELD,      /* on a share or in a synchronised folder someone else has it open */
} YunStoreLimit;

YunStoreLimit yun_store_get_limit (YunStore *self);
/** Whether there is a limit. */
gboolean yun_store_is_read_only (YunStore *self);
/** (nullable): what a person who opens it should know, as sentences: why it can only be read, or
 * that it lies where only one may write. */
const char *yun_store_get_notice (YunStore *self);
/** NULL-terminated: the names of triggers and virtual tables that are neither ours nor
 * SpatiaLite's. None in a file that can be written. */
const char *const *yun_store_get_strangers (YunStore *self);

/**
 * yun_store_remove_strangers_sync:
 * @path: of a registry that this process does not have open
 *
 * Takes them out of the file, and keeps a copy of it with them beside.
 *
 * Returns: (transfer full): the copy's path, or NULL with _EXISTS when it is open here, _NOTHING
 * when there are none, or what opening and writing fail with; the file is then as it was
 */
char *yun_store_remove_strangers_sync (const char *path, GCancellable *cancellable, GError **error);

/** Whether the file was made by "sample" and so holds invented records. */
gboolean yun_store_is_sample (YunStore *self);

/** Whether the file was taken away or written over while it was open, see "replaced". */
gboolean yun_store_is_replaced (YunStore *self);
/** Whether the file at @path is a registry, open here by whatever name or not, of whatever
 * version. Waits while that file is being opened or closed: not for the main thread. */
gboolean yun_store_is_registry (const char *path);

/** Whether another program has written something that is not in the history yet: of a registry that
 * is only read; one that can be written takes it in when it is opened. */
gboolean yun_store_is_behind_sync (YunStore *self);

/** (transfer full) (nullable): which content the registry has now, for what is made of it and kept
 * (yun-cache.h); NULL when another program's write is still to be taken in. Ask before reading. */
char *yun_store_dup_state_sync (YunStore *self);
/** (transfer full) (nullable) (element-type YunChangeRow): every row that may differ from what it
 * was at @state; NULL when the registry has not gone through that, or they are too many. */
GArray *yun_store_list_rows_since_sync (YunStore *self, const char *state);

/** A verified copy of the whole file at @to (must not exist), written beside and renamed; safe
 * while others write. Of a file that was replaced, the one that is open. */
gboolean
yun_store_backup_sync (YunStore *self, const char *to, GCancellable *cancellable, GError **error);

/**
 * yun_store_keep_columns:
 *
 * From now on keeps what filters, counts and orders read in memory (yun-columns.h): loaded in the
 * background, patched or loaded again after commits, from whatever program. The answers are the
 * same with and without, those with it sooner; until they are there the file is asked.
 */
void yun_store_keep_columns (YunStore *self);

/* ---- Reading ------------------------------------------------------------ */

/** What a filter shows of one entity. */
typedef struct
{
  gint64 count;
  double area_m2; /* of plots and parks: sum of the known areas; NAN where the entity has none */
  gint64 area_unknown;  /* how many have no area */
  gint64 without_place; /* how many cannot be drawn */
  gint64 untold; /* how many more might be near: or in: as it asks, but it cannot be told: known
                    only by their town, or of no place */
} YunTotals;

/** One value of a facet. */
typedef struct
{
  char *
    value; /* enum id, text or what a record is called today, as a filter reads it; NULL: unknown */
  gint64 count;
} YunFacetValue;

/** (transfer full): the record, or NULL with %YUN_STORE_ERROR_NOT_FOUND. */
YunRecord *yun_store_get_sync (YunStore *self, const YunEntity *entity, gint64 id, GError **error);
/** The first by id of those that @word means: yun_store_match_sync() with a limit of 1. */
YunRecord *
yun_store_find_sync (YunStore *self, const YunEntity *entity, const char *word, GError **error);

/**
 * yun_store_list_ids_sync:
 * @sort: (nullable): field to sort by; NULL: by name in pinyin order
 *
 * Returns: (transfer full) (element-type gint64): the ids of what @filter shows
 * of @entity, in order; unknown values last. %YUN_FILTER_ERROR_PLACE when a
 * near: place is not known.
 */
GArray *yun_store_list_ids_sync (YunStore        *self,
                                 const YunEntity *entity,
                                 YunFilter       *filter,
                                 const YunField  *sort,
                                 gboolean         descending,
                                 GCancellable    *cancellable,
                                 GError         **error);

/** (transfer full) (element-type YunRecord): the records of @ids in the order of @ids; a missing id
 * leaves NULL in its place. */
GPtrArray *yun_store_load_sync (YunStore        *self,
                                const YunEntity *entity,
                                const gint64    *ids,
                                gsize            n_ids,
                                gboolean         with_shapes,
                                GCancellable    *cancellable,
                                GError         **error);

gboolean yun_store_totals_sync (YunStore        *self,
                                const YunEntity *entity,
                                YunFilter       *filter,
                                YunTotals       *totals,
                                GCancellable    *cancellable,
                                GError         **error);

/** All the window shows for a filter, from one snapshot of the file. */
typedef struct
{
  guint      n_entities; /* as many as yun_entity_list() has */
  YunTotals *totals;     /* (owned): by yun_entity_get_index() */
  GArray   **ids; /* (owned): by yun_entity_get_index(); (element-type gint64), each ascending; NULL
                     for entities not asked for */
  /* (element-type YunFacetValue), in the order of the fields asked for: how many records each value
   * has with that field's own clauses taken out, most frequent first */
  GPtrArray **facets; /* (owned): each (owned) */
  guint       n_facets;
} YunAnswer;

void yun_answer_free (YunAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunAnswer, yun_answer_free)

/**
 * yun_store_ask_async:
 * @entities: those whose totals and ids are wanted
 * @facets: (nullable): NULL-terminated field ids
 *
 * Fails with %YUN_FILTER_ERROR_PLACE, %G_IO_ERROR_CANCELLED or a store error.
 */
YunAnswer *yun_store_ask_sync (YunStore          *self,
                               YunFilter         *filter,
                               YunEntityBits      entities,
                               const char *const *facets,
                               GCancellable      *cancellable,
                               GError           **error);
void       yun_store_ask_async (YunStore           *self,
                                YunFilter          *filter,
                                YunEntityBits       entities,
                                const char *const  *facets,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
YunAnswer *yun_store_ask_finish (YunStore *self, GAsyncResult *result, GError **error);

/** Of which numbers to count how many lie where. */
typedef struct
{
  const char *field;
  const char *unit; /* (nullable): the edges are in; NULL: the field's own */
  gboolean    logarithmic;
} YunHistogramSpec;

/**
 * yun_store_bin_async:
 * @entities: those whose records count
 * @specs: static; ended by one without a field
 *
 * Counts the known numbers of what @filter shows, for each field without that field's own clauses.
 *
 * Returns (finish): (transfer full) (element-type YunHistogram): one for each of @specs
 */
void    yun_store_bin_async (YunStore               *self,
                             YunFilter              *filter,
                             YunEntityBits           entities,
                             const YunHistogramSpec *specs,
                             GCancellable           *cancellable,
                             GAsyncReadyCallback     callback,
                             gpointer                user_data);
GArray *yun_store_bin_finish (YunStore *self, GAsyncResult *result, GError **error);
GArray *yun_store_bin_sync (YunStore               *self,
                            YunFilter              *filter,
                            YunEntityBits           entities,
                            const YunHistogramSpec *specs,
                            GCancellable           *cancellable,
                            GError                **error);

void    yun_store_list_ids_async (YunStore           *self,
                                  const YunEntity    *entity,
                                  YunFilter          *filter,
                                  const YunField     *sort,
                                  gboolean            descending,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
GArray *yun_store_list_ids_finish (YunStore *self, GAsyncResult *result, GError **error);

void       yun_store_load_async (YunStore           *self,
                                 const YunEntity    *entity,
                                 const gint64       *ids,
                                 gsize               n_ids,
                                 gboolean            with_shapes,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
GPtrArray *yun_store_load_finish (YunStore *self, GAsyncResult *result, GError **error);

/* ---- Searching ------------------------------------------------------------ */

/** A record that fits what is looked for. */
typedef struct
{
  const YunEntity *entity;
  gint64           id;
  YunSearchRank    rank;
  char            *title;  /* (owned): its name, else its number */
  char            *detail; /* (owned): its number, town and zone; "" when unknown */
  const YunField  *field;  /* (nullable): where it was found, when that is not the name */
  char            *value;  /* (owned) (nullable): what stands there */
} YunSearchHit;

typedef struct
{
  /* (element-type YunSearchHit): in groups of one entity, the group with the best first; each in
   * order of rank, then of names */
  GPtrArray *hits;
  gint64    *counts; /* (owned): by yun_entity_get_index(): how many there are in all */
  GArray    *places; /* (owned) (element-type YunGazetteerMatch): what the base map names */
} YunSearchResult;

void yun_search_result_free (YunSearchResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSearchResult, yun_search_result_free)

/**
 * yun_store_search_async:
 * @text: as it was typed or pasted (yun-search.h); "" finds nothing, but makes the first search
 * after it quick
 * @limit: of the hits of each entity, and of places of the base map
 *
 * What is searched is kept in memory from the first search on and read anew after a commit.
 */
YunSearchResult *yun_store_search_sync (
  YunStore *self, const char *text, guint limit, GCancellable *cancellable, GError **error);
void             yun_store_search_async (YunStore           *self,
                                         const char         *text,
                                         guint               limit,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
YunSearchResult *yun_store_search_finish (YunStore *self, GAsyncResult *result, GError **error);

/** The statement a filter becomes for one entity, values as ?, and its query plan; for --explain
 * and benchmarks. */
char *
yun_store_explain_sync (YunStore *self, const YunEntity *entity, YunFilter *filter, GError **error);

/** One row as the map draws it. Valid during the call only. */
typedef struct
{
  gint64        id;
  const guint8 *blob; /* (nullable): SpatiaLite BLOB, EPSG:4490; yun_wkb_read_blob() */
  gsize         n_blob;
  const char   *name;          /* what is written beside it; "" when unknown */
  int           accuracy;      /* YUN_ACCURACY_… or -1 */
  int           kind;          /* index among the values of its portrait's .kind_of, or -1 */
  guint         segments;      /* YUN_SEGMENT_… bits */
  gboolean      leader;        /* its portrait says that it leads its chain */
  int           zone;          /* index in yun_enum_zone of the first zone, or -1 */
  double shades[YUN_N_SHADES]; /* its portrait's .shades, NAN for what is not known; a date is
                                  days since 1970-01-01, a month or year alone its first day */
} YunFeatureRow;

typedef void (*YunFeatureFunc) (const YunFeatureRow *row, gpointer user_data);

/**
 * yun_store_each_feature_sync:
 * @ids: (nullable) (element-type gint64): only these; NULL: all, in id order
 * @func: called for each row, also for those without a place, while the caller waits: on its
 * thread, or with few @ids on the one of lists, so that it must not ask the store
 */
gboolean yun_store_each_feature_sync (YunStore        *self,
                                      const YunEntity *entity,
                                      GArray          *ids,
                                      YunFeatureFunc   func,
                                      gpointer         user_data,
                                      GCancellable    *cancellable,
                                      GError         **error);

/**
 * yun_store_each_record_sync:
 * @func: called on the calling thread; the record is the callee's to read during the call
 * only, FALSE stops
 *
 * Streams what @filter shows of @entity, in id order, without holding it all.
 */
typedef gboolean (*YunRecordFunc) (YunRecord *record, gpointer user_data);
gboolean yun_store_each_record_sync (YunStore        *self,
                                     const YunEntity *entity,
                                     YunFilter       *filter,
                                     YunRecordFunc    func,
                                     gpointer         user_data,
                                     GCancellable    *cancellable,
                                     GError         **error);

/* ---- Writing in bulk: for edits see yun-store-write.h ------------------- */

/** Gives the next record to write, or NULL at the end or with @error set. Called on the writer's
 * thread; the record stays the callee's and may be the same object each time (its id is set to 0 by
 * the caller). */
typedef YunRecord *(*YunRecordSource) (gpointer user_data, GError **error);

/**
 * yun_store_import_sync:
 * @action: %YUN_ACTION_IMPORT, or %YUN_ACTION_CREATE for the first fill of a new file (then it is
 * not undoable and records no before and after)
 * @summary: what is imported: a file's name
 *
 * Writes all records of @source as one transaction and one change. Fast for
 * millions: prepared once, R*Tree filled at the end of a first fill.
 */
YunChange *yun_store_import_sync (YunStore       *self,
                                  YunAction       action,
                                  const char     *summary,
                                  YunRecordSource source,
                                  gpointer        user_data,
                                  const char     *who,
                                  GCancellable   *cancellable,
                                  GError        **error);

/** Marks a file as a training sample (before its first fill). */
gboolean yun_store_set_sample_sync (YunStore *self, GError **error);

/* ---- Saved views ---------------------------------------------------------- */

/**
 * YunSavedView: something people saved to come back to: a bookmark of the map, or all that is
 * looked at. A plain value; @content is the business of the kind.
 *
 * Not a record and not part of the history: it holds no fact of the registry, and whoever takes
 * back an edit does not expect a bookmark to go instead. Nothing is lost all the same: what
 * yun_store_edit_view_sync() gives back of one that was removed can be saved again as it was.
 */
typedef struct
{
  char  *uid;           /* NULL: not saved yet */
  char  *name;          /* not empty */
  char  *kind;          /* YUN_VIEW_BOOKMARK … */
  char  *content;       /* JSON */
  int    position;      /* among those of its kind, from 0; -1 when new: the last */
  char  *created;       /* (nullable): ISO 8601, UTC; set when saved */
  char  *updated;       /* (nullable) */
  gint64 opened_change; /* the newest change in force when this person last opened it here;
                           G_MININT64: never; not written to the file */
} YunSavedView;

#define YUN_VIEW_BOOKMARK "bookmark"
#define YUN_VIEW_VIEW "view"

/** (transfer full): a view that has not been saved yet. */
YunSavedView *yun_saved_view_new (const char *kind, const char *name, const char *content);
YunSavedView *yun_saved_view_copy (const YunSavedView *self);
void          yun_saved_view_free (YunSavedView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSavedView, yun_saved_view_free)

/** (transfer full) (element-type YunSavedView): those of @kind in their order. */
GPtrArray *yun_store_list_views_sync (YunStore *self, const char *kind, GError **error);
void       yun_store_list_views_async (YunStore           *self,
                                       const char         *kind,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
GPtrArray *yun_store_list_views_finish (YunStore *self, GAsyncResult *result, GError **error);

/** What can be done with a saved view; each but _OPENED is one transaction; all end with
 * "views-changed". */
typedef enum
{
  YUN_VIEW_SAVE,   /* writes all of it: new, changed, or once more after it was removed */
  YUN_VIEW_RENAME, /* its name only */
  YUN_VIEW_MOVE,   /* to its position; those between move up or down */
  YUN_VIEW_REMOVE,
  YUN_VIEW_OPENED, /* notes the newest change in force as seen by this person, and when (which the
                      view's content then says); kept on this machine, not in the file */
} YunViewEdit;

/**
 * yun_store_edit_view_sync:
 *
 * Fails with %YUN_STORE_ERROR_NOT_FOUND when it has been removed meanwhile (all but _SAVE),
 * _CONSTRAINT when the name is blank, _EXISTS when another %YUN_VIEW_VIEW has it, _READ_ONLY and
 * what every write fails with.
 *
 * Returns: (transfer full): the view as it is in the file now (_REMOVE: as it was), or NULL
 */
YunSavedView *yun_store_edit_view_sync (YunStore           *self,
                                        YunViewEdit         edit,
                                        const YunSavedView *view,
                                        GError            **error);
void          yun_store_edit_view_async (YunStore           *self,
                                         YunViewEdit         edit,
                                         const YunSavedView *view,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
YunSavedView *yun_store_edit_view_finish (YunStore *self, GAsyncResult *result, GError **error);

/** What became of a record since a view was last opened. */
typedef enum
{
  YUN_NEWS_ADDED,   /* the view shows it and did not show it then */
  YUN_NEWS_REMOVED, /* it showed it then and does no longer: edited, or taken away */
  YUN_NEWS_EDITED,  /* it showed it then, shows it now, and a value is another one */
  YUN_NEWS_CHANGED, /* it shows it and a value is another one; what it showed then cannot be told */
} YunNewsKind;

typedef struct
{
  const YunEntity *entity;
  gint64           id;
  char            *name; /* (owned): "" when it has none */
  YunNewsKind      kind;
} YunNewsRow;

typedef struct
{
  gint64     since;     /* the number of a change */
  gint64     n_changes; /* in force, newer than that */
  gint64     n[4];      /* by YunNewsKind */
  GPtrArray *rows;      /* (owned) (element-type YunNewsRow): the first 200 */
  gboolean   too_many;  /* so many records were changed that none was looked at */
} YunViewNews;

void yun_view_news_free (YunViewNews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunViewNews, yun_view_news_free)

/**
 * yun_store_view_news_sync:
 * @since: .opened_change of a view
 *
 * What the changes after @since did to the records that @filter shows, by the recorded values
 * before. Where the filter asks for other records, places or dates that the program keeps, these do
 * not tell what it showed then: see %YUN_NEWS_CHANGED.
 *
 * Returns: (transfer full): or NULL with %YUN_FILTER_ERROR_PLACE, a store error or
 * %G_IO_ERROR_CANCELLED
 */
YunViewNews *yun_store_view_news_sync (
  YunStore *self, YunFilter *filter, gint64 since, GCancellable *cancellable, GError **error);
void         yun_store_view_news_async (YunStore           *self,
                                        YunFilter          *filter,
                                        gint64              since,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
YunViewNews *yun_store_view_news_finish (YunStore *self, GAsyncResult *result, GError **error);

/**
 * Signal "changed" (YunStore *self, YunChange *change): after every commit (undo and redo
 * included), of this store or noticed of another program, on the main context. Several commits of
 * others may come as one change with the rows of all.
 *
 * Signal "replaced" (YunStore *self): once, when the file under the store's path was seen to be
 * gone, another one or written over; on the main context. What is open can still be read and backed
 * up; writing fails with %YUN_STORE_ERROR_REPLACED.
 *
 * Signal "views-changed" (YunStore *self): the saved views are others now; on the main context.
 */

G_END_DECLS
