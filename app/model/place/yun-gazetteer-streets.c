/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-gazetteer-private.h"

#include "yun-measure.h"
#include "yun-street-map.h"
#include "yun-text.h"

#include <glib/gstdio.h>

/*
 * What the user's street map names. The file may be built anew or taken away by any program: it is
 * looked at with each question, and read when it is another. What was read of those before stays,
 * since places are given out for good.
 */

#define ALL_ZOOM 24  /* of the level that has everything */
#define APART 1000.0 /* metres: places of one name that are farther from each other are two */

/* Which file it was. */
typedef struct
{
  guint64 device, inode;
  gint64  size, changed; /* bytes, nanoseconds */
} Stamp;

/* What was read of a file. */
typedef struct
{
  Stamp         stamp;
  YunGazetteer *names; /* (owned) (nullable): it could not be read */
  gboolean      texts; /* are made */
} Read;

static GMutex wanted_mutex; /* held for a moment only: also the main thread sets it */
static char  *wanted;       /* (owned) (nullable) */

static GMutex     mutex; /* held while a file is read; guards what follows */
static GPtrArray *all;   /* (owned) (nullable): of Read, one a file */

/* A name under way: its entry and the parts found of it. */
typedef struct
{
  YunGazetteerEntry *entry;   /* (nullable): our own base map has it */
  YunGeomBuilder    *builder; /* (owned) (nullable) */
} Named;

static gboolean
get_kind (const YunStreetShape *shape, YunGazetteerKind *out)
{
  switch (shape->kind)
    {
    case YUN_STREET_ROAD:
      *out = YUN_GAZETTEER_ROAD;
      return TRUE;
    case YUN_STREET_RAIL:
      *out = g_str_has_suffix (shape->name, "号线") ? YUN_GAZETTEER_RAIL : YUN_GAZETTEER_SPOT;
      return TRUE;
    case YUN_STREET_RIVER:
      *out = YUN_GAZETTEER_WATER;
      return TRUE;
    case YUN_STREET_STATION:
      *out = YUN_GAZETTEER_STATION;
      return TRUE;
    case YUN_STREET_PLACE:
    case YUN_STREET_GREEN:
    case YUN_STREET_LAKE:
      *out = YUN_GAZETTEER_SPOT;
      return TRUE;
    case YUN_STREET_BUILDING:
    case YUN_STREET_N:
    default:
      return FALSE;
    }
}

static gboolean
is_ours (YunGazetteerKind kind, const char *name)
{
  g_autofree char *key = yun_text_normalise (name);

  return yun_gazetteer_find_entry (yun_gazetteer_get (), kind, key) != NULL;
}

/* ---- Points ------------------------------------------------------------------------------ */

static gboolean
is_near (const GPtrArray *same, YunPoint at)
{
  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      const YunGazetteerEntry *entry = g_ptr_array_index (same, i);

      if (yun_measure_distance (entry->place.at.x, entry->place.at.y, at.x, at.y) < APART)
        return TRUE;
    }
  return FALSE;
}

/* Entrances and platforms of one station are one place; a village of the same name is another. */
static void
add_point (YunGazetteer         *self,
           GHashTable           *points,
           YunGazetteerKind      kind,
           const YunStreetShape *shape)
{
  YunPoint           at = yun_vertex_to_lonlat (shape->vertices[0]);
  GPtrArray         *same = g_hash_table_lookup (points, shape->name);
  YunGazetteerEntry *entry;

  if (is_near (same, at) || (kind == YUN_GAZETTEER_STATION && is_ours (kind, shape->name)))
    return;
  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (points, (gpointer) shape->name, same);
    }
  entry = yun_gazetteer_add_entry (self, kind, shape->name, "");
  entry->place.shape = yun_geom_new_point (at.x, at.y);
  entry->place.at = at;
  g_ptr_array_add (same, entry);
}

/* ---- Lines and areas ------------------------------------------------------------------------ */

static Named *
get_named (YunGazetteer         *self,
           GHashTable           *names,
           YunGazetteerKind      kind,
           const YunStreetShape *shape)
{
  Named *named = g_hash_table_lookup (names, shape->name);

  if (named != NULL)
    return named;
  named = g_new0 (Named, 1);
  g_hash_table_insert (names, (gpointer) shape->name, named);
  if (is_ours (kind, shape->name))
    return named;
  named->entry = yun_gazetteer_add_entry (self, kind, shape->name, "");
  named->builder =
    yun_geom_builder_new (yun_street_kind_is_area (shape->kind) ? YUN_GEOM_POLYGON : YUN_GEOM_LINE);
  return named;
}

/* Whether a ring or a line has @least different vertices, 3 at most. */
static gboolean
is_whole (const YunVertex *v, guint n, guint least)
{
  YunVertex seen[3];
  guint     n_seen = 0;

  for (guint i = 0; i < n && n_seen < least; i++)
    {
      guint k = 0;

      while (k < n_seen && (seen[k].x != v[i].x || seen[k].y != v[i].y))
        k++;
      if (k == n_seen)
        seen[n_seen++] = v[i];
    }
  return n_seen >= least;
}

/* Each ring is a part: a hole counts as being in it. */
static void
add_parts (Named *named, const YunStreetShape *shape)
{
  guint least = yun_street_kind_is_area (shape->kind) ? 3 : 2;

  for (guint r = 0; named->entry != NULL && r < shape->n_rings; r++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (shape, r, &n);

      if (!is_whole (v, n, least))
        continue;
      yun_geom_builder_begin_part (named->builder);
      yun_geom_builder_begin_ring (named->builder);
      for (guint i = 0; i < n; i++)
        {
          YunPoint at = yun_vertex_to_lonlat (v[i]);

          yun_geom_builder_add (named->builder, at.x, at.y);
        }
    }
}

static void
finish_named (Named *named)
{
  YunGazetteerPlace *place = named->entry != NULL ? &named->entry->place : NULL;

  if (place != NULL)
    place->shape = yun_geom_builder_end (named->builder);
  if (place != NULL && place->shape != NULL)
    place->at = yun_gazetteer_find_middle (place->shape);
  g_free (named);
}

/* ---- The file ----------------------------------------------------------------------------- */

/* All that may have a name, in the parts that lie there. */
static GArray *
list_shapes (YunStreetMap *map)
{
  GArray *shapes = g_array_new (FALSE, FALSE, sizeof (YunStreetShape));

  yun_street_map_find (map, ALL_ZOOM, (YunVertex){ 0, 0 }, (YunVertex){ G_MAXUINT32, G_MAXUINT32 },
                       YUN_STREET_ALL & ~(1u << YUN_STREET_BUILDING), shapes);
  return shapes;
}

static void
free_entry (gpointer data)
{
  YunGazetteerEntry *entry = data;

  g_clear_pointer (&entry->place.shape, yun_geom_unref);
  g_strfreev (entry->keys);
  g_free ((char *) entry->place.name);
  g_free (entry->text);
  g_free (entry);
}

/* Nobody has been given one of them yet. */
static void
drop_shapeless (YunGazetteer *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      YunGazetteerEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->place.shape == NULL)
        free_entry (entry);
      else
        self->entries->pdata[kept++] = entry;
    }
  g_ptr_array_set_size (self->entries, (int) kept);
}

static YunGazetteer *
load (YunStreetMap *map)
{
  YunGazetteer      *self = g_new0 (YunGazetteer, 1);
  g_autoptr (GArray) shapes = list_shapes (map);
  GHashTable        *points[YUN_GAZETTEER_N], *names[YUN_STREET_N];

  self->entries = g_ptr_array_new ();
  for (guint i = 0; i < YUN_GAZETTEER_N; i++)
    points[i] =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < YUN_STREET_N; i++)
    names[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) finish_named);
  for (guint i = 0; i < shapes->len; i++)
    {
      const YunStreetShape *shape = &g_array_index (shapes, YunStreetShape, i);
      YunGazetteerKind      kind;

      if (*shape->name == '\0' || !g_utf8_validate (shape->name, -1, NULL) ||
          !get_kind (shape, &kind))
        continue;
      if (shape->kind == YUN_STREET_STATION || shape->kind == YUN_STREET_PLACE)
        add_point (self, points[kind], kind, shape);
      else
        add_parts (get_named (self, names[shape->kind], kind, shape), shape);
    }
  for (guint i = 0; i < YUN_GAZETTEER_N; i++)
    g_hash_table_unref (points[i]);
  for (guint i = 0; i < YUN_STREET_N; i++)
    g_hash_table_unref (names[i]);
  drop_shapeless (self);
  return self;
}

static Stamp
get_stamp (const char *path)
{
  GStatBuf info;

  if (path == NULL || g_stat (path, &info) != 0)
    return (Stamp){ 0 };
  return (Stamp){ (guint64) info.st_dev, (guint64) info.st_ino, (gint64) info.st_size,
                  (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec };
}

static gboolean
is_same (const Stamp *a, const Stamp *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
         a->changed == b->changed;
}

/* With the mutex held; (transfer none): what was read of the file, now or before. */
static Read *
get_read (const char *path, const Stamp *now)
{
  g_autoptr (YunStreetMap) map = NULL;
  Read                    *read;

  if (all == NULL)
    all = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++)
    {
      read = g_ptr_array_index (all, i);
      if (is_same (&read->stamp, now))
        return read;
    }
  read = g_new0 (Read, 1);
  read->stamp = *now;
  map = yun_street_map_open (path, NULL);
  read->names = map != NULL ? load (map) : NULL;
  g_ptr_array_add (all, read);
  return read;
}

const YunGazetteer *
yun_gazetteer_get_streets (gboolean searched)
{
  const YunGazetteer *found = NULL;
  g_autofree char    *path = NULL;
  Stamp               now;

  g_mutex_lock (&wanted_mutex);
  path = g_strdup (wanted);
  g_mutex_unlock (&wanted_mutex);
  g_mutex_lock (&mutex);
  now = get_stamp (path);
  if (now.size > 0)
    {
      Read *read = get_read (path, &now);

      found = read->names;
      for (guint i = 0; searched && !read->texts && found != NULL && i < found->entries->len; i++)
        yun_gazetteer_entry_make_text (g_ptr_array_index (found->entries, i));
      read->texts = read->texts || searched;
    }
  g_mutex_unlock (&mutex);
  return found;
}

void
yun_gazetteer_set_streets (const char *path)
{
  g_mutex_lock (&wanted_mutex);
  g_free (wanted);
  wanted = g_strdup (path);
  g_mutex_unlock (&wanted_mutex);
}
