/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "cli-journey.h"

/* Maps drawn at a terminal. */

/* (transfer full): what a program that looks into files says of them. */
static char *
look (Journey *self, const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv)          words = NULL;
  g_autoptr (GError)      error = NULL;
  char                   *out = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &words, &error));
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return out;
}

static char *
read_file (Journey *self, const char *name, gsize *length)
{
  g_autofree char   *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char              *contents = NULL;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);
  return contents;
}

/* The files of the folder but the registry. */
static guint
count_files (Journey *self)
{
  GDir       *dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  guint       n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += !g_str_has_prefix (name, "r.sqlite");
  g_dir_close (dir);
  return n;
}

/* A map for a meeting: the texts can be found in it and the paper is the one asked for. */
static void
test_render (Journey *self, gconstpointer data)
{
  g_autofree char *svg = NULL;
  g_autofree char *png = NULL;
  gsize            length = 0;
  guint32          size[2];

  journey_succeed (self, "init r.sqlite");
  journey_succeed (
    self,
    "render -o m.pdf --paper A4 --landscape --in 九亭镇 --select 'firm 格思航天' --title 九亭布局图"
    " r.sqlite");
  g_assert_cmpstr (self->out, ==, "m.pdf\n");
  g_assert_cmpstr (self->err, ==, "");
  {
    g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");

    if (pdftotext != NULL)
      {
        g_autofree char *text = look (self, "pdftotext -raw m.pdf -");
        g_autofree char *info = look (self, "pdfinfo m.pdf");

        g_assert_nonnull (strstr (text, "九亭布局图"));
        g_assert_nonnull (strstr (text, "九亭镇"));
        g_assert_nonnull (strstr (text, "格思航天"));
        g_assert_nonnull (strstr (text, "Internal use"));
        g_assert_nonnull (strstr (text, "CGCS2000"));
        /* what is not on the sheet, who made it and when */
        g_assert_nonnull (strstr (text, "outside the frame"));
        g_assert_nonnull (strstr (text, "Made by:"));
        g_assert_nonnull (strstr (text, "Made on:"));
        /* each part of the legend under its name */
        g_assert_nonnull (strstr (text, "Segment of firms"));
        g_assert_nonnull (strstr (info, "841.89 x 595.276 pts (A4)"));
      }
    else
      g_test_message ("no pdftotext: the texts of the PDF are not looked at");
  }

  journey_succeed (
    self,
    "render -o m.svg --in 北带 --no-internal --no-legend --title '<甲&乙>' --maker '' r.sqlite");
  svg = read_file (self, "m.svg", NULL);
  g_assert_nonnull (strstr (svg, "<title>&lt;甲&amp;乙&gt;</title>"));
  g_assert_nonnull (strstr (svg, ">泗泾镇</tspan>"));
  g_assert_null (strstr (svg, "Internal use"));
  g_assert_null (strstr (svg, ">Legend<"));
  g_assert_null (strstr (svg, "Made by:"));
  {
    g_autofree char *xmllint = g_find_program_in_path ("xmllint");

    if (xmllint != NULL)
      g_free (look (self, "xmllint --noout m.svg"));
    else
      g_test_message ("no xmllint: the SVG is not parsed");
  }

  journey_succeed (
    self, "render -o m.png --size 641x480 --dark --filter 'plot status:reusable' r.sqlite");
  png = read_file (self, "m.png", &length);
  g_assert_cmpuint (length, >, 2000);
  g_assert_cmpmem (png, 8, "\x89PNG\r\n\x1a\n", 8);
  memcpy (size, png + 16, sizeof size);
  g_assert_cmpuint (GUINT32_FROM_BE (size[0]), ==, 641);
  g_assert_cmpuint (GUINT32_FROM_BE (size[1]), ==, 480);
}

static void
test_render_wrong (Journey *self, gconstpointer data)
{
  journey_succeed (self, "init r.sqlite");
  journey_fail (self, "render r.sqlite", 2, "--output");
  journey_fail (self, "render -o m.tiff r.sqlite", 2, ".pdf");
  journey_fail (self, "render -o m.png --paper B5 r.sqlite", 2, "A3");
  journey_fail (self, "render -o m.png --size 10x10 r.sqlite", 2, "--size");
  journey_fail (self, "render -o m.png --size 99999x500 r.sqlite", 2, "--size");
  journey_fail (self, "render -o m.png --size 500x400 --paper A4 r.sqlite", 2, "--size");
  journey_fail (self, "render -o m.png --dpi 5 r.sqlite", 2, "--dpi");
  journey_fail (self, "render -o m.png --scale 5 r.sqlite", 2, "--scale");
  journey_fail (self, "render -o m.png --extent 121,31,120,32 r.sqlite", 2, "--extent");
  journey_fail (self, "render -o m.png --extent 1,2,3 r.sqlite", 2, "--extent");
  journey_fail (self, "render -o m.png --extent 121,31,122,32 --in 九亭镇 r.sqlite", 2, "--in");
  journey_fail (self, "render -o m.png --colour-by mood r.sqlite", 2, "segment");
  journey_fail (self, "render -o m.png --filter 'mood:good' r.sqlite", 2, "mood");
  journey_fail (self, "render -o m.png --paper A0 --dpi 1200 r.sqlite", 1, "32767");
  journey_fail (self, "render -o m.png --in 火星 r.sqlite", 3, "火星");
  journey_fail (self, "render -o m.png --select 'firm 火星' r.sqlite", 3, "火星");
  journey_fail (self, "render -o none/m.png r.sqlite", 4, "none");
  journey_fail (self, "render -o m.png none.sqlite", 4, "none");
  g_assert_cmpuint (count_files (self), ==, 0);

  journey_succeed (self, "render -o m.png --size 320x200 r.sqlite");
  journey_fail (self, "render -o m.png --size 640x400 r.sqlite", 1, "exists already");
  journey_succeed (self, "render -o m.png --size 640x400 --replace r.sqlite");
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* A disk that takes only so much: an error, and nothing is left. */
static void
test_render_full_disk (Journey *self, gconstpointer data)
{
  static const char *const names[] = { "m.png", "m.pdf", "m.svg" };

  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf (
        "ulimit -f 96; exec \"$YUN_CLI\" render -o %s --size 1600x1200 r.sqlite", names[i]);
      char *arguments[] = { (char *) "/bin/sh", (char *) "-c", line, NULL };

      g_assert_cmpint (journey_run_with (self, NULL, arguments), ==, 1);
      g_assert_nonnull (strstr (self->err, "could not be written"));
      g_assert_nonnull (strstr (self->err, names[i]));
      g_assert_cmpuint (count_files (self), ==, 0);
    }
}

static void
add_tests (void)
{
#define ADD(name, func)                                                                            \
  g_test_add ("/cli-render/" name, Journey, NULL, journey_set_up, func, journey_tear_down)
  ADD ("files", test_render);
  ADD ("wrong", test_render_wrong);
  ADD ("full-disk", test_render_full_disk);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
