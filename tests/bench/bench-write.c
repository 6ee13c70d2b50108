/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-base-map.h"
#include "yun-feature-loader.h"
#include "yun-painter.h"
#include "yun-plot.h"
#include "yun-remove-job.h"
#include "yun-store-write.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>

/*
 * What writing costs: one field saved and seen in a tile, what another program wrote, one row and
 * many, and a removal of many with its undo.
 *
 * bench-write FILE …: a table for each registry; a copy is written to, beside it. The sqlite3 shell
 * is the other program.
 */

#define SAVES 50
#define MANY 100000
#define TILE 256
#define STREET 16 /* zoom of 256-pixel tiles */

typedef struct
{
  YunStore        *store;
  YunFeatureIndex *index;
  YunBaseMap      *base;
  char            *file;
} Bench;

static double
milliseconds (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static void
tell (const char *what, double ms)
{
  g_print ("| %s | %.*f |\n", what, ms < 100 ? 1 : 0, ms);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
tell_several (const char *what, double *times, guint n)
{
  qsort (times, n, sizeof *times, compare_doubles);
  g_print ("| %s | %.1f (nine of ten at most %.1f) |\n", what, times[n / 2], times[n * 9 / 10]);
}

/* ---- A field ----------------------------------------------------------------------- */

/* The index as it is after @change, and the tile that shows the record. */
static void
show (Bench *bench, YunChange *change)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (YunScene) scene = NULL;
  YunRect              changed;
  YunFeatureIndex     *index;
  YunView              view;
  YunVertex            at;

  index = yun_feature_loader_patch_sync (bench->store, bench->index, change->rows, &changed, NULL,
                                         &error);
  g_assert_no_error (error);
  g_assert_nonnull (index);
  yun_feature_index_unref (bench->index);
  bench->index = index;
  scene =
    yun_scene_new (index, NULL, bench->base, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
  at = yun_vertex_from_lonlat ((change->box.x0 + change->box.x1) / 2,
                               (change->box.y0 + change->box.y1) / 2);
  view = yun_view_at (at.x, at.y, STREET, TILE, TILE, 1);
  cairo_surface_destroy (yun_painter_paint_surface (scene, &view, YUN_LAYER_ALL, NULL));
}

static void
save_fields (Bench *bench, GArray *ids)
{
  double written[SAVES], shown[SAVES];

  for (guint i = 0; i < SAVES; i++)
    {
      gint64                id = g_array_index (ids, gint64, ids->len / SAVES * i);
      g_autoptr (GError)    error = NULL;
      g_autoptr (YunRecord) before = yun_store_get_sync (bench->store, &yun_entity_plot, id, NULL);
      g_autoptr (YunRecord) after = yun_record_copy (before);
      g_autoptr (YunEdits)  edits = yun_edits_new (YUN_ACTION_EDIT, "", "bench");
      g_autoptr (YunChange) change = NULL;
      double                start;

      yun_record_set_text (after, yun_entity_get_field (&yun_entity_plot, "note"), "another note");
      yun_edits_add_difference (edits, before, after);
      start = milliseconds ();
      change = yun_store_write_sync (bench->store, edits, NULL, &error);
      written[i] = milliseconds () - start;
      g_assert_no_error (error);
      show (bench, change);
      shown[i] = milliseconds () - start;
    }
  tell_several ("one field saved, ms of the writer", written, SAVES);
  tell_several ("… and seen in its tile, ms", shown, SAVES);
}

/* ---- Other programs ---------------------------------------------------------------- */

static void
changed_cb (YunStore *store, YunChange *change, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
write_outside (Bench *bench, const char *sql, const char *theirs, const char *ours)
{
  const char *const       argv[] = { "sqlite3", bench->file, sql, NULL };
  g_autoptr (GError)      error = NULL;
  g_autoptr (GSubprocess) other = NULL;
  gboolean                seen = FALSE;
  gulong handler = g_signal_connect (bench->store, "changed", G_CALLBACK (changed_cb), &seen);
  double start = milliseconds ();

  other = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (other, NULL, &error);
  g_assert_no_error (error);
  tell (theirs, milliseconds () - start);
  start = milliseconds ();
  while (!seen)
    g_main_context_iteration (NULL, TRUE);
  tell (ours, milliseconds () - start);
  g_signal_handler_disconnect (bench->store, handler);
}

/* ---- Many -------------------------------------------------------------------------- */

static void
remove_many (Bench *bench, GArray *ids)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GArray)    some = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (YunJob)    job = NULL;
  g_autoptr (YunChange) undo = NULL;
  YunRemoval           *removal;
  double                start = milliseconds ();

  g_array_append_vals (some, ids->data, MIN (ids->len, MANY));
  job = yun_remove_job_new (bench->store, &yun_entity_plot, some, "bench");
  removal = yun_job_run_sync (job, &error);
  g_assert_no_error (error);
  tell ("100 000 plots removed, ms", milliseconds () - start);
  start = milliseconds ();
  undo = yun_store_undo_sync (bench->store, removal->change->number, YUN_UNDO_DEFAULT, "bench",
                              NULL, NULL, &error);
  g_assert_no_error (error);
  tell ("… taken back, ms", milliseconds () - start);
  yun_removal_free (removal);
}

/* ---- All --------------------------------------------------------------------------- */

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile)  source = g_file_new_for_path (from);
  g_autoptr (GFile)  target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
measure (const char *original)
{
  g_autofree char      *file = g_strconcat (original, ".bench", NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) all = yun_filter_new (&yun_entity_plot);
  g_autoptr (GArray)    ids = NULL;
  Bench                 bench = { .file = file };

  copy_file (original, file);
  bench.store = yun_store_open_sync (file, YUN_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  bench.base = yun_base_map_get_default ();
  bench.index = yun_feature_loader_load_sync (bench.store, NULL, &error);
  g_assert_no_error (error);
  ids = yun_store_list_ids_sync (bench.store, &yun_entity_plot, all, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);

  g_print ("| %u plots | |\n|---|---:|\n", ids->len);
  save_fields (&bench, ids);
  write_outside (&bench, "UPDATE plot SET note='theirs' WHERE id=(SELECT max(id) FROM plot)",
                 "another program writes one row, ms", "… until it is in the history, ms");
  write_outside (&bench, "UPDATE plot SET note='theirs' WHERE id<=100000",
                 "another program writes 100 000 rows, ms", "… until they are in the history, ms");
  remove_many (&bench, ids);

  yun_base_map_unref (bench.base);
  yun_feature_index_unref (bench.index);
  yun_store_close (bench.store);
  g_object_unref (bench.store);
  g_remove (file);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("bench-write FILE …\n");
      return 2;
    }
  for (int i = 1; i < argc; i++)
    measure (argv[i]);
  return 0;
}
