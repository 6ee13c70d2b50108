/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-bits.h"
#include "yun-filter.h"
#include "yun-pack.h"

G_BEGIN_DECLS

/**
 * YunColumns: what filters, counts, totals and orders read of one entity's rows, packed in memory.
 *
 * A snapshot: immutable and reference-counted, so any thread may read one; only
 * the cache of orders inside is made on demand, under a lock. Rows are numbered
 * 0 … n in the order of their ids, and sets of rows are bits (yun-bits.h).
 *
 * A field whose values are few (or numbers) is held as a code a row and a
 * table of the values, so a clause is evaluated once for each value and looked
 * up for each row. A text field with many values is not held: only whether it
 * is known. Nor is a field in which a row has something that is no value of its
 * kind (another program wrote it). Asked for such a field, a function answers
 * FALSE and the caller asks the database; so every answer given here is the
 * one the SQL of the same filter gives.
 */
#define YUN_TYPE_COLUMNS (yun_columns_get_type ())
typedef struct _YunColumns YunColumns;
GType                      yun_columns_get_type (void) G_GNUC_CONST;

YunColumns *yun_columns_ref (YunColumns *self);
void        yun_columns_unref (YunColumns *self);

const YunEntity *yun_columns_get_entity (const YunColumns *self);
guint            yun_columns_get_n_rows (const YunColumns *self);
gint64           yun_columns_get_id (const YunColumns *self, guint row);
/** Whether there is a row of @id; @row: (out): its number. */
gboolean yun_columns_find_row (const YunColumns *self, gint64 id, guint *row);
/** Bytes it takes, orders included. */
gsize yun_columns_get_size (YunColumns *self);

/** Where row @row is: a lon/lat box that holds its shape, rounded outwards to floats; FALSE
 * without a shape. */
gboolean yun_columns_get_box (const YunColumns *self, guint row, YunRect *box);

/**
 * yun_columns_match:
 * @bits: of at least yun_bits_n_words() words; overwritten
 *
 * Sets the rows that @clause, taken without its negation, matches. FALSE when
 * that cannot be told from the columns; @bits are then not to be used. Clauses
 * that lead to other records, values of links among them, are never told here; words are looked
 * for in the record's own texts.
 */
gboolean yun_columns_match (const YunColumns *self, const YunClause *clause, guint64 *bits);

/** Sets the rows for whose text in @field @func answers TRUE, asked once for each text; FALSE when
 * the texts are not held. */
typedef gboolean (*YunColumnsTextFunc) (const char *text, gpointer user_data);
gboolean yun_columns_match_texts (const YunColumns  *self,
                                  const YunField    *field,
                                  YunColumnsTextFunc func,
                                  gpointer           user_data,
                                  guint64           *bits);

/** (transfer full) (element-type gint64): the ids of @bits, ascending. */
GArray *yun_columns_list_ids (const YunColumns *self, const guint64 *bits);

/** Tells how many rows of @bits have each value of @field (NULL: unknown), lists as they are
 * written; FALSE when the values are not held. */
typedef void (*YunColumnsCountFunc) (const char *value, gint64 count, gpointer user_data);
gboolean yun_columns_count (const YunColumns   *self,
                            const YunField     *field,
                            const guint64      *bits,
                            YunColumnsCountFunc func,
                            gpointer            user_data);

/** The sum of the known values of a number @field over @bits, added in the order of ids, and how
 * many are unknown; FALSE when they are not held. */
gboolean yun_columns_sum (
  const YunColumns *self, const YunField *field, const guint64 *bits, double *sum, gint64 *unknown);

/** Appends the known finite values of a number @field over @bits to @numbers (element-type double),
 * and adds to @unknown how many are not; FALSE when they are not held. */
gboolean yun_columns_list_numbers (const YunColumns *self,
                                   const YunField   *field,
                                   const guint64    *bits,
                                   GArray           *numbers,
                                   gint64           *unknown);

/** How many of @bits cannot be drawn. */
gint64 yun_columns_count_without_place (const YunColumns *self, const guint64 *bits);

/**
 * yun_columns_list_sorted:
 * @field: (nullable): NULL: the name
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ids of @bits
 * in the order of a list sorted by @field, unknown last, or NULL when that
 * order is not known. The first time an order is made, later it is there.
 */
GArray *yun_columns_list_sorted (YunColumns     *self,
                                 const YunField *field,
                                 gboolean        descending,
                                 const guint64  *bits);

/** (transfer none) (nullable): what a list sorted by a link compares of @value; NULL: none. */
typedef const char *(*YunColumnsKeyFunc) (const char *value, gpointer user_data);
/** Makes the order of a link @field, whose keys only the registry knows; nothing when it is there
 * already or the values are not held. What they lead to may be called otherwise after the next
 * commit: yun_columns_patch() keeps no orders. */
void yun_columns_make_link_order (YunColumns       *self,
                                  const YunField   *field,
                                  gboolean          descending,
                                  YunColumnsKeyFunc func,
                                  gpointer          user_data);

/** (nullable): all rows in that order, those with a value first, @n_known (out) of them; lives as
 * long as @self. NULL when it is not known. */
const guint32 *yun_columns_get_order (YunColumns     *self,
                                      const YunField *field,
                                      gboolean        descending,
                                      guint          *n_known);

/** Gives an order that cannot be made from the columns: the name's, or that of a field whose values
 * are not held. @rows (transfer full); dropped when it is there already. */
void yun_columns_take_order (
  YunColumns *self, const YunField *field, gboolean descending, guint32 *rows, guint n_known);

/**
 * yun_columns_patch:
 * @changed: @n ids, ascending
 * @rows: those of them that are there now, as they are now
 *
 * Returns: (transfer full): the columns after the change; what it left alone
 * is shared with @self
 */
YunColumns *
yun_columns_patch (YunColumns *self, const gint64 *changed, guint n, const YunColumns *rows);

/**
 * yun_columns_write:
 * @writer: gets sections named after the entity, which borrow from @self
 *
 * Writes all but orders other than the name's. FALSE when @self has been patched or its texts have
 * been taken from a pack: only what was read row by row is worth keeping.
 */
gboolean yun_columns_write (YunColumns *self, YunPackWriter *writer);
/**
 * yun_columns_read:
 * @pack: kept as long as the columns; nothing is copied
 *
 * Returns: (transfer full) (nullable): columns as they were written; NULL when there are none of
 * @entity in @pack, what they say does not hold together, or @entity has other fields now. The
 * texts of bare words are verified when a word is first looked for.
 */
YunColumns *yun_columns_read (const YunEntity *entity, YunPack *pack);

/**
 * YunColumnsBuilder: takes rows one by one, in ascending order of ids. One thread.
 *
 * For each row: _begin_row, then one call for each field whose value is known
 * (by its place in yun_entity_get_fields()), then the search text.
 */
typedef struct _YunColumnsBuilder YunColumnsBuilder;

/** (transfer full) */
YunColumnsBuilder *yun_columns_builder_new (const YunEntity *entity);
void               yun_columns_builder_free (YunColumnsBuilder *self);

/** @box: (nullable): of the shape; @placed: whether it can be drawn. */
void yun_columns_builder_begin_row (YunColumnsBuilder *self,
                                    gint64             id,
                                    const YunRect     *box,
                                    gboolean           placed);
/** Texts of all kinds but INT and REAL as they are written in SQL; "" is not NULL. */
void yun_columns_builder_add_text (YunColumnsBuilder *self, guint field, const char *text);
void yun_columns_builder_add_number (YunColumnsBuilder *self, guint field, double number);
/** A value of the wrong kind: the field is not held. */
void yun_columns_builder_add_foreign (YunColumnsBuilder *self, guint field);
/** What bare words search; NULL when it is no text, and then they are not answered. */
void yun_columns_builder_add_search (YunColumnsBuilder *self, const char *text);

/** (transfer full): the columns; @self can only be freed then. */
YunColumns *yun_columns_builder_end (YunColumnsBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunColumns, yun_columns_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunColumnsBuilder, yun_columns_builder_free)

G_END_DECLS
