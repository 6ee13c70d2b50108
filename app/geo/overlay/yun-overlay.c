/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-overlay.h"

#include "yun-wkb.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#include <math.h>

/* Of a quarter of a circle, so that the border is 0.2 % off. */
#define N_SEGMENTS 12

#define METRES_A_LAT 111100.0
#define METRES_A_LON 111320.0 /* at the equator */

/* A plane that is true to scale about a place. */
typedef struct
{
  double x, y;
  double metres_a_lon;
} Plane;

static void
complain_cb (const char *message, void *user_data)
{
  g_debug ("GEOS: %s", message);
}

static int
to_plane_cb (double *x, double *y, void *user_data)
{
  const Plane *plane = user_data;

  *x = (*x - plane->x) * plane->metres_a_lon;
  *y = (*y - plane->y) * METRES_A_LAT;
  return 1;
}

static int
from_plane_cb (double *x, double *y, void *user_data)
{
  const Plane *plane = user_data;

  *x = *x / plane->metres_a_lon + plane->x;
  *y = *y / METRES_A_LAT + plane->y;
  return 1;
}

/* (transfer full) (nullable): on the plane. */
static GEOSGeometry *
read_shape (GEOSContextHandle_t geos, GEOSWKBReader *reader, const YunGeom *shape, Plane *plane)
{
  g_autoptr (GBytes) wkb = yun_wkb_write (shape);
  gsize              n;
  const void        *data = g_bytes_get_data (wkb, &n);
  GEOSGeometry      *read = GEOSWKBReader_read_r (geos, reader, data, n);
  GEOSGeometry      *moved = NULL;

  if (read != NULL)
    moved = GEOSGeom_transformXY_r (geos, read, to_plane_cb, plane);
  GEOSGeom_destroy_r (geos, read);
  return moved;
}

static YunGeom *
write_shape (GEOSContextHandle_t geos, const GEOSGeometry *grown, Plane *plane)
{
  GEOSWKBWriter *writer = GEOSWKBWriter_create_r (geos);
  GEOSGeometry  *moved = GEOSGeom_transformXY_r (geos, grown, from_plane_cb, plane);
  YunGeom       *shape = NULL;
  gsize          n;
  unsigned char *wkb = moved != NULL ? GEOSWKBWriter_write_r (geos, writer, moved, &n) : NULL;

  if (wkb != NULL)
    shape = yun_wkb_read (wkb, n, NULL);
  GEOSFree_r (geos, wkb);
  GEOSGeom_destroy_r (geos, moved);
  GEOSWKBWriter_destroy_r (geos, writer);
  return shape;
}

/* (transfer full) (nullable) */
static GEOSGeometry *
collect (GEOSContextHandle_t geos, GPtrArray *shapes, Plane *plane)
{
  GEOSWKBReader *reader = GEOSWKBReader_create_r (geos);
  GEOSGeometry **parts = g_new0 (GEOSGeometry *, shapes->len);
  GEOSGeometry  *all;
  guint          n = 0;

  for (guint i = 0; i < shapes->len; i++)
    {
      GEOSGeometry *part = read_shape (geos, reader, shapes->pdata[i], plane);

      if (part != NULL)
        parts[n++] = part;
    }
  all = GEOSGeom_createCollection_r (geos, GEOS_GEOMETRYCOLLECTION, parts, n);
  g_free (parts);
  GEOSWKBReader_destroy_r (geos, reader);
  return all;
}

YunGeom *
yun_overlay_grow (GPtrArray *shapes, double metres)
{
  GEOSContextHandle_t geos;
  GEOSGeometry       *all, *grown = NULL;
  YunGeom            *shape = NULL;
  Plane               plane;
  const YunRect      *box;

  if (shapes->len == 0)
    return NULL;
  box = yun_geom_get_box (shapes->pdata[0]);
  plane = (Plane){ (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2, 0 };
  plane.metres_a_lon = METRES_A_LON * cos (plane.y * G_PI / 180);
  geos = GEOS_init_r ();
  GEOSContext_setErrorMessageHandler_r (geos, complain_cb, NULL);
  GEOSContext_setNoticeMessageHandler_r (geos, complain_cb, NULL);
  all = collect (geos, shapes, &plane);
  if (all != NULL)
    grown = GEOSBuffer_r (geos, all, metres, N_SEGMENTS);
  if (grown != NULL)
    shape = write_shape (geos, grown, &plane);
  GEOSGeom_destroy_r (geos, grown);
  GEOSGeom_destroy_r (geos, all);
  GEOS_finish_r (geos);
  return shape;
}
