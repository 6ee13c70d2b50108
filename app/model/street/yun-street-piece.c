/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-street-piece.h"

#include "yun-simplify.h"
#include "yun-street-private.h"

#include <math.h>

#define TOLERANCE 0.4   /* pixels that a line may be off, at the end of the level's range */
#define TINY 2.0        /* pixels: an area smaller both ways is not drawn */
#define OVERLAP 1.0     /* pixels of parted areas */
#define SPAN 256        /* vertices that are simplified at once: the time grows with its square */
#define MOST_PARTING 14 /* times that an area is cut in two */
#define MOST_GROWTH 1.2 /* of the vertices by a cut: a comb cut across its teeth only grows */

/* The end of the range of the last level. */
#define LAST_ZOOM 18.0

typedef struct
{
  YunStreetPieceFunc func;
  gpointer           user_data;
  YunStreetShape     shape; /* of the pieces all but the vertices */
  double             pixel; /* units */
} Maker;

/* Rings under way. */
typedef struct
{
  GArray *vertices; /* (owned): YunVertex */
  GArray *ends;     /* (owned): guint32 */
} Rings;

static Rings
rings_new (void)
{
  return (Rings){ g_array_new (FALSE, FALSE, sizeof (YunVertex)),
                  g_array_new (FALSE, FALSE, sizeof (guint32)) };
}

static void
rings_clear (Rings *self)
{
  g_array_unref (self->vertices);
  g_array_unref (self->ends);
}

static guint32
get_begin (const Rings *self)
{
  return self->ends->len > 0 ? g_array_index (self->ends, guint32, self->ends->len - 1) : 0;
}

/* Ends the ring that was added to, if it has @least vertices; else it is dropped. */
static void
end_ring (Rings *self, guint least)
{
  guint32 begin = get_begin (self);

  if (self->vertices->len - begin < least)
    g_array_set_size (self->vertices, begin);
  else
    g_array_append_val (self->ends, self->vertices->len);
}

static void
emit (const Maker *self, const YunVertex *vertices, const guint32 *ends, guint n_rings)
{
  YunStreetShape piece = self->shape;

  piece.vertices = vertices;
  piece.ends = ends;
  piece.n_rings = n_rings;
  yun_street_shape_find_box (&piece);
  self->func (&piece, self->user_data);
}

/* ---- Simpler ------------------------------------------------------------------------- */

static void
simplify_span (const YunVertex *v, guint n, double tolerance, GArray *out)
{
  YunPoint points[SPAN];
  guint8   keep[SPAN];

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    points[i] = (YunPoint){ v[i].x, v[i].y };
  yun_simplify_run (points, n, tolerance, keep);
  /* the last is the first of the next span */
  for (guint i = 0; i + 1 < n; i++)
    if (keep[i])
      g_array_append_val (out, v[i]);
}

static void
simplify_ring (const YunVertex *v, guint n, double tolerance, GArray *out)
{
  for (guint i = 0; i + 1 < n; i += SPAN - 1)
    simplify_span (v + i, MIN (n - i, SPAN), tolerance, out);
  if (n > 0)
    g_array_append_val (out, v[n - 1]);
}

static gboolean
is_tiny (const YunVertex *v, guint n, double size)
{
  YunVertex min = v[0], max = v[0];

  for (guint i = 1; i < n; i++)
    {
      min = (YunVertex){ MIN (min.x, v[i].x), MIN (min.y, v[i].y) };
      max = (YunVertex){ MAX (max.x, v[i].x), MAX (max.y, v[i].y) };
    }

  return max.x - min.x < size && max.y - min.y < size;
}

/* ---- Lines --------------------------------------------------------------------------- */

static void
make_lines (const Maker *self, const Rings *rings)
{
  const YunVertex *v = (const YunVertex *) (gconstpointer) rings->vertices->data;
  guint32          begin = 0;

  for (guint r = 0; r < rings->ends->len; r++)
    {
      guint32 end = g_array_index (rings->ends, guint32, r);

      for (guint32 i = begin; i + 1 < end; i += YUN_STREET_PIECE_VERTICES - 1)
        {
          guint32 n = MIN (end - i, YUN_STREET_PIECE_VERTICES);

          emit (self, v + i, &n, 1);
        }
      begin = end;
    }
}

/* ---- Areas --------------------------------------------------------------------------- */

/* A cut along a line of one x or one y. */
typedef struct
{
  gboolean across; /* x is what is limited */
  gboolean below;  /* what is less is kept */
  double   limit;
} Cut;

static double
get_along (YunVertex v, const Cut *cut)
{
  return cut->across ? v.x : v.y;
}

static gboolean
is_kept (YunVertex v, const Cut *cut)
{
  return cut->below ? get_along (v, cut) <= cut->limit : get_along (v, cut) >= cut->limit;
}

static YunVertex
cross (YunVertex a, YunVertex b, const Cut *cut)
{
  double t = (cut->limit - get_along (a, cut)) / (get_along (b, cut) - get_along (a, cut));

  return (YunVertex){ (guint32) (a.x + t * ((double) b.x - a.x) + 0.5),
                      (guint32) (a.y + t * ((double) b.y - a.y) + 0.5) };
}

/* A ring's part on one side, closed along the cut. */
static void
cut_ring (const YunVertex *v, guint n, const Cut *cut, Rings *out)
{
  guint32 begin = get_begin (out);

  for (guint i = 0; i + 1 < n; i++)
    {
      YunVertex crossing;

      if (is_kept (v[i], cut))
        g_array_append_val (out->vertices, v[i]);
      if (is_kept (v[i], cut) == is_kept (v[i + 1], cut))
        continue;
      crossing = cross (v[i], v[i + 1], cut);
      g_array_append_val (out->vertices, crossing);
    }
  if (out->vertices->len > begin)
    {
      YunVertex first = g_array_index (out->vertices, YunVertex, begin);

      g_array_append_val (out->vertices, first);
    }
  end_ring (out, 4);
}

static void
cut_rings (const Rings *rings, const Cut *cut, Rings *out)
{
  const YunVertex *v = (const YunVertex *) (gconstpointer) rings->vertices->data;
  guint32          begin = 0;

  for (guint r = 0; r < rings->ends->len; r++)
    {
      guint32 end = g_array_index (rings->ends, guint32, r);

      cut_ring (v + begin, end - begin, cut, out);
      begin = end;
    }
}

/* What is too much for its size and cannot be parted: every so many vertices of it. */
static void
thin_out (const Rings *rings, Rings *out)
{
  guint   step = rings->vertices->len / (YUN_STREET_MOST_VERTICES / 2) + 1;
  guint32 begin = 0;

  for (guint r = 0; r < rings->ends->len && out->vertices->len < YUN_STREET_MOST_VERTICES / 2; r++)
    {
      guint32   end = g_array_index (rings->ends, guint32, r);
      YunVertex first = g_array_index (rings->vertices, YunVertex, begin);

      for (guint32 i = begin; i + 1 < end; i += step)
        g_array_append_val (out->vertices, g_array_index (rings->vertices, YunVertex, i));
      g_array_append_val (out->vertices, first);
      end_ring (out, 4);
      begin = end;
    }
}

static void
emit_rings (const Maker *self, const Rings *rings)
{
  if (rings->ends->len > 0)
    emit (self, (const YunVertex *) (gconstpointer) rings->vertices->data,
          (const guint32 *) (gconstpointer) rings->ends->data, rings->ends->len);
}

/* What can be parted no more: as it is, or thinned out. */
static void
emit_last (const Maker *self, const Rings *rings)
{
  Rings few;

  if (rings->vertices->len <= YUN_STREET_MOST_VERTICES)
    {
      emit_rings (self, rings);
      return;
    }
  few = rings_new ();
  thin_out (rings, &few);
  emit_rings (self, &few);
  rings_clear (&few);
}

/* Cuts in two across x or y; FALSE when that is no use. */
static gboolean
halve (const Maker *self, const Rings *rings, gboolean across, Rings halves[2])
{
  YunStreetShape box = { .n_rings = rings->ends->len,
                         .ends = (const guint32 *) (gconstpointer) rings->ends->data,
                         .vertices = (const YunVertex *) (gconstpointer) rings->vertices->data };
  double         side, room = OVERLAP * self->pixel;

  yun_street_shape_find_box (&box);
  side = across ? box.max.x - box.min.x : box.max.y - box.min.y;
  if (side < 8 * room + 2)
    return FALSE;
  for (int k = 0; k < 2; k++)
    {
      Cut cut = { across, k == 0,
                  floor ((across ? box.min.x : box.min.y) + side / 2) + (k == 0 ? room : -room) };

      halves[k] = rings_new ();
      cut_rings (rings, &cut, &halves[k]);
    }
  if (halves[0].vertices->len + halves[1].vertices->len <= rings->vertices->len * MOST_GROWTH + 16)
    return TRUE;
  rings_clear (&halves[0]);
  rings_clear (&halves[1]);

  return FALSE;
}

static gboolean
is_broad (const Rings *rings)
{
  YunStreetShape box = { .n_rings = rings->ends->len,
                         .ends = (const guint32 *) (gconstpointer) rings->ends->data,
                         .vertices = (const YunVertex *) (gconstpointer) rings->vertices->data };

  yun_street_shape_find_box (&box);

  return box.max.x - box.min.x >= box.max.y - box.min.y;
}

static void
part_area (const Maker *self, const Rings *rings, guint depth)
{
  Rings    halves[2];
  gboolean across;

  if (rings->vertices->len <= YUN_STREET_PIECE_VERTICES)
    {
      emit_rings (self, rings);
      return;
    }
  across = is_broad (rings);
  if (depth == MOST_PARTING ||
      (!halve (self, rings, across, halves) && !halve (self, rings, !across, halves)))
    {
      emit_last (self, rings);
      return;
    }
  for (int k = 0; k < 2; k++)
    {
      part_area (self, &halves[k], depth + 1);
      rings_clear (&halves[k]);
    }
}

/* ---- Levels -------------------------------------------------------------------------- */

const double yun_street_level_from[YUN_STREET_LEVELS + 1] = { 0, 11, 13, 15, LAST_ZOOM };

void
yun_street_piece_make (const YunStreetShape *shape,
                       guint                 level,
                       YunStreetPieceFunc    func,
                       gpointer              user_data)
{
  gboolean last = level + 1 == YUN_STREET_LEVELS, area = yun_street_kind_is_area (shape->kind);
  double   pixel = YUN_MERCATOR_SIZE / (256 * exp2 (yun_street_level_from[level + 1]));
  Maker    self = { func, user_data, *shape, pixel };
  Rings    rings;

  if (!last && shape->from >= yun_street_level_from[level + 1])
    return;
  if (shape->kind == YUN_STREET_STATION || shape->kind == YUN_STREET_PLACE)
    {
      emit (&self, shape->vertices, shape->ends, shape->n_rings);
      return;
    }
  rings = rings_new ();
  for (guint r = 0; r < shape->n_rings; r++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (shape, r, &n);

      if (n < 2 || (area && !last && is_tiny (v, n, TINY * pixel)))
        continue;
      simplify_ring (v, n, TOLERANCE * pixel, rings.vertices);
      end_ring (&rings, area ? 4 : 2);
    }
  if (area)
    part_area (&self, &rings, 0);
  else
    make_lines (&self, &rings);
  rings_clear (&rings);
}

void
yun_street_piece_cut (const YunStreetShape *shape,
                      const YunStreetBox   *box,
                      YunStreetPieceFunc    func,
                      gpointer              user_data)
{
  const Cut cuts[] = { { TRUE, TRUE, box->max.x },
                       { TRUE, FALSE, box->min.x },
                       { FALSE, TRUE, box->max.y },
                       { FALSE, FALSE, box->min.y } };
  Maker     self = { func, user_data, *shape, 1 };
  guint     n = shape->n_rings > 0 ? shape->ends[shape->n_rings - 1] : 0;
  Rings     rings = rings_new ();

  g_array_append_vals (rings.vertices, shape->vertices, n);
  g_array_append_vals (rings.ends, shape->ends, shape->n_rings);
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      Rings less = rings_new ();

      cut_rings (&rings, &cuts[i], &less);
      rings_clear (&rings);
      rings = less;
    }
  emit_rings (&self, &rings);
  rings_clear (&rings);
}
