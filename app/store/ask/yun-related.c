/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-related.h"

#include "yun-measure.h"
#include "yun-rtree.h"
#include "yun-text.h"
#include "yun-wkb.h"

struct _YunRelated
{
  gatomicrefcount ref;
  GPtrArray      *places; /* (owned) (element-type YunGeom) */
  YunRTree       *tree;   /* (owned): of their boxes */
  GHashTable     *names;  /* (owned) (nullable) */
};

static YunRelated *
related_new (GPtrArray *places, GHashTable *names)
{
  YunRelated *self = g_new0 (YunRelated, 1);

  g_atomic_ref_count_init (&self->ref);
  self->places = places;
  self->names = names;
  self->tree = yun_rtree_new (places->len);
  for (guint i = 0; i < places->len; i++)
    yun_rtree_add (self->tree, yun_geom_get_box (g_ptr_array_index (places, i)));
  yun_rtree_build (self->tree);
  return self;
}

YunRelated *
yun_related_new_places (GPtrArray *places)
{
  return related_new (places, NULL);
}

YunRelated *
yun_related_new_names (GHashTable *names)
{
  return related_new (g_ptr_array_new (), names);
}

YunRelated *
yun_related_ref (YunRelated *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_related_unref (YunRelated *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_ptr_array_unref (self->places);
  yun_rtree_free (self->tree);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

GPtrArray *
yun_related_get_places (const YunRelated *self)
{
  return self->places;
}

YunRect
yun_related_get_box (const YunRelated *self)
{
  return yun_rtree_get_box (self->tree);
}

/* ---- Predicates ------------------------------------------------------------ */

typedef struct
{
  const YunRelated *self;
  YunGeom          *shape;
  YunPoint          point;
  double            metres;
  gboolean          found;
} Test;

/* Ends the search at the first that fits. */
static gboolean
near_cb (guint number, gpointer user_data)
{
  Test *test = user_data;

  test->found = yun_measure_distance_between (
                  test->shape, g_ptr_array_index (test->self->places, number)) <= test->metres;
  return !test->found;
}

static gboolean
in_cb (guint number, gpointer user_data)
{
  Test *test = user_data;

  test->found = yun_measure_contains (g_ptr_array_index (test->self->places, number), test->point.x,
                                      test->point.y);
  return !test->found;
}

gboolean
yun_related_is_near (const YunRelated *self, const guint8 *blob, gsize n, double metres)
{
  g_autoptr (YunGeom) shape = NULL;
  Test                test = { .self = self, .metres = metres };
  YunRect             box, all = yun_rtree_get_box (self->tree);

  if (self->places->len == 0 || !yun_wkb_blob_box (blob, n, &box))
    return FALSE;
  box = yun_measure_grow_lonlat (&box, metres);
  if (!yun_rect_intersects (&box, &all))
    return FALSE;
  shape = yun_wkb_read_blob (blob, n, NULL, NULL);
  if (shape == NULL)
    return FALSE;
  test.shape = shape;
  yun_rtree_search (self->tree, &box, near_cb, &test);
  return test.found;
}

gboolean
yun_related_is_in (const YunRelated *self, const guint8 *blob, gsize n)
{
  g_autoptr (YunGeom) shape = NULL;
  Test                test = { .self = self };
  YunRect             box, all = yun_rtree_get_box (self->tree);

  if (self->places->len == 0 || !yun_wkb_blob_box (blob, n, &box) ||
      !yun_rect_intersects (&box, &all))
    return FALSE;
  shape = yun_wkb_read_blob (blob, n, NULL, NULL);
  if (shape == NULL)
    return FALSE;
  test.point = yun_measure_label_point (shape);
  box = (YunRect){ test.point.x, test.point.y, test.point.x, test.point.y };
  yun_rtree_search (self->tree, &box, in_cb, &test);
  return test.found;
}

gboolean
yun_related_has_any (const YunRelated *self, const char *list)
{
  const char *item;
  gsize       length;

  if (self->names == NULL || list == NULL)
    return FALSE;
  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);

      if (g_hash_table_contains (self->names, name))
        return TRUE;
    }
  return FALSE;
}
