/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-history.h"

#include "yun-measure.h"

#include <math.h>

#define NEAR_SHARE 0.4 /* of the smaller side of the view: a move by less is no other view */
#define NEAR_LEVELS 0.7

struct _YunMapHistory
{
  GArray *places; /* (owned) (element-type YunMapPlace) */
  int     now;    /* the present one, or -1 */
};

YunMapHistory *
yun_map_history_new (void)
{
  YunMapHistory *self = g_new0 (YunMapHistory, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (YunMapPlace));
  self->now = -1;
  return self;
}

void
yun_map_history_free (YunMapHistory *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->places);
  g_free (self);
}

/* Pixels at the coarser of the two zooms: seen from far, near places are one. */
static gboolean
is_near (const YunMapPlace *a, const YunMapPlace *b, double width, double height)
{
  YunPoint p = yun_mercator_from_lonlat (a->centre.x, a->centre.y);
  YunPoint q = yun_mercator_from_lonlat (b->centre.x, b->centre.y);
  double   pixels = exp2 (MIN (a->zoom, b->zoom) + 8);

  return fabs (a->zoom - b->zoom) < NEAR_LEVELS &&
         hypot (p.x - q.x, p.y - q.y) * pixels < NEAR_SHARE * MIN (width, height);
}

gboolean
yun_map_history_note (YunMapHistory *self, const YunMapPlace *place, double width, double height)
{
  g_return_val_if_fail (self != NULL && place != NULL, FALSE);

  if (self->now >= 0 &&
      is_near (&g_array_index (self->places, YunMapPlace, self->now), place, width, height))
    return FALSE;
  g_array_set_size (self->places, (guint) (self->now + 1));
  g_array_append_val (self->places, *place);
  if (self->places->len > YUN_MAP_HISTORY_MAX)
    g_array_remove_index (self->places, 0);
  self->now = (int) self->places->len - 1;
  return TRUE;
}

gboolean
yun_map_history_can_go (const YunMapHistory *self, int direction)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->now + direction >= 0 && self->now + direction < (int) self->places->len;
}

const YunMapPlace *
yun_map_history_go (YunMapHistory *self, int direction)
{
  if (!yun_map_history_can_go (self, direction))
    return NULL;
  self->now += direction;
  return &g_array_index (self->places, YunMapPlace, self->now);
}
