/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns-private.h"

#include "yun-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * What bare words search: one pool of texts, scanned from end to end.
 *
 * At a million rows that is half a gigabyte, so a large pool is a file without a
 * name in the cache folder. It is mapped, and given back piece by piece as it is
 * scanned: the system's file cache may keep it, we do not.
 */

/* More than this is not kept in memory. */
#define MAX_BUFFER (64 * 1024 * 1024)
#define WRITE_BUFFER (1024 * 1024)
#define MAX_POOL (G_MAXUINT32 - 2 * YUN_COLUMN_WORDS_ROOM)
/* What is scanned before it is given back. */
#define PIECE (8 * 1024 * 1024)
/* Bytes that are counted to know the rare ones. */
#define FREQUENCY_SAMPLE (1024 * 1024)

YunColumnWords *
yun_column_words_ref (YunColumnWords *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_column_words_unref (YunColumnWords *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_free (self->ids);
  if (self->pack != NULL)
    yun_pack_unref (self->pack);
  else
    {
      if (self->mapped > 0)
        munmap (self->pool, self->mapped);
      else
        g_free (self->pool);
      g_free (self->offsets);
    }
  g_free (self->section);
  g_free (self);
}

gsize
yun_column_words_get_size (const YunColumnWords *self)
{
  return (self->mapped > 0 || self->pack != NULL ? 0 : self->offsets[self->n_rows]) +
         (self->n_rows + 1) * sizeof (guint32) +
         (self->ids != NULL ? self->n_rows * sizeof (gint64) : 0);
}

static gint64
get_id (const YunColumnWords *self, guint row)
{
  return self->ids != NULL ? self->ids[row] : self->first_id + row;
}

const char *
yun_column_words_find (const YunColumnWords *self, gint64 id)
{
  guint low = 0, high = self->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (self, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_rows && get_id (self, low) == id ? self->pool + self->offsets[low] : NULL;
}

static gboolean
is_gone (const YunColumns *self, gint64 id)
{
  guint low = 0, high = self->n_gone;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->gone[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_gone && self->gone[low] == id;
}

/* ---- Making ------------------------------------------------------------------------ */

void
yun_column_words_draft_init (YunColumnWordsDraft *self)
{
  *self = (YunColumnWordsDraft){ .file = -1, .limit = MAX_BUFFER };
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
drop_texts (YunColumnWordsDraft *self)
{
  g_clear_pointer (&self->buffer, g_free);
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
}

void
yun_column_words_draft_clear (YunColumnWordsDraft *self)
{
  drop_texts (self);
  g_clear_pointer (&self->offsets, g_array_unref);
}

static gboolean
open_file (YunColumnWordsDraft *self)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "yunjian", NULL);
  g_autofree char *path = g_build_filename (folder, "words-XXXXXX", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return FALSE;
  self->file = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (self->file >= 0)
    g_unlink (path);
  return self->file >= 0;
}

static gboolean
flush (YunColumnWordsDraft *self)
{
  for (gsize at = 0; at < self->n;)
    {
      gssize n = write (self->file, self->buffer + at, self->n - at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += (gsize) n;
    }
  self->written += self->n;
  self->n = 0;
  return TRUE;
}

/* Makes room for @length bytes, writing what is there if it is much. */
static gboolean
make_room (YunColumnWordsDraft *self, gsize length)
{
  if (self->written + self->n + length > MAX_POOL)
    return FALSE;
  if (self->file < 0 && self->n + length > self->limit)
    {
      if (!open_file (self) || !flush (self))
        return FALSE;
      self->capacity = WRITE_BUFFER;
      self->buffer = g_realloc (self->buffer, self->capacity);
    }
  if (self->file >= 0 && self->n + length > self->capacity && !flush (self))
    return FALSE;
  if (self->n + length > self->capacity)
    {
      self->capacity = self->n + length + self->capacity / 2 + 4096;
      self->buffer = g_realloc (self->buffer, self->capacity);
    }
  return TRUE;
}

void
yun_column_words_draft_add (YunColumnWordsDraft *self, const char *text)
{
  guint32 offset = (guint32) (self->written + self->n);
  gsize   length = text != NULL ? strlen (text) + 1 : 0;

  g_array_append_val (self->offsets, offset);
  if (self->given_up)
    return;
  if (text == NULL || !make_room (self, length))
    {
      self->given_up = TRUE;
      drop_texts (self);
      return;
    }
  memcpy (self->buffer + self->n, text, length);
  self->n += length;
}

static gboolean
take_pool (YunColumnWordsDraft *self, YunColumnWords *words, gsize size)
{
  if (self->file < 0)
    {
      words->pool = g_realloc (g_steal_pointer (&self->buffer), size + YUN_COLUMN_WORDS_ROOM);
      memset (words->pool + size, 0, YUN_COLUMN_WORDS_ROOM);
      return TRUE;
    }
  if (!flush (self) || ftruncate (self->file, (off_t) (size + YUN_COLUMN_WORDS_ROOM)) != 0)
    return FALSE;
  words->pool = mmap (NULL, size + YUN_COLUMN_WORDS_ROOM, PROT_READ, MAP_SHARED, self->file, 0);
  if (words->pool == MAP_FAILED)
    return FALSE;
  words->mapped = size + YUN_COLUMN_WORDS_ROOM;
  return TRUE;
}

static void
take_ids (YunColumnWords *words, const YunColumns *columns)
{
  words->n_rows = columns->n_rows;
  words->first_id = columns->first_id;
  if (columns->ids != NULL)
    words->ids = g_memdup2 (columns->ids, columns->n_rows * sizeof (gint64));
}

static void
count_bytes (YunColumnWords *words)
{
  for (gsize i = 0; i < MIN (words->offsets[words->n_rows], FREQUENCY_SAMPLE); i++)
    words->frequency[(guint8) words->pool[i]]++;
}

YunColumnWords *
yun_column_words_draft_end (YunColumnWordsDraft *self, const YunColumns *columns)
{
  g_autofree YunColumnWords *words = g_new0 (YunColumnWords, 1);
  gsize                      size = self->written + self->n;
  guint32                    end = (guint32) size;

  if (self->given_up || !take_pool (self, words, size))
    return NULL;
  drop_texts (self);
  g_atomic_ref_count_init (&words->ref);
  g_array_append_val (self->offsets, end);
  take_ids (words, columns);
  words->offsets = (guint32 *) g_array_free (g_steal_pointer (&self->offsets), FALSE);
  count_bytes (words);
  return g_steal_pointer (&words);
}

/* ---- From a pack -------------------------------------------------------------------- */

YunColumnWords *
yun_column_words_new_late (YunPack          *pack,
                           const char       *section,
                           guint32          *offsets,
                           const YunColumns *columns)
{
  YunColumnWords *words = g_new0 (YunColumnWords, 1);

  g_atomic_ref_count_init (&words->ref);
  words->pack = yun_pack_ref (pack);
  words->section = g_strdup (section);
  words->offsets = offsets;
  take_ids (words, columns);
  return words;
}

/* Has the texts verified when they are first needed; FALSE when they are damaged. */
static gboolean
ensure_pool (YunColumnWords *self)
{
  static GMutex mutex;
  gboolean      ok;

  g_mutex_lock (&mutex);
  if (self->section != NULL)
    {
      gsize n, size = self->offsets[self->n_rows] + (gsize) YUN_COLUMN_WORDS_ROOM;
      char *pool = yun_pack_get (self->pack, self->section, 1, &n);

      g_clear_pointer (&self->section, g_free);
      if (pool != NULL && n == size &&
          (n == YUN_COLUMN_WORDS_ROOM || pool[n - YUN_COLUMN_WORDS_ROOM - 1] == '\0'))
        {
          self->pool = pool;
          self->mapped = size;
          count_bytes (self);
        }
    }
  ok = self->pool != NULL;
  g_mutex_unlock (&mutex);
  return ok;
}

/* ---- Searching a pool ------------------------------------------------------------ */

/* Sixteen bytes at a time, whatever the processor calls it. */
typedef guint8  Bytes __attribute__ ((vector_size (16)));
typedef guint64 Words __attribute__ ((vector_size (16)));

typedef struct
{
  const char *text;
  gsize       length;
  gsize       first; /* where in text the bytes looked for stand: its rarest in the pool */
  gsize       second;
} Needle;

static void
prepare (Needle *needle, const char *text, const YunColumnWords *words)
{
  const guint8 *bytes = (const guint8 *) text;

  *needle = (Needle){ .text = text, .length = strlen (text) };
  for (gsize i = 1; i < needle->length; i++)
    if (words->frequency[bytes[i]] < words->frequency[bytes[needle->first]])
      needle->first = i;
  needle->second = needle->first == 0 ? needle->length - 1 : 0;
  for (gsize i = 0; i < needle->length; i++)
    if (i != needle->first && words->frequency[bytes[i]] < words->frequency[bytes[needle->second]])
      needle->second = i;
}

static inline Bytes
load (const char *at)
{
  Bytes bytes;

  memcpy (&bytes, at, sizeof bytes);
  return bytes;
}

/* The first place from @at on, before @end, where @needle stands. The pool has room behind its end
 * (YUN_COLUMN_WORDS_ROOM), and no text there, so that blocks may be read across it. */
static const char *
find (const char *at, const char *end, const Needle *needle)
{
  Bytes first = (Bytes){ 0 } + (guint8) needle->text[needle->first];
  Bytes second = (Bytes){ 0 } + (guint8) needle->text[needle->second];

  for (; at + needle->length <= end; at += sizeof (Bytes))
    {
      Bytes hits =
        (Bytes) ((load (at + needle->first) == first) & (load (at + needle->second) == second));
      Words any = (Words) hits;

      if ((any[0] | any[1]) == 0)
        continue;
      for (guint i = 0; i < sizeof (Bytes); i++)
        if (hits[i] != 0 && at + i + needle->length <= end &&
            memcmp (at + i, needle->text, needle->length) == 0)
          return at + i;
    }
  return NULL;
}

/* The last text from @place on that begins at or before @offset. */
static guint
find_place (const YunColumnWords *words, guint place, guint32 offset)
{
  guint low = place, step = 1, high;

  /* Mostly not far. */
  while (low + step < words->n_rows && words->offsets[low + step] <= offset)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, words->n_rows);
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (words->offsets[middle] <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Searches the texts @first to @last (not included). */
static void
match_texts (const YunColumns     *self,
             const YunColumnWords *words,
             const Needle         *needle,
             guint                 first,
             guint                 last,
             guint64              *bits)
{
  const char *end = words->pool + words->offsets[last];
  const char *at = words->pool + words->offsets[first];
  gboolean    passes_gone = words == self->words && self->n_gone > 0;
  guint       place = first;

  while (place < last && (at = find (at, end, needle)) != NULL)
    {
      guint row;

      place = find_place (words, place, (guint32) (at - words->pool));
      if (!(passes_gone && is_gone (self, get_id (words, place))) &&
          yun_columns_find_row (self, get_id (words, place), &row))
        yun_bits_set (bits, row);
      place++;
      at = words->pool + words->offsets[place];
    }
}

static void
match_words (const YunColumns *self, const YunColumnWords *words, const char *text, guint64 *bits)
{
  Needle needle;
  gsize  page = (gsize) sysconf (_SC_PAGESIZE);

  prepare (&needle, text, words);
  if (words->mapped == 0)
    {
      match_texts (self, words, &needle, 0, words->n_rows, bits);
      return;
    }
  for (guint first = 0, last; first < words->n_rows; first = last)
    {
      gsize from = words->offsets[first];
      gsize skew = GPOINTER_TO_SIZE (words->pool + from) % page;

      last = find_place (words, first, (guint32) MIN (from + PIECE, G_MAXUINT32 - 1));
      last = last == words->n_rows - 1 ? words->n_rows : MAX (last, first + 1);
      match_texts (self, words, &needle, first, last, bits);
      madvise (words->pool + from - skew, words->offsets[last] - from + skew, MADV_DONTNEED);
    }
}

gboolean
yun_columns_match_word (const YunColumns *self, const char *word, guint64 *bits)
{
  g_autofree char *needle = yun_text_normalise (word);

  if (self->words == NULL || !ensure_pool (self->words))
    return FALSE;
  memset (bits, 0, yun_bits_n_words (self->n_rows) * sizeof *bits);
  if (*needle == '\0')
    {
      yun_bits_fill (bits, self->n_rows);
      return TRUE;
    }
  match_words (self, self->words, needle, bits);
  if (self->newer != NULL)
    match_words (self, self->newer, needle, bits);
  return TRUE;
}
