/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-page-private.h"

#include "yun-text-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PIXEL_MM 0.2117   /* of a pixel on sheets up to A3: 120 an inch */
#define LARGE_MM 297.0    /* of the short side, from where on signs grow with the sheet */
#define MARGIN_MM 8.0     /* printers need five */
#define GAP 8.0           /* between boxes */
#define MOST_ENTRY 230.0  /* width of an entry's text */
#define LEAST_UNIT 0.62   /* of a legend, before entries are left out */
#define MOST_SHARE 0.36   /* of the sheet that a legend may take */
#define LEAST_FRAME 90.0  /* below this other things go */
#define SCALE_WIDTH 178.0 /* of the scale's box */
#define SCALE_HEIGHT 50.0
#define NORTH_WIDTH 44.0
#define NORTH_HEIGHT 58.0

static const struct
{
  const char *name;
  double      width;
  double      height;
} papers[] = {
  { "A0", 841, 1189 }, { "A1", 594, 841 }, { "A2", 420, 594 },
  { "A3", 297, 420 },  { "A4", 210, 297 },
};

gboolean
yun_page_find_paper (const char *name, double *width_mm, double *height_mm)
{
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_ascii_strcasecmp (papers[i].name, name) == 0)
      {
        *width_mm = papers[i].width;
        *height_mm = papers[i].height;
        return TRUE;
      }
  return FALSE;
}

void
yun_page_setup_set_paper (YunPageSetup *self, double width_mm, double height_mm, double dpi)
{
  /* A large sheet is looked at from further away. */
  double growth = sqrt (MAX (MIN (width_mm, height_mm) / LARGE_MM, 1));

  self->mm = PIXEL_MM * growth;
  self->width = width_mm / self->mm;
  self->height = height_mm / self->mm;
  self->margin = MIN (MARGIN_MM, MIN (width_mm, height_mm) / 12) / self->mm;
  self->device_scale = dpi / 25.4 * self->mm;
}

void
yun_page_setup_set_picture (YunPageSetup *self, double width, double height, double device_scale)
{
  self->mm = 0;
  self->width = width / device_scale;
  self->height = height / device_scale;
  self->margin = MIN (14, MIN (self->width, self->height) / 30);
  self->device_scale = device_scale;
}

/* ---- Texts ---------------------------------------------------------------- */

static PangoLayout *
new_text (
  const char *text, double size, PangoWeight weight, double width, int lines, PangoAlignment align)
{
  PangoLayout *layout = yun_text_new (size, weight);

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_alignment (layout, align);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

PangoLayout *
yun_page_new_title (const YunPageSetup *setup, double size, double width)
{
  return new_text (setup->title, size, PANGO_WEIGHT_BOLD, width, 2, PANGO_ALIGN_CENTER);
}

PangoLayout *
yun_page_new_subtitle (const YunPageSetup *setup, double unit, double width)
{
  return new_text (setup->subtitle, YUN_PAGE_SUBTITLE_SIZE * unit, PANGO_WEIGHT_NORMAL, width, 2,
                   PANGO_ALIGN_CENTER);
}

PangoLayout *
yun_page_new_notes (const YunPageSetup *setup, double unit, double width)
{
  g_autofree char *text = g_strjoinv ("　", (char **) setup->notes);

  return new_text (text, YUN_PAGE_NOTE_SIZE * unit, PANGO_WEIGHT_NORMAL, width, 5,
                   PANGO_ALIGN_LEFT);
}

PangoLayout *
yun_page_new_internal (double unit)
{
  return new_text (_ ("Internal use"), YUN_PAGE_INTERNAL_SIZE * unit, PANGO_WEIGHT_BOLD, 0, 1,
                   PANGO_ALIGN_RIGHT);
}

PangoLayout *
yun_page_new_entry (const YunLegendEntry *entry, double unit)
{
  return new_text (entry->text, YUN_PAGE_ENTRY_SIZE * unit,
                   entry->kind == YUN_LEGEND_HEAD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, 0, 1,
                   PANGO_ALIGN_LEFT);
}

static void
measure (PangoLayout *layout, double *width, double *height)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  if (width != NULL)
    *width = ceil (logical.width / (double) PANGO_SCALE);
  if (height != NULL)
    *height = ceil (logical.height / (double) PANGO_SCALE);
}

/* ---- Boxes ---------------------------------------------------------------- */

static double
get_width (const YunRect *r)
{
  return r->x1 - r->x0;
}

static double
get_height (const YunRect *r)
{
  return r->y1 - r->y0;
}

/* The upper rows: mark, title, subtitle. Takes their room from @free. */
static void
place_head (const YunPageSetup *setup, YunPageLayout *self, YunRect *free)
{
  double   width = get_width (free), side = 0, unit = self->unit, w, h;
  gboolean titled = setup->title != NULL && setup->title[0] != '\0';

  if (setup->parts & YUN_PAGE_INTERNAL)
    {
      g_autoptr (PangoLayout) mark = yun_page_new_internal (unit);
      double                  pad = 5 * unit;

      measure (mark, &w, &h);
      w += 2 * pad;
      h += pad;
      if (w <= width && h < get_height (free) / 4)
        {
          self->box[YUN_PAGE_BOX_INTERNAL] =
            (YunRect){ free->x1 - w, free->y0, free->x1, free->y0 + h };
          /* Beside the title, unless that would leave it too little. */
          if (titled && width - 2 * (w + GAP) >= 260 * unit)
            side = w + GAP;
          else
            free->y0 += h + GAP / 2;
        }
    }
  if (titled)
    {
      double size = YUN_PAGE_TITLE_SIZE * unit, room = width - 2 * side;

      for (; size > YUN_PAGE_TITLE_SIZE * unit * 0.62; size *= 0.94)
        {
          g_autoptr (PangoLayout) line = yun_page_new_title (setup, size, 0);

          measure (line, &w, NULL);
          if (w <= room)
            break;
        }
      {
        g_autoptr (PangoLayout) title = yun_page_new_title (setup, size, room);

        measure (title, NULL, &h);
      }
      if (h < get_height (free) / 4)
        {
          const YunRect *mark = &self->box[YUN_PAGE_BOX_INTERNAL];

          self->title_size = size;
          self->box[YUN_PAGE_BOX_TITLE] =
            (YunRect){ free->x0 + side, free->y0, free->x1 - side, free->y0 + h };
          free->y0 += side > 0 ? MAX (h, get_height (mark)) : h;
          free->y0 += 3 * unit;
        }
      else if (side > 0)
        free->y0 += get_height (&self->box[YUN_PAGE_BOX_INTERNAL]);
    }
  if (setup->subtitle != NULL && setup->subtitle[0] != '\0')
    {
      g_autoptr (PangoLayout) subtitle = yun_page_new_subtitle (setup, unit, width);

      measure (subtitle, NULL, &h);
      if (h < get_height (free) / 6)
        {
          self->box[YUN_PAGE_BOX_SUBTITLE] =
            (YunRect){ free->x0, free->y0, free->x1, free->y0 + h };
          free->y0 += h;
        }
    }
  free->y0 += GAP * unit / 2;
}

static void
place_notes (const YunPageSetup *setup, YunPageLayout *self, YunRect *free)
{
  double h;

  if (!(setup->parts & YUN_PAGE_NOTES) || setup->notes == NULL || setup->notes[0] == NULL)
    return;
  {
    g_autoptr (PangoLayout) notes = yun_page_new_notes (setup, self->unit, get_width (free));

    measure (notes, NULL, &h);
  }
  if (h > get_height (free) / 5)
    return;
  self->box[YUN_PAGE_BOX_NOTES] = (YunRect){ free->x0, free->y1 - h, free->x1, free->y1 };
  free->y1 -= h + GAP * self->unit;
}

/* The width of a column of the legend at @unit. */
static double
measure_column (const YunLegendEntry *entries, guint n, double unit)
{
  double widest = 0, sign = (YUN_LEGEND_SWATCH_WIDTH + YUN_PAGE_SIGN_GAP) * unit, w;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PangoLayout) layout = yun_page_new_entry (&entries[i], unit);

      measure (layout, &w, NULL);
      w = MIN (w, MOST_ENTRY * unit) + yun_legend_get_indent (&entries[i]) * unit;
      widest = MAX (widest, w + (yun_legend_has_sign (&entries[i]) ? sign : 0));
    }
  return widest + YUN_PAGE_PAD * unit;
}

void
yun_page_place_entry (const YunLegendEntry *entry, guint rows, guint *column, guint *row)
{
  gboolean is_head = entry != NULL && entry->kind == YUN_LEGEND_HEAD;

  /* A heading is never the last of its column. */
  if (*row == rows || (is_head && rows > 1 && *row == rows - 1))
    {
      (*column)++;
      *row = 0;
    }
}

/* The columns that @n entries take; one more where @rest tells what is left out. */
static guint
count_columns (const YunLegendEntry *entries, guint n, guint rows, gboolean rest)
{
  guint column = 0, row = 0;

  for (guint i = 0; i < n + (rest ? 1 : 0); i++, row++)
    yun_page_place_entry (i < n ? &entries[i] : NULL, rows, &column, &row);
  return column + 1;
}

/* How many entries have room where not all have; the last place tells how many are left out. */
static guint
count_shown (const YunLegendEntry *entries, guint n, guint rows, guint columns)
{
  guint shown = n;

  while (shown > 0 && (count_columns (entries, shown, rows, TRUE) > columns ||
                       entries[shown - 1].kind == YUN_LEGEND_HEAD))
    shown--;
  return shown;
}

/*
 * A legend in a room of at most @width × @height whose longer side is given and whose other
 * is as small as may be: @columns_first says that the height is given. FALSE: nothing fits.
 */
static gboolean
fit_legend (YunPageLayout        *self,
            const YunLegendEntry *entries,
            guint                 n,
            double                width,
            double                height,
            gboolean              columns_first)
{
  for (double part = 1; part >= LEAST_UNIT - 0.001; part -= 0.095)
    {
      double   unit = self->unit * part, pad = 2 * YUN_PAGE_PAD * unit;
      double   head = YUN_PAGE_HEAD_HEIGHT * unit, row = YUN_LEGEND_SWATCH_HEIGHT * unit;
      gboolean smallest = part - 0.095 < LEAST_UNIT - 0.001, rest;
      guint    rows, columns, shown = n;

      self->legend_unit = unit;
      self->column_width = measure_column (entries, n, unit);
      if (height < pad + head + row || width < pad + self->column_width)
        continue;
      rows = (guint) floor ((height - pad - head) / row);
      columns = (guint) floor ((width - pad) / self->column_width);
      if (count_columns (entries, n, rows, FALSE) > columns)
        {
          if (!smallest)
            continue;
          shown = count_shown (entries, n, rows, columns);
        }
      if (shown == 0)
        return FALSE;
      rest = shown < n;
      if (columns_first)
        columns = count_columns (entries, shown, rows, rest);
      /* As low as that many columns allow. */
      while (rows > 1 && count_columns (entries, shown, rows - 1, rest) <= columns)
        rows--;
      self->shown = shown;
      self->rows = rows;
      self->columns = count_columns (entries, shown, rows, rest);
      return TRUE;
    }
  return FALSE;
}

static double
get_legend_width (const YunPageLayout *self)
{
  return self->columns * self->column_width + 2 * YUN_PAGE_PAD * self->legend_unit;
}

static double
get_legend_height (const YunPageLayout *self)
{
  return self->rows * YUN_LEGEND_SWATCH_HEIGHT * self->legend_unit +
         (YUN_PAGE_HEAD_HEIGHT + 2 * YUN_PAGE_PAD) * self->legend_unit;
}

/* A column at the right: north, legend, scale from top to bottom. */
static void
place_side (const YunPageSetup   *setup,
            YunPageLayout        *self,
            const YunLegendEntry *entries,
            guint                 n,
            YunRect              *free)
{
  double   unit = self->unit, gap = GAP * unit, width = 0, legend_height, top;
  double   most = get_width (free) * MOST_SHARE;
  double   north = setup->parts & YUN_PAGE_NORTH ? NORTH_HEIGHT * unit : 0;
  double   scale = setup->parts & YUN_PAGE_SCALE ? SCALE_HEIGHT * unit : 0;
  gboolean with_legend = n > 0 && setup->parts & YUN_PAGE_LEGEND;
  double   left;

  if (scale > 0)
    width = SCALE_WIDTH * unit;
  else if (north > 0)
    width = NORTH_WIDTH * unit;
  if (width > most || north + scale + gap > get_height (free))
    return;
  legend_height = get_height (free) - (north > 0 ? north + gap : 0) - (scale > 0 ? scale + gap : 0);
  with_legend = with_legend && fit_legend (self, entries, n, most, legend_height, TRUE);
  if (with_legend)
    width = MAX (width, get_legend_width (self));
  if (width == 0)
    return;

  left = free->x1 - width;
  top = free->y0;
  if (north > 0)
    {
      self->box[YUN_PAGE_BOX_NORTH] = (YunRect){ left, top, free->x1, top + north };
      top += north + gap;
    }
  if (with_legend)
    self->box[YUN_PAGE_BOX_LEGEND] =
      (YunRect){ left, top, free->x1, top + get_legend_height (self) };
  if (scale > 0)
    self->box[YUN_PAGE_BOX_SCALE] = (YunRect){ left, free->y1 - scale, free->x1, free->y1 };
  free->x1 = left - gap;
}

/* A strip below: legend at the left, north and scale at the right. */
static void
place_strip (const YunPageSetup   *setup,
             YunPageLayout        *self,
             const YunLegendEntry *entries,
             guint                 n,
             YunRect              *free)
{
  double   unit = self->unit, gap = GAP * unit, height = 0, right = free->x1, width;
  double   most = get_height (free) * MOST_SHARE;
  double   north = setup->parts & YUN_PAGE_NORTH ? NORTH_HEIGHT * unit : 0;
  double   scale = setup->parts & YUN_PAGE_SCALE ? SCALE_HEIGHT * unit : 0;
  double   aside = scale > 0 ? SCALE_WIDTH * unit : north > 0 ? NORTH_WIDTH * unit : 0;
  gboolean with_legend = n > 0 && setup->parts & YUN_PAGE_LEGEND;
  double   stacked = north + scale + (north > 0 && scale > 0 ? gap : 0);

  if (aside > get_width (free) || stacked > most)
    {
      aside = north = scale = stacked = 0;
    }
  width = get_width (free) - (aside > 0 ? aside + gap : 0);
  with_legend = with_legend && fit_legend (self, entries, n, width, most, FALSE);
  if (with_legend)
    height = get_legend_height (self);
  height = MAX (height, stacked);
  if (height == 0)
    return;

  if (with_legend)
    self->box[YUN_PAGE_BOX_LEGEND] =
      (YunRect){ free->x0, free->y1 - height, free->x0 + width, free->y1 };
  if (north > 0)
    self->box[YUN_PAGE_BOX_NORTH] =
      (YunRect){ right - aside, free->y1 - height, right, free->y1 - height + north };
  if (scale > 0)
    self->box[YUN_PAGE_BOX_SCALE] = (YunRect){ right - aside, free->y1 - scale, right, free->y1 };
  free->y1 -= height + gap;
}

static double
to_dot (double value, double device_scale, double (*round_func) (double))
{
  return round_func (value * device_scale) / device_scale;
}

static gboolean
try_layout (const YunPageSetup   *setup,
            const YunLegendEntry *entries,
            guint                 n_entries,
            YunPageLayout        *self)
{
  double  margin = setup->margin, band, ds = setup->device_scale;
  YunRect free = { margin, margin, setup->width - margin, setup->height - margin };

  *self = (YunPageLayout){ .unit = CLAMP (MIN (setup->width, setup->height) / 760, 0.5, 1) };
  for (guint i = 0; i < YUN_PAGE_N_BOXES; i++)
    self->box[i] = YUN_RECT_EMPTY;

  place_head (setup, self, &free);
  place_notes (setup, self, &free);
  if (get_width (&free) >= get_height (&free))
    place_side (setup, self, entries, n_entries, &free);
  else
    place_strip (setup, self, entries, n_entries, &free);

  band = (setup->parts & YUN_PAGE_TICKS ? YUN_PAGE_BAND : YUN_PAGE_THIN_BAND) * self->unit;
  self->ticks = (setup->parts & YUN_PAGE_TICKS) != 0;
  self->box[YUN_PAGE_BOX_FRAME] = free;
  self->map = (YunRect){ to_dot (free.x0 + band, ds, ceil), to_dot (free.y0 + band, ds, ceil),
                         to_dot (free.x1 - band, ds, floor), to_dot (free.y1 - band, ds, floor) };
  return get_width (&self->map) >= LEAST_FRAME && get_height (&self->map) >= LEAST_FRAME;
}

void
yun_page_layout (const YunPageSetup   *setup,
                 const YunLegendEntry *entries,
                 guint                 n_entries,
                 YunPageLayout        *layout)
{
  /* What goes first when a sheet is too small for all. */
  static const YunPageParts last[] = { YUN_PAGE_TICKS, YUN_PAGE_LEGEND, YUN_PAGE_NORTH,
                                       YUN_PAGE_NOTES, YUN_PAGE_SCALE };
  YunPageSetup              less = *setup;

  g_return_if_fail (setup->width > 0 && setup->height > 0 && setup->device_scale > 0);

  for (guint i = 0; !try_layout (&less, entries, n_entries, layout); i++)
    {
      if (i == G_N_ELEMENTS (last))
        {
          /* Nothing but a map: one that is as large as the sheet. */
          less.title = less.subtitle = NULL;
          less.parts = 0;
          less.margin = 0;
          try_layout (&less, entries, n_entries, layout);
          if (get_width (&layout->map) < 1 || get_height (&layout->map) < 1)
            layout->map = layout->box[YUN_PAGE_BOX_FRAME] =
              (YunRect){ 0, 0, setup->width, setup->height };
          return;
        }
      less.parts &= ~last[i];
    }
}
