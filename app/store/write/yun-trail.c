/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-trail.h"

#include "yun-history.h"

#include <string.h>

#define WHAT "trail-1"
/* More is not worth patching in. */
#define MAX_ROWS 10000
#define MAX_STATES 64
/* How long the clock of the disk is waited for. */
#define PATIENCE_US 200000
#define LOOK_US 10000

/* A row as it is kept, without gaps. */
typedef struct
{
  gint64  id;
  guint64 entity;
} KeptRow;

/* The contents, oldest first, and how many rows had been edited before each. Keys of one path are
 * of one length. */
typedef struct
{
  GPtrArray *states; /* (owned) (element-type GBytes): keys for WHAT */
  GArray    *starts; /* (owned) (element-type guint32) */
  GArray    *rows;   /* (owned) (element-type KeptRow) */
  gint64     commits;
} Steps;

struct _YunTrail
{
  char    *path;         /* (owned) */
  GBytes  *begun;        /* (owned) (nullable): the content at the beginning */
  gint64   data_version; /* moves when another connection commits */
  gboolean written;      /* something, perhaps no record */
  GArray  *rows;         /* (owned) (element-type KeptRow) */
  gboolean lost;         /* not all rows are known */
};

/* ---- Steps -------------------------------------------------------------------------- */

static void
steps_init (Steps *steps)
{
  *steps = (Steps){ 0 };
  steps->states = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  steps->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  steps->rows = g_array_new (FALSE, FALSE, sizeof (KeptRow));
}

static void
steps_clear (Steps *steps)
{
  g_clear_pointer (&steps->states, g_ptr_array_unref);
  g_clear_pointer (&steps->starts, g_array_unref);
  g_clear_pointer (&steps->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Steps, steps_clear)

static void
add_state (Steps *steps, GBytes *state)
{
  guint32 start = steps->rows->len;

  g_ptr_array_add (steps->states, g_bytes_ref (state));
  g_array_append_val (steps->starts, start);
}

/* Reads what leads to @key; nothing when there is none. */
static void
steps_read (Steps *steps, const char *path, GBytes *key)
{
  g_autoptr (YunPack) pack = yun_cache_open (path, WHAT, key);
  gsize               n_key = g_bytes_get_size (key), n_starts, n_rows, n_commits, n_states;
  const char         *states;
  const guint32      *starts;
  const KeptRow      *rows;
  const gint64       *commits;
  guint               n_entities;

  if (pack == NULL)
    return;
  yun_entity_list (&n_entities);
  states = yun_pack_get (pack, "states", n_key, &n_states);
  starts = yun_pack_get (pack, "starts", sizeof *starts, &n_starts);
  rows = yun_pack_get (pack, "rows", sizeof *rows, &n_rows);
  commits = yun_pack_get (pack, "commits", sizeof *commits, &n_commits);
  if (states == NULL || starts == NULL || rows == NULL || commits == NULL || n_commits != 1 ||
      n_starts != n_states || n_states > MAX_STATES || n_rows > MAX_ROWS)
    return;
  for (gsize i = 0; i < n_states; i++)
    if (starts[i] > n_rows || (i > 0 && starts[i] < starts[i - 1]))
      return;
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].entity >= n_entities)
      return;
  for (gsize i = 0; i < n_states; i++)
    g_ptr_array_add (steps->states, g_bytes_new (states + i * n_key, n_key));
  g_array_append_vals (steps->starts, starts, (guint) n_states);
  g_array_append_vals (steps->rows, rows, (guint) n_rows);
  steps->commits = *commits;
}

/* Forgets what is too far away. */
static void
steps_trim (Steps *steps)
{
  guint drop = 0;

  while (drop < steps->states->len &&
         (steps->states->len - drop > MAX_STATES ||
          steps->rows->len - g_array_index (steps->starts, guint32, drop) > MAX_ROWS))
    drop++;
  if (drop == 0)
    return;
  if (drop < steps->states->len)
    {
      guint32 first = g_array_index (steps->starts, guint32, drop);

      for (guint i = 0; i < steps->starts->len; i++)
        g_array_index (steps->starts, guint32, i) -= first;
      g_array_remove_range (steps->rows, 0, first);
    }
  g_ptr_array_remove_range (steps->states, 0, drop);
  g_array_remove_range (steps->starts, 0, drop);
}

static void
steps_keep (Steps *steps, const char *path, GBytes *key)
{
  gsize                     n;
  gconstpointer             data = g_bytes_get_data (key, &n);
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new (data, n);
  g_autoptr (GByteArray)    states = g_byte_array_new ();

  for (guint i = 0; i < steps->states->len; i++)
    g_byte_array_append (states, g_bytes_get_data (g_ptr_array_index (steps->states, i), NULL),
                         (guint) n);
  yun_pack_writer_add (writer, "states", states->data, states->len, 0);
  yun_pack_writer_add (writer, "starts", steps->starts->data, steps->starts->len * sizeof (guint32),
                       0);
  yun_pack_writer_add (writer, "rows", steps->rows->data, steps->rows->len * sizeof (KeptRow), 0);
  yun_pack_writer_add (writer, "commits", &steps->commits, sizeof steps->commits, 0);
  yun_cache_save (path, WHAT, key, writer);
}

/* ---- Reading ------------------------------------------------------------------------ */

YunPack *
yun_trail_open (const char *path, const char *what, GArray **rows, gint64 *commits)
{
  g_autoptr (GBytes) present = yun_cache_get_key (path, what, FALSE);
  g_autoptr (GBytes) key = NULL;
  g_auto (Steps)     steps = { NULL };
  YunPack           *pack;

  *rows = g_array_new (FALSE, FALSE, sizeof (YunChangeRow));
  *commits = -1;
  if (present == NULL)
    return NULL;
  pack = yun_cache_open (path, what, present);
  if (pack != NULL)
    return pack;

  steps_init (&steps);
  key = yun_cache_rename_key (present, WHAT);
  steps_read (&steps, path, key);
  for (guint i = steps.states->len; pack == NULL && i-- > 0;)
    {
      g_autoptr (GBytes) old = yun_cache_rename_key (g_ptr_array_index (steps.states, i), what);

      pack = yun_cache_open (path, what, old);
      for (guint k = g_array_index (steps.starts, guint32, i); pack != NULL && k < steps.rows->len;
           k++)
        {
          const KeptRow *kept = &g_array_index (steps.rows, KeptRow, k);
          YunChangeRow   row = { (guint8) kept->entity, kept->id };

          g_array_append_val (*rows, row);
        }
    }
  if (pack != NULL)
    *commits = steps.commits;
  return pack;
}

/* ---- Writing ------------------------------------------------------------------------ */

YunTrail *
yun_trail_new (const char *path, YunDb *db)
{
  YunTrail *self = g_new0 (YunTrail, 1);

  self->path = g_strdup (path);
  self->rows = g_array_new (FALSE, FALSE, sizeof (KeptRow));
  /* Before the content: what another program writes in between is noticed in the end. */
  self->lost = !yun_db_get_int (db, "PRAGMA data_version", &self->data_version, NULL);
  self->begun = yun_cache_get_key (path, WHAT, TRUE);
  return self;
}

void
yun_trail_free (YunTrail *self)
{
  g_free (self->path);
  g_clear_pointer (&self->begun, g_bytes_unref);
  g_array_unref (self->rows);
  g_free (self);
}

void
yun_trail_note (YunTrail *self, const YunChange *change)
{
  self->written = TRUE;
  if (change == NULL || self->lost)
    return;
  if (change->rows == NULL || self->rows->len + change->rows->len > MAX_ROWS)
    {
      self->lost = TRUE;
      return;
    }
  for (guint i = 0; i < change->rows->len; i++)
    {
      const YunChangeRow *row = &g_array_index (change->rows, YunChangeRow, i);
      KeptRow             kept = { row->id, row->entity };

      g_array_append_val (self->rows, kept);
    }
}

/* (transfer full) (nullable): the key of the content, when the clock has ticked since it came to
 * be. */
static GBytes *
wait_for_key (const char *path)
{
  GBytes *key = NULL;

  for (guint us = 0; key == NULL && us <= PATIENCE_US; us += LOOK_US)
    {
      key = yun_cache_get_key (path, WHAT, TRUE);
      if (key == NULL)
        g_usleep (LOOK_US);
    }
  return key;
}

void
yun_trail_end (YunTrail *self, YunDb *db)
{
  g_autoptr (GBytes) key = NULL;
  g_auto (Steps)     steps = { NULL };
  gint64             busy = 1, version = 0, commits = 0;

  /* A checkpoint would look like a commit to others who have the file open: not without need. */
  if (!self->written || self->lost || self->begun == NULL ||
      !yun_history_get_commits (db, &commits, NULL) ||
      !yun_db_get_int (db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, NULL) || busy != 0)
    return;
  key = wait_for_key (self->path);
  steps_init (&steps);
  /* After the key: what it stands for has nothing of another program in it. */
  if (key == NULL || g_bytes_get_size (key) != g_bytes_get_size (self->begun) ||
      !yun_db_get_int (db, "PRAGMA data_version", &version, NULL) || version != self->data_version)
    return;
  steps_read (&steps, self->path, self->begun);
  steps.commits = commits;
  add_state (&steps, self->begun);
  g_array_append_vals (steps.rows, self->rows->data, self->rows->len);
  steps_trim (&steps);
  steps_keep (&steps, self->path, key);
}
