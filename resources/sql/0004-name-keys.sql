-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 4: names in natural order, 地块 2 before 地块 10. Keys without a number or
-- two blanks together are as they were.

UPDATE zone SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');
UPDATE town SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');
UPDATE park SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');
UPDATE plot SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');
UPDATE firm SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');
UPDATE facility SET name_key = yun_name_key(name, pinyin)
  WHERE name_key GLOB '*[0-9]*' OR instr(name_key, '  ');

-- The changes up to this one hold keys as they were; what undoes them must know.
INSERT INTO meta (key, value) SELECT 'name_keys_since', coalesce(max(number), 0) FROM change;
