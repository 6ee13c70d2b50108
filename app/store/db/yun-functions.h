/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-related.h"

G_BEGIN_DECLS

/**
 * The SQL functions of our own, so that SQL and C mean the same by a word, an order and a distance:
 *
 * yun_norm(text): yun_text_normalise()
 * yun_key(text): yun_text_dup_sort_key()
 * yun_name_key(name, pinyin): yun_text_dup_name_key()
 * yun_kind_segment(kind): yun_facility_get_kind_segment() by ids; NULL where it does not tell
 * yun_has_item(list, text): whether a ';' list has that item; 0 for NULL
 * yun_locate(blob, loose, towns, related): whether what has its shape in a SpatiaLite BLOB, or when
 *   it is loose is somewhere in one of the towns, is where a clause asks whose places are bound by
 *   yun_functions_bind_related(); NULL when it cannot be told
 * yun_has_any(list, related): whether a ';' list holds one of the names
 * yun_order(date, date): yun_text_order_dates() as a number; NULL when it cannot be told
 * yun_terms(list, values, mask[, day]): yun_terms_hold() as a number, @values bound by
 *   yun_functions_bind_values(); NULL for NULL
 */
void yun_functions_bind_related (YunStmt *stmt, int i, YunRelated *related);
/** @values: static, as all vocabularies are */
void yun_functions_bind_values (YunStmt *stmt, int i, const YunEnum *values);

G_END_DECLS
