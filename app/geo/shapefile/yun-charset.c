/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-geo"

#include "config.h"

#include "yun-charset.h"

#include <string.h>

#define N_BMP 0x10000

struct _YunCharset
{
  const char *name;
  gboolean    is_utf8;
  gboolean    has_astral; /* characters above U+FFFF have four bytes, by the rule of GB18030 */
  guint32    *codes;      /* (owned): the bytes of each BMP character as one number, 0 for none */
  GOnce       once;
};

static YunCharset gbk = { "GBK", FALSE, FALSE, NULL, G_ONCE_INIT };
static YunCharset gb18030 = { "GB18030", FALSE, TRUE, NULL, G_ONCE_INIT };
static YunCharset utf8 = { "UTF-8", TRUE, TRUE, NULL, G_ONCE_INIT };

static const struct
{
  const char *name;
  YunCharset *charset;
  const char *cpg;
  guint8      language;
} encodings[] = {
  [YUN_ENCODING_GBK_LDID] = { "GBK", &gbk, NULL, 0x4d },
  [YUN_ENCODING_GBK_CPG] = { "GBK-CPG", &gbk, "GBK", 0 },
  [YUN_ENCODING_UTF8] = { "UTF-8", &utf8, "UTF-8", 0 },
  [YUN_ENCODING_GB18030] = { "GB18030", &gb18030, "GB18030", 0 },
};

static gboolean
convert (GIConv cd, const char *in, gsize n, char *out, gsize *n_out)
{
  gsize left = *n_out;
  char *from = (char *) in;

  g_iconv (cd, NULL, NULL, NULL, NULL);
  if (g_iconv (cd, &from, &n, &out, &left) != 0 || n != 0)
    return FALSE;
  *n_out -= left;
  return TRUE;
}

static gpointer
fill_codes (gpointer data)
{
  YunCharset *self = data;
  guint32    *codes = g_new0 (guint32, N_BMP);
  GIConv      there = g_iconv_open (self->name, "UTF-8");
  GIConv      back = g_iconv_open ("UTF-8", self->name);

  g_assert (there != (GIConv) -1 && back != (GIConv) -1);
  for (gunichar c = 0x80; c < N_BMP; c++)
    {
      char  in[6], bytes[8], again[8];
      gsize n_in = g_unichar_to_utf8 (c, in);
      gsize n = sizeof bytes, n_again = sizeof again;

      if (!g_unichar_validate (c) || !convert (there, in, n_in, bytes, &n) || n > 4 ||
          !convert (back, bytes, n, again, &n_again) || n_again != n_in ||
          memcmp (in, again, n_in) != 0)
        continue;
      for (gsize i = 0; i < n; i++)
        codes[c] = codes[c] << 8 | (guint8) bytes[i];
    }
  g_iconv_close (there);
  g_iconv_close (back);
  self->codes = codes;
  return self;
}

/* The character at @text, which is moved behind it; 0xfffd for bytes that are no UTF-8. */
static inline gunichar
next_char (const char **text)
{
  const guint8 *at = (const guint8 *) *text;
  gunichar      c = at[0];

  if (c < 0x80)
    {
      *text += 1;
      return c;
    }
  /* Most Chinese. */
  if (c > 0xe0 && c < 0xed && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80)
    {
      *text += 3;
      return (c & 0x0f) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    }
  c = g_utf8_get_char_validated (*text, -1);
  if (c & 0x80000000)
    {
      *text += 1;
      return 0xfffd;
    }
  *text = g_utf8_next_char (*text);
  return c;
}

/* The bytes of @c as one number and their count, or 0. */
static guint32
get_code (const YunCharset *self, gunichar c, guint *n)
{
  guint32 code;

  if (c < N_BMP)
    {
      code = self->codes[c];
      *n = code > 0xffff ? 4 : code > 0xff ? 2 : 1;
      return code;
    }
  if (!self->has_astral)
    return 0;
  c -= N_BMP;
  *n = 4;
  return (0x90 + c / 12600) << 24 | (0x30 + c / 1260 % 10) << 16 | (0x81 + c / 10 % 126) << 8 |
         (0x30 + c % 10);
}

const YunCharset *
yun_charset_get (YunShapefileEncoding encoding)
{
  YunCharset *self = encodings[encoding].charset;

  if (!self->is_utf8)
    g_once (&self->once, fill_codes, self);
  return self;
}

const char *
yun_charset_get_name (const YunCharset *self)
{
  return self->name;
}

gsize
yun_charset_encode (
  const YunCharset *self, const char *text, guint8 *out, gsize limit, YunCharsetLoss *loss)
{
  gsize n = 0;

  *loss = (YunCharsetLoss){ 0 };
  for (; *text == ' '; text++)
    loss->stripped = TRUE;
  while (*text != '\0')
    {
      const char *at = text;
      gunichar    c = next_char (&text);
      guint32     code = '?';
      guint       size = 1;

      /* The two usual cases first. */
      if (c < 0x80 && n < limit)
        {
          out[n++] = c;
          continue;
        }
      if (!self->is_utf8 && c < N_BMP && n + 2 <= limit && (code = self->codes[c]) > 0xff &&
          code <= 0xffff)
        {
          out[n++] = code >> 8;
          out[n++] = code;
          continue;
        }
      code = '?';
      if (c < 0x80)
        code = c;
      else if (self->is_utf8 && (c != 0xfffd || text - at == 3))
        size = text - at;
      else if (!self->is_utf8)
        code = get_code (self, c, &size);
      if (c >= 0x80 && (code == 0 || (self->is_utf8 && size == 1)))
        {
          code = '?';
          size = 1;
          if (loss->missing == 0)
            loss->missing = c;
        }
      if (n + size > limit)
        {
          loss->cut = TRUE;
          break;
        }
      if (self->is_utf8 && size > 1)
        memcpy (out + n, at, size);
      else
        for (guint i = 0; i < size; i++)
          out[n + i] = code >> (8 * (size - 1 - i));
      n += size;
    }
  for (; n > 0 && out[n - 1] == ' '; n--)
    loss->stripped = TRUE;
  return n;
}

int
yun_shapefile_encoding_find (const char *name)
{
  g_return_val_if_fail (name != NULL, -1);

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_ascii_strcasecmp (encodings[i].name, name) == 0)
      return i;
  return -1;
}

const char *
yun_shapefile_encoding_get_name (YunShapefileEncoding encoding)
{
  g_return_val_if_fail ((guint) encoding < G_N_ELEMENTS (encodings), NULL);

  return encodings[encoding].name;
}

const char *
yun_shapefile_encoding_get_cpg (YunShapefileEncoding encoding)
{
  return encodings[encoding].cpg;
}

guint8
yun_shapefile_encoding_get_language (YunShapefileEncoding encoding)
{
  return encodings[encoding].language;
}
