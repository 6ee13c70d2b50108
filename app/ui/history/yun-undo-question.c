/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-undo-question.h"

#include <glib/gi18n.h>

/* So many of the edits that stay are told one by one. */
#define MAX_TOLD 6

typedef struct
{
  GtkWindow *parent; /* (weak) (nullable) */
  gboolean   asked;  /* the rest is being taken back */
  gint64     number;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_weak_pointer (&question->parent);
  g_free (question);
}

static void undone_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  yun_store_undo_async (g_task_get_source_object (task), question->number,
                        question->asked ? YUN_UNDO_REST : YUN_UNDO_DEFAULT,
                        yun_change_get_person (), NULL, undone_cb, g_object_ref (task));
}

static char *
describe_kept (GPtrArray *kept)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (kept->len, MAX_TOLD); i++)
    {
      g_autofree char *line = yun_edit_describe (kept->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (kept->len > MAX_TOLD)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text,
                              ngettext ("… and %u more", "… and %u more", kept->len - MAX_TOLD),
                              kept->len - MAX_TOLD);
    }
  return g_strdup (text->str);
}

static void
answered_cb (GTask *task, const char *response)
{
  Question *question = g_task_get_task_data (task);

  if (strcmp (response, "rest") == 0)
    {
      question->asked = TRUE;
      start (task);
    }
  else
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "left as it is");
    }
}

static void
ask (GTask *task, GPtrArray *kept)
{
  Question        *question = g_task_get_task_data (task);
  g_autofree char *text = describe_kept (kept);
  GtkWidget *dialog = adw_message_dialog_new (question->parent, _ ("Edited Since Then"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "leave", _ ("_Leave It as It Is"),
                                    "rest", _ ("_Take Back the Rest"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), g_object_ref (task),
                         (GClosureNotify) (GCallback) g_object_unref, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask)     task = user_data;
  Question             *question = g_task_get_task_data (task);
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError)    error = NULL;
  YunChange            *change = yun_store_undo_finish (YUN_STORE (source), result, &kept, &error);

  if (change != NULL)
    g_task_return_pointer (task, change, (GDestroyNotify) yun_change_unref);
  else if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT) && !question->asked &&
           kept->len > 0 && question->parent != NULL)
    ask (task, kept);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
yun_undo_question_run_async (GtkWindow          *parent,
                             YunStore           *store,
                             gint64              number,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Question         *question;

  g_return_if_fail (YUN_IS_STORE (store));

  task = g_task_new (store, NULL, callback, user_data);
  question = g_new0 (Question, 1);
  question->number = number;
  g_set_weak_pointer (&question->parent, parent);
  g_task_set_task_data (task, question, free_question);
  start (task);
}

YunChange *
yun_undo_question_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
