/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunJobView: shows a running job: what is being done, how far it is, and a button to cancel it.
 */
#define YUN_TYPE_JOB_VIEW (yun_job_view_get_type ())
G_DECLARE_FINAL_TYPE (YunJobView, yun_job_view, YUN, JOB_VIEW, GtkWidget)

/** @job: (nullable) */
void yun_job_view_set_job (YunJobView *self, YunJob *job);

/**
 * yun_job_view_open_dialog:
 *
 * A modal window over @parent that shows @job and closes when it ends.
 */
void yun_job_view_open_dialog (GtkWindow *parent, YunJob *job);

G_END_DECLS
