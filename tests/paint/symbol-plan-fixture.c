/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "symbol-plan-fixture.h"

#include "paint-fixture.h"
#include "yun-record.h"
#include "yun-symbol-painter.h"

#include <math.h>

YunScene *
fixture_new_scene (guint n_firms, gboolean base)
{
  g_autoptr (GRand)           rand = g_rand_new_with_seed (21);
  YunFeatureBuilder          *builder = yun_feature_builder_new ();
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunBaseMap)      map = base ? yun_base_map_get_default () : NULL;

  fixture_add_parks (builder, rand, 30);
  fixture_add_plots (builder, 200, 121.22, 31.02, 0.0008);
  fixture_add_firms (builder, rand, n_firms);
  index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, map, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}

YunView
fixture_new_view (double zoom)
{
  YunVertex at = yun_vertex_from_lonlat (121.23, 31.03);

  return yun_view_at (at.x, at.y, zoom, FIXTURE_WIDTH, FIXTURE_HEIGHT, 1);
}

/* Neither symbols nor rings cover each other. */
void
fixture_check_apart (const YunSymbolPlan *plan, const YunView *view)
{
  g_autoptr (GArray) discs = g_array_new (FALSE, FALSE, 3 * sizeof (double));
  guint              n;
  const YunSymbol   *symbols = yun_symbol_plan_get_symbols (plan, &n);
  const YunCluster  *clusters;

  for (guint i = 0; i < n; i++)
    {
      double disc[3];

      yun_view_to_pixel (view, symbols[i].anchor, &disc[0], &disc[1]);
      disc[0] += symbols[i].dx;
      disc[1] += symbols[i].dy;
      disc[2] = symbols[i].radius;
      g_array_append_vals (discs, disc, 1);
    }
  clusters = yun_symbol_plan_get_clusters (plan, &n);
  for (guint i = 0; i < n; i++)
    {
      double disc[3];

      yun_view_to_pixel (view, clusters[i].anchor, &disc[0], &disc[1]);
      disc[2] = clusters[i].radius;
      g_array_append_vals (discs, disc, 1);
    }
  for (guint i = 0; i < discs->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const double *a = (double *) (gpointer) (discs->data + i * 3 * sizeof (double));
        const double *b = (double *) (gpointer) (discs->data + k * 3 * sizeof (double));

        g_assert_cmpfloat (hypot (a[0] - b[0], a[1] - b[1]), >, (a[2] + b[2]) * 0.98);
      }
}

void
fixture_add_point (YunFeatureBuilder *builder, int entity, guint segments, double lon, double lat)
{
  static gint64       id;
  g_autoptr (YunGeom) shape = yun_geom_new_point (lon, lat);

  yun_feature_builder_add (builder,
                           &(YunFeature){ .id = ++id,
                                          .entity = entity,
                                          .segments = segments,
                                          .status = -1,
                                          .accuracy = YUN_ACCURACY_TOWN },
                           "某", shape);
}

YunScene *
fixture_end_scene (YunFeatureBuilder *builder)
{
  g_autoptr (YunFeatureIndex) index = yun_feature_builder_end (builder);

  return yun_scene_new (index, NULL, NULL, yun_style_get (YUN_SCHEME_LIGHT, YUN_FILL_STATUS));
}
