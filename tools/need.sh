#!/bin/bash
# SPDX-License-Identifier: MIT
#
# need.sh - see that what a target uses is here; install what is not from the
# distribution (Debian or a relative), as root or through sudo.
#
#	tools/need.sh run	a compiler, a static busybox
#	tools/need.sh check	also what the tests use
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

need_check() {
	need_run
	want python3 command -v python3
	want git command -v git
	want pkg-config command -v pkg-config
	want xz-utils command -v xz
	want sash command -v sash
	want linux-source linux_source
}

need_ci() {
	need_check
	want clang command -v clang
}

install_missing() {
	local sudo=''
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -q || return
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y \
		--no-install-recommends "${missing[@]}"
}

case ${1-} in
run | check | ci) "need_$1" ;;
*)
	echo "usage: tools/need.sh run|check|ci" >&2
	exit 2
	;;
esac
[ ${#missing[@]} = 0 ] && exit 0
echo "Installing: ${missing[*]}"
log=$(mktemp)
if ! install_missing >"$log" 2>&1; then
	tail -n 3 "$log"
	echo "Please install: ${missing[*]}"
	rm -f "$log"
	exit 1
fi
rm -f "$log"
