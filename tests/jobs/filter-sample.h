/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Makes the registry that filters.txt is counted on at @path: the training sample of 3000 plots,
 * and a few dozen more records of each entity, in which every field that people fill in is filled
 * in here and there, with what is hard to find: dates known to the month, lists, several readings,
 * wide and traditional letters, areas with holes, in parts, points, no place at all. The same each
 * time.
 */
void filter_sample_make (const char *path);
