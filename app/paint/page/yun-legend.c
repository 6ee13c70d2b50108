/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-chain.h"
#include "yun-facility.h"
#include "yun-feature-index-private.h"
#include "yun-feature-vector.h"
#include "yun-field.h"
#include "yun-legend.h"
#include "yun-painter-private.h"
#include "yun-plot.h"
#include "yun-ring.h"
#include "yun-text-painter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ZONE_CORE 0 /* its whole town is tinted */
#define INDENT 12

struct _YunLegend
{
  gatomicrefcount ref;
  GArray         *entries; /* (owned): YunLegendEntry */
  YunShading     *shading; /* (owned) (nullable): whose texts are shown */
  YunFillBy       fill_by;
};

/* What a view holds, as bits and numbers of areas. */
typedef struct
{
  guint segments;   /* of firms; bit 4: a firm of none */
  guint shapes;     /* of points */
  guint facilities; /* by 1 + kind */
  guint accuracies;
  guint outlines;
  guint zones;
  guint parks;
  guint leaders;
  guint statuses[YUN_STYLE_N_STATUS];
  guint suited[5];
  guint steps[YUN_STYLE_NO_STEP + 1];
} Seen;

static const char *
get_shape_text (int shape)
{
  return shape == YUN_SHAPE_PARK ? _ ("Park (a point only)") : _ ("Plot (a point only)");
}

static const char *
get_facility_text (int kind)
{
  return kind < 0 ? _ ("Kind unknown") : yun_enum_get_label (&yun_enum_facility_kind, kind);
}

static const char *
get_accuracy_text (int accuracy)
{
  return accuracy == YUN_ACCURACY_APPROXIMATE ? _ ("Approximate place")
         : accuracy == YUN_ACCURACY_SCHEMATIC ? _ ("Schematic place")
                                              : _ ("Only the town is known");
}

/* An area, or the sign of a plot, counts once, where its colour says most. */
static void
see_colour (Seen *seen, const YunScene *scene, guint i, const YunFeature *f)
{
  const YunShading *shading = yun_scene_get_shading (scene);
  YunFillBy         by = yun_scene_get_style (scene)->fill_by;
  gboolean          is_park = f->look == YUN_LOOK_SITE;
  guint             step = shading != NULL ? yun_shading_get_step (shading, i) : YUN_STYLE_NO_STEP;

  if (step != YUN_STYLE_NO_STEP)
    seen->steps[step]++;
  else if (by == YUN_FILL_SEGMENT && (f->segments & 15) != 0)
    seen->suited[__builtin_ctz (f->segments & 15)]++;
  else if (is_park)
    seen->parks++;
  else if (f->look == YUN_LOOK_LOT && by == YUN_FILL_SEGMENT)
    seen->suited[4]++;
  else if (f->look == YUN_LOOK_LOT && by == YUN_FILL_STATUS)
    seen->statuses[f->status >= 0 && f->status < YUN_STYLE_N_STATUS ? f->status
                                                                    : YUN_STATUS_UNKNOWN]++;
}

static void
see_feature (Seen *seen, const YunScene *scene, guint i, const YunFeature *f)
{
  gboolean is_point = f->kind == YUN_GEOM_POINT;

  if (f->accuracy > YUN_ACCURACY_SURVEYED)
    *(is_point ? &seen->accuracies : &seen->outlines) |= 1u << f->accuracy;
  if (is_point && f->look == YUN_LOOK_FACILITY)
    seen->facilities |= 1u << (1 + CLAMP (f->status, -1, yun_enum_facility_kind.n_plain - 1));
  else if (is_point)
    seen->shapes |= 1u << yun_symbol_look_for (f).shape;
  /* of points only the signs of plots have colours, and no shades */
  if (!is_point || (f->look == YUN_LOOK_LOT && yun_scene_get_shading (scene) == NULL))
    see_colour (seen, scene, i, f);
  if (f->look == YUN_LOOK_FIRM)
    {
      seen->segments |= f->segments != 0 ? f->segments & 15 : 1u << 4;
      seen->leaders += (f->traits & YUN_FEATURE_LEADER) != 0;
    }
}

static void
see_features (Seen *seen, const YunScene *scene, YunVertex min, YunVertex max)
{
  const YunFeatureIndex *index = yun_scene_get_index (scene);
  const YunFeatureSet   *shown = yun_scene_get_shown (scene);
  g_autoptr (GArray)     found = g_array_new (FALSE, FALSE, sizeof (guint32));

  yun_feature_index_search (index, min, max, found);
  for (guint k = 0; k < found->len; k++)
    {
      guint i = g_array_index (found, guint32, k);

      if (shown == NULL || yun_feature_set_test (shown, i))
        see_feature (seen, scene, i, &index->features[i]);
    }
}

/* Whether the edge a-b touches the box: cut to it by Liang and Barsky. */
static gboolean
area_meets (const YunBaseShape *shape, YunVertex min, YunVertex max)
{
  for (guint r = 0; r < shape->n_rings; r++)
    if (yun_ring_meets_box (shape->rings[r].vertices, shape->rings[r].n, min.x, min.y, max.x,
                            max.y))
      return TRUE;

  return yun_base_shape_has (shape, min.x, min.y);
}

static void
see_zones (Seen *seen, const YunScene *scene, YunVertex min, YunVertex max)
{
  guint               n;
  const YunBaseShape *shapes = yun_base_map_get_shapes (yun_scene_get_base (scene), &n);

  for (guint i = 0; i < n; i++)
    if ((shapes[i].kind == YUN_BASE_ZONE ||
         (shapes[i].kind == YUN_BASE_TOWN && shapes[i].class == ZONE_CORE)) &&
        shapes[i].class >= 0 && area_meets (&shapes[i], min, max))
      seen->zones |= 1u << shapes[i].class;
}

/* The heading of a part is the name of what its entries are values of. */
static const char *
get_heading (YunLegendPart part, YunFillBy by)
{
  switch (part)
    {
    case YUN_LEGEND_PART_ZONE:
      return _ ("Zone");
    case YUN_LEGEND_PART_COLOUR:
      return yun_fill_by_get_label (by);
    case YUN_LEGEND_PART_SEGMENT:
      return _ ("Segment of firms");
    case YUN_LEGEND_PART_FACILITY:
      return _ ("Kind of facility");
    case YUN_LEGEND_PART_PLACE:
      return _ ("Accuracy of the place");
    case YUN_LEGEND_PART_SIGNS:
    default:
      return _ ("Signs");
    }
}

static void
append (YunLegend *self, YunLegendKind kind, int value, guint count, const char *text)
{
  YunLegendEntry entry = { kind, value, text, count };

  g_array_append_val (self->entries, entry);
}

/* With the heading of its part, where it is the first. */
static void
add_entry (YunLegend *self, YunLegendKind kind, int value, guint count, const char *text)
{
  YunLegendPart   part = yun_legend_get_part (kind);
  guint           n = self->entries->len;
  YunLegendEntry *last = n > 0 ? &g_array_index (self->entries, YunLegendEntry, n - 1) : NULL;

  if (last == NULL || yun_legend_get_part (last->kind) != part)
    append (self, YUN_LEGEND_HEAD, (int) part, 0, get_heading (part, self->fill_by));
  append (self, kind, value, count, text);
}

static const char *
get_segment_text (int segment)
{
  return segment < 4 ? yun_enum_get_label (&yun_enum_segment, segment) : _ ("Segment unknown");
}

/* What is not known says of what: alone it could be of anything. */
static const char *
get_unknown_text (YunFillBy by)
{
  return by == YUN_FILL_FLOOR_AREA_RATIO ? _ ("Floor-area ratio unknown")
         : by == YUN_FILL_TAX            ? _ ("Tax unknown")
         : by == YUN_FILL_AGE            ? _ ("Date unknown")
                                         : _ ("Status unknown");
}

/* The group of land that could be put to use. */
static int
get_group (void)
{
  return yun_enum_find (&yun_enum_status, "reusable");
}

/* The parts of the group under its heading, which counts them all; then the others. */
static void
add_statuses (YunLegend *self, const Seen *seen)
{
  int   group = get_group ();
  guint parts = yun_enum_get_mask (&yun_enum_status, group), count = 0;

  for (int i = 0; i < YUN_STYLE_N_STATUS; i++)
    count += (parts & (1u << i)) != 0 ? seen->statuses[i] : 0;
  if (count > 0)
    add_entry (self, YUN_LEGEND_GROUP, group, count, yun_enum_get_label (&yun_enum_status, group));
  for (int is_part = 1; is_part >= 0; is_part--)
    for (int i = 0; i < YUN_STYLE_N_STATUS; i++)
      if (seen->statuses[i] > 0 && ((parts & (1u << i)) != 0) == is_part)
        add_entry (self, YUN_LEGEND_STATUS, i, seen->statuses[i],
                   i == YUN_STATUS_UNKNOWN ? get_unknown_text (YUN_FILL_STATUS)
                                           : yun_enum_get_label (&yun_enum_status, i));
}

static void
add_colours (YunLegend *self, const Seen *seen, YunShading *shading)
{
  const YunShadingClass *classes;
  guint                  n;

  add_statuses (self, seen);
  for (int i = 0; i < 5; i++)
    if (seen->suited[i] > 0)
      add_entry (self, YUN_LEGEND_SUITED, i, seen->suited[i], get_segment_text (i));
  if (shading != NULL)
    {
      self->shading = yun_shading_ref (shading);
      classes = yun_shading_get_classes (shading, &n);
      for (guint k = 0; k < n; k++)
        if (seen->steps[classes[k].step] > 0)
          add_entry (self, YUN_LEGEND_STEP, (int) classes[k].step, seen->steps[classes[k].step],
                     classes[k].text);
      if (seen->steps[YUN_STYLE_UNKNOWN] > 0)
        add_entry (self, YUN_LEGEND_STEP, YUN_STYLE_UNKNOWN, seen->steps[YUN_STYLE_UNKNOWN],
                   get_unknown_text (self->fill_by));
    }
}

static void
add_signs (YunLegend *self, const Seen *seen, gboolean clusters)
{
  if (seen->leaders > 0)
    add_entry (self, YUN_LEGEND_LEADER, 0, 0, _ ("Chain leader"));
  if (seen->parks > 0)
    add_entry (self, YUN_LEGEND_PARK, 0, seen->parks, _ ("Park"));
  for (int i = YUN_SHAPE_PARK; i <= YUN_SHAPE_PLOT; i++)
    if (seen->shapes & (1u << i))
      add_entry (self, YUN_LEGEND_KIND, i, 0, get_shape_text (i));
  if (clusters)
    add_entry (self, YUN_LEGEND_CLUSTER, 0, 0, _ ("Several, by segment"));
}

YunLegend *
yun_legend_new (const YunScene *scene, const YunView *view, const YunSymbolPlan *plan)
{
  YunLegend *self = g_new0 (YunLegend, 1);
  Seen       seen = { 0 };
  YunVertex  min, max;
  guint      n_clusters = 0;

  g_atomic_ref_count_init (&self->ref);
  self->entries = g_array_new (FALSE, FALSE, sizeof (YunLegendEntry));
  self->fill_by = yun_scene_get_style (scene)->fill_by;

  yun_view_get_box (view, 0, &min, &max);
  if (yun_scene_get_index (scene) != NULL)
    see_features (&seen, scene, min, max);
  if (yun_scene_get_base (scene) != NULL)
    see_zones (&seen, scene, min, max);
  if (plan != NULL)
    yun_symbol_plan_get_clusters (plan, &n_clusters);

  for (int i = 0; i < YUN_STYLE_N_ZONES; i++)
    if (seen.zones & (1u << i))
      add_entry (self, YUN_LEGEND_ZONE, i, 0, yun_enum_get_label (&yun_enum_zone, i));
  add_colours (self, &seen, yun_scene_get_shading (scene));
  for (int i = 0; i < 5; i++)
    if (seen.segments & (1u << i))
      add_entry (self, YUN_LEGEND_SEGMENT, i, 0, get_segment_text (i));
  for (int i = 0; i <= yun_enum_facility_kind.n_plain; i++)
    if (seen.facilities & (1u << i))
      add_entry (self, YUN_LEGEND_FACILITY, i - 1, 0, get_facility_text (i - 1));
  add_signs (self, &seen, n_clusters > 0);
  for (int i = YUN_ACCURACY_APPROXIMATE; i <= YUN_ACCURACY_TOWN; i++)
    if (seen.outlines & (1u << i))
      add_entry (self, YUN_LEGEND_OUTLINE, i, 0, get_accuracy_text (i));
    else if (seen.accuracies & (1u << i))
      add_entry (self, YUN_LEGEND_ACCURACY, i, 0, get_accuracy_text (i));

  return self;
}

YunLegendPart
yun_legend_get_part (YunLegendKind kind)
{
  switch (kind)
    {
    case YUN_LEGEND_ZONE:
      return YUN_LEGEND_PART_ZONE;
    case YUN_LEGEND_GROUP:
    case YUN_LEGEND_STATUS:
    case YUN_LEGEND_SUITED:
    case YUN_LEGEND_STEP:
      return YUN_LEGEND_PART_COLOUR;
    case YUN_LEGEND_SEGMENT:
      return YUN_LEGEND_PART_SEGMENT;
    case YUN_LEGEND_FACILITY:
      return YUN_LEGEND_PART_FACILITY;
    case YUN_LEGEND_ACCURACY:
    case YUN_LEGEND_OUTLINE:
      return YUN_LEGEND_PART_PLACE;
    case YUN_LEGEND_HEAD:
    case YUN_LEGEND_LEADER:
    case YUN_LEGEND_PARK:
    case YUN_LEGEND_KIND:
    case YUN_LEGEND_CLUSTER:
    default:
      return YUN_LEGEND_PART_SIGNS;
    }
}

gboolean
yun_legend_has_sign (const YunLegendEntry *entry)
{
  return entry->kind != YUN_LEGEND_HEAD && entry->kind != YUN_LEGEND_GROUP;
}

double
yun_legend_get_indent (const YunLegendEntry *entry)
{
  return entry->kind == YUN_LEGEND_STATUS &&
             (yun_enum_get_mask (&yun_enum_status, get_group ()) & (1u << entry->value)) != 0
           ? INDENT
           : 0;
}

YunLegend *
yun_legend_ref (YunLegend *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_legend_unref (YunLegend *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  g_array_unref (self->entries);
  g_clear_pointer (&self->shading, yun_shading_unref);
  g_free (self);
}

const YunLegendEntry *
yun_legend_get_entries (const YunLegend *self, guint *n)
{
  *n = self->entries->len;

  return &g_array_index (self->entries, YunLegendEntry, 0);
}

gboolean
yun_legend_equal (const YunLegend *a, const YunLegend *b)
{
  if (a->entries->len != b->entries->len)
    return FALSE;

  for (guint i = 0; i < a->entries->len; i++)
    {
      const YunLegendEntry *ea = &g_array_index (a->entries, YunLegendEntry, i);
      const YunLegendEntry *eb = &g_array_index (b->entries, YunLegendEntry, i);

      if (ea->kind != eb->kind || ea->value != eb->value || ea->count != eb->count ||
          strcmp (ea->text, eb->text) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
draw_box (
  cairo_t *cr, const YunStyle *style, const YunFill *fill, gboolean paper, const double *dashes)
{
  YunView view = { .scale = 1, .device_scale = 1 };
  double  dx = 1, dy = 1;

  cairo_user_to_device_distance (cr, &dx, &dy);
  view.device_scale = MAX (dx, 1);
  cairo_rectangle (cr, 3.5, 3.5, YUN_LEGEND_SWATCH_WIDTH - 7, YUN_LEGEND_SWATCH_HEIGHT - 7);
  if (paper)
    {
      yun_colour_set_source (&style->district, cr);
      cairo_fill_preserve (cr);
    }
  yun_colour_set_source (&fill->fill, cr);
  cairo_fill_preserve (cr);
  if (fill->hatch != YUN_HATCH_NONE && yun_feature_vector_is_kept (cr))
    {
      const YunRect box = { 3.5, 3.5, YUN_LEGEND_SWATCH_WIDTH - 3.5,
                            YUN_LEGEND_SWATCH_HEIGHT - 3.5 };

      yun_feature_vector_hatch_box (cr, &view, fill->hatch, &fill->line, &box);
      cairo_rectangle (cr, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
    }
  else if (fill->hatch != YUN_HATCH_NONE)
    {
      cairo_pattern_t *hatch = yun_feature_painter_new_hatch (fill->hatch, &fill->line, &view);

      cairo_set_source (cr, hatch);
      cairo_fill_preserve (cr);
      cairo_pattern_destroy (hatch);
    }
  yun_colour_set_source (&fill->line, cr);
  cairo_set_line_width (cr, paper && dashes == NULL ? 1.1 : 1.4);
  cairo_set_dash (cr, dashes, dashes != NULL ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
yun_legend_draw_swatch (const YunStyle *style, cairo_t *cr, const YunLegendEntry *entry)
{
  static const double     schematic_dashes[] = { 4, 2.5 };
  static const YunCluster cluster = { .count = 12, .share = { 0.35, 0.15, 0.25, 0.25, 0 } };
  YunSymbolLook           look = { .accuracy = YUN_ACCURACY_SURVEYED, .status = -1 };
  YunFill                 fill;

  cairo_save (cr);
  switch (entry->kind)
    {
    case YUN_LEGEND_ZONE:
      fill =
        (YunFill){ style->zone_fill[entry->value], style->zone_line[entry->value], YUN_HATCH_NONE };
      fill.fill.a = MIN (fill.fill.a * 1.6, 1);
      draw_box (cr, style, &fill, TRUE, NULL);
      break;
    case YUN_LEGEND_PARK:
      draw_box (cr, style, &style->park, TRUE, NULL);
      break;
    case YUN_LEGEND_HEAD:
    case YUN_LEGEND_GROUP:
      break;
    case YUN_LEGEND_STATUS:
      draw_box (cr, style, &style->status[entry->value], FALSE, NULL);
      break;
    case YUN_LEGEND_SUITED:
      fill =
        yun_style_get_fill (style, YUN_LOOK_LOT, -1, entry->value < 4 ? 1u << entry->value : 0);
      draw_box (cr, style, &fill, TRUE, NULL);
      break;
    case YUN_LEGEND_STEP:
      fill = yun_style_get_step_fill (style, YUN_LOOK_LOT, (guint) entry->value);
      draw_box (cr, style, &fill, TRUE, NULL);
      break;
    case YUN_LEGEND_OUTLINE:
      fill = style->status[YUN_STATUS_IN_USE];
      fill.hatch = YUN_HATCH_NONE;
      if (entry->value != YUN_ACCURACY_SCHEMATIC)
        fill.fill.a *= 0.3;
      draw_box (cr, style, &fill, TRUE,
                entry->value == YUN_ACCURACY_SCHEMATIC ? schematic_dashes : NULL);
      break;
    case YUN_LEGEND_CLUSTER:
      cairo_translate (cr, YUN_LEGEND_SWATCH_WIDTH / 2.0, YUN_LEGEND_SWATCH_HEIGHT / 2.0);
      cairo_scale (cr, 0.66, 0.66);
      yun_symbol_painter_draw_cluster (style, cr, &cluster, YUN_STATE_NORMAL);
      break;
    case YUN_LEGEND_SEGMENT:
    case YUN_LEGEND_LEADER:
    case YUN_LEGEND_KIND:
    case YUN_LEGEND_FACILITY:
    case YUN_LEGEND_ACCURACY:
    default:
      if (entry->kind == YUN_LEGEND_KIND)
        look.shape = entry->value;
      else if (entry->kind == YUN_LEGEND_FACILITY)
        {
          look.shape = YUN_SHAPE_FACILITY;
          look.status = (gint8) entry->value;
        }
      else
        {
          int segment = entry->kind == YUN_LEGEND_SEGMENT ? entry->value : 4;

          look.shape = segment < 4 ? YUN_SHAPE_CIRCLE + segment : YUN_SHAPE_DOT;
          look.segments = segment < 4 ? 1 << segment : 0;
        }
      if (entry->kind == YUN_LEGEND_ACCURACY)
        look.accuracy = entry->value;
      if (entry->kind == YUN_LEGEND_LEADER)
        look.traits = YUN_FEATURE_LEADER;
      cairo_translate (cr, YUN_LEGEND_SWATCH_WIDTH / 2.0, YUN_LEGEND_SWATCH_HEIGHT / 2.0);
      if (entry->kind == YUN_LEGEND_ACCURACY)
        cairo_scale (cr, 1.6, 1.6);
      else if (entry->kind == YUN_LEGEND_LEADER)
        cairo_scale (cr, 1.2, 1.2);
      else if (look.shape != YUN_SHAPE_DOT)
        cairo_scale (cr, 0.88, 0.88);
      yun_symbol_painter_draw_symbol (style, cr, &look, YUN_STATE_NORMAL);
      break;
    }
  cairo_restore (cr);
}
