/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "yun-firm.h"
#include "yun-park.h"
#include "yun-store-park.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

/* (transfer full): saved, with two fields besides the name. */
static YunRecord *
add (YunStore        *store,
     const YunEntity *entity,
     const char      *name,
     const char      *field,
     const char      *value,
     const char      *park)
{
  YunRecord            *record = yun_entity_new_record (entity);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  if (field != NULL)
    yun_record_parse_value (record, yun_entity_get_field (entity, field), value, &error);
  g_assert_no_error (error);
  if (park != NULL)
    yun_record_set_text (record, yun_entity_get_field (entity, "park"), park);
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  return record;
}

static guint
ask (YunStore *store, YunRecord *park)
{
  g_autoptr (GError) error = NULL;
  guint              segments = 99;

  g_assert_true (yun_store_park_segments_sync (store, park, &segments, NULL, &error));
  g_assert_no_error (error);
  return segments;
}

/* The segments of all firms in it, also of those in several parks; nothing of those elsewhere. */
static void
test_firms (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) full = add (store, &yun_entity_park, "满园", NULL, NULL, NULL);
  g_autoptr (YunRecord) empty = add (store, &yun_entity_park, "空园", NULL, NULL, NULL);
  g_autoptr (YunRecord) stated = add (store, &yun_entity_park, "自述园", "segment", "rocket", NULL);
  g_autofree char      *both =
    yun_field_is_link (yun_entity_get_field (&yun_entity_firm, "park"))
           ? g_strjoin (";", yun_record_get_uid (full), yun_record_get_uid (stated), NULL)
           : g_strdup ("满园;自述园");
  const char           *one = yun_field_is_link (yun_entity_get_field (&yun_entity_firm, "park"))
                                ? yun_record_get_uid (full)
                                : "满园";
  g_autoptr (YunRecord) a = add (store, &yun_entity_firm, "甲", "niche", "sat.ait", one);
  g_autoptr (YunRecord) b = add (store, &yun_entity_firm, "乙", "niche", "ter.drone", both);
  g_autoptr (YunRecord) c = add (store, &yun_entity_firm, "丙", "niche", "rkt.design", NULL);
  g_autoptr (YunRecord) d = add (store, &yun_entity_firm, "丁", NULL, NULL, one);

  g_assert_true (yun_park_lacks_segments (full));
  g_assert_true (yun_park_lacks_segments (empty));
  g_assert_false (yun_park_lacks_segments (stated));
  g_assert_false (yun_park_lacks_segments (d));
  g_assert_cmpuint (ask (store, full), ==, YUN_SEGMENT_SATELLITE | YUN_SEGMENT_TERMINAL);
  g_assert_cmpuint (ask (store, empty), ==, 0);
  g_assert_cmpuint (ask (store, stated), ==, YUN_SEGMENT_TERMINAL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/park/firms", Fixture, NULL, fixture_set_up, test_firms, fixture_tear_down);
  return g_test_run ();
}
