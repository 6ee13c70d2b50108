/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-export-dialog.h"

#include "yun-crs.h"
#include "yun-export-job.h"
#include "yun-job-view.h"
#include "yun-record-list.h"
#include "yun-report.h"
#include "yun-settings.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

struct _YunExportDialog
{
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *cancel_button;
  GtkWidget *back_button;
  GtkWidget *export_button;
  GtkWidget *anyway_button;
  GtkWidget *done_button;
  GtkWidget *what_row;
  GtkWidget *filter_label;
  GtkWidget *crs_row;
  GtkWidget *other_crs_row;
  GtkWidget *encoding_row;
  GtkWidget *path_row;
  GtkWidget *error_label;
  GtkWidget *job_view;
  GtkWidget *problems_label;
  GtkWidget *problems_list;
  GtkWidget *done_page;
  GtkWidget *done_files;
  GtkWidget *done_problems;
  GtkWidget *done_problems_list;

  YunWorkspace *workspace; /* (owned) */
  YunFilter    *filter;    /* (owned) */
  GSettings    *settings;  /* (owned) (nullable) */
  char         *path;      /* (owned) */
  char         *proposed;  /* (owned) (nullable): the path proposed, until the user chose one */
  gboolean      replace;
  YunJob       *job; /* (owned) (nullable): the one that runs */
};

G_DEFINE_FINAL_TYPE (YunExportDialog, yun_export_dialog, ADW_TYPE_WINDOW)

static const struct
{
  YunShapefileEncoding encoding;
  const char          *label;
} encodings[] = {
  { YUN_ENCODING_GBK_LDID, N_ ("GBK, most widely read") },
  { YUN_ENCODING_GBK_CPG, N_ ("GBK with a .cpg file") },
  { YUN_ENCODING_UTF8, N_ ("UTF-8, every character") },
  { YUN_ENCODING_GB18030, N_ ("GB18030, every character") },
};

static void start (YunExportDialog *self, gboolean lossy);

/* ---- Pages ---------------------------------------------------------------- */

static void
show_page (YunExportDialog *self, const char *page)
{
  gboolean form = strcmp (page, "form") == 0;
  gboolean problems = strcmp (page, "problems") == 0;
  gboolean done = strcmp (page, "done") == 0;

  gtk_widget_set_visible (self->cancel_button, form);
  gtk_widget_set_visible (self->export_button, form);
  gtk_widget_set_visible (self->back_button, problems);
  gtk_widget_set_visible (self->anyway_button, problems);
  gtk_widget_set_visible (self->done_button, done);
  if (form)
    gtk_window_set_default_widget (GTK_WINDOW (self), self->export_button);
  else if (done)
    {
      gtk_window_set_default_widget (GTK_WINDOW (self), self->done_button);
      gtk_widget_grab_focus (self->done_button); /* not the names of files, which it would select */
    }
  /* Last: it moves the focus from a page that goes to the first it finds on the one that comes. */
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
}

static void
show_error (YunExportDialog *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->error_label, text != NULL);
}

static void
fill_problems (GtkWidget *list, GPtrArray *problems)
{
  g_autoptr (GtkStringList)     lines = gtk_string_list_new (NULL);
  g_autoptr (GtkSelectionModel) model = NULL;

  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *line = yun_export_problem_describe (problems->pdata[i]);

      gtk_string_list_append (lines, line);
    }
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (lines))));
  gtk_list_view_set_model (GTK_LIST_VIEW (list), model);
}

static void
set_up_line_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_item_set_child (cell, label);
}

static void
bind_line_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (cell)),
                      gtk_string_object_get_string (gtk_list_item_get_item (cell)));
}

static void
make_lines (GtkWidget *list)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_line_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_line_cb), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (list), factory);
}

/* The list that a row of choices drops down would cut the names, and they differ in their ends. */
static void
set_up_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  g_object_bind_property (cell, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (cell, box);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (cell));

  gtk_label_set_text (GTK_LABEL (label),
                      gtk_string_object_get_string (gtk_list_item_get_item (cell)));
}

static void
show_choices_whole (GtkWidget *row)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_choice_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_choice_cb), NULL);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (row), factory);
}

static void
show_done (YunExportDialog *self, const YunExportResult *result)
{
  g_autofree char *count = yun_number_format (result->n_rows, 0);
  g_autofree char *title =
    g_strdup_printf (ngettext ("%s Record Exported", "%s Records Exported", result->n_rows), count);
  g_autofree char    *folder = g_path_get_dirname (self->path);
  g_autofree char    *place = g_filename_display_name (folder);
  g_autofree char    *description = NULL;
  g_autofree char    *escaped = g_markup_escape_text (place, -1);
  g_autoptr (GString) files = g_string_new (NULL);

  description = g_strdup_printf (_ ("Read back and found equal. In %s:"), escaped);
  for (guint i = 0; result->files != NULL && result->files[i] != NULL; i++)
    {
      g_autofree char *name = g_filename_display_basename (result->files[i]);

      g_string_append_printf (files, "%s%s", i > 0 ? "\n" : "", name);
    }
  adw_status_page_set_title (ADW_STATUS_PAGE (self->done_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->done_page), description);
  gtk_label_set_text (GTK_LABEL (self->done_files), files->str);
  gtk_widget_set_visible (self->done_problems,
                          result->problems != NULL && result->problems->len > 0);
  if (result->problems != NULL)
    fill_problems (self->done_problems_list, result->problems);
  show_page (self, "done");
}

/* ---- Choices -------------------------------------------------------------- */

static const YunEntity *
get_entity (YunExportDialog *self)
{
  return yun_workspace_get_entities ()[adw_combo_row_get_selected (ADW_COMBO_ROW (self->what_row))];
}

static guint
count_systems (void)
{
  const YunCrs *systems = yun_crs_list ();
  guint         n = 0;

  while (systems[n].id != NULL)
    n++;
  return n;
}

static void
update_path_row (YunExportDialog *self)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->path_row), escaped);
  gtk_widget_set_tooltip_text (self->path_row, shown);
}

static void
propose_path (YunExportDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *date = g_date_time_format (now, "%Y%m%d");
  g_autofree char      *file = g_strdup_printf ("%s_%s%s", yun_entity_get_label (get_entity (self)),
                                                date, yun_shapefile_get_suffix (get_entity (self)));
  g_autofree char      *folder =
    self->settings != NULL ? g_settings_get_string (self->settings, "export-folder") : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

      g_free (folder);
      folder = g_strdup (documents != NULL ? documents : g_get_home_dir ());
    }
  g_free (self->path);
  self->path = g_build_filename (folder, file, NULL);
  g_free (self->proposed);
  self->proposed = g_strdup (self->path);
  self->replace = FALSE;
  update_path_row (self);
}

/* With the suffix of what is exported; that of the other kind of file makes room for it. */
static void
take_path (YunExportDialog *self, const char *path)
{
  static const char *const suffixes[] = { ".shp", ".dbf" };
  const char              *suffix = yun_shapefile_get_suffix (get_entity (self));
  g_autofree char         *stem = g_strdup (path);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (path, suffixes[i]))
      stem[strlen (path) - strlen (suffixes[i])] = '\0';
  g_free (self->path);
  self->path = g_strconcat (stem, suffix, NULL);
  self->replace = FALSE;
  update_path_row (self);
}

/* What has no place needs no system. */
static void
update_crs_rows (YunExportDialog *self)
{
  gboolean placed = get_entity (self)->shape != YUN_SHAPE_NONE;
  gboolean other = adw_combo_row_get_selected (ADW_COMBO_ROW (self->crs_row)) >= count_systems ();

  gtk_widget_set_visible (self->crs_row, placed);
  gtk_widget_set_visible (self->other_crs_row, placed && other);
}

static void
what_chosen_cb (YunExportDialog *self)
{
  g_autofree char *path = g_strdup (self->path);

  update_crs_rows (self);
  if (path == NULL || g_strcmp0 (path, self->proposed) == 0)
    propose_path (self);
  else
    take_path (self, path);
}

static void
crs_chosen_cb (YunExportDialog *self)
{
  update_crs_rows (self);
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, YunExportDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char  *path = g_file_get_path (file);

      if (path != NULL)
        {
          gboolean complete = g_str_has_suffix (path, yun_shapefile_get_suffix (get_entity (self)));

          yun_export_dialog_set_path (self, path);
          /* The chooser has asked whether a file of that name may go, if that is the name. */
          self->replace = complete;
        }
    }
  gtk_native_dialog_destroy (chooser);
}

static void
choose_clicked_cb (YunExportDialog *self)
{
  g_autofree char      *name = g_path_get_basename (self->path);
  g_autofree char      *folder_path = g_path_get_dirname (self->path);
  g_autoptr (GFile)     folder = g_file_new_for_path (folder_path);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Export As"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Choose"), NULL);

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* The chooser has no owner but us; its answer releases it. */
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self), "yun-chooser", chooser, (GDestroyNotify) g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- Running -------------------------------------------------------------- */

static void
remember (YunExportDialog *self, const YunExportOptions *options)
{
  g_autofree char *folder = g_path_get_dirname (options->path);

  if (self->settings == NULL)
    return;
  g_settings_set_string (self->settings, "export-crs", options->crs);
  g_settings_set_string (self->settings, "export-encoding",
                         yun_shapefile_encoding_get_name (options->encoding));
  g_settings_set_string (self->settings, "export-folder", folder);
}

static void
replace_answered_cb (YunExportDialog *self, const char *response)
{
  if (strcmp (response, "replace") == 0)
    {
      self->replace = TRUE;
      start (self, FALSE);
    }
}

static void
ask_replace (YunExportDialog *self)
{
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *shown = g_filename_display_name (name);
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
show_fatal_problems (YunExportDialog *self, GPtrArray *problems)
{
  guint            n_fatal = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < problems->len; i++)
    n_fatal += ((const YunExportProblem *) g_ptr_array_index (problems, i))->fatal ? 1 : 0;
  text = g_strdup_printf (ngettext ("%u value has characters that this encoding lacks; they "
                                    "would become “?”. UTF-8 and GB18030 keep every character.",
                                    "%u values have characters that this encoding lacks; they "
                                    "would become “?”. UTF-8 and GB18030 keep every character.",
                                    n_fatal),
                          n_fatal);
  gtk_label_set_text (GTK_LABEL (self->problems_label), text);
  fill_problems (self->problems_list, problems);
  show_page (self, "problems");
}

static void
exported_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (YunExportDialog) self = user_data;
  YunJob                     *job = YUN_JOB (source);
  g_autoptr (YunExportResult) result = NULL;
  g_autoptr (GPtrArray)       problems = NULL;
  g_autoptr (GError)          error = NULL;

  result = yun_job_run_finish (job, async_result, &error);
  g_clear_object (&self->job);
  if (self->stack == NULL)
    return; /* closed meanwhile */
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), NULL);
  if (result != NULL)
    {
      show_done (self, result);
      return;
    }
  show_page (self, "form");
  if (g_error_matches (error, YUN_GEO_ERROR, YUN_GEO_ERROR_TEXT))
    {
      problems = yun_export_job_dup_problems (job);
      show_fatal_problems (self, problems);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      ask_replace (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      show_error (self, error->message);
    }
}

static void
start (YunExportDialog *self, gboolean lossy)
{
  guint              system = adw_combo_row_get_selected (ADW_COMBO_ROW (self->crs_row));
  YunExportOptions  *options;
  g_autofree char   *crs = NULL;
  g_autoptr (GError) error = NULL;

  show_error (self, NULL);
  if (system < count_systems ())
    crs = g_strdup (yun_crs_list ()[system].id);
  else if (!yun_crs_check (gtk_editable_get_text (GTK_EDITABLE (self->other_crs_row)), &crs, NULL,
                           &error))
    {
      show_error (self, error->message);
      gtk_widget_grab_focus (self->other_crs_row);
      return;
    }

  options = g_new0 (YunExportOptions, 1);
  options->entity = get_entity (self);
  options->filter = yun_filter_ref (self->filter);
  options->crs = g_steal_pointer (&crs);
  options->encoding =
    encodings[adw_combo_row_get_selected (ADW_COMBO_ROW (self->encoding_row))].encoding;
  options->path = g_strdup (self->path);
  options->replace = self->replace;
  options->lossy = lossy;
  remember (self, options);

  self->job = yun_export_job_new (yun_workspace_get_store (self->workspace), options);
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), self->job);
  show_page (self, "job");
  yun_job_run_async (self->job, exported_cb, g_object_ref (self));
}

static void
export_clicked_cb (YunExportDialog *self)
{
  start (self, FALSE);
}

static void
anyway_clicked_cb (YunExportDialog *self)
{
  start (self, TRUE);
}

static void
back_clicked_cb (YunExportDialog *self)
{
  show_page (self, "form");
}

static void
folder_clicked_cb (YunExportDialog *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/* ---- Object --------------------------------------------------------------- */

static gboolean
yun_export_dialog_close_request (GtkWindow *window)
{
  YunExportDialog *self = YUN_EXPORT_DIALOG (window);

  if (self->job != NULL)
    yun_job_cancel (self->job);
  return GTK_WINDOW_CLASS (yun_export_dialog_parent_class)->close_request (window);
}

static void
yun_export_dialog_dispose (GObject *object)
{
  YunExportDialog *self = YUN_EXPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (yun_export_dialog_parent_class)->dispose (object);
}

static void
yun_export_dialog_finalize (GObject *object)
{
  YunExportDialog *self = YUN_EXPORT_DIALOG (object);

  g_free (self->path);
  g_free (self->proposed);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (yun_export_dialog_parent_class)->finalize (object);
}

static void
yun_export_dialog_class_init (YunExportDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_export_dialog_dispose;
  object_class->finalize = yun_export_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_export_dialog_close_request;

  g_type_ensure (YUN_TYPE_JOB_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, anyway_button);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, filter_label);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, crs_row);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, other_crs_row);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, encoding_row);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, path_row);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, job_view);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, problems_label);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, problems_list);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, done_page);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, done_files);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, done_problems);
  gtk_widget_class_bind_template_child (widget_class, YunExportDialog, done_problems_list);
  gtk_widget_class_bind_template_callback (widget_class, what_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, crs_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, anyway_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yun_export_dialog_init (YunExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_choices_whole (self->crs_row);
  make_lines (self->problems_list);
  make_lines (self->done_problems_list);
  self->settings = yun_settings_new ();
}

static void
fill_what (YunExportDialog *self)
{
  const YunEntity *const   *entities = yun_workspace_get_entities ();
  const YunAnswer          *answer = yun_workspace_get_answer (self->workspace);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint                     current = 0;

  for (guint i = 0; entities[i] != NULL; i++)
    {
      gint64 count = answer != NULL ? answer->totals[yun_entity_get_index (entities[i])].count : 0;
      g_autofree char *text = yun_entity_format_count (entities[i], count);

      gtk_string_list_append (names, text);
      if (entities[i] == yun_workspace_get_entity (self->workspace))
        current = i;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->what_row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->what_row), current);
}

static void
fill_filter (YunExportDialog *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < yun_filter_get_n_clauses (self->filter); i++)
    {
      g_autofree char *clause = yun_filter_describe_clause (self->filter, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", clause);
    }
  gtk_label_set_text (GTK_LABEL (self->filter_label),
                      text->len > 0 ? text->str : _ ("Without conditions: all of them"));
}

static void
fill_choices (YunExportDialog *self)
{
  const YunCrs             *systems = yun_crs_list ();
  guint                     n_systems = count_systems ();
  g_autofree char          *crs = NULL;
  g_autofree char          *encoding = NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) encoding_names = gtk_string_list_new (NULL);
  guint                     chosen = 0;

  if (self->settings != NULL)
    {
      crs = g_settings_get_string (self->settings, "export-crs");
      encoding = g_settings_get_string (self->settings, "export-encoding");
    }
  for (guint i = 0; i < n_systems; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s (%s)", _ (systems[i].label), systems[i].id);

      gtk_string_list_append (names, text);
      if (g_strcmp0 (systems[i].id, crs) == 0)
        chosen = i;
    }
  gtk_string_list_append (names, _ ("Another system…"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->crs_row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->crs_row), chosen);

  chosen = 0;
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gtk_string_list_append (encoding_names, _ (encodings[i].label));
      if (encoding != NULL && yun_shapefile_encoding_find (encoding) == (int) encodings[i].encoding)
        chosen = i;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->encoding_row), G_LIST_MODEL (encoding_names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->encoding_row), chosen);
}

GtkWidget *
yun_export_dialog_new (GtkWindow *parent, YunWorkspace *workspace)
{
  YunExportDialog *self;

  g_return_val_if_fail (YUN_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (YUN_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->workspace = g_object_ref (workspace);
  self->filter = yun_filter_ref (yun_workspace_get_answered_filter (workspace));
  fill_what (self);
  fill_filter (self);
  fill_choices (self);
  crs_chosen_cb (self);
  propose_path (self);
  show_page (self, "form");
  return GTK_WIDGET (self);
}

void
yun_export_dialog_set_path (YunExportDialog *self, const char *path)
{
  g_return_if_fail (YUN_IS_EXPORT_DIALOG (self));
  g_return_if_fail (path != NULL);

  take_path (self, path);
}

void
yun_export_dialog_start (YunExportDialog *self)
{
  g_return_if_fail (YUN_IS_EXPORT_DIALOG (self));
  start (self, FALSE);
}

const char *
yun_export_dialog_get_page (YunExportDialog *self)
{
  g_return_val_if_fail (YUN_IS_EXPORT_DIALOG (self), NULL);
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}
