# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# selftests.sh - Linux's own self-tests of memory calls, built here from the
# distribution's linux-source package: static, for the machine's processor.
#
# Each must end as on the host and say of each result what it says there.
# Addresses differ. Left out, with a reason, is what the package does not have
# or what asks for calls that are not there.
. "$(dirname "$0")/lib.sh"

tests='map_fixed_noreplace map_populate mlock2-tests mremap_dontunmap madv_populate cow'
tarball=$(compgen -G '/usr/src/linux-source-*.tar.*' | sort -V | head -n 1)
folder=$top/build/selftests
bits=$([ "$arch" = i386 ] && echo -m32 || echo -m64)

unpack() {
	local tree
	mkdir -p "$folder"
	tree=$(basename "${tarball%.tar.*}")
	tar -xf "$tarball" -C "$folder" --strip-components=4 --wildcards \
		"$tree/tools/testing/selftests/kselftest*.h" \
		"$tree/tools/testing/selftests/[mv]m/*"
}

# Version 6.2 called the folder mm, which was vm.
sources() { compgen -G "$folder/[mv]m" | head -n 1; }

build() {
	local from
	from=$(sources)
	[ -e "$from/$1.c" ] || return 1
	gcc "$bits" -O2 -static -w -I"$folder" -o "$folder/$1-$arch" \
		"$from/$1.c" "$from/vm_util.c" >"$work/build" 2>&1
}

# Results, without what differs from run to run.
plain() { sed -E 's/0x[0-9a-f]+/ADDRESS/g; /^octavo: /d' "$1"; }

# The first call that is said not to be there, by the kernel or by the test.
missing() {
	sed -En 's/^octavo: system call [0-9]+ \(([a-z0-9_]+)\).*/\1/p
		s/.*[^a-z0-9_]([a-z0-9_]+)(\(\))?: ?Function not implemented.*/\1/p' "$1" |
		head -n 1
}

compare() {
	local program=$folder/$1-$arch want got call
	timeout 60 "$program" >"$work/host" 2>&1 </dev/null
	want=$?
	rooted -- "$program" >"$work/out" 2>&1 </dev/null
	got=$?
	call=$(missing "$work/out")
	if [ $want != $got ] && [ -n "$call" ]; then
		skip "$1" "asks for $call"
		return
	fi
	same "$1: status" $want $got
	same "$1: results" "$(plain "$work/host")" "$(plain "$work/out")"
}

if [ -z "$tarball" ]; then
	skip 'self-tests' 'no linux-source package'
	finish
fi
if ! echo 'int main(void) { return 0; }' |
	gcc "$bits" -static -x c -o "$work/try" - 2>/dev/null; then
	skip 'self-tests' 'needs a static libc of this processor: gcc-multilib'
	finish
fi
[ -n "$(sources)" ] || unpack
for t in $tests; do
	if [ -x "$folder/$t-$arch" ] || build "$t"; then
		extras+=("$folder/$t-$arch")
	fi
done
for t in $tests; do
	if [ -x "$folder/$t-$arch" ]; then
		compare "$t"
	else
		skip "$t" "not in $(basename "$tarball"), or not to be built"
	fi
done
skip 'mlock-random-test, on-fault-limit' 'need libcap, or the right to set any limit'
finish
