/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-text.h"
#include "yun-numeral.h"
#include "yun-pinyin.h"

#include <stdio.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define LONG_TEXT 60 /* characters; longer ones are prose, whose pinyin nobody types */

/* Signs that mean nothing in a name (domain.md section 7). */
static gboolean
is_dropped (gunichar c)
{
  return c == 0x00B7 || c == 0x30FB || c == '(' || c == ')' || c == 0x201C || c == 0x201D ||
         c == 0x2018 || c == 0x2019 || c == 0x300C || c == 0x300D;
}

/* NFKC with case folded, or NULL when @text is not UTF-8. */
static char *
fold (const char *text)
{
  UErrorCode            status = U_ZERO_ERROR;
  const UNormalizer2   *norm = unorm2_getNFKCCasefoldInstance (&status);
  g_autofree gunichar2 *from = g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *to = NULL;
  gsize                 n = 0;
  int                   length;

  if (from == NULL)
    return NULL;
  while (from[n] != 0)
    n++;
  to = g_new (gunichar2, 4 * n + 16);
  length = unorm2_normalize (norm, (const UChar *) from, (int) n, (UChar *) to, (int) (4 * n + 16),
                             &status);
  if (U_FAILURE (status))
    {
      /* One character can fold to 18: ask for what it takes. */
      g_free (to);
      to = g_new (gunichar2, length + 1);
      status = U_ZERO_ERROR;
      length =
        unorm2_normalize (norm, (const UChar *) from, (int) n, (UChar *) to, length + 1, &status);
      if (U_FAILURE (status))
        return NULL;
    }
  return g_utf16_to_utf8 (to, length, NULL, NULL, NULL);
}

static gboolean
is_plain_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

char *
yun_text_normalise (const char *text)
{
  g_autofree char *folded = NULL;
  GString         *out;
  gboolean         space = FALSE;

  if (text == NULL)
    return g_strdup ("");
  folded = is_plain_ascii (text) ? g_ascii_strdown (text, -1) : fold (text);
  if (folded == NULL)
    return g_strdup ("");
  out = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_dropped (c))
        continue;
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = out->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, yun_pinyin_simplify (c));
    }
  return g_string_free (out, FALSE);
}

void
yun_text_append_search (GString *out, const char *text)
{
  g_autofree char *normal = yun_text_normalise (text);

  if (*normal == '\0')
    return;
  g_string_append (out, normal);
  g_string_append_c (out, '\n');
  if (!is_plain_ascii (normal) && g_utf8_strlen (normal, -1) <= LONG_TEXT)
    yun_pinyin_append_forms (out, normal);
}

char *
yun_text_to_pinyin (const char *text)
{
  g_autofree char *normal = yun_text_normalise (text);

  return yun_pinyin_usual (normal);
}

/* Appends @text so that its numbers compare by what they count: each run of digits without leading
 * zeros, behind a digit that says how long it is: 2 → 02, 10 → 110, 652 → 2652. Ten digits and
 * more: 9, then their length in two. Digits still come before letters. Of blanks one is enough:
 * 地块2 and 地块 2 are neighbours. */
static void
append_natural (GString *out, const char *text)
{
  while (*text != '\0')
    {
      gsize n = strspn (text, "0123456789");

      if (n == 0)
        {
          if (*text != ' ' || out->len == 0 || out->str[out->len - 1] != ' ')
            g_string_append_c (out, *text);
          text++;
          continue;
        }
      for (; n > 1 && *text == '0'; n--)
        text++;
      if (n < 10)
        g_string_append_c (out, (char) ('0' + n - 1));
      else
        g_string_append_printf (out, "9%02d", (int) MIN (n, 99));
      g_string_append_len (out, text, (gssize) n);
      text += n;
    }
}

/* (transfer full): what @reading counts for first, then @text itself. */
static char *
make_key (const char *reading, const char *text)
{
  GString *key = g_string_sized_new (strlen (reading) + strlen (text) + 8);

  append_natural (key, reading);
  g_string_append_c (key, '\n');
  g_string_append (key, text);
  return g_string_free (key, FALSE);
}

char *
yun_text_dup_sort_key (const char *text)
{
  g_autofree char *counted = NULL;
  g_autofree char *pinyin = NULL;
  g_autofree char *lower = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  /* Transliterating is slow; most codes, numbers and English names need none. */
  counted = yun_numeral_to_digits (text);
  if (g_str_is_ascii (text))
    lower = g_ascii_strdown (text, -1);
  else
    pinyin = yun_text_to_pinyin (counted != NULL ? counted : text);
  return make_key (lower != NULL ? lower : pinyin, text);
}

/* How many words the reading of the first @length bytes of @text has. */
static guint
count_words (const char *text, gsize length)
{
  g_autofree char *part = g_strndup (text, length);
  g_autofree char *pinyin = yun_text_to_pinyin (part);
  guint            n = *pinyin != '\0';

  for (const char *p = pinyin; *p != '\0'; p++)
    n += *p == ' ';
  return n;
}

static void
append_words (GString *out, char **words, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
}

/* (transfer full) (nullable): @reading of @name with digits where @name counts by Chinese numerals;
 * NULL when it does not, or when the words of @reading are not one for each character. */
static char *
count_reading (const char *name, const char *reading)
{
  g_auto (GStrv)      words = g_strsplit (reading, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  const char         *at = name, *done = name, *start;
  guint               n = g_strv_length (words), used = 0;
  gint64              number;

  while (yun_numeral_find (name, &at, &start, &number))
    {
      guint before = count_words (done, (gsize) (start - done));
      guint numerals = (guint) g_utf8_strlen (start, at - start);

      if (before + numerals > n - used)
        return NULL;
      append_words (out, words + used, before);
      g_string_append_printf (out, "%s%" G_GINT64_FORMAT, out->len > 0 ? " " : "", number);
      used += before + numerals;
      done = at;
    }
  if (done == name || count_words (done, strlen (done)) != n - used)
    return NULL;
  append_words (out, words + used, n - used);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
yun_text_dup_name_key (const char *name, const char *pinyin)
{
  g_autofree char *plain = NULL;
  g_autofree char *counted = NULL;

  if (pinyin == NULL || name == NULL || *name == '\0')
    return yun_text_dup_sort_key (name);
  plain = yun_text_normalise (pinyin);
  counted = count_reading (name, plain);
  return make_key (counted != NULL ? counted : plain, name);
}

guint
yun_text_distance (const char *a, const char *b, guint limit)
{
  g_autofree char     *left = yun_text_normalise (a);
  g_autofree char     *right = yun_text_normalise (b);
  glong                n, m;
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (left, -1, &n);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (right, -1, &m);
  g_autofree guint    *row = NULL;

  if (ABS (n - m) >= (glong) limit)
    return limit;
  row = g_new (guint, m + 1);
  for (glong j = 0; j <= m; j++)
    row[j] = (guint) j;
  for (glong i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (glong j = 1; j <= m; j++)
        {
          guint cost = diagonal + (x[i - 1] != y[j - 1]);

          diagonal = row[j];
          row[j] = MIN (cost, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return MIN (row[m], limit);
}

const char *
yun_text_next_item (const char *list, const char **item, gsize *length)
{
  static const char wide[] = "；";

  while (list != NULL && *list != '\0')
    {
      const char *end = list;
      const char *next;

      while (*end != '\0' && *end != ';' && !g_str_has_prefix (end, wide))
        end++;
      next = *end == '\0' ? end : *end == ';' ? end + 1 : end + strlen (wide);
      *item = list;
      while (*item < end && **item == ' ')
        (*item)++;
      *length = (gsize) (end - *item);
      while (*length > 0 && (*item)[*length - 1] == ' ')
        (*length)--;
      if (*length > 0)
        return next;
      list = next;
    }
  return NULL;
}

gboolean
yun_text_has_item (const char *list, const char *normal)
{
  const char *item;
  gsize       length;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      g_autofree char *other = yun_text_normalise (word);

      if (strcmp (other, normal) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
yun_text_is_unseen (gunichar c)
{
  return c == 0x00ad || c == 0xfeff || c == 0x2060 || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
yun_text_read_date (const char *text)
{
  g_autofree char    *folded = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autoptr (GString) out = g_string_new (NULL);
  guint               parts = 0;

  for (const char *at = folded; *at != '\0';)
    {
      char   *end;
      guint64 part = g_ascii_isdigit (*at) ? g_ascii_strtoull (at, &end, 10) : G_MAXUINT64;

      if (part > 9999 || parts == 3 || (parts == 0 && end - at != 4))
        return g_strdup (text);
      g_string_append_printf (out, parts == 0 ? "%04u" : "-%02u", (guint) part);
      parts++;
      at = end;
      if (strchr ("-/. ", *at) != NULL && *at != '\0')
        at++;
      else if (g_str_has_prefix (at, "年") || g_str_has_prefix (at, "月") ||
               g_str_has_prefix (at, "日"))
        at = g_utf8_next_char (at);
      else if (*at != '\0')
        return g_strdup (text);
      while (*at == ' ')
        at++;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
yun_text_is_date (const char *text)
{
  int   year = 0, month = 1, day = 1, n = 0;
  char  sep1 = 0, sep2 = 0;
  gsize length = strcspn (text, "T");

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && !(text[i] == '-' && (i == 4 || i == 7)))
      return FALSE;
  if (length != 4 && length != 7 && length != 10)
    return FALSE;
  n = sscanf (text, "%4d%c%2d%c%2d", &year, &sep1, &month, &sep2, &day);
  return n >= 1 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

gboolean
yun_text_order_dates (const char *a, const char *b, int *order)
{
  gsize n = strcspn (a, "T"), m = strcspn (b, "T");
  int   cut = strncmp (a, b, MIN (n, m));

  *order = (cut > 0) - (cut < 0);
  return cut != 0 || n == m;
}

GDateTime *
yun_text_read_moment (const char *moment)
{
  g_autoptr (GDateTime) utc = moment != NULL ? g_date_time_new_from_iso8601 (moment, NULL) : NULL;

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
yun_text_format_moment (const char *moment, const char *format)
{
  g_autoptr (GDateTime) local = yun_text_read_moment (moment);

  return local != NULL ? g_date_time_format (local, format)
                       : g_strdup (moment != NULL ? moment : "");
}

char *
yun_text_dup_day (const char *moment)
{
  char *day = yun_text_format_moment (moment, "%Y-%m-%d");

  day[strcspn (day, "T")] = '\0';
  return day;
}

char *
yun_text_step_date (const char *date, int step)
{
  int year = 0, month = 1, day = 1, months;

  g_return_val_if_fail (yun_text_is_date (date) && strlen (date) <= 10 && ABS (step) == 1, NULL);

  sscanf (date, "%4d-%2d-%2d", &year, &month, &day);
  if (strlen (date) == 4)
    return year + step > 9999 ? g_strdup (":") : g_strdup_printf ("%04d", year + step);
  months = year * 12 + month - 1;
  if (strlen (date) == 10)
    {
      day += step;
      if (day > 0 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
        return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
    }
  /* into the month before or behind */
  months += step;
  year = months / 12;
  month = months % 12 + 1;
  if (year > 9999)
    return g_strdup (":");
  if (strlen (date) == 7)
    return g_strdup_printf ("%04d-%02d", year, month);
  day = step > 0 ? 1 : g_date_get_days_in_month ((GDateMonth) month, (GDateYear) MAX (year, 1));
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}
