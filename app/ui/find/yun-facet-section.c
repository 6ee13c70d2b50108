/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-facet-section.h"

#include "yun-facet-items.h"
#include "yun-segment-tags.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* Rows of a long facet before and after "more". */
#define N_FIRST 8
#define N_MORE 50

/* Where "only" stands: left of the count. */
#define ONLY_MARGIN 58

/* Pixels by which a part stands behind the heading it belongs to. */
#define PART_INDENT 16

typedef struct
{
  YunFacetSection *section; /* (unowned) */
  char            *value;   /* (owned) */
  GtkWidget       *row;     /* (unowned) */
  GtkWidget       *button;  /* (unowned) */
  GtkWidget       *only;    /* (unowned) */
  GtkWidget       *count_label;
  gint64           count;
  guint            serial; /* the update that wants it */
} Row;

struct _YunFacetSection
{
  GtkWidget parent_instance;

  char         *field;     /* (owned) */
  YunWorkspace *workspace; /* (owned) (nullable) */
  GtkWidget    *expander;
  GtkWidget    *title;
  GtkWidget    *search;
  GtkWidget    *box;
  GtkWidget    *more;
  GHashTable   *rows; /* (owned): value → Row (owned) */
  GtkWidget    *last; /* (weak) (nullable): what had the focus when it was left */
  guint         serial;
  gboolean      all;      /* more than the first are shown */
  gboolean      updating; /* buttons follow the filter; do not act on them */
};

G_DEFINE_FINAL_TYPE (YunFacetSection, yun_facet_section, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->value);
  g_free (row);
}

static void
choose (YunFacetSection *self, const char *value, gboolean on, gboolean only)
{
  g_autoptr (YunFilter) next = NULL;

  if (self->updating || self->workspace == NULL)
    return;
  next =
    yun_facet_choose (yun_workspace_get_filter (self->workspace), self->field, value, on, only);
  yun_workspace_set_filter (self->workspace, next);
}

/* ---- Rows -------------------------------------------------------------------------------- */

static void
toggled_cb (GtkToggleButton *button, Row *row)
{
  choose (row->section, row->value, gtk_toggle_button_get_active (button), FALSE);
}

static void
only_clicked_cb (GtkButton *button, Row *row)
{
  choose (row->section, row->value, TRUE, TRUE);
}

static gboolean
only_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  only_clicked_cb (NULL, user_data);
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, Row *row)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if ((state & GDK_ALT_MASK) == 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  choose (row->section, row->value, TRUE, TRUE);
}

/* Alt and a click or Enter: only this. */
static void
add_only_ways (Row *row)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), row);
  gtk_widget_add_controller (row->button, GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Alt>Return|<Alt>KP_Enter"),
                      gtk_callback_action_new (only_shortcut_cb, row, NULL)));
  gtk_widget_add_controller (row->button, keys);
}

static GtkWidget *
build_content (Row *row, const YunFacetItem *item)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (item->label);

  gtk_widget_set_margin_start (content, (int) item->depth * PART_INDENT);
  if (item->swatch > -2)
    gtk_box_append (GTK_BOX (content), yun_segment_swatch_new (item->swatch));
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_valign (name, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (content), name);
  row->count_label = gtk_label_new ("");
  gtk_widget_add_css_class (row->count_label, "numeric");
  gtk_widget_add_css_class (row->count_label, "dim-label");
  gtk_widget_set_valign (row->count_label, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (content), row->count_label);
  return content;
}

static Row *
add_row (YunFacetSection *self, const YunFacetItem *item)
{
  Row             *row = g_new0 (Row, 1);
  g_autofree char *only = g_strdup_printf (_ ("Only “%s”"), item->label);
  g_autofree char *tip = g_strdup_printf (_ ("%s\nAlt+click: only this"), item->label);

  row->section = self;
  row->value = g_strdup (item->value);
  row->row = gtk_overlay_new ();
  gtk_widget_add_css_class (row->row, "facet-row");

  row->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (row->button), build_content (row, item));
  gtk_widget_add_css_class (row->button, "flat");
  gtk_widget_add_css_class (row->button, "facet");
  if (strcmp (self->field, "status") == 0 && strcmp (item->value, "reusable") == 0)
    gtk_widget_set_tooltip_text (row->button,
                                 _ ("Idle, low-efficiency, approved or supplied but not used, "
                                    "reserve, vacant or cleared"));
  else
    gtk_widget_set_tooltip_text (row->button, tip);
  g_signal_connect (row->button, "toggled", G_CALLBACK (toggled_cb), row);
  add_only_ways (row);
  gtk_overlay_set_child (GTK_OVERLAY (row->row), row->button);

  row->only = gtk_button_new_with_label (_ ("Only"));
  gtk_widget_add_css_class (row->only, "facet-only");
  gtk_widget_set_halign (row->only, GTK_ALIGN_END);
  gtk_widget_set_valign (row->only, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (row->only, ONLY_MARGIN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->only), GTK_ACCESSIBLE_PROPERTY_LABEL, only,
                                  -1);
  g_signal_connect (row->only, "clicked", G_CALLBACK (only_clicked_cb), row);
  gtk_overlay_add_overlay (GTK_OVERLAY (row->row), row->only);

  gtk_box_append (GTK_BOX (self->box), row->row);
  g_hash_table_insert (self->rows, row->value, row);
  return row;
}

static void
update_row (Row *row, const YunFacetItem *item)
{
  g_autofree char *count = yun_number_format (item->count, 0);
  g_autofree char *accessible = NULL;

  row->count = item->count;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->button), item->on);
  gtk_label_set_text (GTK_LABEL (row->count_label), count);
  if (item->count == 0)
    gtk_widget_add_css_class (row->button, "dim-label");
  else
    gtk_widget_remove_css_class (row->button, "dim-label");
  /* Translators: a value of a facet and how many records have it, read aloud */
  accessible = g_strdup_printf (_ ("%s, %s"), item->label, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible, -1);
}

static void
remove_row (YunFacetSection *self, Row *row)
{
  g_signal_handlers_disconnect_by_data (row->button, row);
  g_signal_handlers_disconnect_by_data (row->only, row);
  gtk_box_remove (GTK_BOX (self->box), row->row);
}

/* Takes away the rows that the present update did not want. */
static void
remove_old_rows (YunFacetSection *self)
{
  GHashTableIter iter;
  gpointer       row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (((Row *) row)->serial != self->serial)
      {
        remove_row (self, row);
        g_hash_table_iter_remove (&iter);
      }
}

/* ---- Update ------------------------------------------------------------------------------ */

static GPtrArray *
find_facet (YunFacetSection *self, const YunAnswer *answer)
{
  const char *const *facets = yun_workspace_get_facets ();

  for (guint i = 0; facets[i] != NULL; i++)
    if (strcmp (facets[i], self->field) == 0)
      return answer->facets[i];
  return NULL;
}

static gboolean
fits_search (const YunFacetItem *item, const char *word)
{
  g_autofree char *text = yun_text_normalise (item->label);

  return strstr (text, word) != NULL;
}

/* Shows those of @items that are to be seen, the rows there keeping their places under the
 * pointer and the focus. Returns how many more there are. */
static guint
show_items (YunFacetSection *self, GPtrArray *items, GPtrArray *facet)
{
  gboolean         is_long = yun_facet_is_long (self->field);
  g_autofree char *word =
    yun_text_normalise (self->all ? gtk_editable_get_text (GTK_EDITABLE (self->search)) : "");
  GtkWidget *last = NULL;
  guint      n = 0, hidden = 0;

  for (guint i = 0; i < items->len; i++)
    {
      YunFacetItem *item = g_ptr_array_index (items, i);
      gboolean      unknown = strcmp (item->value, "?") == 0;
      Row          *row;

      if (!item->always && !item->on && item->count == 0)
        continue;
      if (is_long && !item->on && !unknown &&
          (n >= (self->all ? N_MORE : N_FIRST) || !fits_search (item, word)))
        {
          hidden++;
          continue;
        }
      n++;
      if (is_long)
        item->count = yun_facet_count_containing (self->field, facet, item->value);
      row = g_hash_table_lookup (self->rows, item->value);
      if (row == NULL)
        row = add_row (self, item);
      row->serial = self->serial;
      update_row (row, item);
      gtk_box_reorder_child_after (GTK_BOX (self->box), row->row, last);
      last = row->row;
    }
  return hidden;
}

static gboolean
is_asked (YunFacetSection *self, YunFilter *filter)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    if (g_strcmp0 (yun_filter_get_clause (filter, i)->field, self->field) == 0)
      return TRUE;
  return FALSE;
}

static void
update_more (YunFacetSection *self, guint hidden)
{
  g_autofree char *count = yun_number_format (hidden, 0);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->search, self->all);
  gtk_widget_set_visible (self->more, self->all || hidden > 0);
  text = self->all ? g_strdup (_ ("Fewer")) : g_strdup_printf (_ ("%s more …"), count);
  gtk_button_set_label (GTK_BUTTON (self->more), text);
}

void
yun_facet_section_update (YunFacetSection *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *today = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (GPtrArray) items = NULL;
  const YunAnswer      *answer;
  YunFilter            *filter;
  GPtrArray            *facet;

  g_return_if_fail (YUN_IS_FACET_SECTION (self));

  if (self->workspace == NULL || (answer = yun_workspace_get_answer (self->workspace)) == NULL)
    return;
  filter = yun_workspace_get_answered_filter (self->workspace);
  if (is_asked (self, filter))
    gtk_widget_add_css_class (self->title, "accent");
  else
    gtk_widget_remove_css_class (self->title, "accent");
  facet = find_facet (self, answer);
  self->serial++;
  self->updating = TRUE;
  if (facet != NULL && yun_facet_section_get_expanded (self))
    {
      items = yun_facet_list (self->field, facet, filter, today);
      update_more (self, show_items (self, items, facet));
    }
  remove_old_rows (self);
  self->updating = FALSE;
}

/* ---- Object ------------------------------------------------------------------------------ */

static void
expanded_cb (GObject *expander, GParamSpec *pspec, YunFacetSection *self)
{
  yun_facet_section_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

static void
more_clicked_cb (GtkButton *button, YunFacetSection *self)
{
  self->all = !self->all;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  yun_facet_section_update (self);
  if (self->all)
    gtk_widget_grab_focus (self->search);
}

/* One stop for Tab; the arrows go from value to value, and on to the next facet. */
static gboolean
yun_facet_section_focus (GtkWidget *widget, GtkDirectionType direction)
{
  YunFacetSection *self = YUN_FACET_SECTION (widget);
  gboolean         tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  gboolean inside = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  if (tab && inside)
    {
      g_set_weak_pointer (&self->last, gtk_root_get_focus (gtk_widget_get_root (widget)));
      return FALSE;
    }
  if (tab)
    return (self->last != NULL && gtk_widget_get_mapped (self->last) &&
            gtk_widget_grab_focus (self->last)) ||
           gtk_widget_child_focus (self->expander, GTK_DIR_TAB_FORWARD);
  return GTK_WIDGET_CLASS (yun_facet_section_parent_class)->focus (widget, direction);
}

static void
yun_facet_section_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    g_value_set_boolean (value, yun_facet_section_get_expanded (YUN_FACET_SECTION (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_facet_section_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    yun_facet_section_set_expanded (YUN_FACET_SECTION (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_facet_section_dispose (GObject *object)
{
  YunFacetSection *self = YUN_FACET_SECTION (object);

  g_clear_object (&self->workspace);
  g_clear_weak_pointer (&self->last);
  if (self->box != NULL)
    {
      self->serial++;
      remove_old_rows (self);
      self->box = NULL;
    }
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  G_OBJECT_CLASS (yun_facet_section_parent_class)->dispose (object);
}

static void
yun_facet_section_finalize (GObject *object)
{
  YunFacetSection *self = YUN_FACET_SECTION (object);

  g_hash_table_unref (self->rows);
  g_free (self->field);
  G_OBJECT_CLASS (yun_facet_section_parent_class)->finalize (object);
}

static void
yun_facet_section_class_init (YunFacetSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yun_facet_section_get_property;
  object_class->set_property = yun_facet_section_set_property;
  object_class->dispose = yun_facet_section_dispose;
  object_class->finalize = yun_facet_section_finalize;
  GTK_WIDGET_CLASS (klass)->focus = yun_facet_section_focus;
  props[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yun_facet_section_init (YunFacetSection *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "facet-title");
  self->search = gtk_search_entry_new ();
  gtk_widget_set_visible (self->search, FALSE);
  gtk_widget_add_css_class (self->search, "facet-search");
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (yun_facet_section_update),
                            self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->more = gtk_button_new ();
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_add_css_class (self->more, "facet");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_append (GTK_BOX (body), self->search);
  gtk_box_append (GTK_BOX (body), self->box);
  gtk_box_append (GTK_BOX (body), self->more);

  self->expander = gtk_expander_new (NULL);
  gtk_widget_add_css_class (self->expander, "facet-section");
  gtk_expander_set_label_widget (GTK_EXPANDER (self->expander), self->title);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), body);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  g_signal_connect (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self);
}

GtkWidget *
yun_facet_section_new (const char *field, const char *title)
{
  YunFacetSection *self = g_object_new (YUN_TYPE_FACET_SECTION, NULL);
  g_autofree char *search = g_strdup_printf (_ ("Search in “%s”"), title);

  self->field = g_strdup (field);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  search, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  return GTK_WIDGET (self);
}

const char *
yun_facet_section_get_field (YunFacetSection *self)
{
  g_return_val_if_fail (YUN_IS_FACET_SECTION (self), NULL);
  return self->field;
}

void
yun_facet_section_set_workspace (YunFacetSection *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_FACET_SECTION (self));

  g_set_object (&self->workspace, workspace);
}

void
yun_facet_section_set_expanded (YunFacetSection *self, gboolean expanded)
{
  g_return_if_fail (YUN_IS_FACET_SECTION (self));

  gtk_expander_set_expanded (GTK_EXPANDER (self->expander), expanded);
}

gboolean
yun_facet_section_get_expanded (YunFacetSection *self)
{
  g_return_val_if_fail (YUN_IS_FACET_SECTION (self), FALSE);
  return gtk_expander_get_expanded (GTK_EXPANDER (self->expander));
}

void
yun_facet_section_choose (YunFacetSection *self, const char *value, gboolean only)
{
  Row *row;

  g_return_if_fail (YUN_IS_FACET_SECTION (self) && value != NULL);

  row = g_hash_table_lookup (self->rows, value);
  if (row == NULL)
    return;
  if (only)
    only_clicked_cb (NULL, row);
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->button),
                                  !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->button)));
}

gint64
yun_facet_section_get_count (YunFacetSection *self, const char *value)
{
  const Row *row;

  g_return_val_if_fail (YUN_IS_FACET_SECTION (self), -1);

  row = g_hash_table_lookup (self->rows, value);
  return row != NULL ? row->count : -1;
}
