/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-painter.h"

#include "yun-canvas.h"
#include "yun-painter.h"

#define MOST 80 /* per cent of a tile: who needs more gets all of it at once */
#define BASE_BYTES (64u * 1024 * 1024) /* twice what a window of 1920 × 1080 shows at once */

struct _YunTilePainter
{
  GObject parent_instance;

  YunTilePaintFunc paint;
  gpointer         user_data; /* (unowned) */
  YunBaseCache    *base;      /* (owned) */
  YunTileCache    *cache;     /* (owned) */
  YunScene        *scene;     /* (owned) (nullable) */
  guint64          version;
  GMainContext    *context; /* (owned) */
  guint            n_threads;

  /* Below: shared with the workers */
  GMutex       mutex;
  GThreadPool *pool;    /* (owned) */
  guint        active;  /* workers under way */
  GQueue       pending; /* of Job, most urgent first */
  GQueue       running; /* of Job */
  GQueue       done;    /* of Job, for the main thread */
  GSource     *deliver; /* (owned) (nullable): scheduled delivery */
};

typedef struct
{
  YunTileKey            key;
  cairo_rectangle_int_t part;
  YunScene             *scene; /* (owned) */
  guint64               version;
  GCancellable         *cancellable; /* (owned) */
  GdkTexture           *texture;     /* (owned) (nullable): what came out */
  GList                 link;
} Job;

G_DEFINE_FINAL_TYPE (YunTilePainter, yun_tile_painter, G_TYPE_OBJECT)

enum
{
  READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Job *
job_new (YunTilePainter *self, const YunTileKey *key, const cairo_rectangle_int_t *part)
{
  Job *job = g_new0 (Job, 1);

  job->key = *key;
  job->part = *part;
  job->scene = yun_scene_ref (self->scene);
  job->version = self->version;
  job->cancellable = g_cancellable_new ();
  job->link.data = job;
  return job;
}

static void
job_free (Job *job)
{
  yun_scene_unref (job->scene);
  g_object_unref (job->cancellable);
  g_clear_object (&job->texture);
  g_free (job);
}

static void
clear_jobs (GQueue *queue)
{
  while (queue->head != NULL)
    {
      Job *job = queue->head->data;

      g_queue_unlink (queue, &job->link);
      job_free (job);
    }
}

/* Whether a job of @queue brings @part of the tile, of the present scene. With the mutex held. */
static gboolean
is_coming (const YunTilePainter        *self,
           const GQueue                *queue,
           const YunTileKey            *key,
           const cairo_rectangle_int_t *part)
{
  for (GList *l = queue->head; l != NULL; l = l->next)
    {
      const Job *job = l->data;

      if (yun_tile_key_equal (&job->key, key) && job->version == self->version &&
          !g_cancellable_is_cancelled (job->cancellable) && yun_tile_part_has (&job->part, part))
        return TRUE;
    }
  return FALSE;
}

static void
paint_job (YunTilePainter *self, Job *job)
{
  YunView          view = yun_tile_key_get_view (&job->key);
  cairo_surface_t *surface =
    self->paint (job->scene, &view, &job->part, self->base, job->cancellable, self->user_data);

  if (surface == NULL)
    return;
  cairo_surface_flush (surface);
  if (g_cancellable_is_cancelled (job->cancellable) ||
      cairo_image_surface_get_data (surface) == NULL)
    {
      cairo_surface_destroy (surface);
      return;
    }
  job->texture = yun_canvas_new_texture (surface);
}

/* Whether what came is newer, or more of the tile, than what is there: of two parts that arrive in
 * any order none takes the other's place. */
static gboolean
is_progress (YunTilePainter *self, const Job *job)
{
  const YunTile *old = yun_tile_cache_get (self->cache, &job->key);

  return old == NULL || old->version < job->version ||
         (old->version == job->version && yun_tile_part_has (&job->part, &old->part));
}

static gboolean
deliver_cb (gpointer user_data)
{
  YunTilePainter *self = user_data;
  GQueue          done;
  gboolean        any = FALSE;

  g_mutex_lock (&self->mutex);
  done = self->done;
  g_queue_init (&self->done);
  g_clear_pointer (&self->deliver, g_source_unref);
  g_mutex_unlock (&self->mutex);

  for (GList *l = done.head; l != NULL; l = l->next)
    {
      Job *job = l->data;

      if (job->texture != NULL && is_progress (self, job))
        yun_tile_cache_insert (self->cache, &job->key, &job->part, job->texture, job->version);
      any = TRUE;
    }
  clear_jobs (&done);

  if (any)
    g_signal_emit (self, signals[READY], 0);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
schedule_delivery (YunTilePainter *self)
{
  if (self->deliver != NULL)
    return;
  self->deliver = g_idle_source_new ();
  g_source_set_priority (self->deliver, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->deliver, deliver_cb, self, NULL);
  g_source_attach (self->deliver, self->context);
}

static void
worker_cb (gpointer data, gpointer user_data)
{
  YunTilePainter *self = user_data;
  Job            *job;

  g_mutex_lock (&self->mutex);
  while ((job = g_queue_peek_head (&self->pending)) != NULL)
    {
      g_queue_unlink (&self->pending, &job->link);
      g_queue_push_tail_link (&self->running, &job->link);
      g_mutex_unlock (&self->mutex);

      paint_job (self, job);

      g_mutex_lock (&self->mutex);
      g_queue_unlink (&self->running, &job->link);
      g_queue_push_tail_link (&self->done, &job->link);
      schedule_delivery (self);
    }
  self->active--;
  g_mutex_unlock (&self->mutex);
}

static cairo_surface_t *
paint_areas (const YunScene              *scene,
             const YunView               *view,
             const cairo_rectangle_int_t *part,
             YunBaseCache                *base,
             GCancellable                *cancellable,
             gpointer                     user_data)
{
  return yun_painter_paint_tile (scene, view, part, YUN_LAYER_ALL, base, cancellable);
}

static void
yun_tile_painter_dispose (GObject *object)
{
  YunTilePainter *self = YUN_TILE_PAINTER (object);

  if (self->pool != NULL)
    {
      g_mutex_lock (&self->mutex);
      clear_jobs (&self->pending);
      for (GList *l = self->running.head; l != NULL; l = l->next)
        g_cancellable_cancel (((Job *) l->data)->cancellable);
      g_mutex_unlock (&self->mutex);

      /* Waits for the workers: they were told to stop, and nothing may outlive the paint function.
       */
      g_thread_pool_free (self->pool, FALSE, TRUE);
      self->pool = NULL;
    }
  if (self->deliver != NULL)
    g_source_destroy (self->deliver);
  g_clear_pointer (&self->deliver, g_source_unref);
  clear_jobs (&self->done);
  G_OBJECT_CLASS (yun_tile_painter_parent_class)->dispose (object);
}

static void
yun_tile_painter_finalize (GObject *object)
{
  YunTilePainter *self = YUN_TILE_PAINTER (object);

  g_clear_pointer (&self->scene, yun_scene_unref);
  g_clear_pointer (&self->cache, yun_tile_cache_free);
  g_clear_pointer (&self->base, yun_base_cache_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (yun_tile_painter_parent_class)->finalize (object);
}

static void
yun_tile_painter_class_init (YunTilePainterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yun_tile_painter_dispose;
  object_class->finalize = yun_tile_painter_finalize;

  signals[READY] = g_signal_new ("ready", YUN_TYPE_TILE_PAINTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
yun_tile_painter_init (YunTilePainter *self)
{
  g_mutex_init (&self->mutex);
  self->context = g_main_context_ref_thread_default ();
}

YunTilePainter *
yun_tile_painter_new (YunTilePaintFunc paint, gpointer user_data, guint n_threads, gsize limit)
{
  YunTilePainter *self = g_object_new (YUN_TYPE_TILE_PAINTER, NULL);

  self->paint = paint != NULL ? paint : paint_areas;
  self->user_data = user_data;
  self->base = yun_base_cache_new (BASE_BYTES);
  self->n_threads = n_threads > 0 ? n_threads : MAX (g_get_num_processors (), 2);
  self->cache = yun_tile_cache_new (limit);
  self->pool = g_thread_pool_new (worker_cb, self, (int) self->n_threads, FALSE, NULL);
  return self;
}

void
yun_tile_painter_set_scene (YunTilePainter  *self,
                            YunScene        *scene,
                            const YunVertex *changed_min,
                            const YunVertex *changed_max)
{
  YunRegion changed;

  if (changed_min != NULL)
    yun_region_init_box (&changed, *changed_min, *changed_max);
  yun_tile_painter_set_scene_in (self, scene, changed_min != NULL ? &changed : NULL);
}

void
yun_tile_painter_set_scene_in (YunTilePainter *self, YunScene *scene, const YunRegion *changed)
{
  guint64 before;

  g_return_if_fail (YUN_IS_TILE_PAINTER (self));

  before = self->version++;
  yun_scene_ref (scene);
  g_clear_pointer (&self->scene, yun_scene_unref);
  self->scene = scene;
  yun_tile_cache_renew (self->cache, before, self->version, changed);

  g_mutex_lock (&self->mutex);
  clear_jobs (&self->pending);
  for (GList *l = self->running.head; l != NULL; l = l->next)
    {
      Job *job = l->data;

      /* What the change does not touch comes out the same from the old scene. */
      if (changed != NULL && job->version == before && !yun_tile_key_meets (&job->key, changed))
        job->version = self->version;
      else
        g_cancellable_cancel (job->cancellable);
    }
  for (GList *l = self->done.head; l != NULL; l = l->next)
    {
      Job *job = l->data;

      if (changed != NULL && job->version == before && !yun_tile_key_meets (&job->key, changed))
        job->version = self->version;
    }
  g_mutex_unlock (&self->mutex);

  g_signal_emit (self, signals[READY], 0);
}

/* Which part of the tile to paint for who looks at @seen; FALSE: none, it is there or is sure to
 * come. With the mutex held. */
static gboolean
find_part (YunTilePainter        *self,
           const YunTileKey      *key,
           const YunView         *seen,
           cairo_rectangle_int_t *part)
{
  const YunTile        *tile = yun_tile_cache_get (self->cache, key);
  cairo_rectangle_int_t whole = yun_tile_key_get_whole (key);

  *part = seen != NULL ? yun_tile_key_get_seen (key, seen) : whole;
  if (part->width == 0) /* wanted for another reason than to be looked at now */
    *part = whole;
  if (tile != NULL && tile->version == self->version)
    {
      if (yun_tile_part_has (&tile->part, part))
        return FALSE;
      *part = whole;
    }
  if ((gint64) part->width * part->height > (gint64) whole.width * whole.height * MOST / 100)
    *part = whole;

  return !is_coming (self, &self->running, key, part) &&
         !is_coming (self, &self->done, key, part) && !is_coming (self, &self->pending, key, part);
}

void
yun_tile_painter_want (YunTilePainter *self, const YunTileKey *keys, guint n, const YunView *seen)
{
  cairo_rectangle_int_t part;
  gsize                 bytes = 0;

  g_return_if_fail (YUN_IS_TILE_PAINTER (self));

  for (guint i = 0; i < n; i++)
    bytes += yun_tile_key_get_bytes (&keys[i]);
  yun_tile_cache_make_room (self->cache, bytes);
  if (self->scene == NULL || self->pool == NULL)
    return;

  g_mutex_lock (&self->mutex);
  clear_jobs (&self->pending);
  for (GList *l = self->running.head; l != NULL; l = l->next)
    {
      Job     *job = l->data;
      gboolean wanted = FALSE;

      for (guint i = 0; i < n && !wanted; i++)
        wanted = yun_tile_key_equal (&keys[i], &job->key);
      if (!wanted)
        g_cancellable_cancel (job->cancellable);
    }
  for (guint i = 0; i < n; i++)
    if (find_part (self, &keys[i], seen, &part))
      g_queue_push_tail_link (&self->pending, &job_new (self, &keys[i], &part)->link);

  while (self->active < self->n_threads &&
         self->active < self->pending.length + self->running.length)
    {
      self->active++;
      g_thread_pool_push (self->pool, GINT_TO_POINTER (1), NULL);
    }
  g_mutex_unlock (&self->mutex);
}

YunTileCache *
yun_tile_painter_get_cache (YunTilePainter *self)
{
  return self->cache;
}

gboolean
yun_tile_painter_is_current (YunTilePainter *self, const YunTile *tile)
{
  return tile->version == self->version;
}

gboolean
yun_tile_painter_is_idle (YunTilePainter *self)
{
  gboolean idle;

  g_mutex_lock (&self->mutex);
  idle = self->pending.head == NULL && self->running.head == NULL && self->done.head == NULL;
  g_mutex_unlock (&self->mutex);
  return idle;
}
