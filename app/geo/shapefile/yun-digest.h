/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Digests by which what was read back is compared with what was written: against faults, not
 * against forgers. */
#define YUN_DIGEST_SEED G_GUINT64_CONSTANT (0x59756e4469676573)

static inline guint64
yun_digest_word (guint64 digest, guint64 word)
{
  digest = (digest ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return digest ^ (digest >> 29);
}

static inline guint64
yun_digest_bytes (guint64 digest, gconstpointer data, gsize n)
{
  const guint8 *bytes = data;
  guint64       word;

  digest = yun_digest_word (digest, n);
  for (; n >= 8; n -= 8, bytes += 8)
    {
      memcpy (&word, bytes, 8);
      digest = yun_digest_word (digest, word);
    }
  word = 0;
  memcpy (&word, bytes, n);
  return yun_digest_word (digest, word);
}

/** NULL is not "". */
static inline guint64
yun_digest_text (guint64 digest, const char *text)
{
  return text != NULL ? yun_digest_bytes (digest, text, strlen (text))
                      : yun_digest_word (digest, G_MAXUINT64);
}

static inline guint64
yun_digest_real (guint64 digest, double value)
{
  return yun_digest_bytes (digest, &value, sizeof value);
}

G_END_DECLS
