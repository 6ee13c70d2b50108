/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-reach.h"

#include "yun-overlay.h"
#include "yun-store-near.h"

/* The outlines of more places lie over each other, and take long to make. */
#define MAX_PLACES 500

typedef struct
{
  YunStore  *store;  /* (owned) */
  YunFilter *filter; /* (owned) */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->store);
  yun_filter_unref (asked->filter);
  g_free (asked);
}

gboolean
yun_reach_is_asked (const YunFilter *filter)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    if (yun_filter_get_clause (filter, i)->kind == YUN_CLAUSE_NEAR)
      return TRUE;
  return FALSE;
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Asked                *asked = data;
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_geom_unref);

  for (guint i = 0; i < yun_filter_get_n_clauses (asked->filter); i++)
    {
      const YunClause      *clause = yun_filter_get_clause (asked->filter, i);
      g_autoptr (GPtrArray) places = NULL;
      GError               *error = NULL;
      YunGeom              *area;

      if (clause->kind != YUN_CLAUSE_NEAR)
        continue;
      places = yun_store_list_near_sync (asked->store, asked->filter, i, cancellable, &error);
      if (places == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      if (places->len > MAX_PLACES)
        continue;
      area = yun_overlay_grow (places, clause->distance_m);
      if (area != NULL)
        g_ptr_array_add (areas, area);
    }
  g_task_return_pointer (task, g_steal_pointer (&areas), (GDestroyNotify) g_ptr_array_unref);
}

void
yun_reach_find_async (YunStore           *store,
                      YunFilter          *filter,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asked            *asked = g_new (Asked, 1);

  *asked = (Asked){ g_object_ref (store), yun_filter_ref (filter) };
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, find_thread);
}

GPtrArray *
yun_reach_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
