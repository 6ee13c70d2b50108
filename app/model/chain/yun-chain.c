/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-chain.h"
#include "yun-csv.h"
#include "yun-link.h"
#include "yun-text.h"
#include "yun-town.h"

#include <stdlib.h>

/* Loaded once and kept for the life of the program. */
typedef struct
{
  YunSegment       segments[4];
  YunNiche        *niches;
  guint            n_niches;
  YunDistrictTown *towns;
  guint            n_towns;
  GHashTable      *niche_words; /* id and normalised names → YunNiche */
  GHashTable      *town_words;  /* normalised name, short name, code, English → YunDistrictTown */
} Chain;

static char *
dup_cell (const YunCsv *csv, guint row, const char *column)
{
  const char *text = yun_csv_get (csv, row, column);

  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
add_word (GHashTable *words, const char *word, gpointer value)
{
  char *key = yun_text_normalise (word);

  if (*key != '\0' && !g_hash_table_contains (words, key))
    g_hash_table_insert (words, key, value);
  else
    g_free (key);
}

static void
load_niches (Chain *chain)
{
  g_autoptr (YunCsv) segments = yun_csv_load_resource ("geodata/chain/segments.csv");
  g_autoptr (YunCsv) niches = yun_csv_load_resource ("geodata/chain/niches.csv");

  for (guint i = 0; i < 4; i++)
    {
      chain->segments[i].id = dup_cell (segments, i, "id");
      chain->segments[i].name = dup_cell (segments, i, "name");
      chain->segments[i].letter = dup_cell (segments, i, "letter");
      chain->segments[i].colour = dup_cell (segments, i, "colour");
      chain->segments[i].shape = dup_cell (segments, i, "shape");
      g_assert (g_strcmp0 (chain->segments[i].id, yun_enum_segment.values[i].id) == 0);
    }
  chain->n_niches = yun_csv_get_n_rows (niches);
  chain->niches = g_new0 (YunNiche, chain->n_niches);
  chain->niche_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < chain->n_niches; i++)
    {
      YunNiche *niche = &chain->niches[i];

      niche->id = dup_cell (niches, i, "id");
      niche->segment = yun_enum_find (&yun_enum_segment, yun_csv_get (niches, i, "segment"));
      niche->name = dup_cell (niches, i, "name");
      niche->name_en = dup_cell (niches, i, "name_en");
      niche->named = strcmp (yun_csv_get (niches, i, "named"), "1") == 0;
      niche->replaced_by = dup_cell (niches, i, "replaced_by");
      g_assert (niche->segment >= 0);
      add_word (chain->niche_words, niche->id, niche);
      add_word (chain->niche_words, niche->name, niche);
      add_word (chain->niche_words, niche->name_en, niche);
    }
}

static void
load_towns (Chain *chain)
{
  static const char *const endings[] = { "镇", "街道" };
  g_autoptr (YunCsv)       csv = yun_csv_load_resource ("geodata/districts.csv");

  chain->n_towns = yun_csv_get_n_rows (csv);
  chain->towns = g_new0 (YunDistrictTown, chain->n_towns);
  chain->town_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < chain->n_towns; i++)
    {
      YunDistrictTown *town = &chain->towns[i];

      town->code = dup_cell (csv, i, "code");
      town->uid = yun_link_dup_key_uid (&yun_entity_town, town->code);
      town->name = dup_cell (csv, i, "name");
      town->name_en = dup_cell (csv, i, "name_en");
      town->zone = dup_cell (csv, i, "zone");
      town->lon = g_ascii_strtod (yun_csv_get (csv, i, "lon"), NULL);
      town->lat = g_ascii_strtod (yun_csv_get (csv, i, "lat"), NULL);
      add_word (chain->town_words, town->name, town);
      add_word (chain->town_words, town->code, town);
      add_word (chain->town_words, town->uid, town);
      add_word (chain->town_words, town->name_en, town);
      for (guint k = 0; k < G_N_ELEMENTS (endings); k++)
        if (g_str_has_suffix (town->name, endings[k]))
          {
            g_autofree char *stem =
              g_strndup (town->name, strlen (town->name) - strlen (endings[k]));

            add_word (chain->town_words, stem, town);
          }
    }
}

static gpointer
load_chain (gpointer unused)
{
  Chain *chain = g_new0 (Chain, 1);

  load_niches (chain);
  load_towns (chain);
  return chain;
}

static const Chain *
get_chain (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_chain, NULL);
}

static gconstpointer
look_up (GHashTable *words, const char *word)
{
  g_autofree char *key = yun_text_normalise (word);

  return g_hash_table_lookup (words, key);
}

const YunSegment *
yun_chain_get_segment (guint index)
{
  g_return_val_if_fail (index < 4, NULL);

  return &get_chain ()->segments[index];
}

const YunNiche *
yun_chain_get_niches (guint *n)
{
  *n = get_chain ()->n_niches;
  return get_chain ()->niches;
}

const YunNiche *
yun_chain_find_niche (const char *word)
{
  return look_up (get_chain ()->niche_words, word);
}

const char *
yun_niche_get_label (const YunNiche *self)
{
  return g_str_has_prefix (g_get_language_names ()[0], "en") && self->name_en != NULL
           ? self->name_en
           : self->name;
}

guint
yun_chain_get_segments (const char *niches)
{
  guint       bits = 0;
  const char *item;
  gsize       length;

  for (const char *next = niches; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *id = g_strndup (item, length);
      const YunNiche  *niche = g_hash_table_lookup (get_chain ()->niche_words, id);

      if (niche != NULL)
        bits |= 1u << niche->segment;
    }
  return bits;
}

const YunDistrictTown *
yun_chain_get_towns (guint *n)
{
  *n = get_chain ()->n_towns;
  return get_chain ()->towns;
}

const YunDistrictTown *
yun_chain_find_town (const char *word)
{
  return look_up (get_chain ()->town_words, word);
}
