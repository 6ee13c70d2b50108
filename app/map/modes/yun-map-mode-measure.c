/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-mode.h"
#include "yun-map-sketch.h"

#include "yun-measure.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>

/* Measures on the ellipsoid: a way leg by leg, or an outline's area and perimeter. */

#define YUN_TYPE_MAP_MODE_MEASURE (yun_map_mode_measure_get_type ())
G_DECLARE_FINAL_TYPE (YunMapModeMeasure, yun_map_mode_measure, YUN, MAP_MODE_MEASURE, YunMapMode)

struct _YunMapModeMeasure
{
  YunMapMode parent_instance;

  gboolean      area;
  YunMapSketch *sketch; /* (owned) */
};

G_DEFINE_FINAL_TYPE (YunMapModeMeasure, yun_map_mode_measure, YUN_TYPE_MAP_MODE)

static char *
format_length (double metres)
{
  g_autofree char *m = yun_number_format (metres, 1);
  g_autofree char *km = NULL;

  if (metres < 1000)
    return g_strdup_printf (_ ("%s m"), m);
  km = yun_number_format (metres / 1000, 3);
  return g_strdup_printf (_ ("%s km (%s m)"), km, m);
}

static char *
format_leg (double metres)
{
  g_autofree char *number =
    yun_number_format (metres < 1000 ? metres : metres / 1000, metres < 100    ? 1
                                                               : metres < 1000 ? 0
                                                                               : 2);

  return g_strdup_printf (metres < 1000 ? _ ("%s m") : _ ("%s km"), number);
}

static double
get_leg (const YunPoint *p, guint n, guint i)
{
  const YunPoint *a = &p[i], *b = &p[(i + 1) % n];

  return yun_measure_distance (a->x, a->y, b->x, b->y);
}

static guint
get_n_legs (YunMapModeMeasure *self, guint n)
{
  return self->area && n > 2 ? n : n > 0 ? n - 1 : 0;
}

static double
get_length (YunMapModeMeasure *self)
{
  guint           n;
  const YunPoint *p = yun_map_sketch_get (self->sketch, TRUE, &n);
  double          sum = 0;

  for (guint i = 0; i < get_n_legs (self, n); i++)
    sum += get_leg (p, n, i);
  return sum;
}

/* That to the pointer, which has not moved since the click, is none. */
static guint
count_legs (YunMapModeMeasure *self)
{
  guint           n, n_legs = 0;
  const YunPoint *p = yun_map_sketch_get (self->sketch, TRUE, &n);

  for (guint i = 0; i < get_n_legs (self, n); i++)
    n_legs += get_leg (p, n, i) > 0;
  return MAX (n_legs, 1);
}

static double
get_area (YunMapModeMeasure *self)
{
  g_autoptr (YunGeom) shape = yun_map_sketch_dup_shape (self->sketch, TRUE);

  return shape != NULL ? yun_measure_area_lonlat (shape) : 0;
}

static char *
format_area (double m2)
{
  g_autofree char *square = yun_number_format (m2, m2 < 10000 ? 1 : 0);
  g_autofree char *hectares = yun_number_format (m2 / 10000, 4);
  g_autofree char *mu = yun_number_format (m2 / YUN_MU_M2, 2);

  return g_strdup_printf (_ ("%s mu · %s ha · %s ㎡"), mu, hectares, square);
}

/* NULL while there is nothing to say. */
static char *
dup_result (YunMapModeMeasure *self)
{
  guint            n, n_legs;
  g_autofree char *length = NULL;
  g_autofree char *area = NULL;

  yun_map_sketch_get (self->sketch, TRUE, &n);
  if (n < 2)
    return NULL;
  length = format_length (get_length (self));
  if (!self->area)
    {
      n_legs = count_legs (self);
      return g_strdup_printf (ngettext ("Distance: %s, %u leg", "Distance: %s, %u legs", n_legs),
                              length, n_legs);
    }
  if (n < 3)
    return g_strdup_printf (_ ("Length: %s"), length);
  if (yun_map_sketch_crosses (self->sketch))
    return g_strdup_printf (_ ("The outline crosses itself: no area. Perimeter: %s"), length);
  area = format_area (get_area (self));
  return g_strdup_printf (_ ("Area: %s. Perimeter: %s"), area, length);
}

static char *
dup_status (YunMapMode *mode)
{
  YunMapModeMeasure *self = YUN_MAP_MODE_MEASURE (mode);
  g_autofree char   *result = dup_result (self);
  const char        *next;

  if (result == NULL)
    return g_strdup (
      self->area ? _ ("Measure an area\nClick the corners, or Enter for one in the middle")
                 : _ ("Measure a distance\nClick the points, or Enter for one in the middle"));
  next = yun_map_sketch_is_ended (self->sketch)
           ? _ ("Ctrl+C copies, a click begins anew, Esc leaves")
           : _ ("Double click or Enter ends, Backspace takes the last away, Esc leaves");
  return g_strdup_printf ("%s\n%s", result, next);
}

static char *
dup_copy (YunMapMode *mode)
{
  return dup_result (YUN_MAP_MODE_MEASURE (mode));
}

static void
click (YunMapMode *mode, const YunView *view, double px, double py, int n_press)
{
  if (yun_map_sketch_click (YUN_MAP_MODE_MEASURE (mode)->sketch, view, px, py, n_press))
    yun_map_mode_changed (mode);
}

static void
motion (YunMapMode *mode, const YunView *view, double px, double py)
{
  if (yun_map_sketch_motion (YUN_MAP_MODE_MEASURE (mode)->sketch, view, px, py))
    yun_map_mode_changed (mode);
}

static void
moved (YunMapMode *mode, const YunView *view)
{
  if (yun_map_sketch_moved (YUN_MAP_MODE_MEASURE (mode)->sketch, view))
    yun_map_mode_changed (mode);
}

static gboolean
key (YunMapMode *mode, const YunView *view, guint keyval, GdkModifierType state)
{
  if (!yun_map_sketch_key (YUN_MAP_MODE_MEASURE (mode)->sketch, view, keyval))
    return FALSE;
  yun_map_mode_changed (mode);
  return TRUE;
}

static void
draw (YunMapMode *mode, cairo_t *cr, const YunView *view, const YunStyle *style)
{
  YunMapModeMeasure    *self = YUN_MAP_MODE_MEASURE (mode);
  guint                 n, n_legs;
  const YunPoint       *p = yun_map_sketch_get (self->sketch, TRUE, &n);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  n_legs = get_n_legs (self, n);
  for (guint i = 0; i < n_legs; i++)
    g_ptr_array_add (labels, format_leg (get_leg (p, n, i)));
  yun_map_sketch_draw (self->sketch, cr, view, style, (const char *const *) labels->pdata, n_legs);
}

static void
yun_map_mode_measure_finalize (GObject *object)
{
  g_clear_pointer (&YUN_MAP_MODE_MEASURE (object)->sketch, yun_map_sketch_free);
  G_OBJECT_CLASS (yun_map_mode_measure_parent_class)->finalize (object);
}

static void
yun_map_mode_measure_class_init (YunMapModeMeasureClass *klass)
{
  YunMapModeClass *mode_class = YUN_MAP_MODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yun_map_mode_measure_finalize;
  mode_class->click = click;
  mode_class->motion = motion;
  mode_class->moved = moved;
  mode_class->key = key;
  mode_class->draw = draw;
  mode_class->dup_status = dup_status;
  mode_class->dup_copy = dup_copy;
}

static void
yun_map_mode_measure_init (YunMapModeMeasure *self)
{
}

YunMapMode *
yun_map_mode_measure_new (gboolean area)
{
  YunMapModeMeasure *self = g_object_new (YUN_TYPE_MAP_MODE_MEASURE, NULL);

  self->area = area;
  self->sketch = yun_map_sketch_new (area);
  return YUN_MAP_MODE (self);
}
