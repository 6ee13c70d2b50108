/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-filter-complete.h"
#include "yun-park.h"

#include <string.h>

/* "|" is the cursor. */
static YunCompletion *
complete (const char *marked, gboolean chinese)
{
  g_auto (GStrv)   parts = g_strsplit (marked, "|", 2);
  g_autofree char *text = g_strconcat (parts[0], parts[1], NULL);

  return yun_filter_complete (text, (guint) g_utf8_strlen (parts[0], -1), chinese);
}

static const char *
get_text (YunCompletion *self, guint i)
{
  return i < self->items->len ? ((YunCompletionItem *) g_ptr_array_index (self->items, i))->text
                              : NULL;
}

static void
test_items (void)
{
  static const struct
  {
    const char *text;
    gboolean    chinese;
    guint       start;
    const char *first; /* (nullable): nothing is offered */
  } cases[] = {
    { "|", FALSE, 0, "plot" },
    { "|", TRUE, 0, "地块" },
    { "pl|", FALSE, 0, "plot" },
    { "链主|", TRUE, 0, "角色:链主" },
    { "企业 链主|", TRUE, 3, "角色:链主" },
    { "闲置|", TRUE, 0, "状态:闲置" },
    { "地块 北带|", TRUE, 3, "片区:北带" },
    { "专精特新|", TRUE, 0, "资质:专精特新" },
    { "招商线索|", TRUE, 0, "关系:招商线索" },
    { "地块 证载面积>图|", TRUE, 8, "计算面积" },
    { "plot area-paper:<=area-c|", FALSE, 18, "area-computed" },
    { "plot start-due<sto|", FALSE, 15, "stopped" },
    { "距:九亭镇>5|", TRUE, 7, "公里" },
    { "卫星|", TRUE, 0, "段:卫星" },
    { "角色:链|", TRUE, 3, "链主" },
    { "idle|", FALSE, 0, "status:found-idle" },
    { "plot|", FALSE, 0, "plot" },
    { "dik|", TRUE, 0, "地块" },
    { "plot sta|", FALSE, 5, "status:" },
    { "plot 状|", TRUE, 5, "状态:" },
    { "plot zhuangt|", TRUE, 5, "状态:" },
    { "plot -zo|", FALSE, 6, "zone:" },
    { "plot status:fo|", FALSE, 12, "found-idle" },
    { "地块 状态：闲|", TRUE, 6, "闲置" },
    { "地块 状态：闲置，低|", TRUE, 9, "低效" },
    { "zone:n|", FALSE, 5, "north" },
    { "片区:bei|", TRUE, 3, "北带" },
    { "镇:jt|", TRUE, 2, "九亭镇" },
    { "town:泗|", FALSE, 5, "泗泾镇" },
    { "plot area:20..100m|", FALSE, 17, "mu" },
    { "地块 面积:20..100|", TRUE, 13, "亩" },
    { "near:九亭镇<5|", FALSE, 10, "km" },
    { "plot park:(le|", FALSE, 11, "level:" },
    { "park has:(firm seg|", FALSE, 15, "segment:" },
    { "park has:(firm segment:te|", FALSE, 23, "terminal" },
    { "tier:hi|", FALSE, 5, "high-tech" },
    { "企业 资质:|", TRUE, 6, "高企" },
    { "tier:srdi@x|", FALSE, 10, NULL },
    { "candidate:stopped@x|", FALSE, 18, NULL },
    { "firm pla|", FALSE, 5, "place:?" },
    { "图上位|", TRUE, 0, "图上位置:?" },
    { "企业 未上图|", TRUE, 3, "图上位置:?" },
    { "位置不详|", TRUE, 0, "图上位置:?" },
    { "unplaced|", FALSE, 0, "place:?" },
    { "place:|", FALSE, 6, "?" },
    { "task plac|", FALSE, 5, "near:" },
    { "task unplaced|", FALSE, 5, NULL },
    { "卫星xyz|", FALSE, 0, NULL },
    { "\"plo|", FALSE, 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YunCompletion) completion = complete (cases[i].text, cases[i].chinese);

      if (g_strcmp0 (get_text (completion, 0), cases[i].first) != 0)
        g_error ("“%s” offers %s, not %s", cases[i].text, get_text (completion, 0), cases[i].first);
      if (cases[i].first != NULL && completion->start != cases[i].start)
        g_error ("“%s” completes from %u, not %u", cases[i].text, completion->start,
                 cases[i].start);
    }
}

static void
test_names (void)
{
  g_autoptr (YunCompletion) park = complete ("plot park:科技|", FALSE);
  g_autoptr (YunCompletion) near = complete ("near:\"车 墩|", FALSE);
  g_autoptr (YunCompletion) in = complete ("in:九亭镇,佘|", FALSE);
  g_autoptr (YunCompletion) day = complete ("tier:srdi@2|", FALSE);
  g_autofree char          *quoted = yun_filter_quote ("车 墩");
  g_autofree char          *plain = yun_filter_quote ("车墩");

  g_assert_true (park->names == &yun_entity_park);
  g_assert_cmpstr (park->prefix, ==, "科技");
  g_assert_true (near->places);
  g_assert_cmpstr (near->prefix, ==, "车 墩");
  g_assert_true (in->places);
  g_assert_cmpstr (in->prefix, ==, "佘");
  g_assert_cmpuint (in->start, ==, 7);
  g_assert_cmpuint (day->start, ==, 10);
  g_assert_cmpuint (strlen (get_text (day, 0)), ==, 10);
  g_assert_cmpstr (quoted, ==, "\"车 墩\"");
  g_assert_cmpstr (plain, ==, "车墩");
}

/* Whatever is offered, put in its place, is understood. */
static void
test_understood (void)
{
  static const char *const texts[] = {
    "plot status:|",      "firm niche:|",   "town:|", "片区:|",  "plot area:20|",
    "plot area-paper>|",  "near:九亭镇<5|", "|",      "tier:s|", "资质:高企@|",
    "candidate:stopped@|"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (int chinese = 0; chinese < 2; chinese++)
      {
        g_autoptr (YunCompletion) completion = complete (texts[i], chinese);
        g_autofree char          *before = g_strdup (texts[i]);

        *strchr (before, '|') = '\0';
        g_assert_cmpuint (completion->items->len, >, 1);
        for (guint k = 0; k < completion->items->len; k++)
          {
            YunCompletionItem    *item = g_ptr_array_index (completion->items, k);
            g_autofree char      *kept = g_utf8_substring (before, 0, completion->start);
            g_autofree char      *text = g_strconcat (kept, item->text, NULL);
            g_autoptr (YunFilter) filter = NULL;
            g_autoptr (GError)    error = NULL;

            if (item->kind == YUN_COMPLETE_FIELD)
              continue;
            filter = yun_filter_parse (text, NULL, &error);
            if (filter == NULL)
              g_error ("“%s”: %s", text, error->message);
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-complete/items", test_items);
  g_test_add_func ("/filter-complete/names", test_names);
  g_test_add_func ("/filter-complete/understood", test_understood);
  return g_test_run ();
}
