-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 8: links by identity. Town, park and operator hold the uids of the records they lead to,
-- several joined with ';'. What stood there as a name is made a uid by yun-links-upgrade.c, which
-- runs behind this step and in its transaction: names are matched as search compares them.

CREATE INDEX town_named ON town (name);
CREATE INDEX park_named ON park (name);
CREATE INDEX firm_named ON firm (name);
