/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-view-private.h"

#include "yun-base-map.h"
#include "yun-map-resources.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TILE_BYTES (192u * 1024 * 1024)
#define LEGEND_SHARE 0.42 /* of the view's height, for the legend's list */

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

/* Shumate's coordinate functions ask a map source about the projection; ours has no tiles. */
#define YUN_TYPE_MAP_GROUND (yun_map_ground_get_type ())
G_DECLARE_FINAL_TYPE (YunMapGround, yun_map_ground, YUN, MAP_GROUND, ShumateMapSource)

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

static void
update_complete (YunMapView *self)
{
  gboolean complete =
    self->scene != NULL && self->base != NULL && !self->shade_work &&
    !yun_map_camera_is_moving (self->camera) && yun_feature_layer_is_complete (self->features) &&
    yun_basemap_layer_is_complete (self->basemap) && yun_symbol_layer_is_complete (self->symbols) &&
    yun_map_legend_is_complete (self->legend);

  if (complete == self->complete)
    return;
  self->complete = complete;
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
      yun_basemap_layer_set_target (self->basemap, &target);
      yun_feature_layer_set_target (self->features, &target);
      yun_symbol_layer_set_target (self->symbols, &target, !moving);
    }
  if (moving)
    yun_map_view_forget_hover (self);
  else if (target.height > 0)
    yun_map_legend_set_room (self->legend, (int) (target.height * LEGEND_SHARE));
  yun_map_view_tools_moved (self, moving);
  update_legend (self);
  update_complete (self);
}

static void
update_selected (YunMapView *self)
{
  self->selected = -1;
  if (self->selected_id != 0 && self->index != NULL)
    self->selected = yun_feature_index_find (self->index, self->selected_entity, self->selected_id);
  yun_symbol_layer_set_selected (self->symbols, self->selected);
  yun_symbol_layer_set_outline (self->symbols, self->selected < 0 ? self->selected_shape : NULL);
}

void
yun_map_view_update_scene (YunMapView *self, const YunRegion *changed)
{
  const YunStyle      *style;
  g_autoptr (YunScene) scene = NULL;

  if (self->base == NULL)
    return;

  style = yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, self->fill_by);
  scene = yun_scene_new_shaded (self->index, self->shown, self->base, style, self->shading);
  g_clear_pointer (&self->scene, yun_scene_unref);
  self->scene = yun_scene_ref (scene);

  yun_map_view_update_ground (self);
  yun_map_view_forget_hover (self);
  yun_symbol_layer_set_scene (self->symbols, scene);
  update_selected (self);

  yun_tile_painter_set_scene_in (self->painter, scene, changed);
  update_legend (self);
  update_complete (self);
}

static void
load_base_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, yun_base_map_get_default (), (GDestroyNotify) yun_base_map_unref);
}

static void
base_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapView *self = YUN_MAP_VIEW (source);
  YunBaseMap *base = g_task_propagate_pointer (G_TASK (result), NULL);
  YunVertex   min, max;
  YunPoint    a, b;
  YunRect     box;

  if (self->closed)
    {
      g_clear_pointer (&base, yun_base_map_unref);
      return;
    }
  self->base = base;
  yun_base_map_get_box (base, &min, &max);
  a = yun_vertex_to_lonlat (min);
  b = yun_vertex_to_lonlat (max);
  box = (YunRect){ a.x, b.y, b.x, a.y };
  yun_feature_layer_set_overview (self->features, &box);
  yun_map_camera_set_home (self->camera, &box);
  yun_map_view_update_scene (self, NULL);
}

static void
load_base (YunMapView *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, base_loaded_cb, NULL);

  g_task_set_source_tag (task, load_base);
  g_task_run_in_thread (task, load_base_cb);
}

static void
draw_cross_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunMapView     *self = user_data;
  const YunStyle *style =
    yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS);
  double cx = width / 2.0, cy = height / 2.0;

  for (int pass = 0; pass < 2; pass++)
    {
      cairo_set_line_width (cr, pass == 0 ? 4 : 1.5);
      yun_colour_set_source (pass == 0 ? &style->paper : &style->ink, cr);
      cairo_move_to (cr, cx - 15, cy);
      cairo_line_to (cr, cx - 4, cy);
      cairo_move_to (cr, cx + 4, cy);
      cairo_line_to (cr, cx + 15, cy);
      cairo_move_to (cr, cx, cy - 15);
      cairo_line_to (cr, cx, cy - 4);
      cairo_move_to (cr, cx, cy + 4);
      cairo_line_to (cr, cx, cy + 15);
      cairo_stroke (cr);
    }
}

void
yun_map_view_emit_picked (YunMapView *self, guint entity, gint64 id)
{
  g_signal_emit (self, signals[PICKED], 0, entity, id);
}

void
yun_map_view_emit_drawn (YunMapView *self, YunGeom *shape, YunGeom *old)
{
  g_signal_emit (self, signals[DRAWN], 0, shape, old);
}

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
fit_classes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_fit_classes (YUN_MAP_VIEW (widget));
}

static void
unfit_classes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_view_unfit_classes (YUN_MAP_VIEW (widget));
}

static void
choose_colours_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_map_legend_popup (YUN_MAP_VIEW (widget)->legend);
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
}

static void
yun_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YunMapView *self = YUN_MAP_VIEW (widget);

  yun_map_camera_set_size (self->camera, width, height, gtk_widget_get_scale_factor (widget));
  gtk_widget_allocate (self->overlay, width, height, baseline, NULL);
  yun_map_view_update_cards (self);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
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
      g_value_set_string (value, self->mode_name);
      break;
    case PROP_COORDINATES:
      g_value_set_string (value, self->coordinates);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, yun_map_view_can_go (self, -1));
      break;
    case PROP_CAN_GO_FORWARD:
      g_value_set_boolean (value, yun_map_view_can_go (self, 1));
      break;
    case PROP_COLOUR_BY:
      g_value_set_string (value, yun_fill_by_get_id (self->fill_by));
      break;
    case PROP_OUTLINED:
      g_value_set_boolean (value, self->outlined != NULL);
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
    yun_map_view_set_mode (self, g_value_get_string (value));
  else if (id == PROP_COORDINATES)
    yun_map_view_set_coordinates (self, g_value_get_string (value));
  else if (id == PROP_COLOUR_BY)
    yun_map_view_set_colour_by (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_map_view_dispose (GObject *object)
{
  YunMapView *self = YUN_MAP_VIEW (object);

  self->closed = TRUE;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  yun_map_view_tools_dispose (self);
  g_clear_object (&self->camera);
  if (self->painter != NULL)
    g_object_run_dispose (G_OBJECT (self->painter));
  g_clear_object (&self->painter);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_MAP_VIEW);
  self->basemap = NULL;
  self->features = NULL;
  self->symbols = NULL;
  g_clear_pointer (&self->scene, yun_scene_unref);
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  g_clear_pointer (&self->index, yun_feature_index_unref);
  g_clear_pointer (&self->selected_shape, yun_feature_index_unref);
  g_clear_pointer (&self->shading, yun_shading_unref);
  g_clear_pointer (&self->next_shown, yun_feature_set_unref);
  g_clear_pointer (&self->next_index, yun_feature_index_unref);
  g_clear_pointer (&self->base, yun_base_map_unref);
  G_OBJECT_CLASS (yun_map_view_parent_class)->dispose (object);
}

static void
yun_map_view_finalize (GObject *object)
{
  yun_map_view_tools_finalize (YUN_MAP_VIEW (object));
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

  g_resources_register (yun_map_get_resource ());
  g_type_ensure (SHUMATE_TYPE_MAP);
  g_type_ensure (SHUMATE_TYPE_SCALE);
  g_type_ensure (YUN_TYPE_MAP_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/map/yun-map-view.ui");
  gtk_widget_class_bind_template_child (widget_class, YunMapView, overlay);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, map);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, cross);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, legend);
  gtk_widget_class_bind_template_child (widget_class, YunMapView, scale);

  yun_map_view_class_add_basemap (klass);

  gtk_widget_class_set_css_name (widget_class, "yun-map-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-home", NULL, zoom_home_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-to-selection", NULL,
                                   zoom_to_selection_cb);
  gtk_widget_class_install_property_action (widget_class, "map.legend", "legend-expanded");
  yun_map_view_tools_class_init (widget_class);
  gtk_widget_class_install_property_action (widget_class, "map.colour-by", "colour-by");
  gtk_widget_class_install_action (widget_class, "map.fit-classes", NULL, fit_classes_cb);
  gtk_widget_class_install_action (widget_class, "map.unfit-classes", NULL, unfit_classes_cb);
  gtk_widget_class_install_action (widget_class, "map.choose-colours", NULL, choose_colours_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, 0, "map.choose-colours", NULL);
}

static void
yun_map_view_init (YunMapView *self)
{
  g_autoptr (ShumateMapSource) ground = g_object_new (YUN_TYPE_MAP_GROUND, NULL);
  ShumateViewport             *viewport;

  self->stale = YUN_RECT_EMPTY;
  self->stale_everything = TRUE;
  self->selected = self->hovered = self->hovered_cluster = self->stepped = -1;
  add_styles ();
  gtk_widget_init_template (GTK_WIDGET (self));

  viewport = shumate_map_get_viewport (self->map);
  shumate_viewport_set_reference_map_source (viewport, ground);
  shumate_scale_set_viewport (self->scale, viewport);
  self->painter = yun_tile_painter_new (yun_map_view_paint_tile, self, 0, TILE_BYTES);
  self->features = yun_feature_layer_new (viewport, self->painter);
  self->symbols = yun_symbol_layer_new (viewport);
  yun_map_view_add_basemap (self);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->features));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->symbols));
  self->camera = yun_map_camera_new (self->map);

  g_signal_connect_object (self->camera, "changed", G_CALLBACK (camera_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->basemap, "notify::complete", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->features, "notify::complete", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->symbols, "notify::complete", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "notify::complete", G_CALLBACK (describe_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "notify::expanded", G_CALLBACK (legend_expanded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_drawing_area_set_draw_func (self->cross, draw_cross_cb, self, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"),
                                  -1);
  yun_map_view_tools_init (self);
  yun_map_view_update_colour_actions (self);
  yun_map_view_add_input (self);
  load_base (self);
}

GtkWidget *
yun_map_view_new (void)
{
  return g_object_new (YUN_TYPE_MAP_VIEW, NULL);
}

static void
take_features (YunMapView *self, YunFeatureIndex *index, YunFeatureSet *shown)
{
  if (index != NULL)
    yun_feature_index_ref (index);
  if (shown != NULL)
    yun_feature_set_ref (shown);
  g_clear_pointer (&self->next_shown, yun_feature_set_unref);
  g_clear_pointer (&self->next_index, yun_feature_index_unref);
  self->next_index = index;
  self->next_shown = shown;
  yun_map_view_shade (self);
}

void
yun_map_view_set_features (YunMapView *self, YunFeatureIndex *index, YunFeatureSet *shown)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  self->stale_unknown = TRUE;
  take_features (self, index, shown);
}

void
yun_map_view_update_features (YunMapView      *self,
                              YunFeatureIndex *index,
                              YunFeatureSet   *shown,
                              const YunRect   *changed)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (changed != NULL)
    self->stale = yun_rect_union (&self->stale, changed);
  else
    self->stale_unknown = TRUE;
  take_features (self, index, shown);
}

void
yun_map_view_set_selection (YunMapView *self, guint entity, gint64 id)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  if (self->selected_entity == entity && self->selected_id == id)
    return;
  self->selected_entity = entity;
  self->selected_id = id;
  g_clear_pointer (&self->selected_shape, yun_feature_index_unref);
  update_selected (self);
}

void
yun_map_view_set_selection_shape (YunMapView *self, YunGeom *shape)
{
  g_return_if_fail (YUN_IS_MAP_VIEW (self));

  g_clear_pointer (&self->selected_shape, yun_feature_index_unref);
  if (shape != NULL && self->selected_id != 0)
    {
      YunFeatureBuilder *builder = yun_feature_builder_new ();
      YunFeature         values = { .id = self->selected_id,
                                    .entity = (gint8) self->selected_entity,
                                    .accuracy = -1,
                                    .status = -1,
                                    .zone = -1 };

      yun_feature_builder_add (builder, &values, NULL, shape);
      self->selected_shape = yun_feature_builder_end (builder);
      if (yun_feature_index_get_n (self->selected_shape) == 0)
        g_clear_pointer (&self->selected_shape, yun_feature_index_unref);
    }
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
  const YunFeature *feature;
  YunPoint          a, b;
  YunRect           box;

  g_return_val_if_fail (YUN_IS_MAP_VIEW (self), FALSE);

  if (self->selected >= 0)
    feature = yun_feature_index_get (self->index, (guint) self->selected);
  else if (self->selected_shape != NULL)
    feature = yun_feature_index_get (self->selected_shape, 0);
  else
    return FALSE;
  a = yun_vertex_to_lonlat (feature->min);
  b = yun_vertex_to_lonlat (feature->max);
  box = (YunRect){ a.x, b.y, b.x, a.y };
  yun_map_camera_show (self->camera, &box);
  return TRUE;
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
  gtk_widget_queue_draw (GTK_WIDGET (self->cross));
  gtk_widget_queue_draw (GTK_WIDGET (self->sketch));
  yun_map_view_update_scene (self, NULL);
}
