/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-street-job.h"

#include "yun-base-roads.h"
#include "yun-osm-file.h"
#include "yun-staging.h"
#include "yun-street-piece.h"
#include "yun-street-region.h"
#include "yun-street-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#define LICENCE "© OpenStreetMap contributors, ODbL"
#define AREA_SIZE 4.0 /* pixels: from there on an area is drawn */
#define STEPS 1000
#define READING 700 /* of the steps */

/* Kinds of lines that are put together wherever they go on. */
static const YunStreetKind line_kinds[] = { YUN_STREET_RIVER, YUN_STREET_RAIL, YUN_STREET_ROAD };

typedef struct
{
  char *extract; /* (owned) */
  char *path;    /* (owned) */
} Request;

typedef struct
{
  YunJob          *job;
  GCancellable    *cancellable;
  YunStreetRegion *region;                           /* (owned): what is kept */
  YunStreetBox     seen;                             /* the box around what was kept */
  YunStreetWriter *writer;                           /* (owned) */
  GStringChunk    *names;                            /* (owned): of lines, each once */
  GArray          *lines[G_N_ELEMENTS (line_kinds)]; /* (owned): of YunRoadPiece */
  guint64          n_vertices;                       /* of the lines */
  GError         **error;                            /* where the copy of a cut area fails */
  gboolean         failed;
} Work;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->extract);
  g_free (request->path);
  g_free (request);
}

static void
work_init (Work *self, YunJob *job, GCancellable *cancellable)
{
  *self = (Work){ .job = job,
                  .cancellable = cancellable,
                  .region = yun_street_region_new_district (YUN_STREET_REACH),
                  .seen = { { G_MAXUINT32, G_MAXUINT32 }, { 0, 0 } },
                  .writer = yun_street_writer_new (),
                  .names = g_string_chunk_new (65536) };
  for (guint i = 0; i < G_N_ELEMENTS (line_kinds); i++)
    self->lines[i] = yun_base_roads_new ();
}

static void
free_lines (GArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_free (g_array_index (lines, YunRoadPiece, i).vertices);
  g_array_unref (lines);
}

static void
work_clear (Work *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_kinds); i++)
    g_clear_pointer (&self->lines[i], free_lines);
  g_string_chunk_free (self->names);
  yun_street_writer_free (self->writer);
  yun_street_region_free (self->region);
}

static void
see (Work *self, YunVertex v)
{
  self->seen.min = (YunVertex){ MIN (self->seen.min.x, v.x), MIN (self->seen.min.y, v.y) };
  self->seen.max = (YunVertex){ MAX (self->seen.max.x, v.x), MAX (self->seen.max.y, v.y) };
}

/* ---- Cutting to the region ------------------------------------------------------------ */

static void
keep_line (Work *self, guint kind, const YunStreetShape *shape, const YunVertex *v, guint n)
{
  YunRoadPiece piece = { .name = g_string_chunk_insert_const (self->names, shape->name),
                         .class = shape->class,
                         .n = n,
                         .vertices = g_memdup2 (v, n * sizeof (YunVertex)),
                         .min_zoom = shape->from };

  for (guint i = 0; i < n; i++)
    see (self, v[i]);
  self->n_vertices += n;
  g_array_append_val (self->lines[kind], piece);
}

/* Adds the runs of a line that are in the region. */
static void
take_ring (Work *self, guint kind, const YunStreetShape *shape, const YunVertex *v, guint n)
{
  g_autoptr (GArray) run = g_array_new (FALSE, FALSE, sizeof (YunVertex));

  for (guint i = 1; i < n; i++)
    {
      YunVertex a = v[i - 1], b = v[i];

      if (!yun_street_region_cut (self->region, &a, &b))
        continue;
      if (run->len == 0)
        g_array_append_val (run, a);
      g_array_append_val (run, b);
      if (i + 1 < n && yun_street_region_has (self->region, v[i]))
        continue;
      keep_line (self, kind, shape, &g_array_index (run, YunVertex, 0), run->len);
      g_array_set_size (run, 0);
    }
}

static gboolean
take_line (Work *self, guint kind, const YunStreetShape *shape, GError **error)
{
  for (guint r = 0; r < shape->n_rings; r++)
    {
      guint            n;
      const YunVertex *v = yun_street_shape_get_ring (shape, r, &n);

      take_ring (self, kind, shape, v, n);
    }

  return yun_street_writer_check_room (self->n_vertices, error);
}

static void
area_cut_cb (const YunStreetShape *area, gpointer user_data)
{
  Work          *self = user_data;
  YunStreetShape shape = *area;
  double         size = MAX (shape.max.x - shape.min.x, shape.max.y - shape.min.y);

  if (!yun_street_region_meets (self->region, shape.min, shape.max) || size == 0)
    return;
  see (self, shape.min);
  see (self, shape.max);
  shape.from = MAX (shape.from, (float) (24 - log2 (size / AREA_SIZE)));
  if (!yun_street_writer_add (self->writer, &shape, self->error))
    self->failed = TRUE;
}

static gboolean
take_shape_cb (const YunStreetShape *shape, gpointer user_data, GError **error)
{
  Work        *self = user_data;
  YunStreetBox box = yun_street_region_get_box (self->region);

  for (guint i = 0; i < G_N_ELEMENTS (line_kinds); i++)
    if (line_kinds[i] == shape->kind)
      return take_line (self, i, shape, error);
  if (!yun_street_kind_is_area (shape->kind))
    {
      if (!yun_street_region_has (self->region, shape->vertices[0]) || *shape->name == '\0')
        return TRUE;
      see (self, shape->vertices[0]);
      return yun_street_writer_add (self->writer, shape, error);
    }
  self->error = error;
  yun_street_piece_cut (shape, &box, area_cut_cb, self);

  return !self->failed;
}

static void
read_progress_cb (double done, gpointer user_data)
{
  Work *self = user_data;

  yun_job_report (self->job, _ ("Reading the extract"), (guint64) (done * READING), STEPS);
}

/* ---- Making the file ------------------------------------------------------------------ */

static gboolean
add_lines (Work *self, GError **error)
{
  gboolean ok = TRUE;

  yun_job_report (self->job, _ ("Putting roads together"), READING, STEPS);
  for (guint i = 0; ok && i < G_N_ELEMENTS (line_kinds); i++)
    {
      self->lines[i] = yun_base_roads_join (self->lines[i]);
      for (guint k = 0; ok && k < self->lines[i]->len; k++)
        {
          const YunRoadPiece *line = &g_array_index (self->lines[i], YunRoadPiece, k);
          YunStreetShape      shape = { .kind = line_kinds[i],
                                        .class = line->class,
                                        .from = line->min_zoom,
                                        .name = line->name,
                                        .n_rings = 1,
                                        .ends = &line->n,
                                        .vertices = line->vertices };

          ok = yun_street_writer_add (self->writer, &shape, error);
        }
      ok = ok && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
    }

  return ok;
}

static gboolean
write_progress_cb (double done, gpointer user_data)
{
  Work *self = user_data;

  yun_job_report (self->job, _ ("Making the street map"),
                  READING + (guint64) (done * (STEPS - READING)), STEPS);

  return !g_cancellable_is_cancelled (self->cancellable);
}

/* What the file says that it covers, and no more than what there was. */
static YunStreetBox
get_covered (const Work *self, const YunStreetBox *bounds)
{
  return (YunStreetBox){
    { MAX (bounds->min.x, self->seen.min.x), MAX (bounds->min.y, self->seen.min.y) },
    { MIN (bounds->max.x, self->seen.max.x), MIN (bounds->max.y, self->seen.max.y) }
  };
}

static gboolean
write_map (Work *self, const char *name, const YunStreetBox *bounds, const char *to, GError **error)
{
  YunStreetBox       covered = get_covered (self, bounds);
  g_autoptr (GArray) cover = yun_street_region_make_boxes (self->region, &covered);
  YunStreetAbout     about = { name, LICENCE, g_get_real_time () / G_USEC_PER_SEC, cover };

  if (!add_lines (self, error))
    return FALSE;
  if (yun_street_writer_get_n (self->writer) == 0 || cover->len == 0)
    {
      g_set_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_ELSEWHERE,
                   _ ("“%s” has nothing of the district: an extract of Shanghai is needed"), name);
      return FALSE;
    }

  return yun_street_writer_finish (self->writer, to, &about, write_progress_cb, self, error);
}

static gboolean
set_write_error (GError **error, int number)
{
  g_set_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_WRITE,
               _ ("The street map cannot be written: %s"), g_strerror (number));

  return FALSE;
}

/* Gives the file its name once all of it is on the disk. */
static gboolean
put_in_place (const char *made, const char *path, GError **error)
{
  int      file = g_open (made, O_RDONLY | O_CLOEXEC, 0);
  gboolean ok = file >= 0 && fsync (file) == 0 && g_rename (made, path) == 0;
  int      number = errno;

  if (file >= 0)
    close (file);

  return ok || set_write_error (error, number);
}

static gpointer
build (Work *self, const Request *request, const char *scratch, GError **error)
{
  g_autofree char         *name = g_filename_display_basename (request->extract);
  g_autofree char         *made = g_build_filename (scratch, "street-map.pack", NULL);
  YunStreetBox             box = yun_street_region_get_box (self->region), bounds;
  g_autoptr (YunStreetMap) map = NULL;

  if (!yun_osm_file_read (request->extract, &box, scratch, &bounds, take_shape_cb, read_progress_cb,
                          self, self->cancellable, error) ||
      !write_map (self, name, &bounds, made, error))
    return NULL;
  map = yun_street_map_open (made, error);
  if (map == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !put_in_place (made, request->path, error))
    return NULL;

  return g_steal_pointer (&map);
}

static gpointer
build_thread (YunJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request         *request = data;
  g_autofree char       *folder = g_path_get_dirname (request->path);
  g_autoptr (YunStaging) staging = NULL;
  gpointer               map;
  Work                   work;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_write_error (error, errno);
      return NULL;
    }
  staging = yun_staging_new (folder, error);
  if (staging == NULL)
    return NULL;
  work_init (&work, job, cancellable);
  map = build (&work, request, yun_staging_get_path (staging), error);
  work_clear (&work);

  return map;
}

YunJob *
yun_street_job_new (const char *extract, const char *path)
{
  Request *request = g_new0 (Request, 1);

  g_return_val_if_fail (extract != NULL && path != NULL, NULL);

  request->extract = g_canonicalize_filename (extract, NULL);
  request->path = g_strdup (path);

  return yun_job_new (_ ("Building the street map"), build_thread, request, request_free,
                      (GDestroyNotify) yun_street_map_unref);
}

gboolean
yun_street_remove (const char *path, GError **error)
{
  if (g_unlink (path) == 0)
    return TRUE;
  if (errno == ENOENT)
    g_set_error_literal (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING,
                         _ ("There is no street map."));
  else
    {
      int number = errno;

      g_set_error (error, YUN_STREET_ERROR, YUN_STREET_ERROR_WRITE,
                   _ ("The street map cannot be removed: %s"), g_strerror (number));
    }

  return FALSE;
}
