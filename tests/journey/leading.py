#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: from one record on to others, by keyboard."""

import re

from program import Program, button, cli, has, keys, run, starter, until, walk

FIRM, PARK = "上海格思航天科技有限公司", "G60卫星互联网产业基地"


def details(program):
    """The pane of the selected record."""
    return next(n for n in walk(program.frame) if n.name == "选中的记录")


def select(program, text, name):
    """The only record of this filter, by keyboard: its name heads the details."""
    program.filter(text)
    until(lambda: button(program.frame, "^修改条件") and has(program.frame, r"^(企业|园区) 1$"), "one record")
    keys("ctrl+f", "F6", "F6", "F6", "F6", "Down")
    until(lambda: titled(program, name), f"“{name}” in the details")


def titled(program, name):
    return any(n.getRoleName() == "heading" and name in n.name for n in walk(details(program)))


def press(program, pattern, roles=("push button", "button", "toggle button")):
    """Presses the last of what is in the details and is called like this; its name."""
    found = until(lambda: [n for n in walk(details(program)) if n.getRoleName() in roles and
                           re.search(pattern, n.name)], f"“{pattern}” in the details")[-1]
    name = found.name
    found.queryAction().doAction(0)
    return name


def test_both_ways(folder):
    """From a firm to its park, from there to all its firms, which take the place of the filter; and back."""
    with Program(starter(folder)) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        select(program, "firm gesihangtian", FIRM)
        press(program, f"^{PARK}$", roles=("link",))
        until(lambda: titled(program, PARK), "the park's details")
        count = until(lambda: button(details(program), "^全部显示：企业，"), "its firms").name.split("，")[-1]
        button(details(program), "^全部显示：企业，").queryAction().doAction(0)
        until(lambda: has(program.frame, rf"^企业 {count}$"), f"{count} firms")
        until(lambda: button(program.frame, f"^修改条件“园区.*{PARK}"), "the condition in words")
        assert not any(FIRM in n.name for n in walk(program.frame) if n.name.startswith("修改条件"))
        undo = until(lambda: button(program.frame, "^撤销$"), "the way back")
        undo.queryAction().doAction(0)
        until(lambda: has(program.frame, "^企业 1$"), "the filter before")


def test_near_by(folder):
    """Firms near a park, in one click, as far as is chosen."""
    with Program(starter(folder)) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        select(program, "park G60 weixinghulianwang", PARK)
        press(program, "^3 ?(公里|km)$")
        near = int(cli("count", "firms", f"near:{PARK}<3km", starter(folder)).split()[-1])
        until(lambda: button(details(program), f"^全部显示：企业，{near}$"), "the firms within 3 km")
        press(program, "^全部显示：企业，")
        until(lambda: button(program.frame, f"^修改条件“.*{PARK}"), "it as a condition")
        until(lambda: has(program.frame, rf"^企业 {near}$"), f"{near} firms")


run([test_both_ways, test_near_by])
