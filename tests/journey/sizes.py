#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: the window at the smallest size it is meant for, with text as large as it is meant for."""

import os
import re
import subprocess
import tempfile

from program import Program, button, focused, has, keys, pyatspi, records, run, starter, until, walk

SMALL = (960, 540)


def xdotool(program, *arguments):
    name = f"^{re.escape(program.frame.name)}$"
    return subprocess.run(["xdotool", "search", "--name", name, *arguments], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def geometry(program):
    said = dict(line.split("=") for line in xdotool(program, "getwindowgeometry", "--shell").split())
    return int(said["WIDTH"]), int(said["HEIGHT"])


def resize(program, size):
    """The window takes the size it is given, and keeps it."""
    xdotool(program, "windowsize", "--sync", *map(str, size))
    until(lambda: geometry(program) == size, f"a window of {size}")


def text_scale(percent):
    """For the programs started from now on, as a user's X resources say it."""
    path = os.path.join(tempfile.gettempdir(), f"yunjian-{os.getpid()}.Xresources")
    with open(path, "w", encoding="ascii") as file:
        file.write(f"Xft.dpi: {96 * percent // 100}\n")
    os.environ["XENVIRONMENT"] = path
    return path


def shown(frame, pattern):
    """Whether a button of that name is there."""
    try:
        return button(frame, pattern)
    except StopIteration:
        return None


def menu_items(program):
    """The names in the main menu, once it is open."""
    keys("F10")
    items = until(lambda: [n.name for n in walk(program.frame) if n.getRoleName() == "menu item"], "the main menu")
    keys("Escape")
    until(lambda: not any(n.getRoleName() == "menu item" for n in walk(program.frame)), "the menu closed")
    return items


def test_small_window(folder):
    """Facets beside the map, the details over it when they are asked for, and away with Escape."""
    with Program(starter(folder)) as program:
        frame = program.frame
        until(lambda: has(frame, r"^企业 34$") or shown(frame, r"^企业 34$"), "34 firms")
        until(lambda: has(frame, "在地图或列表中选中一项"), "the empty details of a wide window")
        resize(program, SMALL)
        until(lambda: not has(frame, "在地图或列表中选中一项"), "no room for details with nothing in them")
        assert shown(frame, r"^星 卫星，\d+$"), "facets have room"
        keys("F9")
        until(lambda: not shown(frame, r"^星 卫星，\d+$"), "the facets put away")
        keys("F9")
        until(lambda: shown(frame, r"^星 卫星，\d+$"), "the facets again")
        # A row, and its details over the map.
        keys("ctrl+f", "F6", "F6", "F6", "Down", "shift+F9")
        until(lambda: has(frame, "^[ABC] .*来源等级$"), "details with the source's grade")
        keys("Escape")
        until(lambda: not has(frame, "^[ABC] .*来源等级$"), "the details put away")
        assert geometry(program) == SMALL


def test_large_text(folder):
    """Text twice as large in the same window: nothing beyond its edge, both panes a key away, the rest in the menu."""
    path = text_scale(200)
    try:
        with Program(starter(folder)) as program:
            frame = program.frame
            until(lambda: shown(frame, r"^企业 34$"), "34 firms")
            wide = menu_items(program)
            resize(program, SMALL)
            until(lambda: not shown(frame, r"^星 卫星，\d+$"), "facets that have no room")
            until(lambda: not shown(frame, "^撤销$"), "a header that is short")
            items = menu_items(program)
            for name in wide + ["撤销", "重做", "地图和列表", "仅列表"]:
                assert name in items, (name, items)
            keys("F9")
            until(lambda: shown(frame, r"^星 卫星，\d+$"), "the facets over the map")
            keys("Escape")
            until(lambda: not shown(frame, r"^星 卫星，\d+$"), "the facets put away")
            keys("ctrl+2")
            until(lambda: records(frame), "the list alone")
            keys("ctrl+1")
            assert geometry(program) == SMALL
    finally:
        del os.environ["XENVIRONMENT"]
        os.unlink(path)


def test_divider_by_keyboard(folder):
    """A pane made wider without a mouse, and the focus back where it was."""
    with Program(starter(folder)) as program:
        frame = program.frame
        facet = until(lambda: shown(frame, r"^星 卫星，\d+$"), "a facet")
        until(lambda: shown(frame, r"^企业 34$"), "34 firms")

        def width():
            return facet.queryComponent().getExtents(pyatspi.WINDOW_COORDS).width

        before = until(width, "its width")
        keys("ctrl+f", "F6", "F8")
        until(lambda: "分隔条" in focused(frame).name, "the divider")
        keys("Right", "Right", "Right")
        until(lambda: width() > before + 20, "a wider pane")
        keys("Left", "Left", "Left", "Escape")
        until(lambda: width() == before, "the pane as it was")
        until(lambda: focused(frame).getRoleName() == "push button", "the focus where it was, in the facets")


run([test_divider_by_keyboard, test_small_window, test_large_text])
