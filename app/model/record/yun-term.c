/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-term.h"

#include "yun-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_DATE 11 /* YYYY-MM-DD and its end */

/* An item taken apart. */
typedef struct
{
  int      value;          /* its index; -1: in no vocabulary */
  gboolean dated;          /* it has an '@' */
  gboolean bad;            /* what stands behind it is no date */
  char     from[MAX_DATE]; /* "" when not given */
  char     to[MAX_DATE];
} Term;

/* ---- Reading ------------------------------------------------------------------------- */

/* @n bytes of @text, blanks around them left out; FALSE when they are neither a date nor nothing.
 */
static gboolean
read_date (const char *text, gsize n, char *date)
{
  date[0] = '\0';
  while (n > 0 && *text == ' ')
    text++, n--;
  while (n > 0 && text[n - 1] == ' ')
    n--;
  if (n == 0)
    return TRUE;
  if (n >= MAX_DATE)
    return FALSE;
  memcpy (date, text, n);
  date[n] = '\0';
  if (yun_text_is_date (date) && strchr (date, 'T') == NULL)
    return TRUE;
  date[0] = '\0';
  return FALSE;
}

int
yun_term_find (const YunEnum *values, const char *item, gsize length)
{
  const char      *at = memchr (item, '@', length);
  g_autofree char *word = g_strndup (item, at != NULL ? (gsize) (at - item) : length);
  int              index = yun_enum_find (values, g_strstrip (word));

  return index < values->n_plain ? index : -1;
}

static Term
read_term (const YunEnum *values, const char *item, gsize length)
{
  const char *end = item + length;
  const char *at = memchr (item, '@', length);
  const char *slash = at != NULL ? memchr (at, '/', (gsize) (end - at)) : NULL;
  const char *from_end = slash != NULL ? slash : end;
  Term        term = { .value = yun_term_find (values, item, length), .dated = at != NULL };

  if (at != NULL)
    term.bad = !read_date (at + 1, (gsize) (from_end - at - 1), term.from);
  if (slash != NULL && !read_date (slash + 1, (gsize) (end - slash - 1), term.to))
    term.bad = TRUE;
  return term;
}

/* ---- Judging ------------------------------------------------------------------------- */

/* The date @years after @date (before, when negative), as exact as it is. */
static void
shift_date (const char *date, int years, char *shifted)
{
  int   year = 0, month = 1, day = 1;
  char  text[32];
  GDate then;

  shifted[0] = '\0';
  sscanf (date, "%4d-%2d-%2d", &year, &month, &day);
  if (year + years < 1 || year + years > 9999)
    return;
  g_date_clear (&then, 1);
  g_date_set_dmy (&then, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  /* 29 February becomes the month's last day. */
  if (years > 0)
    g_date_add_years (&then, (guint) years);
  else
    g_date_subtract_years (&then, (guint) -years);
  g_snprintf (text, sizeof text, "%04d-%02d-%02d", g_date_get_year (&then),
              (int) g_date_get_month (&then), (int) g_date_get_day (&then));
  text[strlen (date)] = '\0';
  g_strlcpy (shifted, text, MAX_DATE);
}

/* Whether @day is the first, or the last, day of the year or month of its first @length characters.
 */
static gboolean
is_edge (const char *day, gsize length, gboolean last)
{
  int year = 0, month = 0, n = 0;

  sscanf (day, "%4d-%2d-%2d", &year, &month, &n);
  if (!last)
    return n == 1 && (length > 4 || month == 1);
  return (length > 4 || month == 12) && month >= 1 && month <= 12 &&
         n == g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year);
}

/* Whether @date is not after @day, or with @turned not before it. */
static YunTruth
is_reached (const char *date, const char *day, gboolean turned)
{
  gsize length = strlen (date);
  int   order = strncmp (date, day, length);

  if (length == 0)
    return YUN_TRUTH_UNKNOWN;
  if (order == 0)
    return length == strlen (day) || is_edge (day, length, !turned) ? YUN_TRUTH_YES
                                                                    : YUN_TRUTH_UNKNOWN;
  return (order < 0) != turned ? YUN_TRUTH_YES : YUN_TRUTH_NO;
}

static YunTruth
judge_term (const YunEnum *values, Term *term, const char *day)
{
  int      years = values->values[term->value].years;
  YunTruth begun, lasting;

  if (term->bad)
    return YUN_TRUTH_UNKNOWN;
  if (*term->to == '\0' && *term->from != '\0' && years > 0)
    shift_date (term->from, years, term->to);
  else if (*term->from == '\0' && *term->to != '\0' && years > 0)
    shift_date (term->to, -years, term->from);
  begun = is_reached (term->from, day, FALSE);
  lasting = is_reached (term->to, day, TRUE);
  if (begun == YUN_TRUTH_NO || lasting == YUN_TRUTH_NO)
    return YUN_TRUTH_NO;
  return begun == YUN_TRUTH_YES && lasting == YUN_TRUTH_YES ? YUN_TRUTH_YES : YUN_TRUTH_UNKNOWN;
}

void
yun_terms_judge (
  const YunEnum *values, const char *list, const char *day, guint *held, guint *unclear)
{
  const char *item;
  gsize       length;

  *held = *unclear = 0;
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      Term     term = read_term (values, item, length);
      YunTruth truth;

      if (term.value < 0)
        continue;
      truth = day != NULL ? judge_term (values, &term, day) : YUN_TRUTH_YES;
      *held |= truth == YUN_TRUTH_YES ? 1u << term.value : 0;
      *unclear |= truth == YUN_TRUTH_UNKNOWN ? 1u << term.value : 0;
    }
  *unclear &= ~*held;
}

YunTruth
yun_terms_hold (const YunEnum *values, const char *list, guint mask, const char *day)
{
  guint held, unclear;

  yun_terms_judge (values, list, day, &held, &unclear);
  return (held & mask) != 0      ? YUN_TRUTH_YES
         : (unclear & mask) != 0 ? YUN_TRUTH_UNKNOWN
                                 : YUN_TRUTH_NO;
}

/* ---- As text -------------------------------------------------------------------------- */

char *
yun_term_format (const YunEnum *values, const char *item)
{
  Term        term = read_term (values, item, strlen (item));
  const char *label = yun_enum_get_label (values, term.value);

  if (term.value < 0 || term.bad)
    return g_strdup (item);
  if (*term.from == '\0' && *term.to == '\0')
    return g_strdup (label);
  /* Translators: a distinction, and the years it holds from and to, either possibly empty */
  return g_strdup_printf (_ ("%s (%s–%s)"), label, term.from, term.to);
}

static gboolean
ends_before_begin (const Term *term)
{
  gsize n = MIN (strlen (term->from), strlen (term->to));

  return n > 0 && strncmp (term->from, term->to, n) > 0;
}

char *
yun_terms_tidy (const YunEnum *values, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char         *item;
  gsize               length;

  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      Term term = read_term (values, item, length);

      if (term.bad || (term.dated && term.value < 0) || ends_before_begin (&term))
        return NULL;
      if (out->len > 0)
        g_string_append_c (out, ';');
      if (term.value < 0)
        g_string_append_len (out, item, (gssize) length);
      else
        g_string_append (out, values->values[term.value].id);
      if (*term.from != '\0' || *term.to != '\0')
        g_string_append_printf (out, "@%s/%s", term.from, term.to);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
yun_terms_append_words (GString           *out,
                        const YunEnum     *values,
                        const char        *list,
                        const char *const *words)
{
  gsize       before = out->len, length;
  const char *item;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      int         value = yun_term_find (values, item, length);
      const char *rest = value >= 0 ? memchr (item, '@', length) : item;

      if (out->len > before)
        g_string_append_c (out, ';');
      if (value >= 0)
        g_string_append (out, words[value]);
      if (rest != NULL)
        g_string_append_len (out, rest, (gssize) (item + length - rest));
    }
}
