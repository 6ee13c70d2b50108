/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-window-private.h"

#include "yun-store-counts.h"
#include "yun-unit.h"

#include <glib/gi18n.h>

/* What is entered is asked for together with the conditions that were there. When nothing is all of
 * that, it is said, and what makes it empty can be left out with one click. */

#define SECONDS 20

/* A way out: what would be asked for instead, and how that is said. */
typedef struct
{
  YunFilter *filter; /* (owned) */
  char      *left; /* (owned) (nullable): the condition that is left out; NULL: all the old ones */
} Way;

typedef struct
{
  YunWindow *window;  /* (owned) */
  YunFilter *filter;  /* (owned): that shows nothing */
  GPtrArray *ways;    /* (owned) (element-type Way) */
  GPtrArray *filters; /* (owned) (element-type YunFilter): theirs */
} Asking;

static void
way_free (gpointer data)
{
  Way *way = data;

  yun_filter_unref (way->filter);
  g_free (way->left);
  g_free (way);
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->window);
  yun_filter_unref (asking->filter);
  g_ptr_array_unref (asking->ways);
  g_ptr_array_unref (asking->filters);
  g_free (asking);
}

static void
add_way (Asking *asking, YunFilter *filter, char *left)
{
  Way *way = g_new (Way, 1);

  *way = (Way){ filter, left };
  g_ptr_array_add (asking->ways, way);
  g_ptr_array_add (asking->filters, yun_filter_ref (filter));
}

static gboolean
has_clause (YunFilter *filter, const YunFilter *of, guint i)
{
  g_autofree char *text = yun_filter_print_clause (of, i);

  for (guint k = 0; k < yun_filter_get_n_clauses (filter); k++)
    {
      g_autofree char *other = yun_filter_print_clause (filter, k);

      if (strcmp (text, other) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Without one of the conditions that were there, or all of them; where none was, without one of
 * those entered. */
static void
list_ways (Asking *asking, YunFilter *entered)
{
  guint n = yun_filter_get_n_clauses (asking->filter), n_old = 0;

  for (guint i = 0; i < n; i++)
    n_old += !has_clause (entered, asking->filter, i);
  for (guint i = 0; i < n; i++)
    if (n_old == 0 || !has_clause (entered, asking->filter, i))
      add_way (asking, yun_filter_without_clause (asking->filter, i),
               yun_filter_describe_clause (asking->filter, i));
  if (n_old > 1)
    add_way (asking,
             yun_filter_with_entity (entered, yun_filter_get_entity (entered) != NULL
                                                ? yun_filter_get_entity (entered)
                                                : yun_filter_get_entity (asking->filter)),
             NULL);
}

static void
forget_toast (YunWindow *self)
{
  if (self->way_out != NULL)
    adw_toast_dismiss (self->way_out);
  g_clear_object (&self->way_out);
  g_clear_pointer (&self->empty, yun_filter_unref);
}

static void
tell (YunWindow *self, YunFilter *empty, const Way *way, gint64 count)
{
  g_autofree char *number = yun_number_format ((double) count, 0);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (way == NULL)
    text = g_strdup (_ ("Nothing is all of this at once."));
  else if (way->left != NULL)
    /* Translators: a condition, then how many records there are without it */
    text = g_strdup_printf (_ ("Nothing is all of this at once. Without “%s” there are %s."),
                            way->left, number);
  else
    /* Translators: how many records what was entered last shows */
    text = g_strdup_printf (
      _ ("Nothing is all of this at once. What was entered last has %s by itself."), number);
  escaped = g_markup_escape_text (text, -1);
  forget_toast (self);
  self->empty = yun_filter_ref (empty);
  self->way_out = adw_toast_new (escaped);
  adw_toast_set_timeout (self->way_out, SECONDS);
  adw_toast_set_priority (self->way_out, ADW_TOAST_PRIORITY_HIGH);
  if (way != NULL)
    {
      g_autofree char *filter = yun_filter_print (way->filter);

      adw_toast_set_button_label (self->way_out,
                                  way->left != NULL ? _ ("Leave It Out") : _ ("Only That"));
      adw_toast_set_action_name (self->way_out, "win.filter-by");
      adw_toast_set_action_target (self->way_out, "s", filter);
    }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), g_object_ref (self->way_out));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking            *asking = user_data;
  YunWindow         *self = asking->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = yun_store_count_filters_finish (YUN_STORE (source), result, &error);
  const Way         *best = NULL;
  gint64             most = 0;

  if (counts == NULL)
    g_debug ("no way out: %s", error->message);
  else if (self->workspace != NULL && self->store == YUN_STORE (source) &&
           yun_filter_equal (asking->filter, yun_workspace_get_filter (self->workspace)))
    {
      for (guint i = 0; i < counts->len; i++)
        /* All the old ones only when one alone does not do. */
        if (g_array_index (counts, gint64, i) > most &&
            (best == NULL || ((Way *) asking->ways->pdata[i])->left != NULL))
          {
            best = asking->ways->pdata[i];
            most = g_array_index (counts, gint64, i);
          }
      tell (self, asking->filter, best, most);
    }
  asking_free (asking);
}

void
yun_window_judge_entered (YunWindow *self)
{
  g_autoptr (YunFilter) entered = NULL;
  YunFilter            *filter;
  Asking               *asking;

  if (self->workspace == NULL)
    return;
  filter = yun_workspace_get_filter (self->workspace);
  /* The way out would lead back behind what has been asked for since. */
  if (self->empty != NULL && !yun_filter_equal (self->empty, filter))
    forget_toast (self);
  if (self->entered == NULL)
    return;
  if (yun_workspace_get_answer (self->workspace) == NULL ||
      !yun_filter_equal (filter, yun_workspace_get_answered_filter (self->workspace)))
    return;
  entered = g_steal_pointer (&self->entered);
  forget_toast (self);
  if (yun_workspace_get_n_shown (self->workspace) > 0 || yun_filter_get_n_clauses (filter) < 2)
    return;
  asking = g_new0 (Asking, 1);
  asking->window = g_object_ref (self);
  asking->filter = yun_filter_ref (filter);
  asking->ways = g_ptr_array_new_with_free_func (way_free);
  asking->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_filter_unref);
  list_ways (asking, entered);
  yun_store_count_filters_async (self->store, asking->filters, yun_workspace_get_entity_mask (),
                                 NULL, counted_cb, asking);
}

void
yun_window_let_entered_go (YunWindow *self)
{
  g_clear_pointer (&self->entered, yun_filter_unref);
  forget_toast (self);
}
