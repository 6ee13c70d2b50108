/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ADDRESS 2000
#define MAX_LAYERS 2

/* {key} is put in by us; it never stands in what others see of the address. */
#define TIANDITU                                                                                   \
  "https://t{0-7}.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%s"   \
  "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="

struct _YunTileSource
{
  gatomicrefcount   ref_count;
  YunTileSourceKind kind;
  char             *address[MAX_LAYERS]; /* (owned) (nullable) */
  guint             n_layers;
  char             *key;     /* (owned) (nullable) */
  char             *path;    /* (owned) (nullable) */
  char             *licence; /* (owned) */
  int               min_zoom;
  int               max_zoom;
};

G_DEFINE_QUARK (yun_tile_source_error_quark, yun_tile_source_error)

/* One {…} of an address: what it stands for, or nothing we know. */
typedef enum
{
  PART_X = 1 << 0,
  PART_Y = 1 << 1,
  PART_SOUTH_Y = 1 << 2,
  PART_Z = 1 << 3,
  PART_SERVER = 1 << 4,
  PART_RANGE = 1 << 5,
  PART_UNKNOWN = 1 << 6,
} Part;

/* @at is after the brace; @end is set to the closing one. */
static Part
read_part (const char *at, const char **end)
{
  static const struct
  {
    const char *name;
    Part        part;
  } names[] = {
    { "x", PART_X }, { "y", PART_Y }, { "-y", PART_SOUTH_Y }, { "z", PART_Z }, { "s", PART_SERVER },
  };
  gsize n = strcspn (at, "{}");

  *end = at + n;
  if (at[n] != '}')
    return PART_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].name) == n && strncmp (at, names[i].name, n) == 0)
      return names[i].part;
  if (n == 3 && at[1] == '-' && at[0] < at[2] &&
      ((g_ascii_isdigit (at[0]) && g_ascii_isdigit (at[2])) ||
       (g_ascii_islower (at[0]) && g_ascii_islower (at[2]))))
    return PART_RANGE;
  return PART_UNKNOWN;
}

static char *
expand (const char *address, int zoom, int x, int y)
{
  GString    *url = g_string_new (NULL);
  guint       turn = (guint) x + (guint) y; /* the same tile always from the same server */
  const char *end;

  for (const char *p = address; *p != '\0'; p++)
    {
      if (*p != '{')
        {
          g_string_append_c (url, *p);
          continue;
        }
      switch (read_part (p + 1, &end))
        {
        case PART_X:
          g_string_append_printf (url, "%d", x);
          break;
        case PART_Y:
          g_string_append_printf (url, "%d", y);
          break;
        case PART_SOUTH_Y:
          g_string_append_printf (url, "%d", (1 << zoom) - 1 - y);
          break;
        case PART_Z:
          g_string_append_printf (url, "%d", zoom);
          break;
        case PART_SERVER:
          g_string_append_c (url, (char) ('a' + turn % 3));
          break;
        case PART_RANGE:
          g_string_append_c (url, (char) (p[1] + (char) (turn % (guint) (p[3] - p[1] + 1))));
          break;
        default:
          g_assert_not_reached ();
        }
      p = end;
    }
  return g_string_free (url, FALSE);
}

static gboolean
set_address_error (GError **error, const char *message)
{
  g_set_error_literal (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_ADDRESS, message);
  return FALSE;
}

static gboolean
check_parts (const char *address, GError **error)
{
  guint       parts = 0;
  const char *end;

  for (const char *p = address; *p != '\0'; p++)
    {
      Part part;

      if (*p == '}')
        return set_address_error (error, _ ("The address has a “}” without a “{”"));
      if (*p != '{')
        continue;
      part = read_part (p + 1, &end);
      if (part == PART_UNKNOWN)
        {
          g_autofree char *name = g_strndup (p, (gsize) (end - p) + (*end == '}' ? 1 : 0));

          g_set_error (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_ADDRESS,
                       _ ("“%s” in the address is not known: use {z}, {x}, {y}, {-y}, {s} or a "
                          "range like {0-7}"),
                       name);
          return FALSE;
        }
      parts |= part;
      p = end;
    }
  if ((parts & PART_Z) == 0 || (parts & PART_X) == 0 || (parts & (PART_Y | PART_SOUTH_Y)) == 0)
    return set_address_error (error, _ ("The address needs {z}, {x} and {y}"));
  return TRUE;
}

static gboolean
check_address (const char *address, GError **error)
{
  g_autofree char *example = NULL;
  g_autoptr (GUri) uri = NULL;

  if (strlen (address) > MAX_ADDRESS || !g_utf8_validate (address, -1, NULL))
    return set_address_error (error, _ ("The address is too long"));
  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || *p == 0x7f)
      return set_address_error (error, _ ("The address must not have spaces"));
  if (g_ascii_strncasecmp (address, "http://", 7) != 0 &&
      g_ascii_strncasecmp (address, "https://", 8) != 0)
    return set_address_error (error, _ ("The address must begin with http:// or https://"));
  if (!check_parts (address, error))
    return FALSE;
  example = expand (address, 1, 0, 0);
  uri = g_uri_parse (example, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return set_address_error (error, _ ("The address does not name a server"));
  return TRUE;
}

static YunTileSource *
source_new (YunTileSourceKind kind, const char *licence, int min_zoom, int max_zoom)
{
  YunTileSource *self = g_new0 (YunTileSource, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->licence = g_strstrip (g_strdup (licence != NULL ? licence : ""));
  self->min_zoom = min_zoom;
  self->max_zoom = max_zoom;
  return self;
}

YunTileSource *
yun_tile_source_new_tianditu (YunTileSourceKind kind,
                              const char       *key,
                              const char       *licence,
                              GError          **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (key != NULL ? key : ""));
  gboolean         imagery = kind == YUN_TILE_SOURCE_TIANDITU_IMAGERY;
  YunTileSource   *self;

  g_return_val_if_fail (imagery || kind == YUN_TILE_SOURCE_TIANDITU_VECTOR, NULL);

  if (*stripped == '\0')
    {
      g_set_error_literal (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_EMPTY,
                           _ ("Tianditu needs a key of your own"));
      return NULL;
    }
  for (const char *p = stripped; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      {
        g_set_error_literal (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_KEY,
                             _ ("A Tianditu key has only letters and digits"));
        return NULL;
      }
  self = source_new (kind, licence, 1, 18);
  if (*self->licence == '\0')
    {
      g_free (self->licence);
      self->licence = g_strdup ("天地图");
    }
  else
    {
      g_autofree char *number = self->licence;

      self->licence = g_strdup_printf ("天地图 %s", number);
    }
  self->address[0] = g_strdup_printf (TIANDITU, imagery ? "img" : "vec", imagery ? "img" : "vec");
  self->address[1] = g_strdup_printf (TIANDITU, imagery ? "cia" : "cva", imagery ? "cia" : "cva");
  self->n_layers = 2;
  self->key = g_steal_pointer (&stripped);
  return self;
}

YunTileSource *
yun_tile_source_new_xyz (const char *address, const char *licence, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (address != NULL ? address : ""));
  YunTileSource   *self;

  if (*stripped == '\0')
    {
      g_set_error_literal (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_EMPTY,
                           _ ("The address of the tiles is missing"));
      return NULL;
    }
  if (!check_address (stripped, error))
    return NULL;
  self = source_new (YUN_TILE_SOURCE_XYZ, licence, 0, 19);
  self->address[0] = g_steal_pointer (&stripped);
  self->n_layers = 1;
  return self;
}

YunTileSource *
yun_tile_source_new_file (const char *path, const char *licence, GError **error)
{
  YunTileSource *self;

  if (path == NULL || !g_path_is_absolute (path))
    {
      g_set_error_literal (error, YUN_TILE_SOURCE_ERROR, YUN_TILE_SOURCE_ERROR_EMPTY,
                           _ ("No file has been chosen"));
      return NULL;
    }
  self = source_new (YUN_TILE_SOURCE_FILE, licence, 0, 22);
  self->path = g_strdup (path);
  return self;
}

YunTileSource *
yun_tile_source_ref (YunTileSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
yun_tile_source_unref (YunTileSource *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < MAX_LAYERS; i++)
    g_free (self->address[i]);
  g_free (self->key);
  g_free (self->path);
  g_free (self->licence);
  g_free (self);
}

YunTileSourceKind
yun_tile_source_get_kind (const YunTileSource *self)
{
  return self->kind;
}

const char *
yun_tile_source_get_licence (const YunTileSource *self)
{
  return self->licence;
}

const char *
yun_tile_source_get_path (const YunTileSource *self)
{
  return self->path;
}

int
yun_tile_source_get_min_zoom (const YunTileSource *self)
{
  return self->min_zoom;
}

int
yun_tile_source_get_max_zoom (const YunTileSource *self)
{
  return self->max_zoom;
}

guint
yun_tile_source_get_n_layers (const YunTileSource *self)
{
  return self->n_layers;
}

char *
yun_tile_source_dup_url (const YunTileSource *self, guint layer, int zoom, int x, int y)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (layer < self->n_layers, NULL);

  url = expand (self->address[layer], zoom, x, y);
  return self->key != NULL ? g_strconcat (url, self->key, NULL) : g_steal_pointer (&url);
}

char *
yun_tile_source_dup_digest (const YunTileSource *self)
{
  g_autofree char *all = g_strjoin ("\n", self->address[0] != NULL ? self->address[0] : self->path,
                                    self->address[1], NULL);
  char            *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);

  digest[24] = '\0';
  return digest;
}

gboolean
yun_tile_source_equal (const YunTileSource *a, const YunTileSource *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->kind == b->kind && g_strcmp0 (a->address[0], b->address[0]) == 0 &&
         g_strcmp0 (a->key, b->key) == 0 && g_strcmp0 (a->path, b->path) == 0 &&
         strcmp (a->licence, b->licence) == 0;
}

gboolean
yun_tile_source_is_shifted (const char *address)
{
  static const char *const domains[] = {
    "autonavi.com", "amap.com", "gtimg.com", "map.qq.com", "google.cn",
    "gstatic.cn",   "geoq.cn",  "bdimg.com", "baidu.com",  "bdstatic.com",
  };
  const char      *host = strstr (address, "://");
  g_autofree char *name = NULL;

  if (host == NULL)
    return FALSE;
  host += 3;
  name = g_ascii_strdown (host, (gssize) strcspn (host, "/?#"));
  if (strrchr (name, '@') != NULL)
    memmove (name, strrchr (name, '@') + 1, strlen (strrchr (name, '@')));
  name[strcspn (name, ":")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (g_str_has_suffix (name, domains[i]) &&
        (strlen (name) == strlen (domains[i]) ||
         name[strlen (name) - strlen (domains[i]) - 1] == '.'))
      return TRUE;
  /* the world's service, asked for its Chinese picture */
  return strstr (name, "google") != NULL && strstr (address, "gl=cn") != NULL;
}
