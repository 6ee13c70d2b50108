/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-finder-near.h"

#include "yun-measure.h"
#include "yun-table.h"
#include "yun-wkb.h"

#include <math.h>

#define DEGREE (G_PI / 180.0)
/* Cells across the box around a place that is no point. */
#define CELLS 64
#define N_CELLS (CELLS * CELLS)
/* Within this a plane scaled to the place's latitude is good to 1 %. */
#define PLANE_METRES 60000.0
#define PLANE_ERROR 0.02
#define CELL_ERROR 0.001

typedef struct
{
  YunGeom *place;
  double   metres;
  YunRect  box;    /* holds all that is near */
  gboolean planar; /* the place is a point, and the plane will do */
  YunPoint point;
  double   metres_a_lon;
  double   metres_a_lat;
  double *cells; /* (owned) (nullable): metres from the middle of each to the place; NAN: not yet */
  double  cell_x; /* their sizes in degrees */
  double  cell_y;
} Question;

static void
clear (Question *question)
{
  g_free (question->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, clear)

/* To an outline every distance takes as long as it has corners: cells say it for most rows. */
static void
make_cells (Question *question)
{
  question->cell_x = (question->box.x1 - question->box.x0) / CELLS;
  question->cell_y = (question->box.y1 - question->box.y0) / CELLS;
  if (!(question->cell_x > 0) || !(question->cell_y > 0))
    return;
  question->cells = g_new (double, N_CELLS);
  for (guint i = 0; i < N_CELLS; i++)
    question->cells[i] = NAN;
}

static void
prepare (Question *question, YunGeom *place, double metres)
{
  guint n;

  *question = (Question){ .place = place, .metres = metres };
  question->box = yun_measure_grow_lonlat (yun_geom_get_box (place), metres);
  if (yun_geom_get_kind (place) != YUN_GEOM_POINT)
    make_cells (question);
  if (yun_geom_get_kind (place) != YUN_GEOM_POINT || yun_geom_get_n_parts (place) != 1 ||
      metres > PLANE_METRES)
    return;
  question->point = *yun_geom_get_ring (place, 0, 0, &n);
  question->planar = fabs (question->point.y) < 70;
  question->metres_a_lat = 111200;
  question->metres_a_lon = 111320 * cos (question->point.y * DEGREE);
}

/* By the distance of the cell that the middle of the box is in. */
static YunReach
judge_cell (const Question *question, double x, double y, double half)
{
  guint   i = yun_rect_get_cell ((x - question->box.x0) / question->cell_x, CELLS - 1);
  guint   j = yun_rect_get_cell ((y - question->box.y0) / question->cell_y, CELLS - 1);
  double  at_x = question->box.x0 + (i + 0.5) * question->cell_x;
  double  at_y = question->box.y0 + (j + 0.5) * question->cell_y;
  YunRect apart = { x, y, at_x, at_y };
  double *metres = &question->cells[j * CELLS + i];

  if (isnan (*metres))
    *metres = yun_measure_distance_to (question->place, at_x, at_y);
  return yun_measure_reach (*metres, half + 2 * yun_measure_half_diagonal (&apart), CELL_ERROR,
                            question->metres);
}

static YunReach
judge_box (const Question *question, const YunRect *box)
{
  double   x = (box->x0 + box->x1) / 2, y = (box->y0 + box->y1) / 2;
  double   half = yun_measure_half_diagonal (box);
  YunReach reach = YUN_REACH_MAYBE;

  if (question->planar)
    reach = yun_measure_reach (hypot ((x - question->point.x) * question->metres_a_lon,
                                      (y - question->point.y) * question->metres_a_lat),
                               half, PLANE_ERROR, question->metres);
  else if (question->cells != NULL)
    reach = judge_cell (question, x, y, half);
  return reach != YUN_REACH_MAYBE ? reach
                                  : yun_measure_reach_box (question->place, box, question->metres);
}

/* Reads and measures the shapes of @rows. */
static gboolean
measure_rows (YunDb            *db,
              const YunColumns *columns,
              const Question   *question,
              gboolean          beyond,
              GArray           *rows,
              guint64          *bits,
              GError          **error)
{
  const YunEntity *entity = yun_columns_get_entity (columns);
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM %s t WHERE t.id=?", yun_table_get (entity)->place, entity->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      guint               row = g_array_index (rows, guint, i);
      g_autoptr (YunGeom) shape = NULL;
      const guint8       *blob;
      gsize               n;
      int                 rc;

      yun_stmt_bind_int (stmt, 1, yun_columns_get_id (columns, row));
      if ((rc = yun_stmt_step (stmt, error)) < 0)
        return FALSE;
      blob = rc == 1 ? yun_stmt_blob (stmt, 0, &n) : NULL;
      if (blob != NULL)
        shape = yun_wkb_read_blob (blob, n, NULL, NULL);
      if (shape != NULL &&
          (yun_measure_distance_between (shape, question->place) <= question->metres) != beyond)
        yun_bits_set (bits, row);
      yun_stmt_reset (stmt);
    }
  return TRUE;
}

/* ---- What is loose ------------------------------------------------------------- */

typedef struct
{
  YunRelated *related;
  YunTruth    truth;
} LooseArgs;

static gboolean
is_located_cb (const char *towns, gpointer user_data)
{
  LooseArgs *args = user_data;

  return yun_related_locate_loose (args->related, towns) == args->truth;
}

/* The loose rows; FALSE when the columns cannot tell. */
static gboolean
find_loose (const YunColumns *columns, guint64 *loose)
{
  char           *town[] = { (char *) "town", NULL };
  const YunClause clause = { .kind = YUN_CLAUSE_VALUES, .field = "accuracy", .values = town };

  return yun_columns_match (columns, &clause, loose);
}

/* Sets the rows among @loose that the clause shows. */
static gboolean
add_rows (const YunColumns *columns,
          const YunClause  *clause,
          YunRelated       *related,
          const guint64    *loose,
          guint64          *bits)
{
  const YunField     *field = yun_entity_get_field (yun_columns_get_entity (columns), "town");
  guint               n = yun_columns_get_n_rows (columns);
  g_autofree guint64 *found = yun_bits_new (n);
  /* With "?" all of which it is not known that they are elsewhere. */
  LooseArgs args = { related, clause->or_unknown ? YUN_TRUTH_NO : YUN_TRUTH_YES };

  if (field != NULL && !yun_columns_match_texts (columns, field, is_located_cb, &args, found))
    return FALSE;
  if (clause->or_unknown)
    yun_bits_invert (found, n);
  for (gsize i = 0; i < yun_bits_n_words (n); i++)
    bits[i] |= loose[i] & found[i];
  return TRUE;
}

gboolean
yun_finder_add_loose (const YunColumns *columns,
                      const YunClause  *clause,
                      YunRelated       *related,
                      guint64          *bits)
{
  guint               n = yun_columns_get_n_rows (columns);
  g_autofree guint64 *loose = yun_bits_new (n);
  YunRect             box;

  if (yun_columns_get_entity (columns)->shape == YUN_SHAPE_NONE ||
      yun_related_get_boxes (related)->len == 0)
    return TRUE;
  if (!find_loose (columns, loose) || !add_rows (columns, clause, related, loose, bits))
    return FALSE;
  for (guint row = 0; clause->or_unknown && row < n; row++)
    if (!yun_bits_get (loose, row) && !yun_columns_get_box (columns, row, &box))
      yun_bits_set (bits, row);
  return TRUE;
}

gboolean
yun_finder_find_near (YunDb            *db,
                      const YunColumns *columns,
                      const YunClause  *clause,
                      YunRelated       *related,
                      guint64          *bits,
                      gboolean         *done,
                      GError          **error)
{
  guint               n = yun_columns_get_n_rows (columns);
  YunGeom            *place = yun_related_get_single (related);
  g_autofree guint64 *loose = yun_bits_new (n);
  g_autoptr (GArray)  border = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (Question)   question = { NULL };

  *done = place != NULL;
  if (place == NULL)
    return TRUE;
  memset (bits, 0, yun_bits_n_words (n) * sizeof *bits);
  if (yun_columns_get_entity (columns)->shape == YUN_SHAPE_NONE)
    return TRUE;
  *done = find_loose (columns, loose) && add_rows (columns, clause, related, loose, bits);
  if (!*done)
    return TRUE;
  prepare (&question, place, clause->distance_m);
  for (guint row = 0; row < n; row++)
    {
      YunRect  box;
      YunReach reach = YUN_REACH_NONE;

      if (yun_bits_get (loose, row))
        continue;
      if (!yun_columns_get_box (columns, row, &box))
        {
          if (clause->or_unknown)
            yun_bits_set (bits, row);
          continue;
        }
      if (yun_rect_intersects (&box, &question.box))
        reach = judge_box (&question, &box);
      if (reach == (clause->beyond ? YUN_REACH_NONE : YUN_REACH_ALL))
        yun_bits_set (bits, row);
      else if (reach == YUN_REACH_MAYBE)
        g_array_append_val (border, row);
    }
  return measure_rows (db, columns, &question, clause->beyond, border, bits, error);
}
