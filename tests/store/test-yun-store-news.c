/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "store-fixture.h"

#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"

#define WHO "test"

static YunRecord *
make_plot (const char *name, const char *status)
{
  YunRecord *record = yun_entity_new_record (&yun_entity_plot);

  yun_record_set_text (record, yun_entity_get_field (&yun_entity_plot, "name"), name);
  g_assert_true (yun_record_parse_value (
    record, yun_entity_get_field (&yun_entity_plot, "standing"), status, NULL));
  return record;
}

static gint64
save (YunStore *store, YunRecord *record)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_save_sync (store, record, WHO, NULL, &error);

  g_assert_no_error (error);
  return change->number;
}

static void
set_standing (YunStore *store, YunRecord *record, const char *value)
{
  g_assert_true (yun_record_parse_value (
    record, yun_entity_get_field (&yun_entity_plot, "standing"), value, NULL));
  save (store, record);
}

static YunViewNews *
ask (YunStore *store, const char *text, gint64 since)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  g_autoptr (GError)    error = NULL;
  YunViewNews          *news;

  g_assert_nonnull (filter);
  news = yun_store_view_news_sync (store, filter, since, NULL, &error);
  g_assert_no_error (error);
  return news;
}

static void
check (YunStore *store, const char *text, gint64 since, gint64 added, gint64 removed, gint64 edited)
{
  g_autoptr (YunViewNews) news = ask (store, text, since);

  g_assert_cmpint (news->n[YUN_NEWS_ADDED], ==, added);
  g_assert_cmpint (news->n[YUN_NEWS_REMOVED], ==, removed);
  g_assert_cmpint (news->n[YUN_NEWS_EDITED], ==, edited);
  g_assert_cmpint (news->n[YUN_NEWS_CHANGED], ==, 0);
  g_assert_cmpuint (news->rows->len, ==, added + removed + edited);
}

static void
test_known (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)    store = fixture_create (fixture);
  g_autoptr (YunRecord)   a = make_plot ("甲", "idle");
  g_autoptr (YunRecord)   b = make_plot ("乙", "idle");
  g_autoptr (YunRecord)   c = make_plot ("丙", "low");
  g_autoptr (YunRecord)   d = make_plot ("丁", "idle");
  g_autoptr (YunChange)   removal = NULL;
  g_autoptr (YunViewNews) news = NULL;
  g_autoptr (GError)      error = NULL;
  gint64                  since;

  save (store, a);
  save (store, b);
  since = save (store, c);
  check (store, "plot standing:idle", since, 0, 0, 0);

  save (store, d);
  check (store, "plot standing:idle", since, 1, 0, 0);
  check (store, "firm", since, 0, 0, 0);
  set_standing (store, c, "idle"); /* comes in */
  set_standing (store, a, "low");  /* goes out */
  yun_record_set_text (b, yun_entity_get_field (&yun_entity_plot, "note"), "seen");
  save (store, b); /* stays */
  check (store, "plot standing:idle", since, 2, 1, 1);

  /* There and back is an edit, and one record counts once. */
  set_standing (store, a, "idle");
  check (store, "plot standing:idle", since, 2, 0, 2);
  removal = yun_store_remove_sync (store, a, WHO, NULL, &error);
  g_assert_no_error (error);
  check (store, "plot standing:idle", since, 2, 1, 1);
  news = ask (store, "plot standing:idle", since);
  for (guint i = 0; i < news->rows->len; i++)
    {
      const YunNewsRow *row = g_ptr_array_index (news->rows, i);

      if (row->kind == YUN_NEWS_REMOVED)
        g_assert_cmpstr (row->name, ==, "甲");
    }

  /* What came and went between is no news. */
  removal = (yun_change_unref (removal), yun_store_remove_sync (store, d, WHO, NULL, &error));
  g_assert_no_error (error);
  check (store, "plot standing:idle", since, 1, 1, 1);
}

/* Filters that ask for more than the record's own values. */
static void
test_untold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) park = yun_entity_new_record (&yun_entity_park);
  g_autoptr (YunRecord) a = make_plot ("甲", "idle");
  g_autoptr (YunRecord) b = make_plot ("乙", "idle");
  gint64                since;
  const char           *text = "plot park:(name:科技绿洲)";

  yun_record_set_text (park, yun_entity_get_field (&yun_entity_park, "name"), "科技绿洲");
  save (store, park);
  yun_record_set_text (a, yun_entity_get_field (&yun_entity_plot, "park"),
                       yun_record_get_uid (park));
  since = save (store, a);
  yun_record_set_text (a, yun_entity_get_field (&yun_entity_plot, "note"), "seen");
  save (store, a);
  yun_record_set_text (b, yun_entity_get_field (&yun_entity_plot, "park"),
                       yun_record_get_uid (park));
  save (store, b);
  {
    g_autoptr (YunViewNews) news = ask (store, text, since);

    g_assert_cmpint (news->n[YUN_NEWS_CHANGED], ==, 1);
    g_assert_cmpint (news->n[YUN_NEWS_ADDED], ==, 1);
    g_assert_cmpint (news->n[YUN_NEWS_REMOVED] + news->n[YUN_NEWS_EDITED], ==, 0);
  }
}

/* What the program keeps is not put back, on whichever side of a comparison it stands. */
static void
test_untold_comparison (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "plot updated>source-date", "plot source-date<updated",
                                       "plot -source-date>=updated" };
  g_autoptr (YunStore)     store = fixture_create (fixture);
  g_autoptr (YunRecord)    a = make_plot ("甲", "idle");
  gint64                   since;

  yun_record_set_text (a, yun_entity_get_field (&yun_entity_plot, "source-date"), "2020-01-01");
  since = save (store, a);
  yun_record_set_text (a, yun_entity_get_field (&yun_entity_plot, "note"), "seen");
  save (store, a);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (YunViewNews) news = ask (store, texts[i], since);

      g_assert_cmpint (news->n[YUN_NEWS_CHANGED], ==, 1);
      g_assert_cmpuint (news->rows->len, ==, 1);
    }
}

static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (YunStore)  store = fixture_create (fixture);
  g_autoptr (YunRecord) a = make_plot ("甲", "idle");
  gint64                since = save (store, a);
  g_autoptr (YunChange) undone =
    yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, NULL);
  g_autoptr (YunViewNews) news = ask (store, "plot", since);
  g_autoptr (YunChange)   redone = NULL;
  g_autoptr (YunViewNews) after = NULL;

  g_assert_nonnull (undone);
  g_assert_cmpint (news->n[YUN_NEWS_REMOVED], ==, 1);
  g_assert_cmpint (news->n_changes, ==, 0);
  redone = yun_store_redo_sync (store, "", NULL, NULL);
  g_assert_nonnull (redone);
  after = ask (store, "plot", since);
  g_assert_cmpint (after->n[YUN_NEWS_REMOVED] + after->n[YUN_NEWS_ADDED], ==, 0);
}

/* ---- Any sequence of actions against the sets before and after ------------------ */

typedef struct
{
  GHashTable *revisions[2]; /* (owned): id → revision, of what the filter shows */
} Shown;

static const YunEntity *const kinds[] = { &yun_entity_plot, &yun_entity_firm };

static void
read_shown (YunStore *store, YunFilter *filter, Shown *shown)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GArray) ids =
        yun_store_list_ids_sync (store, kinds[k], filter, NULL, FALSE, NULL, NULL);

      shown->revisions[k] = g_hash_table_new (NULL, NULL);
      for (guint i = 0; i < ids->len; i++)
        {
          gint64                id = g_array_index (ids, gint64, i);
          g_autoptr (YunRecord) record = yun_store_get_sync (store, kinds[k], id, NULL);

          g_hash_table_insert (shown->revisions[k], GSIZE_TO_POINTER (id),
                               GSIZE_TO_POINTER (yun_record_get_revision (record)));
        }
    }
}

static void
clear_shown (Shown *shown)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    g_hash_table_unref (shown->revisions[k]);
}

static void
act (YunStore *store, GRand *rand)
{
  const YunEntity      *entity = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
  g_autoptr (YunFilter) all = yun_filter_new (entity);
  g_autoptr (GArray)    ids = yun_store_list_ids_sync (store, entity, all, NULL, FALSE, NULL, NULL);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (GError)    error = NULL;
  int                   what = g_rand_int_range (rand, 0, 20);

  if (ids->len > 0)
    record = yun_store_get_sync (
      store, entity, g_array_index (ids, gint64, g_rand_int_range (rand, 0, (gint32) ids->len)),
      NULL);
  if (what == 0)
    change = import_random (store, YUN_ACTION_IMPORT, entity, 5, rand, NULL, &error);
  else if (what < 4 || record == NULL)
    {
      g_autoptr (YunRecord) fresh = make_record (entity, rand, 0.6);

      change = yun_store_save_sync (store, fresh, WHO, NULL, &error);
    }
  else if (what < 6)
    change = yun_store_remove_sync (store, record, WHO, NULL, &error);
  else if (what < 8)
    change = yun_store_undo_sync (store, 0, YUN_UNDO_DEFAULT, "", NULL, NULL, NULL);
  else if (what < 10)
    change = yun_store_redo_sync (store, "", NULL, NULL);
  else
    {
      guint                  n;
      const YunField *const *fields = yun_entity_get_fields (entity, &n);
      const YunField        *field = fields[g_rand_int_range (rand, 0, (gint32) n)];

      if ((field->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) == 0 &&
          g_strcmp0 (field->id, "uscc") != 0)
        change_field (record, field, rand);
      change = yun_store_save_sync (store, record, WHO, NULL, &error);
    }
  if (!g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING))
    g_assert_no_error (error);
}

/* Whether it could be compared: not when too much was changed. */
static gboolean
compare (YunStore *store, YunFilter *filter, gint64 since, const Shown *then)
{
  g_autoptr (YunViewNews) news = yun_store_view_news_sync (store, filter, since, NULL, NULL);
  Shown                   now;
  gint64                  n[4] = { 0 };

  g_assert_nonnull (news);
  read_shown (store, filter, &now);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      GHashTableIter iter;
      gpointer       id, revision;

      g_hash_table_iter_init (&iter, now.revisions[k]);
      while (g_hash_table_iter_next (&iter, &id, &revision))
        if (!g_hash_table_contains (then->revisions[k], id))
          n[YUN_NEWS_ADDED]++;
        else if ((gint64) GPOINTER_TO_SIZE (revision) > since)
          n[YUN_NEWS_EDITED]++;
      g_hash_table_iter_init (&iter, then->revisions[k]);
      while (g_hash_table_iter_next (&iter, &id, &revision))
        n[YUN_NEWS_REMOVED] += !g_hash_table_contains (now.revisions[k], id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    g_assert_cmpint (news->n[i], ==, n[i]);
  clear_shown (&now);
  return TRUE;
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "",          "plot standing:idle,low", "zone:?", "-zone:north",
    "area:>3mu", "firm segment:terminal",  "a",      "plot use-state:vacant area:?",
  };
  g_autoptr (YunStore) store = fixture_create (fixture);
  g_autoptr (GRand)    rand = g_rand_new_with_seed (41);
  int                  n_compared = 0;

  for (int i = 0; i < 30; i++)
    act (store, rand);
  for (int round = 0; round < 25; round++)
    {
      g_autoptr (YunSavedView) view = yun_saved_view_new (YUN_VIEW_BOOKMARK, "x", "{}");
      g_autoptr (YunSavedView) saved = NULL;
      g_autoptr (YunSavedView) opened = NULL;
      Shown                    then[G_N_ELEMENTS (texts)];
      YunFilter               *filters[G_N_ELEMENTS (texts)];

      saved = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, view, NULL);
      opened = yun_store_edit_view_sync (store, YUN_VIEW_OPENED, saved, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          filters[i] = yun_filter_parse (texts[i], NULL, NULL);
          g_assert_nonnull (filters[i]);
          read_shown (store, filters[i], &then[i]);
        }
      for (gint32 i = g_rand_int_range (rand, 1, 20); i > 0; i--)
        act (store, rand);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          n_compared += compare (store, filters[i], opened->opened_change, &then[i]);
          clear_shown (&then[i]);
          yun_filter_unref (filters[i]);
        }
    }
  g_assert_cmpint (n_compared, >, 50);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/news/known", test_known);
  ADD ("/news/untold", test_untold);
  ADD ("/news/untold-comparison", test_untold_comparison);
  ADD ("/news/taken-back", test_taken_back);
  ADD ("/news/random", test_random);
  return g_test_run ();
}
