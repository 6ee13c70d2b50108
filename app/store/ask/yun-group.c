/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-group.h"

#include "yun-chain.h"
#include "yun-links.h"
#include "yun-query.h"
#include "yun-related.h"
#include "yun-store-private.h"
#include "yun-term.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

double
yun_group_cell_get_mean (const YunGroupCell *self)
{
  return self->known > 0 ? self->sum / (double) self->known : NAN;
}

static void
add_cell (YunGroupCell *to, const YunGroupCell *cell)
{
  to->count += cell->count;
  to->known += cell->known;
  to->sum += cell->sum;
}

/* ---- Sums ------------------------------------------------------------------- */

typedef struct
{
  const YunEntity *entity;
  YunFilter       *filter; /* (owned by async calls) */
  GArray          *ids;    /* (owned by async calls) (nullable) */
  const YunField **fields; /* (owned by async calls) */
  guint            n;
  GArray          *cells; /* (owned) (nullable): the result */
} SumArgs;

/* SQL's sum of no values is NULL. */
static double
get_sum (YunStmt *stmt, int column)
{
  return yun_stmt_is_null (stmt, column) ? 0 : yun_stmt_real (stmt, column);
}

/* Adds the row @stmt stands on: count, then known and sum of each field. */
static void
add_sums (SumArgs *args, YunStmt *stmt, GArray *cells)
{
  for (guint i = 0; i < args->n; i++)
    {
      YunGroupCell cell = { yun_stmt_int (stmt, 0), yun_stmt_int (stmt, 1 + 2 * (int) i),
                            get_sum (stmt, 2 + 2 * (int) i) };

      add_cell (&g_array_index (cells, YunGroupCell, i), &cell);
    }
}

static gboolean
sum_ids (YunDb *db, SumArgs *args, const char *head, GArray *cells, GError **error)
{
  g_autofree char    *sql = g_strconcat (head, " WHERE t.id=?", NULL);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < args->ids->len; i++)
    {
      yun_stmt_bind_int (stmt, 1, g_array_index (args->ids, gint64, i));
      if (yun_stmt_step (stmt, error) < 0)
        return FALSE;
      add_sums (args, stmt, cells);
      yun_stmt_reset (stmt);
    }
  return TRUE;
}

static gboolean
sum_filter (YunDb *db, SumArgs *args, const char *head, GArray *cells, GError **error)
{
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (YunStmt)    stmt = NULL;

  if (places == NULL)
    return FALSE;
  query = yun_query_new (args->entity, args->filter, places);
  stmt = yun_query_prepare (query, db, head, "", error);
  if (stmt == NULL || yun_stmt_step (stmt, error) != 1)
    return FALSE;
  add_sums (args, stmt, cells);
  return TRUE;
}

static gboolean
sum_cb (YunDb *db, gpointer user_data, GError **error)
{
  SumArgs            *args = user_data;
  g_autoptr (GArray)  cells = g_array_new (FALSE, TRUE, sizeof (YunGroupCell));
  g_autoptr (GString) head = g_string_new ("SELECT count(*)");

  g_array_set_size (cells, args->n);
  for (guint i = 0; i < args->n; i++)
    g_string_append_printf (head, ", count(t.\"%s\"), total(t.\"%s\")", args->fields[i]->column,
                            args->fields[i]->column);
  g_string_append_printf (head, " FROM %s t", args->entity->id);
  if (!(args->ids != NULL ? sum_ids (db, args, head->str, cells, error)
                          : sum_filter (db, args, head->str, cells, error)))
    return FALSE;
  args->cells = g_steal_pointer (&cells);
  return TRUE;
}

static const YunWork sum_work = { YUN_LANE_LIST, sum_cb };

GArray *
yun_store_sum_sync (YunStore              *self,
                    const YunEntity       *entity,
                    YunFilter             *filter,
                    GArray                *ids,
                    const YunField *const *fields,
                    guint                  n,
                    GCancellable          *cancellable,
                    GError               **error)
{
  SumArgs args = { entity, filter, ids, (const YunField **) fields, n, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, NULL);

  return yun_store_run (self, &sum_work, &args, cancellable, error) ? args.cells : NULL;
}

static void
free_sum_args (gpointer data)
{
  SumArgs *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->ids, g_array_unref);
  g_clear_pointer (&args->cells, g_array_unref);
  g_free (args->fields);
  g_free (args);
}

static gpointer
take_cells (gpointer data)
{
  return g_steal_pointer (&((SumArgs *) data)->cells);
}

void
yun_store_sum_async (YunStore              *self,
                     const YunEntity       *entity,
                     YunFilter             *filter,
                     GArray                *ids,
                     const YunField *const *fields,
                     guint                  n,
                     GCancellable          *cancellable,
                     GAsyncReadyCallback    callback,
                     gpointer               user_data)
{
  SumArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL);

  args = g_new0 (SumArgs, 1);
  args->entity = entity;
  args->filter = yun_filter_ref (filter);
  args->ids = ids != NULL ? g_array_ref (ids) : NULL;
  args->fields = g_memdup2 (fields, n * sizeof *fields);
  args->n = n;
  yun_store_start (self, &sum_work, args, free_sum_args, take_cells, (GDestroyNotify) g_array_unref,
                   cancellable, callback, user_data);
}

GArray *
yun_store_sum_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Keys ------------------------------------------------------------------- */

static void
free_key (gpointer data)
{
  YunGroupKey *key = data;

  g_free (key->value);
  g_free (key);
}

void
yun_groups_free (YunGroups *self)
{
  g_clear_pointer (&self->row_keys, g_ptr_array_unref);
  g_clear_pointer (&self->column_keys, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_array_unref);
  g_free (self);
}

const YunGroupCell *
yun_groups_get_cell (const YunGroups *self, guint row, guint column)
{
  return &g_array_index (self->cells, YunGroupCell, row * self->column_keys->len + column);
}

gboolean
yun_field_can_group (const YunField *field)
{
  if ((field->flags & (YUN_FIELD_LONG | YUN_FIELD_SYSTEM)) != 0 || field->kind == YUN_KIND_REAL)
    return FALSE;
  return field->kind != YUN_KIND_TEXT || field->ref != NULL ||
         (field->flags & YUN_FIELD_SEARCH) == 0;
}

char *
yun_group_key_dup_label (const YunGroupKey *key, const YunField *field)
{
  if (key->part == YUN_GROUP_UNKNOWN)
    return g_strdup (C_ ("count", "Not known"));
  if (key->part == YUN_GROUP_OTHER)
    {
      g_autofree char *number = yun_number_format (key->n_values, 0);

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s other", "%s others", key->n_values),
                              number);
    }
  if (field->values != NULL)
    for (int i = 0; i < field->values->n_plain; i++)
      if (strcmp (field->values->values[i].id, key->value) == 0)
        return g_strdup (yun_enum_get_label (field->values, i));
  if (g_strcmp0 (field->ref, "niche") == 0 && yun_chain_find_niche (key->value) != NULL)
    return g_strdup (yun_niche_get_label (yun_chain_find_niche (key->value)));
  return g_strdup (key->value);
}

/* ---- Groups ----------------------------------------------------------------- */

/* One side of the table while it is read: values get numbers as they come. */
typedef struct
{
  const YunField *field;
  YunLinks       *links;   /* (unowned): of the connection */
  GHashTable     *numbers; /* (owned): text ("" for unknown) → place in .keys + 1 */
  GPtrArray      *keys;    /* (owned) (element-type YunGroupKey) */
  GArray         *items;   /* (owned) (element-type guint): of the row being read */
  guint          *places;  /* (owned) (nullable): where each key goes in the table */
  gboolean        overlap;
} Side;

typedef struct
{
  const YunEntity *entity;
  YunFilter       *filter; /* (owned by async calls) */
  const YunField  *rows;
  const YunField  *columns; /* (nullable) */
  const YunField  *number;  /* (nullable) */
  YunGroups       *groups;  /* (owned) (nullable): the result */
} GroupArgs;

static void
init_side (Side *side, const YunField *field, YunDb *db)
{
  side->field = field;
  side->links = yun_db_get_links (db);
  side->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  side->keys = g_ptr_array_new_with_free_func (free_key);
  side->items = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
clear_side (Side *side)
{
  g_hash_table_unref (side->numbers);
  g_ptr_array_unref (side->keys);
  g_array_unref (side->items);
  g_free (side->places);
}

static void
add_item (Side *side, char *value)
{
  gpointer found = g_hash_table_lookup (side->numbers, value);
  guint    number;

  if (found == NULL)
    {
      YunGroupKey *key = g_new0 (YunGroupKey, 1);

      key->part = *value != '\0' ? YUN_GROUP_VALUE : YUN_GROUP_UNKNOWN;
      key->value = *value != '\0' ? g_strdup (value) : NULL;
      g_ptr_array_add (side->keys, key);
      found = GUINT_TO_POINTER (side->keys->len);
      g_hash_table_insert (side->numbers, value, found);
    }
  else
    {
      g_free (value);
    }
  number = GPOINTER_TO_UINT (found) - 1;
  for (guint i = 0; i < side->items->len; i++)
    if (g_array_index (side->items, guint, i) == number)
      return;
  g_array_append_val (side->items, number);
}

static void
read_items (Side *side, const char *text)
{
  const YunField *field = side->field;
  const char     *item;
  gsize           length;

  g_array_set_size (side->items, 0);
  if (text != NULL && field->kind == YUN_KIND_TERMS)
    for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
      {
        int value = yun_term_find (field->values, item, length);

        /* What was ever listed, whatever its dates. */
        add_item (side, value >= 0 ? g_strdup (field->values->values[value].id)
                                   : g_strndup (item, length));
      }
  else if (text != NULL && yun_field_has_items (field))
    for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
      {
        const char *label =
          yun_field_is_link (field)
            ? yun_links_get_label (side->links, yun_field_get_target (field), item, (gssize) length)
            : NULL;

        add_item (side, label != NULL ? g_strdup (label) : g_strndup (item, length));
      }
  else if (text != NULL)
    add_item (side, g_strdup (text));
  if (side->items->len == 0)
    add_item (side, g_strdup (""));
  side->overlap = side->overlap || side->items->len > 1;
}

/* The place of @key in its vocabulary; what is not in it comes after. */
static int
find_rank (const YunField *field, const YunGroupKey *key)
{
  for (int i = 0; field->values != NULL && i < field->values->n_plain; i++)
    if (strcmp (field->values->values[i].id, key->value) == 0)
      return i;
  return G_MAXINT;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const YunGroupKey *x = *(YunGroupKey *const *) a;
  const YunGroupKey *y = *(YunGroupKey *const *) b;

  if (x->part != y->part)
    return (int) x->part - (int) y->part;
  if (x->part == YUN_GROUP_UNKNOWN)
    return 0;
  if (x->total.count != y->total.count)
    return x->total.count > y->total.count ? -1 : 1;
  return strcmp (x->value, y->value);
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const YunGroupKey *x = *(YunGroupKey *const *) a;
  const YunGroupKey *y = *(YunGroupKey *const *) b;
  const YunField    *field = user_data;
  double             i, j;

  if (x->part != y->part)
    return (int) x->part - (int) y->part;
  if (x->part == YUN_GROUP_VALUE && field->values != NULL)
    {
      int order = (find_rank (field, x) > find_rank (field, y)) -
                  (find_rank (field, x) < find_rank (field, y));

      return order != 0 ? order : compare_counts (a, b);
    }
  if (x->part == YUN_GROUP_VALUE && (field->kind == YUN_KIND_DATE || field->kind == YUN_KIND_INT) &&
      yun_number_parse (x->value, &i) && yun_number_parse (y->value, &j))
    return (i > j) - (i < j);
  return compare_counts (a, b);
}

/* (transfer full): the keys of the table in order, at most @max of them values; says where each of
 * @side's goes. */
static GPtrArray *
arrange (Side *side, guint max)
{
  g_autoptr (GPtrArray)  sorted = g_ptr_array_new ();
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  GPtrArray             *table = g_ptr_array_new_with_free_func (free_key);
  YunGroupKey           *other = NULL;

  for (guint i = 0; i < side->keys->len; i++)
    g_ptr_array_add (sorted, side->keys->pdata[i]);
  g_ptr_array_sort (sorted, compare_counts);
  for (guint i = 0; i < sorted->len; i++)
    {
      YunGroupKey *key = sorted->pdata[i], *to;

      if (i >= max && key->part == YUN_GROUP_VALUE)
        {
          if (other == NULL)
            {
              other = g_new0 (YunGroupKey, 1);
              other->part = YUN_GROUP_OTHER;
              g_ptr_array_add (table, other);
            }
          other->n_values++;
          to = other;
        }
      else
        {
          to = g_new0 (YunGroupKey, 1);
          to->part = key->part;
          to->value = g_strdup (key->value);
          g_ptr_array_add (table, to);
        }
      add_cell (&to->total, &key->total);
      g_hash_table_insert (places, key, to);
    }
  g_ptr_array_sort_with_data (table, compare_values, (gpointer) side->field);
  side->places = g_new0 (guint, MAX (side->keys->len, 1));
  for (guint i = 0; i < side->keys->len; i++)
    g_ptr_array_find (table, g_hash_table_lookup (places, side->keys->pdata[i]), &side->places[i]);
  return table;
}

static void
append_column (GString *sql, const YunField *field)
{
  if (field == NULL)
    g_string_append (sql, "NULL");
  else if (field->kind == YUN_KIND_DATE)
    {
      g_autofree char *date = yun_query_dup_date (field);

      g_string_append_printf (sql, "substr(%s,1,4)", date);
    }
  else
    g_string_append_printf (sql, "t.\"%s\"", field->column);
}

static YunStmt *
prepare_groups (YunDb *db, GroupArgs *args, GError **error)
{
  g_autoptr (GHashTable) places = yun_related_find_all (db, args->filter, error);
  g_autoptr (YunQuery)   query = NULL;
  g_autoptr (GString)    head = g_string_new ("SELECT ");

  if (places == NULL)
    return NULL;
  query = yun_query_new (args->entity, args->filter, places);
  append_column (head, args->rows);
  g_string_append (head, ", ");
  append_column (head, args->columns);
  g_string_append (head, ", count(*), count(");
  append_column (head, args->number);
  g_string_append (head, "), total(");
  append_column (head, args->number);
  g_string_append_printf (head, ") FROM %s t", args->entity->id);
  return yun_query_prepare (query, db, head->str, " GROUP BY 1, 2", error);
}

/* Adds @cell at all rows and columns that were read last; cells are kept by the numbers of both
 * values. */
static void
add_everywhere (Side *rows, Side *columns, GHashTable *cells, const YunGroupCell *cell)
{
  for (guint r = 0; r < rows->items->len; r++)
    add_cell (&((YunGroupKey *) rows->keys->pdata[g_array_index (rows->items, guint, r)])->total,
              cell);
  if (columns->field == NULL)
    return;
  for (guint c = 0; c < columns->items->len; c++)
    add_cell (
      &((YunGroupKey *) columns->keys->pdata[g_array_index (columns->items, guint, c)])->total,
      cell);
  for (guint r = 0; r < rows->items->len; r++)
    for (guint c = 0; c < columns->items->len; c++)
      {
        gint64 place = (gint64) g_array_index (rows->items, guint, r) << 32 |
                       g_array_index (columns->items, guint, c);
        YunGroupCell *to = g_hash_table_lookup (cells, &place);

        if (to == NULL)
          {
            to = g_new0 (YunGroupCell, 1);
            g_hash_table_insert (cells, g_memdup2 (&place, sizeof place), to);
          }
        add_cell (to, cell);
      }
}

static void
fill_cells (YunGroups *groups, Side *rows, Side *columns, GHashTable *cells)
{
  GHashTableIter iter;
  gpointer       key, cell;

  groups->cells = g_array_new (FALSE, TRUE, sizeof (YunGroupCell));
  g_array_set_size (groups->cells, groups->row_keys->len * groups->column_keys->len);
  g_hash_table_iter_init (&iter, cells);
  while (g_hash_table_iter_next (&iter, &key, &cell))
    {
      gint64 place = *(gint64 *) key;
      guint  row = rows->places[place >> 32];
      guint  column = columns->places[place & G_MAXUINT32];

      add_cell (
        &g_array_index (groups->cells, YunGroupCell, row * groups->column_keys->len + column),
        cell);
    }
}

static gboolean
group_cb (YunDb *db, gpointer user_data, GError **error)
{
  GroupArgs             *args = user_data;
  g_autoptr (YunStmt)    stmt = prepare_groups (db, args, error);
  g_autoptr (YunGroups)  groups = g_new0 (YunGroups, 1);
  g_autoptr (GHashTable) cells =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Side rows = { 0 }, columns = { 0 };
  int  rc;

  if (stmt == NULL)
    return FALSE;
  init_side (&rows, args->rows, db);
  init_side (&columns, args->columns, db);
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      YunGroupCell cell = { yun_stmt_int (stmt, 2), yun_stmt_int (stmt, 3), get_sum (stmt, 4) };

      read_items (&rows, yun_stmt_text (stmt, 0));
      if (args->columns != NULL)
        read_items (&columns, yun_stmt_text (stmt, 1));
      add_everywhere (&rows, &columns, cells, &cell);
      add_cell (&groups->total, &cell);
    }
  if (rc == 0)
    {
      groups->entity = args->entity;
      groups->rows = args->rows;
      groups->columns = args->columns;
      groups->number = args->number;
      groups->rows_overlap = rows.overlap;
      groups->columns_overlap = columns.overlap;
      groups->row_keys = arrange (&rows, YUN_GROUP_MAX_ROWS);
      groups->column_keys = arrange (&columns, YUN_GROUP_MAX_COLUMNS);
      fill_cells (groups, &rows, &columns, cells);
      args->groups = g_steal_pointer (&groups);
    }
  clear_side (&rows);
  clear_side (&columns);
  return rc == 0;
}

static const YunWork group_work = { YUN_LANE_LIST, group_cb };

YunGroups *
yun_store_group_sync (YunStore        *self,
                      const YunEntity *entity,
                      YunFilter       *filter,
                      const YunField  *rows,
                      const YunField  *columns,
                      const YunField  *number,
                      GCancellable    *cancellable,
                      GError         **error)
{
  GroupArgs args = { entity, filter, rows, columns, number, NULL };

  g_return_val_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL, NULL);
  g_return_val_if_fail (rows != NULL, NULL);

  return yun_store_run (self, &group_work, &args, cancellable, error) ? args.groups : NULL;
}

static void
free_group_args (gpointer data)
{
  GroupArgs *args = data;

  yun_filter_unref (args->filter);
  g_clear_pointer (&args->groups, yun_groups_free);
  g_free (args);
}

static gpointer
take_groups (gpointer data)
{
  return g_steal_pointer (&((GroupArgs *) data)->groups);
}

void
yun_store_group_async (YunStore           *self,
                       const YunEntity    *entity,
                       YunFilter          *filter,
                       const YunField     *rows,
                       const YunField     *columns,
                       const YunField     *number,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GroupArgs *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL && filter != NULL && rows != NULL);

  args = g_new0 (GroupArgs, 1);
  *args = (GroupArgs){ entity, yun_filter_ref (filter), rows, columns, number, NULL };
  yun_store_start (self, &group_work, args, free_group_args, take_groups,
                   (GDestroyNotify) yun_groups_free, cancellable, callback, user_data);
}

YunGroups *
yun_store_group_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
