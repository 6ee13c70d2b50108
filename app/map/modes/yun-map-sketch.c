/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-sketch.h"

#include "yun-text-painter.h"

#include <math.h>

#define SAME_PX 3.0 /* Enter at a vertex put so near ends */
#define FIND_PX 8.0 /* a vertex is under a pointer so near */
#define VERTEX_PX 4.0
#define LABEL_SIZE 12.0
#define LABEL_ROOM 12.0   /* a leg's label must be so much shorter than the leg */
#define MAX_VERTICES 1000 /* as many as the text of a filter takes */

struct _YunMapSketch
{
  gboolean closed;
  gboolean ended;
  gboolean keyed; /* drawn by keyboard just now: the next vertex is in the middle */
  gboolean has_next;
  YunPoint next;
  GArray  *points; /* (owned) (element-type YunPoint): with .next at the end while .with_next */
  gboolean with_next;
};

YunMapSketch *
yun_map_sketch_new (gboolean closed)
{
  YunMapSketch *self = g_new0 (YunMapSketch, 1);

  self->closed = closed;
  self->points = g_array_new (FALSE, FALSE, sizeof (YunPoint));
  return self;
}

void
yun_map_sketch_free (YunMapSketch *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_free (self);
}

static void
drop_next (YunMapSketch *self)
{
  if (self->with_next)
    g_array_set_size (self->points, self->points->len - 1);
  self->with_next = FALSE;
}

static YunPoint
get_place (const YunView *view, double px, double py)
{
  return yun_vertex_to_lonlat (yun_map_frame_to_vertex (view, px, py));
}

static void
get_pixel (const YunView *view, const YunPoint *p, double *px, double *py)
{
  yun_view_to_pixel (view, yun_vertex_from_lonlat (p->x, p->y), px, py);
}

static void
put (YunMapSketch *self, YunPoint place)
{
  drop_next (self);
  if (self->ended)
    g_array_set_size (self->points, 0);
  self->ended = FALSE;
  self->has_next = FALSE;
  if (self->points->len < MAX_VERTICES)
    g_array_append_val (self->points, place);
}

static void
end (YunMapSketch *self)
{
  drop_next (self);
  self->has_next = FALSE;
  self->ended = self->points->len > (self->closed ? 2 : 1);
}

gboolean
yun_map_sketch_click (YunMapSketch *self, const YunView *view, double px, double py, int n_press)
{
  self->keyed = FALSE;
  if (n_press == 1)
    put (self, get_place (view, px, py));
  else if (n_press == 2)
    end (self);
  return TRUE;
}

static gboolean
set_next (YunMapSketch *self, const YunView *view, double px, double py)
{
  if (self->ended || self->points->len == 0)
    return FALSE;
  drop_next (self);
  self->has_next = TRUE;
  self->next = get_place (view, px, py);
  return TRUE;
}

gboolean
yun_map_sketch_motion (YunMapSketch *self, const YunView *view, double px, double py)
{
  self->keyed = FALSE;
  return set_next (self, view, px, py);
}

gboolean
yun_map_sketch_moved (YunMapSketch *self, const YunView *view)
{
  return self->keyed && set_next (self, view, view->width / 2, view->height / 2);
}

static gboolean
is_at_last (YunMapSketch *self, const YunView *view)
{
  double px, py;

  if (self->points->len == 0)
    return FALSE;
  get_pixel (view, &g_array_index (self->points, YunPoint, self->points->len - 1), &px, &py);
  return hypot (px - view->width / 2, py - view->height / 2) < SAME_PX;
}

gboolean
yun_map_sketch_key (YunMapSketch *self, const YunView *view, guint key)
{
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      drop_next (self);
      /* Who draws with the pointer means the end; who uses the keys, a vertex, until he stays. */
      if (!self->ended && self->points->len > 1 && (!self->keyed || is_at_last (self, view)))
        end (self);
      else if (self->ended || !is_at_last (self, view))
        put (self, get_place (view, view->width / 2, view->height / 2));
      self->keyed = TRUE;
      return TRUE;
    case GDK_KEY_BackSpace:
      drop_next (self);
      self->ended = FALSE;
      if (self->points->len > 0)
        g_array_set_size (self->points, self->points->len - 1);
      self->has_next = self->has_next && self->points->len > 0;
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      self->keyed = TRUE;
      return FALSE;
    default:
      return FALSE;
    }
}

const YunPoint *
yun_map_sketch_get (YunMapSketch *self, gboolean with_next, guint *n)
{
  drop_next (self);
  if (with_next && self->has_next)
    {
      g_array_append_val (self->points, self->next);
      self->with_next = TRUE;
    }
  *n = self->points->len;
  return (const YunPoint *) (gpointer) self->points->data;
}

gboolean
yun_map_sketch_is_ended (const YunMapSketch *self)
{
  return self->ended;
}

void
yun_map_sketch_resume (YunMapSketch *self)
{
  self->ended = FALSE;
}

void
yun_map_sketch_set_shape (YunMapSketch *self, const YunGeom *shape)
{
  guint           n;
  const YunPoint *ring = yun_geom_get_ring (shape, 0, 0, &n);

  drop_next (self);
  self->has_next = self->ended = FALSE;
  g_array_set_size (self->points, 0);
  /* the last one repeats the first */
  g_array_append_vals (self->points, ring, MIN (n - 1, MAX_VERTICES));
}

YunGeom *
yun_map_sketch_dup_shape (YunMapSketch *self, gboolean with_next)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  guint           n;
  const YunPoint *p = yun_map_sketch_get (self, with_next, &n);

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  for (guint i = 0; i < n; i++)
    yun_geom_builder_add (builder, p[i].x, p[i].y);
  return yun_geom_builder_end (builder);
}

int
yun_map_sketch_find (YunMapSketch *self, const YunView *view, double px, double py)
{
  guint           n;
  const YunPoint *points = yun_map_sketch_get (self, FALSE, &n);
  double          nearest = FIND_PX;
  int             found = -1;

  for (guint i = 0; i < n; i++)
    {
      double x, y, distance;

      get_pixel (view, &points[i], &x, &y);
      distance = hypot (x - px, y - py);
      if (distance < nearest)
        {
          nearest = distance;
          found = (int) i;
        }
    }
  return found;
}

void
yun_map_sketch_move (YunMapSketch *self, guint i, const YunView *view, double px, double py)
{
  drop_next (self);
  g_return_if_fail (i < self->points->len);

  self->has_next = FALSE;
  g_array_index (self->points, YunPoint, i) = get_place (view, px, py);
}

static double
turn (const YunPoint *a, const YunPoint *b, const YunPoint *c)
{
  return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

gboolean
yun_map_sketch_crosses (YunMapSketch *self)
{
  guint           n;
  const YunPoint *p = yun_map_sketch_get (self, TRUE, &n);

  for (guint i = 0; self->closed && i + 2 < n; i++)
    for (guint k = i + 2; k < n; k++)
      {
        const YunPoint *a = &p[i], *b = &p[i + 1], *c = &p[k], *d = &p[(k + 1) % n];

        if ((k + 1) % n == i)
          continue;
        if (turn (a, b, c) * turn (a, b, d) < 0 && turn (c, d, a) * turn (c, d, b) < 0)
          return TRUE;
      }
  return FALSE;
}

/* ---- Drawing -------------------------------------------------------------------- */

static void
draw_label (
  cairo_t *cr, const YunStyle *style, const char *text, double ax, double ay, double bx, double by)
{
  g_autoptr (PangoLayout) layout = yun_text_new (LABEL_SIZE, PANGO_WEIGHT_SEMIBOLD);
  PangoRectangle          box;
  double                  width, height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &box);
  width = (double) box.width / PANGO_SCALE;
  height = (double) box.height / PANGO_SCALE;
  if (hypot (bx - ax, by - ay) < width + LABEL_ROOM)
    return;
  /* Beside the leg, on whole pixels. */
  cairo_move_to (cr, floor ((ax + bx - width) / 2), floor ((ay + by - height) / 2));
  pango_cairo_layout_path (cr, layout);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->ink, cr);
  cairo_fill (cr);
}

static void
add_path (cairo_t *cr, const YunView *view, const YunPoint *points, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      double x, y;

      get_pixel (view, &points[i], &x, &y);
      cairo_line_to (cr, x, y);
    }
}

static void
stroke (cairo_t *cr, const YunStyle *style, double width)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, width + 3);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->selected, cr);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

void
yun_map_sketch_draw (YunMapSketch      *self,
                     cairo_t           *cr,
                     const YunView     *view,
                     const YunStyle    *style,
                     const char *const *labels,
                     guint              n_labels)
{
  guint           n, n_put;
  const YunPoint *points = yun_map_sketch_get (self, TRUE, &n);

  n_put = n - (self->with_next ? 1 : 0);
  if (self->closed && n > 2)
    {
      add_path (cr, view, points, n);
      cairo_close_path (cr);
      cairo_set_source_rgba (cr, style->selected.r, style->selected.g, style->selected.b, 0.15);
      cairo_fill_preserve (cr);
      stroke (cr, style, 2);
    }
  else if (n > 1)
    {
      add_path (cr, view, points, n);
      stroke (cr, style, 2);
    }
  for (guint i = 0; i < n_put; i++)
    {
      double x, y;

      get_pixel (view, &points[i], &x, &y);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, VERTEX_PX, 0, 2 * G_PI);
      yun_colour_set_source (&style->selected, cr);
      cairo_set_line_width (cr, 4);
      cairo_stroke_preserve (cr);
      yun_colour_set_source (&style->paper, cr);
      cairo_fill (cr);
    }
  for (guint i = 0; i < n_labels && n > 1; i++)
    {
      double ax, ay, bx, by;

      get_pixel (view, &points[i % n], &ax, &ay);
      get_pixel (view, &points[(i + 1) % n], &bx, &by);
      draw_label (cr, style, labels[i], ax, ay, bx, by);
    }
}
