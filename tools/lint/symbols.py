# SPDX-License-Identifier: MIT
"""The rules of `make lint` that read object files: what the freestanding
core asks of the world, on this machine and compiled for a 32-bit one."""

import os
import re
import subprocess
import tempfile

CORE = ("lib/", "mm/", "dma/", "net/")

# The template's page-table entries have 64 bits whatever the word; those of a
# real 32-bit machine do what that machine can.
WIDE_ENTRIES = (r"__atomic_\w+_8",)


def undefined(objects):
    """{symbol: an object that asks for it}, for what none of them defines."""
    wanted, defined = {}, set()
    out = subprocess.run(["nm", "-A", *objects], capture_output=True,
                         text=True, check=True).stdout
    for line in out.splitlines():
        m = re.match(r"(.*?):\s*[0-9a-f]*\s+([A-Za-z])\s+(\S+)$", line)
        if not m:
            continue
        path, kind, name = m.groups()
        if kind in "Uvw":
            wanted.setdefault(name, path)
        else:
            defined.add(name)
    return {n: p for n, p in wanted.items() if n not in defined}


def check(tree, objects, also=()):
    may = re.compile("(?:%s)$" % "|".join([*tree.table("symbols.txt"), *also]))
    for name, path in sorted(undefined(objects).items()):
        if not may.match(name):
            yield path, 0, "undefined symbol " + name


def symbols(tree, build):
    """The core asks for arch_*, mem* and section bounds only."""
    objects = []
    for folder in CORE:
        for base, _, names in os.walk(os.path.join(build, folder)):
            objects += [os.path.join(base, n) for n in names
                        if n.endswith(".o")]
    if not objects:
        yield build, 0, "no objects of the core: build first"
        return
    yield from check(tree, objects)


def symbols32(tree, cc):
    """Compiled for i686, the core asks for no 64-bit division of libgcc."""
    port = "ports/template/include"
    inc = subprocess.run([cc, "-print-file-name=include"], check=True,
                         capture_output=True, text=True).stdout.strip()
    flags = ["-m32", "-march=i686", "-std=gnu17", "-ffreestanding", "-O2",
             "-fno-pic", "-mgeneral-regs-only", "-w", "-nostdinc",
             "-isystem", inc, "-I" + os.path.join(tree.root, "include"),
             "-I" + os.path.join(tree.root, port)]
    if not os.path.isdir(os.path.join(tree.root, port)):
        return
    with tempfile.TemporaryDirectory() as out:
        objects = []
        for path in tree.files:
            if not (path.startswith(CORE) and path.endswith(".c")):
                continue
            obj = os.path.join(out, path.replace("/", "_") + ".o")
            done = subprocess.run(
                [cc, *flags, "-c", "-o", obj, os.path.join(tree.root, path)],
                capture_output=True, text=True)
            if done.returncode:
                first = [s for s in done.stderr.splitlines() if "error" in s]
                yield path, 0, "does not compile for i686: " + \
                    (first or ["?"])[0]
            else:
                objects.append(obj)
        if objects:
            yield from check(tree, objects, WIDE_ENTRIES)
