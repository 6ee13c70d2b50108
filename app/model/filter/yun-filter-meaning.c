/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-complete.h"
#include "yun-filter-private.h"

#include "yun-chain.h"
#include "yun-text.h"

#include <string.h>

/* Which conditions a bare word is the value of. */

#define MAX_MEANINGS 5

/* (transfer full): the first of the ';' list @zh, or @id in English. */
static char *
pick_word (const char *id, const char *zh, gboolean chinese)
{
  const char *item;
  gsize       length;

  if (chinese && yun_text_next_item (zh, &item, &length) != NULL)
    return g_strndup (item, length);
  return g_strdup (id);
}

static gboolean
is_usual (const YunField *field, const char *word)
{
  const char *item;
  gsize       length;

  for (const char *next = field->usual; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    if (strlen (word) == length && strncmp (item, word, length) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): @word as a value of @field, as it is written in a filter. */
static char *
find_value (const YunField *field, const char *word, gboolean chinese)
{
  if (field->values != NULL)
    {
      int index = yun_enum_find (field->values, word);

      return index >= 0 ? pick_word (field->values->values[index].id,
                                     field->values->values[index].zh, chinese)
                        : NULL;
    }
  if (is_usual (field, word))
    return g_strdup (word);
  if (g_strcmp0 (field->ref, "town") == 0)
    {
      const YunDistrictTown *town = yun_chain_find_town (word);

      return town != NULL ? g_strdup (town->name) : NULL;
    }
  if (g_strcmp0 (field->ref, "niche") == 0)
    {
      const YunNiche *niche = yun_chain_find_niche (word);

      return niche != NULL ? yun_filter_quote (chinese ? niche->name : niche->id) : NULL;
    }
  return NULL;
}

/* What people call that something is not on the map, between blanks. */
static gboolean
means_nowhere (const char *word)
{
  static const char words[] =
    " unplaced nowhere not-on-map 位置不详 位置未知 不在图上 未上图 没上图 "
    "没有位置 无坐标 没有坐标 ";
  g_autofree char *folded = g_ascii_strdown (word, -1);
  g_autofree char *spaced = g_strdup_printf (" %s ", folded);

  return strchr (folded, ' ') == NULL && *folded != '\0' && strstr (words, spaced) != NULL;
}

GPtrArray *
yun_filter_list_meanings (const YunEntity *entity, const char *word, gboolean chinese)
{
  GPtrArray              *meanings = g_ptr_array_new_with_free_func (g_free);
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  if (means_nowhere (word) && yun_filter_has_places (entity))
    g_ptr_array_add (meanings, g_strdup (chinese ? "图上位置:?" : "place:?"));
  for (guint i = 0; i < n; i++)
    {
      const YunField *const *fields = yun_entity_get_fields (order[i], NULL);

      for (guint k = 0; fields[k] != NULL && (entity == NULL || entity == order[i]); k++)
        {
          g_autofree char *value = find_value (fields[k], word, chinese);
          g_autofree char *name = pick_word (fields[k]->id, fields[k]->zh, chinese);
          g_autofree char *text = value != NULL ? g_strdup_printf ("%s:%s", name, value) : NULL;

          if (text != NULL && meanings->len < MAX_MEANINGS &&
              !g_ptr_array_find_with_equal_func (meanings, text, g_str_equal, NULL))
            g_ptr_array_add (meanings, g_steal_pointer (&text));
        }
    }
  return meanings;
}
