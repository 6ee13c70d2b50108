/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-help.h"

#include "yun-help-resource.h"
#include "yun-locale.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define TYPED "  "
#define HEADING "# "

static const YunHelpPage pages[] = {
  { "window", N_ ("Window") },     { "filter", N_ ("Filters") }, { "idle", N_ ("Idle land") },
  { "commands", N_ ("Commands") }, { "files", N_ ("Files") },
};

const YunHelpPage *
yun_help_list_pages (guint *n)
{
  *n = G_N_ELEMENTS (pages);
  return pages;
}

char *
yun_help_dup_text (const char *id)
{
  const char        *language = yun_locale_answers_chinese ("") ? "zh_CN" : "en";
  g_autofree char   *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean           known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    known |= strcmp (pages[i].id, id) == 0;
  if (!known)
    return NULL;
  path = g_strdup_printf ("/io/github/yunjian/Yunjian/help/%s/%s.txt", language, id);
  bytes =
    g_resource_lookup_data (yun_help_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
end_typed (GString *typed, YunHelpFunc func, gpointer user_data)
{
  if (typed->len > 0)
    func (YUN_HELP_TYPED, typed->str, user_data);
  g_string_truncate (typed, 0);
}

void
yun_help_each_block (const char *text, YunHelpFunc func, gpointer user_data)
{
  g_auto (GStrv)      lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) typed = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], TYPED))
        {
          g_string_append_printf (typed, "%s%s", typed->len > 0 ? "\n" : "",
                                  lines[i] + strlen (TYPED));
          continue;
        }
      end_typed (typed, func, user_data);
      if (g_str_has_prefix (lines[i], HEADING))
        func (YUN_HELP_HEADING, lines[i] + strlen (HEADING), user_data);
      else if (*lines[i] != '\0')
        func (YUN_HELP_PARAGRAPH, lines[i], user_data);
    }
  end_typed (typed, func, user_data);
}
