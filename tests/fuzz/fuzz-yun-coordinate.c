/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-coordinate.h"

#include <math.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Any text is a place in China or refused with words; what is a place prints to a text that is the
 * same place. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char   *text = g_strndup ((const char *) data, n);
  g_autofree char   *printed = NULL;
  g_autoptr (GError) error = NULL;
  YunCoordinate      c, again;

  if (!yun_coordinate_parse (text, &c, &error))
    {
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, !=, "");
      return 0;
    }
  g_assert_null (error);
  g_assert_true (isfinite (c.x) && isfinite (c.y));
  printed = yun_coordinate_format (&c, YUN_DEGREES_DECIMAL);
  g_assert_true (yun_coordinate_parse (printed, &again, NULL));
  g_assert_cmpint (again.system, ==, c.system);
  g_assert_cmpint (again.srid, ==, c.srid);
  g_assert_cmpfloat (fabs (again.x - c.x), <, 0.01);
  g_assert_cmpfloat (fabs (again.y - c.y), <, 0.01);
  return 0;
}
