/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-popover.h"

#include "yun-canvas.h"
#include "yun-chain.h"
#include "yun-record.h"
#include "yun-symbol-painter.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 2000
#define ICON 26 /* pixels: a symbol with its rim */

/* One row: what it shows, and what it stands for. */
#define YUN_TYPE_MAP_POPOVER_ITEM (yun_map_popover_item_get_type ())
G_DECLARE_FINAL_TYPE (YunMapPopoverItem, yun_map_popover_item, YUN, MAP_POPOVER_ITEM, GObject)

struct _YunMapPopoverItem
{
  GObject parent_instance;

  YunFeature feature; /* only what its symbol depends on, and the key */
  char      *name;    /* (owned) */
  char      *sort;    /* (owned): collation key */
};

G_DEFINE_FINAL_TYPE (YunMapPopoverItem, yun_map_popover_item, G_TYPE_OBJECT)

static void
yun_map_popover_item_finalize (GObject *object)
{
  YunMapPopoverItem *self = YUN_MAP_POPOVER_ITEM (object);

  g_free (self->name);
  g_free (self->sort);
  G_OBJECT_CLASS (yun_map_popover_item_parent_class)->finalize (object);
}

static void
yun_map_popover_item_class_init (YunMapPopoverItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yun_map_popover_item_finalize;
}

static void
yun_map_popover_item_init (YunMapPopoverItem *self)
{
}

struct _YunMapPopover
{
  GtkPopover parent_instance;

  GtkLabel    *heading;
  GtkListView *list;
  GtkLabel    *more;

  GListStore     *items; /* (owned): YunMapPopoverItem, in the order of the rows */
  GHashTable     *icons; /* (owned): look → GdkTexture, for the style and scale they are of */
  const YunStyle *style; /* (unowned) (nullable): static */
  int             icon_scale;
};

G_DEFINE_FINAL_TYPE (YunMapPopover, yun_map_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What the map is about comes first: firms by their segment, other firms, then the rest. */
static guint
get_rank (const YunFeature *feature)
{
  if (feature->look != YUN_LOOK_FIRM)
    return 32 + (guint) feature->entity;
  return (feature->segments & 15) != 0 ? (guint) __builtin_ctz (feature->segments) : 16;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const YunMapPopoverItem *one = *(YunMapPopoverItem *const *) a;
  const YunMapPopoverItem *two = *(YunMapPopoverItem *const *) b;
  guint                    rank_one = get_rank (&one->feature);
  guint                    rank_two = get_rank (&two->feature);
  int                      order;

  if (rank_one != rank_two)
    return rank_one < rank_two ? -1 : 1;
  order = strcmp (one->sort, two->sort);
  if (order != 0)
    return order;
  return one->feature.id < two->feature.id ? -1 : one->feature.id > two->feature.id;
}

/* "航天甲公司, 卫星, 企业": the picture before it says nothing to those who do not see it. */
static char *
describe (const YunMapPopoverItem *item)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  GString                *text = g_string_new (item->name);

  for (guint k = 0; k < YUN_STYLE_N_SEGMENTS; k++)
    if (item->feature.segments & (1 << k))
      g_string_append_printf (text, ", %s", yun_chain_get_segment (k)->name);
  g_string_append_printf (text, ", %s", yun_entity_get_label (entities[item->feature.entity]));
  return g_string_free (text, FALSE);
}

static GdkTexture *
get_icon (YunMapPopover *self, const YunFeature *feature)
{
  YunSymbolLook    look = yun_symbol_look_for (feature);
  gpointer         key = GUINT_TO_POINTER (yun_symbol_look_get_key (&look, YUN_STATE_NORMAL));
  GdkTexture      *texture = g_hash_table_lookup (self->icons, key);
  cairo_surface_t *surface;
  cairo_t         *cr;

  if (texture != NULL)
    return texture;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, ICON * self->icon_scale,
                                        ICON * self->icon_scale);
  cairo_surface_set_device_scale (surface, self->icon_scale, self->icon_scale);
  cr = cairo_create (surface);
  cairo_translate (cr, ICON / 2.0, ICON / 2.0);
  yun_symbol_painter_draw_symbol (self->style, cr, &look, YUN_STATE_NORMAL);
  cairo_destroy (cr);
  texture = yun_canvas_new_texture (surface);
  g_hash_table_insert (self->icons, key, texture);
  return texture;
}

static void
row_set_up_cb (YunMapPopover *self, GtkListItem *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *kind = gtk_label_new (NULL);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), ICON);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 32);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_item_set_child (row, box);
}

static void
row_bind_cb (YunMapPopover *self, GtkListItem *row)
{
  guint                    n;
  const YunEntity *const  *entities = yun_entity_list (&n);
  const YunMapPopoverItem *item = gtk_list_item_get_item (row);
  GtkWidget               *box = gtk_list_item_get_child (row);
  GtkWidget               *icon = gtk_widget_get_first_child (box);
  GtkWidget               *name = gtk_widget_get_next_sibling (icon);
  g_autofree char         *text = describe (item);

  gtk_image_set_from_paintable (GTK_IMAGE (icon), GDK_PAINTABLE (get_icon (self, &item->feature)));
  gtk_label_set_text (GTK_LABEL (name), item->name);
  gtk_widget_set_tooltip_text (name, item->name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)),
                      yun_entity_get_label (entities[item->feature.entity]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
row_activated_cb (YunMapPopover *self, guint position)
{
  g_autoptr (YunMapPopoverItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, (guint) item->feature.entity, item->feature.id);
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

  g_clear_object (&self->items);
  g_clear_pointer (&self->icons, g_hash_table_unref);
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
  gtk_widget_class_bind_template_callback (widget_class, row_set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
yun_map_popover_init (YunMapPopover *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->items = g_list_store_new (YUN_TYPE_MAP_POPOVER_ITEM);
  self->icons = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  selection =
    GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items))));
  gtk_list_view_set_model (self->list, selection);
}

GtkWidget *
yun_map_popover_new (void)
{
  return g_object_new (YUN_TYPE_MAP_POPOVER, NULL);
}

static void
set_style (YunMapPopover *self, const YunStyle *style)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->style == style && self->icon_scale == scale)
    return;
  self->style = style;
  self->icon_scale = scale;
  g_hash_table_remove_all (self->icons);
}

void
yun_map_popover_set_features (YunMapPopover   *self,
                              YunFeatureIndex *index,
                              const YunStyle  *style,
                              const char      *place,
                              const guint32   *features,
                              guint            n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n, g_object_unref);
  g_autofree char      *count = NULL;
  g_autofree char      *heading = NULL;
  g_autofree char      *more = NULL;

  g_return_if_fail (YUN_IS_MAP_POPOVER (self));

  set_style (self, style);
  for (guint i = 0; i < n; i++)
    {
      const YunFeature  *feature = yun_feature_index_get (index, features[i]);
      const char        *name = yun_feature_index_get_name (index, features[i]);
      YunMapPopoverItem *item = g_object_new (YUN_TYPE_MAP_POPOVER_ITEM, NULL);

      item->feature = *feature;
      item->name = g_strdup (*name != '\0' ? name : _ ("Without a name"));
      item->sort = g_utf8_collate_key_for_filename (name, -1);
      g_ptr_array_add (items, item);
    }
  g_ptr_array_sort (items, compare_items);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, MIN (n, MAX_ROWS));

  count = g_strdup_printf (ngettext ("%u record here", "%u records here", n), n);
  heading = place != NULL ? g_strdup_printf ("%s · %s", place, count) : g_strdup (count);
  gtk_label_set_text (self->heading, heading);
  more = g_strdup_printf (_ ("and %u more: see the table"), n - MIN (n, MAX_ROWS));
  gtk_label_set_text (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n > MAX_ROWS);
}

void
yun_map_popover_open (YunMapPopover *self, const GdkRectangle *at)
{
  g_return_if_fail (YUN_IS_MAP_POPOVER (self));

  gtk_popover_set_pointing_to (GTK_POPOVER (self), at);
  gtk_popover_popup (GTK_POPOVER (self));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}
