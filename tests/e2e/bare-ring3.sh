# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# bare-ring3.sh - what ring 3 must not be able to do, and the kernel's own
# pointers in every system call. Both programs are right on the host first.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-bare.sh"
need_machines

# i386 with page tables of two levels cannot forbid execution.
words() { [ "$1" = i386 ] && echo nonx; }

# verdict NAME: the TAP in $work/out as one result, with what failed.
verdict() {
	local plan good
	plan=$(sed -n 's/^1\.\.//p' "$work/out")
	good=$(grep -c '^ok ' "$work/out")
	if [ -n "$plan" ] && [ "$plan" = "$good" ] && [ "$2" = 0 ]; then
		pass "$1: $good of $plan"
	else
		fail "$1: $good of ${plan:-?}, status $2" \
			"$(grep -B 3 '^not ok' "$work/out")" \
			"$(tail -n 5 "$work/err")"
	fi
}

for m in $(machines); do
	"$(programs_of "$m")/ring3" host >"$work/out" 2>"$work/err"
	verdict "$m: ring3 on the host" $?
	root_of "$m" ring3 badptr
	# shellcheck disable=SC2046
	run_on "$m" --mem 256M --stats --root "$work/root" -- /ring3 $(words "$m") \
		>"$work/out" 2>"$work/err" </dev/null
	verdict "$m: ring3" $?
	no_leaks "$m: ring3" "$work/err"
	for how in direct pinned; do
		run_on "$m" --mem 256M --stats --uaccess "$how" --root "$work/root" \
			-- /badptr /tmp >"$work/out" 2>"$work/err" </dev/null
		verdict "$m: badptr, $how" $?
		no_leaks "$m: badptr, $how" "$work/err"
	done
done

finish
