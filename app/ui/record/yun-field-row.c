/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-field-row.h"

#include "yun-chain.h"
#include "yun-entry.h"
#include "yun-rule.h"
#include "yun-text.h"
#include "yun-unit.h"
#include "yun-value-choice.h"

#include <glib/gi18n.h>

#define N_CHECKS 32

/* The choice that stands for values that differ; no value of a field. */
#define MIXED "\001"

struct _YunFieldRow
{
  const YunField *field;

  GtkWidget *row;              /* (unowned) */
  GtkWidget *message;          /* (unowned): the row under it */
  GtkWidget *label;            /* (unowned): in the message */
  GPtrArray *choices;          /* (owned) (nullable): of a choice, the values; the first is "" */
  GtkWidget *checks[N_CHECKS]; /* (unowned): of a set, one for each plain value */
  char      *loaded;           /* (owned) (nullable) */

  GtkWidget *several; /* (unowned) (nullable): of a mixed entry, the button that empties all */
  gboolean   mixed;   /* of records that differ */
  gboolean   touched; /* and the user gave a value */

  YunFieldRowLinkFunc link_func; /* (nullable) */
  gpointer            link_data;

  GtkWidget *choice; /* (unowned): under the message */
  char      *mine;   /* (owned) (nullable): what the user had when there was something to choose */
  YunRecord *theirs; /* (owned) (nullable) */
};

static gboolean is_other (YunFieldRow *self);
static void     show_value (YunFieldRow *self, YunRecord *record);

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
  if (field->kind == YUN_KIND_LIST || field->kind == YUN_KIND_LINKS)
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

/* What is pasted into one line is one line. */
static void
insert_text_cb (
  GtkEditable *editable, const char *text, int length, int *position, YunFieldRow *self)
{
  g_autofree char *all = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);
  g_autofree char *line = NULL;

  if (strpbrk (all, "\r\n") == NULL)
    return;
  line = yun_entry_clean (self->field, all);
  g_signal_handlers_block_by_func (editable, insert_text_cb, self);
  gtk_editable_insert_text (editable, line, -1, position);
  g_signal_handlers_unblock_by_func (editable, insert_text_cb, self);
  g_signal_stop_emission_by_name (editable, "insert-text");
}

static void
chosen_cb (YunValueChoice *choice, gboolean theirs, YunFieldRow *self)
{
  yun_field_row_mark (self, NULL, NULL);
  if (theirs)
    show_value (self, self->theirs);
  else
    yun_field_row_set_text (self, self->mine);
}

YunFieldRow *
yun_field_row_new (const YunField *field, AdwPreferencesGroup *group)
{
  YunFieldRow     *self = g_new0 (YunFieldRow, 1);
  g_autofree char *title = make_title (field);
  gboolean         named = (field->kind == YUN_KIND_TEXT && is_niche (field)) ||
                   (field->kind == YUN_KIND_LINK && g_strcmp0 (field->ref, "town") == 0);

  self->field = field;
  if (field->kind == YUN_KIND_SET)
    make_checks (self);
  else if (field->kind == YUN_KIND_ENUM || named)
    make_choice (self);
  else
    self->row = adw_entry_row_new ();
  if (ADW_IS_ENTRY_ROW (self->row) && (field->flags & YUN_FIELD_LONG) == 0)
    g_signal_connect (gtk_editable_get_delegate (GTK_EDITABLE (self->row)), "insert-text",
                      G_CALLBACK (insert_text_cb), self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  make_message (self);
  self->choice = yun_value_choice_new ();
  g_signal_connect (self->choice, "chosen", G_CALLBACK (chosen_cb), self);
  adw_preferences_group_add (group, self->row);
  adw_preferences_group_add (group, self->message);
  adw_preferences_group_add (group, self->choice);
  return self;
}

void
yun_field_row_free (YunFieldRow *self)
{
  g_clear_object (&self->theirs);
  g_free (self->mine);
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

static void
show_value (YunFieldRow *self, YunRecord *record)
{
  g_autofree char *value = yun_record_dup_value (record, self->field);
  g_autofree char *names =
    self->field->kind == YUN_KIND_LIST && is_niche (self->field) ? name_niches (value) : NULL;

  yun_field_row_set_text (self, names != NULL ? names : value != NULL ? value : "");
}

void
yun_field_row_load (YunFieldRow *self, YunRecord *record)
{
  yun_field_row_mark (self, NULL, NULL);
  yun_value_choice_close (YUN_VALUE_CHOICE (self->choice));
  show_value (self, record);
  g_free (self->loaded);
  self->loaded = yun_field_row_dup_text (self);
}

/* ---- Several records that differ ------------------------------------------ */

static void
show_touched (YunFieldRow *self)
{
  g_autofree char *text = yun_field_row_dup_text (self);

  /* A choice says it itself. */
  if (!self->touched && self->choices == NULL)
    yun_field_row_mark (self, "dim-label", _ ("Several values"));
  else if (self->touched && *text == '\0')
    yun_field_row_mark (self, "warning", _ ("Will not be known of any of them."));
  else
    yun_field_row_mark (self, NULL, NULL);
}

static void
touched_cb (YunFieldRow *self)
{
  g_autofree char *text = yun_field_row_dup_text (self);

  if (ADW_IS_ENTRY_ROW (self->row))
    self->touched = *text != '\0';
  else
    self->touched = strcmp (text, MIXED) != 0;
  for (int i = 0; self->choices == NULL && i < N_CHECKS && self->checks[i] != NULL; i++)
    gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->checks[i]), FALSE);
  show_touched (self);
}

void
yun_field_row_empty_all (YunFieldRow *self)
{
  g_return_if_fail (self->mixed);

  yun_field_row_set_text (self, "");
  self->touched = TRUE;
  show_touched (self);
}

/* Nothing typed leaves the values; a button says that there are to be none. */
static void
add_empty_button (YunFieldRow *self)
{
  self->several = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_valign (self->several, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->several, "flat");
  gtk_widget_set_tooltip_text (self->several, _ ("Make It Unknown in All"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->several), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Make it unknown in all"), -1);
  g_signal_connect_swapped (self->several, "clicked", G_CALLBACK (yun_field_row_empty_all), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), self->several);
}

void
yun_field_row_load_mixed (YunFieldRow *self)
{
  g_return_if_fail (!self->mixed);

  self->mixed = TRUE;
  if (ADW_IS_ENTRY_ROW (self->row))
    {
      add_empty_button (self);
      g_signal_connect_swapped (self->row, "changed", G_CALLBACK (touched_cb), self);
    }
  else if (self->choices != NULL)
    {
      add_choice (self, MIXED, _ ("Several values"));
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->row), self->choices->len - 1);
      g_signal_connect_swapped (self->row, "notify::selected", G_CALLBACK (touched_cb), self);
    }
  for (int i = 0; self->choices == NULL && i < N_CHECKS && self->checks[i] != NULL; i++)
    {
      gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->checks[i]), TRUE);
      g_signal_connect_swapped (self->checks[i], "toggled", G_CALLBACK (touched_cb), self);
    }
  show_touched (self);
}

/* ---- Changes -------------------------------------------------------------- */

gboolean
yun_field_row_is_changed (YunFieldRow *self)
{
  if (self->mixed)
    return self->touched;
  return is_other (self);
}

static gboolean
is_other (YunFieldRow *self)
{
  g_autofree char *text = yun_field_row_dup_text (self);

  return g_strcmp0 (text, self->loaded) != 0;
}

gboolean
yun_field_row_apply (YunFieldRow *self, YunRecord *record, GError **error)
{
  g_autofree char *text = yun_field_row_dup_text (self);
  g_autofree char *today = yun_rule_get_today ();

  if (!yun_field_row_is_changed (self))
    return TRUE;
  /* What the names of links mean is found out before the record is saved. */
  if (yun_field_is_link (self->field))
    {
      g_autofree char *names = tidy_list (self->field, text, error);

      return names != NULL && yun_record_parse_value (record, self->field, names, error);
    }
  if (self->field->kind == YUN_KIND_LIST)
    {
      g_autofree char *list = tidy_list (self->field, text, error);

      return list != NULL && yun_entry_set (record, self->field, list, today, error);
    }
  return yun_entry_set (record, self->field, text, today, error);
}

/* ---- Someone else's value ------------------------------------------------- */

/* (transfer full): the row's value in words, as a record would show it. */
static char *
format_mine (YunFieldRow *self, YunRecord *now)
{
  g_autoptr (YunRecord) record = yun_record_copy (now);

  return yun_field_row_apply (self, record, NULL) ? yun_record_format (record, self->field)
                                                  : yun_field_row_dup_text (self);
}

void
yun_field_row_meet (YunFieldRow *self, YunRecord *before, YunRecord *now, const char *who)
{
  gboolean         mine_changed = yun_field_row_is_changed (self);
  g_autofree char *text = NULL, *mine = NULL, *theirs = NULL, *old = NULL;

  if (yun_record_equal_field (before, now, self->field))
    return;
  if (!mine_changed)
    {
      yun_field_row_load (self, now);
      yun_field_row_mark (self, "dim-label", _ ("Changed meanwhile by someone else."));
      return;
    }
  mine = format_mine (self, now);
  text = yun_field_row_dup_text (self);
  yun_field_row_load (self, now);
  if (strcmp (text, self->loaded) == 0)
    return;
  yun_field_row_set_text (self, text);
  theirs = yun_record_format (now, self->field);
  old = yun_record_format (before, self->field);
  g_free (self->mine);
  self->mine = g_steal_pointer (&text);
  g_set_object (&self->theirs, now);
  yun_value_choice_offer (YUN_VALUE_CHOICE (self->choice), yun_field_get_label (self->field), mine,
                          theirs, old, who);
}

gboolean
yun_field_row_is_undecided (YunFieldRow *self)
{
  return yun_value_choice_is_open (YUN_VALUE_CHOICE (self->choice));
}

void
yun_field_row_decide (YunFieldRow *self, gboolean theirs)
{
  yun_value_choice_choose (YUN_VALUE_CHOICE (self->choice), theirs);
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
      gtk_widget_remove_css_class (widgets[i], "dim-label");
      if (style != NULL && (widgets[i] == self->label || strcmp (style, "dim-label") != 0))
        gtk_widget_add_css_class (widgets[i], style);
    }
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
  gtk_widget_set_focusable (self->message, FALSE);
}

void
yun_field_row_warn_of (YunFieldRow *self, const char *text, const char *name, gint64 id)
{
  g_autofree char *before = g_markup_escape_text (text, -1);
  g_autofree char *link = g_markup_escape_text (name, -1);
  g_autofree char *markup =
    g_strdup_printf ("%s <a href=\"%" G_GINT64_FORMAT "\">%s</a>", before, id, link);

  yun_field_row_mark (self, "warning", text);
  gtk_label_set_markup (GTK_LABEL (self->label), markup);
  /* The keyboard comes to the link through the row. */
  gtk_widget_set_focusable (self->message, TRUE);
}

static gboolean
link_cb (GtkLabel *label, const char *uri, YunFieldRow *self)
{
  if (self->link_func != NULL)
    self->link_func (g_ascii_strtoll (uri, NULL, 10), self->link_data);
  return TRUE;
}

void
yun_field_row_on_link (YunFieldRow *self, YunFieldRowLinkFunc func, gpointer user_data)
{
  if (self->link_func == NULL)
    g_signal_connect (self->label, "activate-link", G_CALLBACK (link_cb), self);
  self->link_func = func;
  self->link_data = user_data;
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
