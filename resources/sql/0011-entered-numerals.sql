-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 11: what names count by Chinese numerals is a number in their keys also where a person wrote
-- the pinyin. Other keys are as they were.

UPDATE zone SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE town SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE park SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE plot SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE firm SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE facility SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE unit SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
UPDATE task SET name_key = yun_name_key(name, pinyin)
  WHERE pinyin IS NOT NULL AND name GLOB '*[〇零一二两三四五六七八九十百千]*';
