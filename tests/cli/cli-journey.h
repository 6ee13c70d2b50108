/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Journeys of a person at a terminal, each in a folder of its own that the program is started in.
 */
typedef struct
{
  char *folder;
  char *out; /* of the last run */
  char *err;
} Journey;

void journey_set_up (Journey *self, gconstpointer data);
void journey_tear_down (Journey *self, gconstpointer data);

/** Runs a program with @environment ("A=b", nullable) added; its exit code. */
int journey_run_with (Journey *self, const char *environment, char **arguments);
/** Runs a line of shell words after the name of the command line. */
int  journey_run (Journey *self, const char *line);
void journey_succeed (Journey *self, const char *line);
/** Ends with @status, saying one sentence with @words in it on stderr and nothing on stdout. */
void journey_fail (Journey *self, const char *line, int status, const char *words);
/** The number that @line prints. */
gint64 journey_count (Journey *self, const char *line);
/** (transfer full): what the last run printed. */
JsonNode *journey_read_json (Journey *self);

/** The main function of such a test; skips it where YUN_CLI does not name the program. */
int journey_main (int argc, char **argv, void (*add_tests) (void));
