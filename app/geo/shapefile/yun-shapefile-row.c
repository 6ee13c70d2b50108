/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"
#include "yun-chain.h"
#include "yun-digest.h"
#include "yun-measure.h"
#include "yun-term.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Of each sort, so that what may be lost is not hidden behind what is only cut. */
#define MAX_PROBLEMS 10000

struct _YunShapefileRows
{
  YunShapefileColumn *columns; /* (owned) */
  guint               n_columns;
  const YunCharset   *charset;
  GPtrArray          *words;         /* (owned): for each column its words (GStrv), or NULL */
  GPtrArray          *problems;      /* (owned) */
  guint               n_problems[2]; /* those not fatal, those fatal */
  guint64             n_checked;
  GString            *text;   /* (owned): scratch */
  guint64            *digest; /* (nullable): of the values of the row in hand, while sampling */
};

static void
problem_free (gpointer data)
{
  YunExportProblem *problem = data;

  g_free (problem->name);
  g_free (problem->reason);
  g_free (problem);
}

/* Niches by their names; what is none stays as it is. */
static const char *
name_niches (GString *out, const char *ids)
{
  const char *item;
  gsize       length;

  if (ids == NULL)
    return NULL;
  g_string_truncate (out, 0);
  for (const char *next = ids; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *id = g_strndup (item, length);
      const YunNiche  *niche = yun_chain_find_niche (id);

      if (out->len > 0)
        g_string_append_c (out, ';');
      g_string_append (out, niche != NULL ? niche->name : id);
    }
  return out->str;
}

/* The value of a text column, NULL when unknown; valid until the next call. */
static const char *
get_text (YunShapefileRows *self, YunRecord *record, guint i)
{
  const YunField    *field = self->columns[i].field;
  const char *const *words = g_ptr_array_index (self->words, i);
  gint64             value;

  if (yun_field_is_link (field) && yun_record_get_link_labels (record, field) != NULL)
    return yun_record_get_link_labels (record, field);
  if (g_strcmp0 (field->ref, "niche") == 0 && !self->columns[i].as_code)
    return name_niches (self->text, yun_record_get_text (record, field));
  if (words == NULL)
    return yun_record_get_text (record, field);
  if (field->kind == YUN_KIND_TERMS)
    {
      if (!yun_record_is_known (record, field))
        return NULL;
      g_string_truncate (self->text, 0);
      yun_terms_append_words (self->text, field->values, yun_record_get_text (record, field),
                              words);
      return self->text->str;
    }
  value = yun_record_get_int (record, field);
  if (field->kind == YUN_KIND_ENUM)
    return value >= 0 && value < field->values->n_values ? words[value] : NULL;
  g_string_truncate (self->text, 0);
  for (int k = 0; k < field->values->n_plain; k++)
    if (value & (1 << k))
      {
        if (self->text->len > 0)
          g_string_append_c (self->text, ';');
        g_string_append (self->text, words[k]);
      }
  return self->text->len > 0 ? self->text->str : NULL;
}

/* The value of a REAL column, in the unit of the column. */
static double
get_real (const YunShapefileColumn *column, YunRecord *record)
{
  double value = yun_record_get_real (record, column->field);

  return column->in_mu ? value / YUN_MU_M2 : value;
}

char *
yun_export_problem_describe (const YunExportProblem *self)
{
  g_autofree char *row = yun_number_format (self->row, 0);

  /* Translators: row number, name of the record, field, what is wrong */
  return g_strdup_printf (_ ("Row %s, %s, %s: %s"), row, self->name,
                          self->field != NULL ? yun_field_get_label (self->field) : _ ("Place"),
                          self->reason);
}

static void
add_problem (
  YunShapefileRows *self, YunRecord *record, const YunField *field, char *reason, gboolean fatal)
{
  YunExportProblem *problem;

  if (self->n_problems[fatal] >= MAX_PROBLEMS)
    {
      g_free (reason);
      return;
    }
  self->n_problems[fatal]++;
  problem = g_new (YunExportProblem, 1);
  problem->row = self->n_checked;
  problem->name = g_strdup (yun_record_get_name (record));
  problem->field = field;
  problem->reason = reason;
  problem->fatal = fatal;
  g_ptr_array_add (self->problems, problem);
}

static void
check_text (YunShapefileRows *self, YunRecord *record, guint i)
{
  const char    *text = get_text (self, record, i);
  YunDbfColumn  *column = &self->columns[i].dbf;
  guint8         bytes[YUN_DBF_MAX_TEXT];
  YunCharsetLoss loss;
  gsize          n;

  if (text == NULL)
    return;
  n = yun_charset_encode (self->charset, text, bytes, sizeof bytes, &loss);
  column->width = MAX (column->width, n);
  if (loss.missing != 0)
    {
      char character[7] = { 0 };

      g_unichar_to_utf8 (loss.missing, character);
      add_problem (
        self, record, self->columns[i].field,
        g_strdup_printf (_ ("“%s” is not in %s"), character, yun_charset_get_name (self->charset)),
        TRUE);
    }
  if (loss.cut)
    add_problem (self, record, self->columns[i].field,
                 g_strdup_printf (_ ("cut to %u bytes"), (guint) n), FALSE);
  if (loss.stripped)
    add_problem (self, record, self->columns[i].field,
                 g_strdup (_ ("blanks at an end are left out")), FALSE);
}

static void
check_number (YunShapefileRows *self, YunRecord *record, guint i)
{
  YunShapefileColumn *column = &self->columns[i];
  char                digits[YUN_DBF_MAX_NUMBER];
  gsize               n = 0;

  if (column->field->kind == YUN_KIND_REAL)
    {
      double value = get_real (column, record);

      if (isfinite (value) && fabs (value) >= column->limit)
        n = yun_dbf_print_real (value, column->dbf.decimals, digits);
    }
  else
    {
      gint64 value = yun_record_get_int (record, column->field);

      if (value != G_MININT64)
        n = yun_dbf_print_int (value, digits);
    }
  column->dbf.width = MAX (column->dbf.width, n);
}

/* What OGR should read for a text that lost something on its way. */
static char *
dup_kept (YunShapefileRows *self, const guint8 *bytes, gsize n)
{
  return g_convert ((const char *) bytes, n, "UTF-8", yun_charset_get_name (self->charset), NULL,
                    NULL, NULL);
}

static gboolean
put_text (YunShapefileRows *self, YunDbfWriter *dbf, YunRecord *record, guint i, GError **error)
{
  const char    *text = get_text (self, record, i);
  guint8         bytes[YUN_DBF_MAX_TEXT];
  YunCharsetLoss loss = { 0 };
  gsize          n = 0;

  if (text != NULL)
    n = yun_charset_encode (self->charset, text, bytes, sizeof bytes, &loss);
  if (n > self->columns[i].dbf.width)
    return yun_shapefile_fail_changed (error);
  if (n > 0)
    yun_dbf_writer_put_text (dbf, i, bytes, n);
  if (self->digest != NULL)
    {
      gboolean         lossy = loss.missing != 0 || loss.cut || loss.stripped;
      g_autofree char *kept = n > 0 && lossy ? dup_kept (self, bytes, n) : NULL;

      *self->digest = yun_digest_text (*self->digest, n == 0 ? NULL : lossy ? kept : text);
    }
  return TRUE;
}

/* Puts @digits; @value is what they stand for. A sampled one must be off by no more than half of
 * the last place. */
static gboolean
put_digits (YunShapefileRows *self,
            YunDbfWriter     *dbf,
            guint             i,
            const char       *digits,
            gsize             n,
            double            value,
            GError          **error)
{
  if (n > self->columns[i].dbf.width)
    return yun_shapefile_fail_changed (error);
  yun_dbf_writer_put_number (dbf, i, digits, n);
  if (self->digest != NULL)
    {
      char   copy[YUN_DBF_MAX_NUMBER + 1] = { 0 };
      double read;

      memcpy (copy, digits, n);
      read = g_ascii_strtod (copy, NULL);
      if (!(fabs (read - value) <=
            0.5 * pow (10, -self->columns[i].dbf.decimals) + fabs (value) * 1e-15))
        {
          g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY,
                       _ ("The number %.17g was not kept"), value);
          return FALSE;
        }
      *self->digest = yun_digest_real (*self->digest, read);
    }
  return TRUE;
}

static gboolean
put_number (YunShapefileRows *self, YunDbfWriter *dbf, YunRecord *record, guint i, GError **error)
{
  const YunShapefileColumn *column = &self->columns[i];
  char                      digits[YUN_DBF_MAX_NUMBER];

  if (column->field->kind == YUN_KIND_REAL)
    {
      double value = get_real (column, record);

      if (isfinite (value))
        return put_digits (self, dbf, i, digits,
                           yun_dbf_print_real (value, column->dbf.decimals, digits), value, error);
    }
  else
    {
      gint64 value = yun_record_get_int (record, column->field);

      if (value != G_MININT64)
        return put_digits (self, dbf, i, digits, yun_dbf_print_int (value, digits), value, error);
    }
  if (self->digest != NULL)
    *self->digest = yun_digest_text (*self->digest, NULL);
  return TRUE;
}

gboolean
yun_shapefile_fail_changed (GError **error)
{
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY,
               _ ("The records changed while they were exported"));
  return FALSE;
}

YunShapefileRows *
yun_shapefile_rows_new (const YunEntity *entity, YunShapefileEncoding encoding)
{
  YunShapefileRows *self = g_new0 (YunShapefileRows, 1);

  self->charset = yun_charset_get (encoding);
  self->columns = yun_shapefile_columns_new (entity, &self->n_columns);
  self->words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->text = g_string_new (NULL);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const YunEnum *values = self->columns[i].field->values;
      char         **words = values != NULL ? g_new0 (char *, values->n_values + 1) : NULL;

      for (int k = 0; values != NULL && k < values->n_values; k++)
        words[k] = yun_shapefile_dup_word (self->columns[i].field, k);
      g_ptr_array_add (self->words, words);
    }
  return self;
}

void
yun_shapefile_rows_free (YunShapefileRows *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->problems);
  g_string_free (self->text, TRUE);
  g_free (self->columns);
  g_free (self);
}

void
yun_shapefile_rows_check (YunShapefileRows *self, YunRecord *record)
{
  self->n_checked++;
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].dbf.type == 'C')
      check_text (self, record, i);
    else
      check_number (self, record, i);
}

void
yun_shapefile_rows_tell_place (YunShapefileRows *self, YunRecord *record, char *reason)
{
  add_problem (self, record, NULL, reason, FALSE);
}

void
yun_shapefile_rows_widen (YunShapefileRows *self, const YunDbfColumn *columns)
{
  for (guint i = 0; i < self->n_columns; i++)
    self->columns[i].dbf.width = columns[i].width;
}

gboolean
yun_shapefile_rows_put (
  YunShapefileRows *self, YunDbfWriter *dbf, YunRecord *record, guint64 *digest, GError **error)
{
  self->digest = digest;
  if (digest != NULL)
    *digest = YUN_DIGEST_SEED;
  for (guint i = 0; i < self->n_columns; i++)
    if (!(self->columns[i].dbf.type == 'C' ? put_text (self, dbf, record, i, error)
                                           : put_number (self, dbf, record, i, error)))
      return FALSE;
  return TRUE;
}

GPtrArray *
yun_shapefile_rows_get_problems (YunShapefileRows *self)
{
  return self->problems;
}

const YunShapefileColumn *
yun_shapefile_rows_get_columns (YunShapefileRows *self, guint *n)
{
  *n = self->n_columns;
  return self->columns;
}
