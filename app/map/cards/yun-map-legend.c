/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-legend.h"

#include "yun-map-frame.h"
#include "yun-map-room.h"
#include "yun-record.h"
#include "yun-text-size.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FOLDED_EM 24 /* the list is as high in a popover at the most */
#define SHORT_TEXT 7 /* characters of a text that leaves room for another beside it */

struct _YunMapLegend
{
  GtkWidget parent_instance;

  GtkWidget         *box;
  GtkWidget         *title;
  GtkImage          *arrow;
  GtkWidget         *folded; /* in place of title, where the list has no room */
  GtkPopover        *popover;
  GtkMenuButton     *colours;
  GtkScrolledWindow *scroller; /* in box, or in popover */
  GtkListBox        *list;

  YunScene       *scene; /* (owned) (nullable): what is explained or being looked at */
  YunSymbolPlan  *plan;  /* (owned) (nullable) */
  YunView         view;
  YunLegend      *legend;   /* (owned) (nullable): what the list shows */
  const YunStyle *style;    /* (unowned) (nullable): static; the list's */
  GCancellable   *looking;  /* (owned) (nullable) */
  char           *summary;  /* (owned) */
  gboolean        expanded; /* where it has room */
  gboolean        is_folded;
  double          scale; /* of the text the list was made for */
};

G_DEFINE_FINAL_TYPE (YunMapLegend, yun_map_legend, GTK_TYPE_WIDGET)

enum
{
  PROP_EXPANDED = 1,
  PROP_COMPLETE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

typedef struct
{
  YunScene      *scene; /* (owned) */
  YunSymbolPlan *plan;  /* (owned) (nullable) */
  YunView        view;
} Look;

typedef struct
{
  YunLegend *legend;  /* (owned) */
  char      *summary; /* (owned) */
} Findings;

static void
look_free (gpointer data)
{
  Look *look = data;

  yun_scene_unref (look->scene);
  g_clear_pointer (&look->plan, yun_symbol_plan_unref);
  g_free (look);
}

static void
findings_free (gpointer data)
{
  Findings *findings = data;

  g_clear_pointer (&findings->legend, yun_legend_unref);
  g_free (findings->summary);
  g_free (findings);
}

/* "12 plots, 3 parks": what of each entity has its box in view. */
static char *
count_features (YunScene *scene, const YunView *view)
{
  YunFeatureIndex        *index = yun_scene_get_index (scene);
  guint                   n_entities;
  const YunEntity *const *entities = yun_entity_list (&n_entities);
  g_autofree guint       *counts = g_new0 (guint, n_entities);
  g_autoptr (GArray)      found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString)     text = g_string_new (NULL);
  YunVertex               min, max;

  if (index == NULL)
    return g_strdup ("");

  yun_view_get_box (view, 0, &min, &max);
  yun_feature_index_search (index, min, max, found);
  for (guint i = 0; i < found->len; i++)
    {
      guint32 f = g_array_index (found, guint32, i);

      if (yun_scene_has (scene, f))
        counts[yun_feature_index_get (index, f)->entity]++;
    }
  for (guint e = 0; e < n_entities; e++)
    if (counts[e] > 0)
      g_string_append_printf (text, "%s%s %u", text->len > 0 ? ", " : "",
                              yun_entity_get_label (entities[e]), counts[e]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
look_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Look     *look = task_data;
  Findings *findings = g_new0 (Findings, 1);

  findings->legend = yun_legend_new (look->scene, &look->view, look->plan);
  findings->summary = count_features (look->scene, &look->view);
  g_task_return_pointer (task, findings, findings_free);
}

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  YunMapLegend *self =
    YUN_MAP_LEGEND (gtk_widget_get_ancestor (GTK_WIDGET (area), YUN_TYPE_MAP_LEGEND));
  guint                 n, i = GPOINTER_TO_UINT (user_data);
  const YunLegendEntry *entries = yun_legend_get_entries (self->legend, &n);

  if (i >= n)
    return;
  cairo_scale (cr, self->scale, self->scale);
  yun_legend_draw_swatch (self->style, cr, &entries[i]);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* The sign, but of a heading, its words and how many areas have it. */
static GtkWidget *
make_entry (YunMapLegend *self, guint i, const YunLegendEntry *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_widget_set_visible (area, yun_legend_has_sign (entry));
  gtk_widget_set_margin_start (box, (int) (yun_legend_get_indent (entry) * self->scale));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area),
                                      (int) ceil (YUN_LEGEND_SWATCH_WIDTH * self->scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area),
                                       (int) ceil (YUN_LEGEND_SWATCH_HEIGHT * self->scale));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_swatch_cb, GUINT_TO_POINTER (i),
                                  NULL);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), area);
  gtk_box_append (GTK_BOX (box), make_label (entry->text, NULL));
  if (entry->count > 0)
    {
      g_autofree char *text = g_strdup_printf ("%'u", entry->count);
      GtkWidget       *count = make_label (text, "map-legend-count");

      gtk_label_set_xalign (GTK_LABEL (count), 1);
      gtk_widget_set_hexpand (count, TRUE);
      gtk_widget_set_halign (count, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (box), count);
    }
  return box;
}

static void
add_row (YunMapLegend *self, GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->list, row);
}

/* Short ones without a count stand side by side, so that the card stays low. */
static gboolean
is_short (const YunLegendEntry *entry)
{
  return entry->count == 0 && yun_legend_has_sign (entry) &&
         g_utf8_strlen (entry->text, -1) <= SHORT_TEXT;
}

static void
add_entries (YunMapLegend *self, const YunLegendEntry *entries, guint n)
{
  for (guint i = 0, next; i < n; i = next)
    {
      YunLegendPart part = yun_legend_get_part (entries[i].kind);
      guint         most = part == YUN_LEGEND_PART_ZONE ? 3 : 2;
      GtkWidget    *line;

      next = i + 1;
      if (entries[i].kind == YUN_LEGEND_HEAD)
        {
          add_row (self, make_label (entries[i].text, "map-legend-heading"));
          continue;
        }
      while (is_short (&entries[i]) && next < n && next < i + most && is_short (&entries[next]) &&
             part == yun_legend_get_part (entries[next].kind))
        next++;
      if (next == i + 1)
        {
          add_row (self, make_entry (self, i, &entries[i]));
          continue;
        }
      line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      gtk_box_set_homogeneous (GTK_BOX (line), TRUE);
      for (guint k = i; k < next; k++)
        gtk_box_append (GTK_BOX (line), make_entry (self, k, &entries[k]));
      add_row (self, line);
    }
}

static void
fill_list (YunMapLegend *self)
{
  const YunLegendEntry *entries;
  GtkWidget            *child;
  guint                 n;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  self->scale = yun_text_size_get_scale (GTK_WIDGET (self));
  entries = yun_legend_get_entries (self->legend, &n);
  add_entries (self, entries, n);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
show_legend (YunMapLegend *self, YunLegend *legend, const YunStyle *style)
{
  if (self->legend != NULL && self->style == style && yun_legend_equal (self->legend, legend))
    return;
  g_clear_pointer (&self->legend, yun_legend_unref);
  self->legend = yun_legend_ref (legend);
  self->style = style;
  fill_list (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunMapLegend *self = YUN_MAP_LEGEND (source);
  Look         *look = g_task_get_task_data (G_TASK (result));
  Findings     *findings = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) == self->looking)
    {
      g_clear_object (&self->looking);
      show_legend (self, findings->legend, yun_scene_get_style (look->scene));
      g_free (self->summary);
      self->summary = g_steal_pointer (&findings->summary);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
    }
  g_clear_pointer (&findings, findings_free);
}

static void
forget (YunMapLegend *self)
{
  g_clear_object (&self->looking);
  g_clear_pointer (&self->scene, yun_scene_unref);
  g_clear_pointer (&self->plan, yun_symbol_plan_unref);
}

static void
update_shown (YunMapLegend *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), self->is_folded || self->expanded);
}

/* The list moves to a popover and back. */
static void
set_folded (YunMapLegend *self, gboolean folded)
{
  GtkWidget *scroller = GTK_WIDGET (self->scroller);

  if (self->is_folded == folded)
    return;
  self->is_folded = folded;
  g_object_ref (scroller);
  if (folded)
    {
      gtk_box_remove (GTK_BOX (self->box), scroller);
      gtk_popover_set_child (self->popover, scroller);
    }
  else
    {
      gtk_popover_popdown (self->popover);
      gtk_popover_set_child (self->popover, NULL);
      gtk_box_append (GTK_BOX (self->box), scroller);
    }
  g_object_unref (scroller);
  gtk_widget_set_visible (self->title, !folded);
  gtk_widget_set_visible (self->folded, folded);
  update_shown (self);
}

static void
set_expanded (YunMapLegend *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  update_shown (self);
  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->title), GTK_ACCESSIBLE_STATE_EXPANDED,
                               expanded, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

static void
yun_map_legend_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunMapLegend *self = YUN_MAP_LEGEND (object);

  switch (id)
    {
    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, yun_map_legend_is_complete (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_map_legend_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    set_expanded (YUN_MAP_LEGEND (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* The signs grow with the text. */
static void
yun_map_legend_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  YunMapLegend *self = YUN_MAP_LEGEND (widget);

  GTK_WIDGET_CLASS (yun_map_legend_parent_class)->css_changed (widget, change);
  if (self->legend != NULL && self->scale != yun_text_size_get_scale (widget))
    fill_list (self);
}

static void
yun_map_legend_dispose (GObject *object)
{
  YunMapLegend *self = YUN_MAP_LEGEND (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_MAP_LEGEND);
  G_OBJECT_CLASS (yun_map_legend_parent_class)->dispose (object);
}

static void
yun_map_legend_finalize (GObject *object)
{
  YunMapLegend *self = YUN_MAP_LEGEND (object);

  g_clear_pointer (&self->legend, yun_legend_unref);
  g_free (self->summary);
  G_OBJECT_CLASS (yun_map_legend_parent_class)->finalize (object);
}

static void
yun_map_legend_class_init (YunMapLegendClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = yun_map_legend_get_property;
  object_class->set_property = yun_map_legend_set_property;
  object_class->dispose = yun_map_legend_dispose;
  object_class->finalize = yun_map_legend_finalize;
  widget_class->css_changed = yun_map_legend_css_changed;

  props[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/map/yun-map-legend.ui");
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, box);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, title);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, arrow);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, folded);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, popover);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, colours);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunMapLegend, list);
}

static void
yun_map_legend_init (YunMapLegend *self)
{
  self->expanded = TRUE;
  self->summary = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
yun_map_legend_update (YunMapLegend  *self,
                       YunScene      *scene,
                       const YunView *view,
                       YunSymbolPlan *plan)
{
  g_autoptr (GTask) task = NULL;
  Look             *look;

  g_return_if_fail (YUN_IS_MAP_LEGEND (self));

  if (self->scene == scene && self->plan == plan && yun_map_frame_equal (&self->view, view))
    return;
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  forget (self);
  self->scene = yun_scene_ref (scene);
  self->plan = plan != NULL ? yun_symbol_plan_ref (plan) : NULL;
  self->view = *view;
  self->looking = g_cancellable_new ();

  look = g_new0 (Look, 1);
  look->scene = yun_scene_ref (scene);
  look->plan = plan != NULL ? yun_symbol_plan_ref (plan) : NULL;
  look->view = *view;
  task = g_task_new (self, self->looking, looked_cb, NULL);
  g_task_set_source_tag (task, yun_map_legend_update);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_cb);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

int
yun_map_legend_get_head (YunMapLegend *self)
{
  int head;

  g_return_val_if_fail (YUN_IS_MAP_LEGEND (self), 0);

  gtk_widget_measure (GTK_WIDGET (self->colours), GTK_ORIENTATION_VERTICAL, -1, NULL, &head, NULL,
                      NULL);
  return head;
}

void
yun_map_legend_set_room (YunMapLegend *self, int height, int foot)
{
  YunMapRoom room = { .height = height, .foot = foot, .em = yun_text_size_get_em (self->title) };
  int        list;

  g_return_if_fail (YUN_IS_MAP_LEGEND (self));

  room.head = yun_map_legend_get_head (self);
  list = yun_map_room_for_legend (&room);
  set_folded (self, list == 0);
  if (list == 0)
    list = (int) (FOLDED_EM * room.em);
  if (list != gtk_scrolled_window_get_max_content_height (self->scroller))
    gtk_scrolled_window_set_max_content_height (self->scroller, list);
}

gboolean
yun_map_legend_is_folded (YunMapLegend *self)
{
  g_return_val_if_fail (YUN_IS_MAP_LEGEND (self), FALSE);

  return self->is_folded;
}

void
yun_map_legend_popup (YunMapLegend *self)
{
  g_return_if_fail (YUN_IS_MAP_LEGEND (self));

  gtk_menu_button_popup (self->colours);
}

gboolean
yun_map_legend_is_complete (YunMapLegend *self)
{
  return self->looking == NULL;
}

const char *
yun_map_legend_get_summary (YunMapLegend *self)
{
  return self->summary;
}
