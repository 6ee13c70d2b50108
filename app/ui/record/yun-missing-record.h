/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-edit.h"
#include "yun-link.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** @edits (transfer none): add the record; @parent is that of the question. */
typedef void (*YunMissingFunc) (GtkWindow *parent, YunEdits *edits);

/**
 * yun_missing_record_offer:
 * @unresolved: the link and the name that no record has
 * @reason: what is wrong: "among the parks there is none of that name"
 *
 * Asks over @parent whether a record of that name is to be made, and calls @make when it is. Main
 * thread.
 */
void yun_missing_record_offer (GtkWindow           *parent,
                               const YunUnresolved *unresolved,
                               const char          *reason,
                               YunMissingFunc       make);

G_END_DECLS
