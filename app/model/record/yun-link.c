/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-link.h"
#include "yun-text.h"

#include <glib/gi18n-lib.h>

/* The name space of our uids, itself a uid of version 4: final. */
static const guint8 name_space[16] = { 0x6b, 0x0a, 0x5d, 0x7e, 0x91, 0x3c, 0x4f, 0x26,
                                       0xa8, 0x47, 0x2e, 0xd1, 0x05, 0xb9, 0x73, 0xcc };

char *
yun_link_dup_key_uid (const YunEntity *entity, const char *key)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char      *name = g_strdup_printf ("%s/%s", entity->id, key);
  guint8                u[20];
  gsize                 n = sizeof u;

  g_checksum_update (sum, name_space, sizeof name_space);
  g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (sum, u, &n);
  u[6] = (guint8) ((u[6] & 0x0f) | 0x50);
  u[8] = (guint8) ((u[8] & 0x3f) | 0x80);
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11],
                          u[12], u[13], u[14], u[15]);
}

static void
append_item (GString *out, const char *item)
{
  if (out->len > 0)
    g_string_append_c (out, ';');
  g_string_append (out, item);
}

char *
yun_link_dup_labels (const YunField *field, const char *value, const YunLinkSource *source)
{
  const YunEntity *target = yun_field_get_target (field);
  GString         *out;
  const char      *item;
  gsize            length;

  g_return_val_if_fail (target != NULL, NULL);

  if (value == NULL)
    return NULL;
  out = g_string_new (NULL);
  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);
      g_autofree char *label = source->dup_label (source, target, uid);

      append_item (out, label != NULL ? label : uid);
    }
  return g_string_free (out, FALSE);
}

/* ---- Names to uids ---------------------------------------------------------------- */

static gboolean
fail_several (const YunField      *field,
              const char          *name,
              GPtrArray           *uids,
              const YunLinkSource *source,
              GError             **error)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv)           list = NULL;
  g_autofree char         *text = NULL;

  for (guint i = 0; i < uids->len; i++)
    {
      g_autofree char *label =
        source->dup_label (source, yun_field_get_target (field), uids->pdata[i]);

      g_strv_builder_add (labels, label != NULL ? label : uids->pdata[i]);
    }
  list = g_strv_builder_end (labels);
  text = g_strjoinv (_ (", "), list);
  g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_SEVERAL,
               /* Translators: a field's name, a name that several records have, and these */
               _ ("%s: “%s” may be any of: %s"), yun_field_get_label (field), name, text);
  return FALSE;
}

/* (transfer full) (nullable): the uid of the one record that @text means. */
static char *
resolve_item (const YunField *field, const char *text, const YunLinkSource *source, GError **error)
{
  const YunEntity      *target = yun_field_get_target (field);
  g_autoptr (GPtrArray) uids = source->list_named (source, target, text);

  if (uids->len == 1)
    return g_strdup (uids->pdata[0]);
  if (uids->len > 1)
    fail_several (field, text, uids, source, error);
  else
    g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD,
                 /* Translators: a field's name, a kind of record ("Parks"), and a name */
                 _ ("%s: among %s there is no “%s”"), yun_field_get_label (field),
                 yun_entity_get_label (target), text);
  return NULL;
}

/* (transfer full) (nullable): the same, or the name itself where that may stand. */
static char *
enter_item (const YunField *field, const char *text, const YunLinkSource *source, GError **error)
{
  GError *local = NULL;
  char   *uid = resolve_item (field, text, source, &local);

  if (uid != NULL)
    return uid;
  if ((field->flags & YUN_FIELD_OPEN) != 0 &&
      g_error_matches (local, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD))
    {
      g_error_free (local);
      return g_strdup (text);
    }
  g_propagate_error (error, local);
  return NULL;
}

gboolean
yun_link_resolve (const YunField      *field,
                  const char          *text,
                  const YunLinkSource *source,
                  char               **value,
                  GError             **error)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  const char           *item;
  gsize                 length;

  g_return_val_if_fail (yun_field_is_link (field) && source != NULL, FALSE);

  *value = NULL;
  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      char            *uid = enter_item (field, word, source, error);

      if (uid == NULL)
        {
          *value = g_steal_pointer (&word);
          return FALSE;
        }
      if (g_ptr_array_find_with_equal_func (uids, uid, g_str_equal, NULL))
        g_free (uid);
      else
        g_ptr_array_add (uids, uid);
    }
  if (field->kind == YUN_KIND_LINK && uids->len > 1)
    {
      g_set_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_VALUE,
                   /* Translators: a field's name, and what was written */
                   _ ("%s: “%s” is more than one"), yun_field_get_label (field), text);
      *value = g_strdup (text);
      return FALSE;
    }
  g_ptr_array_add (uids, NULL);
  if (uids->len > 1)
    *value = g_strjoinv (";", (char **) uids->pdata);
  return TRUE;
}

gboolean
yun_record_resolve_links (YunRecord           *self,
                          const YunLinkSource *source,
                          YunUnresolved       *unresolved,
                          GError             **error)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (!yun_field_is_link (fields[i]) || !yun_record_is_known (self, fields[i]) ||
          yun_record_get_link_labels (self, fields[i]) != NULL)
        continue;
      if (!yun_link_resolve (fields[i], yun_record_get_text (self, fields[i]), source, &value,
                             error))
        {
          if (unresolved != NULL)
            *unresolved = (YunUnresolved){ fields[i], g_steal_pointer (&value) };
          return FALSE;
        }
      yun_record_set_text (self, fields[i], value);
    }
  yun_record_label_links (self, source);
  return TRUE;
}

char *
yun_link_dup_known (const YunField      *field,
                    const char          *text,
                    const YunLinkSource *source,
                    guint               *stayed)
{
  g_autoptr (GString) value = g_string_new (NULL);
  const char         *item;
  gsize               length;
  guint               n = 0, resolved = 0;

  for (const char *next = text; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *word = g_strndup (item, length);
      gboolean         is_uid = g_uuid_string_is_valid (word);
      g_autofree char *uid = is_uid ? NULL : resolve_item (field, word, source, NULL);

      append_item (value, uid != NULL ? uid : word);
      n += uid == NULL && !is_uid;
      resolved += uid != NULL;
    }
  if (stayed != NULL)
    *stayed = n;
  return g_strdup (resolved > 0 ? value->str : text);
}

guint
yun_record_resolve_known_links (YunRecord *self, const YunLinkSource *source)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);
  guint                  stayed = 0;

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && yun_record_is_known (self, fields[i]))
      {
        const char      *text = yun_record_get_text (self, fields[i]);
        guint            n;
        g_autofree char *value = yun_link_dup_known (fields[i], text, source, &n);

        yun_record_set_text (self, fields[i], value);
        stayed += n;
      }
  yun_record_label_links (self, source);
  return stayed;
}

void
yun_record_label_links (YunRecord *self, const YunLinkSource *source)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && yun_record_is_known (self, fields[i]))
      {
        g_autofree char *labels =
          yun_link_dup_labels (fields[i], yun_record_get_text (self, fields[i]), source);

        yun_record_set_link_labels (self, fields[i], labels);
      }
}

void
yun_record_append_link_search (YunRecord *self, GString *out)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (self), NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && (fields[i]->flags & YUN_FIELD_SEARCH) != 0)
      {
        g_autofree char *labels = yun_record_dup_value (self, fields[i]);
        const char      *item;
        gsize            length;

        for (const char *next = labels; (next = yun_text_next_item (next, &item, &length)) != NULL;)
          {
            g_autofree char *label = g_strndup (item, length);

            yun_text_append_search (out, label);
          }
      }
}
