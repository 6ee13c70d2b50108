/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-query.h"

#include "yun-functions.h"
#include "yun-measure.h"
#include "yun-rule.h"
#include "yun-table.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <math.h>

typedef struct
{
  char          *text;    /* (owned) (nullable) */
  YunRelated    *related; /* (owned) (nullable) */
  const YunEnum *values;  /* (nullable) */
  double         real;    /* when none of them */
} Bind;

static void
clear_bind (gpointer data)
{
  Bind *bind = data;

  g_free (bind->text);
  g_clear_pointer (&bind->related, yun_related_unref);
}

/* ---- Values: each appends its parameter's name ------------------------------ */

static void
append_bind (YunQuery *self, Bind bind)
{
  g_array_append_val (self->binds, bind);
  g_string_append_printf (self->where, "?%u", self->binds->len);
}

static void
append_text (YunQuery *self, const char *text)
{
  append_bind (self, (Bind){ .text = g_strdup (text) });
}

static void
append_real (YunQuery *self, double real)
{
  append_bind (self, (Bind){ .real = real });
}

/* ---- Clauses ----------------------------------------------------------------- */

static void
append_enum (YunQuery *self, const YunField *field, guint mask)
{
  gboolean first = TRUE;

  if (mask == 0)
    {
      g_string_append_c (self->where, '0');
      return;
    }
  if (field->kind == YUN_KIND_ENUM)
    g_string_append_printf (self->where, "t.\"%s\" IN (", field->column);
  for (int i = 0; i < field->values->n_plain; i++)
    if ((mask & (1u << i)) != 0)
      {
        if (field->kind == YUN_KIND_ENUM)
          {
            g_string_append (self->where, first ? "" : ",");
            append_text (self, field->values->values[i].id);
          }
        else
          {
            g_autofree char *item = g_strdup_printf (";%s;", field->values->values[i].id);

            g_string_append_printf (self->where, "%sinstr(';'||t.\"%s\"||';', ",
                                    first ? "" : " OR ", field->column);
            append_text (self, item);
            g_string_append (self->where, ")>0");
          }
        first = FALSE;
      }
  if (field->kind == YUN_KIND_ENUM)
    g_string_append_c (self->where, ')');
}

/* What is held on a day, and with @clause on what is unknown, what it cannot be told of. */
static void
append_terms (YunQuery *self, const YunClause *clause, const YunField *field, guint mask)
{
  gboolean unknown = clause->kind == YUN_CLAUSE_UNKNOWN;

  g_string_append_printf (self->where, "yun_terms(t.\"%s\", ", field->column);
  append_bind (self, (Bind){ .values = field->values });
  g_string_append (self->where, ", ");
  append_real (self, mask);
  if (clause->min_text != NULL)
    {
      g_string_append (self->where, ", ");
      append_text (self, clause->min_text);
    }
  g_string_append_printf (self->where,
                          unknown              ? ")=%d"
                          : clause->or_unknown ? ")!=%d"
                                               : ")=%d",
                          unknown              ? YUN_TRUTH_UNKNOWN
                          : clause->or_unknown ? YUN_TRUTH_NO
                                               : YUN_TRUTH_YES);
}

static void
append_values (YunQuery *self, const YunClause *clause, const YunField *field)
{
  if (field->values != NULL)
    {
      guint mask = yun_clause_get_mask (clause, field->values);

      if (field->kind == YUN_KIND_TERMS)
        append_terms (self, clause, field, mask);
      else
        append_enum (self, field, mask);
      return;
    }
  if (field->kind == YUN_KIND_INT || field->kind == YUN_KIND_REAL)
    {
      g_string_append_c (self->where, '0'); /* numbers are asked for by range */
      return;
    }
  for (char **value = clause->values; *value != NULL; value++)
    {
      g_string_append (self->where, value == clause->values ? "" : " OR ");
      if (field->ref != NULL)
        {
          /* Most rows name one thing; only lists need to be taken apart. */
          g_string_append_printf (self->where, "t.\"%s\"=", field->column);
          append_text (self, *value);
          g_string_append_printf (self->where, " OR yun_has_item(t.\"%s\", ?%u)", field->column,
                                  self->binds->len);
        }
      else
        {
          g_autofree char *word = yun_text_normalise (*value);

          g_string_append_printf (self->where, "instr(yun_norm(t.\"%s\"), ", field->column);
          append_text (self, word);
          g_string_append (self->where, ")>0");
        }
    }
}

char *
yun_query_dup_date (const YunField *field)
{
  return g_strdup_printf (yun_field_is_moment (field) ? "yun_day(t.\"%s\")" : "t.\"%s\"",
                          field->column);
}

/* A date known only by its year or month counts when it cannot be told to lie outside: both sides
 * are cut to the shorter. */
static void
append_date (YunQuery *self, const YunField *field, const char *sign, const char *bound)
{
  g_autofree char *date = yun_query_dup_date (field);

  g_string_append_printf (self->where, " AND substr(%s,1,%" G_GSIZE_FORMAT ")%ssubstr(", date,
                          strlen (bound), sign);
  append_text (self, bound);
  g_string_append_printf (self->where, ",1,length(%s))", date);
}

static void
append_range (YunQuery *self, const YunClause *clause, const YunField *field)
{
  g_string_append_printf (self->where, "t.\"%s\" NOTNULL", field->column);
  if (field->kind == YUN_KIND_DATE)
    {
      if (clause->first != NULL)
        append_date (self, field, ">=", clause->first);
      if (clause->last != NULL)
        append_date (self, field, "<=", clause->last);
      return;
    }
  if (field->kind != YUN_KIND_INT && field->kind != YUN_KIND_REAL)
    {
      g_string_append (self->where, " AND 0");
      return;
    }
  if (isfinite (clause->min))
    {
      g_string_append_printf (self->where, " AND t.\"%s\"%s", field->column,
                              clause->min_excluded ? ">" : ">=");
      append_real (self, clause->min);
    }
  if (isfinite (clause->max))
    {
      g_string_append_printf (self->where, " AND t.\"%s\"%s", field->column,
                              clause->max_excluded ? "<" : "<=");
      append_real (self, clause->max);
    }
}

/* As yun_clause_compare_numbers() and yun_clause_compare_dates(). */
static void
append_compare (YunQuery        *self,
                const YunEntity *entity,
                const YunClause *clause,
                const YunField  *field)
{
  static const char *const signs[YUN_N_SIGNS] = {
    [YUN_SIGN_EQUAL] = "=", [YUN_SIGN_LESS] = "<",      [YUN_SIGN_AT_MOST] = "<=",
    [YUN_SIGN_MORE] = ">",  [YUN_SIGN_AT_LEAST] = ">=",
  };
  const YunField  *other = yun_entity_get_field (entity, clause->other);
  double           slack = yun_unit_get_slack (field->unit);
  const char      *a = field->column, *b = other != NULL ? other->column : NULL;
  g_autofree char *of_a = yun_query_dup_date (field);
  g_autofree char *of_b = other != NULL ? yun_query_dup_date (other) : NULL;

  if (other == NULL)
    g_string_append_c (self->where, '0');
  else if (field->kind == YUN_KIND_DATE)
    g_string_append_printf (
      self->where, "t.\"%s\" NOTNULL AND t.\"%s\" NOTNULL AND coalesce(yun_order(%s, %s)%s0, 1)", a,
      b, of_a, of_b, signs[clause->sign]);
  else if (clause->sign == YUN_SIGN_EQUAL)
    {
      g_string_append_printf (self->where, "abs(t.\"%s\"-t.\"%s\")<=", a, b);
      append_real (self, slack);
    }
  else
    {
      gboolean below = clause->sign == YUN_SIGN_LESS || clause->sign == YUN_SIGN_AT_LEAST;

      g_string_append_printf (self->where, "t.\"%s\"-t.\"%s\"%s", a, b, signs[clause->sign]);
      append_real (self, below ? -slack : slack);
    }
}

static void
append_unknown (YunQuery *self, const YunField *field)
{
  g_string_append_printf (self->where, "t.\"%s\" IS NULL OR t.\"%s\"=''", field->column,
                          field->column);
}

/* What a rule says neither yes nor no to, it cannot tell of. */
static void
append_rules (YunQuery *self, const YunEntity *entity, const YunClause *clause)
{
  g_autofree char *day = yun_clause_dup_day (clause);

  for (char **value = clause->values; *value != NULL; value++)
    {
      const YunRule *rule = yun_rule_find (*value);

      g_string_append (self->where, value == clause->values ? "" : " OR ");
      if (yun_rule_get_entity (rule) != entity)
        {
          g_string_append_c (self->where, '0');
          continue;
        }
      g_string_append_c (self->where, '(');
      yun_rule_append_sql (rule, clause->or_unknown ? YUN_TRUTH_NO : YUN_TRUTH_YES, day,
                           self->where);
      g_string_append (self->where, clause->or_unknown ? ") IS NOT TRUE" : ")");
    }
}

/* ---- Clauses that lead elsewhere ---- */

/* Boxes asked of the R*Tree one by one, at most; of more places their common box. */
#define MAX_BOXES 32

static void
append_related (YunQuery *self, YunRelated *related)
{
  append_bind (self, (Bind){ .related = yun_related_ref (related) });
}

static void
append_box_of (
  YunQuery *self, const YunEntity *entity, const char *column, const YunRect *box, double metres)
{
  YunRect grown = yun_measure_grow_lonlat (box, metres);

  g_string_append_printf (self->where, "SELECT pkid FROM idx_%s_%s WHERE xmax>=", entity->id,
                          column);
  append_real (self, grown.x0);
  g_string_append (self->where, " AND xmin<=");
  append_real (self, grown.x1);
  g_string_append (self->where, " AND ymax>=");
  append_real (self, grown.y0);
  g_string_append (self->where, " AND ymin<=");
  append_real (self, grown.y1);
}

static void
append_box (YunQuery *self, const YunEntity *entity, const YunRect *box, double metres)
{
  append_box_of (self, entity, "geom", box, metres);
  if (yun_table_get (entity)->two_places)
    {
      g_string_append (self->where, " UNION ALL ");
      append_box_of (self, entity, "point", box, metres);
    }
}

/* What the R*Tree knows of records within @metres of the places; what is loose has its box
 * elsewhere.
 */
static void
append_boxes (
  YunQuery *self, const YunEntity *entity, YunRelated *related, double metres, gboolean or_unknown)
{
  GArray *boxes = yun_related_get_boxes (related);
  YunRect all = yun_related_get_box (related);

  g_string_append (self->where, "t.id IN (");
  if (boxes->len > MAX_BOXES)
    append_box (self, entity, &all, metres);
  for (guint i = 0; i < boxes->len && boxes->len <= MAX_BOXES; i++)
    {
      g_string_append (self->where, i > 0 ? " UNION " : "");
      append_box (self, entity, &g_array_index (boxes, YunRect, i), metres);
    }
  if (!self->exact && or_unknown)
    g_string_append_printf (
      self->where, " UNION ALL SELECT t.id FROM %s t WHERE t.accuracy='town' OR %s IS NULL",
      entity->id, yun_table_get (entity)->place);
  else if (!self->exact && yun_related_holds_towns (related))
    g_string_append_printf (self->where, " UNION ALL SELECT id FROM %s WHERE accuracy='town'",
                            entity->id);
  g_string_append (self->where, self->exact ? ") AND t.accuracy IS NOT 'town' AND " : ") AND ");
}

static void
append_places (YunQuery        *self,
               const YunEntity *entity,
               const YunClause *clause,
               YunRelated      *related)
{
  g_autofree char *columns = NULL;

  if (yun_related_get_boxes (related)->len == 0 || entity->shape == YUN_SHAPE_NONE)
    {
      g_string_append_c (self->where, '0');
      return;
    }
  if (!clause->beyond)
    append_boxes (self, entity, related, clause->kind == YUN_CLAUSE_NEAR ? clause->distance_m : 0,
                  clause->or_unknown);
  columns = yun_places_dup_columns (entity);
  g_string_append_printf (self->where, "yun_locate(%s, ", columns);
  append_related (self, related);
  g_string_append (self->where, clause->or_unknown ? ") IS NOT 0" : ")");
}

static void
append_names (YunQuery *self, const YunEntity *entity, const YunField *field, YunRelated *related)
{
  if (field != NULL)
    g_string_append_printf (self->where, "yun_has_any(t.\"%s\", ", field->column);
  else
    g_string_append_printf (self->where, "yun_has_any('%s/'||t.\"%s\", ", entity->id,
                            yun_related_get_key_column (entity));
  append_related (self, related);
  g_string_append_c (self->where, ')');
}

static void
append_elsewhere (YunQuery        *self,
                  const YunEntity *entity,
                  const YunClause *clause,
                  const YunField  *field,
                  GHashTable      *related)
{
  g_autofree char *key = yun_related_dup_key (clause);
  YunRelated      *found = g_hash_table_lookup (related, key);

  if (clause->kind == YUN_CLAUSE_NEAR || clause->kind == YUN_CLAUSE_IN)
    append_places (self, entity, clause, found);
  else
    append_names (self, entity, field, found);
}

/* What the record links to is searched by what it is called today. */
static void
append_word (YunQuery *self, const YunEntity *entity, const YunClause *clause)
{
  const YunField *const *fields = yun_entity_get_fields (entity, NULL);
  g_autofree char       *word = yun_text_normalise (clause->text);
  guint                  number;

  g_string_append (self->where, "instr(t.search, ");
  append_text (self, word);
  g_string_append (self->where, ")>0");
  number = self->binds->len;
  for (guint i = 0; fields[i] != NULL; i++)
    if (yun_field_is_link (fields[i]) && (fields[i]->flags & YUN_FIELD_SEARCH) != 0)
      g_string_append_printf (self->where,
                              " OR (t.\"%s\" NOTNULL AND yun_link_has('%s', t.\"%s\", ?%u))",
                              fields[i]->column, fields[i]->ref, fields[i]->column, number);
}

static void
append_clause (YunQuery        *self,
               const YunEntity *entity,
               const YunClause *clause,
               GHashTable      *related)
{
  const YunField *field =
    clause->field != NULL ? yun_entity_get_field (entity, clause->field) : NULL;

  g_string_append (self->where, clause->negated ? " AND ((" : " AND (");
  if (clause->field != NULL && field == NULL)
    g_string_append_c (self->where, '0');
  else
    switch (clause->kind)
      {
      case YUN_CLAUSE_VALUES:
        if (yun_field_is_link (field))
          append_elsewhere (self, entity, clause, field, related);
        else
          append_values (self, clause, field);
        break;
      case YUN_CLAUSE_RANGE:
        append_range (self, clause, field);
        break;
      case YUN_CLAUSE_COMPARE:
        append_compare (self, entity, clause, field);
        break;
      case YUN_CLAUSE_UNKNOWN:
        append_unknown (self, field);
        if (clause->min_text != NULL)
          {
            g_string_append (self->where, " OR ");
            append_terms (self, clause, field, G_MAXINT);
          }
        break;
      case YUN_CLAUSE_TEXT:
        append_word (self, entity, clause);
        break;
      case YUN_CLAUSE_NOWHERE:
        g_string_append (self->where, yun_table_get (entity)->unplaced);
        break;
      case YUN_CLAUSE_RULE:
        append_rules (self, entity, clause);
        break;
      case YUN_CLAUSE_NEAR:
      case YUN_CLAUSE_IN:
      case YUN_CLAUSE_WHOSE:
      case YUN_CLAUSE_HAS:
        append_elsewhere (self, entity, clause, field, related);
        break;
      }
  if (clause->or_unknown && field != NULL)
    {
      g_string_append (self->where, " OR ");
      append_unknown (self, field);
    }
  g_string_append (self->where, clause->negated ? ") IS NOT TRUE)" : ")");
}

static YunQuery *
query_new (const YunEntity *entity, YunFilter *filter, GHashTable *related, gboolean exact)
{
  YunQuery        *self = g_new0 (YunQuery, 1);
  const YunEntity *only = yun_filter_get_entity (filter);

  self->exact = exact;
  self->where = g_string_new (only == NULL || only == entity ? "1" : "0");
  self->binds = g_array_new (FALSE, FALSE, sizeof (Bind));
  g_array_set_clear_func (self->binds, clear_bind);
  if (only == NULL || only == entity)
    for (guint i = 0; i < yun_filter_get_n_clauses (filter); i++)
      append_clause (self, entity, yun_filter_get_clause (filter, i), related);
  return self;
}

YunQuery *
yun_query_new (const YunEntity *entity, YunFilter *filter, GHashTable *related)
{
  return query_new (entity, filter, related, FALSE);
}

YunQuery *
yun_query_new_exact (const YunEntity *entity, YunFilter *filter, GHashTable *related)
{
  return query_new (entity, filter, related, TRUE);
}

void
yun_query_free (YunQuery *self)
{
  g_string_free (self->where, TRUE);
  g_array_unref (self->binds);
  g_free (self);
}

YunStmt *
yun_query_prepare (YunQuery *self, YunDb *db, const char *head, const char *tail, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("%s WHERE %s%s", head, self->where->str, tail);
  YunStmt         *stmt = yun_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < self->binds->len; i++)
    {
      Bind *bind = &g_array_index (self->binds, Bind, i);

      if (bind->text != NULL)
        yun_stmt_bind_text (stmt, (int) i + 1, bind->text);
      else if (bind->related != NULL)
        yun_functions_bind_related (stmt, (int) i + 1, bind->related);
      else if (bind->values != NULL)
        yun_functions_bind_values (stmt, (int) i + 1, bind->values);
      else
        yun_stmt_bind_real (stmt, (int) i + 1, bind->real);
    }
  return stmt;
}

static void
append_order_key (GString *sql, const YunField *sort, gboolean descending)
{
  const char *direction = descending ? " DESC" : "";

  if (sort == NULL || strcmp (sort->column, "name") == 0)
    g_string_append_printf (sql, "t.name_key%s NULLS LAST", direction);
  else if (sort->kind == YUN_KIND_ENUM)
    {
      g_string_append_printf (sql, "CASE t.\"%s\"", sort->column);
      for (int i = 0; i < sort->values->n_plain; i++)
        g_string_append_printf (sql, " WHEN '%s' THEN %d", sort->values->values[i].id, i);
      g_string_append_printf (sql, " END%s NULLS LAST", direction);
    }
  else if (yun_field_is_link (sort))
    g_string_append_printf (sql, "yun_link_key('%s', t.\"%s\")%s NULLS LAST", sort->ref,
                            sort->column, direction);
  else if (sort->kind == YUN_KIND_TEXT || sort->kind == YUN_KIND_LIST ||
           sort->kind == YUN_KIND_TERMS)
    g_string_append_printf (sql, "yun_key(t.\"%s\")%s NULLS LAST", sort->column, direction);
  else
    g_string_append_printf (sql, "t.\"%s\"%s NULLS LAST", sort->column, direction);
}

void
yun_query_append_order (GString *sql, const YunField *sort, gboolean descending)
{
  gboolean by_name = sort == NULL || strcmp (sort->column, "name") == 0;

  g_string_append (sql, " ORDER BY ");
  append_order_key (sql, sort, descending);
  /* The index of names runs backwards as a whole. */
  g_string_append (sql, by_name && descending ? ", t.id DESC" : ", t.id");
}

void
yun_query_append_orders (GString *sql, const YunSortKey *keys, guint n)
{
  g_string_append (sql, " ORDER BY ");
  for (guint i = 0; i < n; i++)
    {
      append_order_key (sql, keys[i].field, keys[i].descending);
      g_string_append (sql, ", ");
    }
  g_string_append (sql, "t.id");
}

char *
yun_query_print (YunQuery *self, const char *head, const char *tail)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s WHERE %s%s\n", head, self->where->str, tail);
  for (guint i = 0; i < self->binds->len; i++)
    {
      Bind *bind = &g_array_index (self->binds, Bind, i);

      if (bind->text != NULL)
        g_string_append_printf (out, "?%u = %s\n", i + 1, bind->text);
      else if (bind->related != NULL)
        g_string_append_printf (out, "?%u = (places or names)\n", i + 1);
      else if (bind->values != NULL)
        g_string_append_printf (out, "?%u = (vocabulary)\n", i + 1);
      else
        g_string_append_printf (out, "?%u = %.10g\n", i + 1, bind->real);
    }
  return g_string_free (out, FALSE);
}
