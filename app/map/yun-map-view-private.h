/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-basemap-layer.h"
#include "yun-feature-layer.h"
#include "yun-map-camera.h"
#include "yun-map-legend.h"
#include "yun-map-pick.h"
#include "yun-map-view.h"
#include "yun-symbol-layer.h"

G_BEGIN_DECLS

/* The parts of YunMapView share its members: yun-map-view.c shows, yun-map-view-input.c listens. */
struct _YunMapView
{
  GtkWidget parent_instance;

  GtkWidget      *overlay;
  ShumateMap     *map;
  GtkDrawingArea *cross;
  YunMapLegend   *legend;
  ShumateScale   *scale;
  GtkLabel       *licence;
  GtkWidget      *notice; /* why the basemap does not open */
  GtkLabel       *notice_text;

  YunTilePainter  *painter;  /* (owned) */
  YunBasemapLayer *basemap;  /* (unowned): the map's */
  YunFeatureLayer *features; /* (unowned): the map's */
  YunSymbolLayer  *symbols;  /* (unowned): the map's */
  YunMapCamera    *camera;   /* (owned) */

  YunBaseMap      *base;  /* (owned) (nullable): until it is loaded */
  YunFeatureIndex *index; /* (owned) (nullable) */
  YunFeatureSet   *shown; /* (owned) (nullable) */
  YunScene        *scene; /* (owned) (nullable) */
  gboolean         dark;
  gboolean         complete;
  gboolean         closed;
  int              on_basemap; /* atomic: the workers leave the ground out */
  double           basemap_strength;

  guint  selected_entity;
  gint64 selected_id;
  int    selected; /* feature, or -1 */
  /* (owned) (nullable): the shape of the selection as its only feature */
  YunFeatureIndex *selected_shape;
  int    hovered;  /* feature, or -1 */
  int    hovered_cluster;
  int    stepped; /* feature last gone to with n and p, or -1 */

  GtkWidget *popover; /* (owned): our child (nullable) */
  double     press_x; /* where the button went down */
  double     press_y;
  double     pointer_x;
  double     pointer_y;
};

/** Parts of the view's making: the layer of tiles below the registry and what is said of it. */
void yun_map_view_class_add_basemap (YunMapViewClass *klass);
void yun_map_view_add_basemap (YunMapView *self);
/** Colours where nothing is drawn, after the scheme or the basemap changed. */
void yun_map_view_update_ground (YunMapView *self);
/** A YunTilePaintFunc; @user_data is the view. */
cairo_surface_t *yun_map_view_paint_tile (const YunScene *scene,
                                          const YunView  *view,
                                          YunBaseCache   *base,
                                          GCancellable   *cancellable,
                                          gpointer        user_data);
/** Connects mouse, wheel and keyboard. */
void yun_map_view_add_input (YunMapView *self);
/** The pointer is over nothing any more, or over something unknown. */
void yun_map_view_forget_hover (YunMapView *self);
void yun_map_view_emit_picked (YunMapView *self, guint entity, gint64 id);

G_END_DECLS
