#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: writing in the window."""

from program import Program, button, cli, has, keys, run, starter, until, walk


def in_list(program):
    """From the entry by F6 to the rows, and to the first of them."""
    keys("ctrl+f", "F6", "F6", "F6", "Down")


def toast(program):
    """What is above the window's content: the last child of the overlay that holds both."""
    overlay = program.frame
    while overlay.childCount == 1:
        overlay = overlay.getChildAtIndex(0)
    return overlay.getChildAtIndex(overlay.childCount - 1)


def test_remove_and_undo(folder):
    """Delete removes the selected row with no question, the toast's button brings it back; so does the row's menu."""
    path = starter(folder, "remove.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        in_list(program)
        keys("Delete")
        until(lambda: has(toast(program), "^已删除“.+”"), "what was removed in words")
        assert cli("count", "firms", path).split()[-1] == "33"
        undo = until(lambda: button(toast(program), "^撤销"), "the toast's button")
        undo.queryAction().doAction(0)
        until(lambda: cli("count", "firms", path).split()[-1] == "34", "34 firms again")

        in_list(program)
        keys("Menu")
        item = until(lambda: next(n for n in walk(program.frame) if n.getRoleName() == "menu item" and "删除" in n.name),
                     "the row's menu")
        item.queryAction().doAction(0)
        until(lambda: cli("count", "firms", path).split()[-1] == "33", "33 firms by the menu")
        keys("F6", "ctrl+z")
        until(lambda: cli("count", "firms", path).split()[-1] == "34", "34 firms by the key")


run([test_remove_and_undo])
