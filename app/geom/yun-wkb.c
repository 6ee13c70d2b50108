/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-wkb.h"

#include "yun-geom-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define EWKB_Z 0x80000000u
#define EWKB_M 0x40000000u
#define EWKB_SRID 0x20000000u

#define BLOB_START 0x00
#define BLOB_BOX_END 0x7c
#define BLOB_MEMBER 0x69
#define BLOB_END 0xfe
#define BLOB_HEAD 39 /* start, endian, SRID, box, end of the box */
#define TINY_SIZE 24 /* of a TinyPoint of two dimensions */

#define MAX_DEPTH 16

enum
{
  TYPE_POINT = 1,
  TYPE_LINE,
  TYPE_POLYGON,
  TYPE_MULTI_POINT,
  TYPE_MULTI_LINE,
  TYPE_MULTI_POLYGON,
  TYPE_COLLECTION,
  TYPE_LAST_CURVED = 17, /* curves and surfaces of ISO 13249 end here */
};

typedef enum
{
  FAULT_NONE,
  FAULT_INVALID,
  FAULT_UNSUPPORTED,
} Fault;

/*
 * One pass over the bytes. The first, without a shape, checks every bound and
 * counts; the second copies into the shape made from those counts.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gboolean      swap;
  gboolean      blob; /* SpatiaLite's body: one byte order, marked members */
  Fault         fault;
  guint         kind; /* 0 before the first member */
  gsize         n_parts;
  gsize         n_rings;
  gsize         n_points;
  YunGeom      *shape; /* (unowned) (nullable) */
} Pass;

/* How the vertices of the shape at hand are laid out. */
typedef struct
{
  gsize    size;       /* of a full vertex */
  gsize    short_size; /* of one between the ends of a compressed ring */
  gboolean compressed;
} Layout;

G_DEFINE_QUARK (yun_geom_error_quark, yun_geom_error)

static gboolean
fail (Pass *pass, Fault fault)
{
  if (pass->fault == FAULT_NONE)
    pass->fault = fault;

  return FALSE;
}

static guint32
get_u32 (const guint8 *at, gboolean swap)
{
  guint32 v;

  memcpy (&v, at, sizeof v);
  return swap ? GUINT32_SWAP_LE_BE (v) : v;
}

static double
get_double (const guint8 *at, gboolean swap)
{
  guint64 bits;
  double  v;

  memcpy (&bits, at, sizeof bits);
  if (swap)
    bits = GUINT64_SWAP_LE_BE (bits);
  memcpy (&v, &bits, sizeof v);

  return v;
}

static float
get_float (const guint8 *at, gboolean swap)
{
  guint32 bits = get_u32 (at, swap);
  float   v;

  memcpy (&v, &bits, sizeof v);
  return v;
}

static YunPoint
get_point (const guint8 *at, gboolean swap)
{
  return (YunPoint){ get_double (at, swap), get_double (at + 8, swap) };
}

static gboolean
take_u32 (Pass *pass, guint32 *v)
{
  if (pass->end - pass->at < 4)
    return fail (pass, FAULT_INVALID);

  *v = get_u32 (pass->at, pass->swap);
  pass->at += 4;

  return TRUE;
}

/* Any byte order but ours needs swapping; 0 is big-endian, 1 little-endian. */
static gboolean
needs_swap (guint8 order)
{
  return (order == 1) != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
}

/* Splits a type word into its base type and the layout of vertices. */
static gboolean
take_type (Pass *pass, guint *type, Layout *layout)
{
  gboolean has_z, has_m;
  guint32  word, srid, dims;

  if (!take_u32 (pass, &word))
    return FALSE;

  has_z = (word & EWKB_Z) != 0;
  has_m = (word & EWKB_M) != 0;
  if ((word & EWKB_SRID) != 0 && !take_u32 (pass, &srid))
    return FALSE;
  word &= ~(EWKB_Z | EWKB_M | EWKB_SRID);

  layout->compressed = pass->blob && word >= 1000000;
  if (layout->compressed)
    word -= 1000000;
  dims = word / 1000;
  *type = word % 1000;
  if (dims > 3 || *type == 0 || *type > TYPE_LAST_CURVED)
    return fail (pass, FAULT_INVALID);
  if (*type > TYPE_COLLECTION)
    return fail (pass, FAULT_UNSUPPORTED);
  if (layout->compressed && *type != TYPE_LINE && *type != TYPE_POLYGON)
    return fail (pass, FAULT_INVALID);

  has_z |= dims == 1 || dims == 3;
  has_m |= dims == 2 || dims == 3;
  layout->size = 16 + (has_z ? 8 : 0) + (has_m ? 8 : 0);
  layout->short_size = layout->size;
  if (layout->compressed)
    layout->short_size = 8 + (has_z ? 4 : 0) + (has_m ? 8 : 0);

  return TRUE;
}

/* Copies the vertices of one ring to the end of the shape. */
static gboolean
copy_ring (Pass *pass, const Layout *layout, guint32 n)
{
  YunGeom      *shape = pass->shape;
  YunPoint     *to = shape->points + pass->n_points;
  YunRect       box = shape->box;
  const guint8 *at = pass->at;
  YunPoint      p = { 0, 0 };
  guint         kept = 0;

  for (guint32 i = 0; i < n; i++)
    {
      if (layout->compressed && i > 0 && i < n - 1)
        {
          p.x += get_float (at, pass->swap);
          p.y += get_float (at + 4, pass->swap);
          at += layout->short_size;
        }
      else
        {
          p = get_point (at, pass->swap);
          at += layout->size;
        }

      if (!isfinite (p.x) || !isfinite (p.y))
        return fail (pass, FAULT_INVALID);
      if (kept > 0 && p.x == to[kept - 1].x && p.y == to[kept - 1].y)
        continue;
      to[kept++] = p;
      box.x0 = MIN (box.x0, p.x);
      box.y0 = MIN (box.y0, p.y);
      box.x1 = MAX (box.x1, p.x);
      box.y1 = MAX (box.y1, p.y);
    }
  if (pass->kind == YUN_GEOM_POLYGON && (to[0].x != to[kept - 1].x || to[0].y != to[kept - 1].y))
    to[kept++] = to[0];

  if (!yun_geom_ring_is_enough (pass->kind, to, kept))
    return fail (pass, FAULT_INVALID);

  shape->box = box;
  if (shape->n_rings > 1)
    yun_geom_ring_starts (shape)[pass->n_rings] = (guint32) pass->n_points;
  pass->n_points += kept;

  return TRUE;
}

/* @n vertices follow, at least one. */
static gboolean
take_ring (Pass *pass, const Layout *layout, guint32 n)
{
  gsize n_full = layout->compressed ? MIN (n, 2) : n;
  gsize size = n_full * layout->size + (n - n_full) * layout->short_size;

  if ((gsize) (pass->end - pass->at) < size)
    return fail (pass, FAULT_INVALID);

  if (pass->shape != NULL)
    {
      if (!copy_ring (pass, layout, n))
        return FALSE;
    }
  else
    {
      pass->n_points += n;
      /* Room for closing; bits that differ may still be equal numbers. */
      if (pass->kind == YUN_GEOM_POLYGON &&
          memcmp (pass->at, pass->at + size - layout->size, 16) != 0)
        pass->n_points++;
    }
  pass->at += size;
  pass->n_rings++;

  return TRUE;
}

static void
begin_part (Pass *pass)
{
  if (pass->shape != NULL && pass->shape->n_rings > 1)
    yun_geom_part_starts (pass->shape)[pass->n_parts] = (guint32) pass->n_rings;
  pass->n_parts++;
}

static gboolean
take_point (Pass *pass, const Layout *layout)
{
  YunPoint p;

  if ((gsize) (pass->end - pass->at) < layout->size)
    return fail (pass, FAULT_INVALID);

  /* An empty point is written as two NaNs. */
  p = get_point (pass->at, pass->swap);
  if (isnan (p.x) && isnan (p.y))
    {
      pass->at += layout->size;
      return TRUE;
    }

  begin_part (pass);
  return take_ring (pass, layout, 1);
}

static gboolean
take_line (Pass *pass, const Layout *layout)
{
  guint32 n;

  if (!take_u32 (pass, &n))
    return FALSE;
  if (n == 0)
    return TRUE;

  begin_part (pass);
  return take_ring (pass, layout, n);
}

static gboolean
take_polygon (Pass *pass, const Layout *layout)
{
  guint32  n_rings, n;
  gboolean is_empty = FALSE;

  if (!take_u32 (pass, &n_rings))
    return FALSE;

  for (guint32 ring = 0; ring < n_rings; ring++)
    {
      if (!take_u32 (pass, &n))
        return FALSE;
      if (ring == 0)
        {
          is_empty = n == 0;
          if (!is_empty)
            begin_part (pass);
        }
      if (n == 0)
        continue;
      if (is_empty)
        return fail (pass, FAULT_INVALID);
      if (!take_ring (pass, layout, n))
        return FALSE;
    }

  return TRUE;
}

/* Reads one shape; @multi is the type of the shape it is a member of, or 0. */
static gboolean
take_shape (Pass *pass, guint multi, guint depth)
{
  Layout  layout;
  guint   type;
  guint32 n;

  if (depth > MAX_DEPTH)
    return fail (pass, FAULT_UNSUPPORTED);

  if (!pass->blob || multi != 0)
    {
      guint8 mark;

      if (pass->at == pass->end)
        return fail (pass, FAULT_INVALID);
      mark = *pass->at++;
      if (pass->blob ? mark != BLOB_MEMBER : mark > 1)
        return fail (pass, FAULT_INVALID);
      if (!pass->blob)
        pass->swap = needs_swap (mark);
    }
  if (!take_type (pass, &type, &layout))
    return FALSE;
  if (multi != 0 && multi != TYPE_COLLECTION && type != multi - 3)
    return fail (pass, FAULT_INVALID);

  if (type <= TYPE_POLYGON)
    {
      if (pass->kind == 0)
        pass->kind = type;
      if (pass->kind != type)
        return fail (pass, FAULT_UNSUPPORTED);
    }

  switch (type)
    {
    case TYPE_POINT:
      return take_point (pass, &layout);

    case TYPE_LINE:
      return take_line (pass, &layout);

    case TYPE_POLYGON:
      return take_polygon (pass, &layout);

    default:
      if (!take_u32 (pass, &n))
        return FALSE;
      for (guint32 i = 0; i < n; i++)
        {
          /* A member may have changed the byte order; each tells its own. */
          if (!take_shape (pass, type, depth + 1))
            return FALSE;
        }
      return TRUE;
    }
}

static YunGeom *
set_fault (Fault fault, GError **error)
{
  if (fault == FAULT_UNSUPPORTED)
    g_set_error_literal (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_UNSUPPORTED,
                         _ ("The shape is empty or of a kind that cannot be read."));
  else
    g_set_error_literal (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_INVALID,
                         _ ("The stored shape is damaged and cannot be read."));

  return NULL;
}

/* Counts, then copies. */
static YunGeom *
read_shape (const Pass *start, GError **error)
{
  g_autoptr (YunGeom) shape = NULL;
  Pass                count = *start, copy = *start;

  if (!take_shape (&count, 0, 0))
    return set_fault (count.fault, error);
  if (count.at != count.end || count.n_points > G_MAXINT32)
    return set_fault (FAULT_INVALID, error);
  if (count.n_parts == 0)
    return set_fault (FAULT_UNSUPPORTED, error);

  shape = yun_geom_alloc (count.kind, (guint) count.n_parts, (guint) count.n_rings,
                          (guint) count.n_points);
  copy.shape = shape;
  if (!take_shape (&copy, 0, 0))
    return set_fault (copy.fault, error);

  shape->n_points = (guint) copy.n_points;
  if (shape->n_rings > 1)
    {
      yun_geom_ring_starts (shape)[shape->n_rings] = shape->n_points;
      yun_geom_part_starts (shape)[shape->n_parts] = shape->n_rings;
    }

  return g_steal_pointer (&shape);
}

YunGeom *
yun_wkb_read (const guint8 *data, gsize n, GError **error)
{
  Pass pass = { .at = data, .end = data + n };

  g_return_val_if_fail (data != NULL || n == 0, NULL);

  return read_shape (&pass, error);
}

static gboolean
is_blob (const guint8 *data, gsize n)
{
  return n >= BLOB_HEAD + 5 && data[0] == BLOB_START && data[1] <= 1 &&
         data[BLOB_HEAD - 1] == BLOB_BOX_END && data[n - 1] == BLOB_END;
}

static gboolean
is_tiny_point (const guint8 *data, gsize n)
{
  static const guint8 sizes[] = { 0, TINY_SIZE, TINY_SIZE + 8, TINY_SIZE + 8, TINY_SIZE + 16 };

  return n >= TINY_SIZE && data[0] == BLOB_START && (data[1] & 0xfe) == 0x80 && data[6] >= 1 &&
         data[6] <= 4 && n == sizes[data[6]] && data[n - 1] == BLOB_END;
}

YunGeom *
yun_wkb_read_blob (const guint8 *data, gsize n, int *srid, GError **error)
{
  Pass     pass = { .blob = TRUE };
  gboolean swap;

  g_return_val_if_fail (data != NULL || n == 0, NULL);

  if (is_tiny_point (data, n))
    {
      YunGeom *point;
      YunPoint p;

      swap = needs_swap (data[1] & 1);
      p = get_point (data + 7, swap);
      point = yun_geom_new_point (p.x, p.y);
      if (point == NULL)
        return set_fault (isnan (p.x) && isnan (p.y) ? FAULT_UNSUPPORTED : FAULT_INVALID, error);
      if (srid != NULL)
        *srid = (int) get_u32 (data + 2, swap);
      return point;
    }

  if (!is_blob (data, n))
    return set_fault (FAULT_INVALID, error);

  swap = needs_swap (data[1]);
  if (srid != NULL)
    *srid = (int) get_u32 (data + 2, swap);
  pass.swap = swap;
  pass.at = data + BLOB_HEAD;
  pass.end = data + n - 1;

  return read_shape (&pass, error);
}

gboolean
yun_wkb_blob_box (const guint8 *data, gsize n, YunRect *box)
{
  g_return_val_if_fail (data != NULL || n == 0, FALSE);

  if (is_tiny_point (data, n))
    {
      YunPoint p = get_point (data + 7, needs_swap (data[1] & 1));

      *box = (YunRect){ p.x, p.y, p.x, p.y };
      return TRUE;
    }
  if (is_blob (data, n))
    {
      YunPoint low = get_point (data + 6, needs_swap (data[1]));
      YunPoint high = get_point (data + 22, needs_swap (data[1]));

      *box = (YunRect){ low.x, low.y, high.x, high.y };
      return TRUE;
    }

  return FALSE;
}

static guint8 *
put_u32 (guint8 *at, guint32 v)
{
  v = GUINT32_TO_LE (v);
  memcpy (at, &v, sizeof v);

  return at + sizeof v;
}

static guint8 *
put_double (guint8 *at, double v)
{
  guint64 bits;

  memcpy (&bits, &v, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  memcpy (at, &bits, sizeof bits);

  return at + sizeof bits;
}

static gsize
body_size (const YunGeom *self, gboolean multi)
{
  gsize size = sizeof (YunPoint) * (gsize) self->n_points;

  if (multi) /* type, count; mark and type of each member */
    size += 8 + 5 * (gsize) self->n_parts;
  else
    size += 4;
  if (self->kind == YUN_GEOM_LINE)
    size += 4 * (gsize) self->n_parts;
  else if (self->kind == YUN_GEOM_POLYGON)
    size += 4 * ((gsize) self->n_parts + self->n_rings);

  return size;
}

/* Everything from the type on; @mark goes before each member. */
static guint8 *
put_body (guint8 *at, const YunGeom *self, gboolean multi, guint8 mark)
{
  at = put_u32 (at, multi ? self->kind + 3 : self->kind);
  if (multi)
    at = put_u32 (at, self->n_parts);

  for (guint part = 0; part < self->n_parts; part++)
    {
      guint first, end;

      if (multi)
        {
          *at++ = mark;
          at = put_u32 (at, self->kind);
        }
      yun_geom_get_part_rings (self, part, &first, &end);
      if (self->kind == YUN_GEOM_POLYGON)
        at = put_u32 (at, end - first);
      for (guint ring = first; ring < end; ring++)
        {
          guint           n;
          const YunPoint *points = yun_geom_peek_ring (self, ring, &n);

          if (self->kind != YUN_GEOM_POINT)
            at = put_u32 (at, n);
          for (guint i = 0; i < n; i++)
            {
              at = put_double (at, points[i].x);
              at = put_double (at, points[i].y);
            }
        }
    }

  return at;
}

GBytes *
yun_wkb_write (const YunGeom *self)
{
  gboolean multi = self->n_parts > 1;
  gsize    size = 1 + body_size (self, multi);
  guint8  *data = g_malloc (size);

  data[0] = 1;
  put_body (data + 1, self, multi, 1);

  return g_bytes_new_take (data, size);
}

GBytes *
yun_wkb_write_blob (const YunGeom *self, int srid, gboolean multi)
{
  gboolean as_multi = self->n_parts > 1 || (multi && self->kind == YUN_GEOM_POLYGON);
  gsize    size = BLOB_HEAD + body_size (self, as_multi) + 1;
  guint8  *data = g_malloc (size), *at = data;

  *at++ = BLOB_START;
  *at++ = 1;
  at = put_u32 (at, (guint32) srid);
  at = put_double (at, self->box.x0);
  at = put_double (at, self->box.y0);
  at = put_double (at, self->box.x1);
  at = put_double (at, self->box.y1);
  *at++ = BLOB_BOX_END;
  at = put_body (at, self, as_multi, BLOB_MEMBER);
  *at++ = BLOB_END;

  return g_bytes_new_take (data, size);
}
