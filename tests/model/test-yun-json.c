/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/taken", test_taken);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/no-end", test_no_end);
  g_test_add_func ("/json/depth", test_depth);

  return g_test_run ();
}
