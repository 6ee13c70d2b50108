/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-value-choice.h"

#include <glib/gi18n.h>

struct _YunValueChoice
{
  AdwPreferencesRow parent_instance;

  GtkWidget *mine;   /* (unowned): toggle buttons */
  GtkWidget *theirs; /* (unowned) */
  GtkWidget *before; /* (unowned) */
  gboolean   quiet;  /* they change, but not by the user */
};

G_DEFINE_FINAL_TYPE (YunValueChoice, yun_value_choice, ADW_TYPE_PREFERENCES_ROW)

static guint chosen_signal;

static void
set_active (YunValueChoice *self, gboolean mine, gboolean theirs)
{
  self->quiet = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mine), mine);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->theirs), theirs);
  self->quiet = FALSE;
}

/* One of the two, from the first choice on. They are no group of GTK's, of which a list box lets
 * the keyboard reach only one. */
static void
toggled_cb (GtkToggleButton *button, YunValueChoice *self)
{
  gboolean theirs = GTK_WIDGET (button) == self->theirs;

  if (self->quiet)
    return;
  set_active (self, !theirs, theirs);
  g_signal_emit (self, chosen_signal, 0, theirs);
}

static GtkWidget *
add_button (YunValueChoice *self, GtkWidget *box)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return button;
}

static void
set_text (GtkWidget *button, const char *text)
{
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
yun_value_choice_class_init (YunValueChoiceClass *klass)
{
  chosen_signal = g_signal_new ("chosen", YUN_TYPE_VALUE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
yun_value_choice_init (YunValueChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_widget_add_css_class (box, "value-choice");
  self->mine = add_button (self, box);
  self->theirs = add_button (self, box);
  self->before = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->before), 0);
  gtk_label_set_wrap (GTK_LABEL (self->before), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->before), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->before, "dim-label");
  gtk_box_append (GTK_BOX (box), self->before);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
yun_value_choice_new (void)
{
  return g_object_new (YUN_TYPE_VALUE_CHOICE, NULL);
}

void
yun_value_choice_offer (YunValueChoice *self,
                        const char     *field,
                        const char     *mine,
                        const char     *theirs,
                        const char     *before,
                        const char     *who)
{
  g_autofree char *mine_text = NULL, *theirs_text = NULL, *before_text = NULL;

  g_return_if_fail (YUN_IS_VALUE_CHOICE (self));

  /* Translators: a value of a field that two people changed at the same time */
  mine_text = g_strdup_printf (_ ("Mine: %s"), mine);
  if (who != NULL && *who != '\0')
    /* Translators: a value and who wrote it */
    theirs_text = g_strdup_printf (_ ("Theirs: %s (%s)"), theirs, who);
  else
    theirs_text = g_strdup_printf (_ ("Theirs: %s"), theirs);
  before_text = g_strdup_printf (_ ("Before: %s"), before);
  set_text (self->mine, mine_text);
  set_text (self->theirs, theirs_text);
  gtk_label_set_text (GTK_LABEL (self->before), before_text);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), field);
  set_active (self, FALSE, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
yun_value_choice_close (YunValueChoice *self)
{
  g_return_if_fail (YUN_IS_VALUE_CHOICE (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
yun_value_choice_is_open (YunValueChoice *self)
{
  g_return_val_if_fail (YUN_IS_VALUE_CHOICE (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self)) &&
         !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->mine)) &&
         !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->theirs));
}

void
yun_value_choice_choose (YunValueChoice *self, gboolean theirs)
{
  g_return_if_fail (YUN_IS_VALUE_CHOICE (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (theirs ? self->theirs : self->mine), TRUE);
}
