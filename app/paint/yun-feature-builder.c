/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"
#include "yun-measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Grows by half rather than doubling: a million plots should not pass through twice their size. */
typedef struct
{
  char *data;
  gsize size; /* bytes of an element */
  gsize n;
  gsize room;
} Pile;

struct _YunFeatureBuilder
{
  Pile features;                     /* YunFeature */
  Pile rings;                        /* guint32 */
  Pile vertices;                     /* YunVertex */
  Pile names;                        /* char */
  Pile values[YUN_FEATURE_N_VALUES]; /* float */
};

typedef struct
{
  guint64 code;
  guint32 number;
} CodedPoint;

static gpointer
pile_push (Pile *pile, gsize n)
{
  gpointer at;

  if (pile->n + n > pile->room)
    {
      pile->room = MAX (pile->n + n, pile->room + pile->room / 2 + 64);
      pile->data = g_realloc_n (pile->data, pile->room, pile->size);
    }
  at = pile->data + pile->n * pile->size;
  pile->n += n;

  return at;
}

static gpointer
pile_end (Pile *pile)
{
  gpointer data = g_realloc_n (pile->data, MAX (pile->n, 1), pile->size);

  pile->data = NULL;
  pile->n = pile->room = 0;

  return data;
}

static double
get_signed_area (const YunVertex *v, guint n)
{
  double sum = 0;

  for (guint i = 1; i + 1 < n; i++)
    sum += ((double) v[i].x - v[0].x) * ((double) v[i + 1].y - v[0].y) -
           ((double) v[i + 1].x - v[0].x) * ((double) v[i].y - v[0].y);

  return sum;
}

static void
add_ring (YunFeatureBuilder *self, const YunPoint *points, guint n, gboolean polygon, gboolean hole)
{
  guint32    first = self->vertices.n;
  YunVertex *v = pile_push (&self->vertices, n);
  guint      kept = 0;

  for (guint i = 0; i < n; i++)
    {
      YunVertex next = yun_vertex_from_lonlat (points[i].x, points[i].y);

      if (kept == 0 || next.x != v[kept - 1].x || next.y != v[kept - 1].y)
        v[kept++] = next;
    }
  self->vertices.n = first + kept;

  if (hole && kept < 4)
    {
      self->vertices.n = first;
      return;
    }
  if (polygon && (get_signed_area (v, kept) < 0) != hole)
    for (guint i = 0; i < kept / 2; i++)
      {
        YunVertex swap = v[i];

        v[i] = v[kept - 1 - i];
        v[kept - 1 - i] = swap;
      }
  *(guint32 *) pile_push (&self->rings, 1) = first;
}

/* The centroid of the first ring where it is a place inside a simple polygon: almost always, and
 * far cheaper than the careful search. */
static gboolean
find_cheap_anchor (const YunGeom *shape, YunPoint *anchor)
{
  guint           n;
  const YunPoint *p;
  double          area = 0, x = 0, y = 0;

  if (yun_geom_get_n_parts (shape) != 1 || yun_geom_get_n_rings (shape, 0) != 1)
    return FALSE;

  p = yun_geom_get_ring (shape, 0, 0, &n);
  for (guint i = 1; i + 1 < n; i++)
    {
      double ax = p[i].x - p[0].x, ay = p[i].y - p[0].y;
      double bx = p[i + 1].x - p[0].x, by = p[i + 1].y - p[0].y;
      double part = ax * by - bx * ay;

      area += part;
      x += part * (ax + bx);
      y += part * (ay + by);
    }
  if (area == 0)
    return FALSE;

  *anchor = (YunPoint){ p[0].x + x / (3 * area), p[0].y + y / (3 * area) };

  return yun_measure_contains (shape, anchor->x, anchor->y);
}

static int
compare_coded (const void *a, const void *b)
{
  const CodedPoint *pa = a, *pb = b;

  if (pa->code != pb->code)
    return pa->code < pb->code ? -1 : 1;

  return pa->number < pb->number ? -1 : pa->number > pb->number;
}

static int
compare_key (const YunFeature *a, const YunFeature *b)
{
  if (a->entity != b->entity)
    return a->entity < b->entity ? -1 : 1;

  return a->id < b->id ? -1 : a->id > b->id;
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeature *features = user_data;
  guint32           na = *(const guint32 *) a, nb = *(const guint32 *) b;
  int               order = compare_key (&features[na], &features[nb]);

  return order != 0 ? order : na < nb ? -1 : na > nb;
}

static void
sort_keys (YunFeatureIndex *self)
{
  gboolean sorted = TRUE;

  for (guint i = 1; i < self->n && sorted; i++)
    sorted = compare_key (&self->features[i - 1], &self->features[i]) <= 0;
  if (sorted)
    return;

  self->order = g_new (guint32, self->n);
  for (guint i = 0; i < self->n; i++)
    self->order[i] = i;
  g_qsort_with_data (self->order, self->n, sizeof (guint32), compare_numbers, self->features);
}

static void
sort_points (YunFeatureIndex *self)
{
  g_autofree CodedPoint *coded = NULL;
  guint                  n_points = 0, n_parks = 0;

  for (guint i = 0; i < self->n; i++)
    {
      n_points += self->features[i].kind == YUN_GEOM_POINT;
      n_parks +=
        self->features[i].kind != YUN_GEOM_POINT && self->features[i].entity == YUN_FEATURE_PARK;
    }

  coded = g_new (CodedPoint, MAX (n_points, 1));
  self->parks = g_new (guint32, MAX (n_parks, 1));
  for (guint i = 0; i < self->n; i++)
    if (self->features[i].kind == YUN_GEOM_POINT)
      coded[self->n_points++] = (CodedPoint){ yun_morton_encode (self->features[i].anchor), i };
    else if (self->features[i].entity == YUN_FEATURE_PARK)
      self->parks[self->n_parks++] = i;

  qsort (coded, n_points, sizeof (CodedPoint), compare_coded);

  self->codes = g_new (guint64, MAX (n_points, 1));
  self->points = g_new (guint32, MAX (n_points, 1));
  self->point_segments = g_new (guint8, MAX (n_points, 1));
  for (guint i = 0; i < n_points; i++)
    {
      const YunFeature *f = &self->features[coded[i].number];

      self->codes[i] = coded[i].code;
      self->points[i] = coded[i].number;
      self->point_segments[i] =
        (f->segments & 15) | (f->entity == YUN_FEATURE_FIRM ? YUN_POINT_FIRM : 0);
    }
}

static void
pack_tree (YunFeatureIndex *self)
{
  self->min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  for (guint i = 0; i < self->n; i++)
    {
      const YunFeature *f = &self->features[i];

      self->min.x = MIN (self->min.x, f->min.x);
      self->min.y = MIN (self->min.y, f->min.y);
      self->max.x = MAX (self->max.x, f->max.x);
      self->max.y = MAX (self->max.y, f->max.y);
    }
  self->origin_x = ((double) self->min.x + self->max.x) / 2;
  self->origin_y = ((double) self->min.y + self->max.y) / 2;

  self->tree = yun_rtree_new (self->n);
  for (guint i = 0; i < self->n; i++)
    {
      const YunFeature *f = &self->features[i];

      yun_rtree_add (self->tree,
                     &(YunRect){ f->min.x - self->origin_x, f->min.y - self->origin_y,
                                 f->max.x - self->origin_x, f->max.y - self->origin_y });
    }
  yun_rtree_build (self->tree);
}

YunFeatureBuilder *
yun_feature_builder_new (void)
{
  YunFeatureBuilder *self = g_new0 (YunFeatureBuilder, 1);

  self->features.size = sizeof (YunFeature);
  self->rings.size = sizeof (guint32);
  self->vertices.size = sizeof (YunVertex);
  self->names.size = 1;
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    self->values[i].size = sizeof (float);
  *(char *) pile_push (&self->names, 1) = '\0';

  return self;
}

void
yun_feature_builder_free (YunFeatureBuilder *self)
{
  g_free (self->features.data);
  g_free (self->rings.data);
  g_free (self->vertices.data);
  g_free (self->names.data);
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    g_free (self->values[i].data);
  g_free (self);
}

void
yun_feature_builder_add (YunFeatureBuilder *self,
                         const YunFeature  *values,
                         const char        *name,
                         const YunGeom     *shape)
{
  yun_feature_builder_add_with_values (self, values, NULL, name, shape);
}

/* Those before that have none get NAN. */
static void
add_numbers (YunFeatureBuilder *self, const float *numbers)
{
  for (guint which = 0; which < YUN_FEATURE_N_VALUES; which++)
    {
      Pile *pile = &self->values[which];

      while (pile->n + 1 < self->features.n)
        *(float *) pile_push (pile, 1) = NAN;
      *(float *) pile_push (pile, 1) = numbers[which];
    }
}

void
yun_feature_builder_add_with_values (YunFeatureBuilder *self,
                                     const YunFeature  *values,
                                     const float       *numbers,
                                     const char        *name,
                                     const YunGeom     *shape)
{
  YunFeature *f;
  YunPoint    anchor;
  guint32     first_vertex = self->vertices.n;

  g_return_if_fail (self != NULL && values != NULL);

  if (shape == NULL)
    return;

  f = pile_push (&self->features, 1);
  *f = *values;
  f->kind = yun_geom_get_kind (shape);
  f->first_ring = self->rings.n;
  f->name = 0;
  memset (f->pad, 0, sizeof f->pad);
  if (numbers != NULL)
    add_numbers (self, numbers);

  if (f->kind != YUN_GEOM_POLYGON || !find_cheap_anchor (shape, &anchor))
    anchor = yun_measure_label_point (shape);
  f->anchor = yun_vertex_from_lonlat (anchor.x, anchor.y);
  f->min = f->max = f->anchor;

  if (f->kind != YUN_GEOM_POINT)
    {
      const YunVertex *v;

      for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
        for (guint ring = 0; ring < yun_geom_get_n_rings (shape, part); ring++)
          {
            guint           n;
            const YunPoint *points = yun_geom_get_ring (shape, part, ring, &n);

            add_ring (self, points, n, f->kind == YUN_GEOM_POLYGON, ring > 0);
          }

      v = (const YunVertex *) (gpointer) self->vertices.data;
      f->min = f->max = v[first_vertex];
      for (gsize i = first_vertex; i < self->vertices.n; i++)
        {
          f->min.x = MIN (f->min.x, v[i].x);
          f->min.y = MIN (f->min.y, v[i].y);
          f->max.x = MAX (f->max.x, v[i].x);
          f->max.y = MAX (f->max.y, v[i].y);
        }
    }

  if (name != NULL && *name != '\0')
    {
      gsize length = strlen (name) + 1;

      f->name = self->names.n;
      memcpy (pile_push (&self->names, length), name, length);
    }
}

YunFeatureIndex *
yun_feature_builder_end (YunFeatureBuilder *self)
{
  YunFeatureIndex *index = g_new0 (YunFeatureIndex, 1);
  YunFeature      *end;

  g_atomic_ref_count_init (&index->ref);
  index->n = self->features.n;
  index->n_rings = self->rings.n;
  end = pile_push (&self->features, 1);
  memset (end, 0, sizeof *end);
  end->first_ring = index->n_rings;
  *(guint32 *) pile_push (&self->rings, 1) = self->vertices.n;

  index->n_names = self->names.n;
  index->features = pile_end (&self->features);
  index->rings = pile_end (&self->rings);
  index->vertices = pile_end (&self->vertices);
  index->names = pile_end (&self->names);
  index->n_valued = self->values[0].n;
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    index->values[i] = pile_end (&self->values[i]);
  yun_feature_builder_free (self);

  sort_keys (index);
  sort_points (index);
  pack_tree (index);

  return index;
}
