/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-cli-saved-view.h"
#include "yun-render-job.h"

#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define LEAST_DPI 30.0
#define MOST_DPI 2400.0
#define LEAST_SIDE 32

/* The words as they were given. */
typedef struct
{
  char    *output;
  char    *filter;
  char    *view;
  char    *extent;
  char    *place;
  char    *select;
  char    *paper;
  char    *size;
  char    *title;
  char    *maker;
  char    *colour_by;
  double   dpi;
  double   scale;
  gboolean landscape;
  gboolean round_scale;
  gboolean dark;
  gboolean replace;
  gboolean no_streets;
  gboolean without[6]; /* by the bits of YunPageParts */
} Words;

static void
words_clear (Words *self)
{
  g_free (self->output);
  g_free (self->filter);
  g_free (self->view);
  g_free (self->extent);
  g_free (self->place);
  g_free (self->select);
  g_free (self->paper);
  g_free (self->size);
  g_free (self->title);
  g_free (self->maker);
  g_free (self->colour_by);
}

static gboolean
read_size (const YunCliVerb *verb, const Words *words, YunRenderOptions *options)
{
  double n[2];

  if (words->size != NULL && (words->paper != NULL || words->landscape || words->scale > 0))
    {
      yun_cli_complain (verb, _ ("--size is for a screen: without --paper, --landscape, --scale."));
      return FALSE;
    }
  if (words->size != NULL)
    {
      if (!yun_cli_parse_numbers (words->size, 'x', n, 2) || n[0] != floor (n[0]) ||
          n[1] != floor (n[1]) || n[0] < LEAST_SIDE || n[1] < LEAST_SIDE ||
          n[0] > YUN_RENDER_MOST_DOTS || n[1] > YUN_RENDER_MOST_DOTS)
        {
          yun_cli_complain (verb, _ ("--size takes dots, %d to %d a side: 1920x1080."), LEAST_SIDE,
                            YUN_RENDER_MOST_DOTS);
          return FALSE;
        }
      options->width_mm = options->height_mm = 0;
      options->width = n[0];
      options->height = n[1];
      options->dpi = 96;
    }
  else if (words->paper != NULL)
    {
      if (!yun_page_find_paper (words->paper, &options->width_mm, &options->height_mm))
        {
          yun_cli_complain (verb, _ ("“%s” is no paper; there are: A0, A1, A2, A3, A4."),
                            words->paper);
          return FALSE;
        }
      if (words->landscape)
        {
          double width = options->width_mm;

          options->width_mm = options->height_mm;
          options->height_mm = width;
        }
    }
  if (words->dpi != 0)
    options->dpi = words->dpi;
  if (!(options->dpi >= LEAST_DPI && options->dpi <= MOST_DPI))
    {
      yun_cli_complain (verb, _ ("--dpi takes %g to %g dots an inch."), LEAST_DPI, MOST_DPI);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_words (const YunCliVerb *verb, Words *words, YunRenderOptions *options)
{
  if (words->output == NULL || !yun_render_format_find (words->output, &options->format))
    {
      yun_cli_complain (verb, _ ("--output must name a file that ends in .png, .svg or .pdf."));
      return FALSE;
    }
  if ((words->extent != NULL) + (words->place != NULL) > 1)
    {
      yun_cli_complain (verb, _ ("--extent and --in cannot both say what to show."));
      return FALSE;
    }
  if (words->extent != NULL && !yun_cli_parse_extent (verb, words->extent, &options->extent))
    return FALSE;
  if (!read_size (verb, words, options))
    return FALSE;
  if (words->scale != 0 && !(words->scale >= 100 && words->scale <= 1e7))
    {
      yun_cli_complain (verb, _ ("--scale takes the number below the line: 25000 for 1:25 000."));
      return FALSE;
    }
  if (words->colour_by != NULL && !yun_fill_by_find (words->colour_by, &options->fill_by))
    {
      yun_cli_complain (verb, _ ("--colour-by takes: status, segment, far, tax, age."));
      return FALSE;
    }
  options->scheme = words->dark ? YUN_SCHEME_DARK : YUN_SCHEME_LIGHT;
  options->denominator = words->scale;
  options->rounded = words->round_scale;
  options->replace = words->replace;
  options->path = g_steal_pointer (&words->output);
  options->place = g_steal_pointer (&words->place);
  options->select = g_steal_pointer (&words->select);
  options->title = g_steal_pointer (&words->title);
  if (words->maker != NULL)
    {
      g_free (options->maker);
      options->maker = g_steal_pointer (&words->maker);
    }
  for (guint i = 0; i < G_N_ELEMENTS (words->without); i++)
    if (words->without[i])
      options->parts &= ~(1u << i);
  return TRUE;
}

/* What is said besides counts more than what the view says. */
static gboolean
use_view (YunStore *store, const Words *words, YunRenderOptions *options, YunExit *status)
{
  g_autoptr (YunViewState) view = yun_cli_load_view (store, words->view, status);
  YunFilter               *both;

  if (view == NULL)
    return FALSE;
  both = yun_filter_with_all (view->filter, options->filter);
  yun_filter_unref (options->filter);
  options->filter = both;
  if (words->extent == NULL && options->place == NULL)
    options->extent = view->extent;
  if (words->colour_by == NULL && view->colour_by != NULL)
    yun_fill_by_find (view->colour_by, &options->fill_by);
  if (options->title == NULL)
    options->title = g_strdup (view->name);
  return TRUE;
}

/* The user's street map, where there is one; the map is drawn without one that cannot be read. */
static void
use_streets (YunRenderOptions *options)
{
  g_autofree char   *path = yun_street_dup_path ();
  g_autoptr (GError) error = NULL;

  options->streets = yun_street_map_open (path, &error);
  if (error != NULL && !g_error_matches (error, YUN_STREET_ERROR, YUN_STREET_ERROR_MISSING))
    yun_cli_warn ("%s", error->message);
}

static YunExit
render (const YunCliVerb *verb, const char *path, Words *words)
{
  g_autoptr (YunRenderOptions) options = yun_render_options_new ();
  g_autoptr (YunStore)         store = NULL;
  g_autoptr (YunStreetMap)     streets = NULL;
  g_autoptr (YunJob)           job = NULL;
  g_autofree char             *written = NULL;
  g_autoptr (GError)           error = NULL;
  YunExit                      status;

  if (!read_words (verb, words, options))
    return YUN_EXIT_USAGE;
  yun_filter_unref (options->filter);
  options->filter = yun_cli_parse_filter (NULL, words->filter, &status);
  if (options->filter == NULL)
    return status;
  /* A file larger than may be is an error like others, not the end. */
  signal (SIGXFSZ, SIG_IGN);
  store = yun_cli_open (path, YUN_STORE_READ_ONLY, &status);
  if (store == NULL || (words->view != NULL && !use_view (store, words, options, &status)))
    return status;

  if (!words->no_streets)
    use_streets (options);
  if (options->streets != NULL)
    streets = yun_street_map_ref (options->streets);
  job = yun_render_job_new (store, g_steal_pointer (&options));
  written = yun_cli_run_job (job, &error);
  if (written == NULL)
    return yun_cli_fail (error);
  if (streets != NULL && yun_street_map_is_damaged (streets))
    yun_cli_warn (_ ("The street map is damaged: build it anew, or remove it."));
  puts (written);
  return YUN_EXIT_OK;
}

YunExit
yun_cli_run_render (const YunCliVerb *verb, char **arguments)
{
  Words              w = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &w.output, N_ ("The file to make: PDF, SVG or PNG"),
      N_ ("NAME.pdf") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &w.filter, N_ ("Show only what this filter shows"),
      N_ ("FILTER") },
    { "view", 0, 0, G_OPTION_ARG_STRING, &w.view, N_ ("As this saved view shows it"), N_ ("NAME") },
    { "in", 0, 0, G_OPTION_ARG_STRING, &w.place, N_ ("Show this town, zone, park or record"),
      N_ ("PLACE") },
    { "extent", 0, 0, G_OPTION_ARG_STRING, &w.extent, N_ ("Show this box, in degrees"),
      N_ ("W,S,E,N") },
    { "select", 0, 0, G_OPTION_ARG_STRING, &w.select, N_ ("Mark this record: “firm 格思航天”"),
      N_ ("RECORD") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &w.paper,
      N_ ("Paper, upright: A4, A3, A2, A1, A0 (without: A3 across)"), N_ ("NAME") },
    { "landscape", 0, 0, G_OPTION_ARG_NONE, &w.landscape, N_ ("Paper across"), NULL },
    { "size", 0, 0, G_OPTION_ARG_STRING, &w.size, N_ ("A picture of so many dots, for a screen"),
      "1920x1080" },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &w.dpi,
      N_ ("Dots an inch: of a PNG, and of images in PDF and SVG (300)"), "N" },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &w.scale, N_ ("Scale 1:N about the middle"), "N" },
    { "round-scale", 0, 0, G_OPTION_ARG_NONE, &w.round_scale,
      N_ ("The next round scale that shows it all"), NULL },
    { "title", 0, 0, G_OPTION_ARG_STRING, &w.title, N_ ("Title; “” for none"), N_ ("TEXT") },
    { "maker", 0, 0, G_OPTION_ARG_STRING, &w.maker,
      N_ ("Who made the map; “” for nobody (the name of who runs this)"), N_ ("TEXT") },
    { "colour-by", 0, 0, G_OPTION_ARG_STRING, &w.colour_by,
      N_ ("What gives plots and parks their colour: status, segment, far, tax, age"), N_ ("WHAT") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &w.dark, N_ ("Dark colours, for a screen"), NULL },
    { "no-streets", 0, 0, G_OPTION_ARG_NONE, &w.no_streets,
      N_ ("Without the street map that “basemap build” made"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &w.without[0], N_ ("Without legend"), NULL },
    { "no-scale", 0, 0, G_OPTION_ARG_NONE, &w.without[1], N_ ("Without scale"), NULL },
    { "no-north", 0, 0, G_OPTION_ARG_NONE, &w.without[2], N_ ("Without north arrow"), NULL },
    { "no-ticks", 0, 0, G_OPTION_ARG_NONE, &w.without[3], N_ ("Without degrees at the frame"),
      NULL },
    { "no-notes", 0, 0, G_OPTION_ARG_NONE, &w.without[4], N_ ("Without date and sources"), NULL },
    { "no-internal", 0, 0, G_OPTION_ARG_NONE, &w.without[5], N_ ("Without “Internal use”"), NULL },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &w.replace, N_ ("An existing file may be replaced"),
      NULL },
    { NULL },
  };
  YunExit        status;
  g_auto (GStrv) operands = yun_cli_parse (verb, arguments, entries, &status);

  if (operands != NULL)
    status = render (verb, operands[0], &w);
  words_clear (&w);
  return status;
}
