/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-land-neighbours.h"

#include "yun-measure.h"
#include "yun-rtree.h"

#include <math.h>

#define SAME_BORDER_M 0.01
#define SHARED_M 0.1
#define REPORT_EVERY 1000

/* Metres around a place, flat: good to a millimetre over a border's length. */
typedef struct
{
  YunPoint origin;
  double   lon_m;
  double   lat_m;
} Flat;

static Flat
flatten_at (YunPoint origin)
{
  Flat flat = { origin, 0, 0 };

  flat.lon_m = yun_measure_distance (origin.x, origin.y, origin.x + 0.001, origin.y) * 1000;
  flat.lat_m = yun_measure_distance (origin.x, origin.y, origin.x, origin.y + 0.001) * 1000;
  return flat;
}

static YunPoint
flatten (const Flat *flat, const YunPoint *p)
{
  return (YunPoint){ (p->x - flat->origin.x) * flat->lon_m, (p->y - flat->origin.y) * flat->lat_m };
}

/* How much of the edge c–d runs along a–b, in metres. */
static double
measure_shared (YunPoint a, YunPoint b, YunPoint c, YunPoint d)
{
  double length = hypot (b.x - a.x, b.y - a.y);
  double ux, uy, c_off, d_off, c_along, d_along;

  if (!(length > 0))
    return 0;
  ux = (b.x - a.x) / length;
  uy = (b.y - a.y) / length;
  c_off = (c.y - a.y) * ux - (c.x - a.x) * uy;
  d_off = (d.y - a.y) * ux - (d.x - a.x) * uy;
  /* The caller asks both ways round, so that the longer edge is the base once. */
  if (fabs (c_off) > SAME_BORDER_M || fabs (d_off) > SAME_BORDER_M)
    return 0;
  c_along = (c.x - a.x) * ux + (c.y - a.y) * uy;
  d_along = (d.x - a.x) * ux + (d.y - a.y) * uy;
  return MIN (length, MAX (c_along, d_along)) - MAX (0, MIN (c_along, d_along));
}

static double
turn (YunPoint a, YunPoint b, YunPoint c)
{
  double length = hypot (b.x - a.x, b.y - a.y);

  return length > 0 ? ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / length : 0;
}

/* Whether the edges cross so that each goes on beyond the other. */
static gboolean
do_cross (YunPoint a, YunPoint b, YunPoint c, YunPoint d)
{
  double ac = turn (a, b, c), ad = turn (a, b, d), ca = turn (c, d, a), cb = turn (c, d, b);

  return MIN (ac, ad) < -SAME_BORDER_M && MAX (ac, ad) > SAME_BORDER_M &&
         MIN (ca, cb) < -SAME_BORDER_M && MAX (ca, cb) > SAME_BORDER_M;
}

typedef struct
{
  double   shared; /* metres of the longest common piece of border */
  gboolean crosses;
} Meeting;

static void
compare_rings (
  const Flat *flat, const YunPoint *p, guint n, const YunPoint *q, guint m, Meeting *meeting)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      YunPoint a = flatten (flat, &p[i]), b = flatten (flat, &p[i + 1]);

      for (guint k = 0; k + 1 < m; k++)
        {
          YunPoint c = flatten (flat, &q[k]), d = flatten (flat, &q[k + 1]);
          double   room = SAME_BORDER_M;

          if (MIN (a.x, b.x) - room > MAX (c.x, d.x) || MIN (c.x, d.x) - room > MAX (a.x, b.x) ||
              MIN (a.y, b.y) - room > MAX (c.y, d.y) || MIN (c.y, d.y) - room > MAX (a.y, b.y))
            continue;
          meeting->shared = MAX (meeting->shared, measure_shared (a, b, c, d));
          meeting->shared = MAX (meeting->shared, measure_shared (c, d, a, b));
          meeting->crosses = meeting->crosses || do_cross (a, b, c, d);
        }
    }
}

static gboolean
is_within (const YunGeom *inner, const YunGeom *outer)
{
  YunPoint p;

  if (!yun_rect_contains_rect (yun_geom_get_box (outer), yun_geom_get_box (inner)))
    return FALSE;
  p = yun_measure_label_point (inner);
  return yun_measure_contains (outer, p.x, p.y);
}

static gboolean
share_border (const YunGeom *a, const YunGeom *b)
{
  const YunRect *box = yun_geom_get_box (a);
  Flat           flat = flatten_at ((YunPoint){ (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2 });
  Meeting        meeting = { 0 };

  for (guint pa = 0; pa < yun_geom_get_n_parts (a); pa++)
    for (guint ra = 0; ra < yun_geom_get_n_rings (a, pa); ra++)
      for (guint pb = 0; pb < yun_geom_get_n_parts (b); pb++)
        for (guint rb = 0; rb < yun_geom_get_n_rings (b, pb); rb++)
          {
            guint           n, m;
            const YunPoint *p = yun_geom_get_ring (a, pa, ra, &n);
            const YunPoint *q = yun_geom_get_ring (b, pb, rb, &m);

            compare_rings (&flat, p, n, q, m, &meeting);
            if (meeting.crosses || meeting.shared >= SHARED_M)
              return TRUE;
          }
  return is_within (a, b) || is_within (b, a);
}

gboolean
yun_land_is_neighbour (const YunGeom *a, const YunGeom *b, double gap_m)
{
  YunRect room = yun_measure_grow_lonlat (yun_geom_get_box (a), MAX (gap_m, SAME_BORDER_M));

  if (!yun_rect_intersects (&room, yun_geom_get_box (b)))
    return FALSE;
  return gap_m > 0 ? yun_measure_distance_between (a, b) <= gap_m : share_border (a, b);
}

GArray *
yun_land_find_neighbours (GPtrArray      *shapes,
                          double          gap_m,
                          YunLandProgress progress,
                          gpointer        user_data,
                          GCancellable   *cancellable,
                          GError        **error)
{
  g_autoptr (GArray)   pairs = g_array_new (FALSE, FALSE, sizeof (YunLandPair));
  g_autoptr (GArray)   found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (YunRTree) tree = yun_rtree_new (shapes->len);

  for (guint i = 0; i < shapes->len; i++)
    {
      YunGeom *shape = g_ptr_array_index (shapes, i);
      gboolean is_area = shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POLYGON;

      yun_rtree_add (tree, is_area ? yun_geom_get_box (shape) : &YUN_RECT_EMPTY);
    }
  yun_rtree_build (tree);

  for (guint i = 0; i < shapes->len; i++)
    {
      YunGeom *shape = g_ptr_array_index (shapes, i);
      YunRect  box;

      if (i % REPORT_EVERY == 0)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return NULL;
          if (progress != NULL)
            progress (i, shapes->len, user_data);
        }
      if (shape == NULL || yun_geom_get_kind (shape) != YUN_GEOM_POLYGON)
        continue;
      box = yun_measure_grow_lonlat (yun_geom_get_box (shape), MAX (gap_m, SAME_BORDER_M));
      g_array_set_size (found, 0);
      yun_rtree_collect (tree, &box, found);
      for (guint k = 0; k < found->len; k++)
        {
          guint other = g_array_index (found, guint32, k);

          if (other > i && yun_land_is_neighbour (shape, g_ptr_array_index (shapes, other), gap_m))
            {
              YunLandPair pair = { i, other };

              g_array_append_val (pairs, pair);
            }
        }
    }
  return g_steal_pointer (&pairs);
}
