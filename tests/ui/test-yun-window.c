/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"
#include "yun-store-private.h"
#include "yun-store-write.h"

#include "yun-action-list.h"
#include "yun-bookmark.h"
#include "yun-export-dialog.h"
#include "yun-facet-items.h"
#include "yun-rule.h"
#include "yun-firm.h"
#include "yun-plot.h"

static gint64
count_of (Fixture *f, const YunEntity *entity, const char *text)
{
  g_autoptr (YunFilter) filter = yun_filter_parse (text, NULL, NULL);
  YunTotals             totals;

  g_assert_nonnull (filter);
  g_assert_true (yun_store_totals_sync (f->store, entity, filter, &totals, NULL, NULL));
  return totals.count;
}

static guint
n_rows (Fixture *f)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (yun_record_list_get_model (YUN_RECORD_LIST (f->window->list))));
}

static gint64
facet (Fixture *f, const char *field, const char *value)
{
  return yun_facet_pane_get_count (YUN_FACET_PANE (f->window->facets), field, value);
}

static void
test_templates (void)
{
  GtkApplication *app = GTK_APPLICATION (g_application_get_default ());
  YunWindow      *window = yun_window_new (app);

  g_assert_null (yun_window_get_workspace (window));
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* How many features the map shows. */
static gint64
count_drawn (Fixture *f)
{
  YunFeatureIndex *features = yun_workspace_get_features (f->workspace);
  YunFeatureSet   *shown = yun_workspace_get_shown (f->workspace);
  gint64           n = 0;

  for (guint i = 0; i < yun_feature_index_get_n (features); i++)
    n += shown != NULL ? yun_feature_set_has (shown, i) : yun_feature_index_has (features, i);
  return n;
}

/* Whatever the filter: list, counts, facets, chips and map show one set. */
static void
test_in_step (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "zone:core",
    "segment:satellite",
    "firm",
    "plot status:reusable",
    "-town:佘山镇",
    "九亭",
    "plot area>1mu",
    "zone:?",
    "任务 单位:区经委",
  };
  gint64 n_all = 0;

  for (guint e = 0; yun_workspace_get_entities ()[e] != NULL; e++)
    n_all += count_of (f, yun_workspace_get_entities ()[e], "");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (YunFilter) filter = yun_filter_parse (texts[i], NULL, NULL);
      gint64                n_shown = 0, drawable = 0;

      g_test_message ("%s", texts[i]);
      g_assert_true (yun_window_set_filter_text (f->window, texts[i]));
      wait_until (yun_window_is_complete (f->window));
      for (guint e = 0; yun_workspace_get_entities ()[e] != NULL; e++)
        {
          const YunEntity *entity = yun_workspace_get_entities ()[e];
          YunTotals        totals;

          g_assert_true (yun_store_totals_sync (f->store, entity, filter, &totals, NULL, NULL));
          n_shown += totals.count;
          if (entity->shape != YUN_SHAPE_NONE)
            drawable += totals.count - totals.without_place;
        }
      g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, n_shown);
      g_assert_cmpint (yun_workspace_get_n_all (f->workspace), ==, n_all);
      g_assert_cmpint (n_rows (f), ==,
                       count_of (f, yun_workspace_get_entity (f->workspace), texts[i]));
      g_assert_cmpuint (yun_chip_bar_get_n_chips (YUN_CHIP_BAR (f->window->chips)), ==,
                        yun_filter_get_n_clauses (filter) +
                          (yun_filter_get_entity (filter) != NULL ? 1 : 0));
      g_assert_cmpint (count_drawn (f), ==, drawable);
    }
}

/* A facet counts the set without its own clause, and its buttons are the filter. */
static void
test_facets (Fixture *f, gconstpointer data)
{
  gint64 core = facet (f, "zone", "core");
  gint64 satellite = facet (f, "segment", "satellite");

  g_assert_cmpint (core, >, 0);
  g_assert_true (yun_window_set_filter_text (f->window, "zone:core"));
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpint (facet (f, "zone", "core"), ==, core);
  g_assert_cmpint (facet (f, "segment", "satellite"), <=, satellite);
  g_assert_cmpint (yun_workspace_get_n_shown (f->workspace), ==, core);

  g_assert_true (yun_window_set_filter_text (f->window, "zone:core segment:satellite"));
  wait_until (yun_window_is_complete (f->window));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.clear-filter", NULL);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_chip_bar_get_n_chips (YUN_CHIP_BAR (f->window->chips)), ==, 0);
  g_assert_cmpint (facet (f, "zone", "core"), ==, core);
}

/* What could be put to use heads its parts and counts them all. */
static void
check_parts (GPtrArray *items)
{
  const YunFacetItem *head = g_ptr_array_index (items, 0);
  gint64              sum = 0;
  guint               n = 0;

  g_assert_cmpstr (head->value, ==, "reusable");
  g_assert_cmpuint (head->depth, ==, 0);
  for (guint i = 1; i < items->len && ((YunFacetItem *) items->pdata[i])->depth == 1; i++, n++)
    sum += ((YunFacetItem *) items->pdata[i])->count;
  g_assert_cmpuint (n, ==, 7);
  g_assert_cmpint (head->count, ==, sum);
}

/* Every value shown, in every section, counts what asking for it alone shows; its button and "only"
 * ask for it. */
static void
test_all_facets (Fixture *f, gconstpointer data)
{
  YunFacetPane      *pane = YUN_FACET_PANE (f->window->facets);
  const char *const *fields = yun_workspace_get_facets ();
  g_autofree char   *today = yun_rule_get_today ();

  for (guint i = 0; fields[i] != NULL; i++)
    {
      YunFacetSection      *section = yun_facet_pane_get_section (pane, fields[i]);
      const YunAnswer      *answer = yun_workspace_get_answer (f->workspace);
      g_autoptr (YunFilter) none = yun_filter_new (NULL);
      g_autoptr (GPtrArray) items = yun_facet_list (fields[i], answer->facets[i], none, today);
      gboolean              was_open = yun_facet_section_get_expanded (section);
      guint                 n = 0;

      g_assert_nonnull (section);
      if (strcmp (fields[i], "status") == 0)
        check_parts (items);
      yun_facet_section_set_expanded (section, TRUE);
      for (guint k = 0; k < items->len && n < 3; k++)
        {
          const YunFacetItem   *item = g_ptr_array_index (items, k);
          gint64                count = yun_facet_section_get_count (section, item->value);
          g_autofree char      *text = NULL;
          g_autoptr (YunFilter) other = NULL;

          if (count <= 0)
            continue;
          n++;
          yun_facet_section_choose (section, item->value, FALSE);
          wait_until (yun_window_is_complete (f->window));
          text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
          if (yun_workspace_get_n_shown (f->workspace) != count)
            g_error ("“%s”: %" G_GINT64_FORMAT " shown, the facet said %" G_GINT64_FORMAT, text,
                     yun_workspace_get_n_shown (f->workspace), count);
          g_assert_cmpint (yun_facet_section_get_count (section, item->value), ==, count);
          yun_facet_section_choose (section, item->value, FALSE);
          wait_until (yun_window_is_complete (f->window));
          other = yun_filter_new (NULL);
          g_assert_true (
            yun_filter_equal (yun_workspace_get_answered_filter (f->workspace), other));
        }
      g_assert_cmpuint (n, >, 0);
      yun_facet_section_set_expanded (section, was_open);
    }
}

static void
test_facet_only (Fixture *f, gconstpointer data)
{
  YunFacetSection *section =
    yun_facet_pane_get_section (YUN_FACET_PANE (f->window->facets), "zone");
  g_autofree char      *text = NULL;
  g_autoptr (YunFilter) only = yun_filter_parse ("zone:north", NULL, NULL);

  yun_facet_section_choose (section, "core", FALSE);
  wait_until (yun_window_is_complete (f->window));
  yun_facet_section_choose (section, "?", FALSE);
  wait_until (yun_window_is_complete (f->window));
  text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
  g_assert_cmpstr (text, ==, "zone:core,?");
  yun_facet_section_choose (section, "north", TRUE);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_filter_equal (yun_workspace_get_answered_filter (f->workspace), only));
}

static void
add_value (GPtrArray *facet, const char *text, gint64 count)
{
  YunFacetValue *value = g_new (YunFacetValue, 1);

  value->value = g_strdup (text);
  value->count = count;
  g_ptr_array_add (facet, value);
}

static void
free_value (gpointer data)
{
  g_free (((YunFacetValue *) data)->value);
  g_free (data);
}

/* A row a tier, counted as held on a day; what is past or cannot be told stands apart. */
static void
test_facet_terms (void)
{
  static const struct
  {
    const char *value;
    gint64      count;
  } rows[] = {
    { "tier:high-tech@2026-11-29", 7 },
    { "tier:innovative@2026-11-29", 0 },
    { "tier:srdi@2026-11-29", 4 },
    { "tier:little-giant@2026-11-29", 0 },
    { "tier:champion@2026-11-29", 0 },
    { "tier:any tier:?@2026-11-29", 16 },
    { "tier:any -tier:any,?@2026-11-29", 32 },
    { "?", 64 },
  };
  g_autoptr (GPtrArray) facet = g_ptr_array_new_with_free_func (free_value);
  g_autoptr (YunFilter) filter = yun_filter_parse ("zone:core", NULL, NULL);

  add_value (facet, "high-tech@2024/2027", 3);
  add_value (facet, "high-tech@2020/2023;high-tech@2024/2027;srdi@2025/", 4);
  add_value (facet, "srdi", 16);
  add_value (facet, "champion@2020/2023", 32);
  add_value (facet, NULL, 64);
  add_value (facet, "瞪羚", 128);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) items = yun_facet_list ("tier", facet, filter, "2026-11-29");
      const YunFacetItem   *item = g_ptr_array_index (items, i);
      g_autoptr (YunFilter) next = NULL, back = NULL;
      g_autoptr (GPtrArray) again = NULL;

      g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (rows));
      g_assert_cmpstr (item->value, ==, rows[i].value);
      g_assert_cmpint (item->count, ==, rows[i].count);
      g_assert_false (item->on);
      next = yun_facet_choose (filter, "tier", item->value, TRUE, FALSE);
      /* The filter's day counts from then on. */
      again = yun_facet_list ("tier", facet, next, i < 7 ? "2030-01-01" : "2026-11-29");
      for (guint k = 0; k < again->len; k++)
        g_assert_true (((YunFacetItem *) g_ptr_array_index (again, k))->on == (k == i));
      back = yun_facet_choose (next, "tier", item->value, FALSE, FALSE);
      g_assert_true (yun_filter_equal (back, filter));
    }
}

static void
assert_chosen (YunFilter **filter, const char *value, gboolean on, gboolean only, const char *text)
{
  YunFilter       *next = yun_facet_choose (*filter, "tier", value, on, only);
  g_autofree char *printed = yun_filter_print (next);

  g_assert_cmpstr (printed, ==, text);
  yun_filter_unref (*filter);
  *filter = next;
}

/* Tiers add up; the other rows stand alone. */
static void
test_facet_terms_choose (void)
{
  g_autoptr (YunFilter) filter = yun_filter_parse ("zone:core tier:champion", NULL, NULL);

  assert_chosen (&filter, "tier:srdi@2026-11-29", TRUE, FALSE, "zone:core tier:srdi@2026-11-29");
  assert_chosen (&filter, "tier:champion@2026-11-29", TRUE, FALSE,
                 "zone:core tier:srdi,champion@2026-11-29");
  assert_chosen (&filter, "tier:any -tier:any,?@2026-11-29", TRUE, FALSE,
                 "zone:core tier:any -tier:any,?@2026-11-29");
  assert_chosen (&filter, "tier:srdi@2026-11-29", TRUE, FALSE, "zone:core tier:srdi@2026-11-29");
  assert_chosen (&filter, "tier:any tier:?@2026-11-29", TRUE, FALSE,
                 "zone:core tier:any tier:?@2026-11-29");
  assert_chosen (&filter, "tier:champion@2026-11-29", TRUE, FALSE,
                 "zone:core tier:champion@2026-11-29");
  assert_chosen (&filter, "tier:srdi@2026-11-29", FALSE, TRUE, "zone:core tier:srdi@2026-11-29");
  assert_chosen (&filter, "?", TRUE, FALSE, "zone:core tier:?");
  assert_chosen (&filter, "tier:srdi@2026-11-29", TRUE, FALSE, "zone:core tier:srdi@2026-11-29");
  assert_chosen (&filter, "tier:srdi@2026-11-29", FALSE, FALSE, "zone:core");
}

/* A histogram counts every known area once, whatever range is asked of it; its handles ask. */
static void
test_histogram (Fixture *f, gconstpointer data)
{
  YunFacetPane  *pane = YUN_FACET_PANE (f->window->facets);
  YunRangeFacet *range = yun_facet_pane_get_range (pane, "area");
  YunHistogram   before;
  gint64         sum = 0;

  yun_range_facet_set_expanded (range, TRUE);
  wait_until (!yun_facet_pane_is_busy (pane));
  before = *yun_range_facet_get_histogram (range);
  g_assert_cmpuint (before.n_bins, >, 1);
  for (guint i = 0; i < before.n_bins; i++)
    sum += before.bins[i];
  g_assert_cmpint (sum, ==, count_of (f, &yun_entity_plot, "-area:?"));
  g_assert_cmpint (before.unknown, ==, count_of (f, &yun_entity_plot, "area:?"));

  yun_range_facet_move (range, FALSE, 1);
  wait_until (yun_window_is_complete (f->window) && !yun_facet_pane_is_busy (pane));
  g_assert_cmpuint (yun_filter_get_n_clauses (yun_workspace_get_answered_filter (f->workspace)), ==,
                    1);
  /* Parks have areas too, and the filter asks them as well. */
  g_assert_cmpint (
    yun_workspace_get_answer (f->workspace)->totals[yun_entity_get_index (&yun_entity_plot)].count,
    <, sum);
  g_assert_cmpint (
    memcmp (before.bins, yun_range_facet_get_histogram (range)->bins, sizeof before.bins), ==, 0);
  yun_range_facet_move (range, FALSE, -1);
  wait_until (yun_window_is_complete (f->window) && !yun_facet_pane_is_busy (pane));
  g_assert_cmpuint (yun_filter_get_n_clauses (yun_workspace_get_answered_filter (f->workspace)), ==,
                    0);
}

/* (nullable): the check button below @widget that says @label. */
static GtkWidget *
find_check (GtkWidget *widget, const char *label)
{
  if (GTK_IS_CHECK_BUTTON (widget) &&
      g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click_check (YunChipEditor *editor, const char *label, const char *text)
{
  GtkWidget *check = find_check (GTK_WIDGET (editor), label);

  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               !gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  g_assert_cmpstr (yun_chip_editor_get_text (editor), ==, text);
}

/* How a thing is to lie in a place, and what cannot be told, is clicked too. */
static void
test_place_editor (Fixture *f, gconstpointer data)
{
  YunChipBar    *bar = YUN_CHIP_BAR (f->window->chips);
  YunChipEditor *editor;

  g_assert_true (yun_window_set_filter_text (f->window, "-in:九亭镇 near:九亭镇<2km"));
  wait_until (yun_window_is_complete (f->window));
  editor = yun_chip_bar_edit (bar, 0);
  click_check (editor, "Any of it in it", "-meets:九亭镇");
  click_check (editor, "Or the place is not known", "-meets:九亭镇,?");
  click_check (editor, "All of it in it", "-inside:九亭镇,?");
  click_check (editor, "The centre in it", "-in:九亭镇,?");
  editor = yun_chip_bar_edit (bar, 1);
  g_assert_null (find_check (GTK_WIDGET (editor), "The centre in it"));
  click_check (editor, "Or the place is not known", "near:九亭镇<2km,?");
  click_check (editor, "Or the place is not known", "near:九亭镇<2km");
}

/* A chip is changed in place; what is not understood changes nothing. */
static void
test_chip_editor (Fixture *f, gconstpointer data)
{
  YunChipBar      *bar = YUN_CHIP_BAR (f->window->chips);
  YunChipEditor   *editor;
  g_autofree char *text = NULL, *same = NULL;

  g_assert_true (yun_window_set_filter_text (f->window, "-zone:core segment:satellite"));
  wait_until (yun_window_is_complete (f->window));
  editor = yun_chip_bar_edit (bar, 0);
  g_assert_nonnull (editor);
  g_assert_cmpstr (yun_chip_editor_get_text (editor), ==, "-zone:core");
  yun_chip_editor_set_text (editor, "zone:nowhere");
  g_assert_nonnull (yun_chip_editor_get_error (editor));
  g_assert_false (yun_chip_editor_apply (editor));
  same = yun_filter_print (yun_workspace_get_filter (f->workspace));
  g_assert_cmpstr (same, ==, "-zone:core segment:satellite");
  yun_chip_editor_set_text (editor, "zone:core,north");
  g_assert_null (yun_chip_editor_get_error (editor));
  g_assert_true (yun_chip_editor_apply (editor));
  wait_until (yun_window_is_complete (f->window));
  text = yun_filter_print (yun_workspace_get_answered_filter (f->workspace));
  g_assert_cmpstr (text, ==, "zone:core,north segment:satellite");
  g_assert_cmpuint (yun_chip_bar_get_n_chips (bar), ==, 2);
  g_assert_null (yun_chip_bar_edit (bar, 2));
}

/* What cannot be understood is said and changes nothing. */
static void
test_filter_error (Fixture *f, gconstpointer data)
{
  guint rows = n_rows (f);

  g_assert_false (yun_window_set_filter_text (f->window, "zone:nowhere"));
  g_assert_nonnull (yun_window_get_filter_error (f->window));
  g_assert_cmpuint (n_rows (f), ==, rows);
  g_assert_true (yun_window_set_filter_text (f->window, "near:没有这个地方<1km"));
  wait_until (yun_window_is_complete (f->window));
  wait_until (yun_window_get_filter_error (f->window) != NULL);
  g_assert_cmpuint (n_rows (f), ==, rows);
  g_assert_true (yun_window_set_filter_text (f->window, "zone:core"));
  g_assert_null (yun_window_get_filter_error (f->window));
}

/* What is typed is tried at once, and becomes a chip with Enter or with a click elsewhere. */
static void
test_typing (Fixture *f, gconstpointer data)
{
  YunFilter *filter;

  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "zone:core");
  wait_until (f->window->typing == 0 && yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_chip_bar_get_n_chips (YUN_CHIP_BAR (f->window->chips)), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "");
  wait_until (f->window->typing == 0 && yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_chip_bar_get_n_chips (YUN_CHIP_BAR (f->window->chips)), ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "zone:core");
  g_signal_emit_by_name (f->window->filter_entry, "activate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), "九亭");
  wait_until (f->window->typing == 0 && yun_window_is_complete (f->window));
  filter = yun_workspace_get_filter (f->workspace);
  g_assert_cmpuint (yun_filter_get_n_clauses (filter), ==, 2);
  filter = yun_filter_with_value (filter, "segment", "satellite", TRUE);
  yun_workspace_set_filter (f->workspace, filter);
  yun_filter_unref (filter);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ==, "");
  g_assert_cmpuint (yun_chip_bar_get_n_chips (YUN_CHIP_BAR (f->window->chips)), ==, 3);
}

/* Selecting in the list, on the map or by hand selects everywhere. */
static void
test_selection (Fixture *f, gconstpointer data)
{
  YunRecordModel       *model = yun_record_list_get_model (YUN_RECORD_LIST (f->window->list));
  YunDetailPane        *detail = YUN_DETAIL_PANE (f->window->detail);
  GArray               *ids = yun_workspace_get_ids (f->workspace);
  gint64                id = g_array_index (ids, gint64, 2);
  g_autoptr (YunFilter) all = yun_filter_new (NULL);
  g_autoptr (GArray)    plots = NULL;

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (model), 2, TRUE);
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, id);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpint (yun_record_get_id (yun_detail_pane_get_record (detail)), ==, id);

  plots = yun_store_list_ids_sync (f->store, &yun_entity_plot, all, NULL, FALSE, NULL, NULL);
  id = g_array_index (plots, gint64, 4);
  g_signal_emit_by_name (f->window->map, "picked", yun_entity_get_index (&yun_entity_plot), id);
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (yun_workspace_get_entity (f->workspace) == &yun_entity_plot);
  model = yun_record_list_get_model (YUN_RECORD_LIST (f->window->list));
  g_assert_cmpuint (yun_record_model_get_selected (model), ==, 4);
  g_assert_cmpint (yun_record_get_id (yun_detail_pane_get_record (detail)), ==, id);
  g_assert_true (yun_record_get_entity (yun_detail_pane_get_record (detail)) == &yun_entity_plot);

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.clear-selection", NULL);
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, 0);
  g_assert_cmpuint (yun_record_model_get_selected (model), ==, GTK_INVALID_LIST_POSITION);
  g_assert_null (yun_detail_pane_get_record (detail));
}

/* A commit reaches the list, the counts and the pane; undo and redo are actions. */
static void
test_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (YunRecord) firm = yun_entity_new_record (&yun_entity_firm);
  g_autoptr (YunChange) change = NULL;
  guint                 rows = n_rows (f);

  yun_record_set_text (firm, yun_entity_get_field (&yun_entity_firm, "name"), "试验企业");
  change = yun_store_save_sync (f->store, firm, "tester", NULL, NULL);
  g_assert_nonnull (change);
  wait_until (n_rows (f) == rows + 1 && yun_window_is_complete (f->window));
  yun_workspace_select (f->workspace, &yun_entity_firm, yun_record_get_id (firm));
  wait_until (yun_window_is_complete (f->window));
  g_assert_nonnull (yun_detail_pane_get_record (YUN_DETAIL_PANE (f->window->detail)));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  wait_until (n_rows (f) == rows && yun_window_is_complete (f->window));
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.redo", NULL);
  wait_until (n_rows (f) == rows + 1 && yun_window_is_complete (f->window));
}

/* The dialog exports what the window shows. */
static void
test_export (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "out.shp", NULL);
  YunExportDialog *dialog;

  g_assert_true (yun_window_set_filter_text (f->window, "plot"));
  wait_until (yun_window_is_complete (f->window));
  dialog = YUN_EXPORT_DIALOG (yun_export_dialog_new (GTK_WINDOW (f->window), f->workspace));
  gtk_window_present (GTK_WINDOW (dialog));
  yun_export_dialog_set_path (dialog, path);
  yun_export_dialog_start (dialog);
  wait_until (g_strcmp0 (yun_export_dialog_get_page (dialog), "job") != 0);
  g_assert_cmpstr (yun_export_dialog_get_page (dialog), ==, "done");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static guint
get_n_bookmarks (Fixture *f)
{
  return yun_bookmark_popover_get_n (yun_map_bar_get_bookmarks (YUN_MAP_BAR (f->window->map_bar)));
}

/* Moving about by the window's actions: there, back, and to a bookmark that the file keeps. */
static void
test_moving (Fixture *f, gconstpointer data)
{
  YunMapView              *map = YUN_MAP_VIEW (f->window->map);
  GActionGroup            *actions = G_ACTION_GROUP (f->window);
  YunRect                  home = yun_map_view_get_extent (map);
  YunRect                  box = { 121.24, 31.04, 121.26, 31.05 };
  YunCoordinate            place = { .system = YUN_COORDINATE_LONLAT, .x = 121.3, .y = 31.1 };
  g_autofree char         *content = yun_bookmark_print (&box);
  g_autofree char         *mode = NULL;
  g_autoptr (YunSavedView) view = yun_saved_view_new (YUN_VIEW_BOOKMARK, "east", content);
  g_autoptr (YunSavedView) saved = NULL;
  g_autoptr (GError)       error = NULL;
  YunRect                  now;

  g_assert_false (g_action_group_get_action_enabled (actions, "map-back"));
  yun_map_view_show_mark (map, &place, "121.300000, 31.100000\nhow");
  g_assert_cmpstr (yun_map_view_get_card (map), ==, "121.300000, 31.100000");
  wait_until (yun_window_is_complete (f->window));
  g_assert_true (g_action_group_get_action_enabled (actions, "map-back"));
  g_action_group_activate_action (actions, "map-back", NULL);
  wait_until (yun_window_is_complete (f->window));
  now = yun_map_view_get_extent (map);
  g_assert_cmpfloat_with_epsilon (now.x0, home.x0, 1e-4);
  g_assert_cmpfloat_with_epsilon (now.x1, home.x1, 1e-4);
  g_assert_true (g_action_group_get_action_enabled (actions, "map-forward"));
  g_assert_false (g_action_group_get_action_enabled (actions, "map-back"));

  /* A mode is begun from the list, too, and shows the map. */
  g_object_set (f->window, "view", YUN_VIEW_LEDGER, NULL);
  g_action_group_change_action_state (actions, "map-mode", g_variant_new_string ("area"));
  g_assert_cmpint (f->window->view, ==, YUN_VIEW_MAP);
  g_assert_nonnull (yun_map_view_get_card (map));
  g_assert_true (gtk_widget_activate_action (f->window->map, "map.leave", NULL));
  g_object_get (map, "mode", &mode, NULL);
  g_assert_cmpstr (mode, ==, "select");
  g_assert_cmpstr (yun_map_view_get_card (map), ==, "121.300000, 31.100000");
  g_assert_true (gtk_widget_activate_action (f->window->map, "map.leave", NULL));
  g_assert_null (yun_map_view_get_card (map));

  /* What another window keeps is listed here. */
  g_assert_cmpuint (get_n_bookmarks (f), ==, 0);
  saved = yun_store_edit_view_sync (f->store, YUN_VIEW_SAVE, view, &error);
  g_assert_no_error (error);
  wait_until (get_n_bookmarks (f) == 1);
  g_signal_emit_by_name (yun_map_bar_get_bookmarks (YUN_MAP_BAR (f->window->map_bar)), "chosen",
                         box.x0, box.y0, box.x1, box.y1);
  wait_until (yun_window_is_complete (f->window));
  now = yun_map_view_get_extent (map);
  g_assert_cmpfloat (now.x0, <=, box.x0 + 1e-6);
  g_assert_cmpfloat (now.x1, >=, box.x1 - 1e-6);
  g_assert_cmpfloat (now.x1 - now.x0, <, 0.2);
}

/* No key is given twice, and what has a key is found by search: but for moving about. */
static void
test_keys (void)
{
  static const char *const moving[] = { "win.focus-filter", "win.new-listed", "win.next-pane",
                                        "win.previous-pane", NULL };
  GtkApplication          *app = GTK_APPLICATION (g_application_get_default ());
  g_auto (GStrv)           described = gtk_application_list_action_descriptions (app);
  g_autoptr (GHashTable)   seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                    n;
  const YunActionName     *names = yun_action_list_get (&n);

  g_assert_cmpuint (g_strv_length (described), >, 20);
  for (guint i = 0; described[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (app, described[i]);
      gboolean       found = g_strv_contains (moving, described[i]);

      for (guint k = 0; accels[k] != NULL; k++)
        if (!g_hash_table_add (seen, g_strdup (accels[k])))
          g_error ("%s is a key of %s and another", accels[k], described[i]);
      for (guint k = 0; k < n && !found; k++)
        found = g_str_equal (names[k].action, described[i]);
      if (!found)
        g_error ("search does not find %s", described[i]);
    }
}

/* Types as a user does, in the entry, and waits for the answer. */
static void
type (Fixture *f, const char *text)
{
  gtk_widget_grab_focus (f->window->filter_entry);
  gtk_editable_set_text (GTK_EDITABLE (f->window->filter_entry), text);
  gtk_editable_set_position (GTK_EDITABLE (f->window->filter_entry), -1);
  yun_window_offer (f->window);
  wait_until (!yun_search_popover_is_searching (f->window->search));
}

static void
assert_filter (Fixture *f, const char *text, gboolean typed)
{
  g_autofree char *now = yun_filter_print (yun_workspace_get_filter (f->workspace));

  g_assert_cmpstr (now, ==, text);
  g_assert_true (yun_workspace_has_typed (f->workspace) == typed);
}

/* The workspace alone knows what is settled and what is typed on top of it. */
static void
test_settling (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFilter) core = yun_filter_parse ("zone:core", NULL, NULL);
  g_autoptr (YunFilter) satellite = yun_filter_parse ("segment:satellite", NULL, NULL);
  g_autoptr (YunFilter) rocket = yun_filter_parse ("segment:rocket", NULL, NULL);
  g_autoptr (YunFilter) none = yun_filter_parse ("", NULL, NULL);

  yun_workspace_set_filter (f->workspace, core);
  yun_workspace_set_typed (f->workspace, satellite);
  assert_filter (f, "zone:core segment:satellite", TRUE);
  yun_workspace_set_typed (f->workspace, rocket);
  assert_filter (f, "zone:core segment:rocket", TRUE);
  yun_workspace_settle (f->workspace);
  assert_filter (f, "zone:core segment:rocket", FALSE);
  yun_workspace_set_typed (f->workspace, none);
  assert_filter (f, "zone:core segment:rocket", FALSE);

  /* All of it as text, and another in its place. */
  yun_workspace_unsettle (f->workspace);
  assert_filter (f, "zone:core segment:rocket", TRUE);
  yun_workspace_set_typed (f->workspace, satellite);
  assert_filter (f, "segment:satellite", TRUE);

  /* Elsewhere another is asked for: nothing is typed any more. */
  yun_workspace_set_filter (f->workspace, core);
  assert_filter (f, "zone:core", FALSE);
  wait_until (yun_window_is_complete (f->window));
}

static void
test_search (Fixture *f, gconstpointer data)
{
  YunSearchPopover *search = f->window->search;
  const YunEntity  *entity;
  g_autofree char  *rows = NULL;
  g_autofree char  *actions = NULL;
  gboolean          facets;

  type (f, "jiutingzhen");
  rows = yun_search_popover_dump (search);
  g_assert_nonnull (strstr (rows, "九亭镇\n"));
  g_assert_true (yun_search_popover_is_open (search));
  g_assert_true (yun_search_popover_take (search, TRUE));
  g_assert_false (yun_search_popover_is_open (search));
  entity = yun_workspace_get_selected_entity (f->workspace);
  g_assert_nonnull (entity);
  g_assert_cmpint (yun_workspace_get_selected_id (f->workspace), >, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ==, "");
  wait_until (yun_window_is_complete (f->window));

  /* A word that may go on: no error yet; taken, it is one that is understood. */
  type (f, "plot statu");
  g_assert_true (yun_search_popover_has_completions (search));
  g_assert_true (yun_search_popover_take (search, TRUE));
  g_assert_true (
    g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ":"));
  yun_window_drop_entry (f->window);

  /* An action by its name in Chinese, whatever the language; its words filter nothing. */
  g_object_get (f->window, "show-facets", &facets, NULL);
  type (f, "筛选栏");
  actions = yun_search_popover_dump (search);
  g_assert_cmpstr (strchr (actions, '\n'), !=, NULL);
  yun_search_popover_move (search, -1);
  g_assert_true (yun_search_popover_take (search, FALSE));
  {
    gboolean now;

    g_object_get (f->window, "show-facets", &now, NULL);
    g_assert_cmpint (now, !=, facets);
  }
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ==, "");

  /* Nothing chosen: nothing is taken. */
  type (f, "九亭");
  g_assert_false (yun_search_popover_take (search, FALSE));
  type (f, "");
  g_assert_false (yun_search_popover_is_open (search));
  wait_until (yun_window_is_complete (f->window));
}

/* What the base map names is offered, and taken the map goes there with a mark. */
static void
test_named (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *text, *name;
    double      lon, lat;
  } cases[] = { { "九亭地铁站", "九亭站", 121.315026, 31.139367 },
                { "莘砖公路与九新公路", "九新公路×莘砖公路", 121.310977, 31.093976 },
                { "九亭大街", "九亭大街", 121.318, 31.131 } };
  YunMapView *map = YUN_MAP_VIEW (f->window->map);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rows = NULL;
      YunRect          extent;

      type (f, cases[i].text);
      rows = yun_search_popover_dump (f->window->search);
      g_assert_nonnull (strstr (rows, cases[i].name));
      g_assert_true (yun_search_popover_take (f->window->search, TRUE));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->window->filter_entry)), ==, "");
      wait_until (yun_window_is_complete (f->window));
      g_assert_nonnull (strstr (yun_map_view_get_card (map), cases[i].name));
      extent = yun_map_view_get_extent (map);
      g_assert_true (extent.x0 < cases[i].lon && cases[i].lon < extent.x1);
      g_assert_true (extent.y0 < cases[i].lat && cases[i].lat < extent.y1);
      g_assert_cmpfloat (extent.x1 - extent.x0, <, 0.2);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add_func ("/window/templates", test_templates);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add ("/window/in-step", Fixture, NULL, set_up, test_in_step, tear_down);
  g_test_add ("/window/facets", Fixture, NULL, set_up, test_facets, tear_down);
  g_test_add ("/window/all-facets", Fixture, NULL, set_up, test_all_facets, tear_down);
  g_test_add_func ("/window/facet-terms", test_facet_terms);
  g_test_add_func ("/window/facet-terms-choose", test_facet_terms_choose);
  g_test_add ("/window/histogram", Fixture, NULL, set_up, test_histogram, tear_down);
  g_test_add ("/window/chip-editor", Fixture, NULL, set_up, test_chip_editor, tear_down);
  g_test_add ("/window/place-editor", Fixture, NULL, set_up, test_place_editor, tear_down);
  g_test_add ("/window/facet-only", Fixture, NULL, set_up, test_facet_only, tear_down);
  g_test_add ("/window/filter-error", Fixture, NULL, set_up, test_filter_error, tear_down);
  g_test_add ("/window/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/window/settling", Fixture, NULL, set_up, test_settling, tear_down);
  g_test_add ("/window/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/window/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/window/selection", Fixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/window/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/window/moving", Fixture, NULL, set_up, test_moving, tear_down);
  g_test_add ("/window/export", Fixture, NULL, set_up, test_export, tear_down);
  return g_test_run ();
}
