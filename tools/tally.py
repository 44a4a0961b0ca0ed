#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run test commands and count what they report.

    tally.py --state FILE NAME -- COMMAND...           a TAP/KTAP producer
    tally.py --state FILE --single NAME -- COMMAND...  one check: exit status 0
    tally.py --state FILE --sum                        print the total

A command's results are its `ok` / `not ok` lines; of nested results only the
innermost count. With a failure its `#` lines are shown, those before it and
those after. It counts one failure more if it dies, runs out of time, or
reports fewer results than it planned. If it prints a line `N passed, N
failed`, it has counted for itself. Everything a command prints goes to a log
beside the state file; failures and a line of summary go to the terminal.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time

RESULT = re.compile(r"^(\s*)(ok|not ok)\b[ \d]*(?:- ?)?(.*)")
PLAN = re.compile(r"^(\s*)1\.\.(\d+)\s*(#.*)?$")
TOTAL = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")

COMMENTS = 12           # lines about one failure
SHOWN = 100             # lines about all of a command's


class Count:
    """Counts results line by line."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.levels = {}        # indent -> [planned, seen]
        self.deeper = {}        # indent -> results below since the last one
        self.bad = []           # what to show
        self.comments = []      # since the last result
        self.room = 0           # for comments on the last failure

    def fail(self, why):
        self.failed += 1
        self.bad.append("not ok - " + why)

    def comment(self, text):
        if self.room:
            self.room -= 1
            self.bad.append("    " + text)
        else:
            self.comments = self.comments[1 - COMMENTS:] + ["    " + text]

    def line(self, text):
        if text.lstrip().startswith("#"):
            self.comment(text.strip())
            return
        plan = PLAN.match(text)
        if plan:
            level = self.levels.setdefault(len(plan.group(1)), [None, 0])
            level[0] = int(plan.group(2))
            return
        if text.startswith("Bail out!"):
            self.fail(text)
        result = RESULT.match(text)
        if result:
            indent, verdict, name = result.groups()
            self.room = 0
            self.result(len(indent), verdict == "ok", name, text)
            self.comments = []

    def result(self, indent, good, name, text):
        below = self.close(indent)
        self.levels.setdefault(indent, [None, 0])[1] += 1
        if below == "some failed":
            return
        if below == "all good" and good:
            return
        if good and re.search(r"#\s*SKIP", name, re.I):
            self.skipped += 1
        elif good:
            self.passed += 1
            self.note(indent, "all good")
            return
        else:
            self.failed += 1
            self.bad += self.comments + [text.strip()]
            self.room = COMMENTS
        self.note(indent, "all good" if good else "some failed")

    def note(self, indent, what):
        for level in range(indent):
            if self.deeper.get(level) != "some failed":
                self.deeper[level] = what

    def close(self, indent):
        """A result at this indent ends the levels below it."""
        for level in [n for n in self.levels if n > indent]:
            self.check_plan(level)
            del self.levels[level]
        return self.deeper.pop(indent, None)

    def check_plan(self, level):
        planned, seen = self.levels[level]
        if planned is not None and seen < planned:
            self.fail("%d of %d planned results came" % (seen, planned))

    def end(self):
        for level in list(self.levels):
            self.check_plan(level)


def run(name, command, log, limit, single, verbose):
    """Run one command: its Count."""
    count, last, total = Count(), "", None
    with open(log, "w", encoding="utf-8", errors="replace") as out:
        child = subprocess.Popen(command, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT,
                                 start_new_session=True)
        signal.signal(signal.SIGALRM,
                      lambda *_: os.killpg(child.pid, signal.SIGKILL))
        signal.alarm(limit)
        for raw in child.stdout:
            text = raw.decode("utf-8", "replace").rstrip("\n")
            out.write(text + "\n")
            if verbose:
                print(text, flush=True)
            if not single:
                count.line(text)
            last = text or last
            total = TOTAL.match(text) or total
        status = child.wait()
        signal.alarm(0)
    return verdict(count, status, last, None if single else total, single)


def verdict(count, status, last, total, single):
    if total:
        count.passed, count.failed = int(total.group(1)), int(total.group(2))
        count.skipped = int(total.group(3) or 0)
    elif not single:
        count.end()
    if single and status == 0:
        count.passed += 1
    elif status != 0 and count.failed == 0:
        count.fail("exit status %d; last line: %s" % (status, last))
    elif not single and count.passed + count.failed + count.skipped == 0:
        count.fail("no results at all")
    return count


def show(name, count, seconds, log):
    skipped = ", %d skipped" % count.skipped if count.skipped else ""
    print("%-4s %-34s %5d passed, %d failed%s  (%.1f s)" % (
        "FAIL" if count.failed else "ok", name, count.passed, count.failed,
        skipped, seconds))
    for text in count.bad[:SHOWN]:
        print("       " + text)
    if count.failed:
        tail = open(log, encoding="utf-8").read().splitlines()[-15:]
        print("       log: %s, which ends" % log)
        for text in tail:
            print("         | " + text)
    sys.stdout.flush()


def total(state):
    passed = failed = skipped = 0
    with open(state, encoding="utf-8") as f:
        for line in f:
            p, b, s = (int(x) for x in line.split()[:3])
            passed, failed, skipped = passed + p, failed + b, skipped + s
    if skipped:
        print("%d skipped" % skipped)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


def main():
    parser = argparse.ArgumentParser(description="count test results")
    parser.add_argument("--state", required=True)
    parser.add_argument("--sum", action="store_true")
    parser.add_argument("--single", action="store_true")
    parser.add_argument("--limit", type=int, default=900, help="seconds")
    parser.add_argument("name", nargs="?")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    if args.sum:
        return total(args.state)
    command = args.command[1:] if args.command[:1] == ["--"] else args.command
    log = "%s.%s.log" % (args.state, re.sub(r"[^\w.+-]+", "_", args.name))
    begin = time.time()
    count = run(args.name, command, log, args.limit, args.single,
                os.environ.get("V"))
    show(args.name, count, time.time() - begin, log)
    with open(args.state, "a", encoding="utf-8") as f:
        f.write("%d %d %d %s\n" % (count.passed, count.failed, count.skipped,
                                   args.name))
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
