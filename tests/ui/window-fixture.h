/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-ui-test.h"
#include "yun-window-private.h"

/* A window on a starter registry of its own, complete when a test begins. */
typedef struct
{
  YunApplication *app;
  char           *folder;
  char           *path;
  YunStore       *store;
  YunWindow      *window;
  YunWorkspace   *workspace; /* (unowned) */
} Fixture;

static inline void
set_up (Fixture *f, gconstpointer data)
{
  f->app = YUN_APPLICATION (g_application_get_default ());
  f->folder = g_dir_make_tmp ("yunjian-XXXXXX", NULL);
  f->store = make_starter (f->folder, &f->path);
  f->window = yun_window_new (GTK_APPLICATION (f->app));
  yun_window_set_store (f->window, f->store);
  f->workspace = yun_window_get_workspace (f->window);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (yun_window_is_complete (f->window));
}

static inline void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  YunWindow *window = f->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  wait_until (window == NULL);
  yun_store_close (f->store);
  g_object_unref (f->store);
  remove_folder (f->folder);
  g_free (f->path);
  g_free (f->folder);
}
