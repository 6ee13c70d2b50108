/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-search-popover.h"

#include "yun-action-list.h"
#include "yun-filter-complete.h"
#include "yun-locator.h"
#include "yun-search-row.h"

#include <glib/gi18n.h>

#define MAX_COMPLETIONS 6
#define MAX_HITS 5 /* of a kind */
#define MAX_ACTIONS 4

typedef enum
{
  ITEM_COMPLETION,
  ITEM_HIT,
  ITEM_PLACE,
  ITEM_NAMED,
  ITEM_ACTION,
} ItemKind;

/* What a row stands for; on the row. */
typedef struct
{
  ItemKind             kind;
  char                *heading; /* (owned): of its group */
  char                *text;    /* (owned): of a completion */
  guint                entity;
  gint64               id;
  const YunActionName *action; /* (nullable) */

  const YunGazetteerPlace *place; /* (unowned) (nullable): lasts */
} Item;

struct _YunSearchPopover
{
  GtkPopover parent_instance;

  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *probe; /* not shown: knows whether an action can be used */

  YunStore        *store;      /* (owned) (nullable) */
  YunLocator      *locator;    /* (owned) */
  GCancellable    *asking;     /* (owned) (nullable): the search under way */
  char            *text;       /* (owned): of the entry */
  YunCompletion   *completion; /* (owned) (nullable): of .text */
  YunSearchResult *result;     /* (owned) (nullable): of .text, or older while one is under way */
  gboolean         chinese;
};

G_DEFINE_FINAL_TYPE (YunSearchPopover, yun_search_popover, GTK_TYPE_POPOVER)

enum
{
  COMPLETED,
  CHOSEN,
  LOCATED,
  NAMED,
  ACTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Rows ------------------------------------------------------------------------ */

static void
free_item (gpointer data)
{
  Item *item = data;

  g_free (item->heading);
  g_free (item->text);
  g_free (item);
}

static Item *
get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "yun-item");
}

static Item *
add_row (YunSearchPopover *self,
         ItemKind          kind,
         const char       *heading,
         const char       *title,
         const char       *detail,
         const char       *keys)
{
  GtkWidget *row = yun_search_row_new (title, detail, keys);
  Item      *item = g_new0 (Item, 1);

  item->kind = kind;
  item->heading = g_strdup (heading);
  g_object_set_data_full (G_OBJECT (row), "yun-item", item, free_item);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  return item;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const Item *item = get_item (row);
  GtkWidget  *label;

  if (item == NULL || (before != NULL && strcmp (get_item (before)->heading, item->heading) == 0))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (item->heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "search-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
add_completions (YunSearchPopover *self)
{
  guint n = self->completion != NULL ? MIN (self->completion->items->len, MAX_COMPLETIONS) : 0;

  for (guint i = 0; i < n; i++)
    {
      const YunCompletionItem *item = g_ptr_array_index (self->completion->items, i);
      Item *row = add_row (self, ITEM_COMPLETION, _ ("Conditions"), item->text, item->label, NULL);

      row->text = g_strdup (item->text);
    }
}

/* Names of the registry that complete the value of a condition: "town:九" */
static gboolean
wants_names (YunSearchPopover *self)
{
  return self->completion != NULL && (self->completion->names != NULL || self->completion->places);
}

static void
add_names (YunSearchPopover *self)
{
  for (guint i = 0; i < self->result->hits->len; i++)
    {
      const YunSearchHit *hit = g_ptr_array_index (self->result->hits, i);
      Item               *row;

      if (self->completion->names != NULL && hit->entity != self->completion->names)
        continue;
      row = add_row (self, ITEM_COMPLETION, _ ("Conditions"), hit->title,
                     yun_entity_get_label (hit->entity), NULL);
      row->text = yun_filter_quote (hit->title);
    }
}

/* (transfer full): of what kind a place is, and what else is known of it */
static char *
describe_place (const YunGazetteerPlace *place)
{
  const char *kind = yun_gazetteer_kind_get_label (place->kind);

  return *place->detail != '\0'
           /* Translators: a kind of place and more about it: “Metro station · 9号线” */
           ? g_strdup_printf (_ ("%s · %s"), kind, place->detail)
           : g_strdup (kind);
}

/* The registry keeps it too: its record says more. */
static gboolean
is_hit (YunSearchPopover *self, const char *name)
{
  for (guint i = 0; i < self->result->hits->len; i++)
    if (g_strcmp0 (((YunSearchHit *) g_ptr_array_index (self->result->hits, i))->title, name) == 0)
      return TRUE;
  return FALSE;
}

/* What the base map names; @completing: as the value of a condition, whose places have records. */
static void
add_named (YunSearchPopover *self, gboolean completing)
{
  for (guint i = 0; i < self->result->places->len; i++)
    {
      const YunGazetteerPlace *place =
        g_array_index (self->result->places, YunGazetteerMatch, i).place;
      g_autofree char *detail = describe_place (place);
      Item            *row;

      if (is_hit (self, place->name))
        continue;
      row = completing
              ? add_row (self, ITEM_COMPLETION, _ ("Conditions"), place->name, detail, NULL)
              : add_row (self, ITEM_NAMED, _ ("Places"), place->name, detail, NULL);
      row->place = place;
      if (completing)
        row->text = yun_filter_quote (place->name);
    }
}

/* Whether the map has it by the very name, and no record does. */
static gboolean
is_named_first (YunSearchPopover *self)
{
  const YunSearchResult *result = self->result;

  return result->places->len > 0 &&
         g_array_index (result->places, YunGazetteerMatch, 0).rank == YUN_SEARCH_EXACT &&
         (result->hits->len == 0 ||
          ((YunSearchHit *) g_ptr_array_index (result->hits, 0))->rank > YUN_SEARCH_EXACT);
}

static void
add_hits (YunSearchPopover *self)
{
  for (guint i = 0; i < self->result->hits->len; i++)
    {
      const YunSearchHit *hit = g_ptr_array_index (self->result->hits, i);
      guint               index = yun_entity_get_index (hit->entity);
      g_autofree char    *heading = g_strdup_printf (
           "%s %" G_GINT64_FORMAT, yun_entity_get_label (hit->entity), self->result->counts[index]);
      g_autofree char *found = NULL;
      Item            *row;

      if (hit->field != NULL)
        /* Translators: a field and what stands in it: “Address: …” */
        found = g_strdup_printf (_ ("%s: %s"), yun_field_get_label (hit->field), hit->value);
      row =
        add_row (self, ITEM_HIT, heading, hit->title, found != NULL ? found : hit->detail, NULL);
      row->entity = index;
      row->id = hit->id;
    }
}

static void
add_place (YunSearchPopover *self)
{
  YunCoordinate    coordinate;
  g_autofree char *where = NULL;
  g_autofree char *title = NULL;

  if (!yun_coordinate_parse (self->text, &coordinate, NULL))
    return;
  where = yun_coordinate_format (&coordinate, YUN_DEGREES_DECIMAL);
  /* Translators: coordinates */
  title = g_strdup_printf (_ ("Go to %s"), where);
  add_row (self, ITEM_PLACE, _ ("Places"), title, NULL, NULL);
}

static gboolean
can_use (YunSearchPopover *self, const char *action)
{
  GtkActionable       *probe = GTK_ACTIONABLE (self->probe);
  g_autofree char     *name = NULL;
  g_autoptr (GVariant) target = NULL;
  gboolean             can;

  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    return FALSE;
  /* The target first: a name is looked up with the target it finds. */
  gtk_actionable_set_action_target_value (probe, target);
  gtk_actionable_set_action_name (probe, name);
  can = gtk_widget_get_sensitive (self->probe);
  gtk_actionable_set_action_name (probe, NULL);
  gtk_actionable_set_action_target_value (probe, NULL);
  return can;
}

/* (transfer full) (nullable): the first key of @action, for people */
static char *
dup_keys (const char *action)
{
  GtkApplication *app = GTK_APPLICATION (g_application_get_default ());
  g_auto (GStrv)  accels = gtk_application_get_accels_for_action (app, action);
  guint           key;
  GdkModifierType modifiers;

  if (accels[0] == NULL || !gtk_accelerator_parse (accels[0], &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

static void
add_actions (YunSearchPopover *self)
{
  g_autoptr (GPtrArray) found = yun_action_list_find (self->text, 100);

  for (guint i = 0, n = 0; i < found->len && n < MAX_ACTIONS; i++)
    {
      const YunActionName *name = g_ptr_array_index (found, i);
      g_autofree char     *keys = NULL;

      if (!can_use (self, name->action))
        continue;
      keys = dup_keys (name->action);
      add_row (self, ITEM_ACTION, _ ("Actions"), _ (name->title), NULL, keys)->action = name;
      n++;
    }
}

static void
add_results (YunSearchPopover *self)
{
  if (wants_names (self))
    {
      add_names (self);
      if (self->completion->places)
        add_named (self, TRUE);
    }
  else if (is_named_first (self))
    {
      add_named (self, FALSE);
      add_hits (self);
    }
  else
    {
      add_hits (self);
      add_named (self, FALSE);
    }
}

static void
rebuild (YunSearchPopover *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  if (self->text != NULL)
    {
      add_completions (self);
      if (self->result != NULL)
        add_results (self);
      add_place (self);
      add_actions (self);
    }
  if (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0) == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    {
      gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
      gtk_popover_popup (GTK_POPOVER (self));
      gtk_popover_present (GTK_POPOVER (self));
    }
}

/* ---- Searching --------------------------------------------------------------------- */

static void
stop_asking (YunSearchPopover *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
found_cb (GObject *source, GAsyncResult *task, gpointer user_data)
{
  YunSearchPopover           *self;
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunSearchResult) result = yun_store_search_finish (YUN_STORE (source), task, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  g_clear_object (&self->asking);
  g_clear_pointer (&self->result, yun_search_result_free);
  self->result = g_steal_pointer (&result);
  if (error != NULL)
    g_debug ("%s", error->message);
  if (self->text != NULL)
    rebuild (self);
}

/* Without the conditions in it, and without the kind of record where something else is said. */
static char *
dup_wanted (const char *text)
{
  g_autoptr (GString)   out = g_string_new (NULL);
  g_autoptr (YunFilter) filter = NULL;
  g_auto (GStrv)        words = g_strsplit (text, " ", -1);

  if (strpbrk (text, ":<>=()") != NULL)
    {
      filter = yun_filter_parse (text, NULL, NULL);
      for (guint i = 0; filter != NULL && i < yun_filter_get_n_clauses (filter); i++)
        {
          const YunClause *clause = yun_filter_get_clause (filter, i);

          if (clause->kind == YUN_CLAUSE_TEXT && !clause->negated)
            g_string_append_printf (out, "%s ", clause->text);
        }
      return filter != NULL ? g_strdup (out->str) : g_strdup (text);
    }
  for (guint i = 0; words[i] != NULL; i++)
    if (words[1] == NULL || yun_entity_find (words[i]) == NULL)
      g_string_append_printf (out, "%s ", words[i]);
  return g_strdup (out->str);
}

static void
ask (YunSearchPopover *self)
{
  g_autofree char *wanted =
    wants_names (self) ? g_strdup (self->completion->prefix) : dup_wanted (self->text);

  stop_asking (self);
  if (self->store == NULL)
    return;
  self->asking = g_cancellable_new ();
  yun_store_search_async (self->store, wanted, MAX_HITS, self->asking, found_cb, self);
}

/* ---- Taking --------------------------------------------------------------------------- */

static void
located_cb (GObject *source, GAsyncResult *task, gpointer user_data)
{
  g_autoptr (YunSearchPopover) self = user_data;
  YunCoordinate                place;
  g_autofree char             *text = NULL;

  if (!yun_locator_convert_finish (YUN_LOCATOR (source), task, &place, NULL))
    return;
  text = yun_coordinate_format (&place, YUN_DEGREES_DECIMAL);
  g_signal_emit (self, signals[LOCATED], 0, &place, text);
}

static void
row_activated_cb (YunSearchPopover *self, GtkListBoxRow *row)
{
  const Item      *item = get_item (row);
  ItemKind         kind = item->kind;
  g_autofree char *text = g_strdup (item->text);
  const char      *action = item->action != NULL ? item->action->action : NULL;
  guint            entity = item->entity;
  gint64           id = item->id;
  YunCoordinate    coordinate;

  const YunGazetteerPlace *place = item->place;

  if (kind == ITEM_COMPLETION)
    {
      g_signal_emit (self, signals[COMPLETED], 0, self->completion->start, self->completion->end,
                     text);
      return;
    }
  if (kind == ITEM_PLACE && yun_coordinate_parse (self->text, &coordinate, NULL))
    yun_locator_convert_async (self->locator, &coordinate, YUN_COORDINATE_LONLAT, NULL, located_cb,
                               g_object_ref (self));
  yun_search_popover_dismiss (self);
  if (kind == ITEM_HIT)
    g_signal_emit (self, signals[CHOSEN], 0, entity, id);
  else if (kind == ITEM_NAMED)
    g_signal_emit (self, signals[NAMED], 0, place);
  else if (kind == ITEM_ACTION)
    g_signal_emit (self, signals[ACTED], 0, action);
}

/* ---- Object ----------------------------------------------------------------------------- */

static void
yun_search_popover_dispose (GObject *object)
{
  YunSearchPopover *self = YUN_SEARCH_POPOVER (object);

  stop_asking (self);
  g_clear_object (&self->store);
  g_clear_object (&self->locator);
  gtk_widget_dispose_template (GTK_WIDGET (self), YUN_TYPE_SEARCH_POPOVER);
  G_OBJECT_CLASS (yun_search_popover_parent_class)->dispose (object);
}

static void
yun_search_popover_finalize (GObject *object)
{
  YunSearchPopover *self = YUN_SEARCH_POPOVER (object);

  g_free (self->text);
  g_clear_pointer (&self->completion, yun_completion_free);
  g_clear_pointer (&self->result, yun_search_result_free);
  G_OBJECT_CLASS (yun_search_popover_parent_class)->finalize (object);
}

static void
yun_search_popover_class_init (YunSearchPopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = yun_search_popover_dispose;
  object_class->finalize = yun_search_popover_finalize;
  signals[COMPLETED] = g_signal_new ("completed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);
  signals[LOCATED] = g_signal_new ("located", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  signals[NAMED] = g_signal_new ("named", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_POINTER);
  signals[ACTED] = g_signal_new ("acted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/yunjian/Yunjian/ui/yun-search-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, YunSearchPopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, YunSearchPopover, list);
  gtk_widget_class_bind_template_child (widget_class, YunSearchPopover, probe);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
yun_search_popover_init (YunSearchPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->locator = yun_locator_new ();
  /* The language the program speaks now. */
  self->chinese = !g_str_is_ascii (_ ("Conditions"));
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
}

YunSearchPopover *
yun_search_popover_new (GtkWidget *parent)
{
  YunSearchPopover *self = g_object_new (YUN_TYPE_SEARCH_POPOVER, NULL);

  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  return self;
}

void
yun_search_popover_detach (YunSearchPopover *self)
{
  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));

  stop_asking (self);
  gtk_widget_unparent (GTK_WIDGET (self));
}

void
yun_search_popover_set_store (YunSearchPopover *self, YunStore *store)
{
  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));

  yun_search_popover_dismiss (self);
  g_set_object (&self->store, store);
}

void
yun_search_popover_prepare (YunSearchPopover *self)
{
  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));

  if (self->store != NULL)
    yun_store_search_async (self->store, "", 1, NULL, NULL, NULL);
}

void
yun_search_popover_set_text (YunSearchPopover *self, const char *text, guint cursor)
{
  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));
  g_return_if_fail (text != NULL);

  if (*text == '\0')
    {
      yun_search_popover_dismiss (self);
      return;
    }
  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->completion, yun_completion_free);
  self->completion = yun_filter_complete (text, cursor, self->chinese);
  /* Between words everything may follow: that helps nobody. */
  if (self->completion != NULL && *self->completion->prefix == '\0' &&
      (cursor == 0 || g_utf8_get_char (g_utf8_offset_to_pointer (text, cursor - 1)) == ' '))
    g_clear_pointer (&self->completion, yun_completion_free);
  ask (self);
  rebuild (self);
}

void
yun_search_popover_dismiss (YunSearchPopover *self)
{
  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));

  stop_asking (self);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->completion, yun_completion_free);
  g_clear_pointer (&self->result, yun_search_result_free);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* The row the eye is led to, scrolled into view. */
static void
show_row (YunSearchPopover *self, GtkListBoxRow *row)
{
  GtkAdjustment  *adjustment;
  graphene_rect_t box;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), self->list, &box))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gtk_adjustment_clamp_page (adjustment, (double) box.origin.y,
                             (double) (box.origin.y + box.size.height));
}

void
yun_search_popover_move (YunSearchPopover *self, int direction)
{
  GtkListBox    *list;
  GtkListBoxRow *row;
  int            n = 0;
  int            i;

  g_return_if_fail (YUN_IS_SEARCH_POPOVER (self));

  list = GTK_LIST_BOX (self->list);
  row = gtk_list_box_get_selected_row (list);
  while (gtk_list_box_get_row_at_index (list, n) != NULL)
    n++;
  if (row != NULL)
    i = gtk_list_box_row_get_index (row) + direction;
  else
    i = direction > 0 ? 0 : n - 1;
  row = i >= 0 ? gtk_list_box_get_row_at_index (list, i) : NULL;
  if (row != NULL)
    {
      gtk_list_box_select_row (list, row);
      show_row (self, row);
    }
  else
    gtk_list_box_unselect_all (list);
}

gboolean
yun_search_popover_take (YunSearchPopover *self, gboolean first)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (YUN_IS_SEARCH_POPOVER (self), FALSE);

  row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  if (row == NULL && first)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  if (row == NULL)
    return FALSE;
  row_activated_cb (self, row);
  return TRUE;
}

gboolean
yun_search_popover_is_open (YunSearchPopover *self)
{
  g_return_val_if_fail (YUN_IS_SEARCH_POPOVER (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

gboolean
yun_search_popover_has_completions (YunSearchPopover *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (YUN_IS_SEARCH_POPOVER (self), FALSE);

  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  return row != NULL && get_item (row)->kind == ITEM_COMPLETION;
}

gboolean
yun_search_popover_is_searching (YunSearchPopover *self)
{
  g_return_val_if_fail (YUN_IS_SEARCH_POPOVER (self), FALSE);
  return self->asking != NULL;
}

char *
yun_search_popover_dump (YunSearchPopover *self)
{
  GString       *out = g_string_new (NULL);
  const char    *heading = "";
  GtkListBoxRow *row;

  g_return_val_if_fail (YUN_IS_SEARCH_POPOVER (self), NULL);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      if (strcmp (get_item (row)->heading, heading) != 0)
        g_string_append_printf (out, "[%s]\n", get_item (row)->heading);
      heading = get_item (row)->heading;
      g_string_append_printf (out, "%s\n", yun_search_row_get_title (YUN_SEARCH_ROW (row)));
    }
  return g_string_free (out, FALSE);
}
