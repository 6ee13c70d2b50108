/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-workspace-private.h"

/* One question to the store, in up to four parts that run at the same time; it is applied when the
 * last part is there. */
struct _YunWorkspaceQuestion
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

typedef YunWorkspaceQuestion Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->cancellable);
  g_clear_pointer (&question->filter, yun_filter_unref);
  g_clear_pointer (&question->answer, yun_answer_free);
  g_clear_pointer (&question->ids, g_array_unref);
  g_clear_pointer (&question->features, yun_feature_index_unref);
  g_clear_pointer (&question->shown, yun_feature_set_unref);
  g_clear_error (&question->error);
  g_object_unref (question->self);
  g_free (question);
}

static void
apply_question (YunWorkspace *self, Question *question)
{
  gboolean all = yun_workspace_is_everything (self, question->filter);

  if (question->answer != NULL)
    {
      g_clear_pointer (&self->answer, yun_answer_free);
      self->answer = g_steal_pointer (&question->answer);
      g_clear_pointer (&self->filter, yun_filter_unref);
      self->filter = yun_filter_ref (question->filter);
      if (question->n_all >= 0)
        self->n_all = question->n_all;
      if (self->loaded != NULL && (all || question->features == self->loaded))
        yun_workspace_take_set (self, self->loaded,
                                all ? NULL : g_steal_pointer (&question->shown));
      else if (self->loaded != NULL)
        yun_workspace_make_late_set (self);
    }
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_steal_pointer (&question->ids);
  self->ids_entity = question->entity;

  g_signal_emit_by_name (self, "answered");
  yun_workspace_tell_features (self);
}

/* A part of @question has ended; applies it when it was the last. */
static void
end_part (Question *question, GError *error)
{
  YunWorkspace *self = question->self;

  if (error != NULL && question->error == NULL)
    {
      question->error = error;
      g_cancellable_cancel (question->cancellable);
    }
  else
    {
      g_clear_error (&error);
    }
  if (--question->pending > 0)
    return;

  if (self->question == question)
    {
      self->question = NULL;
      if (question->error == NULL)
        apply_question (self, question);
      else if (!g_error_matches (question->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_pointer (&self->wanted, yun_filter_unref);
          self->wanted = yun_filter_ref (self->filter);
          if (self->loaded != self->features)
            yun_workspace_show_loaded (self);
          g_signal_emit_by_name (self, "failed", question->error);
        }
      g_object_notify (G_OBJECT (self), "busy");
    }
  question_free (question);
}

static void
question_set_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;

  question->shown = g_task_propagate_pointer (G_TASK (result), NULL);
  end_part (question, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question     *question = user_data;
  YunWorkspace *self = question->self;
  GError       *error = NULL;

  question->answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  if (question->answer != NULL && self->question == question && self->loaded != NULL &&
      !yun_workspace_is_everything (self, question->filter))
    {
      question->pending++;
      question->features = yun_feature_index_ref (self->loaded);
      yun_workspace_make_set (self, self->loaded, question->answer, 0, question_set_made_cb,
                              question);
    }
  end_part (question, error);
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
  Question             *question = user_data;
  g_autoptr (YunAnswer) answer = NULL;
  GError               *error = NULL;

  answer = yun_store_ask_finish (YUN_STORE (source), result, &error);
  if (answer != NULL)
    question->n_all = yun_workspace_count_listed (answer);
  end_part (question, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  GError   *error = NULL;

  question->ids = yun_store_list_ids_finish (YUN_STORE (source), result, &error);
  end_part (question, error);
}

void
yun_workspace_cancel_question (YunWorkspace *self)
{
  if (self->question != NULL)
    g_cancellable_cancel (self->question->cancellable);
}

void
yun_workspace_start_question (YunWorkspace *self, gboolean asks)
{
  Question *question;

  if (g_cancellable_is_cancelled (self->closing))
    return;
  if (self->question != NULL)
    asks = asks || self->question->asks;
  yun_workspace_cancel_question (self);

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->cancellable = g_cancellable_new ();
  question->filter = yun_filter_ref (self->wanted);
  question->entity = self->entity;
  question->n_all = -1;
  question->asks = asks;
  question->pending = 1;
  self->question = question;

  yun_store_list_sorted_async (self->store, self->entity, question->filter, self->sort,
                               self->n_sort, question->cancellable, listed_cb, question);
  if (asks)
    {
      question->pending++;
      yun_store_ask_async (self->store, question->filter, yun_workspace_get_entity_mask (),
                           yun_workspace_get_facets (), question->cancellable, answered_cb,
                           question);
      if (self->n_all < 0)
        {
          g_autoptr (YunFilter) everything = yun_filter_new (NULL);

          question->pending++;
          yun_store_ask_async (self->store, everything, yun_workspace_get_entity_mask (), NULL,
                               question->cancellable, counted_cb, question);
        }
    }
  g_object_notify (G_OBJECT (self), "busy");
}
