/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-chip-editor.h"

#include "yun-filter-complete.h"

#include <glib/gi18n.h>

/* Values shown as checks, and completions offered. */
#define MAX_CHECKS 16
#define MAX_COMPLETIONS 6

struct _YunChipEditor
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkWidget *message;
  GtkWidget *negated;
  GtkWidget *checks;      /* a flow of check buttons */
  GtkWidget *completions; /* a box of buttons */
  GtkWidget *apply;
  GtkWidget *redraw; /* shown for a drawn area */

  YunWorkspace *workspace; /* (owned) */
  YunFilter    *filter;    /* (owned): what the clause is of */
  YunFilter    *edited;    /* (owned) (nullable): what the entry says */
  guint         clause;
  gboolean      updating; /* checks follow the entry */
};

G_DEFINE_FINAL_TYPE (YunChipEditor, yun_chip_editor, GTK_TYPE_POPOVER)

/* ---- What is edited -------------------------------------------------------------------------- */

/* (nullable): the one clause the entry says. */
static const YunClause *
get_single (YunChipEditor *self)
{
  return self->edited != NULL && yun_filter_get_n_clauses (self->edited) == 1
           ? yun_filter_get_clause (self->edited, 0)
           : NULL;
}

static const YunField *
find_field (YunChipEditor *self, const char *id)
{
  const YunEntity        *only = yun_filter_get_entity (self->filter);
  const YunEntity *const *entities = yun_workspace_get_entities ();

  for (guint i = 0; id != NULL && entities[i] != NULL; i++)
    {
      const YunField *field =
        only == NULL || only == entities[i] ? yun_entity_get_field (entities[i], id) : NULL;

      if (field != NULL && strcmp (field->id, id) == 0)
        return field;
    }
  return NULL;
}

/* ---- Following the entry ------------------------------------------------------------------------
 */

static gboolean
is_place (const YunClause *clause)
{
  return clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN;
}

/* The way to lie in a place that a check stands for; YUN_N_WAYS: none. */
static guint
get_way (GtkWidget *check)
{
  gpointer way = g_object_get_data (G_OBJECT (check), "yun-way");

  return way != NULL ? GPOINTER_TO_UINT (way) - 1 : YUN_N_WAYS;
}

static void
update_checks (YunChipEditor *self)
{
  const YunClause *clause = get_single (self);
  GtkWidget       *child = gtk_widget_get_first_child (self->checks);

  self->updating = TRUE;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget  *check = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      const char *value = g_object_get_data (G_OBJECT (check), "yun-value");
      gboolean    on = FALSE;
      guint       way = get_way (check);

      if (way < YUN_N_WAYS)
        on = clause != NULL && clause->kind == YUN_CLAUSE_IN && clause->way == way;
      if (clause != NULL && clause->values != NULL && value != NULL)
        on = g_strv_contains ((const char *const *) clause->values, value);
      if (clause != NULL && value == NULL && way == YUN_N_WAYS)
        on = clause->kind == YUN_CLAUSE_UNKNOWN || clause->or_unknown;
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), on);
      gtk_widget_set_sensitive (check, clause != NULL &&
                                         (way == YUN_N_WAYS || clause->kind == YUN_CLAUSE_IN));
    }
  gtk_widget_set_sensitive (self->negated, clause != NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->negated), clause != NULL && clause->negated);
  self->updating = FALSE;
}

static void
complete_clicked_cb (GtkButton *button, YunChipEditor *self)
{
  const char      *text = g_object_get_data (G_OBJECT (button), "yun-text");
  int              start = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "yun-start"));
  int              end = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "yun-end"));
  g_autofree char *copy = g_strdup (text);

  gtk_editable_delete_text (GTK_EDITABLE (self->entry), start, end);
  gtk_editable_insert_text (GTK_EDITABLE (self->entry), copy, -1, &start);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), start);
}

static gboolean
is_chinese (void)
{
  const char *const *languages = g_get_language_names ();

  return strcmp (languages[0], "C") == 0 || g_str_has_prefix (languages[0], "C.") ||
         g_str_has_prefix (languages[0], "zh");
}

static void
update_completions (YunChipEditor *self)
{
  const char               *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (YunCompletion) found = yun_filter_complete (
    text, (guint) gtk_editable_get_position (GTK_EDITABLE (self->entry)), is_chinese ());
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->completions)) != NULL)
    gtk_box_remove (GTK_BOX (self->completions), child);
  for (guint i = 0; i < found->items->len && i < MAX_COMPLETIONS; i++)
    {
      const YunCompletionItem *item = g_ptr_array_index (found->items, i);
      g_autofree char         *line = g_strcmp0 (item->text, item->label) == 0
                                        ? g_strdup (item->text)
                                        : g_strdup_printf ("%s  %s", item->text, item->label);
      GtkWidget               *button = gtk_button_new_with_label (line);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "facet");
      gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
      g_object_set_data_full (G_OBJECT (button), "yun-text", g_strdup (item->text), g_free);
      g_object_set_data (G_OBJECT (button), "yun-start", GINT_TO_POINTER (found->start));
      g_object_set_data (G_OBJECT (button), "yun-end", GINT_TO_POINTER (found->end));
      g_signal_connect_object (button, "clicked", G_CALLBACK (complete_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (self->completions), button);
    }
}

static void
changed_cb (GtkEditable *editable, YunChipEditor *self)
{
  g_autoptr (GError) error = NULL;
  guint              position = 0;

  g_clear_pointer (&self->edited, yun_filter_unref);
  self->edited = yun_filter_parse (gtk_editable_get_text (editable), &position, &error);
  if (error != NULL)
    {
      /* Translators: what is wrong with a condition, and at which character of it */
      g_autofree char *text =
        g_strdup_printf (_ ("%s (character %u)"), error->message, position + 1);

      gtk_label_set_text (GTK_LABEL (self->message), text);
      gtk_widget_add_css_class (self->entry, "error");
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (self->message), "");
      gtk_widget_remove_css_class (self->entry, "error");
    }
  gtk_widget_set_visible (self->message, error != NULL);
  gtk_widget_set_sensitive (self->apply, error == NULL);
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
    error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  update_checks (self);
  update_completions (self);
}

/* ---- Acting
 * -------------------------------------------------------------------------------------- */

static void
check_toggled_cb (GtkCheckButton *check, YunChipEditor *self)
{
  const YunClause      *clause = get_single (self);
  const char           *value = g_object_get_data (G_OBJECT (check), "yun-value");
  g_autoptr (YunFilter) plain = NULL, next = NULL;
  g_autofree char      *text = NULL, *signed_text = NULL;
  gboolean              negated, on = gtk_check_button_get_active (check);
  guint                 way = get_way (GTK_WIDGET (check));

  /* Of the ways one follows the other. */
  if (self->updating || clause == NULL || (way < YUN_N_WAYS && !on))
    return;
  negated = clause->negated;
  plain = yun_filter_only_clause (self->edited, 0);
  if (is_place (clause))
    next = yun_filter_with_way (plain, 0, way < YUN_N_WAYS ? (YunWay) way : clause->way,
                                way < YUN_N_WAYS ? clause->or_unknown : on);
  else
    next = yun_filter_with_value (plain, clause->field, value, on);
  text = yun_filter_print (next);
  signed_text = g_strconcat (negated && *text != '\0' ? "-" : "", text, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), signed_text);
}

static void
negated_toggled_cb (GtkCheckButton *check, YunChipEditor *self)
{
  g_autoptr (YunFilter) plain = NULL;
  g_autofree char      *text = NULL, *signed_text = NULL;

  if (self->updating || get_single (self) == NULL)
    return;
  plain = yun_filter_only_clause (self->edited, 0);
  text = yun_filter_print (plain);
  signed_text = g_strconcat (gtk_check_button_get_active (check) ? "-" : "", text, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), signed_text);
}

static void
remove_clicked_cb (GtkButton *button, YunChipEditor *self)
{
  g_autoptr (YunFilter) next = yun_filter_without_clause (self->filter, self->clause);

  yun_workspace_set_filter (self->workspace, next);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* The corners are changed where they are seen. */
static void
redraw_clicked_cb (GtkButton *button, YunChipEditor *self)
{
  g_autofree char *text = yun_filter_print_clause (self->filter, self->clause);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.redraw-area", "s", text);
  gtk_popover_popdown (GTK_POPOVER (self));
}

gboolean
yun_chip_editor_apply (YunChipEditor *self)
{
  g_autoptr (YunFilter) next = NULL;

  g_return_val_if_fail (YUN_IS_CHIP_EDITOR (self), FALSE);

  if (self->edited == NULL)
    return FALSE;
  next = yun_filter_with_clause (self->filter, self->clause, self->edited);
  yun_workspace_set_filter (self->workspace, next);
  gtk_popover_popdown (GTK_POPOVER (self));
  return TRUE;
}

static void
apply_cb (YunChipEditor *self)
{
  yun_chip_editor_apply (self);
}

/* ---- Object
 * --------------------------------------------------------------------------------------- */

static GtkWidget *
add_check (YunChipEditor *self, const char *value, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  if (value != NULL)
    g_object_set_data_full (G_OBJECT (check), "yun-value", g_strdup (value), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (check_toggled_cb), self, 0);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->checks), check, -1);
  return check;
}

/* How much of a thing must lie in the place, and whether what cannot be told counts. */
static void
add_place_checks (YunChipEditor *self, const YunClause *clause)
{
  static const char *const ways[YUN_N_WAYS] = {
    [YUN_WAY_CENTRE] = N_ ("The centre in it"),
    [YUN_WAY_MEETS] = N_ ("Any of it in it"),
    [YUN_WAY_INSIDE] = N_ ("All of it in it"),
  };
  GtkWidget *first = NULL;

  for (guint way = 0; clause->kind == YUN_CLAUSE_IN && way < YUN_N_WAYS; way++)
    {
      GtkWidget *check = add_check (self, NULL, _ (ways[way]));

      g_object_set_data (G_OBJECT (check), "yun-way", GUINT_TO_POINTER (way + 1));
      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (first));
      first = first != NULL ? first : check;
    }
  add_check (self, NULL, _ ("Or the place is not known"));
  gtk_widget_set_visible (self->checks, TRUE);
}

static void
add_checks (YunChipEditor *self)
{
  const YunClause *clause = yun_filter_get_clause (self->filter, self->clause);
  const YunField  *field = NULL;

  if (is_place (clause))
    add_place_checks (self, clause);
  if (clause->kind == YUN_CLAUSE_VALUES || clause->kind == YUN_CLAUSE_UNKNOWN)
    field = find_field (self, clause->field);
  if (field == NULL || field->values == NULL || field->values->n_values > MAX_CHECKS)
    return;
  for (int i = 0; i < field->values->n_values; i++)
    add_check (self, field->values->values[i].id, yun_enum_get_label (field->values, i));
  add_check (self, NULL, _ ("Not known"));
  gtk_widget_set_visible (self->checks, TRUE);
}

static void
yun_chip_editor_dispose (GObject *object)
{
  YunChipEditor *self = YUN_CHIP_EDITOR (object);

  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (yun_chip_editor_parent_class)->dispose (object);
}

static void
yun_chip_editor_finalize (GObject *object)
{
  YunChipEditor *self = YUN_CHIP_EDITOR (object);

  g_clear_pointer (&self->filter, yun_filter_unref);
  g_clear_pointer (&self->edited, yun_filter_unref);
  G_OBJECT_CLASS (yun_chip_editor_parent_class)->finalize (object);
}

static void
yun_chip_editor_class_init (YunChipEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_chip_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_chip_editor_finalize;
}

static GtkWidget *
build_buttons (YunChipEditor *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *gone = gtk_button_new_with_mnemonic (_ ("_Remove"));

  self->negated = gtk_check_button_new_with_label (_ ("Not"));
  gtk_widget_set_tooltip_text (self->negated, _ ("Show what this condition does not fit"));
  gtk_widget_set_hexpand (self->negated, TRUE);
  g_signal_connect (self->negated, "toggled", G_CALLBACK (negated_toggled_cb), self);
  self->redraw = gtk_button_new_with_mnemonic (_ ("Change on the _Map"));
  gtk_widget_add_css_class (self->redraw, "flat");
  gtk_widget_set_visible (self->redraw, FALSE);
  g_signal_connect (self->redraw, "clicked", G_CALLBACK (redraw_clicked_cb), self);
  gtk_widget_add_css_class (gone, "flat");
  g_signal_connect (gone, "clicked", G_CALLBACK (remove_clicked_cb), self);
  self->apply = gtk_button_new_with_mnemonic (_ ("_Apply"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->negated);
  gtk_box_append (GTK_BOX (buttons), self->redraw);
  gtk_box_append (GTK_BOX (buttons), gone);
  gtk_box_append (GTK_BOX (buttons), self->apply);
  return buttons;
}

static void
yun_chip_editor_init (YunChipEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 36);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The condition as text"), -1);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (self->entry, "notify::cursor-position", G_CALLBACK (update_completions),
                            self);
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->message), 40);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_add_css_class (self->message, "error");
  self->checks = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->checks), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->checks), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->checks), 3);
  gtk_widget_set_visible (self->checks, FALSE);
  self->completions = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), self->completions);
  gtk_box_append (GTK_BOX (box), self->checks);
  gtk_box_append (GTK_BOX (box), build_buttons (self));
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
yun_chip_editor_new (YunWorkspace *workspace, guint clause)
{
  YunChipEditor   *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (YUN_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (YUN_TYPE_CHIP_EDITOR, NULL);
  self->workspace = g_object_ref (workspace);
  self->filter = yun_filter_ref (yun_workspace_get_answered_filter (workspace));
  self->clause = clause;
  add_checks (self);
  gtk_widget_set_visible (self->redraw, yun_filter_get_clause (self->filter, clause)->area != NULL);
  text = yun_filter_print_clause (self->filter, clause);
  yun_chip_editor_set_text (self, text);
  return GTK_WIDGET (self);
}

void
yun_chip_editor_set_text (YunChipEditor *self, const char *text)
{
  g_return_if_fail (YUN_IS_CHIP_EDITOR (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

const char *
yun_chip_editor_get_text (YunChipEditor *self)
{
  g_return_val_if_fail (YUN_IS_CHIP_EDITOR (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

const char *
yun_chip_editor_get_error (YunChipEditor *self)
{
  g_return_val_if_fail (YUN_IS_CHIP_EDITOR (self), NULL);
  return self->edited == NULL ? gtk_label_get_text (GTK_LABEL (self->message)) : NULL;
}
