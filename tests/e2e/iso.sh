# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# iso.sh - the image of a CD boots by GRUB into a shell on the serial line.
. "$(dirname "$0")/lib.sh"
bare_only
case ${machine[*]} in *--pae*)
	skip 'all' 'the same CD, tried with i386'
	finish ;;
esac
cd "$top" || exit 1

check 'it is made' tools/iso.sh $arch "build/$arch"

: >"$work/out"
mkfifo "$work/in"
timeout 120 qemu-system-$arch -accel tcg -cpu max -m 256M -no-reboot -nodefaults \
	-display none -vga std -serial stdio -cdrom "build/$arch/octavo.iso" \
	-device isa-debug-exit,iobase=0xf4,iosize=4 \
	<"$work/in" >"$work/out" 2>&1 &
qemu=$!
exec 3>"$work/in"
# GRUB would take what is typed before the shell is there.
for _ in $(seq 400); do
	grep -q 'MiB of RAM' "$work/out" && break
	kill -0 $qemu 2>/dev/null || break
	sleep 0.2
done
sleep 1
echo 'echo the answer is $((6 * 7)); exit 5' >&3
wait $qemu
same 'it ends with the status of the shell' 5 $(($? >> 1))
exec 3>&-
check 'the kernel said that it is there' grep -q 'MiB of RAM' "$work/out"
check 'the program ran' grep -q 'the answer is 42' "$work/out"

finish
