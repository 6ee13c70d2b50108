/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-report.h"

#include <glib/gi18n.h>

static gboolean
is_silent (const GError *error)
{
  return error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

void
yun_report_light (AdwToastOverlay *overlay, const GError *error)
{
  g_autofree char *title = NULL;
  AdwToast        *toast;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  if (is_silent (error))
    return;
  title = g_markup_escape_text (error->message, -1);
  toast = adw_toast_new (title);
  adw_toast_set_timeout (toast, 6);
  adw_toast_overlay_add_toast (overlay, toast);
}

void
yun_report_serious (GtkWindow *parent, const char *title, const GError *error)
{
  GtkWidget *dialog;

  if (is_silent (error))
    return;
  dialog = adw_message_dialog_new (parent, title, error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
