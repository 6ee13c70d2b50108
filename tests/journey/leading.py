#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: from one record on to others, by keyboard."""

import re

from program import Program, button, cli, entry_text, focused, has, keys, run, sensitive, starter, until, walk, write

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


def link(program, pattern):
    """A link under the list."""
    return next(n for n in walk(program.frame) if n.getRoleName() == "link" and re.search(pattern, n.name))


def go_to(program, coordinates):
    keys("ctrl+l")
    until(lambda: focused(program.frame).name == "坐标", "the entry for coordinates")
    write(coordinates)
    until(lambda: entry_text(program.frame) == coordinates, "the coordinates typed")
    keys("Return")


def form(program):
    return program.find_dialog("新建：企业，位于 121.250000, 30.970000")


def items(program):
    """What the open menus offer, by name."""
    return [n for n in walk(program.frame) if n.getRoleName() == "menu item" and n.name]


def choose(program, pattern):
    """Chooses an item of an open menu."""
    until(lambda: next(n for n in items(program) if re.search(pattern, n.name)), f"“{pattern}” in the menu")
    next(n for n in items(program) if re.search(pattern, n.name)).queryAction().doAction(0)


def test_not_on_the_map(folder):
    """The count under the list leads to what is not on the map; one of it is placed by typed coordinates, by
    keyboard alone."""
    path = starter(folder, "placing.sqlite")
    missing = int(cli("count", "parks", "place:?", path).split()[-1])
    assert missing > 0
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        program.filter("park")
        until(lambda: link(program, f"^{missing} 项不在图上$"), "what is not on the map")
        keys("ctrl+f", "F6", "F6", "F6", "F6", "Down")
        until(lambda: focused(program.frame).getRoleName() == "table row", "the keyboard on a row")
        keys("ctrl+Tab")
        until(lambda: focused(program.frame).name == f"{missing} 项不在图上", "the keyboard on the link")
        keys("Return")
        until(lambda: has(program.frame, rf"^园区 {missing}$"), "just these parks")
        until(lambda: button(program.frame, "^修改条件“不在图上"), "the condition in words")
        keys("ctrl+f", "F6", "F6", "F6", "F6", "Down")
        until(lambda: sensitive(button(program.frame, "^在图上落点")), "the way to place it")
        button(program.frame, "^在图上落点").queryAction().doAction(0)
        until(lambda: focused(program.frame).name == "地图", "the map asking where it is")
        go_to(program, "121.3312,31.1187")
        until(lambda: has(program.frame, rf"^园区 {missing - 1}$"), "one less")
    assert int(cli("count", "parks", "place:?", path).split()[-1]) == missing - 1
    assert int(cli("count", "parks", "near:121.3312,31.1187<1m", path).split()[-1]) == 1


def test_menus(folder):
    """The menu of a row and that of the same thing on the map lead on alike; bare ground has a new record's form
    at its place, and what is near it."""
    path = starter(folder, "menus.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        select(program, "firm gesihangtian", FIRM)
        keys("Menu")
        until(lambda: {"附近(N)", "在此新建(R)"} <= {n.name for n in items(program)}, "what leads on in the row's menu")
        row = {n.name for n in items(program)}
        keys("Escape")
        until(lambda: not items(program), "the menu closed")
        keys("ctrl+j", "ctrl+f", "F6", "F6", "F6")
        until(lambda: focused(program.frame).name == "地图", "the keyboard on the map")
        keys("Menu")
        until(lambda: {"附近(N)", "在此新建(R)"} <= {n.name for n in items(program)}, "what leads on in the map's menu")
        thing = {n.name for n in items(program)}
        leads = {name for name in row if re.search("打开“|^全部显示", name)}
        assert leads and leads <= thing, (row, thing)
        choose(program, f"打开“{PARK}”")
        until(lambda: titled(program, PARK), "the park's details")
        until(lambda: button(details(program), "^全部显示：企业，"), "what leads on from it")
        keys("ctrl+f", "F6", "F6", "F6")
        until(lambda: focused(program.frame).name == "地图", "the keyboard on the map")
        keys("Menu")
        choose(program, "^全部显示：企业，")
        until(lambda: button(program.frame, f"^修改条件“园区.*{PARK}"), "its firms, in words")


def test_ground(folder):
    """On bare ground: a new firm at the place, in the town that is there, and the firms near the point."""
    path = starter(folder, "ground.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        go_to(program, "121.2500,30.9700")
        until(lambda: focused(program.frame).name == "地图", "the keyboard on the map")
        keys("Menu")
        choose(program, "^在此新建")
        choose(program, "^新建企业")
        until(lambda: form(program), "a form that says the place")
        write("xindian")
        keys("alt+s")
        until(lambda: has(program.frame, r"^企业 35$"), "35 firms")
        program.take_keyboard("新建：企业，位于 121.250000, 30.970000")
    assert int(cli("count", "firms", "xindian near:121.25,30.97<1m -town:?", path).split()[-1]) == 1


run([test_both_ways, test_near_by, test_not_on_the_map, test_menus, test_ground])
