/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"
#include "yun-field.h"
#include "yun-plot.h"
#include "yun-style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RGBA(hex, alpha)                                                                           \
  {                                                                                                \
    ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) &0xff) / 255.0, alpha        \
  }
#define RGB(hex) RGBA (hex, 1.0)

/*
 * Ramps of equal steps in OKLab whose lightness alone tells the order, also in print and
 * to who sees no hues: a test measures them. What is much stands out from the ground.
 */
#define LIGHT_FAR                                                                                  \
  {                                                                                                \
    RGBA (0xf4f0b6, 0.92), RGBA (0xa6d69a, 0.92), RGBA (0x43b99a, 0.92), RGBA (0x00909d, 0.92),    \
      RGBA (0x006594, 0.92), RGBA (0x15387d, 0.92), RGBA (0xd3d1cd, 0.85)                          \
  }
#define LIGHT_TAX                                                                                  \
  {                                                                                                \
    RGBA (0xfaedbc, 0.92), RGBA (0xf4c079, 0.92), RGBA (0xee8e46, 0.92), RGBA (0xcf633d, 0.92),    \
      RGBA (0xab3a39, 0.92), RGBA (0x840e35, 0.92), RGBA (0xd3d1cd, 0.85)                          \
  }
#define LIGHT_AGE                                                                                  \
  {                                                                                                \
    RGBA (0xd7f4f1, 0.92), RGBA (0x9ad1e6, 0.92), RGBA (0x7ba6df, 0.92), RGBA (0x6b7ac4, 0.92),    \
      RGBA (0x624da2, 0.92), RGBA (0x581d79, 0.92), RGBA (0xd3d1cd, 0.85)                          \
  }
#define DARK_FAR                                                                                   \
  {                                                                                                \
    RGBA (0x203876, 0.92), RGBA (0x006491, 0.92), RGBA (0x00909c, 0.92), RGBA (0x40b898, 0.92),    \
      RGBA (0x9ad78b, 0.92), RGBA (0xf0ee88, 0.92), RGBA (0x26282d, 0.92)                          \
  }
#define DARK_AGE                                                                                   \
  {                                                                                                \
    RGBA (0x58307f, 0.92), RGBA (0x6059a6, 0.92), RGBA (0x6682c8, 0.92), RGBA (0x71acdd, 0.92),    \
      RGBA (0x95d3e4, 0.92), RGBA (0xcef4f1, 0.92), RGBA (0x26282d, 0.92)                          \
  }
#define DARK_TAX                                                                                   \
  {                                                                                                \
    RGBA (0x612149, 0.92), RGBA (0x933950, 0.92), RGBA (0xc2574b, 0.92), RGBA (0xe48245, 0.92),    \
      RGBA (0xf5b55f, 0.92), RGBA (0xffe891, 0.92), RGBA (0x26282d, 0.92)                          \
  }
#define NO_STEPS                                                                                   \
  {                                                                                                \
    RGBA (0x000000, 0.0)                                                                           \
  }

/*
 * Zones are rose, blue and amber, which stay apart for every kind of colour
 * vision and leave green and grey to the ground. Statuses differ by hue,
 * lightness and hatching: what waits for a use is warm and hatched, what is used
 * is plain and cool.
 */
#define LIGHT(by, steps)                                                                           \
  {                                                                                                \
    .scheme = YUN_SCHEME_LIGHT, .fill_by = by, .step = steps, .ground = RGB (0xe9ecec),            \
    .district = RGB (0xfbfaf6), .district_line = RGB (0x6f6a78),                                   \
    .town_line = RGBA (0x807a88, 0.7),                                                             \
    .zone_fill = { RGBA (0xd0487c, 0.21), RGBA (0x3f78c4, 0.17), RGBA (0xe3a12a, 0.21),            \
                   RGBA (0xffffff, 0.0) },                                                         \
    .zone_line = { RGB (0xb02a63), RGB (0x35659f), RGB (0xa86f12), RGB (0x8a8590) },               \
    .water = { RGB (0xaed3ea), RGB (0x86b6d4), { 4.0, 11.0, 46.0 } }, .rail = RGB (0x77757d),      \
    .rail_gap = RGB (0xfbfaf6),                                                                    \
    .road = { { RGB (0xf6c97f), RGB (0xc98c35), { 2.4, 5.0, 13.0 } },                              \
              { RGB (0xffffff), RGB (0xaaa396), { 1.8, 3.8, 11.0 } },                              \
              { RGB (0xffffff), RGB (0xcfcac1), { 0.8, 2.0, 7.0 } },                               \
              { RGB (0xffffff), RGB (0xd8d4cc), { 0.5, 1.0, 4.0 } },                               \
              { RGB (0xb9a98c), RGB (0xb9a98c), { 0.5, 0.8, 1.4 } } },                             \
    .stream = { RGB (0xaed3ea), RGB (0xaed3ea), { 1.0, 1.8, 5.0 } }, .green = RGB (0xdcebd2),      \
    .building = RGB (0xe7e1d6), .building_line = RGB (0xcdc4b6),                                   \
    .segment = { RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xaa3377) },                 \
    .segment_none = RGB (0x75757d),                                                                \
    .status = { { RGBA (0xf2684a, 0.80), RGB (0xa3240f), YUN_HATCH_DIAGONAL },                     \
                { RGBA (0xf7ab55, 0.80), RGB (0x9a5a08), YUN_HATCH_BACK },                         \
                { RGBA (0xc79bd6, 0.80), RGB (0x6d3a86), YUN_HATCH_CROSS },                        \
                { RGBA (0xf0a5c4, 0.80), RGB (0x9c3568), YUN_HATCH_DOTS },                         \
                { RGBA (0x8fd0c6, 0.80), RGB (0x14736a), YUN_HATCH_DIAGONAL },                     \
                { RGBA (0xfbe98a, 0.80), RGB (0x8d7a10), YUN_HATCH_BACK },                         \
                { RGBA (0xe2d3b8, 0.85), RGB (0x7d6a48), YUN_HATCH_CROSS },                        \
                { RGBA (0x7aa5de, 0.88), RGB (0x2f5c99), YUN_HATCH_NONE },                         \
                { RGBA (0xb4bcc4, 0.88), RGB (0x69727b), YUN_HATCH_NONE },                         \
                { RGBA (0xebeae7, 0.85), RGB (0x96938d), YUN_HATCH_NONE } },                       \
    .park = { RGBA (0x6b5ca5, 0.13), RGB (0x62539b), YUN_HATCH_NONE }, .paper = RGB (0xffffff),    \
    .ink = RGB (0x25232b), .ink_on_segment = RGB (0xffffff), .leader = RGB (0xc98a00),             \
    .hovered = RGB (0x3584e4), .selected = RGB (0x1a1aff),                                         \
    .label = {                                                                                     \
      { RGBA (0x43304f, 1), RGBA (0xffffff, 0.85), 23, PANGO_WEIGHT_BOLD, 9 },                     \
      { RGBA (0x3d3946, 1), RGBA (0xffffff, 0.9), 13, PANGO_WEIGHT_MEDIUM, 1 },                    \
      { RGBA (0x4a3d80, 1), RGBA (0xffffff, 0.9), 12, PANGO_WEIGHT_BOLD, 0 },                      \
      { RGBA (0x25232b, 1), RGBA (0xffffff, 0.9), 11.5, PANGO_WEIGHT_NORMAL, 0 },                  \
      { RGBA (0x37474f, 1), RGBA (0xffffff, 0.9), 11.5, PANGO_WEIGHT_NORMAL, 0 },                  \
      { RGBA (0x3b2f1c, 1), RGBA (0xffffff, 0.8), 11, PANGO_WEIGHT_NORMAL, 0 },                    \
      { RGBA (0x7a5a24, 1), RGBA (0xffffff, 0.85), 10.5, PANGO_WEIGHT_NORMAL, 0.5 },               \
      { RGBA (0x6a6772, 1), RGBA (0xffffff, 0.85), 10.5, PANGO_WEIGHT_NORMAL, 0 },                 \
      { RGBA (0x2f6f97, 1), RGBA (0xffffff, 0.75), 11.5, PANGO_WEIGHT_NORMAL, 3 },                 \
      { RGBA (0x55535c, 1), RGBA (0xffffff, 0.9), 10.5, PANGO_WEIGHT_MEDIUM, 0.5 },                \
      { RGBA (0xffffff, 1), RGBA (0x2d7a55, 0), 9.5, PANGO_WEIGHT_BOLD, 0.3, RGB (0x2d7a55) },     \
      { RGBA (0x7c7a84, 1), RGBA (0xffffff, 0.6), 14, PANGO_WEIGHT_MEDIUM, 5 },                    \
    },                                                                                             \
  }

#define DARK(by, steps)                                                                            \
  {                                                                                                \
    .scheme = YUN_SCHEME_DARK, .fill_by = by, .step = steps, .ground = RGB (0x15171b),             \
    .district = RGB (0x22252b), .district_line = RGB (0x9a97a6),                                   \
    .town_line = RGBA (0x8c8998, 0.6),                                                             \
    .zone_fill = { RGBA (0xe0558c, 0.26), RGBA (0x4f8fe0, 0.24), RGBA (0xdda23a, 0.22),            \
                   RGBA (0x000000, 0.0) },                                                         \
    .zone_line = { RGB (0xf17aa8), RGB (0x7fb0f0), RGB (0xe6b75a), RGB (0x8a8794) },               \
    .water = { RGB (0x1d3b52), RGB (0x2f5a78), { 4.0, 11.0, 46.0 } }, .rail = RGB (0x8d8c96),      \
    .rail_gap = RGB (0x2a2d33),                                                                    \
    .road = { { RGB (0x8a6a35), RGB (0x4d3a1c), { 2.4, 5.0, 13.0 } },                              \
              { RGB (0x5b5f69), RGB (0x2f3238), { 1.8, 3.8, 11.0 } },                              \
              { RGB (0x454951), RGB (0x30333a), { 0.8, 2.0, 7.0 } },                               \
              { RGB (0x3d4148), RGB (0x2c2f35), { 0.5, 1.0, 4.0 } },                               \
              { RGB (0x6d6450), RGB (0x6d6450), { 0.5, 0.8, 1.4 } } },                             \
    .stream = { RGB (0x1d3b52), RGB (0x1d3b52), { 1.0, 1.8, 5.0 } }, .green = RGB (0x23352a),      \
    .building = RGB (0x2d3036), .building_line = RGB (0x3d4148),                                   \
    .segment = { RGB (0x449fe6), RGB (0xff9350), RGB (0x6be0b8), RGB (0xe27fb8) },                 \
    .segment_none = RGB (0xa9a9b2),                                                                \
    .status = { { RGBA (0xd9573d, 0.78), RGB (0xffb09f), YUN_HATCH_DIAGONAL },                     \
                { RGBA (0xc4762a, 0.78), RGB (0xffd39b), YUN_HATCH_BACK },                         \
                { RGBA (0x8a55a5, 0.78), RGB (0xe2bdf2), YUN_HATCH_CROSS },                        \
                { RGBA (0xb5557f, 0.78), RGB (0xffbfd9), YUN_HATCH_DOTS },                         \
                { RGBA (0x2f8a80, 0.78), RGB (0xa5e8df), YUN_HATCH_DIAGONAL },                     \
                { RGBA (0xc2ae38, 0.80), RGB (0xfff0a0), YUN_HATCH_BACK },                         \
                { RGBA (0x9c8a62, 0.78), RGB (0xeedcb8), YUN_HATCH_CROSS },                        \
                { RGBA (0x3268ba, 0.90), RGB (0xa9ccff), YUN_HATCH_NONE },                         \
                { RGBA (0x7d858e, 0.80), RGB (0xaab3bc), YUN_HATCH_NONE },                         \
                { RGBA (0x3a3b3f, 0.80), RGB (0x86878c), YUN_HATCH_NONE } },                       \
    .park = { RGBA (0xa596e0, 0.17), RGB (0xb3a6ea), YUN_HATCH_NONE }, .paper = RGB (0x2a2d33),    \
    .ink = RGB (0xf2f1f5), .ink_on_segment = RGB (0x15171b), .leader = RGB (0xffd24d),             \
    .hovered = RGB (0x78aeed), .selected = RGB (0xffe14d),                                         \
    .label = {                                                                                     \
      { RGBA (0xf7eefc, 1), RGBA (0x15171b, 0.85), 23, PANGO_WEIGHT_BOLD, 9 },                     \
      { RGBA (0xe6e3ee, 1), RGBA (0x15171b, 0.9), 13, PANGO_WEIGHT_MEDIUM, 1 },                    \
      { RGBA (0xcabfff, 1), RGBA (0x15171b, 0.9), 12, PANGO_WEIGHT_BOLD, 0 },                      \
      { RGBA (0xf2f1f5, 1), RGBA (0x15171b, 0.9), 11.5, PANGO_WEIGHT_NORMAL, 0 },                  \
      { RGBA (0xcfd8dc, 1), RGBA (0x15171b, 0.9), 11.5, PANGO_WEIGHT_NORMAL, 0 },                  \
      { RGBA (0xf0e6d2, 1), RGBA (0x15171b, 0.85), 11, PANGO_WEIGHT_NORMAL, 0 },                   \
      { RGBA (0xd9b878, 1), RGBA (0x15171b, 0.85), 10.5, PANGO_WEIGHT_NORMAL, 0.5 },               \
      { RGBA (0xa8a5b2, 1), RGBA (0x15171b, 0.85), 10.5, PANGO_WEIGHT_NORMAL, 0 },                 \
      { RGBA (0x86bfe0, 1), RGBA (0x15171b, 0.75), 11.5, PANGO_WEIGHT_NORMAL, 3 },                 \
      { RGBA (0xbdbbc6, 1), RGBA (0x15171b, 0.9), 10.5, PANGO_WEIGHT_MEDIUM, 0.5 },                \
      { RGBA (0xe6f4ec, 1), RGBA (0x2b6a4a, 0), 9.5, PANGO_WEIGHT_BOLD, 0.3, RGB (0x2b6a4a) },     \
      { RGBA (0x8f8d99, 1), RGBA (0x15171b, 0.6), 14, PANGO_WEIGHT_MEDIUM, 5 },                    \
    },                                                                                             \
  }

/* clang-format off */
static const YunStyle styles[2][YUN_FILL_N] = {
  { LIGHT (YUN_FILL_STATUS, NO_STEPS), LIGHT (YUN_FILL_SEGMENT, NO_STEPS),
    LIGHT (YUN_FILL_FLOOR_AREA_RATIO, LIGHT_FAR), LIGHT (YUN_FILL_TAX, LIGHT_TAX),
    LIGHT (YUN_FILL_AGE, LIGHT_AGE) },
  { DARK (YUN_FILL_STATUS, NO_STEPS), DARK (YUN_FILL_SEGMENT, NO_STEPS),
    DARK (YUN_FILL_FLOOR_AREA_RATIO, DARK_FAR), DARK (YUN_FILL_TAX, DARK_TAX),
    DARK (YUN_FILL_AGE, DARK_AGE) },
};
/* clang-format on */

static const struct
{
  const char *id;
  const char *label;
} questions[YUN_FILL_N] = {
  { "status", N_ ("Plot status") },   { "segment", N_ ("Segments suited") },
  { "far", N_ ("Floor-area ratio") }, { "tax", N_ ("Tax, 10,000 yuan/mu") },
  { "age", N_ ("Age of the fact") },
};

const YunStyle *
yun_style_get (YunScheme scheme, YunFillBy fill_by)
{
  g_return_val_if_fail (scheme <= YUN_SCHEME_DARK && fill_by < YUN_FILL_N, NULL);

  return &styles[scheme][fill_by];
}

const char *
yun_fill_by_get_id (YunFillBy by)
{
  return by < YUN_FILL_N ? questions[by].id : NULL;
}

gboolean
yun_fill_by_find (const char *id, YunFillBy *by)
{
  for (guint i = 0; i < YUN_FILL_N; i++)
    if (g_strcmp0 (questions[i].id, id) == 0)
      {
        *by = i;
        return TRUE;
      }

  return FALSE;
}

const char *
yun_fill_by_get_label (YunFillBy by)
{
  g_return_val_if_fail (by < YUN_FILL_N, NULL);

  return _ (questions[by].label);
}

YunFill
yun_style_get_fill (const YunStyle *self, YunLook look, int status, guint segments)
{
  gboolean is_park = look == YUN_LOOK_SITE;

  if (self->fill_by == YUN_FILL_SEGMENT && segments != 0)
    {
      int       segment = MIN (__builtin_ctz (segments), YUN_STYLE_N_SEGMENTS - 1);
      YunColour fill = self->segment[segment];

      fill.a = is_park ? 0.22 : 0.68;

      /* without red or green cones the last is near the others: it is dotted besides */
      return (YunFill){ fill, self->segment[segment],
                        segment == YUN_STYLE_N_SEGMENTS - 1 ? YUN_HATCH_DOTS : YUN_HATCH_NONE };
    }
  if (is_park)
    return self->park;
  if (self->fill_by > YUN_FILL_SEGMENT)
    return (YunFill){ self->paper, self->segment_none, YUN_HATCH_NONE };
  if (self->fill_by == YUN_FILL_SEGMENT || status < 0 || status >= YUN_STYLE_N_STATUS)
    status = YUN_STATUS_UNKNOWN;

  return self->status[status];
}

static double
mix (double a, double b, double share)
{
  return a + (b - a) * share;
}

YunFill
yun_style_get_step_fill (const YunStyle *self, YunLook look, guint step)
{
  YunFill fill;

  double dark = step == YUN_STYLE_UNKNOWN ? 0.3 : 0.45;

  if (step > YUN_STYLE_UNKNOWN)
    return look == YUN_LOOK_SITE ? self->park : yun_style_get_fill (self, look, -1, 0);

  fill.fill = self->step[step];
  fill.hatch = step == YUN_STYLE_UNKNOWN ? YUN_HATCH_DOTS : YUN_HATCH_NONE;
  fill.line =
    (YunColour){ mix (fill.fill.r, self->ink.r, dark), mix (fill.fill.g, self->ink.g, dark),
                 mix (fill.fill.b, self->ink.b, dark), 1 };
  /* plots lie on it */
  if (look == YUN_LOOK_SITE)
    fill.fill.a *= 0.35;

  return fill;
}

double
yun_road_style_get_width (const YunRoadStyle *self, double zoom)
{
  const double *width = self->width;
  double        t = (zoom - 11) / 3;
  guint         step = t < 1 ? 0 : 1;

  t = CLAMP (t, -0.7, 2.5);

  return width[step] * pow (width[step + 1] / width[step], t - step);
}

PangoFontDescription *
yun_style_dup_font (const YunStyle *self, YunLabelKind kind)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, YUN_STYLE_FAMILIES);
  pango_font_description_set_absolute_size (font, self->label[kind].size * PANGO_SCALE);
  pango_font_description_set_weight (font, self->label[kind].weight);

  return font;
}

void
yun_colour_set_source (const YunColour *self, cairo_t *cr)
{
  cairo_set_source_rgba (cr, self->r, self->g, self->b, self->a);
}
