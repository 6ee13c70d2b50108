/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-region.h"
#include "yun-scene.h"

G_BEGIN_DECLS

/**
 * YunMapShader: the features that are shown, with the classes that the question asked of them
 * needs ("tax", "far").
 *
 * Classes are made on a worker. Features, set and classes come out together, so that no frame
 * mixes an index with another's set or classes; until then what was there stays. Main thread.
 */
#define YUN_TYPE_MAP_SHADER (yun_map_shader_get_type ())
G_DECLARE_FINAL_TYPE (YunMapShader, yun_map_shader, YUN, MAP_SHADER, GObject)

/** Others are out. @changed: (nullable): where what is drawn differs; NULL: anywhere */
typedef void (*YunMapShaderFunc) (const YunRegion *changed, gpointer user_data);

YunMapShader *yun_map_shader_new (YunMapShaderFunc shaded, gpointer user_data);
/** The function is called no more, and all is let go. */
void yun_map_shader_close (YunMapShader *self);

/**
 * yun_map_shader_set_features:
 * @index: (nullable): what can be drawn
 * @shown: (nullable): which of it; NULL: all
 * @changed: (nullable): lon/lat box that holds all in which they differ from those given before;
 * NULL: not known
 */
void yun_map_shader_set_features (YunMapShader    *self,
                                  YunFeatureIndex *index,
                                  YunFeatureSet   *shown,
                                  const YunRect   *changed);

/** The question; FALSE: it is so. Classes are of all that is shown again. */
gboolean  yun_map_shader_set_fill_by (YunMapShader *self, YunFillBy by);
YunFillBy yun_map_shader_get_fill_by (YunMapShader *self);

/** Makes the classes from what lies between @min and @max, or with NULL from all that is shown;
 * nothing happens when the question has none. */
void     yun_map_shader_fit (YunMapShader *self, const YunVertex *min, const YunVertex *max);
gboolean yun_map_shader_is_fitted (YunMapShader *self);

/** Whether classes are being made. */
gboolean yun_map_shader_is_busy (YunMapShader *self);

/** (transfer none) (nullable): what is out now, all of one moment: */
YunFeatureIndex *yun_map_shader_get_index (YunMapShader *self);
/** (transfer full): a scene of it. */
YunScene *yun_map_shader_make_scene (YunMapShader *self, YunBaseMap *base, const YunStyle *style);

G_END_DECLS
