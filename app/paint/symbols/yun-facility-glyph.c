/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-facility-glyph.h"

#include <glib.h>

#define LINE 1.4
#define FULL_CIRCLE (2 * G_PI)

static void
draw_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

static void
fill_box (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

static void
add_lines (cairo_t *cr, const double (*points)[2], guint n)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
}

/* A dish on its mast. */
static void
draw_ground_station (cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, -0.5, -0.8);
  cairo_rotate (cr, -G_PI / 4);
  cairo_arc (cr, 0, 0, 4.2, 0, G_PI);
  cairo_close_path (cr);
  cairo_fill (cr);
  draw_line (cr, 0, 0, 0, -3.2);
  cairo_restore (cr);
  draw_line (cr, -1.6, 2.2, -1.6, 5);
  draw_line (cr, -3.8, 5, 0.6, 5);
}

/* A screen on its foot, with a curve on it. */
static void
draw_operation_centre (cairo_t *cr)
{
  static const double curve[][2] = {
    { -3, -0.6 }, { -1.3, -0.6 }, { 0, -2.8 }, { 1.2, 0.6 }, { 3, -0.9 }
  };

  cairo_rectangle (cr, -5, -4.6, 10, 6.8);
  cairo_stroke (cr);
  cairo_save (cr);
  cairo_set_line_width (cr, 1.1);
  add_lines (cr, curve, G_N_ELEMENTS (curve));
  cairo_stroke (cr);
  cairo_restore (cr);
  draw_line (cr, 0, 2.4, 0, 4.6);
  draw_line (cr, -2.6, 4.8, 2.6, 4.8);
}

/* A chip with its pins. */
static void
draw_computing_centre (cairo_t *cr)
{
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, -3.6, -3.6, 7.2, 7.2);
  cairo_rectangle (cr, -1.5, -1.5, 3, 3);
  cairo_fill (cr);
  for (int i = -1; i <= 1; i += 2)
    {
      fill_box (cr, i * 1.9 - 0.65, -5.6, 1.3, 2.3);
      fill_box (cr, i * 1.9 - 0.65, 3.3, 1.3, 2.3);
      fill_box (cr, -5.6, i * 1.9 - 0.65, 2.3, 1.3);
      fill_box (cr, 3.3, i * 1.9 - 0.65, 2.3, 1.3);
    }
}

/* A flask, half full. */
static void
draw_laboratory (cairo_t *cr)
{
  static const double flask[][2] = { { -1.4, -5 }, { -1.4, -1.2 }, { -4.6, 4.6 },
                                     { 4.6, 4.6 }, { 1.4, -1.2 },  { 1.4, -5 } };
  static const double liquid[][2] = { { -2.9, 1.4 }, { 2.9, 1.4 }, { 4.4, 4.4 }, { -4.4, 4.4 } };

  add_lines (cr, flask, G_N_ELEMENTS (flask));
  cairo_stroke (cr);
  add_lines (cr, liquid, G_N_ELEMENTS (liquid));
  cairo_fill (cr);
  draw_line (cr, -2.4, -5.2, 2.4, -5.2);
}

/* A seedling. */
static void
draw_incubator (cairo_t *cr)
{
  cairo_move_to (cr, 0, -0.6);
  cairo_curve_to (cr, -0.4, -3.6, -2.6, -4.8, -5.6, -4.6);
  cairo_curve_to (cr, -5.4, -1.8, -3.2, -0.2, 0, -0.6);
  cairo_move_to (cr, 0, 1.4);
  cairo_curve_to (cr, 0.4, -1.4, 2.6, -2.8, 5.6, -2.6);
  cairo_curve_to (cr, 5.4, 0.2, 3.2, 1.8, 0, 1.4);
  cairo_fill (cr);
  draw_line (cr, 0, -0.8, 0, 4.8);
  draw_line (cr, -2.8, 5, 2.8, 5);
}

/* A chimney and a roof like a saw. */
static void
draw_factory (cairo_t *cr)
{
  static const double walls[][2] = { { -5.4, 5 },   { -5.4, -5 }, { -3, -5 },    { -2.7, 0.6 },
                                     { 0.7, -1.8 }, { 0.7, 0.6 }, { 5.4, -2.2 }, { 5.4, 5 } };

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  add_lines (cr, walls, G_N_ELEMENTS (walls));
  cairo_close_path (cr);
  cairo_rectangle (cr, -2.6, 2.2, 1.6, 1.4);
  cairo_rectangle (cr, 1.2, 2.2, 1.6, 1.4);
  cairo_fill (cr);
}

/* A hall, and above it the satellite that it makes. */
static void
draw_satellite_factory (cairo_t *cr)
{
  static const double walls[][2] = { { -5.4, 5 }, { -5.4, 0.6 }, { -1.8, -1 }, { -1.8, 0.6 },
                                     { 1.8, -1 }, { 1.8, 0.6 },  { 5.4, -1 },  { 5.4, 5 } };

  add_lines (cr, walls, G_N_ELEMENTS (walls));
  cairo_close_path (cr);
  cairo_fill (cr);
  fill_box (cr, -1.2, -5.4, 2.4, 3.2);
  fill_box (cr, -5, -4.8, 3, 2);
  fill_box (cr, 2, -4.8, 3, 2);
}

/* A lamp. */
static void
draw_innovation_centre (cairo_t *cr)
{
  cairo_arc (cr, 0, -1.5, 3.7, G_PI * 0.68, G_PI * 2.32);
  cairo_line_to (cr, 1.5, 2.6);
  cairo_line_to (cr, -1.5, 2.6);
  cairo_close_path (cr);
  cairo_stroke (cr);
  draw_line (cr, 0, 2.4, 0, -0.8);
  fill_box (cr, -1.9, 3.6, 3.8, 1.1);
  fill_box (cr, -1.2, 5, 2.4, 0.9);
}

/* A dome, and the telescope that looks out of it. */
static void
draw_observatory (cairo_t *cr)
{
  cairo_arc (cr, 0, 2, 4.4, G_PI, G_PI * 1.6);
  cairo_line_to (cr, 0, 2);
  cairo_close_path (cr);
  cairo_arc (cr, 0, 2, 4.4, G_PI * 1.85, FULL_CIRCLE);
  cairo_line_to (cr, 0, 2);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_set_line_width (cr, 1.8);
  draw_line (cr, 0.8, 0.6, 4.4, -4.6);
  cairo_restore (cr);
  fill_box (cr, -4.9, 3, 9.8, 2);
}

/* A satellite with its wings, and what it sends. */
static void
draw_ttc_system (cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, -0.6, -0.6);
  cairo_rotate (cr, -G_PI / 4);
  fill_box (cr, -1.5, -2, 3, 4);
  fill_box (cr, -6, -1.5, 3.6, 3);
  fill_box (cr, 2.4, -1.5, 3.6, 3);
  cairo_restore (cr);
  for (guint i = 0; i < 2; i++)
    {
      cairo_arc (cr, 0.4, 0.4, 3.6 + 2 * i, G_PI * 0.08, G_PI * 0.42);
      cairo_stroke (cr);
    }
}

static void
draw_house (cairo_t *cr)
{
  static const double walls[][2] = { { -5.2, -0.2 }, { 0, -5 },     { 5.2, -0.2 }, { 3.8, -0.2 },
                                     { 3.8, 4.8 },   { 1.2, 4.8 },  { 1.2, 1.6 },  { -1.2, 1.6 },
                                     { -1.2, 4.8 },  { -3.8, 4.8 }, { -3.8, -0.2 } };

  add_lines (cr, walls, G_N_ELEMENTS (walls));
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
yun_facility_glyph_draw (cairo_t *cr, int kind)
{
  /* as in yun_enum_facility_kind; a test holds them together */
  static void (*const glyphs[]) (cairo_t * cr) = {
    draw_ground_station, draw_operation_centre,  draw_computing_centre,  draw_laboratory,
    draw_incubator,      draw_factory,           draw_innovation_centre, draw_observatory,
    draw_ttc_system,     draw_satellite_factory,
  };

  cairo_save (cr);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);
  if (kind >= 0 && kind < (int) G_N_ELEMENTS (glyphs))
    glyphs[kind](cr);
  else
    draw_house (cr);
  cairo_restore (cr);
}
