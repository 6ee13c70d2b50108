/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "filter-oracle-private.h"

#include <math.h>
#include <string.h>

/* Where rows are. What is known only by its town is somewhere in the town's outline. */

/* Of "within" and "inside". */
typedef struct
{
  GEOSGeometry *shape; /* (owned): of what is loose, its towns */
  gboolean      loose;
} Place;

static void
place_free (gpointer data)
{
  Place *self = data;

  GEOSGeom_destroy (self->shape);
  g_free (self);
}

static void
add_place (GPtrArray *places, GEOSGeometry *shape, gboolean loose)
{
  Place *place = g_new (Place, 1);

  *place = (Place){ shape, loose };
  g_ptr_array_add (places, place);
}

static gboolean
is_loose (const Row *row)
{
  return g_strcmp0 (g_hash_table_lookup (row->values, "accuracy"), "town") == 0;
}

/* (transfer container) (element-type Row): the towns of a row. */
static GPtrArray *
list_towns (FilterOracle *self, const Row *row)
{
  GPtrArray  *towns = g_ptr_array_new ();
  const char *list = g_hash_table_lookup (row->values, "town");

  for (guint i = 0; list != NULL && i < self->rows->len; i++)
    {
      Row *town = self->rows->pdata[i];

      if (strcmp (filter_oracle_tables[town->table], "town") == 0 && town->shape != NULL &&
          filter_oracle_has_item (list, g_hash_table_lookup (town->values, "name")))
        g_ptr_array_add (towns, town);
    }
  return towns;
}

/* All of the towns of a row. */
static GEOSGeometry *
join_towns (FilterOracle *self, const Row *row)
{
  g_autoptr (GPtrArray) towns = list_towns (self, row);
  GEOSGeometry         *all = GEOSGeom_createEmptyCollection_r (self->geos, GEOS_MULTIPOLYGON);

  for (guint i = 0; i < towns->len; i++)
    {
      const Row    *town = towns->pdata[i];
      GEOSGeometry *both = GEOSUnion_r (self->geos, all, town->shape);

      GEOSGeom_destroy_r (self->geos, all);
      all = both;
    }
  return all;
}

static GEOSGeometry *
make_ring (FilterOracle *self, const Node *node)
{
  guint              n = node->parts->len / 2;
  GEOSCoordSequence *points = GEOSCoordSeq_create_r (self->geos, n + 1, 2);

  for (guint i = 0; i <= n; i++)
    GEOSCoordSeq_setXY_r (self->geos, points, i,
                          filter_node_number (filter_node_part (node, i % n * 2)),
                          filter_node_number (filter_node_part (node, i % n * 2 + 1)));
  return GEOSGeom_createPolygon_r (self->geos, GEOSGeom_createLinearRing_r (self->geos, points),
                                   NULL, 0);
}

static void
add_places (FilterOracle *self, Node *node, GPtrArray *places)
{
  gboolean   label = strcmp (node->word, "label") == 0;
  GPtrArray *rows;

  if (strcmp (node->word, "ring") == 0)
    {
      add_place (places, make_ring (self, node), FALSE);
      return;
    }
  rows = filter_oracle_get_rows (self, label ? filter_node_part (node, 0) : node);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row  *row = g_ptr_array_index (rows, i);
      const char *accuracy = g_hash_table_lookup (row->values, "accuracy");

      if (row->shape == NULL || g_strcmp0 (accuracy, "none") == 0)
        continue;
      if (is_loose (row))
        add_place (places, join_towns (self, row), TRUE);
      else
        add_place (places, GEOSGeom_clone_r (self->geos, label ? row->label : row->shape), FALSE);
    }
}

static GPtrArray *
get_places (FilterOracle *self, Node *node, guint first)
{
  if (node->places == NULL)
    {
      node->places = g_ptr_array_new_with_free_func (place_free);
      for (guint i = first; i < node->parts->len; i++)
        add_places (self, filter_node_part (node, i), node->places);
    }
  return node->places;
}

static int
squeeze_cb (double *x, double *y, void *user_data)
{
  *x *= *(double *) user_data;
  return 1;
}

/* Metres: the nearest two places are found in a plane true to scale here, the way between them is
 * geodesic. */
static double
measure (FilterOracle *self, const GEOSGeometry *a, const GEOSGeometry *b)
{
  GEOSContextHandle_t geos = self->geos;
  double              x[2], y[2], lat, metres;
  double              squeeze;
  GEOSGeometry       *left, *right;
  GEOSCoordSequence  *ends;

  if (GEOSIntersects_r (geos, a, b) == 1)
    return 0;
  GEOSGeom_getYMin_r (geos, a, &lat);
  squeeze = cos (lat * G_PI / 180);
  left = GEOSGeom_transformXY_r (geos, a, squeeze_cb, &squeeze);
  right = GEOSGeom_transformXY_r (geos, b, squeeze_cb, &squeeze);
  ends = GEOSNearestPoints_r (geos, left, right);
  for (unsigned i = 0; i < 2; i++)
    GEOSCoordSeq_getXY_r (geos, ends, i, &x[i], &y[i]);
  geod_inverse (&self->earth, y[0], x[0] / squeeze, y[1], x[1] / squeeze, &metres, NULL, NULL);
  GEOSCoordSeq_destroy_r (geos, ends);
  GEOSGeom_destroy_r (geos, left);
  GEOSGeom_destroy_r (geos, right);
  return metres;
}

/* Surely farther than @metres, by the boxes alone. */
static gboolean
is_far (FilterOracle *self, const GEOSGeometry *a, const GEOSGeometry *b, double metres)
{
  double ax0, ay0, ax1, ay1, bx0, by0, bx1, by1;

  GEOSGeom_getXMin_r (self->geos, a, &ax0);
  GEOSGeom_getXMax_r (self->geos, a, &ax1);
  GEOSGeom_getYMin_r (self->geos, a, &ay0);
  GEOSGeom_getYMax_r (self->geos, a, &ay1);
  GEOSGeom_getXMin_r (self->geos, b, &bx0);
  GEOSGeom_getXMax_r (self->geos, b, &bx1);
  GEOSGeom_getYMin_r (self->geos, b, &by0);
  GEOSGeom_getYMax_r (self->geos, b, &by1);
  /* a degree of latitude has 110 km and more, one of longitude 90 km and more in the district */
  return MAX (ay0 - by1, by0 - ay1) * 110000 > metres ||
         MAX (ax0 - bx1, bx0 - ax1) * 90000 > metres;
}

/* Ends the test where the answer hangs on rounding. */
static gboolean
is_at_most (const Row *row, double metres, double limit)
{
  if (fabs (metres - limit) < 1e-4 * limit)
    g_error ("“%s” lies %.3f m away, just at %g m: ask for another distance",
             (char *) g_hash_table_lookup (row->values, "name"), metres, limit);
  return metres <= limit;
}

/* Whether each corner of @area is so near to @shape. */
static gboolean
are_corners_within (FilterOracle       *self,
                    const Row          *row,
                    const GEOSGeometry *area,
                    const GEOSGeometry *shape,
                    double              limit)
{
  GEOSGeometry *corners = GEOSGeom_extractUniquePoints_r (self->geos, area);
  int           n = GEOSGetNumGeometries_r (self->geos, corners);
  gboolean      all = n > 0;

  for (int i = 0; all && i < n; i++)
    {
      const GEOSGeometry *corner = GEOSGetGeometryN_r (self->geos, corners, i);

      all = !is_far (self, corner, shape, limit) &&
            is_at_most (row, measure (self, corner, shape), limit);
    }
  GEOSGeom_destroy_r (self->geos, corners);
  return all;
}

static int
to_plane_cb (double *x, double *y, void *user_data)
{
  const double *metres = user_data;

  *x *= metres[0];
  *y *= metres[1];
  return 1;
}

/* Whether @shape grown by @limit metres covers @area, in a plane true to scale at @shape. */
static gboolean
is_covered (FilterOracle *self, const GEOSGeometry *area, const GEOSGeometry *shape, double limit)
{
  GEOSContextHandle_t geos = self->geos;
  double              lat, metres[2];
  GEOSGeometry       *flat_area, *flat_shape, *grown;
  gboolean            covered;

  GEOSGeom_getYMin_r (geos, shape, &lat);
  geod_inverse (&self->earth, lat, 121, lat, 122, &metres[0], NULL, NULL);
  geod_inverse (&self->earth, lat, 121, lat + 1, 121, &metres[1], NULL, NULL);
  flat_area = GEOSGeom_transformXY_r (geos, area, to_plane_cb, metres);
  flat_shape = GEOSGeom_transformXY_r (geos, shape, to_plane_cb, metres);
  grown = GEOSBuffer_r (geos, flat_shape, limit, 32);
  covered = GEOSCovers_r (geos, grown, flat_area) == 1;
  GEOSGeom_destroy_r (geos, grown);
  GEOSGeom_destroy_r (geos, flat_shape);
  GEOSGeom_destroy_r (geos, flat_area);
  return covered;
}

/* Whether all of @area is so near to @shape: what is between its corners may be farther away. */
static gboolean
is_all_within (FilterOracle       *self,
               const Row          *row,
               const GEOSGeometry *area,
               const GEOSGeometry *shape,
               double              limit)
{
  double margin = 5 + limit * 0.01;

  if (!are_corners_within (self, row, area, shape, limit))
    return FALSE;
  if (GEOSCovers_r (self->geos, shape, area) == 1)
    return TRUE;
  if (limit <= margin || !is_covered (self, area, shape, limit - margin))
    {
      if (is_covered (self, area, shape, limit + margin))
        g_error ("“%s”: all of a town lies just at %g m: ask for another distance",
                 (char *) g_hash_table_lookup (row->values, "name"), limit);
      return FALSE;
    }
  return TRUE;
}

/* Whether each point of @area is so near to each of @others: as their corners are. */
static gboolean
is_all_within_all (FilterOracle       *self,
                   const Row          *row,
                   const GEOSGeometry *area,
                   const GEOSGeometry *others,
                   double              limit)
{
  GEOSGeometry *corners = GEOSGeom_extractUniquePoints_r (self->geos, others);
  int           n = GEOSGetNumGeometries_r (self->geos, corners);
  gboolean      all = n > 0;

  for (int i = 0; all && i < n; i++)
    all = are_corners_within (self, row, area, GEOSGetGeometryN_r (self->geos, corners, i), limit);
  GEOSGeom_destroy_r (self->geos, corners);
  return all;
}

static gboolean
is_near (FilterOracle *self, const Row *row, const Place *place, double limit)
{
  if (place->loose)
    return is_all_within (self, row, place->shape, row->shape, limit);
  return !is_far (self, row->shape, place->shape, limit) &&
         is_at_most (row, measure (self, row->shape, place->shape), limit);
}

/* Whether what is somewhere in @town is near, or with a @limit less than 0 in, one of @places. */
static gboolean
is_town_placed (
  FilterOracle *self, const Row *row, const Row *town, GPtrArray *places, double limit)
{
  gboolean found = FALSE;

  for (guint i = 0; !found && i < places->len; i++)
    {
      const Place *place = g_ptr_array_index (places, i);

      if (limit < 0)
        found = !place->loose && GEOSGeom_getDimensions_r (self->geos, place->shape) == 2 &&
                GEOSCovers_r (self->geos, place->shape, town->shape) == 1;
      else
        found = place->loose ? is_all_within_all (self, row, town->shape, place->shape, limit)
                             : is_all_within (self, row, town->shape, place->shape, limit);
    }
  return found;
}

static gboolean
is_loose_placed (FilterOracle *self, const Row *row, GPtrArray *places, double limit)
{
  g_autoptr (GPtrArray) towns = list_towns (self, row);
  gboolean              all = towns->len > 0;

  for (guint i = 0; all && i < towns->len; i++)
    all = is_town_placed (self, row, g_ptr_array_index (towns, i), places, limit);
  return all;
}

gboolean
filter_oracle_is_within (FilterOracle *self, Node *node, const Row *row)
{
  GPtrArray *places = get_places (self, node, 1);
  double     limit = filter_node_number (filter_node_part (node, 0));
  gboolean   found = FALSE;

  if (is_loose (row))
    return is_loose_placed (self, row, places, limit);
  for (guint i = 0; row->shape != NULL && !found && i < places->len; i++)
    found = is_near (self, row, g_ptr_array_index (places, i), limit);
  return found;
}

gboolean
filter_oracle_is_inside (FilterOracle *self, Node *node, const Row *row)
{
  GPtrArray *places = get_places (self, node, 0);
  gboolean   found = FALSE;

  if (is_loose (row))
    return is_loose_placed (self, row, places, -1);
  for (guint i = 0; row->label != NULL && !found && i < places->len; i++)
    {
      const Place *place = g_ptr_array_index (places, i);

      if (place->loose || GEOSGeom_getDimensions_r (self->geos, place->shape) != 2)
        continue;
      if (strcmp (node->word, "wholly") == 0)
        found = GEOSCovers_r (self->geos, place->shape, row->shape) == 1;
      else
        found = GEOSIntersects_r (self->geos, place->shape,
                                  strcmp (node->word, "meets") == 0 ? row->shape : row->label) == 1;
    }
  return found;
}
