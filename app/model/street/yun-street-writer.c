/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-model"

#include "config.h"

#include "yun-street-writer.h"

#include "yun-pack.h"
#include "yun-street-piece.h"
#include "yun-street-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MOST_VERTICES 24000000u /* 200 MB; a district with all its buildings has a tenth */
#define MOST_SHAPES 4000000u
#define PACE 4096 /* things between two reports */

/* A thing as it was added, or a piece of one. */
typedef struct
{
  guint64 order; /* where it lies, along a curve that keeps near what is near */
  guint32 name;
  guint8  kind;
  guint8 class;
  guint8  from;
  guint32 first_end;
  guint32 n_rings;
  guint32 first_vertex;
} Part;

/* Parts with all they consist of. */
typedef struct
{
  GArray *parts;    /* (owned): Part */
  GArray *ends;     /* (owned): guint32, of each ring from the part's first vertex */
  GArray *vertices; /* (owned): YunVertex */
} Heap;

/* A level that is made. */
typedef struct
{
  GArray     *entries; /* (owned): YunStreetEntry */
  GByteArray *blocks;  /* (owned) */
} Level;

struct _YunStreetWriter
{
  Heap        heap;
  GByteArray *names;   /* (owned) */
  GHashTable *offsets; /* (owned): name → where it is in .names */
};

static void
heap_init (Heap *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->vertices = g_array_new (FALSE, FALSE, sizeof (YunVertex));
}

static void
heap_clear (Heap *self)
{
  g_array_unref (self->parts);
  g_array_unref (self->ends);
  g_array_unref (self->vertices);
}

/* ---- Names --------------------------------------------------------------------------- */

static guint32
keep_name (YunStreetWriter *self, const char *name)
{
  gpointer offset = NULL;

  if (g_hash_table_lookup_extended (self->offsets, name, NULL, &offset))
    return GPOINTER_TO_UINT (offset);
  offset = GUINT_TO_POINTER (self->names->len);
  g_byte_array_append (self->names, (const guint8 *) name, (guint) strlen (name) + 1);
  g_hash_table_insert (self->offsets, g_strdup (name), offset);

  return GPOINTER_TO_UINT (offset);
}

YunStreetWriter *
yun_street_writer_new (void)
{
  YunStreetWriter *self = g_new0 (YunStreetWriter, 1);

  heap_init (&self->heap);
  self->names = g_byte_array_new ();
  self->offsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  keep_name (self, "");

  return self;
}

void
yun_street_writer_free (YunStreetWriter *self)
{
  heap_clear (&self->heap);
  g_byte_array_unref (self->names);
  g_hash_table_unref (self->offsets);
  g_free (self);
}

/* ---- Adding -------------------------------------------------------------------------- */

static void
heap_add (Heap *self, const YunStreetShape *shape, guint32 name)
{
  guint32 n = shape->n_rings > 0 ? shape->ends[shape->n_rings - 1] : 0;
  Part    part = { .order = yun_morton_encode ((YunVertex){ shape->min.x / 2 + shape->max.x / 2,
                                                            shape->min.y / 2 + shape->max.y / 2 }),
                   .name = name,
                   .kind = (guint8) shape->kind,
                   .class = (guint8) shape->class,
                   .from = (guint8) (CLAMP (shape->from, 0, YUN_STREET_MAX_FROM) * 10),
                   .first_end = self->ends->len,
                   .n_rings = shape->n_rings,
                   .first_vertex = self->vertices->len };

  g_array_append_vals (self->ends, shape->ends, shape->n_rings);
  g_array_append_vals (self->vertices, shape->vertices, n);
  g_array_append_val (self->parts, part);
}

static YunStreetShape
heap_get (const Heap *self, const Part *part)
{
  YunStreetShape shape = { .kind = part->kind,
                           .class = part->class,
                           .from = part->from / 10.f,
                           .name = "",
                           .n_rings = part->n_rings,
                           .ends = &g_array_index (self->ends, guint32, part->first_end),
                           .vertices =
                             &g_array_index (self->vertices, YunVertex, part->first_vertex) };

  yun_street_shape_find_box (&shape);

  return shape;
}

gboolean
yun_street_writer_check_room (guint64 n_vertices, GError **error)
{
  if (n_vertices <= MOST_VERTICES)
    return TRUE;
  g_set_error_literal (error, YUN_STREET_ERROR, YUN_STREET_ERROR_LARGE,
                       _ ("The extract has more of the district than a street map can hold."));

  return FALSE;
}

gboolean
yun_street_writer_add (YunStreetWriter *self, const YunStreetShape *shape, GError **error)
{
  YunStreetShape boxed = *shape;
  guint32        n = shape->n_rings > 0 ? shape->ends[shape->n_rings - 1] : 0;

  g_return_val_if_fail (n > 0 && strlen (shape->name) <= YUN_STREET_MAX_NAME, FALSE);

  if (!yun_street_writer_check_room (
        self->heap.parts->len < MOST_SHAPES ? (guint64) self->heap.vertices->len + n : G_MAXUINT64,
        error))
    return FALSE;
  yun_street_shape_find_box (&boxed);
  heap_add (&self->heap, &boxed, keep_name (self, shape->name));

  return TRUE;
}

guint64
yun_street_writer_get_n (const YunStreetWriter *self)
{
  return self->heap.parts->len;
}

/* ---- Levels -------------------------------------------------------------------------- */

typedef struct
{
  Heap    heap;
  guint32 name;
} Pieces;

static void
add_piece_cb (const YunStreetShape *piece, gpointer user_data)
{
  Pieces *self = user_data;

  heap_add (&self->heap, piece, self->name);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *pa = a, *pb = b;

  if (pa->order != pb->order)
    return pa->order < pb->order ? -1 : 1;

  return pa->first_vertex < pb->first_vertex ? -1 : pa->first_vertex > pb->first_vertex;
}

static void
append (GByteArray *blocks, gconstpointer data, gsize n)
{
  g_byte_array_append (blocks, data, (guint) n);
}

static void
append_item (Level *self, const Part *part, const YunStreetShape *shape, YunStreetBlock *head)
{
  YunStreetItem item = { .name = part->name,
                         .kind = part->kind,
                         .class = part->class,
                         .from = part->from,
                         .first_end = head->n_ends,
                         .n_rings = shape->n_rings,
                         .first_vertex = head->n_vertices,
                         .min = shape->min,
                         .max = shape->max };

  head->n_ends += shape->n_rings;
  head->n_vertices += shape->ends[shape->n_rings - 1];
  append (self->blocks, &item, sizeof item);
}

static void
write_block (Level *self, const Heap *heap, const Part *parts, guint n)
{
  static const char zeros[8];
  guint             begin = self->blocks->len;
  YunStreetBlock    head = { .n_items = n };
  YunStreetEntry    entry = { .offset = begin, .n_items = n, .min = { G_MAXUINT32, G_MAXUINT32 } };

  append (self->blocks, &head, sizeof head);
  for (guint i = 0; i < n; i++)
    {
      YunStreetShape shape = heap_get (heap, &parts[i]);

      append_item (self, &parts[i], &shape, &head);
      entry.min = (YunVertex){ MIN (entry.min.x, shape.min.x), MIN (entry.min.y, shape.min.y) };
      entry.max = (YunVertex){ MAX (entry.max.x, shape.max.x), MAX (entry.max.y, shape.max.y) };
    }
  for (guint i = 0; i < n; i++)
    append (self->blocks, heap_get (heap, &parts[i]).ends, parts[i].n_rings * sizeof (guint32));
  for (guint i = 0; i < n; i++)
    {
      YunStreetShape shape = heap_get (heap, &parts[i]);

      append (self->blocks, shape.vertices, shape.ends[shape.n_rings - 1] * sizeof (YunVertex));
    }
  memcpy (self->blocks->data + begin, &head, sizeof head);
  entry.size = self->blocks->len - begin;
  entry.sum = yun_pack_sum (self->blocks->data + begin, entry.size);
  append (self->blocks, zeros, (8 - self->blocks->len % 8) % 8);
  g_array_append_val (self->entries, entry);
}

/* One report of a long work. */
typedef struct
{
  YunStreetProgress func;
  gpointer          user_data;
} Progress;

static gboolean
report (const Progress *self, double done, GError **error)
{
  if (self->func == NULL || self->func (done, self->user_data))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  return FALSE;
}

static gboolean
make_level (
  const YunStreetWriter *self, guint level, Level *out, const Progress *progress, GError **error)
{
  Pieces   pieces;
  gboolean ok = TRUE;

  heap_init (&pieces.heap);
  for (guint i = 0; ok && i < self->heap.parts->len; i++)
    {
      const Part    *part = &g_array_index (self->heap.parts, Part, i);
      YunStreetShape shape = heap_get (&self->heap, part);

      pieces.name = part->name;
      yun_street_piece_make (&shape, level, add_piece_cb, &pieces);
      ok = yun_street_writer_check_room (pieces.heap.vertices->len / 2, error);
      if (ok && i % PACE == 0)
        ok = report (progress,
                     (level + (double) i / self->heap.parts->len) / (YUN_STREET_LEVELS + 1), error);
    }
  out->entries = g_array_new (FALSE, FALSE, sizeof (YunStreetEntry));
  out->blocks = g_byte_array_new ();
  if (ok && pieces.heap.parts->len > 0)
    qsort (pieces.heap.parts->data, pieces.heap.parts->len, sizeof (Part), compare_parts);
  for (guint i = 0; ok && i < pieces.heap.parts->len; i += YUN_STREET_BLOCK_ITEMS)
    write_block (out, &pieces.heap, &g_array_index (pieces.heap.parts, Part, i),
                 MIN (pieces.heap.parts->len - i, YUN_STREET_BLOCK_ITEMS));
  heap_clear (&pieces.heap);

  return ok;
}

static gboolean
write_file (YunStreetWriter      *self,
            const char           *path,
            const YunStreetAbout *about,
            const Level          *levels,
            GError              **error)
{
  g_autoptr (YunPackWriter) pack = yun_pack_writer_new (YUN_STREET_KEY, strlen (YUN_STREET_KEY));
  g_autoptr (GError)        failure = NULL;
  YunStreetHead             head = { .made = about->made,
                                     .n_shapes = self->heap.parts->len,
                                     .source = keep_name (self, about->source),
                                     .licence = keep_name (self, about->licence) };

  yun_pack_writer_add (pack, "head", &head, sizeof head, 0);
  yun_pack_writer_add (pack, "names", self->names->data, self->names->len, 0);
  yun_pack_writer_add (pack, "cover", about->cover->data, about->cover->len * sizeof (YunStreetBox),
                       0);
  for (guint i = 0; i < YUN_STREET_LEVELS; i++)
    {
      g_autofree char *index = g_strdup_printf ("index-%u", i);
      g_autofree char *blocks = g_strdup_printf ("blocks-%u", i);

      yun_pack_writer_add (pack, index, levels[i].entries->data,
                           levels[i].entries->len * sizeof (YunStreetEntry), 0);
      yun_pack_writer_add (pack, blocks, levels[i].blocks->data, levels[i].blocks->len, 0);
      yun_pack_writer_set_unsummed (pack);
    }
  if (yun_pack_writer_finish (pack, path, &failure))
    return TRUE;
  g_set_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_WRITE,
               _ ("The street map cannot be written: %s"), failure->message);

  return FALSE;
}

gboolean
yun_street_writer_finish (YunStreetWriter      *self,
                          const char           *path,
                          const YunStreetAbout *about,
                          YunStreetProgress     func,
                          gpointer              user_data,
                          GError              **error)
{
  Level    levels[YUN_STREET_LEVELS] = { 0 };
  Progress progress = { func, user_data };
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < YUN_STREET_LEVELS; i++)
    ok = make_level (self, i, &levels[i], &progress, error);
  if (ok)
    ok = report (&progress, (double) YUN_STREET_LEVELS / (YUN_STREET_LEVELS + 1), error) &&
         write_file (self, path, about, levels, error);
  for (guint i = 0; i < YUN_STREET_LEVELS; i++)
    {
      g_clear_pointer (&levels[i].entries, g_array_unref);
      g_clear_pointer (&levels[i].blocks, g_byte_array_unref);
    }

  return ok;
}
