/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-json-string.h"
#include "yun-json.h"

#include <string.h>

static void
test_taken (void)
{
  static const char *const texts[] = {
    "0",
    "-0.5e+3",
    " [ ] ",
    "{}",
    "\t{ \"a\" : [ 1 , -2.25E-7 , true , false , null ] }\r\n",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e91\\uD83D\\uDE00\"",
    "{\"a\":1,\"a\":2}",
    "\xef\xbb\xbf{\"a\":1}",
    "\"云间\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = yun_json_parse (texts[i], strlen (texts[i]));

      g_test_message ("%s", texts[i]);
      g_assert_nonnull (node);
      g_assert_true (json_node_is_immutable (node));
    }
}

/* The first is what json-glib 1.10 dies of; the others it takes, or once took. */
static void
test_refused (void)
{
  static const char *const texts[] = {
    "{}{}",
    "[] 7",
    "",
    "  ",
    "// a comment",
    "/* a comment */ {}",
    "var a = {};",
    "{'a':1}",
    "{a:1}",
    "[1,]",
    "{,}",
    "{\"a\":1,}",
    "{\"a\"}",
    "[1 2]",
    "[1",
    "[1}",
    "{\"a\":1",
    "]",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "- 1",
    "1e",
    "0x1f",
    "1e999",
    "-1e999",
    "tru",
    "truest",
    "NaN",
    "\"a",
    "\"\\x\"",
    "\"\\",
    "\"\n\"",
    "\"\\u12\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\ud800\\u0041\"",
    "\"\xff\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("refused %u", i);
      g_assert_null (yun_json_parse (texts[i], strlen (texts[i])));
    }
  g_assert_null (yun_json_parse ("1\0", 2));
}

static void
test_no_end (void)
{
  g_autoptr (JsonNode) node = yun_json_parse ("[1,2]rest", 5);

  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
}

static void
test_depth (void)
{
  for (guint depth = YUN_JSON_MAX_DEPTH; depth <= YUN_JSON_MAX_DEPTH + 1; depth++)
    {
      g_autofree char     *open = g_strnfill (depth, '[');
      g_autofree char     *close = g_strnfill (depth, ']');
      g_autofree char     *text = g_strconcat (open, close, NULL);
      g_autoptr (JsonNode) node = yun_json_parse (text, strlen (text));

      g_assert_true ((node != NULL) == (depth <= YUN_JSON_MAX_DEPTH));
    }
}

/* Values that stand one after the other; what is wrong with one says where it begins. */
static void
test_next (void)
{
  const char *text = "\xef\xbb\xbf {\"a\":1}{\"b\":[\"}\"]}\n\n[2] tru";
  gsize       n = strlen (text);
  guint       count = 0;

  for (;; count++)
    {
      g_autoptr (JsonNode) node = yun_json_next (&text, &n);

      if (node == NULL)
        break;
      g_assert_true (JSON_NODE_HOLDS_ARRAY (node) == (count == 2));
    }
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpstr (text, ==, "tru");
  g_assert_cmpuint (n, ==, 3);

  text = " \n";
  n = 2;
  g_assert_null (yun_json_next (&text, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* On one line, with nothing that steers a terminal, and read again as it was. */
static void
test_append_string (void)
{
  const char          *text = "“云”\"\\\n\t\x1b\x7f\xc2\x85"
                              "é";
  g_autoptr (GString)  out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  yun_json_append_string (out, text, strlen (text));
  g_assert_cmpstr (out->str, ==, "\"“云”\\\"\\\\\\n\\u0009\\u001b\\u007f\\u0085é\"");
  node = yun_json_parse (out->str, out->len);
  g_assert_cmpstr (json_node_get_string (node), ==, text);

  /* What is no UTF-8 loses nothing. */
  g_string_truncate (out, 0);
  yun_json_append_string (out,
                          "\xc2"
                          "A",
                          2);
  g_assert_cmpstr (out->str, ==,
                   "\"\xc2"
                   "A\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/taken", test_taken);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/no-end", test_no_end);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/next", test_next);
  g_test_add_func ("/json/append-string", test_append_string);

  return g_test_run ();
}
