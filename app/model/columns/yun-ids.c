/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-ids.h"

#include <stdlib.h>

int
yun_ids_compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

void
yun_ids_tidy (GArray *ids)
{
  gint64 *id = (gint64 *) (gpointer) ids->data;
  guint   n = 0;

  g_array_sort (ids, yun_ids_compare);
  for (guint i = 0; i < ids->len; i++)
    if (i == 0 || id[i] != id[n - 1])
      id[n++] = id[i];
  g_array_set_size (ids, n);
}

gboolean
yun_ids_have (const GArray *ids, gint64 id)
{
  return ids->len > 0 && bsearch (&id, ids->data, ids->len, sizeof id, yun_ids_compare) != NULL;
}
