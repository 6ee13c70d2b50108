/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-random.h"
#include "yun-record.h"
#include "yun-sample-layout.h"

G_BEGIN_DECLS

/**
 * YunSampleMaker: the invented records of a training sample, one at a time.
 *
 * All names say 示例, and no record has a credit code: a made-up one could be
 * somebody's. Each record depends on the seed and its number only. One thread.
 */
typedef struct _YunSampleMaker YunSampleMaker;

YunSampleMaker      *
yun_sample_maker_new (YunSampleLayout *layout, guint n_parks, guint n_firms, guint32 seed);
void yun_sample_maker_free (YunSampleMaker *self);

/** (transfer none): park @number; the record is valid until the next is made, here and below. */
YunRecord *yun_sample_maker_make_park (YunSampleMaker *self, guint number);
/** (transfer none): plot @number, lot @lot of @block. */
YunRecord *yun_sample_maker_make_plot (YunSampleMaker *self, guint number, guint block, guint lot);
/** (transfer none): firm @number. */
YunRecord *yun_sample_maker_make_firm (YunSampleMaker *self, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSampleMaker, yun_sample_maker_free)

G_END_DECLS
