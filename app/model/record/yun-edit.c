/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-edit.h"

#include <glib/gi18n-lib.h>

struct _YunEdits
{
  YunAction  action;
  char      *summary; /* (owned) */
  char      *who;     /* (owned) */
  gboolean   whole;
  GPtrArray *list; /* (owned) (element-type YunEdit) */

  gatomicrefcount ref;
};

G_DEFINE_BOXED_TYPE (YunEdits, yun_edits, yun_edits_ref, yun_edits_unref)

YunEdit *
yun_edit_new (YunEditKind kind, const YunEntity *entity, gint64 id, const char *name)
{
  YunEdit *self = g_new0 (YunEdit, 1);

  self->kind = kind;
  self->entity = entity;
  self->id = id;
  self->name = g_strdup (name != NULL ? name : "");
  return self;
}

void
yun_edit_free (YunEdit *self)
{
  yun_value_clear (&self->before);
  yun_value_clear (&self->after);
  yun_value_clear (&self->now);
  g_clear_object (&self->record);
  g_free (self->name);
  g_free (self->who);
  g_free (self->with);
  g_free (self->reason);
  g_free (self);
}

YunEdits *
yun_edits_new (YunAction action, const char *summary, const char *who)
{
  YunEdits *self = g_new0 (YunEdits, 1);

  self->action = action;
  self->summary = g_strdup (summary != NULL ? summary : "");
  self->who = g_strdup (who != NULL ? who : "");
  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_edit_free);
  g_atomic_ref_count_init (&self->ref);
  return self;
}

YunEdits *
yun_edits_ref (YunEdits *self)
{
  g_atomic_ref_count_inc (&self->ref);
  return self;
}

void
yun_edits_unref (YunEdits *self)
{
  if (!g_atomic_ref_count_dec (&self->ref))
    return;
  g_free (self->summary);
  g_free (self->who);
  g_ptr_array_unref (self->list);
  g_free (self);
}

void
yun_edits_set_whole (YunEdits *self, gboolean whole)
{
  self->whole = whole;
}

gboolean
yun_edits_is_whole (const YunEdits *self)
{
  return self->whole;
}

YunAction
yun_edits_get_action (const YunEdits *self)
{
  return self->action;
}

const char *
yun_edits_get_summary (const YunEdits *self)
{
  return self->summary;
}

const char *
yun_edits_get_who (const YunEdits *self)
{
  return self->who;
}

/* ---- Adding ----------------------------------------------------------------- */

static YunEdit *
add (YunEdits *self, YunEditKind kind, YunRecord *record)
{
  YunEdit *edit = yun_edit_new (kind, yun_record_get_entity (record), yun_record_get_id (record),
                                yun_record_get_name (record));

  if (kind != YUN_EDIT_SET)
    edit->record = yun_record_copy (record);
  g_ptr_array_add (self->list, edit);
  return edit;
}

void
yun_edits_add_insert (YunEdits *self, YunRecord *record)
{
  add (self, YUN_EDIT_INSERT, record);
}

void
yun_edits_add_remove (YunEdits *self, YunRecord *record)
{
  g_return_if_fail (yun_record_get_id (record) != 0);

  add (self, YUN_EDIT_REMOVE, record);
}

static void
add_set (YunEdits *self, YunRecord *before, YunRecord *after, const YunField *field)
{
  YunEdit *edit = add (self, YUN_EDIT_SET, before);

  edit->field = field;
  yun_value_read (before, field, &edit->before);
  yun_value_read (after, field, &edit->after);
}

static gboolean
is_edited (const YunField *field)
{
  return field == NULL || (field->flags & (YUN_FIELD_DERIVED | YUN_FIELD_SYSTEM)) == 0;
}

void
yun_edits_add_difference (YunEdits *self, YunRecord *before, YunRecord *after)
{
  const YunEntity       *entity = yun_record_get_entity (before);
  guint                  n;
  const YunField *const *fields = yun_entity_get_fields (entity, &n);
  gboolean               place = !yun_record_equal_field (before, after, NULL);
  guint64                groups = place ? 1u << 1 : 0; /* by number, of those that are touched */

  g_return_if_fail (yun_record_get_entity (after) == entity && yun_record_get_id (before) != 0);

  for (guint i = 0; i < n; i++)
    if (is_edited (fields[i]) && !yun_record_equal_field (before, after, fields[i]))
      groups |= G_GUINT64_CONSTANT (1) << yun_field_get_group (fields[i]);
  for (guint i = 0; i < n; i++)
    {
      guint group = yun_field_get_group (fields[i]);

      if (is_edited (fields[i]) &&
          (!yun_record_equal_field (before, after, fields[i]) ||
           (group > 0 && (groups & (G_GUINT64_CONSTANT (1) << group)) != 0)))
        add_set (self, before, after, fields[i]);
    }
  if (place || ((groups & (1u << 1)) != 0 && yun_record_get_shape (before) != NULL))
    add_set (self, before, after, NULL);
}

/* ---- Reading ---------------------------------------------------------------- */

guint
yun_edits_get_n (const YunEdits *self)
{
  return self->list->len;
}

YunEdit *
yun_edits_get (YunEdits *self, guint i)
{
  return g_ptr_array_index (self->list, i);
}

guint
yun_edits_count (const YunEdits *self, YunVerdict verdict)
{
  guint count = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      const YunEdit *edit = g_ptr_array_index (self->list, i);
      gboolean       compares =
        edit->kind == YUN_EDIT_SET && yun_value_equal (&edit->before, &edit->after);

      if (edit->verdict == verdict && !(compares && verdict == YUN_VERDICT_SAME))
        count++;
    }
  return count;
}

const char *
yun_edit_get_label (const YunEdit *self)
{
  return self->field != NULL ? yun_field_get_label (self->field) : _ ("Place");
}

/* (transfer full): a value in the middle of a sentence. */
static char *
print (const YunEdit *edit, const YunValue *value)
{
  if (edit->field == NULL)
    return g_strdup (value->kind == YUN_VALUE_NULL ? _ ("no place") : _ ("another place"));
  return yun_value_format (value, edit->entity, edit->field);
}

static char *
describe_conflict (const YunEdit *edit)
{
  const char      *name = edit->name;
  const char      *field = yun_edit_get_label (edit);
  g_autofree char *now = print (edit, &edit->now);
  g_autofree char *wanted = print (edit, &edit->after);

  if (edit->with != NULL)
    /* Translators: a record's name, a field, the value to be written, another field that means one
     * thing together with it and was changed by someone else */
    return g_strdup_printf (_ ("“%s”: %s was not set to %s, as %s has been changed meanwhile."),
                            name, field, wanted, edit->with);
  if (edit->kind == YUN_EDIT_REMOVE)
    return g_strdup_printf (_ ("“%s” has been changed since it was read, so it was not removed."),
                            name);
  if (edit->who != NULL && *edit->who != '\0')
    /* Translators: a record's name, a field, its value now, who wrote that, the value to be written
     */
    return g_strdup_printf (_ ("“%s”: %s is now %s, written by %s, so %s was not written."), name,
                            field, now, edit->who, wanted);
  /* Translators: a record's name, a field, its value now, the value to be written */
  return g_strdup_printf (_ ("“%s”: %s is now %s, so %s was not written."), name, field, now,
                          wanted);
}

char *
yun_edit_describe (const YunEdit *self)
{
  switch (self->verdict)
    {
    case YUN_VERDICT_CONFLICT:
      return describe_conflict (self);
    case YUN_VERDICT_MISSING:
      return g_strdup_printf (_ ("“%s” is no longer in the registry."), self->name);
    case YUN_VERDICT_REFUSED:
      return g_strdup (self->reason != NULL ? self->reason : "");
    case YUN_VERDICT_SAME:
      return g_strdup_printf (_ ("“%s” has that value already."), self->name);
    case YUN_VERDICT_WRITTEN:
    case YUN_VERDICT_NONE:
    default:
      return g_strdup ("");
    }
}
