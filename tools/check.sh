#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make check: run every test of one build folder and print one total.
#
#	tools/check.sh build/hosted [STEP...]
#
# Steps: suites e2e docs embed (default all). Logs lie under BUILD/check/.
set -u

build=$1
shift
steps=${*:-suites e2e docs embed}
state=$build/check/tally
rm -rf "$build/check"
mkdir -p "$build/check"

export OCTAVO="$PWD/$build/octavo" PROGRAMS="$PWD/build/programs"
export OCTAVO_BUILD="$PWD/$build"

tally() { python3 tools/tally.py --state "$state" "$@"; }

# The unit suites, both ways of reaching user memory, one CPU and several.
suites() {
	tally 'suites, direct' -- "$build/suites" --uaccess direct
	# Sanitizers are slow, and the suites switch to pinned by themselves
	# where it matters.
	case $build in
	*-address* | *-thread* | *-undefined*) ;;
	*) tally 'suites, pinned' -- "$build/suites" --uaccess pinned ;;
	esac
	tally 'suites, 4 CPUs, small memory' -- \
		"$build/suites" --cpus 4 --mem 256M --lowmem 64M --seed 2
}

e2e() {
	for t in tests/e2e/*.sh; do
		[ "$t" = tests/e2e/lib.sh ] || tally "$t" -- bash "$t"
	done
}

# Commands in documents that are marked as tested. A reader types them without
# the variables of this run of make, and has built what the README says first.
docs() {
	unset MAKEFLAGS MFLAGS MAKEOVERRIDES MACHINE CC SAN
	tally --single 'what documents use' -- make -s all build/hosted/suites programs
	tally 'documents' -- python3 tools/doctest.py README.md CONTRIBUTING.md docs/*.md
}

embed() {
	tally 'examples/embed' -- make -s -C examples/embed check
}

for step in $steps; do
	"$step"
done
tally --sum
