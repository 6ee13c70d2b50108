/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geom"

#include "config.h"

#include "yun-pack.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALIGN 64
#define ROUND_UP(n) YUN_PACK_ROUND_UP (n)
#define MAGIC "YunPack\n"
#define ORDER 0x01020304u
#define VERSION 2
#define CHUNK (8u << 20) /* bytes of one write(), or summed up before they are given back */
#define LATE 1u          /* flags of a section */
#define UNSUMMED 2u

/* The file: a header, the table of sections, the key, the sections. Each begins at a multiple of
 * ALIGN right after the one before, and the gaps are zero and summed with what they follow. */
typedef struct
{
  char    magic[8];
  guint32 order;
  guint32 version;
  guint64 size; /* of the file */
  guint64 sum;  /* of all before the first section, this field as zero */
  guint32 n_sections;
  guint32 n_key;
  guint64 reserved[3];
} Header;

typedef struct
{
  char    name[YUN_PACK_MAX_NAME + 1];
  guint64 offset;
  guint64 size;
  guint64 sum;
  guint64 flags;
} Section;

G_STATIC_ASSERT (sizeof (Header) == ALIGN && sizeof (Section) == ALIGN);

/* A part of a section. */
typedef struct
{
  gconstpointer data; /* (unowned) */
  gsize         n_data;
  guint         section;
  guint64       offset; /* in it */
} Content;

struct _YunPackWriter
{
  GByteArray *key;      /* (owned) */
  GArray     *sections; /* (owned): Section */
  GArray     *contents; /* (owned): Content */
  GPtrArray  *copies;   /* (owned): of contents */
};

struct _YunPack
{
  gatomicrefcount ref;
  char           *map; /* (owned): by munmap() */
  gsize           size;
};

G_DEFINE_QUARK (yun_pack_error, yun_pack_error)

/* ---- Sums ------------------------------------------------------------------- */

/* Eight lanes of 64 bits, so that the processor has work while it multiplies. A step maps a lane
 * one to one for any given word: no change of a single word can be lost. */
typedef struct
{
  guint64 lanes[ALIGN / 8];
} Sum;

#define FACTOR 0x9fb21c651e98df25u

static void
sum_init (Sum *sum)
{
  for (guint i = 0; i < G_N_ELEMENTS (sum->lanes); i++)
    sum->lanes[i] = 0x243f6a8885a308d3u * (2 * i + 1);
}

static inline guint64
turn (guint64 v, guint by)
{
  return v << by | v >> (64 - by);
}

static void
sum_add (Sum *sum, const char *blocks, gsize n_blocks)
{
  guint64 lanes[ALIGN / 8];

  memcpy (lanes, sum->lanes, sizeof lanes);
  for (; n_blocks > 0; n_blocks--, blocks += ALIGN)
    {
      guint64 words[ALIGN / 8];

      memcpy (words, blocks, sizeof words);
      for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
        lanes[i] = turn ((lanes[i] ^ words[i]) * FACTOR, 29);
    }
  memcpy (sum->lanes, lanes, sizeof lanes);
}

/* @n bytes and zeros up to @padded, a multiple of ALIGN. */
static void
sum_add_padded (Sum *sum, const char *data, gsize n, guint64 padded)
{
  static const char zeros[64 * ALIGN];
  char              last[ALIGN] = { 0 };
  guint64           done = n - n % ALIGN;

  sum_add (sum, data, done / ALIGN);
  if (n % ALIGN != 0)
    {
      memcpy (last, data + done, n % ALIGN);
      sum_add (sum, last, 1);
      done += ALIGN;
    }
  for (; done < padded; done += MIN (padded - done, sizeof zeros))
    sum_add (sum, zeros, MIN (padded - done, sizeof zeros) / ALIGN);
}

static guint64
sum_end (const Sum *sum)
{
  guint64 all = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sum->lanes); i++)
    {
      all = turn ((all ^ sum->lanes[i]) * FACTOR, 31);
      all ^= all >> 33;
    }

  return all;
}

static guint64
sum_bytes (const char *data, gsize n, guint64 padded)
{
  Sum sum;

  sum_init (&sum);
  sum_add_padded (&sum, data, n, padded);

  return sum_end (&sum);
}

/* ---- Writing ---------------------------------------------------------------- */

YunPackWriter *
yun_pack_writer_new (gconstpointer key, gsize n_key)
{
  YunPackWriter *self;

  g_return_val_if_fail (n_key <= YUN_PACK_MAX_KEY, NULL);

  self = g_new0 (YunPackWriter, 1);
  self->key = g_byte_array_new ();
  if (n_key > 0)
    g_byte_array_append (self->key, key, (guint) n_key);
  self->sections = g_array_new (FALSE, TRUE, sizeof (Section));
  self->contents = g_array_new (FALSE, FALSE, sizeof (Content));
  self->copies = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
yun_pack_writer_free (YunPackWriter *self)
{
  g_return_if_fail (self != NULL);

  g_byte_array_unref (self->key);
  g_array_unref (self->sections);
  g_array_unref (self->contents);
  g_ptr_array_unref (self->copies);
  g_free (self);
}

void
yun_pack_writer_add (
  YunPackWriter *self, const char *name, gconstpointer data, gsize n_data, gsize room)
{
  Section section = { .size = n_data + room };
  Content content = { data, n_data, self->sections->len, 0 };

  g_return_if_fail (self != NULL && name != NULL && (data != NULL || n_data == 0));
  g_return_if_fail (*name != '\0' && strlen (name) <= YUN_PACK_MAX_NAME);
  g_return_if_fail (self->sections->len < YUN_PACK_MAX_SECTIONS);

  g_strlcpy (section.name, name, sizeof section.name);
  g_array_append_val (self->sections, section);
  g_array_append_val (self->contents, content);
}

void
yun_pack_writer_add_copy (YunPackWriter *self, const char *name, gconstpointer data, gsize n_data)
{
  gpointer copy = g_memdup2 (data, n_data);

  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->copies, copy);
  yun_pack_writer_add (self, name, copy, n_data, 0);
}

static Section *
get_last (YunPackWriter *self)
{
  return &g_array_index (self->sections, Section, self->sections->len - 1);
}

void
yun_pack_writer_append (YunPackWriter *self, gconstpointer data, gsize n_data)
{
  Section *section;
  Content  content = { data, n_data };

  g_return_if_fail (self != NULL && self->sections->len > 0 && (data != NULL || n_data == 0));

  section = get_last (self);
  content.section = self->sections->len - 1;
  content.offset = ROUND_UP (section->size);
  section->size = content.offset + n_data;
  g_array_append_val (self->contents, content);
}

void
yun_pack_writer_set_late (YunPackWriter *self)
{
  g_return_if_fail (self != NULL && self->sections->len > 0);

  get_last (self)->flags |= LATE;
}

void
yun_pack_writer_set_unsummed (YunPackWriter *self)
{
  g_return_if_fail (self != NULL && self->sections->len > 0);

  get_last (self)->flags |= UNSUMMED;
}

guint64
yun_pack_sum (gconstpointer data, gsize n)
{
  return sum_bytes (data, n, ROUND_UP (n));
}

static gboolean
set_failed (const char *path, int number, GError **error)
{
  g_set_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_FAILED, "%s: %s", path, g_strerror (number));
  return FALSE;
}

static gboolean
write_at (int file, const char *data, gsize n, guint64 at)
{
  while (n > 0)
    {
      gssize written = pwrite (file, data, MIN (n, CHUNK), (off_t) at);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      data += written;
      at += (guint64) written;
      n -= (gsize) written;
    }

  return TRUE;
}

/* Sums up section @i, whose parts begin at content @first; gives where those of the next do. */
static guint
sum_section (YunPackWriter *self, guint i, guint first)
{
  Section *section = &g_array_index (self->sections, Section, i);
  Sum      sum;

  sum_init (&sum);
  for (; first < self->contents->len; first++)
    {
      const Content *content = &g_array_index (self->contents, Content, first);
      const Content *next = content + 1;

      if (content->section != i)
        break;
      sum_add_padded (&sum, content->data, content->n_data,
                      (first + 1 < self->contents->len && next->section == i
                         ? next->offset
                         : ROUND_UP (section->size)) -
                        content->offset);
    }
  section->sum = sum_end (&sum);

  return first;
}

/* (transfer full): header, table and key, with all places and sums. */
static GByteArray *
make_head (YunPackWriter *self)
{
  GByteArray *head = g_byte_array_new ();
  Header      header = { .magic = MAGIC, .order = ORDER, .version = VERSION };
  gsize       n_head = ALIGN + self->sections->len * sizeof (Section) + ROUND_UP (self->key->len);
  guint64     at = n_head;
  guint       content = 0;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = &g_array_index (self->sections, Section, i);

      section->offset = at;
      content = sum_section (self, i, content);
      at += ROUND_UP (section->size);
    }
  header.size = at;
  header.n_sections = self->sections->len;
  header.n_key = self->key->len;

  g_byte_array_append (head, (const guint8 *) &header, sizeof header);
  if (self->sections->len > 0)
    g_byte_array_append (head, (const guint8 *) self->sections->data,
                         self->sections->len * (guint) sizeof (Section));
  g_byte_array_append (head, self->key->data, self->key->len);
  while (head->len < n_head)
    g_byte_array_append (head, (const guint8 *) "", 1);
  header.sum = sum_bytes ((const char *) head->data, head->len, head->len);
  memcpy (head->data, &header, sizeof header);

  return head;
}

gboolean
yun_pack_writer_finish (YunPackWriter *self, const char *path, GError **error)
{
  g_autofree char       *temp = NULL;
  g_autoptr (GByteArray) head = NULL;
  Header                 header;
  int                    file, number = 0;
  gboolean               ok;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  temp = g_strconcat (path, ".XXXXXX", NULL);
  file = g_mkstemp_full (temp, O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    return set_failed (path, errno, error);

  head = make_head (self);
  memcpy (&header, head->data, sizeof header);
  ok = ftruncate (file, (off_t) header.size) == 0 &&
       write_at (file, (const char *) head->data, head->len, 0);
  for (guint i = 0; ok && i < self->contents->len; i++)
    {
      const Content *content = &g_array_index (self->contents, Content, i);
      const Section *section = &g_array_index (self->sections, Section, content->section);

      ok = write_at (file, content->data, content->n_data, section->offset + content->offset);
    }
  if (!ok)
    number = errno;
  /* Some disks say only now that they are full. */
  if (close (file) != 0 && ok)
    {
      ok = FALSE;
      number = errno;
    }
  if (ok && g_rename (temp, path) != 0)
    {
      ok = FALSE;
      number = errno;
    }
  if (!ok)
    {
      g_unlink (temp);
      return set_failed (path, number, error);
    }

  return TRUE;
}

/* ---- Reading ---------------------------------------------------------------- */

static gboolean
set_refused (YunPackError code, const char *why, GError **error)
{
  g_set_error_literal (error, YUN_PACK_ERROR, code, why);
  return FALSE;
}

static const Section *
get_section (const YunPack *self, guint i)
{
  return (const Section *) (gconstpointer) (self->map + sizeof (Header)) + i;
}

/* The pages that lie wholly within; a section beside them may be in use. */
static void
give_back (const YunPack *self, guint64 from, guint64 to)
{
  guint64 page = (guint64) sysconf (_SC_PAGESIZE);

  from = (from + page - 1) / page * page;
  to = to / page * page;
  if (from < to)
    madvise (self->map + from, to - from, MADV_DONTNEED);
}

static gboolean
is_whole (const YunPack *self, const Section *section)
{
  guint64 padded = ROUND_UP (section->size), step;
  Sum     sum;

  sum_init (&sum);
  for (guint64 at = 0; at < padded; at += step)
    {
      step = MIN (padded - at, CHUNK);
      sum_add (&sum, self->map + section->offset + at, step / ALIGN);
      if ((section->flags & LATE) != 0)
        give_back (self, section->offset + at, section->offset + at + step);
    }

  return sum_end (&sum) == section->sum;
}

static gboolean
verify_sections (const YunPack *self, const Header *header, guint64 at, GError **error)
{
  for (guint i = 0; i < header->n_sections; i++)
    {
      const Section *section = get_section (self, i);

      if (section->name[YUN_PACK_MAX_NAME] != '\0' || section->offset != at ||
          section->size > self->size - at || ROUND_UP (section->size) > self->size - at)
        return set_refused (YUN_PACK_ERROR_DAMAGED, "a section lies outside", error);
      at += ROUND_UP (section->size);
    }
  if (at != self->size)
    return set_refused (YUN_PACK_ERROR_DAMAGED, "something follows the last section", error);

  for (guint i = 0; i < header->n_sections; i++)
    {
      const Section *section = get_section (self, i);

      if ((section->flags & (LATE | UNSUMMED)) == 0 && !is_whole (self, section))
        return set_refused (YUN_PACK_ERROR_DAMAGED, section->name, error);
    }

  return TRUE;
}

/* @key: NULL: any */
static gboolean
verify (const YunPack *self, gconstpointer key, gsize n_key, GError **error)
{
  Header  header, zeroed;
  guint64 at, sum;
  Sum     state;

  if (self->size < sizeof header)
    return set_refused (YUN_PACK_ERROR_DAMAGED, "shorter than its header", error);
  memcpy (&header, self->map, sizeof header);
  if (memcmp (header.magic, MAGIC, sizeof header.magic) != 0 || header.order != ORDER ||
      header.version != VERSION)
    return set_refused (YUN_PACK_ERROR_FOREIGN, "of another kind or version", error);
  at = sizeof header + (guint64) header.n_sections * sizeof (Section) + ROUND_UP (header.n_key);
  if (header.size != self->size || header.n_sections > YUN_PACK_MAX_SECTIONS ||
      header.n_key > YUN_PACK_MAX_KEY || at > self->size)
    return set_refused (YUN_PACK_ERROR_DAMAGED, "not of the length it says", error);

  zeroed = header;
  zeroed.sum = 0;
  sum_init (&state);
  sum_add (&state, (const char *) &zeroed, 1);
  sum_add (&state, self->map + sizeof header, (at - sizeof header) / ALIGN);
  sum = sum_end (&state);
  if (sum != header.sum)
    return set_refused (YUN_PACK_ERROR_DAMAGED, "its header is damaged", error);
  /* Before the long sums: a stale pack is no use however whole. */
  if (key != NULL &&
      (header.n_key != n_key ||
       memcmp (self->map + sizeof header + header.n_sections * sizeof (Section), key, n_key) != 0))
    return set_refused (YUN_PACK_ERROR_STALE, "of another key", error);

  return verify_sections (self, &header, at, error);
}

YunPack *
yun_pack_open (const char *path, gconstpointer key, gsize n_key, GError **error)
{
  g_autoptr (YunPack) self = NULL;
  struct stat         info;
  int                 file;
  gpointer            map = MAP_FAILED;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (file < 0)
    {
      g_set_error (error, YUN_PACK_ERROR, YUN_PACK_ERROR_MISSING, "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  if (fstat (file, &info) == 0 && S_ISREG (info.st_mode) && info.st_size > 0)
    map = mmap (NULL, (gsize) info.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  close (file);
  if (map == MAP_FAILED)
    {
      set_refused (YUN_PACK_ERROR_DAMAGED, "empty or no file", error);
      return NULL;
    }

  self = g_new0 (YunPack, 1);
  g_atomic_ref_count_init (&self->ref);
  self->map = map;
  self->size = (gsize) info.st_size;
  if (!verify (self, key, n_key, error))
    return NULL;
  /* Only now: a map made writable at once would be filled with copies. */
  if (mprotect (map, self->size, PROT_READ | PROT_WRITE) != 0)
    {
      set_refused (YUN_PACK_ERROR_DAMAGED, g_strerror (errno), error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

GBytes *
yun_pack_dup_key (const YunPack *self)
{
  Header header;

  g_return_val_if_fail (self != NULL, NULL);

  memcpy (&header, self->map, sizeof header);

  return g_bytes_new (self->map + sizeof header + header.n_sections * sizeof (Section),
                      header.n_key);
}

YunPack *
yun_pack_ref (YunPack *self)
{
  g_atomic_ref_count_inc (&self->ref);

  return self;
}

void
yun_pack_unref (YunPack *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;

  munmap (self->map, self->size);
  g_free (self);
}

gpointer
yun_pack_get (const YunPack *self, const char *name, gsize size, gsize *n)
{
  Header header;

  g_return_val_if_fail (self != NULL && name != NULL && size > 0 && n != NULL, NULL);

  memcpy (&header, self->map, sizeof header);
  for (guint i = 0; i < header.n_sections; i++)
    {
      const Section *section = get_section (self, i);

      if (strcmp (section->name, name) != 0)
        continue;
      if (section->size % size != 0 || ((section->flags & LATE) != 0 && !is_whole (self, section)))
        return NULL;
      *n = section->size / size;
      return self->map + section->offset;
    }

  return NULL;
}

void
yun_pack_release (YunPack *self)
{
  g_return_if_fail (self != NULL);

  madvise (self->map, self->size, MADV_DONTNEED);
}

gsize
yun_pack_get_size (const YunPack *self)
{
  return self->size;
}
