/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Which file it is, whatever its name: a plain value that compares as bytes. */
typedef struct
{
  guint64 device;
  guint64 inode;
} YunFileId;

/** By name only, without opening it; follows links. FALSE with errno when there is none. */
gboolean yun_file_id_read (YunFileId *self, const char *path);

gboolean yun_file_id_equal (const YunFileId *a, const YunFileId *b);

G_END_DECLS
