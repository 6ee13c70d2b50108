-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 9: the dates from which land is to be begun where no start was agreed (闲置土地处置办法,
-- article 22): delivery, else the approval of the construction land.

ALTER TABLE plot ADD COLUMN delivered TEXT;
ALTER TABLE plot ADD COLUMN land_approval TEXT;

-- Saved views that say "status:idle" get the words of now from yun-views-upgrade.c, behind this step
-- and in its transaction.
