/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-goto-popover.h"

#include "yun-locator.h"

#include <glib/gi18n.h>

struct _YunGotoPopover
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkWidget *system;
  GtkWidget *message;
  GtkWidget *go;

  YunLocator   *locator; /* (owned) */
  GCancellable *asking;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (YunGotoPopover, yun_goto_popover, GTK_TYPE_POPOVER)

enum
{
  FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of the choice; the first says: as written. */
static const YunCoordinateSystem systems[] = { YUN_COORDINATE_LONLAT, YUN_COORDINATE_GCJ02,
                                               YUN_COORDINATE_BD09 };

static char *
describe (const YunCoordinate *written)
{
  switch (written->system)
    {
    case YUN_COORDINATE_METRES:
      return g_strdup_printf (_ ("CGCS2000 metres, EPSG:%d"), written->srid);
    case YUN_COORDINATE_GCJ02:
      return g_strdup (_ ("GCJ-02, converted approximately: ±1–2 m"));
    case YUN_COORDINATE_BD09:
      return g_strdup (_ ("BD-09, converted approximately: ±1–2 m"));
    default:
      return g_strdup (_ ("Degrees of CGCS2000"));
    }
}

static gboolean
read_entry (YunGotoPopover *self, YunCoordinate *coordinate, GError **error)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->system));

  if (!yun_coordinate_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), coordinate, error))
    return FALSE;
  /* A choice is what the numbers are in, but a word in the text is nearer to them. */
  if (coordinate->system == YUN_COORDINATE_LONLAT && chosen < G_N_ELEMENTS (systems))
    coordinate->system = systems[chosen];
  return TRUE;
}

static void
show_message (YunGotoPopover *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (GTK_LABEL (self->message), text);
  if (wrong)
    gtk_widget_add_css_class (self->message, "error");
  else
    gtk_widget_remove_css_class (self->message, "error");
}

/* While it is typed, a text that is not yet one is not called wrong. */
static void
changed_cb (YunGotoPopover *self)
{
  YunCoordinate      coordinate;
  g_autoptr (GError) error = NULL;
  gboolean           ok = read_entry (self, &coordinate, &error);

  gtk_widget_remove_css_class (self->entry, "error");
  gtk_widget_set_sensitive (self->go, ok);
  if (ok)
    {
      g_autofree char *text = describe (&coordinate);

      show_message (self, text, FALSE);
    }
  else if (g_error_matches (error, YUN_COORDINATE_ERROR, YUN_COORDINATE_ERROR_NONE))
    show_message (self, _ ("Degrees, degrees-minutes-seconds, or CGCS2000 metres"), FALSE);
  else
    show_message (self, error->message, TRUE);
}

static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunGotoPopover    *self;
  YunCoordinate      place;
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  ok = yun_locator_convert_finish (YUN_LOCATOR (source), result, &place, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  g_clear_object (&self->asking);
  if (!ok)
    {
      show_message (self, error->message, TRUE);
      return;
    }
  {
    YunCoordinate    written;
    g_autofree char *degrees = yun_coordinate_format (&place, YUN_DEGREES_DECIMAL);
    g_autofree char *how = NULL;
    g_autofree char *text = NULL;

    /* The mark says first what can be copied, then where it is from. */
    if (read_entry (self, &written, NULL) && written.system != YUN_COORDINATE_LONLAT)
      {
        how = describe (&written);
        text = g_strdup_printf ("%s\n%s", degrees, how);
      }
    gtk_popover_popdown (GTK_POPOVER (self));
    g_signal_emit (self, signals[FOUND], 0, &place, text != NULL ? text : degrees);
  }
}

static void
go_cb (YunGotoPopover *self)
{
  YunCoordinate      coordinate;
  g_autoptr (GError) error = NULL;

  if (!read_entry (self, &coordinate, &error))
    {
      gtk_widget_add_css_class (self->entry, "error");
      show_message (self, error->message, TRUE);
      return;
    }
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  yun_locator_convert_async (self->locator, &coordinate, YUN_COORDINATE_LONLAT, self->asking,
                             located_cb, self);
}

static void
shown_cb (YunGotoPopover *self)
{
  gtk_widget_grab_focus (self->entry);
  changed_cb (self);
}

static void
yun_goto_popover_dispose (GObject *object)
{
  YunGotoPopover *self = YUN_GOTO_POPOVER (object);

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->locator);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_GOTO_POPOVER);
  G_OBJECT_CLASS (yun_goto_popover_parent_class)->dispose (object);
}

static void
yun_goto_popover_class_init (YunGotoPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yun_goto_popover_dispose;
  signals[FOUND] = g_signal_new ("found", YUN_TYPE_GOTO_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/yunjian/Yunjian/ui/yun-goto-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, YunGotoPopover, entry);
  gtk_widget_class_bind_template_child (widget_class, YunGotoPopover, system);
  gtk_widget_class_bind_template_child (widget_class, YunGotoPopover, message);
  gtk_widget_class_bind_template_child (widget_class, YunGotoPopover, go);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
yun_goto_popover_init (YunGotoPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->locator = yun_locator_new ();
}
