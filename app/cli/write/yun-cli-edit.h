/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-cli.h"

#include "yun-store-write.h"

G_BEGIN_DECLS

/**
 * What the writing verbs share: which records are meant, what is to be written of them, and what
 * became of it. All complain themselves, on stderr.
 */

/** A field and what is to be in it. */
typedef struct
{
  const YunField *field;
  char           *text; /* (owned) (nullable): as typed; NULL: unknown */
  char           *uids; /* (owned) (nullable): of a link, what it is where all of them are here */
} YunCliValue;

/**
 * yun_cli_parse_values:
 * @words: FIELD=VALUE, @n of them; a field by any of its names, "?" as the value is unknown
 *
 * Returns: (transfer full) (nullable) (element-type YunCliValue): none twice, none that the program
 * keeps or derives itself
 */
GPtrArray *yun_cli_parse_values (
  const YunCliVerb *verb, const YunEntity *entity, char **words, guint n, YunExit *status);

/** Appends one more; @text NULL is unknown. FALSE after a complaint. */
gboolean yun_cli_add_value (const YunCliVerb *verb,
                            GPtrArray        *values,
                            const YunField   *field,
                            const char       *text);

/** (transfer full): an array for YunCliValue. */
GPtrArray *yun_cli_values_new (void);

/**
 * yun_cli_pick:
 * @word: (nullable): means one record
 * @where: (nullable): a filter, when @word is NULL
 *
 * Returns: (transfer full) (nullable) (element-type YunRecord): the records meant, at least one,
 * with their places
 */
GPtrArray *yun_cli_pick (
  YunStore *store, const YunEntity *entity, const char *word, const char *where, YunExit *status);

/**
 * yun_cli_apply:
 *
 * Enters @values in @record: cleaned, read and checked as in a form, links by name. What follows
 * from them (a new record's place by its town) is set too; @before, NULL for a new record, is what
 * it was. Says warnings: a name, number or code that another record has, a zone that is not its
 * town's.
 */
gboolean yun_cli_apply (
  YunStore *store, YunRecord *record, YunRecord *before, GPtrArray *values, YunExit *status);

/** Prints @change in words, as the history does. */
void yun_cli_say_change (const YunChange *change);

/**
 * yun_cli_write:
 *
 * Writes @edits and says what became of them: the change on stdout unless @quiet, what was refused
 * on stderr.
 */
YunExit yun_cli_write (YunStore *store, YunEdits *edits, gboolean quiet);

/** Prints what @edits would do, field by field, before and after. */
void yun_cli_print_edits (YunEdits *edits);

G_END_DECLS
