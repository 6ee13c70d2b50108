/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-candidate.h"

#include "yun-place-name.h"

#include <math.h>
#include <string.h>

/*
 * Names along lines. A line is parted into runs that are straight enough for a text; of these the
 * longest in each square of the world carries the name, the same one wherever the view is.
 */

#define BEND 2.5      /* pixels that a text along a run may be off the line */
#define MIN_RUN 24.0  /* pixels: shorter ones carry no name */
#define MAX_RUN 640.0 /* a longer one is parted */
/* The widest cell, and how far outside of the view the placer still looks: all runs of a cell that
 * reaches in are compared, whatever is seen of it. */
#define AROUND (900.0 + 200.0)
#define NAMED_LINES (1u << YUN_STREET_RIVER | 1u << YUN_STREET_RAIL | 1u << YUN_STREET_ROAD)
#define SIGN_ZOOM 9.5 /* from here on expressways have their numbers */

/* How the names of one kind of line are written. */
typedef struct
{
  YunBaseKind base;
  int class;
  YunStreetKind street; /* of the street map */
  YunLabelKind  label;
  double        min_zoom;
  double        cell; /* pixels: the name comes once in a square so wide */
} LineKind;

/* Expressways have their numbers before anything has a name. */
static const LineKind kinds[] = {
  { YUN_BASE_WATER, 0, YUN_STREET_RIVER, YUN_LABEL_WATER, 9.8, 560 },
  { YUN_BASE_ROAD, YUN_ROAD_EXPRESSWAY, YUN_STREET_ROAD, YUN_LABEL_ROAD, 11, 640 },
  { YUN_BASE_RAIL, 0, YUN_STREET_RAIL, YUN_LABEL_RAIL, 12, 900 },
  { YUN_BASE_ROAD, YUN_ROAD_MAIN, YUN_STREET_ROAD, YUN_LABEL_ROAD, 12.3, 640 },
  { YUN_BASE_ROAD, YUN_ROAD_STREET, YUN_STREET_ROAD, YUN_LABEL_ROAD, 14, 640 },
  { YUN_BASE_ROAD, YUN_ROAD_LANE, YUN_STREET_ROAD, YUN_LABEL_ROAD, 15.6, 640 },
};

typedef struct
{
  YunSymbolPlan *plan;
  const YunView *view;
  double         zoom;
  YunVertex      min; /* what is near the view */
  YunVertex      max;
  YunStreetMap  *streets; /* (unowned) (nullable) */
  GArray        *found;   /* (owned): YunStreetShape, of .streets */
  GArray        *runs;    /* (owned): Run */
  GHashTable    *cells;   /* (owned): Run, of which name and cell count → its number + 1 */
  GArray        *out;     /* of YunLabelCandidate */
} Lines;

/* A run that may carry a name. */
typedef struct
{
  const char *name; /* (unowned): equal names are one pointer */
  gint64      cell_x;
  gint64      cell_y;
  double      length; /* pixels */
  double      angle;
  YunVertex   middle;
} Run;

/* Upright whatever way the line was drawn. */
static double
get_upright (double angle)
{
  return angle > G_PI / 2 ? angle - G_PI : angle <= -G_PI / 2 ? angle + G_PI : angle;
}

static guint
run_hash (gconstpointer key)
{
  const Run *run = key;

  return g_direct_hash (run->name) ^ (guint) run->cell_x * 73856093u ^
         (guint) run->cell_y * 19349663u;
}

static gboolean
run_equal (gconstpointer a, gconstpointer b)
{
  const Run *one = a, *two = b;

  return one->name == two->name && one->cell_x == two->cell_x && one->cell_y == two->cell_y;
}

static void
keep_longest (Lines *self, const Run *run)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->cells, run));

  if (number == 0)
    {
      g_array_append_val (self->runs, *run);
      g_hash_table_insert (self->cells, g_memdup2 (run, sizeof *run),
                           GUINT_TO_POINTER (self->runs->len));
    }
  else if (run->length > g_array_index (self->runs, Run, number - 1).length)
    g_array_index (self->runs, Run, number - 1) = *run;
}

/* The run from @a to @b, in equal parts if it is long. */
static void
add_run (Lines *self, const char *name, double cell, YunVertex a, YunVertex b)
{
  double dx = (double) b.x - a.x, dy = (double) b.y - a.y;
  double length = hypot (dx, dy) / self->view->scale, side = cell * self->view->scale;
  int    n = (int) ceil (length / MAX_RUN);

  if (length < MIN_RUN)
    return;
  for (int i = 0; i < n; i++)
    {
      double share = (i + 0.5) / n;
      double x = a.x + share * dx, y = a.y + share * dy;

      if (x < self->min.x || x > self->max.x || y < self->min.y || y > self->max.y)
        continue;
      keep_longest (self, &(Run){ name,
                                  (gint64) (x / side),
                                  (gint64) (y / side),
                                  length / n,
                                  get_upright (atan2 (dy, dx)),
                                  { (guint32) x, (guint32) y } });
    }
}

/* Whether all vertices between @from and @to are near the straight way. */
static gboolean
is_straight (const YunBaseRing *line, guint from, guint to, double bend)
{
  YunVertex a = line->vertices[from], b = line->vertices[to];
  double    dx = (double) b.x - a.x, dy = (double) b.y - a.y, length = hypot (dx, dy);

  for (guint i = from + 1; i < to; i++)
    {
      double x = (double) line->vertices[i].x - a.x, y = (double) line->vertices[i].y - a.y;

      if (fabs (x * dy - y * dx) > bend * length || x * dx + y * dy < 0)
        return FALSE;
    }

  return length > 0;
}

/* On a broad river a text may be farther off the middle line. */
static double
get_bend (const Lines *self, const LineKind *kind)
{
  const YunRoadStyle *water = &yun_scene_get_style (self->plan->scene)->water;

  return kind->base == YUN_BASE_WATER
           ? MAX (BEND, yun_road_style_get_width (water, self->zoom) * 0.3)
           : BEND;
}

static void
find_runs (Lines *self, const YunBaseRing *line, const char *name, const LineKind *kind)
{
  double bend = get_bend (self, kind) * self->view->scale;

  for (guint from = 0, to; from + 1 < line->n; from = to)
    {
      to = from + 1;
      while (to + 1 < line->n && is_straight (line, from, to + 1, bend))
        to++;
      add_run (self, name, kind->cell, line->vertices[from], line->vertices[to]);
    }
}

static gboolean
is_near (const Lines *self, const YunBaseShape *shape)
{
  return yun_vertex_boxes_meet (shape->min, shape->max, self->min, self->max);
}

/* Of our own lines, where there is no street map. */
static void
collect_own_runs (Lines *self, const LineKind *kind)
{
  guint               n;
  const YunBaseShape *shapes = yun_base_map_get_shapes (yun_scene_get_base (self->plan->scene), &n);

  for (guint i = 0; i < n; i++)
    if (shapes[i].kind == kind->base && shapes[i].class == kind->class && *shapes[i].name != '\0' &&
        self->zoom >= shapes[i].min_zoom && is_near (self, &shapes[i]))
      for (guint r = 0; r < shapes[i].n_rings; r++)
        find_runs (self, &shapes[i].rings[r], shapes[i].name, kind);
  for (guint i = self->runs->len; self->streets != NULL && i-- > 0;)
    if (yun_street_map_covers (self->streets, g_array_index (self->runs, Run, i).middle))
      g_array_remove_index (self->runs, i);
  g_hash_table_remove_all (self->cells);
}

static void
collect_runs (Lines *self, const LineKind *kind)
{
  g_array_set_size (self->runs, 0);
  g_hash_table_remove_all (self->cells);
  collect_own_runs (self, kind);
  for (guint i = 0; i < self->found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (self->found, YunStreetShape, i);

      if (shape->kind != kind->street || (int) shape->class != kind->class || *shape->name == '\0')
        continue;
      for (guint r = 0; r < shape->n_rings; r++)
        {
          YunBaseRing      ring;
          const YunVertex *v = yun_street_shape_get_ring (shape, r, &ring.n);

          ring.vertices = (YunVertex *) v; /* not written to */
          find_runs (self, &ring, shape->name, kind);
        }
    }
}

static void
add (Lines *self, const Run *run, YunLabelKind kind, const char *text, gboolean upright)
{
  YunLabelCandidate c = { .text = text,
                          .kind = kind,
                          .feature = -1,
                          .anchor = run->middle,
                          .angle = (float) run->angle,
                          .room = (float) run->length,
                          .along = TRUE,
                          .upright = upright };

  g_array_append_val (self->out, c);
}

/* What is written of a name: 沪昆高速 beside the sign G60, and 9号线 of 上海地铁9号线. */
static const char *
get_text (const LineKind *kind, const char *name)
{
  if (kind->base == YUN_BASE_RAIL)
    return yun_place_name_get_line (name);
  return kind->base == YUN_BASE_ROAD ? name + yun_place_name_measure_number (name) : name;
}

static void
add_signs (Lines *self)
{
  static const LineKind kind = {
    YUN_BASE_ROAD, YUN_ROAD_EXPRESSWAY, YUN_STREET_ROAD, YUN_LABEL_SIGN, 0, 360
  };

  collect_runs (self, &kind);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);
      gsize      n = yun_place_name_measure_number (run->name);

      if (n > 0)
        {
          g_autofree char *number = g_strndup (run->name, n);

          add (self, run, YUN_LABEL_SIGN, g_string_chunk_insert_const (self->plan->texts, number),
               TRUE);
        }
    }
}

void
yun_label_lines_collect (YunSymbolPlan *plan, GArray *out)
{
  Lines self = { .plan = plan,
                 .view = &plan->view,
                 .zoom = yun_view_get_zoom (&plan->view),
                 .streets = yun_base_map_get_streets (yun_scene_get_base (plan->scene)),
                 .found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape)),
                 .runs = g_array_new (FALSE, FALSE, sizeof (Run)),
                 .cells = g_hash_table_new_full (run_hash, run_equal, g_free, NULL),
                 .out = out };

  yun_view_get_box (&plan->view, AROUND, &self.min, &self.max);
  if (self.streets != NULL)
    yun_street_map_find (self.streets, self.zoom, self.min, self.max, NAMED_LINES, self.found);
  if (self.zoom >= SIGN_ZOOM)
    add_signs (&self);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      if (self.zoom < kinds[k].min_zoom)
        continue;
      collect_runs (&self, &kinds[k]);
      for (guint i = 0; i < self.runs->len; i++)
        {
          const Run *run = &g_array_index (self.runs, Run, i);

          add (&self, run, kinds[k].label, get_text (&kinds[k], run->name), FALSE);
        }
    }
  g_array_unref (self.runs);
  g_array_unref (self.found);
  g_hash_table_unref (self.cells);
}
