/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-first-look.h"

#include "yun-report.h"
#include "yun-style.h"
#include "yun-window-private.h"

#include <glib/gi18n.h>

#define LOOK_MS 15

struct _YunFirstLook
{
  char            *filter;  /* (owned) (nullable) */
  char            *select;  /* (owned) (nullable) */
  char            *page;    /* (owned) (nullable) */
  char            *colours; /* (owned) (nullable) */
  int              width;   /* 0: as it is */
  int              height;
  YunWindow       *window; /* (unowned) (nullable) */
  const YunEntity *entity; /* of what is to be selected */
  guint            source;
  gboolean         quiet; /* what cannot be done is not said in the window */
  gboolean         selecting;
  gboolean         failed;
  gboolean         done;
};

static void
fail (YunFirstLook *self, const char *message)
{
  g_autoptr (GError) error = NULL;

  self->failed = TRUE;
  g_printerr ("%s\n", message);
  if (self->quiet || self->window == NULL)
    return;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, message);
  yun_report_serious (GTK_WINDOW (self->window), _ ("Not All That Was Asked For Is Shown"), error);
}

/* "firm 格思航天": the list's entity, then a name, found in the list's store. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunFirstLook      *self = user_data;
  g_autoptr (GArray) ids = yun_store_list_ids_finish (YUN_STORE (source), result, NULL);
  YunWorkspace *workspace = self->window != NULL ? yun_window_get_workspace (self->window) : NULL;

  self->selecting = FALSE;
  self->done = TRUE;
  /* Another registry may have been opened meanwhile. */
  if (workspace == NULL || yun_workspace_get_store (workspace) != YUN_STORE (source))
    return;
  if (ids == NULL || ids->len == 0)
    fail (self, _ ("There is no such record to select"));
  else
    yun_workspace_select (workspace, self->entity, g_array_index (ids, gint64, 0));
}

static void
begin_select (YunFirstLook *self, YunWorkspace *workspace)
{
  const char           *space = strchr (self->select, ' ');
  const char           *name = space != NULL ? space + 1 : "";
  g_autofree char      *word = g_strndup (self->select, space != NULL ? space - self->select : 0);
  g_autofree char      *text = g_strdup_printf ("\"%s\"", name);
  g_autoptr (YunFilter) filter = NULL;

  self->entity = yun_entity_find (word);
  if (self->entity != NULL)
    filter = yun_filter_parse (strchr (name, ' ') != NULL ? text : name, NULL, NULL);
  if (filter == NULL)
    {
      fail (self, _ ("--select takes an entity and a name: “firm 格思航天”"));
      return;
    }
  self->selecting = TRUE;
  yun_store_list_ids_async (yun_workspace_get_store (workspace), self->entity, filter, NULL, FALSE,
                            NULL, found_cb, self);
}

static void
show (YunFirstLook *self)
{
  YunWorkspace *workspace = yun_window_get_workspace (self->window);

  if (self->page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", self->page);
  if (self->colours != NULL)
    yun_window_show_colours (self->window, self->colours);
  if (workspace == NULL && (self->filter != NULL || self->select != NULL))
    fail (self, _ ("No registry is open in which that could be shown"));
  if (workspace != NULL && self->filter != NULL &&
      !yun_window_set_filter_text (self->window, self->filter))
    fail (self, yun_window_get_filter_error (self->window));
  if (workspace != NULL && self->select != NULL)
    begin_select (self, workspace);
  self->done = !self->selecting;
}

static gboolean
look_cb (gpointer user_data)
{
  YunFirstLook *self = user_data;

  if (self->window != NULL && (!gtk_widget_get_mapped (GTK_WIDGET (self->window)) ||
                               !yun_window_is_answered (self->window)))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  if (self->window != NULL)
    show (self);
  return G_SOURCE_REMOVE;
}

YunFirstLook *
yun_first_look_new (GVariantDict *options, GError **error)
{
  g_autoptr (YunFirstLook) self = g_new0 (YunFirstLook, 1);
  g_autofree char         *size = NULL;
  YunFillBy                by;
  char                     rest;

  self->quiet = g_variant_dict_contains (options, "screenshot");
  g_variant_dict_lookup (options, "filter", "s", &self->filter);
  g_variant_dict_lookup (options, "select", "s", &self->select);
  g_variant_dict_lookup (options, "page", "s", &self->page);
  g_variant_dict_lookup (options, "colour-by", "s", &self->colours);
  if (g_variant_dict_lookup (options, "size", "s", &size) &&
      (sscanf (size, "%dx%d%c", &self->width, &self->height, &rest) != 2 || self->width < 1 ||
       self->height < 1))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no size like 1280x800"), size);
      return NULL;
    }
  if (self->page != NULL && strcmp (self->page, "map") != 0 && strcmp (self->page, "ledger") != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no page: map or ledger"), self->page);
      return NULL;
    }
  if (self->colours != NULL && !yun_fill_by_find (self->colours, &by))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is no question of colours: status, segment, far, tax or age"),
                   self->colours);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
yun_first_look_free (YunFirstLook *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_free (self->filter);
  g_free (self->select);
  g_free (self->page);
  g_free (self->colours);
  g_free (self);
}

gboolean
yun_first_look_asks (YunFirstLook *self)
{
  return self->filter != NULL || self->select != NULL || self->page != NULL ||
         self->colours != NULL || self->width > 0;
}

void
yun_first_look_show (YunFirstLook *self, YunWindow *window)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (YUN_IS_WINDOW (window));

  if (self->window != NULL || self->done)
    return;
  g_set_weak_pointer (&self->window, window);
  if (self->width > 0)
    {
      gtk_window_unmaximize (GTK_WINDOW (window));
      gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
    }
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

gboolean
yun_first_look_is_done (YunFirstLook *self)
{
  return self->done;
}

gboolean
yun_first_look_has_failed (YunFirstLook *self)
{
  return self->failed;
}
