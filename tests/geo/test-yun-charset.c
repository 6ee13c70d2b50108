/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-charset.h"

#include <string.h>

static const YunShapefileEncoding encodings[] = { YUN_ENCODING_GBK_LDID, YUN_ENCODING_UTF8,
                                                  YUN_ENCODING_GB18030 };

/* Every character there is, against iconv. */
static void
test_all_characters (void)
{
  for (guint e = 0; e < G_N_ELEMENTS (encodings); e++)
    {
      const YunCharset *charset = yun_charset_get (encodings[e]);
      GIConv            back = g_iconv_open ("UTF-8", yun_charset_get_name (charset));
      guint             known = 0;

      for (gunichar c = 1; c <= 0x10ffff; c++)
        {
          char           text[7] = { 0 }, again[16] = { 0 };
          guint8         bytes[16];
          YunCharsetLoss loss;
          gsize          n, left, room = sizeof again;
          char          *in = (char *) bytes, *out = again;

          if (!g_unichar_validate (c) || c == ' ')
            continue;
          g_unichar_to_utf8 (c, text);
          n = left = yun_charset_encode (charset, text, bytes, sizeof bytes, &loss);
          g_assert_false (loss.cut);
          if (loss.missing != 0)
            {
              g_assert_cmphex (loss.missing, ==, c);
              g_assert_cmpuint (n, ==, 1);
              g_assert_cmpint (bytes[0], ==, '?');
              continue;
            }
          known++;
          g_iconv (back, NULL, NULL, NULL, NULL);
          g_assert_cmpint (g_iconv (back, &in, &left, &out, &room), ==, 0);
          g_assert_cmpstr (again, ==, text);
        }
      g_iconv_close (back);
      g_test_message ("%s: %u characters", yun_charset_get_name (charset), known);
      g_assert_cmpuint (known, >=, encodings[e] == YUN_ENCODING_GBK_LDID ? 21000 : 1000000);
    }
}

static void
test_known_bytes (void)
{
  static const struct
  {
    YunShapefileEncoding encoding;
    const char          *text;
    const char          *bytes;
    gunichar             missing;
  } cases[] = {
    { YUN_ENCODING_GBK_LDID, "九亭A·1",
      "\xbe\xc5\xcd\xa4"
      "A\xa1\xa4"
      "1",
      0 },
    { YUN_ENCODING_GBK_LDID, "镕", "\xe9\x46", 0 },
    { YUN_ENCODING_GBK_LDID, "a𨭎b鿏", "a?b?", 0x28b4e },
    { YUN_ENCODING_GBK_CPG, "5 m²", "5 m?", 0xb2 },
    { YUN_ENCODING_GB18030, "𨭎", "\x98\x30\xa8\x38", 0 },
    { YUN_ENCODING_GB18030, "九", "\xbe\xc5", 0 },
    { YUN_ENCODING_UTF8, "九𨭎", "九𨭎", 0 },
    { YUN_ENCODING_UTF8,
      "a\xff"
      "b",
      "a?b", 0xfffd },
    { YUN_ENCODING_GBK_LDID, "a\xe4\xb9", "a??", 0xfffd },
    { YUN_ENCODING_UTF8, "", "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8         bytes[64];
      YunCharsetLoss loss;
      gsize n = yun_charset_encode (yun_charset_get (cases[i].encoding), cases[i].text, bytes,
                                    sizeof bytes, &loss);

      g_assert_cmpmem (bytes, n, cases[i].bytes, strlen (cases[i].bytes));
      g_assert_cmphex (loss.missing, ==, cases[i].missing);
      g_assert_false (loss.stripped);
    }
}

/* A cut falls between characters and loses as little as can be; blanks at the ends go. */
static void
test_cut (void)
{
  for (guint e = 0; e < G_N_ELEMENTS (encodings); e++)
    for (gsize limit = 1; limit < 40; limit++)
      {
        const YunCharset *charset = yun_charset_get (encodings[e]);
        static const char text[] = "a九𠀀b亭cd松江区ef卫星";
        guint8            all[64], part[64];
        YunCharsetLoss    loss;
        gsize             n_all = yun_charset_encode (charset, text, all, sizeof all, &loss);
        gsize             n = yun_charset_encode (charset, text, part, limit, &loss);
        g_autofree char  *back = NULL;

        g_assert_cmpuint (n, <=, limit);
        g_assert_cmpmem (part, n, all, n);
        g_assert_true (loss.cut == (n < n_all));
        if (loss.cut)
          g_assert_cmpuint (n + 4, >, limit);
        back =
          g_convert ((char *) part, n, "UTF-8", yun_charset_get_name (charset), NULL, NULL, NULL);
        g_assert_nonnull (back);
      }

  {
    guint8         bytes[8];
    YunCharsetLoss loss;

    g_assert_cmpuint (
      yun_charset_encode (yun_charset_get (YUN_ENCODING_UTF8), "  ab  ", bytes, 8, &loss), ==, 2);
    g_assert_true (loss.stripped);
    g_assert_false (loss.cut);
    g_assert_cmpuint (
      yun_charset_encode (yun_charset_get (YUN_ENCODING_UTF8), "   ", bytes, 8, &loss), ==, 0);
  }
}

static void
test_names (void)
{
  g_assert_cmpint (yun_shapefile_encoding_find ("gbk"), ==, YUN_ENCODING_GBK_LDID);
  g_assert_cmpint (yun_shapefile_encoding_find ("Gbk-Cpg"), ==, YUN_ENCODING_GBK_CPG);
  g_assert_cmpint (yun_shapefile_encoding_find ("utf-8"), ==, YUN_ENCODING_UTF8);
  g_assert_cmpint (yun_shapefile_encoding_find ("GB18030"), ==, YUN_ENCODING_GB18030);
  g_assert_cmpint (yun_shapefile_encoding_find ("latin1"), ==, -1);
  for (int i = YUN_ENCODING_GBK_LDID; i <= YUN_ENCODING_GB18030; i++)
    g_assert_cmpint (yun_shapefile_encoding_find (yun_shapefile_encoding_get_name (i)), ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charset/all-characters", test_all_characters);
  g_test_add_func ("/charset/known-bytes", test_known_bytes);
  g_test_add_func ("/charset/cut", test_cut);
  g_test_add_func ("/charset/names", test_names);
  return g_test_run ();
}
