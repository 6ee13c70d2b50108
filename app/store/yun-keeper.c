/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-keeper.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

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
yun_keeper_free (YunKeeper *self)
{
  g_cancellable_cancel (self->closing);
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

static gpointer
load_thread (gpointer data)
{
  YunKeeper *self = data;
  GError    *error = NULL;
  YunFinder *finder = NULL;
  YunDb     *db = yun_db_open (self->path, self->flags, &error);

  if (db != NULL && !yun_db_transaction (db, YUN_DB_READ, load_cb, &finder, self->closing, &error))
    g_clear_pointer (&finder, yun_finder_free);
  if (db != NULL)
    yun_db_close (db);
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
  Note *note;

  if (!yun_keeper_is_wanted (self))
    return;
  note = g_new (Note, 1);
  note->change = change != NULL ? yun_change_ref (change) : NULL;
  note->commits = commits;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->notes, note);
  while (g_queue_get_length (&self->notes) > MAX_NOTES)
    free_note (g_queue_pop_head (&self->notes));
  g_mutex_unlock (&self->mutex);
}

/* (transfer full) (nullable): the rows touched by the commits after @from up to @to; NULL when one
 * is not ours or touched too many. */
static GArray *
list_rows (YunKeeper *self, gint64 from, gint64 to)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  gint64             found = 0;
  gboolean           ok = TRUE;

  g_mutex_lock (&self->mutex);
  while (!g_queue_is_empty (&self->notes) &&
         ((Note *) g_queue_peek_head (&self->notes))->commits <= from)
    free_note (g_queue_pop_head (&self->notes));
  for (GList *link = self->notes.head; link != NULL && ok; link = link->next)
    {
      Note *note = link->data;

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
  rows = from < commits ? list_rows (self, from, commits) : NULL;
  return rows != NULL && yun_finder_patch (self->finder, db, rows, commits, NULL);
}

YunFinder *
yun_keeper_get (YunKeeper *self, YunDb *db, gint64 commits, gint64 foreign)
{
  gboolean failed;

  if (!yun_keeper_is_wanted (self))
    return NULL;
  g_mutex_lock (&self->mutex);
  if (self->loaded != NULL)
    {
      g_clear_pointer (&self->finder, yun_finder_free);
      self->finder = g_steal_pointer (&self->loaded);
    }
  failed = self->error != NULL;
  g_mutex_unlock (&self->mutex);

  /* What could not be read once is asked of the database from then on. */
  if (failed)
    return NULL;
  if (self->finder != NULL && foreign == self->foreign && bring_up_to (self, db, commits))
    return self->finder;
  start_loading (self, foreign);
  return NULL;
}
