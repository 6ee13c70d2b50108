/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include <glib/gi18n.h>

/* What is written of records that link to those that go: each is loaded once and may lose several
 * links. */
typedef struct
{
  YunStore   *store;
  GHashTable *gone;    /* (owned): uids of the records that go */
  GPtrArray  *befores; /* (owned) (element-type YunRecord) */
  GPtrArray  *afters;  /* (owned) (element-type YunRecord): the same without the links */
  guint       n_links;
} Unlinking;

static void
unlinking_clear (Unlinking *self)
{
  g_hash_table_unref (self->gone);
  g_ptr_array_unref (self->befores);
  g_ptr_array_unref (self->afters);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unlinking, unlinking_clear)

/* (transfer none) (nullable): the record as it is to be, read when it is first asked for. */
static YunRecord *
get_after (Unlinking *self, const YunEntity *entity, gint64 id, GError **error)
{
  YunRecord *before;

  for (guint i = 0; i < self->afters->len; i++)
    {
      YunRecord *after = self->afters->pdata[i];

      if (yun_record_get_entity (after) == entity && yun_record_get_id (after) == id)
        return after;
    }
  before = yun_store_get_sync (self->store, entity, id, error);
  if (before == NULL)
    return NULL;
  g_ptr_array_add (self->befores, before);
  g_ptr_array_add (self->afters, yun_record_copy (before));
  return g_ptr_array_index (self->afters, self->afters->len - 1);
}

/* What stands in @field for @record. */
static const char *
get_key (YunRecord *record, const YunField *field)
{
  const YunField *code = yun_entity_get_field (yun_record_get_entity (record), "code");

  if (yun_field_is_link (field))
    return yun_record_get_uid (record);
  return g_strcmp0 (field->ref, "zone") == 0 && code != NULL ? yun_record_get_text (record, code)
                                                             : yun_record_get_name (record);
}

/* One record may lose links to several that go, so each is taken out of what is left. */
static void
drop_link (YunRecord *after, const YunField *field, const char *key)
{
  g_auto (GStrv)      parts = g_strsplit (yun_record_get_text (after, field), ";", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strcmp0 (g_strstrip (parts[i]), key) != 0)
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? ";" : "", parts[i]);
  yun_record_set_text (after, field, rest->str);
}

/* Those of @entity that have @record in @field. */
static gboolean
look_at_field (Unlinking       *self,
               YunRecord       *record,
               const YunEntity *entity,
               const YunField  *field,
               GError         **error)
{
  const char           *key = get_key (record, field);
  g_autoptr (YunFilter) all = yun_filter_new (entity);
  g_autoptr (YunFilter) filter =
    key != NULL && *key != '\0' ? yun_filter_with_value (all, field->id, key, TRUE) : NULL;
  g_autoptr (GArray) ids = NULL;

  if (filter == NULL)
    return TRUE;
  ids = yun_store_list_ids_sync (self->store, entity, filter, NULL, FALSE, NULL, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      YunRecord *after = get_after (self, entity, g_array_index (ids, gint64, i), error);

      if (after == NULL)
        return FALSE;
      if (g_hash_table_contains (self->gone, yun_record_get_uid (after)))
        continue;
      drop_link (after, field, key);
      /* Translators: a record that goes, a kind of record, one of it, the field that names it */
      g_printerr (_ ("yunjian-cli: “%s” is linked to by %s “%s” (%s).\n"),
                  yun_record_get_name (record), yun_entity_get_label (entity),
                  yun_record_get_name (after), yun_field_get_label (field));
      self->n_links++;
    }
  return ids != NULL;
}

/* Says who links to @record, and notes what is to be written of them. */
static gboolean
look_at_links (Unlinking *self, YunRecord *record, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if (yun_field_get_target (fields[i]) == yun_record_get_entity (record) &&
            yun_field_is_text (fields[i]) &&
            !look_at_field (self, record, entities[e], fields[i], error))
          return FALSE;
    }
  return TRUE;
}

static YunExit
remove_all (YunStore *store, GPtrArray *records, gboolean unlink, gboolean dry_run)
{
  /* What only loses a link does not name the change. */
  const char          *name = records->len == 1 ? yun_record_get_name (records->pdata[0]) : "";
  g_autoptr (YunEdits) edits = yun_edits_new (YUN_ACTION_REMOVE, name, yun_change_get_person ());
  g_autoptr (GError)   error = NULL;
  g_auto (Unlinking)   unlinking = { store, g_hash_table_new (g_str_hash, g_str_equal),
                                     g_ptr_array_new_with_free_func (g_object_unref),
                                     g_ptr_array_new_with_free_func (g_object_unref), 0 };

  yun_edits_set_whole (edits, TRUE);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (unlinking.gone, (gpointer) yun_record_get_uid (records->pdata[i]));
  for (guint i = 0; i < records->len; i++)
    if (!look_at_links (&unlinking, records->pdata[i], &error))
      return yun_cli_fail (error);
  if (unlinking.n_links > 0 && !unlink)
    {
      yun_cli_warn (_ ("Nothing was removed; --unlink removes the links too."));
      return YUN_EXIT_REFUSED;
    }
  for (guint i = 0; i < unlinking.befores->len; i++)
    if (!g_hash_table_contains (unlinking.gone, yun_record_get_uid (unlinking.befores->pdata[i])))
      yun_edits_add_difference (edits, unlinking.befores->pdata[i], unlinking.afters->pdata[i]);
  for (guint i = 0; i < records->len; i++)
    yun_edits_add_remove (edits, records->pdata[i]);
  if (!dry_run)
    return yun_cli_write (store, edits, FALSE);
  yun_cli_print_edits (edits);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_remove (const YunCliVerb *verb, char **arguments)
{
  g_autofree char   *where = NULL;
  gboolean           unlink = FALSE, dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_STRING, &where,
      N_ ("All records that the filter shows, in place of WORD"), N_ ("FILTER") },
    { "unlink", 0, 0, G_OPTION_ARG_NONE, &unlink,
      N_ ("Also where others link to it: those links are removed in the same change"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only show what would be changed"), NULL },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  guint                 n = operands != NULL ? g_strv_length (operands) : 0;
  const YunEntity      *entity;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (operands == NULL)
    return status;
  if (n != (where != NULL ? 2 : 3))
    return yun_cli_complain (verb, where != NULL ? _ ("WORD and --where do not go together.")
                                                 : _ ("An operand is missing."));
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  store =
    yun_cli_open (operands[n - 1], dry_run ? YUN_STORE_READ_ONLY : YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  records = yun_cli_pick (store, entity, where != NULL ? NULL : operands[1], where, &status);
  return records != NULL ? remove_all (store, records, unlink, dry_run) : status;
}
