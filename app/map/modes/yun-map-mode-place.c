/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-mode.h"

#include <glib/gi18n-lib.h>

/* Says where one thing is: by a click or, with the keyboard, by Enter for the place under the cross
 * in the middle. */

#define YUN_TYPE_MAP_MODE_PLACE (yun_map_mode_place_get_type ())
G_DECLARE_FINAL_TYPE (YunMapModePlace, yun_map_mode_place, YUN, MAP_MODE_PLACE, YunMapMode)

struct _YunMapModePlace
{
  YunMapMode parent_instance;

  gboolean picked;
  YunPoint place; /* lon/lat */
};

G_DEFINE_FINAL_TYPE (YunMapModePlace, yun_map_mode_place, YUN_TYPE_MAP_MODE)

static void
pick (YunMapMode *mode, const YunView *view, double px, double py)
{
  YunMapModePlace *self = YUN_MAP_MODE_PLACE (mode);

  self->place = yun_vertex_to_lonlat (yun_map_frame_to_vertex (view, px, py));
  self->picked = TRUE;
  yun_map_mode_done (mode);
}

static void
click (YunMapMode *mode, const YunView *view, double px, double py, int n_press)
{
  if (n_press == 1)
    pick (mode, view, px, py);
}

static gboolean
key (YunMapMode *mode, const YunView *view, guint keyval, GdkModifierType state)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return FALSE;
  pick (mode, view, view->width / 2, view->height / 2);
  return TRUE;
}

static char *
dup_status (YunMapMode *mode)
{
  return g_strdup (_ ("Place the selected\n"
                      "Click where it is, or Enter for the middle, or Ctrl+L to type coordinates; "
                      "Esc leaves"));
}

static YunGeom *
dup_shape (YunMapMode *mode)
{
  YunMapModePlace *self = YUN_MAP_MODE_PLACE (mode);

  return self->picked ? yun_geom_new_point (self->place.x, self->place.y) : NULL;
}

static void
yun_map_mode_place_class_init (YunMapModePlaceClass *klass)
{
  YunMapModeClass *mode_class = YUN_MAP_MODE_CLASS (klass);

  mode_class->click = click;
  mode_class->key = key;
  mode_class->dup_status = dup_status;
  mode_class->dup_shape = dup_shape;
}

static void
yun_map_mode_place_init (YunMapModePlace *self)
{
}

YunMapMode *
yun_map_mode_place_new (void)
{
  return g_object_new (YUN_TYPE_MAP_MODE_PLACE, NULL);
}
