/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-page-private.h"

#include "yun-measure.h"
#include "yun-painter.h"
#include "yun-symbol-painter.h"
#include "yun-text-painter.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_LABELS 900
#define MAP_MARGIN 24.0 /* pixels around what is to be seen */
#define TICK_PIXELS 150 /* between degrees along the frame, at least */
#define TICK_LENGTH 5.0
#define LEAST_HALVES 84.0 /* length of a scale bar whose middle is numbered */
#define ROUNDS 3          /* until legend and map fit each other */

struct _YunPage
{
  YunScene      *scene; /* (owned) */
  YunPageSetup   setup; /* texts (owned) */
  YunPageLayout  layout;
  YunView        view;
  YunSymbolPlan *plan;        /* (owned) */
  YunLegend     *legend;      /* (owned) */
  char         **given_notes; /* (owned) */
  char         **notes;       /* (owned): those, and what the sheet does not show */
  int            marked;
};

/* ---- Making --------------------------------------------------------------- */

static double
get_view_denominator (const YunPage *self, const YunView *view)
{
  return self->setup.mm > 0 ? yun_view_get_metres_per_pixel (view) * 1000 / self->setup.mm : 0;
}

/* 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten, not less than @value. */
static double
round_up (double value)
{
  static const double steps[] = { 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 };
  double              power = pow (10, floor (log10 (value)));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * power >= value * (1 - 1e-9))
      return steps[i] * power;
  return 10 * power;
}

static void
scale_about_middle (YunView *view, double factor)
{
  view->x += view->width / 2 * view->scale * (1 - factor);
  view->y += view->height / 2 * view->scale * (1 - factor);
  view->scale *= factor;
}

static void
place_view (YunPage *self, const YunRect *extent, double denominator, gboolean rounded)
{
  const YunRect *map = &self->layout.map;
  YunVertex      min = yun_vertex_from_lonlat (extent->x0, extent->y1);
  YunVertex      max = yun_vertex_from_lonlat (extent->x1, extent->y0);
  double         width = map->x1 - map->x0, height = map->y1 - map->y0;
  double         ds = self->setup.device_scale;

  self->view =
    yun_view_fit (min, max, width, height, MIN (MAP_MARGIN, MIN (width, height) / 12), ds);
  /* A single point: street level. */
  if (yun_view_get_zoom (&self->view) > 17)
    scale_about_middle (&self->view, exp2 (yun_view_get_zoom (&self->view) - 17));
  if (self->setup.mm > 0 && (denominator > 0 || rounded))
    {
      double fitting = get_view_denominator (self, &self->view);

      scale_about_middle (&self->view,
                          (denominator > 0 ? denominator : round_up (fitting)) / fitting);
    }
}

static gboolean
make_plan (YunPage *self, guint max_labels, GCancellable *cancellable)
{
  g_clear_pointer (&self->plan, yun_symbol_plan_unref);
  self->plan = yun_symbol_plan_new (self->scene, &self->view, max_labels, cancellable);
  return self->plan != NULL;
}

static void
lay_out (YunPage *self)
{
  guint                 n = 0;
  const YunLegendEntry *entries =
    self->legend != NULL ? yun_legend_get_entries (self->legend, &n) : NULL;

  yun_page_layout (&self->setup, entries, n, &self->layout);
}

/* How many shown features lie wholly outside the frame. */
static guint
count_outside (const YunPage *self)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->scene);
  const YunFeatureSet   *shown = yun_scene_get_shown (self->scene);
  g_autoptr (GArray)     found = g_array_new (FALSE, FALSE, sizeof (guint32));
  YunVertex              min, max;
  guint                  inside = 0, all = 0;

  if (index == NULL)
    return 0;
  if (shown != NULL)
    all = yun_feature_set_get_count (shown);
  for (guint i = 0; shown == NULL && i < yun_feature_index_get_n (index); i++)
    all += yun_feature_index_has (index, i);
  yun_view_get_box (&self->view, 0, &min, &max);
  yun_feature_index_search (index, min, max, found);
  for (guint k = 0; k < found->len; k++)
    inside += shown == NULL || yun_feature_set_has (shown, g_array_index (found, guint32, k));
  return all - MIN (inside, all);
}

/* (transfer full) (nullable): what is asked for and not on the sheet; NULL: nothing. */
static char *
describe_missing (const YunPage *self)
{
  guint            outside = count_outside (self), unplaced = self->setup.unplaced;
  g_autofree char *unplaced_text = yun_number_format (unplaced, 0);
  g_autofree char *outside_text = yun_number_format (outside, 0);

  if (unplaced > 0 && outside > 0)
    return g_strdup_printf (_ ("Not drawn: %s without a place, %s outside the frame"),
                            unplaced_text, outside_text);
  if (unplaced > 0)
    return g_strdup_printf (_ ("Not drawn: %s without a place"), unplaced_text);
  if (outside > 0)
    return g_strdup_printf (_ ("Not drawn: %s outside the frame"), outside_text);
  return NULL;
}

/* The notes of the view as it is, what is missing first. FALSE: they are as before. */
static gboolean
update_notes (YunPage *self)
{
  g_autofree char         *missing = describe_missing (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           notes = NULL;

  if (missing != NULL)
    g_strv_builder_add (builder, missing);
  if (self->given_notes != NULL)
    g_strv_builder_addv (builder, (const char **) self->given_notes);
  notes = g_strv_builder_end (builder);
  if (self->notes != NULL &&
      g_strv_equal ((const char *const *) notes, (const char *const *) self->notes))
    return FALSE;
  g_strfreev (self->notes);
  self->notes = g_steal_pointer (&notes);
  self->setup.notes = (const char *const *) self->notes;
  return TRUE;
}

/* The legend of the view as it is. FALSE: it is as before. */
static gboolean
update_legend (YunPage *self)
{
  g_autoptr (YunLegend) legend = yun_legend_new (self->scene, &self->view, self->plan);

  if (self->legend != NULL && yun_legend_equal (legend, self->legend))
    return FALSE;
  g_clear_pointer (&self->legend, yun_legend_unref);
  self->legend = g_steal_pointer (&legend);
  return TRUE;
}

/* Legend and notes say what the map shows, and the map is as large as they leave it. */
static gboolean
settle (YunPage *self, const YunRect *extent, double denominator, gboolean rounded, GCancellable *c)
{
  lay_out (self);
  place_view (self, extent, denominator, rounded);
  for (guint round = 0; round < ROUNDS; round++)
    {
      gboolean changed = update_notes (self);

      if (self->setup.parts & YUN_PAGE_LEGEND)
        {
          if (!make_plan (self, 0, c))
            return FALSE;
          changed |= update_legend (self);
        }
      if (!changed)
        return TRUE;
      lay_out (self);
      place_view (self, extent, denominator, rounded);
    }
  /* What is said is true of the last view, though its room was that of the one before. */
  update_notes (self);
  return TRUE;
}

YunPage *
yun_page_new (YunScene           *scene,
              const YunPageSetup *setup,
              const YunRect      *extent,
              double              denominator,
              gboolean            rounded,
              int                 marked,
              GCancellable       *cancellable)
{
  YunPage *self;

  g_return_val_if_fail (scene != NULL && setup != NULL && extent != NULL, NULL);
  g_return_val_if_fail (!yun_rect_is_empty (extent), NULL);

  self = g_new0 (YunPage, 1);
  self->scene = yun_scene_ref (scene);
  self->setup = *setup;
  self->setup.title = g_strdup (setup->title);
  self->setup.subtitle = g_strdup (setup->subtitle);
  self->given_notes = g_strdupv ((char **) setup->notes);
  self->setup.notes = (const char *const *) self->given_notes;
  self->marked = marked;
  if (!settle (self, extent, denominator, rounded, cancellable) ||
      !make_plan (self, MAX_LABELS, cancellable) || g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, yun_page_free);
  return self;
}

void
yun_page_free (YunPage *self)
{
  g_clear_pointer (&self->plan, yun_symbol_plan_unref);
  g_clear_pointer (&self->legend, yun_legend_unref);
  yun_scene_unref (self->scene);
  g_free ((char *) self->setup.title);
  g_free ((char *) self->setup.subtitle);
  g_strfreev (self->given_notes);
  g_strfreev (self->notes);
  g_free (self);
}

const YunPageLayout *
yun_page_get_layout (const YunPage *self)
{
  return &self->layout;
}

const YunView *
yun_page_get_view (const YunPage *self)
{
  return &self->view;
}

double
yun_page_get_denominator (const YunPage *self)
{
  return get_view_denominator (self, &self->view);
}

void
yun_page_get_dots (const YunPage *self, int *width, int *height)
{
  *width = (int) floor (self->setup.width * self->setup.device_scale + 0.5);
  *height = (int) floor (self->setup.height * self->setup.device_scale + 0.5);
}

/* ---- Drawing -------------------------------------------------------------- */

static void
add_box (cairo_t *cr, const YunRect *r)
{
  cairo_rectangle (cr, r->x0, r->y0, r->x1 - r->x0, r->y1 - r->y0);
}

static void
stroke_box (cairo_t *cr, const YunRect *r, double width)
{
  add_box (cr, r);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
show_at (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, x, y);
  yun_text_show (cr, layout, NULL, 0);
}

/* What is marked: the outline of an area, the symbol of a point. */
static void
draw_mark (const YunPage *self, cairo_t *cr, const YunView *view)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->scene);
  const YunStyle        *style = yun_scene_get_style (self->scene);
  const YunFeature      *f;
  int                    symbol, cluster;
  double                 x, y;

  if (self->marked < 0 || index == NULL || !yun_scene_has (self->scene, (guint) self->marked))
    return;
  f = yun_feature_index_get (index, (guint) self->marked);
  if (f->kind != YUN_GEOM_POINT)
    {
      yun_painter_paint_mark (self->scene, cr, view, (guint) self->marked, YUN_STATE_SELECTED);
      return;
    }
  yun_symbol_plan_find (self->plan, (guint) self->marked, &symbol, &cluster);
  cairo_save (cr);
  if (symbol >= 0)
    {
      const YunSymbol *s = &yun_symbol_plan_get_symbols (self->plan, NULL)[symbol];
      YunSymbolLook    look = yun_symbol_look_for (f);

      yun_view_to_pixel (view, s->anchor, &x, &y);
      cairo_translate (cr, x + s->dx, y + s->dy);
      yun_symbol_painter_draw_symbol (style, cr, &look, YUN_STATE_SELECTED);
    }
  else if (cluster >= 0)
    {
      const YunCluster *c = &yun_symbol_plan_get_clusters (self->plan, NULL)[cluster];

      yun_view_to_pixel (view, c->anchor, &x, &y);
      cairo_translate (cr, x, y);
      yun_symbol_painter_draw_cluster (style, cr, c, YUN_STATE_SELECTED);
    }
  cairo_restore (cr);
}

static void
draw_signs (const YunPage *self, cairo_t *cr)
{
  yun_symbol_painter_draw_plan (cr, self->plan, &self->view);
  draw_mark (self, cr, &self->view);
}

static void
draw_head (const YunPage *self, cairo_t *cr)
{
  const YunStyle *style = yun_scene_get_style (self->scene);
  const YunRect  *box = self->layout.box;
  double          unit = self->layout.unit;
  const YunRect  *r = &box[YUN_PAGE_BOX_TITLE];

  yun_colour_set_source (&style->ink, cr);
  if (!yun_rect_is_empty (r))
    {
      g_autoptr (PangoLayout) title =
        yun_page_new_title (&self->setup, self->layout.title_size, r->x1 - r->x0);

      show_at (cr, title, r->x0, r->y0);
    }
  r = &box[YUN_PAGE_BOX_SUBTITLE];
  if (!yun_rect_is_empty (r))
    {
      g_autoptr (PangoLayout) subtitle = yun_page_new_subtitle (&self->setup, unit, r->x1 - r->x0);

      show_at (cr, subtitle, r->x0, r->y0);
    }
  r = &box[YUN_PAGE_BOX_NOTES];
  if (!yun_rect_is_empty (r))
    {
      g_autoptr (PangoLayout) notes = yun_page_new_notes (&self->setup, unit, r->x1 - r->x0);

      show_at (cr, notes, r->x0, r->y0);
    }
  r = &box[YUN_PAGE_BOX_INTERNAL];
  if (!yun_rect_is_empty (r))
    {
      g_autoptr (PangoLayout) mark = yun_page_new_internal (unit);
      YunRect                 inner = yun_rect_grow (r, -0.7 * unit, -0.7 * unit);

      yun_colour_set_source (&style->zone_line[0], cr);
      stroke_box (cr, &inner, 1.4 * unit);
      show_at (cr, mark, r->x0 + 5 * unit, r->y0 + 2.5 * unit);
    }
}

/* (transfer full): "121°15′", with seconds where the step has such. */
static char *
format_degrees (double seconds, double step)
{
  gint64 whole = (gint64) floor (seconds + 0.5);

  if (fmod (step, 60) == 0)
    return g_strdup_printf ("%d°%02d′", (int) (whole / 3600), (int) (whole / 60 % 60));
  return g_strdup_printf ("%d°%02d′%02d″", (int) (whole / 3600), (int) (whole / 60 % 60),
                          (int) (whole % 60));
}

static double
get_tick_step (double seconds_per_pixel)
{
  static const double steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] >= seconds_per_pixel * TICK_PIXELS)
      return steps[i];
  return 0;
}

/* A degree at (@x, @y) of the map's edge; @side: 0 top, 1 bottom, 2 left, 3 right. */
static void
draw_tick (const YunPage *self, cairo_t *cr, guint side, double x, double y, const char *text)
{
  static const double     out[4][2] = { { 0, -1 }, { 0, 1 }, { -1, 0 }, { 1, 0 } };
  double                  unit = self->layout.unit, middle = YUN_PAGE_BAND * unit / 2;
  g_autoptr (PangoLayout) layout = yun_text_new (8.5 * unit, PANGO_WEIGHT_NORMAL);
  PangoRectangle          ink;

  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + out[side][0] * TICK_LENGTH * unit, y + out[side][1] * TICK_LENGTH * unit);
  cairo_set_line_width (cr, 0.8 * unit);
  cairo_stroke (cr);

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, &ink, NULL);
  cairo_save (cr);
  cairo_translate (cr, x + out[side][0] * middle, y + out[side][1] * middle);
  if (side >= 2)
    cairo_rotate (cr, -G_PI / 2);
  /* Beside the tick, not on it. */
  show_at (cr, layout, 3 * unit - ink.x / (double) PANGO_SCALE,
           -(ink.y + ink.height / 2.0) / PANGO_SCALE);
  cairo_restore (cr);
}

static void
draw_ticks (const YunPage *self, cairo_t *cr)
{
  const YunRect *map = &self->layout.map;
  const YunView *view = &self->view;
  YunPoint       nw, se;
  double         width = map->x1 - map->x0, height = map->y1 - map->y0, step;
  double         room = 62 * self->layout.unit;
  YunVertex      min, max;

  yun_view_get_box (view, 0, &min, &max);
  nw = yun_vertex_to_lonlat (min);
  se = yun_vertex_to_lonlat (max);
  step = get_tick_step ((se.x - nw.x) * 3600 / width);
  if (step == 0)
    return;

  for (double s = ceil (nw.x * 3600 / step) * step; s < se.x * 3600; s += step)
    {
      g_autofree char *text = format_degrees (s, step);
      double           x, y;

      yun_view_to_pixel (view, yun_vertex_from_lonlat (s / 3600, nw.y), &x, &y);
      if (x < 0 || x > width - room)
        continue;
      draw_tick (self, cr, 0, map->x0 + x, map->y0, text);
      draw_tick (self, cr, 1, map->x0 + x, map->y1, text);
    }
  for (double s = ceil (se.y * 3600 / step) * step; s < nw.y * 3600; s += step)
    {
      g_autofree char *text = format_degrees (s, step);
      double           x, y;

      yun_view_to_pixel (view, yun_vertex_from_lonlat (nw.x, s / 3600), &x, &y);
      if (y < room || y > height)
        continue;
      draw_tick (self, cr, 2, map->x0, map->y0 + y, text);
      draw_tick (self, cr, 3, map->x1, map->y0 + y, text);
    }
}

static void
draw_frame (const YunPage *self, cairo_t *cr)
{
  const YunStyle *style = yun_scene_get_style (self->scene);
  double          unit = self->layout.unit;
  YunRect outer = yun_rect_grow (&self->layout.box[YUN_PAGE_BOX_FRAME], -0.8 * unit, -0.8 * unit);

  yun_colour_set_source (&style->ink, cr);
  stroke_box (cr, &self->layout.map, 0.7 * unit);
  stroke_box (cr, &outer, 1.6 * unit);
  if (self->layout.ticks)
    draw_ticks (self, cr);
}

/* A text from @x to @end, where the column ends. */
static void
draw_entry_text (
  cairo_t *cr, const YunLegendEntry *entry, double unit, double x, double end, double middle)
{
  g_autoptr (PangoLayout) layout = yun_page_new_entry (entry, unit);
  PangoRectangle          logical;

  pango_layout_set_width (layout, (int) ((end - x) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_extents (layout, NULL, &logical);
  show_at (cr, layout, x, middle - logical.height / (2.0 * PANGO_SCALE));
}

/* An entry at (@x, @y) of a column that ends at @end. */
static void
draw_entry (
  const YunPage *self, cairo_t *cr, const YunLegendEntry *entry, double x, double y, double end)
{
  const YunStyle *style = yun_scene_get_style (self->scene);
  double          unit = self->layout.legend_unit, indent = yun_legend_get_indent (entry) * unit;
  double          text = x + indent;

  if (yun_legend_has_sign (entry))
    {
      cairo_save (cr);
      cairo_translate (cr, x + indent, y);
      cairo_scale (cr, unit, unit);
      yun_legend_draw_swatch (style, cr, entry);
      cairo_restore (cr);
      text += (YUN_LEGEND_SWATCH_WIDTH + YUN_PAGE_SIGN_GAP) * unit;
    }
  yun_colour_set_source (&style->ink, cr);
  draw_entry_text (cr, entry, unit, text, end, y + YUN_LEGEND_SWATCH_HEIGHT * unit / 2);
}

/* (transfer full): what is said in place of the entries from @first on. */
static char *
format_rest (const YunLegendEntry *entries, guint first, guint n)
{
  guint left = 0;

  for (guint i = first; i < n; i++)
    left += entries[i].kind != YUN_LEGEND_HEAD;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u more", "… and %u more", left),
                          left);
}

static void
draw_entries (const YunPage *self, cairo_t *cr)
{
  const YunPageLayout  *layout = &self->layout;
  const YunRect        *r = &layout->box[YUN_PAGE_BOX_LEGEND];
  double                unit = layout->legend_unit, pad = YUN_PAGE_PAD * unit;
  guint                 n, column = 0, row = 0;
  const YunLegendEntry *entries = yun_legend_get_entries (self->legend, &n);

  for (guint i = 0; i < n && i <= layout->shown; i++, row++)
    {
      const YunLegendEntry *entry = i < layout->shown ? &entries[i] : NULL;
      g_autofree char      *rest = entry == NULL ? format_rest (entries, i, n) : NULL;
      const YunLegendEntry  told = { YUN_LEGEND_GROUP, 0, rest, 0 };
      double                x, y;

      yun_page_place_entry (entry, layout->rows, &column, &row);
      x = r->x0 + pad + column * layout->column_width;
      y = r->y0 + pad + (YUN_PAGE_HEAD_HEIGHT + row * YUN_LEGEND_SWATCH_HEIGHT) * unit;
      draw_entry (self, cr, entry != NULL ? entry : &told, x, y,
                  x + layout->column_width - pad / 2);
    }
}

static void
draw_legend (const YunPage *self, cairo_t *cr)
{
  const YunRect          *r = &self->layout.box[YUN_PAGE_BOX_LEGEND];
  double                  unit = self->layout.legend_unit, pad = YUN_PAGE_PAD * unit;
  g_autoptr (PangoLayout) head = NULL;

  if (yun_rect_is_empty (r))
    return;
  head = yun_text_new (YUN_PAGE_HEAD_SIZE * unit, PANGO_WEIGHT_BOLD);
  yun_colour_set_source (&yun_scene_get_style (self->scene)->ink, cr);
  stroke_box (cr, r, 0.7 * self->layout.unit);
  pango_layout_set_text (head, _ ("Legend"), -1);
  show_at (cr, head, r->x0 + pad, r->y0 + pad - 3 * unit);
  draw_entries (self, cr);
}

/* (transfer full): "1:25 000"; what is not round is told in three figures. */
static char *
format_scale (double denominator)
{
  double   power = pow (10, MAX (floor (log10 (denominator)) - 2, 0));
  double   shown = floor (denominator / power + 0.5) * power;
  gboolean about = fabs (shown - denominator) > denominator * 1e-6;
  GString *digits = g_string_new (NULL);

  g_string_printf (digits, "%.0f", shown);
  for (gssize at = (gssize) digits->len - 3; at > 0; at -= 3)
    g_string_insert (digits, at, " ");
  g_string_prepend (digits, about ? "≈ 1:" : "1:");
  return g_string_free (digits, FALSE);
}

static void
draw_bar_text (const YunPage *self, cairo_t *cr, const char *text, double x, double y)
{
  g_autoptr (PangoLayout) layout = yun_text_new (10 * self->layout.unit, PANGO_WEIGHT_NORMAL);
  PangoRectangle          logical;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  show_at (cr, layout, x - logical.width / (2.0 * PANGO_SCALE), y);
}

static void
draw_scale (const YunPage *self, cairo_t *cr)
{
  const YunRect  *r = &self->layout.box[YUN_PAGE_BOX_SCALE];
  const YunStyle *style = yun_scene_get_style (self->scene);
  double          unit = self->layout.unit, mpp, length, pixels, left, y;

  if (yun_rect_is_empty (r))
    return;
  mpp = yun_view_get_metres_per_pixel (&self->view);
  length = yun_measure_round (mpp * YUN_PAGE_BAR_LENGTH * unit);
  pixels = length / mpp;
  left = (r->x0 + r->x1 - pixels) / 2;
  y = r->y1 - 8 * unit;
  yun_colour_set_source (&style->ink, cr);
  if (self->setup.mm > 0)
    {
      g_autofree char        *number = format_scale (yun_page_get_denominator (self));
      g_autofree char        *text = g_strdup_printf (_ ("Scale %s"), number);
      g_autoptr (PangoLayout) layout = yun_text_new (12.5 * unit, PANGO_WEIGHT_BOLD);
      PangoRectangle          logical;

      pango_layout_set_text (layout, text, -1);
      pango_layout_get_extents (layout, NULL, &logical);
      show_at (cr, layout, (r->x0 + r->x1 - logical.width / (double) PANGO_SCALE) / 2, r->y0);
    }
  for (guint i = 0; i < 3; i++)
    {
      static const double ends[] = { 0, 0.5, 1 };
      double              value = length * ends[i] / (length >= 1000 ? 1000 : 1);
      g_autofree char    *text = i < 2 ? g_strdup_printf ("%g", value) : yun_length_format (length);

      draw_bar_text (self, cr, text, left + pixels * ends[i], y - 14 * unit);
    }
  for (guint i = 0; i < 4; i++)
    {
      yun_colour_set_source (i % 2 ? &style->paper : &style->ink, cr);
      cairo_rectangle (cr, left + pixels * i / 4, y, pixels / 4, 5 * unit);
      cairo_fill (cr);
    }
  yun_colour_set_source (&style->ink, cr);
  cairo_rectangle (cr, left, y, pixels, 5 * unit);
  cairo_set_line_width (cr, 0.8 * unit);
  cairo_stroke (cr);
}

static void
draw_north (const YunPage *self, cairo_t *cr)
{
  const YunRect  *r = &self->layout.box[YUN_PAGE_BOX_NORTH];
  const YunStyle *style = yun_scene_get_style (self->scene);
  double          unit = self->layout.unit;

  if (yun_rect_is_empty (r))
    return;
  cairo_save (cr);
  cairo_translate (cr, (r->x0 + r->x1) / 2, r->y0);
  cairo_scale (cr, unit, unit);
  yun_colour_set_source (&style->ink, cr);
  yun_text_draw_centred (cr, C_ ("north", "N"), 14, PANGO_WEIGHT_BOLD, 0, 8);
  cairo_move_to (cr, 0, 17);
  cairo_line_to (cr, 0, 46);
  cairo_line_to (cr, -11, 55);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_move_to (cr, 0, 17);
  cairo_line_to (cr, 11, 55);
  cairo_line_to (cr, 0, 46);
  cairo_close_path (cr);
  cairo_set_line_width (cr, 1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_around (const YunPage *self, cairo_t *cr)
{
  draw_frame (self, cr);
  draw_head (self, cr);
  draw_legend (self, cr);
  draw_scale (self, cr);
  draw_north (self, cr);
}

gboolean
yun_page_draw (const YunPage *self, cairo_t *cr, GCancellable *cancellable)
{
  const YunRect *map = &self->layout.map;
  gboolean       done;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->setup.width, self->setup.height);
  yun_colour_set_source (&yun_scene_get_style (self->scene)->paper, cr);
  cairo_fill (cr);
  cairo_save (cr);
  add_box (cr, map);
  cairo_clip (cr);
  cairo_translate (cr, map->x0, map->y0);
  done = yun_painter_paint (self->scene, cr, &self->view, YUN_LAYER_ALL, cancellable);
  if (done)
    draw_signs (self, cr);
  cairo_restore (cr);
  if (done)
    draw_around (self, cr);
  cairo_restore (cr);
  return done && !g_cancellable_is_cancelled (cancellable);
}

/* The rows of the map that are in the band, as a picture of their own; its place in @row. */
static gboolean
paint_map_rows (const YunPage *self, cairo_t *cr, int first, int n, GCancellable *cancellable)
{
  const YunRect *map = &self->layout.map;
  double         ds = self->setup.device_scale;
  int            top = (int) floor (map->y0 * ds + 0.5), bottom = (int) floor (map->y1 * ds + 0.5);
  int            from = MAX (top, first), to = MIN (bottom, first + n);
  YunView        view = self->view;
  cairo_surface_t *surface;

  if (from >= to)
    return TRUE;
  view.y += (from - top) / ds * view.scale;
  view.height = (to - from) / ds;
  surface = yun_painter_paint_surface (self->scene, &view, YUN_LAYER_ALL, cancellable);
  if (surface == NULL)
    return FALSE;
  cairo_set_source_surface (cr, surface, map->x0, from / ds);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
  return TRUE;
}

cairo_surface_t *
yun_page_paint_band (const YunPage *self, int first, int n, GCancellable *cancellable)
{
  const YunRect   *map = &self->layout.map;
  double           ds = self->setup.device_scale;
  int              width, height;
  cairo_surface_t *surface;
  cairo_t         *cr;
  gboolean         done;

  yun_page_get_dots (self, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, n);
  cr = cairo_create (surface);
  yun_colour_set_source (&yun_scene_get_style (self->scene)->paper, cr);
  cairo_paint (cr);
  cairo_translate (cr, 0, -first);
  cairo_scale (cr, ds, ds);
  cairo_save (cr);
  add_box (cr, map);
  cairo_clip (cr);
  done = paint_map_rows (self, cr, first, n, cancellable);
  if (done)
    {
      cairo_translate (cr, map->x0, map->y0);
      draw_signs (self, cr);
    }
  cairo_restore (cr);
  if (done)
    draw_around (self, cr);
  cairo_destroy (cr);
  if (!done || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&surface, cairo_surface_destroy);
  return surface;
}
