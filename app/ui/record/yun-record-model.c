/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-model.h"

#define BATCH 200
#define KEPT 600 /* rows kept after the last look, for scrolling back */

struct _YunRecordItem
{
  GObject parent_instance;

  gint64     id;
  YunRecord *record; /* (owned) (nullable) */
};

struct _YunRecordModel
{
  GObject parent_instance;

  YunStore        *store; /* (owned) */
  const YunEntity *entity;
  GArray          *ids;         /* (owned) (element-type gint64) */
  GHashTable      *items;       /* (owned): id → YunRecordItem (weak); what somebody holds */
  GQueue           kept;        /* of YunRecordItem (owned), oldest first */
  GQueue           wanted;      /* of YunRecordItem (owned): to be read */
  GCancellable    *cancellable; /* (owned) */
  guint            idle;
  gboolean         reading;
  gint64           selected_id; /* 0: none */
  guint            selected;
  GtkBitset       *rows; /* (owned): all selected rows */
};

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE (YunRecordItem, yun_record_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (YunRecordModel,
                               yun_record_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                        selection_model_iface_init))

enum
{
  ITEM_PROP_0,
  ITEM_PROP_RECORD,
  N_ITEM_PROPS,
};

static GParamSpec *item_props[N_ITEM_PROPS];
static guint       row_selected_signal;

static void schedule (YunRecordModel *self);

/* ---- Item ----------------------------------------------------------------- */

static void
yun_record_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case ITEM_PROP_RECORD:
      g_value_set_object (value, YUN_RECORD_ITEM (object)->record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yun_record_item_finalize (GObject *object)
{
  g_clear_object (&YUN_RECORD_ITEM (object)->record);
  G_OBJECT_CLASS (yun_record_item_parent_class)->finalize (object);
}

static void
yun_record_item_class_init (YunRecordItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yun_record_item_get_property;
  object_class->finalize = yun_record_item_finalize;
  item_props[ITEM_PROP_RECORD] =
    g_param_spec_object ("record", NULL, NULL, YUN_TYPE_RECORD,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_ITEM_PROPS, item_props);
}

static void
yun_record_item_init (YunRecordItem *self)
{
}

YunRecord *
yun_record_item_get_record (YunRecordItem *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_ITEM (self), NULL);
  return self->record;
}

/* ---- Reading -------------------------------------------------------------- */

typedef struct
{
  YunRecordModel *self;  /* (owned) */
  GPtrArray      *items; /* (owned) (element-type YunRecordItem) */
} Batch;

static void
batch_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch                *batch = user_data;
  YunRecordModel       *self = batch->self;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError)    error = NULL;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  self->reading = FALSE;
  if (records != NULL)
    for (guint i = 0; i < MIN (records->len, batch->items->len); i++)
      {
        YunRecordItem *item = g_ptr_array_index (batch->items, i);

        g_set_object (&item->record, g_ptr_array_index (records, i));
        g_object_notify_by_pspec (G_OBJECT (item), item_props[ITEM_PROP_RECORD]);
      }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("rows could not be read: %s", error->message);
  g_ptr_array_unref (batch->items);
  g_free (batch);
  schedule (self);
  g_object_unref (self);
}

static gboolean
read_batch_cb (gpointer user_data)
{
  YunRecordModel *self = user_data;
  Batch          *batch;
  gint64          ids[BATCH];
  YunRecordItem  *item;

  self->idle = 0;
  batch = g_new0 (Batch, 1);
  batch->items = g_ptr_array_new_with_free_func (g_object_unref);
  /* The newest wish first: what was scrolled past can wait, and is dropped when nobody else
   * holds it any more. */
  while (batch->items->len < BATCH && (item = g_queue_pop_tail (&self->wanted)) != NULL)
    {
      if (G_OBJECT (item)->ref_count == 1)
        {
          g_object_unref (item);
          continue;
        }
      ids[batch->items->len] = item->id;
      g_ptr_array_add (batch->items, item);
    }
  if (batch->items->len == 0)
    {
      g_ptr_array_unref (batch->items);
      g_free (batch);
      return G_SOURCE_REMOVE;
    }
  batch->self = g_object_ref (self);
  self->reading = TRUE;
  yun_store_load_async (self->store, self->entity, ids, batch->items->len, FALSE, self->cancellable,
                        batch_loaded_cb, batch);
  return G_SOURCE_REMOVE;
}

/* After this turn of the main loop, when the list widget has asked for all rows it needs. */
static void
schedule (YunRecordModel *self)
{
  if (self->idle == 0 && !self->reading && !g_queue_is_empty (&self->wanted) &&
      !g_cancellable_is_cancelled (self->cancellable))
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, read_batch_cb, self, NULL);
}

static void
item_gone_cb (gpointer data, GObject *where)
{
  YunRecordModel *self = data;
  GHashTableIter  iter;
  gpointer        key, value;

  /* The item is already finalized, so it is found by address; few are alive. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (value == (gpointer) where)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static YunRecordItem *
dup_item (YunRecordModel *self, gint64 id)
{
  YunRecordItem *item = g_hash_table_lookup (self->items, &id);

  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (YUN_TYPE_RECORD_ITEM, NULL);
  item->id = id;
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  g_hash_table_insert (self->items, g_memdup2 (&id, sizeof id), item);
  g_queue_push_tail (&self->kept, g_object_ref (item));
  while (g_queue_get_length (&self->kept) > KEPT)
    g_object_unref (g_queue_pop_head (&self->kept));
  g_queue_push_tail (&self->wanted, g_object_ref (item));
  schedule (self);
  return item;
}

/* ---- Interfaces ----------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return YUN_TYPE_RECORD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return YUN_RECORD_MODEL (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  YunRecordModel *self = YUN_RECORD_MODEL (model);

  if (position >= self->ids->len)
    return NULL;
  return dup_item (self, g_array_index (self->ids, gint64, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (YUN_RECORD_MODEL (model)->rows, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return gtk_bitset_ref (YUN_RECORD_MODEL (model)->rows);
}

static guint
find_id (YunRecordModel *self, gint64 id)
{
  if (id != 0)
    for (guint i = 0; i < self->ids->len; i++)
      if (g_array_index (self->ids, gint64, i) == id)
        return i;
  return GTK_INVALID_LIST_POSITION;
}

/* Selects just @rows (transfer full). */
static void
take_rows (YunRecordModel *self, GtkBitset *rows)
{
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->rows);

  gtk_bitset_difference (changed, rows);
  gtk_bitset_unref (self->rows);
  self->rows = rows;
  if (!gtk_bitset_is_empty (changed))
    {
      guint first = gtk_bitset_get_minimum (changed);

      gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first,
                                             gtk_bitset_get_maximum (changed) - first + 1);
    }
}

static void
select_only (YunRecordModel *self, guint position)
{
  GtkBitset *rows = gtk_bitset_new_empty ();

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (rows, position);
  self->selected = position;
  take_rows (self, rows);
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  YunRecordModel       *self = YUN_RECORD_MODEL (model);
  GtkBitset            *rows = gtk_bitset_copy (self->rows);
  g_autoptr (GtkBitset) wanted = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) added = NULL;
  gint64                before = self->selected_id;

  gtk_bitset_intersect (wanted, mask);
  gtk_bitset_subtract (rows, mask);
  gtk_bitset_union (rows, wanted);
  if (self->ids->len < G_MAXUINT)
    gtk_bitset_remove_range_closed (rows, self->ids->len, G_MAXUINT);
  added = gtk_bitset_copy (rows);
  gtk_bitset_subtract (added, self->rows);

  /* A row clicked becomes the one that counts; a range or all leave it where it is. */
  if (gtk_bitset_get_size (added) == 1)
    self->selected = gtk_bitset_get_minimum (added);
  else if (gtk_bitset_get_size (rows) == 1 || !gtk_bitset_contains (rows, self->selected))
    self->selected =
      gtk_bitset_is_empty (rows) ? GTK_INVALID_LIST_POSITION : gtk_bitset_get_minimum (rows);
  self->selected_id = self->selected != GTK_INVALID_LIST_POSITION
                        ? g_array_index (self->ids, gint64, self->selected)
                        : 0;
  take_rows (self, rows);
  if (self->selected_id != before)
    g_signal_emit (self, row_selected_signal, 0, self->selected_id);
  return TRUE;
}

/* The rows of @self that were selected in @old; the one that counts among them. */
static void
find_rows (YunRecordModel *self, GArray *old)
{
  g_autoptr (GtkBitset)  before = NULL;
  g_autoptr (GHashTable) ids = NULL;
  GtkBitsetIter          iter;
  guint                  position;

  if (self->ids == old)
    return;
  before = g_steal_pointer (&self->rows);
  self->rows = gtk_bitset_new_empty ();
  self->selected = find_id (self, self->selected_id);
  if (self->selected != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (self->rows, self->selected);
  if (gtk_bitset_get_size (before) < 2)
    return;
  ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, before, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    if (position < old->len)
      g_hash_table_add (ids, &g_array_index (old, gint64, position));
  for (guint i = 0; i < self->ids->len; i++)
    if (g_hash_table_contains (ids, &g_array_index (self->ids, gint64, i)))
      gtk_bitset_add (self->rows, i);
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_record_model_dispose (GObject *object)
{
  YunRecordModel *self = YUN_RECORD_MODEL (object);
  GHashTableIter  iter;
  gpointer        item;

  yun_record_model_close (self);
  g_queue_clear_full (&self->kept, g_object_unref);
  if (self->items != NULL)
    {
      g_hash_table_iter_init (&iter, self->items);
      while (g_hash_table_iter_next (&iter, NULL, &item))
        g_object_weak_unref (G_OBJECT (item), item_gone_cb, self);
      g_clear_pointer (&self->items, g_hash_table_unref);
    }
  g_clear_object (&self->store);
  G_OBJECT_CLASS (yun_record_model_parent_class)->dispose (object);
}

static void
yun_record_model_finalize (GObject *object)
{
  YunRecordModel *self = YUN_RECORD_MODEL (object);

  g_array_unref (self->ids);
  gtk_bitset_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (yun_record_model_parent_class)->finalize (object);
}

static void
yun_record_model_class_init (YunRecordModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yun_record_model_dispose;
  object_class->finalize = yun_record_model_finalize;
  row_selected_signal = g_signal_new ("row-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
yun_record_model_init (YunRecordModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->selected = GTK_INVALID_LIST_POSITION;
  self->rows = gtk_bitset_new_empty ();
  g_queue_init (&self->kept);
  g_queue_init (&self->wanted);
}

YunRecordModel *
yun_record_model_new (YunStore *store, const YunEntity *entity)
{
  YunRecordModel *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);

  self = g_object_new (YUN_TYPE_RECORD_MODEL, NULL);
  self->store = g_object_ref (store);
  self->entity = entity;
  return self;
}

/* How many rows stay at either end. */
static void
count_same (GArray *old, GArray *ids, guint *head, guint *tail)
{
  guint n = MIN (old->len, ids->len);

  *head = *tail = 0;
  while (*head < n && g_array_index (old, gint64, *head) == g_array_index (ids, gint64, *head))
    ++*head;
  while (*tail < n - *head && g_array_index (old, gint64, old->len - 1 - *tail) ==
                                g_array_index (ids, gint64, ids->len - 1 - *tail))
    ++*tail;
}

guint
yun_record_model_count_changed (YunRecordModel *self, GArray *ids)
{
  guint head, tail;

  g_return_val_if_fail (YUN_IS_RECORD_MODEL (self) && ids != NULL, 0);

  count_same (self->ids, ids, &head, &tail);
  return MAX (self->ids->len, ids->len) - head - tail;
}

void
yun_record_model_set_ids (YunRecordModel *self, GArray *ids)
{
  guint              head, tail;
  g_autoptr (GArray) old = NULL;

  g_return_if_fail (YUN_IS_RECORD_MODEL (self));
  g_return_if_fail (ids != NULL);

  count_same (self->ids, ids, &head, &tail);
  old = g_steal_pointer (&self->ids);
  self->ids = g_array_ref (ids);
  find_rows (self, old);
  if (old->len > head + tail || ids->len > head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                ids->len - head - tail);
}

void
yun_record_model_reload (YunRecordModel *self)
{
  GHashTableIter iter;
  gpointer       item;

  g_return_if_fail (YUN_IS_RECORD_MODEL (self));

  g_queue_clear_full (&self->wanted, g_object_unref);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_queue_push_tail (&self->wanted, g_object_ref (item));
  schedule (self);
}

void
yun_record_model_select_id (YunRecordModel *self, gint64 id)
{
  g_return_if_fail (YUN_IS_RECORD_MODEL (self));

  if (id == self->selected_id)
    return;
  self->selected_id = id;
  select_only (self, find_id (self, id));
}

guint
yun_record_model_get_selected (YunRecordModel *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_MODEL (self), GTK_INVALID_LIST_POSITION);
  return self->selected;
}

GArray *
yun_record_model_list_selected (YunRecordModel *self)
{
  GArray       *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint         position;

  g_return_val_if_fail (YUN_IS_RECORD_MODEL (self), ids);

  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->rows, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_array_append_val (ids, g_array_index (self->ids, gint64, position));
  return ids;
}

guint
yun_record_model_get_n_selected (YunRecordModel *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_MODEL (self), 0);
  return (guint) gtk_bitset_get_size (self->rows);
}

gboolean
yun_record_model_is_loading (YunRecordModel *self)
{
  g_return_val_if_fail (YUN_IS_RECORD_MODEL (self), FALSE);
  return self->reading || self->idle != 0;
}

void
yun_record_model_close (YunRecordModel *self)
{
  g_return_if_fail (YUN_IS_RECORD_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_queue_clear_full (&self->wanted, g_object_unref);
}
