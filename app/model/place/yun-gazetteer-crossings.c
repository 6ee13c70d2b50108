/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-gazetteer-private.h"

#include "yun-csv.h"
#include "yun-measure.h"
#include "yun-text.h"

#include <math.h>
#include <string.h>

/*
 * Where two named roads meet. Streets and main roads share a vertex there; an expressway passes
 * most roads on a bridge, without one.
 */

#define APART 200.0 /* metres: two meetings of the same roads that are nearer are one crossing */
#define KNOWN 400.0 /* and nearer than this a listed crossing is that of the network */

typedef struct
{
  YunGazetteer *self;
  GHashTable   *pairs; /* (owned): "first second" by their numbers → GPtrArray of crossings */
} Crossings;

static gboolean
is_known (const GPtrArray *pair, YunPoint at, double apart)
{
  for (guint i = 0; pair != NULL && i < pair->len; i++)
    {
      YunPoint other = ((YunGazetteerCrossing *) g_ptr_array_index (pair, i))->place.at;

      if (yun_measure_distance (other.x, other.y, at.x, at.y) < apart)
        return TRUE;
    }
  return FALSE;
}

static YunGazetteerCrossing *
add_crossing (YunGazetteer *self, const char *name, YunPoint at)
{
  YunGazetteerCrossing *crossing = g_new0 (YunGazetteerCrossing, 1);

  crossing->place = (YunGazetteerPlace){ .kind = YUN_GAZETTEER_CROSSING,
                                         .name = g_strdup (name),
                                         .detail = "",
                                         .shape = yun_geom_new_point (at.x, at.y),
                                         .at = at };
  g_ptr_array_add (self->crossings, crossing);
  return crossing;
}

static const YunGazetteerEntry *
get_road (const Crossings *state, guint i)
{
  return g_ptr_array_index (state->self->entries, i);
}

/* An expressway is said by its number: G60×莘砖公路. */
static const char *
get_short (const YunGazetteerEntry *road, char **number)
{
  gsize n = strspn (road->place.name, "GS0123456789");

  *number = road->fast && n > 1 ? g_strndup (road->place.name, n) : NULL;
  return *number != NULL ? *number : road->place.name;
}

/* The meeting of roads @a and @b at @at, unless it is known. */
static void
add_meeting (Crossings *state, guint a, guint b, YunPoint at, double apart)
{
  g_autofree char         *key = NULL;
  GPtrArray               *pair;
  const YunGazetteerEntry *first = get_road (state, a), *second = get_road (state, b);
  g_autofree char         *one = NULL;
  g_autofree char         *two = NULL;
  g_autofree char         *name = NULL;
  YunGazetteerCrossing    *crossing;

  if (a == b)
    return;
  key = g_strdup_printf ("%u %u", MIN (a, b), MAX (a, b));
  pair = g_hash_table_lookup (state->pairs, key);
  if (is_known (pair, at, apart))
    return;
  if (pair == NULL)
    {
      pair = g_ptr_array_new ();
      g_hash_table_insert (state->pairs, g_steal_pointer (&key), pair);
    }
  /* expressways first, as people say it */
  if (second->fast && !first->fast)
    {
      const YunGazetteerEntry *other = first;

      first = second;
      second = other;
    }
  name = g_strconcat (get_short (first, &one), "×", get_short (second, &two), NULL);
  crossing = add_crossing (state->self, name, at);
  crossing->keys[0] = first->keys;
  crossing->keys[1] = second->keys;
  g_ptr_array_add (pair, crossing);
}

static guint
point_hash (gconstpointer key)
{
  const YunPoint *p = key;

  return (guint) (gint64) round (p->x * 1e6) * 73856093u ^ (guint) (gint64) round (p->y * 1e6);
}

static gboolean
point_equal (gconstpointer a, gconstpointer b)
{
  const YunPoint *p = a, *q = b;

  return p->x == q->x && p->y == q->y;
}

/* Where roads end at others: they are in pieces from crossing to crossing. */
static void
add_ends (Crossings *state, GHashTable *roads, guint road)
{
  const YunGeom *shape = get_road (state, road)->place.shape;

  for (guint part = 0; part < yun_geom_get_n_parts (shape); part++)
    {
      guint           n;
      const YunPoint *points = yun_geom_get_ring (shape, part, 0, &n);

      for (guint i = 0; i < n; i += MAX (n - 1, 1))
        {
          GArray *known = g_hash_table_lookup (roads, &points[i]);

          if (known == NULL)
            {
              known = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (roads, (gpointer) &points[i], known);
            }
          for (guint k = 0; k < known->len; k++)
            add_meeting (state, g_array_index (known, guint, k), road, points[i], APART);
          g_array_append_val (known, road);
        }
    }
}

/* ---- Bridges ------------------------------------------------------------------------------- */

static gboolean
meet_segments (YunPoint a, YunPoint b, YunPoint c, YunPoint d, YunPoint *at)
{
  double den = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x), t, u;

  if (MAX (a.x, b.x) < MIN (c.x, d.x) || MAX (c.x, d.x) < MIN (a.x, b.x) ||
      MAX (a.y, b.y) < MIN (c.y, d.y) || MAX (c.y, d.y) < MIN (a.y, b.y) || den == 0)
    return FALSE;
  t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / den;
  u = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / den;
  *at = (YunPoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
  return t >= 0 && t <= 1 && u >= 0 && u <= 1;
}

static void
meet_lines (
  Crossings *state, guint a, guint b, const YunPoint *p, guint n, const YunPoint *q, guint m)
{
  YunPoint at;

  for (guint i = 1; i < n; i++)
    for (guint k = 1; k < m; k++)
      if (meet_segments (p[i - 1], p[i], q[k - 1], q[k], &at))
        add_meeting (state, a, b, at, APART);
}

/* Where the courses of roads @a and @b cross, seen from above. */
static void
add_bridges (Crossings *state, guint a, guint b)
{
  const YunGeom *first = get_road (state, a)->place.shape,
                *second = get_road (state, b)->place.shape;
  const YunRect *box = yun_geom_get_box (first), *other = yun_geom_get_box (second);

  if (box->x0 > other->x1 || box->x1 < other->x0 || box->y0 > other->y1 || box->y1 < other->y0)
    return;
  for (guint i = 0; i < yun_geom_get_n_parts (first); i++)
    for (guint k = 0; k < yun_geom_get_n_parts (second); k++)
      {
        guint           n, m;
        const YunPoint *p = yun_geom_get_ring (first, i, 0, &n);
        const YunPoint *q = yun_geom_get_ring (second, k, 0, &m);

        meet_lines (state, a, b, p, n, q, m);
      }
}

/* ---- Listed ones ---------------------------------------------------------------------------- */

static guint
find_road (const Crossings *state, const char *name)
{
  g_autofree char   *key = yun_text_normalise (name);
  YunGazetteerEntry *road = yun_gazetteer_find_entry (state->self, YUN_GAZETTEER_ROAD, key);
  guint              i = G_MAXUINT;

  if (road != NULL)
    g_ptr_array_find (state->self->entries, road, &i);
  return i;
}

/* (transfer full): the names of a road that is no entry */
static char **
make_keys (const char *name)
{
  char **keys = g_new0 (char *, 2);

  keys[0] = yun_text_normalise (name);
  return keys;
}

/* Crossings of roads that the network lacks, or lacks there. */
static void
add_listed (Crossings *state)
{
  g_autoptr (YunCsv) places = yun_csv_load_resource ("geodata/layout/places.csv");

  for (guint i = 0; i < yun_csv_get_n_rows (places); i++)
    {
      const char    *name = yun_csv_get (places, i, "name");
      g_auto (GStrv) names = g_strsplit (name, "×", 2);
      YunPoint       at = { g_ascii_strtod (yun_csv_get (places, i, "lon"), NULL),
                            g_ascii_strtod (yun_csv_get (places, i, "lat"), NULL) };
      guint          roads[2];

      if (!g_str_equal (yun_csv_get (places, i, "kind"), "crossing") || names[1] == NULL)
        continue;
      for (guint k = 0; k < 2; k++)
        roads[k] = find_road (state, names[k]);
      if (roads[0] != G_MAXUINT && roads[1] != G_MAXUINT)
        add_meeting (state, roads[0], roads[1], at, KNOWN);
      else
        {
          YunGazetteerCrossing *crossing = add_crossing (state->self, name, at);

          for (guint k = 0; k < 2; k++)
            crossing->keys[k] =
              roads[k] != G_MAXUINT ? get_road (state, roads[k])->keys : make_keys (names[k]);
        }
    }
}

void
yun_gazetteer_add_crossings (YunGazetteer *self)
{
  g_autoptr (GHashTable) roads =
    g_hash_table_new_full (point_hash, point_equal, NULL, (GDestroyNotify) g_array_unref);
  Crossings state = { .self = self };
  guint     n = self->entries->len;

  state.pairs =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < n; i++)
    if (get_road (&state, i)->place.kind == YUN_GAZETTEER_ROAD)
      add_ends (&state, roads, i);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; get_road (&state, i)->fast && k < n; k++)
      /* two expressways once */
      if (get_road (&state, k)->place.kind == YUN_GAZETTEER_ROAD &&
          (get_road (&state, k)->fast ? k > i : k != i))
        add_bridges (&state, i, k);
  add_listed (&state);
  g_hash_table_unref (state.pairs);
}
