/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-columns-load.h"

#include <string.h>

/*
 * The order of names: read from the file once, and after an edit mended, since a million names are
 * read in a second and a name finds its place among them in twenty looks.
 */

/* So many changed rows are looked up one by one. */
#define MAX_PATCH 1000

gboolean
yun_finder_load_names (YunDb *db, YunColumns *columns, GError **error)
{
  guint               n = yun_columns_get_n_rows (columns), at = 0, row;
  g_autofree guint64 *named = yun_bits_new (n);
  g_autofree guint32 *rows = g_new (guint32, n + 1);
  g_autofree char    *sql =
    g_strdup_printf ("SELECT id FROM %s WHERE name_key NOTNULL ORDER BY name_key, id",
                     yun_columns_get_entity (columns)->id);
  g_autoptr (YunStmt) stmt = yun_db_prepare (db, sql, error);
  guint               n_known;
  int                 rc;

  if (stmt == NULL)
    return FALSE;
  while ((rc = yun_stmt_step (stmt, error)) == 1)
    if (at < n && yun_columns_find_row (columns, yun_stmt_int (stmt, 0), &row))
      {
        rows[at++] = row;
        yun_bits_set (named, row);
      }
  if (rc < 0)
    return FALSE;
  n_known = at;
  for (row = 0; row < n; row++)
    if (!yun_bits_get (named, row))
      rows[at++] = row;
  yun_columns_take_order (columns, NULL, FALSE, g_steal_pointer (&rows), n_known);
  return TRUE;
}

/* ---- After an edit ------------------------------------------------------------------ */

/* A changed row that has a name. */
typedef struct
{
  char   *key; /* (owned) */
  gint64  id;
  guint32 row;
  guint   place; /* before how many of those that stay */
} Named;

static void
clear_named (gpointer data)
{
  g_free (((Named *) data)->key);
}

/* As SQL orders by name_key, id. */
static int
compare_named (gconstpointer a, gconstpointer b)
{
  const Named *x = a, *y = b;
  int          order = strcmp (x->key, y->key);

  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

/* (transfer full) (nullable): the key of a row; NULL too when it has none, or with an error. */
static char *
read_key (YunStmt *stmt, gint64 id, gboolean *ok, GError **error)
{
  char *key = NULL;
  int   rc;

  yun_stmt_bind_int (stmt, 1, id);
  rc = yun_stmt_step (stmt, error);
  if (rc == 1)
    key = g_strdup (yun_stmt_text (stmt, 0));
  yun_stmt_reset (stmt);
  *ok = rc >= 0;
  return key;
}

/* (transfer full): the changed rows with a name, in order. */
static GArray *
list_named (
  YunStmt *stmt, const YunColumns *columns, const gint64 *changed, guint n, GError **error)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (Named));
  gboolean           ok = TRUE;

  g_array_set_clear_func (named, clear_named);
  for (guint i = 0; i < n; i++)
    {
      Named one = { .id = changed[i] };

      if (!yun_columns_find_row (columns, changed[i], &one.row))
        continue;
      one.key = read_key (stmt, changed[i], &ok, error);
      if (!ok)
        return NULL;
      if (one.key != NULL)
        g_array_append_val (named, one);
    }
  g_array_sort (named, compare_named);
  return g_steal_pointer (&named);
}

/* Where each of @named stands among the @n_stay rows that stay. */
static gboolean
find_places (YunStmt          *stmt,
             const YunColumns *columns,
             const guint32    *stay,
             guint             n_stay,
             GArray           *named,
             GError          **error)
{
  guint low = 0;

  for (guint i = 0; i < named->len; i++)
    {
      Named *one = &g_array_index (named, Named, i);
      guint  high = n_stay;

      while (low < high)
        {
          guint            middle = low + (high - low) / 2;
          gboolean         ok;
          Named            other = { .id = yun_columns_get_id (columns, stay[middle]) };
          g_autofree char *key = other.key = read_key (stmt, other.id, &ok, error);

          if (!ok)
            return FALSE;
          if (key == NULL || compare_named (&other, one) > 0)
            high = middle;
          else
            low = middle + 1;
        }
      one->place = low;
    }
  return TRUE;
}

/* (transfer full): the named rows that the change left alone, as rows of @patched; @n (out). */
static guint32 *
list_stay (const YunColumns *old,
           const YunColumns *patched,
           const guint32    *order,
           guint             n_known,
           const gint64     *changed,
           guint             n_changed,
           guint            *n)
{
  guint n_old = yun_columns_get_n_rows (old), n_new = yun_columns_get_n_rows (patched);
  g_autofree guint32 *map = g_new (guint32, n_old + 1);
  guint32            *stay = g_new (guint32, n_known + 1);
  guint               at = 0, k = 0;

  for (guint row = 0; row < n_old; row++)
    {
      gint64 id = yun_columns_get_id (old, row);

      while (at < n_new && yun_columns_get_id (patched, at) < id)
        at++;
      while (k < n_changed && changed[k] < id)
        k++;
      map[row] = (k < n_changed && changed[k] == id) || at == n_new ? G_MAXUINT32 : at;
    }
  *n = 0;
  for (guint i = 0; i < n_known; i++)
    if (map[order[i]] != G_MAXUINT32)
      stay[(*n)++] = map[order[i]];
  return stay;
}

gboolean
yun_finder_patch_names (YunDb        *db,
                        YunColumns   *old,
                        YunColumns   *patched,
                        const gint64 *changed,
                        guint         n_changed,
                        GError      **error)
{
  guint               n_known, n_stay, at = 0, next = 0, n = yun_columns_get_n_rows (patched);
  const guint32      *order = yun_columns_get_order (old, NULL, FALSE, &n_known);
  g_autofree guint32 *stay = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree guint64 *placed = NULL;
  g_autofree char    *sql = NULL;
  g_autoptr (YunStmt) stmt = NULL;
  g_autoptr (GArray)  named = NULL;

  if (order == NULL || n_changed > MAX_PATCH)
    return yun_finder_load_names (db, patched, error);
  sql =
    g_strdup_printf ("SELECT name_key FROM %s WHERE id=?", yun_columns_get_entity (patched)->id);
  stmt = yun_db_prepare (db, sql, error);
  if (stmt == NULL || (named = list_named (stmt, patched, changed, n_changed, error)) == NULL)
    return FALSE;
  stay = list_stay (old, patched, order, n_known, changed, n_changed, &n_stay);
  if (!find_places (stmt, patched, stay, n_stay, named, error))
    return FALSE;

  rows = g_new (guint32, n + 1);
  placed = yun_bits_new (n);
  for (guint i = 0; i <= n_stay; i++)
    {
      for (; next < named->len && g_array_index (named, Named, next).place == i; next++)
        rows[at++] = g_array_index (named, Named, next).row;
      if (i < n_stay)
        rows[at++] = stay[i];
    }
  n_known = at;
  for (guint i = 0; i < n_known; i++)
    yun_bits_set (placed, rows[i]);
  for (guint row = 0; row < n; row++)
    if (!yun_bits_get (placed, row))
      rows[at++] = row;
  yun_columns_take_order (patched, NULL, FALSE, g_steal_pointer (&rows), n_known);
  return TRUE;
}
