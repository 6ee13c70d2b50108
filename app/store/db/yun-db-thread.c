/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-db-thread.h"

#include "yun-schema.h"

struct _YunDbThread
{
  GThread     *thread; /* (owned) */
  GAsyncQueue *queue;  /* (owned): Request */
  char        *path;   /* (owned) */
  YunDbFlags   flags;

  /* Of the thread alone. */
  YunDbRestFunc rest; /* (nullable) */
  gpointer      rest_data;
  guint         rest_ms;
  gboolean      reopens;
};

/* One of two kinds: a call whose sender waits, or a task. Neither: the end. */
typedef struct
{
  YunDbFunc     func;        /* (nullable) */
  gpointer      user_data;   /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  GError       *error;       /* (owned) (nullable): for the sender */
  gboolean      answer;

  GTask        *task; /* (owned) (nullable) */
  YunDbTaskFunc task_func;

  GMutex   mutex; /* guards done */
  GCond    cond;
  gboolean done;
} Request;

static void
answer (Request *request, gboolean value)
{
  g_mutex_lock (&request->mutex);
  request->answer = value;
  request->done = TRUE;
  g_cond_signal (&request->cond);
  g_mutex_unlock (&request->mutex);
}

static gboolean
wait_for_answer (Request *request)
{
  g_mutex_lock (&request->mutex);
  while (!request->done)
    g_cond_wait (&request->cond, &request->mutex);
  g_mutex_unlock (&request->mutex);
  g_mutex_clear (&request->mutex);
  g_cond_clear (&request->cond);
  return request->answer;
}

static gboolean
nothing_cb (gpointer unused)
{
  return G_SOURCE_REMOVE;
}

/* After the task's own completion in the queue of its context. */
static void
release_task (GTask *task)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, nothing_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
}

static void
reopen (YunDbThread *self, YunDb **db)
{
  YunDb *fresh = yun_schema_open_reader (self->path, self->flags, NULL);

  self->reopens = FALSE;
  if (fresh == NULL)
    return;
  yun_db_close (*db);
  *db = fresh;
}

/* The next request; what is done meanwhile when there is none. */
static Request *
wait_for_request (YunDbThread *self, YunDb **db)
{
  guint waited = 0;

  while (self->rest != NULL)
    {
      Request *request = g_async_queue_timeout_pop (self->queue, (guint64) self->rest_ms * 1000);

      if (request != NULL)
        return request;
      waited += self->rest_ms;
      self->rest (*db, waited, self->rest_data);
      if (self->reopens)
        reopen (self, db);
    }
  return g_async_queue_pop (self->queue);
}

static gpointer
thread_func (gpointer data)
{
  Request     *first = data;
  YunDbThread *self = first->user_data;
  gboolean     reads = (self->flags & YUN_DB_READ_ONLY) != 0;
  YunDb       *db = reads ? yun_schema_open_reader (self->path, self->flags, &first->error)
                          : yun_db_open (self->path, self->flags, &first->error);

  answer (first, db != NULL);
  if (db == NULL)
    return NULL;

  while (TRUE)
    {
      Request *request = wait_for_request (self, &db);

      if (request->task != NULL)
        {
          if (!g_task_return_error_if_cancelled (request->task))
            request->task_func (db, request->task);
          release_task (request->task);
          g_free (request);
        }
      else if (request->func != NULL)
        {
          gboolean ok =
            !g_cancellable_set_error_if_cancelled (request->cancellable, &request->error);

          answer (request, ok && request->func (db, request->user_data, &request->error));
        }
      else
        {
          g_free (request);
          break;
        }
    }
  yun_db_close (db);
  return NULL;
}

static void
free_thread (YunDbThread *self)
{
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self->path);
  g_free (self);
}

YunDbThread *
yun_db_thread_new (const char *name, const char *path, YunDbFlags flags, GError **error)
{
  YunDbThread *self = g_new0 (YunDbThread, 1);
  Request      first = { .user_data = self };

  self->path = g_strdup (path);
  self->flags = flags;
  self->queue = g_async_queue_new ();
  g_mutex_init (&first.mutex);
  g_cond_init (&first.cond);
  self->thread = g_thread_new (name, thread_func, &first);
  if (wait_for_answer (&first))
    return self;
  g_propagate_error (error, first.error);
  free_thread (self);
  return NULL;
}

void
yun_db_thread_close (YunDbThread *self)
{
  if (self == NULL)
    return;
  g_assert (!yun_db_thread_is_current (self));
  g_async_queue_push (self->queue, g_new0 (Request, 1));
  free_thread (self);
}

gboolean
yun_db_thread_call (
  YunDbThread *self, YunDbFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  Request  request = { .func = func, .user_data = user_data, .cancellable = cancellable };
  gboolean ok;

  g_assert (!yun_db_thread_is_current (self));
  g_mutex_init (&request.mutex);
  g_cond_init (&request.cond);
  g_async_queue_push (self->queue, &request);
  ok = wait_for_answer (&request);
  if (request.error != NULL)
    g_propagate_error (error, request.error);
  return ok;
}

void
yun_db_thread_push (YunDbThread *self, GTask *task, YunDbTaskFunc func)
{
  Request *request = g_new0 (Request, 1);

  request->task = task;
  request->task_func = func;
  g_async_queue_push (self->queue, request);
}

typedef struct
{
  YunDbThread  *thread;
  YunDbRestFunc func;
  gpointer      user_data;
  guint         ms;
} Rest;

static gboolean
set_rest_cb (YunDb *db, gpointer user_data, GError **error)
{
  Rest *rest = user_data;

  rest->thread->rest = rest->func;
  rest->thread->rest_data = rest->user_data;
  rest->thread->rest_ms = rest->ms;
  return TRUE;
}

void
yun_db_thread_set_rest (YunDbThread *self, YunDbRestFunc func, gpointer user_data, guint ms)
{
  Rest rest = { self, func, user_data, ms };

  yun_db_thread_call (self, set_rest_cb, &rest, NULL, NULL);
}

void
yun_db_thread_reopen (YunDbThread *self)
{
  g_assert (yun_db_thread_is_current (self) && (self->flags & YUN_DB_READ_ONLY) != 0);
  self->reopens = TRUE;
}

gboolean
yun_db_thread_is_current (YunDbThread *self)
{
  return self->thread == g_thread_self ();
}
