/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-chain.h"
#include "yun-facility-glyph.h"
#include "yun-feature-index-private.h"
#include "yun-field.h"
#include "yun-plot.h"
#include "yun-symbol-painter.h"
#include "yun-text-painter.h"

#include <math.h>

#define RING_WIDTH 4.5
#define STAR_RADIUS 5.2
#define LEG_DOT 2.0       /* pixels */
#define LEG_STRENGTH 0.75 /* of the text's colour */
#define PLATE_PAD 2.5     /* pixels of a plate beside its text, no more than the halo of others */
#define PLATE_CORNER 2.5
#define FULL_CIRCLE (2 * G_PI)

static const double radii[] = {
  [YUN_SHAPE_DOT] = 5,     [YUN_SHAPE_CIRCLE] = 10,   [YUN_SHAPE_TRIANGLE] = 10.5,
  [YUN_SHAPE_SQUARE] = 10, [YUN_SHAPE_DIAMOND] = 11,  [YUN_SHAPE_PARK] = 10.5,
  [YUN_SHAPE_PLOT] = 8,    [YUN_SHAPE_FACILITY] = 10,
};

static YunColour
mix (const YunColour *a, const YunColour *b, double share)
{
  return (YunColour){ a->r + (b->r - a->r) * share, a->g + (b->g - a->g) * share,
                      a->b + (b->b - a->b) * share, 1 };
}

static void
add_rounded (cairo_t *cr, double half, double corner)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, half - corner, -half + corner, corner, -G_PI / 2, 0);
  cairo_arc (cr, half - corner, half - corner, corner, 0, G_PI / 2);
  cairo_arc (cr, -half + corner, half - corner, corner, G_PI / 2, G_PI);
  cairo_arc (cr, -half + corner, -half + corner, corner, G_PI, G_PI * 1.5);
  cairo_close_path (cr);
}

static void
add_polygon (cairo_t *cr, const double (*points)[2], guint n)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
  cairo_close_path (cr);
}

static void
add_shape (cairo_t *cr, YunSymbolShape shape)
{
  static const double triangle[][2] = { { 0, -10 }, { 10, 7.4 }, { -10, 7.4 } };
  static const double diamond[][2] = { { 0, -10.5 }, { 10.5, 0 }, { 0, 10.5 }, { -10.5, 0 } };
  static const double hexagon[][2] = { { -9.2, 0 }, { -4.6, -8 }, { 4.6, -8 },
                                       { 9.2, 0 },  { 4.6, 8 },   { -4.6, 8 } };
  static const double plot[][2] = {
    { -6.5, -6.5 }, { 2.5, -6.5 }, { 6.5, -2.5 }, { 6.5, 6.5 }, { -6.5, 6.5 }
  };

  cairo_new_path (cr);
  switch (shape)
    {
    case YUN_SHAPE_DOT:
      cairo_arc (cr, 0, 0, 4, 0, FULL_CIRCLE);
      break;
    case YUN_SHAPE_CIRCLE:
      cairo_arc (cr, 0, 0, 9, 0, FULL_CIRCLE);
      break;
    case YUN_SHAPE_TRIANGLE:
      add_polygon (cr, triangle, G_N_ELEMENTS (triangle));
      break;
    case YUN_SHAPE_SQUARE:
      add_rounded (cr, 8.2, 0.8);
      break;
    case YUN_SHAPE_DIAMOND:
      add_polygon (cr, diamond, G_N_ELEMENTS (diamond));
      break;
    case YUN_SHAPE_PARK:
      add_rounded (cr, 9, 4);
      break;
    case YUN_SHAPE_PLOT:
      add_polygon (cr, plot, G_N_ELEMENTS (plot));
      break;
    case YUN_SHAPE_FACILITY:
    default:
      add_polygon (cr, hexagon, G_N_ELEMENTS (hexagon));
      break;
    }
}

static YunColour
get_colour (const YunStyle *style, const YunSymbolLook *look)
{
  switch (look->shape)
    {
    case YUN_SHAPE_DOT:
      return style->segment_none;
    case YUN_SHAPE_CIRCLE:
    case YUN_SHAPE_TRIANGLE:
    case YUN_SHAPE_SQUARE:
    case YUN_SHAPE_DIAMOND:
      return style->segment[look->shape - YUN_SHAPE_CIRCLE];
    case YUN_SHAPE_PARK:
      return style->park.line;
    case YUN_SHAPE_PLOT:
      return yun_style_get_fill (style, YUN_LOOK_LOT, look->status, look->segments).line;
    case YUN_SHAPE_FACILITY:
    default:
      return style->label[YUN_LABEL_FACILITY].text;
    }
}

static void
draw_letter (const YunSymbolLook *look, cairo_t *cr)
{
  switch (look->shape)
    {
    case YUN_SHAPE_CIRCLE:
    case YUN_SHAPE_SQUARE:
    case YUN_SHAPE_DIAMOND:
    case YUN_SHAPE_TRIANGLE:
      {
        gboolean triangle = look->shape == YUN_SHAPE_TRIANGLE;

        yun_text_draw_centred (cr, yun_chain_get_segment (look->shape - YUN_SHAPE_CIRCLE)->letter,
                               triangle ? 8.5 : 10.5, PANGO_WEIGHT_BOLD, 0, triangle ? 2.4 : 0);
        break;
      }
    case YUN_SHAPE_PARK:
      yun_text_draw_centred (cr, "园", 11, PANGO_WEIGHT_BOLD, 0, 0);
      break;
    case YUN_SHAPE_FACILITY:
      yun_facility_glyph_draw (cr, look->status);
      break;
    default:
      break;
    }
}

/* Other segments of the same firm, as small beads at its foot. */
static void
draw_beads (const YunStyle *style, cairo_t *cr, const YunSymbolLook *look)
{
  guint  first = look->shape - YUN_SHAPE_CIRCLE;
  double x = 8;

  for (guint k = 0; k < YUN_STYLE_N_SEGMENTS; k++)
    {
      if (k == first || !(look->segments & (1 << k)))
        continue;
      cairo_new_path (cr);
      cairo_arc (cr, x, 8, 3, 0, FULL_CIRCLE);
      yun_colour_set_source (&style->segment[k], cr);
      cairo_fill_preserve (cr);
      yun_colour_set_source (&style->paper, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      x -= 5;
    }
}

/* The star of a firm that leads its chain, at the shoulder where no bead comes. */
static void
draw_star (const YunStyle *style, cairo_t *cr, YunSymbolShape shape)
{
  double at = shape == YUN_SHAPE_DOT ? 5.5 : 7.5;

  cairo_save (cr);
  cairo_translate (cr, at, -at);
  cairo_new_path (cr);
  for (guint i = 0; i < 10; i++)
    {
      double angle = i * G_PI / 5 - G_PI / 2, r = i % 2 == 0 ? STAR_RADIUS : STAR_RADIUS * 0.45;

      cairo_line_to (cr, r * cos (angle), r * sin (angle));
    }
  cairo_close_path (cr);
  yun_colour_set_source (&style->paper, cr);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  yun_colour_set_source (&style->leader, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
stroke_shape (cairo_t *cr, YunSymbolShape shape, const YunColour *colour, double width)
{
  add_shape (cr, shape);
  yun_colour_set_source (colour, cr);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

YunSymbolLook
yun_symbol_look_for (const YunFeature *feature)
{
  YunSymbolLook look = { .segments = feature->segments & 15,
                         .accuracy = feature->accuracy,
                         .status = -1,
                         .traits = feature->traits & YUN_FEATURE_LEADER };

  switch (feature->look)
    {
    case YUN_LOOK_SITE:
      look.shape = YUN_SHAPE_PARK;
      look.segments = 0;
      break;
    case YUN_LOOK_LOT:
      look.shape = YUN_SHAPE_PLOT;
      look.status = feature->status;
      break;
    case YUN_LOOK_FACILITY:
      look.shape = YUN_SHAPE_FACILITY;
      look.status = feature->status;
      look.segments = 0;
      break;
    default:
      look.shape =
        look.segments == 0 ? YUN_SHAPE_DOT : YUN_SHAPE_CIRCLE + __builtin_ctz (look.segments);
      break;
    }

  return look;
}

guint32
yun_symbol_look_get_key (const YunSymbolLook *self, YunState state)
{
  return (guint32) self->shape | (guint32) self->segments << 4 |
         (guint32) (self->accuracy + 1) << 8 | (guint32) (self->status + 1) << 12 |
         (guint32) state << 20 | (guint32) self->traits << 24;
}

double
yun_symbol_look_get_radius (const YunSymbolLook *self)
{
  /* a dot is smaller than its star */
  return self->shape == YUN_SHAPE_DOT && (self->traits & YUN_FEATURE_LEADER) ? 8
                                                                             : radii[self->shape];
}

void
yun_symbol_painter_draw_symbol (const YunStyle      *style,
                                cairo_t             *cr,
                                const YunSymbolLook *look,
                                YunState             state)
{
  static const double dashes[] = { 2.6, 1.8 };
  YunColour colour = get_colour (style, look), fill = colour, letter = style->ink_on_segment;
  gboolean  hollow = look->accuracy == YUN_ACCURACY_TOWN || look->accuracy == YUN_ACCURACY_NONE;
  gboolean  schematic = look->accuracy == YUN_ACCURACY_SCHEMATIC;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  if (look->shape == YUN_SHAPE_PLOT)
    {
      fill = yun_style_get_fill (style, YUN_LOOK_LOT, look->status, look->segments).fill;
      fill.a = 1;
    }
  if (hollow || schematic)
    {
      fill = hollow ? style->paper : mix (&style->paper, &fill, 0.3);
      letter = colour;
    }

  if (state != YUN_STATE_NORMAL)
    {
      stroke_shape (cr, look->shape,
                    state == YUN_STATE_HOVERED ? &style->hovered : &style->selected, 9);
      stroke_shape (cr, look->shape, &style->paper, 5);
    }
  else if (look->accuracy == YUN_ACCURACY_APPROXIMATE)
    {
      YunColour ring = colour;

      ring.a = 0.4;
      stroke_shape (cr, look->shape, &ring, 5.5);
    }
  /* a rim of paper keeps it apart from whatever is below */
  stroke_shape (cr, look->shape, &style->paper, 3);

  add_shape (cr, look->shape);
  yun_colour_set_source (&fill, cr);
  cairo_fill (cr);
  if (hollow || schematic || look->shape == YUN_SHAPE_PLOT || look->shape == YUN_SHAPE_DOT)
    {
      if (schematic)
        cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      stroke_shape (cr, look->shape, &colour, look->shape == YUN_SHAPE_PLOT ? 1.4 : 1.7);
      cairo_set_dash (cr, NULL, 0, 0);
    }

  yun_colour_set_source (&letter, cr);
  draw_letter (look, cr);
  if (look->shape >= YUN_SHAPE_CIRCLE && look->shape <= YUN_SHAPE_DIAMOND)
    draw_beads (style, cr, look);
  if (look->traits & YUN_FEATURE_LEADER)
    draw_star (style, cr, look->shape);
  cairo_restore (cr);
}

double
yun_symbol_painter_get_cluster_radius (guint count)
{
  return count < 10 ? 14 : count < 100 ? 16 : count < 1000 ? 19 : count < 10000 ? 22 : 25;
}

void
yun_symbol_painter_draw_cluster (const YunStyle   *style,
                                 cairo_t          *cr,
                                 const YunCluster *cluster,
                                 YunState          state)
{
  g_autofree char *text = NULL;
  double           outer = yun_symbol_painter_get_cluster_radius (cluster->count);
  double           angle = -G_PI / 2;

  cairo_save (cr);
  if (state != YUN_STATE_NORMAL)
    {
      cairo_arc (cr, 0, 0, outer + 3, 0, FULL_CIRCLE);
      yun_colour_set_source (state == YUN_STATE_HOVERED ? &style->hovered : &style->selected, cr);
      cairo_fill (cr);
    }
  cairo_arc (cr, 0, 0, outer, 0, FULL_CIRCLE);
  yun_colour_set_source (&style->paper, cr);
  cairo_fill (cr);

  cairo_set_line_width (cr, RING_WIDTH);
  for (guint k = 0; k < 5; k++)
    {
      double step = cluster->share[k] * FULL_CIRCLE;

      if (step <= 0)
        continue;
      cairo_new_path (cr);
      cairo_arc (cr, 0, 0, outer - 1.2 - RING_WIDTH / 2, angle, angle + step);
      yun_colour_set_source (k < 4 ? &style->segment[k] : &style->segment_none, cr);
      cairo_stroke (cr);
      angle += step;
    }

  text = cluster->count < 10000 ? g_strdup_printf ("%u", cluster->count)
                                : g_strdup_printf ("%.1f万", cluster->count / 10000.0);
  yun_colour_set_source (&style->ink, cr);
  yun_text_draw_centred (cr, text, cluster->count < 10000 ? 11 : 10, PANGO_WEIGHT_BOLD, 0, 0);
  cairo_restore (cr);
}

/* As road signs are: a plate of the text's size, and a little more. */
static void
draw_plate (cairo_t *cr, PangoLayout *layout, const YunColour *colour)
{
  PangoRectangle logical;
  double         left, top, right, bottom;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  left = logical.x - PLATE_PAD;
  right = logical.x + logical.width + PLATE_PAD;
  top = logical.y;
  bottom = logical.y + logical.height;
  cairo_new_path (cr);
  cairo_arc (cr, right - PLATE_CORNER, top + PLATE_CORNER, PLATE_CORNER, -G_PI / 2, 0);
  cairo_arc (cr, right - PLATE_CORNER, bottom - PLATE_CORNER, PLATE_CORNER, 0, G_PI / 2);
  cairo_arc (cr, left + PLATE_CORNER, bottom - PLATE_CORNER, PLATE_CORNER, G_PI / 2, G_PI);
  cairo_arc (cr, left + PLATE_CORNER, top + PLATE_CORNER, PLATE_CORNER, G_PI, G_PI * 1.5);
  cairo_close_path (cr);
  yun_colour_set_source (colour, cr);
  cairo_fill (cr);
}

void
yun_symbol_painter_draw_label (const YunStyle *style,
                               cairo_t        *cr,
                               YunLabelKind    kind,
                               const char     *text)
{
  g_autoptr (PangoLayout) layout = yun_text_new_label (style, kind);
  const YunLabelStyle    *label = &style->label[kind];

  pango_layout_set_text (layout, text, -1);
  cairo_save (cr);
  if (label->plate.a > 0)
    draw_plate (cr, layout, &label->plate);
  cairo_move_to (cr, 0, 0);
  yun_colour_set_source (&label->text, cr);
  yun_text_show (cr, layout, label->plate.a > 0 ? NULL : &label->halo, YUN_LABEL_HALO);
  cairo_restore (cr);
}

void
yun_symbol_painter_get_leg_colours (const YunStyle *style, YunColour *halo, YunColour *line)
{
  *halo = style->label[YUN_LABEL_FIRM].halo;
  *line = style->label[YUN_LABEL_FIRM].text;
  line->a *= LEG_STRENGTH;
}

void
yun_symbol_painter_draw_leg (const YunStyle *style, cairo_t *cr, double dx, double dy)
{
  YunColour colours[2];

  yun_symbol_painter_get_leg_colours (style, &colours[0], &colours[1]);
  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint pass = 0; pass < 2; pass++)
    {
      yun_colour_set_source (&colours[pass], cr);
      cairo_set_line_width (cr, pass == 0 ? YUN_LEG_HALO : YUN_LEG_WIDTH);
      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, dx, dy);
      cairo_stroke (cr);
    }
  cairo_arc (cr, dx, dy, LEG_DOT, 0, FULL_CIRCLE);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_legs (cairo_t *cr, const YunSymbolPlan *plan, const YunView *view)
{
  const YunStyle  *style = yun_scene_get_style (yun_symbol_plan_get_scene (plan));
  guint            n;
  const YunSymbol *symbols = yun_symbol_plan_get_symbols (plan, &n);

  for (guint i = 0; i < n; i++)
    if (symbols[i].led)
      {
        double x, y, px, py;

        yun_view_to_pixel (view, symbols[i].anchor, &x, &y);
        yun_view_to_pixel (view, symbols[i].place, &px, &py);
        x += symbols[i].dx;
        y += symbols[i].dy;
        cairo_save (cr);
        cairo_translate (cr, x, y);
        yun_symbol_painter_draw_leg (style, cr, px - x, py - y);
        cairo_restore (cr);
      }
}

void
yun_symbol_painter_draw_plan (cairo_t *cr, const YunSymbolPlan *plan, const YunView *view)
{
  const YunScene        *scene = yun_symbol_plan_get_scene (plan);
  const YunStyle        *style = yun_scene_get_style (scene);
  const YunFeatureIndex *index = yun_scene_get_index (scene);
  guint                  n;
  double                 x, y;
  const YunLabel        *labels = yun_symbol_plan_get_labels (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      yun_view_to_pixel (view, labels[i].anchor, &x, &y);
      cairo_save (cr);
      cairo_translate (cr, x, y);
      cairo_rotate (cr, labels[i].angle);
      cairo_translate (cr, labels[i].dx, labels[i].dy);
      yun_symbol_painter_draw_label (style, cr, labels[i].kind, labels[i].text);
      cairo_restore (cr);
    }

  draw_legs (cr, plan, view);
  for (guint kind = 0; kind < 2; kind++)
    {
      const YunSymbol  *symbols = yun_symbol_plan_get_symbols (plan, &n);
      const YunCluster *clusters;

      for (guint i = 0; kind == 0 && i < n; i++)
        {
          YunSymbolLook look = yun_symbol_look_for (&index->features[symbols[i].feature]);

          yun_view_to_pixel (view, symbols[i].anchor, &x, &y);
          cairo_save (cr);
          cairo_translate (cr, x + symbols[i].dx, y + symbols[i].dy);
          yun_symbol_painter_draw_symbol (style, cr, &look, YUN_STATE_NORMAL);
          cairo_restore (cr);
        }
      clusters = yun_symbol_plan_get_clusters (plan, &n);
      for (guint i = 0; kind == 1 && i < n; i++)
        {
          yun_view_to_pixel (view, clusters[i].anchor, &x, &y);
          cairo_save (cr);
          cairo_translate (cr, x, y);
          yun_symbol_painter_draw_cluster (style, cr, &clusters[i], YUN_STATE_NORMAL);
          cairo_restore (cr);
        }
    }
}
