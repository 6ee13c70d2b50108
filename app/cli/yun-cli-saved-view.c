/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-saved-view.h"

#include "yun-view-words.h"

#include <glib/gi18n.h>
#include <string.h>

YunSavedView *
yun_cli_find_view (YunStore *store, const char *name, YunExit *status)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, &error);

  if (views == NULL)
    {
      *status = yun_cli_fail (error);
      return NULL;
    }
  for (guint i = 0; i < views->len; i++)
    if (strcmp (((YunSavedView *) g_ptr_array_index (views, i))->name, name) == 0)
      return yun_saved_view_copy (g_ptr_array_index (views, i));
  yun_cli_warn (_ ("There is no view “%s”; “yunjian-cli view list FILE” lists them."), name);
  *status = YUN_EXIT_NOT_FOUND;
  return NULL;
}

YunViewState *
yun_cli_parse_view (const YunSavedView *view, GError **error)
{
  GError       *local = NULL;
  YunViewState *state = yun_view_state_parse (view->content, -1, &local);

  if (state == NULL)
    {
      g_propagate_error (error, local);
      g_prefix_error (error, _ ("The view “%s” cannot be read: "), view->name);
      return NULL;
    }
  g_free (state->name);
  state->name = g_strdup (view->name);
  if (state->moved)
    {
      g_autofree char *text = yun_view_words_describe (view->name);

      yun_cli_warn ("%s", text);
    }
  return state;
}

YunViewState *
yun_cli_load_view (YunStore *store, const char *name, YunExit *status)
{
  g_autoptr (YunSavedView) view = yun_cli_find_view (store, name, status);
  g_autoptr (GError)       error = NULL;
  YunViewState            *state = NULL;

  if (view == NULL)
    return NULL;
  state = yun_cli_parse_view (view, &error);
  if (state == NULL)
    *status = yun_cli_fail (error);
  return state;
}

gboolean
yun_cli_read_view (
  char **operands, const char *name, YunCliTarget *target, YunStore **store, YunExit *status)
{
  guint                 n = g_strv_length (operands);
  const char           *text = n == 3 ? operands[1] : NULL;
  const YunEntity      *entity = NULL;
  const YunEntity      *only;
  g_autoptr (YunFilter) more = NULL;
  g_autoptr (YunFilter) both = NULL;

  if (n == 2 && (entity = yun_entity_find (operands[0])) == NULL)
    text = operands[0];
  if (n == 3 && (entity = yun_cli_find_entity (operands[0], status)) == NULL)
    return FALSE;
  more = yun_cli_parse_filter (NULL, text, status);
  if (more == NULL)
    return FALSE;
  *store = yun_cli_open (operands[n - 1], YUN_STORE_READ_ONLY, status);
  if (*store == NULL || (target->view = yun_cli_load_view (*store, name, status)) == NULL)
    return FALSE;
  only = yun_filter_get_entity (target->view->filter);
  if (entity == NULL)
    entity = only != NULL                           ? only
             : yun_filter_get_entity (more) != NULL ? yun_filter_get_entity (more)
                                                    : target->view->entity;
  if (entity == NULL)
    {
      yun_cli_warn (_ ("The view “%s” shows no one kind of record: say which."), name);
      *status = YUN_EXIT_USAGE;
      return FALSE;
    }
  if ((only != NULL && only != entity) ||
      (yun_filter_get_entity (more) != NULL && yun_filter_get_entity (more) != entity))
    {
      yun_cli_warn (
        _ ("The filter asks for %s, the command for %s."),
        yun_entity_get_label (only != NULL && only != entity ? only : yun_filter_get_entity (more)),
        yun_entity_get_label (entity));
      *status = YUN_EXIT_USAGE;
      return FALSE;
    }
  both = yun_filter_with_all (target->view->filter, more);
  target->entity = entity;
  target->filter = yun_filter_with_entity (both, entity);
  return TRUE;
}

void
yun_cli_target_clear (YunCliTarget *self)
{
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_clear_pointer (&self->view, yun_view_state_unref);
}
