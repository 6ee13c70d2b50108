/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint-fixture.h"
#include "yun-chain.h"
#include "yun-plot.h"
#include "yun-record.h"

#include <math.h>

#define PARK 2
#define PLOT 3
#define FIRM 4
#define FACILITY 5

YunGeom *
fixture_new_box (double lon, double lat, double w, double h, gboolean hole)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);

  yun_geom_builder_begin_part (builder);
  for (guint ring = 0; ring < (hole ? 2 : 1); ring++)
    {
      double inset = ring * 0.3;
      double x0 = lon + w * inset, x1 = lon + w * (1 - inset);
      double y0 = lat + h * inset, y1 = lat + h * (1 - inset);

      yun_geom_builder_begin_ring (builder);
      yun_geom_builder_add (builder, x0, y0);
      yun_geom_builder_add (builder, x1, y0);
      yun_geom_builder_add (builder, x1, y1);
      yun_geom_builder_add (builder, x0, y1);
    }

  return yun_geom_builder_end (builder);
}

static YunGeom *
new_crooked_box (double lon, double lat, double w, double h, guint seed)
{
  YunGeomBuilder *builder = yun_geom_builder_new (YUN_GEOM_POLYGON);
  double          lean = (seed % 7) / 40.0 * w;

  yun_geom_builder_begin_part (builder);
  yun_geom_builder_begin_ring (builder);
  yun_geom_builder_add (builder, lon, lat);
  yun_geom_builder_add (builder, lon + w, lat + lean / 2);
  yun_geom_builder_add (builder, lon + w - lean, lat + h);
  yun_geom_builder_add (builder, lon + lean / 2, lat + h - lean / 3);

  return yun_geom_builder_end (builder);
}

void
fixture_add_plots (YunFeatureBuilder *builder, guint n, double lon, double lat, double size)
{
  guint columns = MAX (1, (guint) ceil (sqrt (n)));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunGeom) shape = new_crooked_box (
        lon + (i % columns) * size * 1.25, lat + (i / columns) * size * 1.25, size, size, i);
      g_autofree char *name = g_strdup_printf ("示例地块%u号", i + 1);
      YunFeature       values = { .id = i + 1,
                                  .entity = PLOT,
                                  .status = i * 7 % 10,
                                  .accuracy = i % 5 == 4   ? YUN_ACCURACY_SCHEMATIC
                                              : i % 7 == 6 ? YUN_ACCURACY_APPROXIMATE
                                                           : YUN_ACCURACY_SURVEYED,
                                  .segments = i % 16,
                                  .zone = -1 };

      yun_feature_builder_add (builder, &values, name, shape);
    }
}

void
fixture_add_firms (YunFeatureBuilder *builder, GRand *rand, guint n)
{
  guint                  n_towns;
  const YunDistrictTown *towns = yun_chain_get_towns (&n_towns);

  for (guint i = 0; i < n; i++)
    {
      const YunDistrictTown *town = &towns[i * i % n_towns];
      g_autofree char       *name = g_strdup_printf ("示例科技%u", i + 1);
      gboolean               by_town = i % 3 == 0;
      double              lon = town->lon + (by_town ? 0 : g_rand_double_range (rand, -0.02, 0.02));
      double              lat = town->lat + (by_town ? 0 : g_rand_double_range (rand, -0.02, 0.02));
      g_autoptr (YunGeom) shape = yun_geom_new_point (lon, lat);
      YunFeature          values = { .id = i + 1,
                                     .entity = i % 11 == 7 ? FACILITY : FIRM,
                                     .status = -1,
                                     .accuracy = by_town      ? YUN_ACCURACY_TOWN
                                                 : i % 4 == 1 ? YUN_ACCURACY_APPROXIMATE
                                                 : i % 5 == 1 ? YUN_ACCURACY_SCHEMATIC
                                                              : YUN_ACCURACY_SURVEYED,
                                     .segments = i % 13 == 0  ? 0
                                                 : i % 6 == 5 ? 9
                                                              : 1 << (i * 3 % 4),
                                     .zone = -1 };

      yun_feature_builder_add (builder, &values, name, shape);
    }
}

void
fixture_add_parks (YunFeatureBuilder *builder, GRand *rand, guint n)
{
  guint                  n_towns;
  const YunDistrictTown *towns = yun_chain_get_towns (&n_towns);

  for (guint i = 0; i < n; i++)
    {
      const YunDistrictTown *town = &towns[(i * 5 + 2) % n_towns];
      g_autofree char       *name = g_strdup_printf ("示例园区%u", i + 1);
      double                 lon = town->lon + g_rand_double_range (rand, -0.02, 0.02);
      double                 lat = town->lat + g_rand_double_range (rand, -0.02, 0.02);
      g_autoptr (YunGeom)    shape =
        i % 3 == 0 ? yun_geom_new_point (lon, lat) : new_crooked_box (lon, lat, 0.012, 0.008, i);
      YunFeature values = { .id = i + 1,
                            .entity = PARK,
                            .status = -1,
                            .accuracy = i % 2 ? YUN_ACCURACY_SURVEYED : YUN_ACCURACY_SCHEMATIC,
                            .segments = 1 << (i % 4),
                            .zone = -1 };

      yun_feature_builder_add (builder, &values, name, shape);
    }
}

YunFeatureIndex *
fixture_new_grid (guint n_plots, guint n_firms)
{
  g_autoptr (GRand)  rand = g_rand_new_with_seed (n_plots);
  YunFeatureBuilder *builder = yun_feature_builder_new ();
  double             step = 0.37 / MAX (1, ceil (sqrt (n_plots)));

  fixture_add_plots (builder, n_plots, 121.03, 30.88, step / 1.25);
  for (guint i = 0; i < n_firms; i++)
    {
      g_autoptr (YunGeom) shape = yun_geom_new_point (g_rand_double_range (rand, 121.03, 121.40),
                                                      g_rand_double_range (rand, 30.88, 31.15));
      YunFeature          values = {
                 .id = i + 1, .entity = FIRM, .status = -1, .segments = 1 << (i % 4), .zone = -1
      };

      yun_feature_builder_add (builder, &values, "示例企业", shape);
    }

  return yun_feature_builder_end (builder);
}
