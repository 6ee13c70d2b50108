/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * yun_json_append_string:
 * @text: @n bytes, UTF-8
 *
 * Appends @text as a JSON string on one line. What would steer a terminal is escaped: quotation
 * marks and backslashes, and all control characters. Any thread.
 */
void yun_json_append_string (GString *out, const char *text, gsize n);

G_END_DECLS
