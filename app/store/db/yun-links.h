/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-db.h"
#include "yun-link.h"

G_BEGIN_DECLS

/**
 * YunLinks: the records that links lead to, by uid and by name, as one connection sees them now.
 *
 * Looks up what it is asked for, and remembers it until the file changes: the same few parks and
 * towns are asked for with every row. Belongs to its connection (yun_db_get_links()) and thread.
 * A lookup that fails (cancelled, a broken file) finds nothing and is not remembered; the
 * statement it was asked for fails by itself.
 */
typedef struct _YunLinks YunLinks;

/** (transfer full): of @db, which outlives it; makes SQL functions of @db:
 * yun_link_key(entity, value): what a list sorted by the links compares, NULL for none;
 * yun_link_search(entity, value): what search looks into of the labels, NULL for none;
 * yun_link_uids(entity, value): uids in the place of names that mean one record;
 * yun_link_has(entity, value, word): whether a label is found by the normalised @word. */
YunLinks *yun_links_new (YunDb *db);
void      yun_links_free (YunLinks *self);

/** For the connection: what has been remembered may never have been. */
void yun_links_forget (YunLinks *self);

/** (transfer none): the same as a source, for records. */
const YunLinkSource *yun_links_get_source (YunLinks *self);

/** (transfer none) (nullable): what the record is called today, unlike any other of its kind, till
 * the file changes; NULL when there is none. @length: bytes of @uid, -1: all. */
const char *
yun_links_get_label (YunLinks *self, const YunEntity *target, const char *uid, gssize length);

/** (transfer none) (nullable): what a list sorted by the links in @value compares. */
const char *yun_links_get_key (YunLinks *self, const YunEntity *target, const char *value);

/** Whether search finds @word (normalised) in the label of one of the records in @value. */
gboolean
yun_links_has_word (YunLinks *self, const YunEntity *target, const char *value, const char *word);

/**
 * yun_links_list_named:
 *
 * The records that @text means: the one of this uid or label, else all of this name, else all that
 * have it as another name (an alias, a short or former name, a code), compared as search does; a
 * town of the district by any of its names too, whatever it is called today.
 *
 * Returns: (transfer none) (element-type utf8): their uids, till the file changes
 */
GPtrArray *yun_links_list_named (YunLinks *self, const YunEntity *target, const char *text);

/** (transfer full): labels of records whose names come near @text, joined for people; "" for
 * none. */
char *yun_links_dup_near (YunLinks *self, const YunEntity *target, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunLinks, yun_links_free)

G_END_DECLS
