/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-db-sqlite.h"

#include "yun-file-place.h"
#include "yun-functions.h"
#include "yun-links.h"
#include "yun-temp-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <spatialite.h>
#include <sys/vfs.h>

/* Long enough for another program's commit, short enough to tell the user. */
#define OPEN_PATIENCE_MS 2500
#define PATIENCE_MS 15000 /* behind a crowd of writers the last must not be refused */
/* How many SQLite instructions between two looks at the cancellable: well below a millisecond. */
#define PROGRESS_STEPS 2000

struct _YunDb
{
  sqlite3      *handle;      /* (owned) */
  void         *spatialite;  /* (owned) (nullable): the connection's cache */
  char         *path;        /* (owned) */
  GThread      *owner;       /* (unowned) */
  GHashTable   *statements;  /* (owned): SQL text (owned by the statement) to YunStmt, idle ones */
  GCancellable *cancellable; /* (owned) (nullable) */
  guint         depth;       /* open transactions, nested ones counted */
  guint         moment;      /* transactions so far, nested ones not counted */
  YunLinks     *links;       /* (owned) (nullable): of a connection that is not plain */
  guint         patience;    /* milliseconds to wait for a program that holds the file */
  gint64        since;       /* when that began, monotonic */
};

static guint patience = PATIENCE_MS;

/* SpatiaLite sets up and tears down global state; two connections must not do so at once. */
static GMutex spatialite_mutex;

static void
assert_owner (YunDb *self)
{
  g_assert (self->owner == g_thread_self ());
}

static int
progress_cb (void *data)
{
  YunDb *self = data;

  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

/* Someone else holds the file. Each waits another while, so that nobody of a crowd always comes too
 * late, which SQLite's own timeout, with its growing naps, does not see to. */
static int
busy_cb (void *data, int n_calls)
{
  YunDb *self = data;
  gint64 now = g_get_monotonic_time ();

  if (n_calls == 0)
    self->since = now;
  if (now - self->since >= (gint64) self->patience * 1000 || progress_cb (self))
    return 0;
  g_usleep ((gulong) g_random_int_range (1000, 20000));
  return 1;
}

static void
statement_destroy (gpointer data)
{
  YunStmt *stmt = data;

  sqlite3_finalize (stmt->handle);
  g_free (stmt);
}

static void
open_spatialite (YunDb *self)
{
  g_mutex_lock (&spatialite_mutex);
  self->spatialite = spatialite_alloc_connection ();
  spatialite_init_ex (self->handle, self->spatialite, FALSE);
  spatialite_set_silent_mode (self->spatialite);
  g_mutex_unlock (&spatialite_mutex);
}

/* What a file brings along (triggers, views, virtual tables, defaults) is a stranger's program. It
 * may call plain functions only, and reach no other file; but SpatiaLite's own triggers need more
 * of a connection that writes, which is opened only when there are none but those
 * (yun-strangers.h). */
static void
protect (YunDb *self, gboolean read_only)
{
  static const char *modules[] = {
    "rtree",      "rtree_i32",   "VirtualSpatialIndex", "VirtualElementary",
    "VirtualKNN", "VirtualKNN2", "json_each",           "json_tree",
    NULL,
  };

  sqlite3_drop_modules (self->handle, modules);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (read_only)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

/* In a URI a name would be a host after two slashes. */
static const char *
skip_slashes (const char *path)
{
  while (path[0] == '/' && path[1] == '/')
    path++;
  return path;
}

/* Statements are told apart by their length and their ends far more cheaply than by all of a text
 * of sixty columns. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize       length = strlen (sql);
  guint       hash = (guint) length;

  for (gsize i = 0; i < MIN (length, 32); i++)
    hash = hash * 33 + (guchar) sql[i];
  for (gsize i = length - MIN (length, 64); i < length; i++)
    hash = hash * 33 + (guchar) sql[i];
  return hash;
}

static YunDb *
make_db (const char *path)
{
  YunDb *self = g_new0 (YunDb, 1);

  self->path = g_strdup (path);
  self->owner = g_thread_self ();
  self->statements = g_hash_table_new_full (hash_sql, g_str_equal, NULL, statement_destroy);
  return self;
}

/* Makes the new connection what @flags say. */
static gboolean
set_up (YunDb *self, YunDbFlags flags, GError **error)
{
  gboolean read_only = (flags & YUN_DB_READ_ONLY) != 0;

  sqlite3_extended_result_codes (self->handle, TRUE);
  self->patience = MIN (OPEN_PATIENCE_MS, patience);
  sqlite3_busy_handler (self->handle, busy_cb, self);
  sqlite3_progress_handler (self->handle, PROGRESS_STEPS, progress_cb, self);
  /* A locked or broken file is told here, before SpatiaLite looks for its tables. */
  if (!yun_db_exec (self, "SELECT 1 FROM sqlite_schema LIMIT 1", error))
    return FALSE;
  self->patience = patience;
  if (!(flags & YUN_DB_PLAIN))
    {
      yun_functions_register (self->handle);
      self->links = yun_links_new (self);
    }
  if (!(flags & (YUN_DB_PLAIN | YUN_DB_READ_ONLY)))
    {
      open_spatialite (self);
      sqlite3_busy_handler (self->handle, busy_cb, self); /* it has set one of its own */
    }
  protect (self, read_only);

  /* Pages that fall free are not filled with zeros: what was on them is in the history anyway. */
  return yun_db_exec (self,
                      "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=FAST",
                      error) &&
         (!read_only || yun_db_exec (self, "PRAGMA query_only=ON", error)) &&
         yun_db_exec (self,
                      flags & YUN_DB_FRESH ? "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"
                                           : "PRAGMA synchronous=FULL; PRAGMA cache_size=-16384",
                      error);
}

YunDb *
yun_db_open (const char *path, YunDbFlags flags, GError **error)
{
  g_autoptr (YunDb) self = make_db (path);
  g_autofree char  *escaped = g_uri_escape_string (skip_slashes (path), "/", TRUE);
  g_autofree char  *uri = NULL;
  int               rc;

  uri = g_strdup_printf ("file:%s?mode=%s%s", escaped, flags & YUN_DB_IMMUTABLE ? "ro" : "rw",
                         flags & YUN_DB_IMMUTABLE ? "&immutable=1" : "");
  /* Readers too open for writing where they may, and are then forbidden to: only so can they set up
   * and clear away the log of a file that nobody else has open. */
  rc = sqlite3_open_v2 (uri, &self->handle,
                        SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL);
  if (rc != SQLITE_OK)
    {
      yun_db_set_error (self, rc, error);
      return NULL;
    }
  return set_up (self, flags, error) ? g_steal_pointer (&self) : NULL;
}

YunDb *
yun_db_open_memory (GError **error)
{
  g_autoptr (YunDb) self = make_db (":memory:");
  int               rc =
    sqlite3_open_v2 (":memory:", &self->handle, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL);

  if (rc != SQLITE_OK)
    {
      yun_db_set_error (self, rc, error);
      return NULL;
    }
  return set_up (self, YUN_DB_FRESH, error) ? g_steal_pointer (&self) : NULL;
}

void
yun_db_close (YunDb *self)
{
  if (self == NULL)
    return;
  assert_owner (self);
  g_assert (self->depth == 0);

  g_hash_table_unref (self->statements);
  g_clear_pointer (&self->links, yun_links_free);
  if (self->handle != NULL)
    {
      int rc = sqlite3_close (self->handle);

      if (rc != SQLITE_OK)
        g_warning ("a statement was left open at closing: %s", sqlite3_errstr (rc));
    }
  if (self->spatialite != NULL)
    {
      g_mutex_lock (&spatialite_mutex);
      spatialite_cleanup_ex (self->spatialite);
      g_mutex_unlock (&spatialite_mutex);
    }
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
yun_db_get_handle (YunDb *self)
{
  assert_owner (self);
  return self->handle;
}

YunLinks *
yun_db_get_links (YunDb *self)
{
  assert_owner (self);
  g_assert (self->links != NULL);
  return self->links;
}

guint
yun_db_get_moment (YunDb *self)
{
  return self->depth > 0 ? self->moment : 0;
}

const char *
yun_db_get_path (YunDb *self)
{
  return self->path;
}

gboolean
yun_db_is_network_type (gint64 magic)
{
  static const guint32 types[] = {
    0x6969,     /* nfs */
    0xff534d42, /* cifs */
    0xfe534d42, /* smb2 */
    0x517b,     /* smb */
    0x564c,     /* ncp */
    0x5346414f, /* afs */
    0x65735546, /* fuse: sshfs, gvfs, davfs … */
    0x01021997, /* 9p */
    0x00c36400, /* ceph */
    0x47504653, /* gpfs */
    0x0bd00bd0, /* lustre */
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if ((guint32) magic == types[i])
      return TRUE;
  return FALSE;
}

gboolean
yun_db_is_on_network (const char *path)
{
  struct statfs info;

  return statfs (path, &info) == 0 && yun_db_is_network_type (info.f_type);
}

static gboolean
set_journal (YunDb *self, const char *mode, GError **error)
{
  g_autofree char    *sql = g_strdup_printf ("PRAGMA journal_mode=%s", mode);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self, sql, error);
  int                 rc;

  if (stmt == NULL || (rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 1 && g_ascii_strcasecmp (yun_stmt_text (stmt, 0), mode) != 0)
    g_debug ("journal mode stays %s", yun_stmt_text (stmt, 0));
  return TRUE;
}

gboolean
yun_db_set_journal (YunDb *self, GError **error)
{
  gboolean    local = yun_file_get_place (self->path) == YUN_FILE_LOCAL;
  const char *mode = local ? "wal" : "delete";

  /* SQLite does not wait here by itself while another program does the same. */
  for (int n = 0;; n++)
    {
      g_autoptr (GError) tried = NULL;

      if (set_journal (self, mode, &tried))
        return TRUE;
      if (!g_error_matches (tried, YUN_STORE_ERROR, YUN_STORE_ERROR_LOCKED) || !busy_cb (self, n))
        {
          g_propagate_error (error, g_steal_pointer (&tried));
          return FALSE;
        }
    }
}

gboolean
yun_db_flush (YunDb *self, GError **error)
{
  int rc;

  assert_owner (self);
  g_assert (self->depth == 0);

  self->patience = 0;
  rc = sqlite3_wal_checkpoint_v2 (self->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  self->patience = patience;
  return rc == SQLITE_OK || yun_db_set_error (self, rc, error);
}

/* ---- Errors ------------------------------------------------------------- */

G_DEFINE_QUARK (yun_store_error, yun_store_error)

void
yun_db_set_patience (guint ms)
{
  patience = ms;
}

gboolean
yun_db_set_error (YunDb *self, int rc, GError **error)
{
  g_autofree char *name = yun_temp_file_dup_shown_name (self->path);
  int              primary = rc & 0xff;
  int              system = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

  g_debug ("%s: SQLite %d (%s): %s", name, rc, sqlite3_errstr (rc),
           self->handle != NULL ? sqlite3_errmsg (self->handle) : "");

  if (primary == SQLITE_INTERRUPT || (primary == SQLITE_BUSY && progress_cb (self)))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (primary == SQLITE_FULL || (primary == SQLITE_IOERR && system == ENOSPC))
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FULL,
                 _ ("The disk is full: “%s” could not be written."), name);
  else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_LOCKED,
                 _ ("Another program is using “%s”; try again in a moment."), name);
  else if (primary == SQLITE_READONLY || (primary == SQLITE_IOERR && system == EROFS) ||
           primary == SQLITE_PERM)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY, _ ("“%s” cannot be written."),
                 name);
  else if (primary == SQLITE_CANTOPEN || primary == SQLITE_AUTH)
    {
      if (g_file_test (self->path, G_FILE_TEST_EXISTS))
        g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_READ_ONLY,
                     _ ("“%s” or its folder cannot be opened."), name);
      else
        g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                     _ ("There is no file “%s”."), name);
    }
  else if (primary == SQLITE_CORRUPT || rc == SQLITE_IOERR_SHORT_READ)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_DAMAGED,
                 _ ("The registry “%s” is damaged."), name);
  else if (primary == SQLITE_NOTADB)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FOREIGN,
                 _ ("“%s” is not a Yunjian registry."), name);
  else if (primary == SQLITE_CONSTRAINT)
    g_set_error (
      error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONSTRAINT,
      _ (
        "A value that must be unique or of a certain form is not, so nothing was written to “%s”."),
      name);
  else
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_FAILED,
                 _ ("“%s” could not be read or written."), name);
  return FALSE;
}

void
yun_db_set_cancellable (YunDb *self, GCancellable *cancellable)
{
  assert_owner (self);
  g_set_object (&self->cancellable, cancellable);
}

GCancellable *
yun_db_get_cancellable (YunDb *self)
{
  return self->cancellable;
}

/* ---- Statements ---------------------------------------------------------- */

gboolean
yun_db_exec (YunDb *self, const char *sql, GError **error)
{
  int rc;

  assert_owner (self);
  rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK || yun_db_set_error (self, rc, error);
}

YunStmt *
yun_db_prepare (YunDb *self, const char *sql, GError **error)
{
  YunStmt      *stmt;
  sqlite3_stmt *handle;
  int           rc;

  assert_owner (self);
  stmt = g_hash_table_lookup (self->statements, sql);
  if (stmt != NULL)
    {
      g_hash_table_steal (self->statements, sql);
      return stmt;
    }
  rc = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (rc != SQLITE_OK)
    {
      g_debug ("in %s", sql);
      yun_db_set_error (self, rc, error);
      return NULL;
    }
  stmt = g_new (YunStmt, 1);
  stmt->handle = handle;
  stmt->db = self;
  return stmt;
}

void
yun_stmt_free (YunStmt *self)
{
  const char *sql;

  if (self == NULL)
    return;
  assert_owner (self->db);
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  sql = sqlite3_sql (self->handle);
  /* Filters make ever new texts: the cache forgets all now and then rather than growing. */
  if (g_hash_table_size (self->db->statements) >= 200)
    g_hash_table_remove_all (self->db->statements);
  if (g_hash_table_contains (self->db->statements, sql))
    statement_destroy (self);
  else
    g_hash_table_insert (self->db->statements, (char *) sql, self);
}

void
yun_stmt_bind_int (YunStmt *self, int i, gint64 value)
{
  sqlite3_bind_int64 (self->handle, i, value);
}

void
yun_stmt_bind_real (YunStmt *self, int i, double value)
{
  sqlite3_bind_double (self->handle, i, value);
}

void
yun_stmt_bind_text (YunStmt *self, int i, const char *text)
{
  sqlite3_bind_text (self->handle, i, text, -1, SQLITE_TRANSIENT);
}

int
yun_stmt_step (YunStmt *self, GError **error)
{
  int rc;

  assert_owner (self->db);
  rc = sqlite3_step (self->handle);
  if (rc == SQLITE_ROW)
    return 1;
  if (rc == SQLITE_DONE)
    {
      sqlite3_reset (self->handle);
      return 0;
    }
  g_debug ("in %s", sqlite3_sql (self->handle));
  yun_db_set_error (self->db, rc, error);
  sqlite3_reset (self->handle);
  return -1;
}

gboolean
yun_stmt_run (YunStmt *self, GError **error)
{
  int rc;

  while ((rc = yun_stmt_step (self, error)) == 1)
    ;
  return rc == 0;
}

const char *
yun_stmt_text (YunStmt *self, int i)
{
  return (const char *) sqlite3_column_text (self->handle, i);
}

gboolean
yun_db_get_int (YunDb *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (YunStmt) stmt = yun_db_prepare (self, sql, error);
  int                 rc;

  if (stmt == NULL || (rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 1)
    *value = sqlite3_column_int64 (stmt->handle, 0);
  return TRUE;
}

gboolean
yun_db_check (YunDb *self, const char *check, GError **error)
{
  g_autofree char    *sql = g_strdup_printf ("PRAGMA main.%s", check);
  g_autoptr (YunStmt) stmt = yun_db_prepare (self, sql, error);
  int                 rc;

  if (stmt == NULL || (rc = yun_stmt_step (stmt, error)) < 0)
    return FALSE;
  if (rc == 1 && g_strcmp0 (yun_stmt_text (stmt, 0), "ok") == 0)
    return TRUE;
  g_debug ("%s: %s", check, rc == 1 ? yun_stmt_text (stmt, 0) : "");
  return yun_db_set_damaged (self, error);
}

/* ---- Transactions --------------------------------------------------------- */

static gboolean
end_transaction (YunDb *self, gboolean commit, GError **error)
{
  g_autofree char *sql = NULL;

  if (self->depth > 1)
    {
      sql = commit
              ? g_strdup_printf ("RELEASE yun_%u", self->depth)
              : g_strdup_printf ("ROLLBACK TO yun_%u; RELEASE yun_%u", self->depth, self->depth);
      return yun_db_exec (self, sql, error);
    }
  return yun_db_exec (self, commit ? "COMMIT" : "ROLLBACK", error);
}

gboolean
yun_db_transaction (YunDb        *self,
                    YunDbAccess   access,
                    YunDbFunc     func,
                    gpointer      user_data,
                    GCancellable *cancellable,
                    GError      **error)
{
  gboolean outer = self->depth == 0;
  gboolean done;

  assert_owner (self);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (outer)
    {
      /* It may wait for another program, which can be cancelled too. */
      yun_db_set_cancellable (self, cancellable);
      if (!yun_db_exec (self, access == YUN_DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", error))
        {
          yun_db_set_cancellable (self, NULL);
          return FALSE;
        }
      self->moment++;
    }
  else
    {
      g_autofree char *sql = g_strdup_printf ("SAVEPOINT yun_%u", self->depth + 1);

      if (!yun_db_exec (self, sql, error))
        return FALSE;
    }
  self->depth++;

  done = func (self, user_data, error) &&
         !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  if (outer)
    yun_db_set_cancellable (self, NULL);
  if (done)
    done = end_transaction (self, TRUE, error);
  /* What was remembered of rows may never have been. */
  if (!done && self->links != NULL)
    yun_links_forget (self->links);
  /* Some errors (full disk, a trigger's ROLLBACK) have already ended the transaction. */
  if (!done && !sqlite3_get_autocommit (self->handle))
    end_transaction (self, FALSE, NULL);
  self->depth--;
  return done;
}
