/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-map-dialog.h"

#include "yun-job-view.h"
#include "yun-map-preview.h"
#include "yun-map-print.h"
#include "yun-render-job.h"
#include "yun-settings.h"

#include <glib/gi18n.h>

#define PREVIEW_DELAY 200 /* ms after the last change */
#define SCREEN_WIDTH 1920
#define SCREEN_HEIGHT 1080
#define SCREEN_DPI 96.0

/* What the sheet shows. Fixed scales are about the middle of what the window shows. */
typedef struct
{
  const char *label;
  double      denominator;
  gboolean    rounded;
  gboolean    fitted; /* all that the filter shows, or the district */
} Scale;

struct _YunMapDialog
{
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *cancel_button;
  GtkWidget *save_button;
  GtkWidget *print_button;
  GtkWidget *done_button;
  GtkWidget *preview;
  GtkWidget *preview_spinner;
  GtkWidget *title_row;
  GtkWidget *maker_row;
  GtkWidget *format_row;
  GtkWidget *paper_row;
  GtkWidget *orientation_row;
  GtkWidget *dpi_row;
  GtkWidget *scale_row;
  GtkWidget *legend_switch;
  GtkWidget *scale_switch;
  GtkWidget *ticks_switch;
  GtkWidget *notes_switch;
  GtkWidget *internal_switch;
  GtkWidget *dark_switch;
  GtkWidget *path_row;
  GtkWidget *error_label;
  GtkWidget *job_view;
  GtkWidget *done_page;

  YunStore         *store;    /* (owned) */
  YunRenderOptions *options;  /* (owned): what does not change: features, filter, extent */
  GSettings        *settings; /* (owned) (nullable) */
  const Scale      *scales;   /* the choices of scale_row */
  char             *path;     /* (owned) */
  gboolean          replace;
  gboolean          for_print;
  YunJob           *job;        /* (owned) (nullable): the one that runs */
  GCancellable     *previewing; /* (owned) (nullable) */
  guint             preview_timeout;
};

G_DEFINE_FINAL_TYPE (YunMapDialog, yun_map_dialog, ADW_TYPE_WINDOW)

static const char *const formats[] = { ".pdf", ".svg", ".png", NULL };
static const char *const format_labels[] = { N_ ("PDF, for print"), N_ ("SVG, to edit further"),
                                             N_ ("PNG, a picture"), NULL };
static const char *const papers[] = {
  "A4", "A3", "A2", "A1", "A0", N_ ("Screen, 1920 × 1080"), NULL
};
static const char *const orientations[] = { N_ ("Across"), N_ ("Upright"), NULL };
static const char *const dpis[] = { "150", "300", "600", NULL };
static const Scale       paper_scales[] = {
        { N_ ("Fit the paper"), 0, FALSE, TRUE },
        { N_ ("Fit the paper, at a round scale"), 0, TRUE, TRUE },
        { N_ ("As in the window"), 0, FALSE, FALSE },
        { "1:2 000", 2000, FALSE, FALSE },
        { "1:5 000", 5000, FALSE, FALSE },
        { "1:10 000", 10000, FALSE, FALSE },
        { "1:25 000", 25000, FALSE, FALSE },
        { "1:50 000", 50000, FALSE, FALSE },
        { "1:100 000", 100000, FALSE, FALSE },
};

/* A picture for a screen has no scale. */
static const Scale screen_scales[] = {
  { N_ ("Fit the picture"), 0, FALSE, TRUE },
  { N_ ("As in the window"), 0, FALSE, FALSE },
};

/* ---- Choices -------------------------------------------------------------- */

static guint
get_choice (GtkWidget *row)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (row));
}

static gboolean
is_on (GtkWidget *switch_)
{
  return gtk_switch_get_active (GTK_SWITCH (switch_));
}

static gboolean
is_for_screen (YunMapDialog *self)
{
  return get_choice (self->paper_row) == G_N_ELEMENTS (papers) - 2;
}

static const Scale *
get_scale (YunMapDialog *self)
{
  return &self->scales[get_choice (self->scale_row)];
}

static YunPageParts
get_parts (YunMapDialog *self)
{
  return (is_on (self->legend_switch) ? YUN_PAGE_LEGEND : 0) |
         (is_on (self->scale_switch) ? YUN_PAGE_SCALE | YUN_PAGE_NORTH : 0) |
         (is_on (self->ticks_switch) ? YUN_PAGE_TICKS : 0) |
         (is_on (self->notes_switch) ? YUN_PAGE_NOTES : 0) |
         (is_on (self->internal_switch) ? YUN_PAGE_INTERNAL : 0);
}

/* (transfer full): all that is chosen now. */
static YunRenderOptions *
make_options (YunMapDialog *self)
{
  YunRenderOptions *options = yun_render_options_copy (self->options);
  gboolean          upright = get_choice (self->orientation_row) == 1;
  double            width = SCREEN_WIDTH, height = SCREEN_HEIGHT;
  const Scale      *scale;

  g_free (options->title);
  options->title = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
  g_free (options->maker);
  options->maker = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->maker_row)));
  options->path = g_strdup (self->path);
  options->replace = self->replace;
  options->format = self->for_print ? YUN_RENDER_PDF : YUN_RENDER_PNG;
  if (!self->for_print)
    yun_render_format_find (self->path, &options->format);
  options->parts = get_parts (self);
  options->scheme = is_on (self->dark_switch) ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT;
  options->dpi = g_ascii_strtod (dpis[get_choice (self->dpi_row)], NULL);
  scale = get_scale (self);
  options->denominator = scale->denominator;
  options->rounded = scale->rounded;
  if (scale->fitted)
    options->extent = YUN_RECT_EMPTY;
  if (is_for_screen (self))
    {
      options->width_mm = options->height_mm = 0;
      options->width = upright ? height : width;
      options->height = upright ? width : height;
      options->dpi = SCREEN_DPI;
    }
  else
    {
      yun_page_find_paper (papers[get_choice (self->paper_row)], &width, &height);
      options->width_mm = upright ? width : height;
      options->height_mm = upright ? height : width;
    }
  return options;
}

static void
show_page (YunMapDialog *self, const char *page)
{
  gboolean form = strcmp (page, "form") == 0, done = strcmp (page, "done") == 0;

  gtk_widget_set_visible (self->cancel_button, form);
  gtk_widget_set_visible (self->save_button, form && !self->for_print);
  gtk_widget_set_visible (self->print_button, form && self->for_print);
  gtk_widget_set_visible (self->done_button, done);
  gtk_window_set_default_widget (GTK_WINDOW (self), done              ? self->done_button
                                                    : self->for_print ? self->print_button
                                                                      : self->save_button);
  if (done)
    gtk_widget_grab_focus (self->done_button);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
}

static void
show_error (YunMapDialog *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->error_label, text != NULL);
}

/* ---- Preview -------------------------------------------------------------- */

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunMapDialog) self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GdkTexture)   texture = yun_map_preview_paint_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;
  g_clear_object (&self->previewing);
  gtk_spinner_set_spinning (GTK_SPINNER (self->preview_spinner), FALSE);
  show_error (self, error != NULL ? error->message : NULL);
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->preview), GDK_PAINTABLE (texture));
}

static gboolean
preview_due_cb (gpointer user_data)
{
  YunMapDialog *self = user_data;

  self->preview_timeout = 0;
  self->previewing = g_cancellable_new ();
  yun_map_preview_paint_async (self->store, make_options (self), self->previewing, previewed_cb,
                               g_object_ref (self));
  gtk_spinner_set_spinning (GTK_SPINNER (self->preview_spinner), TRUE);
  return G_SOURCE_REMOVE;
}

static void
stop_preview (YunMapDialog *self)
{
  g_clear_handle_id (&self->preview_timeout, g_source_remove);
  if (self->previewing != NULL)
    g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
}

static void
update_preview (YunMapDialog *self)
{
  if (self->options == NULL)
    return;
  stop_preview (self);
  self->preview_timeout = g_timeout_add (PREVIEW_DELAY, preview_due_cb, self);
}

/* ---- Scales --------------------------------------------------------------- */

static void
fill (GtkWidget *row, const char *const *texts, guint n, guint chosen)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, _ (texts[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), chosen);
}

static void
fill_scales (YunMapDialog *self, const Scale *scales, guint n, guint chosen)
{
  const char *labels[G_N_ELEMENTS (paper_scales)];

  for (guint i = 0; i < n; i++)
    labels[i] = scales[i].label;
  self->scales = scales;
  fill (self->scale_row, labels, n, chosen);
}

/* Paper and screens have choices of their own; what both have stays chosen. */
static void
update_scales (YunMapDialog *self)
{
  const Scale *scales = is_for_screen (self) ? screen_scales : paper_scales;
  guint    n = scales == screen_scales ? G_N_ELEMENTS (screen_scales) : G_N_ELEMENTS (paper_scales);
  gboolean fitted;
  guint    chosen = 0;

  if (self->scales == scales)
    return;
  fitted = self->scales == NULL || get_scale (self)->fitted;
  while (scales[chosen].fitted != fitted)
    chosen++;
  fill_scales (self, scales, n, chosen);
}

/* ---- File ----------------------------------------------------------------- */

static void
update_path_row (YunMapDialog *self)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->path_row), escaped);
  gtk_widget_set_tooltip_text (self->path_row, shown);
}

static void
propose_path (YunMapDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *date = g_date_time_format (now, "%Y%m%d");
  g_autofree char      *title = yun_render_dup_title (self->options->filter);
  g_autofree char      *file = g_strdup_printf ("%s_%s%s", title, date, formats[0]);
  g_autofree char      *folder =
    self->settings != NULL ? g_settings_get_string (self->settings, "export-folder") : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

      g_free (folder);
      folder = g_strdup (documents != NULL ? documents : g_get_home_dir ());
    }
  g_strdelimit (file, "/", '-');
  self->path = g_build_filename (folder, file, NULL);
  update_path_row (self);
}

static void
choice_changed_cb (YunMapDialog *self)
{
  gboolean screen = is_for_screen (self);
  gboolean vector = get_choice (self->format_row) != 2;

  update_scales (self);
  gtk_widget_set_visible (self->dpi_row, !screen && !self->for_print);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->dpi_row),
                               vector ? _ ("Only for very small areas; all else is sharp at any")
                                      : "");
  update_preview (self);
}

static void
format_chosen_cb (YunMapDialog *self)
{
  char *dot = self->path != NULL ? strrchr (self->path, '.') : NULL;
  char *path;

  if (dot != NULL)
    {
      *dot = '\0';
      path = g_strconcat (self->path, formats[get_choice (self->format_row)], NULL);
      g_free (self->path);
      self->path = path;
      self->replace = FALSE;
      update_path_row (self);
    }
  choice_changed_cb (self);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, YunMapDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char  *path = g_file_get_path (file);
      YunRenderFormat   format;

      if (path != NULL)
        {
          gboolean complete = yun_render_format_find (path, &format);

          yun_map_dialog_set_path (self, path);
          /* The chooser has asked whether a file of that name may go, if that is the name. */
          self->replace = complete;
        }
    }
  gtk_native_dialog_destroy (chooser);
}

static void
choose_clicked_cb (YunMapDialog *self)
{
  g_autofree char      *name = g_path_get_basename (self->path);
  g_autofree char      *folder_path = g_path_get_dirname (self->path);
  g_autoptr (GFile)     folder = g_file_new_for_path (folder_path);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Save Map As"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Choose"), NULL);

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* The chooser has no owner but us; its answer releases it. */
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self), "yun-chooser", chooser, (GDestroyNotify) g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- Who makes it --------------------------------------------------------- */

/* Who made the last sheet here, or who is at work. */
static void
propose_maker (YunMapDialog *self)
{
  g_autofree char *maker =
    self->settings != NULL ? g_settings_get_string (self->settings, "map-maker") : NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->maker_row),
                         maker != NULL && maker[0] != '\0' ? maker : self->options->maker);
}

static void
keep_maker (YunMapDialog *self)
{
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "map-maker",
                           gtk_editable_get_text (GTK_EDITABLE (self->maker_row)));
}

/* ---- Saving --------------------------------------------------------------- */

static void
replace_answered_cb (YunMapDialog *self, const char *response)
{
  if (strcmp (response, "replace") == 0)
    {
      self->replace = TRUE;
      yun_map_dialog_start (self);
    }
}

static void
ask_replace (YunMapDialog *self)
{
  g_autofree char *shown = g_filename_display_basename (self->path);
  g_autofree char *body = g_strdup_printf (_ ("There is already a file “%s”."), shown);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Replace the File?"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "replace",
                                    _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunMapDialog) self = user_data;
  g_autofree char         *path = NULL;
  g_autoptr (GError)       error = NULL;

  path = yun_job_run_finish (YUN_JOB (source), result, &error);
  g_clear_object (&self->job);
  if (self->stack == NULL)
    return; /* closed meanwhile */
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), NULL);
  if (path != NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);
      g_autofree char *escaped = g_markup_escape_text (shown, -1);

      adw_status_page_set_description (ADW_STATUS_PAGE (self->done_page), escaped);
      show_page (self, "done");
      return;
    }
  show_page (self, "form");
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_EXISTS))
    ask_replace (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error->message);
}

static void
open_clicked_cb (YunMapDialog *self)
{
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
folder_clicked_cb (YunMapDialog *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/* ---- Printing ------------------------------------------------------------- */

static void
print_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, YunMapDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      show_error (self, error->message);
    }
  else if (result != GTK_PRINT_OPERATION_RESULT_CANCEL)
    gtk_window_close (GTK_WINDOW (self));
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunMapDialog)      self = user_data;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (YunRenderOptions)  options = NULL;
  g_autoptr (GError)            error = NULL;
  const char                   *export_path = g_object_get_data (source, "yun-export-path");
  cairo_surface_t              *sheet = yun_job_run_finish (YUN_JOB (source), result, &error);

  g_clear_object (&self->job);
  if (self->stack == NULL)
    {
      g_clear_pointer (&sheet, cairo_surface_destroy);
      return;
    }
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), NULL);
  show_page (self, "form");
  if (sheet == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error->message);
      return;
    }

  options = make_options (self);
  operation = yun_map_print_new (sheet, options);
  if (export_path != NULL)
    gtk_print_operation_set_export_filename (operation, export_path);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, 0);
  if (gtk_print_operation_run (operation,
                               export_path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                                   : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (self), &error) == GTK_PRINT_OPERATION_RESULT_ERROR &&
      self->stack != NULL)
    show_error (self, error->message);
}

void
yun_map_dialog_print (YunMapDialog *self, const char *export_path)
{
  g_return_if_fail (YUN_IS_MAP_DIALOG (self));

  if (self->job != NULL)
    return;
  show_error (self, NULL);
  stop_preview (self);
  keep_maker (self);
  self->job = yun_map_print_job_new (self->store, make_options (self));
  g_object_set_data_full (G_OBJECT (self->job), "yun-export-path", g_strdup (export_path), g_free);
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), self->job);
  show_page (self, "job");
  yun_job_run_async (self->job, recorded_cb, g_object_ref (self));
}

static void
print_clicked_cb (YunMapDialog *self)
{
  yun_map_dialog_print (self, NULL);
}

static void
save_clicked_cb (YunMapDialog *self)
{
  yun_map_dialog_start (self);
}

/* ---- Object --------------------------------------------------------------- */

static gboolean
yun_map_dialog_close_request (GtkWindow *window)
{
  YunMapDialog *self = YUN_MAP_DIALOG (window);

  if (self->job != NULL)
    yun_job_cancel (self->job);
  stop_preview (self);
  return GTK_WINDOW_CLASS (yun_map_dialog_parent_class)->close_request (window);
}

static void
yun_map_dialog_dispose (GObject *object)
{
  YunMapDialog *self = YUN_MAP_DIALOG (object);

  stop_preview (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_MAP_DIALOG);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (yun_map_dialog_parent_class)->dispose (object);
}

static void
yun_map_dialog_finalize (GObject *object)
{
  YunMapDialog *self = YUN_MAP_DIALOG (object);

  g_clear_pointer (&self->options, yun_render_options_free);
  g_free (self->path);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (yun_map_dialog_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, YunMapDialog, name)

static void
yun_map_dialog_class_init (YunMapDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_map_dialog_dispose;
  object_class->finalize = yun_map_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_map_dialog_close_request;

  g_type_ensure (YUN_TYPE_JOB_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-map-dialog.ui");
  CHILD (stack);
  CHILD (cancel_button);
  CHILD (save_button);
  CHILD (print_button);
  CHILD (done_button);
  CHILD (preview);
  CHILD (preview_spinner);
  CHILD (title_row);
  CHILD (maker_row);
  CHILD (format_row);
  CHILD (paper_row);
  CHILD (orientation_row);
  CHILD (dpi_row);
  CHILD (scale_row);
  CHILD (legend_switch);
  CHILD (scale_switch);
  CHILD (ticks_switch);
  CHILD (notes_switch);
  CHILD (internal_switch);
  CHILD (dark_switch);
  CHILD (path_row);
  CHILD (error_label);
  CHILD (job_view);
  CHILD (done_page);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_map_dialog_init (YunMapDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = yun_settings_new ();
  fill (self->format_row, format_labels, G_N_ELEMENTS (format_labels) - 1, 0);
  fill (self->paper_row, papers, G_N_ELEMENTS (papers) - 1, 1);
  fill (self->orientation_row, orientations, G_N_ELEMENTS (orientations) - 1, 0);
  fill (self->dpi_row, dpis, G_N_ELEMENTS (dpis) - 1, 1);
  update_scales (self);
}

GtkWidget *
yun_map_dialog_new (GtkWindow     *parent,
                    YunWorkspace  *workspace,
                    const YunRect *extent,
                    YunStreetMap  *streets,
                    const char    *colour_by,
                    gboolean       print)
{
  YunMapDialog    *self;
  YunFeatureIndex *index;
  YunFeatureSet   *shown;
  g_autofree char *title = NULL;

  g_return_val_if_fail (YUN_IS_WORKSPACE (workspace) && extent != NULL, NULL);

  self = g_object_new (YUN_TYPE_MAP_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->for_print = print;
  self->store = g_object_ref (yun_workspace_get_store (workspace));
  self->options = yun_render_options_new ();
  yun_filter_unref (self->options->filter);
  self->options->filter = yun_filter_ref (yun_workspace_get_answered_filter (workspace));
  self->options->extent = *extent;
  if (streets != NULL)
    self->options->streets = yun_street_map_ref (streets);
  yun_fill_by_find (colour_by, &self->options->fill_by);
  index = yun_workspace_get_features (workspace);
  shown = yun_workspace_get_shown (workspace);
  if (index != NULL)
    self->options->index = yun_feature_index_ref (index);
  if (shown != NULL)
    self->options->shown = yun_feature_set_ref (shown);

  title = yun_render_dup_title (self->options->filter);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title);
  propose_maker (self);
  gtk_window_set_title (GTK_WINDOW (self), print ? _ ("Print the Map") : _ ("Save the Map"));
  gtk_widget_set_visible (self->format_row, !print);
  gtk_widget_set_visible (self->path_row, !print);
  if (print)
    fill (self->paper_row, papers, G_N_ELEMENTS (papers) - 2, 1);
  propose_path (self);
  choice_changed_cb (self);
  show_page (self, "form");
  return GTK_WIDGET (self);
}

void
yun_map_dialog_set_path (YunMapDialog *self, const char *path)
{
  static const guint choices[] = { 2, 1, 0 }; /* of PNG, SVG, PDF */
  YunRenderFormat    format;

  g_return_if_fail (YUN_IS_MAP_DIALOG (self));
  g_return_if_fail (path != NULL);

  g_free (self->path);
  if (yun_render_format_find (path, &format))
    {
      self->path = g_strdup (path);
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->format_row), choices[format]);
    }
  else
    self->path = g_strconcat (path, formats[get_choice (self->format_row)], NULL);
  self->replace = FALSE;
  update_path_row (self);
}

void
yun_map_dialog_start (YunMapDialog *self)
{
  YunRenderOptions *options;

  g_return_if_fail (YUN_IS_MAP_DIALOG (self));

  if (self->job != NULL)
    return;
  show_error (self, NULL);
  stop_preview (self);
  options = make_options (self);
  if (self->settings != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (options->path);

      g_settings_set_string (self->settings, "export-folder", folder);
    }
  keep_maker (self);
  self->job = yun_render_job_new (self->store, options);
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), self->job);
  show_page (self, "job");
  yun_job_run_async (self->job, saved_cb, g_object_ref (self));
}

const char *
yun_map_dialog_get_page (YunMapDialog *self)
{
  g_return_val_if_fail (YUN_IS_MAP_DIALOG (self), NULL);
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}

gboolean
yun_map_dialog_is_previewed (YunMapDialog *self)
{
  g_return_val_if_fail (YUN_IS_MAP_DIALOG (self), FALSE);
  return self->preview_timeout == 0 && self->previewing == NULL &&
         gtk_picture_get_paintable (GTK_PICTURE (self->preview)) != NULL;
}
