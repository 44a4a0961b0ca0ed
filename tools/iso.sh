#!/bin/sh
# SPDX-License-Identifier: MIT
#
# iso.sh - make an image of a CD that boots by GRUB into a shell, on a PC or in
# QEMU (-cdrom). The program's terminal is the first serial line.
#
#	tools/iso.sh i386|x86_64 build/i386	writes build/i386/octavo.iso
set -eu

machine=$1 build=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

mkdir -p "$tmp/boot/grub"
cp "$build/octavo.elf" "$tmp/boot/"
build/octavo pack --machine "$machine" >"$tmp/boot/root.cpio"
cat >"$tmp/boot/grub/grub.cfg" <<GRUB
# Escape shows the menu.
set timeout=1
set timeout_style=hidden

menuentry "Octavo on $machine: a shell on the serial line" {
	multiboot /boot/octavo.elf -- busybox sh
	module /boot/root.cpio
}
menuentry "Octavo on $machine: what it says of memory" {
	multiboot /boot/octavo.elf stats -- busybox cat /proc/zoneinfo
	module /boot/root.cpio
}
GRUB
grub-mkrescue -o "$build/octavo.iso" "$tmp" >"$tmp.log" 2>&1 || {
	cat "$tmp.log" >&2
	rm -f "$tmp.log"
	exit 1
}
rm -f "$tmp.log"
echo "$build/octavo.iso, $(($(wc -c <"$build/octavo.iso") >> 10)) KiB; try it:"
echo "  qemu-system-$machine -m 1G -cpu max -nographic -cdrom $build/octavo.iso"
