/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-json.h"

#include <math.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

/* What is still to be read. */
typedef struct
{
  const char *at;
  const char *end;
} Scan;

static gboolean read_value (Scan *scan, guint depth);

static void
skip_blanks (Scan *scan)
{
  while (scan->at < scan->end && strchr (" \t\n\r", *scan->at) != NULL && *scan->at != '\0')
    scan->at++;
}

static gboolean
read_char (Scan *scan, char wanted)
{
  if (scan->at == scan->end || *scan->at != wanted)
    return FALSE;
  scan->at++;
  return TRUE;
}

static gboolean
read_word (Scan *scan, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (scan->end - scan->at) < n || memcmp (scan->at, word, n) != 0)
    return FALSE;
  scan->at += n;
  return TRUE;
}

/* Four hexadecimal digits, or -1. */
static int
read_unit (Scan *scan)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++, scan->at++)
    {
      if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (*scan->at);
    }
  return unit;
}

/* What follows a backslash. */
static gboolean
read_escape (Scan *scan)
{
  int unit;

  if (scan->at == scan->end)
    return FALSE;
  if (*scan->at != 'u')
    return *scan->at != '\0' && strchr ("\"\\/bfnrt", *scan->at++) != NULL;
  scan->at++;
  unit = read_unit (scan);
  if (unit < 0xd800 || unit > 0xdfff)
    return unit > 0;
  if (unit >= 0xdc00 || !read_word (scan, "\\u"))
    return FALSE;
  unit = read_unit (scan);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

static gboolean
read_text (Scan *scan)
{
  if (!read_char (scan, '"'))
    return FALSE;
  while (scan->at < scan->end)
    {
      char c = *scan->at++;

      if (c == '"')
        return TRUE;
      if ((guchar) c < ' ' || (c == '\\' && !read_escape (scan)))
        return FALSE;
    }
  return FALSE;
}

static gboolean
read_digits (Scan *scan)
{
  const char *from = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return scan->at > from;
}

static gboolean
read_number (Scan *scan)
{
  const char      *from = scan->at;
  g_autofree char *number = NULL;

  read_char (scan, '-');
  if (!read_char (scan, '0') && !read_digits (scan))
    return FALSE;
  if (read_char (scan, '.') && !read_digits (scan))
    return FALSE;
  if (read_char (scan, 'e') || read_char (scan, 'E'))
    {
      if (!read_char (scan, '-'))
        read_char (scan, '+');
      if (!read_digits (scan))
        return FALSE;
    }
  number = g_strndup (from, (gsize) (scan->at - from));
  return isfinite (g_ascii_strtod (number, NULL));
}

/* The items of an array or an object, up to and with what closes it. */
static gboolean
read_items (Scan *scan, char close, guint depth)
{
  if (depth > YUN_JSON_MAX_DEPTH)
    return FALSE;
  skip_blanks (scan);
  if (read_char (scan, close))
    return TRUE;
  do
    {
      skip_blanks (scan);
      if (close == '}')
        {
          if (!read_text (scan))
            return FALSE;
          skip_blanks (scan);
          if (!read_char (scan, ':'))
            return FALSE;
        }
      if (!read_value (scan, depth))
        return FALSE;
    }
  while (read_char (scan, ','));
  return read_char (scan, close);
}

/* A value and the blanks around it. */
static gboolean
read_value (Scan *scan, guint depth)
{
  gboolean good;

  skip_blanks (scan);
  if (scan->at == scan->end)
    return FALSE;
  if (read_char (scan, '{'))
    good = read_items (scan, '}', depth + 1);
  else if (read_char (scan, '['))
    good = read_items (scan, ']', depth + 1);
  else if (*scan->at == '"')
    good = read_text (scan);
  else if (*scan->at == '-' || g_ascii_isdigit (*scan->at))
    good = read_number (scan);
  else
    good = read_word (scan, "true") || read_word (scan, "false") || read_word (scan, "null");
  skip_blanks (scan);
  return good;
}

static void
skip_mark (Scan *scan)
{
  read_word (scan, BOM);
}

/* (transfer full) (nullable): the @n bytes at @text, which read_value() has taken. */
static JsonNode *
load (const char *text, gsize n)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError)     error = NULL;

  if (!g_utf8_validate_len (text, n, NULL))
    return NULL;
  parser = json_parser_new_immutable ();
  if (json_parser_load_from_data (parser, text, (gssize) n, &error))
    return json_parser_steal_root (parser);
  g_debug ("%s", error->message);
  return NULL;
}

JsonNode *
yun_json_next (const char **text, gsize *n)
{
  Scan        scan;
  const char *from;
  JsonNode   *node;

  g_return_val_if_fail (text != NULL && *text != NULL, NULL);

  scan = (Scan){ *text, *text + *n };
  skip_mark (&scan);
  skip_blanks (&scan);
  from = scan.at;
  *text = from;
  *n = (gsize) (scan.end - from);
  if (*n == 0 || !read_value (&scan, 0))
    return NULL;
  node = load (from, (gsize) (scan.at - from));
  if (node == NULL)
    return NULL;
  *text = scan.at;
  *n = (gsize) (scan.end - scan.at);
  return node;
}

JsonNode *
yun_json_parse (const char *text, gsize n)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  node = yun_json_next (&text, &n);
  return n == 0 ? g_steal_pointer (&node) : NULL;
}
