/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-facility.h"
#include "yun-plot.h"
#include "yun-record.h"

/* What a portrait says must be true of its entity's fields. */

static void
check_fields (const YunEntity *entity, const char *ids)
{
  g_auto (GStrv) list = g_strsplit (ids != NULL ? ids : "", ";", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (yun_entity_find_field (entity, list[i]) == NULL)
      g_error ("“%s” is no field of %s", list[i], entity->id);
}

static void
test_fields (void)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunPortrait *portrait = entities[e]->portrait;

      check_fields (entities[e], portrait->keys);
      check_fields (entities[e], portrait->names);
      check_fields (entities[e], portrait->others);
      check_fields (entities[e], portrait->code);
      check_fields (entities[e], portrait->beside);
      check_fields (entities[e], portrait->beside_else);
      check_fields (entities[e], portrait->label);
      check_fields (entities[e], portrait->kind_of);
      check_fields (entities[e], portrait->role);
      for (guint i = 0; i < YUN_N_SHADES; i++)
        check_fields (entities[e], portrait->shades[i]);
      g_assert_nonnull (portrait->names);
      g_assert_true ((portrait->role != NULL) == (portrait->leads != NULL));
    }
}

/* Search measures names from the beginning of the search text. */
static void
test_others (void)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunField *const *fields = yun_entity_get_fields (entities[e], NULL);
      const YunField *others = yun_entity_find_field (entities[e], entities[e]->portrait->others);
      guint           i = 1;

      while (fields[i] != NULL && (fields[i]->flags & YUN_FIELD_SEARCH) == 0)
        i++;
      if (others != NULL)
        g_assert_true (fields[i] == others);
    }
}

static void
test_looks (void)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);

  for (guint e = 0; e < n; e++)
    {
      const YunPortrait *portrait = entities[e]->portrait;
      const YunField    *kind = yun_entity_find_field (entities[e], portrait->kind_of);
      gboolean           drawn = portrait->look != YUN_LOOK_NONE;

      g_assert_true (drawn == (portrait->orders[YUN_ORDER_MAP] != 0));
      g_assert_true (drawn == (portrait->label != NULL));
      if (entities[e]->shape == YUN_SHAPE_NONE)
        {
          g_assert_false (drawn);
          g_assert_cmpuint (portrait->orders[YUN_ORDER_PLACE], ==, 0);
        }
      if (portrait->look == YUN_LOOK_LOT)
        g_assert_true (kind != NULL && kind->values == &yun_enum_status);
      if (portrait->look == YUN_LOOK_FACILITY)
        g_assert_true (kind != NULL && kind->values == &yun_enum_facility_kind);
    }
}

static void
test_orders (void)
{
  guint n_all, n_filter;

  yun_entity_list (&n_all);
  for (guint o = 0; o < YUN_N_ORDERS; o++)
    {
      guint                   n;
      const YunEntity *const *order = yun_entity_list_in (o, &n);

      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, n_all);
      g_assert_null (order[n]);
      for (guint i = 1; i < n; i++)
        g_assert_cmpuint (order[i - 1]->portrait->orders[o], <, order[i]->portrait->orders[o]);
    }
  /* A word of a filter may be a field of any. */
  yun_entity_list_in (YUN_ORDER_FILTER, &n_filter);
  g_assert_cmpuint (n_filter, ==, n_all);
  g_assert_cmpstr (yun_entity_list_in (YUN_ORDER_LIST, NULL)[0]->id, ==, "firm");
  g_assert_cmpstr (yun_entity_list_in (YUN_ORDER_FILTER, NULL)[0]->id, ==, "plot");
}

static void
test_counts (void)
{
  g_autofree char *one = yun_entity_format_count (yun_entity_find ("facility"), 1);
  g_autofree char *many = yun_entity_format_count (yun_entity_find ("facility"), 1204);

  g_assert_cmpstr (one, ==, "1 facility");
  g_assert_cmpstr (many, ==, "1,204 facilities");
}

/* Bits and places of one list. */
static void
test_bits (void)
{
  guint                   n;
  const YunEntity *const *entities = yun_entity_list (&n);
  YunEntityBits           all = 0;

  for (guint e = 0; e < n; e++)
    {
      g_assert_cmpuint (yun_entity_get_index (entities[e]), ==, e);
      g_assert_true ((all & yun_entity_get_bit (entities[e])) == 0);
      all |= yun_entity_get_bit (entities[e]);
    }
  g_assert_true ((all & YUN_ENTITY_ALL) == all);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portrait/fields", test_fields);
  g_test_add_func ("/portrait/others", test_others);
  g_test_add_func ("/portrait/looks", test_looks);
  g_test_add_func ("/portrait/orders", test_orders);
  g_test_add_func ("/portrait/counts", test_counts);
  g_test_add_func ("/portrait/bits", test_bits);
  return g_test_run ();
}
