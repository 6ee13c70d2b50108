/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-label-text.h"
#include "yun-text-painter.h"

#include <string.h>

static void
test_shorten (void)
{
  static const struct
  {
    const char *name;
    gboolean    firm;
    const char *text;
  } cases[] = {
    { "", TRUE, "" },
    { "九亭镇", FALSE, "九亭镇" },
    { "上海示例航天科技有限公司", TRUE, "上海示例航天科技" },
    { "上海示例航天科技股份有限公司", TRUE, "上海示例航天科技" },
    { "示例（集团）有限公司", TRUE, "示例" },
    /* a park may be called so */
    { "示例有限公司", FALSE, "示例有限公司" },
    /* nothing else would remain */
    { "有限公司", TRUE, "有限公司" },
    { "甲有限公司", TRUE, "甲有限公司" },
    { " 两\n行\t 的 ", FALSE, "两 行 的" },
    { "一二三四五六七八九十一二三四五六七八九十一二", FALSE,
      "一二三四五六七八九十一二三四五六七八九十一二" },
    { "一二三四五六七八九十一二三四五六七八九十一二三", FALSE,
      "一二三四五六七八九十一二三四五六七八九十一…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = yun_label_text_shorten (cases[i].name, cases[i].firm);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_wrap (void)
{
  static const struct
  {
    const char *text;
    const char *lines;
  } cases[] = {
    { "", NULL },
    { "园", NULL },
    { "Starlink", NULL },
    { "长三角Ｇ６０科创走廊", "长三角Ｇ６０\n科创走廊" },
    { "一二三四五六七八九十", "一二三四五\n六七八九十" },
    { "卫星互联网产业基地（二期）", "卫星互联网产业基地\n（二期）" },
    { "示例·泖港镇第 6281 号地块", "示例·泖港镇\n第 6281 号地块" },
    { "示例·长庚航天动力 第 1062", "示例·长庚航天动力\n第 1062" },
    { "长三角G60科创走廊芜湖产创中心", "长三角G60科创走廊\n芜湖产创中心" },
    { "G60卫星互联网产业基地", "G60卫星互联网\n产业基地" },
    { "Satellite Internet Park", "Satellite\nInternet Park" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = yun_label_text_wrap (cases[i].text);

      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

/* Whatever the name: valid text, no wider than allowed, and two lines hold what one line held. */
static void
test_random (void)
{
  static const char *const parts[] = { "卫星", "（", "）",       "科技", " ", "\n", "A",
                                       "9",    "·",  "有限公司", "é",    "…", "，", "e\xcc\x81" };
  g_autoptr (GRand)        rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autofree char    *text = NULL, *lines = NULL;
      guint               n = g_rand_int_range (rand, 0, 20);

      for (guint i = 0; i < n; i++)
        g_string_append (name, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      text = yun_label_text_shorten (name->str, round % 2);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpfloat (yun_label_text_get_width (text), <=, YUN_LABEL_TEXT_MAX);
      g_assert_null (strchr (text, '\n'));

      lines = yun_label_text_wrap (text);
      if (lines == NULL)
        continue;
      g_assert_true (g_utf8_validate (lines, -1, NULL));
      g_assert_nonnull (strchr (lines, '\n'));
      {
        g_auto (GStrv)   words = g_strsplit_set (text, " ", -1), back = NULL;
        g_autofree char *one = g_strjoinv ("", words), *two = NULL;

        back = g_strsplit_set (lines, " \n", -1);
        two = g_strjoinv ("", back);
        g_assert_cmpstr (one, ==, two);
      }
    }
}

static guint32
get_glyph (PangoLayout *layout, const char *family, const char *text)
{
  g_autoptr (PangoFontDescription) used = NULL;
  PangoLayoutRun                  *run;

  pango_layout_set_text (layout, text, -1);
  run = pango_layout_get_line_readonly (layout, 0)->runs->data;
  used = pango_font_face_describe (pango_font_get_face (run->item->analysis.font));

  return g_str_has_prefix (pango_font_description_get_family (used), family)
           ? run->glyphs->glyphs[0].glyph
           : 0;
}

/* Characters that China and Japan write differently: the maps' layouts have the Chinese glyphs. */
static void
test_language (void)
{
  static const char *const texts[] = { "直", "骨", "复", "角", "海" };
  const YunStyle          *style = yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  const char              *family = "Noto Sans CJK";
  g_autoptr (PangoLayout)  plain = yun_text_new (12, PANGO_WEIGHT_NORMAL);
  guint                    n_different = 0;

  if (get_glyph (plain, family, "直") == 0)
    {
      g_test_skip ("Noto Sans CJK is not installed");
      return;
    }
  for (guint kind = 0; kind < YUN_LABEL_N; kind++)
    {
      g_autoptr (PangoLayout) label = yun_text_new_label (style, kind);
      g_autoptr (PangoLayout) japanese = yun_text_new_label (style, kind);
      g_autoptr (PangoLayout) chinese = yun_text_new_label (style, kind);
      PangoFontDescription   *font;

      /* the same family as such, told apart by the language only */
      font = pango_font_description_copy (
        pango_context_get_font_description (pango_layout_get_context (label)));
      pango_font_description_set_family (font, "Noto Sans CJK JP");
      pango_layout_set_font_description (japanese, font);
      pango_context_set_language (pango_layout_get_context (japanese),
                                  pango_language_from_string ("ja"));
      pango_layout_context_changed (japanese);
      pango_font_description_set_family (font, "Noto Sans CJK SC");
      pango_layout_set_font_description (chinese, font);
      pango_font_description_free (font);

      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          guint32 glyph = get_glyph (label, family, texts[i]);

          g_assert_cmpuint (glyph, !=, 0);
          g_assert_cmpuint (glyph, ==, get_glyph (chinese, family, texts[i]));
          n_different += glyph != get_glyph (japanese, family, texts[i]);
        }
    }
  /* every kind of label in at least some of the characters */
  g_assert_cmpuint (n_different, >=, 2 * YUN_LABEL_N);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-text/shorten", test_shorten);
  g_test_add_func ("/label-text/wrap", test_wrap);
  g_test_add_func ("/label-text/random", test_random);
  g_test_add_func ("/label-text/language", test_language);

  return g_test_run ();
}
