/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Ranges as people say them: "20至100亩", "20-100亩", "20亩以上", "不到20亩", "2024年6月". Any
 * thread.
 */

typedef struct
{
  const char *word;
  gboolean    behind;   /* behind the number, else before it */
  gboolean    below;    /* the number is the greatest, else the least */
  gboolean    excluded; /* the number itself does not count */
} YunLimit;

/** (nullable): what limits the number in the first @n bytes of @text, before it or behind it. */
const YunLimit *yun_limit_find (const char *text, gsize n);

/** (nullable): the sign that parts the two ends of a range in the first @n bytes of @text, and its
 * @length; of dates a "-" is one where it cannot be part of them. */
const char *yun_limit_find_dots (const char *text, gsize n, gboolean dates, gsize *length);

/**
 * yun_limit_goes_on:
 * @said: what stands behind a field's name as far as it is said
 * @word: the next word
 * @base: (nullable): the unit of the field
 *
 * Whether @word goes on with the number or range that @said ends with: "20" and "亩", "20亩" and
 * "以上", "20" and "至100亩".
 */
gboolean yun_limit_goes_on (const char *said, const char *word, const char *base, gboolean dates);

/** Whether yun_limit_goes_on() might hold of @word behind a canonical range of whatever field. */
gboolean yun_limit_may_go_on (const char *word);

G_END_DECLS
