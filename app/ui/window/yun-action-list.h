/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The actions that search finds, with the names people know them by. A static table; any thread.
 */
typedef struct
{
  const char *action; /* detailed: "win.view::map" */
  const char *title;  /* N_(): as in the help overlay, where it stands there too */
  const char *zh;     /* Chinese words for it, joined with ';': found in any language */
} YunActionName;

const YunActionName *yun_action_list_get (guint *n);

/**
 * yun_action_list_find:
 *
 * The actions that have @text in one of their names, or begin like it in pinyin or initials; at
 * most @limit.
 *
 * Returns: (transfer container) (element-type YunActionName): those that begin with it first
 */
GPtrArray *yun_action_list_find (const char *text, guint limit);

G_END_DECLS
