/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-basemap-layer.h"
#include "yun-feature-layer.h"
#include "yun-map-camera.h"
#include "yun-locator.h"
#include "yun-map-legend.h"
#include "yun-map-mode.h"
#include "yun-map-pick.h"
#include "yun-map-view.h"
#include "yun-symbol-layer.h"

G_BEGIN_DECLS

/* The parts of YunMapView share its members: yun-map-view.c shows, yun-map-view-input.c listens,
 * yun-map-view-shading.c sorts plots into classes. */
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

  YunBaseMap      *base;    /* (owned) (nullable): until it is loaded */
  YunFeatureIndex *index;   /* (owned) (nullable) */
  YunFeatureSet   *shown;   /* (owned) (nullable) */
  YunScene        *scene;   /* (owned) (nullable) */
  YunShading      *shading; /* (owned) (nullable): of index, when the question needs one */
  YunFillBy        fill_by;

  /* Given, and shown as soon as it has its classes: */
  YunFeatureIndex *next_index;       /* (owned) (nullable) */
  YunFeatureSet   *next_shown;       /* (owned) (nullable) */
  YunRect          stale;            /* lon/lat box in which it differs from what is shown … */
  gboolean         stale_unknown;    /* … or who knows where */
  gboolean         stale_everything; /* … or everywhere */
  gboolean         shade_work;       /* classes are being made */
  gboolean         shade_again;      /* of something that is no longer the newest */
  gboolean         fitted;           /* classes are made from the box: */
  YunVertex        fit_min;
  YunVertex        fit_max;

  gboolean dark;
  gboolean complete;
  gboolean closed;
  int      on_basemap; /* atomic: the workers leave the ground out */
  double   basemap_strength;

  guint  selected_entity;
  gint64 selected_id;
  int    selected; /* feature, or -1 */
  /* (owned) (nullable): the shape of the selection as its only feature */
  YunFeatureIndex *selected_shape;
  int              hovered; /* feature, or -1 */
  int              hovered_cluster;
  int              stepped; /* feature last gone to with n and p, or -1 */

  GtkWidget *popover; /* (owned): our child (nullable) */
  double     press_x; /* where the button went down */
  double     press_y;
  gboolean   mode_pressed; /* the first click at this place was a mode's */
  double     pointer_x;
  double     pointer_y;

  /* Of yun-map-view-tools.c: */
  GtkDrawingArea *sketch; /* over the map: what the mode draws, and the mark */
  GtkWidget      *card;
  GtkLabel       *card_title;
  GtkLabel       *card_hint;
  GtkWidget      *card_copy;
  GtkMenuButton  *readout;
  GtkLabel       *readout_label;
  GMenuModel     *context_menu; /* (unowned): the template's */
  GtkWidget      *menu;         /* (owned): our child (nullable) */

  YunMapMode    *mode;      /* (owned) (nullable): NULL: selecting */
  YunMapMode    *drag_mode; /* (owned) (nullable): while Shift drags a box */
  char          *mode_name; /* (owned): "select" … */
  YunMapHistory *history;   /* (owned) */

  gboolean      has_mark;
  YunCoordinate mark;      /* degrees */
  char         *mark_text; /* (owned) (nullable) */
  GPtrArray    *outlined;  /* (owned) (nullable) (element-type YunGeom) */
  GPtrArray    *areas;     /* (owned) (nullable) (element-type YunGeom): the filter's */
  YunGeom      *redrawn;   /* (owned) (nullable): the area that the mode changes */

  char         *coordinates; /* (owned): how places are written: "degrees" … */
  YunLocator   *locator;     /* (owned) */
  GCancellable *locating;    /* (owned) */
  YunPoint      here;        /* lon/lat that the readout tells */
  gboolean      has_here;
  gboolean      pointer_in; /* it is that under the pointer, else that of the middle */
  gboolean      asking;     /* the locator */
  gboolean      ask_again;
};

/** Parts of the view's making: the layer of tiles below the registry and what is said of it. */
void yun_map_view_class_add_basemap (YunMapViewClass *klass);
void yun_map_view_add_basemap (YunMapView *self);
/** Names of towns stand clear of the cards over the map, as they are allocated now. */
void yun_map_view_update_cards (YunMapView *self);
/** Colours where nothing is drawn, after the scheme or the basemap changed. */
void yun_map_view_update_ground (YunMapView *self);
/** A YunTilePaintFunc; @user_data is the view. */
cairo_surface_t *yun_map_view_paint_tile (const YunScene              *scene,
                                          const YunView               *view,
                                          const cairo_rectangle_int_t *part,
                                          YunBaseCache                *base,
                                          GCancellable                *cancellable,
                                          gpointer                     user_data);
/** Connects mouse, wheel and keyboard. */
void yun_map_view_add_input (YunMapView *self);
/** The pointer is over nothing any more, or over something unknown. */
void yun_map_view_forget_hover (YunMapView *self);
/** The cursor for what is under the pointer, or for the mode. */
void yun_map_view_update_cursor (YunMapView *self);

/* ---- yun-map-view-tools.c: modes, mark, readout, going back and forward ---- */

void yun_map_view_tools_class_init (GtkWidgetClass *klass);
void yun_map_view_tools_init (YunMapView *self);
void yun_map_view_tools_dispose (YunMapView *self);
void yun_map_view_tools_finalize (YunMapView *self);

/** The camera has moved or come to rest. */
void yun_map_view_tools_moved (YunMapView *self, gboolean moving);
/** The pointer is over this pixel. */
void yun_map_view_point_at (YunMapView *self, double px, double py);
/** A key that a mode, the mark or the clipboard takes. */
gboolean yun_map_view_tool_key (YunMapView *self, guint key, GdkModifierType state);
void     yun_map_view_open_menu (YunMapView *self, double px, double py);
void     yun_map_view_set_mode (YunMapView *self, const char *name);
void     yun_map_view_set_coordinates (YunMapView *self, const char *name);

/** Whether a drag from this pixel is the mode's. */
gboolean yun_map_view_mode_drags (YunMapView *self, double px, double py);
void     yun_map_view_begin_drag_mode (YunMapView *self);
void     yun_map_view_end_drag_mode (YunMapView *self);

/** Shows the newest features: at once, or when their classes are made. */
void yun_map_view_shade (YunMapView *self);
/** Makes the classes from what is in view, or again from all that is shown. */
void yun_map_view_fit_classes (YunMapView *self);
void yun_map_view_unfit_classes (YunMapView *self);
/** Which of these actions can be used now. */
void yun_map_view_update_colour_actions (YunMapView *self);
/** Draws what the members say. @changed: (nullable): where it is new; NULL: everywhere. */
void yun_map_view_update_scene (YunMapView *self, const YunRegion *changed);
void yun_map_view_emit_picked (YunMapView *self, guint entity, gint64 id);
/** @old: (nullable) */
void yun_map_view_emit_drawn (YunMapView *self, YunGeom *shape, YunGeom *old);

G_END_DECLS
