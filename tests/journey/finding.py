#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: finding, by keyboard only, on the training sample."""

import os
import re

from program import Program, button, cli, entry_text, focused, has, keys, run, until, walk, write


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


def go_to(program, pattern, key, most):
    """Presses the key until what has the focus is like this."""
    for unused in range(most):
        before = focused(program.frame)
        if before is not None and re.search(pattern, before.name):
            return
        name = before.name if before is not None else None
        keys(key)
        until(lambda: focused(program.frame) is not None and
              (focused(program.frame) != before or focused(program.frame).name != name), f"the focus moved by {key}")
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
        go_to(program, "^修改条件“状态", "Right", 4)
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
        go_to(program, "^片区$", "Tab", 12)
        go_to(program, "^北带，", "Down", 4)
        keys("space")
        plots(program, count(path, "zone:north"))
        go_to(program, "^南带，", "Down", 4)
        keys("space")
        plots(program, count(path, "zone:north,south"))
        keys("alt+Return")
        plots(program, count(path, "zone:south"))
        keys("space")
        plots(program, 400)
        go_to(program, "^地块面积（亩），下限", "Tab", 8)
        keys("Right", "Right", "Right")
        chip = until(lambda: has(program.frame, "^面积：≥"), "the range as a condition")
        least = re.search("[0-9.]+", chip).group()
        plots(program, count(path, f"area:>={least}mu"))


run([test_completing_and_counting, test_facets_and_range])
