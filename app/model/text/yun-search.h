/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunSearch: what somebody looks for, read from what they typed or pasted, and how well a record
 * fits it. Immutable; any thread.
 *
 * Words in any script and width, pinyin and initials fit what yun_record_dup_search_text() says of
 * a record; all words must. Numbers and codes fit in parts, with blanks and hyphens ignored. An
 * address as it is pasted from a chat ("地址：上海市松江区…路123号") fits by its road and number.
 */
typedef struct _YunSearch YunSearch;

/** How well it fits; the smaller the better. */
typedef enum
{
  YUN_SEARCH_EXACT,    /* a name, number or code; a company with or without its ending */
  YUN_SEARCH_BEGINS,   /* a name, number or code begins with it */
  YUN_SEARCH_SOUNDS,   /* the pinyin or initials of a name begin with it */
  YUN_SEARCH_CONTAINS, /* a name, number or code contains it, or so its pinyin */
  YUN_SEARCH_OTHER,    /* it is elsewhere: a former name, address, business */
  YUN_SEARCH_ROAD,     /* an address on the road looked for, at another number */
  YUN_SEARCH_NONE,     /* it is not there */
} YunSearchRank;

/** (transfer full): NULL when there is nothing to look for in @text. */
YunSearch *yun_search_new (const char *text);
YunSearch *yun_search_ref (YunSearch *self);
void       yun_search_unref (YunSearch *self);

/** What of a record is searched; pointers are borrowed and need not end with a zero. */
typedef struct
{
  const char *text; /* yun_record_dup_search_text() */
  gsize       length;
  gsize       n_names; /* the bytes of it that are names and numbers: yun_search_measure_names() */
  const char *code;    /* (nullable): its number or code, by yun_search_append_code() */
  gsize       n_code;
} YunSearchText;

/** How many bytes of a search text belong to its names. @n: how many of them are not plain ASCII.
 */
gsize yun_search_measure_names (const char *text, guint n);

/** Appends a number or code as it is searched: small letters and digits only. */
void yun_search_append_code (GString *out, const char *code);

/** (transfer container): texts of which each record that fits has one; NULL-terminated. So a
 * whole registry can be looked through at once; what has one is asked for its rank. */
const char **yun_search_list_needles (const YunSearch *self);

/** How well a record fits. */
YunSearchRank yun_search_rank (const YunSearch *self, const YunSearchText *text);

/** Whether one value of a record is what fits, or a part of it: to say where it was found. */
gboolean yun_search_is_in (const YunSearch *self, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSearch, yun_search_unref)

G_END_DECLS
