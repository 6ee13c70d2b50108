/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-leads.h"

#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-links.h"
#include "yun-plot.h"
#include "yun-related.h"
#include "yun-store-private.h"
#include "yun-table.h"

#include <glib/gi18n-lib.h>

/* So many are named one by one, of what is in no list MAX_UNLISTED; of more than MOST_LISTED none,
 * since their order would cost more than the answer is worth. */
#define MAX_ROWS 5
#define MAX_UNLISTED 40
#define MOST_LISTED 2000

typedef struct
{
  YunStore  *store;  /* (unowned): it runs the work */
  YunRecord *record; /* (owned) */
  double     near_m;
  YunLeads  *leads; /* (owned) (nullable): the result */
} LeadsArgs;

/* ---- Plain values ------------------------------------------------------------------- */

static void
lead_row_free (gpointer data)
{
  YunLeadRow *row = data;

  g_free (row->key);
  g_free (row->label);
  g_free (row);
}

static void
lead_free (gpointer data)
{
  YunLead *lead = data;

  yun_filter_unref (lead->filter);
  g_ptr_array_unref (lead->rows);
  g_free (lead);
}

void
yun_leads_free (YunLeads *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->linked);
  g_ptr_array_unref (self->near);
  g_free (self);
}

/* (transfer full): @filter is taken */
static YunLead *
lead_new (YunLeadKind kind, YunFilter *filter)
{
  YunLead *lead = g_new0 (YunLead, 1);

  lead->kind = kind;
  lead->entity = yun_filter_get_entity (filter);
  lead->filter = filter;
  lead->rows = g_ptr_array_new_with_free_func (lead_row_free);
  return lead;
}

/* ---- Counting and naming ------------------------------------------------------------ */

static gboolean
add_row (YunDb *db, YunLead *lead, gint64 id, GError **error)
{
  const char         *column = yun_related_get_key_column (lead->entity);
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  YunLeadRow         *row;
  const char         *label;
  int                 rc;

  sql =
    g_strdup_printf ("SELECT \"%s\", uid, name FROM \"%s\" WHERE id=?", column, lead->entity->id);
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_int (stmt, 1, id);
  if ((rc = yun_stmt_step (stmt, error)) != 1)
    return rc == 0;
  label = yun_links_get_label (yun_db_get_links (db), lead->entity, yun_stmt_text (stmt, 1), -1);
  if (label == NULL)
    label = yun_stmt_text (stmt, 2);
  row = g_new0 (YunLeadRow, 1);
  row->key = g_strdup (yun_stmt_text (stmt, 0));
  row->label = g_strdup (label != NULL && *label != '\0' ? label : _ ("Without a name"));
  g_ptr_array_add (lead->rows, row);
  return TRUE;
}

static gboolean
count (YunDb *db, LeadsArgs *args, YunFilter *filter, gint64 *n, gint64 *untold, GError **error)
{
  const YunEntity       *entity = yun_filter_get_entity (filter);
  g_autoptr (GHashTable) related = yun_related_find_all (db, filter, error);
  g_autoptr (YunFilter)  wide = untold != NULL ? yun_filter_with_untold (filter) : NULL;
  gint64                 all;

  if (related == NULL || !yun_store_count_rows (args->store, db, entity, filter, related, n, error))
    return FALSE;
  if (wide == NULL)
    return TRUE;
  if (!yun_store_count_rows (args->store, db, entity, wide, related, &all, error))
    return FALSE;
  *untold = all - *n;
  return TRUE;
}

/* Whether the filter of @lead shows the record that leads to it. */
static gboolean
find_self (YunDb *db, LeadsArgs *args, YunLead *lead, GError **error)
{
  g_autoptr (YunFilter) only = NULL;
  gint64                n = 0;

  if (lead->entity != yun_record_get_entity (args->record))
    return TRUE;
  only = yun_filter_with_value (lead->filter, "uid", yun_record_get_uid (args->record), TRUE);
  if (!count (db, args, only, &n, NULL, error))
    return FALSE;
  lead->with_self = n > 0;
  return TRUE;
}

/* The first by name, without the record itself. */
static gboolean
name_rows (YunDb *db, LeadsArgs *args, YunLead *lead, GError **error)
{
  g_autoptr (GArray) ids = yun_store_find_ids (args->store, db, lead->entity, lead->filter, error);
  guint max = lead->entity->portrait->orders[YUN_ORDER_LIST] != 0 ? MAX_ROWS : MAX_UNLISTED;

  for (guint i = 0; ids != NULL && i < ids->len && lead->rows->len < max; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!(lead->with_self && id == yun_record_get_id (args->record)) &&
          !add_row (db, lead, id, error))
        return FALSE;
    }
  return ids != NULL;
}

/* Counts what the filter of @lead shows, and names some where there are not too many. Of what is
 * near by only neighbours have names. */
static gboolean
fill_lead (YunDb *db, LeadsArgs *args, YunLead *lead, GError **error)
{
  gboolean named = lead->kind == YUN_LEAD_LINKED || lead->kind == YUN_LEAD_NEIGHBOURS;
  gint64   n;

  if (!count (db, args, lead->filter, &n, &lead->untold, error) ||
      (n > 0 && !find_self (db, args, lead, error)))
    return FALSE;
  lead->count = n - (lead->with_self ? 1 : 0);
  return !named || n == 0 || n > MOST_LISTED || name_rows (db, args, lead, error);
}

/* ---- Who links here ----------------------------------------------------------------- */

/* (transfer full): of @entity, whose @field holds @value */
static YunFilter *
make_linked (const YunEntity *entity, const YunField *field, const char *value)
{
  g_autoptr (YunFilter) all = yun_filter_new (entity);

  return yun_filter_with_value (all, field->id, value, TRUE);
}

/* What the record is called is kinder to read than its uid, where it asks for the same. */
static gboolean
name_filter (YunDb *db, LeadsArgs *args, YunLead *lead, GError **error)
{
  const YunEntity      *target = yun_record_get_entity (args->record);
  const char           *label;
  g_autoptr (YunFilter) named = NULL;
  gint64                by_uid, by_label;

  label =
    yun_links_get_label (yun_db_get_links (db), target, yun_record_get_uid (args->record), -1);
  if (label == NULL || *label == '\0')
    return TRUE;
  named = make_linked (lead->entity, lead->field, label);
  if (!count (db, args, lead->filter, &by_uid, NULL, error) ||
      !count (db, args, named, &by_label, NULL, error))
    return FALSE;
  if (by_uid == by_label)
    {
      yun_filter_unref (lead->filter);
      lead->filter = g_steal_pointer (&named);
    }
  return TRUE;
}

static gboolean
add_linked (YunDb *db, LeadsArgs *args, const YunEntity *entity, GError **error)
{
  const YunEntity       *target = yun_record_get_entity (args->record);
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);
  const YunField        *code = yun_entity_find_field (target, "code");

  for (guint i = 0; i < n; i++)
    {
      gboolean         link = yun_field_is_link (fields[i]);
      g_autofree char *value = NULL;
      YunLead         *lead;

      if (yun_field_get_target (fields[i]) != target)
        continue;
      value = link           ? g_strdup (yun_record_get_uid (args->record))
              : code != NULL ? yun_record_dup_value (args->record, code)
                             : NULL;
      if (value == NULL)
        continue;
      lead = lead_new (YUN_LEAD_LINKED, make_linked (entity, fields[i], value));
      lead->field = fields[i];
      g_ptr_array_add (args->leads->linked, lead);
      if ((link && !name_filter (db, args, lead, error)) || !fill_lead (db, args, lead, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- What is near by ---------------------------------------------------------------- */

/* Whether the record's name, in near:, means where this record is. */
static gboolean
is_place_name (YunDb *db, YunRecord *record, gboolean *is, GError **error)
{
  const char            *name = yun_record_get_name (record);
  g_autoptr (YunFilter)  all = yun_filter_new (NULL);
  g_autoptr (YunFilter)  near = yun_filter_with_near (all, name, NULL, YUN_NEIGHBOUR_M);
  g_autofree char       *key = yun_related_dup_key (yun_filter_get_clause (near, 0));
  g_autoptr (GHashTable) related = NULL;
  g_autoptr (GError)     problem = NULL;
  GPtrArray             *places;

  *is = FALSE;
  if (*name == '\0')
    return TRUE;
  related = yun_related_find_all (db, near, &problem);
  if (related == NULL)
    {
      if (g_error_matches (problem, YUN_FILTER_ERROR, YUN_FILTER_ERROR_PLACE))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  places = yun_related_get_exact (g_hash_table_lookup (related, key));
  *is = places->len == 1 && yun_geom_equal (places->pdata[0], yun_record_get_shape (record));
  return TRUE;
}

/* @what: (transfer full); measured from @self, where that is NULL from @name */
static gboolean
add_near (YunDb      *db,
          LeadsArgs  *args,
          YunLeadKind kind,
          YunFilter  *what,
          const char *name,
          YunFilter  *self,
          double      distance_m,
          GError    **error)
{
  g_autoptr (YunFilter) base = what;
  YunLead              *lead = lead_new (kind, yun_filter_with_near (base, name, self, distance_m));

  lead->distance_m = distance_m;
  g_ptr_array_add (args->leads->near, lead);
  return fill_lead (db, args, lead, error);
}

static gboolean
add_all_near (YunDb *db, LeadsArgs *args, GError **error)
{
  const YunEntity      *entity = yun_record_get_entity (args->record);
  const char           *name = yun_record_get_name (args->record);
  g_autoptr (YunFilter) all = yun_filter_new (entity), plots = yun_filter_new (&yun_entity_plot);
  g_autoptr (YunFilter) self = NULL;
  gboolean              named;

  if (!is_place_name (db, args->record, &named, error))
    return FALSE;
  if (!named)
    self = yun_filter_with_value (all, "uid", yun_record_get_uid (args->record), TRUE);
  if (entity == &yun_entity_plot &&
      !add_near (db, args, YUN_LEAD_NEIGHBOURS, yun_filter_new (entity), name, self,
                 YUN_NEIGHBOUR_M, error))
    return FALSE;
  return add_near (db, args, YUN_LEAD_REUSABLE,
                   yun_filter_with_value (plots, "status", "reusable", TRUE), name, self,
                   args->near_m, error) &&
         add_near (db, args, YUN_LEAD_NEAR, yun_filter_new (&yun_entity_firm), name, self,
                   args->near_m, error) &&
         add_near (db, args, YUN_LEAD_NEAR, yun_filter_new (&yun_entity_facility), name, self,
                   args->near_m, error);
}

/* ---- All ---------------------------------------------------------------------------- */

static gboolean
leads_cb (YunDb *db, gpointer user_data, GError **error)
{
  LeadsArgs              *args = user_data;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  args->leads = g_new0 (YunLeads, 1);
  args->leads->linked = g_ptr_array_new_with_free_func (lead_free);
  args->leads->near = g_ptr_array_new_with_free_func (lead_free);
  args->leads->measured = yun_record_get_entity (args->record)->portrait->look != YUN_LOOK_NONE &&
                          yun_record_is_placed (args->record);
  for (guint i = 0; i < n; i++)
    if (!add_linked (db, args, entities[i], error))
      return FALSE;
  return !args->leads->measured || add_all_near (db, args, error);
}

static void
free_args (gpointer data)
{
  LeadsArgs *args = data;

  g_object_unref (args->record);
  yun_leads_free (args->leads);
  g_free (args);
}

static gpointer
take_leads (gpointer data)
{
  return g_steal_pointer (&((LeadsArgs *) data)->leads);
}

void
yun_store_list_leads_async (YunStore           *self,
                            YunRecord          *record,
                            double              near_m,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  static const YunWork work = { YUN_LANE_LIST, leads_cb };
  LeadsArgs           *args;

  g_return_if_fail (YUN_IS_STORE (self) && YUN_IS_RECORD (record));

  args = g_new0 (LeadsArgs, 1);
  args->store = self;
  args->record = yun_record_copy (record);
  args->near_m = near_m;
  yun_store_start (self, &work, args, free_args, take_leads, (GDestroyNotify) yun_leads_free,
                   cancellable, callback, user_data);
}

YunLeads *
yun_store_list_leads_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- A record by its key ------------------------------------------------------------ */

typedef struct
{
  const YunEntity *entity;
  char            *key;    /* (owned) */
  YunRecord       *record; /* (owned) (nullable): the result */
} KeyArgs;

static gboolean
key_cb (YunDb *db, gpointer user_data, GError **error)
{
  KeyArgs            *args = user_data;
  const YunTable     *table = yun_table_get (args->entity);
  g_autofree char    *sql = g_strdup_printf ("%sWHERE t.\"%s\"=?", table->select_places,
                                             yun_related_get_key_column (args->entity));
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, args->key);
  if ((rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 0)
    {
      g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND, "%s",
                   _ ("It is not there any more: someone has removed it."));
      return FALSE;
    }
  args->record = yun_table_load (table, stmt, TRUE);
  return TRUE;
}

static void
free_key (gpointer data)
{
  KeyArgs *args = data;

  g_free (args->key);
  g_clear_object (&args->record);
  g_free (args);
}

static gpointer
take_record (gpointer data)
{
  return g_steal_pointer (&((KeyArgs *) data)->record);
}

void
yun_store_find_key_async (YunStore           *self,
                          const YunEntity    *entity,
                          const char         *key,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  static const YunWork work = { YUN_LANE_LIST, key_cb };
  KeyArgs             *args;

  g_return_if_fail (YUN_IS_STORE (self) && entity != NULL && key != NULL);

  args = g_new0 (KeyArgs, 1);
  args->entity = entity;
  args->key = g_strdup (key);
  yun_store_start (self, &work, args, free_key, take_record, g_object_unref, cancellable, callback,
                   user_data);
}

YunRecord *
yun_store_find_key_finish (YunStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
