/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Which columns the table of an entity has, in their order, and how wide they are.
 *
 * A layout is a GArray of YunLayoutColumn; as text it is "plot:name=250,status=104".
 */
typedef struct
{
  const YunField *field;
  int             width; /* pixels where the text has its usual size; it grows with the text */
} YunLayoutColumn;

/** (transfer full): the columns before the user chooses. */
GArray *yun_column_layout_new (const YunEntity *entity);

/**
 * yun_column_layout_parse:
 * @entity: (out): whose columns they are
 *
 * Fields that this version does not know are left out.
 *
 * Returns: (transfer full) (nullable): the layout, or NULL when @text names no column
 */
GArray *yun_column_layout_parse (const char *text, const YunEntity **entity);

/** (transfer full) */
char *yun_column_layout_print (const YunEntity *entity, GArray *layout);

/** The place of @field in @layout, or -1. */
int yun_column_layout_find (GArray *layout, const YunField *field);

/** How wide a column of @field is at first. */
int yun_column_layout_get_width (const YunField *field);

/** (transfer full): what @settings (nullable) remembers of @entity, or the default. */
GArray *yun_column_layout_load (GSettings *settings, const YunEntity *entity);
void    yun_column_layout_save (GSettings *settings, const YunEntity *entity, GArray *layout);

G_END_DECLS
