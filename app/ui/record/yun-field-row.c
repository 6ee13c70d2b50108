/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-field-row.h"

#include "yun-chain.h"
#include "yun-entry.h"
#include "yun-rule.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

struct _YunFieldRow
{
  const YunField *field;

  GtkWidget *row;        /* (unowned) */
  GtkWidget *message;    /* (unowned): the row under it */
  GtkWidget *label;      /* (unowned): in the message */
  GPtrArray *choices;    /* (owned) (nullable): of a choice, the values; the first is "" */
  GtkWidget *checks[32]; /* (unowned): of a set, one for each plain value */
  char      *loaded;     /* (owned) (nullable) */
};

static gboolean
is_niche (const YunField *field)
{
  return g_strcmp0 (field->ref, "niche") == 0;
}

/* ---- Making --------------------------------------------------------------- */

static char *
make_title (const YunField *field)
{
  const char *label = yun_field_get_label (field);

  if (field->unit != NULL)
    /* Translators: a field and the unit of its number, or how its values are written */
    return g_strdup_printf (_ ("%s (%s)"), label, yun_unit_get_label (field->unit));
  if (field->kind == YUN_KIND_LIST)
    return g_strdup_printf (_ ("%s (%s)"), label, _ ("; between values"));
  if (field->kind == YUN_KIND_TERMS)
    /* Translators: behind the ids and Chinese names of values, dates */
    return g_strdup_printf (_ ("%s (%s)"), label, _ ("like high-tech@2023/2026; srdi@2024-03"));
  if (field->kind == YUN_KIND_DATE)
    return g_strdup_printf (_ ("%s (%s)"), label, _ ("like 2026, 2026-03 or 2026-03-15"));
  return g_strdup (label);
}

static void
add_choice (YunFieldRow *self, const char *value, const char *label)
{
  GtkStringList *model = GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (self->row)));

  g_ptr_array_add (self->choices, g_strdup (value));
  gtk_string_list_append (model, label);
}

static void
make_choice (YunFieldRow *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint                     n;

  self->row = adw_combo_row_new ();
  self->choices = g_ptr_array_new_with_free_func (g_free);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->row), G_LIST_MODEL (model));
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self->row), is_niche (self->field));
  add_choice (self, "", _ ("Not known"));
  if (self->field->kind == YUN_KIND_ENUM)
    {
      for (int i = 0; i < self->field->values->n_plain; i++)
        add_choice (self, self->field->values->values[i].id,
                    yun_enum_get_label (self->field->values, i));
    }
  else if (is_niche (self->field))
    {
      const YunNiche *niches = yun_chain_get_niches (&n);

      for (guint i = 0; i < n; i++)
        add_choice (self, niches[i].id, yun_niche_get_label (&niches[i]));
    }
  else
    {
      const YunDistrictTown *towns = yun_chain_get_towns (&n);

      for (guint i = 0; i < n; i++)
        add_choice (self, towns[i].name, towns[i].name);
    }
}

static void
make_checks (YunFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->row = adw_action_row_new ();
  for (int i = 0; i < self->field->values->n_plain; i++)
    {
      self->checks[i] =
        gtk_check_button_new_with_label (yun_enum_get_label (self->field->values, i));
      gtk_box_append (GTK_BOX (box), self->checks[i]);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), box);
}

static void
make_message (YunFieldRow *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->label, "field-message");
  self->message = adw_preferences_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->message), self->label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->message), FALSE);
  gtk_widget_set_focusable (self->message, FALSE);
  gtk_widget_set_visible (self->message, FALSE);
}

YunFieldRow *
yun_field_row_new (const YunField *field, AdwPreferencesGroup *group)
{
  YunFieldRow     *self = g_new0 (YunFieldRow, 1);
  g_autofree char *title = make_title (field);
  gboolean         named =
    field->kind == YUN_KIND_TEXT && (is_niche (field) || g_strcmp0 (field->ref, "town") == 0);

  self->field = field;
  if (field->kind == YUN_KIND_SET)
    make_checks (self);
  else if (field->kind == YUN_KIND_ENUM || named)
    make_choice (self);
  else
    self->row = adw_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  make_message (self);
  adw_preferences_group_add (group, self->row);
  adw_preferences_group_add (group, self->message);
  return self;
}

void
yun_field_row_free (YunFieldRow *self)
{
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self->loaded);
  g_free (self);
}

const YunField *
yun_field_row_get_field (YunFieldRow *self)
{
  return self->field;
}

/* ---- Niches by name ------------------------------------------------------- */

static char *
name_niches (const char *ids)
{
  GString    *out = g_string_new (NULL);
  const char *item;
  gsize       length;

  for (const char *next = ids; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *id = g_strndup (item, length);
      const YunNiche  *niche = yun_chain_find_niche (id);

      g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "",
                              niche != NULL ? yun_niche_get_label (niche) : id);
    }
  return g_string_free (out, FALSE);
}

/* A ';' list as it is kept: half-width, no blanks around; of niches the ids. */
static char *
tidy_list (const YunField *field, const char *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char         *item;
  gsize               length;

  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      const YunNiche  *niche = is_niche (field) ? yun_chain_find_niche (word) : NULL;

      if (is_niche (field) && niche == NULL)
        {
          g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                       _ ("“%s” is no value of “%s”"), word, yun_field_get_label (field));
          return NULL;
        }
      if (out->len > 0)
        g_string_append_c (out, ';');
      g_string_append (out, niche != NULL ? niche->id : word);
    }
  return g_strdup (out->str);
}

/* ---- Values --------------------------------------------------------------- */

char *
yun_field_row_dup_text (YunFieldRow *self)
{
  g_autoptr (GString) out = NULL;

  if (ADW_IS_ENTRY_ROW (self->row))
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row))));
  if (self->choices != NULL)
    {
      guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->row));

      return g_strdup (selected < self->choices->len ? g_ptr_array_index (self->choices, selected)
                                                     : "");
    }
  out = g_string_new (NULL);
  for (int i = 0; i < self->field->values->n_plain; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->checks[i])))
      g_string_append_printf (out, "%s%s", out->len > 0 ? ";" : "",
                              self->field->values->values[i].id);
  return g_strdup (out->str);
}

static void
set_checks (YunFieldRow *self, const char *text)
{
  g_auto (GStrv) ids = g_strsplit (text, ";", -1);

  for (int i = 0; i < self->field->values->n_plain; i++)
    gtk_check_button_set_active (
      GTK_CHECK_BUTTON (self->checks[i]),
      g_strv_contains ((const char *const *) ids, self->field->values->values[i].id));
}

void
yun_field_row_set_text (YunFieldRow *self, const char *text)
{
  guint at = 0;

  if (ADW_IS_ENTRY_ROW (self->row))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->row), text);
      return;
    }
  if (self->choices == NULL)
    {
      set_checks (self, text);
      return;
    }
  /* A name that is none of the choices is kept as one more. */
  if (!g_ptr_array_find_with_equal_func (self->choices, text, g_str_equal, &at))
    {
      at = self->choices->len;
      add_choice (self, text, text);
    }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->row), at);
}

void
yun_field_row_load (YunFieldRow *self, YunRecord *record)
{
  g_autofree char *value = yun_record_dup_value (record, self->field);
  g_autofree char *names =
    self->field->kind == YUN_KIND_LIST && is_niche (self->field) ? name_niches (value) : NULL;

  yun_field_row_mark (self, NULL, NULL);
  yun_field_row_set_text (self, names != NULL ? names : value != NULL ? value : "");
  g_free (self->loaded);
  self->loaded = yun_field_row_dup_text (self);
}

gboolean
yun_field_row_is_changed (YunFieldRow *self)
{
  g_autofree char *text = yun_field_row_dup_text (self);

  return g_strcmp0 (text, self->loaded) != 0;
}

gboolean
yun_field_row_apply (YunFieldRow *self, YunRecord *record, GError **error)
{
  g_autofree char *text = yun_field_row_dup_text (self);
  g_autofree char *today = yun_rule_get_today ();

  if (g_strcmp0 (text, self->loaded) == 0)
    return TRUE;
  if (self->field->kind == YUN_KIND_LIST)
    {
      g_autofree char *list = tidy_list (self->field, text, error);

      return list != NULL && yun_entry_set (record, self->field, list, today, error);
    }
  return yun_entry_set (record, self->field, text, today, error);
}

/* ---- Marks ---------------------------------------------------------------- */

void
yun_field_row_mark (YunFieldRow *self, const char *style, const char *text)
{
  GtkWidget *const widgets[] = { self->row, self->label };

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      gtk_widget_remove_css_class (widgets[i], "error");
      gtk_widget_remove_css_class (widgets[i], "warning");
      if (style != NULL)
        gtk_widget_add_css_class (widgets[i], style);
    }
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
}

const char *
yun_field_row_get_mark (YunFieldRow *self)
{
  return gtk_widget_get_visible (self->message) ? gtk_label_get_text (GTK_LABEL (self->label))
                                                : NULL;
}

void
yun_field_row_grab_focus (YunFieldRow *self)
{
  gtk_widget_grab_focus (self->row);
}

void
yun_field_row_on_change (YunFieldRow *self, GCallback func, gpointer data)
{
  if (self->choices != NULL)
    g_signal_connect_object (self->row, "notify::selected", func, data, G_CONNECT_SWAPPED);
  else if (ADW_IS_ENTRY_ROW (self->row))
    g_signal_connect_object (self->row, "changed", func, data, G_CONNECT_SWAPPED);
  else
    for (int i = 0; i < self->field->values->n_plain; i++)
      g_signal_connect_object (self->checks[i], "toggled", func, data, G_CONNECT_SWAPPED);
}
