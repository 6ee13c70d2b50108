/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The pages in which both programs tell how they are used: resources/help, a folder a language and
 * a file a page. "# " begins a heading, two blanks a line to be typed; each other line is a
 * paragraph. Any thread.
 */
typedef struct
{
  const char *id;    /* "filter": the file's name, and how the command line is asked for it */
  const char *title; /* untranslated; of N_() */
} YunHelpPage;

const YunHelpPage *yun_help_list_pages (guint *n);

/** (transfer full) (nullable): the page in the program's language; NULL: there is none called so.
 */
char *yun_help_dup_text (const char *id);

typedef enum
{
  YUN_HELP_HEADING,
  YUN_HELP_PARAGRAPH,
  YUN_HELP_TYPED, /* one line or several, without the blanks before them */
} YunHelpKind;

typedef void (*YunHelpFunc) (YunHelpKind kind, const char *text, gpointer user_data);

/** Calls @func for each block of a page's @text, in their order. */
void yun_help_each_block (const char *text, YunHelpFunc func, gpointer user_data);

G_END_DECLS
