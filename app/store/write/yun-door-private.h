/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-door.h"
#include "yun-table.h"

G_BEGIN_DECLS

/* yun-door.c opens, fills and closes; yun-door-row.c writes single records. */

/* How one entity is being written. */
typedef struct
{
  YunStmt   *insert; /* (owned) (nullable): while it is filled */
  gint64     first;  /* of what filled it */
  gint64     last;
  guint      n_rows; /* written one by one */
  GPtrArray *aside;  /* (owned) (nullable): what stands aside until the end */
} YunFill;

struct _YunDoor
{
  YunDb     *db;     /* (unowned) */
  YunChange *change; /* (owned) */
  gint64     seq;    /* of the next line of the log */
  gboolean   named;  /* the summary is the name of the first row that was touched */
  YunFill   *fills;  /* (owned): by yun_entity_get_index() */
};

/* One more row of @entity is about to be written: of many, triggers that only cost stand aside. */
gboolean yun_door_expect (YunDoor *self, const YunEntity *entity, GError **error);

/* Notes that a row was touched, and where it was and is (nullable). */
void yun_door_touch (
  YunDoor *self, const YunEntity *entity, gint64 id, const char *name, YunGeom *was, YunGeom *is);

G_END_DECLS
