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
#	hosted_only WHY			skip it all on another machine
#	bare_only			or on the hosted one
#
# $OCTAVO is the command under test, $PROGRAMS the folder of user programs,
# $work a fresh folder that goes away at the end; $sanitizers says which the
# command was built with, as in address-undefined. $OCTAVO_MACHINE may hold
# options that choose a machine (--machine i386 --pae), of which $machine is
# the array and $arch the processor: x86_64 or i386.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
OCTAVO=${OCTAVO:-$top/build/octavo}
read -ra machine <<<"${OCTAVO_MACHINE-}"
case "${machine[*]-}" in
*i386*)
	arch=i386
	PROGRAMS=$top/build/programs/i386
	BUSYBOX=$top/build/i386-root/bin/busybox ;;
*)
	arch=x86_64
	PROGRAMS=${PROGRAMS:-$top/build/programs}
	BUSYBOX=${BUSYBOX:-$(command -v busybox || true)} ;;
esac
# What $OCTAVO is sanitized with, if it is: as its folder is named.
sanitizers=${OCTAVO%/octavo}
case ${sanitizers##*/} in
*-address* | *-thread* | *-undefined*) sanitizers=${sanitizers##*/hosted-} ;;
*) sanitizers= ;;
esac
work=$(mktemp -d "${TMPDIR:-/tmp}/octavo-e2e.XXXXXX")
tree=$work.tree
trap 'rm -rf "$work" "$tree"' EXIT

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

is_hosted() { [ ${#machine[@]} = 0 ]; }

hosted_only() {
	is_hosted && return
	skip 'all' "$1"
	finish
}

bare_only() {
	is_hosted || return 0
	skip 'all' 'needs a machine in QEMU'
	finish
}

# on_host COMMAND...: what a run inside is compared with. It ends some time.
on_host() { timeout 60 "$@"; }

# octavo run, on the machine under test; for $limit seconds, if that is set.
run() { ${limit:+timeout $limit} "$OCTAVO" run "${machine[@]}" "$@"; }

# More programs that a test runs, for a machine with a root of its own.
extras=()
# A folder whose files it gets besides.
overlay=

# What a machine with a root of its own gets to see of the host: the same
# files at the same places, but not all there are.
fill_tree() {
	if [ ! -d "$tree" ]; then
		mkdir -p "$tree/bin" "$tree/etc" "$tree/tmp" "$tree$PROGRAMS"
		chmod 1777 "$tree/tmp"
		cp "$BUSYBOX" "$tree/bin/busybox"
		cp -a /etc/passwd /etc/group /etc/apt "$tree/etc/"
		cp -a "$PROGRAMS/." "$tree$PROGRAMS/"
		[ -z "$overlay" ] || cp -a "$overlay/." "$tree/"
		[ ${#extras[@]} = 0 ] || cp -L --parents "${extras[@]}" "$tree"
	fi
	rm -rf "$tree$work"
	mkdir -p "$tree$work"
	cp -a "$work/." "$tree$work/"
}

# octavo run, with the host's files.
rooted() {
	if is_hosted; then
		run --root / "$@"
	else
		fill_tree
		run --root "$tree" "$@"
	fi
}

# busybox inside the machine, with the host's files.
inside() { rooted -- busybox "$@"; }
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
