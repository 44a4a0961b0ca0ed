# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# faults.sh - a program that reaches outside its mappings is killed by the
# signal Linux would send, nothing else happens, and nothing leaks.
. "$(dirname "$0")/lib.sh"

# elsewhere DEED WANT: what it ends with on this machine. On x86-64 without a
# host there is no code segment of 32 bits and no int 0x80; page tables of two
# levels have no bit against execution. QEMU has no #XM and no #AC, no trap for
# 0xf1, and #GP where the CPU gives #SS.
elsewhere() {
	is_hosted && { echo "$2"; return; }
	case $1/${machine[*]} in
	32-bit-*/* | noncanonical-stack/*) echo 139 ;;
	ice-breakpoint/*) echo 132 ;;
	float-exception/* | aligned-access/*) echo 1 ;;
	jump-stack/*--pae* | jump-stack/*x86_64*) echo "$2" ;;
	jump-stack/*) echo 1 ;;
	*) echo "$2" ;;
	esac
}

# Loaded once: the list of deeds and the status each must end with.
deeds=$(rooted -- "$PROGRAMS/fault" list)
check 'the list of deeds' test -n "$deeds"

while read -r deed want; do
	[ -n "$deed" ] || continue
	out=$(rooted --stats -- "$PROGRAMS/fault" "$deed" 2>"$work/err" </dev/null)
	got=$?
	want=$(elsewhere "$deed" "$want")
	same "$deed: status and output" "$want before" "$got ${out%%$'\n'*}"
	no_leaks "$deed" "$work/err"
done <<<"$deeds"

finish
