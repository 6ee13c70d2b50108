/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-view-pane.h"

#include "yun-unit.h"
#include "yun-view-state.h"

#include <glib/gi18n.h>

/* Registries with more records are not counted for each view: that would keep the list waiting. */
#define CHEAP 200000

/* A view and its row. */
typedef struct
{
  YunSavedView *view;  /* (owned) */
  YunViewState *state; /* (owned) (nullable): NULL: cannot be read */
  char         *wrong; /* (owned) (nullable): why */
  GtkWidget    *row;   /* (unowned) */
  GtkWidget    *button;
  GtkWidget    *count_label;
  gint64        count; /* -1: not known */
} Item;

struct _YunViewPane
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *empty;
  GtkWidget *rows;
  GtkWidget *news_button;
  GtkWidget *news_label;
  GtkWidget *news_popover;
  GtkWidget *news_list;

  YunWorkspace *workspace; /* (owned) (nullable) */
  YunStore     *store;     /* (owned) (nullable) */
  GPtrArray    *items;     /* (owned) (element-type Item) */
  GCancellable *counting;  /* (owned) (nullable): a count is on its way */
  char         *active;    /* (owned) (nullable) */
  YunViewNews  *news;      /* (owned) (nullable) */
  gboolean      listed;
  gboolean      updating; /* buttons follow what is on */
};

G_DEFINE_FINAL_TYPE (YunViewPane, yun_view_pane, GTK_TYPE_WIDGET)

enum
{
  LISTED,
  FAILED,
  RECORD_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
free_item (gpointer data)
{
  Item *item = data;

  yun_saved_view_free (item->view);
  g_clear_pointer (&item->state, yun_view_state_unref);
  g_free (item->wrong);
  g_free (item);
}

static Item *
find_item (YunViewPane *self, const char *uid)
{
  for (guint i = 0; uid != NULL && i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (item->view->uid, uid) == 0)
        return item;
    }
  return NULL;
}

/* ---- Counts ------------------------------------------------------------------ */

static void
show_count (Item *item)
{
  g_autofree char *count = item->count >= 0 ? yun_number_format (item->count, 0) : g_strdup ("");
  g_autofree char *accessible = NULL;

  gtk_label_set_text (GTK_LABEL (item->count_label), count);
  if (item->wrong != NULL)
    accessible = g_strdup_printf (_ ("%s, %s"), item->view->name, item->wrong);
  else if (item->count >= 0)
    accessible = g_strdup_printf (_ ("%s, %s"), item->view->name, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible != NULL ? accessible : item->view->name, -1);
}

static void count_next (YunViewPane *self);

typedef struct
{
  YunViewPane *self; /* (owned) */
  char        *uid;  /* (owned) */
} Count;

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Count                  *count = user_data;
  g_autoptr (YunViewPane) self = count->self;
  g_autofree char        *uid = count->uid;
  g_autoptr (GError)      error = NULL;
  g_autoptr (YunAnswer)   answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  Item                   *item;

  g_free (count);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counting);
  item = find_item (self, uid);
  if (item != NULL)
    {
      item->count = answer != NULL ? 0 : -2; /* -2: cannot be said, as of a place that is gone */
      for (guint i = 0; answer != NULL && i < answer->n_entities; i++)
        if (answer->ids[i] != NULL)
          item->count += answer->totals[i].count;
      show_count (item);
    }
  count_next (self);
}

/* One after the other, and only while the list does not wait for an answer of its own. */
static void
count_next (YunViewPane *self)
{
  if (self->workspace == NULL || self->counting != NULL ||
      yun_workspace_get_n_all (self->workspace) < 0 ||
      yun_workspace_get_n_all (self->workspace) > CHEAP)
    return;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item            *item = g_ptr_array_index (self->items, i);
      const YunEntity *entity;
      Count           *count;

      if (item->count != -1 || item->state == NULL)
        continue;
      entity = yun_view_state_get_entity (item->state);
      count = g_new0 (Count, 1);
      count->self = g_object_ref (self);
      count->uid = g_strdup (item->view->uid);
      self->counting = g_cancellable_new ();
      yun_store_ask_async (self->store, item->state->filter,
                           entity != NULL ? yun_entity_get_bit (entity)
                                          : yun_workspace_get_entity_mask (),
                           NULL, self->counting, counted_cb, count);
      return;
    }
}

static void
stop_counting (YunViewPane *self)
{
  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
}

static void
changed_cb (YunViewPane *self)
{
  stop_counting (self);
  for (guint i = 0; i < self->items->len; i++)
    ((Item *) g_ptr_array_index (self->items, i))->count = -1;
}

/* ---- Rows -------------------------------------------------------------------- */

static void
toggled_cb (GtkToggleButton *button, YunViewPane *self)
{
  Item *item = g_object_get_data (G_OBJECT (button), "yun-item");

  if (self->updating)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toggle-view", "s", item->view->uid);
  /* Where it could not be switched on, the button goes back. */
  yun_view_pane_set_active (self, self->active);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        YunViewPane           *self)
{
  GtkWidget  *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  Item       *item = g_object_get_data (G_OBJECT (button), "yun-item");
  const char *action = NULL;

  if (key == GDK_KEY_F2)
    action = "win.rename-view";
  else if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    action = "win.remove-view";
  else if (key == GDK_KEY_Up && (state & GDK_ALT_MASK) != 0)
    action = "win.raise-view";
  else if (key == GDK_KEY_Down && (state & GDK_ALT_MASK) != 0)
    action = "win.lower-view";
  return action != NULL &&
         gtk_widget_activate_action (GTK_WIDGET (self), action, "s", item->view->uid);
}

static GMenuModel *
make_menu (const char *uid)
{
  static const struct
  {
    const char *label, *action;
  } entries[] = {
    { N_ ("_Keep What Is Shown Now"), "win.overwrite-view" },
    { N_ ("_Rename…"), "win.rename-view" },
    { N_ ("Move _Up"), "win.raise-view" },
    { N_ ("Move _Down"), "win.lower-view" },
    { N_ ("_Export…"), "win.export-view" },
    { N_ ("_Delete"), "win.remove-view" },
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GMenuItem) entry = g_menu_item_new (_ (entries[i].label), NULL);

      g_menu_item_set_action_and_target (entry, entries[i].action, "s", uid);
      g_menu_append_item (menu, entry);
    }
  return G_MENU_MODEL (menu);
}

static void
make_row (YunViewPane *self, Item *item)
{
  GtkWidget             *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget             *name = gtk_label_new (item->view->name);
  GtkWidget             *more = gtk_menu_button_new ();
  GtkWidget             *image;
  GtkEventController    *keys = gtk_event_controller_key_new ();
  g_autoptr (GMenuModel) menu = make_menu (item->view->uid);
  /* Translators: the menu of a saved view, read aloud */
  g_autofree char *label = g_strdup_printf (_ ("Menu of the view “%s”"), item->view->name);

  image = gtk_image_new_from_icon_name (item->state != NULL ? "starred-symbolic"
                                                            : "dialog-warning-symbolic");
  gtk_widget_add_css_class (image, item->state != NULL ? "view-star" : "warning");
  gtk_box_append (GTK_BOX (content), image);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (content), name);
  item->count_label = gtk_label_new ("");
  gtk_widget_add_css_class (item->count_label, "numeric");
  gtk_widget_add_css_class (item->count_label, "dim-label");
  gtk_box_append (GTK_BOX (content), item->count_label);

  item->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (item->button), content);
  gtk_widget_add_css_class (item->button, "flat");
  gtk_widget_add_css_class (item->button, "facet");
  gtk_widget_set_hexpand (item->button, TRUE);
  gtk_widget_set_tooltip_text (item->button, item->wrong != NULL ? item->wrong : item->view->name);
  g_object_set_data (G_OBJECT (item->button), "yun-item", item);
  g_signal_connect_object (item->button, "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (item->button, keys);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "view-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  item->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (item->row), item->button);
  gtk_box_append (GTK_BOX (item->row), more);
  gtk_box_append (GTK_BOX (self->rows), item->row);
  show_count (item);
}

/* The news stand below the view they are of. */
static void
place_news (YunViewPane *self)
{
  Item      *item = find_item (self, self->active);
  gboolean   shown = item != NULL && *gtk_label_get_text (GTK_LABEL (self->news_label)) != '\0';
  GtkWidget *parent = gtk_widget_get_parent (self->news_button);

  if (shown &&
      (parent != self->rows || gtk_widget_get_prev_sibling (self->news_button) != item->row))
    {
      g_object_ref (self->news_button);
      gtk_box_remove (GTK_BOX (parent), self->news_button);
      gtk_box_append (GTK_BOX (self->rows), self->news_button);
      gtk_box_reorder_child_after (GTK_BOX (self->rows), self->news_button, item->row);
      g_object_unref (self->news_button);
    }
  gtk_widget_set_visible (self->news_button, shown);
}

/* ---- Listing ------------------------------------------------------------------ */

static Item *
make_item (YunSavedView *view)
{
  Item              *item = g_new0 (Item, 1);
  g_autoptr (GError) error = NULL;

  item->view = yun_saved_view_copy (view);
  item->count = -1;
  item->state = yun_view_state_parse (view->content != NULL ? view->content : "", -1, &error);
  if (item->state == NULL)
    item->wrong = g_strdup (error->message);
  return item;
}

/* Whether only what is not seen is another, as after a view was opened: rows and focus stay. */
static gboolean
has_same_rows (YunViewPane *self, GPtrArray *views)
{
  if (views->len != self->items->len)
    return FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      const Item         *item = g_ptr_array_index (self->items, i);
      const YunSavedView *view = g_ptr_array_index (views, i);

      if (g_strcmp0 (item->view->uid, view->uid) != 0 ||
          g_strcmp0 (item->view->name, view->name) != 0 || item->state == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
keep_rows (YunViewPane *self, GPtrArray *views)
{
  for (guint i = 0; i < views->len; i++)
    {
      Item                    *item = g_ptr_array_index (self->items, i);
      YunSavedView            *view = g_ptr_array_index (views, i);
      g_autoptr (YunViewState) state = yun_view_state_parse (view->content, -1, NULL);

      if (state == NULL)
        continue;
      if (!yun_filter_equal (state->filter, item->state->filter) ||
          state->entity != item->state->entity)
        item->count = -1;
      yun_saved_view_free (item->view);
      item->view = yun_saved_view_copy (view);
      g_clear_pointer (&item->state, yun_view_state_unref);
      item->state = g_steal_pointer (&state);
    }
}

static void
build_rows (YunViewPane *self, GPtrArray *views)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  GtkRoot              *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget            *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autofree char      *focused = NULL;
  GtkWidget            *row;

  for (guint i = 0; i < old->len; i++)
    {
      Item *item = g_ptr_array_index (old, i);

      if (focus != NULL && gtk_widget_is_ancestor (focus, item->row))
        focused = g_strdup (item->view->uid);
    }
  g_object_ref (self->news_button);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->news_button)), self->news_button);
  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  gtk_box_append (GTK_BOX (self->box), self->news_button);
  g_object_unref (self->news_button);

  self->items = g_ptr_array_new_with_free_func (free_item);
  for (guint i = 0; i < views->len; i++)
    {
      Item *item = make_item (g_ptr_array_index (views, i));

      for (guint k = 0; k < old->len; k++)
        {
          const Item *before = g_ptr_array_index (old, k);

          if (g_strcmp0 (before->view->uid, item->view->uid) == 0 && item->state != NULL &&
              before->state != NULL &&
              yun_filter_equal (before->state->filter, item->state->filter))
            item->count = before->count;
        }
      make_row (self, item);
      g_ptr_array_add (self->items, item);
      if (g_strcmp0 (item->view->uid, focused) == 0)
        gtk_widget_grab_focus (item->button);
    }
  gtk_widget_set_visible (self->empty, views->len == 0 && self->store != NULL);
  yun_view_pane_set_active (self, self->active);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunViewPane) self = user_data;
  g_autoptr (GError)      error = NULL;
  g_autoptr (GPtrArray)   views = yun_store_list_views_finish (YUN_STORE (source), result, &error);

  if (self->store != YUN_STORE (source))
    return;
  self->listed = TRUE;
  if (views == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  if (has_same_rows (self, views))
    keep_rows (self, views);
  else
    build_rows (self, views);
  gtk_widget_set_visible (self->empty, views->len == 0);
  count_next (self);
  g_signal_emit (self, signals[LISTED], 0);
}

static void
refresh (YunViewPane *self)
{
  if (self->store != NULL)
    yun_store_list_views_async (self->store, YUN_VIEW_VIEW, NULL, listed_cb, g_object_ref (self));
}

/* ---- News --------------------------------------------------------------------- */

static const char *
get_kind_label (YunNewsKind kind)
{
  switch (kind)
    {
    case YUN_NEWS_ADDED:
      return _ ("new here");
    case YUN_NEWS_REMOVED:
      return _ ("no longer here");
    case YUN_NEWS_EDITED:
      return _ ("edited");
    case YUN_NEWS_CHANGED:
    default:
      return _ ("changed");
    }
}

static void
news_activated_cb (YunViewPane *self, GtkListBoxRow *row)
{
  int               i = gtk_list_box_row_get_index (row);
  const YunNewsRow *news;

  if (self->news == NULL || i < 0 || i >= (int) self->news->rows->len)
    return;
  news = g_ptr_array_index (self->news->rows, i);
  gtk_popover_popdown (GTK_POPOVER (self->news_popover));
  g_signal_emit (self, signals[RECORD_CHOSEN], 0, yun_entity_get_index (news->entity), news->id);
}

static void
add_news_row (YunViewPane *self, const YunNewsRow *news)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (*news->name != '\0' ? news->name : _ ("Without a name"));
  GtkWidget *kind = gtk_label_new (get_kind_label (news->kind));

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_tooltip_text (name, news->name);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_list_box_append (GTK_LIST_BOX (self->news_list), box);
}

void
yun_view_pane_set_news (YunViewPane *self, const char *text, YunViewNews *news)
{
  GtkWidget *row;
  guint      n = news != NULL ? news->rows->len : 0;

  g_return_if_fail (YUN_IS_VIEW_PANE (self));

  gtk_popover_popdown (GTK_POPOVER (self->news_popover));
  while ((row = gtk_widget_get_first_child (self->news_list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->news_list), row);
  g_clear_pointer (&self->news, yun_view_news_free);
  self->news = news;
  for (guint i = 0; i < n; i++)
    add_news_row (self, g_ptr_array_index (news->rows, i));
  gtk_label_set_text (GTK_LABEL (self->news_label), text != NULL ? text : "");
  gtk_widget_set_sensitive (self->news_button, n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->news_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  place_news (self);
}

const char *
yun_view_pane_get_news (YunViewPane *self)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), NULL);

  return gtk_widget_get_visible (self->news_button)
           ? gtk_label_get_text (GTK_LABEL (self->news_label))
           : NULL;
}

/* ---- Object ------------------------------------------------------------------- */

static void
yun_view_pane_dispose (GObject *object)
{
  YunViewPane *self = YUN_VIEW_PANE (object);

  yun_view_pane_set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_VIEW_PANE);
  G_OBJECT_CLASS (yun_view_pane_parent_class)->dispose (object);
}

static void
yun_view_pane_finalize (GObject *object)
{
  YunViewPane *self = YUN_VIEW_PANE (object);

  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->news, yun_view_news_free);
  g_free (self->active);
  G_OBJECT_CLASS (yun_view_pane_parent_class)->finalize (object);
}

static void
yun_view_pane_class_init (YunViewPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_view_pane_dispose;
  object_class->finalize = yun_view_pane_finalize;
  signals[LISTED] = g_signal_new ("listed", YUN_TYPE_VIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", YUN_TYPE_VIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[RECORD_CHOSEN] =
    g_signal_new ("record-chosen", YUN_TYPE_VIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-view-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, box);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, empty);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, rows);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, news_button);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, news_label);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, news_popover);
  gtk_widget_class_bind_template_child (widget_class, YunViewPane, news_list);
  gtk_widget_class_bind_template_callback (widget_class, news_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_view_pane_init (YunViewPane *self)
{
  self->items = g_ptr_array_new_with_free_func (free_item);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
yun_view_pane_set_workspace (YunViewPane *self, YunWorkspace *workspace)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (YUN_IS_VIEW_PANE (self));

  if (workspace == self->workspace)
    return;
  stop_counting (self);
  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->workspace, self);
      g_signal_handlers_disconnect_by_data (self->store, self);
    }
  g_set_object (&self->workspace, workspace);
  g_clear_object (&self->store);
  if (workspace != NULL)
    self->store = g_object_ref (yun_workspace_get_store (workspace));
  self->listed = FALSE;
  g_clear_pointer (&self->active, g_free);
  yun_view_pane_set_news (self, NULL, NULL);
  build_rows (self, none);
  if (workspace == NULL)
    return;
  gtk_widget_set_visible (self->empty, FALSE);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "answered", G_CALLBACK (count_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "views-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
}

gboolean
yun_view_pane_is_listed (YunViewPane *self)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), FALSE);
  return self->listed;
}

guint
yun_view_pane_get_n (YunViewPane *self)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), 0);
  return self->items->len;
}

const YunSavedView *
yun_view_pane_get_nth (YunViewPane *self, guint i)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), NULL);
  return i < self->items->len ? ((Item *) g_ptr_array_index (self->items, i))->view : NULL;
}

const YunSavedView *
yun_view_pane_find_uid (YunViewPane *self, const char *uid)
{
  Item *item;

  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), NULL);

  item = find_item (self, uid);
  return item != NULL ? item->view : NULL;
}

const YunSavedView *
yun_view_pane_find_name (YunViewPane *self, const char *name)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (item->view->name, name) == 0)
        return item->view;
    }
  return NULL;
}

gint64
yun_view_pane_get_count (YunViewPane *self, guint i)
{
  g_return_val_if_fail (YUN_IS_VIEW_PANE (self), -1);
  return i < self->items->len ? MAX (((Item *) g_ptr_array_index (self->items, i))->count, -1) : -1;
}

void
yun_view_pane_set_active (YunViewPane *self, const char *uid)
{
  g_autofree char *copy = g_strdup (uid);

  g_return_if_fail (YUN_IS_VIEW_PANE (self));

  g_free (self->active);
  self->active = g_steal_pointer (&copy);
  self->updating = TRUE;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (item->button),
                                    g_strcmp0 (item->view->uid, self->active) == 0);
    }
  self->updating = FALSE;
  place_news (self);
}

void
yun_view_pane_focus (YunViewPane *self)
{
  Item *item;

  g_return_if_fail (YUN_IS_VIEW_PANE (self));

  item = find_item (self, self->active);
  if (item == NULL && self->items->len > 0)
    item = g_ptr_array_index (self->items, 0);
  if (item != NULL)
    gtk_widget_grab_focus (item->button);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
