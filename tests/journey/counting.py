#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: one filter, one count, whoever counts."""

import json
import os
import re
import subprocess

from program import Program, cli, is_records, run, until

# Entity, its plural and its name in the window, and what is asked of it: typed, so in letters that every
# keyboard has.
FILTERS = [
    ("plot", "plots", "地块", "status:reusable area:20..100mu zone:north"),
    ("plot", "plots", "地块", "in:(121.20,31.00;121.30,31.00;121.30,31.10;121.25,31.04)"),
    ("plot", "plots", "地块", "near:(town name-en:jiuting)<2km"),
    ("plot", "plots", "地块", "park:(has:(firm segment:terminal))"),
    ("plot", "plots", "地块", "candidate:not-started,?@2026-12-31"),
    ("plot", "plots", "地块", "far:>2 -use-state:in-use"),
    ("plot", "plots", "地块", "standing-date:2023..2024-06 town:?,310117105"),
    ("firm", "firms", "企业", "segment:satellite,rocket founded:>=2020"),
    ("firm", "firms", "企业", "in:(park level:?)"),
    ("firm", "firms", "企业", "near:(plot status:reserve area:>2ha)<300m"),
    ("firm", "firms", "企业", "yunzhan"),
    ("firm", "firms", "企业", "accuracy:none"),
    ("park", "parks", "园区", "has:(plot status:found-idle)"),
    ("park", "parks", "园区", "segment:terminal area:>50ha"),
]


def count_exported(folder, number, plural, text, path):
    """How many records an export has, as OGR reads it: those with a place and the table of those without."""
    base = os.path.join(folder, f"export-{number}")
    cli("export", plural, text, "--to", base + ".shp", path)
    count = 0
    for file in filter(os.path.exists, (base + ".shp", base + "_noplace.dbf")):
        told = subprocess.run(["ogrinfo", "-so", "-al", file], check=True, stdout=subprocess.PIPE, text=True)
        count += int(re.search(r"Feature Count: (\d+)", told.stdout).group(1))
    return count


def walk_outside_lists(node):
    """All but the rows of a list, of which there may be hundreds, each with many cells."""
    yield node
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None and not is_records(child):
            yield from walk_outside_lists(child)


def find_tabs(frame):
    """The labels that name a kind and count it, by the kind; None before all are there."""
    found = {}
    for node in walk_outside_lists(frame):
        match = re.fullmatch(r"(地块|企业|园区) [\d,]+", node.name) if node.getRoleName() == "label" else None
        if match:
            found[match.group(1)] = node
    return found if len(found) == 3 else None


def test_one_filter_one_count(folder):
    """The window, the command line and an export of a filter show the same number of records."""
    path = os.path.join(folder, "sample.sqlite")
    cli("sample", "--plots", "3000", "--parks", "40", "--seed", "7", path)
    wanted = []
    for number, (unused, plural, unused_name, text) in enumerate(FILTERS):
        count = int(cli("count", plural, text, path).split()[-1])
        assert 0 < count < 1000, (text, count)
        assert len(json.loads(cli("list", plural, text, "--json", path))) == count, text
        assert count_exported(folder, number, plural, text, path) == count, text
        wanted.append(count)
    with Program(path) as program:
        def told(name):
            """The name of a kind and its count; looked for anew, since the bar changes with its room."""
            return until(lambda: find_tabs(program.frame), "the lists' names with their counts")[name].name

        clear = None  # the button is there once there is a filter
        for (entity, unused, name, text), count in zip(FILTERS, wanted):
            until(lambda: told("园区") == "园区 40", "all parks of the sample")
            assert told(name) != f"{name} {count}", f"{text}: {count} are shown without it"
            program.filter(f"{entity} {text}")
            until(lambda: told(name) == f"{name} {count}", f"{count} under {text}, but {told(name)}")
            clear = clear or next(n for n in walk_outside_lists(program.frame) if n.name == "全部清除")
            clear.queryAction().doAction(0)


run([test_one_filter_one_count])
