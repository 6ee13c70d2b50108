/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-base-cache.h"

#include "yun-painter-private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  YunView     view;
  YunBaseMap *base; /* (owned) (nullable) by the entry: no other can have its address */
  YunScheme   scheme;
  YunBasePart part;
} Key;

typedef struct
{
  Key              key;
  cairo_surface_t *surface; /* (owned) */
  gsize            bytes;
  GList            link;
} Entry;

struct _YunBaseCache
{
  gatomicrefcount ref;
  gsize           limit;

  GMutex      mutex;
  GHashTable *entries; /* (owned): key in the entry → Entry, owned */
  GQueue      used;    /* of the links in the entries, last used first */
  gsize       size;
  guint       n_painted;
};

static guint
key_hash (gconstpointer key)
{
  const Key *k = key;
  guint      h = (guint) (gint64) k->view.x * 73856093u;

  h ^= (guint) (gint64) k->view.y * 19349663u;
  h ^= (guint) (gint64) (k->view.scale * 1024) * 83492791u;
  return h ^ (guint) k->scheme << 3 ^ (guint) k->part;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *two = b;

  return one->view.x == two->view.x && one->view.y == two->view.y &&
         one->view.scale == two->view.scale && one->view.width == two->view.width &&
         one->view.height == two->view.height && one->view.device_scale == two->view.device_scale &&
         one->base == two->base && one->scheme == two->scheme && one->part == two->part;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->key.base, yun_base_map_unref);
  cairo_surface_destroy (entry->surface);
  g_free (entry);
}

/* With the mutex held. */
static void
drop_entry (YunBaseCache *self, Entry *entry)
{
  g_queue_unlink (&self->used, &entry->link);
  self->size -= entry->bytes;
  g_hash_table_remove (self->entries, &entry->key);
}

static cairo_surface_t *
paint_part (const YunScene *scene, const YunView *view, YunBasePart part)
{
  double           ds = view->device_scale;
  cairo_surface_t *surface = cairo_image_surface_create (
    CAIRO_FORMAT_ARGB32, ceil (view->width * ds), ceil (view->height * ds));
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, ds, ds);
  cr = cairo_create (surface);
  yun_base_painter_paint (scene, cr, view, part);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

YunBaseCache *
yun_base_cache_new (gsize limit)
{
  YunBaseCache *self = g_new0 (YunBaseCache, 1);

  g_atomic_ref_count_init (&self->ref);
  g_mutex_init (&self->mutex);
  self->limit = limit;
  self->entries = g_hash_table_new_full (key_hash, key_equal, NULL, entry_free);

  return self;
}

YunBaseCache *
yun_base_cache_ref (YunBaseCache *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_base_cache_unref (YunBaseCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

cairo_surface_t *
yun_base_cache_get (YunBaseCache   *self,
                    const YunScene *scene,
                    const YunView  *view,
                    YunBasePart     part)
{
  Key key = { *view, yun_scene_get_base (scene), yun_scene_get_style (scene)->scheme, part };
  cairo_surface_t *surface = NULL;
  Entry           *entry;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->entries, &key);
  if (entry != NULL)
    {
      g_queue_unlink (&self->used, &entry->link);
      g_queue_push_head_link (&self->used, &entry->link);
      surface = cairo_surface_reference (entry->surface);
    }
  else
    self->n_painted++;
  g_mutex_unlock (&self->mutex);
  if (surface != NULL)
    return surface;

  /* Two that lack the same at the same time both paint it: rarer than waiting would be. */
  surface = paint_part (scene, view, part);
  entry = g_new0 (Entry, 1);
  entry->key = key;
  if (key.base != NULL)
    yun_base_map_ref (key.base);
  entry->surface = cairo_surface_reference (surface);
  entry->bytes = (gsize) cairo_image_surface_get_stride (surface) *
                 (gsize) cairo_image_surface_get_height (surface);
  entry->link.data = entry;

  g_mutex_lock (&self->mutex);
  if (g_hash_table_contains (self->entries, &key))
    entry_free (entry);
  else
    {
      g_hash_table_insert (self->entries, &entry->key, entry);
      g_queue_push_head_link (&self->used, &entry->link);
      self->size += entry->bytes;
      while (self->size > self->limit && self->used.length > 1)
        drop_entry (self, g_queue_peek_tail (&self->used));
    }
  g_mutex_unlock (&self->mutex);

  return surface;
}

gsize
yun_base_cache_get_size (YunBaseCache *self)
{
  gsize size;

  g_mutex_lock (&self->mutex);
  size = self->size;
  g_mutex_unlock (&self->mutex);

  return size;
}

guint
yun_base_cache_get_n_painted (YunBaseCache *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_painted;
  g_mutex_unlock (&self->mutex);

  return n;
}
