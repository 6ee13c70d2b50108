/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-candidate.h"

#include "yun-label-text.h"

#include <math.h>
#include <string.h>

#define SHORT_TEXT 6.0  /* ems: up to this wide a name is never broken in two lines */
#define MIN_AREA 44.0   /* pixels: an area narrower than this has no label */
#define ROAD_CELL 640.0 /* pixels: a road has its name once in a square so wide */
#define AREA_ZOOM 14.0
#define FEATURE_ZOOM 11.5
#define LEADER_ZOOM 9.5 /* a map of the whole district: only chain leaders have names */

typedef struct
{
  YunSymbolPlan *plan;
  const YunView *view;
  double         zoom;
  GArray        *out;
} Collector;

static const char *
keep_text (YunSymbolPlan *plan, char *text)
{
  const char *kept = g_string_chunk_insert (plan->texts, text);

  g_free (text);

  return kept;
}

/* Names of many letters are in two lines from the start. */
gboolean
yun_label_candidate_set_text (YunLabelCandidate *self, YunSymbolPlan *plan)
{
  const YunFeatureIndex *index = yun_scene_get_index (plan->scene);
  gboolean               firm;

  if (self->text == NULL)
    {
      firm = yun_feature_index_get (index, self->feature)->look == YUN_LOOK_FIRM;
      self->text = keep_text (
        plan, yun_label_text_shorten (yun_feature_index_get_name (index, self->feature), firm));
      if (yun_label_text_get_width (self->text) > YUN_LABEL_TEXT_LINE)
        yun_label_candidate_break (self, plan);
    }

  return *self->text != '\0';
}

gboolean
yun_label_candidate_break (YunLabelCandidate *self, YunSymbolPlan *plan)
{
  char *lines = NULL;

  if (self->feature >= 0 && !self->broken && yun_label_text_get_width (self->text) > SHORT_TEXT)
    lines = yun_label_text_wrap (self->text);
  self->broken = TRUE;
  if (lines == NULL)
    return FALSE;
  self->text = keep_text (plan, lines);

  return TRUE;
}

/* The small ones first: they have the least choice. */
static int
compare_areas (gconstpointer a, gconstpointer b)
{
  const YunBaseShape *sa = ((const YunLabelCandidate *) a)->area,
                     *sb = ((const YunLabelCandidate *) b)->area;
  double na = (double) (sa->max.x - sa->min.x) * (sa->max.y - sa->min.y);
  double nb = (double) (sb->max.x - sb->min.x) * (sb->max.y - sb->min.y);

  return na < nb ? -1 : na > nb ? 1 : strcmp (sa->name, sb->name);
}

/* 广富林街道 in two lines and as 广富林, 泗泾镇 as 泗泾. */
static void
write_narrow (Collector *self, YunLabelCandidate *c)
{
  static const char *const suffixes[] = { "街道", "镇" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      int length = (int) strlen (c->text) - (int) strlen (suffixes[i]);

      if (length <= 0 || !g_str_has_suffix (c->text, suffixes[i]))
        continue;
      if (i == 0)
        c->narrow[0] =
          keep_text (self->plan, g_strdup_printf ("%.*s\n%s", length, c->text, suffixes[i]));
      c->narrow[1] = keep_text (self->plan, g_strndup (c->text, (gsize) length));
      return;
    }
}

static void
add_base_areas (Collector *self, YunBaseKind kind)
{
  YunBaseMap *base = yun_scene_get_base (self->plan->scene);
  guint       n, first = self->out->len;

  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n);
  for (guint i = 0; i < n; i++)
    {
      YunLabelCandidate c = { .text = shapes[i].name,
                              .kind = kind == YUN_BASE_ZONE ? YUN_LABEL_ZONE : YUN_LABEL_TOWN,
                              .feature = -1,
                              .anchor = shapes[i].anchor,
                              .area = &shapes[i] };

      if (shapes[i].kind != kind || *c.text == '\0')
        continue;
      write_narrow (self, &c);
      g_array_append_val (self->out, c);
    }
  if (self->out->len > first)
    qsort (&g_array_index (self->out, YunLabelCandidate, first), self->out->len - first,
           sizeof (YunLabelCandidate), compare_areas);
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
find_straight (const Collector *self, const YunBaseShape *road, GArray *pieces)
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
add_roads (Collector *self)
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
          self->zoom < MAX (min_zoom[road->class], road->min_zoom) || road->min.x > max.x ||
          road->max.x < min.x || road->min.y > max.y || road->max.y < min.y)
        continue;
      find_straight (self, road, pieces);
      for (guint k = 0; k < pieces->len; k++)
        {
          const Piece      *piece = &g_array_index (pieces, Piece, k);
          YunLabelCandidate c = { .text = road->name,
                                  .kind = YUN_LABEL_ROAD,
                                  .feature = -1,
                                  .anchor = piece->anchor,
                                  .angle = piece->angle,
                                  .room = piece->length };

          g_array_append_val (self->out, c);
        }
    }
}

static void
add_places (Collector *self)
{
  static const struct
  {
    const char *kind;
    double      zoom;
  } kinds[] = { { "metro-station", 12.3 }, { "toll-plaza", 13.5 }, { "control-point", 13 } };
  guint n;

  const YunBasePlace *places = yun_base_map_get_places (yun_scene_get_base (self->plan->scene), &n);
  for (guint i = 0; i < n; i++)
    {
      YunLabelCandidate c = { .text = places[i].name,
                              .kind = YUN_LABEL_PLACE,
                              .feature = -1,
                              .anchor = places[i].at,
                              .shift = TRUE };
      guint             k = 0;

      /* of a crossing the names of its roads tell more */
      while (k < G_N_ELEMENTS (kinds) && strcmp (kinds[k].kind, places[i].kind) != 0)
        k++;
      if (k == 0)
        c.radius = 4;
      if (k < G_N_ELEMENTS (kinds) && self->zoom >= kinds[k].zoom)
        g_array_append_val (self->out, c);
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
add_symbols (Collector *self, YunLook look, YunLabelKind kind, Rank rank)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);

  for (guint i = 0; i < self->plan->symbols->len; i++)
    {
      const YunSymbol  *s = &g_array_index (self->plan->symbols, YunSymbol, i);
      const YunFeature *f = yun_feature_index_get (index, s->feature);
      YunLabelCandidate c = { .kind = kind, .feature = s->feature };

      if (f->look != look || (look == YUN_LOOK_FIRM && get_rank (f) != rank))
        continue;
      c.anchor = s->anchor;
      c.dx = s->dx;
      c.dy = s->dy;
      c.radius = s->radius;
      g_array_append_val (self->out, c);
    }
}

static void
add_area (Collector *self, guint i, YunLabelKind kind)
{
  const YunFeatureIndex *index = yun_scene_get_index (self->plan->scene);
  const YunFeature      *f = yun_feature_index_get (index, i);
  YunLabelCandidate      c = { .kind = kind, .feature = i, .anchor = f->anchor };
  double                 width = (f->max.x - f->min.x) / self->view->scale;

  if (f->kind != YUN_GEOM_POLYGON || width < MIN_AREA || !yun_scene_has (self->plan->scene, i))
    return;
  c.room = (float) width;
  c.shift = kind == YUN_LABEL_PARK;
  c.inside = TRUE;
  g_array_append_val (self->out, c);
}

static void
add_areas (Collector *self, gboolean parks)
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

      if (yun_feature_index_get (index, i)->look == YUN_LOOK_LOT)
        add_area (self, i, YUN_LABEL_PLOT);
    }
}

static void
collect (Collector *self)
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
        add_symbols (self, YUN_LOOK_FIRM, YUN_LABEL_FIRM, RANK_LEADER);
      add_areas (self, TRUE);
      if (self->zoom >= FEATURE_ZOOM)
        {
          add_symbols (self, YUN_LOOK_SITE, YUN_LABEL_PARK, 0);
          add_symbols (self, YUN_LOOK_FIRM, YUN_LABEL_FIRM, RANK_SEGMENT);
          add_symbols (self, YUN_LOOK_FACILITY, YUN_LABEL_FACILITY, 0);
        }
      if (self->zoom >= AREA_ZOOM)
        {
          add_areas (self, FALSE);
          add_symbols (self, YUN_LOOK_LOT, YUN_LABEL_PLOT, 0);
        }
      if (self->zoom >= FEATURE_ZOOM)
        add_symbols (self, YUN_LOOK_FIRM, YUN_LABEL_FIRM, RANK_OTHER);
    }
  if (base)
    {
      add_roads (self);
      add_places (self);
    }
}

void
yun_label_candidates_collect (YunSymbolPlan *plan, GArray *out)
{
  collect (&(Collector){ plan, &plan->view, yun_view_get_zoom (&plan->view), out });
}
