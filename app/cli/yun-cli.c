/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-cli.h"

#include "yun-filter-complete.h"

#include "yun-charset-stream.h"
#include "yun-cli-output.h"
#include "yun-crs.h"
#include "yun-locale.h"
#include "yun-osm-file.h"
#include "yun-street.h"
#include "yun-unit.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Stands before an operand that begins with '-', so that it is not taken for an option. */
#define MARK '\x01'

/* "-zone:north", "-area<5mu", "-机加工": a negated clause, not an option. */
static gboolean
looks_like_clause (const char *argument)
{
  if (argument[0] != '-' || argument[1] == '-')
    return FALSE;
  for (const char *at = argument + 1; *at != '\0'; at++)
    if (strchr (":<>= ", *at) != NULL || (*at & 0x80) != 0)
      return TRUE;
  return FALSE;
}

/* (transfer full): @arguments with a mark before operands that look like options, and "--" gone. */
static char **
mark_operands (char **arguments)
{
  GPtrArray *marked = g_ptr_array_new ();
  gboolean   all = FALSE;

  for (guint i = 0; arguments[i] != NULL; i++)
    {
      if (!all && strcmp (arguments[i], "--") == 0)
        all = TRUE;
      else if (i > 0 && (all || looks_like_clause (arguments[i])))
        g_ptr_array_add (marked, g_strdup_printf ("%c%s", MARK, arguments[i]));
      else
        g_ptr_array_add (marked, g_strdup (arguments[i]));
    }
  g_ptr_array_add (marked, NULL);
  return (char **) g_ptr_array_free (marked, FALSE);
}

/* (transfer full) */
static GOptionContext *
make_context (const YunCliVerb *verb, const GOptionEntry *entries)
{
  /* GOption puts the program's name and "[OPTION…]" before it. */
  g_autofree char *usage = g_strdup_printf ("%s %s", verb->name, _ (verb->operands));
  GOptionContext  *context = g_option_context_new (usage);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, verb->summary);
  g_option_context_set_description (
    context,
    N_ (
      "FILE comes last. An operand that begins with “-” may follow “--”.\n"
      "Operands and what is printed are in the encoding of the locale; JSON and CSV are always in\n"
      "UTF-8.\n"
      "\n"
      "Exit codes: 0 done; 1 failed or stopped; 2 wrong usage or filter;\n"
      "3 not found, or several may be meant; 4 the file cannot be opened (missing, foreign,\n"
      "damaged, newer, not writable); 5 locked, or changed by someone else meanwhile;\n"
      "6 refused because text would be lost; 7 refused: a value that cannot be, or others "
      "depend on it;\n"
      "8 a check found something."));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

/* Whether JSON or CSV is asked for, which have one encoding everywhere. */
static gboolean
is_for_programs (char **arguments)
{
  for (guint i = 0; arguments[i] != NULL && strcmp (arguments[i], "--") != 0; i++)
    if (strcmp (arguments[i], "--json") == 0 || strcmp (arguments[i], "--csv") == 0)
      return TRUE;
  return FALSE;
}

char **
yun_cli_parse (const YunCliVerb   *verb,
               char              **arguments,
               const GOptionEntry *entries,
               YunExit            *status)
{
  g_autoptr (GOptionContext) context = make_context (verb, entries);
  g_autoptr (GError)         error = NULL;
  g_auto (GStrv)             operands = mark_operands (arguments);
  guint                      n;

  *status = YUN_EXIT_USAGE;
  if (!g_option_context_parse_strv (context, &operands, &error))
    {
      yun_cli_complain (verb, "%s", error->message);
      return NULL;
    }
  n = g_strv_length (operands) - 1; /* the first is the verb */
  if (n < verb->min || n > verb->max)
    {
      yun_cli_complain (verb, n < verb->min ? _ ("An operand is missing.")
                                            : _ ("There are too many operands."));
      return NULL;
    }
  g_free (operands[0]);
  memmove (operands, operands + 1, (n + 1) * sizeof *operands);
  for (guint i = 0; i < n; i++)
    if (operands[i][0] == MARK)
      memmove (operands[i], operands[i] + 1, strlen (operands[i]));
  if (is_for_programs (arguments))
    yun_charset_stdout_keep_utf8 ();
  *status = YUN_EXIT_OK;
  return g_steal_pointer (&operands);
}

static void
say (const char *format, va_list arguments)
{
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  g_autofree char *shown = yun_cli_dup_shown (message);

  g_printerr ("yunjian-cli: %s\n", shown);
}

void
yun_cli_warn (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  say (format, arguments);
  va_end (arguments);
}

YunExit
yun_cli_complain (const YunCliVerb *verb, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  say (format, arguments);
  va_end (arguments);
  g_printerr (_ ("Usage: yunjian-cli %s %s (see “yunjian-cli %s --help”)\n"), verb->name,
              _ (verb->operands), verb->name);
  return YUN_EXIT_USAGE;
}

static YunExit
get_exit (const GError *error)
{
  if (error->domain == YUN_STORE_ERROR)
    switch ((YunStoreError) error->code)
      {
      case YUN_STORE_ERROR_NOT_FOUND:
      case YUN_STORE_ERROR_SEVERAL:
        return YUN_EXIT_NOT_FOUND;
      case YUN_STORE_ERROR_FOREIGN:
      case YUN_STORE_ERROR_DAMAGED:
      case YUN_STORE_ERROR_NEWER:
      case YUN_STORE_ERROR_READ_ONLY:
        return YUN_EXIT_FILE;
      case YUN_STORE_ERROR_LOCKED:
      case YUN_STORE_ERROR_CONFLICT:
        return YUN_EXIT_LOCKED;
      case YUN_STORE_ERROR_CONSTRAINT:
        return YUN_EXIT_REFUSED;
      case YUN_STORE_ERROR_EXISTS:
      case YUN_STORE_ERROR_FULL:
      case YUN_STORE_ERROR_NOTHING:
      case YUN_STORE_ERROR_FAILED:
      default:
        return YUN_EXIT_FAILED;
      }
  if (error->domain == YUN_FILTER_ERROR ||
      g_error_matches (error, YUN_GEO_ERROR, YUN_GEO_ERROR_CRS))
    return YUN_EXIT_USAGE;
  if (g_error_matches (error, YUN_GEO_ERROR, YUN_GEO_ERROR_TEXT))
    return YUN_EXIT_TEXT;
  if (error->domain == YUN_MODEL_ERROR)
    switch ((YunModelError) error->code)
      {
      case YUN_MODEL_ERROR_VALUE:
        return YUN_EXIT_REFUSED;
      case YUN_MODEL_ERROR_NO_RECORD:
      case YUN_MODEL_ERROR_SEVERAL:
        return YUN_EXIT_NOT_FOUND;
      case YUN_MODEL_ERROR_FILE:
      default:
        return YUN_EXIT_FAILED;
      }
  if (error->domain == YUN_OSM_ERROR)
    return error->code == YUN_OSM_ERROR_ROOM ? YUN_EXIT_FAILED : YUN_EXIT_FILE;
  if (error->domain == YUN_STREET_ERROR)
    return error->code == YUN_STREET_ERROR_MISSING ? YUN_EXIT_NOT_FOUND
           : error->code == YUN_STREET_ERROR_WRITE ? YUN_EXIT_FAILED
                                                   : YUN_EXIT_FILE;
  return YUN_EXIT_FAILED;
}

YunExit
yun_cli_fail (const GError *error)
{
  yun_cli_warn ("%s", error->message);
  return get_exit (error);
}

/* Shown on a terminal: a large registry of an older version takes a minute. */
static void
upgraded_cb (double done, gpointer user_data)
{
  int      *shown = user_data;
  const int percent = (int) (done * 100);

  if (percent == *shown || !isatty (STDERR_FILENO))
    return;
  *shown = percent;
  g_printerr ("\r\033[K");
  g_printerr (_ ("Upgrading the registry to this version… %d %%"), percent);
}

static YunStore *
open_told (const char *path, YunStoreFlags flags, GError **error)
{
  int       shown = -1;
  YunStore *store = yun_store_open_told_sync (path, flags, upgraded_cb, &shown, NULL, error);

  if (shown >= 0)
    g_printerr ("\r\033[K");
  return store;
}

/* A verb that only reads takes in what other programs have written first, where that can be done;
 * elsewhere the store shows it as if it had been. */
static YunStore *
catch_up (YunStore *store, const char *path, YunStoreFlags flags)
{
  g_autoptr (YunStore) writable = NULL;
  YunStore            *again = NULL;

  if ((flags & YUN_STORE_READ_ONLY) == 0 || !yun_store_is_behind_sync (store))
    return store;
  yun_store_close (store);
  writable = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, NULL);
  if (writable != NULL)
    yun_store_close (writable);
  g_object_unref (store);
  again = yun_store_open_sync (path, flags, NULL, NULL);
  return again;
}

YunStore *
yun_cli_open (const char *path, YunStoreFlags flags, YunExit *status)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = open_told (path, flags, &error);

  if (store != NULL && (store = catch_up (store, path, flags)) == NULL)
    store = yun_store_open_sync (path, flags, NULL, &error);

  *status = YUN_EXIT_OK;
  if (store == NULL)
    {
      *status = yun_cli_fail (error);
      /* Here what was not found is the file. */
      if (*status == YUN_EXIT_NOT_FOUND)
        *status = YUN_EXIT_FILE;
    }
  return store;
}

gboolean
yun_cli_check_registry_name (const YunCliVerb *verb, const char *path)
{
  static const char *const suffixes[] = { ".sqlite", ".sqlite3", ".db" };
  g_autofree char         *base = g_path_get_basename (path);

  if (strchr (base, '.') == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (base, suffixes[i]))
      return TRUE;
  yun_cli_complain (verb, _ ("“%s” is no name for a registry: it must end in .sqlite or .db."),
                    base);
  return FALSE;
}

const YunEntity *
yun_cli_find_entity (const char *word, YunExit *status)
{
  const YunEntity        *entity = yun_entity_find (word);
  g_autoptr (GString)     names = NULL;
  const YunEntity *const *all;
  guint                   n;

  *status = YUN_EXIT_OK;
  if (entity != NULL)
    return entity;
  names = g_string_new (NULL);
  all = yun_entity_list (&n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _ (", ") : "", yun_entity_get_label (all[i]));
  yun_cli_warn (_ ("“%s” is no kind of record; there are: %s."), word, names->str);
  *status = YUN_EXIT_USAGE;
  return NULL;
}

const YunField *
yun_cli_find_field (const YunCliVerb *verb, const YunEntity *entity, const char *word)
{
  const YunField *field = entity != NULL ? yun_entity_get_field (entity, word) : NULL;

  if (field == NULL)
    yun_cli_complain (verb, _ ("“%s” is no field of %s."), word,
                      entity != NULL ? yun_entity_get_label (entity) : _ ("all records"));
  return field;
}

gboolean
yun_cli_parse_sort (
  const YunCliVerb *verb, const YunEntity *entity, char **words, YunSortKey *keys, guint *n)
{
  *n = 0;
  for (; words != NULL && *words != NULL; words++)
    {
      const char      *colon = strrchr (*words, ':');
      gboolean         descending = g_strcmp0 (colon, ":desc") == 0;
      gboolean         said = descending || g_strcmp0 (colon, ":asc") == 0;
      g_autofree char *word =
        said ? g_strndup (*words, (gsize) (colon - *words)) : g_strdup (*words);
      const YunField *field = yun_cli_find_field (verb, entity, word);

      if (field == NULL)
        return FALSE;
      if (*n == YUN_SORT_MAX_KEYS)
        {
          yun_cli_complain (verb, _ ("A list is sorted by at most %d fields."), YUN_SORT_MAX_KEYS);
          return FALSE;
        }
      keys[(*n)++] = (YunSortKey){ field, descending };
    }
  return TRUE;
}

/* Shows under @text where it stops making sense. */
static void
point_at (const char *text, guint position)
{
  const char      *at = g_utf8_offset_to_pointer (text, position);
  g_autofree char *part = g_strndup (text, (gsize) (at - text));
  g_autofree char *before = yun_cli_dup_shown (part);
  g_autofree char *shown = yun_cli_dup_shown (text);

  g_printerr ("  %s\n  %*s^\n", shown, (int) yun_cli_get_width (before), "");
}

/* A bare word is looked for as text: said where it is the name of a value too. */
static void
hint_meanings (YunFilter *filter, const YunEntity *entity)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause      *clause = yun_filter_get_clause (filter, i);
      g_autoptr (GPtrArray) meanings = NULL;
      g_autofree char      *list = NULL;

      if (clause->kind != YUN_CLAUSE_TEXT)
        continue;
      meanings =
        yun_filter_list_meanings (entity, clause->text, yun_locale_answers_chinese (clause->text));
      if (meanings->len == 0)
        continue;
      g_ptr_array_add (meanings, NULL);
      list = g_strjoinv (_ (", "), (char **) meanings->pdata);
      /* Translators: a word, then conditions: "role:chain-leader" */
      yun_cli_warn (_ ("“%s” is looked for as text. Did you mean: %s?"), clause->text, list);
    }
}

void
yun_cli_say_untold (gint64 n)
{
  g_autofree char *number = yun_number_format ((double) n, 0);

  if (n > 0)
    yun_cli_warn (ngettext ("Of %s more it cannot be told: only its town is known, or no place. "
                            "With “,?” behind the condition it is shown too.",
                            "Of %s more it cannot be told: only their town is known, or no place. "
                            "With “,?” behind the condition they are shown too.",
                            (gulong) n),
                  number);
}

gboolean
yun_cli_count_untold (YunStore *store, const YunEntity *entity, YunFilter *filter, GError **error)
{
  g_autoptr (YunFilter) wide = yun_filter_with_untold (filter);
  YunTotals             totals;

  /* It asks nothing of where records are. */
  if (wide == NULL)
    return TRUE;
  if (!yun_store_totals_sync (store, entity, filter, &totals, NULL, error))
    return FALSE;
  yun_cli_say_untold (totals.untold);
  return TRUE;
}

YunFilter *
yun_cli_parse_filter (const YunEntity *entity, const char *text, YunExit *status)
{
  g_autoptr (YunFilter) filter = NULL;
  g_autoptr (GError)    error = NULL;
  guint                 position = 0;

  *status = YUN_EXIT_OK;
  if (text == NULL)
    return yun_filter_new (entity);
  *status = YUN_EXIT_USAGE;
  if (!g_utf8_validate (text, -1, NULL))
    {
      yun_cli_warn (_ ("The filter is not UTF-8 text."));
      return NULL;
    }
  filter = yun_filter_parse (text, &position, &error);
  if (filter == NULL)
    {
      yun_cli_fail (error);
      if (position <= (guint) g_utf8_strlen (text, -1))
        point_at (text, position);
      return NULL;
    }
  if (entity != NULL && yun_filter_get_entity (filter) != NULL &&
      yun_filter_get_entity (filter) != entity)
    {
      yun_cli_warn (_ ("The filter asks for %s, the command for %s."),
                    yun_entity_get_label (yun_filter_get_entity (filter)),
                    yun_entity_get_label (entity));
      return NULL;
    }
  *status = YUN_EXIT_OK;
  hint_meanings (filter, entity != NULL ? entity : yun_filter_get_entity (filter));
  return entity != NULL ? yun_filter_with_entity (filter, entity) : g_steal_pointer (&filter);
}

gboolean
yun_cli_parse_numbers (const char *text, char separator, double *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char *end;

      numbers[i] = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (numbers[i]) || *end != (i + 1 < n ? separator : '\0'))
        return FALSE;
      text = end + 1;
    }
  return TRUE;
}

gboolean
yun_cli_parse_extent (const YunCliVerb *verb, const char *text, YunRect *extent)
{
  double n[4];

  if (!yun_cli_parse_numbers (text, ',', n, 4) || !(n[0] < n[2] && n[1] < n[3]) || n[0] < -180 ||
      n[2] > 180 || n[1] < -85 || n[3] > 85)
    {
      yun_cli_complain (
        verb, _ ("--extent takes west,south,east,north in degrees: 121.1,30.9,121.3,31.1."));
      return FALSE;
    }
  *extent = (YunRect){ n[0], n[1], n[2], n[3] };
  return TRUE;
}

/* What is shown of a running job on a terminal. */
typedef struct
{
  gint64   shown_at; /* monotonic, µs */
  gboolean shown;
} Progress;

static void
progress_reported_cb (
  YunJob *job, const char *step, guint64 done, guint64 total, gpointer user_data)
{
  Progress *progress = user_data;
  gint64    now = g_get_monotonic_time ();

  if (now - progress->shown_at < G_USEC_PER_SEC / 10)
    return;
  progress->shown_at = now;
  progress->shown = TRUE;
  if (total > 0)
    g_printerr ("\r\033[K%s %d %%", step, (int) (100.0 * (double) done / (double) total));
  else
    g_printerr ("\r\033[K%s", step);
}

static void
fill_signals (sigset_t *signals)
{
  sigemptyset (signals);
  sigaddset (signals, SIGINT);
  sigaddset (signals, SIGTERM);
  sigaddset (signals, SIGHUP);
}

/* Cancels at the first signal; a second one ends the program as usual. */
static gpointer
wait_for_signal (gpointer user_data)
{
  sigset_t signals;
  int      number;

  fill_signals (&signals);
  if (sigwait (&signals, &number) == 0)
    {
      g_cancellable_cancel (user_data);
      pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
    }
  g_object_unref (user_data);
  return NULL;
}

GCancellable *
yun_cli_catch_signals (void)
{
  GCancellable *cancellable = g_cancellable_new ();
  sigset_t      signals;

  /* Every thread made from here on inherits the mask, so the signal comes to the one that waits. */
  fill_signals (&signals);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("yun-signals", wait_for_signal, g_object_ref (cancellable)));
  return cancellable;
}

static void
signalled_cb (GCancellable *cancellable, YunJob *job)
{
  yun_job_cancel (job);
}

gpointer
yun_cli_run_job (YunJob *job, GError **error)
{
  Progress                 progress = { 0 };
  g_autoptr (GCancellable) cancellable = yun_cli_catch_signals ();
  gulong   handler = g_cancellable_connect (cancellable, G_CALLBACK (signalled_cb), job, NULL);
  gpointer result;

  if (isatty (STDERR_FILENO))
    yun_job_set_report_func (job, progress_reported_cb, &progress);
  result = yun_job_run_sync (job, error);
  g_cancellable_disconnect (cancellable, handler);
  if (progress.shown)
    g_printerr ("\r\033[K");
  return result;
}
