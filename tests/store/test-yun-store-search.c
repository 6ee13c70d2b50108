/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "registry-fixture.h"

#include "yun-store-links.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"

#include <locale.h>
#include <time.h>

/* What is found, and in which order: data/search.txt says what is in the registry and which
 * questions have which first answers. */

static void
save (YunStore *store, char **parts)
{
  const YunEntity      *entity = yun_entity_find (parts[0]);
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  g_assert_nonnull (entity);
  record = yun_entity_new_record (entity);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      g_auto (GStrv)  pair = g_strsplit (parts[i], "=", 2);
      const YunField *field = yun_entity_get_field (entity, pair[0]);

      g_assert_nonnull (field);
      yun_record_parse_value (record, field, pair[1], &error);
      g_assert_no_error (error);
    }
  yun_store_resolve_links_sync (store, record, NULL, &error);
  g_assert_no_error (error);
  change = yun_store_save_sync (store, record, "tester", NULL, &error);
  g_assert_no_error (error);
}

static void
ask (YunStore *store, const char *text, const char *expected)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunSearchResult) result = yun_store_search_sync (store, text, 5, NULL, &error);
  g_autoptr (GString)         titles = g_string_new (NULL);
  g_auto (GStrv)              wanted = g_strsplit (expected, " | ", -1);
  guint                       n_wanted = g_strv_length (wanted);
  gboolean                    open = n_wanted > 0 && strcmp (wanted[n_wanted - 1], "…") == 0;

  g_assert_no_error (error);
  n_wanted -= open;
  for (guint i = 0; i < result->hits->len; i++)
    {
      const YunSearchHit *hit = g_ptr_array_index (result->hits, i);

      if (i < n_wanted || !open)
        g_string_append_printf (titles, "%s%s", i > 0 ? " | " : "", hit->title);
    }
  if (open)
    g_string_append (titles, titles->len > 0 ? " | …" : "…");
  g_test_message ("%s", text);
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
test_ranking (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autofree char     *path =
    g_build_filename (g_getenv ("YUN_SOURCE_DIR"), "tests", "store", "data", "search.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv)   lines = NULL;
  guint            n_asked = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char          *arrow = strstr (lines[i], " -> ");
      g_auto (GStrv) parts = NULL;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (arrow == NULL)
        {
          parts = g_strsplit (lines[i], "\t", -1);
          save (store, parts);
          continue;
        }
      *arrow = '\0';
      ask (store, lines[i], arrow + strlen (" -> "));
      n_asked++;
    }
  g_assert_cmpuint (n_asked, >, 30);
}

/* Each hit's own text says that it fits; each record that says so is counted. */
static void
test_sound (Registry *registry, gconstpointer data)
{
  static const char *const words[] = { "a",  "示", "gs", "1",    "地块", "wx",
                                       "长", "ge", "路", "九亭", "s j",  "技术 路" };
  guint                    n;
  const YunEntity *const  *entities = yun_entity_list (&n);

  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (YunSearch)       search = yun_search_new (words[w]);
      g_autoptr (YunSearchResult) result =
        yun_store_search_sync (registry->store, words[w], 1000, NULL, &error);
      guint n_hits = 0;

      g_assert_no_error (error);
      for (guint e = 0; e < n; e++)
        {
          gint64 count = 0;

          for (guint i = 0; i < registry->records[e]->len; i++)
            {
              YunRecord          *record = g_ptr_array_index (registry->records[e], i);
              const YunField     *code = yun_entity_get_field (entities[e], "credit-code");
              g_autofree char    *own = yun_record_dup_search_text (record);
              g_autoptr (GString) text = g_string_new (own);

              yun_record_append_link_search (record, text);
              if (code == NULL)
                code = yun_entity_get_field (entities[e], "number");
              {
                const char *value = code != NULL ? yun_record_get_text (record, code) : NULL;
                g_autoptr (GString) compact = g_string_new (NULL);
                YunSearchText       all = { text->str, text->len, 0, compact->str, 0 };

                yun_search_append_code (compact, value);
                all.code = compact->str;
                all.n_code = compact->len;
                count += yun_search_rank (search, &all) != YUN_SEARCH_NONE;
              }
            }
          g_test_message ("%s %s", words[w], entities[e]->id);
          g_assert_cmpint (result->counts[e], ==, count);
          n_hits += (guint) count;
        }
      g_assert_cmpuint (result->hits->len, ==, n_hits);
    }
}

/* A commit is seen by the next search, and so is taking it back. */
static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunChange) change = NULL;
  char *parts[] = { (char *) "firm", (char *) "name=新来的航天有限公司", NULL };

  ask (store, "新来的", "");
  save (store, parts);
  ask (store, "新来的", "新来的航天有限公司");
  change = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, NULL);
  g_assert_nonnull (change);
  ask (store, "新来的", "");
  ask (store, "", "");
  ask (store, " ，", "");
}

/* After each of many edits, the hits and their order are those of a store that reads all anew. */
static void
test_patched (Registry *registry, gconstpointer data)
{
  static const char *const words[] = { "示", "gs", "1", "新", "wx", "路", "x" };
  g_autoptr (GRand)        rand = g_rand_new_with_seed (7);
  guint                    n_entities;
  const YunEntity *const  *entities = yun_entity_list (&n_entities);

  for (guint round = 0; round < 40; round++)
    {
      const YunEntity      *entity = entities[g_rand_int_range (rand, 0, (int) n_entities)];
      g_autoptr (YunStore)  fresh = NULL;
      g_autoptr (YunChange) change = NULL;
      g_autoptr (YunRecord) record =
        yun_store_get_sync (registry->store, entity, g_rand_int_range (rand, 1, 40), NULL);
      g_autofree char *name =
        g_strdup_printf ("%s%d", round % 3 == 0 ? "新" : "1示例", g_rand_int_range (rand, 0, 50));

      if (round % 7 == 3)
        change = yun_store_undo_sync (registry->store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, NULL);
      else if (round % 7 == 5 && record != NULL)
        change = yun_store_remove_sync (registry->store, record, "", NULL, NULL);
      else
        {
          if (record == NULL)
            record = yun_entity_new_record (entity);
          yun_record_set_text (record, yun_entity_get_field (entity, "name"),
                               round % 11 == 10 ? "" : name);
          change = yun_store_save_sync (registry->store, record, "", NULL, NULL);
        }
      fresh = fixture_open_apart (&registry->fixture);
      for (guint w = 0; w < G_N_ELEMENTS (words); w++)
        {
          g_autoptr (YunSearchResult) a =
            yun_store_search_sync (registry->store, words[w], 30, NULL, NULL);
          g_autoptr (YunSearchResult) b = yun_store_search_sync (fresh, words[w], 30, NULL, NULL);

          g_assert_cmpuint (a->hits->len, ==, b->hits->len);
          for (guint e = 0; e < n_entities; e++)
            g_assert_cmpint (a->counts[e], ==, b->counts[e]);
          for (guint i = 0; i < a->hits->len; i++)
            {
              const YunSearchHit *x = g_ptr_array_index (a->hits, i);
              const YunSearchHit *y = g_ptr_array_index (b->hits, i);

              g_assert_true (x->entity == y->entity);
              g_assert_cmpint (x->id, ==, y->id);
              g_assert_cmpstr (x->title, ==, y->title);
            }
        }
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)        store = fixture_create (fixture);
  g_autoptr (GCancellable)    cancellable = g_cancellable_new ();
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunSearchResult) result = NULL;

  g_cancellable_cancel (cancellable);
  result = yun_store_search_sync (store, "九亭", 5, cancellable, &error);
  g_assert_null (result);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ask (store, "九亭", "九亭镇");
}

static guint
count_near (Registry *self, const char *text)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, &error);
  g_autoptr (GArray)    ids = NULL;

  g_assert_no_error (error);
  ids =
    yun_store_list_ids_sync (self->store, &yun_entity_facility, filter, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  return ids->len;
}

/* Refused, with words that say @hint. */
static void
assert_no_place (Registry *self, const char *text, const char *hint)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);

  g_assert_null (
    yun_store_list_ids_sync (self->store, &yun_entity_facility, filter, NULL, FALSE, NULL, &error));
  g_assert_error (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE);
  g_assert_nonnull (strstr (error->message, hint));
}

/* What the base map names is a place as records are; a record of that very name comes first. */
static void
test_near_named (Registry *self, gconstpointer data)
{
  static const char *const near[] = { "near:九亭站<50m", "near:九亭地铁站<50m",
                                      "near:上海地铁9号线<200m", "near:九亭大街<3km" };
  g_autoptr (YunGeom)      station = yun_geom_new_point (121.315026, 31.139367);
  g_autoptr (YunGeom)      bridge = yun_geom_new_point (121.326613, 31.093751);
  g_autoptr (YunGeom)      away = yun_geom_new_point (121.1, 31.0);

  registry_add (self, &yun_entity_facility, "出口二", station);
  registry_add (self, &yun_entity_facility, "桥下三", bridge);
  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    {
      g_autofree char *text = g_strconcat (near[i], " 出口二", NULL);

      g_assert_cmpuint (count_near (self, text), ==, 1);
    }
  g_assert_cmpuint (count_near (self, "near:G60<50m 桥下三"), ==, 1);
  g_assert_cmpuint (count_near (self, "near:\"莘砖公路 × G60\"<50m 桥下三"), ==, 1);
  g_assert_cmpuint (count_near (self, "near:\"莘砖公路 × G60\"<5km 出口二"), ==, 0);
  g_assert_cmpuint (count_near (self, "near:\"莘砖公路 × G60\">5km 出口二"), ==, 1);
  assert_no_place (self, "near:新城站<1km", "松江新城站");
  /* a point has no inside */
  assert_no_place (self, "in:中春路站", "中春路站");

  {
    g_autoptr (YunSearchResult) result =
      yun_store_search_sync (self->store, "九亭地铁站", 5, NULL, NULL);

    g_assert_cmpuint (result->places->len, ==, 1);
    g_assert_cmpstr (g_array_index (result->places, YunGazetteerMatch, 0).place->name, ==,
                     "九亭站");
  }

  registry_add (self, &yun_entity_facility, "九亭站", away);
  g_assert_cmpuint (count_near (self, "near:九亭站<50m 出口二"), ==, 0);
}

/* Timings are asked for by name: YUN_SEARCH_FILE is a registry to search. */
static void
test_speed (void)
{
  static const char *const words[] = { "",       "星载",
                                       "jttk",   "示例",
                                       "不存在", "sl001-00000",
                                       "s",      "地址：上海市松江区九亭镇示例玉衡路950号" };
  const char              *path = g_getenv ("YUN_SEARCH_FILE");
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunStore)     store = NULL;

  if (path == NULL)
    {
      g_test_skip ("YUN_SEARCH_FILE is not set");
      return;
    }
  store = yun_store_open_sync (path, YUN_STORE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint round = 0; round < 3; round++)
      {
        gint64                      start = g_get_monotonic_time ();
        clock_t                     cpu = clock ();
        g_autoptr (YunSearchResult) result =
          yun_store_search_sync (store, words[i], 8, NULL, &error);

        g_assert_no_error (error);
        g_test_message ("%s: %u hits, %" G_GINT64_FORMAT " µs, %" G_GINT64_FORMAT " µs of CPU",
                        words[i], result->hits->len, g_get_monotonic_time () - start,
                        (gint64) (clock () - cpu));
      }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search/ranking", Fixture, NULL, fixture_set_up, test_ranking, fixture_tear_down);
  g_test_add ("/search/sound", Registry, NULL, registry_set_up, test_sound, registry_tear_down);
  g_test_add ("/search/patched", Registry, NULL, registry_set_up, test_patched, registry_tear_down);
  g_test_add ("/search/fresh", Fixture, NULL, fixture_set_up, test_fresh, fixture_tear_down);
  g_test_add ("/search/cancelled", Fixture, NULL, fixture_set_up, test_cancelled,
              fixture_tear_down);
  g_test_add ("/search/near-named", Registry, NULL, registry_set_up, test_near_named,
              registry_tear_down);
  g_test_add_func ("/search/speed", test_speed);
  return g_test_run ();
}
