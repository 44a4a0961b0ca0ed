# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# lib.sh - a small TAP producer for the end-to-end tests. Sourced by them.
#
#	same NAME EXPECTED ACTUAL	two strings are equal
#	status NAME WANT COMMAND...	a command ends with that status
#	check NAME COMMAND...		a command succeeds
#	skip NAME WHY
#	finish				print the plan; the last line of a test
#
# $OCTAVO is the command under test, $PROGRAMS the folder of user programs,
# $work a fresh folder that goes away at the end.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
OCTAVO=${OCTAVO:-$top/build/octavo}
PROGRAMS=${PROGRAMS:-$top/build/programs}
BUSYBOX=${BUSYBOX:-$(command -v busybox || true)}
work=$(mktemp -d "${TMPDIR:-/tmp}/octavo-e2e.XXXXXX")
trap 'rm -rf "$work"' EXIT

nr=0
bad=0

pass() {
	nr=$((nr + 1))
	echo "ok $nr - $1"
}

fail() {
	nr=$((nr + 1))
	bad=$((bad + 1))
	echo "not ok $nr - $1"
	shift
	printf '%s\n' "$@" | head -n 20 | sed 's/^/# /'
}

skip() {
	nr=$((nr + 1))
	echo "ok $nr - $1 # SKIP $2"
}

same() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "expected: $2" "     got: $3"
	fi
}

status() {
	local name=$1 want=$2 out got
	shift 2
	out=$("$@" 2>&1 </dev/null)
	got=$?
	if [ "$got" = "$want" ]; then
		pass "$name"
	else
		fail "$name" "exit status $got, expected $want" "$out"
	fi
}

check() {
	local name=$1
	shift
	status "$name" 0 "$@"
}

finish() {
	echo "1..$nr"
	exit $((bad > 0))
}

# busybox inside the machine, with the host's files.
inside() { "$OCTAVO" run --root / -- busybox "$@"; }
# The same busybox on the host.
outside() { "$BUSYBOX" "$@"; }

# no_leaks NAME FILE: the report of --stats in FILE says that all came back.
no_leaks() {
	if grep -q 'leaks: none' "$2"; then
		pass "$1: nothing leaked"
	else
		fail "$1: nothing leaked" "$(tail -n 5 "$2")"
	fi
}
