# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# samples.sh - the drivers of examples/drivers/: they do what their tests say
# whatever fails on the way; those in buggy/ have a mistake each, and it is
# found.
. "$(dirname "$0")/lib.sh"
hosted_only 'drivers are tested on the hosted machine'

if [ -n "$sanitizers" ]; then
	skip 'all' 'two thousand machines take too long with sanitizers'
	finish
fi

cd "$top/examples/drivers" || exit 1
out=$work/out

# sound NAME [OPTION]...: all tests pass, and every failure is survived
sound() {
	local name=$1
	shift
	timeout 300 "$OCTAVO" test "${name}_test.c" --driver "$name.c" "$@" \
		--sweep >"$out" 2>"$work/err"
	same "$name: status" 0 $?
	same "$name: the sweep" '0 went wrong' \
		"$(sed -n 's/^# sweep: .* s, //p' "$out")"
	[ "$(sed -n 's/^# sweep: .* tests, \([0-9]*\) points.*/\1/p' "$out")" -gt 5 ]
	same "$name: points" 0 $?
}

# found NAME STATUS LINE TEXT: the mistake is reported, with that line of it
found() {
	local at
	at=$(grep -n "$3" "buggy/$1.c" | head -n 1 | cut -d : -f 1)
	timeout 300 "$OCTAVO" test "buggy/$1_test.c" --driver "buggy/$1.c" \
		--sweep >"$out" 2>&1
	same "$1: status" "$2" $?
	check "$1: $4" grep -q "$4" "$out"
	check "$1: line $at" grep -q "$1.c:$at)" "$out"
}

sound memo
sound tube
sound frame
sound echoeth
sound edma --device edu

found no_check 3 'BUG: NULL' 'unhandled page fault at 0'
found error_leak 4 'kzalloc(NAME_LEN' 'leak: module error_leak'
found no_limit 1 'BUG: len' 'usercopy: 100 bytes'
found info_leak 1 'copy_to_user((void' 'info leak: of 32 bytes for a program 24'
found left_mapped 1 'if (copy_to_user' 'live maps on the way to user code'
found pin_leak 4 'pinned = pin_user' 'leak: module pin_leak.*pinned pages'
found frag_twice 1 'BUG: it went' 'double free (order 0)'
found locked_copy 1 'simple_read_from' 'sleeping call in atomic context'
found not_dirty 1 'BUG: not' 'let go of without being marked dirty'
found late_work 1 'BUG: the work' 'freed with a timer in it'

# ---- by real programs ----------------------------------------------------------

# box DRIVER WANTED SCRIPT: what a shell says.
box() {
	same "$1: a shell" "$2" "$(timeout 60 "$OCTAVO" run --driver "$1.c" -- \
		busybox sh -c "$3" 2>&1)"
}

box memo hi 'echo hi >/dev/memo0; cat /dev/memo0'
box tube abc 'echo abc >/dev/tube; head -c 4 /dev/tube'
box frame xyz 'echo xyz >/dev/frame; head -c 4 /dev/frame'
box echoeth '3 packets transmitted, 3 packets received, 0% packet loss' '
	ifconfig echo0 10.9.0.1 netmask 255.255.255.0 up
	ping -c 3 -i 0.1 10.9.0.7 | grep transmitted'
finish
