/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-feature-index-private.h"
#include "yun-ids.h"
#include "yun-measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
compare_u32 (const void *a, const void *b)
{
  guint32 na = *(const guint32 *) a, nb = *(const guint32 *) b;

  return na < nb ? -1 : na > nb;
}

/* Sorting a million numbers takes longer than painting them: many go through a bitmap. */
static void
sort_numbers (guint32 *numbers, guint n, guint limit)
{
  g_autofree guint64 *bits = NULL;
  guint               at = 0;

  if (n < 64 || n < limit / 256)
    {
      qsort (numbers, n, sizeof (guint32), compare_u32);
      return;
    }

  bits = g_new0 (guint64, limit / 64 + 1);
  for (guint i = 0; i < n; i++)
    bits[numbers[i] / 64] |= (guint64) 1 << (numbers[i] % 64);
  for (guint word = 0; word <= limit / 64; word++)
    for (guint64 rest = bits[word]; rest != 0; rest &= rest - 1)
      numbers[at++] = word * 64 + __builtin_ctzll (rest);
}

static inline gboolean
meets (const YunFeature *f, YunVertex min, YunVertex max)
{
  return yun_vertex_boxes_meet (f->min, f->max, min, max);
}

static guint
nth_by_key (const YunFeatureIndex *self, guint position)
{
  return self->base->order != NULL ? self->base->order[position] : position;
}

guint
yun_feature_index_find_key (const YunFeatureIndex *self, int entity, gint64 id)
{
  guint low = 0, high = self->base->n;

  while (low < high)
    {
      guint             middle = low + (high - low) / 2;
      const YunFeature *f = &self->features[nth_by_key (self, middle)];

      if (f->entity < entity || (f->entity == entity && f->id < id))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static double
get_segment_distance (YunVertex a, YunVertex b, YunVertex at)
{
  double dx = (double) b.x - a.x, dy = (double) b.y - a.y;
  double px = (double) at.x - a.x, py = (double) at.y - a.y;
  double length2 = dx * dx + dy * dy;
  double t = length2 > 0 ? CLAMP ((px * dx + py * dy) / length2, 0, 1) : 0;

  return hypot (px - t * dx, py - t * dy);
}

/* Even-odd over all rings; the border is inside. */
static gboolean
polygon_holds (const YunFeatureIndex *self, guint i, YunVertex at)
{
  gboolean inside = FALSE;

  for (guint ring = 0; ring < yun_feature_index_get_n_rings (self, i); ring++)
    {
      guint            n;
      const YunVertex *v = yun_feature_index_get_ring (self, i, ring, &n);

      for (guint k = 1; k < n; k++)
        {
          YunVertex a = v[k - 1], b = v[k];
          double    cross = ((double) b.x - a.x) * ((double) at.y - a.y) -
                         ((double) b.y - a.y) * ((double) at.x - a.x);

          if (cross == 0 && at.x >= MIN (a.x, b.x) && at.x <= MAX (a.x, b.x) &&
              at.y >= MIN (a.y, b.y) && at.y <= MAX (a.y, b.y))
            return TRUE;
          if ((a.y > at.y) != (b.y > at.y) && (cross > 0) == (b.y > a.y))
            inside = !inside;
        }
    }

  return inside;
}

static double
get_polygon_area (const YunFeatureIndex *self, guint i)
{
  double sum = 0;

  for (guint ring = 0; ring < yun_feature_index_get_n_rings (self, i); ring++)
    {
      guint            n;
      const YunVertex *v = yun_feature_index_get_ring (self, i, ring, &n);

      for (guint k = 1; k + 1 < n; k++)
        sum += ((double) v[k].x - v[0].x) * ((double) v[k + 1].y - v[0].y) -
               ((double) v[k + 1].x - v[0].x) * ((double) v[k].y - v[0].y);
    }

  return fabs (sum) / 2;
}

/* Distance of a point or line feature; INFINITY for areas. */
static double
get_distance (const YunFeatureIndex *self, guint i, YunVertex at)
{
  const YunFeature *f = &self->features[i];
  double            best = INFINITY;

  if (f->kind == YUN_GEOM_POINT)
    return hypot ((double) f->anchor.x - at.x, (double) f->anchor.y - at.y);

  for (guint ring = 0; ring < yun_feature_index_get_n_rings (self, i); ring++)
    {
      guint            n;
      const YunVertex *v = yun_feature_index_get_ring (self, i, ring, &n);

      for (guint k = 1; k < n; k++)
        best = MIN (best, get_segment_distance (v[k - 1], v[k], at));
    }

  return best;
}

static guint32
add_clamped (guint32 v, gint64 delta)
{
  return CLAMP ((gint64) v + delta, 0, (gint64) G_MAXUINT32);
}

/* Eight thousand edits, of features that are not all tiny. */
const gsize yun_feature_room[4] = { 1 << 13, 1 << 15, 1 << 18, 1 << 20 };

double
yun_feature_get_origin (guint32 min, guint32 max)
{
  return ((double) min + max) / 2;
}

YunFeatureBase *
yun_feature_base_new (void)
{
  YunFeatureBase *self = g_new0 (YunFeatureBase, 1);

  g_atomic_ref_count_init (&self->ref);
  g_mutex_init (&self->mutex);

  return self;
}

void
yun_feature_base_unref (YunFeatureBase *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  if (self->pack == NULL)
    {
      g_free (self->features);
      g_free (self->rings);
      g_free (self->vertices);
      g_free (self->names);
      for (guint i = 0; i < YUN_FEATURE_N_VALUES; i++)
        g_free (self->values[i]);
      g_free (self->order);
      g_free (self->codes);
      g_free (self->points);
      g_free (self->point_segments);
      g_free (self->parks);
    }
  g_clear_pointer (&self->tree, yun_rtree_free);
  g_clear_pointer (&self->pack, yun_pack_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

YunFeatureIndex *
yun_feature_index_new (YunFeatureBase *base,
                       guint           n_rings,
                       gsize           n_names,
                       guint           n_valued,
                       guint           n_points,
                       guint           n_parks,
                       YunVertex       min,
                       YunVertex       max)
{
  YunFeatureIndex *self = g_new0 (YunFeatureIndex, 1);

  g_atomic_ref_count_init (&self->ref);
  self->base = base;
  self->n = base->n;
  self->features = base->features;
  self->rings = base->rings;
  self->n_rings = n_rings;
  self->vertices = base->vertices;
  self->names = base->names;
  self->n_names = n_names;
  memcpy (self->values, base->values, sizeof self->values);
  self->n_valued = n_valued;
  self->origin_x = yun_feature_get_origin (min.x, max.x);
  self->origin_y = yun_feature_get_origin (min.y, max.y);
  self->min = min;
  self->max = max;
  self->n_points = n_points;
  self->codes = base->codes;
  self->points = base->points;
  self->point_segments = base->point_segments;
  self->n_parks = n_parks;
  self->parks = base->parks;

  return self;
}

YunFeatureIndex *
yun_feature_index_ref (YunFeatureIndex *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_feature_index_unref (YunFeatureIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  yun_feature_base_unref (self->base);
  g_clear_pointer (&self->own_points, g_atomic_rc_box_release);
  g_free (self->dead);
  g_free (self->late);
  g_free (self);
}

gboolean
yun_feature_index_has (const YunFeatureIndex *self, guint i)
{
  return i < self->n && !yun_feature_index_is_dead (self, i);
}

guint
yun_feature_index_get_n (const YunFeatureIndex *self)
{
  return self->n;
}

const YunFeature *
yun_feature_index_get (const YunFeatureIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n, NULL);

  return &self->features[i];
}

const char *
yun_feature_index_get_name (const YunFeatureIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n, "");

  return self->names + self->features[i].name;
}

float
yun_feature_index_get_value (const YunFeatureIndex *self, guint i, YunFeatureValue which)
{
  g_return_val_if_fail (which < YUN_FEATURE_N_VALUES, NAN);

  if (i < self->n_valued)
    return self->values[which][i];

  return i >= self->base->n && i < self->n ? self->values[which][self->n_valued + i - self->base->n]
                                           : NAN;
}

int
yun_feature_index_find (const YunFeatureIndex *self, guint entity, gint64 id)
{
  YunFeature key = { .id = id, .entity = (gint8) MIN (entity, G_MAXINT8) };
  guint      position = yun_feature_index_find_key (self, key.entity, id);
  guint      low = 0, high = self->n_late;

  if (position < self->base->n)
    {
      guint number = nth_by_key (self, position);

      if (yun_feature_compare_keys (&self->features[number], &key) == 0 &&
          !yun_feature_index_is_dead (self, number))
        return (int) number;
    }
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int   order = yun_feature_compare_keys (&self->features[self->late[middle].number], &key);

      if (order == 0)
        return (int) self->late[middle].number;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return -1;
}

guint
yun_feature_index_get_n_rings (const YunFeatureIndex *self, guint i)
{
  return self->features[i + 1].first_ring - self->features[i].first_ring;
}

const YunVertex *
yun_feature_index_get_ring (const YunFeatureIndex *self, guint i, guint ring, guint *n)
{
  guint at = self->features[i].first_ring + ring;

  *n = self->rings[at + 1] - self->rings[at];

  return self->vertices + self->rings[at];
}

/* Puts the late features that meet the box among the @found ones of the base from @first on, where
 * they are drawn. */
static void
merge_late (const YunFeatureIndex *self,
            YunVertex              min,
            YunVertex              max,
            gboolean               all,
            GArray                *found,
            guint                  first)
{
  guint    n_base = found->len - first, n_late = 0, to;
  guint32 *numbers;

  for (guint k = 0; k < self->n_late; k++)
    n_late += all || meets (&self->features[self->late[k].number], min, max);
  if (n_late == 0)
    return;

  g_array_set_size (found, found->len + n_late);
  numbers = &g_array_index (found, guint32, first);
  to = n_base + n_late;
  for (guint k = self->n_late; n_late > 0 && k-- > 0;)
    {
      const YunLateFeature *late = &self->late[k];

      if (!all && !meets (&self->features[late->number], min, max))
        continue;
      while (n_base > 0 && numbers[n_base - 1] >= late->before)
        numbers[--to] = numbers[--n_base];
      numbers[--to] = late->number;
      n_late--;
    }
}

void
yun_feature_index_search (const YunFeatureIndex *self, YunVertex min, YunVertex max, GArray *out)
{
  guint    first = out->len, kept = 0;
  guint32 *numbers;
  gboolean all =
    min.x <= self->min.x && min.y <= self->min.y && max.x >= self->max.x && max.y >= self->max.y;

  if (self->n == 0)
    return;

  /* All of it: no need to ask the tree. */
  if (all)
    {
      g_array_set_size (out, first + self->base->n);
      for (guint i = 0; i < self->base->n; i++)
        if (!yun_feature_index_is_dead (self, i))
          g_array_index (out, guint32, first + kept++) = i;
    }
  else
    {
      yun_rtree_collect (self->base->tree,
                         &(YunRect){ min.x - self->origin_x, min.y - self->origin_y,
                                     max.x - self->origin_x, max.y - self->origin_y },
                         out);
      numbers = &g_array_index (out, guint32, first);
      if (out->len > first)
        sort_numbers (numbers, out->len - first, self->base->n);
      for (guint i = 0; i < out->len - first; i++)
        if (meets (&self->features[numbers[i]], min, max) &&
            !yun_feature_index_is_dead (self, numbers[i]))
          numbers[kept++] = numbers[i];
    }
  g_array_set_size (out, first + kept);
  merge_late (self, min, max, all, out, first);
}

int
yun_feature_index_pick (const YunFeatureIndex *self,
                        YunVertex              at,
                        guint32                tolerance,
                        const YunFeatureSet   *shown)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  YunVertex          min = { add_clamped (at.x, -(gint64) tolerance),
                             add_clamped (at.y, -(gint64) tolerance) };
  YunVertex          max = { add_clamped (at.x, tolerance), add_clamped (at.y, tolerance) };
  int                best = -1;
  gboolean           best_is_area = TRUE;
  double             best_size = INFINITY;

  yun_feature_index_search (self, min, max, found);
  for (guint k = 0; k < found->len; k++)
    {
      guint    i = g_array_index (found, guint32, k);
      gboolean is_area = self->features[i].kind == YUN_GEOM_POLYGON;
      double   size;

      if ((shown != NULL && !yun_feature_set_test (shown, i)) || (is_area && !best_is_area))
        continue;
      if (is_area)
        {
          if (!polygon_holds (self, i, at))
            continue;
          size = get_polygon_area (self, i);
        }
      else
        {
          size = get_distance (self, i, at);
          if (size > tolerance)
            continue;
        }

      /* What is painted later lies above: it wins when equal. */
      if ((best_is_area && !is_area) || size <= best_size)
        {
          best = (int) i;
          best_is_area = is_area;
          best_size = size;
        }
    }

  return best;
}

gsize
yun_feature_index_get_size (const YunFeatureIndex *self)
{
  return sizeof *self + sizeof *self->base + (self->n + 1) * sizeof (YunFeature) +
         (self->n_rings + 1) * sizeof (guint32) + self->rings[self->n_rings] * sizeof (YunVertex) +
         self->n_names + yun_rtree_get_size (self->base->tree) +
         (self->base->order != NULL ? self->base->n * sizeof (guint32) : 0) +
         self->n_points * (sizeof (guint64) + sizeof (guint32) + 1) +
         self->n_parks * sizeof (guint32) +
         (self->n_valued + self->n - self->base->n) * YUN_FEATURE_N_VALUES * sizeof (float) +
         (self->dead != NULL ? self->n / 8 : 0) + self->n_late * sizeof (YunLateFeature);
}

static void
add_to_set (YunFeatureSet *self, guint number)
{
  self->words[number / 64] |= (guint64) 1 << (number % 64);
  self->count++;
}

YunFeatureSet *
yun_feature_set_new (const YunFeatureIndex *index, GArray *const *ids, guint n_entities)
{
  YunFeatureSet *self;

  self = g_malloc0 (sizeof *self + (index->n / 64 + 1) * sizeof (guint64));
  g_atomic_ref_count_init (&self->ref);
  self->n = index->n;

  for (guint entity = 0; entity < n_entities; entity++)
    {
      guint position, end, k = 0;

      if (ids[entity] == NULL || ids[entity]->len == 0)
        continue;

      position =
        yun_feature_index_find_key (index, (int) entity, g_array_index (ids[entity], gint64, 0));
      end = yun_feature_index_find_key (index, (int) entity + 1, G_MININT64);
      while (position < end && k < ids[entity]->len)
        {
          guint  number = nth_by_key (index, position);
          gint64 id = g_array_index (ids[entity], gint64, k);

          if (index->features[number].id < id)
            position++;
          else if (index->features[number].id > id)
            k++;
          else
            {
              if (!yun_feature_index_is_dead (index, number))
                add_to_set (self, number);
              position++;
            }
        }
    }
  for (guint k = 0; k < index->n_late; k++)
    {
      const YunFeature *f = &index->features[index->late[k].number];
      const GArray     *among = (guint) f->entity < n_entities ? ids[(guint) f->entity] : NULL;

      if (among != NULL && yun_ids_have (among, f->id))
        add_to_set (self, index->late[k].number);
    }

  return self;
}

YunFeatureSet *
yun_feature_set_ref (YunFeatureSet *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_feature_set_unref (YunFeatureSet *self)
{
  if (g_atomic_ref_count_dec (&self->ref))
    g_free (self);
}

gboolean
yun_feature_set_has (const YunFeatureSet *self, guint i)
{
  return i < self->n && yun_feature_set_test (self, i);
}

guint
yun_feature_set_get_count (const YunFeatureSet *self)
{
  return self->count;
}

YunRect
yun_feature_set_get_box (const YunFeatureSet *self, const YunFeatureIndex *index)
{
  YunRect box = YUN_RECT_EMPTY;
  guint   n = yun_feature_index_get_n (index);

  for (guint i = 0; i < n; i++)
    if (self == NULL ? yun_feature_index_has (index, i) : yun_feature_set_has (self, i))
      {
        const YunFeature *feature = yun_feature_index_get (index, i);

        box = yun_rect_with_point (&box, feature->min.x, feature->min.y);
        box = yun_rect_with_point (&box, feature->max.x, feature->max.y);
      }
  if (yun_rect_is_empty (&box))
    return box;
  {
    /* Vertices grow to the south, latitudes to the north. */
    YunPoint west_north = yun_vertex_to_lonlat ((YunVertex){ (guint32) box.x0, (guint32) box.y0 });
    YunPoint east_south = yun_vertex_to_lonlat ((YunVertex){ (guint32) box.x1, (guint32) box.y1 });

    return (YunRect){ west_north.x, east_south.y, east_south.x, west_north.y };
  }
}
