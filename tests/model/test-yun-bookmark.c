/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-bookmark.h"

static void
test_round_trip (void)
{
  YunRect          box = { 121.12345678, 30.9, 121.5, 31.25 };
  YunRect          back;
  g_autofree char *text = yun_bookmark_print (&box);

  g_assert_cmpstr (text, ==, "{\"extent\":[121.12345678,30.90000000,121.50000000,31.25000000]}");
  g_assert_true (yun_bookmark_parse (text, &back));
  g_assert_cmpfloat_with_epsilon (back.x0, box.x0, 1e-8);
  g_assert_cmpfloat_with_epsilon (back.y1, box.y1, 1e-8);
}

/* The content comes from a file that anyone may have written to. */
static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "{}",
    "[]",
    "null",
    "{\"extent\":1}",
    "{\"extent\":[1,2,3]}",
    "{\"extent\":[121,31,120,32]}",
    "{\"extent\":[\"121\",31,122,32]}",
    "{\"extent\":[2,48,3,49]}",
    "{\"extent\":[121,31,122,null]}",
    "{\"extent\":[[1],2,3,4]}",
    "{\"extent\":[1e999,2,3,4]}",
    "{\"extent\":",
  };
  YunRect box;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_false (yun_bookmark_parse (texts[i], &box));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bookmark/round-trip", test_round_trip);
  g_test_add_func ("/bookmark/refused", test_refused);
  return g_test_run ();
}
