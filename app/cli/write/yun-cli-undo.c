/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"

#include <glib/gi18n.h>

static YunExit
say (YunChange *change, const GError *error)
{
  if (change == NULL)
    return yun_cli_fail (error);
  yun_cli_say_change (change);
  return YUN_EXIT_OK;
}

/* What stays as it is since it was edited after the change, and by whom; from the @first on. */
static void
say_kept (GPtrArray *kept, guint first)
{
  for (guint i = first; kept != NULL && i < kept->len; i++)
    {
      g_autofree char *words = yun_edit_describe (kept->pdata[i]);

      yun_cli_warn ("%s", words);
    }
}

YunExit
yun_cli_run_undo (const YunCliVerb *verb, char **arguments)
{
  gboolean           rest = FALSE;
  const GOptionEntry entries[] = {
    { "rest", 0, 0, G_OPTION_ARG_NONE, &rest,
      N_ ("Leave what was edited since as it is, take back the rest"), NULL },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  guint                 n = operands != NULL ? g_strv_length (operands) : 0;
  gint64                number = 0;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  if (n == 2 &&
      (!g_ascii_string_to_signed (operands[0], 10, 1, G_MAXINT64, &number, NULL) || number < 1))
    return yun_cli_complain (verb, _ ("Changes are numbered from 1."));
  store = yun_cli_open (operands[n - 1], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  change = yun_store_undo_sync (store, number, rest ? YUN_UNDO_REST : YUN_UNDO_DEFAULT,
                                yun_change_get_person (), &kept, NULL, &error);
  /* An error tells the first itself. */
  say_kept (kept, change != NULL ? 0 : 1);
  return say (change, error);
}

YunExit
yun_cli_run_redo (const YunCliVerb *verb, char **arguments)
{
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, NULL, &status);
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunChange) change = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  store = yun_cli_open (operands[0], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  change = yun_store_redo_sync (store, yun_change_get_person (), NULL, &error);
  return say (change, error);
}
