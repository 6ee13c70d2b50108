/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"
#include "yun-measure.h"
#include "yun-record.h"

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

/* @room: elements beyond those there are; untouched memory costs nothing */
static gpointer
pile_end (Pile *pile, gsize room)
{
  gpointer data = g_realloc_n (pile->data, MAX (pile->n + room, 1), pile->size);

  pile->data = NULL;
  pile->n = pile->room = 0;

  return data;
}

YunLook
yun_feature_get_look (int entity)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  return entity >= 0 && entity < (int) n ? entities[entity]->portrait->look : YUN_LOOK_NONE;
}

/* Twice the area; below 0 when the ring runs the other way. */
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

/* Of the feature under way: its rings less its holes, in its box. */
static guint8
get_fullness (const YunFeatureBuilder *self, const YunFeature *f)
{
  const YunVertex *v = (const YunVertex *) (gpointer) self->vertices.data;
  const guint32   *rings = (const guint32 *) (gpointer) self->rings.data;
  double           box = ((double) f->max.x - f->min.x) * ((double) f->max.y - f->min.y);
  double           area = 0;

  if (f->kind != YUN_GEOM_POLYGON || box <= 0)
    return 255;
  for (gsize ring = f->first_ring; ring < self->rings.n; ring++)
    {
      gsize end = ring + 1 < self->rings.n ? rings[ring + 1] : self->vertices.n;

      area += get_signed_area (v + rings[ring], (guint) (end - rings[ring]));
    }

  return (guint8) (CLAMP (fabs (area) / 2 / box, 0, 1) * 255 + 0.5);
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
compare_numbers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeature *features = user_data;
  guint32           na = *(const guint32 *) a, nb = *(const guint32 *) b;
  int               order = yun_feature_compare_keys (&features[na], &features[nb]);

  return order != 0 ? order : na < nb ? -1 : na > nb;
}

static void
sort_keys (YunFeatureBase *base)
{
  gboolean sorted = TRUE;

  for (guint i = 1; i < base->n && sorted; i++)
    sorted = yun_feature_compare_keys (&base->features[i - 1], &base->features[i]) <= 0;
  if (sorted)
    return;

  base->order = g_new (guint32, base->n);
  for (guint i = 0; i < base->n; i++)
    base->order[i] = i;
  g_qsort_with_data (base->order, base->n, sizeof (guint32), compare_numbers, base->features);
}

/* By the codes, least significant byte first, which keeps the numbers ascending among equals; bytes
 * that are the same in all, as the first ones of a district are, cost one look. */
static void
sort_coded (CodedPoint *coded, guint n)
{
  CodedPoint *scratch = g_new (CodedPoint, MAX (n, 1));
  CodedPoint *from = coded, *to = scratch;

  for (guint shift = 0; shift < 64 && n > 0; shift += 8)
    {
      guint       starts[256] = { 0 };
      guint       sum = 0;
      CodedPoint *swap = from;

      for (guint i = 0; i < n; i++)
        starts[(from[i].code >> shift) & 0xff]++;
      if (starts[(from[0].code >> shift) & 0xff] == n)
        continue;
      for (guint b = 0; b < 256; b++)
        {
          guint count = starts[b];

          starts[b] = sum;
          sum += count;
        }
      for (guint i = 0; i < n; i++)
        to[starts[(from[i].code >> shift) & 0xff]++] = from[i];
      from = to;
      to = swap;
    }
  if (from != coded)
    memcpy (coded, from, n * sizeof (CodedPoint));
  g_free (scratch);
}

static void
sort_points (YunFeatureBase *base, guint *n_points, guint *n_parks)
{
  g_autofree CodedPoint *coded = NULL;

  *n_points = *n_parks = 0;
  for (guint i = 0; i < base->n; i++)
    {
      gboolean point = base->features[i].kind == YUN_GEOM_POINT;

      *n_points += point;
      *n_parks += !point && base->features[i].look == YUN_LOOK_SITE;
    }

  coded = g_new (CodedPoint, MAX (*n_points, 1));
  base->parks = g_new (guint32, MAX (*n_parks, 1));
  *n_points = *n_parks = 0;
  for (guint i = 0; i < base->n; i++)
    if (base->features[i].kind == YUN_GEOM_POINT)
      coded[(*n_points)++] = (CodedPoint){ yun_morton_encode (base->features[i].anchor), i };
    else if (base->features[i].look == YUN_LOOK_SITE)
      base->parks[(*n_parks)++] = i;
  sort_coded (coded, *n_points);

  base->codes = g_new (guint64, MAX (*n_points, 1));
  base->points = g_new (guint32, MAX (*n_points, 1));
  base->point_segments = g_new (guint8, MAX (*n_points, 1));
  for (guint i = 0; i < *n_points; i++)
    {
      base->codes[i] = coded[i].code;
      base->points[i] = coded[i].number;
      base->point_segments[i] = yun_feature_get_point_segments (&base->features[coded[i].number]);
    }
}

static void
pack_tree (YunFeatureBase *base, YunVertex *min, YunVertex *max)
{
  double x, y;

  *min = (YunVertex){ G_MAXUINT32, G_MAXUINT32 };
  *max = (YunVertex){ 0, 0 };
  for (guint i = 0; i < base->n; i++)
    {
      const YunFeature *f = &base->features[i];

      min->x = MIN (min->x, f->min.x);
      min->y = MIN (min->y, f->min.y);
      max->x = MAX (max->x, f->max.x);
      max->y = MAX (max->y, f->max.y);
    }
  x = yun_feature_get_origin (min->x, max->x);
  y = yun_feature_get_origin (min->y, max->y);

  base->tree = yun_rtree_new (base->n);
  for (guint i = 0; i < base->n; i++)
    {
      const YunFeature *f = &base->features[i];

      yun_rtree_add (base->tree,
                     &(YunRect){ f->min.x - x, f->min.y - y, f->max.x - x, f->max.y - y });
    }
  yun_rtree_build (base->tree);
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

/* The offset of @name's copy; 0 for none. */
static guint32
add_name (YunFeatureBuilder *self, const char *name)
{
  guint32 at = self->names.n;
  gsize   length;

  if (name == NULL || *name == '\0')
    return 0;
  length = strlen (name) + 1;
  memcpy (pile_push (&self->names, length), name, length);

  return at;
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
  f->look = yun_feature_get_look (f->entity);
  f->first_ring = self->rings.n;
  f->name = 0;
  f->fullness = 0;
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
      f->fullness = get_fullness (self, f);
    }

  f->name = add_name (self, name);
}

void
yun_feature_builder_copy (YunFeatureBuilder *self, const YunFeatureIndex *index, guint i)
{
  const YunFeature *from = &index->features[i];
  const char       *name = index->names + from->name;
  guint             first = from->first_ring, n_rings = from[1].first_ring - first;
  YunFeature       *f = pile_push (&self->features, 1);
  float             numbers[YUN_FEATURE_N_VALUES];

  *f = *from;
  f->first_ring = self->rings.n;
  f->name = add_name (self, name);
  if (n_rings > 0)
    {
      guint32  start = index->rings[first], n = index->rings[first + n_rings] - start;
      guint32 *rings = pile_push (&self->rings, n_rings);

      for (guint ring = 0; ring < n_rings; ring++)
        rings[ring] = index->rings[first + ring] - start + (guint32) self->vertices.n;
      memcpy (pile_push (&self->vertices, n), index->vertices + start, n * sizeof (YunVertex));
    }
  for (guint which = 0; which < YUN_FEATURE_N_VALUES; which++)
    numbers[which] = yun_feature_index_get_value (index, i, which);
  if (yun_look_is_land (f->look))
    add_numbers (self, numbers);
}

void
yun_feature_builder_get_piles (YunFeatureBuilder *self, YunFeaturePiles *piles)
{
  *piles = (YunFeaturePiles){
    .features = (const YunFeature *) (gconstpointer) self->features.data,
    .n = (guint) self->features.n,
    .rings = (const guint32 *) (gconstpointer) self->rings.data,
    .n_rings = (guint) self->rings.n,
    .vertices = (const YunVertex *) (gconstpointer) self->vertices.data,
    .n_vertices = self->vertices.n,
    .names = self->names.data,
    .n_names = self->names.n,
    .n_valued = (guint) self->values[0].n,
  };
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    piles->values[i] = (const float *) (gconstpointer) self->values[i].data;
}

static void
pile_append (Pile *pile, const Pile *other)
{
  if (other->n > 0)
    memcpy (pile_push (pile, other->n), other->data, other->n * other->size);
}

void
yun_feature_builder_append (YunFeatureBuilder *self, const YunFeatureBuilder *other)
{
  gsize       n = self->features.n, n_rings = self->rings.n, n_vertices = self->vertices.n;
  guint32     n_names = self->names.n;
  YunFeature *features;
  guint32    *rings;

  pile_append (&self->features, &other->features);
  pile_append (&self->rings, &other->rings);
  pile_append (&self->vertices, &other->vertices);
  pile_append (&self->names, &other->names);
  features = (YunFeature *) (gpointer) self->features.data;
  for (gsize i = n; i < self->features.n; i++)
    {
      features[i].first_ring += n_rings;
      if (features[i].name != 0)
        features[i].name += n_names;
    }
  rings = (guint32 *) (gpointer) self->rings.data;
  for (gsize i = n_rings; i < self->rings.n; i++)
    rings[i] += n_vertices;

  for (guint which = 0; which < YUN_FEATURE_N_VALUES && other->values[which].n > 0; which++)
    {
      while (self->values[which].n < n)
        *(float *) pile_push (&self->values[which], 1) = NAN;
      pile_append (&self->values[which], &other->values[which]);
    }
}

YunFeatureIndex *
yun_feature_builder_snapshot (const YunFeatureBuilder *self, const YunFeatureBuilder *other)
{
  YunFeatureBuilder *copy = yun_feature_builder_new ();

  yun_feature_builder_append (copy, self);
  if (other != NULL)
    yun_feature_builder_append (copy, other);

  return yun_feature_builder_end (copy);
}

YunFeatureIndex *
yun_feature_builder_end (YunFeatureBuilder *self)
{
  YunFeatureBase *base = yun_feature_base_new ();
  YunFeature     *end;
  guint           n_rings = self->rings.n, n_valued = self->values[0].n, n_points, n_parks;
  gsize           n_names = self->names.n;
  YunVertex       min, max;

  base->n = base->newest = self->features.n;
  end = pile_push (&self->features, 1);
  memset (end, 0, sizeof *end);
  end->first_ring = n_rings;
  *(guint32 *) pile_push (&self->rings, 1) = self->vertices.n;

  for (guint i = 0; i < G_N_ELEMENTS (base->room); i++)
    base->room[i] = yun_feature_room[i];
  base->features = pile_end (&self->features, base->room[YUN_ROOM_FEATURES]);
  base->rings = pile_end (&self->rings, base->room[YUN_ROOM_RINGS]);
  base->vertices = pile_end (&self->vertices, base->room[YUN_ROOM_VERTICES]);
  base->names = pile_end (&self->names, base->room[YUN_ROOM_NAMES]);
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    base->values[i] = pile_end (&self->values[i], base->room[YUN_ROOM_FEATURES]);
  yun_feature_builder_free (self);

  sort_keys (base);
  sort_points (base, &n_points, &n_parks);
  pack_tree (base, &min, &max);

  return yun_feature_index_new (base, n_rings, n_names, n_valued, n_points, n_parks, min, max);
}
