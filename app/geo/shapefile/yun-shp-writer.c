/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-shp-writer.h"
#include "yun-digest.h"
#include "yun-output.h"

#define RECORD_HEAD 8
/* Of the content of a polygon: type, box, number of rings, number of points. */
#define POLYGON_HEAD (4 + 32 + 4 + 4)
#define MULTIPOINT_HEAD (4 + 32 + 4)
#define POINT_SIZE (4 + 16)

struct _YunShpWriter
{
  YunOutput  *shp;    /* (owned) */
  YunOutput  *shx;    /* (owned) */
  GByteArray *record; /* (owned): the record in hand */
  YunShpType  type;
  guint32     n_records;
  YunRect     box;
};

static void
append_be32 (GByteArray *to, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (to, (guint8 *) &value, sizeof value);
}

static void
append_le32 (GByteArray *to, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (to, (guint8 *) &value, sizeof value);
}

static void
append_double (GByteArray *to, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (to, (guint8 *) &bits, sizeof bits);
}

static void
append_box (GByteArray *to, const YunRect *box)
{
  append_double (to, box->x0);
  append_double (to, box->y0);
  append_double (to, box->x1);
  append_double (to, box->y1);
}

static void
append_points (GByteArray *to, const YunPoint *points, guint n)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  g_byte_array_append (to, (const guint8 *) points, n * sizeof *points);
#else
  for (guint i = 0; i < n; i++)
    {
      append_double (to, points[i].x);
      append_double (to, points[i].y);
    }
#endif
}

/* The head of a .shp or .shx of @size bytes. */
static void
append_head (YunShpWriter *self, GByteArray *to, guint64 size)
{
  static const YunRect nowhere = { 0, 0, 0, 0 };

  append_be32 (to, 9994);
  for (guint i = 0; i < 5; i++)
    append_be32 (to, 0);
  append_be32 (to, size / 2); /* lengths are in 16-bit words */
  append_le32 (to, 1000);
  append_le32 (to, self->type);
  append_box (to, self->n_records > 0 ? &self->box : &nowhere);
  for (guint i = 0; i < 4; i++)
    append_double (to, 0); /* no Z, no M */
}

static void
turn_ring (YunPoint *points, guint n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      YunPoint p = points[i];

      points[i] = points[n - 1 - i];
      points[n - 1 - i] = p;
    }
}

/* About the first vertex, so that large coordinates do not eat the digits. */
static gboolean
is_clockwise (const YunPoint *points, guint n)
{
  double area = 0;

  for (guint i = 1; i + 1 < n; i++)
    area += (points[i].x - points[0].x) * (points[i + 1].y - points[0].y) -
            (points[i + 1].x - points[0].x) * (points[i].y - points[0].y);
  return area < 0;
}

static void
turn_rings (const YunGeom *geom, YunPoint *points)
{
  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    for (guint ring = 0; ring < yun_geom_get_n_rings (geom, part); ring++)
      {
        guint n;

        yun_geom_get_ring (geom, part, ring, &n);
        if (is_clockwise (points, n) != (ring == 0))
          turn_ring (points, n);
        points += n;
      }
}

static guint
count_rings (const YunGeom *geom)
{
  guint n = 0;

  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    n += yun_geom_get_n_rings (geom, part);
  return n;
}

static void
append_ring_starts (GByteArray *to, const YunGeom *geom)
{
  guint start = 0;

  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    for (guint ring = 0; ring < yun_geom_get_n_rings (geom, part); ring++)
      {
        guint n;

        append_le32 (to, start);
        yun_geom_get_ring (geom, part, ring, &n);
        start += n;
      }
}

static guint64
digest_shape (const YunGeom *geom, const YunPoint *points)
{
  guint64 digest = 0;

  for (guint part = 0; part < yun_geom_get_n_parts (geom); part++)
    for (guint ring = 0; ring < yun_geom_get_n_rings (geom, part); ring++)
      {
        guint n;

        yun_geom_get_ring (geom, part, ring, &n);
        digest += yun_shp_digest_ring (points, n);
        points += n;
      }
  return digest;
}

static void
append_content (YunShpWriter *self, const YunGeom *geom, const YunPoint *points)
{
  GByteArray *to = self->record;
  guint       n = yun_geom_get_n_points (geom);
  YunRect     box = { points->x, points->y, points->x, points->y };

  for (guint i = 1; i < n; i++)
    {
      box.x0 = MIN (box.x0, points[i].x);
      box.y0 = MIN (box.y0, points[i].y);
      box.x1 = MAX (box.x1, points[i].x);
      box.y1 = MAX (box.y1, points[i].y);
    }
  self->box = yun_rect_union (&self->box, &box);

  append_le32 (to, self->type);
  if (self->type != YUN_SHP_POINT)
    append_box (to, &box);
  if (self->type == YUN_SHP_POLYGON || self->type == YUN_SHP_LINE)
    append_le32 (to, count_rings (geom));
  if (self->type != YUN_SHP_POINT)
    append_le32 (to, n);
  if (self->type == YUN_SHP_POLYGON || self->type == YUN_SHP_LINE)
    append_ring_starts (to, geom);
  append_points (to, points, n);
}

YunShpWriter *
yun_shp_writer_new (const char *path, YunShpType type, GError **error)
{
  g_autoptr (YunShpWriter) self = g_new0 (YunShpWriter, 1);
  g_autofree char         *shp = g_strconcat (path, ".shp", NULL);
  g_autofree char         *shx = g_strconcat (path, ".shx", NULL);

  self->type = type;
  self->box = YUN_RECT_EMPTY;
  self->record = g_byte_array_new ();
  append_head (self, self->record, YUN_SHP_HEAD);
  self->shp = yun_output_new (shp, error);
  if (self->shp == NULL || !yun_output_write (self->shp, self->record->data, YUN_SHP_HEAD, error))
    return NULL;
  self->shx = yun_output_new (shx, error);
  if (self->shx == NULL || !yun_output_write (self->shx, self->record->data, YUN_SHP_HEAD, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
yun_shp_writer_free (YunShpWriter *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->shp, yun_output_free);
  g_clear_pointer (&self->shx, yun_output_free);
  g_clear_pointer (&self->record, g_byte_array_unref);
  g_free (self);
}

gboolean
yun_shp_writer_add (YunShpWriter  *self,
                    const YunGeom *geom,
                    YunPoint      *points,
                    guint64       *digest,
                    guint64       *shape_digest,
                    GError       **error)
{
  guint64 offset = yun_output_get_size (self->shp);
  gsize   words = (yun_shp_get_record_size (geom) - RECORD_HEAD) / 2;
  guint32 entry[] = { GUINT32_TO_BE (offset / 2), GUINT32_TO_BE (words) };

  g_return_val_if_fail (yun_shp_get_type (geom) == self->type, FALSE);

  if (self->type == YUN_SHP_POLYGON)
    turn_rings (geom, points);
  g_byte_array_set_size (self->record, 0);
  append_be32 (self->record, self->n_records + 1);
  append_be32 (self->record, words);
  append_content (self, geom, points);
  g_assert (self->record->len == RECORD_HEAD + words * 2);

  *digest = yun_digest_bytes (YUN_DIGEST_SEED, self->record->data, self->record->len);
  if (shape_digest != NULL)
    *shape_digest = digest_shape (geom, points);
  self->n_records++;
  return yun_output_write (self->shp, self->record->data, self->record->len, error) &&
         yun_output_write (self->shx, entry, sizeof entry, error);
}

static gboolean
close_one (YunShpWriter *self, YunOutput *out, GError **error)
{
  g_byte_array_set_size (self->record, 0);
  append_head (self, self->record, yun_output_get_size (out));
  return yun_output_write_head (out, self->record->data, self->record->len, error) &&
         yun_output_close (out, error);
}

gboolean
yun_shp_writer_close (YunShpWriter *self, GError **error)
{
  return close_one (self, self->shp, error) && close_one (self, self->shx, error);
}

const YunRect *
yun_shp_writer_get_box (const YunShpWriter *self)
{
  return &self->box;
}

YunShpType
yun_shp_get_type (const YunGeom *geom)
{
  switch (yun_geom_get_kind (geom))
    {
    case YUN_GEOM_POLYGON:
      return YUN_SHP_POLYGON;
    case YUN_GEOM_LINE:
      return YUN_SHP_LINE;
    case YUN_GEOM_POINT:
    default:
      return yun_geom_get_n_points (geom) > 1 ? YUN_SHP_MULTIPOINT : YUN_SHP_POINT;
    }
}

gsize
yun_shp_get_record_size (const YunGeom *geom)
{
  gsize points = yun_geom_get_n_points (geom) * 16ul;

  switch (yun_shp_get_type (geom))
    {
    case YUN_SHP_POINT:
      return RECORD_HEAD + POINT_SIZE;
    case YUN_SHP_MULTIPOINT:
      return RECORD_HEAD + MULTIPOINT_HEAD + points;
    case YUN_SHP_LINE:
    case YUN_SHP_POLYGON:
    default:
      return RECORD_HEAD + POLYGON_HEAD + 4ul * count_rings (geom) + points;
    }
}

guint64
yun_shp_digest_ring (const YunPoint *points, guint n)
{
  return yun_digest_bytes (YUN_DIGEST_SEED, points, n * sizeof *points);
}
