/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The one table of units (domain.md 5.3), and numbers for people. Any thread.
 */

/**
 * yun_unit_find:
 * @word: mu 亩 ha 公顷 m2 ㎡ m² 平方米 km2 km² m km 米 公里 万元 亿元 元 %  …
 * @base: the unit of the field, as in its row: "m²", "m", "万元" …
 * @factor: (out): a number in @word times @factor is in @base
 *
 * Returns: (transfer none) (nullable): the unit's canonical ASCII or Chinese
 * spelling in filters ("mu", "ha", "km"), or NULL when @word is no unit of that quantity
 */
const char *yun_unit_find (const char *word, const char *base, double *factor);

/** Whether numbers in @base (nullable) are also said in units of another size, so that one without
 * a unit would be guessed. */
gboolean yun_unit_is_needed (const char *base);
/** @value as exactly as anything is known, to a hundredth: no computed digits behind it. */
double yun_unit_round (double value);
/** How far apart two equal numbers of this unit may be: areas are rounded to 0.01 ㎡. */
double yun_unit_get_slack (const char *unit);

/** (transfer full): how numbers in @base are said: "亩", "公顷" … in Chinese, else "mu", "ha" … */
char **yun_unit_list_words (const char *base, gboolean chinese);

/** The name of a field's unit in the language of the program ("10k yuan" for 万元). */
const char *yun_unit_get_label (const char *base);

/** (transfer full): the shortest C-locale text that reads back as @value, without exponent below
 * 1e15. */
char *yun_number_print (double value);

/** (transfer full): @value with at most @decimals places and the locale's grouping: "408,267";
 * "Unknown" for NAN. */
char *yun_number_format (double value, int decimals);

/** Reads a whole C-locale number (full-width digits and grouping commas not accepted); FALSE when
 * @text is none or not finite. */
gboolean yun_number_parse (const char *text, double *value);

/**
 * yun_number_ungroup:
 * @end: (out): what follows the number
 *
 * Returns: (transfer full) (nullable): the number that @text begins with, without the commas that
 * part its thousands; NULL: a comma stands where none can, so that "1,5" is not taken for 15
 */
char *yun_number_ungroup (const char *text, const char **end);

/** (transfer full): an area for people: "612.4 mu · 408,267 ㎡"; "Unknown" for NAN. */
char *yun_area_format (double area_m2);

/** (transfer full): a length for people: "350 m", "5.2 km". */
char *yun_length_format (double metres);

G_END_DECLS
