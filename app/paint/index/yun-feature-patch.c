/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a patch is made of, until it is an index. */
typedef struct
{
  const YunFeatureIndex *old;
  YunFeatureIndex       *index; /* (owned): the new one */
  YunFeaturePiles        fresh;
  YunVertex              min; /* box of what changed */
  YunVertex              max;
  gboolean               points; /* one of those that changed is or was a point … */
  gboolean               parks;  /* … a park that is an area */
} Patch;

typedef struct
{
  guint64 code;
  guint32 number;
} LatePoint;

static gboolean
is_park (const YunFeature *f)
{
  return f->kind != YUN_GEOM_POINT && f->look == YUN_LOOK_SITE;
}

/* @f was or is one of those that changed. */
static void
note (Patch *patch, const YunFeature *f)
{
  patch->min = (YunVertex){ MIN (patch->min.x, f->min.x), MIN (patch->min.y, f->min.y) };
  patch->max = (YunVertex){ MAX (patch->max.x, f->max.x), MAX (patch->max.y, f->max.y) };
  patch->points |= f->kind == YUN_GEOM_POINT;
  patch->parks |= is_park (f);
}

/* Takes the room for the new features; FALSE: there is none, or another patch has it. */
static gboolean
take_room (Patch *patch)
{
  const YunFeatureIndex *old = patch->old;
  YunFeatureBase        *base = old->base;
  gsize                  needs[] = {
                     [YUN_ROOM_FEATURES] = patch->fresh.n,
                     [YUN_ROOM_RINGS] = patch->fresh.n_rings,
                     [YUN_ROOM_VERTICES] = patch->fresh.n_vertices,
                     [YUN_ROOM_NAMES] = patch->fresh.n_names,
  };
  gboolean taken;

  g_mutex_lock (&base->mutex);
  taken = base->newest == old->n;
  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    taken = taken && needs[i] <= base->room[i];
  /* Nothing but removals takes no numbers, and two such patches do not meet. */
  if (taken)
    {
      base->newest += patch->fresh.n;
      for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
        base->room[i] -= needs[i];
    }
  g_mutex_unlock (&base->mutex);

  return taken;
}

/* The ends that older indexes read, the first ring of the next feature and the first vertex of the
 * next ring, already hold what they must, and are not written again. */
static void
append_features (Patch *patch)
{
  const YunFeatureIndex *old = patch->old;
  const YunFeaturePiles *fresh = &patch->fresh;
  guint32                n_vertices = old->rings[old->n_rings];
  guint                  valued = old->n_valued + old->n - old->base->n;

  for (guint k = 0; k < fresh->n; k++)
    {
      YunFeature       *to = &old->features[old->n + k];
      const YunFeature *from = &fresh->features[k];

      to->id = from->id;
      if (k > 0)
        to->first_ring = old->n_rings + from->first_ring;
      memcpy (&to->name, &from->name, sizeof *to - G_STRUCT_OFFSET (YunFeature, name));
      if (from->name != 0)
        to->name = (guint32) (old->n_names + from->name);
      for (guint which = 0; which < YUN_FEATURE_N_VALUES; which++)
        old->values[which][valued + k] =
          k < fresh->n_valued ? fresh->values[which][k] : (float) NAN;
    }
  for (guint k = 1; k < fresh->n_rings; k++)
    old->rings[old->n_rings + k] = n_vertices + fresh->rings[k];
  if (fresh->n_vertices > 0)
    memcpy (old->vertices + n_vertices, fresh->vertices, fresh->n_vertices * sizeof (YunVertex));
  memcpy (old->names + old->n_names, fresh->names, fresh->n_names);

  patch->index->n = old->n + fresh->n;
  patch->index->n_rings = old->n_rings + fresh->n_rings;
  patch->index->n_names = old->n_names + fresh->n_names;
  if (fresh->n > 0)
    old->features[patch->index->n].first_ring = patch->index->n_rings;
  if (fresh->n_rings > 0)
    old->rings[patch->index->n_rings] = n_vertices + (guint32) fresh->n_vertices;
}

static void
bury (Patch *patch, const GArray *keys)
{
  YunFeatureIndex *index = patch->index;
  gsize            n_words = index->n / 64 + 1;

  index->dead = g_new0 (guint64, n_words);
  if (patch->old->dead != NULL)
    memcpy (index->dead, patch->old->dead, (patch->old->n / 64 + 1) * sizeof (guint64));
  for (guint k = 0; k < keys->len; k++)
    {
      const YunFeatureKey *key = &g_array_index (keys, YunFeatureKey, k);
      int                  i = yun_feature_index_find (patch->old, key->entity, key->id);

      if (i < 0 || yun_feature_index_is_dead (index, (guint) i))
        continue;
      index->dead[i / 64] |= (guint64) 1 << (i % 64);
      index->n_dead++;
      note (patch, &patch->old->features[i]);
    }
}

static int
compare_late (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunFeature *features = user_data;

  return yun_feature_compare_keys (&features[((const YunLateFeature *) a)->number],
                                   &features[((const YunLateFeature *) b)->number]);
}

static void
gather_late (Patch *patch)
{
  YunFeatureIndex *index = patch->index;

  index->late = g_new (YunLateFeature, MAX (patch->old->n_late + patch->fresh.n, 1));
  index->n_late = 0;
  for (guint k = 0; k < patch->old->n_late; k++)
    if (!yun_feature_index_is_dead (index, patch->old->late[k].number))
      index->late[index->n_late++] = patch->old->late[k];
  for (guint i = patch->old->n; i < index->n; i++)
    {
      const YunFeature *f = &index->features[i];
      /* without an order of their own, numbers are places by key */
      guint before = index->base->order == NULL
                       ? yun_feature_index_find_key (index, f->entity, f->id)
                       : index->base->n;

      index->late[index->n_late++] = (YunLateFeature){ i, before };
      note (patch, f);
    }
  g_qsort_with_data (index->late, (int) index->n_late, sizeof (YunLateFeature), compare_late,
                     index->features);
}

static int
compare_points (const void *a, const void *b)
{
  const LatePoint *pa = a, *pb = b;

  if (pa->code != pb->code)
    return pa->code < pb->code ? -1 : 1;

  return pa->number < pb->number ? -1 : pa->number > pb->number;
}

/* The old tables less what is dead, with what is new at its place along the curve. */
static void
merge_points (Patch *patch)
{
  const YunFeatureIndex *old = patch->old;
  YunFeatureIndex       *index = patch->index;
  g_autofree LatePoint  *fresh = g_new (LatePoint, MAX (patch->fresh.n, 1));
  guint                  n_fresh = 0, at = 0, room = old->n_points + patch->fresh.n;
  guint                  n_parks = old->n_parks + patch->fresh.n;
  guint8                *block;

  for (guint i = old->n; i < index->n; i++)
    if (index->features[i].kind == YUN_GEOM_POINT)
      fresh[n_fresh++] = (LatePoint){ yun_morton_encode (index->features[i].anchor), i };
  qsort (fresh, n_fresh, sizeof *fresh, compare_points);

  block = g_atomic_rc_box_alloc (room * (sizeof (guint64) + sizeof (guint32) + 1) +
                                 n_parks * sizeof (guint32) + sizeof (guint64));
  index->own_points = block;
  index->codes = (guint64 *) (gpointer) block;
  index->points = (guint32 *) (gpointer) (index->codes + room);
  index->parks = index->points + room;
  index->point_segments = (guint8 *) (gpointer) (index->parks + n_parks);
  index->n_points = 0;
  for (guint k = 0; k <= old->n_points; k++)
    {
      for (; at < n_fresh && (k == old->n_points || fresh[at].code < old->codes[k]); at++)
        {
          index->codes[index->n_points] = fresh[at].code;
          index->points[index->n_points] = fresh[at].number;
          index->point_segments[index->n_points++] =
            yun_feature_get_point_segments (&index->features[fresh[at].number]);
        }
      if (k == old->n_points || yun_feature_index_is_dead (index, old->points[k]))
        continue;
      index->codes[index->n_points] = old->codes[k];
      index->points[index->n_points] = old->points[k];
      index->point_segments[index->n_points++] = old->point_segments[k];
    }

  /* Parks as they are drawn: the base's are ascending, the late ones know their places. */
  index->n_parks = at = 0;
  for (guint k = 0; k <= index->n_late; k++)
    {
      const YunLateFeature *late = k < index->n_late ? &index->late[k] : NULL;

      if (late != NULL && !is_park (&index->features[late->number]))
        continue;
      for (; at < old->n_parks &&
             (late == NULL || old->parks[at] < late->before || old->parks[at] >= index->base->n);
           at++)
        if (old->parks[at] < index->base->n && !yun_feature_index_is_dead (index, old->parks[at]))
          index->parks[index->n_parks++] = old->parks[at];
      if (late != NULL)
        index->parks[index->n_parks++] = late->number;
    }
}

/* The old one's tables where nothing in them has changed. */
static void
share_points (Patch *patch)
{
  const YunFeatureIndex *old = patch->old;
  YunFeatureIndex       *index = patch->index;

  if (patch->points || patch->parks)
    {
      merge_points (patch);
      return;
    }
  if (old->own_points != NULL)
    g_atomic_rc_box_acquire (old->own_points);
  index->own_points = old->own_points;
}

YunFeatureIndex *
yun_feature_index_patch (YunFeatureIndex   *self,
                         const GArray      *keys,
                         YunFeatureBuilder *fresh,
                         YunRect           *changed)
{
  Patch            patch = { .old = self, .min = { G_MAXUINT32, G_MAXUINT32 }, .max = { 0, 0 } };
  const gsize      shared = G_STRUCT_OFFSET (YunFeatureIndex, base);
  YunFeatureIndex *index;

  g_return_val_if_fail (self != NULL && keys != NULL && fresh != NULL && changed != NULL, NULL);

  yun_feature_builder_get_piles (fresh, &patch.fresh);
  if (!take_room (&patch))
    return NULL;

  /* all but the count, which others change meanwhile */
  index = patch.index = g_new0 (YunFeatureIndex, 1);
  memcpy ((char *) index + shared, (const char *) self + shared, sizeof *self - shared);
  g_atomic_ref_count_init (&index->ref);
  g_atomic_ref_count_inc (&self->base->ref);
  append_features (&patch);
  bury (&patch, keys);
  gather_late (&patch);
  share_points (&patch);

  *changed = YUN_RECT_EMPTY;
  if (patch.min.x <= patch.max.x)
    {
      YunPoint a = yun_vertex_to_lonlat (patch.min), b = yun_vertex_to_lonlat (patch.max);

      *changed = (YunRect){ a.x, b.y, b.x, a.y };
      index->min = (YunVertex){ MIN (index->min.x, patch.min.x), MIN (index->min.y, patch.min.y) };
      index->max = (YunVertex){ MAX (index->max.x, patch.max.x), MAX (index->max.y, patch.max.y) };
    }

  return index;
}

guint
yun_feature_index_get_n_patched (const YunFeatureIndex *self)
{
  return self->n - self->base->n + self->n_dead;
}

YunFeatureIndex *
yun_feature_index_compact (const YunFeatureIndex *self)
{
  YunFeatureBuilder *builder = yun_feature_builder_new ();
  guint              k = 0;

  for (guint i = 0; i <= self->base->n; i++)
    {
      for (; k < self->n_late && (i == self->base->n || self->late[k].before <= i); k++)
        yun_feature_builder_copy (builder, self, self->late[k].number);
      if (i < self->base->n && !yun_feature_index_is_dead (self, i))
        yun_feature_builder_copy (builder, self, i);
    }

  return yun_feature_builder_end (builder);
}
