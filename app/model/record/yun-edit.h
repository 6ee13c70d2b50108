/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-change.h"
#include "yun-value.h"

G_BEGIN_DECLS

/**
 * YunEdit: one thing to be done to one record, and what became of it.
 *
 * A set writes one field, and only where the file still has @before there: what somebody else wrote
 * meanwhile is never overwritten unseen. Fields that mean one thing together
 * (yun_field_get_group()) are decided together.
 */
typedef enum
{
  YUN_EDIT_INSERT, /* a new record with all its values, or one that comes back with its old key */
  YUN_EDIT_SET,    /* one field: before → after */
  YUN_EDIT_REMOVE, /* a record with all its values */
} YunEditKind;

/** What the write door said to an edit. */
typedef enum
{
  YUN_VERDICT_NONE,     /* not asked yet, or the whole change was given up before */
  YUN_VERDICT_WRITTEN,  /* done */
  YUN_VERDICT_SAME,     /* the file has that value already */
  YUN_VERDICT_CONFLICT, /* the file has another value than @before: see .now, .who and .number */
  YUN_VERDICT_MISSING,  /* there is no such record (any more) */
  YUN_VERDICT_REFUSED,  /* cannot be a value of the field: see .reason */
} YunVerdict;

typedef struct
{
  YunEditKind      kind;
  const YunEntity *entity;
  gint64           id;   /* the record's key in this file; of an INSERT 0, or the key it had */
  char            *name; /* (owned): the record's, for messages */
  /* (owned) (nullable): INSERT: what is written; REMOVE: what is there in the caller's eyes, NULL:
   * whatever it is */
  YunRecord      *record;
  const YunField *field;  /* SET: NULL is the place */
  YunValue        before; /* SET; where it equals @after it is only compared */
  YunValue        after;  /* SET */

  YunVerdict verdict;
  YunValue   now;    /* CONFLICT of a SET: what is there */
  char      *who;    /* (owned) (nullable): CONFLICT: who wrote that, "" when not known */
  gint64     number; /* CONFLICT: by which change; 0 when not known */
  /* (owned) (nullable): CONFLICT: the value itself is as it was, but the field of this label, which
   * is decided together with it, is not */
  char *with;
  char *reason; /* (owned) (nullable): REFUSED: a sentence */
} YunEdit;

/** (transfer full): an edit with a verdict of NONE and no values; for the store. */
YunEdit *yun_edit_new (YunEditKind kind, const YunEntity *entity, gint64 id, const char *name);
void     yun_edit_free (YunEdit *self);

/**
 * YunEdits: what is to be committed together as one change. Made by a form, a command, an import;
 * given to yun_store_write_async(), which fills in the verdicts. Reference-counted; of one thread
 * until it is given away, and again when it is given back.
 */
#define YUN_TYPE_EDITS (yun_edits_get_type ())
typedef struct _YunEdits YunEdits;
GType                    yun_edits_get_type (void) G_GNUC_CONST;

/**
 * yun_edits_new:
 * @summary: the thing's name, or a file's; "": the name of the one record that is written; of
 * several it stays empty, and yun_change_describe() counts them
 * @who: the person, for the history
 */
YunEdits *yun_edits_new (YunAction action, const char *summary, const char *who);
YunEdits *yun_edits_ref (YunEdits *self);
void      yun_edits_unref (YunEdits *self);

/** All or none: one edit that is not written gives up the change. Otherwise each edit has its own
 * verdict. */
void     yun_edits_set_whole (YunEdits *self, gboolean whole);
gboolean yun_edits_is_whole (const YunEdits *self);

YunAction   yun_edits_get_action (const YunEdits *self);
const char *yun_edits_get_summary (const YunEdits *self);
const char *yun_edits_get_who (const YunEdits *self);

/** Adds a record as it is now (copied). Its derived fields are set by the store. */
void yun_edits_add_insert (YunEdits *self, YunRecord *record);

/** Removes a record, if it still is what @record (copied) says. */
void yun_edits_add_remove (YunEdits *self, YunRecord *record);

/**
 * yun_edits_add_difference:
 * @before: the record as it was read
 * @after: the same record as it is to be
 *
 * A set for each field in which the two differ, derived and system fields left out, and a
 * comparison for those that are decided together with one of them. Adds nothing where they are
 * equal.
 */
void yun_edits_add_difference (YunEdits *self, YunRecord *before, YunRecord *after);

guint    yun_edits_get_n (const YunEdits *self);
YunEdit *yun_edits_get (YunEdits *self, guint i);

/** How many edits have this verdict (pure comparisons count only where they failed). */
guint yun_edits_count (const YunEdits *self, YunVerdict verdict);

/** The translated label of its field, or of the place. */
const char *yun_edit_get_label (const YunEdit *self);

/** (transfer full): a sentence about an edit that was not written: names the record, the field,
 * both values, and who wrote the other. */
char *yun_edit_describe (const YunEdit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunEdit, yun_edit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunEdits, yun_edits_unref)

G_END_DECLS
