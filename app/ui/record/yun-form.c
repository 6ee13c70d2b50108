/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-form.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *page; /* NULL: disposed */
  GtkWidget *note;
  GtkWidget *error_label;
  GtkWidget *spinner;

  GPtrArray *rows;  /* (owned) (element-type YunFieldRow) */
  GtkWidget *focus; /* (weak) (nullable): what had the focus before saving */
  gboolean   saving;
  gboolean   discard; /* closes without asking */
} YunFormPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (YunForm, yun_form, ADW_TYPE_WINDOW)

static YunFormPrivate *
get_priv (YunForm *self)
{
  return yun_form_get_instance_private (self);
}

/* ---- Saving --------------------------------------------------------------- */

void
yun_form_show_error (YunForm *self, const char *text)
{
  YunFormPrivate *priv = get_priv (self);

  gtk_label_set_text (GTK_LABEL (priv->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (priv->error_label, text != NULL);
}

void
yun_form_refuse (YunFieldRow *row, const char *style, const char *text)
{
  yun_field_row_mark (row, style, text);
  yun_field_row_grab_focus (row);
}

void
yun_form_set_saving (YunForm *self, gboolean saving)
{
  YunFormPrivate *priv = get_priv (self);

  priv->saving = saving;
  /* An entry that is made insensitive is not told that it loses the focus. */
  if (saving)
    {
      g_set_weak_pointer (&priv->focus, gtk_window_get_focus (GTK_WINDOW (self)));
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_widget_set_sensitive (priv->page, !saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", !saving);
  gtk_spinner_set_spinning (GTK_SPINNER (priv->spinner), saving);
}

void
yun_form_restore_focus (YunForm *self)
{
  YunFormPrivate *priv = get_priv (self);

  if (priv->focus != NULL)
    gtk_widget_grab_focus (priv->focus);
}

gboolean
yun_form_is_saving (YunForm *self)
{
  g_return_val_if_fail (YUN_IS_FORM (self), FALSE);

  return get_priv (self)->saving;
}

void
yun_form_save (YunForm *self)
{
  g_return_if_fail (YUN_IS_FORM (self));

  if (get_priv (self)->saving)
    return;
  yun_form_show_error (self, NULL);
  YUN_FORM_GET_CLASS (self)->save (self);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  yun_form_save (YUN_FORM (widget));
}

/* ---- Rows ----------------------------------------------------------------- */

GPtrArray *
yun_form_get_rows (YunForm *self)
{
  return get_priv (self)->rows;
}

gboolean
yun_form_is_changed (YunForm *self)
{
  GPtrArray *rows = get_priv (self)->rows;

  for (guint i = 0; i < rows->len; i++)
    if (yun_field_row_is_changed (rows->pdata[i]))
      return TRUE;
  return FALSE;
}

YunFieldRow *
yun_form_get_row (YunForm *self, const char *field)
{
  GPtrArray *rows;

  g_return_val_if_fail (YUN_IS_FORM (self), NULL);

  rows = get_priv (self)->rows;
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (yun_field_row_get_field (rows->pdata[i])->id, field) == 0)
      return rows->pdata[i];
  return NULL;
}

static AdwPreferencesGroup *
add_group (YunFormPrivate *priv, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (priv->page), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

/* A group for each section that has a field to be edited. */
void
yun_form_add_rows (YunForm         *self,
                   const YunEntity *entity,
                   gboolean (*wants) (const YunEntity *entity, const YunField *field))
{
  YunFormPrivate        *priv = get_priv (self);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  const char            *title = _ ("Name and Facts");
  AdwPreferencesGroup   *group = NULL;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (fields[i]->section != NULL)
        {
          title = _ (fields[i]->section);
          group = NULL;
        }
      if ((fields[i]->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) != 0 ||
          (wants != NULL && !wants (entity, fields[i])))
        continue;
      if (group == NULL)
        group = add_group (priv, title);
      g_ptr_array_add (priv->rows, yun_field_row_new (fields[i], group));
    }
}

void
yun_form_set_note (YunForm *self, const char *text)
{
  YunFormPrivate *priv = get_priv (self);

  gtk_label_set_text (GTK_LABEL (priv->note), text);
  gtk_widget_show (priv->note);
}

/* ---- Closing -------------------------------------------------------------- */

gboolean
yun_form_is_closed (YunForm *self)
{
  YunFormPrivate *priv = get_priv (self);

  return priv->page == NULL || priv->discard;
}

void
yun_form_close (YunForm *self)
{
  get_priv (self)->discard = TRUE;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
close_later_cb (gpointer user_data)
{
  yun_form_close (user_data);
  return G_SOURCE_REMOVE;
}

/* Not at once: the dialog that asked still needs the window it is over. */
static void
discard_answered_cb (YunForm *self, const char *response)
{
  if (strcmp (response, "discard") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_later_cb, g_object_ref (self), g_object_unref);
}

static gboolean
yun_form_close_request (GtkWindow *window)
{
  YunForm        *self = YUN_FORM (window);
  YunFormPrivate *priv = get_priv (self);
  GtkWidget      *dialog;

  if (priv->saving)
    return TRUE;
  if (priv->discard || !yun_form_is_changed (self))
    return GTK_WINDOW_CLASS (yun_form_parent_class)->close_request (window);
  dialog = adw_message_dialog_new (window, _ ("Discard Changes?"),
                                   _ ("What you changed here has not been saved."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Editing"),
                                    "discard", _ ("_Discard Changes"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* ---- Object --------------------------------------------------------------- */

/* GTK 4.8 finds no template to dispose of in a class that is derived from. */
static void
yun_form_dispose (GObject *object)
{
  get_priv (YUN_FORM (object))->page = NULL;
  G_OBJECT_CLASS (yun_form_parent_class)->dispose (object);
}

static void
yun_form_finalize (GObject *object)
{
  YunFormPrivate *priv = get_priv (YUN_FORM (object));

  g_clear_weak_pointer (&priv->focus);
  g_ptr_array_unref (priv->rows);
  G_OBJECT_CLASS (yun_form_parent_class)->finalize (object);
}

static void
yun_form_class_init (YunFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yun_form_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-form.ui");
  gtk_widget_class_bind_template_child_private (widget_class, YunForm, page);
  gtk_widget_class_bind_template_child_private (widget_class, YunForm, note);
  gtk_widget_class_bind_template_child_private (widget_class, YunForm, error_label);
  gtk_widget_class_bind_template_child_private (widget_class, YunForm, spinner);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "form.save", NULL);
}

static void
yun_form_init (YunForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  get_priv (self)->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_field_row_free);
}
