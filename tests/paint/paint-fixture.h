/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-feature-index.h"

/* Made-up features inside the real layout, the same for the same seed. */

/* A block of @n plots of about 120 m, every status and accuracy among them. */
void fixture_add_plots (YunFeatureBuilder *builder, guint n, double lon, double lat, double size);
/* Firms spread over the district, one in three known by its town only; parks and facilities. */
void fixture_add_firms (YunFeatureBuilder *builder, GRand *rand, guint n);
void fixture_add_parks (YunFeatureBuilder *builder, GRand *rand, guint n);
/* @n plots on a grid over the whole district. */
YunFeatureIndex *fixture_new_grid (guint n_plots, guint n_firms);
/* A box as a polygon, with a hole in its middle when @hole. */
YunGeom *fixture_new_box (double lon, double lat, double w, double h, gboolean hole);
