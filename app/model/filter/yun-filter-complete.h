/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-filter.h"

G_BEGIN_DECLS

/**
 * What may be written next in a filter's text. Any thread.
 */
typedef enum
{
  YUN_COMPLETE_ENTITY, /* "plot" */
  YUN_COMPLETE_FIELD,  /* "status:" */
  YUN_COMPLETE_VALUE,  /* "low" */
  YUN_COMPLETE_UNIT,   /* "mu" */
} YunCompleteKind;

typedef struct
{
  YunCompleteKind kind;
  char           *text;  /* (owned): what takes the place of the characters from start to end */
  char           *label; /* (owned): what it means, translated */
  guint           rank;  /* 0 is best */
} YunCompletionItem;

typedef struct
{
  guint      start;  /* the characters of the text that are completed … */
  guint      end;    /* … and the one behind them */
  char      *prefix; /* (owned): what stands there, without quotation marks */
  GPtrArray *items;  /* (owned) (element-type YunCompletionItem): the best first */

  /* Names of the registry fit here too, which only the store knows: of records of .names, or of
   * any place (near: and in:) when .places. */
  const YunEntity *names; /* (nullable) */
  gboolean         places;
} YunCompletion;

/**
 * yun_filter_complete:
 * @text: a filter's text, as far as it is written; need not be understood as a whole
 * @cursor: the character before which the cursor stands
 * @chinese: offer Chinese words where there are both
 *
 * Finds entities, fields, values and units by what is written so far: part of a
 * word in either language, pinyin or initials. A bare word that names a value is offered as that
 * condition first.
 *
 * Returns: (transfer full)
 */
YunCompletion *yun_filter_complete (const char *text, guint cursor, gboolean chinese);
void           yun_completion_free (YunCompletion *self);

/**
 * yun_filter_list_meanings:
 * @entity: (nullable): whose fields are asked for
 * @word: as a person writes it
 *
 * Returns: (transfer full) (element-type utf8): the conditions of which @word is the whole name of
 * a value ("角色:链主"), in one language; few, maybe none
 */
GPtrArray *yun_filter_list_meanings (const YunEntity *entity, const char *word, gboolean chinese);

/** (transfer full): @name as it is written as a value: in quotation marks where it needs them. */
char *yun_filter_quote (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunCompletion, yun_completion_free)

G_END_DECLS
