-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 2: what people save to come back to. kind 'bookmark': a place on the map; 'view': all that
-- is looked at. content is JSON, whose form the kind decides. opened_change is the number of the
-- newest change when it was last opened, so that what came since can be told; NULL: never opened.
-- Not a record: no fact of the registry is in it, so no change of the history carries it.

CREATE TABLE saved_view (
  uid TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER NOT NULL,
  created TEXT NOT NULL,
  updated TEXT NOT NULL,
  opened_change INTEGER
) WITHOUT ROWID;
