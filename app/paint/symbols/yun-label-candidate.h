/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-symbol-plan-private.h"

G_BEGIN_DECLS

/**
 * What would like a name on the map, before it is known whether there is room. Private to the
 * placer of labels.
 */
typedef struct
{
  const char  *text; /* NULL: a feature's name, made ready only once it may have room */
  YunLabelKind kind;
  int          feature; /* -1 */
  YunVertex    anchor;
  float        dx; /* of the symbol it belongs to */
  float        dy;
  float        radius; /* of that symbol; 0: the text stands on its anchor */
  float        room;   /* pixels the text may be wide; 0: any */
  float        angle;
  gboolean     along;     /* in the direction of .angle, .room long, it may stand anywhere */
  gboolean     upright;   /* though .angle is not 0, the text stands level */
  gboolean     once;      /* one text of the kind is enough, and only in full sight */
  const char  *narrow[2]; /* (nullable): an area's name in two lines, and without 镇 or 街道 */
  gboolean     broken;    /* the text was broken in two lines, or cannot be */
  gboolean     shift;     /* may move away from its anchor, up and down */
  gboolean     inside;    /* the name of a feature that is an area, which it must not leave */
  /* (nullable): may move away from its anchor in any direction inside of this */
  const YunBaseShape *area;
  const YunBaseShape *outside; /* (nullable): an area that it must not touch */
} YunLabelCandidate;

/* Appends all of the plan's extent to @out (of YunLabelCandidate), the most important first. */
void yun_label_candidates_collect (YunSymbolPlan *plan, GArray *out);

/* Appends the names of roads, with the signs of expressways, of rivers and metro lines. */
void yun_label_lines_collect (YunSymbolPlan *plan, GArray *out);

/* Makes the text ready; FALSE: there is none. */
gboolean yun_label_candidate_set_text (YunLabelCandidate *self, YunSymbolPlan *plan);

/* Breaks a feature's text in two lines; FALSE: it is too short for that, or was already. */
gboolean yun_label_candidate_break (YunLabelCandidate *self, YunSymbolPlan *plan);

G_END_DECLS
