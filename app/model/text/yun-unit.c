/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-unit.h"
#include "yun-measure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const char *base;   /* the unit fields are kept in */
  const char *unit;   /* its canonical spelling in filters */
  const char *words;  /* everything it may be written as, between spaces */
  double      factor; /* to the base unit */
} Unit;

/* domain.md 5.3: one table, no chains. */
static const Unit units[] = {
  { "m²", "mu", " mu 亩 ", YUN_MU_M2 },
  { "m²", "ha", " ha 公顷 ", 1e4 },
  { "m²", "m2", " m2 ㎡ m² 平方米 平米 ", 1 },
  { "m²", "km2", " km2 km² 平方公里 平方千米 ", 1e6 },
  { "m", "m", " m 米 ", 1 },
  { "m", "km", " km 公里 千米 ", 1000 },
  { "万元", "万元", " 万元 万 ", 1 },
  { "万元", "亿元", " 亿元 亿 ", 1e4 },
  { "万元", "元", " 元 ", 1e-4 },
  { "万元/亩", "万元/亩", " 万元/亩 万元 万 ", 1 },
  { "%", "%", " % ％ ", 1 },
  { "年", "a", " a 年 ", 1 },
  { "人", "人", " 人 ", 1 },
};

static const struct
{
  const char *base;
  const char *label;
} labels[] = {
  { "m²", "㎡" },
  { "m", "m" },
  { "%", "%" },
  { "万元", N_ ("10k yuan") },
  { "万元/亩", N_ ("10k yuan/mu") },
  { "年", N_ ("years") },
  { "人", N_ ("persons") },
};

const char *
yun_unit_find (const char *word, const char *base, double *factor)
{
  g_autofree char *folded = g_ascii_strdown (word, -1);
  g_autofree char *spaced = g_strdup_printf (" %s ", folded);

  if (base == NULL || strchr (folded, ' ') != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].base, base) == 0 && strstr (units[i].words, spaced) != NULL)
      {
        *factor = units[i].factor;
        return units[i].unit;
      }
  return NULL;
}

double
yun_unit_get_slack (const char *unit)
{
  return g_strcmp0 (unit, "m²") == 0 ? 0.005 : 0;
}

double
yun_unit_round (double value)
{
  return round (value * 100) / 100;
}

gboolean
yun_unit_is_needed (const char *base)
{
  guint n = 0;

  for (guint i = 0; base != NULL && i < G_N_ELEMENTS (units); i++)
    n += strcmp (units[i].base, base) == 0;
  return n > 1;
}

/* (transfer full): the first word of @words that is Chinese, or ASCII; NULL: none is. */
static char *
pick_word (const char *words, gboolean chinese)
{
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  for (char **word = all; *word != NULL; word++)
    if (**word != '\0' && g_str_is_ascii (*word) != chinese)
      return g_strdup (*word);
  return NULL;
}

char **
yun_unit_list_words (const char *base, gboolean chinese)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].base, base) == 0)
      {
        g_autofree char *word = pick_word (units[i].words, chinese);

        g_strv_builder_add (words, word != NULL ? word : units[i].unit);
      }
  return g_strv_builder_end (words);
}

const char *
yun_unit_get_label (const char *base)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].base, base) == 0)
      return _ (labels[i].label);
  return base;
}

char *
yun_number_print (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("");
  if (fabs (value) >= 1e-5 && fabs (value) < 1e15)
    for (int precision = 15; precision <= 17; precision++)
      {
        char format[8];
        int  decimals = precision - 1 - (int) floor (log10 (fabs (value)));

        if (decimals < 0)
          decimals = 0;
        g_snprintf (format, sizeof format, "%%.%df", MIN (decimals, 22));
        g_ascii_formatd (buffer, sizeof buffer, format, value);
        if (!(g_ascii_strtod (buffer, NULL) < value) && !(g_ascii_strtod (buffer, NULL) > value))
          {
            if (strchr (buffer, '.') != NULL)
              {
                char *end = buffer + strlen (buffer) - 1;

                while (*end == '0')
                  *end-- = '\0';
                if (*end == '.')
                  *end = '\0';
              }
            return g_strdup (buffer);
          }
      }
  return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value));
}

gboolean
yun_number_parse (const char *text, double *value)
{
  char  *end;
  double number;

  if (*text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  number = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

/* How many digits stand at @at. */
static gsize
count_digits (const char *at)
{
  return strspn (at, "0123456789");
}

char *
yun_number_ungroup (const char *text, const char **end)
{
  g_autoptr (GString) number = g_string_new (NULL);
  const char         *at = text + strspn (text, "+-");
  gsize               n = count_digits (at);

  if (at[n] == ',' && (n == 0 || n > 3))
    return NULL;
  g_string_append_len (number, text, at + n - text);
  for (at += n; *at == ','; at += 4)
    {
      if (count_digits (at + 1) != 3)
        return NULL;
      g_string_append_len (number, at + 1, 3);
    }
  n = *at == '.' ? 1 + count_digits (at + 1) : 0;
  /* an exponent, so that any number that is printed is read */
  if (at[n] == 'e' || at[n] == 'E')
    {
      gsize sign = at[n + 1] == '-' || at[n + 1] == '+' ? 1 : 0;
      gsize digits = count_digits (at + n + 1 + sign);

      n += digits > 0 ? 1 + sign + digits : 0;
    }
  g_string_append_len (number, at, (gssize) n);
  *end = at + n;
  return at[n] != ',' ? g_string_free (g_steal_pointer (&number), FALSE) : NULL;
}

char *
yun_number_format (double value, int decimals)
{
  char     format[8], digits[64];
  GString *out;
  char    *point;
  int      whole;

  if (!isfinite (value))
    return g_strdup (_ ("Unknown"));
  if (fabs (value) >= 1e18)
    return yun_number_print (value);
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (digits, sizeof digits, format, fabs (value));
  point = strchr (digits, '.');
  if (point != NULL)
    {
      char *end = digits + strlen (digits) - 1;

      while (*end == '0')
        *end-- = '\0';
      if (*end == '.')
        *end = '\0';
      point = strchr (digits, '.');
    }
  whole = (int) (point != NULL ? point - digits : (long) strlen (digits));
  out = g_string_new (value < 0 && strspn (digits, "0.") != strlen (digits) ? "-" : NULL);
  for (int i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
  if (point != NULL)
    g_string_append (out, point);
  return g_string_free (out, FALSE);
}

char *
yun_area_format (double area_m2)
{
  g_autofree char *mu = NULL, *m2 = NULL;

  if (!isfinite (area_m2))
    return g_strdup (_ ("Unknown"));
  mu = yun_number_format (area_m2 / YUN_MU_M2, fabs (area_m2) < 1000 * YUN_MU_M2 ? 2 : 0);
  m2 = yun_number_format (area_m2, 0);
  /* Translators: an area in Chinese mu, and in square metres */
  return g_strdup_printf (_ ("%s mu · %s ㎡"), mu, m2);
}

char *
yun_length_format (double metres)
{
  g_autofree char *number = NULL;

  if (!isfinite (metres))
    return g_strdup (_ ("Unknown"));
  if (metres < 1000)
    {
      number = yun_number_format (metres, metres < 10 ? 1 : 0);
      return g_strdup_printf (_ ("%s m"), number);
    }
  number = yun_number_format (metres / 1000, metres < 100000 ? 1 : 0);
  return g_strdup_printf (_ ("%s km"), number);
}
