/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-side-panes.h"

#include "yun-text-size.h"

#include <glib/gi18n.h>
#include <math.h>

#define LINE 1    /* pixels between a pane and the content */
#define GRIP 7    /* pixels of a divider that can be grasped, the line in the middle */
#define STEP_EM 1 /* an arrow key moves a divider so far */

typedef struct
{
  GtkWidget *pane;    /* (owned) */
  GtkWidget *divider; /* (owned) */
  double     wanted;  /* ems; 0: as is usual */
  gboolean   beside;  /* shown where it has room */
  gboolean   over;    /* shown over the content, while it is folded */
  int        least;   /* pixels it needs, when it was shown last */
} Side;

struct _YunSidePanes
{
  GtkWidget parent_instance;

  GtkWidget *content; /* (owned) */
  Side       sides[YUN_N_SIDES];
  YunFold    fold;
  gboolean   fitted; /* fold is known */
  GtkWidget *before; /* (weak) (nullable): had the focus before a folded pane, or a divider */

  YunSide dragged;
  int     drag_width; /* of the pane when its divider was grasped */
};

G_DEFINE_FINAL_TYPE (YunSidePanes, yun_side_panes, GTK_TYPE_WIDGET)

/* Of each kind the start's and then the end's. */
enum
{
  PROP_CONTENT = 1,
  PROP_START,
  PROP_END,
  PROP_SHOW_START,
  PROP_SHOW_END,
  PROP_START_BESIDE,
  PROP_END_BESIDE,
  PROP_START_WIDTH,
  PROP_END_WIDTH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* ---- What is seen ----------------------------------------------------------- */

static gboolean
is_inside (GtkWidget *widget, GtkWidget *pane)
{
  return widget != NULL && (widget == pane || gtk_widget_is_ancestor (widget, pane));
}

/* To where the focus was before it went to @leaving, a folded pane or a divider. */
static void
give_focus_back (YunSidePanes *self, GtkWidget *leaving)
{
  if (self->before == NULL || !gtk_widget_get_mapped (self->before) ||
      is_inside (self->before, leaving) || !gtk_widget_grab_focus (self->before))
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

/* The focus must not go with a pane: it would fall to whatever holds it. */
static void
rescue_focus (YunSidePanes *self, GtkWidget *leaving)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && is_inside (gtk_root_get_focus (root), leaving))
    give_focus_back (self, leaving);
}

/* Makes the widgets as the state says; whether it told of it. */
static gboolean
update_side (YunSidePanes *self, YunSide i)
{
  Side    *side = &self->sides[i];
  gboolean shown = yun_side_panes_is_shown (self, i);
  gboolean turns = side->pane != NULL && gtk_widget_get_visible (side->pane) != shown;

  if (side->pane == NULL)
    return FALSE;
  if (turns)
    {
      if (!shown)
        rescue_focus (self, side->pane);
      gtk_widget_set_visible (side->pane, shown);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_START + i]);
    }
  gtk_widget_set_visible (side->divider, shown && !self->fold.folded[i]);
  if (self->fold.folded[i])
    gtk_widget_add_css_class (side->pane, "over");
  else
    gtk_widget_remove_css_class (side->pane, "over");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return turns;
}

static gboolean
is_beside (YunSidePanes *self, YunSide i)
{
  return self->sides[i].beside && !self->fold.folded[i];
}

/* ---- Layout ------------------------------------------------------------------ */

static int
get_least (GtkWidget *widget, GtkOrientation orientation)
{
  int least = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, orientation, -1, &least, NULL, NULL, NULL);
  return least;
}

static YunFoldAsk
get_ask (YunSidePanes *self, int width)
{
  YunFoldAsk ask = { .em = yun_text_size_get_em (GTK_WIDGET (self)),
                     .width = width,
                     .content = get_least (self->content, GTK_ORIENTATION_HORIZONTAL) };

  for (int i = 0; i < YUN_N_SIDES; i++)
    {
      Side     *side = &self->sides[i];
      const int least = get_least (side->pane, GTK_ORIENTATION_HORIZONTAL);

      /* A pane that is put away measures nothing: what it needs is what it needed when shown. */
      if (least > 0)
        side->least = least;
      ask.least[i] = side->least;
      ask.wanted[i] = side->wanted > 0 ? side->wanted : yun_fold_usual_em[i];
      ask.shown[i] = side->beside;
    }
  return ask;
}

/* What of the content a pane covers is told with whether it is shown, once. */
static void
fit (YunSidePanes *self, int width)
{
  YunFoldAsk ask = get_ask (self, width);
  YunFold    before = self->fold;
  gboolean   first = !self->fitted;

  yun_fold_fit (&ask, &self->fold);
  self->fitted = TRUE;
  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    {
      gboolean turned = first || before.folded[i] != self->fold.folded[i];
      gboolean moved = before.width[i] != self->fold.width[i] && self->sides[i].over;
      gboolean told = FALSE;

      if (turned)
        {
          self->sides[i].over = FALSE;
          told = update_side (self, i);
        }
      if ((turned || moved) && !told)
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_START + i]);
    }
}

static void
yun_side_panes_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  YunSidePanes *self = YUN_SIDE_PANES (widget);
  int           least, wish;

  gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    {
      gtk_widget_measure (self->sides[i].pane, orientation, -1, &least, &wish, NULL, NULL);
      *minimum = MAX (*minimum, least);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        *natural = MAX (*natural, wish);
      else if (is_beside (self, i))
        *natural += MAX (wish, (int) (yun_fold_usual_em[i] * yun_text_size_get_em (widget))) + LINE;
    }
  *natural = MAX (*natural, *minimum);
}

/* @x counts from the start, wherever that is. */
static void
place (YunSidePanes *self, GtkWidget *child, int x, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
yun_side_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YunSidePanes *self = YUN_SIDE_PANES (widget);
  int           from = 0, to = width, least;

  fit (self, width);
  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    {
      Side *side = &self->sides[i];
      int   taken = self->fold.width[i];
      int   x = i == YUN_SIDE_START ? 0 : width - taken;
      int   line = i == YUN_SIDE_START ? taken : x - LINE;

      if (!gtk_widget_get_visible (side->pane))
        continue;
      place (self, side->pane, x, taken, height);
      if (self->fold.folded[i])
        continue;
      place (self, side->divider, line - (GRIP - LINE) / 2, GRIP, height);
      if (i == YUN_SIDE_START)
        from = taken + LINE;
      else
        to = x - LINE;
    }
  least = get_least (self->content, GTK_ORIENTATION_HORIZONTAL);
  place (self, self->content, from, MAX (to - from, least), height);
}

static void
yun_side_panes_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yun_side_panes_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

/* ---- Dividers ------------------------------------------------------------------ */

static void
set_width (YunSidePanes *self, YunSide i, int width)
{
  YunFoldAsk ask = get_ask (self, gtk_widget_get_width (GTK_WIDGET (self)));

  /* At once, for the next key may come before the next layout. */
  self->fold.width[i] = yun_fold_clamp (&ask, &self->fold, i, width);
  self->sides[i].wanted = self->fold.width[i] / ask.em;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_START_WIDTH + i]);
}

/* How a move to the right widens the pane. */
static int
get_sense (YunSidePanes *self, YunSide i)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return (i == YUN_SIDE_START) != rtl ? 1 : -1;
}

static void
drag_begun_cb (GtkGestureDrag *drag, double x, double y, YunSidePanes *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    if (picked == self->sides[i].divider)
      {
        self->dragged = i;
        self->drag_width = self->fold.width[i];
        gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
        return;
      }
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
dragged_cb (GtkGestureDrag *drag, double dx, double dy, YunSidePanes *self)
{
  int by = (int) lround (dx) * get_sense (self, self->dragged);

  set_width (self, self->dragged, self->drag_width + by);
}

static gboolean
divider_key_cb (
  GtkEventController *keys, guint key, guint code, GdkModifierType state, YunSidePanes *self)
{
  GtkWidget *divider = gtk_event_controller_get_widget (keys);
  YunSide    i = divider == self->sides[YUN_SIDE_START].divider ? YUN_SIDE_START : YUN_SIDE_END;
  int step = (int) (STEP_EM * yun_text_size_get_em (GTK_WIDGET (self))) * get_sense (self, i);

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      set_width (self, i, self->fold.width[i] - step);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      set_width (self, i, self->fold.width[i] + step);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
    case GDK_KEY_Return:
      give_focus_back (self, divider);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* No stop for Tab. */
static void
divider_left_cb (GtkEventController *focus)
{
  gtk_widget_set_focusable (gtk_event_controller_get_widget (focus), FALSE);
}

static GtkWidget *
make_divider (YunSidePanes *self)
{
  GtkWidget          *divider = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_add_css_class (divider, "pane-divider");
  gtk_widget_set_cursor_from_name (divider, "col-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (divider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Divider: arrow keys move it"), -1);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (divider_key_cb), self, 0);
  gtk_widget_add_controller (divider, keys);
  g_signal_connect (focus, "leave", G_CALLBACK (divider_left_cb), NULL);
  gtk_widget_add_controller (divider, focus);
  gtk_widget_set_parent (divider, GTK_WIDGET (self));
  return divider;
}

/* From divider to divider, and back to where the focus was. */
static gboolean
next_divider_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YunSidePanes *self = YUN_SIDE_PANES (widget);
  GtkWidget    *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  YunSide       i = YUN_SIDE_START;

  if (focus == self->sides[YUN_SIDE_START].divider)
    i = YUN_SIDE_END;
  else if (focus == self->sides[YUN_SIDE_END].divider)
    i = YUN_N_SIDES;
  else
    g_set_weak_pointer (&self->before, focus);
  for (; i < YUN_N_SIDES; i++)
    if (gtk_widget_get_visible (self->sides[i].divider))
      {
        gtk_widget_set_focusable (self->sides[i].divider, TRUE);
        return gtk_widget_grab_focus (self->sides[i].divider);
      }
  if (focus != self->before)
    give_focus_back (self, focus);
  return TRUE;
}

/* ---- Closing with Escape -------------------------------------------------------- */

static gboolean
close_over_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YunSidePanes *self = YUN_SIDE_PANES (widget);
  GtkWidget    *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  YunSide       close = YUN_N_SIDES;

  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    if (self->sides[i].over && (close == YUN_N_SIDES || is_inside (focus, self->sides[i].pane)))
      close = i;
  if (close == YUN_N_SIDES)
    return FALSE;
  yun_side_panes_show (self, close, FALSE);
  return TRUE;
}

/* ---- Object ------------------------------------------------------------------------ */

static void
yun_side_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YunSidePanes *self = YUN_SIDE_PANES (object);

  switch (id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_START:
    case PROP_END:
      g_value_set_object (value, self->sides[id - PROP_START].pane);
      break;
    case PROP_SHOW_START:
    case PROP_SHOW_END:
      g_value_set_boolean (value, yun_side_panes_is_shown (self, id - PROP_SHOW_START));
      break;
    case PROP_START_BESIDE:
    case PROP_END_BESIDE:
      g_value_set_boolean (value, self->sides[id - PROP_START_BESIDE].beside);
      break;
    case PROP_START_WIDTH:
    case PROP_END_WIDTH:
      g_value_set_double (value, self->sides[id - PROP_START_WIDTH].wanted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* What comes later among the children is drawn and picked above: the content, the panes, the
 * dividers. What Tab comes to is in reading order, by yun_side_panes_focus(). */
static void
set_content (YunSidePanes *self, GtkWidget *content)
{
  self->content = content;
  gtk_widget_insert_after (content, GTK_WIDGET (self), NULL);
}

static void
set_pane (YunSidePanes *self, YunSide i, GtkWidget *pane)
{
  self->sides[i].pane = pane;
  gtk_widget_insert_before (pane, GTK_WIDGET (self), self->sides[YUN_SIDE_START].divider);
  update_side (self, i);
}

static void
set_beside (YunSidePanes *self, YunSide i, gboolean beside)
{
  if (self->sides[i].beside == beside)
    return;
  self->sides[i].beside = beside;
  update_side (self, i);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_START_BESIDE + i]);
}

static void
set_wanted (YunSidePanes *self, YunSide i, double ems)
{
  if (self->sides[i].wanted == ems)
    return;
  self->sides[i].wanted = ems;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_START_WIDTH + i]);
}

static void
yun_side_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YunSidePanes *self = YUN_SIDE_PANES (object);

  switch (id)
    {
    case PROP_CONTENT:
      set_content (self, g_value_get_object (value));
      break;
    case PROP_START:
    case PROP_END:
      set_pane (self, id - PROP_START, g_value_get_object (value));
      break;
    case PROP_SHOW_START:
    case PROP_SHOW_END:
      yun_side_panes_show (self, id - PROP_SHOW_START, g_value_get_boolean (value));
      break;
    case PROP_START_BESIDE:
    case PROP_END_BESIDE:
      set_beside (self, id - PROP_START_BESIDE, g_value_get_boolean (value));
      break;
    case PROP_START_WIDTH:
    case PROP_END_WIDTH:
      set_wanted (self, id - PROP_START_WIDTH, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
yun_side_panes_focus (GtkWidget *widget, GtkDirectionType direction)
{
  YunSidePanes *self = YUN_SIDE_PANES (widget);
  GtkWidget    *order[] = { self->sides[YUN_SIDE_START].pane, self->content,
                            self->sides[YUN_SIDE_END].pane };
  GtkWidget    *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean      back =
    direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_LEFT || direction == GTK_DIR_UP;
  int from = back ? G_N_ELEMENTS (order) - 1 : 0;

  for (int i = 0; i < (int) G_N_ELEMENTS (order); i++)
    if (is_inside (focus, order[i]))
      from = i;
  for (int i = from; i >= 0 && i < (int) G_N_ELEMENTS (order); i += back ? -1 : 1)
    if (gtk_widget_get_mapped (order[i]) && gtk_widget_child_focus (order[i], direction))
      return TRUE;
  return FALSE;
}

static void
yun_side_panes_dispose (GObject *object)
{
  YunSidePanes *self = YUN_SIDE_PANES (object);

  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    {
      g_clear_pointer (&self->sides[i].divider, gtk_widget_unparent);
      g_clear_pointer (&self->sides[i].pane, gtk_widget_unparent);
    }
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_weak_pointer (&self->before);
  G_OBJECT_CLASS (yun_side_panes_parent_class)->dispose (object);
}

static void
add_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GParamFlags explicit = flags | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_SHOW_START] = g_param_spec_boolean ("show-start", NULL, NULL, TRUE, explicit);
  props[PROP_SHOW_END] = g_param_spec_boolean ("show-end", NULL, NULL, TRUE, explicit);
  props[PROP_START_BESIDE] = g_param_spec_boolean ("start-beside", NULL, NULL, TRUE, explicit);
  props[PROP_END_BESIDE] = g_param_spec_boolean ("end-beside", NULL, NULL, TRUE, explicit);
  props[PROP_START_WIDTH] =
    g_param_spec_double ("start-width", NULL, NULL, 0, G_MAXINT16, 0, explicit);
  props[PROP_END_WIDTH] = g_param_spec_double ("end-width", NULL, NULL, 0, G_MAXINT16, 0, explicit);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
yun_side_panes_class_init (YunSidePanesClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = yun_side_panes_get_property;
  object_class->set_property = yun_side_panes_set_property;
  object_class->dispose = yun_side_panes_dispose;
  widget_class->measure = yun_side_panes_measure;
  widget_class->size_allocate = yun_side_panes_size_allocate;
  widget_class->css_changed = yun_side_panes_css_changed;
  widget_class->focus = yun_side_panes_focus;
  add_properties (object_class);

  gtk_widget_class_set_css_name (widget_class, "side-panes");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F8, 0, next_divider_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_over_cb, NULL);
}

static void
yun_side_panes_init (YunSidePanes *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    {
      self->sides[i].beside = TRUE;
      self->sides[i].divider = make_divider (self);
    }
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begun_cb), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (dragged_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

gboolean
yun_side_panes_is_folded (YunSidePanes *self, YunSide side)
{
  g_return_val_if_fail (YUN_IS_SIDE_PANES (self), FALSE);

  return self->fold.folded[side];
}

gboolean
yun_side_panes_is_shown (YunSidePanes *self, YunSide side)
{
  g_return_val_if_fail (YUN_IS_SIDE_PANES (self), FALSE);

  return self->fold.folded[side] ? self->sides[side].over : self->sides[side].beside;
}

int
yun_side_panes_get_covered (YunSidePanes *self, YunSide side)
{
  g_return_val_if_fail (YUN_IS_SIDE_PANES (self), 0);

  return self->fold.folded[side] && self->sides[side].over ? self->fold.width[side] : 0;
}

void
yun_side_panes_show (YunSidePanes *self, YunSide side, gboolean shown)
{
  YunSide other = side == YUN_SIDE_START ? YUN_SIDE_END : YUN_SIDE_START;

  g_return_if_fail (YUN_IS_SIDE_PANES (self));

  if (!self->fold.folded[side])
    {
      set_beside (self, side, shown);
      return;
    }
  self->sides[side].over = shown;
  if (shown)
    g_set_weak_pointer (&self->before,
                        gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  if (shown && self->sides[other].over &&
      self->fold.width[side] + self->fold.width[other] > gtk_widget_get_width (GTK_WIDGET (self)))
    {
      self->sides[other].over = FALSE;
      update_side (self, other);
    }
  update_side (self, side);
}
