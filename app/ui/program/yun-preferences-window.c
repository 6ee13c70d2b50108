/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-preferences-window.h"

#include "yun-settings.h"
#include "yun-tile-loader.h"

#include <glib/gi18n.h>
#include <string.h>

/* The tile that is tried: Songjiang's middle, a street map's scale. */
#define TRIED_ZOOM 12
#define TRIED_X 3427
#define TRIED_Y 1676
#define TRIED_TIMEOUT_S 10

struct _YunPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GtkWidget     *basemap_row;
  GtkWidget     *key_row;
  GtkWidget     *address_row;
  GtkWidget     *file_row;
  GtkWidget     *licence_row;
  GtkWidget     *strength_row;
  GtkAdjustment *strength;
  GtkWidget     *result_row;
  GtkWidget     *preview;
  GtkWidget     *spinner;
  GtkWidget     *result;
  GtkWidget     *warning;
  GtkWidget     *street_map;
  GtkWidget     *scheme_row;

  GSettings            *settings; /* (owned) */
  GtkFileChooserNative *chooser;  /* (owned) (nullable) */
  YunTileSource        *tried;    /* (owned) (nullable) */
  GCancellable         *trying;   /* (owned) (nullable) */
  gboolean              reading;  /* the rows are set from the settings */
};

G_DEFINE_FINAL_TYPE (YunPreferencesWindow, yun_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the row's list. */
static const struct
{
  const char *id;
  const char *licence_key; /* (nullable) */
} kinds[] = {
  { "none", NULL },
  { "tianditu-vector", "basemap-approval" },
  { "tianditu-imagery", "basemap-approval" },
  { "xyz", "basemap-address-licence" },
  { "file", "basemap-file-licence" },
};

static const char *const schemes[] = { "system", "light", "dark" };

static guint
get_kind (YunPreferencesWindow *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "basemap");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].id, id) == 0)
      return i;
  return 0;
}

/* ---- Trying --------------------------------------------------------------- */

static void
show_result (YunPreferencesWindow *self, const char *text, gboolean bad, GdkTexture *texture)
{
  gtk_label_set_text (GTK_LABEL (self->result), text);
  if (bad)
    gtk_widget_add_css_class (self->result, "error");
  else
    gtk_widget_remove_css_class (self->result, "error");
  gtk_picture_set_paintable (GTK_PICTURE (self->preview), GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->preview, texture != NULL);
  gtk_widget_set_visible (self->result_row, *text != '\0');
  gtk_widget_set_visible (self->spinner, self->trying != NULL);
}

/* A file may say itself who made it. */
static void
take_attribution (YunPreferencesWindow *self, YunTileLoader *loader)
{
  g_autofree char *attribution = yun_tile_loader_dup_attribution (loader);
  g_autofree char *licence = g_settings_get_string (self->settings, "basemap-file-licence");

  if (attribution != NULL && *licence == '\0')
    g_settings_set_string (self->settings, "basemap-file-licence", attribution);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunPreferencesWindow) self = user_data;
  g_autoptr (GError)               error = NULL;
  g_autoptr (GdkTexture)           texture =
    yun_tile_loader_load_finish (YUN_TILE_LOADER (source), result, &error);

  if (self->trying == NULL || g_task_get_cancellable (G_TASK (result)) != self->trying)
    return;
  g_clear_object (&self->trying);
  if (error != NULL)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("The basemap does not open: %s."), error->message);

      show_result (self, text, TRUE, NULL);
      return;
    }
  take_attribution (self, YUN_TILE_LOADER (source));
  if (texture != NULL)
    show_result (self, _ ("The basemap opens. This is Songjiang in it."), FALSE, texture);
  else
    show_result (self, _ ("The file opens, but has nothing where Songjiang is."), TRUE, NULL);
}

static void
stop_trying (YunPreferencesWindow *self)
{
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
}

static void
try_basemap (YunPreferencesWindow *self)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunTileSource) source = yun_settings_dup_basemap (self->settings, &error);
  g_autoptr (YunTileLoader) loader = NULL;

  if (source != NULL && yun_tile_source_equal (source, self->tried) && error == NULL)
    return;
  stop_trying (self);
  g_clear_pointer (&self->tried, yun_tile_source_unref);
  if (source == NULL)
    {
      g_autofree char *text = error != NULL ? g_strdup_printf (_ ("%s."), error->message) : NULL;

      show_result (self, text != NULL ? text : "",
                   !g_error_matches (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_EMPTY),
                   NULL);
      return;
    }
  self->tried = yun_tile_source_ref (source);
  self->trying = g_cancellable_new ();
  loader = yun_tile_loader_new (source, NULL);
  yun_tile_loader_set_timeout (loader, TRIED_TIMEOUT_S);
  show_result (self, _ ("Trying the basemap…"), FALSE, NULL);
  yun_tile_loader_load_async (loader, TRIED_ZOOM, TRIED_X, TRIED_Y, self->trying, tried_cb,
                              g_object_ref (self));
}

/* ---- Rows ----------------------------------------------------------------- */

static void
set_text (GtkWidget *row, const char *text)
{
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
read_text (YunPreferencesWindow *self, GtkWidget *row, const char *key)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);

  set_text (row, text);
}

static void
update_warning (YunPreferencesWindow *self)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address_row));

  gtk_widget_set_visible (self->warning, gtk_widget_get_visible (self->address_row) &&
                                           yun_tile_source_is_shifted (address));
}

static void
read_settings (YunPreferencesWindow *self)
{
  guint            kind = get_kind (self);
  g_autofree char *path = g_settings_get_string (self->settings, "basemap-file");
  g_autofree char *name = *path != '\0' ? g_filename_display_name (path) : NULL;
  g_autofree char *escaped = name != NULL ? g_markup_escape_text (name, -1) : NULL;
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");
  gboolean         tianditu = kind == 1 || kind == 2;

  self->reading = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->basemap_row), kind);
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i], scheme) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->scheme_row), i);
  read_text (self, self->key_row, "basemap-key");
  read_text (self, self->address_row, "basemap-address");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->file_row),
                               escaped != NULL ? escaped : _ ("None chosen"));
  if (kinds[kind].licence_key != NULL)
    read_text (self, self->licence_row, kinds[kind].licence_key);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->licence_row),
                                 tianditu ? _ ("Approval Number on Tianditu's Page")
                                          : _ ("Licence Shown on the Map"));
  gtk_widget_set_visible (self->key_row, tianditu);
  gtk_widget_set_visible (self->address_row, strcmp (kinds[kind].id, "xyz") == 0);
  gtk_widget_set_visible (self->file_row, strcmp (kinds[kind].id, "file") == 0);
  gtk_widget_set_visible (self->licence_row, kinds[kind].licence_key != NULL);
  gtk_widget_set_visible (self->strength_row, kinds[kind].licence_key != NULL);
  self->reading = FALSE;
  update_warning (self);
}

static void
settings_changed_cb (YunPreferencesWindow *self)
{
  read_settings (self);
  try_basemap (self);
}

static void
basemap_chosen_cb (YunPreferencesWindow *self)
{
  guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (self->basemap_row));

  if (!self->reading && self->settings != NULL && i < G_N_ELEMENTS (kinds))
    g_settings_set_string (self->settings, "basemap", kinds[i].id);
}

static void
scheme_chosen_cb (YunPreferencesWindow *self)
{
  guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (self->scheme_row));

  if (!self->reading && self->settings != NULL && i < G_N_ELEMENTS (schemes))
    g_settings_set_string (self->settings, "color-scheme", schemes[i]);
}

static void
key_applied_cb (YunPreferencesWindow *self)
{
  g_autofree char *key =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->key_row))));

  g_settings_set_string (self->settings, "basemap-key", key);
}

static void
address_applied_cb (YunPreferencesWindow *self)
{
  g_autofree char *address =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address_row))));

  g_settings_set_string (self->settings, "basemap-address", address);
}

static void
licence_applied_cb (YunPreferencesWindow *self)
{
  guint kind = get_kind (self);

  if (kinds[kind].licence_key != NULL)
    g_settings_set_string (self->settings, kinds[kind].licence_key,
                           gtk_editable_get_text (GTK_EDITABLE (self->licence_row)));
}

/* What is wrong with an address is said while it is typed; nobody is asked for tiles yet. */
static void
address_changed_cb (YunPreferencesWindow *self)
{
  const char               *address = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunTileSource) source = NULL;

  update_warning (self);
  if (self->reading || self->settings == NULL)
    return;
  source = yun_tile_source_new_xyz (address, NULL, &error);
  if (g_error_matches (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_ADDRESS))
    {
      g_autofree char *text = g_strdup_printf (_ ("%s."), error->message);

      gtk_widget_add_css_class (self->address_row, "error");
      stop_trying (self);
      g_clear_pointer (&self->tried, yun_tile_source_unref);
      show_result (self, text, TRUE, NULL);
      return;
    }
  if (!gtk_widget_has_css_class (self->address_row, "error"))
    return;
  gtk_widget_remove_css_class (self->address_row, "error");
  try_basemap (self);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, YunPreferencesWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char  *path = g_file_get_path (file);

      if (path != NULL)
        {
          g_settings_set_string (self->settings, "basemap-file-licence", "");
          g_settings_set_string (self->settings, "basemap-file", path);
        }
    }
  gtk_native_dialog_destroy (chooser);
  g_clear_object (&self->chooser);
}

static void
choose_file_cb (YunPreferencesWindow *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Basemap"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  gtk_file_filter_set_name (filter, _ ("MBTiles and GeoPackage"));
  gtk_file_filter_add_suffix (filter, "mbtiles");
  gtk_file_filter_add_suffix (filter, "gpkg");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_preferences_window_dispose (GObject *object)
{
  YunPreferencesWindow *self = YUN_PREFERENCES_WINDOW (object);

  stop_trying (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->tried, yun_tile_source_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_PREFERENCES_WINDOW);
  G_OBJECT_CLASS (yun_preferences_window_parent_class)->dispose (object);
}

static void
yun_preferences_window_class_init (YunPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_preferences_window_dispose;
  g_type_ensure (YUN_TYPE_STREET_MAP_GROUP);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-preferences-window.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, YunPreferencesWindow, child)
  BIND (basemap_row);
  BIND (key_row);
  BIND (address_row);
  BIND (file_row);
  BIND (licence_row);
  BIND (strength_row);
  BIND (strength);
  BIND (result_row);
  BIND (preview);
  BIND (spinner);
  BIND (result);
  BIND (warning);
  BIND (street_map);
  BIND (scheme_row);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, basemap_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, scheme_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, licence_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_file_cb);
}

static void
yun_preferences_window_init (YunPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
yun_preferences_window_new (GtkWindow *parent, GSettings *settings)
{
  YunPreferencesWindow *self =
    g_object_new (YUN_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "basemap-strength", self->strength, "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  yun_street_map_group_set_settings (YUN_STREET_MAP_GROUP (self->street_map), settings);
  settings_changed_cb (self);
  return GTK_WIDGET (self);
}

gboolean
yun_preferences_window_is_calm (YunPreferencesWindow *self)
{
  g_return_val_if_fail (YUN_IS_PREFERENCES_WINDOW (self), FALSE);

  return self->trying == NULL;
}

const char *
yun_preferences_window_get_result (YunPreferencesWindow *self)
{
  g_return_val_if_fail (YUN_IS_PREFERENCES_WINDOW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->result));
}

YunStreetMapGroup *
yun_preferences_window_get_street_map (YunPreferencesWindow *self)
{
  g_return_val_if_fail (YUN_IS_PREFERENCES_WINDOW (self), NULL);

  return YUN_STREET_MAP_GROUP (self->street_map);
}
