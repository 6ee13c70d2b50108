/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * YunValue: one value as the file keeps it, so that two can be compared without loss: a text as it
 * is, a real number as its 8 bytes, a place as the bytes of its SpatiaLite BLOB (EPSG:4490). A
 * plain value of one owner; any thread.
 */
typedef enum
{
  YUN_VALUE_NULL, /* unknown */
  YUN_VALUE_INT,
  YUN_VALUE_REAL,
  YUN_VALUE_TEXT,
  YUN_VALUE_BYTES, /* a place; from outside also anything else */
} YunValueKind;

typedef struct
{
  YunValueKind kind;
  gint64       integer;
  double       real;
  char        *text;  /* (owned) (nullable) */
  GBytes      *bytes; /* (owned) (nullable) */
  char *labels; /* (owned) (nullable): of a link, as it is called (yun-link.h); no part of it */
} YunValue;

#define YUN_VALUE_INIT                                                                             \
  {                                                                                                \
    YUN_VALUE_NULL, 0, 0, NULL, NULL, NULL                                                         \
  }

void yun_value_clear (YunValue *self);
/** @to must be cleared or new. */
void     yun_value_copy (const YunValue *self, YunValue *to);
gboolean yun_value_equal (const YunValue *a, const YunValue *b);

/** (transfer full) (nullable): the value for a message or a list: a number with all its digits, a
 * place as WKT; NULL when unknown. */
char *yun_value_print (const YunValue *self);

/** (transfer full): the value for people, in the words of @field (NULL: a place, shortly) of
 * @entity; "Unknown" when it is not known. What the field cannot hold is shown as it stands. */
char *yun_value_format (const YunValue *self, const YunEntity *entity, const YunField *field);

/** (transfer full): where a place is, in words. */
char *yun_value_format_shape (const YunGeom *shape);

/** The stored form of what @record has in @field (NULL: its place). @out must be cleared or new. */
void yun_value_read (YunRecord *record, const YunField *field, YunValue *out);

/** Puts a stored value into @record; what @field cannot hold becomes unknown. */
void yun_value_write (const YunValue *self, YunRecord *record, const YunField *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunValue, yun_value_clear)

G_END_DECLS
