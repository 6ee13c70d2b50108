/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-private.h"

#include "yun-file-place.h"
#include "yun-file-watch.h"
#include "yun-file.h"
#include "yun-live-columns.h"
#include "yun-log.h"
#include "yun-schema.h"
#include "yun-store-shared.h"
#include "yun-temp-file.h"
#include "yun-watch.h"

#include <glib/gi18n-lib.h>

/* How often the file is looked after, and how long nothing is written before its log is emptied. */
#define REST_MS 1000
#define RESTS_TO_FLUSH 3

struct _YunStore
{
  GObject parent_instance;

  char         *path;    /* (owned) */
  GMainContext *context; /* (owned): where "changed" is emitted */
  YunFileId     id;      /* of the file that is open */
  YunStoreWay   way;
  int           replaced; /* atomic: the path leads to another file now */
  int           sample;   /* atomic */
  int           can_undo; /* atomic */
  int           can_redo; /* atomic */

  /* Those who use the threads are counted, so that closing waits for them. */
  GMutex   mutex;
  GCond    cond;
  guint    n_users;
  gboolean closed; /* or being closed */
  gboolean gone;   /* closing is done */

  YunDbThread    *list;    /* (owned) */
  YunDbThread    *writer;  /* (owned) (nullable): NULL when read-only */
  YunLiveColumns *columns; /* (owned): of the list thread, but for what it says itself */
  YunWatch       *outside; /* (owned): of the writer's thread; when read-only of the list thread */
  YunFileWatch    watch;   /* of the writer's thread */
  guint           rest_ms;
  YunChange      *next_undo; /* (owned) (nullable): guarded by the mutex */

  YunSearchCache search; /* of the list thread alone, until that has ended */
};

enum
{
  CHANGED,
  VIEWS_CHANGED,
  REPLACED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YunStore, yun_store, G_TYPE_OBJECT)

static void close_now (YunStore *self);

static void
yun_store_dispose (GObject *object)
{
  close_now (YUN_STORE (object));
  G_OBJECT_CLASS (yun_store_parent_class)->dispose (object);
}

static void
yun_store_finalize (GObject *object)
{
  YunStore *self = YUN_STORE (object);

  yun_search_cache_clear (&self->search);
  g_free (self->path);
  yun_store_way_clear (&self->way);
  g_clear_pointer (&self->next_undo, yun_change_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->columns, yun_live_columns_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (yun_store_parent_class)->finalize (object);
}

static void
yun_store_class_init (YunStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yun_store_dispose;
  object_class->finalize = yun_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, YUN_TYPE_CHANGE);
  signals[VIEWS_CHANGED] = g_signal_new ("views-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REPLACED] = g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yun_store_init (YunStore *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/* ---- Work ------------------------------------------------------------------------ */

static gboolean
enter (YunStore *self, const YunWork *work, YunDbThread **thread, GError **error)
{
  gboolean closed;

  g_mutex_lock (&self->mutex);
  closed = self->closed;
  if (!closed)
    self->n_users++;
  g_mutex_unlock (&self->mutex);

  if (closed)
    {
      g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED,
                           _ ("The registry has been closed."));
      return FALSE;
    }
  *thread = work->lane == YUN_LANE_LIST    ? self->list
            : work->lane == YUN_LANE_WRITE ? self->writer
                                           : NULL;
  return TRUE;
}

static void
leave (YunStore *self)
{
  g_mutex_lock (&self->mutex);
  if (--self->n_users == 0)
    g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
set_read_only (YunStore *self, GError **error)
{
  g_autofree char *name = yun_temp_file_dup_shown_name (self->path);

  if (self->way.notice != NULL)
    g_set_error_literal (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY, self->way.notice);
  else
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
                 _ ("“%s” is open for reading only."), name);
  return FALSE;
}

typedef struct
{
  YunStore      *store; /* (unowned) */
  const YunWork *work;
  gpointer       args;
  GDestroyNotify free_args; /* (nullable) */
  gpointer (*take) (gpointer args);
  GDestroyNotify free_result; /* (nullable) */
  GCancellable  *cancellable; /* (unowned) (nullable) */
} Errand;

static void
free_errand (gpointer data)
{
  Errand *errand = data;

  if (errand->free_args != NULL)
    errand->free_args (errand->args);
  g_free (errand);
}

static void note_replaced (YunStore *self, YunDb *db);

/* The body of a write: only into the file that we have open, and only while that has its name. */
static gboolean
write_cb (YunDb *db, gpointer user_data, GError **error)
{
  Errand       *errand = user_data;
  YunFileWatch *watch = &errand->store->watch;

  return yun_file_watch_begin_write (watch, db, error) &&
         errand->work->func (db, errand->args, error) && yun_file_watch_check (watch, db, error);
}

static gboolean
run_write (YunDb *db, Errand *errand, GError **error)
{
  YunStore          *self = errand->store;
  g_autoptr (GError) failure = NULL;

  if (yun_db_transaction (db, YUN_DB_WRITE, write_cb, errand, errand->cancellable, &failure))
    return TRUE;
  if (g_error_matches (failure, YUN_STORE_ERROR, YUN_STORE_ERROR_REPLACED))
    note_replaced (self, db);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
run_cb (YunDb *db, gpointer user_data, GError **error)
{
  Errand        *errand = user_data;
  const YunWork *work = errand->work;
  gboolean       done;

  if (work->lane == YUN_LANE_WRITE)
    done = run_write (db, errand, error);
  else
    done =
      yun_db_transaction (db, YUN_DB_READ, work->func, errand->args, errand->cancellable, error);
  if (done && work->committed != NULL)
    work->committed (errand->store, db, errand->args);
  return done;
}

/* With a connection that is there for this work alone; where the path leads to another file now,
 * with one that is open already. */
static gboolean
run_alone (YunStore *self, Errand *errand, GError **error)
{
  g_autoptr (YunDb) db = NULL;
  YunFileId         id;

  if (!yun_file_id_read (&id, self->path) || !yun_file_id_equal (&id, &self->id))
    return yun_db_thread_call (self->list, run_cb, errand, errand->cancellable, error);
  db = yun_schema_open_reader (self->path, self->way.read_flags, error);
  return db != NULL && run_cb (db, errand, error);
}

gboolean
yun_store_run (
  YunStore *self, const YunWork *work, gpointer args, GCancellable *cancellable, GError **error)
{
  Errand       errand = { .store = self, .work = work, .args = args, .cancellable = cancellable };
  YunDbThread *thread;
  gboolean     ok;

  if (!enter (self, work, &thread, error))
    return FALSE;
  if (work->lane == YUN_LANE_OWN)
    ok = run_alone (self, &errand, error);
  else
    ok = thread != NULL ? yun_db_thread_call (thread, run_cb, &errand, cancellable, error)
                        : set_read_only (self, error);
  leave (self);
  return ok;
}

static void
task_cb (YunDb *db, GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;

  if (run_cb (db, errand, &error))
    g_task_return_pointer (task, errand->take (errand->args), errand->free_result);
  else
    g_task_return_error (task, error);
}

void
yun_store_start (YunStore      *self,
                 const YunWork *work,
                 gpointer       args,
                 GDestroyNotify free_args,
                 gpointer (*take) (gpointer args),
                 GDestroyNotify      free_result,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  GTask       *task = g_task_new (self, cancellable, callback, user_data);
  Errand      *errand = g_new0 (Errand, 1);
  YunDbThread *thread = NULL;
  GError      *error = NULL;

  g_assert (work->lane != YUN_LANE_OWN);
  errand->store = self;
  errand->work = work;
  errand->args = args;
  errand->free_args = free_args;
  errand->take = take;
  errand->free_result = free_result;
  errand->cancellable = cancellable;
  g_task_set_task_data (task, errand, free_errand);

  if (!enter (self, work, &thread, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (thread != NULL)
    yun_db_thread_push (thread, task, task_cb);
  else
    {
      set_read_only (self, &error);
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  leave (self);
}

gpointer
yun_store_get_args (GAsyncResult *result)
{
  Errand *errand = g_task_get_task_data (G_TASK (result));

  return errand->args;
}

/* ---- News ------------------------------------------------------------------------- */

typedef struct
{
  GWeakRef   store;
  guint      signal; /* its place in signals[] */
  YunChange *change; /* (owned) (nullable): of CHANGED */
} News;

static gboolean
emit_cb (gpointer data)
{
  News                *news = data;
  g_autoptr (YunStore) store = g_weak_ref_get (&news->store);

  if (store != NULL && news->signal == CHANGED)
    g_signal_emit (store, signals[CHANGED], 0, news->change);
  else if (store != NULL)
    g_signal_emit (store, signals[news->signal], 0);
  return G_SOURCE_REMOVE;
}

static void
free_news (gpointer data)
{
  News *news = data;

  g_weak_ref_clear (&news->store);
  g_clear_pointer (&news->change, yun_change_unref);
  g_free (news);
}

static void
look_at_history (YunStore *self, YunDb *db)
{
  gint64     undo = 0, redo = 0;
  YunChange *next, *before;

  if (!yun_log_find_undo (db, &undo, NULL) || !yun_log_find_redo (db, &redo, NULL))
    return;
  next = undo != 0 ? yun_log_get (db, undo, NULL) : NULL;
  g_mutex_lock (&self->mutex);
  before = self->next_undo;
  self->next_undo = next;
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&before, yun_change_unref);
  g_atomic_int_set (&self->can_undo, undo != 0 && self->way.limit == YUN_STORE_LIMIT_NONE);
  g_atomic_int_set (&self->can_redo, redo != 0 && self->way.limit == YUN_STORE_LIMIT_NONE);
}

static void
tell (YunStore *self, guint signal, YunChange *change)
{
  News    *news = g_new0 (News, 1);
  GSource *source = g_idle_source_new ();

  g_weak_ref_init (&news->store, self);
  news->signal = signal;
  news->change = change != NULL ? yun_change_ref (change) : NULL;
  /* The priority of a task's callback, so that the news comes before the answer. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, news, free_news);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

void
yun_store_committed (YunStore *self, YunDb *db, YunChange *change)
{
  look_at_history (self, db);
  if (self->outside != NULL)
    yun_watch_note (self->outside, change->number);
  tell (self, CHANGED, change);
}

void
yun_store_tell_views (YunStore *self)
{
  tell (self, VIEWS_CHANGED, NULL);
}

/* ---- Looking after the file ----------------------------------------------------------- */

static void
note_replaced (YunStore *self, YunDb *db)
{
  if (g_atomic_int_get (&self->replaced))
    return;
  g_atomic_int_set (&self->replaced, TRUE);
  g_atomic_int_set (&self->can_undo, FALSE);
  g_atomic_int_set (&self->can_redo, FALSE);
  yun_file_watch_let_go (&self->watch, db);
  tell (self, REPLACED, NULL);
}

/* What other programs have written: taken in by a write like any other. */
static gboolean
write_outside_cb (YunDb *db, YunDbFunc func, gpointer data, gpointer user_data, GError **error)
{
  const YunWork work = { .lane = YUN_LANE_WRITE, .func = func };
  Errand        errand = { .store = user_data, .work = &work, .args = data };

  return run_write (db, &errand, error);
}

static void
noticed_cb (YunDb *db, YunChange *change, gpointer user_data)
{
  YunStore *self = user_data;

  if (change != NULL)
    look_at_history (self, db);
  tell (self, change != NULL ? CHANGED : VIEWS_CHANGED, change);
}

static gboolean
look_outside_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunStore *self = user_data;

  yun_watch_look (self->outside, db, write_outside_cb, noticed_cb, self);
  return TRUE;
}

/* On the writer's thread while nothing is to be written: what others wrote is taken in, and the
 * file alone becomes the whole registry, so that a plain copy of it is one. Where others are
 * reading, the next time. */
static void
rest_cb (YunDb *db, guint waited_ms, gpointer user_data)
{
  YunStore          *self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_atomic_int_get (&self->replaced))
    return;
  look_outside_cb (db, self, NULL);
  if (waited_ms >= RESTS_TO_FLUSH * self->rest_ms && self->watch.unflushed)
    yun_file_watch_flush (&self->watch, db, &error);
  else
    yun_file_watch_check (&self->watch, db, &error);
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_REPLACED))
    note_replaced (self, db);
}

/* On the list thread of a file that is only read, while nothing is asked: what others wrote is told
 * of. Where the path leads to another file now, what is open stays as it is. */
static void
look_on_cb (YunDb *db, guint waited_ms, gpointer user_data)
{
  YunStore *self = user_data;
  YunFileId id;

  if (!yun_file_id_read (&id, self->path) || !yun_file_id_equal (&id, &self->id) ||
      !yun_watch_look_on (self->outside, db, noticed_cb, self))
    return;
  /* What was asked since may have been answered, and kept, as the connection showed it. */
  yun_live_columns_renew (self->columns);
  yun_search_cache_clear (&self->search);
  yun_db_thread_reopen (self->list);
}

static gboolean
flush_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunStore *self = user_data;

  return yun_file_watch_flush (&self->watch, db, error);
}

gboolean
yun_store_flush_sync (YunStore *self, GError **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self) && self->writer != NULL, FALSE);

  return yun_db_thread_call (self->writer, flush_cb, self, NULL, error);
}

void
yun_store_set_rest_ms (YunStore *self, guint ms)
{
  g_return_if_fail (YUN_IS_STORE (self));

  self->rest_ms = ms;
  if (self->writer != NULL)
    yun_db_thread_set_rest (self->writer, rest_cb, self, ms);
  /* Of one that is taken as it lies there, nothing can be noticed. */
  else if ((self->way.read_flags & YUN_DB_IMMUTABLE) == 0)
    yun_db_thread_set_rest (self->list, look_on_cb, self, ms);
}

gboolean
yun_store_is_replaced (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->replaced) != 0;
}

/* ---- Opening and closing ------------------------------------------------------------ */

static gboolean
begin_writer_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunStore *self = user_data;

  return yun_db_set_journal (db, error) && yun_file_watch_begin (&self->watch, db, error);
}

/* Once nobody reads through this store any more. */
static gboolean
end_writer_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunStore *self = user_data;

  /* Also where another program has the file open, whose end would not do it. */
  if (!g_atomic_int_get (&self->replaced) && self->watch.unflushed)
    yun_file_watch_flush (&self->watch, db, NULL);
  return TRUE;
}

static gboolean
look_cb (YunDb *db, gpointer user_data, GError **error)
{
  YunStore *self = user_data;
  gint64    sample = 0;

  if (!yun_db_get_int (db, "SELECT 1 FROM meta WHERE key='sample'", &sample, error))
    return FALSE;
  g_atomic_int_set (&self->sample, sample != 0);
  look_at_history (self, db);
  /* From here on. */
  if (self->writer == NULL)
    yun_watch_look_on (self->outside, db, noticed_cb, self);
  return TRUE;
}

void
yun_store_way_clear (YunStoreWay *self)
{
  g_clear_pointer (&self->strangers, g_strfreev);
  g_clear_pointer (&self->notice, g_free);
}

YunStore *
yun_store_new (const char *path, YunStoreWay *way, GMainContext *context, GError **error)
{
  g_autoptr (YunStore) self = g_object_new (YUN_TYPE_STORE, NULL);

  self->path = g_strdup (path);
  if (!yun_file_id_read (&self->id, path))
    {
      yun_temp_file_set_errno (path, error);
      return NULL;
    }
  self->context = g_main_context_ref (context);
  self->way.read_flags = way->read_flags;
  self->way.limit = way->limit;
  self->columns = yun_live_columns_new (path, way->read_flags);
  self->outside = yun_watch_new ();
  if (way->limit == YUN_STORE_LIMIT_NONE)
    {
      self->writer = yun_db_thread_new ("store-write", path, YUN_DB_DEFAULT, error);
      if (self->writer == NULL ||
          !yun_db_thread_call (self->writer, begin_writer_cb, self, NULL, error))
        return NULL;
      /* What others wrote while nobody looked; where the file is busy just now, at the next rest.
       */
      yun_db_thread_call (self->writer, look_outside_cb, self, NULL, NULL);
    }
  self->list = yun_db_thread_new ("store-list", path, way->read_flags, error);
  if (self->list == NULL || !yun_db_thread_call (self->list, look_cb, self, NULL, error))
    return NULL;
  yun_store_set_rest_ms (self, REST_MS);
  self->way = *way;
  *way = (YunStoreWay){ 0 };
  return g_steal_pointer (&self);
}

static void
close_now (YunStore *self)
{
  gboolean closed;

  g_mutex_lock (&self->mutex);
  closed = self->closed;
  self->closed = TRUE;
  while (closed ? !self->gone : self->n_users > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (closed)
    return;
  /* What was still to be written is, with all that writing tells of it still there. */
  if (self->writer != NULL)
    yun_db_thread_set_rest (self->writer, NULL, NULL, 0);
  if (self->columns != NULL)
    yun_live_columns_stop (self->columns);
  /* The writer goes last: the last connection moves the log into the file. */
  g_clear_pointer (&self->list, yun_db_thread_close);
  g_clear_pointer (&self->columns, yun_live_columns_free);
  if (self->writer != NULL)
    yun_db_thread_call (self->writer, end_writer_cb, self, NULL, NULL);
  g_clear_pointer (&self->writer, yun_db_thread_close);
  g_clear_pointer (&self->outside, yun_watch_free);
  if (self->way.holds)
    yun_file_let_go (self->path);
  g_atomic_int_set (&self->can_undo, FALSE);
  g_atomic_int_set (&self->can_redo, FALSE);
  g_mutex_lock (&self->mutex);
  self->gone = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  yun_store_shared_forget (self);
}

void
yun_store_close (YunStore *self)
{
  g_return_if_fail (YUN_IS_STORE (self));

  if (yun_store_shared_leave (self))
    close_now (self);
}

static void
close_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  yun_store_close (source);
  g_task_return_boolean (task, TRUE);
}

void
yun_store_close_async (YunStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (YUN_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_run_in_thread (task, close_cb);
}

const char *
yun_store_get_path (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return self->path;
}

gboolean
yun_store_is_read_only (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), TRUE);

  return self->way.limit != YUN_STORE_LIMIT_NONE;
}

YunStoreLimit
yun_store_get_limit (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), YUN_STORE_LIMIT_NONE);

  return self->way.limit;
}

const char *
yun_store_get_notice (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  return self->way.notice;
}

const char *const *
yun_store_get_strangers (YunStore *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (YUN_IS_STORE (self), none);

  return self->way.strangers != NULL ? (const char *const *) self->way.strangers : none;
}

gboolean
yun_store_is_sample (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->sample) != 0;
}

void
yun_store_mark_sample (YunStore *self)
{
  g_atomic_int_set (&self->sample, TRUE);
}

gboolean
yun_store_can_undo (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->can_undo) != 0;
}

gboolean
yun_store_can_redo (YunStore *self)
{
  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->can_redo) != 0;
}

YunChange *
yun_store_get_undo (YunStore *self)
{
  YunChange *change;

  g_return_val_if_fail (YUN_IS_STORE (self), NULL);

  g_mutex_lock (&self->mutex);
  change = self->next_undo != NULL ? yun_change_ref (self->next_undo) : NULL;
  g_mutex_unlock (&self->mutex);
  return change;
}

/* ---- Search ------------------------------------------------------------------------ */

YunSearchCache *
yun_store_get_search_cache (YunStore *self)
{
  return &self->search;
}

/* ---- Columns ------------------------------------------------------------------------- */

YunFinder *
yun_store_get_finder (YunStore *self, YunDb *db)
{
  return yun_live_columns_get (self->columns, db, yun_db_get_cancellable (db));
}

static gboolean
start_columns_cb (YunDb *db, gpointer user_data, GError **error)
{
  yun_live_columns_start (((YunStore *) user_data)->columns);
  return TRUE;
}

static gpointer
take_nothing (gpointer args)
{
  return NULL;
}

static const YunWork keep_work = { YUN_LANE_LIST, start_columns_cb };

void
yun_store_keep_columns (YunStore *self)
{
  g_return_if_fail (YUN_IS_STORE (self));

  yun_live_columns_set_wanted (self->columns);
  yun_store_start (self, &keep_work, self, NULL, take_nothing, NULL, NULL, NULL, NULL);
}

gboolean
yun_store_keep_columns_sync (YunStore *self, GError **error)
{
  g_return_val_if_fail (YUN_IS_STORE (self), FALSE);

  yun_live_columns_set_wanted (self->columns);
  return yun_store_run (self, &keep_work, self, NULL, error) &&
         yun_live_columns_wait (self->columns, error);
}
