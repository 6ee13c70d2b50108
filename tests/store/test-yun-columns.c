/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-cache.h"
#include "yun-chain.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-plot.h"

#include <glib/gstdio.h>
#include <math.h>
#include <utime.h>

/*
 * What is found in memory against what SQL finds: two stores over one file, one of
 * which keeps columns, asked the same random questions.
 */

#define N_RECORDS 200
#define ALL YUN_ENTITY_ALL

typedef struct
{
  Fixture   fixture;
  YunStore *sql;     /* (owned): asks the file */
  YunStore *columns; /* (owned): asks its columns; writes */
  GPtrArray     *
    *records; /* (owned): by yun_entity_get_index(): what values of filters are taken from */
  GRand *rand;    /* (owned) */
} Registry;

static gboolean
keep_record_cb (YunRecord *record, gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (record));
  return TRUE;
}

/* What other programs may have written. */
static const char foreign_values[] =
  "UPDATE plot SET status='demolished' WHERE id%11=0;"
  "UPDATE plot SET use_text='' WHERE id%7=0;"
  "UPDATE plot SET far_max='dense' WHERE id%31=0;"
  "UPDATE plot SET grade_year=9007199254740995 WHERE id%37=0;"
  "UPDATE plot SET soil=x'6162' WHERE id%41=0;"
  "UPDATE plot SET holder=CAST(x'ff6162' AS TEXT) WHERE id%43=0;"
  "UPDATE plot SET supply='a'||char(0)||'b' WHERE id%47=0;"
  "UPDATE plot SET standing_date='２０２４年春' WHERE id%13=0;"
  "UPDATE plot SET event_date='' WHERE id%17=0;"
  "UPDATE plot SET segments='rocket;spaceship;satellite' WHERE id%19=0;"
  "UPDATE plot SET segments='' WHERE id%23=0;"
  "UPDATE plot SET price_wan='' WHERE id%29=0;"
  "UPDATE plot SET height_max_m=-0.0 WHERE id%5=0;"
  "UPDATE firm SET park='园区1； 园区2 ;园区3' WHERE id%9=0;"
  "UPDATE firm SET niche='sat.ait;rkt.structure' WHERE id%8=0;"
  "UPDATE firm SET staff=12.5 WHERE id%10=0;"
  "UPDATE firm SET name_key=NULL WHERE id%12=0;"
  "UPDATE firm SET founded='2024-06-03T10:00:00Z' WHERE id%14=0;"
  "UPDATE firm SET tiers='高企@2023/2026; srdi @ 2021' WHERE id%15=0;"
  "UPDATE firm SET tiers='high-tech@soon/2024;any@2024' WHERE id%21=0;"
  "UPDATE firm SET tiers='' WHERE id%16=0;"
  "UPDATE park SET accuracy='guessed' WHERE id%6=0;"
  "DELETE FROM firm WHERE id%27=0;";

/* What others wrote is taken in, which changes rows, between two questions of a test only where the
 * test does so: never by itself. */
static void
stop_rests (YunStore *store)
{
  yun_store_set_rest_ms (store, G_MAXUINT);
}

static void
set_up (Registry *self, gconstpointer data)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   all = yun_filter_new (NULL);
  g_autoptr (GError)      error = NULL;

  self->rand = g_rand_new_with_seed (4242);
  fixture_set_up (&self->fixture, NULL);
  self->columns = fixture_create (&self->fixture);
  stop_rests (self->columns);
  add_linked (self->columns);
  for (guint e = 0; e < n; e++)
    {
      YunChange *change = import_random (self->columns, YUN_ACTION_IMPORT, entities[e], N_RECORDS,
                                         self->rand, NULL, &error);

      g_assert_no_error (error);
      yun_change_unref (change);
    }
  if (data != NULL)
    write_apart (self->fixture.path, data);
  self->sql = fixture_open_apart (&self->fixture);
  stop_rests (self->sql);
  self->records = g_new0 (GPtrArray *, n);
  for (guint e = 0; e < n; e++)
    {
      self->records[e] = g_ptr_array_new_with_free_func (g_object_unref);
      g_assert_true (yun_store_each_record_sync (self->sql, entities[e], all, keep_record_cb,
                                                 self->records[e], NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (yun_store_get_columns_size_sync (self->columns), ==, 0);
  g_assert_true (yun_store_keep_columns_sync (self->columns, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (yun_store_get_columns_size_sync (self->columns), >, 0);
}

static void
set_up_moments (Registry *self, gconstpointer data)
{
  set_up (self, sql_of_moments);
}

static void
tear_down (Registry *self, gconstpointer data)
{
  guint n;

  yun_entity_list (&n);
  for (guint e = 0; e < n; e++)
    g_clear_pointer (&self->records[e], g_ptr_array_unref);
  g_clear_pointer (&self->records, g_free);
  g_clear_object (&self->sql);
  g_clear_object (&self->columns);
  g_clear_pointer (&self->rand, g_rand_free);
  fixture_tear_down (&self->fixture, NULL);
}

/* ---- Questions --------------------------------------------------------------------- */

static const YunField *
pick_field (Registry *self, const YunEntity *entity)
{
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  return fields[g_rand_int_range (self->rand, 0, (int) n)];
}

static const YunEntity *
pick_entity (Registry *self)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  return entities[g_rand_int_range (self->rand, 0, (int) n)];
}

static YunRecord *
pick_record (Registry *self, const YunEntity *entity)
{
  GPtrArray *records = self->records[yun_entity_get_index (entity)];

  return g_ptr_array_index (records, (guint) g_rand_int_range (self->rand, 0, (int) records->len));
}

/* (transfer full): a value @field has in some record, cut to something a person may type. */
static char *
pick_value (Registry *self, const YunEntity *entity, const YunField *field)
{
  char *value = yun_record_dup_value (pick_record (self, entity), field);

  if (value == NULL || strpbrk (value, "\"\n") != NULL)
    {
      g_free (value);
      return NULL;
    }
  if (field->kind == YUN_KIND_DATE)
    value[MIN (strlen (value), 10)] = '\0';
  else if (strpbrk (value, ";") != NULL)
    *strpbrk (value, ";") = '\0';
  else if (field->ref == NULL && field->values == NULL && strchr (value, ' ') != NULL &&
           g_rand_boolean (self->rand))
    *strchr (value, ' ') = '\0';
  return value;
}

static char *
make_clause (Registry *self)
{
  static const char *const words[] = { "卫星", "weixing", "g60", "a'b", "长兴路1",
                                       "ü",    "7",       "cd",  "没有" };
  static const char *const places[] = { "九亭镇", "车墩镇", "X 站", "X 园区" };
  static const char *const signs[] = { "<", "<=", ">", ">=" };
  static const char *const relations[] = {
    "park:(has:(firm segment:satellite))",
    "in:九亭镇,X 园区",
    "in:(park)",
    "in:(park),?",
    "meets:(park)",
    "area-paper>area-computed",
    "area-computed:area-paper",
    "capital<=revenue",
    "source-date<founded",
    "inside:(park),?",
    "near:(facility)>300m",
    "near:(facility)<2km",
    "town:(zone:north)",
    "has:(firm)",
    "near:(park level:?)<800m",
    "place:?",
    "park:(place:?)",
  };
  const YunEntity *entity = pick_entity (self);
  const YunField  *field = pick_field (self, entity);
  g_autofree char *value = pick_value (self, entity, field);
  g_autofree char *other = pick_value (self, entity, field);
  const char      *minus = g_rand_int_range (self->rand, 0, 3) == 0 ? "-" : "";
  int              kind = g_rand_int_range (self->rand, 0, 14);

  if (kind == 0)
    return g_strdup_printf ("%s%s", minus,
                            words[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (words))]);
  if (kind == 1)
    return g_strdup_printf (
      "%snear:\"%s\"%c%dm%s", minus, places[g_rand_int_range (self->rand, 0, 4)],
      g_rand_int_range (self->rand, 0, 4) == 0 ? '>' : '<', g_rand_int_range (self->rand, 1, 12000),
      g_rand_int_range (self->rand, 0, 4) == 0 ? ",?" : "");
  if (kind == 3)
    return g_strdup_printf ("%s%s", minus,
                            relations[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (relations))]);
  if (kind == 4 && value != NULL && field->kind != YUN_KIND_REAL && field->kind != YUN_KIND_TERMS)
    return g_strdup_printf ("%s%s:\"%s\",?", minus, field->id, value);
  if (kind == 2 || value == NULL)
    return g_strdup_printf ("%s%s:?", minus, field->id);
  switch (field->kind)
    {
    case YUN_KIND_TERMS:
      return make_term_clause (field, minus, value, self->rand);
    case YUN_KIND_DATE:
    case YUN_KIND_INT:
    case YUN_KIND_REAL:
      if (other != NULL && g_rand_boolean (self->rand))
        return g_strdup_printf ("%s%s:%s..%s", minus, field->id, value, other);
      return g_strdup_printf ("%s%s%s%s", minus, field->id,
                              signs[g_rand_int_range (self->rand, 0, 4)], value);
    default:
      if (other != NULL && g_rand_boolean (self->rand))
        return g_strdup_printf ("%s%s:\"%s\",\"%s\"", minus, field->id, value, other);
      return g_strdup_printf ("%s%s:\"%s\"", minus, field->id, value);
    }
}

/* (transfer full) (nullable): NULL when the words do not go together */
static YunFilter *
try_filter (Registry *self)
{
  static const char *const heads[] = { "", "", "plot ", "firm ", "park " };
  g_autoptr (GString)      text =
    g_string_new (heads[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (heads))]);
  int n = g_rand_int_range (self->rand, 0, 4);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *clause = make_clause (self);

      g_string_append_printf (text, "%s ", clause);
    }
  return yun_filter_parse (text->str, NULL, NULL);
}

/* (transfer full) */
static YunFilter *
make_filter (Registry *self)
{
  YunFilter *filter = NULL;

  for (int i = 0; i < 100 && filter == NULL; i++)
    filter = try_filter (self);
  g_assert_nonnull (filter);
  return filter;
}

/* ---- Comparing --------------------------------------------------------------------- */

static void
check_ids (const char *text, const char *what, GArray *a, GArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    same = g_array_index (a, gint64, i) == g_array_index (b, gint64, i);
  if (!same)
    g_error ("“%s”: %s: %u rows in memory, %u by SQL, or others", text, what, b->len, a->len);
}

static gboolean
same_number (double a, double b)
{
  return (isnan (a) && isnan (b)) || fabs (a - b) <= 1e-9 * (1 + fabs (a));
}

static void
check_totals (const char *text, const YunTotals *a, const YunTotals *b)
{
  if (a->count != b->count || a->without_place != b->without_place || a->untold != b->untold ||
      a->area_unknown != b->area_unknown || !same_number (a->area_m2, b->area_m2))
    g_error ("“%s”: totals differ", text);
}

static void
check_facet (const char *text, const char *id, GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    g_error ("“%s”: facet %s: %u values in memory, %u by SQL", text, id, b->len, a->len);
  for (guint i = 0; i < a->len; i++)
    {
      YunFacetValue *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);

      if (g_strcmp0 (x->value, y->value) != 0 || x->count != y->count)
        g_error ("“%s”: facet %s: %s %" G_GINT64_FORMAT " in memory, %s %" G_GINT64_FORMAT
                 " by SQL",
                 text, id, y->value, y->count, x->value, x->count);
    }
}

/* All that can be asked about @filter, of both. */
static gint64
compare (Registry *self, YunFilter *filter)
{
  g_autofree char        *text = yun_filter_print (filter);
  const char             *facets[17] = { NULL };
  guint                   n, n_facets = (guint) g_rand_int_range (self->rand, 0, 17);
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GError)      error = NULL, other_error = NULL;
  g_autoptr (YunAnswer)   a = NULL, b = NULL;
  gint64                  count = 0;

  for (guint i = 0; i < n_facets; i++)
    facets[i] = i < yun_filter_get_n_clauses (filter) && yun_filter_get_clause (filter, i)->field
                  ? yun_filter_get_clause (filter, i)->field
                  : pick_field (self, pick_entity (self))->id;
  a = yun_store_ask_sync (self->sql, filter, ALL, facets, NULL, &error);
  b = yun_store_ask_sync (self->columns, filter, ALL, facets, NULL, &other_error);
  if (a == NULL || b == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (other_error);
      g_assert_cmpstr (error->message, ==, other_error->message);
      return 0;
    }
  for (guint i = 0; i < n_facets; i++)
    check_facet (text, facets[i], a->facets[i], b->facets[i]);
  for (guint e = 0; e < n; e++)
    {
      const YunField *sort =
        g_rand_int_range (self->rand, 0, 4) == 0 ? NULL : pick_field (self, entities[e]);
      gboolean         descending = g_rand_boolean (self->rand);
      g_autofree char *what =
        g_strdup_printf ("%s by %s%s", entities[e]->id, sort != NULL ? sort->id : "name",
                         descending ? ", descending" : "");
      g_autoptr (GArray) x = NULL, y = NULL;
      YunTotals          totals, other_totals;

      check_ids (text, entities[e]->id, a->ids[e], b->ids[e]);
      check_totals (text, &a->totals[e], &b->totals[e]);
      g_assert_true (yun_store_totals_sync (self->sql, entities[e], filter, &totals, NULL, &error));
      g_assert_true (
        yun_store_totals_sync (self->columns, entities[e], filter, &other_totals, NULL, &error));
      check_totals (text, &totals, &other_totals);
      x = yun_store_list_ids_sync (self->sql, entities[e], filter, sort, descending, NULL, &error);
      y = yun_store_list_ids_sync (self->columns, entities[e], filter, sort, descending, NULL,
                                   &error);
      g_assert_no_error (error);
      check_ids (text, what, x, y);
      count += a->totals[e].count;
    }
  return count;
}

static void
compare_many (Registry *self, guint n)
{
  guint hits = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunFilter) filter = make_filter (self);

      hits += compare (self, filter) > 0;
    }
  /* The test has to say something. */
  g_assert_cmpuint (hits, >, n / 5);
}

/* ---- Tests ------------------------------------------------------------------------- */

static void
add_place (Registry *self, const YunEntity *entity, const char *name, YunGeom *shape)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  yun_record_set_shape (record, shape);
  change = yun_store_save_sync (self->columns, record, "", NULL, &error);
  g_assert_no_error (error);
}

static void
add_places (Registry *self)
{
  g_autoptr (YunGeom) point = yun_geom_new_point (121.28, 31.01);
  g_autoptr (YunGeom) box = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.25, 31.04 });

  add_place (self, &yun_entity_facility, "X 站", point);
  add_place (self, yun_entity_find ("park"), "X 园区", box);
}

static void
test_filters (Registry *self, gconstpointer data)
{
  add_places (self);
  compare_many (self, g_test_thorough () ? 5000 : 300);
}

/* One field in many makes few questions of all fields. */
static void
test_terms (Registry *self, gconstpointer data)
{
  const YunField *field = yun_entity_get_field (&yun_entity_firm, "tier");
  guint           hits = 0;

  for (int i = 0; i < 80; i++)
    {
      g_autofree char      *value = pick_value (self, &yun_entity_firm, field);
      g_autofree char      *other = pick_value (self, &yun_entity_firm, field);
      g_autofree char      *a = NULL, *b = NULL, *text = NULL;
      g_autoptr (YunFilter) filter = NULL;

      if (value == NULL || other == NULL)
        continue;
      a = make_term_clause (field, "", value, self->rand);
      b = make_term_clause (field, i % 2 ? "-" : "", other, self->rand);
      text = g_strjoin (" ", a, i % 3 ? b : "", NULL);
      filter = yun_filter_parse (text, NULL, NULL);
      hits += filter != NULL && compare (self, filter) > 0;
    }
  g_assert_cmpuint (hits, >, 20);
}

/* Moments are asked for by the day they were in the place, wherever that is. */
static void
test_days (Registry *self, gconstpointer zone)
{
  g_autofree char   *old = swap_zone (zone);
  g_autofree char   *own = NULL;
  g_autoptr (GError) error = NULL;
  gboolean           east = strcmp (zone, "EAST-14") == 0;
  struct
  {
    const char *text;
    gint64      rest; /* the ids it finds, divided by three */
  } cases[] = {
    { east ? "firm updated:2026-12-01" : "firm updated:2026-11-29", east ? 0 : 1 },
    { east ? "firm updated:2027-01-01" : "firm updated:2026-12-31", 2 },
  };

  for (guint i = 0; questions_of_days[i] != NULL; i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (questions_of_days[i], NULL, &error);

      g_assert_no_error (error);
      compare (self, filter);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (cases[i].text, NULL, NULL);
      g_autoptr (GArray)    ids = yun_store_list_ids_sync (self->columns, &yun_entity_firm, filter,
                                                           NULL, FALSE, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (ids->len, >=, N_RECORDS / 3);
      for (guint k = 0; k < ids->len; k++)
        g_assert_cmpint (g_array_index (ids, gint64, k) % 3, ==, cases[i].rest);
    }
  own = swap_zone (old);
}

/* One step of a person or a program; what it did must be patched in, not read anew. */
static void
do_something (Registry *self)
{
  const YunEntity      *entity = pick_entity (self);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) all = yun_filter_new (entity);
  g_autoptr (GArray)    ids =
    yun_store_list_ids_sync (self->sql, entity, all, NULL, FALSE, NULL, &error);
  g_autoptr (YunRecord) record = NULL;
  int                   what = g_rand_int_range (self->rand, 0, 7);

  g_assert_no_error (error);
  if (ids->len > 0)
    record = yun_store_get_sync (
      self->sql, entity,
      g_array_index (ids, gint64, (guint) g_rand_int_range (self->rand, 0, (int) ids->len)),
      &error);
  else
    what = 0; /* their import was undone */
  g_assert_no_error (error);
  switch (what)
    {
    case 0:
      g_clear_object (&record);
      record = make_record (entity, self->rand, 0.6);
      change = yun_store_save_sync (self->columns, record, "", NULL, &error);
      break;
    case 1:
      change = yun_store_remove_sync (self->columns, record, "", NULL, &error);
      break;
    case 2:
      change =
        import_random (self->columns, YUN_ACTION_IMPORT, entity, 20, self->rand, NULL, &error);
      break;
    case 3:
      change = yun_store_undo_sync (self->columns, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, &error);
      break;
    case 4:
      change = yun_store_redo_sync (self->columns, "", NULL, &error);
      break;
    default:
      for (int i = 0; i < 4; i++)
        {
          const YunField *field = pick_field (self, entity);

          if ((field->flags & YUN_FIELD_SYSTEM) == 0 && strcmp (field->id, "credit-code") != 0)
            change_field (record, field, self->rand);
        }
      change = yun_store_save_sync (self->columns, record, "", NULL, &error);
      break;
    }
  if (change == NULL)
    g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING);
}

static void
test_patches (Registry *self, gconstpointer data)
{
  add_places (self);
  for (int i = 0; i < (g_test_thorough () ? 200 : 25); i++)
    {
      int n = g_rand_int_range (self->rand, 1, 4);

      for (int k = 0; k < n; k++)
        do_something (self);
      g_assert_cmpuint (yun_store_get_columns_size_sync (self->columns), >, 0);
      compare_many (self, 12);
    }
}

static void
taken_in_cb (YunStore *store, YunChange *change, guint *n)
{
  *n += change->action == YUN_ACTION_OUTSIDE || change->action == YUN_ACTION_RENEW;
}

/* Lets the store that writes notice what others wrote, as it does by itself within a second. */
static void
take_in (Registry *self)
{
  guint  n = 0;
  gulong handler = g_signal_connect (self->columns, "changed", G_CALLBACK (taken_in_cb), &n);

  yun_store_set_rest_ms (self->columns, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  stop_rests (self->columns);
  g_signal_handler_disconnect (self->columns, handler);
}

/* Another program writes: noticed, read anew, and never answered from what was. */
static void
test_foreign_writes (Registry *self, gconstpointer data)
{
  g_autoptr (YunFilter) filter = yun_filter_parse ("plot status:in-use", NULL, NULL);
  g_autoptr (GError)    error = NULL;

  add_places (self);
  compare (self, filter);
  write_apart (self->fixture.path,
               "UPDATE plot SET status='in-use' WHERE id%3=0; DELETE FROM firm WHERE id%4=0;");
  compare (self, filter);
  g_assert_true (yun_store_keep_columns_sync (self->columns, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (yun_store_get_columns_size_sync (self->columns), >, 0);
  compare_many (self, 40);
  take_in (self);
  compare (self, filter);
  compare_many (self, 40);
}

/* The same by a program that is a Yunjian. */
static void
test_other_store (Registry *self, gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  add_places (self);
  change =
    import_random (self->sql, YUN_ACTION_IMPORT, &yun_entity_firm, 30, self->rand, NULL, &error);
  g_assert_no_error (error);
  compare_many (self, 5);
  g_assert_true (yun_store_keep_columns_sync (self->columns, &error));
  g_assert_cmpuint (yun_store_get_columns_size_sync (self->columns), >, 0);
  compare_many (self, 40);
}

typedef struct
{
  YunStore *store;
  int      *stop; /* atomic */
} Asker;

static gpointer
ask_often (gpointer data)
{
  static const char *const facets[] = { "zone", "town", "status", NULL };
  Asker                   *asker = data;
  g_autoptr (YunFilter)    filter = yun_filter_parse ("-status:in-use 卫星", NULL, NULL);

  while (!g_atomic_int_get (asker->stop))
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunAnswer) answer =
        yun_store_ask_sync (asker->store, filter, ALL, facets, NULL, &error);
      g_autoptr (GArray) ids =
        yun_store_list_ids_sync (asker->store, &yun_entity_plot, filter, NULL, TRUE, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (answer->totals[yun_entity_get_index (&yun_entity_plot)].count, ==,
                       answer->ids[yun_entity_get_index (&yun_entity_plot)]->len);
    }
  return NULL;
}

/* Answers while rows are written, columns patched and loaded again. */
static void
test_threads (Registry *self, gconstpointer data)
{
  int      stop = FALSE;
  Asker    asker = { self->columns, &stop };
  GThread *a = g_thread_new ("a", ask_often, &asker);
  GThread *b = g_thread_new ("b", ask_often, &asker);

  for (int i = 0; i < 30; i++)
    {
      do_something (self);
      if (i % 10 == 9)
        write_apart (self->fixture.path, "UPDATE plot SET status='reserve' WHERE id%5=0");
    }
  g_atomic_int_set (&stop, TRUE);
  g_thread_join (a);
  g_thread_join (b);
}

/* Closed while they are being loaded. */
static void
test_close (Registry *self, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    {
      g_autoptr (YunStore) store = fixture_open_apart (&self->fixture);

      yun_store_keep_columns (store);
      if (i % 2 == 0)
        yun_store_close (store);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

#define CACHE "columns-4"

static void
reopen (Registry *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->sql);
  yun_store_close (self->columns);
  g_clear_object (&self->columns);
  self->columns = fixture_open (&self->fixture);
  stop_rests (self->columns);
  self->sql = fixture_open_apart (&self->fixture);
  stop_rests (self->sql);
  g_assert_true (yun_store_keep_columns_sync (self->columns, &error));
  g_assert_no_error (error);
}

/* Whether the cache was used: reading it stamps its file, and writing it makes another. */
static gboolean
uses_cache (Registry *self)
{
  g_autofree char *file = yun_cache_get_file (self->fixture.path, CACHE);
  gint64           yesterday = g_get_real_time () / G_USEC_PER_SEC - 86400;
  struct utimbuf   old = { yesterday, yesterday };
  GStatBuf         before, after;

  g_assert_no_errno (g_utime (file, &old));
  g_assert_no_errno (g_stat (file, &before));
  reopen (self);
  g_assert_no_errno (g_stat (file, &after));
  return after.st_ino == before.st_ino && after.st_mtime != old.modtime;
}

/* From the cache: the same answers, also after edits and by another program; never stale, nor wrong
 * when it is damaged. */
static void
test_cached (Registry *self, gconstpointer data)
{
  g_autofree char      *file = yun_cache_get_file (self->fixture.path, CACHE);
  g_autofree char      *bytes = NULL;
  g_autoptr (YunFilter) word = yun_filter_parse ("示例", NULL, NULL);
  gsize                 n;

  add_places (self);
  reopen (self);
  g_assert_true (uses_cache (self));
  compare_many (self, g_test_thorough () ? 2000 : 100);
  for (int i = 0; i < 5; i++)
    {
      do_something (self);
      compare_many (self, 12);
      /* what was kept and what has been edited since */
      if (i % 2 == 0)
        g_assert_true (uses_cache (self));
      compare_many (self, 12);
    }
  write_apart (self->fixture.path,
               "UPDATE plot SET status='in-use' WHERE id%3=0; DELETE FROM firm WHERE id%4=0;");
  compare_many (self, 12);
  take_in (self);
  compare_many (self, 12);

  g_assert_true (uses_cache (self));
  compare_many (self, 12);

  /* The texts are looked at last, and then asked of the database. */
  g_assert_true (g_file_get_contents (file, &bytes, &n, NULL));
  for (gsize i = 0; i + 8 < n; i++)
    if (memcmp (bytes + i, "\n", 1) == 0)
      bytes[i] = 'n';
  g_unlink (file);
  g_assert_true (g_file_set_contents (file, bytes, (gssize) n, NULL));
  reopen (self);
  compare (self, word);
  compare_many (self, 12);
  g_unlink (file);
}

#define ADD(name, data, func) g_test_add (name, Registry, data, set_up, func, tear_down)
#define ADD_IN(zone, name, func) g_test_add (name, Registry, zone, set_up_moments, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/columns/filters", NULL, test_filters);
  ADD ("/columns/foreign-values", foreign_values, test_filters);
  ADD ("/columns/terms", NULL, test_terms);
  ADD ("/columns/foreign-values-terms", foreign_values, test_terms);
  ADD_IN ("EAST-14", "/columns/days-east", test_days);
  ADD_IN ("WEST+12", "/columns/days-west", test_days);
  ADD ("/columns/patches", NULL, test_patches);
  ADD ("/columns/foreign-values-patches", foreign_values, test_patches);
  ADD ("/columns/foreign-writes", NULL, test_foreign_writes);
  ADD ("/columns/other-store", NULL, test_other_store);
  ADD ("/columns/cached", NULL, test_cached);
  ADD ("/columns/cached-foreign-values", foreign_values, test_cached);
  ADD ("/columns/threads", NULL, test_threads);
  ADD ("/columns/close", NULL, test_close);
  return g_test_run ();
}
