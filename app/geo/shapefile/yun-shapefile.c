/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shapefile-private.h"
#include "yun-geo-private.h"
#include "yun-outline.h"
#include "yun-output.h"
#include "yun-transform.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>

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

/* Degrees by which data may lie outside of what a system is made for before it is told. */
#define AREA_MARGIN 0.5

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
  char                *crs;       /* (owned): canonical */
  char                *prj;       /* (owned) */
  YunTransform        *transform; /* (owned) */
  YunShapefileRows    *rows;      /* (owned) */

  /* of the first pass */
  YunOutline *outline;  /* (owned) */
  YunRect     area;     /* what the system is made for, in degrees … */
  gboolean    has_area; /* … when that is known … */
  gboolean    told_far; /* … and whether it has been told of a record far from it */

  /* of the second pass */
  Part        parts[N_PARTS];
  YunStaging *staging; /* (owned) (nullable) */
  gboolean    replace;
  GArray     *points; /* (owned): scratch */
};

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
  guint main_part = self->entity->shape == YUN_SHAPE_NONE    ? PART_NOPLACE
                    : self->entity->shape == YUN_SHAPE_POINT ? PART_POINT
                                                             : PART_POLYGON;

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
is_small_enough (const YunShapefilePart *part, gsize head_size, gsize row_size, GError **error)
{
  guint64 dbf_size = head_size + part->n_rows * row_size + 1;

  if (dbf_size <= MAX_FILE && part->shp_size <= MAX_FILE)
    return TRUE;
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE,
               _ ("“%s%s” would be larger than the 2 GB a shapefile can have; export fewer records "
                  "at a time"),
               part->stem, dbf_size > MAX_FILE ? ".dbf" : ".shp");
  return FALSE;
}

static gboolean
open_part (
  YunShapefileWriter *self, Part *part, const YunDbfColumn *columns, guint n, GError **error)
{
  g_autofree char *path =
    g_build_filename (yun_staging_get_path (self->staging), part->part.stem, NULL);
  g_autofree char *dbf = g_strconcat (path, ".dbf", NULL);

  part->dbf = yun_dbf_writer_new (
    dbf, columns, n, yun_shapefile_encoding_get_language (self->encoding), NULL, error);
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
    return yun_shapefile_fail_changed (error);
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
  guint                     n;
  const YunShapefileColumn *columns = yun_shapefile_rows_get_columns (self->rows, &n);
  GString                  *csv = yun_shapefile_columns_to_csv (columns, n);
  g_autofree char          *text = g_string_free (csv, FALSE);

  return write_small (self, self->stem, DICTIONARY_SUFFIX, text, error);
}

const char *
yun_shapefile_get_suffix (const YunEntity *entity)
{
  return entity->shape == YUN_SHAPE_NONE ? ".dbf" : ".shp";
}

/* The longest name of the files that belong together is that of the table of fields. */
static gboolean
check_length (const char *stem, GError **error)
{
  const gsize most = NAME_MAX - strlen (DICTIONARY_SUFFIX), n = strlen (stem);

  if (n <= most)
    return TRUE;
  g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_WRITE,
               /* Translators: a name, its bytes, how many it may have, an ending */
               _ ("The name “%s” is too long: it has %u bytes, and with “%s” behind it a name may "
                  "have %u."),
               stem, (guint) n, DICTIONARY_SUFFIX, (guint) most);
  return FALSE;
}

YunShapefileWriter *
yun_shapefile_writer_new (const char          *path,
                          const YunEntity     *entity,
                          const char          *crs,
                          YunShapefileEncoding encoding,
                          GError             **error)
{
  g_autoptr (YunShapefileWriter) self = g_new0 (YunShapefileWriter, 1);
  const char                    *suffix;

  g_return_val_if_fail (path != NULL && entity != NULL && crs != NULL, NULL);

  self->folder = g_path_get_dirname (path);
  self->stem = g_path_get_basename (path);
  suffix = yun_shapefile_get_suffix (entity);
  if (strlen (self->stem) > strlen (suffix) &&
      g_ascii_strcasecmp (self->stem + strlen (self->stem) - strlen (suffix), suffix) == 0)
    self->stem[strlen (self->stem) - strlen (suffix)] = '\0';
  self->entity = entity;
  self->encoding = encoding;
  self->rows = yun_shapefile_rows_new (entity, encoding);
  self->points = g_array_new (FALSE, FALSE, sizeof (YunPoint));

  if (!check_length (self->stem, error) || !yun_crs_check (crs, &self->crs, NULL, error))
    return NULL;
  self->transform = yun_transform_new ("EPSG:4490", self->crs, error);
  if (self->transform == NULL)
    return NULL;
  self->prj = yun_proj_dup_esri (self->crs, error);
  if (self->prj == NULL)
    return NULL;
  self->outline = yun_outline_new ();
  self->has_area = yun_crs_get_area (self->crs, &self->area);
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
  g_clear_pointer (&self->rows, yun_shapefile_rows_free);
  g_clear_pointer (&self->outline, yun_outline_free);
  g_clear_pointer (&self->points, g_array_unref);
  g_free (self->folder);
  g_free (self->stem);
  g_free (self->crs);
  g_free (self->prj);
  g_free (self);
}

/* One record tells of all: the system was chosen for none of them. */
static void
check_area (YunShapefileWriter *self, YunRecord *record, YunGeom *shape)
{
  const YunRect *box = yun_geom_get_box (shape), *area = &self->area;
  const double   x = (box->x0 + box->x1) / 2, y = (box->y0 + box->y1) / 2;

  if (!self->has_area || self->told_far ||
      (x >= area->x0 - AREA_MARGIN && x <= area->x1 + AREA_MARGIN && y >= area->y0 - AREA_MARGIN &&
       y <= area->y1 + AREA_MARGIN))
    return;
  self->told_far = TRUE;
  yun_shapefile_rows_tell_place (
    self->rows, record,
    /* Translators: a coordinate system, then degrees */
    g_strdup_printf (_ ("lies outside of what %s is made for (%.1f° to %.1f° E, %.1f° to %.1f° N), "
                        "and so may others"),
                     self->crs, area->x0, area->x1, area->y0, area->y1));
}

static void
check_place (YunShapefileWriter *self, YunRecord *record, YunGeom *shape)
{
  YunPoint at;

  check_area (self, record, shape);
  if (yun_outline_find_fault (self->outline, shape, &at))
    yun_shapefile_rows_tell_place (
      self->rows, record,
      g_strdup_printf (
        _ ("the outline crosses or touches itself near %.6f, %.6f, or a hole lies outside of it"),
        at.x, at.y));
}

void
yun_shapefile_writer_check (YunShapefileWriter *self, YunRecord *record)
{
  YunGeom          *shape = yun_record_get_shape (record);
  YunShapefilePart *part = &self->parts[find_part (shape)].part;

  g_return_if_fail (self->staging == NULL);
  g_return_if_fail (yun_record_get_entity (record) == self->entity);

  part->n_rows++;
  if (shape != NULL)
    part->shp_size += yun_shp_get_record_size (shape);
  yun_shapefile_rows_check (self->rows, record);
  if (shape != NULL)
    check_place (self, record, shape);
}

GPtrArray *
yun_shapefile_writer_get_problems (YunShapefileWriter *self)
{
  return yun_shapefile_rows_get_problems (self->rows);
}

/* (transfer full): the columns as the .dbf has them, when all parts are small enough so. */
static YunDbfColumn *
fit_columns (YunShapefileWriter *self, gboolean roomy, guint *n, GError **error)
{
  const YunShapefileColumn *columns;
  g_autofree YunDbfColumn  *dbf = NULL;
  gsize                     head_size, row_size;

  columns = yun_shapefile_rows_get_columns (self->rows, n);
  dbf = g_new (YunDbfColumn, *n);
  for (guint i = 0; i < *n; i++)
    {
      dbf[i] = columns[i].dbf;
      if (roomy)
        dbf[i].width = MAX (dbf[i].width, columns[i].room);
    }
  head_size = yun_dbf_get_head_size (*n);
  row_size = yun_dbf_get_row_size (dbf, *n);
  for (guint i = 0; i < N_PARTS; i++)
    if (!is_small_enough (&self->parts[i].part, head_size, row_size, error))
      return NULL;
  return g_steal_pointer (&dbf);
}

gboolean
yun_shapefile_writer_begin (YunShapefileWriter *self, gboolean replace, GError **error)
{
  g_autoptr (GPtrArray)    gone = NULL;
  g_autofree YunDbfColumn *columns = NULL;
  guint                    n;

  g_return_val_if_fail (self->staging == NULL, FALSE);

  choose_parts (self);
  columns = fit_columns (self, TRUE, &n, NULL);
  if (columns == NULL)
    columns = fit_columns (self, FALSE, &n, error);
  if (columns == NULL)
    return FALSE;
  yun_shapefile_rows_widen (self->rows, columns);
  gone = list_gone (self);
  if (!replace && yun_staging_refuses (self->folder, (const char *const *) gone->pdata, error))
    return FALSE;
  self->replace = replace;
  self->staging = yun_staging_new (self->folder, error);
  if (self->staging == NULL)
    return FALSE;
  for (guint i = 0; i < N_PARTS; i++)
    if (self->parts[i].made && !open_part (self, &self->parts[i], columns, n, error))
      return FALSE;
  return TRUE;
}

gboolean
yun_shapefile_writer_write (YunShapefileWriter *self, YunRecord *record, GError **error)
{
  YunGeom           *shape = yun_record_get_shape (record);
  Part              *part = &self->parts[find_part (shape)];
  YunShapefileSample sample = { 0 };
  gboolean           is_sample;
  guint64            digest;

  g_return_val_if_fail (self->staging != NULL, FALSE);
  g_return_val_if_fail (yun_record_get_entity (record) == self->entity, FALSE);

  if (part->part.n_written >= part->part.n_rows)
    return yun_shapefile_fail_changed (error);
  is_sample = yun_shapefile_is_sample (part->part.n_written, part->part.n_rows);
  if (!yun_shapefile_rows_put (self->rows, part->dbf, record, is_sample ? &sample.values : NULL,
                               error) ||
      !yun_dbf_writer_end_row (part->dbf, &digest, error))
    return FALSE;
  g_array_append_val (part->part.row_digests, digest);
  if (shape != NULL)
    {
      if (!move_points (self, shape, error))
        {
          g_prefix_error (error, "%s: ", yun_record_get_name (record));
          return FALSE;
        }
      if (!yun_shp_writer_add (part->shp, shape, (YunPoint *) self->points->data, &digest,
                               is_sample ? &sample.shape : NULL, error))
        return FALSE;
      g_array_append_val (part->part.shape_digests, digest);
    }
  if (is_sample)
    {
      sample.row = part->part.n_written;
      g_array_append_val (part->part.samples, sample);
    }
  part->part.n_written++;
  return TRUE;
}

char **
yun_shapefile_writer_finish (YunShapefileWriter *self, GCancellable *cancellable, GError **error)
{
  YunShapefileExpectation expected = { NULL, 0, self->encoding, self->crs, self->prj };
  g_autoptr (GPtrArray)   made = NULL;
  g_autoptr (GPtrArray)   gone = NULL;
  GPtrArray              *paths;

  g_return_val_if_fail (self->staging != NULL, NULL);

  for (guint i = 0; i < N_PARTS; i++)
    if (self->parts[i].made && !close_part (self, &self->parts[i], error))
      return NULL;
  if (!write_dictionary (self, error))
    return NULL;
  expected.columns = yun_shapefile_rows_get_columns (self->rows, &expected.n_columns);
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
