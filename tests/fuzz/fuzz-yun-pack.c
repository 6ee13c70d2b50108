/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-pack.h"

#include <glib/gstdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any bytes as a pack: refused, or its sections lie inside. The input's sums are wrong after most
 * mutations, so what is behind them is reached through a whole pack made of the input too. */
static void
read_pack (const char *path, gconstpointer key, gsize n_key)
{
  static const char *const names[] = { "a", "numbers", "text", "" };
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunPack)      pack = yun_pack_open (path, key, n_key, &error);

  g_assert_true ((pack == NULL) == (error != NULL));
  for (guint i = 0; pack != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gsize         length, sum = 0;
      const guint8 *bytes = yun_pack_get (pack, names[i], 1, &length);

      for (gsize at = 0; bytes != NULL && at < length; at++)
        sum += bytes[at];
      if (bytes != NULL)
        g_assert_cmpuint (sum, <=, 255 * length);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char          *path = NULL;
  gsize                     n_key = MIN (n, 5);
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (data, n_key);
  g_autoptr (GError)        error = NULL;
  int                       file = g_file_open_tmp ("yun-fuzz-pack-XXXXXX", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  close (file);
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) n,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  read_pack (path, "key", 3);

  yun_pack_writer_add (writer, "a", data, n / 3, 0);
  yun_pack_writer_append (writer, data, n / 2);
  yun_pack_writer_add (writer, "text", data + n / 3, n - n / 3, 0);
  yun_pack_writer_set_late (writer);
  g_assert_true (yun_pack_writer_finish (writer, path, &error));
  {
    g_autoptr (YunPack) pack = yun_pack_open (path, data, n_key, &error);
    const guint8       *text;
    gsize               length;

    g_assert_no_error (error);
    text = yun_pack_get (pack, "text", 1, &length);
    g_assert_cmpmem (text, length, data + n / 3, n - n / 3);
  }
  g_unlink (path);

  return 0;
}
