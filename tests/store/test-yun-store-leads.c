/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-store-leads.h"
#include "yun-store-private.h"
#include "yun-town.h"
#include "yun-zone.h"

/* A plot is a square to the east of @lon, others a point; 0: without a place. */
static YunRecord *
save_at (YunStore *store, YunRecord *record, double lon)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunGeom)   shape = NULL;

  if (lon != 0)
    {
      shape = yun_record_get_entity (record) == &yun_entity_plot
                ? yun_geom_new_box (&(YunRect){ lon, 31.1, lon + 0.001, 31.101 })
                : yun_geom_new_point (lon, 31.1);
      yun_record_set_shape (record, shape);
    }
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  return record;
}

/* (transfer full): saved at @lon; @link, @to (nullable): what it links to */
static YunRecord *
add (YunStore        *store,
     const YunEntity *entity,
     const char      *name,
     const char      *link,
     YunRecord       *to,
     double           lon)
{
  YunRecord *record = yun_entity_new_record (entity);

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  if (link != NULL)
    yun_record_set_text (record, yun_entity_get_field (entity, link), yun_record_get_uid (to));
  return save_at (store, record, lon);
}

static YunRecord *
add_reserve (YunStore *store, const char *name, double lon)
{
  YunRecord *record = yun_entity_new_record (&yun_entity_plot);

  yun_record_set_text (record, yun_entity_get_field (&yun_entity_plot, "name"), name);
  g_assert_true (yun_record_parse_value (
    record, yun_entity_get_field (&yun_entity_plot, "standing"), "reserve", NULL));
  return save_at (store, record, lon);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full) */
static YunLeads *
ask (YunStore *store, YunRecord *record, double near_m)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  YunLeads                *leads;

  yun_store_list_leads_async (store, record, near_m, NULL, answered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  leads = yun_store_list_leads_finish (store, result, &error);
  g_assert_no_error (error);
  return leads;
}

static const YunLead *
find_linked (const YunLeads *leads, const YunEntity *entity, const char *field)
{
  for (guint i = 0; i < leads->linked->len; i++)
    {
      const YunLead *lead = g_ptr_array_index (leads->linked, i);

      if (lead->entity == entity && g_str_equal (lead->field->id, field))
        return lead;
    }
  g_assert_not_reached ();
}

static const YunLead *
find_near (const YunLeads *leads, YunLeadKind kind, const YunEntity *entity)
{
  for (guint i = 0; i < leads->near->len; i++)
    {
      const YunLead *lead = g_ptr_array_index (leads->near, i);

      if (lead->kind == kind && lead->entity == entity)
        return lead;
    }
  g_assert_not_reached ();
}

static gint64
count (YunStore *store, const YunLead *lead)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
    yun_store_list_ids_sync (store, lead->entity, lead->filter, NULL, FALSE, NULL, &error);

  g_assert_no_error (error);
  return ids->len;
}

/* Who links to a park, by which field; of two that have one name each has its own. */
static void
test_linked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) park = add (store, &yun_entity_park, "东园", NULL, NULL, 0);
  g_autoptr (YunRecord) twin = add (store, &yun_entity_park, "东园", NULL, NULL, 0);
  g_autoptr (YunRecord) a = add (store, &yun_entity_firm, "甲", "park", park, 0);
  g_autoptr (YunRecord) b = add (store, &yun_entity_firm, "乙", "park", park, 0);
  g_autoptr (YunRecord) c = add (store, &yun_entity_firm, "丙", "park", twin, 0);
  g_autoptr (YunRecord) d = add (store, &yun_entity_plot, "一号", "park", park, 0);
  g_autoptr (YunRecord) run = add (store, &yun_entity_park, "西园", "operator", a, 0);
  g_autoptr (YunLeads)  leads = ask (store, park, 1000), of_firm = ask (store, a, 1000);
  const YunLead        *firms = find_linked (leads, &yun_entity_firm, "park");
  const YunLeadRow     *first = g_ptr_array_index (firms->rows, 0);
  g_autofree char      *text = NULL;
  const YunLead        *parks = find_linked (of_firm, &yun_entity_park, "operator");

  g_assert_cmpint (firms->count, ==, 2);
  g_assert_cmpint (count (store, firms), ==, 2);
  g_assert_cmpuint (firms->rows->len, ==, 2);
  g_assert_cmpstr (first->label, ==, "甲");
  g_assert_cmpstr (first->key, ==, yun_record_get_uid (a));
  g_assert_cmpint (find_linked (leads, &yun_entity_plot, "park")->count, ==, 1);
  g_assert_cmpint (find_linked (leads, &yun_entity_facility, "park")->count, ==, 0);
  g_assert_false (leads->measured);
  g_assert_cmpuint (leads->near->len, ==, 0);

  g_assert_cmpint (parks->count, ==, 1);
  text = yun_filter_print (parks->filter);
  g_assert_cmpstr (text, ==, "park operator:甲");
}

/* Zones are linked to by their codes; towns are in no list, so all are named. */
static void
test_zone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunRecord) zone = yun_store_find_sync (store, &yun_entity_zone, "core", &error);
  g_autoptr (YunLeads)  leads = NULL;
  const YunLead        *towns;

  g_assert_no_error (error);
  leads = ask (store, zone, 1000);
  towns = find_linked (leads, &yun_entity_town, "zone");
  g_assert_cmpint (towns->count, >, 0);
  g_assert_cmpint (towns->count, ==, towns->rows->len);
  g_assert_cmpstr (((YunLeadRow *) g_ptr_array_index (towns->rows, 0))->label, ==, "九亭镇");
}

/* What lies within the distance without the record itself, what cannot be told apart from that. */
static void
test_near (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) here = add (store, &yun_entity_plot, "一号", NULL, NULL, 121.3);
  g_autoptr (YunRecord) beside = add (store, &yun_entity_plot, "二号", NULL, NULL, 121.3012);
  g_autoptr (YunRecord) off = add (store, &yun_entity_plot, "三号", NULL, NULL, 121.31);
  g_autoptr (YunRecord) nowhere = add (store, &yun_entity_plot, "四号", NULL, NULL, 0);
  g_autoptr (YunLeads)  leads = ask (store, here, 3000);
  const YunLead        *neighbours = find_near (leads, YUN_LEAD_NEIGHBOURS, &yun_entity_plot);
  g_autofree char      *text = yun_filter_print (neighbours->filter);
  g_autoptr (YunRecord) twin = NULL;
  g_autoptr (YunLeads)  again = NULL;
  g_autofree char      *by_uid = NULL;

  g_assert_true (leads->measured);
  g_assert_cmpstr (text, ==, "plot near:一号<50m");
  g_assert_cmpint (neighbours->count, ==, 1);
  g_assert_true (neighbours->with_self);
  g_assert_cmpint (count (store, neighbours), ==, 2);
  g_assert_cmpint (neighbours->untold, ==, 1);
  g_assert_cmpstr (((YunLeadRow *) g_ptr_array_index (neighbours->rows, 0))->label, ==, "二号");
  g_assert_cmpint (find_near (leads, YUN_LEAD_REUSABLE, &yun_entity_plot)->count, ==, 0);

  /* Its name alone does not say which is meant any more. */
  twin = add (store, &yun_entity_plot, "一号", NULL, NULL, 121.35);
  again = ask (store, here, 3000);
  neighbours = find_near (again, YUN_LEAD_NEIGHBOURS, &yun_entity_plot);
  by_uid = yun_filter_print (neighbours->filter);
  g_assert_nonnull (strstr (by_uid, yun_record_get_uid (here)));
  g_assert_cmpint (neighbours->count, ==, 1);
}

/* How near is near is what was asked; what is built on is not reusable. */
static void
test_distance (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double metres;
    gint64 plots, firms, facilities;
  } cases[] = { { 500, 0, 1, 0 }, { 1000, 1, 1, 1 }, { 3000, 2, 2, 1 } };
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) here = add_reserve (store, "一号", 121.3);
  g_autoptr (YunRecord) near_plot = add_reserve (store, "二号", 121.3095); /* 810 m */
  g_autoptr (YunRecord) far_plot = add_reserve (store, "三号", 121.33);    /* 2760 m */
  g_autoptr (YunRecord) built = add (store, &yun_entity_plot, "四号", NULL, NULL, 121.302);
  g_autoptr (YunRecord) firm = add (store, &yun_entity_firm, "甲", NULL, NULL, 121.303);
  g_autoptr (YunRecord) far_firm = add (store, &yun_entity_firm, "乙", NULL, NULL, 121.32);
  g_autoptr (YunRecord) facility = add (store, &yun_entity_facility, "站", NULL, NULL, 121.309);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunLeads) leads = ask (store, here, cases[i].metres);
      const YunLead       *plots = find_near (leads, YUN_LEAD_REUSABLE, &yun_entity_plot);

      g_assert_cmpint (plots->count, ==, cases[i].plots);
      g_assert_true (plots->with_self);
      g_assert_cmpint (count (store, plots), ==, cases[i].plots + 1);
      g_assert_cmpuint (plots->rows->len, ==, 0);
      g_assert_cmpint (find_near (leads, YUN_LEAD_NEAR, &yun_entity_firm)->count, ==,
                       cases[i].firms);
      g_assert_cmpint (find_near (leads, YUN_LEAD_NEAR, &yun_entity_facility)->count, ==,
                       cases[i].facilities);
    }
}

/* A record by what a link holds, and one that is gone. */
static void
test_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunRecord)    park = add (store, &yun_entity_park, "东园", NULL, NULL, 0);
  g_autoptr (GAsyncResult) found = NULL, zone = NULL, gone = NULL;
  g_autoptr (YunRecord)    record = NULL, core = NULL;
  g_autoptr (GError)       error = NULL;

  yun_store_find_key_async (store, &yun_entity_park, yun_record_get_uid (park), NULL, answered_cb,
                            &found);
  yun_store_find_key_async (store, &yun_entity_zone, "core", NULL, answered_cb, &zone);
  yun_store_find_key_async (store, &yun_entity_firm, yun_record_get_uid (park), NULL, answered_cb,
                            &gone);
  while (found == NULL || zone == NULL || gone == NULL)
    g_main_context_iteration (NULL, TRUE);
  record = yun_store_find_key_finish (store, found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (yun_record_get_id (record), ==, yun_record_get_id (park));
  core = yun_store_find_key_finish (store, zone, &error);
  g_assert_no_error (error);
  g_assert_true (yun_record_get_entity (core) == &yun_entity_zone);
  g_assert_null (yun_store_find_key_finish (store, gone, &error));
  g_assert_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/leads/linked", Fixture, NULL, fixture_set_up, test_linked, fixture_tear_down);
  g_test_add ("/leads/zone", Fixture, NULL, fixture_set_up, test_zone, fixture_tear_down);
  g_test_add ("/leads/near", Fixture, NULL, fixture_set_up, test_near, fixture_tear_down);
  g_test_add ("/leads/distance", Fixture, NULL, fixture_set_up, test_distance, fixture_tear_down);
  g_test_add ("/leads/key", Fixture, NULL, fixture_set_up, test_key, fixture_tear_down);
  return g_test_run ();
}
