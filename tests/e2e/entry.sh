# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# entry.sh - system calls caught by seccomp, as on a host without syscall user
# dispatch, do the same.
. "$(dirname "$0")/lib.sh"
hosted_only 'how the hosted machine catches system calls'

printf 'some words\n' >"$work/words"

# both NAME ARGS...: same output and status either way.
both() {
	local name=$1 one two
	shift
	one=$("$OCTAVO" run --root / -- "$@" 2>&1; echo "status $?")
	two=$(OCTAVO_SECCOMP=1 "$OCTAVO" run --root / -- "$@" 2>&1; echo "status $?")
	same "$name" "$one" "$two"
}

both 'cat' "$BUSYBOX" cat "$work/words"
both 'sh' "$BUSYBOX" sh -c 'x=1; while [ $x -lt 50 ]; do x=$((x+x)); done; echo $x'
both 'md5sum' "$BUSYBOX" md5sum "$BUSYBOX"
both 'exit' "$BUSYBOX" sh -c 'exit 7'
both 'a fault' "$PROGRAMS/fault" read-unmapped

finish
