-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 1. Once released, this file is never edited: a change is a new step.
-- Every entity: the key, the revision (number of the change that wrote the row),
-- a column for each field of its table in app/model, what text search and sorting
-- read, and its place in EPSG:4490 with an R*Tree.

SELECT InitSpatialMetaData('NONE');
SELECT InsertEpsgSrid(4490);
SELECT InsertEpsgSrid(4326);
SELECT InsertEpsgSrid(3857);
SELECT InsertEpsgSrid(4549);

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Every committed action. state: done, undone, dropped (undone, then something else was done).
CREATE TABLE change (
  number INTEGER PRIMARY KEY,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  summary TEXT NOT NULL,
  n_rows INTEGER NOT NULL,
  entities INTEGER NOT NULL,
  minx REAL, miny REAL, maxx REAL, maxy REAL
);
CREATE INDEX change_state ON change (state, number);

-- Which rows a change touched: runs of keys, so that an import is one row.
CREATE TABLE change_row (
  change INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (change, entity, first)
) WITHOUT ROWID;
CREATE INDEX change_row_one ON change_row (entity, first);
CREATE INDEX change_row_run ON change_row (entity, first, last) WHERE last > first;

-- The values before and after: an SQLite changeset in pieces, each compressed with zlib.
CREATE TABLE change_part (
  change INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (change, seq)
);

CREATE TABLE zone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  code TEXT,
  name_en TEXT,
  role TEXT,
  members TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('zone', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('zone', 'geom');
-- SpatiaLite's triggers that note the time of the last write cost one more UPDATE a row.
DROP TRIGGER tmi_zone_geom;
DROP TRIGGER tmu_zone_geom;
DROP TRIGGER tmd_zone_geom;
CREATE INDEX zone_name ON zone (name_key);

CREATE TABLE town (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  code TEXT,
  kind TEXT,
  zone TEXT,
  name_en TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('town', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('town', 'geom');
DROP TRIGGER tmi_town_geom;
DROP TRIGGER tmu_town_geom;
DROP TRIGGER tmd_town_geom;
CREATE INDEX town_name ON town (name_key);

CREATE TABLE park (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  aliases TEXT,
  level TEXT,
  kind TEXT,
  town TEXT,
  zone TEXT,
  segments TEXT,
  "operator" TEXT,
  industries TEXT,
  address TEXT,
  land_area_m2 REAL,
  land_area_text TEXT,
  building_area_m2 REAL,
  vacant_area_m2 REAL,
  bound_east TEXT,
  bound_south TEXT,
  bound_west TEXT,
  bound_north TEXT,
  "condition" TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('park', 'geom', 4490, 'GEOMETRY', 'XY');
SELECT CreateSpatialIndex('park', 'geom');
DROP TRIGGER tmi_park_geom;
DROP TRIGGER tmu_park_geom;
DROP TRIGGER tmd_park_geom;
CREATE INDEX park_name ON park (name_key);

CREATE TABLE plot (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  number TEXT,
  kind TEXT,
  status TEXT,
  area_m2 REAL,
  town TEXT,
  zone TEXT,
  park TEXT,
  location TEXT,
  bound_east TEXT,
  bound_south TEXT,
  bound_west TEXT,
  bound_north TEXT,
  area_paper_m2 REAL,
  area_computed_m2 REAL,
  area_method TEXT,
  area_text TEXT,
  building_area_m2 REAL,
  use_scheme TEXT,
  use_version TEXT,
  use_code TEXT,
  use_text TEXT,
  use_state TEXT,
  standing TEXT,
  grade TEXT,
  grade_year INTEGER,
  standing_date TEXT,
  standing_doc TEXT,
  far_min REAL,
  far_max REAL,
  density_max REAL,
  green_max REAL,
  height_max_m REAL,
  tenure_years REAL,
  price_wan REAL,
  price_text TEXT,
  supply TEXT,
  holder TEXT,
  available_from TEXT,
  availability TEXT,
  invest_wan_mu REAL,
  tax_wan_mu REAL,
  soil TEXT,
  utilities TEXT,
  segments TEXT,
  event TEXT,
  event_date TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('plot', 'geom', 4490, 'GEOMETRY', 'XY');
SELECT CreateSpatialIndex('plot', 'geom');
DROP TRIGGER tmi_plot_geom;
DROP TRIGGER tmu_plot_geom;
DROP TRIGGER tmd_plot_geom;
CREATE INDEX plot_name ON plot (name_key);

CREATE TABLE firm (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  short_name TEXT,
  former_names TEXT,
  name_en TEXT,
  uscc TEXT UNIQUE,
  segments TEXT,
  niche TEXT,
  niches TEXT,
  role TEXT,
  relation TEXT,
  town TEXT,
  zone TEXT,
  park TEXT,
  address TEXT,
  tiers TEXT,
  founded TEXT,
  capital_wan REAL,
  staff INTEGER,
  revenue_wan REAL,
  tax_wan REAL,
  business TEXT,
  website TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('firm', 'geom', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('firm', 'geom');
DROP TRIGGER tmi_firm_geom;
DROP TRIGGER tmu_firm_geom;
DROP TRIGGER tmd_firm_geom;
CREATE INDEX firm_name ON firm (name_key);

CREATE TABLE facility (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  name TEXT,
  kind TEXT,
  name_en TEXT,
  "operator" TEXT,
  capability TEXT,
  "condition" TEXT,
  town TEXT,
  zone TEXT,
  park TEXT,
  address TEXT,
  accuracy TEXT,
  accuracy_m REAL,
  source TEXT,
  source_url TEXT,
  source_date TEXT,
  source_grade TEXT,
  note TEXT,
  uid TEXT NOT NULL UNIQUE,
  created TEXT,
  updated TEXT,
  search TEXT NOT NULL,
  name_key TEXT
);
SELECT AddGeometryColumn('facility', 'geom', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('facility', 'geom');
DROP TRIGGER tmi_facility_geom;
DROP TRIGGER tmu_facility_geom;
DROP TRIGGER tmd_facility_geom;
CREATE INDEX facility_name ON facility (name_key);

CREATE INDEX plot_number ON plot (number);
CREATE INDEX firm_short_name ON firm (short_name);
