/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** (transfer full) (nullable): what the program remembers between starts; NULL where its schema is
 * not installed, then nothing is remembered. */
GSettings *yun_settings_new (void);

G_END_DECLS
