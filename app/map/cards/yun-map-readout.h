/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-geom.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YunMapReadout: tells the coordinates of a place on a button's label, in the way that was chosen.
 *
 * Degrees are told at once, other systems when the locator has answered; only the newest place is
 * asked for. Main thread.
 */
typedef struct _YunMapReadout YunMapReadout;

/** @button, @label: (transfer none): where it is told; used until yun_map_readout_close(). */
YunMapReadout *yun_map_readout_new (GtkWidget *button, GtkLabel *label);
/** Nothing is told any more. */
void yun_map_readout_close (YunMapReadout *self);
/** Closes it too. */
void yun_map_readout_free (YunMapReadout *self);

/** Tells this place, in degrees of CGCS2000. */
void yun_map_readout_tell (YunMapReadout *self, YunPoint lonlat);

/** @name: "degrees", "dms", "metres", "gcj02" or "bd09"; another: "degrees". FALSE: it is so. */
gboolean    yun_map_readout_set_way (YunMapReadout *self, const char *name);
const char *yun_map_readout_get_way (YunMapReadout *self);
/** The same in words, with the system: "Degrees (CGCS2000)". */
const char *yun_map_readout_get_way_label (YunMapReadout *self);

/** (nullable): what the label says; NULL before the first place. */
const char *yun_map_readout_get_text (YunMapReadout *self);

G_END_DECLS
