/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-fold-bin.h"

#include "yun-text-size.h"

#include <math.h>

struct _YunFoldBin
{
  GtkWidget parent_instance;

  GtkWidget *child;       /* (owned) (nullable) */
  double     least_width; /* ems */
  int        fitted;      /* the width "fit" was last emitted for, or -1 */
};

G_DEFINE_FINAL_TYPE (YunFoldBin, yun_fold_bin, GTK_TYPE_WIDGET)

enum
{
  PROP_CHILD = 1,
  PROP_LEAST_WIDTH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  FIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkSizeRequestMode
yun_fold_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
yun_fold_bin_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  YunFoldBin *self = YUN_FOLD_BIN (widget);

  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;
  gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, (int) ceil (self->least_width * yun_text_size_get_em (widget)));
}

static void
yun_fold_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YunFoldBin *self = YUN_FOLD_BIN (widget);
  int         least_width, least_height;

  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;
  if (width != self->fitted)
    {
      self->fitted = width;
      g_signal_emit (self, signals[FIT], 0, width, yun_text_size_get_em (widget));
    }
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (self->child, width, MAX (height, least_height), baseline, NULL);
}

static void
yun_fold_bin_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yun_fold_bin_parent_class)->css_changed (widget, change);
  YUN_FOLD_BIN (widget)->fitted = -1;
  gtk_widget_queue_resize (widget);
}

static void
yun_fold_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunFoldBin *self = YUN_FOLD_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_LEAST_WIDTH:
      g_value_set_double (value, self->least_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_fold_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunFoldBin *self = YUN_FOLD_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      self->child = g_value_get_object (value);
      gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;
    case PROP_LEAST_WIDTH:
      self->least_width = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_fold_bin_dispose (GObject *object)
{
  YunFoldBin *self = YUN_FOLD_BIN (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (yun_fold_bin_parent_class)->dispose (object);
}

static void
yun_fold_bin_class_init (YunFoldBinClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = yun_fold_bin_get_property;
  object_class->set_property = yun_fold_bin_set_property;
  object_class->dispose = yun_fold_bin_dispose;
  widget_class->get_request_mode = yun_fold_bin_get_request_mode;
  widget_class->measure = yun_fold_bin_measure;
  widget_class->size_allocate = yun_fold_bin_size_allocate;
  widget_class->css_changed = yun_fold_bin_css_changed;

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_LEAST_WIDTH] =
    g_param_spec_double ("least-width", NULL, NULL, 0, G_MAXINT16, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FIT] = g_signal_new ("fit", YUN_TYPE_FOLD_BIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "fold-bin");
}

static void
yun_fold_bin_init (YunFoldBin *self)
{
  self->fitted = -1;
}
