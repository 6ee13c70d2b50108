/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-wkb.h"

#include "yun-geom-private.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char     *at;
  guint           n_numbers; /* of a vertex, when the text says; else 0 */
  YunGeomBuilder *builder;   /* (unowned) */
} Scan;

static const struct
{
  const char *name;
  YunGeomKind kind;
  gboolean    multi;
} kinds[] = {
  { "POINT", YUN_GEOM_POINT, FALSE },         { "LINESTRING", YUN_GEOM_LINE, FALSE },
  { "POLYGON", YUN_GEOM_POLYGON, FALSE },     { "MULTIPOINT", YUN_GEOM_POINT, TRUE },
  { "MULTILINESTRING", YUN_GEOM_LINE, TRUE }, { "MULTIPOLYGON", YUN_GEOM_POLYGON, TRUE },
};

static const char *const unsupported[] = {
  "GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE",     "CURVEPOLYGON", "MULTICURVE",
  "MULTISURFACE",       "CURVE",          "POLYHEDRALSURFACE", "SURFACE",      "TIN",
  "TRIANGLE",
};

static void
skip_space (Scan *scan)
{
  while (g_ascii_isspace (*scan->at))
    scan->at++;
}

static gboolean
take_char (Scan *scan, char c)
{
  skip_space (scan);
  if (*scan->at != c)
    return FALSE;
  scan->at++;

  return TRUE;
}

/* The next word; an empty one when something else follows. */
static gsize
word_length (Scan *scan)
{
  gsize n = 0;

  skip_space (scan);
  while (g_ascii_isalpha (scan->at[n]))
    n++;

  return n;
}

static gboolean
word_is (const char *word, gsize n, const char *name)
{
  return strlen (name) == n && g_ascii_strncasecmp (word, name, n) == 0;
}

static gboolean
take_number (Scan *scan, double *v)
{
  gsize n;
  char *end;

  skip_space (scan);
  /* Only decimal numbers: strtod() also knows hexadecimal ones, inf and nan. */
  n = strspn (scan->at, "0123456789+-.eE");
  *v = g_ascii_strtod (scan->at, &end);
  if (n == 0 || end != scan->at + n)
    return FALSE;
  scan->at = end;

  return TRUE;
}

static gboolean
take_vertex (Scan *scan)
{
  double v[4];
  guint  n = 0;

  do
    {
      if (n == G_N_ELEMENTS (v) || !take_number (scan, &v[n]))
        return FALSE;
      n++;
      skip_space (scan);
    }
  while (*scan->at != ',' && *scan->at != ')');

  if (n < 2 || (scan->n_numbers != 0 && n != scan->n_numbers))
    return FALSE;
  yun_geom_builder_add (scan->builder, v[0], v[1]);

  return TRUE;
}

/* ( x y, x y, … ) */
static gboolean
take_ring (Scan *scan)
{
  if (!take_char (scan, '('))
    return FALSE;

  yun_geom_builder_begin_ring (scan->builder);
  do
    {
      if (!take_vertex (scan))
        return FALSE;
    }
  while (take_char (scan, ','));

  return take_char (scan, ')');
}

static gboolean
take_part (Scan *scan, YunGeomKind kind, gboolean multi)
{
  yun_geom_builder_begin_part (scan->builder);

  if (kind == YUN_GEOM_POLYGON)
    {
      if (!take_char (scan, '('))
        return FALSE;
      do
        {
          if (!take_ring (scan))
            return FALSE;
        }
      while (take_char (scan, ','));
      return take_char (scan, ')');
    }

  /* MULTIPOINT (1 2, 3 4) is as common as MULTIPOINT ((1 2), (3 4)). */
  skip_space (scan);
  if (kind == YUN_GEOM_POINT && multi && *scan->at != '(')
    {
      yun_geom_builder_begin_ring (scan->builder);
      return take_vertex (scan);
    }

  return take_ring (scan);
}

static gboolean
take_body (Scan *scan, YunGeomKind kind, gboolean multi)
{
  if (multi)
    {
      if (!take_char (scan, '('))
        return FALSE;
      do
        {
          if (!take_part (scan, kind, TRUE))
            return FALSE;
        }
      while (take_char (scan, ','));
      if (!take_char (scan, ')'))
        return FALSE;
    }
  else if (!take_part (scan, kind, FALSE))
    {
      return FALSE;
    }

  skip_space (scan);
  return *scan->at == '\0';
}

/* The tag, with Z, M or ZM apart or at its end. */
static gboolean
take_kind (Scan *scan, YunGeomKind *kind, gboolean *multi)
{
  static const struct
  {
    const char *name;
    guint       n_numbers;
  } dims[] = { { "ZM", 4 }, { "Z", 3 }, { "M", 3 } };
  const char *word;
  gsize       n;

  n = word_length (scan);
  word = scan->at;
  scan->at += n;
  for (guint d = 0; d < G_N_ELEMENTS (dims) && n > 0; d++)
    {
      gsize n_dim = strlen (dims[d].name);
      gsize n_next = word_length (scan);

      if (word_is (scan->at, n_next, dims[d].name))
        {
          scan->n_numbers = dims[d].n_numbers;
          scan->at += n_next;
          break;
        }
      if (n > n_dim && g_ascii_strncasecmp (word + n - n_dim, dims[d].name, n_dim) == 0)
        {
          scan->n_numbers = dims[d].n_numbers;
          n -= n_dim;
          break;
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (word_is (word, n, kinds[i].name))
        {
          *kind = kinds[i].kind;
          *multi = kinds[i].multi;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether the text is a shape of a kind we do not read, or an empty one. */
static gboolean
is_unsupported (const char *text)
{
  Scan  scan = { .at = text };
  gsize n = word_length (&scan);

  for (guint i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      if (word_is (scan.at, n, unsupported[i]))
        return TRUE;
    }

  return FALSE;
}

YunGeom *
yun_wkt_read (const char *text, GError **error)
{
  g_autoptr (YunGeomBuilder) builder = NULL;
  Scan                       scan = { .at = text };
  YunGeom                   *shape = NULL;
  YunGeomKind                kind;
  gboolean                   multi;
  gboolean                   refused;

  g_return_val_if_fail (text != NULL, NULL);

  refused = is_unsupported (text);
  if (!refused && take_kind (&scan, &kind, &multi))
    {
      gsize n = word_length (&scan);

      refused = word_is (scan.at, n, "EMPTY");
      if (!refused)
        {
          builder = yun_geom_builder_new (kind);
          scan.builder = builder;
          if (take_body (&scan, kind, multi))
            shape = yun_geom_builder_end (g_steal_pointer (&builder));
        }
    }

  if (shape == NULL && refused)
    g_set_error_literal (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_UNSUPPORTED,
                         _ ("The shape is empty or of a kind that cannot be read."));
  else if (shape == NULL)
    g_set_error_literal (error, YUN_GEOM_ERROR, YUN_GEOM_ERROR_INVALID,
                         _ ("The text is not a shape in WKT."));

  return shape;
}

static void
append_number (GString *text, double v, const char *format)
{
  char  buffer[G_ASCII_DTOSTR_BUF_SIZE + 340]; /* the largest double has 309 digits */
  char *end;

  g_ascii_formatd (buffer, sizeof buffer, format, v);
  if (strchr (buffer, '.') != NULL)
    {
      end = buffer + strlen (buffer);
      while (end[-1] == '0')
        end--;
      if (end[-1] == '.')
        end--;
      *end = '\0';
    }
  g_string_append (text, strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

static void
append_ring (GString *text, const YunGeom *self, guint ring, const char *format)
{
  guint           n;
  const YunPoint *points = yun_geom_peek_ring (self, ring, &n);

  g_string_append_c (text, '(');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_number (text, points[i].x, format);
      g_string_append_c (text, ' ');
      append_number (text, points[i].y, format);
    }
  g_string_append_c (text, ')');
}

char *
yun_wkt_write (const YunGeom *self, int decimals)
{
  gboolean multi = self->n_parts > 1;
  GString *text = g_string_new (NULL);
  char     format[8];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 17));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].kind == self->kind && kinds[i].multi == multi)
        g_string_append (text, kinds[i].name);
    }
  g_string_append (text, multi ? " (" : " ");

  for (guint part = 0; part < self->n_parts; part++)
    {
      guint first, end;

      yun_geom_get_part_rings (self, part, &first, &end);
      if (part > 0)
        g_string_append (text, ", ");
      if (self->kind == YUN_GEOM_POLYGON)
        g_string_append_c (text, '(');
      for (guint ring = first; ring < end; ring++)
        {
          if (ring > first)
            g_string_append (text, ", ");
          append_ring (text, self, ring, format);
        }
      if (self->kind == YUN_GEOM_POLYGON)
        g_string_append_c (text, ')');
    }
  if (multi)
    g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
}
