/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "yun-object.h"

#include <string.h>

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray         *objects = yun_object_parse_all (yun_entity_find ("firm"), text, &error);

  g_assert_no_error (error);
  return objects;
}

static const char *
get (GPtrArray *objects, guint i, const char *field)
{
  const YunObject *object = objects->pdata[i];

  for (guint k = 0; k < object->members->len; k++)
    {
      const YunObjectMember *member = object->members->pdata[k];

      if (strcmp (member->field->id, field) == 0)
        return member->text;
    }
  g_error ("no member %s", field);
}

/* A list, an object a line, objects over several lines, nothing: none is lost. */
static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    guint       n;
  } forms[] = {
    { "", 0 },
    { " \n\t", 0 },
    { "[]", 0 },
    { "\ufeff{\"name\":\"a\"}", 1 },
    { "{\"name\":\"a\"}", 1 },
    { "[{\"name\":\"a\"},{\"name\":\"b\"}]", 2 },
    { "{\"name\":\"a\"}\n{\"name\":\"b\"}\n", 2 },
    { "{\n  \"name\": \"a }\\\" {\"\n}\r\n\n{\n\"name\":\"b\"}{\"name\":\"c\"}", 3 },
    { "[{\"name\":\"a\"}]\n[{\"name\":\"b\"}]", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GPtrArray) objects = parse (forms[i].text);

      g_test_message ("%s", forms[i].text);
      g_assert_cmpuint (objects->len, ==, forms[i].n);
    }
}

static void
test_members (void)
{
  g_autoptr (GPtrArray) objects =
    parse ("{\"id\":7,\"revision\":3,\"名称\":\"甲\",\"staff\":12,\"capital\":1.5,\"founded\":null,"
           "\"niches\":[\"sat.ait\",\"ops.build\"],\"segment\":[\"rocket\"],\"created\":\"2020\","
           "\"uid\":\"78e26345-22bd-5bb4-9925-810a576a59c3\",\"lon\":121.3,\"lat\":31.1}\n"
           "{\"name\":\"乙\",\"lon\":null,\"lat\":null,"
           "\"geometry\":{\"type\":\"Point\",\"coordinates\":[121.25,31.0]}}");
  const YunObject *first, *second;

  g_assert_cmpuint (objects->len, ==, 2);
  first = objects->pdata[0];
  second = objects->pdata[1];
  g_assert_cmpuint (first->members->len, ==, 5);
  g_assert_cmpstr (get (objects, 0, "name"), ==, "甲");
  g_assert_cmpstr (get (objects, 0, "staff"), ==, "12");
  g_assert_cmpstr (get (objects, 0, "capital"), ==, "1.5");
  g_assert_cmpstr (get (objects, 0, "niches"), ==, "sat.ait;ops.build");
  g_assert_null (get (objects, 0, "founded"));
  g_assert_cmpstr (first->uid, ==, "78e26345-22bd-5bb4-9925-810a576a59c3");
  g_assert_cmpfloat (yun_geom_get_box (first->shape)->x0, ==, 121.3);
  g_assert_null (second->uid);
  g_assert_cmpfloat (yun_geom_get_box (second->shape)->x0, ==, 121.25);
}

static void
test_refusals (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  const char      *texts[][2] = {
         { "name", "place 1" },
         { "{\"name\":\"a\"", "place 1" },
         { "{\"name\":\"a\"} x", "place 2" },
         { "{\"name\":\"a\"}]", "place 2" },
         { "{\"name\" \"a\"}", "place 1" },
         { deep, "place 1" },
         { "[1]", "place 1" },
         { "[{\"name\":\"a\"},[]]", "place 2" },
         { "{\"mood\":\"good\"}", "mood" },
         { "[{\"name\":\"a\"},{\"name\":{\"a\":1}}]", "Object 2" },
         { "{\"name\":[[\"a\"]]}", "name" },
         { "{\"staff\":true}", "staff" },
         { "{\"name\":\"a\",\"名称\":\"b\"}", "twice" },
         { "{\"uid\":\"7\"}", "uid" },
         { "{\"lon\":121}", "lat" },
         { "{\"lon\":\"east\",\"lat\":31}", "lon" },
         { "{\"geometry\":{\"type\":\"Point\"}}", "geometry" },
         { "{\"geometry\":7}", "geometry" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (GPtrArray) objects =
        yun_object_parse_all (yun_entity_find ("firm"), texts[i][0], &error);

      g_test_message ("%.40s", texts[i][0]);
      g_assert_null (objects);
      g_assert_error (error, YUN_MODEL_ERROR, YUN_MODEL_ERROR_FILE);
      g_assert_nonnull (strstr (error->message, texts[i][1]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object/forms", test_forms);
  g_test_add_func ("/object/members", test_members);
  g_test_add_func ("/object/refusals", test_refusals);
  return g_test_run ();
}
