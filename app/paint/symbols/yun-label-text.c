/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-text.h"

#include <math.h>
#include <string.h>

#define GOOD_BREAK 4.5 /* ems by which the lines may differ more for a better place */

static double
get_char_width (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 1 : 0.5;
}

double
yun_label_text_get_width (const char *text)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_char_width (g_utf8_get_char (p));

  return width;
}

static void
strip_legal_form (GString *text)
{
  static const char *const forms[] = { "（集团）股份有限公司", "股份有限公司", "有限责任公司",
                                       "（集团）有限公司", "有限公司" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_has_suffix (text->str, forms[i]) && text->len > strlen (forms[i]) + 3)
      {
        g_string_truncate (text, text->len - strlen (forms[i]));
        return;
      }
}

char *
yun_label_text_shorten (const char *name, gboolean firm)
{
  GString    *text = g_string_new (NULL);
  double      width = 0;
  const char *end;

  /* one line, whatever was typed */
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          if (text->len > 0 && text->str[text->len - 1] != ' ')
            g_string_append_c (text, ' ');
        }
      else
        g_string_append_unichar (text, c);
    }
  if (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  if (firm)
    strip_legal_form (text);
  if (yun_label_text_get_width (text->str) <= YUN_LABEL_TEXT_MAX)
    return g_string_free (text, FALSE);

  for (end = text->str; width + get_char_width (g_utf8_get_char (end)) <= YUN_LABEL_TEXT_MAX - 1;
       end = g_utf8_next_char (end))
    width += get_char_width (g_utf8_get_char (end));
  g_string_truncate (text, end - text->str);
  g_string_append (text, "…");

  return g_string_free (text, FALSE);
}

static gboolean
is_letter (gunichar c)
{
  if (g_unichar_iswide (c))
    return c >= 0xff10 && c <= 0xff5a && g_unichar_isalnum (c); /* Ｇ６０ */

  return g_unichar_isalnum (c) || c == '.' || c == '-' || c == '\'';
}

static gboolean
may_break (gunichar before, gunichar after)
{
  static const char opening[] = "（(《「『【〔“‘", closing[] = "，。、；：！？）)》」』】〕”’…·";

  return !(is_letter (before) && is_letter (after)) &&
         g_utf8_strchr (opening, -1, before) == NULL && g_utf8_strchr (closing, -1, after) == NULL;
}

#define HANZI 3 /* bytes */
#define WORD(text)                                                                                 \
  {                                                                                                \
    sizeof (text) - 1, text                                                                        \
  }

/* Words of the district's names, all hanzi, that are not torn apart if it can be helped. */
static gboolean
is_in_word (const char *text, const char *at)
{
  static const struct
  {
    gsize n;
    char  text[16];
  } words[] = { WORD ("科创走廊"), WORD ("互联网"), WORD ("长三角"), WORD ("产业"), WORD ("基地"),
                WORD ("中心"),     WORD ("科技"),   WORD ("科创"),   WORD ("卫星"), WORD ("园区"),
                WORD ("公司"),     WORD ("工业"),   WORD ("航天"),   WORD ("松江"), WORD ("上海"),
                WORD ("技术"),     WORD ("开发"),   WORD ("国际"),   WORD ("创新"), WORD ("数据"),
                WORD ("智能"),     WORD ("信息"),   WORD ("信创"),   WORD ("总部"), WORD ("企业"),
                WORD ("制造"),     WORD ("材料"),   WORD ("发展"),   WORD ("街道"), WORD ("动力") };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (gsize head = HANZI; head < words[i].n; head += HANZI)
      if (at[0] == words[i].text[head] && at[1] == words[i].text[head + 1] &&
          (gsize) (at - text) >= head && strncmp (at - head, words[i].text, words[i].n) == 0)
        return TRUE;

  return FALSE;
}

static gboolean
is_good_break (gunichar before, gunichar after)
{
  return before == ' ' || after == ' ' || before == 0xb7 || before == 0xff09 || before == ')' ||
         after == 0xff08 || after == 0x7b2c || after == '(';
}

char *
yun_label_text_wrap (const char *text)
{
  double      total = yun_label_text_get_width (text), left = 0, best_cost = INFINITY;
  const char *best = NULL, *second;
  gunichar    before = 0, word = 0; /* the last one, and the last that is no space */

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* 第 6281 号 stays together */
      if (p > text && word != 0x7b2c && c != 0x53f7 && may_break (before, c))
        {
          double cost = fabs (2 * left - total) - (is_good_break (before, c) ? GOOD_BREAK : 0) +
                        (is_in_word (text, p) ? GOOD_BREAK : 0);

          if (cost < best_cost)
            {
              best_cost = cost;
              best = p;
            }
        }
      left += get_char_width (c);
      before = c;
      word = c == ' ' ? word : c;
    }
  if (best == NULL)
    return NULL;

  second = *best == ' ' ? best + 1 : best;
  {
    int first = (int) (best - text);

    while (first > 0 && text[first - 1] == ' ')
      first--;
    return first > 0 && *second != '\0' ? g_strdup_printf ("%.*s\n%s", first, text, second) : NULL;
  }
}
