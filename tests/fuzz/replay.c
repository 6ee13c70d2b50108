/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target as an ordinary test: once over each file of the corpus
 * directory named on the command line, then over seeded mutations of them.
 */
#include "config.h"

#include <glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

#define MUTATIONS 400 /* of each file */

static const char *corpus;

/* A copy of the exact length, so that a sanitizer sees each read beyond it. */
static void
run_one (const guint8 *data, gsize n)
{
  g_autofree guint8 *copy = g_malloc (MAX (n, 1));

  memcpy (copy, data, n);
  LLVMFuzzerTestOneInput (copy, n);
}

static void
mutate (GRand *rand, GByteArray *bytes)
{
  static const guint32 words[] = { 0, 1, 2, 3, 6, 7, 0x7fffffff, 0x80000000, 0xffffffff, 1000002 };
  guint                at, n;

  if (bytes->len == 0)
    return;
  at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      bytes->data[at] = (guint8) g_rand_int (rand);
      break;
    case 2:
      if (at + 4 <= bytes->len)
        memcpy (bytes->data + at, &words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))], 4);
      break;
    case 3:
      g_byte_array_set_size (bytes, at);
      break;
    case 4:
      n = (guint) g_rand_int_range (rand, 1, 17);
      g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, n));
      break;
    case 5:
      {
        g_autofree guint8 *tail = g_memdup2 (bytes->data + at, bytes->len - at);

        g_byte_array_append (bytes, tail, MIN (bytes->len - at, 4096));
        break;
      }
    default:
      bytes->data[at] = bytes->data[g_rand_int_range (rand, 0, (gint32) bytes->len)];
      break;
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
test_replay (void)
{
  g_autoptr (GDir)      dir = g_dir_open (corpus, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (4490);
  const char           *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (corpus, name, NULL));
  g_assert_cmpuint (names->len, >, 0);
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char   *contents = NULL;
      g_autoptr (GError) error = NULL;
      gsize              n;

      g_file_get_contents (names->pdata[i], &contents, &n, &error);
      g_assert_no_error (error);
      g_test_message ("%s", (const char *) names->pdata[i]);
      run_one ((const guint8 *) contents, n);

      for (guint m = 0; m < MUTATIONS; m++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();

          g_byte_array_append (bytes, (const guint8 *) contents, (guint) n);
          for (gint32 k = g_rand_int_range (rand, 1, 5); k > 0; k--)
            mutate (rand, bytes);
          run_one (bytes->data, bytes->len);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  corpus = argv[1];

  g_test_add_func ("/fuzz/replay", test_replay);

  return g_test_run ();
}
