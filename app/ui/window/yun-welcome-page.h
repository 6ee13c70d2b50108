/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunWelcomePage: what a window shows before it has a registry: the starter registry, a training
 * sample, an empty registry, a file, and the files used last.
 */
#define YUN_TYPE_WELCOME_PAGE (yun_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (YunWelcomePage, yun_welcome_page, YUN, WELCOME_PAGE, GtkWidget)

/** Fills the list of files used last again. */
void yun_welcome_page_refresh (YunWelcomePage *self);

/** Runs a job that makes a registry and shows its progress. */
void yun_welcome_page_run (YunWelcomePage *self, YunJob *job);

/** Says that a file is being opened, or no longer. */
void yun_welcome_page_set_opening (YunWelcomePage *self, const char *path);
/** Says how much, 0 to 1, is @done of upgrading the file that is being opened. */
void yun_welcome_page_set_upgraded (YunWelcomePage *self, const char *path, double done);

/** (transfer full): a file name in the user's data folder that is not taken, from @name: "NAME",
 * "NAME 2" … */
char *yun_welcome_page_dup_free_path (const char *name);

/**
 * Signals: "made" (YunStore *): a job of this page has made a registry; "open" (char *path): the
 * user chose a file.
 */

G_END_DECLS
