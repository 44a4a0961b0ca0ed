# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# mm.sh - calls on address spaces answer as on the host and leave memory as
# there, both ways of reaching user memory.
. "$(dirname "$0")/lib.sh"

# A part at a time, so that a difference is told by its name.
part() { awk -v p="$1" '/^== / { on = $0 == "== " p } on' "$2"; }

cp "$PROGRAMS/mm" "$work/mm"
on_host "$work/mm" "$work/file" >"$work/host" </dev/null ||
	fail 'the host comes to the end' "$(tail -n 3 "$work/host")"
for mode in direct pinned; do
	rooted --stats --uaccess $mode -- "$work/mm" "$work/file" \
		>"$work/out" 2>"$work/err" </dev/null
	while read -r _ name; do
		same "$mode: $name" "$(part "$name" "$work/host")" \
			"$(part "$name" "$work/out")"
	done < <(grep '^== ' "$work/host")
	no_leaks "$mode" "$work/err"
done

finish
