/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YunPack: arrays in a file that can be thrown away, read where they lie.
 *
 * A pack holds named sections of bytes, each beginning at a multiple of 64, and
 * a key that says what they were made from. It is written whole or not at all,
 * and read by mapping it into memory: opening compares the key and sums up every
 * byte, so what is handed out is what was written, on a machine of the same byte
 * order, by the same version of the writer. The file may be deleted or replaced
 * while it is open. A sum tells damage from intact, not friend from enemy: who
 * follows offsets in a section still checks them. What a writer leaves unsummed is not even intact
 * for sure: its reader finds out.
 */
typedef struct _YunPack       YunPack;
typedef struct _YunPackWriter YunPackWriter;

#define YUN_PACK_ERROR (yun_pack_error_quark ())
GQuark yun_pack_error_quark (void);

/** Messages are for the log: a pack that cannot be read is made anew. */
typedef enum
{
  YUN_PACK_ERROR_MISSING, /* there is no such file, or it may not be read */
  YUN_PACK_ERROR_FOREIGN, /* no pack, or one of another version or byte order */
  YUN_PACK_ERROR_DAMAGED, /* cut short, too long, or its sums are wrong */
  YUN_PACK_ERROR_STALE,   /* whole, but of another key */
  YUN_PACK_ERROR_FAILED,  /* it cannot be written */
} YunPackError;

#define YUN_PACK_MAX_NAME 31      /* bytes of a section's name */
#define YUN_PACK_MAX_KEY 4096     /* bytes */
#define YUN_PACK_MAX_SECTIONS 128 /* in a pack */

/* ---- Writing ---------------------------------------------------------------- */

/** @key: what the content depends on, its format included. */
YunPackWriter *yun_pack_writer_new (gconstpointer key, gsize n_key);
void           yun_pack_writer_free (YunPackWriter *self);

/**
 * yun_pack_writer_add:
 * @name: (transfer none): of at most YUN_PACK_MAX_NAME bytes, not used before
 * @data: (nullable): borrowed until the writer is freed
 * @room: zero bytes that follow @data; they take no room on most disks
 */
void yun_pack_writer_add (
  YunPackWriter *self, const char *name, gconstpointer data, gsize n_data, gsize room);

/** As yun_pack_writer_add(), of a copy of @data. */
void
yun_pack_writer_add_copy (YunPackWriter *self, const char *name, gconstpointer data, gsize n_data);

/**
 * yun_pack_writer_append:
 * @data: (nullable): borrowed until the writer is freed
 *
 * Continues the section added last, which had no room, at its next multiple of 64: arrays that
 * lie one behind the other need no section each. Where they begin is the reader's to know
 * (YUN_PACK_ROUND_UP).
 */
void yun_pack_writer_append (YunPackWriter *self, gconstpointer data, gsize n_data);
#define YUN_PACK_ROUND_UP(n) (((n) + 63) & ~(guint64) 63)

/** Says that the section added last is summed up when it is asked for, not when the pack is opened:
 * for what is large and may never be needed. */
void yun_pack_writer_set_late (YunPackWriter *self);

/** Says that who reads the section added last sums it up himself, piece by piece, as he needs it:
 * neither opening nor yun_pack_get() does. */
void yun_pack_writer_set_unsummed (YunPackWriter *self);

/** The sum of some bytes, for those who keep one themselves. */
guint64 yun_pack_sum (gconstpointer data, gsize n);

/**
 * yun_pack_writer_finish:
 *
 * Writes the file beside @path and gives it that name, replacing what was there. Not durable:
 * after a power cut the pack may be damaged, and then is refused. A worker's business.
 *
 * Fails with %YUN_PACK_ERROR_FAILED; @path is then as it was and nothing is left beside it.
 */
gboolean yun_pack_writer_finish (YunPackWriter *self, const char *path, GError **error);

/* ---- Reading ---------------------------------------------------------------- */

/**
 * yun_pack_open:
 * @key: (nullable): NULL: whatever it is; see yun_pack_dup_key()
 *
 * Maps @path and verifies all of it but late sections: a quarter of a gigabyte takes less than a
 * tenth of a second. A worker's business. The memory may be written to, which changes neither the
 * file nor what others read.
 *
 * Returns: (transfer full): the pack, or NULL with a YunPackError
 */
YunPack *yun_pack_open (const char *path, gconstpointer key, gsize n_key, GError **error);
/** (transfer full): the key it was written with. */
GBytes  *yun_pack_dup_key (const YunPack *self);
YunPack *yun_pack_ref (YunPack *self);
void     yun_pack_unref (YunPack *self);

/**
 * yun_pack_get:
 * @size: bytes of an element
 * @n: (out): elements, room included
 *
 * Returns: (nullable): the section, as long as the pack is referenced; NULL when there is none of
 * that name or it does not consist of whole elements. A late section is verified each time, and
 * NULL when it is damaged: a worker's business too.
 */
gpointer yun_pack_get (const YunPack *self, const char *name, gsize size, gsize *n);

/** Gives back the memory of all that has been read so far; what is read again comes from the file
 * again. Only while nothing has been written to it. */
void yun_pack_release (YunPack *self);

/** Bytes of the file. */
gsize yun_pack_get_size (const YunPack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPack, yun_pack_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunPackWriter, yun_pack_writer_free)

G_END_DECLS
