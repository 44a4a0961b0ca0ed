# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# tasks.sh - processes, threads, signals and timers tell programs the same as
# on the host, both ways of reaching user memory; too many of them are refused.
. "$(dirname "$0")/lib.sh"

# A part at a time, so that a difference is told by its name.
part() { awk -v p="$1" '/^== / { on = $0 == "== " p } on' "$2"; }

env --default-signal timeout 60 "$PROGRAMS/tasks" >"$work/host" </dev/null
for mode in direct pinned; do
	rooted --stats --uaccess $mode -- "$PROGRAMS/tasks" \
		>"$work/out" 2>"$work/err" </dev/null
	while read -r _ name; do
		same "$mode: $name" "$(part "$name" "$work/host")" \
			"$(part "$name" "$work/out")"
	done < <(grep '^== ' "$work/host")
	no_leaks "$mode" "$work/err"
done

# A limit of 20 for one user, then all that the machine has room for.
limit=60 rooted --stats --mem 256M -- "$PROGRAMS/tasks" bomb >"$work/out" 2>"$work/err" </dev/null
same 'a fork bomb ends' 0 $?
same 'each fork that is one too many says so' 'bomb: -11' "$(grep '^bomb' "$work/out" | sort -u)"
check 'and the kernel' grep -q 'no more than .* processes' "$work/err"
no_leaks 'a fork bomb' "$work/err"
finish
