/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-gazetteer.h"

G_BEGIN_DECLS

/* A place that has names of its own. */
typedef struct
{
  YunGazetteerPlace place;
  char            **keys;    /* (owned): its names, normalised */
  char             *text;    /* (owned) (nullable): what is searched */
  gsize             n_names; /* of .text */
  gboolean          fast;    /* an expressway */
} YunGazetteerEntry;

/* A place named by its two roads. */
typedef struct
{
  YunGazetteerPlace place;
  char            **keys[2]; /* (unowned): the names of each, normalised */
} YunGazetteerCrossing;

typedef struct
{
  GPtrArray *entries;   /* (owned): YunGazetteerEntry; they stay where they are */
  GPtrArray *crossings; /* (owned) (nullable): YunGazetteerCrossing */
} YunGazetteer;

/* The one there is, read at the first call. */
const YunGazetteer *yun_gazetteer_get (void);

/* (nullable): what the street map that is set names and the one above does not; no crossings. Where
 * that is the first question of another file, it is read. @searched: its texts are needed */
const YunGazetteer *yun_gazetteer_get_streets (gboolean searched);

/* Fills a new one: entries from geodata/, then the crossings of what it holds. */
void yun_gazetteer_load (YunGazetteer *self);
void yun_gazetteer_add_crossings (YunGazetteer *self);

/* (nullable): the entry of @kind with this normalised name */
YunGazetteerEntry *
yun_gazetteer_find_entry (const YunGazetteer *self, YunGazetteerKind kind, const char *key);

/* (transfer none): a new one without a shape, whose .text is not made yet; @aka: "": none */
YunGazetteerEntry *yun_gazetteer_add_entry (YunGazetteer    *self,
                                            YunGazetteerKind kind,
                                            const char      *name,
                                            const char      *aka);
/* Makes the text that is searched. */
void yun_gazetteer_entry_make_text (YunGazetteerEntry *self);
/* The vertex nearest the middle of it all: on a line, about halfway. */
YunPoint yun_gazetteer_find_middle (const YunGeom *shape);

G_END_DECLS
