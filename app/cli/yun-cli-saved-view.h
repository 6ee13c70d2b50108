/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-cli.h"

#include "yun-view-state.h"

G_BEGIN_DECLS

/* Saved views as the verbs ask for them, with --view and in the verb "view". One thread; what goes
 * wrong is said on stderr where the function takes a status. */

/** (transfer full) (nullable): the row of the view @name; when there is none, says so. */
YunSavedView *yun_cli_find_view (YunStore *store, const char *name, YunExit *status);

/** (transfer full): what the row @view keeps, under its name; NULL with an error that names it. */
YunViewState *yun_cli_parse_view (const YunSavedView *view, GError **error);

/** (transfer full) (nullable): the saved view @name; when there is none or it cannot be read, says
 * so. */
YunViewState *yun_cli_load_view (YunStore *store, const char *name, YunExit *status);

/** What a verb is to show, by --view and what is said besides. */
typedef struct
{
  YunViewState    *view;   /* (owned) */
  YunFilter       *filter; /* (owned): of both, limited to @entity */
  const YunEntity *entity;
} YunCliTarget;

void yun_cli_target_clear (YunCliTarget *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YunCliTarget, yun_cli_target_clear)

/**
 * yun_cli_read_view:
 * @operands: [ENTITY] [FILTER] FILE
 * @store: (out): the open registry
 *
 * Sets what the view @name shows, the operands added to it. FALSE: said why on stderr.
 */
gboolean yun_cli_read_view (
  char **operands, const char *name, YunCliTarget *target, YunStore **store, YunExit *status);

G_END_DECLS
