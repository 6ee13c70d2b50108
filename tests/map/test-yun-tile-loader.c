/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-canvas.h"
#include "yun-tile-disk.h"
#include "yun-tile-loader.h"
#include "yun-tile-picture.h"

#include "tile-server.h"

#include <glib/gstdio.h>
#include <utime.h>

typedef struct
{
  TileServer  server;
  char       *folder;
  gboolean    done;
  GdkTexture *texture;
  GError     *error;
} Fixture;

static GString *logged;

static GLogWriterOutput
log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  for (gsize i = 0; i < n; i++)
    if (fields[i].length < 0)
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);
  return g_log_writer_default (level, fields, n, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("yunjian-XXXXXX", NULL);
  tile_server_start (&f->server, 0);
}

static void
delete_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        delete_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  tile_server_clear (&f->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  delete_folder (f->folder);
  g_free (f->folder);
  g_clear_object (&f->texture);
  g_clear_error (&f->error);
}

static YunTileSource *
make_source (Fixture *f, const char *what)
{
  g_autofree char   *address = tile_server_dup_address (&f->server, what);
  g_autoptr (GError) error = NULL;
  YunTileSource     *source = yun_tile_source_new_xyz (address, "© test", &error);

  g_assert_no_error (error);
  return source;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->texture = yun_tile_loader_load_finish (YUN_TILE_LOADER (source), result, &f->error);
  f->done = TRUE;
}

static void
start (Fixture *f, YunTileLoader *loader, GCancellable *cancellable)
{
  f->done = FALSE;
  g_clear_object (&f->texture);
  g_clear_error (&f->error);
  yun_tile_loader_load_async (loader, 12, 3427, 1676, cancellable, loaded_cb, f);
}

static void
load (Fixture *f, YunTileLoader *loader)
{
  start (f, loader, NULL);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
load_from (Fixture *f, const char *what, gboolean keep)
{
  g_autoptr (YunTileSource) source = make_source (f, what);
  g_autoptr (YunTileLoader) loader = yun_tile_loader_new (source, keep ? f->folder : NULL);

  load (f, loader);
}

static void
assert_red (Fixture *f)
{
  guint32 *pixels = g_new (guint32, 256 * 256);

  g_assert_no_error (f->error);
  g_assert_nonnull (f->texture);
  g_assert_cmpint (gdk_texture_get_width (f->texture), ==, 256);
  gdk_texture_download (f->texture, (guchar *) pixels, 1024);
  g_assert_cmphex (pixels[100 * 256 + 7], ==, TILE_RED);
  g_free (pixels);
}

static void
test_good (Fixture *f, gconstpointer data)
{
  load_from (f, "good", FALSE);
  assert_red (f);
  g_assert_cmpuint (f->server.n, ==, 1);
}

/* What a server may do wrong, and what it is to the user. */
static void
test_faults (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char        *what;
    YunTileLoaderError code;
    guint              requests;
  } faults[] = {
    { "403", YUN_TILE_LOADER_ERROR_REFUSED, 1 },
    { "401", YUN_TILE_LOADER_ERROR_REFUSED, 1 },
    { "429", YUN_TILE_LOADER_ERROR_REFUSED, 1 },
    { "404", YUN_TILE_LOADER_ERROR_MISSING, 1 },
    { "500", YUN_TILE_LOADER_ERROR_SERVER, 3 },
    { "cut", YUN_TILE_LOADER_ERROR_NO_PICTURE, 1 },
    { "text", YUN_TILE_LOADER_ERROR_NO_PICTURE, 1 },
    { "empty", YUN_TILE_LOADER_ERROR_NO_PICTURE, 1 },
    { "huge", YUN_TILE_LOADER_ERROR_NO_PICTURE, 1 },
    { "long", YUN_TILE_LOADER_ERROR_NO_PICTURE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i].what);
      f->server.n = 0;
      load_from (f, faults[i].what, TRUE);
      g_assert_null (f->texture);
      g_assert_error (f->error, YUN_TILE_LOADER_ERROR, (int) faults[i].code);
      g_assert_null (strstr (f->error->message, "SECRET"));
      g_assert_cmpuint (f->server.n, ==, faults[i].requests);
    }
  g_assert_null (strstr (logged->str, "SECRET"));
}

static void
test_flaky (Fixture *f, gconstpointer data)
{
  f->server.flaky = 1;
  load_from (f, "flaky", FALSE);
  assert_red (f);
  g_assert_cmpuint (f->server.n, ==, 2);
}

static void
test_refused_connection (Fixture *f, gconstpointer data)
{
  tile_server_stop (&f->server);
  load_from (f, "good", FALSE);
  g_assert_error (f->error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_UNREACHABLE);
  tile_server_start (&f->server, f->server.port);
  load_from (f, "good", FALSE);
  assert_red (f);
}

/* A server that never answers: given up after its time, or at once when nobody wants it. */
static void
test_silent (Fixture *f, gconstpointer data)
{
  g_autoptr (YunTileSource) source = make_source (f, "slow");
  g_autoptr (YunTileLoader) loader = yun_tile_loader_new (source, NULL);
  g_autoptr (GCancellable)  cancellable = g_cancellable_new ();

  start (f, loader, cancellable);
  while (f->server.n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (f->done);
  g_cancellable_cancel (cancellable);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&loader);
  loader = yun_tile_loader_new (source, NULL);
  yun_tile_loader_set_timeout (loader, 1);
  load (f, loader);
  g_assert_error (f->error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_SILENT);
}

/* A tile that was fetched is not fetched again, and is there without a network; no key is kept. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (YunTileSource) source = make_source (f, "good");
  g_autofree char          *digest = yun_tile_source_dup_digest (source);
  g_autofree char          *path = g_build_filename (f->folder, digest, "0-12-3427-1676", NULL);
  struct utimbuf            old = { 1000000000, 1000000000 };

  load_from (f, "good", TRUE);
  load_from (f, "good", TRUE);
  assert_red (f);
  g_assert_cmpuint (f->server.n, ==, 1);

  /* Too old: asked for again, but better than nothing. */
  g_assert_cmpint (utime (path, &old), ==, 0);
  load_from (f, "good", TRUE);
  g_assert_cmpuint (f->server.n, ==, 2);
  g_assert_cmpint (utime (path, &old), ==, 0);
  tile_server_stop (&f->server);
  load_from (f, "good", TRUE);
  assert_red (f);
}

static void
test_disk_limit (Fixture *f, gconstpointer data)
{
  g_autoptr (YunTileDisk) disk = yun_tile_disk_new (f->folder, 10000);
  g_autofree char        *big = g_malloc0 (1000);
  g_autoptr (GBytes)      bytes = g_bytes_new (big, 1000);
  guint                   kept = 0;
  gboolean                fresh;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("a/%u", i);

      yun_tile_disk_write (disk, name, bytes);
    }
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char   *name = g_strdup_printf ("a/%u", i);
      g_autoptr (GBytes) found = yun_tile_disk_read (disk, name, &fresh);

      kept += found != NULL;
    }
  g_assert_cmpuint (kept, >=, 6);
  g_assert_cmpuint (kept, <=, 12);
}

/* Names lie over the map where they are. */
static void
test_layers (void)
{
  g_autoptr (GBytes) bottom = tile_server_make_png (TILE_RED, 256);
  g_autoptr (GBytes) top = tile_server_make_png (0xff0000ff, 512);
  cairo_surface_t   *picture =
    yun_tile_picture_lay_over (yun_tile_picture_decode (bottom), yun_tile_picture_decode (top));

  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 256);
  g_assert_cmphex (*(guint32 *) (gpointer) cairo_image_surface_get_data (picture), ==, 0xff0000ff);
  cairo_surface_destroy (picture);
}

static void
test_file (Fixture *f, gconstpointer data)
{
  g_autofree char          *path = g_build_filename (f->folder, "none.mbtiles", NULL);
  g_autoptr (YunTileSource) source = yun_tile_source_new_file (path, NULL, NULL);
  g_autoptr (YunTileLoader) loader = yun_tile_loader_new (source, NULL);

  load (f, loader);
  g_assert_error (f->error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_FILE);
  g_assert_nonnull (strstr (f->error->message, "none.mbtiles"));
  g_assert_cmpuint (f->server.n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  logged = g_string_new (NULL);
  g_log_set_writer_func (log_cb, NULL, NULL);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/tile-loader/good", test_good);
  ADD ("/tile-loader/faults", test_faults);
  ADD ("/tile-loader/flaky", test_flaky);
  ADD ("/tile-loader/refused-connection", test_refused_connection);
  ADD ("/tile-loader/silent", test_silent);
  ADD ("/tile-loader/kept", test_kept);
  ADD ("/tile-loader/disk-limit", test_disk_limit);
  ADD ("/tile-loader/file", test_file);
  g_test_add_func ("/tile-loader/layers", test_layers);

  return g_test_run ();
}
