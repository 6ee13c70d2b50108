/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-record.h"
#include "yun-term.h"
#include "yun-text.h"
#include "yun-unit.h"
#include "yun-chain.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* The values of a record as text: for files and commands, and for people. */

static void
append_item (GString *out, const char *separator, const char *item)
{
  if (out->len > 0)
    g_string_append (out, separator);
  g_string_append (out, item);
}

static char *
format_set (const YunField *field, guint bits)
{
  GString *out = g_string_new (NULL);

  for (int i = 0; i < field->values->n_plain; i++)
    if ((bits & (1u << i)) != 0)
      append_item (out, _ (", "), yun_enum_get_label (field->values, i));
  return g_string_free (out, FALSE);
}

char *
yun_record_dup_value (YunRecord *self, const YunField *field)
{
  if (!yun_record_is_known (self, field))
    return NULL;
  switch (field->kind)
    {
    case YUN_KIND_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, yun_record_get_int (self, field));
    case YUN_KIND_REAL:
      return yun_number_print (yun_record_get_real (self, field));
    case YUN_KIND_ENUM:
      return g_strdup (field->values->values[yun_record_get_int (self, field)].id);
    case YUN_KIND_SET:
      return yun_enum_print_set (field->values, (guint) yun_record_get_int (self, field));
    case YUN_KIND_LINK:
    case YUN_KIND_LINKS:
      {
        const char *labels = yun_record_get_link_labels (self, field);

        return g_strdup (labels != NULL ? labels : yun_record_get_text (self, field));
      }
    default:
      return g_strdup (yun_record_get_text (self, field));
    }
}

static gboolean
parse_set (const YunField *field, const char *text, guint *bits)
{
  const char *item;
  gsize       length;

  *bits = 0;
  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      int              index = yun_enum_find (field->values, word);

      if (index < 0)
        return FALSE;
      *bits |= yun_enum_get_mask (field->values, index);
    }
  return TRUE;
}

gboolean
yun_record_parse_value (YunRecord *self, const YunField *field, const char *text, GError **error)
{
  gboolean         ok = TRUE;
  double           real = NAN;
  guint            bits = 0;
  int              index = -1;
  char            *end = NULL;
  gint64           whole = G_MININT64;
  gboolean         empty = text == NULL || *text == '\0';
  g_autofree char *terms = NULL;

  switch (field->kind)
    {
    case YUN_KIND_INT:
      errno = 0;
      if (!empty)
        {
          whole = g_ascii_strtoll (text, &end, 10);
          ok = errno == 0 && *end == '\0' && end != text;
        }
      break;
    case YUN_KIND_REAL:
      ok = empty || yun_number_parse (text, &real);
      break;
    case YUN_KIND_ENUM:
      index = empty ? -1 : yun_enum_find (field->values, text);
      ok = empty || (index >= 0 && index < field->values->n_plain);
      break;
    case YUN_KIND_SET:
      ok = empty || parse_set (field, text, &bits);
      break;
    case YUN_KIND_DATE:
      ok = empty || yun_text_is_date (text);
      break;
    case YUN_KIND_TEXT:
    case YUN_KIND_LIST:
    case YUN_KIND_LINK:
    case YUN_KIND_LINKS:
      ok = empty || g_utf8_validate (text, -1, NULL);
      break;
    case YUN_KIND_TERMS:
      terms =
        empty || !g_utf8_validate (text, -1, NULL) ? NULL : yun_terms_tidy (field->values, text);
      ok = empty || terms != NULL;
      break;
    }
  if (!ok)
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                   /* Translators: a text that cannot be a value, and the field's name */
                   _ ("“%s” is no value of “%s”"), text, yun_field_get_label (field));
      return FALSE;
    }
  switch (field->kind)
    {
    case YUN_KIND_INT:
      yun_record_set_int (self, field, whole);
      break;
    case YUN_KIND_REAL:
      yun_record_set_real (self, field, real);
      break;
    case YUN_KIND_ENUM:
      yun_record_set_int (self, field, index);
      break;
    case YUN_KIND_SET:
      yun_record_set_int (self, field, bits);
      break;
    case YUN_KIND_TERMS:
      yun_record_set_text (self, field, terms);
      break;
    default:
      yun_record_set_text (self, field, text);
      break;
    }
  return TRUE;
}

static char *
format_list (const YunField *field, const char *text)
{
  GString    *out = g_string_new (NULL);
  const char *item;
  gsize       length;

  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      const YunNiche  *niche =
        g_strcmp0 (field->ref, "niche") == 0 ? yun_chain_find_niche (word) : NULL;
      g_autofree char *term =
        field->kind == YUN_KIND_TERMS ? yun_term_format (field->values, word) : NULL;

      append_item (out, _ (", "),
                   niche != NULL  ? yun_niche_get_label (niche)
                   : term != NULL ? term
                                  : word);
    }
  return g_string_free (out, FALSE);
}

/* What no record has is marked; without labels nothing can be told of it. */
static char *
format_links (YunRecord *self, const YunField *field)
{
  const char *value = yun_record_get_text (self, field);
  const char *labels = yun_record_get_link_labels (self, field);
  GString    *out = g_string_new (NULL);
  const char *item, *label;
  gsize       length, n_label;

  if (labels == NULL)
    {
      g_string_free (out, TRUE);
      return format_list (field, value);
    }
  while ((value = yun_text_next_item (value, &item, &length)) != NULL &&
         (labels = yun_text_next_item (labels, &label, &n_label)) != NULL)
    {
      g_autofree char *word = g_strndup (label, n_label);
      g_autofree char *marked = NULL;

      if (length == n_label && strncmp (item, label, length) == 0)
        /* Translators: %s stands where the name of a record should */
        marked = g_strdup_printf (_ ("%s (no record)"), word);
      append_item (out, _ (", "), marked != NULL ? marked : word);
    }
  return g_string_free (out, FALSE);
}

static char *
format_real (const YunField *field, double value)
{
  g_autofree char *number = NULL;

  if (g_strcmp0 (field->unit, "m²") == 0)
    return yun_area_format (value);
  number = yun_number_format (value, 3);
  if (field->unit == NULL)
    return g_steal_pointer (&number);
  if (strcmp (field->unit, "%") == 0)
    return g_strdup_printf ("%s%%", number);
  return g_strdup_printf ("%s %s", number, yun_unit_get_label (field->unit));
}

char *
yun_record_format (YunRecord *self, const YunField *field)
{
  if (!yun_record_is_known (self, field))
    return g_strdup (_ ("Unknown"));
  switch (field->kind)
    {
    case YUN_KIND_INT:
      {
        g_autofree char *number = yun_number_format ((double) yun_record_get_int (self, field), 0);

        return field->unit == NULL
                 ? g_strdup_printf ("%" G_GINT64_FORMAT, yun_record_get_int (self, field))
                 : g_strdup_printf ("%s %s", number, yun_unit_get_label (field->unit));
      }
    case YUN_KIND_REAL:
      return format_real (field, yun_record_get_real (self, field));
    case YUN_KIND_ENUM:
      return g_strdup (yun_enum_get_label (field->values, (int) yun_record_get_int (self, field)));
    case YUN_KIND_SET:
      return format_set (field, (guint) yun_record_get_int (self, field));
    case YUN_KIND_LIST:
    case YUN_KIND_TERMS:
      return format_list (field, yun_record_get_text (self, field));
    case YUN_KIND_LINK:
    case YUN_KIND_LINKS:
      return format_links (self, field);
    case YUN_KIND_DATE:
      return yun_field_dup_day (field, yun_record_get_text (self, field));
    case YUN_KIND_TEXT:
    default:
      return field->ref != NULL ? format_list (field, yun_record_get_text (self, field))
                                : g_strdup (yun_record_get_text (self, field));
    }
}
