/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "yun-firm.h"
#include "yun-first-look.h"

/* `yunjian FILE` with @name=@value (nullable) and @more=@text (nullable), as far as the window. */
static YunFirstLook *
ask (Fixture *f, const char *name, const char *value, const char *more, const char *text)
{
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GError)    error = NULL;
  YunFirstLook         *asked;

  g_variant_dict_insert (&options, name, "s", value);
  if (more != NULL)
    g_variant_dict_insert (&options, more, "s", text);
  asked = yun_first_look_new (&options, &error);
  g_assert_no_error (error);
  g_assert_true (yun_first_look_asks (asked));
  yun_first_look_show (asked, f->window);
  return asked;
}

/* What the command line asks for is shown without a picture too, and the window stays. */
static void
test_obeyed (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFirstLook) asked =
    ask (f, "filter", "firm 格思", "select", "firm 上海格思航天科技有限公司");

  wait_until (yun_workspace_get_selected_entity (f->workspace) == &yun_entity_firm);
  wait_until (yun_window_is_complete (f->window));
  g_assert_cmpuint (yun_workspace_get_ids (f->workspace)->len, ==, 1);
  g_assert_cmpint (g_array_index (yun_workspace_get_ids (f->workspace), gint64, 0), ==,
                   yun_workspace_get_selected_id (f->workspace));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (f->window)));
  g_assert_false (yun_first_look_has_failed (asked));
}

static void
test_page (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFirstLook) asked = ask (f, "page", "ledger", "colour-by", "far");
  g_autofree char         *colours = NULL;
  int                      page = 0;

  wait_until ((g_object_get (f->window, "view", &page, NULL), page == YUN_VIEW_LEDGER));
  wait_until (yun_window_is_complete (f->window));
  g_object_get (f->window->map, "colour-by", &colours, NULL);
  g_assert_cmpstr (colours, ==, "far");
}

static GtkWidget *
find_message (void)
{
  g_autoptr (GListModel) tops = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWidget) top = g_list_model_get_item (tops, i);

      if (ADW_IS_MESSAGE_DIALOG (top))
        return top;
    }
  return NULL;
}

/* What cannot be shown is said in the window. */
static void
test_said (Fixture *f, gconstpointer data)
{
  g_autoptr (YunFirstLook) asked = ask (f, "select", "firm 没有这家", NULL, NULL);

  wait_until (find_message () != NULL);
  gtk_window_destroy (GTK_WINDOW (find_message ()));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (f->window)));
}

/* Where no registry is open, that is said. */
static void
test_no_registry (Fixture *f, gconstpointer data)
{
  YunWindow               *bare = yun_window_new (GTK_APPLICATION (f->app));
  g_auto (GVariantDict)    options = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (YunFirstLook) asked = NULL;

  g_variant_dict_insert (&options, "filter", "s", "firm");
  asked = yun_first_look_new (&options, NULL);
  gtk_window_present (GTK_WINDOW (bare));
  yun_first_look_show (asked, bare);
  wait_until (find_message () != NULL);
  g_assert_true (yun_first_look_has_failed (asked));
  gtk_window_destroy (GTK_WINDOW (find_message ()));
  gtk_window_destroy (GTK_WINDOW (bare));
}

int
main (int argc, char **argv)
{
  g_autoptr (YunApplication) app = init_application (&argc, &argv);

  g_test_add ("/first-look/obeyed", Fixture, NULL, set_up, test_obeyed, tear_down);
  g_test_add ("/first-look/page", Fixture, NULL, set_up, test_page, tear_down);
  g_test_add ("/first-look/said", Fixture, NULL, set_up, test_said, tear_down);
  g_test_add ("/first-look/no-registry", Fixture, NULL, set_up, test_no_registry, tear_down);
  return g_test_run ();
}
