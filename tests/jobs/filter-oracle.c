/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "filter-oracle-private.h"

#include "yun-measure.h"
#include "yun-wkb.h"

#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <string.h>

const char *const filter_oracle_tables[ORACLE_N_TABLES] = { "zone", "town", "park",
                                                            "plot", "firm", "facility" };

/* What text search looks into, of all tables. */
static const char *const searched[] = {
  "name",    "short_name", "former_names", "name_en",  "uscc",   "address",
  "aliases", "operator",   "number",       "location", "holder", "business",
};

static gboolean is_true (FilterOracle *self, Node *node, const Row *row);

/* ---- Reading the file ---------------------------------------------------------------- */

static void
complain_cb (const char *message, void *user_data)
{
  g_error ("GEOS: %s", message);
}

static char *
fold (const char *text)
{
  g_autofree char *wide = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);

  return g_utf8_casefold (wide != NULL ? wide : text, -1);
}

static char *
dup_value (OGRFeatureH feature, int i)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!OGR_F_IsFieldSetAndNotNull (feature, i) || *OGR_F_GetFieldAsString (feature, i) == '\0')
    return NULL;
  if (OGR_Fld_GetType (OGR_F_GetFieldDefnRef (feature, i)) == OFTReal)
    return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, OGR_F_GetFieldAsDouble (feature, i)));
  return g_strdup (OGR_F_GetFieldAsString (feature, i));
}

/* No one else can know where a label stands, so the program is asked; that it is in the largest
 * part and as deep as the header of yun-measure.h promises, GEOS says. */
static GEOSGeometry *
place_label (FilterOracle *self, const YunGeom *shape, const GEOSGeometry *area)
{
  GEOSContextHandle_t geos = self->geos;
  YunPoint            at = yun_measure_label_point (shape);
  GEOSGeometry       *label = GEOSGeom_createPointFromXY_r (geos, at.x, at.y);
  const GEOSGeometry *part = area;
  double              most = -1, x0, y0, x1, y1, radius, depth;

  if (yun_geom_get_kind (shape) != YUN_GEOM_POLYGON)
    return label;
  for (int i = 0; i < GEOSGetNumGeometries_r (geos, area); i++)
    {
      const GEOSGeometry *other = GEOSGetGeometryN_r (geos, area, i);
      double              size;

      g_assert_true (GEOSArea_r (geos, other, &size));
      if (size > most)
        {
          most = size;
          part = other;
        }
    }
  {
    GEOSGeometry *border = GEOSBoundary_r (geos, part);
    GEOSGeometry *deepest;

    GEOSGeom_getXMin_r (geos, part, &x0);
    GEOSGeom_getXMax_r (geos, part, &x1);
    GEOSGeom_getYMin_r (geos, part, &y0);
    GEOSGeom_getYMax_r (geos, part, &y1);
    deepest = GEOSMaximumInscribedCircle_r (geos, part, MIN (x1 - x0, y1 - y0) / 1000);
    g_assert_nonnull (deepest);
    GEOSLength_r (geos, deepest, &radius);
    GEOSDistance_r (geos, label, border, &depth);
    g_assert_cmpint (GEOSContains_r (geos, part, label), ==, 1);
    g_assert_cmpfloat (depth, >=, radius - MIN (x1 - x0, y1 - y0) * 0.011);
    GEOSGeom_destroy_r (geos, border);
    GEOSGeom_destroy_r (geos, deepest);
  }
  return label;
}

static void
read_shape (FilterOracle *self, Row *row, OGRGeometryH geometry)
{
  gsize               n = (gsize) OGR_G_WkbSize (geometry);
  g_autofree guint8  *wkb = g_malloc (n);
  g_autoptr (YunGeom) shape = NULL;
  g_autoptr (GError)  error = NULL;

  OGR_G_ExportToIsoWkb (geometry, wkbNDR, wkb);
  row->shape = GEOSGeomFromWKB_buf_r (self->geos, wkb, n);
  g_assert_nonnull (row->shape);
  shape = yun_wkb_read (wkb, n, &error);
  g_assert_no_error (error);
  row->label = place_label (self, shape, row->shape);
}

static void
read_table (FilterOracle *self, GDALDatasetH file, guint table)
{
  OGRLayerH       layer = GDALDatasetGetLayerByName (file, filter_oracle_tables[table]);
  OGRFeatureDefnH head;
  OGRFeatureH     feature;

  g_assert_nonnull (layer);
  self->columns[table] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  head = OGR_L_GetLayerDefn (layer);
  for (int i = 0; i < OGR_FD_GetFieldCount (head); i++)
    g_hash_table_add (self->columns[table],
                      g_strdup (OGR_Fld_GetNameRef (OGR_FD_GetFieldDefn (head, i))));
  OGR_L_ResetReading (layer);
  while ((feature = OGR_L_GetNextFeature (layer)) != NULL)
    {
      Row         *row = g_new0 (Row, 1);
      OGRGeometryH geometry = NULL;

      row->table = table;
      row->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      row->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      for (int i = 0; i < OGR_F_GetFieldCount (feature); i++)
        {
          const char *column = OGR_Fld_GetNameRef (OGR_F_GetFieldDefnRef (feature, i));
          char       *value = dup_value (feature, i);

          if (value == NULL)
            continue;
          g_hash_table_insert (row->folded, g_strdup (column), fold (value));
          g_hash_table_insert (row->values, g_strdup (column), value);
        }
      /* An area or else a point, each in a column of its own. */
      for (int i = 0; i < OGR_F_GetGeomFieldCount (feature) && geometry == NULL; i++)
        geometry = OGR_F_GetGeomFieldRef (feature, i);
      if (geometry != NULL)
        read_shape (self, row, geometry);
      g_ptr_array_add (self->rows, row);
      OGR_F_Destroy (feature);
    }
}

/* ---- Links: a uid stands for the name of its record ---- */

static char *
name_items (GHashTable *names, const char *list)
{
  g_auto (GStrv)      parts = g_strsplit (list, "；", -1);
  g_autofree char    *plain = g_strjoinv (";", parts);
  g_auto (GStrv)      items = g_strsplit (plain, ";", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (char **item = items; *item != NULL; item++)
    {
      const char *name = g_hash_table_lookup (names, g_strstrip (*item));

      g_string_append_printf (out, "%s%s", out->len > 0 ? ";" : "", name != NULL ? name : *item);
    }
  return g_strdup (out->str);
}

static void
name_links (FilterOracle *self)
{
  static const char *const links[] = { "town", "park", "operator" };
  g_autoptr (GHashTable)   names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row        *row = g_ptr_array_index (self->rows, i);
      const char *name = g_hash_table_lookup (row->values, "name");

      if (name != NULL)
        g_hash_table_insert (names, g_hash_table_lookup (row->values, "uid"), (gpointer) name);
    }
  for (guint i = 0; i < self->rows->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (links); k++)
      {
        Row        *row = g_ptr_array_index (self->rows, i);
        const char *value = g_hash_table_lookup (row->values, links[k]);
        char       *named = value != NULL ? name_items (names, value) : NULL;

        if (named == NULL)
          continue;
        g_hash_table_insert (row->folded, g_strdup (links[k]), fold (named));
        g_hash_table_insert (row->values, g_strdup (links[k]), named);
      }
}

/* ---- Its language -------------------------------------------------------------------- */

static void
node_free (Node *self)
{
  g_free (self->word);
  g_free (self->folded);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self);
}

static char *
read_word (const char **p)
{
  const char *begin = *p;

  if (*begin == '"')
    {
      const char *end = strchr (begin + 1, '"');

      g_assert_nonnull (end);
      *p = end + 1;
      return g_strndup (begin + 1, (gsize) (end - begin - 1));
    }
  *p += strcspn (*p, " ()");
  g_assert_true (*p > begin);
  return g_strndup (begin, (gsize) (*p - begin));
}

static Node *
read_node (const char **p)
{
  Node *node = g_new0 (Node, 1);

  *p += strspn (*p, " ");
  if (**p != '(')
    {
      node->word = read_word (p);
      node->folded = fold (node->word);
      return node;
    }
  ++*p;
  node->word = read_word (p);
  node->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  while (*(*p += strspn (*p, " ")) != ')')
    {
      g_assert_cmpint (**p, !=, '\0');
      g_ptr_array_add (node->parts, read_node (p));
    }
  ++*p;
  return node;
}

Node *
filter_node_part (const Node *node, guint i)
{
  g_assert_nonnull (node->parts);
  g_assert_cmpuint (i, <, node->parts->len);
  return g_ptr_array_index (node->parts, i);
}

double
filter_node_number (const Node *node)
{
  char  *end;
  double value = g_ascii_strtod (node->word, &end);

  g_assert_cmpstr (end, ==, "");
  return value;
}

/* ---- Values ---------------------------------------------------------------------------- */

/* The items of a list with ";" of either width, one by one; NULL at the end. */
static char *
next_item (char **list)
{
  while (**list != '\0')
    {
      char *end = *list;
      char *item;

      while (*end != '\0' && *end != ';' && !g_str_has_prefix (end, "；"))
        end++;
      item = g_strstrip (g_strndup (*list, (gsize) (end - *list)));
      *list = end + (*end == ';' ? 1 : *end != '\0' ? strlen ("；") : 0);
      if (*item != '\0')
        return item;
      g_free (item);
    }
  return NULL;
}

gboolean
filter_oracle_has_item (const char *list, const char *wanted)
{
  char    *rest = (char *) list;
  char    *item;
  gboolean found = FALSE;

  while (list != NULL && (item = next_item (&rest)) != NULL)
    {
      found = found || strcmp (item, wanted) == 0;
      g_free (item);
    }
  return found;
}

/* "A@2023/2026": after all of 2023 and before any of 2026, but for their last and first days. */
static gboolean
is_held (const char *item, const char *wanted, const char *day)
{
  g_auto (GStrv)   parts = g_strsplit (item, "@", 2);
  g_auto (GStrv)   dates = NULL;
  g_autofree char *from = NULL, *to = NULL;

  if (parts[0] == NULL || strcmp (parts[0], wanted) != 0 || parts[1] == NULL)
    return FALSE;
  dates = g_strsplit (parts[1], "/", 2);
  g_assert_cmpuint (g_strv_length (dates), ==, 2);
  from = strlen (dates[0]) == 4 ? g_strconcat (dates[0], "-12-31", NULL) : g_strdup (dates[0]);
  to = strlen (dates[1]) == 4 ? g_strconcat (dates[1], "-01-01", NULL) : g_strdup (dates[1]);
  g_assert_true (strlen (from) == 10 && strlen (to) == 10);
  return strcmp (day, from) >= 0 && strcmp (day, to) <= 0;
}

static gboolean
holds_any (const char *list, const Node *node)
{
  char    *rest = (char *) list;
  char    *item;
  gboolean found = FALSE;

  while (list != NULL && (item = next_item (&rest)) != NULL)
    {
      for (guint i = 2; i < node->parts->len; i++)
        found = found ||
                is_held (item, filter_node_part (node, i)->word, filter_node_part (node, 1)->word);
      g_free (item);
    }
  return found;
}

static gboolean
contains_any (const char *text, const Node *node, guint first)
{
  for (guint i = first; text != NULL && i < node->parts->len; i++)
    if (strstr (text, filter_node_part (node, i)->folded) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_found (const Row *row, const Node *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (searched); i++)
    if (contains_any (g_hash_table_lookup (row->folded, searched[i]), node, 0))
      return TRUE;
  return FALSE;
}

/* The first or last day that a day, month or year may mean, as yyyymmdd. */
static int
get_day (const char *text, gboolean last)
{
  int year = 0, month = last ? 12 : 1, day = 0;
  int n = sscanf (text, "%4d-%2d-%2d", &year, &month, &day);

  g_assert_cmpint (n, >=, 1);
  if (n < 3)
    day = last ? g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year) : 1;
  return year * 10000 + month * 100 + day;
}

static gboolean
compare_days (const char *how, const char *value, const char *bound)
{
  if (value == NULL)
    return FALSE;
  if (strcmp (how, "from") == 0)
    return get_day (value, TRUE) >= get_day (bound, FALSE);
  if (strcmp (how, "to") == 0)
    return get_day (value, FALSE) <= get_day (bound, TRUE);
  if (strcmp (how, "after") == 0)
    return get_day (value, TRUE) > get_day (bound, TRUE);
  if (strcmp (how, "before") == 0)
    return get_day (value, FALSE) < get_day (bound, FALSE);
  if (strcmp (how, "by") == 0)
    return get_day (value, TRUE) <= get_day (bound, TRUE);
  g_assert_cmpstr (how, ==, "past");
  return get_day (value, FALSE) > get_day (bound, TRUE);
}

static gboolean
compare_numbers (const char *how, const char *value, double bound)
{
  double own = value != NULL ? g_ascii_strtod (value, NULL) : NAN;

  if (value == NULL)
    return FALSE;
  return strcmp (how, ">=") == 0  ? own >= bound
         : strcmp (how, ">") == 0 ? own > bound
         : strcmp (how, "<") == 0 ? own < bound
                                  : own <= bound;
}

/* "below A 25 B": A is less than 25 per cent of B, where B is more than nothing. */
static gboolean
is_below (const Row *row, const Node *node)
{
  const char *some = g_hash_table_lookup (row->values, filter_node_part (node, 0)->word);
  const char *whole = g_hash_table_lookup (row->values, filter_node_part (node, 2)->word);

  return some != NULL && whole != NULL && g_ascii_strtod (whole, NULL) > 0 &&
         g_ascii_strtod (some, NULL) * 100 <
           g_ascii_strtod (whole, NULL) * filter_node_number (filter_node_part (node, 1));
}

GPtrArray *
filter_oracle_get_rows (FilterOracle *self, Node *node)
{
  if (node->rows == NULL)
    {
      node->rows = g_ptr_array_new ();
      for (guint i = 0; i < self->rows->len; i++)
        if (is_true (self, node, g_ptr_array_index (self->rows, i)))
          g_ptr_array_add (node->rows, g_ptr_array_index (self->rows, i));
    }
  return node->rows;
}

/* ---- Relations ------------------------------------------------------------------------- */

/* What other rows call this one. */
static const char *
get_key (const Row *row)
{
  return g_hash_table_lookup (row->values, row->table == 0 ? "code" : "name");
}

static gboolean
leads_to (FilterOracle *self, const Row *row, const char *column, Node *condition)
{
  GPtrArray  *rows = filter_oracle_get_rows (self, condition);
  const char *list = g_hash_table_lookup (row->values, column);

  for (guint i = 0; list != NULL && i < rows->len; i++)
    {
      const Row *other = g_ptr_array_index (rows, i);

      if (strcmp (filter_oracle_tables[other->table], column) == 0 && get_key (other) != NULL &&
          filter_oracle_has_item (list, get_key (other)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_named_by (FilterOracle *self, const Row *row, Node *condition)
{
  GPtrArray  *rows = filter_oracle_get_rows (self, condition);
  const char *column = filter_oracle_tables[row->table];

  if (row->table > 2 || get_key (row) == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *other = g_ptr_array_index (rows, i);

      if (filter_oracle_has_item (g_hash_table_lookup (other->values, column), get_key (row)))
        return TRUE;
    }
  return FALSE;
}

/* ---- All ------------------------------------------------------------------------------- */

static gboolean
is_of_table (const Row *row, const Node *node)
{
  for (guint i = 0; i < node->parts->len; i++)
    if (strcmp (filter_node_part (node, i)->word, filter_oracle_tables[row->table]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_true_of_value (FilterOracle *self, const Row *row, const Node *node)
{
  const char *column = filter_node_part (node, 0)->word;
  const char *value = g_hash_table_lookup (row->values, column);
  const char *head = node->word;

  if (!g_hash_table_contains (self->columns[row->table], column))
    return FALSE;
  if (strcmp (head, "none") == 0)
    return value == NULL;
  if (strcmp (head, "held") == 0)
    return holds_any (value, node);
  if (strcmp (head, "has") == 0)
    return contains_any (g_hash_table_lookup (row->folded, column), node, 1);
  if (strspn (head, "<>=") == strlen (head) && strcmp (head, "=") != 0)
    return compare_numbers (head, value, filter_node_number (filter_node_part (node, 1)));
  if (strcmp (head, "=") != 0 && strcmp (head, "item") != 0)
    return compare_days (head, value, filter_node_part (node, 1)->word);
  for (guint i = 1; value != NULL && i < node->parts->len; i++)
    if (strcmp (head, "=") == 0 ? strcmp (value, filter_node_part (node, i)->word) == 0
                                : filter_oracle_has_item (value, filter_node_part (node, i)->word))
      return TRUE;
  return FALSE;
}

static gboolean
is_true (FilterOracle *self, Node *node, const Row *row)
{
  const char *head = node->word;

  if (strcmp (head, "and") == 0 || strcmp (head, "or") == 0)
    {
      gboolean all = strcmp (head, "and") == 0;

      for (guint i = 0; i < node->parts->len; i++)
        if (is_true (self, filter_node_part (node, i), row) != all)
          return !all;
      return all;
    }
  if (strcmp (head, "not") == 0)
    return !is_true (self, filter_node_part (node, 0), row);
  if (strcmp (head, "all") == 0)
    return TRUE;
  if (strcmp (head, "unplaced") == 0)
    return row->shape == NULL ||
           g_strcmp0 (g_hash_table_lookup (row->values, "accuracy"), "none") == 0;
  if (strcmp (head, "is") == 0)
    return is_of_table (row, node);
  if (strcmp (head, "below") == 0)
    return is_below (row, node);
  if (strcmp (head, "any") == 0)
    return is_found (row, node);
  if (strcmp (head, "within") == 0)
    return filter_oracle_is_within (self, node, row);
  if (strcmp (head, "inside") == 0 || strcmp (head, "meets") == 0 || strcmp (head, "wholly") == 0)
    return filter_oracle_is_inside (self, node, row);
  if (g_str_has_prefix (head, "to-"))
    return leads_to (self, row, head + strlen ("to-"), filter_node_part (node, 0));
  if (strcmp (head, "from-some") == 0)
    return is_named_by (self, row, filter_node_part (node, 0));
  return is_true_of_value (self, row, node);
}

static void
row_free (FilterOracle *self, Row *row)
{
  g_hash_table_unref (row->values);
  g_hash_table_unref (row->folded);
  GEOSGeom_destroy_r (self->geos, row->shape);
  GEOSGeom_destroy_r (self->geos, row->label);
  g_free (row);
}

FilterOracle *
filter_oracle_new (const char *path)
{
  FilterOracle *self = g_new0 (FilterOracle, 1);
  GDALDatasetH  file;

  GDALAllRegister ();
  initGEOS (NULL, NULL);
  self->geos = GEOS_init_r ();
  GEOSContext_setErrorMessageHandler_r (self->geos, complain_cb, NULL);
  geod_init (&self->earth, 6378137, 1 / 298.257222101);
  self->rows = g_ptr_array_new ();
  file = GDALOpenEx (path, GDAL_OF_VECTOR, (const char *const[]){ "SQLite", NULL }, NULL, NULL);
  g_assert_nonnull (file);
  for (guint table = 0; table < ORACLE_N_TABLES; table++)
    read_table (self, file, table);
  name_links (self);
  GDALClose (file);
  return self;
}

void
filter_oracle_free (FilterOracle *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    row_free (self, g_ptr_array_index (self->rows, i));
  g_ptr_array_unref (self->rows);
  for (guint table = 0; table < ORACLE_N_TABLES; table++)
    g_hash_table_unref (self->columns[table]);
  GEOS_finish_r (self->geos);
  finishGEOS ();
  g_free (self);
}

void
filter_oracle_count (FilterOracle *self, const char *expression, guint counts[ORACLE_N_TABLES])
{
  const char *p = expression;
  Node       *node = read_node (&p);
  GPtrArray  *rows = filter_oracle_get_rows (self, node);

  g_assert_cmpstr (p + strspn (p, " "), ==, "");
  memset (counts, 0, ORACLE_N_TABLES * sizeof *counts);
  for (guint i = 0; i < rows->len; i++)
    counts[((Row *) g_ptr_array_index (rows, i))->table]++;
  node_free (node);
}
