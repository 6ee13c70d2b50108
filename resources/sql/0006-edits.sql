-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 6: the history as edits that plain SQL reads, and tables that other programs can write to.
--
-- System columns take NULL, since other programs write NULL into what a person leaves empty; triggers
-- (yun-outside.c) fill them. A credit code may stand twice: that is a doubt to be shown, not an error
-- of the file. So may a uid, for the moment in which a copy of a record is put in; the copy gets its
-- own. A place is kept in a column of one geometry type, as QGIS asks for: where a record has
-- an area or else a point, "geom" holds the one and "point" the other.
--
-- Rows of plots and firms get at once what later steps, which run in the same transaction, need room
-- for: a row that grows in its page moves half of the page. Names of towns and parks are as long
-- as the uids that step 8 makes of them, with blanks, which it does not see; keys are those of step
-- 10.
--
-- Runs without triggers. The trees of plots and firms, which take longest to make, are taken over: the
-- boxes stay what they are. They and the geometry types are checked, a tree that is wrong is made anew.

-- ---- History ----

ALTER TABLE change RENAME TO change_old;
DROP INDEX change_state;

-- Every committed action; rows are added and never changed. target: of "undo" and "redo" the change
-- they are about. void: 1 when it had been taken back before schema 6, which rewrote states.
CREATE TABLE change (
  number INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL,
  target INTEGER,
  void INTEGER NOT NULL DEFAULT 0,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  summary TEXT NOT NULL,
  n_rows INTEGER NOT NULL,
  minx REAL, miny REAL, maxx REAL, maxy REAL
);
CREATE INDEX change_target ON change (target, number) WHERE target NOTNULL;

INSERT INTO change (number, uid, action, void, who, at, summary, n_rows, minx, miny, maxx, maxy)
  SELECT number, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
      substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' ||
      hex(randomblob(6))),
    action, state <> 'done', who, at, summary, n_rows, minx, miny, maxx, maxy
  FROM change_old ORDER BY number;
DROP TABLE change_old;

-- What a change did. kind "set": field (the column; "geom" is the place) from before to after.
-- "insert" and "remove": the record with all its values as JSON in after and before, by column, and
-- its place in a row of its own with field "geom". A link is the uid of what it leads to.
CREATE TABLE change_edit (
  change INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  entity TEXT NOT NULL,
  id INTEGER NOT NULL,
  uid TEXT,
  kind TEXT NOT NULL,
  field TEXT,
  before,
  after,
  PRIMARY KEY (change, seq)
) WITHOUT ROWID;
CREATE INDEX change_edit_record ON change_edit (entity, id, change);

-- Records that a change inserted in bulk, as runs of keys: their values are those of today with the
-- later edits turned back. kind "touch": only derived values changed, or it was before schema 6 and
-- the values are not known.
CREATE TABLE change_run (
  change INTEGER NOT NULL,
  entity TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'insert',
  PRIMARY KEY (change, entity, first)
) WITHOUT ROWID;
CREATE INDEX change_run_entity ON change_run (entity, first, last);

-- change_row, of before, numbered the entities.
INSERT INTO change_run (change, entity, first, last, kind)
  SELECT r.change, e.id, r.first, r.last,
    CASE WHEN c.action IN ('create', 'import') THEN 'insert' ELSE 'touch' END
  FROM change_row r JOIN change c ON c.number=r.change
  JOIN (SELECT 0 AS n, 'zone' AS id UNION ALL SELECT 1, 'town' UNION ALL SELECT 2, 'park' UNION ALL
    SELECT 3, 'plot' UNION ALL SELECT 4, 'firm' UNION ALL SELECT 5, 'facility') e ON e.n=r.entity;
-- yun-old-history.c has put the values of the old changesets here.
INSERT INTO change_edit (change, seq, entity, id, kind, field, before, after)
  SELECT change, seq, entity, id, kind, field, before, after FROM change_edit_old;
DELETE FROM change_run WHERE kind='touch' AND EXISTS (SELECT 1 FROM change_edit e
  WHERE e.change=change_run.change AND e.entity=change_run.entity AND e.id=change_run.first);
DROP TABLE change_edit_old;
DROP TABLE change_row;
DROP TABLE change_part;

-- Each value on a line of its own, for people who read the history with SQL.
CREATE VIEW change_value AS
  SELECT e.change, e.seq, e.entity, e.id, e.uid, e.kind, e.field, e.before, e.after
  FROM change_edit e WHERE e.field NOTNULL
  UNION ALL
  SELECT e.change, e.seq, e.entity, e.id, e.uid, e.kind, j.key,
    CASE e.kind WHEN 'remove' THEN j.value END, CASE e.kind WHEN 'insert' THEN j.value END
  FROM change_edit e, json_each(coalesce(e.before, e.after)) j WHERE e.field IS NULL;

-- 1 while this program writes: its own edits are in the history, those of others are kept aside by
-- triggers until they are taken in. Set and set back within one transaction.
CREATE TABLE writer (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  inside INTEGER NOT NULL
);
INSERT INTO writer (id, inside) VALUES (1, 0);

DELETE FROM meta WHERE key IN ('commits', 'name_keys_since');
-- The registry's own name, the same in every copy of the file.
INSERT INTO meta (key, value) VALUES ('registry', lower(hex(randomblob(4)) || '-' ||
  hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' ||
  substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))));
-- Changes up to this one were made before edits were kept: they can be read, not taken back.
INSERT INTO meta (key, value) SELECT 'undo_since', coalesce(max(number), 0) FROM change;

-- ---- Entities ----


SELECT DisableSpatialIndex('zone', 'geom');
SELECT DiscardGeometryColumn('zone', 'geom');
DROP TABLE idx_zone_geom;
DROP INDEX zone_name;
ALTER TABLE zone RENAME TO zone_old;
CREATE TABLE zone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  search TEXT,
  name_key TEXT,
  geom MULTIPOLYGON
);
INSERT OR ROLLBACK INTO zone (id, revision, name, code, name_en, role, members, accuracy, accuracy_m, source,
    source_url, source_date, source_grade, note, uid, created, updated, pinyin, search,
    name_key, geom)
  SELECT id, revision, name, code, name_en, role, members, accuracy, accuracy_m, source,
    source_url, source_date, source_grade, note, uid, created, updated, pinyin, search,
    name_key,
    geom
  FROM zone_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='zone';
UPDATE sqlite_sequence SET name='zone' WHERE name='zone_old';
DROP TABLE zone_old;
SELECT RecoverGeometryColumn('zone', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('zone', 'geom');
DROP TRIGGER IF EXISTS tmi_zone_geom;
DROP TRIGGER IF EXISTS tmu_zone_geom;
DROP TRIGGER IF EXISTS tmd_zone_geom;
CREATE INDEX zone_name ON zone (name_key);
CREATE INDEX zone_uid ON zone (uid);

SELECT DisableSpatialIndex('town', 'geom');
SELECT DiscardGeometryColumn('town', 'geom');
DROP TABLE idx_town_geom;
DROP INDEX town_name;
ALTER TABLE town RENAME TO town_old;
CREATE TABLE town (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  search TEXT,
  name_key TEXT,
  geom MULTIPOLYGON
);
INSERT OR ROLLBACK INTO town (id, revision, name, code, kind, zone, name_en, accuracy, accuracy_m, source, source_url,
    source_date, source_grade, note, uid, created, updated, pinyin, search, name_key, geom)
  SELECT id, revision, name, code, kind, zone, name_en, accuracy, accuracy_m, source, source_url,
    source_date, source_grade, note, uid, created, updated, pinyin, search, name_key,
    geom
  FROM town_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='town';
UPDATE sqlite_sequence SET name='town' WHERE name='town_old';
DROP TABLE town_old;
SELECT RecoverGeometryColumn('town', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('town', 'geom');
DROP TRIGGER IF EXISTS tmi_town_geom;
DROP TRIGGER IF EXISTS tmu_town_geom;
DROP TRIGGER IF EXISTS tmd_town_geom;
CREATE INDEX town_name ON town (name_key);
CREATE INDEX town_uid ON town (uid);

SELECT DisableSpatialIndex('park', 'geom');
SELECT DiscardGeometryColumn('park', 'geom');
DROP TABLE idx_park_geom;
DROP INDEX park_name;
ALTER TABLE park RENAME TO park_old;
CREATE TABLE park (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  search TEXT,
  name_key TEXT,
  geom MULTIPOLYGON,
  point POINT
);
INSERT OR ROLLBACK INTO park (id, revision, name, aliases, level, kind, town, zone, segments, "operator", industries,
    address, land_area_m2, land_area_text, building_area_m2, vacant_area_m2, bound_east,
    bound_south, bound_west, bound_north, "condition", accuracy, accuracy_m, source,
    source_url, source_date, source_grade, note, uid, created, updated, pinyin, search,
    name_key, geom, point)
  SELECT id, revision, name, aliases, level, kind, town, zone, segments, "operator", industries,
    address, land_area_m2, land_area_text, building_area_m2, vacant_area_m2, bound_east,
    bound_south, bound_west, bound_north, "condition", accuracy, accuracy_m, source,
    source_url, source_date, source_grade, note, uid, created, updated, pinyin, search,
    name_key,
    CASE WHEN GeometryType(geom) <> 'POINT' THEN CastToMultiPolygon(geom) END,
    CASE WHEN GeometryType(geom) = 'POINT' THEN geom END
  FROM park_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='park';
UPDATE sqlite_sequence SET name='park' WHERE name='park_old';
DROP TABLE park_old;
SELECT RecoverGeometryColumn('park', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('park', 'geom');
DROP TRIGGER IF EXISTS tmi_park_geom;
DROP TRIGGER IF EXISTS tmu_park_geom;
DROP TRIGGER IF EXISTS tmd_park_geom;
SELECT RecoverGeometryColumn('park', 'point', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('park', 'point');
DROP TRIGGER IF EXISTS tmi_park_point;
DROP TRIGGER IF EXISTS tmu_park_point;
DROP TRIGGER IF EXISTS tmd_park_point;
CREATE INDEX park_name ON park (name_key);
CREATE INDEX park_uid ON park (uid);

SELECT DisableSpatialIndex('plot', 'geom');
SELECT DiscardGeometryColumn('plot', 'geom');
ALTER TABLE idx_plot_geom RENAME TO kept_plot_geom;
DROP INDEX plot_name;
DROP INDEX plot_number;
ALTER TABLE plot RENAME TO plot_old;
CREATE TABLE plot (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  start_due TEXT,
  stopped TEXT,
  area_due_m2 REAL,
  area_started_m2 REAL,
  invest_total_wan REAL,
  invest_done_wan REAL,
  delay_cause TEXT,
  search TEXT,
  name_key TEXT,
  geom MULTIPOLYGON,
  point POINT
);
SELECT RecoverGeometryColumn('plot', 'geom', 4490, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('plot', 'geom');
DROP TRIGGER IF EXISTS tmi_plot_geom;
DROP TRIGGER IF EXISTS tmu_plot_geom;
DROP TRIGGER IF EXISTS tmd_plot_geom;
SELECT RecoverGeometryColumn('plot', 'point', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('plot', 'point');
DROP TRIGGER IF EXISTS tmi_plot_point;
DROP TRIGGER IF EXISTS tmu_plot_point;
DROP TRIGGER IF EXISTS tmd_plot_point;
DROP TABLE idx_plot_geom;
PRAGMA legacy_alter_table=ON;
ALTER TABLE kept_plot_geom RENAME TO idx_plot_geom;
PRAGMA legacy_alter_table=OFF;
INSERT OR ROLLBACK INTO plot (id, revision, name, number, kind, status, area_m2, town, zone, park, location,
    bound_east, bound_south, bound_west, bound_north, area_paper_m2, area_computed_m2,
    area_method, area_text, building_area_m2, use_scheme, use_version, use_code, use_text,
    use_state, standing, grade, grade_year, standing_date, standing_doc, far_min, far_max,
    density_max, green_max, height_max_m, tenure_years, price_wan, price_text, supply,
    holder, available_from, availability, invest_wan_mu, tax_wan_mu, soil, utilities,
    segments, event, event_date, accuracy, accuracy_m, source, source_url, source_date,
    source_grade, note, uid, created, updated, pinyin, start_due, stopped, area_due_m2,
    area_started_m2, invest_total_wan, invest_done_wan, delay_cause, search, name_key, geom,
    point)
  SELECT id, revision, name, number, kind, status, area_m2,
    CASE WHEN typeof(town) = 'text' AND town <> '' THEN
      town || substr('                                    ', length(CAST(town AS BLOB)) + 1) ELSE town END, zone,
    CASE WHEN typeof(park) = 'text' AND park <> '' THEN
      park || substr('                                    ', length(CAST(park AS BLOB)) + 1) ELSE park END, location,
    bound_east, bound_south, bound_west, bound_north, area_paper_m2, area_computed_m2,
    area_method, area_text, building_area_m2, use_scheme, use_version, use_code, use_text,
    use_state, standing, grade, grade_year, standing_date, standing_doc, far_min, far_max,
    density_max, green_max, height_max_m, tenure_years, price_wan, price_text, supply,
    holder, available_from, availability, invest_wan_mu, tax_wan_mu, soil, utilities,
    segments, event, event_date, accuracy, accuracy_m, source, source_url, source_date,
    source_grade, note, uid, created, updated, pinyin, start_due, stopped, area_due_m2,
    area_started_m2, invest_total_wan, invest_done_wan, delay_cause, search,
    CASE WHEN name GLOB '*[〇零一二两三四五六七八九十百千]*' THEN yun_name_key(name, pinyin) ELSE name_key END,
    CASE WHEN GeometryType(geom) <> 'POINT' THEN CastToMultiPolygon(geom) END,
    CASE WHEN GeometryType(geom) = 'POINT' THEN geom END
  FROM plot_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='plot';
UPDATE sqlite_sequence SET name='plot' WHERE name='plot_old';
DROP TABLE plot_old;
SELECT NOT EXISTS (SELECT 1 FROM plot WHERE
  (geom NOTNULL AND GeometryConstraints(geom, 6, 4490) <> 1) OR
  (point NOTNULL AND GeometryConstraints(point, 1, 4490) <> 1));
DELETE FROM idx_plot_geom WHERE pkid IN (SELECT id FROM plot WHERE geom IS NULL);
SELECT RecoverSpatialIndex('plot', 'point', 1);
SELECT RecoverSpatialIndex('plot', 'geom');
CREATE INDEX plot_name ON plot (name_key);
CREATE INDEX plot_uid ON plot (uid);
CREATE INDEX plot_number ON plot (number);

SELECT DisableSpatialIndex('firm', 'geom');
SELECT DiscardGeometryColumn('firm', 'geom');
ALTER TABLE idx_firm_geom RENAME TO kept_firm_geom;
DROP INDEX firm_name;
DROP INDEX firm_short_name;
ALTER TABLE firm RENAME TO firm_old;
CREATE TABLE firm (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
  name TEXT,
  short_name TEXT,
  former_names TEXT,
  name_en TEXT,
  uscc TEXT,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  search TEXT,
  name_key TEXT,
  geom POINT
);
SELECT RecoverGeometryColumn('firm', 'geom', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('firm', 'geom');
DROP TRIGGER IF EXISTS tmi_firm_geom;
DROP TRIGGER IF EXISTS tmu_firm_geom;
DROP TRIGGER IF EXISTS tmd_firm_geom;
DROP TABLE idx_firm_geom;
PRAGMA legacy_alter_table=ON;
ALTER TABLE kept_firm_geom RENAME TO idx_firm_geom;
PRAGMA legacy_alter_table=OFF;
INSERT OR ROLLBACK INTO firm (id, revision, name, short_name, former_names, name_en, uscc, segments, niche, niches,
    role, relation, town, zone, park, address, tiers, founded, capital_wan, staff,
    revenue_wan, tax_wan, business, website, accuracy, accuracy_m, source, source_url,
    source_date, source_grade, note, uid, created, updated, pinyin, search, name_key, geom)
  SELECT id, revision, name, short_name, former_names, name_en, uscc, segments, niche, niches,
    role, relation,
    CASE WHEN typeof(town) = 'text' AND town <> '' THEN
      town || substr('                                    ', length(CAST(town AS BLOB)) + 1) ELSE town END, zone,
    CASE WHEN typeof(park) = 'text' AND park <> '' THEN
      park || substr('                                    ', length(CAST(park AS BLOB)) + 1) ELSE park END, address, tiers, founded, capital_wan, staff,
    revenue_wan, tax_wan, business, website, accuracy, accuracy_m, source, source_url,
    source_date, source_grade, note, uid, created, updated, pinyin, search,
    CASE WHEN name GLOB '*[〇零一二两三四五六七八九十百千]*' THEN yun_name_key(name, pinyin) ELSE name_key END,
    geom
  FROM firm_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='firm';
UPDATE sqlite_sequence SET name='firm' WHERE name='firm_old';
DROP TABLE firm_old;
SELECT NOT EXISTS (SELECT 1 FROM firm WHERE geom NOTNULL AND GeometryConstraints(geom, 1, 4490) <> 1);
SELECT RecoverSpatialIndex('firm', 'geom');
CREATE INDEX firm_name ON firm (name_key);
CREATE INDEX firm_uid ON firm (uid);
CREATE INDEX firm_short_name ON firm (short_name);
CREATE INDEX firm_code ON firm (uscc);

SELECT DisableSpatialIndex('facility', 'geom');
SELECT DiscardGeometryColumn('facility', 'geom');
DROP TABLE idx_facility_geom;
DROP INDEX facility_name;
ALTER TABLE facility RENAME TO facility_old;
CREATE TABLE facility (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER,
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
  uid TEXT,
  created TEXT,
  updated TEXT,
  pinyin TEXT,
  segments TEXT,
  segments_said TEXT,
  search TEXT,
  name_key TEXT,
  geom POINT
);
INSERT OR ROLLBACK INTO facility (id, revision, name, kind, name_en, "operator", capability, "condition", town, zone, park,
    address, accuracy, accuracy_m, source, source_url, source_date, source_grade, note, uid,
    created, updated, pinyin, segments, segments_said, search, name_key, geom)
  SELECT id, revision, name, kind, name_en, "operator", capability, "condition", town, zone, park,
    address, accuracy, accuracy_m, source, source_url, source_date, source_grade, note, uid,
    created, updated, pinyin, segments, segments_said, search, name_key,
    geom
  FROM facility_old ORDER BY id;
DELETE FROM sqlite_sequence WHERE name='facility';
UPDATE sqlite_sequence SET name='facility' WHERE name='facility_old';
DROP TABLE facility_old;
SELECT RecoverGeometryColumn('facility', 'geom', 4490, 'POINT', 'XY');
SELECT CreateSpatialIndex('facility', 'geom');
DROP TRIGGER IF EXISTS tmi_facility_geom;
DROP TRIGGER IF EXISTS tmu_facility_geom;
DROP TRIGGER IF EXISTS tmd_facility_geom;
CREATE INDEX facility_name ON facility (name_key);
CREATE INDEX facility_uid ON facility (uid);
