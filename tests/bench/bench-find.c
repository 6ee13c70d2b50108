/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-db.h"
#include "yun-feature-loader.h"
#include "yun-firm.h"
#include "yun-measure.h"
#include "yun-plot.h"
#include "yun-starter.h"
#include "yun-store-shared.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>

/*
 * From a filter to all the window shows for it: counts, facets, totals, the list of
 * ids in order, the map's set. From memory and by SQL, alternating.
 *
 * bench-find [PLOTS|FILE …]: tables on stdout. PLOTS makes a training sample, FILE is a registry
 * that is only read. Milliseconds: the best of the rounds; no clause is remembered from a round
 * before.
 */

#define ROUNDS 3
#define LARGE (100 << 20) /* bytes of the feature index: one round only, SQL takes long */

static const char *const texts[] = {
  "",
  "segment:satellite",
  "zone:north,south",
  "town:九亭镇",
  "plot status:reusable",
  "plot status:reusable area:20..100mu zone:north",
  "plot far:1..2.5 -area:?",
  "firm founded:2018..2022 staff:50..",
  "-status:in-use segment:satellite,rocket town:九亭镇,车墩镇",
  "plot park:? use-text:工业",
  "天枢",
  "plot status:reusable near:九亭镇<5km",
};

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static double
get_memory (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtod (line + 6, NULL) / 1024 : 0;
}

/* ---- A filter ---------------------------------------------------------------------- */

typedef struct
{
  double answer;
  double list;
  double set;
  gint64 count;
} Times;

static double
get_total (const Times *times)
{
  return times->answer + times->list + times->set;
}

/* Many cheap clauses, in place of those remembered. */
static void
forget (YunStore *store)
{
  g_autoptr (GString)   text = g_string_new (NULL);
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (YunAnswer) answer = NULL;

  for (int i = 0; i < 64; i++)
    g_string_append_printf (text, " accuracy-m>%dm", i);
  filter = yun_filter_parse (text->str, NULL, NULL);
  g_assert_nonnull (filter);
  answer = yun_store_ask_sync (store, filter, YUN_ENTITY_ALL, NULL, NULL, NULL);
  g_assert_nonnull (answer);
}

static Times
ask (YunStore *store, YunFeatureIndex *index, YunFilter *filter)
{
  static const char *const facets[] = { "segment",  "niche",    "zone",         "town",
                                        "park",     "status",   "standing",     "grade",
                                        "use-text", "role",     "tier",         "source-grade",
                                        "relation", "accuracy", "availability", NULL };
  const YunEntity         *entity =
    yun_filter_may_match (filter, &yun_entity_plot) ? &yun_entity_plot : &yun_entity_firm;
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunAnswer) answer = NULL;
  g_autoptr (GArray)    ids = NULL;
  Times                 times = { 0 };
  double                start = seconds ();

  answer = yun_store_ask_sync (store, filter, YUN_ENTITY_ALL, facets, NULL, &error);
  g_assert_no_error (error);
  times.answer = (seconds () - start) * 1000;
  start = seconds ();
  ids = yun_store_list_ids_sync (store, entity, filter, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  times.list = (seconds () - start) * 1000;
  start = seconds ();
  yun_feature_set_unref (yun_feature_set_new (index, answer->ids, 6));
  times.set = (seconds () - start) * 1000;
  times.count = ids->len;
  return times;
}

static void
measure_filter (
  YunStore *sql, YunStore *columns, YunFeatureIndex *index, const char *text, int rounds)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  Times                 a = { 0 }, b = { 0 };

  g_assert_nonnull (filter);
  for (int i = 0; i < rounds; i++)
    {
      Times x = ask (sql, index, filter), y;

      forget (columns);
      y = ask (columns, index, filter);
      g_assert_cmpint (x.count, ==, y.count);
      if (i == 0 || get_total (&x) < get_total (&a))
        a = x;
      if (i == 0 || get_total (&y) < get_total (&b))
        b = y;
    }
  g_print ("| `%s` | %" G_GINT64_FORMAT " | %.1f | %.1f | %.1f | %.1f | **%.1f** |\n", text,
           b.count, get_total (&a), b.answer, b.list, b.set, get_total (&b));
}

/* ---- near: against SpatiaLite -------------------------------------------------------- */

/* The place of a plot is an area or a point, in a column each. */
#define BOX "xmax>=?4 AND xmin<=?5 AND ymax>=?6 AND ymin<=?7"
#define IN_BOX                                                                                     \
  "SELECT pkid FROM idx_plot_geom WHERE " BOX                                                      \
  " UNION ALL SELECT pkid FROM idx_plot_point WHERE " BOX

/* The ways a person who knows SpatiaLite would write it; ?1 lon, ?2 lat, ?3 metres, ?4 … its box.
 */
static const struct
{
  const char *name;
  const char *sql;
} peers[] = {
  { "R*Tree, ST_Distance on the ellipsoid",
    "SELECT id FROM plot WHERE id IN (" IN_BOX ") AND ST_Distance(coalesce(geom, point), "
    "MakePoint(?1, ?2, 4490), 1)<=?3" },
  { "R*Tree, ST_Intersects with a buffer made in EPSG:4549",
    "SELECT id FROM plot, (SELECT ST_Transform(ST_Buffer(ST_Transform(MakePoint(?1, ?2, 4490), "
    "4549), ?3, 64), 4490) AS area) WHERE id IN (" IN_BOX ") AND ST_Intersects(coalesce(geom, "
    "point), area)" },
};

static guint
run_peer (YunDb *db, const char *sql, double lon, double lat, double metres)
{
  YunRect             here = { lon, lat, lon, lat };
  YunRect             box = yun_measure_grow_lonlat (&here, metres);
  g_autoptr (GError)  error = NULL;
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, &error);
  const double        values[] = { lon, lat, metres, box.x0, box.x1, box.y0, box.y1 };
  guint               n = 0;

  g_assert_no_error (error);
  for (int i = 0; i < 7; i++)
    yun_stmt_bind_real (stmt, i + 1, values[i]);
  while (yun_stmt_step (stmt, &error) == 1)
    n++;
  g_assert_no_error (error);
  return n;
}

static void
measure_near (YunStore *sql, YunStore *columns, const char *file, int rounds)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunDb)     db = yun_db_open (file, YUN_DB_DEFAULT, &error); /* SpatiaLite */
  g_autoptr (YunRecord) town = yun_store_find_sync (sql, yun_entity_find ("town"), "九亭镇", NULL);
  YunPoint              point = yun_measure_label_point (yun_record_get_shape (town));
  g_autofree char      *text = g_strdup_printf ("plot near:%.9f,%.9f<5km", point.x, point.y);
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  double                best[2 + G_N_ELEMENTS (peers)];
  guint                 counts[2 + G_N_ELEMENTS (peers)] = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (best); i++)
    best[i] = G_MAXDOUBLE;
  for (int round = 0; round < rounds; round++)
    for (guint i = 0; i < G_N_ELEMENTS (best); i++)
      {
        double start;

        forget (columns);
        start = seconds ();
        if (i < 2)
          {
            g_autoptr (YunAnswer) answer =
              yun_store_ask_sync (i == 0 ? columns : sql, filter, 8, NULL, NULL, &error);

            g_assert_no_error (error);
            counts[i] = answer->ids[3]->len;
          }
        else
          counts[i] = run_peer (db, peers[i - 2].sql, point.x, point.y, 5000);
        best[i] = MIN (best[i], (seconds () - start) * 1000);
      }
  g_print (
    "\nPlots within 5 km of a point, ids with count and area\n\n| how | rows | ms |\n|---|---:|"
    "---:|\n");
  g_print ("| in memory | %u | %.1f |\n| our SQL | %u | %.1f |\n", counts[0], best[0], counts[1],
           best[1]);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    g_print ("| %s | %u | %.1f |\n", peers[i].name, counts[2 + i], best[2 + i]);
}

/* ---- A registry -------------------------------------------------------------------- */

static void
print_plans (YunStore *store)
{
  g_print ("\nStatements of the SQL way\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (texts[i], NULL, NULL);
      const YunEntity      *entity =
        yun_filter_may_match (filter, &yun_entity_plot) ? &yun_entity_plot : &yun_entity_firm;
      g_autofree char *plan = yun_store_explain_sync (store, entity, filter, NULL);

      g_print ("%s\n", plan);
    }
}

static void
measure_edit (YunStore *store)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunFilter) filter = yun_filter_parse ("plot status:reusable", NULL, NULL);
  g_autoptr (YunRecord) record = yun_store_get_sync (store, &yun_entity_plot, 17, &error);
  g_autoptr (YunChange) change = NULL;
  g_autoptr (YunAnswer) answer = NULL;
  double                start;

  g_assert_no_error (error);
  yun_record_set_text (record, yun_entity_get_field (&yun_entity_plot, "supply"), "划拨");
  change = yun_store_save_sync (store, record, "", NULL, &error);
  g_assert_no_error (error);
  start = seconds ();
  answer = yun_store_ask_sync (store, filter, 8, NULL, NULL, &error);
  g_assert_no_error (error);
  g_print ("\nFirst answer after an edit, columns patched: %.1f ms\n", (seconds () - start) * 1000);
}

static void
measure (const char *file, YunStoreFlags flags)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (YunStore)        sql = yun_store_open_sync (file, flags, NULL, &error);
  g_autoptr (YunStore)        columns = yun_store_open_apart_sync (file, &error);
  g_autoptr (YunFeatureIndex) index = NULL;
  double                      start, before;
  int                         rounds;

  g_assert_no_error (error);
  index = yun_feature_loader_load_sync (sql, NULL, &error);
  g_assert_no_error (error);
  rounds = yun_feature_index_get_size (index) > LARGE ? 1 : ROUNDS;
  before = get_memory ();
  start = seconds ();
  g_assert_true (yun_store_keep_columns_sync (columns, &error));
  g_print ("\n### %s\n\n", file);
  g_print ("Columns: loaded in %.2f s, %.1f MiB; process %.0f MiB before, %.0f MiB after\n\n",
           seconds () - start, (double) yun_store_get_columns_size_sync (columns) / 1048576, before,
           get_memory ());
  g_print ("| filter | rows listed | by SQL | answer | list | set | **in memory** |\n"
           "|---|---:|---:|---:|---:|---:|---:|\n");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    measure_filter (sql, columns, index, texts[i], rounds);
  measure_near (sql, columns, file, rounds);
  g_print ("\nColumns with the orders made: %.1f MiB; process %.0f MiB\n",
           (double) yun_store_get_columns_size_sync (columns) / 1048576, get_memory ());
  if (flags == YUN_STORE_DEFAULT)
    measure_edit (columns);
  print_plans (sql);
}

static void
make_sample (const char *file, guint n_plots)
{
  YunSampleOptions   options = { n_plots, G_MAXUINT, G_MAXUINT, 7 };
  g_autoptr (GError) error = NULL;
  g_autoptr (YunJob) job = yun_sample_job_new (file, &options);
  YunStore          *store = yun_job_run_sync (job, &error);

  g_assert_no_error (error);
  yun_store_close (store);
  g_object_unref (store);
}

int
main (int argc, char *argv[])
{
  static const char *const defaults[] = { "10000", "100000", NULL };
  const char *const       *sizes = argc > 1 ? (const char *const *) argv + 1 : defaults;
  g_autofree char         *folder = g_dir_make_tmp ("yunjian-bench-XXXXXX", NULL);

  setlocale (LC_ALL, "");
  for (guint i = 0; sizes[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (folder, "sample.sqlite", NULL);

      if (g_file_test (sizes[i], G_FILE_TEST_EXISTS))
        measure (sizes[i], YUN_STORE_READ_ONLY);
      else
        {
          make_sample (file, (guint) strtoul (sizes[i], NULL, 10));
          measure (file, YUN_STORE_DEFAULT);
          g_unlink (file);
        }
    }
  g_rmdir (folder);
  return 0;
}
