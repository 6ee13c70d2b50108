/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-rule-view.h"

#include <glib/gi18n.h>

struct _YunRuleView
{
  GtkWidget parent_instance;

  GString *text; /* (owned): what it says */
};

G_DEFINE_FINAL_TYPE (YunRuleView, yun_rule_view, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *style;
} answers[] = {
  [YUN_TRUTH_NO] = { "window-close-symbolic", "dim-label" },
  [YUN_TRUTH_YES] = { "emblem-ok-symbolic", "success" },
  [YUN_TRUTH_UNKNOWN] = { "dialog-question-symbolic", "warning" },
};

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
new_line (YunTruth truth, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (answers[truth].icon);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_add_css_class (icon, answers[truth].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  yun_truth_get_word (truth), -1);
  gtk_widget_set_tooltip_text (icon, yun_truth_get_word (truth));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), new_label (text));
  return box;
}

static void
clear (YunRuleView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_string_truncate (self->text, 0);
}

static GtkWidget *
new_reasons (YunRuleView *self, const YunRule *rule, YunRecord *record, const char *day)
{
  g_autoptr (GPtrArray) reasons = yun_rule_explain (rule, record, day);
  GtkWidget            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char      *clause =
    g_strdup_printf ("%s %s", yun_rule_get_document (rule), yun_rule_get_clause (rule));
  GtkWidget *label = new_label (clause);

  gtk_widget_set_margin_start (box, 22);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 6);
  for (guint i = 0; i < reasons->len; i++)
    {
      const YunReason *reason = g_ptr_array_index (reasons, i);
      GtkWidget       *line = new_line (reason->truth, reason->text);

      gtk_widget_set_margin_start (line, (int) reason->depth * 14);
      gtk_box_append (GTK_BOX (box), line);
      g_string_append_printf (self->text, "  %s: %s\n", yun_truth_get_word (reason->truth),
                              reason->text);
    }
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
add_rule (YunRuleView *self, const YunRule *rule, YunRecord *record, const char *day)
{
  YunTruth   truth = yun_rule_evaluate (rule, record, day);
  GtkWidget *expander = gtk_expander_new (NULL);
  /* Translators: a rule, then "cannot be told" or "idle, to be dealt with by article 12" */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), yun_rule_get_title (rule),
                                           yun_rule_get_verdict (rule, record, day));

  g_string_append_printf (self->text, "%s\n", text);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), new_line (truth, text));
  gtk_expander_set_child (GTK_EXPANDER (expander), new_reasons (self, rule, record, day));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), truth == YUN_TRUTH_YES);
  gtk_widget_set_tooltip_text (expander, yun_rule_get_means (rule));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_widget_set_parent (expander, GTK_WIDGET (self));
}

static void
yun_rule_view_dispose (GObject *object)
{
  clear (YUN_RULE_VIEW (object));
  G_OBJECT_CLASS (yun_rule_view_parent_class)->dispose (object);
}

static void
yun_rule_view_finalize (GObject *object)
{
  g_string_free (YUN_RULE_VIEW (object)->text, TRUE);
  G_OBJECT_CLASS (yun_rule_view_parent_class)->finalize (object);
}

static void
yun_rule_view_class_init (YunRuleViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_rule_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_rule_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
yun_rule_view_init (YunRuleView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->text = g_string_new (NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
}

GtkWidget *
yun_rule_view_new (void)
{
  return g_object_new (YUN_TYPE_RULE_VIEW, NULL);
}

void
yun_rule_view_set_record (YunRuleView *self, YunRecord *record, const char *day)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);
  g_autofree char      *note = NULL;

  g_return_if_fail (YUN_IS_RULE_VIEW (self));
  g_return_if_fail (record == NULL || day != NULL);

  clear (self);
  if (record == NULL)
    return;
  for (guint i = 0; i < n; i++)
    if (yun_rule_get_entity (rules[i]) == yun_record_get_entity (record))
      {
        if (note == NULL)
          {
            GtkWidget *label;

            note =
              g_strdup_printf (_ ("On %s, by the facts on record: candidates, not findings."), day);
            label = new_label (note);
            gtk_widget_add_css_class (label, "caption");
            gtk_widget_add_css_class (label, "dim-label");
            gtk_widget_set_parent (label, GTK_WIDGET (self));
            g_string_append_printf (self->text, "%s\n", note);
          }
        add_rule (self, rules[i], record, day);
      }
  gtk_widget_set_visible (GTK_WIDGET (self), note != NULL);
}

char *
yun_rule_view_dup_text (YunRuleView *self)
{
  g_return_val_if_fail (YUN_IS_RULE_VIEW (self), NULL);

  return g_strdup (self->text->str);
}
