/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-workspace-private.h"

#include "yun-rule.h"

#include <string.h>

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
  SETTLED,
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static void
store_changed_cb (YunWorkspace *self, YunChange *change)
{
  if (g_cancellable_is_cancelled (self->closing))
    return;
  self->n_all = -1;
  g_signal_emit (self, signals[CHANGED], 0, change);
  yun_workspace_start_question (self, TRUE);
  yun_workspace_update_features (self, change);
}

void
yun_workspace_look_at_day (YunWorkspace *self)
{
  g_autofree char *today = yun_rule_get_today ();

  if (strcmp (today, self->day) == 0 || g_cancellable_is_cancelled (self->closing))
    return;
  g_free (self->day);
  self->day = g_steal_pointer (&today);
  yun_workspace_start_question (self, TRUE);
}

/* A clock that is set, and a machine that slept, are noticed as well as midnight. */
static gboolean
look_at_day_cb (gpointer self)
{
  yun_workspace_look_at_day (self);
  return G_SOURCE_CONTINUE;
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

  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_pointer (&self->day, g_free);
  g_clear_object (&self->store);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->settled, yun_filter_unref);
  g_clear_pointer (&self->typed, yun_filter_unref);
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
  signals[SETTLED] =
    g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->settled = yun_filter_ref (self->wanted);
  self->filter = yun_filter_ref (self->wanted);
  self->everything = yun_filter_new (NULL);
  self->unpatched = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  self->patched = YUN_RECT_EMPTY;
  self->entity = yun_workspace_get_entities ()[0];
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
  self->day = yun_rule_get_today ();
  self->day_source = g_timeout_add_seconds (30, look_at_day_cb, self);
  yun_workspace_start_question (self, TRUE);
  yun_workspace_load_features (self);
  yun_store_keep_columns (store);
  return self;
}

void
yun_workspace_close (YunWorkspace *self)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->day_source, g_source_remove);
  yun_workspace_cancel_question (self);
  self->question = NULL;
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
  return yun_entity_list_in (YUN_ORDER_LIST, NULL);
}

YunEntityBits
yun_workspace_get_entity_mask (void)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();
  YunEntityBits           mask = 0;

  for (guint i = 0; entities[i] != NULL; i++)
    mask |= yun_entity_get_bit (entities[i]);
  return mask;
}

/* The fields of listed records that are chosen from by their values, each once. */
static gpointer
make_facets (gpointer unused)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_FILTER, NULL);
  YunEntityBits           listed = yun_workspace_get_entity_mask ();
  GPtrArray              *facets = g_ptr_array_new ();

  for (guint e = 0; entities[e] != NULL; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if ((listed & yun_entity_get_bit (entities[e])) != 0 &&
            (fields[i]->flags & YUN_FIELD_FACET) != 0 &&
            !g_ptr_array_find_with_equal_func (facets, fields[i]->id, g_str_equal, NULL))
          g_ptr_array_add (facets, (gpointer) fields[i]->id);
    }
  g_ptr_array_add (facets, NULL);
  return g_ptr_array_free (facets, FALSE);
}

const char *const *
yun_workspace_get_facets (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_facets, NULL);
}

static void
set_filter_member (YunFilter **member, YunFilter *filter)
{
  YunFilter *old = *member;

  *member = filter != NULL ? yun_filter_ref (filter) : NULL;
  if (old != NULL)
    yun_filter_unref (old);
}

static void
ask_for (YunWorkspace *self, YunFilter *filter)
{
  const YunEntity *const *entities = yun_workspace_get_entities ();

  if (yun_filter_equal (filter, self->wanted))
    return;
  set_filter_member (&self->wanted, filter);
  if (!yun_filter_may_match (filter, self->entity))
    for (guint i = 0; entities[i] != NULL; i++)
      if (yun_filter_may_match (filter, entities[i]))
        {
          self->entity = entities[i];
          self->n_sort = 0;
          break;
        }
  yun_workspace_start_question (self, TRUE);
}

static void
settle (YunWorkspace *self, YunFilter *filter)
{
  gboolean typed = self->typed != NULL;

  set_filter_member (&self->settled, filter);
  set_filter_member (&self->typed, NULL);
  if (typed)
    g_signal_emit (self, signals[SETTLED], 0);
}

void
yun_workspace_set_filter (YunWorkspace *self, YunFilter *filter)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));
  g_return_if_fail (filter != NULL);

  ask_for (self, filter);
  settle (self, self->wanted);
}

YunFilter *
yun_workspace_get_filter (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->wanted;
}

void
yun_workspace_set_typed (YunWorkspace *self, YunFilter *typed)
{
  g_autoptr (YunFilter) both = NULL;

  g_return_if_fail (YUN_IS_WORKSPACE (self));
  g_return_if_fail (typed != NULL);

  set_filter_member (&self->typed, yun_filter_equal (typed, self->everything) ? NULL : typed);
  both = yun_filter_with_all (self->settled, typed);
  ask_for (self, both);
}

gboolean
yun_workspace_has_typed (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), FALSE);
  return self->typed != NULL;
}

void
yun_workspace_settle (YunWorkspace *self)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));
  settle (self, self->wanted);
}

void
yun_workspace_unsettle (YunWorkspace *self)
{
  g_return_if_fail (YUN_IS_WORKSPACE (self));
  set_filter_member (&self->typed, self->wanted);
  set_filter_member (&self->settled, self->everything);
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
  yun_workspace_start_question (self, FALSE);
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
  yun_workspace_start_question (self, FALSE);
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
  return self->answer != NULL ? yun_workspace_count_listed (self->answer) : -1;
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
  return self->question != NULL || self->loading || self->patching || self->setting ||
         (self->loaded != self->features);
}

gboolean
yun_workspace_is_loading (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), FALSE);
  return self->loading;
}

const YunRect *
yun_workspace_get_changed_box (YunWorkspace *self)
{
  g_return_val_if_fail (YUN_IS_WORKSPACE (self), NULL);
  return self->changed_box;
}
