/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-gazetteer-private.h"

#include "yun-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const labels[YUN_GAZETTEER_N] = {
  /* Translators: kinds of places that the base map names */
  [YUN_GAZETTEER_ROAD] = N_ ("Road"),
  [YUN_GAZETTEER_CROSSING] = N_ ("Crossing"),
  [YUN_GAZETTEER_STATION] = N_ ("Metro station"),
  [YUN_GAZETTEER_RAIL] = N_ ("Metro line"),
  [YUN_GAZETTEER_WATER] = N_ ("River"),
  [YUN_GAZETTEER_SPOT] = N_ ("Place on the map"),
};

const char *
yun_gazetteer_kind_get_label (YunGazetteerKind kind)
{
  g_return_val_if_fail (kind < YUN_GAZETTEER_N, NULL);

  return _ (labels[kind]);
}

const YunGazetteer *
yun_gazetteer_get (void)
{
  static gsize shared = 0;

  if (g_once_init_enter (&shared))
    {
      YunGazetteer *self = g_new0 (YunGazetteer, 1);

      self->entries = g_ptr_array_new ();
      self->crossings = g_ptr_array_new ();
      yun_gazetteer_load (self);
      yun_gazetteer_add_crossings (self);
      g_once_init_leave (&shared, (gsize) self);
    }

  return (const YunGazetteer *) shared;
}

YunGazetteerEntry *
yun_gazetteer_find_entry (const YunGazetteer *self, YunGazetteerKind kind, const char *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      YunGazetteerEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->place.kind == kind && g_strv_contains ((const char *const *) entry->keys, key))
        return entry;
    }
  return NULL;
}

/* ---- Crossings as people write them ------------------------------------------------- */

/* 九新公路莘砖公路路口 is where the two meet. */
static void
strip_end (char *text)
{
  static const char *const ends[] = { "交叉路口", "交叉口", "交汇处", "交界处", "路口", "交口" };

  g_strchomp (text);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (text, ends[i]))
      {
        text[strlen (text) - strlen (ends[i])] = '\0';
        g_strchomp (text);
        return;
      }
}

/* Behind what stands between two roads; @text itself when nothing does. */
static const char *
skip_between (const char *text)
{
  static const char *const signs[] = { "×", "✕", "✖", "x", "*",  "/",  "、", ",", "&",
                                       "+", "-", "—", "–", "与", "和", "及", "至" };

  while (*text == ' ')
    text++;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      {
        text += strlen (signs[i]);
        break;
      }
  while (*text == ' ')
    text++;
  return text;
}

/* How well @rest fits one of the names. */
static YunSearchRank
rank_rest (char *const *keys, const char *rest)
{
  YunSearchRank best = YUN_SEARCH_NONE;

  for (guint i = 0; keys[i] != NULL && *rest != '\0'; i++)
    if (strcmp (keys[i], rest) == 0)
      return YUN_SEARCH_EXACT;
    else if (g_str_has_prefix (keys[i], rest))
      best = YUN_SEARCH_BEGINS;
  return best;
}

/* How well @text fits as one road and then the other. */
static YunSearchRank
rank_order (char *const *first, char *const *second, const char *text)
{
  YunSearchRank best = YUN_SEARCH_NONE;

  for (guint i = 0; first[i] != NULL; i++)
    {
      const char   *rest, *behind;
      YunSearchRank at_once, apart;

      if (!g_str_has_prefix (text, first[i]))
        continue;
      rest = text + strlen (first[i]);
      behind = skip_between (rest);
      /* a road may begin with what stands between others: 和 of 和平路 */
      at_once = rank_rest (second, rest);
      apart = behind != rest ? rank_rest (second, behind) : at_once;
      best = MIN (best, MIN (at_once, apart));
      if (*behind == '\0' && behind != rest)
        best = MIN (best, YUN_SEARCH_BEGINS);
    }
  return best;
}

static YunSearchRank
rank_crossing (const YunGazetteerCrossing *crossing, const char *text)
{
  const YunSearchRank there = rank_order (crossing->keys[0], crossing->keys[1], text);
  const YunSearchRank back = rank_order (crossing->keys[1], crossing->keys[0], text);

  return MIN (there, back);
}

/* ---- Finding and searching ------------------------------------------------------------ */

static void
find_entries (const YunGazetteer *self, const char *plain, GPtrArray *found)
{
  for (guint i = 0; self != NULL && i < self->entries->len; i++)
    {
      YunGazetteerEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strv_contains ((const char *const *) entry->keys, plain))
        g_ptr_array_add (found, &entry->place);
    }
}

GPtrArray *
yun_gazetteer_find (const char *word)
{
  const YunGazetteer *self = yun_gazetteer_get ();
  GPtrArray          *found = g_ptr_array_new ();
  g_autofree char    *plain = yun_text_normalise (word);

  find_entries (self, plain, found);
  find_entries (yun_gazetteer_get_streets (FALSE), plain, found);
  strip_end (plain);
  if (found->len > 0)
    return found;
  /* Two roads can meet more than once. */
  for (guint i = 0; i < self->crossings->len; i++)
    {
      YunGazetteerCrossing *crossing = g_ptr_array_index (self->crossings, i);

      if (rank_crossing (crossing, plain) == YUN_SEARCH_EXACT)
        g_ptr_array_add (found, &crossing->place);
    }
  return found;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const YunGazetteerMatch *x = a, *y = b;

  if (x->rank != y->rank)
    return (int) x->rank - (int) y->rank;
  if (x->place->kind != y->place->kind)
    return (int) x->place->kind - (int) y->place->kind;
  return strcmp (x->place->name, y->place->name);
}

static void
add_match (GArray *matches, const YunGazetteerPlace *place, YunSearchRank rank)
{
  YunGazetteerMatch match = { place, rank };

  if (rank < YUN_SEARCH_NONE)
    g_array_append_val (matches, match);
}

static void
search_entries (const YunGazetteer *self,
                const YunSearch    *search,
                const char         *plain,
                GArray             *matches)
{
  for (guint i = 0; self != NULL && i < self->entries->len; i++)
    {
      const YunGazetteerEntry *entry = g_ptr_array_index (self->entries, i);
      /* G60 is a name and no reading of one */
      gboolean exact = g_strv_contains ((const char *const *) entry->keys, plain);

      add_match (matches, &entry->place,
                 exact ? YUN_SEARCH_EXACT
                       : yun_search_rank (search, &(YunSearchText){ .text = entry->text,
                                                                    .length = entry->n_names,
                                                                    .n_names = entry->n_names }));
    }
}

GArray *
yun_gazetteer_search (const char *text, guint limit)
{
  const YunGazetteer   *self = yun_gazetteer_get ();
  GArray               *matches = g_array_new (FALSE, FALSE, sizeof (YunGazetteerMatch));
  g_autoptr (YunSearch) search = yun_search_new (text);
  g_autofree char      *plain = yun_text_normalise (text);

  if (search == NULL)
    return matches;
  search_entries (self, search, plain, matches);
  search_entries (yun_gazetteer_get_streets (TRUE), search, plain, matches);
  strip_end (plain);
  for (guint i = 0; i < self->crossings->len; i++)
    {
      const YunGazetteerCrossing *crossing = g_ptr_array_index (self->crossings, i);

      add_match (matches, &crossing->place, rank_crossing (crossing, plain));
    }
  g_array_sort (matches, compare_matches);
  g_array_set_size (matches, MIN (matches->len, limit));
  return matches;
}
