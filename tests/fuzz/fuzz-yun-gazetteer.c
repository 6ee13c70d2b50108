/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-gazetteer.h"

#define LIMIT 7

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any text finds places or none, the best first and no more than asked for. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char      *raw = g_strndup ((const char *) data, n);
  g_autofree char      *text = g_utf8_make_valid (raw, -1);
  g_autoptr (GPtrArray) named = yun_gazetteer_find (text);
  g_autoptr (GArray)    found = yun_gazetteer_search (text, LIMIT);

  g_assert_cmpuint (found->len, <=, LIMIT);
  for (guint i = 0; i < found->len; i++)
    {
      const YunGazetteerMatch *match = &g_array_index (found, YunGazetteerMatch, i);

      g_assert_nonnull (match->place->shape);
      g_assert_cmpint (match->rank, <, YUN_SEARCH_NONE);
      g_assert_true (i == 0 || match[-1].rank <= match->rank);
    }
  for (guint i = 0; i < named->len; i++)
    g_assert_nonnull (((const YunGazetteerPlace *) g_ptr_array_index (named, i))->shape);
  return 0;
}
