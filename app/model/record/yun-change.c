/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-change.h"

#include "yun-ids.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (YunChange, yun_change, yun_change_ref, yun_change_unref)

static const char *const action_ids[] = {
  "create", "add", "edit", "remove", "import", "outside", "undo", "redo", "renew",
};

YunChange *
yun_change_new (void)
{
  YunChange *self = g_new0 (YunChange, 1);

  self->box = YUN_RECT_EMPTY;
  g_atomic_ref_count_init (&self->ref);
  return self;
}

YunChange *
yun_change_ref (YunChange *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_change_unref (YunChange *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_free (self->uid);
  g_free (self->who);
  g_free (self->at);
  g_free (self->summary);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}

const char *
yun_change_get_person (void)
{
  const char *name = g_get_real_name ();

  /* GLib gives "Unknown" where the system has no real name. */
  return name == NULL || *name == '\0' || strcmp (name, "Unknown") == 0 ? g_get_user_name () : name;
}

const char *
yun_action_get_id (YunAction action)
{
  return action_ids[action];
}

int
yun_action_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (action_ids); i++)
    if (strcmp (action_ids[i], id) == 0)
      return (int) i;
  return -1;
}

/* (transfer full): a change that is called by no name: how many rows it touched. */
static char *
describe_several (const YunChange *self)
{
  g_autofree char *count = yun_number_format (self->n_rows, 0);

  switch (self->action)
    {
    case YUN_ACTION_ADD:
      return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Added %s record", "Added %s records", self->n_rows), count);
    case YUN_ACTION_REMOVE:
      /* Also those that linked to what went. Translators: a number of records */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Removed records: %s touched in all",
                                           "Removed records: %s touched in all", self->n_rows),
                              count);
    case YUN_ACTION_UNDO:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Took back a change of %s record",
                                           "Took back a change of %s records", self->n_rows),
                              count);
    case YUN_ACTION_REDO:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Brought again a change of %s record",
                                           "Brought again a change of %s records", self->n_rows),
                              count);
    case YUN_ACTION_EDIT:
    default:
      return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Edited %s record", "Edited %s records", self->n_rows),
        count);
    }
}

/* Whether the change is called by what it touched, and has no name. */
static gboolean
is_several (const YunChange *self)
{
  return (self->summary == NULL || *self->summary == '\0') &&
         (self->action == YUN_ACTION_ADD || self->action == YUN_ACTION_EDIT ||
          self->action == YUN_ACTION_REMOVE || self->action == YUN_ACTION_UNDO ||
          self->action == YUN_ACTION_REDO);
}

char *
yun_change_describe (const YunChange *self)
{
  const char      *summary = self->summary != NULL ? self->summary : "";
  g_autofree char *count = NULL;

  if (is_several (self))
    return describe_several (self);
  switch (self->action)
    {
    case YUN_ACTION_CREATE:
      /* Translators: what a new registry was filled with */
      return *summary == '\0' ? g_strdup (_ ("Made the registry"))
                              : g_strdup_printf (_ ("Filled the registry: %s"), summary);
    case YUN_ACTION_ADD:
      return g_strdup_printf (_ ("Added %s"), summary);
    case YUN_ACTION_EDIT:
      return g_strdup_printf (_ ("Edited %s"), summary);
    case YUN_ACTION_REMOVE:
      return g_strdup_printf (_ ("Removed %s"), summary);
    case YUN_ACTION_OUTSIDE:
      count = yun_number_format (self->n_rows, 0);
      /* Translators: a number of records, and the name of the first of them */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Another program changed %s record: %s",
                                           "Another program changed %s records: %s", self->n_rows),
                              count, summary);
    case YUN_ACTION_UNDO:
      return g_strdup_printf (_ ("Took back: %s"), summary);
    case YUN_ACTION_REDO:
      return g_strdup_printf (_ ("Brought again: %s"), summary);
    case YUN_ACTION_RENEW:
      return g_strdup (_ ("Another program wrote unseen; what is derived was made anew"));
    case YUN_ACTION_IMPORT:
    default:
      count = yun_number_format (self->n_rows, 0);
      /* Translators: a number of rows, and a file's name */
      return g_strdup_printf (_ ("Imported %s rows from %s"), count, summary);
    }
}

GArray *
yun_change_rows_list_ids (const GArray *rows, guint entity)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++)
    {
      const YunChangeRow *row = &g_array_index (rows, YunChangeRow, i);

      if (row->entity == entity)
        g_array_append_val (ids, row->id);
    }
  yun_ids_tidy (ids);
  return ids;
}
