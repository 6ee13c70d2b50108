/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yun-map-room.h"

#define EM 13.333

/* A scale of one line, a gap and a margin; a title of a button's height. */
static YunMapRoom
get_room (int height, double scale)
{
  return (YunMapRoom){
    .height = height, .head = (int) (30 * scale), .foot = 14 + (int) (28 * scale), .em = EM * scale
  };
}

/* The maps of windows as they are. */
static void
test_windows (void)
{
  static const struct
  {
    int      height;
    double   scale;
    gboolean folded;
  } maps[] = {
    { 250, 1, TRUE }, { 250, 2, TRUE }, { 400, 1, FALSE }, { 400, 2, TRUE }, { 900, 2, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      YunMapRoom room = get_room (maps[i].height, maps[i].scale);

      g_assert_cmpint (yun_map_room_for_legend (&room) == 0, ==, maps[i].folded);
    }
}

/* Tool bar, legend and scale never overlap, whatever the map's height and the text's size, and a
 * higher map never has a lower list. */
static void
test_no_overlap (void)
{
  for (double scale = 0.75; scale < 3; scale += 0.13)
    for (int height = 40, before = 0; height < 2400; height += 3)
      {
        YunMapRoom room = get_room (height, scale);
        int        list = yun_map_room_for_legend (&room);

        g_assert_cmpint (list, >=, before);
        before = list;
        if (list == 0)
          continue;
        g_assert_cmpint (YUN_MAP_ROOM_BAR + room.head + list + room.foot, <=, height);
        g_assert_cmpint (list, >=, (int) (8.5 * room.em));
        g_assert_cmpint (list, <=, (int) (height * 0.42));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-room/windows", test_windows);
  g_test_add_func ("/map-room/no-overlap", test_no_overlap);
  return g_test_run ();
}
