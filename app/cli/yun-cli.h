/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"
#include "yun-store-order.h"
#include "yun-store.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * yunjian-cli: every verb is a file yun-cli-VERB.c with one function and a row in yun-cli.c.
 *
 * Data goes to stdout, messages and progress to stderr. One thread.
 */

/** How the program ends; part of its interface, said in every --help. */
typedef enum
{
  YUN_EXIT_OK = 0,
  YUN_EXIT_FAILED = 1,
  YUN_EXIT_USAGE = 2,
  YUN_EXIT_NOT_FOUND = 3,
  YUN_EXIT_FILE = 4,
  YUN_EXIT_LOCKED = 5,
  YUN_EXIT_TEXT = 6,
  YUN_EXIT_REFUSED = 7,
  YUN_EXIT_FOUND = 8,
} YunExit;

typedef struct _YunCliVerb YunCliVerb;

struct _YunCliVerb
{
  const char *name;
  const char *operands; /* N_() "ENTITY [FILTER] FILE" */
  const char *summary;  /* N_() one line */
  guint       min;      /* operands */
  guint       max;
  YunExit (*run) (const YunCliVerb *verb, char **arguments);
};

/**
 * yun_cli_parse:
 * @arguments: the verb and what follows it; options and operands may be mixed, what follows "--"
 * and what looks like a clause of a filter ("-zone:north") are operands
 * @entries: (nullable): the verb's own options
 * @status: (out): how to end when this is NULL
 *
 * Prints help or a complaint about usage itself.
 *
 * Returns: (transfer full) (nullable): the operands, NULL-terminated, as many as the verb takes
 */
char **yun_cli_parse (const YunCliVerb   *verb,
                      char              **arguments,
                      const GOptionEntry *entries,
                      YunExit            *status);

/** Says what is wrong on stderr. Returns: %YUN_EXIT_USAGE */
YunExit yun_cli_complain (const YunCliVerb *verb, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** Says a sentence on stderr, after the program's name; what would steer a terminal is shown
 * (yun_cli_dup_shown()), whoever wrote it. */
void yun_cli_warn (const char *format, ...) G_GNUC_PRINTF (1, 2);

/** Says on stderr that of so many more records it cannot be told whether they are where a filter
 * asks; nothing of none. */
void yun_cli_say_untold (gint64 n);
/** Counts them, where @filter asks for a place, and says it. */
gboolean
yun_cli_count_untold (YunStore *store, const YunEntity *entity, YunFilter *filter, GError **error);

/** Says @error on stderr. Returns: the exit code for it */
YunExit yun_cli_fail (const GError *error);

/** (transfer full) (nullable): the open registry; when it cannot be opened, says so. */
YunStore *yun_cli_open (const char *path, YunStoreFlags flags, YunExit *status);

/** (nullable): the entity named @word; when there is none, says so. */
const YunEntity *yun_cli_find_entity (const char *word, YunExit *status);

/**
 * yun_cli_parse_filter:
 * @entity: (nullable): what the filter is for
 * @text: (nullable): NULL shows everything
 *
 * Returns: (transfer full) (nullable): the filter, limited to @entity; when it makes no sense,
 * shows where and why
 */
YunFilter *yun_cli_parse_filter (const YunEntity *entity, const char *text, YunExit *status);

/** Reads @n numbers parted by @separator and nothing else; FALSE when that is not what @text is. */
gboolean yun_cli_parse_numbers (const char *text, char separator, double *numbers, guint n);

/** "west,south,east,north" in degrees; FALSE after a complaint when it is not. */
gboolean yun_cli_parse_extent (const YunCliVerb *verb, const char *text, YunRect *extent);

/** (nullable): the field @word of @entity (nullable: all records, that share none); when there is
 * none, says so. */
const YunField *
yun_cli_find_field (const YunCliVerb *verb, const YunEntity *entity, const char *word);

/**
 * yun_cli_parse_sort:
 * @words: (nullable): of --sort: "area", "area:desc" or "area:asc", the first counts most
 * @keys: (out): room for %YUN_SORT_MAX_KEYS
 *
 * FALSE after a complaint when one is no field of @entity (nullable), or there are too many.
 */
gboolean yun_cli_parse_sort (
  const YunCliVerb *verb, const YunEntity *entity, char **words, YunSortKey *keys, guint *n);

/** Whether a new registry may be called @path: by a suffix of its own or none; FALSE after a
 * complaint when it is another format's. */
gboolean yun_cli_check_registry_name (const YunCliVerb *verb, const char *path);

/** (transfer full): cancelled when the program is told to end; for one long work a program. */
GCancellable *yun_cli_catch_signals (void);

/** The job's result, as yun_job_run_sync(), with progress on a terminal and an end by Ctrl+C. */
gpointer yun_cli_run_job (YunJob *job, GError **error);

YunExit yun_cli_run_add (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_backup (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_basemap (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_check (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_count (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_explain (const YunCliVerb *verb, char **arguments);

/** Prints a page of the help, or says that there is none called @id. */
YunExit yun_cli_print_page (const char *id);
/** A line for each page that there is. */
void    yun_cli_print_pages (FILE *out);
YunExit yun_cli_run_export (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_history (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_idle (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_info (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_init (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_list (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_place (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_redo (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_remove (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_render (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_restore (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_sample (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_set (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_show (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_undo (const YunCliVerb *verb, char **arguments);
YunExit yun_cli_run_view (const YunCliVerb *verb, char **arguments);

G_END_DECLS
