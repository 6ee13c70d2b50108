/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-bookmark-popover.h"

#include "yun-bookmark.h"

#include <glib/gi18n.h>

struct _YunBookmarkPopover
{
  GtkPopover parent_instance;

  GtkWidget *list;
  GtkWidget *scroller;
  GtkWidget *empty;
  GtkWidget *add_box;
  GtkWidget *name;

  YunStore     *store;  /* (owned) (nullable) */
  GPtrArray    *views;  /* (owned) (nullable) (element-type YunSavedView): in the rows' order */
  YunSavedView *edited; /* (owned) (nullable): being renamed; NULL: the name is for a new one */
  YunRect       extent;
};

G_DEFINE_FINAL_TYPE (YunBookmarkPopover, yun_bookmark_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  REMOVED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Editing ---------------------------------------------------------------- */

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunBookmarkPopover) self = user_data;
  g_autoptr (GError)             error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (view == NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunBookmarkPopover) self = user_data;
  g_autoptr (GError)             error = NULL;
  g_autoptr (YunSavedView) view = yun_store_edit_view_finish (YUN_STORE (source), result, &error);

  if (view != NULL)
    g_signal_emit (self, signals[REMOVED], 0, view);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
edit (YunBookmarkPopover *self, YunViewEdit what, const YunSavedView *view)
{
  if (self->store != NULL)
    yun_store_edit_view_async (self->store, what, view, NULL,
                               what == YUN_VIEW_REMOVE ? removed_cb : edited_cb,
                               g_object_ref (self));
}

static void
ask_name (YunBookmarkPopover *self, const YunSavedView *view, const char *name)
{
  g_clear_pointer (&self->edited, yun_saved_view_free);
  if (view != NULL)
    self->edited = yun_saved_view_copy (view);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_widget_grab_focus (self->name);
  gtk_editable_select_region (GTK_EDITABLE (self->name), 0, -1);
}

static void
name_given_cb (YunBookmarkPopover *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0')
    return;
  if (self->edited != NULL)
    {
      g_free (self->edited->name);
      self->edited->name = g_steal_pointer (&name);
      edit (self, YUN_VIEW_RENAME, self->edited);
    }
  else
    {
      g_autofree char         *content = yun_bookmark_print (&self->extent);
      g_autoptr (YunSavedView) view = yun_saved_view_new (YUN_VIEW_BOOKMARK, name, content);

      edit (self, YUN_VIEW_SAVE, view);
    }
  g_clear_pointer (&self->edited, yun_saved_view_free);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_widget_grab_focus (self->list);
}

/* ---- The list --------------------------------------------------------------- */

static const YunSavedView *
get_view (YunBookmarkPopover *self, GtkWidget *row)
{
  int i = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  return i >= 0 && self->views != NULL && i < (int) self->views->len
           ? g_ptr_array_index (self->views, i)
           : NULL;
}

static GtkWidget *
get_row_of (GtkWidget *child)
{
  return gtk_widget_get_ancestor (child, GTK_TYPE_LIST_BOX_ROW);
}

static void
rename_cb (YunBookmarkPopover *self, GtkWidget *button)
{
  const YunSavedView *view = get_view (self, get_row_of (button));

  if (view != NULL)
    ask_name (self, view, view->name);
}

static void
remove_cb (YunBookmarkPopover *self, GtkWidget *button)
{
  const YunSavedView *view = get_view (self, get_row_of (button));

  if (view != NULL)
    edit (self, YUN_VIEW_REMOVE, view);
}

static void
activated_cb (YunBookmarkPopover *self, GtkListBoxRow *row)
{
  const YunSavedView *view = get_view (self, GTK_WIDGET (row));
  YunRect             extent;

  if (view == NULL)
    return;
  if (!yun_bookmark_parse (view->content, &extent))
    {
      g_autoptr (GError) error = g_error_new (YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED,
                                              _ ("The bookmark “%s” cannot be read."), view->name);

      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, extent.x0, extent.y0, extent.x1, extent.y1);
}

/* F2 renames, Delete removes, Alt+Up and Alt+Down move, as in every list. */
static gboolean
key_cb (YunBookmarkPopover *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow           *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkWidget               *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  const YunSavedView      *view;
  g_autoptr (YunSavedView) moved = NULL;

  if (focus != NULL && get_row_of (focus) != NULL)
    row = GTK_LIST_BOX_ROW (get_row_of (focus));
  view = row != NULL ? get_view (self, GTK_WIDGET (row)) : NULL;
  if (view == NULL)
    return FALSE;
  if (key == GDK_KEY_F2)
    {
      ask_name (self, view, view->name);
      return TRUE;
    }
  if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    {
      edit (self, YUN_VIEW_REMOVE, view);
      return TRUE;
    }
  if ((key != GDK_KEY_Up && key != GDK_KEY_Down) || (state & GDK_ALT_MASK) == 0)
    return FALSE;
  moved = yun_saved_view_copy (view);
  moved->position += key == GDK_KEY_Up ? -1 : 1;
  if (moved->position >= 0 && moved->position < (int) self->views->len)
    edit (self, YUN_VIEW_MOVE, moved);
  return TRUE;
}

static GtkWidget *
make_button (YunBookmarkPopover *self,
             const char         *icon,
             const char         *format,
             const char         *name,
             GCallback           clicked)
{
  GtkWidget       *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  label = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_sensitive (button, !yun_store_is_read_only (self->store));
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row (YunBookmarkPopover *self, const YunSavedView *view)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *name = gtk_label_new (view->name);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 30);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_margin_start (name, 6);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box),
                  make_button (self, "document-edit-symbolic", _ ("Rename “%s” (F2)"), view->name,
                               G_CALLBACK (rename_cb)));
  gtk_box_append (GTK_BOX (box),
                  make_button (self, "user-trash-symbolic", _ ("Remove “%s” (Delete)"), view->name,
                               G_CALLBACK (remove_cb)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, view->name,
                                  -1);
  return row;
}

static void
show_views (YunBookmarkPopover *self)
{
  GtkWidget     *row;
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int            at = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;
  guint          n = self->views != NULL ? self->views->len : 0;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (self->views, i)));
  if (at >= 0 && n > 0)
    gtk_list_box_select_row (
      GTK_LIST_BOX (self->list),
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MIN (at, (int) n - 1)));
  gtk_widget_set_visible (self->scroller, n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunBookmarkPopover) self = user_data;
  g_autoptr (GError)             error = NULL;
  GPtrArray *views = yun_store_list_views_finish (YUN_STORE (source), result, &error);

  if (self->store != YUN_STORE (source))
    {
      g_clear_pointer (&views, g_ptr_array_unref);
      return;
    }
  if (views == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_clear_pointer (&self->views, g_ptr_array_unref);
  self->views = views;
  show_views (self);
}

static void
refresh (YunBookmarkPopover *self)
{
  if (self->store != NULL)
    yun_store_list_views_async (self->store, YUN_VIEW_BOOKMARK, NULL, listed_cb,
                                g_object_ref (self));
}

/* Another program may have written since. */
static void
shown_cb (YunBookmarkPopover *self)
{
  refresh (self);
}

/* ---- Object ----------------------------------------------------------------- */

static void
yun_bookmark_popover_dispose (GObject *object)
{
  YunBookmarkPopover *self = YUN_BOOKMARK_POPOVER (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->edited, yun_saved_view_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_BOOKMARK_POPOVER);
  G_OBJECT_CLASS (yun_bookmark_popover_parent_class)->dispose (object);
}

static void
yun_bookmark_popover_class_init (YunBookmarkPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_bookmark_popover_dispose;
  signals[CHOSEN] =
    g_signal_new ("chosen", YUN_TYPE_BOOKMARK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[REMOVED] = g_signal_new ("removed", YUN_TYPE_BOOKMARK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] = g_signal_new ("failed", YUN_TYPE_BOOKMARK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-bookmark-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, YunBookmarkPopover, list);
  gtk_widget_class_bind_template_child (widget_class, YunBookmarkPopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunBookmarkPopover, empty);
  gtk_widget_class_bind_template_child (widget_class, YunBookmarkPopover, add_box);
  gtk_widget_class_bind_template_child (widget_class, YunBookmarkPopover, name);
  gtk_widget_class_bind_template_callback (widget_class, name_given_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
yun_bookmark_popover_init (YunBookmarkPopover *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->list, key);
}

void
yun_bookmark_popover_set_store (YunBookmarkPopover *self, YunStore *store)
{
  g_return_if_fail (YUN_IS_BOOKMARK_POPOVER (self));

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  show_views (self);
  if (store == NULL)
    return;
  gtk_widget_set_visible (self->add_box, !yun_store_is_read_only (store));
  g_signal_connect_object (store, "views-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

void
yun_bookmark_popover_set_extent (YunBookmarkPopover *self, const YunRect *extent)
{
  g_return_if_fail (YUN_IS_BOOKMARK_POPOVER (self));

  self->extent = *extent;
}

void
yun_bookmark_popover_begin_add (YunBookmarkPopover *self, const char *name)
{
  g_return_if_fail (YUN_IS_BOOKMARK_POPOVER (self));

  ask_name (self, NULL, name);
}

guint
yun_bookmark_popover_get_n (YunBookmarkPopover *self)
{
  g_return_val_if_fail (YUN_IS_BOOKMARK_POPOVER (self), 0);

  return self->views != NULL ? self->views->len : 0;
}
