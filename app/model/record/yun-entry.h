/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * What a person enters: cleaned, read as people write, and checked before it is a value.
 *
 * Forms and commands go through here; what files hold is read as it is (yun_record_parse_value()),
 * since a value that should not be is still one. Any thread, as the record allows.
 */

/**
 * yun_entry_clean:
 *
 * Returns: (transfer full): @text without what is not seen: zero-width signs and byte-order marks
 * dropped, breaks and other blanks as one blank, none at the ends. Prose (YUN_FIELD_LONG) keeps its
 * lines.
 */
char *yun_entry_clean (const YunField *field, const char *text);

/**
 * yun_entry_set:
 * @text: (nullable): NULL or nothing but blanks is unknown. Besides what yun_record_parse_value()
 * reads: full-width digits, grouped numbers and a unit (1,200 亩), dates as 2024年6月 or 2024/6/1,
 * niches by name
 * @today: YYYY-MM-DD
 *
 * Makes @text the value of @field; of a link it stays as typed, until the caller makes uids of
 * names (yun_record_resolve_links()). Fails with %YUN_MODEL_ERROR_VALUE, saying the field, the
 * value and what is allowed; the record is unchanged then.
 */
gboolean yun_entry_set (
  YunRecord *record, const YunField *field, const char *text, const char *today, GError **error);

/**
 * yun_entry_check:
 * @field: (out) (nullable): the field that is wrong
 *
 * Whether what is said together goes together: a place and how exact it is, a least and a greatest.
 * Fails with %YUN_MODEL_ERROR_VALUE.
 */
gboolean yun_entry_check (YunRecord *record, const YunField **field, GError **error);

/**
 * yun_entry_place:
 * @source: (nullable): knows the towns that links name
 * @said: whether the person said how exact the place is
 *
 * Where a record of which no better place is known stands by its town, sets that
 * (yun_record_place_by_town()). What was said is kept: a record said to be anywhere but at its town
 * is not placed. For a record that yun_entry_check() takes. Fails with %YUN_MODEL_ERROR_VALUE when
 * it is said to be at its town and no town is known.
 */
gboolean
yun_entry_place (YunRecord *record, const YunLinkSource *source, gboolean said, GError **error);

G_END_DECLS
