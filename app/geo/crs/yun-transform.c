/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-transform.h"
#include "yun-geo-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Points are moved in runs of this many; the originals of a run are kept for the message. */
#define RUN 512

/* Where shifts between frames have to be right: Songjiang and some kilometres around. */
#define DISTRICT_WEST 120.9
#define DISTRICT_SOUTH 30.8
#define DISTRICT_EAST 121.6
#define DISTRICT_NORTH 31.3

struct _YunTransform
{
  PJ_CONTEXT *ctx;       /* (owned) */
  PJ         *operation; /* (owned) (nullable): NULL when both systems are the same */
  char       *target;    /* (owned): as the caller named it */
  gboolean    from_lonlat;
};

/* The frames that agree to some decimetres, so that no shift between them is right on a map. */
static gboolean
has_modern_frame (PJ_CONTEXT *ctx, const PJ *crs)
{
  static const char *const frames[] = { "EPSG:4490", "EPSG:4326", "EPSG:4480", "EPSG:4979" };
  g_autoptr (PJ)           base = yun_proj_get_base (ctx, crs);

  for (guint i = 0; base != NULL && i < G_N_ELEMENTS (frames); i++)
    {
      g_autoptr (PJ) frame = proj_create (ctx, frames[i]);

      if (frame != NULL && proj_is_equivalent_to_with_ctx (
                             ctx, base, frame, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return TRUE;
    }
  return FALSE;
}

/* The best operation PROJ knows for the district. One operation rather than
 * proj_create_crs_to_crs(), which chooses by place: it may mix shifts in one layer, takes
 * that of the Yellow Sea for Beijing 54, and does not answer the ballpark question. */
static PJ *
create_operation (PJ_CONTEXT *ctx, const PJ *source, const PJ *target)
{
  g_autoptr (PJ_OPERATION_FACTORY_CONTEXT) factory =
    proj_create_operation_factory_context (ctx, NULL);
  g_autoptr (PJ_OBJ_LIST) list = NULL;

  proj_operation_factory_context_set_area_of_interest (ctx, factory, DISTRICT_WEST, DISTRICT_SOUTH,
                                                       DISTRICT_EAST, DISTRICT_NORTH);
  proj_operation_factory_context_set_spatial_criterion (ctx, factory,
                                                        PROJ_SPATIAL_CRITERION_STRICT_CONTAINMENT);
  proj_operation_factory_context_set_grid_availability_use (
    ctx, factory, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
  list = proj_create_operations (ctx, source, target, factory);
  if (list == NULL || proj_list_get_count (list) == 0)
    return NULL;
  return proj_list_get (ctx, list, 0);
}

static gboolean
move_points_cb (YunPoint *points, guint n, gpointer user_data)
{
  gpointer *data = user_data;

  return yun_transform_points (data[0], points, n, data[1]);
}

YunTransform *
yun_transform_new (const char *source, const char *target, GError **error)
{
  g_autoptr (YunTransform) self = g_new0 (YunTransform, 1);
  g_autoptr (PJ)           from = NULL;
  g_autoptr (PJ)           to = NULL;
  g_autoptr (PJ)           operation = NULL;

  g_return_val_if_fail (source != NULL && target != NULL, NULL);

  self->ctx = yun_proj_context_new ();
  self->target = g_strdup (target);
  from = yun_proj_create_crs (self->ctx, source, error);
  if (from == NULL)
    return NULL;
  to = yun_proj_create_crs (self->ctx, target, error);
  if (to == NULL)
    return NULL;
  self->from_lonlat = yun_proj_is_geographic (self->ctx, from);

  if (proj_is_equivalent_to_with_ctx (self->ctx, from, to, PJ_COMP_STRICT))
    return g_steal_pointer (&self);

  operation = create_operation (self->ctx, from, to);
  if (operation == NULL)
    {
      g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS, _ ("No way is known from “%s” to “%s”"),
                   source, target);
      return NULL;
    }
  if (proj_coordoperation_has_ballpark_transformation (self->ctx, operation) &&
      !(has_modern_frame (self->ctx, from) && has_modern_frame (self->ctx, to)))
    {
      g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_BALLPARK,
                   _ ("The shift between “%s” and “%s” is not known here and may be over 100 m; "
                      "it needs the parameters of the survey office"),
                   source, target);
      return NULL;
    }
  self->operation = proj_normalize_for_visualization (self->ctx, operation);
  if (self->operation == NULL)
    {
      g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS, _ ("No way is known from “%s” to “%s”"),
                   source, target);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
yun_transform_free (YunTransform *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->operation, proj_destroy);
  g_clear_pointer (&self->ctx, proj_context_destroy);
  g_free (self->target);
  g_free (self);
}

gboolean
yun_transform_points (YunTransform *self, YunPoint *points, gsize n, GError **error)
{
  YunPoint before[RUN];

  g_return_val_if_fail (self != NULL, FALSE);

  for (gsize done = 0; done < n; done += RUN)
    {
      YunPoint *run = points + done;
      gsize     m = MIN (n - done, RUN);

      memcpy (before, run, m * sizeof *run);
      if (self->operation != NULL)
        {
          proj_errno_reset (self->operation);
          proj_trans_generic (self->operation, PJ_FWD, &run->x, sizeof *run, m, &run->y,
                              sizeof *run, m, NULL, 0, 0, NULL, 0, 0);
        }
      for (gsize i = 0; i < m; i++)
        /* A ballpark step lets any latitude through. */
        if (!isfinite (run[i].x) || !isfinite (run[i].y) ||
            (self->from_lonlat && !(fabs (before[i].y) <= 90.0 && fabs (before[i].x) <= 360.0)))
          {
            g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_COORDINATE,
                         _ ("The point %.10g, %.10g lies outside what “%s” can hold"), before[i].x,
                         before[i].y, self->target);
            return FALSE;
          }
    }
  return TRUE;
}

YunGeom *
yun_transform_geom (YunTransform *self, YunGeom *geom, GError **error)
{
  gpointer data[] = { self, error };

  g_return_val_if_fail (self != NULL && geom != NULL, NULL);

  return yun_geom_map (geom, move_points_cb, data);
}
