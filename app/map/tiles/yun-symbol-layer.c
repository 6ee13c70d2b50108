/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-symbol-layer.h"

#include "yun-map-pick.h"

#include <math.h>

#define GROW 0.25       /* of the view's size, planned on each side */
#define MAX_LABELS 1500 /* in a plan; more than there is room for */
#define ZOOM_SLACK 0.25 /* levels a plan is used beyond its own while the map moves */
#define CARD_SLACK 32   /* pixels a card may grow or shrink before names make way for it */
#define MARK_REACH 8.0  /* pixels an area's mark may reach out of its box */

struct _YunSymbolLayer
{
  ShumateLayer parent_instance;

  YunScene       *scene;   /* (owned) (nullable) */
  YunSpriteCache *sprites; /* (owned) (nullable) */
  YunSymbolFrame *frame;   /* (owned) (nullable): on screen */
  YunView         seen; /* where the map is or will be, in the widget's pixels; width 0: not yet */
  YunView         target;  /* the same in magnified ones, as all plans are */
  double          magnify; /* pixels of the widget in one of a plan */
  gboolean        at_rest;

  cairo_rectangle_int_t cards[YUN_SIGHT_MAX_CARDS]; /* the widget's pixels */
  guint                 n_cards;
  guint                 cards_age; /* grows when they change */
  guint                 frame_age; /* of those the frame was planned with */

  GCancellable *planning;    /* (owned) (nullable): of the plan being made */
  YunScene     *asked_scene; /* (owned) (nullable) */
  YunView       asked_view;
  guint         asked_age;

  YunFeatureIndex *outline; /* (owned) (nullable): marked as well */

  int      selected; /* feature, or -1 */
  int      hovered;  /* feature, or -1 */
  int      hovered_cluster;
  gboolean complete;
};

G_DEFINE_FINAL_TYPE (YunSymbolLayer, yun_symbol_layer, SHUMATE_TYPE_LAYER)

enum
{
  PROP_COMPLETE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

typedef struct
{
  YunScene       *scene;   /* (owned) */
  YunSpriteCache *sprites; /* (owned) (nullable): taken back on the main thread */
  YunSight        sight;
  guint           cards_age;
} PlanJob;

static void update_plan (YunSymbolLayer *self);

static void
plan_job_free (gpointer data)
{
  PlanJob *job = data;

  yun_scene_unref (job->scene);
  g_clear_pointer (&job->sprites, yun_sprite_cache_unref);
  g_free (job);
}

static YunView
get_view (YunSymbolLayer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  YunView    view = yun_map_frame_from_viewport (
       shumate_layer_get_viewport (SHUMATE_LAYER (self)), gtk_widget_get_width (widget),
       gtk_widget_get_height (widget), gtk_widget_get_scale_factor (widget));

  return yun_map_frame_magnify (&view, self->magnify);
}

static YunView
grow_view (const YunView *view)
{
  YunView wide = *view;

  wide.x -= view->width * GROW * view->scale;
  wide.y -= view->height * GROW * view->scale;
  wide.width += 2 * view->width * GROW;
  wide.height += 2 * view->height * GROW;
  return wide;
}

/* Whether a plan made of @scene for @made serves the layer as it is now. */
static gboolean
serves (YunSymbolLayer *self, const YunScene *scene, const YunView *made, guint cards_age)
{
  const YunView *want = &self->target;
  double         slack = made->scale;
  double         levels = fabs (log2 (made->scale / want->scale));

  return scene == self->scene && cards_age == self->cards_age &&
         made->device_scale == want->device_scale &&
         levels <= (self->at_rest ? 1e-6 : ZOOM_SLACK) && want->x >= made->x - slack &&
         want->y >= made->y - slack &&
         want->x + want->width * want->scale <= made->x + made->width * made->scale + slack &&
         want->y + want->height * want->scale <= made->y + made->height * made->scale + slack;
}

static gboolean
is_served (YunSymbolLayer *self)
{
  YunSymbolPlan *plan;

  if (self->frame == NULL)
    return FALSE;
  plan = yun_symbol_frame_get_plan (self->frame);
  return serves (self, yun_symbol_plan_get_scene (plan), yun_symbol_plan_get_view (plan),
                 self->frame_age);
}

static void
update_complete (YunSymbolLayer *self)
{
  gboolean complete =
    self->planning == NULL && self->target.width > 0 && (self->scene == NULL || is_served (self));

  if (complete == self->complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
plan_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlanJob        *job = task_data;
  YunSymbolFrame *frame =
    yun_symbol_frame_new (job->scene, &job->sight, MAX_LABELS, job->sprites, cancellable);

  g_task_return_pointer (task, frame, (GDestroyNotify) yun_symbol_frame_free);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YunSymbolLayer *self = YUN_SYMBOL_LAYER (source);
  PlanJob        *job = g_task_get_task_data (G_TASK (result));
  YunSymbolFrame *frame = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean        present = g_task_get_cancellable (G_TASK (result)) == self->planning;

  g_clear_pointer (&job->sprites, yun_sprite_cache_unref);
  if (present)
    {
      g_clear_object (&self->planning);
      g_clear_pointer (&self->asked_scene, yun_scene_unref);
    }
  if (frame != NULL && present)
    {
      g_clear_pointer (&self->frame, yun_symbol_frame_free);
      self->frame = g_steal_pointer (&frame);
      self->frame_age = job->cards_age;
      self->hovered_cluster = -1;
      yun_sprite_cache_age (self->sprites);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      update_plan (self);
    }
  g_clear_pointer (&frame, yun_symbol_frame_free);
  update_complete (self);
}

static void
cancel_planning (YunSymbolLayer *self)
{
  if (self->planning != NULL)
    g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  g_clear_pointer (&self->asked_scene, yun_scene_unref);
}

static void
list_cards (YunSymbolLayer *self, YunSight *sight)
{
  sight->n_cards = self->n_cards;
  for (guint i = 0; i < self->n_cards; i++)
    {
      const cairo_rectangle_int_t *card = &self->cards[i];
      int x = (int) floor (card->x / self->magnify), y = (int) floor (card->y / self->magnify);

      sight->cards[i] =
        (cairo_rectangle_int_t){ x, y, (int) ceil ((card->x + card->width) / self->magnify) - x,
                                 (int) ceil ((card->y + card->height) / self->magnify) - y };
    }
}

static void
update_plan (YunSymbolLayer *self)
{
  g_autoptr (GTask) task = NULL;
  const YunStyle   *style;
  PlanJob          *job;
  double            scale = self->target.device_scale;

  if (self->scene == NULL || self->target.width <= 0 || is_served (self))
    return;
  if (self->planning != NULL)
    {
      if (serves (self, self->asked_scene, &self->asked_view, self->asked_age))
        return;
      cancel_planning (self);
    }

  style = yun_scene_get_style (self->scene);
  if (self->sprites == NULL || yun_sprite_cache_get_style (self->sprites) != style ||
      yun_sprite_cache_get_scale (self->sprites) != scale)
    {
      g_clear_pointer (&self->sprites, yun_sprite_cache_unref);
      self->sprites = yun_sprite_cache_new (style, scale);
    }

  self->planning = g_cancellable_new ();
  self->asked_scene = yun_scene_ref (self->scene);
  self->asked_view = grow_view (&self->target);
  self->asked_age = self->cards_age;

  job = g_new0 (PlanJob, 1);
  job->scene = yun_scene_ref (self->scene);
  job->sprites = yun_sprite_cache_ref (self->sprites);
  job->sight = (YunSight){ .view = self->target, .grow = GROW };
  list_cards (self, &job->sight);
  job->cards_age = self->cards_age;
  task = g_task_new (self, self->planning, planned_cb, NULL);
  g_task_set_source_tag (task, update_plan);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, plan_job_free);
  g_task_run_in_thread (task, plan_cb);
}

static void
mark_area (YunScene *scene, YunCanvas *canvas, const YunView *view, int i, YunState state)
{
  YunFeatureIndex  *index = yun_scene_get_index (scene);
  const YunFeature *feature = yun_feature_index_get (index, i);
  graphene_rect_t   seen = GRAPHENE_RECT_INIT (0, 0, view->width, view->height);
  graphene_rect_t   box, part;
  double            x0, y0, x1, y1;
  cairo_t          *cr;

  yun_view_to_pixel (view, feature->min, &x0, &y0);
  yun_view_to_pixel (view, feature->max, &x1, &y1);
  box = GRAPHENE_RECT_INIT (floor (x0 - MARK_REACH), floor (y0 - MARK_REACH),
                            ceil (x1 - x0 + 2 * MARK_REACH), ceil (y1 - y0 + 2 * MARK_REACH));
  if (!graphene_rect_intersection (&box, &seen, &part))
    return;
  cr = yun_canvas_draw (canvas, &part);
  yun_painter_paint_mark (scene, cr, view, i, state);
  cairo_destroy (cr);
}

/* What is selected without being a feature: a town or zone, or a place that is not loaded yet. */
static void
mark_outline (YunSymbolLayer *self, YunCanvas *canvas, const YunView *view)
{
  g_autoptr (YunSprite) sprite = NULL;
  const YunStyle       *style = yun_sprite_cache_get_style (self->sprites);
  const YunFeature     *feature = yun_feature_index_get (self->outline, 0);
  g_autoptr (YunScene)  scene = NULL;
  double                px, py;

  if (feature->kind != YUN_GEOM_POINT)
    {
      scene = yun_scene_new (self->outline, NULL, NULL, style);
      mark_area (scene, canvas, view, 0, YUN_STATE_SELECTED);
      return;
    }
  sprite = yun_sprite_cache_get_symbol (self->sprites, feature, YUN_STATE_SELECTED);
  yun_view_to_pixel (view, feature->anchor, &px, &py);
  yun_sprite_place (sprite, canvas, px, py, view->device_scale);
}

static void
mark_cluster (YunSymbolLayer *self, YunCanvas *canvas, const YunView *view, int i, YunState state)
{
  g_autoptr (YunSprite) sprite = NULL;
  const YunCluster *cluster = yun_map_pick_get_cluster (yun_symbol_frame_get_plan (self->frame), i);
  double            px, py;

  sprite = yun_sprite_cache_get_cluster (self->sprites, cluster, state);
  yun_view_to_pixel (view, cluster->anchor, &px, &py);
  yun_sprite_place (sprite, canvas, px, py, view->device_scale);
}

/* Where the feature's symbol stands: its own, or its anchor. Marks the cluster it is in. */
static gboolean
find_symbol (YunSymbolLayer   *self,
             YunCanvas        *canvas,
             const YunView    *view,
             int               i,
             const YunFeature *feature,
             YunState          state,
             double           *px,
             double           *py)
{
  YunSymbolPlan *plan = self->frame != NULL ? yun_symbol_frame_get_plan (self->frame) : NULL;
  int            symbol = -1, cluster = -1;
  double         cx, cy;

  yun_view_to_pixel (view, feature->anchor, px, py);
  if (plan != NULL && yun_symbol_plan_get_scene (plan) == self->scene)
    yun_symbol_plan_find (plan, (guint) i, &symbol, &cluster);
  if (symbol >= 0)
    {
      const YunSymbol *s = yun_map_pick_get_symbol (plan, symbol);

      *px += s->dx;
      *py += s->dy;
    }
  if (cluster < 0)
    return TRUE;

  mark_cluster (self, canvas, view, cluster, state);
  yun_view_to_pixel (view, yun_map_pick_get_cluster (plan, cluster)->anchor, &cx, &cy);
  return hypot (*px - cx, *py - cy) > yun_map_pick_get_cluster (plan, cluster)->radius;
}

static void
mark_feature (YunSymbolLayer *self, YunCanvas *canvas, const YunView *view, int i, YunState state)
{
  g_autoptr (YunSprite) sprite = NULL;
  const YunFeature     *feature = yun_feature_index_get (yun_scene_get_index (self->scene), i);
  double                px, py;

  if (feature->kind != YUN_GEOM_POINT)
    {
      mark_area (self->scene, canvas, view, i, state);
      return;
    }
  if (!find_symbol (self, canvas, view, i, feature, state, &px, &py))
    return;
  sprite = yun_sprite_cache_get_symbol (self->sprites, feature, state);
  yun_sprite_place (sprite, canvas, px, py, view->device_scale);
}

static gboolean
is_point (YunSymbolLayer *self, int feature)
{
  YunFeatureIndex *index = yun_scene_get_index (self->scene);

  return yun_feature_index_get (index, (guint) feature)->kind == YUN_GEOM_POINT;
}

static void
yun_symbol_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YunSymbolLayer *self = YUN_SYMBOL_LAYER (widget);
  YunView         view = get_view (self);
  YunCanvas       canvas;

  if (view.width <= 0 || view.height <= 0 || self->sprites == NULL)
    return;

  yun_canvas_begin (&canvas, widget, snapshot);
  yun_canvas_magnify (&canvas, self->magnify);
  if (self->outline != NULL)
    mark_outline (self, &canvas, &view);
  if (self->selected >= 0 && !is_point (self, self->selected))
    mark_feature (self, &canvas, &view, self->selected, YUN_STATE_SELECTED);
  if (self->frame != NULL)
    yun_symbol_frame_place (self->frame, &canvas, &view);
  if (self->hovered_cluster >= 0 && self->frame != NULL)
    mark_cluster (self, &canvas, &view, self->hovered_cluster, YUN_STATE_HOVERED);
  if (self->hovered >= 0 && self->hovered != self->selected)
    mark_feature (self, &canvas, &view, self->hovered, YUN_STATE_HOVERED);
  if (self->selected >= 0 && is_point (self, self->selected))
    mark_feature (self, &canvas, &view, self->selected, YUN_STATE_SELECTED);
  yun_canvas_end (&canvas);
}

static void
yun_symbol_layer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunSymbolLayer *self = YUN_SYMBOL_LAYER (object);

  switch (id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_symbol_layer_constructed (GObject *object)
{
  YunSymbolLayer *self = YUN_SYMBOL_LAYER (object);

  G_OBJECT_CLASS (yun_symbol_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
yun_symbol_layer_dispose (GObject *object)
{
  YunSymbolLayer *self = YUN_SYMBOL_LAYER (object);

  cancel_planning (self);
  g_clear_pointer (&self->frame, yun_symbol_frame_free);
  g_clear_pointer (&self->scene, yun_scene_unref);
  g_clear_pointer (&self->outline, yun_feature_index_unref);
  g_clear_pointer (&self->sprites, yun_sprite_cache_unref);
  self->selected = self->hovered = self->hovered_cluster = -1;
  G_OBJECT_CLASS (yun_symbol_layer_parent_class)->dispose (object);
}

static void
yun_symbol_layer_class_init (YunSymbolLayerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = yun_symbol_layer_constructed;
  object_class->get_property = yun_symbol_layer_get_property;
  object_class->dispose = yun_symbol_layer_dispose;
  widget_class->snapshot = yun_symbol_layer_snapshot;

  props[PROP_COMPLETE] =
    g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
yun_symbol_layer_init (YunSymbolLayer *self)
{
  self->selected = self->hovered = self->hovered_cluster = -1;
  self->magnify = 1;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

YunSymbolLayer *
yun_symbol_layer_new (ShumateViewport *viewport)
{
  return g_object_new (YUN_TYPE_SYMBOL_LAYER, "viewport", viewport, NULL);
}

void
yun_symbol_layer_set_scene (YunSymbolLayer *self, YunScene *scene)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  if (self->scene == scene)
    return;
  yun_scene_ref (scene);
  g_clear_pointer (&self->scene, yun_scene_unref);
  self->scene = scene;

  /* Feature numbers are of another index now. */
  self->selected = self->hovered = self->hovered_cluster = -1;
  update_plan (self);
  update_complete (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
yun_symbol_layer_set_target (YunSymbolLayer *self, const YunView *target, gboolean at_rest)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  self->seen = *target;
  self->target = yun_map_frame_magnify (target, self->magnify);
  self->at_rest = at_rest;
  update_plan (self);
  update_complete (self);
}

void
yun_symbol_layer_set_magnify (YunSymbolLayer *self, double magnify)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self) && magnify > 0);

  if (self->magnify == magnify)
    return;
  self->magnify = magnify;
  self->target = yun_map_frame_magnify (&self->seen, magnify);
  /* Its sprites have another size. */
  g_clear_pointer (&self->frame, yun_symbol_frame_free);
  self->hovered_cluster = -1;
  update_plan (self);
  update_complete (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
yun_symbol_layer_get_magnify (YunSymbolLayer *self)
{
  g_return_val_if_fail (YUN_IS_SYMBOL_LAYER (self), 1);

  return self->magnify;
}

static gboolean
is_near (const cairo_rectangle_int_t *a, const cairo_rectangle_int_t *b)
{
  return ABS (a->x - b->x) <= CARD_SLACK && ABS (a->y - b->y) <= CARD_SLACK &&
         ABS (a->x + a->width - b->x - b->width) <= CARD_SLACK &&
         ABS (a->y + a->height - b->y - b->height) <= CARD_SLACK;
}

void
yun_symbol_layer_set_cards (YunSymbolLayer *self, const cairo_rectangle_int_t *cards, guint n)
{
  gboolean same;

  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  n = MIN (n, YUN_SIGHT_MAX_CARDS);
  same = n == self->n_cards;
  for (guint i = 0; i < n && same; i++)
    same = is_near (&cards[i], &self->cards[i]);
  if (same)
    return;

  for (guint i = 0; i < n; i++)
    self->cards[i] = cards[i];
  self->n_cards = n;
  self->cards_age++;
  update_plan (self);
  update_complete (self);
}

void
yun_symbol_layer_set_selected (YunSymbolLayer *self, int feature)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  if (self->selected == feature)
    return;
  self->selected = feature;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
yun_symbol_layer_set_outline (YunSymbolLayer *self, YunFeatureIndex *outline)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  if (self->outline == outline)
    return;
  if (outline != NULL)
    yun_feature_index_ref (outline);
  g_clear_pointer (&self->outline, yun_feature_index_unref);
  self->outline = outline;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
yun_symbol_layer_set_hovered (YunSymbolLayer *self, int feature, int cluster)
{
  g_return_if_fail (YUN_IS_SYMBOL_LAYER (self));

  if (self->hovered == feature && self->hovered_cluster == cluster)
    return;
  self->hovered = feature;
  self->hovered_cluster = cluster;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

YunSymbolPlan *
yun_symbol_layer_get_plan (YunSymbolLayer *self)
{
  return self->frame != NULL ? yun_symbol_frame_get_plan (self->frame) : NULL;
}

gboolean
yun_symbol_layer_is_complete (YunSymbolLayer *self)
{
  return self->complete;
}
