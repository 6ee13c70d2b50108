/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-candidate.h"
#include "yun-label-sizer.h"
#include "yun-ring.h"
#include "yun-symbol-plan-private.h"

#include <math.h>
#include <string.h>

#define GRID 2.0   /* pixels: a square of the plan that is free or taken */
#define GAP 3.0    /* pixels between a label and the next one */
#define MARGIN 1.5 /* pixels around a symbol that no label comes into */
#define BESIDE                                                                                     \
  (MARGIN + GRID)     /* pixels from a symbol to its label: never in one square with it            \
                       */
#define LINE_END 6.0  /* pixels of a line that its name leaves free */
#define REPEAT 220.0  /* pixels within which the name of a line is not said again */
#define AREA_STEP 4.0 /* pixels between the rings of places that the name of a town tries */
#define AREA_TURNS 32
#define AREA_RINGS 54
#define AREA_NARROW 20.0  /* pixels nearer that a name in two lines must be */
#define AREA_CARD 160.0   /* and one under a card */
#define AREA_UNSEEN 400.0 /* and one out of sight */

typedef struct
{
  YunSymbolPlan *plan;
  const YunView *view;
  double  phase_x; /* pixels by which the squares lie left of the view's: they are the world's */
  double  phase_y;
  guint8 *taken; /* (owned) */
  int     columns;
  int     rows;
  GArray *candidates; /* (owned): YunLabelCandidate, the most important first */
  YunLabelSizer sizer;
} Placer;

static void
get_cells (const Placer *self, double x0, double y0, double x1, double y1, int cells[4])
{
  cells[0] = (int) floor (MAX ((x0 + self->phase_x) / GRID, 0));
  cells[1] = (int) floor (MAX ((y0 + self->phase_y) / GRID, 0));
  cells[2] = (int) ceil (MIN ((x1 + self->phase_x) / GRID, self->columns));
  cells[3] = (int) ceil (MIN ((y1 + self->phase_y) / GRID, self->rows));
}

static void
take (Placer *self, double x0, double y0, double x1, double y1)
{
  int cells[4];

  get_cells (self, x0, y0, x1, y1, cells);
  for (int y = cells[1]; y < cells[3]; y++)
    if (cells[0] < cells[2])
      memset (self->taken + (gsize) y * self->columns + cells[0], 1, cells[2] - cells[0]);
}

static gboolean
is_free (const Placer *self, double x0, double y0, double x1, double y1)
{
  int cells[4];

  /* a label that is cut off at the edge is worse than none */
  if (x0 < 0 || y0 < 0 || x1 > self->view->width || y1 > self->view->height)
    return FALSE;
  get_cells (self, x0, y0, x1, y1, cells);
  for (int y = cells[1]; y < cells[3]; y++)
    if (memchr (self->taken + (gsize) y * self->columns + cells[0], 1, cells[2] - cells[0]) != NULL)
      return FALSE;

  return TRUE;
}

/* What it is at least as wide as: spares measuring where there is no room anyway. */
static double
guess_width (const Placer *self, YunLabelKind kind, const char *text)
{
  double width = 0, widest = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      width = *p == '\n' ? 0 : width + (g_utf8_get_char (p) > 0x2e80 ? 0.9 : 0.25);
      widest = MAX (widest, width);
    }

  return widest * self->sizer.style->label[kind].size;
}

static void
emit (Placer *self, const YunLabelCandidate *c, double dx, double dy, double width, double height)
{
  YunLabel label = { c->text, c->anchor,  dx,
                     dy,      width,      height,
                     c->kind, c->feature, c->upright ? 0 : c->angle };

  g_array_append_val (self->plan->labels, label);
}

static gboolean
try_box (Placer                  *self,
         const YunLabelCandidate *c,
         double                   x,
         double                   y,
         double                   dx,
         double                   dy,
         double                   w,
         double                   h)
{
  if (!is_free (self, x + dx, y + dy, x + dx + w, y + dy + h))
    return FALSE;
  take (self, x + dx - GAP, y + dy - GAP, x + dx + w + GAP, y + dy + h + GAP);
  emit (self, c, dx, dy, w, h);

  return TRUE;
}

/* A text along a line, its middle @off pixels from the anchor, takes the squares below it, piece by
 * piece. */
static gboolean
try_turned (
  Placer *self, const YunLabelCandidate *c, double x, double y, double off, double w, double h)
{
  double half = h / 2, ux = cos (c->angle), uy = sin (c->angle);
  int    n = (int) ceil (w / half) + 1;

  for (guint pass = 0; pass < 2; pass++)
    for (int i = 0; i < n; i++)
      {
        double at = off - w / 2 + w * i / (n - 1);
        double px = x + ux * at, py = y + uy * at;

        if (pass == 1)
          take (self, px - half - GAP, py - half - GAP, px + half + GAP, py + half + GAP);
        else if (!is_free (self, px - half, py - half, px + half, py + half))
          return FALSE;
      }
  emit (self, c, off - w / 2, -h / 2, w, h);

  return TRUE;
}

/* Whether the same is said so near that it tells nothing new. */
static gboolean
is_said (const Placer *self, const YunLabelCandidate *c, double x, double y)
{
  for (guint i = 0; i < self->plan->labels->len; i++)
    {
      const YunLabel *other = &g_array_index (self->plan->labels, YunLabel, i);
      double          ox, oy;

      if (other->kind != c->kind || strcmp (other->text, c->text) != 0)
        continue;
      yun_view_to_pixel (self->view, other->anchor, &ox, &oy);
      if (hypot (ox - x, oy - y) < REPEAT)
        return TRUE;
    }

  return FALSE;
}

/* In the middle of its line, else nearer to one of the ends. */
static gboolean
try_along (Placer *self, const YunLabelCandidate *c, double x, double y, double w, double h)
{
  static const double shares[] = { 0, -0.25, 0.25, -0.5, 0.5 };
  double              spare = c->room - (c->upright ? h : w) - LINE_END;

  if (is_said (self, c, x, y))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      double off = shares[i] * spare;

      if (c->upright ? try_box (self, c, x, y, off * cos (c->angle) - w / 2,
                                off * sin (c->angle) - h / 2, w, h)
                     : try_turned (self, c, x, y, off, w, h))
        return TRUE;
    }

  return FALSE;
}

/* Whether a box at pixel (@x, @y) of the view is inside the area the name belongs to. */
static gboolean
is_inside (const Placer *self, const YunLabelCandidate *c, double x, double y, double w, double h)
{
  double                 scale = self->view->scale;
  double                 x0 = self->view->x + x * scale, y0 = self->view->y + y * scale;
  double                 x1 = x0 + w * scale, y1 = y0 + h * scale;
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);
  gboolean               inside = FALSE;

  if (c->area != NULL)
    return yun_base_shape_holds (c->area, x0, y0, x1, y1);
  for (guint r = 0; r < yun_feature_index_get_n_rings (index, (guint) c->feature); r++)
    {
      guint            n;
      const YunVertex *ring = yun_feature_index_get_ring (index, (guint) c->feature, r, &n);

      if (yun_ring_meets_box (ring, n, x0, y0, x1, y1))
        return FALSE;
      inside ^= yun_ring_has (ring, n, (x0 + x1) / 2, (y0 + y1) / 2);
    }

  return inside;
}

/* What it costs that a box is not all in sight: a name in the part that is planned ahead does not
 * help, one under a card only when the card goes. */
static double
judge_sight (const YunSymbolPlan *plan, double x0, double y0, double x1, double y1)
{
  const YunSight *sight = &plan->sight;

  x0 -= plan->left;
  x1 -= plan->left;
  y0 -= plan->top;
  y1 -= plan->top;
  if (x0 < 0 || y0 < 0 || x1 > sight->view.width || y1 > sight->view.height)
    return AREA_UNSEEN;
  for (guint i = 0; i < sight->n_cards; i++)
    {
      const cairo_rectangle_int_t *card = &sight->cards[i];

      if (x0 < card->x + card->width + GAP && x1 > card->x - GAP &&
          y0 < card->y + card->height + GAP && y1 > card->y - GAP)
        return AREA_CARD;
    }

  return 0;
}

/* A name that is said once: in full sight, clear of the area it is the neighbour of. */
static gboolean
place_once (Placer *self, const YunLabelCandidate *c, double x, double y, double w, double h)
{
  const YunView *view = self->view;
  double         x0 = view->x + (x - w / 2) * view->scale, x1 = x0 + w * view->scale;
  double         y0 = view->y + (y - h / 2) * view->scale, y1 = y0 + h * view->scale;

  for (guint i = 0; i < self->plan->labels->len; i++)
    {
      const YunLabel *other = &g_array_index (self->plan->labels, YunLabel, i);

      if (other->kind == c->kind && strcmp (other->text, c->text) == 0)
        return FALSE;
    }
  if (c->outside != NULL && yun_base_shape_touches (c->outside, x0, y0, x1, y1))
    return FALSE;

  return judge_sight (self->plan, x - w / 2, y - h / 2, x + w / 2, y + h / 2) == 0 &&
         try_box (self, c, x, y, -w / 2, -h / 2, w, h);
}

/* Of the places at one distance the first is the best: below, above, at the sides, and between. */
static double
get_turn (guint i)
{
  static const guint8 quarters[] = { 1, 3, 0, 2 }, shares[] = { 0, 4, 2, 6, 1, 7, 3, 5 };

  return (quarters[i % 4] * 8 + shares[i / 4]) * 2 * G_PI / AREA_TURNS;
}

/* In ever wider rings around the anchor, inside the area: near it and in view. Returns how bad the
 * best place for a text of this size is; INFINITY: there is none. @dx, @dy: (out): its middle */
static double
find_in_area (const Placer            *self,
              const YunLabelCandidate *c,
              double                   x,
              double                   y,
              double                   w,
              double                   h,
              double                  *dx,
              double                  *dy)
{
  double best = INFINITY;

  for (guint ring = 0; ring < AREA_RINGS && ring * AREA_STEP < best; ring++)
    for (guint i = 0; i < (ring == 0 ? 1 : AREA_TURNS); i++)
      {
        double a = get_turn (i);
        double px = x + ring * AREA_STEP * cos (a), py = y + ring * AREA_STEP * sin (a), cost;

        if (!is_free (self, px - w / 2, py - h / 2, px + w / 2, py + h / 2))
          continue;
        cost = ring * AREA_STEP +
               judge_sight (self->plan, px - w / 2, py - h / 2, px + w / 2, py + h / 2);
        if (cost >= best || !is_inside (self, c, px - w / 2, py - h / 2, w, h))
          continue;
        best = cost;
        *dx = px - x;
        *dy = py - y;
      }

  return best;
}

/* A way to write an area's name, with the best place for it. */
typedef struct
{
  const char *text;
  double      w, h;
  double      dx, dy; /* pixels from the anchor to its middle */
  double      cost;   /* INFINITY: there is no room */
} Writing;

static void
find_writing (Placer *self, const YunLabelCandidate *c, double x, double y, Writing *writing)
{
  yun_label_sizer_measure (&self->sizer, c->kind, writing->text, &writing->w, &writing->h);
  writing->cost = find_in_area (self, c, x, y, writing->w, writing->h, &writing->dx, &writing->dy);
}

/* In one line, unless two get much nearer; short where there is no room for more. */
static gboolean
place_area (Placer *self, const YunLabelCandidate *c, double x, double y)
{
  YunLabelCandidate text = *c;
  Writing           best = { .text = c->text };

  find_writing (self, c, x, y, &best);
  for (guint i = 0; i < G_N_ELEMENTS (c->narrow); i++)
    {
      Writing other = { .text = c->narrow[i] };

      if (other.text == NULL || best.cost <= (i == 0 ? AREA_NARROW : AREA_CARD))
        continue;
      find_writing (self, c, x, y, &other);
      if (other.cost + AREA_NARROW < best.cost)
        best = other;
    }
  text.text = best.text;

  return best.cost < INFINITY &&
         try_box (self, &text, x, y, best.dx - best.w / 2, best.dy - best.h / 2, best.w, best.h);
}

/* Right, left, below or above of its symbol, @r away. */
static gboolean
try_beside (
  Placer *self, const YunLabelCandidate *c, double x, double y, double r, double w, double h)
{
  return try_box (self, c, x, y, c->dx + r, c->dy - h / 2, w, h) ||
         try_box (self, c, x, y, c->dx - r - w, c->dy - h / 2, w, h) ||
         try_box (self, c, x, y, c->dx - w / 2, c->dy + r, w, h) ||
         try_box (self, c, x, y, c->dx - w / 2, c->dy - r - h, w, h);
}

/* Whether a text of this size, beside its symbol at (x, y), has no room on any side; may say that
 * it has although it has not. */
static gboolean
has_no_side (const Placer *self, const YunLabelCandidate *c, double x, double y, double width)
{
  double r = c->radius + BESIDE, half = self->sizer.style->label[c->kind].size / 2;

  x += c->dx;
  y += c->dy;

  return !is_free (self, x + r, y - half, x + r + width, y + half) &&
         !is_free (self, x - r - width, y - half, x - r, y + half) &&
         !is_free (self, x - width / 2, y + r, x + width / 2, y + r + half) &&
         !is_free (self, x - width / 2, y - r - half, x + width / 2, y - r);
}

/* What can be told without the text, which is dear to make: that there is no room for any. */
static gboolean
is_hopeless (const Placer *self, const YunLabelCandidate *c, double x, double y)
{
  double em = self->sizer.style->label[c->kind].size;

  if (x < -200 || y < -200 || x > self->view->width + 200 || y > self->view->height + 200)
    return TRUE;
  if (c->area != NULL || c->shift || c->along)
    return FALSE;
  if (c->radius > 0)
    return has_no_side (self, c, x, y, em / 4);

  return !is_free (self, x - 1, y - 1, x + 1, y + 1);
}

static gboolean
place_text (Placer *self, const YunLabelCandidate *c, double x, double y)
{
  static const double shifts[] = { 0, 1.1, -1.1, 2, -2, 3, -3, 4, -4 };
  double              w, h, guess = guess_width (self, c->kind, c->text);

  if (c->room > 0 && guess > c->room)
    return FALSE;
  if (c->area != NULL)
    return place_area (self, c, x, y);
  if (c->radius > 0)
    {
      if (has_no_side (self, c, x, y, guess))
        return FALSE;
      yun_label_sizer_measure (&self->sizer, c->kind, c->text, &w, &h);
      return try_beside (self, c, x, y, c->radius + BESIDE, w, h);
    }

  yun_label_sizer_measure (&self->sizer, c->kind, c->text, &w, &h);
  if (c->once)
    return place_once (self, c, x, y, w, h);
  if (c->room > 0 && w + LINE_END > c->room)
    return FALSE;
  if (c->along)
    return try_along (self, c, x, y, w, h);
  for (guint i = 0; i < (c->shift ? G_N_ELEMENTS (shifts) : 1); i++)
    if ((!c->inside || is_inside (self, c, x - w / 2, y - h / 2 + shifts[i] * h, w, h)) &&
        try_box (self, c, x, y, -w / 2, -h / 2 + shifts[i] * h, w, h))
      return TRUE;

  return FALSE;
}

static void
place (Placer *self, YunLabelCandidate *c)
{
  double x, y;

  yun_view_to_pixel (self->view, c->anchor, &x, &y);
  if (is_hopeless (self, c, x, y) || !yun_label_candidate_set_text (c, self->plan))
    return;
  if (!place_text (self, c, x, y) && yun_label_candidate_break (c, self->plan))
    place_text (self, c, x, y);
}

static void
take_symbols (Placer *self)
{
  double x, y;

  for (guint i = 0; i < self->plan->symbols->len; i++)
    {
      const YunSymbol *s = &g_array_index (self->plan->symbols, YunSymbol, i);
      double           r = s->radius + MARGIN;

      yun_view_to_pixel (self->view, s->anchor, &x, &y);
      x += s->dx;
      y += s->dy;
      take (self, x - r, y - r, x + r, y + r);
    }
  for (guint i = 0; i < self->plan->clusters->len; i++)
    {
      const YunCluster *c = &g_array_index (self->plan->clusters, YunCluster, i);
      double            r = c->radius + MARGIN;

      yun_view_to_pixel (self->view, c->anchor, &x, &y);
      take (self, x - r, y - r, x + r, y + r);
    }
}

void
yun_label_placer_run (YunSymbolPlan *plan, guint max_labels)
{
  Placer self = { .plan = plan,
                  .view = &plan->view,
                  .sizer = { .style = yun_scene_get_style (plan->scene) },
                  .phase_x = fmod (plan->view.x / plan->view.scale, GRID),
                  .phase_y = fmod (plan->view.y / plan->view.scale, GRID) };

  /* views may reach over the edge of the world */
  self.phase_x += self.phase_x < 0 ? GRID : 0;
  self.phase_y += self.phase_y < 0 ? GRID : 0;
  self.columns = (int) ceil ((plan->view.width + self.phase_x) / GRID);
  self.rows = (int) ceil ((plan->view.height + self.phase_y) / GRID);

  self.taken = g_malloc0 ((gsize) MAX (self.columns, 1) * MAX (self.rows, 1));
  self.candidates = g_array_new (FALSE, FALSE, sizeof (YunLabelCandidate));
  take_symbols (&self);
  yun_label_candidates_collect (plan, self.candidates);
  for (guint i = 0; i < self.candidates->len && plan->labels->len < max_labels; i++)
    place (&self, &g_array_index (self.candidates, YunLabelCandidate, i));

  yun_label_sizer_clear (&self.sizer);
  g_array_unref (self.candidates);
  g_free (self.taken);
}
