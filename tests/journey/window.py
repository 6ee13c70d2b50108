#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys through the built program, from outside: over the accessibility bus, with a keyboard.

window.py YUNJIAN YUNJIAN-CLI, under with-display. Every wait is a bounded loop on a condition.
A line a journey; exit code 1 when one failed, 77 where the tools are missing.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

# A warning about a slow accessibility bus must end neither the program nor us.
os.environ.pop("G_DEBUG", None)

try:
    import pyatspi
except ImportError:
    print("1..0 # SKIP python3-pyatspi is not installed")
    sys.exit(77)
if not shutil.which("xdotool"):
    print("1..0 # SKIP xdotool is not installed")
    sys.exit(77)

WINDOW, CLI = sys.argv[1:3]
PATIENCE = 40


def until(condition, what):
    """Runs condition until it gives something; what it is for is said when it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = condition()
        except Exception:  # a widget went away while it was looked at
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("never: " + what)


def walk(node):
    yield node
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None and child.getState().contains(pyatspi.STATE_VISIBLE):
            yield from walk(child)


def texts(node, role="label"):
    return [n.name for n in walk(node) if n.getRoleName() == role]


def has(node, pattern, role="label"):
    """The first text of this role in which the pattern stands."""
    return next((t for t in texts(node, role) if re.search(pattern, t)), None)


def button(node, pattern):
    return next(n for n in walk(node) if n.getRoleName() in ("push button", "toggle button")
                and re.search(pattern, n.name))


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "20", *names], check=True)


def write(text):
    subprocess.run(["xdotool", "type", "--delay", "8", text], check=True)


def cli(*arguments):
    return subprocess.run([CLI, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


class Program:
    """The window on a file, until it is left."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([WINDOW, *arguments])
        self.frame = until(self.find_frame, "a window on the accessibility bus")

    def find_frame(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for application in (desktop.getChildAtIndex(i) for i in range(desktop.childCount)):
            if application is not None and application.name == "yunjian" and application.childCount > 0:
                return application.getChildAtIndex(0)
        return None

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(PATIENCE)
        until(lambda: not self.find_frame_of_ours(), "the program to leave the bus")

    def find_frame_of_ours(self):
        try:
            return self.find_frame()
        except Exception:
            return None

    def filter(self, text):
        """Types a filter as a person does: Ctrl+F, the text, Return."""
        keys("ctrl+f")
        keys("ctrl+a")
        write(text)
        keys("Return")


def rows(frame):
    """The first label of every row of the list that is there."""
    table = next(n for n in walk(frame) if n.getRoleName() == "list" and n.name == "GtkColumnListView")
    return [texts(table.getChildAtIndex(i))[0] for i in range(table.childCount) if texts(table.getChildAtIndex(i))]


def test_filter_agrees_with_the_command_line(folder):
    """The count of the window, of its facets' filter and of the command line is one."""
    path = os.path.join(folder, "starter.sqlite")
    cli("init", path)
    text = "firm segment:satellite zone:core"
    wanted = int(cli("count", "firms", "segment:satellite zone:core", path).split()[-1])
    assert wanted > 0
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 33$"), "33 firms")
        program.filter(text)
        until(lambda: has(program.frame, rf"^企业 {wanted}$"), f"{wanted} firms under the filter")
        names = until(lambda: [r for r in [rows(program.frame)] if len(r) == wanted], "the rows")[0]
        assert any("格思航天" in name for name in names), names
        listed = cli("list", "firms", "segment:satellite zone:core", "--csv", path)
        for name in names:
            assert name in listed, name


def test_facet_and_details_by_keyboard(folder):
    """A facet, then a row and its details with source, grade and exactness, without a mouse."""
    path = os.path.join(folder, "starter.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 33$"), "33 firms")
        satellite = until(lambda: button(program.frame, r"^星 卫星，8$"), "the facet of satellites")
        satellite.queryAction().doAction(0)
        until(lambda: has(program.frame, "^显示 8 项"), "8 records in words")
        # The facets put away; from the entry to the list by Tab only, then down to a row.
        keys("F9")
        keys("ctrl+f")
        table = next(n for n in walk(program.frame) if n.getRoleName() == "list" and n.name == "GtkColumnListView")
        for unused in range(60):
            keys("Tab")
            if any(n.getState().contains(pyatspi.STATE_FOCUSED) for n in walk(table)):
                break
        keys("Down")
        until(lambda: has(program.frame, "^[ABC] .*来源等级$"), "details with the source's grade")
        until(lambda: has(program.frame, "^位置精度$|^精度$"), "details that say how exact the place is")


def test_wrong_filter_says_where(folder):
    path = os.path.join(folder, "starter.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 33$"), "33 firms")
        program.filter("plot staus:idle")
        until(lambda: has(program.frame, "staus.*status", "alert"), "the wrong word and the nearest right one")
        assert has(program.frame, r"^企业 33$"), "a wrong filter must leave what is shown"


def test_about_the_map_by_keyboard(folder):
    """To coordinates, a distance measured, a bookmark kept, and back, without a mouse."""
    path = os.path.join(folder, "starter.sqlite")
    with Program(path) as program:
        frame = program.frame
        until(lambda: has(frame, r"^企业 33$"), "33 firms")
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


def test_picture_without_hands(folder):
    path = os.path.join(folder, "starter.sqlite")
    picture = os.path.join(folder, "window.png")
    subprocess.run([WINDOW, "--screenshot", picture, "--size", "1280x800", path], check=True,
                   timeout=PATIENCE)
    with open(picture, "rb") as file:
        head = file.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") == 1280 and int.from_bytes(head[20:24], "big") == 800


JOURNEYS = [test_filter_agrees_with_the_command_line, test_facet_and_details_by_keyboard,
            test_wrong_filter_says_where, test_about_the_map_by_keyboard, test_picture_without_hands]


def main():
    failed = 0
    print(f"1..{len(JOURNEYS)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, journey in enumerate(JOURNEYS, 1):
            name = journey.__name__.removeprefix("test_")
            try:
                journey(folder)
                print(f"ok {number} {name}", flush=True)
            except Exception as error:  # each journey stands alone
                failed += 1
                print(f"not ok {number} {name}\n# {type(error).__name__}: {error}", flush=True)
    return 1 if failed else 0


sys.exit(main())
