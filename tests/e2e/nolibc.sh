# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# nolibc.sh - Linux's own nolibc-test, built here from the distribution's
# linux-source package: static, no libc, every call of a single process. For
# i386 the compiler needs the libgcc of gcc-multilib.
#
# Both its groups must pass, whole. Known exception, by name:
#   chmod_net	newer Linux answers EPERM, older 0; either will do
. "$(dirname "$0")/lib.sh"

tarball=$(compgen -G '/usr/src/linux-source-*.tar.*' | sort -V | head -n 1)
test=$top/build/nolibc/nolibc-test-$arch
bits=$([ "$arch" = i386 ] && echo -m32 || echo -m64)

build() {
	local tree
	mkdir -p "$top/build/nolibc"
	tree=$(basename "${tarball%.tar.*}")
	tar -xf "$tarball" -C "$top/build/nolibc" --occurrence=1 \
		"$tree/tools/include/nolibc" \
		"$tree/tools/testing/selftests/nolibc" &&
		gcc "$bits" -Os -static -nostdlib -ffreestanding -fno-stack-protector \
			-fno-asynchronous-unwind-tables -w -s \
			-include "$top/build/nolibc/$tree/tools/include/nolibc/nolibc.h" \
			-o "$test" \
			"$top/build/nolibc/$tree/tools/testing/selftests/nolibc/"nolibc-test*.c \
			-lgcc
}

# Lines like `12 chdir_dot = 0 [OK]`.
results() {
	local line name
	while IFS= read -r line; do
		name=$(echo "$line" | awk '{ print $2 }')
		case $line in
		*'[OK]') pass "$1: $name" ;;
		*'[SKIPPED]') skip "$1: $name" 'skipped by nolibc-test' ;;
		*'[FAIL]')
			if [ "$name" = chmod_net ]; then
				skip "$1: $name" 'differs between versions of Linux'
			else
				fail "$1: $name" "$line"
			fi ;;
		esac
	done <"$work/out"
}

if [ -z "$tarball" ] && [ ! -x "$test" ]; then
	skip 'nolibc-test' 'no linux-source package'
	finish
fi
if [ ! -e "$(gcc "$bits" -print-libgcc-file-name)" ]; then
	skip 'nolibc-test' 'needs gcc-multilib'
	finish
fi
[ -x "$test" ] || build
extras=("$test")
check 'nolibc-test is built' test -x "$test"

: | TERM=${TERM:-dumb} "$test" >"$work/out" 2>&1
want=$(grep -c '\[' "$work/out")

for mode in direct pinned; do
	: | TERM=${TERM:-dumb} rooted --stats \
		--uaccess "$mode" -- "$test" >"$work/out" 2>"$work/err"
	results "$mode"
	same "$mode: as many results as on the host" "$want" \
		"$(grep -c '\[' "$work/out")"
	no_leaks "$mode" "$work/err"
done

finish
