/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-coordinate.h"
#include "yun-feature-index.h"
#include "yun-map-base.h"
#include "yun-tile-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapView: the map: base map, zones and towns, the registry's features, symbols, labels, legend,
 * scale, licence.
 *
 * Shows an index and which of its features are shown; never asks the store
 * itself. Polygons are painted into tiles by workers, a frame moves textures.
 * What is picked is told by "picked"; a place with several things opens a list
 * to choose from. Keyboard, when focused: arrows pan, + and - zoom, Home shows
 * the whole district, Enter picks under the cross in the middle, n and p go
 * through the symbols in view; with Shift the arrows go far. A mode (measuring,
 * drawing a box) takes clicks and Enter in place of picking. Main thread.
 */
#define YUN_TYPE_MAP_VIEW (yun_map_view_get_type ())
G_DECLARE_FINAL_TYPE (YunMapView, yun_map_view, YUN, MAP_VIEW, GtkWidget)

GtkWidget *yun_map_view_new (void);

/**
 * yun_map_view_update_features:
 * @index: (nullable): what can be drawn
 * @shown: (nullable): which of it the filter shows; NULL: all
 * @changed: (nullable): lon/lat box that holds everything in which they differ from before; NULL:
 * not known
 *
 * Takes both at once, so that no set is ever used with another's index. What is on screen stays
 * until the new tiles are ready; only those that meet @changed are painted anew.
 */
void yun_map_view_update_features (YunMapView      *self,
                                   YunFeatureIndex *index,
                                   YunFeatureSet   *shown,
                                   const YunRect   *changed);

/** The feature that is selected, drawn above all others; id 0: none. Does not move the map. */
void yun_map_view_set_selection (YunMapView *self, guint entity, gint64 id);

/**
 * yun_map_view_set_selection_shape:
 * @shape: (nullable): of EPSG:4490 degrees
 *
 * The shape of what is selected, read from the store: outlined while the features hold no such
 * record, as of towns and zones, or of one that is not loaded yet. Forgotten with the selection.
 */
void yun_map_view_set_selection_shape (YunMapView *self, YunGeom *shape);

/** Moves and zooms so that the lon/lat box is in view with some room (a point: street level). */
void yun_map_view_zoom_to (YunMapView *self, const YunRect *lonlat);
/** The same without room: just what was in view when the box was its extent. */
void yun_map_view_show_extent (YunMapView *self, const YunRect *lonlat);
/** Shows what is selected; FALSE when nothing is, or it has no place. */
gboolean yun_map_view_zoom_to_selection (YunMapView *self);
/** The whole district. */
void yun_map_view_zoom_to_district (YunMapView *self);
void yun_map_view_zoom_by (YunMapView *self, double levels);

/** Back (-1) or forward (1) through the views it has rested at. */
void     yun_map_view_go (YunMapView *self, int direction);
gboolean yun_map_view_can_go (YunMapView *self, int direction);

/**
 * yun_map_view_show_mark:
 * @place: degrees of CGCS2000
 * @text: said of it on the card and copied from there
 *
 * Marks a place and shows it at street level; Escape takes the mark away.
 */
void yun_map_view_show_mark (YunMapView *self, const YunCoordinate *place, const char *text);

/**
 * yun_map_view_show_place:
 * @shape: EPSG:4490: a point, or the course of what is meant, which is outlined
 * @at: on it, where the mark stands
 * @text: as there
 *
 * As yun_map_view_show_mark() for something that may be long: all of it is shown.
 */
void yun_map_view_show_place (YunMapView *self, YunGeom *shape, YunPoint at, const char *text);

/**
 * yun_map_view_set_outlined:
 * @shapes: (nullable) (element-type YunGeom): EPSG:4490; NULL: none
 *
 * Outlines shapes as a group, above everything, until others are or Escape takes them away. Does
 * not move the map. Property "outlined" (boolean, read-only, notified) tells whether any are.
 */
void yun_map_view_set_outlined (YunMapView *self, GPtrArray *shapes);

/**
 * yun_map_view_set_areas:
 * @shapes: (nullable) (element-type YunGeom): EPSG:4490; NULL: none
 *
 * Outlines the areas that the filter asks for, until others are set. Does not move the map.
 */
void yun_map_view_set_areas (YunMapView *self, GPtrArray *shapes);
/** (transfer none) (nullable) (element-type YunGeom): those that are outlined. */
GPtrArray *yun_map_view_get_areas (YunMapView *self);

/**
 * yun_map_view_draw_area:
 * @old: (nullable): a polygon of EPSG:4490 whose corners are to be changed; NULL: a new one
 *
 * Begins the mode "filter", which draws a polygon. Signal "drawn" tells the result; nothing is
 * told when the mode is left.
 */
void yun_map_view_draw_area (YunMapView *self, YunGeom *old);

/** (transfer none): the part of the menu (a right click, a long press, the Menu key, Shift+F10)
 * that the owner fills when "menu" tells what it is about. */
GMenu *yun_map_view_get_menu_top (YunMapView *self);

/** (nullable): what the card says, for tests. */
const char *yun_map_view_get_card (YunMapView *self);

/** The lon/lat box in view. */
YunRect yun_map_view_get_extent (YunMapView *self);

/**
 * Property "complete" (boolean, read-only, notified): everything in view is drawn at
 * its final sharpness, and no work is under way.
 */
gboolean yun_map_view_is_complete (YunMapView *self);

/**
 * yun_map_view_set_basemap:
 * @source: (nullable): tiles below the registry; NULL: our own base map, and no request is made
 * @strength: 0 … 1: how much of them is seen, so that the registry stands out
 *
 * One that does not open says so once on the map, with a way to try again; our own base map is
 * shown until then.
 */
void yun_map_view_set_basemap (YunMapView *self, YunTileSource *source, double strength);
/** (transfer none): where our own base map comes from, with the street map that is wanted. */
YunMapBase *yun_map_view_get_base_source (YunMapView *self);
/** (transfer none) (nullable): why the basemap is not shown. */
const char *yun_map_view_get_basemap_failure (YunMapView *self);

/**
 * Property "colour-by" (string): the question that the fill of plots and parks answers: "status",
 * "segment", "far", "tax" or "age". Where it needs classes, features given meanwhile show when
 * these are made. FALSE, and nothing changed: @id names no question.
 */
gboolean yun_map_view_set_colour_by (YunMapView *self, const char *id);

/* Property "dark" follows AdwStyleManager through the window: */
void yun_map_view_set_dark (YunMapView *self, gboolean dark);

/**
 * Signal "picked" (YunMapView *, guint entity, gint64 id): the user chose a feature;
 * id 0: clicked where nothing is.
 *
 * Signal "menu" (YunMapView *, guint entity, gint64 id, double lon, double lat): the menu is about
 * to open, about this feature (id 0: none) at that place, of a point its own; EPSG:4490.
 *
 * Signal "drawn" (YunMapView *, YunGeom *shape, YunGeom *old): the mode "filter" has drawn a
 * polygon that does not cross itself; @old (nullable): the one it was made from. Or the mode
 * "place" has picked a point.
 */

/* Properties "mode" (string, "select", "box", "distance", "area", "filter" or
 * "place"), "coordinates" (string: how places are written: "degrees", "dms", "metres", "gcj02",
 * "bd09"), "can-go-back", "can-go-forward" and "outlined" (boolean, read-only). */

/** So many pixels at the left and right lie under a pane over the map: what it is told to show
 * stands clear of them. */
void yun_map_view_set_covered (YunMapView *self, int left, int right);
/** Moves the map as little as brings the selection out from under such a pane. */
void yun_map_view_uncover_selection (YunMapView *self);

/* Actions of the group "map": zoom-in, zoom-out, zoom-home, zoom-to-selection, legend (stateful),
 * mode (stateful), coordinates (stateful), back, forward, copy (what the card says),
 * copy-coordinates (of the readout), leave (the mode, the mark, or the
 * outlined group), retry-basemap, close-notice, colour-by (stateful), fit-classes (to what is in
 * view), unfit-classes, choose-colours (key c).
 */

G_END_DECLS
