/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "registry-fixture.h"

#include "yun-link.h"
#include "yun-measure.h"
#include "yun-text.h"
#include "yun-town.h"

static gboolean
keep_record_cb (YunRecord *record, gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (record));
  return TRUE;
}

void
registry_read (Registry *self)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   all = yun_filter_new (NULL);
  g_autoptr (GError)      error = NULL;

  for (guint e = 0; e < n; e++)
    {
      g_clear_pointer (&self->records[e], g_ptr_array_unref);
      self->records[e] = g_ptr_array_new_with_free_func (g_object_unref);
      g_assert_true (yun_store_each_record_sync (self->store, entities[e], all, keep_record_cb,
                                                 self->records[e], NULL, &error));
      g_assert_no_error (error);
    }
}

void
registry_set_up (Registry *self, gconstpointer data)
{
  g_autoptr (GRand)       rand = g_rand_new_with_seed (77);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (GError)      error = NULL;

  fixture_set_up (&self->fixture, NULL);
  self->store = fixture_create (&self->fixture);
  self->records = g_new0 (GPtrArray *, n);
  add_linked (self->store);
  for (guint e = 0; e < n; e++)
    {
      YunChange *change = import_random (self->store, YUN_ACTION_IMPORT, entities[e],
                                         REGISTRY_N_RECORDS, rand, NULL, &error);

      g_assert_no_error (error);
      yun_change_unref (change);
    }
  registry_read (self);
}

void
registry_tear_down (Registry *self, gconstpointer data)
{
  guint n;

  yun_entity_list (&n);
  for (guint e = 0; e < n; e++)
    g_clear_pointer (&self->records[e], g_ptr_array_unref);
  g_clear_pointer (&self->records, g_free);
  g_clear_object (&self->store);
  fixture_tear_down (&self->fixture, NULL);
}

YunRecord *
registry_add (Registry *self, const YunEntity *entity, const char *name, YunGeom *shape)
{
  return registry_add_in (self, entity, name, NULL, shape);
}

YunRecord *
registry_add_in (
  Registry *self, const YunEntity *entity, const char *name, YunRecord *town, YunGeom *anchor)
{
  YunRecord            *record = yun_entity_new_record (entity);
  guint                 e = yun_entity_get_index (entity);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  yun_record_set_shape (record, anchor);
  if (town != NULL)
    {
      yun_record_set_text (record, yun_entity_get_field (entity, "town"),
                           yun_record_get_uid (town));
      yun_record_set_int (record, yun_entity_get_field (entity, "accuracy"), YUN_ACCURACY_TOWN);
    }
  change = yun_store_save_sync (self->store, record, "", NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->records[e], record);
  return record;
}

/* ---- The meaning of what leads elsewhere, by plain loops ------------------- */

typedef struct
{
  Registry   *self;
  GHashTable *others; /* (owned): clause → records its inner filter matches */
} Relate;

static gboolean relate_cb (const YunClause *clause, YunRecord *record, gpointer user_data);

/* The records that a clause leads to. */
static GPtrArray *
get_others (Relate *relate, const YunClause *clause)
{
  GPtrArray *others = g_hash_table_lookup (relate->others, clause);
  guint      n;

  if (others != NULL)
    return others;
  yun_entity_list (&n);
  others = g_ptr_array_new ();
  g_hash_table_insert (relate->others, (gpointer) clause, others);
  for (guint e = 0; e < n; e++)
    for (guint i = 0; i < relate->self->records[e]->len; i++)
      {
        YunRecord *other = g_ptr_array_index (relate->self->records[e], i);
        gboolean   fits = FALSE;

        if (clause->sub != NULL)
          fits = yun_filter_match (clause->sub, other, relate_cb, relate);
        else if (clause->kind == YUN_CLAUSE_NEAR)
          fits = strcmp (yun_record_get_name (other), clause->text) == 0;
        else
          fits =
            g_strv_contains ((const char *const *) clause->values, yun_record_get_name (other));
        if (fits)
          g_ptr_array_add (others, other);
      }
  return others;
}

static YunGeom *
get_place (YunRecord *record)
{
  const YunField *accuracy = yun_entity_get_field (yun_record_get_entity (record), "accuracy");

  if (accuracy == NULL || yun_record_get_int (record, accuracy) == YUN_ACCURACY_NONE)
    return NULL;
  return yun_record_get_shape (record);
}

/* Where something is: in one of the outlines when it is known only by its town, else at the one. */
typedef struct
{
  GPtrArray *shapes; /* (owned) (element-type YunGeom, unowned): none: not known */
  gboolean   loose;
} Where;

/* Of what is asked of two places. */
typedef struct
{
  gboolean may_be;
  gboolean is;
} Truth;

static Where
find_where (Registry *self, YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);
  const YunField  *accuracy = yun_entity_get_field (entity, "accuracy");
  const YunField  *town = yun_entity_get_field (entity, "town");
  Where            where = { g_ptr_array_new (), FALSE };
  g_auto (GStrv)   uids = NULL;

  where.loose = accuracy != NULL && yun_record_get_int (record, accuracy) == YUN_ACCURACY_TOWN;
  if (!where.loose && yun_record_get_shape (record) != NULL)
    g_ptr_array_add (where.shapes, yun_record_get_shape (record));
  if (!where.loose || town == NULL || yun_record_get_text (record, town) == NULL)
    return where;
  uids = g_strsplit (yun_record_get_text (record, town), ";", -1);
  for (char **uid = uids; *uid != NULL; uid++)
    {
      GPtrArray *towns = self->records[yun_entity_get_index (&yun_entity_town)];
      YunGeom   *outline = NULL;

      for (guint i = 0; i < towns->len && outline == NULL; i++)
        if (strcmp (yun_record_get_uid (towns->pdata[i]), g_strstrip (*uid)) == 0)
          outline = get_place (towns->pdata[i]);
      if (outline == NULL)
        {
          g_ptr_array_set_size (where.shapes, 0);
          break;
        }
      g_ptr_array_add (where.shapes, outline);
    }
  return where;
}

static Truth
judge (const YunClause *clause, YunGeom *shape, gboolean loose, YunGeom *place, gboolean unsure)
{
  YunPoint point = yun_measure_label_point (shape);
  Truth    truth = { 0 };

  if (clause->kind == YUN_CLAUSE_NEAR)
    {
      truth.may_be = yun_measure_distance_between (shape, place) <= clause->distance_m;
      truth.is = loose && unsure ? yun_measure_every_two_near (shape, place, clause->distance_m)
                 : loose         ? yun_measure_all_near (shape, place, clause->distance_m)
                 : unsure        ? yun_measure_all_near (place, shape, clause->distance_m)
                                 : truth.may_be;
    }
  else if (yun_geom_get_kind (place) == YUN_GEOM_POLYGON && !unsure)
    {
      truth.is = loose || clause->way == YUN_WAY_INSIDE ? yun_measure_covers (place, shape)
                 : clause->way == YUN_WAY_MEETS         ? yun_measure_intersects (place, shape)
                                                : yun_measure_contains (place, point.x, point.y);
      truth.may_be = loose ? yun_measure_overlaps (place, shape) : truth.is;
    }
  truth.may_be = truth.may_be || truth.is;
  return truth;
}

/* Whether @shape is where the clause asks of one of the places. */
static Truth
judge_all (const YunClause *clause, YunGeom *shape, gboolean loose, GArray *places)
{
  Truth any = { 0 };

  for (guint i = 0; i < places->len && !any.is; i++)
    {
      const Where *place = &g_array_index (places, Where, i);
      gboolean     is = place->shapes->len > 0;

      for (guint k = 0; k < place->shapes->len; k++)
        {
          Truth truth = judge (clause, shape, loose, place->shapes->pdata[k], place->loose);

          any.may_be = any.may_be || truth.may_be;
          is = is && truth.is;
        }
      any.is = any.is || is;
    }
  return any;
}

static gboolean
is_located (Registry *self, const YunClause *clause, YunRecord *record, GArray *places)
{
  Where where = find_where (self, record);
  Truth all = { FALSE, TRUE };
  guint n = where.shapes->len, n_places = 0;

  for (guint i = 0; i < places->len; i++)
    n_places += g_array_index (places, Where, i).shapes->len;
  for (guint i = 0; i < n; i++)
    {
      Truth truth = judge_all (clause, where.shapes->pdata[i], where.loose, places);

      all.may_be = all.may_be || truth.may_be;
      all.is = all.is && truth.is;
    }
  g_ptr_array_unref (where.shapes);
  if (n_places == 0 || yun_record_get_entity (record)->shape == YUN_SHAPE_NONE)
    return FALSE;
  if (n == 0 || (all.may_be && !all.is))
    return clause->or_unknown;
  return clause->beyond ? !all.is : all.is;
}

static void
clear_where (gpointer data)
{
  g_ptr_array_unref (((Where *) data)->shapes);
}

/* NEAR and IN. */
static gboolean
is_placed (Relate *relate, const YunClause *clause, YunRecord *record)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Where));
  GPtrArray         *others = clause->area == NULL ? get_others (relate, clause) : NULL;

  g_array_set_clear_func (places, clear_where);
  if (clause->area != NULL)
    {
      Where drawn = { g_ptr_array_new (), FALSE };

      g_ptr_array_add (drawn.shapes, clause->area);
      g_array_append_val (places, drawn);
    }
  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      YunRecord  *other = others->pdata[i];
      const char *kind = yun_record_get_entity (other)->id;
      Where       where;

      if ((clause->sub != NULL && yun_filter_get_entity (clause->sub) == NULL &&
           (strcmp (kind, "town") == 0 || strcmp (kind, "zone") == 0)) ||
          get_place (other) == NULL)
        continue;
      where = find_where (relate->self, other);
      if (clause->kind == YUN_CLAUSE_IN &&
          (where.loose || yun_geom_get_kind (get_place (other)) != YUN_GEOM_POLYGON))
        g_ptr_array_set_size (where.shapes, 0);
      g_array_append_val (places, where);
    }
  return is_located (relate->self, clause, record, places);
}

static const char *
get_key (YunRecord *record)
{
  const YunEntity *entity = yun_record_get_entity (record);

  if (strcmp (entity->id, "zone") != 0)
    return yun_record_get_uid (record);
  if (!yun_record_is_known (record, yun_entity_get_field (entity, "code")))
    return "";
  return yun_enum_zone.values[yun_record_get_int (record, yun_entity_get_field (entity, "code"))]
    .id;
}

static gboolean
refers_to (YunRecord *from, const YunField *field, YunRecord *to)
{
  g_autofree char *value = yun_field_is_link (field) ? g_strdup (yun_record_get_text (from, field))
                                                     : yun_record_dup_value (from, field);
  g_auto (GStrv)   items = g_strsplit (value != NULL ? value : "", ";", -1);

  for (char **item = items; *item != NULL; item++)
    if (strcmp (g_strstrip (*item), get_key (to)) == 0)
      return TRUE;
  return FALSE;
}

/* What @record is called, told apart from others of its name as the fixture makes them: by town. */
static gboolean
is_called (Registry *self, YunRecord *record, const char *value)
{
  const YunEntity *entity = yun_record_get_entity (record);
  GPtrArray       *all = self->records[yun_entity_get_index (entity)];
  const char      *name = yun_record_get_name (record);
  const YunField  *town = yun_entity_get_field (entity, "town");
  guint            namesakes = 0;
  g_autofree char *at = NULL, *label = NULL;

  if (strcmp (yun_record_get_uid (record), value) == 0 || strcmp (name, value) == 0)
    return TRUE;
  for (guint i = 0; i < all->len; i++)
    namesakes += strcmp (yun_record_get_name (all->pdata[i]), name) == 0;
  if (namesakes < 2 || town == NULL)
    return FALSE;
  at = yun_record_dup_value (record, town);
  label = g_strdup_printf ("%s (%s)", name, at);
  return strcmp (label, value) == 0;
}

/* What is searched by its words is found by part of a name too. */
static gboolean
contains_word (Registry *self, GPtrArray *targets, const char *uid, const char *value)
{
  const char      *name = uid;
  g_autofree char *word = yun_text_normalise (value);
  g_autofree char *normal = NULL;

  for (guint i = 0; i < targets->len; i++)
    if (strcmp (yun_record_get_uid (targets->pdata[i]), uid) == 0)
      name = yun_record_get_name (targets->pdata[i]);
  normal = yun_text_normalise (name);
  return strstr (normal, word) != NULL;
}

/* Whether a link of @record holds one of the values: as a text that stayed, or by what it leads to
 * is called. */
static gboolean
links_to (Registry *self, const YunClause *clause, YunRecord *record)
{
  const YunField *field = yun_entity_get_field (yun_record_get_entity (record), clause->field);
  GPtrArray      *targets = self->records[yun_entity_get_index (yun_field_get_target (field))];
  const char     *item;
  gsize           length;

  for (const char *next = yun_record_get_text (record, field);
       (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);

      if (g_strv_contains ((const char *const *) clause->values, uid))
        return TRUE;
      for (char **value = (field->flags & YUN_FIELD_SEARCH) != 0 ? clause->values : NULL;
           value != NULL && *value != NULL; value++)
        if (contains_word (self, targets, uid, *value))
          return TRUE;
      for (guint i = 0; i < targets->len; i++)
        for (char **value = clause->values;
             *value != NULL && strcmp (yun_record_get_uid (targets->pdata[i]), uid) == 0; value++)
          if (is_called (self, targets->pdata[i], *value))
            return TRUE;
    }
  return FALSE;
}

static gboolean
relate_cb (const YunClause *clause, YunRecord *record, gpointer user_data)
{
  Relate          *relate = user_data;
  const YunEntity *entity = yun_record_get_entity (record);
  GPtrArray       *others;

  if (clause->kind == YUN_CLAUSE_VALUES)
    return links_to (relate->self, clause, record);
  if (clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN)
    return is_placed (relate, clause, record);
  others = get_others (relate, clause);
  for (guint i = 0; i < others->len; i++)
    {
      YunRecord             *other = g_ptr_array_index (others, i);
      const YunEntity       *kind = yun_record_get_entity (other);
      const YunField *const *fields = yun_entity_get_fields (kind, NULL);

      switch (clause->kind)
        {
        case YUN_CLAUSE_WHOSE:
          if (refers_to (record, yun_entity_get_field (entity, clause->field), other))
            return TRUE;
          break;
        case YUN_CLAUSE_HAS:
          for (guint f = 0; fields[f] != NULL; f++)
            if (yun_field_get_target (fields[f]) == entity && refers_to (other, fields[f], record))
              return TRUE;
          break;
        default:
          break;
        }
    }
  return FALSE;
}

gboolean
registry_match (Registry *self, YunFilter *filter, YunRecord *record)
{
  Relate   relate = { self,
                      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref) };
  gboolean matches = yun_filter_match (filter, record, relate_cb, &relate);

  g_hash_table_unref (relate.others);
  return matches;
}

/* How many there are with those of which it cannot be told where they are. */
static guint
count_wide (Relate *relate, YunFilter *wide, guint entity)
{
  GPtrArray *records = relate->self->records[entity];
  guint      n = 0;

  for (guint i = 0; i < records->len; i++)
    n += yun_filter_match (wide, records->pdata[i], relate_cb, relate);
  return n;
}

guint
registry_compare (Registry *self, YunFilter *filter)
{
  guint                   n, total = 0;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autofree char        *text = yun_filter_print (filter);
  g_autoptr (YunFilter)   wide = yun_filter_with_untold (filter);
  Relate                  relate = { self,
                                     g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref) };

  for (guint e = 0; e < n; e++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunAnswer) answer = yun_store_ask_sync (
        self->store, filter, yun_entity_get_bit (entities[e]), NULL, NULL, &error);
      guint at = 0;

      g_assert_no_error (error);
      for (guint i = 0; i < self->records[e]->len; i++)
        {
          YunRecord *record = g_ptr_array_index (self->records[e], i);
          gint64     id = yun_record_get_id (record);
          gboolean   listed =
            at < answer->ids[e]->len && g_array_index (answer->ids[e], gint64, at) == id;

          at += listed;
          if (listed != yun_filter_match (filter, record, relate_cb, &relate))
            g_error ("“%s”: %s %" G_GINT64_FORMAT " is %slisted", text, entities[e]->id, id,
                     listed ? "" : "not ");
        }
      g_assert_cmpuint (at, ==, answer->ids[e]->len);
      g_assert_cmpint (answer->totals[e].count, ==, at);
      g_assert_cmpint (answer->totals[e].untold, ==,
                       wide != NULL ? count_wide (&relate, wide, e) - at : 0);
      total += at;
    }
  g_hash_table_unref (relate.others);
  return total;
}
