/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunTable: an entity's table, made from its field rows: SQL text, binding, loading.
 *
 * Static and immutable after first use; any thread. The table's columns are id,
 * revision, one for each field, search, name_key and geom.
 */
typedef struct
{
  const YunEntity       *entity;
  const YunField *const *fields; /* NULL-terminated */
  guint                  n_fields;
  char                  *insert;        /* values as yun_table_bind() binds them */
  char                  *update;        /* the same, then id and old revision */
  char                  *remove;        /* id, revision */
  char                  *select;        /* what yun_table_load() loads: "SELECT … FROM plot t " */
  char                  *select_places; /* the same with the geometry */
} YunTable;

const YunTable *yun_table_get (const YunEntity *entity);

/** Whether @record's shape is one its table can hold; YUN_STORE_ERROR_CONSTRAINT when not. */
gboolean yun_table_check_shape (YunRecord *record, GError **error);

/**
 * Binds all values of @record to .insert or .update, with @revision, @created and @updated in place
 * of its own. Texts are borrowed: @record must live until the statement is reset.
 *
 * Returns: the number of the next free parameter
 */
int yun_table_bind (const YunTable *self,
                    YunStmt        *stmt,
                    YunRecord      *record,
                    gint64          revision,
                    const char     *created,
                    const char     *updated);

/** (transfer full): the record in the row @stmt stands on. */
YunRecord *yun_table_load (const YunTable *self, YunStmt *stmt, gboolean with_shape);

/** The index of the plain enum value @text, or -1. */
int yun_table_find_value (const YunEnum *values, const char *text);
/** The bits of the enum values in a ';' list. */
guint yun_table_find_values (const YunEnum *values, const char *text);

/**
 * Between the two, rows inserted into @entity do not enter its R*Tree one by
 * one; the end enters them all. For empty tables, in a transaction.
 *
 * Returns: (transfer full): the trigger that is put back at the end, or NULL
 */
char *yun_table_begin_fill (YunDb *db, const YunEntity *entity, GError **error);
gboolean
yun_table_end_fill (YunDb *db, const YunEntity *entity, const char *trigger, GError **error);
gboolean yun_table_is_empty (YunDb *db, const YunEntity *entity, gboolean *empty, GError **error);

G_END_DECLS
