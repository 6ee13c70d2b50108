/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-facet-pane.h"

#include "yun-facet-section.h"
#include "yun-plot.h"
#include "yun-settings.h"

#include <glib/gi18n.h>

#define KEY_OPEN "facets-open"

#define N_RANGES 4

/* Areas and prices are spread over sizes; the others are not. */
static const YunHistogramSpec specs[N_RANGES + 1] = {
  { "area", "mu", TRUE },        { "far", NULL, FALSE }, { "price", NULL, TRUE },
  { "tax-per-mu", NULL, FALSE }, { NULL, NULL, FALSE },
};

struct _YunFacetPane
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *sections_box;
  GtkWidget *views;

  GSettings    *settings;  /* (owned) (nullable) */
  YunWorkspace *workspace; /* (owned) (nullable) */
  GPtrArray    *sections;  /* (element-type YunFacetSection) */
  GtkWidget    *ranges[N_RANGES];
  GCancellable *binning; /* (owned) (nullable): while histograms are on the way */
};

G_DEFINE_FINAL_TYPE (YunFacetPane, yun_facet_pane, GTK_TYPE_WIDGET)

/* What is asked most comes first, and is open before the user chooses; the others follow in the
 * order of fields. */
static const char *const first[] = { "segment", "zone", "status", "town", NULL };
static const char *const open_first[] = { "segment", "zone", "status", "town", "area", NULL };

/* What says more than the name of the field. */
static const struct
{
  const char *field;
  const char *title;
} titles[] = {
  { "segment", N_ ("Chain segment") },
  { "status", N_ ("Plot status") },
  { "source-date", N_ ("Age of the source") },
};

static const char *
get_title (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].field, id) == 0)
      return _ (titles[i].title);
  return yun_field_get_label (yun_field_find (id));
}

/* ---- Histograms --------------------------------------------------------------------------- */

static void
binned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunFacetPane) self = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GArray)       histograms = yun_store_bin_finish (YUN_STORE (source), result, &error);

  if (histograms == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("no histograms: %s", error->message);
      return;
    }
  if (self->workspace == NULL || yun_workspace_get_store (self->workspace) != YUN_STORE (source) ||
      g_task_get_cancellable (G_TASK (result)) != self->binning)
    return;
  for (guint i = 0; i < N_RANGES; i++)
    yun_range_facet_set_histogram (YUN_RANGE_FACET (self->ranges[i]),
                                   &g_array_index (histograms, YunHistogram, i));
  g_clear_object (&self->binning);
}

static void
stop_binning (YunFacetPane *self)
{
  if (self->binning != NULL)
    g_cancellable_cancel (self->binning);
  g_clear_object (&self->binning);
}

/* Asks only when some are seen: they cost more than all the other facets. */
static void
start_binning (YunFacetPane *self)
{
  gboolean seen = FALSE;

  stop_binning (self);
  for (guint i = 0; i < N_RANGES; i++)
    seen |= yun_range_facet_get_expanded (YUN_RANGE_FACET (self->ranges[i]));
  if (!seen || self->workspace == NULL || yun_workspace_get_answer (self->workspace) == NULL)
    return;
  self->binning = g_cancellable_new ();
  yun_store_bin_async (
    yun_workspace_get_store (self->workspace), yun_workspace_get_answered_filter (self->workspace),
    yun_entity_get_bit (&yun_entity_plot), specs, self->binning, binned_cb, g_object_ref (self));
}

/* ---- Sections ----------------------------------------------------------------------------- */

static void
update (YunFacetPane *self)
{
  for (guint i = 0; i < N_RANGES; i++)
    yun_range_facet_update (YUN_RANGE_FACET (self->ranges[i]));
  start_binning (self);
  for (guint i = 0; i < self->sections->len; i++)
    yun_facet_section_update (g_ptr_array_index (self->sections, i));
}

static void
remember_open (YunFacetPane *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           open = NULL;

  for (guint i = 0; i < self->sections->len; i++)
    {
      YunFacetSection *section = g_ptr_array_index (self->sections, i);

      if (yun_facet_section_get_expanded (section))
        g_strv_builder_add (builder, yun_facet_section_get_field (section));
    }
  for (guint i = 0; i < N_RANGES; i++)
    if (yun_range_facet_get_expanded (YUN_RANGE_FACET (self->ranges[i])))
      g_strv_builder_add (builder, specs[i].field);
  open = g_strv_builder_end (builder);
  if (self->settings != NULL)
    g_settings_set_strv (self->settings, KEY_OPEN, (const char *const *) open);
}

static void
range_expanded_cb (YunFacetPane *self)
{
  remember_open (self);
  start_binning (self);
}

static void
add_ranges (YunFacetPane *self, const char *const *open)
{
  static const char *const ranges[N_RANGES] = {
    N_ ("Area of plots (mu)"),
    N_ ("Floor-area ratio"),
    N_ ("Price (10k yuan)"),
    N_ ("Tax per mu (10k yuan)"),
  };

  for (guint i = 0; i < N_RANGES; i++)
    {
      self->ranges[i] = yun_range_facet_new (&specs[i], _ (ranges[i]));
      yun_range_facet_set_expanded (YUN_RANGE_FACET (self->ranges[i]),
                                    g_strv_contains (open, specs[i].field));
      gtk_box_append (GTK_BOX (self->sections_box), self->ranges[i]);
    }
  /* Remembering looks at all of them. */
  for (guint i = 0; i < N_RANGES; i++)
    g_signal_connect_object (self->ranges[i], "notify::expanded", G_CALLBACK (range_expanded_cb),
                             self, G_CONNECT_SWAPPED);
}

static void
add_section (YunFacetPane *self, const char *field, const char *const *open)
{
  GtkWidget *section = yun_facet_section_new (field, get_title (field));

  yun_facet_section_set_expanded (YUN_FACET_SECTION (section), g_strv_contains (open, field));
  g_signal_connect_object (section, "notify::expanded", G_CALLBACK (remember_open), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->sections_box), section);
  g_ptr_array_add (self->sections, section);
}

static void
add_sections (YunFacetPane *self)
{
  const char *const *facets = yun_workspace_get_facets ();
  g_auto (GStrv)     open = self->settings != NULL ? g_settings_get_strv (self->settings, KEY_OPEN)
                                                   : g_strdupv ((char **) open_first);

  for (guint i = 0; first[i] != NULL; i++)
    add_section (self, first[i], (const char *const *) open);
  add_ranges (self, (const char *const *) open);
  for (guint i = 0; facets[i] != NULL; i++)
    if (!g_strv_contains (first, facets[i]))
      add_section (self, facets[i], (const char *const *) open);
}

static void
yun_facet_pane_dispose (GObject *object)
{
  YunFacetPane *self = YUN_FACET_PANE (object);

  yun_facet_pane_set_workspace (self, NULL);
  g_ptr_array_set_size (self->sections, 0);
  memset (self->ranges, 0, sizeof self->ranges);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_FACET_PANE);
  G_OBJECT_CLASS (yun_facet_pane_parent_class)->dispose (object);
}

static void
yun_facet_pane_finalize (GObject *object)
{
  g_ptr_array_unref (YUN_FACET_PANE (object)->sections);
  G_OBJECT_CLASS (yun_facet_pane_parent_class)->finalize (object);
}

static void
yun_facet_pane_class_init (YunFacetPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yun_facet_pane_dispose;
  object_class->finalize = yun_facet_pane_finalize;

  g_type_ensure (YUN_TYPE_VIEW_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-facet-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, sections_box);
  gtk_widget_class_bind_template_child (widget_class, YunFacetPane, views);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
yun_facet_pane_init (YunFacetPane *self)
{
  self->sections = g_ptr_array_new ();
  self->settings = yun_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_sections (self);
}

void
yun_facet_pane_set_workspace (YunFacetPane *self, YunWorkspace *workspace)
{
  g_return_if_fail (YUN_IS_FACET_PANE (self));

  if (workspace == self->workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  stop_binning (self);
  g_set_object (&self->workspace, workspace);
  for (guint i = 0; i < N_RANGES && self->ranges[i] != NULL; i++)
    yun_range_facet_set_workspace (YUN_RANGE_FACET (self->ranges[i]), workspace);
  for (guint i = 0; i < self->sections->len; i++)
    yun_facet_section_set_workspace (g_ptr_array_index (self->sections, i), workspace);
  yun_view_pane_set_workspace (YUN_VIEW_PANE (self->views), workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "answered", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "failed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
}

YunFacetSection *
yun_facet_pane_get_section (YunFacetPane *self, const char *field)
{
  g_return_val_if_fail (YUN_IS_FACET_PANE (self), NULL);

  for (guint i = 0; i < self->sections->len; i++)
    {
      YunFacetSection *section = g_ptr_array_index (self->sections, i);

      if (strcmp (yun_facet_section_get_field (section), field) == 0)
        return section;
    }
  return NULL;
}

YunViewPane *
yun_facet_pane_get_views (YunFacetPane *self)
{
  g_return_val_if_fail (YUN_IS_FACET_PANE (self), NULL);
  return YUN_VIEW_PANE (self->views);
}

YunRangeFacet *
yun_facet_pane_get_range (YunFacetPane *self, const char *field)
{
  g_return_val_if_fail (YUN_IS_FACET_PANE (self), NULL);

  for (guint i = 0; i < N_RANGES; i++)
    if (strcmp (specs[i].field, field) == 0)
      return YUN_RANGE_FACET (self->ranges[i]);
  return NULL;
}

gboolean
yun_facet_pane_is_busy (YunFacetPane *self)
{
  g_return_val_if_fail (YUN_IS_FACET_PANE (self), FALSE);
  return self->binning != NULL;
}

gint64
yun_facet_pane_get_count (YunFacetPane *self, const char *field, const char *value)
{
  YunFacetSection *section = yun_facet_pane_get_section (self, field);

  return section != NULL ? yun_facet_section_get_count (section, value) : -1;
}
