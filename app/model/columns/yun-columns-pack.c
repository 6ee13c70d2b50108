/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-columns-private.h"

#include <string.h>

/*
 * Columns in a pack: the arrays as they lie in memory, a few sections an entity, and heads that
 * say how long each is. What the heads and indexes say is checked before it is followed.
 */

typedef struct
{
  gint64  first_id;
  guint64 n_words; /* bytes of the texts, without the room behind */
  guint32 n_rows;
  guint32 n_fields;
  guint32 n_named; /* rows with a name, in the order of names */
  guint8  has_ids;
  guint8  has_names;
  guint8  has_words;
  guint8  unused;
} Head;

typedef struct
{
  guint32 form;
  guint32 width;
  guint32 same;
  guint32 n_values;
  guint64 n_pool; /* bytes of texts */
} FieldHead;

typedef enum
{
  PART_HEAD,
  PART_FIELDS,
  PART_HEADS,
  PART_CODES,
  PART_VALUES,
  PART_BOXES,
  PART_PLACELESS,
  PART_IDS,
  PART_NAMES,
  PART_STARTS,
  PART_WORDS,
} Part;

static const char *const part_names[] = {
  "head",      "fields", "heads", "codes",  "values", "boxes",
  "placeless", "ids",    "names", "starts", "words",
};

typedef char Name[YUN_PACK_MAX_NAME + 1];

static const char *
name_part (const YunEntity *entity, Part part, Name *name)
{
  g_snprintf (*name, sizeof *name, "%s/%s", entity->id, part_names[part]);
  return *name;
}

/* (transfer full): what columns of @entity depend on beside the rows. */
static char *
describe_fields (const YunColumns *columns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < columns->n_fields; i++)
    g_string_append_printf (text, "%s %s %d\n", columns->fields[i]->id, columns->fields[i]->column,
                            (int) columns->fields[i]->kind);
  return g_string_free (text, FALSE);
}

static gsize
count_pool (const YunColumn *column)
{
  const char *last;

  if (column->form != YUN_COLUMN_TEXT || column->n_values == 0)
    return 0;
  last = column->pool + column->offsets[column->n_values - 1];
  return (gsize) (last - column->pool) + strlen (last) + 1;
}

/* Bytes of a column's codes, or of what is known. */
static gsize
count_codes (const YunColumn *column, guint n_rows)
{
  return column->form == YUN_COLUMN_ABSENT ? yun_bits_n_words (n_rows) * sizeof (guint64)
                                           : (gsize) column->width * n_rows;
}

/* ---- Writing ----------------------------------------------------------------------- */

static void
add (YunPackWriter *writer, const YunColumns *self, Part part, gconstpointer data, gsize n)
{
  Name name;

  yun_pack_writer_add (writer, name_part (self->entity, part, &name), data, n, 0);
}

static void
add_copy (YunPackWriter *writer, const YunColumns *self, Part part, gconstpointer data, gsize n)
{
  Name name;

  yun_pack_writer_add_copy (writer, name_part (self->entity, part, &name), data, n);
}

static void
write_heads (const YunColumns *self, YunPackWriter *writer)
{
  g_autofree FieldHead *heads = g_new0 (FieldHead, self->n_fields);

  for (guint i = 0; i < self->n_fields; i++)
    {
      const YunColumn *column = self->columns[i];

      heads[i] = (FieldHead){ (guint32) column->form, column->width, column->same, column->n_values,
                              count_pool (column) };
    }
  add_copy (writer, self, PART_HEADS, heads, self->n_fields * sizeof *heads);
}

static void
write_values (const YunColumns *self, YunPackWriter *writer)
{
  add (writer, self, PART_CODES, NULL, 0);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const YunColumn *column = self->columns[i];
      gconstpointer    data = column->form == YUN_COLUMN_ABSENT ? column->known : column->codes;

      yun_pack_writer_append (writer, data, count_codes (column, self->n_rows));
    }
  add (writer, self, PART_VALUES, NULL, 0);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const YunColumn *column = self->columns[i];
      gsize            n = column->n_values;

      if (column->form == YUN_COLUMN_TEXT)
        {
          yun_pack_writer_append (writer, column->offsets, n * sizeof (guint32));
          yun_pack_writer_append (writer, column->pool, count_pool (column));
        }
      else if (column->form == YUN_COLUMN_NUMBER)
        yun_pack_writer_append (writer, column->numbers, n * sizeof (double));
    }
}

static void
write_words (const YunColumns *self, YunPackWriter *writer)
{
  const YunColumnWords *words = self->words;
  Name                  name;

  if (words == NULL)
    return;
  add (writer, self, PART_STARTS, words->offsets, (self->n_rows + (gsize) 1) * sizeof (guint32));
  yun_pack_writer_add (writer, name_part (self->entity, PART_WORDS, &name), words->pool,
                       words->offsets[self->n_rows], YUN_COLUMN_WORDS_ROOM);
  yun_pack_writer_set_late (writer);
}

gboolean
yun_columns_write (YunColumns *self, YunPackWriter *writer)
{
  g_autofree char *fields = describe_fields (self);
  guint            n_named = 0;
  const guint32   *names = yun_columns_get_order (self, NULL, FALSE, &n_named);
  Head             head = {
                .first_id = self->first_id,
                .n_rows = self->n_rows,
                .n_fields = self->n_fields,
                .n_named = n_named,
                .has_ids = self->ids != NULL,
                .has_names = names != NULL,
                .has_words = self->words != NULL,
  };

  if (self->newer != NULL || (self->words != NULL && self->words->pool == NULL))
    return FALSE;
  if (self->words != NULL)
    head.n_words = self->words->offsets[self->n_rows];
  add_copy (writer, self, PART_HEAD, &head, sizeof head);
  add_copy (writer, self, PART_FIELDS, fields, strlen (fields) + 1);
  write_heads (self, writer);
  write_values (self, writer);
  add (writer, self, PART_BOXES, self->boxes, 4 * (gsize) self->n_rows * sizeof (float));
  add (writer, self, PART_PLACELESS, self->without_place,
       yun_bits_n_words (self->n_rows) * sizeof (guint64));
  if (self->ids != NULL)
    add (writer, self, PART_IDS, self->ids, self->n_rows * sizeof (gint64));
  if (names != NULL)
    add (writer, self, PART_NAMES, names, self->n_rows * sizeof (guint32));
  write_words (self, writer);
  return TRUE;
}

/* ---- Reading ----------------------------------------------------------------------- */

/* Section @part where it has just @n elements of @size. */
static gboolean
take (YunPack *pack, const YunEntity *entity, Part part, gsize size, gsize n, gpointer array)
{
  Name     name;
  gsize    length;
  gpointer data = yun_pack_get (pack, name_part (entity, part, &name), size, &length);

  if (data == NULL || length != n)
    return FALSE;
  *(gpointer *) array = data;
  return TRUE;
}

/* A piece of @n bytes at @at of a section of @end bytes; @at moves to the next. */
static gpointer
take_piece (char *section, guint64 end, guint64 *at, guint64 n)
{
  guint64 from = YUN_PACK_ROUND_UP (*at);

  if (from > end || n > end - from)
    return NULL;
  *at = from + n;
  return section + from;
}

/* The largest code, quickly. */
static guint
find_largest (const YunColumn *column, guint n)
{
  const guint8  *narrow = column->codes;
  const guint16 *wide = column->codes;
  guint8         largest_narrow = 0;
  guint16        largest_wide = 0;

  for (guint i = 0; column->width == 1 && i < n; i++)
    largest_narrow = MAX (largest_narrow, narrow[i]);
  for (guint i = 0; column->width == 2 && i < n; i++)
    largest_wide = MAX (largest_wide, wide[i]);
  return column->width == 0 ? column->same : MAX (largest_narrow, largest_wide);
}

static gboolean
is_trimmed (const guint64 *bits, guint n)
{
  return n % 64 == 0 || bits[n / 64] >> (n % 64) == 0;
}

static gboolean
is_form_sound (const FieldHead *head, const YunField *field)
{
  gboolean numeric = field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL;

  switch ((YunColumnForm) head->form)
    {
    case YUN_COLUMN_ABSENT:
      return head->width == 0 && head->n_values == 0;
    case YUN_COLUMN_REAL:
      return numeric && head->width == sizeof (double) && head->n_values == 0;
    case YUN_COLUMN_TEXT:
    case YUN_COLUMN_NUMBER:
      return numeric == (head->form == YUN_COLUMN_NUMBER) && head->width <= 2 &&
             head->n_values <= YUN_COLUMN_MAX_VALUES;
    default:
      return FALSE;
    }
}

static gboolean
is_texts_sound (const YunColumn *column, guint64 n_pool)
{
  if (column->n_values == 0)
    return n_pool == 0;
  if (n_pool == 0 || column->pool[n_pool - 1] != '\0' || column->offsets[0] != 0)
    return FALSE;
  for (guint i = 1; i < column->n_values; i++)
    if (column->offsets[i] <= column->offsets[i - 1] || column->offsets[i] >= n_pool ||
        column->pool[column->offsets[i] - 1] != '\0')
      return FALSE;
  return TRUE;
}

typedef struct
{
  char   *codes;
  char   *values;
  guint64 n_codes; /* bytes */
  guint64 n_values;
  guint64 at_codes;
  guint64 at_values;
} Place;

static YunColumn *
read_column (
  YunPack *pack, const FieldHead *head, const YunField *field, guint n_rows, Place *place)
{
  YunColumn *column;
  gpointer   codes;
  gboolean   ok = TRUE;

  if (!is_form_sound (head, field))
    return NULL;
  column = g_new0 (YunColumn, 1);
  g_atomic_ref_count_init (&column->ref);
  column->pack = yun_pack_ref (pack);
  column->form = (YunColumnForm) head->form;
  column->width = head->width;
  column->same = head->same;
  column->n_values = head->n_values;
  column->size = count_codes (column, n_rows);
  codes = take_piece (place->codes, place->n_codes, &place->at_codes, column->size);
  if (codes == NULL)
    ok = FALSE;
  else if (column->form == YUN_COLUMN_ABSENT)
    {
      column->known = codes;
      ok = is_trimmed (column->known, n_rows);
    }
  else if (column->width > 0)
    column->codes = codes;
  if (ok && column->form == YUN_COLUMN_TEXT)
    {
      column->offsets = take_piece (place->values, place->n_values, &place->at_values,
                                    column->n_values * sizeof (guint32));
      column->pool = take_piece (place->values, place->n_values, &place->at_values, head->n_pool);
      column->size += column->n_values * sizeof (guint32) + head->n_pool;
      ok = column->offsets != NULL && column->pool != NULL && is_texts_sound (column, head->n_pool);
    }
  else if (ok && column->form == YUN_COLUMN_NUMBER)
    {
      column->numbers = take_piece (place->values, place->n_values, &place->at_values,
                                    column->n_values * sizeof (double));
      column->size += column->n_values * sizeof (double);
      ok = column->numbers != NULL;
    }
  if (ok && (column->form == YUN_COLUMN_TEXT || column->form == YUN_COLUMN_NUMBER))
    ok = find_largest (column, n_rows) <= column->n_values;
  if (!ok)
    g_clear_pointer (&column, yun_column_unref);
  return column;
}

static gboolean
read_columns (YunPack *pack, YunColumns *self)
{
  const FieldHead *heads;
  Name             name;
  gsize            n_codes = 0, n_values = 0;
  Place            place = { NULL };

  if (!take (pack, self->entity, PART_HEADS, sizeof *heads, self->n_fields, &heads))
    return FALSE;
  place.codes = yun_pack_get (pack, name_part (self->entity, PART_CODES, &name), 1, &n_codes);
  place.values = yun_pack_get (pack, name_part (self->entity, PART_VALUES, &name), 1, &n_values);
  place.n_codes = n_codes;
  place.n_values = n_values;
  if (place.codes == NULL || place.values == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_fields; i++)
    if ((self->columns[i] = read_column (pack, &heads[i], self->fields[i], self->n_rows, &place)) ==
        NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_ids (YunPack *pack, const Head *head, YunColumns *self)
{
  if (!head->has_ids)
    return head->n_rows == 0 || self->first_id <= G_MAXINT64 - (gint64) head->n_rows;
  if (!take (pack, self->entity, PART_IDS, sizeof (gint64), head->n_rows, &self->ids))
    return FALSE;
  for (guint i = 1; i < head->n_rows; i++)
    if (self->ids[i - 1] >= self->ids[i])
      return FALSE;
  return TRUE;
}

static gboolean
read_names (YunPack *pack, const Head *head, YunColumns *self)
{
  guint32 *rows;

  if (!head->has_names)
    return TRUE;
  if (head->n_named > head->n_rows ||
      !take (pack, self->entity, PART_NAMES, sizeof *rows, head->n_rows, &rows))
    return FALSE;
  for (guint i = 0; i < head->n_rows; i++)
    if (rows[i] >= head->n_rows)
      return FALSE;
  yun_columns_take_order (self, NULL, FALSE, g_memdup2 (rows, head->n_rows * sizeof *rows),
                          head->n_named);
  return TRUE;
}

static gboolean
read_words (YunPack *pack, const Head *head, YunColumns *self)
{
  Name     name;
  guint32 *starts;

  if (!head->has_words)
    return TRUE;
  if (!take (pack, self->entity, PART_STARTS, sizeof *starts, head->n_rows + (gsize) 1, &starts) ||
      starts[head->n_rows] != head->n_words)
    return FALSE;
  for (guint i = 0; i < head->n_rows; i++)
    if (starts[i] > starts[i + 1])
      return FALSE;
  self->words =
    yun_column_words_new_late (pack, name_part (self->entity, PART_WORDS, &name), starts, self);
  return TRUE;
}

YunColumns *
yun_columns_read (const YunEntity *entity, YunPack *pack)
{
  g_autoptr (YunColumns) self = yun_columns_new (entity);
  g_autofree char       *fields = describe_fields (self);
  const char            *written;
  const Head            *head;

  if (!take (pack, entity, PART_HEAD, sizeof *head, 1, &head) ||
      !take (pack, entity, PART_FIELDS, 1, strlen (fields) + 1, &written) ||
      memcmp (written, fields, strlen (fields) + 1) != 0 || head->n_fields != self->n_fields ||
      head->n_rows > G_MAXINT)
    return NULL;
  self->pack = yun_pack_ref (pack);
  self->n_rows = head->n_rows;
  self->first_id = head->first_id;
  if (!take (pack, entity, PART_BOXES, sizeof (float), 4 * (gsize) head->n_rows, &self->boxes) ||
      !take (pack, entity, PART_PLACELESS, sizeof (guint64), yun_bits_n_words (head->n_rows),
             &self->without_place) ||
      !is_trimmed (self->without_place, head->n_rows) || !read_ids (pack, head, self) ||
      !read_columns (pack, self) || !read_names (pack, head, self) ||
      !read_words (pack, head, self))
    return NULL;
  return g_steal_pointer (&self);
}
