/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-workspace.h"

G_BEGIN_DECLS

/* The parts of YunWorkspace share its members: yun-workspace.c is what others call, -question.c
 * asks the store, -features.c keeps what the map draws. */

typedef struct _YunWorkspaceQuestion YunWorkspaceQuestion;

struct _YunWorkspace
{
  GObject parent_instance;

  YunStore        *store;   /* (owned) */
  GCancellable    *closing; /* (owned) */
  YunFilter       *settled; /* (owned) */
  YunFilter       *typed;   /* (owned) (nullable): on top of it */
  YunFilter       *wanted;  /* (owned): both, asked for last */
  YunFilter       *filter;  /* (owned): the one answered */
  const YunEntity *entity;
  YunSortKey       sort[YUN_SORT_MAX_KEYS];
  guint            n_sort; /* 0: by name */

  const YunEntity *selected_entity; /* (nullable) */
  gint64           selected_id;

  YunWorkspaceQuestion *question;   /* (unowned) (nullable): the newest, while it runs */
  YunAnswer            *answer;     /* (owned) (nullable) */
  GArray               *ids;        /* (owned) (nullable) */
  const YunEntity      *ids_entity; /* (nullable) */
  gint64                n_all;
  char                 *day;        /* (owned): the local day it was asked on */
  guint                 day_source; /* looks whether that is over */

  YunFeatureIndex *loaded; /* (owned) (nullable): the newest; its set may still be in the making */
  YunFeatureIndex *features;     /* (owned) (nullable): what shown belongs to */
  YunFeatureSet   *shown;        /* (owned) (nullable) */
  guint            feature_load; /* counts loads and patches, so that an old one is known */
  guint            late_set;     /* the same for sets made outside a question */
  gboolean         loading;      /* rows are being read */
  gboolean         setting;      /* a set is being made outside a question */
  GArray          *unpatched;    /* (owned): YunChangeRow that the features do not know of yet */
  gboolean         patching;     /* a patch is on the way */
  YunFilter       *everything;   /* (owned): the filter that shows all */
  gboolean         shows_all;    /* features are shown without a set */
  gboolean         untold;       /* features or shown are new, "features-changed" is yet to come */
  YunRect          patched;      /* where loaded differs from features … */
  gboolean         reloaded;     /* … or it differs anywhere */
  const YunRect   *changed_box;  /* (nullable): see yun_workspace_get_changed_box() */
};

/* Asks for the list, and with @asks for counts, facets and the set; the question before is
 * cancelled.
 */
void yun_workspace_start_question (YunWorkspace *self, gboolean asks);
/* Asks anew when the day is another than when it was asked: "candidate:" means today. */
void yun_workspace_look_at_day (YunWorkspace *self);
/* Gives the question that runs up, if one does. */
void yun_workspace_cancel_question (YunWorkspace *self);
/* How many records of the listed entities @answer shows. */
gint64 yun_workspace_count_listed (const YunAnswer *answer);

/* Reads all features anew. */
void yun_workspace_load_features (YunWorkspace *self);
/* Brings them up to a commit: only its rows where they are known. */
void yun_workspace_update_features (YunWorkspace *self, const YunChange *change);

/* Whether @filter shows all, so that no set is needed. */
gboolean yun_workspace_is_everything (YunWorkspace *self, YunFilter *filter);
/* Makes the set of what @answer shows on a worker; yun_feature_set_unref() what the task gives. */
void yun_workspace_make_set (YunWorkspace       *self,
                             YunFeatureIndex    *features,
                             const YunAnswer    *answer,
                             guint               serial,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);
/* Shows @features (the newest) or a set of them (transfer full); to be followed by
 * yun_workspace_tell_features(). */
void yun_workspace_take_set (YunWorkspace *self, YunFeatureIndex *features, YunFeatureSet *shown);
/* Emits "features-changed" when they are other ones. */
void yun_workspace_tell_features (YunWorkspace *self);
/* Makes the set of the present answer for what has been loaded since. */
void yun_workspace_make_late_set (YunWorkspace *self);
/* Shows what has been loaded, at once or when its set is there. */
void yun_workspace_show_loaded (YunWorkspace *self);

G_END_DECLS
