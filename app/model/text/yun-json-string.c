/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-json-string.h"

/* U+0080 to U+009F, control characters too, are this byte and one of 0x80 to 0x9f. */
#define LEAD 0xc2

void
yun_json_append_string (GString *out, const char *text, gsize n)
{
  const guchar *bytes = (const guchar *) text;

  g_return_if_fail (out != NULL && (text != NULL || n == 0));

  g_string_append_c (out, '"');
  for (gsize i = 0; i < n; i++)
    {
      guchar byte = bytes[i];

      if (byte == '"' || byte == '\\')
        g_string_append_printf (out, "\\%c", byte);
      else if (byte == '\n')
        g_string_append (out, "\\n");
      else if (byte < 0x20 || byte == 0x7f)
        g_string_append_printf (out, "\\u%04x", byte);
      else if (byte == LEAD && i + 1 < n && bytes[i + 1] >= 0x80 && bytes[i + 1] < 0xa0)
        g_string_append_printf (out, "\\u%04x", bytes[++i]);
      else
        g_string_append_c (out, (char) byte);
    }
  g_string_append_c (out, '"');
}
