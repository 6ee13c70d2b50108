/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-place-name.h"

#include <string.h>

gsize
yun_place_name_measure_number (const char *name)
{
  gsize n = g_ascii_isupper (name[0]) ? strspn (name + 1, "0123456789") : 0;

  return n > 0 ? n + 1 : 0;
}

char *
yun_place_name_dup_station (const char *name)
{
  const gboolean whole = g_str_has_suffix (name, "站") || g_str_has_suffix (name, "航站楼");

  return g_strconcat (name, whole ? "" : "站", NULL);
}

const char *
yun_place_name_get_line (const char *name)
{
  static const char metro[] = "上海地铁";

  return g_str_has_prefix (name, metro) ? name + strlen (metro) : name;
}
