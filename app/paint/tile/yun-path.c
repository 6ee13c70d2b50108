/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-path.h"

#include <math.h>

#define MARGIN 64.0 /* pixels around the view in which everything is exact */
#define SKIP 0.3    /* pixels: a vertex nearer than this to the last one is left out */

/* Sutherland and Hodgman, one side after another. */
static void
clip_side (const GArray *in, GArray *out, guint side, double limit)
{
  gboolean upper = side & 1;
  gboolean by_y = side & 2;

  g_array_set_size (out, 0);
  for (guint i = 0; i < in->len; i++)
    {
      YunPoint a = g_array_index (in, YunPoint, i == 0 ? in->len - 1 : i - 1);
      YunPoint b = g_array_index (in, YunPoint, i);
      double   da = (by_y ? a.y : a.x) - limit, db = (by_y ? b.y : b.x) - limit;
      gboolean a_in = upper ? da <= 0 : da >= 0, b_in = upper ? db <= 0 : db >= 0;

      if (a_in != b_in)
        {
          double   t = da / (da - db);
          YunPoint cut = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };

          g_array_append_val (out, cut);
        }
      if (b_in)
        g_array_append_val (out, b);
    }
}

static inline YunPoint
to_pixel (const YunView *view, YunVertex v)
{
  return (YunPoint){ (v.x - view->x) / view->scale, (v.y - view->y) / view->scale };
}

static void
add_clipped_ring (cairo_t *cr, const YunView *view, const YunVertex *v, guint n)
{
  g_autoptr (GArray) a = g_array_sized_new (FALSE, FALSE, sizeof (YunPoint), n);
  g_autoptr (GArray) b = g_array_sized_new (FALSE, FALSE, sizeof (YunPoint), n);

  for (guint i = 0; i < n; i++)
    {
      YunPoint p = to_pixel (view, v[i]);

      g_array_append_val (a, p);
    }
  clip_side (a, b, 0, -MARGIN);
  clip_side (b, a, 1, view->width + MARGIN);
  clip_side (a, b, 2, -MARGIN);
  clip_side (b, a, 3, view->height + MARGIN);

  for (guint i = 0; i < a->len; i++)
    {
      YunPoint p = g_array_index (a, YunPoint, i);

      if (i == 0)
        cairo_move_to (cr, p.x, p.y);
      else
        cairo_line_to (cr, p.x, p.y);
    }
  if (a->len > 0)
    cairo_close_path (cr);
}

void
yun_path_add_ring (cairo_t *cr, const YunView *view, const YunVertex *v, guint n)
{
  YunPoint last = { 0 };
  gboolean inside = TRUE;

  for (guint i = 0; i < n && inside; i++)
    {
      YunPoint p = to_pixel (view, v[i]);

      inside = p.x > -4096 && p.y > -4096 && p.x < view->width + 4096 && p.y < view->height + 4096;
    }
  if (!inside)
    {
      add_clipped_ring (cr, view, v, n);
      return;
    }

  for (guint i = 0; i + 1 < n; i++)
    {
      YunPoint p = to_pixel (view, v[i]);

      if (i == 0)
        cairo_move_to (cr, p.x, p.y);
      else if (fabs (p.x - last.x) < SKIP && fabs (p.y - last.y) < SKIP)
        continue;
      else
        cairo_line_to (cr, p.x, p.y);
      last = p;
    }
  cairo_close_path (cr);
}

static void
stroke_run (cairo_t *cr, const double *dashes, int n_dashes, double start)
{
  if (n_dashes > 0)
    cairo_set_dash (cr, dashes, n_dashes, start);
  cairo_stroke (cr);
}

/* The part of a-b in the box of the view and its margin; FALSE when there is none. */
static gboolean
clip_segment (const YunView *view, YunPoint a, YunPoint b, double *from, double *to)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double p[4] = { -dx, dx, -dy, dy };
  double q[4] = { a.x + MARGIN, view->width + MARGIN - a.x, a.y + MARGIN,
                  view->height + MARGIN - a.y };

  *from = 0;
  *to = 1;
  for (guint i = 0; i < 4; i++)
    {
      if (p[i] == 0)
        {
          if (q[i] < 0)
            return FALSE;
        }
      else if (p[i] < 0)
        *from = MAX (*from, q[i] / p[i]);
      else
        *to = MIN (*to, q[i] / p[i]);
    }

  return *from <= *to;
}

void
yun_path_stroke (
  cairo_t *cr, const YunView *view, const YunVertex *v, guint n, const double *dashes, int n_dashes)
{
  double   length = 0, start = 0;
  YunPoint last;
  gboolean open = FALSE, whole = TRUE;

  if (n == 0)
    return;

  last = to_pixel (view, v[0]);
  cairo_set_dash (cr, NULL, 0, 0);
  for (guint i = 1; i < n; i++)
    {
      YunPoint p = to_pixel (view, v[i]);
      double   step = hypot (p.x - last.x, p.y - last.y);
      double   from, to;

      if (step < SKIP && i + 1 < n)
        continue;
      if (!clip_segment (view, last, p, &from, &to))
        {
          if (open)
            stroke_run (cr, dashes, n_dashes, start);
          open = whole = FALSE;
        }
      else
        {
          if (from > 0 && open)
            {
              stroke_run (cr, dashes, n_dashes, start);
              open = FALSE;
            }
          if (!open)
            {
              cairo_move_to (cr, last.x + from * (p.x - last.x), last.y + from * (p.y - last.y));
              start = length + from * step;
              open = TRUE;
              whole = whole && length == 0 && from == 0;
            }
          cairo_line_to (cr, last.x + to * (p.x - last.x), last.y + to * (p.y - last.y));
          if (to < 1)
            {
              stroke_run (cr, dashes, n_dashes, start);
              open = whole = FALSE;
            }
        }
      length += step;
      last = p;
    }
  if (open)
    {
      if (whole && v[0].x == v[n - 1].x && v[0].y == v[n - 1].y)
        cairo_close_path (cr);
      stroke_run (cr, dashes, n_dashes, start);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}
