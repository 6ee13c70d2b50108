/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-legend.h"
#include "yun-painter.h"
#include "yun-picture.h"
#include "yun-symbol-painter.h"
#include "yun-text-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 16.0
#define PAD 10.0
#define TITLE_HEIGHT 52.0
#define MAX_LABELS 500

static void
add_rounded_box (cairo_t *cr, double x, double y, double w, double h)
{
  const double r = 6;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, G_PI * 1.5);
  cairo_close_path (cr);
}

static void
draw_panel (const YunStyle *style, cairo_t *cr, double x, double y, double w, double h)
{
  YunColour paper = style->paper, line = style->ink;

  paper.a = 0.93;
  line.a = 0.25;
  add_rounded_box (cr, x, y, w, h);
  yun_colour_set_source (&paper, cr);
  cairo_fill_preserve (cr);
  yun_colour_set_source (&line, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_legend (const YunScene *scene, cairo_t *cr, const YunView *view, const YunSymbolPlan *plan)
{
  g_autoptr (YunLegend)   legend = yun_legend_new (scene, view, plan);
  g_autoptr (PangoLayout) layout = yun_text_new (12, PANGO_WEIGHT_NORMAL);
  g_autoptr (PangoLayout) head = yun_text_new (13, PANGO_WEIGHT_BOLD);
  const YunStyle         *style = yun_scene_get_style (scene);
  guint                   n;
  const YunLegendEntry   *entries = yun_legend_get_entries (legend, &n);
  double                  width = 0, height, x = MARGIN, y;
  int                     w, h;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      pango_layout_set_text (layout, entries[i].text, -1);
      pango_layout_get_pixel_size (layout, &w, NULL);
      width = MAX (width, w);
    }
  width += YUN_LEGEND_SWATCH_WIDTH + 6 + 2 * PAD;
  height = n * YUN_LEGEND_SWATCH_HEIGHT + 2 * PAD + 22;
  y = view->height - MARGIN - height;
  draw_panel (style, cr, x, y, width, height);

  yun_colour_set_source (&style->ink, cr);
  pango_layout_set_text (head, _ ("Legend"), -1);
  cairo_move_to (cr, x + PAD + 3, y + PAD - 2);
  pango_cairo_show_layout (cr, head);
  for (guint i = 0; i < n; i++)
    {
      double top = y + PAD + 20 + i * YUN_LEGEND_SWATCH_HEIGHT;

      cairo_save (cr);
      cairo_translate (cr, x + PAD, top);
      yun_legend_draw_swatch (style, cr, &entries[i]);
      cairo_restore (cr);
      yun_colour_set_source (&style->ink, cr);
      pango_layout_set_text (layout, entries[i].text, -1);
      pango_layout_get_pixel_size (layout, NULL, &h);
      cairo_move_to (cr, x + PAD + YUN_LEGEND_SWATCH_WIDTH + 6,
                     top + (YUN_LEGEND_SWATCH_HEIGHT - h) / 2.0);
      pango_cairo_show_layout (cr, layout);
    }
}

/* 1, 2 or 5 times a power of ten metres, as long as fits in @pixels. */
static double
get_round_length (double metres_per_pixel, double pixels)
{
  double most = metres_per_pixel * pixels;
  double power = pow (10, floor (log10 (most)));

  return power * (most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1);
}

static void
draw_text_at (cairo_t *cr, const char *text, double size, double x, double y, gboolean to_left)
{
  g_autoptr (PangoLayout) layout = yun_text_new (size, PANGO_WEIGHT_NORMAL);
  int                     w, h;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &w, &h);
  cairo_move_to (cr, to_left ? x - w : x - w / 2.0, y - h);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_scale (const YunStyle *style, cairo_t *cr, const YunView *view, gboolean base)
{
  double mpp = yun_view_get_metres_per_pixel (view);
  double length = get_round_length (mpp, 130), pixels = length / mpp;
  double right = view->width - MARGIN - PAD, y = view->height - MARGIN - PAD - (base ? 18 : 0);
  double panel_width = MAX (pixels, base ? 250 : 0) + 2 * PAD, panel_height = base ? 58 : 40;
  g_autofree char *text =
    length >= 1000 ? g_strdup_printf ("%g km", length / 1000) : g_strdup_printf ("%g m", length);

  draw_panel (style, cr, view->width - MARGIN - panel_width, view->height - MARGIN - panel_height,
              panel_width, panel_height);
  for (guint i = 0; i < 4; i++)
    {
      cairo_rectangle (cr, right - pixels + pixels * i / 4, y - 6, pixels / 4, 6);
      yun_colour_set_source (i % 2 ? &style->paper : &style->ink, cr);
      cairo_fill (cr);
    }
  cairo_rectangle (cr, right - pixels, y - 6, pixels, 6);
  yun_colour_set_source (&style->ink, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  draw_text_at (cr, text, 11, right, y - 7, TRUE);
  if (base)
    draw_text_at (cr, _ ("Base map © OpenStreetMap contributors, ODbL"), 10.5, right,
                  view->height - MARGIN - PAD + 4, TRUE);
}

static void
draw_north (const YunStyle *style, cairo_t *cr, const YunView *view, double top)
{
  double x = view->width - MARGIN - 16, y = top + MARGIN + 30;

  cairo_move_to (cr, x, y - 20);
  cairo_line_to (cr, x + 9, y + 8);
  cairo_line_to (cr, x, y + 2);
  cairo_line_to (cr, x - 9, y + 8);
  cairo_close_path (cr);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->ink, cr);
  cairo_fill (cr);
  yun_text_draw_centred (cr, "N", 13, PANGO_WEIGHT_BOLD, x, y + 18);
}

static void
draw_title (const YunStyle *style, cairo_t *cr, const YunView *view, const char *title)
{
  YunColour paper = style->paper;

  paper.a = 0.95;
  cairo_rectangle (cr, 0, 0, view->width, TITLE_HEIGHT);
  yun_colour_set_source (&paper, cr);
  cairo_fill (cr);
  cairo_rectangle (cr, 0, TITLE_HEIGHT - 2, view->width, 2);
  yun_colour_set_source (&style->zone_line[0], cr);
  cairo_fill (cr);
  yun_colour_set_source (&style->ink, cr);
  yun_text_draw_centred (cr, title, 22, PANGO_WEIGHT_BOLD, view->width / 2, TITLE_HEIGHT / 2 - 1);
}

YunView
yun_picture_fit (
  YunVertex min, YunVertex max, double width, double height, gboolean title, double device_scale)
{
  double  top = title ? TITLE_HEIGHT : 0;
  YunView view = yun_view_fit (min, max, width, height - top, 2 * MARGIN, device_scale);

  view.y -= top * view.scale;
  view.height = height;

  return view;
}

void
yun_picture_draw (
  YunScene *scene, cairo_t *cr, const YunView *view, const char *title, YunPictureFlags flags)
{
  g_autoptr (YunSymbolPlan) plan = NULL;
  const YunStyle           *style;

  g_return_if_fail (scene != NULL && cr != NULL && view != NULL);

  style = yun_scene_get_style (scene);
  plan = yun_symbol_plan_new (scene, view, MAX_LABELS, NULL);
  yun_painter_paint (scene, cr, view, YUN_LAYER_ALL, NULL);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, view->width, view->height);
  cairo_clip (cr);
  yun_symbol_painter_draw_plan (cr, plan, view);
  if (title != NULL)
    draw_title (style, cr, view, title);
  if (flags & YUN_PICTURE_SCALE)
    {
      draw_scale (style, cr, view, yun_scene_get_base (scene) != NULL);
      draw_north (style, cr, view, title != NULL ? TITLE_HEIGHT : 0);
    }
  if (flags & YUN_PICTURE_LEGEND)
    draw_legend (scene, cr, view, plan);
  cairo_restore (cr);
}
