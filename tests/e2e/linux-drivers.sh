# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# linux-drivers.sh - drivers and tests of the distribution's Linux, unmodified:
# KUnit suites, modules that test a service when they are loaded, and the
# driver of the test of get_user_pages() with its own program.
#
# What each says of itself is compared, and the status says that nothing
# leaked and nothing was misused. Drivers of networks and lights are in
# netdriver.sh.
. "$(dirname "$0")/lib.sh"
hosted_only 'drivers are loaded into the command'

export XDG_CACHE_HOME=$work/cache
mkdir "$XDG_CACHE_HOME"
folder=$top/build/linux-drivers

# unpack VERSION: what is used of it, once; false: there is no package.
unpack() {
	local tarball=/usr/src/linux-source-$1.tar.xz
	src=$folder/linux-source-$1
	[ ! -e "$src/.whole" ] || return 0
	[ -f "$tarball" ] || return 1
	mkdir -p "$folder"
	tar -C "$folder" -xf "$tarball" --wildcards --no-wildcards-match-slash \
		"${src##*/}/lib/*.[ch]" "${src##*/}/mm/gup_test.[ch]" \
		"${src##*/}/mm/dmapool_test.c" "${src##*/}/samples/kfifo/*.c" \
		"${src##*/}/tools/include/uapi/linux/*.h" \
		"${src##*/}/tools/testing/selftests/*.h" \
		"${src##*/}/tools/testing/selftests/[mv]m/*.[ch]" 2>/dev/null
	[ -e "$src/lib/test_uuid.c" ] && touch "$src/.whole"
}

# suite FILE TOTALS: octavo test ends with status 0, and these results.
suite() {
	local out got
	if [ ! -e "$src/$1" ]; then
		skip "$1 of $version" 'not in this version'
		return
	fi
	out=$(timeout 60 "$OCTAVO" test --linux "$version" "$src/$1" 2>&1)
	got=$?
	same "$1 of $version" "$2 status 0" \
		"$(grep '^# Totals' <<<"$out" | tail -n 1 | cut -c 11-) status $got"
}

# loads STATUS FILE WORDS: octavo run --driver ends so, and the driver's last
# line is that; nothing is said to have failed.
loads() {
	local out got
	if [ ! -e "$src/$2" ]; then
		skip "$2 of $version" 'not in this version'
		return
	fi
	out=$(timeout 60 "$OCTAVO" run --linux "$version" --driver "$src/$2" \
		-- busybox true 2>&1)
	got=$?
	same "$2 of $version" "$3 status $1" \
		"$(tail -n 1 <<<"$out" | sed 's/ time:[0-9]*$//') status $got"
	same "$2 of $version: no complaint" '' \
		"$(grep -E 'WARNING|leak|fail[^s]*$' <<<"$out" | grep -v ' 0 failed')"
}

# The driver is for the kernel itself, so it has no end: this is one.
make_gup() {
	local tests=$src/tools/testing/selftests
	gup=$work/gup-$version
	mkdir "$gup"
	cp "$src"/mm/gup_test.[ch] "$gup"
	cat >"$gup/unload.c" <<-'C'
		#include <linux/debugfs.h>
		#include <linux/module.h>

		static void __exit unload(void)
		{
			debugfs_lookup_and_remove("gup_test", NULL);
		}
		module_exit(unload);
		MODULE_LICENSE("GPL");
	C
	printf 'obj-m := gup.o\ngup-objs := gup_test.o unload.o\n' >"$gup/Makefile"
	[ -e "$tests/mm/gup_test.c" ] &&
		gcc -O2 -static -w -isystem "$src/tools/include/uapi" -I"$src" \
			-I"$tests" -o "$gup/gup_test" "$tests/mm/gup_test.c" \
			"$tests/mm/vm_util.c" >"$work/build" 2>&1
}

# pages NAME WORDS OPTION...: the program gets pages in that way.
pages() {
	local name=$1 words=$2 out got
	shift 2
	out=$(timeout 60 "$OCTAVO" run --root / --linux "$version" \
		--driver "$gup" -- "$gup/gup_test" -m 8 -n 64 "$@" 2>&1)
	got=$?
	same "gup_test of $version: $name" "$words pass:1 fail:0 status 0" \
		"$(grep -o "$words" <<<"$out" | tail -n 1) $(grep -o 'pass:1 fail:0' \
		<<<"$out") status $got"
}

all_pages() {
	if ! make_gup; then
		skip "gup_test of $version" 'its program is not in this package, or cannot be built'
		return
	fi
	pages 'get, fast' GUP_FAST_BENCHMARK -u
	pages 'get' GUP_BASIC_TEST -U
	pages 'get, not there yet' GUP_BASIC_TEST -U -z
	pages 'pin, fast' PIN_FAST_BENCHMARK -a
	pages 'pin' PIN_BASIC_TEST -b
	pages 'pin for long' PIN_LONGTERM_BENCHMARK -L
	pages 'pin, shared' PIN_FAST_BENCHMARK -a -S
	pages 'show them' 'gup_test: dump_pages() test' -ct -F 0x1 0 19 0x1000
}

common() {
	loads 0 lib/test_free_pages.c 'test_free_pages: Test completed'
	loads 0 lib/test_hexdump.c 'test_hexdump: all 1184 tests passed'
	loads 0 lib/test_uuid.c 'test_uuid: all 18 tests passed'
	loads 0 lib/globtest.c 'glob: 64 self-tests passed, 0 failed'
	for name in bytestream inttype record; do
		loads 0 samples/kfifo/$name-example.c 'test passed'
	done
	suite lib/test_list_sort.c 'pass:1 fail:0 skip:0 total:1'
	suite lib/test_sort.c 'pass:1 fail:0 skip:0 total:1'
	suite lib/bitfield_kunit.c 'pass:2 fail:0 skip:0 total:2'
	suite lib/is_signed_type_kunit.c 'pass:1 fail:0 skip:0 total:1'
}

src=
if version=6.1 && unpack $version; then
	common
	loads 0 lib/test_string.c 'String selftests succeeded'
	suite lib/list-test.c 'pass:57 fail:0 skip:0 total:57'
	suite lib/overflow_kunit.c 'pass:18 fail:0 skip:0 total:18'
else
	skip "drivers of Linux $version" 'no linux-source package'
fi
if version=6.12 && unpack $version; then
	common
	suite lib/usercopy_kunit.c 'pass:4 fail:0 skip:0 total:4'
	suite lib/hashtable_test.c 'pass:9 fail:0 skip:0 total:9'
	loads 0 mm/dmapool_test.c \
		'dmapool test: size:68   align:32   blocks:8192'
	all_pages
else
	skip "drivers of Linux $version" 'no linux-source package'
fi
skip 'lib/slub_kunit.c' "is written for the inside of Linux's mm/slab.h"
skip 'lib/kunit_iov_iter.c' 'asks for queues of folios and for xarrays as iterators'
skip 'lib/test_meminit.c' 'tests a kernel that clears all memory, and SLAB_TYPESAFE_BY_RCU'
finish
