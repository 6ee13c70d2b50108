/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-chain.h"
#include "yun-db.h"
#include "yun-firm.h"
#include "yun-link.h"
#include "yun-park.h"
#include "yun-store-private.h"
#include "yun-store-shared.h"
#include "yun-wkb.h"

#include <glib/gstdio.h>
#include <time.h>

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("yun-store-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "登记 a?b#c%20.sqlite", NULL);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (self->folder));
  g_free (self->folder);
  g_free (self->path);
}

YunStore *
fixture_create (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_store_create_sync (self->path, NULL, &error);

  g_assert_no_error (error);
  return store;
}

YunStore *
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_store_open_sync (self->path, YUN_STORE_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  return store;
}

YunStore *
fixture_open_apart (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_store_open_apart_sync (self->path, &error);

  g_assert_no_error (error);
  return store;
}

char *
swap_zone (const char *zone)
{
  char *old = g_strdup (g_getenv ("TZ"));

  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
  return old;
}

void
write_apart (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (yun_db_exec (db, sql, &error));
  g_assert_no_error (error);
}

const char sql_of_moments[] =
  "UPDATE writer SET inside=1;"
  "UPDATE firm SET created='2026-11-30T20:30:00Z', updated='2026-11-30T20:30:00Z' WHERE id%3=0;"
  "UPDATE firm SET created='2026-11-30T12:00:00Z', updated='2026-11-30T05:00:00Z' WHERE id%3=1;"
  "UPDATE firm SET created=NULL, updated='2026-12-31T22:00:00Z' WHERE id%3=2;"
  "UPDATE firm SET source_date=CASE id%5 WHEN 0 THEN '2026-11-30' WHEN 1 THEN '2026-12-01'"
  " WHEN 2 THEN '2026-11' WHEN 3 THEN '2027' END;"
  "UPDATE firm SET founded='2026-11-30T20:30:00Z' WHERE id%4=0;"
  "UPDATE writer SET inside=0;";

const char *const questions_of_days[] = {
  "firm updated:2026-11-30",  "firm updated:2026-12-01",   "firm updated:2026-11-29",
  "firm created<2026-12-01",  "firm -created>=2026-12",    "firm updated:2027",
  "firm updated>2026-12-31",  "firm source-date<updated",  "firm -updated>=source-date",
  "firm updated:source-date", "firm created:updated",      "firm created<=source-date",
  "firm founded:2026-11-30",  "firm founded>2026-11-30",   "firm founded<updated",
  "firm created:?",           "firm created:2026-11-30,?", NULL,
};

static const char *const words[] = {
  "卫星", "火箭", "G60", "Songjiang", "车墩", "长兴路", "示例（一）", "泗泾·路", "7", "a'b", "ü",
};

#define N_LINKED 5

static char *
make_words (GRand *rand, const char *separator)
{
  GString *out = g_string_new (NULL);
  int      n = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s%d", i > 0 ? separator : "",
                            words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))],
                            g_rand_int_range (rand, 0, 6));
  return g_string_free (out, FALSE);
}

/* A word for a field whose values are names, so that filters hit something. */
static char *
make_reference (const YunField *field, GRand *rand)
{
  guint n;

  if (strcmp (field->ref, "niche") == 0)
    {
      const YunNiche *niches = yun_chain_get_niches (&n);

      return g_strdup (niches[g_rand_int_range (rand, 0, (int) n)].id);
    }
  if (strcmp (field->ref, "town") == 0)
    {
      const YunDistrictTown *towns = yun_chain_get_towns (&n);

      return g_strdup (towns[g_rand_int_range (rand, 0, (int) n)].uid);
    }
  {
    g_autofree char *key = g_strdup_printf ("%d", g_rand_int_range (rand, 0, N_LINKED));

    /* A name that never became a record stays as it is. */
    return g_rand_int_range (rand, 0, 8) == 0
             ? g_strdup_printf ("别处%s", key)
             : yun_link_dup_key_uid (yun_entity_find (field->ref), key);
  }
}

void
add_linked (YunStore *store)
{
  static const char *const names[] = { "园区0", "园区1", "园区2", "园区3", "园区3" };
  const YunEntity         *targets[] = { &yun_entity_park, &yun_entity_firm };

  for (guint t = 0; t < G_N_ELEMENTS (targets); t++)
    for (guint i = 0; i < N_LINKED; i++)
      {
        g_autoptr (YunRecord) record = yun_entity_new_record (targets[t]);
        g_autofree char      *key = g_strdup_printf ("%u", i);
        g_autofree char      *uid = yun_link_dup_key_uid (targets[t], key);
        g_autofree char      *firm = g_strdup_printf ("运营%u公司", i);
        g_autoptr (YunChange) change = NULL;
        g_autoptr (GError)    error = NULL;

        yun_record_set_text (record, yun_entity_get_field (targets[t], "uid"), uid);
        yun_record_set_text (record, yun_entity_get_field (targets[t], "name"),
                             t == 0 ? names[i] : firm);
        yun_record_set_text (record, yun_entity_get_field (targets[t], "town"),
                             yun_chain_find_town (i % 2 ? "九亭镇" : "泗泾镇")->uid);
        change = yun_store_save_sync (store, record, "", NULL, &error);
        g_assert_no_error (error);
      }
}

/* An item of terms: a date or two, as exact as chance wills, or another word. */
static char *
make_term (const YunField *field, GRand *rand)
{
  const char *id = field->values->values[g_rand_int_range (rand, 0, field->values->n_plain)].id;
  int         year = g_rand_int_range (rand, 2019, 2027);

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      return g_strdup (id);
    case 1:
      return g_strdup_printf ("%s@/%d", id, year);
    case 2:
      return g_strdup_printf ("%s@%d-%02d/", id, year, g_rand_int_range (rand, 1, 13));
    case 3:
      return g_strdup_printf ("%s@%d-%02d-%02d/%d-06-30", id, year, g_rand_int_range (rand, 1, 13),
                              g_rand_int_range (rand, 1, 29), year + 2);
    case 4:
      return g_strdup ("瞪羚");
    case 5:
      return g_strdup_printf ("%s@/%d-12-31", id, year);
    default:
      return g_strdup_printf ("%s@%d/%d", id, year, year + 3);
    }
}

void
change_field (YunRecord *record, const YunField *field, GRand *rand)
{
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
      text = field->ref != NULL ? make_reference (field, rand) : make_words (rand, " ");
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
      if (field->ref != NULL)
        {
          g_autofree char *a = make_reference (field, rand);
          g_autofree char *b = make_reference (field, rand);

          text = g_strjoin (";", a, b, NULL);
        }
      else
        text = make_words (rand, ";");
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_DATE:
      text = g_strdup_printf ("%d-%02d-%02d", g_rand_int_range (rand, 2019, 2027),
                              g_rand_int_range (rand, 1, 13), g_rand_int_range (rand, 1, 29));
      text[((const int[]){ 4, 7, 10 })[g_rand_int_range (rand, 0, 3)]] = '\0';
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_TERMS:
      {
        g_autofree char *a = make_term (field, rand);
        g_autofree char *b = make_term (field, rand);

        text = g_rand_boolean (rand) ? g_strdup (a) : g_strjoin (";", a, b, NULL);
        yun_record_set_text (record, field, text);
        break;
      }
    case YUN_KIND_INT:
      yun_record_set_int (record, field, g_rand_int_range (rand, -3, 300));
      break;
    case YUN_KIND_REAL:
      yun_record_set_real (record, field, g_rand_double_range (rand, 0, 200000));
      break;
    case YUN_KIND_ENUM:
      yun_record_set_int (record, field, g_rand_int_range (rand, 0, field->values->n_plain));
      break;
    case YUN_KIND_SET:
      yun_record_set_int (record, field, g_rand_int_range (rand, 1, 1 << field->values->n_plain));
      break;
    }
}

/* (transfer full): @word, which may be an item of terms, asked for whenever or on a day. */
char *
make_term_clause (const YunField *field, const char *minus, const char *word, GRand *rand)
{
  static const char *const tails[] = {
    "", "", "@2024-06-30", "@2023-01-01", ",?@2024-06-30", ",?@2026-03-15", ",?"
  };
  const char      *tail = tails[g_rand_int_range (rand, 0, G_N_ELEMENTS (tails))];
  g_autofree char *id = g_strndup (word, strcspn (word, "@;"));

  if (g_rand_int_range (rand, 0, 6) == 0)
    return g_strdup_printf ("%s%s:?@2024-06-30", minus, field->id);
  return g_strdup_printf ("%s%s:%s%s", minus, field->id,
                          g_rand_int_range (rand, 0, 4) == 0 ? "any" : id, tail);
}

YunGeom *
make_shape (const YunEntity *entity, GRand *rand)
{
  double x = g_rand_double_range (rand, 121.1, 121.4);
  double y = g_rand_double_range (rand, 30.9, 31.15);

  if (entity->shape == YUN_SHAPE_POINT ||
      (entity->shape == YUN_SHAPE_ANY && g_rand_int_range (rand, 0, 4) == 0))
    return yun_geom_new_point (x, y);
  else
    {
      int             parts = g_rand_int_range (rand, 1, 3);
      YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);

      for (int i = 0; i < parts; i++)
        {
          double w = g_rand_double_range (rand, 0.0003, 0.01);

          yun_geom_builder_begin_part (builder);
          yun_geom_builder_begin_ring (builder);
          yun_geom_builder_add (builder, x, y);
          yun_geom_builder_add (builder, x + w, y);
          yun_geom_builder_add (builder, x + w / 2, y + w);
          yun_geom_builder_add (builder, x, y);
          x += 0.02;
        }
      return yun_geom_builder_end (builder);
    }
}

YunRecord *
make_record (const YunEntity *entity, GRand *rand, double known)
{
  YunRecord             *record = yun_entity_new_record (entity);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if ((fields[i]->flags & YUN_FIELD_SYSTEM) == 0 && g_rand_double (rand) < known)
      change_field (record, fields[i], rand);
  if (strcmp (entity->id, "firm") == 0)
    {
      /* Credit codes are unique. */
      g_autofree char *code = g_strdup_printf (
        "%018" G_GINT64_MODIFIER "x", (guint64) g_rand_int (rand) << 32 | g_rand_int (rand));

      yun_record_set_text (record, yun_entity_get_field (entity, "credit-code"), code);
    }
  if (entity->shape != YUN_SHAPE_NONE && g_rand_double (rand) < known)
    {
      g_autoptr (YunGeom) shape = make_shape (entity, rand);

      yun_record_set_shape (record, shape);
    }
  yun_record_derive (record, NULL);
  return record;
}

char *
dump_rows (YunStore *store)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   all = yun_filter_new (NULL);
  GString                *out = g_string_new (NULL);

  for (guint e = 0; e < n; e++)
    {
      g_autoptr (GError)     error = NULL;
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);
      g_autoptr (GArray)     ids = yun_store_list_ids_sync (
            store, entities[e], all, yun_entity_get_field (entities[e], "uid"), FALSE, NULL, &error);
      g_autoptr (GPtrArray) records = NULL;

      g_assert_no_error (error);
      records = yun_store_load_sync (store, entities[e], (gint64 *) ids->data, ids->len, TRUE, NULL,
                                     &error);
      g_assert_no_error (error);
      for (guint i = 0; i < records->len; i++)
        {
          YunRecord       *record = g_ptr_array_index (records, i);
          g_autofree char *wkt = yun_record_get_shape (record) != NULL
                                   ? yun_wkt_write (yun_record_get_shape (record), 9)
                                   : NULL;

          /* The revision and the date of the last change go on, whatever is taken back. */
          g_string_append_printf (out, "%s %" G_GINT64_FORMAT, entities[e]->id,
                                  yun_record_get_id (record));
          for (guint f = 0; fields[f] != NULL; f++)
            if (strcmp (fields[f]->id, "updated") != 0)
              {
                g_autofree char *value = yun_record_dup_value (record, fields[f]);

                g_string_append_printf (out, "|%s", value != NULL ? value : "");
              }
          g_string_append_printf (out, "|%s\n", wkt != NULL ? wkt : "");
        }
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const YunEntity *entity;
  guint            left;
  GRand           *rand;
  YunRecord       *record;
} RandomSource;

static YunRecord *
next_random_cb (gpointer user_data, GError **error)
{
  RandomSource *source = user_data;

  g_clear_object (&source->record);
  if (source->left == 0)
    return NULL;
  source->left--;
  source->record = make_record (source->entity, source->rand, 0.7);
  return source->record;
}

YunChange *
import_random (YunStore        *store,
               YunAction        action,
               const YunEntity *entity,
               guint            n,
               GRand           *rand,
               GCancellable    *cancellable,
               GError         **error)
{
  RandomSource source = { entity, n, rand, NULL };
  YunChange   *change = yun_store_import_sync (store, action, "random.csv", next_random_cb, &source,
                                               "tester", cancellable, error);

  g_clear_object (&source.record);
  return change;
}

void
check_rtrees (const char *path)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunDb)       db = yun_db_open (path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "SELECT (SELECT count(*) FROM %s WHERE geom NOTNULL) - (SELECT count(*) FROM idx_%s_geom),"
        "(SELECT count(*) FROM %s t LEFT JOIN idx_%s_geom x ON x.pkid=t.id WHERE geom NOTNULL AND "
        "(x.pkid IS NULL OR abs(xmin-MbrMinX(geom))>1e-4 OR abs(xmax-MbrMaxX(geom))>1e-4 OR "
        "abs(ymin-MbrMinY(geom))>1e-4 OR abs(ymax-MbrMaxY(geom))>1e-4 OR xmin>MbrMinX(geom) OR "
        "xmax<MbrMaxX(geom) OR ymin>MbrMinY(geom) OR ymax<MbrMaxY(geom))), "
        "rtreecheck('idx_%s_geom')",
        entities[i]->id, entities[i]->id, entities[i]->id, entities[i]->id, entities[i]->id);
      g_autoptr (YunStmt) stmt = NULL;

      if (entities[i]->shape == YUN_SHAPE_NONE)
        continue;
      stmt = yun_db_prepare (db, sql, &error);
      g_assert_no_error (error);
      g_assert_cmpint (yun_stmt_step (stmt, &error), ==, 1);
      g_assert_cmpint ((int) yun_stmt_int (stmt, 0), ==, 0);
      g_assert_cmpint ((int) yun_stmt_int (stmt, 1), ==, 0);
      g_assert_cmpstr (yun_stmt_text (stmt, 2), ==, "ok");
    }
}

gint64
count_rows (YunStore *store, const YunEntity *entity)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  YunTotals             totals;

  g_assert_true (yun_store_totals_sync (store, entity, all, &totals, NULL, &error));
  g_assert_no_error (error);
  return totals.count;
}
