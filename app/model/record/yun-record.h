/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-field.h"
#include "yun-geom.h"
#include "yun-portrait.h"

G_BEGIN_DECLS

/**
 * YunRecord: one zone, town, park, plot, firm or facility.
 *
 * Carries what all have in common (key, name, place, source) and reads and
 * writes the attributes of its entity through their field rows. A record is an
 * ordinary object of one owner at a time: it is made on one thread, may be
 * handed to another, and is not shared while it changes. Place coordinates are
 * EPSG:4490, lon/lat.
 */
#define YUN_TYPE_RECORD (yun_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (YunRecord, yun_record, YUN, RECORD, GObject)

typedef struct _YunEntity     YunEntity;
typedef struct _YunLinkSource YunLinkSource; /* yun-link.h */

/** The system of all places that are kept: CGCS2000, lon/lat in degrees. */
#define YUN_RECORD_SRID 4490

struct _YunRecordClass
{
  GObjectClass parent_class;

  /* (unowned): the entity; set in class_init */
  const YunEntity *entity;

  /* Sets the DERIVED fields from the others (called before every write); @source (nullable): what
   * the records it links to say. */
  void (*derive) (YunRecord *self, const YunLinkSource *source);
};

/** What of a place an entity has, and so which SpatiaLite geometry column. */
typedef enum
{
  YUN_SHAPE_NONE,    /* none: it is nowhere, and has no accuracy of its place either */
  YUN_SHAPE_POLYGON, /* MULTIPOLYGON */
  YUN_SHAPE_POINT,   /* POINT */
  YUN_SHAPE_ANY,     /* GEOMETRY: a polygon, or a point when only that is known */
} YunShapeRule;

/** An entity: a kind of record, its table and its fields. Static, immutable, any thread. */
struct _YunEntity
{
  const char *id;     /* "plot"; also the SQL table */
  const char *plural; /* "plots" */
  const char *label;  /* N_() "Plots" */
  const char *zh;     /* "地块" */
  GType (*get_type) (void);
  YunShapeRule       shape;
  const YunField    *own; /* its own fields */
  guint              n_own;
  const YunPortrait *portrait; /* how it is shown */
};

/** All entities in the order tables are made. */
const YunEntity *const *yun_entity_list (guint *n);

/** (transfer none): those that are in @order, in that order; NULL-terminated.
 * @n: (optional): how many */
const YunEntity *const *yun_entity_list_in (YunEntityOrder order, guint *n);

/** The entity with this id, plural, Chinese or English name, or NULL. */
const YunEntity *yun_entity_find (const char *word);

/** Whether the place of a record may be a point. */
gboolean yun_entity_can_be_point (const YunEntity *self);

/** Its place in yun_entity_list(): in memory only, for arrays as long as that list. A file names an
 * entity by its id. */
guint yun_entity_get_index (const YunEntity *self);

/** Several entities at once, a bit for each. In memory only. */
typedef guint64 YunEntityBits;

#define YUN_ENTITY_ALL G_MAXUINT64

/** The bit of one entity. */
YunEntityBits yun_entity_get_bit (const YunEntity *self);

/** Bits of the entities whose records say what a record of @self shows: its own and all it links
 * to. */
YunEntityBits yun_entity_get_shown_mask (const YunEntity *self);

/** The translated label ("Plots"). */
const char *yun_entity_get_label (const YunEntity *self);

/** (transfer full): "12 plots", translated, the number grouped. */
char *yun_entity_format_count (const YunEntity *self, gint64 count);

/**
 * yun_entity_get_fields:
 *
 * Returns: (transfer none): the entity's fields in the order of forms: name,
 * its own, then the other common ones (accuracy where it has a place, source …, uid, created,
 * updated, revision); NULL-terminated
 */
const YunField *const *yun_entity_get_fields (const YunEntity *self, guint *n);

/** The field with this id or name (yun_field_has_name()), or NULL. */
const YunField *yun_entity_get_field (const YunEntity *self, const char *word);

/** The field with just this id, or NULL; also for a NULL @id. */
const YunField *yun_entity_find_field (const YunEntity *self, const char *id);

/** The field with just this id of the first entity of %YUN_ORDER_FILTER that has one, or NULL. */
const YunField *yun_field_find (const char *id);

/** The entity's first field of this vocabulary (&yun_enum_zone), or NULL. */
const YunField *yun_entity_find_values (const YunEntity *self, const YunEnum *values);

/** (transfer full) (element-type YunField): those that @ids names, a ';' list; empty for NULL.
 * Each must be one. */
GPtrArray *yun_entity_list_fields (const YunEntity *self, const char *ids);

/** The entity whose records the values of @field lead to (LINK and LINKS by their uids, zones by
 * their codes); NULL when they lead to none. */
const YunEntity *yun_field_get_target (const YunField *field);

/** (transfer full): a new record with a new uid and everything else unknown. */
YunRecord *yun_entity_new_record (const YunEntity *self);

const YunEntity *yun_record_get_entity (YunRecord *self);

/** The row's key in its table; 0 before the first save. */
gint64 yun_record_get_id (YunRecord *self);
void   yun_record_set_id (YunRecord *self, gint64 id);

/** The number of the change that wrote the row; 0 before the first save. Unique in the file, so a
 * stale copy is always noticed. */
gint64 yun_record_get_revision (YunRecord *self);
void   yun_record_set_revision (YunRecord *self, gint64 revision);

const char *yun_record_get_uid (YunRecord *self);
/** The name's reading as a person wrote it, syllables between spaces; NULL: the computed one is
 * right. */
const char *yun_record_get_pinyin (YunRecord *self);
/** The name, "" when unknown. */
const char *yun_record_get_name (YunRecord *self);

/** (transfer none) (nullable): the place, EPSG:4490 lon/lat. */
YunGeom *yun_record_get_shape (YunRecord *self);
void     yun_record_set_shape (YunRecord *self, YunGeom *shape);

gboolean yun_record_is_known (YunRecord *self, const YunField *field);

/** Typed reading; the kind must fit (TEXT, LIST, DATE, TERMS, LINK, LINKS: text; ENUM gives its
 * index, SET its bits as int). */
const char *yun_record_get_text (YunRecord *self, const YunField *field);
gint64      yun_record_get_int (YunRecord *self, const YunField *field);
double      yun_record_get_real (YunRecord *self, const YunField *field);

/** Typed writing; NULL or "" makes a text unknown. Strings are copied. */
void yun_record_set_text (YunRecord *self, const YunField *field, const char *value);
void yun_record_set_int (YunRecord *self, const YunField *field, gint64 value);
void yun_record_set_real (YunRecord *self, const YunField *field, double value);

/** The labels of the records that a link field leads to, joined with ';', as they were when @self
 * was read; a text that is no uid of a record stands for itself. NULL: not known, or no link. */
const char *yun_record_get_link_labels (YunRecord *self, const YunField *field);
/** @labels: (nullable): copied. Writing another value with yun_record_set_text() forgets them. */
void yun_record_set_link_labels (YunRecord *self, const YunField *field, const char *labels);

/** (transfer full) (nullable): the value as text for files and commands (C numbers, enum ids, ';'
 * lists; links by the labels of their records where these are known); NULL when unknown. */
char *yun_record_dup_value (YunRecord *self, const YunField *field);

/**
 * yun_record_parse_value:
 * @text: (nullable): as yun_record_dup_value() writes it, an enum also by label or Chinese word;
 * NULL or "" is unknown
 *
 * A link takes the text as it is, uids or names: yun_record_resolve_links() makes uids of names.
 * Fails with %YUN_MODEL_ERROR_VALUE naming the field; the record is unchanged then.
 */
gboolean
yun_record_parse_value (YunRecord *self, const YunField *field, const char *text, GError **error);

/** (transfer full): the value for people: translated, with its unit, numbers grouped;
 * "Unknown", translated, when it is not known. */
char *yun_record_format (YunRecord *self, const YunField *field);

/** Sets the derived fields; the store calls it before every write. @source: (nullable): asked what
 * the records it links to say; without one, towns of the district are known by themselves. */
void yun_record_derive (YunRecord *self, const YunLinkSource *source);

/**
 * yun_record_place_by_town:
 *
 * Puts a record without a shape, or with a point of accuracy "town", at the anchor of its (first
 * known) town, with that accuracy; without such a town it has no shape and accuracy "none". A place
 * that is known better is left alone, as are entities that are no points. @source: (nullable): as
 * for yun_record_derive().
 */
void yun_record_place_by_town (YunRecord *self, const YunLinkSource *source);

/** Gives it another place, EPSG:4490; NULL: none. How exact it is stays as it was where that was
 * said of a place of its own; else it is not known now, with its metres, and %TRUE is returned. */
gboolean yun_record_move (YunRecord *self, YunGeom *shape);

/** Whether it lies where its shape is: it has one, and not just that of its town. */
gboolean yun_record_is_placed (YunRecord *self);

/** Whether the zone that is said of it is one that its towns of the district lie in; TRUE where
 * that cannot be told. */
gboolean yun_record_is_zone_of_town (YunRecord *self);

/** (transfer full): what text search looks into: normalised words, pinyin and initials of the
 * SEARCH fields (yun-text.h), links left out: what they lead to has another name tomorrow. */
char *yun_record_dup_search_text (YunRecord *self);

/** (transfer full): a copy of everything, key and revision included. */
YunRecord *yun_record_copy (YunRecord *self);

/** Makes @self what @from, of the same entity, is. */
void yun_record_assign (YunRecord *self, YunRecord *from);

/** Whether both, of one entity, have the same in @field; @field NULL: the same place. */
gboolean yun_record_equal_field (YunRecord *a, YunRecord *b, const YunField *field);

/** Whether all fields and the shape are equal (key, revision, created, updated left out). */
gboolean yun_record_equal (YunRecord *a, YunRecord *b);

/** The pointer to the member of @field; for the store's binding only. */
gpointer yun_record_peek (YunRecord *self, const YunField *field);

#define YUN_MODEL_ERROR (yun_model_error_quark ())
GQuark yun_model_error_quark (void);

typedef enum
{
  YUN_MODEL_ERROR_VALUE,     /* a text that is no value of the field */
  YUN_MODEL_ERROR_FILE,      /* CSV or GeoJSON that cannot be read */
  YUN_MODEL_ERROR_NO_RECORD, /* a name that no record has; one of that name can be made */
  YUN_MODEL_ERROR_SEVERAL,   /* a name that several records have; the message lists them */
} YunModelError;

G_END_DECLS
