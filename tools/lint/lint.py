#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make lint: the rules of the house, enforced from data.

    layers.txt   who may include what
    symbols.txt  what the core may leave undefined
    words.txt    what no file may contain
    bad/RULE/    a tiny tree that RULE must reject (the self test)
    good/        a tiny tree that every rule must accept
"""

import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from rules import SOURCE_RULES, Tree        # noqa: E402
from symbols import symbols, symbols32      # noqa: E402


def walk(root):
    """Every file below root, as relative paths."""
    for base, dirs, names in os.walk(root):
        dirs[:] = [d for d in dirs if d not in (".git", "build")]
        for name in names:
            yield os.path.relpath(os.path.join(base, name), root)


def tracked(root):
    """The files git knows or would add; all files outside a checkout."""
    done = subprocess.run(
        ["git", "-C", root, "ls-files", "-co", "--exclude-standard"],
        capture_output=True, text=True)
    names = done.stdout.split("\n") if done.returncode == 0 else walk(root)
    return [n for n in names if n and os.path.isfile(os.path.join(root, n))]


def is_own_input(path):
    return path.startswith(("tools/lint/bad/", "tools/lint/good/"))


def compile_bad(tree, cc, out):
    """Objects of a tree of bad/, laid out as a build folder."""
    for path in tree.files:
        if path.endswith(".c"):
            obj = os.path.join(out, path + ".o")
            os.makedirs(os.path.dirname(obj), exist_ok=True)
            subprocess.run([cc, "-ffreestanding", "-O1", "-c", "-o", obj,
                            os.path.join(tree.root, path)], check=True)
    return out


def rules_for(tree, build, cc):
    rules = {name: (lambda rule=rule: rule(tree))
             for name, rule in SOURCE_RULES.items()}
    rules["symbols"] = lambda: symbols(tree, build)
    rules["symbols32"] = lambda: symbols32(tree, cc)
    return rules


def self_test(cc, scratch):
    """Each rule rejects its bad input; all accept the good one."""
    failed = 0
    for name in sorted(os.listdir(os.path.join(HERE, "bad"))):
        root = os.path.join(HERE, "bad", name)
        tree = Tree(root, walk(root), HERE)
        rule = name.split(".")[0]
        build = os.path.join(scratch, name)
        if rule == "symbols":
            compile_bad(tree, cc, build)
        found = list(rules_for(tree, build, cc)[rule]())
        print("%s - %s rejects bad/%s" %
              ("ok" if found else "not ok", rule, name))
        failed += not found
    root = os.path.join(HERE, "good")
    tree = Tree(root, walk(root), HERE)
    for name, rule in SOURCE_RULES.items():
        found = list(rule(tree))
        print("%s - %s accepts good/" % ("not ok" if found else "ok", name))
        for finding in found:
            print("#  %s:%d: %s" % finding)
        failed += bool(found)
    return failed


def lint(root, build, cc):
    tree = Tree(root, [f for f in tracked(root) if not is_own_input(f)], HERE)
    failed = 0
    for name, rule in rules_for(tree, build, cc).items():
        found = list(rule())
        print("%s - %s" % ("not ok" if found else "ok", name))
        for path, line, message in found:
            print("#  %s:%d: %s" % (path, line, message))
        failed += bool(found)
    return failed


def main():
    parser = argparse.ArgumentParser(description="check the tree")
    parser.add_argument("--root", default=os.path.join(HERE, "../.."))
    parser.add_argument("--build", default="build/hosted")
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--self-test", action="store_true",
                        help="first try every rule on its bad input")
    args = parser.parse_args()
    root = os.path.abspath(args.root)
    failed = 0
    if args.self_test:
        failed += self_test(args.cc, os.path.join(root, "build", "lint"))
    failed += lint(root, os.path.join(root, args.build), args.cc)
    print("lint: %s" % ("%d rules failed" % failed if failed else "clean"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
