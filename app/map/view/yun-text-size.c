/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-text-size.h"

#define NORMAL_DPI (96.0 * 1024)
#define POINTS_PER_INCH 72.0
#define LEAST 0.5
#define MOST 4.0

double
yun_text_size_get_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / NORMAL_DPI, LEAST, MOST) : 1;
}

double
yun_text_size_get_em (GtkWidget *widget)
{
  PangoContext               *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double                      size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= yun_text_size_get_scale (widget) * NORMAL_DPI / 1024 / POINTS_PER_INCH;
  return MAX (size, 1);
}
