-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 11: what names count by Chinese numerals is a number in their keys also where a person wrote
-- the pinyin. Other keys are as they were. A name whose pinyin a person wrote has another key than the
-- same name without: it is looked up by these indexes too.

CREATE INDEX zone_reading ON zone (name) WHERE pinyin NOTNULL;
CREATE INDEX town_reading ON town (name) WHERE pinyin NOTNULL;
CREATE INDEX park_reading ON park (name) WHERE pinyin NOTNULL;
CREATE INDEX plot_reading ON plot (name) WHERE pinyin NOTNULL;
CREATE INDEX firm_reading ON firm (name) WHERE pinyin NOTNULL;
CREATE INDEX facility_reading ON facility (name) WHERE pinyin NOTNULL;
CREATE INDEX unit_reading ON unit (name) WHERE pinyin NOTNULL;
CREATE INDEX task_reading ON task (name) WHERE pinyin NOTNULL;

UPDATE zone SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE town SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE park SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE plot SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE firm SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE facility SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE unit SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE task SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
