/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * YunField: one attribute of an entity, as a row of its table.
 *
 * Forms, columns, SQL, filters, import, export, history and search all read the
 * row; none of them knows an attribute by name unless it gives it a meaning of
 * its own. Tables are static and immutable. Any thread.
 */
typedef enum
{
  YUN_KIND_TEXT, /* char *, NULL unknown; free text, matched by containing */
  YUN_KIND_LIST, /* char *, NULL unknown; several texts joined with ';' */
  YUN_KIND_INT,  /* gint64, G_MININT64 unknown */
  YUN_KIND_REAL, /* double, NAN unknown */
  YUN_KIND_DATE, /* char *, NULL unknown; YYYY, YYYY-MM or YYYY-MM-DD */
  YUN_KIND_ENUM, /* int, an index into .values, -1 unknown; in SQL and text its id */
  YUN_KIND_SET,  /* guint, a bit for each of .values, 0 unknown; in SQL and text ids joined with ';'
                  */
  YUN_KIND_TERMS, /* char *, NULL unknown; of .values those held, with their dates (yun-term.h) */
  YUN_KIND_LINK,  /* char *, NULL unknown; the uid of a record of the entity .ref (yun-link.h) */
  YUN_KIND_LINKS, /* char *, NULL unknown; several such uids joined with ';' */
} YunFieldKind;

typedef enum
{
  YUN_FIELD_DEFAULT = 0,
  YUN_FIELD_DERIVED =
    1 << 0, /* set by the entity's rules on every write; not edited, not imported */
  YUN_FIELD_SEARCH = 1 << 1, /* its words, pinyin and initials are found by text search */
  YUN_FIELD_LONG = 1 << 2,   /* prose: several lines in a form, no column of a list */
  YUN_FIELD_COLUMN = 1 << 3, /* a column of the list before the user chooses */
  YUN_FIELD_SUM = 1 << 4,    /* its sum has a meaning */
  YUN_FIELD_SYSTEM = 1 << 5, /* kept by the program: shown, never edited */
  YUN_FIELD_FACET = 1 << 6,  /* records are chosen from by its values, with their counts; such
                                fields of one id mean the same in all entities */
  YUN_FIELD_OPEN = 1 << 7,   /* of links: may hold the name of what is no record here */
} YunFieldFlags;

/** One value of an ENUM, SET or TERMS field. */
typedef struct
{
  const char *id;    /* ASCII, final */
  const char *label; /* N_() English */
  const char *zh;    /* Chinese words that mean it, the usual one first, joined with ';' */
  const char
     *group; /* (nullable): ids joined with ';': a name for several values, in filters only */
  int years; /* of TERMS: how long it holds; 0: not fixed */
} YunEnumValue;

typedef struct
{
  const YunEnumValue *values; /* those with a group come last */
  int                 n_values;
  int                 n_plain; /* how many have no group */
} YunEnum;

/** What a number or a date may be, both ends included; of dates the years. */
typedef struct
{
  double   min;
  double   max;  /* INFINITY: no most */
  gboolean past; /* not after today */
} YunRange;

typedef struct
{
  const char  *id;     /* kebab-case: the name in filters and commands */
  const char  *column; /* snake_case: the column in SQL */
  YunFieldKind kind;
  gsize        offset; /* of the member in the record's struct */
  const char  *label;  /* N_() English */
  const char  *zh;     /* Chinese names accepted in filters, the usual one first, joined with ';' */
  const char
    *unit; /* (nullable): the unit it is kept in: "m²" "m" "%" "万元" "万元/亩" "a" "kV"… */
  const YunEnum *values; /* (nullable): of ENUM, SET and TERMS */
  const char    *ref;    /* (nullable): of LINK and LINKS the entity they lead to; else "zone" or
                            "niche": values are codes of these, matched whole */
  YunFieldFlags   flags;
  const YunRange *range;  /* (nullable): what may be entered (yun-entry.h); NULL: anything */
  const char *short_name; /* (nullable): in files whose names are short: ten bytes of ASCII at most,
                             final; NULL: the column, which then is as short */
  const char *usual;   /* (nullable): of a free TEXT: what people usually write in it, joined with
                          ';' */
  const char *section; /* (nullable): N_(): of forms, which begins with this field; NULL: it stands
                          in that of the field before */
} YunField;

/** The index of the value with this id, Chinese word or (untranslated) label, case ignored; -1 when
 * there is none. */
int yun_enum_find (const YunEnum *self, const char *word);

/** The bits of plain value @index, or of the group it names. */
guint yun_enum_get_mask (const YunEnum *self, int index);

/** The index of the plain value with exactly this id; -1 when there is none or @id is NULL. */
int yun_enum_find_id (const YunEnum *self, const char *id);
/** The bits of the plain values whose ids stand in the ';' list @ids (nullable). */
guint yun_enum_find_ids (const YunEnum *self, const char *ids);
/** (transfer full) (nullable): the ids of @bits as a ';' list; NULL for none. */
char *yun_enum_print_set (const YunEnum *self, guint bits);

/** The translated label of value @index; "" for -1. */
const char *yun_enum_get_label (const YunEnum *self, int index);

/** Whether its values are uids of other records: LINK or LINKS. */
gboolean yun_field_is_link (const YunField *self);
/** Whether values are moments, kept in UTC; for people, and for what they ask, they are the days of
 * the place (yun_field_dup_day()). */
gboolean yun_field_is_moment (const YunField *self);
/** (transfer full): the day that @text, a value of the DATE @self, is shown as and asked for by: of
 * a moment the day it was in the place where the program runs, of others what is known of a day.
 * All that shows, filters, compares or groups by days goes by this; yun_day() is its name in SQL.
 */
char *yun_field_dup_day (const YunField *self, const char *text);
/** Whether the member is a text (char *). */
gboolean yun_field_is_text (const YunField *self);
/** Whether a value may be several, joined with ';', each of which counts by itself. TERMS are not:
 * what of them is held on some day, together, is for the asker to say (yun-term.h). */
gboolean yun_field_has_items (const YunField *self);

/** The translated label of the field. */
const char *yun_field_get_label (const YunField *self);

/** Whether @word is the id, a Chinese name or the English label of the field, case ignored. */
gboolean yun_field_has_name (const YunField *self, const char *word);

/** The ranges used by more than one entity. */
extern const YunRange yun_range_amount;   /* not negative */
extern const YunRange yun_range_year;     /* of a plan or a fact: 1800 to 2200 */
extern const YunRange yun_range_past_day; /* from 1800 to today */

/** Fields with the same number above 0 mean one thing together, so that an edit of one of them is
 * judged by all; NULL is the place. 0: the field stands for itself. */
guint yun_field_get_group (const YunField *self);

/** The vocabularies used by more than one entity. */
extern const YunEnum yun_enum_segment;  /* satellite rocket terminal operation */
extern const YunEnum yun_enum_zone;     /* core north south outside */
extern const YunEnum yun_enum_accuracy; /* surveyed approximate schematic town none */
extern const YunEnum yun_enum_grade;    /* A B C, of a source */

enum
{
  YUN_SEGMENT_SATELLITE = 1 << 0,
  YUN_SEGMENT_ROCKET = 1 << 1,
  YUN_SEGMENT_TERMINAL = 1 << 2,
  YUN_SEGMENT_OPERATION = 1 << 3,
};

enum
{
  YUN_ACCURACY_UNKNOWN = -1,
  YUN_ACCURACY_SURVEYED,
  YUN_ACCURACY_APPROXIMATE,
  YUN_ACCURACY_SCHEMATIC,
  YUN_ACCURACY_TOWN,
  YUN_ACCURACY_NONE,
};

G_END_DECLS
