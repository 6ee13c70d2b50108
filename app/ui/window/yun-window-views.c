/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-report.h"
#include "yun-text.h"
#include "yun-view-state.h"
#include "yun-view-words.h"

#include <glib/gi18n.h>

/* Saved views: what the window shows as a YunViewState and back, and the actions "win.…-view". */

YunViewPane *
yun_window_get_view_pane (YunWindow *self)
{
  return yun_facet_pane_get_views (YUN_FACET_PANE (self->facets));
}

void
yun_window_tell_view (YunWindow          *self,
                      const char         *format,
                      const char         *name,
                      const YunSavedView *undo)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;
  AdwToast        *toast;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  if (undo != NULL)
    {
      g_clear_pointer (&self->view_undo, yun_saved_view_free);
      self->view_undo = yun_saved_view_copy (undo);
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_action_name (toast, "win.restore-view");
    }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

void
yun_window_tell_moved (YunWindow *self, const char *name)
{
  g_autofree char *text = yun_view_words_describe (name);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast        *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
failed_cb (YunWindow *self, const GError *error)
{
  yun_report_light (ADW_TOAST_OVERLAY (self->toasts), error);
}

/* ---- What is shown, and back ------------------------------------------------ */

/* The list writes its columns as "plot:name=250,status=104". */
static void
add_columns (YunWindow *self, YunViewState *state)
{
  g_autofree char *text = yun_record_list_dup_columns (YUN_RECORD_LIST (self->list));
  const char      *colon = text != NULL ? strchr (text, ':') : NULL;
  g_auto (GStrv)   columns = NULL;

  /* Of another entity, while the answer for the present one is on its way. */
  if (colon == NULL || strncmp (text, state->entity->id, (gsize) (colon - text)) != 0)
    return;
  columns = g_strsplit (colon + 1, ",", -1);
  for (guint i = 0; columns[i] != NULL; i++)
    {
      char *width = strchr (columns[i], '=');

      if (width != NULL)
        *width++ = '\0';
      yun_view_state_add_column (state, columns[i], width != NULL ? MAX (atoi (width), 0) : 0);
    }
}

static void
apply_columns (YunWindow *self, const YunViewState *state, const YunEntity *entity)
{
  g_autoptr (GString) text = g_string_new (entity->id);

  if (state->columns == NULL)
    return;
  for (guint i = 0; i < state->columns->len; i++)
    {
      const YunViewColumn *column = g_ptr_array_index (state->columns, i);

      g_string_append_printf (text, "%c%s", i == 0 ? ':' : ',', column->field);
      if (column->width > 0)
        g_string_append_printf (text, "=%d", column->width);
    }
  yun_record_list_set_columns (YUN_RECORD_LIST (self->list), text->str);
}

static YunViewState *
capture (YunWindow *self)
{
  YunViewState     *state = yun_view_state_new ();
  YunRect           extent = yun_map_view_get_extent (YUN_MAP_VIEW (self->map));
  const YunSortKey *keys;
  guint             n;

  yun_filter_unref (state->filter);
  state->filter = yun_filter_ref (yun_workspace_get_filter (self->workspace));
  state->entity = yun_workspace_get_entity (self->workspace);
  /* Not before the map has been seen. */
  if (extent.x0 < extent.x1 && extent.y0 < extent.y1)
    state->extent = extent;
  g_object_get (self->map, "colour-by", &state->colour_by, NULL);
  state->page = g_strdup (self->view == YUN_VIEW_LEDGER ? "ledger" : "map");
  keys = yun_workspace_get_sort_keys (self->workspace, &n);
  for (guint i = 0; i < n; i++)
    yun_view_state_add_sort (state, keys[i].field != NULL ? keys[i].field->id : "name",
                             keys[i].descending);
  add_columns (self, state);
  return state;
}

static void
apply (YunWindow *self, const YunViewState *state)
{
  const YunEntity *entity = yun_view_state_get_entity (state);
  YunSortKey       keys[YUN_SORT_MAX_KEYS];
  guint            n;

  if (g_strcmp0 (state->page, "map") == 0 || g_strcmp0 (state->page, "ledger") == 0)
    g_object_set (self, "view", *state->page == 'm' ? YUN_VIEW_MAP : YUN_VIEW_LEDGER, NULL);
  yun_window_drop_entry (self);
  yun_workspace_set_filter (self->workspace, state->filter);
  if (entity != NULL)
    {
      yun_workspace_set_entity (self->workspace, entity);
      apply_columns (self, state, entity);
      n = yun_sort_keys_from_view (state, entity, keys);
      yun_workspace_set_sort_keys (self->workspace, keys, n);
    }
  if (state->colour_by != NULL)
    yun_map_view_set_colour_by (YUN_MAP_VIEW (self->map), state->colour_by);
  if (!yun_rect_is_empty (&state->extent))
    yun_map_view_show_extent (YUN_MAP_VIEW (self->map), &state->extent);
}

/* ---- On and off -------------------------------------------------------------- */

static void
switch_off (YunWindow *self)
{
  g_clear_pointer (&self->view_uid, g_free);
  g_clear_pointer (&self->view_before, yun_view_state_unref);
  g_clear_pointer (&self->view_shown, yun_filter_unref);
  if (self->view_asking != NULL)
    g_cancellable_cancel (self->view_asking);
  g_clear_object (&self->view_asking);
  yun_view_pane_set_active (yun_window_get_view_pane (self), NULL);
  yun_view_pane_set_news (yun_window_get_view_pane (self), NULL, NULL);
}

/* (transfer full): when it was opened, as short as is clear: 14:05, 11-20, 2025-11-20 */
static char *
format_since (const char *opened)
{
  g_autoptr (GDateTime) then = yun_text_read_moment (opened);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (then == NULL)
    return g_strdup (_ ("last time"));
  if (g_date_time_get_year (then) != g_date_time_get_year (now))
    return g_date_time_format (then, "%Y-%m-%d");
  if (g_date_time_get_day_of_year (then) != g_date_time_get_day_of_year (now))
    return g_date_time_format (then, "%m-%d");
  return g_date_time_format (then, "%H:%M");
}

static void
add_part (GString *parts, char *part)
{
  if (parts->len > 0)
    g_string_append (parts, _ (", "));
  g_string_append (parts, part);
  g_free (part);
}

static char *
describe_news (const YunViewNews *news, const char *opened)
{
  g_autofree char    *since = format_since (opened);
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autofree char    *sentence = NULL;

  if (news->n[YUN_NEWS_ADDED] > 0)
    g_string_append_printf (parts, "+%lld", (long long) news->n[YUN_NEWS_ADDED]);
  if (news->n[YUN_NEWS_REMOVED] > 0)
    g_string_append_printf (parts, "%s−%lld", parts->len > 0 ? " " : "",
                            (long long) news->n[YUN_NEWS_REMOVED]);
  if (news->n[YUN_NEWS_EDITED] > 0)
    add_part (parts, g_strdup_printf (_ ("%lld edited"), (long long) news->n[YUN_NEWS_EDITED]));
  if (news->n[YUN_NEWS_CHANGED] > 0)
    add_part (parts, g_strdup_printf (_ ("%lld changed"), (long long) news->n[YUN_NEWS_CHANGED]));
  if (news->too_many)
    sentence = g_strdup_printf (_ ("Many records changed since %s"), since);
  else if (parts->len > 0)
    /* Translators: "+3 −1, 2 edited since 11-20" */
    sentence = g_strdup_printf (_ ("%s since %s"), parts->str, since);
  else
    sentence = g_strdup_printf (_ ("Nothing it shows was edited since %s"), since);
  return g_steal_pointer (&sentence);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  /* The next news will say more than they need; what is shown is not touched. */
  if (view == NULL)
    g_debug ("%s", error->message);
}

static void
note_opened (YunWindow *self, const YunSavedView *view)
{
  yun_store_edit_view_async (self->store, YUN_VIEW_OPENED, view, NULL, noted_cb, NULL);
}

typedef struct
{
  YunWindow    *window; /* (owned) */
  YunSavedView *view;   /* (owned) */
  char         *opened; /* (owned) (nullable) */
} Opening;

static void
news_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening           *opening = user_data;
  YunWindow         *self = opening->window;
  g_autoptr (GError) error = NULL;
  YunViewNews       *news = yun_store_view_news_finish (YUN_STORE (source), result, &error);
  g_autofree char   *text = NULL;

  if (self->stack != NULL && self->store == YUN_STORE (source) &&
      g_strcmp0 (self->view_uid, opening->view->uid) == 0)
    {
      if (news != NULL)
        {
          text = describe_news (news, opening->opened);
          yun_view_pane_set_news (yun_window_get_view_pane (self), text, g_steal_pointer (&news));
          note_opened (self, opening->view);
        }
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_clear_object (&self->view_asking);
    }
  yun_view_news_free (news);
  yun_saved_view_free (opening->view);
  g_free (opening->opened);
  g_object_unref (opening->window);
  g_free (opening);
}

static void
ask_news (YunWindow *self, const YunSavedView *view, const YunViewState *state)
{
  Opening *opening;

  if (view->opened_change == G_MININT64)
    {
      note_opened (self, view);
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->window = g_object_ref (self);
  opening->view = yun_saved_view_copy (view);
  opening->opened = g_strdup (state->opened);
  self->view_asking = g_cancellable_new ();
  yun_store_view_news_async (self->store, state->filter, view->opened_change, self->view_asking,
                             news_cb, opening);
}

static gboolean
switch_on (YunWindow *self, const YunSavedView *view)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunViewState) state = yun_view_state_parse (view->content, -1, &error);
  g_autoptr (YunViewState) before = NULL;

  if (state == NULL)
    {
      g_prefix_error (&error, _ ("The view “%s” cannot be read: "), view->name);
      failed_cb (self, error);
      return FALSE;
    }
  before = self->view_before != NULL ? yun_view_state_ref (self->view_before) : capture (self);
  switch_off (self);
  self->view_before = g_steal_pointer (&before);
  self->view_uid = g_strdup (view->uid);
  self->view_shown = yun_filter_ref (state->filter);
  apply (self, state);
  if (state->moved)
    yun_window_tell_moved (self, view->name);
  yun_view_pane_set_active (yun_window_get_view_pane (self), self->view_uid);
  ask_news (self, view, state);
  return TRUE;
}

static void
toggle_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow          *self = YUN_WINDOW (widget);
  const char         *uid = g_variant_get_string (parameter, NULL);
  const YunSavedView *view = yun_view_pane_find_uid (yun_window_get_view_pane (self), uid);

  if (g_strcmp0 (self->view_uid, uid) == 0)
    {
      g_autoptr (YunViewState) before = yun_view_state_ref (self->view_before);

      switch_off (self);
      apply (self, before);
    }
  else if (view != NULL)
    {
      g_autoptr (YunSavedView) copy = yun_saved_view_copy (view);

      switch_on (self, copy);
    }
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  g_autofree char *uid = g_strdup (self->view_uid);

  if (uid != NULL)
    gtk_widget_activate_action (widget, "win.toggle-view", "s", uid);
}

/* With other conditions it is that view no more. */
void
yun_window_views_answered (YunWindow *self)
{
  if (self->view_shown != NULL &&
      !yun_filter_equal (self->view_shown, yun_workspace_get_filter (self->workspace)))
    switch_off (self);
}

static void
listed_cb (YunWindow *self)
{
  g_autofree char    *name = g_steal_pointer (&self->view_wanted);
  const YunSavedView *view;

  /* One that was on and is gone, here or in another window. */
  if (self->view_uid != NULL &&
      yun_view_pane_find_uid (yun_window_get_view_pane (self), self->view_uid) == NULL)
    switch_off (self);
  if (name == NULL)
    return;
  view = yun_view_pane_find_name (yun_window_get_view_pane (self), name);
  if (view != NULL)
    {
      g_autoptr (YunSavedView) copy = yun_saved_view_copy (view);

      self->view_missing = !switch_on (self, copy);
    }
  else
    {
      self->view_missing = TRUE;
      yun_window_tell_view (self, _ ("There is no view “%s”."), name, NULL);
    }
}

static void
record_chosen_cb (YunWindow *self, guint entity, gint64 id)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if (self->workspace != NULL && entity < n)
    yun_workspace_select (self->workspace, entities[entity], id);
}

/* ---- Saving and naming -------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow)    self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (self->stack == NULL)
    return;
  if (view == NULL)
    {
      failed_cb (self, error);
      return;
    }
  /* What was just saved has been seen. */
  if (view->opened_change == G_MININT64)
    note_opened (self, view);
  yun_window_tell_view (self, _ ("View “%s” saved"), view->name, NULL);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow)    self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (view == NULL && self->stack != NULL)
    failed_cb (self, error);
}

void
yun_window_save_view (YunWindow *self, YunViewState *state, const char *name)
{
  const YunSavedView      *old = yun_view_pane_find_name (yun_window_get_view_pane (self), name);
  g_autofree char         *content = yun_view_state_print (state);
  g_autoptr (YunSavedView) view =
    old != NULL ? yun_saved_view_copy (old) : yun_saved_view_new (YUN_VIEW_VIEW, name, "");

  g_free (view->content);
  view->content = g_steal_pointer (&content);
  view->opened_change = G_MININT64;
  yun_store_edit_view_async (self->store, YUN_VIEW_SAVE, view, NULL, saved_cb, g_object_ref (self));
}

typedef struct
{
  YunWindow *window; /* (unowned): the dialog's parent */
  GtkWidget *dialog;
  GtkWidget *entry;
  char      *uid; /* (owned) (nullable): renamed; NULL: saved */
} Naming;

static void
naming_free (gpointer data, GClosure *closure)
{
  Naming *naming = data;

  g_free (naming->uid);
  g_free (naming);
}

static char *
get_name (Naming *naming)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (naming->entry))));
}

static void
name_changed_cb (GtkEditable *entry, Naming *naming)
{
  g_autofree char    *name = get_name (naming);
  const YunSavedView *same =
    yun_view_pane_find_name (yun_window_get_view_pane (naming->window), name);
  gboolean clash = same != NULL && g_strcmp0 (same->uid, naming->uid) != 0;

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (naming->dialog),
                               !clash ? ""
                               : naming->uid != NULL
                                 ? _ ("There is a view of this name already.")
                                 : _ ("There is a view of this name already. It "
                                      "will be replaced."));
  adw_message_dialog_set_response_label (ADW_MESSAGE_DIALOG (naming->dialog), "ok",
                                         naming->uid != NULL ? _ ("_Rename")
                                         : clash             ? _ ("_Replace")
                                                             : _ ("_Save"));
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (naming->dialog), "ok",
                                           *name != '\0' && !(clash && naming->uid != NULL));
}

static void
named_cb (AdwMessageDialog *dialog, const char *response, Naming *naming)
{
  YunWindow       *self = naming->window;
  g_autofree char *name = get_name (naming);

  if (g_strcmp0 (response, "ok") != 0 || *name == '\0' || self->store == NULL)
    return;
  if (naming->uid == NULL)
    {
      g_autoptr (YunViewState) state = capture (self);

      yun_window_save_view (self, state, name);
    }
  else
    {
      const YunSavedView *old =
        yun_view_pane_find_uid (yun_window_get_view_pane (self), naming->uid);

      if (old != NULL)
        {
          g_autoptr (YunSavedView) view = yun_saved_view_copy (old);

          g_free (view->name);
          view->name = g_steal_pointer (&name);
          yun_store_edit_view_async (self->store, YUN_VIEW_RENAME, view, NULL, edited_cb,
                                     g_object_ref (self));
        }
    }
}

static void
ask_name (YunWindow *self, const char *uid, const char *name)
{
  Naming    *naming = g_new0 (Naming, 1);
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), uid != NULL ? _ ("Rename the View") : _ ("Save This View"), NULL);

  naming->window = self;
  naming->dialog = dialog;
  naming->uid = g_strdup (uid);
  naming->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (naming->entry), 200);
  gtk_entry_set_activates_default (GTK_ENTRY (naming->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (naming->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the view"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), naming->entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "ok",
                                    _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "ok",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "ok");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (named_cb), naming, naming_free, 0);
  g_signal_connect (naming->entry, "changed", G_CALLBACK (name_changed_cb), naming);
  gtk_editable_set_text (GTK_EDITABLE (naming->entry), name);
  name_changed_cb (GTK_EDITABLE (naming->entry), naming);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (naming->entry);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow       *self = YUN_WINDOW (widget);
  g_autofree char *proposed = NULL;

  if (gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0')
    yun_window_commit_entry (self);
  proposed = yun_view_state_propose_name (yun_workspace_get_filter (self->workspace),
                                          yun_workspace_get_entity (self->workspace));
  ask_name (self, NULL, proposed);
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow          *self = YUN_WINDOW (widget);
  const YunSavedView *view = yun_view_pane_find_uid (yun_window_get_view_pane (self),
                                                     g_variant_get_string (parameter, NULL));

  if (view != NULL)
    ask_name (self, view->uid, view->name);
}

/* ---- Other edits ---------------------------------------------------------------- */

static void
overwritten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening                 *before = user_data;
  YunWindow               *self = before->window;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (self->stack != NULL && view == NULL)
    failed_cb (self, error);
  else if (self->stack != NULL)
    yun_window_tell_view (self, _ ("View “%s” keeps what is shown now"), view->name, before->view);
  yun_saved_view_free (before->view);
  g_object_unref (before->window);
  g_free (before);
}

static void
overwrite_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow               *self = YUN_WINDOW (widget);
  const YunSavedView      *old = yun_view_pane_find_uid (yun_window_get_view_pane (self),
                                                         g_variant_get_string (parameter, NULL));
  g_autoptr (YunViewState) state = NULL;
  g_autoptr (YunViewState) was = NULL;
  g_autoptr (YunSavedView) view = NULL;
  Opening                 *before;

  if (old == NULL)
    return;
  state = capture (self);
  was = yun_view_state_parse (old->content, -1, NULL);
  if (was != NULL)
    {
      state->rest = g_strdup (was->rest);
      state->opened = g_strdup (was->opened);
    }
  view = yun_saved_view_copy (old);
  g_free (view->content);
  view->content = yun_view_state_print (state);
  before = g_new0 (Opening, 1);
  before->window = g_object_ref (self);
  before->view = yun_saved_view_copy (old);
  yun_store_edit_view_async (self->store, YUN_VIEW_SAVE, view, NULL, overwritten_cb, before);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunWindow)    self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (self->stack == NULL)
    return;
  if (view != NULL)
    yun_window_tell_view (self, _ ("View “%s” deleted"), view->name, view);
  else
    failed_cb (self, error);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow          *self = YUN_WINDOW (widget);
  const YunSavedView *view = yun_view_pane_find_uid (yun_window_get_view_pane (self),
                                                     g_variant_get_string (parameter, NULL));

  if (view != NULL)
    yun_store_edit_view_async (self->store, YUN_VIEW_REMOVE, view, NULL, removed_cb,
                               g_object_ref (self));
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow               *self = YUN_WINDOW (widget);
  g_autoptr (YunSavedView) view = g_steal_pointer (&self->view_undo);

  if (view != NULL && self->store != NULL)
    yun_store_edit_view_async (self->store, YUN_VIEW_SAVE, view, NULL, edited_cb,
                               g_object_ref (self));
}

static void
move_view (YunWindow *self, const char *uid, int step)
{
  const YunSavedView      *view = yun_view_pane_find_uid (yun_window_get_view_pane (self), uid);
  g_autoptr (YunSavedView) moved = view != NULL ? yun_saved_view_copy (view) : NULL;

  if (moved == NULL || moved->position + step < 0 ||
      moved->position + step >= (int) yun_view_pane_get_n (yun_window_get_view_pane (self)))
    return;
  moved->position += step;
  yun_store_edit_view_async (self->store, YUN_VIEW_MOVE, moved, NULL, edited_cb,
                             g_object_ref (self));
}

static void
raise_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_view (YUN_WINDOW (widget), g_variant_get_string (parameter, NULL), -1);
}

static void
lower_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_view (YUN_WINDOW (widget), g_variant_get_string (parameter, NULL), 1);
}

static void
focus_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);

  g_object_set (self, "show-facets", TRUE, NULL);
  yun_view_pane_focus (yun_window_get_view_pane (self));
}

/* ---- The window ------------------------------------------------------------------- */

static const struct
{
  const char                 *name;
  const char                 *parameter; /* (nullable): the view's uid */
  GtkWidgetActionActivateFunc activate;
  gboolean                    writes;
} actions[] = {
  { "win.save-view", NULL, save_action, TRUE },
  { "win.import-view", NULL, yun_window_import_view_action, TRUE },
  { "win.leave-view", NULL, leave_action, FALSE },
  { "win.focus-views", NULL, focus_action, FALSE },
  { "win.toggle-view", "s", toggle_action, FALSE },
  { "win.export-view", "s", yun_window_export_view_action, FALSE },
  { "win.overwrite-view", "s", overwrite_action, TRUE },
  { "win.rename-view", "s", rename_action, TRUE },
  { "win.raise-view", "s", raise_action, TRUE },
  { "win.lower-view", "s", lower_action, TRUE },
  { "win.remove-view", "s", remove_action, TRUE },
  { "win.restore-view", NULL, restore_action, TRUE },
};

void
yun_window_class_add_view_actions (YunWindowClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), actions[i].name,
                                     actions[i].parameter, actions[i].activate);
}

void
yun_window_update_view_actions (YunWindow *self)
{
  gboolean open = self->store != NULL;
  gboolean writable = open && !yun_store_is_read_only (self->store);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                   actions[i].writes ? writable : open);
}

void
yun_window_init_views (YunWindow *self)
{
  YunViewPane *pane = yun_window_get_view_pane (self);

  g_signal_connect_object (pane, "listed", G_CALLBACK (listed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "record-chosen", G_CALLBACK (record_chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

void
yun_window_let_views_go (YunWindow *self)
{
  if (self->facets != NULL)
    switch_off (self);
  g_clear_pointer (&self->view_undo, yun_saved_view_free);
}

void
yun_window_open_view (YunWindow *self, const char *name)
{
  g_return_if_fail (YUN_IS_WINDOW (self));

  g_free (self->view_wanted);
  self->view_wanted = g_strdup (name);
  self->view_missing = FALSE;
  if (self->workspace != NULL && yun_view_pane_is_listed (yun_window_get_view_pane (self)))
    listed_cb (self);
}

gboolean
yun_window_lacks_view (YunWindow *self)
{
  g_return_val_if_fail (YUN_IS_WINDOW (self), FALSE);
  return self->view_missing;
}
