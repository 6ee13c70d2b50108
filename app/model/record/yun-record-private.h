/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/* The common field rows; their offsets are into the record's private struct. */
const YunField *yun_record_get_common_fields (guint *n);

G_END_DECLS
