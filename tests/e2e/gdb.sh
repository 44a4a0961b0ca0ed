# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# gdb.sh - octavo run --gdb stops at a function of the kernel, with its name
# and arguments, and goes on.
. "$(dirname "$0")/lib.sh"

if ! command -v gdb >/dev/null; then
	skip 'gdb' 'not installed'
	finish
fi
go=continue
is_hosted && go=run
printf '%s\n' 'break sys_write' $go 'backtrace 1' 'delete' 'continue' |
	run --gdb -- busybox echo out of the machine >"$work/out" 2>&1
check 'a function of the kernel is reached' grep -q '#0 .*sys_write (' "$work/out"
check 'and the program goes on' grep -q 'out of the machine' "$work/out"
same 'no socket is left' '' "$(compgen -G '/tmp/octavo-gdb*')"
finish
