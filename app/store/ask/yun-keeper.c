/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-keeper.h"

#include "yun-history.h"
#include "yun-trail.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The number goes up with every change of what columns hold or mean. */
#define CACHE "columns-1"
/* More rows than this are not patched in, nor are more commits remembered than that. */
#define MAX_ROWS 10000
#define MAX_NOTES 256

typedef struct
{
  YunChange *change; /* (owned) (nullable) */
  gint64     commits;
} Note;

struct _YunKeeper
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
  GQueue     notes;  /* Note, oldest first */

  /* Of the list thread alone. */
  YunFinder *finder;  /* (owned) (nullable) */
  gint64     foreign; /* when loading began */
};

static void
free_note (gpointer data)
{
  Note *note = data;

  g_clear_pointer (&note->change, yun_change_unref);
  g_free (note);
}

YunKeeper *
yun_keeper_new (const char *path, YunDbFlags flags)
{
  YunKeeper *self = g_new0 (YunKeeper, 1);

  self->path = g_strdup (path);
  self->flags = flags;
  self->closing = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->notes);
  return self;
}

void
yun_keeper_stop (YunKeeper *self)
{
  g_cancellable_cancel (self->closing);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
yun_keeper_free (YunKeeper *self)
{
  yun_keeper_stop (self);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_clear_pointer (&self->loaded, yun_finder_free);
  g_clear_pointer (&self->finder, yun_finder_free);
  g_clear_error (&self->error);
  g_queue_clear_full (&self->notes, free_note);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->closing);
  g_free (self->path);
  g_free (self);
}

void
yun_keeper_set_wanted (YunKeeper *self)
{
  g_atomic_int_set (&self->wanted, TRUE);
}

gboolean
yun_keeper_is_wanted (YunKeeper *self)
{
  return g_atomic_int_get (&self->wanted) != 0;
}

/* ---- Loading ----------------------------------------------------------------------- */

static gboolean
load_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunFinder **finder = user_data;

  *finder = yun_finder_load (db, error);
  return *finder != NULL;
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
keep_cached (YunKeeper *self, YunFinder *finder, GBytes *key)
{
  gsize                     n;
  gconstpointer             data = g_bytes_get_data (key, &n);
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (data, n);
  g_autoptr (YunPack)       pack = NULL;
  YunFinder                *cached = NULL;

  if (yun_finder_write (finder, writer) && yun_cache_save (self->path, CACHE, key, writer))
    pack = yun_cache_open (self->path, CACHE, key);
  if (pack != NULL)
    cached = read_pack (pack);
  if (cached == NULL)
    return finder;
  yun_finder_free (finder);
  return cached;
}

/* What is to be patched into a finder from the cache. */
typedef struct
{
  YunFinder *finder;
  GArray    *rows; /* (owned) */
  gint64     commits;
} Patch;

static gboolean
patch_cb (YunDb *db, gpointer user_data, GError **error)
{
  Patch *patch = user_data;
  gint64 commits;

  return yun_history_get_commits (db, &commits, error) && commits == patch->commits &&
         yun_finder_patch (patch->finder, db, patch->rows, commits, error);
}

static gboolean
run (YunKeeper *self, YunDbFunc func, gpointer user_data, GError **error)
{
  YunDb   *db = yun_db_open (self->path, self->flags, error);
  gboolean ok;

  if (db == NULL)
    return FALSE;
  ok = yun_db_transaction (db, YUN_DB_READ, func, user_data, self->closing, error);
  yun_db_close (db);
  return ok;
}

/* (transfer full) (nullable) */
static YunFinder *
find_cached (YunKeeper *self)
{
  Patch               patch = { NULL };
  g_autoptr (YunPack) pack = yun_trail_open (self->path, CACHE, &patch.rows, &patch.commits);

  patch.finder = pack != NULL ? read_pack (pack) : NULL;
  if (patch.finder != NULL && patch.commits >= 0 && !run (self, patch_cb, &patch, NULL))
    g_clear_pointer (&patch.finder, yun_finder_free);
  g_array_unref (patch.rows);
  return patch.finder;
}

static YunFinder *
load (YunKeeper *self, GError **error)
{
  g_autoptr (GBytes) key = NULL;
  YunFinder         *finder = find_cached (self);

  if (finder != NULL)
    return finder;
  /* Before the rows are read: what is kept under it is what was there then, or is refused. */
  key = yun_cache_get_key (self->path, CACHE, TRUE);
  if (!run (self, load_cb, &finder, error))
    g_clear_pointer (&finder, yun_finder_free);
  return finder != NULL && key != NULL && !g_cancellable_is_cancelled (self->closing)
           ? keep_cached (self, finder, key)
           : finder;
}

static gpointer
load_thread (gpointer data)
{
  YunKeeper *self = data;
  GError    *error = NULL;
  YunFinder *finder = load (self, &error);

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
start_loading (YunKeeper *self, gint64 foreign)
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
      self->foreign = foreign;
      self->thread = g_thread_new ("store-columns", load_thread, self);
    }
  g_mutex_unlock (&self->mutex);
  if (old != NULL)
    g_thread_join (old);
}

gboolean
yun_keeper_wait (YunKeeper *self, GError **error)
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

void
yun_keeper_note (YunKeeper *self, YunChange *change, gint64 commits)
{
  Note *note = g_new (Note, 1);

  note->change = change != NULL ? yun_change_ref (change) : NULL;
  note->commits = commits;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->notes, note);
  while (g_queue_get_length (&self->notes) > MAX_NOTES)
    free_note (g_queue_pop_head (&self->notes));
  g_mutex_unlock (&self->mutex);
}

GArray *
yun_keeper_list_rows (YunKeeper *self, gint64 from, gint64 to)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  gint64             found = 0;
  gboolean           ok = TRUE;

  g_mutex_lock (&self->mutex);
  for (GList *link = self->notes.head; link != NULL && ok; link = link->next)
    {
      Note *note = link->data;

      if (note->commits <= from)
        continue;
      if (note->commits > to)
        break;
      found++;
      if (note->change == NULL)
        continue;
      ok = note->change->rows != NULL && rows->len + note->change->rows->len <= MAX_ROWS;
      if (ok)
        g_array_append_vals (rows, note->change->rows->data, note->change->rows->len);
    }
  g_mutex_unlock (&self->mutex);
  return ok && found == to - from ? g_steal_pointer (&rows) : NULL;
}

static gboolean
bring_up_to (YunKeeper *self, YunDb *db, gint64 commits)
{
  gint64             from = yun_finder_get_commits (self->finder);
  g_autoptr (GArray) rows = NULL;

  if (from == commits)
    return TRUE;
  rows = yun_keeper_list_rows (self, from, commits);
  return rows != NULL && yun_finder_patch (self->finder, db, rows, commits, NULL);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  YunKeeper *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Takes over what has been loaded, waiting for it unless @cancellable says no. */
static void
take_loaded (YunKeeper *self, GCancellable *cancellable)
{
  gulong handler = 0;

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
    }
  g_mutex_unlock (&self->mutex);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
}

static gboolean
has_failed (YunKeeper *self)
{
  gboolean failed;

  g_mutex_lock (&self->mutex);
  failed = self->error != NULL;
  g_mutex_unlock (&self->mutex);
  return failed;
}

void
yun_keeper_start (YunKeeper *self, gint64 foreign)
{
  if (self->thread == NULL)
    start_loading (self, foreign);
}

YunFinder *
yun_keeper_get (
  YunKeeper *self, YunDb *db, gint64 commits, gint64 foreign, GCancellable *cancellable)
{
  if (!yun_keeper_is_wanted (self))
    return NULL;
  yun_keeper_start (self, foreign);
  /* Twice: what had been loaded may turn out to be stale. */
  for (guint i = 0; i < 2; i++)
    {
      take_loaded (self, cancellable);
      /* What could not be read once is asked of the database from then on. */
      if (has_failed (self) || g_cancellable_is_cancelled (cancellable) ||
          g_cancellable_is_cancelled (self->closing))
        return NULL;
      if (self->finder != NULL && foreign == self->foreign)
        {
          /* Loaded after this transaction began: good for the next. */
          if (yun_finder_get_commits (self->finder) > commits)
            return NULL;
          if (bring_up_to (self, db, commits))
            return self->finder;
        }
      start_loading (self, foreign);
    }
  return NULL;
}
