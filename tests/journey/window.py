#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: the window as a whole."""

import os
import subprocess

from program import PATIENCE, WINDOW, Program, button, cli, focused, has, keys, pyatspi, records, rows, run, starter, until, walk


def test_filter_agrees_with_the_command_line(folder):
    """The count of the window, of its facets' filter and of the command line is one."""
    path = starter(folder)
    text = "firm segment:satellite zone:core"
    wanted = int(cli("count", "firms", "segment:satellite zone:core", path).split()[-1])
    assert wanted > 0
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        program.filter(text)
        until(lambda: has(program.frame, rf"^企业 {wanted}$"), f"{wanted} firms under the filter")
        names = until(lambda: [r for r in [rows(program.frame)] if len(r) == wanted], "the rows")[0]
        assert any("格思航天" in name for name in names), names
        listed = cli("list", "firms", "segment:satellite zone:core", "--csv", path)
        for name in names:
            assert name in listed, name


def test_facet_and_details_by_keyboard(folder):
    """A facet, then a row and its details with source, grade and exactness, without a mouse."""
    path = starter(folder)
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        satellite = until(lambda: button(program.frame, r"^星 卫星，\d+$"), "the facet of satellites")
        count = satellite.name.split("，")[1]
        satellite.queryAction().doAction(0)
        until(lambda: has(program.frame, f"^显示 {count} 项"), f"{count} records in words")
        # The facets put away; from the entry to the list by Tab only, then down to a row.
        keys("F9")
        keys("ctrl+f")
        table = records(program.frame)
        for unused in range(60):
            keys("Tab")
            if any(n.getState().contains(pyatspi.STATE_FOCUSED) for n in walk(table)):
                break
        keys("Down")
        until(lambda: has(program.frame, "^[ABC] .*来源等级$"), "details with the source's grade")
        until(lambda: has(program.frame, "^位置精度$|^精度$"), "details that say how exact the place is")


def test_wrong_filter_says_where(folder):
    path = starter(folder)
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        # At once, as when it is pasted: what is typed is tried on the way, and "plot" is right.
        keys("ctrl+f")
        until(lambda: focused(program.frame).queryEditableText().setTextContents("plot staus:idle"), "the entry")
        until(lambda: has(program.frame, "staus.*status", "alert"), "the wrong word and the nearest right one")
        assert has(program.frame, r"^企业 34$"), "a wrong filter must leave what is shown"


def picture_size(folder, path, size, scale):
    picture = os.path.join(folder, "window.png")
    subprocess.run([WINDOW, "--screenshot", picture, "--size", size, path], check=True, timeout=PATIENCE,
                   env=dict(os.environ, GDK_SCALE=str(scale)))
    with open(picture, "rb") as file:
        head = file.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_picture_without_hands(folder):
    path = starter(folder)
    assert picture_size(folder, path, "1280x800", 1) == (1280, 800)
    # In device pixels, as on the screen; the smallest window that the program is made for.
    assert picture_size(folder, path, "960x540", 1) == (960, 540)
    assert picture_size(folder, path, "960x540", 2) == (1920, 1080)


def test_asked_in_gb18030(folder):
    """What to filter and to select is read in the encoding of the locale, and what is wrong is said in it."""
    locales = os.path.join(folder, "locales")
    os.mkdir(locales)
    try:
        subprocess.run(["localedef", "-i", "zh_CN", "-f", "GB18030", os.path.join(locales, "zh_CN.GB18030")],
                       check=False, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        pass
    if not os.path.isdir(os.path.join(locales, "zh_CN.GB18030")):
        print("skipped: no localedef, or no sources of locales")
        return
    path = starter(folder)
    picture = os.path.join(folder, "asked.png")
    environment = dict(os.environ, LC_ALL="zh_CN.GB18030", LOCPATH=locales)

    def ask(*words):
        arguments = [word.encode("gb18030") for word in (WINDOW, "--screenshot", picture, *words, path)]
        return subprocess.run(arguments, timeout=PATIENCE, env=environment, capture_output=True)

    right = ask("--filter", "企业 片区:核心", "--select", "企业 格思航天")
    assert right.returncode == 0 and os.path.getsize(picture) > 0, right.stderr.decode("gb18030")
    wrong = ask("--filter", "企业 片区:没有此片区")
    assert wrong.returncode != 0
    assert "没有此片区" in wrong.stderr.decode("gb18030"), wrong.stderr
    nobody = ask("--select", "企业 火星公司")
    assert nobody.returncode != 0


run([test_filter_agrees_with_the_command_line, test_facet_and_details_by_keyboard, test_wrong_filter_says_where,
     test_picture_without_hands, test_asked_in_gb18030])
