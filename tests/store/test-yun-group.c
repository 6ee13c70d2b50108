/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "registry-fixture.h"

#include "yun-firm.h"
#include "yun-group.h"
#include "yun-plot.h"
#include "yun-text.h"

#include <math.h>

/* Groups and sums against plain loops over the same records. */

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat_with_epsilon (a, b, 1e-9 * (1 + fabs (a) + fabs (b)));
}

/* Terms are grouped by what was ever listed. */
static gboolean
has_term (const char *text, const YunField *field, const YunGroupKey *key, guint *n)
{
  g_auto (GStrv)         items = g_strsplit (text != NULL ? text : "", ";", -1);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; items[i] != NULL; i++)
    g_hash_table_add (ids, g_strndup (items[i], strcspn (items[i], "@")));
  *n = g_hash_table_size (ids);
  return *n == 0 ? key->part == YUN_GROUP_UNKNOWN
                 : key->part == YUN_GROUP_VALUE && g_hash_table_contains (ids, key->value);
}

/* Whether @record has the value of @key; *@n is how many values it has. */
static gboolean
has_value (YunRecord *record, const YunField *field, const YunGroupKey *key, guint *n)
{
  g_autofree char *text = yun_record_dup_value (record, field);
  const char      *item, *next = text;
  gsize            length;
  gboolean         several = yun_field_has_items (field);
  gboolean         has = FALSE;

  *n = 0;
  if (field->kind == YUN_KIND_TERMS)
    return has_term (text, field, key, n);
  if (text != NULL && field->kind == YUN_KIND_DATE)
    text[4] = '\0';
  if (text != NULL && !several)
    {
      *n = 1;
      return key->part == YUN_GROUP_VALUE && strcmp (key->value, text) == 0;
    }
  while (text != NULL && (next = yun_text_next_item (next, &item, &length)) != NULL)
    {
      ++*n;
      has = has || (key->part == YUN_GROUP_VALUE && strlen (key->value) == length &&
                    strncmp (key->value, item, length) == 0);
    }
  return *n == 0 ? key->part == YUN_GROUP_UNKNOWN : has;
}

static double
get_number (YunRecord *record, const YunField *field)
{
  if (!yun_record_is_known (record, field))
    return NAN;
  return field->kind == YUN_KIND_INT ? (double) yun_record_get_int (record, field)
                                     : yun_record_get_real (record, field);
}

static YunGroupCell
count_plainly (GPtrArray         *records,
               const YunGroups   *groups,
               const YunGroupKey *row,
               const YunGroupKey *column)
{
  YunGroupCell cell = { 0, 0, 0 };

  for (guint i = 0; i < records->len; i++)
    {
      YunRecord *record = records->pdata[i];
      guint      n;

      if ((row != NULL && !has_value (record, groups->rows, row, &n)) ||
          (column != NULL && !has_value (record, groups->columns, column, &n)))
        continue;
      cell.count++;
      if (groups->number != NULL && !isnan (get_number (record, groups->number)))
        {
          cell.known++;
          cell.sum += get_number (record, groups->number);
        }
    }
  return cell;
}

static void
assert_same (const YunGroupCell *a, const YunGroupCell *b)
{
  g_assert_cmpint (a->count, ==, b->count);
  g_assert_cmpint (a->known, ==, b->known);
  assert_near (a->sum, b->sum);
}

/* Checks every cell of @groups; those of "other" follow from the rest. */
static void
compare (Registry *self, YunFilter *filter, const YunGroups *groups)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  guint                 e = yun_entity_get_index (groups->entity);
  YunGroupCell          all;
  gint64                sum = 0;
  gboolean              overlap = FALSE;

  for (guint i = 0; i < self->records[e]->len; i++)
    if (registry_match (self, filter, self->records[e]->pdata[i]))
      g_ptr_array_add (records, self->records[e]->pdata[i]);
  all = count_plainly (records, groups, NULL, NULL);
  assert_same (&all, &groups->total);
  for (guint r = 0; r < groups->row_keys->len; r++)
    {
      YunGroupKey *row = groups->row_keys->pdata[r];
      YunGroupCell plain = count_plainly (records, groups, row, NULL);

      sum += row->total.count;
      if (row->part == YUN_GROUP_OTHER)
        continue;
      assert_same (&plain, &row->total);
      for (guint c = 0; c < groups->column_keys->len; c++)
        {
          YunGroupKey *column = groups->column_keys->pdata[c];

          if (column->part == YUN_GROUP_OTHER)
            continue;
          plain = count_plainly (records, groups, row, column);
          assert_same (&plain, yun_groups_get_cell (groups, r, c));
        }
    }
  for (guint i = 0; i < records->len; i++)
    {
      guint n;

      if (groups->row_keys->len > 0)
        has_value (records->pdata[i], groups->rows, groups->row_keys->pdata[0], &n);
      overlap = overlap || n > 1;
    }
  g_assert_cmpint (groups->rows_overlap, ==, overlap);
  if (overlap)
    g_assert_cmpint (sum, >, groups->total.count);
  else
    g_assert_cmpint (sum, ==, groups->total.count);
}

static void
test_groups (Registry *self, gconstpointer data)
{
  static const char *const filters[] = { "", "zone:north", "segment:satellite", "-zone:core",
                                         "zone:north zone:south" };
  g_autoptr (GRand)        rand = g_rand_new_with_seed (5);
  guint                    n_entities;
  const YunEntity *const  *entities = yun_entity_list (&n_entities);

  for (guint round = 0; round < 150; round++)
    {
      const YunEntity       *entity = entities[g_rand_int_range (rand, 0, (int) n_entities)];
      g_autoptr (YunFilter)  filter = NULL;
      g_autoptr (YunGroups)  groups = NULL;
      g_autoptr (GError)     error = NULL;
      g_autoptr (GPtrArray)  can = g_ptr_array_new (), numbers = g_ptr_array_new ();
      const YunField *const *fields;
      guint                  n;

      fields = yun_entity_get_fields (entity, &n);
      for (guint i = 0; i < n; i++)
        {
          if (yun_field_can_group (fields[i]))
            g_ptr_array_add (can, (gpointer) fields[i]);
          if (fields[i]->kind == YUN_KIND_REAL || fields[i]->kind == YUN_KIND_INT)
            g_ptr_array_add (numbers, (gpointer) fields[i]);
        }
      g_ptr_array_add (numbers, NULL);
      filter = yun_filter_parse (filters[g_rand_int_range (rand, 0, G_N_ELEMENTS (filters))], NULL,
                                 &error);
      g_assert_no_error (error);
      groups = yun_store_group_sync (
        self->store, entity, filter, can->pdata[g_rand_int_range (rand, 0, (int) can->len)],
        g_rand_boolean (rand) ? can->pdata[g_rand_int_range (rand, 0, (int) can->len)] : NULL,
        numbers->pdata[g_rand_int_range (rand, 0, (int) numbers->len)], NULL, &error);
      g_assert_no_error (error);
      compare (self, filter, groups);
    }
}

/* What is beyond the most frequent is one row, and nothing is lost in it. */
static void
test_others (Registry *self, gconstpointer data)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunGroups) groups = NULL;
  const YunField       *name = yun_entity_get_field (&yun_entity_firm, "name");
  guint                 values = 0;
  gint64                sum = 0;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("甲%u", i);

      registry_add (self, &yun_entity_firm, text, NULL);
    }
  groups =
    yun_store_group_sync (self->store, &yun_entity_firm, all, name, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint r = 0; r < groups->row_keys->len; r++)
    {
      YunGroupKey *key = groups->row_keys->pdata[r];

      sum += key->total.count;
      values += key->part == YUN_GROUP_VALUE;
      if (key->part == YUN_GROUP_OTHER)
        g_assert_cmpuint (key->n_values, >=, 10);
    }
  g_assert_cmpuint (values, ==, YUN_GROUP_MAX_ROWS);
  g_assert_cmpint (sum, ==, groups->total.count);
}

static void
test_sums (Registry *self, gconstpointer data)
{
  const YunField *const fields[] = { yun_entity_get_field (&yun_entity_plot, "area"),
                                     yun_entity_get_field (&yun_entity_plot, "building-area") };
  guint                 e = yun_entity_get_index (&yun_entity_plot);
  g_autoptr (YunFilter) filter = yun_filter_parse ("zone:north", NULL, NULL);
  g_autoptr (GArray)    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError)    error = NULL;

  for (guint i = 0; i < self->records[e]->len; i++)
    if (registry_match (self, filter, self->records[e]->pdata[i]))
      {
        gint64 id = yun_record_get_id (self->records[e]->pdata[i]);

        g_array_append_val (ids, id);
      }
  g_assert_cmpuint (ids->len, >, 3);
  for (guint by_ids = 0; by_ids < 2; by_ids++)
    {
      g_autoptr (GArray) cells = yun_store_sum_sync (self->store, &yun_entity_plot, filter,
                                                     by_ids ? ids : NULL, fields, 2, NULL, &error);

      g_assert_no_error (error);
      for (guint k = 0; k < 2; k++)
        {
          YunGroupCell plain = { 0, 0, 0 };

          for (guint i = 0; i < self->records[e]->len; i++)
            if (registry_match (self, filter, self->records[e]->pdata[i]))
              {
                double number = yun_record_get_real (self->records[e]->pdata[i], fields[k]);

                plain.count++;
                plain.known += !isnan (number);
                plain.sum += isnan (number) ? 0 : number;
              }
          g_assert_cmpint (plain.known, <, plain.count);
          assert_same (&plain, &g_array_index (cells, YunGroupCell, k));
        }
    }
}

/* As a spreadsheet takes it: as many cells in each line, nothing for the unknown. */
static void
test_print (Registry *self, gconstpointer data)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunGroups) groups = yun_store_group_sync (
    self->store, &yun_entity_plot, all, yun_entity_get_field (&yun_entity_plot, "zone"),
    yun_entity_get_field (&yun_entity_plot, "status"),
    yun_entity_get_field (&yun_entity_plot, "area"), NULL, &error);
  g_autofree char *tsv = NULL, *csv = NULL;
  g_auto (GStrv)   lines = NULL;
  guint            n;

  g_assert_no_error (error);
  tsv = yun_groups_print (groups, YUN_MEASURE_MEAN, '\t');
  csv = yun_groups_print (groups, YUN_MEASURE_SUM, ',');
  g_assert_null (strstr (tsv, "nan"));
  g_assert_null (strstr (csv, "nan"));
  lines = g_strsplit (tsv, "\r\n", -1);
  n = g_strv_length (lines);
  g_assert_cmpuint (n, ==, groups->row_keys->len + 3);
  for (guint i = 0; i + 1 < n; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, groups->column_keys->len + 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/group/loops", Registry, NULL, registry_set_up, test_groups, registry_tear_down);
  g_test_add ("/group/others", Registry, NULL, registry_set_up, test_others, registry_tear_down);
  g_test_add ("/group/sums", Registry, NULL, registry_set_up, test_sums, registry_tear_down);
  g_test_add ("/group/print", Registry, NULL, registry_set_up, test_print, registry_tear_down);
  return g_test_run ();
}
