/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-vector.h"

#include "yun-field.h"
#include "yun-ids.h"
#include "yun-painter-private.h"
#include "yun-path.h"
#include "yun-record.h"

#include <math.h>
#include <stdlib.h>

/* As in yun-feature-painter.c, in pixels of the view. */
#define OUTLINE_SIZE 4.0
#define HATCH_SIZE 9.0
#define FULL_SIZE 24.0
#define BIG_SIZE 128.0
#define MARGIN 6.0
#define HATCH_PERIOD 8.0
#define HATCH_WIDTH 1.1
#define LINE_WIDTH 1.1
#define FAINT_WIDTH 1.8
#define CHECK_EVERY 1024

static const double dashes[] = { 6, 4 };

/* Where a hatch line crosses an outline: along the line, and which line. */
typedef struct
{
  gint64 line;
  double at;
} Crossing;

typedef struct
{
  const YunView *view;
  double         origin_x; /* the world's pixel of the view's corner, so that hatches join */
  double         origin_y;
  GArray        *crossings; /* (owned): Crossing */
} Hatcher;

typedef struct
{
  const YunScene        *scene;
  const YunStyle        *style;
  const YunFeatureIndex *index;
  cairo_t               *cr;
  const YunView         *view;
  Hatcher                hatcher;
  double                 least; /* size from which on areas are paths */
} Vector;

/* ---- Hatching ------------------------------------------------------------- */

static void
hatcher_init (Hatcher *self, const YunView *view)
{
  self->view = view;
  self->origin_x = fmod (view->x / view->scale, HATCH_PERIOD);
  self->origin_y = fmod (view->y / view->scale, HATCH_PERIOD);
  self->crossings = g_array_new (FALSE, FALSE, sizeof (Crossing));
}

static int
compare_crossings (gconstpointer a, gconstpointer b)
{
  const Crossing *ca = a, *cb = b;

  if (ca->line != cb->line)
    return ca->line < cb->line ? -1 : 1;
  return ca->at < cb->at ? -1 : ca->at > cb->at;
}

/* Lines are those of equal u, v runs along them: x + y, x - y or y of the world's pixels. */
static YunPoint
to_line (YunHatch hatch, double x, double y)
{
  switch (hatch)
    {
    case YUN_HATCH_DIAGONAL:
      return (YunPoint){ x + y, x - y };
    case YUN_HATCH_BACK:
      return (YunPoint){ x - y, x + y };
    default:
      return (YunPoint){ y, x };
    }
}

static YunPoint
from_line (YunHatch hatch, double u, double v)
{
  switch (hatch)
    {
    case YUN_HATCH_DIAGONAL:
      return (YunPoint){ (u + v) / 2, (u - v) / 2 };
    case YUN_HATCH_BACK:
      return (YunPoint){ (u + v) / 2, (v - u) / 2 };
    default:
      return (YunPoint){ v, u };
    }
}

/* @a and @b: an edge in pixels of the view; @period, @phase: of the lines. */
static void
add_edge (Hatcher *self, YunHatch hatch, YunPoint a, YunPoint b, double period, double phase)
{
  YunPoint la = to_line (hatch, a.x + self->origin_x, a.y + self->origin_y);
  YunPoint lb = to_line (hatch, b.x + self->origin_x, b.y + self->origin_y);
  double   low = MIN (la.x, lb.x), high = MAX (la.x, lb.x);
  double   reach = self->view->width + self->view->height + 2 * HATCH_PERIOD;

  /* Lines outside of the view are not looked for: an edge may be very long. */
  low = MAX (low, -reach);
  high = MIN (high, reach);
  for (gint64 line = (gint64) ceil ((low - phase) / period); line * period + phase < high; line++)
    {
      double   t = (line * period + phase - la.x) / (lb.x - la.x);
      Crossing crossing = { line, la.y + t * (lb.y - la.y) };

      g_array_append_val (self->crossings, crossing);
    }
}

static void
add_run (const Hatcher *self, cairo_t *cr, YunHatch hatch, double u, double from, double to)
{
  YunPoint a, b;
  double   reach = self->view->width + self->view->height + 2 * HATCH_PERIOD;

  from = MAX (from, -reach);
  to = MIN (to, reach);
  if (from >= to)
    return;
  a = from_line (hatch, u, from);
  b = from_line (hatch, u, to);
  cairo_move_to (cr, a.x - self->origin_x, a.y - self->origin_y);
  cairo_line_to (cr, b.x - self->origin_x, b.y - self->origin_y);
}

static void
add_dots (const Hatcher *self, cairo_t *cr, gint64 line, double u, double from, double to)
{
  double shift = line & 1 ? HATCH_PERIOD / 2 : 0;

  from = MAX (from, -HATCH_PERIOD);
  to = MIN (to, self->view->width + 2 * HATCH_PERIOD);
  for (double v = ceil ((from - shift) / HATCH_PERIOD) * HATCH_PERIOD + shift; v < to;
       v += HATCH_PERIOD)
    {
      cairo_move_to (cr, v - self->origin_x, u - self->origin_y);
      cairo_rel_line_to (cr, 0.01, 0);
    }
}

static void
stroke_lines (
  Hatcher *self, cairo_t *cr, YunHatch hatch, double period, double phase, const YunColour *colour)
{
  const Crossing *c;

  g_array_sort (self->crossings, compare_crossings);
  c = (const Crossing *) (gpointer) self->crossings->data;
  for (guint i = 0; i + 1 < self->crossings->len;)
    {
      double u = c[i].line * period + phase;

      if (c[i].line != c[i + 1].line)
        {
          i++;
          continue;
        }
      if (hatch == YUN_HATCH_DOTS)
        add_dots (self, cr, c[i].line, u, c[i].at, c[i + 1].at);
      else
        add_run (self, cr, hatch, u, c[i].at, c[i + 1].at);
      i += 2;
    }
  g_array_set_size (self->crossings, 0);
  cairo_set_line_width (cr, hatch == YUN_HATCH_DOTS ? HATCH_WIDTH * 2.4 : HATCH_WIDTH);
  cairo_set_line_cap (cr, hatch == YUN_HATCH_DOTS ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  yun_colour_set_source (colour, cr);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

/* The families of parallel lines that a hatch is made of. */
#define HATCH_FAMILIES(hatch)                                                                      \
  ((hatch) == YUN_HATCH_CROSS ? (const YunHatch[]){ YUN_HATCH_DIAGONAL, YUN_HATCH_BACK }           \
                              : (const YunHatch[]){ (hatch), (hatch) })

static guint
count_families (YunHatch hatch)
{
  return hatch == YUN_HATCH_NONE ? 0 : hatch == YUN_HATCH_CROSS ? 2 : 1;
}

static double
get_period (YunHatch hatch)
{
  return hatch == YUN_HATCH_DOTS ? HATCH_PERIOD / 2 : HATCH_PERIOD;
}

static double
get_phase (YunHatch hatch)
{
  return hatch == YUN_HATCH_DOTS ? HATCH_PERIOD / 4 : 0;
}

static void
hatch_feature (Vector *self, guint i, YunHatch hatch, const YunColour *colour)
{
  const YunView *view = self->view;

  for (guint k = 0; k < count_families (hatch); k++)
    {
      YunHatch family = HATCH_FAMILIES (hatch)[k];
      double   period = get_period (family), phase = get_phase (family);

      for (guint ring = 0; ring < yun_feature_index_get_n_rings (self->index, i); ring++)
        {
          guint            n;
          const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

          for (guint at = 1; at < n; at++)
            {
              YunPoint a = { (v[at - 1].x - view->x) / view->scale,
                             (v[at - 1].y - view->y) / view->scale };
              YunPoint b = { (v[at].x - view->x) / view->scale, (v[at].y - view->y) / view->scale };

              add_edge (&self->hatcher, family, a, b, period, phase);
            }
        }
      stroke_lines (&self->hatcher, self->cr, family, period, phase, colour);
    }
}

void
yun_feature_vector_hatch_box (
  cairo_t *cr, const YunView *view, YunHatch hatch, const YunColour *line, const YunRect *rect)
{
  const YunPoint corners[] = {
    { rect->x0, rect->y0 }, { rect->x1, rect->y0 }, { rect->x1, rect->y1 }, { rect->x0, rect->y1 }
  };
  Hatcher hatcher;
  YunView whole = *view;

  whole.width = rect->x1;
  whole.height = rect->y1;
  hatcher_init (&hatcher, &whole);
  cairo_new_path (cr);
  for (guint k = 0; k < count_families (hatch); k++)
    {
      YunHatch family = HATCH_FAMILIES (hatch)[k];
      double   period = get_period (family), phase = get_phase (family);

      for (guint i = 0; i < 4; i++)
        add_edge (&hatcher, family, corners[i], corners[(i + 1) % 4], period, phase);
      stroke_lines (&hatcher, cr, family, period, phase, line);
    }
  g_array_unref (hatcher.crossings);
}

/* ---- Areas and lines ------------------------------------------------------ */

static gboolean
is_faint (const YunFeature *f)
{
  return f->accuracy == YUN_ACCURACY_APPROXIMATE || f->accuracy == YUN_ACCURACY_TOWN;
}

static double
get_size (const Vector *self, const YunFeature *f)
{
  return MAX (f->max.x - f->min.x, f->max.y - f->min.y) / self->view->scale;
}

static void
paint_feature (Vector *self, guint i, double size)
{
  const YunFeature *f = yun_feature_index_get (self->index, i);
  YunFill           fill = yun_feature_painter_get_fill (self->scene, i);
  guint             n_rings = yun_feature_index_get_n_rings (self->index, i), n;
  double            width = f->kind == YUN_GEOM_LINE || is_faint (f) ? FAINT_WIDTH : LINE_WIDTH;
  gboolean          dashed = f->accuracy == YUN_ACCURACY_SCHEMATIC && size >= HATCH_SIZE;
  cairo_t          *cr = self->cr;

  if (f->kind == YUN_GEOM_POLYGON)
    {
      for (guint ring = 0; ring < n_rings; ring++)
        {
          const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

          yun_path_add_ring (cr, self->view, v, n);
        }
      yun_colour_set_source (&fill.fill, cr);
      cairo_fill (cr);
      if (size >= HATCH_SIZE && !is_faint (f))
        hatch_feature (self, i, fill.hatch, &fill.line);
      if (size < OUTLINE_SIZE)
        return;
      width *= CLAMP (size / FULL_SIZE, 0.35, 1);
    }

  yun_colour_set_source (&fill.line, cr);
  cairo_set_line_width (cr, width);
  for (guint ring = 0; ring < n_rings; ring++)
    {
      const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

      yun_path_stroke (cr, self->view, v, n, dashed ? dashes : NULL,
                       dashed ? G_N_ELEMENTS (dashes) : 0);
    }
}

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  float fa = *(const float *) a, fb = *(const float *) b;

  return fa < fb ? 1 : fa > fb ? -1 : 0;
}

/* (transfer full): numbers of what is to be painted. Sets the size from which on it is paths. */
static GArray *
collect (Vector *self, gboolean parks)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (float));
  GArray            *kept = g_array_new (FALSE, FALSE, sizeof (guint32));
  YunVertex          min, max;

  yun_view_get_box (self->view, MARGIN, &min, &max);
  yun_feature_index_search (self->index, min, max, found);
  for (guint k = 0; k < found->len; k++)
    {
      guint             i = g_array_index (found, guint32, k);
      const YunFeature *f = yun_feature_index_get (self->index, i);
      float             size = (float) get_size (self, f);

      if (f->kind == YUN_GEOM_POINT || (f->look == YUN_LOOK_SITE) != parks ||
          !yun_scene_has (self->scene, i))
        continue;
      g_array_append_val (kept, i);
      if (size >= YUN_FEATURE_VECTOR_SIZE)
        g_array_append_val (sizes, size);
    }
  self->least = YUN_FEATURE_VECTOR_SIZE;
  if (sizes->len > YUN_FEATURE_VECTOR_MOST)
    {
      g_array_sort (sizes, compare_descending);
      /* Those just as large as the last are left out with it, for equals look alike. */
      self->least = nextafter (g_array_index (sizes, float, YUN_FEATURE_VECTOR_MOST), INFINITY);
    }
  return kept;
}

/* (transfer full) (nullable): a scene of only what is too small for paths, and its box in pixels.
 */
static YunScene *
make_small_scene (Vector *self, const GArray *numbers, YunRect *box)
{
  g_autoptr (YunFeatureSet) set = NULL;
  g_autofree GArray       **ids = NULL; /* by entity */
  guint                     n_entities;
  gboolean                  any = FALSE;

  yun_entity_list (&n_entities);
  ids = g_new0 (GArray *, n_entities);

  *box = YUN_RECT_EMPTY;
  for (guint k = 0; k < numbers->len; k++)
    {
      const YunFeature *f =
        yun_feature_index_get (self->index, g_array_index (numbers, guint32, k));
      double x0, y0, x1, y1;

      if (get_size (self, f) >= self->least || f->entity < 0 || f->entity >= (int) n_entities)
        continue;
      if (ids[f->entity] == NULL)
        ids[f->entity] = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (ids[f->entity], f->id);
      yun_view_to_pixel (self->view, f->min, &x0, &y0);
      yun_view_to_pixel (self->view, f->max, &x1, &y1);
      *box = yun_rect_with_point (box, x0, y0);
      *box = yun_rect_with_point (box, x1, y1);
      any = TRUE;
    }
  if (any)
    {
      for (guint i = 0; i < n_entities; i++)
        if (ids[i] != NULL)
          yun_ids_tidy (ids[i]);
      set = yun_feature_set_new (self->index, ids, n_entities);
    }
  for (guint i = 0; i < n_entities; i++)
    g_clear_pointer (&ids[i], g_array_unref);
  return any ? yun_scene_new (yun_scene_get_index (self->scene), set, NULL, self->style) : NULL;
}

static gboolean
paint_small (Vector *self, const GArray *numbers, gboolean parks, GCancellable *cancellable)
{
  YunRect              box;
  g_autoptr (YunScene) scene = make_small_scene (self, numbers, &box);
  YunRect              whole = { 0, 0, self->view->width, self->view->height };
  YunView              view = *self->view;
  cairo_surface_t     *surface;
  double               pixels;

  if (scene == NULL)
    return TRUE;
  box = yun_rect_grow (&box, MARGIN, MARGIN);
  box = yun_rect_intersect (&box, &whole);
  if (yun_rect_is_empty (&box))
    return TRUE;
  view.x += floor (box.x0) * view.scale;
  view.y += floor (box.y0) * view.scale;
  view.width = ceil (box.x1) - floor (box.x0);
  view.height = ceil (box.y1) - floor (box.y0);
  pixels = view.width * view.height * view.device_scale * view.device_scale;
  if (pixels > YUN_FEATURE_VECTOR_PIXELS)
    view.device_scale *= sqrt (YUN_FEATURE_VECTOR_PIXELS / pixels);

  surface = yun_painter_paint_surface (scene, &view, parks ? YUN_LAYER_PARKS : YUN_LAYER_PLOTS,
                                       cancellable);
  if (surface == NULL)
    return FALSE;
  cairo_set_source_surface (self->cr, surface, floor (box.x0), floor (box.y0));
  cairo_paint (self->cr);
  cairo_surface_destroy (surface);
  return TRUE;
}

gboolean
yun_feature_vector_is_kept (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_group_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_RECORDING:
    case CAIRO_SURFACE_TYPE_SCRIPT:
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
yun_feature_vector_paint (const YunScene *scene,
                          cairo_t        *cr,
                          const YunView  *view,
                          gboolean        parks,
                          GCancellable   *cancellable)
{
  Vector             self = { .scene = scene,
                              .style = yun_scene_get_style (scene),
                              .index = yun_scene_get_index (scene),
                              .cr = cr,
                              .view = view };
  g_autoptr (GArray) numbers = NULL;
  gboolean           done = TRUE;

  if (self.index == NULL)
    return TRUE;
  hatcher_init (&self.hatcher, view);
  numbers = collect (&self, parks);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);

  /* The big ones first, so that a small plot is not lost below the big one it lies in. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint k = 0; k < numbers->len && done; k++)
      {
        guint  i = g_array_index (numbers, guint32, k);
        double size = get_size (&self, yun_feature_index_get (self.index, i));

        if (k % CHECK_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
          done = FALSE;
        else if (size >= self.least && (size >= BIG_SIZE) == (pass == 0))
          paint_feature (&self, i, size);
      }
  done = done && paint_small (&self, numbers, parks, cancellable);
  g_array_unref (self.hatcher.crossings);
  return done;
}
