/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-selection.h"

void
yun_map_selection_clear (YunMapSelection *self)
{
  g_clear_pointer (&self->shape, yun_feature_index_unref);
  *self = (YunMapSelection){ .feature = -1 };
}

gboolean
yun_map_selection_set (YunMapSelection *self, guint entity, gint64 id)
{
  if (self->entity == entity && self->id == id)
    return FALSE;
  yun_map_selection_clear (self);
  self->entity = entity;
  self->id = id;
  return TRUE;
}

void
yun_map_selection_set_shape (YunMapSelection *self, YunGeom *shape)
{
  YunFeature values = {
    .id = self->id, .entity = (gint8) self->entity, .accuracy = -1, .status = -1, .zone = -1
  };
  YunFeatureBuilder *builder;

  g_clear_pointer (&self->shape, yun_feature_index_unref);
  if (shape == NULL || self->id == 0)
    return;
  builder = yun_feature_builder_new ();
  yun_feature_builder_add (builder, &values, NULL, shape);
  self->shape = yun_feature_builder_end (builder);
  if (yun_feature_index_get_n (self->shape) == 0)
    g_clear_pointer (&self->shape, yun_feature_index_unref);
}

void
yun_map_selection_find (YunMapSelection *self, YunFeatureIndex *index)
{
  self->feature =
    self->id != 0 && index != NULL ? yun_feature_index_find (index, self->entity, self->id) : -1;
}

gboolean
yun_map_selection_get_box (const YunMapSelection *self, YunFeatureIndex *index, YunRect *box)
{
  const YunFeature *feature;
  YunPoint          a, b;

  if (self->feature >= 0)
    feature = yun_feature_index_get (index, (guint) self->feature);
  else if (self->shape != NULL)
    feature = yun_feature_index_get (self->shape, 0);
  else
    return FALSE;
  a = yun_vertex_to_lonlat (feature->min);
  b = yun_vertex_to_lonlat (feature->max);
  *box = (YunRect){ a.x, b.y, b.x, a.y };
  return TRUE;
}
