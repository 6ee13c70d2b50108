/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-functions.h"

#include "yun-db-sqlite.h"
#include "yun-facility.h"
#include "yun-term.h"
#include "yun-text.h"

#define RELATED_TYPE "YunRelated"
#define VALUES_TYPE "YunEnum"

static void
norm_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *text = (const char *) sqlite3_value_text (argv[0]);

  if (text != NULL)
    sqlite3_result_text (context, yun_text_normalise (text), -1, g_free);
}

static void
key_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *text = (const char *) sqlite3_value_text (argv[0]);
  char       *key = yun_text_dup_sort_key (text);

  if (key != NULL)
    sqlite3_result_text (context, key, -1, g_free);
}

static void
name_key_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  char *key = yun_text_dup_name_key ((const char *) sqlite3_value_text (argv[0]),
                                     (const char *) sqlite3_value_text (argv[1]));

  if (key != NULL)
    sqlite3_result_text (context, key, -1, g_free);
}

static void
kind_segment_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *kind = (const char *) sqlite3_value_text (argv[0]);
  guint       bit = 0;

  for (int i = 0; kind != NULL && i < yun_enum_facility_kind.n_plain; i++)
    if (strcmp (yun_enum_facility_kind.values[i].id, kind) == 0)
      bit = yun_facility_get_kind_segment (i);
  if (bit != 0)
    sqlite3_result_text (context, yun_enum_segment.values[g_bit_nth_lsf (bit, -1)].id, -1,
                         SQLITE_STATIC);
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

static YunRelated *
get_related (sqlite3_value *value)
{
  return sqlite3_value_pointer (value, RELATED_TYPE);
}

static void
locate_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const guint8 *blob = sqlite3_value_blob (argv[0]);
  YunRelated   *related = get_related (argv[3]);
  YunTruth      truth = YUN_TRUTH_UNKNOWN;

  if (related == NULL)
    return;
  if (sqlite3_value_int (argv[1]) != 0)
    truth = yun_related_locate_loose (related, (const char *) sqlite3_value_text (argv[2]));
  else if (blob != NULL)
    truth = yun_related_locate (related, blob, (gsize) sqlite3_value_bytes (argv[0]));
  if (truth != YUN_TRUTH_UNKNOWN)
    sqlite3_result_int (context, truth == YUN_TRUTH_YES);
}

static void
has_any_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  YunRelated *related = get_related (argv[1]);

  sqlite3_result_int (context,
                      related != NULL &&
                        yun_related_has_any (related, (const char *) sqlite3_value_text (argv[0])));
}

static void
order_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *a = (const char *) sqlite3_value_text (argv[0]);
  const char *b = (const char *) sqlite3_value_text (argv[1]);
  int         order;

  if (a != NULL && b != NULL && yun_text_order_dates (a, b, &order))
    sqlite3_result_int (context, order);
}

static void
day_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *date = (const char *) sqlite3_value_text (argv[0]);

  if (date != NULL)
    sqlite3_result_text (context, yun_text_dup_day (date), -1, g_free);
}

static void
terms_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char    *list = (const char *) sqlite3_value_text (argv[0]);
  const YunEnum *values = sqlite3_value_pointer (argv[1], VALUES_TYPE);
  const char    *day = argc > 3 ? (const char *) sqlite3_value_text (argv[3]) : NULL;

  if (list != NULL && values != NULL)
    sqlite3_result_int (
      context, (int) yun_terms_hold (values, list, (guint) sqlite3_value_int64 (argv[2]), day));
}

void
yun_functions_register (sqlite3 *handle)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

  sqlite3_create_function_v2 (handle, "yun_norm", 1, flags, NULL, norm_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_key", 1, flags, NULL, key_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_name_key", 2, flags, NULL, name_key_cb, NULL, NULL,
                              NULL);
  sqlite3_create_function_v2 (handle, "yun_kind_segment", 1, flags, NULL, kind_segment_cb, NULL,
                              NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_has_item", 2, flags, NULL, has_item_cb, NULL, NULL,
                              NULL);
  sqlite3_create_function_v2 (handle, "yun_locate", 4, flags, NULL, locate_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_day", 1, flags, NULL, day_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_order", 2, flags, NULL, order_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_terms", 3, flags, NULL, terms_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_terms", 4, flags, NULL, terms_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_has_any", 2, flags, NULL, has_any_cb, NULL, NULL, NULL);
}

void
yun_functions_bind_related (YunStmt *stmt, int i, YunRelated *related)
{
  sqlite3_bind_pointer (stmt->handle, i, yun_related_ref (related), RELATED_TYPE,
                        (GDestroyNotify) yun_related_unref);
}

void
yun_functions_bind_values (YunStmt *stmt, int i, const YunEnum *values)
{
  sqlite3_bind_pointer (stmt->handle, i, (gpointer) values, VALUES_TYPE, NULL);
}
