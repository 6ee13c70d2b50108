/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-parser.h"

#include "yun-chain.h"
#include "yun-text.h"

/* "Did you mean". */

#define MAX_SHORT 12 /* values that may be shown whole */

void
yun_near_init (YunNear *self, const char *word)
{
  self->normal = yun_text_normalise (word);
  self->pinyin = g_str_is_ascii (self->normal) ? NULL : yun_text_to_pinyin (self->normal);
  memset (self->ranks, 0, sizeof self->ranks);
  self->found = g_ptr_array_new_with_free_func (g_free);
}

void
yun_near_clear (YunNear *self)
{
  g_free (self->normal);
  g_free (self->pinyin);
  g_ptr_array_unref (self->found);
}

/* How far a near word may be, in characters, by the length of what was written. */
static guint
get_reach (const char *normal)
{
  glong length = g_utf8_strlen (normal, -1);

  return length <= 2 ? 2 : length <= 5 ? 3 : 4;
}

static gboolean
sounds_alike (const YunNear *self, const char *candidate)
{
  g_autofree char *pinyin = NULL;

  if (self->pinyin == NULL || g_str_is_ascii (candidate))
    return FALSE;
  pinyin = yun_text_to_pinyin (candidate);
  return g_str_has_prefix (pinyin, self->pinyin);
}

/* How far @candidate is from the word: 0 is nearest, G_MAXUINT too far. */
static guint
get_rank (const YunNear *self, const char *candidate)
{
  guint reach = get_reach (self->normal);
  guint edits = reach;

  if (*self->normal == '\0')
    return G_MAXUINT;
  if (strstr (candidate, self->normal) != NULL || sounds_alike (self, candidate))
    return 0;
  if (ABS (g_utf8_strlen (candidate, -1) - g_utf8_strlen (self->normal, -1)) < (glong) reach)
    edits = yun_text_distance (self->normal, candidate, reach);
  return edits < reach ? edits : G_MAXUINT;
}

void
yun_near_offer (YunNear *self, const char *candidate)
{
  guint rank = get_rank (self, candidate);
  guint at = 0;

  if (rank == G_MAXUINT ||
      g_ptr_array_find_with_equal_func (self->found, candidate, g_str_equal, NULL))
    return;
  while (at < self->found->len && self->ranks[at] <= rank)
    at++;
  if (at >= YUN_NEAR_MAX)
    return;
  if (self->found->len == YUN_NEAR_MAX)
    g_ptr_array_remove_index (self->found, YUN_NEAR_MAX - 1);
  memmove (&self->ranks[at + 1], &self->ranks[at],
           (MIN (self->found->len, YUN_NEAR_MAX - 1) - at) * sizeof self->ranks[0]);
  self->ranks[at] = rank;
  g_ptr_array_insert (self->found, (int) at, g_strdup (candidate));
}

void
yun_near_offer_list (YunNear *self, const char *list)
{
  const char *item;
  gsize       length;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);

      yun_near_offer (self, word);
    }
}

void
yun_near_offer_fields (YunNear *self, const YunEntity *entity)
{
  guint                   n;
  const YunEntity *const *order = yun_filter_entities (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *const *fields = yun_entity_get_fields (order[i], NULL);

      if (entity != NULL && entity != order[i])
        continue;
      for (guint k = 0; fields[k] != NULL; k++)
        {
          yun_near_offer (self, fields[k]->id);
          yun_near_offer_list (self, fields[k]->zh);
        }
    }
  yun_near_offer (self, "near");
  yun_near_offer (self, "in");
  yun_near_offer (self, "has");
  yun_near_offer (self, "candidate");
}

/* What @id and the ';' list @zh are called, in one language. */
static void
offer_word (YunNear *self, const char *id, const char *zh, gboolean chinese)
{
  if (chinese)
    yun_near_offer_list (self, zh);
  else
    yun_near_offer (self, id);
}

static void
offer_all (YunNear *self, const YunEnum *values, gboolean chinese)
{
  for (int i = 0; i < values->n_values && i < MAX_SHORT; i++)
    {
      const char *item = values->values[i].id;
      gsize       length = strlen (item);

      if (chinese)
        yun_text_next_item (values->values[i].zh, &item, &length);
      g_ptr_array_add (self->found, g_strndup (item, length));
    }
}

void
yun_near_offer_values (YunNear *self, const YunField *field, gboolean chinese)
{
  guint n;

  for (int i = 0; field->values != NULL && i < field->values->n_values; i++)
    offer_word (self, field->values->values[i].id, field->values->values[i].zh, chinese);
  if (g_strcmp0 (field->ref, "town") == 0)
    {
      const YunDistrictTown *towns = yun_chain_get_towns (&n);

      for (guint i = 0; i < n; i++)
        yun_near_offer (self, towns[i].name);
    }
  if (g_strcmp0 (field->ref, "niche") == 0)
    {
      const YunNiche *niches = yun_chain_get_niches (&n);

      for (guint i = 0; i < n; i++)
        offer_word (self, niches[i].id, niches[i].name, chinese);
    }
  if (self->found->len == 0 && field->values != NULL)
    offer_all (self, field->values, chinese);
}
