/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-charset-stream.h"
#include "yun-cli-output.h"
#include "yun-cli-saved-view.h"
#include "yun-output-file.h"
#include "yun-view-state.h"
#include "yun-view-words.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* ---- list ----------------------------------------------------------------------- */

/* How many records its list shows; -1: not known. */
static gint64
count_shown (YunStore *store, const YunViewState *state)
{
  const YunEntity *entity = yun_view_state_get_entity (state);
  YunTotals        totals;

  if (entity == NULL || !yun_store_totals_sync (store, entity, state->filter, &totals, NULL, NULL))
    return -1;
  return totals.count;
}

static void
append_json (GString *out, YunStore *store, const YunSavedView *view)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunViewState) state = yun_cli_parse_view (view, &error);

  g_string_append (out, "{\"name\":");
  yun_cli_append_string (out, view->name);
  if (state == NULL)
    {
      g_string_append (out, ",\"error\":");
      yun_cli_append_string (out, error->message);
    }
  else
    {
      const YunEntity *entity = yun_view_state_get_entity (state);
      gint64           count = count_shown (store, state);
      g_autofree char *filter = yun_filter_print (state->filter);

      g_string_append (out, ",\"entity\":");
      yun_cli_append_string (out, entity != NULL ? entity->id : NULL);
      g_string_append (out, ",\"filter\":");
      yun_cli_append_string (out, filter);
      if (count >= 0)
        g_string_append_printf (out, ",\"count\":%" G_GINT64_FORMAT, count);
      else
        g_string_append (out, ",\"count\":null");
      g_string_append (out, ",\"opened\":");
      yun_cli_append_string (out, state->opened);
    }
  g_string_append_c (out, '}');
}

static void
add_row (YunCliTable *table, YunStore *store, const YunSavedView *view)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (YunViewState) state = yun_cli_parse_view (view, &error);
  const YunEntity         *entity;
  g_autofree char         *count = NULL;
  g_autofree char         *filter = NULL;
  gint64                   n;

  if (state == NULL)
    {
      yun_cli_table_add (table, (const char *[]){ view->name, "", "", error->message });
      return;
    }
  entity = yun_view_state_get_entity (state);
  n = count_shown (store, state);
  count = n >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : g_strdup ("");
  filter = yun_filter_print (state->filter);
  yun_cli_table_add (table, (const char *[]){ view->name, count,
                                              entity != NULL ? yun_entity_get_label (entity) : "",
                                              filter });
}

static YunExit
list (YunStore *store, gboolean json)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, &error);
  g_autoptr (GString)   out = g_string_new ("[");
  YunCliTable          *table = NULL;

  if (views == NULL)
    return yun_cli_fail (error);
  if (!json)
    table = yun_cli_table_new (4, 1 << 1);
  for (guint i = 0; i < views->len; i++)
    if (json)
      {
        g_string_append (out, i > 0 ? ",\n" : "\n");
        append_json (out, store, g_ptr_array_index (views, i));
      }
    else
      add_row (table, store, g_ptr_array_index (views, i));
  g_clear_pointer (&table, yun_cli_table_end);
  if (json)
    {
      g_string_append (out, "\n]");
      puts (out->str);
    }
  return YUN_EXIT_OK;
}

/* ---- changes -------------------------------------------------------------------- */

static const char *const kind_ids[] = { "added", "removed", "edited", "changed" };

static const char *
get_kind_label (YunNewsKind kind)
{
  switch (kind)
    {
    case YUN_NEWS_ADDED:
      return _ ("new here");
    case YUN_NEWS_REMOVED:
      return _ ("no longer here");
    case YUN_NEWS_EDITED:
      return _ ("edited");
    case YUN_NEWS_CHANGED:
    default:
      return _ ("changed");
    }
}

static void
print_news_json (const YunViewNews *news)
{
  g_autoptr (GString) out = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (kind_ids); i++)
    g_string_append_printf (out, "\"%s\":%" G_GINT64_FORMAT ",", kind_ids[i], news->n[i]);
  g_string_append_printf (out, "\"changes\":%" G_GINT64_FORMAT ",\"too_many\":%s,\"records\":[",
                          news->n_changes, news->too_many ? "true" : "false");
  for (guint i = 0; i < news->rows->len; i++)
    {
      const YunNewsRow *row = g_ptr_array_index (news->rows, i);

      g_string_append_printf (
        out, "%s\n{\"what\":\"%s\",\"entity\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"name\":",
        i > 0 ? "," : "", kind_ids[row->kind], row->entity->id, row->id);
      yun_cli_append_string (out, row->name);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n]}");
  puts (out->str);
}

static YunExit
tell_changes (YunStore *store, const char *name, gboolean json)
{
  YunExit                  status = YUN_EXIT_OK;
  g_autoptr (YunSavedView) view = yun_cli_find_view (store, name, &status);
  g_autoptr (YunViewState) state = NULL;
  g_autoptr (YunViewNews)  news = NULL;
  g_autoptr (GError)       error = NULL;
  YunCliTable             *table;

  if (view == NULL)
    return status;
  state = yun_cli_parse_view (view, &error);
  if (state == NULL)
    return yun_cli_fail (error);
  if (view->opened_change == G_MININT64)
    {
      yun_cli_warn (_ ("The view “%s” has not been opened yet."), name);
      return YUN_EXIT_NOT_FOUND;
    }
  news = yun_store_view_news_sync (store, state->filter, view->opened_change, NULL, &error);
  if (news == NULL)
    return yun_cli_fail (error);
  if (json)
    {
      print_news_json (news);
      return YUN_EXIT_OK;
    }
  if (news->too_many)
    yun_cli_warn (_ ("Too many records were changed to look at each."));
  table = yun_cli_table_new (4, 1 << 2);
  for (guint i = 0; i < news->rows->len; i++)
    {
      const YunNewsRow *row = g_ptr_array_index (news->rows, i);
      g_autofree char  *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);

      yun_cli_table_add (table,
                         (const char *[]){ get_kind_label (row->kind),
                                           yun_entity_get_label (row->entity), id, row->name });
    }
  yun_cli_table_end (table);
  return YUN_EXIT_OK;
}

/* ---- save, remove, export, import -------------------------------------------------- */

/* What the options of "save" say; texts are owned. */
typedef struct
{
  char    *entity;
  char    *extent;
  char    *colour_by;
  char   **sort;
  char    *columns;
  char    *to;
  char    *name;
  gboolean descending;
  gboolean replace;
  gboolean json;
} Words;

static void
words_clear (Words *self)
{
  g_free (self->entity);
  g_free (self->extent);
  g_free (self->colour_by);
  g_strfreev (self->sort);
  g_free (self->columns);
  g_free (self->to);
  g_free (self->name);
}

/* Writes @state under its name; one of that name is replaced when that is allowed. */
static YunExit
write_view (YunStore *store, YunViewState *state, gboolean replace)
{
  g_autofree char         *name = g_strstrip (g_strdup (state->name));
  g_autofree char         *content = NULL;
  g_autoptr (YunSavedView) view = yun_saved_view_new (YUN_VIEW_VIEW, name, "");
  g_autoptr (YunSavedView) saved = NULL;
  g_autoptr (GPtrArray)    views = NULL;
  g_autoptr (GError)       error = NULL;

  g_clear_pointer (&state->name, g_free);
  content = yun_view_state_print_for_file (state);
  g_free (view->content);
  view->content = g_steal_pointer (&content);
  views = yun_store_list_views_sync (store, YUN_VIEW_VIEW, &error);
  if (views == NULL)
    return yun_cli_fail (error);
  for (guint i = 0; replace && i < views->len; i++)
    {
      const YunSavedView *old = g_ptr_array_index (views, i);

      if (strcmp (old->name, name) != 0)
        continue;
      view->uid = g_strdup (old->uid);
      view->created = g_strdup (old->created);
    }
  saved = yun_store_edit_view_sync (store, YUN_VIEW_SAVE, view, &error);
  return saved != NULL ? YUN_EXIT_OK : yun_cli_fail (error);
}

static gboolean
fill_state (const YunCliVerb *verb, const Words *words, YunViewState *state)
{
  const YunEntity *entity = yun_view_state_get_entity (state);
  g_auto (GStrv)   columns = NULL;
  YunSortKey       keys[YUN_SORT_MAX_KEYS];
  guint            n;

  if (!yun_cli_parse_sort (verb, entity, words->sort, keys, &n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    yun_view_state_add_sort (state, keys[i].field->id, keys[i].descending != words->descending);
  if (words->columns != NULL)
    columns = g_strsplit (words->columns, ",", -1);
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      const YunField *field = yun_cli_find_field (verb, entity, g_strstrip (columns[i]));

      if (field == NULL)
        return FALSE;
      yun_view_state_add_column (state, field->id, 0);
    }
  state->colour_by = g_strdup (words->colour_by);
  if (words->extent != NULL && !yun_cli_parse_extent (verb, words->extent, &state->extent))
    return FALSE;
  return TRUE;
}

static YunExit
save (const YunCliVerb *verb, char **operands, guint n, const Words *words)
{
  g_autoptr (YunViewState) state = yun_view_state_new ();
  g_autoptr (YunStore)     store = NULL;
  YunExit                  status = YUN_EXIT_OK;

  if (words->entity != NULL &&
      (state->entity = yun_cli_find_entity (words->entity, &status)) == NULL)
    return status;
  yun_filter_unref (state->filter);
  state->filter = yun_cli_parse_filter (NULL, n == 4 ? operands[2] : NULL, &status);
  if (state->filter == NULL)
    {
      state->filter = yun_filter_new (NULL);
      return status;
    }
  state->name = g_strdup (operands[1]);
  if (!fill_state (verb, words, state))
    return YUN_EXIT_USAGE;
  store = yun_cli_open (operands[n - 1], YUN_STORE_DEFAULT, &status);
  return store != NULL ? write_view (store, state, words->replace) : status;
}

static YunExit
remove_view (YunStore *store, const char *name)
{
  YunExit                  status = YUN_EXIT_OK;
  g_autoptr (YunSavedView) view = yun_cli_find_view (store, name, &status);
  g_autoptr (YunSavedView) removed = NULL;
  g_autoptr (GError)       error = NULL;

  if (view == NULL)
    return status;
  removed = yun_store_edit_view_sync (store, YUN_VIEW_REMOVE, view, &error);
  return removed != NULL ? YUN_EXIT_OK : yun_cli_fail (error);
}

static YunExit
export_view (const YunCliVerb *verb, YunStore *store, const char *name, const Words *words)
{
  static const char *const suffixes[] = { ".json", NULL };

  YunExit                  status = YUN_EXIT_OK;
  g_autoptr (YunViewState) state = yun_cli_load_view (store, name, &status);
  g_autofree char         *text = NULL;
  g_autoptr (GString)      line = NULL;
  g_autoptr (GError)       error = NULL;

  if (state == NULL)
    return status;
  text = yun_view_state_print_for_file (state);
  if (words->to == NULL)
    {
      yun_charset_stdout_keep_utf8 ();
      puts (text);
      return YUN_EXIT_OK;
    }
  line = g_string_new (text);
  g_string_append_c (line, '\n');
  if (!yun_output_file_write (words->to, suffixes, words->replace, line->str, &error))
    return yun_cli_fail (error);
  puts (words->to);
  return YUN_EXIT_OK;
}

/* (transfer full): what is in the file, no more than makes a view and a byte. */
static char *
read_some (const char *path, gsize *n, GError **error)
{
  g_autoptr (GFile)            file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, error);
  g_autofree char             *text = g_malloc (YUN_VIEW_STATE_MAX + 1);

  return in != NULL && g_input_stream_read_all (G_INPUT_STREAM (in), text, YUN_VIEW_STATE_MAX + 1,
                                                n, NULL, error)
           ? g_steal_pointer (&text)
           : NULL;
}

static YunExit
import_view (const char *from, const char *path, const Words *words)
{
  g_autofree char         *text = NULL;
  gsize                    n = 0;
  g_autoptr (YunViewState) state = NULL;
  g_autoptr (YunStore)     store = NULL;
  g_autoptr (GError)       error = NULL;
  YunExit                  status;

  text = read_some (from, &n, &error);
  if (text == NULL)
    return yun_cli_fail (error);
  state = yun_view_state_parse (text, (gssize) n, &error);
  if (state == NULL)
    {
      g_prefix_error (&error, "%s: ", from);
      return yun_cli_fail (error);
    }
  if (words->name != NULL)
    {
      g_free (state->name);
      state->name = g_strdup (words->name);
    }
  if (state->name == NULL)
    state->name = yun_view_state_propose_name (state->filter, yun_view_state_get_entity (state));
  if (state->moved)
    {
      g_autofree char *said = yun_view_words_describe (state->name);

      yun_cli_warn ("%s", said);
    }
  store = yun_cli_open (path, YUN_STORE_DEFAULT, &status);
  return store != NULL ? write_view (store, state, words->replace) : status;
}

/* ---- The verb ------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  guint       n; /* operands, FILE and itself counted */
  gboolean    writes;
} deeds[] = {
  { "list", 2, FALSE },  { "changes", 3, FALSE }, { "export", 3, FALSE },
  { "remove", 3, TRUE }, { "import", 3, TRUE },   { "save", 3, TRUE },
};

static YunExit
run_deed (const YunCliVerb *verb, char **operands, const Words *words)
{
  guint                n = g_strv_length (operands);
  const char          *deed = operands[0];
  guint                i = 0;
  g_autoptr (YunStore) store = NULL;
  YunExit              status;

  while (i < G_N_ELEMENTS (deeds) && strcmp (deeds[i].name, deed) != 0)
    i++;
  if (i == G_N_ELEMENTS (deeds))
    return yun_cli_complain (
      verb, _ ("“%s” is none of: list, save, remove, export, import, changes."), deed);
  if (strcmp (deed, "save") == 0 && (n == 3 || n == 4))
    return save (verb, operands, n, words);
  if (n != deeds[i].n)
    return yun_cli_complain (verb, n < deeds[i].n ? _ ("An operand is missing.")
                                                  : _ ("There are too many operands."));
  if (strcmp (deed, "import") == 0)
    return import_view (operands[1], operands[2], words);
  store = yun_cli_open (operands[n - 1], deeds[i].writes ? YUN_STORE_DEFAULT : YUN_STORE_READ_ONLY,
                        &status);
  if (store == NULL)
    return status;
  if (strcmp (deed, "list") == 0)
    return list (store, words->json);
  if (strcmp (deed, "changes") == 0)
    return tell_changes (store, operands[1], words->json);
  if (strcmp (deed, "remove") == 0)
    return remove_view (store, operands[1]);
  return export_view (verb, store, operands[1], words);
}

YunExit
yun_cli_run_view (const YunCliVerb *verb, char **arguments)
{
  Words              w = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &w.json, N_ ("list, changes: as JSON"), NULL },
    { "entity", 0, 0, G_OPTION_ARG_STRING, &w.entity, N_ ("save: what the list shows"),
      N_ ("ENTITY") },
    { "extent", 0, 0, G_OPTION_ARG_STRING, &w.extent, N_ ("save: what the map shows, in degrees"),
      N_ ("W,S,E,N") },
    { "colour-by", 0, 0, G_OPTION_ARG_STRING, &w.colour_by,
      N_ ("save: what gives plots and parks their colour"), N_ ("WHAT") },
    { "sort", 0, 0, G_OPTION_ARG_STRING_ARRAY, &w.sort,
      N_ ("save: sort by a field; may be repeated, the first counts most"), N_ ("FIELD[:desc]") },
    { "desc", 0, 0, G_OPTION_ARG_NONE, &w.descending,
      N_ ("Highest or last first; turns every --sort round"), NULL },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &w.columns, N_ ("save: the columns of the list"),
      N_ ("FIELD,FIELD…") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &w.to, N_ ("export: the file to make (else stdout)"),
      N_ ("NAME.json") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &w.name, N_ ("import: under another name"), N_ ("NAME") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &w.replace,
      N_ ("A view or file of this name may be replaced"), NULL },
    { NULL },
  };
  YunExit        status;
  g_auto (GStrv) operands = yun_cli_parse (verb, arguments, entries, &status);

  if (operands != NULL)
    status = run_deed (verb, operands, &w);
  words_clear (&w);
  return status;
}
