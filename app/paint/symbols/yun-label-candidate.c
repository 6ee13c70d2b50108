/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-candidate.h"

#include "yun-label-text.h"

#include <string.h>

#define SHORT_TEXT 6.0 /* ems: up to this wide a name is never broken in two lines */
#define MIN_AREA 44.0  /* pixels: an area narrower than this has no label */
#define AREA_ZOOM 14.0
#define FEATURE_ZOOM 11.5
#define LEADER_ZOOM 9.5 /* a map of the whole district: only chain leaders have names */
#define NEIGHBOUR_ZOOM 13.5
#define TOWN_FROM 12.5f /* places of the street map that are drawn from farther off are towns */

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

/* The names of the districts around, each at the first of its places that is in sight. */
static void
add_neighbours (Collector *self)
{
  guint               n, n_shapes;
  const YunBaseMap   *base = yun_scene_get_base (self->plan->scene);
  const YunBasePlace *places = yun_base_map_get_places (base, &n);
  const YunBaseShape *shapes = yun_base_map_get_shapes (base, &n_shapes);

  for (guint i = 0; i < n; i++)
    {
      YunLabelCandidate c = { .text = places[i].name,
                              .kind = YUN_LABEL_NEIGHBOUR,
                              .feature = -1,
                              .anchor = places[i].at,
                              .once = TRUE,
                              /* the district comes first */
                              .outside = n_shapes > 0 ? &shapes[0] : NULL };

      if (strcmp (places[i].kind, "neighbour") == 0)
        g_array_append_val (self->out, c);
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

/* Stations and places of the street map that are not named already. */
static void
add_street_places (Collector *self)
{
  YunBaseMap        *base = yun_scene_get_base (self->plan->scene);
  YunStreetMap      *streets = yun_base_map_get_streets (base);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (YunStreetShape));
  YunVertex          min, max;

  if (streets == NULL)
    return;
  yun_view_get_box (self->view, 0, &min, &max);
  yun_street_map_find (streets, self->zoom, min, max,
                       1u << YUN_STREET_STATION | 1u << YUN_STREET_PLACE, found);
  for (guint i = 0; i < found->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (found, YunStreetShape, i);
      YunLabelCandidate     c = { .text = shape->name,
                                  .kind = YUN_LABEL_PLACE,
                                  .feature = -1,
                                  .anchor = shape->vertices[0],
                                  .shift = TRUE };
      gboolean              station = shape->kind == YUN_STREET_STATION;

      if (station)
        c.radius = 4;
      /* the towns of the district have names of their own */
      if (station ? !yun_base_map_has_place (base, c.text)
                  : shape->from >= TOWN_FROM || yun_base_map_find_town (base, c.anchor) == NULL)
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
      if (self->zoom < NEIGHBOUR_ZOOM)
        add_neighbours (self);
      add_places (self);
      add_street_places (self);
      yun_label_lines_collect (self->plan, self->out);
    }
}

void
yun_label_candidates_collect (YunSymbolPlan *plan, GArray *out)
{
  collect (&(Collector){ plan, &plan->view, yun_view_get_zoom (&plan->view), out });
}
