/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-street.h"

G_DEFINE_QUARK (yun_street_error, yun_street_error)

gboolean
yun_street_kind_is_area (YunStreetKind kind)
{
  return kind == YUN_STREET_GREEN || kind == YUN_STREET_LAKE || kind == YUN_STREET_BUILDING;
}

const YunVertex *
yun_street_shape_get_ring (const YunStreetShape *self, guint i, guint *n)
{
  guint32 begin = i > 0 ? self->ends[i - 1] : 0;

  *n = self->ends[i] - begin;

  return self->vertices + begin;
}

void
yun_street_shape_find_box (YunStreetShape *self)
{
  guint n = self->n_rings > 0 ? self->ends[self->n_rings - 1] : 0;

  self->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  self->max = (YunVertex){ 0, 0 };
  for (guint i = 0; i < n; i++)
    {
      YunVertex v = self->vertices[i];

      self->min = (YunVertex){ MIN (self->min.x, v.x), MIN (self->min.y, v.y) };
      self->max = (YunVertex){ MAX (self->max.x, v.x), MAX (self->max.y, v.y) };
    }
}

char *
yun_street_dup_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "yunjian", "street-map.pack", NULL);
}
