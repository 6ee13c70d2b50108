/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-application.h"

#include "yun-first-look.h"
#include "yun-screenshot.h"
#include "yun-settings.h"
#include "yun-ui-resources.h"

#include <glib/gi18n.h>

struct _YunApplication
{
  AdwApplication parent_instance;

  YunFirstLook  *look;       /* (owned) (nullable): what the options ask of the first window */
  YunScreenshot *screenshot; /* (owned) (nullable): wanted instead of a session */
  GSettings     *settings;   /* (owned) (nullable) */
  char          *view;       /* (owned) (nullable): the name of a saved view to open */
  AdwColorScheme scheme;     /* asked for by an option, else the default one */
};

G_DEFINE_FINAL_TYPE (YunApplication, yun_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Save a picture of the window when everything is drawn, and exit"), N_ ("FILE.png") },
  { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Size of the window"), N_ ("WxH") },
  { "dark", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Dark colours"), NULL },
  { "light", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Light colours"), NULL },
  { "filter", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show only what matches"), N_ ("TEXT") },
  { "select", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Select a record"), N_ ("“ENTITY NAME”") },
  { "colour-by", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("What the colours of plots say"),
    N_ ("status|segment|far|tax|age") },
  { "view", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Open a saved view"), N_ ("NAME") },
  { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("What fills the window"), N_ ("map|ledger") },
  { NULL },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "win.open", { "<Control>o" } },
  { "win.new", { "<Shift><Control>n" } },
  { "win.new-listed", { "<Control>n" } },
  { "win.export", { "<Control>e" } },
  { "win.totals", { "<Control>g" } },
  { "win.history", { "<Control>h" } },
  { "win.record-history", { "<Control><Shift>h" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.save-map", { "<Control><Shift>e" } },
  { "win.print", { "<Control>p" } },
  { "win.focus-filter", { "<Control>f" } },
  { "win.save-view", { "<Control><Shift>s" } },
  { "win.focus-views", { "<Control><Shift>v" } },
  { "win.leave-view", { "<Control><Shift>b" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.show-facets", { "F9" } },
  { "win.show-detail", { "<Shift>F9" } },
  { "win.view::map", { "<Control>1" } },
  { "win.view::ledger", { "<Control>2" } },
  { "win.zoom-to-selection", { "<Control>j" } },
  { "win.zoom-to-results", { "<Control><Shift>j" } },
  { "win.map-back", { "<Alt>Left" } },
  { "win.map-forward", { "<Alt>Right" } },
  { "win.go-to", { "<Control>l" } },
  { "win.bookmarks", { "<Control>b" } },
  { "win.add-bookmark", { "<Control>d" } },
  { "win.find-idle", { "<Control>i" } },
  { "win.map-mode::distance", { "<Control>m" } },
  { "win.map-mode::area", { "<Control><Shift>m" } },
  { "win.map-mode::filter", { "<Control><Shift>f" } },
  { "win.zoom-home", { "<Control>0" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal" } },
  { "win.zoom-out", { "<Control>minus" } },
  { "win.colour-by::status", { "<Alt>1" } },
  { "win.colour-by::segment", { "<Alt>2" } },
  { "win.colour-by::far", { "<Alt>3" } },
  { "win.colour-by::tax", { "<Alt>4" } },
  { "win.colour-by::age", { "<Alt>5" } },
  { "win.help", { "F1" } },
  { "win.shortcuts", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_application_remove_window (GTK_APPLICATION (user_data), window);
      gtk_window_destroy (window);
    }
}

static YunWindow *
find_window (YunApplication *self, const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (YUN_IS_WINDOW (l->data) &&
        g_strcmp0 (yun_window_get_path (YUN_WINDOW (l->data)), path) == 0)
      return l->data;
  return NULL;
}

/* What the options ask for, of the first window. */
static void
begin_look (YunApplication *self, YunWindow *window)
{
  if (self->look != NULL)
    yun_first_look_show (self->look, window);
  if (self->screenshot != NULL)
    yun_screenshot_take (self->screenshot, window);
}

static void
yun_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL)
    window = GTK_WINDOW (yun_window_new (GTK_APPLICATION (app)));
  begin_look (YUN_APPLICATION (app), YUN_WINDOW (window));
  gtk_window_present (window);
}

static void
yun_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  YunApplication *self = YUN_APPLICATION (app);

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        yun_application_open_path (self, NULL, path);
    }
}

/* An option of the command line comes before what is remembered. */
static void
update_scheme (YunApplication *self)
{
  AdwColorScheme scheme = self->scheme;

  if (scheme == ADW_COLOR_SCHEME_DEFAULT)
    scheme = yun_settings_get_scheme (self->settings);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
yun_application_startup (GApplication *app)
{
  static const GActionEntry entries[] = { { "quit", quit_cb } };

  G_APPLICATION_CLASS (yun_application_parent_class)->startup (app);
  YUN_APPLICATION (app)->settings = yun_settings_new ();
  if (YUN_APPLICATION (app)->settings != NULL)
    g_signal_connect_object (YUN_APPLICATION (app)->settings, "changed::color-scheme",
                             G_CALLBACK (update_scheme), app, G_CONNECT_SWAPPED);
  update_scheme (YUN_APPLICATION (app));
  gtk_window_set_default_icon_name (YUN_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
}

static int
yun_application_handle_local_options (GApplication *app, GVariantDict *dict)
{
  YunApplication    *self = YUN_APPLICATION (app);
  g_autoptr (GError) error = NULL;
  g_autofree char   *picture = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("yunjian %s\n", YUN_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (dict, "dark"))
    self->scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  else if (g_variant_dict_contains (dict, "light"))
    self->scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  /* A program that runs already would not be told: the options are this one's. */
  if (g_variant_dict_lookup (dict, "view", "s", &self->view))
    g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
  if (g_variant_dict_lookup (dict, "screenshot", "^ay", &picture) &&
      !g_variant_dict_contains (dict, "size"))
    g_variant_dict_insert (dict, "size", "s", "1280x800");
  self->look = yun_first_look_new (dict, &error);
  if (self->look == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (picture != NULL)
    self->screenshot = yun_screenshot_new (picture, self->look);
  if (yun_first_look_asks (self->look))
    g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
  else
    g_clear_pointer (&self->look, yun_first_look_free);
  return -1;
}

static void
yun_application_finalize (GObject *object)
{
  g_clear_pointer (&YUN_APPLICATION (object)->screenshot, yun_screenshot_free);
  g_clear_pointer (&YUN_APPLICATION (object)->look, yun_first_look_free);
  g_clear_object (&YUN_APPLICATION (object)->settings);
  g_free (YUN_APPLICATION (object)->view);
  G_OBJECT_CLASS (yun_application_parent_class)->finalize (object);
}

static void
yun_application_class_init (YunApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yun_application_finalize;
  app_class->activate = yun_application_activate;
  app_class->open = yun_application_open;
  app_class->startup = yun_application_startup;
  app_class->handle_local_options = yun_application_handle_local_options;
  /* By hand: a linker leaves constructors out of a static library. */
  g_resources_register (yun_ui_get_resource ());
}

static void
yun_application_init (YunApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE]"));
}

YunApplication *
yun_application_new (void)
{
  return g_object_new (YUN_TYPE_APPLICATION, "application-id", YUN_APP_ID, "resource-base-path",
                       "/io/github/yunjian/Yunjian", "flags", G_APPLICATION_HANDLES_OPEN, NULL);
}

void
yun_application_open_path (YunApplication *self, YunWindow *window, const char *path)
{
  YunWindow *present;

  g_return_if_fail (YUN_IS_APPLICATION (self));
  g_return_if_fail (path != NULL);

  present = find_window (self, path);
  if (present == NULL)
    {
      present = window;
      if (present == NULL || yun_window_get_path (present) != NULL)
        present = yun_window_new (GTK_APPLICATION (self));
      yun_window_open (present, path);
      /* Once: further windows begin with everything. */
      if (self->view != NULL)
        yun_window_open_view (present, self->view);
      g_clear_pointer (&self->view, g_free);
    }
  begin_look (self, present);
  gtk_window_present (GTK_WINDOW (present));
}

int
yun_application_get_status (YunApplication *self)
{
  g_return_val_if_fail (YUN_IS_APPLICATION (self), 1);
  /* Who works in the window has been told there. */
  return self->screenshot != NULL &&
         (yun_screenshot_has_failed (self->screenshot) || yun_first_look_has_failed (self->look));
}
