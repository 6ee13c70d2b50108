/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-measure.h"
#include "yun-store-match.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* (transfer full): where it is, in words. */
static char *
describe_place (YunRecord *record)
{
  YunGeom *shape = yun_record_get_shape (record);
  YunPoint at;

  if (shape == NULL)
    return g_strdup (_ ("not known"));
  at = yun_measure_label_point (shape);
  return g_strdup_printf (yun_geom_get_kind (shape) == YUN_GEOM_POLYGON
                            ? _ ("outline about %.6f, %.6f")
                            : _ ("%.6f, %.6f"),
                          at.x, at.y);
}

static void
print_record (YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  YunCliTable           *table = yun_cli_table_new (2, 0);
  g_autofree char       *place = describe_place (record);

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_record_is_known (record, fields[i]))
      {
        g_autofree char *value = yun_record_format (record, fields[i]);

        yun_cli_table_add (table, (const char *[]){ yun_field_get_label (fields[i]), value });
      }
  yun_cli_table_add (table, (const char *[]){ _ ("Place"), place });
  yun_cli_table_end (table);
}

YunExit
yun_cli_run_show (const YunCliVerb *verb, char **arguments)
{
  gboolean           json = FALSE;
  gboolean           geometry = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("A JSON object"), NULL },
    { "geometry", 0, 0, G_OPTION_ARG_NONE, &geometry, N_ ("With --json: the place as GeoJSON"),
      NULL },
    { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  const YunEntity      *entity;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (YunRecord) record = NULL;
  g_autoptr (GError)    error = NULL;

  if (operands == NULL)
    return status;
  if (geometry && !json)
    return yun_cli_complain (verb, _ ("--geometry goes with --json."));
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  store = yun_cli_open (operands[2], YUN_STORE_READ_ONLY, &status);
  if (store == NULL)
    return status;
  record = yun_store_match_one_sync (store, entity, operands[1], &error);
  if (record == NULL)
    return yun_cli_fail (error);
  if (json)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      yun_cli_append_record (line, record, geometry);
      puts (line->str);
    }
  else
    print_record (record);
  return YUN_EXIT_OK;
}
