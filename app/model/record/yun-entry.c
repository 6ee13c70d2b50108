/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-entry.h"

#include "yun-chain.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* ---- Cleaning ----------------------------------------------------------------------------- */

char *
yun_entry_clean (const YunField *field, const char *text)
{
  gboolean lines = (field->flags & YUN_FIELD_LONG) != 0;
  GString *out = g_string_new (NULL);
  gsize    breaks = 0;
  gboolean blank = FALSE;

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (yun_text_is_unseen (c))
        continue;
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          blank = TRUE;
          /* "\r\n" is one break. */
          breaks +=
            lines && (c == '\n' || c == 0x2028 || c == 0x2029 || (c == '\r' && p[1] != '\n'));
          continue;
        }
      if (blank && out->len > 0)
        {
          if (breaks == 0)
            g_string_append_c (out, ' ');
          for (gsize i = 0; i < MIN (breaks, 2); i++)
            g_string_append_c (out, '\n');
        }
      blank = FALSE;
      breaks = 0;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* ---- Reading as people write -------------------------------------------------------------- */

/* (transfer full): "1,200 亩" as the number of square metres; what is no number as it is. */
static char *
read_number (const YunField *field, const char *text)
{
  g_autofree char *folded = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  const char      *end;
  g_autofree char *number = yun_number_ungroup (folded, &end);
  g_autofree char *unit = NULL;
  double           value, factor = 1;
  char             rounded[G_ASCII_DTOSTR_BUF_SIZE];

  if (number == NULL)
    return g_strdup (text);
  unit = g_strstrip (g_strdup (end));
  if (!yun_number_parse (number, &value) ||
      (*unit != '\0' &&
       (field->unit == NULL || yun_unit_find (unit, field->unit, &factor) == NULL)))
    return g_strdup (text);
  if (*unit == '\0')
    return g_steal_pointer (&number);
  /* A mu is no whole number of square metres: 30 of them are 20000, not 19999.999…. */
  return yun_number_print (
    g_ascii_strtod (g_ascii_formatd (rounded, sizeof rounded, "%.12g", value * factor), NULL));
}

static const YunNiche *
find_niche (const char *word)
{
  guint           n;
  const YunNiche *niches = yun_chain_get_niches (&n);
  const YunNiche *niche = yun_chain_find_niche (word);

  for (guint i = 0; niche == NULL && i < n; i++)
    if (strcmp (niches[i].name, word) == 0 || strcmp (yun_niche_get_label (&niches[i]), word) == 0)
      niche = &niches[i];
  return niche;
}

/* (transfer full) (nullable): ids of niches, said by id or name; NULL: one is none. */
static char *
read_niches (const YunField *field, const char *text, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  const char         *item;
  gsize               length;

  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      const YunNiche  *niche = find_niche (word);

      if (niche == NULL)
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                       _ ("“%s” is no value of “%s”"), word, yun_field_get_label (field));
          return NULL;
        }
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? ";" : "", niche->id);
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* (transfer full) (nullable) */
static char *
read_value (const YunField *field, const char *clean, GError **error)
{
  if (g_strcmp0 (field->ref, "niche") == 0)
    return read_niches (field, clean, error);
  switch (field->kind)
    {
    case YUN_KIND_INT:
    case YUN_KIND_REAL:
      return read_number (field, clean);
    case YUN_KIND_DATE:
      return yun_text_read_date (clean);
    default:
      return g_strdup (clean);
    }
}

/* ---- Ranges ------------------------------------------------------------------------------- */

/* (transfer full): an end of a range; years are not grouped. */
static char *
print_end (const YunField *field, double value)
{
  g_autofree char *number = NULL;

  if (field->kind == YUN_KIND_DATE || field->unit == NULL)
    return g_strdup_printf ("%g", value);
  number = yun_number_format (value, 3);
  return g_strdup_printf (strcmp (field->unit, "%") == 0 ? "%s%s" : "%s %s", number,
                          yun_unit_get_label (field->unit));
}

static gboolean
refuse (const YunField *field, const char *typed, GError **error)
{
  g_autofree char *min = print_end (field, field->range->min);
  g_autofree char *max = print_end (field, field->range->max);

  if (isinf (field->range->max))
    g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                 /* Translators: a value, the name of its field, a number with its unit */
                 _ ("“%s” cannot be “%s”: the least is %s."), typed, yun_field_get_label (field),
                 min);
  else
    g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                 /* Translators: a value, the name of its field, two numbers with their units */
                 _ ("“%s” cannot be “%s”: it lies between %s and %s."), typed,
                 yun_field_get_label (field), min, max);
  return FALSE;
}

/* @value, as yun_record_parse_value() reads it, is one of @field; @typed is what was said. */
static gboolean
check_range (
  const YunField *field, const char *value, const char *typed, const char *today, GError **error)
{
  double number;

  if (field->range == NULL)
    return TRUE;
  if (field->kind == YUN_KIND_DATE)
    number = (double) g_ascii_strtoll (value, NULL, 10); /* the year */
  else if (!yun_number_parse (value, &number))
    return TRUE;
  if (number < field->range->min || number > field->range->max)
    return refuse (field, typed, error);
  /* A month or a year that has begun is past enough. */
  if (field->range->past && strncmp (value, today, strlen (value)) > 0)
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                   /* Translators: a date, the name of its field, today */
                   _ ("“%s” cannot be “%s”: it is after today, %s."), typed,
                   yun_field_get_label (field), today);
      return FALSE;
    }
  return TRUE;
}

gboolean
yun_entry_set (
  YunRecord *record, const YunField *field, const char *text, const char *today, GError **error)
{
  g_autofree char *clean = NULL;
  g_autofree char *value = NULL;

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                   _ ("The value of “%s” is not UTF-8 text."), yun_field_get_label (field));
      return FALSE;
    }
  clean = yun_entry_clean (field, text);
  if (*clean == '\0')
    return yun_record_parse_value (record, field, NULL, error);
  value = read_value (field, clean, error);
  if (value == NULL)
    return FALSE;
  /* What does not parse says so itself; only what does has a size. */
  if (field->range != NULL)
    {
      g_autoptr (YunRecord) probe = yun_entity_new_record (yun_record_get_entity (record));

      if (!yun_record_parse_value (probe, field, value, error) ||
          !check_range (field, value, clean, today, error))
        return FALSE;
    }
  return yun_record_parse_value (record, field, value, error);
}

/* ---- What is said together ---------------------------------------------------------------- */

/* Whether it is where things stand of which only the town is known, be it another town. */
static gboolean
is_anchor (const YunGeom *shape)
{
  const YunRect         *box = yun_geom_get_box (shape);
  guint                  n;
  const YunDistrictTown *towns = yun_chain_get_towns (&n);

  if (yun_geom_get_kind (shape) != YUN_GEOM_POINT)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (box->x0 == towns[i].lon && box->y0 == towns[i].lat)
      return TRUE;
  return FALSE;
}

static gboolean
refuse_accuracy (YunRecord *record, const YunField *accuracy, const char *reason, GError **error)
{
  g_autofree char *label = yun_record_format (record, accuracy);

  g_set_error (
    error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
    /* Translators: how exact a place is, the name of that field, what speaks against it */
    _ ("“%s” cannot be “%s”: %s."), label, yun_field_get_label (accuracy), reason);
  return FALSE;
}

static gboolean
check_place (YunRecord *record, const YunField **field, GError **error)
{
  const YunField *accuracy = yun_entity_get_field (yun_record_get_entity (record), "accuracy");
  int             value = accuracy != NULL ? (int) yun_record_get_int (record, accuracy) : -1;
  YunGeom        *shape = yun_record_get_shape (record);
  gboolean        exact = value >= 0 && value < YUN_ACCURACY_TOWN;
  const char     *reason = NULL;

  if (exact && shape == NULL)
    reason = _ ("no place is known");
  else if (exact && is_anchor (shape))
    reason = _ ("only the town is known");
  else if (value == YUN_ACCURACY_NONE && shape != NULL)
    reason = _ ("a place is known");
  else if (value == YUN_ACCURACY_TOWN && shape != NULL && !is_anchor (shape))
    reason = _ ("the place is not that of a town");
  if (reason == NULL)
    return TRUE;
  *field = accuracy;
  return refuse_accuracy (record, accuracy, reason, error);
}

static gboolean
check_ratio (YunRecord *record, const YunField **field, GError **error)
{
  const YunField *least = yun_entity_get_field (yun_record_get_entity (record), "far-min");
  const YunField *most = yun_entity_get_field (yun_record_get_entity (record), "far");

  if (least == NULL || most == NULL ||
      !(yun_record_get_real (record, least) > yun_record_get_real (record, most)))
    return TRUE;
  *field = least;
  g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
               /* Translators: two fields and their numbers */
               _ ("“%s” is %g, more than “%s”, %g."), yun_field_get_label (least),
               yun_record_get_real (record, least), yun_field_get_label (most),
               yun_record_get_real (record, most));
  return FALSE;
}

gboolean
yun_entry_check (YunRecord *record, const YunField **field, GError **error)
{
  *field = NULL;
  return check_place (record, field, error) && check_ratio (record, field, error);
}

gboolean
yun_entry_place (YunRecord *record, const YunLinkSource *source, gboolean said, GError **error)
{
  const YunField *accuracy = yun_entity_get_field (yun_record_get_entity (record), "accuracy");

  if (accuracy == NULL ||
      (said && (int) yun_record_get_int (record, accuracy) != YUN_ACCURACY_TOWN))
    return TRUE;
  yun_record_place_by_town (record, source);
  if (!said || yun_record_get_shape (record) != NULL)
    return TRUE;
  yun_record_set_int (record, accuracy, YUN_ACCURACY_TOWN);
  return refuse_accuracy (record, accuracy, _ ("no town is known"), error);
}
