#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: finding, by keyboard only, on the training sample."""

import os
import re

from program import Program, button, cli, entry_text, focused, has, keys, rows, run, until, walk, write


def sample(folder):
    """The path of the training sample, made when it is not there yet."""
    path = os.path.join(folder, "sample.sqlite")
    if not os.path.exists(path):
        cli("sample", "--plots", "400", "--seed", "7", path)
    return path


def count(path, text):
    return int(cli("count", "plots", text, path).split()[-1])


def plots(program, wanted):
    """Waits until the table says so many plots."""
    until(lambda: has(program.frame, rf"^地块 {wanted}$"), f"{wanted} plots")


def offers(program, pattern):
    """The first of what is offered below the entry that is like this."""
    return next((n for n in walk(program.frame) if n.getRoleName() == "list item" and re.search(pattern, n.name)), None)


def ask(program, text):
    """Types into the empty entry; nothing is taken yet."""
    keys("ctrl+f", "ctrl+a", "BackSpace")
    write(text)
    until(lambda: entry_text(program.frame) == text, "the text in the entry")


def go_to(node, pattern, key, most):
    """Presses the key until what has the focus is like this."""
    for unused in range(most):
        before = focused(node)
        if before is not None and re.search(pattern, before.name):
            return
        name = before.name if before is not None else None
        keys(key)
        until(lambda: focused(node) is not None and
              (focused(node) != before or focused(node).name != name), f"the focus moved by {key}")
    raise AssertionError(f"never on {pattern}")


def test_completing_and_counting(folder):
    """A word is completed, its counts are those of the command line, and the chip is changed in place."""
    path = sample(folder)
    with Program(path) as program:
        plots(program, 400)
        ask(program, "plot statu")
        until(lambda: offers(program, "^状态:"), "the field among what is offered")
        keys("Tab")
        until(lambda: entry_text(program.frame) == "plot 状态:", "the field, completed")
        write("xian")
        until(lambda: offers(program, "^闲置"), "the value, by its pinyin")
        keys("Tab")
        until(lambda: entry_text(program.frame).startswith("plot 状态:闲置"), "the value, completed")
        keys("Return")
        plots(program, count(path, "status:idle"))
        # F6 to the conditions, past "only plots", and the other value in place of it.
        keys("F6", "F6")
        go_to(program.frame, "^修改条件“状态", "Right", 4)
        keys("F2")
        until(lambda: button(program.frame, "^应用"), "the editor of the condition")
        keys("ctrl+a")
        write("status:reserve")
        keys("Return")
        plots(program, count(path, "status:reserve"))
        assert has(program.frame, "^状态：储备$")


def test_facets_and_range(folder):
    """A value ticked, only another, and the area's handle, each told by the counts."""
    path = sample(folder)
    with Program(path) as program:
        plots(program, 400)
        keys("ctrl+f", "F6")
        go_to(program.frame, "^片区$", "Tab", 12)
        go_to(program.frame, "^北带，", "Down", 4)
        keys("space")
        plots(program, count(path, "zone:north"))
        go_to(program.frame, "^南带，", "Down", 4)
        keys("space")
        plots(program, count(path, "zone:north,south"))
        keys("alt+Return")
        plots(program, count(path, "zone:south"))
        keys("space")
        plots(program, 400)
        go_to(program.frame, "^地块面积（亩），下限", "Tab", 8)
        keys("Right", "Right", "Right")
        chip = until(lambda: has(program.frame, "^面积：≥"), "the range as a condition")
        least = re.search("[0-9.]+", chip).group()
        plots(program, count(path, f"area:>={least}mu"))


def select_a_row(program, downs=1):
    """From the entry to the table, and down."""
    keys("ctrl+f", "shift+F6")
    until(lambda: entry_is_left(program), "the focus in the table")
    keys(*["Down"] * downs)
    until(lambda: has(program.frame, "^来源$") and has(program.frame, "^位置$"), "the details of the row")


def entry_is_left(program):
    node = focused(program.frame)
    return node is not None and node.getRoleName() != "entry"


def test_idle_land(folder):
    """Candidates today and by a day, shown and explained; then neighbours, copied as a table."""
    path = sample(folder)
    with Program(path) as program:
        plots(program, 400)
        keys("ctrl+i")
        dialog = program.dialog("找闲置地")
        wanted = count(path, "candidate:not-started")
        until(lambda: has(dialog, rf"^疑似 {wanted} 宗", "status bar"), "the candidates of today")
        keys("Right")
        until(lambda: focused(dialog).name == "连片地块", "the other page")
        keys("space", "alt+f")
        found = until(lambda: has(dialog, r"^\d+ 片", "status bar"), "the groups of neighbours")
        # By Space: what a mnemonic presses acts only after a moment.
        go_to(dialog, "^复制为表格", "shift+Tab", 8)
        keys("space")
        program.close_dialog("找闲置地")
        table = [line.split("\t") for line in program.clipboard().strip().split("\n")]
        assert table[0][:2] == ["片", "地块"], table[0]
        assert len({line[0] for line in table[1:]}) == int(found.split()[0]), (found, len(table))

        keys("ctrl+i")
        dialog = program.dialog("找闲置地")
        until(lambda: has(dialog, rf"^疑似 {wanted} 宗", "status bar"), "the candidates again")
        keys("alt+s")
        until(lambda: has(program.frame, "^疑似：超期未动工$"), "the rule as a condition")
        program.close_dialog("找闲置地")
        plots(program, wanted)
        select_a_row(program)
        until(lambda: has(program.frame, "^超期未动工：(属闲置，按第十[二四]条处置|符合，原因待查)$"),
              "why it is among them")
        # The chip takes a day; what it fits by then is what the command line counts.
        keys("ctrl+f", "F6", "F6")
        go_to(program.frame, "^修改条件“疑似", "Right", 4)
        keys("F2")
        until(lambda: button(program.frame, "^应用"), "the editor of the condition")
        keys("ctrl+a")
        write("candidate:not-started@2027-12-31")
        keys("Return")
        until(lambda: has(program.frame, "^疑似：.*2027-12-31"), "the day in the condition")
        plots(program, count(path, "candidate:not-started@2027-12-31"))


def test_rows_copied(folder):
    """The rows selected are copied as a spreadsheet takes them, with their heads."""
    path = sample(folder)
    with Program(path) as program:
        program.filter("plot")
        plots(program, 400)
        select_a_row(program)
        keys("shift+Down", "ctrl+c")
        lines = program.clipboard().rstrip("\n").split("\n")
        assert lines[0].startswith("名称\t编号\t"), lines[0]
        assert [line.split("\t")[0] for line in lines[1:]] == rows(program.frame)[:2], lines
        assert len({line.count("\t") for line in lines}) == 1, lines


def test_totals_copied(folder):
    """Zone by status, copied as a table; its sums are the command line's."""
    path = sample(folder)
    with Program(path) as program:
        program.filter("plot")
        plots(program, 400)
        keys("ctrl+g")
        dialog = program.dialog("汇总")
        until(lambda: has(dialog, "^400$") and focused(dialog), "the total of all plots")
        keys("ctrl+c")
        program.close_dialog("汇总")
        table = [line.rstrip("\r").split("\t") for line in program.clipboard().strip().split("\n")]
        assert table[0][0] == "片区 × 状态", table[0]
        sums = {line[0]: int(line[-1]) for line in table[1:]}
        assert sums["合计"] == 400, sums
        assert sums["北带"] == count(path, "zone:north"), sums
        low = table[0].index("低效")
        assert int(table[-1][low]) == count(path, "status:low"), table


def test_search_finds_actions_and_places(folder):
    """Actions by their names in both languages and pinyin, and coordinates from a chat."""
    path = sample(folder)
    with Program(path) as program:
        plots(program, 400)
        ask(program, "daochu")
        until(lambda: offers(program, "^导出"), "the action by its pinyin")
        ask(program, "dark")
        until(lambda: offers(program, "^深色"), "the action by its English name")
        ask(program, "31.05 121.25")
        until(lambda: offers(program, r"^前往 121\.250000, 31\.050000"), "the place")
        keys("Tab")
        until(lambda: has(program.frame, r"^121\.250000, 31\.050000", "status bar"), "the place on the map")
        ask(program, "huizong")
        until(lambda: offers(program, "汇总"), "the totals by pinyin")
        keys("Tab")
        program.dialog("汇总")
        program.close_dialog("汇总")


def test_view_saved_and_opened(folder):
    """A view saved, the filter cleared, the view opened from its list, and left again."""
    path = os.path.join(folder, "views.sqlite")
    cli("sample", "--plots", "200", "--seed", "7", path)
    north = count(path, "zone:north")
    with Program(path) as program:
        program.filter("plot zone:north")
        plots(program, north)
        keys("ctrl+shift+s")
        dialog = program.dialog("保存此视图")
        until(lambda: focused(dialog).name == "视图名称", "the entry for the name")
        keys("ctrl+a")
        write("north")
        keys("Return")
        program.take_keyboard("保存此视图")
        until(lambda: button(program.frame, f"^north，{north}$"), "the view with its count")
        program.filter("plot -zone:north")
        until(lambda: button(program.frame, "^修改条件“非 片区"), "the second condition")
        keys("ctrl+f", "F6", "F6")
        go_to(program.frame, "^修改条件“片区", "Right", 4)
        keys("Delete")
        until(lambda: not has(program.frame, "^片区：北带$"), "the condition gone")
        keys("ctrl+shift+v")
        until(lambda: focused(program.frame).name.startswith("north"), "the view in its list")
        keys("space")
        plots(program, north)
        until(lambda: has(program.frame, "^片区：北带$"), "the view's condition")


run([test_completing_and_counting, test_facets_and_range, test_idle_land, test_rows_copied, test_totals_copied,
     test_search_finds_actions_and_places, test_view_saved_and_opened])
