/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * Names that lead to the record they are of: buttons that say they are links, reached by keyboard,
 * for the action "win.open-record" (entity, key).
 */

/** @key: what a field that leads to @entity holds: a uid, of zones a code */
GtkWidget *yun_record_link_new (const YunEntity *entity, const char *key, const char *label);

/** Whether @field of @record leads to records, some of which are known. */
gboolean yun_record_links_can_open (YunRecord *record, const YunField *field);
/** One below the other what @field of @record leads to; a name that no record has is a plain text.
 */
GtkWidget *yun_record_links_new (YunRecord *record, const YunField *field);

G_END_DECLS
