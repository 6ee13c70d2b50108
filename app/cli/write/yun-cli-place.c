/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli-edit.h"
#include "yun-cli-shape.h"

#include <glib/gi18n.h>

/* (transfer full) (nullable): what --accuracy and --accuracy-m say. */
static GPtrArray *
read_values (const YunCliVerb *verb,
             const YunEntity  *entity,
             const char       *accuracy,
             const char       *error_m,
             YunExit          *status)
{
  g_autoptr (GPtrArray) values = yun_cli_values_new ();
  const char *const     said[][2] = { { "accuracy", accuracy }, { "accuracy-m", error_m } };

  *status = YUN_EXIT_USAGE;
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    if (said[i][1] != NULL &&
        !yun_cli_add_value (verb, values, yun_entity_get_field (entity, said[i][0]), said[i][1]))
      return NULL;
  *status = YUN_EXIT_OK;
  return g_steal_pointer (&values);
}

YunExit
yun_cli_run_place (const YunCliVerb *verb, char **arguments)
{
  g_auto (YunCliShape) said = { 0 };
  g_autofree char     *accuracy = NULL;
  g_autofree char     *error_m = NULL;
  gboolean             none = FALSE;
  const GOptionEntry   entries[] = {
      yun_cli_shape_at (&said),
      yun_cli_shape_wkt (&said),
      yun_cli_shape_crs (&said),
      { "none", 0, 0, G_OPTION_ARG_NONE, &none, N_ ("The place is not known"), NULL },
      { "accuracy", 0, 0, G_OPTION_ARG_STRING, &accuracy, N_ ("surveyed, approximate or schematic"),
        N_ ("WORD") },
      { "accuracy-m", 0, 0, G_OPTION_ARG_STRING, &error_m, N_ ("It may be off by so many metres"),
        N_ ("METRES") },
      { NULL },
  };
  YunExit               status;
  g_auto (GStrv)        operands = yun_cli_parse (verb, arguments, entries, &status);
  const YunEntity      *entity;
  g_autoptr (YunGeom)   shape = NULL;
  g_autoptr (YunStore)  store = NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (YunRecord) after = NULL;
  g_autoptr (YunEdits)  edits = NULL;

  if (operands == NULL)
    return status;
  entity = yun_cli_find_entity (operands[0], &status);
  if (entity == NULL)
    return status;
  if (entity->shape == YUN_SHAPE_NONE)
    {
      yun_cli_warn (_ ("%s have no place."), yun_entity_get_label (entity));
      return YUN_EXIT_REFUSED;
    }
  if (!yun_cli_shape_read (&said, verb, entity, &shape, &status))
    return status;
  if ((shape != NULL) == none)
    return yun_cli_complain (verb, _ ("Say the place by --at or --wkt, or --none."));
  if (none && (accuracy != NULL || error_m != NULL))
    return yun_cli_complain (verb, _ ("--none has no accuracy."));
  values = read_values (verb, entity, accuracy, error_m, &status);
  if (values == NULL)
    return status;
  store = yun_cli_open (operands[2], YUN_STORE_DEFAULT, &status);
  if (store == NULL)
    return status;
  records = yun_cli_pick (store, entity, operands[1], NULL, &status);
  if (records == NULL)
    return status;
  after = yun_record_copy (records->pdata[0]);
  if (yun_record_move (after, shape) && values->len == 0)
    yun_cli_warn (_ ("How exact the place is, is not known now; --accuracy says it."));
  if (!yun_cli_apply (store, after, records->pdata[0], values, &status))
    return status;
  edits = yun_edits_new (YUN_ACTION_EDIT, "", yun_change_get_person ());
  yun_edits_set_whole (edits, TRUE);
  yun_edits_add_difference (edits, records->pdata[0], after);
  return yun_cli_write (store, edits, FALSE);
}
