/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-live-columns.h"

#include "yun-cache.h"
#include "yun-schema.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The number goes up with every change of what columns hold or mean. */
#define CACHE "columns-4"
struct _YunLiveColumns
{
  char         *path; /* (owned) */
  YunDbFlags    flags;
  GCancellable *closing; /* (owned) */
  int           wanted;  /* atomic */

  GMutex     mutex; /* guards what follows */
  GCond      cond;
  GThread   *thread; /* (owned) (nullable): the one that loads, or has */
  gboolean   loading;
  YunFinder *loaded; /* (owned) (nullable): not yet taken over */
  GError    *error;  /* (owned) (nullable): of the last load */

  /* Of the list thread alone. */
  YunFinder *finder; /* (owned) (nullable) */
};

YunLiveColumns *
yun_live_columns_new (const char *path, YunDbFlags flags)
{
  YunLiveColumns *self = g_new0 (YunLiveColumns, 1);

  self->path = g_strdup (path);
  self->flags = flags;
  self->closing = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

void
yun_live_columns_stop (YunLiveColumns *self)
{
  g_cancellable_cancel (self->closing);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
yun_live_columns_free (YunLiveColumns *self)
{
  yun_live_columns_stop (self);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_clear_pointer (&self->loaded, yun_finder_free);
  g_clear_pointer (&self->finder, yun_finder_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->closing);
  g_free (self->path);
  g_free (self);
}

void
yun_live_columns_set_wanted (YunLiveColumns *self)
{
  g_atomic_int_set (&self->wanted, TRUE);
}

gboolean
yun_live_columns_is_wanted (YunLiveColumns *self)
{
  return g_atomic_int_get (&self->wanted) != 0;
}

/* ---- Loading ----------------------------------------------------------------------- */

typedef struct
{
  YunFinder *finder; /* (owned) (nullable): the result */
  char      *state;  /* (owned) (nullable): of the content it was made of */
} Loading;

static gboolean
load_cb (YunDb *db, gpointer user_data, GError **error)
{
  Loading *loading = user_data;

  loading->state = yun_log_dup_state (db, NULL);
  loading->finder = yun_finder_load (db, error);
  return loading->finder != NULL;
}

static YunFinder *
read_pack (YunPack *pack)
{
  YunFinder *finder = yun_finder_read (pack);

  /* All of it has been looked at, little of it is needed at once. */
  if (finder != NULL)
    yun_pack_release (pack);
  return finder;
}

/* (transfer full): @finder, or the same from the cache, which takes no memory of its own. */
static YunFinder *
keep_cached (YunLiveColumns *self, YunFinder *finder, const char *state)
{
  g_autoptr (YunPackWriter) writer = yun_cache_new_writer (CACHE, state);
  g_autoptr (YunPack)       pack = NULL;
  g_autofree char          *kept = NULL;
  YunFinder                *cached = NULL;

  if (yun_finder_write (finder, writer) && yun_cache_save (self->path, CACHE, writer))
    pack = yun_cache_open (self->path, CACHE, &kept);
  /* Another program may have kept its own meanwhile. */
  if (pack != NULL && strcmp (kept, state) == 0)
    cached = read_pack (pack);
  if (cached == NULL)
    return finder;
  yun_finder_free (finder);
  return cached;
}

static gboolean
run (YunLiveColumns *self, YunDbFunc func, gpointer user_data, GError **error)
{
  YunDb   *db = yun_schema_open_reader (self->path, self->flags, error);
  gboolean ok;

  if (db == NULL)
    return FALSE;
  ok = yun_db_transaction (db, YUN_DB_READ, func, user_data, self->closing, error);
  yun_db_close (db);
  return ok;
}

/* Brings @finder, made at change @from, up to what the transaction sees. */
static gboolean
bring_up (YunFinder *finder, YunDb *db, gint64 from, const YunLogStamp *now, GError **error)
{
  g_autoptr (GArray) rows = yun_log_list_rows (db, from, error);

  return rows != NULL && yun_finder_patch (finder, db, rows, now, error);
}

static gboolean
bring_up_cb (YunDb *db, gpointer user_data, GError **error)
{
  Loading    *loading = user_data;
  YunLogStamp now;
  gint64      from;

  return yun_log_has_state (db, loading->state, &from) && yun_log_get_stamp (db, &now, error) &&
         bring_up (loading->finder, db, from, &now, error);
}

/* (transfer full) (nullable): what is kept, if this registry has gone through what it was made of.
 */
static YunFinder *
find_cached (YunLiveColumns *self)
{
  Loading             loading = { NULL };
  g_autoptr (YunPack) pack = yun_cache_open (self->path, CACHE, &loading.state);

  loading.finder = pack != NULL ? read_pack (pack) : NULL;
  if (loading.finder != NULL && !run (self, bring_up_cb, &loading, NULL))
    g_clear_pointer (&loading.finder, yun_finder_free);
  g_free (loading.state);
  return loading.finder;
}

static YunFinder *
load (YunLiveColumns *self, GError **error)
{
  Loading    loading = { NULL };
  YunFinder *finder = find_cached (self);

  if (finder != NULL)
    return finder;
  if (!run (self, load_cb, &loading, error))
    g_clear_pointer (&loading.finder, yun_finder_free);
  if (loading.finder != NULL && loading.state != NULL &&
      !g_cancellable_is_cancelled (self->closing))
    loading.finder = keep_cached (self, loading.finder, loading.state);
  g_free (loading.state);
  return loading.finder;
}

static gpointer
load_thread (gpointer data)
{
  YunLiveColumns *self = data;
  GError         *error = NULL;
  YunFinder      *finder = load (self, &error);

#ifdef __GLIBC__
  /* What was needed on the way is as large again. */
  malloc_trim (0);
#endif

  g_mutex_lock (&self->mutex);
  self->loaded = finder;
  self->error = error;
  self->loading = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* On the list thread, so that what others write meanwhile is noticed there. */
static void
start_loading (YunLiveColumns *self)
{
  GThread *old = NULL;

  g_clear_pointer (&self->finder, yun_finder_free);
  g_mutex_lock (&self->mutex);
  if (!self->loading)
    {
      old = self->thread;
      self->loading = TRUE;
      g_clear_pointer (&self->loaded, yun_finder_free);
      g_clear_error (&self->error);
      self->thread = g_thread_new ("store-columns", load_thread, self);
    }
  g_mutex_unlock (&self->mutex);
  if (old != NULL)
    g_thread_join (old);
}

gboolean
yun_live_columns_wait (YunLiveColumns *self, GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  while (self->loading)
    g_cond_wait (&self->cond, &self->mutex);
  ok = self->error == NULL;
  if (!ok)
    g_propagate_error (error, g_error_copy (self->error));
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* ---- After a commit ---------------------------------------------------------------- */

typedef enum
{
  CURRENT,
  STALE,
  TOO_NEW, /* loaded after the transaction began: good for the next */
} Age;

static Age
bring_up_to (YunLiveColumns *self, YunDb *db, const YunLogStamp *now, gboolean just_loaded)
{
  const YunLogStamp *was = yun_finder_get_stamp (self->finder);

  if (was->number > now->number)
    return TOO_NEW;
  if (was->number == now->number && was->outside == now->outside)
    return CURRENT;
  /* Less waits than before without a change: it was taken in and had changed nothing. */
  if (was->number == now->number && was->outside > now->outside && just_loaded)
    return TOO_NEW;
  return bring_up (self->finder, db, was->number, now, NULL) ? CURRENT : STALE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  YunLiveColumns *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Takes over what has been loaded, waiting for it unless @cancellable says no; whether it did. */
static gboolean
take_loaded (YunLiveColumns *self, GCancellable *cancellable)
{
  gboolean taken = FALSE;
  gulong   handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->mutex);
  while (self->loading && !g_cancellable_is_cancelled (cancellable) &&
         !g_cancellable_is_cancelled (self->closing))
    g_cond_wait (&self->cond, &self->mutex);
  if (self->loaded != NULL)
    {
      g_clear_pointer (&self->finder, yun_finder_free);
      self->finder = g_steal_pointer (&self->loaded);
      taken = TRUE;
    }
  g_mutex_unlock (&self->mutex);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return taken;
}

static gboolean
has_failed (YunLiveColumns *self)
{
  gboolean failed;

  g_mutex_lock (&self->mutex);
  failed = self->error != NULL;
  g_mutex_unlock (&self->mutex);
  return failed;
}

void
yun_live_columns_start (YunLiveColumns *self)
{
  if (self->thread == NULL)
    start_loading (self);
}

void
yun_live_columns_renew (YunLiveColumns *self)
{
  if (self->thread != NULL)
    start_loading (self);
}

YunFinder *
yun_live_columns_get (YunLiveColumns *self, YunDb *db, GCancellable *cancellable)
{
  YunLogStamp now;

  if (!yun_live_columns_is_wanted (self) || !yun_log_get_stamp (db, &now, NULL))
    return NULL;
  yun_live_columns_start (self);
  /* Twice: what had been loaded may turn out to be stale. */
  for (guint i = 0; i < 2; i++)
    {
      gboolean just_loaded = take_loaded (self, cancellable);

      /* What could not be read once is asked of the database from then on. */
      if (has_failed (self) || g_cancellable_is_cancelled (cancellable) ||
          g_cancellable_is_cancelled (self->closing))
        return NULL;
      if (self->finder != NULL)
        {
          Age age = bring_up_to (self, db, &now, just_loaded);

          if (age == TOO_NEW)
            return NULL;
          if (age == CURRENT)
            return self->finder;
        }
      start_loading (self);
    }
  return NULL;
}
