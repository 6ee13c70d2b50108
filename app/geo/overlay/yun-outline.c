/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-outline.h"

#include "yun-wkb.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

struct _YunOutline
{
  GEOSContextHandle_t geos;
  GEOSWKBReader      *reader;
};

static void
complain_cb (const char *message, void *user_data)
{
  g_debug ("GEOS: %s", message);
}

YunOutline *
yun_outline_new (void)
{
  YunOutline *self = g_new0 (YunOutline, 1);

  self->geos = GEOS_init_r ();
  GEOSContext_setErrorMessageHandler_r (self->geos, complain_cb, NULL);
  GEOSContext_setNoticeMessageHandler_r (self->geos, complain_cb, NULL);
  self->reader = GEOSWKBReader_create_r (self->geos);
  return self;
}

void
yun_outline_free (YunOutline *self)
{
  GEOSWKBReader_destroy_r (self->geos, self->reader);
  GEOS_finish_r (self->geos);
  g_free (self);
}

/* The first vertex, when GEOS does not say where. */
static YunPoint
get_place (YunOutline *self, const YunGeom *shape, GEOSGeometry *place)
{
  guint    n;
  YunPoint at = yun_geom_get_ring (shape, 0, 0, &n)[0];

  if (place != NULL && (GEOSGeomGetX_r (self->geos, place, &at.x) != 1 ||
                        GEOSGeomGetY_r (self->geos, place, &at.y) != 1))
    at = yun_geom_get_ring (shape, 0, 0, &n)[0];
  return at;
}

gboolean
yun_outline_find_fault (YunOutline *self, const YunGeom *shape, YunPoint *at)
{
  g_autoptr (GBytes) wkb = NULL;
  GEOSGeometry      *read, *place = NULL;
  gsize              n;
  const void        *data;
  char               valid;

  if (yun_geom_get_kind (shape) != YUN_GEOM_POLYGON)
    return FALSE;
  wkb = yun_wkb_write (shape);
  data = g_bytes_get_data (wkb, &n);
  read = GEOSWKBReader_read_r (self->geos, self->reader, data, n);
  valid = read != NULL ? GEOSisValidDetail_r (self->geos, read, 0, NULL, &place) : (char) FALSE;
  if (valid != 1)
    *at = get_place (self, shape, place);
  GEOSGeom_destroy_r (self->geos, place);
  GEOSGeom_destroy_r (self->geos, read);
  return valid != 1;
}
