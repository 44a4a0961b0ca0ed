#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make bench: run Octavo and its peers in turns and print the ratios.

Every contender runs the same rows in rounds, one after the other, so that all
of them see the same weather; the minimum of all rounds counts. Peers that are
not installed are left out and named. No figure makes this fail.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time

# Row: (what it is, peer row or contender, target as text, target as a number)
#   target ("ratio", x): times the best peer; ("ns", x): nanoseconds
ALLOCATORS = {"glibc": None, "jemalloc": "libjemalloc.so.2",
              "mimalloc": "libmimalloc.so.2.0",
              "tcmalloc": "libtcmalloc_minimal.so.4"}
ROWS = [
    ("pair_64", "kmalloc + kfree, 64 B, hot", "malloc", ("ratio", 0.70)),
    ("replace", "random replace, 10,000 live", "malloc", ("ratio", 0.80)),
    ("replace_2cpus", "same, 2 CPUs at once", "malloc", ("ratio", 0.80)),
    ("pass_on_64", "freed on another CPU, 64 B", "malloc", ("ratio", 0.80)),
    ("page_pair", "page frame pair", None, ("ns", 10)),
    ("page_pair_2cpus", "same, 2 CPUs at once", None, ("ns", 10)),
    ("page_bulk", "8,192 frames, freed shuffled", None, ("ns", 45)),
    ("page_bulk_2cpus", "same, 2 CPUs at once", None, ("ns", 45)),
    ("order9_pair", "2 MiB block pair", None, ("ns", 40)),
    ("copy_8", "copy_to_user, 8 B known", "memcpy_8", ("ratio", 1.0)),
    ("copy_24", "copy_to_user, 24 B known", "memcpy_24", ("ratio", 1.0)),
    ("copy_64", "copy_to_user, 64 B known", "memcpy_64", ("ratio", 1.0)),
    ("copy_512", "copy_to_user, 512 B", "memcpy_512", ("ratio", 1 / 0.97)),
    ("copy_4096", "copy_to_user, 4 KiB", "memcpy_4096", ("ratio", 1 / 0.97)),
    ("copy_65536", "copy_to_user, 64 KiB", "memcpy_65536",
     ("ratio", 1 / 0.97)),
    ("copy_alias", "same, 8 B after source mod 4096", "memcpy_alias",
     ("ratio", 0.2)),
    ("iter_64", "copy_to_iter, 64 B", "memcpy_64", None),
    ("iter_4096", "copy_to_iter, 4 KiB", "memcpy_4096", None),
    ("skb_pair", "alloc_skb + kfree_skb, 1500 B", None, ("ns", 20)),
    ("skb_clone", "skb_clone + kfree_skb", None, ("ns", 12)),
    ("skb_frags_4", "same with 4 page fragments", None, ("ns", 100)),
    ("dma_pair", "dma_map_single + unmap, 1500 B", None, None),
    ("dma_bounce", "same, 4 KiB through a bounce buffer", None, None),
    ("dma_user_256", "user buffer: pin, map, unmap, unpin 256", None, None),
    ("fault_single", "demand fault, single page", None, ("ns", 8000)),
    ("fault_in_order", "demand fault, pages in order", None, ("ns", 1000)),
]
STARTS = [
    ("start", "start to first user instruction", 5e6),
    ("run_true", "octavo run -- busybox true", 15e6),
]


def libraries(quiet):
    """Contenders found here: name -> preload path, None for the plain one."""
    found = {}
    for name, lib in ALLOCATORS.items():
        path = None
        for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"):
            if lib and os.path.exists(os.path.join(folder, lib)):
                path = os.path.join(folder, lib)
                break
        if lib and not path:
            quiet or print("  %s is not installed (%s): left out" %
                           (name, lib))
            continue
        found[name] = path
    return found


def run(command, preload=None):
    env = dict(os.environ)
    if preload:
        env["LD_PRELOAD"] = preload
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        print("  %s: exit status %d: %s" % (
            " ".join(command[:2]), done.returncode, done.stderr.strip()[:300]))
    return done.stdout


def collect(best, who, output):
    """Keep the minimum of ROW PICOSECONDS BYTES lines, in nanoseconds."""
    for line in output.splitlines():
        fields = line.split()
        if len(fields) != 3 or int(fields[1]) <= 0:
            continue
        ns = int(fields[1]) / 1000
        row = best.setdefault(fields[0], {})
        row[who] = min(ns, row.get(who, ns))
        if int(fields[2]):
            row["bytes"] = int(fields[2])


def measure(build, rounds, batches):
    best, peers = {}, libraries(False)
    bench = os.path.join(build, "bench-octavo")
    peer = os.path.join(build, "bench-peer")
    for _ in range(rounds):
        collect(best, "octavo", run([bench, "--batches", str(batches)]))
        for name, lib in peers.items():
            collect(best, name, run([peer, "--batches", str(batches)], lib))
    return best


# ---- starting a machine ------------------------------------------------------

def start_times(build, rounds):
    """Nanoseconds from before the command to the program's first instruction
    (it prints the clock) and to the end of busybox true."""
    octavo = os.path.join(build, "octavo")
    now = os.path.abspath("build/programs/now")
    first, whole, host = [], [], []
    for _ in range(rounds):
        begin = time.time_ns()
        out = run([octavo, "run", "--root", "/", "--", now])
        if re.fullmatch(r"\d+\s*", out):
            first.append(int(out) - begin)
        for command, times in (([octavo, "run", "--", "busybox", "true"],
                                whole), (["busybox", "true"], host)):
            if shutil.which(command[0]) or os.path.exists(command[0]):
                begin = time.perf_counter_ns()
                good = subprocess.run(command, capture_output=True)
                if good.returncode == 0:
                    times.append(time.perf_counter_ns() - begin)
    return {"start": {"octavo": min(first, default=None)},
            "run_true": {"octavo": min(whole, default=None),
                         "host": min(host, default=None)}}


# ---- instructions ------------------------------------------------------------

COUNTED = {"pair_64": 20000, "replace": 20000, "page_pair": 20000,
           "copy_8": 20000, "copy_64": 20000}


def instructions(build):
    """Instructions per operation, as callgrind counts them: exact, and the
    same in every run."""
    if not shutil.which("valgrind"):
        print("  valgrind is not installed: no instruction counts")
        return {}
    counts = {}
    contenders = [("octavo", "bench-octavo", None)] + [
        (name, "bench-peer", lib) for name, lib in libraries(True).items()]
    for row, ops in COUNTED.items():
        for name, program, lib in contenders:
            if program == "bench-peer" and row not in ("pair_64", "replace"):
                continue
            value = callgrind(os.path.join(build, program), row, ops, lib)
            if value:
                counts.setdefault(row, {})[name] = value
    return counts


def callgrind(program, row, ops, lib):
    """(instructions of n batches - of fewer) / operations between."""
    totals = []
    for batches in (1, 3):
        args = ["--batches", str(batches), "--ops", str(ops), row]
        env = dict(os.environ, **({"LD_PRELOAD": lib} if lib else {}))
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
             "--toggle-collect=bench_measured*", program, *args],
            env=env, capture_output=True, text=True)
        m = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode or not m:
            return None
        totals.append(int(m.group(1)))
    return (totals[1] - totals[0]) / (2 * ops)


# ---- the table ---------------------------------------------------------------

def peers_of(row, kind, best):
    """{peer: ns} that a row is compared with."""
    if kind == "malloc":
        return {n: best[row][n] for n in ALLOCATORS if n in best.get(row, {})}
    if kind and "octavo" in best.get(kind, {}):
        return {"memcpy": best[kind]["octavo"]}
    return {}


def table(best):
    """Print the table; return it for the JSON."""
    out = []
    print("\n%-34s %9s  %-28s %6s  %s" % (
        "", "Octavo ns", "peers ns", "ratio", "target"))
    for row, text, kind, target in ROWS:
        unit, limit = target or (None, None)
        mine = best.get(row, {}).get("octavo")
        peers = peers_of(row, kind, best)
        if mine is None:
            continue
        ratio = mine / min(peers.values()) if peers else None
        measured = ratio if unit == "ratio" else mine
        met = not target or (measured is not None and measured <= limit)
        shown = " ".join("%s %.1f" % (n[:2], v) for n, v in peers.items()) \
            if len(peers) > 1 else " ".join(
                "%s %.1f" % i for i in peers.items())
        print("%-34s %9.1f  %-28s %6s  %s %s" % (
            text, mine, shown, "%.2f" % ratio if ratio else "",
            ("<= %.2f x best" if unit == "ratio" else "<= %g ns") % limit
            if target else "",
            "" if met else "(missed)"))
        out.append({"row": row, "what": text, "ns": mine, "peers_ns": peers,
                    "ratio": ratio, "target": {unit: limit} if target else {},
                    "met": met})
    return out


def start_table(starts):
    print("gl glibc, je jemalloc, mi mimalloc, tc tcmalloc\n")
    for row, text, limit in STARTS:
        mine = starts[row]["octavo"]
        host = starts[row].get("host")
        print("%-34s %9s  %-36s <= %g ms" % (
            text, "%.2f ms" % (mine / 1e6) if mine else "failed",
            "host alone %.2f ms" % (host / 1e6) if host else "", limit / 1e6))


def count_table(counts):
    if counts:
        print("\ninstructions per operation")
    for row, by in counts.items():
        print("  %-32s %s" % (row, "  ".join(
            "%s %.1f" % i for i in by.items())))


def main():
    parser = argparse.ArgumentParser(description="measure and compare")
    parser.add_argument("--build", default="build/hosted")
    parser.add_argument("--json", default="build/bench.json")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--no-count", action="store_true")
    args = parser.parse_args()
    print("measuring: %d rounds of %d batches, minimum counts" %
          (args.rounds, args.batches))
    best = measure(args.build, args.rounds, args.batches)
    starts = start_times(args.build, 10 * args.rounds)
    counts = {} if args.no_count else instructions(args.build)
    rows = table(best)
    start_table(starts)
    count_table(counts)
    with open(args.json, "w", encoding="utf-8") as f:
        json.dump({"machine": platform.processor() or platform.machine(),
                   "kernel": platform.release(), "rows": rows,
                   "all_ns": best, "start_ns": starts,
                   "instructions": counts}, f, indent=1)
    print("\nwritten: " + args.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
