/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"

G_BEGIN_DECLS

/**
 * YunTable: an entity's table, made from its field rows: SQL text, binding, loading.
 *
 * Static and immutable after first use; any thread. The table's columns are id, revision, one for
 * each field, search, name_key and the place: "geom" of one geometry type, and where the entity's
 * place may be an area or a point, "point" for the latter.
 */
typedef struct
{
  const YunEntity       *entity;
  const YunField *const *fields; /* NULL-terminated */
  guint                  n_fields;
  gboolean               two_places; /* has the column "point" */
  const char            *place;    /* SQL of the place of a row of t: "t.geom", or the one known */
  const char            *unplaced; /* SQL: whether row t should be on the map and cannot be drawn */
  char                  *insert;   /* values as yun_table_bind() binds them */
  char                  *select;   /* what yun_table_load() loads: "SELECT … FROM plot t " */
  char                  *select_places; /* the same with the place */
  char                  *select_row;    /* the same of the row of one key */
} YunTable;

const YunTable *yun_table_get (const YunEntity *entity);

/** (transfer full): .insert for another table with the same columns. */
char *yun_table_dup_insert (const YunTable *self, const char *name);

/** (transfer full): .select_places for another table with the same columns. */
char *yun_table_dup_select (const YunTable *self, const char *name);

/** Whether @shape is one the entity's table can hold: of its kind, and in degrees. */
gboolean yun_table_can_hold (const YunEntity *entity, const YunGeom *shape);
/** The same of a record's; YUN_STORE_ERROR_CONSTRAINT when not. */
gboolean yun_table_check_shape (YunRecord *record, GError **error);

/**
 * Binds all values of @record to .insert, with @revision, @created and @updated in place of its
 * own; the key is new when @id is 0. Texts are borrowed: @record must live until the statement is
 * reset.
 */
void yun_table_bind (const YunTable *self,
                     YunStmt        *stmt,
                     gint64          id,
                     YunRecord      *record,
                     gint64          revision,
                     const char     *created,
                     const char     *updated);

/** Binds the stored form of one field; texts are borrowed. */
void yun_table_bind_field (YunStmt *stmt, int i, YunRecord *record, const YunField *field);
/** Binds the columns of the place from parameter @i on; returns the next free parameter. */
int yun_table_bind_shape (const YunTable *self, YunStmt *stmt, int i, YunGeom *shape);
/** Binds what is found by search and what sorts by name, as parameters @i and @i + 1. */
void yun_table_bind_search (YunStmt *stmt, int i, YunRecord *record);

/** The column of @field, or of the place (NULL), in rows of .select_places. */
int yun_table_get_column (const YunTable *self, const YunField *field);

/** (transfer full): the record in the row @stmt stands on, with the labels of what it links to. */
YunRecord *yun_table_load (const YunTable *self, YunStmt *stmt, gboolean with_shape);

/**
 * Between the two, rows inserted into @entity do not enter its R*Trees and
 * most of its indexes one by one, and no trigger runs; the end enters them all. For empty tables,
 * in a transaction.
 *
 * Returns: (transfer full): what is put back at the end, or NULL
 */
GPtrArray *yun_table_begin_fill (YunDb *db, const YunEntity *entity, GError **error);
gboolean yun_table_end_fill (YunDb *db, const YunEntity *entity, GPtrArray *costs, GError **error);

/**
 * Between the two, no trigger runs at an insert, and what is written is not kept as another
 * program's; the R*Trees are entered by yun_table_enter_tree() after each insert. For many rows, in
 * a writing transaction, whose rollback puts everything back.
 *
 * Returns: (transfer full): what is put back at the end, or NULL
 */
GPtrArray *yun_table_begin_many (YunDb *db, const YunEntity *entity, GError **error);
gboolean   yun_table_end_many (YunDb *db, GPtrArray *costs, GError **error);
/** @shape: (nullable): of the record @id, which was just inserted */
gboolean
yun_table_enter_tree (const YunTable *self, YunDb *db, gint64 id, YunGeom *shape, GError **error);

/** A condition on @alias that holds for records called ?1: two of one name have not one key where a
 * person wrote the pinyin of one of them. Bind the name to 1 and its key to 2
 * (yun_text_dup_sort_key()). Answered by indexes, of any file of this version. */
#define YUN_TABLE_CALLED(alias)                                                                    \
  "(" alias ".name_key=?2 OR (" alias ".pinyin NOTNULL AND " alias ".name=?1))"

gboolean yun_table_is_empty (YunDb *db, const YunEntity *entity, gboolean *empty, GError **error);

G_END_DECLS
