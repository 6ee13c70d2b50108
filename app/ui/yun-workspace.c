/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-workspace.h"

#include "yun-facility.h"
#include "yun-feature-loader.h"
#include "yun-firm.h"
#include "yun-park.h"
#include "yun-plot.h"

#define N_ENTITIES 8

/* One question to the store, in up to four parts that run at the same time; it is applied when the
 * last part is there. */
typedef struct
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
} Round;

struct _YunWorkspace
{
  GObject parent_instance;

  YunStore        *store;   /* (owned) */
  GCancellable    *closing; /* (owned) */
  YunFilter       *wanted;  /* (owned) */
  YunFilter       *filter;  /* (owned): the one answered */
  const YunEntity *entity;
  YunSortKey       sort[YUN_SORT_MAX_KEYS];
  guint            n_sort; /* 0: by name */

  const YunEntity *selected_entity; /* (nullable) */
  gint64           selected_id;

  Round           *round;      /* (unowned) (nullable): the newest, while it runs */
  YunAnswer       *answer;     /* (owned) (nullable) */
  GArray          *ids;        /* (owned) (nullable) */
  const YunEntity *ids_entity; /* (nullable) */
  gint64           n_all;

  YunFeatureIndex *loaded; /* (owned) (nullable): the newest; its set may still be in the making */
  YunFeatureIndex *features;     /* (owned) (nullable): what shown belongs to */
  YunFeatureSet   *shown;        /* (owned) (nullable) */
  guint            feature_load; /* counts loads and patches, so that an old one is known */
  guint            late_set;     /* the same for sets made outside a round */
  gboolean         loading;      /* rows are being read */
  gboolean         setting;      /* a set is being made outside a round */
  GArray          *unpatched;    /* (owned): YunChangeRow that the features do not know of yet */
  gboolean         patching;     /* a patch is on the way */
  YunFilter       *everything;   /* (owned): the filter that shows all */
  gboolean         shows_all;    /* features are shown without a set */
  gboolean         untold;       /* features or shown are new, "features-changed" is yet to come */
  YunRect          patched;      /* where loaded differs from features … */
  gboolean         reloaded;     /* … or it differs anywhere */
  const YunRect   *changed_box;  /* (nullable): see yun_workspace_get_changed_box() */
};

G_DEFINE_FINAL_TYPE (YunWorkspace, yun_workspace, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS,
};

enum
{
  ANSWERED,
  FEATURES_CHANGED,
  SELECTED,
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Sets of features, made on a worker ---------------------------------- */

typedef struct
{
  YunFeatureIndex *features;        /* (owned) */
  GArray          *ids[N_ENTITIES]; /* (owned) (nullable) */
  guint            serial;
} SetInput;

static void
set_input_free (SetInput *input)
{
  yun_feature_index_unref (input->features);
  for (guint i = 0; i < N_ENTITIES; i++)
    g_clear_pointer (&input->ids[i], g_array_unref);
  g_free (input);
}

static void
make_set_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SetInput *input = data;
  guint     n;

  yun_entity_list (&n);
  g_task_return_pointer (task,
                         yun_feature_set_new (input->features, input->ids, MIN (n, N_ENTITIES)),
                         (GDestroyNotify) yun_feature_set_unref);
}

/* Sets are small work, but grow with the registry; their order does not matter, as every user
 * looks whether its set is still wanted. */
static void
make_set (YunWorkspace       *self,
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
  for (guint i = 0; i < N_ENTITIES; i++)
    if (answer->ids[i] != NULL)
      input->ids[i] = g_array_ref (answer->ids[i]);
  g_task_set_task_data (task, input, (GDestroyNotify) set_input_free);
  g_task_run_in_thread (task, make_set_thread);
}

/* ---- Rounds --------------------------------------------------------------- */

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

static gboolean
is_everything (YunWorkspace *self, YunFilter *filter)
{
  return yun_filter_equal (filter, self->everything);
}

/* Shows @features (the newest, or a set of them); tell_features() follows. With a filter an edited
 * record may let others appear far away, so only without one it is known where that differs. */
static void
take_set (YunWorkspace *self, YunFeatureIndex *features, YunFeatureSet *shown)
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

static void
tell_features (YunWorkspace *self)
{
  YunRect box = self->patched;

  if (!self->untold)
    return;
  self->changed_box = self->reloaded ? NULL : &box;
  self->untold = FALSE;
  self->patched = YUN_RECT_EMPTY;
  self->reloaded = FALSE;
  g_signal_emit (self, signals[FEATURES_CHANGED], 0);
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
  take_set (self, input->features, shown);
  tell_features (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
make_late_set (YunWorkspace *self)
{
  self->setting = TRUE;
  make_set (self, self->loaded, self->answer, ++self->late_set, late_set_made_cb, NULL);
}

static void
apply_round (YunWorkspace *self, Round *round)
{
  gboolean all = is_everything (self, round->filter);

  if (round->answer != NULL)
    {
      g_clear_pointer (&self->answer, yun_answer_free);
      self->answer = g_steal_pointer (&round->answer);
      g_clear_pointer (&self->filter, yun_filter_unref);
      self->filter = yun_filter_ref (round->filter);
      if (round->n_all >= 0)
        self->n_all = round->n_all;
      if (self->loaded != NULL && (all || round->features == self->loaded))
        take_set (self, self->loaded, all ? NULL : g_steal_pointer (&round->shown));
      else if (self->loaded != NULL)
        make_late_set (self);
    }
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_steal_pointer (&round->ids);
  self->ids_entity = round->entity;

  g_signal_emit (self, signals[ANSWERED], 0);
  tell_features (self);
}

/* Shows what has been loaded. Without a filter nothing needs to be asked first; with one and
 * without an answer the first answer is still on its way and makes the set. */
static void
show_loaded (YunWorkspace *self)
{
  YunFilter *filter = self->answer != NULL ? self->filter : self->wanted;

  if (is_everything (self, filter))
    {
      take_set (self, self->loaded, NULL);
      tell_features (self);
    }
  else if (self->answer != NULL)
    {
      make_late_set (self);
    }
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
            show_loaded (self);
          g_signal_emit (self, signals[FAILED], 0, round->error);
        }
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
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
      !is_everything (self, round->filter))
    {
      round->pending++;
      round->features = yun_feature_index_ref (self->loaded);
      make_set (self, self->loaded, round->answer, 0, round_set_made_cb, round);
    }
  end_part (round, error);
}

static gint64
count_listed (const YunAnswer *answer)
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
    round->n_all = count_listed (answer);
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

static void
start_round (YunWorkspace *self, gboolean asks)
{
  Round *round;

  if (g_cancellable_is_cancelled (self->closing))
    return;
  if (self->round != NULL)
    {
      asks = asks || self->round->asks;
      g_cancellable_cancel (self->round->cancellable);
    }

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
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
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
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
features_partly_cb (YunFeatureIndex *so_far, gpointer user_data)
{
  FeatureLoad *load = user_data;

  if (!is_wanted (load))
    return;
  take_loaded (load->self, so_far);
  load->self->reloaded = TRUE;
  show_loaded (load->self);
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
          show_loaded (self);
        }
      else
        {
          fail (self, error);
        }
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
    }
  load_free (load);
}

static void
load_features (YunWorkspace *self)
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
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
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
          show_loaded (self);
          patch_features (self);
        }
      else if (error != NULL)
        {
          fail (self, error);
        }
      else
        {
          load_features (self);
        }
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
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

static void
store_changed_cb (YunWorkspace *self, YunChange *change)
{
  if (g_cancellable_is_cancelled (self->closing))
    return;
  self->n_all = -1;
  g_signal_emit (self, signals[CHANGED], 0, change);
  start_round (self, TRUE);
  /* What is being read may or may not have seen this commit: it begins again. */
  if (change->rows == NULL || self->loaded == NULL || self->loading)
    {
      load_features (self);
      return;
    }
  g_array_append_vals (self->unpatched, change->rows->data, change->rows->len);
  patch_features (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, yun_workspace_is_busy (YUN_WORKSPACE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_workspace_finalize (GObject *object)
{
  YunWorkspace *self = YUN_WORKSPACE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->wanted, yun_filter_unref);
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_clear_pointer (&self->everything, yun_filter_unref);
  g_clear_pointer (&self->unpatched, g_array_unref);
  g_clear_pointer (&self->answer, yun_answer_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->loaded, yun_feature_index_unref);
  g_clear_pointer (&self->features, yun_feature_index_unref);
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  G_OBJECT_CLASS (yun_workspace_parent_class)->finalize (object);
}

static void
yun_workspace_class_init (YunWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType         type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = yun_workspace_get_property;
  object_class->finalize = yun_workspace_finalize;

  props[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[ANSWERED] =
    g_signal_new ("answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FEATURES_CHANGED] =
    g_signal_new ("features-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] =
    g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, YUN_TYPE_CHANGE);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
yun_workspace_init (YunWorkspace *self)
{
  self->closing = g_cancellable_new ();
  self->wanted = yun_filter_new (NULL);
  self->filter = yun_filter_ref (self->wanted);
  self->everything = yun_filter_new (NULL);
  self->unpatched = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  self->patched = YUN_RECT_EMPTY;
  self->entity = &yun_entity_firm;
  self->n_all = -1;
}

YunWorkspace *
yun_workspace_new (YunStore *store)
{
  YunWorkspace *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  self = g_object_new (YUN_TYPE_WORKSPACE, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  start_round (self, TRUE);
  load_features (self);
  yun_store_keep_columns (store);
  return self;
}

void
yun_workspace_close (YunWorkspace *self)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));

  g_cancellable_cancel (self->closing);
  if (self->round != NULL)
    g_cancellable_cancel (self->round->cancellable);
  self->round = NULL;
}

YunStore *
yun_workspace_get_store (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->store;
}

const YunEntity *const *
yun_workspace_get_entities (void)
{
  static const YunEntity *const entities[] = {
    &yun_entity_firm, &yun_entity_park, &yun_entity_plot, &yun_entity_facility, NULL,
  };
  return entities;
}

guint
yun_workspace_get_entity_mask (void)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();
  guint                   mask = 0;

  for (guint i = 0; entities[i] != NULL; i++)
    mask |= 1u << yun_entity_get_index (entities[i]);
  return mask;
}

const char *const *
yun_workspace_get_facets (void)
{
  static const char *const facets[] = {
    "segment", "zone",     "town", "status", "park",         "niche",       "standing",
    "grade",   "use-text", "role", "tiers",  "source-grade", "source-date", NULL,
  };

  return facets;
}

void
yun_workspace_set_filter (YunWorkspace *self, YunFilter *filter)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  g_return_if_fail (YUN_IS_WORKSPACE (self));
  g_return_if_fail (filter != NULL);

  if (yun_filter_equal (filter, self->wanted))
    return;
  yun_filter_ref (filter);
  yun_filter_unref (self->wanted);
  self->wanted = filter;
  if (!yun_filter_may_match (filter, self->entity))
    for (guint i = 0; entities[i] != NULL; i++)
      if (yun_filter_may_match (filter, entities[i]))
        {
          self->entity = entities[i];
          self->n_sort = 0;
          break;
        }
  start_round (self, TRUE);
}

YunFilter *
yun_workspace_get_filter (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->wanted;
}

YunFilter *
yun_workspace_get_answered_filter (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->filter;
}

void
yun_workspace_set_entity (YunWorkspace *self, const YunEntity *entity)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));
  g_return_if_fail (entity != NULL);

  if (entity == self->entity)
    return;
  self->entity = entity;
  self->n_sort = 0;
  start_round (self, FALSE);
}

const YunEntity *
yun_workspace_get_entity (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->entity;
}

void
yun_workspace_set_sort (YunWorkspace *self, const YunField *field, gboolean descending)
{
  const YunSortKey key = { field, descending };

  yun_workspace_set_sort_keys (self, &key, field != NULL || descending ? 1 : 0);
}

void
yun_workspace_set_sort_keys (YunWorkspace *self, const YunSortKey *keys, guint n)
{
  gboolean same;

  g_return_if_fail (YUN_IS_WORKSPACE (self));
  g_return_if_fail (keys != NULL || n == 0);

  n = MIN (n, YUN_SORT_MAX_KEYS);
  same = n == self->n_sort;
  for (guint i = 0; same && i < n; i++)
    same = keys[i].field == self->sort[i].field && keys[i].descending == self->sort[i].descending;
  if (same)
    return;
  for (guint i = 0; i < n; i++)
    self->sort[i] = keys[i];
  self->n_sort = n;
  start_round (self, FALSE);
}

const YunSortKey *
yun_workspace_get_sort_keys (YunWorkspace *self, guint *n)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  *n = self->n_sort;
  return self->sort;
}

void
yun_workspace_select (YunWorkspace *self, const YunEntity *entity, gint64 id)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));

  if (entity == NULL || id == 0)
    {
      entity = NULL;
      id = 0;
    }
  if (entity == self->selected_entity && id == self->selected_id)
    return;
  self->selected_entity = entity;
  self->selected_id = id;
  g_signal_emit (self, signals[SELECTED], 0);
}

const YunEntity *
yun_workspace_get_selected_entity (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->selected_entity;
}

gint64
yun_workspace_get_selected_id (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), 0);
  return self->selected_id;
}

gboolean
yun_workspace_is_selected_shown (YunWorkspace *self)
{
  GArray *ids;
  guint   low = 0, high;

  g_return_val_if_fail (YUN_IS_WORKSPACE (self), TRUE);

  if (self->selected_entity == NULL || self->answer == NULL)
    return TRUE;
  ids = self->answer->ids[yun_entity_get_index (self->selected_entity)];
  if (ids == NULL)
    return TRUE;
  high = ids->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (ids, gint64, middle) < self->selected_id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < ids->len && g_array_index (ids, gint64, low) == self->selected_id;
}

const YunAnswer *
yun_workspace_get_answer (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->answer;
}

GArray *
yun_workspace_get_ids (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->ids;
}

const YunEntity *
yun_workspace_get_ids_entity (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->ids_entity;
}

gint64
yun_workspace_get_n_all (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), -1);
  return self->n_all;
}

gint64
yun_workspace_get_n_shown (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), -1);
  return self->answer != NULL ? count_listed (self->answer) : -1;
}

YunFeatureIndex *
yun_workspace_get_features (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->features;
}

YunFeatureSet *
yun_workspace_get_shown (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->shown;
}

gboolean
yun_workspace_is_busy (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), FALSE);
  return self->round != NULL || self->loading || self->patching || self->setting ||
         (self->loaded != self->features);
}

const YunRect *
yun_workspace_get_changed_box (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->changed_box;
}
