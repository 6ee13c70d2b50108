/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-view-state.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any bytes are a view or refused with a message; what is one survives printing. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunViewState) state = yun_view_state_parse ((const char *) data, (gssize) n, &error);
  g_autoptr (YunViewState) again = NULL;
  g_autofree char         *text = NULL;

  if (state == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }
  text = yun_view_state_print (state);
  again = yun_view_state_parse (text, -1, &error);
  g_assert_no_error (error);
  g_assert_true (yun_view_state_equal (state, again));
  return 0;
}
