/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-search-index.h"

#include "yun-ids.h"
#include "yun-text.h"

#include <string.h>

#define SIGN '\x01'     /* between texts; no search text has it */
#define LOOK_EVERY 4096 /* records between looks at the cancellable */
#define ROOM ((guint64) 1 << 32)
#define MAX_GONE 1000 /* more is read anew */

typedef struct
{
  gint64  id;
  gsize   text;    /* where its search text begins in .texts */
  guint32 length;  /* of that */
  guint32 n_names; /* the bytes of it that are names */
  guint32 n_code;  /* of its code, behind a SIGN behind the text */
  guint64 place;   /* in the order of names, ROOM apart for those that are patched in */
} Entry;

struct _YunSearchIndex
{
  const YunEntity *entity;
  GArray          *entries; /* (owned) (element-type Entry): by id */
  GString         *texts; /* (owned): for each its search text, then its code, a SIGN behind each */
  GArray *gone; /* (owned) (element-type gint64): ids that are not what they were, ascending */
  YunSearchIndex *newer; /* (owned) (nullable): of those what is there now */
};

/* ---- Building ------------------------------------------------------------------- */

/* The column of field @id as SQL; "NULL" for none. */
static const char *
get_column (const YunEntity *entity, const char *id)
{
  const YunField *field = yun_entity_find_field (entity, id);

  return field != NULL ? field->column : "NULL";
}

static guint
count_names (const char *list)
{
  const char *item;
  gsize       length;
  guint       n = 0;

  for (const char *next = list; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      gsize i = 0;

      while (i < length && (guchar) item[i] < 0x80)
        i++;
      n += i < length;
    }
  return n;
}

typedef struct
{
  const char *key; /* (unowned) */
  guint       entry;
} Key;

/* A record without a name comes last. */
#define LAST_KEY "\xF4\x8F\xBF\xBF"

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *two = b;
  int        order = strcmp (one->key, two->key);

  return order != 0 ? order : one->entry < two->entry ? -1 : one->entry > two->entry;
}

static void
read_row (YunSearchIndex *self, YunStmt *stmt, GArray *keys, GStringChunk *names)
{
  const char *text = yun_stmt_text (stmt, 1);
  const char *key = yun_stmt_text (stmt, 2);
  Entry       entry = { .id = yun_stmt_int (stmt, 0), .text = self->texts->len };
  guint       n = count_names (yun_stmt_text (stmt, 3)) + count_names (yun_stmt_text (stmt, 4));
  Key name = { g_string_chunk_insert (names, key != NULL ? key : LAST_KEY), self->entries->len };

  if (text == NULL)
    text = "";
  entry.length = (guint32) strlen (text);
  entry.n_names = (guint32) yun_search_measure_names (text, n);
  g_string_append_len (self->texts, text, (gssize) entry.length);
  g_string_append_c (self->texts, SIGN);
  yun_search_append_code (self->texts, yun_stmt_text (stmt, 5));
  entry.n_code = (guint32) (self->texts->len - entry.text - entry.length - 1);
  g_string_append_c (self->texts, SIGN);
  g_array_append_val (self->entries, entry);
  g_array_append_val (keys, name);
}

static YunSearchIndex *
index_new (const YunEntity *entity)
{
  YunSearchIndex *self = g_new0 (YunSearchIndex, 1);

  self->entity = entity;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->texts = g_string_new (NULL);
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/* What of a row is searched, as SQL: its own text, and what it links to by the names of today. */
static void
append_text (GString *sql, const YunEntity *entity)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);

  g_string_append (sql, "search");
  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && (fields[i]->flags & YUN_FIELD_SEARCH) != 0)
      g_string_append_printf (sql, "||coalesce(yun_link_search('%s', \"%s\"),'')", fields[i]->ref,
                              fields[i]->column);
}

/* The rows of @entity as read_row() takes them. */
static YunStmt *
prepare (YunDb *db, const YunEntity *entity, const char *tail, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id, ");

  append_text (sql, entity);
  g_string_append_printf (sql, ", name_key, name, %s, %s FROM %s %s",
                          get_column (entity, entity->portrait->others),
                          get_column (entity, entity->portrait->code), entity->id, tail);
  return yun_db_prepare (db, sql->str, error);
}

YunSearchIndex *
yun_search_index_new (YunDb *db, const YunEntity *entity, GError **error)
{
  YunSearchIndex     *self = index_new (entity);
  g_autoptr (GArray)  keys = g_array_new (FALSE, FALSE, sizeof (Key));
  GStringChunk       *names = g_string_chunk_new (65536);
  g_autoptr (YunStmt) stmt = prepare (db, entity, "ORDER BY id", error);
  int                 rc = -1;

  while (stmt != NULL && (rc = yun_stmt_step (stmt, error)) == 1)
    read_row (self, stmt, keys, names);
  if (rc == 0)
    {
      g_array_sort (keys, compare_keys);
      for (guint i = 0; i < keys->len; i++)
        g_array_index (self->entries, Entry, g_array_index (keys, Key, i).entry).place =
          (i + 1) * ROOM;
    }
  else
    g_clear_pointer (&self, yun_search_index_free);
  g_string_chunk_free (names);
  return self;
}

void
yun_search_index_free (YunSearchIndex *self)
{
  g_array_unref (self->entries);
  g_string_free (self->texts, TRUE);
  g_array_unref (self->gone);
  g_clear_pointer (&self->newer, yun_search_index_free);
  g_free (self);
}

/* ---- After a commit --------------------------------------------------------------- */

/* (transfer full): the entries that stay, in the order of names. */
static const Entry **
list_stay (const YunSearchIndex *self, guint *n)
{
  const Entry **by_place = g_new0 (const Entry *, self->entries->len + 1);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      by_place[entry->place / ROOM - 1] = yun_ids_have (self->gone, entry->id) ? NULL : entry;
    }
  *n = 0;
  for (guint i = 0; i < self->entries->len; i++)
    if (by_place[i] != NULL)
      by_place[(*n)++] = by_place[i];
  return by_place;
}

/* Gives the newer entries places among those that stay, whose names the file tells. */
static gboolean
place_newer (YunSearchIndex *self, YunDb *db, GArray *keys, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name_key FROM %s WHERE id=?", self->entity->id);
  g_autoptr (YunStmt)      stmt = yun_db_prepare (db, sql, error);
  guint                    n, low = 0;
  g_autofree const Entry **stay = list_stay (self, &n);

  if (stmt == NULL)
    return FALSE;
  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const Key *key = &g_array_index (keys, Key, i);
      Entry     *entry = &g_array_index (self->newer->entries, Entry, key->entry);
      guint      high = n;

      while (low < high)
        {
          guint       middle = low + (high - low) / 2;
          const char *other;
          int         order;

          yun_stmt_bind_int (stmt, 1, stay[middle]->id);
          if (yun_stmt_step (stmt, error) < 0)
            return FALSE;
          other = yun_stmt_text (stmt, 0);
          order = strcmp (other != NULL ? other : LAST_KEY, key->key);
          if (order > 0 || (order == 0 && stay[middle]->id > entry->id))
            high = middle;
          else
            low = middle + 1;
          yun_stmt_reset (stmt);
        }
      entry->place = (low > 0 ? stay[low - 1]->place : 0) + 1 + i;
    }
  return TRUE;
}

gboolean
yun_search_index_patch (YunSearchIndex *self, YunDb *db, const GArray *ids, GError **error)
{
  g_autoptr (GArray)  keys = g_array_new (FALSE, FALSE, sizeof (Key));
  g_autoptr (YunStmt) stmt = NULL;
  GStringChunk       *names;
  guint               n;
  int                 rc = 0;
  gboolean            ok;

  if (ids->len == 0)
    return TRUE;
  g_array_append_vals (self->gone, ids->data, ids->len);
  yun_ids_tidy (self->gone);
  n = self->gone->len;
  stmt = n <= MAX_GONE ? prepare (db, self->entity, "WHERE id=?", error) : NULL;
  if (stmt == NULL)
    return FALSE;

  g_clear_pointer (&self->newer, yun_search_index_free);
  self->newer = index_new (self->entity);
  names = g_string_chunk_new (4096);
  for (guint i = 0; i < n && rc >= 0; i++)
    {
      yun_stmt_bind_int (stmt, 1, g_array_index (self->gone, gint64, i));
      if ((rc = yun_stmt_step (stmt, error)) == 1)
        read_row (self->newer, stmt, keys, names);
      yun_stmt_reset (stmt);
    }
  ok = rc >= 0 && place_newer (self, db, keys, error);
  g_string_chunk_free (names);
  return ok;
}

/* ---- Finding --------------------------------------------------------------------- */

/* The best so far, in order; there are few. */
typedef struct
{
  GArray *matches; /* (owned) (element-type YunSearchMatch) */
  GArray *places;  /* (owned) (element-type guint64): beside them */
  guint   limit;
} Best;

static void
keep (Best *self, const Entry *entry, YunSearchRank rank)
{
  YunSearchMatch match = { entry->id, rank };
  guint          i = self->matches->len;

  while (i > 0)
    {
      const YunSearchMatch *other = &g_array_index (self->matches, YunSearchMatch, i - 1);

      if (other->rank < rank ||
          (other->rank == rank && g_array_index (self->places, guint64, i - 1) < entry->place))
        break;
      i--;
    }
  if (i >= self->limit)
    return;
  if (self->matches->len == self->limit)
    {
      g_array_set_size (self->matches, self->limit - 1);
      g_array_set_size (self->places, self->limit - 1);
    }
  g_array_insert_val (self->matches, i, match);
  g_array_insert_val (self->places, i, entry->place);
}

/* The entry whose text or code holds byte @at, from entry @first on. */
static guint
find_entry (const YunSearchIndex *self, gsize at, guint first)
{
  guint end = self->entries->len;

  while (end - first > 1)
    {
      guint middle = first + (end - first) / 2;

      if (g_array_index (self->entries, Entry, middle).text <= at)
        first = middle;
      else
        end = middle;
    }
  return first;
}

/* Marks all records that have @needle; FALSE when cancelled. */
static gboolean
mark (const YunSearchIndex *self, const char *needle, guint8 *marks, GCancellable *cancellable)
{
  const char *texts = self->texts->str;
  guint       entry = 0, n = 0;

  /* strstr() is the quickest there is; only the end of all texts is a zero. */
  for (const char *p = texts; (p = strstr (p, needle)) != NULL; n++)
    {
      if (n % LOOK_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (entry + 1 < self->entries->len &&
          g_array_index (self->entries, Entry, entry + 1).text <= (gsize) (p - texts))
        entry = find_entry (self, (gsize) (p - texts), entry + 1);
      marks[entry] = 1;
      if (entry + 1 == self->entries->len)
        break;
      p = texts + g_array_index (self->entries, Entry, entry + 1).text;
    }
  return TRUE;
}

/* Asks each marked record; FALSE when cancelled. */
static gboolean
rank_marked (const YunSearchIndex *self,
             const YunSearch      *search,
             const guint8         *marks,
             Best                 *best,
             gint64               *count,
             gint64               *n_road,
             GCancellable         *cancellable)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry  *entry = &g_array_index (self->entries, Entry, i);
      YunSearchText text = { self->texts->str + entry->text, entry->length, entry->n_names,
                             self->texts->str + entry->text + entry->length + 1, entry->n_code };
      YunSearchRank rank;

      if (i % LOOK_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (!marks[i] || yun_ids_have (self->gone, entry->id) ||
          (rank = yun_search_rank (search, &text)) == YUN_SEARCH_NONE)
        continue;
      if (rank == YUN_SEARCH_ROAD)
        ++*n_road;
      else
        ++*count;
      keep (best, entry, rank);
    }
  return TRUE;
}

/* The road alone is an answer only where nobody has the number. */
static void
drop_roads (GArray *matches)
{
  while (matches->len > 0 &&
         g_array_index (matches, YunSearchMatch, matches->len - 1).rank == YUN_SEARCH_ROAD)
    g_array_set_size (matches, matches->len - 1);
}

/* Looks through one part of an index; FALSE when cancelled. */
static gboolean
find_part (const YunSearchIndex *self,
           const YunSearch      *search,
           Best                 *best,
           gint64               *count,
           gint64               *n_road,
           GCancellable         *cancellable)
{
  g_autofree guint8      *marks = g_new0 (guint8, self->entries->len + 1);
  g_autofree const char **needles = yun_search_list_needles (search);

  for (guint i = 0; self->entries->len > 0 && needles[i] != NULL; i++)
    if (!mark (self, needles[i], marks, cancellable))
      return FALSE;
  return rank_marked (self, search, marks, best, count, n_road, cancellable);
}

GArray *
yun_search_index_find (const YunSearchIndex *self,
                       const YunSearch      *search,
                       guint                 limit,
                       gint64               *count,
                       GCancellable         *cancellable)
{
  Best     best = { .limit = limit };
  gint64   n_road = 0;
  gboolean ok;

  *count = 0;
  best.matches = g_array_new (FALSE, FALSE, sizeof (YunSearchMatch));
  best.places = g_array_new (FALSE, FALSE, sizeof (guint64));
  ok = find_part (self, search, &best, count, &n_road, cancellable) &&
       (self->newer == NULL || find_part (self->newer, search, &best, count, &n_road, cancellable));
  g_array_unref (best.places);
  if (!ok)
    {
      g_array_unref (best.matches);
      return NULL;
    }
  if (*count > 0)
    drop_roads (best.matches);
  else
    *count = n_road;
  return best.matches;
}
