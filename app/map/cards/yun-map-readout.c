/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-readout.h"

#include "yun-coordinate.h"
#include "yun-locator.h"

#include <glib/gi18n-lib.h>

struct _YunMapReadout
{
  GtkWidget    *button;   /* (unowned) */
  GtkLabel     *label;    /* (unowned) */
  YunLocator   *locator;  /* (owned) */
  GCancellable *locating; /* (owned) */
  guint         way;      /* of ways */
  YunPoint      here;     /* lon/lat that is told */
  gboolean      has_here;
  gboolean      asking; /* the locator */
  gboolean      ask_again;
};

static const struct
{
  const char         *name;
  YunCoordinateSystem system;
  YunDegrees          degrees;
  const char         *label; /* as the menu of ways has it */
} ways[] = {
  { "degrees", YUN_COORDINATE_LONLAT, YUN_DEGREES_DECIMAL, N_ ("Degrees (CGCS2000)") },
  { "dms", YUN_COORDINATE_LONLAT, YUN_DEGREES_DMS, N_ ("Degrees, minutes, seconds (CGCS2000)") },
  { "metres", YUN_COORDINATE_METRES, YUN_DEGREES_DECIMAL, N_ ("Metres (CGCS2000, 3-degree zone)") },
  { "gcj02", YUN_COORDINATE_GCJ02, YUN_DEGREES_DECIMAL, N_ ("GCJ-02 (Amap, Tencent; ±1–2 m)") },
  { "bd09", YUN_COORDINATE_BD09, YUN_DEGREES_DECIMAL, N_ ("BD-09 (Baidu; ±1–2 m)") },
};

static guint
find_way (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (ways[i].name, name) == 0)
      return i;
  return 0;
}

static void
show (YunMapReadout *self, const YunCoordinate *coordinate, YunDegrees degrees)
{
  g_autofree char *text = yun_coordinate_format (coordinate, degrees);
  g_autofree char *name = g_strdup_printf (_ ("Coordinates: %s"), text);

  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void ask (YunMapReadout *self);

static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapReadout     *self;
  YunCoordinate      coordinate;
  g_autoptr (GError) error = NULL;
  gboolean ok = yun_locator_convert_finish (YUN_LOCATOR (source), result, &coordinate, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  self->asking = FALSE;
  if (self->ask_again)
    ask (self);
  else if (ok)
    show (self, &coordinate, YUN_DEGREES_DECIMAL);
}

static void
ask (YunMapReadout *self)
{
  YunCoordinate here = { .system = YUN_COORDINATE_LONLAT, .x = self->here.x, .y = self->here.y };

  self->ask_again = self->asking;
  if (self->asking)
    return;
  if (ways[self->way].system == YUN_COORDINATE_LONLAT)
    {
      show (self, &here, ways[self->way].degrees);
      return;
    }
  self->asking = TRUE;
  yun_locator_convert_async (self->locator, &here, ways[self->way].system, self->locating,
                             located_cb, self);
}

YunMapReadout *
yun_map_readout_new (GtkWidget *button, GtkLabel *label)
{
  YunMapReadout *self = g_new0 (YunMapReadout, 1);

  self->button = button;
  self->label = label;
  self->locator = yun_locator_new ();
  self->locating = g_cancellable_new ();
  return self;
}

void
yun_map_readout_close (YunMapReadout *self)
{
  g_cancellable_cancel (self->locating);
}

void
yun_map_readout_free (YunMapReadout *self)
{
  yun_map_readout_close (self);
  g_object_unref (self->locating);
  g_object_unref (self->locator);
  g_free (self);
}

void
yun_map_readout_tell (YunMapReadout *self, YunPoint lonlat)
{
  if (g_cancellable_is_cancelled (self->locating))
    return;
  self->here = lonlat;
  self->has_here = TRUE;
  ask (self);
}

gboolean
yun_map_readout_set_way (YunMapReadout *self, const char *name)
{
  guint way = find_way (name);

  if (way == self->way)
    return FALSE;
  self->way = way;
  if (self->has_here)
    yun_map_readout_tell (self, self->here);
  return TRUE;
}

const char *
yun_map_readout_get_way (YunMapReadout *self)
{
  return ways[self->way].name;
}

const char *
yun_map_readout_get_text (YunMapReadout *self)
{
  return self->has_here ? gtk_label_get_text (self->label) : NULL;
}

const char *
yun_map_readout_get_way_label (YunMapReadout *self)
{
  return _ (ways[self->way].label);
}
