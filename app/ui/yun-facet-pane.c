/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-facet-pane.h"

#include "yun-chain.h"
#include "yun-plot.h"
#include "yun-segment-tags.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* A value of a facet and the button that shows it. */
typedef struct
{
  const char *field;
  char       *value;       /* (owned): "?" is unknown */
  char       *label;       /* (owned) */
  guint       mask;        /* of a group: bits of its values */
  GtkWidget  *button;      /* (unowned) */
  GtkWidget  *count_label; /* (unowned) */
  gint64      count;
  gboolean    always; /* shown also when there is none */
} Value;

struct _YunFacetPane
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *segment_box;
  GtkWidget *zone_box;
  GtkWidget *status_box;
  GtkWidget *town_box;

  YunWorkspace *workspace; /* (owned) (nullable) */
  GPtrArray    *values;    /* (owned) (element-type Value) */
  gboolean      updating;  /* buttons follow the filter; do not act on them */
};

G_DEFINE_FINAL_TYPE (YunFacetPane, yun_facet_pane, GTK_TYPE_WIDGET)

static void
value_free (Value *value)
{
  g_free (value->value);
  g_free (value->label);
  g_free (value);
}

/* ---- Filter --------------------------------------------------------------- */

static gboolean
asks_unknown (YunFilter *filter, const char *field)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (clause->kind == YUN_CLAUSE_UNKNOWN && !clause->negated &&
          g_strcmp0 (clause->field, field) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
value_is_on (const Value *value, YunFilter *filter)
{
  if (strcmp (value->value, "?") == 0)
    return asks_unknown (filter, value->field);
  return yun_filter_has_value (filter, value->field, value->value);
}

/* Unknown is no value: it cannot stand beside one in a clause, so one replaces the other. */
static void
button_toggled_cb (GtkToggleButton *button, YunFacetPane *self)
{
  Value                *value = g_object_get_data (G_OBJECT (button), "yun-value");
  gboolean              on = gtk_toggle_button_get_active (button);
  YunFilter            *filter;
  g_autoptr (YunFilter) next = NULL;

  if (self->updating || self->workspace == NULL)
    return;
  filter = yun_workspace_get_filter (self->workspace);
  if (strcmp (value->value, "?") == 0)
    {
      g_autoptr (YunFilter) without = yun_filter_without_field (filter, value->field);

      if (on)
        {
          g_autofree char      *text = g_strconcat (value->field, ":?", NULL);
          g_autoptr (YunFilter) unknown = yun_filter_parse (text, NULL, NULL);

          g_return_if_fail (unknown != NULL);
          next = yun_filter_with_all (without, unknown);
        }
      else
        {
          next = g_steal_pointer (&without);
        }
    }
  else if (on && asks_unknown (filter, value->field))
    {
      g_autoptr (YunFilter) without = yun_filter_without_field (filter, value->field);

      next = yun_filter_with_value (without, value->field, value->value, TRUE);
    }
  else
    {
      next = yun_filter_with_value (filter, value->field, value->value, on);
    }
  yun_workspace_set_filter (self->workspace, next);
}

/* ---- Rows ----------------------------------------------------------------- */

static Value *
add_value (YunFacetPane *self,
           GtkWidget    *box,
           const char   *field,
           const char   *value,
           const char   *label,
           GtkWidget    *swatch)
{
  Value     *v = g_new0 (Value, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (label);

  v->field = field;
  v->value = g_strdup (value);
  v->label = g_strdup (label);
  v->count_label = gtk_label_new ("");
  v->count = -1;

  if (swatch != NULL)
    gtk_box_append (GTK_BOX (row), swatch);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (row), name);
  gtk_widget_add_css_class (v->count_label, "numeric");
  gtk_widget_add_css_class (v->count_label, "dim-label");
  gtk_box_append (GTK_BOX (row), v->count_label);

  v->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (v->button), row);
  gtk_widget_add_css_class (v->button, "flat");
  gtk_widget_add_css_class (v->button, "facet");
  g_object_set_data (G_OBJECT (v->button), "yun-value", v);
  g_signal_connect_object (v->button, "toggled", G_CALLBACK (button_toggled_cb), self, 0);
  gtk_box_append (GTK_BOX (box), v->button);
  g_ptr_array_add (self->values, v);
  return v;
}

static void
add_values (YunFacetPane *self)
{
  const YunDistrictTown *towns;
  guint                  n_towns;

  for (int i = 0; i < 4; i++)
    {
      const YunSegment *segment = yun_chain_get_segment (i);
      g_autofree char  *label =
        g_strdup_printf ("%s %s", segment->letter, yun_enum_get_label (&yun_enum_segment, i));

      add_value (self, self->segment_box, "segment", segment->id, label, yun_segment_swatch_new (i))
        ->always = TRUE;
    }
  add_value (self, self->segment_box, "segment", "?", _ ("No segment known"),
             yun_segment_swatch_new (-1));

  for (int i = 0; i < yun_enum_zone.n_plain; i++)
    add_value (self, self->zone_box, "zone", yun_enum_zone.values[i].id,
               yun_enum_get_label (&yun_enum_zone, i), NULL)
      ->always = TRUE;
  add_value (self, self->zone_box, "zone", "?", _ ("No zone known"), NULL);

  for (int i = yun_enum_status.n_plain; i < yun_enum_status.n_values; i++)
    {
      Value *value = add_value (self, self->status_box, "status", yun_enum_status.values[i].id,
                                yun_enum_get_label (&yun_enum_status, i), NULL);

      value->mask = yun_enum_get_mask (&yun_enum_status, i);
      value->always = TRUE;
      gtk_widget_set_tooltip_text (value->button,
                                   _ ("Found idle, low-efficiency, approved or supplied but not "
                                      "used, reserve, vacant or cleared"));
    }
  for (int i = 0; i < yun_enum_status.n_plain; i++)
    add_value (self, self->status_box, "status", yun_enum_status.values[i].id,
               yun_enum_get_label (&yun_enum_status, i), NULL);

  towns = yun_chain_get_towns (&n_towns);
  for (guint i = 0; i < n_towns; i++)
    add_value (self, self->town_box, "town", towns[i].name, towns[i].name, NULL);
  add_value (self, self->town_box, "town", "?", _ ("No town known"), NULL);
}

static gint64
count_value (const Value *value, GPtrArray *facet)
{
  gint64 count = 0;

  for (guint i = 0; i < facet->len; i++)
    {
      const YunFacetValue *v = g_ptr_array_index (facet, i);

      if (v->value == NULL)
        {
          if (strcmp (value->value, "?") == 0)
            count += v->count;
        }
      else if (value->mask != 0)
        {
          int index = yun_enum_find (&yun_enum_status, v->value);

          if (index >= 0 && index < 32 && (value->mask & (1u << index)) != 0)
            count += v->count;
        }
      else if (strcmp (value->value, v->value) == 0)
        {
          count += v->count;
        }
    }
  return count;
}

static GPtrArray *
find_facet (const YunAnswer *answer, const char *field)
{
  const char *const *facets = yun_workspace_get_facets ();

  for (guint i = 0; facets[i] != NULL; i++)
    if (strcmp (facets[i], field) == 0)
      return answer->facets[i];
  return NULL;
}

static void
update_value (Value *value, const YunAnswer *answer, YunFilter *filter)
{
  GPtrArray       *facet = find_facet (answer, value->field);
  gboolean         on = value_is_on (value, filter);
  g_autofree char *count_text = NULL;
  g_autofree char *accessible = NULL;

  value->count = facet != NULL ? count_value (value, facet) : 0;
  gtk_widget_set_visible (value->button, value->always || on || value->count > 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (value->button), on);

  count_text = yun_number_format (value->count, 0);
  gtk_label_set_text (GTK_LABEL (value->count_label), count_text);
  /* Translators: a value of a facet and how many records have it, read aloud */
  accessible = g_strdup_printf (_ ("%s, %s"), value->label, count_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (value->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible, -1);
}

static void
update (YunFacetPane *self)
{
  const YunAnswer *answer;

  if (self->workspace == NULL || (answer = yun_workspace_get_answer (self->workspace)) == NULL)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < self->values->len; i++)
    update_value (g_ptr_array_index (self->values, i), answer,
                  yun_workspace_get_answered_filter (self->workspace));
  self->updating = FALSE;
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_facet_pane_dispose (GObject *object)
{
  YunFacetPane *self = YUN_FACET_PANE (object);

  yun_facet_pane_set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_FACET_PANE);
  G_OBJECT_CLASS (yun_facet_pane_parent_class)->dispose (object);
}

static void
yun_facet_pane_finalize (GObject *object)
{
  g_ptr_array_unref (YUN_FACET_PANE (object)->values);
  G_OBJECT_CLASS (yun_facet_pane_parent_class)->finalize (object);
}

static void
yun_facet_pane_class_init (YunFacetPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_facet_pane_dispose;
  object_class->finalize = yun_facet_pane_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-facet-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, segment_box);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, zone_box);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, status_box);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, town_box);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_facet_pane_init (YunFacetPane *self)
{
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_values (self);
}

void
yun_facet_pane_set_workspace (YunFacetPane *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_FACET_PANE (self));

  if (workspace == self->workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "answered", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "failed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
}

gint64
yun_facet_pane_get_count (YunFacetPane *self, const char *field, const char *value)
{
  g_return_val_if_fail (YUN_IS_FACET_PANE (self), -1);

  for (guint i = 0; i < self->values->len; i++)
    {
      const Value *v = g_ptr_array_index (self->values, i);

      if (strcmp (v->field, field) == 0 && strcmp (v->value, value) == 0)
        return gtk_widget_get_visible (v->button) ? v->count : -1;
    }
  return -1;
}
