/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-base-roads.h"

#include <math.h>

#define MAIN_CRUMB 110.0  /* pixels: a blind end of a main road that is shorter is not drawn */
#define STREET_CRUMB 40.0 /* and one of a street */
#define LAST_ZOOM 15.f    /* from here on all is drawn */

/* A piece as an edge between two crossings. */
typedef struct
{
  guint    node[2];
  double   length; /* world units */
  gboolean used;   /* by the network that is looked at */
  guint    tip;    /* of an edge that leads to a blind end: its node on that side */
  double   reach;  /* from its other node to the farthest blind end behind it; 0: none */
} Edge;

typedef struct
{
  GArray   *pieces; /* (unowned) */
  guint     n;
  Edge     *edges; /* (owned): one a piece */
  guint     n_nodes;
  guint    *first; /* (owned): where a node's edges begin in .of_node */
  guint    *of_node;
  gboolean *held; /* (owned): no end of a road is here, for the network goes on outside */
} Network;

static YunRoadPiece *
get_piece (const GArray *pieces, guint i)
{
  return &g_array_index (pieces, YunRoadPiece, i);
}

static YunVertex
get_end (const YunRoadPiece *piece, guint end)
{
  return piece->vertices[end == 0 ? 0 : piece->n - 1];
}

static guint
vertex_hash (gconstpointer key)
{
  const YunVertex *v = key;

  return v->x * 73856093u ^ v->y * 19349663u;
}

static gboolean
vertex_equal (gconstpointer a, gconstpointer b)
{
  const YunVertex *one = a, *two = b;

  return one->x == two->x && one->y == two->y;
}

static double
measure (const YunRoadPiece *piece)
{
  double length = 0;

  for (guint i = 1; i < piece->n; i++)
    length += hypot ((double) piece->vertices[i].x - piece->vertices[i - 1].x,
                     (double) piece->vertices[i].y - piece->vertices[i - 1].y);

  return length;
}

static void
number_nodes (Network *self)
{
  g_autoptr (GHashTable) nodes = g_hash_table_new_full (vertex_hash, vertex_equal, g_free, NULL);

  for (guint i = 0; i < self->n; i++)
    for (guint end = 0; end < 2; end++)
      {
        YunVertex at = get_end (get_piece (self->pieces, i), end);
        gpointer  known;

        if (!g_hash_table_lookup_extended (nodes, &at, NULL, &known))
          {
            known = GUINT_TO_POINTER (self->n_nodes++);
            g_hash_table_insert (nodes, g_memdup2 (&at, sizeof at), known);
          }
        self->edges[i].node[end] = GPOINTER_TO_UINT (known);
      }
}

static void
network_init (Network *self, GArray *pieces)
{
  *self = (Network){ .pieces = pieces, .n = pieces->len, .edges = g_new0 (Edge, pieces->len + 1) };
  number_nodes (self);
  self->first = g_new0 (guint, self->n_nodes + 2);
  self->of_node = g_new0 (guint, 2 * self->n + 1);
  self->held = g_new0 (gboolean, self->n_nodes + 1);
  for (guint i = 0; i < 2 * self->n; i++)
    self->first[self->edges[i / 2].node[i % 2] + 2]++;
  for (guint k = 2; k < self->n_nodes + 2; k++)
    self->first[k] += self->first[k - 1];
  for (guint i = 0; i < 2 * self->n; i++)
    self->of_node[self->first[self->edges[i / 2].node[i % 2] + 1]++] = i / 2;
}

static void
network_clear (Network *self)
{
  g_free (self->edges);
  g_free (self->first);
  g_free (self->of_node);
  g_free (self->held);
}

/* ---- Blind ends ---------------------------------------------------------------------- */

typedef struct
{
  Network *network;
  guint   *degree; /* (owned) */
  double  *best;   /* (owned): of a node, the reach of the longest way to a blind end */
  guint   *heavy;  /* (owned): the edge that begins it */
  guint   *to;     /* (owned): of a node at a tip, the edge that leads away from there */
  guint   *order;  /* (owned): edges as they were taken off, tips first */
  guint    n_order;
} Pruning;

static void
take_off (Pruning *self, GQueue *tips, guint node)
{
  Network *net = self->network;

  for (guint k = net->first[node]; k < net->first[node + 1]; k++)
    {
      guint i = net->of_node[k];
      Edge *edge = &net->edges[i];
      guint root = edge->node[edge->node[0] == node];

      if (!edge->used || edge->reach > 0)
        continue;
      edge->tip = node;
      edge->reach = self->best[node] + edge->length;
      self->to[node] = i;
      self->order[self->n_order++] = i;
      if (edge->reach > self->best[root])
        {
          self->best[root] = edge->reach;
          self->heavy[root] = i;
        }
      self->degree[node]--;
      if (--self->degree[root] == 1 && !net->held[root])
        g_queue_push_tail (tips, GUINT_TO_POINTER (root));
      return;
    }
}

/* Takes off edge by edge what leads to a blind end alone. */
static void
find_blind (Pruning *self)
{
  Network        *net = self->network;
  g_auto (GQueue) tips = G_QUEUE_INIT;

  for (guint i = 0; i < net->n; i++)
    for (guint end = 0; end < 2 && net->edges[i].used; end++)
      self->degree[net->edges[i].node[end]]++;
  for (guint v = 0; v < net->n_nodes; v++)
    if (self->degree[v] == 1 && !net->held[v])
      g_queue_push_tail (&tips, GUINT_TO_POINTER (v));
  while (!g_queue_is_empty (&tips))
    {
      guint v = GPOINTER_TO_UINT (g_queue_pop_head (&tips));

      if (self->degree[v] == 1)
        take_off (self, &tips, v);
    }
}

/* Of what branches the longest way is one road with the stem: .reach of all its edges becomes that
 * of the whole. */
static void
spread_reach (Pruning *self)
{
  Network *net = self->network;

  for (guint k = self->n_order; k-- > 0;)
    {
      guint i = self->order[k];
      Edge *edge = &net->edges[i];
      guint root = edge->node[edge->node[0] == edge->tip], stem = self->to[root];

      if (stem != G_MAXUINT && stem != i && self->heavy[root] == i)
        edge->reach = net->edges[stem].reach;
    }
}

static void
prune (Network *net)
{
  Pruning self = { .network = net,
                   .degree = g_new0 (guint, net->n_nodes + 1),
                   .best = g_new0 (double, net->n_nodes + 1),
                   .heavy = g_new0 (guint, net->n_nodes + 1),
                   .to = g_new (guint, net->n_nodes + 1),
                   .order = g_new0 (guint, net->n + 1) };

  for (guint v = 0; v <= net->n_nodes; v++)
    self.to[v] = G_MAXUINT;
  for (guint i = 0; i < net->n; i++)
    net->edges[i].reach = 0;
  find_blind (&self);
  spread_reach (&self);
  g_free (self.degree);
  g_free (self.best);
  g_free (self.heavy);
  g_free (self.to);
  g_free (self.order);
}

/* The zoom at which a blind end of this reach is long enough. */
static float
get_reach_zoom (double reach, double crumb)
{
  return reach > 0 ? MIN ((float) (24 - log2 (reach / crumb)), LAST_ZOOM) : 0;
}

/* ---- One network ------------------------------------------------------------------------ */

static guint
find_root (guint *parent, guint v)
{
  while (parent[v] != v)
    v = parent[v] = parent[parent[v]];

  return v;
}

static double
turn (YunVertex a, YunVertex b, YunVertex c)
{
  return ((double) b.x - a.x) * ((double) c.y - a.y) - ((double) b.y - a.y) * ((double) c.x - a.x);
}

/* Whether two lines cross or touch, seen from above: a bridge counts. */
static gboolean
do_cross (const YunRoadPiece *a, const YunRoadPiece *b)
{
  for (guint i = 1; i < a->n; i++)
    for (guint k = 1; k < b->n; k++)
      {
        YunVertex p = a->vertices[i - 1], q = a->vertices[i];
        YunVertex r = b->vertices[k - 1], s = b->vertices[k];

        if (MAX (p.x, q.x) < MIN (r.x, s.x) || MAX (r.x, s.x) < MIN (p.x, q.x) ||
            MAX (p.y, q.y) < MIN (r.y, s.y) || MAX (r.y, s.y) < MIN (p.y, q.y))
          continue;
        if ((turn (p, q, r) > 0) != (turn (p, q, s) > 0) &&
            (turn (r, s, p) > 0) != (turn (r, s, q) > 0))
          return TRUE;
      }

  return FALSE;
}

/* Which edges of the network hang together with most of it; (transfer full): a flag an edge. */
static gboolean *
find_main_part (const Network *net)
{
  g_autofree guint  *parent = g_new (guint, net->n_nodes + 1);
  g_autofree double *length = g_new0 (double, net->n_nodes + 1);
  gboolean          *in = g_new0 (gboolean, net->n + 1);
  guint              best = 0;

  for (guint v = 0; v <= net->n_nodes; v++)
    parent[v] = v;
  for (guint i = 0; i < net->n; i++)
    {
      const YunRoadPiece *piece = get_piece (net->pieces, i);
      guint               here = net->edges[i].node[0];

      if (!net->edges[i].used)
        continue;
      parent[find_root (parent, net->edges[i].node[1])] = find_root (parent, here);
      for (guint k = 0; k < net->n && piece->class == YUN_ROAD_EXPRESSWAY; k++)
        if (net->edges[k].used && get_piece (net->pieces, k)->class != YUN_ROAD_EXPRESSWAY &&
            do_cross (piece, get_piece (net->pieces, k)))
          parent[find_root (parent, net->edges[k].node[0])] = find_root (parent, here);
    }
  for (guint i = 0; i < net->n; i++)
    if (net->edges[i].used)
      length[find_root (parent, net->edges[i].node[0])] += net->edges[i].length;
  for (guint v = 1; v < net->n_nodes; v++)
    if (length[v] > length[best])
      best = v;
  for (guint i = 0; i < net->n; i++)
    in[i] = net->edges[i].used && find_root (parent, net->edges[i].node[0]) == best;

  return in;
}

GArray *
yun_base_roads_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (YunRoadPiece));
}

void
yun_base_roads_rank (GArray *pieces, YunRoadOutside outside, gpointer user_data)
{
  g_autofree gboolean *in = NULL;
  Network              net;

  network_init (&net, pieces);
  for (guint i = 0; i < net.n; i++)
    {
      const YunRoadPiece *piece = get_piece (pieces, i);

      net.edges[i].length = measure (piece);
      net.edges[i].used = piece->class != YUN_ROAD_STREET;
      for (guint end = 0; end < 2; end++)
        net.held[net.edges[i].node[end]] = outside (get_end (piece, end), user_data);
    }

  /* from afar: expressways and main roads */
  in = find_main_part (&net);
  prune (&net);
  for (guint i = 0; i < net.n; i++)
    get_piece (pieces, i)->min_zoom =
      in[i] ? get_reach_zoom (net.edges[i].reach, MAIN_CRUMB) : LAST_ZOOM;

  /* and with streets */
  for (guint i = 0; i < net.n; i++)
    net.edges[i].used = TRUE;
  prune (&net);
  for (guint i = 0; i < net.n; i++)
    {
      YunRoadPiece *piece = get_piece (pieces, i);
      float zoom = MAX ((float) YUN_STREET_ZOOM, get_reach_zoom (net.edges[i].reach, STREET_CRUMB));

      piece->min_zoom = piece->class == YUN_ROAD_EXPRESSWAY ? 0 : MIN (piece->min_zoom, zoom);
    }
  network_clear (&net);
}

/* ---- Joining ------------------------------------------------------------------------------ */

static gboolean
are_alike (const YunRoadPiece *a, const YunRoadPiece *b)
{
  return a->name == b->name && a->class == b->class && a->schematic == b->schematic &&
         a->min_zoom == b->min_zoom;
}

/* The only other piece that goes on from piece @i at @node; G_MAXUINT: none, or several. */
static guint
find_next (const Network *net, guint i, guint node)
{
  guint next = G_MAXUINT;

  /* a ring by itself is not gone on from */
  if (net->edges[i].node[0] == net->edges[i].node[1])
    return G_MAXUINT;
  for (guint k = net->first[node]; k < net->first[node + 1]; k++)
    {
      guint other = net->of_node[k];

      if (other == i || !are_alike (get_piece (net->pieces, i), get_piece (net->pieces, other)))
        continue;
      if (next != G_MAXUINT)
        return G_MAXUINT;
      next = other;
    }

  return next;
}

/* Appends a piece from the end at @node on; returns the node at its other end. */
static guint
append_piece (const Network *net, GArray *line, guint i, guint node)
{
  const YunRoadPiece *piece = get_piece (net->pieces, i);
  gboolean            back = net->edges[i].node[0] != node;

  for (guint k = line->len > 0 ? 1 : 0; k < piece->n; k++)
    g_array_append_val (line, piece->vertices[back ? piece->n - 1 - k : k]);

  return net->edges[i].node[back ? 0 : 1];
}

/* Back from @i as far as it goes: where the line begins. */
static guint
find_begin (const Network *net, guint i, guint *node)
{
  guint first = i, next;

  *node = net->edges[i].node[0];
  while ((next = find_next (net, i, *node)) != G_MAXUINT && next != first)
    {
      *node = net->edges[next].node[net->edges[next].node[0] == *node];
      i = next;
    }

  return i;
}

GArray *
yun_base_roads_join (GArray *pieces)
{
  GArray              *lines = yun_base_roads_new ();
  Network              net;
  g_autofree gboolean *done = g_new0 (gboolean, pieces->len + 1);

  network_init (&net, pieces);
  for (guint k = 0; k < net.n; k++)
    {
      g_autoptr (GArray) line = NULL;
      YunRoadPiece       joined = *get_piece (pieces, k);
      guint              node, i;

      if (done[k])
        continue;
      line = g_array_new (FALSE, FALSE, sizeof (YunVertex));
      for (i = find_begin (&net, k, &node); i != G_MAXUINT && !done[i];)
        {
          done[i] = TRUE;
          node = append_piece (&net, line, i, node);
          i = find_next (&net, i, node);
        }
      joined.n = line->len;
      joined.vertices = (YunVertex *) g_array_steal (line, NULL);
      g_array_append_val (lines, joined);
    }
  network_clear (&net);
  for (guint k = 0; k < pieces->len; k++)
    g_free (get_piece (pieces, k)->vertices);
  g_array_unref (pieces);

  return lines;
}
