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
  GHashTable     *names; /* (owned) (nullable) */

  /* Of places. */
  YunPlaces *places; /* (owned) (nullable): NULL: of names */
  gboolean   near;   /* else: in */
  double     metres; /* near: as far as this … */
  gboolean   beyond; /* … or farther */
  YunWay     way;    /* in: how much of a record */
  GArray    *boxes;  /* (owned) (element-type YunRect): of the exact ones, then of all outlines that
                        loose ones are in */
  YunRTree *tree;    /* (owned): of the boxes */

  GMutex      mutex;  /* guards what follows */
  GHashTable *truths; /* (owned) (nullable): uid of a town → Truth */
};

/* Of what is somewhere in a town, where the clause asks. */
typedef struct
{
  gboolean may_be; /* some of the town is there */
  gboolean is;     /* all of it is */
} Truth;

static void
add_box (YunRelated *self, const YunGeom *shape)
{
  g_array_append_val (self->boxes, *yun_geom_get_box (shape));
}

static YunRelated *
related_new (void)
{
  YunRelated *self = g_new0 (YunRelated, 1);

  g_atomic_ref_count_init (&self->ref);
  g_mutex_init (&self->mutex);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (YunRect));
  return self;
}

static void
build_tree (YunRelated *self)
{
  self->tree = yun_rtree_new (self->boxes->len);
  for (guint i = 0; i < self->boxes->len; i++)
    yun_rtree_add (self->tree, &g_array_index (self->boxes, YunRect, i));
  yun_rtree_build (self->tree);
}

YunRelated *
yun_related_new_places (const YunClause *clause, YunPlaces *places)
{
  YunRelated *self = related_new ();

  self->places = places;
  self->near = clause->kind == YUN_CLAUSE_NEAR;
  self->metres = self->near ? clause->distance_m : 0;
  self->beyond = self->near && clause->beyond;
  self->way = clause->way;
  for (guint i = 0; i < places->exact->len; i++)
    add_box (self, places->exact->pdata[i]);
  for (guint i = 0; i < places->loose->len; i++)
    {
      GPtrArray *outlines = places->loose->pdata[i];

      for (guint k = 0; k < outlines->len; k++)
        add_box (self, outlines->pdata[k]);
    }
  build_tree (self);
  return self;
}

YunRelated *
yun_related_new_names (GHashTable *names)
{
  YunRelated *self = related_new ();

  self->names = names;
  build_tree (self);
  return self;
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
  g_clear_pointer (&self->places, yun_places_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->truths, g_hash_table_unref);
  yun_rtree_free (self->tree);
  g_array_unref (self->boxes);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GArray *
yun_related_get_boxes (const YunRelated *self)
{
  return self->boxes;
}

GPtrArray *
yun_related_get_exact (const YunRelated *self)
{
  return self->places->exact;
}

YunGeom *
yun_related_get_single (const YunRelated *self)
{
  return self->places != NULL && self->places->exact->len == 1 && self->places->loose->len == 0
           ? self->places->exact->pdata[0]
           : NULL;
}

YunRect
yun_related_get_box (const YunRelated *self)
{
  return yun_rtree_get_box (self->tree);
}

/* ---- What is somewhere in a town ------------------------------------------------ */

/* Of what is somewhere in @a, whether it is surely near what is in one of @outlines. */
static gboolean
is_loose_within (const YunGeom *a, GPtrArray *outlines, double metres)
{
  for (guint i = 0; i < outlines->len; i++)
    if (!yun_measure_every_two_near (a, outlines->pdata[i], metres))
      return FALSE;
  return TRUE;
}

typedef struct
{
  YunRelated    *self;
  const YunGeom *town;
  Truth          truth;
} Town;

/* Ends the search when all of the town is there. */
static gboolean
town_cb (guint number, gpointer user_data)
{
  Town            *town = user_data;
  const YunPlaces *places = town->self->places;
  const YunGeom   *place;

  /* The outlines of loose places are judged together. */
  if (number >= places->exact->len)
    return TRUE;
  place = places->exact->pdata[number];
  town->truth.is = town->self->near ? yun_measure_all_near (town->town, place, town->self->metres)
                                    : yun_measure_covers (place, town->town);
  town->truth.may_be =
    town->truth.may_be || town->truth.is ||
    (town->self->near ? yun_measure_distance_between (town->town, place) <= town->self->metres
                      : yun_measure_overlaps (place, town->town));
  return !town->truth.is;
}

static Truth
find_truth (YunRelated *self, const YunGeom *outline)
{
  Town    town = { .self = self, .town = outline };
  YunRect box = yun_measure_grow_lonlat (yun_geom_get_box (outline), self->metres);

  yun_rtree_search (self->tree, &box, town_cb, &town);
  for (guint i = 0; i < self->places->loose->len && !town.truth.is; i++)
    {
      GPtrArray *outlines = self->places->loose->pdata[i];

      town.truth.is = is_loose_within (outline, outlines, self->metres);
      for (guint k = 0; k < outlines->len; k++)
        town.truth.may_be =
          town.truth.may_be || town.truth.is ||
          yun_measure_distance_between (outline, outlines->pdata[k]) <= self->metres;
    }
  return town.truth;
}

static Truth
get_truth (YunRelated *self, const char *town)
{
  const YunGeom *outline = g_hash_table_lookup (self->places->towns, town);
  Truth         *truth;

  if (outline == NULL)
    return (Truth){ .may_be = TRUE };
  if (self->truths == NULL)
    self->truths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  truth = g_hash_table_lookup (self->truths, town);
  if (truth == NULL)
    {
      Truth found = find_truth (self, outline);

      truth = g_memdup2 (&found, sizeof found);
      g_hash_table_insert (self->truths, g_strdup (town), truth);
    }
  return *truth;
}

gboolean
yun_related_holds_towns (YunRelated *self)
{
  GHashTableIter iter;
  gpointer       town;
  gboolean       holds = FALSE;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->places->towns);
  while (!holds && g_hash_table_iter_next (&iter, &town, NULL))
    holds = get_truth (self, town).is;
  g_mutex_unlock (&self->mutex);
  return holds;
}

/* ---- Predicates ------------------------------------------------------------ */

static YunTruth
answer (const YunRelated *self, gboolean may_be, gboolean is)
{
  if (may_be && !is)
    return YUN_TRUTH_UNKNOWN;
  return is != self->beyond ? YUN_TRUTH_YES : YUN_TRUTH_NO;
}

YunTruth
yun_related_locate_loose (YunRelated *self, const char *towns)
{
  const char *item;
  gsize       length;
  gboolean    may_be = FALSE, is = TRUE, any = FALSE;

  g_mutex_lock (&self->mutex);
  for (const char *next = towns; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *town = g_strndup (item, length);
      Truth            truth = get_truth (self, town);

      any = TRUE;
      may_be = may_be || truth.may_be;
      is = is && truth.is;
    }
  g_mutex_unlock (&self->mutex);
  return any ? answer (self, may_be, is) : YUN_TRUTH_UNKNOWN;
}

typedef struct
{
  const YunRelated *self;
  YunGeom          *shape;
  YunPoint          point;
  gboolean          found; /* exact */
  gboolean          may_be;
} Test;

/* Whether two shapes are at most @metres apart. What the middle of the one tells needs no look at
 * its sides. */
static gboolean
is_within (const YunGeom *shape, const YunGeom *place, double metres)
{
  YunReach reach = yun_measure_reach_box (place, yun_geom_get_box (shape), metres);

  return reach == YUN_REACH_ALL ||
         (reach == YUN_REACH_MAYBE && yun_measure_distance_between (shape, place) <= metres);
}

/* Ends the search at the first that fits. */
static gboolean
near_cb (guint number, gpointer user_data)
{
  Test      *test = user_data;
  GPtrArray *exact = test->self->places->exact;

  if (number >= exact->len)
    {
      test->may_be = TRUE;
      return TRUE;
    }
  test->found = is_within (test->shape, exact->pdata[number], test->self->metres);
  return !test->found;
}

static gboolean
in_cb (guint number, gpointer user_data)
{
  Test      *test = user_data;
  GPtrArray *exact = test->self->places->exact;

  switch (test->self->way)
    {
    case YUN_WAY_MEETS:
      test->found = yun_measure_intersects (exact->pdata[number], test->shape);
      break;
    case YUN_WAY_INSIDE:
      test->found = yun_measure_covers (exact->pdata[number], test->shape);
      break;
    case YUN_WAY_CENTRE:
    default:
      test->found = yun_measure_contains (exact->pdata[number], test->point.x, test->point.y);
      break;
    }
  return !test->found;
}

/* What may be near, since the outlines of loose places are in reach of its box, is measured. */
static YunTruth
locate_near_loose (const Test *test)
{
  const YunRelated *self = test->self;
  gboolean          may_be = FALSE;

  for (guint i = 0; i < self->places->loose->len; i++)
    {
      GPtrArray *outlines = self->places->loose->pdata[i];
      gboolean   is = TRUE;

      for (guint k = 0; k < outlines->len; k++)
        {
          may_be = may_be ||
                   yun_measure_distance_between (test->shape, outlines->pdata[k]) <= self->metres;
          is = is && yun_measure_all_near (outlines->pdata[k], test->shape, self->metres);
        }
      if (is)
        return answer (self, TRUE, TRUE);
    }
  return answer (self, may_be, FALSE);
}

YunTruth
yun_related_locate (YunRelated *self, const guint8 *blob, gsize n)
{
  g_autoptr (YunGeom) shape = NULL;
  Test                test = { .self = self };
  YunRect             box, all = yun_rtree_get_box (self->tree);

  if (self->boxes->len == 0)
    return YUN_TRUTH_NO;
  if (!yun_wkb_blob_box (blob, n, &box))
    return YUN_TRUTH_UNKNOWN;
  box = self->near ? yun_measure_grow_lonlat (&box, self->metres) : box;
  if (!yun_rect_intersects (&box, &all))
    return answer (self, FALSE, FALSE);
  shape = yun_wkb_read_blob (blob, n, NULL, NULL);
  if (shape == NULL)
    return YUN_TRUTH_UNKNOWN;
  test.shape = shape;
  if (!self->near && self->way == YUN_WAY_CENTRE)
    {
      test.point = yun_measure_label_point (shape);
      box = (YunRect){ test.point.x, test.point.y, test.point.x, test.point.y };
    }
  yun_rtree_search (self->tree, &box, self->near ? near_cb : in_cb, &test);
  return test.may_be && !test.found ? locate_near_loose (&test)
                                    : answer (self, test.found, test.found);
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
