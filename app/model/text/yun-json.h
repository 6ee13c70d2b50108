/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For this layer only: nothing above it sees json-glib. Any thread. */

/** How deep arrays and objects may lie in one another; json-glib calls itself for each. */
#define YUN_JSON_MAX_DEPTH 64

/**
 * yun_json_parse:
 * @text: any @n bytes, from anywhere; need not end in a zero byte
 *
 * The one way in for JSON that is not our own. It must be UTF-8 and, to the letter, what RFC 8259
 * calls a JSON text: one value, with nothing behind it. A byte-order mark
 * in front, which Notepad writes, is passed over. Also refused are numbers too large for a
 * double, a \u0000 and half a surrogate pair, none of which could be written again.
 *
 * json-glib alone is not enough: it takes more than JSON, and what it takes differs by version.
 * Version 1.10 ends the program when a second value follows the first.
 *
 * Returns: (transfer full) (nullable): the value, immutable; NULL: it is not JSON
 */
JsonNode *yun_json_parse (const char *text, gsize n);

/**
 * yun_json_next:
 * @text: (inout): what follows the value; where none could be read, where that should begin
 * @n: (inout): how many bytes that is
 *
 * Reads one of several values that stand one after the other, each as strictly as
 * yun_json_parse(), with the blanks around it.
 *
 * Returns: (transfer full) (nullable): the value, immutable; NULL: nothing is left when @n is 0,
 * else it is not JSON
 */
JsonNode *yun_json_next (const char **text, gsize *n);

G_END_DECLS
