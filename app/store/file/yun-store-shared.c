/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-shared.h"

#include "yun-store-private.h"

typedef struct
{
  YunFileId id;
  YunStore *key;  /* (unowned) (nullable): to be told by, also while it is going; NULL: not open
                     yet */
  GWeakRef store; /* empty once it is going */
  guint    n_users;
} Entry;

/* Few, so they are looked through. */
static GPtrArray *entries; /* (owned) (nullable) (element-type Entry) */
static GMutex     mutex;   /* guards them */
static GCond      cond;    /* one has come or gone */

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_weak_ref_clear (&entry->store);
  g_free (entry);
}

static Entry *
find_by_id (const YunFileId *id)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (yun_file_id_equal (&entry->id, id))
        return entry;
    }
  return NULL;
}

static Entry *
find_by_store (YunStore *store)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (entry->key == store)
        return entry;
    }
  return NULL;
}

YunStore *
yun_store_shared_begin (const YunFileId *id)
{
  YunStore *store = NULL;
  Entry    *entry;

  g_mutex_lock (&mutex);
  while ((entry = find_by_id (id)) != NULL)
    {
      store = entry->n_users > 0 ? g_weak_ref_get (&entry->store) : NULL;
      if (store != NULL)
        {
          entry->n_users++;
          break;
        }
      g_cond_wait (&cond, &mutex);
    }
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->id = *id;
      g_weak_ref_init (&entry->store, NULL);
      if (entries == NULL)
        entries = g_ptr_array_new_with_free_func (free_entry);
      g_ptr_array_add (entries, entry);
    }
  g_mutex_unlock (&mutex);
  return store;
}

void
yun_store_shared_end (const YunFileId *id, YunStore *store)
{
  Entry *entry;

  g_mutex_lock (&mutex);
  entry = find_by_id (id);
  g_assert (entry != NULL && entry->key == NULL);
  if (store != NULL)
    {
      entry->key = store;
      entry->n_users = 1;
      g_weak_ref_set (&entry->store, store);
    }
  else
    g_ptr_array_remove_fast (entries, entry);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

gboolean
yun_store_shared_leave (YunStore *store)
{
  Entry   *entry;
  gboolean last;

  g_mutex_lock (&mutex);
  entry = find_by_store (store);
  if (entry != NULL && entry->n_users > 0)
    entry->n_users--;
  last = entry == NULL || entry->n_users == 0;
  g_mutex_unlock (&mutex);
  return last;
}

void
yun_store_shared_forget (YunStore *store)
{
  Entry *entry;

  g_mutex_lock (&mutex);
  entry = find_by_store (store);
  if (entry != NULL)
    g_ptr_array_remove_fast (entries, entry);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

gboolean
yun_store_shared_has (const char *path)
{
  YunFileId id;
  gboolean  has;

  if (!yun_file_id_read (&id, path))
    return FALSE;
  g_mutex_lock (&mutex);
  has = find_by_id (&id) != NULL;
  g_mutex_unlock (&mutex);
  return has;
}

YunStore *
yun_store_open_apart_sync (const char *path, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  YunStoreWay              way = { .read_flags = YUN_DB_READ_ONLY };

  return yun_store_new (path, &way, context, error);
}
