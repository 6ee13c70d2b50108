/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-detail-pane.h"

#include "yun-history-row.h"
#include "yun-record-link.h"
#include "yun-rule-view.h"
#include "yun-segment-tags.h"
#include "yun-store-history.h"
#include "yun-store-park.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_HISTORY 20

struct _YunDetailPane
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *not_shown;
  GtkWidget *name;
  GtkWidget *kind;
  GtkWidget *tags_slot;
  GtkWidget *tags_note; /* that they are those of its firms */
  GtkWidget *facts;
  GtkWidget *place_title;
  GtkWidget *place;
  GtkWidget *place_it; /* the button that says where it is */
  GtkWidget *inside;   /* the button for what lies in it */
  GtkWidget *source;
  GtkWidget *unknown_button;
  GtkWidget *unknown_label;
  GtkWidget *unknown_revealer;
  GtkWidget *unknown;
  GtkWidget *history_title;
  GtkWidget *history;
  GtkWidget *rules_title;
  GtkWidget *rules_slot;
  GtkWidget *leads_slot;
  GtkWidget *leads; /* (unowned) */
  GtkWidget *tags;  /* (unowned) */
  GtkWidget *rules; /* (unowned) */

  YunWorkspace *workspace;   /* (owned) (nullable) */
  YunRecord    *record;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the reading under way */
};

G_DEFINE_FINAL_TYPE (YunDetailPane, yun_detail_pane, GTK_TYPE_WIDGET)

enum
{
  READ,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Rows ----------------------------------------------------------------- */

static void
clear_grid (GtkWidget *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (grid)) != NULL)
    gtk_grid_remove (GTK_GRID (grid), child);
  g_object_set_data (G_OBJECT (grid), "yun-rows", NULL);
}

static int
next_row (GtkWidget *grid)
{
  int row = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (grid), "yun-rows"));

  g_object_set_data (G_OBJECT (grid), "yun-rows", GINT_TO_POINTER (row + 1));
  return row;
}

static GtkWidget *
new_text (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static gboolean
is_web_address (const char *text)
{
  return g_str_has_prefix (text, "https://") || g_str_has_prefix (text, "http://");
}

static void
attach_row (GtkWidget *grid, const char *title, GtkWidget *value)
{
  GtkWidget *name = new_text (title, TRUE);
  int        row = next_row (grid);

  gtk_widget_add_css_class (name, "field-name");
  gtk_label_set_max_width_chars (GTK_LABEL (name), 10);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name,
                                  NULL, -1);
  gtk_grid_attach (GTK_GRID (grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), value, 1, row, 1, 1);
}

static void
add_row (GtkWidget *grid, const char *title, const char *text)
{
  GtkWidget *value = new_text (text, FALSE);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (value), 18);
  if (is_web_address (text) && strchr (text, ' ') == NULL)
    {
      g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", text, text);

      gtk_label_set_markup (GTK_LABEL (value), markup);
    }
  attach_row (grid, title, value);
}

/* What other records are called leads to them. */
static void
add_field (GtkWidget *grid, YunRecord *record, const YunField *field)
{
  g_autofree char *text = NULL;

  if (yun_record_links_can_open (record, field))
    {
      attach_row (grid, yun_field_get_label (field), yun_record_links_new (record, field));
      return;
    }
  text = yun_record_format (record, field);
  add_row (grid, yun_field_get_label (field), text);
}

/* ---- What is said of a record --------------------------------------------- */

static gboolean
is_one_of (const YunField *field, const char *const *ids)
{
  return g_strv_contains (ids, field->id);
}

static char *
describe_place (YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);
  const YunField  *accuracy = yun_entity_get_field (entity, "accuracy");
  const YunField  *metres = yun_entity_get_field (entity, "accuracy-m");
  double           error = metres != NULL ? yun_record_get_real (record, metres) : NAN;

  if (yun_record_get_shape (record) == NULL)
    return g_strdup (_ ("Not known: it is not on the map"));
  switch ((int) yun_record_get_int (record, accuracy))
    {
    case YUN_ACCURACY_SURVEYED:
      return g_strdup (_ ("Surveyed"));
    case YUN_ACCURACY_APPROXIMATE:
      if (!isnan (error))
        {
          g_autofree char *length = yun_length_format (error);

          return g_strdup_printf (_ ("Approximate, to about %s"), length);
        }
      return g_strdup (_ ("Approximate"));
    case YUN_ACCURACY_SCHEMATIC:
      return g_strdup (_ ("Schematic: a sketch, not a surveyed place"));
    case YUN_ACCURACY_TOWN:
      return g_strdup (_ ("Only the town is known; drawn at the town's middle"));
    case YUN_ACCURACY_NONE:
      return g_strdup (_ ("Not known"));
    default:
      return g_strdup (_ ("On the map, but nothing says how exactly"));
    }
}

static void
show_place (YunDetailPane *self)
{
  gboolean         placed = yun_record_get_entity (self->record)->shape != YUN_SHAPE_NONE;
  YunGeom         *shape = yun_record_get_shape (self->record);
  g_autofree char *text = NULL;

  clear_grid (self->place);
  gtk_widget_set_visible (self->place_title, placed);
  gtk_widget_set_visible (self->place, placed);
  gtk_widget_set_visible (self->inside, yun_detail_pane_get_area_name (self) != NULL);
  gtk_widget_set_visible (self->place_it, yun_detail_pane_can_place (self));
  if (!placed)
    return;
  text = describe_place (self->record);
  add_row (self->place, _ ("Accuracy"), text);
  if (shape != NULL)
    {
      YunRect          box = *yun_geom_get_box (shape);
      g_autofree char *middle =
        g_strdup_printf ("%.5f, %.5f", (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2);

      /* Translators: longitude and latitude in the Chinese geodetic system of 2000 */
      add_row (self->place, _ ("CGCS2000"), middle);
    }
}

static void
show_source (YunDetailPane *self)
{
  static const char *const ids[] = { "source-grade", "source-date", "source", "source-url" };
  const YunEntity         *entity = yun_record_get_entity (self->record);
  gboolean                 any = FALSE;

  clear_grid (self->source);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const YunField *field = yun_entity_get_field (entity, ids[i]);

      if (field != NULL && yun_record_is_known (self->record, field))
        {
          add_field (self->source, self->record, field);
          any = TRUE;
        }
    }
  if (!any)
    add_row (self->source, _ ("Source"), _ ("No source is given"));
}

static void
show_facts (YunDetailPane *self)
{
  static const char *const elsewhere[] = { "name",        "segment",      "accuracy",
                                           "accuracy-m",  "source",       "source-url",
                                           "source-date", "source-grade", NULL };
  const YunField *const   *fields;
  guint                    n_fields, n_unknown = 0;
  g_autofree char         *label = NULL;

  fields = yun_entity_get_fields (yun_record_get_entity (self->record), &n_fields);
  clear_grid (self->facts);
  clear_grid (self->unknown);
  /* The columns of the list are the key facts: first, then the rest in the order of forms. */
  for (int key = 1; key >= 0; key--)
    for (guint i = 0; i < n_fields; i++)
      {
        const YunField *field = fields[i];

        if (is_one_of (field, elsewhere) || (field->flags & YUN_FIELD_SYSTEM) != 0 ||
            ((field->flags & YUN_FIELD_COLUMN) != 0) != key)
          continue;
        if (yun_record_is_known (self->record, field))
          {
            add_field (self->facts, self->record, field);
          }
        else
          {
            add_field (self->unknown, self->record, field);
            n_unknown++;
          }
      }
  label = g_strdup_printf (
    ngettext ("%u more attribute is not known", "%u more attributes are not known", n_unknown),
    n_unknown);
  gtk_label_set_text (GTK_LABEL (self->unknown_label), label);
  gtk_widget_set_visible (self->unknown_button, n_unknown > 0);
}

static void
show_segments (YunDetailPane *self, guint segments, gboolean of_firms)
{
  yun_segment_tags_set_segments (YUN_SEGMENT_TAGS (self->tags), segments);
  gtk_widget_set_visible (self->tags_note, of_firms);
  gtk_widget_set_visible (self->tags_slot, segments != 0);
}

static void
show_head (YunDetailPane *self)
{
  const YunEntity *entity = yun_record_get_entity (self->record);
  const YunField  *segment = yun_entity_get_field (entity, "segment");
  const char      *name = yun_record_get_name (self->record);
  guint            segments = 0;

  if (segment != NULL && segment->kind == YUN_KIND_SET)
    segments = yun_record_get_int (self->record, segment);
  gtk_label_set_text (GTK_LABEL (self->name), name[0] != '\0' ? name : _ ("Without a name"));
  gtk_label_set_text (GTK_LABEL (self->kind), yun_entity_get_label (entity));
  show_segments (self, segments, FALSE);
}

/* (transfer full): the day that the filter asks for, else today. */
static char *
dup_day (YunDetailPane *self)
{
  YunFilter *filter = yun_workspace_get_filter (self->workspace);

  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    if (yun_filter_get_clause (filter, i)->kind == YUN_CLAUSE_RULE)
      return yun_clause_dup_day (yun_filter_get_clause (filter, i));
  return yun_rule_get_today ();
}

static void
show_rules (YunDetailPane *self)
{
  g_autofree char *day = NULL;

  if (self->workspace == NULL || self->record == NULL)
    return;
  day = dup_day (self);
  yun_rule_view_set_record (YUN_RULE_VIEW (self->rules), self->record, day);
  gtk_widget_set_visible (self->rules_title, gtk_widget_get_visible (self->rules));
}

static void
show_history (YunDetailPane *self, GPtrArray *changes)
{
  clear_grid (self->history);
  for (guint i = 0; i < changes->len; i++)
    {
      const YunChange *change = g_ptr_array_index (changes, i);
      g_autofree char *when = yun_change_format_time (change);
      g_autofree char *what = yun_change_describe (change);
      g_autofree char *text = NULL;

      if (change->state != YUN_CHANGE_DONE)
        text = g_strdup_printf (_ ("%s (taken back) · %s"), what, change->who);
      else
        text = g_strdup_printf ("%s · %s", what, change->who);
      add_row (self->history, when, text);
    }
  gtk_widget_set_visible (self->history_title, changes->len > 0);
}

/* ---- Reading -------------------------------------------------------------- */

/* What is read of a record after it is shown. */
typedef struct
{
  YunDetailPane *self;   /* (owned) */
  YunRecord     *record; /* (owned): whose history it is, or whose firms */
} LaterRead;

static void
park_segments_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LaterRead         *read = user_data;
  guint              segments;
  g_autoptr (GError) error = NULL;

  if (!yun_store_park_segments_finish (YUN_STORE (source), result, &segments, &error))
    g_debug ("no segments of firms: %s", error->message);
  else if (read->self->record == read->record)
    show_segments (read->self, segments, segments != 0);
  g_object_unref (read->self);
  g_object_unref (read->record);
  g_free (read);
}

/* A park of which no segment is stated shows those of its firms, and says so. */
static void
read_park_segments (YunDetailPane *self)
{
  LaterRead *read;

  if (!yun_park_lacks_segments (self->record))
    return;
  read = g_new0 (LaterRead, 1);
  read->self = g_object_ref (self);
  read->record = g_object_ref (self->record);
  yun_store_park_segments_async (yun_workspace_get_store (self->workspace), self->record, NULL,
                                 park_segments_read_cb, read);
}

static void
history_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LaterRead            *read = user_data;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError)    error = NULL;

  changes = yun_store_list_changes_finish (YUN_STORE (source), result, &error);
  if (changes == NULL)
    g_debug ("no history: %s", error->message);
  else if (read->self->record == read->record)
    show_history (read->self, changes);
  g_object_unref (read->self);
  g_object_unref (read->record);
  g_free (read);
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunDetailPane) self = user_data;
  g_autoptr (GPtrArray)     records = NULL;
  g_autoptr (GError)        error = NULL;
  LaterRead                *read;
  YunRecord                *record;
  YunChangeQuery            query;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->workspace == NULL)
    return;
  g_clear_object (&self->cancellable);
  record = records != NULL && records->len > 0 ? g_ptr_array_index (records, 0) : NULL;
  if (record == NULL)
    {
      /* It was removed. */
      yun_workspace_select (self->workspace, NULL, 0);
      return;
    }
  g_set_object (&self->record, record);
  show_head (self);
  show_facts (self);
  show_place (self);
  show_source (self);
  show_rules (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "record");
  g_signal_emit (self, signals[READ], 0);
  read_park_segments (self);
  yun_lead_view_set_record (YUN_LEAD_VIEW (self->leads), YUN_STORE (source), record);

  read = g_new0 (LaterRead, 1);
  read->self = g_object_ref (self);
  read->record = g_object_ref (record);
  query = (YunChangeQuery){ .entity = yun_record_get_entity (record),
                            .id = yun_record_get_id (record),
                            .limit = MAX_HISTORY };
  yun_store_list_changes_async (YUN_STORE (source), &query, NULL, history_read_cb, read);
}

static void
read_record (YunDetailPane *self)
{
  const YunEntity *entity = yun_workspace_get_selected_entity (self->workspace);
  gint64           id = yun_workspace_get_selected_id (self->workspace);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (entity == NULL)
    {
      g_clear_object (&self->record);
      yun_lead_view_set_record (YUN_LEAD_VIEW (self->leads), NULL, NULL);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
      return;
    }
  self->cancellable = g_cancellable_new ();
  yun_store_load_async (yun_workspace_get_store (self->workspace), entity, &id, 1, TRUE,
                        self->cancellable, record_read_cb, g_object_ref (self));
}

/* A filter does not take away what is being looked at; it says so. */
static void
answered_cb (YunDetailPane *self)
{
  gtk_widget_set_visible (self->not_shown, !yun_workspace_is_selected_shown (self->workspace));
}

static void
selected_cb (YunDetailPane *self)
{
  answered_cb (self);
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  clear_grid (self->history);
  gtk_widget_set_visible (self->history_title, FALSE);
  read_record (self);
}

static void
changed_cb (YunDetailPane *self, YunChange *change)
{
  if (yun_workspace_get_selected_entity (self->workspace) != NULL)
    read_record (self);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_detail_pane_dispose (GObject *object)
{
  YunDetailPane *self = YUN_DETAIL_PANE (object);

  yun_detail_pane_set_workspace (self, NULL);
  self->leads = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_DETAIL_PANE);
  G_OBJECT_CLASS (yun_detail_pane_parent_class)->dispose (object);
}

static void
yun_detail_pane_class_init (YunDetailPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_detail_pane_dispose;
  signals[READ] = g_signal_new ("read", YUN_TYPE_DETAIL_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-detail-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, stack);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, not_shown);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, name);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, kind);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, tags_slot);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, tags_note);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, facts);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, place_title);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, place);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, place_it);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, inside);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, source);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, unknown_button);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, unknown_label);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, unknown_revealer);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, unknown);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, history_title);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, history);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, rules_title);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, rules_slot);
  gtk_widget_class_bind_template_child (widget_class, YunDetailPane, leads_slot);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_detail_pane_init (YunDetailPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->tags = yun_segment_tags_new (TRUE);
  gtk_box_prepend (GTK_BOX (self->tags_slot), self->tags);
  self->leads = yun_lead_view_new ();
  gtk_box_append (GTK_BOX (self->leads_slot), self->leads);
  self->rules = yun_rule_view_new ();
  gtk_box_append (GTK_BOX (self->rules_slot), self->rules);
}

void
yun_detail_pane_set_workspace (YunDetailPane *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_DETAIL_PANE (self));

  if (workspace == self->workspace)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->record);
  if (self->leads != NULL)
    yun_lead_view_set_record (YUN_LEAD_VIEW (self->leads), NULL, NULL);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "selected", G_CALLBACK (selected_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "answered", G_CALLBACK (answered_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "answered", G_CALLBACK (show_rules), self,
                               G_CONNECT_SWAPPED);
      selected_cb (self);
    }
}

YunRecord *
yun_detail_pane_get_record (YunDetailPane *self)
{
  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), NULL);
  return self->record;
}

const char *
yun_detail_pane_get_area_name (YunDetailPane *self)
{
  YunGeom    *shape;
  const char *name;

  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), NULL);

  if (self->record == NULL || yun_detail_pane_is_loading (self))
    return NULL;
  shape = yun_record_get_shape (self->record);
  name = yun_record_get_name (self->record);
  return shape != NULL && yun_geom_get_kind (shape) == YUN_GEOM_POLYGON && *name != '\0' ? name
                                                                                         : NULL;
}

gboolean
yun_detail_pane_can_place (YunDetailPane *self)
{
  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), FALSE);
  return self->record != NULL && yun_entity_can_be_point (yun_record_get_entity (self->record)) &&
         !yun_record_is_placed (self->record);
}

gboolean
yun_detail_pane_is_loading (YunDetailPane *self)
{
  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), FALSE);
  return self->cancellable != NULL;
}

YunLeadView *
yun_detail_pane_get_leads (YunDetailPane *self)
{
  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), NULL);
  return YUN_LEAD_VIEW (self->leads);
}

char *
yun_detail_pane_dup_rules (YunDetailPane *self)
{
  g_return_val_if_fail (YUN_IS_DETAIL_PANE (self), NULL);
  return yun_rule_view_dup_text (YUN_RULE_VIEW (self->rules));
}
