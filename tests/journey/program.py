# SPDX-License-Identifier: GPL-3.0-or-later
"""What journeys through the built program share: it is driven from outside, over the accessibility
bus, with a keyboard.

A file of journeys is run as FILE YUNJIAN YUNJIAN-CLI, under with-display. Every wait is a bounded
loop on a condition. A line a journey; exit code 1 when one failed, 77 where the tools are missing.
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


def text_of(node):
    """What a node says, its text and its name. To GTK 4.8 the text is part of the name; later a status has no
    name, and what another labels has that name only."""
    try:
        text = node.queryText()
        said = text.getText(0, text.characterCount)
    except NotImplementedError:
        return node.name
    return node.name if said in node.name else f"{said} {node.name}".strip()


def texts(node, role="label"):
    return [text_of(n) for n in walk(node) if n.getRoleName() == role]


def has(node, pattern, role="label"):
    """The first text of this role in which the pattern stands."""
    return next((t for t in texts(node, role) if re.search(pattern, t)), None)


def button(node, pattern):
    return next(n for n in walk(node) if n.getRoleName() in ("push button", "button", "toggle button")
                and re.search(pattern, n.name))


def sensitive(node):
    """Whether it can be used now."""
    return node.getState().contains(pyatspi.STATE_SENSITIVE)


def focused(node):
    """What has the focus; None: nothing."""
    return next((n for n in walk(node) if n.getState().contains(pyatspi.STATE_FOCUSED)), None)


def entry_text(node):
    """What stands in the entry that has the focus."""
    text = focused(node).queryText()
    return text.getText(0, text.characterCount)


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "20", *names], check=True)


def write(text):
    subprocess.run(["xdotool", "type", "--delay", "8", text], check=True)


def cli(*arguments):
    return subprocess.run([CLI, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def starter(folder, name="starter.sqlite"):
    """The path of a starter registry, made when it is not there yet."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        cli("init", path)
    return path


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

    def dialog(self, title):
        """The window of that title, once it is there."""
        return until(lambda: self.find_dialog(title), f"the window “{title}”")

    def find_dialog(self, title):
        application = self.frame.getApplication()
        return next((n for n in (application.getChildAtIndex(i) for i in range(application.childCount))
                     if n.name == title), None)

    def close_dialog(self, title):
        keys("Escape")
        self.take_keyboard(title)

    def take_keyboard(self, title):
        """Waits until the dialog is gone. With no window manager, nobody gives the keyboard back to the window."""
        until(lambda: not self.find_dialog(title), f"“{title}” closed")
        subprocess.run(["xdotool", "search", "--name", f"^{re.escape(self.frame.name)}$", "windowfocus"], check=True)

    def clipboard(self):
        """What was copied, as a paste into the entry shows it; the entry is empty then."""
        keys("ctrl+f", "ctrl+a", "ctrl+v")
        text = until(lambda: entry_text(self.frame), "the copied text")
        keys("ctrl+a", "BackSpace")
        until(lambda: not entry_text(self.frame), "the entry empty again")
        return text

    def filter(self, text):
        """Types a filter as a person does: Ctrl+F, the text, Return."""
        keys("ctrl+f")
        keys("ctrl+a")
        write(text)
        keys("Return")


def is_records(node):
    """Whether it is the list of records: to GTK 4.8 one of that name, later the list within a table."""
    if node.getRoleName() != "list":
        return False
    return node.name == "GtkColumnListView" or node.parent.getRoleName() in ("tree table", "table")


def records(frame):
    return next(n for n in walk(frame) if is_records(n))


def rows(frame):
    """The first label of every row of the list that is there."""
    table = records(frame)
    return [texts(table.getChildAtIndex(i))[0] for i in range(table.childCount) if texts(table.getChildAtIndex(i))]


def run(journeys):
    """Runs the journeys, each in the same folder, and ends the process."""
    failed = 0
    print(f"1..{len(journeys)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, journey in enumerate(journeys, 1):
            name = journey.__name__.removeprefix("test_")
            try:
                journey(folder)
                print(f"ok {number} {name}", flush=True)
            except Exception as error:  # each journey stands alone
                failed += 1
                print(f"not ok {number} {name}\n# {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failed else 0)
