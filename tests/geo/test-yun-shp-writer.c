/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-dbf-writer.h"
#include "yun-shp-writer.h"
#include "yun-wkb.h"

#include <glib/gstdio.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static char *folder;

/* The bytes of a file in hexadecimal, compared with a text of them; blanks do not count. */
static void
assert_bytes (const char *name, const char *expected)
{
  g_autofree char    *path = g_build_filename (folder, name, NULL);
  g_autofree char    *data = NULL;
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize               n;

  g_assert_true (g_file_get_contents (path, &data, &n, NULL));
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (hex, "%02x", (guint8) data[i]);
  for (; *expected != '\0'; expected++)
    if (*expected != ' ')
      g_string_append_c (wanted, *expected);
  g_assert_cmpstr (hex->str, ==, wanted->str);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
write_shapes (YunShpType type, const char *const *wkt)
{
  g_autofree char         *path = g_build_filename (folder, "tiny", NULL);
  g_autofree char         *index = g_build_filename (folder, "tiny.shx", NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunShpWriter) writer = NULL;

  g_unlink (index);
  writer = yun_shp_writer_new (path, type, &error);
  g_assert_no_error (error);
  for (guint i = 0; wkt[i] != NULL; i++)
    {
      g_autoptr (YunGeom) geom = yun_wkt_read (wkt[i], &error);
      g_autoptr (GArray)  points = g_array_new (FALSE, FALSE, sizeof (YunPoint));
      guint64             digest = 0;

      g_assert_no_error (error);
      for (guint p = 0; p < yun_geom_get_n_parts (geom); p++)
        for (guint r = 0; r < yun_geom_get_n_rings (geom, p); r++)
          {
            guint           n;
            const YunPoint *ring = yun_geom_get_ring (geom, p, r, &n);

            g_array_append_vals (points, ring, n);
          }
      g_assert_true (
        yun_shp_writer_add (writer, geom, (YunPoint *) points->data, &digest, NULL, &error));
      g_assert_cmpuint (digest, !=, 0);
    }
  g_assert_true (yun_shp_writer_close (writer, &error));
  g_assert_no_error (error);
}

#define D0 "0000000000000000"
#define D1 "000000000000f03f"
#define D2 "0000000000000040"
#define D3 "0000000000000840"
#define D4 "0000000000001040"
#define Z20 "00000000 00000000 00000000 00000000 00000000"

/* A square with a hole, both given the wrong way round, then a square given right. By the ESRI
 * description, lengths in words of two bytes: 0xe4 = 228 words = 100 + 220 + 136 bytes. */
static void
test_polygon_bytes (void)
{
  static const char *const wkt[] = {
    "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))",
    "POLYGON((0 0,0 1,1 1,1 0,0 0))",
    NULL,
  };

  write_shapes (YUN_SHP_POLYGON, wkt);
  assert_bytes ("tiny.shp",
                "0000270a" Z20 "000000e4 e8030000 05000000" D0 D0 D4 D4 D0 D0 D0 D0
                /* 1: 212 bytes and its head */
                "00000001 0000006a 05000000" D0 D0 D4 D4 "02000000 0a000000 00000000 05000000"
                /* clockwise */
                D0 D0 D0 D4 D4 D4 D4 D0 D0 D0
                  /* counter-clockwise */
                  D1 D1 D2 D1 D2 D2 D1 D2 D1 D1
                /* 2: 128 bytes and its head */
                "00000002 00000040 05000000" D0 D0 D1                   D1
                "01000000 05000000 00000000" D0 D0 D0 D1 D1 D1 D1 D0 D0 D0);
  assert_bytes ("tiny.shx", "0000270a" Z20 "0000003a e8030000 05000000" D0 D0 D4 D4 D0 D0 D0 D0
                            "00000032 0000006a 000000a0 00000040");
}

static void
test_point_bytes (void)
{
  static const char *const wkt[] = { "POINT(3 4)", "POINT(1 2)", NULL };
  static const char *const multi[] = { "MULTIPOINT((3 4),(1 2))", NULL };
  static const char *const line[] = { "MULTILINESTRING((3 4,1 2),(0 0,4 4))", NULL };
  static const char *const none[] = { NULL };

  write_shapes (YUN_SHP_POINT, wkt);
  assert_bytes ("tiny.shp", "0000270a" Z20 "0000004e e8030000 01000000" D1 D2 D3 D4 D0 D0 D0 D0
                            "00000001 0000000a 01000000" D3 D4 "00000002 0000000a 01000000" D1 D2);
  assert_bytes ("tiny.shx", "0000270a" Z20 "0000003a e8030000 01000000" D1 D2 D3 D4 D0 D0 D0 D0
                            "00000032 0000000a 00000040 0000000a");
  write_shapes (YUN_SHP_MULTIPOINT, multi);
  assert_bytes ("tiny.shp", "0000270a" Z20 "0000005a e8030000 08000000" D1 D2 D3 D4 D0 D0 D0 D0
                            "00000001 00000024 08000000" D1 D2 D3 D4 "02000000" D3 D4 D1 D2);
  write_shapes (YUN_SHP_LINE, line);
  assert_bytes ("tiny.shp", "0000270a" Z20 "00000070 e8030000 03000000" D0 D0 D4 D4 D0 D0 D0 D0
                            "00000001 0000003a 03000000" D0 D0 D4                      D4
                            "02000000 04000000 00000000 02000000" D3 D4 D1 D2 D0 D0 D4 D4);
  write_shapes (YUN_SHP_POLYGON, none);
  assert_bytes ("tiny.shp", "0000270a" Z20 "00000032 e8030000 05000000" D0 D0 D0 D0 D0 D0 D0 D0);
  assert_bytes ("tiny.shx", "0000270a" Z20 "00000032 e8030000 05000000" D0 D0 D0 D0 D0 D0 D0 D0);
}

static void
test_dbf_bytes (void)
{
  static const YunDbfColumn columns[] = { { "name", 'C', 4, 0 }, { "area_m2", 'N', 6, 2 } };
  g_autofree char          *path = g_build_filename (folder, "tiny.dbf", NULL);
  g_autoptr (GDate)         date = g_date_new_dmy (22, 11, 2026);
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunDbfWriter)  writer =
    yun_dbf_writer_new (path, columns, G_N_ELEMENTS (columns), 0x4d, date, &error);
  guint64 first = 0, second = 0;

  g_assert_no_error (error);
  yun_dbf_writer_put_text (writer, 0, (guint8 *) "\xbe\xc5", 2);
  yun_dbf_writer_put_number (writer, 1, "12.50", 5);
  g_assert_true (yun_dbf_writer_end_row (writer, &first, &error));
  g_assert_true (yun_dbf_writer_end_row (writer, &second, &error));
  g_assert_true (yun_dbf_writer_close (writer, &error));
  g_assert_cmpuint (first, !=, second);
  assert_bytes ("tiny.dbf",
                "03 7e0b16 02000000 6100 0b00 00000000 00000000 00000000 00000000 00 4d 0000"
                "6e616d65 00000000 000000 43 00000000 04 00 0000 00000000 00000000 00000000"
                "617265615f6d32 00000000 4e 00000000 06 02 0000 00000000 00000000 00000000"
                "0d"
                "20 bec52020 2031322e3530"
                "20 20202020 2a2a2a2a2a2a"
                "1a");
}

/* Against printf(): the same but for halves, where either neighbour is right. */
static void
test_numbers (void)
{
  static const gint64 ints[] = { 0, 1, -1, 9, 10, -10, G_MAXINT64, -G_MAXINT64, G_MININT64 };
  char                out[YUN_DBF_MAX_NUMBER + 1];

  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    {
      g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, ints[i]);

      out[yun_dbf_print_int (ints[i], out)] = '\0';
      g_assert_cmpstr (out, ==, wanted);
    }
  for (guint i = 0; i < 200000; i++)
    {
      guint  decimals = g_test_rand_int_range (0, 7);
      double value = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-4, 18));
      g_autofree char *wanted = g_strdup_printf ("%.*f", (int) decimals, value);
      gsize            n = yun_dbf_print_real (value, decimals, out);

      g_assert_cmpuint (n, <, YUN_DBF_MAX_NUMBER);
      out[n] = '\0';
      g_assert_cmpfloat (fabs (g_ascii_strtod (out, NULL) - value), <=,
                         0.5 * pow (10, -(double) decimals) + fabs (value) * 3e-16);
      if (fabs (value) < 1e5 && g_ascii_strtod (wanted, NULL) != 0 && strcmp (out, wanted) != 0)
        g_assert_cmpfloat (fabs (fabs (fmod (value * pow (10, decimals), 1.0)) - 0.5), <, 1e-3);
    }
  out[yun_dbf_print_real (-0.001, 2, out)] = '\0';
  g_assert_cmpstr (out, ==, "0.00");
  out[yun_dbf_print_real (-0.05, 2, out)] = '\0';
  g_assert_cmpstr (out, ==, "-0.05");
  out[yun_dbf_print_real (0.999, 2, out)] = '\0';
  g_assert_cmpstr (out, ==, "1.00");
  out[yun_dbf_print_real (-DBL_MAX, 2, out)] = '\0';
  g_assert_cmpfloat (g_ascii_strtod (out, NULL), ==, -DBL_MAX);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("yun-shp-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/shp-writer/polygon-bytes", test_polygon_bytes);
  g_test_add_func ("/shp-writer/point-bytes", test_point_bytes);
  g_test_add_func ("/dbf-writer/bytes", test_dbf_bytes);
  g_test_add_func ("/dbf-writer/numbers", test_numbers);
  result = g_test_run ();
  {
    g_autofree char *shx = g_build_filename (folder, "tiny.shx", NULL);

    g_unlink (shx);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
