#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run what documents show, so that they stay true.

    doctest.py FILE.md...

Two kinds of fenced block are run, each in the top folder:

    ```sh run        a bash script; it must succeed
    ```console run   a session: after each `$ command` its output, in which
                     `...` inside a line stands for any text and a line of
                     only `...` for any lines
"""

import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FENCE = re.compile(r"^```(sh|console) run\n(.*?)^```", re.S | re.M)


def bash(script):
    return subprocess.run(["bash", "-c", "set -euo pipefail\n" + script],
                          cwd=TOP, capture_output=True, text=True,
                          errors="replace", timeout=600)


def pattern(expected):
    """A regular expression for expected output."""
    lines = []
    for line in expected:
        if line.strip() == "...":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            lines.append(r"[^\n]*".join(
                re.escape(part) for part in line.rstrip().split("..."))
                + r"[ \t]*\n")
    return re.compile("".join(lines) + r"\Z")


def sessions(body):
    """[(command, [expected lines])]"""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def check_script(body):
    done = bash(body)
    return done.returncode == 0, done.stdout + done.stderr


def check_session(body):
    for command, expected in sessions(body):
        done = bash("{\n%s\n} 2>&1 || true" % command)
        out = done.stdout + ("" if done.stdout.endswith("\n") or
                             not done.stdout else "\n")
        if not pattern(expected).match(out):
            return False, "$ %s\n%s" % (command, out)
    return True, ""


def main(paths):
    failed = number = 0
    for path in paths:
        with open(os.path.join(TOP, path), encoding="utf-8") as f:
            text = f.read()
        for m in FENCE.finditer(text):
            number += 1
            good, output = (check_script if m.group(1) == "sh"
                            else check_session)(m.group(2))
            print("%s %d - %s:%d" % ("ok" if good else "not ok", number, path,
                                     text.count("\n", 0, m.start()) + 1))
            failed += not good
            for line in [] if good else output.splitlines()[-30:]:
                print("# " + line)
            sys.stdout.flush()
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
