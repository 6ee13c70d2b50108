/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-action-list.h"

#include "yun-text.h"

#include <glib/gi18n.h>
#include <string.h>

static const YunActionName names[] = {
  { "win.export", N_ ("Export"), "导出;输出;另存" },
  { "win.save-map", N_ ("Save the map"), "保存地图;导出地图;地图存为图片" },
  { "win.print", N_ ("Print the map"), "打印地图" },
  { "win.totals", N_ ("Totals by fields"), "汇总;统计;合计" },
  { "win.find-idle", N_ ("Find idle land"), "找闲置地;闲置土地;疑似闲置" },
  { "win.save-view", N_ ("Save this view"), "保存视图;另存视图" },
  { "win.focus-views", N_ ("Go to the saved views"), "已存视图;视图" },
  { "win.leave-view", N_ ("Back from a saved view"), "退出视图" },
  { "win.colour-by::status", N_ ("Colours: status"), "按状态着色;着色" },
  { "win.colour-by::segment", N_ ("Colours: segment"), "按环节着色;着色" },
  { "win.colour-by::far", N_ ("Colours: floor-area ratio"), "按容积率着色;着色" },
  { "win.colour-by::tax", N_ ("Colours: tax per mu"), "按亩均税收着色;着色" },
  { "win.colour-by::age", N_ ("Colours: age of the fact"), "按资料时效着色;着色" },
  { "win.backup", N_ ("Back up"), "备份" },
  { "win.open", N_ ("Open"), "打开" },
  { "win.new", N_ ("New window"), "新窗口;新建窗口" },
  { "win.new-empty", N_ ("New empty registry"), "新建空白台账" },
  { "win.new-record::firm", N_ ("New firm"), "新建企业;添加企业;登记企业" },
  { "win.new-record::park", N_ ("New park"), "新建园区;添加园区;登记园区" },
  { "win.new-record::plot", N_ ("New plot"), "新建地块;添加地块;登记地块" },
  { "win.new-record::facility", N_ ("New facility"), "新建设施;添加设施;登记设施" },
  { "win.edit", N_ ("Edit the selected"), "编辑所选;修改" },
  { "win.remove", N_ ("Remove the selected"), "删除所选;删除" },
  { "win.history", N_ ("History of changes"), "更改历史;历史;操作记录" },
  { "win.record-history", N_ ("History of the selected"), "所选的历史;更改记录" },
  { "win.undo", N_ ("Undo"), "撤销" },
  { "win.redo", N_ ("Redo"), "重做" },
  { "win.clear-filter", N_ ("Clear the filter"), "清除筛选;全部显示" },
  { "win.edit-filter", N_ ("Edit the filter as text"), "以文字编辑筛选" },
  { "win.view::map", N_ ("Map and list"), "地图和列表" },
  { "win.view::ledger", N_ ("List only"), "只看列表;台账" },
  { "win.show-facets", N_ ("Facets"), "筛选栏;分面" },
  { "win.show-detail", N_ ("Details"), "详情" },
  { "win.zoom-to-selection", N_ ("Show the selected on the map"), "定位到所选" },
  { "win.zoom-to-results", N_ ("Show all of it on the map"), "定位到全部结果" },
  { "win.zoom-home", N_ ("Whole district"), "全区;全图" },
  { "win.zoom-in", N_ ("Closer"), "放大" },
  { "win.zoom-out", N_ ("Farther"), "缩小" },
  { "win.map-back", N_ ("Map: back"), "后退;上一视图" },
  { "win.map-forward", N_ ("Map: forward"), "前进;下一视图" },
  { "win.go-to", N_ ("Go to coordinates"), "前往坐标;坐标定位" },
  { "win.bookmarks", N_ ("Bookmarks"), "书签" },
  { "win.add-bookmark", N_ ("Add a bookmark"), "添加书签" },
  { "win.map-mode::distance", N_ ("Measure a distance"), "测距;量距离;测量" },
  { "win.map-mode::area", N_ ("Measure an area"), "测面积;量面积;测量" },
  { "win.map-mode::filter", N_ ("Filter by drawing"), "框选筛选;按范围筛选;圈选;绘制范围;多边形" },
  { "win.show-inside", N_ ("Only what lies in the selected"), "只看其中;范围内;筛选此处" },
  { "win.near::plot", N_ ("Reusable land near the selected"),
    "附近可盘活;附近闲置;附近土地;附近地块" },
  { "win.near::firm", N_ ("Firms near the selected"), "附近企业" },
  { "win.near::facility", N_ ("Facilities near the selected"), "附近设施" },
  { "win.place", N_ ("Place the selected on the map"), "落点;定位;上图;标注位置" },
  { "win.clear-selection", N_ ("Select nothing"), "取消选择" },
  { "win.color-scheme::dark", N_ ("Dark colours"), "深色;暗色;夜间" },
  { "win.color-scheme::light", N_ ("Light colours"), "浅色;亮色" },
  { "win.color-scheme::system", N_ ("Colours of the system"), "跟随系统配色" },
  { "win.preferences", N_ ("Preferences"), "首选项;设置;底图" },
  { "win.help", N_ ("Help"), "帮助;说明;用法;怎么用" },
  { "win.shortcuts", N_ ("Keyboard shortcuts"), "快捷键;键盘" },
  { "win.about", N_ ("About Yunjian"), "关于云间" },
  { "window.close", N_ ("Close the window"), "关闭窗口" },
  { "app.quit", N_ ("Quit"), "退出" },
};

const YunActionName *
yun_action_list_get (guint *n)
{
  *n = G_N_ELEMENTS (names);
  return names;
}

/* 0: a name begins with it, 1: a reading does, 2: a name contains it, 3: no. */
static guint
rank_name (const char *name, const char *plain)
{
  g_autofree char    *normal = yun_text_normalise (name);
  g_autofree char    *line = g_strconcat ("\n", plain, NULL);
  g_autoptr (GString) forms = g_string_new ("\n");

  if (g_str_has_prefix (normal, plain))
    return 0;
  /* One letter begins the initials of half of them. */
  if (plain[1] == '\0')
    return 3;
  yun_text_append_search (forms, name);
  return strstr (forms->str, line) != NULL ? 1 : strstr (normal, plain) != NULL ? 2 : 3;
}

static guint
rank (const YunActionName *self, const char *plain)
{
  guint       best = MIN (rank_name (self->title, plain), rank_name (_ (self->title), plain));
  const char *item;
  gsize       length;

  for (const char *next = self->zh; (next = yun_text_next_item (next, &item, &length)) != NULL;)
    {
      g_autofree char *name = g_strndup (item, length);

      best = MIN (best, rank_name (name, plain));
    }
  return best;
}

GPtrArray *
yun_action_list_find (const char *text, guint limit)
{
  g_autofree char *plain = yun_text_normalise (text);
  GPtrArray       *found = g_ptr_array_new ();
  guint            ranks[G_N_ELEMENTS (names)];

  if (*plain == '\0')
    return found;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    ranks[i] = rank (&names[i], plain);
  for (guint r = 0; r < 3; r++)
    for (guint i = 0; i < G_N_ELEMENTS (names) && found->len < limit; i++)
      if (ranks[i] == r)
        g_ptr_array_add (found, (gpointer) &names[i]);
  return found;
}
