/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-jobs"

#include "config.h"

#include "yun-render-job.h"

#include "yun-feature-loader.h"
#include "yun-store-history.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define POINT_ROOM 0.02 /* degrees around a place that is a point */

YunRenderOptions *
yun_render_options_new (void)
{
  YunRenderOptions *self = g_new0 (YunRenderOptions, 1);

  self->filter = yun_filter_new (NULL);
  self->extent = YUN_RECT_EMPTY;
  self->width_mm = 420;
  self->height_mm = 297;
  self->dpi = 300;
  self->parts = YUN_PAGE_ALL;
  self->maker = g_strdup (yun_change_get_person ());
  return self;
}

YunRenderOptions *
yun_render_options_copy (const YunRenderOptions *self)
{
  YunRenderOptions *copy = g_memdup2 (self, sizeof *self);

  yun_filter_ref (copy->filter);
  if (copy->index != NULL)
    yun_feature_index_ref (copy->index);
  if (copy->shown != NULL)
    yun_feature_set_ref (copy->shown);
  if (copy->streets != NULL)
    yun_street_map_ref (copy->streets);
  copy->place = g_strdup (self->place);
  copy->select = g_strdup (self->select);
  copy->title = g_strdup (self->title);
  copy->maker = g_strdup (self->maker);
  copy->path = g_strdup (self->path);
  return copy;
}

void
yun_render_options_free (YunRenderOptions *self)
{
  g_clear_pointer (&self->filter, yun_filter_unref);
  g_clear_pointer (&self->index, yun_feature_index_unref);
  g_clear_pointer (&self->shown, yun_feature_set_unref);
  g_clear_pointer (&self->streets, yun_street_map_unref);
  g_free (self->place);
  g_free (self->select);
  g_free (self->title);
  g_free (self->maker);
  g_free (self->path);
  g_free (self);
}

gboolean
yun_render_format_find (const char *path, YunRenderFormat *format)
{
  static const char *const ends[] = { ".png", ".svg", ".pdf" };
  g_autofree char         *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (lower, ends[i]) && strlen (lower) > 4 &&
        lower[strlen (lower) - 5] != G_DIR_SEPARATOR)
      {
        *format = (YunRenderFormat) i;
        return TRUE;
      }
  return FALSE;
}

char *
yun_render_dup_title (YunFilter *filter)
{
  const YunEntity *entity = yun_filter_get_entity (filter);

  if (entity != NULL)
    /* Translators: title of a map; %s is "Plots", "Firms" … */
    return g_strdup_printf (_ ("%s of Songjiang's Satellite Internet Chain"),
                            yun_entity_get_label (entity));
  return g_strdup (_ ("Songjiang's Satellite Internet Chain"));
}

/* ---- What is shown -------------------------------------------------------- */

static YunFeatureSet *
ask_shown (YunStore        *store,
           YunFilter       *filter,
           YunFeatureIndex *index,
           GCancellable    *cancellable,
           GError         **error)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);
  g_autoptr (YunAnswer)   answer = NULL;
  YunEntityBits           mask = 0;

  for (guint i = 0; entities[i] != NULL; i++)
    mask |= yun_entity_get_bit (entities[i]);
  answer = yun_store_ask_sync (store, filter, mask, NULL, cancellable, error);
  return answer != NULL ? yun_feature_set_new (index, answer->ids, answer->n_entities) : NULL;
}

/* How many records that @filter shows have no place to be drawn at. */
static gboolean
count_unplaced (
  YunStore *store, YunFilter *filter, guint *n, GCancellable *cancellable, GError **error)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);

  *n = 0;
  for (guint i = 0; entities[i] != NULL; i++)
    {
      YunTotals totals = { 0 };

      if (!yun_filter_may_match (filter, entities[i]))
        continue;
      if (!yun_store_totals_sync (store, entities[i], filter, &totals, cancellable, error))
        return FALSE;
      *n += (guint) totals.without_place;
    }
  return TRUE;
}

/* (transfer full) (nullable): the first record of any kind that is called @word. */
static YunRecord *
find_place (YunStore *store, const char *word, GError **error)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YunRecord) record = NULL;
      g_autoptr (GError)    failure = NULL;

      record = yun_store_find_sync (store, entities[i], word, &failure);
      if (record != NULL && yun_record_get_shape (record) != NULL)
        return g_steal_pointer (&record);
      if (failure != NULL && !g_error_matches (failure, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
               _ ("There is no place “%s” on the map."), word);
  return NULL;
}

static YunRect
with_room (const YunRect *box)
{
  YunRect room = *box;

  if (room.x1 - room.x0 < POINT_ROOM / 4 && room.y1 - room.y0 < POINT_ROOM / 4)
    return yun_rect_grow (&room, POINT_ROOM, POINT_ROOM);
  return room;
}

static YunRect
get_district (void)
{
  g_autoptr (YunBaseMap) base = yun_base_map_get_default ();
  YunVertex              min, max;
  YunPoint               nw, se;

  yun_base_map_get_box (base, &min, &max);
  nw = yun_vertex_to_lonlat (min);
  se = yun_vertex_to_lonlat (max);
  return (YunRect){ nw.x, se.y, se.x, nw.y };
}

/* The number of what "firm 格思航天" names, or -1 with @error. */
static int
find_selected (YunStore *store, const char *select, YunFeatureIndex *index, GError **error)
{
  const char           *space = strchr (select, ' ');
  g_autofree char      *word = g_strndup (select, space != NULL ? (gsize) (space - select) : 0);
  const YunEntity      *entity = yun_entity_find (word);
  g_autoptr (YunRecord) record = NULL;
  int                   number;

  if (entity == NULL)
    {
      g_set_error_literal (error, YUN_FILTER_ERROR, YUN_FILTER_ERROR_SYNTAX,
                           _ ("What to mark is an entity and a name: “firm 格思航天”."));
      return -1;
    }
  record = yun_store_find_sync (store, entity, space + 1, error);
  if (record == NULL)
    return -1;
  number =
    yun_feature_index_find (index, yun_entity_get_index (entity), yun_record_get_id (record));
  if (number < 0)
    g_set_error (error, YUN_STORE_ERROR, YUN_STORE_ERROR_NOT_FOUND,
                 _ ("There is no place “%s” on the map."), space + 1);
  return number;
}

static gboolean
find_extent (YunStore               *store,
             const YunRenderOptions *options,
             YunFeatureIndex        *index,
             YunFeatureSet          *shown,
             int                     marked,
             YunRect                *extent,
             GError                **error)
{
  *extent = options->extent;
  if (yun_rect_is_empty (extent) && options->place != NULL)
    {
      g_autoptr (YunRecord) record = find_place (store, options->place, error);

      if (record == NULL)
        return FALSE;
      *extent = with_room (yun_geom_get_box (yun_record_get_shape (record)));
    }
  if (yun_rect_is_empty (extent) && marked >= 0)
    {
      const YunFeature *f = yun_feature_index_get (index, (guint) marked);
      YunPoint          nw = yun_vertex_to_lonlat (f->min), se = yun_vertex_to_lonlat (f->max);
      YunRect           box = { nw.x, se.y, se.x, nw.y };

      *extent = with_room (&box);
    }
  if (yun_rect_is_empty (extent) && yun_filter_get_n_clauses (options->filter) > 0)
    {
      YunRect box = yun_feature_set_get_box (shown, index);

      if (!yun_rect_is_empty (&box))
        *extent = with_room (&box);
    }
  if (yun_rect_is_empty (extent))
    *extent = get_district ();
  return TRUE;
}

/* ---- Notes ---------------------------------------------------------------- */

/* (transfer full) (nullable): the newest source date of what is shown; NULL: none, or no answer. */
static char *
find_source_date (YunStore *store, YunFilter *filter, GCancellable *cancellable)
{
  const YunEntity *const *entities = yun_entity_list_in (YUN_ORDER_MAP, NULL);
  char                   *newest = NULL;

  for (guint i = 0; entities[i] != NULL; i++)
    {
      const YunField       *field = yun_entity_get_field (entities[i], "source-date");
      g_autoptr (GArray)    ids = NULL;
      g_autoptr (GPtrArray) records = NULL;
      const char           *date;

      if (field == NULL || !yun_filter_may_match (filter, entities[i]))
        continue;
      ids = yun_store_list_ids_sync (store, entities[i], filter, field, TRUE, cancellable, NULL);
      if (ids == NULL || ids->len == 0)
        continue;
      records = yun_store_load_sync (store, entities[i], (const gint64 *) (gpointer) ids->data, 1,
                                     FALSE, cancellable, NULL);
      if (records == NULL || records->len == 0 || records->pdata[0] == NULL)
        continue;
      date = yun_record_get_text (records->pdata[0], field);
      if (date != NULL && g_strcmp0 (date, newest) > 0)
        {
          g_free (newest);
          newest = g_strdup (date);
        }
    }
  return newest;
}

static void
add_note (GPtrArray *notes, char *text)
{
  g_ptr_array_add (notes, text);
}

/* (transfer full): lines below the map. */
static char **
make_notes (YunStore *store, const YunRenderOptions *options, GCancellable *cancellable)
{
  GPtrArray            *notes = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char      *name = g_filename_display_basename (yun_store_get_path (store));
  g_autofree char      *source_date = find_source_date (store, options->filter, cancellable);
  g_autoptr (GPtrArray) changes =
    yun_store_list_changes_sync (store, &(YunChangeQuery){ .limit = 1 }, NULL);

  if (yun_store_is_sample (store))
    add_note (notes, g_strdup (_ ("Training sample: all records are invented.")));
  if (changes != NULL && changes->len > 0)
    {
      const YunChange *change = changes->pdata[0];
      g_autofree char *day = g_strndup (change->at, strlen ("2026-11-22"));

      add_note (notes, g_strdup_printf (_ ("Data: %s, last changed %s"), name, day));
    }
  else
    add_note (notes, g_strdup_printf (_ ("Data: %s"), name));
  if (source_date != NULL)
    add_note (notes, g_strdup_printf (_ ("Newest source: %s"), source_date));
  add_note (notes, g_strdup (_ ("Base map © OpenStreetMap contributors, ODbL")));
  if (options->streets != NULL)
    {
      g_autoptr (GDateTime) made =
        g_date_time_new_from_unix_local (yun_street_map_get_made (options->streets));
      g_autofree char *read_on =
        made != NULL ? g_date_time_format (made, "%Y-%m-%d") : g_strdup ("?");

      add_note (notes, g_strdup_printf (_ ("Streets: © OpenStreetMap contributors, ODbL; “%s”, "
                                           "read on %s"),
                                        yun_street_map_get_source (options->streets), read_on));
    }
  add_note (notes,
            g_strdup (_ ("Coordinates: CGCS2000; web Mercator, true to scale at the middle")));
  if (options->maker != NULL && options->maker[0] != '\0')
    add_note (notes, g_strdup_printf (_ ("Made by: %s"), options->maker));
  add_note (notes, g_strdup_printf (_ ("Made on: %s"), today));
  g_ptr_array_add (notes, NULL);
  return (char **) g_ptr_array_free (notes, FALSE);
}

/* ---- The sheet ------------------------------------------------------------ */

static gboolean
set_size (const YunRenderOptions *options, YunPageSetup *setup, GError **error)
{
  double dots;

  if (options->width_mm > 0)
    yun_page_setup_set_paper (setup, options->width_mm, options->height_mm, options->dpi);
  else
    yun_page_setup_set_picture (setup, options->width, options->height, options->dpi / 96);
  dots = MAX (setup->width, setup->height) * setup->device_scale;
  if (options->format != YUN_RENDER_PNG || dots <= YUN_RENDER_MOST_DOTS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("The picture would be %.0f × %.0f dots; a side can have %d at most."),
               setup->width * setup->device_scale, setup->height * setup->device_scale,
               YUN_RENDER_MOST_DOTS);
  return FALSE;
}

YunPage *
yun_render_make_page_sync (YunStore               *store,
                           const YunRenderOptions *options,
                           GCancellable           *cancellable,
                           GError                **error)
{
  g_autoptr (YunFeatureIndex) index = NULL;
  g_autoptr (YunFeatureSet)   shown = NULL;
  g_autoptr (YunBaseMap)      base = NULL;
  g_autoptr (YunShading)      shading = NULL;
  g_autoptr (YunScene)        scene = NULL;
  g_autofree char            *title = NULL;
  g_autofree char            *subtitle = NULL;
  g_auto (GStrv)              notes = NULL;
  YunPageSetup                setup = { .parts = options->parts };
  YunRect                     extent;
  YunPage                    *page;
  int                         marked = -1;

  if (!set_size (options, &setup, error))
    return NULL;
  index = options->index != NULL ? yun_feature_index_ref (options->index)
                                 : yun_feature_loader_load_sync (store, cancellable, error);
  if (index == NULL)
    return NULL;
  shown = options->index != NULL && options->shown != NULL
            ? yun_feature_set_ref (options->shown)
            : ask_shown (store, options->filter, index, cancellable, error);
  if (shown == NULL)
    return NULL;
  if (options->select != NULL)
    {
      marked = find_selected (store, options->select, index, error);
      if (marked < 0)
        return NULL;
    }
  if (!find_extent (store, options, index, shown, marked, &extent, error) ||
      !count_unplaced (store, options->filter, &setup.unplaced, cancellable, error))
    return NULL;

  base = yun_base_map_new (options->streets);
  if (yun_shading_is_needed (options->fill_by))
    shading =
      yun_shading_new (options->fill_by, index, shown, NULL, NULL, yun_shading_get_today ());
  scene = yun_scene_new_shaded (index, shown, base,
                                yun_style_get (options->scheme, options->fill_by), shading);
  title =
    options->title != NULL ? g_strdup (options->title) : yun_render_dup_title (options->filter);
  subtitle = yun_filter_describe (options->filter);
  notes = make_notes (store, options, cancellable);
  setup.title = title;
  setup.subtitle = subtitle;
  setup.notes = (const char *const *) notes;
  page = yun_page_new (scene, &setup, &extent, options->denominator, options->rounded, marked,
                       cancellable);
  if (page == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return page;
}
