/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"

#include <string.h>

/* How many there are of each; the sections may be longer, by their room. */
typedef struct
{
  guint64   n_vertices;
  guint64   n_names;
  guint32   n;
  guint32   n_rings;
  guint32   n_valued;
  guint32   n_points;
  guint32   n_parks;
  guint32   n_numbers; /* of the tree */
  guint32   ordered;   /* whether there is an order of its own */
  guint32   room[4];
  guint32   feature_size;
  YunVertex min;
  YunVertex max;
  YunRect   box; /* of the tree */
} Head;

static const char *const value_names[YUN_FEATURE_N_VALUES] = { "far", "tax", "date" };

/* ---- Writing ---------------------------------------------------------------- */

static void
add (YunPackWriter *writer, const char *name, gconstpointer data, gsize size, gsize n, gsize room)
{
  yun_pack_writer_add (writer, name, data, size * n, size * room);
}

void
yun_feature_index_write (const YunFeatureIndex *self, YunPackWriter *writer)
{
  const YunFeatureBase *base = self->base;
  const gsize          *room = yun_feature_room;
  YunRTreeParts         tree;
  Head                  head = { 0 };

  g_return_if_fail (self->n == base->n && self->n_dead == 0);

  yun_rtree_get_parts (base->tree, &tree);
  head = (Head){
    .n_vertices = self->rings[self->n_rings],
    .n_names = self->n_names,
    .n = self->n,
    .n_rings = self->n_rings,
    .n_valued = self->n_valued,
    .n_points = self->n_points,
    .n_parks = self->n_parks,
    .n_numbers = tree.n_numbers,
    .ordered = base->order != NULL,
    .feature_size = sizeof (YunFeature),
    .min = self->min,
    .max = self->max,
    .box = tree.box,
  };
  for (guint i = 0; i < G_N_ELEMENTS (head.room); i++)
    head.room[i] = (guint32) room[i];

  yun_pack_writer_add_copy (writer, "head", &head, sizeof head);
  add (writer, "features", self->features, sizeof (YunFeature), self->n + 1,
       room[YUN_ROOM_FEATURES]);
  add (writer, "rings", self->rings, sizeof (guint32), self->n_rings + 1, room[YUN_ROOM_RINGS]);
  add (writer, "vertices", self->vertices, sizeof (YunVertex), head.n_vertices,
       room[YUN_ROOM_VERTICES]);
  add (writer, "names", self->names, 1, self->n_names, room[YUN_ROOM_NAMES]);
  for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
    add (writer, value_names[i], self->values[i], sizeof (float), self->n_valued,
         room[YUN_ROOM_FEATURES]);
  add (writer, "order", base->order, sizeof (guint32), base->order != NULL ? self->n : 0, 0);
  add (writer, "codes", self->codes, sizeof (guint64), self->n_points, 0);
  add (writer, "points", self->points, sizeof (guint32), self->n_points, 0);
  add (writer, "segments", self->point_segments, 1, self->n_points, 0);
  add (writer, "parks", self->parks, sizeof (guint32), self->n_parks, 0);
  add (writer, "boxes", tree.boxes, 1, tree.n_bytes, 0);
  add (writer, "numbers", tree.numbers, sizeof (guint32), tree.n_numbers, 0);
}

/* ---- Reading ---------------------------------------------------------------- */

/* Section @name where it has just @n elements of @size. */
static gboolean
take (YunPack *pack, const char *name, gsize size, gsize n, gpointer array)
{
  gsize    length;
  gpointer data = yun_pack_get (pack, name, size, &length);

  if (data == NULL || length != n)
    return FALSE;
  *(gpointer *) array = data;

  return TRUE;
}

static gboolean
take_arrays (YunFeatureBase *base, const Head *head, YunRTreeParts *tree)
{
  YunPack *pack = base->pack;
  gsize    n = head->n;
  gboolean ok;

  ok = take (pack, "features", sizeof (YunFeature), n + 1 + head->room[YUN_ROOM_FEATURES],
             &base->features) &&
       take (pack, "rings", sizeof (guint32),
             (gsize) head->n_rings + 1 + head->room[YUN_ROOM_RINGS], &base->rings) &&
       take (pack, "vertices", sizeof (YunVertex), head->n_vertices + head->room[YUN_ROOM_VERTICES],
             &base->vertices) &&
       take (pack, "names", 1, head->n_names + head->room[YUN_ROOM_NAMES], &base->names) &&
       take (pack, "codes", sizeof (guint64), head->n_points, &base->codes) &&
       take (pack, "points", sizeof (guint32), head->n_points, &base->points) &&
       take (pack, "segments", 1, head->n_points, &base->point_segments) &&
       take (pack, "parks", sizeof (guint32), head->n_parks, &base->parks) &&
       take (pack, "numbers", sizeof (guint32), head->n_numbers, &tree->numbers);
  for (guint i = 0; ok && i < YUN_FEATURE_N_VALUES; i++)
    ok = take (pack, value_names[i], sizeof (float),
               (gsize) head->n_valued + head->room[YUN_ROOM_FEATURES], &base->values[i]);
  if (ok && head->ordered)
    ok = take (pack, "order", sizeof (guint32), n, &base->order);
  tree->n = head->n;
  tree->n_numbers = head->n_numbers;
  tree->box = head->box;
  tree->boxes = ok ? yun_pack_get (pack, "boxes", 1, &tree->n_bytes) : NULL;

  return tree->boxes != NULL;
}

static gboolean
is_rings_sound (const YunFeatureBase *base, const Head *head)
{
  /* each ring has a vertex at least */
  if (base->rings[0] != 0 || base->rings[head->n_rings] != head->n_vertices ||
      base->features[0].first_ring != 0 || base->features[head->n].first_ring != head->n_rings)
    return FALSE;
  for (guint i = 0; i < head->n_rings; i++)
    if (base->rings[i] >= base->rings[i + 1])
      return FALSE;

  return TRUE;
}

/* The box is what painters make room for: no vertex may lie outside. */
static gboolean
is_box_sound (const YunFeatureBase *base, const YunFeature *f)
{
  guint32 from = base->rings[f->first_ring], to = base->rings[f[1].first_ring];
  guint   outside = 0;

  for (guint32 i = from; i < to; i++)
    {
      YunVertex v = base->vertices[i];

      outside |= (v.x < f->min.x) | (v.x > f->max.x) | (v.y < f->min.y) | (v.y > f->max.y);
    }

  return !outside;
}

static gboolean
is_feature_sound (const YunFeatureBase *base, const Head *head, const YunFeature *f)
{
  gboolean point = f->kind == YUN_GEOM_POINT;

  if (f->first_ring > f[1].first_ring || f[1].first_ring > head->n_rings ||
      (f->first_ring == f[1].first_ring) != point || f->name >= head->n_names ||
      f->kind < YUN_GEOM_POINT || f->kind > YUN_GEOM_POLYGON || f->entity < 0 ||
      f->look != yun_feature_get_look (f->entity) || f->accuracy < -1 || f->accuracy > 31 ||
      f->status < -1 || f->zone < -1 || f->zone > 31)
    return FALSE;
  if (f->min.x > f->max.x || f->min.y > f->max.y || f->min.x < head->min.x ||
      f->min.y < head->min.y || f->max.x > head->max.x || f->max.y > head->max.y)
    return FALSE;
  if (point)
    return f->min.x == f->max.x && f->min.y == f->max.y && f->min.x == f->anchor.x &&
           f->min.y == f->anchor.y;

  return is_box_sound (base, f);
}

static gboolean
is_tables_sound (const YunFeatureBase *base, const Head *head)
{
  for (guint i = 0; i < head->n_points; i++)
    {
      const YunFeature *f;

      if (base->points[i] >= head->n || (i > 0 && base->codes[i - 1] > base->codes[i]))
        return FALSE;
      f = &base->features[base->points[i]];
      if (f->kind != YUN_GEOM_POINT || base->codes[i] != yun_morton_encode (f->anchor) ||
          base->point_segments[i] != yun_feature_get_point_segments (f))
        return FALSE;
    }
  for (guint i = 0; i < head->n_parks; i++)
    if (base->parks[i] >= head->n || (i > 0 && base->parks[i - 1] >= base->parks[i]) ||
        base->features[base->parks[i]].kind == YUN_GEOM_POINT)
      return FALSE;
  for (guint i = 0; base->order != NULL && i < head->n; i++)
    if (base->order[i] >= head->n)
      return FALSE;

  return TRUE;
}

static gboolean
is_sound (const YunFeatureBase *base, const Head *head)
{
  if (head->n_names == 0 || base->names[0] != '\0' || base->names[head->n_names - 1] != '\0' ||
      !is_rings_sound (base, head))
    return FALSE;
  for (guint i = 0; i < head->n; i++)
    if (!is_feature_sound (base, head, &base->features[i]))
      return FALSE;

  return is_tables_sound (base, head);
}

YunFeatureIndex *
yun_feature_index_read (YunPack *pack)
{
  YunFeatureBase *base = yun_feature_base_new ();
  YunRTreeParts   tree = { 0 };
  const Head     *head;
  gsize           n;

  base->pack = yun_pack_ref (pack);
  head = yun_pack_get (pack, "head", sizeof (Head), &n);
  if (head != NULL && n == 1 && head->feature_size == sizeof (YunFeature) &&
      head->n_points <= head->n && head->n_parks <= head->n && head->n_vertices <= G_MAXUINT32 &&
      head->n_names <= G_MAXUINT32 && head->n < G_MAXINT && take_arrays (base, head, &tree) &&
      is_sound (base, head) && (base->tree = yun_rtree_new_from_parts (&tree)) != NULL)
    {
      base->n = base->newest = head->n;
      for (guint i = 0; i < G_N_ELEMENTS (base->room); i++)
        base->room[i] = head->room[i];
      return yun_feature_index_new (base, head->n_rings, head->n_names, head->n_valued,
                                    head->n_points, head->n_parks, head->min, head->max);
    }
  yun_feature_base_unref (base);

  return NULL;
}
