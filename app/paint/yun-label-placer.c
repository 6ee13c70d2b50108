/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-text.h"
#include "yun-symbol-painter.h"
#include "yun-symbol-plan-private.h"
#include "yun-text-painter.h"

#include <math.h>
#include <string.h>

#define SHORT_TEXT 6.0 /* ems: up to this wide a name is never broken in two lines */
#define GRID 2.0       /* pixels: a square of the plan that is free or taken */
#define GAP 3.0        /* pixels between a label and the next one */
#define MARGIN 1.5     /* pixels around a symbol that no label comes into */
#define BESIDE                                                                                     \
  (MARGIN + GRID)     /* pixels from a symbol to its label: never in one square with it            \
                       */
#define MIN_AREA 44.0 /* pixels: an area narrower than this has no label */
#define AREA_STEP 8.0 /* pixels between the rings of places that the name of a town tries */
#define AREA_TURNS 32
#define TOWN_RINGS 17 /* a name farther off would be another town's */
#define ZONE_RINGS 27
#define AREA_NARROW 20.0    /* pixels nearer that a name in two lines must be */
#define AREA_OUTSIDE 20.0   /* pixels nearer that a place outside of the area must be */
#define AREA_ELSEWHERE 24.0 /* and one in another town */
#define AREA_FAR 200.0      /* and one farther off than is well understood */
#define AREA_UNSEEN 400.0   /* and one out of sight */

#define ROAD_CELL 640.0 /* pixels: a road has its name once in a square so wide */
#define AREA_ZOOM 14.0
#define FEATURE_ZOOM 11.5
#define LEADER_ZOOM 9.5 /* a map of the whole district: only chain leaders have names */

typedef struct
{
  const char  *text;
  YunLabelKind kind;
  int          feature; /* -1 */
  YunVertex    anchor;
  float        dx; /* of the symbol it belongs to */
  float        dy;
  float        radius; /* of that symbol; 0: the text stands on its anchor */
  float        room;   /* pixels the text may be wide; 0: any */
  float        angle;
  const char  *narrow; /* (nullable): the text in two lines, for when it is too wide */
  gboolean     shift;  /* may move away from its anchor, up and down */
  /* (nullable): may move away from its anchor in any direction, best inside of this */
  const YunBaseShape *area;
} Candidate;

typedef struct
{
  YunSymbolPlan  *plan;
  const YunStyle *style;
  const YunView  *view;
  double          zoom;
  double  phase_x; /* pixels by which the squares lie left of the view's: they are the world's */
  double  phase_y;
  guint8 *taken; /* (owned) */
  int     columns;
  int     rows;
  GArray *candidates;                /* (owned): Candidate, the most important first */
  PangoLayout *layouts[YUN_LABEL_N]; /* (owned) (nullable) */
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

static void
measure (Placer *self, YunLabelKind kind, const char *text, double *width, double *height)
{
  PangoRectangle logical;

  if (self->layouts[kind] == NULL)
    self->layouts[kind] = yun_text_new_label (self->style, kind);
  pango_layout_set_text (self->layouts[kind], text, -1);
  pango_layout_get_extents (self->layouts[kind], NULL, &logical);
  *width = logical.width / (double) PANGO_SCALE;
  *height = logical.height / (double) PANGO_SCALE;
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

  return widest * self->style->label[kind].size;
}

static void
emit (Placer *self, const Candidate *c, double dx, double dy, double width, double height)
{
  YunLabel label = { c->text, c->anchor, dx, dy, width, height, c->kind, c->feature, c->angle };

  g_array_append_val (self->plan->labels, label);
}

static gboolean
try_box (
  Placer *self, const Candidate *c, double x, double y, double dx, double dy, double w, double h)
{
  if (!is_free (self, x + dx, y + dy, x + dx + w, y + dy + h))
    return FALSE;
  take (self, x + dx - GAP, y + dy - GAP, x + dx + w + GAP, y + dy + h + GAP);
  emit (self, c, dx, dy, w, h);

  return TRUE;
}

/* A text along a road takes the squares below it, piece by piece. */
static gboolean
try_along (Placer *self, const Candidate *c, double x, double y, double w, double h)
{
  double half = h / 2, ux = cos (c->angle), uy = sin (c->angle);
  int    n = (int) ceil (w / half) + 1;

  for (guint pass = 0; pass < 2; pass++)
    for (int i = 0; i < n; i++)
      {
        double at = -w / 2 + w * i / (n - 1);
        double px = x + ux * at, py = y + uy * at;

        if (pass == 1)
          take (self, px - half - GAP, py - half - GAP, px + half + GAP, py + half + GAP);
        else if (!is_free (self, px - half, py - half, px + half, py + half))
          return FALSE;
      }
  emit (self, c, -w / 2, -h / 2, w, h);

  return TRUE;
}

/* Which share of a box about (x, y) is not in @area, by its middle and what is half way to its
 * corners. */
static double
get_share_outside (
  const Placer *self, const YunBaseShape *area, double x, double y, double w, double h)
{
  static const gint8 ways[][2] = { { 0, 0 }, { -1, -1 }, { 1, -1 }, { -1, 1 }, { 1, 1 } };
  guint              n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    n += !yun_base_shape_has (area, self->view->x + (x + ways[i][0] * w / 4) * self->view->scale,
                              self->view->y + (y + ways[i][1] * h / 4) * self->view->scale);

  return (double) n / G_N_ELEMENTS (ways);
}

/* How badly an area's name stands @distance pixels from its anchor; INFINITY: it would be taken for
 * the name of something else. */
static double
judge_place (
  const Placer *self, const Candidate *c, double x, double y, double w, double h, double distance)
{
  /* pixels beyond half the area's size, of towns and zones */
  static const double  reaches[] = { 50, 130 };
  const YunSymbolPlan *plan = self->plan;
  const YunBaseShape  *area = c->area;
  double               vx = self->view->x + x * self->view->scale;
  double               vy = self->view->y + y * self->view->scale;
  double               reach = reaches[c->kind == YUN_LABEL_ZONE] +
                 MAX (area->max.x - area->min.x, area->max.y - area->min.y) / self->view->scale / 2;
  double              outside = get_share_outside (self, area, x, y, w, h);
  gboolean            far;
  guint               n;
  const YunBaseShape *shapes;

  /* a name that is only in the part that is planned ahead does not help */
  if (x - w / 2 < plan->seen[0] || y - h / 2 < plan->seen[1] || x + w / 2 > plan->seen[2] ||
      y + h / 2 > plan->seen[3])
    distance += AREA_UNSEEN;
  distance += outside * AREA_OUTSIDE;
  if (outside < 0.5)
    return distance;

  far = hypot (vx - area->anchor.x, vy - area->anchor.y) / self->view->scale > reach;
  shapes = yun_base_map_get_shapes (yun_scene_get_base (plan->scene), &n);
  for (guint i = 0; i < n; i++)
    if (&shapes[i] != area && (shapes[i].kind == YUN_BASE_TOWN || shapes[i].kind == area->kind) &&
        yun_base_shape_has (&shapes[i], vx, vy))
      return far || shapes[i].kind == YUN_BASE_ZONE ? INFINITY : distance + AREA_ELSEWHERE;

  return distance + (far ? AREA_FAR : 0);
}

/* Of the places at one distance the first is the best: below, above, at the sides, and between. */
static double
get_turn (guint i)
{
  static const guint8 quarters[] = { 1, 3, 0, 2 }, shares[] = { 0, 4, 2, 6, 1, 7, 3, 5 };

  return (quarters[i % 4] * 8 + shares[i / 4]) * 2 * G_PI / AREA_TURNS;
}

/* In ever wider rings around the anchor: near it, in the area and in view. Returns how bad the best
 * place for a text of this size is; INFINITY: there is none. @dx, @dy: (out): its middle */
static double
find_in_area (const Placer    *self,
              const Candidate *c,
              double           x,
              double           y,
              double           w,
              double           h,
              double          *dx,
              double          *dy)
{
  guint  n_rings = c->kind == YUN_LABEL_ZONE ? ZONE_RINGS : TOWN_RINGS;
  double best = INFINITY;

  for (guint ring = 0; ring < n_rings && ring * AREA_STEP < best; ring++)
    for (guint i = 0; i < (ring == 0 ? 1 : AREA_TURNS); i++)
      {
        double a = get_turn (i);
        double px = x + ring * AREA_STEP * cos (a), py = y + ring * AREA_STEP * sin (a), cost;

        if (!is_free (self, px - w / 2, py - h / 2, px + w / 2, py + h / 2))
          continue;
        cost = judge_place (self, c, px, py, w, h, ring * AREA_STEP);
        if (cost >= best)
          continue;
        best = cost;
        *dx = px - x;
        *dy = py - y;
      }

  return best;
}

/* In one line, unless two get much nearer. */
static gboolean
place_area (Placer *self, const Candidate *c, double x, double y)
{
  Candidate text = *c;
  double    w, h, dx = 0, dy = 0, cost;

  measure (self, c->kind, c->text, &w, &h);
  cost = find_in_area (self, c, x, y, w, h, &dx, &dy);
  if (c->narrow != NULL && cost > AREA_NARROW)
    {
      double narrow_w, narrow_h, narrow_dx = 0, narrow_dy = 0, narrow;

      measure (self, c->kind, c->narrow, &narrow_w, &narrow_h);
      narrow = find_in_area (self, c, x, y, narrow_w, narrow_h, &narrow_dx, &narrow_dy);
      if (narrow + AREA_NARROW < cost)
        {
          text.text = c->narrow;
          w = narrow_w;
          h = narrow_h;
          dx = narrow_dx;
          dy = narrow_dy;
          cost = narrow;
        }
    }

  return cost < INFINITY && try_box (self, &text, x, y, dx - w / 2, dy - h / 2, w, h);
}

/* Right, left, below or above of its symbol, @r away. */
static gboolean
try_beside (Placer *self, const Candidate *c, double x, double y, double r, double w, double h)
{
  return try_box (self, c, x, y, c->dx + r, c->dy - h / 2, w, h) ||
         try_box (self, c, x, y, c->dx - r - w, c->dy - h / 2, w, h) ||
         try_box (self, c, x, y, c->dx - w / 2, c->dy + r, w, h) ||
         try_box (self, c, x, y, c->dx - w / 2, c->dy - r - h, w, h);
}

static gboolean
place_text (Placer *self, const Candidate *c)
{
  static const double shifts[] = { 0, 1.1, -1.1, 2, -2, 3, -3, 4, -4 };
  double              x, y, w, h, guess = guess_width (self, c->kind, c->text);

  yun_view_to_pixel (self->view, c->anchor, &x, &y);
  if (x < -200 || y < -200 || x > self->view->width + 200 || y > self->view->height + 200 ||
      (c->room > 0 && guess > c->room))
    return FALSE;

  if (c->area != NULL)
    return place_area (self, c, x, y);
  if (c->radius > 0)
    {
      double r = c->radius + BESIDE, probe = self->style->label[c->kind].size / 2;

      x += c->dx;
      y += c->dy;
      if (!is_free (self, x + r, y - probe, x + r + guess, y + probe) &&
          !is_free (self, x - r - guess, y - probe, x - r, y + probe) &&
          !is_free (self, x - guess / 2, y + r, x + guess / 2, y + r + probe) &&
          !is_free (self, x - guess / 2, y - r - probe, x + guess / 2, y - r))
        return FALSE;
      measure (self, c->kind, c->text, &w, &h);
      x -= c->dx;
      y -= c->dy;
      return try_beside (self, c, x, y, r, w, h);
    }

  measure (self, c->kind, c->text, &w, &h);
  if (c->room > 0 && w + 6 > c->room)
    return FALSE;
  if (c->angle != 0)
    return try_along (self, c, x, y, w, h);
  for (guint i = 0; i < (c->shift ? G_N_ELEMENTS (shifts) : 1); i++)
    if (try_box (self, c, x, y, -w / 2, -h / 2 + shifts[i] * h, w, h))
      return TRUE;

  return FALSE;
}

static gboolean
place (Placer *self, const Candidate *c)
{
  Candidate narrow = *c;

  if (place_text (self, c))
    return TRUE;
  if (c->narrow == NULL || c->area != NULL)
    return FALSE;
  narrow.text = c->narrow;

  return place_text (self, &narrow);
}

/* The small ones first: they have the least choice. */
static int
compare_areas (gconstpointer a, gconstpointer b)
{
  const YunBaseShape *sa = ((const Candidate *) a)->area, *sb = ((const Candidate *) b)->area;
  double              na = (double) (sa->max.x - sa->min.x) * (sa->max.y - sa->min.y);
  double              nb = (double) (sb->max.x - sb->min.x) * (sb->max.y - sb->min.y);

  return na < nb ? -1 : na > nb ? 1 : strcmp (sa->name, sb->name);
}

static const char *
keep_text (Placer *self, char *text)
{
  const char *kept = g_string_chunk_insert_const (self->plan->texts, text);

  g_free (text);

  return kept;
}

/* 广富林街道 in two lines; NULL: what is so short has one. */
static const char *
get_narrow_town (Placer *self, const char *name)
{
  static const char suffix[] = "街道";

  if (!g_str_has_suffix (name, suffix) || strlen (name) == strlen (suffix))
    return NULL;

  return keep_text (
    self, g_strdup_printf ("%.*s\n%s", (int) (strlen (name) - strlen (suffix)), name, suffix));
}

static void
add_base_areas (Placer *self, YunBaseKind kind)
{
  YunBaseMap *base = yun_scene_get_base (self->plan->scene);
  guint       n, first = self->candidates->len;

  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n);
  for (guint i = 0; i < n; i++)
    {
      Candidate c = { .text = shapes[i].name,
                      .kind = kind == YUN_BASE_ZONE ? YUN_LABEL_ZONE : YUN_LABEL_TOWN,
                      .feature = -1,
                      .anchor = shapes[i].anchor,
                      .area = &shapes[i] };

      if (shapes[i].kind != kind || *c.text == '\0')
        continue;
      c.narrow = get_narrow_town (self, c.text);
      g_array_append_val (self->candidates, c);
    }
  if (self->candidates->len > first)
    qsort (&g_array_index (self->candidates, Candidate, first), self->candidates->len - first,
           sizeof (Candidate), compare_areas);
}

/* The piece of road that carries the name in one square of the world. */
typedef struct
{
  gint64    cell_x;
  gint64    cell_y;
  double    length; /* pixels */
  double    angle;
  YunVertex anchor;
} Piece;

/* Upright whatever way the road was drawn. */
static double
get_upright (double angle)
{
  return angle > G_PI / 2 ? angle - G_PI : angle <= -G_PI / 2 ? angle + G_PI : angle;
}

static void
keep_longest (GArray *pieces, const Piece *piece)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *other = &g_array_index (pieces, Piece, i);

      if (other->cell_x != piece->cell_x || other->cell_y != piece->cell_y)
        continue;
      if (piece->length > other->length)
        *other = *piece;
      return;
    }
  g_array_append_val (pieces, *piece);
}

/* The longest piece of the road that is straight, once in each square of the world: the same ones
 * wherever the view is. */
static void
find_straight (const Placer *self, const YunBaseShape *road, GArray *pieces)
{
  double cell = ROAD_CELL * self->view->scale;

  g_array_set_size (pieces, 0);
  for (guint r = 0; r < road->n_rings; r++)
    for (guint i = 1; i < road->rings[r].n; i++)
      {
        YunVertex a = road->rings[r].vertices[i - 1], b = road->rings[r].vertices[i];
        YunVertex middle = { a.x / 2 + b.x / 2, a.y / 2 + b.y / 2 };
        double    dx = ((double) b.x - a.x) / self->view->scale;
        double    dy = ((double) b.y - a.y) / self->view->scale;
        double    length = hypot (dx, dy), x, y;

        if (length < 24)
          continue;
        yun_view_to_pixel (self->view, middle, &x, &y);
        if (x < -ROAD_CELL || y < -ROAD_CELL || x > self->view->width + ROAD_CELL ||
            y > self->view->height + ROAD_CELL)
          continue;
        keep_longest (pieces, &(Piece){ (gint64) (middle.x / cell), (gint64) (middle.y / cell),
                                        length, get_upright (atan2 (dy, dx)), middle });
      }
}

static void
add_roads (Placer *self)
{
  static const double min_zoom[YUN_ROAD_N] = { 10.8, 12.5, 14.5 };
  g_autoptr (GArray)  pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  YunVertex           min, max;
  guint               n;

  const YunBaseShape *shapes = yun_base_map_get_shapes (yun_scene_get_base (self->plan->scene), &n);
  yun_view_get_box (self->view, 0, &min, &max);
  /* expressways come last there, and first here */
  for (guint i = n; i-- > 0;)
    {
      const YunBaseShape *road = &shapes[i];

      if (road->kind != YUN_BASE_ROAD || *road->name == '\0' ||
          self->zoom < min_zoom[road->class] || road->min.x > max.x || road->max.x < min.x ||
          road->min.y > max.y || road->max.y < min.y)
        continue;
      find_straight (self, road, pieces);
      for (guint k = 0; k < pieces->len; k++)
        {
          const Piece *piece = &g_array_index (pieces, Piece, k);
          Candidate    c = { .text = road->name,
                             .kind = YUN_LABEL_ROAD,
                             .feature = -1,
                             .anchor = piece->anchor,
                             .angle = piece->angle,
                             .room = piece->length };

          g_array_append_val (self->candidates, c);
        }
    }
}

static void
add_places (Placer *self)
{
  static const struct
  {
    const char *kind;
    double      zoom;
  } kinds[] = {
    { "metro-station", 12.3 }, { "toll-plaza", 13.5 }, { "control-point", 13 }, { "", 15 }
  };
  guint n;

  const YunBasePlace *places = yun_base_map_get_places (yun_scene_get_base (self->plan->scene), &n);
  for (guint i = 0; i < n; i++)
    {
      Candidate c = { .text = places[i].name,
                      .kind = YUN_LABEL_PLACE,
                      .feature = -1,
                      .anchor = places[i].at,
                      .shift = TRUE };
      guint     k = 0;

      while (*kinds[k].kind != '\0' && strcmp (kinds[k].kind, places[i].kind) != 0)
        k++;
      if (k == 0)
        c.radius = 4;
      if (self->zoom >= kinds[k].zoom)
        g_array_append_val (self->candidates, c);
    }
}

/* The name as it stands on the map; @narrow: (out): the same in two lines, NULL when it is short */
static const char *
get_text (Placer *self, guint feature, const char **narrow)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);
  gboolean               firm = yun_feature_index_get (index, feature)->entity == YUN_FEATURE_FIRM;
  const char            *text =
    keep_text (self, yun_label_text_shorten (yun_feature_index_get_name (index, feature), firm));
  char *lines = yun_label_text_get_width (text) > SHORT_TEXT ? yun_label_text_wrap (text) : NULL;

  *narrow = lines != NULL ? keep_text (self, lines) : NULL;

  return text;
}

/* Names of many letters are in two lines from the start. */
static void
set_text (Placer *self, Candidate *c, guint feature)
{
  c->text = get_text (self, feature, &c->narrow);
  if (c->narrow != NULL && yun_label_text_get_width (c->text) > YUN_LABEL_TEXT_LINE)
    {
      c->text = c->narrow;
      c->narrow = NULL;
    }
}

/* Of firms, in the order in which their names are placed. */
typedef enum
{
  RANK_LEADER,
  RANK_SEGMENT,
  RANK_OTHER,
} Rank;

static Rank
get_rank (const YunFeature *f)
{
  return f->traits & YUN_FEATURE_LEADER ? RANK_LEADER
         : f->segments != 0             ? RANK_SEGMENT
                                        : RANK_OTHER;
}

/* @rank: only firms of this one; what is no firm has none */
static void
add_symbols (Placer *self, int entity, YunLabelKind kind, Rank rank)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);

  for (guint i = 0; i < self->plan->symbols->len; i++)
    {
      const YunSymbol  *s = &g_array_index (self->plan->symbols, YunSymbol, i);
      const YunFeature *f = yun_feature_index_get (index, s->feature);
      Candidate         c = { .kind = kind, .feature = s->feature };

      if (f->entity != entity || (entity == YUN_FEATURE_FIRM && get_rank (f) != rank))
        continue;
      set_text (self, &c, s->feature);
      c.anchor = s->anchor;
      c.dx = s->dx;
      c.dy = s->dy;
      c.radius = s->radius;
      if (*c.text != '\0')
        g_array_append_val (self->candidates, c);
    }
}

static void
add_area (Placer *self, guint i, YunLabelKind kind)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);
  const YunFeature      *f = yun_feature_index_get (index, i);
  Candidate              c = { .kind = kind, .feature = i, .anchor = f->anchor };
  double                 width = (f->max.x - f->min.x) / self->view->scale;

  if (f->kind != YUN_GEOM_POLYGON || width < MIN_AREA || !yun_scene_has (self->plan->scene, i))
    return;
  set_text (self, &c, i);
  c.room = kind == YUN_LABEL_PARK ? width * 1.6 : width;
  c.shift = kind == YUN_LABEL_PARK;
  if (*c.text != '\0')
    g_array_append_val (self->candidates, c);
}

static void
add_areas (Placer *self, gboolean parks)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);
  g_autoptr (GArray)     found = NULL;
  YunVertex              min, max;

  yun_view_get_box (self->view, 0, &min, &max);
  if (parks)
    {
      for (guint k = 0; k < index->n_parks; k++)
        {
          YunVertex at = yun_feature_index_get (index, index->parks[k])->anchor;

          if (at.x >= min.x && at.x <= max.x && at.y >= min.y && at.y <= max.y)
            add_area (self, index->parks[k], YUN_LABEL_PARK);
        }
      return;
    }

  found = g_array_new (FALSE, FALSE, sizeof (guint32));
  yun_feature_index_search (index, min, max, found);
  for (guint k = 0; k < found->len; k++)
    {
      guint32 i = g_array_index (found, guint32, k);

      if (yun_feature_index_get (index, i)->entity == YUN_FEATURE_PLOT)
        add_area (self, i, YUN_LABEL_PLOT);
    }
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

static void
collect (Placer *self)
{
  gboolean base = yun_scene_get_base (self->plan->scene) != NULL;
  gboolean features = yun_scene_get_index (self->plan->scene) != NULL;

  if (base && self->zoom < 13.5)
    add_base_areas (self, YUN_BASE_ZONE);
  if (base && self->zoom >= 9.5)
    add_base_areas (self, YUN_BASE_TOWN);
  if (features)
    {
      if (self->zoom >= LEADER_ZOOM)
        add_symbols (self, YUN_FEATURE_FIRM, YUN_LABEL_FIRM, RANK_LEADER);
      add_areas (self, TRUE);
      if (self->zoom >= FEATURE_ZOOM)
        {
          add_symbols (self, YUN_FEATURE_PARK, YUN_LABEL_PARK, 0);
          add_symbols (self, YUN_FEATURE_FIRM, YUN_LABEL_FIRM, RANK_SEGMENT);
          add_symbols (self, YUN_FEATURE_FACILITY, YUN_LABEL_FACILITY, 0);
        }
      if (self->zoom >= AREA_ZOOM)
        {
          add_areas (self, FALSE);
          add_symbols (self, YUN_FEATURE_PLOT, YUN_LABEL_PLOT, 0);
        }
      if (self->zoom >= FEATURE_ZOOM)
        add_symbols (self, YUN_FEATURE_FIRM, YUN_LABEL_FIRM, RANK_OTHER);
    }
  if (base)
    {
      add_roads (self);
      add_places (self);
    }
}

void
yun_label_placer_run (YunSymbolPlan *plan, guint max_labels)
{
  Placer self = { .plan = plan,
                  .style = yun_scene_get_style (plan->scene),
                  .view = &plan->view,
                  .zoom = yun_view_get_zoom (&plan->view),
                  .phase_x = fmod (plan->view.x / plan->view.scale, GRID),
                  .phase_y = fmod (plan->view.y / plan->view.scale, GRID) };

  /* views may reach over the edge of the world */
  self.phase_x += self.phase_x < 0 ? GRID : 0;
  self.phase_y += self.phase_y < 0 ? GRID : 0;
  self.columns = (int) ceil ((plan->view.width + self.phase_x) / GRID);
  self.rows = (int) ceil ((plan->view.height + self.phase_y) / GRID);

  self.taken = g_malloc0 ((gsize) MAX (self.columns, 1) * MAX (self.rows, 1));
  self.candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  take_symbols (&self);
  collect (&self);
  for (guint i = 0; i < self.candidates->len && plan->labels->len < max_labels; i++)
    place (&self, &g_array_index (self.candidates, Candidate, i));

  for (guint i = 0; i < YUN_LABEL_N; i++)
    g_clear_object (&self.layouts[i]);
  g_array_unref (self.candidates);
  g_free (self.taken);
}
