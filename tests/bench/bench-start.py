#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window takes from its start to the first complete map, and to all it shows; memory.

bench-start.py PROGRAM REGISTRY …: a table on stdout. Each registry is opened once with an empty
cache, then ROUNDS times again (the best counts). The program says in its log when it is complete
(yun-screenshot.c). Memory is the process's own (anonymous) and what it maps of files, which the
system may take back at any time; both when the window is complete. Needs a display.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
COMPLETE = re.compile(r"(map|window) complete at (\d+)")


def read_memory(pid):
    with open(f"/proc/{pid}/status") as status:
        sizes = dict(re.findall(r"(\w+):\s+(\d+) kB", status.read()))
    return int(sizes["RssAnon"]) / 1024, int(sizes["RssFile"]) / 1024


def start(program, registry, cache):
    """Milliseconds to the map and to the window, then MiB."""
    environment = dict(os.environ, XDG_CACHE_HOME=cache, G_MESSAGES_DEBUG="yun-ui")
    with tempfile.NamedTemporaryFile(suffix=".png") as picture:
        began = time.monotonic()
        process = subprocess.Popen(
            [program, "--screenshot", picture.name, "--size", "1920x1080", registry],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        moments, memory = {}, (0, 0)
        for line in process.stdout:
            match = COMPLETE.search(line)
            if match:
                moments[match[1]] = (int(match[2]) / 1e6 - began) * 1000
                if match[1] == "window":
                    memory = read_memory(process.pid)
        if process.wait() != 0 or len(moments) != 2:
            sys.exit(f"{registry}: the window did not come to rest")
    return moments["map"], moments["window"], *memory


def main():
    program, registries = sys.argv[1], sys.argv[2:]
    print("| registry | start | map, ms | window, ms | own memory, MiB | mapped, MiB |")
    print("|---|---|---:|---:|---:|---:|")
    for registry in registries:
        with tempfile.TemporaryDirectory() as cache:
            for name, rounds in (("first", 1), ("again", ROUNDS)):
                best = min(start(program, registry, cache) for _ in range(rounds))
                print(f"| {os.path.basename(registry)} | {name} | "
                      + " | ".join(f"{value:.0f}" for value in best) + " |", flush=True)


if __name__ == "__main__":
    main()
