/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entity-places.h"
#include "yun-facility.h"
#include "yun-feature-index-private.h"
#include "yun-record.h"
#include "yun-symbol-painter.h"

#include <math.h>
#include <stdlib.h>

#define SIDE 48

/* The symbol in the middle of a picture of SIDE, @size pixels wide where it is 20 as a rule. */
static cairo_surface_t *
draw (const YunSymbolLook *look, YunScheme scheme, YunState state, double size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t         *cr = cairo_create (surface);

  cairo_translate (cr, SIDE / 2.0, SIDE / 2.0);
  cairo_scale (cr, size / 20, size / 20);
  yun_symbol_painter_draw_symbol (yun_style_get (scheme, YUN_FILL_STATUS), cr, look, state);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static const guint8 *
get_pixel (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) +
         x * 4;
}

/* In how many pixels the two are far apart. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  guint n = 0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        const guint8 *pa = get_pixel (a, x, y), *pb = get_pixel (b, x, y);

        n += abs (pa[1] - pb[1]) > 60 || abs (pa[3] - pb[3]) > 60;
      }

  return n;
}

/* Each kind of facility has a picture of its own, also where a symbol is only 16 pixels wide. */
static void
test_facilities (void)
{
  const int n_kinds = yun_enum_facility_kind.n_plain;

  for (guint scheme = 0; scheme < 2; scheme++)
    for (guint size = 16; size <= 20; size += 4)
      {
        g_autoptr (GPtrArray) pictures =
          g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);

        for (int kind = -1; kind < n_kinds; kind++)
          {
            YunSymbolLook look = yun_symbol_look_for (
              &(YunFeature){ .look = YUN_LOOK_FACILITY, .status = (gint8) kind, .segments = 3 });

            g_ptr_array_add (pictures, draw (&look, scheme, YUN_STATE_NORMAL, size));
            for (guint k = 0; k + 1 < pictures->len; k++)
              g_assert_cmpuint (count_different (g_ptr_array_index (pictures, k),
                                                 g_ptr_array_index (pictures, pictures->len - 1)),
                                >=, 14);
          }
      }
}

/* All of a symbol and its mark lies in the box that it says it needs, and is its own in a cache. */
static void
test_reach (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (NULL, NULL);

  for (int entity = YUN_FEATURE_PARK; entity <= YUN_FEATURE_FACILITY; entity++)
    for (guint segments = 0; segments < (entity == YUN_FEATURE_FIRM ? 16 : 1); segments++)
      for (guint traits = 0; traits <= (entity == YUN_FEATURE_FIRM ? YUN_FEATURE_LEADER : 0);
           traits++)
        for (int status = -1;
             status < (entity == YUN_FEATURE_FACILITY ? yun_enum_facility_kind.n_plain : 0);
             status++)
          for (YunState state = YUN_STATE_NORMAL; state <= YUN_STATE_SELECTED; state++)
            {
              YunSymbolLook look = yun_symbol_look_for (&(YunFeature){
                .look = yun_feature_get_look (entity),
                .segments = (guint8) segments,
                .accuracy = YUN_ACCURACY_APPROXIMATE,
                .status = (gint8) status,
                .traits = (guint8) traits,
              });
              int reach = (int) ceil (yun_symbol_look_get_radius (&look) + YUN_SYMBOL_MARGIN);
              cairo_surface_t *picture = draw (&look, YUN_SCHEME_LIGHT, state, 20);
              guint32          key = yun_symbol_look_get_key (&look, state);

              for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++)
                  if (MAX (abs (2 * x + 1 - SIDE), abs (2 * y + 1 - SIDE)) > 2 * reach)
                    g_assert_cmpuint (get_pixel (picture, x, y)[3], ==, 0);
              g_assert_true (g_hash_table_add (keys, GUINT_TO_POINTER (key)));
              cairo_surface_destroy (picture);
            }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/symbol-painter/facilities", test_facilities);
  g_test_add_func ("/symbol-painter/reach", test_reach);

  return g_test_run ();
}
