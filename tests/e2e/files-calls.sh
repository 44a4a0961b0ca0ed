# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# files-calls.sh - the same program makes, opens, renames and removes files, as
# root and as others, on the host and inside: every call has the same result.
. "$(dirname "$0")/lib.sh"

# compare NAME PROGRAM ARGUMENT...: run in a fresh directory, twice.
compare() {
	local name=$1 program=$2 dir=$work/dir
	shift 2
	mkdir "$dir"
	chmod 755 "$work" "$dir"
	on_host "$program" "$@" "$dir" >"$work/host" 2>&1 </dev/null ||
		fail "$name, on the host" "$(tail -n 3 "$work/host")"
	rm -rf "$dir"
	run_inside "$program" "$@" >"$work/inside" 2>"$work/err"
	if cmp -s "$work/host" "$work/inside"; then
		pass "$name: $(grep -c . "$work/host") results"
	else
		fail "$name" "$(diff "$work/host" "$work/inside")" "$(tail -n 3 "$work/err")"
	fi
	no_leaks "$name" "$work/err"
}

run_inside() {
	rooted --stats -- busybox sh -c 'mkdir /tmp/dir && exec "$@" /tmp/dir' - "$@" </dev/null
}

compare 'names' "$PROGRAMS/names"
if [ "$(id -u)" = 0 ] && [ "$(cat /proc/sys/fs/protected_hardlinks)" = 1 ]; then
	compare 'permissions' "$PROGRAMS/perms" "$PROGRAMS/perms"
else
	skip 'permissions' 'needs root on the host, and its usual settings'
fi
finish
