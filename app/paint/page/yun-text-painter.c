/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-text-painter.h"

/* What a context carries when its texts go elsewhere. */
typedef struct
{
  YunTextFunc func;
  gpointer    user_data; /* (unowned) */
} TextHook;

static const cairo_user_data_key_t hook_key;

static PangoLayout *
new_layout (const PangoFontDescription *font)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoLayout          *layout;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (YUN_STYLE_LANGUAGE));
  pango_context_set_font_description (context, font);

  layout = pango_layout_new (context);
  g_object_unref (context);

  return layout;
}

PangoLayout *
yun_text_new_label (const YunStyle *style, YunLabelKind kind)
{
  g_autoptr (PangoFontDescription) font = yun_style_dup_font (style, kind);
  PangoLayout                     *layout = new_layout (font);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  if (style->label[kind].spacing > 0)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (
        attributes, pango_attr_letter_spacing_new (style->label[kind].spacing * PANGO_SCALE));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }

  return layout;
}

PangoLayout *
yun_text_new (double size, PangoWeight weight)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  PangoLayout                     *layout;

  pango_font_description_set_family_static (font, YUN_STYLE_FAMILIES);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  layout = new_layout (font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

void
yun_text_set_func (cairo_t *cr, YunTextFunc func, gpointer user_data)
{
  TextHook *hook = g_new (TextHook, 1);

  *hook = (TextHook){ func, user_data };
  cairo_set_user_data (cr, &hook_key, hook, g_free);
}

void
yun_text_show (cairo_t *cr, PangoLayout *layout, const YunColour *halo, double halo_width)
{
  const TextHook *hook = cairo_get_user_data (cr, &hook_key);
  double          x, y;

  if (hook != NULL)
    {
      hook->func (cr, layout, halo, halo_width, hook->user_data);
      return;
    }
  if (halo != NULL)
    {
      cairo_get_current_point (cr, &x, &y);
      cairo_save (cr);
      cairo_new_path (cr);
      cairo_move_to (cr, x, y);
      pango_cairo_layout_path (cr, layout);
      cairo_set_line_width (cr, 2 * halo_width);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      yun_colour_set_source (halo, cr);
      cairo_stroke (cr);
      cairo_restore (cr);
      cairo_move_to (cr, x, y);
    }
  pango_cairo_show_layout (cr, layout);
}

void
yun_text_draw_centred (
  cairo_t *cr, const char *text, double size, PangoWeight weight, double x, double y)
{
  g_autoptr (PangoLayout) layout = yun_text_new (size, weight);
  PangoRectangle          ink;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, &ink, NULL);
  cairo_move_to (cr, x - (ink.x + ink.width / 2.0) / PANGO_SCALE,
                 y - (ink.y + ink.height / 2.0) / PANGO_SCALE);
  yun_text_show (cr, layout, NULL, 0);
}
