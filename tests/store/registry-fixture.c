/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "registry-fixture.h"

#include "yun-link.h"
#include "yun-measure.h"
#include "yun-text.h"

static gboolean
keep_record_cb (YunRecord *record, gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (record));
  return TRUE;
}

void
registry_set_up (Registry *self, gconstpointer data)
{
  g_autoptr (GRand)       rand = g_rand_new_with_seed (77);
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autoptr (YunFilter)   all = yun_filter_new (NULL);
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
      self->records[e] = g_ptr_array_new_with_free_func (g_object_unref);
      g_assert_true (yun_store_each_record_sync (self->store, entities[e], all, keep_record_cb,
                                                 self->records[e], NULL, &error));
      g_assert_no_error (error);
    }
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
  YunRecord            *record = yun_entity_new_record (entity);
  guint                 e = yun_entity_get_index (entity);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunChange) change = NULL;

  yun_record_set_text (record, yun_entity_get_field (entity, "name"), name);
  yun_record_set_shape (record, shape);
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

static gboolean
is_related_place (const YunClause *clause, YunRecord *record, YunGeom *place)
{
  YunGeom *shape = yun_record_get_shape (record);
  YunPoint point;

  if (shape == NULL || place == NULL)
    return FALSE;
  if (clause->kind == YUN_CLAUSE_NEAR)
    return yun_measure_distance_between (shape, place) <= clause->distance_m;
  point = yun_measure_label_point (shape);
  return yun_geom_get_kind (place) == YUN_GEOM_POLYGON &&
         yun_measure_contains (place, point.x, point.y);
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
  if (clause->area != NULL)
    return is_related_place (clause, record, clause->area);
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
          if (clause->sub != NULL && yun_filter_get_entity (clause->sub) == NULL &&
              (strcmp (kind->id, "town") == 0 || strcmp (kind->id, "zone") == 0))
            continue;
          if (is_related_place (clause, record, get_place (other)))
            return TRUE;
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

guint
registry_compare (Registry *self, YunFilter *filter)
{
  guint                   n, total = 0;
  const YunEntity *const *entities = yun_entity_list (&n);
  g_autofree char        *text = yun_filter_print (filter);
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
      total += at;
    }
  g_hash_table_unref (relate.others);
  return total;
}
