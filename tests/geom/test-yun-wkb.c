/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-wkb.h"

/* spatialite.h needs sqlite3.h before it. */
#include <sqlite3.h>
#include <spatialite.h>
#include <string.h>

typedef struct
{
  sqlite3 *db;
  void    *cache;
} Spatial;

static const char *const shapes[] = {
  "POINT (121.25 31.125)",
  "MULTIPOINT ((1 2), (3 4), (5 6))",
  "LINESTRING (1 2, 3 4, 5 7)",
  "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8, 9 1))",
  "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))",
  "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
  "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1)), ((20 0, 29 0, 29 5, 20 0)))",
};

static YunGeom *
read_wkt (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunGeom           *shape = yun_wkt_read (text, &error);

  g_assert_no_error (error);
  return shape;
}

static void
assert_wkt (const YunGeom *shape, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (shape);
  text = yun_wkt_write (shape, 6);
  g_assert_cmpstr (text, ==, expected);
}

static guint8 *
parse_hex (const char *hex, gsize *n)
{
  guint8 *data = g_malloc (strlen (hex) / 2 + 1);

  *n = 0;
  for (const char *at = hex; *at != '\0';)
    {
      if (*at == ' ')
        {
          at++;
          continue;
        }
      data[(*n)++] = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
      at += 2;
    }

  return data;
}

static void
spatial_open (Spatial *spatial)
{
  spatial->cache = spatialite_alloc_connection ();
  g_assert_cmpint (sqlite3_open (":memory:", &spatial->db), ==, SQLITE_OK);
  spatialite_init_ex (spatial->db, spatial->cache, 0);
}

static void
spatial_close (Spatial *spatial)
{
  g_assert_cmpint (sqlite3_close (spatial->db), ==, SQLITE_OK);
  spatialite_cleanup_ex (spatial->cache);
}

/* Runs @sql with a blob or a text bound to ?1 and returns its one value. */
static GBytes *
ask (Spatial *spatial, const char *sql, GBytes *blob, const char *text)
{
  sqlite3_stmt *stmt;
  GBytes       *answer;

  g_assert_cmpint (sqlite3_prepare_v2 (spatial->db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  if (blob != NULL)
    sqlite3_bind_blob (stmt, 1, g_bytes_get_data (blob, NULL), (int) g_bytes_get_size (blob),
                       SQLITE_TRANSIENT);
  else
    sqlite3_bind_text (stmt, 1, text, -1, SQLITE_TRANSIENT);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  answer = g_bytes_new (sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));
  sqlite3_finalize (stmt);

  return answer;
}

static void
assert_answer (Spatial *spatial, const char *sql, GBytes *blob, const char *expected)
{
  g_autoptr (GBytes) answer = ask (spatial, sql, blob, NULL);
  gsize              n;
  const char        *data = g_bytes_get_data (answer, &n);
  g_autofree char   *text = g_strndup (data, n);

  g_assert_cmpstr (text, ==, expected);
}

static YunGeom *
read_blob (GBytes *blob, int *srid)
{
  g_autoptr (GError) error = NULL;
  gsize              n;
  const guint8      *data = g_bytes_get_data (blob, &n);
  YunGeom           *shape = yun_wkb_read_blob (data, n, srid, &error);

  g_assert_no_error (error);
  return shape;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (shapes[i]);
      g_autoptr (GBytes)  wkb = yun_wkb_write (shape);
      g_autoptr (YunGeom) back =
        yun_wkb_read (g_bytes_get_data (wkb, NULL), g_bytes_get_size (wkb), NULL);

      assert_wkt (shape, shapes[i]);
      g_assert_true (yun_geom_equal (shape, back));
      g_assert_cmpmem (yun_geom_get_box (shape), sizeof (YunRect), yun_geom_get_box (back),
                       sizeof (YunRect));

      for (int multi = 0; multi < 2; multi++)
        {
          g_autoptr (GBytes)  blob = yun_wkb_write_blob (shape, 4490, multi);
          g_autoptr (YunGeom) again = NULL;
          int                 srid = 0;
          YunRect             box;

          again = read_blob (blob, &srid);
          g_assert_true (yun_geom_equal (shape, again));
          g_assert_cmpint (srid, ==, 4490);
          g_assert_true (
            yun_wkb_blob_box (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), &box));
          g_assert_cmpmem (yun_geom_get_box (shape), sizeof box, &box, sizeof box);
        }
    }
}

/* Our bytes in SpatiaLite, and SpatiaLite's own bytes here. */
static void
test_spatialite (void)
{
  Spatial spatial;

  spatial_open (&spatial);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (shapes[i]);
      g_autoptr (GBytes)  ours = yun_wkb_write_blob (shape, 4490, FALSE);
      g_autoptr (GBytes)  theirs = ask (&spatial, "SELECT GeomFromText(?1, 4490)", NULL, shapes[i]);
      g_autoptr (GBytes)  multi = yun_wkb_write_blob (shape, 4490, TRUE);
      g_autoptr (GBytes)  wkb = yun_wkb_write (shape);
      g_autoptr (YunGeom) read = NULL;
      int                 srid = 0;

      read = read_blob (theirs, &srid);
      g_assert_cmpint (srid, ==, 4490);
      g_assert_true (yun_geom_equal (shape, read));

      g_assert_cmpmem (g_bytes_get_data (ours, NULL), g_bytes_get_size (ours),
                       g_bytes_get_data (theirs, NULL), g_bytes_get_size (theirs));
      assert_answer (&spatial, "SELECT ST_IsValid(?1)", ours, "1");
      assert_answer (&spatial, "SELECT ST_SRID(?1)", ours, "4490");
      assert_answer (&spatial, "SELECT ST_IsValid(?1)", multi, "1");
      assert_answer (&spatial, "SELECT ST_IsValid(GeomFromWKB(?1, 4490))", wkb, "1");
      if (yun_geom_get_kind (shape) == YUN_GEOM_POLYGON)
        assert_answer (&spatial, "SELECT GeometryType(?1)", multi, "MULTIPOLYGON");
    }

  {
    g_autoptr (YunGeom) shape = read_wkt (shapes[6]);
    g_autoptr (GBytes)  blob = yun_wkb_write_blob (shape, 4490, TRUE);
    const guint8       *data = g_bytes_get_data (blob, NULL);

    assert_answer (&spatial, "SELECT ST_AsText(?1)", blob,
                   "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1)), "
                   "((20 0, 29 0, 29 5, 20 0)))");
    g_assert_cmpuint (data[47], ==, 0x69);
    g_assert_cmpuint (data[48], ==, 3);
  }
  spatial_close (&spatial);
}

/* SQL that makes a BLOB of a text, and the text we must read in it. */
static const char *const variants[][3] = {
  { "MakePointZ(1, 2, 3)", "", "POINT (1 2)" },
  { "MakePointM(1, 2, 3)", "", "POINT (1 2)" },
  { "MakePointZM(1, 2, 3, 4)", "", "POINT (1 2)" },
  { "TinyPointEncode(MakePoint(1, 2))", "", "POINT (1 2)" },
  { "TinyPointEncode(MakePointZ(1, 2, 3))", "", "POINT (1 2)" },
  { "TinyPointEncode(MakePointM(1, 2, 3))", "", "POINT (1 2)" },
  { "TinyPointEncode(MakePointZM(1, 2, 3, 4))", "", "POINT (1 2)" },
  { "CompressGeometry(GeomFromText(?1))", "LINESTRING(1 2, 3 4, 5 7, 6 8)",
    "LINESTRING (1 2, 3 4, 5 7, 6 8)" },
  { "CompressGeometry(GeomFromText(?1))", "LINESTRINGZ(1 2 9, 3 4 9, 5 7 9, 6 8 9)",
    "LINESTRING (1 2, 3 4, 5 7, 6 8)" },
  { "CompressGeometry(GeomFromText(?1))", "LINESTRINGM(1 2 9, 3 4 9, 5 7 9, 6 8 9)",
    "LINESTRING (1 2, 3 4, 5 7, 6 8)" },
  { "CompressGeometry(GeomFromText(?1))", "LINESTRINGZM(1 2 9 8, 3 4 9 8, 5 7 9 8, 6 8 9 8)",
    "LINESTRING (1 2, 3 4, 5 7, 6 8)" },
  { "CompressGeometry(GeomFromText(?1))",
    "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))" },
  { "CompressGeometry(GeomFromText(?1))",
    "MULTIPOLYGONZ(((0 0 1, 9 0 1, 9 9 1, 0 9 1, 0 0 1)), ((20 0 1, 29 0 1, 29 5 1, 20 0 1)))",
    "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((20 0, 29 0, 29 5, 20 0)))" },
  { "CompressGeometry(GeomFromText(?1))", "MULTIPOLYGONZM(((0 0 1 5, 9 0 1 5, 9 9 1 5, 0 0 1 5)))",
    "POLYGON ((0 0, 9 0, 9 9, 0 0))" },
  { "GeomFromText(?1)",
    "GEOMETRYCOLLECTION(POLYGON((0 0, 9 0, 9 9, 0 0)), POLYGON((20 0, 29 0, 29 5, 20 0)))",
    "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 5, 20 0)))" },
};

static void
test_variants (void)
{
  Spatial spatial;

  spatial_open (&spatial);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char    *sql = g_strdup_printf ("SELECT %s", variants[i][0]);
      g_autoptr (GBytes)  blob = ask (&spatial, sql, NULL, variants[i][1]);
      g_autoptr (YunGeom) shape = NULL;
      YunRect             box;

      g_test_message ("%s %s", variants[i][0], variants[i][1]);
      shape = read_blob (blob, NULL);
      assert_wkt (shape, variants[i][2]);
      g_assert_true (
        yun_wkb_blob_box (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), &box));
      g_assert_cmpmem (yun_geom_get_box (shape), sizeof box, &box, sizeof box);
    }
  spatial_close (&spatial);
}

#define ONE "000000000000f03f" /* as little-endian doubles */
#define TWO "0000000000000040"
#define NAN_LE "000000000000f87f"
#define INF_LE "000000000000f07f"

static const struct
{
  const char *hex;
  const char *expected; /* NULL: invalid; "": unsupported */
} wkb_cases[] = {
  { "01 01000000 " ONE TWO, "POINT (1 2)" },
  { "00 00000001 3ff0000000000000 4000000000000000", "POINT (1 2)" },
  { "01 e9030000 " ONE TWO ONE, "POINT (1 2)" },              /* ISO Z */
  { "01 d1070000 " ONE TWO ONE, "POINT (1 2)" },              /* ISO M */
  { "01 b90b0000 " ONE TWO ONE ONE, "POINT (1 2)" },          /* ISO ZM */
  { "01 01000080 " ONE TWO ONE, "POINT (1 2)" },              /* EWKB Z */
  { "01 01000040 " ONE TWO ONE, "POINT (1 2)" },              /* EWKB M */
  { "01 010000e0 8a110000 " ONE TWO ONE ONE, "POINT (1 2)" }, /* EWKB SRID, ZM */
  { "01 04000000 01000000 00 00000001 3ff0000000000000 4000000000000000", "POINT (1 2)" },
  { "01 07000000 01000000 01 07000000 01000000 01 01000000" ONE TWO, "POINT (1 2)" },
  { "01 04000000 02000000 01 01000000 " NAN_LE NAN_LE " 01 01000000 " ONE TWO, "POINT (1 2)" },
  { "01 01000000 " NAN_LE NAN_LE, "" },
  { "01 01000000 " NAN_LE ONE, NULL },
  { "01 01000000 " INF_LE ONE, NULL },
  { "01 01000000 " ONE TWO "00", NULL },
  { "01 01000000 " ONE "0000", NULL },
  { "01 010000", NULL },
  { "01", NULL },
  { "", NULL },
  { "02 01000000 " ONE TWO, NULL },
  { "01 00000000 ", NULL },
  { "01 08000000 00000000", "" }, /* CIRCULARSTRING */
  { "01 11000000 00000000", "" }, /* TRIANGLE */
  { "01 12000000 00000000", NULL },
  { "01 a10f0000 " ONE TWO, NULL }, /* type 4001 */
  { "01 42420f00 00000000", NULL }, /* compressed types are SpatiaLite's only */
  { "01 02000000 00000000", "" },
  { "01 02000000 01000000 " ONE TWO, NULL },
  { "01 02000000 02000000 " ONE TWO ONE TWO, NULL },
  { "01 02000000 ffffffff " ONE TWO ONE TWO, NULL },
  { "01 03000000 00000000", "" },
  { "01 03000000 01000000 00000000", "" },
  { "01 03000000 ffffffff 00000000", NULL },
  { "01 03000000 02000000 00000000 02000000" ONE TWO TWO TWO, NULL },
  { "01 06000000 00000000", "" },
  { "01 06000000 ffffffff", NULL },
  { "01 06000000 01000000 01 01000000 " ONE TWO, NULL }, /* a point among polygons */
  { "01 07000000 02000000 01 01000000 " ONE TWO " 01 02000000 02000000 " ONE TWO TWO TWO, "" },
  { "01 07000000 00000000", "" },
};

static void
test_wkb (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wkb_cases); i++)
    {
      g_autoptr (GError)  error = NULL;
      gsize               n;
      g_autofree guint8  *data = parse_hex (wkb_cases[i].hex, &n);
      g_autoptr (YunGeom) shape = yun_wkb_read (data, n, &error);

      g_test_message ("%s", wkb_cases[i].hex);
      if (wkb_cases[i].expected == NULL)
        g_assert_error (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_INVALID);
      else if (wkb_cases[i].expected[0] == '\0')
        g_assert_error (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_UNSUPPORTED);
      else
        assert_wkt (shape, wkb_cases[i].expected);
      g_assert_true ((shape == NULL) == (error != NULL));
    }
}

/* A million collections in each other must end in an error, not in the stack's end. */
static void
test_nesting (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError)     error = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_byte_array_append (bytes, (const guint8 *) "\1\7\0\0\0\1\0\0\0", 9);
  g_assert_null (yun_wkb_read (bytes->data, bytes->len, &error));
  g_assert_error (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_UNSUPPORTED);
}

/* Every shortened BLOB and WKB is refused, and nothing is read behind its end. */
static void
test_cut_short (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (YunGeom) shape = read_wkt (shapes[i]);
      g_autoptr (GBytes)  blob = yun_wkb_write_blob (shape, 4490, TRUE);
      g_autoptr (GBytes)  wkb = yun_wkb_write (shape);

      for (gsize n = 0; n < g_bytes_get_size (blob); n++)
        {
          g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (blob, NULL), n);

          g_assert_null (yun_wkb_read_blob (data, n, NULL, NULL));
        }
      for (gsize n = 0; n < g_bytes_get_size (wkb); n++)
        {
          g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (wkb, NULL), n);

          g_assert_null (yun_wkb_read (data, n, NULL));
        }
    }
}

static const struct
{
  const char *text;
  const char *expected; /* NULL: invalid; "": unsupported */
} wkt_cases[] = {
  { "point(1 2)", "POINT (1 2)" },
  { "  POINT  Z ( 1   2  3 ) ", "POINT (1 2)" },
  { "POINTZM(1 2 3 4)", "POINT (1 2)" },
  { "POINT M (1 2 3)", "POINT (1 2)" },
  { "POINT (1 2 3)", "POINT (1 2)" },
  { "POINT (-1.5e1 +.25)", "POINT (-15 0.25)" },
  { "POINT (-0.0000001 0)", "POINT (0 0)" },
  { "MULTIPOINT (1 2, 3 4)", "MULTIPOINT ((1 2), (3 4))" },
  { "MULTIPOINT ((1 2))", "POINT (1 2)" },
  { "POLYGON ((0 0, 1 0, 1 1))", "POLYGON ((0 0, 1 0, 1 1, 0 0))" },
  { "POINT EMPTY", "" },
  { "MULTIPOLYGON EMPTY", "" },
  { "POINT Z EMPTY", "" },
  { "GEOMETRYCOLLECTION (POINT (1 2))", "" },
  { "CIRCULARSTRING (0 0, 1 1, 2 0)", "" },
  { "POINT Z (1 2)", NULL },
  { "POINT (1)", NULL },
  { "POINT (1 2 3 4 5)", NULL },
  { "POINT (1 2, 3 4)", NULL },
  { "POINT (1 2", NULL },
  { "POINT (1 2))", NULL },
  { "POINT (1 nan)", NULL },
  { "POINT (1 inf)", NULL },
  { "POINT (1 1e999)", NULL },
  { "POINT (1 0x10)", NULL },
  { "POINT (1 1e)", NULL },
  { "POINT", NULL },
  { "", NULL },
  { "LINESTRING (1 2)", NULL },
  { "LINESTRING (1 2, 1 2)", NULL },
  { "POLYGON (0 0, 1 0, 1 1)", NULL },
  { "POLYGON ((0 0, 1 0))", NULL },
  { "PLOT (1 2)", NULL },
};

static void
test_wkt (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wkt_cases); i++)
    {
      g_autoptr (GError)  error = NULL;
      g_autoptr (YunGeom) shape = yun_wkt_read (wkt_cases[i].text, &error);

      g_test_message ("%s", wkt_cases[i].text);
      if (wkt_cases[i].expected == NULL)
        g_assert_error (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_INVALID);
      else if (wkt_cases[i].expected[0] == '\0')
        g_assert_error (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_UNSUPPORTED);
      else
        assert_wkt (shape, wkt_cases[i].expected);
      g_assert_true ((shape == NULL) == (error != NULL));
    }
}

static void
test_wkt_decimals (void)
{
  g_autoptr (YunGeom) small = yun_geom_new_point (121.123456789012345, -31.5);
  g_autoptr (YunGeom) large = yun_geom_new_point (-G_MAXDOUBLE, 1e20);
  g_autofree char    *coarse = yun_wkt_write (small, 0);
  g_autofree char    *fine = yun_wkt_write (small, 8);
  g_autofree char    *full = yun_wkt_write (small, 99);
  g_autofree char    *huge = yun_wkt_write (large, 17);
  g_autoptr (YunGeom) back = read_wkt (full);
  g_autoptr (YunGeom) large_back = read_wkt (huge);

  g_assert_cmpstr (coarse, ==, "POINT (121 -32)");
  g_assert_cmpstr (fine, ==, "POINT (121.12345679 -31.5)");
  g_assert_true (yun_geom_equal (small, back));
  g_assert_true (yun_geom_equal (large, large_back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geom/wkb/round-trip", test_round_trip);
  g_test_add_func ("/geom/wkb/spatialite", test_spatialite);
  g_test_add_func ("/geom/wkb/variants", test_variants);
  g_test_add_func ("/geom/wkb/cases", test_wkb);
  g_test_add_func ("/geom/wkb/nesting", test_nesting);
  g_test_add_func ("/geom/wkb/cut-short", test_cut_short);
  g_test_add_func ("/geom/wkt/cases", test_wkt);
  g_test_add_func ("/geom/wkt/decimals", test_wkt_decimals);

  return g_test_run ();
}
