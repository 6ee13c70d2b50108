/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-measure.h"

#include "yun-geom-private.h"

#include <math.h>

#define METRES_A_DEGREE 111700.0 /* no degree is longer */
/* How far off a distance and a half diagonal may be together: this many metres and this part. */
#define ERROR_METRES 1.0
#define ERROR_PART 0.001
/* Cells that are looked at before nothing is sure. */
#define MAX_CELLS 4096

/* ---- By the middle of a box ---------------------------------------------------- */

double
yun_measure_half_diagonal (const YunRect *box)
{
  return hypot (box->x1 - box->x0, box->y1 - box->y0) / 2 * METRES_A_DEGREE;
}

YunReach
yun_measure_reach (double distance, double half, double error, double metres)
{
  double slack = half + ERROR_METRES + distance * error;

  return distance + slack <= metres  ? YUN_REACH_ALL
         : distance - slack > metres ? YUN_REACH_NONE
                                     : YUN_REACH_MAYBE;
}

YunReach
yun_measure_reach_box (const YunGeom *place, const YunRect *box, double metres)
{
  double distance =
    yun_measure_distance_to (place, (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2);

  return yun_measure_reach (distance, yun_measure_half_diagonal (box), ERROR_PART, metres);
}

/* ---- All of a shape ------------------------------------------------------------ */

typedef struct
{
  const YunGeom *shape;
  const YunGeom *place;
  double         metres;
  guint          n_left; /* cells that may yet be looked at */
} Cover;

static gboolean
meets (const YunGeom *shape, const YunRect *cell)
{
  g_autoptr (YunGeom) box = yun_geom_new_box (cell);

  return box == NULL || yun_measure_intersects (box, shape);
}

/* Whether what of the shape lies in @cell is near: cut in four for as long as that may be. */
static gboolean
is_cell_near (Cover *cover, const YunRect *cell)
{
  double   x = (cell->x0 + cell->x1) / 2, y = (cell->y0 + cell->y1) / 2;
  YunRect  quarters[] = { { cell->x0, cell->y0, x, y },
                          { x, cell->y0, cell->x1, y },
                          { cell->x0, y, x, cell->y1 },
                          { x, y, cell->x1, cell->y1 } };
  YunReach reach = yun_measure_reach_box (cover->place, cell, cover->metres);

  if (reach == YUN_REACH_ALL || !meets (cover->shape, cell))
    return TRUE;
  if (reach == YUN_REACH_NONE || cover->n_left == 0 ||
      yun_measure_half_diagonal (cell) < ERROR_METRES + ERROR_PART * cover->metres)
    return FALSE;
  cover->n_left--;
  for (guint i = 0; i < G_N_ELEMENTS (quarters); i++)
    if (!is_cell_near (cover, &quarters[i]))
      return FALSE;
  return TRUE;
}

/* Whether every corner of @shape is at most @metres from @place. */
static gboolean
are_corners_near (const YunGeom *shape, const YunGeom *place, double metres)
{
  for (guint i = 0; i < shape->n_points; i++)
    if (yun_measure_distance_to (place, shape->points[i].x, shape->points[i].y) > metres)
      return FALSE;
  return TRUE;
}

/* Whether every corner of @shape, and so all of it, is at most @metres from one point. */
static gboolean
is_near_point (const YunGeom *shape, const YunPoint *p, double metres)
{
  for (guint i = 0; i < shape->n_points; i++)
    if (yun_measure_distance (shape->points[i].x, shape->points[i].y, p->x, p->y) > metres)
      return FALSE;
  return TRUE;
}

gboolean
yun_measure_all_near (const YunGeom *shape, const YunGeom *place, double metres)
{
  Cover cover = { shape, place, metres, MAX_CELLS };

  if (!are_corners_near (shape, place, metres))
    return FALSE;
  return shape->kind == YUN_GEOM_POINT || is_near_point (shape, &place->points[0], metres) ||
         yun_measure_covers (place, shape) || is_cell_near (&cover, &shape->box);
}

gboolean
yun_measure_every_two_near (const YunGeom *a, const YunGeom *b, double metres)
{
  for (guint i = 0; i < b->n_points; i++)
    if (!is_near_point (a, &b->points[i], metres))
      return FALSE;
  return TRUE;
}
