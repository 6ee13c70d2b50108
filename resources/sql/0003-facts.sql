-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 3: the reading of a name where the computed one is wrong, and the dated facts that rules
-- about idle land ask for (闲置土地处置办法, articles 2 and 8).

ALTER TABLE zone ADD COLUMN pinyin TEXT;
ALTER TABLE town ADD COLUMN pinyin TEXT;
ALTER TABLE park ADD COLUMN pinyin TEXT;
ALTER TABLE plot ADD COLUMN pinyin TEXT;
ALTER TABLE firm ADD COLUMN pinyin TEXT;
ALTER TABLE facility ADD COLUMN pinyin TEXT;

ALTER TABLE plot ADD COLUMN start_due TEXT;
ALTER TABLE plot ADD COLUMN stopped TEXT;
ALTER TABLE plot ADD COLUMN area_due_m2 REAL;
ALTER TABLE plot ADD COLUMN area_started_m2 REAL;
ALTER TABLE plot ADD COLUMN invest_total_wan REAL;
ALTER TABLE plot ADD COLUMN invest_done_wan REAL;
ALTER TABLE plot ADD COLUMN delay_cause TEXT;
