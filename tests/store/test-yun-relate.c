/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "registry-fixture.h"

#include "yun-chain.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"

/* Clauses that lead elsewhere, against plain loops over all records. */

static YunFilter *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunFilter         *filter = yun_filter_parse (text, NULL, &error);

  g_assert_no_error (error);
  return filter;
}

static void
test_relations (Registry *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean    some; /* some record matches, and not all */
  } cases[] = {
    { "firm near:(facility kind:ground-station)<20km", TRUE },
    { "-near:(facility kind:ground-station)<5km", TRUE },
    { "plot near:(firm segment:terminal)<1km", TRUE },
    { "plot in:(121.2,31;121.3,31;121.3,31.1)", TRUE },
    { "-in:(121.2,31;121.3,31;121.3,31.1)", TRUE },
    { "firm in:(park)", TRUE },
    { "plot in:(park -in:(121.2,31;121.3,31;121.3,31.1))", FALSE },
    { "in:(town zone:north)", FALSE },
    { "plot in:(zone code:north)", FALSE },
    { "firm park:(area>50000m2)", FALSE },
    { "plot town:(kind:town)", FALSE },
    { "plot zone:(code:north,core)", FALSE },
    { "firm zone:(role:?)", FALSE },
    { "-park:(area>50000m2)", TRUE },
    { "park has:(firm segment:satellite)", FALSE },
    { "town has:(firm)", FALSE },
    { "town has:(plot area>100000m2)", FALSE },
    { "zone has:(plot status:reusable)", FALSE },
    { "-has:(firm)", TRUE },
    { "plot has:(firm)", FALSE },
    { "plot park:(has:(firm segment:satellite))", FALSE },
    { "plots whose town holds a firm of segment:terminal", FALSE },
    { "firms within 5 km of a facility of kind ground-station", FALSE },
    { "plot near:(firm park:(has:(plot status:reusable)))<800m", FALSE },
    { "firm town:九亭镇,?", FALSE },
    { "plot area:1000..50000m2,?", TRUE },
    { "-status:reusable,?", TRUE },
    { "firm park:(-has:(plot) name:?)", FALSE },
    { "candidate:not-started@2024-06-30", TRUE },
    { "candidate:stopped,?@2024-06-30", TRUE },
    { "plot -candidate:stopped@2024-06-30 candidate:stopped,?@2024-06-30", TRUE },
    { "candidate:recoverable,graded-low@2025-01-01", TRUE },
    { "-candidate:graded-low,?@2024-12-31", TRUE },
    { "candidate:not-started", FALSE },
  };
  guint hits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunFilter) filter = NULL;
      guint                 count;

      g_test_message ("%s", cases[i].text);
      filter = parse (cases[i].text);
      count = registry_compare (self, filter);
      hits += count > 0;
      if (cases[i].some)
        g_assert_cmpuint (count, >, 0);
    }
  g_assert_cmpuint (hits, >, 15);
}

/* References that surely lead somewhere. */
static void
test_references (Registry *self, gconstpointer data)
{
  g_autoptr (YunGeom)      box = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.25, 31.04 });
  YunRecord               *park = registry_add (self, &yun_entity_park, "甲园", box);
  YunRecord               *firm = yun_entity_new_record (&yun_entity_firm);
  g_autoptr (YunGeom)      inside = yun_geom_new_point (121.21, 31.01);
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunChange)    change = NULL;
  g_autofree char         *parks = g_strdup_printf ("乙园;%s", yun_record_get_uid (park));
  static const char *const texts[] = {
    "firm park:(name:甲园)",
    "park has:(firm name:子公司)",
    "firm in:甲园 name:子公司",
    "firm near:甲园<1m",
    "firm park:(has:(firm park:?))",
    "town has:(firm name:子公司)",
    "firm town:(has:(firm name:子公司))",
  };

  g_assert_nonnull (park);
  yun_record_set_text (firm, yun_entity_get_field (&yun_entity_firm, "name"), "子公司");
  yun_record_set_text (firm, yun_entity_get_field (&yun_entity_firm, "park"), parks);
  yun_record_set_text (firm, yun_entity_get_field (&yun_entity_firm, "town"),
                       yun_chain_find_town ("九亭镇")->uid);
  yun_record_set_shape (firm, inside);
  change = yun_store_save_sync (self->store, firm, "", NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->records[yun_entity_get_index (&yun_entity_firm)], firm);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (YunFilter) filter = parse (texts[i]);
      guint                 count = registry_compare (self, filter);

      if (i < 4)
        g_assert_cmpuint (count, >, 0);
    }
}

static void
test_errors (Registry *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *hint;
    int         code; /* 0: of a place */
  } cases[] = {
    { "in:车墩地面站", "area" },
    { "in:没有这个地方", "没有这个地方" },
    { "near:车敦地面站<5km", "车墩地面站" },
    { "in:九停镇", "九亭镇" },
    { "park:(near:没有这个地方<5km)", "没有这个地方" },
    { "town:佘山阵", "佘山镇", YUN_FILTER_ERROR_NAME },
    { "镇:泗泾,九停", "九亭镇", YUN_FILTER_ERROR_NAME },
    { "park:没有这个园", "没有这个园", YUN_FILTER_ERROR_NAME },
    { "plot park:(town:九停镇)", "九亭镇", YUN_FILTER_ERROR_NAME },
  };
  g_autoptr (YunGeom) point = yun_geom_new_point (121.28, 31.01);

  registry_add (self, &yun_entity_facility, "车墩地面站", point);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunFilter) filter = parse (cases[i].text);
      g_autoptr (GError)    error = NULL;
      int                   code;

      g_assert_null (yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, NULL, NULL, &error));
      code = cases[i].code != 0 ? cases[i].code : YUN_FILTER_ERROR_PLACE;
      g_assert_error (error, YUN_FILTER_ERROR, code);
      if (strstr (error->message, cases[i].hint) == NULL)
        g_error ("“%s” does not name %s", error->message, cases[i].hint);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/relate/relations", Registry, NULL, registry_set_up, test_relations,
              registry_tear_down);
  g_test_add ("/relate/references", Registry, NULL, registry_set_up, test_references,
              registry_tear_down);
  g_test_add ("/relate/errors", Registry, NULL, registry_set_up, test_errors, registry_tear_down);
  return g_test_run ();
}
