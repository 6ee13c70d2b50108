/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-columns.h"

G_BEGIN_DECLS

typedef enum
{
  YUN_COLUMN_TEXT,   /* codes of texts */
  YUN_COLUMN_NUMBER, /* codes of numbers */
  YUN_COLUMN_REAL,   /* a double a row, NAN unknown */
  YUN_COLUMN_ABSENT, /* only whether it is known */
} YunColumnForm;

/* Code 0 is unknown (NULL); a column whose rows all have one code needs no codes. */
typedef struct
{
  gatomicrefcount ref;
  YunColumnForm   form;
  guint           width; /* bytes of a code: 0, 1, 2; 8 for REAL */
  guint           same;  /* the code of every row when width is 0 */
  gpointer        codes; /* (owned) (nullable) */
  guint64        *known; /* (owned) (nullable): ABSENT: neither NULL nor "" */
  guint           n_values;
  char           *pool;    /* (owned) (nullable): TEXT: the values, each ended with a 0 */
  guint32        *offsets; /* (owned) (nullable): of value code - 1 in pool */
  double         *numbers; /* (owned) (nullable): NUMBER: of code - 1 */
  gsize           size;
  YunPack        *pack; /* (owned) (nullable): the arrays are its own */
} YunColumn;

#define YUN_COLUMN_MAX_VALUES 65535
#define YUN_COLUMN_MAX_POOL (4 * 1024 * 1024)

/* The rows with a search text of their own; a patch keeps the texts it replaces apart. */
typedef struct
{
  gatomicrefcount ref;
  guint           n_rows;
  gint64         *ids; /* (owned) (nullable): ascending; NULL: first_id … */
  gint64          first_id;
  char           *pool;    /* (owned): the texts, each ended with a 0, and room */
  gsize           mapped;  /* bytes, when the pool is a file mapped; else it is plain memory */
  guint32        *offsets; /* (owned): n_rows + 1 */
  guint32         frequency[256]; /* of each byte, in a part of the pool */
  YunPack        *pack;    /* (owned) (nullable): the arrays are its own, pool is NULL until … */
  char           *section; /* (owned) (nullable): … this was asked for; then it is NULL */
} YunColumnWords;

/* What may be read behind the end of the pool: a block, begun at the end of a long word. */
#define YUN_COLUMN_WORDS_ROOM 64

typedef struct
{
  const YunField *field;
  gboolean        descending;
  guint32        *rows;    /* (owned): all */
  guint           n_known; /* those with a value come first */
} YunColumnOrder;

struct _YunColumns
{
  gatomicrefcount        ref;
  const YunEntity       *entity;
  const YunField *const *fields;
  guint                  n_fields;
  guint                  n_rows;
  gint64                *ids; /* (owned) (nullable): NULL: first_id, first_id + 1 … */
  gint64                 first_id;
  YunColumn            **columns;       /* (owned): n_fields */
  guint64               *without_place; /* (owned) */
  float                 *boxes;         /* (owned): west, south, east, north; NAN without a shape */
  YunColumnWords        *words;         /* (owned) (nullable): too much text to hold */
  YunColumnWords        *newer;         /* (owned) (nullable): in place of those in words */
  YunPack               *pack; /* (owned) (nullable): ids, without_place and boxes are its own */
  gint64                *gone; /* (owned) (nullable): ids whose text in words is no more */
  guint                  n_gone;

  GMutex  mutex;  /* guards orders */
  GArray *orders; /* (owned) (element-type YunColumnOrder) */
};

YunColumn *yun_column_ref (YunColumn *self);
void       yun_column_unref (YunColumn *self);

/* Texts in the making. Beyond some size they go to a file that has no name. */
typedef struct
{
  char    *buffer; /* (owned) (nullable): all of them, or those not yet written */
  gsize    n;      /* bytes in it */
  gsize    capacity;
  gsize    limit;   /* more than this goes to a file */
  gsize    written; /* bytes in the file */
  int      file;    /* -1: none */
  gboolean given_up;
  GArray  *offsets; /* (owned) (element-type guint32): of each text */
} YunColumnWordsDraft;

void yun_column_words_draft_init (YunColumnWordsDraft *self);
void yun_column_words_draft_clear (YunColumnWordsDraft *self);
/* @text NULL: the texts are not to be held. */
void yun_column_words_draft_add (YunColumnWordsDraft *self, const char *text);
/* (transfer full) (nullable): the texts of the rows of @columns; NULL when they are not held. */
YunColumnWords *yun_column_words_draft_end (YunColumnWordsDraft *self, const YunColumns *columns);

/* (transfer full): texts of the rows of @columns, in @section of @pack; @offsets of @pack too. */
YunColumnWords *yun_column_words_new_late (YunPack          *pack,
                                           const char       *section,
                                           guint32          *offsets,
                                           const YunColumns *columns);
YunColumnWords *yun_column_words_ref (YunColumnWords *self);
void            yun_column_words_unref (YunColumnWords *self);
gsize           yun_column_words_get_size (const YunColumnWords *self);
/* (nullable): the text of row @id. */
const char *yun_column_words_find (const YunColumnWords *self, gint64 id);

/* Sets the rows whose search text contains @word; FALSE when the texts are not held. */
gboolean yun_columns_match_word (const YunColumns *self, const char *word, guint64 *bits);

/* Sets the rows a COMPARE clause matches; FALSE when the values are not held. */
gboolean yun_columns_match_compare (const YunColumns *self, const YunClause *clause, guint64 *bits);

/* (transfer full): columns with nothing in them yet. */
YunColumns *yun_columns_new (const YunEntity *entity);

/* The column of the field of this very id, or NULL. */
const YunColumn *yun_columns_get (const YunColumns *self, const YunField *field);

static inline guint
yun_column_get_code (const YunColumn *self, guint row)
{
  switch (self->width)
    {
    case 0:
      return self->same;
    case 1:
      return ((const guint8 *) self->codes)[row];
    default:
      return ((const guint16 *) self->codes)[row];
    }
}

/* (nullable): the text of a code of a TEXT column. */
static inline const char *
yun_column_get_text (const YunColumn *self, guint code)
{
  return code == 0 ? NULL : self->pool + self->offsets[code - 1];
}

/*
 * YunColumnDraft: a column in the making.
 */
typedef struct
{
  YunColumnForm form;
  gboolean      numeric;
  guint         width;
  guint         same;
  guint         n;        /* rows so far */
  gsize         capacity; /* rows that codes has room for */
  gpointer      codes;    /* (owned) (nullable) */
  guint64      *known;    /* (owned) (nullable) */
  GString      *pool;     /* (owned) (nullable) */
  GArray       *offsets;  /* (owned) (nullable) (element-type guint32) */
  GArray       *numbers;  /* (owned) (nullable) (element-type double) */
  guint32      *slots;    /* (owned): hash table of codes; 0 is free */
  guint         n_slots;
  guint         last; /* the code before */
} YunColumnDraft;

void yun_column_draft_init (YunColumnDraft *self, const YunField *field);
void yun_column_draft_clear (YunColumnDraft *self);
/* Each adds a row. @text NULL and @number NAN are unknown. */
void yun_column_draft_add_text (YunColumnDraft *self, const char *text);
void yun_column_draft_add_number (YunColumnDraft *self, double number);
/* A row of a value that is not held. */
void yun_column_draft_add_absent (YunColumnDraft *self, gboolean known);
/* Holds no values from now on. */
void yun_column_draft_give_up (YunColumnDraft *self);
/* For an empty draft: takes over the values of a column with codes, so that its codes can be added.
 */
void yun_column_draft_take_values (YunColumnDraft *self, const YunColumn *column);
void yun_column_draft_add_code (YunColumnDraft *self, guint code);
/* (transfer full): the column; @self is cleared. */
YunColumn *yun_column_draft_end (YunColumnDraft *self);

G_END_DECLS
