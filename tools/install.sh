#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make install: install.sh DESTDIR PREFIX MACHINE BUILD VERSION
#
#	PREFIX/bin/octavo			the command (hosted machine only)
#	PREFIX/lib/octavo/			what the command boots in QEMU: kernels
#						that are built, an i386 busybox
#	PREFIX/lib/liboctavo.a
#	PREFIX/lib/pkgconfig/octavo.pc
#	PREFIX/lib/octavo/hosted-SANITIZERS/octavo	for --san, if it is built
#	PREFIX/include/octavo/{octavo,uapi,kunit,linux,...,machine,hosted}/
#
# The headers lie one folder down because <asm/...> and <uapi/...> are names
# that others use too. Drivers are compiled with all of them: those of Linux's
# names come first, and go on to the machine's.
set -eu

destdir=$1 prefix=$2 machine=$3 build=$4 version=$5
root=$destdir$prefix
inc=$root/include/octavo

umask 022
mkdir -p "$root/lib/pkgconfig" "$inc"
install -m 644 "$build/liboctavo.a" "$root/lib/liboctavo.a"
(cd include && find . -name '*.h' -o -name doors.txt) | while read -r file; do
	install -D -m 644 "include/$file" "$inc/$file"
done
# Apart: doors have headers of the same names, and go on to these.
mkdir -p "$inc/machine/asm"
install -m 644 "ports/$machine/include/asm"/*.h "$inc/machine/asm/"
libs='-L${libdir} -loctavo'
if [ "$machine" = hosted ]; then
	mkdir -p "$root/bin"
	install -m 755 "$build/octavo" "$root/bin/octavo"
	mkdir -p "$inc/hosted"
	install -m 644 ports/hosted/host.h "$inc/hosted/host.h"
	libs="$libs -lpthread"
	for file in i386/octavo.elf i386/octavo.debug i386-pae/octavo.elf \
		i386-pae/octavo.debug x86_64/octavo.elf x86_64/octavo.debug; do
		[ -e "build/$file" ] || continue
		install -D -m 644 "build/$file" "$root/lib/octavo/$file"
	done
	for file in build/hosted-*/octavo; do
		[ -e "$file" ] && install -D -m 755 "$file" \
			"$root/lib/octavo/${file#build/}"
	done
	file=i386-root/bin/busybox
	[ ! -e build/$file ] ||
		install -D -m 755 build/$file "$root/lib/octavo/$file"
fi
cat >"$root/lib/pkgconfig/octavo.pc" <<PC
prefix=$prefix
libdir=\${prefix}/lib
includedir=\${prefix}/include/octavo

Name: octavo
Description: kernel memory core as a library ($machine machine)
Version: $version
Cflags: -ffreestanding -I\${includedir}/machine -I\${includedir}
Libs: $libs
PC
echo "installed octavo $version ($machine) under $root"
