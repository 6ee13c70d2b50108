/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-street-map.h"

#include "yun-pack.h"
#include "yun-rtree.h"
#include "yun-street-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const YunStreetEntry *entries; /* (unowned): in the file */
  gsize                 n;
  const guint8         *blocks;   /* (unowned): in the file */
  gsize                 n_blocks; /* bytes */
  YunRTree             *tree;     /* (owned): of the entries' boxes */
} Level;

struct _YunStreetMap
{
  gatomicrefcount      ref;
  YunPack             *pack;  /* (owned) */
  const char          *names; /* (unowned): in the file, the last byte is zero */
  gsize                n_names;
  const YunStreetHead *head;  /* (unowned): in the file */
  const YunStreetBox  *cover; /* (unowned): in the file */
  gsize                n_cover;
  Level                levels[YUN_STREET_LEVELS];
  int                  damaged; /* atomic */
};

/* ---- Opening --------------------------------------------------------------------------- */

static gboolean
read_level (YunStreetMap *self, guint i)
{
  Level           *level = &self->levels[i];
  g_autofree char *index = g_strdup_printf ("index-%u", i);
  g_autofree char *blocks = g_strdup_printf ("blocks-%u", i);

  level->entries = yun_pack_get (self->pack, index, sizeof (YunStreetEntry), &level->n);
  level->blocks = yun_pack_get (self->pack, blocks, 1, &level->n_blocks);
  if (level->entries == NULL || level->blocks == NULL || level->n > G_MAXINT32)
    return FALSE;
  level->tree = yun_rtree_new ((guint) level->n);
  for (gsize k = 0; k < level->n; k++)
    {
      const YunStreetEntry *entry = &level->entries[k];
      YunRect               box = { entry->min.x, entry->min.y, entry->max.x, entry->max.y };

      if (entry->offset % 8 != 0 || entry->offset > level->n_blocks ||
          entry->size > level->n_blocks - entry->offset)
        return FALSE;
      yun_rtree_add (level->tree, &box);
    }
  yun_rtree_build (level->tree);

  return TRUE;
}

static gboolean
read_parts (YunStreetMap *self)
{
  gsize n;

  self->head = yun_pack_get (self->pack, "head", sizeof (YunStreetHead), &n);
  if (self->head == NULL || n != 1)
    return FALSE;
  self->names = yun_pack_get (self->pack, "names", 1, &self->n_names);
  if (self->names == NULL || self->n_names == 0 || self->names[self->n_names - 1] != '\0' ||
      self->head->source >= self->n_names || self->head->licence >= self->n_names)
    return FALSE;
  self->cover = yun_pack_get (self->pack, "cover", sizeof (YunStreetBox), &self->n_cover);
  if (self->cover == NULL)
    return FALSE;
  for (guint i = 0; i < YUN_STREET_LEVELS; i++)
    if (!read_level (self, i))
      return FALSE;

  return TRUE;
}

static gboolean
set_error (GError **error, const GError *failure)
{
  YunStreetError code =
    g_error_matches (failure, YUN_PACK_ERROR, YUN_PACK_ERROR_MISSING)   ? YUN_STREET_ERROR_MISSING
    : g_error_matches (failure, YUN_PACK_ERROR, YUN_PACK_ERROR_DAMAGED) ? YUN_STREET_ERROR_DAMAGED
                                                                        : YUN_STREET_ERROR_FOREIGN;

  g_debug ("%s", failure->message);
  g_set_error_literal (
    error, YUN_STREET_ERROR, (int) code,
    code == YUN_STREET_ERROR_MISSING ? _ ("There is no street map.")
    : code == YUN_STREET_ERROR_DAMAGED
      ? _ ("The street map is damaged: build it anew, or remove it.")
      : _ ("The street map is of another version of the program: build it anew, or remove it."));

  return FALSE;
}

YunStreetMap *
yun_street_map_open (const char *path, GError **error)
{
  g_autoptr (YunStreetMap) self = NULL;
  g_autoptr (GError)       failure = NULL;
  YunPack *pack = yun_pack_open (path, YUN_STREET_KEY, strlen (YUN_STREET_KEY), &failure);

  if (pack == NULL)
    {
      set_error (error, failure);
      return NULL;
    }
  self = g_new0 (YunStreetMap, 1);
  g_atomic_ref_count_init (&self->ref);
  self->pack = pack;
  if (!read_parts (self))
    {
      failure = g_error_new_literal (YUN_PACK_ERROR, YUN_PACK_ERROR_DAMAGED, "parts of it");
      set_error (error, failure);
      return NULL;
    }

  return g_steal_pointer (&self);
}

YunStreetMap *
yun_street_map_ref (YunStreetMap *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_street_map_unref (YunStreetMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  for (guint i = 0; i < YUN_STREET_LEVELS; i++)
    g_clear_pointer (&self->levels[i].tree, yun_rtree_free);
  yun_pack_unref (self->pack);
  g_free (self);
}

/* ---- About it ---------------------------------------------------------------------------- */

const char *
yun_street_map_get_source (const YunStreetMap *self)
{
  return self->names + self->head->source;
}

const char *
yun_street_map_get_licence (const YunStreetMap *self)
{
  return self->names + self->head->licence;
}

gint64
yun_street_map_get_made (const YunStreetMap *self)
{
  return self->head->made;
}

guint64
yun_street_map_get_n (const YunStreetMap *self)
{
  return self->head->n_shapes;
}

gsize
yun_street_map_get_size (const YunStreetMap *self)
{
  return yun_pack_get_size (self->pack);
}

const YunStreetBox *
yun_street_map_get_cover (const YunStreetMap *self, guint *n)
{
  *n = (guint) self->n_cover;

  return self->cover;
}

gboolean
yun_street_map_covers (const YunStreetMap *self, YunVertex at)
{
  return yun_street_map_meets_box (self, at, at);
}

/* The boxes do not overlap: what they share with this one adds up. */
gboolean
yun_street_map_covers_box (const YunStreetMap *self, YunVertex min, YunVertex max)
{
  double covered = 0, all = ((double) max.x - min.x) * ((double) max.y - min.y);

  for (gsize i = 0; i < self->n_cover; i++)
    {
      const YunStreetBox *box = &self->cover[i];

      if (yun_vertex_boxes_meet (min, max, box->min, box->max))
        covered += ((double) MIN (max.x, box->max.x) - MAX (min.x, box->min.x)) *
                   ((double) MIN (max.y, box->max.y) - MAX (min.y, box->min.y));
    }

  return covered >= all;
}

gboolean
yun_street_map_meets_box (const YunStreetMap *self, YunVertex min, YunVertex max)
{
  for (gsize i = 0; i < self->n_cover; i++)
    if (yun_vertex_boxes_meet (min, max, self->cover[i].min, self->cover[i].max))
      return TRUE;

  return FALSE;
}

/* ---- Finding --------------------------------------------------------------------------------- */

typedef struct
{
  YunStreetMap *map;
  const Level  *level;
  double        zoom;
  YunVertex     min;
  YunVertex     max;
  guint         kinds;
  GArray       *out;
} Search;

/* A block whose parts lie inside of it. */
typedef struct
{
  const YunStreetBlock *head;
  const YunStreetItem  *items;
  const guint32        *ends;
  const YunVertex      *vertices;
} Block;

static gboolean
read_block (const guint8 *data, gsize size, Block *block)
{
  guint64 need;

  if (size < sizeof (YunStreetBlock))
    return FALSE;
  block->head = (const YunStreetBlock *) (gconstpointer) data;
  need = sizeof (YunStreetBlock) + (guint64) block->head->n_items * sizeof (YunStreetItem) +
         (guint64) block->head->n_ends * sizeof (guint32) +
         (guint64) block->head->n_vertices * sizeof (YunVertex);
  if (need != size)
    return FALSE;
  block->items = (const YunStreetItem *) (gconstpointer) (block->head + 1);
  block->ends = (const guint32 *) (gconstpointer) (block->items + block->head->n_items);
  block->vertices = (const YunVertex *) (gconstpointer) (block->ends + block->head->n_ends);

  return TRUE;
}

static gboolean
is_sound (const YunStreetMap *map, const Block *block, const YunStreetItem *item)
{
  guint32 least = item->kind == YUN_STREET_STATION || item->kind == YUN_STREET_PLACE ? 1 : 2;
  guint32 begin = 0;

  if (item->kind >= YUN_STREET_N || item->name >= map->n_names || item->n_rings == 0 ||
      (item->kind == YUN_STREET_ROAD && item->class >= YUN_ROAD_N) ||
      item->first_end > block->head->n_ends ||
      item->n_rings > block->head->n_ends - item->first_end ||
      item->first_vertex > block->head->n_vertices)
    return FALSE;
  for (guint32 i = 0; i < item->n_rings; i++)
    {
      guint32 end = block->ends[item->first_end + i];

      if (end < begin || end - begin < least || end > block->head->n_vertices - item->first_vertex)
        return FALSE;
      begin = end;
    }

  return TRUE;
}

static gboolean
search_item (const Search *self, const Block *block, const YunStreetItem *item)
{
  YunStreetShape shape = { item->kind,    item->class, item->from / 10.f,
                           NULL,          item->min,   item->max,
                           item->n_rings, NULL,        NULL };

  if (!is_sound (self->map, block, item))
    return FALSE;
  if ((self->kinds & 1u << item->kind) == 0 || self->zoom < shape.from ||
      !yun_vertex_boxes_meet (item->min, item->max, self->min, self->max))
    return TRUE;
  shape.name = self->map->names + item->name;
  shape.ends = block->ends + item->first_end;
  shape.vertices = block->vertices + item->first_vertex;
  g_array_append_val (self->out, shape);

  return TRUE;
}

static gboolean
search_block_cb (guint number, gpointer user_data)
{
  const Search         *self = user_data;
  const YunStreetEntry *entry = &self->level->entries[number];
  const guint8         *data = self->level->blocks + entry->offset;
  gboolean              sound;
  Block                 block;

  /* the tree is coarser than the boxes */
  if (!yun_vertex_boxes_meet (entry->min, entry->max, self->min, self->max))
    return TRUE;
  sound = yun_pack_sum (data, entry->size) == entry->sum && read_block (data, entry->size, &block);
  for (guint i = 0; sound && i < block.head->n_items; i++)
    sound = search_item (self, &block, &block.items[i]);
  if (!sound && !g_atomic_int_exchange (&self->map->damaged, TRUE))
    g_debug ("block %u of the street map is damaged", number);

  return TRUE;
}

void
yun_street_map_find (
  YunStreetMap *self, double zoom, YunVertex min, YunVertex max, guint kinds, GArray *out)
{
  guint   level = YUN_STREET_LEVELS - 1;
  Search  search = { self, NULL, zoom, min, max, kinds, out };
  YunRect box = { min.x, min.y, max.x, max.y };

  while (level > 0 && zoom < yun_street_level_from[level])
    level--;
  search.level = &self->levels[level];
  yun_rtree_search (search.level->tree, &box, search_block_cb, &search);
}

gboolean
yun_street_map_is_damaged (YunStreetMap *self)
{
  return g_atomic_int_get (&self->damaged);
}
