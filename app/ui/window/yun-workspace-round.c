/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-workspace-private.h"

/* One question to the store, in up to four parts that run at the same time; it is applied when the
 * last part is there. */
struct _YunWorkspaceRound
{
  YunWorkspace    *self;        /* (owned) */
  GCancellable    *cancellable; /* (owned) */
  YunFilter       *filter;      /* (owned) */
  const YunEntity *entity;
  YunAnswer       *answer;   /* (owned) (nullable) */
  GArray          *ids;      /* (owned) (nullable) */
  YunFeatureIndex *features; /* (owned) (nullable): what shown belongs to */
  YunFeatureSet   *shown;    /* (owned) (nullable) */
  gint64           n_all;    /* -1: not asked */
  GError          *error;    /* (owned) (nullable): the first */
  guint            pending;
  gboolean         asks; /* otherwise only the list is new */
};

typedef YunWorkspaceRound Round;

static void
round_free (Round *round)
{
  g_clear_object (&round->cancellable);
  g_clear_pointer (&round->filter, yun_filter_unref);
  g_clear_pointer (&round->answer, yun_answer_free);
  g_clear_pointer (&round->ids, g_array_unref);
  g_clear_pointer (&round->features, yun_feature_index_unref);
  g_clear_pointer (&round->shown, yun_feature_set_unref);
  g_clear_error (&round->error);
  g_object_unref (round->self);
  g_free (round);
}

static void
apply_round (YunWorkspace *self, Round *round)
{
  gboolean all = yun_workspace_is_everything (self, round->filter);

  if (round->answer != NULL)
    {
      g_clear_pointer (&self->answer, yun_answer_free);
      self->answer = g_steal_pointer (&round->answer);
      g_clear_pointer (&self->filter, yun_filter_unref);
      self->filter = yun_filter_ref (round->filter);
      if (round->n_all >= 0)
        self->n_all = round->n_all;
      if (self->loaded != NULL && (all || round->features == self->loaded))
        yun_workspace_take_set (self, self->loaded, all ? NULL : g_steal_pointer (&round->shown));
      else if (self->loaded != NULL)
        yun_workspace_make_late_set (self);
    }
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_steal_pointer (&round->ids);
  self->ids_entity = round->entity;

  g_signal_emit_by_name (self, "answered");
  yun_workspace_tell_features (self);
}

/* A part of @round has ended; applies it when it was the last. */
static void
end_part (Round *round, GError *error)
{
  YunWorkspace *self = round->self;

  if (error != NULL && round->error == NULL)
    {
      round->error = error;
      g_cancellable_cancel (round->cancellable);
    }
  else
    {
      g_clear_error (&error);
    }
  if (--round->pending > 0)
    return;

  if (self->round == round)
    {
      self->round = NULL;
      if (round->error == NULL)
        apply_round (self, round);
      else if (!g_error_matches (round->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_pointer (&self->wanted, yun_filter_unref);
          self->wanted = yun_filter_ref (self->filter);
          if (self->loaded != self->features)
            yun_workspace_show_loaded (self);
          g_signal_emit_by_name (self, "failed", round->error);
        }
      g_object_notify (G_OBJECT (self), "busy");
    }
  round_free (round);
}

static void
round_set_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->shown = g_task_propagate_pointer (G_TASK (result), NULL);
  end_part (round, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round        *round = user_data;
  YunWorkspace *self = round->self;
  GError       *error = NULL;

  round->answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  if (round->answer != NULL && self->round == round && self->loaded != NULL &&
      !yun_workspace_is_everything (self, round->filter))
    {
      round->pending++;
      round->features = yun_feature_index_ref (self->loaded);
      yun_workspace_make_set (self, self->loaded, round->answer, 0, round_set_made_cb, round);
    }
  end_part (round, error);
}

gint64
yun_workspace_count_listed (const YunAnswer *answer)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();
  gint64                  n = 0;

  for (guint i = 0; entities[i] != NULL; i++)
    n += answer->totals[yun_entity_get_index (entities[i])].count;
  return n;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round                *round = user_data;
  g_autoptr (YunAnswer) answer = NULL;
  GError               *error = NULL;

  answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  if (answer != NULL)
    round->n_all = yun_workspace_count_listed (answer);
  end_part (round, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round  *round = user_data;
  GError *error = NULL;

  round->ids = yun_store_list_ids_finish (YUN_STORE (source), result, &error);
  end_part (round, error);
}

void
yun_workspace_cancel_round (YunWorkspace *self)
{
  if (self->round != NULL)
    g_cancellable_cancel (self->round->cancellable);
}

void
yun_workspace_start_round (YunWorkspace *self, gboolean asks)
{
  Round *round;

  if (g_cancellable_is_cancelled (self->closing))
    return;
  if (self->round != NULL)
    asks = asks || self->round->asks;
  yun_workspace_cancel_round (self);

  round = g_new0 (Round, 1);
  round->self = g_object_ref (self);
  round->cancellable = g_cancellable_new ();
  round->filter = yun_filter_ref (self->wanted);
  round->entity = self->entity;
  round->n_all = -1;
  round->asks = asks;
  round->pending = 1;
  self->round = round;

  yun_store_list_sorted_async (self->store, self->entity, round->filter, self->sort, self->n_sort,
                               round->cancellable, listed_cb, round);
  if (asks)
    {
      round->pending++;
      yun_store_ask_async (self->store, round->filter, yun_workspace_get_entity_mask (),
                           yun_workspace_get_facets (), round->cancellable, answered_cb, round);
      if (self->n_all < 0)
        {
          g_autoptr (YunFilter) everything = yun_filter_new (NULL);

          round->pending++;
          yun_store_ask_async (self->store, everything, yun_workspace_get_entity_mask (), NULL,
                               round->cancellable, counted_cb, round);
        }
    }
  g_object_notify (G_OBJECT (self), "busy");
}
