/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filter-oracle.h"
#include "filter-sample.h"
#include "jobs-test.h"

#include "yun-store-private.h"

#include <locale.h>
#include <string.h>

/*
 * data/filters.txt: filter texts with what they count, checked three ways: against the committed
 * numbers, against an oracle that shares nothing with the program, and SQL against the columns in
 * memory. The table covers every field, which is checked too.
 */

#define ALL YUN_ENTITY_ALL

typedef struct
{
  char      *folder;  /* (owned) */
  char      *path;    /* (owned) */
  YunStore  *sql;     /* (owned): asks the file */
  YunStore  *columns; /* (owned): asks what it keeps in memory */
  GPtrArray *cases;   /* (owned) (element-type Case) */
} Registry;

typedef struct
{
  guint line;
  guint counts[ORACLE_N_TABLES];
  char *text;       /* (owned): the filter */
  char *expression; /* (owned): the same for the oracle */
} Case;

static void
case_free (Case *self)
{
  g_free (self->text);
  g_free (self->expression);
  g_free (self);
}

/* "zone town park plot firm facility | filter | expression" */
static Case *
read_case (const char *line, guint number)
{
  g_auto (GStrv) parts = g_strsplit (line, " | ", 3);
  g_auto (GStrv) counts = NULL;
  Case          *self = g_new0 (Case, 1);
  guint          n = 0;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  counts = g_strsplit (parts[0], " ", -1);
  for (char **count = counts; *count != NULL; count++)
    if (**count != '\0')
      {
        g_assert_cmpuint (n, <, ORACLE_N_TABLES);
        self->counts[n++] = (guint) g_ascii_strtoull (*count, NULL, 10);
      }
  g_assert_cmpuint (n, ==, ORACLE_N_TABLES);
  self->line = number;
  self->text = g_strdup (g_strstrip (parts[1]));
  self->expression = g_strdup (g_strstrip (parts[2]));
  return self;
}

static GPtrArray *
read_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "jobs", "data", "filters.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv)     lines = NULL;
  GPtrArray         *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) case_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#')
      g_ptr_array_add (cases, read_case (lines[i], i + 1));
  return cases;
}

static YunStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  YunStore          *store = yun_store_open_sync (path, YUN_STORE_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static YunFilter *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  YunFilter         *filter = yun_filter_parse (text, NULL, &error);

  if (filter == NULL)
    g_error ("“%s”: %s", text, error->message);
  return filter;
}

static char *
print_counts (const guint *counts)
{
  GString *out = g_string_new (NULL);

  for (guint e = 0; e < ORACLE_N_TABLES; e++)
    g_string_append_printf (out, "%s%3u", e > 0 ? " " : "", counts[e]);
  return g_string_free (out, FALSE);
}

/* What @store counts; ids are as many. */
static void
count (YunStore *store, YunFilter *filter, guint *counts)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (YunAnswer) answer = yun_store_ask_sync (store, filter, ALL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint e = 0; e < ORACLE_N_TABLES; e++)
    {
      counts[e] = (guint) answer->totals[e].count;
      g_assert_cmpuint (answer->ids[e]->len, ==, counts[e]);
    }
}

static gboolean
agree (const Case *self, const char *who, const guint *counts)
{
  g_autofree char *text = NULL;

  if (memcmp (self->counts, counts, sizeof self->counts) == 0)
    return TRUE;
  text = print_counts (counts);
  g_test_message ("line %u: “%s”: %s counts %s", self->line, self->text, who, text);
  return FALSE;
}

static gboolean
check_oracle (Registry *self)
{
  g_autoptr (FilterOracle) oracle = filter_oracle_new (self->path);
  gboolean                 good = TRUE;

  for (guint i = 0; i < self->cases->len; i++)
    {
      Case *one = g_ptr_array_index (self->cases, i);
      guint counts[ORACLE_N_TABLES];

      filter_oracle_count (oracle, one->expression, counts);
      good = agree (one, "the oracle", counts) && good;
    }
  return good;
}

/* The same counts from SQL, from memory, and from the canonical text. */
static gboolean
check_program (Registry *self)
{
  gboolean good = TRUE;

  for (guint i = 0; i < self->cases->len; i++)
    {
      Case                 *one = g_ptr_array_index (self->cases, i);
      g_autoptr (YunFilter) filter = parse (one->text);
      g_autofree char      *printed = yun_filter_print (filter);
      g_autoptr (YunFilter) again = parse (printed);
      guint                 counts[ORACLE_N_TABLES];

      count (self->sql, filter, counts);
      good = agree (one, "SQL", counts) && good;
      count (self->columns, filter, counts);
      good = agree (one, "the program’s memory", counts) && good;
      count (self->columns, again, counts);
      good = agree (one, printed, counts) && good;
    }
  return good;
}

/* ---- That nothing is left out ---------------------------------------------------------- */

static void
note_fields (const YunFilter *filter, const YunEntity *entity, GHashTable *covered)
{
  for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
    {
      const YunClause *clause = yun_filter_get_clause (filter, i);

      if (clause->field != NULL && yun_entity_get_field (entity, clause->field) != NULL)
        g_hash_table_add (covered, g_strdup_printf ("%s %s", entity->id, clause->field));
    }
}

/* Every field of every entity that the sample has is asked for by a case that finds some of its
 * records. */
static gboolean
check_fields (Registry *self)
{
  g_autoptr (GHashTable)  covered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                   n = ORACLE_N_TABLES;
  const YunEntity *const *entities = yun_entity_list (NULL);
  gboolean                good = TRUE;

  for (guint i = 0; i < self->cases->len; i++)
    {
      Case                 *one = g_ptr_array_index (self->cases, i);
      g_autoptr (YunFilter) filter = parse (one->text);

      for (guint e = 0; e < n; e++)
        if (one->counts[e] > 0)
          note_fields (filter, entities[e], covered);
    }
  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);

      g_assert_cmpstr (entities[e]->id, ==, filter_oracle_tables[e]);
      for (guint f = 0; fields[f] != NULL; f++)
        {
          g_autofree char *key = g_strdup_printf ("%s %s", entities[e]->id, fields[f]->id);

          if (g_hash_table_contains (covered, key))
            continue;
          g_test_message ("no case finds a %s by “%s”", entities[e]->id, fields[f]->id);
          good = FALSE;
        }
    }
  return good;
}

static void
test_all (void)
{
  g_autoptr (GError) error = NULL;
  gboolean           good;
  Registry           self = { .folder = make_test_folder (), .cases = read_cases () };

  g_assert_cmpuint (self.cases->len, >=, 150);
  self.path = g_build_filename (self.folder, "sample.sqlite", NULL);
  filter_sample_make (self.path);
  good = check_oracle (&self);
  self.sql = open_store (self.path);
  self.columns = open_store (self.path);
  g_assert_true (yun_store_keep_columns_sync (self.columns, &error));
  g_assert_no_error (error);
  good = check_program (&self) && good;
  good = check_fields (&self) && good;
  yun_store_close (self.columns);
  yun_store_close (self.sql);
  g_object_unref (self.columns);
  g_object_unref (self.sql);
  g_ptr_array_unref (self.cases);
  remove_test_folder (self.folder);
  g_free (self.path);
  g_free (self.folder);
  g_assert_true (good);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-table/all", test_all);
  return g_test_run ();
}
