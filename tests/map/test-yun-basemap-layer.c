/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-map-view.h"

#include "map-fixture.h"
#include "tile-server.h"

typedef struct
{
  TileServer  server;
  GtkWidget  *window;
  YunMapView *view;
} Fixture;

static void
iterate_until_complete (Fixture *f)
{
  while (!yun_map_view_is_complete (f->view))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFeatureIndex) index = fixture_new_index ();

  tile_server_start (&f->server, 0);
  f->window = gtk_window_new ();
  f->view = YUN_MAP_VIEW (yun_map_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->view));
  gtk_window_present (GTK_WINDOW (f->window));
  yun_map_view_update_features (f->view, index, NULL, NULL);
  iterate_until_complete (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  tile_server_clear (&f->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_basemap (Fixture *f, const char *what)
{
  g_autofree char          *address = tile_server_dup_address (&f->server, what);
  g_autoptr (YunTileSource) source = yun_tile_source_new_xyz (address, "© Licence", NULL);

  yun_map_view_set_basemap (f->view, source, 1);
}

static void
painted_cb (GdkFrameClock *clock, guint *n)
{
  ++*n;
}

/* What is drawn now, not what was in the last frame. */
static void
wait_for_frame (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->view));
  guint          n = 0;
  gulong         handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &n);

  while (n < 2)
    {
      gtk_widget_queue_draw (GTK_WIDGET (f->view));
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

/* How many pixels of the map have the tiles' colour, of a hundred. */
static double
get_share (Fixture *f)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  int                      w = gtk_widget_get_width (GTK_WIDGET (f->view));
  int                      h = gtk_widget_get_height (GTK_WIDGET (f->view));
  GtkSnapshot             *snapshot = gtk_snapshot_new ();
  GskRenderNode           *node;
  g_autoptr (GdkTexture)   texture = NULL;
  g_autofree guint32      *pixels = g_new (guint32, w * h);
  guint                    n = 0;

  wait_for_frame (f);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (f->view));
  gdk_paintable_snapshot (paintable, snapshot, w, h);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (f->view))), node,
    &GRAPHENE_RECT_INIT (0, 0, w, h));
  gsk_render_node_unref (node);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) w * 4);
  for (int i = 0; i < w * h; i++)
    n += pixels[i] == TILE_RED;
  return 100.0 * n / (w * h);
}

/* Whoever sets nothing asks nobody. */
static void
test_none (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (f->server.n, ==, 0);
  g_assert_cmpfloat (get_share (f), ==, 0);
  yun_map_view_set_basemap (f->view, NULL, 1);
  iterate_until_complete (f);
  g_assert_cmpuint (f->server.n, ==, 0);
}

static void
test_good (Fixture *f, gconstpointer data)
{
  guint asked;

  set_basemap (f, "good");
  g_assert_false (yun_map_view_is_complete (f->view));
  iterate_until_complete (f);
  g_assert_null (yun_map_view_get_basemap_failure (f->view));
  g_assert_cmpfloat (get_share (f), >, 60);
  asked = f->server.n;
  g_assert_cmpuint (asked, >, 0);

  /* What is there is not asked for again; off is off. */
  yun_map_view_set_dark (f->view, TRUE);
  iterate_until_complete (f);
  g_assert_cmpuint (f->server.n, ==, asked);
  yun_map_view_set_dark (f->view, FALSE);
  yun_map_view_set_basemap (f->view, NULL, 1);
  iterate_until_complete (f);
  g_assert_cmpfloat (get_share (f), ==, 0);
  g_assert_cmpuint (f->server.n, ==, asked);
}

/* Whatever the server does, the registry is on the map, and the reason is said. */
static void
test_faults (Fixture *f, gconstpointer data)
{
  static const char *const faults[] = { "403", "404", "500", "cut", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i]);
      set_basemap (f, faults[i]);
      iterate_until_complete (f);
      g_assert_nonnull (yun_map_view_get_basemap_failure (f->view));
      g_assert_cmpfloat (get_share (f), ==, 0);
    }
  set_basemap (f, "good");
  iterate_until_complete (f);
  g_assert_null (yun_map_view_get_basemap_failure (f->view));
  g_assert_cmpfloat (get_share (f), >, 60);
}

/* The network comes back: asked again, the tiles are shown. */
static void
test_back (Fixture *f, gconstpointer data)
{
  tile_server_stop (&f->server);
  set_basemap (f, "good");
  iterate_until_complete (f);
  g_assert_nonnull (yun_map_view_get_basemap_failure (f->view));
  g_assert_cmpfloat (get_share (f), ==, 0);

  tile_server_start (&f->server, f->server.port);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "map.retry-basemap", NULL);
  while (yun_map_view_get_basemap_failure (f->view) != NULL)
    g_main_context_iteration (NULL, TRUE);
  iterate_until_complete (f);
  g_assert_cmpfloat (get_share (f), >, 60);
}

/* A server that is slow holds nothing up: the registry is drawn, and moving on forgets it. */
static void
test_slow (Fixture *f, gconstpointer data)
{
  set_basemap (f, "slow");
  while (f->server.n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (yun_map_view_is_complete (f->view));
  set_basemap (f, "good");
  iterate_until_complete (f);
  g_assert_cmpfloat (get_share (f), >, 60);
}

static void
test_zoom (Fixture *f, gconstpointer data)
{
  guint asked;

  set_basemap (f, "good");
  iterate_until_complete (f);
  asked = f->server.n;
  yun_map_view_zoom_by (f->view, 1);
  iterate_until_complete (f);
  g_assert_cmpuint (f->server.n, >, asked);
  g_assert_cmpfloat (get_share (f), >, 60);
}

int
main (int argc, char **argv)
{

  gtk_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/basemap/none", test_none);
  ADD ("/basemap/good", test_good);
  ADD ("/basemap/faults", test_faults);
  ADD ("/basemap/back", test_back);
  ADD ("/basemap/slow", test_slow);
  ADD ("/basemap/zoom", test_zoom);

  return g_test_run ();
}
