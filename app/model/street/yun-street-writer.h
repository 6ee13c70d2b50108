/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/**
 * YunStreetWriter: makes the file of a street map. One owner; a worker's business.
 */
typedef struct _YunStreetWriter YunStreetWriter;

YunStreetWriter *yun_street_writer_new (void);
void             yun_street_writer_free (YunStreetWriter *self);

/**
 * yun_street_writer_add:
 * @shape: its box is of no account; copied
 *
 * FALSE with %YUN_STREET_ERROR_LARGE: it is too much for one street map.
 */
gboolean yun_street_writer_add (YunStreetWriter *self, const YunStreetShape *shape, GError **error);

/** Whether @n_vertices of a district are no more than a street map can hold; FALSE with
 * %YUN_STREET_ERROR_LARGE. */
gboolean yun_street_writer_check_room (guint64 n_vertices, GError **error);

/** How many things were added. */
guint64 yun_street_writer_get_n (const YunStreetWriter *self);

/** @done: from 0 to 1; FALSE stops it. */
typedef gboolean (*YunStreetProgress) (double done, gpointer user_data);

typedef struct
{
  const char *source;  /* the name of what was read, for people */
  const char *licence; /* and whose it is */
  gint64      made;    /* seconds since 1970 */
  GArray     *cover;   /* of YunStreetBox */
} YunStreetAbout;

/**
 * yun_street_writer_finish:
 * @progress: (nullable) (scope call)
 *
 * Makes all levels and writes them to @path, replacing what is there when all is written. Fails
 * with %YUN_STREET_ERROR_WRITE, or %G_IO_ERROR_CANCELLED when @progress said so; @path is then as
 * it was.
 */
gboolean yun_street_writer_finish (YunStreetWriter      *self,
                                   const char           *path,
                                   const YunStreetAbout *about,
                                   YunStreetProgress     progress,
                                   gpointer              user_data,
                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunStreetWriter, yun_street_writer_free)

G_END_DECLS
