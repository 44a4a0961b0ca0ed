# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# mmstress.sh - random calls on address spaces against a model, and processes
# that write to what they share. The host shows first that the model is right.
#
# LONG=n does n times as much, with other seeds: LONG=100 is for an hour.
. "$(dirname "$0")/lib.sh"

long=${LONG:-1}
cp "$PROGRAMS/mmstress" "$PROGRAMS/cowstress" "$work/"

# stress PROGRAM SEED COUNT
stress() {
	local name="$1, seed $2" mode
	same "$name, on the host" "done $3" "$("$work/$1" "$2" "$3" 2>&1)"
	for mode in direct pinned; do
		same "$name, $mode" "done $3" "$(rooted --stats --uaccess $mode -- \
			"$work/$1" "$2" "$3" 2>"$work/err" </dev/null)"
		no_leaks "$name, $mode" "$work/err"
	done
}

for ((seed = 1; seed <= long; seed++)); do
	stress mmstress "$seed" 6000
	stress cowstress "$seed" 6
done
finish
