/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-pack.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "map 1|/registry"
#define N_KEY (sizeof KEY - 1)

static char *folder;

static char *
get_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* How many files lie in the folder. */
static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
write_pack (const char *path, const guint32 *numbers, gsize n, const char *text, gsize room)
{
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (KEY, N_KEY);
  g_autoptr (GError)        error = NULL;

  yun_pack_writer_add (writer, "numbers", numbers, n * sizeof *numbers, room * sizeof *numbers);
  yun_pack_writer_add (writer, "empty", NULL, 0, 0);
  yun_pack_writer_add (writer, "text", text, strlen (text) + 1, 0);
  g_assert_true (yun_pack_writer_finish (writer, path, &error));
  g_assert_no_error (error);
}

/* Without waiting for the disk: a thousand times. */
static void
put (const char *path, const char *bytes, gsize n)
{
  g_unlink (path);
  g_assert_true (
    g_file_set_contents_full (path, bytes, (gssize) n, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
assert_refused (const char *path, YunPackError code)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunPack) pack = yun_pack_open (path, KEY, N_KEY, &error);

  g_assert_null (pack);
  g_assert_error (error, YUN_PACK_ERROR, (int) code);
}

static void
test_round_trip (void)
{
  g_autofree char *path = get_path ("round");
  guint32          numbers[100];

  for (guint i = 0; i < 100; i++)
    numbers[i] = i * i + 1;
  for (gsize n = 0; n <= 100; n += 5)
    {
      g_autoptr (GError)  error = NULL;
      g_autoptr (YunPack) pack = NULL;
      const guint32      *back;
      gsize               got;

      write_pack (path, numbers, n, "松江", n % 7);
      pack = yun_pack_open (path, KEY, N_KEY, &error);
      g_assert_no_error (error);

      back = yun_pack_get (pack, "numbers", sizeof *back, &got);
      g_assert_cmpuint (got, ==, n + n % 7);
      g_assert_cmpuint (GPOINTER_TO_SIZE (back) % 64, ==, 0);
      g_assert_cmpmem (back, n * sizeof *back, numbers, n * sizeof *back);
      for (gsize i = n; i < got; i++)
        g_assert_cmpuint (back[i], ==, 0);
      g_assert_nonnull (yun_pack_get (pack, "empty", 8, &got));
      g_assert_cmpuint (got, ==, 0);
      g_assert_cmpstr (yun_pack_get (pack, "text", 1, &got), ==, "松江");
      g_assert_cmpuint (got, ==, 7);
      g_assert_null (yun_pack_get (pack, "text", 2, &got));
      g_assert_null (yun_pack_get (pack, "other", 1, &got));
    }
  g_assert_cmpuint (count_files (), ==, 1);
  g_unlink (path);
}

/* Parts lie one behind the other, each at a multiple of 64, and are summed up together. */
static void
test_parts (void)
{
  g_autofree char *path = get_path ("parts");

  for (gsize n = 0; n < 200; n += 13)
    {
      g_autoptr (YunPackWriter) writer = yun_pack_writer_new (KEY, N_KEY);
      g_autoptr (YunPack)       pack = NULL;
      g_autofree char          *part = g_malloc (n + 1);
      const char               *back;
      gsize                     got, second = YUN_PACK_ROUND_UP (n), third = second + 64;

      memset (part, 'x', n);
      yun_pack_writer_add (writer, "parts", part, n, 0);
      yun_pack_writer_append (writer, "middle", 6);
      yun_pack_writer_append (writer, part, n);
      yun_pack_writer_add (writer, "next", "behind", 7, 1);
      g_assert_true (yun_pack_writer_finish (writer, path, NULL));

      pack = yun_pack_open (path, KEY, N_KEY, NULL);
      g_assert_nonnull (pack);
      back = yun_pack_get (pack, "parts", 1, &got);
      g_assert_cmpuint (got, ==, third + n);
      g_assert_cmpmem (back, n, part, n);
      g_assert_cmpmem (back + second, 7, "middle", 7);
      g_assert_cmpmem (back + third, n, part, n);
      g_assert_cmpstr (yun_pack_get (pack, "next", 1, &got), ==, "behind");
    }
  g_unlink (path);
}

/* A late section does not hinder opening; it is refused when it is asked for, the others are not.
 * Memory given back comes again. */
static void
test_late (void)
{
  g_autofree char          *path = get_path ("late");
  gsize                     n = (gsize) 20 << 20, n_bytes, got;
  g_autofree char          *large = g_malloc (n);
  g_autofree char          *bytes = NULL;
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (KEY, N_KEY);
  g_autoptr (YunPack)       whole = NULL;
  g_autoptr (YunPack)       damaged = NULL;

  for (gsize i = 0; i < n; i++)
    large[i] = (char) (i * 7 >> 3);
  yun_pack_writer_add (writer, "large", large, n, 64);
  yun_pack_writer_set_late (writer);
  yun_pack_writer_add (writer, "small", "松江", 7, 0);
  g_assert_true (yun_pack_writer_finish (writer, path, NULL));

  whole = yun_pack_open (path, KEY, N_KEY, NULL);
  g_assert_nonnull (whole);
  g_assert_true (memcmp (yun_pack_get (whole, "large", 1, &got), large, n) == 0);
  g_assert_cmpuint (got, ==, n + 64);
  yun_pack_release (whole);
  g_assert_true (memcmp (yun_pack_get (whole, "large", 1, &got), large, n) == 0);
  g_assert_cmpstr (yun_pack_get (whole, "small", 1, &got), ==, "松江");

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  bytes[n / 2] ^= 1;
  put (path, bytes, n_bytes);
  damaged = yun_pack_open (path, KEY, N_KEY, NULL);
  g_assert_nonnull (damaged);
  g_assert_null (yun_pack_get (damaged, "large", 1, &got));
  g_assert_cmpstr (yun_pack_get (damaged, "small", 1, &got), ==, "松江");
  bytes[n / 2] ^= 1;
  bytes[n_bytes - 64] ^= 1;
  put (path, bytes, n_bytes);
  assert_refused (path, YUN_PACK_ERROR_DAMAGED);
  g_unlink (path);
}

/* What was opened stays as it was, whatever becomes of the file and of others' memory. */
static void
test_lasting (void)
{
  g_autofree char    *path = get_path ("lasting");
  guint32             numbers[] = { 1, 2, 3 };
  g_autoptr (YunPack) a = NULL;
  g_autoptr (YunPack) b = NULL;
  guint32            *of_a, *of_b;
  gsize               n;

  write_pack (path, numbers, 3, "", 1000);
  a = yun_pack_open (path, KEY, N_KEY, NULL);
  b = yun_pack_open (path, KEY, N_KEY, NULL);
  of_a = yun_pack_get (a, "numbers", sizeof *of_a, &n);
  of_b = yun_pack_get (b, "numbers", sizeof *of_b, &n);
  of_a[3] = of_a[900] = 77;
  g_assert_cmpuint (of_b[3], ==, 0);

  numbers[0] = 9;
  write_pack (path, numbers, 3, "", 0);
  g_assert_cmpuint (of_b[0], ==, 1);
  g_unlink (path);
  g_assert_cmpuint (of_b[2], ==, 3);
  g_assert_cmpuint (of_a[900], ==, 77);
}

/* Cut at every length, longer, and each byte changed: never opened, never a crash. */
static void
test_damage (void)
{
  g_autofree char *path = get_path ("damage");
  g_autofree char *good = NULL;
  guint32          numbers[40] = { 5, 6, 7 };
  gsize            n;

  write_pack (path, numbers, 40, "text", 3);
  g_assert_true (g_file_get_contents (path, &good, &n, NULL));

  for (gsize cut = 0; cut < n; cut++)
    {
      put (path, good, cut);
      assert_refused (path, YUN_PACK_ERROR_DAMAGED);
    }
  {
    g_autofree char *longer = g_malloc0 (n + 64);

    memcpy (longer, good, n);
    put (path, longer, n + 64);
    assert_refused (path, YUN_PACK_ERROR_DAMAGED);
  }
  for (gsize at = 0; at < n; at++)
    for (guint bit = 0; bit < 8; bit += at < 64 ? 1 : 3)
      {
        g_autoptr (GError)  error = NULL;
        g_autoptr (YunPack) pack = NULL;

        good[at] ^= (char) (1 << bit);
        put (path, good, n);
        pack = yun_pack_open (path, KEY, N_KEY, &error);
        g_assert_null (pack);
        g_assert_error (error, YUN_PACK_ERROR,
                        (at < 16 ? YUN_PACK_ERROR_FOREIGN : YUN_PACK_ERROR_DAMAGED));
        good[at] ^= (char) (1 << bit);
      }
  g_unlink (path);
}

static void
test_refused (void)
{
  g_autofree char    *path = get_path ("refused");
  guint32             numbers[] = { 1 };
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunPack) pack = NULL;

  assert_refused (path, YUN_PACK_ERROR_MISSING);
  assert_refused (folder, YUN_PACK_ERROR_DAMAGED);
  write_pack (path, numbers, 1, "", 0);
  pack = yun_pack_open (path, "map 2|/registry", N_KEY, &error);
  g_assert_null (pack);
  g_assert_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_STALE);
  g_clear_error (&error);
  pack = yun_pack_open (path, KEY, N_KEY - 1, &error);
  g_assert_null (pack);
  g_assert_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_STALE);
  g_clear_error (&error);
  pack = yun_pack_open (path, "", 0, &error);
  g_assert_null (pack);
  g_assert_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_STALE);
  g_unlink (path);
}

/* A place that cannot be written: an error, and nothing left behind. */
static void
test_unwritable (void)
{
  g_autofree char          *below = get_path ("no-such-folder/pack");
  g_autofree char          *taken = get_path ("taken");
  g_autofree char          *inside = g_build_filename (taken, "inside", NULL);
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (KEY, N_KEY);
  g_autoptr (GError)        error = NULL;

  g_assert_false (yun_pack_writer_finish (writer, below, &error));
  g_assert_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_FAILED);
  g_clear_error (&error);

  /* a folder has the name: the temporary file is written, the renaming fails */
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  g_assert_false (yun_pack_writer_finish (writer, taken, &error));
  g_assert_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_FAILED);
  g_assert_cmpuint (count_files (), ==, 1);
  g_rmdir (inside);
  g_rmdir (taken);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("yun-pack-XXXXXX", NULL);
  g_assert_nonnull (folder);

  g_test_add_func ("/pack/parts", test_parts);
  g_test_add_func ("/pack/late", test_late);
  g_test_add_func ("/pack/round-trip", test_round_trip);
  g_test_add_func ("/pack/lasting", test_lasting);
  g_test_add_func ("/pack/damage", test_damage);
  g_test_add_func ("/pack/refused", test_refused);
  g_test_add_func ("/pack/unwritable", test_unwritable);

  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
