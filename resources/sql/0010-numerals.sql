-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 10: names in the order of their Chinese numerals too, 二期 before 十期. Other keys are as they
-- were.

UPDATE zone SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE town SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE park SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE plot SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE firm SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE facility SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE unit SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
UPDATE task SET name_key = yun_name_key(name, pinyin)
  WHERE name GLOB '*[〇零一二两三四五六七八九十百千]*'
    AND name_key IS NOT yun_name_key(name, pinyin);
