/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-db.h"
#include "yun-plot.h"
#include "yun-store-history.h"
#include "yun-wkb.h"

/* The history played from a new registry gives the registry: whatever mixture of our own edits,
 * undo and redo and of writes by another program made it. What is derived is made anew after all of
 * them, and the columns in memory answer as a store does that has just read the file. */

/* ---- The history, played ------------------------------------------------- */

static char *
make_key (const YunEntity *entity, gint64 id, const YunField *field)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", entity->id, id,
                          field != NULL ? field->id : "geom");
}

/* Each line of the history begins where the one before it ended. */
static void
play (GHashTable *state, GPtrArray *values, gint64 number)
{
  for (guint i = 0; i < values->len; i++)
    {
      const YunChangeValue *value = g_ptr_array_index (values, i);
      g_autofree char      *key = make_key (value->entity, value->id, value->field);
      g_autofree char      *before = yun_value_print (&value->before);
      g_autofree char      *after = yun_value_print (&value->after);

      if (g_strcmp0 (g_hash_table_lookup (state, key), before) != 0)
        g_error ("change %" G_GINT64_FORMAT ", %s: was “%s”, the history says “%s”", number, key,
                 (char *) g_hash_table_lookup (state, key), before);
      if (after != NULL)
        g_hash_table_insert (state, g_steal_pointer (&key), g_steal_pointer (&after));
      else
        g_hash_table_remove (state, key);
    }
}

static void
play_all (GHashTable *state, YunStore *store)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) changes = yun_store_list_changes_sync (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = changes->len; i-- > 0;)
    {
      const YunChange      *change = g_ptr_array_index (changes, i);
      g_autoptr (GPtrArray) values = yun_store_list_values_sync (store, change->number, 0, &error);

      g_assert_no_error (error);
      play (state, values, change->number);
    }
}

/* ---- The rows as they are ------------------------------------------------ */

static GPtrArray *
load_all (YunStore *store, const YunEntity *entity)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  GPtrArray            *records;
  g_autoptr (GArray) ids = yun_store_list_ids_sync (store, entity, all, NULL, FALSE, NULL, &error);

  g_assert_no_error (error);
  records = yun_store_load_sync (store, entity, (gint64 *) ids->data, ids->len, TRUE, NULL, &error);
  g_assert_no_error (error);
  return records;
}

typedef void (*ValueFunc) (GHashTable *state, const char *key, const char *value);

/* What people can edit of @record, value by value (NULL: not known). */
static void
each_value (YunRecord *record, ValueFunc func, GHashTable *state)
{
  const YunEntity       *entity = yun_record_get_entity (record);
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  /* The one after the last stands for the place. */
  for (guint f = 0; f <= n; f++)
    if (fields[f] == NULL || (fields[f]->flags & (YUN_FIELD_SYSTEM | YUN_FIELD_DERIVED)) == 0)
      {
        g_autofree char  *key = make_key (entity, yun_record_get_id (record), fields[f]);
        g_auto (YunValue) is = YUN_VALUE_INIT;
        g_autofree char  *value = NULL;

        yun_value_read (record, fields[f], &is);
        value = is.kind != YUN_VALUE_NULL ? yun_value_print (&is) : NULL;
        func (state, key, value);
      }
}

static void
set_value (GHashTable *state, const char *key, const char *value)
{
  if (value != NULL)
    g_hash_table_insert (state, g_strdup (key), g_strdup (value));
}

/* And takes it out, so that what is left at the end is of no record. */
static void
check_value (GHashTable *state, const char *key, const char *value)
{
  const char *played = g_hash_table_lookup (state, key);

  if (g_strcmp0 (played, value) != 0)
    g_error ("%s is “%s”, the history says “%s”", key, value, played);
  g_hash_table_remove (state, key);
}

/* What the program computes of a row is what it would compute of it now. */
static void
check_derived (YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  g_autoptr (YunRecord)  anew = yun_record_copy (record);

  yun_record_derive (anew, NULL);
  for (guint f = 0; fields[f] != NULL; f++)
    {
      g_autofree char *is = yun_record_dup_value (record, fields[f]);
      g_autofree char *right = yun_record_dup_value (anew, fields[f]);

      if (g_strcmp0 (is, right) != 0)
        g_error ("%s %" G_GINT64_FORMAT " %s is “%s”, from its values it is “%s”",
                 yun_record_get_entity (record)->id, yun_record_get_id (record), fields[f]->id, is,
                 right);
    }
}

static void
each_record (YunStore *store, ValueFunc func, GHashTable *state)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      g_autoptr (GPtrArray) records = load_all (store, entities[e]);

      for (guint i = 0; i < records->len; i++)
        {
          each_value (g_ptr_array_index (records, i), func, state);
          check_derived (g_ptr_array_index (records, i));
        }
    }
}

static GHashTable *
make_state (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* @first: what the registry was filled with, of which the history keeps no values. */
static void
check_history (YunStore *store, GHashTable *first)
{
  g_autoptr (GHashTable) state = make_state ();
  GHashTableIter         iter;
  gpointer               key, value;

  g_hash_table_iter_init (&iter, first);
  while (g_hash_table_iter_next (&iter, &key, &value))
    set_value (state, key, value);
  play_all (state, store);
  each_record (store, check_value, state);
  g_assert_cmpuint (g_hash_table_size (state), ==, 0);
}

/* ---- The columns in memory against the file ------------------------------ */

static void
check_answers (Fixture *fixture, YunStore *store)
{
  static const char *const filters[] = {
    "plot standing:idle",  "plot standing:low", "plot area:>100mu", "plot town:?",
    "plot segment:rocket", "plot 新",           "plot source:?",    "plot",
  };
  g_autoptr (YunStore) apart = fixture_open_apart (fixture);
  g_autofree char     *is = dump_rows (store);
  g_autofree char     *right = dump_rows (apart);

  g_assert_cmpstr (is, ==, right);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (filters[i], NULL, &error);
      YunTotals             a, b;

      g_assert_no_error (error);
      g_assert_true (yun_store_totals_sync (store, &yun_entity_plot, filter, &a, NULL, &error));
      g_assert_true (yun_store_totals_sync (apart, &yun_entity_plot, filter, &b, NULL, &error));
      g_assert_cmpint (a.count, ==, b.count);
    }
}

/* ---- Who writes ---------------------------------------------------------- */

/* Another program, with a connection that has none of our functions. */
static void
write_outside (Fixture *fixture, GRand *rand)
{
  static const char *const statements[] = {
    "UPDATE plot SET name='新 ' || abs(random() % 100) WHERE id %% 5 = %d",
    "UPDATE plot SET standing='low', note=NULL, height_max_m=NULL WHERE id %% 7 = %d",
    "UPDATE plot SET standing=NULL, town='佘山镇' WHERE id %% 4 = %d",
    "UPDATE firm SET name='新公司', updated=NULL WHERE id %% 3 = %d",
    "DELETE FROM plot WHERE id %% 11 = %d",
    "DELETE FROM firm WHERE id %% 11 = %d",
    "INSERT INTO plot (name, number, standing) VALUES ('新画', 'N-%d', 'idle')",
    "INSERT INTO plot (name, geom) VALUES ('新 %d', CastToMultiPolygon(GeomFromText("
    "'POLYGON((121.3 31, 121.303 31, 121.303 31.002, 121.3 31))', 4490)))",
    "UPDATE plot SET geom=CastToMultiPolygon(GeomFromText("
    "'POLYGON((121.25 31, 121.253 31, 121.253 31.002, 121.25 31))', 4490)), point=NULL "
    "WHERE id %% 6 = %d",
    "INSERT OR REPLACE INTO firm (id, name) VALUES (%d, '顶替')",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  for (int i = g_rand_int_range (rand, 1, 4); i > 0; i--)
    {
      const char      *form = statements[g_rand_int_range (rand, 0, G_N_ELEMENTS (statements))];
      g_autofree char *sql = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      sql = g_strdup_printf (form, g_rand_int_range (rand, 1, 6));
#pragma GCC diagnostic pop
      if (!yun_db_exec (db, sql, &error))
        g_error ("%s: %s", sql, error->message);
    }
}

static YunRecord *
pick_record (YunStore *store, const YunEntity *entity, GRand *rand)
{
  g_autoptr (GPtrArray) records = load_all (store, entity);

  if (records->len == 0)
    return NULL;
  return g_object_ref (records->pdata[g_rand_int_range (rand, 0, (int) records->len)]);
}

/* One of our own changes. What stands in the way of an undo stands in the way of nothing else. */
static void
write_ours (YunStore *store, GRand *rand)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  const YunEntity        *entity = g_rand_int_range (rand, 0, 3) > 0
                                     ? &yun_entity_plot
                                     : entities[g_rand_int_range (rand, 0, (int) n)];
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunRecord)   record = NULL;
  g_autoptr (YunChange)   change = NULL;

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:
    case 1:
      record = make_record (entity, rand, 0.6);
      change = yun_store_save_sync (store, record, "甲", NULL, &error);
      g_assert_no_error (error);
      break;
    case 2:
      change = import_random (store, YUN_ACTION_IMPORT, entity,
                              (guint) g_rand_int_range (rand, 0, 12), rand, NULL, &error);
      g_assert_no_error (error);
      break;
    case 3:
      record = pick_record (store, entity, rand);
      if (record == NULL)
        break;
      change_field (record, yun_entity_get_field (entity, "name"), rand);
      change_field (record, yun_entity_get_field (entity, "note"), rand);
      change = yun_store_save_sync (store, record, "甲", NULL, &error);
      break;
    case 4:
      record = pick_record (store, entity, rand);
      if (record != NULL)
        change = yun_store_remove_sync (store, record, "甲", NULL, &error);
      break;
    case 5:
      change = yun_store_redo_sync (store, "甲", NULL, &error);
      break;
    default:
      change = yun_store_undo_sync (store, 0, YUN_UNDO_REST, "甲", NULL, NULL, &error);
      break;
    }
}

static void
test_random (Fixture *fixture, gconstpointer seed)
{
  g_autoptr (GRand)      rand = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (YunStore)   store = fixture_create (fixture);
  g_autoptr (GHashTable) first = make_state ();

  each_record (store, set_value, first);
  for (int i = 1; i <= 60; i++)
    {
      if (g_rand_int_range (rand, 0, 3) == 0)
        write_outside (fixture, rand);
      else
        write_ours (store, rand);
      if (i % 15 == 0)
        {
          /* A write of ours takes in what is there from outside. */
          g_autoptr (YunRecord) last = make_record (&yun_entity_plot, rand, 0.5);
          g_autoptr (GError)    error = NULL;
          g_autoptr (YunChange) change = yun_store_save_sync (store, last, "甲", NULL, &error);

          g_assert_no_error (error);
          check_history (store, first);
          check_answers (fixture, store);
        }
    }
  check_rtrees (fixture->path);
}

#define ADD(name, seed, func)                                                                      \
  g_test_add (name, Fixture, GUINT_TO_POINTER (seed), fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/replay/random/1", 1, test_random);
  ADD ("/replay/random/2", 2, test_random);
  ADD ("/replay/random/76", 76, test_random);
  return g_test_run ();
}
