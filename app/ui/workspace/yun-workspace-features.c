/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-workspace-private.h"

#include "yun-feature-loader.h"

/* What of the registry can be drawn, and which of it is shown. */

/* ---- Sets of features, made on a worker ---------------------------------- */

typedef struct
{
  YunFeatureIndex *features; /* (owned) */
  guint            n_entities;
  GArray         **ids; /* (owned): for each entity (owned) (nullable) */
  guint            serial;
} SetInput;

static void
set_input_free (SetInput *input)
{
  yun_feature_index_unref (input->features);
  for (guint i = 0; i < input->n_entities; i++)
    g_clear_pointer (&input->ids[i], g_array_unref);
  g_free (input->ids);
  g_free (input);
}

static void
make_set_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SetInput *input = data;

  g_task_return_pointer (task, yun_feature_set_new (input->features, input->ids, input->n_entities),
                         (GDestroyNotify) yun_feature_set_unref);
}

/* Sets are small work, but grow with the registry; their order does not matter, as every user
 * looks whether its set is still wanted. */
void
yun_workspace_make_set (YunWorkspace       *self,
                        YunFeatureIndex    *features,
                        const YunAnswer    *answer,
                        guint               serial,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  SetInput         *input = g_new0 (SetInput, 1);

  input->features = yun_feature_index_ref (features);
  input->serial = serial;
  input->n_entities = answer->n_entities;
  input->ids = g_new0 (GArray *, answer->n_entities);
  for (guint i = 0; i < answer->n_entities; i++)
    if (answer->ids[i] != NULL)
      input->ids[i] = g_array_ref (answer->ids[i]);
  g_task_set_task_data (task, input, (GDestroyNotify) set_input_free);
  g_task_run_in_thread (task, make_set_thread);
}

/* ---- What is shown --------------------------------------------------------- */

gboolean
yun_workspace_is_everything (YunWorkspace *self, YunFilter *filter)
{
  return yun_filter_equal (filter, self->everything);
}

/* Shows @features (the newest, or a set of them); yun_workspace_tell_features() follows. With a
 * filter an edited record may let others appear far away, so only without one it is known where
 * that differs. */
void
yun_workspace_take_set (YunWorkspace *self, YunFeatureIndex *features, YunFeatureSet *shown)
{
  self->late_set++;
  self->setting = FALSE;
  if (features == self->features && shown == NULL && self->shown == NULL)
    return;
  yun_feature_index_ref (features);
  g_clear_pointer (&self->features, yun_feature_index_unref);
  self->features = features;
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  self->shown = shown;
  self->reloaded |= shown != NULL || !self->shows_all;
  self->shows_all = shown == NULL;
  self->untold = TRUE;
}

void
yun_workspace_tell_features (YunWorkspace *self)
{
  YunRect box = self->patched;

  if (!self->untold)
    return;
  self->changed_box = self->reloaded ? NULL : &box;
  self->untold = FALSE;
  self->patched = YUN_RECT_EMPTY;
  self->reloaded = FALSE;
  g_signal_emit_by_name (self, "features-changed");
  self->changed_box = NULL;
}

static void
late_set_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunWorkspace  *self = YUN_WORKSPACE (source);
  SetInput      *input = g_task_get_task_data (G_TASK (result));
  YunFeatureSet *shown = g_task_propagate_pointer (G_TASK (result), NULL);

  if (input->serial != self->late_set || g_cancellable_is_cancelled (self->closing))
    {
      yun_feature_set_unref (shown);
      return;
    }
  yun_workspace_take_set (self, input->features, shown);
  yun_workspace_tell_features (self);
  g_object_notify (G_OBJECT (self), "busy");
}

void
yun_workspace_make_late_set (YunWorkspace *self)
{
  self->setting = TRUE;
  yun_workspace_make_set (self, self->loaded, self->answer, ++self->late_set, late_set_made_cb,
                          NULL);
}

/* Shows what has been loaded. Without a filter nothing needs to be asked first; with one and
 * without an answer the first answer is still on its way and makes the set. */
void
yun_workspace_show_loaded (YunWorkspace *self)
{
  YunFilter *filter = self->answer != NULL ? self->filter : self->wanted;

  if (yun_workspace_is_everything (self, filter))
    {
      yun_workspace_take_set (self, self->loaded, NULL);
      yun_workspace_tell_features (self);
    }
  else if (self->answer != NULL)
    {
      yun_workspace_make_late_set (self);
    }
}

/* ---- Features ------------------------------------------------------------- */

typedef struct
{
  YunWorkspace *self; /* (owned) */
  guint         serial;
} FeatureLoad;

static void
load_free (FeatureLoad *load)
{
  g_object_unref (load->self);
  g_free (load);
}

static FeatureLoad *
load_new (YunWorkspace *self)
{
  FeatureLoad *load = g_new0 (FeatureLoad, 1);

  load->self = g_object_ref (self);
  load->serial = ++self->feature_load;
  return load;
}

static gboolean
is_wanted (const FeatureLoad *load)
{
  return load->serial == load->self->feature_load &&
         !g_cancellable_is_cancelled (load->self->closing);
}

static void
take_loaded (YunWorkspace *self, YunFeatureIndex *features)
{
  yun_feature_index_ref (features);
  g_clear_pointer (&self->loaded, yun_feature_index_unref);
  self->loaded = features;
}

static void
fail (YunWorkspace *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (self, "failed", error);
}

static void
features_partly_cb (YunFeatureIndex *so_far, gpointer user_data)
{
  FeatureLoad *load = user_data;

  if (!is_wanted (load))
    return;
  take_loaded (load->self, so_far);
  load->self->reloaded = TRUE;
  yun_workspace_show_loaded (load->self);
}

static void
features_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FeatureLoad                *load = user_data;
  YunWorkspace               *self = load->self;
  g_autoptr (YunFeatureIndex) features = NULL;
  g_autoptr (GError)          error = NULL;

  features = yun_feature_loader_load_finish (result, &error);
  if (is_wanted (load))
    {
      self->loading = FALSE;
      if (features != NULL)
        {
          take_loaded (self, features);
          self->reloaded = TRUE;
          yun_workspace_show_loaded (self);
        }
      else
        {
          fail (self, error);
        }
      g_object_notify (G_OBJECT (self), "busy");
    }
  load_free (load);
}

void
yun_workspace_load_features (YunWorkspace *self)
{
  FeatureLoad *load = load_new (self);

  self->late_set++;
  self->setting = FALSE;
  self->loading = TRUE;
  self->patching = FALSE;
  g_array_set_size (self->unpatched, 0);
  /* What is on the map already is whole, if a little old: it stays until all is there. */
  yun_feature_loader_load_async (self->store, self->features == NULL ? features_partly_cb : NULL,
                                 self->closing, features_loaded_cb, load);
  g_object_notify (G_OBJECT (self), "busy");
}

static void patch_features (YunWorkspace *self);

static void
features_patched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FeatureLoad                *load = user_data;
  YunWorkspace               *self = load->self;
  g_autoptr (YunFeatureIndex) features = NULL;
  g_autoptr (GError)          error = NULL;
  YunRect                     changed;

  features = yun_feature_loader_patch_finish (result, &changed, &error);
  if (is_wanted (load))
    {
      self->patching = FALSE;
      if (features != NULL)
        {
          take_loaded (self, features);
          self->patched = yun_rect_union (&self->patched, &changed);
          yun_workspace_show_loaded (self);
          patch_features (self);
        }
      else if (error != NULL)
        {
          fail (self, error);
        }
      else
        {
          yun_workspace_load_features (self);
        }
      g_object_notify (G_OBJECT (self), "busy");
    }
  load_free (load);
}

/* Brings the features up to the rows noted since, unless that is under way. */
static void
patch_features (YunWorkspace *self)
{
  g_autoptr (GArray) rows = NULL;

  if (self->patching || self->unpatched->len == 0)
    return;
  rows = self->unpatched;
  self->unpatched = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  self->patching = TRUE;
  yun_feature_loader_patch_async (self->store, self->loaded, rows, self->closing,
                                  features_patched_cb, load_new (self));
}

void
yun_workspace_update_features (YunWorkspace *self, const YunChange *change)
{
  /* What is being read may or may not have seen this commit: it begins again. */
  if (change->rows == NULL || self->loaded == NULL || self->loading)
    {
      yun_workspace_load_features (self);
      return;
    }
  g_array_append_vals (self->unpatched, change->rows->data, change->rows->len);
  patch_features (self);
  g_object_notify (G_OBJECT (self), "busy");
}
