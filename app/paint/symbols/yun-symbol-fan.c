/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-symbol-plan-private.h"

#include <math.h>
#include <stdlib.h>

#define FAN_STEP 22.0   /* pixels between fanned out symbols */
#define AROUND_ROOM 1.0 /* pixels between a ring and what stands around it */
#define N_SHELLS 4      /* distances tried, one after the other */
#define SHELL_STEP 8.0
#define N_TURNS 24 /* directions tried at each distance; a multiple of 12 */

typedef struct
{
  double x, y, d;
} FanPlace;

static int
compare_places (const void *a, const void *b)
{
  const FanPlace *pa = a, *pb = b;

  if (fabs (pa->d - pb->d) > 1e-6)
    return pa->d < pb->d ? -1 : 1;
  if (fabs (pa->y - pb->y) > 1e-6)
    return pa->y < pb->y ? -1 : 1;

  return pa->x < pb->x ? -1 : pa->x > pb->x;
}

double
yun_symbol_fan_out (guint n, float *dx, float *dy)
{
  const double row = FAN_STEP * 0.8660254;
  FanPlace     places[7 * 7];
  guint        n_places = 0;
  double       reach = 0, mx = 0, my = 0, low = 0, high = 0;

  g_return_val_if_fail (n >= 1 && n <= YUN_SYMBOL_MAX_FAN, 0);

  /* The middle lies on a symbol, or between two or three where these are few. */
  if (n == 2 || n == 4)
    mx = FAN_STEP / 2;
  else if (n == 3)
    {
      mx = FAN_STEP / 2;
      my = row / 3;
    }
  for (int y = -3; y <= 3; y++)
    for (int x = -3; x <= 3; x++)
      {
        FanPlace p = { (x + (y & 1) * 0.5) * FAN_STEP - mx, y * row - my, 0 };

        p.d = hypot (p.x, p.y);
        places[n_places++] = p;
      }
  qsort (places, n_places, sizeof (FanPlace), compare_places);

  for (guint i = 0; i < n; i++)
    {
      low = MIN (low, places[i].y);
      high = MAX (high, places[i].y);
    }
  /* what is not full stands in the middle all the same */
  my = (low + high) / 2;
  qsort (places, n, sizeof (FanPlace), compare_places);
  for (guint i = 0; i < n; i++)
    {
      if (dx != NULL)
        {
          dx[i] = places[i].x;
          dy[i] = places[i].y - my;
        }
      reach = MAX (reach, hypot (places[i].x, places[i].y - my));
    }

  return reach + FAN_STEP / 2;
}

/* So far out are @n around a disc of @radius, evenly, without touching it or each other. */
static double
get_distance (guint n, double radius)
{
  return MAX (radius + YUN_SYMBOL_ROOM + AROUND_ROOM,
              (FAN_STEP + AROUND_ROOM) / 2 / sin (G_PI / MAX (n, 6)));
}

/* The places around, by distance and direction, upwards first and then clockwise; whether one is
 * clear is found out when it is asked for. */
typedef struct
{
  const YunDisc *discs;
  guint          n_discs;
  double         distance;
  guint8         known[N_SHELLS][N_TURNS]; /* 0: not yet; else 1 + clear */
} Places;

static const double (*get_directions (void))[2]
{
  static double directions[N_TURNS][2];
  static gsize  once = 0;

  if (g_once_init_enter (&once))
    {
      for (guint turn = 0; turn < N_TURNS; turn++)
        {
          double a = -G_PI / 2 + turn * 2 * G_PI / N_TURNS;

          directions[turn][0] = cos (a);
          directions[turn][1] = sin (a);
        }
      g_once_init_leave (&once, 1);
    }

  return (const double (*)[2]) directions;
}

static gboolean
is_clear (double x, double y, const YunDisc *discs, guint n_discs)
{
  for (guint i = 0; i < n_discs; i++)
    {
      double dx = discs[i].x - x, dy = discs[i].y - y, r = discs[i].radius + YUN_SYMBOL_ROOM;

      if (dx * dx + dy * dy < r * r)
        return FALSE;
    }

  return TRUE;
}

/* @x, @y: (out): where it is */
static gboolean
is_place_clear (Places *self, guint shell, guint turn, float *x, float *y)
{
  const double (*directions)[2] = get_directions ();
  double px = (self->distance + shell * SHELL_STEP) * directions[turn][0];
  double py = (self->distance + shell * SHELL_STEP) * directions[turn][1];

  *x = (float) px;
  *y = (float) py;
  if (self->known[shell][turn] == 0)
    self->known[shell][turn] = 1 + is_clear (px, py, self->discs, self->n_discs);

  return self->known[shell][turn] == 2;
}

/* Side by side a sixth of a turn apart, their middle in the direction @middle. */
static gboolean
try_arc (Places *self, guint n, guint shell, int middle, float *dx, float *dy)
{
  int first = middle - (int) (n - 1) * (N_TURNS / 12);

  for (guint i = 0; i < n; i++)
    {
      guint turn = (guint) (first + (int) i * (N_TURNS / 6) + 2 * N_TURNS) % N_TURNS;

      if (!is_place_clear (self, shell, turn, &dx[i], &dy[i]))
        return FALSE;
    }

  return TRUE;
}

/* A full circle of more than six. */
static gboolean
try_circle (guint n, double distance, const YunDisc *discs, guint n_discs, float *dx, float *dy)
{
  for (guint i = 0; i < n; i++)
    {
      double a = -G_PI / 2 + i * 2 * G_PI / n;

      dx[i] = distance * cos (a);
      dy[i] = distance * sin (a);
      if (!is_clear (dx[i], dy[i], discs, n_discs))
        return FALSE;
    }

  return TRUE;
}

/* Wherever there is a gap. */
static gboolean
try_gaps (Places *self, guint n, float *dx, float *dy)
{
  guint n_placed = 0;

  for (guint shell = 0; shell < N_SHELLS; shell++)
    for (guint turn = 0; turn < N_TURNS && n_placed < n; turn++)
      {
        float    x, y;
        gboolean clear = is_place_clear (self, shell, turn, &x, &y);

        for (guint i = 0; i < n_placed && clear; i++)
          clear = (dx[i] - (double) x) * (dx[i] - (double) x) +
                    (dy[i] - (double) y) * (dy[i] - (double) y) >=
                  FAN_STEP * FAN_STEP;
        if (clear)
          {
            dx[n_placed] = x;
            dy[n_placed++] = y;
          }
      }

  return n_placed == n;
}

gboolean
yun_symbol_fan_around (
  guint n, double radius, const YunDisc *discs, guint n_discs, float *dx, float *dy)
{
  double distance = get_distance (n, radius);
  Places places = { .discs = discs, .n_discs = n_discs, .distance = distance };

  g_return_val_if_fail (n >= 1 && n <= YUN_SYMBOL_MAX_AROUND, FALSE);

  if (n > 6 && try_circle (n, distance, discs, n_discs, dx, dy))
    return TRUE;
  for (guint shell = 0; shell < N_SHELLS && n <= 6; shell++)
    for (int turn = 0; turn < 12; turn++)
      {
        /* upwards first, then ever farther to the right and to the left */
        int side = turn % 2 == 0 ? -turn / 2 : (turn + 1) / 2;

        if (try_arc (&places, n, shell, side * (N_TURNS / 12), dx, dy))
          return TRUE;
      }

  return try_gaps (&places, n, dx, dy);
}

double
yun_symbol_fan_reach (guint n, double radius)
{
  return get_distance (n, radius) + N_SHELLS * SHELL_STEP + YUN_SYMBOL_ROOM;
}
