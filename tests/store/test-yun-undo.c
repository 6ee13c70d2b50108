/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-firm.h"
#include "yun-db.h"
#include "yun-plot.h"
#include "yun-store-history.h"

/* Undo and redo against a model: the dump of all rows after each change. */

typedef struct
{
  YunStore  *store; /* (owned) */
  GPtrArray *dumps; /* (owned): the rows after 0, 1, 2 … changes in force or undone */
  guint      at;    /* how many are in force */
} Model;

static void
check_state (Model *model)
{
  g_autofree char *dump = dump_rows (model->store);

  g_assert_cmpstr (dump, ==, g_ptr_array_index (model->dumps, model->at));
  g_assert_cmpint (yun_store_can_undo (model->store), ==, model->at > 0);
  g_assert_cmpint (yun_store_can_redo (model->store), ==, model->at + 1 < model->dumps->len);
}

static void
note_change (Model *model, YunChange *change)
{
  g_assert_nonnull (change);
  yun_change_unref (change);
  g_ptr_array_set_size (model->dumps, (int) ++model->at);
  g_ptr_array_add (model->dumps, dump_rows (model->store));
}

static YunRecord *
pick_record (YunStore *store, const YunEntity *entity, GRand *rand)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GArray)    ids = yun_store_list_ids_sync (store, entity, all, NULL, FALSE, NULL, NULL);

  if (ids->len == 0)
    return NULL;
  return yun_store_get_sync (
    store, entity, g_array_index (ids, gint64, g_rand_int_range (rand, 0, (int) ids->len)), NULL);
}

static void
edit_some (YunRecord *record, GRand *rand)
{
  const YunEntity       *entity = yun_record_get_entity (record);
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  for (int i = 0; i < 3; i++)
    {
      const YunField *field = fields[g_rand_int_range (rand, 0, (int) n)];

      if ((field->flags & YUN_FIELD_SYSTEM) == 0 && strcmp (field->id, "credit-code") != 0)
        change_field (record, field, rand);
    }
  if (g_rand_int_range (rand, 0, 3) == 0 && entity->shape != YUN_SHAPE_NONE)
    {
      g_autoptr (YunGeom) shape = make_shape (entity, rand);

      yun_record_set_shape (record, g_rand_int_range (rand, 0, 4) > 0 ? shape : NULL);
    }
}

static void
act (Model *model, const YunEntity *entity, GRand *rand)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) record = NULL;
  YunChange            *change = NULL;

  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
    case 1:
      record = make_record (entity, rand, 0.6);
      change = yun_store_save_sync (model->store, record, "t", NULL, &error);
      g_assert_no_error (error);
      note_change (model, change);
      break;
    case 2:
    case 3:
      record = pick_record (model->store, entity, rand);
      if (record == NULL)
        break;
      edit_some (record, rand);
      change = yun_store_save_sync (model->store, record, "t", NULL, &error);
      g_assert_no_error (error);
      note_change (model, change);
      break;
    case 4:
      record = pick_record (model->store, entity, rand);
      if (record == NULL)
        break;
      change = yun_store_remove_sync (model->store, record, "t", NULL, &error);
      g_assert_no_error (error);
      note_change (model, change);
      break;
    case 5:
      change = import_random (model->store, YUN_ACTION_IMPORT, entity,
                              (guint) g_rand_int_range (rand, 0, 30), rand, NULL, &error);
      g_assert_no_error (error);
      note_change (model, change);
      break;
    case 6:
    case 7:
      change = yun_store_undo_sync (model->store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
      g_assert_cmpint (change != NULL, ==, model->at > 0);
      if (change != NULL)
        {
          model->at--;
          g_assert_cmpint (change->action, ==, YUN_ACTION_UNDO);
          yun_change_unref (change);
        }
      break;
    default:
      change = yun_store_redo_sync (model->store, "", NULL, &error);
      g_assert_cmpint (change != NULL, ==, model->at + 1 < model->dumps->len);
      if (change != NULL)
        {
          model->at++;
          g_assert_cmpint (change->action, ==, YUN_ACTION_REDO);
          yun_change_unref (change);
        }
      break;
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand)       rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  Model                   model = { fixture_create (fixture), NULL, 0 };

  model.dumps = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (model.dumps, dump_rows (model.store));
  for (int i = 0; i < 60; i++)
    {
      /* Mostly few entities, so that changes meet each other. */
      guint e = g_rand_int_range (rand, 0, 3) > 0 ? 3 : (guint) g_rand_int_range (rand, 0, (int) n);

      act (&model, entities[e], rand);
      check_state (&model);
      if (i % 20 == 19)
        {
          g_object_unref (model.store);
          check_rtrees (fixture->path);
          model.store = fixture_open (fixture);
          check_state (&model);
        }
    }
  while (model.at > 0)
    {
      g_autoptr (GError) error = NULL;
      YunChange         *change =
        yun_store_undo_sync (model.store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);

      g_assert_no_error (error);
      yun_change_unref (change);
      model.at--;
      check_state (&model);
    }
  g_object_unref (model.store);
  g_ptr_array_unref (model.dumps);
  check_rtrees (fixture->path);
}

/* One row in, out, changed and moved: its box in the R*Tree follows each step. */
static void
test_rtree (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (9);
  g_autoptr (YunRecord) record = make_record (&yun_entity_plot, rand, 1);
  g_autoptr (YunGeom)   shape = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.21, 31.01 });
  g_autoptr (YunGeom)   other = yun_geom_new_box (&(YunRect){ 121.4, 31.2, 121.41, 31.21 });
  g_autoptr (GError)    error = NULL;
  YunRect               both;
  YunChange            *change;

  yun_record_set_shape (record, shape);
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  yun_change_unref (change);
  check_rtrees (fixture->path);
  yun_record_set_shape (record, other);
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  /* The change covers where it was and where it is. */
  both = yun_rect_union (yun_geom_get_box (shape), yun_geom_get_box (other));
  g_assert_cmpmem (&change->box, sizeof both, &both, sizeof both);
  yun_change_unref (change);
  check_rtrees (fixture->path);
  change = yun_store_remove_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  yun_change_unref (change);
  for (int i = 0; i < 3; i++)
    {
      change = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
      g_assert_no_error (error);
      yun_change_unref (change);
      check_rtrees (fixture->path);
    }
  for (int i = 0; i < 3; i++)
    {
      change = yun_store_redo_sync (store, "", NULL, &error);
      g_assert_no_error (error);
      yun_change_unref (change);
      check_rtrees (fixture->path);
    }
}

static void
write_outside (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YunDb)  db = yun_db_open (fixture->path, YUN_DB_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (yun_db_exec (db, sql, &error));
}

/* Another program changed a row since: that is a change of its own, taken back first; the one
 * before it is not taken back over it, but for what was left alone. */
static void
test_foreign_edit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (10);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (YunChange) import =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 5, rand, NULL, &error);
  g_autoptr (YunChange) undo = NULL;
  g_autoptr (YunChange) rest = NULL;
  g_autoptr (YunChange) redo = NULL;
  g_autofree char      *before = dump_rows (store);
  g_autofree char      *edited = NULL;
  g_autofree char      *after = NULL;
  g_autofree char      *state = yun_store_dup_state_sync (store);
  g_autofree char      *outside = NULL;

  g_assert_no_error (error);
  write_outside (fixture, "UPDATE plot SET name='x' WHERE id=(SELECT max(id) FROM plot)");
  outside = yun_store_dup_state_sync (store);
  g_assert_nonnull (state);
  g_assert_cmpstr (outside, !=, state);
  g_assert_null (
    yun_store_undo_sync (store, import->number, YUN_UNDO_DEFAULT, "", &kept, NULL, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (((YunEdit *) kept->pdata[0])->name, ==, "x");

  /* What the other program did is undone like anything else. */
  undo = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
  g_assert_no_error (error);
  after = dump_rows (store);
  g_assert_cmpstr (before, ==, after);
  redo = yun_store_redo_sync (store, "", NULL, &error);
  g_assert_no_error (error);
  edited = dump_rows (store);
  g_assert_cmpstr (before, !=, edited);

  rest = yun_store_undo_sync (store, import->number, YUN_UNDO_REST, "", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->n_rows, ==, 4);
  g_assert_cmpint (rest->target, ==, import->number);
}

static YunChangeValue *
find_value (GPtrArray *values, const YunField *field)
{
  for (guint i = 0; i < values->len; i++)
    if (((YunChangeValue *) g_ptr_array_index (values, i))->field == field)
      return g_ptr_array_index (values, i);
  return NULL;
}

static void
assert_printed (const YunValue *value, const char *text)
{
  g_autofree char *printed = yun_value_print (value);

  g_assert_cmpstr (printed, ==, text);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (11);
  g_autoptr (YunRecord) record = make_record (&yun_entity_firm, rand, 1);
  const YunField       *staff = yun_entity_get_field (&yun_entity_firm, "staff");
  const YunField       *relation = yun_entity_get_field (&yun_entity_firm, "relation");
  g_autoptr (YunGeom)   shape = yun_geom_new_point (121.5, 31.25);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) history = NULL;
  YunChangeValue       *value;
  YunChange            *change;

  yun_record_set_int (record, staff, 120);
  yun_record_set_int (record, relation, 0);
  change = yun_store_save_sync (store, record, "王工", NULL, &error);
  g_assert_no_error (error);
  values = yun_store_list_values_sync (store, change->number, 0, &error);
  g_assert_no_error (error);
  value = find_value (values, staff);
  assert_printed (&value->before, NULL);
  assert_printed (&value->after, "120");
  yun_change_unref (change);
  g_clear_pointer (&values, g_ptr_array_unref);

  yun_record_set_int (record, staff, G_MININT64);
  yun_record_set_int (record, relation, 4);
  yun_record_set_shape (record, shape);
  change = yun_store_save_sync (store, record, "王工", NULL, &error);
  g_assert_no_error (error);
  values = yun_store_list_values_sync (store, change->number, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (values->len, ==, 3);
  value = find_value (values, staff);
  assert_printed (&value->before, "120");
  assert_printed (&value->after, NULL);
  value = find_value (values, relation);
  assert_printed (&value->before, "cluster");
  assert_printed (&value->after, "left");
  value = find_value (values, NULL);
  assert_printed (&value->after, "POINT (121.5 31.25)");
  g_clear_pointer (&values, g_ptr_array_unref);
  values = yun_store_list_values_sync (store, change->number, 2, &error);
  g_assert_cmpuint (values->len, ==, 2);
  yun_change_unref (change);

  history = yun_store_list_changes_sync (
    store, &(YunChangeQuery){ .entity = &yun_entity_firm, .id = yun_record_get_id (record) },
    &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 2);
  change = g_ptr_array_index (history, 0);
  g_assert_cmpint (change->number, ==, 3);
  g_assert_cmpstr (change->who, ==, "王工");
  g_assert_cmpstr (change->summary, ==, yun_record_get_name (record));
  g_assert_null (yun_store_list_values_sync (store, 99, 0, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

/* An import's values are those of its rows; taken back, they are those of the change that did it.
 */
static void
test_import_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (12);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change =
    import_random (store, YUN_ACTION_IMPORT, &yun_entity_plot, 20, rand, NULL, &error);
  g_autoptr (YunChange) undone = NULL;
  g_autoptr (GPtrArray) done_values = NULL;
  g_autoptr (GPtrArray) undone_values = NULL;
  g_autoptr (GPtrArray) history = NULL;

  g_assert_no_error (error);
  done_values = yun_store_list_values_sync (store, change->number, 0, &error);
  g_assert_no_error (error);
  undone = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->rows->len, ==, 20);
  undone_values = yun_store_list_values_sync (store, undone->number, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done_values->len, >, 100);
  g_assert_cmpuint (done_values->len, ==, undone_values->len);
  for (guint i = 0; i < done_values->len; i++)
    {
      YunChangeValue *a = g_ptr_array_index (done_values, i);

      g_assert_cmpint (a->before.kind, ==, YUN_VALUE_NULL);
      g_assert_cmpint (a->after.kind, !=, YUN_VALUE_NULL);
    }
  history = yun_store_list_changes_sync (
    store, &(YunChangeQuery){ .entity = &yun_entity_plot, .id = 7 }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 2);
}

#define ADD(name, seed, func)                                                                      \
  g_test_add (name, Fixture, GUINT_TO_POINTER (seed), fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/undo/rtree", 0, test_rtree);
  ADD ("/undo/foreign-edit", 0, test_foreign_edit);
  ADD ("/undo/values", 0, test_values);
  ADD ("/undo/import-values", 0, test_import_values);
  ADD ("/undo/random/1", 1, test_random);
  ADD ("/undo/random/2", 2, test_random);
  ADD ("/undo/random/3", 3, test_random);
  return g_test_run ();
}
