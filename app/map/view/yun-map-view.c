/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-view-private.h"

#include "yun-map-backdrop.h"
#include "yun-map-cards.h"
#include "yun-map-colours.h"
#include "yun-map-ground.h"
#include "yun-map-input.h"
#include "yun-map-legend.h"
#include "yun-map-room.h"
#include "yun-map-scale.h"
#include "yun-map-resources.h"
#include "yun-map-selection.h"
#include "yun-map-shader.h"
#include "yun-map-tools.h"
#include "yun-painter.h"
#include "yun-text-size.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEGEND_FOOT 14 /* gap and margin below the legend, but for the scale */
#define TILE_BYTES (192u * 1024 * 1024)

struct _YunMapView
{
  GtkWidget parent_instance;

  GtkWidget      *overlay;
  ShumateMap     *map;
  GtkDrawingArea *cross;
  YunMapLegend   *legend;
  YunMapScale    *scale;

  YunTilePainter  *painter;  /* (owned) */
  YunFeatureLayer *features; /* (unowned): the map's */
  YunSymbolLayer  *symbols;  /* (unowned): the map's */
  YunMapBackdrop  *backdrop; /* (owned) */
  YunMapCamera    *camera;   /* (owned) */
  YunMapShader    *shader;   /* (owned) */
  YunMapTools     *tools;    /* (owned) */
  YunMapInput     *input;    /* (owned) (nullable): until it is disposed of */

  YunMapBase *base;  /* (owned) */
  YunScene   *scene; /* (owned) (nullable) */

  gboolean dark;
  gboolean complete;
  gboolean closed;

  YunMapSelection selection;
};

G_DEFINE_FINAL_TYPE (YunMapView, yun_map_view, GTK_TYPE_WIDGET)

enum
{
  PROP_COMPLETE = 1,
  PROP_LEGEND,
  PROP_MODE,
  PROP_COORDINATES,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_FORWARD,
  PROP_COLOUR_BY,
  PROP_OUTLINED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  PICKED,
  DRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_complete (YunMapView *self)
{
  gboolean complete =
    self->scene != NULL && !yun_map_base_is_reading (self->base) &&
    !yun_map_shader_is_busy (self->shader) && !yun_map_camera_is_moving (self->camera) &&
    yun_feature_layer_is_complete (self->features) &&
    yun_basemap_layer_is_complete (yun_map_backdrop_get_layer (self->backdrop)) &&
    yun_symbol_layer_is_complete (self->symbols) && yun_map_legend_is_complete (self->legend);

  if (complete == self->complete)
    return;
  self->complete = complete;
  if (complete)
    yun_map_base_check (self->base);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

/* The card explains what is in view as soon as that is settled. */
static void
update_legend (YunMapView *self)
{
  YunView        view = yun_map_camera_get_view (self->camera);
  YunSymbolPlan *plan = yun_symbol_layer_get_plan (self->symbols);

  if (self->scene != NULL && view.width > 0 && !yun_map_camera_is_moving (self->camera) &&
      yun_symbol_layer_is_complete (self->symbols))
    yun_map_legend_update (self->legend, self->scene, &view, plan);
}

static void
layers_changed_cb (YunMapView *self)
{
  update_legend (self);
  update_complete (self);
}

static void
describe_cb (YunMapView *self)
{
  g_autofree char *text = NULL;

  if (yun_map_legend_is_complete (self->legend))
    {
      const char *summary = yun_map_legend_get_summary (self->legend);

      text = *summary != '\0' ? g_strdup_printf (_ ("In view: %s"), summary)
                              : g_strdup (_ ("Nothing of the registry is in view"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
    }
  update_complete (self);
}

static void
camera_changed_cb (YunMapView *self)
{
  YunView  target = yun_map_camera_get_target (self->camera);
  gboolean moving = yun_map_camera_is_moving (self->camera);

  if (target.width > 0)
    {
      yun_map_scale_set_metres_per_pixel (self->scale, yun_view_get_metres_per_pixel (&target));
      yun_basemap_layer_set_target (yun_map_backdrop_get_layer (self->backdrop), &target);
      yun_feature_layer_set_target (self->features, &target);
      yun_symbol_layer_set_target (self->symbols, &target, !moving);
    }
  if (moving)
    yun_map_input_forget_hover (self->input);
  yun_map_tools_moved (self->tools, moving, yun_map_base_get (self->base) != NULL);
  update_legend (self);
  update_complete (self);
}

static void
update_selected (YunMapView *self)
{
  YunMapSelection *selection = &self->selection;

  yun_map_selection_find (selection, yun_map_shader_get_index (self->shader));
  yun_symbol_layer_set_selected (self->symbols, selection->feature);
  yun_symbol_layer_set_outline (self->symbols, selection->feature < 0 ? selection->shape : NULL);
}

/* Draws what the shader has let out. @changed: (nullable): where it is new; NULL: everywhere. */
static void
update_scene (YunMapView *self, const YunRegion *changed)
{
  const YunStyle      *style;
  g_autoptr (YunScene) scene = NULL;

  if (yun_map_base_get (self->base) == NULL)
    return;

  style = yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT,
                         yun_map_shader_get_fill_by (self->shader));
  scene = yun_map_shader_make_scene (self->shader, yun_map_base_get (self->base), style);
  g_clear_pointer (&self->scene, yun_scene_unref);
  self->scene = yun_scene_ref (scene);

  yun_map_input_forget_hover (self->input);
  yun_symbol_layer_set_scene (self->symbols, scene);
  update_selected (self);

  yun_tile_painter_set_scene_in (self->painter, scene, changed);
  update_legend (self);
  update_complete (self);
}

static void
shaded_cb (const YunRegion *changed, gpointer user_data)
{
  update_scene (user_data, changed);
}

/* Painted by workers; which layers changes only together with the scene's version. */
static cairo_surface_t *
paint_tile (const YunScene              *scene,
            const YunView               *view,
            const cairo_rectangle_int_t *part,
            YunBaseCache                *base,
            GCancellable                *cancellable,
            gpointer                     user_data)
{
  YunMapView *self = user_data;
  guint       layers =
    yun_map_backdrop_is_basemap (self->backdrop) ? YUN_LAYER_ON_BASEMAP : YUN_LAYER_ALL;

  return yun_painter_paint_tile (scene, view, part, layers, base, cancellable);
}

static void
backdrop_changed_cb (YunMapView *self)
{
  if (self->scene != NULL)
    yun_tile_painter_set_scene (self->painter, self->scene, NULL, NULL);
}

static void
base_changed_cb (YunMapView *self)
{
  YunVertex min, max;
  YunPoint  a, b;
  YunRect   box;

  yun_map_backdrop_set_streets (self->backdrop, yun_map_base_get_streets (self->base) != NULL);
  if (self->scene == NULL)
    {
      yun_base_map_get_box (yun_map_base_get (self->base), &min, &max);
      a = yun_vertex_to_lonlat (min);
      b = yun_vertex_to_lonlat (max);
      box = (YunRect){ a.x, b.y, b.x, a.y };
      yun_feature_layer_set_overview (self->features, &box);
      yun_map_camera_set_home (self->camera, &box);
    }
  update_scene (self, NULL);
}

void
yun_map_view_emit_picked (YunMapView *self, guint entity, gint64 id)
{
  g_signal_emit (self, signals[PICKED], 0, entity, id);
}

static void
drawn_cb (YunMapView *self, YunGeom *shape, YunGeom *old)
{
  g_signal_emit (self, signals[DRAWN], 0, shape, old);
}

static void
mode_changed_cb (YunMapView *self)
{
  yun_map_input_forget_hover (self->input);
  yun_map_input_update_cursor (self->input);
}

/* ---- Actions ------------------------------------------------------------------ */

static void
zoom_in_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_by (YUN_MAP_VIEW (widget), 1);
}

static void
zoom_out_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_by (YUN_MAP_VIEW (widget), -1);
}

static void
zoom_home_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_to_district (YUN_MAP_VIEW (widget));
}

static void
zoom_to_selection_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_zoom_to_selection (YUN_MAP_VIEW (widget));
}

static void
legend_expanded_cb (YunMapView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEGEND]);
}

static void
yun_map_view_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  gtk_widget_measure (self->overlay, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  /* Tool bar, folded legend and scale have room. */
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MAX (*minimum, YUN_MAP_ROOM_BAR + yun_map_legend_get_head (self->legend) +
                                yun_map_scale_get_height (self->scale) + LEGEND_FOOT);
  *natural = MAX (*natural, *minimum);
}

/* Names of towns stand clear of the cards over the map. */
static void
update_cards (YunMapView *self)
{
  g_autoptr (GArray) cards = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_int_t));

  yun_map_camera_set_inset (self->camera, yun_map_cards_find (GTK_WIDGET (self), self->overlay,
                                                              GTK_WIDGET (self->map), cards));
  yun_symbol_layer_set_cards (self->symbols, (const cairo_rectangle_int_t *) (gpointer) cards->data,
                              cards->len);
}

/* Signs and names on the map are as large as the text around it. */
static void
yun_map_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  GTK_WIDGET_CLASS (yun_map_view_parent_class)->css_changed (widget, change);
  if (self->symbols == NULL)
    return;
  yun_symbol_layer_set_magnify (self->symbols, yun_text_size_get_scale (widget));
  gtk_widget_queue_resize (widget);
}

static void
yun_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  yun_map_camera_set_size (self->camera, width, height, gtk_widget_get_scale_factor (widget));
  yun_map_legend_set_room (self->legend, height,
                           yun_map_scale_get_height (self->scale) + LEGEND_FOOT);
  gtk_widget_allocate (self->overlay, width, height, baseline, NULL);
  update_cards (self);
  yun_map_input_present_popover (self->input);
  yun_map_tools_present_menu (self->tools);
}

static void
yun_map_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunMapView *self = YUN_MAP_VIEW (object);
  gboolean    expanded;

  switch (id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_LEGEND:
      g_object_get (self->legend, "expanded", &expanded, NULL);
      g_value_set_boolean (value, expanded);
      break;
    case PROP_MODE:
      g_value_set_string (value, yun_map_tools_get_mode_name (self->tools));
      break;
    case PROP_COORDINATES:
      g_value_set_string (value, yun_map_tools_get_coordinates (self->tools));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, yun_map_view_can_go (self, -1));
      break;
    case PROP_CAN_GO_FORWARD:
      g_value_set_boolean (value, yun_map_view_can_go (self, 1));
      break;
    case PROP_COLOUR_BY:
      g_value_set_string (value, yun_fill_by_get_id (yun_map_shader_get_fill_by (self->shader)));
      break;
    case PROP_OUTLINED:
      g_value_set_boolean (value, yun_map_tools_has_outlined (self->tools));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_map_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunMapView *self = YUN_MAP_VIEW (object);

  if (id == PROP_LEGEND)
    g_object_set (self->legend, "expanded", g_value_get_boolean (value), NULL);
  else if (id == PROP_MODE)
    yun_map_tools_set_mode (self->tools, g_value_get_string (value));
  else if (id == PROP_COORDINATES)
    yun_map_tools_set_coordinates (self->tools, g_value_get_string (value));
  else if (id == PROP_COLOUR_BY)
    yun_map_view_set_colour_by (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_map_view_dispose (GObject *object)
{
  YunMapView *self = YUN_MAP_VIEW (object);

  if (!self->closed)
    {
      self->closed = TRUE;
      g_clear_object (&self->input);
      yun_map_tools_close (self->tools);
      yun_map_shader_close (self->shader);
      g_clear_object (&self->camera);
      g_object_run_dispose (G_OBJECT (self->painter));
      g_clear_object (&self->painter);
      gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_MAP_VIEW);
      g_clear_object (&self->backdrop);
      yun_map_base_close (self->base);
      self->features = NULL;
      self->symbols = NULL;
    }
  g_clear_pointer (&self->scene, yun_scene_unref);
  yun_map_selection_clear (&self->selection);
  G_OBJECT_CLASS (yun_map_view_parent_class)->dispose (object);
}

static void
yun_map_view_finalize (GObject *object)
{
  YunMapView *self = YUN_MAP_VIEW (object);

  g_clear_object (&self->tools);
  g_clear_object (&self->shader);
  g_clear_object (&self->base);
  G_OBJECT_CLASS (yun_map_view_parent_class)->finalize (object);
}

static void
add_styles (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

      gtk_css_provider_load_from_resource (provider, "/io/github/yunjian/Yunjian/map/map.css");
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
      g_once_init_leave (&once, 1);
    }
}

static void
yun_map_view_class_init (YunMapViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = yun_map_view_get_property;
  object_class->set_property = yun_map_view_set_property;
  object_class->dispose = yun_map_view_dispose;
  object_class->finalize = yun_map_view_finalize;
  widget_class->measure = yun_map_view_measure;
  widget_class->size_allocate = yun_map_view_size_allocate;
  widget_class->css_changed = yun_map_view_css_changed;

  props[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_LEGEND] =
    g_param_spec_boolean ("legend-expanded", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_MODE] =
    g_param_spec_string ("mode", NULL, NULL, "select",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COORDINATES] =
    g_param_spec_string ("coordinates", NULL, NULL, "degrees",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_GO_BACK] =
    g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_GO_FORWARD] =
    g_param_spec_boolean ("can-go-forward", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COLOUR_BY] =
    g_param_spec_string ("colour-by", NULL, NULL, "status",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_OUTLINED] =
    g_param_spec_boolean ("outlined", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[PICKED] = g_signal_new ("picked", YUN_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);
  signals[DRAWN] = g_signal_new ("drawn", YUN_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, YUN_TYPE_GEOM, YUN_TYPE_GEOM);

  yun_map_input_class_init_view (widget_class);
  g_resources_register (yun_map_get_resource ());
  g_type_ensure (SHUMATE_TYPE_MAP);
  g_type_ensure (YUN_TYPE_MAP_SCALE);
  g_type_ensure (YUN_TYPE_MAP_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/map/yun-map-view.ui");
  gtk_widget_class_bind_template_child (widget_class, YunMapView, overlay);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, map);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, cross);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, legend);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, scale);

  gtk_widget_class_set_css_name (widget_class, "yun-map-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-home", NULL, zoom_home_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-to-selection", NULL,
                                   zoom_to_selection_cb);
  gtk_widget_class_install_property_action (widget_class, "map.legend", "legend-expanded");
  yun_map_tools_class_init_view (widget_class);
  gtk_widget_class_install_property_action (widget_class, "map.colour-by", "colour-by");
  yun_map_colours_class_init_view (widget_class);
  yun_map_backdrop_class_init_view (widget_class);
}

static void
yun_map_view_init (YunMapView *self)
{
  g_autoptr (ShumateMapSource) ground = yun_map_ground_new ();
  ShumateViewport             *viewport;

  self->selection.feature = -1;
  add_styles ();
  gtk_widget_init_template (GTK_WIDGET (self));
  viewport = shumate_map_get_viewport (self->map);
  shumate_viewport_set_reference_map_source (viewport, ground);
  self->backdrop = yun_map_backdrop_new (self);
  self->painter = yun_tile_painter_new (paint_tile, self, 0, TILE_BYTES);
  self->features = yun_feature_layer_new (viewport, self->painter);
  self->symbols = yun_symbol_layer_new (viewport);
  yun_symbol_layer_set_magnify (self->symbols, yun_text_size_get_scale (GTK_WIDGET (self)));
  yun_map_backdrop_set_features (self->backdrop, self->features);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->features));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->symbols));
  self->base = yun_map_base_new ();
  self->camera = yun_map_camera_new (self->map);
  self->shader = yun_map_shader_new (shaded_cb, self);
  self->tools = yun_map_tools_new (self);
  self->input = yun_map_input_new (self, self->cross);

  g_signal_connect_object (self->base, "changed", G_CALLBACK (base_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "changed", G_CALLBACK (camera_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->backdrop, "changed", G_CALLBACK (backdrop_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tools, "mode-changed", G_CALLBACK (mode_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tools, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (yun_map_backdrop_get_layer (self->backdrop), "notify::complete",
                           G_CALLBACK (layers_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->features, "notify::complete", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->symbols, "notify::complete", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "notify::complete", G_CALLBACK (describe_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "notify::expanded", G_CALLBACK (legend_expanded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"),
                                  -1);
  yun_map_colours_update (self);
}

GtkWidget *
yun_map_view_new (void)
{
  return g_object_new (YUN_TYPE_MAP_VIEW, NULL);
}

void
yun_map_view_update_features (YunMapView      *self,
                              YunFeatureIndex *index,
                              YunFeatureSet   *shown,
                              const YunRect   *changed)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_shader_set_features (self->shader, index, shown, changed);
}

void
yun_map_view_set_selection (YunMapView *self, guint entity, gint64 id)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (yun_map_selection_set (&self->selection, entity, id))
    update_selected (self);
}

void
yun_map_view_set_selection_shape (YunMapView *self, YunGeom *shape)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_selection_set_shape (&self->selection, shape);
  update_selected (self);
}

void
yun_map_view_zoom_to (YunMapView *self, const YunRect *lonlat)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_camera_show (self->camera, lonlat);
}

void
yun_map_view_show_extent (YunMapView *self, const YunRect *lonlat)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_camera_show_exactly (self->camera, lonlat);
}

gboolean
yun_map_view_zoom_to_selection (YunMapView *self)
{
  YunRect box;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  if (!yun_map_selection_get_box (&self->selection, yun_map_shader_get_index (self->shader), &box))
    return FALSE;
  yun_map_camera_show (self->camera, &box);
  return TRUE;
}

void
yun_map_view_set_covered (YunMapView *self, int left, int right)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_camera_set_covered (self->camera, left, right);
}

void
yun_map_view_uncover_selection (YunMapView *self)
{
  YunRect box;

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (yun_map_selection_get_box (&self->selection, yun_map_shader_get_index (self->shader), &box))
    yun_map_camera_uncover (self->camera, &box);
}

void
yun_map_view_zoom_to_district (YunMapView *self)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  yun_map_camera_go_home (self->camera);
}

void
yun_map_view_zoom_by (YunMapView *self, double levels)
{
  YunView view;

  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  view = yun_map_camera_get_view (self->camera);
  yun_map_camera_zoom_by (self->camera, levels, view.width / 2, view.height / 2);
}

YunRect
yun_map_view_get_extent (YunMapView *self)
{
  YunView view;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), YUN_RECT_EMPTY);

  view = yun_map_camera_get_view (self->camera);
  return view.width > 0 ? yun_map_frame_get_extent (&view) : YUN_RECT_EMPTY;
}

gboolean
yun_map_view_is_complete (YunMapView *self)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  return self->complete;
}

void
yun_map_view_set_dark (YunMapView *self, gboolean dark)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (self->dark == dark)
    return;
  self->dark = dark;
  yun_map_input_set_dark (self->input, dark);
  yun_map_tools_set_dark (self->tools, dark);
  yun_map_backdrop_set_dark (self->backdrop, dark);
  update_scene (self, NULL);
}

/* ---- For its parts ----------------------------------------------------------------- */

ShumateMap *
yun_map_view_get_map (YunMapView *self)
{
  return self->map;
}

YunMapCamera *
yun_map_view_get_camera (YunMapView *self)
{
  return self->camera;
}

YunMapBackdrop *
yun_map_view_get_backdrop (YunMapView *self)
{
  return self->backdrop;
}

YunMapTools *
yun_map_view_get_tools (YunMapView *self)
{
  return self->tools;
}

YunSymbolLayer *
yun_map_view_get_symbols (YunMapView *self)
{
  return self->symbols;
}

YunScene *
yun_map_view_get_scene (YunMapView *self)
{
  return self->scene;
}

YunMapShader *
yun_map_view_get_shader (YunMapView *self)
{
  return self->shader;
}

YunMapLegend *
yun_map_view_get_legend (YunMapView *self)
{
  return self->legend;
}

YunFeatureIndex *
yun_map_view_get_index (YunMapView *self)
{
  return yun_map_shader_get_index (self->shader);
}

YunBaseMap *
yun_map_view_get_base (YunMapView *self)
{
  return yun_map_base_get (self->base);
}

YunMapBase *
yun_map_view_get_base_source (YunMapView *self)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), NULL);

  return self->base;
}

int
yun_map_view_get_selected (YunMapView *self)
{
  return self->selection.feature;
}
