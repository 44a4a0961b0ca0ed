# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# io.sh - what calls on files answer, line by line, is what the host's kernel
# answers to the same programs (tests/programs/io_*.c), and nothing leaks.
. "$(dirname "$0")/lib.sh"

for program in "$PROGRAMS"/io_*; do
	name=${program##*/}
	(cd "$work" && on_host "$program" >"$work/host" 2>&1 </dev/null)
	status=$?
	[ $status = 0 ] || fail "$name on the host" "$(tail -n 3 "$work/host")"
	echo "status $status" >>"$work/host"
	rooted --stats -- "$program" >"$work/inside" 2>"$work/stats" </dev/null
	echo "status $?" >>"$work/inside"
	same "$name as on the host" '' \
		"$(diff "$work/host" "$work/inside" | head -n 20)"
	no_leaks "$name leaves nothing behind" "$work/stats"
done
finish
