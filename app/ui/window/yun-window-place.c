/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-base-map.h"
#include "yun-report.h"
#include "yun-store-write.h"

#include <glib/gi18n.h>

/* Where a record is that has no place yet, or only that of its town: a click on the map or
 * coordinates say it, as one change that can be taken back. */

/* One record on its way to its place. */
typedef struct
{
  YunWindow       *self;  /* (owned) */
  YunStore        *store; /* (owned) */
  YunEdits        *edits; /* (owned) (nullable) */
  char            *name;  /* (owned) (nullable) */
  const YunEntity *entity;
  gint64           id;
  double           lon, lat; /* CGCS2000 */
} Placing;

static void
placing_free (Placing *placing)
{
  g_object_unref (placing->self);
  g_object_unref (placing->store);
  g_clear_pointer (&placing->edits, yun_edits_unref);
  g_free (placing->name);
  g_free (placing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Placing, placing_free)

static gboolean
is_gone (const Placing *placing)
{
  return placing->self->stack == NULL || placing->self->store != placing->store;
}

/* What lies outside is placed all the same, as it may, but not unsaid. */
static char *
dup_said (const Placing *placing)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  const char            *name = *placing->name != '\0' ? placing->name : _ ("Without a name");

  if (yun_base_map_find_town (base, yun_vertex_from_lonlat (placing->lon, placing->lat)) == NULL)
    return g_strdup_printf (_ ("“%s” placed, outside the district"), name);
  return g_strdup_printf (_ ("“%s” placed"), name);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Placing)   placing = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_write_finish (YUN_STORE (source), result, &error);
  g_autofree char      *text = NULL;

  if (is_gone (placing))
    return;
  if (change == NULL)
    {
      yun_report_light (ADW_TOAST_OVERLAY (placing->self->toasts), error);
      return;
    }
  text = dup_said (placing);
  yun_window_tell_undoable (placing->self, text, change);
}

/* By hand it is not surveyed, and nobody says how far off it may be. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Placing)   placing = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) records = yun_store_load_finish (YUN_STORE (source), result, &error);
  g_autoptr (YunRecord) after = NULL;
  g_autoptr (YunGeom)   point = yun_geom_new_point (placing->lon, placing->lat);
  YunRecord            *before;

  if (is_gone (placing))
    return;
  before = records != NULL && records->len > 0 ? g_ptr_array_index (records, 0) : NULL;
  if (before == NULL)
    {
      if (error == NULL)
        g_set_error_literal (&error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                             _ ("It is not there any more: someone has removed it."));
      yun_report_light (ADW_TOAST_OVERLAY (placing->self->toasts), error);
      return;
    }
  placing->name = g_strdup (yun_record_get_name (before));
  after = yun_record_copy (before);
  yun_record_move (after, point);
  yun_record_set_int (after, yun_entity_get_field (placing->entity, "accuracy"),
                      YUN_ACCURACY_APPROXIMATE);
  placing->edits = yun_edits_new (YUN_ACTION_EDIT, "", yun_change_get_person ());
  yun_edits_set_whole (placing->edits, TRUE);
  yun_edits_add_difference (placing->edits, before, after);
  yun_store_write_async (placing->store, placing->edits, NULL, written_cb, placing);
  placing = NULL;
}

void
yun_window_place_at (YunWindow *self, double lon, double lat)
{
  Placing *placing;

  if (self->placing == NULL || self->store == NULL)
    return;
  placing = g_new0 (Placing, 1);
  placing->self = g_object_ref (self);
  placing->store = g_object_ref (self->store);
  placing->entity = self->placing;
  placing->id = self->placing_id;
  placing->lon = lon;
  placing->lat = lat;
  self->placing = NULL;
  g_object_set (self->map, "mode", "select", NULL);
  yun_store_load_async (placing->store, placing->entity, &placing->id, 1, TRUE, NULL, read_cb,
                        placing);
}

static gboolean
has_mode (YunWindow *self)
{
  g_autofree char *mode = NULL;

  g_object_get (self->map, "mode", &mode, NULL);
  return g_str_equal (mode, "place");
}

gboolean
yun_window_is_placing (YunWindow *self)
{
  return self->placing != NULL && has_mode (self);
}

void
yun_window_update_place (YunWindow *self)
{
  const YunEntity *entity =
    self->workspace != NULL ? yun_workspace_get_selected_entity (self->workspace) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.place",
                                 yun_window_is_writable (self) && entity != NULL &&
                                   yun_detail_pane_can_place (YUN_DETAIL_PANE (self->detail)));
  if (has_mode (self) && (entity != self->placing || self->workspace == NULL ||
                          self->placing_id != yun_workspace_get_selected_id (self->workspace)))
    g_object_set (self->map, "mode", "select", NULL);
}

static void
place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  YunWindow *self = YUN_WINDOW (widget);
  YunRecord *record = yun_detail_pane_get_record (YUN_DETAIL_PANE (self->detail));

  if (record == NULL || yun_detail_pane_is_loading (YUN_DETAIL_PANE (self->detail)))
    return;
  self->placing = yun_record_get_entity (record);
  self->placing_id = yun_record_get_id (record);
  g_object_set (self, "view", YUN_VIEW_MAP, NULL);
  g_object_set (self->map, "mode", "place", NULL);
  gtk_widget_grab_focus (self->map);
}

void
yun_window_class_add_place_actions (YunWindowClass *klass)
{
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "win.place", NULL, place_action);
}
