/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "registry-fixture.h"

#include "yun-chain.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-measure.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-store-private.h"
#include "yun-text.h"
#include "yun-town.h"
#include "yun-wkb.h"

#include <math.h>
#include <stdio.h>

/* A filter's SQL against yun_filter_match() on the same records. */

/* A clause as a person may write it, about a record that there is. */
static char *
make_clause (Registry *self, GRand *rand)
{
  guint                   n, n_fields;
  const YunEntity *const *entities = yun_entity_list (&n);
  guint                   e = (guint) g_rand_int_range (rand, 0, (int) n);
  const YunField *const  *fields = yun_entity_get_fields (entities[e], &n_fields);
  const YunField         *field = fields[g_rand_int_range (rand, 0, (int) n_fields)];
  YunRecord              *record = g_ptr_array_index (
                 self->records[e], (guint) g_rand_int_range (rand, 0, (int) self->records[e]->len));
  g_autofree char         *value = yun_record_dup_value (record, field);
  const char              *minus = g_rand_boolean (rand) ? "-" : "";
  static const char *const signs[] = { "<", "<=", ">", ">=" };

  if (g_rand_int_range (rand, 0, 8) == 0)
    return g_strdup_printf ("%s%s", minus,
                            ((const char *const[]){ "卫星", "weixing", "g60", "a'b", "长兴",
                                                    "ü" })[g_rand_int_range (rand, 0, 6)]);
  if (value == NULL || strchr (value, '"') != NULL || g_rand_int_range (rand, 0, 6) == 0)
    return g_strdup_printf ("%s%s:?", minus, field->id);
  switch (field->kind)
    {
    case YUN_KIND_DATE:
      value[MIN (strlen (value), 10)] = '\0';
      G_GNUC_FALLTHROUGH;
    case YUN_KIND_INT:
    case YUN_KIND_REAL:
      if (g_rand_boolean (rand))
        return g_strdup_printf ("%s%s%s%s", minus, field->id, signs[g_rand_int_range (rand, 0, 4)],
                                value);
      return g_strdup_printf (g_rand_boolean (rand) ? "%s%s:%s.." : "%s%s:..%s", minus, field->id,
                              value);
    case YUN_KIND_TERMS:
      return make_term_clause (field, minus, value, rand);
    case YUN_KIND_SET:
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
      if (strchr (value, ';') != NULL)
        *strchr (value, ';') = '\0';
      G_GNUC_FALLTHROUGH;
    default:
      if (field->values == NULL && field->ref == NULL && strchr (value, ' ') != NULL)
        *strchr (value, ' ') = '\0';
      return g_strdup_printf ("%s%s:\"%s\"", minus, field->id, value);
    }
}

static void
test_filters (Registry *self, gconstpointer data)
{
  static const char *const fixed[] = {
    "",
    "plot",
    "地块 状态:闲置",
    "zone:north,south",
    "-zone:north",
    "area:?",
    "-area:20..100mu",
    "segment:satellite,rocket -segment:terminal",
    "founded:2024",
    "founded:2021-06..2024",
    "founded>2023-05",
    "founded<=2022",
    "staff:10..100",
    "-staff:?",
    "town:九亭",
    "firm town:九亭,泗泾 niche:sat.ait",
    "name:卫星",
    "source-date:..2023-07-15",
    "tier:high-tech,srdi",
    "tier:any@2024-06-30",
    "-tier:any@2024-06-30",
    "tier:high-tech,?@2024-06-30",
    "-tier:high-tech,innovative,?@2026-01-01",
    "tier:?@2025-12-31",
    "tier:any -tier:any,?@2025-12-31",
    "area-paper>area-computed",
    "-area-paper<=area-computed",
    "area-paper:area-computed",
    "plot area-computed<area-paper",
    "plot area-paper>=area",
    "source-date<available-from",
    "-start-due>=stopped",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint             parsed = 0, hits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (fixed[i], NULL, &error);

      g_assert_no_error (error);
      registry_compare (self, filter);
    }
  for (int i = 0; i < 240; i++)
    {
      g_autoptr (GString)   text = g_string_new (NULL);
      g_autoptr (YunFilter) filter = NULL;
      int                   n = g_rand_int_range (rand, 1, 3);

      for (int c = 0; c < n; c++)
        {
          g_autofree char *clause = make_clause (self, rand);

          g_string_append_printf (text, "%s%s", c > 0 ? " " : "", clause);
        }
      filter = yun_filter_parse (text->str, NULL, NULL);
      if (filter == NULL)
        continue;
      parsed++;
      hits += registry_compare (self, filter) > 0;
    }
  /* The test has to say something: most texts are filters and find records. */
  g_assert_cmpuint (parsed, >, 160);
  g_assert_cmpuint (hits, >, 90);
}

/* Moments are asked for by the day they were in the place; a time that is no moment is not. */
static void
test_days (Registry *self, gconstpointer data)
{
  static const char *const zones[] = { "EAST-14", "WEST+12", "UTC0" };

  write_apart (self->fixture.path, sql_of_moments);
  registry_read (self);
  for (guint z = 0; z < G_N_ELEMENTS (zones); z++)
    {
      g_autofree char *old = swap_zone (zones[z]);
      g_autofree char *own = NULL;

      for (guint i = 0; questions_of_days[i] != NULL; i++)
        {
          g_autoptr (GError)    error = NULL;
          g_autoptr (YunFilter) filter = yun_filter_parse (questions_of_days[i], NULL, &error);

          g_assert_no_error (error);
          registry_compare (self, filter);
        }
      own = swap_zone (old);
    }
}

static void
check_match (Registry *self, const char *text, YunRecord *record, gboolean expected)
{
  const YunEntity      *entity = yun_record_get_entity (record);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (GArray)    ids = NULL;
  gboolean              found = FALSE;

  g_assert_no_error (error);
  ids = yun_store_list_ids_sync (self->store, entity, filter, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    found = found || g_array_index (ids, gint64, i) == yun_record_get_id (record);
  if (found != expected)
    g_error ("“%s” %s", text, expected ? "misses it" : "finds it");
}

static void
test_near (Registry *self, gconstpointer data)
{
  static const char *const distances[] = { "1m", "300m", "1.5km", "5km", "20km" };
  g_autoptr (YunGeom)      point = yun_geom_new_point (121.28, 31.01);
  g_autoptr (YunGeom)      box = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.25, 31.04 });
  guint                    n;
  const YunEntity *const  *entities = yun_entity_list (&n);
  guint                    last = 0;

  registry_add (self, &yun_entity_facility, "车墩地面站", point);
  registry_add (self, &yun_entity_park, "大园区 X", box);
  for (guint d = 0; d < G_N_ELEMENTS (distances); d++)
    for (int place = 0; place < 2; place++)
      for (int negated = 0; negated < 2; negated++)
        {
          g_autofree char      *text = g_strdup_printf ("%snear:\"%s\"<%s", negated ? "-" : "",
                                                   place ? "大园区 X" : "车墩地面站", distances[d]);
          g_autoptr (GError)    error = NULL;
          g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
          guint                 count;

          g_assert_no_error (error);
          count = registry_compare (self, filter);
          if (place == 1 && negated == 0)
            {
              g_assert_cmpuint (count, >, last);
              last = count;
            }
        }

  /* From a point: distances by the other function too, and the R*Tree is used. */
  {
    g_autoptr (GError)    error = NULL;
    g_autoptr (YunFilter) filter =
      yun_filter_parse ("near:车墩地面站<5km -accuracy:town", NULL, &error);

    for (guint e = 0; e < n; e++)
      {
        g_autoptr (GArray) ids =
          yun_store_list_ids_sync (self->store, entities[e], filter, NULL, FALSE, NULL, &error);
        g_autofree char *plan = yun_store_explain_sync (self->store, entities[e], filter, &error);
        guint            expected = 0;

        g_assert_no_error (error);
        for (guint i = 0; i < self->records[e]->len; i++)
          {
            YunRecord      *record = g_ptr_array_index (self->records[e], i);
            YunGeom        *shape = yun_record_get_shape (record);
            const YunField *accuracy = yun_entity_get_field (entities[e], "accuracy");

            if (shape != NULL && yun_record_get_int (record, accuracy) != YUN_ACCURACY_TOWN &&
                yun_measure_distance_to (shape, 121.28, 31.01) <= 5000)
              expected++;
          }
        g_assert_cmpuint (ids->len, ==, expected);
        if (entities[e]->shape == YUN_SHAPE_NONE)
          continue;
        g_assert_nonnull (strstr (plan, "idx_"));
        g_assert_nonnull (strstr (plan, "VIRTUAL TABLE INDEX"));
        g_assert_nonnull (strstr (plan, "SEARCH t USING INTEGER PRIMARY KEY"));
      }
  }
}

/* What is known only by its town is near, or in a place, when all of the town is. */
static void
test_loose (Registry *self, gconstpointer data)
{
  static const char *const questions[] = {
    "near:\"X 园区\"<2km", "near:\"X 园区\">2km", "near:\"X 园区\"<40km", "near:松散站<30km",
    "near:松散站>3km",     "near:松散站<90km",    "in:\"X 园区\"",        "near:(facility)<1km",
    "in:(park)",           "near:(firm)>300m",    "meets:\"X 园区\"",     "inside:\"X 园区\"",
    "meets:(plot)",        "inside:(zone)",
  };
  g_autoptr (YunGeom) outline = yun_geom_new_box (&(YunRect){ 121.21, 31.01, 121.23, 31.02 });
  g_autoptr (YunGeom) box = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.25, 31.04 });
  g_autoptr (YunGeom) anchor = yun_geom_new_point (121.22, 31.015);
  YunRecord          *town = registry_add (self, &yun_entity_town, "X 镇", outline);
  YunRecord          *station, *firm;

  registry_add (self, &yun_entity_park, "X 园区", box);
  station = registry_add_in (self, &yun_entity_facility, "松散站", town, anchor);
  firm = registry_add_in (self, &yun_entity_firm, "松散企业", town, anchor);
  g_assert_cmpint (
    yun_record_get_int (station, yun_entity_get_field (&yun_entity_facility, "accuracy")), ==,
    YUN_ACCURACY_TOWN);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    for (guint form = 0; form < 4; form++)
      {
        g_autofree char *text =
          g_strconcat (form % 2 == 0 ? "" : "-", questions[i], form < 2 ? NULL : ",?", NULL);
        g_autoptr (GError)    error = NULL;
        g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);

        g_assert_no_error (error);
        registry_compare (self, filter);
      }
  /* In the park whichever corner of the town; near the station or not, who knows. */
  check_match (self, "in:\"X 园区\"", firm, TRUE);
  check_match (self, "near:\"X 园区\"<1m", firm, TRUE);
  check_match (self, "near:松散站<500m", firm, FALSE);
  check_match (self, "near:松散站>500m", firm, FALSE);
  check_match (self, "near:松散站<500m,?", firm, TRUE);
  check_match (self, "near:松散站<5km", firm, TRUE);
  check_match (self, "near:121.3,31.1<1km,?", firm, FALSE);
  check_match (self, "near:121.3,31.1>1km", firm, TRUE);
}

/* All of a town is not near what all its corners are near: a park around three of its sides, one of
 * two parts at its ends. */
static void
test_loose_middle (Registry *self, gconstpointer data)
{
  static const struct
  {
    const char *wkt;
    const char *near; /* not sure, though the corners are */
    const char *sure;
  } parks[] = {
    { "POLYGON ((121.2 31, 121.22 31, 121.22 31.0001, 121.2001 31.0001, 121.2001 31.0199,"
      " 121.22 31.0199, 121.22 31.02, 121.2 31.02))",
      "300m", "1.3km" },
    { "MULTIPOLYGON (((121.2 31, 121.201 31, 121.201 31.02, 121.2 31.02)),"
      " ((121.219 31, 121.22 31, 121.22 31.02, 121.219 31.02)))",
      "300m", "1.3km" },
  };
  g_autoptr (YunGeom) outline = yun_geom_new_box (&(YunRect){ 121.201, 31.001, 121.219, 31.019 });
  g_autoptr (YunGeom) anchor = yun_geom_new_point (121.21, 31.01);
  YunRecord          *town = registry_add (self, &yun_entity_town, "中镇", outline);
  YunRecord          *firm = registry_add_in (self, &yun_entity_firm, "镇中企业", town, anchor);

  registry_add_in (self, &yun_entity_facility, "镇中站", town, anchor);
  for (guint i = 0; i < G_N_ELEMENTS (parks); i++)
    {
      g_autoptr (GError)  error = NULL;
      g_autoptr (YunGeom) shape = yun_wkt_read (parks[i].wkt, &error);
      g_autofree char    *name = g_strdup_printf ("围园%u", i);
      g_autofree char    *near = g_strdup_printf ("near:%s<%s", name, parks[i].near);
      g_autofree char    *untold = g_strdup_printf ("near:%s<%s,?", name, parks[i].near);
      g_autofree char    *beyond = g_strdup_printf ("near:%s>%s", name, parks[i].near);
      g_autofree char    *sure = g_strdup_printf ("near:%s<%s", name, parks[i].sure);
      g_autofree char    *other = g_strdup_printf ("near:镇中站<%s", parks[i].near);
      YunRecord          *park;

      g_assert_no_error (error);
      park = registry_add (self, &yun_entity_park, name, shape);
      check_match (self, near, firm, FALSE);
      check_match (self, beyond, firm, FALSE);
      check_match (self, untold, firm, TRUE);
      check_match (self, sure, firm, TRUE);
      /* The other way round: a park near what is somewhere in the town. */
      check_match (self, other, park, FALSE);
    }
}

/* An outline as thin as a hair, beside what is so large that its middle is far from it. */
static void
test_near_hair (Registry *self, gconstpointer data)
{
  static const char *const questions[] = { "near:发丝园<0.001m", "near:发丝园>0.001m",
                                           "near:发丝园<2m" };
  g_autoptr (YunGeom)      hair = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.2 + 1e-12, 31.001 });
  g_autoptr (YunGeom)      line = yun_geom_new_box (&(YunRect){ 121.2, 31, 121.201, 31 + 1e-12 });
  g_autoptr (YunGeom)      large = yun_geom_new_box (&(YunRect){ 121.1, 30.9, 123.2, 32.9 });
  YunRecord               *park;

  g_assert_nonnull (hair);
  registry_add (self, &yun_entity_park, "发丝园", hair);
  registry_add (self, &yun_entity_park, "横丝园", line);
  park = registry_add (self, &yun_entity_park, "大园", large);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunFilter) filter = yun_filter_parse (questions[i], NULL, &error);

      g_assert_no_error (error);
      registry_compare (self, filter);
    }
  check_match (self, "near:发丝园<0.001m", park, TRUE);
  check_match (self, "near:横丝园<0.001m", park, TRUE);
}

static void
check_place_error (Registry *self, const char *text, const char *hint)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (yun_store_ask_sync (self->store, filter, 8, NULL, NULL, &error));
  g_assert_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE);
  if (hint != NULL && strstr (error->message, hint) == NULL)
    g_error ("“%s” does not name %s", error->message, hint);
}

static void
test_places (Registry *self, gconstpointer data)
{
  g_autoptr (YunGeom) a = yun_geom_new_point (121.28, 31.01);
  g_autoptr (YunGeom) b = yun_geom_new_point (121.9, 31.5);
  YunRecord          *none = registry_add (self, &yun_entity_facility, "无位置站", NULL);
  g_autoptr (GError)  error = NULL;

  registry_add (self, &yun_entity_facility, "海丝地面接收站", b);
  registry_add (self, &yun_entity_firm, "上海甲乙丙卫星有限公司", a);
  g_assert_nonnull (none);

  check_place_error (self, "near:没有这个地方<5km", NULL);
  check_place_error (self, "near:无位置站<5km", "无位置站");
  check_place_error (self, "near:海丝地面接受站<5km", "海丝地面接收站");
  check_place_error (self, "near:园区<5km", NULL);
  registry_add (self, &yun_entity_facility, "同名站", a);
  registry_add (self, &yun_entity_facility, "同名站", b);
  check_place_error (self, "near:同名站<5km", "\n  ");
  check_place_error (self, "near:\"同名 站\"<5km", NULL);

  /* The only one that contains the word; a town's anchor; full-width letters. */
  {
    static const char *const texts[] = { "near:甲乙丙<1km", "near:九亭镇<3km",
                                         "near:121.28,31.01<1km", "near:北纬31.01东经121.28<1km",
                                         "near:海丝地面接收站<1m" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        g_autoptr (YunFilter) filter = yun_filter_parse (texts[i], NULL, &error);
        g_autoptr (YunAnswer) answer = NULL;

        g_assert_no_error (error);
        answer = yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, NULL, NULL, &error);
        g_assert_no_error (error);
      }
  }
}

/* Places of one name are told apart as links to them are: by town, or by a piece of the uid. */
static void
test_place_twins (Registry *self, gconstpointer data)
{
  g_autoptr (YunGeom) a = yun_geom_new_point (121.28, 31.01);
  g_autoptr (YunGeom) b = yun_geom_new_point (121.9, 31.5);
  YunRecord          *town = registry_add (self, &yun_entity_town, "X 镇", NULL);
  YunRecord          *twin = registry_add_in (self, &yun_entity_facility, "同名塔", town, a);
  g_autofree char    *label = NULL;

  registry_add (self, &yun_entity_facility, "同名塔", b);
  label = g_strdup_printf ("\n  %s  同名塔 (X 镇)", yun_record_get_uid (twin));
  check_place_error (self, "near:同名塔<5km", label);
}

/* … also where a person wrote the pinyin of one, which gives it another key. */
static void
test_place_twins_reading (Registry *self, gconstpointer data)
{
  g_autoptr (YunGeom)   a = yun_geom_new_point (121.28, 31.01);
  g_autoptr (YunGeom)   b = yun_geom_new_point (121.9, 31.5);
  YunRecord            *read = yun_entity_new_record (&yun_entity_facility);
  g_autofree char      *label = NULL;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  registry_add (self, &yun_entity_facility, "重塔", a);
  yun_record_set_text (read, yun_entity_get_field (&yun_entity_facility, "name"), "重塔");
  yun_record_set_text (read, yun_entity_get_field (&yun_entity_facility, "pinyin"), "chong ta");
  yun_record_set_shape (read, b);
  change = yun_store_save_sync (self->store, read, "", NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->records[yun_entity_get_index (&yun_entity_facility)], read);
  label = g_strdup_printf ("\n  %s  重塔", yun_record_get_uid (read));
  check_place_error (self, "near:重塔<5km", label);
}

static void
test_facets (Registry *self, gconstpointer data)
{
  static const char *const facets[] = {
    "zone",  "segment",  "town", "status", "kind",         "park",        "niche", "standing",
    "grade", "use-text", "role", "tier",   "source-grade", "source-date", NULL,
  };
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunFilter)   filter = yun_filter_parse ("zone:north -status:in-use", NULL, &error);
  g_autoptr (YunAnswer)   answer = NULL;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  g_assert_no_error (error);
  answer = yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, facets, NULL, &error);
  g_assert_no_error (error);
  for (guint f = 0; facets[f] != NULL; f++)
    {
      g_autoptr (YunFilter)  others = yun_filter_without_field (filter, facets[f]);
      g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      gint64                 last = G_MAXINT64;

      for (guint e = 0; e < n; e++)
        {
          const YunField *field = yun_entity_get_field (entities[e], facets[f]);

          for (guint i = 0; field != NULL && i < self->records[e]->len; i++)
            {
              YunRecord       *record = g_ptr_array_index (self->records[e], i);
              g_autofree char *value = yun_record_dup_value (record, field);
              g_auto (GStrv)   items = g_strsplit (value != NULL ? value : "",
                                                 field->kind == YUN_KIND_TERMS ? "\n" : ";", -1);

              if (!registry_match (self, others, record))
                continue;
              for (guint k = 0; k == 0 || (items[0] != NULL && items[k] != NULL); k++)
                {
                  const char *item = items[0] != NULL ? items[k] : "";
                  gpointer    count = g_hash_table_lookup (counts, item);

                  g_hash_table_insert (counts, g_strdup (item),
                                       GINT_TO_POINTER (GPOINTER_TO_INT (count) + 1));
                }
            }
        }
      g_assert_cmpuint (answer->facets[f]->len, ==, g_hash_table_size (counts));
      for (guint i = 0; i < answer->facets[f]->len; i++)
        {
          YunFacetValue *value = g_ptr_array_index (answer->facets[f], i);
          const char    *key = value->value != NULL ? value->value : "";

          g_assert_cmpint (value->count, ==, GPOINTER_TO_INT (g_hash_table_lookup (counts, key)));
          g_assert_cmpint (value->count, <=, last);
          last = value->count;
        }
    }
}

static void
test_totals (Registry *self, gconstpointer data)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunFilter)   filter = yun_filter_parse ("-area>100000m2", NULL, &error);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunAnswer)   answer = NULL;

  g_assert_no_error (error);
  answer = yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint e = 0; e < n; e++)
    {
      const YunField *area = yun_entity_get_field (entities[e], "area");
      const YunField *accuracy = yun_entity_get_field (entities[e], "accuracy");
      YunTotals       expected = { 0 }, totals;

      for (guint i = 0; i < self->records[e]->len; i++)
        {
          YunRecord *record = g_ptr_array_index (self->records[e], i);

          if (!registry_match (self, filter, record))
            continue;
          expected.count++;
          /* What has no place lacks none. */
          expected.without_place +=
            accuracy != NULL && (yun_record_get_shape (record) == NULL ||
                                 yun_record_get_int (record, accuracy) == YUN_ACCURACY_NONE);
          if (area != NULL && yun_record_is_known (record, area))
            expected.area_m2 += yun_record_get_real (record, area);
          else if (area != NULL)
            expected.area_unknown++;
        }
      g_assert_true (
        yun_store_totals_sync (self->store, entities[e], filter, &totals, NULL, &error));
      for (int twice = 0; twice < 2; twice++, totals = answer->totals[e])
        {
          g_assert_cmpint (totals.count, ==, expected.count);
          g_assert_cmpint (totals.without_place, ==, expected.without_place);
          g_assert_cmpint (totals.area_unknown, ==, expected.area_unknown);
          if (area != NULL)
            g_assert_cmpfloat_with_epsilon (totals.area_m2, expected.area_m2, 0.01);
          else
            g_assert_true (isnan (totals.area_m2));
        }
    }
}

/* Unknown values last in both directions, enums in the order of their table. */
static void
test_order (Registry *self, gconstpointer data)
{
  static const char *const ids[] = {
    "name", "status", "area", "number", "grade-year", "event-date"
  };
  g_autoptr (YunFilter) all = yun_filter_new (NULL);

  for (guint f = 0; f < G_N_ELEMENTS (ids); f++)
    for (int descending = 0; descending < 2; descending++)
      {
        const YunField       *field = yun_entity_get_field (&yun_entity_plot, ids[f]);
        g_autoptr (GError)    error = NULL;
        g_autoptr (GArray)    list = yun_store_list_ids_sync (self->store, &yun_entity_plot, all,
                                                              field, descending, NULL, &error);
        g_autoptr (GPtrArray) records = NULL;
        gboolean              unknown = FALSE;
        double                last = descending ? INFINITY : -INFINITY;

        g_assert_no_error (error);
        records = yun_store_load_sync (self->store, &yun_entity_plot, (gint64 *) list->data,
                                       list->len, FALSE, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (records->len, ==, self->records[3]->len);
        for (guint i = 0; i < records->len; i++)
          {
            YunRecord *record = g_ptr_array_index (records, i);
            double     value;

            if (!yun_record_is_known (record, field))
              unknown = TRUE;
            else
              g_assert_false (unknown);
            if (unknown || (field->kind != YUN_KIND_REAL && field->kind != YUN_KIND_ENUM))
              continue;
            value = field->kind == YUN_KIND_REAL ? yun_record_get_real (record, field)
                                                 : (double) yun_record_get_int (record, field);
            g_assert_true (descending ? value <= last : value >= last);
            last = value;
          }
      }
}

static void
test_load_missing (Registry *self, gconstpointer data)
{
  const gint64          ids[] = { 3, 99999, 1, 3 };
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) records = yun_store_load_sync (self->store, &yun_entity_plot, ids,
                                                       G_N_ELEMENTS (ids), TRUE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_cmpint (yun_record_get_id (g_ptr_array_index (records, 0)), ==, 3);
  g_assert_null (g_ptr_array_index (records, 1));
  g_assert_cmpint (yun_record_get_id (g_ptr_array_index (records, 2)), ==, 1);
}

typedef struct
{
  GArray   *ids;
  gboolean  wrong;
  Registry *registry;
  guint     n_numbers; /* values to be shaded by that were known */
} Seen;

static gboolean
is_same (double a, double b)
{
  return (isnan (a) && isnan (b)) || a == b;
}

static double
days_of (const char *text)
{
  g_autoptr (GDateTime) day = NULL;
  int                   y = 0, m = 1, d = 1;

  if (text == NULL)
    return NAN;
  sscanf (text, "%d-%d-%d", &y, &m, &d);
  day = g_date_time_new_utc (y, m, d, 0, 0, 0);
  return (double) (g_date_time_to_unix (day) / 86400);
}

static void
feature_cb (const YunFeatureRow *row, gpointer user_data)
{
  Seen           *seen = user_data;
  YunRecord      *record = g_ptr_array_index (seen->registry->records[3], (guint) row->id - 1);
  const YunField *status = yun_entity_get_field (&yun_entity_plot, "status");
  const YunField *zone = yun_entity_get_field (&yun_entity_plot, "zone");
  const YunField *segment = yun_entity_get_field (&yun_entity_plot, "segment");
  const YunField *accuracy = yun_entity_get_field (&yun_entity_plot, "accuracy");

  double far = yun_record_get_real (record, yun_entity_get_field (&yun_entity_plot, "far"));
  double least = yun_record_get_real (record, yun_entity_get_field (&yun_entity_plot, "far-min"));
  double tax = yun_record_get_real (record, yun_entity_get_field (&yun_entity_plot, "tax-per-mu"));
  const char *date =
    yun_record_get_text (record, yun_entity_get_field (&yun_entity_plot, "source-date"));

  g_array_append_val (seen->ids, row->id);
  seen->n_numbers += !isnan (row->shades[0]) + !isnan (row->shades[1]) + !isnan (row->shades[2]);
  seen->wrong |= !is_same (row->shades[YUN_SHADE_RATIO], isnan (far) ? least : far) ||
                 !is_same (row->shades[YUN_SHADE_TAX], tax) ||
                 !is_same (row->shades[YUN_SHADE_DATE], days_of (date));
  seen->wrong |= yun_record_get_id (record) != row->id ||
                 row->kind != yun_record_get_int (record, status) ||
                 row->zone != yun_record_get_int (record, zone) ||
                 row->segments != yun_record_get_int (record, segment) ||
                 row->accuracy != yun_record_get_int (record, accuracy) ||
                 (row->blob != NULL) != (yun_record_get_shape (record) != NULL);
}

static void
test_features (Registry *self, gconstpointer data)
{
  static const gint64 dense[] = { 2, 3, 5, 8 }, sparse[] = { 1, 75, 150 }, mixed[] = { 9, 2, 7 };
  const struct
  {
    const gint64 *ids;
    guint         n;
  } cases[] = {
    { dense, 4 }, { sparse, 3 }, { mixed, 3 }, { dense, 0 }, { NULL, REGISTRY_N_RECORDS }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (gint64));
      Seen               seen = { ids, FALSE, self, 0 };
      g_autoptr (GError) error = NULL;

      if (cases[i].ids != NULL)
        g_array_append_vals (asked, cases[i].ids, cases[i].n);
      g_assert_true (yun_store_each_feature_sync (self->store, &yun_entity_plot,
                                                  cases[i].ids != NULL ? asked : NULL, feature_cb,
                                                  &seen, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (ids->len, ==, cases[i].n);
      g_assert_false (seen.wrong);
      if (cases[i].ids == NULL)
        g_assert_cmpuint (seen.n_numbers, >, REGISTRY_N_RECORDS / 4);
      if (cases[i].ids != NULL && ids->len > 0)
        g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), cases[i].ids,
                         cases[i].n * sizeof (gint64));
    }
}

static gpointer
ask_often (gpointer data)
{
  Registry             *self = data;
  g_autoptr (YunFilter) filter = yun_filter_parse ("plot 卫星", NULL, NULL);
  gint64                count = -1;

  for (int i = 0; i < 30; i++)
    {
      g_autoptr (YunAnswer) answer =
        yun_store_ask_sync (self->store, filter, YUN_ENTITY_ALL, NULL, NULL, NULL);

      g_assert_nonnull (answer);
      g_assert_true (count < 0 || count == answer->totals[3].count);
      count = answer->totals[3].count;
    }
  return NULL;
}

static void
test_two_threads (Registry *self, gconstpointer data)
{
  GThread *a = g_thread_new ("a", ask_often, self);
  GThread *b = g_thread_new ("b", ask_often, self);

  g_thread_join (a);
  g_thread_join (b);
}

static void
test_cancelled (Registry *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (YunFilter)    all = yun_filter_new (NULL);
  g_autoptr (GError)       error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (yun_store_ask_sync (self->store, all, YUN_ENTITY_ALL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add (name, Registry, NULL, registry_set_up, func, registry_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/query/filters", test_filters);
  ADD ("/query/days", test_days);
  ADD ("/query/near", test_near);
  ADD ("/query/loose", test_loose);
  ADD ("/query/loose-middle", test_loose_middle);
  ADD ("/query/near-hair", test_near_hair);
  ADD ("/query/places", test_places);
  ADD ("/query/place-twins", test_place_twins);
  ADD ("/query/place-twins-reading", test_place_twins_reading);
  ADD ("/query/facets", test_facets);
  ADD ("/query/totals", test_totals);
  ADD ("/query/order", test_order);
  ADD ("/query/load-missing", test_load_missing);
  ADD ("/query/features", test_features);
  ADD ("/query/two-threads", test_two_threads);
  ADD ("/query/cancelled", test_cancelled);
  return g_test_run ();
}
