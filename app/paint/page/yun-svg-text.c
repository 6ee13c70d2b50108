/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-svg-text.h"

#include "yun-text-painter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A mark is a fill of this opacity, which no style has, in a colour that is the text's number. */
#define MARK_ALPHA 0.015625
#define MAX_TEXTS (1u << 24)

struct _YunSvgText
{
  GPtrArray *texts; /* (owned): elements, as they go into the file */
};

static void
append_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.4g", value));
}

static void
append_coordinate (GString *out, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s=\"%s\"", name,
                          g_ascii_formatd (buffer, sizeof buffer, "%.3f", value));
}

static void
append_colour (GString *out, const char *name, double r, double g, double b, double a)
{
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (guint) (CLAMP (r, 0, 1) * 255 + 0.5),
                          (guint) (CLAMP (g, 0, 1) * 255 + 0.5),
                          (guint) (CLAMP (b, 0, 1) * 255 + 0.5));
  if (a < 0.999)
    {
      g_string_append_printf (out, " %s-opacity=\"", name);
      append_number (out, a);
      g_string_append_c (out, '"');
    }
}

static void
append_families (GString *out, const char *families)
{
  g_auto (GStrv) names = g_strsplit (families, ",", -1);

  g_string_append (out, " font-family=\"");
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strstrip (names[i]);
      gboolean    quoted = strchr (name, ' ') != NULL;

      g_string_append_printf (out, "%s%s%s%s", i > 0 ? ", " : "", quoted ? "'" : "", name,
                              quoted ? "'" : "");
    }
  g_string_append_c (out, '"');
}

static void
append_line (
  GString *out, cairo_t *cr, PangoLayout *layout, PangoLayoutIter *iter, double x, double y)
{
  PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
  PangoRectangle   logical;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  pango_layout_iter_get_line_extents (iter, NULL, &logical);
  text = g_strndup (pango_layout_get_text (layout) + line->start_index, (gsize) line->length);
  escaped = g_markup_escape_text (text, -1);
  g_string_append (out, "<tspan");
  append_coordinate (out, "x", x + logical.x / (double) PANGO_SCALE);
  append_coordinate (out, "y", y + pango_layout_iter_get_baseline (iter) / (double) PANGO_SCALE);
  if (logical.width > 0)
    append_coordinate (out, "textLength", logical.width / (double) PANGO_SCALE);
  g_string_append_printf (out, " lengthAdjust=\"spacingAndGlyphs\">%s</tspan>", escaped);
}

/* (transfer full): the whole text as an element, at the current point of @cr. */
static char *
make_element (cairo_t *cr, PangoLayout *layout, const YunColour *halo, double halo_width)
{
  const PangoFontDescription *font = pango_layout_get_font_description (layout);
  PangoLayoutIter            *iter = pango_layout_get_iter (layout);
  GString                    *out = g_string_new ("<text");
  cairo_matrix_t              m;
  double                      x, y, r = 0, g = 0, b = 0, a = 1;

  if (font == NULL)
    font = pango_context_get_font_description (pango_layout_get_context (layout));
  cairo_get_current_point (cr, &x, &y);
  cairo_get_matrix (cr, &m);
  cairo_pattern_get_rgba (cairo_get_source (cr), &r, &g, &b, &a);

  g_string_append (out, " transform=\"matrix(");
  for (guint i = 0; i < 6; i++)
    {
      const double values[] = { m.xx, m.yx, m.xy, m.yy, m.x0, m.y0 };
      char         buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                              g_ascii_formatd (buffer, sizeof buffer, "%.5f", values[i]));
    }
  g_string_append (out, ")\"");
  append_families (out, pango_font_description_get_family (font));
  append_coordinate (out, "font-size",
                     pango_font_description_get_size (font) / (double) PANGO_SCALE);
  if (pango_font_description_get_weight (font) != PANGO_WEIGHT_NORMAL)
    g_string_append_printf (out, " font-weight=\"%d\"",
                            (int) pango_font_description_get_weight (font));
  append_colour (out, "fill", r, g, b, a);
  if (halo != NULL)
    {
      append_colour (out, "stroke", halo->r, halo->g, halo->b, halo->a);
      append_coordinate (out, "stroke-width", 2 * halo_width);
      g_string_append (out, " stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
  g_string_append (out, " xml:lang=\"zh-CN\">");
  do
    append_line (out, cr, layout, iter, x, y);
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  g_string_append (out, "</text>\n");
  return g_string_free (out, FALSE);
}

static void
text_shown_cb (
  cairo_t *cr, PangoLayout *layout, const YunColour *halo, double halo_width, gpointer user_data)
{
  YunSvgText    *self = user_data;
  guint          number = self->texts->len;
  PangoRectangle logical;
  double         x, y;

  if (pango_layout_get_text (layout)[0] == '\0' || number >= MAX_TEXTS)
    return;
  pango_layout_get_extents (layout, NULL, &logical);
  cairo_get_current_point (cr, &x, &y);
  g_ptr_array_add (self->texts, make_element (cr, layout, halo, halo_width));

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, x + logical.x / (double) PANGO_SCALE, y + logical.y / (double) PANGO_SCALE,
                   logical.width / (double) PANGO_SCALE, logical.height / (double) PANGO_SCALE);
  cairo_set_source_rgba (cr, (number & 255) / 255.0, (number >> 8 & 255) / 255.0,
                         (number >> 16 & 255) / 255.0, MARK_ALPHA);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* How a fill is written: cairo 1.16 gives an element one style, 1.18 attributes. */
static const struct
{
  const char *opacity;
  const char *colour;
} spellings[] = {
  { "fill-opacity:0.015625;", ";fill:rgb(" },
  { " fill-opacity=\"0.015625\"", " fill=\"rgb(" },
};

/* Where the colour of the mark begins, or NULL: @line is none. */
static const char *
find_mark (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      const char *colour =
        strstr (line, spellings[i].opacity) != NULL ? strstr (line, spellings[i].colour) : NULL;

      if (colour != NULL)
        return colour + strlen (spellings[i].colour);
    }
  return NULL;
}

/* The number of the text that @line marks, or -1. */
static int
read_mark (const YunSvgText *self, const char *line)
{
  const char *colour = find_mark (line);
  int         number = 0;

  if (colour == NULL)
    return -1;
  for (guint i = 0; i < 3; i++)
    {
      char  *end;
      double percent = g_ascii_strtod (colour, &end);

      if (end == colour || *end != '%' || !(percent >= 0 && percent <= 100.001))
        return -1;
      number |= (int) (percent * 2.55 + 0.5) << (8 * i);
      colour = end + 2; /* "%,", with or without a blank, or "%)" */
    }
  return (guint) number < self->texts->len ? number : -1;
}

YunSvgText *
yun_svg_text_new (void)
{
  YunSvgText *self = g_new0 (YunSvgText, 1);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
yun_svg_text_free (YunSvgText *self)
{
  g_ptr_array_unref (self->texts);
  g_free (self);
}

void
yun_svg_text_attach (YunSvgText *self, cairo_t *cr)
{
  yun_text_set_func (cr, text_shown_cb, self);
}

static gboolean
write_text (GOutputStream *to, const char *text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (to, text, strlen (text), NULL, cancellable, error);
}

gboolean
yun_svg_text_copy (YunSvgText    *self,
                   GInputStream  *from,
                   GOutputStream *to,
                   const char    *title,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (from);
  gboolean                     titled = title == NULL || title[0] == '\0';

  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), 1 << 16);
  for (;;)
    {
      g_autofree char *line = NULL;
      GError          *failure = NULL;
      int              number;

      line = g_data_input_stream_read_line (lines, NULL, cancellable, &failure);
      if (line == NULL)
        {
          if (failure != NULL)
            g_propagate_error (error, failure);
          return failure == NULL;
        }
      number = read_mark (self, line);
      if (!(number >= 0
              ? write_text (to, g_ptr_array_index (self->texts, number), cancellable, error)
              : write_text (to, line, cancellable, error) &&
                  write_text (to, "\n", cancellable, error)))
        return FALSE;
      if (!titled && g_str_has_prefix (line, "<svg "))
        {
          g_autofree char *escaped = g_markup_printf_escaped ("<title>%s</title>\n", title);

          titled = TRUE;
          if (!write_text (to, escaped, cancellable, error))
            return FALSE;
        }
    }
}
