/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Linked into tests that are built with the thread sanitizer, which sees what our code does and not
 * what is inside GLib: that a GMutex is a lock, it has to be told. Each function here stands in for
 * GLib's of the same name, calls it, and says who has to be done before whom. What only GLib knows
 * of (sources, tasks) is not told: our code hands things over under a mutex.
 *
 * So a race is found in what our code itself reads and writes. What GLib writes for it, a GQueue's
 * links, is not seen; the tests compare pictures too.
 */

#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <glib-object.h>
#include <sanitizer/tsan_interface.h>

/* GLib's own @name. */
#define REAL(name)                                                                                 \
  static __typeof__ (&(name)) real;                                                                \
  if (real == NULL)                                                                                \
  real = (__typeof__ (&(name))) (gpointer) dlsym (RTLD_NEXT, #name)

#undef g_once_init_leave
#undef g_atomic_ref_count_dec
#undef g_object_unref

/* ---- Locks --------------------------------------------------------------------------- */

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);

  real (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  REAL (g_mutex_trylock);

  if (!real (mutex))
    return FALSE;
  __tsan_acquire (mutex);
  return TRUE;
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);

  __tsan_release (mutex);
  real (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);

  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

/* ---- Once ---------------------------------------------------------------------------- */

void
g_once_init_leave (volatile void *location, gsize result)
{
  REAL (g_once_init_leave);

  __tsan_release ((void *) location);
  real (location, result);
}

gboolean (g_once_init_enter) (volatile void *location)
{
  REAL (g_once_init_enter);
  gboolean mine = real (location);

  __tsan_acquire ((void *) location);
  return mine;
}

typedef struct
{
  GOnce      *once;
  GThreadFunc func;
  gpointer    arg;
} Once;

static gpointer
run_once (gpointer data)
{
  Once    *call = data;
  gpointer result = call->func (call->arg);

  __tsan_release (call->once);
  __tsan_release ((void *) &call->once->status);
  return result;
}

gpointer
g_once_impl (GOnce *once, GThreadFunc func, gpointer arg)
{
  REAL (g_once_impl);
  Once     call = { once, func, arg };
  gpointer result = real (once, run_once, &call);

  __tsan_acquire (once);
  return result;
}

/* ---- References ------------------------------------------------------------------------- */

/* Whoever lets go last has seen all that the others did. */

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  REAL (g_atomic_ref_count_dec);
  gboolean last;

  __tsan_release (count);
  last = real (count);
  if (last)
    __tsan_acquire (count);
  return last;
}

void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  REAL (g_atomic_rc_box_release_full);

  __tsan_release (box);
  __tsan_acquire (box);
  real (box, clear);
}

void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);

  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

/* ---- Pools ------------------------------------------------------------------------------- */

typedef struct
{
  GFunc    func;
  gpointer user_data;
} Pool;

static void
run_in_pool (gpointer data, gpointer user_data)
{
  Pool *pool = user_data;

  __tsan_acquire (pool);
  pool->func (data, pool->user_data);
  __tsan_release (pool);
}

GThreadPool *
g_thread_pool_new (
  GFunc func, gpointer user_data, int max_threads, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  Pool *pool = g_new0 (Pool, 1); /* stays: a pool may be freed before its work is done */

  *pool = (Pool){ func, user_data };
  return real (run_in_pool, pool, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  REAL (g_thread_pool_push);

  __tsan_release (pool->user_data);
  return real (pool, data, error);
}

void
g_thread_pool_free (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  REAL (g_thread_pool_free);
  gpointer data = pool->user_data;

  real (pool, immediate, wait);
  if (wait)
    __tsan_acquire (data);
}
