/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-street.h"

G_BEGIN_DECLS

/* Things of the street map made as simple and as small as a level needs. One thread. */

/* Takes a piece; its pointers are borrowed for the call. */
typedef void (*YunStreetPieceFunc) (const YunStreetShape *piece, gpointer user_data);

/**
 * yun_street_piece_make:
 * @level: 0 … YUN_STREET_LEVELS - 1
 *
 * Gives @func what level @level has of @shape: nothing when it is drawn later or too small to be
 * seen, else one piece or several of not many vertices. Areas that are parted overlap a little, so
 * that no seam is seen. The time it takes grows with the vertices alone, whatever their order.
 */
void yun_street_piece_make (const YunStreetShape *shape,
                            guint                 level,
                            YunStreetPieceFunc    func,
                            gpointer              user_data);

/** Gives @func what of the area @shape lies in the box; nothing when nothing does. */
void yun_street_piece_cut (const YunStreetShape *shape,
                           const YunStreetBox   *box,
                           YunStreetPieceFunc    func,
                           gpointer              user_data);

G_END_DECLS
