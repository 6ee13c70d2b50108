/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"
#include "yun-firm.h"

#include <glib/gstdio.h>
#include <string.h>

/* The texts that bare words search, in memory and in a file, against strstr(). What columns mean
 * as a whole is compared with SQL in tests/store/test-yun-columns.c. */

#define N_TEXTS 40000
#define SMALL 1000 /* bytes kept in memory */

static GPtrArray *
make_texts (GRand *rand)
{
  static const char *const parts[] = { "卫星", "天枢路", "weixing", "g60", "\n",
                                       " ",    "号",     "示例",    "7" };
  GPtrArray               *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_TEXTS; i++)
    {
      GString *text = g_string_new ("\n");
      guint    n = (guint) g_rand_int_range (rand, 0, 240);

      for (guint k = 0; k < n; k++)
        g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      g_string_append_printf (text, "#%u.", i);
      g_ptr_array_add (texts, g_string_free (text, FALSE));
    }
  return texts;
}

/* (transfer full): firms of odd ids with these texts. */
static YunColumns *
make_columns (GPtrArray *texts, gsize limit)
{
  g_autoptr (YunColumnsBuilder) builder = yun_columns_builder_new (&yun_entity_firm);
  YunColumnWordsDraft           draft;
  YunColumns                   *columns;

  yun_column_words_draft_init (&draft);
  draft.limit = limit;
  for (guint i = 0; i < texts->len; i++)
    {
      yun_columns_builder_begin_row (builder, 2 * i + 1, NULL, FALSE);
      yun_column_words_draft_add (&draft, g_ptr_array_index (texts, i));
    }
  columns = yun_columns_builder_end (builder);
  yun_column_words_unref (columns->words);
  columns->words = yun_column_words_draft_end (&draft, columns);
  yun_column_words_draft_clear (&draft);
  return columns;
}

static void
check_words (YunColumns *columns, GPtrArray *texts)
{
  static const char *const words[] = { "卫星",    "7",
                                       "星天枢",  "g60",
                                       "#1.",     "#39999.",
                                       "#0.",     "没有",
                                       "号7号7",  "示例weixing卫星",
                                       "路 示例", "天枢路天枢路天枢路" };
  g_autofree guint64      *bits = yun_bits_new (texts->len);

  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    {
      g_assert_true (yun_columns_match_word (columns, words[w], bits));
      for (guint i = 0; i < texts->len; i++)
        if (yun_bits_get (bits, i) != (strstr (g_ptr_array_index (texts, i), words[w]) != NULL))
          g_error ("“%s” in text %u", words[w], i);
    }
  g_assert_true (yun_columns_match_word (columns, "", bits));
  g_assert_cmpuint (yun_bits_count (bits, texts->len), ==, texts->len);
}

static void
test_words (void)
{
  g_autoptr (GRand)      rand = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray)  texts = make_texts (rand);
  g_autoptr (YunColumns) in_memory = make_columns (texts, G_MAXSIZE);
  g_autoptr (YunColumns) in_file = make_columns (texts, SMALL);
  g_autofree char       *folder = g_build_filename (g_get_user_cache_dir (), "yunjian", NULL);
  g_autoptr (GDir)       dir = g_dir_open (folder, 0, NULL);

  g_assert_cmpuint (in_memory->words->mapped, ==, 0);
  g_assert_cmpuint (in_file->words->mapped, >, 16 << 20); /* several pieces */
  g_assert_cmpuint (yun_columns_get_size (in_file), <, yun_columns_get_size (in_memory) / 4);
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir)); /* it has no name */
  check_words (in_memory, texts);
  check_words (in_file, texts);
}

static void
test_no_words (void)
{
  g_autoptr (GPtrArray)  none = g_ptr_array_new ();
  g_autoptr (YunColumns) columns = make_columns (none, SMALL);
  guint64                bits = 1;

  g_assert_true (yun_columns_match_word (columns, "卫星", &bits));
}

/* A cache folder that cannot be made: not held, so not answered. */
static void
test_no_folder (void)
{
  g_autoptr (GRand)     rand = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) texts = make_texts (rand);
  g_autofree char      *folder = g_build_filename (g_get_user_cache_dir (), "yunjian", NULL);
  g_autofree guint64   *bits = yun_bits_new (texts->len);

  g_assert_no_errno (g_mkdir_with_parents (g_get_user_cache_dir (), 0700));
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  {
    g_autoptr (YunColumns) columns = make_columns (texts, SMALL);

    g_assert_null (columns->words);
    g_assert_false (yun_columns_match_word (columns, "卫星", bits));
  }
  g_assert_no_errno (g_unlink (folder));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("yun-columns-XXXXXX", NULL);
  g_autofree char *inside = g_build_filename (folder, "yunjian", NULL);
  int              status;

  /* A cache folder of its own; GLib's way of isolating leaves memory behind. */
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/columns/no-folder", test_no_folder);
  g_test_add_func ("/columns/words", test_words);
  g_test_add_func ("/columns/no-words", test_no_words);
  status = g_test_run ();
  g_remove (inside);
  g_rmdir (folder);
  return status;
}
