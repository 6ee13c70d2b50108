/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include "yun-cli-output.h"
#include "yun-entry.h"
#include "yun-rule.h"
#include "yun-store-links.h"
#include "yun-store-match.h"
#include "yun-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* ---- Values --------------------------------------------------------------------------------- */

static void
free_value (gpointer data)
{
  YunCliValue *value = data;

  g_free (value->text);
  g_free (value->uids);
  g_free (value);
}

GPtrArray *
yun_cli_values_new (void)
{
  return g_ptr_array_new_with_free_func (free_value);
}

gboolean
yun_cli_add_value (const YunCliVerb *verb,
                   GPtrArray        *values,
                   const YunField   *field,
                   const char       *text)
{
  YunCliValue *value;

  if ((field->flags & YUN_FIELD_SYSTEM) != 0)
    {
      yun_cli_complain (verb, _ ("“%s” is kept by the program and cannot be set."),
                        yun_field_get_label (field));
      return FALSE;
    }
  if ((field->flags & YUN_FIELD_DERIVED) != 0)
    {
      yun_cli_complain (verb, _ ("“%s” follows from other fields and cannot be set."),
                        yun_field_get_label (field));
      return FALSE;
    }
  for (guint i = 0; i < values->len; i++)
    if (((YunCliValue *) values->pdata[i])->field == field)
      {
        yun_cli_complain (verb, _ ("“%s” is said twice."), yun_field_get_label (field));
        return FALSE;
      }
  value = g_new0 (YunCliValue, 1);
  value->field = field;
  value->text = g_strdup (text);
  g_ptr_array_add (values, value);
  return TRUE;
}

/* Splits FIELD=VALUE; a field name never has a '=' in it. */
static char *
dup_field_name (const char *word, const char **text)
{
  const char *sign = strchr (word, '=');

  if (sign == NULL)
    return NULL;
  *text = sign + 1;
  return g_strstrip (g_strndup (word, (gsize) (sign - word)));
}

GPtrArray *
yun_cli_parse_values (
  const YunCliVerb *verb, const YunEntity *entity, char **words, guint n, YunExit *status)
{
  g_autoptr (GPtrArray) values = yun_cli_values_new ();

  *status = YUN_EXIT_USAGE;
  for (guint i = 0; i < n; i++)
    {
      const char      *text = NULL;
      g_autofree char *name = dup_field_name (words[i], &text);
      const YunField  *field;

      if (name == NULL)
        {
          yun_cli_complain (verb, _ ("“%s” is not FIELD=VALUE."), words[i]);
          return NULL;
        }
      field = yun_cli_find_field (verb, entity, name);
      if (field == NULL)
        return NULL;
      if (strcmp (text, "?") == 0 || strcmp (text, "？") == 0)
        text = NULL;
      if (!yun_cli_add_value (verb, values, field, text))
        return NULL;
    }
  *status = YUN_EXIT_OK;
  return g_steal_pointer (&values);
}

/* ---- Which records -------------------------------------------------------------------------- */

static GPtrArray *
pick_where (YunStore *store, const YunEntity *entity, const char *where, YunExit *status)
{
  g_autoptr (YunFilter) filter = yun_cli_parse_filter (entity, where, status);
  g_autoptr (GArray)    ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError)    error = NULL;

  if (filter == NULL)
    return NULL;
  ids = yun_store_list_ids_sync (store, entity, filter, NULL, FALSE, NULL, &error);
  if (ids != NULL && ids->len > 0)
    records = yun_store_load_sync (store, entity, (const gint64 *) (gpointer) ids->data, ids->len,
                                   TRUE, NULL, &error);
  if (error != NULL)
    {
      *status = yun_cli_fail (error);
      return NULL;
    }
  /* What was removed between the two is not meant any more. */
  for (guint i = records != NULL ? records->len : 0; i > 0; i--)
    if (records->pdata[i - 1] == NULL)
      g_ptr_array_remove_index (records, i - 1);
  if (records != NULL && records->len > 0)
    return g_steal_pointer (&records);
  yun_cli_warn (_ ("No record of %s fits the filter."), yun_entity_get_label (entity));
  *status = YUN_EXIT_NOT_FOUND;
  return NULL;
}

GPtrArray *
yun_cli_pick (
  YunStore *store, const YunEntity *entity, const char *word, const char *where, YunExit *status)
{
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (GError)    error = NULL;
  GPtrArray            *records;

  *status = YUN_EXIT_OK;
  if (word == NULL)
    return pick_where (store, entity, where, status);
  record = yun_store_match_one_sync (store, entity, word, &error);
  if (record == NULL)
    {
      *status = yun_cli_fail (error);
      return NULL;
    }
  records = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (records, g_steal_pointer (&record));
  return records;
}

/* ---- Entering ------------------------------------------------------------------------------- */

/* A zone that none of the record's towns lies in is kept, and said. */
static void
warn_of_zone (YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);
  g_autofree char *towns = NULL;
  g_autofree char *zone = NULL;

  if (yun_record_is_zone_of_town (record))
    return;
  towns = yun_record_format (record, yun_entity_get_field (entity, "town"));
  zone = yun_record_format (record, yun_entity_get_field (entity, "zone"));
  /* Translators: a record, its zone, its town */
  yun_cli_warn (_ ("warning: “%s”: the zone is %s, but %s is not in it."),
                yun_record_get_name (record), zone, towns);
}

/* Whether all of @uids are of records that are here; a file that cannot be read says so later. */
static gboolean
are_here (YunStore *store, const YunEntity *target, const char *uids)
{
  const char *item;
  gsize       length;

  for (const char *next = uids; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char      *uid = g_strndup (item, length);
      g_autoptr (YunRecord) record = yun_store_find_sync (store, target, uid, NULL);

      if (record == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Names become uids when all are entered. */
static void
enter (
  YunStore *store, YunRecord *record, const YunCliValue *value, const char *today, GError **error)
{
  gboolean by_uids =
    value->uids != NULL &&
    (value->text == NULL || are_here (store, yun_field_get_target (value->field), value->uids));

  if (yun_entry_set (record, value->field, by_uids ? value->uids : value->text, today, error) &&
      yun_field_is_link (value->field))
    /* A name that stood there already is asked for again: it may be of a record now. */
    yun_record_set_link_labels (record, value->field, NULL);
}

static gboolean
has_value (GPtrArray *values, const char *id)
{
  for (guint i = 0; i < values->len; i++)
    if (strcmp (((YunCliValue *) values->pdata[i])->field->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Whether what is said together was wrong before in the same way, which is no fault of this edit.
 */
static gboolean
was_wrong (YunRecord *before, const YunField *field)
{
  const YunField *wrong = NULL;

  return before != NULL && !yun_entry_check (before, &wrong, NULL) && wrong == field;
}

gboolean
yun_cli_apply (
  YunStore *store, YunRecord *record, YunRecord *before, GPtrArray *values, YunExit *status)
{
  g_autofree char   *today = yun_rule_get_today ();
  g_autoptr (GError) error = NULL;
  const YunField    *wrong;
  const YunField    *name = yun_entity_get_field (yun_record_get_entity (record), "name");

  *status = YUN_EXIT_OK;
  for (guint i = 0; i < values->len && error == NULL; i++)
    enter (store, record, values->pdata[i], today, &error);
  if (error == NULL)
    yun_store_resolve_links_sync (store, record, NULL, &error);
  if (error == NULL && !yun_record_is_known (record, name))
    {
      yun_cli_warn (_ ("A record needs a name."));
      *status = YUN_EXIT_REFUSED;
      return FALSE;
    }
  /* First what was said, then with the place that follows from the town. */
  if (error == NULL && !yun_entry_check (record, &wrong, &error) && was_wrong (before, wrong))
    g_clear_error (&error);
  if (error == NULL &&
      (before == NULL || has_value (values, "town") || has_value (values, "accuracy")))
    yun_entry_place (record, NULL, has_value (values, "accuracy"), &error);
  if (error != NULL)
    {
      *status = yun_cli_fail (error);
      return FALSE;
    }
  if (before == NULL || has_value (values, "town") || has_value (values, "zone"))
    warn_of_zone (record);
  return TRUE;
}

/* ---- Writing -------------------------------------------------------------------------------- */

void
yun_cli_say_change (const YunChange *change)
{
  g_autofree char *words = yun_change_describe (change);
  g_autofree char *shown = yun_cli_dup_shown (words);

  puts (shown);
}

/* What of @edit makes it look as if one thing were kept twice. */
static void
warn_of_twins (YunStore *store, const YunEdit *edit)
{
  g_autoptr (YunRecord) record = yun_store_get_sync (store, edit->entity, edit->id, NULL);
  g_autoptr (GPtrArray) twins =
    record != NULL ? yun_store_list_twins_sync (store, record, NULL) : NULL;

  for (guint i = 0; twins != NULL && i < twins->len; i++)
    {
      const YunTwin   *twin = twins->pdata[i];
      g_autofree char *value = NULL;

      if (edit->kind == YUN_EDIT_SET && edit->field != twin->field)
        continue;
      value = yun_record_format (record, twin->field);
      /* Translators: a record, a field, its value, the other record and its identifier */
      yun_cli_warn (_ ("warning: “%s”: the same %s, %s, has “%s” (%s)."),
                    yun_record_get_name (record), yun_field_get_label (twin->field), value,
                    twin->name, twin->uid);
    }
}

/* Whether @field is the name or the code, which two records should not share. */
static gboolean
tells_apart (const YunEntity *entity, const YunField *field)
{
  return field != NULL && (field == yun_entity_find_field (entity, "name") ||
                           field == yun_entity_find_field (entity, entity->portrait->code));
}

static gboolean
may_have_twins (const YunEdit *edit)
{
  return edit->verdict == YUN_VERDICT_WRITTEN &&
         (edit->kind == YUN_EDIT_INSERT ||
          (edit->kind == YUN_EDIT_SET && !yun_value_equal (&edit->before, &edit->after) &&
           tells_apart (edit->entity, edit->field)));
}

YunExit
yun_cli_write (YunStore *store, YunEdits *edits, gboolean quiet)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = yun_store_write_sync (store, edits, NULL, &error);

  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING))
    {
      yun_cli_warn (_ ("Nothing to change: it is so already."));
      return YUN_EXIT_OK;
    }
  if (change == NULL)
    return yun_cli_fail (error);
  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    if (may_have_twins (yun_edits_get (edits, i)))
      warn_of_twins (store, yun_edits_get (edits, i));
  if (!quiet)
    yun_cli_say_change (change);
  return YUN_EXIT_OK;
}

void
yun_cli_print_edits (YunEdits *edits)
{
  YunCliTable *table = yun_cli_table_new (4, 0);

  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    {
      const YunEdit   *edit = yun_edits_get (edits, i);
      g_autofree char *before = yun_value_format (&edit->before, edit->entity, edit->field);
      g_autofree char *after = yun_value_format (&edit->after, edit->entity, edit->field);

      if (edit->kind != YUN_EDIT_SET)
        yun_cli_table_add (
          table, (const char *[]){
                   edit->name, edit->kind == YUN_EDIT_INSERT ? _ ("new") : _ ("removed"), "", "" });
      else if (!yun_value_equal (&edit->before, &edit->after))
        yun_cli_table_add (
          table,
          (const char *[]){ edit->name,
                            edit->field != NULL ? yun_field_get_label (edit->field) : _ ("Place"),
                            before, after });
    }
  yun_cli_table_end (table);
}
