# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# oom.sh - a program that takes all memory is ended, or refused; the others and
# the first process go on, and it is said.
. "$(dirname "$0")/lib.sh"

cp "$PROGRAMS/hog" "$work/"

# small SCRIPT: in 24 MiB of memory.
small() { rooted --stats --mem 24M -- busybox sh -c "$1" 2>"$work/err" </dev/null; }

same 'a hog ends, the shell goes on' 'status 137, alive' \
	"$(small "$work/hog; echo status \$?, alive")"
same 'which is said once' 1 "$(grep -c 'out of memory: ended process .*(hog)' "$work/err")"
no_leaks 'a hog' "$work/err"
same 'the kernel touches for it' 'status 137, alive' \
	"$(small "$work/hog read; echo status \$?, alive")"
no_leaks 'reading' "$work/err"
# They begin when the shell has made them all: it must not run short itself.
same 'three at once' 'all ended, alive' "$(small \
	"for i in 1 2 3; do (busybox sleep 0.5; $work/hog) & done; wait; echo all ended, alive")"
no_leaks 'three' "$work/err"
same 'others are spared' 'spared' "$(small \
	"(busybox sleep 1; echo spared) & $work/hog; wait")"
same 'a small one is refused' 'refused' \
	"$(small "ulimit -v 8000; $work/hog")"
same 'the stack has its limit' 'status 139' \
	"$(small "$work/hog stack; echo status \$?")"
same 'again and again' 'ten' "$(small \
	"for i in 1 2 3 4 5 6 7 8 9 10; do $work/hog; done; echo ten")"
no_leaks 'ten' "$work/err"
finish
