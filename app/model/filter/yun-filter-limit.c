/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-limit.h"

#include "yun-unit.h"

#include <string.h>

/* What is said with 以 includes the number (Civil Code 1259). Longer words stand before those they
 * begin or end with. */
static const YunLimit limits[] = {
  { "及以上", TRUE, FALSE, FALSE },  { "以上", TRUE, FALSE, FALSE },
  { "及以下", TRUE, TRUE, FALSE },   { "以下", TRUE, TRUE, FALSE },
  { "及以内", TRUE, TRUE, FALSE },   { "以内", TRUE, TRUE, FALSE },
  { "不超过", FALSE, TRUE, FALSE },  { "不大于", FALSE, TRUE, FALSE },
  { "不高于", FALSE, TRUE, FALSE },  { "至多", FALSE, TRUE, FALSE },
  { "不少于", FALSE, FALSE, FALSE }, { "不小于", FALSE, FALSE, FALSE },
  { "不低于", FALSE, FALSE, FALSE }, { "至少", FALSE, FALSE, FALSE },
  { "不到", FALSE, TRUE, TRUE },     { "不足", FALSE, TRUE, TRUE },
  { "少于", FALSE, TRUE, TRUE },     { "小于", FALSE, TRUE, TRUE },
  { "低于", FALSE, TRUE, TRUE },     { "超过", FALSE, FALSE, TRUE },
  { "多于", FALSE, FALSE, TRUE },    { "大于", FALSE, FALSE, TRUE },
  { "高于", FALSE, FALSE, TRUE },
};

/* Between the ends of a range; "~" is ".." by now. */
static const char *const dots[] = { "..", "至", "到", "——", "—", "–" };

static gboolean
has_suffix (const char *text, gsize n, const char *suffix)
{
  gsize length = strlen (suffix);

  return n >= length && strncmp (text + n - length, suffix, length) == 0;
}

const YunLimit *
yun_limit_find (const char *text, gsize n)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (limits[i].behind ? has_suffix (text, n, limits[i].word)
                         : n >= strlen (limits[i].word) && g_str_has_prefix (text, limits[i].word))
      return &limits[i];
  return NULL;
}

/* The bytes of @text that a date is written with: 2024年6月. */
static gsize
count_date (const char *text)
{
  const char *p = text;

  while (g_ascii_isdigit (*p) || g_str_has_prefix (p, "年") || g_str_has_prefix (p, "月") ||
         g_str_has_prefix (p, "日"))
    p = g_utf8_next_char (p);
  return (gsize) (p - text);
}

/* Whether the "-" at @dash parts two numbers: not the sign of one, nor of an exponent. */
static gboolean
parts_numbers (const char *text, const char *dash)
{
  if (dash == text || strchr ("-+.", dash[-1]) != NULL)
    return FALSE;
  return !(dash - text >= 2 && (dash[-1] == 'e' || dash[-1] == 'E') && g_ascii_isdigit (dash[-2]) &&
           g_ascii_isdigit (dash[1]));
}

/* "2020-2022", "2020年-2022年": not the dash of 2020-02 */
static gboolean
parts_dates (const char *text, gsize n, const char *dash)
{
  gsize before = (gsize) (dash - text);

  return has_suffix (text, before, "年") || has_suffix (text, before, "月") ||
         has_suffix (text, before, "日") || (before == 4 && n == 9 && count_date (text) == 4);
}

const char *
yun_limit_find_dots (const char *text, gsize n, gboolean dates, gsize *length)
{
  for (guint i = 0; i < G_N_ELEMENTS (dots); i++)
    {
      const char *found = g_strstr_len (text, (gssize) n, dots[i]);

      *length = strlen (dots[i]);
      if (found != NULL)
        return found;
    }
  *length = 1;
  for (const char *p = text; p < text + n; p++)
    if (*p == '-' && (dates ? parts_dates (text, n, p) : parts_numbers (text, p)))
      return p;
  return NULL;
}

/* The length of what parts a range at the beginning of @text, or 0. A lone "-" does. */
static gsize
begins_dots (const char *text)
{
  if (strcmp (text, "-") == 0)
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (dots); i++)
    if (g_str_has_prefix (text, dots[i]))
      return strlen (dots[i]);
  return 0;
}

static gboolean
ends_open (const char *said, gsize n)
{
  const YunLimit *limit = yun_limit_find (said, n);

  for (guint i = 0; i < G_N_ELEMENTS (dots); i++)
    if (has_suffix (said, n, dots[i]))
      return TRUE;
  return (limit != NULL && !limit->behind && strlen (limit->word) == n) ||
         (n > 1 && said[n - 1] == '-');
}

/* Whether @word begins with a unit in @base (NULL: any), behind which more of the range may stand.
 */
static gboolean
begins_unit (const char *word, const char *base)
{
  static const char *const bases[] = { "m²", "m", "万元", "万元/亩", "%", "年", "人" };
  gsize                    n = strcspn (word, ".-,");
  g_autofree char         *unit = NULL;
  double                   factor;

  for (guint i = 0; i < G_N_ELEMENTS (limits) + G_N_ELEMENTS (dots); i++)
    {
      const char *mark =
        i < G_N_ELEMENTS (limits) ? limits[i].word : dots[i - G_N_ELEMENTS (limits)];
      const char *found = g_strstr_len (word, (gssize) n, mark);

      n = found != NULL ? (gsize) (found - word) : n;
    }
  unit = g_strndup (word, n);
  for (guint i = 0; base == NULL && i < G_N_ELEMENTS (bases); i++)
    if (yun_unit_find (unit, bases[i], &factor) != NULL)
      return TRUE;
  return base != NULL && yun_unit_find (unit, base, &factor) != NULL;
}

static gboolean
is_behind (const char *word)
{
  const YunLimit *limit = yun_limit_find (word, strlen (word));

  return limit != NULL && limit->behind && strcmp (limit->word, word) == 0;
}

/* "..100亩", "至", "到2024年" */
static gboolean
is_other_end (const char *word)
{
  gsize n = begins_dots (word);

  return n > 0 && (word[n] == '\0' || g_ascii_isdigit (word[n]));
}

/* "年", "年6月", "月" */
static gboolean
is_date_part (const char *word)
{
  gsize n = count_date (word);

  return n > 0 && !g_ascii_isdigit (*word) && (word[n] == '\0' || begins_dots (word + n) > 0);
}

gboolean
yun_limit_goes_on (const char *said, const char *word, const char *base, gboolean dates)
{
  gsize n = strlen (said);

  if (n == 0)
    return FALSE;
  if (g_ascii_isdigit (said[n - 1]) && (dates ? is_date_part (word) : begins_unit (word, base)))
    return TRUE;
  if (g_ascii_isdigit (*word))
    return ends_open (said, n) ||
           (dates && (has_suffix (said, n, "年") || has_suffix (said, n, "月")));
  return is_other_end (word) || is_behind (word);
}

gboolean
yun_limit_may_go_on (const char *word)
{
  return begins_unit (word, NULL) || is_date_part (word) || is_other_end (word) || is_behind (word);
}
