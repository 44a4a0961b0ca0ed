#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make bench MACHINE=i386|x86_64: instructions per operation, in QEMU.

With -icount shift=0,sleep=off the machine's time-stamp counter counts its
instructions (of rep, one a round), and every run gives the same figures. Two
images are run: the benchmarks, which print what calls cost inside the kernel,
and the kernel with tests/programs/costs.c in its root, which does from user
code. No figure makes this fail.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

# name: (what it is, target, Linux 6.1 i386 PAE measured the same way)
KERNEL = [
    ("pair_64", "kmalloc + kfree, 64 B constant", 60, 215),
    ("pair_variable", "kmalloc + kfree, 64 B variable", 75, 240),
    ("cache_256", "kmem_cache alloc + free, 256 B", 50, 186),
    ("page_pair", "alloc_pages + free, order 0", 130, 675),
    ("order3_pair", "alloc_pages + free, order 3", 200, 889),
    ("order9_pair", "alloc_pages + free, order 9", 1500, 10471),
    ("kmap_atomic_high", "kmap_atomic + kunmap, high page", 80, 272),
    ("kmap_atomic_low", "kmap_atomic + kunmap, low page", 15, 89),
    ("kmap_pool_fresh", "kmap + kunmap", 100, 305),
    ("copy_8", "copy_to_user, 8 B", 25, 72),
    ("copy_64", "copy_to_user, 64 B", 45, 90),
    ("copy_4096", "copy_to_user, 4096 B", 1060, 1098),
    ("put_user", "put_user", 8, 14),
    ("copy_unmapped", "copy_to_user, nothing mapped", 400, 1196),
    ("iter_64", "copy_to_iter, 64 B", None, None),
    ("iter_4096", "copy_to_iter, 4096 B", None, None),
    ("iovec_64", "copy_to_iter, 64 B, two pieces", None, None),
    ("get_fast_1", "get_user_pages_fast + put, 1", 150, 668),
    ("get_fast_256", "get_user_pages_fast + put, 256", 10000, 34073),
    ("pin_fast_256", "pin_user_pages_fast + unpin, 256", 14000, 79101),
    ("dma_pair", "dma_map_single + unmap, 1500 B", None, None),
    ("dma_bounce", "same, 4096 B through a bounce buffer", None, None),
    ("dma_user_256", "user buffer: pin, map, unmap, unpin 256", None, None),
    ("skb_pair", "alloc_skb + kfree_skb, 1500 B", 250, 788),
    ("skb_clone", "skb_clone + kfree_skb", 150, 460),
    ("skb_frags_4", "alloc_skb + 4 pages + kfree_skb", 1000, 3630),
]
USER = [
    ("getpid", "getpid (i386: int 0x80)", 120, 320),
    ("read_zero_1", "read of /dev/zero, 1 B", 250, 725),
    ("read_zero_4096", "read of /dev/zero, 4096 B", 1350, 1748),
    ("touch", "first touch of an anonymous page", 1700, 4086),
    ("touch_in_order", "same, pages in order", None, None),
    ("unmap_page", "unmapping a touched page", 300, 1172),
    ("unmap_call", "munmap of one touched page", None, None),
    ("mprotect_toggle", "mprotect toggle of a page", 1500, 6375),
    ("open_close", "open + close", None, None),
]
SIZES = [
    ("image_kib", "kernel image, KiB", 300, None),
    ("memory_mib", "kernel memory after boot at 2 GiB, MiB", 20, 53),
    ("boot_millions", "kernel entry to user code at 2 GiB, millions", 60, 1046),
]
MIB = 2048


def cpio(name, data):
    """A newc archive of one executable file."""
    def entry(ino, mode, path, body):
        path = path.encode() + b"\0"
        fields = [ino, mode, 0, 0, 1, 0, len(body), 0, 0, 0, 0, len(path), 0]
        out = b"070701" + b"".join(b"%08x" % f for f in fields) + path
        out += b"\0" * (-len(out) % 4) + body
        return out + b"\0" * (-len(out) % 4)

    return (entry(1, 0o100755, name, data) + entry(0, 0, "TRAILER!!!", b""))


def qemu(args, image, append="", initrd=None):
    program = "qemu-system-" + ("x86_64" if args.machine == "x86_64" else "i386")
    if not shutil.which(program):
        sys.exit("bench: %s is not installed: apt-get install qemu-system-x86"
                 % program)
    command = [
        program, "-accel", "tcg", "-icount", "shift=0,sleep=off", "-cpu", "max",
        "-nodefaults", "-display", "none", "-no-reboot", "-m", "%dM" % MIB,
        "-kernel", os.path.join(args.build, image), "-append", append,
        "-serial", "stdio", "-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    if initrd:
        command += ["-initrd", initrd]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300,
                          stdin=subprocess.DEVNULL)
    if done.returncode != 1:
        print("  %s: QEMU's exit status %d:\n%s" % (
            image, done.returncode, (done.stdout + done.stderr)[-2000:]))
    return done.stdout


def counts(output):
    rows = re.findall(r"count (\w+) (-?\d+)", output)
    return {name: int(tenths) / 10 for name, tenths in rows}


def measure(args):
    """All rows of one run."""
    kernel = counts(qemu(args, "bench.elf"))
    loop = kernel.pop("empty", 0)
    rows = {n: round(v - loop, 1) for n, v in kernel.items() if v >= 0}
    with open(args.program, "rb") as f:
        archive = cpio("costs", f.read())
    with tempfile.NamedTemporaryFile() as f:
        f.write(archive)
        f.flush()
        output = qemu(args, "octavo.elf", "stats -- /costs", f.name)
    user = counts(output)
    user.pop("loop", None)
    rows.update(user)
    rows["image_kib"] = round(
        os.path.getsize(os.path.join(args.build, "octavo.elf")) / 1024, 1)
    meminfo = {n: int(v) for n, v in re.findall(r"(\w+): +(\d+) kB", output)}
    if "MemFree" in meminfo:
        used = MIB * 1024 - meminfo["MemFree"]
        used -= meminfo.get("Cached", 0) + meminfo.get("AnonPages", 0)
        rows["memory_mib"] = round(used / 1024, 1)
    first = re.search(r"first_user (\d+)", output)
    entry = re.search(r"entered at (\d+)", output)
    if first and entry:
        rows["boot_millions"] = round(
            (int(first.group(1)) * 1024 - int(entry.group(1))) / 1e6, 1)
    return rows


def show(title, table, rows):
    print("\n%-46s %10s %8s %8s" % (title, "Octavo", "target", "Linux"))
    for name, what, target, linux in table:
        value = rows.get(name)
        verdict = "" if target is None else "  -" if value is None else \
            "  met" if value <= target else "  MISSED"
        print("%-46s %10s %8s %8s%s" % (
            what, "-" if value is None else "%g" % value, target or "",
            linux or "", verdict))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True)
    parser.add_argument("--machine", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--json", required=True)
    args = parser.parse_args()
    rows, again = measure(args), measure(args)
    show("instructions, inside the kernel", KERNEL, rows)
    show("instructions, from user code", USER, rows)
    show("sizes", SIZES, rows)
    print("\nLess an empty loop's round; targets and Linux 6.1 are those of "
          "i386 with PAE.")
    odd = [n for n in rows if rows[n] != again.get(n)]
    print("A second run gave %s." % (
        "the same figures" if not odd else "other figures for " +
        ", ".join("%s (%s)" % (n, again.get(n)) for n in odd)))
    with open(args.json, "w") as f:
        json.dump({"machine": args.machine, "rows": rows, "again": again}, f,
                  indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
