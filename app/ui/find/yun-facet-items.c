/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-facet-items.h"

#include "yun-chain.h"
#include "yun-plot.h"
#include "yun-term.h"
#include "yun-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define UNKNOWN "?"

void
yun_facet_item_free (YunFacetItem *self)
{
  g_free (self->value);
  g_free (self->label);
  g_free (self);
}

static YunFacetItem *
add_item (GPtrArray *items, const char *value, const char *label)
{
  YunFacetItem *item = g_new0 (YunFacetItem, 1);

  item->value = g_strdup (value);
  item->label = g_strdup (label);
  item->swatch = -2;
  g_ptr_array_add (items, item);
  return item;
}

static gint64
count_value (GPtrArray *facet, const char *value)
{
  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);

      if (g_strcmp0 (v->value, value) == 0)
        return v->count;
    }
  return 0;
}

static gint64
count_mask (GPtrArray *facet, const YunEnum *vocabulary, guint mask)
{
  gint64 count = 0;

  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);
      int                  index = v->value != NULL ? yun_enum_find (vocabulary, v->value) : -1;

      if (index >= 0 && index < 32 && (mask & (1u << index)) != 0)
        count += v->count;
    }
  return count;
}

/* Whether @filter has all the clauses of @text. */
static gboolean
asks_text (YunFilter *filter, const char *text)
{
  g_autoptr (YunFilter) asked = yun_filter_parse (text, NULL, NULL);
  g_autoptr (YunFilter) both = asked != NULL ? yun_filter_with_all (filter, asked) : NULL;

  return both != NULL && yun_filter_get_n_clauses (asked) > 0 &&
         yun_filter_get_n_clauses (both) == yun_filter_get_n_clauses (filter);
}

/* ---- Ages ------------------------------------------------------------------------------ */

/* As a filter understands dates: only as far as both are known. */
static gboolean
is_within (const char *date, const char *from, const char *to)
{
  gsize length = strcspn (date, "T");

  return (from == NULL || strncmp (date, from, MIN (length, strlen (from))) >= 0) &&
         (to == NULL || strncmp (date, to, MIN (length, strlen (to))) <= 0);
}

/* (transfer full): the day @months and @days before @today. */
static char *
go_back (const char *today, int months, int days)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char      *noon = g_strconcat (today, "T12:00:00", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (noon, zone);
  g_autoptr (GDateTime) then = NULL, last = NULL;

  g_return_val_if_fail (date != NULL, g_strdup (today));
  then = g_date_time_add_months (date, -months);
  last = g_date_time_add_days (then, -days);
  return g_date_time_format (last, "%Y-%m-%d");
}

static void
add_age (GPtrArray  *items,
         GPtrArray  *facet,
         YunFilter  *filter,
         const char *label,
         const char *from,
         const char *to)
{
  g_autofree char *text =
    g_strdup_printf ("source-date:%s..%s", from != NULL ? from : "", to != NULL ? to : "");
  g_autoptr (YunFilter) parsed = yun_filter_parse (text, NULL, NULL);
  g_autofree char      *canonical = parsed != NULL ? yun_filter_print (parsed) : g_strdup (text);
  YunFacetItem         *item = add_item (items, canonical, label);

  item->on = asks_text (filter, canonical);
  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);

      if (v->value != NULL && is_within (v->value, from, to))
        item->count += v->count;
    }
}

static void
add_ages (GPtrArray *items, GPtrArray *facet, YunFilter *filter, const char *today)
{
  g_autofree char *half = go_back (today, 6, 0), *before_half = go_back (today, 6, 1);
  g_autofree char *one = go_back (today, 12, 0), *before_one = go_back (today, 12, 1);
  g_autofree char *three = go_back (today, 36, 0), *before_three = go_back (today, 36, 1);

  add_age (items, facet, filter, _ ("Under 6 months"), half, NULL);
  add_age (items, facet, filter, _ ("6 months to 1 year"), one, before_half);
  add_age (items, facet, filter, _ ("1 to 3 years"), three, before_one);
  add_age (items, facet, filter, _ ("Over 3 years"), NULL, before_three);
}

/* ---- Terms ----------------------------------------------------------------------------- */

/* What is shown of terms beside the values that are held. */
typedef enum
{
  TERMS_UNCLEAR, /* perhaps one is held */
  TERMS_PAST,    /* some are listed, none is held */
  N_TERMS,
} TermsRow;

/* The field of terms with this id, or NULL. */
static const YunField *
find_terms (const char *field)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    {
      const YunField *row = yun_entity_get_field (entities[i], field);

      if (row != NULL && strcmp (row->id, field) == 0 && row->kind == YUN_KIND_TERMS)
        return row;
    }
  return NULL;
}

/* (transfer full): the filter of a row that is no value; "any" is the group of all. */
static char *
print_terms (const YunField *field, TermsRow row, const char *day)
{
  const char *any = field->values->values[field->values->n_plain].id;

  return row == TERMS_UNCLEAR
           ? g_strdup_printf ("%s:%s %s:?@%s", field->id, any, field->id, day)
           : g_strdup_printf ("%s:%s -%s:%s,?@%s", field->id, any, field->id, any, day);
}

/* The day the filter asks the terms of, else @today. */
static const char *
find_day (YunFilter *filter, const YunField *field, const char *today)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (g_strcmp0 (clause->field, field->id) == 0 && clause->min_text != NULL)
        return clause->min_text;
    }
  return today;
}

static void
count_terms (const YunField *field, GPtrArray *facet, const char *day, gint64 *values, gint64 *rows)
{
  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);
      guint                listed, held, unclear, none;

      yun_terms_judge (field->values, v->value, NULL, &listed, &none);
      yun_terms_judge (field->values, v->value, day, &held, &unclear);
      for (int k = 0; k < field->values->n_plain; k++)
        values[k] += (held & (1u << k)) != 0 ? v->count : 0;
      if (held == 0 && listed != 0)
        rows[unclear != 0 ? TERMS_UNCLEAR : TERMS_PAST] += v->count;
    }
}

/* (transfer full): another day than today is said. */
static char *
label_on (const char *label, const char *day, const char *today)
{
  /* Translators: a value of a facet, and the day of which it is counted */
  return strcmp (day, today) == 0 ? g_strdup (label) : g_strdup_printf (_ ("%s, %s"), label, day);
}

static void
add_terms (
  GPtrArray *items, const YunField *field, GPtrArray *facet, YunFilter *filter, const char *today)
{
  static const char *const labels[N_TERMS] = {
    N_ ("Unclear until when"),
    N_ ("Expired or not begun"),
  };
  const char *day = find_day (filter, field, today);
  gint64      values[32] = { 0 }, rows[N_TERMS] = { 0 };

  count_terms (field, facet, day, values, rows);
  for (int k = 0; k < field->values->n_plain; k++)
    {
      const char      *id = field->values->values[k].id;
      g_autofree char *text = g_strdup_printf ("%s:%s@%s", field->id, id, day);
      g_autofree char *label = label_on (yun_enum_get_label (field->values, k), day, today);
      YunFacetItem    *item = add_item (items, text, label);

      item->count = values[k];
      item->on = yun_filter_has_term (filter, field->id, id, day);
    }
  for (guint k = 0; k < N_TERMS; k++)
    {
      g_autofree char *text = print_terms (field, k, day);
      g_autofree char *label = label_on (_ (labels[k]), day, today);
      YunFacetItem    *item = add_item (items, text, label);

      item->count = rows[k];
      item->on = asks_text (filter, text);
    }
}

static gboolean
asks_unknown (YunFilter *filter, const char *field)
{
  g_autofree char *text = g_strdup_printf ("%s:?", field);

  return asks_text (filter, text);
}

/* Values may be several; the other rows stand alone. */
static YunFilter *
choose_term (YunFilter *filter, const char *field, const char *value, gboolean on, gboolean only)
{
  const YunField       *row = find_terms (field);
  g_autoptr (YunFilter) without = yun_filter_without_field (filter, field);
  g_autoptr (YunFilter) asked = yun_filter_parse (value, NULL, NULL);
  const YunClause      *clause;
  gboolean              alone = only;

  g_return_val_if_fail (asked != NULL, g_steal_pointer (&without));
  clause = yun_filter_get_clause (asked, 0);
  if (yun_filter_get_n_clauses (asked) > 1 || clause->kind != YUN_CLAUSE_VALUES)
    return on || only ? yun_filter_with_all (without, asked) : g_steal_pointer (&without);
  for (guint k = 0; k < N_TERMS; k++)
    {
      g_autofree char *text = print_terms (row, k, clause->min_text);

      alone = alone || asks_text (filter, text);
    }
  return yun_filter_with_term (alone ? without : filter, field, clause->values[0], clause->min_text,
                               on || only);
}

/* ---- Lists ----------------------------------------------------------------------------- */

static const YunEnum *
find_vocabulary (const char *field)
{
  const YunField *row = yun_field_find (field);

  return row != NULL ? row->values : NULL;
}

static void
add_vocabulary (GPtrArray *items, const char *field, const YunEnum *vocabulary, GPtrArray *facet)
{
  gboolean segment = vocabulary == &yun_enum_segment;
  guint    parts = 0;

  /* A group before its values, which are its parts; only of a status, of which a record has one:
   * the counts of values that may be several do not add up. */
  for (int k = 0; k < vocabulary->n_values; k++)
    {
      int               i = (vocabulary->n_plain + k) % vocabulary->n_values;
      const YunSegment *row = segment && i < 4 ? yun_chain_get_segment (i) : NULL;
      g_autofree char  *label =
        row != NULL ? g_strdup_printf ("%s %s", row->letter, yun_enum_get_label (vocabulary, i))
                     : g_strdup (yun_enum_get_label (vocabulary, i));
      YunFacetItem *item;

      if (i >= vocabulary->n_plain && vocabulary != &yun_enum_status)
        continue;
      item = add_item (items, vocabulary->values[i].id, label);
      if (i >= vocabulary->n_plain)
        {
          parts = yun_enum_get_mask (vocabulary, i);
          item->count = count_mask (facet, vocabulary, parts);
        }
      else
        {
          item->count = count_value (facet, item->value);
          item->depth = (parts & (1u << i)) != 0;
        }
      item->always = segment || strcmp (field, "zone") == 0 || i >= vocabulary->n_plain;
      if (segment)
        item->swatch = i;
    }
}

static char *
dup_label (const char *field, const char *value)
{
  const YunNiche *niche = strcmp (field, "niche") == 0 ? yun_chain_find_niche (value) : NULL;

  if (niche != NULL)
    return g_strdup (yun_niche_get_label (niche));
  return g_strdup (value);
}

static YunFacetItem *
find_item (GPtrArray *items, const char *value)
{
  for (guint i = 0; i < items->len; i++)
    {
      YunFacetItem *item = g_ptr_array_index (items, i);

      if (strcmp (item->value, value) == 0)
        return item;
    }
  return NULL;
}

/* Values asked for that no record has are there too, so that they can be switched off. */
static void
add_asked (GPtrArray *items, const char *field, YunFilter *filter)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (clause->kind != YUN_CLAUSE_VALUES || clause->negated ||
          g_strcmp0 (clause->field, field) != 0)
        continue;
      for (char **value = clause->values; *value != NULL; value++)
        if (find_item (items, *value) == NULL)
          {
            g_autofree char *label = dup_label (field, *value);

            add_item (items, *value, label);
          }
    }
}

static void
add_names (GPtrArray *items, const char *field, GPtrArray *facet)
{
  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);
      g_autofree char     *label = v->value != NULL ? dup_label (field, v->value) : NULL;

      if (v->value != NULL)
        add_item (items, v->value, label)->count = v->count;
    }
}

static void
add_towns (GPtrArray *items, GPtrArray *facet)
{
  guint                  n;
  const YunDistrictTown *towns = yun_chain_get_towns (&n);

  for (guint i = 0; i < n; i++)
    add_item (items, towns[i].name, towns[i].name)->count = count_value (facet, towns[i].name);
}

gboolean
yun_facet_is_long (const char *field)
{
  return strcmp (field, "town") != 0 && strcmp (field, "source-date") != 0 &&
         find_vocabulary (field) == NULL;
}

static const char *
get_unknown_label (const char *field)
{
  if (strcmp (field, "segment") == 0)
    return _ ("No segment known");
  if (strcmp (field, "zone") == 0)
    return _ ("No zone known");
  if (strcmp (field, "town") == 0)
    return _ ("No town known");
  return _ ("Not known");
}

GPtrArray *
yun_facet_list (const char *field, GPtrArray *facet, YunFilter *filter, const char *today)
{
  GPtrArray      *items = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_facet_item_free);
  const YunEnum  *vocabulary = find_vocabulary (field);
  const YunField *terms = find_terms (field);
  gboolean        ages = strcmp (field, "source-date") == 0;
  YunFacetItem   *unknown;

  if (ages)
    add_ages (items, facet, filter, today);
  else if (terms != NULL)
    add_terms (items, terms, facet, filter, today);
  else if (vocabulary != NULL)
    add_vocabulary (items, field, vocabulary, facet);
  else if (strcmp (field, "town") == 0)
    add_towns (items, facet);
  else
    add_names (items, field, facet);
  if (!ages && terms == NULL)
    {
      add_asked (items, field, filter);
      for (guint i = 0; i < items->len; i++)
        {
          YunFacetItem *item = g_ptr_array_index (items, i);

          item->on = yun_filter_has_value (filter, field, item->value);
        }
    }
  unknown = add_item (items, UNKNOWN, get_unknown_label (field));
  unknown->count = count_value (facet, NULL);
  unknown->on =
    terms != NULL ? asks_unknown (filter, field) : yun_filter_has_value (filter, field, NULL);
  if (strcmp (field, "segment") == 0)
    unknown->swatch = -1;
  return items;
}

gint64
yun_facet_count_containing (const char *field, GPtrArray *facet, const char *value)
{
  const YunField  *row = yun_field_find (field);
  g_autofree char *word = NULL;
  gint64           count = 0;

  if (strcmp (value, UNKNOWN) == 0)
    return count_value (facet, NULL);
  /* Names of records are matched whole. */
  if (row != NULL && row->ref != NULL)
    return count_value (facet, value);
  word = yun_text_normalise (value);
  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);
      g_autofree char     *text = v->value != NULL ? yun_text_normalise (v->value) : NULL;

      if (text != NULL && strstr (text, word) != NULL)
        count += v->count;
    }
  return count;
}

/* ---- Choosing ---------------------------------------------------------------------------- */

static YunFilter *
choose_age (YunFilter *filter, const char *value, gboolean on)
{
  g_autoptr (YunFilter) without = yun_filter_without_field (filter, "source-date");
  g_autoptr (YunFilter) age = NULL;

  if (!on)
    return g_steal_pointer (&without);
  if (strcmp (value, UNKNOWN) == 0)
    return yun_filter_with_value (without, "source-date", NULL, TRUE);
  age = yun_filter_parse (value, NULL, NULL);
  g_return_val_if_fail (age != NULL, g_steal_pointer (&without));
  return yun_filter_with_all (without, age);
}

YunFilter *
yun_facet_choose (
  YunFilter *filter, const char *field, const char *value, gboolean on, gboolean only)
{
  const char *known = strcmp (value, UNKNOWN) == 0 ? NULL : value;

  if (strcmp (field, "source-date") == 0)
    return choose_age (filter, value, on || only);
  if (find_terms (field) != NULL)
    {
      g_autofree char *unknown = g_strdup_printf ("%s:?", field);

      return choose_term (filter, field, known != NULL ? known : unknown, on, only);
    }
  if (only)
    return yun_filter_with_only (filter, field, known);
  return yun_filter_with_value (filter, field, known, on);
}
