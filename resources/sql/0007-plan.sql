-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 7: the action plan's units and tasks. They have no place.

CREATE TABLE unit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
  name TEXT,
  short_name TEXT,
  kind TEXT,
  parent TEXT,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  pinyin TEXT,
  uid TEXT,
  created TEXT,
  updated TEXT,
  search TEXT,
  name_key TEXT
);
CREATE INDEX unit_name ON unit (name_key);
CREATE INDEX unit_uid ON unit (uid);

CREATE TABLE task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
  name TEXT,
  number TEXT,
  chapter TEXT,
  content TEXT,
  unit TEXT,
  state TEXT,
  due TEXT,
  progress TEXT,
  progress_date TEXT,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  pinyin TEXT,
  uid TEXT,
  created TEXT,
  updated TEXT,
  search TEXT,
  name_key TEXT
);
CREATE INDEX task_name ON task (name_key);
CREATE INDEX task_uid ON task (uid);
CREATE INDEX task_number ON task (number);
