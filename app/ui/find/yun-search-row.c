/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-search-row.h"

struct _YunSearchRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *keys;
};

G_DEFINE_FINAL_TYPE (YunSearchRow, yun_search_row, GTK_TYPE_LIST_BOX_ROW)

static void
yun_search_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), YUN_TYPE_SEARCH_ROW);
  G_OBJECT_CLASS (yun_search_row_parent_class)->dispose (object);
}

static void
yun_search_row_class_init (YunSearchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_search_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, YunSearchRow, title);
  gtk_widget_class_bind_template_child (widget_class, YunSearchRow, detail);
  gtk_widget_class_bind_template_child (widget_class, YunSearchRow, keys);
}

static void
yun_search_row_init (YunSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
yun_search_row_new (const char *title, const char *detail, const char *keys)
{
  YunSearchRow    *self = g_object_new (YUN_TYPE_SEARCH_ROW, NULL);
  g_autofree char *name = g_strjoin (", ", title, detail, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->detail), detail != NULL ? detail : "");
  gtk_label_set_text (GTK_LABEL (self->keys), keys != NULL ? keys : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), detail != NULL && *detail != '\0' ? name : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

const char *
yun_search_row_get_title (YunSearchRow *self)
{
  g_return_val_if_fail (YUN_IS_SEARCH_ROW (self), NULL);
  return gtk_label_get_text (GTK_LABEL (self->title));
}
