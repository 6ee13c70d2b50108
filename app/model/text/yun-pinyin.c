/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-pinyin.h"

#include <unicode/utrans.h>
#include <unicode/ustring.h>

#define FIRST 0x3400
#define LAST 0x9FFF
#define MAX_VARIANTS 8

/* Characters with several readings, the usual one first; all of them are indexed. */
static const struct
{
  gunichar    c;
  const char *readings;
} several[] = {
  { 0x5730 /* 地 */, "di de" },     { 0x957F /* 长 */, "chang zhang" },
  { 0x884C /* 行 */, "hang xing" }, { 0x53A6 /* 厦 */, "sha xia" },
  { 0x8398 /* 莘 */, "xin shen" },  { 0x90FD /* 都 */, "du dou" },
  { 0x4E50 /* 乐 */, "le yue" },    { 0x91CD /* 重 */, "zhong chong" },
  { 0x4F1A /* 会 */, "hui kuai" },  { 0x5F39 /* 弹 */, "tan dan" },
  { 0x7ED9 /* 给 */, "gei ji" },    { 0x8C03 /* 调 */, "diao tiao" },
  { 0x5355 /* 单 */, "dan shan" },  { 0x66FE /* 曾 */, "zeng ceng" },
  { 0x67E5 /* 查 */, "cha zha" },   { 0x4EC7 /* 仇 */, "qiu chou" },
  { 0x89E3 /* 解 */, "jie xie" },   { 0x533A /* 区 */, "qu ou" },
};

/* Words whose usual reading is not that of their characters; the longest fits first. */
static const struct
{
  const char *word;
  const char *reading;
} words[] = {
  { "乐都路", "yue du lu" }, { "重庆", "chong qing" }, { "重复", "chong fu" },
  { "会计", "kuai ji" },     { "厦门", "xia men" },    { "大厦", "da sha" },
  { "行动", "xing dong" },   { "航行", "hang xing" },  { "运行", "yun xing" },
  { "飞行", "fei xing" },    { "发行", "fa xing" },    { "调整", "tiao zheng" },
  { "空调", "kong tiao" },   { "给水", "ji shui" },    { "供给", "gong ji" },
  { "生长", "sheng zhang" }, { "增长", "zeng zhang" }, { "链长", "lian zhang" },
  { "校长", "xiao zhang" },  { "音乐", "yin yue" },
};

G_LOCK_DEFINE_STATIC (tables);
static char *readings[LAST - FIRST + 1]; /* under the lock: "lu lv", "" for none; kept for good */
static gunichar         simple[LAST - FIRST + 1]; /* under the lock: 0 not looked up yet */
static UTransliterator *to_latin, *to_simple;     /* under the lock */

static UTransliterator *
open_transliterator (const char *id)
{
  UErrorCode       status = U_ZERO_ERROR;
  UChar            name[64];
  UTransliterator *self;

  u_uastrcpy (name, id);
  self = utrans_openU (name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  return U_FAILURE (status) ? NULL : self;
}

/* @c through @trans, as UTF-8. */
static char *
transliterate (UTransliterator *trans, gunichar c)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar      buffer[64] = { (UChar) c, 0 };
  int32_t    length = 1, limit = 1;

  if (trans == NULL)
    return NULL;
  utrans_transUChars (trans, buffer, &length, G_N_ELEMENTS (buffer), 0, &limit, &status);
  return U_FAILURE (status) ? NULL
                            : g_utf16_to_utf8 ((gunichar2 *) buffer, length, NULL, NULL, NULL);
}

/* "lǚ" becomes "lu lv": ICU says u, people type v. */
static char *
strip_tones (const char *syllable)
{
  g_autofree char *apart = g_utf8_normalize (syllable, -1, G_NORMALIZE_NFD);
  GString         *out = g_string_new (NULL);
  gboolean         umlaut = FALSE;

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x0308)
        umlaut = TRUE;
      else if (c < 0x80 && g_ascii_isalpha ((char) c))
        g_string_append_c (out, g_ascii_tolower ((char) c));
    }
  if (umlaut)
    {
      g_autofree char *with_v = g_strdup (out->str);

      for (char *u = with_v; (u = strchr (u, 'u')) != NULL;)
        *u = 'v';
      g_string_append_printf (out, " %s", with_v);
    }
  return g_string_free (out, FALSE);
}

static char *
make_readings (gunichar c)
{
  g_autofree char *latin = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (several); i++)
    if (several[i].c == c)
      return g_strdup (several[i].readings);
  if (to_latin == NULL)
    to_latin = open_transliterator ("Han-Latin");
  latin = transliterate (to_latin, c);
  if (latin == NULL || g_utf8_get_char (latin) == c)
    return g_strdup ("");
  return strip_tones (latin);
}

/* (transfer none): the readings of @c between spaces; "" when it is no Chinese character. */
static const char *
get_readings (gunichar c)
{
  const char *found;

  if (c < FIRST || c > LAST)
    return "";
  G_LOCK (tables);
  if (readings[c - FIRST] == NULL)
    readings[c - FIRST] = make_readings (c);
  found = readings[c - FIRST];
  G_UNLOCK (tables);
  return found;
}

gunichar
yun_pinyin_simplify (gunichar c)
{
  gunichar found;

  if (c < FIRST || c > LAST)
    return c;
  G_LOCK (tables);
  if (simple[c - FIRST] == 0)
    {
      g_autofree char *text = NULL;

      if (to_simple == NULL)
        to_simple = open_transliterator ("Traditional-Simplified");
      text = transliterate (to_simple, c);
      simple[c - FIRST] = text != NULL && *text != '\0' ? g_utf8_get_char (text) : c;
    }
  found = simple[c - FIRST];
  G_UNLOCK (tables);
  return found;
}

static void
append_syllable (GString *out, const char *syllable, gsize length)
{
  if (out->len > 0 && out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  g_string_append_len (out, syllable, (gssize) length);
  g_string_append_c (out, ' ');
}

char *
yun_pinyin_usual (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      gunichar    c = g_utf8_get_char (text);
      const char *all = get_readings (c);
      guint       i = 0;

      while (i < G_N_ELEMENTS (words) && strncmp (text, words[i].word, strlen (words[i].word)) != 0)
        i++;
      if (i < G_N_ELEMENTS (words))
        {
          append_syllable (out, words[i].reading, strlen (words[i].reading));
          text += strlen (words[i].word);
          continue;
        }
      if (*all != '\0')
        append_syllable (out, all, strcspn (all, " "));
      else
        g_string_append_unichar (out, c);
      text = g_utf8_next_char (text);
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

static gboolean
has_variant (GString *const *variants, guint n, const char *text)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (variants[i]->str, text) == 0)
      return TRUE;
  return FALSE;
}

/* Every variant so far times every reading, as long as there is room. */
static guint
multiply (GString **variants, guint n, const char *all, gboolean initials)
{
  g_auto (GStrv) each = NULL;
  guint          before = n;

  /* Nearly all characters have one reading, and registries are filled by the million. */
  if (strchr (all, ' ') == NULL)
    {
      for (guint i = 0; i < n; i++)
        g_string_append_len (variants[i], all, initials ? 1 : -1);
      return n;
    }
  each = g_strsplit (all, " ", -1);
  for (guint r = 1; each[r] != NULL; r++)
    for (guint i = 0; i < before && n < MAX_VARIANTS; i++)
      {
        GString *copy = g_string_new (variants[i]->str);

        g_string_append_len (copy, each[r], initials ? 1 : -1);
        if (has_variant (variants, n, copy->str))
          g_string_free (copy, TRUE);
        else
          variants[n++] = copy;
      }
  for (guint i = 0; i < before; i++)
    g_string_append_len (variants[i], each[0], initials ? 1 : -1);
  return n;
}

static void
append_variants (GString *out, const char *text, gboolean initials)
{
  GString *variants[MAX_VARIANTS] = { g_string_new (NULL) };
  guint    n = 1;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar    c = g_utf8_get_char (p);
      const char *all = get_readings (c);

      if (*all != '\0')
        n = multiply (variants, n, all, initials);
      else if (!g_unichar_isspace (c))
        for (guint i = 0; i < n; i++)
          g_string_append_unichar (variants[i], c);
    }
  for (guint i = 0; i < n; i++)
    {
      g_string_append_len (out, variants[i]->str, (gssize) variants[i]->len);
      g_string_append_c (out, '\n');
      g_string_free (variants[i], TRUE);
    }
}

void
yun_pinyin_append_forms (GString *out, const char *text)
{
  append_variants (out, text, FALSE);
  append_variants (out, text, TRUE);
}
