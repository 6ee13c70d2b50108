/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any text is understood or refused with a message; what is understood prints to a text that means
 * the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char      *text = g_strndup ((const char *) data, n);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (YunFilter) again = NULL;
  g_autofree char      *printed = NULL;

  if (filter == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  printed = yun_filter_print (filter);
  again = yun_filter_parse (printed, NULL, NULL);
  g_assert_nonnull (again);
  g_assert_true (yun_filter_equal (filter, again));
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    g_free (yun_filter_describe_clause (filter, i));
  return 0;
}
