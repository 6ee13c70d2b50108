/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"
#include "yun-value.h"

G_BEGIN_DECLS

/**
 * YunChange: one committed action: who, when, what, and which rows it touched.
 *
 * The store makes one per commit and emits it with "changed"; the history
 * lists them. Immutable, reference-counted, any thread.
 */
#define YUN_TYPE_CHANGE (yun_change_get_type ())
typedef struct _YunChange YunChange;
GType                     yun_change_get_type (void) G_GNUC_CONST;

typedef enum
{
  YUN_CHANGE_DONE,    /* in force, or itself a taking back or bringing again */
  YUN_CHANGE_UNDONE,  /* taken back; redo brings it again */
  YUN_CHANGE_DROPPED, /* taken back, then something else was done: only history */
} YunChangeState;

/** What kind of action; its id is kept in the file. */
typedef enum
{
  YUN_ACTION_CREATE, /* the file was made: the first change, not undoable */
  YUN_ACTION_ADD,
  YUN_ACTION_EDIT,
  YUN_ACTION_REMOVE,
  YUN_ACTION_IMPORT,
  YUN_ACTION_OUTSIDE, /* what another program wrote, noticed afterwards */
  YUN_ACTION_UNDO,    /* takes a change back by the inverse edits */
  YUN_ACTION_REDO,    /* brings a change again that had been taken back */
  YUN_ACTION_RENEW,   /* what is derived was made anew: other programs wrote unseen */
} YunAction;

/** A row that a change touched. */
typedef struct
{
  guint8 entity; /* index in yun_entity_list() */
  gint64 id;
} YunChangeRow;

struct _YunChange
{
  gint64         number; /* 1, 2, 3 … in the file */
  YunAction      action;
  YunChangeState state;
  char          *uid;     /* (owned) (nullable): the same in every copy of the file */
  gint64         target;  /* of UNDO and REDO: the change they are about; else 0 */
  char          *who;     /* (owned) */
  char          *at;      /* (owned): when, UTC, 2026-11-22T18:58:07Z */
  char          *summary; /* (owned): the thing's name, or a file's; "": of several records */
  guint          n_rows;  /* how many rows it touched */
  GArray *rows; /* (owned) (nullable): YunChangeRow; NULL in lists, and for a change that touched
                   more than 10 000 */
  YunEntityBits entities; /* those it touched, when made by this program's store just now */
  YunRect       box;      /* where, before and after, EPSG:4490; empty when nowhere */

  gatomicrefcount ref;
};

/** Which changes are asked for; a plain value. */
typedef struct
{
  const YunEntity *entity; /* (nullable): only those that touched its record @id */
  gint64           id;
  const char      *text;   /* (nullable): only those that name this: a record, a file, a person */
  gint64           before; /* only those older than this number; 0: from the newest */
  gint64           since;  /* and newer than this one; 0: to the oldest */
  guint            limit;  /* 0: all */
} YunChangeQuery;

/** One value that a change changed. */
typedef struct
{
  const YunEntity *entity;
  gint64           id;
  gboolean         whole; /* the record came or went, with this among its values */
  const YunField  *field; /* NULL: the place */
  YunValue         before;
  YunValue         after;
} YunChangeValue;

/** (transfer full): a change with nothing in it, for the store. */
YunChange *yun_change_new (void);
YunChange *yun_change_ref (YunChange *self);
void       yun_change_unref (YunChange *self);

/** (transfer full) (element-type gint64): the ids of @entity (its index) among @rows (element-type
 * YunChangeRow), ascending, each once. */
GArray *yun_change_rows_list_ids (const GArray *rows, guint entity);

/** (transfer none): who sits here, for the history: the real name where the system knows one. */
const char *yun_change_get_person (void);

/** The stable id of an action ("import"), and back (-1 when unknown). */
const char *yun_action_get_id (YunAction action);
int         yun_action_find (const char *id);

/** (transfer full): the change in words, in the reader's language: "Edited 科技绿洲", "Edited 12
 * records", "Imported 1,204 rows from plots.shp". */
char *yun_change_describe (const YunChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunChange, yun_change_unref)

G_END_DECLS
