/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"
#include "yun-cli-shape.h"
#include "yun-object.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define MOST_BYTES (256 * 1024 * 1024)

/* A record that is to be made. */
typedef struct
{
  GPtrArray *values; /* (owned) (element-type YunCliValue) */
  char      *uid;    /* (owned) (nullable): its identifier; NULL: a new one */
  YunGeom   *shape;  /* (owned) (nullable) */
} NewRecord;

static void
free_new_record (gpointer data)
{
  NewRecord *self = data;

  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->shape, yun_geom_unref);
  g_free (self->uid);
  g_free (self);
}

/* ---- From JSON ----------------------------------------------------------------------------- */

/* (transfer full) (nullable): all of @file, as text. */
static char *
read_stream (FILE *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8                 part[65536];
  gsize                  n;

  while ((n = fread (part, 1, sizeof part, file)) > 0)
    {
      g_byte_array_append (bytes, part, (guint) n);
      if (bytes->len > MOST_BYTES)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                               _ ("There is more than 256 MiB to read."));
          return NULL;
        }
    }
  if (ferror (file))
    {
      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                           g_strerror (errno));
      return NULL;
    }
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  if (!g_utf8_validate ((const char *) bytes->data, (gssize) bytes->len - 1, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("What is read is not UTF-8 text."));
      return NULL;
    }
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

/* (transfer full) (nullable): @path, or "-" for the standard input */
static char *
read_all (const char *path, GError **error)
{
  FILE *file = strcmp (path, "-") == 0 ? stdin : g_fopen (path, "rb");
  char *text;

  if (file == NULL)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                   _ ("“%s” cannot be read: %s."), path, g_strerror (errno));
      return NULL;
    }
  text = read_stream (file, error);
  if (file != stdin)
    fclose (file);
  return text;
}

/* (transfer full) (nullable) (element-type YunObject) */
static GPtrArray *
parse_file (const YunCliVerb *verb, const YunEntity *entity, const char *path, YunExit *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = read_all (path, &error);
  GPtrArray         *objects;

  *status = YUN_EXIT_OK;
  if (text == NULL)
    {
      yun_cli_fail (error);
      *status = YUN_EXIT_FILE;
      return NULL;
    }
  objects = yun_object_parse_all (entity, text, &error);
  if (objects == NULL)
    *status = yun_cli_complain (verb, "%s", error->message);
  return objects;
}

/* What a link is by uid, beside its names. */
static void
add_uids (GPtrArray *values, const YunObjectMember *link)
{
  YunCliValue *value = NULL;

  for (guint i = 0; i < values->len && value == NULL; i++)
    if (((YunCliValue *) values->pdata[i])->field == link->field)
      value = values->pdata[i];
  if (value == NULL)
    {
      value = g_new0 (YunCliValue, 1);
      value->field = link->field;
      g_ptr_array_add (values, value);
    }
  value->uids = g_strdup (link->text);
}

/* (transfer full) (nullable) (element-type NewRecord) */
static GPtrArray *
read_objects (const YunCliVerb *verb, const YunEntity *entity, const char *path, YunExit *status)
{
  g_autoptr (GPtrArray) objects = parse_file (verb, entity, path, status);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (free_new_record);

  if (objects == NULL)
    return NULL;
  *status = YUN_EXIT_USAGE;
  for (guint i = 0; i < objects->len; i++)
    {
      YunObject *object = objects->pdata[i];
      NewRecord *record = g_new0 (NewRecord, 1);

      record->values = yun_cli_values_new ();
      record->uid = g_steal_pointer (&object->uid);
      record->shape = g_steal_pointer (&object->shape);
      g_ptr_array_add (records, record);
      if (record->shape != NULL && !yun_cli_check_shape (entity, record->shape, status))
        return NULL;
      for (guint k = 0; k < object->members->len; k++)
        {
          const YunObjectMember *member = object->members->pdata[k];

          if (!yun_cli_add_value (verb, record->values, member->field, member->text))
            return NULL;
        }
      for (guint k = 0; k < object->links->len; k++)
        add_uids (record->values, object->links->pdata[k]);
    }
  *status = YUN_EXIT_OK;
  return g_steal_pointer (&records);
}

/* ---- Writing ------------------------------------------------------------------------------- */

static gboolean
add_record (
  YunStore *store, YunEdits *edits, const YunEntity *entity, NewRecord *said, YunExit *status)
{
  g_autoptr (YunRecord) record = yun_entity_new_record (entity);

  if (said->uid != NULL)
    yun_record_set_text (record, yun_entity_get_field (entity, "uid"), said->uid);
  yun_record_set_shape (record, said->shape);
  if (!yun_cli_apply (store, record, NULL, said->values, status))
    return FALSE;
  yun_edits_add_insert (edits, record);
  return TRUE;
}

/* Which of several records the change was given up for. */
static void
tell_number (guint n, guint i)
{
  if (n > 1)
    yun_cli_warn (_ ("Nothing was added; this was object %u."), i + 1);
}

static guint
find_refused (YunEdits *edits)
{
  guint i = 0;

  while (i < yun_edits_get_n (edits) && yun_edits_get (edits, i)->verdict != YUN_VERDICT_REFUSED)
    i++;
  return i;
}

/* Writes all of @records as one change and prints their identifiers, one a line. */
static YunExit
add_all (YunStore *store, const YunEntity *entity, GPtrArray *records)
{
  g_autoptr (YunEdits) edits = yun_edits_new (YUN_ACTION_ADD, "", yun_change_get_person ());
  YunExit              status = YUN_EXIT_OK;
  guint                refused;

  if (records->len == 0)
    {
      yun_cli_warn (_ ("There is no record in it; nothing was added."));
      return YUN_EXIT_OK;
    }
  yun_edits_set_whole (edits, TRUE);
  for (guint i = 0; i < records->len; i++)
    if (!add_record (store, edits, entity, records->pdata[i], &status))
      {
        tell_number (records->len, i);
        return status;
      }
  status = yun_cli_write (store, edits, TRUE);
  refused = find_refused (edits);
  if (refused < records->len)
    tell_number (records->len, refused);
  for (guint i = 0; status == YUN_EXIT_OK && i < yun_edits_get_n (edits); i++)
    puts (yun_record_get_uid (yun_edits_get (edits, i)->record));
  return status;
}

/* (transfer full) (nullable) (element-type NewRecord): the one of the operands. */
static GPtrArray *
read_operands (const YunCliVerb  *verb,
               const YunEntity   *entity,
               const YunCliShape *said,
               char             **words,
               guint              n,
               YunExit           *status)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (free_new_record);
  NewRecord            *record = g_new0 (NewRecord, 1);

  g_ptr_array_add (records, record);
  if (!yun_cli_shape_read (said, verb, entity, &record->shape, status))
    return NULL;
  record->values = yun_cli_parse_values (verb, entity, words, n, status);
  return record->values != NULL ? g_steal_pointer (&records) : NULL;
}

YunExit
yun_cli_run_add (const YunCliVerb *verb, char **arguments)
{
  g_auto (YunCliShape) said = { 0 };
  g_autofree char     *json = NULL;
  const GOptionEntry   entries[] = {
      { "json", 0, 0, G_OPTION_ARG_FILENAME, &json,
        N_ ("Records as JSON objects, an array or one a line; “-” reads the standard input"),
        N_ ("JSON-FILE") },
      yun_cli_shape_at (&said),
      yun_cli_shape_wkt (&said),
      yun_cli_shape_crs (&said),
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
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  if (json != NULL && (n > 2 || said.at != NULL || said.wkt != NULL || said.crs != NULL))
    return yun_cli_complain (verb, _ ("--json brings the values and the place along."));
  if (json == NULL && n < 3)
    return yun_cli_complain (verb, _ ("An operand is missing."));
  records = json != NULL ? read_objects (verb, entity, json, &status)
                         : read_operands (verb, entity, &said, operands + 1, n - 2, &status);
  if (records == NULL)
    return status;
  store = yun_cli_open (operands[n - 1], YUN_STORE_DEFAULT, &status);
  return store != NULL ? add_all (store, entity, records) : status;
}
