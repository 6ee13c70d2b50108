/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"
#include "yun-digest.h"
#include "yun-geo-private.h"
#include "yun-measure.h"
#include "yun-output.h"
#include "yun-transform.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_PROBLEMS 10000
/* What old software, and GDAL by its own default, takes for the end of a .shp or .dbf. */
#define MAX_FILE G_MAXINT32

/* The files an export may consist of, in the order in which one of them gets the bare name. */
enum
{
  PART_POLYGON,
  PART_POINT,
  PART_MULTIPOINT,
  PART_LINE,
  PART_NOPLACE,
  N_PARTS,
};

static const struct
{
  YunShpType  type;
  const char *suffix;
} part_kinds[N_PARTS] = {
  [PART_POLYGON] = { YUN_SHP_POLYGON, "_polygon" },
  [PART_POINT] = { YUN_SHP_POINT, "_point" },
  [PART_MULTIPOINT] = { YUN_SHP_MULTIPOINT, "_multipoint" },
  [PART_LINE] = { YUN_SHP_LINE, "_line" },
  [PART_NOPLACE] = { 0, "_noplace" },
};

/* What other software keeps beside a .shp and would go on using with the new one. */
static const char *const sidecars[] = { ".shp", ".shx", ".dbf", ".prj",     ".cpg", ".qix",
                                        ".sbn", ".sbx", ".cst", ".shp.xml", ".idm", ".ind" };

#define DICTIONARY_SUFFIX "_字段说明.csv"

typedef struct
{
  YunShapefilePart part;
  gboolean         made; /* it has rows, or is the one that is made without any */
  YunDbfWriter    *dbf;  /* (owned) (nullable) */
  YunShpWriter    *shp;  /* (owned) (nullable) */
} Part;

struct _YunShapefileWriter
{
  char                *folder; /* (owned) */
  char                *stem;   /* (owned): the file name without .shp */
  const YunEntity     *entity;
  YunShapefileEncoding encoding;
  const YunCharset    *charset;
  char                *crs;       /* (owned): canonical */
  char                *prj;       /* (owned) */
  YunTransform        *transform; /* (owned) */
  YunShapefileColumn  *columns;   /* (owned) */
  guint                n_columns;
  GPtrArray           *words;    /* (owned): for each column its words (GStrv), or NULL */
  GPtrArray           *problems; /* (owned) */
  guint64              n_checked;

  /* of the second pass */
  Part        parts[N_PARTS];
  YunStaging *staging; /* (owned) (nullable) */
  gboolean    replace;
  GString    *text;   /* (owned): scratch */
  GArray     *points; /* (owned): scratch */
  gboolean    sampling;
  guint64     digest; /* of the values of the row in hand, while sampling */
};

static void
problem_free (gpointer data)
{
  YunExportProblem *problem = data;

  g_free (problem->name);
  g_free (problem->reason);
  g_free (problem);
}

static guint
find_part (YunGeom *shape)
{
  if (shape == NULL)
    return PART_NOPLACE;
  for (guint i = 0; i < PART_NOPLACE; i++)
    if (part_kinds[i].type == yun_shp_get_type (shape))
      return i;
  g_assert_not_reached ();
}

static gboolean
fail_changed (GError **error)
{
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_VERIFY,
               _ ("The records changed while they were exported"));
  return FALSE;
}

/* The value of a text column, NULL when unknown; valid until the next call. */
static const char *
get_text (YunShapefileWriter *self, YunRecord *record, guint i)
{
  const YunField    *field = self->columns[i].field;
  const char *const *words = g_ptr_array_index (self->words, i);
  gint64             value;

  if (words == NULL)
    return yun_record_get_text (record, field);
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

static void
add_problem (
  YunShapefileWriter *self, YunRecord *record, guint column, char *reason, gboolean fatal)
{
  YunExportProblem *problem;

  if (self->problems->len >= MAX_PROBLEMS)
    {
      g_free (reason);
      return;
    }
  problem = g_new (YunExportProblem, 1);
  problem->row = self->n_checked;
  problem->name = g_strdup (yun_record_get_name (record));
  problem->field = self->columns[column].field;
  problem->reason = reason;
  problem->fatal = fatal;
  g_ptr_array_add (self->problems, problem);
}

static void
check_text (YunShapefileWriter *self, YunRecord *record, guint i)
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
        self, record, i,
        g_strdup_printf (_ ("“%s” is not in %s"), character, yun_charset_get_name (self->charset)),
        TRUE);
    }
  if (loss.cut)
    add_problem (self, record, i, g_strdup_printf (_ ("cut to %u bytes"), (guint) n), FALSE);
  if (loss.stripped)
    add_problem (self, record, i, g_strdup (_ ("blanks at an end are left out")), FALSE);
}

static void
check_number (YunShapefileWriter *self, YunRecord *record, guint i)
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
dup_kept (YunShapefileWriter *self, const guint8 *bytes, gsize n)
{
  return g_convert ((const char *) bytes, n, "UTF-8", yun_charset_get_name (self->charset), NULL,
                    NULL, NULL);
}

static gboolean
put_text (YunShapefileWriter *self, Part *part, YunRecord *record, guint i, GError **error)
{
  const char    *text = get_text (self, record, i);
  guint8         bytes[YUN_DBF_MAX_TEXT];
  YunCharsetLoss loss = { 0 };
  gsize          n = 0;

  if (text != NULL)
    n = yun_charset_encode (self->charset, text, bytes, sizeof bytes, &loss);
  if (n > self->columns[i].dbf.width)
    return fail_changed (error);
  if (n > 0)
    yun_dbf_writer_put_text (part->dbf, i, bytes, n);
  if (self->sampling)
    {
      gboolean         lossy = loss.missing != 0 || loss.cut || loss.stripped;
      g_autofree char *kept = n > 0 && lossy ? dup_kept (self, bytes, n) : NULL;

      self->digest = yun_digest_text (self->digest, n == 0 ? NULL : lossy ? kept : text);
    }
  return TRUE;
}

/* Puts @digits; @value is what they stand for. A sampled one must be off by no more than half of
 * the last place. */
static gboolean
put_digits (YunShapefileWriter *self,
            Part               *part,
            guint               i,
            const char         *digits,
            gsize               n,
            double              value,
            GError            **error)
{
  if (n > self->columns[i].dbf.width)
    return fail_changed (error);
  yun_dbf_writer_put_number (part->dbf, i, digits, n);
  if (self->sampling)
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
      self->digest = yun_digest_real (self->digest, read);
    }
  return TRUE;
}

static gboolean
put_number (YunShapefileWriter *self, Part *part, YunRecord *record, guint i, GError **error)
{
  const YunShapefileColumn *column = &self->columns[i];
  char                      digits[YUN_DBF_MAX_NUMBER];

  if (column->field->kind == YUN_KIND_REAL)
    {
      double value = get_real (column, record);

      if (isfinite (value))
        return put_digits (self, part, i, digits,
                           yun_dbf_print_real (value, column->dbf.decimals, digits), value, error);
    }
  else
    {
      gint64 value = yun_record_get_int (record, column->field);

      if (value != G_MININT64)
        return put_digits (self, part, i, digits, yun_dbf_print_int (value, digits), value, error);
    }
  if (self->sampling)
    self->digest = yun_digest_text (self->digest, NULL);
  return TRUE;
}

static gboolean
put_row (YunShapefileWriter *self, Part *part, YunRecord *record, GError **error)
{
  self->digest = YUN_DIGEST_SEED;
  for (guint i = 0; i < self->n_columns; i++)
    if (!(self->columns[i].dbf.type == 'C' ? put_text (self, part, record, i, error)
                                           : put_number (self, part, record, i, error)))
      return FALSE;
  return TRUE;
}

/* The vertices of @shape in the target system, in the scratch array. */
static gboolean
move_points (YunShapefileWriter *self, YunGeom *shape, GError **error)
{
  g_array_set_size (self->points, 0);
  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
      {
        guint           n;
        const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

        g_array_append_vals (self->points, points, n);
      }
  return yun_transform_points (self->transform, (YunPoint *) self->points->data, self->points->len,
                               error);
}

static void
part_clear (Part *self)
{
  g_clear_pointer (&self->dbf, yun_dbf_writer_free);
  g_clear_pointer (&self->shp, yun_shp_writer_free);
  g_clear_pointer (&self->part.stem, g_free);
  g_clear_pointer (&self->part.row_digests, g_array_unref);
  g_clear_pointer (&self->part.shape_digests, g_array_unref);
  g_clear_pointer (&self->part.samples, g_array_unref);
}

/* Decides which files there will be: the first kind that has rows gets the bare name. */
static void
choose_parts (YunShapefileWriter *self)
{
  guint main_part = self->entity->shape == YUN_SHAPE_POINT ? PART_POINT : PART_POLYGON;

  for (guint i = PART_NOPLACE; i-- > 0;)
    if (self->parts[i].part.n_rows > 0)
      main_part = i;
  for (guint i = 0; i < N_PARTS; i++)
    {
      YunShapefilePart *part = &self->parts[i].part;

      self->parts[i].made = i == main_part || part->n_rows > 0;
      part->type = part_kinds[i].type;
      part->stem = g_strconcat (self->stem, i == main_part ? "" : part_kinds[i].suffix, NULL);
      part->shp_size += YUN_SHP_HEAD;
      part->row_digests = g_array_sized_new (FALSE, FALSE, sizeof (guint64), part->n_rows);
      part->shape_digests =
        g_array_sized_new (FALSE, FALSE, sizeof (guint64), part->type != 0 ? part->n_rows : 0);
      part->samples = g_array_new (FALSE, FALSE, sizeof (YunShapefileSample));
    }
}

static gboolean
is_small_enough (YunShapefileWriter     *self,
                 const YunShapefilePart *part,
                 gsize                   row_size,
                 GError                **error)
{
  guint64 dbf_size = yun_dbf_get_head_size (self->n_columns) + part->n_rows * row_size + 1;

  if (dbf_size <= MAX_FILE && part->shp_size <= MAX_FILE)
    return TRUE;
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE,
               _ ("“%s%s” would be larger than the 2 GB a shapefile can have; export fewer records "
                  "at a time"),
               part->stem, dbf_size > MAX_FILE ? ".dbf" : ".shp");
  return FALSE;
}

static gboolean
open_part (YunShapefileWriter *self, Part *part, const YunDbfColumn *columns, GError **error)
{
  g_autofree char *path =
    g_build_filename (yun_staging_get_path (self->staging), part->part.stem, NULL);
  g_autofree char *dbf = g_strconcat (path, ".dbf", NULL);

  part->dbf =
    yun_dbf_writer_new (dbf, columns, self->n_columns,
                        yun_shapefile_encoding_get_language (self->encoding), NULL, error);
  if (part->dbf == NULL)
    return FALSE;
  if (part->part.type != 0)
    part->shp = yun_shp_writer_new (path, part->part.type, error);
  return part->part.type == 0 || part->shp != NULL;
}

static void
add_name (GPtrArray *names, const char *stem, const char *suffix)
{
  g_ptr_array_add (names, g_strconcat (stem, suffix, NULL));
}

/* (transfer full): what may not be there, or goes: everything that belongs to the parts made. */
static GPtrArray *
list_gone (YunShapefileWriter *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_PARTS; i++)
    for (guint k = 0; self->parts[i].made && k < G_N_ELEMENTS (sidecars); k++)
      add_name (names, self->parts[i].part.stem, sidecars[k]);
  add_name (names, self->stem, DICTIONARY_SUFFIX);
  g_ptr_array_add (names, NULL);
  return names;
}

/* (transfer full): the files that are made. */
static GPtrArray *
list_made (YunShapefileWriter *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_PARTS; i++)
    {
      const YunShapefilePart *part = &self->parts[i].part;

      if (!self->parts[i].made)
        continue;
      if (part->type != 0)
        {
          add_name (names, part->stem, ".shp");
          add_name (names, part->stem, ".shx");
          add_name (names, part->stem, ".prj");
        }
      add_name (names, part->stem, ".dbf");
      if (yun_shapefile_encoding_get_cpg (self->encoding) != NULL)
        add_name (names, part->stem, ".cpg");
    }
  add_name (names, self->stem, DICTIONARY_SUFFIX);
  g_ptr_array_add (names, NULL);
  return names;
}

static gboolean
write_small (
  YunShapefileWriter *self, const char *stem, const char *suffix, const char *text, GError **error)
{
  g_autofree char *path =
    g_strconcat (yun_staging_get_path (self->staging), G_DIR_SEPARATOR_S, stem, suffix, NULL);

  return text == NULL || yun_output_write_file (path, text, strlen (text), error);
}

static gboolean
close_part (YunShapefileWriter *self, Part *part, GError **error)
{
  if (part->part.n_written != part->part.n_rows)
    return fail_changed (error);
  if (!yun_dbf_writer_close (part->dbf, error) ||
      !write_small (self, part->part.stem, ".cpg", yun_shapefile_encoding_get_cpg (self->encoding),
                    error))
    return FALSE;
  if (part->shp == NULL)
    return TRUE;
  part->part.box = *yun_shp_writer_get_box (part->shp);
  return yun_shp_writer_close (part->shp, error) &&
         write_small (self, part->part.stem, ".prj", self->prj, error);
}

static gboolean
write_dictionary (YunShapefileWriter *self, GError **error)
{
  GString         *csv = yun_shapefile_columns_to_csv (self->columns, self->n_columns);
  g_autofree char *text = g_string_free (csv, FALSE);

  return write_small (self, self->stem, DICTIONARY_SUFFIX, text, error);
}

YunShapefileWriter *
yun_shapefile_writer_new (const char          *path,
                          const YunEntity     *entity,
                          const char          *crs,
                          YunShapefileEncoding encoding,
                          GError             **error)
{
  g_autoptr (YunShapefileWriter) self = g_new0 (YunShapefileWriter, 1);

  g_return_val_if_fail (path != NULL && entity != NULL && crs != NULL, NULL);

  self->folder = g_path_get_dirname (path);
  self->stem = g_path_get_basename (path);
  if (strlen (self->stem) > 4 &&
      g_ascii_strcasecmp (self->stem + strlen (self->stem) - 4, ".shp") == 0)
    self->stem[strlen (self->stem) - 4] = '\0';
  self->entity = entity;
  self->encoding = encoding;
  self->charset = yun_charset_get (encoding);
  self->columns = yun_shapefile_columns_new (entity, &self->n_columns);
  self->words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->text = g_string_new (NULL);
  self->points = g_array_new (FALSE, FALSE, sizeof (YunPoint));
  for (guint i = 0; i < self->n_columns; i++)
    {
      const YunEnum *values = self->columns[i].field->values;
      char         **words = values != NULL ? g_new0 (char *, values->n_values + 1) : NULL;

      for (int k = 0; values != NULL && k < values->n_values; k++)
        words[k] = yun_shapefile_dup_word (self->columns[i].field, k);
      g_ptr_array_add (self->words, words);
    }

  if (!yun_crs_check (crs, &self->crs, NULL, error))
    return NULL;
  self->transform = yun_transform_new ("EPSG:4490", self->crs, error);
  if (self->transform == NULL)
    return NULL;
  self->prj = yun_proj_dup_esri (self->crs, error);
  if (self->prj == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
yun_shapefile_writer_free (YunShapefileWriter *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_PARTS; i++)
    part_clear (&self->parts[i]);
  g_clear_pointer (&self->staging, yun_staging_free);
  g_clear_pointer (&self->transform, yun_transform_free);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->points, g_array_unref);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self->columns);
  g_free (self->folder);
  g_free (self->stem);
  g_free (self->crs);
  g_free (self->prj);
  g_free (self);
}

void
yun_shapefile_writer_check (YunShapefileWriter *self, YunRecord *record)
{
  YunGeom          *shape = yun_record_get_shape (record);
  YunShapefilePart *part = &self->parts[find_part (shape)].part;

  g_return_if_fail (self->staging == NULL);
  g_return_if_fail (yun_record_get_entity (record) == self->entity);

  self->n_checked++;
  part->n_rows++;
  if (shape != NULL)
    part->shp_size += yun_shp_get_record_size (shape);
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].dbf.type == 'C')
      check_text (self, record, i);
    else
      check_number (self, record, i);
}

GPtrArray *
yun_shapefile_writer_get_problems (YunShapefileWriter *self)
{
  return self->problems;
}

gboolean
yun_shapefile_writer_begin (YunShapefileWriter *self, gboolean replace, GError **error)
{
  g_autoptr (GPtrArray)    gone = NULL;
  g_autofree YunDbfColumn *columns = g_new (YunDbfColumn, self->n_columns);
  gsize                    row_size;

  g_return_val_if_fail (self->staging == NULL, FALSE);

  for (guint i = 0; i < self->n_columns; i++)
    columns[i] = self->columns[i].dbf;
  row_size = yun_dbf_get_row_size (columns, self->n_columns);
  choose_parts (self);
  for (guint i = 0; i < N_PARTS; i++)
    if (!is_small_enough (self, &self->parts[i].part, row_size, error))
      return FALSE;
  gone = list_gone (self);
  if (!replace && yun_staging_refuses (self->folder, (const char *const *) gone->pdata, error))
    return FALSE;
  self->replace = replace;
  self->staging = yun_staging_new (self->folder, error);
  if (self->staging == NULL)
    return FALSE;
  for (guint i = 0; i < N_PARTS; i++)
    if (self->parts[i].made && !open_part (self, &self->parts[i], columns, error))
      return FALSE;
  return TRUE;
}

gboolean
yun_shapefile_writer_write (YunShapefileWriter *self, YunRecord *record, GError **error)
{
  YunGeom           *shape = yun_record_get_shape (record);
  Part              *part = &self->parts[find_part (shape)];
  YunShapefileSample sample = { 0 };
  guint64            digest;

  g_return_val_if_fail (self->staging != NULL, FALSE);
  g_return_val_if_fail (yun_record_get_entity (record) == self->entity, FALSE);

  if (part->part.n_written >= part->part.n_rows)
    return fail_changed (error);
  self->sampling = yun_shapefile_is_sample (part->part.n_written, part->part.n_rows);
  if (!put_row (self, part, record, error) || !yun_dbf_writer_end_row (part->dbf, &digest, error))
    return FALSE;
  g_array_append_val (part->part.row_digests, digest);
  if (shape != NULL)
    {
      if (!move_points (self, shape, error) ||
          !yun_shp_writer_add (part->shp, shape, (YunPoint *) self->points->data, &digest,
                               self->sampling ? &sample.shape : NULL, error))
        return FALSE;
      g_array_append_val (part->part.shape_digests, digest);
    }
  if (self->sampling)
    {
      sample.row = part->part.n_written;
      sample.values = self->digest;
      g_array_append_val (part->part.samples, sample);
    }
  part->part.n_written++;
  return TRUE;
}

char **
yun_shapefile_writer_finish (YunShapefileWriter *self, GCancellable *cancellable, GError **error)
{
  YunShapefileExpectation expected = { self->columns, self->n_columns, self->encoding, self->crs,
                                       self->prj };
  g_autoptr (GPtrArray)   made = NULL;
  g_autoptr (GPtrArray)   gone = NULL;
  GPtrArray              *paths;

  g_return_val_if_fail (self->staging != NULL, NULL);

  for (guint i = 0; i < N_PARTS; i++)
    if (self->parts[i].made && !close_part (self, &self->parts[i], error))
      return NULL;
  if (!write_dictionary (self, error))
    return NULL;
  for (guint i = 0; i < N_PARTS; i++)
    if (self->parts[i].made &&
        !yun_shapefile_verify (yun_staging_get_path (self->staging), &self->parts[i].part,
                               &expected, cancellable, error))
      return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  made = list_made (self);
  gone = list_gone (self);
  if (!yun_staging_commit (self->staging, (const char *const *) made->pdata,
                           (const char *const *) gone->pdata, self->replace, error))
    return NULL;
  g_clear_pointer (&self->staging, yun_staging_free);
  paths = g_ptr_array_new ();
  for (guint i = 0; i + 1 < made->len; i++)
    g_ptr_array_add (paths, g_build_filename (self->folder, made->pdata[i], NULL));
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (paths, FALSE);
}
