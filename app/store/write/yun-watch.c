/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-store"

#include "config.h"

#include "yun-watch.h"

#include "yun-log.h"
#include "yun-outside.h"

struct _YunWatch
{
  gint64 data_version; /* at the last look that ended well; -1: never */
  gint64 seen;         /* the newest change that has been told of; -1: none yet */
  gint64 outside;      /* of a file that is only read: the stamp of what waits */
};

YunWatch *
yun_watch_new (void)
{
  YunWatch *self = g_new0 (YunWatch, 1);

  self->data_version = self->seen = -1;
  return self;
}

void
yun_watch_free (YunWatch *self)
{
  g_free (self);
}

void
yun_watch_note (YunWatch *self, gint64 number)
{
  self->seen = MAX (self->seen, number);
}

/* What the look found, from one transaction. */
typedef struct
{
  gboolean    wrong;   /* our triggers are not as they must be */
  YunLogStamp stamp;   /* whether something waits */
  YunChange  *taken;   /* (owned) (nullable): what was taken in */
  YunChange  *renewed; /* (owned) (nullable) */
} Look;

static gboolean
look_cb (YunDb *db, gpointer user_data, GError **error)
{
  Look *look = user_data;

  return yun_outside_is_wrong (db, &look->wrong, error) &&
         (look->wrong || yun_log_get_stamp (db, &look->stamp, error));
}

static gboolean
take_in_cb (YunDb *db, gpointer user_data, GError **error)
{
  Look    *look = user_data;
  gboolean renewed;

  g_clear_pointer (&look->taken, yun_change_unref);
  g_clear_pointer (&look->renewed, yun_change_unref);
  return yun_outside_ensure (db, &renewed, error) &&
         yun_outside_take_in (db, &look->taken, error) &&
         (!renewed || yun_outside_renew (db, &look->renewed, error));
}

/* What came after change @seen, as change @last with the rows of all; also those that wait. */
static YunChange *
merge_rows (YunDb *db, gint64 seen, gint64 last)
{
  YunChange *change = yun_log_get (db, last, NULL);
  guint      n;

  if (change == NULL)
    return NULL;
  change->rows = yun_log_list_rows (db, seen, NULL);
  yun_entity_list (&n);
  for (guint i = 0; change->rows != NULL && i < change->rows->len; i++)
    change->entities |= G_GUINT64_CONSTANT (1)
                        << g_array_index (change->rows, YunChangeRow, i).entity;
  if (change->rows == NULL)
    change->entities = (G_GUINT64_CONSTANT (1) << n) - 1;
  return change;
}

/* Changes that another Yunjian wrote into the history itself. */
static YunChange *
merge_news (YunDb *db, gint64 seen)
{
  gint64 last;

  return yun_log_get_last (db, &last, NULL) && last > seen ? merge_rows (db, seen, last) : NULL;
}

static gboolean
has_moved (YunWatch *self, YunDb *db, gint64 *data_version)
{
  return yun_db_get_int (db, "PRAGMA data_version", data_version, NULL) &&
         *data_version != self->data_version;
}

static void
tell (YunWatch *self, YunDb *db, YunChange *change, YunWatchFunc func, gpointer user_data)
{
  if (change == NULL)
    return;
  yun_watch_note (self, change->number);
  func (db, change, user_data);
  yun_change_unref (change);
}

void
yun_watch_look (
  YunWatch *self, YunDb *db, YunWatchWriteFunc write, YunWatchFunc func, gpointer user_data)
{
  gboolean first = self->data_version < 0;
  gint64   data_version = 0, seen = self->seen;
  Look     look = { 0 };
  gboolean ok;

  if (!has_moved (self, db, &data_version))
    return;
  if (seen < 0 && !yun_log_get_last (db, &seen, NULL))
    return;
  self->seen = seen;
  if (!first)
    tell (self, db, merge_news (db, seen), func, user_data);
  ok = yun_db_transaction (db, YUN_DB_READ, look_cb, &look, NULL, NULL) &&
       (!(look.wrong || look.stamp.outside != 0) || write (db, take_in_cb, &look, user_data, NULL));
  if (!first && look.taken == NULL && look.renewed == NULL && self->seen == seen)
    func (db, NULL, user_data);
  tell (self, db, look.taken, func, user_data);
  tell (self, db, look.renewed, func, user_data);
  if (ok)
    self->data_version = data_version;
}

/* ---- Of a file that is only read --------------------------------------------------------------
 */

typedef struct
{
  YunWatch   *watch;
  YunLogStamp stamp;
  YunChange  *news; /* (owned) (nullable) */
} LookOn;

static gboolean
look_on_cb (YunDb *db, gpointer user_data, GError **error)
{
  LookOn   *look = user_data;
  YunWatch *self = look->watch;

  if (!yun_log_get_stamp (db, &look->stamp, error))
    return FALSE;
  if (self->seen >= 0 && (look->stamp.number != self->seen || look->stamp.outside != self->outside))
    look->news = merge_rows (db, MIN (self->seen, look->stamp.number), look->stamp.number);
  return TRUE;
}

gboolean
yun_watch_look_on (YunWatch *self, YunDb *db, YunWatchFunc func, gpointer user_data)
{
  gboolean known = self->data_version >= 0;
  gint64   data_version = 0;
  LookOn   look = { .watch = self };
  gboolean others;

  if (!has_moved (self, db, &data_version) ||
      !yun_db_transaction (db, YUN_DB_READ, look_on_cb, &look, NULL, NULL))
    return FALSE;
  others = look.news != NULL;
  self->seen = look.stamp.number;
  self->outside = look.stamp.outside;
  /* Another connection has another number. */
  self->data_version = others ? -1 : data_version;
  if (others || known)
    func (db, look.news, user_data);
  g_clear_pointer (&look.news, yun_change_unref);
  return others;
}
