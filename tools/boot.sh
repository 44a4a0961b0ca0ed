#!/bin/bash
# SPDX-License-Identifier: MIT
#
# boot.sh - start an image in QEMU and print what it says on its first serial
# line; for images that take no program, such as the unit suites.
#
#	tools/boot.sh build/i386/suites.elf [QEMU OPTION]... [-- BOOT OPTION...]
#
# Ends with the status that the image gave to the debug-exit device; 3 if it
# gave none.
set -u

image=$1
shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	options+=("$1")
	shift
done
[ $# = 0 ] || shift

case $image in
*x86_64*) qemu=qemu-system-x86_64 ;;
*) qemu=qemu-system-i386 ;;
esac
[ -r "$image" ] || { echo "boot.sh: $image is not built" >&2; exit 2; }
command -v $qemu >/dev/null || { echo "boot.sh: $qemu is not installed" >&2; exit 2; }

# What drivers are tried on, if this QEMU has it.
for device in edu virtio-net-pci,netdev=net,disable-legacy=on,romfile=; do
	$qemu -device help 2>&1 | grep -q "\"${device%%,*}\"" &&
		options+=(-device "$device")
done

$qemu -no-user-config -nodefaults -no-reboot -display none -accel tcg -cpu max \
	-kernel "$image" -append "$*" -serial stdio \
	-netdev user,id=net,restrict=on -device isa-debug-exit,iobase=0xf4,iosize=4 "${options[@]}" </dev/null
got=$?
# The device turns n into 2n + 1; QEMU itself fails with 1, as does a 0.
if [ $((got & 1)) = 1 ]; then
	exit $((got >> 1))
fi
echo "boot.sh: the machine stopped without a status ($got)" >&2
exit 3
