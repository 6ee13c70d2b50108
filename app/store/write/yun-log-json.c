/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-json-string.h"
#include "yun-log.h"

#include <string.h>

/* All values of a record as one JSON object, by column. Written and read here rather than by
 * SQLite, whose functions print real numbers with 15 digits: two of them would be lost. */

const char *
yun_log_get_column (const YunField *field)
{
  return field != NULL ? field->column : "geom";
}

gboolean
yun_log_find_field (const YunEntity *entity, const char *column, const YunField **field)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  *field = NULL;
  if (strcmp (column, "geom") == 0)
    return TRUE;
  for (guint i = 0; fields[i] != NULL && *field == NULL; i++)
    if (strcmp (fields[i]->column, column) == 0)
      *field = fields[i];
  return *field != NULL;
}

/* ---- Writing ---------------------------------------------------------------- */

static void
append_value (GString *out, const YunValue *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value->kind == YUN_VALUE_INT)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, value->integer);
  else if (value->kind == YUN_VALUE_REAL)
    g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.17g", value->real));
  else
    yun_json_append_string (out, value->text, strlen (value->text));
}

char *
yun_log_print_record (YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  GString               *out = g_string_new ("{");

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_auto (YunValue) value = YUN_VALUE_INIT;

      if ((fields[i]->flags & YUN_FIELD_DERIVED) != 0)
        continue;
      yun_value_read (record, fields[i], &value);
      if (value.kind == YUN_VALUE_NULL)
        continue;
      if (out->len > 1)
        g_string_append_c (out, ',');
      yun_json_append_string (out, fields[i]->column, strlen (fields[i]->column));
      g_string_append_c (out, ':');
      append_value (out, &value);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/* ---- Reading ---------------------------------------------------------------- */

static const char *
skip_blanks (const char *at)
{
  while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
    at++;
  return at;
}

/* The hexadecimal digits after "\u"; -1 when they are none. */
static int
read_unit (const char *at)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* After a backslash; NULL when it is no escape. */
static const char *
read_escape (const char *at, GString *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char       *plain;
  int               unit, low;

  if (*at != 'u')
    {
      plain = *at != '\0' ? strchr (from, *at) : NULL;
      if (plain == NULL)
        return NULL;
      g_string_append_c (out, to[plain - from]);
      return at + 1;
    }
  unit = read_unit (at + 1);
  at += 5;
  if (unit >= 0xd800 && unit < 0xdc00 && at[0] == '\\' && at[1] == 'u' &&
      (low = read_unit (at + 2)) >= 0xdc00 && low < 0xe000)
    {
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }
  if (unit <= 0 || (unit >= 0xd800 && unit < 0xe000))
    return NULL;
  g_string_append_unichar (out, (gunichar) unit);
  return at;
}

static const char *
read_string (const char *at, GString *out)
{
  g_string_truncate (out, 0);
  if (*at++ != '"')
    return NULL;
  while (at != NULL && *at != '"')
    {
      if ((guchar) *at < 0x20)
        return NULL;
      if (*at == '\\')
        at = read_escape (at + 1, out);
      else
        g_string_append_c (out, *at++);
    }
  return at != NULL ? at + 1 : NULL;
}

static const char *
read_number (const char *at, YunValue *value)
{
  gsize n = strspn (at, "+-0123456789.eE");
  char *end;

  if (n == 0)
    return NULL;
  if (strcspn (at, ".eE") >= n)
    {
      value->kind = YUN_VALUE_INT;
      value->integer = g_ascii_strtoll (at, &end, 10);
    }
  else
    {
      value->kind = YUN_VALUE_REAL;
      value->real = g_ascii_strtod (at, &end);
    }
  return end == at + n ? end : NULL;
}

static const char *
read_value (const char *at, GString *text, YunValue *value)
{
  if (*at != '"')
    return strncmp (at, "null", 4) == 0 ? at + 4 : read_number (at, value);
  at = read_string (at, text);
  if (at == NULL)
    return NULL;
  value->kind = YUN_VALUE_TEXT;
  value->text = g_strdup (text->str);
  return at;
}

/* Finds the field of @column; they usually come in their order, so the one at @next is looked at
 * first. */
static gboolean
find_next (const YunEntity *entity, const char *column, guint *next, const YunField **field)
{
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);

  for (guint i = 0; i < n; i++)
    {
      guint at = (*next + i) % n;

      if (strcmp (fields[at]->column, column) != 0)
        continue;
      *field = fields[at];
      *next = at + 1;
      return TRUE;
    }
  return FALSE;
}

gboolean
yun_log_parse_record (const char *json, YunRecord *record)
{
  const YunEntity    *entity = yun_record_get_entity (record);
  g_autoptr (GString) text = g_string_new (NULL);
  const char         *at = skip_blanks (json);
  guint               next = 0;

  if (*at++ != '{')
    return FALSE;
  for (at = skip_blanks (at); *at != '}';)
    {
      g_auto (YunValue) value = YUN_VALUE_INIT;
      const YunField   *field;
      gboolean          known;

      if ((at = read_string (at, text)) == NULL)
        return FALSE;
      /* A column that this program does not know was of a newer one. */
      known = find_next (entity, text->str, &next, &field);
      at = skip_blanks (at);
      if (*at++ != ':' || (at = read_value (skip_blanks (at), text, &value)) == NULL)
        return FALSE;
      if (known)
        yun_value_write (&value, record, field);
      at = skip_blanks (at);
      if (*at == ',')
        at = skip_blanks (at + 1);
      else if (*at != '}')
        return FALSE;
    }
  return *skip_blanks (at + 1) == '\0';
}
