/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** (transfer full): the bytes of a file of geodata/ compiled into the program
 * ("geodata/districts.csv"). One that is missing is a bug and ends the program. Any thread. */
GBytes *yun_resource_load (const char *path);

G_END_DECLS
