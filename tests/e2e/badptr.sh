# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# badptr.sh - every pointer argument of every system call, with bad pointers,
# in both modes of user access. The table of calls is tried on the host first.
. "$(dirname "$0")/lib.sh"

# forward NAME COMMAND...: a TAP producer's results become results of ours.
forward() {
	local name=$1 line
	shift
	"$@" >"$work/out" 2>"$work/err" </dev/null
	local got=$?
	while IFS= read -r line; do
		case $line in
		'ok '*SKIP*) skip "$name: ${line#* - }" 'not in this kernel' ;;
		'ok '*) pass "$name: ${line#* - }" ;;
		'not ok '*) fail "$name: ${line#* - }" "$(cat "$work/notes")" ;;
		'# '*) echo "$line" >>"$work/notes"; continue ;;
		esac
		: >"$work/notes"
	done <"$work/out"
	same "$name: ends as it should" 0 "$got"
	grep -q '^1\.\.' "$work/out" || fail "$name: came to the end" "$(tail -n 3 "$work/out" "$work/err")"
}

: >"$work/notes"
cd "$work" || exit 1
status 'the table holds on the host' 0 on_host "$PROGRAMS/badptr" "$work"
rm -f "$work/badptr"
forward direct rooted --stats -- "$PROGRAMS/badptr" /tmp
no_leaks direct "$work/err"
forward pinned rooted --stats --uaccess pinned -- "$PROGRAMS/badptr" /tmp
no_leaks pinned "$work/err"

finish
