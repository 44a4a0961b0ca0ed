# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# lib-bare.sh - for tests of the machines without a host under them. Sourced
# after lib.sh.
#
#	machines		the machine of this run: i386, i386-pae or x86_64
#	need_machines		end the test on the hosted machine
#	run_on MACHINE ARGS...	octavo run on it
#	programs_of MACHINE	its folder of user programs
#	qemu MACHINE IMAGE MEM APPEND [OPTION]...
#				an image without `octavo run`; its log is the
#				output, its status the kernel's, "reset", "hang"
#	root_of MACHINE FILE...	a folder with these programs of the machine, for
#				--root; $work/root
#	archive FOLDER FILE	a cpio archive

# The machine that $OCTAVO_MACHINE says, or those in $MACHINES.
machines() {
	case "${machine[*]-}" in
	*--pae*) echo i386-pae ;;
	*i386*) echo i386 ;;
	*x86_64*) echo x86_64 ;;
	*) echo "${MACHINES-}" ;;
	esac
}

need_machines() {
	[ -n "$(machines)" ] && return
	skip 'this test' 'for bare metal: MACHINES="i386 i386-pae x86_64" runs it there'
	finish
}

run_on() {
	local m=$1
	shift
	case $m in
	i386-pae) "$OCTAVO" run --machine i386 --pae "$@" ;;
	*) "$OCTAVO" run --machine "$m" "$@" ;;
	esac
}

programs_of() {
	case $1 in
	i386*) echo "$top/build/programs/i386" ;;
	*) echo "$top/build/programs" ;;
	esac
}

root_of() {
	local m=$1 p
	shift
	rm -rf "$work/root"
	mkdir -p "$work/root/tmp"
	for p; do
		cp "$(programs_of "$m")/$p" "$work/root/"
	done
}

archive() { (cd "$1" && find . | cpio -o -H newc --quiet) >"$2"; }

qemu() {
	local m=$1 image=$2 mem=$3 append=$4 emulator=qemu-system-i386 rc
	shift 4
	[ "$m" = x86_64 ] && emulator=qemu-system-x86_64
	timeout "${TIMEOUT:-60}" "$emulator" -accel tcg -cpu max -nodefaults \
		-display none -no-reboot -m "$mem" \
		-kernel "$top/build/$m/$image.elf" -append "$append" \
		-serial stdio -device isa-debug-exit,iobase=0xf4,iosize=4 \
		"$@" 2>&1 </dev/null
	rc=$?
	case $rc in
	0) echo 'status reset' ;;
	124) echo 'status hang' ;;
	*) echo "status $(((rc - 1) / 2))" ;;
	esac
}
