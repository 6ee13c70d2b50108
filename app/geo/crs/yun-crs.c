/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-crs.h"
#include "yun-geo-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (yun_geo_error, yun_geo_error)

static const YunCrs systems[] = {
  { "EPSG:4490", N_ ("CGCS2000, longitude and latitude"), "CGCS2000 经纬度", TRUE },
  { "EPSG:4549", N_ ("CGCS2000 / 3-degree Gauss-Krüger, CM 120°E"),
    "CGCS2000 三度带 中央经线 120°（不加带号）", FALSE },
  { "EPSG:4528", N_ ("CGCS2000 / 3-degree Gauss-Krüger, zone 40"),
    "CGCS2000 三度带 第 40 带（加带号）", FALSE },
  { "EPSG:4326", N_ ("WGS 84, longitude and latitude"), "WGS 84 经纬度", TRUE },
  { "EPSG:4550", N_ ("CGCS2000 / 3-degree Gauss-Krüger, CM 123°E"),
    "CGCS2000 三度带 中央经线 123°（不加带号）", FALSE },
  { "EPSG:4529", N_ ("CGCS2000 / 3-degree Gauss-Krüger, zone 41"),
    "CGCS2000 三度带 第 41 带（加带号）", FALSE },
  { "EPSG:4510", N_ ("CGCS2000 / 6-degree Gauss-Krüger, CM 123°E"),
    "CGCS2000 六度带 中央经线 123°（不加带号）", FALSE },
  { "EPSG:4499", N_ ("CGCS2000 / 6-degree Gauss-Krüger, zone 21"),
    "CGCS2000 六度带 第 21 带（加带号）", FALSE },
  { "EPSG:32651", N_ ("WGS 84 / UTM zone 51N"), "WGS 84 UTM 51N", FALSE },
  { "EPSG:3857", N_ ("WGS 84 / Web Mercator"), "WGS 84 网络墨卡托", FALSE },
  { NULL },
};

static void
proj_said_cb (void *user_data, int level, const char *message)
{
  g_debug ("PROJ: %s", message);
}

PJ_CONTEXT *
yun_proj_context_new (void)
{
  PJ_CONTEXT *ctx = proj_context_create ();

  proj_log_func (ctx, NULL, proj_said_cb);
  proj_context_set_enable_network (ctx, FALSE);
  return ctx;
}

/* What PROJ reads: a bare code is EPSG's, and a PROJ string names a system, not an operation. */
static char *
complete_definition (const char *definition)
{
  g_autofree char *text = g_strstrip (g_strdup (definition));

  if (*text != '\0' && strspn (text, "0123456789") == strlen (text))
    return g_strconcat ("EPSG:", text, NULL);
  if (strstr (text, "proj=") != NULL && strstr (text, "type=crs") == NULL &&
      strchr (text, '[') == NULL && *text != '{')
    return g_strconcat (text, " +type=crs", NULL);
  return g_steal_pointer (&text);
}

/* The type of a system that lies on a map, else PJ_TYPE_UNKNOWN. */
static PJ_TYPE
get_map_type (PJ_CONTEXT *ctx, const PJ *crs)
{
  PJ_TYPE type = proj_get_type (crs);

  if (type == PJ_TYPE_BOUND_CRS)
    {
      g_autoptr (PJ) source = proj_get_source_crs (ctx, crs);

      type = source != NULL ? proj_get_type (source) : PJ_TYPE_UNKNOWN;
    }
  switch ((int) type)
    {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
    case PJ_TYPE_GEOGRAPHIC_3D_CRS:
    case PJ_TYPE_PROJECTED_CRS:
      return type;
    default:
      return PJ_TYPE_UNKNOWN;
    }
}

gboolean
yun_proj_is_geographic (PJ_CONTEXT *ctx, const PJ *crs)
{
  return get_map_type (ctx, crs) != PJ_TYPE_PROJECTED_CRS;
}

PJ *
yun_proj_get_base (PJ_CONTEXT *ctx, const PJ *crs)
{
  g_autoptr (PJ) source = NULL;

  if (proj_get_type (crs) == PJ_TYPE_BOUND_CRS)
    source = proj_get_source_crs (ctx, crs);
  return proj_crs_get_geodetic_crs (ctx, source != NULL ? source : crs);
}

PJ *
yun_proj_create_crs (PJ_CONTEXT *ctx, const char *definition, GError **error)
{
  g_autofree char *text = complete_definition (definition);
  g_autoptr (PJ)   crs = *text != '\0' ? proj_create (ctx, text) : NULL;

  if (crs == NULL || !proj_is_crs (crs))
    {
      g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS,
                   _ ("“%s” is not a coordinate system that is known here"), definition);
      return NULL;
    }
  if (get_map_type (ctx, crs) == PJ_TYPE_UNKNOWN)
    {
      g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS,
                   _ ("“%s” is not a coordinate system for a map"), definition);
      return NULL;
    }
  return g_steal_pointer (&crs);
}

/* "EPSG:4549" when @crs is that system and does not only call itself so. */
static char *
dup_code (PJ_CONTEXT *ctx, const PJ *crs)
{
  const char      *authority = proj_get_id_auth_name (crs, 0);
  const char      *code = proj_get_id_code (crs, 0);
  g_autofree char *id = NULL;
  g_autoptr (PJ)   official = NULL;

  if (authority == NULL || code == NULL)
    return NULL;
  id = g_strconcat (authority, ":", code, NULL);
  official = proj_create (ctx, id);
  if (official == NULL || !proj_is_equivalent_to_with_ctx (
                            ctx, official, crs, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
    return NULL;
  return g_steal_pointer (&id);
}

/* The code of a system that came without one, as in a .prj file. 70 and more is PROJ's word for
 * equal in all parameters; its axis order may differ. */
static char *
identify (PJ_CONTEXT *ctx, const PJ *crs)
{
  int                    *confidence = NULL;
  g_autoptr (PJ_OBJ_LIST) found = proj_identify (ctx, crs, "EPSG", NULL, &confidence);
  char                   *id = NULL;

  if (found != NULL && proj_list_get_count (found) > 0 && confidence[0] >= 70)
    {
      g_autoptr (PJ) best = proj_list_get (ctx, found, 0);
      const char    *code = best != NULL ? proj_get_id_code (best, 0) : NULL;

      if (code != NULL)
        id = g_strconcat (proj_get_id_auth_name (best, 0), ":", code, NULL);
    }
  proj_int_list_destroy (confidence);
  return id;
}

char *
yun_proj_dup_esri (const char *definition, GError **error)
{
  g_autoptr (PJ_CONTEXT)   ctx = yun_proj_context_new ();
  g_autoptr (PJ)           crs = yun_proj_create_crs (ctx, definition, error);
  static const char *const options[] = { "MULTILINE=NO", NULL };
  const char              *text;

  if (crs == NULL)
    return NULL;
  text = proj_as_wkt (ctx, crs, PJ_WKT1_ESRI, options);
  if (text == NULL)
    g_set_error (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS,
                 _ ("“%s” cannot be written into a shapefile"), definition);
  return g_strdup (text);
}

const YunCrs *
yun_crs_list (void)
{
  return systems;
}

gboolean
yun_crs_check (const char *definition, char **id, gboolean *geographic, GError **error)
{
  g_autoptr (PJ_CONTEXT) ctx = yun_proj_context_new ();
  g_autoptr (PJ)         crs = NULL;

  g_return_val_if_fail (definition != NULL, FALSE);

  crs = yun_proj_create_crs (ctx, definition, error);
  if (crs == NULL)
    return FALSE;
  if (geographic != NULL)
    *geographic = yun_proj_is_geographic (ctx, crs);
  if (id != NULL)
    {
      *id = dup_code (ctx, crs);
      if (*id == NULL)
        *id = identify (ctx, crs);
      if (*id == NULL)
        *id = complete_definition (definition);
    }
  return TRUE;
}

gboolean
yun_crs_get_area (const char *definition, YunRect *area)
{
  g_autoptr (PJ_CONTEXT) ctx = yun_proj_context_new ();
  g_autoptr (PJ)         crs = yun_proj_create_crs (ctx, definition, NULL);

  return crs != NULL &&
         proj_get_area_of_use (ctx, crs, &area->x0, &area->y0, &area->x1, &area->y1, NULL) &&
         area->x0 > -1000 && area->x0 < area->x1;
}
