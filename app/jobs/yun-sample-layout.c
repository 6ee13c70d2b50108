/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-sample-layout.h"

#include "yun-chain.h"
#include "yun-geojson.h"
#include "yun-measure.h"
#include "yun-random.h"

#include <math.h>
#include <string.h>

/* Metres of a degree at the middle of the district: lengths here need not be exact, only alike. */
#define LON_0 121.22
#define LAT_0 31.02
#define M_PER_LON 95528.0
#define M_PER_LAT 110862.0

/* Of a lot before the district gets too small for them; about 24 mu. */
#define NATURAL_LOT_M2 16000.0
#define SMALLEST_LOT_M2 30.0
#define SHRINK 0.88

/* Of one row of a block. */
#define MOST_LOTS_OF_ROW 7

enum
{
  STREAM_TOWN = 1,
  STREAM_BLOCK,
  STREAM_SCORE,
  STREAM_PARKS,
};

/* A town's grid: (u, v) in metres along and across its streets, from the town's own origin. */
typedef struct
{
  guint    town;
  YunPoint origin; /* metres from (LON_0, LAT_0) */
  double   cos_a;
  double   sin_a;
  double   skew; /* of v on u */
  YunPoint anchor;
  double   radius; /* from the anchor to the farthest corner */
  GArray *corners; /* (owned) (element-type YunPoint): outline in (u, v), rings one after another */
  GArray *ends;    /* (owned) (element-type guint): where each ring ends in corners */
  double  u0, v0, u1, v1;
  guint   n_u, n_v;
  guint32 *cells; /* (owned): 1 + candidate at cell, 0: not usable */
} Grid;

typedef struct
{
  guint16 grid;
  guint16 i;
  guint16 j;
  guint16 capacity; /* lots of the whole block */
  double  score;    /* low is built on first */
  guint16 n_taken;
  int     park;
} Candidate;

typedef struct
{
  YunPoint points[8];
  guint    n;
  gboolean hole; /* a smaller copy of the outline is left out in the middle */
} Lot;

struct _YunSampleLayout
{
  guint32 seed;
  double  pitch_u; /* block and street */
  double  pitch_v;
  double  street;
  double  area_m2; /* of all towns, about */
  GArray *grids;   /* (owned) (element-type Grid) */
  GArray *blocks;  /* (owned) (element-type YunSampleBlock) */
  GArray *parks;   /* (owned) (element-type YunSamplePark) */

  guint cached; /* the block of lots, G_MAXUINT none */
  Lot   lots[YUN_SAMPLE_MAX_LOTS];
};

static YunPoint
grid_to_lonlat (const Grid *grid, double u, double v)
{
  double x = grid->origin.x + (u + grid->skew * v) * grid->cos_a - v * grid->sin_a;
  double y = grid->origin.y + (u + grid->skew * v) * grid->sin_a + v * grid->cos_a;

  return (YunPoint){ LON_0 + x / M_PER_LON, LAT_0 + y / M_PER_LAT };
}

static YunPoint
grid_from_lonlat (const Grid *grid, double lon, double lat)
{
  double x = (lon - LON_0) * M_PER_LON - grid->origin.x;
  double y = (lat - LAT_0) * M_PER_LAT - grid->origin.y;
  double v = y * grid->cos_a - x * grid->sin_a;
  double u = x * grid->cos_a + y * grid->sin_a - grid->skew * v;

  return (YunPoint){ u, v };
}

static void
grid_clear (Grid *grid)
{
  g_clear_pointer (&grid->corners, g_array_unref);
  g_clear_pointer (&grid->ends, g_array_unref);
  g_clear_pointer (&grid->cells, g_free);
}

/* Towns without an outline get no grid. */
static void
add_grid (YunSampleLayout *self, guint town, const YunDistrictTown *info, const YunGeom *shape)
{
  YunRandom      random = yun_random_stream (self->seed, STREAM_TOWN, town);
  const YunRect *box = yun_geom_get_box (shape);
  double         angle = yun_random_between (&random, -0.35, 0.35);
  Grid           grid = {
              .town = town,
              .origin = { ((box->x0 + box->x1) / 2 - LON_0) * M_PER_LON,
                          ((box->y0 + box->y1) / 2 - LAT_0) * M_PER_LAT },
              .cos_a = cos (angle),
              .sin_a = sin (angle),
              .skew = yun_random_between (&random, -0.08, 0.08),
              .corners = g_array_new (FALSE, FALSE, sizeof (YunPoint)),
              .ends = g_array_new (FALSE, FALSE, sizeof (guint)),
              .u0 = INFINITY,
              .v0 = INFINITY,
              .u1 = -INFINITY,
              .v1 = -INFINITY,
  };

  grid.anchor = grid_from_lonlat (&grid, info->lon, info->lat);
  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
      {
        guint           n;
        const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

        for (guint i = 0; i < n; i++)
          {
            YunPoint at = grid_from_lonlat (&grid, points[i].x, points[i].y);

            g_array_append_val (grid.corners, at);
            grid.u0 = MIN (grid.u0, at.x);
            grid.v0 = MIN (grid.v0, at.y);
            grid.u1 = MAX (grid.u1, at.x);
            grid.v1 = MAX (grid.v1, at.y);
            grid.radius = MAX (grid.radius, hypot (at.x - grid.anchor.x, at.y - grid.anchor.y));
          }
        g_array_append_val (grid.ends, grid.corners->len);
      }
  g_array_append_val (self->grids, grid);
}

static void
add_grids (YunSampleLayout *self)
{
  g_autoptr (YunGeoJson) outlines = yun_geojson_load_resource ("geodata/layout/towns.geojson");
  guint                  n_towns;
  const YunDistrictTown *towns = yun_chain_get_towns (&n_towns);

  for (guint town = 0; town < n_towns; town++)
    for (guint i = 0; i < yun_geojson_get_n (outlines); i++)
      {
        YunGeom *shape = yun_geojson_get_shape (outlines, i);

        if (shape == NULL || strcmp (yun_geojson_get (outlines, i, "name"), towns[town].name) != 0)
          continue;
        add_grid (self, town, &towns[town], shape);
        self->area_m2 += yun_measure_area_lonlat (shape);
      }
}

/* Whether the segment meets the box (Liang and Barsky's clipping). */
static gboolean
segment_meets (YunPoint a, YunPoint b, double u0, double v0, double u1, double v1)
{
  const double p[] = { a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y };
  const double q[] = { a.x - u0, u1 - a.x, a.y - v0, v1 - a.y };
  double       from = 0;
  double       to = 1;

  for (guint i = 0; i < 4; i++)
    {
      if (p[i] == 0)
        {
          if (q[i] < 0)
            return FALSE;
          continue;
        }
      if (p[i] < 0)
        from = MAX (from, q[i] / p[i]);
      else
        to = MIN (to, q[i] / p[i]);
    }
  return from <= to;
}

/* Whether the box lies wholly inside the town. */
static gboolean
grid_holds (const Grid *grid, double u0, double v0, double u1, double v1)
{
  const YunPoint *points = (const YunPoint *) (const void *) grid->corners->data;
  double          u = (u0 + u1) / 2;
  double          v = (v0 + v1) / 2;
  gboolean        inside = FALSE;
  guint           first = 0;

  for (guint ring = 0; ring < grid->ends->len; ring++)
    {
      guint end = g_array_index (grid->ends, guint, ring);

      for (guint i = first; i + 1 < end; i++)
        {
          YunPoint a = points[i];
          YunPoint b = points[i + 1];

          if (segment_meets (a, b, u0, v0, u1, v1))
            return FALSE;
          if ((a.y > v) != (b.y > v) && u < a.x + (v - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
        }
      first = end;
    }
  return inside;
}

static void
add_lot (Lot *lots, guint *n, const double (*corners)[2], guint n_corners)
{
  Lot *lot = &lots[(*n)++];

  g_assert (*n <= YUN_SAMPLE_MAX_LOTS);
  lot->hole = FALSE;
  lot->n = n_corners;
  for (guint i = 0; i < n_corners; i++)
    lot->points[i] = (YunPoint){ corners[i][0], corners[i][1] };
}

/* One row of lots between @front, on the street, and @back, on the middle line of the block. */
static void
fill_row (YunRandom *random, double width, double front, double back, Lot *lots, guint *n)
{
  guint  n_cuts = 4 + yun_random_below (random, MOST_LOTS_OF_ROW - 3);
  double cuts[MOST_LOTS_OF_ROW + 1] = { 0 };
  double sum = 0;
  double middle = front + (back - front) * 0.55;
  double corner = fabs (back - front) * 0.07;
  double chamfer = back > front ? corner : -corner;

  for (guint i = 1; i <= n_cuts; i++)
    cuts[i] = cuts[i - 1] + yun_random_between (random, 0.55, 1.6);
  sum = cuts[n_cuts];
  for (guint i = 1; i <= n_cuts; i++)
    cuts[i] *= width / sum;

  for (guint i = 0; i < n_cuts;)
    {
      gboolean last = i + 1 == n_cuts;
      double   what = yun_random_unit (random);
      double   x0 = cuts[i];
      double   x1 = cuts[i + 1];

      if (what < 0.06 && !last)
        {
          /* An L around the back of its neighbour. */
          const double x2 = cuts[i + 2];
          const double ell[][2] = { { x0, front },  { x1, front }, { x1, middle },
                                    { x2, middle }, { x2, back },  { x0, back } };
          const double rest[][2] = { { x1, front }, { x2, front }, { x2, middle }, { x1, middle } };

          add_lot (lots, n, ell, G_N_ELEMENTS (ell));
          add_lot (lots, n, rest, G_N_ELEMENTS (rest));
          i += 2;
          continue;
        }
      if (what < 0.18 && !last)
        {
          x1 = cuts[i + 2];
          i++;
        }
      i++;
      if (x0 == 0)
        {
          const double first[][2] = { { x0 + corner, front },
                                      { x1, front },
                                      { x1, back },
                                      { x0, back },
                                      { x0, front + chamfer } };
          add_lot (lots, n, first, G_N_ELEMENTS (first));
        }
      else
        {
          const double box[][2] = { { x0, front }, { x1, front }, { x1, back }, { x0, back } };
          add_lot (lots, n, box, G_N_ELEMENTS (box));
          lots[*n - 1].hole = what > 0.988;
        }
    }
}

/* The lots of a block in metres from its corner; how many there are. */
static guint
fill_block (const YunSampleLayout *self, guint town, guint i, guint j, Lot *lots)
{
  YunRandom random =
    yun_random_stream (self->seed, STREAM_BLOCK, ((guint64) town << 32) | ((guint64) i << 16) | j);
  double what = yun_random_unit (&random);
  double width = self->pitch_u - self->street;
  double depth = self->pitch_v - self->street;
  double middle = depth * yun_random_between (&random, 0.42, 0.58);
  guint  n = 0;

  if (what < 0.05) /* a green */
    return 0;
  if (what < 0.09) /* a works of its own */
    {
      const double box[][2] = { { 0, 0 }, { width, 0 }, { width, depth }, { 0, depth } };

      add_lot (lots, &n, box, G_N_ELEMENTS (box));
      lots[0].hole = what < 0.06;
      return n;
    }
  fill_row (&random, width, 0, middle, lots, &n);
  fill_row (&random, width, depth, middle, lots, &n);
  return n;
}

static YunPoint
block_corner (const YunSampleLayout *self, const Grid *grid, guint i, guint j)
{
  return (YunPoint){ grid->u0 + i * self->pitch_u, grid->v0 + j * self->pitch_v };
}

static void
find_candidates (YunSampleLayout *self, GArray *candidates, guint64 *capacity)
{
  Lot lots[YUN_SAMPLE_MAX_LOTS];

  *capacity = 0;
  g_array_set_size (candidates, 0);
  for (guint g = 0; g < self->grids->len; g++)
    {
      Grid *grid = &g_array_index (self->grids, Grid, g);

      grid->n_u = (guint) ((grid->u1 - grid->u0) / self->pitch_u);
      grid->n_v = (guint) ((grid->v1 - grid->v0) / self->pitch_v);
      g_free (grid->cells);
      grid->cells = g_new0 (guint32, (gsize) grid->n_u * grid->n_v);
      for (guint j = 0; j < grid->n_v; j++)
        for (guint i = 0; i < grid->n_u; i++)
          {
            YunPoint  at = block_corner (self, grid, i, j);
            double    u1 = at.x + self->pitch_u - self->street;
            double    v1 = at.y + self->pitch_v - self->street;
            double    margin = self->street / 2;
            Candidate candidate = { .grid = g, .i = i, .j = j, .park = -1 };
            YunRandom random;

            if (!grid_holds (grid, at.x - margin, at.y - margin, u1 + margin, v1 + margin))
              continue;
            candidate.capacity = fill_block (self, grid->town, i, j, lots);
            random = yun_random_stream (self->seed, STREAM_SCORE,
                                        ((guint64) grid->town << 32) | ((guint64) i << 16) | j);
            /* Towns grow from their middle, with gaps. */
            candidate.score = hypot (at.x - grid->anchor.x, at.y - grid->anchor.y) / grid->radius +
                              yun_random_between (&random, 0, 0.35);
            *capacity += candidate.capacity;
            g_array_append_val (candidates, candidate);
            grid->cells[(gsize) j * grid->n_u + i] = candidates->len;
          }
    }
}

/* Whether the blocks of @park are all there, and free of other parks. */
static gboolean
park_fits (YunSampleLayout *self, GArray *candidates, const Grid *grid, const YunSamplePark *park)
{
  if (park->i1 >= grid->n_u || park->j1 >= grid->n_v)
    return FALSE;
  for (guint j = park->j0; j <= park->j1; j++)
    for (guint i = park->i0; i <= park->i1; i++)
      {
        guint32 cell = grid->cells[(gsize) j * grid->n_u + i];

        if (cell == 0 || g_array_index (candidates, Candidate, cell - 1).park >= 0)
          return FALSE;
      }
  return TRUE;
}

static void
add_park (YunSampleLayout *self, GArray *candidates, const Grid *grid, const YunSamplePark *park)
{
  for (guint j = park->j0; j <= park->j1; j++)
    for (guint i = park->i0; i <= park->i1; i++)
      {
        guint32 cell = grid->cells[(gsize) j * grid->n_u + i];

        g_array_index (candidates, Candidate, cell - 1).park = (int) self->parks->len;
      }
  g_array_append_val (self->parks, *park);
}

/* @order: numbers of candidates, those that are built on first, so that parks have plots. */
static gboolean
place_parks (YunSampleLayout *self, GArray *candidates, GArray *order, guint n_built, guint n_parks)
{
  YunRandom random = yun_random_stream (self->seed, STREAM_PARKS, 0);
  guint     n = MAX (MIN (n_built, order->len), 1);

  g_array_set_size (self->parks, 0);
  if (n_parks == 0)
    return TRUE;
  if (order->len == 0)
    return FALSE;
  /* By chance among the built ones first, then whatever is free. */
  for (guint tries = 0; tries < 20 * n_parks + order->len && self->parks->len < n_parks; tries++)
    {
      gboolean         by_chance = tries < 20 * n_parks;
      guint            at = by_chance ? yun_random_below (&random, n) : tries - 20 * n_parks;
      const Candidate *seed =
        &g_array_index (candidates, Candidate, g_array_index (order, guint, at));
      const Grid   *grid = &g_array_index (self->grids, Grid, seed->grid);
      YunSamplePark park = { .town = grid->town, .i0 = seed->i, .j0 = seed->j };

      park.i1 = park.i0 + (by_chance ? yun_random_below (&random, 3) : 0);
      park.j1 = park.j0 + (by_chance ? yun_random_below (&random, 3) : 0);
      if (park_fits (self, candidates, grid, &park))
        add_park (self, candidates, grid, &park);
    }
  return self->parks->len == n_parks;
}

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Candidate *candidates = user_data;
  guint            x = *(const guint *) a;
  guint            y = *(const guint *) b;

  if (candidates[x].score != candidates[y].score)
    return candidates[x].score < candidates[y].score ? -1 : 1;
  return x < y ? -1 : x > y;
}

/* Gives the plots to the best blocks, a few to each as long as there are few; how many blocks. */
static guint
give_plots (GArray *candidates, GArray *order, guint n_plots)
{
  guint most = CLAMP (n_plots / 100, 1, YUN_SAMPLE_MAX_LOTS);
  guint left = n_plots;
  guint n_built = 0;

  for (; n_built < order->len && left > 0; n_built++)
    {
      Candidate *candidate =
        &g_array_index (candidates, Candidate, g_array_index (order, guint, n_built));

      candidate->n_taken = MIN (MIN (candidate->capacity, most), left);
      left -= candidate->n_taken;
    }
  for (guint i = 0; i < order->len && left > 0; i++)
    {
      Candidate *candidate =
        &g_array_index (candidates, Candidate, g_array_index (order, guint, i));
      guint more = MIN ((guint) (candidate->capacity - candidate->n_taken), left);

      candidate->n_taken += more;
      left -= more;
    }
  return n_built;
}

static gboolean
fit (YunSampleLayout *self, double lot_m2, guint n_plots, guint n_parks)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  double             depth = sqrt (lot_m2 * 1.3);
  double             front = lot_m2 / depth;
  guint64            capacity;
  guint              n_built;

  self->street = 0.12 * depth + MIN (14, 0.1 * depth);
  self->pitch_u = 5.5 * front + self->street;
  self->pitch_v = 2 * depth + self->street;
  /* Spares looking for blocks where there can never be enough. */
  if (self->area_m2 / (self->pitch_u * self->pitch_v) * 2 * MOST_LOTS_OF_ROW < n_plots)
    return FALSE;
  find_candidates (self, candidates, &capacity);
  if (capacity < n_plots || candidates->len < n_parks)
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_scores, candidates->data);
  n_built = give_plots (candidates, order, n_plots);
  if (!place_parks (self, candidates, order, n_built, n_parks))
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      YunSampleBlock   block = {
          .town = g_array_index (self->grids, Grid, candidate->grid).town,
          .n_lots = candidate->n_taken,
          .i = candidate->i,
          .j = candidate->j,
          .park = candidate->park,
      };

      if (candidate->n_taken > 0 || n_plots == 0)
        g_array_append_val (self->blocks, block);
    }
  return TRUE;
}

static const Grid *
find_grid (const YunSampleLayout *self, guint town)
{
  for (guint g = 0; g < self->grids->len; g++)
    if (g_array_index (self->grids, Grid, g).town == town)
      return &g_array_index (self->grids, Grid, g);
  g_assert_not_reached ();
}

YunSampleLayout *
yun_sample_layout_new (guint n_plots, guint n_parks, guint32 seed)
{
  g_autoptr (YunSampleLayout) self = g_new0 (YunSampleLayout, 1);

  self->seed = seed;
  self->cached = G_MAXUINT;
  self->grids = g_array_new (FALSE, FALSE, sizeof (Grid));
  g_array_set_clear_func (self->grids, (GDestroyNotify) grid_clear);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (YunSampleBlock));
  self->parks = g_array_new (FALSE, FALSE, sizeof (YunSamplePark));
  add_grids (self);

  for (double lot_m2 = NATURAL_LOT_M2; lot_m2 >= SMALLEST_LOT_M2; lot_m2 *= SHRINK)
    if (fit (self, lot_m2, n_plots, n_parks))
      {
        /* The candidates are gone; so is what the cells say of them. */
        for (guint g = 0; g < self->grids->len; g++)
          g_clear_pointer (&g_array_index (self->grids, Grid, g).cells, g_free);
        return g_steal_pointer (&self);
      }
  return NULL;
}

void
yun_sample_layout_free (YunSampleLayout *self)
{
  g_clear_pointer (&self->grids, g_array_unref);
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->parks, g_array_unref);
  g_free (self);
}

guint
yun_sample_layout_get_n_blocks (const YunSampleLayout *self)
{
  return self->blocks->len;
}

const YunSampleBlock *
yun_sample_layout_get_block (const YunSampleLayout *self, guint block)
{
  return &g_array_index (self->blocks, YunSampleBlock, block);
}

const YunSamplePark *
yun_sample_layout_get_park (const YunSampleLayout *self, guint park)
{
  return &g_array_index (self->parks, YunSamplePark, park);
}

static void
add_ring (YunGeomBuilder *builder, const Grid *grid, YunPoint corner, const Lot *lot, double scale)
{
  double u = 0;
  double v = 0;

  for (guint i = 0; i < lot->n; i++)
    {
      u += lot->points[i].x / lot->n;
      v += lot->points[i].y / lot->n;
    }
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < lot->n; i++)
    {
      YunPoint at = grid_to_lonlat (grid, corner.x + u + scale * (lot->points[i].x - u),
                                    corner.y + v + scale * (lot->points[i].y - v));

      yun_geom_builder_add (builder, at.x, at.y);
    }
}

YunGeom *
yun_sample_layout_make_lot (YunSampleLayout *self, guint block, guint lot)
{
  const YunSampleBlock *info = yun_sample_layout_get_block (self, block);
  const Grid           *grid = find_grid (self, info->town);
  YunPoint              corner = block_corner (self, grid, info->i, info->j);
  YunGeomBuilder       *builder;
  g_autoptr (YunGeom)   shape = NULL;

  g_return_val_if_fail (lot < info->n_lots, NULL);

  if (self->cached != block)
    fill_block (self, info->town, info->i, info->j, self->lots);
  self->cached = block;

  builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  yun_geom_builder_begin_part (builder);
  add_ring (builder, grid, corner, &self->lots[lot], 1);
  if (self->lots[lot].hole)
    add_ring (builder, grid, corner, &self->lots[lot], 0.3);
  shape = yun_geom_builder_end (builder);
  return yun_geom_orient (shape, FALSE);
}

/* The corners of a park in its grid. */
static YunRect
get_park_box (const YunSampleLayout *self, const Grid *grid, const YunSamplePark *park)
{
  YunPoint first = block_corner (self, grid, park->i0, park->j0);
  YunPoint last = block_corner (self, grid, park->i1 + 1, park->j1 + 1);

  return (YunRect){ first.x, first.y, last.x - self->street, last.y - self->street };
}

YunGeom *
yun_sample_layout_make_park (const YunSampleLayout *self, guint park)
{
  const YunSamplePark *info = yun_sample_layout_get_park (self, park);
  const Grid          *grid = find_grid (self, info->town);
  YunRect              box = get_park_box (self, grid, info);
  YunGeomBuilder      *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  const Lot            outline = {
               .points = { { box.x0, box.y0 }, { box.x1, box.y0 }, { box.x1, box.y1 }, { box.x0, box.y1 } },
               .n = 4,
  };

  yun_geom_builder_begin_part (builder);
  add_ring (builder, grid, (YunPoint){ 0, 0 }, &outline, 1);
  return yun_geom_builder_end (builder);
}

YunPoint
yun_sample_layout_place_in_block (const YunSampleLayout *self, guint block, double fx, double fy)
{
  const YunSampleBlock *info = yun_sample_layout_get_block (self, block);
  const Grid           *grid = find_grid (self, info->town);
  YunPoint              corner = block_corner (self, grid, info->i, info->j);

  return grid_to_lonlat (grid, corner.x + fx * (self->pitch_u - self->street),
                         corner.y + fy * (self->pitch_v - self->street));
}

YunPoint
yun_sample_layout_place_in_park (const YunSampleLayout *self, guint park, double fx, double fy)
{
  const YunSamplePark *info = yun_sample_layout_get_park (self, park);
  const Grid          *grid = find_grid (self, info->town);
  YunRect              box = get_park_box (self, grid, info);

  return grid_to_lonlat (grid, box.x0 + fx * (box.x1 - box.x0), box.y0 + fy * (box.y1 - box.y0));
}
