/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-backdrop.h"

#include "yun-style.h"

#include <glib/gi18n-lib.h>

/* A light picture under a dark window steps back. */
#define DARK_STRENGTH 0.35

struct _YunMapBackdrop
{
  GObject parent_instance;

  GtkLabel        *licence;     /* (unowned) */
  GtkWidget       *notice;      /* (unowned): why the basemap does not open */
  GtkLabel        *notice_text; /* (unowned) */
  YunBasemapLayer *layer;       /* (owned) */
  YunFeatureLayer *features;    /* (owned) (nullable) */
  double           strength;
  gboolean         dark;
  gboolean         streets;
  int              on_basemap; /* atomic: the workers leave the ground out */
};

G_DEFINE_FINAL_TYPE (YunMapBackdrop, yun_map_backdrop, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_ground (YunMapBackdrop *self)
{
  YunColour colour =
    yun_style_get (self->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT, YUN_FILL_STATUS)->ground;
  GdkRGBA ground = { (float) colour.r, (float) colour.g, (float) colour.b, 1 };
  GdkRGBA clear = { 0 };

  yun_basemap_layer_set_ground (self->layer, &ground,
                                self->strength * (self->dark ? DARK_STRENGTH : 1));
  if (self->features != NULL)
    yun_feature_layer_set_ground (self->features,
                                  yun_basemap_layer_is_usable (self->layer) ? &clear : &ground);
}

static void
update_licence (YunMapBackdrop *self)
{
  YunTileSource *source = yun_basemap_layer_get_source (self->layer);
  const char *own = self->streets ? _ ("Outlines and streets © OpenStreetMap contributors (ODbL)")
                                  : _ ("Outlines © OpenStreetMap contributors (ODbL)");
  const char *other = source != NULL ? yun_tile_source_get_licence (source) : "";
  g_autofree char *both = NULL;

  if (yun_basemap_layer_is_usable (self->layer) && *other != '\0')
    both = g_strdup_printf ("%s | %s", other, own);
  gtk_label_set_text (self->licence, both != NULL ? both : own);
}

/* Said once: until it works again, or another basemap is chosen. */
static void
update_notice (YunMapBackdrop *self)
{
  const char      *failure = yun_basemap_layer_get_failure (self->layer);
  g_autofree char *text = NULL;

  if (failure != NULL)
    {
      text = g_strdup_printf (_ ("The basemap does not open: %s. Our own map is shown."), failure);
      gtk_label_set_text (self->notice_text, text);
    }
  gtk_widget_set_visible (self->notice, failure != NULL);
}

static void
layer_changed_cb (YunMapBackdrop *self)
{
  gboolean on_basemap = yun_basemap_layer_is_usable (self->layer);

  update_notice (self);
  update_licence (self);
  if (on_basemap == yun_map_backdrop_is_basemap (self))
    return;
  g_atomic_int_set (&self->on_basemap, on_basemap);
  update_ground (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
retry_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_basemap_layer_retry (yun_map_view_get_backdrop (YUN_MAP_VIEW (widget))->layer);
}

static void
close_notice_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_set_visible (yun_map_view_get_backdrop (YUN_MAP_VIEW (widget))->notice, FALSE);
  gtk_widget_grab_focus (widget);
}

void
yun_map_backdrop_class_init_view (GtkWidgetClass *klass)
{
  static const char *const children[] = { "licence", "notice", "notice_text" };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (klass, children[i], FALSE, 0);
  gtk_widget_class_install_action (klass, "map.retry-basemap", NULL, retry_cb);
  gtk_widget_class_install_action (klass, "map.close-notice", NULL, close_notice_cb);
}

static void
yun_map_backdrop_finalize (GObject *object)
{
  YunMapBackdrop *self = YUN_MAP_BACKDROP (object);

  g_clear_object (&self->layer);
  g_clear_object (&self->features);
  G_OBJECT_CLASS (yun_map_backdrop_parent_class)->finalize (object);
}

static void
yun_map_backdrop_class_init (YunMapBackdropClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yun_map_backdrop_finalize;
  signals[CHANGED] = g_signal_new ("changed", YUN_TYPE_MAP_BACKDROP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
yun_map_backdrop_init (YunMapBackdrop *self)
{
  self->strength = 1;
}

static gpointer
get_child (YunMapView *view, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (view), YUN_TYPE_MAP_VIEW, name);
}

YunMapBackdrop *
yun_map_backdrop_new (YunMapView *view)
{
  YunMapBackdrop *self = g_object_new (YUN_TYPE_MAP_BACKDROP, NULL);
  ShumateMap     *map = yun_map_view_get_map (view);

  self->licence = get_child (view, "licence");
  self->notice = get_child (view, "notice");
  self->notice_text = get_child (view, "notice_text");
  self->layer = yun_basemap_layer_new (shumate_map_get_viewport (map));
  g_object_ref_sink (self->layer);
  shumate_map_add_layer (map, SHUMATE_LAYER (self->layer));
  g_signal_connect_object (self->layer, "changed", G_CALLBACK (layer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

YunBasemapLayer *
yun_map_backdrop_get_layer (YunMapBackdrop *self)
{
  g_return_val_if_fail (YUN_IS_MAP_BACKDROP (self), NULL);

  return self->layer;
}

void
yun_map_backdrop_set_features (YunMapBackdrop *self, YunFeatureLayer *features)
{
  g_return_if_fail (YUN_IS_MAP_BACKDROP (self));

  g_set_object (&self->features, features);
  update_ground (self);
}

void
yun_map_backdrop_set_dark (YunMapBackdrop *self, gboolean dark)
{
  g_return_if_fail (YUN_IS_MAP_BACKDROP (self));

  self->dark = dark;
  update_ground (self);
}

void
yun_map_backdrop_set_streets (YunMapBackdrop *self, gboolean streets)
{
  g_return_if_fail (YUN_IS_MAP_BACKDROP (self));

  self->streets = streets;
  update_licence (self);
}

void
yun_map_view_set_basemap (YunMapView *view, YunTileSource *source, double strength)
{
  g_autofree char *folder = NULL;
  YunMapBackdrop  *self;

  g_return_if_fail (YUN_IS_MAP_VIEW (view));

  self = yun_map_view_get_backdrop (view);
  folder = yun_tile_loader_dup_folder ();
  self->strength = strength;
  yun_basemap_layer_set_source (self->layer, source, folder);
  update_ground (self);
}

const char *
yun_map_view_get_basemap_failure (YunMapView *view)
{
  g_return_val_if_fail (YUN_IS_MAP_VIEW (view), NULL);

  return yun_basemap_layer_get_failure (yun_map_view_get_backdrop (view)->layer);
}

gboolean
yun_map_backdrop_is_basemap (YunMapBackdrop *self)
{
  return g_atomic_int_get (&self->on_basemap) != 0;
}
