#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: writing in the window."""

from program import Program, button, cli, has, keys, run, starter, text_of, until, walk, write


def in_list(program):
    """From the entry by F6 to the rows, and to the first of them."""
    keys("ctrl+f", "F6", "F6", "F6", "Down")


def toast(program):
    """What is above the window's content: the last child of the overlay that holds both."""
    overlay = program.frame
    while overlay.childCount == 1:
        overlay = overlay.getChildAtIndex(0)
    return overlay.getChildAtIndex(overlay.childCount - 1)


def is_entry(node, name):
    return node.getRoleName() in ("text", "entry") and node.name.startswith(name)


def count(path):
    return cli("count", "firms", path).split()[-1]


def test_remove_and_undo(folder):
    """Delete removes the selected row with no question, the toast's button brings it back; so does the row's menu."""
    path = starter(folder, "remove.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        in_list(program)
        keys("Delete")
        until(lambda: has(toast(program), "^已删除“.+”"), "what was removed in words")
        undo = until(lambda: button(toast(program), "^撤销"), "the toast's button")
        undo.queryAction().doAction(0)
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms again")
        assert count(path) == "34"

        # What was typed to search is not what Ctrl+Z takes back after that, though the focus is there again.
        keys("ctrl+f")
        write("zz")
        keys("BackSpace", "BackSpace", "F6", "F6", "F6", "Down", "Menu", "Up", "Return")
        until(lambda: has(toast(program), "^已删除“.+”"), "the toast after the menu's last line")
        until(lambda: has(program.frame, r"^企业 33$"), "33 firms")
        keys("ctrl+f", "ctrl+z")
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms by the key")


def other_window(program, title=None):
    """The program's window above its main one; of this title."""
    return next(n for n in program.frame.getApplication() if n != program.frame and n.name.startswith(title or ""))


def test_history(folder):
    """What a person edits stands in the history, old and new, and is taken back there."""
    path = starter(folder, "history.sqlite")
    cli("set", "firms", "北斗博阳", "address=某路一号", path)
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        in_list(program)
        until(lambda: has(program.frame, "某路一号"), "the details")
        keys("ctrl+shift+h")
        dialog = until(lambda: other_window(program, "变更历史：北斗博阳"), "the window")
        until(lambda: has(dialog, "→ 某路一号"), "old and new")
        undo = until(lambda: button(dialog, "^撤销"), "the button that takes it back")
        undo.queryAction().doAction(0)
        until(lambda: has(dialog, "^已撤销：|^撤销："), "that it was taken back")
        assert "某路一号" not in cli("show", "firms", "北斗博阳", path)


def test_conflict(folder):
    """What someone else wrote in the field that is being edited is shown beside one's own, to choose from."""
    path = starter(folder, "conflict.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        in_list(program)
        until(lambda: has(program.frame, "卫星测运控"), "the details")
        keys("F2")
        form = until(lambda: other_window(program), "the form")
        name = until(lambda: next(n for n in walk(form) if is_entry(n, "名称")), "the name's entry")
        name.queryEditableText().setTextContents("我所写")
        cli("set", "firms", "北斗博阳", "name=他人所写", path)
        theirs = until(lambda: button(form, "^他人的：他人所写"), "their value beside mine")
        assert has(form, "^我的：我所写"), "mine"
        assert has(form, "^原来：北斗博阳"), "what was there before"
        theirs.queryAction().doAction(0)
        until(lambda: "他人所写" in text_of(next(n for n in walk(form) if is_entry(n, "名称"))), "theirs in the entry")
        keys("ctrl+Return")
        until(lambda: len(list(program.frame.getApplication())) == 1, "the form closed")
        assert cli("count", "firms", "他人所写", path).split()[-1] == "1"


def test_edit_several(folder):
    """A field of three rows at once, and only that one."""
    path = starter(folder, "several.sqlite")
    with Program(path) as program:
        until(lambda: has(program.frame, r"^企业 34$"), "34 firms")
        in_list(program)
        keys("shift+Down", "shift+Down", "F2")
        form = until(lambda: other_window(program, "编辑"), "the form")
        assert "3" in form.name, form.name
        assert until(lambda: has(form, "^多个值$"), "that they differ")
        address = until(lambda: next(n for n in walk(form) if is_entry(n, "地址")), "the field")
        address.queryEditableText().setTextContents("同一处")
        keys("ctrl+Return")
        until(lambda: len(list(program.frame.getApplication())) == 1, "the forms closed")
        listed = cli("list", "firms", "--csv", path)
        assert listed.count("同一处") == 3 or cli("count", "firms", "address:同一处", path).split()[-1] == "3"


run([test_remove_and_undo, test_history, test_conflict, test_edit_several])
