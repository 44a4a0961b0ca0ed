#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The table of system calls, docs/syscalls.md, made from the source.

	tools/syscalls.py		write it
	tools/syscalls.py --check	status 1 if it is not up to date

Numbers come from kernel/abi/*/include/abi/syscalls.h, arguments and files from
the SYSCALL_DEFINE lines of the handlers.
"""
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
PAGE = TOP / "docs/syscalls.md"
ABIS = ("x86_64", "i386")

HEAD = """<!-- SPDX-License-Identifier: MIT -->
# System calls

This page is made from the source by `make docs`; do not edit it.

There are {x86_64} calls of x86-64 and {i386} of i386. Results and error
numbers are those of Linux 6.1. A number that is not in the table answers
`ENOSYS` and is named once on the console; `octavo run --stats` names all that
the programs of a run have asked for. Names are those of the handlers, as in
Linux; where i386 has a call in a shape of its own (16-bit ids, 32-bit times,
64-bit numbers in two registers) there is a line for each shape.

| call | x86-64 | i386 | arguments | handler in |
|---|---|---|---|---|
"""

MISSING = """
## Not there

These are known by name and answer `ENOSYS`, on both machines where not said
otherwise.

"""


def table(abi):
    """Numbers by name of the calls that are there, and of the others."""
    text = (TOP / f"kernel/abi/{abi}/include/abi/syscalls.h").read_text()
    there = {name: int(nr) for nr, name in
             re.findall(r'\bX\((\d+), (\w+), "', text)}
    missing = {name: int(nr) for nr, name in
               re.findall(r"\bX\((\d+), (\w+)\)", text)}
    return there, missing


def handlers():
    """By (ABI or "", name): arguments as in C, and the file."""
    found = {}
    pattern = re.compile(r"\bSYSCALL_DEFINE(\d)\((\w+)((?:,[^()]*)?)\)")
    for path in sorted((TOP / "kernel").rglob("*.c")):
        where = path.relative_to(TOP)
        abi = where.parts[2] if where.parts[1] == "abi" else ""
        for nr, name, rest in pattern.findall(path.read_text()):
            words = [" ".join(w.replace("__user", "").split())
                     for w in rest.split(",")[1:]]
            args = [f"{t} {n}".replace("* ", "*")
                    for t, n in zip(words[::2], words[1::2])]
            assert len(args) == int(nr), (name, args)
            found[abi, name] = ", ".join(args), str(where)
    return found


def line(name, numbers, known):
    shapes = [known.get((abi, name)) or known.get(("", name))
              for abi in ABIS if name in numbers[abi]]
    args, where = next((s for s in shapes if s), ("", ""))
    cells = [f"`{name}`"]
    cells += [str(numbers[abi].get(name, "")) for abi in ABIS]
    cells += [f"`{args}`" if args else "", f"`{where}`" if where else ""]
    return "| " + " | ".join(cells) + " |\n"


def page():
    tables = {abi: table(abi) for abi in ABIS}
    numbers = {abi: tables[abi][0] for abi in ABIS}
    missing = {abi: set(tables[abi][1]) - set(numbers[abi]) for abi in ABIS}
    known = handlers()
    text = HEAD.format(**{abi: len(numbers[abi]) for abi in ABIS})
    for name in sorted(set().union(*numbers.values())):
        text += line(name, numbers, known)
    text += MISSING
    both = missing["x86_64"] & missing["i386"]
    rows = [("", both)]
    rows += [(f"{abi.replace('_', '-')} only: ", missing[abi] - both)
             for abi in ABIS]
    for title, names in rows:
        if names:
            text += title + ", ".join(f"`{n}`" for n in sorted(names)) + ".\n\n"
    return text.rstrip("\n") + "\n"


def main():
    want = page()
    if sys.argv[1:] == ["--check"]:
        if PAGE.exists() and PAGE.read_text() == want:
            return 0
        print("docs/syscalls.md is not up to date: make docs")
        return 1
    PAGE.write_text(want)
    return 0


if __name__ == "__main__":
    sys.exit(main())
