/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "filter-sample.h"

#include "yun-chain.h"
#include "yun-facility.h"
#include "yun-firm.h"
#include "yun-link.h"
#include "yun-park.h"
#include "yun-plot.h"
#include "yun-starter.h"
#include "yun-wkb.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <string.h>

/* How many of each; their places stand in rows of ten. */
static const struct
{
  const YunEntity *entity;
  guint            n;
} more[] = {
  { &yun_entity_zone, 4 },  { &yun_entity_town, 6 },  { &yun_entity_park, 20 },
  { &yun_entity_plot, 60 }, { &yun_entity_firm, 60 }, { &yun_entity_facility, 36 },
};

static const char *const words[] = {
  "长兴路 25 号", "G60 科创云廊",   "臺積電衛星",    "ＡＢＣ重工（东区）",
  "莘庄·都会路",  "Phased Array 7", "乐都西路 9 弄", "行知堂",
};

static const char *const terms[] = {
  "srdi@2021-06-30/2024-06-30",
  "little-giant@2024/2027;innovative@2020/2023",
  "champion@2022/2025-03-31；high-tech@2023/2026",
};

static const char *const dates[] = {
  "2023", "2024", "2024-02", "2024-02-29", "2024-03-01", "2024-04", "2025-12-31", "2025",
};

/* Half a degree's hundredths around (x, y), a unit each. */
static const char *const outlines[] = {
  "POLYGON((0 0,4 0,4 3,0 3,0 0))",                                /* a box */
  "POLYGON((0 0,4 0,4 1,1 1,1 3,0 3,0 0))",                        /* concave */
  "POLYGON((0 0,4 0,4 3,0 3,0 0),(1 1,1 2,3 2,3 1,1 1))",          /* with a hole */
  "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((2 1,4 1,4 3,2 3,2 1)))", /* in two parts */
};

typedef struct
{
  guint      kind;   /* of more[] */
  guint      number; /* of the next record of it */
  YunRecord *record; /* (owned) (nullable): the one given last */
} More;

static char *
make_name (const YunEntity *entity, guint i)
{
  return g_strdup_printf ("附加%s %u", entity->zh, i + 1);
}

/* (transfer full): an id, or the uid of one of the records made here or of a town. */
static char *
make_reference (const YunField *field, guint k)
{
  guint n;

  if (strcmp (field->ref, "niche") == 0)
    return g_strdup (yun_chain_get_niches (&n)[k % 12].id);
  if (strcmp (field->ref, "town") == 0)
    return g_strdup (yun_chain_get_towns (&n)[k % 17].uid);
  {
    const YunEntity *target = yun_entity_find (field->ref);
    g_autofree char *name = make_name (target, k % 20);

    return yun_link_dup_key_uid (target, name);
  }
}

static char *
make_text (const YunField *field, guint k)
{
  if (strcmp (field->id, "pinyin") == 0)
    return g_strdup ("fu jia chong yi");
  /* Who operates a place is often no firm of the registry, and stays a name. */
  if (field->ref != NULL && strcmp (field->id, "operator") != 0)
    return make_reference (field, k);
  if (strcmp (field->id, "credit-code") == 0)
    return g_strdup_printf ("91310117%010u", k); /* no two firms share one */
  return g_strdup (words[k % G_N_ELEMENTS (words)]);
}

static void
fill_field (YunRecord *record, const YunField *field, guint k)
{
  g_autofree char *text = NULL, *one = NULL, *other = NULL;

  switch (field->kind)
    {
    case YUN_KIND_TEXT:
    case YUN_KIND_LINK:
      text = make_text (field, k);
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_LIST:
    case YUN_KIND_LINKS:
      one = make_text (field, k);
      other = make_text (field, k + 3);
      text = strcmp (field->id, "operator") == 0
               ? g_strdup (one)
               : g_strconcat (one, k % 2 == 0 ? ";" : "； ", other, NULL);
      yun_record_set_text (record, field, text);
      break;
    case YUN_KIND_TERMS:
      yun_record_set_text (record, field, terms[k % G_N_ELEMENTS (terms)]);
      break;
    case YUN_KIND_DATE:
      yun_record_set_text (record, field, dates[k % G_N_ELEMENTS (dates)]);
      break;
    case YUN_KIND_INT:
      yun_record_set_int (record, field, 2021 + k % 5);
      break;
    case YUN_KIND_REAL:
      yun_record_set_real (record, field, (k % 23) * 12.5);
      break;
    case YUN_KIND_ENUM:
      yun_record_set_int (record, field, k % (guint) field->values->n_plain);
      break;
    case YUN_KIND_SET:
      yun_record_set_int (record, field, 1 + k % ((1u << field->values->n_plain) - 1));
      break;
    }
}

static gboolean
move_cb (YunPoint *points, guint n, gpointer user_data)
{
  const YunPoint *to = user_data;

  for (guint i = 0; i < n; i++)
    points[i] = (YunPoint){ to->x + points[i].x * 0.0015, to->y + points[i].y * 0.0015 };
  return TRUE;
}

/* Every seventh has no place; of those that may be areas every fifth is a point. */
static YunGeom *
make_shape (const YunEntity *entity, guint i)
{
  YunPoint            at = { 121.08 + i % 10 * 0.025, 30.95 + i / 10 * 0.03 };
  g_autoptr (YunGeom) outline = NULL;
  g_autoptr (GError)  error = NULL;

  if (i % 7 == 6)
    return NULL;
  if (entity->shape == YUN_SHAPE_POINT || (entity->shape == YUN_SHAPE_ANY && i % 5 == 4))
    return yun_geom_new_point (at.x, at.y);
  outline = yun_wkt_read (outlines[i % G_N_ELEMENTS (outlines)], &error);
  g_assert_no_error (error);
  return yun_geom_map (outline, move_cb, &at);
}

/* A number of (@i, @f) in which one does not follow from the other. */
static guint
mix (guint i, guint f)
{
  guint32 x = (i + 1) * 2654435761u ^ (f + 1) * 2246822519u;

  x = (x ^ x >> 15) * 2246822519u;
  return x ^ x >> 13;
}

static YunRecord *
make_record (const YunEntity *entity, guint i)
{
  YunRecord             *record = yun_entity_new_record (entity);
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  g_autoptr (YunGeom)    shape = make_shape (entity, i);
  g_autofree char       *name = make_name (entity, i);
  g_autofree char       *uid = yun_link_dup_key_uid (entity, name);

  for (guint f = 0; fields[f] != NULL; f++)
    if ((fields[f]->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) == 0 && mix (i, f) % 4 != 3)
      fill_field (record, fields[f], mix (i, f) / 4);
  yun_record_set_text (record, yun_entity_get_field (entity, "uid"), uid);
  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  yun_record_set_int (record, yun_entity_get_field (entity, "accuracy"),
                      shape == NULL ? YUN_ACCURACY_NONE : YUN_ACCURACY_SURVEYED + (int) i % 3);
  yun_record_set_shape (record, shape);
  return record;
}

static YunRecord *
next_record (gpointer user_data, GError **error)
{
  More *self = user_data;

  g_clear_object (&self->record);
  while (self->kind < G_N_ELEMENTS (more) && self->number == more[self->kind].n)
    {
      self->kind++;
      self->number = 0;
    }
  if (self->kind < G_N_ELEMENTS (more))
    self->record = make_record (more[self->kind].entity, self->number++);
  return self->record;
}

void
filter_sample_make (const char *path)
{
  const YunSampleOptions options = { 3000, G_MAXUINT, 40, 7 };
  g_autoptr (YunJob)     job = yun_sample_job_new (path, &options);
  g_autoptr (GError)     error = NULL;
  g_autoptr (YunStore)   store = yun_job_run_sync (job, &error);
  More                   state = { 0 };
  g_autoptr (YunChange)  change = NULL;

  g_assert_no_error (error);
  change =
    yun_store_import_sync (store, YUN_ACTION_IMPORT, "more", next_record, &state, "", NULL, &error);
  g_assert_no_error (error);
  yun_store_close (store);
}
