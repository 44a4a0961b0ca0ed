#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tsan.sh - the suites that are about several CPUs, under ThreadSanitizer.
#
#	tools/tsan.sh build/hosted-thread/suites [NAME...]
#
# NAME: a suite; without any, those of the library, pages and slab. Prints
# their KTAP; a data race makes the run fail.
set -u

suites=$1
shift
export TSAN_OPTIONS="halt_on_error=0 exitcode=66 report_signal_unsafe=0 ${TSAN_OPTIONS:-}"

all() { "$suites" --list 2>&1 | sed -n 's/^\([a-z0-9_]*\)\..*/\1/p' | uniq; }

names=$*
[ -n "$names" ] || names=$(all |
	grep -E '^(atomic|bitmap|list|lock|rbtree|wait|xarray|page|buddy|zone|pcp|slab|kmem|kmalloc)')

bad=0
for name in $names; do
	"$suites" --cpus 2 --filter "$name" || bad=1
done
exit "$bad"
