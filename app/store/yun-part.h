/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Told how much of a long piece of work is done, 0 to 1, on the thread that does it. */
typedef void (*YunPartFunc) (double done, gpointer user_data);

/** A piece of such work: what is @from to @to of the whole. */
typedef struct
{
  YunPartFunc func; /* (nullable) */
  gpointer    data; /* (unowned) */
  double      from, to;
} YunPart;

/** @done, 0 to 1, of the piece @self (nullable) is done. */
static inline void
yun_part_tell (const YunPart *self, double done)
{
  if (self != NULL && self->func != NULL)
    self->func (self->from + done * (self->to - self->from), self->data);
}

/** What is @from to @to of the piece @self (nullable). */
static inline YunPart
yun_part_of (const YunPart *self, double from, double to)
{
  YunPart part = { 0 };

  if (self != NULL)
    part = (YunPart){ self->func, self->data, self->from + from * (self->to - self->from),
                      self->from + to * (self->to - self->from) };
  return part;
}

G_END_DECLS
