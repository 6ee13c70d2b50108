/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-csv.h"
#include "yun-geojson.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* CSV and GeoJSON from outside: read or refused, never half. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autoptr (GError)     csv_error = NULL;
  g_autoptr (GError)     json_error = NULL;
  g_autoptr (YunCsv)     csv = yun_csv_parse ((const char *) data, (gssize) n, &csv_error);
  g_autoptr (YunGeoJson) json = yun_geojson_parse ((const char *) data, (gssize) n, &json_error);

  g_assert_true ((csv == NULL) == (csv_error != NULL));
  g_assert_true ((json == NULL) == (json_error != NULL));
  for (guint row = 0; csv != NULL && row < yun_csv_get_n_rows (csv); row++)
    for (guint column = 0; column < yun_csv_get_n_columns (csv); column++)
      g_assert_true (g_utf8_validate (yun_csv_get_at (csv, row, column), -1, NULL));
  for (guint i = 0; json != NULL && i < yun_geojson_get_n (json); i++)
    if (yun_geojson_get_shape (json, i) != NULL)
      g_assert_false (yun_rect_is_empty (yun_geom_get_box (yun_geojson_get_shape (json, i))));
  return 0;
}
