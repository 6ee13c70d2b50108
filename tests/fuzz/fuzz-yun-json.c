/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-json.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any bytes are JSON or refused; what is JSON survives printing. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autoptr (JsonNode) node = yun_json_parse ((const char *) data, n);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char     *text = NULL;

  if (node == NULL)
    return 0;
  text = json_to_string (node, TRUE);
  again = yun_json_parse (text, strlen (text));
  g_assert_nonnull (again);
  g_assert_true (json_node_equal (node, again));
  return 0;
}
