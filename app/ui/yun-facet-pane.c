/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-facet-pane.h"

#include "yun-facet-section.h"
#include "yun-settings.h"

#include <glib/gi18n.h>

#define KEY_OPEN "facets-open"

struct _YunFacetPane
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *sections_box;
  GtkWidget *views;

  GSettings    *settings;  /* (owned) (nullable) */
  YunWorkspace *workspace; /* (owned) (nullable) */
  GPtrArray    *sections;  /* (element-type YunFacetSection) */
};

G_DEFINE_FINAL_TYPE (YunFacetPane, yun_facet_pane, GTK_TYPE_WIDGET)

static const struct
{
  const char *field;
  const char *title;
} facets[] = {
  { "segment", N_ ("Chain segment") },
  { "zone", N_ ("Zone") },
  { "status", N_ ("Plot status") },
  { "town", N_ ("Town") },
  { "park", N_ ("Park") },
  { "niche", N_ ("Niche") },
  { "standing", N_ ("Standing") },
  { "grade", N_ ("Efficiency class") },
  { "use-text", N_ ("Land use") },
  { "role", N_ ("Role") },
  { "tiers", N_ ("Tiers") },
  { "source-grade", N_ ("Source grade") },
  { "source-date", N_ ("Age of the source") },
};

static void
update (YunFacetPane *self)
{
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
  open = g_strv_builder_end (builder);
  if (self->settings != NULL)
    g_settings_set_strv (self->settings, KEY_OPEN, (const char *const *) open);
}

static void
add_sections (YunFacetPane *self)
{
  static const char *const first[] = { "segment", "zone", "status", "town", NULL };
  g_auto (GStrv) open = self->settings != NULL ? g_settings_get_strv (self->settings, KEY_OPEN)
                                               : g_strdupv ((char **) first);

  for (guint i = 0; i < G_N_ELEMENTS (facets); i++)
    {
      GtkWidget *section = yun_facet_section_new (facets[i].field, _ (facets[i].title));

      yun_facet_section_set_expanded (
        YUN_FACET_SECTION (section), g_strv_contains ((const char *const *) open, facets[i].field));
      g_signal_connect_object (section, "notify::expanded", G_CALLBACK (remember_open), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->sections_box), section);
      g_ptr_array_add (self->sections, section);
    }
}

static void
yun_facet_pane_dispose (GObject *object)
{
  YunFacetPane *self = YUN_FACET_PANE (object);

  yun_facet_pane_set_workspace (self, NULL);
  g_ptr_array_set_size (self->sections, 0);
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
  g_set_object (&self->workspace, workspace);
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

gint64
yun_facet_pane_get_count (YunFacetPane *self, const char *field, const char *value)
{
  YunFacetSection *section = yun_facet_pane_get_section (self, field);

  return section != NULL ? yun_facet_section_get_count (section, value) : -1;
}
