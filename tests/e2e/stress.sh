# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# stress.sh - processes, programs, signals, pipes and threads by the hundred,
# each checked, with both ways of reaching user memory. $STRESS multiplies the
# operations, $SEED chooses others.
. "$(dirname "$0")/lib.sh"

times=${STRESS:-1}
seed=${SEED:-1}

storm() {
	local part=$1 n=$(($2 * times)) mode
	for mode in direct pinned; do
		limit=$((60 * times)) rooted --stats --uaccess $mode -- \
			"$PROGRAMS/storm" "$part" "$seed" $n \
			>"$work/out" 2>"$work/err" </dev/null
		same "$mode: $part, $n operations, seed $seed" fine \
			"$(cat "$work/out")"
		no_leaks "$mode: $part" "$work/err"
	done
}

storm fork 400
storm exec 50
storm signal 2000
storm pipe 5
storm thread 4000
finish
