#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What drivers find: docs/driver-api.md and include/doors.txt, from the headers.

	tools/driver_api.py		write both
	tools/driver_api.py --check	status 1 if one is not up to date

A door is a header with Linux's name. What it offers is what it declares
itself, and what the library's headers declare that it includes directly.

include/doors.txt is what `octavo run --driver` looks a missing name up in:

	symbol NAME HEADER		HEADER declares NAME
	header NAME SENTENCE		what to do without NAME (tools/no-door.txt)
"""
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
INCLUDE = TOP / "include"
PAGE = TOP / "docs/driver-api.md"
DATA = INCLUDE / "doors.txt"
NO_DOOR = TOP / "tools/no-door.txt"
DOORS = ("linux", "asm", "net", "kunit")

HEAD = """<!-- SPDX-License-Identifier: MIT -->
# What drivers find

This page is made from the headers by `make docs`; do not edit it.

Each line is a header of the library with the doors that lead to it: headers
with Linux's names, which a driver includes. {symbols} names in {doors} doors.
How each behaves, and where it differs from Linux's, is said in the header.

Error numbers, and structures and numbers that programs share with drivers, are
those of Linux's user interface and are not listed.
"""

# Sections in order, and the headers of the library that belong to each.
SECTIONS = (
    ("Modules", "module moduleparam modinit this_module kmod"),
    ("Memory", "slab gfp page mm mm_types vmalloc vm_map highmem mempool"
     " percpu uaccess uio extable pagemap shrinker vmstat mmzone page_frag"
     " strdup memdup_user mman"),
    ("Memory for devices", "dma-mapping dma-direction dma-user dmapool"
     " scatterlist dma-buf"),
    ("Waiting and locking", "spinlock mutex rwsem semaphore wait completion"
     " rcupdate srcu seqlock atomic refcount kref kthread workqueue sched cpu"
     " wait_timeout lockdep async bitops"),
    ("Time", "jiffies ktime timer ktimer hrtimer delay timespec"),
    ("Devices and files", "cdev miscdevice fs device driver devres poll"
     " kobject sysfs anon_inode ioport platform_device property"),
    ("/proc and debugging", "seq_file proc_fs debugfs"),
    ("Buses and interrupts", "pci pci_more io interrupt tasklet irq"),
    ("Network", "netdevice etherdevice skbuff skb_data skb_ends skb_queue"
     " skb_user ethtool rtnetlink netlink socket checksum dst"),
    ("Tests", "test resource static_stub user"),
    ("Everything else", ""),
)

COMMENT = re.compile(r"/\*.*?\*/", re.S)
MACRO = re.compile(r"^#\s*define[ \t]+([A-Za-z_]\w*)", re.M)
FUNCTION = re.compile(
    r"^(?!typedef|return|else)[A-Za-z_][\w \t\*]*?[ \t\*]+([a-z_]\w*)\s*\(", re.M)
TYPE = re.compile(r"^(?:struct|union|enum)\s+(\w+)\s*\{", re.M)
TYPEDEF = re.compile(r"^typedef\b[^;{]*?\b(\w+)\s*(?:__aligned\(\d+\))?;", re.M)
TYPEDEF_FN = re.compile(r"^typedef\b[^;]*?\(\*?(\w+)\)\(", re.M)
ENUM = re.compile(r"^enum\s*\w*\s*\{(.*?)\}", re.M | re.S)
KEYWORDS = {"if", "for", "while", "switch", "return", "sizeof", "defined"}


def names_of(path):
    """What a header declares itself."""
    text = COMMENT.sub("", path.read_text())
    names = set(MACRO.findall(text)) | set(FUNCTION.findall(text))
    names |= set(TYPE.findall(text)) | set(TYPEDEF.findall(text))
    names |= set(TYPEDEF_FN.findall(text))
    for body in ENUM.findall(text):
        names |= set(re.findall(r"^\s*([A-Z]\w+)", body, re.M))
    # Helpers of the header's own are gone at its end.
    for name in re.findall(r"^#\s*undef\s+(\w+)", text, re.M):
        if not re.search(rf"#\s*undef\s+{name}\b.*#\s*define\s+{name}\b",
                         text, re.S):
            names.discard(name)
    guards = {n for n in names if re.match(r"(OCTAVO|DOOR|KUNIT|UAPI)_\w*_H$", n)}
    return names - guards - KEYWORDS


def includes_of(path):
    return re.findall(r"^#\s*include\s*<([^>]+)>", path.read_text(), re.M)


def read_headers():
    """Doors by library header, and the names of each header."""
    doors, names = {}, {}
    for folder in DOORS:
        for path in sorted((INCLUDE / folder).rglob("*.h")):
            door = str(path.relative_to(INCLUDE))
            own = names_of(path)
            if own:
                names[door] = own
                doors.setdefault(door, []).append(door)
            for inc in includes_of(path):
                if inc.startswith("octavo/") and (INCLUDE / inc).exists():
                    doors.setdefault(inc, []).append(door)
    for header in doors:
        names.setdefault(header, names_of(INCLUDE / header))
    return doors, names


def section_of(header):
    stem = Path(header).stem
    for title, stems in SECTIONS:
        if stem in stems.split():
            return title
    return SECTIONS[-1][0]


def public(names):
    return sorted(n for n in names if not n.startswith("_"))


def page(doors, names):
    every = {n for header in doors for n in public(names[header])}
    out = HEAD.format(symbols=len(every),
                      doors=len({d for ds in doors.values() for d in ds}))
    for title, _ in SECTIONS:
        lines = []
        for header in sorted(doors):
            found = public(names[header])
            if section_of(header) == title and found:
                through = ", ".join(f"`<{d}>`" for d in sorted(set(doors[header])))
                lines.append(f"| {through} | {', '.join(f'`{n}`' for n in found)} |\n")
        if lines:
            out += f"\n## {title}\n\n| doors | names |\n|---|---|\n" + "".join(lines)
    return out


def door_for(header, doors, name):
    """The door to name: of the same name, else the first of linux/."""
    stem = Path(header).stem
    return min(doors, key=lambda d: (Path(d).stem != stem,
                                     not name.startswith(Path(d).stem),
                                     not d.startswith("linux/"), d))


def data(doors, names):
    where = {}
    for header in sorted(doors):
        for name in names[header]:
            where.setdefault(name, door_for(header, doors[header], name))
    out = "".join(f"symbol {n} {where[n]}\n" for n in sorted(where))
    for line in NO_DOOR.read_text().splitlines():
        if line and not line.startswith("#"):
            out += f"header {line}\n"
    return out


def main():
    doors, names = read_headers()
    wrong = 0
    for path, text in ((PAGE, page(doors, names)), (DATA, data(doors, names))):
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            print(f"{path.relative_to(TOP)} is not up to date: make docs")
            wrong = 1
    return wrong


sys.exit(main())
