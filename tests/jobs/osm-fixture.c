/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "osm-fixture.h"

#include <math.h>
#include <string.h>

#define WEST 121.20
#define SOUTH 31.02
#define EAST 121.36
#define NORTH 31.16

typedef struct
{
  gint64  id;
  double  lon;
  double  lat;
  char  **tags; /* (owned): key, value, key … */
  GArray *refs; /* (owned) (nullable): gint64, of ways nodes, of relations ways */
} Thing;

struct _OsmFixture
{
  GPtrArray *things[3]; /* (owned): nodes, ways, relations */
};

static void
thing_free (gpointer data)
{
  Thing *thing = data;

  g_strfreev (thing->tags);
  g_clear_pointer (&thing->refs, g_array_unref);
  g_free (thing);
}

OsmFixture *
osm_fixture_new (void)
{
  OsmFixture *self = g_new0 (OsmFixture, 1);

  for (guint i = 0; i < 3; i++)
    self->things[i] = g_ptr_array_new_with_free_func (thing_free);
  return self;
}

void
osm_fixture_free (OsmFixture *self)
{
  for (guint i = 0; i < 3; i++)
    g_ptr_array_unref (self->things[i]);
  g_free (self);
}

static Thing *
add (OsmFixture *self, guint type, const char *tags)
{
  Thing         *thing = g_new0 (Thing, 1);
  GPtrArray     *words = g_ptr_array_new ();
  g_auto (GStrv) pairs = g_strsplit (tags, ";", -1);

  thing->id = self->things[type]->len + 1;
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        continue;
      g_ptr_array_add (words, g_strndup (pairs[i], (gsize) (equals - pairs[i])));
      g_ptr_array_add (words, g_strdup (equals + 1));
    }
  g_ptr_array_add (words, NULL);
  thing->tags = (char **) g_ptr_array_free (words, FALSE);
  g_ptr_array_add (self->things[type], thing);
  return thing;
}

gint64
osm_fixture_add_node (OsmFixture *self, double lon, double lat, const char *tags)
{
  Thing *thing = add (self, 0, tags);

  thing->lon = lon;
  thing->lat = lat;
  return thing->id;
}

gint64
osm_fixture_add_way (OsmFixture *self, const gint64 *nodes, guint n, const char *tags)
{
  Thing *thing = add (self, 1, tags);

  thing->refs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (thing->refs, nodes, n);
  return thing->id;
}

gint64
osm_fixture_add_line (OsmFixture *self, const double *lonlat, guint n, const char *tags)
{
  g_autofree gint64 *nodes = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    nodes[i] = osm_fixture_add_node (self, lonlat[2 * i], lonlat[2 * i + 1], "");
  return osm_fixture_add_way (self, nodes, n, tags);
}

gint64
osm_fixture_add_box (
  OsmFixture *self, double west, double south, double east, double north, const char *tags)
{
  gint64 nodes[5] = { osm_fixture_add_node (self, west, south, ""),
                      osm_fixture_add_node (self, east, south, ""),
                      osm_fixture_add_node (self, east, north, ""),
                      osm_fixture_add_node (self, west, north, "") };

  nodes[4] = nodes[0];
  return osm_fixture_add_way (self, nodes, 5, tags);
}

void
osm_fixture_add_hole (OsmFixture *self, gint64 outer, gint64 inner, const char *tags)
{
  g_autofree char *all = g_strconcat ("type=multipolygon;", tags, NULL);
  Thing           *thing = add (self, 2, all);

  thing->refs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (thing->refs, outer);
  g_array_append_val (thing->refs, inner);
}

OsmFixture *
osm_fixture_new_town (void)
{
  static const double express[] = { 121.21, 31.10, 121.35, 31.12 };
  static const double far[] = { 121.30, 31.10, 123.00, 31.10 };
  static const double rail[] = { 121.22, 31.04, 121.34, 31.14 };
  static const double river[] = { 121.22, 31.14, 121.34, 31.04 };
  static const double path[] = { 121.281, 31.091, 121.282, 31.092 };
  OsmFixture         *self = osm_fixture_new ();
  gint64              row[5], outer, inner;

  /* one road in pieces, one after the other */
  for (guint i = 0; i < 5; i++)
    row[i] = osm_fixture_add_node (self, 121.26 + 0.01 * i, 31.09, "");
  for (guint i = 0; i < 4; i++)
    osm_fixture_add_way (self, row + i, 2, "highway=primary;name=试验大道");
  osm_fixture_add_line (self, express, 2, "highway=motorway;name=试验高速公路;ref=G99");
  osm_fixture_add_line (self, far, 2, "highway=secondary;name=远路");
  osm_fixture_add_line (self, path, 2, "highway=footway;name=小径");
  osm_fixture_add_line (self, rail, 2, "railway=rail;name=试验铁路");
  osm_fixture_add_line (self, river, 2, "waterway=river;name=试验河");
  outer = osm_fixture_add_box (self, 121.25, 31.06, 121.27, 31.08, "");
  inner = osm_fixture_add_box (self, 121.258, 31.068, 121.262, 31.072, "");
  osm_fixture_add_hole (self, outer, inner, "natural=water;name=试验湖");
  osm_fixture_add_box (self, 121.30, 31.06, 121.32, 31.08, "leisure=park;name=试验公园");
  osm_fixture_add_box (self, 121.2801, 31.0901, 121.2804, 31.0903, "building=yes");
  osm_fixture_add_box (self, 121.2810, 31.0901, 121.2813, 31.0903, "building=no");
  osm_fixture_add_node (self, 121.29, 31.10, "railway=station;name=试验");
  osm_fixture_add_node (self, 121.31, 31.11, "place=village;name=试验村");
  osm_fixture_add_node (self, 121.31, 31.12, "shop=books;name=书店");
  return self;
}

static void
write_file (const char *path, gconstpointer data, gsize n)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, data, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

/* ---- XML -------------------------------------------------------------------------------- */

static void
print_coordinate (GString *out, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.7f", value);
  g_string_append_printf (out, " %s=\"%s\"", name, text);
}

static void
print_tags (GString *out, char **tags)
{
  for (guint i = 0; tags[i] != NULL; i += 2)
    {
      g_autofree char *key = g_markup_escape_text (tags[i], -1);
      g_autofree char *value = g_markup_escape_text (tags[i + 1], -1);

      g_string_append_printf (out, "<tag k=\"%s\" v=\"%s\"/>", key, value);
    }
}

static void
print_thing (GString *out, guint type, const Thing *thing)
{
  static const char *const names[] = { "node", "way", "relation" };

  g_string_append_printf (out, "<%s id=\"%" G_GINT64_FORMAT "\"", names[type], thing->id);
  if (type == 0)
    {
      print_coordinate (out, "lon", thing->lon);
      print_coordinate (out, "lat", thing->lat);
    }
  g_string_append_c (out, '>');
  for (guint i = 0; thing->refs != NULL && i < thing->refs->len; i++)
    {
      gint64 ref = g_array_index (thing->refs, gint64, i);

      if (type == 1)
        g_string_append_printf (out, "<nd ref=\"%" G_GINT64_FORMAT "\"/>", ref);
      else
        g_string_append_printf (out,
                                "<member type=\"way\" ref=\"%" G_GINT64_FORMAT "\" role=\"%s\"/>",
                                ref, i == 0 ? "outer" : "inner");
    }
  print_tags (out, thing->tags);
  g_string_append_printf (out, "</%s>\n", names[type]);
}

void
osm_fixture_write_xml (OsmFixture *self, const char *path)
{
  g_autoptr (GString) out =
    g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\n<bounds");

  print_coordinate (out, "minlat", SOUTH);
  print_coordinate (out, "minlon", WEST);
  print_coordinate (out, "maxlat", NORTH);
  print_coordinate (out, "maxlon", EAST);
  g_string_append (out, "/>\n");
  for (guint type = 0; type < 3; type++)
    for (guint i = 0; i < self->things[type]->len; i++)
      print_thing (out, type, self->things[type]->pdata[i]);
  g_string_append (out, "</osm>\n");
  write_file (path, out->str, out->len);
}

/* ---- PBF: https://wiki.openstreetmap.org/wiki/PBF_Format, blobs as they are -------------- */

static void
put_number (GByteArray *out, guint64 value)
{
  do
    {
      guint8 byte = (value & 0x7f) | (value > 0x7f ? 0x80 : 0);

      g_byte_array_append (out, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}

static void
put_signed (GByteArray *out, gint64 value)
{
  put_number (out, (guint64) value << 1 ^ (guint64) (value >> 63));
}

static void
put_field (GByteArray *out, guint field, guint64 value)
{
  put_number (out, field << 3);
  put_number (out, value);
}

static void
put_signed_field (GByteArray *out, guint field, gint64 value)
{
  put_number (out, field << 3);
  put_signed (out, value);
}

static void
put_bytes (GByteArray *out, guint field, gconstpointer data, gsize n)
{
  put_number (out, field << 3 | 2);
  put_number (out, n);
  g_byte_array_append (out, data, (guint) n);
}

/* @part: (transfer full) */
static void
put_part (GByteArray *out, guint field, GByteArray *part)
{
  put_bytes (out, field, part->data, part->len);
  g_byte_array_unref (part);
}

/* @content: (transfer full) */
static void
put_blob (GByteArray *out, const char *type, GByteArray *content)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  g_autoptr (GByteArray) blob = g_byte_array_new ();
  guint32                length;

  put_bytes (blob, 1, content->data, content->len);
  put_field (blob, 2, content->len);
  put_bytes (head, 1, type, strlen (type));
  put_field (head, 3, blob->len);
  length = GUINT32_TO_BE (head->len);
  g_byte_array_append (out, (const guint8 *) &length, sizeof length);
  g_byte_array_append (out, head->data, head->len);
  g_byte_array_append (out, blob->data, blob->len);
  g_byte_array_unref (content);
}

static guint
find_text (GPtrArray *texts, const char *text)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, &i))
    {
      i = texts->len;
      g_ptr_array_add (texts, (gpointer) text);
    }
  return i;
}

static void
put_refs (GByteArray *out, guint field, const GArray *refs)
{
  GByteArray *packed = g_byte_array_new ();
  gint64      last = 0;

  for (guint i = 0; i < refs->len; i++)
    {
      put_signed (packed, g_array_index (refs, gint64, i) - last);
      last = g_array_index (refs, gint64, i);
    }
  put_part (out, field, packed);
}

static GByteArray *
make_thing (guint type, const Thing *thing, GPtrArray *texts)
{
  GByteArray *out = g_byte_array_new ();
  GByteArray *keys = g_byte_array_new (), *values = g_byte_array_new ();

  for (guint i = 0; thing->tags[i] != NULL; i += 2)
    {
      put_number (keys, find_text (texts, thing->tags[i]));
      put_number (values, find_text (texts, thing->tags[i + 1]));
    }
  if (type == 0)
    put_signed_field (out, 1, thing->id);
  else
    put_field (out, 1, (guint64) thing->id);
  if (thing->tags[0] != NULL)
    {
      put_bytes (out, 2, keys->data, keys->len);
      put_bytes (out, 3, values->data, values->len);
    }
  g_byte_array_unref (keys);
  g_byte_array_unref (values);
  if (type == 0)
    {
      put_signed_field (out, 8, (gint64) round (thing->lat * 1e7));
      put_signed_field (out, 9, (gint64) round (thing->lon * 1e7));
    }
  else if (type == 1)
    put_refs (out, 8, thing->refs);
  else
    {
      GByteArray *roles = g_byte_array_new (), *types = g_byte_array_new ();

      for (guint i = 0; i < thing->refs->len; i++)
        {
          put_number (roles, find_text (texts, i == 0 ? "outer" : "inner"));
          put_number (types, 1);
        }
      put_part (out, 8, roles);
      put_refs (out, 9, thing->refs);
      put_part (out, 10, types);
    }
  return out;
}

static GByteArray *
make_head (void)
{
  GByteArray *head = g_byte_array_new (), *box = g_byte_array_new ();

  put_signed_field (box, 1, (gint64) (WEST * 1e9));
  put_signed_field (box, 2, (gint64) (EAST * 1e9));
  put_signed_field (box, 3, (gint64) (NORTH * 1e9));
  put_signed_field (box, 4, (gint64) (SOUTH * 1e9));
  put_part (head, 1, box);
  put_bytes (head, 4, "OsmSchema-V0.6", strlen ("OsmSchema-V0.6"));
  return head;
}

static GByteArray *
make_block (OsmFixture *self, guint type)
{
  static const guint     fields[] = { 1, 3, 4 };
  g_autoptr (GPtrArray)  texts = g_ptr_array_new ();
  g_autoptr (GByteArray) group = g_byte_array_new ();
  GByteArray            *block = g_byte_array_new (), *table = g_byte_array_new ();

  g_ptr_array_add (texts, (gpointer) "");
  for (guint i = 0; i < self->things[type]->len; i++)
    put_part (group, fields[type], make_thing (type, self->things[type]->pdata[i], texts));
  for (guint i = 0; i < texts->len; i++)
    put_bytes (table, 1, texts->pdata[i], strlen (texts->pdata[i]));
  put_part (block, 1, table);
  put_bytes (block, 2, group->data, group->len);
  return block;
}

void
osm_fixture_write_pbf (OsmFixture *self, const char *path)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  put_blob (out, "OSMHeader", make_head ());
  for (guint type = 0; type < 3; type++)
    if (self->things[type]->len > 0)
      put_blob (out, "OSMData", make_block (self, type));
  write_file (path, out->data, out->len);
}
