/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-removal.h"

#include <string.h>

/* So many values are asked of a field at once. */
#define MAX_KEYS 200

/* A record that links to some that go: it may lose several links. */
typedef struct
{
  YunRecord *before; /* (owned) */
  YunRecord *after;  /* (owned) */
} Unlinked;

typedef struct
{
  YunStore     *store;
  GPtrArray    *records;
  GCancellable *cancellable;
  GHashTable   *gone;     /* (owned): uids of the records that go */
  GPtrArray    *unlinked; /* (owned) (element-type Unlinked) */
  GHashTable   *by_uid;   /* (owned): of them */
  GPtrArray    *links;    /* (owned) (element-type YunGoneLink) */
} Plan;

static void
free_unlinked (gpointer data)
{
  Unlinked *unlinked = data;

  g_object_unref (unlinked->before);
  g_object_unref (unlinked->after);
  g_free (unlinked);
}

static void
free_link (gpointer data)
{
  YunGoneLink *link = data;

  g_object_unref (link->target);
  g_object_unref (link->record);
  g_free (link);
}

static void
plan_clear (Plan *self)
{
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->by_uid);
  g_ptr_array_unref (self->unlinked);
  g_ptr_array_unref (self->links);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

/* (transfer none): @record as it is to be so far. */
static Unlinked *
get_unlinked (Plan *self, YunRecord *record)
{
  const char *uid = yun_record_get_uid (record);
  Unlinked   *unlinked = g_hash_table_lookup (self->by_uid, uid);

  if (unlinked != NULL)
    return unlinked;
  unlinked = g_new0 (Unlinked, 1);
  unlinked->before = g_object_ref (record);
  unlinked->after = yun_record_copy (record);
  g_ptr_array_add (self->unlinked, unlinked);
  g_hash_table_insert (self->by_uid, (gpointer) yun_record_get_uid (unlinked->before), unlinked);
  return unlinked;
}

/* What stands in @field for @record. */
static const char *
get_key (YunRecord *record, const YunField *field)
{
  const YunField *code = yun_entity_find_field (yun_record_get_entity (record), "code");

  if (yun_field_is_link (field))
    return yun_record_get_uid (record);
  return g_strcmp0 (field->ref, "zone") == 0 && code != NULL ? yun_record_get_text (record, code)
                                                             : yun_record_get_name (record);
}

/* Takes the links of one record that are among @keys. */
static void
drop_links (Plan *self, YunRecord *record, const YunField *field, GHashTable *keys)
{
  Unlinked           *unlinked = get_unlinked (self, record);
  g_auto (GStrv)      parts = g_strsplit (yun_record_get_text (unlinked->after, field), ";", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      YunRecord   *target = g_hash_table_lookup (keys, g_strstrip (parts[i]));
      YunGoneLink *link;

      if (target == NULL)
        {
          g_string_append_printf (rest, "%s%s", rest->len > 0 ? ";" : "", parts[i]);
          continue;
        }
      link = g_new0 (YunGoneLink, 1);
      link->target = g_object_ref (target);
      link->record = g_object_ref (unlinked->before);
      link->field = field;
      g_ptr_array_add (self->links, link);
    }
  yun_record_set_text (unlinked->after, field, rest->str);
}

static gboolean
drop_found (Plan            *self,
            const YunEntity *entity,
            const YunField  *field,
            GHashTable      *keys,
            YunFilter       *filter,
            GError         **error)
{
  g_autoptr (GArray) ids =
    yun_store_list_ids_sync (self->store, entity, filter, NULL, FALSE, self->cancellable, error);
  g_autoptr (GPtrArray) records = NULL;

  if (ids != NULL && ids->len == 0)
    return TRUE;
  /* With their places: an edit of what is decided together compares them too. */
  if (ids != NULL)
    records = yun_store_load_sync (self->store, entity, (const gint64 *) (gpointer) ids->data,
                                   ids->len, TRUE, self->cancellable, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    if (records->pdata[i] != NULL &&
        !g_hash_table_contains (self->gone, yun_record_get_uid (records->pdata[i])))
      drop_links (self, records->pdata[i], field, keys);
  return records != NULL;
}

/* All of @entity that have one of the records that go in @field. */
static gboolean
look_at_field (Plan *self, const YunEntity *entity, const YunField *field, GError **error)
{
  const YunEntity       *target = yun_field_get_target (field);
  g_autoptr (YunFilter)  all = yun_filter_new (entity);
  g_autoptr (YunFilter)  filter = yun_filter_ref (all);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  guint                  asked = 0;

  for (guint i = 0; i < self->records->len; i++)
    {
      YunRecord  *record = self->records->pdata[i];
      const char *key = yun_record_get_entity (record) == target ? get_key (record, field) : NULL;
      YunFilter  *more;

      if (key == NULL || *key == '\0' || g_hash_table_contains (keys, key))
        continue;
      g_hash_table_insert (keys, (gpointer) key, record);
      more = yun_filter_with_value (filter, field->id, key, TRUE);
      yun_filter_unref (filter);
      filter = more;
      if (++asked < MAX_KEYS)
        continue;
      if (!drop_found (self, entity, field, keys, filter, error))
        return FALSE;
      g_hash_table_remove_all (keys);
      yun_filter_unref (filter);
      filter = yun_filter_ref (all);
      asked = 0;
    }
  return asked == 0 || drop_found (self, entity, field, keys, filter, error);
}

static gboolean
look_at_links (Plan *self, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if (yun_field_get_target (fields[i]) != NULL && yun_field_is_text (fields[i]) &&
            !look_at_field (self, entities[e], fields[i], error))
          return FALSE;
    }
  return TRUE;
}

YunEdits *
yun_store_plan_removal_sync (YunStore     *self,
                             GPtrArray    *records,
                             const char   *who,
                             GPtrArray   **links,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_auto (Plan) plan = { .store = self, .records = records, .cancellable = cancellable };
  YunEdits     *edits;

  g_return_val_if_fail (YUN_IS_STORE (self) && records != NULL, NULL);

  plan.gone = g_hash_table_new (g_str_hash, g_str_equal);
  plan.by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  plan.unlinked = g_ptr_array_new_with_free_func (free_unlinked);
  plan.links = g_ptr_array_new_with_free_func (free_link);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (plan.gone, (gpointer) yun_record_get_uid (records->pdata[i]));
  if (!look_at_links (&plan, error))
    return NULL;
  /* What only loses a link does not name the change. */
  edits = yun_edits_new (YUN_ACTION_REMOVE,
                         records->len == 1 ? yun_record_get_name (records->pdata[0]) : "", who);
  yun_edits_set_whole (edits, TRUE);
  for (guint i = 0; i < plan.unlinked->len; i++)
    {
      Unlinked *unlinked = plan.unlinked->pdata[i];

      yun_edits_add_difference (edits, unlinked->before, unlinked->after);
    }
  for (guint i = 0; i < records->len; i++)
    yun_edits_add_remove (edits, records->pdata[i]);
  if (links != NULL)
    *links = g_ptr_array_ref (plan.links);
  return edits;
}
