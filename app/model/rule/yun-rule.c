/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-rule.h"

#include "yun-plot.h"
#include "yun-record-private.h"
#include "yun-rules.h"
#include "yun-text.h"
#include "yun-unit.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>

#define PREFIX "/io/github/yunjian/Yunjian/rules/"

static const char *const files[] = { "idle-land.json", "low-efficiency.json" };

typedef enum
{
  TEST_ALL,    /* of .children */
  TEST_ANY,    /* of .children */
  TEST_FIRST,  /* of .children, which ask of one field each: that whose field is known first */
  TEST_IS,     /* the ENUM .field has a value of .mask */
  TEST_UNLESS, /* it has none of them; a value that is not known speaks against nothing */
  TEST_PASSED, /* .number months after the date in .field are over */
  TEST_WITHIN, /* the year in .field is one of the last .number */
  TEST_BELOW,  /* .field is less than .number per cent of .of */
} TestKind;

typedef struct
{
  TestKind        kind;
  GPtrArray      *children; /* (nullable) (element-type Test) */
  const YunField *field;
  const YunField *of;
  guint           mask;
  double          number;
  const char     *by[2]; /* (nullable): what it rests on, in Chinese and English */
} Test;

/* What the document does with a record that fits. */
typedef struct
{
  const Test *test; /* (owned) (nullable): whom it is for; NULL: whoever is left */
  const char *say[2];
} Treatment;

struct _YunRule
{
  const YunEntity *entity;
  const char      *id;
  const char      *title[2]; /* Chinese, English */
  const char      *means[2];
  const char      *clause[2];
  const char      *document[2];
  Test            *test;
  GPtrArray       *treatments; /* (nullable) (element-type Treatment): the first that is right */
};

/* ---- Reading ------------------------------------------------------------------ */

/* The files are compiled in: a mistake in one is a mistake of ours. */

static const YunField *
read_field (JsonObject *object, const char *member)
{
  const YunField *field =
    yun_entity_get_field (&yun_entity_plot, json_object_get_string_member (object, member));

  g_assert (field != NULL);
  return field;
}

static guint
read_mask (JsonObject *object, const char *member, const YunEnum *values)
{
  JsonArray *words = json_object_get_array_member (object, member);
  guint      mask = 0;

  for (guint i = 0; i < json_array_get_length (words); i++)
    {
      int index = yun_enum_find (values, json_array_get_string_element (words, i));

      g_assert (index >= 0);
      mask |= 1u << index;
    }
  return mask;
}

static void
read_pair (JsonObject *object, const char *member, const char **pair)
{
  g_autofree char *english = g_strconcat (member, "_en", NULL);

  pair[0] = g_intern_string (json_object_get_string_member (object, member));
  pair[1] = g_intern_string (json_object_get_string_member (object, english));
}

static Test *read_test (JsonObject *object);

/* Whether @object is one of several tests. */
static gboolean
read_children (JsonObject *object, Test *test)
{
  static const struct
  {
    const char *member;
    TestKind    kind;
  } kinds[] = { { "all", TEST_ALL }, { "any", TEST_ANY }, { "first", TEST_FIRST } };
  JsonArray *children;

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (json_object_has_member (object, kinds[k].member))
      {
        children = json_object_get_array_member (object, kinds[k].member);
        test->kind = kinds[k].kind;
        test->children = g_ptr_array_new ();
        for (guint i = 0; i < json_array_get_length (children); i++)
          g_ptr_array_add (test->children, read_test (json_array_get_object_element (children, i)));
        return TRUE;
      }
  return FALSE;
}

static Test *
read_test (JsonObject *object)
{
  Test *test = g_new0 (Test, 1);

  if (read_children (object, test))
    return test;
  test->field = read_field (object, "field");
  if (json_object_has_member (object, "by"))
    read_pair (object, "by", test->by);
  if (json_object_has_member (object, "is"))
    {
      test->kind = TEST_IS;
      test->mask = read_mask (object, "is", test->field->values);
    }
  else if (json_object_has_member (object, "unless"))
    {
      test->kind = TEST_UNLESS;
      test->mask = read_mask (object, "unless", test->field->values);
    }
  else if (json_object_has_member (object, "passed"))
    {
      test->kind = TEST_PASSED;
      test->number = json_object_get_double_member (object, "passed");
    }
  else if (json_object_has_member (object, "within"))
    {
      test->kind = TEST_WITHIN;
      test->number = json_object_get_double_member (object, "within");
    }
  else
    {
      test->kind = TEST_BELOW;
      test->of = read_field (object, "of");
      test->number = json_object_get_double_member (object, "below");
    }
  return test;
}

/* (nullable) (transfer full): "then" of @item. */
static GPtrArray *
read_treatments (JsonObject *item)
{
  GPtrArray *treatments;
  JsonArray *list;

  if (!json_object_has_member (item, "then"))
    return NULL;
  treatments = g_ptr_array_new ();
  list = json_object_get_array_member (item, "then");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);
      Treatment  *treatment = g_new0 (Treatment, 1);

      read_pair (object, "say", treatment->say);
      treatment->test = json_object_has_member (object, "field") ? read_test (object) : NULL;
      g_ptr_array_add (treatments, treatment);
    }
  return treatments;
}

static void
read_file (const char *name, GPtrArray *rules)
{
  g_autofree char       *path = g_strconcat (PREFIX, name, NULL);
  g_autoptr (GBytes)     bytes = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError)     error = NULL;
  JsonObject            *object;
  JsonArray             *list;

  bytes =
    g_resource_lookup_data (yun_rules_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                                    (gssize) g_bytes_get_size (bytes), &error))
    g_error ("%s: %s", name, error->message);
  object = json_node_get_object (json_parser_get_root (parser));
  list = json_object_get_array_member (object, "rules");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *item = json_array_get_object_element (list, i);
      YunRule    *rule = g_new0 (YunRule, 1);

      rule->entity = &yun_entity_plot;
      rule->id = g_intern_string (json_object_get_string_member (item, "id"));
      read_pair (item, "title", rule->title);
      read_pair (item, "means", rule->means);
      read_pair (item, "clause", rule->clause);
      read_pair (object, "document", rule->document);
      rule->test = read_test (item);
      rule->treatments = read_treatments (item);
      g_ptr_array_add (rules, rule);
    }
}

const YunRule *const *
yun_rule_list (guint *n)
{
  static gsize      once;
  static GPtrArray *rules; /* lives as long as the program */

  if (g_once_init_enter (&once))
    {
      rules = g_ptr_array_new ();
      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        read_file (files[i], rules);
      g_once_init_leave (&once, 1);
    }
  *n = rules->len;
  return (const YunRule *const *) rules->pdata;
}

const YunRule *
yun_rule_find (const char *word)
{
  guint                 n;
  const YunRule *const *rules = yun_rule_list (&n);
  g_autofree char      *normal = yun_text_normalise (word);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *zh = yun_text_normalise (rules[i]->title[0]);

      if (g_ascii_strcasecmp (rules[i]->id, word) == 0 || strcmp (zh, normal) == 0)
        return rules[i];
    }
  return NULL;
}

/* ---- What it says ---------------------------------------------------------------- */

/* The rules are data in both languages; which one is wanted, the catalogue tells. */
static const char *
pick (const char *const *pair)
{
  /* Translators: "zh" where texts of regulations are shown in Chinese, else "en" */
  return strcmp (_ ("en"), "zh") == 0 ? pair[0] : pair[1];
}

const char *
yun_rule_get_id (const YunRule *self)
{
  return self->id;
}

const YunEntity *
yun_rule_get_entity (const YunRule *self)
{
  return self->entity;
}

const char *
yun_rule_get_title (const YunRule *self)
{
  return pick (self->title);
}

const char *
yun_rule_get_means (const YunRule *self)
{
  return pick (self->means);
}

const char *
yun_rule_get_document (const YunRule *self)
{
  return pick (self->document);
}

const char *
yun_rule_get_clause (const YunRule *self)
{
  return pick (self->clause);
}

const char *
yun_rule_get_zh (const YunRule *self)
{
  return self->title[0];
}

char *
yun_rule_get_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

/* ---- Dates ------------------------------------------------------------------------ */

/* (transfer full): the day @months before @date; the last of its month when there is no such day.
 */
static char *
go_back (const char *date, int months)
{
  GDate day;
  char  buffer[16];

  g_date_clear (&day, 1);
  g_date_set_parse (&day, date);
  if (!g_date_valid (&day))
    return g_strdup (date);
  g_date_subtract_months (&day, (guint) months);
  g_date_strftime (buffer, sizeof buffer, "%Y-%m-%d", &day);
  return g_strdup (buffer);
}

/* Whether a date, known to the year, the month or the day, is @limit or before: all days that it
 * may mean are when it ends before the day behind @limit. */
static YunTruth
is_past (const char *date, const char *limit)
{
  g_autofree char *next = yun_text_step_date (limit, 1);
  gsize            length = MIN (strcspn (date, "T"), 10);

  return strncmp (date, next, length) < 0    ? YUN_TRUTH_YES
         : strncmp (date, limit, length) > 0 ? YUN_TRUTH_NO
                                             : YUN_TRUTH_UNKNOWN;
}

/* ---- Answers ------------------------------------------------------------------------ */

static YunTruth
evaluate_leaf (const Test *test, YunRecord *record, const char *date)
{
  if (test->kind == TEST_UNLESS && !yun_record_is_known (record, test->field))
    return YUN_TRUTH_YES;
  if (!yun_record_is_known (record, test->field) ||
      (test->of != NULL && !yun_record_is_known (record, test->of)))
    return YUN_TRUTH_UNKNOWN;
  switch (test->kind)
    {
    case TEST_IS:
      return (test->mask & (1u << yun_record_get_int (record, test->field))) != 0 ? YUN_TRUTH_YES
                                                                                  : YUN_TRUTH_NO;
    case TEST_UNLESS:
      return (test->mask & (1u << yun_record_get_int (record, test->field))) != 0 ? YUN_TRUTH_NO
                                                                                  : YUN_TRUTH_YES;
    case TEST_PASSED:
      {
        g_autofree char *limit = go_back (date, (int) test->number);

        return is_past (yun_record_get_text (record, test->field), limit);
      }
    case TEST_WITHIN:
      {
        gint64 age = atoi (date) - yun_record_get_int (record, test->field);

        return age >= 0 && age < test->number ? YUN_TRUTH_YES : YUN_TRUTH_NO;
      }
    case TEST_BELOW:
    default:
      {
        double whole = yun_record_get_real (record, test->of);

        if (!(whole > 0))
          return YUN_TRUTH_UNKNOWN;
        return yun_record_get_real (record, test->field) * 100 < whole * test->number
                 ? YUN_TRUTH_YES
                 : YUN_TRUTH_NO;
      }
    }
}

/* The test of @first that decides; NULL when none of the fields is known. */
static const Test *
find_first (const Test *first, YunRecord *record)
{
  for (guint i = 0; i < first->children->len; i++)
    {
      const Test *test = g_ptr_array_index (first->children, i);

      if (yun_record_is_known (record, test->field))
        return test;
    }
  return NULL;
}

/* Three-valued: all is no as soon as one is no, any is yes as soon as one is yes. */
static YunTruth
evaluate (const Test *test, YunRecord *record, const char *date)
{
  YunTruth decides = test->kind == TEST_ALL ? YUN_TRUTH_NO : YUN_TRUTH_YES;
  YunTruth result = test->kind == TEST_ALL ? YUN_TRUTH_YES : YUN_TRUTH_NO;

  if (test->children == NULL)
    return evaluate_leaf (test, record, date);
  if (test->kind == TEST_FIRST)
    {
      const Test *known = find_first (test, record);

      return known != NULL ? evaluate_leaf (known, record, date) : YUN_TRUTH_UNKNOWN;
    }
  for (guint i = 0; i < test->children->len; i++)
    {
      YunTruth truth = evaluate (g_ptr_array_index (test->children, i), record, date);

      if (truth == decides)
        return truth;
      if (truth == YUN_TRUTH_UNKNOWN)
        result = truth;
    }
  return result;
}

YunTruth
yun_rule_evaluate (const YunRule *self, YunRecord *record, const char *date)
{
  g_return_val_if_fail (YUN_IS_RECORD (record) && date != NULL, YUN_TRUTH_UNKNOWN);

  if (yun_record_get_entity (record) != self->entity)
    return YUN_TRUTH_NO;
  return evaluate (self->test, record, date);
}

const char *
yun_truth_get_word (YunTruth truth)
{
  static const char *const words[] = {
    [YUN_TRUTH_NO] = N_ ("does not match"),
    [YUN_TRUTH_YES] = N_ ("matches"),
    [YUN_TRUTH_UNKNOWN] = N_ ("cannot be told"),
  };

  return _ (words[truth]);
}

const char *
yun_rule_get_treatment (const YunRule *self, YunRecord *record, const char *date)
{
  if (self->treatments == NULL || yun_rule_evaluate (self, record, date) != YUN_TRUTH_YES)
    return NULL;
  for (guint i = 0; i < self->treatments->len; i++)
    {
      const Treatment *treatment = g_ptr_array_index (self->treatments, i);

      if (treatment->test == NULL || evaluate (treatment->test, record, date) == YUN_TRUTH_YES)
        return pick (treatment->say);
    }
  return NULL;
}

const char *
yun_rule_get_verdict (const YunRule *self, YunRecord *record, const char *date)
{
  const char *treatment = yun_rule_get_treatment (self, record, date);

  return treatment != NULL ? treatment
                           : yun_truth_get_word (yun_rule_evaluate (self, record, date));
}

/* ---- Reasons -------------------------------------------------------------------------- */

void
yun_reason_free (YunReason *self)
{
  g_free (self->text);
  g_free (self);
}

static char *
describe_values (const Test *test)
{
  GString *out = g_string_new (NULL);

  for (int i = 0; i < test->field->values->n_plain; i++)
    if ((test->mask & (1u << i)) != 0)
      g_string_append_printf (out, "%s%s", out->len > 0 ? _ (", ") : "",
                              yun_enum_get_label (test->field->values, i));
  return g_string_free (out, FALSE);
}

static char *
describe_wanted (const Test *test, const char *date)
{
  const char      *label = yun_field_get_label (test->field);
  g_autofree char *values = NULL;
  g_autofree char *number = NULL;

  switch (test->kind)
    {
    case TEST_IS:
      values = describe_values (test);
      return g_strdup_printf (_ ("%s: %s"), label, values);
    case TEST_UNLESS:
      values = describe_values (test);
      /* Translators: a fact's name, then values it must not have */
      return g_strdup_printf (_ ("%s: none of %s"), label, values);
    case TEST_PASSED:
      /* Translators: a date's name, a number of months, a day */
      return g_strdup_printf (_ ("%s: %d months or more before %s"), label, (int) test->number,
                              date);
    case TEST_WITHIN:
      return g_strdup_printf (_ ("%s: one of the %d years up to %.4s"), label, (int) test->number,
                              date);
    case TEST_BELOW:
    default:
      number = yun_number_format (test->number, 1);
      /* Translators: "Area developed: less than 33.3 % of Area to be developed" */
      return g_strdup_printf (_ ("%s: less than %s %% of %s"), label, number,
                              yun_field_get_label (test->of));
    }
}

/* What a record must have, whatever it has: "Start due: 12 months past on 2026-11-22". */
static char *
describe_test (const Test *test, const char *date)
{
  g_autofree char *wanted = describe_wanted (test, date);

  /* Translators: a condition and the article it rests on */
  return test->by[0] != NULL ? g_strdup_printf (_ ("%s (%s)"), wanted, pick (test->by))
                             : g_steal_pointer (&wanted);
}

static const YunField *
find_missing (const Test *test, YunRecord *record)
{
  if (test->of == NULL)
    return test->field;
  /* a share of nothing cannot be told either */
  return yun_record_is_known (record, test->field) ? test->of : test->field;
}

/* Why it cannot be told. */
static char *
describe_doubt (const YunField *field, YunRecord *record, const Test *test, const char *wanted)
{
  g_autofree char *value = NULL;

  if (!yun_record_is_known (record, field))
    /* Translators: a condition, then the name of a fact that is not known */
    return g_strdup_printf (_ ("%s – %s is missing"), wanted, yun_field_get_label (field));
  if (test->kind == TEST_BELOW)
    /* Translators: a condition on a share, then the name of the whole */
    return g_strdup_printf (_ ("%s – %s is not more than 0"), wanted, yun_field_get_label (field));
  value = yun_record_format (record, field);
  /* Translators: a condition, then a fact known too coarsely: "2025" */
  return g_strdup_printf (_ ("%s – “%s” is too coarse to tell"), wanted, value);
}

static void
explain (const Test *test, YunRecord *record, const char *date, guint depth, GPtrArray *out)
{
  YunReason       *reason;
  g_autofree char *wanted = NULL;
  g_autofree char *value = NULL;

  if (test->kind == TEST_FIRST && find_first (test, record) != NULL)
    test = find_first (test, record);
  if (test->children != NULL)
    {
      for (guint i = 0; i < test->children->len; i++)
        explain (g_ptr_array_index (test->children, i), record, date,
                 depth + (test->kind != TEST_ALL ? 1 : 0), out);
      return;
    }
  reason = g_new0 (YunReason, 1);
  reason->truth = evaluate_leaf (test, record, date);
  reason->depth = depth;
  reason->field = test->field;
  wanted = describe_test (test, date);
  if (reason->truth == YUN_TRUTH_UNKNOWN)
    {
      reason->field = find_missing (test, record);
      reason->text = describe_doubt (reason->field, record, test, wanted);
    }
  else if (!yun_record_is_known (record, test->field))
    /* Translators: a condition that a fact would have to break, and the record says nothing */
    reason->text = g_strdup_printf (_ ("%s – nothing is recorded"), wanted);
  else
    {
      value = yun_record_format (record, test->field);
      /* Translators: a condition, then what the record says */
      reason->text = g_strdup_printf (_ ("%s – it is %s"), wanted, value);
    }
  g_ptr_array_add (out, reason);
}

GPtrArray *
yun_rule_explain (const YunRule *self, YunRecord *record, const char *date)
{
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) yun_reason_free);

  g_return_val_if_fail (YUN_IS_RECORD (record) && date != NULL, out);

  explain (self->test, record, date, 0, out);
  return out;
}

/* ---- SQL ---------------------------------------------------------------------------------- */

static void
append_is (const Test *test, gboolean yes, GString *sql)
{
  gboolean first = TRUE;

  g_string_append_printf (sql, "t.\"%s\" IN (", test->field->column);
  for (int i = 0; i < test->field->values->n_plain; i++)
    if (((test->mask & (1u << i)) != 0) == yes)
      {
        g_string_append_printf (sql, "%s'%s'", first ? "" : ",", test->field->values->values[i].id);
        first = FALSE;
      }
  g_string_append_c (sql, ')');
}

/* Nothing known is as good as another value. */
static void
append_unless (const Test *test, gboolean yes, GString *sql)
{
  if (yes)
    g_string_append_printf (sql, "(coalesce(t.\"%s\",'')='' OR ", test->field->column);
  append_is (test, !yes, sql);
  if (yes)
    g_string_append_c (sql, ')');
}

/* As is_past(). */
static void
append_passed (const Test *test, gboolean yes, const char *date, GString *sql)
{
  g_autofree char *limit = go_back (date, (int) test->number);
  g_autofree char *next = yun_text_step_date (limit, 1);
  const char      *column = test->field->column;

  g_string_append_printf (
    sql, "(t.\"%s\"<>'' AND substr(t.\"%s\",1,10)%csubstr('%s',1,length(t.\"%s\")))", column,
    column, yes ? '<' : '>', yes ? next : limit, column);
}

static void
append_leaf (const Test *test, gboolean yes, const char *date, GString *sql)
{
  char        buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *column = test->field->column;

  switch (test->kind)
    {
    case TEST_IS:
      append_is (test, yes, sql);
      break;
    case TEST_UNLESS:
      append_unless (test, yes, sql);
      break;
    case TEST_PASSED:
      append_passed (test, yes, date, sql);
      break;
    case TEST_WITHIN:
      g_string_append_printf (sql, "t.\"%s\"%sBETWEEN %d AND %d", column, yes ? " " : " NOT ",
                              atoi (date) - (int) test->number + 1, atoi (date));
      break;
    case TEST_BELOW:
    default:
      g_string_append_printf (sql, "(t.\"%s\">0 AND t.\"%s\"*100.0%st.\"%s\"*%s)", test->of->column,
                              column, yes ? "<" : ">=", test->of->column,
                              g_ascii_dtostr (buffer, sizeof buffer, test->number));
      break;
    }
}

static void
append_first (const Test *first, gboolean yes, const char *date, GString *sql)
{
  g_string_append (sql, "CASE");
  for (guint i = 0; i < first->children->len; i++)
    {
      const Test *test = g_ptr_array_index (first->children, i);

      g_string_append_printf (sql, " WHEN t.\"%s\"<>'' THEN ", test->field->column);
      append_leaf (test, yes, date, sql);
    }
  g_string_append (sql, " ELSE 0 END");
}

/* No is yes with everything turned round. */
static void
append_test (const Test *test, gboolean yes, const char *date, GString *sql)
{
  if (test->children == NULL)
    {
      append_leaf (test, yes, date, sql);
      return;
    }
  if (test->kind == TEST_FIRST)
    {
      append_first (test, yes, date, sql);
      return;
    }
  g_string_append_c (sql, '(');
  for (guint i = 0; i < test->children->len; i++)
    {
      if (i > 0)
        g_string_append (sql, (test->kind == TEST_ALL) == yes ? " AND " : " OR ");
      append_test (g_ptr_array_index (test->children, i), yes, date, sql);
    }
  g_string_append_c (sql, ')');
}

void
yun_rule_append_sql (const YunRule *self, YunTruth wanted, const char *date, GString *sql)
{
  g_return_if_fail (wanted != YUN_TRUTH_UNKNOWN);

  append_test (self->test, wanted == YUN_TRUTH_YES, date, sql);
}
