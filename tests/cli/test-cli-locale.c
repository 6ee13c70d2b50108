/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-journey.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* The program in Chinese, and in a locale whose encoding is not UTF-8. */

#define LOCALE "zh_CN.GB18030"

typedef struct
{
  int         status;
  GByteArray *out; /* (owned) */
  GByteArray *err; /* (owned) */
} Said;

static void
said_clear (Said *self)
{
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_clear_pointer (&self->err, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

/* (transfer full) (nullable): a folder with a GB18030 locale; NULL where none can be made. */
static char *
make_locale (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "cli", "locales", NULL);
  g_autofree char *path = g_build_filename (folder, LOCALE, NULL);
  char            *arguments[] = { (char *) "localedef",
                                   (char *) "-i",
                                   (char *) "zh_CN",
                                   (char *) "-f",
                                   (char *) "GB18030",
                                   path,
                                   NULL };
  int              status = 0;

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR) &&
      (!g_spawn_sync (NULL, arguments, NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, NULL, NULL, &status, NULL) ||
       !g_file_test (path, G_FILE_TEST_IS_DIR)))
    {
      g_test_skip ("no localedef, or no sources of locales");
      return NULL;
    }
  return g_steal_pointer (&folder);
}

static char *
to_gb18030 (const char *text)
{
  char *bytes = g_convert (text, -1, "GB18030", "UTF-8", NULL, NULL, NULL);

  g_assert_nonnull (bytes);
  return bytes;
}

/* (transfer full) */
static char *
from_gb18030 (const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  char *text = g_convert (bytes->len > 0 ? (const char *) bytes->data : "", bytes->len, "UTF-8",
                          "GB18030", NULL, NULL, &error);

  g_assert_no_error (error);
  return text;
}

static GByteArray *
take_bytes (GBytes *bytes)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_bytes_unref (bytes);
  return array;
}

/* Runs @line in Chinese; in the encoding of the locale in @locpath (nullable), else in UTF-8. */
static void
say (Journey *self, const char *locpath, const char *line, Said *said)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char   *full = g_strdup_printf ("'%s' %s", g_getenv ("YUN_CLI"), line);
  g_auto (GStrv)     arguments = NULL;
  g_autoptr (GError) error = NULL;
  GBytes            *out = NULL, *err = NULL;

  said_clear (said);
  g_assert_true (g_shell_parse_argv (full, NULL, &arguments, &error));
  for (guint i = 1; locpath != NULL && arguments[i] != NULL; i++)
    {
      char *bytes = to_gb18030 (arguments[i]);

      g_free (arguments[i]);
      arguments[i] = bytes;
    }
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "zh_CN", TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", locpath != NULL ? LOCALE : "C.UTF-8", TRUE);
  if (locpath != NULL)
    g_subprocess_launcher_setenv (launcher, "LOCPATH", locpath, TRUE);
  {
    g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);

    g_assert_no_error (error);
    g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
    g_assert_no_error (error);
    g_assert_true (g_subprocess_get_if_exited (process));
    said->status = g_subprocess_get_exit_status (process);
  }
  said->out = take_bytes (out);
  said->err = take_bytes (err);
}

static void
assert_same (const GByteArray *bytes, const GByteArray *utf8)
{
  g_autofree char *text = from_gb18030 (bytes);

  g_assert_cmpmem (text, strlen (text), utf8->data, utf8->len);
}

/* What is asked for and what is answered are the same in both encodings, errors and long outputs
 * among them. */
static void
test_encoding (Journey *self, gconstpointer data)
{
  static const char *const lines[] = {
    "--help",
    "list --help",
    "info r.sqlite",
    "list 企业 r.sqlite",
    "list 地块 '街镇:佘山镇 面积:>20亩' r.sqlite",
    "show 企业 格思航天 r.sqlite",
    "count 地块 --by 片区 r.sqlite",
    "history --values --limit 2 r.sqlite",
    "explain 企业 '名称:航天' r.sqlite",
    "list 地块 状态:错 r.sqlite",
    "list 企业 '镇:不存在的镇' --sort 无此字段 r.sqlite",
    "show 企业 火星公司 r.sqlite",
    "list 东西 r.sqlite",
    "无此命令",
    "info 没有.sqlite",
  };
  g_autofree char *locpath = make_locale ();

  if (locpath == NULL)
    return;
  journey_succeed (self, "init r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Said) utf8 = { 0 }, other = { 0 };

      g_test_message ("%s", lines[i]);
      say (self, NULL, lines[i], &utf8);
      say (self, locpath, lines[i], &other);
      g_assert_cmpint (other.status, ==, utf8.status);
      g_assert_cmpuint (utf8.out->len + utf8.err->len, >, 0);
      assert_same (other.out, utf8.out);
      assert_same (other.err, utf8.err);
    }
}

/* What other programs read is UTF-8 everywhere, and so are files and their names. */
static void
test_for_programs (Journey *self, gconstpointer data)
{
  static const char *const lines[] = {
    "list 企业 --json r.sqlite",
    "list 企业 --csv --limit 3 r.sqlite",
    "show 企业 格思航天 --json r.sqlite",
    "count 地块 --by 片区 --json r.sqlite",
    "history --json r.sqlite",
    "view export 全区 r.sqlite",
  };
  g_autofree char *locpath = make_locale ();
  g_autofree char *svg = g_build_filename (self->folder, "图.svg", NULL);
  g_autofree char *text = NULL;
  g_auto (Said)    said = { 0 };

  if (locpath == NULL)
    return;
  journey_succeed (self, "init r.sqlite");
  say (self, locpath, "view save 全区 地块 r.sqlite", &said);
  g_assert_cmpint (said.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Said) utf8 = { 0 }, other = { 0 };

      g_test_message ("%s", lines[i]);
      say (self, NULL, lines[i], &utf8);
      say (self, locpath, lines[i], &other);
      g_assert_cmpint (other.status, ==, 0);
      g_assert_cmpmem (other.out->data, other.out->len, utf8.out->data, utf8.out->len);
    }

  say (self, locpath, "render -o 图.svg --in 北带 --title 布局图 r.sqlite", &said);
  g_assert_cmpint (said.status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<title>布局图</title>"));
}

/* A file of a name that is no UTF-8 is found by it, and told by it. */
static void
test_file_names (Journey *self, gconstpointer data)
{
  g_autofree char *locpath = make_locale ();
  g_autofree char *name = to_gb18030 ("旧名.sqlite");
  g_autofree char *from = g_build_filename (self->folder, "r.sqlite", NULL);
  g_autofree char *to = g_build_filename (self->folder, name, NULL);
  g_autofree char *told = NULL;
  g_auto (Said)    said = { 0 };

  if (locpath == NULL)
    return;
  journey_succeed (self, "init r.sqlite");
  g_assert_cmpint (g_rename (from, to), ==, 0);
  say (self, locpath, "info 旧名.sqlite", &said);
  g_assert_cmpint (said.status, ==, 0);
  told = from_gb18030 (said.out);
  g_assert_nonnull (strstr (told, "旧名.sqlite"));
}

/* (transfer full): the words of @bytes that are in Latin letters, but what is typed. */
static char *
find_latin (const GByteArray *bytes)
{
  g_autofree char       *text = g_strndup ((const char *) bytes->data, bytes->len);
  g_autoptr (GRegex)     words = g_regex_new ("[A-Za-z]{3,}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GString               *found = g_string_new (NULL);

  for (g_regex_match (words, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      static const char *const typed[] = {
        "yunjian", "cli", "sqlite", "GBK", "UTF", "view", "list"
      };
      g_autofree char *word = g_match_info_fetch (match, 0);
      gboolean         is_typed = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
        is_typed |= strcmp (typed[i], word) == 0;
      if (!is_typed)
        g_string_append_printf (found, "%s ", word);
    }
  return g_string_free (found, FALSE);
}

/* Neither what is counted nor what goes wrong is told by the words of the program's own tables. */
static void
test_chinese (Journey *self, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *words; /* of what is said */
  } cases[] = {
    { "list 地块 设施 r.sqlite", "条件要的是设施，命令要的是地块" },
    { "list 地块 facilities r.sqlite", "条件要的是设施，命令要的是地块" },
    { "list 东西 r.sqlite", "园区" },
    { "count r.sqlite", "地块" },
    { "count 地块 --by 状态 r.sqlite", "未知" },
    { "count 企业 --by 环段 r.sqlite", "未知" },
    { "info r.sqlite", "片区" },
    { "export 企业 --encoding GBK --to x.shp r.sqlite", "丢字" },
  };

  journey_succeed (self, "init r.sqlite");
  journey_succeed (self, "add firms name=😀 r.sqlite");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Said)    said = { 0 };
      g_autofree char *latin = NULL;

      g_test_message ("%s", cases[i].line);
      say (self, NULL, cases[i].line, &said);
      g_byte_array_append (said.out, said.err->data, said.err->len);
      latin = find_latin (said.out);
      g_assert_cmpstr (latin, ==, "");
      g_assert_nonnull (
        g_strstr_len ((const char *) said.out->data, (gssize) said.out->len, cases[i].words));
    }
}

static void
add_tests (void)
{
  g_test_add ("/cli/locale/chinese", Journey, NULL, journey_set_up, test_chinese,
              journey_tear_down);
  g_test_add ("/cli/locale/encoding", Journey, NULL, journey_set_up, test_encoding,
              journey_tear_down);
  g_test_add ("/cli/locale/for-programs", Journey, NULL, journey_set_up, test_for_programs,
              journey_tear_down);
  g_test_add ("/cli/locale/file-names", Journey, NULL, journey_set_up, test_file_names,
              journey_tear_down);
}

int
main (int argc, char **argv)
{
  return journey_main (argc, argv, add_tests);
}
