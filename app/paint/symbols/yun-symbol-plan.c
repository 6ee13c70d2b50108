/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-symbol-plan-private.h"

#include <math.h>

#define SPLIT_UNITS 1280 /* 40 pixels at zoom 19 */

static gboolean
is_shown (const YunSymbolPlan *self, guint number)
{
  const YunFeatureSet *shown = yun_scene_get_shown (self->scene);

  return shown == NULL || yun_feature_set_test (shown, number);
}

YunSymbolPlan *
yun_symbol_plan_new (YunScene      *scene,
                     const YunView *view,
                     guint          max_labels,
                     GCancellable  *cancellable)
{
  return yun_symbol_plan_new_around (scene, &(YunSight){ .view = *view }, max_labels, cancellable);
}

YunSymbolPlan *
yun_symbol_plan_new_around (YunScene       *scene,
                            const YunSight *sight,
                            guint           max_labels,
                            GCancellable   *cancellable)
{
  YunSymbolPlan *self;

  g_return_val_if_fail (scene != NULL && sight != NULL && sight->grow >= 0, NULL);

  self = g_new0 (YunSymbolPlan, 1);
  g_atomic_ref_count_init (&self->ref);
  self->scene = yun_scene_ref (scene);
  self->sight = *sight;
  self->left = sight->view.width * sight->grow;
  self->top = sight->view.height * sight->grow;
  self->view = sight->view;
  self->view.x -= self->left * self->view.scale;
  self->view.y -= self->top * self->view.scale;
  self->view.width += 2 * self->left;
  self->view.height += 2 * self->top;
  self->symbols = g_array_new (FALSE, FALSE, sizeof (YunSymbol));
  self->clusters = g_array_new (FALSE, FALSE, sizeof (YunCluster));
  self->ranges = g_array_new (FALSE, FALSE, sizeof (YunPointRange));
  self->labels = g_array_new (FALSE, FALSE, sizeof (YunLabel));
  self->texts = g_string_chunk_new (1024);

  if (!yun_symbol_cluster_run (self, cancellable))
    {
      yun_symbol_plan_unref (self);
      return NULL;
    }
  if (max_labels > 0)
    yun_label_placer_run (self, max_labels);

  return self;
}

YunSymbolPlan *
yun_symbol_plan_ref (YunSymbolPlan *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_symbol_plan_unref (YunSymbolPlan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  g_array_unref (self->symbols);
  g_array_unref (self->clusters);
  g_array_unref (self->ranges);
  g_array_unref (self->labels);
  g_string_chunk_free (self->texts);
  yun_scene_unref (self->scene);
  g_free (self);
}

YunScene *
yun_symbol_plan_get_scene (const YunSymbolPlan *self)
{
  return self->scene;
}

const YunView *
yun_symbol_plan_get_view (const YunSymbolPlan *self)
{
  return &self->view;
}

const YunSymbol *
yun_symbol_plan_get_symbols (const YunSymbolPlan *self, guint *n)
{
  if (n != NULL)
    *n = self->symbols->len;

  return &g_array_index (self->symbols, YunSymbol, 0);
}

const YunCluster *
yun_symbol_plan_get_clusters (const YunSymbolPlan *self, guint *n)
{
  if (n != NULL)
    *n = self->clusters->len;

  return &g_array_index (self->clusters, YunCluster, 0);
}

const YunLabel *
yun_symbol_plan_get_labels (const YunSymbolPlan *self, guint *n)
{
  if (n != NULL)
    *n = self->labels->len;

  return &g_array_index (self->labels, YunLabel, 0);
}

void
yun_symbol_plan_list_members (const YunSymbolPlan *self, guint cluster, GArray *out)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->scene);
  const YunCluster      *c;

  g_return_if_fail (cluster < self->clusters->len);

  c = &g_array_index (self->clusters, YunCluster, cluster);
  for (guint r = c->first_range; r < c->first_range + c->n_ranges; r++)
    {
      const YunPointRange *range = &g_array_index (self->ranges, YunPointRange, r);

      for (guint at = range->from; at < range->to; at++)
        if (is_shown (self, index->points[at]))
          g_array_append_val (out, index->points[at]);
    }
}

gboolean
yun_cluster_can_split (const YunCluster *self)
{
  return self->count + self->n_around <= YUN_SYMBOL_MAX_FAN ||
         self->max.x - self->min.x > SPLIT_UNITS || self->max.y - self->min.y > SPLIT_UNITS;
}

gboolean
yun_symbol_plan_pick (const YunSymbolPlan *self,
                      const YunView       *view,
                      double               px,
                      double               py,
                      double               slack,
                      int                 *symbol,
                      int                 *cluster)
{
  double best = INFINITY; /* from the rim: a ring is larger than what stands around it */

  *symbol = *cluster = -1;
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const YunSymbol *s = &g_array_index (self->symbols, YunSymbol, i);
      double           x, y, d;

      yun_view_to_pixel (view, s->anchor, &x, &y);
      d = hypot (x + s->dx - px, y + s->dy - py) - s->radius;
      if (d <= slack && d < best)
        {
          best = d;
          *symbol = (int) i;
        }
    }
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const YunCluster *c = &g_array_index (self->clusters, YunCluster, i);
      double            x, y, d;

      yun_view_to_pixel (view, c->anchor, &x, &y);
      d = hypot (x - px, y - py) - c->radius;
      if (d <= slack && d < best)
        {
          best = d;
          *symbol = -1;
          *cluster = (int) i;
        }
    }

  return *symbol >= 0 || *cluster >= 0;
}

/* Where along the curve feature @i is; G_MAXUINT for what is no point. */
static guint
find_position (const YunFeatureIndex *index, guint i)
{
  guint64 code = yun_morton_encode (index->features[i].anchor);
  guint   low = 0, high = index->n_points;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (index->codes[middle] < code ||
          (index->codes[middle] == code && index->points[middle] < i))
        low = middle + 1;
      else
        high = middle;
    }

  return low < index->n_points && index->points[low] == i ? low : G_MAXUINT;
}

void
yun_symbol_plan_find (const YunSymbolPlan *self, guint i, int *symbol, int *cluster)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->scene);
  guint                  position;

  *symbol = *cluster = -1;
  if (index == NULL || i >= index->n || !is_shown (self, i))
    return;

  for (guint k = 0; k < self->symbols->len; k++)
    if (g_array_index (self->symbols, YunSymbol, k).feature == i)
      {
        *symbol = (int) k;
        return;
      }

  position = find_position (index, i);
  for (guint k = 0; k < self->clusters->len && position != G_MAXUINT; k++)
    {
      const YunCluster *c = &g_array_index (self->clusters, YunCluster, k);

      for (guint r = c->first_range; r < c->first_range + c->n_ranges; r++)
        {
          const YunPointRange *range = &g_array_index (self->ranges, YunPointRange, r);

          if (position >= range->from && position < range->to)
            {
              *cluster = (int) k;
              return;
            }
        }
    }
}
