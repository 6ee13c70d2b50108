/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-related.h"
#include "yun-query.h"
#include "yun-table.h"

#include <math.h>

/* ---- Explaining -------------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  YunFilter       *filter;
  char            *text; /* (owned) (nullable): the result */
} ExplainArgs;

static gboolean
explain_cb (YunDb *db, gpointer user_data, GError **error)
{
  ExplainArgs           *args = user_data;
  g_autofree char       *head = g_strdup_printf ("SELECT t.id FROM %s t", args->entity->id);
  g_autofree char       *explain = g_strconcat ("EXPLAIN QUERY PLAN ", head, NULL);
  g_autofree char       *print = NULL;
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (YunStmt)    stmt = NULL;
  g_autoptr (GString)    out = NULL;
  int                    rc;

  if (places == NULL)
    return FALSE;
  query = yun_query_new (args->entity, args->filter, places);
  stmt = yun_query_prepare (query, db, explain, "", error);
  if (stmt == NULL)
    return FALSE;
  print = yun_query_print (query, head, "");
  out = g_string_new (print);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    g_string_append_printf (out, "%s\n", yun_stmt_text (stmt, 3));
  if (rc < 0)
    return FALSE;
  args->text = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

char *
yun_store_explain_sync (YunStore *self, const YunEntity *entity, YunFilter *filter, GError **error)
{
  static const YunWork work = { YUN_LANE_LIST, explain_cb };
  ExplainArgs          args = { entity, filter, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, NULL);

  return yun_store_run (self, &work, &args, NULL, error) ? args.text : NULL;
}

/* ---- Features ---------------------------------------------------------------------------- */

/* Below one id in so many, rows are sought one by one; above, the table is read through. */
#define SPARSE 4
/* So many rows, as after an edit, take less than a connection of their own. */
#define FEW 200

typedef struct
{
  const YunEntity *entity;
  GArray          *ids; /* (nullable) */
  YunFeatureFunc   func;
  gpointer         user_data;

  const YunEnum *kinds; /* (nullable): the values of what chooses its colour or sign */
} FeatureArgs;

static const char *
get_column (const YunField *field)
{
  return field != NULL ? field->column : "NULL";
}

/* (transfer full): an expression: the first of the fields @ids (nullable) that is known. */
static char *
make_first (const YunEntity *entity, const char *ids)
{
  g_autoptr (GPtrArray) fields = yun_entity_list_fields (entity, ids);
  GString              *sql = g_string_new (fields->len > 1 ? "coalesce(" : NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", get_column (fields->pdata[i]));
  if (fields->len != 1)
    g_string_append (sql, fields->len > 1 ? ")" : "NULL");
  return g_string_free (sql, FALSE);
}

static char *
make_feature_sql (FeatureArgs *args, const char *tail)
{
  const YunEntity   *entity = args->entity;
  const YunPortrait *portrait = entity->portrait;
  const YunField    *kind = yun_entity_find_field (entity, portrait->kind_of);
  g_autofree char   *label = make_first (entity, portrait->label);
  g_autofree char   *ratio = make_first (entity, portrait->shades[YUN_SHADE_RATIO]);
  g_autofree char   *tax = make_first (entity, portrait->shades[YUN_SHADE_TAX]);
  g_autofree char   *date = make_first (entity, portrait->shades[YUN_SHADE_DATE]);

  args->kinds = kind != NULL ? kind->values : NULL;
  return g_strdup_printf (
    "SELECT t.id, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM %s t%s",
    yun_table_get (entity)->place, label, get_column (yun_entity_find_field (entity, "accuracy")),
    get_column (kind), get_column (yun_entity_find_values (entity, &yun_enum_segment)),
    get_column (yun_entity_find_values (entity, &yun_enum_zone)), ratio, tax, date,
    get_column (yun_entity_find_field (entity, portrait->role)), entity->id, tail);
}

/* YYYY, YYYY-MM or YYYY-MM-DD as days since 1970-01-01; NAN for what is none of them. */
static double
get_days (YunStmt *stmt, int column)
{
  const char *text = yun_stmt_text (stmt, column);
  guint       parts[3] = { 0, 1, 1 }, n = 0;
  GDate       date;

  for (; text != NULL && n < 3; n++)
    {
      char   *end;
      guint64 part = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : G_MAXUINT64;

      if (part > 9999)
        return NAN;
      parts[n] = (guint) part;
      text = *end == '-' ? end + 1 : NULL;
      if (text == NULL && *end != '\0')
        return NAN;
    }
  if (n == 0 || !g_date_valid_dmy ((GDateDay) MIN (parts[2], 32), parts[1], (GDateYear) parts[0]))
    return NAN;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) parts[2], parts[1], (GDateYear) parts[0]);
  return (double) g_date_get_julian (&date) - 719163;
}

static void
give_row (FeatureArgs *args, YunStmt *stmt)
{
  YunFeatureRow row = { .id = yun_stmt_int (stmt, 0) };
  const char   *name = yun_stmt_text (stmt, 2);
  const char   *zone = yun_stmt_text (stmt, 6);

  row.blob = yun_stmt_blob (stmt, 1, &row.n_blob);
  row.name = name != NULL ? name : "";
  row.accuracy = yun_enum_find_id (&yun_enum_accuracy, yun_stmt_text (stmt, 3));
  row.kind = args->kinds != NULL ? yun_enum_find_id (args->kinds, yun_stmt_text (stmt, 4)) : -1;
  row.segments = yun_enum_find_ids (&yun_enum_segment, yun_stmt_text (stmt, 5));
  row.zone = -1;
  if (zone != NULL && strchr (zone, ';') == NULL)
    row.zone = yun_enum_find_id (&yun_enum_zone, zone);
  else if (zone != NULL)
    {
      guint bits = yun_enum_find_ids (&yun_enum_zone, zone);

      row.zone = bits != 0 ? g_bit_nth_lsf (bits, -1) : -1;
    }
  row.shades[YUN_SHADE_RATIO] = yun_stmt_real (stmt, 7);
  row.shades[YUN_SHADE_TAX] = yun_stmt_real (stmt, 8);
  row.shades[YUN_SHADE_DATE] = get_days (stmt, 9);
  row.leader = args->entity->portrait->leads != NULL &&
               args->entity->portrait->leads (yun_stmt_text (stmt, 10));
  args->func (&row, args->user_data);
}

static gboolean
seek_rows (YunDb *db, FeatureArgs *args, GError **error)
{
  g_autofree char    *sql = make_feature_sql (args, " WHERE id=?");
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < args->ids->len; i++)
    {
      int rc;

      yun_stmt_bind_int (stmt, 1, g_array_index (args->ids, gint64, i));
      if ((rc = yun_stmt_step (stmt, error)) < 0)
        return FALSE;
      if (rc == 1)
        give_row (args, stmt);
      yun_stmt_reset (stmt);
    }
  return TRUE;
}

/* Reads on, giving the rows that are among the (ascending) ids, or all. */
static gboolean
scan_rows (YunDb *db, FeatureArgs *args, GError **error)
{
  g_autofree char    *sql = make_feature_sql (args, " WHERE id>=? ORDER BY id");
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  guint               at = 0;
  int                 rc = 0;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1,
                     args->ids != NULL ? g_array_index (args->ids, gint64, 0) : G_MININT64);
  while ((args->ids == NULL || at < args->ids->len) && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 id = yun_stmt_int (stmt, 0);

      if (args->ids != NULL)
        {
          while (at < args->ids->len && g_array_index (args->ids, gint64, at) < id)
            at++;
          if (at == args->ids->len || g_array_index (args->ids, gint64, at) != id)
            continue;
        }
      give_row (args, stmt);
    }
  return rc >= 0;
}

static gboolean
features_cb (YunDb *db, gpointer user_data, GError **error)
{
  FeatureArgs  *args = user_data;
  const gint64 *ids;
  gint64        span;
  gboolean      ascending = TRUE;

  if (args->ids == NULL)
    return scan_rows (db, args, error);
  if (args->ids->len == 0)
    return TRUE;
  ids = (const gint64 *) args->ids->data;
  for (guint i = 1; ascending && i < args->ids->len; i++)
    ascending = ids[i] > ids[i - 1];
  span = ids[args->ids->len - 1] - ids[0];
  return ascending && span / SPARSE < (gint64) args->ids->len ? scan_rows (db, args, error)
                                                              : seek_rows (db, args, error);
}

gboolean
yun_store_each_feature_sync (YunStore        *self,
                             const YunEntity *entity,
                             GArray          *ids,
                             YunFeatureFunc   func,
                             gpointer         user_data,
                             GCancellable    *cancellable,
                             GError         **error)
{
  static const YunWork few = { YUN_LANE_LIST, features_cb };
  static const YunWork many = { YUN_LANE_OWN, features_cb };
  FeatureArgs          args = { entity, ids, func, user_data, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && func != NULL, FALSE);

  return yun_store_run (self, ids != NULL && ids->len <= FEW ? &few : &many, &args, cancellable,
                        error);
}

/* ---- Records ------------------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  YunFilter       *filter;
  YunRecordFunc    func;
  gpointer         user_data;
} RecordArgs;

static gboolean
records_cb (YunDb *db, gpointer user_data, GError **error)
{
  RecordArgs            *args = user_data;
  const YunTable        *table = yun_table_get (args->entity);
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (YunStmt)    stmt = NULL;
  gboolean               more = TRUE;
  int                    rc = 0;

  if (places == NULL)
    return FALSE;
  query = yun_query_new (args->entity, args->filter, places);
  stmt = yun_query_prepare (query, db, table->select_places, " ORDER BY t.id", error);
  if (stmt == NULL)
    return FALSE;
  while (more && (rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_autoptr (YunRecord) record = yun_table_load (table, stmt, TRUE);

      more = args->func (record, args->user_data);
    }
  return rc >= 0;
}

gboolean
yun_store_each_record_sync (YunStore        *self,
                            const YunEntity *entity,
                            YunFilter       *filter,
                            YunRecordFunc    func,
                            gpointer         user_data,
                            GCancellable    *cancellable,
                            GError         **error)
{
  static const YunWork work = { YUN_LANE_OWN, records_cb };
  RecordArgs           args = { entity, filter, func, user_data };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL && func != NULL,
                        FALSE);

  return yun_store_run (self, &work, &args, cancellable, error);
}
