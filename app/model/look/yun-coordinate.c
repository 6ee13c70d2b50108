/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-coordinate.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_TEXT 400 /* bytes; a place is shorter */
#define MAX_VALUES 2

/* Gauss-Krüger numbers of CGCS2000 in China (domain.md 2.1). */
#define MIN_METRES 1000.0 /* from here on it is no angle mistyped */
#define MIN_NORTHING 1.9e6
#define MAX_NORTHING 6.0e6
#define SRID_3_DEGREES 4488 /* + zone 25 … 45 */
#define SRID_6_DEGREES 4478 /* + zone 13 … 23 */
#define FIRST_6_DEGREES 16  /* those before look like Web Mercator */
#define HALF_3_DEGREES 165e3
#define HALF_6_DEGREES 335e3
#define SRID_MERIDIAN_120 4549
/* Without a zone number only the district's own meridian is taken, and only near it. */
#define MIN_EASTING 400e3
#define MAX_EASTING 700e3
#define LOCAL_LIMIT 100e3 /* Shanghai's own system has its origin in the city */

G_DEFINE_QUARK (yun_coordinate_error, yun_coordinate_error)

typedef enum
{
  AXIS_NONE,
  AXIS_EITHER, /* X and Y: survey papers write X for north, all others for east */
  AXIS_EAST,
  AXIS_NORTH,
  AXIS_ELSEWHERE, /* W, S */
} Axis;

typedef enum
{
  WORD_AXIS,
  WORD_FRAME,
  WORD_FILLER,
} WordKind;

/* Longer words before those they begin with. Latin words end where the letters and digits do. */
static const struct
{
  const char *text;
  WordKind    kind;
  int         value;
} words[] = {
  { "longitude", WORD_AXIS, AXIS_EAST },
  { "latitude", WORD_AXIS, AXIS_NORTH },
  { "easting", WORD_AXIS, AXIS_EAST },
  { "northing", WORD_AXIS, AXIS_NORTH },
  { "east", WORD_AXIS, AXIS_EAST },
  { "north", WORD_AXIS, AXIS_NORTH },
  { "west", WORD_AXIS, AXIS_ELSEWHERE },
  { "south", WORD_AXIS, AXIS_ELSEWHERE },
  { "long", WORD_AXIS, AXIS_EAST },
  { "lng", WORD_AXIS, AXIS_EAST },
  { "lon", WORD_AXIS, AXIS_EAST },
  { "lat", WORD_AXIS, AXIS_NORTH },
  { "e", WORD_AXIS, AXIS_EAST },
  { "n", WORD_AXIS, AXIS_NORTH },
  { "w", WORD_AXIS, AXIS_ELSEWHERE },
  { "s", WORD_AXIS, AXIS_ELSEWHERE },
  { "y", WORD_AXIS, AXIS_EITHER },
  { "x", WORD_AXIS, AXIS_EITHER },
  { "gcj-02", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "gcj02", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "gcj", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "amap", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "gaode", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "tencent", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "bd-09", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "bd09ll", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "bd09", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "bd", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "baidu", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "cgcs2000", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "wgs84", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "wgs-84", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "gps", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "东经", WORD_AXIS, AXIS_EAST },
  { "北纬", WORD_AXIS, AXIS_NORTH },
  { "西经", WORD_AXIS, AXIS_ELSEWHERE },
  { "南纬", WORD_AXIS, AXIS_ELSEWHERE },
  { "经度", WORD_AXIS, AXIS_EAST },
  { "纬度", WORD_AXIS, AXIS_NORTH },
  { "东坐标", WORD_AXIS, AXIS_EAST },
  { "北坐标", WORD_AXIS, AXIS_NORTH },
  { "横坐标", WORD_AXIS, AXIS_EAST },
  { "纵坐标", WORD_AXIS, AXIS_NORTH },
  { "东", WORD_AXIS, AXIS_EAST },
  { "北", WORD_AXIS, AXIS_NORTH },
  { "西", WORD_AXIS, AXIS_ELSEWHERE },
  { "南", WORD_AXIS, AXIS_ELSEWHERE },
  { "火星坐标系", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "火星坐标", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "火星", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "高德地图", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "高德", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "腾讯地图", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "腾讯", WORD_FRAME, YUN_COORDINATE_GCJ02 },
  { "百度地图", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "百度", WORD_FRAME, YUN_COORDINATE_BD09 },
  { "天地图", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "国家2000", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "大地2000", WORD_FRAME, YUN_COORDINATE_LONLAT },
  { "坐标点", WORD_FILLER, 0 },
  { "坐标系", WORD_FILLER, 0 },
  { "坐标", WORD_FILLER, 0 },
  { "经纬度", WORD_FILLER, 0 },
  { "位置", WORD_FILLER, 0 },
  { "定位", WORD_FILLER, 0 },
  { "地点", WORD_FILLER, 0 },
  { "coordinates", WORD_FILLER, 0 },
  { "米", WORD_FILLER, 0 },
  { "m", WORD_FILLER, 0 },
};

typedef struct
{
  double number[3]; /* whole, or degrees, minutes, seconds */
  int    n_parts;
  double sign;
  Axis   axis;
} Value;

typedef struct
{
  const char         *p;
  Value               values[MAX_VALUES];
  int                 n;
  gboolean            marks_follow; /* 121.3E, not E121.3 */
  gboolean            mark_seen;
  Axis                pending;
  gboolean            framed;
  YunCoordinateSystem frame;
} Parser;

/* Full-width signs, and the many that mean the same, as one of ASCII: * degrees, ' minutes,
 * " seconds. */
static char *
simplify (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - '!';
      switch (c)
        {
        case 0x3000:
        case 0x00a0:
        case '\t':
        case '\r':
          c = ' ';
          break;
        case 0x3001: /* 、 */
        case 0x3002: /* 。 */
        case ';':
        case '&':
        case '/':
        case '|':
        case '\n':
          c = ',';
          break;
        case ':':
        case '=':
        case '(':
        case ')':
        case '[':
        case ']':
        case '{':
        case '}':
        case 0x3010: /* 【】 */
        case 0x3011:
          c = ' ';
          break;
        case 0x00b0:
        case 0x00ba:
        case 0x02da:
        case 0x5ea6: /* 度 */
          c = '*';
          break;
        case 0x2032:
        case 0x2018:
        case 0x2019:
        case '`':
        case 0x00b4:
        case 0x5206: /* 分 */
          c = '\'';
          break;
        case 0x2033:
        case 0x201c:
        case 0x201d:
        case 0x79d2: /* 秒 */
          c = '"';
          break;
        case 0x2212:
        case 0x2013:
          c = '-';
          break;
        default:
          c = g_unichar_tolower (c);
        }
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static gboolean
fail (GError **error, YunCoordinateError code, const char *message)
{
  g_set_error_literal (error, YUN_COORDINATE_ERROR, code, message);
  return FALSE;
}

static gboolean
fail_none (GError **error)
{
  return fail (error, YUN_COORDINATE_ERROR_NONE,
               _ ("Not understood as coordinates. Examples: 121.31, 31.12 · 31°07′12″N 121°18′36″E "
                  "· 3442680.70 614489.28"));
}

/* 纬度 and 经度 begin with characters of their own, but 度 has become a sign by now. */
static gboolean
starts_with_word (const char *p, const char *word, gsize *length)
{
  g_autofree char *simple = simplify (word);

  *length = strlen (simple);
  if (strncmp (p, simple, *length) != 0)
    return FALSE;
  return !g_ascii_isalpha (*word) || !g_ascii_isalpha (p[*length]);
}

static gboolean
read_word (Parser *parser)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length;

      if (!starts_with_word (parser->p, words[i].text, &length))
        continue;
      parser->p += length;
      if (words[i].kind == WORD_FRAME)
        {
          if (parser->framed && parser->frame != (YunCoordinateSystem) words[i].value)
            return FALSE;
          parser->framed = TRUE;
          parser->frame = (YunCoordinateSystem) words[i].value;
        }
      else if (words[i].kind == WORD_AXIS)
        {
          if (!parser->mark_seen)
            parser->marks_follow = parser->n > 0;
          parser->mark_seen = TRUE;
          if (parser->marks_follow)
            {
              if (parser->n == 0 || parser->values[parser->n - 1].axis != AXIS_NONE)
                return FALSE;
              parser->values[parser->n - 1].axis = (Axis) words[i].value;
            }
          else
            {
              if (parser->pending != AXIS_NONE)
                return FALSE;
              parser->pending = (Axis) words[i].value;
            }
        }
      return TRUE;
    }
  return FALSE;
}

/* Digits with one point at most; strtod() would take "1e5", "inf" and hexadecimals too. */
static gboolean
read_number (Parser *parser, double *number)
{
  const char      *start = parser->p;
  gboolean         point = FALSE;
  g_autofree char *digits = NULL;

  while (g_ascii_isdigit (*parser->p) ||
         (*parser->p == '.' && !point && g_ascii_isdigit (parser->p[1])))
    point |= *parser->p++ == '.';
  if (parser->p == start || parser->p - start > 24 || *parser->p == '.')
    return FALSE;
  digits = g_strndup (start, (gsize) (parser->p - start));
  *number = g_ascii_strtod (digits, NULL);
  return TRUE;
}

static void
skip_blanks (Parser *parser)
{
  while (*parser->p == ' ')
    parser->p++;
}

/* Two primes in a row mean seconds too. */
static gboolean
take_sign (Parser *parser, char sign)
{
  if (sign == '"' && parser->p[0] == '\'' && parser->p[1] == '\'')
    {
      parser->p += 2;
      return TRUE;
    }
  if (*parser->p != sign || (sign == '\'' && parser->p[1] == '\''))
    return FALSE;
  parser->p++;
  return TRUE;
}

static gboolean
read_value (Parser *parser)
{
  Value value = { .sign = 1, .axis = parser->pending };

  if (parser->n == MAX_VALUES)
    return FALSE;
  if (*parser->p == '-' || *parser->p == '+')
    value.sign = *parser->p++ == '-' ? -1 : 1;
  if (!read_number (parser, &value.number[0]))
    return FALSE;
  value.n_parts = 1;
  if (take_sign (parser, '*'))
    {
      static const char signs[] = { '\'', '"' };

      for (int i = 0; i < 2; i++)
        {
          const char *before = parser->p;

          skip_blanks (parser);
          if (!g_ascii_isdigit (*parser->p) || !read_number (parser, &value.number[i + 1]) ||
              !take_sign (parser, signs[i]))
            {
              parser->p = before;
              value.number[i + 1] = 0;
              break;
            }
          value.n_parts++;
        }
      /* 31°7.5′ is written, 31.5°7′ and 31°7.5′6″ are not. */
      for (int i = 0; i + 1 < value.n_parts; i++)
        if (floor (value.number[i]) != value.number[i] || value.number[i + 1] >= 60)
          return FALSE;
      value.number[0] += value.number[1] / 60 + value.number[2] / 3600;
      value.n_parts = 3;
    }
  parser->pending = AXIS_NONE;
  parser->values[parser->n++] = value;
  return TRUE;
}

static gboolean
read_all (Parser *parser)
{
  while (*parser->p != '\0')
    {
      gboolean number = g_ascii_isdigit (*parser->p) || *parser->p == '-' || *parser->p == '+';

      if (*parser->p == ' ' || *parser->p == ',')
        parser->p++;
      /* JSON's quotes around a word or number: {"lng":121.3,"lat":31.1} */
      else if (*parser->p == '"' || *parser->p == '\'')
        parser->p++;
      else if (number ? !read_value (parser) : !read_word (parser))
        return FALSE;
    }
  return parser->n == MAX_VALUES && parser->pending == AXIS_NONE;
}

static gboolean
is_lon (double v)
{
  return v >= YUN_CHINA_WEST && v <= YUN_CHINA_EAST;
}

static gboolean
is_lat (double v)
{
  return v >= YUN_CHINA_SOUTH && v <= YUN_CHINA_NORTH;
}

/* Which of the two goes east is known by its size; a mark may only agree. */
static gboolean
check_marks (const Value *east, const Value *north, GError **error)
{
  if (east->axis == AXIS_NORTH || north->axis == AXIS_EAST)
    return fail (error, YUN_COORDINATE_ERROR_WRONG,
                 _ ("The directions do not fit the numbers: are they swapped?"));
  return TRUE;
}

static gboolean
resolve_degrees (const Parser *parser, YunCoordinate *out, GError **error)
{
  gboolean     lat_first = is_lat (parser->values[0].number[0]);
  const Value *east = &parser->values[lat_first ? 1 : 0];
  const Value *north = &parser->values[lat_first ? 0 : 1];

  if (east->axis == AXIS_ELSEWHERE || north->axis == AXIS_ELSEWHERE || east->sign < 0 ||
      north->sign < 0 || !is_lon (east->number[0]) || !is_lat (north->number[0]))
    return fail (error, YUN_COORDINATE_ERROR_OUTSIDE, _ ("This place is not in China."));
  if (!check_marks (east, north, error))
    return FALSE;
  *out = (YunCoordinate){
    .system = parser->framed ? parser->frame : YUN_COORDINATE_LONLAT,
    .x = east->number[0],
    .y = north->number[0],
  };
  return TRUE;
}

static gboolean
is_northing (double v)
{
  return v >= MIN_NORTHING && v <= MAX_NORTHING;
}

/* The system whose eastings look like @x, or 0. */
static int
find_srid (double x)
{
  int    zone = (int) (x / 1e6);
  double rest = fmod (x, 1e6);

  if (x >= MIN_EASTING && x <= MAX_EASTING)
    return SRID_MERIDIAN_120;
  if (zone >= 25 && zone <= 45 && fabs (rest - 500e3) <= HALF_3_DEGREES)
    return SRID_3_DEGREES + zone;
  if (zone >= FIRST_6_DEGREES && zone <= 23 && fabs (rest - 500e3) <= HALF_6_DEGREES)
    return SRID_6_DEGREES + zone;
  return 0;
}

static gboolean
resolve_metres (const Parser *parser, YunCoordinate *out, GError **error)
{
  const Value *a = &parser->values[0];
  const Value *b = &parser->values[1];
  const Value *east, *north;

  if (parser->framed && parser->frame != YUN_COORDINATE_LONLAT)
    return fail (error, YUN_COORDINATE_ERROR_WRONG,
                 _ ("GCJ-02 and BD-09 are understood in degrees only."));
  if (fabs (a->number[0]) < LOCAL_LIMIT && fabs (b->number[0]) < LOCAL_LIMIT)
    return fail (error, YUN_COORDINATE_ERROR_SYSTEM,
                 _ ("These look like metres of Shanghai's local system, whose parameters are not "
                    "public. Have them converted to CGCS2000 first."));
  north = is_northing (a->number[0]) ? a : b;
  east = north == a ? b : a;
  if (!is_northing (north->number[0]) || east->sign < 0 || north->sign < 0 ||
      east->axis == AXIS_ELSEWHERE || north->axis == AXIS_ELSEWHERE)
    return fail (error, YUN_COORDINATE_ERROR_WRONG,
                 _ ("Metres need a northing of seven digits and an easting of six or, with the "
                    "zone number, eight."));
  if (!check_marks (east, north, error))
    return FALSE;
  *out = (YunCoordinate){
    .system = YUN_COORDINATE_METRES,
    .srid = find_srid (east->number[0]),
    .x = east->number[0],
    .y = north->number[0],
  };
  if (out->srid == 0)
    return fail (error, YUN_COORDINATE_ERROR_SYSTEM,
                 _ ("The system of these metres cannot be told from the numbers. CGCS2000 with the "
                    "zone number in the easting can be used."));
  return TRUE;
}

gboolean
yun_coordinate_parse (const char *text, YunCoordinate *coordinate, GError **error)
{
  g_autofree char *simple = NULL;
  Parser           parser = { 0 };
  gboolean         metres = FALSE, sexagesimal = FALSE;

  g_return_val_if_fail (text != NULL && coordinate != NULL, FALSE);

  if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return fail_none (error);
  simple = simplify (text);
  parser.p = simple;
  if (!read_all (&parser))
    return fail_none (error);
  for (int i = 0; i < MAX_VALUES; i++)
    {
      metres |= fabs (parser.values[i].number[0]) >= MIN_METRES;
      sexagesimal |= parser.values[i].n_parts > 1;
    }
  if (metres && sexagesimal)
    return fail_none (error);
  return metres ? resolve_metres (&parser, coordinate, error)
                : resolve_degrees (&parser, coordinate, error);
}

/* ---- Printing --------------------------------------------------------------- */

static void
append_number (GString *out, double value, const char *format)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, format, value));
}

static void
append_dms (GString *out, double degrees, char mark)
{
  gint64 hundredths = llround (degrees * 360000);

  g_string_append_printf (out, "%d°%02d′%02d.%02d″%c", (int) (hundredths / 360000),
                          (int) (hundredths / 6000 % 60), (int) (hundredths / 100 % 60),
                          (int) (hundredths % 100), mark);
}

char *
yun_coordinate_format (const YunCoordinate *self, YunDegrees degrees)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, g_string_free (out, FALSE));

  if (self->system == YUN_COORDINATE_GCJ02)
    g_string_append (out, "GCJ-02 ");
  else if (self->system == YUN_COORDINATE_BD09)
    g_string_append (out, "BD-09 ");

  if (self->system == YUN_COORDINATE_METRES)
    {
      /* Translators: before a northing in metres */
      g_string_append_printf (out, "%s ", C_ ("coordinate", "N"));
      append_number (out, self->y, "%.2f");
      /* Translators: before an easting in metres */
      g_string_append_printf (out, " %s ", C_ ("coordinate", "E"));
      append_number (out, self->x, "%.2f");
    }
  else if (degrees == YUN_DEGREES_DMS)
    {
      append_dms (out, self->y, 'N');
      g_string_append_c (out, ' ');
      append_dms (out, self->x, 'E');
    }
  else
    {
      append_number (out, self->x, "%.6f");
      g_string_append (out, ", ");
      append_number (out, self->y, "%.6f");
    }
  return g_string_free (out, FALSE);
}

int
yun_coordinate_get_zone_srid (double lon)
{
  return SRID_3_DEGREES + CLAMP ((int) lround (lon / 3), 25, 45);
}
