#!/bin/bash
# SPDX-License-Identifier: MIT
#
# need.sh - see that what a target uses is here; install what is not from the
# distribution (Debian or a relative), as root or through sudo.
#
#	tools/need.sh run	a compiler, a static busybox
#	tools/need.sh run-i386	also QEMU, and a static i386 busybox, which is
#				unpacked into build/i386-root, not installed
#	tools/need.sh run-x86_64	also QEMU
#	tools/need.sh iso-i386, iso-x86_64	also what makes an image of a CD
#	tools/need.sh check	all that, and what the tests use, of which some i386
#				packages are unpacked into build/i386-linked, and
#				the source of lwIP into build/lwip
#	tools/need.sh lwip	only that: with it the kernel has TCP/IP
#	tools/need.sh linux-drivers	the source of Linux, as far as the
#				distribution has it, whose drivers are run: each
#				version of it that there is. (in /usr/src)
#	tools/need.sh ci	also the second compiler
#
# What is there already, however it came, is left alone. Ends with status 1 and
# one line naming what is missing if it cannot be installed.
set -u

missing=()

want() {	# want PACKAGE TEST...: PACKAGE is needed unless TEST succeeds
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}

# A package of one version of Linux; not every release has it.
linux_source_of() {
	test -e "/usr/src/linux-source-$1.tar.xz" ||
		! apt-cache show "linux-source-$1"
}

static_busybox() {
	local b
	b=$(command -v busybox) && ! grep -aq '/lib64/ld-linux' "$b"
}

linux_source() {
	compgen -G '/usr/src/linux-source-*.tar.*'
}

need_run() {
	want gcc command -v gcc
	want libc6-dev test -e /usr/include/stdio.h
	want busybox-static static_busybox
}

# What these commands lack at run time comes with their packages.
need_qemu() {
	want qemu-system-x86 command -v qemu-system-i386
	want qemu-system-x86 command -v qemu-system-x86_64
}

need_run-x86_64() {
	need_run
	need_qemu
}

need_run-i386() {
	need_run-x86_64
	need_i386_busybox=y
}

grub_for_pcs() {
	test -e /usr/lib/grub/i386-pc/multiboot.mod
}

need_iso() {
	want grub-common command -v grub-mkrescue
	want grub-pc-bin grub_for_pcs
	want xorriso command -v xorriso
	want mtools command -v mformat
}

need_iso-i386() {
	need_run-i386
	need_iso
}

need_iso-x86_64() {
	need_run-x86_64
	need_iso
}

need_lwip() {
	want xz-utils command -v xz
	need_lwip_source=y
}

need_linux-drivers() {
	want linux-source linux_source
	want xz-utils command -v xz
	for version in 6.1 6.12; do
		want "linux-source-$version" linux_source_of "$version"
	done
}

need_check() {
	need_iso-i386
	need_lwip
	need_i386_linked=y
	want gdb command -v gdb
	want cpio command -v cpio
	want python3 command -v python3
	want git command -v git
	want pkg-config command -v pkg-config
	want sash command -v sash
	want bash-static command -v bash-static
	want zsh-static command -v zsh-static
	need_linux-drivers
	want gcc-multilib test -e /usr/lib32/libc.a
}

need_ci() {
	need_check
	want clang command -v clang
}

# An update may fail in part, while a mirror is being brought up to date; what
# it got may do.
install_missing() {
	local sudo=''
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -q || { sleep 5; $sudo apt-get update -q; }
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y \
		--no-install-recommends "${missing[@]}"
}

i386_busybox=build/i386-root/bin/busybox

# What dynamically linked programs of i386 are tested with: a root of its own.
i386_linked=build/i386-linked
i386_linked_packages=(libc6 libtinfo6 libcrypt1 bash perl-base)

# with_i386 COMMAND: run it in a fresh folder $tmp, where "${apt[@]}" downloads
# packages of i386. Those cannot be installed beside the ones for this
# processor, so they are only unpacked. apt is told of another architecture for
# these calls, with folders of its own: nothing on the host changes.
with_i386() {
	local tmp=$PWD/build/i386-root.tmp
	local apt=(apt-get -q -o APT::Architecture=i386 -o APT::Architectures=i386
		-o Dir::State="$tmp" -o Dir::Cache="$tmp"
		-o Dir::State::status="$tmp/status"
		-o Debug::NoLocking=1 -o APT::Sandbox::User=root)

	rm -rf "$tmp"
	mkdir -p "$tmp/lists/partial" "$tmp/archives/partial"
	: >"$tmp/status"
	"${apt[@]}" update || { sleep 5; "${apt[@]}" update; }
	"$@" && rm -rf "$tmp"
}

unpack_i386_busybox() {
	(cd "$tmp" && "${apt[@]}" download busybox-static:i386) &&
		dpkg-deb -x "$tmp"/busybox-static_*_i386.deb "$tmp/root" &&
		mkdir -p build/i386-root/bin &&
		find "$tmp/root" -name busybox -type f -perm -100 \
			-exec mv {} $i386_busybox \; &&
		test -x $i386_busybox
}

unpack_i386_linked() {
	(cd "$tmp" && "${apt[@]}" download "${i386_linked_packages[@]/%/:i386}") ||
		return
	for deb in "$tmp"/*.deb; do
		dpkg-deb -x "$deb" "$tmp/linked" || return
	done
	rm -rf "$tmp"/linked/usr/share $i386_linked
	mv "$tmp/linked" $i386_linked
}

# lwIP, as the distribution's source package: the library package is built for
# processes with threads, which a kernel has no use for.
lwip=build/lwip

# source_lists FOLDER: the host's own lists of packages, made to name the
# sources of the same archives, in both formats apt knows.
source_lists() {
	local f to
	for f in /etc/apt/sources.list.d/*.sources; do
		[ -e "$f" ] || continue
		sed 's/^Types:.*/Types: deb-src/' "$f" >"$1/${f##*/}"
	done
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -e "$f" ] || continue
		to=$1/${f##*/}
		sed -n 's/^deb\(-src\)\{0,1\}[[:space:]]/deb-src /p' "$f" | sort -u >"${to%.list}.list"
	done
}

# Nothing on the host changes, as above.
fetch_lwip() {
	local tmp=$PWD/$lwip.tmp
	local apt=(apt-get -q -o Dir::State="$tmp" -o Dir::Cache="$tmp"
		-o Dir::State::status="$tmp/status"
		-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$tmp/parts"
		-o Debug::NoLocking=1 -o APT::Sandbox::User=root)

	rm -rf "$tmp"
	mkdir -p "$tmp/lists/partial" "$tmp/archives/partial" "$tmp/parts" "$tmp/out"
	: >"$tmp/status"
	source_lists "$tmp/parts"
	"${apt[@]}" update || { sleep 5; "${apt[@]}" update; }
	(cd "$tmp" && "${apt[@]}" source --download-only lwip) &&
		tar -xf "$tmp"/lwip_*.orig.tar.* -C "$tmp/out" --strip-components 1 &&
		test -e "$tmp/out/src/core/tcp.c" &&
		rm -rf $lwip && mv "$tmp/out" $lwip && rm -rf "$tmp"
}

fetch_i386_busybox() { with_i386 unpack_i386_busybox; }
fetch_i386_linked() { with_i386 unpack_i386_linked; }

# quietly COMMAND PACKAGE...: run it quietly, or tell what to install by hand.
quietly() {
	local log
	log=$(mktemp)
	if ! "$1" >"$log" 2>&1; then
		shift
		tail -n 3 "$log"
		echo "Please install: $*"
		rm -f "$log"
		exit 1
	fi
	rm -f "$log"
}

cd "$(dirname "$0")/.." || exit 1
need_i386_busybox=''
need_i386_linked=''
need_lwip_source=''
case ${1-} in
run | run-i386 | run-x86_64 | iso-i386 | iso-x86_64 | lwip | linux-drivers | check | ci) "need_$1" ;;
*)
	echo "usage: tools/need.sh run[-MACHINE]|iso-MACHINE|lwip|linux-drivers|check|ci" >&2
	exit 2
	;;
esac
if [ ${#missing[@]} != 0 ]; then
	echo "Installing: ${missing[*]}"
	quietly install_missing "${missing[@]}"
fi
if [ -n "$need_i386_busybox" ] && [ ! -x $i386_busybox ]; then
	echo "Fetching: busybox-static for i386, into $i386_busybox"
	quietly fetch_i386_busybox 'busybox-static of the architecture i386'
fi
if [ -n "$need_lwip_source" ] && [ ! -e $lwip/src/core/tcp.c ]; then
	echo "Fetching: the source of lwIP, into $lwip"
	quietly fetch_lwip 'the source package lwip, unpacked into build/lwip'
fi
if [ -n "$need_i386_linked" ] && [ ! -d $i386_linked ]; then
	echo "Fetching: ${i386_linked_packages[*]} for i386, into $i386_linked"
	quietly fetch_i386_linked \
		"${i386_linked_packages[*]} of the architecture i386"
fi
