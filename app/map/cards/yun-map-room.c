/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-map-room.h"

#define SHARE 0.42   /* of the map's height, for the list at the most */
#define LEAST_EM 8.5 /* a list of fewer lines, about five, says too little for what it hides */

int
yun_map_room_for_legend (const YunMapRoom *room)
{
  int free = room->height - YUN_MAP_ROOM_BAR - room->head - room->foot;
  int list = MIN (free, (int) (room->height * SHARE));

  return list >= LEAST_EM * room->em ? list : 0;
}
