/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-popover.h"

#include "yun-record.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 300

struct _YunMapPopover
{
  GtkPopover parent_instance;

  GtkLabel   *heading;
  GtkListBox *list;
  GtkLabel   *more;

  GArray *items; /* (owned): Item, in the order of the rows */
};

G_DEFINE_FINAL_TYPE (YunMapPopover, yun_map_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  guint  entity;
  gint64 id;
  char  *name; /* (owned) */
  char  *sort; /* (owned): collation key */
} Item;

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_free (item->name);
  g_free (item->sort);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *one = a;
  const Item *two = b;

  return strcmp (one->sort, two->sort);
}

static void
row_activated_cb (YunMapPopover *self, GtkListBoxRow *row)
{
  const Item *item = &g_array_index (self->items, Item, gtk_list_box_row_get_index (row));
  guint       entity = item->entity;
  gint64      id = item->id;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, entity, id);
}

static GtkWidget *
make_row (const Item *item)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  GtkWidget              *row = gtk_list_box_row_new ();
  GtkWidget              *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget              *name = gtk_label_new (item->name);
  GtkWidget              *kind = gtk_label_new (yun_entity_get_label (entities[item->entity]));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 28);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, item->name,
                                  -1);
  return row;
}

static void
yun_map_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_MAP_POPOVER);
  G_OBJECT_CLASS (yun_map_popover_parent_class)->dispose (object);
}

static void
yun_map_popover_finalize (GObject *object)
{
  YunMapPopover *self = YUN_MAP_POPOVER (object);

  g_clear_pointer (&self->items, g_array_unref);
  G_OBJECT_CLASS (yun_map_popover_parent_class)->finalize (object);
}

static void
yun_map_popover_class_init (YunMapPopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_map_popover_dispose;
  object_class->finalize = yun_map_popover_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", YUN_TYPE_MAP_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/map/yun-map-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, YunMapPopover, heading);
  gtk_widget_class_bind_template_child (widget_class, YunMapPopover, list);
  gtk_widget_class_bind_template_child (widget_class, YunMapPopover, more);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
yun_map_popover_init (YunMapPopover *self)
{
  self->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self->items, item_clear);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
yun_map_popover_new (void)
{
  return g_object_new (YUN_TYPE_MAP_POPOVER, NULL);
}

void
yun_map_popover_set_features (YunMapPopover   *self,
                              YunFeatureIndex *index,
                              const guint32   *features,
                              guint            n)
{
  GtkWidget       *child;
  g_autofree char *heading = NULL;
  g_autofree char *more = NULL;

  g_return_if_fail (YUN_IS_MAP_POPOVER (self));

  g_array_set_size (self->items, 0);
  for (guint i = 0; i < n; i++)
    {
      const YunFeature *feature = yun_feature_index_get (index, features[i]);
      const char       *name = yun_feature_index_get_name (index, features[i]);
      Item              item = {
                     .entity = (guint) feature->entity,
                     .id = feature->id,
                     .name = g_strdup (*name != '\0' ? name : _ ("Without a name")),
                     .sort = g_utf8_collate_key_for_filename (name, -1),
      };

      g_array_append_val (self->items, item);
    }
  g_array_sort (self->items, compare_items);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    gtk_list_box_append (self->list, make_row (&g_array_index (self->items, Item, i)));

  heading = g_strdup_printf (ngettext ("%u record here", "%u records here", n), n);
  gtk_label_set_text (self->heading, heading);
  more = g_strdup_printf (_ ("and %u more: see the table"), n - MIN (n, MAX_ROWS));
  gtk_label_set_text (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n > MAX_ROWS);
}
