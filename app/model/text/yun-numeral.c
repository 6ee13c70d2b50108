/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-numeral.h"

#include <string.h>

/* Longer runs are no numbers. */
#define MAX_RUN 12

static int
get_digit (gunichar c)
{
  static const gunichar digits[] = { 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                     0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };

  for (int i = 0; i < (int) G_N_ELEMENTS (digits); i++)
    if (digits[i] == c)
      return i;
  return c == 0x3007 ? 0 : c == 0x4E24 ? 2 : -1; /* 〇 两 */
}

static int
get_size (gunichar c)
{
  return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0; /* 十 百 千 */
}

static gboolean
is_numeral (gunichar c)
{
  return get_digit (c) >= 0 || get_size (c) > 0;
}

/* "一百零五": FALSE when it is none. */
static gboolean
read_sized (const gunichar *run, guint n, gint64 *number)
{
  int    digit = -1, last = 10000;
  gint64 sum = 0;

  for (guint i = 0; i < n; i++)
    {
      int size = get_size (run[i]);

      if (size == 0)
        {
          if (digit > 0)
            return FALSE;
          digit = get_digit (run[i]);
          continue;
        }
      if (size >= last || digit == 0 || (digit < 0 && (size > 10 || i > 0)))
        return FALSE;
      sum += (digit < 0 ? 1 : digit) * size;
      last = size;
      digit = -1;
    }
  *number = sum + MAX (digit, 0);
  return TRUE;
}

/* "二〇二六", "二" */
static gboolean
read_run (const gunichar *run, guint n, gint64 *number)
{
  *number = 0;
  if (n > MAX_RUN)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (get_size (run[i]) > 0)
        return read_sized (run, n, number);
      *number = *number * 10 + get_digit (run[i]);
    }
  return TRUE;
}

static gboolean
is_among (gunichar c, const char *list)
{
  return c != 0 && g_utf8_strchr (list, -1, c) != NULL;
}

/* Whether the run between @before and @behind (0: none) counts something. */
static gboolean
is_counted (gunichar before, gunichar behind)
{
  if (before == 0x7B2C || is_among (behind, "期号號区區块塊栋棟幢楼樓座层層段组組批厂廠室季年月"))
    return TRUE;
  if (is_among (before, "(（[【"))
    return is_among (behind, ")）]】");
  return behind == 0 && before != 0;
}

/* Where the run of numerals at @text ends, of which @run holds the first MAX_RUN + 1; @n of them.
 */
static const char *
read_numerals (const char *text, gunichar *run, guint *n)
{
  gunichar c;

  for (*n = 0; is_numeral (c = g_utf8_get_char (text)); text = g_utf8_next_char (text))
    if (*n <= MAX_RUN)
      run[(*n)++] = c;
  return text;
}

gboolean
yun_numeral_find (const char *text, const char **from, const char **start, gint64 *number)
{
  gunichar run[MAX_RUN + 1];

  for (const char *at = *from; *at != '\0';)
    {
      guint       n;
      const char *end = read_numerals (at, run, &n);
      gint64      value;

      if (n == 0)
        {
          at = g_utf8_next_char (at);
          continue;
        }
      if (is_counted (at > text ? g_utf8_get_char (g_utf8_prev_char (at)) : 0,
                      g_utf8_get_char (end)) &&
          read_run (run, n, &value))
        {
          *number = value;
          *start = at;
          *from = end;
          return TRUE;
        }
      at = end;
    }
  return FALSE;
}

char *
yun_numeral_to_digits (const char *text)
{
  const char *at = text, *done = text, *start;
  gint64      number;
  GString    *out;

  if (g_str_is_ascii (text) || !yun_numeral_find (text, &at, &start, &number))
    return NULL;
  out = g_string_sized_new (strlen (text));
  do
    {
      g_string_append_len (out, done, start - done);
      g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
      done = at;
    }
  while (yun_numeral_find (text, &at, &start, &number));
  g_string_append (out, done);
  return g_string_free (out, FALSE);
}
