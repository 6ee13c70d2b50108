/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* fopencookie */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-charset-stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_CHARACTER 6

/* One of the two streams; lives as long as the process. */
typedef struct
{
  int    fd;
  GIConv converter;               /* (GIConv) -1: bytes go through as they are */
  char   kept[LONGEST_CHARACTER]; /* the beginning of a character whose end is not written yet */
  size_t n_kept;
} Stream;

static Stream streams[] = { { STDOUT_FILENO, (GIConv) -1 }, { STDERR_FILENO, (GIConv) -1 } };

static gboolean
write_all (int fd, const char *bytes, size_t n)
{
  while (n > 0)
    {
      ssize_t written = write (fd, bytes, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      bytes += written;
      n -= (size_t) written;
    }
  return TRUE;
}

/* (transfer full): @text in the stream's encoding; what is no whole character yet is kept. */
static GString *
convert (Stream *self, char *text, size_t n)
{
  GString *out = g_string_sized_new (n + 16);
  char     room[1024];

  while (n > 0)
    {
      char  *to = room;
      size_t left = sizeof room;
      size_t done = g_iconv (self->converter, &text, &n, &to, &left);

      g_string_append_len (out, room, (gssize) (sizeof room - left));
      if (done != (size_t) -1 || errno == E2BIG)
        continue;
      if (errno == EINVAL && n <= sizeof self->kept)
        {
          memcpy (self->kept, text, n);
          self->n_kept = n;
          break;
        }
      /* No such character there, or no character at all. */
      g_string_append_c (out, '?');
      do
        {
          text++;
          n--;
        }
      while (n > 0 && ((guchar) *text & 0xc0) == 0x80);
    }
  return out;
}

static ssize_t
write_cb (void *cookie, const char *bytes, size_t n)
{
  Stream             *self = cookie;
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) out = NULL;

  if (self->converter == (GIConv) -1)
    return write_all (self->fd, bytes, n) ? (ssize_t) n : 0;
  text = g_string_new_len (self->kept, (gssize) self->n_kept);
  g_string_append_len (text, bytes, (gssize) n);
  self->n_kept = 0;
  out = convert (self, text->str, text->len);
  return write_all (self->fd, out->str, out->len) ? (ssize_t) n : 0;
}

/* (nullable): NULL: there is no such encoding */
static FILE *
open_stream (Stream *self, const char *charset)
{
  FILE *file;

  self->converter = g_iconv_open (charset, "UTF-8");
  if (self->converter == (GIConv) -1)
    return NULL;
  file = fopencookie (self, "w", (cookie_io_functions_t){ .write = write_cb });
  if (file == NULL)
    return NULL;
  /* As the C library has them: by lines for a person, by blocks for a program. */
  if (self->fd == STDERR_FILENO || isatty (self->fd))
    setvbuf (file, NULL, _IOLBF, BUFSIZ);
  return file;
}

void
yun_charset_streams_begin (const char *charset)
{
  FILE *out = open_stream (&streams[0], charset), *err = open_stream (&streams[1], charset);

  if (out != NULL)
    stdout = out;
  if (err != NULL)
    stderr = err;
}

void
yun_charset_stdout_keep_utf8 (void)
{
  fflush (stdout);
  if (streams[0].converter != (GIConv) -1)
    g_iconv_close (streams[0].converter);
  streams[0].converter = (GIConv) -1;
}
