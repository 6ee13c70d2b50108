/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#define TYPING_PAUSE_MS 200

/* What is typed is tried at once, on top of the chips; Enter turns it into chips. A filter that
 * changes elsewhere (facet, chip) takes what is typed with it. */

void
yun_window_show_filter_error (YunWindow *self, const char *text)
{
  if (text != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->filter_error), text);
      gtk_widget_add_css_class (self->filter_entry, "error");
    }
  else
    {
      gtk_widget_remove_css_class (self->filter_entry, "error");
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->filter_error_revealer), text != NULL);
}

static void
set_entry_text (YunWindow *self, const char *text)
{
  self->can_read_entry = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->filter_entry), -1);
  self->can_read_entry = TRUE;
  g_clear_handle_id (&self->typing, g_source_remove);
  yun_window_show_filter_error (self, NULL);
  yun_search_popover_dismiss (self->search);
}

/* (transfer full) (nullable): what is typed, which is asked for now; NULL when it cannot be read.
 */
static YunFilter *
take_entry (YunWindow *self)
{
  const char           *text = gtk_editable_get_text (GTK_EDITABLE (self->filter_entry));
  guint                 position = 0;
  g_autoptr (YunFilter) typed = NULL;
  g_autoptr (GError)    error = NULL;

  g_clear_handle_id (&self->typing, g_source_remove);
  if (self->workspace == NULL)
    return NULL;
  typed = yun_filter_parse (text, &position, &error);
  if (typed == NULL)
    {
      yun_window_show_filter_error (self, error->message);
      return NULL;
    }
  yun_window_show_filter_error (self, NULL);
  yun_workspace_set_typed (self->workspace, typed);
  return g_steal_pointer (&typed);
}

static void
apply_entry (YunWindow *self)
{
  YunFilter *typed = take_entry (self);

  g_clear_pointer (&typed, yun_filter_unref);
}

static gboolean
typing_paused_cb (gpointer user_data)
{
  YunWindow *self = user_data;

  self->typing = 0;
  apply_entry (self);
  /* A word that is not finished is not wrong yet. */
  if (yun_search_popover_is_open (self->search) &&
      yun_search_popover_has_completions (self->search))
    yun_window_show_filter_error (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
entry_changed_cb (YunWindow *self)
{
  if (!self->can_read_entry || self->workspace == NULL)
    return;
  g_clear_handle_id (&self->typing, g_source_remove);
  self->typing = g_timeout_add (TYPING_PAUSE_MS, typing_paused_cb, self);
  yun_window_offer (self);
  self->offered_early = TRUE;
}

void
yun_window_commit_entry (YunWindow *self)
{
  YunFilter *typed = take_entry (self);

  if (typed == NULL)
    return;
  g_clear_pointer (&self->entered, yun_filter_unref);
  self->entered = typed;
  yun_workspace_settle (self->workspace);
  set_entry_text (self, "");
  yun_window_views_answered (self);
  yun_window_judge_entered (self);
}

void
yun_window_drop_entry (YunWindow *self)
{
  set_entry_text (self, "");
  apply_entry (self);
}

static void
entry_activated_cb (YunWindow *self)
{
  yun_window_commit_entry (self);
}

/* Escape in the entry takes back what is typed. */
static void
search_stopped_cb (YunWindow *self)
{
  if (self->workspace == NULL)
    return;
  yun_window_drop_entry (self);
  gtk_widget_grab_focus (self->map);
}

/* What was typed is among the chips now. What has been typed since the entry was read last, or is
 * not right yet, stays. */
void
yun_window_settle_entry (YunWindow *self)
{
  const char           *text = gtk_editable_get_text (GTK_EDITABLE (self->filter_entry));
  g_autoptr (YunFilter) typed = yun_filter_parse (text, NULL, NULL);

  if (typed != NULL && self->typing == 0)
    set_entry_text (self, "");
}

gboolean
yun_window_set_filter_text (YunWindow *self, const char *text)
{
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GError)    error = NULL;

  g_return_val_if_fail (YUN_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (self->workspace != NULL, FALSE);

  set_entry_text (self, text);
  filter = yun_filter_parse (text, NULL, &error);
  if (filter == NULL)
    {
      yun_window_show_filter_error (self, error->message);
      return FALSE;
    }
  yun_workspace_set_filter (self->workspace, filter);
  set_entry_text (self, "");
  return TRUE;
}

const char *
yun_window_get_filter_error (YunWindow *self)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), NULL);

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (self->filter_error_revealer)))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (self->filter_error));
}

void
yun_window_class_init_entry (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, entry_changed_cb);
  gtk_widget_class_bind_template_callback (klass, entry_activated_cb);
  gtk_widget_class_bind_template_callback (klass, search_stopped_cb);
}
