/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-measure.h"
#include "yun-simplify.h"
#include "yun-wkb.h"

#include <math.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* What holds for any shape, wherever it was read from. */
static void
check_shape (const YunGeom *shape, gsize n_bytes)
{
  const YunRect      *box = yun_geom_get_box (shape);
  g_autoptr (GBytes)  wkb = yun_wkb_write (shape);
  g_autoptr (GBytes)  blob = yun_wkb_write_blob (shape, 4490, TRUE);
  g_autoptr (YunGeom) from_wkb =
    yun_wkb_read (g_bytes_get_data (wkb, NULL), g_bytes_get_size (wkb), NULL);
  g_autoptr (YunGeom) from_blob =
    yun_wkb_read_blob (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), NULL, NULL);
  guint n_points = 0;

  g_assert_true (yun_geom_equal (shape, from_wkb));
  g_assert_true (yun_geom_equal (shape, from_blob));
  g_assert_cmpuint (yun_geom_get_n_parts (shape), >, 0);
  g_assert_false (yun_rect_is_empty (box));
  /* In WKT, the shortest of the three, a vertex takes four bytes; closing adds one a ring. */
  g_assert_cmpuint (yun_geom_get_n_points (shape), <=, n_bytes / 2);

  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    {
      for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
        {
          guint           n;
          const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

          for (guint i = 0; i < n; i++)
            g_assert_true (yun_rect_contains (box, points[i].x, points[i].y));
          if (yun_geom_get_kind (shape) == YUN_GEOM_POLYGON)
            {
              g_assert_cmpuint (n, >=, 4);
              g_assert_true (points[0].x == points[n - 1].x && points[0].y == points[n - 1].y);
            }
          n_points += n;
        }
    }
  g_assert_cmpuint (n_points, ==, yun_geom_get_n_points (shape));
}

static void
check_text (const YunGeom *shape)
{
  g_autofree char    *text = yun_wkt_write (shape, 17);
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunGeom) back = yun_wkt_read (text, &error);

  /* Very small numbers may fall together when written with 17 places. */
  g_assert_true (back != NULL || g_error_matches (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_INVALID));
}

static void
use_shape (YunGeom *shape)
{
  const YunRect      *box = yun_geom_get_box (shape);
  g_autoptr (YunGeom) simple = yun_simplify (shape, (box->x1 - box->x0) / 8);
  YunPoint            label = yun_measure_label_point (shape);

  yun_measure_area_lonlat (shape);
  yun_measure_contains (shape, label.x, label.y);
  g_assert_true (yun_measure_intersects (shape, shape));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char    *text = g_strndup ((const char *) data, n);
  g_autoptr (GError)  wkb_error = NULL;
  g_autoptr (GError)  blob_error = NULL;
  g_autoptr (GError)  text_error = NULL;
  g_autoptr (YunGeom) from_wkb = yun_wkb_read (data, n, &wkb_error);
  g_autoptr (YunGeom) from_blob = yun_wkb_read_blob (data, n, NULL, &blob_error);
  g_autoptr (YunGeom) from_text = yun_wkt_read (text, &text_error);
  YunGeom            *shapes[] = { from_wkb, from_blob, from_text };
  YunRect             box;

  g_assert_true ((from_wkb == NULL) == (wkb_error != NULL));
  g_assert_true ((from_blob == NULL) == (blob_error != NULL));
  g_assert_true ((from_text == NULL) == (text_error != NULL));
  g_assert_true (from_blob == NULL || yun_wkb_blob_box (data, n, &box));

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (shapes[i] == NULL)
        continue;
      check_shape (shapes[i], n);
      check_text (shapes[i]);
      use_shape (shapes[i]);
    }

  return 0;
}
