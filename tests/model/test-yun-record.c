/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-link.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-record.h"
#include "yun-town.h"
#include "yun-wkb.h"
#include "yun-zone.h"

#include <math.h>

static YunRecord *
make_full (const YunEntity *entity)
{
  YunRecord             *record = yun_entity_new_record (entity);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *text = NULL;

      switch (fields[i]->kind)
        {
        case YUN_KIND_TEXT:
        case YUN_KIND_LINK:
          text = g_strdup_printf ("值 %u", i);
          break;
        case YUN_KIND_LIST:
        case YUN_KIND_LINKS:
          text = g_strdup_printf ("甲%u;乙", i);
          break;
        case YUN_KIND_DATE:
          text = g_strdup ("2026-02-28");
          break;
        case YUN_KIND_TERMS:
          text = g_strdup_printf ("%s@2021/;别的", fields[i]->values->values[0].id);
          break;
        case YUN_KIND_INT:
          text = g_strdup_printf ("%u", i);
          break;
        case YUN_KIND_REAL:
          text = g_strdup_printf ("%u.25", i);
          break;
        case YUN_KIND_ENUM:
          text = g_strdup (fields[i]->values->values[i % (guint) fields[i]->values->n_plain].id);
          break;
        case YUN_KIND_SET:
          text = g_strdup_printf ("%s;%s", fields[i]->values->values[0].id,
                                  fields[i]->values->values[2].id);
          break;
        }
      g_assert_true (yun_record_parse_value (record, fields[i], text, &error));
      g_assert_no_error (error);
    }
  return record;
}

static void
test_tables (void)
{
  guint                   n_entities;
  const YunEntity *const *entities = yun_entity_list (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      g_assert_true (yun_entity_find (entities[e]->plural) == entities[e]);
      g_assert_true (yun_entity_find (entities[e]->zh) == entities[e]);
      for (guint i = 0; fields[i] != NULL; i++)
        {
          g_assert_true (g_hash_table_add (seen, (gpointer) fields[i]->id));
          if (g_strcmp0 (fields[i]->id, fields[i]->column) != 0)
            g_assert_true (g_hash_table_add (seen, (gpointer) fields[i]->column));
          g_assert_true ((fields[i]->values != NULL) ==
                         (fields[i]->kind == YUN_KIND_ENUM || fields[i]->kind == YUN_KIND_SET ||
                          fields[i]->kind == YUN_KIND_TERMS));
          g_assert_true (yun_entity_get_field (entities[e], fields[i]->id) == fields[i]);
          g_assert_cmpstr (fields[i]->zh, !=, "");
        }
    }
}

/* A Chinese name means one field of an entity, and the same id in all entities that have it. */
static void
test_names_are_clear (void)
{
  guint                   n_entities;
  const YunEntity *const *entities = yun_entity_list (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        {
          g_auto (GStrv) words = g_strsplit (fields[i]->zh, ";", -1);

          for (guint w = 0; words[w] != NULL; w++)
            if (yun_entity_get_field (entities[e], words[w]) != fields[i])
              g_error ("%s: %s means %s and %s", entities[e]->id, words[w], fields[i]->id,
                       yun_entity_get_field (entities[e], words[w])->id);
        }
    }
}

static void
test_values (void)
{
  guint                   n_entities;
  const YunEntity *const *entities = yun_entity_list (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    {
      g_autoptr (YunRecord)  empty = yun_entity_new_record (entities[e]);
      g_autoptr (YunRecord)  full = make_full (entities[e]);
      g_autoptr (YunRecord)  again = yun_entity_new_record (entities[e]);
      g_autoptr (YunRecord)  copy = yun_record_copy (full);
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        {
          g_autofree char *value = yun_record_dup_value (full, fields[i]);
          g_autofree char *shown = yun_record_format (full, fields[i]);
          g_autofree char *nothing = yun_record_dup_value (empty, fields[i]);
          g_autofree char *unknown = yun_record_format (empty, fields[i]);

          g_assert_nonnull (value);
          g_assert_true (yun_record_is_known (full, fields[i]));
          g_assert_cmpstr (shown, !=, "");
          g_assert_true (yun_record_parse_value (again, fields[i], value, NULL));
          if (strcmp (fields[i]->id, "uid") == 0)
            continue;
          g_assert_null (nothing);
          g_assert_cmpstr (unknown, ==, "Unknown");
          g_assert_true (yun_record_parse_value (copy, fields[i], NULL, NULL));
          g_assert_false (yun_record_is_known (copy, fields[i]));
          g_assert_false (yun_record_equal (copy, full) && strcmp (fields[i]->id, "created") != 0 &&
                          strcmp (fields[i]->id, "updated") != 0);
        }
      g_assert_true (yun_record_equal (full, again));
      g_assert_false (yun_record_equal (full, empty));
    }
}

static void
test_bad_values (void)
{
  static const struct
  {
    const char *field;
    const char *text;
  } cases[] = {
    { "area-paper", "12,5" },
    { "area-paper", "abc" },
    { "area-paper", "inf" },
    { "grade-year", "2.5" },
    { "grade-year", "9999999999999999999" },
    { "use-state", "破旧" },
    { "segment", "satellite;moon" },
    { "event-date", "2026-02-30" },
    { "event-date", "26" },
    { "event-date", "2026/02/01" },
    { "status", "reusable" },
  };
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YunField    *field = yun_entity_get_field (&yun_entity_plot, cases[i].field);
      g_autoptr (GError) error = NULL;

      if (yun_record_parse_value (plot, field, cases[i].text, &error))
        g_error ("%s was taken for %s", cases[i].text, cases[i].field);
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
      g_assert_false (yun_record_is_known (plot, field));
    }
}

static void
set (YunRecord *record, const char *field, const char *text)
{
  g_autoptr (GError) error = NULL;

  yun_record_parse_value (record, yun_entity_get_field (yun_record_get_entity (record), field),
                          text, &error);
  g_assert_no_error (error);
}

static void
assert_value (YunRecord *record, const char *field, const char *expected)
{
  g_autofree char *value =
    yun_record_dup_value (record, yun_entity_get_field (yun_record_get_entity (record), field));

  g_assert_cmpstr (value, ==, expected);
}

static void
test_plot_status (void)
{
  static const struct
  {
    const char *standing;
    const char *use;
    const char *status;
  } cases[] = {
    { "idle", "in-use", "found-idle" },  { "low", "vacant", "low" },
    { "approved", NULL, "approved" },    { "supplied", NULL, "supplied" },
    { "reserve", "cleared", "reserve" }, { "none", "vacant", "vacant" },
    { NULL, "cleared", "cleared" },      { NULL, "construction", "construction" },
    { "none", "in-use", "in-use" },      { NULL, "unknown", "unknown" },
    { NULL, NULL, "unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
      g_autofree char      *status = NULL;

      set (plot, "standing", cases[i].standing);
      set (plot, "use-state", cases[i].use);
      yun_record_derive (plot, NULL);
      assert_value (plot, "status", cases[i].status);
    }
}

static void
test_plot_area (void)
{
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autoptr (YunGeom)   cell = yun_wkt_read (
      "POLYGON((121.20 31.00,121.21 31.00,121.21 31.01,121.20 31.01,121.20 31.00))", NULL);
  const YunField *area = yun_entity_get_field (&yun_entity_plot, "area");
  const YunField *computed = yun_entity_get_field (&yun_entity_plot, "area-computed");

  set (plot, "town", "泗泾镇");
  yun_record_derive (plot, NULL);
  g_assert_false (yun_record_is_known (plot, area));
  assert_value (plot, "zone", "north");

  yun_record_set_shape (plot, cell);
  yun_record_derive (plot, NULL);
  g_assert_cmpfloat_with_epsilon (yun_record_get_real (plot, area), 1058796.208, 0.01);
  assert_value (plot, "area-method", "ellipsoidal");

  set (plot, "area-paper", "1000000");
  yun_record_derive (plot, NULL);
  g_assert_cmpfloat (yun_record_get_real (plot, area), ==, 1000000);
  g_assert_cmpfloat_with_epsilon (yun_record_get_real (plot, computed), 1058796.208, 0.01);
}

static void
test_firm_segments (void)
{
  g_autoptr (YunRecord) firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autofree char      *segments = NULL;
  g_autofree char      *text = NULL;

  set (firm, "name", "上海格思航天科技有限公司");
  set (firm, "niche", "sat.ait");
  set (firm, "niches", "ops.build;ter.fixed");
  set (firm, "town", "九亭镇");
  yun_record_derive (firm, NULL);
  assert_value (firm, "segment", "satellite;terminal;operation");
  text = yun_record_dup_search_text (firm);
  g_assert_nonnull (strstr (text, "gesihangtian"));
  g_assert_nonnull (strstr (text, "格思航天"));
}

/* By the kind unless stated; what is stated can be taken back. */
static void
test_facility_segments (void)
{
  static const struct
  {
    const char *kind, *segment;
  } kinds[] = {
    { "ground-station", "terminal" },
    { "ttc-system", "terminal" },
    { "operation-centre", "operation" },
    { "computing-centre", "operation" },
    { "satellite-factory", "satellite" },
    { "factory", NULL },
    { "laboratory", NULL },
    { "observatory", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (YunRecord) facility = yun_entity_new_record (yun_entity_find ("facility"));

      set (facility, "kind", kinds[i].kind);
      yun_record_derive (facility, NULL);
      assert_value (facility, "segment", kinds[i].segment);
      set (facility, "own-segment", "rocket;terminal");
      yun_record_derive (facility, NULL);
      assert_value (facility, "segment", "rocket;terminal");
      set (facility, "own-segment", NULL);
      set (facility, "kind", "ground-station");
      yun_record_derive (facility, NULL);
      assert_value (facility, "segment", "terminal");
    }
}

static void
assert_at (YunRecord *record, const char *town, const char *accuracy)
{
  const YunDistrictTown *at = town != NULL ? yun_chain_find_town (town) : NULL;
  YunGeom               *shape = yun_record_get_shape (record);

  assert_value (record, "accuracy", accuracy);
  if (at == NULL)
    {
      g_assert_null (shape);
      return;
    }
  g_assert_nonnull (shape);
  g_assert_cmpfloat (yun_geom_get_box (shape)->x0, ==, at->lon);
  g_assert_cmpfloat (yun_geom_get_box (shape)->y0, ==, at->lat);
}

static void
test_place_by_town (void)
{
  g_autoptr (YunRecord) firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autoptr (YunRecord) park = yun_entity_new_record (yun_entity_find ("park"));
  g_autoptr (YunRecord) zone = yun_entity_new_record (yun_entity_find ("zone"));
  g_autoptr (YunGeom)   point = yun_geom_new_point (121.2, 31.1);

  yun_record_place_by_town (firm, NULL);
  assert_at (firm, NULL, "none");
  set (firm, "town", "九亭镇");
  yun_record_place_by_town (firm, NULL);
  assert_at (firm, "九亭镇", "town");
  set (firm, "town", "新桥镇");
  yun_record_place_by_town (firm, NULL);
  assert_at (firm, "新桥镇", "town");
  set (firm, "town", NULL);
  yun_record_place_by_town (firm, NULL);
  assert_at (firm, NULL, "none");

  /* What is known better stays. */
  yun_record_set_shape (firm, point);
  set (firm, "accuracy", "approximate");
  set (firm, "town", "九亭镇");
  yun_record_place_by_town (firm, NULL);
  g_assert_true (yun_geom_equal (yun_record_get_shape (firm), point));
  assert_value (firm, "accuracy", "approximate");

  set (park, "town", "某地;泗泾镇;九亭镇");
  yun_record_place_by_town (park, NULL);
  assert_at (park, "泗泾镇", "town");

  yun_record_place_by_town (zone, NULL);
  g_assert_null (yun_record_get_shape (zone));
  assert_value (zone, "accuracy", NULL);
}

/* A reading that a person wrote is found, joined and as initials, beside the computed ones. */
static void
test_pinyin (void)
{
  g_autoptr (YunRecord) firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;

  yun_record_set_text (firm, yun_entity_get_field (yun_entity_find ("firm"), "name"), "朴枫科技");
  before = yun_record_dup_search_text (firm);
  yun_record_set_text (firm, yun_entity_get_field (yun_entity_find ("firm"), "pinyin"),
                       "Piao Feng Ke Ji");
  after = yun_record_dup_search_text (firm);
  g_assert_null (strstr (before, "\npiaofengkeji\n"));
  g_assert_nonnull (strstr (after, "\npiaofengkeji\npfkj\n"));
  g_assert_cmpstr (yun_record_get_pinyin (firm), ==, "Piao Feng Ke Ji");
}

/* ---- Links -------------------------------------------------------------------- */

/* The park field with another kind: links are tested before any field of the tables is one. */
static const YunField *
make_link (YunFieldKind kind)
{
  YunField *field = g_memdup2 (yun_entity_get_field (&yun_entity_plot, "park"), sizeof *field);

  field->kind = kind;
  field->ref = "park";
  return field;
}

static char *
label_cb (const YunLinkSource *self, const YunEntity *target, const char *uid)
{
  g_assert_true (target == &yun_entity_park);
  if (strcmp (uid, "u1") == 0)
    return g_strdup ("久富开发区");
  if (strcmp (uid, "u2") == 0)
    return g_strdup ("测试园 (九亭镇)");
  return strcmp (uid, "u3") == 0 ? g_strdup ("测试园 (泗泾镇)") : NULL;
}

static GPtrArray *
named_cb (const YunLinkSource *self, const YunEntity *target, const char *text)
{
  static const char *const uids[] = { "u1", "u2", "u3" };
  GPtrArray               *found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (uids); i++)
    {
      g_autofree char *label = label_cb (self, target, uids[i]);

      if (strcmp (text, uids[i]) == 0 || g_str_has_prefix (label, text))
        g_ptr_array_add (found, g_strdup (uids[i]));
    }
  return found;
}

static const YunLinkSource source = { .dup_label = label_cb, .list_named = named_cb };

static void
test_resolve (void)
{
  static const struct
  {
    YunFieldKind kind;
    const char  *text;
    const char  *value; /* NULL: an error */
    int          code;
  } cases[] = {
    { YUN_KIND_LINK, "久富开发区", "u1", 0 },
    { YUN_KIND_LINK, "u3", "u3", 0 },
    { YUN_KIND_LINK, "测试园 (泗泾镇)", "u3", 0 },
    { YUN_KIND_LINK, "测试园", NULL, YUN_MODEL_ERROR_SEVERAL },
    { YUN_KIND_LINK, "没有的园", NULL, YUN_MODEL_ERROR_NO_RECORD },
    { YUN_KIND_LINK, "u1;u2", NULL, YUN_MODEL_ERROR_VALUE },
    { YUN_KIND_LINK, "u1; 久富开发区", "u1", 0 },
    { YUN_KIND_LINKS, " u2 ；久富开发区;u2", "u2;u1", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree YunField *field = (YunField *) make_link (cases[i].kind);
      g_autofree char     *value = NULL;
      g_autoptr (GError)   error = NULL;

      g_test_message ("%s", cases[i].text);
      if (yun_link_resolve (field, cases[i].text, &source, &value, &error))
        g_assert_cmpstr (value, ==, cases[i].value);
      else
        {
          g_assert_null (cases[i].value);
          g_assert_error (error, YUN_MODEL_ERROR, cases[i].code);
          g_assert_cmpstr (value, ==, cases[i].text);
        }
      if (cases[i].code == YUN_MODEL_ERROR_SEVERAL)
        g_assert_true (strstr (error->message, "泗泾镇") != NULL);
    }
}

static void
test_link_labels (void)
{
  g_autofree YunField  *field = (YunField *) make_link (YUN_KIND_LINKS);
  g_autoptr (YunRecord) plot = yun_entity_new_record (&yun_entity_plot);
  g_autofree char      *labels = yun_link_dup_labels (field, "u1;某园", &source);
  g_autofree char      *shown = NULL, *value = NULL;

  g_assert_cmpstr (labels, ==, "久富开发区;某园");
  yun_record_set_text (plot, field, "u1;某园");
  g_assert_null (yun_record_get_link_labels (plot, field));
  yun_record_set_link_labels (plot, field, labels);
  shown = yun_record_format (plot, field);
  value = yun_record_dup_value (plot, field);
  g_assert_cmpstr (shown, ==, "久富开发区, 某园 (no record)");
  g_assert_cmpstr (value, ==, "久富开发区;某园");
  yun_record_set_text (plot, field, "u1;某园");
  g_assert_nonnull (yun_record_get_link_labels (plot, field));
  yun_record_set_text (plot, field, "u2");
  g_assert_null (yun_record_get_link_labels (plot, field));
}

/* Two registries made apart agree, so this never changes. */
static void
test_key_uid (void)
{
  g_autofree char *town = yun_link_dup_key_uid (&yun_entity_town, "310117001");
  g_autofree char *again = yun_link_dup_key_uid (&yun_entity_town, "310117001");
  g_autofree char *zone = yun_link_dup_key_uid (&yun_entity_zone, "310117001");

  g_assert_cmpstr (town, ==, "26007a40-a3b8-541a-845b-077655f2ab02");
  g_assert_cmpstr (town, ==, again);
  g_assert_cmpstr (town, !=, zone);
  g_assert_true (g_uuid_string_is_valid (town));
  g_assert_cmpstr (yun_chain_find_town (town)->code, ==, "310117001");
}

/* The town's own record of today says the zone; the plan only where there is none. */
static char *
value_cb (const YunLinkSource *self, const YunEntity *target, const char *uid, const char *field)
{
  if (strcmp (uid, "t1") != 0)
    return NULL;
  return g_strdup (strcmp (field, "zone") == 0 ? "south" : "310117001");
}

static void
test_derive_from_town (void)
{
  static const YunLinkSource towns = { .dup_value = value_cb };
  const YunDistrictTown     *first = yun_chain_find_town ("310117001");
  g_autoptr (YunRecord)      plot = yun_entity_new_record (&yun_entity_plot);
  const YunField            *town = yun_entity_get_field (&yun_entity_plot, "town");
  const YunField            *zone = yun_entity_get_field (&yun_entity_plot, "zone");

  yun_record_set_text (plot, town, "t1");
  yun_record_derive (plot, NULL);
  g_assert_cmpint (yun_record_get_int (plot, zone), ==, -1);
  yun_record_derive (plot, &towns);
  g_assert_cmpint (yun_record_get_int (plot, zone), ==, yun_enum_find (&yun_enum_zone, "south"));
  yun_record_place_by_town (plot, &towns);
  g_assert_nonnull (yun_record_get_shape (plot));

  yun_record_set_int (plot, zone, -1);
  yun_record_set_text (plot, town, first->uid);
  yun_record_derive (plot, &towns);
  g_assert_cmpint (yun_record_get_int (plot, zone), ==,
                   yun_enum_find (&yun_enum_zone, first->zone));
}

/* What was said of a town's middle is not said of the place a person gives. */
static void
test_move (void)
{
  const YunEntity      *entity = yun_entity_find ("firm");
  const YunField       *accuracy = yun_entity_get_field (entity, "accuracy");
  const YunField       *metres = yun_entity_get_field (entity, "accuracy-m");
  g_autoptr (YunRecord) firm = yun_entity_new_record (entity);
  g_autoptr (YunGeom)   one = yun_geom_new_point (121.3, 31.1);
  g_autoptr (YunGeom)   other = yun_geom_new_point (121.31, 31.1);

  yun_record_set_shape (firm, one);
  yun_record_set_int (firm, accuracy, YUN_ACCURACY_TOWN);
  yun_record_set_real (firm, metres, 3000);
  g_assert_false (yun_record_is_placed (firm));
  g_assert_true (yun_record_move (firm, other));
  g_assert_true (yun_record_get_shape (firm) == other);
  g_assert_true (yun_record_is_placed (firm));
  g_assert_cmpint (yun_record_get_int (firm, accuracy), ==, YUN_ACCURACY_UNKNOWN);
  g_assert_false (yun_record_is_known (firm, metres));

  /* what was said of a place of its own stays */
  yun_record_set_int (firm, accuracy, YUN_ACCURACY_APPROXIMATE);
  yun_record_set_real (firm, metres, 50);
  g_assert_false (yun_record_move (firm, one));
  g_assert_cmpint (yun_record_get_int (firm, accuracy), ==, YUN_ACCURACY_APPROXIMATE);
  g_assert_cmpfloat (yun_record_get_real (firm, metres), ==, 50);

  g_assert_false (yun_record_move (firm, NULL));
  g_assert_cmpint (yun_record_get_int (firm, accuracy), ==, YUN_ACCURACY_NONE);
  g_assert_false (yun_record_is_known (firm, metres));
  g_assert_false (yun_record_is_placed (firm));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/tables", test_tables);
  g_test_add_func ("/record/names-are-clear", test_names_are_clear);
  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/bad-values", test_bad_values);
  g_test_add_func ("/plot/status", test_plot_status);
  g_test_add_func ("/plot/area", test_plot_area);
  g_test_add_func ("/firm/segments", test_firm_segments);
  g_test_add_func ("/facility/segments", test_facility_segments);
  g_test_add_func ("/record/place-by-town", test_place_by_town);
  g_test_add_func ("/record/move", test_move);
  g_test_add_func ("/link/resolve", test_resolve);
  g_test_add_func ("/link/labels", test_link_labels);
  g_test_add_func ("/link/key-uid", test_key_uid);
  g_test_add_func ("/link/derive-from-town", test_derive_from_town);
  g_test_add_func ("/record/pinyin", test_pinyin);
  return g_test_run ();
}
