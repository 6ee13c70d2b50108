/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-vector.h"
#include "yun-field.h"
#include "yun-painter-private.h"
#include "yun-path.h"

#include <math.h>

/* Sizes of a feature's box in device pixels that part the levels of detail. */
#define PIXEL_SIZE 1.0   /* below: its share of one pixel */
#define BOX_SIZE 3.0     /* below: its box, as full as the shape fills it */
#define OUTLINE_SIZE 4.0 /* below: no outline */
#define HATCH_SIZE 9.0   /* below: no hatching, no dashes */
#define FULL_SIZE 24.0   /* from here on outlines have their full width */
#define BIG_SIZE 128.0   /* from here on painted before all smaller ones */
#define CAIRO_SIZE 512.0 /* from here on cairo draws it */

#define MAX_KEPT_SCALE 4 /* device pixels a pixel */
#define MARGIN 6.0       /* pixels around the view: more than half of any outline */
#define HATCH_PERIOD 8.0 /* pixels */
#define HATCH_WIDTH 1.1
#define LINE_WIDTH 1.1
#define FAINT_WIDTH 1.8 /* of hollow areas */
#define DASH 6.0
#define DASH_GAP 4.0
#define MITRE_REACH 1.4 /* widths that a corner's point stands out, at most */
#define SKIP 0.1f       /* pixels: a vertex nearer than this to the last one is left out */
#define CHECK_EVERY 1024

typedef struct
{
  YunPaint fill;
  YunPaint line;
  YunHatch hatch;
} Look;

typedef struct
{
  const YunScene        *scene;
  const YunStyle        *style;
  const YunFeatureIndex *index;
  const YunFeatureSet   *shown;
  const guint8          *steps; /* (nullable): of the shading */
  cairo_t               *cr;
  const YunView         *view;
  GCancellable          *cancellable;
  YunRaster              raster;
  YunRasterPoint        *points; /* (owned) (nullable): scratch, the ring under way in pixels */
  gsize                  n_points;
  guint                  n_kept; /* of points: those of the ring */
  double                 factor; /* device pixels a vertex unit */
  Look                   looks[2][YUN_STYLE_N_STATUS + 1][16][2];
  gboolean               ready[2][YUN_STYLE_N_STATUS + 1][16][2];
  YunHatchTable         *tables[YUN_HATCH_DOTS + 1];      /* (owned) (nullable): of odd scales */
  cairo_pattern_t       *hatches[YUN_STYLE_N_STATUS + 1]; /* (owned) (nullable) */
} Painter;

static inline gboolean
is_faint (const YunFeature *f)
{
  return f->accuracy == YUN_ACCURACY_APPROXIMATE || f->accuracy == YUN_ACCURACY_TOWN;
}

/* What a feature is coloured by: its step when there is a shading, else its status. */
static inline int
get_class (const Painter *self, const YunFeature *f)
{
  if (self->steps != NULL)
    return self->steps[f - self->index->features];

  return f->status < 0 || f->status >= YUN_STYLE_N_STATUS ? YUN_STYLE_N_STATUS : f->status;
}

static const Look *
get_look (Painter *self, const YunFeature *f)
{
  int   park = f->look == YUN_LOOK_SITE, status = get_class (self, f);
  int   segments = self->style->fill_by == YUN_FILL_SEGMENT ? f->segments & 15 : 0;
  int   faint = is_faint (f);
  Look *look = &self->looks[park][status][segments][faint];

  if (!self->ready[park][status][segments][faint])
    {
      YunFill fill = yun_feature_painter_get_fill (self->scene, f - self->index->features);

      *look = (Look){ yun_paint_from_colour (&fill.fill), yun_paint_from_colour (&fill.line),
                      fill.hatch };
      self->ready[park][status][segments][faint] = TRUE;
    }

  return look;
}

static double
get_size (const Painter *self, const YunFeature *f)
{
  return MAX (f->max.x - f->min.x, f->max.y - f->min.y) * self->factor;
}

/* The part of its box that the feature takes. */
static inline double
get_fullness (const YunFeature *f)
{
  return f->kind == YUN_GEOM_POLYGON ? f->fullness / 255.0 : 1;
}

static void
paint_pixel (Painter *self, const YunFeature *f)
{
  double x = ((double) f->min.x / 2 + (double) f->max.x / 2 - self->view->x) * self->factor;
  double y = ((double) f->min.y / 2 + (double) f->max.y / 2 - self->view->y) * self->factor;
  double share;

  if (!(x >= 0 && y >= 0 && x < self->raster.width && y < self->raster.height))
    return;
  share = (double) (f->max.x - f->min.x) * (double) (f->max.y - f->min.y) * self->factor *
          self->factor * get_fullness (f);
  /* A lone plot must not vanish. */
  yun_raster_blend (self->raster.pixels + (gsize) y * self->raster.stride + (gsize) x,
                    &get_look (self, f)->fill, 256 * CLAMP (share, 0.35, 1));
}

static YunHatchTable *
new_table (YunHatch hatch, double device_scale)
{
  YunHatchTable *table = g_new (YunHatchTable, 1);

  yun_hatch_table_init (table, hatch, HATCH_PERIOD * device_scale, HATCH_WIDTH * device_scale);

  return table;
}

/* Those of screens are made once and kept. */
static const YunHatchTable *
get_table (Painter *self, YunHatch hatch)
{
  static YunHatchTable *kept[YUN_HATCH_DOTS + 1][MAX_KEPT_SCALE];

  double ds = self->view->device_scale;

  if (ds >= 1 && ds <= MAX_KEPT_SCALE && ds == floor (ds))
    {
      YunHatchTable **table = &kept[hatch][(int) ds - 1];

      if (g_once_init_enter (table))
        g_once_init_leave (table, new_table (hatch, ds));
      return *table;
    }
  if (self->tables[hatch] == NULL)
    self->tables[hatch] = new_table (hatch, ds);

  return self->tables[hatch];
}

/* The ring in pixels, without the repeated end; what falls together is left out. */
static guint
get_points (Painter *self, const YunVertex *v, guint n)
{
  double x = self->view->x, y = self->view->y, k = self->factor;
  guint  kept = 0;

  if (n > self->n_points)
    {
      g_free (self->points);
      self->n_points = MAX (n, 256);
      self->points = g_new (YunRasterPoint, self->n_points);
    }
  for (guint i = 0; i + 1 < n; i++)
    {
      YunRasterPoint p = { (v[i].x - x) * k, (v[i].y - y) * k };

      if (kept == 0 || fabsf (p.x - self->points[kept - 1].x) >= SKIP ||
          fabsf (p.y - self->points[kept - 1].y) >= SKIP)
        self->points[kept++] = p;
    }

  return kept;
}

static void
add_edges (Painter *self, guint n)
{
  YunRasterPoint last = self->points[n - 1];

  for (guint i = 0; i < n; i++)
    {
      YunRasterPoint p = self->points[i];

      yun_raster_add_edge (&self->raster, last.x, last.y, p.x, p.y);
      last = p;
    }
}

/* One edge in dashes; returns how far along the pattern it ends. */
static double
add_dashes (Painter *self, float x0, float y0, float x1, float y1, float width, double along)
{
  double ds = self->view->device_scale, period = (DASH + DASH_GAP) * ds;
  double length = sqrt ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)), at = 0;

  while (at < length)
    {
      double phase = fmod (along + at, period);
      double step = MIN ((phase < DASH * ds ? DASH * ds : period) - phase, length - at) + 1e-3;
      double from = at / length, to = MIN ((at + step) / length, 1);

      if (phase < DASH * ds)
        yun_raster_add_stroke (&self->raster, x0 + (x1 - x0) * from, y0 + (y1 - y0) * from,
                               x0 + (x1 - x0) * to, y0 + (y1 - y0) * to, width);
      at += step;
    }

  return fmod (along + length, period);
}

static void
add_outline (Painter *self, guint n, float width, gboolean dashed)
{
  YunRasterPoint last = self->points[0];
  double         along = 0;

  if (!dashed)
    {
      yun_raster_add_outline (&self->raster, self->points, n, width);
      return;
    }
  for (guint i = 1; i <= n; i++)
    {
      YunRasterPoint p = self->points[i == n ? 0 : i];

      along = add_dashes (self, last.x, last.y, p.x, p.y, width, along);
      last = p;
    }
}

/* Of features below CAIRO_SIZE. */
static void
paint_direct (Painter *self, guint i, double size)
{
  const YunFeature *f = &self->index->features[i];
  const Look       *look = get_look (self, f);
  double            ds = self->view->device_scale;
  double            x0 = (f->min.x - self->view->x) * self->factor;
  double            y0 = (f->min.y - self->view->y) * self->factor;
  double            x1 = (f->max.x - self->view->x) * self->factor;
  double            y1 = (f->max.y - self->view->y) * self->factor;
  gboolean          outlined = size >= OUTLINE_SIZE, faint = is_faint (f);
  gboolean          dashed = f->accuracy == YUN_ACCURACY_SCHEMATIC && size >= HATCH_SIZE * ds;
  YunRasterLook     raster_look = { &look->fill, NULL, &look->line, NULL };
  double            width;

  if (size < BOX_SIZE)
    {
      yun_raster_fill_box (&self->raster, &look->fill, get_fullness (f), x0, y0, x1, y1);
      return;
    }
  /* grows with the feature, so that zooming brings no jump */
  width = ds * CLAMP (size / (FULL_SIZE * ds), 0.35, 1) * (faint ? FAINT_WIDTH : LINE_WIDTH);
  if (outlined)
    {
      double reach = width * MITRE_REACH;

      x0 -= reach;
      y0 -= reach;
      x1 += reach;
      y1 += reach;
      raster_look.outline = &look->line;
    }
  if (!yun_raster_begin (&self->raster, x0, y0, x1, y1))
    return;
  if (look->hatch != YUN_HATCH_NONE && size >= HATCH_SIZE * ds && !faint)
    raster_look.hatch = get_table (self, look->hatch);

  for (guint pass = 0; pass <= (guint) outlined; pass++)
    {
      guint n, n_rings = yun_feature_index_get_n_rings (self->index, i);

      if (pass == 1)
        yun_raster_begin_outline (&self->raster);
      for (guint ring = 0; ring < n_rings; ring++)
        {
          const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

          if (pass == 0 || n_rings > 1)
            n = get_points (self, v, n);
          else
            n = self->n_kept;
          self->n_kept = n;
          if (n < 2)
            continue;
          if (pass == 0)
            add_edges (self, n);
          else
            add_outline (self, n, width, dashed);
        }
    }
  yun_raster_end (&self->raster, &raster_look);
}

static void
paint_big (Painter *self, guint i)
{
  static const double dashes[] = { DASH, DASH_GAP };
  const YunFeature   *f = &self->index->features[i];
  YunFill             fill = yun_feature_painter_get_fill (self->scene, i);
  gboolean            dashed = f->accuracy == YUN_ACCURACY_SCHEMATIC;
  cairo_t            *cr = self->cr;
  guint               n_rings = yun_feature_index_get_n_rings (self->index, i);
  guint               n;

  if (f->kind == YUN_GEOM_POLYGON)
    {
      for (guint ring = 0; ring < n_rings; ring++)
        {
          const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

          yun_path_add_ring (cr, self->view, v, n);
        }
      yun_colour_set_source (&fill.fill, cr);
      if (fill.hatch != YUN_HATCH_NONE && !is_faint (f))
        {
          cairo_pattern_t **hatch = &self->hatches[get_class (self, f)];

          if (*hatch == NULL)
            *hatch = yun_feature_painter_new_hatch (fill.hatch, &fill.line, self->view);
          cairo_fill_preserve (cr);
          cairo_set_source (cr, *hatch);
        }
      cairo_fill (cr);
    }

  yun_colour_set_source (&fill.line, cr);
  cairo_set_line_width (cr, f->kind == YUN_GEOM_LINE || is_faint (f) ? FAINT_WIDTH : LINE_WIDTH);
  for (guint ring = 0; ring < n_rings; ring++)
    {
      const YunVertex *v = yun_feature_index_get_ring (self->index, i, ring, &n);

      yun_path_stroke (cr, self->view, v, n, dashed ? dashes : NULL, dashed ? 2 : 0);
    }
}

static inline gboolean
meets (const YunFeature *f, YunVertex min, YunVertex max)
{
  return yun_vertex_boxes_meet (f->min, f->max, min, max);
}

gboolean
yun_feature_painter_has_parks (const YunScene *scene, const YunView *view)
{
  const YunFeatureIndex *index = yun_scene_get_index (scene);
  YunVertex              min, max;

  yun_view_get_box (view, MARGIN, &min, &max);
  for (guint k = 0; index != NULL && k < index->n_parks; k++)
    if (meets (&index->features[index->parks[k]], min, max))
      return TRUE;

  return FALSE;
}

static void
collect (Painter *self, gboolean parks, GArray *numbers)
{
  const YunFeatureIndex *index = self->index;
  YunVertex              min, max;

  yun_view_get_box (self->view, MARGIN, &min, &max);
  if (!parks)
    {
      yun_feature_index_search (index, min, max, numbers);
      return;
    }
  for (guint k = 0; k < index->n_parks; k++)
    if (meets (&index->features[index->parks[k]], min, max))
      g_array_append_val (numbers, index->parks[k]);
}

typedef enum
{
  PASS_CAIRO, /* the biggest, and lines */
  PASS_BIG,
  PASS_SMALL,
} Pass;

static inline Pass
get_pass (const Painter *self, const YunFeature *f, double size)
{
  double ds = self->view->device_scale;

  if (size >= CAIRO_SIZE * ds || (f->kind == YUN_GEOM_LINE && size >= PIXEL_SIZE))
    return PASS_CAIRO;
  return size >= BIG_SIZE * ds ? PASS_BIG : PASS_SMALL;
}

/* The big ones first, so that a small plot is not lost below the big one it lies in: paints these
 * and sorts the others of @numbers into what later passes paint. */
static gboolean
paint_first_pass (Painter *self, GArray *numbers, gboolean parks, GArray *big)
{
  guint n_small = 0;

  for (guint k = 0; k < numbers->len; k++)
    {
      guint             i = g_array_index (numbers, guint32, k);
      const YunFeature *f = &self->index->features[i];

      if (k % CHECK_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      if (f->kind == YUN_GEOM_POINT || (f->look == YUN_LOOK_SITE) != parks ||
          (self->shown != NULL && !yun_feature_set_test (self->shown, i)))
        continue;

      switch (get_pass (self, f, get_size (self, f)))
        {
        case PASS_CAIRO:
          paint_big (self, i);
          break;
        case PASS_BIG:
          g_array_append_val (big, i);
          break;
        case PASS_SMALL:
        default:
          g_array_index (numbers, guint32, n_small++) = i;
        }
    }
  g_array_set_size (numbers, n_small);

  return TRUE;
}

static gboolean
paint_pass (Painter *self, const GArray *numbers)
{
  for (guint k = 0; k < numbers->len; k++)
    {
      guint             i = g_array_index (numbers, guint32, k);
      const YunFeature *f = &self->index->features[i];
      double            size = get_size (self, f);

      if (k % CHECK_EVERY == 0 && g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      if (size < PIXEL_SIZE)
        paint_pixel (self, f);
      else
        paint_direct (self, i, size);
    }

  return TRUE;
}

static gboolean
paint_direct_passes (Painter *self, const GArray *big, const GArray *small, cairo_surface_t *target)
{
  double           ds = self->view->device_scale;
  cairo_surface_t *surface;
  gboolean         done;

  if (big->len == 0 && small->len == 0)
    return TRUE;

  surface = target != NULL
              ? cairo_surface_reference (target)
              : cairo_image_surface_create (CAIRO_FORMAT_ARGB32, ceil (self->view->width * ds),
                                            ceil (self->view->height * ds));
  cairo_surface_flush (surface);
  self->raster.pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  self->raster.stride = cairo_image_surface_get_stride (surface) / 4;
  self->raster.width = cairo_image_surface_get_width (surface);
  self->raster.height = cairo_image_surface_get_height (surface);
  self->raster.hatch_x = floor (self->view->x * self->factor + 0.5);
  self->raster.hatch_y = floor (self->view->y * self->factor + 0.5);

  done = self->raster.pixels == NULL || (paint_pass (self, big) && paint_pass (self, small));

  cairo_surface_mark_dirty (surface);
  if (target == NULL)
    {
      cairo_surface_set_device_scale (surface, ds, ds);
      cairo_set_source_surface (self->cr, surface, 0, 0);
      cairo_paint (self->cr);
    }
  cairo_surface_destroy (surface);
  yun_raster_clear (&self->raster);

  return done;
}

YunFill
yun_feature_painter_get_fill (const YunScene *scene, guint i)
{
  const YunFeature *f = yun_feature_index_get (yun_scene_get_index (scene), i);
  const YunStyle   *style = yun_scene_get_style (scene);
  const YunShading *shading = yun_scene_get_shading (scene);
  YunFill           fill = shading != NULL
                             ? yun_style_get_step_fill (style, f->look, yun_shading_get_step (shading, i))
                             : yun_style_get_fill (style, f->look, f->status, f->segments);

  if (is_faint (f))
    fill.fill.a *= 0.3;

  return fill;
}

cairo_pattern_t *
yun_feature_painter_new_hatch (YunHatch hatch, const YunColour *line, const YunView *view)
{
  double                    ds = view->device_scale;
  g_autofree YunHatchTable *table = g_new (YunHatchTable, 1);
  YunPaint                  paint = yun_paint_from_colour (line);
  cairo_surface_t          *surface;
  cairo_pattern_t          *pattern;
  cairo_matrix_t            matrix;
  guint32                  *pixels;
  gint64                    x0 = floor (view->x / view->scale * ds + 0.5);
  gint64                    y0 = floor (view->y / view->scale * ds + 0.5);
  int                       stride;

  yun_hatch_table_init (table, hatch, HATCH_PERIOD * ds, HATCH_WIDTH * ds);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, table->period, table->period);
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface) / 4;
  for (int y = 0; y < table->period; y++)
    for (int x = 0; x < table->period; x++)
      yun_raster_blend (&pixels[y * stride + x], &paint, (table->cover[y][x] + 128u) >> 8);
  cairo_surface_mark_dirty (surface);

  pattern = cairo_pattern_create_for_surface (surface);
  cairo_surface_destroy (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_matrix_init (&matrix, ds, 0, 0, ds, x0 % table->period, y0 % table->period);
  cairo_pattern_set_matrix (pattern, &matrix);

  return pattern;
}

gboolean
yun_feature_painter_paint (const YunScene  *scene,
                           cairo_t         *cr,
                           cairo_surface_t *target,
                           const YunView   *view,
                           gboolean         parks,
                           GCancellable    *cancellable)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) big = g_array_new (FALSE, FALSE, sizeof (guint32));
  Painter           *self;
  gboolean           done;

  if (yun_scene_get_index (scene) == NULL)
    return TRUE;
  if (target == NULL && yun_feature_vector_is_kept (cr))
    return yun_feature_vector_paint (scene, cr, view, parks, cancellable);

  self = g_new0 (Painter, 1);
  self->scene = scene;
  self->style = yun_scene_get_style (scene);
  self->index = yun_scene_get_index (scene);
  self->shown = yun_scene_get_shown (scene);
  if (yun_scene_get_shading (scene) != NULL)
    self->steps = yun_shading_peek_steps (yun_scene_get_shading (scene));
  self->cr = cr;
  self->view = view;
  self->cancellable = cancellable;
  self->factor = view->device_scale / view->scale;

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  collect (self, parks, numbers);
  done = paint_first_pass (self, numbers, parks, big) &&
         paint_direct_passes (self, big, numbers, target);

  for (guint i = 0; i < G_N_ELEMENTS (self->hatches); i++)
    g_clear_pointer (&self->hatches[i], cairo_pattern_destroy);
  for (guint i = 0; i < G_N_ELEMENTS (self->tables); i++)
    g_free (self->tables[i]);
  g_free (self->points);
  g_free (self);

  return done;
}
