/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-links.h"

#include "yun-chain.h"
#include "yun-db-sqlite.h"
#include "yun-filter-parser.h"
#include "yun-similar-names.h"
#include "yun-text.h"
#include "yun-town.h"

#include <glib/gi18n-lib.h>

/* More than this is not remembered at once. */
#define MAX_REMEMBERED 100000
/* So many of one name are told apart; of more, each has a piece of its uid. */
#define MAX_NAMESAKES 20
/* Characters of a uid's end that tell two apart. */
#define UID_PIECE 6

/* What is known of one uid. */
typedef struct
{
  char *label;  /* (owned) (nullable): NULL: there is no such record */
  char *search; /* (owned) (nullable): what search looks into; made when first asked for */
} Known;

/* What is known of one entity. */
typedef struct
{
  GHashTable      *records; /* (owned): uid → Known */
  GHashTable      *keys;    /* (owned): value → key (nullable) */
  GHashTable      *names;   /* (owned): text → GPtrArray of uids */
  YunSimilarNames *similar; /* (owned) */
} Shelf;

struct _YunLinks
{
  YunDb        *db; /* (unowned) */
  YunLinkSource source;
  GHashTable   *shelves; /* (owned): YunEntity → Shelf */
  guint         moment;  /* of the connection, when the file was last looked at */
  gint64        version; /* of the file then */
  YunEntityBits targets; /* the entities that links lead to … */
  YunEntityBits changed; /* … and those of them that our own statements wrote to since then */
};

static void
free_known (gpointer data)
{
  Known *known = data;

  g_free (known->label);
  g_free (known->search);
  g_free (known);
}

static void
free_shelf (gpointer data)
{
  Shelf *shelf = data;

  g_hash_table_unref (shelf->records);
  g_hash_table_unref (shelf->keys);
  g_hash_table_unref (shelf->names);
  yun_similar_names_free (shelf->similar);
  g_free (shelf);
}

static YunEntityBits
list_targets (void)
{
  YunEntityBits           targets = 0;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      for (guint i = 0; fields[i] != NULL; i++)
        if (yun_field_is_link (fields[i]))
          targets |= yun_entity_get_bit (yun_field_get_target (fields[i]));
    }
  return targets;
}

/* SQLite's update hook: a row of @table was written by this connection. */
static void
written_cb (void *data, int what, const char *db_name, const char *table, sqlite3_int64 id)
{
  YunLinks               *self = data;
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    if ((self->targets & yun_entity_get_bit (entities[e])) != 0 &&
        strcmp (table, entities[e]->id) == 0)
      self->changed |= yun_entity_get_bit (entities[e]);
}

/* Our own writes: the same few towns and parks are asked for while a hundred thousand plots are
 * written. A label may end in the name of a town. */
static void
forget_changed (YunLinks *self)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  if ((self->changed & yun_entity_get_bit (&yun_entity_town)) != 0)
    g_hash_table_remove_all (self->shelves);
  for (guint e = 0; e < n; e++)
    if ((self->changed & yun_entity_get_bit (entities[e])) != 0)
      g_hash_table_remove (self->shelves, entities[e]);
  self->changed = 0;
}

/* Forgets what may be otherwise in the file than it was when it was remembered. */
static void
refresh (YunLinks *self)
{
  guint  moment = yun_db_get_moment (self->db);
  gint64 version = self->version;

  /* Within a transaction only we can change what we see. */
  if (moment == 0 || moment != self->moment)
    yun_db_get_int (self->db, "PRAGMA data_version", &version, NULL);
  if (version != self->version)
    g_hash_table_remove_all (self->shelves);
  if (self->changed != 0)
    forget_changed (self);
  self->moment = moment;
  self->version = version;
}

static Shelf *
get_shelf (YunLinks *self, const YunEntity *target)
{
  Shelf *shelf;

  refresh (self);
  shelf = g_hash_table_lookup (self->shelves, target);
  if (shelf != NULL && g_hash_table_size (shelf->records) + g_hash_table_size (shelf->keys) +
                           g_hash_table_size (shelf->names) >
                         MAX_REMEMBERED)
    {
      g_hash_table_remove (self->shelves, target);
      shelf = NULL;
    }
  if (shelf == NULL)
    {
      shelf = g_new0 (Shelf, 1);
      shelf->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_known);
      shelf->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      shelf->names =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
      shelf->similar = yun_similar_names_new (self->db, target);
      g_hash_table_insert (self->shelves, (gpointer) target, shelf);
    }
  return shelf;
}

/* ---- Labels ------------------------------------------------------------------------ */

/* The column of field @id of @target, or NULL in SQL. */
static const char *
get_column (const YunEntity *target, const char *id)
{
  const YunField *field = yun_entity_find_field (target, id);

  return field != NULL ? field->column : "NULL";
}

/* (transfer full): what tells a record from its namesakes: the town, when it is known. */
static char *
dup_town (YunLinks *self, const char *towns)
{
  const char *item;
  gsize       length;

  return yun_text_next_item (towns, &item, &length) != NULL
           ? g_strdup (yun_links_get_label (self, &yun_entity_town, item, (gssize) length))
           : NULL;
}

/* @value as it may stand in a list. */
static char *
take_out_signs (char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "；", -1);

  g_free (value);
  return g_strdelimit (g_strjoinv (",", parts), ";", ',');
}

/* The towns of those that are called @name, in @towns, of all but @uid; FALSE when there are none,
 * or with @failed. */
static gboolean
list_namesakes (YunLinks        *self,
                const YunEntity *target,
                const char      *name,
                const char      *uid,
                GPtrArray       *towns,
                gboolean        *failed)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT uid, %s FROM \"%s\" WHERE name=?1 AND uid IS NOT ?2 LIMIT %d",
                     get_column (target, "town"), target->id, MAX_NAMESAKES);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, NULL);
  int                 rc = -1;

  if (stmt != NULL)
    {
      yun_stmt_bind_text (stmt, 1, name);
      yun_stmt_bind_text (stmt, 2, uid);
      while ((rc = yun_stmt_step (stmt, NULL)) == 1)
        g_ptr_array_add (towns, g_strdup (yun_stmt_text (stmt, 1)));
    }
  *failed = rc < 0;
  return towns->len > 0;
}

/* (transfer full) (nullable): NULL with @failed. */
static char *
make_label (YunLinks        *self,
            const YunEntity *target,
            const char      *name,
            const char      *towns,
            const char      *uid,
            gboolean        *failed)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *town = NULL;
  gsize                 length = strlen (uid);
  const char           *piece = uid + (length > UID_PIECE ? length - UID_PIECE : 0);
  gboolean              alone;

  if (name == NULL || *name == '\0')
    return g_strdup_printf ("#%s", piece);
  if (!list_namesakes (self, target, name, uid, others, failed))
    return *failed ? NULL : g_strdup (name);
  town = dup_town (self, towns);
  alone = town != NULL && others->len < MAX_NAMESAKES;
  for (guint i = 0; i < others->len && alone; i++)
    {
      g_autofree char *other = dup_town (self, others->pdata[i]);

      alone = g_strcmp0 (town, other) != 0;
    }
  if (alone)
    return g_strdup_printf ("%s (%s)", name, town);
  return town != NULL ? g_strdup_printf ("%s (%s %s)", name, town, piece)
                      : g_strdup_printf ("%s (%s)", name, piece);
}

/* (transfer full) (nullable): NULL when it could not be looked up. */
static Known *
look_up (YunLinks *self, const YunEntity *target, const char *uid)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT name, %s, %s FROM \"%s\" WHERE uid=?", get_column (target, "town"),
                     get_column (target, "number"), target->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, NULL);
  g_autofree char    *name = NULL, *towns = NULL, *label = NULL;
  Known              *known;
  gboolean            failed = FALSE;
  int                 rc = -1;

  if (stmt != NULL)
    {
      yun_stmt_bind_text (stmt, 1, uid);
      rc = yun_stmt_step (stmt, NULL);
    }
  if (rc < 0)
    return NULL;
  if (rc == 1)
    {
      name = g_strdup (yun_stmt_text (stmt, 0) != NULL ? yun_stmt_text (stmt, 0)
                                                       : yun_stmt_text (stmt, 2));
      towns = g_strdup (yun_stmt_text (stmt, 1));
      yun_stmt_reset (stmt);
      label = make_label (self, target, name, towns, uid, &failed);
      if (failed)
        return NULL;
    }
  known = g_new0 (Known, 1);
  if (label != NULL)
    known->label = take_out_signs (g_steal_pointer (&label));
  return known;
}

/* (transfer none) (nullable) */
static Known *
get_known (YunLinks *self, const YunEntity *target, const char *uid)
{
  Known *known = g_hash_table_lookup (get_shelf (self, target)->records, uid);

  if (known != NULL)
    return known;
  known = look_up (self, target, uid);
  if (known != NULL)
    g_hash_table_insert (get_shelf (self, target)->records, g_strdup (uid), known);
  return known;
}

const char *
yun_links_get_label (YunLinks *self, const YunEntity *target, const char *uid, gssize length)
{
  g_autofree char *copy = length >= 0 ? g_strndup (uid, (gsize) length) : NULL;
  Known           *known = get_known (self, target, copy != NULL ? copy : uid);

  return known != NULL ? known->label : NULL;
}

const char *
yun_links_get_key (YunLinks *self, const YunEntity *target, const char *value)
{
  g_autoptr (GString) labels = NULL;
  const char         *item;
  gsize               length;
  gpointer            key;

  if (value == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (get_shelf (self, target)->keys, value, NULL, &key))
    return key;
  labels = g_string_new (NULL);
  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      const char *label = yun_links_get_label (self, target, item, (gssize) length);

      if (labels->len > 0)
        g_string_append_c (labels, ';');
      if (label != NULL)
        g_string_append (labels, label);
      else
        g_string_append_len (labels, item, (gssize) length);
    }
  key = yun_text_dup_sort_key (labels->str);
  g_hash_table_insert (get_shelf (self, target)->keys, g_strdup (value), key);
  return key;
}

/* (transfer none) (nullable): what search looks into of the label of @uid. */
static const char *
get_search (YunLinks *self, const YunEntity *target, const char *uid)
{
  Known *known = get_known (self, target, uid);

  if (known != NULL && known->search == NULL)
    {
      GString *search = g_string_new ("\n");

      yun_text_append_search (search, known->label != NULL ? known->label : uid);
      known->search = g_string_free (search, FALSE);
    }
  return known != NULL ? known->search : NULL;
}

gboolean
yun_links_has_word (YunLinks *self, const YunEntity *target, const char *value, const char *word)
{
  const char *item;
  gsize       length;

  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);
      const char      *search = get_search (self, target, uid);

      if (search != NULL && strstr (search, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* ---- Names ------------------------------------------------------------------------- */

/* Adds the uids of rows of @target for which @condition on @text holds. */
static void
add_where (
  YunLinks *self, const YunEntity *target, const char *condition, const char *text, GPtrArray *out)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT uid FROM \"%s\" WHERE %s ORDER BY id", target->id, condition);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, NULL);

  if (stmt == NULL)
    return;
  yun_stmt_bind_text (stmt, 1, text);
  while (yun_stmt_step (stmt, NULL) == 1)
    if (yun_stmt_text (stmt, 0) != NULL)
      g_ptr_array_add (out, g_strdup (yun_stmt_text (stmt, 0)));
}

/* "NAME (what tells it from its namesakes)"; "#" and a piece of the uid where there is no name. */
static void
add_labelled (YunLinks *self, const YunEntity *target, const char *text, GPtrArray *out)
{
  const char           *behind = g_strrstr (text, " (");
  g_autofree char      *name = behind != NULL ? g_strndup (text, (gsize) (behind - text)) : NULL;
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);

  if (*text == '#' && text[1] != '\0')
    add_where (self, target, "coalesce(name,'')='' AND substr(uid,1-length(?1))=substr(?1,2)", text,
               out);
  if (name == NULL || !g_str_has_suffix (text, ")"))
    return;
  add_where (self, target, "name=?", name, uids);
  for (guint i = 0; i < uids->len; i++)
    if (g_strcmp0 (yun_links_get_label (self, target, uids->pdata[i], -1), text) == 0)
      g_ptr_array_add (out, g_strdup (uids->pdata[i]));
}

/* A town of the district keeps its code whatever it is called. */
static void
add_town (YunLinks *self, const YunEntity *target, const char *text, GPtrArray *out)
{
  const YunDistrictTown *town = target == &yun_entity_town ? yun_chain_find_town (text) : NULL;

  if (town != NULL)
    add_where (self, target, "code=?", town->code, out);
}

GPtrArray *
yun_links_list_named (YunLinks *self, const YunEntity *target, const char *text)
{
  GPtrArray *uids = g_hash_table_lookup (get_shelf (self, target)->names, text);

  if (uids != NULL)
    return uids;
  uids = g_ptr_array_new_with_free_func (g_free);
  add_where (self, target, "uid=?", text, uids);
  if (uids->len == 0)
    add_where (self, target, "name=?", text, uids);
  if (uids->len == 0)
    add_labelled (self, target, text, uids);
  if (uids->len == 0)
    yun_similar_names_add (get_shelf (self, target)->similar, text, uids);
  if (uids->len == 0)
    add_town (self, target, text, uids);
  g_hash_table_insert (get_shelf (self, target)->names, g_strdup (text), uids);
  return uids;
}

char *
yun_links_dup_near (YunLinks *self, const YunEntity *target, const char *text)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT DISTINCT name FROM \"%s\" WHERE name NOTNULL", target->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, NULL);
  g_auto (YunNear)    near;

  yun_near_init (&near, text);
  while (stmt != NULL && yun_stmt_step (stmt, NULL) == 1)
    yun_near_offer (&near, yun_stmt_text (stmt, 0));
  g_ptr_array_add (near.found, NULL);
  return g_strjoinv (_ (", "), (char **) near.found->pdata);
}

/* ---- As a source ------------------------------------------------------------------- */

static char *
dup_label_cb (const YunLinkSource *source, const YunEntity *target, const char *uid)
{
  return g_strdup (yun_links_get_label (source->data, target, uid, -1));
}

static char *
dup_value_cb (const YunLinkSource *source,
              const YunEntity     *target,
              const char          *uid,
              const char          *field)
{
  YunLinks        *self = source->data;
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM \"%s\" WHERE uid=?", get_column (target, field), target->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, NULL);

  if (stmt == NULL)
    return NULL;
  yun_stmt_bind_text (stmt, 1, uid);
  return yun_stmt_step (stmt, NULL) == 1 ? g_strdup (yun_stmt_text (stmt, 0)) : NULL;
}

static GPtrArray *
list_named_cb (const YunLinkSource *source, const YunEntity *target, const char *text)
{
  GPtrArray *uids = yun_links_list_named (source->data, target, text);

  return g_ptr_array_copy (uids, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
}

const YunLinkSource *
yun_links_get_source (YunLinks *self)
{
  return &self->source;
}

/* ---- In SQL ------------------------------------------------------------------------ */

static const YunEntity *
get_target (sqlite3_value *value)
{
  const char *id = (const char *) sqlite3_value_text (value);

  return id != NULL ? yun_entity_find (id) : NULL;
}

static void
key_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const YunEntity *target = get_target (argv[0]);
  const char      *value = (const char *) sqlite3_value_text (argv[1]);
  const char      *key =
    target != NULL ? yun_links_get_key (sqlite3_user_data (context), target, value) : NULL;

  if (key != NULL)
    sqlite3_result_text (context, key, -1, SQLITE_TRANSIENT);
}

static void
search_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const YunEntity    *target = get_target (argv[0]);
  const char         *value = (const char *) sqlite3_value_text (argv[1]);
  g_autoptr (GString) search = g_string_new (NULL);
  const char         *item;
  gsize               length;

  if (target == NULL || value == NULL)
    return;
  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *uid = g_strndup (item, length);
      const char      *one = get_search (sqlite3_user_data (context), target, uid);

      g_string_append (search, one != NULL ? one : "");
    }
  sqlite3_result_text (context, search->str, (int) search->len, SQLITE_TRANSIENT);
}

static void
uids_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const YunEntity    *target = get_target (argv[0]);
  const char         *value = (const char *) sqlite3_value_text (argv[1]);
  g_autoptr (GString) uids = g_string_new (NULL);
  const char         *item;
  gsize               length;

  if (target == NULL || value == NULL)
    return;
  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);
      GPtrArray       *named = yun_links_list_named (sqlite3_user_data (context), target, name);

      g_string_append_printf (uids, "%s%s", uids->len > 0 ? ";" : "",
                              named->len == 1 ? (char *) named->pdata[0] : name);
    }
  sqlite3_result_text (context, uids->str, (int) uids->len, SQLITE_TRANSIENT);
}

static void
has_cb (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const YunEntity *target = get_target (argv[0]);
  const char      *value = (const char *) sqlite3_value_text (argv[1]);
  const char      *word = (const char *) sqlite3_value_text (argv[2]);

  sqlite3_result_int (context,
                      target != NULL && value != NULL && word != NULL &&
                        yun_links_has_word (sqlite3_user_data (context), target, value, word));
}

YunLinks *
yun_links_new (YunDb *db)
{
  YunLinks *self = g_new0 (YunLinks, 1);
  sqlite3  *handle = yun_db_get_handle (db);
  int       flags = SQLITE_UTF8 | SQLITE_INNOCUOUS; /* they only read */

  self->db = db;
  self->targets = list_targets ();
  self->shelves = g_hash_table_new_full (NULL, NULL, NULL, free_shelf);
  self->source = (YunLinkSource){ dup_label_cb, dup_value_cb, list_named_cb, self };
  sqlite3_update_hook (handle, written_cb, self);
  sqlite3_create_function_v2 (handle, "yun_link_key", 2, flags, self, key_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_link_search", 2, flags, self, search_cb, NULL, NULL,
                              NULL);
  sqlite3_create_function_v2 (handle, "yun_link_uids", 2, flags, self, uids_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "yun_link_has", 3, flags, self, has_cb, NULL, NULL, NULL);
  return self;
}

void
yun_links_forget (YunLinks *self)
{
  g_hash_table_remove_all (self->shelves);
}

void
yun_links_free (YunLinks *self)
{
  g_hash_table_unref (self->shelves);
  g_free (self);
}
