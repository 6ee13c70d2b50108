/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-land-groups.h"

#include "yun-field.h"
#include "yun-plot.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* ---- Values --------------------------------------------------------------------- */

YunLandPlot *
yun_land_plot_new (gint64 id, YunGeom *shape, double area_m2, const char *holder)
{
  YunLandPlot *self = g_new0 (YunLandPlot, 1);

  self->id = id;
  self->shape = shape != NULL ? yun_geom_ref (shape) : NULL;
  self->area_m2 = area_m2;
  self->holder = g_strdup (holder);
  self->name = g_strdup ("");
  return self;
}

void
yun_land_plot_free (YunLandPlot *self)
{
  g_clear_pointer (&self->shape, yun_geom_unref);
  g_free (self->holder);
  g_free (self->name);
  g_free (self->number);
  g_free (self->town);
  g_free (self->uid);
  g_free (self);
}

static void
free_group (YunLandGroup *self)
{
  g_array_unref (self->members);
  g_free (self);
}

void
yun_land_result_free (YunLandResult *self)
{
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->plots, g_ptr_array_unref);
  g_free (self);
}

/* ---- Lists of neighbours ---------------------------------------------------------- */

/* Who is next to whom: the neighbours of i are to[from[i]] … to[from[i + 1] - 1]. */
typedef struct
{
  guint  n;
  guint *from; /* (owned) */
  guint *to;   /* (owned) */
} Graph;

static void
graph_init (Graph *self, guint n, const YunLandPair *pairs, guint n_pairs)
{
  g_autofree guint *next = NULL;

  self->n = n;
  self->from = g_new0 (guint, n + 1);
  self->to = g_new (guint, 2 * (gsize) n_pairs + 1);
  for (guint i = 0; i < n_pairs; i++)
    {
      self->from[pairs[i].a + 1]++;
      self->from[pairs[i].b + 1]++;
    }
  for (guint i = 0; i < n; i++)
    self->from[i + 1] += self->from[i];
  next = g_memdup2 (self->from, (n + 1) * sizeof (guint));
  for (guint i = 0; i < n_pairs; i++)
    {
      self->to[next[pairs[i].a]++] = pairs[i].b;
      self->to[next[pairs[i].b]++] = pairs[i].a;
    }
}

static void
graph_clear (Graph *self)
{
  g_free (self->from);
  g_free (self->to);
}

static guint
find_root (guint *parents, guint i)
{
  while (parents[i] != i)
    {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
  return i;
}

/* (transfer full): for each of @n the number of its set, from 0; joined by @pairs, when @labels
 * only those of one label. */
static guint *
join (guint n, const YunLandPair *pairs, guint n_pairs, const guint *labels, guint *n_sets)
{
  g_autofree guint *parents = g_new (guint, n + 1);
  guint            *sets = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    parents[i] = i;
  for (guint i = 0; i < n_pairs; i++)
    {
      guint a = find_root (parents, pairs[i].a), b = find_root (parents, pairs[i].b);

      if (labels == NULL || labels[pairs[i].a] == labels[pairs[i].b])
        parents[MAX (a, b)] = MIN (a, b);
    }
  *n_sets = 0;
  /* A root is the least of its set, so its number is known before it is asked for. */
  for (guint i = 0; i < n; i++)
    {
      guint root = find_root (parents, i);

      sets[i] = root == i ? (*n_sets)++ : sets[root];
    }
  return sets;
}

/* ---- The search --------------------------------------------------------------------- */

/* A piece: neighbouring plots of one holder. */
typedef struct
{
  guint  number;
  guint  holder;
  guint  component;
  double area_m2;
} Piece;

typedef struct
{
  GPtrArray          *plots; /* (unowned) */
  const YunLandWants *wants;
  guint              *holders;    /* (owned): of plots */
  gboolean            chooses;    /* what is offered is one of several that may be */
  guint              *components; /* (owned): of plots */
  guint              *piece_of;   /* (owned): of plots */
  GArray             *pieces;     /* (owned) (element-type Piece) */
  Graph               graph;      /* of plots */
  Graph               between;    /* of pieces */
  guint              *inside;     /* (owned): of pieces: the growing they were last taken into */
  guint              *tried;      /* (owned): of pieces: the trial they were last reached by */
  guint               n_grown;
  guint               n_trials;
  GHashTable         *seen;   /* (owned): of members as bytes */
  GPtrArray          *groups; /* (owned) (element-type YunLandGroup) */
} Search;

static double
known_area (const YunLandPlot *plot)
{
  return isnan (plot->area_m2) ? 0 : plot->area_m2;
}

/* (transfer full): a number for each holder; who is not known is alone. */
static guint *
number_holders (GPtrArray *plots)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                 *holders = g_new (guint, plots->len + 1);
  guint                  n = 0;

  for (guint i = 0; i < plots->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, i);
      g_autofree char   *name = yun_text_normalise (plot->holder);
      gpointer           number;

      if (name[0] == '\0')
        holders[i] = n++;
      else if (g_hash_table_lookup_extended (numbers, name, NULL, &number))
        holders[i] = GPOINTER_TO_UINT (number);
      else
        {
          g_hash_table_insert (numbers, g_steal_pointer (&name), GUINT_TO_POINTER (n));
          holders[i] = n++;
        }
    }
  return holders;
}

static YunLandGroup *
describe (Search *self, GArray *members)
{
  YunLandGroup          *group = g_new0 (YunLandGroup, 1);
  g_autoptr (GHashTable) holders = g_hash_table_new (NULL, NULL);

  group->members = g_array_ref (members);
  for (guint i = 0; i < members->len; i++)
    {
      guint              number = g_array_index (members, guint, i);
      const YunLandPlot *plot = g_ptr_array_index (self->plots, number);

      group->area_m2 += known_area (plot);
      group->n_unknown_areas += isnan (plot->area_m2);
      group->n_sketches += plot->is_sketch;
      if (g_hash_table_add (holders, GUINT_TO_POINTER (self->holders[number] + 1)) &&
          (plot->holder == NULL || plot->holder[0] == '\0'))
        group->n_unknown_holders++;
    }
  group->n_holders = g_hash_table_size (holders);
  return group;
}

/* Whether each can be reached from the first over members only. */
static gboolean
is_connected (Search *self, GArray *members)
{
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray)     queue = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 1; i < members->len; i++)
    g_hash_table_add (left, GUINT_TO_POINTER (g_array_index (members, guint, i) + 1));
  g_array_append_val (queue, g_array_index (members, guint, 0));
  for (guint i = 0; i < queue->len; i++)
    {
      guint at = g_array_index (queue, guint, i);

      for (guint k = self->graph.from[at]; k < self->graph.from[at + 1]; k++)
        if (g_hash_table_remove (left, GUINT_TO_POINTER (self->graph.to[k] + 1)))
          g_array_append_val (queue, self->graph.to[k]);
    }
  return g_hash_table_size (left) == 0;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

/* Takes @members as a group when it is what is wanted and not there yet. */
static void
offer (Search *self, GArray *members)
{
  g_autoptr (GBytes) key = NULL;
  YunLandGroup      *group;

  if (members->len < 2)
    return;
  g_array_sort (members, compare_numbers);
  key = g_bytes_new (members->data, members->len * sizeof (guint));
  if (g_hash_table_contains (self->seen, key))
    return;
  group = describe (self, members);
  if (group->area_m2 < self->wants->area_m2)
    {
      free_group (group);
      return;
    }
  if ((self->wants->max_holders > 0 && group->n_holders > self->wants->max_holders) ||
      !is_connected (self, members))
    {
      g_critical ("a group that is none was left out");
      free_group (group);
      return;
    }
  group->is_choice = self->chooses;
  g_hash_table_add (self->seen, g_steal_pointer (&key));
  g_ptr_array_add (self->groups, group);
}

/* ---- Growing --------------------------------------------------------------------------- */

static const Piece *
get_piece (Search *self, guint i)
{
  return &g_array_index (self->pieces, Piece, i);
}

/* What of the pieces of @holder next to those inside, and of the @allowed holders behind them, can
 * be reached; appended to @reached when that is not NULL and then inside. */
static double
reach (Search *self, const guint *border, guint n_border, GHashTable *allowed, GArray *reached)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  guint              holder = get_piece (self, border[0])->holder;
  guint              trial = ++self->n_trials;
  double             area = 0;

  for (guint i = 0; i < n_border; i++)
    {
      self->tried[border[i]] = trial;
      g_array_append_val (queue, border[i]);
    }
  for (guint i = 0; i < queue->len; i++)
    {
      guint at = g_array_index (queue, guint, i);

      area += get_piece (self, at)->area_m2;
      for (guint k = self->between.from[at]; k < self->between.from[at + 1]; k++)
        {
          guint next = self->between.to[k], whose = get_piece (self, next)->holder;

          if (self->inside[next] == self->n_grown || self->tried[next] == trial ||
              (whose != holder && !g_hash_table_contains (allowed, GUINT_TO_POINTER (whose + 1))))
            continue;
          self->tried[next] = trial;
          g_array_append_val (queue, next);
        }
    }
  for (guint i = 0; reached != NULL && i < queue->len; i++)
    {
      guint at = g_array_index (queue, guint, i);

      self->inside[at] = self->n_grown;
      g_array_append_val (reached, at);
    }
  return area;
}

static int
compare_border (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Search *self = user_data;
  guint   x = *(const guint *) a, y = *(const guint *) b;
  guint   hx = get_piece (self, x)->holder, hy = get_piece (self, y)->holder;

  return hx != hy ? (hx < hy ? -1 : 1) : x < y ? -1 : x > y;
}

/* (transfer full): the pieces next to those of @taken, by holder. */
static GArray *
find_border (Search *self, GArray *taken)
{
  GArray *border = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   trial = ++self->n_trials;

  for (guint i = 0; i < taken->len; i++)
    {
      guint at = g_array_index (taken, guint, i);

      for (guint k = self->between.from[at]; k < self->between.from[at + 1]; k++)
        {
          guint next = self->between.to[k];

          if (self->inside[next] == self->n_grown || self->tried[next] == trial)
            continue;
          self->tried[next] = trial;
          g_array_append_val (border, next);
        }
    }
  g_array_sort_with_data (border, compare_border, self);
  return border;
}

/* Takes the holder next to @taken that adds most; FALSE when nobody is. */
static gboolean
grow (Search *self, GArray *taken, GHashTable *allowed)
{
  g_autoptr (GArray) border = find_border (self, taken);
  double             best_area = -1;
  guint              best = 0, n_best = 0;

  for (guint i = 0, n; i < border->len; i += n)
    {
      const guint *first = &g_array_index (border, guint, i);
      double       area;

      for (n = 1; i + n < border->len &&
                  get_piece (self, first[n])->holder == get_piece (self, first[0])->holder;
           n++)
        ;
      area = reach (self, first, n, allowed, NULL);
      if (area > best_area)
        {
          best_area = area;
          best = i;
          n_best = n;
        }
    }
  if (n_best == 0)
    return FALSE;
  reach (self, &g_array_index (border, guint, best), n_best, allowed, taken);
  g_hash_table_add (
    allowed, GUINT_TO_POINTER (get_piece (self, g_array_index (border, guint, best))->holder + 1));
  return TRUE;
}

/* (transfer full): the pieces that @seed and its best neighbours make. */
static GArray *
grow_from (Search *self, guint seed)
{
  g_autoptr (GHashTable) allowed = g_hash_table_new (NULL, NULL);
  GArray                *taken = g_array_new (FALSE, FALSE, sizeof (guint));

  self->n_grown++;
  self->inside[seed] = self->n_grown;
  g_array_append_val (taken, seed);
  g_hash_table_add (allowed, GUINT_TO_POINTER (get_piece (self, seed)->holder + 1));
  while (g_hash_table_size (allowed) < self->wants->max_holders && grow (self, taken, allowed))
    ;
  return taken;
}

/* ---- Putting it together ----------------------------------------------------------------- */

/* (transfer full) (element-type guint): the numbers 0 … n-1 by @sets, with where each set begins.
 */
static guint *
sort_by_set (const guint *sets, guint n, guint n_sets, guint **starts)
{
  guint            *order = g_new (guint, n + 1);
  g_autofree guint *next = NULL;

  *starts = g_new0 (guint, n_sets + 2);
  for (guint i = 0; i < n; i++)
    (*starts)[sets[i] + 1]++;
  for (guint i = 0; i < n_sets; i++)
    (*starts)[i + 1] += (*starts)[i];
  next = g_memdup2 (*starts, (n_sets + 1) * sizeof (guint));
  for (guint i = 0; i < n; i++)
    order[next[sets[i]]++] = i;
  return order;
}

static void
make_pieces (Search *self, const YunLandPair *pairs, guint n_pairs, guint n_pieces)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (YunLandPair));

  self->pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  g_array_set_size (self->pieces, n_pieces);
  for (guint i = 0; i < self->plots->len; i++)
    {
      Piece *piece = &g_array_index (self->pieces, Piece, self->piece_of[i]);

      piece->number = self->piece_of[i];
      piece->holder = self->holders[i];
      piece->component = self->components[i];
      piece->area_m2 += known_area (g_ptr_array_index (self->plots, i));
    }
  for (guint i = 0; i < n_pairs; i++)
    {
      YunLandPair link = { self->piece_of[pairs[i].a], self->piece_of[pairs[i].b] };

      if (link.a != link.b)
        g_array_append_val (links, link);
    }
  graph_init (&self->between, n_pieces, (const YunLandPair *) (gpointer) links->data, links->len);
  self->inside = g_new0 (guint, n_pieces + 1);
  self->tried = g_new0 (guint, n_pieces + 1);
}

/* By component, the largest first. */
static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *x = a, *y = b;

  if (x->component != y->component)
    return x->component < y->component ? -1 : 1;
  if (x->area_m2 != y->area_m2)
    return x->area_m2 > y->area_m2 ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

static guint
count_holders (Search *self, const guint *members, guint n)
{
  g_autoptr (GHashTable) holders = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (holders, GUINT_TO_POINTER (self->holders[members[i]] + 1));
  return g_hash_table_size (holders);
}

/* The groups within the connected area whose pieces are @seeds. */
static gboolean
search_parts (Search       *self,
              const Piece  *seeds,
              guint         n_seeds,
              const guint  *plots_by_piece,
              const guint  *piece_starts,
              GCancellable *cancellable,
              GError      **error)
{
  /* The pieces of one holder are all there are. */
  self->chooses = self->wants->max_holders > 1 || n_seeds > YUN_LAND_SEEDS;
  for (guint i = 0; i < MIN (n_seeds, YUN_LAND_SEEDS); i++)
    {
      g_autoptr (GArray) taken = NULL;
      g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint));

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      taken = grow_from (self, seeds[i].number);
      for (guint k = 0; k < taken->len; k++)
        {
          guint piece = g_array_index (taken, guint, k);

          g_array_append_vals (members, &plots_by_piece[piece_starts[piece]],
                               piece_starts[piece + 1] - piece_starts[piece]);
        }
      offer (self, members);
    }
  return TRUE;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const YunLandGroup *x = *(const YunLandGroup *const *) a, *y = *(const YunLandGroup *const *) b;

  if (x->area_m2 != y->area_m2)
    return x->area_m2 > y->area_m2 ? -1 : 1;
  return compare_numbers (x->members->data, y->members->data);
}

static gboolean
search (Search *self, GArray *pairs, GCancellable *cancellable, GError **error)
{
  const YunLandPair *p = (const YunLandPair *) (gpointer) pairs->data;
  guint              n = self->plots->len, n_components, n_pieces;
  g_autofree guint  *order = NULL, *starts = NULL;
  g_autofree guint  *by_piece = NULL, *piece_starts = NULL;
  g_autoptr (GArray) sorted = NULL;
  guint              seed = 0;

  self->components = join (n, p, pairs->len, NULL, &n_components);
  self->piece_of = join (n, p, pairs->len, self->holders, &n_pieces);
  graph_init (&self->graph, n, p, pairs->len);
  make_pieces (self, p, pairs->len, n_pieces);
  order = sort_by_set (self->components, n, n_components, &starts);
  by_piece = sort_by_set (self->piece_of, n, n_pieces, &piece_starts);
  sorted = g_array_copy (self->pieces);
  g_array_sort (sorted, compare_pieces);

  for (guint i = 0; i < n_components; i++)
    {
      const guint *members = &order[starts[i]];
      guint        n_members = starts[i + 1] - starts[i];
      guint        n_seeds = 0;
      double       area = 0;

      while (seed + n_seeds < sorted->len &&
             g_array_index (sorted, Piece, seed + n_seeds).component == i)
        area += g_array_index (sorted, Piece, seed + n_seeds++).area_m2;
      if (n_members > 1 && area >= self->wants->area_m2)
        {
          if (self->wants->max_holders == 0 ||
              count_holders (self, members, n_members) <= self->wants->max_holders)
            {
              g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint));

              g_array_append_vals (all, members, n_members);
              self->chooses = FALSE;
              offer (self, all);
            }
          else if (!search_parts (self, &g_array_index (sorted, Piece, seed), n_seeds, by_piece,
                                  piece_starts, cancellable, error))
            return FALSE;
        }
      seed += n_seeds;
    }
  g_ptr_array_sort (self->groups, compare_groups);
  return TRUE;
}

GPtrArray *
yun_land_groups_find (GPtrArray          *plots,
                      const YunLandWants *wants,
                      YunLandProgress     progress,
                      gpointer            user_data,
                      GCancellable       *cancellable,
                      GError            **error)
{
  Search                self = { .plots = plots, .wants = wants };
  g_autoptr (GPtrArray) shapes = g_ptr_array_sized_new (plots->len);
  g_autoptr (GArray)    pairs = NULL;
  GPtrArray            *groups = NULL;

  for (guint i = 0; i < plots->len; i++)
    g_ptr_array_add (shapes, ((const YunLandPlot *) g_ptr_array_index (plots, i))->shape);
  pairs = yun_land_find_neighbours (shapes, wants->gap_m, progress, user_data, cancellable, error);
  if (pairs == NULL)
    return NULL;
  self.holders = number_holders (plots);
  self.seen =
    g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  self.groups = g_ptr_array_new_with_free_func ((GDestroyNotify) free_group);
  if (search (&self, pairs, cancellable, error))
    groups = g_steal_pointer (&self.groups);
  g_clear_pointer (&self.groups, g_ptr_array_unref);
  g_hash_table_unref (self.seen);
  g_array_unref (self.pieces);
  graph_clear (&self.graph);
  graph_clear (&self.between);
  g_free (self.holders);
  g_free (self.components);
  g_free (self.piece_of);
  g_free (self.inside);
  g_free (self.tried);
  return groups;
}

/* ---- In words ------------------------------------------------------------------------------ */

char *
yun_land_group_describe (const YunLandGroup *self, GPtrArray *plots)
{
  g_autofree char       *number = yun_number_format (self->area_m2 / (2000.0 / 3.0), 1);
  g_autoptr (GString)    out = g_string_new (NULL);
  g_autoptr (GHashTable) towns = g_hash_table_new (g_str_hash, g_str_equal);

  g_string_append_printf (out, ngettext ("%u plot", "%u plots", self->members->len),
                          self->members->len);
  g_string_append (out, " · ");
  g_string_append_printf (out, _ ("%s mu"), number);
  g_string_append (out, " · ");
  g_string_append_printf (out, ngettext ("%u holder", "%u holders", self->n_holders),
                          self->n_holders);
  for (guint i = 0; i < self->members->len; i++)
    {
      const YunLandPlot *plot = g_ptr_array_index (plots, g_array_index (self->members, guint, i));

      if (plot->town != NULL && g_hash_table_add (towns, plot->town))
        g_string_append_printf (out, "%s%s", g_hash_table_size (towns) == 1 ? " · " : _ (", "),
                                plot->town);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_doubt (GString *out, guint n, const char *text)
{
  if (n == 0)
    return;
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append (out, text);
}

char *
yun_land_group_describe_doubts (const YunLandGroup *self)
{
  GString         *out = g_string_new (NULL);
  g_autofree char *holders = g_strdup_printf (
    ngettext ("%u plot has no known holder and counts as one of its own.",
              "%u plots have no known holder and count as one each.", self->n_unknown_holders),
    self->n_unknown_holders);
  g_autofree char *areas =
    g_strdup_printf (ngettext ("The area of %u plot is not known.",
                               "The areas of %u plots are not known.", self->n_unknown_areas),
                     self->n_unknown_areas);
  g_autofree char *sketches = g_strdup_printf (
    ngettext ("The outline of %u plot is a sketch, so its neighbours are not sure.",
              "The outlines of %u plots are sketches, so their neighbours are not sure.",
              self->n_sketches),
    self->n_sketches);

  append_doubt (out, self->n_unknown_holders, holders);
  append_doubt (out, self->n_unknown_areas, areas);
  append_doubt (out, self->n_sketches, sketches);
  return g_string_free (out, FALSE);
}

char *
yun_land_result_describe_choice (const YunLandResult *self)
{
  guint n = 0;

  for (guint i = 0; i < self->groups->len; i++)
    n += ((const YunLandGroup *) g_ptr_array_index (self->groups, i))->is_choice ? 1 : 0;
  if (n == 0)
    return g_strdup ("");
  return g_strdup_printf (
    ngettext ("%u group is a choice: where an area has more holders, the largest group found "
              "around each holder's plots is listed, and others may be possible.",
              "%u groups are a choice: where an area has more holders, the largest group found "
              "around each holder's plots is listed, and others may be possible.",
              n),
    n);
}
