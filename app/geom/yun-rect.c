/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-rect.h"

gboolean
yun_rect_is_empty (const YunRect *r)
{
  /* Negated, so that a coordinate that is not a number makes the box empty. */
  return !(r->x0 <= r->x1 && r->y0 <= r->y1);
}

YunRect
yun_rect_union (const YunRect *a, const YunRect *b)
{
  if (yun_rect_is_empty (a))
    return yun_rect_is_empty (b) ? YUN_RECT_EMPTY : *b;
  if (yun_rect_is_empty (b))
    return *a;

  return (YunRect){ MIN (a->x0, b->x0), MIN (a->y0, b->y0), MAX (a->x1, b->x1),
                    MAX (a->y1, b->y1) };
}

YunRect
yun_rect_intersect (const YunRect *a, const YunRect *b)
{
  if (!yun_rect_intersects (a, b))
    return YUN_RECT_EMPTY;

  return (YunRect){ MAX (a->x0, b->x0), MAX (a->y0, b->y0), MIN (a->x1, b->x1),
                    MIN (a->y1, b->y1) };
}

YunRect
yun_rect_with_point (const YunRect *r, double x, double y)
{
  YunRect point = { x, y, x, y };

  return yun_rect_union (r, &point);
}

YunRect
yun_rect_grow (const YunRect *r, double dx, double dy)
{
  if (yun_rect_is_empty (r))
    return YUN_RECT_EMPTY;

  return (YunRect){ r->x0 - dx, r->y0 - dy, r->x1 + dx, r->y1 + dy };
}

gboolean
yun_rect_intersects (const YunRect *a, const YunRect *b)
{
  return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1 &&
         !yun_rect_is_empty (a) && !yun_rect_is_empty (b);
}

gboolean
yun_rect_contains (const YunRect *r, double x, double y)
{
  return r->x0 <= x && x <= r->x1 && r->y0 <= y && y <= r->y1;
}

gboolean
yun_rect_contains_rect (const YunRect *outer, const YunRect *inner)
{
  return outer->x0 <= inner->x0 && inner->x1 <= outer->x1 && outer->y0 <= inner->y0 &&
         inner->y1 <= outer->y1 && !yun_rect_is_empty (inner);
}

guint
yun_rect_get_cell (double place, guint last)
{
  /* Before it is a whole number: one that has no room in it is anything. */
  if (!(place > 0))
    return 0;
  return place < last ? (guint) place : last;
}
