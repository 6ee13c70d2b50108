/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunObject: a record as a JSON object says it: what is to be entered (yun-entry.h), not yet read.
 *
 * Members are fields by any of their names; "lon" and "lat", or "geometry" as GeoJSON, are the
 * place (EPSG:4490); beside a link, its name and "-uid" has the uids. What the program keeps or
 * derives itself (id, revision, created …) is passed over, so that what "list --json" prints can be
 * read again. A plain value of one owner; any thread.
 */
typedef struct
{
  const YunField *field;
  char           *text; /* (owned) (nullable): NULL: unknown; lists joined with ';' */
} YunObjectMember;

typedef struct
{
  GPtrArray *members; /* (owned) (element-type YunObjectMember): no field twice */
  GPtrArray *links;   /* (owned) (element-type YunObjectMember): uids, no field twice */
  char      *uid;     /* (owned) (nullable): its identifier, when it has one already */
  YunGeom   *shape;   /* (owned) (nullable) */
} YunObject;

/**
 * yun_object_parse_all:
 * @text: objects, or arrays of them, one after the other: a list, or an object a line
 *
 * Fails with %YUN_MODEL_ERROR_FILE, naming the object by its place and the member.
 *
 * Returns: (transfer full) (element-type YunObject)
 */
GPtrArray *yun_object_parse_all (const YunEntity *entity, const char *text, GError **error);

G_END_DECLS
