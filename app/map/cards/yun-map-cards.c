/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-cards.h"

#include <math.h>

#define TALL 0.3 /* of the map's height */
#define MOST 0.4 /* of its width: a wider card leaves too little */

/* What lies over the map and hides it. */
static gboolean
is_card (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, "map-card") ||
         gtk_widget_has_css_class (widget, "map-readout") ||
         gtk_widget_has_css_class (widget, "map-licence");
}

static void
collect_cards (GtkWidget *view, GtkWidget *map, GtkWidget *widget, GArray *cards)
{
  graphene_rect_t box;

  if (!gtk_widget_get_visible (widget) || widget == map)
    return;
  if (!is_card (widget))
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        collect_cards (view, map, child, cards);
      return;
    }
  if (gtk_widget_compute_bounds (widget, view, &box) && box.size.width > 0 && box.size.height > 0)
    {
      cairo_rectangle_int_t card = { (int) floorf (box.origin.x), (int) floorf (box.origin.y),
                                     (int) ceilf (box.size.width), (int) ceilf (box.size.height) };

      g_array_append_val (cards, card);
    }
}

/* How far in at the left a card reaches that is too tall to show things above or below it. */
static double
get_inset (GtkWidget *overlay, const GArray *cards)
{
  int width = gtk_widget_get_width (overlay), height = gtk_widget_get_height (overlay);
  int inset = 0;

  for (guint i = 0; i < cards->len; i++)
    {
      const cairo_rectangle_int_t *card = &g_array_index (cards, cairo_rectangle_int_t, i);
      int                          right = card->x + card->width;

      if (right < width * MOST && card->height > height * TALL)
        inset = MAX (inset, right);
    }

  return inset;
}

double
yun_map_cards_find (GtkWidget *view, GtkWidget *overlay, GtkWidget *map, GArray *cards)
{
  collect_cards (view, map, overlay, cards);
  return get_inset (overlay, cards);
}
