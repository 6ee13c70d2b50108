/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-ground.h"

#include "yun-map-camera.h"

struct _YunMapGround
{
  ShumateMapSource parent_instance;
};

G_DEFINE_FINAL_TYPE (YunMapGround, yun_map_ground, SHUMATE_TYPE_MAP_SOURCE)

static void
yun_map_ground_class_init (YunMapGroundClass *klass)
{
}

static void
yun_map_ground_init (YunMapGround *self)
{
  ShumateMapSource *source = SHUMATE_MAP_SOURCE (self);

  shumate_map_source_set_id (source, "yunjian");
  shumate_map_source_set_tile_size (source, 256);
  shumate_map_source_set_min_zoom_level (source, 0);
  shumate_map_source_set_max_zoom_level (source, (guint) YUN_MAP_CAMERA_MAX_ZOOM);
  shumate_map_source_set_projection (source, SHUMATE_MAP_PROJECTION_MERCATOR);
}

ShumateMapSource *
yun_map_ground_new (void)
{
  return g_object_new (YUN_TYPE_MAP_GROUND, NULL);
}
