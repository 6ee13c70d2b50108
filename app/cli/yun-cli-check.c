/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-store-check.h"

#include <glib/gi18n.h>
#include <stdio.h>

static YunExit
remove_strangers (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *copy = yun_store_remove_strangers_sync (path, NULL, &error);
  g_autofree char   *shown = NULL;

  if (copy == NULL)
    return yun_cli_fail (error);
  shown = g_filename_display_name (copy);
  printf (_ ("Removed. Kept as it was received: %s\n"), shown);
  return YUN_EXIT_OK;
}

static YunExit
check_file (const char *path)
{
  g_autoptr (GCancellable) cancellable = yun_cli_catch_signals ();
  g_autoptr (GError)       error = NULL;
  g_autoptr (GPtrArray)    found = yun_store_check_sync (path, cancellable, &error);

  if (found == NULL)
    {
      YunExit status = yun_cli_fail (error);

      return status == YUN_EXIT_NOT_FOUND ? YUN_EXIT_FILE : status;
    }
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *line = yun_cli_dup_shown (g_ptr_array_index (found, i));

      puts (line);
    }
  if (found->len == 0)
    puts (_ ("The file is sound."));
  return found->len == 0 ? YUN_EXIT_OK : YUN_EXIT_FOUND;
}

YunExit
yun_cli_run_check (const YunCliVerb *verb, char **arguments)
{
  gboolean           file = FALSE;
  gboolean           clean = FALSE;
  const GOptionEntry entries[] = {
    { "file", 0, 0, G_OPTION_ARG_NONE, &file,
      N_ ("Whether the file is sound: pages, indexes, places, programs in it"), NULL },
    { "remove-strangers", 0, 0, G_OPTION_ARG_NONE, &clean,
      N_ ("Take programs that are not ours out of the file, keeping a copy"), NULL },
    { NULL },
  };
  YunExit        status;
  g_auto (GStrv) operands = yun_cli_parse (verb, arguments, entries, &status);

  if (operands == NULL)
    return status;
  if (file == clean)
    return yun_cli_complain (verb, _ ("Say what to do: --file or --remove-strangers."));
  return clean ? remove_strangers (operands[0]) : check_file (operands[0]);
}
