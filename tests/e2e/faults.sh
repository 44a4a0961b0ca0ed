# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# faults.sh - a program that reaches outside its mappings is killed by the
# signal Linux would send, nothing else happens, and nothing leaks.
. "$(dirname "$0")/lib.sh"

if [ "$arch" = i386 ]; then
	skip 'faults of a program' 'the program is for x86-64; ring3 is for both'
	finish
fi

# elsewhere DEED WANT: what it ends with on this machine. On bare metal there is
# no code segment of 32 bits and no int 0x80; QEMU has no #XM and no #AC, no
# trap for 0xf1, and #GP where the CPU gives #SS.
elsewhere() {
	[ -n "${machine[*]-}" ] || { echo "$2"; return; }
	case $1 in
	32-bit-call | 32-bit-mode | noncanonical-stack) echo 139 ;;
	ice-breakpoint) echo 132 ;;
	float-exception | aligned-access) echo 1 ;;
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
