/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-functions.h"

#include "yun-measure.h"
#include "yun-text.h"
#include "yun-wkb.h"

#define PLACE_TYPE "YunGeom"

static void
norm_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *text = (const char *) sqlite3_value_text (argv[0]);

  if (text != NULL)
    sqlite3_result_text (context, yun_text_normalise (text), -1, g_free);
}

char *
yun_functions_dup_key (const char *text)
{
  g_autofree char *pinyin = NULL;
  g_autofree char *lower = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  /* Transliterating is slow; most codes, numbers and English names need none. */
  if (g_str_is_ascii (text))
    lower = g_ascii_strdown (text, -1);
  else
    pinyin = yun_text_to_pinyin (text);
  return g_strconcat (lower != NULL ? lower : pinyin, "\n", text, NULL);
}

static void
key_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *text = (const char *) sqlite3_value_text (argv[0]);
  char       *key = yun_functions_dup_key (text);

  if (key != NULL)
    sqlite3_result_text (context, key, -1, g_free);
}

static void
has_item_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *list = (const char *) sqlite3_value_text (argv[0]);
  const char *value = (const char *) sqlite3_value_text (argv[1]);
  const char *item;
  gsize       length;

  sqlite3_result_int (context, 0);
  if (list == NULL || value == NULL || strstr (list, value) == NULL)
    return;
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    if (strlen (value) == length && strncmp (item, value, length) == 0)
      sqlite3_result_int (context, 1);
}

static void
within_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const guint8       *blob = sqlite3_value_blob (argv[0]);
  int                 n = sqlite3_value_bytes (argv[0]);
  YunGeom            *place = sqlite3_value_pointer (argv[1], PLACE_TYPE);
  double              metres = sqlite3_value_double (argv[2]);
  YunRect             box, near_box;
  g_autoptr (YunGeom) shape = NULL;

  sqlite3_result_int (context, 0);
  if (blob == NULL || place == NULL || !yun_wkb_blob_box (blob, (gsize) n, &box))
    return;
  near_box = yun_measure_grow_lonlat (yun_geom_get_box (place), metres);
  if (!yun_rect_intersects (&box, &near_box))
    return;
  shape = yun_wkb_read_blob (blob, (gsize) n, NULL, NULL);
  if (shape != NULL)
    sqlite3_result_int (context, yun_measure_distance_between (shape, place) <= metres);
}

void
yun_functions_register (sqlite3 *handle)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

  sqlite3_create_function_v2 (handle, "yun_norm", 1, flags, NULL, norm_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_key", 1, flags, NULL, key_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_has_item", 2, flags, NULL, has_item_cb, NULL, NULL,
                              NULL);
  sqlite3_create_function_v2 (handle, "yun_within", 3, flags, NULL, within_cb, NULL, NULL, NULL);
}

void
yun_functions_bind_place (sqlite3_stmt *stmt, int i, YunGeom *place)
{
  sqlite3_bind_pointer (stmt, i, yun_geom_ref (place), PLACE_TYPE, (GDestroyNotify) yun_geom_unref);
}
