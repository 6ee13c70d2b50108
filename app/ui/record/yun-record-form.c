/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-record-form.h"

#include "yun-base-map.h"
#include "yun-chain.h"
#include "yun-coordinate.h"
#include "yun-entry.h"
#include "yun-firm.h"
#include "yun-missing-record.h"
#include "yun-store-links.h"
#include "yun-store-write.h"
#include "yun-twin-watch.h"

#include <glib/gi18n.h>

struct _YunRecordForm
{
  YunForm parent_instance;

  YunStore     *store;     /* (owned) */
  YunRecord    *record;    /* (owned): as it was read */
  YunTwinWatch *twins;     /* (owned) */
  char         *warned_of; /* (owned) (nullable): the wrong code that is saved when asked again */
  char         *other;     /* (owned) (nullable): who wrote what is being read again */
  char         *town;      /* (owned) (nullable): the town the zone row was last in step with */
  gboolean      loading;   /* the rows change, but not by the user */
  gboolean      refused;   /* it is read again since it could not be saved */
};

G_DEFINE_FINAL_TYPE (YunRecordForm, yun_record_form, YUN_TYPE_FORM)

enum
{
  SAVED,
  RECORD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static YunFieldRow *
get_row (YunRecordForm *self, const char *field)
{
  return yun_form_get_row (YUN_FORM (self), field);
}

/* ---- Town and zone -------------------------------------------------------- */

static const char *
get_zone (const char *town)
{
  const YunDistrictTown *found = town != NULL && *town != '\0' ? yun_chain_find_town (town) : NULL;

  return found != NULL ? found->zone : "";
}

/* The zone goes with the town, unless it was another one on purpose. */
static void
town_chosen_cb (YunRecordForm *self)
{
  YunFieldRow     *town_row = get_row (self, "town");
  YunFieldRow     *zone_row = get_row (self, "zone");
  g_autofree char *town = yun_field_row_dup_text (town_row);
  g_autofree char *zone = zone_row != NULL ? yun_field_row_dup_text (zone_row) : NULL;

  if (self->loading)
    return;
  if (zone != NULL && (*zone == '\0' || strcmp (zone, get_zone (self->town)) == 0))
    yun_field_row_set_text (zone_row, get_zone (town));
  g_free (self->town);
  self->town = g_steal_pointer (&town);
}

/* ---- Twins ---------------------------------------------------------------- */

static void
watched_changed_cb (YunRecordForm *self)
{
  if (!self->loading)
    yun_twin_watch_look (self->twins, self->record);
}

static void
twin_followed_cb (gint64 id, gpointer user_data)
{
  g_signal_emit (user_data, signals[RECORD], 0, id);
}

/* The name and the code: what should be one record's alone. */
static void
watch_twins (YunRecordForm *self)
{
  const char *const ids[] = { "name", yun_record_get_entity (self->record)->portrait->code };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      YunFieldRow *row = ids[i] != NULL ? get_row (self, ids[i]) : NULL;

      if (row == NULL)
        continue;
      yun_twin_watch_add (self->twins, row);
      yun_field_row_on_change (row, G_CALLBACK (watched_changed_cb), self);
      yun_field_row_on_link (row, twin_followed_cb, self);
    }
}

/* ---- Reading the rows ----------------------------------------------------- */

/* Codes come with blanks, hyphens and full-width letters. */
static void
tidy_code (YunFieldRow *row)
{
  g_autofree char    *text = yun_field_row_dup_text (row);
  g_autofree char    *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char    *upper = g_ascii_strup (normal != NULL ? normal : text, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *c = upper; *c != '\0'; c++)
    if (*c != ' ' && *c != '-')
      g_string_append_c (out, *c);
  if (strcmp (out->str, text) != 0)
    yun_field_row_set_text (row, out->str);
}

/* A wrong check character is a warning: real lists have such codes. */
static gboolean
check_code (YunRecordForm *self)
{
  YunFieldRow     *row = get_row (self, "credit-code");
  g_autofree char *code = NULL;

  if (row == NULL || !yun_field_row_is_changed (row))
    return TRUE;
  tidy_code (row);
  code = yun_field_row_dup_text (row);
  if (*code == '\0' || yun_firm_check_code (code) || g_strcmp0 (code, self->warned_of) == 0)
    return TRUE;
  g_free (self->warned_of);
  self->warned_of = g_steal_pointer (&code);
  yun_form_refuse (
    row, "warning",
    _ ("This code is not 18 characters with the right check character. Save again to keep "
       "it as it is."));
  return FALSE;
}

/* Whether what @edited says goes together; what did not before is no fault of this edit. */
static gboolean
check_together (YunRecordForm *self, YunRecord *edited)
{
  const YunField    *field, *before;
  g_autoptr (GError) error = NULL;

  if (yun_entry_check (edited, &field, &error) ||
      (!yun_entry_check (self->record, &before, NULL) && before == field))
    return TRUE;
  yun_form_refuse (get_row (self, field->id), "error", error->message);
  return FALSE;
}

/* What the rows say; NULL when that cannot be saved, and then the first wrong row has the focus. */
static YunRecord *
read_rows (YunRecordForm *self)
{
  g_autoptr (YunRecord) edited = yun_record_copy (self->record);
  GPtrArray            *rows = yun_form_get_rows (YUN_FORM (self));
  YunFieldRow          *wrong = NULL;
  YunFieldRow          *name = get_row (self, "name");

  for (guint i = 0; i < rows->len; i++)
    {
      YunFieldRow       *row = rows->pdata[i];
      g_autoptr (GError) error = NULL;

      yun_field_row_mark (row, NULL, NULL);
      if (yun_field_row_is_undecided (row))
        {
          yun_field_row_mark (row, "error", _ ("Choose which value is to stand."));
          wrong = wrong != NULL ? wrong : row;
          continue;
        }
      if (yun_field_row_apply (row, edited, &error))
        continue;
      yun_field_row_mark (row, "error", error->message);
      if (wrong == NULL)
        wrong = row;
    }
  if (*yun_record_get_name (edited) == '\0')
    {
      yun_field_row_mark (name, "error", _ ("A record needs a name."));
      wrong = name;
    }
  if (wrong != NULL)
    {
      yun_field_row_grab_focus (wrong);
      return NULL;
    }
  return check_together (self, edited) && check_code (self) ? g_steal_pointer (&edited) : NULL;
}

static gboolean
is_row_changed (YunRecordForm *self, const char *id)
{
  YunFieldRow *row = get_row (self, id);

  return row != NULL && yun_field_row_is_changed (row);
}

/* FALSE when it is said to stand at its town, and no town is known. */
static gboolean
place_by_town (YunRecordForm *self, YunRecord *edited)
{
  gboolean           said = is_row_changed (self, "accuracy");
  g_autoptr (GError) error = NULL;

  if ((yun_record_get_id (edited) != 0 && !said && !is_row_changed (self, "town")) ||
      yun_entry_place (edited, NULL, said, &error))
    return TRUE;
  yun_form_refuse (get_row (self, "accuracy"), "error", error->message);
  return FALSE;
}

/* ---- Conflicts ------------------------------------------------------------ */

static void
load_rows (YunRecordForm *self)
{
  GPtrArray   *rows = yun_form_get_rows (YUN_FORM (self));
  YunFieldRow *town = get_row (self, "town");

  self->loading = TRUE;
  for (guint i = 0; i < rows->len; i++)
    yun_field_row_load (rows->pdata[i], self->record);
  self->loading = FALSE;
  g_clear_pointer (&self->town, g_free);
  self->town = town != NULL ? yun_field_row_dup_text (town) : NULL;
  g_clear_pointer (&self->warned_of, g_free);
}

/* Takes over what is there now: rows that the user has not touched show it, of the others those
 * that differ from it are chosen from. */
static void
meet (YunRecordForm *self, YunRecord *now, const char *who)
{
  GPtrArray   *rows = yun_form_get_rows (YUN_FORM (self));
  YunFieldRow *town = get_row (self, "town");
  YunFieldRow *undecided = NULL;

  self->loading = TRUE;
  for (guint i = 0; i < rows->len; i++)
    {
      YunFieldRow *row = rows->pdata[i];

      yun_field_row_meet (row, self->record, now, who);
      if (undecided == NULL && yun_field_row_is_undecided (row))
        undecided = row;
    }
  self->loading = FALSE;
  g_set_object (&self->record, now);
  g_free (self->town);
  self->town = town != NULL ? yun_field_row_dup_text (town) : NULL;
  if (undecided != NULL)
    {
      yun_form_show_error (
        YUN_FORM (self),
        _ ("Someone else changed this record meanwhile, and nothing was saved yet. "
           "Choose below which values are to stand, then save."));
      yun_field_row_grab_focus (undecided);
    }
  else if (self->refused)
    {
      yun_form_show_error (
        YUN_FORM (self),
        _ ("Someone else changed this record meanwhile, and nothing was saved yet. "
           "What is other now is marked below; save again when it is right."));
    }
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GPtrArray)     records = NULL;
  g_autoptr (GError)        error = NULL;

  records = yun_store_load_finish (YUN_STORE (source), result, &error);
  /* What is being saved will itself tell what stands in the way. */
  if (yun_form_is_closed (YUN_FORM (self)) ||
      (yun_form_is_saving (YUN_FORM (self)) && !self->refused))
    return;
  if (self->refused)
    {
      yun_form_set_saving (YUN_FORM (self), FALSE);
      yun_form_restore_focus (YUN_FORM (self));
    }
  if (records == NULL)
    yun_form_show_error (YUN_FORM (self), error->message);
  else if (records->len == 0 || g_ptr_array_index (records, 0) == NULL)
    yun_form_show_error (YUN_FORM (self), _ ("The record is no longer in the registry."));
  else
    meet (self, g_ptr_array_index (records, 0), self->other);
  self->refused = FALSE;
}

/* @who: (nullable): who wrote the record meanwhile */
static void
read_again (YunRecordForm *self, const char *who)
{
  gint64 id = yun_record_get_id (self->record);

  g_free (self->other);
  self->other = g_strdup (who);
  yun_store_load_async (self->store, yun_record_get_entity (self->record), &id, 1, TRUE, NULL,
                        read_again_cb, g_object_ref (self));
}

/* A commit, not of this form: is it about its record? */
static void
changed_cb (YunRecordForm *self, YunChange *change)
{
  gboolean touched = change->rows == NULL;
  gint64   id = yun_record_get_id (self->record);
  guint    entity = yun_entity_get_index (yun_record_get_entity (self->record));

  if (yun_form_is_closed (YUN_FORM (self)) || yun_form_is_saving (YUN_FORM (self)) || id == 0)
    return;
  for (guint i = 0; change->rows != NULL && i < change->rows->len; i++)
    {
      const YunChangeRow *row = &g_array_index (change->rows, YunChangeRow, i);

      if (row->entity == entity && row->id == id)
        touched = TRUE;
    }
  if (touched)
    read_again (self, change->who);
}

/* ---- Saving --------------------------------------------------------------- */

typedef struct
{
  YunRecordForm *self;   /* (owned) */
  YunRecord     *edited; /* (owned) */
  YunEdits      *edits;  /* (owned) */
} Save;

/* (nullable): who wrote what stood in the way. */
static const char *
find_other (YunEdits *edits)
{
  for (guint i = 0; i < yun_edits_get_n (edits); i++)
    {
      const YunEdit *edit = yun_edits_get (edits, i);

      if (edit->verdict == YUN_VERDICT_CONFLICT && edit->who != NULL && *edit->who != '\0')
        return edit->who;
    }
  return NULL;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save                     *save = user_data;
  g_autoptr (YunRecordForm) self = save->self;
  g_autoptr (YunRecord)     edited = save->edited;
  g_autoptr (YunEdits)      edits = save->edits;
  g_autoptr (YunChange)     change = NULL;
  g_autoptr (GError)        error = NULL;

  g_free (save);
  change = yun_store_write_finish (YUN_STORE (source), result, &error);
  if (yun_form_is_closed (YUN_FORM (self)))
    return;
  yun_form_set_saving (YUN_FORM (self), FALSE);
  if (change != NULL || g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOTHING))
    {
      if (yun_record_get_id (edited) == 0)
        yun_record_set_id (edited, yun_edits_get (edits, 0)->id);
      g_signal_emit (self, signals[SAVED], 0, edited);
      yun_form_close (YUN_FORM (self));
      return;
    }
  if (g_error_matches (error, YUN_STORE_ERROR, YUN_STORE_ERROR_CONFLICT))
    {
      yun_form_set_saving (YUN_FORM (self), TRUE);
      self->refused = TRUE;
      read_again (self, find_other (edits));
      return;
    }
  yun_form_restore_focus (YUN_FORM (self));
  yun_form_show_error (YUN_FORM (self), error->message);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunChange)     change = yun_store_write_finish (YUN_STORE (source), result, &error);

  if (yun_form_is_closed (YUN_FORM (self)))
    return;
  yun_form_set_saving (YUN_FORM (self), FALSE);
  if (change != NULL)
    yun_form_save (YUN_FORM (self));
  else
    yun_form_show_error (YUN_FORM (self), error->message);
}

/* A record for a name that none has, since the person wants one. */
static void
make_record (GtkWindow *window, YunEdits *edits)
{
  YunRecordForm *self = YUN_RECORD_FORM (window);

  if (yun_form_is_closed (YUN_FORM (self)))
    return;
  yun_form_set_saving (YUN_FORM (self), TRUE);
  yun_store_write_async (self->store, edits, NULL, made_cb, g_object_ref (self));
}

static void
write_record (YunRecordForm *self, YunRecord *edited)
{
  gboolean fresh = yun_record_get_id (self->record) == 0;
  Save    *save = g_new0 (Save, 1);

  yun_form_set_saving (YUN_FORM (self), TRUE);
  save->self = g_object_ref (self);
  save->edited = g_object_ref (edited);
  save->edits =
    yun_edits_new (fresh ? YUN_ACTION_ADD : YUN_ACTION_EDIT, "", yun_change_get_person ());
  yun_edits_set_whole (save->edits, TRUE);
  if (fresh)
    yun_edits_add_insert (save->edits, edited);
  else
    yun_edits_add_difference (save->edits, self->record, edited);
  yun_store_write_async (self->store, save->edits, NULL, saved_cb, save);
}

/* What the rows name is known now, or one of the names is not. */
static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YunRecordForm) self = user_data;
  YunUnresolved             unresolved = { NULL };
  g_autoptr (GError)        error = NULL;
  g_autoptr (YunRecord)     edited =
    yun_store_resolve_links_finish (YUN_STORE (source), result, &unresolved, &error);
  g_autofree char *name = unresolved.name;

  if (yun_form_is_closed (YUN_FORM (self)))
    return;
  yun_form_set_saving (YUN_FORM (self), FALSE);
  if (edited != NULL)
    {
      if (place_by_town (self, edited))
        write_record (self, edited);
      return;
    }
  if (name == NULL)
    {
      yun_form_show_error (YUN_FORM (self), error->message);
      return;
    }
  yun_form_refuse (get_row (self, unresolved.field->id), "error", error->message);
  if (g_error_matches (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_NO_RECORD))
    yun_missing_record_offer (GTK_WINDOW (self), &unresolved, error->message, make_record);
}

static void
yun_record_form_save (YunForm *form)
{
  YunRecordForm        *self = YUN_RECORD_FORM (form);
  g_autoptr (YunRecord) edited = NULL;

  yun_twin_watch_stop (self->twins);
  edited = read_rows (self);
  if (edited == NULL)
    return;
  if (yun_record_get_id (self->record) != 0 && !yun_form_is_changed (form))
    {
      yun_form_close (form);
      return;
    }
  yun_form_set_saving (form, TRUE);
  yun_store_resolve_links_async (self->store, edited, NULL, resolved_cb, g_object_ref (self));
}

/* ---- Object --------------------------------------------------------------- */

static void
make_rows (YunRecordForm *self)
{
  YunFieldRow *town;

  yun_form_add_rows (YUN_FORM (self), yun_record_get_entity (self->record), NULL);
  load_rows (self);
  town = get_row (self, "town");
  if (town != NULL)
    yun_field_row_on_change (town, G_CALLBACK (town_chosen_cb), self);
}

static void
yun_record_form_dispose (GObject *object)
{
  yun_twin_watch_stop (YUN_RECORD_FORM (object)->twins);
  G_OBJECT_CLASS (yun_record_form_parent_class)->dispose (object);
}

static void
yun_record_form_finalize (GObject *object)
{
  YunRecordForm *self = YUN_RECORD_FORM (object);

  g_clear_object (&self->store);
  g_clear_object (&self->record);
  yun_twin_watch_free (self->twins);
  g_free (self->warned_of);
  g_free (self->other);
  g_free (self->town);
  G_OBJECT_CLASS (yun_record_form_parent_class)->finalize (object);
}

static void
yun_record_form_class_init (YunRecordFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_record_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = yun_record_form_finalize;
  YUN_FORM_CLASS (klass)->save = yun_record_form_save;

  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, YUN_TYPE_RECORD);

  signals[RECORD] = g_signal_new ("record", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
yun_record_form_init (YunRecordForm *self)
{
}

/* Where a new record is placed says its town, and with it the zone; both can be changed. */
static void
offer_town (YunRecordForm *self)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunFieldRow           *row = get_row (self, "town");
  const YunRect         *box = yun_geom_get_box (yun_record_get_shape (self->record));
  const YunBaseShape    *town =
    yun_base_map_find_town (base, yun_vertex_from_lonlat (box->x0, box->y0));

  if (row != NULL && town != NULL)
    yun_field_row_set_text (row, town->name);
}

/* One that is made at a place on the map says where. */
static char *
dup_new_title (YunRecord *record)
{
  const char      *label = yun_entity_get_label (yun_record_get_entity (record));
  YunGeom         *shape = yun_record_get_shape (record);
  YunCoordinate    place = { .system = YUN_COORDINATE_LONLAT };
  g_autofree char *at = NULL;

  if (shape == NULL)
    /* Translators: a kind of records, such as Firms */
    return g_strdup_printf (_ ("New: %s"), label);
  place.x = yun_geom_get_box (shape)->x0;
  place.y = yun_geom_get_box (shape)->y0;
  at = yun_coordinate_format (&place, YUN_DEGREES_DECIMAL);
  /* Translators: a kind of records, and longitude and latitude */
  return g_strdup_printf (_ ("New: %s at %s"), label, at);
}

GtkWidget *
yun_record_form_new (GtkWindow *parent, YunStore *store, YunRecord *record)
{
  YunRecordForm *self;

  g_return_val_if_fail (YUN_IS_STORE (store), NULL);
  g_return_val_if_fail (YUN_IS_RECORD (record), NULL);

  self = g_object_new (YUN_TYPE_RECORD_FORM, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->store = g_object_ref (store);
  self->record = yun_record_copy (record);
  self->twins = yun_twin_watch_new (store);
  make_rows (self);
  watch_twins (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  if (yun_record_get_id (record) == 0)
    {
      g_autofree char *title = dup_new_title (record);

      gtk_window_set_title (GTK_WINDOW (self), title);
      if (yun_record_get_shape (record) != NULL)
        offer_town (self);
    }
  else
    {
      gtk_window_set_title (GTK_WINDOW (self), yun_record_get_name (record));
    }
  yun_field_row_grab_focus (get_row (self, "name"));
  return GTK_WIDGET (self);
}
