/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-output.h"
#include "yun-store-match.h"
#include "yun-store-park.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* A park of which no segment is stated shows those of its firms, and says so. */
static void
add_segments_of_firms (YunCliTable *table, YunStore *store, YunRecord *park)
{
  const YunField       *field = yun_entity_get_field (yun_record_get_entity (park), "segment");
  g_autoptr (YunRecord) like = NULL;
  g_autofree char      *names = NULL;
  g_autofree char      *text = NULL;
  guint                 segments = 0;

  if (!yun_park_lacks_segments (park) ||
      !yun_store_park_segments_sync (store, park, &segments, NULL, NULL) || segments == 0)
    return;
  like = yun_entity_new_record (yun_record_get_entity (park));
  yun_record_set_int (like, field, segments);
  names = yun_record_format (like, field);
  /* Translators: names of segments */
  text = g_strdup_printf (_ ("%s (of the firms in it)"), names);
  yun_cli_table_add (table, (const char *[]){ yun_field_get_label (field), text });
}

static void
print_record (YunStore *store, YunRecord *record)
{
  const YunField *const *fields = yun_entity_get_fields (yun_record_get_entity (record), NULL);
  YunCliTable           *table = yun_cli_table_new (2, 0);
  YunGeom               *shape = yun_record_get_shape (record);
  g_autofree char       *place =
    shape != NULL ? yun_value_format_shape (shape) : g_strdup (_ ("not known"));

  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_record_is_known (record, fields[i]))
      {
        g_autofree char *value = yun_record_format (record, fields[i]);

        yun_cli_table_add (table, (const char *[]){ yun_field_get_label (fields[i]), value });
      }
  add_segments_of_firms (table, store, record);
  if (yun_record_get_entity (record)->shape != YUN_SHAPE_NONE)
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
    print_record (store, record);
  return YUN_EXIT_OK;
}
