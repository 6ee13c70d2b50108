#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: about the map, by keyboard."""

from program import Program, button, focused, has, keys, run, starter, until, walk, write


def test_about_the_map_by_keyboard(folder):
    """To coordinates, a distance measured, a bookmark kept, and back, without a mouse."""
    path = starter(folder)
    with Program(path) as program:
        frame = program.frame
        until(lambda: has(frame, r"^企业 34$"), "34 firms")
        keys("ctrl+l")
        until(lambda: has(frame, "度分秒", "status bar"), "the entry for coordinates")
        write("31.05N 121.25E")
        keys("Return")
        until(lambda: has(frame, r"^121\.250000, 31\.050000$", "status bar"), "the mark with its coordinates")
        keys("ctrl+m")
        until(lambda: has(frame, "^量距离$", "status bar"), "the mode for distances")
        keys("Return")
        keys("Right", "Right")
        until(lambda: has(frame, "^距离：.*1 段$", "status bar"), "the length while the map moves")
        keys("Return", "Right")
        until(lambda: has(frame, "^距离：.*2 段$", "status bar"), "a second leg")
        keys("BackSpace", "Escape")
        keys("ctrl+d")
        until(lambda: has(frame, "^书签 1$", "text") or has(frame, "书签名称", "text"), "the name of the bookmark")
        keys("ctrl+a")
        write("east")
        keys("Return")
        until(lambda: any(n.name == "east" for n in walk(frame)), "the bookmark in its list")
        keys("Escape")
        keys("alt+Left")
        until(lambda: not any(n.name == "east" for n in walk(frame)), "the list closed")


def test_an_area_drawn_by_keyboard(folder):
    """Three corners, refused while they are too few, a condition in words, changed, and taken back."""
    path = starter(folder)
    with Program(path) as program:
        frame = program.frame
        until(lambda: has(frame, r"^企业 34$"), "34 firms")
        keys("ctrl+shift+f")
        until(lambda: has(frame, "^画范围筛选$", "status bar"), "the mode for drawing")
        keys("Return", "Return")
        until(lambda: has(frame, "至少要有三个顶点", "status bar"), "the reason why one corner is no area")
        corner(program, "Right", 2)
        corner(program, "Down", 3)
        keys("Return")
        until(lambda: has(frame, "^中心在所绘 .* km² 范围内$"), "the area as a condition in words")
        firms = until(lambda: has(frame, r"^企业 \d+$"), "the firms in it")
        assert firms != "企业 34", firms
        # Changed where it is: one more corner, and the condition is another.
        before = has(frame, "^中心在所绘 .* km² 范围内$")
        to_chip(frame)
        keys("Return")
        until(lambda: button(frame, "^在地图上修改"), "the way back to the map")
        keys("alt+m")
        until(lambda: has(frame, "^面积：", "status bar"), "the corners on the map")
        corner(program, "Left", 4)
        keys("Return")
        until(lambda: has(frame, "^中心在所绘 .* km² 范围内$") not in (None, before), "the changed area")
        # A chip goes by Delete, and the area with it.
        to_chip(frame)
        keys("Delete")
        until(lambda: has(frame, r"^企业 34$"), "34 firms again")


def to_chip(frame):
    """From the map to the condition before it."""
    until(lambda: button(frame, "^修改条件“中心在所绘"), "the chip")
    keys("shift+F6")
    until(lambda: focused(frame).name.startswith("修改条件“中心在所绘"), "the focus on the chip")


def place(frame):
    """Where the middle of the map is, once it rests."""
    return next((n.name for n in walk(frame) if n.name.startswith("坐标：")), None)


def corner(program, direction, count):
    """Moves the map one step and puts a corner in the middle; count: of those there are then."""
    before = place(program.frame)
    keys(direction)
    until(lambda: place(program.frame) not in (None, before), "the map at rest elsewhere")
    keys("Return")
    until(lambda: has(program.frame, f"^{count} 个顶点$" if count < 3 else "^面积：", "status bar"), "another corner")


run([test_about_the_map_by_keyboard, test_an_area_drawn_by_keyboard])
