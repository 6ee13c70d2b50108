/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-record.h"

G_BEGIN_DECLS

/**
 * Links: fields whose values are the uids of other records (YUN_KIND_LINK, YUN_KIND_LINKS).
 *
 * A record holds uids and nothing else that is written; what a person sees is the label of the
 * record of today: its name, and where several have that name, what tells them apart. Labels are
 * looked up from a source and kept beside the value only to be shown.
 */

/**
 * YunLinkSource: who knows the other records. A table of functions that whoever has them hands
 * down; belongs to its giver and to his thread.
 */
struct _YunLinkSource
{
  /* (transfer full) (nullable): what the record of @target with @uid is called today, unlike any
   * other of its kind, without ';'; NULL when there is none. */
  char *(*dup_label) (const YunLinkSource *self, const YunEntity *target, const char *uid);
  /* (transfer full) (nullable): the column of its field @field, as it is in SQL; NULL when there
   * is no such record or it is not known. */
  char *(*dup_value) (const YunLinkSource *self,
                      const YunEntity     *target,
                      const char          *uid,
                      const char          *field);
  /* (transfer full) (element-type utf8): the uids that @text means: a uid, a label, else a name,
   * else another name of a record; empty when it means none. */
  GPtrArray *(*list_named) (const YunLinkSource *self, const YunEntity *target, const char *text);

  gpointer data; /* the giver's */
};

/** (transfer full): the uid of a record that the program ships or invents, by what tells it from
 * all others of its kind: two registries made apart agree (RFC 9562, version 5). */
char *yun_link_dup_key_uid (const YunEntity *entity, const char *key);

/** (transfer full) (nullable): the labels of the uids in @value, joined with ';' in their order;
 * what is no uid of a record stands for itself. */
char *yun_link_dup_labels (const YunField *field, const char *value, const YunLinkSource *source);

/**
 * yun_link_resolve:
 * @text: (nullable): uids, labels or names, joined with ';'
 *
 * Fails with %YUN_MODEL_ERROR_NO_RECORD, %YUN_MODEL_ERROR_SEVERAL, or %YUN_MODEL_ERROR_VALUE when
 * @field takes one and @text has several; @value then has what could not be told.
 *
 * A name that no record has stays in a field that is YUN_FIELD_OPEN.
 *
 * Returns: whether it is known what each means; @value (out) (transfer full) (nullable) then has
 * the uids joined with ';', none of them twice
 */
gboolean yun_link_resolve (const YunField      *field,
                           const char          *text,
                           const YunLinkSource *source,
                           char               **value,
                           GError             **error);

/** A name that does not tell which record it means. */
typedef struct
{
  const YunField *field; /* the link it stands in */
  char           *name;  /* (owned) */
} YunUnresolved;

/**
 * yun_record_resolve_links:
 * @unresolved: (out) (optional) (transfer full): after a failure what it is about
 *
 * Makes uids of what stands in the link fields of @self and notes their labels. A field whose
 * labels are known is as it was read, and left alone. Fails as yun_link_resolve(), at the first;
 * those before it are resolved then.
 */
gboolean yun_record_resolve_links (YunRecord           *self,
                                   const YunLinkSource *source,
                                   YunUnresolved       *unresolved,
                                   GError             **error);

/**
 * yun_link_dup_known:
 * @text: (nullable): uids, labels or names, joined with ';'
 * @stayed: (out) (optional): how many are neither
 *
 * Returns: (transfer full) (nullable): @text with uids in the place of names that mean one record;
 * what looks like a uid, and what means none or several, stays as it is
 */
char *yun_link_dup_known (const YunField      *field,
                          const char          *text,
                          const YunLinkSource *source,
                          guint               *stayed);

/**
 * yun_record_resolve_known_links:
 *
 * Does that in all links of @self and notes their labels.
 *
 * Returns: how many stayed
 */
guint yun_record_resolve_known_links (YunRecord *self, const YunLinkSource *source);

/** Notes the labels of today of all that @self links to. */
void yun_record_label_links (YunRecord *self, const YunLinkSource *source);

/** Appends what text search finds the SEARCH links of @self by: what they are called today. */
void yun_record_append_link_search (YunRecord *self, GString *out);

G_END_DECLS
