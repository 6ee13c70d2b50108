-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 5: the segments of a facility: those stated of it, else that of its kind.

ALTER TABLE facility ADD COLUMN segments TEXT;
ALTER TABLE facility ADD COLUMN segments_said TEXT;

UPDATE facility SET segments = yun_kind_segment(kind) WHERE yun_kind_segment(kind) NOTNULL;
