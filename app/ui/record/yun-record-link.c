/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-link.h"

#include "yun-text.h"

#include <glib/gi18n.h>

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  return label;
}

GtkWidget *
yun_record_link_new (const YunEntity *entity, const char *key, const char *label)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_LINK,
                                    "halign", GTK_ALIGN_START, NULL);
  g_autofree char *tip =
    g_strdup_printf (_ ("%s: Open “%s”"), yun_entity_get_label (entity), label);

  gtk_button_set_child (GTK_BUTTON (button), new_label (label));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "record-link");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-record");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", entity->id, key);
  return button;
}

/* What the labels do not tell apart from its value is the name of no record. */
static void
append_links (GtkWidget *box, YunRecord *record, const YunField *field)
{
  const YunEntity *target = yun_field_get_target (field);
  const char      *next = yun_record_get_text (record, field);
  const char      *next_label = yun_record_get_link_labels (record, field);
  const char      *item, *label;
  gsize            n_item, n_label;

  while ((next = yun_text_next_item (next, &item, &n_item)) != NULL &&
         (next_label = yun_text_next_item (next_label, &label, &n_label)) != NULL)
    {
      g_autofree char *key = g_strndup (item, n_item);
      g_autofree char *text = g_strndup (label, n_label);

      g_autofree char *marked =
        g_str_equal (key, text) ? g_strdup_printf (_ ("%s (no record)"), text) : NULL;

      gtk_box_append (GTK_BOX (box), marked != NULL ? new_label (marked)
                                                    : yun_record_link_new (target, key, text));
    }
}

/* Zones are kept by their codes; one of these says that there is none. */
static void
append_zones (GtkWidget *box, YunRecord *record, const YunField *field)
{
  const YunEntity *target = yun_field_get_target (field);
  gint64           value = yun_record_get_int (record, field);
  guint bits = field->kind == YUN_KIND_SET ? (guint) value : value >= 0 ? 1u << value : 0;

  for (int i = 0; i < field->values->n_plain; i++)
    if ((bits & (1u << i)) != 0)
      {
        const char *code = field->values->values[i].id;
        const char *label = yun_enum_get_label (field->values, i);

        gtk_box_append (GTK_BOX (box), g_str_equal (code, "outside")
                                         ? new_label (label)
                                         : yun_record_link_new (target, code, label));
      }
}

gboolean
yun_record_links_can_open (YunRecord *record, const YunField *field)
{
  if (yun_field_get_target (field) == NULL || !yun_record_is_known (record, field))
    return FALSE;
  if (yun_field_is_link (field))
    return yun_record_get_link_labels (record, field) != NULL;
  return field->kind == YUN_KIND_SET || field->kind == YUN_KIND_ENUM;
}

GtkWidget *
yun_record_links_new (YunRecord *record, const YunField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (yun_field_is_link (field))
    append_links (box, record, field);
  else
    append_zones (box, record, field);
  return box;
}
