/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-columns.h"
#include "yun-firm.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

/* Columns in a pack whose sums are right and whose content is not: refused, or safe to ask. The
 * input says which bytes of which section to change, four bytes each time. */

#define N_ROWS 130

static const char *const sections[] = {
  "firm/head",      "firm/fields", "firm/heads", "firm/codes",  "firm/values", "firm/boxes",
  "firm/placeless", "firm/ids",    "firm/names", "firm/starts", "firm/words",
};

static const char *const texts[] = {
  "segment:satellite", "town:九亭镇", "staff:10..200",  "capital:>=50万元", "founded:2018..2020",
  "relation:?",        "卫星",        "address:天枢路", "grade:B",          "-niche:?",
};

static YunColumns *
make_columns (void)
{
  g_autoptr (YunColumnsBuilder) builder = yun_columns_builder_new (&yun_entity_firm);
  const YunField *const        *fields = yun_entity_get_fields (&yun_entity_firm, NULL);
  guint32                      *rows = g_new (guint32, N_ROWS);
  YunColumns                   *columns;

  for (guint row = 0; row < N_ROWS; row++)
    {
      YunRect          box = { 121 + row * 0.001, 31, 121.1 + row * 0.001, 31.1 };
      g_autofree char *search = g_strdup_printf ("\n企业%u 卫星\nqiye", row);

      yun_columns_builder_begin_row (builder, row * 3 + 1, row % 4 == 0 ? NULL : &box,
                                     row % 5 != 0);
      for (guint i = 0; fields[i] != NULL; i++)
        {
          g_autofree char *text = g_strdup_printf ("值%u", row % (i + 1));

          if (row % 7 == i % 7)
            continue;
          if (fields[i]->kind == YUN_KIND_INT || fields[i]->kind == YUN_KIND_REAL)
            yun_columns_builder_add_number (builder, i, row * (double) (i % 5));
          else
            yun_columns_builder_add_text (builder, i, text);
        }
      yun_columns_builder_add_search (builder, search);
      rows[row] = N_ROWS - 1 - row;
    }
  columns = yun_columns_builder_end (builder);
  yun_columns_take_order (columns, NULL, FALSE, rows, N_ROWS - 4);
  return columns;
}

/* All that follows an offset or a code. */
static void
ask (YunColumns *columns)
{
  const YunField *const *fields = yun_entity_get_fields (&yun_entity_firm, NULL);
  guint                  n = yun_columns_get_n_rows (columns);
  g_autofree guint64    *bits = yun_bits_new (n);
  g_autofree guint64    *all = yun_bits_new (n);
  g_autoptr (GArray)     by_name = NULL;

  yun_bits_fill (all, n);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (texts[i], NULL, NULL);

      if (filter != NULL && yun_filter_get_n_clauses (filter) > 0 &&
          yun_columns_match (columns, yun_filter_get_clause (filter, 0), bits))
        g_array_unref (yun_columns_list_ids (columns, bits));
    }
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
      g_autoptr (GArray) sorted = yun_columns_list_sorted (columns, fields[i], TRUE, all);
      double             sum;
      gint64             unknown = 0;

      yun_columns_sum (columns, fields[i], all, &sum, &unknown);
      yun_columns_list_numbers (columns, fields[i], all, numbers, &unknown);
    }
  by_name = yun_columns_list_sorted (columns, NULL, TRUE, all);
  for (guint row = 0; row < n; row++)
    {
      YunRect box;
      guint   found;

      yun_columns_get_box (columns, row, &box);
      yun_columns_find_row (columns, yun_columns_get_id (columns, row), &found);
    }
  g_assert_cmpuint (yun_columns_get_size (columns), >, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  g_autofree char          *path = NULL;
  g_autoptr (YunColumns)    columns = make_columns ();
  g_autoptr (YunColumns)    back = NULL;
  g_autoptr (YunPackWriter) writer = yun_pack_writer_new ("", 0);
  g_autoptr (YunPackWriter) wrong = yun_pack_writer_new ("", 0);
  g_autoptr (YunPack)       pack = NULL;
  int                       file = g_file_open_tmp ("yun-fuzz-columns-XXXXXX", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  close (file);
  g_assert_true (yun_columns_write (columns, writer));
  g_assert_true (yun_pack_writer_finish (writer, path, NULL));
  pack = yun_pack_open (path, "", 0, NULL);
  g_assert_nonnull (pack);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      gsize    length;
      guint8  *bytes = yun_pack_get (pack, sections[i], 1, &length);
      gboolean late = strcmp (sections[i], "firm/words") == 0;

      g_assert_nonnull (bytes);
      for (gsize at = 0; at + 4 <= n; at += 4)
        if (data[at] % G_N_ELEMENTS (sections) == i && length > 0)
          bytes[(data[at + 1] | data[at + 2] << 8) % length] = data[at + 3];
      yun_pack_writer_add (wrong, sections[i], bytes, length, 0);
      if (late)
        yun_pack_writer_set_late (wrong);
    }
  g_assert_true (yun_pack_writer_finish (wrong, path, NULL));
  g_clear_pointer (&pack, yun_pack_unref);
  pack = yun_pack_open (path, "", 0, NULL);
  back = yun_columns_read (&yun_entity_firm, pack);
  g_assert_true (back != NULL || n >= 4);
  if (back != NULL)
    ask (back);
  g_unlink (path);
  return 0;
}
