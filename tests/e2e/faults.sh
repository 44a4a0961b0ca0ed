# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# faults.sh - a program that reaches outside its mappings is killed by the
# signal Linux would send, nothing else happens, and nothing leaks.
. "$(dirname "$0")/lib.sh"

# Loaded once: the list of deeds and the status each must end with.
deeds=$(rooted -- "$PROGRAMS/fault" list)
check 'the list of deeds' test -n "$deeds"

while read -r deed want; do
	[ -n "$deed" ] || continue
	out=$(rooted --stats -- "$PROGRAMS/fault" "$deed" 2>"$work/err" </dev/null)
	got=$?
	same "$deed: status and output" "$want before" "$got ${out%%$'\n'*}"
	no_leaks "$deed" "$work/err"
done <<<"$deeds"

finish
