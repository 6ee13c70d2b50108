/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-store-park.h"

#include "yun-firm.h"
#include "yun-group.h"
#include "yun-park.h"

/* The firms in a park, counted by segment. */

static const YunField *
get_segment (void)
{
  return yun_entity_get_field (&yun_entity_firm, "segment");
}

/* (transfer full) */
static YunFilter *
make_filter (YunRecord *park)
{
  const YunField       *field = yun_entity_get_field (&yun_entity_firm, "park");
  g_autoptr (YunFilter) firms = yun_filter_new (&yun_entity_firm);

  return yun_filter_with_value (
    firms, field->id,
    yun_field_is_link (field) ? yun_record_get_uid (park) : yun_record_get_name (park), TRUE);
}

static guint
collect (const YunGroups *groups)
{
  guint segments = 0;

  for (guint i = 0; i < groups->row_keys->len; i++)
    {
      const YunGroupKey *key = g_ptr_array_index (groups->row_keys, i);
      int                index = key->part == YUN_GROUP_VALUE && key->value != NULL
                                   ? yun_enum_find (&yun_enum_segment, key->value)
                                   : -1;

      if (index >= 0 && key->total.count > 0)
        segments |= 1u << index;
    }
  return segments;
}

gboolean
yun_park_lacks_segments (YunRecord *record)
{
  return yun_record_get_entity (record) == &yun_entity_park &&
         !yun_record_is_known (record, yun_entity_get_field (&yun_entity_park, "segment"));
}

gboolean
yun_store_park_segments_sync (
  YunStore *self, YunRecord *park, guint *segments, GCancellable *cancellable, GError **error)
{
  g_autoptr (YunFilter) filter = make_filter (park);
  g_autoptr (YunGroups) groups = yun_store_group_sync (
    self, &yun_entity_firm, filter, get_segment (), NULL, NULL, cancellable, error);

  *segments = groups != NULL ? collect (groups) : 0;
  return groups != NULL;
}

void
yun_store_park_segments_async (YunStore           *self,
                               YunRecord          *park,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (YunFilter) filter = make_filter (park);

  yun_store_group_async (self, &yun_entity_firm, filter, get_segment (), NULL, NULL, cancellable,
                         callback, user_data);
}

gboolean
yun_store_park_segments_finish (YunStore     *self,
                                GAsyncResult *result,
                                guint        *segments,
                                GError      **error)
{
  g_autoptr (YunGroups) groups = yun_store_group_finish (self, result, error);

  *segments = groups != NULL ? collect (groups) : 0;
  return groups != NULL;
}
