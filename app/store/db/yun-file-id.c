/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-file-id.h"

#include <sys/stat.h>

gboolean
yun_file_id_read (YunFileId *self, const char *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return FALSE;
  self->device = info.st_dev;
  self->inode = info.st_ino;
  return TRUE;
}

gboolean
yun_file_id_equal (const YunFileId *a, const YunFileId *b)
{
  return a->device == b->device && a->inode == b->inode;
}
