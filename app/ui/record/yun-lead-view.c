/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-lead-view.h"

#include "yun-record-link.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

const int yun_lead_distances[] = { 500, 1000, 3000, 0 };

#define USUAL_DISTANCE 1000

struct _YunLeadView
{
  GtkWidget parent_instance;

  GtkWidget *linked;    /* (unowned): the boxes of both parts */
  GtkWidget *near;      /* (unowned) */
  GtkWidget *distances; /* (unowned): in .near, as is … */
  GtkWidget *near_rows; /* … (unowned) this; both stay, so that the focus does */

  int           near_distance;
  YunStore     *store;       /* (owned) (nullable) */
  YunRecord    *record;      /* (owned) (nullable) */
  YunLeads     *leads;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the asking under way */
};

G_DEFINE_FINAL_TYPE (YunLeadView, yun_lead_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_NEAR_DISTANCE,
  N_PROPS,
};

enum
{
  ANSWERED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Parts ---------------------------------------------------------------- */

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

char *
yun_lead_dup_title (const YunLead *lead)
{
  g_autofree char *distance = NULL;

  switch (lead->kind)
    {
    case YUN_LEAD_NEIGHBOURS:
      distance = yun_length_format (lead->distance_m);
      /* Translators: a short distance */
      return g_strdup_printf (_ ("Neighbouring plots (within %s)"), distance);
    case YUN_LEAD_REUSABLE:
      return g_strdup (_ ("Reusable land"));
    case YUN_LEAD_LINKED:
      /* A firm's park leads to its firms; of a park's operator it is said what the parks are. */
      if (g_strcmp0 (lead->field->ref, lead->field->id) != 0)
        /* Translators: a kind of records, and what of theirs the record is: "Parks (operator)" */
        return g_strdup_printf (_ ("%s (%s)"), yun_entity_get_label (lead->entity),
                                yun_field_get_label (lead->field));
      break;
    case YUN_LEAD_NEAR:
    default:
      break;
    }
  return g_strdup (yun_entity_get_label (lead->entity));
}

static GtkWidget *
new_show_all (const YunLead *lead, const char *title)
{
  g_autofree char *number = yun_number_format ((double) lead->count, 0);
  g_autofree char *label = g_strdup_printf (_ ("Show All %s"), number);
  /* Translators: %s "Firms" */
  g_autofree char *name = g_strdup_printf (_ ("Show all: %s, %s"), title, number);
  g_autofree char *filter = yun_filter_print (lead->filter);
  GtkWidget       *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "facet");
  gtk_widget_set_tooltip_text (
    button, lead->with_self ? _ ("Show Them with This One in Place of What Is Shown Now")
                            : _ ("Show Them in Place of What Is Shown Now"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-related");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", filter);
  return button;
}

static void
append_untold (GtkWidget *box, const YunLead *lead)
{
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (lead->untold == 0)
    return;
  number = yun_number_format ((double) lead->untold, 0);
  text = g_strdup_printf (
    /* Translators: %s a number */
    ngettext ("Of %s more it cannot be told, as its place is not known well enough",
              "Of %s more it cannot be told, as their places are not known well enough",
              (gulong) lead->untold),
    number);
  gtk_widget_add_css_class (append_label (box, text, "caption"), "dim-label");
}

/* A heading with the count, then the first of them as links. */
static void
append_lead (YunLeadView *self, GtkWidget *box, const YunLead *lead)
{
  g_autofree char *title = yun_lead_dup_title (lead);
  GtkWidget       *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean         listed = lead->entity->portrait->orders[YUN_ORDER_LIST] != 0;

  append_label (head, title, "dim-label");
  gtk_box_append (GTK_BOX (box), head);
  if (lead->count == 0)
    gtk_widget_set_hexpand (append_label (head, _ ("none"), "dim-label"), FALSE);
  else if (listed)
    gtk_box_append (GTK_BOX (head), new_show_all (lead, title));
  for (guint i = 0; i < lead->rows->len; i++)
    {
      const YunLeadRow *row = g_ptr_array_index (lead->rows, i);

      gtk_box_append (GTK_BOX (box), yun_record_link_new (lead->entity, row->key, row->label));
    }
  append_untold (box, lead);
}

/* ---- Near by -------------------------------------------------------------- */

static GtkWidget *
new_distances (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; yun_lead_distances[i] != 0; i++)
    {
      g_autofree char *text = yun_length_format (yun_lead_distances[i]);
      GtkWidget       *button = gtk_toggle_button_new_with_label (text);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.near-distance");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", yun_lead_distances[i]);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How far near by reaches"), -1);
  return box;
}

static void
append_near (YunLeadView *self, const YunLead *lead)
{
  g_autofree char *title = yun_lead_dup_title (lead);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  append_label (line, title, "lead-title");
  if (lead->count > 0)
    gtk_box_append (GTK_BOX (line), new_show_all (lead, title));
  else
    gtk_widget_set_hexpand (append_label (line, _ ("none"), "dim-label"), FALSE);
  gtk_box_append (GTK_BOX (self->near_rows), line);
  append_untold (self->near_rows, lead);
}

static gboolean
is_on_map (YunRecord *record)
{
  return yun_record_get_entity (record)->portrait->look != YUN_LOOK_NONE;
}

static void
show_near (YunLeadView *self)
{
  gtk_widget_set_visible (self->near, is_on_map (self->record));
  gtk_widget_set_visible (self->distances, self->leads->measured);
  if (!self->leads->measured)
    append_label (self->near_rows,
                  _ ("Where it is is not known well enough to tell what is near by."), "dim-label");
  for (guint i = 0; i < self->leads->near->len; i++)
    {
      const YunLead *lead = g_ptr_array_index (self->leads->near, i);

      if (lead->kind != YUN_LEAD_NEIGHBOURS)
        append_near (self, lead);
    }
}

static void
show_linked (YunLeadView *self)
{
  const YunLead *neighbours =
    yun_lead_view_find (self, YUN_LEAD_NEIGHBOURS, yun_record_get_entity (self->record));

  gtk_widget_set_visible (self->linked, self->leads->linked->len > 0 || neighbours != NULL);
  append_label (self->linked, _ ("Leads On"), "section-title");
  for (guint i = 0; i < self->leads->linked->len; i++)
    append_lead (self, self->linked, g_ptr_array_index (self->leads->linked, i));
  if (neighbours != NULL)
    append_lead (self, self->linked, neighbours);
}

/* ---- Asking --------------------------------------------------------------- */

static void
forget (YunLeadView *self)
{
  clear_box (self->linked);
  clear_box (self->near_rows);
  g_clear_pointer (&self->leads, yun_leads_free);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunLeadView) self = user_data;
  g_autoptr (GError)      error = NULL;
  YunLeads               *leads = yun_store_list_leads_finish (YUN_STORE (source), result, &error);

  if (leads == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->cancellable != g_task_get_cancellable (G_TASK (result)) || self->linked == NULL)
    {
      yun_leads_free (leads);
      return;
    }
  g_clear_object (&self->cancellable);
  forget (self);
  self->leads = leads;
  if (leads != NULL)
    {
      show_linked (self);
      show_near (self);
    }
  else
    {
      g_debug ("no leads: %s", error->message);
      gtk_widget_set_visible (self->linked, TRUE);
      gtk_widget_set_visible (self->near, FALSE);
      append_label (self->linked, _ ("Leads On"), "section-title");
      append_label (self->linked, _ ("What belongs to it could not be counted."), "dim-label");
    }
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
ask (YunLeadView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->record == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  yun_store_list_leads_async (self->store, self->record, self->near_distance, self->cancellable,
                              listed_cb, g_object_ref (self));
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_lead_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NEAR_DISTANCE)
    g_value_set_int (value, YUN_LEAD_VIEW (object)->near_distance);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
yun_lead_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunLeadView *self = YUN_LEAD_VIEW (object);

  if (id != PROP_NEAR_DISTANCE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (g_value_get_int (value) == self->near_distance)
    return;
  self->near_distance = g_value_get_int (value);
  g_object_notify_by_pspec (object, pspec);
  ask (self);
}

static void
yun_lead_view_dispose (GObject *object)
{
  YunLeadView *self = YUN_LEAD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->record);
  g_clear_object (&self->store);
  g_clear_pointer (&self->leads, yun_leads_free);
  g_clear_pointer (&self->linked, gtk_widget_unparent);
  g_clear_pointer (&self->near, gtk_widget_unparent);
  G_OBJECT_CLASS (yun_lead_view_parent_class)->dispose (object);
}

static void
yun_lead_view_class_init (YunLeadViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yun_lead_view_get_property;
  object_class->set_property = yun_lead_view_set_property;
  object_class->dispose = yun_lead_view_dispose;
  props[PROP_NEAR_DISTANCE] =
    g_param_spec_int ("near-distance", NULL, NULL, 1, G_MAXINT, USUAL_DISTANCE,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ANSWERED] = g_signal_new ("answered", YUN_TYPE_LEAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
yun_lead_view_init (YunLeadView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->near_distance = USUAL_DISTANCE;
  self->linked = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->near = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->near_rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->distances = new_distances ();
  append_label (self->near, _ ("Near By"), "section-title");
  gtk_box_append (GTK_BOX (self->near), self->distances);
  gtk_box_append (GTK_BOX (self->near), self->near_rows);
  gtk_widget_set_visible (self->linked, FALSE);
  gtk_widget_set_visible (self->near, FALSE);
  gtk_widget_set_parent (self->linked, GTK_WIDGET (self));
  gtk_widget_set_parent (self->near, GTK_WIDGET (self));
}

GtkWidget *
yun_lead_view_new (void)
{
  return g_object_new (YUN_TYPE_LEAD_VIEW, NULL);
}

void
yun_lead_view_set_record (YunLeadView *self, YunStore *store, YunRecord *record)
{
  gboolean same;

  g_return_if_fail (YUN_IS_LEAD_VIEW (self));
  g_return_if_fail ((store == NULL) == (record == NULL));

  same = record != NULL && self->record != NULL &&
         g_str_equal (yun_record_get_uid (record), yun_record_get_uid (self->record));
  g_set_object (&self->store, store);
  g_set_object (&self->record, record);
  if (!same && self->linked != NULL)
    {
      forget (self);
      gtk_widget_set_visible (self->linked, FALSE);
      gtk_widget_set_visible (self->near, FALSE);
      g_signal_emit (self, signals[ANSWERED], 0);
    }
  ask (self);
}

gboolean
yun_lead_view_is_asking (YunLeadView *self)
{
  g_return_val_if_fail (YUN_IS_LEAD_VIEW (self), FALSE);
  return self->cancellable != NULL;
}

const YunLeads *
yun_lead_view_get_leads (YunLeadView *self)
{
  g_return_val_if_fail (YUN_IS_LEAD_VIEW (self), NULL);
  return self->leads;
}

const YunLead *
yun_lead_view_find (YunLeadView *self, YunLeadKind kind, const YunEntity *entity)
{
  GPtrArray *leads;

  g_return_val_if_fail (YUN_IS_LEAD_VIEW (self), NULL);

  if (self->leads == NULL)
    return NULL;
  leads = kind == YUN_LEAD_LINKED ? self->leads->linked : self->leads->near;
  for (guint i = 0; i < leads->len; i++)
    {
      const YunLead *lead = g_ptr_array_index (leads, i);

      if (lead->kind == kind && lead->entity == entity)
        return lead;
    }
  return NULL;
}
