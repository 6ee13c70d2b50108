/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-missing-record.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWindow     *parent; /* (owned) */
  YunEdits      *edits;  /* (owned) */
  YunMissingFunc make;
} Missing;

static void
missing_free (gpointer data, GClosure *closure)
{
  Missing *missing = data;

  g_object_unref (missing->parent);
  yun_edits_unref (missing->edits);
  g_free (missing);
}

static void
answered_cb (GtkWidget *dialog, const char *response, Missing *missing)
{
  if (strcmp (response, "make") == 0)
    missing->make (missing->parent, missing->edits);
}

/* (transfer full) */
static YunEdits *
make_edits (const YunUnresolved *unresolved)
{
  const YunEntity      *target = yun_field_get_target (unresolved->field);
  g_autoptr (YunRecord) record = yun_entity_new_record (target);
  YunEdits             *edits = yun_edits_new (YUN_ACTION_ADD, "", yun_change_get_person ());

  yun_record_set_text (record, yun_entity_get_field (target, "name"), unresolved->name);
  yun_edits_add_insert (edits, record);
  return edits;
}

void
yun_missing_record_offer (GtkWindow           *parent,
                          const YunUnresolved *unresolved,
                          const char          *reason,
                          YunMissingFunc       make)
{
  Missing         *missing = g_new0 (Missing, 1);
  g_autofree char *body = NULL;
  GtkWidget       *dialog;

  missing->parent = g_object_ref (parent);
  missing->edits = make_edits (unresolved);
  missing->make = make;
  /* Translators: %s is what is wrong: among the parks there is none of that name */
  body = g_strdup_printf (_ ("%s. A record of this name can be made now."), reason);
  dialog = adw_message_dialog_new (parent, _ ("Make a Record?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Editing"),
                                    "make", _ ("_Make It"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), missing, missing_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
