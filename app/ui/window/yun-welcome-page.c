/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-welcome-page.h"

#include "yun-job-view.h"
#include "yun-report.h"
#include "yun-starter.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_RECENT 5

struct _YunWelcomePage
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *job_view;
  GtkWidget *opening_label;
  GtkWidget *opening_part;
  GtkWidget *recent_group;
  GtkWidget *recent_list;

  YunJob *job; /* (owned) (nullable): the one that runs */
};

G_DEFINE_FINAL_TYPE (YunWelcomePage, yun_welcome_page, GTK_TYPE_WIDGET)

enum
{
  MADE,
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Jobs ----------------------------------------------------------------- */

static void
registry_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWelcomePage) self = user_data;
  g_autoptr (YunStore)       store = NULL;
  g_autoptr (GError)         error = NULL;

  store = yun_job_run_finish (YUN_JOB (source), result, &error);
  g_clear_object (&self->job);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "choices");
  if (store != NULL)
    g_signal_emit (self, signals[MADE], 0, store);
  else
    yun_report_serious (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        _ ("The Registry Could Not Be Made"), error);
}

static void
starter_clicked_cb (YunWelcomePage *self)
{
  /* Translators: the name of a file */
  g_autofree char *path = yun_welcome_page_dup_free_path (_ ("Songjiang satellite internet"));

  yun_welcome_page_run (self, yun_starter_job_new (path));
}

static void
sample_clicked_cb (YunWelcomePage *self)
{
  const YunSampleOptions options = {
    .n_plots = 2000, .n_firms = G_MAXUINT, .n_parks = G_MAXUINT, .seed = 1
  };
  /* Translators: the name of a file */
  g_autofree char *path = yun_welcome_page_dup_free_path (_ ("Training sample"));

  yun_welcome_page_run (self, yun_sample_job_new (path, &options));
}

static void
recent_activated_cb (YunWelcomePage *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[OPEN], 0, g_object_get_data (G_OBJECT (row), "yun-path"));
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_welcome_page_dispose (GObject *object)
{
  YunWelcomePage *self = YUN_WELCOME_PAGE (object);

  if (self->job != NULL)
    yun_job_cancel (self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (yun_welcome_page_parent_class)->dispose (object);
}

static void
yun_welcome_page_class_init (YunWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_welcome_page_dispose;
  signals[MADE] = g_signal_new ("made", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, YUN_TYPE_STORE);
  signals[OPEN] = g_signal_new ("open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRING);

  g_type_ensure (YUN_TYPE_JOB_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, job_view);
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, opening_label);
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, opening_part);
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, YunWelcomePage, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, starter_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sample_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_welcome_page_init (YunWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  yun_welcome_page_refresh (self);
}

void
yun_welcome_page_refresh (YunWelcomePage *self)
{
  g_autolist (GtkRecentInfo) infos = NULL;
  GtkWidget                 *child;
  guint                      n = 0;

  g_return_if_fail (YUN_IS_WELCOME_PAGE (self));

  while ((child = gtk_widget_get_first_child (self->recent_list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->recent_list), child);
  infos = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  for (GList *l = infos; l != NULL && n < MAX_RECENT; l = l->next)
    {
      GtkRecentInfo   *info = l->data;
      g_autofree char *path = NULL;
      g_autofree char *title = NULL;
      g_autofree char *subtitle = NULL;
      g_autofree char *folder = NULL;
      GtkWidget       *row;

      if (!gtk_recent_info_has_application (info, g_get_application_name ()))
        continue;
      path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
      if (path == NULL || !gtk_recent_info_exists (info))
        continue;
      row = adw_action_row_new ();
      folder = g_path_get_dirname (path);
      title = g_markup_escape_text (gtk_recent_info_get_display_name (info), -1);
      subtitle = g_markup_escape_text (folder, -1);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "yun-path", g_steal_pointer (&path), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->recent_list), row);
      n++;
    }
  gtk_widget_set_visible (self->recent_group, n > 0);
}

void
yun_welcome_page_run (YunWelcomePage *self, YunJob *job)
{
  g_return_if_fail (YUN_IS_WELCOME_PAGE (self));
  g_return_if_fail (self->job == NULL);

  self->job = job;
  yun_job_view_set_job (YUN_JOB_VIEW (self->job_view), job);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "job");
  yun_job_run_async (job, registry_made_cb, g_object_ref (self));
}

void
yun_welcome_page_set_opening (YunWelcomePage *self, const char *path)
{
  g_return_if_fail (YUN_IS_WELCOME_PAGE (self));

  if (path != NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *text = g_strdup_printf (_ ("Opening “%s”…"), name);

      gtk_label_set_text (GTK_LABEL (self->opening_label), text);
    }
  gtk_widget_set_visible (self->opening_part, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), path != NULL ? "opening" : "choices");
}

void
yun_welcome_page_set_upgraded (YunWelcomePage *self, const char *path, double done)
{
  g_autofree char *name = NULL, *text = NULL;

  g_return_if_fail (YUN_IS_WELCOME_PAGE (self) && path != NULL);

  name = g_filename_display_basename (path);
  text = g_strdup_printf (
    _ ("“%s” is of an older Yunjian and is being upgraded; a copy of it stays beside it."), name);
  gtk_label_set_text (GTK_LABEL (self->opening_label), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->opening_part), CLAMP (done, 0, 1));
  gtk_widget_set_visible (self->opening_part, TRUE);
}

char *
yun_welcome_page_dup_free_path (const char *name)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "yunjian", NULL);

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 1;; i++)
    {
      g_autofree char *file =
        i == 1 ? g_strdup_printf ("%s.sqlite", name) : g_strdup_printf ("%s %u.sqlite", name, i);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}
