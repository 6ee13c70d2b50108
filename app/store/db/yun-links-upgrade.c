/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-links-upgrade.h"

#include "yun-db-sqlite.h"
#include "yun-links.h"
#include "yun-park.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-town.h"
#include "yun-zone.h"

#include <glib/gi18n-lib.h>

/* The columns that become links, as they are at this step; final. */
static const struct
{
  const char *entity;
  const char *column;
  const char *target;
  gboolean    makes; /* a name without a record becomes one */
} links[] = {
  { "park", "town", "town", TRUE },          { "plot", "town", "town", TRUE },
  { "firm", "town", "town", TRUE },          { "facility", "town", "town", TRUE },
  { "plot", "park", "park", TRUE },          { "firm", "park", "park", TRUE },
  { "facility", "park", "park", TRUE },      { "task", "unit", "unit", TRUE },
  { "unit", "parent", "unit", TRUE },        { "park", "operator", "firm", FALSE },
  { "facility", "operator", "firm", FALSE },
};

typedef enum
{
  FATE_LINKED,
  FATE_MADE,
  FATE_SEVERAL,
  FATE_UNKNOWN,
} Fate;

static const char *const fates[] = { "linked", "made", "several", "unknown" };

typedef struct
{
  YunDb   *db;
  GString *report; /* (owned): fate, entity, column, name and rows, between tabs */
  GHashTable
    *meant; /* (owned): of one column: name → GPtrArray of the uids of records there were */
  GHashTable *made; /* (owned): of one column: normalised name → uid of the record made for it */
  GHashTable *now[G_N_ELEMENTS (links)]; /* (owned): of each column: value → what it becomes */
} Upgrade;

/* ---- Uids of what the program ships -------------------------------------------------- */

static gboolean
set_key_uid (YunDb *db, const YunEntity *entity, const char *code, const char *old, GError **error)
{
  g_autofree char *uid = yun_link_dup_key_uid (entity, code);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE \"%s\" SET uid=?1 WHERE uid=?2 AND NOT EXISTS (SELECT 1 FROM \"%s\" "
                     "WHERE uid=?1)",
                     entity->id, entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, uid);
  yun_stmt_bind_text (stmt, 2, old);
  return yun_stmt_run (stmt, error);
}

/* Of two of one code the first is the one. */
static gboolean
set_key_uids (YunDb *db, const YunEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT code, uid FROM \"%s\" WHERE code NOTNULL GROUP BY code HAVING id=min(id)", entity->id);
  g_autoptr (YunStmt)   stmt = yun_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  int                   rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      g_ptr_array_add (pairs, g_strdup (yun_stmt_text (stmt, 0)));
      g_ptr_array_add (pairs, g_strdup (yun_stmt_text (stmt, 1)));
    }
  if (rc < 0)
    return FALSE;
  for (guint i = 0; i < pairs->len; i += 2)
    if (!set_key_uid (db, entity, pairs->pdata[i], pairs->pdata[i + 1], error))
      return FALSE;
  return TRUE;
}

/* ---- Names ----------------------------------------------------------------------------- */

/* (transfer full) (nullable): the uid of a new record of grade C called @name. */
static char *
make_record (YunDb *db, const YunEntity *target, const char *name, GError **error)
{
  const gboolean   placed = target->shape != YUN_SHAPE_NONE;
  g_autofree char *sql = g_strdup_printf (
    "INSERT INTO \"%s\" (revision, name%s, source, source_grade, uid, created, updated, search, "
    "name_key) VALUES ((SELECT coalesce(max(number),1) FROM change), ?1%s, ?2, 'C', ?3, "
    "strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ','now'), strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ','now'), ?4, "
    "?5)",
    target->id, placed ? ", accuracy" : "", placed ? ", 'none'" : "");
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  g_autofree char    *uid = yun_link_dup_key_uid (target, name);
  g_autofree char    *key = yun_text_dup_name_key (name, NULL);
  g_autoptr (GString) search = g_string_new ("\n");

  if (stmt == NULL)
    return NULL;
  yun_text_append_search (search, name);
  yun_stmt_bind_text (stmt, 1, name);
  yun_stmt_bind_text (stmt, 2, _ ("Made by the upgrade from a name"));
  yun_stmt_bind_text (stmt, 3, uid);
  yun_stmt_bind_text (stmt, 4, search->str);
  yun_stmt_bind_text (stmt, 5, key);
  return yun_stmt_run (stmt, error) ? g_steal_pointer (&uid) : NULL;
}

static void
report (Upgrade *self, guint link, Fate fate, const char *name, gint64 rows)
{
  g_autofree char *line = g_strdelimit (g_strdup (name), "\t\r\n", ' ');

  if (fate != FATE_LINKED)
    g_string_append_printf (self->report, "%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\n", fates[fate],
                            links[link].entity, links[link].column, line, rows);
}

/* ---- What each name becomes ---------------------------------------------------------- */

/* All before the first record is made: what a name means is remembered until then. */
static void
list_meant (Upgrade *self, const YunEntity *target, GPtrArray *values)
{
  const char *item;
  gsize       length;

  g_hash_table_remove_all (self->meant);
  for (guint i = 0; i < values->len; i++)
    for (const char *next = values->pdata[i];
         (next = yun_text_next_item (next, &item, &length)) != NULL;)
      {
        g_autofree char *name = g_strndup (item, length);
        GPtrArray       *uids;

        if (g_hash_table_contains (self->meant, name))
          continue;
        uids = yun_links_list_named (yun_db_get_links (self->db), target, name);
        g_hash_table_insert (self->meant, g_steal_pointer (&name),
                             g_ptr_array_copy (uids, (GCopyFunc) (void (*) (void)) g_strdup, NULL));
      }
}

/* (transfer full) (nullable): the record that is made for @name, one for all that search does not
 * tell from it; NULL with @error. */
static char *
make_once (Upgrade *self, const YunEntity *target, const char *name, Fate *fate, GError **error)
{
  g_autofree char *normal = yun_text_normalise (name);
  char            *uid = g_hash_table_lookup (self->made, normal);

  if (uid != NULL)
    return g_strdup (uid);
  *fate = FATE_MADE;
  uid = make_record (self->db, target, name, error);
  if (uid != NULL)
    g_hash_table_insert (self->made, g_steal_pointer (&normal), g_strdup (uid));
  return uid;
}

/* (transfer full) (nullable): what @name becomes; NULL with @error. */
static char *
convert_item (Upgrade *self, guint link, const char *name, gint64 rows, GError **error)
{
  const YunEntity *target = yun_entity_find (links[link].target);
  GPtrArray       *uids = g_hash_table_lookup (self->meant, name);
  Fate             fate = FATE_LINKED;
  char            *uid = NULL;

  if (uids->len == 1)
    uid = g_strdup (uids->pdata[0]);
  else if (uids->len > 1)
    fate = FATE_SEVERAL;
  else if (!links[link].makes)
    fate = FATE_UNKNOWN;
  else if ((uid = make_once (self, target, name, &fate, error)) == NULL)
    return NULL;
  report (self, link, fate, name, rows);
  return uid != NULL ? uid : g_strdup (name);
}

/* (transfer full) (nullable): the whole value; NULL with @error. */
static char *
convert_value (Upgrade *self, guint link, const char *value, gint64 rows, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char         *item;
  gsize               length;

  for (const char *next = value; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);
      g_autofree char *uid = convert_item (self, link, name, rows, error);

      if (uid == NULL)
        return NULL;
      if (out->len > 0)
        g_string_append_c (out, ';');
      g_string_append (out, uid);
    }
  return g_strdup (out->str);
}

/* ---- Columns ----------------------------------------------------------------------------- */

/* The values of a column, each once. */
static gboolean
list_values (Upgrade *self, guint link, GPtrArray *values, GArray *counts, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT \"%s\", count(*) FROM \"%s\" WHERE coalesce(\"%s\",'')!='' GROUP BY 1",
                     links[link].column, links[link].entity, links[link].column);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self->db, sql, error);
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    {
      gint64 count = yun_stmt_int (stmt, 1);

      g_ptr_array_add (values, g_strdup (yun_stmt_text (stmt, 0)));
      g_array_append_val (counts, count);
    }
  return rc == 0;
}

/* What each value of a column becomes; rows of the entity stay. */
static gboolean
convert_column (Upgrade *self, guint link, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray)    counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!list_values (self, link, values, counts, error))
    return FALSE;
  g_hash_table_remove_all (self->made);
  list_meant (self, yun_entity_find (links[link].target), values);
  for (guint i = 0; i < values->len; i++)
    {
      char *now =
        convert_value (self, link, values->pdata[i], g_array_index (counts, gint64, i), error);

      if (now == NULL)
        return FALSE;
      g_hash_table_insert (self->now[link], g_strdup (values->pdata[i]), now);
    }
  return TRUE;
}

/* yun_now(link, value): what the value becomes. */
static void
now_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  Upgrade    *self = sqlite3_user_data (context);
  const char *was = (const char *) sqlite3_value_text (values[1]);
  const char *now =
    was != NULL ? g_hash_table_lookup (self->now[sqlite3_value_int (values[0])], was) : NULL;

  if (now != NULL)
    sqlite3_result_text (context, now, -1, SQLITE_STATIC);
  else
    sqlite3_result_value (context, values[1]);
}

/* All columns of the rows of one entity at once. A function, not a table of names: a statement that
 * asks no table but its own changes the rows while it walks through them. */
static gboolean
update_rows (YunDb *db, const char *entity, GError **error)
{
  g_autoptr (GString) set = g_string_new (NULL);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autofree char    *sql = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      if (strcmp (links[i].entity, entity) != 0)
        continue;
      g_string_append_printf (set, "%s\"%s\"=yun_now(%u, \"%s\")", set->len > 0 ? ", " : "",
                              links[i].column, i, links[i].column);
      g_string_append_printf (where, "%syun_now(%u, \"%s\") IS NOT \"%s\"",
                              where->len > 0 ? " OR " : "", i, links[i].column, links[i].column);
    }
  sql = g_strdup_printf ("UPDATE \"%s\" SET %s WHERE %s", entity, set->str, where->str);
  return yun_db_exec (db, sql, error);
}

static gboolean
update_all (Upgrade *self, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  sqlite3               *handle = yun_db_get_handle (self->db);
  gboolean               ok = TRUE;

  sqlite3_create_function_v2 (handle, "yun_now", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, self,
                              now_cb, NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (links) && ok; i++)
    ok = !g_hash_table_add (done, (gpointer) links[i].entity) ||
         update_rows (self->db, links[i].entity, error);
  sqlite3_create_function_v2 (handle, "yun_now", 2, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
  return ok;
}

/* First what names mean, then the rows: a record that a name becomes is there for all columns. */
static gboolean
convert_all (Upgrade *self, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    self->now[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (links) && ok; i++)
    ok = convert_column (self, i, error);
  ok = ok && update_all (self, error);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_clear_pointer (&self->now[i], g_hash_table_unref);
  return ok;
}

static gboolean
keep_report (Upgrade *self, GError **error)
{
  g_autoptr (YunStmt) stmt = NULL;

  if (self->report->len == 0)
    return TRUE;
  stmt = yun_db_prepare (
    self->db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('links_report', ?)", error);
  if (stmt == NULL)
    return FALSE;
  yun_stmt_bind_text (stmt, 1, self->report->str);
  return yun_stmt_run (stmt, error);
}

gboolean
yun_links_upgrade (YunDb *db, GError **error)
{
  g_autoptr (GString)    text = g_string_new (NULL);
  g_autoptr (GHashTable) meant =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Upgrade                self = { .db = db, .report = text, .meant = meant, .made = made };

  /* It is no stranger who writes. */
  return yun_db_exec (db, "UPDATE writer SET inside=1", error) &&
         set_key_uids (db, &yun_entity_zone, error) && set_key_uids (db, &yun_entity_town, error) &&
         convert_all (&self, error) && keep_report (&self, error) &&
         yun_db_exec (db, "UPDATE writer SET inside=0", error);
}

/* ---- Search ---------------------------------------------------------------------------- */

static gboolean
renew_search (YunDb *db, const YunEntity *entity, GError **error)
{
  const YunTable     *table = yun_table_get (entity);
  g_autofree char    *sql = g_strdup_printf ("UPDATE \"%s\" SET search=? WHERE id=?", entity->id);
  g_autoptr (YunStmt) read = yun_db_prepare (db, table->select, error);
  g_autoptr (YunStmt) write = yun_db_prepare (db, sql, error);
  int                 rc;

  if (read == NULL || write == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (read, error)) == 1)
    {
      g_autoptr (YunRecord) record = yun_table_load (table, read, FALSE);
      g_autofree char      *search = yun_record_dup_search_text (record);

      yun_stmt_bind_text (write, 1, search);
      yun_stmt_bind_int (write, 2, yun_record_get_id (record));
      if (!yun_stmt_run (write, error))
        return FALSE;
    }
  return rc == 0;
}

gboolean
yun_links_upgrade_search (YunDb *db, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);
      gboolean               searched = FALSE;

      for (guint i = 0; fields[i] != NULL; i++)
        searched =
          searched || (yun_field_is_link (fields[i]) && (fields[i]->flags & YUN_FIELD_SEARCH) != 0);
      if (searched && !renew_search (db, entities[e], error))
        return FALSE;
    }
  return TRUE;
}

/* ---- The report ------------------------------------------------------------------------ */

static void
append_line (GString *out, char **parts)
{
  const YunEntity *entity = yun_entity_find (parts[1]);
  const YunField  *field = entity != NULL ? yun_entity_get_field (entity, parts[2]) : NULL;
  const char      *label = entity != NULL ? yun_entity_get_label (entity) : parts[1];
  const char      *column = field != NULL ? yun_field_get_label (field) : parts[2];

  if (strcmp (parts[0], fates[FATE_MADE]) == 0)
    /* Translators: a kind of record, a field, a name, how many records */
    g_string_append_printf (out, _ ("%s, %s: a record was made for “%s” (%s)"), label, column,
                            parts[3], parts[4]);
  else if (strcmp (parts[0], fates[FATE_SEVERAL]) == 0)
    g_string_append_printf (out, _ ("%s, %s: “%s” may mean several records and stays a name (%s)"),
                            label, column, parts[3], parts[4]);
  else
    g_string_append_printf (out, _ ("%s, %s: no record is called “%s”, which stays a name (%s)"),
                            label, column, parts[3], parts[4]);
  g_string_append_c (out, '\n');
}

char *
yun_links_read_report (YunDb *db, GError **error)
{
  g_autoptr (YunStmt) stmt =
    yun_db_prepare (db, "SELECT value FROM meta WHERE key='links_report'", error);
  g_auto (GStrv)      lines = NULL;
  g_autoptr (GString) out = NULL;

  if (stmt == NULL || yun_stmt_step (stmt, error) != 1)
    return NULL;
  lines = g_strsplit (yun_stmt_text (stmt, 0), "\n", -1);
  out = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) parts = g_strsplit (*line, "\t", -1);

      if (g_strv_length (parts) == 5)
        append_line (out, parts);
    }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}
