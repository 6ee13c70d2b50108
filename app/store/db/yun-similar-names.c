/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-similar-names.h"

#include "yun-text.h"

static const char *const more[] = { "aliases", "short-name", "former-names",
                                    "name-en", "code",       "credit-code" };

/* In the rows read: the identifier, the uid, the name, and the other names. */
enum
{
  COLUMN_ID,
  COLUMN_UID,
  COLUMN_NAME,
  COLUMN_MORE,
};

/* One name of one record. */
typedef struct
{
  guint  hash; /* of the name as search compares it */
  gint64 id;
} Name;

struct _YunSimilarNames
{
  YunDb           *db; /* (unowned) */
  const YunEntity *entity;
  gboolean         asked;
  GArray          *names; /* (owned) (nullable) (element-type Name): by hash, then by id */
};

YunSimilarNames *
yun_similar_names_new (YunDb *db, const YunEntity *entity)
{
  YunSimilarNames *self = g_new0 (YunSimilarNames, 1);

  self->db = db;
  self->entity = entity;
  return self;
}

void
yun_similar_names_free (YunSimilarNames *self)
{
  g_clear_pointer (&self->names, g_array_unref);
  g_free (self);
}

/* (transfer full) (nullable) */
static YunStmt *
prepare (YunSimilarNames *self, const char *condition)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id, uid, name");

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      const YunField *field = yun_entity_find_field (self->entity, more[i]);

      if (field != NULL)
        g_string_append_printf (sql, ", \"%s\"", field->column);
      else
        g_string_append (sql, ", NULL");
    }
  g_string_append_printf (sql, " FROM \"%s\" WHERE uid NOTNULL%s ORDER BY id", self->entity->id,
                          condition);
  return yun_db_prepare (self->db, sql->str, NULL);
}

/* ---- Rows ---------------------------------------------------------------------------- */

/* The record of this row, when it has the name, to those called so or to the others. */
static void
judge_row (YunStmt *row, const char *normal, GPtrArray *called, GPtrArray *others)
{
  g_autofree char *name = yun_text_normalise (yun_stmt_text (row, COLUMN_NAME));
  gboolean         other = FALSE;

  if (strcmp (name, normal) == 0)
    {
      g_ptr_array_add (called, g_strdup (yun_stmt_text (row, COLUMN_UID)));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (more) && !other && called->len == 0; i++)
    other = yun_text_has_item (yun_stmt_text (row, COLUMN_MORE + (int) i), normal);
  if (other)
    g_ptr_array_add (others, g_strdup (yun_stmt_text (row, COLUMN_UID)));
}

static void
judge_all (YunSimilarNames *self, const char *normal, GPtrArray *called, GPtrArray *others)
{
  g_autoptr (YunStmt) row = prepare (self, "");

  while (row != NULL && yun_stmt_step (row, NULL) == 1)
    judge_row (row, normal, called, others);
}

/* ---- Hashes -------------------------------------------------------------------------- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const Name *one = a, *other = b;

  if (one->hash != other->hash)
    return one->hash < other->hash ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

static void
keep_name (GArray *names, const char *name, gint64 id)
{
  g_autofree char *normal = yun_text_normalise (name);
  const Name       kept = { g_str_hash (normal), id };

  g_array_append_val (names, kept);
}

static void
keep_row (GArray *names, YunStmt *row)
{
  const gint64 id = yun_stmt_int (row, COLUMN_ID);
  const char  *item;
  gsize        length;

  keep_name (names, yun_stmt_text (row, COLUMN_NAME), id);
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    for (const char *next = yun_stmt_text (row, COLUMN_MORE + (int) i);
         (next = yun_text_next_item (next, &item, &length)) != NULL;)
      {
        g_autofree char *word = g_strndup (item, length);

        keep_name (names, word, id);
      }
}

static gboolean
keep_all (YunSimilarNames *self)
{
  g_autoptr (GArray)  names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_autoptr (YunStmt) row = prepare (self, "");
  int                 rc = -1;

  while (row != NULL && (rc = yun_stmt_step (row, NULL)) == 1)
    keep_row (names, row);
  if (rc != 0)
    return FALSE;
  g_array_sort (names, compare_names);
  self->names = g_steal_pointer (&names);
  return TRUE;
}

/* The first of @hash, or where it would be. */
static guint
find_first (GArray *names, guint hash)
{
  guint low = 0, high = names->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (names, Name, middle).hash < hash)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
judge_kept (YunSimilarNames *self, const char *normal, GPtrArray *called, GPtrArray *others)
{
  const guint         hash = g_str_hash (normal);
  g_autoptr (YunStmt) row = prepare (self, " AND id=?");
  gint64              last = 0;
  gboolean            first = TRUE;

  for (guint i = find_first (self->names, hash); row != NULL && i < self->names->len; i++)
    {
      const Name *name = &g_array_index (self->names, Name, i);

      if (name->hash != hash)
        return;
      if (!first && name->id == last)
        continue; /* the same record by two of its names */
      yun_stmt_bind_int (row, 1, name->id);
      if (yun_stmt_step (row, NULL) == 1)
        judge_row (row, normal, called, others);
      yun_stmt_reset (row);
      last = name->id;
      first = FALSE;
    }
}

void
yun_similar_names_add (YunSimilarNames *self, const char *text, GPtrArray *uids)
{
  g_autofree char      *normal = yun_text_normalise (text);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  const gboolean        again = self->asked;

  if (*normal == '\0')
    return;
  self->asked = TRUE;
  if (again && (self->names != NULL || keep_all (self)))
    judge_kept (self, normal, uids, others);
  else
    judge_all (self, normal, uids, others);
  if (uids->len == 0)
    g_ptr_array_extend_and_steal (uids, g_steal_pointer (&others));
}
