/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-entry.h"

#include "yun-chain.h"

#include <string.h>

/* What people type and paste into a field, and what must not get in. */

#define TODAY "2026-11-30"

static const YunField *
find_field (const char *entity, const char *field)
{
  return yun_entity_get_field (yun_entity_find (entity), field);
}

static void
test_clean (void)
{
  static const char *const names[][2] = {
    { " 洞泾镇  A-1 \n地块\u200b ", "洞泾镇 A-1 地块" },
    { "\ufeff格思航天", "格思航天" },
    { "a\r\nb\tc\u00a0\u3000d", "a b c d" },
    { "\u200b \n", "" },
    { "G60 卫星", "G60 卫星" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *clean = yun_entry_clean (find_field ("plot", "name"), names[i][0]);

      g_assert_cmpstr (clean, ==, names[i][1]);
    }
  {
    g_autofree char *prose =
      yun_entry_clean (find_field ("firm", "business"), " 一\u200b \r\n  二\n\n\n三 四\n");
    g_autofree char *nothing = yun_entry_clean (find_field ("firm", "business"), NULL);

    g_assert_cmpstr (prose, ==, "一\n二\n\n三 四");
    g_assert_cmpstr (nothing, ==, "");
  }
}

static void
test_values (void)
{
  static const struct
  {
    const char *entity, *field, *typed, *kept;
  } cases[] = {
    { "plot", "area-paper", "1,200 亩", "800000" },
    { "plot", "area-paper", "２０亩", "13333.3333333" },
    { "plot", "area-paper", " 500 ", "500" },
    { "plot", "area-paper", "0.5 公顷", "5000" },
    { "plot", "price", "1.5亿元", "15000" },
    { "plot", "density", "100%", "100" },
    { "plot", "area-paper", "0", "0" },
    { "plot", "start-due", "2024年6月", "2024-06" },
    { "plot", "start-due", "2024/6/1", "2024-06-01" },
    { "plot", "start-due", "2024年6月1日", "2024-06-01" },
    { "plot", "start-due", "2024", "2024" },
    { "firm", "founded", "2026", "2026" },
    { "firm", "founded", TODAY, TODAY },
    { "firm", "staff", "1,200", "1200" },
    { "firm", "staff", "１，２００，３００", "1200300" },
    { "firm", "capital", "1,200.5", "1200.5" },
    { "firm", "name", "a ;b", "a ;b" },
    { "plot", "grade", "丙类", "C" },
    { "plot", "grade", "C类", "C" },
    { "plot", "grade", "c 类", "C" },
    { "firm", "niche", "sat.ait", "sat.ait" },
    { "firm", "niches", "sat.ait；ops.build", "sat.ait;ops.build" },
    { "plot", "area-paper", "", NULL },
    { "plot", "standing", " \u200b", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunRecord) record = yun_entity_new_record (yun_entity_find (cases[i].entity));
      const YunField       *field = find_field (cases[i].entity, cases[i].field);
      g_autofree char      *kept = NULL;
      g_autoptr (GError)    error = NULL;

      g_test_message ("%s: “%s”", cases[i].field, cases[i].typed);
      yun_entry_set (record, field, cases[i].typed, TODAY, &error);
      g_assert_no_error (error);
      kept = yun_record_dup_value (record, field);
      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

/* Refused with the reason, and nothing is changed. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *entity, *field, *typed, *word;
  } cases[] = {
    { "plot", "area-paper", "-500", "the least is 0" },
    { "plot", "area-paper", "20 kg", "20 kg" },
    { "plot", "area-paper", "many", "many" },
    { "plot", "density", "100.1", "between 0% and 100%" },
    { "plot", "green", "-1", "between 0% and 100%" },
    { "plot", "far", "-0.5", "between 0 and 50" },
    { "plot", "tenure", "700", "between" },
    { "plot", "grade-year", "20", "between 2000 and 2200" },
    { "firm", "founded", "3020", "between 1800 and 2200" },
    { "firm", "founded", "2026-12-01", "after today" },
    { "firm", "founded", "2026年13月", "2026" },
    { "firm", "staff", "-1", "the least is 0" },
    { "firm", "staff", "1.5", "1.5" },
    { "firm", "capital", "1,5", "1,5" },
    { "firm", "capital", "1，5", "1，5" },
    { "firm", "capital", "1,2000", "1,2000" },
    { "firm", "capital", "1200,300", "1200,300" },
    { "firm", "capital", "1.5,000", "1.5,000" },
    { "plot", "area-paper", "1,5 亩", "1,5 亩" },
    { "park", "area", "-1亩", "the least is 0" },
    { "park", "accuracy-m", "-3", "the least is 0" },
    { "park", "source-date", "2027", "after today" },
    { "plot", "standing", "perhaps", "perhaps" },
    { "firm", "niche", "sat.nothing", "sat.nothing" },
    { "plot", "name", "\xff\xfe", "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunRecord) record = yun_entity_new_record (yun_entity_find (cases[i].entity));
      const YunField       *field = find_field (cases[i].entity, cases[i].field);
      g_autoptr (GError)    error = NULL;

      g_test_message ("%s", cases[i].field);
      g_assert_false (yun_entry_set (record, field, cases[i].typed, TODAY, &error));
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, cases[i].word));
      g_assert_nonnull (strstr (error->message, yun_field_get_label (field)));
      g_assert_false (yun_record_is_known (record, field));
    }
}

/* Every number is of some size: a field without a range is a choice somebody made. */
static void
test_ranges_are_said (void)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if ((fields[i]->kind == YUN_KIND_REAL || fields[i]->kind == YUN_KIND_INT ||
             fields[i]->kind == YUN_KIND_DATE) &&
            (fields[i]->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) == 0 &&
            fields[i]->range == NULL)
          g_error ("%s.%s may be anything", entities[e]->id, fields[i]->id);
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
assert_check (YunRecord *record, const char *wrong)
{
  g_autoptr (GError) error = NULL;
  const YunField    *field;

  g_assert_true (yun_entry_check (record, &field, &error) == (wrong == NULL));
  g_assert_cmpstr (field != NULL ? field->id : NULL, ==, wrong);
  if (wrong != NULL)
    g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
}

static void
test_together (void)
{
  g_autoptr (YunRecord)  firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autoptr (YunRecord)  plot = yun_entity_new_record (yun_entity_find ("plot"));
  const YunDistrictTown *town = yun_chain_find_town ("九亭镇");
  g_autoptr (YunGeom)    anchor = yun_geom_new_point (town->lon, town->lat);
  g_autoptr (YunGeom)    own = yun_geom_new_point (121.3, 31.1);

  assert_check (firm, NULL);
  set (firm, "accuracy", "surveyed");
  assert_check (firm, "accuracy");
  set (firm, "town", "九亭镇");
  set (firm, "accuracy", "town");
  yun_record_set_shape (firm, anchor);
  assert_check (firm, NULL);
  set (firm, "accuracy", "surveyed");
  assert_check (firm, "accuracy");
  set (firm, "accuracy", "schematic");
  assert_check (firm, "accuracy");
  set (firm, "accuracy", "none");
  assert_check (firm, "accuracy");
  yun_record_set_shape (firm, own);
  set (firm, "accuracy", "surveyed");
  assert_check (firm, NULL);
  set (firm, "accuracy", "town");
  assert_check (firm, "accuracy");

  set (plot, "far-min", "2");
  assert_check (plot, NULL);
  set (plot, "far", "1.5");
  assert_check (plot, "far-min");
  set (plot, "far", "2");
  assert_check (plot, NULL);
}

static void
assert_placed (
  const char *town, const char *accuracy, gboolean said, const char *after, gboolean placed)
{
  g_autoptr (YunRecord) firm = yun_entity_new_record (yun_entity_find ("firm"));
  g_autoptr (GError)    error = NULL;
  g_autofree char      *is = NULL;

  set (firm, "town", town);
  set (firm, "accuracy", accuracy);
  g_assert_true (yun_entry_place (firm, NULL, said, &error) == (after != NULL));
  g_assert_true ((yun_record_get_shape (firm) != NULL) == placed);
  is = yun_record_dup_value (firm, yun_entity_find_field (yun_entity_find ("firm"), "accuracy"));
  g_assert_cmpstr (is, ==, after != NULL && *after == '\0' ? NULL : after != NULL ? after : "town");
  if (after == NULL)
    g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE);
}

/* The town's place is for what nothing was said of. */
static void
test_place (void)
{
  assert_placed ("九亭镇", NULL, FALSE, "town", TRUE);
  assert_placed ("九亭镇", "none", FALSE, "town", TRUE);
  assert_placed ("九亭镇", "none", TRUE, "none", FALSE);
  assert_placed ("九亭镇", NULL, TRUE, "", FALSE);
  assert_placed ("九亭镇", "town", TRUE, "town", TRUE);
  assert_placed (NULL, NULL, FALSE, "none", FALSE);
  assert_placed (NULL, "town", TRUE, NULL, FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/clean", test_clean);
  g_test_add_func ("/entry/values", test_values);
  g_test_add_func ("/entry/refusals", test_refusals);
  g_test_add_func ("/entry/ranges-are-said", test_ranges_are_said);
  g_test_add_func ("/entry/together", test_together);
  g_test_add_func ("/entry/place", test_place);
  return g_test_run ();
}
