/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-shape.h"

#include "yun-coordinate.h"
#include "yun-locator.h"
#include "yun-transform.h"
#include "yun-unit.h"
#include "yun-wkb.h"

#include <glib/gi18n.h>

void
yun_cli_shape_clear (YunCliShape *self)
{
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->wkt, g_free);
  g_clear_pointer (&self->crs, g_free);
}

GOptionEntry
yun_cli_shape_at (YunCliShape *self)
{
  return (GOptionEntry){
    "at",
    0,
    0,
    G_OPTION_ARG_STRING,
    &self->at,
    N_ ("The place as a point, in degrees or any form that is pasted; with --crs X,Y"),
    N_ ("LON,LAT")
  };
}

GOptionEntry
yun_cli_shape_wkt (YunCliShape *self)
{
  return (GOptionEntry){ "wkt",      0,
                         0,          G_OPTION_ARG_STRING,
                         &self->wkt, N_ ("The place as WKT: POINT, POLYGON or MULTIPOLYGON"),
                         "WKT" };
}

GOptionEntry
yun_cli_shape_crs (YunCliShape *self)
{
  return (GOptionEntry){
    "crs",      0,
    0,          G_OPTION_ARG_STRING,
    &self->crs, N_ ("The system of --at and --wkt, like EPSG:4549 (CGCS2000 degrees)"),
    N_ ("CODE")
  };
}

gboolean
yun_cli_check_shape (const YunEntity *entity, YunGeom *shape, YunExit *status)
{
  const YunRect *box = yun_geom_get_box (shape);
  YunGeomKind    kind = yun_geom_get_kind (shape);

  *status = YUN_EXIT_REFUSED;
  if (kind == YUN_GEOM_LINE || entity->shape == YUN_SHAPE_NONE ||
      (kind == YUN_GEOM_POLYGON && entity->shape == YUN_SHAPE_POINT) ||
      (kind == YUN_GEOM_POINT && entity->shape == YUN_SHAPE_POLYGON))
    {
      yun_cli_warn (_ ("%s cannot have such a place."), yun_entity_get_label (entity));
      return FALSE;
    }
  if (box->x0 < YUN_CHINA_WEST || box->x1 > YUN_CHINA_EAST || box->y0 < YUN_CHINA_SOUTH ||
      box->y1 > YUN_CHINA_NORTH)
    {
      yun_cli_warn (box->x0 >= YUN_CHINA_SOUTH && box->x1 <= YUN_CHINA_NORTH &&
                        box->y0 >= YUN_CHINA_WEST && box->y1 <= YUN_CHINA_EAST
                      ? _ ("The place has its axes swapped: longitude comes first.")
                      : _ ("The place lies outside China; is it in another system "
                           "(--crs)?"));
      return FALSE;
    }
  *status = YUN_EXIT_OK;
  return TRUE;
}

/* (transfer full) (nullable): two numbers with a comma between. */
static YunGeom *
read_pair (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double         x, y;

  if (g_strv_length (parts) != 2 || !yun_number_parse (g_strstrip (parts[0]), &x) ||
      !yun_number_parse (g_strstrip (parts[1]), &y))
    return NULL;
  return yun_geom_new_point (x, y);
}

/* (transfer full) (nullable): what --at says without a system of its own. */
static YunGeom *
read_degrees (const char *text, GError **error)
{
  YunCoordinate said, at;

  if (!yun_coordinate_parse (text, &said, error) ||
      !yun_locator_convert_sync (&said, YUN_COORDINATE_LONLAT, &at, error))
    return NULL;
  return yun_geom_new_point (at.x, at.y);
}

gboolean
yun_cli_shape_read (const YunCliShape *self,
                    const YunCliVerb  *verb,
                    const YunEntity   *entity,
                    YunGeom          **shape,
                    YunExit           *status)
{
  g_autoptr (YunGeom) read = NULL;
  g_autoptr (GError)  error = NULL;

  *shape = NULL;
  *status = YUN_EXIT_USAGE;
  if (self->at != NULL && self->wkt != NULL)
    {
      yun_cli_complain (verb, _ ("Say the place by --at or by --wkt."));
      return FALSE;
    }
  if (self->at == NULL && self->wkt == NULL)
    {
      if (self->crs != NULL)
        {
          yun_cli_complain (verb, _ ("--crs goes with --at or --wkt."));
          return FALSE;
        }
      *status = YUN_EXIT_OK;
      return TRUE;
    }
  if (self->wkt != NULL)
    read = yun_wkt_read (self->wkt, &error);
  else
    read = self->crs != NULL ? read_pair (self->at) : read_degrees (self->at, &error);
  if (read != NULL && self->crs != NULL)
    {
      g_autoptr (YunGeom)      from = g_steal_pointer (&read);
      g_autoptr (YunTransform) transform = yun_transform_new (self->crs, "EPSG:4490", &error);

      read = transform != NULL ? yun_transform_geom (transform, from, &error) : NULL;
    }
  if (read == NULL)
    {
      if (error != NULL)
        yun_cli_complain (verb, "%s", error->message);
      else
        yun_cli_complain (verb, _ ("“%s” is no pair of numbers."), self->at);
      return FALSE;
    }
  if (!yun_cli_check_shape (entity, read, status))
    return FALSE;
  *shape = g_steal_pointer (&read);
  return TRUE;
}
