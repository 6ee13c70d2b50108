/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-map"

#include "config.h"

#include "yun-tile-loader.h"

#include "yun-canvas.h"
#include "yun-raster-file.h"
#include "yun-tile-disk.h"
#include "yun-tile-picture.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#define DISK_BYTES (256u * 1024 * 1024)
#define BODY_BYTES (4u * 1024 * 1024)
#define CHUNK_BYTES (64u * 1024)
#define CONNECTIONS 6
#define TIMEOUT_S 15
#define MAX_LAYERS 2
#define RETRIES 2
#define RETRY_MS 400 /* then four times as long */

/* What the thread owns; the loader only puts work into its queue. */
typedef struct
{
  GAsyncQueue   *queue;  /* (owned): of Work */
  YunTileSource *source; /* (owned) */
  char          *digest; /* (owned) */
  YunTileDisk   *disk;   /* (owned) (nullable) */
  YunRasterFile *file;   /* (owned) (nullable) */
  GError        *error;  /* (owned) (nullable): why the file does not open */
  GMutex         mutex;
  char          *attribution; /* (owned) (nullable): under the mutex */
} Worker;

struct _YunTileLoader
{
  GObject parent_instance;

  YunTileSource *source;  /* (owned) */
  Worker        *worker;  /* (owned): counted */
  SoupSession   *session; /* (owned) (nullable): made for the first request */
  guint          timeout;
};

typedef struct
{
  int          zoom, x, y;
  GBytes      *body[MAX_LAYERS]; /* (owned) (nullable): as fetched or kept */
  gboolean     fetched[MAX_LAYERS];
  gboolean     stale[MAX_LAYERS];
  gboolean     may_keep[MAX_LAYERS];
  guint        layer; /* being fetched */
  guint        tries;
  SoupMessage *message; /* (owned) (nullable) */
  GByteArray  *buffer;  /* (owned) (nullable) */
} Load;

typedef enum
{
  WORK_LOOK,   /* in the cache; then fetch or finish */
  WORK_DECODE, /* what was fetched */
  WORK_READ,   /* from the file */
  WORK_END,
} WorkKind;

typedef struct
{
  WorkKind kind;
  GTask   *task; /* (owned) (nullable) */
} Work;

G_DEFINE_FINAL_TYPE (YunTileLoader, yun_tile_loader, G_TYPE_OBJECT)
G_DEFINE_QUARK (yun_tile_loader_error_quark, yun_tile_loader_error)

static void fetch (GTask *task);

static void
load_free (gpointer data)
{
  Load *load = data;

  for (guint i = 0; i < MAX_LAYERS; i++)
    g_clear_pointer (&load->body[i], g_bytes_unref);
  g_clear_object (&load->message);
  g_clear_pointer (&load->buffer, g_byte_array_unref);
  g_free (load);
}

/* ---- The thread ----------------------------------------------------------- */

static void
worker_clear (gpointer data)
{
  Worker *self = data;

  g_async_queue_unref (self->queue);
  g_clear_pointer (&self->disk, yun_tile_disk_free);
  g_clear_pointer (&self->source, yun_tile_source_unref);
  g_clear_error (&self->error);
  g_free (self->digest);
  g_free (self->attribution);
  g_mutex_clear (&self->mutex);
}

static void
push_work (Worker *self, WorkKind kind, GTask *task)
{
  Work *work = g_new0 (Work, 1);

  work->kind = kind;
  work->task = task != NULL ? g_object_ref (task) : NULL;
  g_async_queue_push (self->queue, work);
}

static char *
dup_name (const Worker *self, const Load *load, guint layer)
{
  return g_strdup_printf ("%s/%u-%d-%d-%d", self->digest, layer, load->zoom, load->x, load->y);
}

/* The lowest picture must be there; the names above it need not. */
static void
decode (Worker *self, GTask *task)
{
  Load              *load = g_task_get_task_data (task);
  guint              n = yun_tile_source_get_n_layers (self->source);
  cairo_surface_t   *picture = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *layer;

      if (load->body[i] == NULL)
        continue;
      layer = yun_tile_picture_decode (load->body[i]);
      if (layer == NULL)
        {
          g_clear_pointer (&picture, cairo_surface_destroy);
          g_task_return_new_error (task, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_NO_PICTURE,
                                   "%s", _ ("what the server sends is no picture"));
          return;
        }
      if (self->disk != NULL && load->fetched[i] && load->may_keep[i])
        {
          g_autofree char *name = dup_name (self, load, i);

          yun_tile_disk_write (self->disk, name, load->body[i]);
        }
      picture = picture == NULL ? layer : yun_tile_picture_lay_over (picture, layer);
    }
  g_task_return_pointer (task, picture != NULL ? yun_canvas_new_texture (picture) : NULL,
                         g_object_unref);
}

static gboolean
fetch_cb (gpointer user_data)
{
  fetch (user_data);
  return G_SOURCE_REMOVE;
}

static void
look (Worker *self, GTask *task)
{
  Load    *load = g_task_get_task_data (task);
  guint    n = yun_tile_source_get_n_layers (self->source);
  gboolean enough = TRUE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (self, load, i);
      gboolean         fresh = FALSE;

      if (self->disk != NULL)
        load->body[i] = yun_tile_disk_read (self->disk, name, &fresh);
      load->stale[i] = load->body[i] != NULL && !fresh;
      enough = enough && fresh;
    }
  if (enough)
    decode (self, task);
  else
    g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, fetch_cb,
                                g_object_ref (task), g_object_unref);
}

static gboolean
open_file (Worker *self)
{
  if (self->file == NULL && self->error == NULL)
    {
      self->file = yun_raster_file_open (yun_tile_source_get_path (self->source), &self->error);
      if (self->file != NULL)
        {
          g_mutex_lock (&self->mutex);
          self->attribution = g_strdup (yun_raster_file_get_attribution (self->file));
          g_mutex_unlock (&self->mutex);
        }
    }
  return self->file != NULL;
}

static void
read_file (Worker *self, GTask *task)
{
  Load              *load = g_task_get_task_data (task);
  cairo_surface_t   *surface;
  gboolean           any = FALSE;
  gboolean           done = TRUE;
  g_autoptr (GError) error = NULL;

  if (!open_file (self))
    {
      g_task_return_new_error (task, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_FILE, "%s",
                               self->error->message);
      g_clear_error (&self->error); /* asked again, it is tried again */
      return;
    }
  surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, YUN_RASTER_FILE_TILE, YUN_RASTER_FILE_TILE);
  if (load->zoom >= yun_raster_file_get_min_zoom (self->file))
    done = yun_raster_file_read_tile (self->file, load->zoom, load->x, load->y,
                                      (guint32 *) (gpointer) cairo_image_surface_get_data (surface),
                                      &any, &error);
  cairo_surface_mark_dirty (surface);
  if (done && any)
    {
      g_task_return_pointer (task, yun_canvas_new_texture (surface), g_object_unref);
      return;
    }
  cairo_surface_destroy (surface);
  if (done)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_new_error (task, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_FILE, "%s",
                             error->message);
}

static gpointer
worker_thread (gpointer data)
{
  Worker  *self = data;
  gboolean going = TRUE;

  while (going)
    {
      Work *work = g_async_queue_pop (self->queue);

      if (work->kind == WORK_END)
        going = FALSE;
      else if (!g_task_return_error_if_cancelled (work->task))
        {
          if (work->kind == WORK_LOOK)
            look (self, work->task);
          else if (work->kind == WORK_DECODE)
            decode (self, work->task);
          else
            read_file (self, work->task);
        }
      g_clear_object (&work->task);
      g_free (work);
    }
  g_clear_pointer (&self->file, yun_raster_file_free);
  g_atomic_rc_box_release_full (self, worker_clear);
  return NULL;
}

static Worker *
worker_new (YunTileSource *source, const char *folder)
{
  Worker *self = g_atomic_rc_box_new0 (Worker);

  self->queue = g_async_queue_new ();
  self->source = yun_tile_source_ref (source);
  self->digest = yun_tile_source_dup_digest (source);
  self->disk = folder != NULL ? yun_tile_disk_new (folder, DISK_BYTES) : NULL;
  g_mutex_init (&self->mutex);
  g_thread_unref (g_thread_new ("yun-basemap", worker_thread, g_atomic_rc_box_acquire (self)));
  return self;
}

/* ---- The network ---------------------------------------------------------- */

/* What the network, or the status of an answer, means to the user. */
static GError *
error_from_soup (const GError *from)
{
  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (from);
  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_SILENT,
                                _ ("the server does not answer"));
  if (from->domain == G_TLS_ERROR)
    return g_error_new_literal (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_UNREACHABLE,
                                _ ("the connection to the server is not safe"));
  return g_error_new_literal (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_UNREACHABLE,
                              _ ("the server cannot be reached"));
}

static GError *
error_from_status (guint status, gboolean has_key)
{
  if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE ||
      status == SOUP_STATUS_NO_CONTENT)
    return g_error_new (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_MISSING,
                        _ ("the server has no tile at this address (%u)"), status);
  if (status >= 500)
    return g_error_new (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_SERVER,
                        _ ("the server has a fault (%u)"), status);
  if (has_key)
    return g_error_new (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_REFUSED,
                        _ ("the key is wrong or its quota is used up (%u)"), status);
  return g_error_new (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_REFUSED,
                      _ ("the server refuses (%u)"), status);
}

static SoupSession *
get_session (YunTileLoader *self)
{
  if (self->session == NULL)
    self->session = soup_session_new_with_options ("user-agent", "Yunjian/" YUN_VERSION " ",
                                                   "timeout", self->timeout, "idle-timeout", 60u,
                                                   "max-conns", CONNECTIONS, "max-conns-per-host",
                                                   CONNECTIONS, "accept-language-auto", TRUE, NULL);
  return self->session;
}

/* This layer is there, or has to do without: on with the next, or to the thread. */
static void
go_on (GTask *task)
{
  YunTileLoader *self = g_task_get_source_object (task);
  Load          *load = g_task_get_task_data (task);

  load->layer++;
  load->tries = 0;
  if (load->layer < yun_tile_source_get_n_layers (self->source))
    fetch (task);
  else
    push_work (self->worker, WORK_DECODE, task);
}

/* Swallows @error. An old tile is better than none; names may be missing. */
static void
give_up (GTask *task, GError *error)
{
  Load *load = g_task_get_task_data (task);

  g_debug ("Tile %d/%d/%d, layer %u: %s", load->zoom, load->x, load->y, load->layer,
           error->message);
  if (g_task_return_error_if_cancelled (task))
    g_error_free (error);
  else if (load->body[load->layer] != NULL ||
           (load->layer > 0 &&
            g_error_matches (error, YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_MISSING)))
    {
      g_error_free (error);
      go_on (task);
    }
  else
    g_task_return_error (task, error);
}

static void
ask_again (GTask *task)
{
  Load               *load = g_task_get_task_data (task);
  guint               wait = RETRY_MS << (2 * load->tries++);
  g_autoptr (GSource) source = g_timeout_source_new (wait);

  g_source_set_callback (source, fetch_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask)  task = user_data;
  Load              *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  const guint8 *data;
  gsize         n = 0;

  if (chunk == NULL)
    {
      give_up (task, error_from_soup (error));
      return;
    }
  data = g_bytes_get_data (chunk, &n);
  if (n > 0)
    g_byte_array_append (load->buffer, data, (guint) n);
  if (load->buffer->len > BODY_BYTES)
    give_up (task, g_error_new_literal (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_NO_PICTURE,
                                        _ ("what the server sends is too large for a tile")));
  else if (n > 0)
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), chunk_read_cb,
                                     g_object_ref (task));
  else
    {
      const char *control = soup_message_headers_get_list (
        soup_message_get_response_headers (load->message), "Cache-Control");

      g_clear_pointer (&load->body[load->layer], g_bytes_unref);
      load->body[load->layer] = g_byte_array_free_to_bytes (g_steal_pointer (&load->buffer));
      load->fetched[load->layer] = TRUE;
      load->may_keep[load->layer] = control == NULL || strstr (control, "no-store") == NULL;
      go_on (task);
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask)        task = user_data;
  YunTileLoader           *self = g_task_get_source_object (task);
  Load                    *load = g_task_get_task_data (task);
  g_autoptr (GError)       error = NULL;
  g_autoptr (GInputStream) stream =
    soup_session_send_finish (SOUP_SESSION (source), result, &error);
  guint status;

  if (stream == NULL)
    {
      give_up (task, error_from_soup (error));
      return;
    }
  status = soup_message_get_status (load->message);
  if (status >= 500 && load->tries < RETRIES)
    ask_again (task);
  else if (status != SOUP_STATUS_OK)
    give_up (task, error_from_status (status, yun_tile_source_get_kind (self->source) !=
                                                YUN_TILE_SOURCE_XYZ));
  else
    {
      g_clear_pointer (&load->buffer, g_byte_array_unref);
      load->buffer = g_byte_array_new ();
      g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), chunk_read_cb,
                                       g_object_ref (task));
    }
}

static void
fetch (GTask *task)
{
  YunTileLoader   *self = g_task_get_source_object (task);
  Load            *load = g_task_get_task_data (task);
  g_autofree char *url = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (load->body[load->layer] != NULL && !load->stale[load->layer])
    {
      go_on (task);
      return;
    }
  url = yun_tile_source_dup_url (self->source, load->layer, load->zoom, load->x, load->y);
  g_clear_object (&load->message);
  load->message = soup_message_new (SOUP_METHOD_GET, url);
  if (load->message == NULL)
    {
      give_up (task, g_error_new_literal (YUN_TILE_LOADER_ERROR, YUN_TILE_LOADER_ERROR_UNREACHABLE,
                                          _ ("the server cannot be reached")));
      return;
    }
  soup_session_send_async (get_session (self), load->message, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task), answered_cb, g_object_ref (task));
}

/* ---- Object --------------------------------------------------------------- */

static void
yun_tile_loader_dispose (GObject *object)
{
  YunTileLoader *self = YUN_TILE_LOADER (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  if (self->worker != NULL)
    {
      push_work (self->worker, WORK_END, NULL);
      g_atomic_rc_box_release_full (g_steal_pointer (&self->worker), worker_clear);
    }
  g_clear_pointer (&self->source, yun_tile_source_unref);
  G_OBJECT_CLASS (yun_tile_loader_parent_class)->dispose (object);
}

static void
yun_tile_loader_class_init (YunTileLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yun_tile_loader_dispose;
}

static void
yun_tile_loader_init (YunTileLoader *self)
{
  self->timeout = TIMEOUT_S;
}

YunTileLoader *
yun_tile_loader_new (YunTileSource *source, const char *folder)
{
  YunTileLoader *self = g_object_new (YUN_TYPE_TILE_LOADER, NULL);

  self->source = yun_tile_source_ref (source);
  self->worker = worker_new (source, folder);
  return self;
}

char *
yun_tile_loader_dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "yunjian", "tiles", NULL);
}

void
yun_tile_loader_set_timeout (YunTileLoader *self, guint seconds)
{
  g_return_if_fail (YUN_IS_TILE_LOADER (self));

  self->timeout = seconds;
}

void
yun_tile_loader_load_async (YunTileLoader      *self,
                            int                 zoom,
                            int                 x,
                            int                 y,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Load             *load;

  g_return_if_fail (YUN_IS_TILE_LOADER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yun_tile_loader_load_async);
  load = g_new0 (Load, 1);
  load->zoom = zoom;
  load->x = x;
  load->y = y;
  g_task_set_task_data (task, load, load_free);
  push_work (
    self->worker,
    yun_tile_source_get_kind (self->source) == YUN_TILE_SOURCE_FILE ? WORK_READ : WORK_LOOK, task);
}

GdkTexture *
yun_tile_loader_load_finish (YunTileLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
yun_tile_loader_dup_attribution (YunTileLoader *self)
{
  char *text;

  g_return_val_if_fail (YUN_IS_TILE_LOADER (self), NULL);

  g_mutex_lock (&self->worker->mutex);
  text = g_strdup (self->worker->attribution);
  g_mutex_unlock (&self->worker->mutex);
  return text;
}
