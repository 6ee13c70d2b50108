/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter.h"

#include <math.h>

/* A filter made from another, as chips, facets and drawing on the map do. */

static void
assert_text (YunFilter *filter, const char *expected)
{
  g_autoptr (YunFilter) owned = filter;
  g_autoptr (YunFilter) parsed = yun_filter_parse (expected, NULL, NULL);
  g_autofree char      *text = yun_filter_print (filter);

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (yun_filter_equal (parsed, filter));
}

static void
test_values (void)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (YunFilter) one = yun_filter_with_value (all, "segment", "satellite", TRUE);
  g_autoptr (YunFilter) two = yun_filter_with_value (one, "segment", "rocket", TRUE);
  g_autoptr (YunFilter) back = yun_filter_with_value (two, "segment", "satellite", FALSE);
  g_autoptr (YunFilter) none = yun_filter_with_value (back, "segment", "rocket", FALSE);
  g_autoptr (YunFilter) idle = yun_filter_parse ("status:reusable", NULL, NULL);
  g_autoptr (YunFilter) less = yun_filter_with_value (idle, "status", "vacant", FALSE);
  g_autofree char      *text = yun_filter_print (two);
  g_autofree char      *left = yun_filter_print (less);

  g_assert_cmpstr (text, ==, "segment:satellite,rocket");
  g_assert_true (yun_filter_has_value (two, "segment", "rocket"));
  g_assert_false (yun_filter_has_value (back, "segment", "satellite"));
  g_assert_true (yun_filter_equal (none, all));
  g_assert_true (yun_filter_has_value (idle, "status", "vacant"));
  g_assert_false (yun_filter_has_value (idle, "status", "in-use"));
  g_assert_cmpstr (left, ==, "status:found-idle,low,approved,supplied,reserve,cleared");
  g_assert_true (yun_filter_may_match (two, yun_entity_find ("firm")));
  g_assert_false (yun_filter_may_match (idle, yun_entity_find ("firm")));
}

static void
test_unknown_value (void)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (YunFilter) unknown = yun_filter_with_value (all, "town", NULL, TRUE);
  g_autoptr (YunFilter) both = yun_filter_with_value (unknown, "town", "九亭镇", TRUE);

  g_assert_true (yun_filter_has_value (both, "town", NULL));
  g_assert_true (yun_filter_has_value (both, "town", "九亭镇"));
  assert_text (yun_filter_ref (unknown), "town:?");
  assert_text (yun_filter_ref (both), "town:九亭镇,?");
  assert_text (yun_filter_with_value (both, "town", NULL, FALSE), "town:九亭镇");
  assert_text (yun_filter_with_value (both, "town", "九亭镇", FALSE), "town:?");
  assert_text (yun_filter_with_value (unknown, "town", NULL, FALSE), "");
  assert_text (yun_filter_with_only (both, "town", "佘山镇"), "town:佘山镇");
  assert_text (yun_filter_with_only (both, "town", NULL), "town:?");
}

static void
test_edit (void)
{
  g_autoptr (YunFilter) filter = yun_filter_parse ("plot zone:north area:>=5ha 机", NULL, NULL);
  g_autoptr (YunFilter) other = yun_filter_parse ("town:佘山镇 status:low", NULL, NULL);
  g_autoptr (YunFilter) drawn = NULL;
  g_autoptr (YunGeom)   area = yun_geom_new_box (&(YunRect){ 121.3, 31.1, 121.4, 31.2 });
  g_autoptr (YunGeomBuilder) builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  g_autoptr (YunGeom)        triangle = NULL;
  g_autofree char           *clause = yun_filter_print_clause (filter, 1);

  g_assert_cmpstr (clause, ==, "area:>=5ha");
  assert_text (yun_filter_with_clause (filter, 0, other),
               "plot town:佘山镇 status:low area:>=5ha 机");
  assert_text (yun_filter_with_range (filter, "area", 20, 100, "mu"),
               "plot zone:north 机 area:20..100mu");
  assert_text (yun_filter_with_range (filter, "area", -INFINITY, INFINITY, NULL),
               "plot zone:north 机");
  drawn = yun_filter_with_area (filter, area, NULL);
  g_assert_cmpint (yun_filter_get_clause (drawn, 3)->kind, ==, YUN_CLAUSE_IN);
  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  yun_geom_builder_add (builder, 121.3, 31.1);
  yun_geom_builder_add (builder, 121.4, 31.1);
  yun_geom_builder_add (builder, 121.4, 31.2);
  triangle = yun_geom_builder_end (g_steal_pointer (&builder));
  assert_text (yun_filter_with_area (drawn, triangle, NULL),
               "plot zone:north area:>=5ha 机 in:(121.3,31.1;121.4,31.1;121.4,31.2)");
}

static void
test_in (void)
{
  const char *both = "-in:(121.3,31.1;121.4,31.1;121.4,31.2) in:(121,31;121.1,31;121.1,31.1) 机";
  g_autoptr (YunFilter) filter = yun_filter_parse (both, NULL, NULL);
  g_autoptr (YunFilter) small =
    yun_filter_parse ("in:(121,31;121.002,31;121.002,31.002)", NULL, NULL);
  g_autoptr (YunFilter) places = yun_filter_parse ("in:九亭镇,佘山镇 -in:泗泾镇", NULL, NULL);
  g_autoptr (YunFilter) all = yun_filter_with_all (filter, places);
  YunGeom              *old = yun_filter_get_clause (filter, 0)->area;
  YunGeom              *area = yun_filter_get_clause (small, 0)->area;
  g_autoptr (YunGeom)   tiny = yun_geom_new_box (&(YunRect){ 121, 31, 121 + 1e-9, 31 + 1e-9 });
  g_autofree char      *km2 = yun_filter_describe_clause (filter, 1);
  g_autofree char      *mu = yun_filter_describe_clause (small, 0);

  assert_text (yun_filter_with_area (filter, area, old),
               "-in:(121,31;121.002,31;121.002,31.002) in:(121,31;121.1,31;121.1,31.1) 机");
  assert_text (yun_filter_with_area (filter, area, area),
               "-in:(121.3,31.1;121.4,31.1;121.4,31.2) 机 in:(121,31;121.002,31;121.002,31.002)");
  assert_text (yun_filter_with_area (filter, tiny, NULL), both);
  assert_text (yun_filter_with_way (places, 0, YUN_WAY_MEETS, TRUE),
               "meets:九亭镇,佘山镇,? -in:泗泾镇");
  assert_text (yun_filter_with_place (places, "G60 科创云廊"), "-in:泗泾镇 in:\"G60 科创云廊\"");
  assert_text (yun_filter_with_place (all, "车墩镇"),
               "-in:(121.3,31.1;121.4,31.1;121.4,31.2) in:(121,31;121.1,31;121.1,31.1) 机 "
               "-in:泗泾镇 in:车墩镇");
  g_assert_cmpstr (km2, ==, "Centre in a drawn area of 52.9 km²");
  g_assert_cmpstr (mu, ==, "Centre in a drawn area of 31.8 mu");
}

/* What is clicked and then typed too is asked once. */
static void
test_with_all (void)
{
  g_autoptr (YunFilter) base = yun_filter_parse ("segment:satellite zone:core", NULL, NULL);
  g_autoptr (YunFilter) typed =
    yun_filter_parse ("plot segment:satellite -zone:core area:20..100mu", NULL, NULL);
  g_autoptr (YunFilter) both = yun_filter_with_all (base, typed);
  g_autofree char      *text = yun_filter_print (both);

  g_assert_cmpstr (text, ==, "plot segment:satellite zone:core -zone:core area:20..100mu");
}

/* A condition that says the opposite gives way, the others stay. */
static void
test_with_nowhere (void)
{
  g_autoptr (YunFilter) on = yun_filter_parse ("firm -place:? zone:core", NULL, NULL);
  g_autoptr (YunFilter) off = yun_filter_with_nowhere (on);

  assert_text (yun_filter_ref (off), "firm zone:core place:?");
  assert_text (yun_filter_with_nowhere (off), "firm zone:core place:?");
}

/* What ticking the rows of a facet makes of a filter. */
static void
test_with_term (void)
{
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (YunFilter) one = yun_filter_with_term (all, "tier", "srdi", "2026-11-29", TRUE);
  g_autoptr (YunFilter) two = yun_filter_with_term (one, "tier", "champion", "2026-11-29", TRUE);
  g_autoptr (YunFilter) ever = yun_filter_parse ("tier:srdi -tier:?", NULL, NULL);
  g_autoptr (YunFilter) any = yun_filter_parse ("tier:any@2026-11-29", NULL, NULL);

  g_assert_true (yun_filter_has_term (two, "tier", "champion", "2026-11-29"));
  g_assert_false (yun_filter_has_term (two, "tier", "champion", "2026-11-30"));
  g_assert_false (yun_filter_has_term (ever, "tier", "srdi", "2026-11-29"));
  g_assert_true (yun_filter_has_term (any, "tier", "srdi", "2026-11-29"));
  assert_text (yun_filter_ref (two), "tier:srdi,champion@2026-11-29");
  assert_text (yun_filter_with_term (two, "tier", "srdi", "2026-11-29", FALSE),
               "tier:champion@2026-11-29");
  assert_text (yun_filter_with_term (one, "tier", "srdi", "2026-11-29", FALSE), "");
  assert_text (yun_filter_with_term (two, "tier", "srdi", "2027-12-31", TRUE),
               "tier:srdi@2027-12-31");
  assert_text (yun_filter_with_term (one, "tier", NULL, "2026-11-29", TRUE),
               "tier:srdi,?@2026-11-29");
  assert_text (yun_filter_with_term (ever, "tier", "champion", "2026-11-29", TRUE),
               "-tier:? tier:champion@2026-11-29");
  assert_text (yun_filter_with_value (two, "tier", "srdi", FALSE), "tier:champion@2026-11-29");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-edit/values", test_values);
  g_test_add_func ("/filter-edit/unknown-value", test_unknown_value);
  g_test_add_func ("/filter-edit/edit", test_edit);
  g_test_add_func ("/filter-edit/in", test_in);
  g_test_add_func ("/filter-edit/with-all", test_with_all);
  g_test_add_func ("/filter-edit/with-nowhere", test_with_nowhere);
  g_test_add_func ("/filter-edit/with-term", test_with_term);
  return g_test_run ();
}
