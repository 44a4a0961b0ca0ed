# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# oops.sh - a kernel that does what it must not says what, where and how it
# came there, and stops with status 3 (ports/x86/payload/crash.c).
. "$(dirname "$0")/lib.sh"
bare_only

case "${machine[*]}" in
*pae*) variant=i386-pae ;;
*) variant=$arch ;;
esac
image=$top/build/$variant/crash.elf

# oops NAME TEXT [FUNCTION]: the crash says TEXT, and came through FUNCTION.
oops() {
	local out got
	out=$("$top/tools/boot.sh" "$image" -m 64M -- -- "$1")
	got=$?
	case "status $got: $out" in
	"status 3: "*"$2"*backtrace*:*" ${3:-x86_main}+"*) pass "$1" ;;
	*) fail "$1" "exit status $got, expected 3, and \"$2\" in" "$out" ;;
	esac
}

oops null 'page fault at 0x10' load
oops wild 'the kernel wrote to' store
oops panic 'panic: as asked' x86_payload
if [ "$arch" = x86_64 ]; then
	oops text 'the kernel wrote to a page that does not allow it'
	oops data 'the kernel executed a page that does not allow it'
	oops user-read 'stray access to user memory at 0x10000000'
	oops user-write 'stray access to user memory at 0x10000000'
	oops user-run 'execution of user memory at 0x10000000'
	oops address 'general protection fault'
	oops stack 'double fault' crash_deeper
	# Without SMAP and SMEP nothing keeps the kernel from user memory.
	status 'user-read without SMAP' 0 "$top/tools/boot.sh" "$image" -m 64M \
		-cpu max,smap=off -- -- user-read
	status 'user-run without SMEP' 0 "$top/tools/boot.sh" "$image" -m 64M \
		-cpu max,smep=off -- -- user-run
	says=$("$top/tools/boot.sh" "$image" -m 64M -cpu max,lm=off -- -- null)
	same 'a CPU without long mode' 2 $?
	same 'and its message' \
		'octavo: this CPU has no 64-bit mode: boot the i386 image' "$says"
	says=$("$top/tools/boot.sh" "$image" -m 64M -cpu max,nx=off -- -- null)
	same 'a CPU without no-execute pages' 2 $?
	same 'and its message' \
		'octavo: this CPU has no no-execute pages: boot the i386 image' \
		"$says"
fi

finish
