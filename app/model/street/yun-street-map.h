/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/**
 * YunStreetMap: a street map, read from its file where it lies.
 *
 * Opening reads what there is to find things by, some hundred kilobytes; what a view shows is read
 * when it is asked for, and each block of it is verified then. Nothing in the file is believed:
 * what does not hold together is left out, and is_damaged() says so. The file may be replaced or
 * deleted meanwhile. Immutable, reference-counted, any thread.
 */
typedef struct _YunStreetMap YunStreetMap;

/**
 * yun_street_map_open:
 *
 * A worker's business. Returns: (transfer full): NULL with %YUN_STREET_ERROR_MISSING, _FOREIGN or
 * _DAMAGED; the messages are for people.
 */
YunStreetMap *yun_street_map_open (const char *path, GError **error);
YunStreetMap *yun_street_map_ref (YunStreetMap *self);
void          yun_street_map_unref (YunStreetMap *self);

/** The name of the extract, whose it is, seconds since 1970, things, bytes of the file. */
const char *yun_street_map_get_source (const YunStreetMap *self);
const char *yun_street_map_get_licence (const YunStreetMap *self);
gint64      yun_street_map_get_made (const YunStreetMap *self);
guint64     yun_street_map_get_n (const YunStreetMap *self);
gsize       yun_street_map_get_size (const YunStreetMap *self);

/** What it covers: boxes that do not overlap. */
const YunStreetBox *yun_street_map_get_cover (const YunStreetMap *self, guint *n);
gboolean            yun_street_map_covers (const YunStreetMap *self, YunVertex at);
/** Whether it covers all of the box, or any. */
gboolean yun_street_map_covers_box (const YunStreetMap *self, YunVertex min, YunVertex max);
gboolean yun_street_map_meets_box (const YunStreetMap *self, YunVertex min, YunVertex max);

/** All kinds of yun_street_map_find(). */
#define YUN_STREET_ALL ((1u << YUN_STREET_N) - 1)

/**
 * yun_street_map_find:
 * @zoom: of 256-pixel tiles
 * @kinds: bits 1 << YunStreetKind
 * @out: of YunStreetShape; appended to. What it points to lasts as long as @self; equal names
 * are equal pointers
 *
 * What is drawn in the box at this zoom, as precisely as that needs. Long things come in several
 * pieces.
 */
void yun_street_map_find (
  YunStreetMap *self, double zoom, YunVertex min, YunVertex max, guint kinds, GArray *out);

/** Whether something that was asked for could not be given. Never taken back. */
gboolean yun_street_map_is_damaged (YunStreetMap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunStreetMap, yun_street_map_unref)

G_END_DECLS
