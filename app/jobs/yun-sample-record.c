/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-sample-record.h"

#include "yun-chain.h"
#include "yun-firm.h"
#include "yun-measure.h"
#include "yun-park.h"
#include "yun-plot.h"

#include <math.h>
#include <string.h>

enum
{
  STREAM_PARK = 101,
  STREAM_PLOT,
  STREAM_FIRM,
  STREAM_NAME,
  STREAM_LOT_HOLDER,
  STREAM_BLOCK_HOLDERS,
  STREAM_HOLDER,
};

/* A record that is filled again and again, and its fields by id. */
typedef struct
{
  const YunEntity *entity; /* (unowned) */
  YunRecord       *record; /* (owned) */
  GHashTable      *fields; /* (owned): id (unowned) → YunField */
} Form;

struct _YunSampleMaker
{
  YunSampleLayout       *layout; /* (unowned) */
  guint32                seed;
  guint                  n_parks;
  guint                  n_firms;
  const YunDistrictTown *towns;
  guint                  n_towns;
  const YunNiche        *niches;
  guint                  n_niches;
  Form                   park;
  Form                   plot;
  Form                   firm;
};

/* A value and how often it is drawn; text NULL is unknown. */
typedef struct
{
  guint8      weight;
  const char *text;
} Choice;

static const Choice use_states[] = {
  { 60, "in-use" }, { 9, "construction" }, { 14, "vacant" },
  { 6, "cleared" }, { 6, "unknown" },      { 5, NULL },
};

static const Choice standings_of_empty[] = {
  { 14, "idle" },    { 20, "approved" }, { 18, "supplied" },
  { 18, "reserve" }, { 20, "none" },     { 10, NULL },
};

static const Choice standings_of_used[] = {
  { 12, "low" },
  { 70, "none" },
  { 18, NULL },
};

static const Choice accuracies[] = {
  { 60, "surveyed" },
  { 25, "approximate" },
  { 15, "schematic" },
};

static const Choice soils[] = {
  { 30, "已调查，未超标" },
  { 6, "需修复" },
  { 64, NULL },
};

static const Choice utilities[] = {
  { 25, "七通一平" },
  { 15, "五通一平" },
  { 10, "三通一平" },
  { 50, NULL },
};

static const Choice park_kinds[] = {
  { 2, "base" },
  { 12, "park" },
  { 4, "cluster" },
  { 4, "incubator" },
};

static const Choice park_levels[] = {
  { 2, "国家级" }, { 4, "市级" }, { 10, "区级" }, { 8, "镇级" }, { 4, NULL },
};

static const Choice conditions[] = {
  { 14, "已建成" },
  { 7, "建设中" },
  { 4, "规划" },
  { 3, NULL },
};

static const Choice roles[] = {
  { 3, "链主" }, { 8, "骨干" }, { 50, "配套" }, { 15, "服务" }, { 24, NULL },
};

static const Choice tiers[] = {
  { 22, "high-tech@2023/2026" },
  { 10, "high-tech@2024/2027;srdi@2024/2027" },
  { 3, "little-giant@2023/2026" },
  { 65, NULL },
};

static const Choice relations[] = {
  { 70, "cluster" }, { 14, "adjacent" }, { 3, "operator" }, { 9, "prospect" }, { 4, "left" },
};

/* A land use of the 2023 scheme and what is usual on it. */
typedef struct
{
  guint8      weight;
  const char *code;
  const char *text;
  double      far_min;
  double      far_max;
  double      height_m;
} LandUse;

static const LandUse land_uses[] = {
  { 46, "100101", "一类工业用地", 1.2, 2.5, 40 }, { 14, "100102", "二类工业用地", 1.0, 2.0, 30 },
  { 14, "0802", "科研用地", 1.5, 3.5, 80 },       { 10, "1101", "物流仓储用地", 0.8, 1.8, 24 },
  { 8, "0902", "商务金融用地", 2.0, 4.5, 100 },   { 8, NULL, NULL, NAN, NAN, NAN },
};

static const char *const words[] = {
  "云栈", "星衡", "天枢", "宇辰", "凌霄", "启明", "长庚", "瑶光", "玉衡", "开阳", "天璇", "青冥",
  "望舒", "羲和", "飞廉", "流霞", "云帆", "九畹", "泖浦", "峰泖", "茸城", "华亭", "谷水", "醉白",
};

/* By segment. */
static const char *const trades[][4] = {
  { "卫星技术", "空间电子", "航天科技", "星载设备" },
  { "火箭部件", "特种材料", "推进技术", "航天动力" },
  { "通信", "终端设备", "射频技术", "微电子" },
  { "数据服务", "网络运营", "遥感应用", "空间信息" },
};

static const char *const roads[] = { "云栈路", "星衡路", "天枢路", "启明路", "长庚路",
                                     "玉衡路", "望舒路", "流霞路", "云帆路", "瑶光路" };

static const char *
choose (YunRandom *random, const Choice *choices, guint n)
{
  guint sum = 0;
  guint at;

  for (guint i = 0; i < n; i++)
    sum += choices[i].weight;
  at = yun_random_below (random, sum);
  for (guint i = 0; i < n; i++)
    {
      if (at < choices[i].weight)
        return choices[i].text;
      at -= choices[i].weight;
    }
  return NULL;
}

#define CHOOSE(random, choices) choose (random, choices, G_N_ELEMENTS (choices))

static void
form_init (Form *self, const YunEntity *entity)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  self->entity = entity;
  self->record = yun_entity_new_record (entity);
  self->fields = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; fields[i] != NULL; i++)
    g_hash_table_insert (self->fields, (gpointer) fields[i]->id, (gpointer) fields[i]);
}

static void
form_clear (Form *self)
{
  g_clear_object (&self->record);
  g_clear_pointer (&self->fields, g_hash_table_unref);
}

static const YunField *
get_field (Form *self, const char *id)
{
  const YunField *field = g_hash_table_lookup (self->fields, id);

  g_assert (field != NULL);
  return field;
}

static void
put_text (Form *self, const char *id, const char *text)
{
  yun_record_set_text (self->record, get_field (self, id), text);
}

static void
put_real (Form *self, const char *id, double value)
{
  yun_record_set_real (self->record, get_field (self, id), value);
}

static void
put_int (Form *self, const char *id, gint64 value)
{
  yun_record_set_int (self->record, get_field (self, id), value);
}

/* @word is the id of a value; NULL is unknown. */
static void
put_word (Form *self, const char *id, const char *word)
{
  const YunField *field = get_field (self, id);
  int             index = word != NULL ? yun_enum_find (field->values, word) : -1;

  g_assert (word == NULL || index >= 0);
  if (field->kind == YUN_KIND_SET)
    index = index >= 0 ? 1 << index : 0;
  yun_record_set_int (self->record, field, index);
}

static void G_GNUC_PRINTF (3, 4) put_format (Form *self, const char *id, const char *format, ...)
{
  va_list          arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  put_text (self, id, text);
}

/* (transfer full): a uid of the stream (version 8 of RFC 9562). */
static char *
draw_uid (YunRandom *random)
{
  const guint64 high = yun_random_next (random);
  const guint64 low = yun_random_next (random);

  return g_strdup_printf ("%08x-%04x-8%03x-%04x-%012" G_GINT64_MODIFIER "x", (guint) (high >> 32),
                          (guint) (high >> 16) & 0xffff, (guint) high & 0xfff,
                          ((guint) (low >> 48) & 0x3fff) | 0x8000,
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* What every record begins with: all unknown, a uid of the stream. */
static void
begin (Form *self, YunRandom *random)
{
  GHashTableIter   iter;
  gpointer         value;
  g_autofree char *uid = draw_uid (random);

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const YunField *field = value;

      switch (field->kind)
        {
        case YUN_KIND_TEXT:
        case YUN_KIND_LINK:
        case YUN_KIND_LIST:
        case YUN_KIND_LINKS:
        case YUN_KIND_DATE:
        case YUN_KIND_TERMS:
          yun_record_set_text (self->record, field, NULL);
          break;
        case YUN_KIND_INT:
          yun_record_set_int (self->record, field, G_MININT64);
          break;
        case YUN_KIND_REAL:
          yun_record_set_real (self->record, field, NAN);
          break;
        case YUN_KIND_ENUM:
          yun_record_set_int (self->record, field, -1);
          break;
        case YUN_KIND_SET:
          yun_record_set_int (self->record, field, 0);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  yun_record_set_shape (self->record, NULL);
  put_text (self, "uid", uid);
  put_text (self, "source", "训练样本");
  put_word (self, "source-grade", "C");
}

static double
round_to (double value, double step)
{
  /* Dividing by a whole number gives the double nearest to the decimal; multiplying by 0.1 does
   * not. */
  return step < 1 ? round (value / step) / round (1 / step) : round (value / step) * step;
}

/* (transfer full): a date from year @first to year @last. */
static char *
make_date (YunRandom *random, guint first, guint last)
{
  guint year = first + yun_random_below (random, last - first + 1);
  guint month = 1 + yun_random_below (random, 12);
  guint day = 1 + yun_random_below (random, 28);

  return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
}

/* (transfer full): the uid the park has. */
static char *
dup_park_uid (const YunSampleMaker *self, guint park)
{
  YunRandom random = yun_random_stream (self->seed, STREAM_PARK, park);

  return draw_uid (&random);
}

/* What a firm's stream gives before its uid. */
typedef struct
{
  YunRandom       random;
  const YunNiche *niche;
  const char     *word;
  const char     *trade;
  char           *founded; /* (owned) */
} FirmDraw;

static void
draw_firm (const YunSampleMaker *self, guint number, FirmDraw *draw)
{
  draw->random = yun_random_stream (self->seed, STREAM_FIRM, number);
  draw->niche = &self->niches[yun_random_below (&draw->random, self->n_niches)];
  draw->word = words[yun_random_below (&draw->random, G_N_ELEMENTS (words))];
  draw->trade = trades[draw->niche->segment][yun_random_below (&draw->random, 4)];
  draw->founded = make_date (&draw->random, 1996, 2025);
}

/* (transfer full): the uid the firm has. */
static char *
dup_firm_uid (const YunSampleMaker *self, guint number)
{
  FirmDraw draw;

  draw_firm (self, number, &draw);
  g_free (draw.founded);
  return draw_uid (&draw.random);
}

/* (transfer full): the same wherever the park is named. */
static char *
make_park_name (const YunSampleMaker *self, guint park)
{
  static const char *const ends[] = { "产业园", "科技园", "创新园", "智造园" };
  YunRandom                random = yun_random_stream (self->seed, STREAM_NAME, park);
  const char              *word = words[yun_random_below (&random, G_N_ELEMENTS (words))];
  const char              *end = ends[yun_random_below (&random, G_N_ELEMENTS (ends))];

  return g_strdup_printf ("示例·%s%s %u 号", word, end, park + 1);
}

static guint
get_park_segments (const YunSampleMaker *self, guint park)
{
  static const guint8 weights[] = { 3, 2, 3, 4 };
  YunRandom           random = yun_random_stream (self->seed, STREAM_NAME, park);
  guint               segments = 0;

  yun_random_next (&random);
  yun_random_next (&random);
  if (yun_random_chance (&random, 0.1))
    return 0;
  segments = 1u << yun_random_pick (&random, weights, G_N_ELEMENTS (weights));
  if (yun_random_chance (&random, 0.4))
    segments |= 1u << yun_random_pick (&random, weights, G_N_ELEMENTS (weights));
  return segments;
}

static void
put_address (Form *form, const char *id, YunRandom *random, const char *town)
{
  const char *road = roads[yun_random_below (random, G_N_ELEMENTS (roads))];

  put_format (form, id, "%s示例%s %u 号", town, road, 1 + yun_random_below (random, 2000));
}

static void
put_accuracy (Form *form, YunRandom *random)
{
  const char *accuracy = CHOOSE (random, accuracies);

  put_word (form, "accuracy", accuracy);
  if (strcmp (accuracy, "approximate") == 0)
    put_real (form, "accuracy-m", 5 + yun_random_below (random, 46));
}

static gboolean
is_any (const char *word, const char *a, const char *b)
{
  return word != NULL && (strcmp (word, a) == 0 || strcmp (word, b) == 0);
}

YunSampleMaker *
yun_sample_maker_new (YunSampleLayout *layout, guint n_parks, guint n_firms, guint32 seed)
{
  YunSampleMaker *self = g_new0 (YunSampleMaker, 1);

  self->layout = layout;
  self->n_parks = n_parks;
  self->n_firms = n_firms;
  self->seed = seed;
  self->towns = yun_chain_get_towns (&self->n_towns);
  self->niches = yun_chain_get_niches (&self->n_niches);
  form_init (&self->park, &yun_entity_park);
  form_init (&self->plot, &yun_entity_plot);
  form_init (&self->firm, &yun_entity_firm);
  return self;
}

void
yun_sample_maker_free (YunSampleMaker *self)
{
  form_clear (&self->park);
  form_clear (&self->plot);
  form_clear (&self->firm);
  g_free (self);
}

YunRecord *
yun_sample_maker_make_park (YunSampleMaker *self, guint number)
{
  YunRandom              random = yun_random_stream (self->seed, STREAM_PARK, number);
  const YunSamplePark   *place = yun_sample_layout_get_park (self->layout, number);
  const YunDistrictTown *town = &self->towns[place->town];
  g_autoptr (YunGeom)    shape = yun_sample_layout_make_park (self->layout, number);
  g_autofree char       *name = make_park_name (self, number);
  double                 area = yun_measure_area_lonlat (shape);
  Form                  *form = &self->park;

  begin (form, &random);
  put_text (form, "name", name);
  put_text (form, "level", CHOOSE (&random, park_levels));
  put_word (form, "kind", CHOOSE (&random, park_kinds));
  put_text (form, "town", town->uid);
  put_word (form, "zone", town->zone);
  put_int (form, "segment", get_park_segments (self, number));
  if (self->n_firms > 0)
    {
      g_autofree char *operator= dup_firm_uid (self, yun_random_below (&random, self->n_firms));

      put_text (form, "operator", operator);
    }
  put_address (form, "address", &random, town->name);
  put_text (form, "condition", CHOOSE (&random, conditions));
  if (yun_random_chance (&random, 0.85))
    put_real (form, "area", round_to (area, 1));
  if (yun_random_chance (&random, 0.6))
    put_real (form, "building-area", round_to (area * yun_random_between (&random, 0.6, 2), 100));
  if (yun_random_chance (&random, 0.4))
    put_real (form, "vacant-area", round_to (area * yun_random_between (&random, 0, 0.3), 100));
  put_word (form, "accuracy", "schematic");
  yun_record_set_shape (form->record, shape);
  return form->record;
}

/* What the office has found of a plot, with date and number where it has; that word (nullable). */
static const char *
put_standing (Form *form, YunRandom *random, const char *use_state)
{
  gboolean    empty = is_any (use_state, "vacant", "cleared");
  gboolean    used = is_any (use_state, "in-use", "construction");
  const char *standing = NULL;

  if (empty)
    standing = CHOOSE (random, standings_of_empty);
  else if (used)
    standing = CHOOSE (random, standings_of_used);
  put_word (form, "standing", standing);
  if (standing != NULL && strcmp (standing, "none") != 0)
    {
      g_autofree char *date = make_date (random, 2021, 2025);

      put_text (form, "standing-date", date);
      put_format (form, "standing-doc", "示例〔%.4s〕%u 号", date,
                  1 + yun_random_below (random, 400));
    }
  if (used && yun_random_chance (random, 0.5))
    {
      static const guint8 good[] = { 25, 45, 25, 5 };
      static const guint8 poor[] = { 0, 5, 45, 50 };
      gboolean            low = standing != NULL && strcmp (standing, "low") == 0;

      put_int (form, "grade", yun_random_pick (random, low ? poor : good, 4));
      put_int (form, "grade-year", 2022 + yun_random_below (random, 4));
    }
  return standing;
}

static void
put_holder_name (Form *form, YunRandom *random)
{
  const char *word = words[yun_random_below (random, G_N_ELEMENTS (words))];
  guint       segment = yun_random_below (random, G_N_ELEMENTS (trades));

  put_format (form, "holder", "示例·%s%s有限公司", word,
              trades[segment][yun_random_below (random, G_N_ELEMENTS (trades[segment]))]);
}

/* Who holds a lot that is not in use. The lots of a block share up to three holders, as those of a
 * firm's later stages do, so that there are neighbours of one holder; what was not supplied has
 * none, and of some it is not known. Draws of its own leave all else of the plot as it is. */
static void
put_holder_of_empty (
  YunSampleMaker *self, Form *form, guint number, guint block, const char *standing)
{
  YunRandom of_lot = yun_random_stream (self->seed, STREAM_LOT_HOLDER, number);
  YunRandom of_block = yun_random_stream (self->seed, STREAM_BLOCK_HOLDERS, block);
  guint     n = 1 + yun_random_below (&of_block, 3);

  if (is_any (standing, "approved", "reserve") || yun_random_chance (&of_lot, 0.1))
    return;
  of_block = yun_random_stream (self->seed, STREAM_HOLDER,
                                (guint64) block * 3 + yun_random_below (&of_lot, n));
  put_holder_name (form, &of_block);
}

/* The dated facts that rules about idle land ask for; some are not known, as in life. */
static void
put_facts (Form *form, YunRandom *random, double area, const char *use_state)
{
  g_autofree char *due = make_date (random, 2020, 2026);

  if (!is_any (use_state, "vacant", "construction"))
    return;
  if (yun_random_chance (random, 0.8))
    put_text (form, "start-due", due);
  if (yun_random_chance (random, 0.9))
    put_word (form, "delay-cause",
              yun_random_chance (random, 0.85)
                ? "holder"
                : (yun_random_chance (random, 0.7) ? "government" : "force-majeure"));
  if (strcmp (use_state, "construction") != 0)
    return;
  if (yun_random_chance (random, 0.3))
    {
      g_autofree char *stopped = make_date (random, 2022, 2026);

      put_text (form, "stopped", stopped);
    }
  if (yun_random_chance (random, 0.7))
    {
      double invest = round_to (area * yun_random_between (random, 0.3, 1.2), 10);

      put_real (form, "area-due", round_to (area, 0.1));
      put_real (form, "area-started", round_to (area * yun_random_between (random, 0.05, 1), 0.1));
      put_real (form, "invest-total", invest);
      put_real (form, "invest-done", round_to (invest * yun_random_between (random, 0.05, 1), 1));
    }
}

/* What the plan allows and what it cost. */
static void
put_terms (Form *form, YunRandom *random, double area, gboolean used)
{
  guint8         weights[G_N_ELEMENTS (land_uses)];
  const LandUse *use;

  for (guint i = 0; i < G_N_ELEMENTS (land_uses); i++)
    weights[i] = land_uses[i].weight;
  use = &land_uses[yun_random_pick (random, weights, G_N_ELEMENTS (weights))];
  if (use->code == NULL)
    return;

  put_text (form, "use-scheme", "用地用海分类");
  put_text (form, "use-version", "2023");
  put_text (form, "use-code", use->code);
  put_text (form, "use-text", use->text);
  if (yun_random_chance (random, 0.8))
    {
      double far = round_to (yun_random_between (random, use->far_min, use->far_max), 0.1);

      put_real (form, "far", far);
      if (yun_random_chance (random, 0.5))
        put_real (form, "far-min", round_to (far * 0.6, 0.1));
      if (used && yun_random_chance (random, 0.6))
        put_real (form, "building-area",
                  round_to (area * far * yun_random_between (random, 0.6, 1), 1));
    }
  if (yun_random_chance (random, 0.7))
    {
      put_real (form, "density", 30 + 5 * yun_random_below (random, 7));
      put_real (form, "green", 10 + 5 * yun_random_below (random, 5));
      put_real (form, "height", use->height_m);
    }
  if (yun_random_chance (random, 0.6))
    {
      double mu = area / YUN_MU_M2;

      put_real (form, "tenure", yun_random_chance (random, 0.7) ? 20 : 50);
      put_text (form, "supply", yun_random_chance (random, 0.8) ? "挂牌" : "协议");
      put_real (form, "price", round_to (mu * yun_random_between (random, 80, 260), 1));
    }
}

YunRecord *
yun_sample_maker_make_plot (YunSampleMaker *self, guint number, guint block, guint lot)
{
  YunRandom              random = yun_random_stream (self->seed, STREAM_PLOT, number);
  const YunSampleBlock  *place = yun_sample_layout_get_block (self->layout, block);
  const YunDistrictTown *town = &self->towns[place->town];
  g_autoptr (YunGeom)    shape = yun_sample_layout_make_lot (self->layout, block, lot);
  double                 area = yun_measure_area_lonlat (shape);
  const char            *use_state, *standing;
  gboolean               used;
  Form                  *form = &self->plot;

  begin (form, &random);
  put_format (form, "name", "示例·%s第 %u 号地块", town->name, number + 1);
  put_format (form, "number", "SL%s-%07u", town->code + 6, number + 1);
  put_word (form, "kind", yun_random_chance (&random, 0.97) ? "land" : "building");
  put_text (form, "town", town->uid);
  put_word (form, "zone", town->zone);
  if (place->park >= 0)
    {
      g_autofree char *park = dup_park_uid (self, (guint) place->park);

      put_text (form, "park", park);
      put_int (form, "segment", get_park_segments (self, (guint) place->park));
    }
  else if (yun_random_chance (&random, 0.15))
    put_int (form, "segment", 1 << yun_random_below (&random, 4));
  put_address (form, "location", &random, town->name);

  use_state = CHOOSE (&random, use_states);
  used = is_any (use_state, "in-use", "construction");
  put_word (form, "use-state", use_state);
  standing = put_standing (form, &random, use_state);
  put_facts (form, &random, area, use_state);
  if (yun_random_chance (&random, 0.85))
    {
      put_real (form, "area-paper", round_to (area, 0.1));
      put_word (form, "area-method", "document");
    }
  put_terms (form, &random, area, used);
  if (used)
    {
      put_format (form, "holder", "示例·%s%s有限公司",
                  words[yun_random_below (&random, G_N_ELEMENTS (words))],
                  trades[yun_random_below (&random, 4)][yun_random_below (&random, 4)]);
      if (yun_random_chance (&random, 0.5))
        {
          put_real (form, "invest", round_to (yun_random_between (&random, 150, 1200), 1));
          put_real (form, "tax-per-mu", round_to (yun_random_between (&random, 2, 90), 0.1));
        }
    }
  else
    {
      g_autofree char *date = make_date (&random, 2026, 2027);

      put_holder_of_empty (self, form, number, block, standing);
      put_word (form, "availability", yun_random_chance (&random, 0.5) ? "marketed" : NULL);
      put_text (form, "available-from", yun_random_chance (&random, 0.3) ? date : NULL);
    }
  put_text (form, "soil", CHOOSE (&random, soils));
  put_text (form, "utilities", CHOOSE (&random, utilities));
  put_accuracy (form, &random);
  yun_record_set_shape (form->record, shape);
  return form->record;
}

/* Where a firm sits: mostly in a park, else at a plot, sometimes known by its town only, or not at
 * all. */
static const YunDistrictTown *
put_site (YunSampleMaker *self, Form *form, YunRandom *random)
{
  double              what = yun_random_unit (random);
  double              fx = yun_random_between (random, 0.05, 0.95);
  double              fy = yun_random_between (random, 0.05, 0.95);
  guint               n_blocks = yun_sample_layout_get_n_blocks (self->layout);
  guint               town = yun_random_below (random, self->n_towns);
  g_autoptr (YunGeom) shape = NULL;
  YunPoint            at;

  if (what < 0.55 && self->n_parks > 0)
    {
      guint            park = yun_random_below (random, self->n_parks);
      g_autofree char *uid = dup_park_uid (self, park);

      town = yun_sample_layout_get_park (self->layout, park)->town;
      at = yun_sample_layout_place_in_park (self->layout, park, fx, fy);
      put_text (form, "park", uid);
      put_accuracy (form, random);
    }
  else if (what < 0.85 && n_blocks > 0)
    {
      guint                 number = yun_random_below (random, n_blocks);
      const YunSampleBlock *block = yun_sample_layout_get_block (self->layout, number);

      town = block->town;
      at = yun_sample_layout_place_in_block (self->layout, number, fx, fy);
      if (block->park >= 0)
        {
          g_autofree char *uid = dup_park_uid (self, (guint) block->park);

          put_text (form, "park", uid);
        }
      put_accuracy (form, random);
    }
  else if (what < 0.95)
    {
      at = (YunPoint){ self->towns[town].lon, self->towns[town].lat };
      put_word (form, "accuracy", "town");
    }
  else
    {
      put_word (form, "accuracy", "none");
      return &self->towns[town];
    }
  shape = yun_geom_new_point (at.x, at.y);
  yun_record_set_shape (form->record, shape);
  return &self->towns[town];
}

YunRecord *
yun_sample_maker_make_firm (YunSampleMaker *self, guint number)
{
  Form                  *form = &self->firm;
  FirmDraw               draw;
  YunRandom              random;
  const YunNiche        *niche;
  const YunDistrictTown *town;
  g_autofree char       *founded = NULL;

  draw_firm (self, number, &draw);
  random = draw.random;
  niche = draw.niche;
  founded = draw.founded;
  begin (form, &random);
  put_format (form, "name", "示例·%s%s有限公司 第 %u", draw.word, draw.trade, number + 1);
  put_format (form, "short-name", "示例%s %u", draw.word, number + 1);
  if (niche->replaced_by == NULL && yun_random_chance (&random, 0.95))
    put_text (form, "niche", niche->id);
  if (yun_random_chance (&random, 0.25))
    {
      const YunNiche *other = &self->niches[yun_random_below (&random, self->n_niches)];

      put_text (form, "niches", other != niche && other->replaced_by == NULL ? other->id : NULL);
    }
  put_text (form, "role", CHOOSE (&random, roles));
  put_text (form, "tier", CHOOSE (&random, tiers));
  put_word (form, "relation", CHOOSE (&random, relations));
  if (yun_random_chance (&random, 0.9))
    put_text (form, "founded", founded);
  if (yun_random_chance (&random, 0.85))
    put_real (form, "capital", round_to (pow (10, yun_random_between (&random, 1.5, 5)), 10));
  if (yun_random_chance (&random, 0.6))
    {
      gint64 staff = (gint64) pow (10, yun_random_between (&random, 0.6, 3.3));

      put_int (form, "staff", staff);
      put_real (form, "revenue",
                round_to ((double) staff * yun_random_between (&random, 20, 180), 1));
      if (yun_random_chance (&random, 0.7))
        put_real (form, "tax", round_to ((double) staff * yun_random_between (&random, 1, 12), 1));
    }
  put_format (form, "business", "%s（示例）", niche->name);
  town = put_site (self, form, &random);
  put_text (form, "town", town->uid);
  put_word (form, "zone", town->zone);
  put_address (form, "address", &random, town->name);
  return form->record;
}
