/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"
#include "yun-style.h"

G_BEGIN_DECLS

/**
 * YunShading: the classes that colour parks and plots by a number: floor-area ratio, tax per mu,
 * age of the fact.
 *
 * The bounds of the classes are round numbers that part what is shown into
 * about equal counts; ages have bounds of their own (half a year, 1, 2, 3, 5
 * years). Every area feature of the index gets the class of its number, whether
 * shown or not; what has no number is unknown, a class of its own. Belongs to
 * one index. Immutable, reference-counted, any thread.
 */
typedef struct _YunShading YunShading;

typedef struct
{
  double      from; /* the least number in it; -INFINITY for the first */
  double      to;   /* the first number above it; INFINITY for the last */
  guint       step; /* of the style's ramp */
  const char *text; /* (unowned): "0.8–1.2", translated */
} YunShadingClass;

/** Whether @by needs classes. */
gboolean yun_shading_is_needed (YunFillBy by);
/** Whether the classes of @by depend on what they are made from. */
gboolean yun_shading_can_fit (YunFillBy by);

/** Days since 1970-01-01, local: from when ages are counted. */
gint64 yun_shading_get_today (void);

/**
 * yun_shading_new:
 * @by: a question that needs classes
 * @shown: (nullable): the features that the classes are made from; NULL: all
 * @min: (nullable): with @max a box; only what meets it counts
 * @today: days since 1970-01-01 from which ages are counted
 *
 * Returns: (transfer full): a pass over the index and a sort: a worker's business
 */
YunShading *yun_shading_new (YunFillBy              by,
                             const YunFeatureIndex *index,
                             const YunFeatureSet   *shown,
                             const YunVertex       *min,
                             const YunVertex       *max,
                             gint64                 today);
YunShading *yun_shading_ref (YunShading *self);
void        yun_shading_unref (YunShading *self);

YunFillBy yun_shading_get_fill_by (const YunShading *self);
/** The classes from small to great; none when no number is known. Ages: from young to old. */
const YunShadingClass *yun_shading_get_classes (const YunShading *self, guint *n);
/** The step of the style's ramp that feature @i has: of its class, YUN_STYLE_UNKNOWN or
 * YUN_STYLE_NO_STEP for what is no area or is not asked. */
guint yun_shading_get_step (const YunShading *self, guint i);
/** The same as an array, one each feature. */
const guint8 *yun_shading_peek_steps (const YunShading *self);
/** Whether both part numbers in the same way: features of unchanged numbers look the same. */
gboolean yun_shading_is_alike (const YunShading *a, const YunShading *b);

/**
 * yun_shading_find_breaks:
 * @values: (inout): sorted on return; no NAN
 * @n_classes: at most so many
 * @breaks: (out): room for @n_classes - 1, ascending
 *
 * Round numbers that part @values into classes of about equal counts, none of them empty.
 * Returns: the number of breaks
 */
guint yun_shading_find_breaks (float *values, gsize n, guint n_classes, double *breaks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunShading, yun_shading_unref)

G_END_DECLS
